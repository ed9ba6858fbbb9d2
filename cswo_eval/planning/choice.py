"""Choose the activities of a plan: by the need that each takes away per hour, over all needs at once, and better by exchange.

Nothing here is left to chance: the same needs, hours and days give the same choice.
"""

from __future__ import annotations

from cswo_eval.planning.draft import Draft, Given
from cswo_eval.planning.first_things import Wish, fulfilled, grant
from cswo_eval.planning.timetable import Timetable

_HURRY = (1.0, 0.7)
"""How strongly an activity's hours count against it: the choice is tried with each, and the best is kept."""
_MOST_EXCHANGES = 400
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
    """Take activities out, and fill up again, as long as that makes the plan better."""
    best, worth = draft.state(), _worth(draft, wishes)
    tried = 0
    better = True
    while better and tried < _MOST_EXCHANGES:
        better = False
        for out in _outs(draft, first):
            tried += 1
            draft.go_back(best)
            draft.take_out(out)
            draft.fill(hurry, out)
            draft.fill(hurry)
            if _worth(draft, wishes) > worth:
                best, worth, better = draft.state(), _worth(draft, wishes), True
                break
            if tried >= _MOST_EXCHANGES:
                break
    draft.go_back(best)


def _outs(draft: Draft, first: tuple[str, ...]) -> list[frozenset[str]]:
    own = [name for name in draft.order if name not in first]
    single = [frozenset({out}) for out in reversed(own)]
    pairs = [frozenset({one, other}) for place, one in enumerate(own) for other in own[:place]]
    return [*single, *pairs]
