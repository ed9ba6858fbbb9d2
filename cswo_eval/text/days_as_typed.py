"""Read a day as people in Scotland write one, and what else is made of the same pieces: months' names, figures, weekdays.

`read_date` is for where one day must be named. What happened at some time is read by `when_as_typed.py`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from cswo_eval.text.days_in_words import DAYS, MONTHS, plain_day

_MONTHS = tuple(month.lower() for month in MONTHS)
_WEEKDAYS = tuple(day.lower() for day in DAYS)

_NEAR = {
    **dict.fromkeys(("today", "this morning", "this afternoon", "this evening", "earlier today"), 0),
    **dict.fromkeys(("yesterday", "yesterday morning", "yesterday afternoon", "yesterday evening", "last night"), -1),
    "day before yesterday": -2,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
HOW_TO_WRITE = "Write it as 21/11/2026, 21 November 2026 or 2026-11-21."
_UNREADABLE = f"That is not a date that can be read. {HOW_TO_WRITE}"
NO_SUCH_DAY = "There is no such day in the calendar."


class NotADate(ValueError):
    """The text is no date, or one that does not exist; the sentence says how to write one."""


class Written(NamedTuple):
    """A date as somebody wrote it, what was not written None: there may be no such day."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """0 for Monday."""
    short_year: bool = False
    """Whether the year was written in two figures: `year` is the one of this century."""


def read_exact_day(text: str, today: date) -> date:
    """Return the day as `read_date` does, but of a month none: which day of it is meant, nobody knows. Raises NotADate."""
    day = read_date(text, today)
    bare = _bare(text)
    written = written_date(bare, HOW_TO_WRITE) if named_day(bare, today, past=False) is None else None
    if written is not None and written.day is None:
        raise NotADate(f"That is a whole month, and one day is meant here. {HOW_TO_WRITE}")
    return day


def _bare(text: str) -> str:
    return re.sub(r"^(?:on |the )+", "", in_plain_signs(text))


def read_date(text: str, today: date, past: bool = False) -> date:
    """Return the day meant by 2026-11-21, 21/11/26, 21st of November 2026, yesterday, Friday, three days ago.

    A month is its first day; a day and month without a year is the one nearest to `today`, or with `past` the last one;
    a weekday is the next one, or with `past` the last one, never `today`. Raises NotADate.
    """
    bare = _bare(text)
    found = named_day(bare, today, past)
    if found is not None:
        return found
    written = written_date(bare, HOW_TO_WRITE)
    if written is None or not written.month or (written.year, written.day) == (None, None):
        raise NotADate(_UNREADABLE)
    return completed(written, today, past, HOW_TO_WRITE)


def completed(written: Written, today: date, past: bool, how: str) -> date:
    """Return the day that was written, with the year or the day of the month that was not; `how` ends what is refused.

    Raises NotADate where there is no such day, or where it is another day of the week than was written.
    """
    year, month, day, weekday, _ = written
    assert month is not None
    day = 1 if day is None else day
    found = nearest(day, month, today, past) if year is None else day_or_none(year, month, day)
    if found is None:
        raise NotADate(f"{NO_SUCH_DAY} {how}")
    if weekday is not None and found.weekday() != weekday:
        remedy = "Give its year, too." if year is None else "Check which is meant."
        raise NotADate(f"{plain_day(found)} is a {DAYS[found.weekday()]}. {remedy} {how}")
    return found


def nearest(day: int, month: int, today: date, past: bool) -> date | None:
    """Return the day of that name nearest to `today`, with `past` the last one; None where there is none about now."""
    about_now = (day_or_none(year, month, day) for year in range(today.year - (8 if past else 1), today.year + 2))
    days = [one for one in about_now if one is not None and (one <= today or not past)]
    return min(days, key=lambda one: abs((one - today).days), default=None)


def day_or_none(year: int, month: int, day: int) -> date | None:
    """Return that day; None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- words ---------------------------------------------------------------------------------------------------------

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
NUMBERS = {
    **dict.fromkeys(("a", "an"), 1),
    **dict.fromkeys(("a couple of", "couple of", "a couple", "a pair of"), 2),
    **{word: number for number, word in enumerate(_ONES.split(), start=1)},
    **{word: 10 * number for number, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty"], start=2)},
    "a dozen": 12,
}
"""Numbers as people say them before 'days ago'."""
NUMBER = "|".join(sorted((*NUMBERS, r"\d{1,4}"), key=len, reverse=True))

_SIGNS = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("’‘`´ʼ", "'"), "…": "..", "\u00a0": " "})


