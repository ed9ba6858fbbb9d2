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
from cswo_eval.report.terminal.safe_text import visible

Text = str | list[list[list[str]]]

NARROW = 22
"""A column whose longest cell has more characters than this shares the room; the others take what they need."""
LONG_NAME = 40
"""A name of more characters stands above what holds for it."""
BAR = 9
"""As many characters as the bar of a scale takes."""
HEAD = 90
"""The title and the line below it are cut to this many characters at the head and foot of a page."""
NO_TITLE = "Report"
LONG_WORD, PIECE = 25, 8
"""A word of so many characters may break after each so many."""
TYPED_WIDTH = 70
"""A line at least this long was broken by an editor, not meant: it runs on."""
ON_ONE_PAGE = 2600
"""An entry of up to so many characters is kept on one page."""
LONG_CELL = 600
"""A row with a cell of more characters may break over pages; headings of more are not said again on each."""

_LONG = re.compile(rf"\S{{{LONG_WORD},}}")
_NO_CHARACTER = re.compile(
    "[\ufdd0-\ufdef\ud800-\udfff"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_RUNS_ON = re.compile(rf"(?m)(?<=^)([^\n]{{{TYPED_WIDTH},}})\n(?=[^\W\d_])")


def document_data(document: Document) -> dict[str, Any]:
    """Return the document as data, every text safe to show."""
    return {
        "title": _one_line(document.title) or NO_TITLE,
        "heading": _heading(document.title) or NO_TITLE,
        "subtitle": _text(document.subtitle),
        "head": _cut(document.title),
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
    return _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", visible(text))


def _one_line(text: str) -> str:
    return " ".join(_safe(text).split())


def _cut(text: str) -> str:
    line = _one_line(text[: HEAD * 2])
    return line if len(line) <= HEAD else line[: HEAD - 1].rstrip() + "…"


def _text(text: str) -> Text:
    """Return a text for setting: its own line ends are kept, those of an editor run on."""
    shown = _safe(text).strip("\n")
    if "\n" not in shown and not _LONG.search(shown):
        return shown
    shown = _RUNS_ON.sub(r"\1 ", shown)
    return [[_pieces(line) for line in paragraph.split("\n")] for paragraph in re.split(r"\n[ ]*\n\s*", shown)]


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
        return {"kind": "facts", "pairs": _pairs(block.pairs)}
    if isinstance(block, Entry):
        return _entry_data(block)
    if isinstance(block, Picture):
        return {
            "kind": "picture",
            "drawing": block.kind,
            "title": _heading(block.title),
            "description": _text(block.description),
            "alternative": _safe(f"{block.title}. {block.description}"),
            "data": _drawing_data(block.data),
            "table": _table_data(block.table) | ({"title": ""} if block.table.title == block.title else {}),
        }
    return {"kind": "field", "label": _text(block.label)}


def _pairs(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    return [{"name": _text(name), "value": _text(value), "above": len(name) > LONG_NAME} for name, value in pairs]


def _entry_data(entry: Entry) -> dict[str, Any]:
    """An entry: where it begins with three or more short pairs, they stand side by side."""
    short = 0
    for name, value in entry.pairs:
        if len(name) > 16 or len(value) > NARROW or "\n" in name + value:
            break
        short += 1
    side_by_side = short if short >= 3 else 0
    length = len(entry.heading) + len(entry.lead) + sum(len(name) + len(value) for name, value in entry.pairs)
    return {
        "kind": "entry",
        "heading": _heading(entry.heading),
        "lead": _text(entry.lead),
        "short": _pairs(entry.pairs[:side_by_side]),
        "pairs": _pairs(entry.pairs[side_by_side:]),
        "long": length > ON_ONE_PAGE,
    }


def _table_data(table: Table) -> dict[str, Any]:
    longest = [
        max(len(column.heading), *(_length(row[place]) for row in table.rows), 1)
        for place, column in enumerate(table.columns)
    ]
    return {
        "kind": "table",
        "title": _heading(table.title) if table.rows or not table.title else _text(f"{table.title}: "),
        "empty": _text(table.empty),
        "columns": [
            {
                "heading": _text(column.heading),
                "right": column.align == "right",
                # 0: as wide as its longest cell. More: its share of the room that is left.
                "share": math.sqrt(min(length, 400)) if column.main or length > NARROW else 0,
            }
            for column, length in zip(table.columns, longest, strict=True)
        ],
        "rows": [[_cell_data(cell) for cell in row] for row in table.rows],
        "long": max(longest, default=0) > LONG_CELL,
        "repeat": max((len(column.heading) for column in table.columns), default=0) <= LONG_CELL,
    }


def _length(cell: Cell) -> int:
    return len(cell.said) + BAR if isinstance(cell, Scale) else len(cell)


def _cell_data(cell: Cell) -> Any:
    if isinstance(cell, Scale):
        return {"value": cell.value, "of": cell.of, "said": _text(cell.said), "short": len(cell.said) <= 4}
    return _text(cell)


def _drawing_data(data: RadarData | MapData | GridData | TimelineData | CoverageData) -> dict[str, Any]:
    if isinstance(data, RadarData):
        return {
            "codes": [_text(code) for code in data.codes],
            "series": [{"name": _text(name), "values": list(values)} for name, values in data.series],
        }
    if isinstance(data, MapData):
        return {
            "rows": [
                {
                    "code": _text(code),
                    "cells": [
                        {"end": _text(name.rpartition(".")[2]), "level": level, "said": _cut(said)}
                        for name, level, said in cells
                    ],
                }
                for code, cells in data.rows
            ]
        }
    if isinstance(data, GridData):
        return {
            "cells": [
                {"importance": importance, "level": level, "ids": [_text(one) for one in ids]}
                for importance, level, ids in data.cells
            ]
        }
    if isinstance(data, TimelineData):
        return {
            "bars": [
                {"id": _text(name), "first": first, "last": last, "status": _text(status)}
                for name, _, first, last, status in data.bars
            ],
            "marks": [{"day": day, "name": _text(name)} for day, name in data.marks],
        }
    return {"bars": [{"code": _text(code), "have": have, "of": of} for code, _, have, of in data.bars]}
