"""The blocks of a document as plain data for report.typ: dictionaries, lists, texts and numbers.

A text of one line is a string. Any other is a list of paragraphs, each a list of lines, each a list of pieces between
which the line may break.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any

from cswo_eval.report.blocks import (
    Block,
    Bullets,
    Cell,
    CoverageData,
    Document,
    Entry,
    Facts,
    GridData,
    MapData,
    Paragraph,
    Picture,
    RadarData,
    Scale,
    Table,
    TimelineData,
)
from cswo_eval.report.pdf.widths import width_of
from cswo_eval.report.terminal.safe_text import visible

Text = str | list[list[list[str]]]

NARROW = 22
"""A column whose longest cell has more characters than this shares the room; the others take what they need."""
PAGE = 487.0
"""The width of the text, in points."""
BESIDE, WIDEST_MAP = {"radar": 249.0, "map": 263.0, "coverage": 249.0}, 7
"""The room for the table beside a drawing, in points; a map with more cells in a row stands above its table."""
CELL, ON_THE_PAGE, LETTERS, BESIDE_LETTERS = 10.0, 10.0, 9.0, 8.0
"""What a cell keeps clear on its two sides, and the size of the letters: of the text, of a table, of one beside a drawing."""
SHORT_NAME, BETWEEN_PAIRS = 16, "   ·   "
"""A short pair has a name of so many characters; what stands between two on one line."""
LEAST_SIDE, MOST_SIDE, BETWEEN = 82.0, 119.0, 9.0
"""The column of names, at least and at most, and the room after it. A wider name stands above what holds for it."""
BAR = 46.0
"""The bar of a scale with the room before it, in points."""
FIGURES, FEW_FIGURES = 1.8, 4
"""The room for the number before a bar, in em, where it has so many characters at most."""
TOP_LEVEL, BEYOND = 5, 5.45
"""The outermost ring of the radar, and where the labels stand beyond it."""
HEAD = 90
"""The foot of a page and a label in a drawing are cut to this many characters."""
NO_TITLE = "Report"
LONG_WORD, PIECE = 25, 8
"""A word of so many characters may break after each so many."""
ON_ONE_PAGE, LAST = 1100, 4
"""An entry of up to so many characters is kept on one page; of a longer one, the last pairs are kept together."""
LINE = 80
"""As many characters as a line end counts for."""
LONG_CELL = 600
"""A row with a cell of more characters may break over pages; headings of more are not said again on each."""

_LONG = re.compile(rf"\S{{{LONG_WORD},}}")
_NO_CHARACTER = re.compile(
    "[\ufdd0-\ufdef\ud800-\udfff"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def document_data(document: Document) -> dict[str, Any]:
    """Return the document as data, every text safe to show."""
    return {
        "title": _one_line(document.title) or NO_TITLE,
        "heading": _heading(document.title) or NO_TITLE,
        "subtitle": _text(document.subtitle),
        "foot": _cut(document.subtitle),
        "sections": [
            {
                "id": section.id,
                "title": _heading(section.title) or _text(section.id),
                "blocks": [_block_data(block) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def _safe(text: str) -> str:
    """Return the text as it is shown; what Unicode says is no character, as what cannot be shown."""
    if text.isascii() and text.isprintable():
        return text
    return _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", visible(text))


def _one_line(text: str) -> str:
    return " ".join(_safe(text).split())


def _cut(text: str) -> str:
    line = _one_line(text[: HEAD * 2])
    return line if len(line) <= HEAD else line[: HEAD - 1].rstrip() + "…"


def _text(text: str) -> Text:
    """Return a text for setting, its line ends kept."""
    shown = _safe(text).strip("\n")
    if "\n" not in shown and not _LONG.search(shown):
        return shown
    return [[_pieces(line) for line in paragraph.split("\n")] for paragraph in re.split(r"\n(?:[ ]*\n)+", shown)]


def _heading(text: str) -> Text:
    """Return a text for a heading; empty where it shows nothing, for then there is to be none."""
    return _text(text) if any(unicodedata.category(character)[0] not in "ZC" for character in _safe(text)) else ""


def _pieces(line: str) -> list[str]:
    """Return a line cut within its long words, never between a letter and its marks."""
    pieces: list[str] = []
    end = 0
    for word in _LONG.finditer(line):
        start = word.start()
        for place in range(start + PIECE, word.end(), PIECE):
            while place < word.end() and _belongs_to_the_last(line, place):
                place += 1
            if place > start and place > end:
                pieces.append(line[end:place])
                end = place
    pieces.append(line[end:])
    return [piece for piece in pieces if piece]


def _belongs_to_the_last(line: str, place: int) -> bool:
    """Whether the character here is a mark, a joiner or joined to the one before."""
    character = line[place]
    return unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf", "Sk") or line[place - 1] == "\u200d"


def _block_data(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": _text(block.text), "tone": block.tone}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": [_text(item) for item in block.items], "numbered": block.numbered}
    if isinstance(block, Table):
        return _table_data(block)
    if isinstance(block, Facts):
        return _facts_data(block.pairs)
    if isinstance(block, Entry):
        return _entry_data(block)
    if isinstance(block, Picture):
        return _picture_data(block)
    return {"kind": "field", "label": _text(block.label)}


def _picture_data(picture: Picture) -> dict[str, Any]:
    """A drawing, and its table: beside it where there is room."""
    beside = BESIDE.get(picture.kind)
    if isinstance(picture.data, MapData) and any(len(cells) > WIDEST_MAP for _, cells in picture.data.rows):
        beside = None
    table = _table_data(picture.table) if beside is None else _table_data(picture.table, beside, BESIDE_LETTERS)
    return {
        "kind": "picture",
        "drawing": picture.kind,
        "title": _heading(picture.title),
        "description": _text(picture.description),
        "alternative": _safe(f"{picture.title}. {picture.description}"),
        "data": _drawing_data(picture.data),
        "beside": beside is not None and not table["long"],
        "table": table | ({"title": ""} if picture.table.title == picture.title else {}),
    }


def _facts_data(pairs: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Names on the left, as wide as the widest; one that is too wide stands above what holds for it."""
    room = MOST_SIDE - BETWEEN
    widths = [_points(name, LETTERS) for name, _ in pairs]
    return {
        "kind": "facts",
        "side": max([LEAST_SIDE, *(width + BETWEEN for width in widths if width <= room)]),
        "pairs": [
            {"name": _text(name), "value": _text(value), "above": width > room}
            for (name, value), width in zip(pairs, widths, strict=True)
        ],
    }


