"""What a plan says in a calendar: an entry for each action and each review, without how often it was said before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from cswo_eval.files.shapes import plain
from cswo_eval.record.plan_models import Action, Plan
from cswo_eval.text.visible import visible

ON_THE_PLAN = ("planned", "done")
"""Actions as they stand in the plan: what is dropped or deferred away leaves the calendar."""
TODO = "-todo"
"""How the name of a to-do ends; before it stands that of its action."""


class Entry(NamedTuple):
    """An event or a to-do, as it is to be read: in letters that a calendar can show."""

    name: str
    """Which it is in the record: '2026-09-07/A3', '2026-09-07/A3-todo', '2026-09-07/day-30'."""
    summary: str
    first: date
    last: date
    """The last day that it takes."""
    description: str = ""
    timed: bool = False
    """An hour in the morning, with an alarm the day before, and not the whole day."""
    done: bool = False
    alarm: str = ""
    """What the alarm says."""
    made_again: int = 0
    """How often its plan had been made again: that is said anew to a calendar, also of what came out as it was."""
    behind: str = ""
    """A digest of what else stands in its action, such as progress, which a calendar of the owner's own is to follow too."""

    @property
    def is_todo(self) -> bool:
        """Whether it is a to-do and no event."""
        return self.name.endswith(TODO)

    @property
    def digest(self) -> str:
        """What changes exactly when something of it does."""
        return _digest([str(one) for one in self])


_WORKED_OUT = ("flags", "why")
"""What the program says of an action beside others: it changes where another one does."""


def entries_of(plan: Plan, todos: bool, own_ids: Mapping[str, str], every_change: bool = False) -> tuple[Entry, ...]:
    """Return the entries of a plan: no action that is dropped, deferred away or marked private.

    `todos`: a to-do beside each action's event. `own_ids`: the record's id of each action of a copy that counts its own; those not in
    it are the record's own. `every_change`: any change of an action makes its entries others, not only what a calendar shows: for the
    owner alone, since to others it would tell that something changed which they do not see.
    """
    found: list[Entry] = []
    for action in plan.actions:
        if action.status not in ON_THE_PLAN or action.private:
            continue
        name = f"{plan.start}/{own_ids.get(action.id, action.id)}"
        done = action.status == "done"
        last = action.finished if action.finished is not None and action.finished >= action.start else action.due
        title, behind = visible(action.title), _behind(action) if every_change else ""
        found.append(Entry(name, title, action.start, last, visible(_description(action)), done=done, behind=behind))
        if todos:
            found.append(Entry(f"{name}{TODO}", title, action.start, action.due, done=done, behind=behind))
    for review in plan.reviews:
        found.append(
            Entry(
                f"{plan.start}/day-{review.number}",
                f"Review of my 100-day plan, day {review.number}",
                review.day,
                review.day,
                f"cswo-eval plan review {review.number}",
                timed=True,
                alarm=f"Review of day {review.number}",
            )
        )
    return tuple(one._replace(made_again=plan.sequence) for one in found)


def _digest(values: object) -> str:
    return hashlib.sha256(json.dumps(values, default=str).encode("ascii")).hexdigest()[:16]


def _behind(action: Action) -> str:
    return _digest({name: one for name, one in plain(action).items() if name not in _WORKED_OUT})


def _description(action: Action) -> str:
    parts = (
        ("First step", action.first_step),
        ("Cue", action.cue),
        ("Who helps", ", ".join(action.helpers)),
        ("How you will know", action.measure),
        ("For people", action.benefit),
    )
    return "\n".join(f"{name}: {text}" for name, text in parts if text)


def end_of(entry: Entry) -> date:
    """Return the day after its last, on which an event of whole days ends."""
    return entry.last + timedelta(days=1)
