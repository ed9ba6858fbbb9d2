"""Which goals the needs come to: one competency, or one element where several of its needs stand together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cswo_eval.framework.activity_models import Activity
from cswo_eval.planning.needs import Want

_TOGETHER = 2
"""From this many needs of weight in one element, the element is the goal."""


class GoalIdea(NamedTuple):
    """A goal that the plan may take up. `members` are the ids of its needs, greatest first."""

    item: str
    members: tuple[str, ...]


def goal_ideas(wants: Mapping[str, Want]) -> tuple[GoalIdea, ...]:
    """Return every possible goal, in the order of its greatest need: an element where several of its needs stand together."""
    together: dict[str, int] = {}
    for want in wants.values():
        if want.band != "low":
            together[want.item.element] = together.get(want.item.element, 0) + 1
    members: dict[str, list[str]] = {}
    for want in wants.values():
        element = want.item.element
        # An element with a need of its own takes in what its competencies need besides.
        as_element = element in wants or (want.band != "low" and together[element] >= _TOGETHER)
        members.setdefault(element if as_element else want.id, []).append(want.id)
    return tuple(GoalIdea(item, tuple(names)) for item, names in members.items())


def element_of_activity(activity: Activity) -> str:
    """Return the element that an activity is for first."""
    return activity.builds.mainly[0].split(".")[0]
