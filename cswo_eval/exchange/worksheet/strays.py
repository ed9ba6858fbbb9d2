"""Words that stand where a worksheet takes nothing in. They are told by row, and never lost in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from cswo_eval.exchange.worksheet.columns import GIVEN
from cswo_eval.exchange.worksheet.content import BESIDES, made_from_these_words, printed_marks
from cswo_eval.exchange.worksheet.marks import WorksheetHead, printed_mark
from cswo_eval.exchange.worksheet.stages import RawRow, RawWorksheet, RowProblem, row_word
from cswo_eval.framework.framework import Framework

IsPrinted = Callable[[str], bool]
_LONGEST = 20_000
"""Characters, however they are spaced: no text that is printed comes near it."""


def what_is_printed(raw: RawWorksheet, head: WorksheetHead, framework: Framework, record_id: str) -> IsPrinted:
    """Return what tells whether a text of the worksheet is one that was exported, and so nobody's own words.

    The marks in the file say what was exported, by whichever version of the Standard. Where they were lost, the Standard
    in use says it, if the worksheet was made from that; else nobody can tell, and every text counts as exported.
    """
    if not raw.printed and not made_from_these_words(framework, head, record_id):
        return lambda _: True
    known = raw.printed | printed_marks(framework, head.kind == "elements", record_id)
    known |= {printed_mark(record_id, one) for one in BESIDES}

    def has_mark(text: str) -> bool:
        # A file of an older version has marks in which each quotation mark and dash counts.
        return printed_mark(record_id, text) in known or printed_mark(record_id, text, one_sign=False) in known

    # A workbook made to do harm may name one long text in a million cells.
    @cache
    def is_printed(text: str) -> bool:
        return not text.strip() or (len(text) <= _LONGEST and has_mark(text))

    return is_printed


def strays_of(row: RawRow, is_printed: IsPrinted) -> list[str]:
    """Return the headings of the columns in which somebody wrote and from which nothing is taken in."""
    return [
        column.heading
        for column in GIVEN
        if column.name in row.not_text or not is_printed(row.fields.get(column.name, ""))
    ]


def stray_sentence(headings: list[str], name: str) -> str:
    """Return what is said of them. `name` is the file's."""
    in_word = row_word(name) == "question"
    called = ["beside the id" if in_word and one == "Statement" else f"'{one}'" for one in headings]
    fields, they = ("a field", "It") if len(called) == 1 else ("fields", "They")
    return (
        f"you wrote in {fields} that {'is' if len(called) == 1 else 'are'} not taken in ({', '.join(called)}). "
        f"Move your words to a yellow field or leave them out. {they} may be left empty."
    )


def strays_beside(raw: RawWorksheet, name: str, is_printed: IsPrinted) -> Iterator[RowProblem]:
    """Give a problem for each place between the questions of a Word document in which somebody wrote."""
    remedy = "Move it to a yellow field of a question, or take it out."
    for after in sorted({one.after for one in raw.beside if not is_printed(one.text)}):
        where = "after this question" if after else "before the first question"
        yield RowProblem(name, after, f"you wrote {where}, outside its fields, where nothing is taken in.", remedy)


def strays_elsewhere(raw: RawWorksheet, name: str, is_printed: IsPrinted) -> Iterator[RowProblem]:
    """Give a problem for each place of a workbook, outside its questions, in which somebody wrote."""
    remedy = "Move it to a yellow field of a question, or take it out."
    places = {(one.row, one.where): None for one in raw.elsewhere if not is_printed(one.text)}
    for row, where in places:
        yield RowProblem(name, row, f"you wrote {where}, where nothing is taken in.", remedy)
