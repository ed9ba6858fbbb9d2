"""Charts as tables of their figures, shaded: the number always stands in the cell, and the shade only repeats it."""

from __future__ import annotations

from collections.abc import Mapping

from cswo_eval.report.blocks import Column, CoverageData, GridData, MapData, Picture, RadarData, Table, TimelineData
from cswo_eval.report.word.markup import BOLD, linked, paragraph, run
from cswo_eval.report.word.tables import (
    BAR,
    LEVEL_FILLS,
    Bar,
    TableWriter,
    WordCell,
    column_widths,
    plain_rows,
    said,
    shared_widths,
)

_MARK = "17375E"
_STATUS = {"done": "6B9080", "deferred": "B8C2CE", "dropped": "B8C2CE"}
_LAST_DAY = 100


def picture_table(picture: Picture, writer: TableWriter, anchors: Mapping[str, str]) -> str:
    """Return the table of a chart. `anchors`: the bookmark of what is told under each id elsewhere in the document."""
    data, table = picture.data, picture.table
    fits = len(table.columns) > 1 and bool(table.rows)
    if isinstance(data, RadarData):
        return _radar(picture, writer)
    if isinstance(data, MapData) and fits and len(data.rows) == len(table.rows):
        return _map(picture, data, writer, anchors)
    if isinstance(data, GridData) and fits:
        return _grid(picture, writer)
    if isinstance(data, TimelineData) and fits and len(data.bars) == len(table.rows):
        return _timeline(picture, data, writer)
    if isinstance(data, CoverageData) and fits and len(data.bars) == len(table.rows) and len(table.columns) > 2:
        return _coverage(picture, data, writer)
    rows, widths = plain_rows(table), column_widths(table, writer.width)
    return writer.grid(_headings(table), rows, widths, picture.title, picture.description)


def _headings(table: Table) -> list[WordCell]:
    return [WordCell(column.heading, column.align) for column in table.columns]


def _radar(picture: Picture, writer: TableWriter) -> str:
    """The table itself: the chart above it is drawn."""
    rows, widths = plain_rows(picture.table), column_widths(picture.table, writer.width)
    return writer.grid(_headings(picture.table), rows, widths, picture.title, picture.description, below_chart=True)


def _map(picture: Picture, data: MapData, writer: TableWriter, anchors: Mapping[str, str]) -> str:
    """A row an element, a cell a competency: its id, and its level or what is said in its place."""
    most = max(len(cells) for _, cells in data.rows)
    headings = [WordCell("Element"), *(WordCell(f".{number}") for number in range(1, most + 1))]
    rows = []
    for (code, cells), line in zip(data.rows, picture.table.rows, strict=True):
        name = f"{code} {said(line[1])}" if said(line[0]) == code else code
        row = [WordCell(name)]
        for cell_code, level, words in cells:
            label = run(cell_code)
            anchor = anchors.get(cell_code)
            first = paragraph(writer.styles["Report Small"], linked(anchor, label) if anchor else label)
            shown = (
                paragraph(writer.styles["Report Cell"], run(words, BOLD))
                if level is not None
                else paragraph(writer.styles["Report Small"], run(words))
            )
            row.append(WordCell(cell_code + words, fill=LEVEL_FILLS.get(level or 0, ""), content=first + shown))
        row += [WordCell()] * (most - len(cells))
        rows.append(row)
    side = max(2000, writer.width - most * 1080)
    widths = [side, *[(writer.width - side) // most] * most]
    return writer.grid(headings, rows, widths, picture.title, picture.description)


def _grid(picture: Picture, writer: TableWriter) -> str:
    """The table itself, each column in the shade of its level where there is something in it."""
    rows = plain_rows(picture.table)
    for row in rows:
        for level, cell in enumerate(row[1:], start=1):
            if cell.text.strip() not in ("", "-"):
                row[level] = cell._replace(fill=LEVEL_FILLS.get(level, ""))
    columns = len(rows[0])
    side = 1250
    widths = [side, *[(writer.width - side) // (columns - 1)] * (columns - 1)]
    return writer.grid(_headings(picture.table), rows, widths, picture.title, picture.description)


def _timeline(picture: Picture, data: TimelineData, writer: TableWriter) -> str:
    """The table, and in a last column the days of the plan, in words and as a bar; the reviews after the actions."""
    rows = plain_rows(picture.table)
    for row, (_, _, first, last, status) in zip(rows, data.bars, strict=True):
        row.append(_days(first, last, _STATUS.get(status, BAR), writer))
    for day, name in data.marks:
        row = [WordCell() for _ in picture.table.columns]
        row[0] = WordCell(name)
        rows.append([*row, _days(day, day, _MARK, writer)])
    width = _days_width(writer)
    columns = picture.table.columns
    least = [900, *[1000] * (len(columns) - 1)]
    wanted = [900, *[2300 if column.main else 1400 for column in columns[1:-1]], 1000]
    widths = shared_widths(least, wanted, [column.main for column in columns], writer.width - width)
    headings = [*_headings(picture.table), WordCell(f"Days 1 to {_LAST_DAY} of the plan")]
    return writer.grid(headings, rows, [*widths, width], picture.title, picture.description)


def _days(first: int, last: int, colour: str, writer: TableWriter) -> WordCell:
    start = (min(first, _LAST_DAY) - 1) / _LAST_DAY
    room = _days_width(writer) - 240
    words = f"day {first}" if first == last else f"{first} to {last}"
    indent = f'<w:ind w:left="{round(room * min(start, 0.7))}"/>'
    label = paragraph(writer.styles["Report Small"], run(words), indent)
    return WordCell(words, bar=Bar(min(start, 0.98), last / _LAST_DAY, colour), content=label)


def _days_width(writer: TableWriter) -> int:
    return writer.width * 26 // 100


def _coverage(picture: Picture, data: CoverageData, writer: TableWriter) -> str:
    """The table, with a bar of how much has evidence below its number."""
    rows = plain_rows(picture.table)
    columns = list(picture.table.columns)
    for row, (_, _, have, of) in zip(rows, data.bars, strict=True):
        row[2] = row[2]._replace(bar=Bar(0, have / of) if of else None, align="left")
    columns[2] = Column(columns[2].heading)
    least = [900, 2400, 2200, *[700] * (len(columns) - 3)]
    widths = shared_widths(least, least, [False, True, *[False] * (len(columns) - 2)], writer.width)
    headings = _headings(picture.table._replace(columns=tuple(columns)))
    return writer.grid(headings, rows, widths, picture.title, picture.description)
