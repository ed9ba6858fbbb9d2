"""How many sittings a stretch of days can hold, and which stretches are long enough for an activity."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from cswo_eval.framework.activity_models import Activity

from .problem import minutes


def most_sittings(days: Sequence[int], apart: int) -> int:
    """Return how many sittings can lie on these days, each at least `apart` days after the one before."""
    number, free_from = 0, 0
    for day in days:
        if day >= free_from:
            number, free_from = number + 1, day + apart
    return number


def least_sittings(activity: Activity) -> int:
    """Return the least number of sittings that it takes."""
    needed = ceil(minutes(activity.hours) / minutes(activity.sitting_hours))
    return max(needed, 2) if activity.span_days > 1 and not activity.whole_sitting else needed


def long_enough(days: Sequence[int], activity: Activity) -> bool:
    """Whether all of the activity can lie on these days: its span and its sittings."""
    return (
        bool(days)
        and days[-1] - days[0] + 1 >= activity.span_days
        and most_sittings(days, activity.days_between) >= least_sittings(activity)
    )
