"""The walk as a state machine: `question()` asks, `answer()` takes an answer and gives the new state. Nothing else.

Order for each item: evidence, level, importance, and then only what matters for this answer (design: The walk).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from cswo_eval.framework.loading import Framework
from cswo_eval.framework.models import Competency, Element
from cswo_eval.framework.problems import UnknownId
from cswo_eval.record.models import (
    Answer,
    Depth,
    Evidence,
    EvidenceRegister,
    Link,
    PromptName,
    Round,
)
from cswo_eval.record.yaml_writing import writable
from cswo_eval.walk.dates import NotADate, read_date
from cswo_eval.walk.questions import Choice, Finished, Question, QuestionName

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
LONGEST_TITLE = 72
"""Characters of the first line that become an entry's title; the whole text is kept besides."""
LONGEST_TEXT = 200_000


class NotAnAnswer(Exception):
    """What was typed does not answer the question: the sentence says what would. The state is unchanged."""


@dataclass(frozen=True)
class Step:
    """A place in the walk: an item and the question on it."""

    item: str
    name: QuestionName
    evidence: str | None = None


@dataclass(frozen=True)
class Walk:
    """The state: what has been said (`round`, `register`) and where the owner is.

    `order` is the scope of this sitting; `targets` the level aimed for by item, `presets` the preset importance.
    `private_sitting`: everything said now is marked private.
    """

    framework: Framework
    round: Round
    register: EvidenceRegister
    order: tuple[str, ...]
    targets: Mapping[str, int | None]
    presets: Mapping[str, int]
    depth: Depth
    private_sitting: bool = False
    step: Step | None = None
    trail: tuple[Step, ...] = ()
    """Where `back` leads, the latest last."""
    skipped: frozenset[str] = frozenset()
    visited: tuple[str, ...] = ()
    """Items answered in this sitting, for the pace."""
    revisiting: bool = field(default=False)
    """True on an item that was complete when it was reached: every prompt is asked again, Enter keeps."""
    opened: bool = True
    """True until the first question on the present item has been answered."""


def begin(walk: Walk, first: str | None = None) -> Walk:
    """Return the walk at its first question: on `first` where named, else where the owner stopped or at the next gap."""
    if first is not None:
        return go(walk, first)
    position = walk.round.position
    if position is not None and position in walk.order and not is_complete(walk, position):
        return _enter(walk, position)
    return _next_item(walk, walk.order[0] if walk.order else None, inclusive=True)


def question(walk: Walk) -> Question | Finished:
    """Return what to ask now, or Finished."""
    if walk.step is None:
        return Finished(tuple(item for item in walk.order if item in walk.skipped))
    return _question_for(walk, walk.step)


def answer(walk: Walk, text: str, now: str, today: date, seconds: int = 0) -> Walk:
    """Return the walk after `text` answered the present question; '' is Enter: keep what is there, or pass.

    `now` is a UTC moment, `today` a local date, `seconds` the time spent at the prompt. Raises NotAnAnswer.
    """
    step = walk.step
    if step is None:
        return walk
    if not writable(text):
        raise NotAnAnswer("Some of that could not be read as text (bytes that are no letters). Please type it again.")
    if len(text) > LONGEST_TEXT:
        raise NotAnAnswer(
            f"That is longer than {LONGEST_TEXT:,} characters. Keep it as a document and describe it here."
        )
    changed = _take(walk, step, text, now, today)
    changed = _with_answer(changed, step.item, changed=now, seconds=answer_of(changed, step.item).seconds + seconds)
    changed = replace(changed, trail=(*walk.trail, step), opened=False)
    return _advance(changed, step)


def back(walk: Walk) -> Walk:
    """Return the walk at the question before; at the very first, raises NotAnAnswer."""
    if walk.trail:
        step = walk.trail[-1]
        if step.evidence is not None and not any(one.id == step.evidence for one in walk.register.present()):
            step = Step(step.item, "evidence")
        return replace(
            walk,
            step=step,
            trail=walk.trail[:-1],
            opened=_is_first(walk.trail[:-1], step),
            revisiting=True,
            round=walk.round.model_copy(update={"position": step.item}),
        )
    item = walk.step.item if walk.step is not None else None
    position = walk.order.index(item) if item in walk.order else len(walk.order)
    if position == 0:
        raise NotAnAnswer("This is the first question; there is nothing before it.")
    return _enter(walk, walk.order[position - 1])


