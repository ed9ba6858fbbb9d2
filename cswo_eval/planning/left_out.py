"""Which needs the plan answers in part or not at all, with what is missing and the true reason."""

from __future__ import annotations

from collections.abc import Iterator

from cswo_eval.framework.activity_models import Activity
from cswo_eval.planning.draft import Draft
from cswo_eval.planning.needs import HALF, Want
from cswo_eval.planning.sentences import written_hours, written_levels
from cswo_eval.planning.working_days import PLAN_DAYS
from cswo_eval.record.plan_models import Action, LeftOut

DEFERRED = "deferred"
"""The band of what the owner put off, beside 'high', 'medium', 'low' and 'exposure'."""

# Why an activity is not in the plan, the most telling first.
_ORDER = ("goals", "whole", "hours", "prerequisite", "lead", "phase", "finding-out", "dropped", "used", "none")


def needs_left_out(draft: Draft, hours_per_week: float) -> Iterator[LeftOut]:
    """Give each need of which something is left: partly served, or left out."""
    building: dict[str, list[tuple[int, Activity]]] = {}
    for name, effects in draft.given.effects.items():
        for need, half_levels in effects.items():
            building.setdefault(need, []).append((half_levels, draft.given.framework.activities[name]))
    known: dict[str, str] = {}
    for want in draft.given.wants.values():
        taken = draft.taken.get(want.id, 0)
        if taken >= want.half_levels:
            continue
        why, activity = _reason(draft, want, building.get(want.id, []), known)
        yield LeftOut(
            item=want.id,
            title=want.item.title,
            band=want.band,
            reason=_sentence(draft, why, activity, hours_per_week, taken > 0),
            taken=taken / HALF,
            gap=float(want.gap),
        )


def put_off(action: Action) -> LeftOut:
    """Return the entry for an action that is deferred to the next 100 days."""
    reason = f"You put {action.id} off to the next 100 days."
    return LeftOut(item=action.goal, title=action.title, band=DEFERRED, reason=reason)


def missing_levels(entry: LeftOut) -> str:
    """Return what is missing of a need in words: '1½ of 3 levels'."""
    return (
        f"{written_levels(entry.gap - entry.taken)} of {written_levels(entry.gap)} level{'' if entry.gap == 1 else 's'}"
    )


def _reason(
    draft: Draft, want: Want, building: list[tuple[int, Activity]], known: dict[str, str]
) -> tuple[str, Activity | None]:
    """Return the most telling reason among all that would build a need, and the first activity that it holds for.

    Activities that are mainly for it come before those that build it beside, short ones before long ones.
    """
    reasons: dict[str, Activity] = {}
    for _, activity in sorted(building, key=lambda pair: (-pair[0], pair[1].hours)):
        if activity.id not in known:
            known[activity.id] = _why_not(draft, activity)
        reasons.setdefault(known[activity.id], activity)
    why = next((one for one in _ORDER if one in reasons), "none")
    if why == "used" and want.item.unsure and want.id not in draft.found_out:
        why = "finding-out"
    return why, reasons.get(why)


def _why_not(draft: Draft, activity: Activity) -> str:
    """Return why an activity is not in the plan: for its notice only where it would fit if none were asked."""
    why = draft.why_not(activity.id)
    if why != "lead":
        return why
    closing = (activity.earliest_day or 0) > draft.timetable.last_day
    last = min(activity.latest_day or PLAN_DAYS, PLAN_DAYS if closing else draft.timetable.last_day)
    too_late_anyway = draft.given.begin + activity.span_days - 1 > last
    return "phase" if too_late_anyway else why


def _sentence(draft: Draft, why: str, activity: Activity | None, hours_per_week: float, partly: bool) -> str:
    """Return why nothing (more) of a need is in the plan."""
    name = f"'{activity.title}'" if activity is not None else ""
    hours = written_hours(activity.hours) if activity is not None else ""
    sitting = written_hours(activity.sitting_hours) if activity is not None else ""
    most_goals = draft.given.framework.method.plan.most_open_goals
    more = "more of it" if partly else "it"
    sentences = {
        "goals": f"{name} ({hours}) would build {more} and fits the hours, but {most_goals} goals are open already on its days, "
        "as many as one person can hold.",
        "whole": f"{name} would build {more}, but a sitting of {sitting} is not cut, and no two weeks beside each other hold it at "
        f"{written_hours(hours_per_week)} a week. `cswo-eval plan make --day DATE` gives it a day outside the weekly hours.",
        "hours": f"No room is left at {written_hours(hours_per_week)} a week: {name} takes {hours}.",
        "prerequisite": f"{name} would build {more}, and needs something first that you dropped or put off.",
        "lead": f"{name} would build {more}, and needs more notice than is left.",
        "phase": f"{name} would build {more}, and its days are past, or too few are left once what comes first is over.",
        "finding-out": "How it stands is not clear yet, and nothing that finds out first is in the plan or fits in.",
        "dropped": f"You dropped or put off what would build {more}.",
        "used": "All that would build it is in the plan already, and takes away only so much of it.",
        "none": "The catalogue has nothing that builds it: add an idea of your own with `cswo-eval plan add`.",
    }
    return sentences[why]
