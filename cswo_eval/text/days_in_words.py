"""A day, a month or a year in words, each way that the pages say one."""

from __future__ import annotations

from datetime import date

from cswo_eval.text.when_kept import When, first_day_of

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def said_day(day: date) -> str:
    """Return 'Monday 23 November 2026'."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """Return 'Mon 23 Nov'."""
    return f"{DAYS[day.weekday()][:3]} {day_and_month(day)}"


def day_and_month(day: date) -> str:
    """Return '23 Nov'."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def plain_day(day: date) -> str:
    """Return '23 November 2026'."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def said_when(when: When) -> str:
    """Return '23 November 2026', 'November 2026' or '2026': as precisely as it is kept."""
    return plain_day(when) if isinstance(when, date) else month_and_year(when)


def short_when(when: When) -> str:
    """Return '23 Nov 2026', 'Nov 2026' or '2026', as a table has room for it."""
    if isinstance(when, date):
        return f"{day_and_month(when)} {when.year}"
    month, _, year = month_and_year(when).rpartition(" ")
    return f"{month[:3]} {year}".strip()


def month_and_year(when: When) -> str:
    """Return 'November 2026', where an exact day could give an event away; of a year '2026'."""
    first = first_day_of(when)
    return f"{MONTHS[first.month - 1]} {first.year}" if isinstance(when, date) or "-" in when else f"{first.year}"
