"""Lay a table out in the columns there are: as a table with bars, without bars, or not at all (then it is a list).

Rich draws tables too, at ten times the cost of everything else a command does; these need no borders and no nesting.
"""

from __future__ import annotations

from typing import NamedTuple

from cswo_eval.formats.terminal.wrapped_lines import columns_of, wrapped
from cswo_eval.pages.blocks import Cell, Scale, Table
from cswo_eval.text.visible import visible

NARROW = 60
"""Below this many columns tables become lists."""
WIDEST_SIDE_COLUMN = 24
"""Other columns than the main ones wrap beyond this."""
LEAST_MAIN_COLUMN = 20
"""With less room than this for its main column a table is easier to read as a list."""
GAP = 2

Run = tuple[str, str]
"""A piece of a line, and its part: '', 'head', 'rule', 'full', 'empty', 'quiet'."""


class Layout(NamedTuple):
    """Widths of a table's columns, and whether its scales have room for their bars."""

    widths: tuple[int, ...]
    bars: bool


def layout_of(table: Table, room: int) -> Layout | None:
    """Return how the table fits into `room` columns; None where it should become a list.

    Room is made by leaving the bars out, and then by headings in several lines: those of rounds are long.
    """
    if room < NARROW:
        return None
    mains = [place for place, column in enumerate(table.columns) if column.main]
    for bars, folded in ((True, False), (False, False), (False, True)):
        natural = _natural_widths(table, bars, folded)
        fixed = _fixed_widths(table, natural, bars)
        left = room - sum(fixed) - GAP * (len(fixed) - 1)
        if not mains:
            if left >= 0:
                return Layout(tuple(fixed), bars)
        elif left // len(mains) >= LEAST_MAIN_COLUMN or left >= sum(natural[place] for place in mains):
            return Layout(tuple(_shared(fixed, natural, mains, left)), bars)
    return None


def _natural_widths(table: Table, bars: bool, folded: bool) -> list[int]:
    """The widths in which no cell is broken. `folded`: a heading stands in as many lines as it has words."""
    return [
        max(
            _widest(column.heading.replace(" ", "\n") if folded else column.heading),
            *(_cell_width(row[place], bars) for row in table.rows),
        )
        for place, column in enumerate(table.columns)
    ]


def _fixed_widths(table: Table, natural: list[int], bars: bool) -> list[int]:
    """The widths of all but the main columns, which are 0 here."""
    return [
        # The first column names the row, often by an id to be typed again: never broken. Nor is one with bars: a row
        # whose number is long would lose its own.
        0
        if column.main
        else width
        if place == 0 or (bars and _has_bars(table, place))
        else min(width, WIDEST_SIDE_COLUMN)
        for place, (column, width) in enumerate(zip(table.columns, natural, strict=True))
    ]


def _shared(fixed: list[int], natural: list[int], mains: list[int], left: int) -> list[int]:
    """Share the room that is left among the main columns: none takes more than it needs while another is short."""
    widths = list(fixed)
    for number, place in enumerate(sorted(mains, key=lambda one: natural[one])):
        widths[place] = max(1, min(natural[place], left // (len(mains) - number)))
        left -= widths[place]
    return widths


def _widest(text: str) -> int:
    return max(columns_of(line) for line in visible(text).split("\n"))


def _has_bars(table: Table, place: int) -> bool:
    cells = (row[place] for row in table.rows)
    return any(isinstance(cell, Scale) and cell.value is not None for cell in cells)


def _cell_width(cell: Cell, bars: bool) -> int:
    if isinstance(cell, Scale):
        return _widest(cell.said) + (cell.of + 1 if bars and cell.value is not None else 0)
    return _widest(cell)


def table_lines(table: Table, layout: Layout, unicode: bool) -> list[list[Run]]:
    """Return the table's lines as runs: headings, a rule, rows. `unicode`: whether the console has more than ASCII."""
    lines = _row_lines(
        [
            [[(line, "head")] for line in wrapped(column.heading, width)]
            for column, width in zip(table.columns, layout.widths, strict=True)
        ],
        table,
        layout,
    )
    whole = sum(layout.widths) + GAP * (len(layout.widths) - 1)
    lines.append([(("─" if unicode else "-") * whole, "rule")])
    for row in table.rows:
        cells = [_cell_lines(cell, width, layout.bars, unicode) for cell, width in zip(row, layout.widths, strict=True)]
        lines.extend(_row_lines(cells, table, layout))
    return lines


def _cell_lines(cell: Cell, width: int, bars: bool, unicode: bool) -> list[list[Run]]:
    if not isinstance(cell, Scale):
        return [[(line, "")] for line in wrapped(cell, width)]
    if cell.value is None:
        return [[(line, "quiet")] for line in wrapped(cell.said, width)]
    if not bars or _widest(cell.said) + 1 + cell.of > width:
        return [[(line, "")] for line in wrapped(cell.said, width)]
    full, empty = ("●", "○") if unicode else ("#", ".")
    filled = max(0, min(cell.of, int(cell.value + 0.5)))
    said = visible(cell.said)
    padding = " " * (width - columns_of(said) - cell.of)
    return [[(said + padding, ""), (full * filled, "full"), (empty * (cell.of - filled), "empty")]]


def _row_lines(cells: list[list[list[Run]]], table: Table, layout: Layout) -> list[list[Run]]:
    lines: list[list[Run]] = []
    for number in range(max(len(cell) for cell in cells)):
        line: list[Run] = []
        for place, (cell, column, width) in enumerate(zip(cells, table.columns, layout.widths, strict=True)):
            if place:
                line.append((" " * GAP, ""))
            runs = cell[number] if number < len(cell) else []
            padding = " " * (width - sum(columns_of(text) for text, _ in runs))
            line += [(padding, ""), *runs] if column.align == "right" else [*runs, (padding, "")]
        while line and not line[-1][0].strip():
            line.pop()
        lines.append(line)
    return lines
