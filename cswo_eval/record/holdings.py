"""All that lies in a record's folder: what is the record's own, what comes and goes with it, and what is somebody else's.

It is told from the names, so that it is known also where something does not read. Names are relative, with `/`.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from cswo_eval.files.by_the_way import is_by_the_way
from cswo_eval.files.whole_files import TEMPORARY_PREFIX
from cswo_eval.record.layout import (
    ATTACHMENTS,
    CHECKED,
    DRAFT,
    FOLDERS,
    FORGETTING,
    GUARD_DECISIONS,
    HISTORY,
    LOCK,
    PLAN_REVIEWS,
    SENT_LOCK,
    UNFINISHED_TEXT,
    shape_of,
)
from cswo_eval.record.migration import EARLIER_PLANS, PREVIOUS, REVIEWS_BEFORE
from cswo_eval.record.reader import RecordReader
from cswo_eval.text.problems import ProblemsFound

_OWN_FOLDERS = (*FOLDERS, GUARD_DECISIONS.partition("/")[0], ATTACHMENTS, HISTORY, PREVIOUS, REVIEWS_BEFORE)
_ATTACHED = re.compile(rf"{ATTACHMENTS}/E[1-9]\d{{0,5}}/T[1-9]\d{{0,8}}-[^/]+")


class Holdings(NamedTuple):
    """The files in a record's folder, in order of their names."""

    own: tuple[str, ...]
    """The record's: a copy of these is a copy of the record."""
    passing: tuple[str, ...]
    """What is made again when it is needed, or that a system left: the lock, digests, halves of a save."""
    other: tuple[str, ...]
    """Not the record's: copies that a sync service left, and whatever else somebody put there."""
    folders: tuple[str, ...]
    """The record's own folders, the innermost first."""
    shut: tuple[str, ...]
    """Folders that cannot be looked into: what lies in them is not known."""


def holdings_of(record: RecordReader) -> Holdings:
    """Return what lies in the folder of a record, whatever is wrong with it; nothing where there is no such folder."""
    found: dict[str, list[str]] = {"own": [], "passing": [], "other": []}
    folders: list[str] = []
    shut: list[str] = []
    is_attached = _attached_files(record)

    def look_into(part: str) -> None:
        try:
            entries = sorted(os.scandir(record.folder / part), key=lambda entry: entry.name)
        except FileNotFoundError:
            return
        except OSError:
            shut.append(part or ".")
            return
        for entry in entries:
            name = f"{part}/{entry.name}" if part else entry.name
            known = name.partition("/")[0] in _OWN_FOLDERS or name.startswith(UNFINISHED_TEXT)
            # A link to a folder is gone into only where the record's own files lie behind it: others may lead in a circle.
            if entry.is_dir(follow_symlinks=name in _OWN_FOLDERS):
                look_into(name)
                if known:
                    folders.append(name)
            else:
                found[_kind_of(name, is_attached)].append(name)

    look_into("")
    own, passing, other = (tuple(sorted(found[kind])) for kind in ("own", "passing", "other"))
    return Holdings(own, passing, other, tuple(folders), tuple(sorted(shut)))


def is_own_name(name: str) -> bool:
    """Return whether a file of this name may be a record's own."""
    return _kind_of(name, lambda one: _ATTACHED.fullmatch(one) is not None) == "own"


def _kind_of(name: str, is_attached: Callable[[str], bool]) -> str:
    top, _, last = name.partition("/")[0], *name.rpartition("/")[1:]
    if last.startswith(TEMPORARY_PREFIX) or is_by_the_way(last) or name in (LOCK, SENT_LOCK, CHECKED, FORGETTING):
        return "passing"
    own = (
        shape_of(name) is not None
        or name == DRAFT
        or (top in (HISTORY, PREVIOUS) and name != top)
        or name.startswith(f"{EARLIER_PLANS}/")
        or (top.startswith(UNFINISHED_TEXT) and name != top)
        or (top == REVIEWS_BEFORE and shape_of(f"{PLAN_REVIEWS}/{name.partition('/')[2]}") is not None)
        or (top == ATTACHMENTS and is_attached(name))
    )
    return "own" if own else "other"


def _attached_files(record: RecordReader) -> Callable[[str], bool]:
    """Return what tells whether a name is that of an attached file: one that the register names, where that reads."""
    try:
        entries = record.register().entries
    except ProblemsFound:
        return lambda name: _ATTACHED.fullmatch(name) is not None
    named = {_composed(f"{ATTACHMENTS}/{one.stored}") for entry in entries for one in entry.attachments}
    return lambda name: _composed(name) in named


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)  # a Mac may have taken the accents off the letters


def size_of(folder: Path, names: tuple[str, ...]) -> int:
    """Return how many bytes these files have together. One that is gone has none."""
    total = 0
    for name in names:
        try:
            total += os.stat(folder / name).st_size
        except OSError:
            continue
    return total
