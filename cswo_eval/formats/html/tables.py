"""Tables as HTML: row and column headings, numbers with their bars, columns that keep their words whole."""

from __future__ import annotations

import re
from collections.abc import Callable

from cswo_eval.formats.html.markup import Markup, filled, joined
from cswo_eval.pages.blocks import Cell, Table, cell_text

_WHOLE = 18
"""Columns whose cells are no longer than this are not broken."""
_MOST_COLUMNS = 8
"""The style sheet counts so far. In a table of more columns all cells may be broken: else it would not fit beside a chart."""
_CROWDED = 6
"""In a table of more columns, a heading longer than all that stands under it is set upright on a narrow screen."""
_SHORT = 3
"""A heading of no more letters stands level everywhere."""
_LONG = re.compile(r"[^\s\-‐–—]{21}")
"""A word that may be broken anywhere: it would make its column wider than a screen."""
_MOST_OVER = 2
"""How many times its full length the bar of a number that is over has at most."""
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
    scope = Markup("" if table.columns[0].heading else " scope=row")
    return filled(
        "<div class=w{}><table{}>{}<thead><tr>{}<tbody>{}</table></div>\n",
        filled(" tabindex=0 role=group aria-labelledby={}", named_by) if len(table.columns) > _FREE else "",
        _column_kinds(table),
        filled("<caption>{}</caption>", title) if title else "",
        joined(_heading(table, place) for place in range(len(table.columns))),
        joined(_row(row, scope, words) for row in table.rows),
    )


def _heading(table: Table, place: int) -> Markup:
    """The head of a column; without words it is an empty cell, since a heading must say something."""
    column = table.columns[place]
    kind = "e" if column.align == "right" else "m" if column.main else "" if _is_whole(table, place) else "n"
    if place and len(table.columns) > _CROWDED and _is_narrow(table, place):
        kind = f'"{kind} v"' if kind else "v"
    given = Markup(f" class={kind}" if kind else "")
    return filled("<th scope=col{}>{}", given, column.heading) if column.heading else Markup("<td>")


def _row(row: tuple[Cell, ...], scope: Markup, words: Words) -> Markup:
    name = cell_text(row[0])
    kind = Markup(" class=a" if _ASPECT.fullmatch(name) else "")
    others = joined(_cell(cell, words) for cell in row[1:])
    return filled("<tr{}><th{}{}>{}{}", kind, scope, _breaking(name), words(name), others)


def _cell(cell: Cell, words: Words) -> Markup:
    """A cell; a number on a scale has its bar drawn after it by the style sheet, longer and hatched where it is over."""
    if isinstance(cell, str) or cell.value is None:
        return filled("<td{}>{}", _breaking(cell_text(cell)), words(cell_text(cell)))
    share = max(cell.value, 0) / max(cell.of, 1)
    if cell.value > cell.of:
        return filled("<td class=over style=--v:{}>{}", f"{min(max(share, 1.1), _MOST_OVER):.1f}", cell.said)
    return filled("<td style=--v:{}%>{}", round(100 * share), cell.said)


def _breaking(text: str) -> Markup:
    return Markup(" class=z" if _LONG.search(text) else "")


def _column_kinds(table: Table) -> Markup:
    """Return the classes for columns by their number: e2 set to the right, w3 of short cells that are not broken."""
    kinds, few = [], len(table.columns) <= _MOST_COLUMNS
    for place, column in enumerate(table.columns[:_MOST_COLUMNS]):
        if column.align == "right":
            kinds.append(f"e{place + 1}")
        elif few and not column.main and _is_whole(table, place):
            kinds.append(f"w{place + 1}")
    return Markup(f' class="{" ".join(kinds)}"' if kinds else "")


def _is_whole(table: Table, place: int) -> bool:
    return all(len(text) <= _WHOLE and "\n" not in text for text in (cell_text(row[place]) for row in table.rows))


def _is_narrow(table: Table, place: int) -> bool:
    heading = len(table.columns[place].heading)
    return heading > _SHORT and all(len(cell_text(row[place])) < heading for row in table.rows)
