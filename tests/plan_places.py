"""Where one more activity could lie in a plan, looked for day by day: written from the rules and apart from the planner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from optimum.problem import LEAST_SITTING, LONGEST_WAIT, QUARTER, Problem, minutes, problem_of, segments_of
from optimum.value import can_be_lent
from strategies_planning import Case, framework

from cswo_eval.framework.activity_models import Activity
from cswo_eval.record.plan_models import Plan

Lying = tuple[tuple[int, int], ...]
"""The plan days of an activity's sittings, each with its minutes."""
_LAST_DAY = 100


class TooMany(Exception):
    """More places would have to be tried than a test has time for."""


class Places:
    """The days and hours of a plan as its actions leave them."""

    def __init__(self, case: Case, plan: Plan, *, empty: bool = False) -> None:
        self.problem = _problem(case, plan)
        self.week_of = {day: number for number, week in enumerate(self.problem.segments) for day in week.days}
        self.away = _days_of_empty_weeks(plan, self.problem.working)
        self.closing_from = _weeks_for_actions(plan)
        self.aside = {_day(plan, day): minutes(self.problem.rules.day_hours) for day in plan.set_aside}
        self.loads = [0] * len(self.problem.segments)
        self.whole = [0] * len(self.problem.segments)
        self.spans: dict[str, tuple[int, int]] = {}
        self.dues: dict[str, int] = {}
        self.tries = 0
        for action in () if empty else plan.actions:
            activity = framework().activities[action.activity or ""]
            self.put(activity, action.goal, tuple((_day(plan, one.day), minutes(one.hours)) for one in action.sittings))

    def put(self, activity: Activity, goal: str, lying: Lying) -> None:
        """Let an activity take its hours and its goal's days."""
        for day, length in lying:
            if activity.whole_sitting and day in self.aside:
                self.aside[day] -= length
                continue
            week = self.week_of[day]
            self.loads[week] += length
            if activity.whole_sitting:
                self.whole[week] = max(self.whole[week], length)
        first, last = self.spans.get(goal, (lying[0][0], lying[-1][0]))
        self.spans[goal] = min(first, lying[0][0]), max(last, lying[-1][0])
        self.dues[activity.id] = lying[-1][0]

    def place(
        self, activity: Activity, goals: Sequence[str] | None = None, *, not_before: int = 1, begin_by: int = _LAST_DAY
    ) -> Lying | None:
        """Return a place for an activity, None where there is none. `goals`: those it may belong to; None: whatever is open.

        Raises TooMany.
        """
        self.tries = 0
        window = self.problem.window(activity)
        first = max([window.first, not_before, *(self.dues.get(name, _LAST_DAY) + 1 for name in activity.after)])
        for start in range(first, min(window.latest_start, begin_by) + 1):
            stretches = [_LAST_DAY] if goals is None else [self._open_until(goal, start) for goal in goals]
            last = min(window.last, max(stretches, default=0))
            if start + activity.span_days - 1 <= last:
                found = self._from(activity, start, last)
                if found is not None:
                    return found
        return None

    def _open_until(self, goal: str, start: int) -> int:
        """Return the last day to which a goal may be open if an activity of it begins on a day; 0 where it may not begin."""
        most = self.problem.rules.most_open_goals
        own = self.spans.get(goal)
        day = min(start, own[0] if own else start)
        until = 0
        while day <= _LAST_DAY:
            others = sum(first <= day <= last for name, (first, last) in self.spans.items() if name != goal)
            if others >= most and not (own and own[0] <= day <= own[1]):
                break
            until = day
            day += 1
        return until if until >= max(start, own[1] if own else 0) else 0

    def _from(self, activity: Activity, start: int, last: int) -> Lying | None:
        """Return a place that begins on a day and is over by another."""
        search = _Search(self, activity, start, last)
        return search.go_on((), minutes(activity.hours), start)

    def covered(self, more: Mapping[int, int], whole: Mapping[int, int]) -> bool:
        """Return whether the weeks, with what they may lend, hold so many minutes more."""
        weeks = self.problem.segments
        loads = [load + more.get(number, 0) for number, load in enumerate(self.loads)]
        longest = [max(load, whole.get(number, 0)) for number, load in enumerate(self.whole)]
        spare = [week.capacity - load for week, load in zip(weeks, loads, strict=True)]
        over = [number for number, left in enumerate(spare) if left < 0]
        if any(-spare[one] > longest[one] for one in over):
            return False
        # The weeks for actions lend to each other, and those for reviews.
        spare.insert(self.closing_from, 0)
        return can_be_lent(spare, [one + (one >= self.closing_from) for one in over], frozenset())


