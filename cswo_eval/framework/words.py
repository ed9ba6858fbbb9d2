"""Small words that every page shares: days, counts, lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

_MONTHS = (
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
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """Return 'Mon 23 Nov'."""
    return f"{_DAYS[day.weekday()][:3]} {day_and_month(day)}"


def day_and_month(day: date) -> str:
    """Return '23 Nov'."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]}"


def plain_day(day: date) -> str:
    """Return '23 November 2026'."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_and_year(day: date) -> str:
    """Return 'November 2026': where an exact day could give an event away."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return '1 need' or '3 needs'."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(names: Iterable[str], most: int = 100) -> str:
    """Return the names with commas; where there are more than `most`, how many more."""
    shown = list(names)
    if len(shown) <= most:
        return ", ".join(shown)
    return ", ".join(shown[:most]) + f" and {len(shown) - most} more"


def hours_text(hours: float) -> str:
    """Return '1.5 h' or '2 h'."""
    return f"{hours:.2f}".rstrip("0").rstrip(".") + " h"
