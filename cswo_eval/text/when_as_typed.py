"""Read when something happened, as people say it: a day, a month or a year, never more precisely than it was said.

'14/9/2026', 'Monday 14 September', 'yesterday' and 'last Tuesday' are days. 'Sept 2026', 'November', 'last month', 'three weeks ago'
and 'about 14 September' are months: the day that would come out of them was not said. '2023', 'early 2023', 'spring 2024' and 'two
years ago' are years. What has no year is the last such. What is still to come is refused.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from cswo_eval.text.days_as_typed import (
    NUMBER,
    NotADate,
    Written,
    completed,
    in_plain_signs,
    month_named,
    named_day,
    number_said,
    written_date,
)
from cswo_eval.text.days_in_words import MONTHS, said_when
from cswo_eval.text.when_kept import When, first_day_of, month_kept, year_kept

EARLIEST_YEAR = 1950
"""Nothing that is recorded happened before."""
HOW_TO_SAY_WHEN = "Write it as 14/9/2026, September 2026, 2023, yesterday, last month or three weeks ago."
_UNREADABLE = f"That is not a date that can be read. {HOW_TO_SAY_WHEN}"
_A_STRETCH = f"That is a stretch of time, and one day, month or year is kept: say when it ended. {HOW_TO_SAY_WHEN}"
_HAPPENED = f"This asks for something that has happened. {HOW_TO_SAY_WHEN}"
_LONGEST = 100
"""Characters that a time takes at most."""


class _Read(NamedTuple):
    """What was read, and whether all of it had been said: nothing was worked out, and nothing left off."""

    when: When
    in_full: bool = False


def read_when(text: str, today: date) -> When:
    """Return when it happened: a date, a month ('2026-09') or a year ('2023'). Raises NotADate, in words with examples."""
    return _read(text, today).when


def taken_as(text: str, today: date) -> str:
    """Return 'Taken as September 2026.' where the text did not say that in full; '' where it did, or cannot be read."""
    try:
        found = _read(text, today)
    except NotADate:
        return ""
    return "" if found.in_full else f"Taken as {said_when(found.when)}."


def refuse_no_past(when: When, today: date) -> None:
    """Raise NotADate for what cannot have happened yet, and for what is too long ago to be meant."""
    if first_day_of(when) > today:
        span = "day" if isinstance(when, date) else "month" if "-" in when else "year"
        raise NotADate(f"That {span} is still to come: {said_when(when)}. {_HAPPENED}")
    if first_day_of(when).year < EARLIEST_YEAR:
        raise NotADate(_too_early(first_day_of(when).year))


def _too_early(year: int) -> str:
    which = f"The year {year}" if year > 0 else "A year so long ago"
    return f"{which} cannot be meant: it is before {EARLIEST_YEAR}. {HOW_TO_SAY_WHEN}"


def _read(text: str, today: date) -> _Read:
    given = in_plain_signs(text)
    if len(given) > _LONGEST:
        raise NotADate(_UNREADABLE)
    bare, narrowed, about = _without_what_goes_round(given)
    dated = _with_the_year_meant(bare, today)
    worked_out = _counted_back(dated, today) or _season(dated, today)
    found = _Read(worked_out) if worked_out is not None else _written(dated, today)
    if found is None:
        raise NotADate(_why_unreadable(given, dated))
    refuse_no_past(found.when, today)
    if about and isinstance(found.when, date):
        return _Read(month_kept(found.when.year, found.when.month))
    return found._replace(in_full=found.in_full and dated == bare and not about and not narrowed)


# --- what stands round a time -----------------------------------------------------------------------------------------

_ABOUT = re.compile(
    r"(?:(?:ca|circa|about|around|roughly|approximately|approx|probably|perhaps|maybe|nearly|almost|just over|just under|some ?time"
    r"|at some point|towards|w/c|w/e|week (?:of|beginning|commencing|ending))(?![a-z])|c\.? |c\.?(?=\d)|~)[., ]*"
)
"""What says that the day is not known exactly: then the month is kept."""
_ABOUT_AFTER = re.compile(r" or (?:so|thereabouts)\b| ?\?$")
_LEADING = re.compile(r"(?:on|in|at|over|during|back|the|year(?= \d)|month of|day of) ")
_PART_OF = re.compile(
    r"(?:(?:very )?(?:early|mid|late)(?: in| on|-)? ?(?=[a-z0-9])|(?:end|start|beginning|middle|first half|second half) of "
    r"|earlier (?=this))"
)
"""What narrows a month or year to a part of it, which is not kept."""


def _without_what_goes_round(given: str) -> tuple[str, bool, bool]:
    """Return the time itself, whether a part of it was named, and whether it was said to be no exact one."""
    bare = _ABOUT_AFTER.sub("", given)
    about, narrowed = bare != given, False
    while True:
        if match := _LEADING.match(bare):
            pass
        elif match := _ABOUT.match(bare):
            about = True
        elif match := _PART_OF.match(bare):
            narrowed = True
        else:
            return bare, narrowed, about
        bare = bare[match.end() :]


def _with_the_year_meant(bare: str, today: date) -> str:
    """Return 'November last year' with its year in figures, and '14th of last month' in figures; anything else as it is."""
    of_year = re.fullmatch(r"(?P<what>.*\S)(?: of|,)? (?P<which>last|this|next) year", bare)
    of_year = of_year or re.fullmatch(r"(?P<which>last|this|next) year,? (?:in |on )?(?P<what>\S.*)", bare)
    if of_year:
        return f"{of_year['what']} {today.year + _FROM_NOW[of_year['which']]}"
    if of_month := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)? (?:of )?(?:the )?(last|this) month", bare):
        year, month = _months_before(today, -_FROM_NOW[of_month[2]])
        return f"{of_month[1]}/{month}/{year}"
    return bare


_FROM_NOW = {"last": -1, "previous": -1, "this": 0, "next": 1}


def _why_unreadable(given: str, dated: str) -> str:
    """Return the sentence for a text that is no time: what is plainly still to come, or a stretch of time, is told as that."""
    to_come = rf"\bnext [a-z]+|^in (?:{NUMBER}|the next) ?(?:day|week|fortnight|month|year)|^later (?:this|today)"
    if re.search(to_come, given):
        return f"That is still to come. {_HAPPENED}"
    return _A_STRETCH if _is_a_stretch(dated) else _UNREADABLE


def _is_a_stretch(dated: str) -> bool:
    if _TWO_YEARS.fullmatch(dated):
        return True
    _, _, end = re.sub(r"\.\.+| (?:to|until|till|and|or|through) | ?-+ ?", "\n", dated, count=1).partition("\n")
    try:
        return re.fullmatch(r"\d{4}", end) is not None or bool(end and written_date(end, HOW_TO_SAY_WHEN))
    except NotADate:
        return True


_TWO_YEARS = re.compile(r"\d{4} ?[-/] ?(?:\d{4}|(?:1[3-9]|[2-9]\d))")
"""2025/26, 2025-2026."""


# --- counted back from today --------------------------------------------------------------------------------------------

_UNITS_BACK = {
    "week before last": (2, "week"),
    "month before last": (2, "month"),
    "year before last": (2, "year"),
    "half a year ago": (6, "month"),
    "a year and a half ago": (18, "month"),
}
_MONTHS_IN = {"month": 1, "year": 12, "decade": 120}


def _counted_back(dated: str, today: date) -> When | None:
    """Read last month, this year, three weeks ago, the weekend, last November: a month or a year; None for anything else."""
    if dated in _UNITS_BACK:
        return _back(*_UNITS_BACK[dated], today)
    if match := re.fullmatch(r"(last|previous|this) (week|month|year)", dated):
        return _back(-_FROM_NOW[match[1]], match[2], today)
    if match := re.fullmatch(rf"({NUMBER}) (week|fortnight|month|year|decade)s?'? (?:ago|back)", dated):
        return _back(number_said(match[1]), match[2], today)
    if re.fullmatch(r"(?:last |this )?week-?end", dated):
        saturday = today - timedelta(days=(today.weekday() - 6) % 7 + 1)
        return month_kept(saturday.year, saturday.month)
    match = re.fullmatch(r"(last|this) ([a-z]+)|([a-z]+) last", dated)
    month = month_named(match[2] or match[3]) if match else 0
    if match is None or not month:
        return None
    if match[1] == "this":
        return month_kept(today.year, month)
    return month_kept(today.year if month < today.month else today.year - 1, month)


def _back(number: int, unit: str, today: date) -> When:
    """Return what lies so many weeks, months or years before: of weeks the month, since no day was said."""
    if unit in ("week", "fortnight"):
        day = today - timedelta(weeks=number * (2 if unit == "fortnight" else 1))
        return month_kept(day.year, day.month)
    year, month = _months_before(today, number * _MONTHS_IN[unit])
    if year < EARLIEST_YEAR:
        raise NotADate(_too_early(year))
    return month_kept(year, month) if unit == "month" else year_kept(year)


def _months_before(today: date, number: int) -> tuple[int, int]:
    """Return the year and the month, from 1, that lie so many months before."""
    year, month = divmod(today.year * 12 + today.month - 1 - number, 12)
    return year, month + 1


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 1}
"""The month in which each may begin at the earliest."""


def _season(dated: str, today: date) -> When | None:
    """Read spring 2024, last summer, this autumn: a year. Last winter is none: it lies in two."""
    match = re.fullmatch(r"(?:(last|this) )?([a-z]+)(?:(?: of| in|,)? (\d{4}))?", dated)
    begins = _SEASONS.get(match[2]) if match else None
    if match is None or begins is None or (match[2] == "winter" and not match[3]):
        return None
    if match[3]:
        year = int(match[3])
        if year >= EARLIEST_YEAR and date(year, begins, 1) > today:
            raise NotADate(f"That is still to come: {match[2]} {year}. {_HAPPENED}")
        return year_kept(year)
    since = begins + (3 if match[1] == "last" else 0)
    return year_kept(today.year if today.month >= since else today.year - 1)


# --- written out ----------------------------------------------------------------------------------------------------------


def _written(dated: str, today: date) -> _Read | None:
    """Read a day, a month or a year that is written in figures or with a month's name, and named days; None for anything else."""
    if match := re.fullmatch(r"(')?(\d{4}|(?<=')\d{2})", dated):
        year = int(match[2]) if len(match[2]) == 4 else _century(2000 + int(match[2]), today)
        return _Read(year_kept(year), not match[1]) if year >= EARLIEST_YEAR else _refused(_too_early(year))
    day = named_day(dated, today, past=True)
    if day is not None:
        return _Read(day)
    written = None if _TWO_YEARS.fullmatch(dated) else written_date(dated, HOW_TO_SAY_WHEN)
    if written is None:
        return None
    meant = written._replace(year=_century(written.year, today)) if written.short_year else written
    in_full = written.year is not None and written == meant
    if written.day is not None:
        return _Read(completed(meant, today, past=True, how=HOW_TO_SAY_WHEN), in_full)
    return _Read(_month(meant, today), in_full)


def _refused(why: str) -> _Read:
    raise NotADate(why)


def _month(written: Written, today: date) -> str:
    """Return the month that was written; without its year the last such. Raises NotADate."""
    month = written.month or 0
    if not 1 <= month <= len(MONTHS):
        raise NotADate(f"There is no such month in the calendar. {HOW_TO_SAY_WHEN}")
    if written.year is None:
        return month_kept(today.year if month <= today.month else today.year - 1, month)
    if written.year < EARLIEST_YEAR:
        raise NotADate(_too_early(written.year))
    return month_kept(written.year, month)


def _century(year: int | None, today: date) -> int:
    """Return the year that was written in two figures: one of the last century where this one has not come to it."""
    assert year is not None
    return year - 100 if year > today.year and year - 100 >= EARLIEST_YEAR else year
