"""The report as a workbook, a sheet for each kind of thing, for sorting and filtering. No text in it is ever a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from cswo_eval.formats.registry import Wishes
from cswo_eval.pages.report import Report
from cswo_eval.pages.rows import CellValue, RowColumn, RowTable, row_tables, row_words
from cswo_eval.text.visible import visible

MOST_IN_CELL = 32_000
"""A cell holds 32,767 units of UTF-16; what is longer goes on in a sheet of its own."""
GOES_ON = "… (goes on in the sheet Long texts)"
LINE_HEIGHT = 15
HIGHEST_ROW = 180
"""In points: a row that fills the screen is hard to scroll past."""

_LONG_COLUMNS = (
    RowColumn("Id", width=8),
    RowColumn("Sheet", width=14),
    RowColumn("Column", width=30),
    RowColumn("Part", "number", 8),
    RowColumn("Text", width=100),
)


def words_written(report: Report) -> str:
    """Return all words of the tables of a report."""
    return row_words(report)


def write_report(report: Report, _wishes: Wishes) -> dict[str, bytes]:
    """Return the one file of a report, as `registry.py` asks for it."""
    return {"": xlsx_bytes(report)}


def xlsx_bytes(report: Report) -> bytes:
    """Return the workbook. The same report gives the same bytes: its dates are the day that the report is told from."""
    import xlsxwriter  # type: ignore[import-untyped]  # only where a workbook is asked for

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties(
        {
            "title": report.document.title,
            "subject": "Self-evaluation of a Chief Social Work Officer",
            "author": "cswo-eval",
            "comments": "Self-evaluation, not certification.",
            "created": datetime.combine(report.made, time()),
        }
    )
    formats = _formats(book)
    tables = [_cut(table) for table in row_tables(report)]
    for table, _ in tables:
        _add_sheet(book, table, formats)
    rest = tuple(row for _, rows in tables for row in rows)
    if rest:
        _add_sheet(book, RowTable("Long texts", _LONG_COLUMNS, rest), formats)
    book.close()
    return stream.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    shared = {"valign": "top", "font_name": "Calibri", "font_size": 11, "bottom": 4, "bottom_color": "#A6B1C2"}
    head = {"bold": True, "text_wrap": True, "font_color": "#FFFFFF", "bg_color": "#1F3A5F"}
    return {
        "head": book.add_format({**shared, **head, "valign": "vcenter"}),
        "head number": book.add_format({**shared, **head, "valign": "vcenter", "align": "center"}),
        "id": book.add_format({**shared, "bold": True}),
        "text": book.add_format({**shared, "text_wrap": True}),
        "number": book.add_format({**shared, "align": "center"}),
        "date": book.add_format({**shared, "num_format": "d mmm yyyy", "align": "left"}),
    }


def _add_sheet(book: Any, table: RowTable, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(table.name)
    for place, column in enumerate(table.columns):
        heading = len(column.name.split()[0]) + 4  # with room for the arrow of the filter
        sheet.set_column(place, place, max(column.width, heading))
        sheet.write_string(0, place, column.name, formats["head number" if column.kind == "number" else "head"])
    sheet.set_row(0, 2 * LINE_HEIGHT + 2)
    for number, row in enumerate(table.rows, start=1):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _write(sheet, number, place, value, formats["id"] if place == 0 else formats[column.kind])
        sheet.set_row(number, min(HIGHEST_ROW, LINE_HEIGHT * _lines_of(table, row) + 1))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_print_scale(70)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 1)
    sheet.set_footer("&L&A&RPage &P of &N")


def _lines_of(table: RowTable, row: tuple[CellValue, ...]) -> int:
    """How many lines the longest text of a row takes in its column, nearly: not every program works it out itself."""
    return max(
        sum(len(line) // column.width + 1 for line in value[:5000].split("\n")) if isinstance(value, str) else 1
        for column, value in zip(table.columns, row, strict=True)
    )


def _write(sheet: Any, row: int, place: int, value: CellValue, style: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, place, datetime.combine(value, time()), style)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value, style)
    elif value:
        sheet.write_string(row, place, value, style)
    else:
        sheet.write_blank(row, place, None, style)


def _cut(table: RowTable) -> tuple[RowTable, list[tuple[CellValue, ...]]]:
    """Return the table with texts that cells can hold, and rows for what did not fit."""
    rows: list[tuple[CellValue, ...]] = []
    rest: list[tuple[CellValue, ...]] = []
    for row in table.rows:
        cells: list[CellValue] = []
        for column, value in zip(table.columns, row, strict=True):
            if not isinstance(value, str):
                cells.append(value)
                continue
            first, *more = _parts(visible(value)) or [""]
            cells.append(first + GOES_ON if more else first)
            rest += [(row[0], table.name, column.name, part, text) for part, text in enumerate(more, start=2)]
        rows.append(tuple(cells))
    return table._replace(rows=tuple(rows)), rest


def _parts(text: str) -> list[str]:
    """Return the text in parts that a cell holds: a character beyond the first 65,536 takes two units."""
    if len(text) <= MOST_IN_CELL // 2:
        return [text]
    return list(_cut_up(text))


def _cut_up(text: str) -> Iterator[str]:
    begin, units = 0, 0
    for place, character in enumerate(text):
        size = 2 if ord(character) > 0xFFFF else 1
        if units + size > MOST_IN_CELL:
            yield text[begin:place]
            begin, units = place, 0
        units += size
    yield text[begin:]
