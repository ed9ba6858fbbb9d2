"""Place a set of activities together, week by week: what must go on or begin first, so that more of them fit beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cswo_eval.planning.timetable import (
    LONGEST_WAIT,
    Placed,
    Placement,
    Sittings,
    Timetable,
    Window,
)
from cswo_eval.planning.working_days import PLAN_DAYS

_MOST_ROUNDS = 3
"""How many sittings of an activity a week holds."""


class Thread(NamedTuple):
    """One activity to be woven in: what has to be placed, when it may lie, its goal, and what must be over before it."""

    name: str
    goal: str
    work: Sittings
    window: Window
    after: tuple[str, ...] = ()


class _Going:
    """How far a thread has come."""

    def __init__(self, thread: Thread) -> None:
        self.thread = thread
        self.left = thread.work.minutes
        self.sittings: list[Placed] = []
        self.from_day, self.until = thread.window.earliest, thread.window.latest_start

    @property
    def over(self) -> bool:
        return self.left == 0


def weave(timetable: Timetable, threads: Sequence[Thread]) -> dict[str, Placement] | None:
    """Return a place for each of these activities, booked; None where not all fit, with the timetable half booked."""
    going = {thread.name: _Going(thread) for thread in threads}
    for number, week in enumerate(timetable.weeks):
        if not week.days:
            for one in going.values():
                if one.sittings and not one.over:
                    one.until += 7
            continue
        for _ in range(_MOST_ROUNDS):
            waiting = [one for one in going.values() if not one.over and one.from_day <= week.days[-1]]
            waiting.sort(key=lambda one: _slack(one, week.days[0], timetable))
            if not [one for one in waiting if _sit(timetable, one, number, going)]:
                break
        last = week.days[-1]
        if any(not one.over and min(one.until, one.thread.window.latest_due) <= last for one in going.values()):
            return None
    if any(not one.over for one in going.values()):
        return None
    return {name: Placement(tuple(one.sittings)) for name, one in going.items()}


def _slack(one: _Going, today: int, timetable: Timetable) -> tuple[int, int]:
    """Return how many days it can still wait: first to the day by which it must sit, then to the end."""
    work = one.thread.work
    number = -(-one.left // work.longest)
    end = one.thread.window.latest_due
    if one.sittings:
        end = min(end, one.sittings[0][0] + timetable.longest_stretch(work))
    return min(one.until - today, end - today - work.step * (number - 1)), end


def _sit(timetable: Timetable, one: _Going, number: int, going: dict[str, _Going]) -> bool:
    """Give an activity a sitting in a week, where it may have one and there is room."""
    thread = one.thread
    latest = min(one.until, thread.window.latest_due)
    days = [day for day in timetable.weeks[number].days if one.from_day <= day <= latest]
    if not one.sittings:
        if any(not going[name].over for name in thread.after if name in going):
            return False
        ends = [going[name].sittings[-1][0] for name in thread.after if name in going]
        days = [day for day in days if day > max(ends, default=0)]
        if not days or not _may_open(timetable, thread.goal, going, days[0]):
            return False
    if not days:
        return False
    found = timetable.sitting(thread.work, one.left, number, days, bool(one.sittings))
    if found is None:
        return False
    if found[1] == one.left and one.sittings and found[0] - one.sittings[0][0] + 1 < thread.work.span:
        return False
    timetable.book((found,), thread.work.whole)
    one.sittings.append(found)
    one.left -= found[1]
    one.from_day, one.until = found[0] + thread.work.step, found[0] + thread.work.step + LONGEST_WAIT
    return True


def _may_open(timetable: Timetable, goal: str, going: dict[str, _Going], day: int) -> bool:
    """Return whether one more goal may be open from a day on: those count that have begun and are not over, or stay open."""
    begun = {one.thread.goal for one in going.values() if one.sittings}
    there = {one.thread.goal for one in going.values() if not one.over and one.thread.goal in begun}
    kept = {name for name, (first, last) in timetable.intervals.items() if first <= day <= last}
    if goal in there or goal in kept:
        return True
    until = {one.thread.goal for one in going.values() if one.over and one.sittings[-1][0] >= day}
    return len(there | kept | until) < timetable.rules.most_open_goals
