"""Where a command may write what it makes: never over anything unasked, never into the record, and whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Mapping
from pathlib import Path

from cswo_eval.files.whole_files import TEMPORARY_PREFIX, write_whole
from cswo_eval.text.problems import CswoEvalError

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
        if told is not None and told != kind:
            raise CswoEvalError(f"The name ends in {ending} and the format is {kind}. Change one of them.")
        return kind
    if told is None and re.fullmatch(r"\.[a-z]{2,8}", ending):
        known = ", ".join(endings)
        more = "; or add --format" if len(endings) > 1 else ""
        raise CswoEvalError(f"--output: {ending} is not how the name of such a file ends. End it in {known}{more}.")
    return told or default


def refuse_output(target: Path, force: bool, example: str, record: Path, option: str = "--output") -> None:
    """Raise CswoEvalError where a file cannot or should not be written, before anything is made.

    `example` is a name to suggest where `target` is a folder; `record` is the folder of the record, where nothing may go;
    `option` names the place, '' where an argument does.
    """
    refuse_parent(target, record, option)
    if target.is_dir():
        raise CswoEvalError(f"{target} is a folder. Name a file in it, such as {target / example}.")
    if target.exists() and not target.is_file():  # a device or a pipe would be replaced
        raise CswoEvalError(f"{target} is no ordinary file. Name another place.")
    refuse_present(target, force, option)


def refuse_parent(target: Path, record: Path, option: str = "--output") -> None:
    """Raise CswoEvalError where the folder that `target` would stand in is not there, or `target` is part of the record."""
    folder = target.absolute().parent
    if not folder.is_dir():
        raise CswoEvalError(f"There is no folder {folder}. Make it first, or name another.")
    if _is_inside(folder, record) or _is_inside(target, record):
        raise CswoEvalError(
            f"{target} is inside your record ({record}), where only the record's own files belong. Name a place outside it"
            f"{_with(option)}."
        )


def _is_inside(path: Path, record: Path) -> bool:
    """Whether a path, wherever its links lead, is the record's folder or lies in it, however the disk spells its name."""
    place = path.resolve()
    return any(one.exists() and record.exists() and one.samefile(record) for one in (place, *place.parents))


def refuse_present(target: Path, force: bool, option: str = "--output") -> None:
    """Raise CswoEvalError where something is there that `force` does not allow to be written over; a broken link too."""
    if os.path.lexists(target) and not force:
        raise CswoEvalError(f"{target} is there already. Use another name{_with(option)}, or --force to write over it.")


def _with(option: str) -> str:
    return f" with {option}" if option else ""


def write_output(target: Path, data: bytes) -> None:
    """Write a file whole, where a link leads if it is one. Raises CswoEvalError.

    What a program that was ended by force left beside it is taken away.
    """
    write_whole(Path(os.path.realpath(target)), data, elsewhere="--output")
    sweep_left_behind(target)


def sweep_left_behind(target: Path) -> None:
    """Take away what a program that was ended by force left unfinished beside a file."""
    for path in target.parent.glob(f"{TEMPORARY_PREFIX}*"):
        if re.fullmatch(rf"{re.escape(TEMPORARY_PREFIX)}[0-9a-f]{{12}}", path.name):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _LEFT_BEHIND_SECONDS:
                    path.unlink()
