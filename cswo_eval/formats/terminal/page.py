"""Lay blocks out as lines: tables where there is room for them, else one column. Each piece of a line names its style."""

from __future__ import annotations

from cswo_eval.formats.terminal.plain import block_lines
from cswo_eval.formats.terminal.tables import NARROW, Run, layout_of, table_lines
from cswo_eval.formats.terminal.wrapped_lines import NARROWEST, columns_of, wrapped
from cswo_eval.pages.blocks import Block, Bullets, Document, Entry, Facts, Paragraph, Picture, Table
from cswo_eval.text.visible import visible

WIDEST = 120
"""Lines longer than this are hard to read."""
WIDEST_NAME = 34
"""The names of pairs wrap beyond this."""

_TONES = {"plain": "", "quiet": "dim", "warning": "bold yellow", "strong": "bold"}
_PARTS = {"": "", "head": "bold", "rule": "dim", "full": "cyan", "empty": "dim", "quiet": "dim"}


class Page:
    """Lines of styled pieces, for a console of so many columns. `unicode`: whether it has more characters than ASCII."""

    def __init__(self, width: int, unicode: bool) -> None:
        self.width = max(min(width, WIDEST), NARROWEST)
        self.unicode = unicode
        self.content: list[list[Run]] = []

    def line(self, *runs: Run) -> None:
        """Add one line."""
        self.content.append(list(runs))

    def lines(self, text: str, style: str = "", first: str = "", rest: str | None = None) -> None:
        """Add a text, wrapped, in one style."""
        for line in wrapped(text, self.width, first, rest):
            self.line((line, style))

    def text(self) -> str:
        """Return the page without its styles, ending with a line break."""
        return "".join("".join(text for text, _ in runs).rstrip() + "\n" for runs in self.content)


def page_of(document: Document, width: int, unicode: bool) -> Page:
    """Return the document as a page."""
    page = Page(width, unicode)
    if document.title:
        page.lines(document.title, "bold cyan")
    if document.subtitle:
        page.lines(document.subtitle, "dim")
    rule = "─" if unicode else "-"
    for section in document.sections:
        page.line()
        title = f"{rule * 2} {visible(section.title)} "
        if section.title and columns_of(title) < page.width:
            page.line((title + rule * (page.width - columns_of(title)), "cyan"))
        elif section.title:
            page.lines(section.title, "cyan")
        for position, block in enumerate(section.blocks):
            if position:
                page.line()
            _add(block, page)
    return page


def page_of_blocks(blocks: tuple[Block, ...], width: int, unicode: bool) -> Page:
    """Return blocks as a page, one under the other."""
    page = Page(width, unicode)
    for block in blocks:
        _add(block, page)
    return page


def page_of_text(text: str, style: str, width: int, unicode: bool) -> Page:
    """Return one text, wrapped, in one style."""
    page = Page(width, unicode)
    page.lines(text, style)
    return page


def _add(block: Block, page: Page) -> None:
    if isinstance(block, Paragraph):
        page.lines(block.text, _TONES[block.tone])
    elif isinstance(block, Bullets):
        for number, item in enumerate(block.items, start=1):
            page.lines(item, first=f"{number}. " if block.numbered else "- ")
    elif isinstance(block, Facts):
        _add_pairs(block.pairs, page, "")
    elif isinstance(block, Entry):
        page.lines(block.heading, "bold")
        if block.lead:
            page.lines(block.lead, first="  ")
        _add_pairs(block.pairs, page, "  ")
    elif isinstance(block, Table):
        _add_table(block, page)
    elif isinstance(block, Picture):
        _add_table(block.table, page)
    else:
        page.lines(f"{block.label}: ")


def _add_pairs(pairs: tuple[tuple[str, str], ...], page: Page, indent: str) -> None:
    """Names on the left, what holds for each on the right; below a narrow width one under the other."""
    if not pairs:
        return
    if page.width < NARROW:
        for line in block_lines(Facts(pairs), page.width):
            page.line((line, ""))
        return
    side = min(max(columns_of(visible(name)) for name, _ in pairs), WIDEST_NAME)
    room = page.width - side - 2 - len(indent)
    for name, value in pairs:
        names, values = wrapped(name, side), wrapped(value, room)
        for number in range(max(len(names), len(values))):
            left = names[number] if number < len(names) else ""
            right = values[number] if number < len(values) else ""
            padding = " " * (side - columns_of(left) + 2)
            page.line((indent + left, "cyan"), ((padding + right).rstrip(), ""))


def _add_table(table: Table, page: Page) -> None:
    layout = layout_of(table, page.width) if table.rows else None
    if layout is None:
        title = f"{table.title}: " if table.title and not table.rows else ""
        if not table.rows:
            page.lines(title + table.empty)
            return
        for line in block_lines(table, page.width):
            page.line((line, ""))
        return
    if table.title:
        page.lines(table.title, "bold")
    for runs in table_lines(table, layout, page.unicode):
        page.line(*((text, _PARTS[part]) for text, part in runs))
