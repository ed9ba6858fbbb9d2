"""The radar: codes round a circle, a line for each series."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cswo_eval.formats.html.markup import Markup, filled, joined, shortened
from cswo_eval.formats.html.svg import Point, circle, letters, marker, number, path, text
from cswo_eval.pages.blocks import RadarData

_LEVELS, _SERIES = 5, 5
"""Levels, and how many series have a line, a colour and a mark of their own."""
_MIDDLE, _TOP, _RADIUS = 180.0, 164.0, 122.0
_SHORT, _LONG = 16, 46
"""Letters of a name in the key below, where two names share a row and where each has its own."""


def radar(data: RadarData) -> tuple[float, float, Markup]:
    """Return width, height and what is in it. The figures of the first series stand at the codes."""
    sides = max(len(data.codes), 1)
    rings = [circle(_MIDDLE, _TOP, _RADIUS * level / _LEVELS, "g") for level in range(1, _LEVELS + 1)]
    spokes = path((f"M{_at((_MIDDLE, _TOP))}L{_at(_point(side, _LEVELS, sides))}" for side in range(sides)), "g")
    lines = []
    for series, (_, values) in reversed(list(enumerate(data.series))):
        points = [None if value is None else _point(side, value, sides) for side, value in enumerate(values)]
        kind = series % _SERIES
        # What is filled would close the gap where a value is missing, as though somebody had given it.
        lines.append(path(_line(points), f"s s{kind} o" if None in points else f"s s{kind}"))
        lines.append(path((marker(*one, series) for one in points if one is not None), f"k{kind}"))
    scale = letters(
        ((_MIDDLE - 4, _TOP - _RADIUS * level / _LEVELS + 3, str(level)) for level in range(1, _LEVELS + 1)), "e h"
    )
    below = 2 * _TOP + 6
    in_a_row = 2 if all(len(name) <= _SHORT for name, _ in data.series) else 1
    names = [
        _name(
            series,
            name,
            60 + 150 * (series % in_a_row),
            below + 20 * (series // in_a_row),
            _SHORT if in_a_row > 1 else _LONG,
        )
        for series, (name, _) in enumerate(data.series)
    ]
    high = below + 20 * math.ceil(len(data.series) / in_a_row)
    codes = [_code(data, side, sides) for side in range(len(data.codes))]
    return 360, high, joined((*rings, spokes, *lines, scale, filled('<g class="m b">{}</g>', joined(codes)), *names))


def _point(side: int, value: float, sides: int) -> Point:
    turn = 2 * math.pi * side / sides
    away = _RADIUS * min(max(value, 0), _LEVELS) / _LEVELS
    return _MIDDLE + away * math.sin(turn), _TOP - away * math.cos(turn)


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _line(points: Sequence[Point | None]) -> str:
    """Return the steps round the circle; where a value is missing the line is broken, not drawn across."""
    steps, pen_down = "", False
    for point in (*points, *points[:1]):
        if point is not None:
            steps += ("L" if pen_down else "M") + _at(point)
        pen_down = point is not None
    return steps


def _code(data: RadarData, side: int, sides: int) -> Markup:
    """A code outside the circle, and under it the figure of the first series."""
    x, y = _point(side, _LEVELS, sides)
    x, y = _MIDDLE + (x - _MIDDLE) * 1.17, _TOP + (y - _TOP) * 1.17
    own = data.series[0][1][side] if data.series and side < len(data.series[0][1]) else None
    figure = "–" if own is None else f"{math.floor(own * 10 + 0.5 + 1e-9) / 10:.1f}"  # halves up, as every mean
    return filled(
        "<text x={} y={}>{}<tspan x={} dy=11 class=q>{}</tspan></text>",
        *(number(x), number(y - 1), shortened(data.codes[side], 8), number(x), figure),
    )


def _name(series: int, name: str, x: float, y: float, room: int) -> Markup:
    """The line and the mark of a series, with its name."""
    kind = series % _SERIES
    line = path((f"M{number(x)} {number(y)}h32",), f"s s{kind}")
    mark = path((marker(x + 16, y, series),), f"k{kind}")
    return filled("{}{}{}", line, mark, text(x + 40, y + 4, shortened(name, room)))
