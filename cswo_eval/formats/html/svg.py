"""The few shapes that every chart is made of, as SVG. Like shapes are one path and like letters one text: a short page.

Colours are classes of the style sheet, so that a drawing follows the page into the dark and onto paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from cswo_eval.formats.html.markup import Markup, filled

Point = tuple[float, float]


def number(value: float) -> str:
    """Return a coordinate: halves up, whole, which is fine enough for a drawing of some 360 units and short."""
    return str(math.floor(value + 0.5))


def text(x: float, y: float, words: str, kind: str = "") -> Markup:
    """Return a line of text. `kind`: classes; m sets it about x, e before x."""
    return filled("<text x={} y={}{}>{}</text>", number(x), number(y), _kind(kind), words)


def letters(points: Iterable[tuple[float, float, str]], kind: str) -> Markup:
    """Return single letters, each at its own place, as one text."""
    found = list(points)
    across, down = " ".join(number(x) for x, _, _ in found), " ".join(number(y) for _, y, _ in found)
    return filled('<text x="{}" y="{}"{}>{}</text>', across, down, _kind(kind), "".join(one for _, _, one in found))


def path(steps: Iterable[str], kind: str) -> Markup:
    """Return a path of these steps; nothing where there are none."""
    drawn = "".join(steps)
    return filled('<path{} d="{}"/>', _kind(kind), drawn) if drawn else Markup()


def circle(x: float, y: float, radius: float, kind: str) -> Markup:
    """Return a circle."""
    return filled('<circle{} cx={} cy={} r="{}"/>', _kind(kind), number(x), number(y), number(radius))


def box(x: float, y: float, wide: float, high: float) -> str:
    """Return the steps of a rectangle."""
    across = number(wide)
    return f"M{number(x)} {number(y)}h{across}v{number(high)}h-{across}z"


def marker(x: float, y: float, series: int) -> str:
    """Return the steps of the mark of a series: dot, diamond, triangle, square, cross; then again."""
    shapes = (
        (0, 0, "h0"),
        (0, 4, "l4 4-4 4-4-4z"),
        (0, 4, "l4 7h-8z"),
        (3, 3, "h6v6h-6z"),
        (3, 3, "l6 6m0-6l-6 6"),
    )
    left, up, steps = shapes[series % len(shapes)]
    return f"M{number(x - left)} {number(y - up)}{steps}"


def _kind(kind: str) -> Markup:
    return filled(' class="{}"' if " " in kind else " class={}", kind) if kind else Markup()
