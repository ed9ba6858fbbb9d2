"""What of an earlier plan stays when it is made again: done, begun, being arranged, pinned, the owner's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from math import ceil
from typing import NamedTuple

from cswo_eval.framework.activity_models import Activity
from cswo_eval.framework.framework import Framework
from cswo_eval.planning.needs import HALF, Want, Work, effects_of
from cswo_eval.planning.sittings import Sittings, in_minutes, sittings_for
from cswo_eval.planning.timetable import Placement, Timetable, Window
from cswo_eval.planning.week_loads import is_whole
from cswo_eval.planning.working_days import PLAN_DAYS, PlanCalendar
from cswo_eval.record.plan_models import Action, Plan

OWN_SITTING_HOURS = 2.0
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

    Done and pinned actions, and the owner's own dates, stay exactly; what is under way or being arranged stays where its
    days still can be worked; the other kept ones keep every word and get new dates.
    """
    if earlier is None:
        return Kept((), {}, frozenset())
    calendar = timetable.calendar
    past = _are_past(earlier, calendar)
    fewer_hours = timetable.weekly_minutes < int(round(earlier.hours_per_week * 60, 6))
    needed_first = _needed_by_kept(framework, earlier)
    kept: dict[str, Action] = {}
    floating: list[Action] = []
    for action in earlier.actions:
        if _stays_as_dated(framework, action, past, timetable, today, fewer_hours):
            kept[action.id] = action
        elif action.status == "deferred":  # to the 100 days that begin now
            floating.append(action._replace(status="planned", deferred_to=None))
        elif action.status == "planned" and (_kept_in_words(action) or action.activity in needed_first):
            floating.append(action)
    for action in kept.values():
        timetable.book_action(action, is_whole(framework, action))
    for action in _prerequisites_first(framework, floating):
        kept[action.id] = _dated_again(framework, action, timetable, kept)
    order = {action.id: number for number, action in enumerate(earlier.actions)}
    actions = tuple(sorted(kept.values(), key=lambda action: order[action.id]))
    return Kept(actions, _finished(earlier, actions, calendar), _unwanted(earlier, past))


def _are_past(earlier: Plan, calendar: PlanCalendar) -> bool:
    """Whether the 100 days of the earlier plan are over when the new ones begin: then what is closed in it is history."""
    return (calendar.start - earlier.start).days >= PLAN_DAYS


def _stays_as_dated(
    framework: Framework, action: Action, past: bool, timetable: Timetable, today: date, fewer_hours: bool
) -> bool:
    """Whether an action keeps its dates: what is closed in these 100 days, held in place, under way or being arranged."""
    if action.status != "planned":
        return not past
    if _held_in_place(action):
        return True
    started = action.start < today or _is_being_arranged(framework, action, today)
    return not past and started and _still_stands(framework, action, timetable, today, fewer_hours)


def _is_being_arranged(framework: Framework, action: Action, today: date) -> bool:
    """Whether the day has come by which others had to be asked: dates that were agreed with them do not move."""
    activity = framework.activities.get(action.activity) if action.activity else None
    return activity is not None and action.start - timedelta(days=activity.notice_days) < today <= action.start


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


def works_of(
    framework: Framework,
    actions: Iterable[Action],
    calendar: PlanCalendar,
    wants: Mapping[str, Want],
    answered: frozenset[str],
    asked: Mapping[str, datetime],
) -> dict[str, Work]:
    """Return what the actions that stay count for, by their id. `asked`: when each level was last given, a UTC moment.

    An action that is done takes nothing away from a need whose level was asked again after it: the new level tells it.
    """
    works: dict[str, Work] = {}
    for action in actions:
        if action.status not in ("planned", "done"):
            continue
        activity = framework.activities.get(action.activity) if action.activity else None
        if activity is not None:
            effects = effects_of(activity.builds, wants, answered, framework.method.plan)
        else:
            effects = {name: HALF for name in action.serves or (action.goal,) if name in wants}
        if action.status == "done":
            effects = {name: taken for name, taken in effects.items() if not _asked_again(action, asked.get(name))}
        works[action.id] = Work(
            effects,
            activity is not None and activity.finds_out,
            calendar.plan_day(action.start),
            calendar.plan_day(action.finished or action.due),
            done=action.status == "done",
        )
    return works


