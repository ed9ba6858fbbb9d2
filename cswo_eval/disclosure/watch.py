"""The confidentiality guard as it stands at the door: with the names heard anywhere in the record, and what it knows is clean."""

from __future__ import annotations

from typing import NamedTuple

from cswo_eval.confidentiality.guard import Guard, Located, checked_copy
from cswo_eval.disclosure.open_record import present_record
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.files.shapes import Shape
from cswo_eval.record.checked_texts import known_clean
from cswo_eval.record.reader import RecordReader


class Watch(NamedTuple):
    """A guard that has heard the whole record."""

    guard: Guard
    clean: frozenset[str]
    """Digests of texts in which nothing was found by itself."""
    known: frozenset[str] = frozenset()
    """Those of them that were known before."""
    found: tuple[Located, ...] = ()
    """What is found anywhere in the record, private things and earlier rounds too: for its owner's eyes only."""


def guard_of(record: RecordReader, whole: WholeRecord) -> Guard:
    """Return the guard with the rules in use and this record's decisions. It remembers what it looked at: nothing twice."""
    return Guard(
        whole.framework.confidentiality,
        record.guard_decisions(),
        whole.profile.record_id,
        whole.profile.name,
        earlier_ids=whole.framework.earlier_ids,
        memory={},
    )


def watch_over(record: RecordReader, whole: WholeRecord, quick: bool = True) -> Watch:
    """Return the guard that also looks for the names that stand with a title anywhere in the record, however private.

    That a name is masked in an open text because a private one gives it a title is meant: it keeps somebody from being known,
    and tells nobody why. `quick`: texts that were found clean before are not looked at again. Raises CswoEvalError.
    """
    guard = guard_of(record, whole)
    clean = known_clean(record.folder, guard.state()) if quick else frozenset()
    copy = checked_copy(guard, parts_of(whole), "take-out", clean)
    found = (*copy.taken_out, *(one for one in copy.kept if one.reason is not None))
    return Watch(guard.hearing(copy.names), clean | copy.clean, clean, found)


def parts_of(whole: WholeRecord) -> dict[str, Shape]:
    """Return everything in the record that holds texts and was not taken out, by part, the newest first."""
    values = newest_parts(present_record(whole))
    values.update({f"earlier/{one.started}": one for one in whole.earlier_rounds})
    values.update({f"earlier-plan/{one.start}": one for one in whole.earlier_plans})
    values.update({f"earlier-review/{one.plan}/{one.number}": one for one in whole.earlier_reviews})
    values.update({f"tool/{one.begun}/{one.tool}": one for one in whole.tool_runs})
    return values


def newest_parts(whole: WholeRecord) -> dict[str, Shape]:
    """Return the newest round and plan, and what goes with every round, by part."""
    values: dict[str, Shape] = {"profile": whole.profile}
    if whole.round is not None:
        values["round"] = whole.round
    values["evidence"] = whole.register
    if whole.plan is not None:
        values["plan"] = whole.plan
    values.update({f"review/{one.number}": one for one in whole.reviews})
    values.update({f"reflection/{one.id}": one for one in whole.accounts})
    values["prior-learning"] = whole.claims
    values["portfolio"] = whole.details
    return values
