"""What the rules of the plan come to for one record: days, weeks, wants, what an activity builds, when it may lie.

Written from the rules alone and not from the planner, so that the planner can be measured against it. Days are plan days (day 1
is the start), time is in minutes, and what is taken of a want is counted in half levels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.framework.activity_models import Activity
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import PlanRules
from cswo_eval.record.models import Leave

PLAN_DAYS = 100
CLOSING_FROM = 91
"""From this earliest day on an activity lies among the reviews."""
LEAST_SITTING = 60
SHORTEST_REST = 30
"""What is left for the last sitting, where it could have been longer."""
QUARTER = 15
"""Sittings last full quarters of an hour, but for what is left at the end."""
LONGEST_WAIT = 13
"""So many days more than it asks for may lie between two sittings of an activity."""


class Segment(NamedTuple):
    """A week of the plan: an ISO week, cut where the reviews begin. `days` can be worked."""

    days: tuple[int, ...]
    capacity: int


class Want(NamedTuple):
    """A need, or the lack of a chance, as the plan weighs it. `goal` is the goal that it belongs to."""

    id: str
    importance: int
    gap: int
    unsure: bool
    high: bool
    goal: str

    def value_of(self, half_levels: int) -> float:
        """Return the need that so many half levels take away, capped at the gap."""
        taken = min(half_levels / 2, self.gap)
        return float(self.importance * ((1 + self.gap) ** 2 - (1 + self.gap - taken) ** 2))


class Window(NamedTuple):
    """When an activity may lie: its first sitting from `first` to `latest_start`, its last by `last`."""

    first: int
    latest_start: int
    last: int


class Problem(NamedTuple):
    """One record's plan as a problem."""

    framework: Framework
    begin: int
    working: tuple[int, ...]
    segments: tuple[Segment, ...]
    wants: Mapping[str, Want]
    activities: Mapping[str, Activity]
    """Those that can matter: they build a want, or prepare for one that does."""
    builds: Mapping[str, Mapping[str, int]]
    """Half levels that an activity takes of each want."""
    new_in_post: bool
    mostly_unsure: bool
    weekly_minutes: int

    def goals_of(self, name: str) -> frozenset[str]:
        """Return the goals that an activity may belong to by what it builds; without a want, that of its first element."""
        goals = frozenset(self.wants[want].goal for want in self.builds[name])
        mainly = self.framework.activities[name].builds.mainly
        return goals or frozenset({mainly[0].split(".")[0]})

    @property
    def starters(self) -> int:
        """Return how many starters somebody new in post begins with."""
        few = self.weekly_minutes < 60 * self.rules.starters_from_hours
        return 0 if not self.new_in_post else 1 if few else self.rules.least_starters

    @property
    def all_beginnings(self) -> bool:
        """Whether the plan also holds something relational, and something to embed."""
        return self.new_in_post and self.weekly_minutes >= 60 * self.rules.relation_from_hours

    def longest_stretch(self, activity: Activity) -> int:
        """Return how many days may lie from its first sitting to its last, both counted, weeks without a working day left out.

        A week more than its hours fill at two sittings a week, or at the hours of a week where those are fewer.
        """
        sitting = minutes(activity.sitting_hours)
        a_week = max(1, min(2 * sitting, self.weekly_minutes))
        return activity.span_days + 7 * (ceil(minutes(activity.hours) / a_week) + 1)

    @property
    def rules(self) -> PlanRules:
        """Return the constants of the plan."""
        return self.framework.method.plan

    def longest_pause(self, activity: Activity) -> int:
        """Return how many days may lie from one sitting to the next, weeks without a working day left out."""
        number = ceil(minutes(activity.hours) / minutes(activity.sitting_hours))
        if activity.span_days > 1 and not activity.whole_sitting:
            number = max(number, 2)
        step = max(activity.days_between, ceil((activity.span_days - 1) / (number - 1)) if number > 1 else 1)
        return step + LONGEST_WAIT

    def window(self, activity: Activity) -> Window:
        """Return when an activity may lie, before anything is said of what it builds on."""
        return window_of(self.framework, activity, self.begin)

    def days_for(self, activity: Activity) -> tuple[int, ...]:
        """Return the days on which the activity may have a sitting."""
        window = self.window(activity)
        return tuple(day for day in self.working if window.first <= day <= window.last)


def minutes(hours: float) -> int:
    """Return hours as whole minutes."""
    return round(hours * 60)


def can_be_worked(
    framework: Framework,
    start: date,
    leave: Sequence[Leave],
    local_holidays: Sequence[date],
    over_new_year: bool = False,
) -> tuple[int, ...]:
    """Return the plan days, 1 to 100, that can be worked."""
    holidays = {*local_holidays, *(one.date for one in framework.bank_holidays.holidays)}
    rules = framework.method.plan
    found = []
    for number in range(1, PLAN_DAYS + 1):
        day = start + timedelta(days=number - 1)
        quiet = not over_new_year and not rules.quiet_to < f"{day:%m-%d}" < rules.quiet_from
        away = any(one.first <= day <= one.last for one in leave)
        if day.weekday() < 5 and day not in holidays and not quiet and not away:
            found.append(number)
    return tuple(found)


