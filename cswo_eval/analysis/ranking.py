"""In which order needs come, and which rule decided between two of the same weight (design: Gap analysis)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from cswo_eval.analysis.results import ItemResult

Rule = Literal["importance", "evidence against", "low confidence", "aspect", "order"]
"""What settles the place of two needs of the same weight, in this order."""


class Tie(NamedTuple):
    """What put one of two needs of the same weight first."""

    rule: Rule
    first: int
    """What the rule looked at in the one that comes first: its importance, or how many needs of its aspect stood before it."""
    second: int
    """The same of the other."""


def ranked(items: Iterable[ItemResult]) -> tuple[ItemResult, ...]:
    """Return the greatest planned need first; ties by importance, whether there is evidence against, low confidence, the
    aspect least served so far, then the Standard's order with an element before its competencies."""
    served: Counter[str] = Counter()
    order: list[ItemResult] = []
    for _, group in groupby(sorted(items, key=lambda item: (_weight(item), item.place)), key=_weight):
        waiting: dict[str, list[ItemResult]] = {}
        for item in group:
            waiting.setdefault(item.aspect, []).append(item)
        while waiting:
            aspect = min(waiting, key=lambda name: (served[name], waiting[name][0].place))
            order.append(waiting[aspect].pop(0))
            served[aspect] += 1
            if not waiting[aspect]:
                del waiting[aspect]
    return tuple(order)


def tie_between(ranking: Sequence[ItemResult], first: int, second: int) -> Tie:
    """Return what put the need at one place of a ranking before that at a later one of the same weight."""
    one, other = ranking[first], ranking[second]
    if one.importance != other.importance:
        return Tie("importance", one.importance, other.importance)
    if bool(one.contradicts) != bool(other.contradicts):
        return Tie("evidence against", int(bool(one.contradicts)), int(bool(other.contradicts)))
    if (one.confidence == "low") != (other.confidence == "low"):
        return Tie("low confidence", int(one.confidence == "low"), int(other.confidence == "low"))
    served: Mapping[str, int] = Counter(item.aspect for item in ranking[:first])
    if served.get(one.aspect, 0) != served.get(other.aspect, 0):
        return Tie("aspect", served.get(one.aspect, 0), served.get(other.aspect, 0))
    return Tie("order", one.place, other.place)


def _weight(item: ItemResult) -> tuple[int, int, bool, bool]:
    """Return what places an item before the aspects served so far are looked at."""
    return (-item.planned_need, -item.importance, not item.contradicts, item.confidence != "low")
