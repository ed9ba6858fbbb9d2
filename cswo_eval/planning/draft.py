"""Draw up a plan: for each goal the activities that fit best, on the first dates that break no rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import NamedTuple

from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Activity
from cswo_eval.planning.goals import GoalIdea
from cswo_eval.planning.timetable import Placement, Timetable
from cswo_eval.planning.wants import Want, builders, credit, credited
from cswo_eval.planning.working_days import PLAN_DAYS
from cswo_eval.record.models import Action

_TOP_NEEDS = 12
"""How many of the greatest needs count, at a quarter, when they are not the goal's own."""
_OTHERS_SHARE = 0.25
_KIND_WEAR = 0.15
"""How much less an activity counts for each action of its kind already in the plan."""
_GOAL_KIND_WEAR = 0.1
"""The same for quick wins, learning needs and longer-term goals: short things would crowd out all else."""
_PHASE_OVER = 0.6
"""An activity counts this much when the days with room left lie after its phase: listening belongs at the beginning."""
_LONGEST_WAIT = 0.5
"""The first activity of a goal counts less the longer it must wait, but never less than this."""
_SAME_PHASE = 0.75
"""An activity of a phase that the goal already has counts this much: a goal moves from listening to doing."""
_ACTIVITIES_A_TURN = 2
_ACTIVITIES_A_TURN_ELEMENT = 3
"""How many activities a goal takes before the next has its turn."""

# Why a candidate could not be placed, the most telling first.
_REASONS = ("goals", "hours", "prerequisite", "lead", "phase", "dropped", "used", "none")


class Chosen(NamedTuple):
    """An activity with its dates, the goal it belongs to and the needs it answers for."""

    activity: Activity
    goal: str
    placement: Placement
    serves: tuple[str, ...]
    prepares: str | None = None
    """The title of the activity for whose sake it comes first, where it is a prerequisite only."""


