"""What a plan says about itself: never a word of the owner's own text, and no level that they marked private."""

from __future__ import annotations

from collections.abc import Sequence

from cswo_eval.analysis.results import ItemResult
from cswo_eval.framework.models import Activity
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
        return f"{first}{activity.benefit}"
    also = f" It also helps with {listed_with_and([item.id for item in served[1:]])}." if len(served) > 1 else ""
    return f"{first}{need_sentence(served[0])}{also} {activity.benefit}"


OWN_GOAL = "You put this in the plan yourself."


def no_room_reason(why: str, hours_per_week: float, most_goals: int) -> str:
    """Return why a need is left for the next 100 days. `why` is the kind of reason that `draft` found."""
    reasons = {
        "hours": f"No room is left for it before day 90 at {written_hours(hours_per_week)} a week.",
        "goals": f"Its turn comes when a goal closes: {most_goals} are open already, as many as one person can hold.",
        "lead": "What would build it needs more notice than is left before day 90.",
        "phase": "What would build it belongs later than the days that are left.",
        "prerequisite": "What would build it needs something first that is dropped or deferred.",
        "dropped": "You dropped or deferred what would build it.",
        "used": "What would build it is in the plan already for other needs, which it answers first.",
        "none": "The catalogue has nothing that builds it: add an idea of your own with `cswo-eval plan add`.",
        "finding-out": "How it stands is not clear yet, and nothing that finds out first fits before day 90.",
    }
    return reasons[why]
