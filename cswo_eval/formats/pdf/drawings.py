"""Drawings as data for charts.typ: where everything stands, and every label on one line that fits."""

from __future__ import annotations

import math
from typing import Any

from cswo_eval.formats.pdf.tables import PAGE
from cswo_eval.formats.pdf.texts import cut, fitted, wide_of
from cswo_eval.pages.blocks import CoverageData, GridData, MapData, RadarData, TimelineData

MAP_SIDE, MOST_CELL, ASPECT = 27.0, 64.0, "0123456789"
"""The room for the codes beside the map, the widest that a cell gets, and what follows the aspect in a code."""
SIGNS, NO_SIGN = {"no chance yet": "n", "not applicable": "x"}, "–"
"""What stands in a cell of the map without a level where the words have no room."""
GRID_CELL, GRID_CLEAR, MOST_LINES = 84.0, 8.0, 20
"""How wide a cell of the grid is, what it keeps clear, and how many lines of ids it holds; all are in the table."""
NAMES, TITLE_AT, TO_THE_BAR = 212.0, 26.0, 8.0
"""The fixed column of the timeline: ids and titles, where the titles begin, and what is clear before the bars."""
DAYS, THINNEST, MOST_BARS = 100, 2.5, 40
"""The days of the timeline, its thinnest bar, and how many bars stand on one page; all actions are in the table."""
SMALL, SMALLEST = 8.0, 7.5
"""Letters in a drawing."""
PLANNED = "planned"
TOP_LEVEL, BEYOND = 5, 5.45
"""The outermost ring of the radar, and where the labels stand beyond it."""


def drawing_data(data: RadarData | MapData | GridData | TimelineData | CoverageData) -> dict[str, Any]:
    """Return what a drawing shows, every label on one line."""
    if isinstance(data, RadarData):
        return _radar_data(data)
    if isinstance(data, MapData):
        return _map_data(data)
    if isinstance(data, GridData):
        return _grid_data(data)
    if isinstance(data, TimelineData):
        return _timeline_data(data)
    return {"bars": [{"code": cut(code), "have": have, "of": of} for code, _, have, of in data.bars]}


def _radar_data(data: RadarData) -> dict[str, Any]:
    """Points from -1 to 1 about the middle, x to the right and y down; the first code is at the top."""
    angles = [2 * math.pi * place / len(data.codes) - math.pi / 2 for place in range(len(data.codes))]

    def point(place: int, value: float) -> list[float]:
        return [math.cos(angles[place]) * value / TOP_LEVEL, math.sin(angles[place]) * value / TOP_LEVEL]

    return {
        "rings": [[point(place, ring + 1) for place in range(len(angles))] for ring in range(TOP_LEVEL)],
        "labels": [{"code": cut(code), "at": point(place, BEYOND)} for place, code in enumerate(data.codes)],
        "series": [
            {
                "name": cut(name),
                "points": [None if value is None else point(place, value) for place, value in enumerate(values)],
            }
            for name, values in data.series
        ],
    }


def _map_data(data: MapData) -> dict[str, Any]:
    """Cells as wide as the page allows. One without a level says why, or has a sign that is explained below the map."""
    most = max([1, *(len(cells) for _, cells in data.rows)])
    wide = min(MOST_CELL, (PAGE - MAP_SIDE) / most - 2)
    rows: list[dict[str, Any]] = []
    signs: dict[str, str] = {}
    gaps, aspect = 0, ""
    for code, cells in data.rows:
        gaps += bool(aspect) and code.rstrip(ASPECT) != aspect
        aspect = code.rstrip(ASPECT)
        shown = []
        for name, level, said in cells:
            sign = words = cut(said) if level is None else str(level)
            if level is None and wide_of(words, SMALLEST) > wide - 2:
                sign = signs[words] = SIGNS.get(words, NO_SIGN)
            at = (wide - wide_of(sign, SMALLEST if level is None else 9.5)) / 2
            shown.append({"end": cut(name.rpartition(".")[2]), "level": level, "sign": sign, "at": at})
        rows.append({"code": fitted(code, MAP_SIDE, SMALL), "gaps": gaps, "cells": shown})
    return {
        "most": most,
        "wide": wide,
        "gaps": gaps,
        "rows": rows,
        "signs": [[sign, name] for name, sign in signs.items()],
    }


