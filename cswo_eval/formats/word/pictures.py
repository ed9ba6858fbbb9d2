"""Charts as tables of their figures, shaded: the number always stands in the cell, and the shade only repeats it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cswo_eval.formats.word.markup import BOLD, linked, paragraph, run
from cswo_eval.formats.word.tables import (
    INK_ON_SHADE,
    LEVEL_FILLS,
    OVER,
    Bar,
    Line,
    TableWriter,
    WordCell,
    column_widths,
    ink_on,
    plain_rows,
    shared_widths,
)
from cswo_eval.pages.blocks import (
    Cell,
    Column,
    CoverageData,
    GridData,
    MapData,
    Picture,
    RadarData,
    Table,
    TimelineData,
    cell_text,
)

_DONE, _PLANNED = "0D4F74", "CFE2EE"
"""A bar of the timeline as in the HTML report: full when done, pale with an edge of the same blue when planned."""
_WHOLE_MAP = 20
"""A map of so many rows fits on a page, and stays on one."""
_USUAL = "planned"
"""The status that is not said beside each bar."""
_TINT = "EFF4F8"
"""Behind the row of today and behind what the grid holds, whatever its level."""
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
        name = f"{code} {cell_text(line[1])}" if cell_text(line[0]) == code else code
        row = [WordCell(name)]
        for cell_code, level, words in cells:
            fill = LEVEL_FILLS.get(level or 0, "")
            label = run(cell_code, ink_on(fill))
            anchor = anchors.get(cell_code)
            rated = level is not None
            shown = (
                Line("Report Small", linked(anchor, label) if anchor else label),
                Line("Report Cell" if rated else "Report Small", run(words, (BOLD if rated else "") + ink_on(fill))),
            )
            row.append(WordCell(cell_code + words, fill=fill, lines=shown))
        row += [WordCell()] * (most - len(cells))
        rows.append(row)
    side = max(2000, writer.width - most * 1080)
    widths = [side, *[(writer.width - side) // most] * most]
    whole = len(rows) <= _WHOLE_MAP
    return writer.grid(headings, rows, widths, picture.title, picture.description, whole=whole)


def _grid(picture: Picture, writer: TableWriter) -> str:
    """The table itself, one tint behind each cell that holds something: how high the level is says its column."""
    rows = plain_rows(picture.table)
    for row in rows:
        for level, cell in enumerate(row[1:], start=1):
            if cell.text.strip() not in ("", "-"):
                row[level] = cell._replace(fill=_TINT)
    columns = len(rows[0])
    side = 1250
    widths = [side, *[(writer.width - side) // (columns - 1)] * (columns - 1)]
    return writer.grid(_headings(picture.table), rows, widths, picture.title, picture.description)


def _timeline(picture: Picture, data: TimelineData, writer: TableWriter) -> str:
    """A row an action: what it is, its days, short, and in a wide last column the days of the plan and a bar.

    The reviews, and today, stand between the actions by their day. A status is said beside the days unless it is that of
    most, which one line below says.
    """
    columns, lines = picture.table.columns, picture.table.rows
    last_is_status = all(cell_text(line[-1]) == bar[4] for line, bar in zip(lines, data.bars, strict=True))
    columns = columns[:-1] if last_is_status else columns
    rows = []
    for line, (_, _, first, last, status) in zip(lines, data.bars, strict=True):
        cells = [WordCell(cell_text(cell)) for cell in line[: len(columns)]]
        rows.append([*cells, _days(first, last, status if last_is_status else _USUAL, writer)])
    events = [(day, name, OVER, "") for day, name in data.marks]
    if data.today is not None:
        events.append((data.today, f"Today: day {data.today}", INK_ON_SHADE, _TINT))
    starts = [bar[2] for bar in data.bars]
    for day, name, colour, fill in sorted(events, reverse=True):
        place = next((place for place, start in enumerate(starts) if start > day), len(starts))
        shown = _days(day, day, _USUAL, writer, colour, fill)
        rows.insert(place, [WordCell(name, fill=fill, span=len(columns)), shown])
    headings = [*_headings(picture.table)[: len(columns)], WordCell(f"Days 1 to {_LAST_DAY} of the plan")]
    widths = _timeline_widths(columns, lines, writer)
    grid = writer.grid(headings, rows, widths, picture.title, picture.description)
    if not last_is_status or all(bar[4] != _USUAL for bar in data.bars):
        return grid
    status = picture.table.columns[-1].heading
    return grid + paragraph(writer.styles["Report Quiet"], run(f"{status}: {_USUAL}, where nothing else is said."))


def _timeline_widths(columns: Sequence[Column], lines: Sequence[Sequence[Cell]], writer: TableWriter) -> list[int]:
    """The bars get more than a third, short texts what they need, and the title all that is left."""
    bars = _days_width(writer)
    least, wanted = [], []
    for position, column in enumerate(columns):
        longest = max(len(column.heading), *(len(cell_text(line[position])) for line in lines))
        least.append(1400 if column.main else 640)
        wanted.append(1400 if column.main else min(longest, 12) * 106 + 240)
    return [*shared_widths(least, wanted, [column.main for column in columns], writer.width - bars), bars]


def _days(first: int, last: int, status: str, writer: TableWriter, colour: str = "", fill: str = "") -> WordCell:
    start = (min(max(first, 1), _LAST_DAY) - 1) / _LAST_DAY
    words = f"day {first}" if first == last else f"days {first} to {last}"
    words += "" if status == _USUAL else f", {status}"
    room = _days_width(writer) - 240
    indent = max(0, min(round(room * start), room - len(words) * 95))
    label = Line("Report Cell", run(words, ink_on(fill)), f'<w:ind w:left="{indent}"/>')
    full = colour or (_DONE if status == "done" else "")
    ends = min(start, 0.98), max(last / _LAST_DAY, start + 0.02)
    bar = Bar(*ends, full) if full else Bar(*ends, _PLANNED, _DONE)
    return WordCell(words, fill=fill, bar=bar, lines=(label,))


def _days_width(writer: TableWriter) -> int:
    return writer.width * 36 // 100


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
