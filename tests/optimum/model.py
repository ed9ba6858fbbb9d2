"""The rules of the plan as a mixed-integer programme over weeks.

Where the rules are finer than a week, the programme allows more than they do and never less, so that what it proves is never
below the best plan. Each such place says so with the word *permissive*. The same programme over single days keeps every rule:
for small cases, and to find the days for a choice of activities.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cswo_eval.framework.activity_models import Activity

from .problem import LEAST_SITTING, SHORTEST_REST, Problem, minutes
from .programme import Programme
from .sitting_days import least_sittings, long_enough, most_sittings

MODEL_VERSION = 2
"""Raised when the programme changes, so that stored optima are known to be old."""

SMALL_WEEK = 300
"""Minutes below which a week holds so few sittings that they are counted."""


class Optimum(NamedTuple):
    """What is known of the best plan: none takes away more than `bound`; one that takes away `best` is known week by week."""

    bound: float
    best: float
    high_served: tuple[str, ...]
    chosen: Mapping[str, tuple[int, int]]
    """Of the best solution: each activity with the periods of its first and last sitting."""
    held: Mapping[str, int]
    """How many activities the rules for somebody new in post, or mostly unsure, could ask for."""


class Period(NamedTuple):
    """What the programme tells apart in time: a week, or a single day of it. `week` is the number of the segment."""

    days: tuple[int, ...]
    week: int


class Placed(NamedTuple):
    """The columns of one activity. `begun` and `ended` say for each period whether it has begun, or is over, by its end."""

    begun: list[int]
    ended: list[int]
    days: list[tuple[int, ...]]
    """For each period the days on which it may have a sitting."""
    minutes: dict[int, list[tuple[int, float]]]
    """For each period the terms that add up to its minutes there."""


class Model:
    """The programme for one problem, and which column is which."""

    def __init__(self, problem: Problem, *, by_day: bool = False, goals: bool = True) -> None:
        self.problem = problem
        self.by_day = by_day
        self.programme = Programme()
        self.segments = problem.segments
        weeks = enumerate(problem.segments)
        if by_day:
            self.periods = [Period((day,), number) for number, week in weeks for day in week.days]
        else:
            self.periods = [Period(week.days, number) for number, week in weeks]
        self.zero = self.programme.column(0.0)
        self.placed: dict[str, Placed] = {}
        self.loads: list[list[tuple[int, float]]] = [[] for _ in self.segments]
        self.whole_loads: list[list[tuple[int, float]]] = [[] for _ in self.segments]
        self.longest_whole = [0] * len(self.segments)
        self.taken: dict[str, list[int]] = {}
        self.goals: dict[str, list[tuple[str, list[int]]]] = {}
        """For each goal the activities that may belong to it, with the column that says so where there is a choice."""
        for activity in problem.activities.values():
            self._place(activity)
        for name in [one for one in self.placed if any(p not in self.placed for p in problem.activities[one].after)]:
            self._forbid(name)
        self._hold_hours()
        self._put_after()
        self._take_needs()
        if goals:
            self._limit_goals()

    @property
    def last(self) -> int:
        """Return the number of the last period."""
        return len(self.periods) - 1

    def in_plan(self, name: str) -> int:
        """Return the column that says whether the activity is in the plan."""
        return self.placed[name].ended[self.last]

    def _forbid(self, name: str) -> None:
        self.programme.upper[self.in_plan(name)] = 0.0

    def _room_for(self, week: int, sitting: int) -> bool:
        """Whether a whole sitting can lie in the week, with what one week beside it can lend."""
        beside = [self.segments[one].capacity for one in (week - 1, week + 1) if 0 <= one < len(self.segments)]
        return self.segments[week].capacity + max(beside, default=0) >= sitting

    def _place(self, activity: Activity) -> None:
        window = self.problem.window(activity)
        sitting = minutes(activity.sitting_hours)
        allowed = set(self.problem.days_for(activity))
        days: list[tuple[int, ...]] = []
        for period in self.periods:
            here = tuple(day for day in period.days if day in allowed) if self.segments[period.week].capacity else ()
            least = min(sitting, minutes(activity.hours) - (least_sittings(activity) - 1) * sitting)
            days.append(here if not activity.whole_sitting or self._room_for(period.week, least) else ())
        starts = [bool(here) and here[0] <= window.latest_start for here in days]
        # From which period on it can still end in a given one: the latest that leaves it days and sittings enough.
        latest_start: list[int | None] = []
        for end, here in enumerate(days):
            fitting = [
                one
                for one in range(end + 1)
                if starts[one] and here and long_enough(_together(days, one, end), activity)
            ]
            latest_start.append(max(fitting, default=None))
        if not any(one is not None for one in latest_start):
            return
        programme = self.programme
        single = activity.whole_sitting and least_sittings(activity) == 1
        begun: list[int] = []
        ended: list[int] = []
        for can_start in starts:
            before = begun[-1] if begun else self.zero
            begun.append(programme.column(whole=True) if can_start else before)
            if begun[-1] != before:
                programme.row([(begun[-1], 1.0), (before, -1.0)], least=0.0)
        for week, start in enumerate(latest_start):
            before = ended[-1] if ended else self.zero
            if single:
                ended.append(begun[week])
                continue
            ended.append(programme.column(whole=True) if start is not None else before)
            if start is not None and ended[-1] != before:
                programme.row([(ended[-1], 1.0), (before, -1.0)], least=0.0)
                programme.row([(begun[start], 1.0), (ended[-1], -1.0)], least=0.0)
        if not single:
            programme.row([(begun[-1], 1.0), (ended[-1], -1.0)], least=0.0, most=0.0)
            self._not_drawn_out(activity, begun, ended, days)
        self.placed[activity.id] = Placed(begun, ended, days, {})
        (self._load_whole if activity.whole_sitting else self._load_cut)(activity)

    def _not_drawn_out(
        self, activity: Activity, begun: list[int], ended: list[int], days: list[tuple[int, ...]]
    ) -> None:
        """End an activity before it drags on. Permissive: from the last day of its first week to the first of its last one."""
        longest = self.problem.longest_stretch(activity)
        for first, period in enumerate(self.periods):
            if begun[first] == self.zero or not period.days:
                continue
            for last in range(first + 1, len(self.periods)):
                between = self.segments[period.week : self.periods[last].week]
                away = 7 * sum(not week.days for week in between)
                here = self.periods[last].days
                if here and here[0] - period.days[-1] + 1 - away > longest:
                    self.programme.row([(ended[last - 1], 1.0), (begun[first], -1.0)], least=0.0)
                    break

    def _going(self, name: str, week: int) -> list[tuple[int, float]]:
        """Return the terms that are 1 while the activity has begun and is not over before the week."""
        placed = self.placed[name]
        return [(placed.begun[week], 1.0), (placed.ended[week - 1] if week else self.zero, -1.0)]

    def _load_cut(self, activity: Activity) -> None:
        """An activity whose sittings may be cut: any minutes in any week while it goes on.

        Permissive: a sitting between the first and the last may be shorter than an hour, but for weeks of few hours, where that
        would matter, and the last one a minute.
        """
        placed, programme = self.placed[activity.id], self.programme
        in_all, sitting = minutes(activity.hours), minutes(activity.sitting_hours)
        loads: list[tuple[int, float]] = []
        rest = in_all - (least_sittings(activity) - 1) * sitting
        for week, here in enumerate(placed.days):
            capacity = self.segments[self.periods[week].week].capacity
            most = min(in_all, capacity, sitting * most_sittings(here, activity.days_between))
            if not most:
                continue
            load = programme.column(float(most))
            placed.minutes[week] = [(load, 1.0)]
            going = self._going(activity.id, week)
            programme.row([*((column, factor * most) for column, factor in going), (load, -1.0)], least=0.0)
            least = min(LEAST_SITTING, sitting, most)
            first_here = [(placed.begun[week], 1.0), (placed.begun[week - 1] if week else self.zero, -1.0)]
            programme.row([(load, 1.0), *((column, -factor * least) for column, factor in first_here)], least=0.0)
            if self.by_day or capacity < SMALL_WEEK:
                # How many sittings: each but the last at least an hour.
                sits = programme.column(float(most_sittings(here, activity.days_between)), whole=True)
                programme.row([(sits, float(min(most, sitting))), (load, -1.0)], least=0.0)
                last_here = [(placed.ended[week], 1.0), (placed.ended[week - 1] if week else self.zero, -1.0)]
                shortest = rest if self.by_day else min(SHORTEST_REST, sitting)
                shorter = _times(last_here, float(least - min(least, shortest)))
                programme.row([(load, 1.0), (sits, -float(least)), *shorter], least=0.0)
                programme.row([(sits, 1.0), *_times(last_here, -1.0)], least=0.0)
            loads.append((load, 1.0))
            self.loads[self.periods[week].week].append((load, 1.0))
        programme.row([*loads, (self.in_plan(activity.id), -float(in_all))], least=0.0, most=0.0)
        self._keep_apart(activity, placed.minutes, sitting)
        self._no_long_pause(activity, min(LEAST_SITTING, sitting))

    def _load_whole(self, activity: Activity) -> None:
        """An activity whose sittings are never cut: a number of them in a week; the last one is what is left."""
        placed, programme = self.placed[activity.id], self.programme
        sitting, number = minutes(activity.sitting_hours), least_sittings(activity)
        rest = minutes(activity.hours) - (number - 1) * sitting
        counts: dict[int, list[tuple[int, float]]] = {}
        for week, here in enumerate(placed.days):
            if not here:
                continue
            before = week - 1
            first_here = [(placed.begun[week], 1.0), (placed.begun[before] if week else self.zero, -1.0)]
            last_here = [(placed.ended[week], 1.0), (placed.ended[before] if week else self.zero, -1.0)]
            if number == 1:
                counts[week] = first_here
            else:
                most = min(number, most_sittings(here, activity.days_between))
                count = programme.column(float(most), whole=True)
                counts[week] = [(count, 1.0)]
                going = self._going(activity.id, week)
                programme.row([*((column, factor * most) for column, factor in going), (count, -1.0)], least=0.0)
                programme.row([(count, 1.0), *_times(first_here, -1.0)], least=0.0)
                programme.row([(count, 1.0), *_times(last_here, -1.0)], least=0.0)
            load = [*_times(counts[week], float(sitting)), *_times(last_here, float(rest - sitting))]
            placed.minutes[week] = load
            number_of_week = self.periods[week].week
            self.loads[number_of_week] += load
            self.whole_loads[number_of_week] += load
            self.longest_whole[number_of_week] = max(self.longest_whole[number_of_week], sitting)
        if number > 1:
            every = [term for terms in counts.values() for term in terms]
            programme.row([*every, (self.in_plan(activity.id), -float(number))], least=0.0, most=0.0)
            self._keep_apart(activity, counts, 1)
            self._no_long_pause(activity, sitting)

    def _no_long_pause(self, activity: Activity, shortest: int) -> None:
        """Let no more days lie between two sittings than may be, weeks without a working day left out.

        Permissive: from the last day of the one's week to the first of the other's.
        """
        placed, longest = self.placed[activity.id], self.problem.longest_pause(activity)
        for number, period in enumerate(self.periods[:-1]):
            if not period.days or placed.begun[number] == self.zero:
                continue
            until, terms = number, list[tuple[int, float]]()
            shortest_here = shortest
            for later in range(number + 1, len(self.periods)):
                here, week = self.periods[later].days, self.periods[later].week
                away = 7 * sum(not one.days for one in self.segments[period.week : week])
                if here and here[0] - period.days[-1] - away > longest:
                    break
                until = later
                if placed.minutes.get(later):
                    shortest_here = min(shortest_here, self.segments[week].capacity) or shortest
                    terms += placed.minutes[later]
            if until < self.last:
                going = [(placed.begun[number], -1.0), (placed.ended[until], 1.0)]
                self.programme.row([*_times(terms, 1.0 / shortest_here), *going], least=0.0)

    def _keep_apart(self, activity: Activity, loads: Mapping[int, list[tuple[int, float]]], sitting: int) -> None:
        """Let no stretch of weeks hold more sittings than lie so far apart."""
        if activity.days_between == 1:
            return
        days = self.placed[activity.id].days
        weeks = sorted(loads)
        for first in range(len(weeks)):
            for last in range(first + 1, len(weeks)):
                inside = weeks[first : last + 1]
                most = most_sittings(_together(days, inside[0], inside[-1]), activity.days_between)
                if most < sum(most_sittings(days[week], activity.days_between) for week in inside):
                    terms = [term for week in inside for term in loads[week]]
                    self.programme.row([*terms, (self.in_plan(activity.id), -float(most * sitting))], most=0.0)

    def _hold_hours(self) -> None:
        """Let no week hold more than its hours, but for what a whole sitting takes from one week beside it.

        Permissive: where several whole sittings lie in the week, the excess may be as large as the longest in any week like it.
        """
        programme = self.programme
        lent: list[list[tuple[int, float]]] = [[] for _ in self.segments]
        borrowed: list[list[tuple[int, float]]] = [[] for _ in self.segments]
        pairs: list[list[int]] = [[] for _ in self.segments]
        for lender in range(len(self.segments)):
            for borrower in (lender - 1, lender + 1):
                if not 0 <= borrower < len(self.segments):
                    continue
                most = min(self.segments[lender].capacity, self.longest_whole[borrower])
                if most:
                    pair, amount = programme.column(whole=True), programme.column(float(most))
                    programme.row([(pair, float(most)), (amount, -1.0)], least=0.0)
                    lent[lender].append((amount, 1.0))
                    borrowed[borrower].append((amount, 1.0))
                    pairs[lender].append(pair)
                    pairs[borrower].append(pair)
        for week, segment in enumerate(self.segments):
            if pairs[week]:
                programme.row([(pair, 1.0) for pair in pairs[week]], most=1.0)
            programme.row([*self.loads[week], *lent[week], *_times(borrowed[week], -1.0)], most=float(segment.capacity))
            if borrowed[week]:
                programme.row([*self.whole_loads[week], *_times(borrowed[week], -1.0)], least=0.0)

    def _put_after(self) -> None:
        """Begin an activity only when what it builds on is over. Permissive: both may lie in one week of two days."""
        for name, placed in self.placed.items():
            for first in self.problem.activities[name].after:
                if first not in self.placed:
                    continue
                for week in range(len(self.periods)):
                    column = self._over_before(first, placed, week)
                    if placed.begun[week] != self.zero:
                        self.programme.row([(column, 1.0), (placed.begun[week], -1.0)], least=0.0)

    def _over_before(self, first: str, placed: Placed, week: int) -> int:
        """Return the column that says that `first` is over before something that begins within the week."""
        earliest, latest = self.placed[first].days[week], placed.days[week]
        same_week = earliest and latest and earliest[0] < latest[-1]
        before = week if same_week else week - 1
        return self.placed[first].ended[before] if before >= 0 else self.zero

    def _take_needs(self) -> None:
        """Count what is taken of each want, half a level at a time, the most valuable first."""
        programme = self.programme
        for want in self.problem.wants.values():
            halves = 2 * want.gap
            worth = [want.value_of(number + 1) - want.value_of(number) for number in range(halves)]
            columns = self.taken[want.id] = [programme.column(worth=one) for one in worth]
            terms: list[tuple[int, float]] = [(column, -1.0) for column in columns]
            finders = [name for name in self.placed if self._builds(name, want.id) and self._finds_out(name)]
            sure = self._found_out(finders) if want.unsure else []
            for name in self.placed:
                taken = self._builds(name, want.id)
                if not taken:
                    continue
                column = self.in_plan(name)
                if want.unsure and name not in finders:
                    if not finders:
                        continue
                    column = self._counted_when_sure(name, sure)
                terms.append((column, float(taken)))
            programme.row(terms, least=0.0)

    def _builds(self, name: str, want: str) -> int:
        return self.problem.builds[name].get(want, 0)

    def _finds_out(self, name: str) -> bool:
        return self.problem.activities[name].finds_out

    def _found_out(self, finders: list[str]) -> list[int]:
        """Return for each segment the column that says whether one of these is over by its end."""
        columns = []
        for week in range(len(self.periods)):
            column = self.programme.column()
            self.programme.row([(column, -1.0), *((self.placed[name].ended[week], 1.0) for name in finders)], least=0.0)
            columns.append(column)
        return columns

    def _counted_when_sure(self, name: str, sure: list[int]) -> int:
        """Return the column that says whether the activity counts: it begins after the want was found out about.

        Permissive: it may begin in the very week in which that is over, if the week has two days.
        """
        placed = self.placed[name]
        counts = self.programme.column()
        self.programme.row([(self.in_plan(name), 1.0), (counts, -1.0)], least=0.0)
        for week, period in enumerate(self.periods):
            if placed.begun[week] != self.zero:
                before = week if len(period.days) > 1 else week - 1
                later = [(self.in_plan(name), 1.0), (placed.begun[week], -1.0)]
                known = (sure[before] if before >= 0 else self.zero, 1.0)
                self.programme.row([known, *later, (counts, -1.0)], least=0.0)
        return counts

    def _limit_goals(self) -> None:
        """Let no more goals be open than may be.

        Permissive: looked at between the weeks, and within a week by the days that its goals take up at the least.
        """
        choices = self.goals = self._choose_goals()
        programme, most = self.programme, float(self.problem.framework.method.plan.most_open_goals)
        weeks = range(len(self.periods))
        between: list[list[tuple[int, float]]] = [[] for _ in weeks]
        within: list[list[tuple[int, float]]] = [[] for _ in weeks]
        for actions in choices.values():
            used = programme.column()
            begun = [programme.column() for _ in weeks]
            not_over = [programme.column() for _ in weeks]
            for name, chosen in actions:
                placed = self.placed[name]
                elsewhere = [(self.in_plan(name), 1.0), *((column, -1.0) for column in chosen)] if chosen else []
                for week in weeks:
                    # `elsewhere` is 1 where the action belongs to another goal.
                    programme.row([(begun[week], 1.0), (placed.begun[week], -1.0), *elsewhere], least=0.0)
                    later = [(self.in_plan(name), -1.0), (placed.ended[week], 1.0)]
                    programme.row([(not_over[week], 1.0), *later, *elsewhere], least=0.0)
                    # Follows from the two, and tells the solver more where things are divided.
                    open_now = [(begun[week], 1.0), (not_over[week], 1.0), (used, -1.0)]
                    going = [(placed.begun[week], -1.0), (placed.ended[week], 1.0)]
                    programme.row([*open_now, *going, *elsewhere], least=0.0)
                belongs = [(column, -1.0) for column in chosen] or [(self.in_plan(name), -1.0)]
                programme.row([(used, 1.0), *belongs], least=0.0)
            for week in weeks:
                after, unless = not_over[week - 1] if week else used, (used, -1.0)
                programme.row([(begun[week], 1.0), (not_over[week], 1.0), unless], least=0.0)
                between[week] += [(begun[week], 1.0), (not_over[week], 1.0), unless]
                number = len(self.periods[week].days)
                if number:
                    days = programme.column(float(number))
                    programme.row([(days, 1.0), (begun[week], -1.0), (after, -1.0), (used, 1.0)], least=0.0)
                    before = begun[week - 1] if week else self.zero
                    through = [(before, -float(number)), (not_over[week], -float(number)), (used, float(number))]
                    programme.row([(days, 1.0), *through], least=0.0)
                    within[week].append((days, 1.0))
        for week, period in enumerate(self.periods):
            programme.row(between[week], most=most)
            programme.row(within[week], most=most * len(period.days))

    def _choose_goals(self) -> dict[str, list[tuple[str, list[int]]]]:
        """Return each goal with the activities that may belong to it, and the column that says so where there is a choice."""
        goals: dict[str, set[str]] = {name: set(self.problem.goals_of(name)) for name in self.placed}
        for _ in range(3):  # what prepares takes the goals of what it prepares, and so on down
            for name in self.placed:
                for first in self.problem.activities[name].after:
                    if first in goals:
                        goals[first] |= goals[name]
        choices: dict[str, list[tuple[str, list[int]]]] = {}
        for name, possible in goals.items():
            if len(possible) == 1:
                choices.setdefault(next(iter(possible)), []).append((name, []))
                continue
            columns = {goal: self.programme.column(whole=True) for goal in sorted(possible)}
            every = [(column, 1.0) for column in columns.values()]
            self.programme.row([*every, (self.in_plan(name), -1.0)], least=0.0, most=0.0)
            for goal, column in columns.items():
                choices.setdefault(goal, []).append((name, [column]))
        return choices

    def begun_by(self, name: str, day: int) -> int:
        """Return the column that says that the activity has begun by the day. Permissive: or later in that week."""
        days = self.placed[name].days
        weeks = [week for week, here in enumerate(days) if here and here[0] <= day]
        return self.placed[name].begun[weeks[-1]] if weeks else self.zero


def _together(days: list[tuple[int, ...]], first: int, last: int) -> tuple[int, ...]:
    return tuple(day for here in days[first : last + 1] for day in here)


def _times(terms: list[tuple[int, float]], factor: float) -> list[tuple[int, float]]:
    return [(column, value * factor) for column, value in terms]
