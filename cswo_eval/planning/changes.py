"""What the owner does to a plan: finish, defer, drop, edit, add. Each gives a new plan, flagged afresh."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from cswo_eval.files.shapes import built
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Aspect
from cswo_eval.planning.action_fields import DATE_FIELDS, EDITABLE_FIELDS, FIELDS_OF_AN_IDEA, checked_field
from cswo_eval.planning.flags import with_flags
from cswo_eval.planning.kept_actions import place_owned
from cswo_eval.planning.left_out import put_off
from cswo_eval.planning.new_plan import measured_from, review_on_or_after
from cswo_eval.planning.sentences import OWN_GOAL
from cswo_eval.planning.timetable import Timetable
from cswo_eval.planning.week_loads import is_whole
from cswo_eval.planning.working_days import calendar_of
from cswo_eval.record.plan_models import Action, Goal, LeftOut, Plan, Sitting
from cswo_eval.text.days_in_words import said_day
from cswo_eval.text.problems import CswoEvalError, UnknownId

DROPPED = "dropped"
"""The band in `left_out` of a need whose only action the owner dropped."""
_FARTHEST_DAYS = 366
_SEE_PLAN = "`cswo-eval plan show` lists the actions."


def finish(
    framework: Framework, plan: Plan, action_id: str, on: date, note: str, private: bool, now: str | None = None
) -> Plan:
    """Return the plan with an action done on a day. A `note` replaces the action's own; an empty one leaves it.

    `now` is the UTC moment at which the owner says so: a level given later was asked again. `private` marks the action, and never unmarks it. Raises UnknownId; CswoEvalError where it is done or dropped.
    """
    action = _find(plan, action_id)
    _refuse_closed(action)
    done = action._replace(
        status="done",
        finished=on,
        marked_done=now,
        deferred_to=None,
        note=note or action.note,
        private=private or action.private,
        own_fields=_with_own(action, ["note"] if note else []),
    )
    done = done._replace(measure_from=measured_from(framework, done))
    return with_flags(framework, _without_put_off(plan, action).with_action(done))


def defer(framework: Framework, plan: Plan, action_id: str, until: date | None, reason: str, today: date) -> Plan:
    """Return the plan with an action put off: to the first room from `until` on, or (None) to the next 100 days.

    Where no room is left from then on, it is spread over the days that are left, and flagged.
    Raises UnknownId; CswoEvalError where it is done or dropped, or `until` is past or after the days for actions.
    """
    action = _find(plan, action_id)
    _refuse_closed(action)
    plan = _without_put_off(plan, action)
    if until is None:
        later = action._replace(status="deferred", deferred_to=None, reason=reason)
        plan = plan._replace(left_out=(*plan.left_out, put_off(action)))
        return with_flags(framework, plan.with_action(later))
    if until < today:
        raise CswoEvalError(f"{said_day(until)} is past. Give a day from today on, or none for the next 100 days.")
    if until <= action.start and action.start >= today:
        raise CswoEvalError(
            f"{action.id} begins on {said_day(action.start)} as it is, which is not before {said_day(until)}: putting it off "
            "would change nothing. Give a later day, or none for the next 100 days."
        )
    timetable = _timetable(framework, plan, action, today)
    last = timetable.calendar.date_of(timetable.last_day)
    if not timetable.calendar.working_days(until, last):
        raise CswoEvalError(
            f"No working day is left from {said_day(until)} to day {timetable.last_day}, {said_day(last)}. "
            "Give an earlier day, or none to put it off to the next 100 days."
        )
    # The owner's earlier dates give way to this: deferring is the later word.
    waiting = action._replace(
        status="planned",
        deferred_to=until,
        reason=reason,
        own_fields=tuple(name for name in action.own_fields if name not in DATE_FIELDS),
    )
    return _placed(framework, plan, waiting, timetable)


def drop(framework: Framework, plan: Plan, action_id: str, reason: str) -> Plan:
    """Return the plan without an action: it stays listed as dropped, and is not chosen again.

    Raises UnknownId; CswoEvalError where it is done or dropped already.
    """
    action = _find(plan, action_id)
    _refuse_closed(action)
    plan = _without_put_off(plan, action).with_action(action._replace(status="dropped", reason=reason))
    served = {name for one in plan.actions if one.status in ("planned", "done") for name in one.serves}
    listed = {entry.item for entry in plan.left_out}
    bare = tuple(
        LeftOut(
            item=name,
            title=framework.title_of(name),
            band=DROPPED,
            reason=f"You dropped {action.id}, which was for it. Making the plan again looks for another activity.",
        )
        for name in action.serves
        if name not in served and name not in listed
    )
    return with_flags(framework, plan._replace(left_out=(*plan.left_out, *bare)))


def edit(
    framework: Framework,
    plan: Plan,
    action_id: str,
    changes: Mapping[str, object],
    today: date | None = None,
) -> Plan:
    """Return the plan with fields of an action set by the owner (EDITABLE_FIELDS); `hours` in hours, dates as `date`.

    They win whenever the plan is made again. Own dates and hours stay exactly, the sittings are spread between start
    and due (from `today` on where one is given), and what that breaks is flagged.
    Raises UnknownId; CswoEvalError for a field or value that cannot be, or a dropped action; of a done one only the
    words can change.
    """
    action = _find(plan, action_id)
    _refuse_dropped(action)
    if not changes:
        names = ", ".join(EDITABLE_FIELDS)
        raise CswoEvalError(f"Nothing to change was given for {action.id}. What can change: {names}.")
    checked = {name: checked_field(name, value, EDITABLE_FIELDS) for name, value in changes.items()}
    _refuse_far_dates(plan, checked)
    moved = [name for name in checked if name in ("start", "due", "hours")]
    if moved and action.status == "done":
        raise CswoEvalError(f"{action.id} is done: its dates and hours stand. Its words can still change.")
    own = [name for name in checked if name != "pinned"]
    changed = action._replace(**checked, own_fields=_with_own(action, own))
    if "helpers" in checked:  # how long it takes others than those of the catalogue, nobody knows
        changed = changed._replace(helpers_hours=0.0)
    changed = changed._replace(measure_from=measured_from(framework, changed))
    if not moved or action.status == "deferred":
        return with_flags(framework, plan.with_action(changed))
    if moved == ["hours"] and changed.hours <= action.hours and action.sittings:
        shorter = _shortened(changed)
        return with_flags(framework, plan.with_action(shorter._replace(measure_from=measured_from(framework, shorter))))
    # A later due date alone must not pull the start forward: it stays unless it would lie after the due date.
    keep_start = action.start if changed.due >= action.start else None
    return _placed(framework, plan, changed, _timetable(framework, plan, action, today), keep_start)


def _shortened(action: Action) -> Action:
    """Return an action with fewer hours on the days it had, as many of the first as it still needs: less never moves it."""
    left = action.hours
    sittings: list[Sitting] = []
    for sitting in action.sittings:
        if left > 0:
            sittings.append(sitting._replace(hours=min(sitting.hours, round(left, 6))))
            left -= sitting.hours
    due = action.due if "due" in action.own_fields else sittings[-1].day
    return action._replace(sittings=tuple(sittings), due=due)


def reopen(framework: Framework, plan: Plan, action_id: str) -> Plan:
    """Return the plan with an action that was done, dropped or put off planned again, with its dates as they were.

    Raises UnknownId; CswoEvalError where it is planned as it is.
    """
    action = _find(plan, action_id)
    if action.status == "planned":
        raise CswoEvalError(f"{action.id} is planned already.")
    plan = _without_put_off(plan, action)
    again = action._replace(status="planned", finished=None, marked_done=None, deferred_to=None, reason="")
    again = again._replace(measure_from=measured_from(framework, again))
    return with_flags(framework, plan.with_action(again))


def add(
    framework: Framework,
    plan: Plan,
    *,
    title: str,
    item: str,
    hours: float,
    start: date | None,
    due: date | None,
    fields: Mapping[str, object],
    today: date | None = None,
    actions_given: int = 0,
) -> Plan:
    """Return the plan with an idea of the owner's own for a competency or element, as its last action.

    It is numbered on from `actions_given`, the highest number that any plan of the record gave.

    Dates that are not given are found where hours and goals allow, not before the plan was made or `today`.
    `fields` may hold FIELDS_OF_AN_IDEA. Raises UnknownId for an unknown item, CswoEvalError for a value that cannot be.
    """
    found = framework.item(item)
    if isinstance(found, Aspect):
        example = found.elements[0].id
        raise CswoEvalError(f"{found.id} is a whole aspect. Name one competency or element of it, such as {example}.")
    given: dict[str, object] = {"title": title, "hours": hours, **fields}
    given.update((name, day) for name, day in (("start", start), ("due", due)) if day is not None)
    checked = {name: checked_field(name, value, FIELDS_OF_AN_IDEA) for name, value in given.items()}
    _refuse_far_dates(plan, checked)
    goal = next((one for one in plan.goals if found.id == one.item or found.id in one.members), None)
    if goal is None:
        goal = Goal(item=found.id, reason="own", members=(found.id,), why=OWN_GOAL)
        plan = plan._replace(goals=(*plan.goals, goal))
    first = max(plan.start, plan.made_on if today is None else max(today, plan.made_on))
    values: dict[str, object] = {
        "why": f"Your own idea for {found.id}, {found.title}.",
        "start": first,
        "due": first,
        **checked,
    }
    action = built(
        Action,
        {
            "id": plan.next_action_id(actions_given),
            "goal": goal.item,
            "serves": (found.id,),
            "own_fields": tuple(name for name in checked if name != "pinned"),
            **values,
        },
    )
    plan = plan._replace(
        left_out=tuple(entry for entry in plan.left_out if entry.item != found.id or entry.band in ("high", "deferred"))
    )
    return _placed(framework, plan, action, _timetable(framework, plan, action, today))


def _find(plan: Plan, action_id: str) -> Action:
    action = plan.action(action_id)
    if action is None:
        raise UnknownId(action_id, "action", [one.id for one in plan.actions], _SEE_PLAN)
    return action


def _refuse_closed(action: Action) -> None:
    if action.status == "done":
        day = f" on {said_day(action.finished)}" if action.finished else ""
        raise CswoEvalError(f"{action.id} is done already{day}, and stays so.")
    _refuse_dropped(action)


def _refuse_dropped(action: Action) -> None:
    if action.status == "dropped":
        raise CswoEvalError(f"{action.id} is dropped. `cswo-eval plan edit {action.id} --reopen` brings it back.")


def _with_own(action: Action, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*action.own_fields, *names)))


def _without_put_off(plan: Plan, action: Action) -> Plan:
    """Return the plan without the note that this action was deferred to the next 100 days."""
    gone = put_off(action)
    return plan._replace(left_out=tuple(entry for entry in plan.left_out if entry != gone))


def _refuse_far_dates(plan: Plan, checked: Mapping[str, object]) -> None:
    """Refuse a date more than a year from the plan's start: it is a slip of the pen, not a plan of 100 days."""
    for name in DATE_FIELDS:
        day = checked.get(name)
        if isinstance(day, date) and abs((day - plan.start).days) > _FARTHEST_DAYS:
            raise CswoEvalError(f"{name} {day} is more than a year from the start of the plan. Check the year.")


