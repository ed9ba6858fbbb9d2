"""What stands in a worksheet, whatever its format: the questions, what is answered already, and the words round them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cswo_eval.framework.loading import Framework
from cswo_eval.framework.models import Aspect, Competency, Element
from cswo_eval.framework.problems import CswoEvalError, Problem, ProblemsFound
from cswo_eval.record.models import Round
from cswo_eval.report.worksheet.columns import FILLED, HEADING_OF, MOST_IN_CELL, UNHOLDABLE, WORKBOOK_ESCAPE, said
from cswo_eval.report.worksheet.marks import head_line, row_marks

HOW = (
    "Write in the yellow fields. Leave a field empty where you have nothing to say: an empty field changes nothing.",
    "What you did becomes an entry in your register of evidence. An id such as E4 there stands for an entry that you have.",
    "Names of people are best left out; roles will do.",
    "Save it as the workbook or Word document that it is, without a password. Take it in with: cswo-eval worksheet import FILE",
)
KEEP = "Keep this line: by it your record knows the worksheet."


class WorksheetContent(NamedTuple):
    """A worksheet before it is written."""

    title: str
    head: str
    made: date
    """The day that the file says it was made: no clock is read, so that the same answers give the same bytes."""
    items: tuple[Element | Competency, ...]
    answers: dict[str, dict[str, str]]
    """What is answered already, by item and column."""
    marks: dict[str, str]
    """The marks of each item's fields."""
    scales: tuple[tuple[str, str], ...]
    """Each short answer and what it means."""


def worksheet_content(
    framework: Framework,
    round_: Round | None,
    elements: bool,
    *,
    record_id: str,
    aspect: str | None,
    include_private: bool,
    workbook: bool,
) -> WorksheetContent:
    """Return what is to be written. Raises CswoEvalError for a wrong aspect, ProblemsFound for what cannot be held."""
    items = _items(framework, elements, aspect)
    answers = _filled_in(items, round_, include_private, workbook=workbook)
    day = round_.started if round_ is not None else None
    return WorksheetContent(
        title=f"Worksheet: the {'elements' if elements else 'competencies'} of the Standard",
        head=head_line(record_id, day, elements, (item.id for item in items)),
        made=day or date(2000, 1, 1),
        items=items,
        answers=answers,
        marks={item.id: row_marks(record_id, item.id, answers[item.id]) for item in items},
        scales=_scales(framework),
    )


def _items(framework: Framework, elements: bool, aspect: str | None) -> tuple[Element | Competency, ...]:
    if aspect is not None:
        found = framework.item(aspect)
        if not isinstance(found, Aspect):
            raise CswoEvalError(f"{found.id} is not an aspect; the aspects are {', '.join(framework.outline.aspects)}.")
        wanted = [one.id for one in found.elements]
    else:
        wanted = list(framework.elements)
    chosen = [framework.elements[name] for name in wanted]
    return tuple(chosen) if elements else tuple(one for element in chosen for one in element.competencies)


def _filled_in(
    items: tuple[Element | Competency, ...], round_: Round | None, include_private: bool, *, workbook: bool
) -> dict[str, dict[str, str]]:
    """Return what is already answered, by item and column. Raises ProblemsFound for what the format cannot hold."""
    given: dict[str, dict[str, str]] = {}
    problems = []
    for item in items:
        answer = round_.answers.get(item.id) if round_ is not None else None
        shown = answer is not None and (include_private or not answer.private)
        given[item.id] = fields = said(answer) if answer is not None and shown else {}
        for column in FILLED:
            what = _cannot_hold(fields.get(column, ""), workbook)
            if what:
                remedy = "Change that answer (`cswo-eval assess`), then export again; nothing was written."
                problems.append(Problem(f"{item.id}, '{HEADING_OF[column]}'", 0, what, remedy))
    if problems:
        raise ProblemsFound(problems)
    return given


def _cannot_hold(text: str, workbook: bool) -> str:
    """Return what in a text the format cannot hold letter for letter; '' where it holds it all."""
    found = UNHOLDABLE.search(text)
    if found:
        return f"the control character U+{ord(found.group()):04X} cannot stand in a worksheet."
    if workbook and WORKBOOK_ESCAPE.search(text):
        return "letters such as _x0041_ are a code in a workbook and would be changed; --format docx keeps them."
    if workbook and len(text.encode("utf-16-le")) // 2 > MOST_IN_CELL:
        return f"it is longer than the {MOST_IN_CELL:,} characters that a cell holds; --format docx has room."
    return ""


def _scales(framework: Framework) -> tuple[tuple[str, str], ...]:
    levels = framework.levels
    rows = [(f"Level {one.level}: {one.name}", one.description) for one in levels.levels]
    rows += [(f"Level n: {levels.no_chance.name}", levels.no_chance.description)]
    rows += [(f"Level x: {levels.not_applicable.name}", levels.not_applicable.description)]
    rows += [(f"Importance {one.id}: {one.name}", one.description) for one in levels.importance]
    return tuple(rows + [(f"Confidence: {one.id}", one.description) for one in levels.confidence])
