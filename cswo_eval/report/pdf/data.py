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
BESIDE = {"radar": 249.0, "coverage": 314.0}
"""The room for the table beside a drawing, in points.

Any other drawing stands above its table, both as wide as the page.
"""
CELL, ON_THE_PAGE, LETTERS, CLOSE_LETTERS = 10.0, 10.0, 9.0, 8.0
"""What a cell keeps clear on its two sides; the size of the letters: of the text, of a table, of one that stands close."""
SHORT_NAME, SHORT_VALUE, BETWEEN_PAIRS = 16, 28, "  ·  "
"""A short pair has a name and a value of up to so many characters; what stands between two on one line."""
SET_IN = 11.0
"""How far an entry is set in, in points."""
LEAST_SIDE, MOST_SIDE, BETWEEN = 82.0, 119.0, 9.0
"""The column of names, at least and at most, and the room after it. A wider name stands above what holds for it."""
BAR = 46.0
"""The bar of a scale with the room before it, in points."""
FIGURES = 1.8
"""The least room for what is said before a bar, in em."""
MAP_SIDE, MOST_CELL, ASPECT = 27.0, 64.0, "0123456789"
"""The room for the codes beside the map, the widest that a cell gets, and what follows the aspect in a code."""
SIGNS, NO_SIGN = {"no chance yet": "n", "not applicable": "x"}, "–"
"""What stands in a cell of the map without a level where the words have no room."""
GRID_CELL, GRID_CLEAR, MOST_LINES = 84.0, 8.0, 20
"""How wide a cell of the grid is, what it keeps clear, and how many lines of ids it holds; all are in the table."""
NAMES, TITLE_AT, TO_THE_BAR = 212.0, 26.0, 8.0
"""The fixed column of the timeline: ids and titles, where the titles begin, and what is clear before the bars."""
DAYS, THINNEST = 100, 2.5
SMALL, SMALLEST = 8.0, 7.5
"""Letters in a drawing."""
PLANNED = "planned"
TRUST = "limits"
"""The section that says how far to trust the ratings: it is read first, so nothing in it is grey."""
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
FEW_ROWS, LOW, LOWEST = 15, 330.0, 560.0
"""A table of so few rows and so low, in points, is kept on one page; one beside a drawing is at most as high as the last."""
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
                "blocks": [
                    _block_data(_to_be_read(block) if section.id == TRUST else block) for block in section.blocks
                ],
            }
            for section in document.sections
        ],
    }


def _to_be_read(block: Block) -> Block:
    """Return the block, a quiet paragraph in ordinary ink."""
    return block._replace(tone="plain") if isinstance(block, Paragraph) and block.tone == "quiet" else block


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
    close = beside is not None or picture.kind == "map"
    table = _table_data(picture.table, beside or PAGE, CLOSE_LETTERS if close else LETTERS)
    return {
        "kind": "picture",
        "drawing": picture.kind,
        "title": _heading(picture.title),
        "description": _text(picture.description),
        "alternative": _safe(f"{picture.title}. {picture.description}"),
        "data": _drawing_data(picture.data),
        "beside": beside is not None and table["height"] <= LOWEST,
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
    short, room = 0, PAGE - SET_IN
    for name, value in entry.pairs:
        if len(name) > SHORT_NAME or len(value) > SHORT_VALUE:
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
    height = sum(_height(line, widths, size) for line in lines)
    cells = [cell for row in table.rows for cell in row]
    rooms = [_room_before_bars([row[place] for row in table.rows], width, size) for place, width in enumerate(widths)]
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
        "bars": [
            _bar_data(place, cell, rooms[place % len(rooms)])
            for place, cell in enumerate(cells)
            if isinstance(cell, Scale)
        ],
        "lines": [all(cell + CELL <= width for cell, width in zip(line, widths, strict=True)) for line in lines],
        "long": max(longest, default=0) > LONG_CELL,
        "whole": len(table.rows) <= FEW_ROWS and height <= LOW,
        "height": min(height, 10 * LOWEST),
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
        (_points(cell, size) for cell in cells if isinstance(cell, Scale) and cell.value is not None), default=0.0
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


def _drawing_data(data: RadarData | MapData | GridData | TimelineData | CoverageData) -> dict[str, Any]:
    """What a drawing shows, every label on one line."""
    if isinstance(data, RadarData):
        return _radar_data(data)
    if isinstance(data, MapData):
        return _map_data(data)
    if isinstance(data, GridData):
        return _grid_data(data)
    if isinstance(data, TimelineData):
        return _timeline_data(data)
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
            sign = words = _cut(said) if level is None else str(level)
            if level is None and _wide(words, SMALLEST) > wide - 2:
                sign = signs[words] = SIGNS.get(words, NO_SIGN)
            at = (wide - _wide(sign, SMALLEST if level is None else 9.5)) / 2
            shown.append({"end": _cut(name.rpartition(".")[2]), "level": level, "sign": sign, "at": at})
        rows.append({"code": _fitted(code, MAP_SIDE, SMALL), "gaps": gaps, "cells": shown})
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
        name = _fitted(one, room, SMALLEST)
        needed = _wide(f" {name}", SMALLEST)
        if needed <= left:
            lines[-1] += f" {name}"
            left -= needed
        else:
            lines.append(name)
            left = room - _wide(name, SMALLEST)
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], "and more, see below"]


def _timeline_data(data: TimelineData) -> dict[str, Any]:
    """Where every bar, line and label stands; labels of reviews that would touch stand on different lines."""
    day = (PAGE - NAMES) / DAYS
    bars = []
    for name, title, first, last, status in data.bars:
        start = NAMES + day * (min(max(first, 1), DAYS) - 1)
        wide = max(min(NAMES + day * last, PAGE) - start, THINNEST)
        said = "" if status == PLANNED else _fitted(status, NAMES / 2, SMALLEST)
        long = _wide(said, SMALLEST)
        beyond = start + wide + 4
        bars.append(
            {
                "id": _fitted(name, TITLE_AT - 2, SMALL),
                "title": _fitted(title, NAMES - TITLE_AT - TO_THE_BAR, SMALL),
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
        ends[line : line + 1] = [mark["at"] + _wide(mark["name"], SMALLEST)]
        marks.append(mark | {"line": line})
    today = [] if data.today is None else [_label(data.today, f"Today, day {data.today}", day)]
    return {"left": NAMES, "day": day, "bars": bars, "marks": marks, "lines": len(ends), "today": today}


def _label(number: int, name: str, day: float) -> dict[str, Any]:
    """A line in the middle of a day and its label, which stays over the days."""
    x = NAMES + day * (min(max(number, 1), DAYS) - 0.5)
    said = _fitted(name, NAMES / 2, SMALLEST)
    long = _wide(said, SMALLEST)
    return {"x": x, "name": said, "at": min(max(x - long / 2, NAMES), PAGE - long)}


def _wide(text: str, size: float) -> float:
    """Return how wide a label is at most; a letter of which that is not known counts as a whole em."""
    width = width_of(text)
    return size * (len(text) if width is None else width)


def _fitted(text: str, room: float, size: float) -> str:
    """Return a label on one line, cut to what fits."""
    line = _cut(text)
    if _wide(line, size) <= room:
        return line
    while line and _wide(f"{line}…", size) > room:
        line = line[:-1].rstrip()
    return f"{line}…"
