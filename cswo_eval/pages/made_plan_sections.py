"""What is said once a plan is made: how it begins for somebody new in post; made again, what stayed, moved, went and came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Bullets, Facts, Paragraph
from cswo_eval.pages.one_action import has_days
from cswo_eval.record.plan_models import Action, Plan
from cswo_eval.text.days_in_words import short_day
from cswo_eval.text.words import listed


def what_is_new(
    framework: Framework, before: Plan | None, plan: Plan, analysis: GapAnalysis, new_in_post: bool, said: bool
) -> tuple[Block, ...]:
    """Return what its owner is told of a plan that was just made; `before` is the newest one until then.

    `new_in_post`: it was made for somebody new in post; `said`: they told that they are.
    """
    blocks: list[Block] = []
    had: set[str] = set()
    if before is not None and before.start == plan.start:
        blocks += _changed(before, plan, analysis)
        had = {one.id for one in before.actions}
    starters = [one for one in _starters(framework, plan) if one.id not in had] if new_in_post else []
    if starters:
        who = "You are new in post" if said else "The plan is made for somebody new in post"
        blocks.append(Paragraph(f"{who}, so its first weeks hold what helps most with finding one's feet:"))
        blocks.append(Bullets(tuple(f"{one.id} {one.title} (from {short_day(one.start)})" for one in starters)))
    return tuple(blocks)


def _starters(framework: Framework, plan: Plan) -> list[Action]:
    """Return the planned actions with which somebody new in post begins."""
    last = plan.start + timedelta(days=framework.method.plan.starters_by - 1)
    return sorted(
        (
            one
            for one in plan.actions
            if one.status == "planned"
            and one.start <= last
            and (activity := framework.activities.get(one.activity or "")) is not None
            and activity.starter
        ),
        key=lambda one: (one.start, one.id),
    )


def _changed(before: Plan, plan: Plan, analysis: GapAnalysis) -> Iterable[Block]:
    """Give what stayed, moved, was taken out and is new, each where there is some."""
    had = {one.id: one for one in before.actions}
    there = {one.id: one for one in plan.actions}
    both = [(had[name], one) for name, one in there.items() if name in had]
    moved = [(old, new) for old, new in both if new.status == "planned" and _days(old) != _days(new)]
    stayed = [new.id for old, new in both if (old, new) not in moved and has_days(new)]
    gone = [one for name, one in had.items() if name not in there]
    new = [name for name in there if name not in had]
    if not (moved or gone or new):
        yield Paragraph("Made again, the plan holds what it held before, on the same days.")
        return
    pairs = [
        ("Kept as it was", listed(stayed)),
        ("Moved", "; ".join(f"{now.id}, {_stretch(now)} (before: {_stretch(old)})" for old, now in moved)),
    ]
    reasons = [_why_gone(one, analysis) for one in gone]
    for reason in dict.fromkeys(reasons):
        titles = [f"{one.id} {one.title}" for one, why in zip(gone, reasons, strict=True) if why == reason]
        pairs.append(("Taken out", f"{'; '.join(titles)}. {reason}"))
    pairs.append(("New", listed(new)))
    yield Facts(tuple(pair for pair in pairs if pair[1]))


def _days(action: Action) -> tuple[object, ...]:
    return action.status, action.start, action.due, action.sittings


def _stretch(action: Action) -> str:
    if not has_days(action):
        return "put off"
    first, last = short_day(action.start), short_day(action.due)
    return first if first == last else f"{first} to {last}"


def _why_gone(action: Action, analysis: GapAnalysis) -> str:
    """Return why the planner no longer chose an activity."""
    needs = {one.id for one in analysis.planned if one.planned_need > 0}
    if not _served(action.serves, needs):
        return "(What this was for is no need any more.)"
    return "(Others now take more of your needs away in the time there is.)"


def _served(names: Sequence[str], needs: set[str]) -> bool:
    """Whether a competency, or the element that speaks for it, is among the needs."""
    return any(name in needs or name.split(".")[0] in needs for name in names)
