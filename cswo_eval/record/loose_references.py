"""What names something that the record does not have: an account its entry, a claim its entry, a plan its round, a review its plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from cswo_eval.record.layout import PLAN_REVIEWS, PLANS, ROUNDS, plan_file, round_file
from cswo_eval.record.models import EvidenceRegister, ReviewRecord, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import PriorLearningClaim, Reflection
from cswo_eval.record.reader import RecordReader
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.problems import ProblemsFound
from cswo_eval.text.words import listed

Read = TypeVar("Read")


def loose_references(record: RecordReader) -> list[str]:
    """Return a sentence for each thing that names what is not there. What does not read is passed over: `check` tells of it."""
    found: list[str] = []
    register = _or_none(record.register)
    if register is not None:
        had = {entry.id for entry in register.entries}
        for name, entries in _naming_entries(record):
            lacking = [one for one in entries if one not in had]
            if lacking:
                found.append(f"{name} names {listed(lacking)}, which your register does not have.")
        found += _loose_revisions(register)
    rounds, plans = set(_names(record, ROUNDS)), set(_names(record, PLANS))
    for plan in _each(record, PLANS):
        if isinstance(plan, Plan) and round_file(plan.round) not in rounds:
            found.append(
                f"The plan from {plain_day(plan.start)} was made from the round of {plain_day(plan.round)}, which is not there."
            )
    for review in _each(record, PLAN_REVIEWS):
        if isinstance(review, ReviewRecord) and plan_file(review.plan) not in plans:
            found.append(
                f"The review of day {review.number} is of the plan from {plain_day(review.plan)}, which is not there."
            )
    return found


def names_of(record: RecordReader, entry: str) -> list[str]:
    """Return what names an entry of the register, in words: 'R1', 'claim L2'."""
    return [name for name, entries in _naming_entries(record) if entry in entries]


def _naming_entries(record: RecordReader) -> Iterator[tuple[str, tuple[str, ...]]]:
    accounts: tuple[Reflection, ...] = _or_none(record.reflections) or ()
    for account in accounts:
        if account.removed is None:
            yield account.id, account.evidence
    learning = _or_none(record.prior_learning)
    claims: tuple[PriorLearningClaim, ...] = learning.present() if learning is not None else ()
    for claim in claims:
        yield f"claim {claim.id}", claim.evidence
    for run in _or_none(record.tool_runs) or ():
        yield f"Your run of {run.tool} of {plain_day(run.begun)}", run.entries()
    for round_ in _each(record, ROUNDS):
        if isinstance(round_, Round) and round_.entry_open is not None:
            yield f"The round of {plain_day(round_.started)}", (round_.entry_open,)


def _loose_revisions(register: EvidenceRegister) -> list[str]:
    return [
        f"{entry.id}, {one.id} replaces {one.replaces}, which the entry does not have."
        for entry in register.present()
        for one in entry.attachments
        if one.replaces is not None and one.replaces not in {other.id for other in entry.attachments}
    ]


def _names(record: RecordReader, part: str) -> list[str]:
    return _or_none(lambda: record.files_in(part)) or []


def _each(record: RecordReader, part: str) -> Iterator[object]:
    for name in _names(record, part):
        value = _or_none(lambda name=name: record.read(name))  # type: ignore[misc]
        if value is not None:
            yield value


def _or_none(read: Callable[[], Read]) -> Read | None:
    try:
        return read()
    except ProblemsFound:
        return None
