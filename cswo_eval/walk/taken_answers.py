"""What a typed answer changes: in the answer it belongs to, or in the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cswo_eval.forms.answers import read_answer
from cswo_eval.forms.questions import NotAnAnswer
from cswo_eval.record.models import Answer, Evidence, Link, PromptName
from cswo_eval.text.says_nothing import SAY_IT, entries_alone, kind_of_nothing
from cswo_eval.walk.question_names import LINES_OF_AN_ENTRY
from cswo_eval.walk.question_words import question_for
from cswo_eval.walk.state import (
    ALL_PROMPTS,
    Step,
    Walk,
    answer_of,
    entry_left_open,
    entry_of,
    marks_private,
    with_answer,
)

LONGEST_TITLE = 72
"""Characters of the first line that become an entry's title; the whole text is kept besides."""


def take(walk: Walk, step: Step, text: str, now: str, today: date) -> Walk:
    """Return the walk with what `text` says, as it was written, put where it belongs. Raises NotAnAnswer."""
    return taken(walk, step, read_answer(question_for(walk, step), text, today).value, now, today)


def taken(walk: Walk, step: Step, value: Any, now: str, today: date) -> Walk:
    """Return the walk with an answer put where it belongs; None is Enter, which keeps what is there. Raises NotAnAnswer."""
    if step.name in ("evidence", "evidence-more"):
        return _take_evidence(walk, step, value, now, today)
    if step.evidence is not None:
        return _take_entry_detail(walk, step, value)
    present = answer_of(walk, step.item)
    changes = _changes_from(walk, step, value, present)
    passed = _passed(present, step.name)
    if step.name == "level" and changes.get("standing", present.standing) != present.standing:
        # Another kind of answer asks other questions: those already passed still stand, those it needs come again.
        passed = tuple(name for name in passed if name in ("evidence", "level", "importance"))
    return _marked(walk, step.item, now, passed=passed, **changes)


def _passed(present: Answer, prompt: str) -> tuple[PromptName, ...]:
    """Return the prompts that were passed, now with this one, in the order in which they are asked."""
    return tuple(name for name in ALL_PROMPTS if name in present.passed or name == prompt)


def _marked(walk: Walk, item: str, now: str, **changes: Any) -> Walk:
    """Return the walk with an answer changed, and marked with when it was first given and whether it is private."""
    present = answer_of(walk, item)
    return with_answer(
        walk,
        item,
        **changes,
        first_answered=present.first_answered or now,
        private=present.private or marks_private(walk, item),
    )


def _changes_from(walk: Walk, step: Step, value: Any, present: Answer) -> dict[str, Any]:
    """Return the fields of an answer that a value changes; none where Enter keeps what is there."""
    if step.name == "importance":
        preset = walk.presets.get(step.item, 2)
        return {"importance": int(value or present.importance or preset)}
    if value is None:
        return {}
    if step.name == "level":
        return _STANDINGS.get(value) or {"standing": "rated", "level": int(value)}
    if step.name == "confidence":
        return {"confidence": _CONFIDENCE[value]}
    return {step.name: value}


_STANDINGS: Mapping[str, dict[str, Any]] = {
    "n": {"standing": "no-chance", "level": None},
    "x": {"standing": "not-applicable", "level": None},
}
_CONFIDENCE = {"l": "low", "m": "medium", "h": "high"}


def _take_evidence(walk: Walk, step: Step, text: str | None, now: str, today: date) -> Walk:
    present = answer_of(walk, step.item)
    marked = _marked(walk, step.item, now, passed=_passed(present, "evidence"))
    if text is None or not text.strip():
        left_open = entry_left_open(walk, step.item)
        return marked._replace(step=Step(step.item, step.name, left_open.id if left_open is not None else None))
    register = walk.register
    named = entries_alone(text)
    entry = register.find(named[0]) if len(named) == 1 else None
    if entry is not None:
        if not any(link.item == step.item for link in entry.links):
            entry = entry._replace(links=(*entry.links, Link(item=step.item)))
        return marked._replace(register=register.with_entry(entry), step=Step(step.item, step.name, entry.id))
    _refuse_no_evidence(named, text)
    kinds = walk.framework.evidence_kinds.kinds
    entry = Evidence(
        id=register.next_id(walk.entries_given),
        title=_title_from(text),
        kind=kinds[0].id,
        effective=today,
        recorded=now,
        shows=text,
        links=(Link(item=step.item, reason=f"Given in answer to {step.item}, {walk.framework.title_of(step.item)}."),),
    )
    return marked._replace(register=register.with_entry(entry), step=Step(step.item, step.name, entry.id))


def _refuse_no_evidence(named: tuple[str, ...], text: str) -> None:
    """Raise NotAnAnswer for what is no evidence: ids of entries, `named`, that cannot be taken, and what says nothing."""
    if len(named) > 1:
        raise NotAnAnswer("Give one entry at a time; after its questions the next can be named.")
    if named:
        shown = named[0] if len(named[0]) < 12 else "such entry"
        raise NotAnAnswer(f"There is no {shown} in your register; `list` shows what there is.")
    how = kind_of_nothing(text)
    if how == "number":
        raise NotAnAnswer(f"The level is asked next. {SAY_IT}")
    if how is not None:
        raise NotAnAnswer(SAY_IT)


def _title_from(text: str) -> str:
    line = next(line.strip() for line in text.splitlines() if line.strip())
    if len(line) <= LONGEST_TITLE:
        return line
    cut = line[:LONGEST_TITLE].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,;:.')} …"


def _take_entry_detail(walk: Walk, step: Step, value: Any) -> Walk:
    assert step.evidence is not None
    entry = entry_of(walk, step.evidence)
    changes = _entry_changes_from(walk, step, entry, value) if value is not None else {}
    return walk._replace(register=walk.register.with_entry(entry._replace(**changes)))


def _entry_changes_from(walk: Walk, step: Step, entry: Evidence, value: Any) -> dict[str, Any]:
    """Return the fields of an entry that an answer changes."""
    if step.name in LINES_OF_AN_ENTRY:
        return {LINES_OF_AN_ENTRY[step.name]: value}
    if step.name == "evidence-kind":
        return {"kind": walk.framework.evidence_kinds.kinds[int(value) - 1].id}
    if step.name == "evidence-date":
        return {"effective": value}
    if step.name == "evidence-bearing":
        return {"links": _changed_link(entry, step.item, bearing="contradicts" if value == "a" else "supports")}
    return {"links": _changed_link(entry, step.item, reason=value)}


def _changed_link(entry: Evidence, item: str, **changes: str) -> tuple[Link, ...]:
    return tuple(link._replace(**changes) if link.item == item else link for link in entry.links)
