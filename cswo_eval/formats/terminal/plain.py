"""Blocks in one column: no boxes, no colour, no bars. For screen readers, logs and narrow windows."""

from __future__ import annotations

from collections.abc import Iterator

from cswo_eval.formats.terminal.wrapped_lines import NARROWEST, columns_of, wrapped
from cswo_eval.pages.blocks import Block, Bullets, Document, Entry, Facts, Paragraph, Picture, Table, cell_text
from cswo_eval.text.visible import visible

NAMING = frozenset({"What", "Title", "Action", "Aspect or element", "Activity", "Element", "Competency"})
"""Headings of a second column that says what the first cell names."""


def plain_text(document: Document, width: int) -> str:
    """Return the document as lines no wider than `width` columns (at least 20), ending with a line break."""
    return "\n".join(_lines(document, max(width, NARROWEST))).rstrip("\n") + "\n"


def _lines(document: Document, width: int) -> Iterator[str]:
    if document.title:
        yield from wrapped(document.title, width)
        yield "=" * min(columns_of(visible(document.title)), width)
    if document.subtitle:
        yield from wrapped(document.subtitle, width)
    for section in document.sections:
        yield ""
        if section.title:
            yield from wrapped(section.title, width)
            yield "-" * min(columns_of(visible(section.title)), width)
        for position, block in enumerate(section.blocks):
            if position:
                yield ""
            yield from block_lines(block, width)


def block_lines(block: Block, width: int) -> Iterator[str]:
    """Give the lines of one block."""
    if isinstance(block, Paragraph):
        prefix = "Note: " if block.tone == "warning" else ""
        yield from wrapped(prefix + block.text, width)
    elif isinstance(block, Bullets):
        for number, item in enumerate(block.items, start=1):
            yield from wrapped(item, width, first=f"{number}. " if block.numbered else "- ")
    elif isinstance(block, Facts):
        for name, value in block.pairs:
            yield from wrapped(f"{name}: {value}", width, rest="  ")
    elif isinstance(block, Entry):
        yield from wrapped(block.heading, width)
        if block.lead:
            yield from wrapped(block.lead, width, first="  ")
        for name, value in block.pairs:
            yield from wrapped(f"{name}: {value}", width, first="  ", rest="    ")
    elif isinstance(block, Table):
        yield from _table_lines(block, width)
    elif isinstance(block, Picture):
        yield from _table_lines(block.table, width)
    else:
        yield from wrapped(f"{block.label}: ", width)


def _table_lines(table: Table, width: int) -> Iterator[str]:
    if table.title:
        yield from wrapped(table.title, width)
    if not table.rows:
        yield from wrapped(table.empty, width)
    for row in table.rows:
        # The second cell says what the first one names: one line for both.
        named = 2 if len(row) > 2 and table.columns[1].heading in NAMING else 1
        yield from wrapped("  ".join(filter(None, map(cell_text, row[:named]))), width, rest="  ")
        for column, cell in zip(table.columns[named:], row[named:], strict=True):
            said = cell_text(cell)
            if said:
                name = f"{column.heading}: " if column.heading else ""
                yield from wrapped(name + said, width, first="  ", rest="    ")
