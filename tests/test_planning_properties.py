"""Laws that hold for whatever the planner places, over random records, hours, leave and starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from math import isclose

import pytest
from conftest import examples
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies_planning import BASE, Case, analysis_of, cases, framework, mixed_answers, plan_of, rated

from cswo_eval.files.shapes import plain, validated
from cswo_eval.files.strict_yaml import parse_yaml
from cswo_eval.files.yaml_text import dump_yaml
from cswo_eval.planning.changes import add, defer, drop, edit, finish
from cswo_eval.planning.week_loads import week_loads
from cswo_eval.planning.working_days import PlanCalendar, calendar_for
from cswo_eval.record.plan_models import Action, Plan
from cswo_eval.text.problems import CswoEvalError

LAWS = settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


DEEDS = ["leave it", "pin", "date", "words", "hours", "done", "drop", "defer"]


def made(case: Case) -> Plan:
    try:
        return case.plan()
    except CswoEvalError as error:
        assume("working day" not in str(error))
        raise


def calendar_of(plan: Plan) -> PlanCalendar:
    return calendar_for(framework(), plan.start, plan.leave, plan.local_holidays)


def fresh(plan: Plan) -> Iterator[Action]:
    """The actions that the planner placed, none of which the owner has touched."""
    for action in plan.actions:
        if action.activity and action.status == "planned" and not action.pinned and not action.own_fields:
            yield action


def test_the_laws_are_tried_on_plans_that_hold_something() -> None:
    """The example record gives a plan with actions, goals, reviews and things left out."""
    plan = plan_of(analysis_of(mixed_answers()))
    assert len(plan.actions) >= 8
    assert plan.goals
    assert plan.reviews
    assert plan.left_out


@LAWS
@given(cases())
def test_no_week_is_above_the_hours(case: Case) -> None:
    plan = made(case)
    for load in week_loads(plan, calendar_of(plan)):
        assert load.planned_hours <= load.capacity_hours + 1e-6


@LAWS
@given(cases())
def test_nothing_starts_before_its_prerequisite_is_due(case: Case) -> None:
    plan = made(case)
    by_activity = {action.activity: action for action in plan.actions}
    for action in plan.actions:
        for name in framework().activities[action.activity or ""].after:
            assert by_activity[name].due < action.start


@LAWS
@given(cases())
def test_all_days_of_actions_are_working_days_within_days_1_to_90_and_not_past(case: Case) -> None:
    plan = made(case)
    calendar = calendar_of(plan)
    for action in plan.actions:
        for day in (action.start, action.due, *(sitting.day for sitting in action.sittings)):
            assert calendar.why_not_working(day) is None
            assert 1 <= calendar.plan_day(day) <= 90
            assert day >= case.given["today"]
            assert action.start <= day <= action.due


@LAWS
@given(cases())
def test_reviews_lie_on_working_days_not_after_their_plan_day_unless_none_is_before(case: Case) -> None:
    plan = made(case)
    calendar = calendar_of(plan)
    assert [review.number for review in plan.reviews] == [30, 60, 100]
    for review in plan.reviews:
        assert calendar.is_working(review.day)
        late = calendar.plan_day(review.day) > review.number
        assert not late or not calendar.working_days(plan.start, calendar.date_of(review.number))


@LAWS
@given(cases())
def test_at_most_five_goals_are_open_on_any_date(case: Case) -> None:
    plan = made(case)
    spans = {}
    for action in plan.actions:
        first, last = spans.get(action.goal, (action.start, action.due))
        spans[action.goal] = min(first, action.start), max(last, action.due)
    for number in range(100):
        day = plan.start + timedelta(days=number)
        assert sum(first <= day <= last for first, last in spans.values()) <= 5


@LAWS
@given(cases())
def test_lead_times_and_phases_are_kept(case: Case) -> None:
    plan = made(case)
    calendar = calendar_of(plan)
    begin = max(plan.start, case.given["today"])
    phase_from = {phase.id: phase.activities_from for phase in framework().method.plan.phases}
    for action in plan.actions:
        activity = framework().activities[action.activity or ""]
        assert action.start >= begin + timedelta(days=activity.notice_days)
        assert calendar.plan_day(action.start) >= phase_from[activity.phase]


@LAWS
@given(cases())
def test_the_same_input_gives_the_same_plan(case: Case) -> None:
    assert made(case) == case.plan()


@LAWS
@given(cases())
def test_every_need_is_served_or_left_out_with_a_reason(case: Case) -> None:
    plan = made(case)
    served = {name for action in plan.actions for name in action.serves}
    left = {entry.item for entry in plan.left_out}
    for item in case.analysis.planned:
        assert item.planned_need == 0 or item.id in served | left
    assert all(entry.reason for entry in plan.left_out)


@LAWS
@given(cases())
def test_a_high_need_with_two_activities_has_two_kinds_and_with_one_is_listed(case: Case) -> None:
    plan = made(case)
    left = {entry.item for entry in plan.left_out}
    for item in case.analysis.planned:
        if item.band == "high":
            kinds = [action.kind for action in plan.actions if item.id in action.serves]
            assert len(set(kinds)) >= 2 or item.id in left
            assert len(kinds) < 2 or len(set(kinds)) >= 2


@LAWS
@given(cases())
def test_no_need_has_more_activities_than_levels_and_no_action_counts_twice_for_one(case: Case) -> None:
    plan = made(case)
    times: Counter[str] = Counter()
    for action in plan.actions:
        assert len(set(action.serves)) == len(action.serves)
        times.update(action.serves)
    for item in case.analysis.planned:
        least = 2 if item.band == "high" or (item.is_element and item.band == "medium") else 1
        assert times[item.id] <= max(item.gap or 1, least)


@LAWS
@given(cases())
def test_where_the_owner_is_unsure_finding_out_comes_first(case: Case) -> None:
    plan = made(case)
    finds_out = {action.id: framework().activities[action.activity or ""].finds_out for action in plan.actions}
    for item in case.analysis.planned:
        serving = [action for action in plan.actions if item.unsure and item.id in action.serves]
        found = min((action.due for action in serving if finds_out[action.id]), default=None)
        for action in serving:
            assert finds_out[action.id] or (found is not None and found < action.start)
    unsure = {item.id for item in case.analysis.planned if item.unsure}
    for goal in plan.goals:
        mine = sorted((action for action in plan.actions if action.goal == goal.item), key=lambda one: one.start)
        elsewhere = [
            action
            for action in plan.actions
            if finds_out[action.id] and unsure.intersection(goal.members, action.serves)
        ]
        if unsure.intersection(goal.members) and not any(one.goal != goal.item for one in elsewhere):
            assert finds_out[mine[0].id]
            assert all(mine[0].due < other.start for other in mine[1:])


@LAWS
@given(cases())
def test_sittings_sum_to_the_hours_are_no_longer_than_a_session_and_one_a_day(case: Case) -> None:
    plan = made(case)
    for action in plan.actions:
        session = framework().activities[action.activity or ""].sitting_hours
        assert isclose(sum(sitting.hours for sitting in action.sittings), action.hours, abs_tol=1e-6)
        assert all(0 < sitting.hours <= session + 1e-6 for sitting in action.sittings)
        assert all(sitting.hours >= min(0.5, action.hours) - 1e-6 for sitting in action.sittings[:-1])
        assert len({sitting.day for sitting in action.sittings}) == len(action.sittings)


@LAWS
@given(cases())
def test_an_untouched_plan_breaks_no_rule_of_its_own(case: Case) -> None:
    assert not [action.flags for action in made(case).actions if action.flags]


@LAWS
@given(cases())
def test_every_action_belongs_to_a_goal_and_every_goal_has_an_action(case: Case) -> None:
    plan = made(case)
    assert {action.goal for action in plan.actions} == {goal.item for goal in plan.goals}
    assert len({goal.item for goal in plan.goals}) == len(plan.goals)


@LAWS
@given(cases())
def test_a_plan_can_be_kept_and_read_again(case: Case) -> None:
    """What was built without validation is what validation would have built."""
    plan = made(case)
    assert validated(Plan, parse_yaml(dump_yaml(plain(plan)), "plan").value) == plan


@LAWS
@given(
    cases(),
    st.lists(st.sampled_from(DEEDS), min_size=12, max_size=12),
    st.lists(st.integers(-10, 120), min_size=5, max_size=5),
    st.sampled_from([0, 1, 4]),
)
def test_what_is_the_owners_survives_a_remake_unchanged(
    case: Case, deeds: list[str], days: list[int], later: int
) -> None:
    """Pins, edits, own dates and hours, own ideas, done, dropped and deferred actions: word for word, day for day."""
    plan = made(case)
    today = max(case.given["today"], plan.start)
    standards = framework()
    for number, action in enumerate(plan.actions):
        what = deeds[number % len(deeds)]
        if what == "pin":
            plan = edit(standards, plan, action.id, {"pinned": True}, today)
        elif what == "date":
            due = plan.start + timedelta(days=days[number % len(days)])
            plan = edit(standards, plan, action.id, {"due": due}, today)
        elif what == "words":
            plan = edit(standards, plan, action.id, {"first_step": "Ring: '= [bold] #1\n"}, today)
        elif what == "hours":
            plan = edit(standards, plan, action.id, {"hours": 1.3}, today)
        elif what == "done":
            plan = finish(standards, plan, action.id, today, "went well", False)
        elif what == "drop":
            plan = drop(standards, plan, action.id, "no")
        elif what == "defer":
            plan = defer(standards, plan, action.id, None, "later", today)
    plan = add(standards, plan, title="Mine", item="SD1.3", hours=2, start=None, due=None, fields={}, today=today)
    again = case.plan(earlier=plan, today=today + timedelta(days=later))
    for action in plan.actions:
        kept = again.action(action.id)
        if action.pinned or action.status in ("done", "dropped", "deferred"):
            assert kept is not None
            assert kept._replace(flags=(), review_on=None) == action._replace(flags=(), review_on=None)
        elif action.own_fields:
            assert kept is not None
            for name in action.own_fields:
                assert getattr(kept, name) == getattr(action, name)
    identifiers = [action.id for action in again.actions]
    assert len(set(identifiers)) == len(identifiers)
    gone = {action.activity for action in plan.actions if action.status in ("dropped", "deferred", "done")}
    assert not [one for one in fresh(again) if one.activity in gone]
    calendar = calendar_of(again)
    for action in fresh(again):
        assert all(calendar.is_working(sitting.day) for sitting in action.sittings)
    assert again.sequence == plan.sequence + 1


def test_a_remake_of_an_untouched_plan_gives_the_same_actions_with_the_same_ids() -> None:
    plan = plan_of(analysis_of(mixed_answers()))
    again = plan_of(analysis_of(mixed_answers()), earlier=plan)
    assert again.actions == plan.actions
    assert again.sequence == 1


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_records_with_every_answer_alike_give_a_plan(level: int) -> None:
    plan = plan_of(analysis_of({name: rated(level) for name in framework().competencies}))
    assert bool(plan.actions) == (level < 3)
    assert plan.round == BASE
