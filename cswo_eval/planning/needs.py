"""What each need comes to, and what an activity takes away from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cswo_eval.analysis.results import GapAnalysis, ItemResult
from cswo_eval.framework.activity_models import Builds
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import PlanRules

HALF = 2
"""Half levels in a level: what an activity takes away is counted in halves, so that nothing is rounded."""
_QUARTERS = 4
Effects = Mapping[str, int]
"""How many half levels something takes away, by the id of the need."""


class Want(NamedTuple):
    """A need, or a lack of chance, that a plan may take away. `gap` is in levels; a lack of chance is a gap of one."""

    item: ItemResult
    gap: int

    @property
    def id(self) -> str:
        """Return the id of the competency, or of the element answered as a whole."""
        return self.item.id

    @property
    def band(self) -> str:
        """Return 'high', 'medium', 'low' or 'exposure'."""
        return "exposure" if self.item.exposure else self.item.band

    @property
    def half_levels(self) -> int:
        """Return how many half levels there are to take away."""
        return HALF * self.gap

    def taken_away(self, half_levels: int) -> int:
        """Return how much of the need so many half levels take away, in quarters: importance × ((1+gap)² − (1+gap−taken)²)."""
        whole = HALF * (1 + self.gap)
        left = whole - min(half_levels, self.half_levels)
        return self.item.importance * (whole * whole - left * left)


def wants_of(framework: Framework, analysis: GapAnalysis) -> dict[str, Want]:
    """Return every need and lack of chance, the greatest first."""
    return {
        item.id: Want(item, framework.method.exposure_gap if item.exposure else item.gap or 0)
        for item in analysis.planned
        if item.planned_need > 0  # no chance yet, and by the owner's choice no target either
    }


_ANSWERED = frozenset({"rated", "no-chance", "not-applicable"})


def spoken_for(analysis: GapAnalysis) -> frozenset[str]:
    """Return the competencies with an answer of their own: for them their element's answer does not speak."""
    return frozenset(item.id for item in analysis.items if item.standing in _ANSWERED)


def effects_of(builds: Builds, wants: Mapping[str, Want], answered: frozenset[str], rules: PlanRules) -> dict[str, int]:
    """Return what an activity that builds this takes away, from each need once: mainly for it counts before beside it.

    A competency without an answer of its own is spoken for by its element's answer.
    """
    found: dict[str, int] = {}
    for names, half_levels in ((builds.mainly, rules.mainly_half_levels), (builds.also, rules.also_half_levels)):
        for name in names:
            need = name if name in wants else name.split(".")[0]
            if need in wants and (need == name or name not in answered):
                found.setdefault(need, half_levels)
    return found


def catalogue_effects(
    framework: Framework, wants: Mapping[str, Want], answered: frozenset[str]
) -> dict[str, dict[str, int]]:
    """Return what each activity of the catalogue takes away, by its id and then by the need's."""
    rules = framework.method.plan
    return {one.id: effects_of(one.builds, wants, answered, rules) for one in framework.activities.values()}


class Work(NamedTuple):
    """One action as far as needs go: what it takes away, whether it finds out, and its first and last plan day."""

    effects: Effects
    finds_out: bool
    start: int
    due: int
    done: bool = False
    """What is done has happened: it counts for an unsure need whatever day it began."""


def found_out_on(works: Iterable[Work], wants: Mapping[str, Want]) -> dict[str, int]:
    """Return, for each unsure need that something in the plan finds out about, the plan day on which that is due."""
    found: dict[str, int] = {}
    for work in works:
        if work.finds_out:
            for name in work.effects:
                if name in wants and wants[name].item.unsure:
                    found[name] = min(work.due, found.get(name, work.due))
    return found


def counts(work: Work, name: str, wants: Mapping[str, Want], found_out: Mapping[str, int]) -> bool:
    """Return whether an action counts for a need: for an unsure one only if it finds out, or begins after finding out is due."""
    if work.finds_out or work.done or not wants[name].item.unsure:
        return True
    return name in found_out and found_out[name] < work.start


def credited(works: Mapping[str, Work], wants: Mapping[str, Want]) -> tuple[dict[str, int], dict[str, tuple[str, ...]]]:
    """Return the half levels taken from each need, and what each action serves, by its name, the most first.

    Actions count in the order in which they begin; one that comes when nothing is left of a need does not serve it.
    """
    found_out = found_out_on(works.values(), wants)
    taken: dict[str, int] = {}
    serves: dict[str, tuple[str, ...]] = {}
    for key, work in sorted(works.items(), key=lambda pair: (pair[1].start, pair[1].due)):
        gained: dict[str, int] = {}
        for name, half_levels in work.effects.items():
            want = wants.get(name)
            if want is None or not counts(work, name, wants, found_out):
                continue
            before = taken.get(name, 0)
            after = min(before + half_levels, want.half_levels)
            if after > before:
                taken[name] = after
                gained[name] = want.taken_away(after) - want.taken_away(before)
        serves[key] = tuple(sorted(gained, key=lambda name: -gained[name]))
    return taken, serves


def need_taken_away(wants: Mapping[str, Want], taken: Mapping[str, int]) -> float:
    """Return how much of all needs together so many half levels of each take away."""
    return sum(wants[name].taken_away(half_levels) for name, half_levels in taken.items()) / _QUARTERS