def in_plain_signs(text: str) -> str:
    """Return a text in small letters with plain hyphens, apostrophes and single blanks, and no stop at its end."""
    given = re.sub(r"\s+", " ", text.translate(_SIGNS).strip().lower())
    return given if given.endswith("..") else given.rstrip(" .,;!")


def number_said(text: str) -> int:
    """Return the number that one of NUMBER's words or figures means."""
    return NUMBERS[text] if text in NUMBERS else int(text)


def named_day(given: str, today: date, past: bool) -> date | None:
    """Return the day meant by today, the day before yesterday, three days ago, last Tuesday, Friday; None for anything else."""
    if given in _NEAR:
        return today + timedelta(days=_NEAR[given])
    if match := re.fullmatch(rf"({NUMBER}) days? (?:ago|back)", given):
        return today - timedelta(days=number_said(match[1]))
    if match := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", given):
        return _of_some_month(int(match[1]), today, past)
    return _named_weekday(given, today, past)


def _of_some_month(day: int, today: date, past: bool) -> date | None:
    """Return the day of that number nearest to `today`, with `past` the last one; None where no month has it."""
    count = today.year * 12 + today.month - 1
    about_now = (
        day_or_none(month // 12, month % 12 + 1, day) for month in range(count - 2, count + (1 if past else 3))
    )
    days = [one for one in about_now if one is not None and (one <= today or not past)]
    return min(days, key=lambda one: abs((one - today).days), default=None)


def _named_weekday(given: str, today: date, past: bool) -> date | None:
    """Return the day meant by Friday, last Friday, Friday last, next Friday, Friday last week."""
    match = re.fullmatch(
        r"(?:(last|this|next) |last week (?:on )?)?([a-z]{3,9})\.?(?: (last|next|(?:of )?last week))?", given
    )
    weekday = weekday_named(match[2]) if match else None
    if match is None or weekday is None:
        return None
    if "last week" in given:
        return today - timedelta(days=today.weekday() + 7 - weekday)
    since = (today.weekday() - weekday - 1) % 7 + 1
    if "last" in (match[1], match[3]) or (past and "next" not in (match[1], match[3])):
        return today - timedelta(days=since)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def weekday_named(beginning: str) -> int | None:
    """Return the weekday, 0 for Monday, whose name begins so; None where none does."""
    if beginning == "weds":
        return 2
    return next(
        (place for place, name in enumerate(_WEEKDAYS) if len(beginning) >= 3 and name.startswith(beginning)), None
    )


def month_named(beginning: str) -> int:
    """Return the month, 1 for January, whose name begins so or is spelled nearly so; 0 where none does, or several."""
    months = [number for number, name in enumerate(_MONTHS, start=1) if name.startswith(beginning)]
    if not months and len(beginning) > 4:
        import difflib  # only where something was mistyped

        near = difflib.get_close_matches(beginning, _MONTHS, n=1, cutoff=0.85)
        return _MONTHS.index(near[0]) + 1 if near else 0
    return months[0] if len(months) == 1 and len(beginning) >= 3 else 0


# --- figures and months' names ---------------------------------------------------------------------------------------

_BETWEEN = r"(?: ?[-/.] ?| )"
_PIECE = re.compile(r"('?)(\d+)(st|nd|rd|th)?|([a-z]+)")
_LONGEST = 60
"""Characters that a date takes at most."""
_ORDERS = re.compile(r"W?(?:[D12]M[YA2]?|M[D12][YA2]|M[D1]|M[YA]?|YM[D12]?)|WM2")
"""Which pieces make a date: a weekday, a month's name, a number with its ending or of one or two figures, a year in four figures
or after an apostrophe."""


def written_date(given: str, how: str) -> Written | None:
    """Return the date that `given`, in plain signs, writes in figures or with a month's name; None where it writes none.

    Raises NotADate, ending with `how`, where a number may be the day or the year.
    """
    if len(given) > _LONGEST:
        return None
    return _in_figures(given) or _with_the_months_name(given, how)


def _in_figures(given: str) -> Written | None:
    """Read 21/11/2026, 21/11/26, 2026-11-21, 11/2026, 2026-11 and 21/11, with strokes, full stops, hyphens or blanks."""
    if match := re.fullmatch(rf"(\d{{4}}){_BETWEEN}(\d{{1,2}})(?:{_BETWEEN}(\d{{1,2}}))?", given):
        return Written(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
    if match := re.fullmatch(rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}}|\d{{2}})", given):
        return Written(_whole_year(match[3]), int(match[2]), int(match[1]), short_year=len(match[3]) == 2)
    if match := re.fullmatch(rf"(\d{{1,2}}){_BETWEEN}(\d{{4}})", given):
        return Written(int(match[2]), int(match[1]))
    match = re.fullmatch(r"(\d{1,2})(?: ?[/.] ?| )(\d{1,2})", given)
    return Written(None, int(match[2]), int(match[1])) if match else None


