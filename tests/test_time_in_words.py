"""The hours and the leave that a plan was given are said back in words, as they were taken."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from building import a_plan, an_action
from conftest import examples
from gap_records import standard
from hypothesis import given, settings
from hypothesis import strategies as st

from cswo_eval.pages.blocks import Facts
from cswo_eval.pages.plan_sections import plan_document
from cswo_eval.planning.time_in_words import leave_in_words, time_in_words
from cswo_eval.planning.working_days import PlanCalendar, calendar_for
from cswo_eval.record.models import Leave

RULES = standard().method.plan
START = date(2026, 12, 7)
CHRISTMAS = Leave(first=date(2026, 12, 21), last=date(2027, 1, 5))


def calendar(*leave: Leave, local: tuple[date, ...] = ()) -> PlanCalendar:
    """The calendar of a plan that starts on 7 December 2026."""
    return calendar_for(standard(), START, leave, local)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 12, 21), date(2027, 1, 5), "Monday 21 December 2026 to Tuesday 5 January 2027 (12 working days, 4 of them bank "
         "holidays, which are free by themselves)"),
        (date(2027, 2, 1), date(2027, 2, 3), "Monday 1 February 2027 to Wednesday 3 February 2027 (3 working days)"),
        (date(2027, 2, 12), date(2027, 2, 12), "Friday 12 February 2027 (1 working day)"),
        (date(2026, 12, 25), date(2026, 12, 25), "Friday 25 December 2026 (1 working day, a bank holiday, which is free by itself)"),
        (date(2026, 12, 24), date(2026, 12, 27), "Thursday 24 December 2026 to Sunday 27 December 2026 (2 working days, 1 of them a "
         "bank holiday, which is free by itself)"),
        (date(2027, 2, 13), date(2027, 2, 14), "Saturday 13 February 2027 to Sunday 14 February 2027 (no working day in it)"),
        (date(2027, 12, 20), date(2027, 12, 21), "Monday 20 December 2027 to Tuesday 21 December 2027 (2 working days, outside the 100 "
         "days of this plan)"),
    ],
)  # fmt: skip
def test_leave_is_said_by_its_days_and_what_they_come_to(first: date, last: date, said: str) -> None:
    assert leave_in_words(calendar(), Leave(first=first, last=last)) == said


def test_a_local_holiday_in_it_counts_by_itself_too() -> None:
    local = (date(2027, 2, 15),)
    away = Leave(first=date(2027, 2, 15), last=date(2027, 2, 19))
    assert "(5 working days, 1 of them a holiday, which is free by itself)" in leave_in_words(
        calendar(local=local), away
    )


@settings(deadline=None, max_examples=examples(60))
@given(st.dates(date(2026, 1, 1), date(2028, 6, 1)), st.integers(0, 60))
def test_both_ends_are_named_whatever_the_stretch(first: date, more: int) -> None:
    last = first + timedelta(days=more)
    said = leave_in_words(calendar(), Leave(first=first, last=last))
    assert str(first.year) in said
    assert f"{last.day} " in said


def test_all_that_the_plan_keeps_to_is_said() -> None:
    days = calendar(CHRISTMAS, Leave(first=date(2027, 2, 1), last=date(2027, 2, 3)))
    pairs = time_in_words(RULES, days, 2.5, (date(2027, 2, 15),))
    assert [name for name, _ in pairs] == ["Hours", "Leave", "Leave", "Local holidays", "Turn of the year"]
    assert pairs[0][1] == "2.5 hours a week"
    assert pairs[3][1] == "Monday 15 February 2027"


def test_what_is_wished_of_single_days_is_said() -> None:
    """A day outside the weekly hours by its name; the turn of the year as nothing lies on it, or as work may."""
    quiet = dict(time_in_words(RULES, calendar_for(standard(), START, (), (), (date(2027, 1, 13),)), 2.5))
    assert quiet["Days set aside"] == "Wednesday 13 January 2027 (outside the weekly hours)"
    assert quiet["Turn of the year"] == "nothing lies on Thursday 24 December 2026 to Saturday 2 January 2027"
    wished = dict(time_in_words(RULES, calendar_for(standard(), START, (), (), (), over_new_year=True), 2.5))
    assert wished["Turn of the year"].startswith("work may lie on Thursday 24 December 2026 to ")


def test_that_the_turn_of_the_year_is_not_reached_is_said_only_where_work_was_wished_on_it() -> None:
    spring = date(2027, 3, 1)
    assert [name for name, _ in time_in_words(RULES, calendar_for(standard(), spring, (), ()), 3)] == ["Hours", "Leave"]
    wished = time_in_words(RULES, calendar_for(standard(), spring, (), (), (), over_new_year=True), 3)
    assert "do not reach it" in dict(wished)["Turn of the year"]


def test_that_no_leave_was_taken_is_said_as_well() -> None:
    """Whoever typed some sees that it was not read."""
    assert time_in_words(RULES, calendar(), 1)[:2] == (("Hours", "1 hour a week"), ("Leave", "none given"))


def test_the_plan_that_is_shown_begins_with_it() -> None:
    plan = a_plan(an_action(), leave=(CHRISTMAS,))
    (facts,) = plan_document(standard(), plan, START).sections[0].blocks
    assert isinstance(facts, Facts)
    assert dict(facts.pairs)["Hours"] == "3 hours a week"
    assert dict(facts.pairs)["Leave"].startswith("Monday 21 December 2026 to Tuesday 5 January 2027")
