"""What stays, what counts and what is told when a plan is made again: after work, after a level was asked again, on another day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from optimum.problem import Problem
from plan_places import Places
from strategies_planning import (
    Case,
    cases,
    framework,
    law,
    planned,
    tried,
)

from cswo_eval.planning.changes import add, defer, drop, edit, finish
from cswo_eval.planning.working_days import calendar_of
from cswo_eval.record.models import Answer
from cswo_eval.record.plan_models import Plan

pytestmark = pytest.mark.long

DEEDS = ["leave it", "pin", "date", "words", "hours", "done", "drop", "defer"]


def touched(case: Case, deeds: list[str], days: list[int]) -> Plan:
    """The owner's plan after they have done one thing or another with each action, and put in an idea of their own."""
    plan = case.made()
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
    return add(standards, plan, title="Mine", item="SD1.3", hours=2, start=None, due=None, fields={}, today=today)


def remakes(test: object) -> object:
    """Try with what owners do to a plan, and a day on which they make it again."""
    return tried(40)(
        given(
            case=cases(),
            deeds=st.lists(st.sampled_from(DEEDS), min_size=12, max_size=12),
            days=st.lists(st.integers(-10, 120), min_size=5, max_size=5),
            later=st.sampled_from([0, 1, 4]),
        )(test)  # type: ignore[arg-type]
    )


@remakes
def test_what_is_the_owners_survives_a_remake_unchanged(
    case: Case, deeds: list[str], days: list[int], later: int
) -> None:
    """Pins, edits, own dates and hours, own ideas, done, dropped and deferred actions: word for word, day for day."""
    plan = touched(case, deeds, days)
    again = case.plan(earlier=plan, today=max(case.given["today"], plan.start) + timedelta(days=later))
    for action in plan.actions:
        kept = again.action(action.id)
        if action.pinned or action.status in ("done", "dropped", "deferred"):
            assert kept is not None
            anew = {"flags": (), "review_on": None, "serves": (), "why": ""}
            assert kept._replace(**anew) == action._replace(**anew)
        elif action.own_fields:
            assert kept is not None
            for name in action.own_fields:
                assert getattr(kept, name) == getattr(action, name)


@remakes
def test_a_remake_gives_no_id_twice_and_no_activity_that_is_done_or_gone(
    case: Case, deeds: list[str], days: list[int], later: int
) -> None:
    plan = touched(case, deeds, days)
    again = case.plan(earlier=plan, today=max(case.given["today"], plan.start) + timedelta(days=later))
    identifiers = [action.id for action in again.actions]
    assert len(set(identifiers)) == len(identifiers)
    assert again.sequence == plan.sequence + 1
    there = [action.activity for action in again.actions if action.activity]
    assert len(set(there)) == len(there)


@remakes
def test_what_is_placed_anew_beside_what_stays_keeps_the_days(
    case: Case, deeds: list[str], days: list[int], later: int
) -> None:
    """And is flagged for nothing but hours and goals that the owner's own dates take."""
    plan = touched(case, deeds, days)
    today = max(case.given["today"], plan.start) + timedelta(days=later)
    again = case.plan(earlier=plan, today=today)
    calendar = calendar_of(framework(), again)
    before = {action.id for action in plan.actions}
    for action in planned(again):
        if action.id not in before:
            assert all(calendar.is_working(sitting.day) and sitting.day >= today for sitting in action.sittings)
            assert action.flags == ()


@law(20)
def test_an_untouched_plan_made_again_on_the_same_day_is_the_same(case: Case) -> None:
    plan = case.made()
    assert case.plan(earlier=plan) == plan._replace(sequence=plan.sequence + 1)


@law(20)
def test_what_has_begun_or_is_being_arranged_keeps_its_days(case: Case) -> None:
    """Twelve days on, where it is not overdue: also where less is left of this week than it holds."""
    plan = case.made()
    today = max(case.given["today"], plan.start) + timedelta(days=12)
    if (today - plan.start).days >= 100:
        return
    again = case.plan(earlier=plan, today=today)
    for action in plan.actions:
        notice = framework().activities[action.activity or ""].notice_days
        asked_for = notice > 0 and action.start - timedelta(days=notice) < today
        if action.due >= today and (action.start < today or asked_for):
            kept = again.action(action.id)
            assert kept is not None
            assert (kept.start, kept.due, kept.sittings) == (action.start, action.due, action.sittings)


