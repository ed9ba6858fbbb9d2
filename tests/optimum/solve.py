"""The optimum of one problem: the programme with the rules for somebody new in post, each as far as it can be held."""

from __future__ import annotations

from .model import Model, Optimum
from .problem import Problem
from .programme import INFINITE, Solved

SECONDS = 60.0
GAP = 0.015
EASY = 30
"""So few activities are solved at once, without a solution to begin with."""


def optimum_of(problem: Problem, *, seconds: float = SECONDS, gap: float = GAP) -> Optimum:
    """Return the optimum of a problem. Rules that cannot be held together go in the order embed, relational, starters."""
    wanted = _wanted(problem)
    while True:
        found = _optimum_with(problem, wanted, seconds, gap)
        if found is not None:
            return found
        name = next(one for one in ("embed", "relational", "starters", "asks several") if wanted.get(one))
        wanted[name] -= 1


def _optimum_with(problem: Problem, wanted: dict[str, int], seconds: float, gap: float) -> Optimum | None:
    """Return the optimum with these rules, None where they cannot be held together.

    With many activities the solver finds no good solution by itself. So the best choice is looked for that may open any number of
    goals, then the best of that choice that opens no more than may be: with this one it begins.
    """
    model = Model(problem)
    _hold(model, wanted)
    start: tuple[float, ...] = ()
    bound = INFINITE
    if len(model.placed) > EASY:
        freer = Model(problem, goals=False)
        _hold(freer, wanted)
        first = freer.programme.solve(seconds=0.1 * seconds, gap=gap / 2)
        if not first.feasible:
            return None
        bound = first.bound
        if first.values:
            left = [name for name in freer.placed if first.values[freer.in_plan(name)] < 0.5]
            only = [(model.in_plan(name), 0.0) for name in left]
            second = model.programme.solve(seconds=0.25 * seconds, gap=gap / 2, only=only)
            if second.best is not None and bound <= second.best * (1 + gap):
                return _as_optimum(model, second, bound, wanted)
            start = second.values
    solved = model.programme.solve(seconds=seconds if not start else 0.65 * seconds, gap=gap, start=start)
    return _as_optimum(model, solved, min(bound, solved.bound), wanted) if solved.feasible else None


def _wanted(problem: Problem) -> dict[str, int]:
    """Return how many activities of each sort are to be begun in time."""
    wanted = {"embed": 1, "relational": 1} if problem.all_beginnings else {}
    if problem.starters:
        wanted["starters"] = problem.starters
    return {**wanted, "asks several": 1} if problem.mostly_unsure else wanted


def _hold(model: Model, wanted: dict[str, int]) -> None:
    """Add the rules. A rule for which there are too few activities asks for as many as there are."""
    rules = model.problem.rules
    sorts = {
        "embed": [
            (name, one.phase == "embed" and bool(model.problem.builds[name]), 0)
            for name, one in model.problem.activities.items()
        ],
        "relational": [(name, one.relational, rules.relation_by) for name, one in model.problem.activities.items()],
        "starters": [(name, one.starter, rules.starters_by) for name, one in model.problem.activities.items()],
        "asks several": [
            (name, one.asks_several, rules.ask_several_by) for name, one in model.problem.activities.items()
        ],
    }
    for sort, number in wanted.items():
        columns = [
            model.begun_by(name, day) if day else model.in_plan(name)
            for name, of_this_sort, day in sorts[sort]
            if of_this_sort and name in model.placed
        ]
        columns = [column for column in columns if column != model.zero]
        wanted[sort] = min(number, len(columns))
        if wanted[sort]:
            model.programme.row([(column, 1.0) for column in columns], least=float(wanted[sort]))


def _as_optimum(model: Model, solved: Solved, bound: float, held: dict[str, int]) -> Optimum:
    values = solved.values
    chosen: dict[str, tuple[int, int]] = {}
    for name, placed in model.placed.items() if values else ():
        if values[placed.ended[model.last]] > 0.5:
            begun = next(week for week, column in enumerate(placed.begun) if values[column] > 0.5)
            ended = next(week for week, column in enumerate(placed.ended) if values[column] > 0.5)
            chosen[name] = (begun, ended)
    high = [
        want.id
        for want in model.problem.wants.values()
        if want.high and values and sum(values[column] for column in model.taken[want.id]) > 0.5
    ]
    return Optimum(bound, solved.best or 0.0, tuple(high), chosen, dict(sorted(held.items())))
