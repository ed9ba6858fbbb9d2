"""A portfolio as files: a folder and a zip with the same in it, and a manifest by which both can be verified."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cswo_eval.exchange.manifest import MANIFEST, ListedFile, differences, manifest_bytes, manifest_from
from cswo_eval.files.by_the_way import is_by_the_way
from cswo_eval.files.limits import LARGEST_MANIFEST
from cswo_eval.files.whole_files import could_not_write
from cswo_eval.text.problems import CswoEvalError, Problem, ProblemsFound

FORMAT = "cswo-eval/portfolio-manifest"
_PIECE = 1 << 20


class Verified(NamedTuple):
    """A portfolio that is whole: the day it was made, and how many files it holds besides the manifest."""

    made: str
    files: int


class CopiedFile(NamedTuple):
    """A file to copy in: where it lies, and the SHA-256 that it must have."""

    path: Path
    sha256: str


def write_portfolio(
    folder: Path,
    contents: Mapping[str, bytes | CopiedFile],
    made: date,
    force: bool,
    register_sha256: Mapping[str, str] = {},
) -> Path:
    """Write the folder and the zip beside it, each whole or not at all; returns the zip's path.

    `register_sha256`: of files that come from the register, the SHA-256 they have there; the manifest lists it beside that
    of the file as it lies in the portfolio, which may be a cleaned copy. Never writes over anything without `force`, and with it only over a portfolio. Raises CswoEvalError, in words.
    """
    from cswo_eval.files.zip_files import write_zip

    refuse_target(folder, force)
    target = Path(os.path.abspath(folder))
    zip_path = target.with_name(f"{target.name}.zip")
    mark = os.urandom(4).hex()
    fresh = target.with_name(f".{target.name}.being-written-{mark}")
    fresh_zip = target.with_name(f".{target.name}.being-written-{mark}.zip")
    aside = target.with_name(f".{target.name}.before-{mark}")
    moved = done = False
    try:
        fresh.mkdir(mode=0o700)  # like the zip: for the owner alone, until they hand it on
        listed = {name: _put(fresh / name, content) for name, content in sorted(contents.items())}
        beside = {name: {"register_sha256": digest} for name, digest in register_sha256.items()}
        _put(fresh / MANIFEST, manifest_bytes(FORMAT, listed, beside, made=made.isoformat()))
        write_zip({name: fresh / name for name in (*contents, MANIFEST)}, fresh_zip)
        if target.exists():
            os.replace(target, aside)
        os.replace(fresh, target)
        moved = True
        os.replace(fresh_zip, zip_path)
        done = True
    except OSError as error:
        raise CswoEvalError(could_not_write(folder, error, "--output")) from None
    finally:
        with contextlib.suppress(OSError):
            if moved and not done:  # a folder and a zip that do not hold the same would be worse than none
                os.replace(target, fresh)
            if aside.exists() and not done:
                os.replace(aside, target)
        if done:
            shutil.rmtree(aside, ignore_errors=True)
        shutil.rmtree(fresh, ignore_errors=True)
        with contextlib.suppress(OSError):
            fresh_zip.unlink()
    return zip_path


def refuse_target(folder: Path, force: bool) -> None:
    """Raise CswoEvalError where the portfolio cannot or should not be written here."""
    target = Path(os.path.abspath(folder))
    if not target.name:
        raise CswoEvalError(
            f"{target} is the top of a disk. Name a folder to make there, such as {target / 'portfolio'}."
        )
    zip_path = target.with_name(f"{target.name}.zip")
    if not target.parent.is_dir():
        raise CswoEvalError(f"There is no folder {target.parent}. Make it first, or name another with --output.")
    if zip_path.is_dir():
        raise CswoEvalError(f"{zip_path} is a folder, and the zip would be written there. Name another with --output.")
    present = [path for path in (target, zip_path) if os.path.lexists(path) and not _is_empty_folder(path)]
    for path in present:
        if not _is_portfolio(path):
            raise CswoEvalError(
                f"{path} is there already and is no portfolio of ours. Name another place with --output."
            )
    if target in present:
        _refuse_other_files(target)
    if present and not force:
        raise CswoEvalError(
            f"{' and '.join(path.name for path in present)} {'are' if len(present) > 1 else 'is'} there already. Use another "
            "name with --output, or --force to write over it: what you changed in it yourself would be lost."
        )


def _is_empty_folder(path: Path) -> bool:
    """Return whether a folder can be replaced: nothing hidden may be in it either, for it would be lost."""
    return path.is_dir() and not path.is_symlink() and all(is_by_the_way(one.name) for one in path.iterdir())


def _is_portfolio(path: Path) -> bool:
    """Return whether a folder or zip is one of ours, by the manifest in it: nothing else may be written over."""
    if path.is_symlink():
        return False
    try:
        if path.is_dir():
            data = (path / MANIFEST).read_bytes()
        else:
            with zipfile.ZipFile(path) as archive, archive.open(MANIFEST) as file:
                data = file.read(LARGEST_MANIFEST)
        _read_manifest(path, data)
    except (
        CswoEvalError,
        OSError,
        EOFError,
        KeyError,
        RuntimeError,
        NotImplementedError,
        zipfile.BadZipFile,
        zlib.error,
    ):
        return False
    return True


def _refuse_other_files(folder: Path) -> None:
    """Raise CswoEvalError where a portfolio's folder holds files that somebody else put there: --force would lose them."""
    _, expected = _read_manifest(folder, (folder / MANIFEST).read_bytes())
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if not path.is_dir()]
    other = [name for name in names if name not in expected and name != MANIFEST and not is_by_the_way(name)]
    if other:
        raise CswoEvalError(
            f"{folder.name} holds files that are not of the portfolio: {', '.join(other[:5])}{' and more' if len(other) > 5 else ''}. "
            "Move them elsewhere, or name another place with --output."
        )


