"""Tables: a marked header row, rows that stay whole, columns as wide as what they hold, levels shaded, bars below shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cswo_eval.formats.word.markup import attribute, clean, joined, paragraph, run
from cswo_eval.formats.word.styles import StyleIds
from cswo_eval.pages.blocks import Align, Cell, Scale, Table, cell_text

BAR = "5B86B5"
OVER = "A8480C"
"""Of a second bar below a full one: what is more than there is room for."""
LEVEL_FILLS = {1: "A8480C", 2: "F6CFA0", 3: "EEF0F3", 4: "A9CDE6", 5: "14557F"}
"""Orange to blue, the shades of the HTML report, told apart by people who see colours differently."""
SOFT_FILLS = {1: "FBE9D6", 2: "FDF3E7", 3: "F5F6F8", 4: "E8F1F8", 5: "D3E5F2"}
"""The same shades for a level within a table: there the words come first, and a low level is no alarm."""
LEVEL_INKS = {"A8480C": "FFFFFF", "14557F": "FFFFFF"}
"""What is written on a dark shade; on every other stands `INK_ON_SHADE`."""
INK_ON_SHADE = "1B2430"

_MARGINS = 240
"""Twips that a cell keeps free at its sides."""
_CHARACTER = 104
"""Twips of an average character in a cell."""
_NARROW, _CAPITAL, _BROAD = 120, 155, 200
"""Twips of the characters of a word that must not break, bold: small letters and figures, capitals, M and W and others."""
_WIDE, _WORD = frozenset("MWmw%@"), 14
"""Letters as wide as these; and of a longer word so many of its characters stay on a line."""
_WHOLE = "<w:cantSplit/>"
_KEPT_ROWS = 7
"""A table of so few rows stays on one page."""
_WHOLE_ROW = 1500
"""A row of more characters than this may break over pages, or it could not be shown at all."""


class Bar(NamedTuple):
    """A bar below what a cell says: where it begins and ends, as parts of the cell's width. `edge`: colour of its outline."""

    first: float
    last: float
    colour: str = BAR
    edge: str = ""


class Line(NamedTuple):
    """One paragraph of a cell: its style by name, its runs, and what else its properties say."""

    style: str
    runs: str
    properties: str = ""


class WordCell(NamedTuple):
    """What one cell of a row says, and how it looks.

    `lines`: paragraphs of its own, in place of `text`. `over`: a second bar, below the first. `span`: columns it takes.
    """

    text: str = ""
    align: Align = "left"
    fill: str = ""
    bar: Bar | None = None
    over: Bar | None = None
    lines: tuple[Line, ...] = ()
    span: int = 1


def ink_on(fill: str) -> str:
    """Return the properties of a run that is to be read on a shade; none where there is no shade."""
    return f'<w:color w:val="{LEVEL_INKS.get(fill, INK_ON_SHADE)}"/>' if fill else ""


def plain_cell(cell: Cell, align: Align = "left", fill: str = "") -> WordCell:
    """Return a cell of a format-neutral table: a level or mean gets the shade of its level, another share its bar.

    A bar takes a line of its own: below each level of a long table it would make every row twice as high.
    What is more than the whole fills its bar and begins another.
    """
    if isinstance(cell, Scale) and cell.value is not None and cell.of == len(LEVEL_FILLS):
        return WordCell(cell.said, align, SOFT_FILLS[max(1, min(int(cell.value + 0.5), cell.of))])
    if isinstance(cell, Scale) and cell.value is not None and cell.of:
        over = Bar(0, cell.value / cell.of - 1, OVER) if cell.value > cell.of else None
        return WordCell(cell.said, align, fill, Bar(0, cell.value / cell.of), over)
    return WordCell(cell_text(cell), align, fill)


