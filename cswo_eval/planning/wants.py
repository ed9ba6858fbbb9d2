"""What each need still asks of the plan: how many activities, of which kinds, and whether finding out comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cswo_eval.analysis.results import GapAnalysis, ItemResult
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Activity

LEAST_FOR_HIGH = 2
"""A high need gets at least two activities, of two kinds."""


class Want:
    """A need or an exposure, and what the plan has done about it so far. `wanted` counts activities."""

    def __init__(self, item: ItemResult, wanted: int) -> None:
        self.item, self.wanted = item, wanted
        self.kinds: list[str] = []
        """The kind of each activity that answers for one level of it."""
        self.found_out: int | None = None
        """The plan day on which an activity that finds out how things stand is due."""

    @property
    def id(self) -> str:
        """Return the id of the competency, or of the element that stands in."""
        return self.item.id

    @property
    def weight(self) -> int:
        """Return the planned need."""
        return self.item.planned_need

    @property
    def band(self) -> str:
        """Return 'high', 'medium', 'low' or 'exposure'."""
        return "exposure" if self.item.exposure else self.item.band

    @property
    def left(self) -> int:
        """Return how many activities it still wants."""
        return max(0, self.wanted - len(self.kinds))

    def takes(self, kind: str) -> bool:
        """Return whether an activity of this kind would still answer for a level: a high need's first two differ."""
        return self.left > 0 and not (self.band == "high" and len(self.kinds) == 1 and kind == self.kinds[0])


def wants_of(analysis: GapAnalysis) -> dict[str, Want]:
    """Return what every need and exposure wants, greatest first."""
    wants: dict[str, Want] = {}
    for item in analysis.planned:
        if item.planned_need <= 0:
            continue  # no chance yet, and by the owner's choice no target either
        wanted = 1 if item.exposure else item.gap or 0
        # An element answered as a whole is wider than a competency: one activity would be thin for it, unless low.
        if item.band == "high" or (item.is_element and item.band == "medium"):
            wanted = max(wanted, LEAST_FOR_HIGH)
        wants[item.id] = Want(item, wanted)
    return wants


def built_needs(activity: Activity, wants: Mapping[str, Want]) -> tuple[str, ...]:
    """Return the needs that an activity builds, each once: competencies, and elements that stand in for theirs."""
    found: dict[str, None] = {}
    for competency in activity.builds.all:
        for name in (competency, competency.split(".")[0]):
            if name in wants:
                found[name] = None
    return tuple(found)


def builders(
    framework: Framework, wants: Mapping[str, Want]
) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, list[Activity]]]:
    """Return the needs that each activity builds, and the activities that build each need, in catalogue order."""
    built: dict[str, tuple[str, ...]] = {}
    building: dict[str, list[Activity]] = {name: [] for name in wants}
    for activity in framework.activities.values():
        built[activity.id] = built_needs(activity, wants)
        for name in built[activity.id]:
            building[name].append(activity)
    return built, building


def credited(
    activity: Activity, needs: Iterable[str], wants: Mapping[str, Want], start: int | None = None
) -> tuple[str, ...]:
    """Return the needs for which an activity would answer now, if it began on plan day `start`. Changes nothing.

    For an unsure need it must find out how things stand, or begin after finding out is due: effort is not spent on a
    guess.
    """
    found: list[str] = []
    for name in needs:
        want = wants[name]
        if want.takes(activity.kind) and (
            activity.finds_out
            or not want.item.unsure
            or (want.found_out is not None and (start is None or want.found_out < start))
        ):
            found.append(name)
    return tuple(found)


def credit(names: Iterable[str], kind: str, finds_out: bool, due: int, wants: Mapping[str, Want]) -> None:
    """Count an activity for these needs, at most one level each."""
    for name in names:
        want = wants.get(name)
        if want is None:
            continue
        want.kinds.append(kind)
        if finds_out and want.item.unsure:
            want.found_out = due if want.found_out is None else min(want.found_out, due)