def skip(walk: Walk) -> Walk:
    """Return the walk at the next item; this one stays as it is, and is not asked again in this sitting."""
    if walk.step is None:
        return walk
    skipped = replace(walk, skipped=walk.skipped | {walk.step.item}, trail=(*walk.trail, walk.step))
    return _next_item(skipped, walk.step.item)


def go(walk: Walk, given: str) -> Walk:
    """Return the walk at an item, answered or not. An aspect's id leads to its first. Raises UnknownId."""
    name = given.strip().upper()
    framework = walk.framework
    if name in framework.outline.aspects:
        name = next(one for one in (walk.order or tuple(framework.competencies)) if one.startswith(name))
    if name not in framework.competencies and name not in framework.elements:
        known = [*framework.elements, *framework.competencies]
        raise UnknownId(given, "competency or element", known, "`go` alone lists them.")
    trail = (*walk.trail, walk.step) if walk.step is not None else walk.trail
    return _enter(replace(walk, trail=trail, skipped=walk.skipped - {name}), name)


def toggle_private(walk: Walk) -> tuple[Walk, bool]:
    """Mark what the present question is on (an entry, or the whole answer) private, or no longer. Returns which."""
    step = walk.step
    if step is None:
        return walk, False
    if step.evidence is not None:
        entry = _entry(walk, step.evidence)
        private = not entry.private
        register = walk.register.with_entry(entry.model_copy(update={"private": private}))
        return replace(walk, register=register), private
    private = not answer_of(walk, step.item).private
    return _with_answer(walk, step.item, private=private), private


def answer_of(walk: Walk, item: str) -> Answer:
    """Return what has been said about an item; an empty answer where nothing has."""
    return walk.round.answers.get(item, Answer())


def is_complete(walk: Walk, item: str) -> bool:
    """Return whether an item needs no more: its level, no chance yet or not applicable, and every prompt that follows."""
    present = answer_of(walk, item)
    return present.standing is not None and not any(
        name not in present.passed for name in _prompts_for(walk, item, present)
    )


def linked(walk: Walk, item: str) -> tuple[Evidence, ...]:
    """Return the entries of the register that bear on an item."""
    return walk.register.linked_to(item)


def _is_first(trail: Sequence[Step], step: Step) -> bool:
    return not trail or trail[-1].item != step.item


def _depth_for(walk: Walk, item: str) -> Depth:
    """Elements are always asked at element depth; a competency reached by `go` from there at the usual one."""
    if "." not in item:
        return "element"
    return "usual" if walk.depth == "element" else walk.depth


def _prompts_for(walk: Walk, item: str, present: Answer) -> tuple[PromptName, ...]:
    """Return the prompts that this answer calls for, in order. It grows as the answer does."""
    depth = _depth_for(walk, item)
    if depth == "quick":
        asked: set[PromptName] = {"level", "importance"}
    else:
        asked = {"evidence", "level", "importance"}
    if present.standing == "not-applicable":
        return tuple(name for name in ALL_PROMPTS if name in (asked - {"importance"}) | {"reason"})
    if depth == "full" and present.standing is not None:
        asked |= {"learning", "note"}
        if present.standing == "rated":
            asked |= {"opposite", "confidence"}
    elif depth != "quick" and present.standing is not None:
        method = walk.framework.method
        level, target = present.level or 0, walk.targets.get(item)
        if present.standing == "rated":
            if level >= method.high_level_from:
                asked |= {"opposite", "confidence"}
            if (present.importance or 0) >= method.important_from or not linked(walk, item):
                asked.add("confidence")
            if target is not None and level < target:
                asked.add("learning")
        else:
            asked.add("learning")
    return tuple(name for name in ALL_PROMPTS if name in asked)


def _enter(walk: Walk, item: str) -> Walk:
    """Return the walk at the first open question of an item; where all is answered, at the first of all."""
    complete = is_complete(walk, item)
    round_ = walk.round.model_copy(update={"position": item})
    entered = replace(walk, round=round_, revisiting=complete, opened=True)
    present = answer_of(walk, item)
    prompts = _prompts_for(walk, item, present)
    first = prompts[0] if complete else next(name for name in prompts if name not in present.passed)
    return replace(entered, step=Step(item, first))


