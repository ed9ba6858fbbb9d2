"""Make a plan, or make one again: needs, catalogue and calendar in, a dated plan out (design: The 100-day plan)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType

from cswo_eval.analysis.results import GapAnalysis, ItemResult
from cswo_eval.framework.framework import Framework
from cswo_eval.planning.choice import choose
from cswo_eval.planning.draft import Draft
from cswo_eval.planning.first_things import wishes_for
from cswo_eval.planning.flags import flags_for
from cswo_eval.planning.given import Chosen, Given
from cswo_eval.planning.goals import GoalIdea, goal_ideas
from cswo_eval.planning.kept_actions import Kept, keep, works_of
from cswo_eval.planning.left_out import needs_left_out, put_off
from cswo_eval.planning.needs import Want, catalogue_effects, credited, spoken_for, wants_of
from cswo_eval.planning.sentences import (
    BEGINNING_GOAL,
    MET_GOAL,
    OWN_GOAL,
    action_sentences,
    goal_sentence,
    written_hours,
)
from cswo_eval.planning.timetable import Timetable
from cswo_eval.planning.working_days import PLAN_DAYS, PlanCalendar, calendar_for, uncovered_years
from cswo_eval.record.models import Leave
from cswo_eval.record.plan_models import Action, Goal, LeftOut, Plan, PlanReview
from cswo_eval.text.days_in_words import plain_day, said_day
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import listed_with_and

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
    set_aside: Sequence[date] = (),
    over_new_year: bool = False,
    new_in_post: bool = False,
    asked: Mapping[str, datetime] = MappingProxyType({}),
    earlier: Plan | None = None,
    actions_given: int = 0,
) -> Plan:
    """Return the plan of 100 days from `start` for the needs of one round. The same inputs give the same plan.

    `round_day` is the day the round began; `hours_per_week` are hours, and `set_aside` days that hold a whole sitting
    outside them; `now` is the UTC moment to note. Nothing new is placed before `today`, or at the turn of the year but
    for `over_new_year`. `new_in_post`: the plan begins with starters. `asked`: when each level was last given.
    With `earlier`, the plan being made again, what is the owner's stays (`kept_actions`). New actions are numbered on
    from `actions_given`, the highest number that any plan of the record gave.
    Raises CswoEvalError where no plan can be made of this: no hours or too many, leave that ends before it begins, no
    working day, a day set aside that is none, nothing answered yet, or all 100 days past.
    """
    _refuse(framework, analysis, start, hours_per_week, leave, today)
    calendar = calendar_for(framework, start, leave, local_holidays, set_aside, over_new_year)
    given_before = earlier.set_aside if earlier is not None else ()
    _refuse_days(calendar, set_aside, [day for day in set_aside if day < today and day not in given_before])
    begin = max(1, calendar.plan_day(today))
    timetable = Timetable(calendar, hours_per_week, framework.method.plan, begin)
    wants, answered = wants_of(framework, analysis), spoken_for(analysis)
    kept = keep(framework, earlier, timetable, today)
    ideas = goal_ideas(wants)
    draft = choose(
        Given(
            framework=framework,
            wants=wants,
            goals=ideas,
            effects=catalogue_effects(framework, wants, answered),
            begin=begin,
            kept=works_of(framework, kept.actions, calendar, wants, answered, asked),
            finished=kept.finished,
            unwanted=kept.unwanted,
        ),
        timetable,
        wishes_for(framework.method.plan, analysis, new_in_post, hours_per_week),
    )

    again = earlier is not None and earlier.start == start
    highest = max(
        actions_given, 0, *(int(action.id[1:]) for action in (earlier.actions if earlier is not None else ()))
    )
    results = {name: want.item for name, want in wants.items()}
    reviews = _reviews(framework, calendar)
    serves = credited(draft.works(), wants)[1]
    new = _new_actions(draft, serves, results, calendar, reviews, earlier if again else None, highest)
    standing = tuple(_told_anew(framework, action, serves, results, reviews) for action in kept.actions)
    actions = (*standing, *new)
    plan = Plan(
        format="cswo-eval/plan",
        start=start,
        made=now,
        made_on=today,
        round=round_day,
        hours_per_week=float(hours_per_week),
        leave=tuple(leave),
        local_holidays=tuple(local_holidays),
        set_aside=tuple(sorted(set(set_aside))),
        over_new_year=over_new_year,
        sequence=earlier.sequence + 1 if earlier is not None and again else 0,
        goals=_goals(actions, ideas, results, earlier),
        actions=actions,
        reviews=reviews,
        left_out=(*needs_left_out(draft, hours_per_week), *_put_off(kept)),
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


def _refuse_days(calendar: PlanCalendar, set_aside: Sequence[date], past: Sequence[date]) -> None:
    """Refuse a calendar without a day for actions, and days set aside that cannot be: all of them at once.

    `past`: those that are over and were not set aside before.
    """
    if not any(calendar.action_days.values()):
        raise CswoEvalError(
            "No working day is left between day 1 and day 90: leave and holidays take them all. Shorten the leave, or "
            "choose a later start."
        )
    wrong = []
    for day in sorted(set(set_aside)):
        reason = calendar.why_not_working(day)
        if not 1 <= calendar.plan_day(day) <= PLAN_DAYS:
            wrong.append(f"{plain_day(day)} is outside the 100 days of the plan.")
        elif reason is not None:
            wrong.append(f"{plain_day(day)} is {reason}.")
        elif day in past:
            wrong.append(f"{plain_day(day)} is past.")
    if wrong:
        raise CswoEvalError(f"A day set aside must be a working day of the plan. {' '.join(wrong)} Give another day.")


def _reviews(framework: Framework, calendar: PlanCalendar) -> tuple[PlanReview, ...]:
    return tuple(
        PlanReview(number=number, day=calendar.review_day(number)) for number in framework.method.plan.review_days
    )


def review_on_or_after(due: date, reviews: Sequence[PlanReview]) -> date | None:
    """Return the day of the first review on or after the day an action is due, the last one where it is due later."""
    days = sorted(review.day for review in reviews)
    return next((day for day in days if day >= due), days[-1] if days else None)


def measured_from(framework: Framework, action: Action) -> date | None:
    """Return from which day an action's measure can be read: so long after it is finished or due as its activity says.

    None: at once, as with an idea or a measure of the owner's own.
    """
    activity = framework.activities.get(action.activity or "")
    if activity is None or not activity.measure_after_days or "measure" in action.own_fields:
        return None
    return (action.finished or action.due) + timedelta(days=activity.measure_after_days)


def _told_anew(
    framework: Framework,
    action: Action,
    serves: Mapping[str, tuple[str, ...]],
    results: Mapping[str, ItemResult],
    reviews: Sequence[PlanReview],
) -> Action:
    """Return an action that stays, with its review, and while it is planned with what it serves now and why."""
    action = action._replace(
        review_on=review_on_or_after(action.due, reviews), measure_from=measured_from(framework, action)
    )
    activity = framework.activities.get(action.activity) if action.activity else None
    if activity is None or action.status != "planned":
        return action
    served = [results[name] for name in serves.get(action.id, ())]
    if not served:  # what it was planned for is met: it stays, because it is the owner's or has begun
        return action._replace(why=f"It stays from the plan before. {activity.benefit}")
    return action._replace(serves=serves[action.id], why=action_sentences(activity, served, None))


def _new_actions(
    draft: Draft,
    serves: Mapping[str, tuple[str, ...]],
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
    for chosen in sorted(draft.chosen.values(), key=lambda one: (one.placement.start, one.placement.due)):
        identifier = had.get(chosen.activity.id)
        if identifier is None:
            number += 1
            identifier = f"A{number}"
        served = [results[name] for name in _goals_own_first(draft, chosen, serves[chosen.activity.id])]
        actions.append(_as_action(identifier, chosen, served, calendar, draft.timetable, reviews))
    return tuple(actions)


def _goals_own_first(draft: Draft, chosen: Chosen, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what an action serves with its goal's own needs first: the first is the one that `why` speaks of."""
    members = {need for goal in draft.given.goals if goal.item == chosen.goal for need in goal.members}
    return tuple(sorted(names, key=lambda name: name not in members))


