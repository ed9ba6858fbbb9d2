"""What weeks hold, and what they would hold if sittings were added: for trying a place out before it is booked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cswo_eval.planning.borrowing import borrowings


class Week:
    """An ISO week, or the part of one within the plan: its working plan days that are still to come, and minutes.

    `whole` is the longest sitting in it that may not be cut; `closing` a week after the last day for actions.
    """

    def __init__(self, days: tuple[int, ...], capacity: int, closing: bool) -> None:
        self.days, self.capacity, self.closing = days, capacity, closing
        self.load = self.whole = 0


class Loads:
    """What the weeks would hold if sittings were added: for trying a place out before it is booked."""

    def __init__(self, weeks: Sequence[Week], closing_from: int, lent: Mapping[int, int]) -> None:
        self.weeks, self.closing_from = weeks, closing_from
        self.more: dict[int, int] = {}
        self.whole: dict[int, int] = {}
        self.lent = lent
        """The minutes that each week lends; 0 for one that borrows."""
        self.set_aside: set[int] = set()
        """Days set aside that a sitting of the same activity takes."""

    def load(self, number: int) -> int:
        return self.weeks[number].load + self.more.get(number, 0)

    def free(self, number: int) -> int:
        """Return the minutes that a week holds besides what it has and lends."""
        return self.weeks[number].capacity - self.load(number) - self.lent.get(number, 0)

    def holds(self, number: int, minutes: int, whole: bool) -> bool:
        """Return whether a week still holds so many minutes, borrowing included where the sitting is whole."""
        free = self.free(number)
        if minutes <= free:
            return True
        if not whole or not self.weeks[number].capacity:
            # What it lends might come from elsewhere.
            return (
                self.lent.get(number, 0) > 0
                and minutes <= free + self.lent[number]
                and self._covered(number, minutes, 0)
            )
        if number not in self.lent:
            part, excess = self._part(number), minutes - free
            if any(
                one in part and one not in self.lent and self.free(one) >= excess for one in (number - 1, number + 1)
            ):
                return True
        return self._covered(number, minutes, minutes)

    def _covered(self, number: int, minutes: int, whole: int) -> bool:
        """Return whether any way of lending covers the weeks with so many minutes more in one of them."""
        part = self._part(number)
        place = number - part.start
        loads, capacities, longest = self._state(part)
        uncovered = borrowings(loads, capacities, longest)[1]
        if place in uncovered:
            return False
        loads[place] += minutes
        longest[place] = max(longest[place], whole)
        # What the owner's own dates overfill stays so; nothing more may.
        return set(borrowings(loads, capacities, longest)[1]) <= set(uncovered)

    def _state(self, part: range) -> tuple[list[int], list[int], list[int]]:
        return (
            [self.load(one) for one in part],
            [self.weeks[one].capacity for one in part],
            [max(self.weeks[one].whole, self.whole.get(one, 0)) for one in part],
        )

    def room(self, number: int) -> int:
        """Return the minutes that a week still holds without borrowing, and without what it lends."""
        return max(0, self.free(number))

    def add(self, number: int, minutes: int, whole: bool) -> None:
        borrows = minutes > self.free(number)
        self.more[number] = self.more.get(number, 0) + minutes
        if whole:
            self.whole[number] = max(self.whole.get(number, 0), minutes)
        if borrows:
            self.lent = {}
            for part in (self._part(0), self._part(len(self.weeks) - 1)):
                self.lent.update(lent_minutes(*self._state(part), first=part.start))

    def _part(self, number: int) -> range:
        """Return the weeks that may lend to each other: those for actions, or those after them."""
        return range(self.closing_from) if number < self.closing_from else range(self.closing_from, len(self.weeks))


def lent_minutes(loads: Sequence[int], capacities: Sequence[int], whole: Sequence[int], first: int) -> dict[int, int]:
    """Return the minutes that each week lends, 0 for one that borrows. `first` is the place of the first of them."""
    lent: dict[int, int] = {}
    for one in borrowings(loads, capacities, whole)[0]:
        lent[first + one.lender], lent[first + one.borrower] = one.minutes, 0
    return lent
