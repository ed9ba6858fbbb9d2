"""How full each week of the plan is: what it holds, borrows and lends, and what lies on days outside the weekly hours."""

from __future__ import annotations

from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Column, Paragraph, Scale, Section, Table
from cswo_eval.planning.week_loads import WeekLoad, week_loads
from cswo_eval.planning.working_days import PlanCalendar
from cswo_eval.record.plan_models import Plan
from cswo_eval.text.days_in_words import short_day
from cswo_eval.text.words import hours_text, listed


def load_section(framework: Framework, plan: Plan, calendar: PlanCalendar) -> Section:
    """Return the hours planned in each week against the hours there are."""
    weeks = week_loads(framework, plan, calendar)
    besides = any(map(_besides, weeks))
    columns = (
        Column("Week"),
        Column("Planned"),
        *((Column("Besides", main=True),) if besides else ()),
        Column("Actions", main=not besides),
    )
    rows = tuple(
        (_week_name(week), _planned(week), *((_besides(week),) if besides else ()), listed(week.actions))
        for week in weeks
    )
    blocks: list[Block] = [Table("", columns, rows)]
    if any(week.borrowed_hours for week in weeks):
        blocks.append(
            Paragraph(
                "A training, a visit or a meeting is not cut in two: where a week is too short for it, that week takes the hours "
                "from the one beside it, which has so many less.",
                "quiet",
            )
        )
    return Section("load", "Hours by week", tuple(blocks))


def _planned(week: WeekLoad) -> Scale:
    """Return what is planned of what there is: over its hours, a bar is full."""
    share = (
        10 * week.planned_hours / week.capacity_hours
        if week.capacity_hours
        else (20.0 if week.planned_hours else 0.0)  # all of it is over
    )
    said = f"{hours_text(week.planned_hours)} of {hours_text(week.capacity_hours)}"
    if week.excess_hours:
        said += f", {hours_text(week.excess_hours)} over"
    elif not week.capacity_hours and not week.planned_hours:
        said = "no hours this week"
    return Scale(share, 10, said)


def _besides(week: WeekLoad) -> str:
    said = []
    if week.borrowed_hours:
        said.append(f"{_to_the_minute(week.borrowed_hours)} borrowed from the week beside it")
    if week.lent_hours:
        said.append(f"{_to_the_minute(week.lent_hours)} lent to the week beside it")
    if week.set_aside_hours:
        said.append(f"{hours_text(week.set_aside_hours)} on a day set aside")
    return "; ".join(said)


def _to_the_minute(hours: float) -> str:
    return hours_text(round(hours, 2))


def _week_name(week: WeekLoad) -> str:
    if not 1 <= week.first_plan_day <= week.last_plan_day:
        return f"{short_day(week.monday)} (outside the plan)"
    return f"{short_day(week.monday)} (days {week.first_plan_day}-{week.last_plan_day})"
