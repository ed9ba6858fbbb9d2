"""What is private and why, thing by thing; and what becomes of it when marks are set or taken back. Pure: nothing is saved here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cswo_eval.disclosure.named_things import NamedThing, answer_in_tool, entry_of, holds, round_of_answer, says
from cswo_eval.disclosure.private_things import PrivateThings, marked_versions, private_goals, private_things
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.framework.fitted_ids import fit_ids
from cswo_eval.record.models import Evidence, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.tool_models import ToolRun


class Private(NamedTuple):
    """One thing that is private, and why."""

    thing: NamedThing
    marked: bool
    """Whether it carries a mark of its own."""
    serves: tuple[str, ...] = ()
    """For an entry that carries none: what it serves that is private."""
    besides: tuple[str, ...] = ()
    """What it serves that is not: its owner has not said yet whether it may leave all the same."""
    by: str = ""
    """What makes it private where it carries none: an action's goal, a file's entry or earlier version, an answer that is set aside."""

    @property
    def goes_with_entry(self) -> bool:
        """Whether it is a file that stays only because its entry does: where the entry is named, it need not be."""
        return self.thing.kind == "file" and bool(self.by) and "/" not in self.by


def all_private(whole: WholeRecord, private: PrivateThings | None = None) -> tuple[Private, ...]:
    """Return everything that is private, each once, with why: answers, entries, files, actions of every plan, accounts, claims, reviews."""
    private = private if private is not None else private_things(whole)
    return (
        *_items(whole, private),
        *_entries(whole, private),
        *(
            Private(NamedThing("action", f"{plan.start}/{one.id}"), one.private, by="" if one.private else one.goal)
            for plan in whole.plans
            for goals in (private_goals(plan, private.items),)
            for one in plan.actions
            if one.private or one.goal in goals
        ),
        *(Private(NamedThing("account", one.id), True) for one in whole.accounts if one.id in private.accounts),
        *(Private(NamedThing("claim", one.id), True) for one in whole.claims.present() if one.private),
        *(
            Private(NamedThing("review", f"{one.plan}/day-{one.number}"), True)
            for one in whole.all_reviews
            if one.private
        ),
        *(
            Private(NamedThing("tool-answer", run.said_id(key)), True)
            for run in whole.tool_runs
            for key, one in run.answers.items()
            if one.private
        ),
    )


def _items(whole: WholeRecord, private: PrivateThings) -> Iterator[Private]:
    framework = whole.framework
    aside = {
        one.id: move.now if (move := fit_ids([one.id], framework).get(one.id)) is not None else None
        for round_ in whole.rounds
        for one in round_.set_aside
        if one.answer.private
    }
    order = {name: place for place, name in enumerate((*framework.elements, *framework.competencies))}
    for name in sorted(private.items, key=lambda one: (order.get(one, len(order)), one)):
        round_ = round_of_answer(whole, name)
        if round_ is not None and round_.answers[name].private:
            yield Private(NamedThing("answer", name), True)
        elif name in aside:
            yield Private(NamedThing("set-aside", name), True)
        else:
            by = next((was for was, now in aside.items() if now == name), "")
            yield Private(NamedThing("answer", name), not by, by=by)  # nothing set aside: an earlier round's mark holds


def _entries(whole: WholeRecord, private: PrivateThings) -> Iterator[Private]:
    divided = {one.entry: one for one in private.divided}
    stay = private.entries
    for entry in whole.register.present():
        thing = NamedThing("entry", entry.id)
        if entry.id in private.marked_entries:
            yield Private(thing, True)
        elif entry.id in private.covered:
            yield Private(thing, False, private.covered[entry.id])
        elif entry.id in divided:
            yield Private(thing, False, divided[entry.id].private, divided[entry.id].open)
        for file in entry.current_attachments():
            name = f"{entry.id}/{file.id}"
            if name in private.files:
                versions = [f"{entry.id}/{one}" for one in marked_versions(entry, file.id)]
                yield Private(NamedThing("file", name), file.private, by="" if file.private else versions[0])
            elif entry.id in stay:
                yield Private(NamedThing("file", name), False, by=entry.id)


# --- a mark, set or taken back ------------------------------------------------------------------------------------


class Change(NamedTuple):
    """What setting marks, or taking them back, makes of a record."""

    whole: WholeRecord
    """The record as it will be."""
    changed: tuple[NamedThing, ...]
    """What was named and carries another mark, or has its owner's reply, then."""
    same: tuple[NamedThing, ...]
    """What was named and is so already."""
    before: tuple[Private, ...]
    after: tuple[Private, ...]

    @property
    def closed(self) -> tuple[Private, ...]:
        """What is private then and is not now; files that are so with their entry left out."""
        had = {one.thing for one in self.before}
        return tuple(one for one in self.after if one.thing not in had and not one.goes_with_entry)

    @property
    def opened(self) -> tuple[Private, ...]:
        """What is private now and is not then; files that were so with their entry left out."""
        have = {one.thing for one in self.after}
        return tuple(one for one in self.before if one.thing not in have and not one.goes_with_entry)

    @property
    def to_ask(self) -> tuple[Private, ...]:
        """Entries that serve something open besides, then, and did not before: their owner is asked once."""
        asked = {one.thing for one in self.before if one.besides}
        return tuple(one for one in self.after if one.besides and one.thing not in asked)

    @property
    def stays(self) -> tuple[Private, ...]:
        """What was named and lost its mark, and is private all the same."""
        return tuple(one for one in self.after if one.thing in self.changed and not one.marked)


