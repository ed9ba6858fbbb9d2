"""What a plan takes away under the rules, and which of the rules it breaks: written apart from the planner.

For plans that are made anew: every action that counts is an activity of the catalogue and planned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.framework.activity_models import Activity
from cswo_eval.framework.framework import Framework
from cswo_eval.record.plan_models import Action, Plan

from .problem import (
    LEAST_SITTING,
    PLAN_DAYS,
    QUARTER,
    Problem,
    minutes,
    problem_of,
    segments_of,
)


class Sat(NamedTuple):
    """A planned action as plan days and minutes, in the order of its sittings."""

    id: str
    goal: str
    activity: Activity
    start: int
    due: int
    sittings: tuple[tuple[int, int], ...]


class Judged(NamedTuple):
    """What a plan takes away of the needs, what of each (in half levels), and every rule that it breaks."""

    value: float
    taken: Mapping[str, int]
    broken: tuple[str, ...]
    lacking: tuple[str, ...]
    """What somebody new in post, or mostly unsure, should find in it and does not."""

    def unserved(self, needs: Sequence[str]) -> tuple[str, ...]:
        """Return those of the needs of which the plan takes nothing away."""
        return tuple(name for name in needs if not self.taken.get(name))


def judge(
    framework: Framework,
    analysis: GapAnalysis,
    plan: Plan,
    *,
    new_in_post: bool = False,
    set_aside: Sequence[date] = (),
    over_new_year: bool = False,
) -> Judged:
    """Return what the plan takes away and what it breaks. Nothing new may lie before the day it was made on."""
    problem = problem_of(
        framework,
        analysis,
        start=plan.start,
        hours=plan.hours_per_week,
        leave=plan.leave,
        local_holidays=plan.local_holidays,
        new_in_post=new_in_post,
        over_new_year=over_new_year,
        begin=max(1, (plan.made_on - plan.start).days + 1),
    )
    # What a week has besides full quarters of an hour it may lend all the same.
    segments = segments_of(
        framework, plan.start, plan.hours_per_week, problem.working, problem.begin, to_the_minute=True
    )
    problem = problem._replace(segments=segments)
    actions = [_sat(framework, plan, one) for one in plan.actions if one.status == "planned" and one.activity]
    taken = taken_away(problem, actions)
    value = sum(want.value_of(taken[name]) for name, want in problem.wants.items())
    aside = tuple((day - plan.start).days + 1 for day in set_aside)
    return Judged(value, taken, tuple(_broken(problem, actions, aside)), tuple(_lacking(problem, actions)))


def _sat(framework: Framework, plan: Plan, action: Action) -> Sat:
    def number(day: date) -> int:
        return (day - plan.start).days + 1

    sittings = sorted((number(one.day), minutes(one.hours)) for one in action.sittings)
    activity = framework.activities[action.activity or ""]
    return Sat(action.id, action.goal, activity, number(action.start), number(action.due), tuple(sittings))


def taken_away(problem: Problem, actions: Sequence[Sat]) -> dict[str, int]:
    """Return how many half levels the actions take of each want, at most its gap."""
    taken = dict.fromkeys(problem.wants, 0)
    for name, want in problem.wants.items():
        building = [one for one in actions if problem.builds[one.activity.id].get(name)]
        found_out = min((one.due for one in building if one.activity.finds_out), default=PLAN_DAYS + 1)
        for one in building:
            if not want.unsure or one.activity.finds_out or one.start > found_out:
                taken[name] += problem.builds[one.activity.id][name]
        taken[name] = min(taken[name], 2 * want.gap)
    return taken


def _broken(problem: Problem, actions: Sequence[Sat], aside: Sequence[int]) -> Iterator[str]:
    for one in actions:
        yield from (f"{one.id} ({one.activity.id}) {said}" for said in _broken_by_one(problem, one, actions, aside))
    names = [one.activity.id for one in actions]
    yield from (f"{name} is in the plan twice" for name in sorted({one for one in names if names.count(one) > 1}))
    yield from _broken_goals(problem, actions)
    yield from _broken_hours(problem, actions, aside)


def _broken_by_one(problem: Problem, one: Sat, actions: Sequence[Sat], aside: Sequence[int]) -> Iterator[str]:
    activity, days = one.activity, [day for day, _ in one.sittings]
    if not days:
        yield "has no sitting"
        return
    if (one.start, one.due) != (days[0], days[-1]):
        yield "does not start and end with its sittings"
    yield from _broken_days(problem, one, aside)
    yield from _broken_sittings(problem, one)
    window = problem.window(activity)
    if one.start < window.first:
        yield f"begins on day {one.start}, before day {window.first}"
    if one.start > window.latest_start:
        yield f"begins on day {one.start}, after day {window.latest_start}"
    if one.due > window.last:
        yield f"is due on day {one.due}, after day {window.last}"
    for first in activity.after:
        before = [other for other in actions if other.activity.id == first]
        if not before:
            yield f"builds on {first}, which is not in the plan"
        elif before[0].due >= one.start:
            yield f"builds on {first}, which is due on day {before[0].due} and not before day {one.start}"


def _broken_days(problem: Problem, one: Sat, aside: Sequence[int]) -> Iterator[str]:
    days = [day for day, _ in one.sittings]
    for day in days:
        if day not in problem.working and day not in aside:
            yield f"has a sitting on day {day}, which cannot be worked"
    if len(set(days)) < len(days):
        yield "has two sittings on a day"
    if days[-1] - days[0] + 1 < one.activity.span_days:
        yield f"spans {days[-1] - days[0] + 1} days and not {one.activity.span_days}"
    for before, after in pairwise(days):
        if before != after and after - before < one.activity.days_between:
            yield f"has sittings on days {before} and {after}, less than {one.activity.days_between} apart"


def _broken_sittings(problem: Problem, one: Sat) -> Iterator[str]:
    activity, lengths = one.activity, [length for _, length in one.sittings]
    in_all, longest = minutes(activity.hours), minutes(activity.sitting_hours)
    if sum(lengths) != in_all:
        yield f"has {sum(lengths)} minutes and not {in_all}"
    if activity.whole_sitting:
        number = -(-in_all // longest)
        expected = [longest] * (number - 1) + [in_all - longest * (number - 1)]
        if lengths != expected:
            yield f"has sittings of {lengths} minutes and not of {expected}"
        return
    left = in_all
    for day, length in one.sittings:
        capacity = max((week.capacity for week in problem.segments if day in week.days), default=longest)
        capacity = capacity // QUARTER * QUARTER
        if length > longest:
            yield f"has a sitting of {length} minutes, more than {longest}"
        if length < min(LEAST_SITTING, longest, capacity, left):
            yield f"has a sitting of {length} minutes only"
        left -= length


def _broken_goals(problem: Problem, actions: Sequence[Sat]) -> Iterator[str]:
    goals_of = {one.activity.id: problem.goals_of(one.activity.id) for one in actions}
    chosen = {one.activity.id: one.goal for one in actions}
    for one in actions:
        prepared = {chosen[other.activity.id] for other in actions if one.activity.id in other.activity.after}
        if one.goal not in goals_of[one.activity.id] | prepared:
            yield f"{one.id} ({one.activity.id}) belongs to {one.goal}, of which it builds nothing"
    most = problem.framework.method.plan.most_open_goals
    stretches = {
        goal: (
            min(one.start for one in actions if one.goal == goal),
            max(one.due for one in actions if one.goal == goal),
        )
        for goal in chosen.values()
    }
    for day in range(1, PLAN_DAYS + 1):
        open_goals = sorted(goal for goal, (first, last) in stretches.items() if first <= day <= last)
        if len(open_goals) > most:
            yield f"{len(open_goals)} goals are open on day {day}: {', '.join(open_goals)}"
            return


def _broken_hours(problem: Problem, actions: Sequence[Sat], aside: Sequence[int]) -> Iterator[str]:
    """Match the over-full weeks to neighbours, each to its own; days set aside are outside the weeks."""
    loads = [0] * len(problem.segments)
    longest = [0] * len(problem.segments)
    on_days_aside = dict.fromkeys(aside, 0)
    for one in actions:
        for day, length in one.sittings:
            if day in on_days_aside and one.activity.whole_sitting:
                on_days_aside[day] += length
                continue
            for number, week in enumerate(problem.segments):
                if day in week.days:
                    loads[number] += length
                    longest[number] = max(longest[number], length if one.activity.whole_sitting else 0)
    for day, load in on_days_aside.items():
        if load > minutes(problem.rules.day_hours):
            yield f"day {day}, which is set aside, holds {load} minutes"
    spare = [week.capacity - load for week, load in zip(problem.segments, loads, strict=True)]
    over = [number for number, left in enumerate(spare) if left < 0]
    for number in over:
        if -spare[number] > longest[number]:
            yield (
                f"the week of {_said(problem, number)} holds {loads[number]} minutes, more than "
                f"{problem.segments[number].capacity}, and no whole sitting of that length lies in it"
            )
    if not can_be_lent(spare, over, frozenset()):
        weeks = "; ".join(f"{_said(problem, one)}: {-spare[one]} minutes" for one in over)
        yield f"the weeks beside these cannot lend what they lack: {weeks}"


def can_be_lent(spare: Sequence[int], over: Sequence[int], lenders: frozenset[int]) -> bool:
    if not over:
        return True
    number = over[0]
    return any(
        can_be_lent(spare, over[1:], lenders | {beside})
        for beside in (number - 1, number + 1)
        if 0 <= beside < len(spare) and beside not in lenders and spare[beside] >= -spare[number]
    )


def _said(problem: Problem, number: int) -> str:
    days = problem.segments[number].days
    return f"days {days[0]} to {days[-1]}" if days else f"week {number + 1}"


def _lacking(problem: Problem, actions: Sequence[Sat]) -> Iterator[str]:
    rules = problem.rules
    if sum(one.activity.starter and one.start <= rules.starters_by for one in actions) < problem.starters:
        yield "starters"
    if problem.all_beginnings:
        if not any(one.activity.relational and one.start <= rules.relation_by for one in actions):
            yield "relational"
        if not any(one.activity.phase == "embed" for one in actions):
            yield "embed"
    if problem.mostly_unsure and not any(
        one.activity.asks_several and one.start <= rules.ask_several_by for one in actions
    ):
        yield "asks several"
