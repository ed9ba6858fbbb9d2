"""A workbook as rows: whichever sheet, row and column they stand in, and whichever program saved it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set

from cswo_eval.exchange.worksheet.as_workbook import HELP_SHEET
from cswo_eval.exchange.worksheet.columns import ASKED, CHOICES, COLUMNS, HEADING_OF
from cswo_eval.exchange.worksheet.marks import FORMAT, HEAD_PARTS, MARKS_FORMAT
from cswo_eval.exchange.worksheet.opened_file import OpenedFile
from cswo_eval.exchange.worksheet.sheets import Cell, Sheet, sheets_of
from cswo_eval.exchange.worksheet.stages import GO_ON, Elsewhere, RawRow, RawWorksheet, RowProblem
from cswo_eval.text.problems import Problem, ProblemsFound

_HEADINGS = {column.heading.casefold(): column.name for column in COLUMNS}
_ENOUGH_HEADINGS = 3
_NOBODYS_NAME = re.compile(r"Worksheet(?: Copy)?(?: ?\(?[0-9]{1,3}\)?)?")
"""What this program and spreadsheets call a sheet. Any other name is the owner's own words."""
_ADDED_BY_PROGRAMS = ("Export Summary", "Compatibility Report")
"""Sheets that Numbers and Excel add, with words that nobody wrote."""


def read_workbook(file: OpenedFile, name: str) -> RawWorksheet:
    """Return what stands in the worksheet of a workbook. Raises ProblemsFound, by row, and Refused."""
    sheets = sheets_of(file)
    marks_head, marks, printed = _marks(sheets)
    questions = [sheet for sheet in sheets if _heading_row(sheet) is not None]
    with_head = [sheet for sheet in questions if _head(sheet)] or (questions if marks_head else [])
    if len(with_head) > 1:
        names = ", ".join(_name_of(sheet, sheets.index(sheet) + 1) for sheet in with_head)
        what = f"{len(with_head)} sheets are worksheets: {names}."
        raise ProblemsFound([Problem(name, 0, what, "Keep the one that counts and delete the others.")], advice=GO_ON)
    if not with_head:
        head = next((found for sheet in sheets if (found := _head(sheet))), marks_head)
        if not head:
            return RawWorksheet((), (), {})
        what = "the row of headings ('Id', 'Statement' and so on) is missing."
        raise ProblemsFound([Problem(name, 0, what, "Put it back as it was exported.")], advice=GO_ON)
    (sheet,) = with_head
    head = _head(sheet) or marks_head
    known = head == marks_head
    elsewhere = (*_beside_the_table(sheet), *_on_other_sheets(sheet, sheets))
    rows = _raw_rows(sheet, name)
    return RawWorksheet(head, rows, marks if known else {}, printed if known else frozenset(), elsewhere=elsewhere)


def _name_of(sheet: Sheet, place: int) -> str:
    return f"'{sheet.name}'" if _NOBODYS_NAME.fullmatch(sheet.name) else f"number {place} in the file"


# --- the worksheet among the sheets -----------------------------------------------------------------------------


def _head_row(sheet: Sheet) -> int | None:
    """The row of the line by which a worksheet is known, wherever it has been moved to."""
    for number, cells in sheet.rows.items():
        if any(cell.text.split()[:1] == [FORMAT] for cell in cells.values()):
            return number
    return None


def _head(sheet: Sheet) -> tuple[str, ...]:
    """That line in its parts; nothing where it is not there."""
    row = _head_row(sheet)
    texts = [cell.text.split() for cell in sheet.rows[row].values()] if row is not None else []
    return next((tuple(parts) for parts in texts if parts[:1] == [FORMAT]), ())


def _heading_row(sheet: Sheet) -> int | None:
    for number, cells in sheet.rows.items():
        if sum(_heading(cell) in _HEADINGS for cell in cells.values()) >= _ENOUGH_HEADINGS:
            return number
    return None


def _heading(cell: Cell) -> str:
    return " ".join(cell.text.split()).casefold()


def _is_marks(sheet: Sheet) -> bool:
    """Whether this is the hidden sheet of marks."""
    return sheet.rows.get(1, {}).get(1, Cell("")).text == MARKS_FORMAT


