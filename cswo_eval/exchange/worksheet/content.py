"""What stands in a worksheet, whatever its format: the questions, what is answered already, and the words round them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cswo_eval.exchange.worksheet.columns import (
    COLUMNS,
    FILLED,
    GIVEN,
    HEADING_OF,
    MOST_IN_CELL,
    UNHOLDABLE,
    WORKBOOK_ESCAPE,
    said,
)
from cswo_eval.exchange.worksheet.marks import WorksheetHead, head_line, printed_mark, row_marks
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Aspect, Competency, Element
from cswo_eval.record.models import Round
from cswo_eval.text.problems import CswoEvalError, Problem, ProblemsFound

HOW = (
    "Write in the yellow fields: nothing is taken in from anywhere else. Leave a field empty where you have nothing to say: an empty field changes nothing.",
    "What you did becomes an entry in your register of evidence. An id such as E4 there stands for an entry that you have.",
    "Names of people are best left out; roles will do.",
    "Save it as the workbook or Word document that it is, without a password. Take it in with: cswo-eval worksheet import FILE",
)
HOW_HEAD = "Filling it in"
"""Stands beside the first line of HOW in a workbook."""
SCALE_HEAD = ("What you write", "What it means")
WITH_PRIVATE = "This worksheet also holds answers that you marked private. It is for you alone: do not hand it on."
KEEP = "Keep this line: by it your record knows the worksheet."
BESIDES = (HOW_HEAD, WITH_PRIVATE)
"""What may be printed in a worksheet and is no part of the line by which it is known."""


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
    printed: str
    """The marks of all words that stand in it besides the answers, with a space between them."""
    how: tuple[str, ...]
    """How it is filled in; where private answers are in it, that first."""
    scales: tuple[tuple[str, str], ...]
    """Each short answer and what it means."""


def worksheet_content(
    framework: Framework,
    round_: Round | None,
    elements: bool,
    *,
    record_id: str,
    aspect: str | None,
    with_private: bool,
    workbook: bool,
) -> WorksheetContent:
    """Return what is to be written. Raises CswoEvalError for a wrong aspect, ProblemsFound for what cannot be held."""
    items = _items(framework, elements, aspect)
    answers = _filled_in(items, round_, workbook=workbook)
    day = round_.started if round_ is not None else None
    printed = printed_marks(framework, elements, record_id)
    return WorksheetContent(
        title=_title(elements),
        head=head_line(record_id, day, elements, (item.id for item in items), printed),
        made=day or date(2000, 1, 1),
        items=items,
        answers=answers,
        marks={item.id: row_marks(record_id, item.id, answers[item.id]) for item in items},
        how=(WITH_PRIVATE, *HOW) if with_private else HOW,
        printed=" ".join(sorted(printed | {printed_mark(record_id, one) for one in BESIDES})),
        scales=_scales(framework),
    )


def heading_over(framework: Framework, item: str, elements: bool) -> str:
    """Return the heading that an item stands under: its aspect's, or for a competency its element's."""
    group = framework.element_of(item)
    return framework.aspect_of(item).title if elements else f"{group.id} {group.title}"


def printed_marks(framework: Framework, elements: bool, record_id: str, *, one_sign: bool = True) -> frozenset[str]:
    """Return the marks of all words that a worksheet may hold besides the answers, of whichever aspect.

    `one_sign` is as in `printed_mark`.
    """
    items = _items(framework, elements, None)
    texts = [_title(elements), KEEP, *HOW, *SCALE_HEAD, *(column.heading for column in COLUMNS)]
    texts += [text for row in _scales(framework) for text in row]
    texts += [heading_over(framework, item.id, elements) for item in items]
    texts += [item.id for item in items]
    texts += [str(getattr(item, column.name)) for item in items for column in GIVEN]
    return frozenset(printed_mark(record_id, text, one_sign=one_sign) for text in texts)


def made_from_these_words(framework: Framework, head: WorksheetHead, record_id: str) -> bool:
    """Return whether a worksheet was made with the Standard, and the words round it, that are in use."""
    elements = head.kind == "elements"
    day = None if head.day == "-" else date.fromisoformat(head.day)
    return any(
        head_line(record_id, day, elements, (item.id for item in _items(framework, elements, aspect)), printed)
        == " ".join(head)
        for printed in (printed_marks(framework, elements, record_id, one_sign=one) for one in (True, False))
        for aspect in (None, *framework.outline.aspects)
    )


def _title(elements: bool) -> str:
    return f"Worksheet: the {'elements' if elements else 'competencies'} of the Standard"


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
    items: tuple[Element | Competency, ...], round_: Round | None, *, workbook: bool
) -> dict[str, dict[str, str]]:
    """Return what is already answered, by item and column. Raises ProblemsFound for what the format cannot hold."""
    given: dict[str, dict[str, str]] = {}
    problems = []
    for item in items:
        answer = round_.answers.get(item.id) if round_ is not None else None
        given[item.id] = fields = said(answer) if answer is not None else {}
        for column in FILLED:
            what = _cannot_hold(fields.get(column, ""), workbook)
            if what:
                remedy = (
                    f"Change that answer (`cswo-eval assess --go {item.id}`), then export again; nothing was written."
                )
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
