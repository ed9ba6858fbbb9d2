"""What the program says to the owner, said of the owner: for a report that others read.

Only sentences that the program made are changed, by the phrases it made them with; the owner's own words never.
"""

from __future__ import annotations

from collections.abc import Iterable

from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.record.plan_models import Plan

_PLAN = (
    (": add an idea of your own with `cswo-eval plan add`.", "."),
    (" `cswo-eval plan make --day DATE` gives it a day outside the weekly hours.", " It needs a day outside them."),
    (" What you want to keep up or pass on you can put in yourself: `cswo-eval plan add`.", ""),
    (" is a need of yours; you keep your answer private.", " is a need of the owner's."),
    ("closer to what you need.", "closer to what is needed."),
    ("You put this in the plan yourself.", "The owner put this in the plan."),
    ("No level of yours asks for this: it is how", "It is how"),
    ("You dropped ", "The owner dropped "),
    (" that you dropped ", " that the owner dropped "),
    ("You put ", "The owner put "),
    ("Your own idea for ", "The owner's own idea for "),
    ("in your role now", "in the role now"),
    ("though you are not sure", "though the owner is not sure"),
    ("though your evidence", "though the evidence"),
)
"""What the planner writes, and what others read in its place: the longer phrase first."""
_CHECKS = (
    ("Your own target ", "The owner's own target "),
    (" of your own targets ", " of the owner's own targets "),
    ("that you give yourself", "that the owner gives"),
)
"""Of the checks the same."""


def plan_for_others(plan: Plan) -> Plan:
    """Return the plan with its reasons and remarks in the third person and without commands."""
    return plan._replace(
        goals=tuple(one._replace(why=_told(one.why, _PLAN)) for one in plan.goals),
        actions=tuple(one._replace(why=_told(one.why, _PLAN)) for one in plan.actions),
        left_out=tuple(one._replace(reason=_told(one.reason, _PLAN)) for one in plan.left_out),
        remarks=tuple(_told(one, _PLAN) for one in plan.remarks),
    )


def checks_for_others(analysis: GapAnalysis) -> GapAnalysis:
    """Return the analysis with the reasons of its checks in the third person."""
    checks = tuple(one._replace(reason=_told(one.reason, _CHECKS)) for one in analysis.checks)
    return analysis._replace(checks=checks)


def _told(text: str, phrases: Iterable[tuple[str, str]]) -> str:
    for own, other in phrases:
        text = text.replace(own, other)
    return text
