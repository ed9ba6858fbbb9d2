"""Which days of the 100 can be worked, and how many hours each ISO week holds (design: The 100-day plan)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Leave
from cswo_eval.record.plan_models import Plan

PLAN_DAYS = 100
"""Day 1 is the start; day 100 the last."""
WORKING_WEEK = 5
LOCAL_HOLIDAY = "a local holiday"
QUIET_DAY = "the turn of the year"
_WEEKEND = {5: "a Saturday", 6: "a Sunday"}

IsoWeek = tuple[int, int]
"""ISO year and week number: 2026-12-31 lies in (2026, 53)."""


def iso_week_of(day: date) -> IsoWeek:
    """Return the ISO year and week in which a day lies."""
    year, week, _ = day.isocalendar()
    return year, week


def is_within(day: date, first: str, last: str) -> bool:
    """Return whether a day lies from one month and day ('12-24') to another, both inclusive; the year may turn between them."""
    here = f"{day:%m-%d}"
    return first <= here <= last if first <= last else here >= first or here <= last


class PlanCalendar(NamedTuple):
    """The days of one plan: `start` is day 1, and actions lie on days 1 to `last_action_day`.

    `holidays` holds bank holidays and the council's local days, each with its name. Days 91 to 100 hold reviews, and
    only what is dated there.
    """

    start: date
    leave: tuple[Leave, ...]
    holidays: Mapping[date, str]
    last_action_day: int
    quiet: tuple[str, str] | None
    """The first and last month and day ('12-24') between which nothing lies; None where the owner wishes to work then."""
    set_aside: frozenset[date]
    """Days that the owner gives to it outside the weekly hours."""
    action_days: Mapping[IsoWeek, tuple[date, ...]]
    """The working days on which actions may lie, by ISO week; a week of leave has none."""
    closing_days: Mapping[IsoWeek, tuple[date, ...]]
    """The working days after the last action day, by ISO week."""

    def plan_day(self, day: date) -> int:
        """Return the plan day of a date, counted from 1; 0 and below before the start."""
        return (day - self.start).days + 1

    def date_of(self, plan_day: int) -> date:
        """Return the date of a plan day, counted from 1."""
        return self.start + timedelta(days=plan_day - 1)

    def is_working(self, day: date) -> bool:
        """Return whether the day is Monday to Friday and neither a holiday, leave nor a quiet day."""
        return self.why_not_working(day) is None

    def why_not_working(self, day: date) -> str | None:
        """Return what the day is instead ('a Saturday', 'leave', 'Good Friday'), or None for a working day."""
        if day.weekday() in _WEEKEND:
            return _WEEKEND[day.weekday()]
        if day in self.holidays:
            return self.holidays[day]
        if any(away.first <= day <= away.last for away in self.leave):
            return "leave"
        return QUIET_DAY if self._is_quiet(day) else None

    def _is_quiet(self, day: date) -> bool:
        return self.quiet is not None and is_within(day, *self.quiet)

    def working_days(self, first: date, last: date) -> list[date]:
        """Return the working days between two dates, both inclusive, in order."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in days if self.is_working(day)]

    def exact_capacity(self, iso_week: IsoWeek, hours_per_week: float, closing: bool = False) -> Fraction:
        """Return the hours of an ISO week without rounding: the week's hours × working days of the plan in it ÷ 5.

        `closing`: of its days after the last action day instead.
        """
        days = self.closing_days if closing else self.action_days
        return Fraction(str(hours_per_week)) * len(days.get(iso_week, ())) / WORKING_WEEK

    def capacity(self, iso_week: IsoWeek, hours_per_week: float, closing: bool = False) -> float:
        """Return the hours that an ISO week holds, prorated by its working days within the plan's action days."""
        return float(self.exact_capacity(iso_week, hours_per_week, closing))

    def weeks(self) -> list[IsoWeek]:
        """Return the ISO weeks that hold action days, in order, those without a working day included."""
        return list(self.action_days)

    def review_day(self, number: int) -> date:
        """Return plan day `number` or the working day before; where none is left since the start, the first after.

        A plan without any working day gives the plan day itself: `make_plan` refuses such a plan beforehand.
        """
        before = range(number, 0, -1)
        after = range(number + 1, PLAN_DAYS + 1)
        for candidate in (*before, *after):
            day = self.date_of(candidate)
            if self.is_working(day):
                return day
        return self.date_of(number)


def calendar_for(
    framework: Framework,
    start: date,
    leave: Sequence[Leave],
    local_holidays: Sequence[date],
    set_aside: Sequence[date] = (),
    over_new_year: bool = False,
) -> PlanCalendar:
    """Return the calendar of a plan that starts on `start`: Scotland's bank holidays and the owner's days off.

    `over_new_year`: the owner wishes to work at the turn of the year, on days that are no holiday or leave.
    """
    rules = framework.method.plan
    holidays = dict.fromkeys(local_holidays, LOCAL_HOLIDAY)
    holidays.update((holiday.date, holiday.name) for holiday in framework.bank_holidays.holidays)
    calendar = PlanCalendar(
        start=start,
        leave=tuple(leave),
        holidays=holidays,
        last_action_day=rules.last_action_day,
        quiet=None if over_new_year else (rules.quiet_from, rules.quiet_to),
        set_aside=frozenset(set_aside),
        action_days={},
        closing_days={},
    )
    # Once: every week of a plan asks for them.
    return calendar._replace(
        action_days=_working_days_by_week(calendar, 1, rules.last_action_day),
        closing_days=_working_days_by_week(calendar, rules.last_action_day + 1, PLAN_DAYS),
    )


def calendar_of(framework: Framework, plan: Plan) -> PlanCalendar:
    """Return the calendar that a plan was made for."""
    return calendar_for(framework, plan.start, plan.leave, plan.local_holidays, plan.set_aside, plan.over_new_year)


def _working_days_by_week(calendar: PlanCalendar, first: int, last: int) -> dict[IsoWeek, tuple[date, ...]]:
    days: dict[IsoWeek, list[date]] = {}
    for number in range(first, last + 1):
        day = calendar.date_of(number)
        in_week = days.setdefault(iso_week_of(day), [])
        if calendar.is_working(day):
            in_week.append(day)
    return {week: tuple(in_week) for week, in_week in days.items()}


def uncovered_years(framework: Framework, start: date) -> tuple[int, ...]:
    """Return the years of the 100 days for which no bank holidays are published here."""
    last = start + timedelta(days=PLAN_DAYS - 1)
    return tuple(year for year in range(start.year, last.year + 1) if year not in framework.bank_holidays.years)