def _next_item(walk: Walk, after: str | None, inclusive: bool = False) -> Walk:
    """Return the walk at the next incomplete item of the order behind `after`, round to the beginning."""
    order = walk.order
    # Reached by `go` from outside this sitting's scope: back to where the scope begins.
    start = order.index(after) + (0 if inclusive else 1) if after in order else 0
    for item in (*order[start:], *order[:start]):
        if item not in walk.skipped and not is_complete(walk, item):
            return _enter(walk, item)
    position = walk.round.position if walk.step is None else walk.step.item
    return replace(walk, step=None, round=walk.round.model_copy(update={"position": position}))


def _advance(walk: Walk, step: Step) -> Walk:
    """Return the walk at the question that follows `step`."""
    following = _next_evidence_step(walk, step)
    if following is not None:
        return replace(walk, step=following)
    present = answer_of(walk, step.item)
    prompts = _prompts_for(walk, step.item, present)
    here: PromptName = "evidence" if step.name.startswith("evidence") else step.name  # type: ignore[assignment]
    later = ALL_PROMPTS.index(here)
    for name in prompts:
        behind = ALL_PROMPTS.index(name) > later
        if name not in present.passed or (walk.revisiting and behind):
            return replace(walk, step=Step(step.item, name))
    visited = (*walk.visited, step.item)
    return _next_item(replace(walk, visited=visited, revisiting=False), step.item)


# --- evidence: one entry is a few short questions, each saved as it is answered --------------------------------------

_ENTRY_QUESTIONS: dict[Depth, tuple[QuestionName, ...]] = {
    "usual": ("evidence-date", "evidence-part", "evidence-confirmer", "evidence-bearing", "evidence-more"),
    "full": (
        "evidence-kind",
        "evidence-date",
        "evidence-part",
        "evidence-confirmer",
        "evidence-bearing",
        "evidence-reason",
        "evidence-more",
    ),
    "element": ("evidence-date",),
    "quick": (),
}


def _next_evidence_step(walk: Walk, step: Step) -> Step | None:
    """Return the next question on the entry that `step` is on; None when the walk should go on to the level."""
    if step.evidence is None or not step.name.startswith("evidence"):
        # A new or linked entry was just named at the evidence prompt.
        fresh = walk.step.evidence if walk.step is not None else None
        if step.name not in ("evidence", "evidence-more") or fresh is None:
            return None
        already = _link(walk, fresh, step.item)
        if already is not None and already.reason == "":
            return Step(step.item, "evidence-reason", fresh)  # linked from the register: why does it bear on this?
        return Step(step.item, _ENTRY_QUESTIONS[_depth_for(walk, step.item)][0], fresh)
    names = _ENTRY_QUESTIONS[_depth_for(walk, step.item)]
    if step.name not in names:
        return Step(step.item, "evidence-more") if "evidence-more" in names else None
    rest = names[names.index(step.name) + 1 :]
    if not rest:
        return None
    return Step(step.item, rest[0], None if rest[0] == "evidence-more" else step.evidence)


def _link(walk: Walk, entry_id: str, item: str) -> Link | None:
    return next((link for link in _entry(walk, entry_id).links if link.item == item), None)


def _entry(walk: Walk, entry_id: str) -> Evidence:
    found = walk.register.find(entry_id)
    if found is None:
        raise NotAnAnswer(f"{entry_id} is no longer in the register.")
    return found