def marks_set(whole: WholeRecord, things: Sequence[NamedThing]) -> Change:
    """Return the record with these marked as private. An entry that might leave by its owner's reply may no more."""
    same = tuple(one for one in things if is_marked(whole, one))
    changed = tuple(one for one in things if one not in same)
    return _change(whole, _each(whole, changed, lambda made, one: with_mark(made, one, private=True)), changed, same)


class Refused(NamedTuple):
    """What was named and cannot be opened by that: something else makes it private."""

    private: Private


def marks_taken_back(whole: WholeRecord, things: Sequence[NamedThing]) -> tuple[Change, tuple[Refused, ...]]:
    """Return the record with these marks taken back, and what cannot be opened so.

    An entry that serves something open besides may leave then: naming it is its owner's reply.
    """
    before = {one.thing: one for one in all_private(whole)}
    same = tuple(one for one in things if one not in before)
    named = tuple(one for one in things if one in before)
    made = _each(whole, named, lambda made, one: with_mark(made, one, private=False))
    for one in all_private(made):
        if one.besides and one.thing in named:
            made = with_reply(made, one.thing.id, may_leave=True)
    change = _change(whole, made, named, same)
    refused = tuple(Refused(one) for one in change.stays if not before[one.thing].marked)
    return change, refused


def with_replies(change: Change, may_leave: Sequence[str]) -> Change:
    """Return a change with its owner's reply that these entries may leave."""
    made = change.whole
    for entry in may_leave:
        made = with_reply(made, entry, may_leave=True)
    return change._replace(whole=made, after=all_private(made))


def _each(
    whole: WholeRecord, things: Sequence[NamedThing], change: Callable[[WholeRecord, NamedThing], WholeRecord]
) -> WholeRecord:
    for one in things:
        whole = change(whole, one)
    return whole


def _change(
    whole: WholeRecord, made: WholeRecord, changed: tuple[NamedThing, ...], same: tuple[NamedThing, ...]
) -> Change:
    return Change(made, changed, same, all_private(whole), all_private(made))


def is_marked(whole: WholeRecord, thing: NamedThing) -> bool:
    """Return whether a thing carries a mark of its own; a file also where an earlier version of it does."""
    first, _, last = thing.id.partition("/")
    if thing.kind == "answer":
        round_ = round_of_answer(whole, thing.id)
        return round_ is not None and round_.answers[thing.id].private
    if thing.kind == "set-aside":
        return any(one.answer.private for each in whole.rounds for one in each.set_aside if one.id == thing.id)
    if thing.kind == "entry":
        return entry_of(whole, thing.id).private
    if thing.kind == "file":
        return bool(marked_versions(entry_of(whole, first), last))
    if thing.kind == "action":
        return any(
            one.private for plan in whole.plans if f"{plan.start}" == first for one in plan.actions if one.id == last
        )
    if thing.kind == "tool-answer":
        return answer_in_tool(whole, thing.id).private
    if thing.kind == "review":
        return any(one.private for one in whole.all_reviews if f"{one.plan}/day-{one.number}" == thing.id)
    told = whole.accounts if thing.kind == "account" else whole.claims.claims
    return any(one.private for one in told if one.id == thing.id)


