"""What a plan was told about time, said back: hours a week, leave, local holidays. A day that was misread is seen at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from cswo_eval.planning.sentences import written_hours
from cswo_eval.planning.working_days import LOCAL_HOLIDAY, PLAN_DAYS, PlanCalendar
from cswo_eval.record.models import Leave
from cswo_eval.text.days_in_words import said_day
from cswo_eval.text.words import counted

_WEEKEND = 5
"""The weekday number of a Saturday."""


def time_in_words(
    calendar: PlanCalendar, hours_per_week: float, local_holidays: Sequence[date] = ()
) -> tuple[tuple[str, str], ...]:
    """Return what the plan keeps to, each with what it is called: the hours, each stretch of leave, the local holidays."""
    pairs = [("Hours", f"{written_hours(hours_per_week)} a week")]
    pairs += [("Leave", leave_in_words(calendar, away)) for away in calendar.leave] or [("Leave", "none given")]
    if local_holidays:
        pairs.append(("Local holidays", "; ".join(said_day(day) for day in sorted(set(local_holidays)))))
    return tuple(pairs)


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