def _take(walk: Walk, step: Step, text: str, now: str, today: date) -> Walk:
    """Return the walk with what `text` says put where it belongs. Raises NotAnAnswer."""
    if step.name in ("evidence", "evidence-more"):
        return _take_evidence(walk, step, text, now, today)
    if step.evidence is not None:
        return _take_entry_detail(walk, step, text, today)
    present = answer_of(walk, step.item)
    changes: dict[str, Any] = {}
    if step.name == "level":
        changes = _level_from(text, present)
    elif step.name == "importance":
        if text.strip():
            changes["importance"] = int(_one_of(text, ("1", "2", "3"), "1 (little), 2 (ordinary) or 3 (high)"))
        elif present.importance is None:
            changes["importance"] = walk.presets.get(step.item, 2)
    elif step.name == "confidence":
        if text.strip():
            keys = {"l": "low", "m": "medium", "h": "high"}
            changes["confidence"] = keys[_one_of(text, tuple("lmh"), "low, medium or high", first_letter=True)]
        elif present.confidence is None:
            raise NotAnAnswer("How sure are you: low, medium or high? (skip leaves this one for now)")
    elif step.name == "reason":
        if not text.strip() and not present.reason.strip():
            raise NotAnAnswer("Not applicable needs a reason, so that a reader can follow it: a line is enough.")
        if text.strip():
            changes["reason"] = text
    elif text != "":
        changes[step.name] = text
    passed = tuple(name for name in ALL_PROMPTS if name in present.passed or name == step.name)
    if step.name == "level" and changes.get("standing", present.standing) != present.standing:
        # Another kind of answer asks other questions: those already passed still stand, those it needs come again.
        passed = tuple(name for name in passed if name in ("evidence", "level", "importance"))
    return _with_answer(
        walk,
        step.item,
        **changes,
        passed=passed,
        first_answered=present.first_answered or now,
        private=present.private or walk.private_sitting,
    )


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
    passed = tuple(name for name in ALL_PROMPTS if name in present.passed or name == "evidence")
    marked = _with_answer(
        walk,
        step.item,
        passed=passed,
        first_answered=present.first_answered or now,
        private=present.private or walk.private_sitting,
    )
    if not text.strip():
        return replace(marked, step=Step(step.item, step.name))
    register = walk.register
    entry = register.find(text) if len(text) < 12 else None
    if entry is not None:
        if not any(link.item == step.item for link in entry.links):
            entry = entry.model_copy(update={"links": (*entry.links, Link(item=step.item))})
        return replace(marked, register=register.with_entry(entry), step=Step(step.item, step.name, entry.id))
    if len(text) < 12 and text.strip()[:1].upper() == "E" and text.strip()[1:].isdigit():
        raise NotAnAnswer(f"There is no {text.strip().upper()} in your register; `list` shows what there is.")
    kinds = walk.framework.evidence_kinds.kinds
    entry = Evidence(
        id=register.next_id(),
        title=_title_from(text),
        kind=kinds[0].id,
        effective=today,
        recorded=now,
        shows=text,
        private=walk.private_sitting,
        links=(Link(item=step.item, reason=f"Given in answer to {step.item}, {walk.framework.title_of(step.item)}."),),
    )
    return replace(marked, register=register.with_entry(entry), step=Step(step.item, step.name, entry.id))


def _title_from(text: str) -> str:
    line = next(line.strip() for line in text.splitlines() if line.strip())
    if len(line) <= LONGEST_TITLE:
        return line
    cut = line[:LONGEST_TITLE].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,;:.')} …"


def _take_entry_detail(walk: Walk, step: Step, text: str, today: date) -> Walk:
    assert step.evidence is not None
    entry = _entry(walk, step.evidence)
    changes: dict[str, Any] = {}
    if step.name == "evidence-kind" and text.strip():
        kinds = walk.framework.evidence_kinds.kinds
        keys = tuple(str(number) for number in range(1, len(kinds) + 1))
        changes["kind"] = kinds[int(_one_of(text, keys, f"a number from 1 to {len(kinds)}")) - 1].id
    elif step.name == "evidence-date" and text.strip():
        changes["effective"] = _date_from(text, today)
    elif step.name == "evidence-part" and text != "":
        changes["my_part"] = text
    elif step.name == "evidence-confirmer" and text != "":
        changes["confirmer"] = text
    elif step.name == "evidence-bearing" and text.strip():
        for_or_against = _one_of(text, ("f", "a", "for", "against"), "f (for) or a (against)")[0]
        bearing = "contradicts" if for_or_against == "a" else "supports"
        changes["links"] = _changed_link(entry, step.item, bearing=bearing)
    elif step.name == "evidence-reason" and text != "":
        changes["links"] = _changed_link(entry, step.item, reason=text)
    elif step.name == "evidence-reason":
        link = _link(walk, entry.id, step.item)
        if link is not None and not link.reason:
            raise NotAnAnswer("One line on why it bears on this: a reader who was not there needs it.")
    return replace(walk, register=walk.register.with_entry(entry.model_copy(update=changes)))


