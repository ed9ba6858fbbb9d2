"""What of an earlier plan stays when it is made again: done, pinned, the owner's own ideas, fields and dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import ceil
from typing import NamedTuple

from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Activity
from cswo_eval.planning.timetable import Placement, Timetable
from cswo_eval.planning.wants import Want, credit
from cswo_eval.planning.working_days import PLAN_DAYS, PlanCalendar
from cswo_eval.record.models import Action, Plan

OWN_SESSION_HOURS = 2.0
"""The longest sitting of an owner's own idea, which says nothing of sittings."""
_DATES = frozenset({"start", "due"})


class Kept(NamedTuple):
    """The actions that stay, in the earlier order, and the activities that may not be chosen again."""

    actions: tuple[Action, ...]
    finished: dict[str, int]
    """For each activity of a kept action, the plan day on which it is done or due."""
    unwanted: frozenset[str]


def keep(framework: Framework, earlier: Plan | None, timetable: Timetable, today: date) -> Kept:
    """Return what stays of `earlier`, dated in the new timetable and booked there.

    Done and pinned actions, and the owner's own dates, stay exactly; what is under way stays where its days still can
    be worked; the other kept ones keep every word and get new dates.
    """
    if earlier is None:
        return Kept((), {}, frozenset())
    calendar = timetable.calendar
    past = _are_past(earlier, calendar)
    needed_first = _needed_by_kept(framework, earlier)
    kept: dict[str, Action] = {}
    floating: list[Action] = []
    for action in earlier.actions:
        if _stays_as_dated(action, past, timetable, today):
            kept[action.id] = action
        elif action.status == "deferred":  # to the 100 days that begin now
            floating.append(action._replace(status="planned", deferred_to=None))
        elif action.status == "planned" and (_kept_in_words(action) or action.activity in needed_first):
            floating.append(action)
    for action in kept.values():
        timetable.book_action(action)
    for action in _prerequisites_first(framework, floating):
        kept[action.id] = _dated_again(framework, action, timetable, kept)
    order = {action.id: number for number, action in enumerate(earlier.actions)}
    actions = tuple(sorted(kept.values(), key=lambda action: order[action.id]))
    return Kept(actions, _finished(earlier, actions, calendar), _unwanted(earlier, past))


def _are_past(earlier: Plan, calendar: PlanCalendar) -> bool:
    """Whether the 100 days of the earlier plan are over when the new ones begin: then what is closed in it is history."""
    return (calendar.start - earlier.start).days >= PLAN_DAYS


def _stays_as_dated(action: Action, past: bool, timetable: Timetable, today: date) -> bool:
    """Whether an action keeps its dates: what is closed in these 100 days, held in place, or under way."""
    if action.status != "planned":
        return not past
    return _held_in_place(action) or (not past and _under_way(action, timetable, today))


def _finished(earlier: Plan, kept: Iterable[Action], calendar: PlanCalendar) -> dict[str, int]:
    """Return for each activity that is done, or kept to be done, the plan day on which it is done or due."""
    done = (action for action in earlier.actions if action.status == "done")
    finished = {action.activity: calendar.plan_day(action.finished or action.due) for action in done if action.activity}
    for action in kept:
        if action.activity and action.status == "planned":
            finished[action.activity] = calendar.plan_day(action.due)
    return finished


def _unwanted(earlier: Plan, past: bool) -> frozenset[str]:
    """Return the activities that the owner dropped, or put off to the next 100 days while those have not begun."""
    gone = ("dropped",) if past else ("dropped", "deferred")
    return frozenset(action.activity for action in earlier.actions if action.activity and action.status in gone)


def credit_kept(framework: Framework, kept: Kept, timetable: Timetable, wants: dict[str, Want]) -> dict[str, int]:
    """Count the kept actions for the needs they answer. Returns for each goal the day finding out is done or due."""
    found_out: dict[str, int] = {}
    for action in kept.actions:
        if action.status not in ("planned", "done"):
            continue
        activity = framework.activities.get(action.activity) if action.activity else None
        finds_out = activity is not None and activity.finds_out
        due = timetable.calendar.plan_day(action.finished or action.due)
        credit(action.serves, action.kind, finds_out, due, wants)
        if finds_out:
            found_out[action.goal] = min(due, found_out.get(action.goal, due))
    return found_out