class _Search:
    """All sittings of one activity that begins on one day, tried one after another."""

    def __init__(self, places: Places, activity: Activity, start: int, last: int) -> None:
        self.places, self.activity, self.start = places, activity, start
        problem = places.problem
        self.longest, self.pause = minutes(activity.sitting_hours), problem.longest_pause(activity)
        # The planner spaces sittings evenly where together they must span some weeks, so that one is not at the far end.
        self.apart = self.pause - LONGEST_WAIT
        self.last, stretch, day = start - 1, problem.longest_stretch(activity), start
        while day <= last and stretch > 0:  # weeks without a working day count for nothing
            self.last, day = day, day + 1
            stretch -= self.last not in places.away
        self.days = [day for day in self._days() if start <= day <= self.last]
        self.dead: set[tuple[int, int, int]] = set()

    def _days(self) -> Sequence[int]:
        aside = self.places.aside if self.activity.whole_sitting else {}
        return sorted({*self.places.problem.working, *aside})

    def go_on(self, so_far: Lying, left: int, day: int) -> Lying | None:
        """Return all sittings, the next of them on a day."""
        self.places.tries += 1
        if self.places.tries > 200_000:
            raise TooMany
        if day not in self.days:
            return None
        for length in self._lengths(so_far, left, day):
            sat = (*so_far, (day, length))
            if not self._held(sat):
                continue
            if length == left:
                if day - self.start + 1 >= self.activity.span_days:
                    return sat
                continue
            here = sum(one for other, one in sat if self.places.week_of.get(other) == self.places.week_of.get(day))
            if not self.activity.whole_sitting and (day, left - length, here) in self.dead:
                continue
            for following in self._following(day):
                found = self.go_on(sat, left - length, following)
                if found is not None:
                    return found
            self.dead.add((day, left - length, here))
        return None

    def _following(self, day: int) -> Iterator[int]:
        waited = 0
        for other in range(day + 1, self.last + 1):
            waited += other not in self.places.away
            if waited > self.pause:
                return
            if other - day >= self.apart and other in self.days:
                yield other

    def _lengths(self, so_far: Lying, left: int, day: int) -> Iterator[int]:
        if self.activity.whole_sitting:
            yield min(left, self.longest)
            return
        week = self.places.week_of[day]
        capacity = self.places.problem.segments[week].capacity
        here = sum(length for other, length in so_far if self.places.week_of[other] == week)
        most = min(left, self.longest, capacity - self.places.loads[week] - here)
        least = min(left, self.longest, max(2 * QUARTER, min(LEAST_SITTING, capacity // QUARTER * QUARTER)))
        if most == left:
            yield left
            most -= 1
        yield from range(most // QUARTER * QUARTER, least - 1, -QUARTER)

    def _held(self, sat: Lying) -> bool:
        more: dict[int, int] = {}
        whole: dict[int, int] = {}
        aside = dict(self.places.aside) if self.activity.whole_sitting else {}
        for day, length in sat:
            if day in aside:
                aside[day] -= length
                if aside[day] < 0:
                    return False
                continue
            week = self.places.week_of[day]
            more[week] = more.get(week, 0) + length
            if self.activity.whole_sitting:
                whole[week] = length
        return self.places.covered(more, whole)


def _problem(case: Case, plan: Plan) -> Problem:
    begin = max(1, _day(plan, plan.made_on))
    problem = problem_of(
        framework(),
        case.analysis,
        start=plan.start,
        hours=plan.hours_per_week,
        leave=plan.leave,
        local_holidays=plan.local_holidays,
        new_in_post=case.given["new_in_post"],
        over_new_year=plan.over_new_year,
        begin=begin,
    )
    weeks = segments_of(framework(), plan.start, plan.hours_per_week, problem.working, begin, to_the_minute=True)
    return problem._replace(segments=weeks)


def _day(plan: Plan, day: date) -> int:
    return (day - plan.start).days + 1


def _weeks_for_actions(plan: Plan) -> int:
    """Return how many weeks, from the day on which the plan was made, hold days for actions."""
    first, last = max(1, _day(plan, plan.made_on)), framework().method.plan.last_action_day
    return len({(plan.start + timedelta(days=day - 1)).isocalendar()[:2] for day in range(first, last + 1)})


def _days_of_empty_weeks(plan: Plan, working: Sequence[int]) -> frozenset[int]:
    """Return the plan days of the weeks without a day that can be worked."""
    last_action_day = framework().method.plan.last_action_day
    weeks: dict[tuple[int, int, bool], list[int]] = {}
    for day in range(1, _LAST_DAY + 1):
        year, week, _ = (plan.start + timedelta(days=day - 1)).isocalendar()
        weeks.setdefault((year, week, day > last_action_day), []).append(day)
    return frozenset(day for days in weeks.values() if not set(days) & set(working) for day in days)