def segments_of(
    framework: Framework, start: date, hours: float, working: Sequence[int], begin: int, to_the_minute: bool = False
) -> tuple[Segment, ...]:
    """Return the weeks from `begin` on, in order, those without a day that can be worked included.

    `to_the_minute`: with all that they hold, and not only the full quarters of an hour that sittings can use.
    """
    last_action_day = framework.method.plan.last_action_day
    weeks: dict[tuple[int, int, bool], list[int]] = {}
    for number in range(begin, PLAN_DAYS + 1):
        year, week, _ = (start + timedelta(days=number - 1)).isocalendar()
        days = weeks.setdefault((year, week, number > last_action_day), [])
        if number in working:
            days.append(number)
    # Where the catalogue's hours are full quarters all loads are: what a week has besides cannot be used.
    times = [time for one in framework.activities.values() for time in (one.hours, one.sitting_hours)]
    in_quarters = not to_the_minute and all(minutes(time) % QUARTER == 0 for time in times)
    full = QUARTER if in_quarters else 1
    return tuple(Segment(tuple(days), int(minutes(hours) * len(days) // 5) // full * full) for days in weeks.values())


def window_of(framework: Framework, activity: Activity, begin: int) -> Window:
    """Return when an activity may lie."""
    rules = framework.method.plan
    phase = next(one for one in rules.phases if one.id == activity.phase)
    first = max(begin + activity.notice_days, phase.activities_from, activity.earliest_day or 1)
    closing = (activity.earliest_day or 1) >= CLOSING_FROM
    last = PLAN_DAYS if closing else rules.last_action_day
    last = min(last, activity.latest_day or last)
    latest_start = last
    if phase.activities_by is not None:
        latest_start = min(last, max(phase.activities_by, begin + activity.notice_days + rules.fortnight_days))
    return Window(first, latest_start, last)


def wants_of(framework: Framework, analysis: GapAnalysis) -> dict[str, Want]:
    """Return every want with the goal that it belongs to, greatest need first."""
    planned = [item for item in analysis.planned if item.planned_need > 0]
    weighty = Counter(item.element for item in planned if item.exposure or item.band != "low")
    elements_with_want = {item.id for item in planned if item.is_element}
    wants = {}
    for item in planned:
        together = weighty[item.element] >= 2 and (item.exposure or item.band != "low")
        wants[item.id] = Want(
            id=item.id,
            importance=item.importance,
            gap=framework.method.exposure_gap if item.exposure else item.gap or 0,
            unsure=item.unsure,
            high=not item.exposure and item.band == "high",
            goal=item.element if together or item.element in elements_with_want else item.id,
        )
    return wants


def taken_by(
    framework: Framework, analysis: GapAnalysis, wants: Mapping[str, Want], activity: Activity
) -> dict[str, int]:
    """Return how many half levels the activity takes of each want: two where it is mainly for it, one beside others."""
    said = {item.id for item in analysis.items if item.standing in ("rated", "no-chance", "not-applicable")}
    element_of = {item.id: item.element for item in analysis.items}
    taken: dict[str, int] = {}
    rules, builds = framework.method.plan, activity.builds
    for halves, competencies in (
        (rules.mainly_half_levels, builds.mainly),
        (rules.also_half_levels, builds.also),
    ):
        for name in competencies:
            want = name if name in wants or name in said else element_of.get(name, name)
            if want in wants:
                taken[want] = max(taken.get(want, 0), halves)
    return taken


def problem_of(
    framework: Framework,
    analysis: GapAnalysis,
    *,
    start: date,
    hours: float,
    leave: Sequence[Leave] = (),
    local_holidays: Sequence[date] = (),
    new_in_post: bool = False,
    over_new_year: bool = False,
    begin: int = 1,
) -> Problem:
    """Return what the rules come to for a plan that is made anew, with nothing kept from before."""
    wants = wants_of(framework, analysis)
    builds = {one.id: taken_by(framework, analysis, wants, one) for one in framework.activities.values()}
    useful = {name for name, taken in builds.items() if taken}
    # A starter may be held although no want asks for it: it then belongs to a goal of its own.
    if new_in_post:
        useful |= {one.id for one in framework.activities.values() if one.starter or one.relational}
    if mostly_unsure(framework, analysis):
        useful |= {one.id for one in framework.activities.values() if one.asks_several}
    waiting = list(useful)
    while waiting:
        for name in framework.activities[waiting.pop()].after:
            if name not in useful:
                useful.add(name)
                waiting.append(name)
    working = can_be_worked(framework, start, leave, local_holidays, over_new_year)
    return Problem(
        framework=framework,
        begin=begin,
        working=tuple(day for day in working if day >= begin),
        segments=segments_of(framework, start, hours, working, begin),
        wants=wants,
        activities={name: one for name, one in framework.activities.items() if name in useful},
        builds=builds,
        new_in_post=new_in_post,
        mostly_unsure=mostly_unsure(framework, analysis),
        weekly_minutes=int(hours * 60),
    )


def mostly_unsure(framework: Framework, analysis: GapAnalysis) -> bool:
    """Whether more than half of what is rated is unsure."""
    share = framework.method.plan.mostly_unsure
    return sum(item.unsure for item in analysis.used) > share * len(analysis.used)
