"""The folder that standards are read from: our own, with one of the user's laid over it file by file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cswo_eval.framework.standards_files import shape_of
from cswo_eval.text.problems import CswoEvalError


def own_standards_folder() -> Path:
    """Return the folder of the Standard that comes with the program: in the wheel, or in the repository."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "standards"
    return packed if packed.is_dir() else package.parent / "standards"


class StandardsFolder:
    """The files to read: our own, with those of the user's folder laid over them by the same path."""

    def __init__(self, own: Path, overlay: Path | None = None) -> None:
        self.own = own
        self.overlay = overlay
        self.files: dict[str, Path] = dict(_yaml_files(own))
        self.foreign: tuple[str, ...] = ()
        if overlay is None:
            return
        if not overlay.is_dir():
            kind = "a file" if overlay.exists() else "not there"
            raise CswoEvalError(f"{overlay} is {kind}: the folder of standards must be a folder. Check its name.")
        theirs = dict(_yaml_files(overlay))
        self.foreign = tuple(sorted(theirs))
        if not any(shape_of(name) for name in theirs):
            raise CswoEvalError(
                f"{overlay} holds no standards: a file such as 'standard/SD.yaml' or 'targets.yaml' was expected. "
                "Start from a copy of ours: `cswo-eval standard schema` names the files."
            )
        if "standard/standard.yaml" in theirs:
            # A whole Standard of their own: none of our aspects may slip in.
            # Nor may our activities, which build ours.
            ours = ("standard/", "activities/")
            self.files = {name: path for name, path in self.files.items() if not name.startswith(ours)}
        # An activity file of another name adds to the catalogue; one of the same name replaces ours.
        self.files.update(theirs)

    def shown_name(self, name: str) -> str:
        """Return what problems call the file: its path inside the folder, with the user's folder before it."""
        return str(self.overlay / name) if self.overlay is not None and name in self.foreign else name


def _yaml_files(folder: Path) -> Iterable[tuple[str, Path]]:
    for path in sorted(folder.rglob("*.y*ml")):  # '.yml' is taken for one of ours too: the check names it
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path.relative_to(folder).as_posix(), path
