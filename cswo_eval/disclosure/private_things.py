"""What of a record is private: what its owner marked, and the evidence that was given with an answer that is marked.

What a mark covers is worked out here, at the door, and written on no entry: taking the mark back opens all of it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date, timedelta
from typing import NamedTuple

from cswo_eval.disclosure.named_things import says
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.framework.fitted_ids import fit_ids
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Attachment, Evidence, Round
from cswo_eval.record.plan_models import Action, Plan


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
    """Files that are marked, by entry and file: 'E7/T1'; a newer version of one that is marked is private with it."""
    goals: frozenset[str]
    """Goals of the newest plan that are private."""
    in_plan: frozenset[str]
    """What is private, and what was in the round that the newest plan was made from: of these its own words may tell no level."""
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
    marked, covered, divided = _entries(whole, marks, items)
    plan = whole.plan
    actions = plan.actions if plan is not None else ()
    goals = private_goals(plan, items) if plan is not None else frozenset()
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
            if marked_versions(entry, one.id)
        ),
        goals=goals,
        in_plan=items | (_marked_when_made(plan, marks) if plan is not None else frozenset()),
        actions=frozenset(one.id for one in actions if one.private or one.goal in goals),
        marked_actions=frozenset(one.id for one in actions if one.private),
        reviews=frozenset(one.number for one in whole.reviews if one.private),
        accounts=frozenset(one.id for one in whole.accounts if one.private and one.removed is None),
        claims=frozenset(one.id for one in whole.claims.present() if one.private),
    )


def private_goals(plan: Plan, items: Set[str]) -> frozenset[str]:
    """Return the goals of a plan that are private: on a private answer, or with nothing but private answers in them."""
    return frozenset(one.item for one in plan.goals if one.members and set(one.members) <= items) | frozenset(
        name for name in (*(one.item for one in plan.goals), *(one.goal for one in plan.actions)) if name in items
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


def versions_of(entry: Evidence, file: str) -> tuple[Attachment, ...]:
    """Return a file and those that it replaced, the newest first."""
    by_id = {one.id: one for one in entry.attachments}
    found: dict[str, Attachment] = {}
    name: str | None = file
    while name in by_id and name not in found:
        found[name] = by_id[name]
        name = by_id[name].replaces
    return tuple(found.values())


def marked_versions(entry: Evidence, file: str) -> tuple[str, ...]:
    """Return which of the versions of a file are marked, itself and those that it replaced: one mark holds for all that came after."""
    return tuple(one.id for one in versions_of(entry, file) if one.private)


def _entries(
    whole: WholeRecord, marks: RoundMarks, items: frozenset[str]
) -> tuple[frozenset[str], dict[str, tuple[str, ...]], tuple[Divided, ...]]:
    """Return the entries that are marked, those that a mark on what they serve covers, and those that it covers in part."""
    marked: set[str] = set()
    covered: dict[str, tuple[str, ...]] = {}
    divided: list[Divided] = []
    for entry in whole.register.present():
        if entry.private:
            marked.add(entry.id)
            continue
        served = dict(_served(whole, entry, marks, items))
        private = tuple(name for name, sides in served.items() if True in sides)
        open_ = tuple(name for name, sides in served.items() if False in sides)
        if private and not open_:
            covered[entry.id] = private
        elif private and not entry.may_leave:
            divided.append(Divided(entry.id, private, open_))
    return frozenset(marked), covered, tuple(divided)


def _served(
    whole: WholeRecord, entry: Evidence, marks: RoundMarks, items: frozenset[str]
) -> Iterator[tuple[str, frozenset[bool]]]:
    """Give what an entry serves, and whether that is private: both where it was when the entry was kept and is no longer."""
    then = _marks_when_kept(entry, marks)
    for link in entry.links:
        was = any(_is_private_now(link.item, one) for one in then)
        yield link.item, frozenset({_is_private_now(link.item, marks), *((True,) if was else ())})
    for name, plan, action in left_by(whole, entry):
        if action.private or action.goal in private_goals(plan, items):
            yield name, frozenset({True})


def left_by(whole: WholeRecord, entry: Evidence) -> tuple[tuple[str, Plan, Action], ...]:
    """Return the actions that left an entry, each with its name and plan: as the entry has it, or a line that the program wrote on a link.

    Where it does not say of which plan, those of that id in every plan.
    """
    found: dict[str, tuple[Plan, Action]] = {}
    for name in dict.fromkeys((entry.left_by, *(link.left_by for link in entry.links))):
        start, _, number = (name or "").rpartition("/")
        plans = [one for one in whole.plans if start in ("", str(one.start))]
        for plan in plans:
            action = plan.action(number)
            if action is not None:
                found[number if plan is whole.plan else f"{plan.start}/{number}"] = (plan, action)
    return tuple((name, plan, action) for name, (plan, action) in found.items())


def _marks_when_kept(entry: Evidence, marks: RoundMarks) -> tuple[RoundMarks, RoundMarks]:
    """Return the rounds that had begun when an entry was kept, and those that had a day later.

    Its moment is in UTC and theirs are days where the owner is: it may have been given in either.
    """
    kept = date.fromisoformat(entry.recorded[:10])
    first, second = ([one for one in marks if one[0].started <= kept + timedelta(days=more)] for more in (0, 1))
    return first, second


def _marked_when_made(plan: Plan, marks: RoundMarks) -> frozenset[str]:
    """Return what was private in the round that a plan was made from, as the rounds till then say: it may be open by now."""
    then = [one for one in marks if one[0].started <= plan.round]
    names = frozenset().union(*(private for _, private in then))
    return frozenset(name for name in names if _is_private_now(name, then))


def _is_private_now(name: str, marks: RoundMarks) -> bool:
    """Whether an item is private: as the newest round says in which something was said of it."""
    for round_, private in reversed(marks):
        if name in private:
            return True
        if (answer := round_.answers.get(name)) is not None and says(answer):
            return False
    return False
