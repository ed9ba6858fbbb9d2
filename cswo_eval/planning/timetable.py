"""Hours and goals on the calendar while a plan is being drawn up: where a sitting still fits.

Times are whole minutes and days are plan days, so that no sum drifts. A timetable changes as it goes, and lives no
longer than the drawing up of one plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from math import ceil
from operator import itemgetter
from typing import NamedTuple

from cswo_eval.framework.models import PlanRules
from cswo_eval.planning.loads import Loads, Week, lent_minutes
from cswo_eval.planning.sittings import HALF_HOUR, QUARTER, Sittings, sitting_size
from cswo_eval.planning.working_days import PLAN_DAYS, PlanCalendar, iso_week_of
from cswo_eval.record.plan_models import Action, Sitting

WORTH_SITTING_DOWN = 60
"""Sittings of an hour or more, unless the activity or the owner's week is smaller."""
_USUAL_SITTINGS_A_WEEK = 2
"""So that one activity does not fill a week while others wait."""
_MOST_SITTINGS_A_WEEK = 5
LONGEST_WAIT = 13
"""So many days more than it asks for may lie between two sittings of an activity; a week of leave does not count."""
WEEK_DAYS = 7
_DRAG_DAYS = 7
"""How many days an activity may take longer than its hours need: what would drag on longer begins later."""

Placed = tuple[int, int]
"""A plan day and the minutes on it."""


class Window(NamedTuple):
    """When something may lie: its first sitting between two plan days, its last by a third; all inclusive."""

    earliest: int
    latest_start: int
    latest_due: int


class Placement(NamedTuple):
    """Where an activity came to lie; it is due on the day of its last sitting."""

    sittings: tuple[Placed, ...]

    @property
    def start(self) -> int:
        """Return the plan day of the first sitting."""
        return self.sittings[0][0]

    @property
    def due(self) -> int:
        """Return the plan day of the last sitting."""
        return self.sittings[-1][0]


class Saved(NamedTuple):
    """A timetable as it stood."""

    weeks: tuple[tuple[int, int], ...]
    day_load: dict[int, int]
    set_aside: dict[int, int]
    open_count: list[int]
    intervals: dict[str, tuple[int, int]]


