"""Format-neutral blocks: what a page says, without how any format says it.

Every renderer writes the same blocks, so that rich, plain and narrow output hold the same content.
Text is plain text, never markup: it may be the owner's own words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["plain", "quiet", "warning", "strong"]
Align = Literal["left", "right"]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list of short items, in order."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Scale:
    """A number on a scale, shown as the number first and then as a bar of `of` steps. None: no number, `said` instead."""

    value: float | None
    of: int
    said: str


Cell = str | Scale


@dataclass(frozen=True)
class Column:
    """A column: its heading and how it lies. The `main` one takes the room that is left and wraps."""

    heading: str
    align: Align = "left"
    main: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under headings. The first cell of a row names it. `empty` is said where there are no rows."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""


@dataclass(frozen=True)
class Facts:
    """Names with what holds for each: short pairs."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """One thing told whole: a heading, a line below it, and named parts."""

    heading: str
    lead: str = ""
    pairs: tuple[tuple[str, str], ...] = ()


Block = Paragraph | Bullets | Table | Facts | Entry


@dataclass(frozen=True)
class Section:
    """A titled part. `id` is stable: profiles of sections name it."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A page or a report: a title, a line below it, and sections in order."""

    title: str
    subtitle: str = ""
    sections: tuple[Section, ...] = field(default=())
