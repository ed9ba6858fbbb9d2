"""What a sketch comes to: the need that it takes away, what it finds out, and which goals are open when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cswo_eval.planning.needs import Work
from cswo_eval.planning.outline import Lying, Outline, Tally
from cswo_eval.planning.timetable import WORTH_SITTING_DOWN
from cswo_eval.planning.working_days import PLAN_DAYS


class Tallying:
    """Works out tallies, from what each activity takes away and what stays in the plan."""

    def __init__(
        self,
        activities: Sequence[Outline],
        worth: Sequence[Sequence[int]],
        unsure: Sequence[bool],
        kept: Sequence[tuple[tuple[tuple[int, int], ...], Work]],
        kept_goals: Mapping[int, tuple[int, int]],
        kept_open: Sequence[int],
    ) -> None:
        self.activities, self.worth, self.unsure = activities, worth, unsure
        self.kept, self.kept_goals, self.kept_open = kept, kept_goals, kept_open

    def of(self, lying: Mapping[int, Lying]) -> Tally:
        """Work out what is taken away, what is found out, and which goals are open when."""
        found_out: dict[int, int] = {}
        works = [
            (
                self.activities[number].effects,
                self.activities[number].finds_out,
                one.sittings[0][0],
                one.sittings[-1][0],
                False,
            )
            for number, one in lying.items()
        ]
        works += [(effects, work.finds_out, work.start, work.due, work.done) for effects, work in self.kept]
        for effects, finds_out, _, due, _ in works:
            if finds_out:
                for need, _ in effects:
                    if need not in found_out or due < found_out[need]:
                        found_out[need] = due
        taken = [0] * len(self.worth)
        for effects, finds_out, start, _, done in works:
            self._take(taken, found_out, effects, finds_out or done, start)
        goals, opened = dict(self.kept_goals), list(self.kept_open)
        for one in lying.values():
            _open(goals, opened, one)
        return Tally(taken, found_out, goals, opened)

    def _take(
        self,
        taken: list[int],
        found_out: Mapping[int, int],
        effects: tuple[tuple[int, int], ...],
        counts: bool,
        start: int,
    ) -> None:
        for need, half in effects:
            if counts or not self.unsure[need] or (need in found_out and found_out[need] < start):
                taken[need] = min(taken[need] + half, len(self.worth[need]) - 1)

    def with_one_more(self, tally: Tally, number: int, lying: Mapping[int, Lying]) -> Tally:
        """Return the tally with one activity more."""
        outline, one = self.activities[number], lying[number]
        if outline.finds_out and any(self.unsure[need] for need, _ in outline.effects):
            return self.of(lying)
        taken, goals, opened, found_out = list(tally.taken), dict(tally.goals), list(tally.open), tally.found_out
        if outline.finds_out:
            found_out = {**dict.fromkeys((need for need, _ in outline.effects), one.sittings[-1][0]), **found_out}
        self._take(taken, found_out, outline.effects, outline.finds_out, one.sittings[0][0])
        _open(goals, opened, one)
        return Tally(taken, found_out, goals, opened)


def _open(goals: dict[int, tuple[int, int]], opened: list[int], one: Lying) -> None:
    """Let a goal be open on the days of one more activity of it, and on those between its activities."""
    first, last = one.sittings[0][0], one.sittings[-1][0]
    own = goals.get(one.goal)
    goals[one.goal] = (first, last) if own is None else (min(first, own[0]), max(last, own[1]))
    begin, end = goals[one.goal]
    for day in range(max(1, begin), min(end, PLAN_DAYS) + 1):
        if own is None or not own[0] <= day <= own[1]:
            opened[day] += 1


def may_open(tally: Tally, goal: int, first: int, last: int, most: int) -> bool:
    """Return whether a goal may be open on these days, and on those up to its others, where so many may be open at most."""
    own = tally.goals.get(goal)
    if own is None:
        return max(tally.open[first : last + 1]) < most
    after = max(own[1] + 1, 0)  # what stays from a plan before may have ended before day 1
    return (first >= own[0] or max(tally.open[first : own[0]]) < most) and (
        last <= own[1] or max(tally.open[after : last + 1]) < most
    )


def added_waste(before: Sequence[int], now: Sequence[int]) -> int:
    """Return by how many minutes more the weeks have something left that is too little to sit down for."""
    return sum(
        (after if after < WORTH_SITTING_DOWN else 0) - (then if then < WORTH_SITTING_DOWN else 0)
        for after, then in zip(now, before, strict=True)
        if after != then
    )