def with_mark(whole: WholeRecord, thing: NamedThing, *, private: bool) -> WholeRecord:
    """Return the record with one thing marked, or with all marks taken off it."""
    first, _, last = thing.id.partition("/")
    if thing.kind == "answer":
        return _with_rounds(whole, _rounds_marked(whole, thing.id, private))
    if thing.kind == "set-aside":
        return _with_rounds(whole, tuple(_aside_marked(one, thing.id, private) for one in whole.rounds))
    if thing.kind == "entry":
        entry = entry_of(whole, thing.id)
        may_leave = entry.may_leave and not private
        return _with_entry(whole, entry._replace(private=private, may_leave=may_leave))
    if thing.kind == "file":
        entry = entry_of(whole, first)
        marked = (last,) if private else marked_versions(entry, last)
        files = tuple(one._replace(private=private) if one.id in marked else one for one in entry.attachments)
        return _with_entry(whole, entry._replace(attachments=files))
    if thing.kind == "action":
        plans = [_action_marked(one, last, private) if f"{one.start}" == first else one for one in whole.plans]
        return whole._replace(plan=plans[-1], earlier_plans=tuple(plans[:-1]))
    if thing.kind == "account":
        accounts = (one._replace(private=private) if one.id == thing.id else one for one in whole.accounts)
        return whole._replace(accounts=tuple(accounts))
    if thing.kind == "claim":
        claims = (one._replace(private=private) if one.id == thing.id else one for one in whole.claims.claims)
        return whole._replace(claims=whole.claims._replace(claims=tuple(claims)))
    if thing.kind == "tool-answer":
        runs = (_tool_marked(one, thing.id, private) for one in whole.tool_runs)
        return whole._replace(tool_runs=tuple(runs))
    reviews, earlier = (
        tuple(one._replace(private=private) if f"{one.plan}/day-{one.number}" == thing.id else one for one in several)
        for several in (whole.reviews, whole.earlier_reviews)
    )
    return whole._replace(reviews=reviews, earlier_reviews=earlier)


def with_reply(whole: WholeRecord, entry: str, *, may_leave: bool) -> WholeRecord:
    """Return the record with its owner's reply on an entry that serves something private and something open."""
    return _with_entry(whole, entry_of(whole, entry)._replace(may_leave=may_leave))


def _with_entry(whole: WholeRecord, entry: Evidence) -> WholeRecord:
    return whole._replace(register=whole.register.with_entry(entry))


def _with_rounds(whole: WholeRecord, rounds: Sequence[Round]) -> WholeRecord:
    return whole._replace(round=rounds[-1] if rounds else None, earlier_rounds=tuple(rounds[:-1]))


def _rounds_marked(whole: WholeRecord, item: str, private: bool) -> list[Round]:
    """Return the rounds with the answer marked in the newest that holds one, or unmarked in every one that makes it private now."""
    rounds = list(whole.rounds)
    for place in reversed(range(len(rounds))):
        answer = rounds[place].answers.get(item)
        if answer is None or not holds(answer):
            continue
        if answer.private != private:
            answers = {**rounds[place].answers, item: answer._replace(private=private)}
            rounds[place] = rounds[place]._replace(answers=answers)
        if private or says(answer):
            break
    return rounds


def _aside_marked(round_: Round, name: str, private: bool) -> Round:
    aside = tuple(
        one._replace(answer=one.answer._replace(private=private)) if one.id == name else one for one in round_.set_aside
    )
    return round_ if aside == round_.set_aside else round_._replace(set_aside=aside)


def _tool_marked(run: ToolRun, name: str, private: bool) -> ToolRun:
    key = next((key for key in run.answers if run.said_id(key) == name), None)
    return run if key is None else run.with_answer(key, run.answers[key]._replace(private=private))


def _action_marked(plan: Plan, name: str, private: bool) -> Plan:
    action = plan.action(name)
    return plan if action is None else plan.with_action(action._replace(private=private))
