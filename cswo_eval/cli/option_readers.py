"""How the text of an option becomes a value: a day, hours, leave, an id, one of several. All raise CswoEvalError, in words.

A reader takes the text and what it is read in: which day it is, and which Standard is in use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Protocol

from cswo_eval.cli.options import ReadBy
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Leave
from cswo_eval.text.days_as_typed import HOW_TO_WRITE, NotADate, read_date
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.numbers_as_typed import read_number
from cswo_eval.text.problems import CswoEvalError, UnknownId
from cswo_eval.text.stretches_of_days import NotAStretch, read_stretch


class ReadIn(Protocol):
    """What a reader may ask."""

    @property
    def today(self) -> date:
        """The day it is."""

    @property
    def framework(self) -> Framework:
        """The Standard in use."""


def day_read(text: str, where: ReadIn) -> date:
    """Return the day that a text names, between 1950 and 2200."""
    return day_from(text, "", where.today)


def past_day_read(text: str, where: ReadIn) -> date:
    """Return the day, not after today, on which something was done: 14/11 is the last such, Friday the last one."""
    day = day_from(text, "", where.today, past=True)
    if day > where.today:
        raise CswoEvalError(f"{plain_day(day)} is still to come: give the day it was done. {HOW_TO_WRITE}")
    return day


def day_from(text: str, name: str, today: date, past: bool = False) -> date:
    """Return the day that a text names, with `past` the last such; `name` stands before what is wrong with it."""
    before = f"{name}: " if name else ""
    try:
        day = read_date(text, today, past)
    except NotADate as error:
        raise CswoEvalError(f"{before}{error}") from None
    if not 1950 <= day.year <= 2200:
        raise CswoEvalError(f"{before}the year {day.year} cannot be meant. Check the date.")
    return day


def hours_from(text: str) -> float:
    """Return hours typed as 3, 2.5, 2,5 or 3 hours."""
    hours = read_number(text)
    if hours is None:
        raise CswoEvalError("Hours must be a number, such as 3 or 2.5.")
    if hours <= 0:
        raise CswoEvalError("With no hours there is no plan. Even half an hour a week (0.5) gives one.")
    return hours


def leave_stretch(text: str, today: date) -> Leave:
    """Return leave written as 21/12/2026-5/1/2027, 21 Dec to 5 Jan, or one day. Raises CswoEvalError, which says how."""
    try:
        days = read_stretch(text, today)
    except NotAStretch as problem:
        raise CswoEvalError(f"The leave: {problem}") from None
    return Leave(first=days.first, last=days.last)


def aspect_named(framework: Framework, given: str) -> str:
    """Return the id of the aspect that is meant (any case). Raises UnknownId."""
    name, aspects = framework.id_now(given), framework.outline.aspects
    if name in aspects:
        return name
    raise UnknownId(given, "aspect", aspects, f"There are: {', '.join(aspects)}.")


def element_named(framework: Framework, given: str) -> str:
    """Return the id of the element that is meant (any case). Raises UnknownId."""
    name = framework.id_now(given)
    if name in framework.elements:
        return name
    raise UnknownId(given, "element", list(framework.elements), "`cswo-eval standard list` shows all.")


def one_of(given: str, known: Sequence[str], what: str) -> str:
    """Return which of these is meant (any case); `what` is what one of them is called. Raises UnknownId."""
    if given.strip().lower() in known:
        return given.strip().lower()
    raise UnknownId(given, what, known, f"There are: {', '.join(known)}.")


def choice_of(known: Sequence[str], what: str) -> ReadBy:
    """Return what reads one of these words (any case); `what` is what one of them is called."""
    return ReadBy(lambda text, _: one_of(text, known, what))


READERS: dict[Any, Callable[[str, Any], Any]] = {
    date: day_read,
    float: lambda text, _: hours_from(text),
    Leave: lambda text, where: leave_stretch(text, where.today),
}
"""How the text of an option of each type is read; a float is a number of hours."""
