"""A mixed-integer programme, built line by line and solved with HiGHS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import highspy
import numpy as np

INFINITE = float("inf")
_FEASIBLE = 2
_IMPOSSIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
Terms = Iterable[tuple[int, float]]


class Solved(NamedTuple):
    """What the solver found: no solution is better than `bound`; `values` are those of the best one found."""

    feasible: bool
    bound: float
    best: float | None
    values: tuple[float, ...]


class Programme:
    """Columns and rows, to be made as great as possible."""

    def __init__(self) -> None:
        self.worth: list[float] = []
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.row_lower: list[float] = []
        self.row_upper: list[float] = []
        self.starts: list[int] = []
        self.indices: list[int] = []
        self.factors: list[float] = []

    def column(self, upper: float = 1.0, *, lower: float = 0.0, worth: float = 0.0, whole: bool = False) -> int:
        """Add a column and return its number."""
        self.worth.append(worth)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.worth) - 1

    def row(self, terms: Terms, *, least: float = -INFINITE, most: float = INFINITE) -> None:
        """Add a row: `least` ≤ the sum of the terms ≤ `most`. Terms of one column are added up."""
        summed: dict[int, float] = {}
        for column, factor in terms:
            summed[column] = summed.get(column, 0.0) + factor
        self.starts.append(len(self.indices))
        for column, factor in summed.items():
            if factor:
                self.indices.append(column)
                self.factors.append(factor)
        self.row_lower.append(least)
        self.row_upper.append(most)

    def solve(
        self, *, seconds: float, gap: float, start: Sequence[float] = (), only: Sequence[tuple[int, float]] = ()
    ) -> Solved:
        """Return the best solution and the proven bound, within the time and to the relative gap that are given.

        `start` is a solution to begin with; `only` gives columns another upper limit, for a part of the programme.
        """
        highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
            highs.setOptionValue(option, value)
        highs.setOptionValue("time_limit", seconds)
        highs.setOptionValue("mip_rel_gap", gap)
        highs.passModel(self._as_model(dict(only)))
        if start:
            solution = highspy.HighsSolution()
            solution.col_value = list(start)
            highs.setSolution(solution)
        highs.run()
        if highs.getModelStatus() in _IMPOSSIBLE:
            return Solved(False, 0.0, None, ())
        info = highs.getInfo()
        found = info.primal_solution_status == _FEASIBLE
        bound = info.mip_dual_bound if any(self.whole) else info.objective_function_value
        best = info.objective_function_value if found else None
        return Solved(True, bound, best, tuple(highs.getSolution().col_value) if found else ())

    def _as_model(self, upper: dict[int, float]) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.worth), len(self.row_lower)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = np.array(self.worth)
        model.col_lower_ = np.array(self.lower)
        model.col_upper_ = np.array([upper.get(number, most) for number, most in enumerate(self.upper)])
        model.row_lower_, model.row_upper_ = np.array(self.row_lower), np.array(self.row_upper)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array([*self.starts, len(self.indices)], dtype=np.int32)
        model.a_matrix_.index_ = np.array(self.indices, dtype=np.int32)
        model.a_matrix_.value_ = np.array(self.factors)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[one] for one in self.whole]
        return model
