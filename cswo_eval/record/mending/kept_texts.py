"""Where the text of a file that is gone or damaged can be had from: the last save in the history, or what is left of the file itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from cswo_eval.record.history.changes import digest_of
from cswo_eval.record.history.sittings import History
from cswo_eval.record.layout import place_of, shape_of
from cswo_eval.record.models import FORMAT_VERSION, EvidenceRegister, RecordFile, ReviewRecord, Round
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.record.reader import value_in
from cswo_eval.record.seal import END, is_whole, without_seal
from cswo_eval.record.sent import SentLog
from cswo_eval.record.tool_models import ToolRun
from cswo_eval.text.problems import ProblemsFound

_FIELD = r"^[a-z_]+:|^- "
_BEGINS: Mapping[type[RecordFile], str] = {
    EvidenceRegister: rf"^  - id:|{_FIELD}",
    SentLog: rf"^  - id:|{_FIELD}",
    Round: rf"^  [A-Z]{{2}}\d{{1,2}}(?:\.\d{{1,2}})?:|{_FIELD}",
    Reflection: rf"^  [\w-]+:|{_FIELD}",
    ToolRun: rf"^  [\w./-]+:|{_FIELD}",
}
"""Where, besides the fields of the file itself, something begins that is whole or left out: an entry, an answer, a stage."""
_MOST_TRIED = 200
"""Places at which what is left of a file is tried, from its end."""


class KeptText(NamedTuple):
    """The text of a file as the last save left it, what stands in it, and the UTC moment of that save."""

    text: str
    value: RecordFile
    at: str


def kept_text(history: History, name: str) -> KeptText | None:
    """Return a file's text as the last save left it; None where none is kept that reads as this file."""
    text, at = history.latest_text(name), ""
    for step in history.steps():
        if any(change.name == name for change in step.changes):
            at = step.at
    value = read_as(name, text) if text is not None and digest_of(text) == history.latest_digest(name) else None
    return KeptText(text, value, at) if text is not None and value is not None else None


def read_as(name: str, text: str) -> RecordFile | None:
    """Return what stands in a text where it is whole and rightly lies under this name of the record, else None."""
    value = read_of_kind(shape_of(name), text)
    return value if value is not None and place_of(value) == name else None


def read_of_kind(shape: type[RecordFile] | None, text: str) -> RecordFile | None:
    """Return what stands in a whole text of this kind, whatever name it belongs under; None where it does not read."""
    if shape is None or not is_whole(text):
        return None
    try:
        return value_in(text, "", shape)
    except ProblemsFound:
        return None


def text_of_file(path: Path) -> str | None:
    """Return the text of an ordinary file, None where there is none or it does not read as text."""
    try:
        return path.read_bytes().decode("utf-8-sig") if path.is_file() else None
    except (OSError, ValueError):
        return None


def is_of_newer_format(text: str) -> bool:
    """Return whether a file says that a newer version of the program wrote it."""
    return _format_of(text) > FORMAT_VERSION


def is_of_earlier_format(text: str) -> bool:
    """Return whether a file says that an earlier version of the program wrote it."""
    return _format_of(text) < FORMAT_VERSION


def _format_of(text: str) -> int:
    found = re.search(r"^format_version: (\d{1,9})\s*$", text, re.MULTILINE)
    return int(found[1]) if found is not None else FORMAT_VERSION


class Left(NamedTuple):
    """What is left of a file that was cut off, closed again, and what stands in it."""

    text: str
    value: RecordFile
    made_private: bool
    """Whether it was marked private: such a file's own mark stands at its end, and may have been cut off."""


def what_is_left(name: str, data: bytes) -> Left | None:
    """Return as much of a file that was cut off as reads; None where nothing of it does.

    The last thing in it may lack its end, so it is left out: no half word is taken for a whole one.
    """
    text = without_seal(data.rstrip(b"\0").decode("utf-8", "ignore")).replace("\r\n", "\n")
    shape = shape_of(name)
    if shape is None:
        return None
    mark = "private: true\n" if shape in (Reflection, ReviewRecord) else ""
    begins = [found.start() for found in re.finditer(_BEGINS.get(shape, _FIELD), text, re.MULTILINE)]
    for at in reversed(begins[-_MOST_TRIED:]):
        closed = f"{text[:at]}{mark}{END}\n"
        value = read_as(name, closed)
        if value is not None:
            return Left(closed, value, bool(mark))
    return None
