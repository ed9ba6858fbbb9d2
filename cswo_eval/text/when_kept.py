"""When something was, kept as precisely as it was said: a day (a date), a month ('2026-09') or a year ('2023')."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

When = date | str
"""A date; or text: '2026-09', a month, or '2023', a year."""


def month_kept(year: int, month: int) -> str:
    """Return a month as it is kept: '2026-09'."""
    return f"{year:04}-{month:02}"


def year_kept(year: int) -> str:
    """Return a year as it is kept: '2023'."""
    return f"{year:04}"


def first_day_of(when: When) -> date:
    """Return the first day that may be meant: of a day, itself."""
    if isinstance(when, date):
        return when
    year, _, month = when.partition("-")
    return date(int(year), int(month or 1), 1)


def last_day_of(when: When) -> date:
    """Return the last day that may be meant: of a day, itself; of this month or year it may be still to come."""
    if isinstance(when, date):
        return when
    first = first_day_of(when)
    month = first.month if "-" in when else 12
    return date(first.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


class Happened:
    """Something that happened, and when: what an entry of the register and a reflective account have in common."""

    effective: When

    @property
    def first_day(self) -> date:
        """The first day on which it may have happened."""
        return first_day_of(self.effective)

    @property
    def last_day(self) -> date:
        """The last day on which it may have happened; where this month or year was said, it may be still to come."""
        return last_day_of(self.effective)


def fewest_days(whens: Iterable[When]) -> int:
    """Return on how many different days these were at least: what is said as a month may be of any day of it."""
    number, latest = 0, date.min
    for last, first in sorted((last_day_of(one), first_day_of(one)) for one in whens):
        if number == 0 or first > latest:
            number, latest = number + 1, last
    return number


def as_kept(written: Any) -> Any:
    """Return what an editor of a file wrote as it is kept, where it is plain what is meant; anything else as it is.

    YAML takes 2023 without quotation marks for a number, and a day within them for text.
    """
    if type(written) is int and 1000 <= written <= 9999:
        return year_kept(written)
    if isinstance(written, str) and len(written) == 10 and written[4] == written[7] == "-":
        try:
            return date.fromisoformat(written)
        except ValueError:
            return written
    return written
