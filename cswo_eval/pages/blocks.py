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


def cell_text(cell: Cell) -> str:
    """Return what a cell says without its bar."""
    return cell.said if isinstance(cell, Scale) else cell


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


class RadarData(NamedTuple):
    """Codes round the circle, and for each series its name and its value (1–5, None where there is none) by code."""

    codes: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]


class MapData(NamedTuple):
    """Rows of a heat map: a code, and its cells as (code, level 1–5 or None, what is said where there is no level)."""

    rows: tuple[tuple[str, tuple[tuple[str, int | None, str], ...]], ...]


class GridData(NamedTuple):
    """Importance (3 to 1) against level (1 to 5): the ids in each cell, by (importance, level)."""

    cells: tuple[tuple[int, int, tuple[str, ...]], ...]


class TimelineData(NamedTuple):
    """Bars over plan days 1 to 100: (id, title, first day, last day, status), and reviews as (plan day, name).

    `today` is the plan day that the report was made on; None where that lies outside the hundred.
    """

    bars: tuple[tuple[str, str, int, int, str], ...]
    marks: tuple[tuple[int, str], ...]
    today: int | None = None


class CoverageData(NamedTuple):
    """How many of how many have evidence, by (code, title)."""

    bars: tuple[tuple[str, str, int, int], ...]


class Picture(NamedTuple):
    """A chart and the same figures as a table: a renderer that cannot draw writes only the table.

    `kind` names the drawing, `description` says in words what it shows, `data` is what that kind draws from.
    """

    kind: Literal["radar", "map", "grid", "timeline", "coverage"]
    title: str
    description: str
    data: RadarData | MapData | GridData | TimelineData | CoverageData
    table: Table


class Field(NamedTuple):
    """Room for a reader to write: a label and an empty box."""

    label: str


Block = Paragraph | Bullets | Table | Facts | Entry | Picture | Field


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
