"""What stands in place of levels for readers who are shown none: bands, strengths in no order, and no mean of a few answers.

And what of the analysis is left for readers who are told of no evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cswo_eval.analysis.checks import ON_EVIDENCE
from cswo_eval.analysis.results import GapAnalysis, ItemResult
from cswo_eval.framework.framework import Framework
from cswo_eval.record.plan_models import Plan

LEAST_IN_A_MEAN = 3
"""Where no levels are shown, a mean of fewer answers is not either: of two, who knows one knows the other."""

MIDDLE_BAND = (Fraction(5, 2), Fraction(7, 2))
"""The least and the greatest mean of the middle of three bands. Where no levels are shown a band stands in place of a mean:
a mean of 1.0 or 5.0 would tell every level that it is made of, one near them nearly so."""
BANDS = ("below 2.5", "2.5 to 3.5", "above 3.5")
"""The bands in words, lowest first."""
STILL_TOLD = (
    "a strength is rated 4 or 5, and a goal of the plan lies below its target, has had no chance yet or was added by the "
    "owner."
)
"""What strengths and goals tell of levels where none is shown: said to who reads such a copy and to who makes it."""


def band_of_mean(mean: Fraction) -> str:
    """Return the band in which a mean (1 to 5) lies, in words: one of BANDS."""
    least, greatest = MIDDLE_BAND
    return BANDS[0] if mean < least else BANDS[2] if mean > greatest else BANDS[1]


def analysis_without_evidence(analysis: GapAnalysis) -> GapAnalysis:
    """Return the analysis for readers who are told of no evidence: what they do not get is not said to be missing."""
    return analysis._replace(
        checks=tuple(one for one in analysis.checks if one.code not in ON_EVIDENCE), tells_evidence=False
    )


def analysis_without_levels(framework: Framework, analysis: GapAnalysis) -> GapAnalysis:
    """Return the analysis for readers who see no single level: strengths in the Standard's order, no mean of a few answers."""
    aspects = tuple(
        one if sum(item.aspect == one.id for item in analysis.used) >= LEAST_IN_A_MEAN else one._replace(mean=None)
        for one in analysis.aspects
    )
    order = standards_order(framework)
    strengths = sorted(analysis.strengths, key=lambda item: order[item.id])
    return analysis._replace(aspects=aspects, strengths=tuple(strengths))


def plan_without_order(framework: Framework, plan: Plan) -> Plan:
    """Return the plan with its goals, and what an action serves, in the Standard's order: by need, it would tell who is lower."""
    order = standards_order(framework)

    def ordered(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(names, key=lambda name: order.get(name, len(order))))

    goals = {goal.item: goal for goal in plan.goals}
    return plan._replace(
        goals=tuple(goals[name]._replace(members=()) for name in ordered(tuple(goals))),
        actions=tuple(one._replace(serves=ordered(one.serves)) for one in plan.actions),
    )


def standards_order(framework: Framework) -> dict[str, int]:
    """Return the place of each element and competency in the Standard, an element before its competencies."""
    return {name: place for place, name in enumerate(_in_order(framework))}


def _in_order(framework: Framework) -> Iterator[str]:
    for element in framework.elements.values():
        yield element.id
        yield from (one.id for one in element.competencies)


def whole_results(framework: Framework, analysis: GapAnalysis) -> list[ItemResult]:
    """Return the result of every competency in the Standard's order, each element answered as a whole before its own."""
    return [found for name in _in_order(framework) if (found := analysis.item(name)) is not None]
