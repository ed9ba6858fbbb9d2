"""What a mark, set or taken back, has done, in sentences: everything that is private now, and what beside it is or is not.

Whichever interview or command changed the mark asks here, with the record as it is after that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cswo_eval.disclosure.private_things import Divided, PrivateThings, private_things
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.record.fields import own_words
from cswo_eval.record.models import Answer, Evidence
from cswo_eval.record.plan_models import Action
from cswo_eval.record.portfolio_models import PriorLearningClaim, Reflection
from cswo_eval.text.words import listed_with_and

_TEXTS = own_words(Answer)


def said_mark(whole: WholeRecord, name: str, private: bool) -> str:
    """Return what is private now, where the mark on `name` was set (`private`), or what is open again where it was taken back.

    `name`: a competency or element, an entry 'E7', an account 'R1', a claim 'L2', an action 'A3' of the newest plan or
    '2026-09-07/A3' of an earlier one, a review of the newest plan 'day-30', an answer in a tool 'influence.q3'. One that is not saved yet may be named too.
    """
    things = private_things(whole)
    if re.fullmatch(r"E\d+", name):
        sentences = _of_entry(whole, things, name, private)
    elif re.fullmatch(r"[RL]\d+", name):
        sentences = _of_text(whole, things, name, private)
    elif re.fullmatch(r"(?:\d{4}-\d\d-\d\d/)?A\d+", name):
        sentences = _of_action(whole, things, name, private)
    elif re.fullmatch(r"[a-z][a-z0-9-]*\.\S+", name):
        sentences = [f"{name}: your answer here is {'now' if private else 'not'} private."]
    elif re.fullmatch(r"day-\d+", name):
        sentences = _of_review(whole, name, private)
    else:
        sentences = _of_answer(whole, things, name, private)
    return " ".join(one for one in sentences if one)


def said_of_entry(whole: WholeRecord, name: str) -> str:
    """Return that an entry is private, and why, or that its owner is asked about it; '' for one that is open or not there."""
    things = private_things(whole)
    if name in things.marked_entries:
        return f"{name} is marked private."
    if name in things.covered:
        return f"{name} is private, since it serves {listed_with_and(things.covered[name])} only."
    return " ".join(_asked_about(one, "") for one in things.divided if one.entry == name)


# --- an answer -------------------------------------------------------------------------------------------------------


class _Around(NamedTuple):
    """An answer, the entries that serve what it is on, and the actions of the newest plan whose goal that is, or is of that."""

    answer: Answer
    entries: tuple[Evidence, ...]
    actions: tuple[Action, ...]


def _around(whole: WholeRecord, item: str) -> _Around:
    answers = whole.round.answers if whole.round is not None else {}
    plan = whole.plan
    goals = {one.item for one in plan.goals if item in one.members} | {item} if plan is not None else set()
    actions = tuple(one for one in plan.actions if one.goal in goals) if plan is not None else ()
    return _Around(answers.get(item, Answer()), whole.register.linked_to(item), actions)


def _of_answer(whole: WholeRecord, things: PrivateThings, item: str, private: bool) -> list[str]:
    around = _around(whole, item)
    if not private and item in things.items:
        return [_stays_by_another_answer(around.answer, item)]
    serving = {one.id for one in around.entries}
    asked = [_asked_about(one, item) for one in things.divided if one.entry in serving]
    told = _private_now(things, around, item) if private else _open_again(things, around, item)
    of_competencies = {
        True: "This does not mark its competencies.",
        False: "Its competencies keep the marks that they have.",
    }
    return [told[0], of_competencies[private] if item in whole.framework.elements else "", *asked, *told[1:]]


def _private_now(things: PrivateThings, around: _Around, item: str) -> list[str]:
    hidden = things.marked_entries | things.covered.keys()
    parts = [*_parts(around.answer), *(one.id for one in around.entries if one.id in hidden)]
    parts += [f"{one.id} of your plan" for one in around.actions if one.id in things.actions]
    said = (
        f"{item}: {listed_with_and(parts)} {_is(parts)} now private. So is what you add here."
        if parts
        else f"{item}: what you say here is now private, with evidence that you add here."
    )
    return [said, *(_may_leave(one, item) for one in around.entries if one.id not in things.entries)]


def _open_again(things: PrivateThings, around: _Around, item: str) -> list[str]:
    parts = [*_parts(around.answer), *(one.id for one in around.entries if one.id not in things.entries)]
    parts += [f"{one.id} of your plan" for one in around.actions if one.id not in things.actions]
    may = f": {listed_with_and(parts)} may go into what you share." if parts else "."
    marked = [one.id for one in around.entries if one.id in things.marked_entries]
    marked_actions = [one.id for one in around.actions if one.id in things.marked_actions]
    return [
        f"{item} is not private{may}",
        _stay_marked(marked, f"`cswo-eval private unset {' '.join(marked)}`"),
        _stay_marked(marked_actions, f"`cswo-eval private unset {' '.join(marked_actions)}`"),
    ]


def _parts(answer: Answer) -> list[str]:
    """Return what an answer holds, in words."""
    parts = []
    if answer.standing == "rated":
        parts.append("your level")
    elif answer.standing is not None or answer.importance is not None or answer.confidence is not None:
        parts.append("your answer")
    if any(getattr(answer, name).strip() for name in _TEXTS):
        parts.append("what you wrote here")
    return parts


def _stays_by_another_answer(answer: Answer, item: str) -> str:
    if answer.standing is not None or answer.passed:
        return f"{item} stays private: an answer that is set aside, and was given under another id of it, is marked."
    return f"{item} stays private until you have answered here: your answer of an earlier round is marked."


def _may_leave(entry: Evidence, item: str) -> str:
    others = [link.item for link in entry.links if link.item != item]
    too = f" It serves {listed_with_and(others)} too." if others else ""
    return f"{entry.id} may leave all the same, as you said.{too} `cswo-eval private set {entry.id}` keeps it back."


def _asked_about(divided: Divided, item: str) -> str:
    """Return that the owner is asked about an entry, said beside `item`, which need not be named again."""
    name = divided.entry
    private = [one for one in divided.private if one != item]
    open_ = [one for one in divided.open if one != item]
    if item in divided.private and item in divided.open:
        serves = f"was given when {item} was private"
    elif item in divided.private:
        serves = f"serves {listed_with_and(open_)} too, which {_is(open_)} not private"
    elif item:
        serves = f"serves {listed_with_and(private)} too, which {_is(private)} private"
    else:
        serves = (
            f"serves {listed_with_and(private)}, which {_is(private)} private, and {listed_with_and(open_)}, which "
            f"{_is(open_)} not"
        )
    return (
        f"{name} {serves}: you are asked about it before anything leaves, and until then it stays. `cswo-eval private set "
        f"{name}` or `cswo-eval private unset {name}` decides it now."
    )


# --- an entry, an account, a claim -----------------------------------------------------------------------------------


def _of_entry(whole: WholeRecord, things: PrivateThings, name: str, private: bool) -> list[str]:
    entry = whole.register.find(name)
    if private:
        files = [one.id for one in entry.current_attachments()] if entry is not None else []
        tell = [
            one.id
            for one in _accounts_and_claims(whole)
            if name in one.evidence and not one.private and not one.removed
        ]
        return [
            f"{name} is now private{f', with {listed_with_and(files)}' if files else ''}.",
            f"{listed_with_and(tell)} {'name' if len(tell) > 1 else 'names'} it and {_is(tell)} not private."
            if tell
            else "",
        ]
    if name in things.covered:
        served = things.covered[name]
        return [
            f"{name} carries no mark of its own. It stays private, since it serves {listed_with_and(served)} only: "
            f"`public` there, or `cswo-eval private unset {' '.join(served)}`, opens it."
        ]
    asked = [_asked_about(one, "") for one in things.divided if one.entry == name]
    files = sorted(one for one in things.files if one.startswith(f"{name}/"))
    return [
        *(asked or [f"{name} is not private: it may go into what you share."]),
        _stay_marked(files, f"`cswo-eval private unset {' '.join(files)}`"),
    ]


def _accounts_and_claims(whole: WholeRecord) -> tuple[Reflection | PriorLearningClaim, ...]:
    return (*whole.accounts, *whole.claims.claims)


def _of_text(whole: WholeRecord, things: PrivateThings, name: str, private: bool) -> list[str]:
    if not private:
        return [f"{name} is not private: it may go into what you share."]
    found = next((one for one in _accounts_and_claims(whole) if one.id == name), None)
    named = [one for one in (found.evidence if found is not None else ()) if one not in things.entries]
    return [
        f"{name} is now private.",
        f"This does not mark {listed_with_and(named)}, which it names." if named else "",
    ]


# --- the plan --------------------------------------------------------------------------------------------------------


def _of_action(whole: WholeRecord, things: PrivateThings, name: str, private: bool) -> list[str]:
    action = whole.plan.action(name) if whole.plan is not None else None
    if private:
        left = [one for one, served in things.covered.items() if name in served]
        asked = [_asked_about(one, name) for one in things.divided if name in one.private]
        return [
            f"{listed_with_and([name, *left])} {_is([name, *left])} now private, with what you say of {'them' if left else 'it'}.",
            *asked,
        ]
    if action is not None and action.id in things.actions:
        return [f"{name} carries no mark of its own. It stays private, since its goal {action.goal} is private."]
    return [f"{name} is not private: it may go into what you share."]


def _of_review(whole: WholeRecord, name: str, private: bool) -> list[str]:
    day = name.removeprefix("day-")
    if not private:
        return [f"The review of day {day} is not private: it may go into what you share."]
    last = whole.plan is not None and int(day) == max(one.number for one in whole.plan.reviews)
    again = " A level that you give again is your answer on that competency: `private` at its question marks that."
    return [f"The review of day {day} is now private: all that you write in it.{again if last else ''}"]


# --- words -----------------------------------------------------------------------------------------------------------


def _stay_marked(names: Sequence[str], how: str) -> str:
    if not names:
        return ""
    themselves = "are marked themselves and stay" if len(names) > 1 else "is marked itself and stays"
    return f"{listed_with_and(names)} {themselves} private; {how} opens {'them' if len(names) > 1 else 'it'}."


def _is(names: Iterable[str]) -> str:
    return "are" if len(tuple(names)) > 1 else "is"
