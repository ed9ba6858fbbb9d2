"""What a plan was told about time, said back: hours a week, leave, holidays, days outside the weekly hours, the turn of the year.

A day that was misread is seen at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cswo_eval.framework.models import PlanRules
from cswo_eval.planning.sentences import written_hours
from cswo_eval.planning.working_days import LOCAL_HOLIDAY, PLAN_DAYS, PlanCalendar, is_within
from cswo_eval.record.models import Leave
from cswo_eval.text.days_in_words import said_day
from cswo_eval.text.words import counted

DAYS_SET_ASIDE = "Days set aside"
_WEEKEND = 5
"""The weekday number of a Saturday."""


def time_in_words(
    rules: PlanRules, calendar: PlanCalendar, hours_per_week: float, local_holidays: Sequence[date] = ()
) -> tuple[tuple[str, str], ...]:
    """Return what the plan keeps to, each with what it is called: the hours, each stretch of leave, and the single days."""
    pairs = [("Hours", f"{written_hours(hours_per_week)} a week")]
    pairs += [("Leave", leave_in_words(calendar, away)) for away in calendar.leave] or [("Leave", "none given")]
    if local_holidays:
        pairs.append(("Local holidays", "; ".join(said_day(day) for day in sorted(set(local_holidays)))))
    if calendar.set_aside:
        days = "; ".join(said_day(day) for day in sorted(calendar.set_aside))
        pairs.append((DAYS_SET_ASIDE, f"{days} (outside the weekly hours)"))
    pairs += [("Turn of the year", said) for said in _turn_of_the_year(rules, calendar)]
    return tuple(pairs)


def _turn_of_the_year(rules: PlanRules, calendar: PlanCalendar) -> Iterator[str]:
    """Give what holds for the last days of December and the first of January, where the plan reaches them or it was asked for."""
    days = [
        day
        for day in map(calendar.date_of, range(1, PLAN_DAYS + 1))
        if is_within(day, rules.quiet_from, rules.quiet_to)
    ]
    stretch = f"{said_day(days[0])} to {said_day(days[-1])}" if days else ""
    if calendar.quiet is not None:
        if days:
            yield f"nothing lies on {stretch}"
    elif days:
        yield f"work may lie on {stretch}, as you wished"
    else:
        yield "work may lie on it, as you wished; these 100 days do not reach it"


def leave_in_words(calendar: PlanCalendar, away: Leave) -> str:
    """Return 'Monday 21 December 2026 to Tuesday 5 January 2027 (12 working days, 4 of them bank holidays, …)'."""
    days = [away.first + timedelta(days=number) for number in range((away.last - away.first).days + 1)]
    weekdays = [day for day in days if day.weekday() < _WEEKEND]
    stretch = said_day(away.first) if away.first == away.last else f"{said_day(away.first)} to {said_day(away.last)}"
    inside = [
        counted(len(weekdays), "working day") if weekdays else "no working day in it",
        *_holidays(calendar, weekdays),
    ]
    last = calendar.date_of(PLAN_DAYS)
    if away.last < calendar.start or away.first > last:
        inside.append("outside the 100 days of this plan")
    return f"{stretch} ({', '.join(inside)})"


def _holidays(calendar: PlanCalendar, weekdays: Sequence[date]) -> list[str]:
    """Return, where holidays lie in a stretch of leave, how many, and that no leave is needed for them; else nothing."""
    found = [calendar.holidays[day] for day in weekdays if day in calendar.holidays]
    if not found:
        return []
    kind = "holiday" if LOCAL_HOLIDAY in found else "bank holiday"
    if len(found) == 1:
        which = f"a {kind}" if len(weekdays) == 1 else f"1 of them a {kind}"
        return [f"{which}, which is free by itself"]
    return [f"{len(found)} of them {kind}s, which are free by themselves"]
