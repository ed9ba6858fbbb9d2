"""Where the sittings of an activity fit into the weeks of a sketch, in plain numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from cswo_eval.planning.outline import Kept, Outline
from cswo_eval.planning.sittings import sitting_size
from cswo_eval.planning.timetable import LONGEST_WAIT, WEEK_DAYS, Placed, Timetable
from cswo_eval.planning.working_days import PLAN_DAYS

_FORTNIGHTLY = 12
"""So many days after a sitting begins the second week after it."""


class Trial:
    """The weeks of a state while sittings are tried in them: its lists are copies, or not changed in place."""

    def __init__(self, weeks: Weeks, state: Kept) -> None:
        self.weeks = weeks
        self.free, self.paired, self.aside = list(state.free), state.paired, state.aside
        self._own_pairs = False

    def book(self, outline: Outline, sittings: Sequence[Placed]) -> bool:
        """Take the minutes of sittings where they lie; returns False where the weeks no longer hold them."""
        for day, size in sittings:
            week = self.weeks.of_day[day]
            if outline.whole and self.aside.get(day, 0) >= size:
                self.aside = {**self.aside, day: self.aside[day] - size}
            elif size <= self.free[week]:
                self.free[week] -= size
            elif not outline.whole or not self._borrow(week, size):
                return False
        return True

    def sit(self, outline: Outline, left: int, week: int, days: Sequence[int]) -> Placed | None:
        """Take the minutes of the next sitting on the first of these days of a week; None where the week does not hold it."""
        if not outline.whole:
            size = sitting_size(outline.work, left, self.free[week], self.weeks.least[week])
            self.free[week] -= size
            return (days[0], size) if size else None
        size = min(outline.longest, left)
        for day in days if self.aside else ():
            if self.aside.get(day, 0) >= size:
                self.aside = {**self.aside, day: self.aside[day] - size}
                return day, size
        if size <= self.free[week]:
            self.free[week] -= size
            return days[0], size
        return (days[0], size) if self._borrow(week, size) else None

    def _borrow(self, week: int, size: int) -> bool:
        """Let a week take what a sitting lacks from one beside it that has neither lent nor borrowed."""
        excess, last = size - self.free[week], self.weeks.last_action_week
        if self.paired[week] or not self.weeks.days[week]:
            return False
        for beside in (week - 1, week + 1):
            same_part = 0 <= beside < len(self.free) and (beside <= last) == (week <= last)
            if same_part and not self.paired[beside] and self.free[beside] >= excess:
                self.free[beside] -= excess
                self.free[week] = 0
                if not self._own_pairs:
                    self.paired, self._own_pairs = list(self.paired), True
                self.paired[week] = self.paired[beside] = True
                return True
        return False


class Weeks:
    """The weeks of a timetable in plain numbers: what does not change while a sketch is drawn."""

    def __init__(self, timetable: Timetable) -> None:
        self.days = [week.days for week in timetable.weeks]
        """The working days of each."""
        self.least = [timetable.least_in(number) for number in range(len(timetable.weeks))]
        """The fewest minutes that are worth sitting down for in each."""
        self.away = WEEK_DAYS * sum(not days for days in self.days)
        """The days of all weeks without a working day."""
        self.last_action_week = timetable.last_action_week
        self.of_day = [timetable.week_index(day) if day else 0 for day in range(PLAN_DAYS + 1)]

    def fit(
        self, state: Kept, outline: Outline, week: int, earliest: int, latest_start: int, pace: int, gaps: int = 0
    ) -> tuple[tuple[Placed, ...], Trial] | None:
        """Return sittings from a week on, with the weeks after them; None where they do not fit or would drag on.

        `pace`: how many a week may hold; 0 is one in a fortnight. `gaps`: weeks that are left to others, as bits.
        """
        trial, step = Trial(self, state), outline.step
        if pace == 0:
            pace, step = 1, max(step, _FORTNIGHTLY)
        left, from_day, until, away = outline.minutes, earliest, min(latest_start, outline.latest_due), 0
        sittings: list[Placed] = []
        for number in range(week, self.of_day[outline.latest_due] + 1):
            days = self.days[number]
            if not days and sittings:
                until += WEEK_DAYS
                away += WEEK_DAYS
            for _ in range(pace if days and not gaps >> number & 1 else 0):
                first, last = bisect_left(days, from_day), bisect_left(days, until + 1)
                found = trial.sit(outline, left, number, days[first:last]) if first < last else None
                if found is None:
                    break
                sittings.append(found)
                left -= found[1]
                if left == 0:
                    stretch = found[0] - sittings[0][0] + 1
                    dragging = stretch < outline.span or stretch - away > outline.stretch
                    return None if dragging else (tuple(sittings), trial)
                from_day, until = found[0] + step, min(found[0] + outline.step + LONGEST_WAIT, outline.latest_due)
            if not sittings or (days and until <= days[-1]):
                return None
        return None
