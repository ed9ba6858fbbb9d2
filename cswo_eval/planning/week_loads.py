"""How full each week of a plan is, against the hours it holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import ceil, floor
from typing import NamedTuple

from cswo_eval.framework.framework import Framework
from cswo_eval.planning.borrowing import borrowings
from cswo_eval.planning.working_days import PLAN_DAYS, IsoWeek, PlanCalendar, iso_week_of
from cswo_eval.record.plan_models import Action, Plan, Sitting

_LEAST_EXCESS_HOURS = 0.005
_ROUNDED_MINUTES = 1


class WeekLoad(NamedTuple):
    """An ISO week of the plan, or what of it lies before or after the last day for actions: hours held and planned, and
    the ids of the actions worked on in it.

    `first_plan_day` and `last_plan_day` are clipped to the plan; a week beyond those, which only the owner's own dates
    reach, holds no hours.
    """

    iso_week: IsoWeek
    monday: date
    first_plan_day: int
    last_plan_day: int
    capacity_hours: float
    planned_hours: float
    actions: tuple[str, ...]
    borrowed_hours: float = 0.0
    """Hours that it takes from a week beside it, so that a sitting is not cut."""
    lent_hours: float = 0.0
    set_aside_hours: float = 0.0
    """Hours on days that the owner gives outside the weekly hours; they are not among those planned."""

    @property
    def excess_hours(self) -> float:
        """Hours planned beyond what the week holds and borrows; 0 where there are none but what rounding leaves."""
        excess = self.planned_hours - self.capacity_hours - self.borrowed_hours
        return excess if excess > _LEAST_EXCESS_HOURS else 0.0


class _Week:
    """A week while it is added up."""

    def __init__(self) -> None:
        self.hours = self.set_aside = 0.0
        self.whole = 0.0
        self.actions: dict[str, None] = {}


_Key = tuple[bool, IsoWeek]
"""Whether the days lie after the last one for actions, and the week."""


def week_loads(framework: Framework, plan: Plan, calendar: PlanCalendar) -> tuple[WeekLoad, ...]:
    """Return every week of the plan in order. Of a finished action, what lay after the finish no longer counts.

    The weeks after the last day for actions are there only where something lies in them, or they lend to one where it does.
    """
    weeks: dict[_Key, _Week] = {(False, week): _Week() for week in calendar.weeks()}
    for action in plan.actions:
        whole = is_whole(framework, action)
        for sitting in counted_sittings(action):
            week = weeks.setdefault(_key(calendar, sitting.day), _Week())
            week.actions[action.id] = None
            if whole and sitting.day in calendar.set_aside:
                week.set_aside += sitting.hours
                continue
            week.hours += sitting.hours
            if whole:
                week.whole = max(week.whole, sitting.hours)
    borrowed = _borrowed(weeks, calendar, plan.hours_per_week)
    for key in borrowed:
        weeks.setdefault(key, _Week())
    return tuple(
        _as_load(key, weeks[key], calendar, plan.hours_per_week, borrowed.get(key, 0.0)) for key in sorted(weeks)
    )


def is_whole(framework: Framework, action: Action) -> bool:
    """Return whether the sittings of an action may not be cut: a training, a visit, a meeting of the catalogue's."""
    activity = framework.activities.get(action.activity) if action.activity else None
    return activity is not None and activity.whole_sitting


def counted_sittings(action: Action) -> tuple[Sitting, ...]:
    """Return the sittings of an action that take time: none where it is dropped or put off, none after it was finished."""
    if action.status not in ("planned", "done"):
        return ()
    return tuple(one for one in action.sittings if action.finished is None or one.day <= action.finished)


def _key(calendar: PlanCalendar, day: date) -> _Key:
    return calendar.last_action_day < calendar.plan_day(day) <= PLAN_DAYS, iso_week_of(day)


def _borrowed(weeks: Mapping[_Key, _Week], calendar: PlanCalendar, hours_per_week: float) -> dict[_Key, float]:
    """Return what each week borrows (above 0) or lends (below 0), in hours."""
    found: dict[_Key, float] = {}
    for closing in (False, True):
        there = calendar.closing_days if closing else calendar.action_days
        keys = [(closing, week) for week in there]
        known = [weeks.get(key, _Week()) for key in keys]
        loads = [ceil(round(week.hours * 60, 3)) for week in known]
        capacities = [floor(calendar.exact_capacity(week, hours_per_week, closing) * 60) for _, week in keys]
        wholes = [ceil(round(week.whole * 60, 3)) + _ROUNDED_MINUTES for week in known]
        for one in borrowings(loads, capacities, wholes)[0]:
            found[keys[one.borrower]] = one.minutes / 60
            found[keys[one.lender]] = -one.minutes / 60
    return found


def _as_load(key: _Key, week: _Week, calendar: PlanCalendar, hours_per_week: float, borrowed: float) -> WeekLoad:
    closing, iso_week = key
    monday = date.fromisocalendar(*iso_week, 1)
    first, last = calendar.plan_day(monday), calendar.plan_day(monday) + 6
    if closing:
        first, last = max(first, calendar.last_action_day + 1), min(last, PLAN_DAYS)
    elif first <= calendar.last_action_day:
        first, last = max(first, 1), min(last, calendar.last_action_day)
    return WeekLoad(
        iso_week=iso_week,
        monday=monday,
        first_plan_day=first,
        last_plan_day=last,
        capacity_hours=calendar.capacity(iso_week, hours_per_week, closing),
        planned_hours=round(week.hours, 6),
        actions=tuple(week.actions),
        borrowed_hours=max(0.0, borrowed),
        lent_hours=max(0.0, -borrowed),
        set_aside_hours=round(week.set_aside, 6),
    )
