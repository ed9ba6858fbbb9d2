"""Make a plan, or make one again: needs, catalogue and calendar in, a dated plan out (design: The 100-day plan)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from cswo_eval.analysis.results import GapAnalysis, ItemResult
from cswo_eval.framework.framework import Framework
from cswo_eval.planning.draft import Chosen, Drawing
from cswo_eval.planning.flags import flags_for
from cswo_eval.planning.goals import GoalIdea, goal_ideas
from cswo_eval.planning.kept_actions import Kept, credit_kept, keep
from cswo_eval.planning.sentences import (
    OWN_GOAL,
    action_sentences,
    goal_sentence,
    no_room_reason,
    written_hours,
)
from cswo_eval.planning.timetable import Timetable
from cswo_eval.planning.wants import LEAST_FOR_HIGH, Want, wants_of
from cswo_eval.planning.working_days import PLAN_DAYS, PlanCalendar, calendar_for, uncovered_years
from cswo_eval.record.models import Action, Goal, Leave, LeftOut, Plan, PlanReview
from cswo_eval.text.days_in_words import said_day
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import listed_with_and

DEFERRED = "deferred"
"""The band of what the owner put off, beside 'high', 'medium', 'low' and 'exposure'."""
_LATEST_START = date(9990, 1, 1)


def make_plan(
    framework: Framework,
    analysis: GapAnalysis,
    round_day: date,
    *,
    start: date,
    hours_per_week: float,
    leave: Sequence[Leave],
    local_holidays: Sequence[date],
    today: date,
    now: str,
    earlier: Plan | None = None,
    actions_given: int = 0,
) -> Plan:
    """Return the plan of 100 days from `start` for the needs of one round. The same inputs give the same plan.

    `round_day` is the day the round began; `hours_per_week` are hours; `now` is the UTC moment to note. Nothing new is
    placed before `today`. With `earlier`, the plan being made again, what is the owner's stays (`kept_actions`). New actions are
    numbered on from `actions_given`, the highest number that any plan of the record gave.
    Raises CswoEvalError where no plan can be made of this: no hours or too many, leave that ends before it begins, no
    working day, nothing answered yet, or all 100 days past.
    """
    _refuse(framework, analysis, start, hours_per_week, leave, today)
    calendar = calendar_for(framework, start, leave, local_holidays)
    if not any(calendar.action_days.values()):
        raise CswoEvalError(
            "No working day is left between day 1 and day 90: leave and holidays take them all. Shorten the leave, or "
            "choose a later start."
        )
    begin = max(1, calendar.plan_day(today))
    timetable = Timetable(calendar, hours_per_week, framework.method.plan, begin)
    wants = wants_of(analysis)
    kept = keep(framework, earlier, timetable, today)
    found_out = credit_kept(framework, kept, timetable, wants)
    ideas = goal_ideas(wants)
    drawing = Drawing(framework, wants, timetable, begin, dict(kept.finished), kept.unwanted, found_out)
    drawing.count_kept(kept.actions)
    drawing.work_on(ideas)

    again = earlier is not None and earlier.start == start
    highest = max(
        actions_given, 0, *(int(action.id[1:]) for action in (earlier.actions if earlier is not None else ()))
    )
    results = {name: want.item for name, want in wants.items()}
    reviews = _reviews(framework, calendar)
    new = _new_actions(drawing, results, calendar, reviews, earlier if again else None, highest)
    actions = (*(_with_review(action, reviews) for action in kept.actions), *new)
    plan = Plan(
        format="cswo-eval/plan",
        start=start,
        made=now,
        made_on=today,
        round=round_day,
        hours_per_week=float(hours_per_week),
        leave=tuple(leave),
        local_holidays=tuple(local_holidays),
        sequence=earlier.sequence + 1 if earlier is not None and again else 0,
        goals=_goals(actions, ideas, results, earlier),
        actions=actions,
        reviews=reviews,
        left_out=tuple(_left_out(framework, drawing, kept, hours_per_week)),
        remarks=(*_remarks_on_days(framework, calendar, today), *_remarks_on_needs(wants, actions)),
    )
    flags = flags_for(framework, plan, calendar)
    flagged = tuple(
        action if action.flags == flags.get(action.id, ()) else action._replace(flags=flags.get(action.id, ()))
        for action in actions
    )
    return plan._replace(actions=flagged)


def _refuse(
    framework: Framework,
    analysis: GapAnalysis,
    start: date,
    hours_per_week: float,
    leave: Sequence[Leave],
    today: date,
) -> None:
    rules = framework.method.plan
    if not hours_per_week > 0:
        raise CswoEvalError(
            "A plan needs some hours a week, and none are given. Half an hour is enough to begin with: --hours 0.5."
        )
    if hours_per_week > rules.most_hours_a_week:
        raise CswoEvalError(
            f"{written_hours(hours_per_week)} a week is more than a working week holds. Give what you can set aside "
            f"for learning: {written_hours(rules.usual_hours_a_week)} is usual, "
            f"{written_hours(rules.most_hours_a_week)} the most."
        )
    for away in leave:
        if away.last < away.first:
            raise CswoEvalError(
                f"The leave from {said_day(away.first)} ends before it begins, on {said_day(away.last)}. "
                "Give the first day before the last."
            )
    if start > _LATEST_START:
        raise CswoEvalError(f"The start {start} is too far ahead for a calendar. Choose an earlier one.")
    if analysis.coverage.answered == 0 and analysis.element_coverage.answered == 0:
        raise CswoEvalError(
            "There is nothing to plan from: no question is answered yet. `cswo-eval assess` begins; the 18 elements "
            "take about half an hour."
        )
    last = start + timedelta(days=PLAN_DAYS - 1)
    if today > last:
        raise CswoEvalError(
            f"All 100 days from {said_day(start)} are past: they ended on {said_day(last)}. Choose a later start."
        )


def _reviews(framework: Framework, calendar: PlanCalendar) -> tuple[PlanReview, ...]:
    return tuple(
        PlanReview(number=number, day=calendar.review_day(number)) for number in framework.method.plan.review_days
    )


def review_on_or_after(due: date, reviews: Sequence[PlanReview]) -> date | None:
    """Return the day of the first review on or after the day an action is due, the last one where it is due later."""
    days = sorted(review.day for review in reviews)
    return next((day for day in days if day >= due), days[-1] if days else None)


def _with_review(action: Action, reviews: Sequence[PlanReview]) -> Action:
    return action._replace(review_on=review_on_or_after(action.due, reviews))


def _new_actions(
    drawing: Drawing,
    results: Mapping[str, ItemResult],
    calendar: PlanCalendar,
    reviews: Sequence[PlanReview],
    earlier: Plan | None,
    highest: int,
) -> tuple[Action, ...]:
    """Return the chosen activities as actions in the order of their dates. An activity keeps the id it had in `earlier`.

    Others are numbered on from `highest`: another plan's A3 is another action.
    """
    had = {action.activity: action.id for action in earlier.actions if action.activity} if earlier else {}
    number = highest
    actions: list[Action] = []
    for chosen in sorted(drawing.chosen, key=lambda one: (one.placement.start, one.placement.due)):
        identifier = had.get(chosen.activity.id)
        if identifier is None:
            number += 1
            identifier = f"A{number}"
        actions.append(_as_action(identifier, chosen, results, calendar, drawing.timetable, reviews))
    return tuple(actions)


def _as_action(
    identifier: str,
    chosen: Chosen,
    results: Mapping[str, ItemResult],
    calendar: PlanCalendar,
    timetable: Timetable,
    reviews: Sequence[PlanReview],
) -> Action:
    activity, placement = chosen.activity, chosen.placement
    due = calendar.date_of(placement.due)
    served = [results[name] for name in chosen.serves]
    # Built from values that are checked already: validating each again would double the time of a plan.
    return Action(
        id=identifier,
        activity=activity.id,
        title=activity.title,
        goal=chosen.goal,
        serves=chosen.serves,
        kind=activity.kind,
        goal_kind=activity.goal,
        phase=activity.phase,
        hours=activity.hours,
        sittings=timetable.as_sittings(placement.sittings, activity.hours),
        start=calendar.date_of(placement.start),
        due=due,
        why=action_sentences(activity, served, chosen.prepares),
        first_step=activity.first_step,
        cue=activity.cue,
        helpers=activity.helpers,
        barrier=activity.barrier,
        answer=activity.answer,
        measure=activity.measure,
        benefit=activity.benefit,
        ethical_check=activity.ethical_check,
        evidence_left=activity.evidence_left,
        review_on=review_on_or_after(due, reviews),
    )


def _goals(
    actions: Sequence[Action],
    ideas: Sequence[GoalIdea],
    results: Mapping[str, ItemResult],
    earlier: Plan | None,
) -> tuple[Goal, ...]:
    """Return the goals that have an action: those of the needs in their order, then those kept from before."""
    used = {action.goal for action in actions if action.status != "dropped"}
    goals: list[Goal] = []
    for idea in ideas:
        if idea.item in used:
            members = [results[name] for name in idea.members]
            goals.append(
                Goal(
                    item=idea.item,
                    reason="exposure" if all(one.exposure for one in members) else "need",
                    members=idea.members,
                    why=goal_sentence(members),
                )
            )
    named = {goal.item for goal in goals}
    before = {goal.item: goal for goal in earlier.goals} if earlier else {}
    for action in actions:
        if action.goal in used and action.goal not in named:
            named.add(action.goal)
            own = Goal(item=action.goal, reason="own", members=(action.goal,), why=OWN_GOAL)
            goals.append(before.get(action.goal, own))
    return tuple(goals)


def _left_out(framework: Framework, drawing: Drawing, kept: Kept, hours_per_week: float) -> Iterator[LeftOut]:
    """Give each need that no action answers, each high need that got fewer than two, and what was put off."""
    most_goals = framework.method.plan.most_open_goals
    for want in drawing.wants.values():
        reason = no_room_reason(drawing.reasons.get(want.id, "hours"), hours_per_week, most_goals)
        if want.kinds and not (want.band == "high" and len(want.kinds) < LEAST_FOR_HIGH):
            continue
        if want.kinds:
            reason = f"One activity for it is in the plan; a second, of another kind, is not. {reason}"
        yield LeftOut(item=want.id, title=want.item.title, band=want.band, reason=reason)
    for action in kept.actions:
        if action.status == "deferred":
            yield put_off(action)


def put_off(action: Action) -> LeftOut:
    """Return the entry for an action that is deferred to the next 100 days."""
    reason = f"You put {action.id} off to the next 100 days."
    return LeftOut(item=action.goal, title=action.title, band=DEFERRED, reason=reason)


def _remarks_on_days(framework: Framework, calendar: PlanCalendar, today: date) -> Iterator[str]:
    if calendar.start < today:
        yield (
            f"The start, {said_day(calendar.start)}, is past: nothing new is placed before {said_day(today)}, "
            f"day {calendar.plan_day(today)} of the 100."
        )
    years = uncovered_years(framework, calendar.start)
    if years:
        yield (
            f"The bank holidays of {listed_with_and([str(year) for year in years])} are not in the standards: add those days as "
            "leave or local holidays."
        )


def _remarks_on_needs(wants: Mapping[str, Want], actions: Sequence[Action]) -> Iterator[str]:
    if not wants:
        yield (
            "No answer shows a need or a lack of chance, so nothing new is placed. What you want to keep up or pass on "
            "you can put in yourself: `cswo-eval plan add`."
        )
    served = {name for action in actions if action.status in ("planned", "done") for name in action.serves}
    high = [want.id for want in wants.values() if want.band == "high"]
    missed = [name for name in high if name not in served]
    if wants and not any(action.status == "planned" for action in actions):
        yield "Nothing fits before day 90: see what is left out, with the reason. More hours or a later start help."
    elif missed:
        yield (
            f"High needs with an action: {len(high) - len(missed)} of {len(high)}. The rest are listed as left out, "
            "with the reason; more hours a week would bring more of them in."
        )
    if any(want.item.is_element for want in wants.values()):
        yield (
            "Some goals rest on an element answered as a whole. Answer its competencies one by one and make the "
            "plan again: it will be closer to what you need."
        )
