"""One action of the plan, whole, and what a change of it came to."""

from __future__ import annotations

from datetime import date

from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Document, Entry, Facts, Section
from cswo_eval.pages.told_fields import told_pairs
from cswo_eval.planning.week_loads import is_whole
from cswo_eval.record.plan_models import Action, Plan
from cswo_eval.text.days_in_words import plain_day, said_day, short_day
from cswo_eval.text.words import hours_text, listed

_GOAL_KINDS = {"quick-win": "quick win", "learning-need": "learning need", "longer-term": "longer-term goal"}


def action_document(framework: Framework, plan: Plan, action: Action, in_copy: bool = False) -> Document:
    """Return one action whole. `in_copy`: as it leaves the record, which names nothing but what is told of the action itself."""
    names_of_work = (action.serves or (action.goal,)) if in_copy else works_on(framework, plan, action)
    work = [f"{one} {title_of(framework, one, one in action.serves)}" for one in names_of_work]
    # A report has its goals in a table of their own.
    goal = "" if in_copy or action.goal in names_of_work else f"{action.goal} {framework.title_of(action.goal)}"
    own = ("hours", "start", "due", "review_on", "kind", "goal_kind", "sittings", "serves", "goal", "why", "status")
    told_so = ("id", "title", "pinned", "private", "finished", "deferred_to", *own)
    pairs = (
        ("Status", _status_text(action)),
        ("Hours", hours_text(action.hours)),
        *_days_of(action),
        ("Kind", f"{action.kind.replace('-', ' ')}, {_GOAL_KINDS.get(action.goal_kind, action.goal_kind)}"),
        ("Sittings", sittings_text(framework, plan, action)),
        ("Works on", "; ".join(work)),
        ("Goal", goal),
        ("Why", action.why.removesuffix(action.benefit).rstrip()),  # what it changes for people has a line of its own
        *told_pairs(framework, action, without=told_so),
    )
    entry = Entry(action.title, "", tuple((name, text) for name, text in pairs if text))
    return Document(f"Action {action.id}", f"Plan from {plain_day(plan.start)}", (Section("action", "", (entry,)),))


def title_of(framework: Framework, name: str, is_need: bool = True) -> str:
    """Return the title of what a plan works on; where an element itself `is_need`, that it is meant as a whole."""
    title = framework.title_of(name)
    return f"{title} (as a whole)" if is_need and name in framework.elements else title


def works_on(framework: Framework, plan: Plan, action: Action) -> tuple[str, ...]:
    """Return what an action is for: the needs that it serves; of a beginning that none asks for, what it mainly builds."""
    if action.serves:
        return action.serves
    activity = framework.activities.get(action.activity or "")
    reason = next((one.reason for one in plan.goals if one.item == action.goal), None)
    return activity.builds.mainly if activity is not None and reason == "beginning" else (action.goal,)


def has_days(action: Action) -> bool:
    """Return whether an action has its place in the plan: one taken out or put off has lost it."""
    return action.status in ("planned", "done")


def sittings_text(framework: Framework, plan: Plan, action: Action) -> str:
    """Return the days and hours of an action; nothing where there is one that may be cut: that is the action itself."""
    whole = is_whole(framework, action)
    if not has_days(action) or (len(action.sittings) < 2 and not whole):
        return ""
    said = []
    for one in action.sittings:
        outside = " outside the weekly hours" if whole and one.day in plan.set_aside else ""
        said.append(f"{short_day(one.day)} {hours_text(one.hours)}{outside}")
    return listed(said) + (", whole" if whole and said else "")


def _status_text(action: Action) -> str:
    """Return 'planned', 'done on 2 November 2026, pinned, private'."""
    said: str = action.status
    if action.status == "done" and action.finished is not None:
        said = f"done on {plain_day(action.finished)}"
    elif action.status == "deferred":
        until = f"until {plain_day(action.deferred_to)}" if action.deferred_to else "to the next 100 days"
        said = f"put off {until}"
    return said + (", pinned" if action.pinned else "") + (", private" if action.private else "")


def _days_of(action: Action) -> tuple[tuple[str, str], ...]:
    if not has_days(action):
        return ()
    review = short_day(action.review_on) if action.review_on else ""
    return (("Start", short_day(action.start)), ("Due", short_day(action.due)), ("Review", review))


_SHOWN_CHANGES = {
    "title": "Title",
    "status": "Status",
    "start": "Start",
    "due": "Due",
    "hours": "Hours",
    "first_step": "First step",
    "cue": "Cue",
    "helpers": "Who helps",
    "barrier": "Likely barrier",
    "answer": "Answer to it",
    "measure": "How you will know",
    "note": "Note",
    "reason": "Reason",
    "pinned": "Pinned",
    "private": "Private",
    "deferred_to": "Not before",
}


def change_document(before: Action | None, after: Action) -> Document:
    """Return what a change came to: each field as it was and as it is, and the rules it breaks."""
    pairs = []
    for name, said in _SHOWN_CHANGES.items():
        new = _said_value(getattr(after, name))
        old = _said_value(getattr(before, name)) if before is not None else _said_value(False) if new == "no" else ""
        if new != old:
            pairs.append((said, f"{old} → {new}" if old and new else new or f"{old} taken out"))
    if after.flags:
        pairs.append(("Breaks a rule", " ".join(after.flags)))
    pairs.append(("See it whole", f"cswo-eval plan show {after.id}"))
    return Document(f"{after.id}: {after.title}", "", (Section("change", "", (Facts(tuple(pairs)),)),))


def _said_value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return said_day(value)
    if isinstance(value, float):
        return hours_text(value)
    if isinstance(value, tuple):
        return listed(str(one) for one in value)
    return "" if value is None else str(value)
