"""The report as a tagged PDF, set by typst: the blocks go in as data, never as markup."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from cswo_eval.formats.pdf.data import document_data
from cswo_eval.formats.pdf.widths import width_of
from cswo_eval.formats.registry import Wishes
from cswo_eval.pages.report import Report
from cswo_eval.text.problems import CswoEvalError

if TYPE_CHECKING:
    from cswo_eval.pages.printed import Printed

TEMPLATE = Path(__file__).with_name("report.typ")
WITHOUT_TYPST = (
    'PDF needs one more part that is not installed. Either: pip install "cswo-eval[pdf]". '
    "Or: make the HTML report, open it and print it to PDF."
)
_PROBE = b'#set document(title: "-")\n#text(font: "Libertinus Serif", sys.inputs.characters)'


def write_report(report: Report, _wishes: Wishes) -> dict[str, bytes]:
    """Return the one file of a report, as `registry.py` asks for it."""
    return {"": pdf_bytes(report)}


def pdf_bytes(report: Printed) -> bytes:
    """Return the report as PDF/UA-1: the same report gives the same bytes.

    A character that no font in typst can draw is named in brackets: a sign by its name, a letter by its number.
    Raises CswoEvalError where typst is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise CswoEvalError(WITHOUT_TYPST) from error
    data = document_data(report.document)
    text = json.dumps(data, ensure_ascii=False)
    # Letters whose width is known can be drawn: only others, and accents that stand alone, are asked for.
    missing = _without_glyph(sorted(letter for letter in set(text) if not width_of(letter)))
    if missing:
        text = json.dumps(_replaced(data, str.maketrans({letter: _named(letter) for letter in missing})))
    made = datetime.combine(report.made, time(), UTC)
    try:
        return _set(text, made)
    except typst.TypstError:
        # Letters that can be drawn each, but not together: tagged all the same, without the claim to be PDF/UA.
        return _set(text, made, standards=())


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


def _without_glyph(characters: list[str]) -> list[str]:
    """Return those of the characters that no font in typst can draw, in order."""
    if not characters or _can_be_drawn(" ".join(characters)):
        return []
    if len(characters) == 1:
        return characters
    middle = len(characters) // 2
    return _without_glyph(characters[:middle]) + _without_glyph(characters[middle:])


def _can_be_drawn(text: str) -> bool:
    import typst

    try:
        typst.compile(
            _PROBE,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"characters": text},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError:
        return False
    return True


def _replaced(value: Any, table: dict[int, str]) -> Any:
    """Return nested lists and dictionaries with every text translated."""
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, list):
        return [_replaced(part, table) for part in value]
    if isinstance(value, dict):
        return {name: _replaced(part, table) for name, part in value.items()}
    return value
