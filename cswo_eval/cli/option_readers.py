"""How the text of an option becomes a value: a day, hours, leave, an id, one of several. All raise CswoEvalError, in words.

A reader takes the text and what it is read in: which day it is, and which Standard is in use.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Protocol

from cswo_eval.cli.options import ReadBy
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Leave
from cswo_eval.text.days_as_typed import NotADate, read_date
from cswo_eval.text.problems import CswoEvalError, UnknownId


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


def day_from(text: str, name: str, today: date) -> date:
    """Return the day that a text names; `name` stands before what is wrong with it."""
    before = f"{name}: " if name else ""
    try:
        day = read_date(text, today)
    except NotADate as error:
        raise CswoEvalError(f"{before}{error}") from None
    if not 1950 <= day.year <= 2200:
        raise CswoEvalError(f"{before}the year {day.year} cannot be meant. Check the date.")
    return day


def hours_from(text: str) -> float:
    """Return hours typed as 3, 2.5 or 2,5."""
    try:
        hours = float(text.strip().replace(",", "."))
    except ValueError:
        raise CswoEvalError("Hours must be a number, such as 3 or 2.5.") from None
    if not math.isfinite(hours) or hours <= 0:
        raise CswoEvalError("With no hours there is no plan. Even half an hour a week (0.5) gives one.")
    return hours


def leave_stretch(text: str, today: date) -> Leave:
    """Return leave written as FIRST..LAST, FIRST to LAST, or one day."""
    ends = [one for one in re.split(r"\.\.|\s+(?:to|until)\s+|\s+[-–]\s+", text.strip()) if one.strip()]
    if len(ends) not in (1, 2):
        raise CswoEvalError("Write leave as its first and last day, such as 21/12/2026 to 5/1/2027.")
    first, last = day_from(ends[0], "The leave", today), day_from(ends[-1], "The leave", today)
    if last < first:
        raise CswoEvalError(f"Leave from {first} to {last} ends before it begins. Put the earlier day first.")
    return Leave(first=first, last=last)


def leave_from_text(text: str, today: date) -> tuple[Leave, ...]:
    """Return the stretches of leave in one line, with commas between them; none for an empty line."""
    if text.strip().lower() in ("", "none", "no"):
        return ()
    return tuple(leave_stretch(one, today) for one in re.split(r"[,;]", text) if one.strip())


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