def _grid_data(data: GridData) -> dict[str, Any]:
    """Each row is as high as the most lines of ids in one of its cells."""
    ids = {(importance, level): ids for importance, level, ids in data.cells}
    rows = []
    for importance in (3, 2, 1):
        cells = [ids.get((importance, level), ()) for level in range(1, TOP_LEVEL + 1)]
        lines = [_lines_of_ids(cell) for cell in cells]
        rows.append(
            {
                "lines": max(map(len, lines)),
                "cells": [{"count": len(cell), "ids": line} for cell, line in zip(cells, lines, strict=True)],
            }
        )
    return {"wide": GRID_CELL, "rows": rows}


def _lines_of_ids(ids: tuple[str, ...]) -> list[str]:
    """Return the ids as lines that fit a cell of the grid, the last one saying so where there are more than it holds."""
    room, lines, left = GRID_CELL - GRID_CLEAR, list[str](), 0.0
    for one in ids:
        name = fitted(one, room, SMALLEST)
        needed = wide_of(f" {name}", SMALLEST)
        if needed <= left:
            lines[-1] += f" {name}"
            left -= needed
        else:
            lines.append(name)
            left = room - wide_of(name, SMALLEST)
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], "and more, see below"]


def _timeline_data(data: TimelineData) -> dict[str, Any]:
    """Where every bar, line and label stands; labels of reviews that would touch stand on different lines.

    No more bars than a page holds, the first by date: how many more there are is said below them.
    """
    day = (PAGE - NAMES) / DAYS
    bars = []
    for name, title, first, last, status in data.bars[:MOST_BARS]:
        start = NAMES + day * (min(max(first, 1), DAYS) - 1)
        wide = max(min(NAMES + day * last, PAGE) - start, THINNEST)
        said = "" if status == PLANNED else fitted(status, NAMES / 2, SMALLEST)
        long = wide_of(said, SMALLEST)
        beyond = start + wide + 4
        bars.append(
            {
                "id": fitted(name, TITLE_AT - 2, SMALL),
                "title": fitted(title, NAMES - TITLE_AT - TO_THE_BAR, SMALL),
                "x": start,
                "wide": wide,
                "status": said,
                "at": beyond if beyond + long <= PAGE else start - 4 - long,
            }
        )
    ends: list[float] = []
    marks = []
    for number, name in sorted(data.marks):
        mark = _label(number, name, day)
        line = next((place for place, end in enumerate(ends) if end + 4 <= mark["at"]), len(ends))
        ends[line : line + 1] = [mark["at"] + wide_of(mark["name"], SMALLEST)]
        marks.append(mark | {"line": line})
    today = [] if data.today is None else [_label(data.today, f"Today, day {data.today}", day)]
    more = len(data.bars) - len(bars)
    return {
        "left": NAMES,
        "day": day,
        "bars": bars,
        "more": f"{more} more {'stands' if more == 1 else 'stand'} in the table." if more else "",
        "marks": marks,
        "lines": len(ends),
        "today": today,
    }


def _label(number: int, name: str, day: float) -> dict[str, Any]:
    """A line in the middle of a day and its label, which stays over the days."""
    x = NAMES + day * (min(max(number, 1), DAYS) - 0.5)
    said = fitted(name, NAMES / 2, SMALLEST)
    long = wide_of(said, SMALLEST)
    return {"x": x, "name": said, "at": min(max(x - long / 2, NAMES), PAGE - long)}
