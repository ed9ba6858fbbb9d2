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
    useful: bool = False
    """Whether only what takes some need away is meant."""


def wishes_for(rules: PlanRules, analysis: GapAnalysis, new_in_post: bool, hours_per_week: float) -> tuple[Wish, ...]:
    """Return what the plan of somebody with these answers should hold, what comes first first.

    In a week of few hours one beginning is enough: more of them would leave room for nothing else.
    """
    wishes: list[Wish] = []
    rated = [item for item in (*analysis.items, *analysis.element_items) if item.level is not None]
    if rated and sum(item.unsure for item in rated) > rules.mostly_unsure * len(rated):
        wishes.append(Wish(lambda one: one.asks_several, begin_by=rules.ask_several_by))
    if new_in_post:
        starters = rules.least_starters if hours_per_week >= rules.starters_from_hours else 1
        wishes.append(Wish(lambda one: one.starter, starters, rules.starters_by))
    if new_in_post and hours_per_week >= rules.relation_from_hours:
        wishes += [
            Wish(lambda one: one.relational, begin_by=rules.relation_by),
            Wish(lambda one: one.phase == "embed", useful=True),
        ]
    return tuple(wishes)


def fulfilled(wishes: tuple[Wish, ...], draft: Draft) -> tuple[int, ...]:
    """Return how many of the wished activities a draft holds, wish by wish: what comes first weighs more than all after it."""
    return tuple(min(wish.number, held(wish, draft)) for wish in wishes)


def held(wish: Wish, draft: Draft) -> int:
    """Return how many of the wished activities a draft holds, begun in time; what is done or stays counts whenever it began."""
    activities = draft.given.framework.activities
    there = [activities[name] for name in draft.given.finished if name in activities]
    there += [one.activity for one in draft.chosen.values() if one.placement.start <= wish.begin_by]
    return sum(map(wish.fits, there))


def candidates(wish: Wish, draft: Draft) -> list[str]:
    """Return the activities that could be put in for a wish: first those that take some need away, then by what they are worth
    above their hours. One that is in the draft, and begins too late, is among them."""
    activities = draft.given.framework.activities
    hour = draft.worth_of_an_hour
    names = [
        name
        for name, one in activities.items()
        if wish.fits(one)
        and (name in draft.chosen or draft.may_be_chosen(name))
        and (draft.takes_some(name) or not wish.useful)
    ]
    return sorted(names, key=lambda name: (not draft.takes_some(name), hour * activities[name].hours - draft.gain(name)))
