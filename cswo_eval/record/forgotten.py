"""A record deleted by its owner: all that is its own, and nothing of anybody else's; gone on with where it broke off."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import NamedTuple

from cswo_eval.files.whole_files import sync_folder, write_whole
from cswo_eval.record.holdings import Holdings, holdings_of
from cswo_eval.record.layout import FORGETTING, LOCK
from cswo_eval.record.store import Record
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import counted, listed

_MARK = b"This record is being deleted. `cswo-eval forget` goes on with it.\n"


class Forgotten(NamedTuple):
    """What was deleted, and what stays in the folder because it is not the record's."""

    deleted: int
    """How many files."""
    left: tuple[str, ...]
    linked: tuple[str, ...]
    """Where links led from which files of the record were read: those files stay there."""


def forget(record: Record) -> Forgotten:
    """Delete a record. Raises CswoEvalError where something cannot be deleted now: the rest is gone then, and it is gone on with later.

    The folder is the last to go, and stays where somebody else's files lie in it.
    """
    folder = record.folder
    with record.locked():
        found = holdings_of(record)
        if found.shut:
            raise CswoEvalError(
                f"Nothing was deleted: {listed(found.shut)} in {folder} cannot be looked into. Allow it, and try again."
            )
        write_whole(folder / FORGETTING, _MARK)
        linked = tuple(os.path.realpath(folder / name) for name in found.own if (folder / name).is_symlink())
        kept = [name for name in (*found.own, *_passing(found)) if not _deleted(folder / name)]
        for part in found.folders:
            with contextlib.suppress(OSError):  # somebody else's file lies in it, or it is a link
                _remove_folder(folder / part)
    if kept:
        raise CswoEvalError(
            f"{counted(len(kept), 'file')} could not be deleted: {listed(kept, 10)}. Close them in other programs, and run "
            "`cswo-eval forget` again: it goes on with the rest."
        )
    _deleted(folder / LOCK)
    sync_folder(folder)
    _deleted(folder / FORGETTING)
    with contextlib.suppress(OSError):
        folder.rmdir()
    sync_folder(folder.parent)
    return Forgotten(len(found.own), found.other, linked)


def _passing(found: Holdings) -> list[str]:
    return [name for name in found.passing if name not in (LOCK, FORGETTING)]


def _deleted(path: Path) -> bool:
    """Delete a file and return whether it is gone."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
    return not os.path.lexists(path)


def _remove_folder(path: Path) -> None:
    path.unlink() if path.is_symlink() else path.rmdir()
