"""How an activity is divided into sittings: how long, how many, how far apart."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

from cswo_eval.framework.activity_models import Activity

HALF_HOUR = 30
QUARTER = 15
"""Minutes to which the length of a sitting is rounded."""


class Sittings(NamedTuple):
    """What has to be placed: minutes in all and at most at a time, whether a sitting may be cut, and how far apart they lie.

    `span` is the least number of days from the first to the last, both counted; `number` how many sittings there are at
    least, `step` the least number of days from one to the next, so that all together span what they must.
    """

    minutes: int
    longest: int
    whole: bool
    span: int
    number: int
    step: int


def sittings_for(minutes: int, longest: int, whole: bool = False, span: int = 1, between: int = 1) -> Sittings:
    """Return what has to be placed of so many minutes. `between`: the least number of days from one sitting to the next."""
    number = max(ceil(minutes / longest), 2 if span > 1 and not whole else 1)
    step = max(between, ceil((span - 1) / (number - 1)) if number > 1 else 1)
    if step > 1 and not whole:  # of one length, so that they span what they must
        longest = min(longest, ceil(minutes / number / QUARTER) * QUARTER)
    return Sittings(minutes, longest, whole, span, number, step)


def sittings_of(activity: Activity) -> Sittings:
    """Return what has to be placed of an activity of the catalogue."""
    return sittings_for(
        in_minutes(activity.hours),
        in_minutes(activity.sitting_hours),
        activity.whole_sitting,
        activity.span_days,
        activity.days_between,
    )


def in_minutes(hours: float) -> int:
    """Return hours as whole minutes, rounded up, at least one."""
    return max(1, ceil(round(hours * 60, 6)))


def sitting_size(work: Sittings, left: int, room: int, least: int) -> int:
    """Return the minutes of the next sitting that may be cut, 0 where what is free is too small to sit down for.

    As long as may be, so that few minutes of a week are left over, but so that what is left for the last one is half an hour
    at least. `room` is what the week has, `least` the fewest minutes that are worth it in such a week.
    """
    size = min(left, work.longest, room)
    if size < left:
        size = size // QUARTER * QUARTER
        if left - size < min(HALF_HOUR, work.longest):
            size = (left - HALF_HOUR) // QUARTER * QUARTER
    return size if size >= min(left, work.longest, least) else 0
