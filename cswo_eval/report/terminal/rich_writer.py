"""Blocks with Rich: tables and colour at 60 columns or more; below that, one column in colour."""

from __future__ import annotations

from dataclasses import dataclass

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from cswo_eval.report.blocks import Block, Bullets, Cell, Document, Entry, Facts, Paragraph, Scale, Table
from cswo_eval.report.terminal.plain import block_lines
from cswo_eval.report.terminal.safe_text import visible

NARROW = 60
"""Below this many columns tables become lists."""
WIDEST = 120
"""Lines longer than this are hard to read."""
WIDEST_SIDE_COLUMN = 22
"""Other columns than the main ones wrap beyond this."""
LEAST_MAIN_COLUMN = 20
"""With less room than this for its main column a table is easier to read as a list."""

_TONES = {"plain": "", "quiet": "dim", "warning": "bold yellow", "strong": "bold"}


def write_document(document: Document, console: Console) -> None:
    """Write the document to the console, in its width."""
    width = min(console.width, WIDEST)
    if document.title:
        console.print(Text(visible(document.title), style="bold cyan"), width=width)
    if document.subtitle:
        console.print(Text(visible(document.subtitle), style="dim"), width=width)
    for section in document.sections:
        console.print()
        if section.title:
            rule = "-" if console.encoding[:3].lower() != "utf" else "─"
            title = f"{rule * 2} {visible(section.title)} "
            console.print(
                Text(title + rule * max(width - len(title), 0), style="cyan"),
                width=width,
                overflow="ellipsis",
                no_wrap=len(title) < width,
            )
        for position, block in enumerate(section.blocks):
            if position:
                console.print()
            write_block(block, console, width)


def write_block(block: Block, console: Console, width: int | None = None) -> None:
    """Write one block."""
    room = width if width is not None else min(console.width, WIDEST)
    if isinstance(block, Table) and block.rows:
        layout = _layout(block, room, console)
        if layout is None:
            for line in block_lines(block, room):
                console.print(Text(line), width=room)
        else:
            console.print(_table(block, layout, console), width=room)
        return
    console.print(_renderable(block, console), width=room)


def _renderable(block: Block, console: Console) -> RenderableType:
    if isinstance(block, Paragraph):
        return Text(visible(block.text), style=_TONES[block.tone])
    if isinstance(block, Bullets):
        grid = RichTable.grid(padding=(0, 1))
        grid.add_column(justify="right", no_wrap=True)
        grid.add_column(overflow="fold")
        for number, item in enumerate(block.items, start=1):
            grid.add_row(Text(f"{number}." if block.numbered else "-", style="cyan"), Text(visible(item)))
        return grid
    if isinstance(block, Facts):
        return _pairs(block.pairs)
    if isinstance(block, Entry):
        parts: list[RenderableType] = [Text(visible(block.heading), style="bold")]
        if block.lead:
            parts.append(Padding(Text(visible(block.lead)), (0, 0, 0, 2)))
        if block.pairs:
            parts.append(Padding(_pairs(block.pairs), (0, 0, 0, 2)))
        return Group(*parts)
    title = f"{visible(block.title)}: " if block.title else ""
    return Text(title + visible(block.empty))


def _pairs(pairs: tuple[tuple[str, str], ...]) -> RenderableType:
    grid = RichTable.grid(padding=(0, 2))
    grid.add_column(no_wrap=False, max_width=22, style="cyan")
    grid.add_column(overflow="fold", ratio=1)
    for name, value in pairs:
        grid.add_row(Text(visible(name)), Text(visible(value)))
    return grid


@dataclass(frozen=True)
class _Layout:
    """Widths of a table's columns, and whether its scales have room for their bars."""

    widths: tuple[int, ...]
    bars: bool


def _layout(table: Table, room: int, console: Console) -> _Layout | None:
    """Return how the table fits into `room` columns, with bars or without; None where it should become a list."""
    if room < NARROW:
        return None
    for bars in (True, False):
        natural = [
            max(_widest(column.heading), *(_cell_width(row[place], bars) for row in table.rows))
            for place, column in enumerate(table.columns)
        ]
        fixed = [
            0 if column.main else min(width, WIDEST_SIDE_COLUMN)
            for column, width in zip(table.columns, natural, strict=True)
        ]
        mains = [place for place, column in enumerate(table.columns) if column.main]
        left = room - sum(fixed) - 2 * len(fixed) + 1
        if not mains:
            if left >= 0:
                return _Layout(tuple(fixed), bars)
            continue
        if left // len(mains) >= LEAST_MAIN_COLUMN or left >= sum(natural[place] for place in mains):
            return _Layout(tuple(_shared(fixed, natural, mains, left)), bars)
    return None


def _shared(fixed: list[int], natural: list[int], mains: list[int], left: int) -> list[int]:
    """Share the room that is left among the main columns: none takes more than it needs while another is short."""
    widths = list(fixed)
    for number, place in enumerate(sorted(mains, key=lambda one: natural[one])):
        share = left // (len(mains) - number)
        widths[place] = max(1, min(natural[place], share))
        left -= widths[place]
    return widths


def _widest(text: str) -> int:
    return max((cell_len(line) for line in visible(text).split("\n")), default=0)


def _cell_width(cell: Cell, bars: bool) -> int:
    if isinstance(cell, Scale):
        return _widest(cell.said) + (cell.of + 1 if bars and cell.value is not None else 0)
    return _widest(cell)


def _table(table: Table, layout: _Layout, console: Console) -> RenderableType:
    drawn = RichTable(
        title=Text(visible(table.title), style="bold") if table.title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD if console.encoding[:3].lower() == "utf" else box.ASCII_DOUBLE_HEAD,
        header_style="bold",
        pad_edge=False,
        padding=(0, 1, 0, 0),  # with the box's own column, two spaces between columns
        show_edge=False,
    )
    for column, width in zip(table.columns, layout.widths, strict=True):
        drawn.add_column(Text(visible(column.heading)), justify=column.align, width=width, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(_cell(cell, layout.bars, console) for cell in row))
    return drawn


def _cell(cell: Cell, bars: bool, console: Console) -> Text:
    if not isinstance(cell, Scale):
        return Text(visible(cell))
    if cell.value is None:
        return Text(visible(cell.said), style="dim")
    if not bars:
        return Text(visible(cell.said))
    full, empty = ("●", "○") if console.encoding[:3].lower() == "utf" else ("#", ".")
    filled = max(0, min(cell.of, int(cell.value + 0.5)))
    return Text.assemble(visible(cell.said), " ", (full * filled, "cyan"), (empty * (cell.of - filled), "dim"))
