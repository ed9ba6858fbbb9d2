"""The report as Markdown: reads well as it stands in a repository and rendered in a wiki (GitHub's pipe tables)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cswo_eval.formats.markdown.texts import anchor_of, in_cell, in_heading, in_lines
from cswo_eval.formats.registry import Wishes
from cswo_eval.pages.blocks import Block, Bullets, Cell, Document, Entry, Facts, Field, Paragraph, Picture, Scale, Table
from cswo_eval.pages.report import Report

WIDEST_TABLE = 110
"""A table of at most so many characters lines up in a text editor."""
WIDEST_PADDED = 30
"""The cells of a wider one are padded up to so many."""
LINE_TO_WRITE_ON = "_" * 40
FEWEST_FOR_CONTENTS = 4
"""With fewer sections than this a list of them says nothing."""


class _Piece(NamedTuple):
    """What one block comes to. Two lists that follow each other are one: no blank line may stand between them."""

    lines: list[str]
    kind: str = ""


def write_report(report: Report, _wishes: Wishes) -> dict[str, bytes]:
    """Return the one file of a report, as `registry.py` asks for it."""
    return {"": markdown_bytes(report)}


def markdown_bytes(report: Report) -> bytes:
    """Return the report as a Markdown file in UTF-8. Every text in it is only text, also where HTML is obeyed."""
    return markdown_text(report.document).encode("utf-8")


def markdown_text(document: Document) -> str:
    """Return a document as Markdown, ending with one line break."""
    pieces = [*_opening(document)]
    for section in document.sections:
        if section.title:
            pieces.append(_Piece([f"## {in_heading(section.title)}"]))
        level = "###" if section.title else "##"
        for block in section.blocks:
            pieces += _pieces(block, level, section.title)
    lines: list[str] = []
    before = ""
    for piece in pieces:
        if not piece.lines:
            continue
        if lines and (not piece.kind or piece.kind != before):
            lines.append("")
        elif lines and piece.kind == "quote":
            lines.append(">")
        lines += piece.lines
        before = piece.kind
    return "\n".join(lines) + "\n"


def _opening(document: Document) -> Iterator[_Piece]:
    if document.title:
        yield _Piece([f"# {in_heading(document.title)}"])
    if document.subtitle:
        yield _Piece(in_lines(document.subtitle))
    titles = [section.title for section in document.sections if section.title]
    if len(titles) >= FEWEST_FOR_CONTENTS:
        links = " · ".join(f"[{in_heading(title)}](#{anchor_of(title)})" for title in titles)
        yield _Piece([f"Contents: {links}"])


def _pieces(block: Block, level: str, section: str) -> Iterator[_Piece]:
    if isinstance(block, Paragraph):
        yield _paragraph(block)
    elif isinstance(block, Bullets):
        yield _bullets(block)
    elif isinstance(block, Facts):
        yield _pairs(block.pairs)
    elif isinstance(block, Entry):
        yield _Piece([f"{level} {in_heading(block.heading)}"])
        yield _Piece(in_lines(block.lead))
        yield _pairs(block.pairs)
    elif isinstance(block, Table):
        yield from _table(block, level)
    elif isinstance(block, Picture):
        # A title is said once: the section's, the picture's and the table's are often the same.
        if block.title != section:
            yield _Piece([f"{level} {in_heading(block.title)}"])
        yield _Piece(in_lines(block.description))
        same = block.table.title in (section, block.title)
        yield from _table(block.table._replace(title="") if same else block.table, level)
    else:
        yield _field(block)


def _paragraph(block: Paragraph) -> _Piece:
    lines = in_lines(block.text)
    if block.tone == "quiet":
        return _Piece([f"> {line}".rstrip() for line in lines], "quote")
    if block.tone == "strong":
        return _Piece([_bold(line) for line in lines])
    if block.tone == "warning" and lines:
        return _Piece([f"**Note:** {lines[0]}", *lines[1:]])
    return _Piece(lines)


def _bold(line: str) -> str:
    """A line in bold. The sign of a line break stays outside."""
    if not line:
        return line
    broken = (len(line) - len(line.rstrip("\\"))) % 2  # an even number of backslashes is the text's own
    return f"**{line[:-1]}**\\" if broken else f"**{line}**"


def _bullets(block: Bullets) -> _Piece:
    lines = []
    for number, item in enumerate(block.items, start=1):
        lines += _item(in_lines(item), f"{number}. " if block.numbered else "- ")
    return _Piece(lines, "numbers" if block.numbered else "list")


def _item(lines: list[str], sign: str) -> list[str]:
    """The lines of one item of a list: those after the first stand under its text."""
    first, *rest = lines or [""]
    return [(sign + first).rstrip(), *((" " * len(sign) + line).rstrip() for line in rest)]


def _pairs(pairs: tuple[tuple[str, str], ...]) -> _Piece:
    lines = []
    for name, value in pairs:
        said = in_lines(value)
        label = in_heading(name)
        lines += _item([f"**{label}:** {said[0] if said else ''}", *said[1:]] if label else said, "- ")
    return _Piece(lines, "list")


def _field(block: Field) -> _Piece:
    return _Piece([f"**{in_heading(block.label)}:** {LINE_TO_WRITE_ON}"])


def _table(table: Table, level: str) -> Iterator[_Piece]:
    if table.title:
        yield _Piece([f"{level} {in_heading(table.title)}"])
    if not table.rows:
        yield _Piece(in_lines(table.empty))
        return
    rows = [[in_cell(column.heading) for column in table.columns]]
    rows += [[_cell(cell) for cell in row] for row in table.rows]
    widths = [max(3, *(len(row[place]) for row in rows)) for place in range(len(table.columns))]
    if sum(widths) > WIDEST_TABLE:
        widths = [min(width, WIDEST_PADDED) for width in widths]
    lines = [_row(row, widths, table) for row in rows]
    rules = (
        "-" * (width - 1) + ":" if column.align == "right" else "-" * width
        for width, column in zip(widths, table.columns, strict=True)
    )
    lines.insert(1, f"| {' | '.join(rules)} |")
    yield _Piece(lines)


def _row(cells: list[str], widths: list[int], table: Table) -> str:
    padded = (
        cell.rjust(width) if column.align == "right" else cell.ljust(width)
        for cell, width, column in zip(cells, widths, table.columns, strict=True)
    )
    return f"| {' | '.join(padded)} |"


def _cell(cell: Cell) -> str:
    if not isinstance(cell, Scale):
        return in_cell(cell)
    said = in_cell(cell.said)
    if cell.value is None:
        return said
    full = max(0, min(cell.of, int(cell.value + 0.5)))
    return f"{said} {'●' * full}{'○' * (cell.of - full)}"
