"""Where a command may write what it makes: never over anything unasked, never into the record, and whole or not at all."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Mapping
from pathlib import Path

from cswo_eval.framework.problems import CswoEvalError
from cswo_eval.record.files import TEMPORARY_PREFIX, write_whole

_LEFT_BEHIND_SECONDS = 3600
"""An unfinished file this old is nobody's any more: its program was ended by force."""


def format_of(given: str | None, output: str | None, endings: Mapping[str, str], default: str) -> str:
    """Return the format to write: the one given, else the one that the ending of the file's name tells, else `default`.

    `endings`: ending → format, in small letters. Raises CswoEvalError where name and format disagree, or where the ending
    is that of something else: such a file would not open.
    """
    ending = Path(output).suffix.lower() if output else ""
    told = endings.get(ending)
    if given is not None:
        kind = given.strip().lower()
        if told is not None and told != kind and kind in endings.values():
            raise CswoEvalError(f"The name ends in {ending} and the format is {kind}. Change one of them.")
        return kind
    if told is None and re.fullmatch(r"\.[a-z]{2,8}", ending):
        known = ", ".join(endings)
        raise CswoEvalError(
            f"--output: no format has a name that ends in {ending}. End it in one of {known}; or add --format."
        )
    return told or default


def refuse_output(target: Path, force: bool, example: str, record: Path) -> None:
    """Raise CswoEvalError where a file cannot or should not be written, before anything is made.

    `example` is a name to suggest where `target` is a folder; `record` is the folder of the record, where nothing may go.
    """
    refuse_parent(target, record)
    if target.is_dir():
        raise CswoEvalError(f"{target} is a folder. Name a file in it, such as {target / example}.")
    if target.exists() and not target.is_file():  # a device or a pipe would be replaced
        raise CswoEvalError(f"{target} is no ordinary file. Name another place.")
    refuse_present(target, force)


def refuse_parent(target: Path, record: Path) -> None:
    """Raise CswoEvalError where the folder that `target` would stand in is not there, or is part of the record."""
    folder = target.absolute().parent
    if not folder.is_dir():
        raise CswoEvalError(f"There is no folder {folder}. Make it first, or name another.")
    own = record.resolve()
    if folder.resolve().is_relative_to(own) or (folder / target.name).resolve() == own:
        raise CswoEvalError(
            f"{target} is inside your record ({record}), where only the record's own files belong. Name a place outside it "
            "with --output."
        )


def refuse_present(target: Path, force: bool) -> None:
    """Raise CswoEvalError where something is there that `force` does not allow to be written over."""
    if target.exists() and not force:
        raise CswoEvalError(f"{target} is there already. Use another name with --output, or --force to write over it.")


def write_output(target: Path, data: bytes) -> None:
    """Write a file whole, and take away what a program that was ended by force left beside it. Raises CswoEvalError."""
    write_whole(target, data, elsewhere="--output")
    for path in target.parent.glob(f"{TEMPORARY_PREFIX}*"):
        if re.fullmatch(rf"{re.escape(TEMPORARY_PREFIX)}[0-9a-f]{{12}}", path.name):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _LEFT_BEHIND_SECONDS:
                    path.unlink()
