"""The report as typed rows, for spreadsheets: one a competency, one a piece of evidence, one an action.

What a report's audience does not see has no column, or no row: it is asked of the sections that the report holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from cswo_eval.analysis.results import ItemResult
from cswo_eval.disclosure.sharing_copy import NO_LEVEL
from cswo_eval.pages.gap_sections.frame import set_aside_because
from cswo_eval.pages.plan_sections import current_actions
from cswo_eval.pages.report import Report
from cswo_eval.record.models import Action, Answer, Evidence, Round, SetAside
from cswo_eval.text.words import listed

CellKind = Literal["text", "number", "date"]
CellValue = str | int | float | date | None
"""What a cell holds; None where there is nothing to say."""


class RowColumn(NamedTuple):
    """A column: its heading, what its cells hold, and how wide it reads well, in characters."""

    name: str
    kind: CellKind = "text"
    width: int = 12


class RowTable(NamedTuple):
    """Rows under typed columns. The first column is the id of what the row tells of."""

    name: str
    columns: tuple[RowColumn, ...]
    rows: tuple[tuple[CellValue, ...], ...]


class Shown(NamedTuple):
    """What the readers of a report may see of single things."""

    means: bool
    levels: bool
    """The level of every competency, and what follows from it: gap, need, band."""
    needs: bool
    strengths: bool
    answers: bool
    """What the owner wrote about each competency, and how sure they are."""
    evidence: bool
    plan: bool
    actions: bool
    reviews: bool
    checks: bool


def shown_in(report: Report) -> Shown:
    """Return what the typed formats hold: what the report's sections do, and no level where its audience sees none."""
    held = {section.id for section in report.document.sections}
    levels = report.audience.levels
    return Shown(
        means=bool(held & {"summary", "aspects"}),
        levels=levels and bool(held & {"map", "quadrants", "competencies"}),
        needs=levels and "needs" in held,
        strengths="strengths" in held,
        answers=levels and "competencies" in held,
        evidence="evidence" in held,
        plan="plan" in held,
        actions="actions" in held,
        reviews=bool(held & {"reviews", "held-reviews"}),
        checks=levels and "checks" in held,
    )


def row_tables(report: Report) -> tuple[RowTable, RowTable, RowTable]:
    """Return competencies, evidence and actions, in this order. A table that the readers may not see has no rows."""
    return competency_rows(report), evidence_rows(report), action_rows(report)


def shown_results(report: Report) -> list[ItemResult]:
    """Return the result of every competency in the Standard's order, each element answered as a whole before its own."""
    results = []
    for element in report.framework.elements.values():
        names = (element.id, *(one.id for one in element.competencies))
        results += [found for name in names if (found := report.analysis.item(name)) is not None]
    return results


_COMPETENCY = (RowColumn("Id", width=8), RowColumn("Title", width=34), RowColumn("Aspect", width=24))
_COMPETENCY_PLACE = (RowColumn("Element", width=8), RowColumn("Element title", width=30))
_RATING = (
    RowColumn("Answered as", width=14),
    RowColumn("Standing", width=14),
    RowColumn("Level", "number", 7),
    RowColumn("Level in words", width=22),
    RowColumn("Target", "number", 8),
    RowColumn("Gap", "number", 7),
    RowColumn("Importance", "number", 12),
    RowColumn("Importance from", width=12),
    RowColumn("Need", "number", 7),
    RowColumn("Band", width=10),
    RowColumn("Actions", width=14),
)
_SAID = (
    RowColumn("How sure", width=10),
    RowColumn("Evidence for", width=16),
    RowColumn("Evidence against", width=16),
    RowColumn("Reason", width=60),
    RowColumn("What someone who disagrees would point to", width=60),
    RowColumn("To learn", width=60),
    RowColumn("Note", width=60),
)


def competency_rows(report: Report) -> RowTable:
    """Return a row for each competency, for each element that is answered as a whole, and for each answer that is set aside."""
    shown = shown_in(report)
    columns = _COMPETENCY + _COMPETENCY_PLACE + (_RATING if shown.levels else ()) + (_SAID if shown.answers else ())
    results = [one for one in shown_results(report) if shown.levels or not one.is_element]
    rows = [tuple(_competency(report, one, shown)) for one in results]
    if shown.levels and shown.answers and report.round is not None:
        rows += [tuple(_set_aside(report, report.round, one)) for one in report.round.set_aside]
    return RowTable("Competencies", columns, tuple(rows))


def _set_aside(report: Report, round_: Round, one: SetAside) -> Iterator[CellValue]:
    """Give the cells of an answer to what the Standard in use has no more: it counts for nothing, so it has no target and need."""
    names = {level.level: level.name for level in report.framework.levels.levels}
    answer, because = one.answer, set_aside_because(report.framework, round_, one.id)
    yield from (one.id, f"{one.id} {because}. {one.reason}", "", "", "")
    yield from ("competency" if "." in one.id else "element as a whole", "set aside", answer.level)
    yield from (names[answer.level] if answer.level is not None else "", None, None, answer.importance)
    yield from ("the owner" if answer.importance is not None else "", None, "", "")
    yield from (answer.confidence or "", "", "", answer.reason, answer.opposite, answer.learning, answer.note)


def _competency(report: Report, item: ItemResult, shown: Shown) -> Iterator[CellValue]:
    title_of = report.framework.title_of
    yield from (item.id, item.title, title_of(item.aspect), item.element, title_of(item.element))
    if shown.levels:
        yield from _rating(report, item, shown)
    if shown.answers:
        yield from _said(report, item)


