"""How an answer in a tool is kept, and how the engine has it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cswo_eval.forms.filling import Filling, as_typed
from cswo_eval.framework.form_models import Form, FormField
from cswo_eval.record.tool_models import ToolAnswer, ToolRun

NO_DAYS = "none"
"""How it is kept that there are no such days."""


def answer_kept(field: FormField, value: Any, private: bool) -> ToolAnswer:
    """Return how an answer to a field is kept: a text letter for letter, the rest as it would be typed."""
    if field.kind == "ids":
        return ToolAnswer(several=value, private=private)
    if field.kind == "days":
        several = tuple(map(as_typed, value))
        return ToolAnswer(said="" if several else NO_DAYS, several=several, private=private)
    if field.kind == "file" and field.more:
        return ToolAnswer(said="\n".join(value), private=private)  # a place that was typed holds no line end
    return ToolAnswer(said=as_typed(value), private=private)


def value_kept(field: FormField, answer: ToolAnswer) -> Any:
    """Return an answer that was kept as the engine has it: ids and places one by one, the rest as it would be typed; None for none."""
    if field.kind == "ids":
        return answer.several or None
    if field.kind == "days":
        return "; ".join(answer.several) or answer.said or None
    if field.kind == "file" and field.more:
        return tuple(answer.said.split("\n")) if answer.said else None
    return answer.said or None


def values_kept(form: Form, run: ToolRun) -> Mapping[str, Any]:
    """Return all answers of a run as the engine has them, by their keys. What the form no longer asks is not among them."""
    fields = {one.id: one for one in form.fields}
    named = ((key, fields.get(key.partition("/")[0]), one) for key, one in run.answers.items())
    return {key: value_kept(field, one) for key, field, one in named if field is not None and one.says}


def how_far(form: Form, run: ToolRun) -> tuple[int, int]:
    """Return how many of the questions that are asked now have an answer, and how many there are."""
    filling = Filling(form, answers=values_kept(form, run))
    steps = filling.steps()
    return sum(map(filling.is_answered, steps)), len(steps)