def _marks(sheets: list[Sheet]) -> tuple[tuple[str, ...], dict[str, str], frozenset[str]]:
    """The head, the marks of the rows, and those of what is printed, of the hidden sheet; nothing where it was lost."""
    for sheet in sheets:
        if _is_marks(sheet):
            first = sheet.rows[1]
            head = tuple(first.get(2, Cell("")).text.split())
            marks = {
                cells[1].text: cells[2].text
                for number, cells in sheet.rows.items()
                if number > 1 and {1, 2} <= set(cells)
            }
            return head, marks, frozenset(first.get(3, Cell("")).text.split())
    return (), {}, frozenset()


def _beside_the_table(sheet: Sheet) -> Iterator[Elsewhere]:
    """Give what stands in the two rows that are no questions, besides the headings and the line that is exported."""
    rows = (
        (_head_row(sheet), f"beside the line that begins with '{FORMAT}'"),
        (_heading_row(sheet), "beside the headings"),
    )
    for number, where in rows:
        for cell in sheet.rows[number].values() if number is not None else ():
            if _heading(cell) not in _HEADINGS and not _is_head(cell):
                # What is no text is told as well: its problem is no text that is printed.
                yield Elsewhere(number or 0, where, cell.text or cell.problem)


def _on_other_sheets(sheet: Sheet, sheets: list[Sheet]) -> Iterator[Elsewhere]:
    """Give the words on the other sheets, but for those that stand in the worksheet too and were only copied."""
    own = {cell.text.strip() for cells in sheet.rows.values() for cell in cells.values()}
    for other in sheets:
        if other is sheet or _is_marks(other) or other.name in _ADDED_BY_PROGRAMS:
            continue
        ours = other.name == HELP_SHEET or _NOBODYS_NAME.fullmatch(other.name)
        where = f"on the sheet '{other.name}'" if ours else "on another sheet"
        for cells in other.rows.values():
            for cell in cells.values():
                words = _words(cell)
                if words and (cell.problem or not _is_copied(cell, own)):
                    yield Elsewhere(0, where, words)


def _words(cell: Cell) -> str:
    """Somebody may well reckon there: a figure, a date or a formula is no answer that would be lost."""
    if any(one.isalpha() for one in cell.text):
        return cell.text
    return "" if cell.kind else cell.problem


def _is_copied(cell: Cell, own: Set[str]) -> bool:
    return cell.text.strip() in own or _heading(cell) in _HEADINGS or _is_head(cell)


def _is_head(cell: Cell) -> bool:
    parts = cell.text.split()
    return parts[:1] == [FORMAT] and len(parts) == HEAD_PARTS


def _raw_rows(sheet: Sheet, name: str) -> tuple[RawRow, ...]:
    heading_row = _heading_row(sheet)
    assert heading_row is not None
    headings = sheet.rows[heading_row]
    columns = {place: _HEADINGS[_heading(cell)] for place, cell in headings.items() if _heading(cell) in _HEADINGS}
    counted = Counter(columns.values())
    problems = [
        RowProblem(
            name,
            heading_row,
            f"the column '{column.heading}' {'is missing' if not counted[column.name] else 'stands twice'}.",
            "Put the headings back as they were exported.",
        )
        for column in COLUMNS
        if (column.asks or column.name == "id") and counted[column.name] != 1
    ]
    if problems:
        raise ProblemsFound(problems, advice=GO_ON)
    others = {heading_row, _head_row(sheet)}
    return tuple(
        _raw_row(number, cells, columns) for number, cells in sorted(sheet.rows.items()) if number not in others
    )


def _raw_row(number: int, cells: Mapping[int, Cell], columns: Mapping[int, str]) -> RawRow:
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    fields: dict[str, str] = {}
    wrong = []
    not_text = []
    for place, cell in sorted(cells.items()):
        column = columns.get(place)
        if column is None:
            if cell.text.strip() or cell.problem:
                letter = get_column_letter(place)
                what = f"column {letter} is none of the worksheet's, so what it says would be lost."
                wrong.append(f"{what} Move or delete it.")
            continue
        fields[column] = cell.text
        if not cell.problem:
            continue
        if column in ("id", *(one.name for one in ASKED)):
            wrong.append(f"'{HEADING_OF[column]}': {_said(column, cell)}")
        else:
            not_text.append(column)
    return RawRow(number, fields, tuple(wrong), tuple(not_text))


def _said(column: str, cell: Cell) -> str:
    """What is wrong with a cell: where it is not free text that is asked for, what is."""
    if not cell.kind or column not in ("id", *CHOICES):
        return cell.problem
    wanted = (
        f"one of {', '.join(CHOICES[column])}"
        if column in CHOICES
        else "the id there, such as MV1 or MV1.1, or empty the cell"
    )
    return f"what stands there is {cell.kind}. Write {wanted}."
