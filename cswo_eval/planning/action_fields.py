"""The fields of an action that its owner may set, and what each may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import get_args

from cswo_eval.framework.models import ActivityKind, GoalKind
from cswo_eval.text.problems import CswoEvalError

DATE_FIELDS = ("start", "due")
_TEXT_FIELDS = ("title", "first_step", "cue", "barrier", "answer", "measure", "note")
_YES_NO_FIELDS = ("pinned", "private")
EDITABLE_FIELDS = (*_TEXT_FIELDS, "helpers", "hours", *DATE_FIELDS, *_YES_NO_FIELDS)
_CHOICES: Mapping[str, tuple[str, ...]] = {"kind": get_args(ActivityKind), "goal_kind": get_args(GoalKind)}
FIELDS_OF_AN_IDEA = (*EDITABLE_FIELDS, *_CHOICES)
"""What can be said of an idea of the owner's own when it is put into the plan."""
_MOST_HOURS = 1000


def checked_field(name: str, value: object, known: Sequence[str]) -> object:
    """Return a field's value as the plan keeps it. Raises CswoEvalError in words; never quotes the owner's text.

    `known`: the fields that can be set, EDITABLE_FIELDS or FIELDS_OF_AN_IDEA.
    """
    if name not in known:
        raise CswoEvalError(f"An action has no '{name}' that can be set. What can: {', '.join(known)}.")
    return _CHECKS[name](name, value)


def _one_of_the_choices(name: str, value: object) -> object:
    if value not in _CHOICES[name]:
        raise CswoEvalError(f"{name} must be one of {', '.join(_CHOICES[name])}.")
    return value


def _hours(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _MOST_HOURS:
        raise CswoEvalError(f"The {name} of an action must be a number above 0 and at most {_MOST_HOURS}.")
    return float(value)


def _day(name: str, value: object) -> date:
    if type(value) is not date:
        raise CswoEvalError(f"{name} must be a date, such as 2026-12-01.")
    return value


def _yes_or_no(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise CswoEvalError(f"{name} must be yes or no.")
    return value


def _people(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence) or not all(isinstance(one, str) for one in value):
        raise CswoEvalError(f"{name} must be a list: one person or role each.")
    return tuple(value)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise CswoEvalError(f"{name} must be text.")
    if name == "title" and not value.strip():
        raise CswoEvalError("An action needs a title: a few words on what you will do.")
    return value


_CHECKS: Mapping[str, Callable[[str, object], object]] = {
    **dict.fromkeys(_TEXT_FIELDS, _text),
    "helpers": _people,
    "hours": _hours,
    **dict.fromkeys(DATE_FIELDS, _day),
    **dict.fromkeys(_YES_NO_FIELDS, _yes_or_no),
    **dict.fromkeys(_CHOICES, _one_of_the_choices),
}