def _with_the_months_name(given: str, how: str) -> Written | None:
    """Read Monday 21st of November 2026, November 21st, 21-Nov-26, November '26, 2026 November and November."""
    if not (given[:1].isalnum() and given[-1:].isalnum()) or _PIECE.sub("", given).strip(" ,./-"):
        return None
    kinds, month, numbers = "", 0, list[str]()
    weekday: int | None = None
    for apostrophe, figures, ending, word in _PIECE.findall(given):
        if word in ("of", "the"):
            continue
        if word and weekday_named(word) is not None:
            kinds, weekday = kinds + "W", weekday_named(word)
        elif word:
            kinds, month = kinds + "M", month_named(word)
        else:
            kinds += _kind_of_number(apostrophe, figures, ending)
            numbers.append(figures)
    if not month or (kinds != "M2" and not _ORDERS.fullmatch(kinds)):
        return None
    if kinds == "M2" and int(numbers[0]) <= 31:
        number, name = numbers[0], MONTHS[month - 1]
        raise NotADate(
            f"{number} may be the day or the year here: write {int(number)} {name} or {name} 20{number}. {how}"
        )
    year = _year_among(kinds, numbers)
    day = int(numbers[0]) if numbers else None
    if weekday is not None and day is None:
        return None
    return Written(_whole_year(year) if year else None, month, day, weekday, short_year=len(year) == 2)


def _kind_of_number(apostrophe: str, figures: str, ending: str) -> str:
    """Return the letter that _ORDERS has for a number; '?' where it has none."""
    if ending:
        return "D" if len(figures) <= 2 and not apostrophe else "?"
    if apostrophe:
        return "A" if len(figures) == 2 else "?"
    return {1: "1", 2: "2", 4: "Y"}.get(len(figures), "?")


def _year_among(kinds: str, numbers: list[str]) -> str:
    """Return which of the numbers is the year, taken out of them; '' where none is. What is left is the day."""
    of_numbers = [kind for kind in kinds if kind not in "MW"]
    place = next((place for place, kind in enumerate(of_numbers) if kind in "YA"), None)
    if place is None and (len(numbers) == 2 or kinds == "M2"):
        place = len(numbers) - 1
    return numbers.pop(place) if place is not None else ""


def _whole_year(written: str) -> int:
    """Return the year; two figures are one of this century."""
    return int(written) + (2000 if len(written) == 2 else 0)
