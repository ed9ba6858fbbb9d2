"""What a plan holds besides what takes most need away: beginnings for somebody new in post, several views where all is unsure."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.framework.activity_models import Activity
from cswo_eval.framework.models import PlanRules
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
