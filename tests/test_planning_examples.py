"""What the planner refuses, says and changes, by example."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from gap_records import evidence
from strategies_planning import BEFORE, MONDAY, NO_CHANCE, NOT_APPLICABLE, analysis_of, framework, mixed_answers, rated
from strategies_planning import plan_of as make

from cswo_eval.files.shapes import plain
from cswo_eval.files.yaml_text import dump_yaml
from cswo_eval.framework.activity_models import Builds
from cswo_eval.framework.load import load_framework
from cswo_eval.planning.changes import add, defer, drop, edit, finish
from cswo_eval.planning.new_plan import make_plan
from cswo_eval.planning.week_loads import week_loads
from cswo_eval.planning.working_days import calendar_for, uncovered_years
from cswo_eval.record.models import Evidence, Leave
from cswo_eval.record.plan_models import Action, Plan
from cswo_eval.text.problems import CswoEvalError, UnknownId

CHRISTMAS = date(2026, 12, 25)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The plan of the mixed record at three hours a week."""
    return make(analysis_of(mixed_answers()))


def test_a_calendar_names_why_a_day_is_not_worked() -> None:
    leave = (Leave(first=date(2026, 12, 29), last=date(2026, 12, 30)),)
    calendar = calendar_for(framework(), MONDAY, leave, (date(2026, 12, 1),))
    given = [
        date(2026, 11, 28),
        date(2026, 11, 29),
        date(2026, 11, 30),
        date(2026, 12, 1),
        CHRISTMAS,
        date(2026, 12, 29),
        date(2026, 12, 31),
        date(2027, 1, 5),
    ]
    assert [calendar.why_not_working(day) for day in given] == [
        "a Saturday",
        "a Sunday",
        "St Andrew's Day",
        "a local holiday",
        "Christmas Day",
        "leave",
        "the turn of the year",
        None,
    ]


def test_the_start_is_day_1_and_99_days_later_is_day_100() -> None:
    calendar = calendar_for(framework(), MONDAY, (), ())
    assert calendar.plan_day(MONDAY) == 1
    assert calendar.date_of(100) == MONDAY + timedelta(days=99)
    assert calendar.plan_day(calendar.date_of(57)) == 57


def test_a_week_holds_its_share_of_hours_by_working_days_within_days_1_to_90() -> None:
    """The start's own week from Wednesday: 3 of 5 days; Christmas week: 3 of 5, for the 24th is quiet; days after day 90 count for nothing."""
    calendar = calendar_for(framework(), date(2026, 11, 25), (), ())
    assert calendar.capacity((2026, 48), 5) == pytest.approx(3)
    assert calendar.capacity((2026, 52), 5) == pytest.approx(3)
    assert calendar.capacity((2027, 8), 5) == pytest.approx(1)
    assert calendar.capacity((2027, 9), 5) == 0


def test_a_review_moves_before_leave_and_never_before_the_start() -> None:
    """Day 30 lies in leave from day 1 to 40: the first working day after is taken, past 2 January's substitute day."""
    leave = (Leave(first=MONDAY, last=MONDAY + timedelta(days=39)),)
    calendar = calendar_for(framework(), MONDAY, leave, ())
    assert calendar.plan_day(calendar.review_day(30)) == 44
    assert calendar_for(framework(), MONDAY, (), ()).review_day(30) == date(2026, 12, 22)