class Drawing:
    """A plan being drawn up, on a timetable that fills as it goes.

    `begin` is the plan day from which lead times count; `finished` holds for each activity of the catalogue in the plan
    the day it is due; `unwanted` are activities that the owner dropped or put off; `found_out` holds for a goal the day
    on which finding out is due.
    """

    def __init__(
        self,
        framework: Framework,
        wants: Mapping[str, Want],
        timetable: Timetable,
        begin: int,
        finished: dict[str, int],
        unwanted: frozenset[str],
        found_out: dict[str, int],
    ) -> None:
        self.framework, self.wants, self.timetable, self.begin = framework, wants, timetable, begin
        self.finished, self.unwanted, self.found_out = finished, unwanted, found_out
        self.chosen: list[Chosen] = []
        self.kinds: Counter[str] = Counter()
        self.goal_kinds: Counter[str] = Counter()
        self.phases: dict[str, set[str]] = {}
        """The phases of the actions of each goal."""
        self.reasons: dict[str, str] = {}
        """Why a need's goal got no further, by need."""
        self.built, self.building = builders(framework, wants)
        phases = framework.method.plan.phases
        self._phase_from = {phase.id: phase.activities_from for phase in phases}
        self._phase_until = {phase.id: phase.last_day for phase in phases}
        self._phase_order = {phase.id: order for order, phase in enumerate(phases)}
        self._top = frozenset(list(wants)[:_TOP_NEEDS])

    def count_kept(self, actions: Iterable[Action]) -> None:
        """Let the kinds and phases of the actions that stay count towards variety."""
        for action in actions:
            if action.status in ("planned", "done"):
                self.kinds[action.kind] += 1
                self.goal_kinds[action.goal_kind] += 1
                self.phases.setdefault(action.goal, set()).add(action.phase)

    def work_on(self, ideas: Iterable[GoalIdea]) -> None:
        """Give the high needs their turn, goal by goal; then each goal one; then what is left; low needs last."""
        ideas = tuple(ideas)
        for idea in ideas:
            high = tuple(name for name in idea.members if self.wants[name].band == "high")
            self._take_turn(idea, high, _ACTIVITIES_A_TURN if len(high) == 1 else _ACTIVITIES_A_TURN_ELEMENT)
        for low in (False, True):
            turn = [idea for idea in ideas if idea.low is low]
            for most in (_ACTIVITIES_A_TURN, None):
                for idea in turn:
                    self._take_turn(idea, idea.members, most)

    def _take_turn(self, idea: GoalIdea, members: tuple[str, ...], most: int | None) -> None:
        """Place activities for these members of a goal until they want none, none fits or it has had `most`."""
        taken = 0
        while (most is None or taken < most) and any(self.wants[name].left for name in members):
            reason = self._take_best(idea, members)
            if reason is not None:
                for name in members:
                    if self.wants[name].left:
                        self.reasons[name] = reason
                return
            taken += 1

    def _take_best(self, idea: GoalIdea, members: tuple[str, ...]) -> str | None:
        """Place the best activity for these members of a goal. Returns None, or why none could be placed."""
        unsure = tuple(name for name in idea.members if self.wants[name].item.unsure)
        if not unsure or self._found_out_on(idea) is not None:
            return self._take_best_of(idea, members, find_out=False)
        reason = self._take_best_of(idea, members, find_out=True)
        if reason is not None and unsure != members:
            reason = self._take_best_of(idea, unsure, find_out=True)
        return "finding-out" if reason in ("none", "used", "lead", "phase") else reason

    def _take_best_of(self, idea: GoalIdea, members: tuple[str, ...], find_out: bool) -> str | None:
        failed: set[str] = set()
        candidates: dict[str, Activity] = {}
        for name in members:
            for activity in self.building[name]:
                if activity.id in self.unwanted:
                    failed.add("dropped")
                elif activity.id in self.finished:
                    failed.add("used")
                elif not find_out or self._only_finds_out(activity):
                    candidates[activity.id] = activity
        free = self.timetable.first_free_day()
        ranked: list[tuple[float, int, float, str]] = []
        for activity in candidates.values():
            fit = self._fit(idea, members, activity, free)
            if fit > 0:
                ranked.append((-fit, self._phase_order[activity.phase], activity.hours, activity.id))
        for *_, name in sorted(ranked):
            reason = self._place(idea, candidates[name])
            if reason is None:
                return None
            failed.add(reason)
        return next((reason for reason in _REASONS if reason in failed), "used" if candidates else "none")

    def _found_out_on(self, idea: GoalIdea) -> int | None:
        """Return the day on which finding out for a goal is due, by its own action or by one of another goal."""
        days = [self.wants[name].found_out for name in idea.members]
        known = [day for day in (*days, self.found_out.get(idea.item)) if day is not None]
        return min(known) if known else None

    def _known_from(self, idea: GoalIdea, activity: Activity) -> int:
        """Return the first day on which effort on the goal's needs that this builds is no longer spent on a guess."""
        if activity.finds_out:
            return 1
        found = (self.wants[name].found_out for name in self.built[activity.id] if name in idea.members)
        return max((day + 1 for day in found if day is not None), default=1)

    def _only_finds_out(self, activity: Activity) -> bool:
        return activity.finds_out and all(self.framework.activities[name].finds_out for name in self._missing(activity))

    def _missing(self, activity: Activity) -> tuple[str, ...]:
        """Return the prerequisites, and theirs, that are not in the plan yet, first things first."""
        found: dict[str, None] = {}

        def visit(one: Activity) -> None:
            for name in one.after:
                if name not in self.finished and name not in found:
                    visit(self.framework.activities[name])
                    found[name] = None

        if activity.after:
            visit(activity)
        return tuple(found)

    def _fit(self, idea: GoalIdea, focus: Sequence[str], activity: Activity, free: int) -> float:
        """Return how well an activity fits a goal; 0 where it does nothing for the members in `focus`.

        `free` is the first plan day with hours left.
        """
        gained = others = 0
        focused = False
        for name in credited(activity, self.built[activity.id], self.wants):
            if name in idea.members:
                gained += self.wants[name].weight
                if activity.finds_out and self.wants[name].item.unsure:
                    others += self.wants[name].weight
                focused = focused or name in focus
            elif name in self._top:
                others += self.wants[name].weight
        if not focused:
            return 0.0
        hours = activity.hours + sum(self.framework.activities[name].hours for name in self._missing(activity))
        wear = 1 + _KIND_WEAR * self.kinds[activity.kind] + _GOAL_KIND_WEAR * self.goal_kinds[activity.goal]
        timely = 1.0
        if activity.phase in self.phases.get(idea.item, ()):
            timely *= _SAME_PHASE
        if free > self._phase_until[activity.phase]:
            timely *= _PHASE_OVER
        if idea.item not in self.phases:
            wait = max(self.begin + activity.notice_days, self._phase_from[activity.phase]) - free
            timely *= max(_LONGEST_WAIT, 1 - max(0, wait) / PLAN_DAYS)
        least = self.framework.method.plan.least_hours
        return (gained + _OTHERS_SHARE * others) * timely / (max(hours, least) * wear)

    def _place(self, idea: GoalIdea, activity: Activity) -> str | None:
        """Place an activity and what must come before it, or nothing. Returns None or the reason."""
        missing = self._missing(activity)
        if self.unwanted.intersection(missing):
            return "prerequisite"
        saved = self.timetable.saved() if missing else None
        placed: list[tuple[Activity, Placement]] = []
        ends = dict(self.finished) if missing else self.finished
        floor = self._found_out_on(idea) or 0
        waits = any(self.wants[name].item.unsure for name in idea.members) and not floor
        for one in (*(self.framework.activities[name] for name in missing), activity):
            earliest = max(
                floor + 1,
                self.begin + one.notice_days,
                self._phase_from[one.phase],
                *(ends[name] + 1 for name in one.after),
                self._known_from(idea, one),
            )
            found = self._room_for(idea, one, earliest)
            if not isinstance(found, Placement):
                if saved is not None:
                    self.timetable.restore(saved)
                return found
            self.timetable.take(idea.item, found)
            placed.append((one, found))
            if missing:
                ends[one.id] = found.due
            if waits:
                floor, waits = found.due, False
        for one, placement in placed:
            self._count(idea, one, placement, None if one is activity else activity.title)
        return None

    def _room_for(self, idea: GoalIdea, activity: Activity, earliest: int) -> Placement | str:
        """Return the first place for an activity from a plan day on, or the reason why there is none."""
        if earliest > self.timetable.last_day:
            return "lead" if activity.notice_days else "phase"
        minutes, session = ceil(round(activity.hours * 60, 6)), max(1, int(activity.sitting_hours * 60))
        return self.timetable.room_for_goal(idea.item, minutes, session, earliest)

    def _count(self, idea: GoalIdea, activity: Activity, placement: Placement, prepares: str | None) -> None:
        serves = credited(activity, self.built[activity.id], self.wants, placement.start)
        # The goal's own needs first, then the others by weight: the first is the one that `why` speaks of.
        serves = tuple(sorted(serves, key=lambda name: (name not in idea.members, -self.wants[name].weight)))
        credit(serves, activity.kind, activity.finds_out, placement.due, self.wants)
        self.finished[activity.id] = placement.due
        self.kinds[activity.kind] += 1
        self.goal_kinds[activity.goal] += 1
        self.phases.setdefault(idea.item, set()).add(activity.phase)
        if activity.finds_out and idea.item not in self.found_out:
            self.found_out[idea.item] = placement.due
        self.chosen.append(Chosen(activity, idea.item, placement, serves, prepares))
