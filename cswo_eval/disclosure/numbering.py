"""Numbers of a copy's own, without gaps: a missing number would tell a stranger that something is kept back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from cswo_eval.confidentiality.guard import place_of_part
from cswo_eval.confidentiality.record_texts import texts_in
from cswo_eval.disclosure.watch import newest_parts
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.record.models import Evidence, Link
from cswo_eval.record.plan_models import Plan

NUMBERED_AFRESH = frozenset({"portfolio", "employer", "successor"})
"""Whose copies are numbered afresh. The owner's and a coach's keep the record's numbers, because two people talk by them."""


class Numbers(NamedTuple):
    """What each number of the record is in a copy; empty where the copy keeps them."""

    entries: Mapping[str, str]
    """'E7' → 'E5'."""
    files: Mapping[str, str]
    """'E7/T2' → 'E5/T1'."""
    actions: Mapping[str, str]
    accounts: Mapping[str, str]
    claims: Mapping[str, str]

    def of_file(self, entry: str, attachment: str) -> tuple[str, str]:
        """Return entry and file as the copy calls them."""
        found, _, file = self.files.get(f"{entry}/{attachment}", f"{entry}/{attachment}").partition("/")
        return found, file


class Mention(NamedTuple):
    """A number of the record in the owner's own words, which a copy counts otherwise: where it stands, and both numbers."""

    where: str
    said: str
    now: str


THE_RECORDS_OWN = Numbers({}, {}, {}, {}, {})


def fresh_numbers(whole: WholeRecord) -> Numbers:
    """Return numbers without gaps for everything in a record, in its order."""
    entries = _counted("E", (one.id for one in whole.register.entries))
    files = {
        f"{entry.id}/{one.id}": f"{entries[entry.id]}/T{number}"
        for entry in whole.register.entries
        for number, one in enumerate(entry.attachments, start=1)
    }
    actions = whole.plan.actions if whole.plan is not None else ()
    return Numbers(
        entries,
        files,
        _counted("A", (one.id for one in actions)),
        _counted("R", (one.id for one in whole.accounts)),
        _counted("L", (one.id for one in whole.claims.claims)),
    )


def _counted(letter: str, ids: Iterable[str]) -> dict[str, str]:
    return {name: f"{letter}{number}" for number, name in enumerate(ids, start=1)}


def renumbered(whole: WholeRecord, numbers: Numbers) -> WholeRecord:
    """Return a record, without what was taken out, by these numbers, also in the sentences that the program wrote into it.

    The owner's own words stay as they are: what is called E7 there need not be an entry.
    """
    if numbers == THE_RECORDS_OWN:
        return whole
    entries = numbers.entries
    return whole._replace(
        register=whole.register._replace(entries=tuple(_entry(one, numbers) for one in whole.register.entries)),
        plan=_plan(whole.plan, numbers) if whole.plan is not None else None,
        accounts=tuple(
            one._replace(
                id=numbers.accounts[one.id],
                links=tuple(map(_bare, one.links)),
                evidence=tuple(entries[name] for name in one.evidence if name in entries),
            )
            for one in whole.accounts
        ),
        claims=whole.claims._replace(
            claims=tuple(
                one._replace(
                    id=numbers.claims[one.id],
                    evidence=tuple(entries[name] for name in one.evidence if name in entries),
                )
                for one in whole.claims.claims
            )
        ),
    )


def mentions_of(whole: WholeRecord, numbers: Numbers) -> tuple[Mention, ...]:
    """Return where the owner's own words in a record name an entry, an account or a claim that the copy calls otherwise.

    Their words are never changed, so they are told of it. `whole` is under the record's numbers.
    """
    otherwise = {
        old: new
        for kind in (numbers.entries, numbers.accounts, numbers.claims)
        for old, new in kind.items()
        if old != new
    }
    if not otherwise:
        return ()
    known = re.compile(rf"(?<![\w.])(?:{'|'.join(otherwise)})(?!\w|\.\d)")
    written = whole._replace(register=whole.register._replace(entries=tuple(map(_bare_entry, whole.register.entries))))
    found = [
        Mention(where, name, otherwise[name])
        for part, value in newest_parts(written).items()
        for where, text in texts_in(value, place_of_part(part, value))
        for name in dict.fromkeys(known.findall(text))
    ]
    return tuple(dict.fromkeys(found))


def _bare_entry(entry: Evidence) -> Evidence:
    return entry._replace(links=tuple(map(_bare, entry.links)))


def _entry(entry: Evidence, numbers: Numbers) -> Evidence:
    files = tuple(one._replace(id=numbers.of_file(entry.id, one.id)[1], replaces=None) for one in entry.attachments)
    return entry._replace(id=numbers.entries[entry.id], links=tuple(map(_bare, entry.links)), attachments=files)


def _bare(link: Link) -> Link:
    """Return a link without the line that the program wrote on it, which names numbers of the record."""
    return link._replace(reason=link.own_reason)


def _plan(plan: Plan, numbers: Numbers) -> Plan:
    told = _in_sentences(numbers.actions)
    return plan._replace(
        goals=tuple(one._replace(why=told(one.why)) for one in plan.goals),
        actions=tuple(
            one._replace(
                id=numbers.actions[one.id],
                why=told(one.why) if one.activity is not None else one.why,
                flags=tuple(map(told, one.flags)),
            )
            for one in plan.actions
        ),
        left_out=tuple(one._replace(reason=told(one.reason)) for one in plan.left_out),
        remarks=tuple(map(told, plan.remarks)),
    )


def _in_sentences(ids: Mapping[str, str]) -> Callable[[str], str]:
    """Return what puts the new numbers into a sentence of the program's."""
    known = re.compile(r"(?<![\w.])A\d{1,4}(?![\w]|\.\d)")
    return lambda text: known.sub(lambda found: ids.get(found[0], found[0]), text)
