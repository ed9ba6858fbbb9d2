"""Tables as data for report.typ: columns with their widths, so that rows of one line need not be measured by typst either."""

from __future__ import annotations

import math
from typing import Any

from cswo_eval.formats.pdf.texts import heading_data, text_data
from cswo_eval.formats.pdf.widths import width_of
from cswo_eval.pages.blocks import Cell, Scale, Table, cell_text

NARROW = 22
"""A column whose longest cell has more characters than this shares the room; the others take what they need."""
PAGE = 487.0
"""The width of the text, in points."""
CELL, ON_THE_PAGE, LETTERS, CLOSE_LETTERS = 10.0, 10.0, 9.0, 8.0
"""What a cell keeps clear on its two sides; the size of the letters: of the text, of a table, of one that stands close."""
LEAST_SIDE, MOST_SIDE, BETWEEN = 82.0, 119.0, 9.0
"""The column of names, at least and at most, and the room after it. A wider name stands above what holds for it."""
BAR = 46.0
"""The bar of a scale with the room before it, in points."""
FIGURES = 1.8
"""The least room for what is said before a bar, in em."""
LINE = 80
"""As many characters as a line end counts for."""
FEW_ROWS, LOW, LOWEST = 15, 330.0, 560.0
"""A table of so few rows and so low, in points, is kept on one page; one beside a drawing is at most as high as the last."""
LONG_CELL = 600
"""A row with a cell of more characters may break over pages; headings of more are not said again on each."""


def table_data(table: Table, room: float = PAGE, size: float = LETTERS) -> dict[str, Any]:
    """Return a table whose columns have their widths, so that rows of one line need not be measured either."""
    longest = [
        max(length_of(column.heading), *(length_of(row[place]) for row in table.rows), 1)
        for place, column in enumerate(table.columns)
    ]
    lines = [tuple(points_of(column.heading, size) for column in table.columns)]
    lines += [tuple(points_of(cell, size) for cell in row) for row in table.rows]
    widths = _column_widths(table, longest, [max(column) for column in zip(*lines, strict=True)], room)
    return {
        "kind": "table",
        "title": heading_data(table.title) if table.rows or not table.title else text_data(f"{table.title}: "),
        "empty": text_data(table.empty),
        "size": size,
        "widths": widths,
        "right": [column.align == "right" for column in table.columns],
        "headings": [text_data(column.heading) for column in table.columns],
        **_cells_data(table, widths, size),
        "lines": [all(cell + CELL <= width for cell, width in zip(line, widths, strict=True)) for line in lines],
        "long": max(longest, default=0) > LONG_CELL,
        **_height_data(table, sum(_height(line, widths, size) for line in lines)),
        "repeat": max((length_of(column.heading) for column in table.columns), default=0) <= LONG_CELL,
    }


def _cells_data(table: Table, widths: list[float], size: float) -> dict[str, Any]:
    """All cells one after the other: their texts, which of these may break, and the bars beside them."""
    cells = [cell for row in table.rows for cell in row]
    rooms = [_room_before_bars([row[place] for row in table.rows], width, size) for place, width in enumerate(widths)]
    texts = [text_data(cell_text(cell)) for cell in cells]
    return {
        "cells": texts,
        "broken": [place for place, text in enumerate(texts) if not isinstance(text, str)],
        "bars": [
            _bar_data(place, cell, rooms[place % len(rooms)])
            for place, cell in enumerate(cells)
            if isinstance(cell, Scale)
        ],
    }


def _height_data(table: Table, height: float) -> dict[str, Any]:
    """Whether a table of about this height stays on one page, and what is said of the height: it may be infinite."""
    return {"whole": len(table.rows) <= FEW_ROWS and height <= LOW, "height": min(height, 10 * LOWEST)}


def _column_widths(table: Table, longest: list[int], widest: list[float], room: float) -> list[float]:
    """Return the widths in points: a short column takes what it needs, the others share what is left."""
    wide = [
        column.main or length > NARROW or width == math.inf
        for column, length, width in zip(table.columns, longest, widest, strict=True)
    ]
    needed = sum(width + CELL for width, shares in zip(widest, wide, strict=True) if not shares)
    if room - needed < LEAST_SIDE * sum(wide):
        wide, needed = [True] * len(wide), 0.0
    shares = [math.sqrt(min(length, 400)) if one else 0.0 for length, one in zip(longest, wide, strict=True)]
    return [
        (room - needed) * share / sum(shares) if share else width + CELL
        for share, width in zip(shares, widest, strict=True)
    ]


def points_of(cell: Cell, size: float) -> float:
    """Return how wide a cell is in points; infinite where that is not known or it has more than one line."""
    if isinstance(cell, Scale):
        return max(points_of(cell.said, size), FIGURES * size) + (0.0 if cell.value is None else BAR)
    width = width_of(cell)
    return math.inf if width is None else width * size


def length_of(cell: Cell) -> int:
    """Return how many characters a cell takes, each line end counted as LINE of them."""
    text = cell_text(cell)
    return len(text) + LINE * text.count("\n")


def _height(line: tuple[float, ...], widths: list[float], size: float) -> float:
    """Return about how high a row is, rather more than less; infinite where a cell has lines of its own."""
    # A line that breaks between words leaves about a quarter of it empty.
    most = max(
        (
            1.0 if cell + CELL <= width else cell * 1.25 / max(width - CELL, 1) + 1
            for cell, width in zip(line, widths, strict=True)
        ),
        default=1.0,
    )
    return most * size * 1.2 + 8


def _room_before_bars(cells: list[Cell], width: float, size: float) -> float | None:
    """Return the room for what is said before the bars of a column, so that they begin together; None where it has none."""
    widest = max(
        (points_of(cell, size) for cell in cells if isinstance(cell, Scale) and cell.value is not None), default=0.0
    )
    return widest - BAR if 0 < widest + CELL <= width else None


def _bar_data(place: int, cell: Scale, room: float | None) -> dict[str, Any]:
    """The bar of the cell at a place: how much of it is filled, from 0 to 1; none where there is no number."""
    return {
        "place": place,
        "room": room,
        "share": None if cell.value is None else min(max(cell.value / max(cell.of, 1), 0.0), 1.0),
        "over": cell.value is not None and cell.value > cell.of,
    }
