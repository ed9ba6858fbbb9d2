"""The optimum of one problem: the programme with the rules for somebody new in post, each as far as it can be held."""

from __future__ import annotations

from .model import Model, Optimum
from .problem import ASKS_SEVERAL_BY, RELATIONAL_BY, STARTERS, STARTERS_BY, Problem
from .programme import Solved

SECONDS = 75.0
GAP = 0.01


def optimum_of(problem: Problem, *, seconds: float = SECONDS, gap: float = GAP) -> Optimum:
    """Return the optimum of a problem. Rules that cannot be held together go in the order embed, relational, starters."""
    wanted = _wanted(problem)
    while True:
        model = Model(problem)
        _hold(model, wanted)
        solved = model.programme.solve(seconds=seconds, gap=gap)
        if solved.feasible:
            return _as_optimum(model, solved, wanted)
        name = next(one for one in ("embed", "relational", "starters", "asks several") if wanted.get(one))
        wanted[name] -= 1


def _wanted(problem: Problem) -> dict[str, int]:
    """Return how many activities of each sort are to be begun in time."""
    wanted = {"embed": 1, "relational": 1, "starters": STARTERS} if problem.new_in_post else {}
    return {**wanted, "asks several": 1} if problem.mostly_unsure else wanted


def _hold(model: Model, wanted: dict[str, int]) -> None:
    """Add the rules. A rule for which there are too few activities asks for as many as there are."""
    sorts = {
        "embed": [(name, one.phase == "embed", 0) for name, one in model.problem.activities.items()],
        "relational": [(name, one.relational, RELATIONAL_BY) for name, one in model.problem.activities.items()],
        "starters": [(name, one.starter, STARTERS_BY) for name, one in model.problem.activities.items()],
        "asks several": [(name, one.asks_several, ASKS_SEVERAL_BY) for name, one in model.problem.activities.items()],
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


def _as_optimum(model: Model, solved: Solved, held: dict[str, int]) -> Optimum:
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
    return Optimum(solved.bound, solved.best or 0.0, tuple(high), chosen, dict(sorted(held.items())))
