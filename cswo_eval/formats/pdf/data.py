"""The blocks of a document as plain data for report.typ: dictionaries, lists, texts and numbers."""

from __future__ import annotations

from typing import Any

from cswo_eval.formats.pdf.drawings import drawing_data
from cswo_eval.formats.pdf.tables import (
    BETWEEN,
    CLOSE_LETTERS,
    LEAST_SIDE,
    LETTERS,
    LOWEST,
    MOST_SIDE,
    ON_THE_PAGE,
    PAGE,
    length_of,
    points_of,
    table_data,
)
from cswo_eval.formats.pdf.texts import cut, heading_data, one_line, safe, text_data
from cswo_eval.pages.blocks import Block, Bullets, Document, Entry, Facts, Paragraph, Picture, Table

BESIDE = {"radar": 249.0, "coverage": 314.0}
"""The room for the table beside a drawing, in points.

Any other drawing stands above its table, both as wide as the page.
"""
SHORT_NAME, SHORT_VALUE, BETWEEN_PAIRS = 16, 28, "  ·  "
"""A short pair has a name and a value of up to so many characters; what stands between two on one line."""
SET_IN = 11.0
"""How far an entry is set in, in points."""
TRUST = "limits"
"""The section that says how far to trust the ratings: it is read first, so nothing in it is grey."""
NO_TITLE = "Report"
ON_ONE_PAGE, LAST = 1100, 4
"""An entry of up to so many characters is kept on one page; of a longer one, the last pairs are kept together."""


def document_data(document: Document) -> dict[str, Any]:
    """Return the document as data, every text safe to show."""
    return {
        "title": one_line(document.title) or NO_TITLE,
        "heading": heading_data(document.title) or NO_TITLE,
        "subtitle": text_data(document.subtitle),
        "foot": cut(document.subtitle),
        "sections": [
            {
                "id": section.id,
                "title": heading_data(section.title) or text_data(section.id),
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


def _block_data(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": text_data(block.text), "tone": block.tone}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": [text_data(item) for item in block.items], "numbered": block.numbered}
    if isinstance(block, Table):
        return table_data(block)
    if isinstance(block, Facts):
        return _facts_data(block.pairs)
    if isinstance(block, Entry):
        return _entry_data(block)
    if isinstance(block, Picture):
        return _picture_data(block)
    return {"kind": "field", "label": text_data(block.label)}


def _picture_data(picture: Picture) -> dict[str, Any]:
    """A drawing, and its table: beside it where there is room."""
    beside = BESIDE.get(picture.kind)
    close = beside is not None or picture.kind == "map"
    table = table_data(picture.table, beside or PAGE, CLOSE_LETTERS if close else LETTERS)
    return {
        "kind": "picture",
        "drawing": picture.kind,
        "title": heading_data(picture.title),
        "description": text_data(picture.description),
        "alternative": safe(f"{picture.title}. {picture.description}"),
        "data": drawing_data(picture.data),
        "beside": beside is not None and table["height"] <= LOWEST,
        "table": table | ({"title": ""} if picture.table.title == picture.title else {}),
    }


def _facts_data(pairs: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Names on the left, as wide as the widest; one that is too wide stands above what holds for it."""
    room = MOST_SIDE - BETWEEN
    widths = [points_of(name, LETTERS) for name, _ in pairs]
    return {
        "kind": "facts",
        "side": max([LEAST_SIDE, *(width + BETWEEN for width in widths if width <= room)]),
        "pairs": [
            {"name": text_data(name), "value": text_data(value), "above": width > room}
            for (name, value), width in zip(pairs, widths, strict=True)
        ],
    }


def _entry_data(entry: Entry) -> dict[str, Any]:
    """An entry: where it begins with two or more short pairs, they stand on one line, as many as it holds."""
    short, room = 0, PAGE - SET_IN
    for name, value in entry.pairs:
        if len(name) > SHORT_NAME or len(value) > SHORT_VALUE:
            break
        room -= points_of(f"{name} {value}{BETWEEN_PAIRS}", ON_THE_PAGE)
        if room < 0:
            break
        short += 1
    on_one_line = short if short > 1 else 0
    line = [f"{safe(name)} {safe(value)}" for name, value in entry.pairs[:on_one_line]]
    lengths = [length_of(name) + length_of(value) for name, value in entry.pairs]
    long = length_of(entry.heading) + length_of(entry.lead) + sum(lengths) > ON_ONE_PAGE
    return {
        "kind": "entry",
        "heading": heading_data(entry.heading),
        "lead": text_data(entry.lead),
        "first": line[0] if line else "",
        "others": "".join(BETWEEN_PAIRS + pair for pair in line[1:]),
        "facts": _facts_data(entry.pairs[on_one_line:]),
        "long": long,
        "last": LAST if long and len(lengths) > 2 * LAST and sum(lengths[-LAST:]) < ON_ONE_PAGE / 2 else 0,
    }
