"""What a week may borrow from one beside it, so that a training or a visit need not be cut (design: The 100-day plan)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Borrowing(NamedTuple):
    """One week takes `minutes` from another: both by their place in the list of weeks."""

    borrower: int
    lender: int
    minutes: int


def borrowings(
    loads: Sequence[int], capacities: Sequence[int], whole: Sequence[int]
) -> tuple[tuple[Borrowing, ...], tuple[int, ...]]:
    """Return which week borrows from which, and the weeks whose excess nothing covers: by their place, in order.

    All three are minutes, week by week; `whole` is the longest sitting in a week that may not be cut: only for one may a
    week be above what it holds, by no more than it lasts. It borrows from one week beside it that has neither lent nor
    borrowed and holds enough. The earlier of two neighbours lends first: a later week has less need of it, so if any way
    of lending covers all, this one does.
    """
    found: list[Borrowing] = []
    uncovered: list[int] = []
    taken: set[int] = set()
    for week, load in enumerate(loads):
        excess = load - capacities[week]
        if excess <= 0:
            continue
        for lender in (week - 1, week + 1):
            if (
                excess <= whole[week]
                and 0 <= lender < len(loads)
                and lender not in taken
                and capacities[lender] - loads[lender] >= excess
            ):
                taken.update((week, lender))
                found.append(Borrowing(week, lender, excess))
                break
        else:
            uncovered.append(week)
    return tuple(found), tuple(uncovered)
