"""The learning contract: needs, intended learning, activities, evidence to be produced, review dates, signatures."""

from __future__ import annotations

from cswo_eval.analysis.results import GapAnalysis, ItemResult
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Column, Entry, Facts, Field, Paragraph, Section, Table
from cswo_eval.pages.plan_sections import current_actions
from cswo_eval.record.fields import field_of
from cswo_eval.record.models import Round
from cswo_eval.record.plan_models import Action, Goal, Plan
from cswo_eval.record.portfolio_models import PortfolioDetails
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.words import hours_text

MATTERS = {
    1: "it matters little in my role now",
    2: "it matters as much as most things in my role now",
    3: "it matters highly in my role now",
}
"""How much a competency matters, by its importance."""
AGREED = ("contract_help", "contract_time")
"""What the owner says of it in their own words, by field."""
MOST_NEEDS = 12
"""Needs without a plan that are listed: more than that is no contract."""


def contract_section(
    framework: Framework,
    analysis: GapAnalysis,
    round_: Round | None,
    plan: Plan | None,
    details: PortfolioDetails,
    lead: tuple[str, ...],
    levels: bool = True,
) -> Section:
    """Return the learning contract from the gap analysis and the plan; without a plan, the needs and what to do first.

    `details` says what has been agreed on help, time and the end of it.

    `levels`: whether it says where the owner is and aims.
    """
    blocks: list[Block] = [Paragraph(text) for text in lead]
    agreed = _agreed(details)
    if plan is None:
        ends = details.contract_ends
        ended = ((field_of(PortfolioDetails, "contract_ends").label, plain_day(ends)),) if ends is not None else ()
        blocks += [Facts((*ended, *agreed))] if ended or agreed else []
        blocks.append(Paragraph("No plan is part of this portfolio.", "quiet"))
        needs = analysis.planned[:MOST_NEEDS]
        columns: tuple[Column, ...] = (
            Column("Id"),
            Column("Need"),
            Column("Now and aim"),
            Column("Intended learning", main=True),
        )
        rows: tuple[tuple[str, ...], ...] = tuple(
            (one.id, one.title, f"{_present(one)}; {_aim(one)}", _intended(framework, round_, one.id)) for one in needs
        )
        if not levels:
            columns, rows = (*columns[:2], columns[3]), tuple((*row[:2], row[3]) for row in rows)
        blocks.append(Table("Needs", columns, rows, "No needs yet."))
    else:
        last = details.contract_ends or max((review.day for review in plan.reviews), default=plan.start)
        term = f"{plain_day(plan.start)} to {plain_day(last)}"
        blocks.append(Facts((("Term", term), ("Time", f"{hours_text(plan.hours_per_week)} a week"), *agreed)))
        for goal in plan.goals:
            blocks += _goal(framework, analysis, round_, plan, goal, levels)
        blocks.append(_reviews(plan))
    blocks += _signatures()
    return Section("learning-contract", "Learning contract", tuple(blocks))


def _agreed(details: PortfolioDetails) -> tuple[tuple[str, str], ...]:
    """Return what the owner says has been agreed, each with what it is called."""
    pairs = [(field_of(PortfolioDetails, name).label, getattr(details, name)) for name in AGREED]
    return tuple((label, text) for label, text in pairs if text.strip())


def contract_texts(
    analysis: GapAnalysis, round_: Round | None, plan: Plan | None, details: PortfolioDetails
) -> tuple[str, ...]:
    """Return the owner's own words in the contract."""
    agreed = tuple(getattr(details, name) for name in AGREED)
    if round_ is None:
        return agreed
    needs = (
        (name for goal in plan.goals for name in _names(goal))
        if plan is not None
        else (one.id for one in analysis.planned[:MOST_NEEDS])
    )
    answers = [round_.answers.get(name) for name in needs]
    return (*agreed, *(answer.learning for answer in answers if answer is not None))


def _goal(
    framework: Framework, analysis: GapAnalysis, round_: Round | None, plan: Plan, goal: Goal, levels: bool
) -> list[Block]:
    results = [one for name in _names(goal) if (one := analysis.item(name)) is not None]
    pairs = []
    if levels:
        needs = [_need(one) for one in results]
        several = [f"{one.id}: {text}" for one, text in zip(results, needs, strict=True)]
        pairs.append(("Need", needs[0] if len(needs) == 1 else "\n".join(several)))
    pairs.append(("Intended learning", _intended(framework, round_, *_names(goal))))
    actions = [one for one in current_actions(plan) if one.goal == goal.item]
    rows = tuple((one.id, one.title, hours_text(one.hours), plain_day(one.due), _evidence(one)) for one in actions)
    columns = (
        Column("Id"),
        Column("Activity", main=True),
        Column("Time"),
        Column("By"),
        Column("Evidence to be produced", main=True),
    )
    return [
        Entry(f"{goal.item} {framework.title_of(goal.item)}", "", tuple(pair for pair in pairs if pair[1].strip())),
        Table(f"Activities for {goal.item}", columns, rows, "No activity is planned for it yet."),
    ]


def _names(goal: Goal) -> tuple[str, ...]:
    """Return what a goal is about: the competency or element itself, and the competencies whose needs it answers."""
    return tuple(dict.fromkeys((goal.item, *goal.members)))


def _evidence(action: Action) -> str:
    return action.to_be_shown or "to be agreed"


def _need(item: ItemResult) -> str:
    """Return why it is a need, as the student would say it: a contract is theirs, so the plan's 'you' has no place in it."""
    matters = MATTERS[item.importance]
    if item.level is None:
        return f"I have had no chance yet to show this; {matters}." if item.exposure else "Not rated now."
    if item.target is None:
        return f"I am at level {item.level}; {matters}."
    reached = item.level >= item.target
    aim = f"which is what I aimed for ({item.target})" if reached else f"and aim for level {item.target}"
    return f"I am at level {item.level}{',' if reached else ''} {aim}; {matters}."


def _present(item: ItemResult) -> str:
    return f"level {item.level}" if item.level is not None else "no chance yet" if item.exposure else "not rated"


def _aim(item: ItemResult) -> str:
    return f"aim {item.target}" if item.target is not None else "aim: a first chance"


def _intended(framework: Framework, round_: Round | None, *names: str) -> str:
    """Return what the owner said they need to learn for any of these; else the Standard's statement of the first."""
    answers = [round_.answers.get(name) for name in names] if round_ is not None else []
    said = [answer.learning for answer in answers if answer is not None and answer.learning.strip()]
    if said:
        return "\n".join(said)
    item = framework.competencies.get(names[0]) or framework.elements.get(names[0])
    return f"To be able to say: {item.statement}" if item is not None else ""


def _reviews(plan: Plan) -> Table:
    rows = tuple((f"Day {one.number}", plain_day(one.day)) for one in plan.reviews)
    return Table("Review dates", (Column("Review"), Column("On", main=True)), rows)


def _signatures() -> tuple[Block, ...]:
    return tuple(
        Field(f"{who}: name, signature, date") for who in ("Student", "Academic adviser or mentor", "Line manager")
    )
