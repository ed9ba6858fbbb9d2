"""Read days away as people write them: '21/12/2026-3/1/2027', '21 Dec to 5 Jan', '21-24 December', a single day, a whole month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from cswo_eval.text.days_as_typed import (
    NO_SUCH_DAY,
    NotADate,
    Written,
    day_or_none,
    in_plain_signs,
    named_day,
    written_date,
)
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.when_kept import last_day_of, month_kept

HOW_TO_WRITE_A_STRETCH = (
    "Write its first and last day, such as 21/12/2026 to 5/1/2027 or 21-24 December 2026, or a single day."
)
_UNREADABLE = f"That is no stretch of days that can be read. {HOW_TO_WRITE_A_STRETCH}"
_ONE_END = f"One end is missing. {HOW_TO_WRITE_A_STRETCH}"
_YEARS = range(1950, 2201)
_STILL_NEAR = 100
"""Days: a stretch without a year that ended longer ago is the next one of that name."""
_LONGEST = 120
"""Characters that a stretch takes at most."""


class Stretch(NamedTuple):
    """Days from the first to the last, both inclusive."""

    first: date
    last: date


class NotAStretch(ValueError):
    """The text names no stretch of days; the sentence says how to write one."""


def read_stretch(text: str, today: date) -> Stretch:
    """Return the first and last day that a text names. Raises NotAStretch, in words with an example.

    What has no year is the stretch that goes on, comes next, or ended within the last hundred days.
    """
    given = in_plain_signs(text)
    if not given or len(given) > _LONGEST:
        raise NotAStretch(_UNREADABLE)
    if _AN_END_MISSING.search(given):
        raise NotAStretch(_ONE_END)
    week = _WEEK_FROM.match(given)
    if week is not None and (begins := _end(given[week.end() :], today)) is not None:
        if isinstance(begins, Written) and begins.day is None:
            raise NotAStretch(_UNREADABLE)
        first = _checked(_days_of(begins, begins, today)).first
        return Stretch(first, first + timedelta(days=6))
    single = _end(given, today)
    if single is not None:
        return _checked(_days_of(single, single, today))
    ends = next(_two_ends(re.sub(r"^(?:from|between) ", "", given), today), None)
    if ends is None:
        begun = given.startswith("from ") and _end(given.removeprefix("from "), today) is not None
        raise NotAStretch(_ONE_END if begun else _UNREADABLE)
    return _checked(_days_of(*ends, today))


def read_stretches(text: str, today: date) -> tuple[Stretch, ...]:
    """Return the stretches in one line, with commas between them; none for an empty line, 'none' or 'nothing booked'. Raises NotAStretch."""
    if _NO_DAYS.fullmatch(in_plain_signs(text)):
        return ()
    return tuple(read_stretch(one, today) for one in re.split(r";|,(?! ?\d{4}\b)", text) if one.strip())


def said_stretch(days: Stretch) -> str:
    """Return '21 December 2026 to 5 January 2027', or the one day."""
    return plain_day(days.first) if days.first == days.last else f"{plain_day(days.first)} to {plain_day(days.last)}"


_NO_DAYS = re.compile(r"|-|n/?a|(?:no|none|nil|nothing|not any)(?: leave| days?)?(?: booked| planned| yet| so far)*")
_WEEK_FROM = re.compile(r"(?:the )?(?:w/[cb]|wc|week (?:commencing|beginning|starting|of|from)) (?:on |the )*")
_BETWEEN = re.compile(r" ?\.{2,} ?| (?:to|until|till|through|up to|and) | ?-+ ?")
_AN_END_MISSING = re.compile(r"^(?:\.\.|-|to |until |till |up to )|(?:\.\.|-| to| until| till)$")

_End = date | Written
"""One end: a day, or what was written of it."""


def _end(given: str, today: date) -> _End | None:
    """Return the day or month that a text names by itself; None where it names none. Raises NotAStretch where that is not plain."""
    bare = re.sub(r"^(?:on |the )+", "", given)
    day = named_day(bare, today, past=False)
    if day is not None:
        return day
    try:
        written = written_date(bare, HOW_TO_WRITE_A_STRETCH)
    except NotADate as problem:
        raise NotAStretch(str(problem)) from None
    if written is not None and written.year is not None and written.year not in _YEARS:
        raise NotAStretch(f"The year {written.year} cannot be meant. Check the date. {HOW_TO_WRITE_A_STRETCH}")
    return written if written is not None and written.month else None


def _two_ends(given: str, today: date) -> Iterator[tuple[_End, _End]]:
    """Give each way in which a text is two ends with something between them. The first may be a number only: '21-24 December'."""
    for between in _BETWEEN.finditer(given):
        begin, end = given[: between.start()], given[between.end() :]
        number = re.fullmatch(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?", begin)
        last = _end(end, today)
        if last is None:
            continue
        if number is not None and isinstance(last, Written):
            if last.day is not None and int(number[1]) <= last.day:
                yield Written(last.year, last.month, int(number[1])), last
        elif (first := _end(begin, today)) is not None:
            yield first, last


def _days_of(first: _End, last: _End, today: date) -> Stretch:
    """Return the stretch between two ends; the year that one of them lacks comes from the other, or from today."""
    begins = ends = None
    if _has_its_year(first):
        begins = _day(first, 0)
        ends = _day(last, 0, last=True) if _has_its_year(last) else _next(last, begins)
    elif _has_its_year(last):
        ends = _day(last, 0, last=True)
        years = range(ends.year, ends.year - 9, -1) if ends is not None else ()
        days = (_day(first, year) for year in years)
        begins = next((day for day in days if day is not None and ends is not None and day <= ends), None)
    else:
        for year in range(today.year - 1, today.year + 9):
            begins = _day(first, year)
            ends = _next(last, begins)
            if ends is not None and ends >= today - timedelta(days=_STILL_NEAR):
                break
    if begins is None or ends is None:
        raise NotAStretch(f"{NO_SUCH_DAY} {HOW_TO_WRITE_A_STRETCH}")
    return Stretch(begins, ends)


def _has_its_year(end: _End) -> bool:
    return isinstance(end, date) or end.year is not None


def _day(end: _End, year: int, last: bool = False) -> date | None:
    """Return the day of an end, in `year` where it has none of its own: of a month the first, or the last. None for no such day."""
    if isinstance(end, date):
        return end
    year, month = end.year or year, end.month or 0
    day = day_or_none(year, month, 1 if end.day is None else end.day)
    if day is None or (end.weekday is not None and day.weekday() != end.weekday):
        return None
    return last_day_of(month_kept(year, month)) if last and end.day is None else day


def _next(end: _End, begins: date | None) -> date | None:
    """Return the first day of that name that is not before another; None where there is none about then."""
    if begins is None:
        return None
    days = (_day(end, year, last=True) for year in range(begins.year, begins.year + 9))
    return next((day for day in days if day is not None and day >= begins), None)


def _checked(days: Stretch) -> Stretch:
    """Return the stretch. Raises NotAStretch where it ends before it begins."""
    if days.last < days.first:
        said = f"{plain_day(days.first)} to {plain_day(days.last)}"
        raise NotAStretch(f"{said} ends before it begins. Put the earlier day first. {HOW_TO_WRITE_A_STRETCH}")
    return days
