"""The one door: a record, a reader and what is asked for go in; the copy that may leave comes out, and what is still to be asked.

Nothing leaves a record but through here. In this order: without what was taken out and what is private; without texts that are not
for this reader or in none of the sections; past the confidentiality guard, with pseudonyms; under numbers of its own; measured anew;
without levels for who is shown none. What is printed rests on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cswo_eval.analysis.gaps import analyse
from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.confidentiality.finding_words import described
from cswo_eval.confidentiality.guard import CheckedCopy, Guard, Handling, Located, checked_copy, place_of_part
from cswo_eval.confidentiality.record_texts import Place, with_changed_texts
from cswo_eval.disclosure.earlier_rounds import overlaid, without_words
from cswo_eval.disclosure.for_readers import Asking, listed_record, told_record
from cswo_eval.disclosure.levels import analysis_without_evidence, analysis_without_levels, plan_without_order
from cswo_eval.disclosure.numbering import (
    NUMBERED_AFRESH,
    THE_RECORDS_OWN,
    Mention,
    Numbers,
    fresh_numbers,
    mentions_of,
    renumbered,
)
from cswo_eval.disclosure.open_record import open_record, present_record
from cswo_eval.disclosure.private_marks import all_private
from cswo_eval.disclosure.private_things import Divided, PrivateThings, private_things
from cswo_eval.disclosure.shown import Shown, shown_in
from cswo_eval.disclosure.telling_texts import Telling, telling_texts
from cswo_eval.disclosure.watch import Watch, newest_parts
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.files.shapes import Shape
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Audience
from cswo_eval.planning.sentences import goal_sentence
from cswo_eval.record.fields import fields_of
from cswo_eval.record.models import Answer, Evidence, EvidenceRegister, ReviewRecord, Round
from cswo_eval.record.plan_models import Action, Goal, Plan
from cswo_eval.record.portfolio_models import PriorLearningClaim, Reflection
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import counted

FOR_SELF_ONLY = "What is private is for you alone: --include-private goes with --for self only. Nothing was written."
WHAT_TO_DO = """\
`cswo-eval guard check` shows what each is, why it matters and what to write instead. You can
- reword it where it stands;
- keep it, with a reason:  cswo-eval guard accept ID --reason TEXT
- or leave it out of this copy only:  add --findings take-out"""
"""The end of the sentence when an export stops."""


class Wanted(NamedTuple):
    """What is asked of the door."""

    audience: Audience
    """Whom the copy is for. Its `levels`: whether they are shown single levels."""
    sections: tuple[str, ...]
    """What the copy is to tell, by the names that the table of fields knows: sections of a report, parts of a portfolio."""
    today: date
    findings: Handling = "stop"
    include_private: bool = False
    """With what is private: for the owner alone."""
    items: frozenset[str] | None = None
    """The answers that are asked for; None: all."""
    empty: bool = False
    """For what comes back: a text with a finding is left empty as a whole, so that no mask comes back as an answer."""


class DisclosedCopy(NamedTuple):
    """What may leave a record, for one reader: nothing else is in it, so whatever is written of it may be written."""

    framework: Framework
    audience: Audience
    sections: tuple[str, ...]
    today: date
    record: WholeRecord
    """What pages are made from. Its earlier rounds are those that the radar shows."""
    listed: WholeRecord
    """What spreadsheets and JSON list: the things that the sections tell whole."""
    analysis: GapAnalysis
    with_private: bool

    @property
    def asking(self) -> Asking:
        """Who reads it, and what."""
        return _asking(self.audience, self.sections)

    @property
    def shown(self) -> Shown:
        """What of the analysis it tells."""
        return shown_in(self.sections, self.audience.levels)


class Disclosure(NamedTuple):
    """A copy with what its owner should know of it."""

    copy: DisclosedCopy
    open_register: EvidenceRegister
    """The entries that are in the copy, whole and under the record's numbers: for the files that go with them."""
    numbers: Numbers
    private: PrivateThings
    """What of the record is private: it stays, unless it was asked for."""
    undecided: tuple[Divided, ...]
    """Entries that stay since their owner has not said yet whether they may leave beside something private."""
    stopping: tuple[Located, ...]
    """What nobody accepted of the certain kind: nothing may be written while there is any."""
    taken_out: tuple[Located, ...]
    """In whose place the copy holds a mask, or nothing."""
    kept: tuple[Located, ...]
    replaced: int | None
    """How many names of the private table were replaced; None where there is no table."""
    clean: frozenset[str]
    """Digests of texts in which nothing was found."""
    mentions: tuple[Mention, ...]
    """Numbers of the record in the owner's own words that the copy counts otherwise."""
    telling: tuple[Telling, ...]
    """What goes and tells of something private that does not."""
    ids: tuple[str, ...]
    """What is in the copy, by the record's own ids: 'SD1.3', 'E7', '2026-09-07/A3', '2026-09-07/day-30', 'R1', 'L2'. The files of an
    entry are not in it: who sends them along knows which."""


