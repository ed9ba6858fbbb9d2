"""The walk as a state machine: `question()` asks, `answer()` takes an answer and gives the new state. Nothing else.

Order for each item: evidence, level, importance, and then only what matters for this answer (design: The walk).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from cswo_eval.files.yaml_text import writable
from cswo_eval.forms.answers import read_answer
from cswo_eval.forms.engine import LONGEST_TEXT
from cswo_eval.forms.questions import NotAnAnswer, Question
from cswo_eval.record.models import Round
from cswo_eval.text.problems import UnknownId
from cswo_eval.walk.order import is_complete, next_evidence_step, prompt_of, prompts_for
from cswo_eval.walk.question_names import Finished
from cswo_eval.walk.question_words import question_for
from cswo_eval.walk.state import (
    ALL_PROMPTS,
    Step,
    Walk,
    answer_of,
    entry_left_open,
    item_of,
    marks_private,
    with_answer,
)
from cswo_eval.walk.taken_answers import taken

__all__ = [
    "Finished",
    "NotAnAnswer",
    "Question",
    "Walk",
    "answer",
    "answer_of",
    "answered",
    "back",
    "begin",
    "go",
    "is_complete",
    "item_of",
    "marks_private",
    "question",
    "rate_again",
    "set_private",
    "skip",
]


def begin(walk: Walk, first: str | None = None) -> Walk:
    """Return the walk at its first question: on `first` where named, else where the owner stopped or at the next gap."""
    whole = {name: present.made_whole() for name, present in walk.round.answers.items()}
    walk = walk._replace(round=walk.round._replace(answers=whole))
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
    return question_for(walk, walk.step)


def answer(walk: Walk, text: str, now: str, today: date, seconds: int = 0) -> Walk:
    """Return the walk after `text` answered the present question; '' is Enter: keep what is there, or pass.

    `now` is a UTC moment, `today` a local date, `seconds` the time spent at the prompt. Raises NotAnAnswer.
    """
    if walk.step is None:
        return walk
    if not writable(text):
        raise NotAnAnswer("Some of that could not be read as text (bytes that are no letters). Please type it again.")
    if len(text) > LONGEST_TEXT:
        raise NotAnAnswer(
            f"That is longer than {LONGEST_TEXT:,} characters. Keep it as a document and describe it here."
        )
    return answered(walk, read_answer(question_for(walk, walk.step), text, today).value, now, today, seconds)


def answered(walk: Walk, value: Any, now: str, today: date, seconds: int = 0) -> Walk:
    """Return the walk after the present question was answered with this value; None is Enter. Raises NotAnAnswer."""
    step = walk.step
    if step is None:
        return walk
    if walk.rating_again and step.name == "level" and value is None:
        return skip(walk)  # the level is left as it is, and with it what was said of it
    changed = taken(walk, step, value, now, today)
    changed = with_answer(changed, step.item, changed=now, seconds=answer_of(changed, step.item).seconds + seconds)
    changed = changed._replace(trail=(*walk.trail, step), opened=False)
    return _advance(changed, step)


def back(walk: Walk) -> Walk:
    """Return the walk at the question before; at the very first, raises NotAnAnswer."""
    if walk.trail:
        step = walk.trail[-1]
        if step.evidence is not None and not any(one.id == step.evidence for one in walk.register.present()):
            step = Step(step.item, "evidence")
        return walk._replace(
            step=step,
            trail=walk.trail[:-1],
            skipped=walk.skipped - {step.item},
            opened=_is_first(walk.trail[:-1], step),
            revisiting=True,
            round=walk.round._replace(position=step.item),
        )
    earlier = _before_without_trail(walk)
    if earlier is None:
        raise NotAnAnswer("This is the first question; there is nothing before it.")
    prompts = prompts_for(walk, earlier.item, answer_of(walk, earlier.item))
    return walk._replace(
        step=earlier,
        opened=earlier.name == prompts[0],
        revisiting=True,
        skipped=walk.skipped - {earlier.item},
        round=walk.round._replace(position=earlier.item),
    )


def _before_without_trail(walk: Walk) -> Step | None:
    """Return the question before, where this sitting has asked none yet: on the same item, else the last of the one before."""
    item = walk.step.item if walk.step is not None else None
    if walk.rating_again:  # it begins with the level
        return None
    if walk.step is not None and item is not None:
        prompts = prompts_for(walk, item, answer_of(walk, item))
        here = ALL_PROMPTS.index(prompt_of(walk.step))
        before = [name for name in prompts if ALL_PROMPTS.index(name) < here]
        if before:
            return Step(item, before[-1])
        if walk.step.evidence is not None:
            return Step(item, "evidence")
    position = walk.order.index(item) if item in walk.order else len(walk.order)
    if position == 0:
        return None
    previous = walk.order[position - 1]
    return Step(previous, prompts_for(walk, previous, answer_of(walk, previous))[-1])


def skip(walk: Walk) -> Walk:
    """Return the walk at the next item; this one stays as it is, and is not asked again in this sitting.

    At a question about an entry, which was given by then, only that question is left.
    """
    if walk.step is None:
        return walk
    if walk.step.evidence is not None:
        return _advance(walk._replace(trail=(*walk.trail, walk.step), opened=False), walk.step)
    skipped = walk._replace(skipped=walk.skipped | {walk.step.item}, trail=(*walk.trail, walk.step))
    return _next_item(skipped, walk.step.item)


def rate_again(walk: Walk, item: str) -> Walk:
    """Return the walk that asks the level of this item again, and what follows from it, and nothing else."""
    return walk._replace(order=(item,), rating_again=True, revisiting=True, step=Step(item, "level"))


def go(walk: Walk, given: str) -> Walk:
    """Return the walk at an item, answered or not. An aspect's id leads to its first. Raises UnknownId."""
    framework = walk.framework
    name = framework.id_now(given)
    if name in framework.outline.aspects:
        name = next(one for one in (*walk.order, *framework.competencies) if one.startswith(name))
    if name not in framework.competencies and name not in framework.elements:
        known = [*framework.elements, *framework.competencies]
        raise UnknownId(given, "competency or element", known, "`go` alone lists them.")
    trail = (*walk.trail, walk.step) if walk.step is not None else walk.trail
    return _enter(walk._replace(trail=trail, skipped=walk.skipped - {name}), name)


