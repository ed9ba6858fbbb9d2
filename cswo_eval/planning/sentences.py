"""What a plan says about itself: never a word of the owner's own text, and no level that they marked private."""

from __future__ import annotations

from collections.abc import Sequence

from cswo_eval.analysis.results import ItemResult
from cswo_eval.framework.activity_models import Activity
from cswo_eval.text.words import listed_with_and

_MATTERS = {
    1: "and matters little in your role now",
    2: "and matters as much as most things in your role now",
    3: "and matters highly in your role now",
}


def written_hours(hours: float) -> str:
    """Return hours in words, with at most two decimals: '1 hour', '2.5 hours'."""
    shown = f"{hours:.2f}".rstrip("0").rstrip(".")
    return f"{shown} hour{'' if shown == '1' else 's'}"


def written_levels(levels: float) -> str:
    """Return a number of levels in words, halves as ½: '1½'."""
    whole, half = divmod(round(levels * 2), 2)
    return f"{whole or ''}½" if half else str(whole)


def need_sentence(item: ItemResult) -> str:
    """Return why a need is one, in a sentence."""
    if item.private:
        return f"{item.id} is a need of yours; you keep your answer private."
    if item.exposure:
        return f"{item.id}: no chance yet, so this is an occasion for a first one."
    doubt = ""
    if item.confidence == "low":
        doubt = ", though you are not sure of that level"
    elif item.unsure:
        doubt = ", though your evidence points both ways"
    return f"{item.id} is at {item.level} against a target of {item.target}{doubt}, {_MATTERS[item.importance]}."


def goal_sentence(members: Sequence[ItemResult]) -> str:
    """Return why a goal is in the plan: its greatest need, and which others stand beside it."""
    first, others = members[0], members[1:]
    if not others:
        return need_sentence(first)
    names = listed_with_and([other.id for other in others])
    return f"{need_sentence(first)} {names} {'stands' if len(others) == 1 else 'stand'} beside it as one piece of work."


def action_sentences(activity: Activity, served: Sequence[ItemResult], prepares: str | None) -> str:
    """Return why an action is in the plan: the need it answers (or what it prepares), and what changes for people."""
    first = f"It comes first because '{prepares}' builds on it. " if prepares else ""
    if not served:
        beginning = "It is what somebody new in post does first. " if activity.starter and not prepares else ""
        return f"{first}{beginning}{activity.benefit}"
    also = f" It also helps with {listed_with_and([item.id for item in served[1:]])}." if len(served) > 1 else ""
    return f"{first}{need_sentence(served[0])}{also} {activity.benefit}"


OWN_GOAL = "You put this in the plan yourself."
MET_GOAL = "It stays from the plan before: what it was for is at its target now."
BEGINNING_GOAL = "No level of yours asks for this: it is how somebody new in post begins."
