"""What a typed answer changes: in the answer it belongs to, or in the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from cswo_eval.record.models import Answer, Evidence, Link, PromptName
from cswo_eval.text.days_as_typed import NotADate, read_date
from cswo_eval.walk.questions import LINES_OF_AN_ENTRY
from cswo_eval.walk.state import (
    ALL_PROMPTS,
    NotAnAnswer,
    Step,
    Walk,
    answer_of,
    entry_left_open,
    entry_of,
    link_of,
    marks_private,
    with_answer,
)

SAYS_NOTHING = frozenset({"nothing", "nothing yet", "nothing really", "none", "none yet", "not yet", "nil", "n/a"})
"""Said as evidence, these would count as some."""
LONGEST_TITLE = 72
"""Characters of the first line that become an entry's title; the whole text is kept besides."""


def take(walk: Walk, step: Step, text: str, now: str, today: date) -> Walk:
    """Return the walk with what `text` says put where it belongs. Raises NotAnAnswer."""
    if step.name in ("evidence", "evidence-more"):
        return _take_evidence(walk, step, text, now, today)
    if step.evidence is not None:
        return _take_entry_detail(walk, step, text, today)
    present = answer_of(walk, step.item)
    changes = _changes_from(walk, step, text, present)
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


def _changes_from(walk: Walk, step: Step, text: str, present: Answer) -> dict[str, Any]:
    """Return the fields of an answer that a typed text changes; none where Enter keeps what is there."""
    if step.name == "level":
        return _level_from(text, present)
    if step.name == "importance":
        return _importance_from(text, present, walk.presets.get(step.item, 2))
    if step.name == "confidence":
        return _confidence_from(text, present)
    if step.name == "reason":
        return _reason_from(text, present)
    return {step.name: text} if text != "" else {}


def _importance_from(text: str, present: Answer, preset: int) -> dict[str, Any]:
    if text.strip():
        return {"importance": int(_one_of(text, ("1", "2", "3"), "1 (little), 2 (ordinary) or 3 (high)"))}
    return {"importance": preset} if present.importance is None else {}


def _confidence_from(text: str, present: Answer) -> dict[str, Any]:
    if text.strip():
        keys = {"l": "low", "m": "medium", "h": "high", "1": "low", "2": "medium", "3": "high"}
        return {"confidence": keys[_one_of(text, tuple(keys), "low, medium or high", first_letter=True)]}
    if present.confidence is None:
        raise NotAnAnswer("How sure are you: low, medium or high? (skip leaves this one for now)")
    return {}


def _reason_from(text: str, present: Answer) -> dict[str, Any]:
    if text.strip():
        return {"reason": text}
    if not present.reason.strip():
        raise NotAnAnswer("Not applicable needs a reason, so that a reader can follow it: a line is enough.")
    return {}


def _level_from(text: str, present: Answer) -> dict[str, Any]:
    key = text.strip().lower()
    if not key:
        if present.standing is None:
            raise NotAnAnswer("Choose 1 to 5, n (no chance yet) or x (not applicable). skip leaves it for now.")
        return {}
    if key in ("n", "no chance", "no chance yet"):
        return {"standing": "no-chance", "level": None}
    if key in ("x", "not applicable"):
        return {"standing": "not-applicable", "level": None}
    level = _one_of(text, ("1", "2", "3", "4", "5"), "1 to 5, n (no chance yet) or x (not applicable)")
    return {"standing": "rated", "level": int(level)}


def _one_of(text: str, keys: Sequence[str], said: str, first_letter: bool = False) -> str:
    key = text.strip().lower()
    if first_letter and key in ("low", "medium", "high", "l", "m", "h"):
        return key[0]
    if key in keys:
        return key
    raise NotAnAnswer(f"That is not one of the answers: {said}.")


def _take_evidence(walk: Walk, step: Step, text: str, now: str, today: date) -> Walk:
    present = answer_of(walk, step.item)
    marked = _marked(walk, step.item, now, passed=_passed(present, "evidence"))
    if not text.strip():
        left_open = entry_left_open(walk, step.item)
        return marked._replace(step=Step(step.item, step.name, left_open.id if left_open is not None else None))
    if text.strip().strip(".").lower() in SAYS_NOTHING:
        raise NotAnAnswer(
            "If that means nothing yet, press Enter. If it is evidence, say in a few words what happened."
        )
    register = walk.register
    entry = register.find(text) if len(text) < 12 else None
    if entry is not None:
        if not any(link.item == step.item for link in entry.links):
            entry = entry._replace(links=(*entry.links, Link(item=step.item)))
        return marked._replace(register=register.with_entry(entry), step=Step(step.item, step.name, entry.id))
    if len(text) < 12 and text.strip()[:1].upper() == "E" and text.strip()[1:].isdigit():
        raise NotAnAnswer(f"There is no {text.strip().upper()} in your register; `list` shows what there is.")
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


def _title_from(text: str) -> str:
    line = next(line.strip() for line in text.splitlines() if line.strip())
    if len(line) <= LONGEST_TITLE:
        return line
    cut = line[:LONGEST_TITLE].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,;:.')} …"


def _take_entry_detail(walk: Walk, step: Step, text: str, today: date) -> Walk:
    assert step.evidence is not None
    entry = entry_of(walk, step.evidence)
    changes = _entry_changes_from(walk, step, entry, text, today)
    return walk._replace(register=walk.register.with_entry(entry._replace(**changes)))


def _entry_changes_from(walk: Walk, step: Step, entry: Evidence, text: str, today: date) -> dict[str, Any]:
    """Return the fields of an entry that a typed text changes; none where Enter keeps what is there."""
    if step.name in LINES_OF_AN_ENTRY:
        return {LINES_OF_AN_ENTRY[step.name]: text} if text != "" else {}
    if not text.strip():
        if step.name == "evidence-reason":
            _refuse_no_reason(walk, entry, step.item)
        return {}
    if step.name == "evidence-kind":
        kinds = walk.framework.evidence_kinds.kinds
        keys = tuple(str(number) for number in range(1, len(kinds) + 1))
        return {"kind": kinds[int(_one_of(text, keys, f"a number from 1 to {len(kinds)}")) - 1].id}
    if step.name == "evidence-date":
        return {"effective": _date_from(text, today)}
    if step.name == "evidence-bearing":
        for_or_against = _one_of(text, ("f", "a", "for", "against"), "f (for) or a (against)")[0]
        bearing = "contradicts" if for_or_against == "a" else "supports"
        return {"links": _changed_link(entry, step.item, bearing=bearing)}
    if step.name == "evidence-reason":
        return {"links": _changed_link(entry, step.item, reason=text)}
    return {}


def _refuse_no_reason(walk: Walk, entry: Evidence, item: str) -> None:
    link = link_of(walk, entry.id, item)
    if link is not None and not link.reason:
        raise NotAnAnswer("One line on why it bears on this: a reader who was not there needs it.")


def _changed_link(entry: Evidence, item: str, **changes: str) -> tuple[Link, ...]:
    return tuple(link._replace(**changes) if link.item == item else link for link in entry.links)


def _date_from(text: str, today: date) -> date:
    try:
        day = read_date(text, today, past=True)
    except NotADate as error:
        raise NotAnAnswer(str(error)) from None
    if day > today:
        raise NotAnAnswer("That day is still to come. Evidence is of something that has happened.")
    return day