def _asked_again(action: Action, asked: datetime | None) -> bool:
    if asked is None:
        return False
    day = action.finished or action.due
    if asked.date() == day and action.marked_done is not None:
        return asked >= datetime.fromisoformat(action.marked_done)
    return asked.date() >= day


def sittings_of_action(framework: Framework, action: Action) -> Sittings:
    """Return what has to be placed of an action: as its activity says, or of an idea of the owner's own."""
    activity = framework.activities.get(action.activity) if action.activity else None
    if activity is None:
        return sittings_for(in_minutes(action.hours), in_minutes(OWN_SITTING_HOURS))
    minutes, longest = in_minutes(action.hours), in_minutes(activity.sitting_hours)
    # Hours of the owner's own may be too few for the sittings that the activity asks for.
    span = 1 if activity.whole_sitting and minutes <= longest else activity.span_days
    return sittings_for(minutes, longest, activity.whole_sitting, span, activity.days_between)


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


def _still_stands(framework: Framework, action: Action, timetable: Timetable, today: date, fewer_hours: bool) -> bool:
    """Whether an action is not overdue, and its coming days can still be kept; its hours too, where there are fewer now."""
    calendar = timetable.calendar
    if action.due < today or calendar.plan_day(action.start) < 1:
        return False
    if calendar.plan_day(action.due) > PLAN_DAYS or not calendar.is_working(action.due):
        return False
    whole = is_whole(framework, action)
    coming: dict[int, int] = {}
    for sitting in action.sittings:
        if sitting.day < today:
            continue
        if not calendar.is_working(sitting.day):
            return False
        day = calendar.plan_day(sitting.day)
        if whole and timetable.is_set_aside(day):
            continue
        week = timetable.week_index(day)
        coming[week] = coming.get(week, 0) + ceil(round(sitting.hours * 60, 6))
    # What is left of this week holds less than the week did: that alone moves nothing that was agreed.
    return not fewer_hours or timetable.would_hold(coming, whole)


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
    floor = max(1, timetable.first_day) + notice_of(activity)
    if action.deferred_to is not None:
        floor = max(floor, calendar.plan_day(action.deferred_to))
    for other in others.values():
        if activity and other.activity in activity.after and other.status == "planned":
            floor = max(floor, calendar.plan_day(other.due) + 1)
    return place_owned(framework, action, timetable, floor)


def notice_of(activity: Activity | None) -> int:
    """Return how many days an activity has to be asked for ahead; an owner's own idea none."""
    return activity.notice_days if activity is not None else 0


def place_owned(
    framework: Framework, action: Action, timetable: Timetable, floor: int, latest: int | None = None
) -> Action:
    """Return an action of the owner's with dates and sittings from plan day `floor` on, booked.

    It goes where hours and goals allow; else where hours allow; else it is spread over the days that are left, and
    the flags will say what that breaks.
    """
    calendar, work, whole = timetable.calendar, sittings_of_action(framework, action), is_whole(framework, action)
    activity = framework.activities.get(action.activity) if action.activity else None
    closing = activity is not None and (activity.earliest_day or 0) > timetable.last_day
    last = PLAN_DAYS if closing else timetable.last_day
    if closing and activity is not None:
        floor = max(floor, activity.earliest_day or 1)
    window = Window(floor, PLAN_DAYS, last if latest is None else min(latest, last))
    found: Placement | str | None = timetable.room_for_goal(action.goal, work, window)
    if not isinstance(found, Placement):
        found = timetable.find_room(work, window)
    if found is None:
        beyond = floor + 6 if floor > last else last
        end = beyond if latest is None else latest
        first = min(max(floor, 1), end)
        found = Placement(timetable.spread_regardless(work, first, end))
    timetable.take(action.goal, found, whole)
    return action._replace(
        start=calendar.date_of(found.start),
        due=calendar.date_of(found.due),
        sittings=timetable.as_sittings(found.sittings, action.hours),
    )