def _changed_link(entry: Evidence, item: str, **changes: str) -> tuple[Link, ...]:
    return tuple(link.model_copy(update=changes) if link.item == item else link for link in entry.links)


def _date_from(text: str, today: date) -> date:
    try:
        day = read_date(text, today)
    except NotADate as error:
        raise NotAnAnswer(str(error)) from None
    if day > today:
        raise NotAnAnswer("That day is still to come. Evidence is of something that has happened.")
    return day


def _with_answer(walk: Walk, item: str, **changes: Any) -> Walk:
    """Return the walk with an answer changed; answers stay in the Standard's order, each element before its own."""
    answers = dict(walk.round.answers)
    fresh = item not in answers
    answers[item] = answers.get(item, Answer()).model_copy(update=changes)
    if fresh:
        order = {name: place for place, name in enumerate(_all_items(walk.framework))}
        answers = dict(sorted(answers.items(), key=lambda pair: order.get(pair[0], len(order))))
    return replace(walk, round=walk.round.model_copy(update={"answers": answers}))


def _all_items(framework: Framework) -> tuple[str, ...]:
    return tuple(
        name
        for element in framework.elements.values()
        for name in (element.id, *(one.id for one in element.competencies))
    )


# --- the wording of each question ------------------------------------------------------------------------------------


def _question_for(walk: Walk, step: Step) -> Question:
    present = answer_of(walk, step.item)
    entry = walk.register.find(step.evidence) if step.evidence is not None else None
    maker = _ENTRY_WORDING.get(step.name)
    asked: Question = (
        maker(walk, step, entry)
        if maker is not None and entry is not None
        else _WORDING[step.name](walk, step, present)
    )
    return replace(asked, opens_item=walk.opened)


def _ask_evidence(walk: Walk, step: Step, present: Answer) -> Question:
    have = linked(walk, step.item)
    if step.name == "evidence-more":
        return Question(
            step.item,
            "evidence-more",
            "passage",
            "Anything else that shows it, or speaks against it?",
            "Enter goes on to the level.",
        )
    hint = "As many lines as you like; a full stop alone on a line ends it. Enter for nothing yet."
    if have:
        names = ", ".join(f"{entry.id} {entry.title}" for entry in have[:4]) + (" …" if len(have) > 4 else "")
        hint = f"You have: {names}. Enter goes on; or add more, ended by a full stop alone on a line."
    elif walk.register.present():
        hint += " E1 links an entry you have; list shows them."
    return Question(step.item, "evidence", "passage", "What have you done, lately, that shows this?", hint)


def _ask_level(walk: Walk, step: Step, present: Answer) -> Question:
    levels = walk.framework.levels
    choices = [Choice(str(entry.level), entry.name, entry.description) for entry in levels.levels]
    choices.append(Choice("n", levels.no_chance.name, levels.no_chance.description))
    choices.append(Choice("x", levels.not_applicable.name, levels.not_applicable.description))
    there = {"rated": str(present.level), "no-chance": "n", "not-applicable": "x", None: ""}[present.standing]
    return Question(
        step.item,
        "level",
        "choice",
        "Which level describes you now?",
        "2 is the weak illustration, 4 the strong one.",
        tuple(choices),
        there,
        optional=bool(there),
    )


def _ask_reason(walk: Walk, step: Step, present: Answer) -> Question:
    return Question(
        step.item,
        "reason",
        "line",
        "Why can it not arise in your post?",
        "One line.",
        present=present.reason,
        optional=bool(present.reason),
    )


def _ask_importance(walk: Walk, step: Step, present: Answer) -> Question:
    words = walk.framework.levels.importance
    choices = tuple(Choice(entry.id, entry.name, entry.description) for entry in words)
    preset = present.importance or walk.presets.get(step.item, 2)
    return Question(
        step.item, "importance", "choice", "How much does it matter in your post this year?", "", choices, str(preset)
    )


def _ask_opposite(walk: Walk, step: Step, present: Answer) -> Question:
    return Question(
        step.item,
        "opposite",
        "passage",
        "What would someone who disagrees with that level point to?",
        "A full stop alone on a line ends it. Enter if you can think of nothing.",
        present=present.opposite,
    )


