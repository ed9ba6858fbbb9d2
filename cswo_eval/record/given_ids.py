"""Which ids stand in a file of the record, which of them a change is about, and what one of them names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cswo_eval.files.shapes import Shape
from cswo_eval.record.layout import (
    PRIOR_LEARNING,
    REGISTER,
    ROUNDS,
    SINGLE_FILES,
    plan_file,
    plan_review_file,
    reflection_file,
    tool_run_file,
)
from cswo_eval.record.models import EvidenceRegister, RecordFile, ReviewRecord, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import PriorLearning, Reflection
from cswo_eval.record.sent import SENT_LETTER, SentLog
from cswo_eval.record.tool_models import ToolRun

ENTRY, ACTION, ACCOUNT, CLAIM = "E", "A", "R", "L"
"""The letters that ids of these kinds begin with, by which the list of what was given keeps their highest numbers."""


def file_of_entry(entry: str) -> str:
    """Return under which name the highest number of an entry's files is kept: 'E3/T'."""
    return f"{entry}/T"


def highest_ids(value: RecordFile) -> dict[str, int]:
    """Return the highest number of each kind of id that stands in a file: {'E': 36, 'E3/T': 2}."""
    found: dict[str, int] = {}
    if isinstance(value, EvidenceRegister):
        _count(found, ENTRY, (entry.id for entry in value.entries))
        for entry in value.entries:
            _count(found, file_of_entry(entry.id), (one.id for one in entry.attachments))
    elif isinstance(value, Plan):
        _count(found, ACTION, (action.id for action in value.actions))
    elif isinstance(value, Reflection):
        _count(found, ACCOUNT, (value.id,))
    elif isinstance(value, PriorLearning):
        _count(found, CLAIM, (claim.id for claim in value.claims))
    elif isinstance(value, SentLog):
        _count(found, SENT_LETTER, (one.id for one in value.exports))
    return found


def _count(found: dict[str, int], kind: str, ids: Iterable[str]) -> None:
    numbers = [int(one[1:]) for one in ids if one[1:].isdecimal()]
    if numbers:
        found[kind] = max(numbers)


def higher(given: Mapping[str, int], found: Mapping[str, int]) -> dict[str, int]:
    """Return the highest numbers of both."""
    return {**given, **{kind: number for kind, number in found.items() if number > given.get(kind, 0)}}


def about(before: RecordFile | None, after: RecordFile | None) -> tuple[str, ...]:
    """Return the ids of what differs between two states of one file, None for no file: 'SD3.2', 'E7', '2026-09-07/A3', 'R1'.

    Empty where only the place differs at which the owner stopped.
    """
    value = after if after is not None else before
    if value is None:
        return ()
    if isinstance(value, Round):
        return _differing(_answers(before), _answers(after))
    if isinstance(value, EvidenceRegister):
        return _differing(_by_id(before, "entries"), _by_id(after, "entries"))
    if isinstance(value, PriorLearning):
        return _differing(_by_id(before, "claims"), _by_id(after, "claims"))
    if isinstance(value, Plan):
        if before is None or after is None or _sequence(before) != _sequence(after):
            return (f"{value.start}",)
        changed = _differing(_by_id(before, "actions"), _by_id(after, "actions"))
        return tuple(f"{value.start}/{one}" for one in changed) or ((f"{value.start}",) if before != after else ())
    if isinstance(value, ToolRun):
        return tuple(map(value.said_id, _differing(_answers(before), _answers(after))))
    if before == after:
        return ()
    if isinstance(value, Reflection):
        return (value.id,)
    if isinstance(value, ReviewRecord):
        return (f"{value.plan}/day-{value.number}",)
    return (value.format.partition("/")[2],)


def _answers(value: RecordFile | None) -> Mapping[str, Any]:
    return value.answers if isinstance(value, Round | ToolRun) else {}


def _by_id(value: RecordFile | None, field: str) -> Mapping[str, Any]:
    return {one.id: one for one in getattr(value, field)} if value is not None else {}


def _sequence(value: RecordFile) -> int:
    return value.sequence if isinstance(value, Plan) else 0


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    names = dict.fromkeys((*after, *before))
    return tuple(name for name in names if before.get(name) != after.get(name))


def called_by_kind(name: str) -> str:
    """Return how a change calls a file of which the record has one, and whose parts have no ids: 'profile', 'guard'."""
    shape = SINGLE_FILES[name]
    return str(shape.default_of("format")).partition("/")[2]


_OWN_FILES = {called_by_kind(name): name for name in SINGLE_FILES if name not in (REGISTER, PRIOR_LEARNING)}
_OF_TOOL = re.compile(r"(\d{4}-\d\d-\d\d)/([a-z][a-z0-9-]*)\.(\S+)")
_OF_PLAN = re.compile(r"(\d{4}-\d\d-\d\d)(?:/(?:A\d+|day-(\d+)))?")


def place_of_id(given: str) -> str:
    """Return where that stands which a change is about: the name of a file, or of a folder with '/' behind it; '' for no id."""
    plan = _OF_PLAN.fullmatch(given)
    if plan is not None:
        start = date.fromisoformat(plan[1])
        return plan_file(start) if plan[2] is None else plan_review_file(start, int(plan[2]))
    of_tool = _OF_TOOL.fullmatch(given)
    if of_tool is not None:
        return tool_run_file(date.fromisoformat(of_tool[1]), of_tool[2])
    if re.fullmatch(r"[A-Z]{2}\d{1,2}(\.\d{1,2})?", given):
        return f"{ROUNDS}/"
    number = re.fullmatch(r"([A-Z])\d+", given)
    if number is not None and number[1] == ACCOUNT:
        return reflection_file(given)
    return {ENTRY: REGISTER, CLAIM: PRIOR_LEARNING}.get(number[1], "") if number else _OWN_FILES.get(given, "")


def named(value: RecordFile, given: str) -> Shape | None:
    """Return what an id means in a file of the record: an answer, an entry, an action, or the file itself; None where none."""
    if isinstance(value, Round):
        return value.answers.get(given)
    if isinstance(value, EvidenceRegister):
        return next((entry for entry in value.entries if entry.id == given), None)
    if isinstance(value, PriorLearning):
        return next((claim for claim in value.claims if claim.id == given), None)
    if isinstance(value, ToolRun):
        return value.answers.get(given.partition(".")[2])
    if isinstance(value, Plan) and "/" in given:
        return value.action(given.partition("/")[2])
    return value
