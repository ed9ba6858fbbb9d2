"""Format-neutral blocks: what a page says, without how any format says it.

Every renderer writes the same blocks, so that rich, plain and narrow output hold the same content.
Text is plain text, never markup: it may be the owner's own words.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Tone = Literal["plain", "quiet", "warning", "strong"]
Align = Literal["left", "right"]


class Paragraph(NamedTuple):
    """One paragraph."""

    text: str
    tone: Tone = "plain"


class Bullets(NamedTuple):
    """A list of short items, in order."""

    items: tuple[str, ...]
    numbered: bool = False


class Scale(NamedTuple):
    """A number on a scale, shown as the number first and then as a bar of `of` steps. None: no number, `said` instead."""

    value: float | None
    of: int
    said: str


Cell = str | Scale


class Column(NamedTuple):
    """A column: its heading and how it lies. The `main` one takes the room that is left and wraps."""

    heading: str
    align: Align = "left"
    main: bool = False


class Table(NamedTuple):
    """Rows under headings. The first cell of a row names it. `empty` is said where there are no rows."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""


class Facts(NamedTuple):
    """Names with what holds for each: short pairs."""

    pairs: tuple[tuple[str, str], ...]


class Entry(NamedTuple):
    """One thing told whole: a heading, a line below it, and named parts."""

    heading: str
    lead: str = ""
    pairs: tuple[tuple[str, str], ...] = ()


Block = Paragraph | Bullets | Table | Facts | Entry


class Section(NamedTuple):
    """A titled part. `id` is stable: profiles of sections name it."""

    id: str
    title: str
    blocks: tuple[Block, ...]


class Document(NamedTuple):
    """A page or a report: a title, a line below it, and sections in order."""

    title: str
    subtitle: str = ""
    sections: tuple[Section, ...] = ()
