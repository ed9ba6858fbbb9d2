"""Choose the activities of a plan: by the need that each takes away per hour, over all needs at once; then better and better.

A first choice takes, again and again, what takes most away per hour. Then some activities are taken out and others put in,
in ever new ways, and what is better stays. The numbers that vary this come from a fixed beginning: the same needs, hours and
days give the same choice.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from cswo_eval.planning.draft import Draft
from cswo_eval.planning.first_things import Wish
from cswo_eval.planning.given import Given
from cswo_eval.planning.outline import PACES, Kept, Manner
from cswo_eval.planning.sketch import Sketch
from cswo_eval.planning.timetable import Placement, Timetable
from cswo_eval.planning.varied import Varied

_HURRY = (1.0, 0.8, 0.6)
"""How strongly an activity's hours count against it: what is tried."""
_ROUNDS, _MOST_ROUNDS = 1300, 130
"""How often activities are taken out and others put in, divided by how many there are, and at the most."""
_BEGINNINGS = 6
"""How many beginnings are tried where the plan is to hold certain sorts of activities: they bind it most."""
_ANOTHER_WISH = 0.4
"""How often another activity is tried for one that is wished."""
_MAKE_ROOM = 0.5
"""How likely another one that is wished, or lies early, makes room for it."""
_ANY_START = 0.6
"""How often activities begin at any of their weeks and not at the first."""
_GAPS = 0.2
"""How often those leave some weeks to others besides."""
_SPREAD = 0.4
"""By how much what an activity takes away is made out more or less than it is."""
_TOLERANCE = 16.0
"""How much less need, in quarters, a plan may take away at first and still be gone on from."""
_HIGH_NEED_SERVED = 30
"""How much each high need counts besides, in quarters, of which anything is taken away: none is left alone for a little more
elsewhere."""


class _Worth(NamedTuple):
    """How good a plan is: how far it fulfils each wish, then the need that it takes away."""

    wishes: tuple[int, ...]
    value: float


def choose(given: Given, timetable: Timetable, wishes: tuple[Wish, ...]) -> Draft:
    """Return a draft that takes away as much need as can be found: nothing more that takes any away would fit in it."""
    draft = Draft(given, timetable)
    sketch = Sketch(draft, wishes)
    if sketch.activities:
        _sketch(sketch)
        draft.adopt(
            {
                sketch.activities[number].name: (
                    sketch.goal_names[one.goal],
                    Placement(one.sittings),
                    None
                    if one.wanted_by == number
                    else given.framework.activities[sketch.activities[one.wanted_by].name].title,
                )
                for number, one in sketch.state.lying.items()
            }
        )
        draft.push_together()
    draft.fill()
    return draft


def _worth(sketch: Sketch) -> _Worth:
    return _Worth(sketch.fulfilled(), sketch.value + _HIGH_NEED_SERVED * sketch.high_served)


def _sketch(sketch: Sketch) -> None:
    """Fill a sketch, then take some activities out and put others in, many times, and end with the best that was found."""
    empty = best = sketch.saved()
    best_worth = _Worth((), -1.0)
    for hurry, late, pace in product(_HURRY[:2], (False, True), (0, 1)):
        sketch.go_back(empty)
        sketch.fill(Manner(hurry, late, pace))
        if _worth(sketch) > best_worth:
            best, best_worth = sketch.saved(), _worth(sketch)
    varied = Varied()
    for _ in range(_BEGINNINGS if sketch.wishes else 0):
        sketch.go_back(empty)
        sketch.fill(_manner(sketch, varied))
        if _worth(sketch) > best_worth:
            best, best_worth = sketch.saved(), _worth(sketch)
    present, present_worth = best, best_worth
    rounds = min(_MOST_ROUNDS, _ROUNDS // max(1, len(best.lying)))
    for number in range(rounds):
        sketch.go_back(present)
        manner = _manner(sketch, varied)
        if sketch.wishes and varied.share() < _ANOTHER_WISH:
            _another(sketch, manner, varied)
        else:
            sketch.take_out(_some(present, varied))
        sketch.fill(manner)
        worth = _worth(sketch)
        tolerance = _TOLERANCE * (1 - number / rounds)
        if worth >= present_worth._replace(value=present_worth.value - tolerance):
            present, present_worth = sketch.saved(), worth
        if worth > best_worth:
            best, best_worth = sketch.saved(), worth
    sketch.go_back(best)


def _another(sketch: Sketch, manner: Manner, varied: Varied) -> None:
    """Put another activity in for those of a sort that is wished, in the room of some others that lie early."""
    wish, _, fitting = sketch.wishes[varied.below(len(sketch.wishes))]
    lying = sketch.state.lying
    others = [one for one in fitting if one not in lying and one not in sketch.barred]
    if not others:
        return
    other = others[varied.below(len(others))]
    wished = {one for _, _, names in sketch.wishes for one in names}
    early = sorted(lying, key=lambda one: lying[one].sittings[0])[: 2 + varied.below(4)]
    sketch.take_out(
        frozenset(
            one for one in lying if one in fitting or ((one in early or one in wished) and varied.share() < _MAKE_ROOM)
        )
    )
    sketch.add(other, manner, wish.begin_by)


def _manner(sketch: Sketch, varied: Varied) -> Manner:
    """Return a manner of filling that is a little different each time."""
    factors = [1 + _SPREAD * (2 * varied.share() - 1) for _ in sketch.activities]
    starts = [varied.share() for _ in sketch.activities] if varied.share() < _ANY_START else []
    gaps = [varied.below(1 << 20) & varied.below(1 << 20) for _ in starts] if varied.share() < _GAPS else []
    pace = varied.below(len(PACES))
    return Manner(_HURRY[varied.below(len(_HURRY))], varied.share() < 0.4, pace, starts, gaps, factors)


def _some(present: Kept, varied: Varied) -> frozenset[int]:
    """Return one to three activities: most often such as lie beside each other."""
    numbers = sorted(present.lying, key=lambda one: present.lying[one].sittings[0])
    if not numbers:
        return frozenset()
    number = (1, 2, 2, 3)[varied.below(4)]
    if varied.share() < 0.6:
        last = varied.below(len(numbers))
        return frozenset(numbers[max(0, last - number + 1) : last + 1])
    return frozenset(numbers[varied.below(len(numbers))] for _ in range(number))
