"""The report as typed rows, for spreadsheets: a table each of competencies, evidence, actions, and what else the report tells.

Columns are made from the table of fields: what a report's readers do not see has no column, or no row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, get_args

from cswo_eval.analysis.results import ItemResult
from cswo_eval.disclosure.levels import standards_order, whole_results
from cswo_eval.files.shapes import Shape
from cswo_eval.pages.gap_sections.frame import set_aside_because
from cswo_eval.pages.plan_sections import current_actions
from cswo_eval.pages.report import Report
from cswo_eval.pages.report_sections.about_report import WITH_PRIVATE
from cswo_eval.pages.told_fields import field_text, told_pairs
from cswo_eval.planning.left_out import missing_levels
from cswo_eval.record.fields import Field, field_of, fields_of, own_words
from cswo_eval.record.models import Answer, Evidence, Link, ReviewRecord, Round, SetAside
from cswo_eval.record.plan_models import Action, LeftOut
from cswo_eval.record.portfolio_models import PriorLearningClaim, Reflection
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


def row_tables(report: Report) -> tuple[RowTable, ...]:
    """Return competencies, evidence and actions, in this order, with no rows where the readers may not see them; and then
    those of the others that have rows."""
    first = (competency_rows(report), evidence_rows(report), action_rows(report))
    others = (_plan_rows(report), _review_rows(report), *_portfolio_rows(report), _about_rows(report))
    return (*first, *(one for one in others if one.rows))


def row_words(report: Report) -> str:
    """Return all words that stand in the tables."""
    return "\n".join(
        cell for table in row_tables(report) for row in table.rows for cell in row if isinstance(cell, str)
    )


# --- columns from the table of fields -------------------------------------------------------------------------------------


def _columns(report: Report, shape: type[Shape], without: Sequence[str] = ()) -> list[Field]:
    """Return the fields of a kind that have a column for these readers, in the table's order."""
    asking = report.copy.asking
    found = (one for one in fields_of(shape).values() if one.width and one.name not in without)
    return [one for one in found if asking.is_told(one)]


def _column(shape: type[Shape], field: Field) -> RowColumn:
    return RowColumn(field.label, _cell_kind(shape._types[field.name]), field.width)


def _cell_kind(kind: Any) -> CellKind:
    kinds = [_cell_kind(one) for one in get_args(kind)]
    if kind is date or "date" in kinds:
        return "date"
    return "number" if kind is float or "number" in kinds else "text"