def _timetable(framework: Framework, plan: Plan, without: Action, today: date | None) -> Timetable:
    """Return the plan's weeks with every other action booked."""
    calendar = calendar_of(framework, plan)
    from_day = plan.made_on if today is None else max(today, plan.made_on)
    timetable = Timetable(calendar, plan.hours_per_week, framework.method.plan, max(1, calendar.plan_day(from_day)))
    for action in plan.actions:
        if action.id != without.id:
            timetable.book_action(action, is_whole(framework, action))
    return timetable


def _placed(
    framework: Framework, plan: Plan, action: Action, timetable: Timetable, keep_start: date | None = None
) -> Plan:
    """Return the plan with the action dated: the owner's own start and due exactly, the rest found.

    `keep_start`: nothing is placed before this day where the owner named no start.
    """
    calendar = timetable.calendar
    own_start = action.start if "start" in action.own_fields else None
    own_due = action.due if "due" in action.own_fields else None
    floor = timetable.first_day if own_start is None else calendar.plan_day(own_start)
    if own_start is None and keep_start is not None:
        floor = max(floor, calendar.plan_day(keep_start))
    if action.deferred_to is not None and own_start is None:
        floor = max(floor, calendar.plan_day(action.deferred_to))
    latest = None if own_due is None else calendar.plan_day(own_due)
    placed = place_owned(framework, action, timetable, floor, latest)
    start, due = own_start or placed.start, own_due or placed.due
    exact = placed._replace(
        start=start,
        due=due,
        review_on=review_on_or_after(due, plan.reviews),
        phase=action.phase if action.activity else _phase_on(framework, calendar.plan_day(start)),
    )
    exact = exact._replace(measure_from=measured_from(framework, exact))
    return with_flags(framework, plan.with_action(exact))


def _phase_on(framework: Framework, plan_day: int) -> str:
    """Return the phase of the 100 days in which a plan day lies; the first before day 1, the last after day 100."""
    phases = framework.method.plan.phases
    return next((phase.id for phase in phases if plan_day <= phase.last_day), phases[-1].id)
