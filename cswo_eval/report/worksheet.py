"""The questions as a workbook or a Word document, to fill in away from the terminal. What is already answered stands in it.

`sharing/worksheet_reading.py` reads them back. Nothing in either file is a formula or a link, whatever the owner wrote.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from html import escape
from typing import Any, NamedTuple

from cswo_eval.framework.loading import Framework
from cswo_eval.framework.models import Aspect, Competency, Element
from cswo_eval.framework.problems import CswoEvalError, Problem, ProblemsFound
from cswo_eval.record.models import Answer, Round

FORMAT = "cswo-eval/worksheet"
VERSION = "1"
SHEET = "Worksheet"
HEAD_PARTS = 6
"""Format, version, record, worksheet, the round's day ('-' before the first) and 'elements' or 'competencies'."""
MOST_IN_CELL = 32_767
"""Units of UTF-16 that a cell of a workbook holds."""
LEVEL_CHOICES = ("1", "2", "3", "4", "5", "n", "x")
IMPORTANCE_CHOICES = ("1", "2", "3")
CONFIDENCE_CHOICES = ("low", "medium", "high")
CHOICES = {"level": LEVEL_CHOICES, "importance": IMPORTANCE_CHOICES, "confidence": CONFIDENCE_CHOICES}


class WorksheetColumn(NamedTuple):
    """A column of the workbook, or a line of the table in Word: its name here, its heading, its width in characters."""

    name: str
    heading: str
    width: int
    asks: bool


COLUMNS = (
    WorksheetColumn("id", "Id", 8, False),
    WorksheetColumn("statement", "Statement", 34, False),
    WorksheetColumn("weak", "What level 2 looks like", 34, False),
    WorksheetColumn("strong", "What level 4 looks like", 34, False),
    WorksheetColumn("evidence", "What you did, lately, that shows this", 44, True),
    WorksheetColumn("level", "Level (1 to 5, n, x)", 10, True),
    WorksheetColumn("importance", "Importance (1 to 3)", 12, True),
    WorksheetColumn("confidence", "Confidence (low, medium, high)", 14, True),
    WorksheetColumn("opposite", "What someone who disagrees would point to", 34, True),
    WorksheetColumn("learning", "What to learn, see or try next", 34, True),
    WorksheetColumn("reason", "Reason if not applicable (x)", 28, True),
)
ASKED = tuple(column for column in COLUMNS if column.asks)
_HOW = (
    "Write in the empty fields and leave empty what you have nothing to say on: an empty field changes nothing. What you "
    "did becomes an entry of your register of evidence. Save the file and take it in with: cswo-eval worksheet import FILE"
)
_KEEP = "Keep this line: by it your record knows the worksheet."
# What XML 1.0 has no way to write, and the carriage return, which both formats read back as another character.
UNHOLDABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
# In a workbook these letters are an escape, and programs differ in how they read it.
WORKBOOK_ESCAPE = re.compile("x005F_|_x[0-9A-F]{4}_", re.IGNORECASE)


