"""Choose the activities of a plan: by the need that each takes away per hour, over all needs at once; then better and better.

A first choice takes, again and again, what takes most away per hour. Then some activities are taken out and others put in,
in ever new ways, and what is better stays. The numbers that vary this come from a fixed beginning: the same needs, hours and
days give the same choice.
"""

from __future__ import annotations

from itertools import product
from random import Random
from typing import NamedTuple

from cswo_eval.planning.draft import Draft, Given
from cswo_eval.planning.first_things import Wish, candidates, fulfilled, held
from cswo_eval.planning.timetable import PACES, Timetable

_HURRY = (1.0, 0.8, 0.6)
"""How strongly an activity's hours count against it: what is tried."""
_CANDIDATES = 5
"""How many activities are tried for each that is wished."""
_PATIENCE = 8
"""After so many that do not fit, the rest of a list is not tried."""
_ROUNDS, _FEWEST_ROUNDS = 1600, 50
"""How often activities are taken out and others put in, divided by how many there are, and at the fewest."""
_SPREAD = 0.4
"""By how much what an activity takes away is made out more or less than it is."""
_TOLERANCE = 4.0
"""How much less need a plan may take away at first and still be gone on from."""
_ANOTHER_WISH = 0.4
"""How often another activity is tried for one that was wished."""
_HIGH_NEED_SERVED = 4.0
"""How much each high need counts besides of which anything is taken away: none is left alone for a little more elsewhere."""


class _Worth(NamedTuple):
    """How good a draft is: how far it fulfils each wish, then the need that it takes away."""

    wishes: tuple[int, ...]
    value: float


def choose(given: Given, timetable: Timetable, wishes: tuple[Wish, ...]) -> Draft:
    """Return a draft that takes away as much need as can be found: nothing more that takes any away would fit in it."""
    draft = Draft(given, timetable)
    best, worth = draft.state(), _Worth((), -1.0)
    empty = best
    for draft.late, timetable.paces, hurry in product((False, True), PACES, _HURRY[:2]):
        draft.go_back(empty)
        draft.fill(hurry, patience=_PATIENCE)
        if _worth(draft, ()) > worth:
            best, worth = draft.state(), _worth(draft, ())
    draft.go_back(best)
    for wish in wishes:
        _grant(wish, draft)
    _better(draft, wishes)
    draft.late, timetable.paces = False, PACES[0]
    draft.push_together(late=False)
    draft.fill(_HURRY[0])
    return draft


def _worth(draft: Draft, wishes: tuple[Wish, ...]) -> _Worth:
    return _Worth(fulfilled(wishes, draft), draft.value + _HIGH_NEED_SERVED * draft.high_needs_served)


def _grant(wish: Wish, draft: Draft) -> None:
    """Put in what is wished, as far as it can be held: each time what leaves the plan the best."""
    while held(wish, draft) < wish.number:
        before, there = draft.state(), held(wish, draft)
        best, worth, tried = before, (there, float("inf")), 0
        for name in candidates(wish, draft):
            draft.go_back(before)
            draft.start_again((*before.begin_by, name, *before.order), {**before.begin_by, name: wish.begin_by})
            draft.fill(_HURRY[0], patience=_PATIENCE)
            tried += held(wish, draft) > there
            if (held(wish, draft), draft.value) > worth and name in draft.chosen:
                best, worth = draft.state(), (held(wish, draft), draft.value)
            if tried >= _CANDIDATES:
                break
        draft.go_back(best)
        if best is before:
            return


def _better(draft: Draft, wishes: tuple[Wish, ...]) -> None:
    """Take some activities out and put others in, many times, and end with the best plan that was found."""
    best = present = draft.state()
    best_worth = present_worth = _worth(draft, wishes)
    varied = Random(0)
    rounds = max(_FEWEST_ROUNDS, _ROUNDS // max(1, len(best.order)))
    for number in range(rounds):
        draft.go_back(present)
        draft.vary({name: 1 + _SPREAD * (2 * varied.random() - 1) for name in draft.useful})
        draft.late, draft.timetable.paces = varied.random() < 0.4, PACES[varied.random() < 0.5]
        if wishes and varied.random() < _ANOTHER_WISH:
            _grant_another(draft, wishes, varied)
        else:
            draft.take_out(_some(draft, varied))
        draft.fill(_HURRY[int(varied.random() * len(_HURRY))], patience=_PATIENCE)
        worth = _worth(draft, wishes)
        tolerance = _TOLERANCE * (1 - number / rounds)
        if worth >= present_worth._replace(value=present_worth.value - tolerance):
            present, present_worth = draft.state(), worth
        if worth > best_worth:
            best, best_worth = draft.state(), worth
    draft.vary({})
    draft.go_back(best)


def _some(draft: Draft, varied: Random) -> frozenset[str]:
    """Return one to three activities of a draft: most often such as lie beside each other."""
    names = sorted(
        (name for name in draft.order if name not in draft.begin_by), key=lambda name: draft.chosen[name].placement.start
    )
    if not names:
        return frozenset()
    number = (1, 2, 2, 3)[int(varied.random() * 4)]
    if varied.random() < 0.6:
        last = int(varied.random() * len(names))
        return frozenset(names[max(0, last - number + 1) : last + 1])
    return frozenset(names[int(varied.random() * len(names))] for _ in range(number))


def _grant_another(draft: Draft, wishes: tuple[Wish, ...], varied: Random) -> None:
    """Put another activity in for one that was wished, before all that is not."""
    wish = wishes[int(varied.random() * len(wishes))]
    names = candidates(wish, draft)[: 3 * _CANDIDATES]
    if not names:
        return
    name = names[int(varied.random() * len(names))]
    activities = draft.given.framework.activities
    there = [one for one in draft.begin_by if wish.fits(activities[one])]
    out = there[int(varied.random() * len(there))] if len(there) >= wish.number else ""
    first = {one: day for one, day in draft.begin_by.items() if one != out}
    first.setdefault(name, wish.begin_by)
    draft.start_again((*first, *(one for one in draft.order if one != out)), first)


