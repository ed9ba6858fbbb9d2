"""The complete, fictional record that comes with the program."""

from __future__ import annotations

import shutil
from pathlib import Path

from cswo_eval.framework.problems import CswoEvalError
from cswo_eval.record.files import could_not_write


def sample_folder() -> Path:
    """Return where the sample lies: in the wheel, or in the repository."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "examples"
    return (packed if packed.is_dir() else package.parent / "examples") / "sample-record"


def write_sample(folder: Path) -> None:
    """Copy the sample record to a new or empty folder. Raises CswoEvalError where that cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copytree(sample_folder(), folder, dirs_exist_ok=True)
    except OSError as error:
        raise CswoEvalError(could_not_write(folder, error)) from None
