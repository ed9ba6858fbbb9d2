"""The best plan of a small case day by day, as a plan: it keeps every rule, so that the check of plans can be tried on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from cswo_eval.record.plan_models import Action, Plan, Sitting

from .model import Model
from .problem import Problem, minutes
from .records import MOMENT, ROUND_DAY


def best_plan_by_day(problem: Problem, start: date, hours: float, *, seconds: float = 30.0) -> tuple[float, Plan]:
    """Return what the best plan takes away, and that plan. Rules for somebody new in post are not looked at."""
    model = Model(problem, by_day=True)
    solved = model.programme.solve(seconds=seconds, gap=0.0)
    chosen = [name for name in model.placed if solved.values[model.in_plan(name)] > 0.5]
    actions = tuple(_action(model, solved.values, name, start, number) for number, name in enumerate(sorted(chosen), 1))
    plan = Plan(start=start, made=MOMENT, made_on=start, round=ROUND_DAY, hours_per_week=hours, actions=actions)
    return solved.best or 0.0, plan


def _action(model: Model, values: Sequence[float], name: str, start: date, number: int) -> Action:
    activity = model.problem.activities[name]
    lengths = {
        model.periods[period].days[0]: round(sum(values[column] * factor for column, factor in terms))
        for period, terms in model.placed[name].minutes.items()
    }
    lengths = {day: length for day, length in sorted(lengths.items()) if length > 0}
    lengths[max(lengths)] += minutes(activity.hours) - sum(lengths.values())
    sittings = tuple(Sitting(day=start + timedelta(days=day - 1), hours=length / 60) for day, length in lengths.items())
    goal = next(
        goal
        for goal, actions in model.goals.items()
        for one, columns in actions
        if one == name and (not columns or values[columns[0]] > 0.5)
    )
    return Action(
        id=f"A{number}",
        activity=name,
        title=activity.title,
        goal=goal,
        hours=activity.hours,
        sittings=sittings,
        start=sittings[0].day,
        due=sittings[-1].day,
    )