def set_private(walk: Walk, private: bool) -> Walk:
    """Return the walk with the answer on the present item marked private, or with that mark taken back.

    Whichever question on the item is open. No entry is marked: what an answer covers is worked out where something leaves.
    """
    if walk.step is None:
        return walk
    item = walk.step.item
    kept_open = walk.kept_open - {item} if private else walk.kept_open | {item}
    walk = walk._replace(kept_open=kept_open)
    return walk if answer_of(walk, item).private == private else with_answer(walk, item, private=private)


def _is_first(trail: Sequence[Step], step: Step) -> bool:
    return not trail or trail[-1].item != step.item


def _enter(walk: Walk, item: str) -> Walk:
    """Return the walk at the first open question of an item; where all is answered, at the first of all."""
    complete = is_complete(walk, item)
    round_ = walk.round._replace(position=item)
    entered = walk._replace(round=round_, revisiting=complete, opened=True)
    present = answer_of(walk, item)
    prompts = prompts_for(walk, item, present)
    first = prompts[0] if complete else next(name for name in prompts if name not in present.passed)
    if not complete and entry_left_open(walk, item) is not None:
        first = "evidence"  # its questions were broken off: Enter there takes them up again
    return entered._replace(step=Step(item, first))


def _next_item(walk: Walk, after: str | None, inclusive: bool = False) -> Walk:
    """Return the walk at the next incomplete item of the order behind `after`, round to the beginning."""
    order = walk.order
    # Reached by `go` from outside this sitting's scope: back to where the scope begins.
    start = order.index(after) + (0 if inclusive else 1) if after in order else 0
    for item in (*order[start:], *order[:start]):
        if item not in walk.skipped and not is_complete(walk, item):
            return _enter(walk, item)
    position = walk.round.position if walk.step is None else walk.step.item
    return walk._replace(step=None, round=walk.round._replace(position=position))


def _advance(walk: Walk, step: Step) -> Walk:
    """Return the walk at the question that follows `step`."""
    following = next_evidence_step(walk, step)
    if following is not None:
        return walk._replace(step=following, round=_with_entry_open(walk, following))
    walk = walk._replace(round=_with_entry_open(walk, None))
    present = answer_of(walk, step.item)
    prompts = prompts_for(walk, step.item, present)
    here = ALL_PROMPTS.index(prompt_of(step))
    for name in prompts:
        behind = ALL_PROMPTS.index(name) > here
        left = name not in present.passed and not walk.rating_again
        known = walk.rating_again and name == "importance" and present.importance is not None
        if left or (walk.revisiting and behind and not known):
            return walk._replace(step=Step(step.item, name))
    if walk.rating_again:
        return walk._replace(step=None)
    visited = (*walk.visited, step.item)
    return _next_item(walk._replace(visited=visited, revisiting=False), step.item)


def _with_entry_open(walk: Walk, following: Step | None) -> Round:
    """Return the round with the entry noted whose questions are being asked, so that they can be taken up again."""
    entry = following.evidence if following is not None else None
    return walk.round if walk.round.entry_open == entry else walk.round._replace(entry_open=entry)