def session_minutes(activity: Activity | None) -> int:
    """Return the longest sitting of an activity, or of an own idea, in minutes."""
    return max(1, int((activity.sitting_hours if activity else OWN_SESSION_HOURS) * 60))


def _held_in_place(action: Action) -> bool:
    return action.pinned or bool(_DATES.intersection(action.own_fields))


def _kept_in_words(action: Action) -> bool:
    """Whether the owner said something of an action. A private mark is such a word: chosen anew, the action would be open."""
    own = bool(action.own_fields) or action.private
    return action.activity is None or own or action.deferred_to is not None


def _needed_by_kept(framework: Framework, earlier: Plan) -> frozenset[str]:
    """Return the activities that a kept action builds on, and those that they build on: they stay with it."""
    needed: set[str] = set()
    waiting = [
        action.activity
        for action in earlier.actions
        if action.activity and action.status == "planned" and (_held_in_place(action) or _kept_in_words(action))
    ]
    while waiting:
        activity = framework.activities.get(waiting.pop())
        new = [name for name in (activity.after if activity else ()) if name not in needed]
        needed.update(new)
        waiting.extend(new)
    return frozenset(needed)


def _under_way(action: Action, timetable: Timetable, today: date) -> bool:
    """Whether an action has begun, is not overdue, and its coming days and hours still stand."""
    calendar = timetable.calendar
    if not action.start < today <= action.due or calendar.plan_day(action.start) < 1:
        return False
    if calendar.plan_day(action.due) > calendar.last_action_day or not calendar.is_working(action.due):
        return False
    coming: dict[int, int] = {}
    for sitting in action.sittings:
        if sitting.day < today:
            continue
        if not calendar.is_working(sitting.day):
            return False
        week = timetable.week_index(calendar.plan_day(sitting.day))
        coming[week] = coming.get(week, 0) + ceil(sitting.hours * 60)
    return all(
        minutes <= timetable.weeks[week].capacity - timetable.weeks[week].load for week, minutes in coming.items()
    )


def _prerequisites_first(framework: Framework, actions: list[Action]) -> list[Action]:
    """Return the actions so that each stands after those it builds on, otherwise in their order."""
    waiting = {action.activity: action for action in actions if action.activity}
    ordered: dict[str, Action] = {}

    def visit(action: Action) -> None:
        activity = framework.activities.get(action.activity) if action.activity else None
        for name in activity.after if activity else ():
            if name in waiting and waiting[name].id not in ordered:
                visit(waiting[name])
        ordered.setdefault(action.id, action)

    for action in actions:
        visit(action)
    return list(ordered.values())


def _dated_again(framework: Framework, action: Action, timetable: Timetable, others: dict[str, Action]) -> Action:
    activity = framework.activities.get(action.activity) if action.activity else None
    calendar = timetable.calendar
    floor = max(1, timetable.first_day)
    if action.deferred_to is not None:
        floor = max(floor, calendar.plan_day(action.deferred_to))
    for other in others.values():
        if activity and other.activity in activity.after and other.status == "planned":
            floor = max(floor, calendar.plan_day(other.due) + 1)
    return place_owned(action, timetable, session_minutes(activity), floor)


def place_owned(action: Action, timetable: Timetable, session: int, floor: int, latest: int | None = None) -> Action:
    """Return an action of the owner's with dates and sittings from plan day `floor` on, booked.

    It goes where hours and goals allow; else where hours allow; else it is spread over the days that are left, and
    the flags will say what that breaks.
    """
    calendar = timetable.calendar
    minutes = max(1, ceil(round(action.hours * 60, 6)))
    found: Placement | str | None = timetable.room_for_goal(action.goal, minutes, session, floor, latest)
    if not isinstance(found, Placement):
        found = timetable.find_room(minutes, session, floor, latest)
    if found is None:
        beyond = floor + 6 if floor > timetable.last_day else timetable.last_day
        last = beyond if latest is None else latest
        first = min(max(floor, 1), last)
        placed = timetable.spread_regardless(minutes, session, first, last)
        found = Placement(placed, placed[-1][0])
    due = found.due if latest is None else min(found.due, latest)
    timetable.take(action.goal, Placement(found.sittings, due))
    return action._replace(
        start=calendar.date_of(found.start),
        due=calendar.date_of(due),
        sittings=timetable.as_sittings(found.sittings, action.hours),
    )
