"""What of a record is private: what its owner marked, and the evidence that was given with an answer that is marked.

What a mark covers is worked out here, at the door, and written on no entry: taking the mark back opens all of it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.framework.fitted_ids import fit_ids
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Action, Answer, Evidence, Round


class Divided(NamedTuple):
    """An entry that serves something private and something that is not: its owner is asked once whether it may leave."""

    entry: str
    private: tuple[str, ...]
    """What it serves that is private: 'WO1.3', or an action 'A3'."""
    open: tuple[str, ...]
    """What it serves besides."""


class PrivateThings(NamedTuple):
    """The ids of all that is private in a record. What was taken out is not listed."""

    items: frozenset[str]
    """Competencies and elements that are private, by the mark in the newest round that says something of them."""
    answers: tuple[str, ...]
    """Those of them that are marked answers of the newest round, in the record's order."""
    marked_entries: frozenset[str]
    """Entries that carry the mark themselves."""
    covered: Mapping[str, tuple[str, ...]]
    """Entries that carry none, with what they serve: all of it is private, so they stay too."""
    divided: tuple[Divided, ...]
    """Entries of which that holds in part only, and that stay until their owner says that they may leave."""
    files: frozenset[str]
    """Files that are marked, by entry and file: 'E7/T1'."""
    actions: frozenset[str]
    """Actions of the newest plan that are marked, or whose goal is private."""
    marked_actions: frozenset[str]
    reviews: frozenset[int]
    """Reviews of the newest plan, by the day of the plan."""
    accounts: frozenset[str]
    claims: frozenset[str]

    @property
    def entries(self) -> frozenset[str]:
        """All entries that stay."""
        return self.marked_entries | self.covered.keys() | {one.entry for one in self.divided}


def private_things(whole: WholeRecord) -> PrivateThings:
    """Return what is private in a record."""
    marks = [(one, marked_items(one, whole.framework)) for one in whole.rounds]
    items = frozenset(name for name in frozenset().union(*(one for _, one in marks)) if _is_private_now(name, marks))
    marked, covered, divided = _entries(whole, marks)
    actions = whole.plan.actions if whole.plan is not None else ()
    return PrivateThings(
        items=items,
        answers=tuple(name for name, one in (whole.round.answers if whole.round else {}).items() if one.private),
        marked_entries=marked,
        covered=covered,
        divided=divided,
        files=frozenset(
            f"{entry.id}/{one.id}"
            for entry in whole.register.present()
            for one in entry.current_attachments()
            if one.private
        ),
        actions=frozenset(one.id for one in actions if one.private or one.goal in items),
        marked_actions=frozenset(one.id for one in actions if one.private),
        reviews=frozenset(one.number for one in whole.reviews if one.private),
        accounts=frozenset(one.id for one in whole.accounts if one.private and one.removed is None),
        claims=frozenset(one.id for one in whole.claims.present() if one.private),
    )


def counted_private(private: PrivateThings) -> int:
    """Return how many things are private: answers, entries, files, actions, reviews, accounts, claims."""
    several = (private.answers, private.entries, private.files, private.actions, private.reviews)
    return sum(map(len, several)) + len(private.accounts) + len(private.claims)


def marked_items(round_: Round, framework: Framework) -> frozenset[str]:
    """Return what a round marks private: also by an answer that is set aside, under the id that it has now too.

    What was one with a private answer before the Standard changed may not tell now what that was.
    """
    answers = {name for name, answer in round_.answers.items() if answer.private}
    aside = {one.id for one in round_.set_aside if one.answer.private}
    now = {move.now for move in fit_ids(aside, framework).values() if move.now is not None}
    return frozenset(answers | aside | now)


RoundMarks = Sequence[tuple[Round, frozenset[str]]]
"""Every round, oldest first, with what was private in it."""


def _entries(
    whole: WholeRecord, marks: RoundMarks
) -> tuple[frozenset[str], dict[str, tuple[str, ...]], tuple[Divided, ...]]:
    """Return the entries that are marked, those that a mark on what they serve covers, and those that it covers in part."""
    marked: set[str] = set()
    covered: dict[str, tuple[str, ...]] = {}
    divided: list[Divided] = []
    for entry in whole.register.present():
        if entry.private:
            marked.add(entry.id)
            continue
        served = dict(_served(whole, entry, marks))
        private = tuple(name for name, sides in served.items() if True in sides)
        open_ = tuple(name for name, sides in served.items() if False in sides)
        if private and not open_:
            covered[entry.id] = private
        elif private and not entry.may_leave:
            divided.append(Divided(entry.id, private, open_))
    return frozenset(marked), covered, tuple(divided)


def _served(whole: WholeRecord, entry: Evidence, marks: RoundMarks) -> Iterator[tuple[str, frozenset[bool]]]:
    """Give what an entry serves, and whether that is private: both where it was when the entry was kept and is no longer."""
    kept = date.fromisoformat(entry.recorded[:10])
    then = next((private for one, private in reversed(marks) if one.started <= kept), frozenset())
    for link in entry.links:
        now = _is_private_now(link.item, marks)
        yield link.item, frozenset({now, True} if link.item in then else {now})
    for action in left_by(whole, entry):
        if action.private:
            yield action.id, frozenset({True})


def left_by(whole: WholeRecord, entry: Evidence) -> tuple[Action, ...]:
    """Return the actions that left an entry: as the entry has it, or a line that the program wrote on a link.

    One without a plan before its number is of the plan that was in use when the entry was kept.
    """
    kept = date.fromisoformat(entry.recorded[:10])
    names = dict.fromkeys((entry.left_by, *(link.left_by for link in entry.links)))
    found = []
    for name in names:
        start, _, number = (name or "").rpartition("/")
        plan = next((one for one in whole.plans if str(one.start) == start), None)
        plan = plan if start else whole.plan_at(kept) or whole.plan
        action = plan.action(number) if plan is not None and number else None
        if action is not None and action not in found:
            found.append(action)
    return tuple(found)


def _is_private_now(name: str, marks: RoundMarks) -> bool:
    """Whether an item is private: as the newest round says in which something was said of it."""
    for round_, private in reversed(marks):
        if name in private:
            return True
        if _is_said(round_.answers.get(name)):
            return False
    return False


def _is_said(answer: Answer | None) -> bool:
    return answer is not None and (answer.standing is not None or bool(answer.passed))
