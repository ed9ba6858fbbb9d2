"""The report as a tagged PDF, set by typst: the blocks go in as data, never as markup."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cswo_eval.framework.problems import CswoEvalError
from cswo_eval.report.pdf.data import document_data
from cswo_eval.report.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterable

TEMPLATE = Path(__file__).with_name("report.typ")
WITHOUT_TYPST = (
    'PDF needs one more part that is not installed. Either: pip install "cswo-eval[pdf]". '
    "Or: make the HTML report, open it and print it to PDF."
)
_PROBE = b'#set document(title: "-")\n#text(font: "Libertinus Serif", sys.inputs.characters)'


def pdf_bytes(report: Report) -> bytes:
    """Return the report as PDF/UA-1: the same report gives the same bytes.

    A character that no font in typst can draw is named in brackets: a sign by its name, a letter by its number.
    Raises CswoEvalError where typst is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise CswoEvalError(WITHOUT_TYPST) from error
    data = json.dumps(document_data(report.document))
    made = datetime.combine(report.made, time(), UTC)
    try:
        return _set(data, made)
    except typst.TypstError:
        named = str.maketrans({character: _named(character) for character in _without_glyph(json.loads(data))})
    data = json.dumps(_replaced(json.loads(data), named))
    try:
        return _set(data, made)
    except typst.TypstError:
        # Letters that can be drawn each, but not together: tagged all the same, without the claim to be PDF/UA.
        return _set(data, made, standards=())


def _set(data: str, made: datetime, standards: tuple[Literal["ua-1"], ...] = ("ua-1",)) -> bytes:
    """Return the PDF of a document's data. PDF/UA-1 is refused for a character without a glyph."""
    import typst

    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=list(standards),
        timestamp=made,
    )


def _named(character: str) -> str:
    """Return what stands for a character that cannot be drawn."""
    name = unicodedata.name(character, "") if unicodedata.category(character).startswith("S") else ""
    return f"[{name.lower() or f'U+{ord(character):04X}'}]"


def _without_glyph(value: object) -> list[str]:
    """Return the characters of all texts that no font in typst can draw, in order."""
    import typst

    def drawn(characters: str) -> bool:
        try:
            typst.compile(
                _PROBE,
                format="pdf",
                ignore_system_fonts=True,
                sys_inputs={"characters": characters},
                pdf_standards=["ua-1"],
            )
        except typst.TypstError:
            return False
        return True

    def missing(characters: list[str]) -> list[str]:
        if drawn(" ".join(characters)):
            return []
        if len(characters) == 1:
            return characters
        middle = len(characters) // 2
        return missing(characters[:middle]) + missing(characters[middle:])

    return missing(sorted({character for text in _texts(value) for character in text if character > "\x7f"}))


def _texts(value: object) -> Iterable[str]:
    """Give every text in nested lists and dictionaries."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)


def _replaced(value: object, table: dict[int, str]) -> object:
    """Return nested lists and dictionaries with every text translated."""
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, list):
        return [_replaced(part, table) for part in value]
    if isinstance(value, dict):
        return {name: _replaced(part, table) for name, part in value.items()}
    return value
