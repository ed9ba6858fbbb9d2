"""What a plan holds besides what takes most need away: beginnings for somebody new in post, several views where all is unsure."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.framework.models import Activity, PlanRules
from cswo_eval.planning.draft import Draft
from cswo_eval.planning.working_days import PLAN_DAYS


class Wish(NamedTuple):
    """So many activities of a sort, begun by a plan day, as far as they can be held."""

    fits: Callable[[Activity], bool]
    number: int = 1
    begin_by: int = PLAN_DAYS
    at_once: bool = True
    """Whether they are put in before all else; otherwise only where the rest of the plan has none."""


def wishes_for(rules: PlanRules, analysis: GapAnalysis, new_in_post: bool) -> tuple[Wish, ...]:
    """Return what the plan of somebody with these answers should hold, what comes first first."""
    wishes: list[Wish] = []
    rated = [item for item in (*analysis.items, *analysis.element_items) if item.level is not None]
    if rated and sum(item.unsure for item in rated) > rules.mostly_unsure * len(rated):
        wishes.append(Wish(lambda one: one.asks_several, begin_by=rules.ask_several_by))
    if new_in_post:
        wishes += [
            Wish(lambda one: one.relational, begin_by=rules.relation_by),
            Wish(lambda one: one.starter, rules.least_starters, rules.starters_by),
            Wish(lambda one: one.phase == "embed", at_once=False),
        ]
    return tuple(wishes)


def fulfilled(wishes: tuple[Wish, ...], draft: Draft) -> int:
    """Return how many of the wished activities a draft holds."""
    return sum(min(wish.number, _held(wish, draft)) for wish in wishes)


def _held(wish: Wish, draft: Draft) -> int:
    activities = draft.given.framework.activities
    there = [activities[name] for name in draft.given.finished if name in activities]
    there += [one.activity for one in draft.chosen.values() if one.placement.start <= wish.begin_by]
    return sum(map(wish.fits, there))


def grant(wish: Wish, draft: Draft) -> tuple[str, ...]:
    """Put in what is wished, as far as it fits: what takes most away per hour first. Returns the activities put in."""
    activities = draft.given.framework.activities
    names = [name for name, one in activities.items() if wish.fits(one) and draft.may_be_chosen(name)]
    granted: list[str] = []
    while names and _held(wish, draft) < wish.number:
        name = min(names, key=lambda one: -draft.gain(one) / activities[one].hours)
        names.remove(name)
        draft.begin_by[name] = wish.begin_by
        if draft.add(name) is None:
            granted.append(name)
        else:
            del draft.begin_by[name]
    return tuple(granted)
