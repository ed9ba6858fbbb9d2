"""A worksheet as a Word document: a table for each question. Nothing in it is a field or a link, whatever the owner wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING

from cswo_eval.exchange.worksheet.columns import CHOICES, CHOOSE, COLUMNS, HEADING_OF, choice_labels
from cswo_eval.exchange.worksheet.content import (
    KEEP,
    SCALE_HEAD,
    WorksheetContent,
    heading_over,
    worksheet_content,
)
from cswo_eval.exchange.worksheet.marks import MARKS_FORMAT
from cswo_eval.formats.word.styles import own_ids
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Competency, Element
from cswo_eval.record.models import Round

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_GIVEN, _MINE = "F2F5F9", "FFF9DB"
_LINE = "8593A8"
_WIDTH = 9638
"""Of the text, in twips."""
_LABEL = 2800
_SHORT = ((1400, 1812), (1500, 1713), (1500, 1713))
"""Label and field of level, importance and confidence, which stand side by side."""
_GRID = (1400, 1400, 412, 1500, 1713, 1500, 1713)
"""The columns that all rows of a question are made of; _LABEL ends with the second."""
_ROOM = {"evidence": 1100, "opposite": 620, "learning": 620, "reason": 0}
"""The least height of a field, in twips: an empty one looks as if something were to be written there."""
_HELD_TOGETHER = 2500
"""Characters of a question that a page certainly has room for: it is kept on one."""
_BOLD = "<w:b/><w:bCs/>"
_QUIET = '<w:color w:val="595959"/>'
_SMALL = _QUIET + '<w:sz w:val="14"/><w:szCs w:val="14"/>'
_CELL_STYLE = own_ids()["Report Cell"]
_TIGHT = '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
_PART_ID = "{5B2C1A7E-0D3F-4F5A-9C1B-2E6D7A8B9C0D}"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def worksheet_docx(
    framework: Framework,
    round_: Round | None,
    elements: bool,
    *,
    record_id: str,
    aspect: str | None = None,
    with_private: bool = False,
) -> bytes:
    """Return the worksheet as a Word document, a table for each question. Otherwise as `worksheet_xlsx`."""
    from cswo_eval.formats.word.python_docx import empty_document, fill, saved, set_properties
    from cswo_eval.formats.word.styles import adopt_styles

    content = worksheet_content(
        framework,
        round_,
        elements,
        record_id=record_id,
        aspect=aspect,
        with_private=with_private,
        workbook=False,
    )
    document = empty_document()
    styles = adopt_styles(document)
    set_properties(document, content.title, content.made)
    body = [_paragraph(content.title, f'<w:pStyle w:val="{styles["Title"]}"/>'), _spacer()]
    body += [_paragraph(line, f'<w:pStyle w:val="{styles["List Number"]}"/>') for line in content.how]
    body += [_spacer(), _scale_table(content.scales)]
    last = ""
    for number, item in enumerate(content.items, start=1):
        heading = heading_over(framework, item.id, elements)
        new = heading != last
        body.append(_paragraph(heading, f'<w:pStyle w:val="{styles["Heading 1"]}"/>') if new else _spacer())
        last = heading
        body.append(_question(framework, item, content.answers[item.id], number))
    body += [_spacer(), _paragraph(content.head, marks=_SMALL), _paragraph(KEEP, marks=_SMALL)]
    fill(document, "".join(body))
    _add_marks(document, content)
    return saved(document, content.made)


def _add_marks(document: WordDocument, content: WorksheetContent) -> None:
    """Put the marks into a part of their own, which Word and others carry along unseen."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    items = "".join(f'<item id="{item.id}">{content.marks[item.id]}</item>' for item in content.items)
    marks = f'<worksheet xmlns="{MARKS_FORMAT}" head="{content.head}" printed="{content.printed}">{items}</worksheet>'
    properties = (
        f'<ds:datastoreItem xmlns:ds="{_CUSTOM}" ds:itemID="{_PART_ID}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{MARKS_FORMAT}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    part = Part(PackURI("/customXml/item1.xml"), "application/xml", marks.encode(), package)
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    # Without a part of properties beside it other programs drop it.
    beside = Part(PackURI("/customXml/itemProps1.xml"), kind, properties.encode(), package)
    part.relate_to(beside, f"{_RELATION}customXmlProps")
    document.part.relate_to(part, f"{_RELATION}customXml")


def _scale_table(scales: Iterable[tuple[str, str]]) -> str:
    widths = (_LABEL + 200, _WIDTH - _LABEL - 200)
    rows = [
        _row(
            [_cell(text, width, _GIVEN, _BOLD) for text, width in zip(SCALE_HEAD, widths, strict=True)],
            head=True,
        )
    ]
    rows += [_row([_cell(name, widths[0], _GIVEN, _BOLD), _cell(meaning, widths[1])]) for name, meaning in scales]
    return _table("What each level, importance and confidence means", widths, rows)


def _question(framework: Framework, item: Element | Competency, answer: Mapping[str, str], number: int) -> str:
    given = {column.name: str(getattr(item, column.name)) for column in COLUMNS if not column.asks}
    held = sum(map(len, (*given.values(), *answer.values()))) < _HELD_TOGETHER

    def wide(name: str, height: int = 0, last: bool = False) -> str:
        """A row of one label and one field."""
        fill = _GIVEN if name in given else _MINE
        keep = held and not last
        label = _cell(HEADING_OF[name], _LABEL, _GIVEN, _BOLD, span=2, keep=keep)
        text = given[name] if name in given else answer.get(name, "")
        return _row([label, _cell(text, _WIDTH - _LABEL, fill, span=5, keep=keep)], height=height)

    short = []
    for place, (name, widths) in enumerate(zip(CHOICES, _SHORT, strict=True)):
        short.append(_cell(HEADING_OF[name], widths[0], _GIVEN, _BOLD, keep=held))
        chosen = _list(framework, name, item.id, answer.get(name, ""), number * 10 + place)
        short.append(_filled_cell(_wrapped(chosen, held), widths[1], _MINE, span=2 if place == 0 else 1))
    title = [
        _cell(item.id, _LABEL, _GIVEN, _BOLD, span=2, keep=held),
        _cell(item.statement, _WIDTH - _LABEL, _GIVEN, _BOLD, span=5, keep=held),
    ]
    rows = [_row(title, head=True), wide("weak"), wide("strong"), wide("evidence", _ROOM["evidence"]), _row(short)]
    rows += [wide(name, _ROOM[name], last=name == "reason") for name in ("opposite", "learning", "reason")]
    return _table(f"Question {item.id}", _GRID, rows)


def _list(framework: Framework, column: str, item: str, chosen: str, number: int) -> str:
    """A list to choose from, in which one can also type."""
    labels = choice_labels(framework, column)
    entries = "".join(
        f'<w:listItem w:displayText="{escape(label)}" w:value="{choice}"/>' for choice, label in labels.items()
    )
    unset = "" if chosen else "<w:showingPlcHdr/>"
    shown = labels.get(chosen, CHOOSE)
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{column.capitalize()} of {item}"/><w:tag w:val="{item} {column}"/>'
        f'<w:id w:val="{100_000 + number}"/>{unset}<w:comboBox>{entries}</w:comboBox></w:sdtPr><w:sdtContent>'
        f"{_run(shown, '' if chosen else _QUIET)}</w:sdtContent></w:sdt>"
    )