def disclosed(
    whole: WholeRecord,
    wanted: Wanted,
    watch: Watch,
    written: Callable[[DisclosedCopy], str] | None = None,
    also_stopping: Sequence[Located] = (),
) -> Disclosure:
    """Return the copy of a record that may leave it. Raises CswoEvalError where something that may identify somebody stops it.

    `written`: gives all words of what will be written of a copy; it is asked only where something is found, and what does not
    stand in those words neither stops nor is told. `also_stopping`: what was found elsewhere, as in a file that goes with it.
    """
    found = looked_at(whole, wanted, watch, written)
    stopping = (*found.stopping, *also_stopping)
    if stopping:
        raise stopped_by(watch.guard, stopping)
    return found


def looked_at(
    whole: WholeRecord, wanted: Wanted, watch: Watch, written: Callable[[DisclosedCopy], str] | None = None
) -> Disclosure:
    """Return the same, also where it must not be written: for a preview. See `Disclosure.stopping`."""
    if wanted.include_private and wanted.audience.id != "self":
        raise CswoEvalError(FOR_SELF_ONLY)
    private = private_things(whole)
    open_ = present_record(whole)
    if not wanted.include_private:
        open_ = open_record(open_, private)
    asking = _asking(wanted.audience, wanted.sections)
    told = told_record(_chosen(open_, wanted), asking)
    fresh = wanted.audience.id in NUMBERED_AFRESH
    numbers = fresh_numbers(told) if fresh else THE_RECORDS_OWN

    def made(values: Mapping[str, Shape]) -> DisclosedCopy:
        return _copy(_with_parts(told, values), numbers, wanted, asking)

    parts = newest_parts(told) | {f"earlier/{one.started}": one for one in told.earlier_rounds}
    copy = checked_copy(watch.guard, parts, wanted.findings, watch.clean)
    if written is not None and (copy.stopping or copy.taken_out or copy.kept):
        whole_copy = checked_copy(watch.guard, parts, "keep", watch.clean)
        copy = _only_written(copy, written(made(whole_copy.values)))
    values = _emptied(copy, parts) if wanted.empty else copy.values
    ids = _ids(told, asking)
    entries = {one.id for one in told.register.entries}
    return Disclosure(
        made(values),
        open_.register._replace(entries=tuple(one for one in open_.register.entries if one.id in entries)),
        numbers,
        private,
        undecided_in(private, wanted),
        copy.stopping,
        copy.taken_out,
        copy.kept,
        len(copy.replaced) if watch.guard.decisions.pseudonyms else None,
        copy.clean | watch.clean,
        mentions_of(told, numbers),
        () if wanted.include_private else _telling(whole, private, ids),
        ids,
    )


def _telling(whole: WholeRecord, private: PrivateThings, ids: Collection[str]) -> tuple[Telling, ...]:
    """Return what is told in a copy and tells of something private."""
    going = set(ids)
    return tuple(one for one in telling_texts(whole, all_private(whole, private)) if one.thing.id in going)


def undecided_in(private: PrivateThings, wanted: Wanted) -> tuple[Divided, ...]:
    """Return the entries that stay out of what is asked for only because nobody has said yet whether they may leave."""
    named = _is_named(_asking(wanted.audience, wanted.sections), Evidence, "id")
    return private.divided if named and not wanted.include_private else ()


def _asking(audience: Audience, sections: Collection[str]) -> Asking:
    return Asking(audience.id, audience.levels, frozenset(sections))


def _chosen(whole: WholeRecord, wanted: Wanted) -> WholeRecord:
    """Return the record with the items that were asked for, and with those earlier rounds that will be shown."""
    with_radar = wanted.audience.levels and "aspects" in wanted.sections
    earlier = tuple(map(without_words, overlaid(whole.earlier_rounds))) if with_radar else ()
    round_ = whole.round
    if round_ is not None and wanted.items is not None:
        answers = {name: one for name, one in round_.answers.items() if name in wanted.items}
        round_ = round_._replace(answers=answers, set_aside=())
    # Of each file the newest version only.
    entries = tuple(one._replace(attachments=one.current_attachments()) for one in whole.register.entries)
    register = whole.register._replace(entries=entries)
    return whole._replace(
        round=round_, register=register, earlier_rounds=earlier, earlier_plans=(), earlier_reviews=(), tool_runs=()
    )


def _with_parts(whole: WholeRecord, values: Mapping[str, Any]) -> WholeRecord:
    """Return a record with its parts as the guard gave them back."""
    return whole._replace(
        profile=values["profile"],
        round=values.get("round"),
        register=values["evidence"],
        plan=values.get("plan"),
        reviews=tuple(values[f"review/{one.number}"] for one in whole.reviews),
        accounts=tuple(values[f"reflection/{one.id}"] for one in whole.accounts),
        claims=values["prior-learning"],
        details=values["portfolio"],
        earlier_rounds=tuple(values[f"earlier/{one.started}"] for one in whole.earlier_rounds),
    )