def _entry_data(entry: Entry) -> dict[str, Any]:
    """An entry: where it begins with two or more short pairs, they stand on one line, as many as it holds."""
    short, room = 0, PAGE
    for name, value in entry.pairs:
        if len(name) > SHORT_NAME or len(value) > NARROW:
            break
        room -= _points(f"{name} {value}{BETWEEN_PAIRS}", ON_THE_PAGE)
        if room < 0:
            break
        short += 1
    on_one_line = short if short > 1 else 0
    line = [f"{_safe(name)} {_safe(value)}" for name, value in entry.pairs[:on_one_line]]
    lengths = [_length(name) + _length(value) for name, value in entry.pairs]
    long = _length(entry.heading) + _length(entry.lead) + sum(lengths) > ON_ONE_PAGE
    return {
        "kind": "entry",
        "heading": _heading(entry.heading),
        "lead": _text(entry.lead),
        "first": line[0] if line else "",
        "others": "".join(BETWEEN_PAIRS + pair for pair in line[1:]),
        "facts": _facts_data(entry.pairs[on_one_line:]),
        "long": long,
        "last": LAST if long and len(lengths) > 2 * LAST and sum(lengths[-LAST:]) < ON_ONE_PAGE / 2 else 0,
    }


def _table_data(table: Table, room: float = PAGE, size: float = LETTERS) -> dict[str, Any]:
    """A table whose columns have their widths, so that rows of one line need not be measured either."""
    longest = [
        max(_length(column.heading), *(_length(row[place]) for row in table.rows), 1)
        for place, column in enumerate(table.columns)
    ]
    lines = [tuple(_points(column.heading, size) for column in table.columns)]
    lines += [tuple(_points(cell, size) for cell in row) for row in table.rows]
    widths = _column_widths(table, longest, [max(column) for column in zip(*lines, strict=True)], room)
    cells = [cell for row in table.rows for cell in row]
    texts = [_text(cell.said if isinstance(cell, Scale) else cell) for cell in cells]
    return {
        "kind": "table",
        "title": _heading(table.title) if table.rows or not table.title else _text(f"{table.title}: "),
        "empty": _text(table.empty),
        "size": size,
        "widths": widths,
        "right": [column.align == "right" for column in table.columns],
        "headings": [_text(column.heading) for column in table.columns],
        "cells": texts,
        "broken": [place for place, text in enumerate(texts) if not isinstance(text, str)],
        "bars": [_bar_data(place, cell) for place, cell in enumerate(cells) if isinstance(cell, Scale)],
        "lines": [all(cell + CELL <= width for cell, width in zip(line, widths, strict=True)) for line in lines],
        "long": max(longest, default=0) > LONG_CELL,
        "repeat": max((_length(column.heading) for column in table.columns), default=0) <= LONG_CELL,
    }


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


