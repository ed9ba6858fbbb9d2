"""Which goals the needs come to: one competency, or one element where several of its needs stand together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cswo_eval.planning.wants import Want

_TOGETHER = 2
"""From this many needs of weight in one element, the element is the goal."""


class GoalIdea(NamedTuple):
    """A goal that the plan may take up. `members` are the ids of its needs, greatest first."""

    item: str
    members: tuple[str, ...]
    low: bool
    """Whether it waits until every greater need has had its turn."""


def goal_ideas(wants: Mapping[str, Want]) -> tuple[GoalIdea, ...]:
    """Return every possible goal, in the order of its greatest need; low needs last."""
    together: dict[str, int] = {}
    for want in wants.values():
        if want.band != "low":
            together[want.item.element] = together.get(want.item.element, 0) + 1
    members: dict[str, list[str]] = {}
    for want in wants.values():
        element = want.item.element
        # An element that stands in by its own answer takes in what its competencies lack a chance of.
        as_element = element in wants or (want.band != "low" and together[element] >= _TOGETHER)
        members.setdefault(element if as_element else want.id, []).append(want.id)
    ideas = (
        GoalIdea(item, tuple(names), low=all(wants[name].band == "low" for name in names))
        for item, names in members.items()
    )
    return tuple(sorted(ideas, key=lambda idea: idea.low))