def worksheet_xlsx(
    framework: Framework,
    round_: Round | None,
    elements: bool,
    *,
    record_id: str,
    aspect: str | None = None,
    include_private: bool = False,
) -> bytes:
    """Return the worksheet as a workbook; the same input gives the same bytes.

    `round_` is None before the first round. Answers marked private are left empty unless `include_private`.
    Raises ProblemsFound, by item, where an answer holds characters that a workbook cannot hold.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # only where a workbook is asked for

    items = _items(framework, elements, aspect)
    answers = _filled_in(items, round_, include_private, workbook=True)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties(
        {"title": _title(elements), "author": "cswo-eval", "created": datetime.combine(_day(round_), time())}
    )
    sheet = book.add_worksheet(SHEET)
    for place, part in enumerate(_head(items, round_, elements, record_id)):
        sheet.write_string(0, place, part)
    sheet.set_row(0, None, None, {"hidden": True})
    formats = _formats(book)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(1, place, column.heading, formats["asked head" if column.asks else "head"])
    sheet.set_row(1, 48)
    for row, item in enumerate(items, start=2):
        _write_row(sheet, row, item, answers[item.id], formats)
    for place, column in enumerate(COLUMNS):
        if column.name in CHOICES:
            said = f"Write one of: {', '.join(CHOICES[column.name])}."
            rule = {
                "validate": "list",
                "source": list(CHOICES[column.name]),
                "error_message": said,
                "input_message": said,
            }
            sheet.data_validation(2, place, len(items) + 1, place, rule)
    sheet.freeze_panes(2, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_footer("&L&A&RPage &P of &N")
    helper = book.add_worksheet("How to fill it in")
    helper.set_column(0, 0, 26)
    helper.set_column(1, 1, 96)
    helper.write_string(0, 0, "Filling it in", formats["head"])
    helper.write_string(0, 1, _HOW, formats["given"])
    for row, (key, said) in enumerate(_scales(framework), start=1):
        helper.write_string(row, 0, key, formats["head"])
        helper.write_string(row, 1, said, formats["given"])
    book.close()
    return stream.getvalue()


def worksheet_docx(
    framework: Framework,
    round_: Round | None,
    elements: bool,
    *,
    record_id: str,
    aspect: str | None = None,
    include_private: bool = False,
) -> bytes:
    """Return the worksheet as a Word document, a table for each question. Otherwise as `worksheet_xlsx`."""
    from cswo_eval.report.word.package import empty_document, fill, saved, set_properties
    from cswo_eval.report.word.styles import adopt_styles

    items = _items(framework, elements, aspect)
    answers = _filled_in(items, round_, include_private, workbook=False)
    document = empty_document()
    styles = adopt_styles(document)
    set_properties(document, _title(elements), _day(round_))
    body = [
        _paragraph(
            " ".join(_head(items, round_, elements, record_id)), "", "<w:color w:val='595959'/><w:sz w:val='14'/>"
        ),
        _paragraph(_KEEP, "", "<w:color w:val='595959'/><w:sz w:val='14'/>"),
        _paragraph(_title(elements), styles["Title"]),
        _paragraph(_HOW),
        _grid([(key, said, _GIVEN) for key, said in _scales(framework)]),
    ]
    last = ""
    for item in items:
        group = framework.element_of(item.id)
        heading = framework.aspect_of(item.id).title if elements else f"{group.id} {group.title}"
        body += [_paragraph(heading, styles["Heading 1"])] if heading != last else [_paragraph("")]
        last = heading
        body.append(_question(item, answers[item.id]))
    fill(document, "".join([*body, _paragraph("")]))
    return saved(document, _day(round_))


def choice_of(answer: Answer) -> str:
    """Return the level of an answer as a worksheet says it: 1 to 5, n, x, or empty."""
    if answer.standing == "no-chance":
        return "n"
    if answer.standing == "not-applicable":
        return "x"
    return str(answer.level) if answer.level is not None else ""


def _items(framework: Framework, elements: bool, aspect: str | None) -> tuple[Element | Competency, ...]:
    if aspect is not None:
        found = framework.item(aspect)
        if not isinstance(found, Aspect):
            raise CswoEvalError(f"{found.id} is not an aspect; the aspects are {', '.join(framework.outline.aspects)}.")
        wanted = [one.id for one in found.elements]
    else:
        wanted = list(framework.elements)
    chosen = [framework.elements[name] for name in wanted]
    return tuple(chosen) if elements else tuple(one for element in chosen for one in element.competencies)


def _filled_in(
    items: tuple[Element | Competency, ...], round_: Round | None, include_private: bool, *, workbook: bool
) -> dict[str, dict[str, str]]:
    """Return what is already answered, by item and column. Raises ProblemsFound for what the format cannot hold."""
    given: dict[str, dict[str, str]] = {}
    problems = []
    for item in items:
        answer = round_.answers.get(item.id) if round_ is not None else None
        if answer is None or (answer.private and not include_private):
            given[item.id] = {}
            continue
        given[item.id] = fields = {
            "level": choice_of(answer),
            "importance": str(answer.importance or ""),
            "confidence": answer.confidence or "",
            "opposite": answer.opposite,
            "learning": answer.learning,
            "reason": answer.reason if answer.standing == "not-applicable" else "",
        }
        for column in ASKED:
            what = _cannot_hold(fields.get(column.name, ""), workbook)
            if what:
                remedy = "Change that answer (`cswo-eval assess`), then export again; nothing was written."
                problems.append(Problem(f"{item.id}, '{column.heading}'", 0, what, remedy))
    if problems:
        raise ProblemsFound(problems)
    return given


def _cannot_hold(text: str, workbook: bool) -> str:
    """Return what in a text the format cannot hold letter for letter; '' where it holds it all."""
    found = UNHOLDABLE.search(text)
    if found:
        return f"the control character U+{ord(found.group()):04X} cannot stand in a worksheet."
    if workbook and WORKBOOK_ESCAPE.search(text):
        return "letters such as _x0041_ are a code in a workbook and would be changed; --format docx keeps them."
    if workbook and len(text.encode("utf-16-le")) // 2 > MOST_IN_CELL:
        return f"it is longer than the {MOST_IN_CELL:,} characters that a cell holds; --format docx has room."
    return ""


def _head(
    items: tuple[Element | Competency, ...], round_: Round | None, elements: bool, record_id: str
) -> tuple[str, ...]:
    day = str(round_.started) if round_ is not None else "-"
    kind = "elements" if elements else "competencies"
    mark = "|".join((record_id, day, kind, *(item.id for item in items)))
    return FORMAT, VERSION, record_id, hashlib.sha256(mark.encode()).hexdigest()[:16], day, kind


def _title(elements: bool) -> str:
    return f"Worksheet: the {'elements' if elements else 'competencies'} of the Standard"


def _day(round_: Round | None) -> date:
    """The day that the file says it was made: no clock is read, so that the same answers give the same bytes."""
    return round_.started if round_ is not None else date(2000, 1, 1)


def _scales(framework: Framework) -> list[tuple[str, str]]:
    levels = framework.levels
    rows = [(f"Level {one.level}: {one.name}", one.description) for one in levels.levels]
    rows += [(f"Level n: {levels.no_chance.name}", levels.no_chance.description)]
    rows += [(f"Level x: {levels.not_applicable.name}", levels.not_applicable.description)]
    rows += [(f"Importance {one.id}: {one.name}", one.description) for one in levels.importance]
    return rows + [(f"Confidence: {one.id}", one.description) for one in levels.confidence]


def _formats(book: Any) -> dict[str, Any]:
    shared = {
        "valign": "top",
        "text_wrap": True,
        "font_name": "Calibri",
        "font_size": 11,
        "border": 1,
        "border_color": "#A6B1C2",
    }
    head = {**shared, "bold": True, "font_color": "#FFFFFF"}
    return {
        "head": book.add_format({**head, "bg_color": "#1F3A5F"}),
        "asked head": book.add_format({**head, "bg_color": "#0B5D4E"}),
        "given": book.add_format({**shared, "bg_color": "#F2F5F9"}),
        "text": book.add_format({**shared, "num_format": "@"}),  # what is typed stays text: no date, no formula
        "choice": book.add_format({**shared, "align": "center"}),
    }


def _write_row(
    sheet: Any, row: int, item: Element | Competency, answer: Mapping[str, str], formats: Mapping[str, Any]
) -> None:
    lines = 1
    for place, column in enumerate(COLUMNS):
        text = answer.get(column.name, "") if column.asks else str(getattr(item, column.name))
        style = formats["choice" if column.name in CHOICES else "text" if column.asks else "given"]
        if not text:
            sheet.write_blank(row, place, None, style)
        elif column.name in CHOICES and text.isdigit():
            sheet.write_number(row, place, int(text), style)
        else:
            sheet.write_string(row, place, text, style)
        lines = max(lines, sum(len(line) // column.width + 1 for line in text[:2000].split("\n")))
    sheet.set_row(row, min(300, 15 * lines + 8))


_GIVEN = "F2F5F9"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6B1C2"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_WIDTHS = (2600, 7038)


def _question(item: Element | Competency, answer: Mapping[str, str]) -> str:
    rows = [(item.id, item.statement, _GIVEN)]
    rows += [(column.heading, str(getattr(item, column.name)), _GIVEN) for column in COLUMNS[2:4]]
    rows += [(column.heading, answer.get(column.name, ""), "") for column in ASKED]
    return _grid(rows, head=True)


def _grid(rows: list[tuple[str, str, str]], *, head: bool = False) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    lines = []
    for number, (label, text, shade) in enumerate(rows):
        mark = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head and number == 0 else ""
        bold = "<w:b/><w:bCs/>" if head and number == 0 else ""
        cells = _cell(label, _WIDTHS[0], _GIVEN, "<w:b/><w:bCs/>") + _cell(text, _WIDTHS[1], shade, bold)
        lines.append(f"<w:tr>{mark}{cells}</w:tr>")
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(lines)}</w:tbl>'
    )


def _cell(text: str, width: int, shade: str, marks: str) -> str:
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>{_paragraph(text, "", marks)}</w:tc>'


def _paragraph(text: str, style: str = "", marks: str = "") -> str:
    """A paragraph of one text, letter for letter: the report's own pieces show direction marks as a sign."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    pieces = {"\n": "<w:br/>", "\t": "<w:tab/>", "": ""}
    content = "".join(
        pieces[one] if one in pieces else f'<w:t xml:space="preserve">{escape(one, quote=False)}</w:t>'
        for one in re.split("([\n\t])", text)
    )
    return f"<w:p>{named}<w:r><w:rPr>{marks}</w:rPr>{content}</w:r></w:p>"
