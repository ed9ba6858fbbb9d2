"""The parts of a sketch: an activity in plain numbers, where it lies, and what a sketch comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cswo_eval.planning.draft import Draft
from cswo_eval.planning.goals import element_of_activity
from cswo_eval.planning.sittings import Sittings
from cswo_eval.planning.timetable import Placed
from cswo_eval.planning.working_days import PLAN_DAYS

_CLOSING = 0.25
"""How much an hour counts after the last day for actions."""


class Outline(NamedTuple):
    """An activity in plain numbers: minutes, days, and what it takes away."""

    name: str
    hours: float
    work: Sittings
    minutes: int
    longest: int
    whole: bool
    span: int
    step: int
    stretch: int
    earliest: int
    latest_start: int
    latest_due: int
    slow: bool
    """Whether it must begin in the first weeks of the plan, so that it may rather begin at their end."""
    effects: tuple[tuple[int, int], ...]
    """Needs, and how many half levels of each it takes away."""
    goals: tuple[int, ...]
    after: tuple[int, ...]
    finds_out: bool


class Lying(NamedTuple):
    """An activity of the sketch: its goal, its sittings, and the activity that it prepares or itself."""

    goal: int
    sittings: tuple[Placed, ...]
    wanted_by: int


PACES = ((2, 5), (1, 2, 5), (0, 1, 2, 5))
"""How many sittings of an activity a week may hold, each tried after the one before; 0 is one in a fortnight."""


class Manner(NamedTuple):
    """In which manner a sketch is filled."""

    hurry: float = 1.0
    """How strongly an activity's hours count against it."""
    late: bool = False
    """Whether what must begin in the first weeks rather begins at their end."""
    pace: int = 0
    """Which of PACES is tried: from two sittings a week to one in a fortnight."""
    starts: Sequence[float] = ()
    """For each activity at which part of its weeks a place is first looked for, 0 to 1; empty: at the first."""
    gaps: Sequence[int] = ()
    """For each activity the weeks that it leaves to others, as bits of a number; empty: none."""
    factors: Sequence[float] = ()
    """By how much what each activity takes away is made out more or less; empty: as it is."""


class Tally(NamedTuple):
    """What a sketch comes to. Never changed in place."""

    taken: list[int]
    """Half levels taken away from each need, at most what there is."""
    found_out: dict[int, int]
    """The plan day on which finding out about a need is due."""
    goals: dict[int, tuple[int, int]]
    """The first and the last plan day of each goal."""
    open: list[int]
    """How many goals are open on each plan day."""


class Kept(NamedTuple):
    """All that a sketch can go back to. Never changed in place."""

    lying: dict[int, Lying]
    free: list[int]
    """Minutes left in each week."""
    paired: list[bool]
    """Whether a week lends or borrows."""
    aside: dict[int, int]
    """Minutes left on each day set aside."""
    tally: Tally


def outlines(
    draft: Draft, names: Sequence[str], needs: Mapping[str, int], goal_of: Sequence[int], goals: dict[str, int]
) -> list[Outline]:
    """Return activities in plain numbers. `needs` and `goals` hold their places by name; an activity that builds no need
    opens a goal of its own, which is added to `goals`."""
    given, timetable = draft.given, draft.timetable
    numbers = {name: number for number, name in enumerate(names)}
    found: list[Outline] = []
    for name in names:
        activity = given.framework.activities[name]
        work, window, effects = draft.sittings(name), draft.usual_window(name), given.effects[name]
        done_before = [given.finished[one] + 1 for one in activity.after if one in given.finished]
        found.append(
            Outline(
                name=name,
                # What lies among the reviews takes nothing from the weeks that all else has to share.
                hours=activity.hours * (_CLOSING if window.earliest > timetable.last_day else 1.0),
                work=work,
                minutes=work.minutes,
                longest=work.longest,
                whole=work.whole,
                span=work.span,
                step=work.step,
                stretch=timetable.longest_stretch(work),
                earliest=max(window.earliest, *done_before, 1),
                latest_start=min(window.latest_start, window.latest_due - work.span + 1),
                latest_due=window.latest_due,
                slow=window.latest_start < PLAN_DAYS,
                effects=tuple((needs[need], half) for need, half in effects.items()),
                goals=tuple(dict.fromkeys(goal_of[needs[need]] for need in effects))
                or (goals.setdefault(element_of_activity(activity), len(goals)),),
                after=tuple(numbers[one] for one in activity.after if one in numbers),
                finds_out=activity.finds_out,
            )
        )
    return found
