"""Which rules of the plan an action breaks, in sentences: the owner's own dates and hours win, and are told about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from cswo_eval.framework.framework import Framework
from cswo_eval.planning.sentences import written_hours
from cswo_eval.planning.week_loads import week_loads
from cswo_eval.planning.working_days import PLAN_DAYS, PlanCalendar, calendar_of
from cswo_eval.record.plan_models import Action, Plan
from cswo_eval.text.days_in_words import said_day


def with_flags(framework: Framework, plan: Plan) -> Plan:
    """Return the plan with every action's flags as they now stand."""
    flags = flags_for(framework, plan, calendar_of(framework, plan))
    actions = tuple(action._replace(flags=flags.get(action.id, ())) for action in plan.actions)
    return plan._replace(actions=actions)


def flags_for(framework: Framework, plan: Plan, calendar: PlanCalendar) -> dict[str, tuple[str, ...]]:
    """Return, by action id, a sentence for each rule that a planned action breaks; those that break none are absent."""
    most_goals = framework.method.plan.most_open_goals
    planned = [action for action in plan.actions if action.status == "planned"]
    found: dict[str, list[str]] = {}
    over: dict[str, list[tuple[date, float]]] = {}

    def flag(action: Action, sentence: str) -> None:
        found.setdefault(action.id, []).append(sentence)

    for action in planned:
        for sentence in (*_about_days(framework, action, calendar), *_about_order(framework, plan, action)):
            flag(action, sentence)
    for load in week_loads(framework, plan, calendar):
        if load.excess_hours:
            there = [action for action in planned if action.id in load.actions]
            for action in _owners(there):
                over.setdefault(action.id, []).append((load.monday, load.excess_hours))
    for name, weeks in over.items():
        found.setdefault(name, []).append(_over_hours(weeks))
    for day, crowd in _crowded_days(planned, most_goals):
        for action in _owners(crowd):
            number = len({one.goal for one in crowd})
            flag(action, f"From {said_day(day)} {number} goals are open, more than {most_goals}.")
    return {name: tuple(sentences) for name, sentences in found.items()}


def _over_hours(weeks: Sequence[tuple[date, float]]) -> str:
    """Say in one sentence which weeks are over their hours: one by its date, several by their number."""
    monday, excess = weeks[0]
    if len(weeks) == 1:
        return f"The week of {said_day(monday)} is {written_hours(excess)} over what it holds."
    most = max(one for _, one in weeks)
    return f"{len(weeks)} weeks from {said_day(monday)} are over what they hold, by up to {written_hours(most)}."


def _owners(actions: Sequence[Action]) -> Sequence[Action]:
    """Return those that the owner placed or held in place; where there are none, all."""
    own = [
        action
        for action in actions
        if action.pinned
        or action.activity is None
        or action.deferred_to is not None
        or {"start", "due", "hours"}.intersection(action.own_fields)
    ]
    return own or actions


def _about_days(framework: Framework, action: Action, calendar: PlanCalendar) -> Iterator[str]:
    if action.start > action.due:
        yield f"It starts on {said_day(action.start)}, after it is due on {said_day(action.due)}."
    if action.start < calendar.start:
        yield f"It starts on {said_day(action.start)}, before day 1 of the plan."
    activity = framework.activities.get(action.activity) if action.activity else None
    closing = activity is not None and (activity.earliest_day or 0) > calendar.last_action_day
    number = PLAN_DAYS if closing else calendar.last_action_day
    latest = max([action.due, *(sitting.day for sitting in action.sittings)])
    if latest > calendar.date_of(number):
        what = "the plan ends there" if closing else "what follows is for reviews"
        yield f"It runs to {said_day(latest)}, after day {number}: {what}."
    if activity is not None and activity.latest_day and latest > calendar.date_of(activity.latest_day):
        yield f"It is to be done by day {activity.latest_day}, {said_day(calendar.date_of(activity.latest_day))}."
    told: set[date] = set()
    for what, day in (
        ("due", action.due),
        ("to start", action.start),
        *(("to be worked on", sitting.day) for sitting in action.sittings),
    ):
        reason = calendar.why_not_working(day)
        if reason is not None and day not in told:
            told.add(day)
            yield f"It is {what} on {said_day(day)}: {reason}."


def _about_order(framework: Framework, plan: Plan, action: Action) -> Iterator[str]:
    activity = framework.activities.get(action.activity) if action.activity else None
    for name in activity.after if activity else ():
        first = next((one for one in plan.actions if one.activity == name and one.status in ("planned", "done")), None)
        if first is None:
            prerequisite = framework.activities.get(name)
            title = prerequisite.title if prerequisite else name
            yield f"It builds on '{title}', which is not in the plan."
        elif action.start <= (first.finished or first.due):
            yield f"It starts before {first.id}, '{first.title}', is finished."


def _crowded_days(planned: Sequence[Action], most: int) -> Iterator[tuple[date, Sequence[Action]]]:
    """Give the first day of each stretch on which more than `most` goals are open, with the actions of those goals."""
    spans: dict[str, tuple[date, date]] = {}
    for action in planned:
        first, last = spans.get(action.goal, (action.start, action.due))
        spans[action.goal] = min(first, action.start, action.due), max(last, action.due)
    if len(spans) <= most:
        return
    before: frozenset[str] = frozenset()
    for day in sorted({first for first, _ in spans.values()}):
        there = frozenset(goal for goal, (first, last) in spans.items() if first <= day <= last)
        if len(there) > most and not there <= before:
            yield day, [action for action in planned if action.goal in there]
        before = there if len(there) > most else frozenset()