def _points(cell: Cell, size: float) -> float:
    """Return how wide a cell is in points; infinite where that is not known or it has more than one line."""
    if isinstance(cell, Scale):
        return max(_points(cell.said, size), FIGURES * size) + (0.0 if cell.value is None else BAR)
    width = width_of(cell)
    return math.inf if width is None else width * size


def _length(cell: Cell) -> int:
    text = cell.said if isinstance(cell, Scale) else cell
    return len(text) + LINE * text.count("\n")


def _bar_data(place: int, cell: Scale) -> dict[str, Any]:
    """The bar of the cell at a place: how much of it is filled, from 0 to 1; none where there is no number."""
    return {
        "place": place,
        "short": len(cell.said) <= FEW_FIGURES,
        "share": None if cell.value is None else min(max(cell.value / max(cell.of, 1), 0.0), 1.0),
        "over": cell.value is not None and cell.value > cell.of,
    }


def _drawing_data(data: RadarData | MapData | GridData | TimelineData | CoverageData) -> dict[str, Any]:
    """What a drawing shows, every label on one line."""
    if isinstance(data, RadarData):
        return _radar_data(data)
    if isinstance(data, MapData):
        return {
            "rows": [
                {
                    "code": _cut(code),
                    "cells": [
                        {"end": _cut(name.rpartition(".")[2]), "level": level, "said": _cut(said)}
                        for name, level, said in cells
                    ],
                }
                for code, cells in data.rows
            ]
        }
    if isinstance(data, GridData):
        ids = {(importance, level): ids for importance, level, ids in data.cells}
        rows = [[ids.get((importance, level), ()) for level in range(1, 6)] for importance in (3, 2, 1)]
        return {
            "most": max(1, *(len(cell) for row in rows for cell in row)),
            "rows": [[{"count": len(cell), "ids": _one_line(" ".join(cell))} for cell in row] for row in rows],
        }
    if isinstance(data, TimelineData):
        return {
            "bars": [
                {"id": _cut(name), "first": first, "last": last, "status": _cut(status)}
                for name, _, first, last, status in data.bars
            ],
            "marks": [{"day": day, "name": _cut(name)} for day, name in data.marks],
        }
    return {"bars": [{"code": _cut(code), "have": have, "of": of} for code, _, have, of in data.bars]}


def _radar_data(data: RadarData) -> dict[str, Any]:
    """Points from -1 to 1 about the middle, x to the right and y down; the first code is at the top."""
    angles = [2 * math.pi * place / len(data.codes) - math.pi / 2 for place in range(len(data.codes))]

    def point(place: int, value: float) -> list[float]:
        return [math.cos(angles[place]) * value / TOP_LEVEL, math.sin(angles[place]) * value / TOP_LEVEL]

    return {
        "rings": [[point(place, ring + 1) for place in range(len(angles))] for ring in range(TOP_LEVEL)],
        "labels": [{"code": _cut(code), "at": point(place, BEYOND)} for place, code in enumerate(data.codes)],
        "series": [
            {
                "name": _cut(name),
                "points": [None if value is None else point(place, value) for place, value in enumerate(values)],
            }
            for name, values in data.series
        ],
    }
