"""Hours and goals on the calendar while a plan is being drawn up: where a sitting still fits.

Times are whole minutes and days are plan days, so that no sum drifts. A timetable changes as it goes, and lives no
longer than the drawing up of one plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil
from operator import itemgetter
from typing import NamedTuple

from cswo_eval.framework.models import PlanRules
from cswo_eval.planning.working_days import PLAN_DAYS, IsoWeek, PlanCalendar, iso_week_of
from cswo_eval.record.models import Action, Sitting

HALF_HOUR = 30
_WORTH_SITTING_DOWN = 60
"""A first choice: sittings of an hour or more, unless the activity or the owner's week is smaller."""
_USUAL_SITTINGS_A_WEEK = 2
"""So that one activity does not fill a week while others wait."""
_WEEKDAY_ORDER = (3, 0, 2, 1, 4)
"""Tuesday first, then Thursday, Wednesday, Monday, Friday: between days with the same load."""

Placed = tuple[int, int]
"""A plan day and the minutes on it."""


class Week:
    """An ISO week: its working plan days that are still to come, and minutes."""

    def __init__(self, iso: IsoWeek, days: tuple[int, ...], capacity: int) -> None:
        self.iso, self.days, self.capacity = iso, days, capacity
        self.load = 0


class Placement(NamedTuple):
    """Where an activity came to lie. `due` is the last working day of its last week."""

    sittings: tuple[Placed, ...]
    due: int

    @property
    def start(self) -> int:
        """Return the plan day of the first sitting."""
        return self.sittings[0][0]


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
        for iso, dates in calendar.action_days.items():
            to_come = tuple(day for day in map(calendar.plan_day, dates) if day >= first_day)
            # What of this week is past is gone: four hours do not move to its Friday.
            self.weeks.append(Week(iso, to_come, int(weekly * len(to_come) / 5)))
        self._usual_week = int(weekly)
        numbers = {week.iso: number for number, week in enumerate(self.weeks)}
        days = range(1, self.last_day + 1)
        self._week_of_day = {day: numbers[iso_week_of(calendar.date_of(day))] for day in days}

    def week_index(self, plan_day: int) -> int:
        """Return the place in `weeks` of the week that holds a plan day from 1 to the last action day."""
        return self._week_of_day[plan_day]

    def book(self, sittings: Iterable[Placed]) -> None:
        """Take the minutes of these sittings out of their weeks; those outside the plan's days cost nothing."""
        for day, minutes in sittings:
            week = self._week_of_day.get(day)
            if week is not None:
                self.weeks[week].load += minutes
                self.day_load[day] = self.day_load.get(day, 0) + minutes

    def first_free_day(self) -> int:
        """Return the first plan day of the first week that still has an hour free, or half of what it holds if less."""
        for week in self.weeks:
            if week.days and week.capacity - week.load >= max(1, min(_WORTH_SITTING_DOWN, week.capacity // 2)):
                return week.days[0]
        return self.last_day

    def book_action(self, action: Action) -> None:
        """Take what an action that is already dated takes: planned, its hours and its goal's days; done, the hours up to
        its finish; of any other, nothing."""
        if action.status == "planned":
            self._book_sittings(action.sittings)
            self.open_goal(action.goal, self.calendar.plan_day(action.start), self.calendar.plan_day(action.due))
        elif action.status == "done":
            finished = action.finished
            self._book_sittings(one for one in action.sittings if finished is None or one.day <= finished)

    def _book_sittings(self, sittings: Iterable[Sitting]) -> None:
        self.book((self.calendar.plan_day(one.day), ceil(one.hours * 60)) for one in sittings)

    def open_goal(self, goal: str, first: int, last: int) -> None:
        """Widen the days on which a goal is open to take in these."""
        old = self.intervals.get(goal)
        if old is not None:
            first, last = min(old[0], first), max(old[1], last)
        self.intervals[goal] = first, last
        for day in range(max(first, 1), min(last, PLAN_DAYS) + 1):
            if old is None or not old[0] <= day <= old[1]:
                self.open_count[day] += 1

    def saved(self) -> tuple[list[int], dict[int, int], list[int], dict[str, tuple[int, int]]]:
        """Return what `restore` needs to undo every booking made after this."""
        return [week.load for week in self.weeks], dict(self.day_load), list(self.open_count), dict(self.intervals)

    def restore(self, saved: tuple[list[int], dict[int, int], list[int], dict[str, tuple[int, int]]]) -> None:
        """Undo every booking since `saved`."""
        loads, self.day_load, self.open_count, self.intervals = saved
        for week, load in zip(self.weeks, loads, strict=True):
            week.load = load

    def minutes_left(self, earliest: int) -> int:
        """Return the minutes still free from a plan day to the last."""
        if earliest > self.last_day:
            return 0
        first = self._week_of_day[max(earliest, 1)]
        return sum(max(0, week.capacity - week.load) for week in self.weeks[first:])

    def find_room(self, minutes: int, session: int, earliest: int, latest: int | None = None) -> Placement | None:
        """Return the first good place for an activity: within the hours, sittings of at most `session` minutes.

        Books nothing. None where it does not fit between the two plan days, both inclusive.
        """
        earliest = max(earliest, self.first_day, 1)
        latest = self.last_day if latest is None else min(latest, self.last_day)
        if earliest > latest or minutes <= 0 or self.minutes_left(earliest) < minutes:
            return None
        usual = min(_USUAL_SITTINGS_A_WEEK * session, self._usual_week) or 1
        needed = ceil(minutes / usual)
        most_weeks = needed + 1 + needed // 3  # what would drag on longer should start later
        for most_a_week in (_USUAL_SITTINGS_A_WEEK, 5):
            for first in range(self._week_of_day[earliest], self._week_of_day[latest] + 1):
                found = self._fill(minutes, session, earliest, latest, first, most_a_week)
                if found is None:
                    break  # a later beginning has less room still
                placement, weeks_taken = found
                if weeks_taken <= most_weeks:
                    return placement
        return None

    def _fill(
        self, minutes: int, session: int, earliest: int, latest: int, first_week: int, most_a_week: int
    ) -> tuple[Placement, int] | None:
        left = minutes
        even = _in_half_hours(ceil(minutes / ceil(minutes / session)), session)
        sittings: list[Placed] = []
        weeks_taken = 0
        for number in range(first_week, self._week_of_day[latest] + 1):
            week = self.weeks[number]
            room = week.capacity - week.load
            if not week.days or week.capacity < self.smallest:
                continue  # a week of leave makes no activity drag on
            weeks_taken += bool(sittings)
            if room <= 0:
                continue
            days = [day for day in week.days if earliest <= day <= latest]
            for _ in range(most_a_week):
                size = self._sitting(left, even, room, week.capacity)
                if size == 0 or not days:
                    break
                day = self._best_day(days, [taken for taken, _ in sittings])
                days.remove(day)
                sittings.append((day, size))
                left, room = left - size, room - size
                if left == 0:
                    return Placement(tuple(sorted(sittings)), self.due_day(number)), weeks_taken + 1
        return None

    def _sitting(self, left: int, session: int, room: int, capacity: int) -> int:
        """Return the minutes of the next sitting, 0 where what is free is too small to sit down for."""
        size = min(left, session, room)
        if size < left and size < session:
            size = size // HALF_HOUR * HALF_HOUR
        least = min(left, session, max(self.smallest, min(_WORTH_SITTING_DOWN, capacity // HALF_HOUR * HALF_HOUR)))
        return size if size >= least else 0

    def _best_day(self, days: Sequence[int], taken: Sequence[int]) -> int:
        """The least loaded day; of equals one that does not touch the activity's other sitting."""
        weekday = self.calendar.start.weekday()

        def order(day: int) -> tuple[int, bool, int]:
            beside = any(abs(day - other) == 1 for other in taken)
            return self.day_load.get(day, 0), beside, _WEEKDAY_ORDER[(weekday + day - 1) % 7]

        return min(days, key=order)

    def due_day(self, week: int) -> int:
        """Return the last working plan day of the week with this index; it has one, since something is placed there."""
        return self.weeks[week].days[-1]

    def room_for_goal(
        self, goal: str, minutes: int, session: int, earliest: int, latest: int | None = None
    ) -> Placement | str:
        """Return the first place that also keeps to the limit of open goals, or what forbids it: 'hours' or 'goals'."""
        while True:
            placement = self.find_room(minutes, session, earliest, latest)
            if placement is None:
                return "hours"
            own = self.intervals.get(goal)
            first, last = (
                (placement.start, placement.due)
                if own is None
                else (min(own[0], placement.start), max(own[1], placement.due))
            )
            crowded = [
                day
                for day in range(max(first, 1), min(last, PLAN_DAYS) + 1)
                if self.open_count[day] >= self.rules.most_open_goals and not (own and own[0] <= day <= own[1])
            ]
            if not crowded:
                return placement
            if own is not None and crowded[-1] >= own[0]:
                return "goals"  # the goal would stay open over days that are full, however late this begins
            full = crowded[-1]
            earliest = full + 1
            if self.find_room(minutes, session, earliest, latest) is None:
                return "goals"

    def take(self, goal: str, placement: Placement) -> None:
        """Book a placement for an action of this goal."""
        self.book(placement.sittings)
        self.open_goal(goal, placement.start, placement.due)

    def spread_regardless(self, minutes: int, session: int, first: int, last: int) -> tuple[Placed, ...]:
        """Return sittings spread evenly over the working days between two plan days, whatever the weeks hold.

        For dates that the owner gave: they win, and flags say what they break. Where no day between them can be worked,
        everything lies on the last.
        """
        calendar = self.calendar
        dates = calendar.working_days(calendar.date_of(first), calendar.date_of(last))
        days = [calendar.plan_day(day) for day in dates] or [last]
        number = min(len(days), max(1, ceil(minutes / max(session, 1))))
        size = _in_half_hours(ceil(minutes / number), minutes)
        sittings: list[Placed] = []
        left = minutes
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
