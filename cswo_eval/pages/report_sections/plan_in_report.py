"""The plan in a report: its timeline, each action, the reviews held."""

from __future__ import annotations

from datetime import date, timedelta

from cswo_eval.pages import plan_sections
from cswo_eval.pages.blocks import Block, Column, Entry, Facts, Paragraph, Picture, Section, Table, TimelineData
from cswo_eval.pages.one_action import action_document
from cswo_eval.pages.plan_gaps import partly_and_left_out
from cswo_eval.pages.report_sections.report_material import ReportMaterial
from cswo_eval.record.fields import field_of, own_words
from cswo_eval.record.models import ReviewRecord
from cswo_eval.record.plan_models import Plan
from cswo_eval.text.days_in_words import day_and_month, plain_day
from cswo_eval.text.words import counted, listed


def plan_with_timeline(material: ReportMaterial, plan: Plan) -> Section:
    """Return goals, the timeline with today and the reviews, what is served in part and what did not fit.

    Less where no levels are shown.
    """
    section = plan_sections.overview_section(material.framework, plan)
    if not material.levels:
        rows = tuple((goal.item, material.framework.title_of(goal.item)) for goal in plan.goals)
        goals = Table("", (Column("Goal"), Column("What", main=True)), rows, "No goals.")
        section = section._replace(blocks=(goals, Facts(plan_sections.time_and_help(plan))))
    current = plan_sections.current_actions(plan)
    bars = tuple(
        (one.id, one.title, _plan_day(plan, one.start), _plan_day(plan, one.finished or one.due), one.status)
        for one in current
    )
    marks = tuple((_plan_day(plan, review.day), f"Review {review.number}") for review in plan.reviews)
    shown = tuple(
        (one.id, one.title, day_and_month(one.start), day_and_month(one.finished or one.due), one.status)
        for one in current  # within a hundred days the year says nothing
    )
    columns = (Column("Action"), Column("What", main=True), Column("From"), Column("To"), Column("Status"))
    last = plan.start + timedelta(days=99)
    now = (material.today - plan.start).days + 1
    picture = Picture(
        "timeline",
        "The hundred days",
        f"{counted(len(bars), 'action')} from {plain_day(plan.start)} to {plain_day(last)}, "
        f"with reviews on days {listed(str(one.number) for one in plan.reviews)}."
        + (f" Today is day {now}." if 1 <= now <= 100 else ""),
        TimelineData(bars, marks, now if 1 <= now <= 100 else None),
        Table("The hundred days", columns, shown, "No actions."),
    )
    rest = partly_and_left_out(material.framework, plan) if material.levels else ()
    return Section("plan", "The 100-day plan", (*section.blocks, picture, *rest))


def actions_section(material: ReportMaterial, plan: Plan) -> Section:
    """Return each action whole, and those taken out or put off."""
    entries: list[Block] = []
    if not material.for_owner:
        entries.append(
            Paragraph("Written for the owner to work from: 'I', 'my' and 'you' in it are the owner.", "quiet")
        )
    for action in plan_sections.current_actions(plan):
        document = action_document(material.framework, plan, action, in_copy=True)
        for section in document.sections:
            for block in section.blocks:
                if isinstance(block, Entry):
                    entries.append(block._replace(heading=f"{action.id} {action.title}"))
    closed = plan_sections.closed_section(plan)
    return Section("actions", "Each action", (*entries, *closed.blocks))


def held_reviews(material: ReportMaterial) -> list[Section]:
    """Return the reviews held as one section; none where there was none."""
    blocks: list[Block] = []
    for review in material.reviews:
        ratings = (
            listed(f"{one.item} {one.before or '-'} to {one.now or '-'}" for one in review.ratings)
            if material.levels
            else ""
        )
        said = ((field_of(ReviewRecord, name).label, getattr(review, name)) for name in own_words(ReviewRecord))
        pairs = tuple(pair for pair in (*said, ("Rated again", ratings)) if pair[1])
        if pairs:  # to readers who may have none of it, that it was held says nothing
            blocks.append(Entry(f"Day {review.number}, held {plain_day(review.held)}", "", pairs))
    return [Section("held-reviews", "Reviews held", tuple(blocks))] if blocks else []


def _plan_day(plan: Plan, day: date) -> int:
    return min(max((day - plan.start).days + 1, 1), 100)
