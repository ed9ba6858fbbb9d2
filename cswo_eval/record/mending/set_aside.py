"""Take a file, folder or link out of the way, whole: to a folder of the history that says when, under the name that it had."""

from __future__ import annotations

import os
from pathlib import Path

from cswo_eval.files.whole_files import could_not_write, make_private_folder, sync_folder, write_whole
from cswo_eval.record.layout import SET_ASIDE
from cswo_eval.text.problems import CswoEvalError


def move_aside(folder: Path, name: str, at: str) -> str:
    """Move what lies under a name of the record to where it is kept, and return its name there.

    `at` is the UTC moment. Raises CswoEvalError where the system refuses: then it lies where it was.
    """
    source = folder / name
    try:
        if SET_ASIDE.startswith(f"{name}/"):  # a file or link in the place of the very folder that it is to lie in
            source = _free(source.with_name(f"{name}-{_when(at)}"))
            os.rename(folder / name, source)
        place = _place(folder, name, at)
        os.rename(source, place)
    except OSError as error:
        raise CswoEvalError(could_not_write(folder / name, error)) from None
    sync_folder(place.parent)
    sync_folder((folder / name).parent)
    return place.relative_to(folder).as_posix()


def keep_aside(folder: Path, name: str, at: str, data: bytes) -> str:
    """Keep these bytes of a file that itself stays where it is, and return their name. Raises CswoEvalError."""
    try:
        place = _place(folder, name, at)
    except OSError as error:
        raise CswoEvalError(could_not_write(folder / name, error)) from None
    write_whole(place, data)
    return place.relative_to(folder).as_posix()


def _place(folder: Path, name: str, at: str) -> Path:
    place = _free(folder / SET_ASIDE / _when(at) / name)
    make_private_folder(place.parent)
    return place


def _when(at: str) -> str:
    """Return '2026-11-30-101500' for a UTC moment: a name that every system takes."""
    return at[:19].replace("T", "-").replace(":", "")


def _free(place: Path) -> Path:
    """Return the place, or one beside it where something lies there already."""
    number, free = 1, place
    while os.path.lexists(free):
        number += 1
        free = place.with_name(f"{place.name}-{number}")
    return free