def plain_rows(table: Table) -> list[list[WordCell]]:
    """Return the rows of a format-neutral table."""
    return [
        [plain_cell(cell, column.align) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows
    ]


def column_widths(table: Table, total: int) -> list[int]:
    """Return a width in twips for each column: room for its longest word, more for what is longer, `total` in all."""
    least, wanted = [], []
    for position, column in enumerate(table.columns):
        texts = [clean(cell_text(row[position])) for row in table.rows] + [column.heading]
        words = {word[:_WORD] for text in texts for word in text.split()}
        longest = max(map(len, texts))
        least.append(max(map(_across, words), default=_NARROW) + _MARGINS)
        wanted.append(min(longest, 70 if column.main else 24) * _CHARACTER + _MARGINS)
    return shared_widths(least, wanted, [column.main for column in table.columns], total)


def _across(word: str) -> int:
    """About how wide a word is in twips, in bold."""
    capitals = sum(letter.isupper() and letter not in _WIDE for letter in word)
    broad = sum(letter in _WIDE or letter > "\u024f" for letter in word)
    return len(word) * _NARROW + capitals * (_CAPITAL - _NARROW) + broad * (_BROAD - _NARROW)


def shared_widths(least: Sequence[int], wanted: Sequence[int], main: Sequence[bool], total: int) -> list[int]:
    """Share `total` among columns: the least that each needs, then what each wants, then the main ones take the rest."""
    wanted = [max(want, low) for want, low in zip(wanted, least, strict=True)]
    if sum(least) >= total:
        widths = [total * low // sum(least) for low in least]
    elif sum(wanted) >= total:
        spare, asked = total - sum(least), sum(wanted) - sum(least)
        widths = [low + spare * (want - low) // asked for want, low in zip(wanted, least, strict=True)]
    else:
        takers = [position for position, takes in enumerate(main) if takes] or list(range(len(wanted)))
        spare, widths = total - sum(wanted), list(wanted)
        for position in takers:
            widths[position] += spare // len(takers)
    widths[-1] += total - sum(widths)
    return widths


class TableWriter:
    """Writes tables in the styles of one document, as wide as its text."""

    def __init__(self, styles: StyleIds, width: int) -> None:
        self.styles = styles
        self.width = width

    def table(self, table: Table, title: str) -> str:
        """Return a format-neutral table with rows."""
        columns = "; ".join(column.heading for column in table.columns if column.heading)
        rows = len(table.rows)
        about = f"{title}. {rows} {'row' if rows == 1 else 'rows'}. Columns: {columns}."
        headings = [WordCell(column.heading, column.align) for column in table.columns]
        return self.grid(headings, plain_rows(table), column_widths(table, self.width), title, about)

    def grid(
        self,
        headings: Sequence[WordCell],
        rows: Sequence[Sequence[WordCell]],
        widths: Sequence[int],
        title: str,
        description: str,
        *,
        below_chart: bool = False,
        whole: bool = False,
    ) -> str:
        """Return a table from its cells, and the small gap below it that keeps it apart from a next one.

        The heading stays with the first two rows, and the last two stay together: no row is left on a page alone.
        `whole`: all of it is to stand on one page.
        LibreOffice 7.4 loses rows that may not split in a table below a chart: such a table ties its lines instead.
        """
        few = whole or len(rows) <= _KEPT_ROWS
        header = (
            f"<w:tr><w:trPr>{'' if below_chart else _WHOLE}<w:tblHeader/></w:trPr>"
            f"{self._cells(headings, widths, True, low=True)}</w:tr>"
        )
        body = joined(
            self._row(row, widths, number < len(rows) and (few or number in (1, len(rows) - 1)), below_chart)
            for number, row in enumerate(rows, start=1)
        )
        columns = joined(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self.styles["Report Table"]}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" '
            f'w:noVBand="0"/><w:tblCaption w:val={attribute(title)}/><w:tblDescription w:val={attribute(description)}/>'
            f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{header}{body}</w:tbl>{self.gap()}"
        )

    def gap(self) -> str:
        """Return the small empty paragraph that follows every table."""
        return paragraph(self.styles["Report Gap"])

    def _row(self, row: Sequence[WordCell], widths: Sequence[int], kept: bool, below_chart: bool) -> str:
        whole = sum(len(cell.text) for cell in row) <= _WHOLE_ROW
        properties = f"<w:trPr>{_WHOLE}</w:trPr>" if whole and not below_chart else ""
        return f"<w:tr>{properties}{self._cells(row, widths, kept and whole)}</w:tr>"

    def _cells(self, row: Sequence[WordCell], widths: Sequence[int], kept: bool, low: bool = False) -> str:
        """The cells of a row; where `kept`, on one page with the row after it; where `low`, their text at the foot."""
        shown, position = [], 0
        for cell in row:
            shown.append(self._cell(cell, sum(widths[position : position + cell.span]), kept, low))
            position += cell.span
        return joined(shown)

    def _cell(self, cell: WordCell, width: int, kept: bool, low: bool) -> str:
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
        sides = '<w:jc w:val="right"/>' if cell.align == "right" else ""
        follows = "<w:keepNext/>" if kept else ""
        tied = "<w:keepLines/>" if len(cell.text) <= _WHOLE_ROW else ""
        lines = cell.lines or (
            Line("Report Cell", run(cell.text, ink_on(cell.fill)) if cell.text else "", tied + sides),
        )
        content = joined(paragraph(self.styles[line.style], line.runs, follows + line.properties) for line in lines)
        content += joined(self._bar(bar, width, follows) for bar in (cell.bar, cell.over) if bar is not None)
        foot = '<w:vAlign w:val="bottom"/>' if low else ""
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}{foot}</w:tcPr>{content}</w:tc>'

    def _bar(self, bar: Bar, width: int, follows: str) -> str:
        """Return a bar: an empty shaded paragraph, indented to where it begins and ends. What it shows is said in words."""
        room = width - _MARGINS
        first, last = max(0.0, min(bar.first, 1.0)), max(0.0, min(bar.last, 1.0))
        left, right = round(room * first), round(room * (1 - last))
        if last <= first:
            return ""
        sides = joined(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{bar.edge}"/>'
            for side in ("top", "left", "bottom", "right")
            if bar.edge
        )
        outline = f"<w:pBdr>{sides}</w:pBdr>" if sides else ""
        return paragraph(
            self.styles["Report Bar"],
            "",
            f'{follows}{outline}<w:shd w:val="clear" w:color="auto" w:fill="{bar.colour}"/>'
            f'<w:ind w:left="{left}" w:right="{right}"/>',
        )
