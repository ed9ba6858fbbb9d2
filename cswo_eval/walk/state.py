"""The state of the walk, and the small questions that the other files of this room ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from cswo_eval.forms.questions import NotAnAnswer
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Competency, Element
from cswo_eval.record.models import Answer, Depth, Evidence, EvidenceRegister, Link, PromptName, Round
from cswo_eval.walk.question_names import QuestionName

ALL_PROMPTS: tuple[PromptName, ...] = (
    "evidence",
    "level",
    "reason",
    "importance",
    "opposite",
    "confidence",
    "learning",
    "note",
)


class Step(NamedTuple):
    """A place in the walk: an item and the question on it."""

    item: str
    name: QuestionName
    evidence: str | None = None


class Walk(NamedTuple):
    """The state: what has been said (`round`, `register`) and where the owner is.

    `order` is the scope of this sitting; `targets` the level aimed for by item, `presets` the preset importance.
    `private_sitting`: every answer given now is marked private, but for those that the owner opened again (`kept_open`).
    `kept_private`: what was private in the round before, and stays so in this one until the owner opens it.
    """

    framework: Framework
    round: Round
    register: EvidenceRegister
    order: tuple[str, ...]
    targets: Mapping[str, int | None]
    presets: Mapping[str, int]
    preset_reasons: Mapping[str, str]
    depth: Depth
    entries_given: int = 0
    """The highest number that an entry of the register was ever given."""
    private_sitting: bool = False
    kept_private: frozenset[str] = frozenset()
    kept_open: frozenset[str] = frozenset()
    step: Step | None = None
    trail: tuple[Step, ...] = ()
    """Where `back` leads, the latest last."""
    skipped: frozenset[str] = frozenset()
    visited: tuple[str, ...] = ()
    """Items answered in this sitting, for the pace."""
    revisiting: bool = False
    """True on an item that was complete when it was reached: every prompt is asked again, Enter keeps."""
    opened: bool = True
    """True until the first question on the present item has been answered."""
    rating_again: bool = False
    """True where a level is asked again beside what was done: it begins with the level, and the earlier one is not shown."""


def answer_of(walk: Walk, item: str) -> Answer:
    """Return what has been said about an item; an empty answer where nothing has."""
    return walk.round.answers.get(item, Answer())


def marks_private(walk: Walk, item: str) -> bool:
    """Return whether what is said on an item in this sitting is marked private unasked."""
    return (walk.private_sitting or item in walk.kept_private) and item not in walk.kept_open


def linked(walk: Walk, item: str) -> tuple[Evidence, ...]:
    """Return the entries of the register that bear on an item."""
    return walk.register.linked_to(item)


def link_of(walk: Walk, entry_id: str, item: str) -> Link | None:
    return next((link for link in entry_of(walk, entry_id).links if link.item == item), None)


def entry_of(walk: Walk, entry_id: str) -> Evidence:
    found = walk.register.find(entry_id)
    if found is None:
        raise NotAnAnswer(f"{entry_id} is no longer in the register.")
    return found


def entry_left_open(walk: Walk, item: str) -> Evidence | None:
    """Return the entry on an item whose questions were broken off, by `back` or by stopping: Enter takes them up again."""
    entry = walk.register.find(walk.round.entry_open) if walk.round.entry_open is not None else None
    return entry if entry is not None and any(link.item == item for link in entry.links) else None


def with_answer(walk: Walk, item: str, **changes: Any) -> Walk:
    """Return the walk with an answer changed; answers stay in the Standard's order, each element before its own."""
    answers = dict(walk.round.answers)
    fresh = item not in answers
    answers[item] = answers.get(item, Answer())._replace(**changes)
    if fresh:
        order = {name: place for place, name in enumerate(all_items(walk.framework))}
        answers = dict(sorted(answers.items(), key=lambda pair: order.get(pair[0], len(order))))
    return walk._replace(round=walk.round._replace(answers=answers))


def all_items(framework: Framework) -> tuple[str, ...]:
    return tuple(
        name
        for element in framework.elements.values()
        for name in (element.id, *(one.id for one in element.competencies))
    )


def item_of(walk: Walk) -> Competency | Element | None:
    """Return the competency or element that the present question is on."""
    if walk.step is None:
        return None
    name = walk.step.item
    return walk.framework.competencies.get(name) or walk.framework.elements.get(name)