# What counts after a level was asked again.


class Told(NamedTuple):
    """A plan after its first actions are done, and the moment at which that was said."""

    plan: Plan
    said: datetime


def half_done(case: Case) -> Told:
    """The owner's plan after every second action is done, on the day it was due."""
    plan = case.made()
    latest = max([action.due for action in plan.actions[::2]], default=plan.start)
    said = datetime.combine(latest, time(16), tzinfo=UTC)
    for action in plan.actions[::2]:
        plan = finish(framework(), plan, action.id, action.due, "", False, now=said.isoformat())
    return Told(plan, said)


def counted(case: Case, problem: Problem, plan: Plan, asked: Mapping[str, datetime], said: datetime) -> dict[str, int]:
    """Half levels taken of each need by what is done and planned, counted by hand.

    What is done counts whenever it began, and not for a need whose level was asked again after it.
    """
    taken = dict.fromkeys(problem.wants, 0)
    for name, want in problem.wants.items():
        found = [
            action
            for action in plan.actions
            if action.status in ("planned", "done") and problem.builds[action.activity or ""].get(name)
        ]
        found = [
            one
            for one in found
            if one.status == "planned"
            or name not in asked
            or asked[name].date() < one.due
            or (asked[name].date() == one.due and asked[name] < said)
        ]
        finding = [one.due for one in found if framework().activities[one.activity or ""].finds_out]
        for action in found:
            activity = framework().activities[action.activity or ""]
            if (
                not want.unsure
                or activity.finds_out
                or action.status == "done"
                or (finding and min(finding) < action.start)
            ):
                taken[name] += problem.builds[activity.id][name]
        taken[name] = min(taken[name], 2 * want.gap)
    return taken


def made_again(
    case: Case, told: Told, asked: Mapping[str, datetime], changed: Mapping[str, Answer] | None = None
) -> Plan:
    """The plan made again on the day after."""
    return case.plan(
        analysis=case.analysis_with(changed or {}),
        earlier=told.plan,
        today=told.said.date() + timedelta(days=1),
        asked=asked,
    )


@law(30)
def test_what_is_done_counts_as_long_as_the_level_was_not_asked_again(case: Case) -> None:
    told = half_done(case)
    again = made_again(case, told, dict.fromkeys(case.answers, told.said - timedelta(days=200)))
    taken = counted(case, Places(case, again, empty=True).problem, again, {}, told.said)
    assert left_of(again) == left_by_hand(case, taken)


@law(30)
def test_what_is_done_counts_no_more_once_the_level_was_asked_again(case: Case) -> None:
    """Though the level given is the same: it tells what the work did."""
    told = half_done(case)
    asked = dict.fromkeys(case.answers, told.said + timedelta(minutes=1))
    again = made_again(case, told, asked)
    taken = counted(case, Places(case, again, empty=True).problem, again, asked, told.said)
    assert left_of(again) == left_by_hand(case, taken)


def left_of(plan: Plan) -> dict[str, float]:
    """What a plan says is taken of each need that it lists."""
    assert len({entry.item for entry in plan.left_out}) == len(plan.left_out)
    return {entry.item: entry.taken for entry in plan.left_out}


def left_by_hand(case: Case, taken: Mapping[str, int]) -> dict[str, float]:
    """What is taken of each need of which something is left."""
    needs = [item for item in case.analysis.planned if item.planned_need > 0]
    return {item.id: taken[item.id] / 2 for item in needs if taken[item.id] < 2 * (item.gap or 1)}


@law(30)
def test_reasons_of_a_plan_made_again_name_the_present_level(case: Case) -> None:
    """Of goals and of actions that are still to be done, though they stay from the plan before."""
    plan = case.made()
    for action in plan.actions[1::2]:
        plan = edit(framework(), plan, action.id, {"pinned": True}, case.given["today"])
    served = {name for action in plan.actions for name in action.serves}
    raised = {
        name: answer._replace(level=answer.level + 1)
        for name, answer in case.answers.items()
        if name in served and answer.level is not None and answer.level < 5
    }
    analysis = case.analysis_with(raised)
    again = case.plan(analysis=analysis, earlier=plan)
    for why in (*(goal.why for goal in again.goals), *(action.why for action in planned(again))):
        for item in (*analysis.items, *analysis.element_items):
            if f"{item.id} is at " in why:
                assert f"{item.id} is at {item.level} against a target of {item.target}" in why
