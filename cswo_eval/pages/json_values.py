"""Results as plain values for --json: numbers stay numbers, means are exact and rounded, dates are ISO text."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from cswo_eval.analysis.results import GapAnalysis, one_decimal
from cswo_eval.files.shapes import Shape, all_fields
from cswo_eval.record.models import Answer
from cswo_eval.record.plan_models import Action, Plan


def plain_value(value: Any) -> Any:
    """Return Shapes and NamedTuples by their fields, tuples, dates and fractions as values that JSON has."""
    if isinstance(value, Shape):
        return {name: plain_value(held) for name, held in all_fields(value).items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plain_value(held) for name, held in value._asdict().items()}
    if isinstance(value, dict):
        return {str(key): plain_value(one) for key, one in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return [plain_value(one) for one in (sorted(value) if isinstance(value, frozenset) else value)]
    if isinstance(value, Fraction):
        return {"exact": str(value), "rounded": one_decimal(value)}
    if isinstance(value, date):
        return value.isoformat()
    return value


def gap_values(analysis: GapAnalysis) -> dict[str, Any]:
    """Return the gap analysis for --json. Free text of an answer marked private is left out: output travels."""
    values: dict[str, Any] = plain_value(analysis._replace(planned=()))
    values["planned"] = [item.id for item in analysis.planned]
    for name in ("items", "element_items", "needs", "exposures", "strengths", "not_applicable"):
        for item in values[name]:
            if item["private"]:
                item.update(dict.fromkeys(_words(Answer) & set(item)))
    return values


def _words(shape: type[Shape]) -> frozenset[str]:
    """Return the fields of a thing that hold words; in an idea of the owner's own all of an action's may be the owner's."""
    from cswo_eval.record.fields import (
        own_words,  # only where something is private: every gap analysis would wait for it
    )

    return frozenset({*own_words(shape), *(("helpers",) if shape is Action else ())})


def plan_values(plan: Plan) -> dict[str, Any]:
    """Return a plan for --json. The owner's words on an action marked private are left out."""
    values: dict[str, Any] = plain_value(plan)
    for action in values["actions"]:
        _without_private_words(action)
    return values


def action_values(action: Action) -> dict[str, Any]:
    """Return one action for --json, without the owner's words where it is marked private."""
    values: dict[str, Any] = plain_value(action)
    _without_private_words(values)
    return values


def _without_private_words(action: dict[str, Any]) -> None:
    if not action["private"]:
        return
    words = _words(Action)
    own = {"note", "reason", *action["own_fields"]} & words
    action.update(dict.fromkeys(words if action["activity"] is None else own))
