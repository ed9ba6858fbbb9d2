"""The names of the history's files, and whether the last of them has its end: all that a command that only reads asks of it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from cswo_eval.record.layout import HISTORY

_NAME = re.compile(r"(\d{6,9})-(\d{4}-\d\d-\d\d)\.jsonl")
HEAD = b'{"sitting": '
"""How the first line of a sitting begins."""
END = b'{"end": '
"""How the last line of a sitting begins."""


def sitting_files(folder: Path) -> list[Path]:
    """Return the history's files in a record's folder, the oldest first. Raises OSError where they cannot be listed."""
    try:
        found = [entry.name for entry in os.scandir(folder / HISTORY)]
    except FileNotFoundError:
        return []
    return [folder / HISTORY / name for name in sorted(filter(_NAME.fullmatch, found), key=number_of)]


def number_of(name: str) -> int:
    """Return the number of the sitting whose file has this name; 0 where none has."""
    found = _NAME.fullmatch(name)
    return int(found[1]) if found else 0


def name_of(number: int, at: str) -> str:
    """Return how the file of a sitting is called: its number, and the day in UTC on which it began."""
    return f"{number:06}-{at[:10]}.jsonl"


def is_ended(path: Path) -> bool:
    """Return whether a sitting's file ends with its end, or is no file at all. Reads the last bytes only. Raises OSError."""
    if not path.is_file():  # a pipe would never end
        return True
    with open(path, "rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 200))
        last = file.read()
    return last.endswith(b"\n") and last.rstrip(b"\n").rpartition(b"\n")[2].startswith(END)


def is_before_its_first_step(data: bytes) -> bool:
    """Return whether this is all of a sitting that broke off before its first step was written, and not one that a disk lost."""
    return data.count(b"\n") <= 1 and (HEAD.startswith(data) or data.startswith(HEAD))


def broke_off(folder: Path) -> bool:
    """Return whether the latest sitting has no end: it broke off, or goes on in another window."""
    try:
        files = sitting_files(folder)
        return bool(files) and not is_ended(files[-1])
    except OSError:
        return False
