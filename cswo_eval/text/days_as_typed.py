"""Read a day as people in Scotland write one."""

from __future__ import annotations

import re
from datetime import date, timedelta

from cswo_eval.text.days_in_words import MONTHS

_MONTHS = tuple(month.lower() for month in MONTHS)

_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1}
HOW_TO_WRITE = "Write it as 21/11/2026, 21 November 2026 or 2026-11-21."
_UNREADABLE = f"That is not a date that can be read. {HOW_TO_WRITE}"

_Written = tuple[int, int, int]
"""Year, month and day as somebody wrote them: there may be no such day."""


class NotADate(ValueError):
    """The text is no date, or one that does not exist; the sentence says how to write one."""


def read_date(text: str, today: date, past: bool = False) -> date:
    """Return the day meant by 2026-11-21, 21/11/2026, 21/11/26, 21 November 2026, today, yesterday, tomorrow.

    A month is its first day; a day and month without a year is the one nearest to `today`, or with
    `past` the last one. Raises NotADate.
    """
    given = re.sub(r"\s+", " ", text.strip().lower())
    if given in _NEAR:
        return today + timedelta(days=_NEAR[given])
    without_year = _day_and_month(given)
    if without_year is not None:
        found = _nearest(*without_year, today, past)
        if found is None:
            raise NotADate(_UNREADABLE)
        return found
    year, month, day = _year_first(given) or _in_figures(given) or _with_the_months_name(given) or (0, 0, 0)
    if not month:
        raise NotADate(_UNREADABLE)
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate(f"There is no such day in the calendar. {HOW_TO_WRITE}") from None


def _day_and_month(given: str) -> tuple[int, int] | None:
    """Read 21 November and 21/11. A month that there is not is 0 or above 12."""
    if match := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})", given):
        return int(match[1]), _month_named(match[2])
    if match := re.fullmatch(r"(\d{1,2})[/. ](\d{1,2})", given):
        return int(match[1]), int(match[2])
    return None


def _nearest(day: int, month: int, today: date, past: bool) -> date | None:
    """Return the day of that name nearest to `today`, with `past` the last one; None where there is none about now."""
    about_now = (_day_or_none(year, month, day) for year in (today.year - 1, today.year, today.year + 1))
    days = [one for one in about_now if one is not None and (one <= today or not past)]
    return min(days, key=lambda one: abs((one - today).days), default=None)


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_first(given: str) -> _Written | None:
    """Read 2026-11-21 and 2026-11."""
    match = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", given)
    return (int(match[1]), int(match[2]), int(match[3] or 1)) if match else None


def _in_figures(given: str) -> _Written | None:
    """Read 21/11/2026, 21/11/26 and 11/2026, with strokes, full stops or blanks."""
    if match := re.fullmatch(r"(\d{1,2})[/. ](\d{1,2})[/. ](\d{4}|\d{2})", given):
        return _whole_year(match[3]), int(match[2]), int(match[1])
    match = re.fullmatch(r"(\d{1,2})[/. ](\d{4})", given)
    return (int(match[2]), int(match[1]), 1) if match else None


def _with_the_months_name(given: str) -> _Written | None:
    """Read 21 November 2026, 21st Nov 26 and November 2026."""
    match = re.fullmatch(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]{3,9})\.?,? (\d{4}|\d{2})", given)
    return (_whole_year(match[3]), _month_named(match[2]), int(match[1] or 1)) if match else None


def _month_named(beginning: str) -> int:
    """Return the month, 1 for January, whose name begins so; 0 where none does, or several."""
    months = [number for number, name in enumerate(_MONTHS, start=1) if name.startswith(beginning)]
    return months[0] if len(months) == 1 else 0


def _whole_year(written: str) -> int:
    """Return the year; two figures are one of this century."""
    return int(written) + (2000 if len(written) == 2 else 0)