def _ask_confidence(walk: Walk, step: Step, present: Answer) -> Question:
    words = walk.framework.levels.confidence
    choices = tuple(Choice(entry.name[0].lower(), entry.name, entry.description) for entry in words)
    there = present.confidence[0] if present.confidence else ""
    return Question(
        step.item, "confidence", "choice", "How sure are you of this level?", "", choices, there, optional=bool(there)
    )


def _ask_learning(walk: Walk, step: Step, present: Answer) -> Question:
    wording = "What do you need to learn, see or try next for this?"
    if present.standing == "no-chance":
        wording = "What occasion would you look for?"
    return Question(
        step.item,
        "learning",
        "passage",
        wording,
        "A full stop alone on a line ends it. Enter to leave it open.",
        present=present.learning,
    )


def _ask_note(walk: Walk, step: Step, present: Answer) -> Question:
    return Question(
        step.item,
        "note",
        "passage",
        "Anything else you want to remember about this?",
        "A full stop alone on a line ends it. Enter for nothing.",
        present=present.note,
    )


_WORDING: dict[QuestionName, Any] = {
    "evidence": _ask_evidence,
    "evidence-more": _ask_evidence,
    "level": _ask_level,
    "reason": _ask_reason,
    "importance": _ask_importance,
    "opposite": _ask_opposite,
    "confidence": _ask_confidence,
    "learning": _ask_learning,
    "note": _ask_note,
}


def _ask_kind(walk: Walk, step: Step, entry: Evidence) -> Question:
    kinds = walk.framework.evidence_kinds.kinds
    choices = tuple(Choice(str(place), kind.name, kind.description) for place, kind in enumerate(kinds, start=1))
    there = next((str(place) for place, kind in enumerate(kinds, start=1) if kind.id == entry.kind), "1")
    return Question(
        step.item,
        "evidence-kind",
        "choice",
        f"{entry.id}: what kind of evidence is it?",
        "",
        choices,
        there,
        evidence=entry.id,
    )


def _ask_date(walk: Walk, step: Step, entry: Evidence) -> Question:
    return Question(
        step.item,
        "evidence-date",
        "date",
        f"{entry.id}: when did it happen?",
        "A day or a month, such as 14/9/2026 or September 2026. Enter for the date shown.",
        present=str(entry.effective),
        evidence=entry.id,
    )


def _ask_part(walk: Walk, step: Step, entry: Evidence) -> Question:
    return Question(
        step.item,
        "evidence-part",
        "line",
        f"{entry.id}: what was your own part in it?",
        "One line. Enter to say it later.",
        present=entry.my_part,
        evidence=entry.id,
    )


def _ask_confirmer(walk: Walk, step: Step, entry: Evidence) -> Question:
    return Question(
        step.item,
        "evidence-confirmer",
        "line",
        f"{entry.id}: who could confirm it? By role, not by name.",
        "One line. Enter to say it later.",
        present=entry.confirmer,
        evidence=entry.id,
    )


def _ask_bearing(walk: Walk, step: Step, entry: Evidence) -> Question:
    link = _link(walk, entry.id, step.item)
    there = "a" if link is not None and link.bearing == "contradicts" else "f"
    return Question(
        step.item,
        "evidence-bearing",
        "choice",
        f"{entry.id}: does it speak for you here, or against?",
        "",
        (Choice("f", "For"), Choice("a", "Against")),
        there,
        evidence=entry.id,
    )


def _ask_why(walk: Walk, step: Step, entry: Evidence) -> Question:
    link = _link(walk, entry.id, step.item)
    there = link.reason if link is not None else ""
    return Question(
        step.item,
        "evidence-reason",
        "line",
        f"{entry.id}: why does it bear on {step.item}?",
        "One line.",
        present=there,
        optional=bool(there),
        evidence=entry.id,
    )


_ENTRY_WORDING: dict[QuestionName, Any] = {
    "evidence-kind": _ask_kind,
    "evidence-date": _ask_date,
    "evidence-part": _ask_part,
    "evidence-confirmer": _ask_confirmer,
    "evidence-bearing": _ask_bearing,
    "evidence-reason": _ask_why,
}


def item_of(walk: Walk) -> Competency | Element | None:
    """Return the competency or element that the present question is on."""
    if walk.step is None:
        return None
    name = walk.step.item
    return walk.framework.competencies.get(name) or walk.framework.elements.get(name)
