"""What a choice of activities is made from, and what it comes to: passing values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cswo_eval.framework.activity_models import Activity
from cswo_eval.framework.framework import Framework
from cswo_eval.planning.goals import GoalIdea
from cswo_eval.planning.needs import Want, Work
from cswo_eval.planning.timetable import Placement, Saved


class Chosen(NamedTuple):
    """An activity with its dates and the goal it belongs to."""

    activity: Activity
    goal: str
    placement: Placement
    prepares: str | None = None
    """The title of the activity for whose sake it comes first, where it is a prerequisite only."""


class Given(NamedTuple):
    """What a choice is made from, and does not change."""

    framework: Framework
    wants: Mapping[str, Want]
    goals: tuple[GoalIdea, ...]
    effects: Mapping[str, Mapping[str, int]]
    """What each activity of the catalogue takes away, in half levels, by the need's id."""
    begin: int
    """The plan day from which notice counts."""
    kept: Mapping[str, Work]
    """The actions that stay, by their id."""
    finished: Mapping[str, int]
    """For each activity that stays in the plan or is done, the plan day on which it is due or was done."""
    unwanted: frozenset[str]
    """Activities that the owner dropped or put off."""


class Counted(NamedTuple):
    """What counts for each need so far."""

    taken: dict[str, int]
    """Half levels, at most what there is to take away."""
    kinds: dict[str, frozenset[str]]
    """The kinds of what is chosen for it."""
    found_out: dict[str, int]
    """The plan day on which finding out about it is due."""


class State(NamedTuple):
    """A draft as it stood."""

    chosen: dict[str, Chosen]
    timetable: Saved
    counted: Counted