def _table(name: str, widths: Iterable[int], rows: Iterable[str]) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>' for side in sides)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCaption w:val="{escape(name)}"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def _row(cells: Iterable[str], *, head: bool = False, height: int = 0) -> str:
    tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    again = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{again}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(text: str, width: int, fill: str = "", marks: str = "", *, span: int = 1, keep: bool = False) -> str:
    return _filled_cell(_wrapped(_run(text, marks), keep), width, fill, span=span)


def _filled_cell(content: str, width: int, fill: str, *, span: int = 1) -> str:
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{wide}{shade}</w:tcPr>{content}</w:tc>'


def _wrapped(content: str, keep: bool) -> str:
    kept = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{_CELL_STYLE}"/>{kept}{_TIGHT}</w:pPr>{content}</w:p>'


def _spacer() -> str:
    return '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:p>'


def _paragraph(text: str, properties: str = "", marks: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{_run(text, marks)}</w:p>"


def _run(text: str, marks: str = "") -> str:
    """A run of one text, letter for letter: the report's own pieces show direction marks as a sign."""
    pieces = {"\n": "<w:br/>", "\t": "<w:tab/>", "": ""}
    content = "".join(
        pieces[one] if one in pieces else f'<w:t xml:space="preserve">{escape(one, quote=False)}</w:t>'
        for one in re.split("([\n\t])", text)
    )
    return f"<w:r><w:rPr>{marks}</w:rPr>{content}</w:r>"