def _rating(report: Report, item: ItemResult, shown: Shown) -> Iterator[CellValue]:
    """Give the cells under `_RATING`."""
    names = {one.level: one.name for one in report.framework.levels.levels}
    plan = report.plan if shown.actions else None
    serving = [] if plan is None else [one.id for one in current_actions(plan) if item.id in one.serves]
    yield "element as a whole" if item.is_element else "competency"
    said = {"no-chance": "no chance yet", "not-applicable": "not applicable"}
    hidden = report.left_out and item.standing in ("unanswered", "started")
    yield NO_LEVEL if hidden else said.get(item.standing, item.standing)
    yield from (item.level, names[item.level] if item.level is not None else "", item.target, item.gap)
    yield from (item.importance, "the owner" if item.importance_given else "preset")
    yield from (item.need, item.band if item.need else "exposure" if item.exposure else "", listed(serving))


def _said(report: Report, item: ItemResult) -> tuple[CellValue, ...]:
    """Return the cells under `_SAID`."""
    answer = (report.round.answers.get(item.id) if report.round is not None else None) or Answer()
    evidence = (item.confidence or "", listed(item.supports), listed(item.contradicts))
    return (*evidence, item.reason, answer.opposite, answer.learning, answer.note)


_EVIDENCE = (
    RowColumn("Id", width=8),
    RowColumn("Title", width=44),
    RowColumn("Kind", width=20),
    RowColumn("When", "date", 14),
    RowColumn("What it shows", width=60),
    RowColumn("My part", width=60),
    RowColumn("Who could confirm it", width=28),
    RowColumn("Supports", width=20),
    RowColumn("Speaks against", width=16),
    RowColumn("Why it bears on them", width=46),
    RowColumn("Tags", width=20),
    RowColumn("Files", width=24),
)


def evidence_rows(report: Report) -> RowTable:
    """Return a row for each entry of the register."""
    kinds = {kind.id: kind.name for kind in report.framework.evidence_kinds.kinds}
    entries = report.register.present() if shown_in(report).evidence else ()
    return RowTable("Evidence", _EVIDENCE, tuple(_evidence(entry, kinds) for entry in entries))


def _evidence(entry: Evidence, kinds: dict[str, str]) -> tuple[CellValue, ...]:
    reasons = "\n".join(f"{link.item}: {link.reason}" for link in entry.links if link.reason.strip())
    return (
        entry.id,
        entry.title,
        kinds.get(entry.kind, entry.kind),
        entry.effective,
        entry.shows,
        entry.my_part,
        entry.confirmer,
        listed(link.item for link in entry.links if link.bearing == "supports"),
        listed(link.item for link in entry.links if link.bearing == "contradicts"),
        reasons,
        listed(entry.tags),
        listed(one.name for one in entry.current_attachments()),
    )


_ACTION = (
    RowColumn("Id", width=8),
    RowColumn("Title", width=44),
    RowColumn("Goal", width=8),
    RowColumn("Goal title", width=30),
    RowColumn("Serves", width=16),
    RowColumn("Kind", width=14),
    RowColumn("Kind of goal", width=16),
    RowColumn("Hours", "number", 8),
    RowColumn("Start", "date", 14),
    RowColumn("Due", "date", 14),
    RowColumn("Status", width=10),
    RowColumn("Finished", "date", 14),
    RowColumn("Put off until", "date", 14),
    RowColumn("Review", "date", 14),
    RowColumn("Pinned", width=8),
    RowColumn("First step", width=60),
    RowColumn("Who helps", width=30),
    RowColumn("How you will know", width=60),
    RowColumn("For people", width=60),
    RowColumn("Ethical check", width=60),
    RowColumn("Evidence it leaves", width=60),
)
_OWNERS_ALONE = (
    RowColumn("Cue", width=60),
    RowColumn("Likely barrier", width=60),
    RowColumn("Answer to it", width=60),
    RowColumn("Breaks a rule", width=60),
    RowColumn("Why", width=46),
    RowColumn("Reason", width=60),
    RowColumn("Note", width=40),
)
"""Not for readers without levels, as `sharing_copy.without_levels` has it."""


def action_rows(report: Report) -> RowTable:
    """Return a row for each action: those that run or are done by date, then those taken out or put off."""
    levels = report.audience.levels
    actions: list[Action] = []
    if report.plan is not None and shown_in(report).actions:
        current = current_actions(report.plan)
        actions = [*current, *(one for one in report.plan.actions if one not in current)]
    columns = _ACTION + (_OWNERS_ALONE if levels else ())
    return RowTable("Actions", columns, tuple(_action(report, one, levels) for one in actions))


def _action(report: Report, action: Action, levels: bool) -> tuple[CellValue, ...]:
    placed = action.status in ("planned", "done")
    alone = (action.cue, action.barrier, action.answer, "\n".join(action.flags), action.why, action.reason, action.note)
    return (
        action.id,
        action.title,
        action.goal,
        report.framework.title_of(action.goal),
        listed(action.serves),
        action.kind.replace("-", " "),
        action.goal_kind.replace("-", " "),
        action.hours,
        action.start if placed else None,
        action.due if placed else None,
        action.status,
        action.finished,
        action.deferred_to,
        action.review_on if placed else None,
        "yes" if action.pinned else "no",
        action.first_step,
        listed(action.helpers),
        action.measure,
        action.benefit,
        action.ethical_check,
        action.evidence_left,
        *(alone if levels else ()),
    )
