"""Laws that hold for whatever the planner places, over random records, hours, leave, starts and days set aside."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import isclose

import pytest
from optimum.problem import can_be_worked
from optimum.value import judge
from strategies_planning import BASE, Case, analysis_of, framework, law, mixed_answers, plan_of, planned, rated

from cswo_eval.files.shapes import plain, validated
from cswo_eval.files.strict_yaml import parse_yaml
from cswo_eval.files.yaml_text import dump_yaml
from cswo_eval.framework.activity_models import Activity
from cswo_eval.planning.week_loads import week_loads
from cswo_eval.planning.working_days import calendar_of
from cswo_eval.record.plan_models import Action, Plan

CLOSING = 91
"""The first of the days that hold reviews, and only those activities that are dated there."""


def activity_of(action: Action) -> Activity:
    return framework().activities[action.activity or ""]


def day_of(plan: Plan, day: object) -> int:
    return (day - plan.start).days + 1  # type: ignore[operator]


def days_of(plan: Plan, action: Action) -> list[int]:
    return [day_of(plan, sitting.day) for sitting in action.sittings]


def begin_of(plan: Plan) -> int:
    return max(1, day_of(plan, plan.made_on))


def test_the_laws_are_tried_on_plans_that_hold_something() -> None:
    """The example record gives a plan with actions, goals, reviews and things left out."""
    plan = plan_of(analysis_of(mixed_answers()))
    assert len(plan.actions) >= 8
    assert plan.goals
    assert plan.reviews
    assert plan.left_out


@law(80)
def test_a_check_of_plans_that_never_saw_the_planner_finds_no_rule_broken(case: Case) -> None:
    """Days, sittings, hours with what weeks lend, goals, windows and prerequisites, all at once."""
    plan = case.made()
    values = {name: case.given[name] for name in ("new_in_post", "set_aside", "over_new_year")}
    assert judge(framework(), case.analysis, plan, **values).broken == ()


@law()
def test_no_week_is_above_its_hours_and_what_it_borrows(case: Case) -> None:
    plan = case.made()
    assert [
        load.monday for load in week_loads(framework(), plan, calendar_of(framework(), plan)) if load.excess_hours
    ] == []


@law()
def test_a_week_that_lends_keeps_within_what_is_left_to_it_and_does_not_borrow(case: Case) -> None:
    plan = case.made()
    for load in week_loads(framework(), plan, calendar_of(framework(), plan)):
        if load.lent_hours:
            assert load.planned_hours + load.lent_hours <= load.capacity_hours + 1e-6
            assert not load.borrowed_hours


@law()
def test_what_weeks_borrow_is_what_weeks_beside_them_lend(case: Case) -> None:
    plan = case.made()
    loads = week_loads(framework(), plan, calendar_of(framework(), plan))
    lent = Counter(round(load.lent_hours, 6) for load in loads if load.lent_hours)
    for number, load in enumerate(loads):
        if load.borrowed_hours:
            beside = [loads[one].lent_hours for one in (number - 1, number + 1) if 0 <= one < len(loads)]
            assert any(isclose(load.borrowed_hours, one, abs_tol=1e-6) for one in beside)
    assert lent == Counter(round(load.borrowed_hours, 6) for load in loads if load.borrowed_hours)


@law()
def test_a_week_borrows_only_for_a_sitting_that_is_never_cut(case: Case) -> None:
    plan = case.made()
    whole = {action.id for action in planned(plan) if activity_of(action).whole_sitting}
    for load in week_loads(framework(), plan, calendar_of(framework(), plan)):
        assert not load.borrowed_hours or whole.intersection(load.actions)


@law()
def test_a_day_set_aside_holds_no_more_than_a_working_day(case: Case) -> None:
    plan = case.made()
    for load in week_loads(framework(), plan, calendar_of(framework(), plan)):
        days = [day for day in plan.set_aside if load.first_plan_day <= day_of(plan, day) <= load.last_plan_day]
        assert load.set_aside_hours <= framework().method.plan.day_hours * len(days) + 1e-6


@law()
def test_nothing_starts_before_what_it_builds_on_is_due(case: Case) -> None:
    plan = case.made()
    by_activity = {action.activity: action for action in plan.actions}
    for action in plan.actions:
        for name in activity_of(action).after:
            assert by_activity[name].due < action.start


@law()
def test_every_sitting_lies_on_a_day_that_can_be_worked_and_is_to_come(case: Case) -> None:
    """No weekend, holiday or leave, nothing at the turn of the year but where it is wished, nothing in the past."""
    plan = case.made()
    working = can_be_worked(framework(), plan.start, plan.leave, plan.local_holidays, plan.over_new_year)
    for action in plan.actions:
        assert set(days_of(plan, action)) <= set(working)
        assert action.start >= max(plan.start, plan.made_on)


@law()
def test_days_91_to_100_hold_only_what_is_dated_there(case: Case) -> None:
    plan = case.made()
    for action in plan.actions:
        closing = (activity_of(action).earliest_day or 1) >= CLOSING
        assert day_of(plan, action.due) <= (100 if closing else 90)


@law()
def test_an_action_starts_and_is_due_with_its_sittings(case: Case) -> None:
    for action in case.made().actions:
        assert (action.start, action.due) == (action.sittings[0].day, action.sittings[-1].day)


@law()
def test_reviews_lie_on_working_days_not_after_their_plan_day_unless_none_is_before(case: Case) -> None:
    plan = case.made()
    calendar = calendar_of(framework(), plan)
    assert [review.number for review in plan.reviews] == [30, 60, 100]
    for review in plan.reviews:
        assert calendar.is_working(review.day)
        late = calendar.plan_day(review.day) > review.number
        assert not late or not calendar.working_days(plan.start, calendar.date_of(review.number))


@law()
def test_at_most_five_goals_are_open_on_any_day(case: Case) -> None:
    plan = case.made()
    spans: dict[str, tuple[int, int]] = {}
    for action in plan.actions:
        first, last = spans.get(action.goal, (100, 1))
        spans[action.goal] = min(first, day_of(plan, action.start)), max(last, day_of(plan, action.due))
    for day in range(1, 101):
        assert sum(first <= day <= last for first, last in spans.values()) <= 5


@law()
def test_others_have_their_notice_and_no_phase_begins_before_its_day(case: Case) -> None:
    plan = case.made()
    phase_from = {phase.id: phase.activities_from for phase in framework().method.plan.phases}
    for action in plan.actions:
        activity = activity_of(action)
        start = day_of(plan, action.start)
        assert start >= begin_of(plan) + activity.notice_days
        assert start >= phase_from[activity.phase]


@law()
def test_taking_stock_begins_by_day_30_or_within_a_fortnight_of_its_notice(case: Case) -> None:
    plan = case.made()
    for action in plan.actions:
        activity = activity_of(action)
        if activity.phase == "listen":
            assert day_of(plan, action.start) <= max(30, begin_of(plan) + activity.notice_days + 13)


@law()
def test_an_activity_keeps_to_its_earliest_and_latest_day(case: Case) -> None:
    plan = case.made()
    for action in plan.actions:
        activity = activity_of(action)
        assert day_of(plan, action.start) >= (activity.earliest_day or 1)
        assert day_of(plan, action.due) <= (activity.latest_day or 100)


@law()
def test_what_takes_weeks_gets_those_weeks(case: Case) -> None:
    for action in case.made().actions:
        assert (action.due - action.start).days + 1 >= activity_of(action).span_days


@law()
def test_sittings_lie_as_far_apart_as_the_activity_says_and_one_a_day(case: Case) -> None:
    plan = case.made()
    for action in plan.actions:
        for before, after in pairwise(days_of(plan, action)):
            assert after - before >= activity_of(action).days_between


@law()
def test_a_training_a_visit_or_a_meeting_is_never_cut(case: Case) -> None:
    for action in case.made().actions:
        activity = activity_of(action)
        if activity.whole_sitting:
            *before, last = [sitting.hours for sitting in action.sittings]
            assert all(isclose(hours, activity.sitting_hours) for hours in before)
            assert isclose(last, activity.hours - sum(before))
            assert last <= activity.sitting_hours + 1e-6


@law()
def test_sittings_sum_to_the_hours_and_none_is_longer_than_the_activity_allows(case: Case) -> None:
    for action in case.made().actions:
        assert isclose(sum(sitting.hours for sitting in action.sittings), action.hours, abs_tol=1e-6)
        assert all(0 < sitting.hours <= activity_of(action).sitting_hours + 1e-6 for sitting in action.sittings)


@law()
def test_sittings_last_full_quarters_of_an_hour(case: Case) -> None:
    """The last holds what is left: the hours of every activity in the catalogue are full quarters themselves."""
    for action in case.made().actions:
        assert all(isclose(sitting.hours * 4, round(sitting.hours * 4), abs_tol=1e-6) for sitting in action.sittings)


@law()
def test_a_sitting_lasts_an_hour_where_activity_and_week_allow(case: Case) -> None:
    """Only the last may be what is left, and a short week less: half an hour is the least."""
    plan = case.made()
    calendar = calendar_of(framework(), plan)
    for action in plan.actions:
        for sitting in action.sittings[:-1]:
            if sitting.day.isocalendar()[:2] == max(plan.start, plan.made_on).isocalendar()[:2]:
                continue  # what of this week is past is gone
            week = calendar.capacity(sitting.day.isocalendar()[:2], plan.hours_per_week, day_of(plan, sitting.day) > 90)
            least = min(1.0, activity_of(action).sitting_hours, max(0.5, int(week * 4) / 4))
            assert sitting.hours >= least - 1e-6


@law()
def test_where_the_owner_is_unsure_nothing_serves_a_need_before_finding_out_is_due(case: Case) -> None:
    plan = case.made()
    for item in case.analysis.planned:
        serving = [action for action in plan.actions if item.unsure and item.id in action.serves]
        found = min((action.due for action in serving if activity_of(action).finds_out), default=None)
        for action in serving:
            assert activity_of(action).finds_out or (found is not None and found < action.start)


@law(12)
def test_the_same_input_gives_the_same_plan(case: Case) -> None:
    assert case.made() == case.plan()


@law()
def test_an_untouched_plan_breaks_no_rule_of_its_own(case: Case) -> None:
    assert [action.flags for action in case.made().actions if action.flags] == []


@law()
def test_every_action_belongs_to_a_goal_and_every_goal_has_an_action(case: Case) -> None:
    plan = case.made()
    assert {action.goal for action in plan.actions} == {goal.item for goal in plan.goals}
    assert len({goal.item for goal in plan.goals}) == len(plan.goals)


@law()
def test_a_plan_can_be_kept_and_read_again(case: Case) -> None:
    """What was built without validation is what validation would have built."""
    plan = case.made()
    assert validated(Plan, parse_yaml(dump_yaml(plain(plan)), "plan").value) == plan


@law()
def test_a_measure_is_read_as_long_after_the_action_as_the_activity_says(case: Case) -> None:
    for action in case.made().actions:
        after = activity_of(action).measure_after_days
        assert (action.measure_from is not None) == (after > 0)
        assert action.measure_from is None or (action.measure_from - action.due).days == after


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_records_with_every_answer_alike_give_a_plan(level: int) -> None:
    plan = plan_of(analysis_of({name: rated(level) for name in framework().competencies}))
    assert bool(plan.actions) == (level < 3)
    assert plan.round == BASE
