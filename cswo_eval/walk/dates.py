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


class NotADate(ValueError):
    """The text is no date, or one that does not exist; the sentence says how to write one."""


def read_date(text: str, today: date) -> date:
    """Return the day meant by 2026-11-21, 21/11/2026, 21 November 2026, today, yesterday, tomorrow; a month is its first day.

    Raises NotADate.
    """
    given = re.sub(r"\s+", " ", text.strip().lower())
    near = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if given in near:
        return today + timedelta(days=near[given])
    year = month = day = 0
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", given):
        year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    elif match := re.fullmatch(r"(?:(\d{1,2})[/. ])?(\d{1,2})[/. ](\d{4})", given):
        year, month, day = int(match[3]), int(match[2]), int(match[1] or 1)
    elif match := re.fullmatch(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]{3,9})\.?,? (\d{4})", given):
        names = [place for place, name in enumerate(_MONTHS, start=1) if name.startswith(match[2])]
        if len(names) == 1:
            year, month, day = int(match[3]), names[0], int(match[1] or 1)
    if not month:
        raise NotADate("That is not a date that can be read. Write it as 2026-11-21 or 21/11/2026.")
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate("There is no such day in the calendar. Write it as 2026-11-21 or 21/11/2026.") from None
