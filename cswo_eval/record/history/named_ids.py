"""The highest ids that the history names: what was given stays given, also where the list of it was put back to an older state."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

from cswo_eval.record.history.log_files import sitting_files

_ABOUT = re.compile(rb'"about": \[([^\]]*)\]')
"""What a step was about. In a text of the owner's the quotation marks would stand behind strokes."""
_ID = re.compile(rb'"(?:\d{4}-\d\d-\d\d/)?([EARL])([1-9]\d{0,5})"')
_ATTACHED = re.compile(rb'"name": "attachments/(E[1-9]\d{0,5})/T([1-9]\d{0,8})-')


def highest_ids_named(folder: Path) -> dict[str, int]:
    """Return the highest number of each kind of id that a step was about, taken back or not: {'E': 37, 'E3/T': 2}.

    Looks at the bytes alone, so that it costs little. What cannot be read is passed over: it is told as a fault of its own.
    """
    found: dict[str, int] = {}
    with contextlib.suppress(OSError):
        for path in sitting_files(folder):
            data = path.read_bytes() if path.is_file() else b""
            for about in _ABOUT.finditer(data):
                for one in _ID.finditer(about[1]):
                    _count(found, one[1].decode(), int(one[2]))
            for one in _ATTACHED.finditer(data):
                _count(found, f"{one[1].decode()}/T", int(one[2]))
    return found


def _count(found: dict[str, int], kind: str, number: int) -> None:
    found[kind] = max(number, found.get(kind, 0))
