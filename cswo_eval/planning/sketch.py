"""A plan in outline, for trying many choices quickly: which activities, on which days, in plain numbers.

It keeps the same rules as `draft` and `timetable`, but for which of several free days of a week a sitting takes: that is
settled when the outline becomes a draft. Numbers stand for things: activities and needs by their place in a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from cswo_eval.planning.draft import Draft
from cswo_eval.planning.first_things import Wish
from cswo_eval.planning.fitting import Trial, Weeks
from cswo_eval.planning.given import Given
from cswo_eval.planning.outline import PACES, Kept, Lying, Manner, Outline, Tally, outlines
from cswo_eval.planning.tallying import Tallying, added_waste, may_open
from cswo_eval.planning.timetable import Placed
from cswo_eval.planning.working_days import PLAN_DAYS

_FINDING_OUT = 0.25
"""How much of an unsure need that nobody has found out about yet counts besides for what finds out: it opens the way."""
_SHORT_LIST = 70
"""How many activities are looked at, those that take most away per hour: the others seldom come in before the hours are full."""
_SLIGHTLY = 1e-9
_PATIENCE = 12
"""After so many activities that do not fit, the rest of a list is not tried."""


class Sketch:
    """Which activities lie where. It begins with the weeks of a draft as they are, and what stays in the plan."""

    def __init__(self, draft: Draft, wishes: Sequence[Wish]) -> None:
        given, timetable = draft.given, draft.timetable
        self.needs = tuple(given.wants)
        places = {name: number for number, name in enumerate(self.needs)}
        self.worth = [draft.worth_of(name) for name in self.needs]
        self.unsure = [given.wants[name].item.unsure for name in self.needs]
        self.high = [number for number, name in enumerate(self.needs) if given.wants[name].band == "high"]
        goal_places = {goal.item: number for number, goal in enumerate(given.goals)}
        goal_of = {places[need]: goal_places[goal.item] for goal in given.goals for need in goal.members}
        self.goal_of = [goal_of[number] for number in range(len(self.needs))]
        names = [name for name in given.effects if draft.may_be_chosen(name)]
        self.activities = outlines(draft, names, places, self.goal_of, goal_places)
        self.goal_names = tuple(goal_places)
        self.barred = _barred(given, names)
        self.building: list[list[int]] = [[] for _ in self.needs]
        for number, outline in enumerate(self.activities):
            for need, _ in outline.effects:
                self.building[need].append(number)
        self.useful = [number for number, one in enumerate(self.activities) if one.effects]
        self.wishes = [_wished(wish, given, self.activities) for wish in wishes]
        self.weeks = Weeks(timetable)
        self.most_goals = given.framework.method.plan.most_open_goals
        kept = [
            (tuple((places[name], half) for name, half in work.effects.items() if name in places), work)
            for work in given.kept.values()
        ]
        open_kept = {goal_places[name]: days for name, days in timetable.intervals.items() if name in goal_places}
        self.tallying = Tallying(self.activities, self.worth, self.unsure, kept, open_kept, timetable.open_count[:])
        self.hour = draft.worth_of_an_hour
        self.state = Kept(
            {},
            [max(0, week.capacity - week.load) for week in timetable.weeks],
            timetable.lending(),
            timetable.set_aside_left(),
            Tally([], {}, {}, []),
        )
        self.gains: dict[int, float] = {}
        self.state = self._first = self.state._replace(tally=self.tallying.of({}))
        self.useful = sorted(sorted(self.useful, key=self._promise)[:_SHORT_LIST])

    def _promise(self, number: int) -> float:
        """Return what an activity takes away at the most for each hour, below 0."""
        outline = self.activities[number]
        return (
            -sum(self.worth[need][min(half, len(self.worth[need]) - 1)] for need, half in outline.effects)
            / outline.hours
        )

    # --- where it stands -------------------------------------------------------------------------------------

    def saved(self) -> Kept:
        """Return what `go_back` needs. The dict and lists of a state are never changed in place, so it is no copy."""
        return self.state

    def go_back(self, state: Kept) -> None:
        """Go back to a state."""
        self._forget_gains(state.tally)
        self.state = state

    @property
    def taken(self) -> list[int]:
        """Return how many half levels are taken away from each need."""
        return self.state.tally.taken

    @property
    def found_out(self) -> dict[int, int]:
        """Return the plan day on which finding out about a need is due, where anything finds out."""
        return self.state.tally.found_out

    def _forget_gains(self, tally: Tally) -> None:
        """Let what an activity would take away be worked out anew where one of its needs differs."""
        present = self.state.tally
        if present is tally:
            return
        for need, (before, now) in enumerate(zip(present.taken, tally.taken, strict=True)):
            if before != now or (
                self.unsure[need]
                and present.found_out is not tally.found_out
                and present.found_out.get(need) != tally.found_out.get(need)
            ):
                for number in self.building[need]:
                    self.gains.pop(number, None)

    @property
    def value(self) -> float:
        """Return the need taken away, in quarters."""
        return sum(most[taken] for most, taken in zip(self.worth, self.taken, strict=True))

    @property
    def high_served(self) -> int:
        """Return of how many high needs anything is taken away."""
        return sum(self.taken[need] > 0 for need in self.high)

    def fulfilled(self) -> tuple[int, ...]:
        """Return how many of the wished activities it holds, wish by wish."""
        return tuple(min(number, self._held(wish, fitting)) for wish, number, fitting in self.wishes)

    def _held(self, wish: Wish, fitting: Sequence[int]) -> int:
        lying = self.state.lying
        return sum(one in lying and lying[one].sittings[0][0] <= wish.begin_by for one in fitting)

    # --- taking out and putting in ---------------------------------------------------------------------------

    def take_out(self, numbers: frozenset[int]) -> None:
        """Take activities out, with what comes after them and what only prepared for them."""
        gone = set(numbers)
        lying = self.state.lying
        while more := {
            n
            for n in lying
            if n not in gone and (gone.intersection(self.activities[n].after) or lying[n].wanted_by in gone)
        }:
            gone |= more
        trial = Trial(self.weeks, self._first)
        left = {
            number: one
            for number, one in lying.items()
            if number not in gone and trial.book(self.activities[number], one.sittings)
        }
        self.go_back(Kept(left, trial.free, trial.paired, trial.aside, self.tallying.of(left)))

    def fill(self, manner: Manner, without: frozenset[int] = frozenset()) -> None:
        """Put in what is wished and lacking, then what takes most away per hour, as long as something fits."""
        for wish, number, fitting in self.wishes:
            while self._held(wish, fitting) < number:
                ranked = self._ranked_for_wish(fitting, manner, without)
                if not any(self.add(one, manner, wish.begin_by) for one in ranked[: 2 * _PATIENCE]):
                    break
        self._fill_by_need(manner, without)

    def _fill_by_need(self, manner: Manner, without: frozenset[int]) -> None:
        """Put in what takes most away per hour, as long as something fits.

        What an activity takes away only grows less as others come in, but where something is found out: so it is worked out
        anew when its turn comes, and not for all at each step.
        """
        found_out = self.found_out
        waiting = self._ranked(manner, without)
        tries = 0
        while waiting and tries < _PATIENCE:
            rank, number = heappop(waiting)
            if number in self.state.lying:
                continue
            now = self._rank(number, manner)
            if now > rank + _SLIGHTLY and waiting and now > waiting[0][0]:
                if now < 0:
                    heappush(waiting, (now, number))
                continue
            if now >= 0:
                continue
            if not self.add(number, manner):
                tries += 1
                continue
            tries = 0
            if self.found_out is not found_out:
                found_out = self.found_out
                waiting = self._ranked(manner, without)

    def _ranked_for_wish(self, fitting: Sequence[int], manner: Manner, without: frozenset[int]) -> list[int]:
        lying, factors = self.state.lying, manner.factors
        there = [n for n in fitting if n not in lying and n not in without and n not in self.barred]
        worth = {
            n: self.gain(n) * factors[n] - self.hour * self.activities[n].hours / factors[n] ** 2
            if factors
            else self.gain(n) - self.hour * self.activities[n].hours
            for n in there
        }
        return sorted(there, key=lambda n: (not self.activities[n].effects, -worth[n]))

    def _ranked(self, manner: Manner, without: frozenset[int]) -> list[tuple[float, int]]:
        """Return what could be put in, as a heap: what takes most away per hour first."""
        lying, barred = self.state.lying, self.barred
        ranked = [
            (self._rank(number, manner), number)
            for number in self.useful
            if number not in lying and number not in without and number not in barred
        ]
        ranked = [one for one in ranked if one[0] < 0]
        heapify(ranked)
        return ranked

    def _rank(self, number: int, manner: Manner) -> float:
        """Return what an activity takes away for each hour, below 0, with what must come before it."""
        gained = self.gains.get(number)
        if gained is None:
            gained = self.gain(number)
        outline = self.activities[number]
        hours = outline.hours
        if outline.after and gained > 0:
            for before in self._missing(number):
                hours += self.activities[before].hours
                gained += self.gain(before)
        if manner.factors:
            gained *= manner.factors[number]
        return -gained / (hours if manner.hurry == 1.0 else hours**manner.hurry)

    def gain(self, number: int) -> float:
        """Return how much an activity would take away besides, with what it opens the way for; 0 where nothing."""
        known = self.gains.get(number)
        if known is None:
            known = 0.0
            outline = self.activities[number]
            for need, half in outline.effects:
                worth, taken = self.worth[need], self.taken[need]
                guess = self.unsure[need] and need not in self.found_out
                if guess and not outline.finds_out:
                    continue
                after = min(taken + half, len(worth) - 1)
                known += worth[after] - worth[taken]
                if guess:
                    known += _FINDING_OUT * (worth[-1] - worth[after])
            self.gains[number] = known
        return known

    def _missing(self, number: int) -> list[int]:
        found: list[int] = []
        for before in self.activities[number].after:
            if before not in self.state.lying and before not in found:
                found += [one for one in self._missing(before) if one not in found]
                found.append(before)
        return found

    def add(self, number: int, manner: Manner, begin_by: int = PLAN_DAYS) -> bool:
        """Put an activity in with what must come before it, or nothing; returns whether."""
        outline = self.activities[number]
        missing = self._missing(number) if outline.after else []
        before, goals = self.state, tuple[int, ...]()
        for one in (*missing, number):
            if not self._place(one, goals, manner, begin_by if one == number else PLAN_DAYS, number):
                if self.state is not before:
                    self.go_back(before)
                return False
            goals = (self.state.lying[one].goal,)
        return True

    def _goals_for(self, outline: Outline) -> tuple[int, ...]:
        """Return the goals it may belong to, that of the need it does most for first."""
        if len(outline.goals) < 2:
            return outline.goals
        more = dict.fromkeys(outline.goals, 0)
        for need, half in outline.effects:
            worth, taken = self.worth[need], self.taken[need]
            more[self.goal_of[need]] += worth[min(taken + half, len(worth) - 1)] - worth[taken]
        return tuple(sorted(more, key=lambda goal: -more[goal]))

    def _place(self, number: int, goals: Sequence[int], manner: Manner, begin_by: int, wanted_by: int) -> bool:
        """Put one activity in. `goals` may be empty: then it may belong to any goal of what it is wanted for."""
        outline = self.activities[number]
        earliest, latest_start = self._earliest(outline), min(outline.latest_start, begin_by)
        if earliest > latest_start or self._too_full(outline, earliest, latest_start):
            return False
        weeks = self._weeks_to_try(number, manner, earliest, latest_start, begin_by < PLAN_DAYS)
        gaps = manner.gaps[number] if manner.gaps else 0
        for pace, left_free in [(2, gaps), *((pace, 0) for pace in PACES[manner.pace])][not gaps :]:
            best: tuple[int, int, tuple[Placed, ...], Trial] | None = None
            for week in weeks:
                found = self.weeks.fit(self.state, outline, week, earliest, latest_start, pace, left_free)
                if found is None:
                    continue
                goals = goals or self._goals_for(self.activities[wanted_by])
                first, last = found[0][0][0], found[0][-1][0]
                goal = next((one for one in goals if may_open(self.state.tally, one, first, last, self.most_goals)), -1)
                wasted = added_waste(self.state.free, found[1].free)
                if goal >= 0 and (best is None or wasted < best[0]):
                    best = wasted, goal, *found
                    if wasted <= 0:
                        break
            if best is not None:
                self._lay(number, Lying(best[1], best[2], wanted_by), best[3])
                return True
            if pace and not left_free and outline.minutes <= pace * outline.longest:
                break
        return False

    def _earliest(self, outline: Outline) -> int:
        """Return the first day on which an activity may begin: after what it builds on, and where finding out has told."""
        lying, earliest = self.state.lying, outline.earliest
        for before in outline.after:
            if before in lying:
                earliest = max(earliest, lying[before].sittings[-1][0] + 1)
        if self.found_out and not outline.finds_out:
            for need, _ in outline.effects:
                if self.unsure[need] and need in self.found_out and self.taken[need] < len(self.worth[need]) - 1:
                    earliest = max(earliest, self.found_out[need] + 1)
        return earliest

    def _too_full(self, outline: Outline, earliest: int, latest_start: int) -> bool:
        """Return whether plainly too little is left in the weeks between: then no place need be looked for."""
        if self.state.aside:
            return False
        of_day, beside = self.weeks.of_day, 1 if outline.whole else 0  # a week just outside may lend
        until = min(outline.latest_due, latest_start + outline.stretch + self.weeks.away)
        free = self.state.free[max(0, of_day[earliest] - beside) : of_day[until] + 1 + beside]
        return sum(free) < outline.minutes

    def _weeks_to_try(
        self, number: int, manner: Manner, earliest: int, latest_start: int, early: bool
    ) -> Sequence[int]:
        first, last = self.weeks.of_day[earliest], self.weeks.of_day[latest_start]
        late = manner.late and (early or self.activities[number].slow)
        weeks: Sequence[int] = range(last, first - 1, -1) if late else range(first, last + 1)
        if not manner.starts:
            return weeks
        turn = int(manner.starts[number] * len(weeks))
        return (*weeks[turn:], *weeks[:turn])

    def _lay(self, number: int, lying: Lying, trial: Trial) -> None:
        """Let an activity lie where it was tried."""
        now = {**self.state.lying, number: lying}
        tally = self.tallying.with_one_more(self.state.tally, number, now)
        self.go_back(Kept(now, trial.free, trial.paired, trial.aside, tally))


def _barred(given: Given, names: Sequence[str]) -> set[int]:
    """Return the activities that need something first which the owner dropped or put off."""
    there = {*names, *given.finished}
    activities = given.framework.activities
    return {number for number, name in enumerate(names) if not there.issuperset(activities[name].after)}


def _wished(wish: Wish, given: Given, outlines: Sequence[Outline]) -> tuple[Wish, int, list[int]]:
    """Return a wish with how many activities it lacks still, and those that would do."""
    activities = given.framework.activities
    there = sum(wish.fits(activities[name]) for name in given.finished if name in activities)
    fitting = [
        number
        for number, one in enumerate(outlines)
        if wish.fits(activities[one.name]) and (one.effects or not wish.useful)
    ]
    return wish, wish.number - there, fitting
