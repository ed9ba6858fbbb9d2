"""A worksheet as a workbook: one row a question. Nothing in it is a formula or a link, whatever the owner wrote."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from cswo_eval.exchange.worksheet.columns import CHOICES, COLUMNS, choice_labels
from cswo_eval.exchange.worksheet.content import HOW_HEAD, WorksheetContent, worksheet_content
from cswo_eval.exchange.worksheet.marks import MARKS_FORMAT
from cswo_eval.files.office_archive import packed
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Competency, Element
from cswo_eval.record.models import Round

SHEET = "Worksheet"
HELP_SHEET = "How to fill it in"
MARKS_SHEET = "cswo-eval"
_HEAD_ROW, _FIRST_ROW = 1, 2
_LINE, _HIGHEST = 14.5, 400
"""Of a row, in points."""
_LETTERS = 1.15
"""Letters in the width of a figure, in which columns are measured; the smaller print of what is given has more."""
_MOST_IN_A_HINT = 255
_BROUGHT_NARROW = 0.4
"""Margins in inches: what a printer leaves at the edges, so that the columns print as large as they can."""
_MAY_BE_DONE = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
    "sort": True,
    "select_locked_cells": True,
}


def worksheet_xlsx(
    framework: Framework,
    round_: Round | None,
    elements: bool,
    *,
    record_id: str,
    aspect: str | None = None,
    with_private: bool = False,
) -> bytes:
    """Return the worksheet as a workbook; the same input gives the same bytes.

    `round_` is None before the first round: the copy of it that came through the door. `with_private`: private answers are in it,
    and it says so.
    Raises ProblemsFound, by item, where an answer holds characters that a workbook cannot hold.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # only where a workbook is asked for

    content = worksheet_content(
        framework,
        round_,
        elements,
        record_id=record_id,
        aspect=aspect,
        with_private=with_private,
        workbook=True,
    )
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties(
        {"title": content.title, "author": "cswo-eval", "created": datetime.combine(content.made, time())}
    )
    formats = _formats(book)
    _add_questions(book.add_worksheet(SHEET), content, framework, formats)
    _add_help(book.add_worksheet(HELP_SHEET), content, formats)
    _add_marks(book.add_worksheet(MARKS_SHEET), content)
    book.close()
    return _rows_that_grow(stream.getvalue(), content.made)


def _rows_that_grow(data: bytes, made: date) -> bytes:
    """Return the workbook with heights that give way while something is typed: XlsxWriter can only write fixed ones.

    Without any height, Excel makes room when it opens the file; other programs show the first line only.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in [one for one in parts if one.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(rb'(<row [^>]*) customHeight="1"', rb"\1", parts[name])
    return packed(parts, made)


def _height(cells: Iterable[tuple[str, float]]) -> float:
    """The height of a row in points, of texts and the widths of their columns: nearly, and rather too much."""
    lines = max(
        sum(math.ceil((len(line) + 1) / (width * _LETTERS)) for line in text[:3000].split("\n"))
        for text, width in cells
    )
    return min(_HIGHEST, _LINE * lines + 4)


def _formats(book: Any) -> dict[str, Any]:
    shared = {
        "valign": "top",
        "text_wrap": True,
        "font_name": "Calibri",
        "font_size": 11,
        "border": 1,
        "border_color": "#8593A8",
    }
    head = {**shared, "bold": True, "font_color": "#FFFFFF", "valign": "vcenter"}
    mine = {**shared, "bg_color": "#FFF9DB", "locked": False}
    given = {**shared, "bg_color": "#F2F5F9", "font_size": 10}
    return {
        "head": book.add_format({**head, "bg_color": "#1F3A5F"}),
        "asked head": book.add_format({**head, "bg_color": "#7A4B00"}),
        "given": book.add_format(given),
        "id": book.add_format({**given, "bold": True}),
        "text": book.add_format({**mine, "num_format": "@"}),  # what is typed stays text: no date, no formula
        "choice": book.add_format({**mine, "align": "center"}),
    }


def _add_questions(sheet: Any, content: WorksheetContent, framework: Framework, formats: Mapping[str, Any]) -> None:
    sheet.write_string(0, 0, content.head)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_row(_HEAD_ROW, 48)
    last = _FIRST_ROW + len(content.items) - 1
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(_HEAD_ROW, place, column.heading, formats["asked head" if column.asks else "head"])
        if column.name in CHOICES:
            sheet.data_validation(_FIRST_ROW, place, last, place, _list_rule(framework, column.name))
    for row, item in enumerate(content.items, start=_FIRST_ROW):
        _write_row(sheet, row, item, content.answers[item.id], formats)
    sheet.protect("", _MAY_BE_DONE)  # without a password: against a slip, not against the owner
    sheet.freeze_panes(_FIRST_ROW, 2)
    _set_page(sheet)
    sheet.repeat_rows(_HEAD_ROW)


def _list_rule(framework: Framework, column: str) -> dict[str, Any]:
    """The list of a column. A cell holds the short answer; what each means is shown beside it."""
    labels = ", ".join(choice_labels(framework, column).values())[:_MOST_IN_A_HINT]
    return {
        "validate": "list",
        "source": list(CHOICES[column]),
        "input_title": column.capitalize(),
        "input_message": labels,
        "error_title": column.capitalize(),
        "error_message": f"Write one of: {', '.join(CHOICES[column])}.",
    }


def _write_row(
    sheet: Any, row: int, item: Element | Competency, answer: Mapping[str, str], formats: Mapping[str, Any]
) -> None:
    texts = [answer.get(column.name, "") if column.asks else str(getattr(item, column.name)) for column in COLUMNS]
    sheet.set_row(row, _height(zip(texts, (column.width for column in COLUMNS), strict=True)))
    for place, (column, text) in enumerate(zip(COLUMNS, texts, strict=True)):
        kind = "choice" if column.name in CHOICES else "text" if column.asks else "given"
        style = formats["id" if column.name == "id" else kind]
        if not text:
            sheet.write_blank(row, place, None, style)
        elif column.name in CHOICES and text.isdigit():
            sheet.write_number(row, place, int(text), style)
        else:
            sheet.write_string(row, place, text, style)


def _set_page(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(_BROUGHT_NARROW, _BROUGHT_NARROW, _BROUGHT_NARROW, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")


def _add_help(sheet: Any, content: WorksheetContent, formats: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 96)
    rows = [*((HOW_HEAD if place == 0 else "", line) for place, line in enumerate(content.how)), *content.scales]
    for row, (name, meaning) in enumerate(rows):
        sheet.write_string(row, 0, name, formats["id"])
        sheet.write_string(row, 1, meaning, formats["given"])
        sheet.set_row(row, _height([(name, 30), (meaning, 96)]))
    _set_page(sheet)


def _add_marks(sheet: Any, content: WorksheetContent) -> None:
    sheet.write_row(0, 0, (MARKS_FORMAT, content.head, content.printed))
    for row, item in enumerate(content.items, start=1):
        sheet.write_row(row, 0, (item.id, content.marks[item.id]))
    sheet.hide()