def _cell(report: Report, thing: Shape, name: str) -> CellValue:
    """Return a field as a cell: numbers and dates as they are, a month in words, a choice of the program's without its hyphens."""
    value = getattr(thing, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "helpers_hours" and not value:  # not that it takes them no time: nothing is known
        return None
    if value is None or isinstance(value, int | float | date):
        return value
    if (type(thing), name) in _CHOICES:
        return str(value).replace("-", " ")
    return "\n".join(value) if name == "flags" else field_text(report.framework, thing, name)


_CHOICES = frozenset({(Action, "kind"), (Action, "goal_kind"), (Action, "status")})


# --- competencies ---------------------------------------------------------------------------------------------------------

_COMPETENCY = (
    RowColumn("Id", width=8),
    RowColumn("Title", width=34),
    RowColumn("Aspect", width=24),
    RowColumn("Element", width=8),
    RowColumn("Element title", width=30),
)
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
_SURE = (
    RowColumn("How sure", width=10),
    RowColumn("Evidence for", width=16),
    RowColumn("Evidence against", width=16),
)


def competency_rows(report: Report) -> RowTable:
    """Return a row for each competency, for each element of which something was said, and for each answer that is set aside."""
    levels, words = report.copy.shown.levels, _columns(report, Answer) if _answers(report) else []
    columns = (
        *_COMPETENCY,
        *(_RATING if levels else ()),
        *(_SURE if words else ()),
        *(_column(Answer, one) for one in words),
    )
    rows = []
    results = {one.id: one for one in whole_results(report.framework, report.analysis)}
    for name in standards_order(report.framework):
        item = results.get(name)
        answer = report.round.answers.get(name, Answer()) if report.round is not None else Answer()
        if item is None and levels and words and any(getattr(answer, one.name).strip() for one in words):
            rows.append((*_place(report, name), *_besides(report, "element as a whole", answer, words)))
        elif item is not None and (levels or not item.is_element):
            said = (item.confidence or "", listed(item.supports), listed(item.contradicts)) if words else ()
            rating = tuple(_rating(report, item)) if levels else ()
            rows.append((*_place(report, name), *rating, *said, *(getattr(answer, one.name) for one in words)))
    if levels and words and report.round is not None:
        rows += [_set_aside(report, report.round, one, words) for one in report.round.set_aside]
    return RowTable("Competencies", columns, tuple(rows))


def _answers(report: Report) -> bool:
    """Whether answers are told whole."""
    return report.copy.asking.is_listed(Answer)


def _place(report: Report, name: str) -> tuple[CellValue, ...]:
    """Return the cells under `_COMPETENCY`."""
    framework = report.framework
    element = framework.element_of(name)
    aspect = framework.aspect_of(name)
    return (name, framework.title_of(name), aspect.title, element.id, element.title)


def _set_aside(report: Report, round_: Round, one: SetAside, words: list[Field]) -> tuple[CellValue, ...]:
    """Return the cells of an answer to what the Standard in use has no more: it counts for nothing, so it has no target and need."""
    because = set_aside_because(report.framework, round_, one.id)
    answered = "competency" if "." in one.id else "element as a whole"
    place = (one.id, f"{one.id} {because}. {one.reason}", "", "", "")
    return (*place, *_besides(report, answered, one.answer, words, "set aside"))


def _besides(
    report: Report, answered: str, answer: Answer, words: list[Field], standing: str = "not in use"
) -> tuple[CellValue, ...]:
    """Return the cells after the place of an answer that counts for nothing: of a level, and of what was said."""
    names = {level.level: level.name for level in report.framework.levels.levels}
    level = answer.level
    return (
        *(answered, standing, level, names[level] if level is not None else "", None, None, answer.importance),
        *("the owner" if answer.importance is not None else "", None, "", ""),
        *(answer.confidence or "", "", ""),
        *(getattr(answer, one.name) for one in words),
    )


def _rating(report: Report, item: ItemResult) -> Iterator[CellValue]:
    """Give the cells under `_RATING`."""
    names = {one.level: one.name for one in report.framework.levels.levels}
    serving = [one.id for one in _listed_actions(report) if item.id in one.serves and one.status in ("planned", "done")]
    yield "element as a whole" if item.is_element else "competency"
    said = {"no-chance": "no chance yet", "not-applicable": "not applicable"}
    yield said.get(item.standing, item.standing)
    yield from (item.level, names[item.level] if item.level is not None else "", item.target, item.gap)
    yield from (item.importance, "the owner" if item.importance_given else "preset")
    yield from (item.need, item.band if item.need else "exposure" if item.exposure else "", listed(serving))


# --- evidence and actions -------------------------------------------------------------------------------------------------


def evidence_rows(report: Report) -> RowTable:
    """Return a row for each entry of the register."""
    columns: list[RowColumn] = []
    fields = list(fields_of(Evidence).values())
    told = [one for one in fields if one.width and report.copy.asking.is_told(one)]
    links = report.copy.asking.is_told(field_of(Evidence, "links"))
    before = [one for one in told if fields.index(one) < fields.index(field_of(Evidence, "links"))]
    after = [one for one in told if one not in before]
    columns += [_column(Evidence, one) for one in before]
    why = field_of(Link, "reason")
    columns += [RowColumn("Supports", width=20), RowColumn("Speaks against", width=16)] if links else []
    columns += [RowColumn(why.label, width=why.width)] if links else []
    columns += [_column(Evidence, one) for one in after]
    rows = tuple(
        (
            *(_cell(report, entry, one.name) for one in before),
            *(_links(entry) if links else ()),
            *(_cell(report, entry, one.name) for one in after),
        )
        for entry in report.register.present()
    )
    return RowTable("Evidence", tuple(columns) or (RowColumn("Id", width=8),), rows)


def _links(thing: Evidence | Reflection) -> tuple[CellValue, ...]:
    """Return the cells of what an entry or account supports, what it speaks against, and why."""
    return (
        listed(link.item for link in thing.links if link.bearing == "supports"),
        listed(link.item for link in thing.links if link.bearing == "contradicts"),
        "\n".join(f"{link.item}: {link.reason}" for link in thing.links if link.reason.strip()),
    )


def action_rows(report: Report) -> RowTable:
    """Return a row for each action: those that run or are done by date, then those taken out or put off."""
    fields = _columns(report, Action)
    columns = [_column(Action, one) for one in fields]
    goal = next((place for place, one in enumerate(fields, start=1) if one.name == "goal"), 0)
    rows = []
    for action in _listed_actions(report):
        placed = action.status in ("planned", "done")
        cells = [
            None if one.name in _OF_ITS_PLACE and not placed else _cell(report, action, one.name) for one in fields
        ]
        cells[goal:goal] = [report.framework.title_of(action.goal)]
        rows.append(tuple(cells))
    columns[goal:goal] = [RowColumn("Goal title", width=30)]
    return RowTable("Actions", tuple(columns), tuple(rows))


_OF_ITS_PLACE = ("start", "due", "review_on")
"""Days of an action that one taken out or put off has no more."""


def _listed_actions(report: Report) -> list[Action]:
    if report.plan is None:
        return []
    current = current_actions(report.plan)
    return [*current, *(one for one in report.plan.actions if one not in current)]


# --- what else is told ----------------------------------------------------------------------------------------------------


def _plan_rows(report: Report) -> RowTable:
    """Return what the plan says of its goals, of what it serves in part or not at all, and of how it was made."""
    columns = (
        RowColumn("Item", width=8),
        RowColumn("What", width=34),
        RowColumn("Kind", width=16),
        RowColumn("Text", width=80),
    )
    rows: list[tuple[CellValue, ...]] = []
    plan = report.plan
    if plan is not None:
        title_of = report.framework.title_of
        rows += [(goal.item, title_of(goal.item), "goal", goal.why) for goal in plan.goals if goal.why]
        rows += [(one.item, one.title, *_left_out(one)) for one in plan.left_out]
        rows += [("", "", "remark", text) for text in plan.remarks]
    return RowTable("Plan", columns, tuple(rows))


def _left_out(entry: LeftOut) -> tuple[str, str]:
    """Return in what way a need is not served, and why."""
    if entry.partly:
        return f"served in part ({entry.band})", f"{missing_levels(entry)} missing. {entry.reason}"
    return f"did not fit ({entry.band})", entry.reason


def _review_rows(report: Report) -> RowTable:
    words = [field_of(ReviewRecord, name) for name in own_words(ReviewRecord)]
    told = [one for one in words if report.copy.asking.is_told(one)]
    again = field_of(ReviewRecord, "ratings")
    ratings = report.copy.asking.is_told(again)
    columns = (
        RowColumn("Review", width=10),
        RowColumn("Held", "date", 14),
        *(RowColumn(one.label, width=60) for one in told),
        *((RowColumn(again.label, width=30),) if ratings else ()),
    )
    rows = []
    for review in report.reviews if told or ratings else ():
        levels = listed(f"{one.item} {one.before or '-'} to {one.now or '-'}" for one in review.ratings)
        said = tuple(getattr(review, one.name) for one in told)
        rows.append((f"Day {review.number}", review.held, *said, *((levels,) if ratings else ())))
    return RowTable("Reviews", columns, tuple(rows))


def _portfolio_rows(report: Report) -> tuple[RowTable, RowTable, RowTable]:
    """Return what was written for a portfolio: accounts by their parts, claims, the title page."""
    names = ("title", "model", "effective")
    accounts = (
        RowColumn("Id", width=8),
        *(RowColumn(field_of(Reflection, one).label, "date" if one == "effective" else "text", 24) for one in names),
        RowColumn("Part", width=24),
        RowColumn("Text", width=80),
    )
    parts: list[tuple[CellValue, ...]] = []
    for account in report.accounts:
        head = (account.id, account.title, account.model, _cell(report, account, "effective"))
        *_, why = _links(account)
        texts = {**account.parts, "Evidence": listed(account.evidence), "Why it bears on them": str(why)}
        bears_on = listed(link.item for link in account.links)
        parts += [(*head, part, text) for part, text in {**texts, "Bears on": bears_on}.items() if text.strip()]
    return (
        RowTable("Accounts", accounts, tuple(parts)),
        _things(report, "Prior learning", PriorLearningClaim, report.claims),
        _facts("Title page", told_pairs(report.framework, report.details)),
    )


def _things(report: Report, name: str, shape: type[Shape], things: Iterable[Any]) -> RowTable:
    """Return a row for each thing with a column for each of its fields that has a name."""
    fields = [one for one in fields_of(shape).values() if one.label and report.copy.asking.is_told(one)]
    columns = (RowColumn("Id", width=8), *(RowColumn(one.label, width=40) for one in fields if one.name != "private"))
    rows = tuple(
        (one.id, *(field_text(report.framework, one, field.name) for field in fields if field.name != "private"))
        for one in things
    )
    return RowTable(name, columns, rows)


def _facts(name: str, pairs: Iterable[tuple[str, str]]) -> RowTable:
    return RowTable(name, (RowColumn("What", width=24), RowColumn("Text", width=60)), tuple(pairs))


def _about_rows(report: Report) -> RowTable:
    """Return of whom the report is, and of which round."""
    pairs = [("Of", report.profile.name), ("For", report.audience.title)]
    pairs.append(("Take care", WITH_PRIVATE if report.copy.with_private else ""))
    pairs.append(("Round", report.round.title if report.round is not None else ""))
    return _facts("About", (pair for pair in pairs if pair[1].strip()))
