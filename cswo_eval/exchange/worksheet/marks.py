"""By what a record knows its worksheet again, and what each field was when it was written: marks, never words.

A mark is keyed with the id of the record, which is random and does not stand in the file: nobody who has only the file can
try out what an answer was before it was changed.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from cswo_eval.exchange.worksheet.columns import FILLED

FORMAT = "cswo-eval/worksheet"
VERSION = "2"
HEAD_PARTS = 6
MARKS_FORMAT = "cswo-eval/worksheet-marks"
"""What the hidden sheet, or the part of the Word file, that holds the marks begins with."""
_MARK_BYTES = 9
_ONE_SIGN = {
    **dict.fromkeys(map(ord, "‘’‚‛"), "'"),
    **dict.fromkeys(map(ord, "“”„‟"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"),
}
"""What word processors write of their own accord for a sign that was typed. Of '…' and '...', NFKC makes one."""


class WorksheetHead(NamedTuple):
    """The line by which a worksheet is known, in its order."""

    format: str
    version: str
    record: str
    """The mark of the record that it was made from."""
    id: str
    day: str
    """The first day of the round that it was made for; '-' before the first round."""
    kind: str
    """'elements' or 'competencies'."""


def head_line(record_id: str, day: date | None, elements: bool, items: Iterable[str], printed: Iterable[str]) -> str:
    """Return the line of a worksheet with these questions. `printed`: the marks of all that is printed in it."""
    kind = "elements" if elements else "competencies"
    when = str(day) if day is not None else "-"
    whole = "|".join((record_id, when, kind, *items, *sorted(printed)))
    identity = hashlib.sha256(whole.encode()).hexdigest()[:16]
    return " ".join(WorksheetHead(FORMAT, VERSION, record_mark(record_id), identity, when, kind))


def record_mark(record_id: str) -> str:
    """Return what stands for a record in its worksheets."""
    return _mark(record_id, "record")


def field_mark(record_id: str, item: str, column: str, text: str) -> str:
    """Return the mark of one field: the same for the same text in the same place only."""
    return _mark(record_id, "field", item, column, text)


def printed_mark(record_id: str, text: str, *, one_sign: bool = True) -> str:
    """Return the mark of words that are printed in a worksheet: the same wherever they stand and however they are spaced.

    Hyphens and other signs that a program puts in where it breaks a line do not count either, nor which quotation marks,
    apostrophes and dashes it writes. `one_sign` is False for a mark as it was before: there, those did count.
    """
    letters = unicodedata.normalize("NFKC", text)
    bare = "".join(one for one in letters if not one.isspace() and unicodedata.category(one) != "Cf")
    return _mark(record_id, "printed", bare.translate(_ONE_SIGN) if one_sign else bare)


def row_marks(record_id: str, item: str, fields: Mapping[str, str]) -> str:
    """Return the marks of a row, one for each column of FILLED, with a space between them."""
    return " ".join(field_mark(record_id, item, column, fields.get(column, "")) for column in FILLED)


def marks_from(text: str) -> dict[str, str]:
    """Return the marks of a row by column; none where they are not all there."""
    marks = text.split()
    return dict(zip(FILLED, marks, strict=True)) if len(marks) == len(FILLED) else {}


def _mark(record_id: str, *parts: str) -> str:
    key = hashlib.sha256(record_id.encode()).digest()
    content = "\0".join(parts).encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(content, key=key, digest_size=_MARK_BYTES).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii")
