"""The optima as they are stored, each with a mark of what it was worked out from: a change of that makes it stale."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from cswo_eval.framework.framework import Framework

from .model import MODEL_VERSION, Optimum
from .problem import Problem, problem_of
from .records import PlannedRecord

STORED = Path(__file__).with_name("stored.json")
STALE = (
    "The optimum of {id} is not stored for this catalogue and these rules. Work it out: python -m tests.optimum {id}"
)


class StoredOptimum(NamedTuple):
    """What is known of a record's best plan: none takes away more than `bound`, one is known to take away `best`."""

    id: str
    mark: str
    bound: float
    best: float
    high_served: tuple[str, ...]
    held: Mapping[str, int]


def problem_of_record(framework: Framework, record: PlannedRecord) -> Problem:
    """Return what the rules come to for one of the records."""
    return problem_of(
        framework,
        record.analysis(framework),
        start=record.start,
        hours=record.hours,
        leave=record.away,
        local_holidays=record.local_holidays,
        new_in_post=record.new_in_post,
    )


def mark_of(problem: Problem) -> str:
    """Return a mark of everything that the optimum depends on, and of nothing else: not of the activities' words."""
    activities = {
        name: [
            problem.builds[name],
            one.hours,
            one.sitting_hours,
            one.whole_sitting,
            one.span_days,
            one.days_between,
            problem.window(one),
            problem.longest_stretch(one),
            one.phase,
            one.after,
            [one.finds_out, one.starter, one.relational, one.asks_several],
        ]
        for name, one in problem.activities.items()
    }
    rules = problem.rules
    first_things = [
        rules.least_starters,
        rules.starters_by,
        rules.starters_from_hours,
        rules.relation_from_hours,
        rules.relation_by,
        rules.ask_several_by,
    ]
    plan = [rules.most_open_goals, first_things, problem.new_in_post, problem.mostly_unsure]
    whole = [MODEL_VERSION, problem.segments, list(problem.wants.values()), activities, plan]
    return sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]


def read_stored() -> dict[str, StoredOptimum]:
    """Return every stored optimum by the id of its record."""
    if not STORED.exists():
        return {}
    found: dict[str, dict[str, Any]] = json.loads(STORED.read_text(encoding="utf-8"))
    return {
        name: StoredOptimum(name, one["mark"], one["bound"], one["best"], tuple(one["high_served"]), dict(one["held"]))
        for name, one in found.items()
    }


def write_stored(optima: Mapping[str, StoredOptimum]) -> None:
    """Write the optima, a record after the other in the order of their ids."""
    written = {
        name: {key: value for key, value in optima[name]._asdict().items() if key != "id"} for name in sorted(optima)
    }
    STORED.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8", newline="\n")


def to_store(name: str, problem: Problem, optimum: Optimum) -> StoredOptimum:
    """Return an optimum as it is stored."""
    return StoredOptimum(
        name, mark_of(problem), round(optimum.bound, 3), round(optimum.best, 3), optimum.high_served, optimum.held
    )