def _copy(told: WholeRecord, numbers: Numbers, wanted: Wanted, asking: Asking) -> DisclosedCopy:
    """Return the copy of what is told, numbered and measured."""
    told = renumbered(told, numbers)
    framework, levels = told.framework, wanted.audience.levels
    analysis = analyse(framework, told.profile, told.round, told.register, wanted.today, told.plan, reasons_told=False)
    if not asking.may_have(Evidence):
        analysis = analysis_without_evidence(analysis)
    if not levels:
        analysis = analysis_without_levels(framework, analysis)
        told = told._replace(plan=plan_without_order(framework, told.plan) if told.plan is not None else None)
    elif told.plan is not None and asking.is_told(fields_of(Goal)["why"]):
        told = told._replace(plan=_with_reasons(told.plan, analysis))
    listed = listed_record(told._replace(earlier_rounds=()), asking)
    return DisclosedCopy(
        framework,
        wanted.audience,
        wanted.sections,
        wanted.today,
        told,
        listed,
        analysis,
        wanted.include_private,
    )


def _with_reasons(plan: Plan, analysis: GapAnalysis) -> Plan:
    """Return the plan with a reason for each goal that lost its own with something private: as its other needs give it.

    A goal without one would tell that something stood there.
    """

    def reason(goal: Goal) -> str:
        members = [one for name in goal.members if (one := analysis.item(name)) is not None and one.planned_need]
        return goal_sentence(members) if members and not goal.why else goal.why

    return plan._replace(goals=tuple(one._replace(why=reason(one)) for one in plan.goals))


def _only_written(copy: CheckedCopy, words: str) -> CheckedCopy:
    """Return the copy with those findings alone that stand in the words of what will be written, blanks apart."""
    squeezed = "".join(words.split())

    def standing(found: Sequence[Located]) -> tuple[Located, ...]:
        return tuple(one for one in found if "".join(one.finding.found.split()) in squeezed)

    return copy._replace(stopping=standing(copy.stopping), taken_out=standing(copy.taken_out), kept=standing(copy.kept))


def _emptied(copy: CheckedCopy, parts: Mapping[str, Shape]) -> dict[str, Shape]:
    """Return the parts with each text empty in which something was found."""
    found = {one.place.id for one in copy.taken_out}

    def without(place: Place, text: str) -> str:
        return "" if place.id in found else text

    made = {
        name: with_changed_texts(value, place_of_part(name, parts[name]), without)
        for name, value in copy.values.items()
    }
    before, after = parts.get("round"), made.get("round")
    if isinstance(before, Round) and isinstance(after, Round):
        # 'Not applicable' is no answer without its reason, and would be refused when it comes back.
        whole = {name: one for name, one in after.answers.items() if one.reason or not before.answers[name].reason}
        made["round"] = after._replace(answers=whole)
    return made


_TELL_ANSWERS = frozenset(
    {
        "summary",
        "aspects",
        "map",
        "quadrants",
        "needs",
        "strengths",
        "exposure",
        "not-applicable",
        "agenda",
        "learning-contract",
        "discussion-brief",
    }
)
"""Sections that tell of answers without listing them."""


def _is_named(asking: Asking, shape: type[Shape], key: str) -> bool:
    """Whether things of a kind are told of at all, if only by their id or title."""
    return asking.may_have(shape) and asking.is_told(fields_of(shape)[key])


def _ids(told: WholeRecord, asking: Asking) -> tuple[str, ...]:
    """Return the record's own ids of all that a copy tells of."""

    found: list[str] = []
    if told.round is not None and (asking.is_listed(Answer) or _TELL_ANSWERS & asking.sections):
        found += told.round.answers
    found += [one.id for one in told.register.entries if _is_named(asking, Evidence, "id")]
    if told.plan is not None and _is_named(asking, Action, "id"):
        found += [f"{told.plan.start}/{one.id}" for one in told.plan.actions]
    found += [f"{one.plan}/day-{one.number}" for one in told.reviews if asking.is_listed(ReviewRecord)]
    found += [one.id for one in told.accounts if _is_named(asking, Reflection, "title")]
    found += [one.id for one in told.claims.claims if _is_named(asking, PriorLearningClaim, "title")]
    return tuple(found)


class StoppedByGuard(CswoEvalError):
    """Something that is certain to identify somebody would leave, and nobody said that it may."""


def stopped_by(guard: Guard, found: Sequence[Located]) -> StoppedByGuard:
    """Return the error that names each finding that stops an export: its place, kind and id, never its words."""
    different = {one.id: one for one in found}
    by_place: dict[str, list[str]] = {}
    for one in different.values():
        by_place.setdefault(one.place.said, []).append(f"{described(one.finding, guard.rules).name} ({one.id})")
    heading = (
        f"Nothing was written: {counted(len(different), 'thing')} in your record could tell a reader who somebody is."
    )
    lines = [f"  {place}: {', '.join(kinds)}" for place, kinds in by_place.items()]
    return StoppedByGuard("\n".join([heading, *lines, WHAT_TO_DO]))