def _put(path: Path, content: bytes | CopiedFile) -> ListedFile:
    """Write one file, and return its size and SHA-256. Raises CswoEvalError where a copied file is not as it must be."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with open(path, "xb", opener=_for_the_owner_alone) as target:
        if isinstance(content, CopiedFile):
            return ListedFile(_copied(path.name, content, target), content.sha256)
        target.write(content)
        return ListedFile(len(content), hashlib.sha256(content).hexdigest())


def _for_the_owner_alone(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _copied(name: str, content: CopiedFile, target: BinaryIO) -> int:
    """Copy a file piece by piece, and return its size. Raises CswoEvalError where it is not as it must be."""
    changed = CswoEvalError(
        f"The file for {name} was changed or taken away while it was being copied, so nothing was written. Leave the "
        "record alone while the portfolio is built, and try again."
    )
    try:
        source = content.path.open("rb")
    except OSError:
        raise changed from None
    digest, size = hashlib.sha256(), 0
    with source:
        while piece := source.read(_PIECE):
            digest.update(piece)
            target.write(piece)
            size += len(piece)
    if digest.hexdigest() != content.sha256:
        raise changed
    return size


def verified(path: Path) -> Verified:
    """Return what a portfolio's zip or folder holds. Raises ProblemsFound with everything that is not as it was built."""
    if not path.exists():
        raise CswoEvalError(f"There is no file or folder {path}. Check its name.")
    if not path.is_dir() and not path.is_file():  # a pipe might never end
        raise CswoEvalError(f"{path} is neither a file nor a folder. Name the zip or the folder that was built.")
    present, manifest = _in_folder(path) if path.is_dir() else _in_zip(path)
    if manifest is None:
        raise CswoEvalError(
            f"{path} holds no {MANIFEST}, so it is no portfolio built with cswo-eval, or not the whole of it."
        )
    made, expected = _read_manifest(path, manifest)
    problems = list(differences(present, expected, "the portfolio", "built"))
    if problems:
        raise ProblemsFound(
            problems, f"{path} is not as it was built:", "Ask for it to be sent again, as the zip that was built."
        )
    return Verified(made, len(expected))


def _read_manifest(path: Path, data: bytes) -> tuple[str, Mapping[str, ListedFile]]:
    """Return the day and the files that a manifest names. Raises CswoEvalError where it does not read."""
    try:
        manifest = manifest_from(data)
        if manifest.format != FORMAT:
            raise ValueError
        made = date.fromisoformat(manifest.value["made"]).isoformat()
    except (ValueError, KeyError, TypeError):
        raise CswoEvalError(
            f"The {MANIFEST} in {path} does not read as one that this cswo-eval writes. It was changed, or a newer version "
            "built it."
        ) from None
    return made, manifest.files


def _in_folder(folder: Path) -> tuple[dict[str, tuple[int, str]], bytes | None]:
    present: dict[str, tuple[int, str]] = {}
    if not os.path.isfile(folder / MANIFEST):
        return present, None  # no portfolio, then: what else is wrong with what is in it is nobody's concern
    manifest = None
    problems = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if is_by_the_way(name):
            continue
        if path.is_symlink():
            problems.append(Problem(name, 0, "is a link, and a portfolio holds files only.", "Take it out."))
        elif path.is_file():
            try:
                with path.open("rb") as file:
                    present[name] = (path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
                if name == MANIFEST:
                    manifest = path.read_bytes()
            except OSError as error:
                problems.append(Problem(name, 0, f"cannot be read ({error.strerror}).", ""))
    if problems:
        raise ProblemsFound(problems, f"{folder} is not as it was built:")
    return present, manifest


def _in_zip(path: Path) -> tuple[dict[str, tuple[int, str]], bytes | None]:
    from cswo_eval.files.zip_files import read_zip

    contents = read_zip(path)
    # Who packs the folder again by hand packs it with its name, and a Mac adds its own notes.
    names = [name for name in contents.members if not name.startswith("__MACOSX/") and not is_by_the_way(name)]
    tops = {name.partition("/")[0] for name in names}
    within = f"{tops.pop()}/" if len(tops) == 1 and MANIFEST not in names else ""
    members = {name.removeprefix(within): contents.members[name] for name in names}
    present = {name: (member.size, member.sha256) for name, member in members.items()}
    return present, contents.read(within + MANIFEST) if MANIFEST in present else None
