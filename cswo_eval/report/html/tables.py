"""Tables as HTML: row and column headings, numbers with their bars, columns that keep their words whole."""

from __future__ import annotations

import re
from collections.abc import Callable

from cswo_eval.report.blocks import Cell, Scale, Table
from cswo_eval.report.html.markup import Markup, filled, joined

_WHOLE = 18
"""Columns whose cells are no longer than this are not broken."""
_MOST_COLUMNS = 8
"""The style sheet counts so far."""
_FREE = 2
"""A table of more columns may have to be moved sideways on a narrow screen, so it can be reached with the keyboard."""
_ASPECT = re.compile(r"[A-Z]{2}")

Words = Callable[[str], Markup]
"""How the text of a cell is written: with links or without."""


def table_markup(table: Table, title: str, named_by: str, words: Words) -> Markup:
    """Return a table under a title, if it has one. `named_by`: the place of the words that name it to those who hear it."""
    if not table.rows:
        name = filled("<b>{}:</b> ", title) if title else ""
        return filled("<p>{}{}", name, table.empty) if table.empty else Markup()
    # Below a heading the first cell of a row is taken for its name; below an empty cell that has to be said.
    row_name = Markup("<th>" if table.columns[0].heading else "<th scope=row>")
    return filled(
        "<div class=w{}><table{}>{}<thead><tr>{}<tbody>{}</table></div>\n",
        filled(" tabindex=0 role=group aria-labelledby={}", named_by) if len(table.columns) > _FREE else "",
        _column_kinds(table),
        filled("<caption>{}</caption>", title) if title else "",
        joined(_heading(table, place) for place in range(len(table.columns))),
        joined(_row(row, row_name, words) for row in table.rows),
    )


def _heading(table: Table, place: int) -> Markup:
    """The head of a column; without words it is an empty cell, since a heading must say something."""
    column = table.columns[place]
    kind = " class=e" if column.align == "right" else " class=m" if column.main else ""
    if not kind and not _is_whole(table, place):
        kind = " class=n"
    return filled("<th scope=col{}>{}", Markup(kind), column.heading) if column.heading else Markup("<td>")


def _row(row: tuple[Cell, ...], row_name: Markup, words: Words) -> Markup:
    aspect = isinstance(row[0], str) and _ASPECT.fullmatch(row[0])
    others = joined(_cell(cell, words) for cell in row[1:])
    return filled("<tr{}>{}{}{}", Markup(" class=a" if aspect else ""), row_name, words(_text(row[0])), others)


def _cell(cell: Cell, words: Words) -> Markup:
    """A cell; a number on a scale has its bar drawn after it by the style sheet."""
    if isinstance(cell, str) or cell.value is None:
        return filled("<td>{}", words(_text(cell)))
    return filled("<td style=--v:{}%>{}", _share(cell.value, cell.of), cell.said)


def _share(value: float, of: int) -> int:
    """Return how much of its bar a value fills, in hundredths."""
    return round(100 * min(max(value / max(of, 1), 0), 1))


def _column_kinds(table: Table) -> Markup:
    """Return the classes for columns by their number: e2 set to the right, w3 of short cells that are not broken."""
    kinds = []
    for place, column in enumerate(table.columns[:_MOST_COLUMNS]):
        if column.align == "right":
            kinds.append(f"e{place + 1}")
        elif not column.main and _is_whole(table, place):
            kinds.append(f"w{place + 1}")
    return Markup(f' class="{" ".join(kinds)}"' if kinds else "")


def _is_whole(table: Table, place: int) -> bool:
    return all(len(text) <= _WHOLE and "\n" not in text for text in (_text(row[place]) for row in table.rows))


def _text(cell: Cell) -> str:
    return cell.said if isinstance(cell, Scale) else cell