class Timetable:
    """The weeks from `first_day` on, the minutes in each, and on which days which goals are open."""

    def __init__(self, calendar: PlanCalendar, hours_per_week: float, rules: PlanRules, first_day: int) -> None:
        self.calendar, self.rules, self.first_day = calendar, rules, first_day
        self.last_day = calendar.last_action_day
        self.smallest = max(1, round(rules.smallest_sitting_hours * 60))
        self.weeks: list[Week] = []
        self.day_load: dict[int, int] = {}
        """Minutes on each plan day that has some."""
        self.open_count = [0] * (PLAN_DAYS + 2)
        """How many goals are open on each plan day."""
        self.intervals: dict[str, tuple[int, int]] = {}
        """The first and last plan day on which each goal is open."""
        weekly = Fraction(str(hours_per_week)) * 60
        self.weekly_minutes = int(weekly)
        self._week_of_day: dict[int, int] = {}
        for closing, weeks in ((False, calendar.action_days), (True, calendar.closing_days)):
            for iso, dates in weeks.items():
                # What of this week is past is gone: four hours do not move to its Friday.
                to_come = tuple(day for day in map(calendar.plan_day, dates) if day >= first_day)
                for day in range(1, PLAN_DAYS + 1):
                    if (day > self.last_day) == closing and iso_week_of(calendar.date_of(day)) == iso:
                        self._week_of_day[day] = len(self.weeks)
                self.weeks.append(Week(to_come, int(weekly * len(to_come) / 5), closing))
        self._lent: dict[int, int] = {}
        """The minutes that each week lends to one beside it; 0 for one that borrows."""
        self._free: dict[int, list[int]] = {}
        """What `_free_up_to` and `_halves_up_to` gave, as long as nothing is booked."""
        self._empty_weeks = sum(not week.days for week in self.weeks)
        worth = [week.capacity // HALF_HOUR * HALF_HOUR for week in self.weeks if week.days]
        self._least_worth = max(self.smallest, min(worth, default=0))
        self._closing_from = sum(not week.closing for week in self.weeks)
        self._on_set_aside = {
            calendar.plan_day(day): round(rules.day_hours * 60)
            for day in calendar.set_aside
            if first_day <= calendar.plan_day(day) <= PLAN_DAYS and calendar.is_working(day)
        }
        """Minutes left on each day that is set aside."""

    def week_index(self, plan_day: int) -> int:
        """Return the place in `weeks` of the week that holds a plan day from 1 to 100."""
        return self._week_of_day[plan_day]

    def would_hold(self, more: Mapping[int, int], whole: bool) -> bool:
        """Return whether the weeks, by their index, would hold so many minutes more. Books nothing."""
        changed = Loads(self.weeks, self._closing_from, self._lent)
        for number, minutes in more.items():
            if not changed.holds(number, minutes, whole):
                return False
            changed.add(number, minutes, whole)
        return True

    def is_set_aside(self, plan_day: int) -> bool:
        """Return whether the owner gives this day outside the weekly hours."""
        return plan_day in self._on_set_aside

    def book(self, sittings: Iterable[Placed], whole: bool = False) -> None:
        """Take the minutes of these sittings out of their weeks; those outside the plan's days cost nothing.

        `whole`: they may not be cut, so that their week may borrow.
        """
        for day, minutes in sittings:
            if whole and self._on_set_aside.get(day, 0) >= minutes:
                self._on_set_aside[day] -= minutes
                continue
            number = self._week_of_day.get(day)
            if number is not None:
                week = self.weeks[number]
                week.load += minutes
                if whole:
                    week.whole = max(week.whole, minutes)
                self.day_load[day] = self.day_load.get(day, 0) + minutes
        self._lend()

    def _lend(self) -> None:
        """Work out which week lends how much."""
        self._lent, self._free = {}, {}
        if any(week.load > week.capacity for week in self.weeks):
            for first, last in ((0, self._closing_from), (self._closing_from, len(self.weeks))):
                part = self.weeks[first:last]
                loads, capacities = [week.load for week in part], [week.capacity for week in part]
                self._lent.update(lent_minutes(loads, capacities, [week.whole for week in part], first))

    def book_action(self, action: Action, whole: bool = False) -> None:
        """Take what an action that is already dated takes: planned, its hours and its goal's days; done, the hours up to
        the day it was finished; dropped or put off, nothing."""
        if action.status not in ("planned", "done"):
            return
        plan_day = self.calendar.plan_day
        self.book(
            (
                (plan_day(sitting.day), ceil(round(sitting.hours * 60, 6)))
                for sitting in action.sittings
                if action.finished is None or sitting.day <= action.finished
            ),
            whole,
        )
        if action.status == "planned":
            self.open_goal(action.goal, plan_day(action.start), plan_day(action.due))

    def open_goal(self, goal: str, first: int, last: int) -> None:
        """Count a goal as open on the plan days of one more action of it, and on those between its actions."""
        before = self.intervals.get(goal)
        own = (min(first, last), max(first, last))
        now = own if before is None else (min(before[0], own[0]), max(before[1], own[1]))
        self.intervals[goal] = now
        for day in range(max(now[0], 1), min(now[1], PLAN_DAYS) + 1):
            if before is None or not before[0] <= day <= before[1]:
                self.open_count[day] += 1

    def saved(self) -> Saved:
        """Return all that booking changes."""
        return Saved(
            tuple((week.load, week.whole) for week in self.weeks),
            dict(self.day_load),
            dict(self._on_set_aside),
            list(self.open_count),
            dict(self.intervals),
        )

    def restore(self, saved: Saved) -> None:
        """Go back to what `saved` gave; it can be gone back to again."""
        for week, (load, whole) in zip(self.weeks, saved.weeks, strict=True):
            week.load, week.whole = load, whole
        self.day_load, self._on_set_aside = dict(saved.day_load), dict(saved.set_aside)
        self.open_count, self.intervals = list(saved.open_count), dict(saved.intervals)
        self._lend()

    @property
    def last_action_week(self) -> int:
        """Return the place of the last week for actions."""
        return self._closing_from - 1

    def lending(self) -> list[bool]:
        """Return for each week whether it lends or borrows."""
        return [number in self._lent for number in range(len(self.weeks))]

    def set_aside_left(self) -> dict[int, int]:
        """Return the minutes left on each plan day that is set aside."""
        return dict(self._on_set_aside)

    def hours_left(self) -> float:
        """Return the hours that all weeks for actions have left."""
        return sum(max(0, week.capacity - week.load) for week in self.weeks if not week.closing) / 60

    def too_full(self, work: Sittings, window: Window) -> bool:
        """Return whether plainly too little is left in the weeks of a window: then no place need be looked for."""
        first, last_start = self._week_of_day.get(max(window.earliest, 1)), self._week_of_day.get(window.latest_start)
        last = self._week_of_day.get(window.latest_due)
        if first is None or last_start is None or last is None or (work.whole and self._on_set_aside):
            return False
        if work.whole:
            # Two halves make a sitting: of one week that holds it, or of two beside each other that hold it together.
            free, needed = self._halves_up_to(min(work.longest, work.minutes)), 2 * work.number
        else:
            # Only what is left at the end may be less than is worth sitting down for.
            worth = min(WORTH_SITTING_DOWN, work.longest, self._least_worth)
            free, needed = self._free_up_to(worth), work.minutes - worth + 1
        weeks = ceil(self.longest_stretch(work) / 7) + 1 + self._empty_weeks
        return all(free[min(start + weeks, last + 1)] - free[start] < needed for start in range(first, last_start + 1))

    def _free_up_to(self, worth: int) -> list[int]:
        """Return the minutes, in quarters, that all weeks before each week have left: those with less than `worth` have none."""
        known = self._free.get(-worth)
        if known is None:
            free = (week.capacity - week.load if week.days else 0 for week in self.weeks)
            known = self._free[-worth] = [
                0,
                *accumulate(one // QUARTER * QUARTER if one >= worth else 0 for one in free),
            ]
        return known

    def _halves_up_to(self, sitting: int) -> list[int]:
        """Return how many halves of a sitting that is never cut all weeks before each week have left, at the most."""
        known = self._free.get(sitting)
        if known is None:
            free = [max(0, week.capacity - week.load) if week.days else 0 for week in self.weeks]
            rest = [one % sitting for one in free]
            lent = [max(before, after) for before, after in zip([0, *rest], [*rest[1:], 0], strict=False)]
            known = self._free[sitting] = [
                0,
                *accumulate(
                    2 * (one // sitting) + (left > 0 and left + more >= sitting)
                    for one, left, more in zip(free, rest, lent, strict=True)
                ),
            ]
        return known

    def longest_stretch(self, work: Sittings) -> int:
        """Return how many days it may take from the first sitting to the last: what would drag on longer begins later."""
        usual = min(_USUAL_SITTINGS_A_WEEK * work.longest, self.weekly_minutes) or 1
        return work.span + _DRAG_DAYS * (ceil(work.minutes / usual) + 1)

    # --- a place for an activity -----------------------------------------------------------------------------

    def find_room(self, work: Sittings, window: Window) -> Placement | None:
        """Return the first good place within the hours. Books nothing. None where it does not fit in its window."""
        earliest, latest_start, latest_due = window
        earliest = max(earliest, self.first_day, 1)
        latest_due = min(latest_due, PLAN_DAYS)
        latest_start = min(latest_start, latest_due - work.span + 1)
        if earliest > latest_start:
            return None
        best: Placement | None = None
        least = 0
        for most_a_week in (_USUAL_SITTINGS_A_WEEK, _MOST_SITTINGS_A_WEEK):
            first, last = self._week_of_day[earliest], self._week_of_day[latest_start]
            for number in range(first, last + 1):
                found = self._fill(work, earliest, latest_start, latest_due, number, most_a_week)
                if found is not None:
                    wasted = self._wasted(found)
                    if wasted <= 0:
                        return found
                    if best is None or wasted < least:
                        best, least = found, wasted
            if (
                work.step >= _DRAG_DAYS
                or work.number <= most_a_week
                or self.weekly_minutes <= most_a_week * work.longest
            ):
                break  # more sittings a week would change nothing
        return best

    def _wasted(self, placement: Placement) -> int:
        """Return the minutes by which a placement adds to what is left in weeks and too little to sit down for."""
        added: dict[int, int] = {}
        for day, minutes in placement.sittings:
            number = self._week_of_day[day]
            added[number] = added.get(number, 0) + minutes
        wasted = 0
        for number, minutes in added.items():
            before = self.weeks[number].capacity - self.weeks[number].load
            after = before - minutes
            wasted += (after if 0 < after < WORTH_SITTING_DOWN else 0) - (
                before if 0 < before < WORTH_SITTING_DOWN else 0
            )
        return wasted

    def _fill(
        self, work: Sittings, earliest: int, latest_start: int, latest_due: int, first_week: int, most_a_week: int
    ) -> Placement | None:
        """Return the sittings from a week on, None where they do not fit or would drag on."""
        left, sittings = work.minutes, list[Placed]()
        longest_stretch = self.longest_stretch(work)
        changed = Loads(self.weeks, self._closing_from, self._lent)
        from_day, until = earliest, latest_start
        for number in range(first_week, self._week_of_day[latest_due] + 1):
            if sittings and not self.weeks[number].days:
                until += WEEK_DAYS  # a week of leave is no pause
            days = [day for day in self.weeks[number].days if from_day <= day <= min(until, latest_due)]
            for _ in range(most_a_week):
                if not days:
                    break
                found = self._sitting(work, left, number, days, changed, spaced=bool(sittings) and work.step > 1)
                if found is None:
                    break
                sittings.append(found)
                left -= found[1]
                if left == 0:
                    return self._if_not_dragging(sittings, work, longest_stretch)
                from_day, until = found[0] + work.step, found[0] + work.step + LONGEST_WAIT
                days = [day for day in self.weeks[number].days if from_day <= day <= min(until, latest_due)]
            if not sittings or (self.weeks[number].days and until <= self.weeks[number].days[-1]):
                return None  # what begins later is tried from there, and no pause is longer
        return None

    def _if_not_dragging(self, sittings: list[Placed], work: Sittings, longest_stretch: int) -> Placement | None:
        first, last = sittings[0][0], sittings[-1][0]
        if last - first + 1 < work.span:
            return None
        # Leave and holidays make no activity drag on.
        away = sum(not self.weeks[self._week_of_day[day]].days for day in range(first, last + 1))
        return Placement(tuple(sittings)) if last - first + 1 - away <= longest_stretch else None

    def _sitting(
        self, work: Sittings, left: int, number: int, days: Sequence[int], changed: Loads, spaced: bool
    ) -> Placed | None:
        """Return the next sitting in a week, counted in `changed`; None where it holds none."""
        if work.whole:
            size = min(left, work.longest)
            for day in days:
                if self._on_set_aside.get(day, 0) >= size and day not in changed.set_aside:
                    changed.set_aside.add(day)
                    return day, size
            if not changed.holds(number, size, whole=True):
                return None
        else:
            size = sitting_size(work, left, changed.room(number), self.least_in(number))
            if size == 0:
                return None
        changed.add(number, size, work.whole)
        return self._best_day(days, spaced), size

    def least_in(self, number: int) -> int:
        """Return the fewest minutes that are worth sitting down for in a week: an hour, or all it holds where that is less."""
        return max(self.smallest, min(WORTH_SITTING_DOWN, self.weeks[number].capacity // QUARTER * QUARTER))

    def another_day(self, day: int, earliest: int, latest: int) -> int:
        """Return a day of the same week between two plan days, the least loaded, for a sitting of this day."""
        days = [one for one in self.weeks[self._week_of_day[day]].days if earliest <= one <= latest]
        return self._best_day(days, spaced=False) if days else day

    def _best_day(self, days: Sequence[int], spaced: bool) -> int:
        """Return the least loaded day; of equals the soonest where sittings are spaced, else another weekday each week."""
        if spaced:
            return min(days, key=lambda day: (self.day_load.get(day, 0) > 0, day))
        turn = 2 * self._week_of_day[days[0]] + 1
        weekday = self.calendar.start.weekday() - 1
        return min(days, key=lambda day: (self.day_load.get(day, 0), (weekday + day - turn) % 5))

    def room_for_goal(self, goal: str, work: Sittings, window: Window) -> Placement | str:
        """Return the first place that also keeps to the limit of open goals, or what forbids it: 'hours' or 'goals'."""
        placement = self.find_room(work, window)
        if placement is None:
            return "hours"
        own = self.intervals.get(goal)
        while placement is not None:
            first, last = placement.start, placement.due
            if own is not None:
                first, last = min(own[0], first), max(own[1], last)
            crowded = 0
            for day in range(min(last, PLAN_DAYS), max(first, 1) - 1, -1):
                if self.open_count[day] >= self.rules.most_open_goals and not (own and own[0] <= day <= own[1]):
                    crowded = day
                    break
            if not crowded:
                return placement
            if own is not None and crowded >= own[0]:
                break  # the goal would stay open over days that are full, however late this begins
            window = window._replace(earliest=crowded + 1)
            placement = self.find_room(work, window)
        return "goals"

    def take(self, goal: str, placement: Placement, whole: bool = False) -> None:
        """Book a placement for an action of this goal."""
        self.book(placement.sittings, whole)
        self.open_goal(goal, placement.start, placement.due)

    def spread_regardless(self, work: Sittings, first: int, last: int) -> tuple[Placed, ...]:
        """Return sittings spread evenly over the working days between two plan days, whatever the weeks hold.

        For dates that the owner gave: they win, and flags say what they break. Where no day between them can be worked,
        everything lies on the last.
        """
        calendar = self.calendar
        dates = calendar.working_days(calendar.date_of(first), calendar.date_of(last))
        days = [calendar.plan_day(day) for day in dates] or [last]
        number = min(len(days), work.number)
        size = _in_half_hours(ceil(work.minutes / number), work.minutes)
        sittings: list[Placed] = []
        left = work.minutes
        for position in range(number):
            if left <= 0:
                break
            # The middle of each of `number` equal stretches, so that the first and last day are not crowded.
            day = days[(2 * position + 1) * len(days) // (2 * number)]
            here = left if position == number - 1 else min(size, left)
            sittings.append((day, here))
            left -= here
        return tuple(sittings)

    def as_sittings(self, placed: Sequence[Placed], hours: float) -> tuple[Sitting, ...]:
        """Return dated sittings whose hours come to exactly `hours`: the last takes what minutes cannot express."""
        ordered = sorted(placed, key=itemgetter(0))
        given = [minutes / 60 for _, minutes in ordered]
        if given:
            given[-1] = max(0.0, round(hours - sum(given[:-1]), 6))
        return tuple(
            Sitting(day=self.calendar.date_of(day), hours=share) for (day, _), share in zip(ordered, given, strict=True)
        )


def _in_half_hours(minutes: int, most: int) -> int:
    """Round up to a half hour, but not above `most`."""
    return min(most, ceil(minutes / HALF_HOUR) * HALF_HOUR)
