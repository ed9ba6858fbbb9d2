"""A day in words, each way that the pages say one."""

from __future__ import annotations

from datetime import date

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
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def said_day(day: date) -> str:
    """Return 'Monday 23 November 2026'."""
    return f"{_DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """Return 'Mon 23 Nov'."""
    return f"{_DAYS[day.weekday()][:3]} {day_and_month(day)}"


def day_and_month(day: date) -> str:
    """Return '23 Nov'."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def plain_day(day: date) -> str:
    """Return '23 November 2026'."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_and_year(day: date) -> str:
    """Return 'November 2026': where an exact day could give an event away."""
    return f"{MONTHS[day.month - 1]} {day.year}"