def _as_action(
    identifier: str,
    chosen: Chosen,
    served: Sequence[ItemResult],
    calendar: PlanCalendar,
    timetable: Timetable,
    reviews: Sequence[PlanReview],
) -> Action:
    activity, placement = chosen.activity, chosen.placement
    due = calendar.date_of(placement.due)
    # Built from values that are checked already: validating each again would double the time of a plan.
    return Action(
        id=identifier,
        activity=activity.id,
        title=activity.title,
        goal=chosen.goal,
        serves=tuple(item.id for item in served),
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
        helpers_hours=activity.helpers_hours,
        barrier=activity.barrier,
        answer=activity.answer,
        measure=activity.measure,
        measure_from=due + timedelta(days=activity.measure_after_days) if activity.measure_after_days else None,
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
    """Return the goals that have an action: those of the needs in their order, then those kept from before.

    A goal names the needs of it that the plan answers, in whole or in part: what is left out stands elsewhere.
    """
    there = [action for action in actions if action.status != "dropped"]
    used = {action.goal for action in there}
    served = {name for action in there if action.status in ("planned", "done") for name in action.serves}
    goals: list[Goal] = []
    for idea in ideas:
        members = [results[name] for name in idea.members if name in served]
        if idea.item in used and members:
            goals.append(
                Goal(
                    item=idea.item,
                    reason="exposure" if all(one.exposure for one in members) else "need",
                    members=tuple(one.id for one in members),
                    why=goal_sentence(members),
                )
            )
    named = {goal.item for goal in goals}
    before = {goal.item: goal for goal in earlier.goals} if earlier else {}
    for action in actions:
        if action.goal in used and action.goal not in named:
            named.add(action.goal)
            beginning = action.activity is not None and action.status == "planned"
            new = Goal(
                item=action.goal,
                reason="beginning" if beginning else "own",
                members=(action.goal,),
                why=BEGINNING_GOAL if beginning else OWN_GOAL,
            )
            goals.append(_told_of_now(before[action.goal], results) if action.goal in before else new)
    return tuple(goals)


def _told_of_now(goal: Goal, results: Mapping[str, ItemResult]) -> Goal:
    """Return a goal of the plan before with the levels as they are now: none says an old one."""
    members = [results[name] for name in goal.members if name in results]
    if goal.reason in ("own", "beginning"):
        return goal
    return goal._replace(why=goal_sentence(members) if members else MET_GOAL)


def _put_off(kept: Kept) -> Iterator[LeftOut]:
    return (put_off(action) for action in kept.actions if action.status == "deferred")


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
        placed = any(action.status == "planned" and action.activity is not None for action in actions)
        what = "no more is placed than what somebody new in post begins with" if placed else "nothing new is placed"
        yield (
            f"No answer shows a need or a lack of chance, so {what}. What you want to keep up or pass on you can put in "
            "yourself: `cswo-eval plan add`."
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
