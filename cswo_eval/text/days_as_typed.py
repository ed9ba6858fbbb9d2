"""Read a day as people in Scotland write one."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

HOW_TO_WRITE = "Write it as 21/11/2026, 21 November 2026 or 2026-11-21."


class NotADate(ValueError):
    """The text is no date, or one that does not exist; the sentence says how to write one."""


def read_date(text: str, today: date, past: bool = False) -> date:
    """Return the day meant by 2026-11-21, 21/11/2026, 21/11/26, 21 November 2026, today, yesterday, tomorrow.

    A month is its first day; a day and month without a year is the one nearest to `today`, or with
    `past` the last one. Raises NotADate.
    """
    given = re.sub(r"\s+", " ", text.strip().lower())
    near = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if given in near:
        return today + timedelta(days=near[given])
    year = month = day = 0
    if match := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})", given):
        near_years = [f"{given} {today.year + offset}" for offset in (-1, 0, 1)]
        days = [one for text in near_years if (one := _day_or_none(text, today)) is not None]
        days = [one for one in days if one <= today] if past else days
        if days:
            return min(days, key=lambda one: abs((one - today).days))
    if match := re.fullmatch(r"(\d{1,2})[/. ](\d{1,2})", given):
        given = f"{int(match[1])} {_MONTHS[int(match[2]) - 1]}" if 1 <= int(match[2]) <= 12 else "?"
        return read_date(given, today, past)
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", given):
        year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    elif match := re.fullmatch(r"(?:(\d{1,2})[/. ])(\d{1,2})[/. ](\d{4}|\d{2})|()(\d{1,2})[/. ](\d{4})", given):
        day_text, month_text, year_text = match[1] or "1", match[2] or match[5], match[3] or match[6]
        year, month, day = int(year_text) + (2000 if len(year_text) == 2 else 0), int(month_text), int(day_text)
    elif match := re.fullmatch(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]{3,9})\.?,? (\d{4}|\d{2})", given):
        names = [place for place, name in enumerate(_MONTHS, start=1) if name.startswith(match[2])]
        if len(names) == 1:
            year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
            month, day = names[0], int(match[1] or 1)
    if not month:
        raise NotADate(f"That is not a date that can be read. {HOW_TO_WRITE}")
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate(f"There is no such day in the calendar. {HOW_TO_WRITE}") from None


def _day_or_none(text: str, today: date) -> date | None:
    try:
        return read_date(text, today)
    except NotADate:
        return None