def test_years_without_published_bank_holidays_are_named_in_the_plan() -> None:
    last = max(framework().bank_holidays.years)
    start = date(last, 12, 1)
    assert uncovered_years(framework(), start) == (last + 1,)
    assert str(last + 1) in " ".join(make(analysis_of(mixed_answers()), start=start).remarks)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"hours_per_week": 0}, "needs some hours a week"),
        ({"hours_per_week": -2}, "needs some hours a week"),
        ({"hours_per_week": float("nan")}, "needs some hours a week"),
        ({"hours_per_week": 41}, "more than a working week holds"),
        ({"leave": (Leave(first=date(2026, 12, 10), last=date(2026, 12, 9)),)}, "ends before it begins"),
        ({"leave": (Leave(first=MONDAY, last=MONDAY + timedelta(days=120)),)}, "No working day is left"),
        ({"today": MONDAY + timedelta(days=100)}, "are past"),
        ({"start": date(9999, 12, 1)}, "too far ahead"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_words(given: dict[str, object], says: str) -> None:
    with pytest.raises(CswoEvalError, match=says):
        make(analysis_of(mixed_answers()), **given)


def test_a_record_without_answers_is_told_to_assess_first() -> None:
    with pytest.raises(CswoEvalError, match="cswo-eval assess"):
        make(analysis_of({}))


def test_a_past_start_is_allowed_and_said_and_nothing_lies_before_today() -> None:
    today = MONDAY + timedelta(days=22)
    plan = make(analysis_of(mixed_answers()), today=today)
    assert "is past" in plan.remarks[0]
    assert min(action.start for action in plan.actions) >= today


def test_between_day_91_and_100_nothing_is_placed_and_every_need_is_listed() -> None:
    plan = make(analysis_of(mixed_answers()), today=MONDAY + timedelta(days=92))
    assert not plan.actions
    assert plan.left_out
    assert "Nothing fits" in " ".join(plan.remarks)


@pytest.mark.parametrize("answer", [rated(5), NOT_APPLICABLE])
def test_a_record_without_any_need_gives_an_empty_plan_that_says_so(answer: object) -> None:
    plan = make(analysis_of(dict.fromkeys(framework().competencies, answer)))  # type: ignore[misc]
    assert not plan.actions
    assert not plan.left_out
    assert "No answer shows a need" in plan.remarks[0]


def test_no_chance_yet_is_planned_as_exposure() -> None:
    plan = make(analysis_of({"SD1.3": NO_CHANCE}))
    assert [(goal.item, goal.reason) for goal in plan.goals] == [("SD1.3", "exposure")]
    assert "no chance yet" in plan.goals[0].why
    assert len(plan.actions) == 1


def test_two_weighty_needs_of_one_element_are_one_goal() -> None:
    plan = make(analysis_of({"SD1.1": rated(1, 3), "SD1.3": rated(1, 3), "WO2.1": rated(1, 3)}))
    assert {goal.item for goal in plan.goals} == {"SD1", "WO2.1"}


def test_an_element_answered_as_a_whole_is_a_goal_served_by_its_own_id() -> None:
    plan = make(analysis_of({"SD1": rated(1, 3)}))
    assert [(goal.item, goal.members) for goal in plan.goals] == [("SD1", ("SD1",))]
    assert all(action.serves == ("SD1",) for action in plan.actions)
    assert len({action.kind for action in plan.actions}) >= 2


def test_a_prerequisite_comes_into_the_plan_first_and_is_due_before_the_other_starts() -> None:
    """Only two activities are to be had, nothing but the one's `after` keeps them apart, and the hours are many."""
    first, second = list(framework().activities.values())[:2]
    common = {"phase": "listen", "notice_days": 0, "finds_out": False, "hours": 3.0, "sitting_hours": 1.5}
    first = first._replace(**common, builds=Builds(mainly=("WO1.1",)), after=())
    second = second._replace(**common, builds=Builds(mainly=("SD1.3",)), after=(first.id,))
    small = load_framework()
    small.__dict__["activities"] = {second.id: second, first.id: first}
    plan = make_plan(
        small,
        analysis_of({"SD1.3": rated(2, 3)}),
        MONDAY,
        start=MONDAY,
        hours_per_week=20.0,
        leave=(),
        local_holidays=(),
        today=BEFORE,
        now="2026-11-01T09:00:00Z",
    )
    assert [action.activity for action in plan.actions] == [first.id, second.id]
    assert plan.actions[0].due < plan.actions[1].start
    assert (plan.actions[0].goal, plan.actions[0].serves) == ("SD1.3", ())
    assert f"'{second.title}' builds on it" in plan.actions[0].why


@pytest.mark.parametrize(
    ("confidence", "entries", "said"),
    [
        ("low", (), "though you are not sure of that level"),
        (None, (evidence("E1", supports=["SD1.3"], contradicts=()), evidence("E2", contradicts=["SD1.3"])),
         "though your evidence points both ways"),
    ],
)  # fmt: skip
def test_a_doubt_is_said_as_what_it_is(confidence: str | None, entries: tuple[Evidence, ...], said: str) -> None:
    """Evidence on both sides is not told as something the owner said about themself."""
    answer = rated(1, 3)._replace(confidence=confidence)
    assert said in make(analysis_of({"SD1.3": answer}, entries=entries)).goals[0].why


def test_a_private_answer_gives_no_level_in_the_plan() -> None:
    answer = rated(1, 3)._replace(private=True, learning="SECRET", note="SECRET")
    plan = make(analysis_of({"SD1.3": answer}))
    assert "SECRET" not in dump_yaml(plain(plan))
    assert not any("is at" in text for text in (plan.goals[0].why, *(action.why for action in plan.actions)))


def test_a_plan_does_not_depend_on_the_order_of_hashing() -> None:
    """Two processes with different hash seeds write the same plan."""
    code = (
        "from strategies_planning import *; from cswo_eval.files.shapes import plain; "
        "from cswo_eval.files.yaml_text import dump_yaml; "
        "print(dump_yaml(plain(plan_of(analysis_of(mixed_answers()), hours_per_week=4.0))))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    written = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**environment, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        ).stdout
        for seed in ("1", "2")
    ]
    assert written[0] == written[1]
    assert "actions:\n- id: A1" in written[0]


def test_finishing_keeps_what_was_said_and_cannot_be_done_twice(plan: Plan) -> None:
    done = finish(framework(), plan, "a1", MONDAY, "It went: [well] #1", True)
    action = done.action("A1")
    assert action is not None
    assert (action.status, action.finished, action.note, action.private) == ("done", MONDAY, "It went: [well] #1", True)
    with pytest.raises(CswoEvalError, match="A1 is done already"):
        finish(framework(), done, "A1", MONDAY, "", False)


def test_an_unknown_action_is_told_with_the_nearest_match(plan: Plan) -> None:
    with pytest.raises(UnknownId, match=r"no action 'A1x'\. Did you mean A1"):
        drop(framework(), plan, "A1x", "")


def test_deferring_to_the_next_100_days_lists_the_action_until_it_is_finished_after_all(plan: Plan) -> None:
    later = defer(framework(), plan, "A2", None, "busy", BEFORE)
    assert "A2" in later.left_out[-1].reason
    assert not any(
        "A2" in load.actions for load in week_loads(framework(), later, calendar_for(framework(), MONDAY, (), ()))
    )
    assert finish(framework(), later, "A2", MONDAY, "", False).left_out == plan.left_out


def test_deferring_to_a_day_moves_every_sitting_to_it_or_later(plan: Plan) -> None:
    until = date(2027, 1, 11)
    action = _action(defer(framework(), plan, "A1", until, "busy", BEFORE), "A1")
    assert action.status == "planned"
    assert action.start >= until
    assert all(sitting.day >= until for sitting in action.sittings)
    assert sum(sitting.hours for sitting in action.sittings) == pytest.approx(action.hours)


@pytest.mark.parametrize(
    ("until", "says"), [(date(2026, 11, 1), "is past"), (date(2027, 2, 27), "No working day is left")]
)
def test_deferring_to_an_impossible_day_is_refused(plan: Plan, until: date, says: str) -> None:
    with pytest.raises(CswoEvalError, match=says):
        defer(framework(), plan, "A1", until, "", BEFORE)


def test_dropping_lists_the_needs_that_nothing_else_answers_and_never_chooses_it_again(plan: Plan) -> None:
    only, alone = next(
        (action, name)
        for action in plan.actions
        for name in action.serves
        if not any(name in other.serves for other in plan.actions if other is not action)
        and name not in {entry.item for entry in plan.left_out}
    )
    dropped = drop(framework(), plan, only.id, "not mine")
    assert alone in {entry.item for entry in dropped.left_out}
    again = make(analysis_of(mixed_answers()), earlier=dropped)
    assert [one.status for one in again.actions if one.activity == only.activity] == ["dropped"]


def test_the_owners_date_on_a_holiday_wins_and_is_flagged(plan: Plan) -> None:
    action = _action(edit(framework(), plan, "A1", {"due": CHRISTMAS}), "A1")
    assert action.due == CHRISTMAS
    assert "It is due on Friday 25 December 2026: Christmas Day." in action.flags


def test_start_after_due_and_days_outside_the_plan_are_flagged(plan: Plan) -> None:
    changes = {"start": date(2027, 3, 1), "due": date(2026, 11, 20)}
    flags = " ".join(_action(edit(framework(), plan, "A1", changes), "A1").flags)
    assert "after it is due" in flags
    changes = {"due": date(2027, 3, 10), "start": date(2027, 3, 1)}
    late = " ".join(_action(edit(framework(), plan, "A1", changes), "A1").flags)
    assert "after day 90" in late
    early = " ".join(_action(edit(framework(), plan, "A1", {"start": date(2026, 11, 18)}), "A1").flags)
    assert "before day 1" in early


def test_more_hours_than_a_week_holds_are_flagged_by_how_much(plan: Plan) -> None:
    week = {"start": MONDAY, "due": date(2026, 11, 27), "hours": 10.0}
    action = _action(edit(framework(), plan, "A1", week), "A1")
    assert sum(sitting.hours for sitting in action.sittings) == pytest.approx(10)
    assert any("hours over what it holds" in flag for flag in action.flags)


def test_an_own_date_before_its_prerequisite_is_flagged_by_name() -> None:
    needing = next(one for one in framework().activities.values() if one.after)
    first = framework().activities[needing.after[0]]
    base = make(analysis_of({"SD1.3": rated(1, 3)}))
    action = base.actions[0]._replace(activity=needing.id)
    missing = edit(framework(), base.with_action(action), action.id, {"pinned": True})
    assert any(f"builds on '{first.title}'" in flag for flag in _action(missing, action.id).flags)


def test_a_sixth_goal_open_is_flagged_on_the_owners_action() -> None:
    plan = make(analysis_of({"SD1": rated(5)}))
    for item in ("SD1.1", "SD2.1", "AO1.1", "SL1.1", "WO1.1", "MV1.1"):
        plan = add(framework(), plan, title=item, item=item, hours=1, start=MONDAY, due=date(2026, 12, 18), fields={})
    assert any("6 goals are open, more than 5" in flag for flag in plan.actions[-1].flags)


def test_an_own_idea_is_placed_without_breaking_a_rule_where_there_is_room() -> None:
    plan = make(analysis_of({"SD1": rated(5)}))
    plan = add(
        framework(),
        plan,
        title="Visit the sheriff clerk",
        item="sd1.3",
        hours=3,
        start=None,
        due=None,
        fields={"kind": "with-others", "helpers": ["the clerk"]},
    )
    action = plan.actions[-1]
    assert (action.id, action.activity, action.goal, action.serves, action.flags) == (
        "A1",
        None,
        "SD1.3",
        ("SD1.3",),
        (),
    )
    assert sum(sitting.hours for sitting in action.sittings) == pytest.approx(3)
    assert plan.goals[-1].reason == "own"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "Nothing to change"),
        ({"hours": 0}, "above 0"),
        ({"hours": True}, "above 0"),
        ({"due": "2026-12-01"}, "must be a date"),
        ({"colour": "red"}, "no 'colour'"),
        ({"title": "  "}, "needs a title"),
        ({"helpers": "everybody"}, "must be a list"),
        ({"pinned": "yes"}, "yes or no"),
        ({"due": date(9999, 12, 31)}, "more than a year"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_in_words(plan: Plan, changes: dict[str, object], says: str) -> None:
    with pytest.raises(CswoEvalError, match=says):
        edit(framework(), plan, "A1", changes)


@pytest.mark.parametrize(("item", "says"), [("SD9.9", "There is no"), ("SD", "whole aspect")])
def test_an_idea_for_something_unknown_or_too_wide_is_refused(plan: Plan, item: str, says: str) -> None:
    with pytest.raises(CswoEvalError, match=says):
        add(framework(), plan, title="x", item=item, hours=1, start=None, due=None, fields={})


def test_remade_ids_are_never_used_for_another_action(plan: Plan) -> None:
    own = add(framework(), plan, title="Mine", item="SD1.3", hours=1, start=None, due=None, fields={})
    mine = own.actions[-1].id
    again = make(analysis_of({"WO1.1": rated(1, 3)}), earlier=own)
    assert _action(again, mine).title == "Mine"
    before = {action.id: action.activity for action in own.actions}
    assert all(before.get(action.id, action.activity) == action.activity for action in again.actions)


def test_done_work_counts_for_its_need_when_the_plan_is_made_again() -> None:
    """A need of one level whose one activity is done asks for no other."""
    analysis = analysis_of({"SD1.3": rated(2, 3)})
    plan = finish(framework(), make(analysis), "A1", MONDAY, "", False)
    again = make(analysis, earlier=plan, today=MONDAY + timedelta(days=1))
    assert [action.status for action in again.actions] == ["done"]


def test_the_next_100_days_take_up_what_was_put_off_and_leave_the_done_behind(plan: Plan) -> None:
    later = finish(framework(), defer(framework(), plan, "A2", None, "busy", BEFORE), "A1", MONDAY, "", False)
    start = MONDAY + timedelta(days=105)
    again = make(analysis_of(mixed_answers()), earlier=later, start=start, today=start)
    assert again.sequence == 0
    assert _action(again, "A2").status == "planned"
    done = _action(later, "A1").activity
    assert done not in {action.activity for action in again.actions}


def _action(plan: Plan, identifier: str) -> Action:
    found = plan.action(identifier)
    assert found is not None
    return found
