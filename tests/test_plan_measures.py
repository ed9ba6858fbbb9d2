"""From when a measure can be read, and how long it takes those who help: both follow what the owner does with an action."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from strategies_planning import MONDAY, analysis_of, framework, mixed_answers
from strategies_planning import plan_of as make

from cswo_eval.planning.changes import defer, edit, finish, reopen
from cswo_eval.record.plan_models import Action, Plan


@cache
def plan() -> Plan:
    """The plan of the mixed record at three hours a week."""
    return make(analysis_of(mixed_answers()))


def waiting() -> Action:
    """Its first action whose measure can be read only some time after it is done."""
    return next(one for one in plan().actions if one.measure_from is not None)


def days_waited(action: Action) -> int:
    activity = framework().activities[action.activity or ""]
    assert activity.measure_after_days
    return activity.measure_after_days


def test_a_measure_is_read_so_long_after_the_action_is_due_as_its_activity_says() -> None:
    action = waiting()
    assert action.measure_from == action.due + timedelta(days=days_waited(action))


def test_a_later_due_day_moves_the_day_of_the_measure_with_it() -> None:
    action = waiting()
    later = edit(framework(), plan(), action.id, {"due": action.due + timedelta(days=7)}, MONDAY).action(action.id)
    assert later is not None
    assert later.measure_from == later.due + timedelta(days=days_waited(action))


def test_an_action_put_off_to_a_day_has_its_measure_read_as_much_later() -> None:
    action = waiting()
    later = defer(framework(), plan(), action.id, action.start + timedelta(days=14), "", MONDAY).action(action.id)
    assert later is not None
    assert later.measure_from == later.due + timedelta(days=days_waited(action))


def test_once_it_is_done_the_day_counts_from_then_and_reopened_from_when_it_is_due() -> None:
    action = waiting()
    done = finish(framework(), plan(), action.id, date(2026, 12, 1), "", False)
    finished = done.action(action.id)
    assert finished is not None
    assert finished.measure_from == date(2026, 12, 1) + timedelta(days=days_waited(action))
    assert reopen(framework(), done, action.id).action(action.id) == action


def test_a_measure_of_the_owners_own_has_no_such_day() -> None:
    action = waiting()
    own = edit(framework(), plan(), action.id, {"measure": "They tell me."}, MONDAY).action(action.id)
    assert own is not None
    assert own.measure_from is None


def test_how_long_it_takes_those_whom_the_owner_names_is_not_known() -> None:
    helped = next(one for one in plan().actions if one.helpers_hours)
    own = edit(framework(), plan(), helped.id, {"helpers": ("the clerk",)}, MONDAY).action(helped.id)
    assert own is not None
    assert own.helpers_hours == 0
