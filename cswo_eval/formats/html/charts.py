"""The charts, drawn by hand as SVG from a Picture's data. The page puts each beside the same figures in a table.

Nothing is told by colour alone: every cell, bar and point carries its number, every series its own mark and line.
"""

from __future__ import annotations

import math

from cswo_eval.formats.html.markup import Markup, filled, joined, shortened
from cswo_eval.formats.html.radar_svg import radar
from cswo_eval.formats.html.svg import box, letters, number, path, text
from cswo_eval.formats.html.timeline import timeline
from cswo_eval.pages.blocks import CoverageData, GridData, MapData, Picture, RadarData

LEVELS = 5
_MARKS = {"no chance yet": "n", "not applicable": "x"}
"""What the cell of a competency without a level shows: the letters that the walk takes for it."""
_NO_MARK = "–"
_DIGITS = "0123456789"
_ASPECTS_APART = 7

Drawn = tuple[float, float, Markup]
"""Width and height of a drawing, and what is in it."""


def drawing(picture: Picture, place: int) -> Markup:
    """Return a picture as one SVG element, named by its own title and description. `place` makes its ids unique."""
    data = picture.data
    if isinstance(data, RadarData):
        wide, high, inside = radar(data)
    elif isinstance(data, MapData):
        wide, high, inside = _map(data)
    elif isinstance(data, GridData):
        wide, high, inside = _grid(data)
    elif isinstance(data, CoverageData):
        wide, high, inside = _coverage(data)
    else:
        wide, high, inside = timeline(data)
    return filled(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="t{} d{}"><title id="t{}">{}</title><desc id="d{}">{}</desc>'
        "{}</svg>",
        *(number(wide), number(high), place, place, place, picture.title, place, picture.description, inside),
    )


class _LevelBoxes:
    """Cells with a level in them, or a letter for what there is instead; all cells of one level are one path."""

    def __init__(self) -> None:
        self._boxes: dict[int, list[str]] = {}
        self._letters: dict[int, list[tuple[float, float, str]]] = {}

    def add(self, x: float, y: float, wide: float, level: int | None, words: str) -> None:
        kind = 0 if level is None else min(max(level, 1), LEVELS)
        mark = str(kind) if kind else _MARKS.get(words, _NO_MARK)
        self._boxes.setdefault(kind, []).append(box(x, y, wide, 20))
        self._letters.setdefault(kind, []).append((x + wide / 2, y + 14, mark))

    def drawn(self) -> Markup:
        kinds = sorted(self._boxes)
        return joined(
            filled("{}{}", path(self._boxes[kind], f"l{kind}"), letters(self._letters[kind], f"m x{kind}"))
            for kind in kinds
        )


def _map(data: MapData) -> Drawn:
    """Rows of cells, an element each; a little more room between aspects; what the cells mean below."""
    most = max((len(cells) for _, cells in data.rows), default=1) or 1
    wide, y, aspect = min(310 / most, 60), 20.0, ""
    boxes, names, instead = _LevelBoxes(), [], list[str]()
    for code, cells in data.rows:
        y += _ASPECTS_APART if aspect and code.rstrip(_DIGITS) != aspect else 0
        aspect = code.rstrip(_DIGITS)
        names.append(text(2, y + 14, shortened(code, 8), "b"))
        for column, (_, level, words) in enumerate(cells):
            boxes.add(46 + wide * column, y, wide - 3, level, words)
            if level is None and words not in instead:
                instead.append(words)
        y += 23
    heads = [letters(((46 + wide * (column + 0.5), 13, str(column + 1)) for column in range(min(most, 9))), "m q")]
    y += 10
    names.append(text(2, y + 14, "Level", "q"))
    for level in range(1, LEVELS + 1):
        boxes.add(46 + 30 * (level - 1), y, 24, level, "")
    for place, words in enumerate(instead):
        x, line = 2 + 118 * (place % 3), y + 26 * (1 + place // 3)
        boxes.add(x, line, 20, None, words)
        names.append(text(x + 25, line + 14, shortened(words, 14), "q"))
    return 360, y + 26 * (1 + math.ceil(len(instead) / 3)), joined((*heads, *names, boxes.drawn()))


def _grid(data: GridData) -> Drawn:
    """How many items are in each cell, as a large number; those with any have one tint, however many there are."""
    wide, high, left, top = 56.0, 46.0, 78.0, 36.0
    parts = [text(left + wide * LEVELS / 2, 12, "Level", "m b"), text(0, 28, "Importance", "b")]
    parts.append(letters([(left + wide * (one - 0.5), 28, str(one)) for one in range(1, LEVELS + 1)], "m b"))
    rows = sorted({importance for importance, _, _ in data.cells}, reverse=True)
    parts += [text(24, top + high * (row + 0.5) + 4, str(one), "m b") for row, one in enumerate(rows)]
    some, none, counts = list[str](), list[str](), []
    for importance, level, ids in data.cells:
        x, y = left + wide * (level - 1), top + high * rows.index(importance)
        (some if ids else none).append(box(x, y, wide - 4, high - 4))
        counts.append(text(x + wide / 2 - 2, y + high / 2 + (5 if ids else 2), str(len(ids)), "m c" if ids else "m q"))
    return 360, top + high * len(rows), joined((*parts, path(none, "g"), path(some, "p"), *counts))


def _coverage(data: CoverageData) -> Drawn:
    """A box for each competency, those with evidence filled; how many of how many after them."""
    most = max((of for _, _, _, of in data.bars), default=1) or 1
    wide, y, aspect = min(250 / most, 34), 2.0, ""
    names, full, empty = [], list[str](), list[str]()
    for code, _, have, of in data.bars:
        y += _ASPECTS_APART if aspect and code.rstrip(_DIGITS) != aspect else 0
        aspect = code.rstrip(_DIGITS)
        names.append(text(2, y + 13, shortened(code, 8), "b"))
        names.append(text(52 + wide * of, y + 13, f"{have} of {of}"))
        for place in range(of):
            (full if place < have else empty).append(box(46 + wide * place, y, wide - 4, 16))
        y += 21
    return 360, y + 2, joined((*names, path(empty, "y"), path(full, "done")))
