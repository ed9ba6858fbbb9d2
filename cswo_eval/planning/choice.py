"""Choose the activities of a plan: by the need that each takes away per hour, over all needs at once, and better by exchange.

Nothing here is left to chance: the same needs, hours and days give the same choice.
"""

from __future__ import annotations

from itertools import product

from cswo_eval.planning.draft import Draft, Given
from cswo_eval.planning.first_things import Wish, candidates, fulfilled, held
from cswo_eval.planning.timetable import PACES, Timetable

_HURRY = (1.0, 0.7)
"""How strongly an activity's hours count against it: the choice is tried with each, and the best is kept."""
_CANDIDATES = 5
"""How many activities are tried for each that is wished."""
_MOST_EXCHANGES = int(__import__('os').environ.get('EX','30'))
"""How many exchanges are tried: more would cost more time than they gain."""

_Worth = tuple[int, float]
"""How many wishes a plan fulfils, and how much need it takes away."""


def choose(given: Given, timetable: Timetable, wishes: tuple[Wish, ...]) -> Draft:
    """Return a draft that takes away as much need as can be found: nothing more that takes any away would fit in it."""
    draft = Draft(given, timetable)
    empty = draft.state()
    best, worth, hurry, late = empty, (-1, -1.0), _HURRY[0], False
    paces = PACES[0]
    for draft.late, timetable.paces, one in product((False, True), PACES, _HURRY):
        draft.go_back(empty)
        draft.fill(one)
        if _worth(draft, wishes) > worth:
            best, worth, hurry, late, paces = draft.state(), _worth(draft, wishes), one, draft.late, timetable.paces
    timetable.paces = paces
    draft.go_back(best)
    draft.late = late
    for wish in wishes:
        _grant(wish, draft, hurry)
    _exchange(draft, wishes, hurry)
    return draft


def _worth(draft: Draft, wishes: tuple[Wish, ...]) -> _Worth:
    return fulfilled(wishes, draft), draft.value


def _grant(wish: Wish, draft: Draft, hurry: float) -> None:
    """Put in what is wished, as far as it can be held: each time what leaves the plan the best."""
    while held(wish, draft) < wish.number:
        before, there = draft.state(), held(wish, draft)
        best, worth = before, (there, float("inf"))
        for name in candidates(wish, draft)[:_CANDIDATES]:
            draft.go_back(before)
            draft.start_again((*before.begin_by, name, *before.order), {**before.begin_by, name: wish.begin_by})
            draft.fill(hurry)
            if (held(wish, draft), draft.value) > worth and name in draft.chosen:
                best, worth = draft.state(), (held(wish, draft), draft.value)
        draft.go_back(best)
        if best is before:
            return


def _exchange(draft: Draft, wishes: tuple[Wish, ...], hurry: float) -> None:
    """Take an activity out, and fill up again, as long as that makes the plan better."""
    best, worth = draft.state(), _worth(draft, wishes)
    tried = 0
    better = True
    while better and tried < _MOST_EXCHANGES:
        better = False
        for name in reversed(best.order):
            tried += 1
            out = frozenset({name})
            draft.go_back(best)
            draft.take_out(out)
            draft.fill(hurry, out)
            draft.fill(hurry, only=out)
            for late in (False, True, False)[:int(__import__('os').environ.get('PUSH','3'))]:
                draft.push_together(late)
                draft.fill(hurry)
            if _worth(draft, wishes) > worth:
                best, worth, better = draft.state(), _worth(draft, wishes), True
                break
            if tried >= _MOST_EXCHANGES:
                break
    draft.go_back(best)
