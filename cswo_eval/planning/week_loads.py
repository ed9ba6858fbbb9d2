"""How full each week of a plan is, against the hours it holds."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cswo_eval.planning.working_days import IsoWeek, PlanCalendar, iso_week_of
from cswo_eval.record.models import Plan

_LEAST_EXCESS_HOURS = 0.005


class WeekLoad(NamedTuple):
    """An ISO week of the plan: hours held and planned, and the ids of the actions worked on in it.

    `first_plan_day` and `last_plan_day` are clipped to the plan's action days; a week beyond those, which only the
    owner's own dates reach, holds no hours.
    """

    iso_week: IsoWeek
    monday: date
    first_plan_day: int
    last_plan_day: int
    capacity_hours: float
    planned_hours: float
    actions: tuple[str, ...]

    @property
    def excess_hours(self) -> float:
        """Hours planned beyond what the week holds; 0 where there are none but what rounding leaves."""
        excess = self.planned_hours - self.capacity_hours
        return excess if excess > _LEAST_EXCESS_HOURS else 0.0


def week_loads(plan: Plan, calendar: PlanCalendar) -> tuple[WeekLoad, ...]:
    """Return every week of the plan in order. Of a finished action, what lay after the finish no longer counts."""
    hours: dict[IsoWeek, float] = dict.fromkeys(calendar.weeks(), 0.0)
    there: dict[IsoWeek, dict[str, None]] = {}
    for action in plan.actions:
        if action.status not in ("planned", "done"):
            continue
        for sitting in action.sittings:
            if action.finished is not None and sitting.day > action.finished:
                continue
            week = iso_week_of(sitting.day)
            hours[week] = hours.get(week, 0.0) + sitting.hours
            there.setdefault(week, {})[action.id] = None
    loads: list[WeekLoad] = []
    for week in sorted(hours):
        monday = date.fromisocalendar(*week, 1)
        first = calendar.plan_day(monday)
        loads.append(
            WeekLoad(
                iso_week=week,
                monday=monday,
                first_plan_day=max(first, 1) if first <= calendar.last_action_day else first,
                last_plan_day=min(first + 6, calendar.last_action_day)
                if first <= calendar.last_action_day
                else first + 6,
                capacity_hours=calendar.capacity(week, plan.hours_per_week),
                planned_hours=round(hours[week], 6),
                actions=tuple(there.get(week, ())),
            )
        )
    return tuple(loads)
