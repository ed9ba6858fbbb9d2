"""Choose the activities of a plan: by the need that each takes away per hour, over all needs at once, and better by exchange.

Nothing here is left to chance: the same needs, hours and days give the same choice.
"""

from __future__ import annotations

from cswo_eval.planning.draft import Draft, Given, State
from cswo_eval.planning.first_things import Wish, fulfilled, grant
from cswo_eval.planning.timetable import Timetable

_HURRY = (1.0, 0.7)
"""How strongly an activity's hours count against it: the choice is tried with each, and the best is kept."""
_MOST_EXCHANGES = 40
"""How many exchanges are tried: more would cost more time than they gain."""

_Worth = tuple[int, float]
"""How many wishes a plan fulfils, and how much need it takes away."""


def choose(given: Given, timetable: Timetable, wishes: tuple[Wish, ...]) -> Draft:
    """Return a draft that takes away as much need as can be found: nothing more that takes any away would fit in it."""
    draft = Draft(given, timetable)
    first = [name for wish in wishes if wish.at_once for name in grant(wish, draft)]
    begun = draft.state()
    best, worth, hurry = draft.state(), (-1, -1.0), _HURRY[0]
    for one in _HURRY:
        draft.go_back(begun)
        draft.fill(one)
        if _worth(draft, wishes) > worth:
            best, worth, hurry = draft.state(), _worth(draft, wishes), one
    draft.go_back(begun)
    for wish in wishes:
        if not wish.at_once and worth[0] < sum(one.number for one in wishes):
            first += grant(wish, draft)
            draft.fill(hurry)
            if _worth(draft, wishes) > worth:
                best, worth = draft.state(), _worth(draft, wishes)
    draft.go_back(best)
    _exchange(draft, wishes, tuple(first), hurry)
    return draft


def _worth(draft: Draft, wishes: tuple[Wish, ...]) -> _Worth:
    return fulfilled(wishes, draft), draft.value


def _exchange(draft: Draft, wishes: tuple[Wish, ...], first: tuple[str, ...], hurry: float) -> None:
    """Take one activity out, or put one in before the others, and fill up again, as long as that makes the plan better."""
    best, worth = draft.state(), _worth(draft, wishes)
    tried = 0
    better = True
    while better and tried < _MOST_EXCHANGES:
        better = False
        for order, without in _exchanges(draft, best, first):
            tried += 1
            draft.start_again(order)
            draft.fill(hurry, without)
            if without:
                draft.fill(hurry)
            if _worth(draft, wishes) > worth:
                best, worth, better = draft.state(), _worth(draft, wishes), True
                break
            if tried >= _MOST_EXCHANGES:
                break
        draft.go_back(best)


def _exchanges(draft: Draft, best: State, first: tuple[str, ...]) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    """Return the orders to try: the plan without each of its own activities, and with each other that might be worth it in front."""
    own = [name for name in best.order if name not in first]
    begun = tuple(name for name in best.order if name in first)
    taken_out = [
        ((*begun, *(name for name in own if name != out)), frozenset({out}))
        for out in reversed(own)
    ]
    draft.start_again(begun)
    promising = [name for name in draft.ranked(1.0) if name not in best.chosen][:20]
    draft.go_back(best)
    put_in = [((*begun, name, *own), frozenset[str]()) for name in promising]
    mixed = [pair for both in zip(taken_out, put_in, strict=False) for pair in both]
    return [*mixed, *taken_out[len(put_in):], *put_in[len(taken_out):]]
