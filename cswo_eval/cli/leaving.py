"""What of the record may leave it: without what is private, with pseudonyms for names, and past the guard."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple, cast

from cswo_eval.cli.guard_findings import guard_with_names
from cswo_eval.cli.setting import Setting
from cswo_eval.confidentiality.finding_words import described
from cswo_eval.confidentiality.guard import CheckedCopy, Guard, Handling, Located, checked_copy, place_of_part
from cswo_eval.confidentiality.record_texts import Place, with_changed_texts
from cswo_eval.disclosure.earlier_rounds import OpenRound, open_round, without_words
from cswo_eval.disclosure.sharing_copy import Shareable, private_items, without_private
from cswo_eval.files.shapes import Shape
from cswo_eval.formats.ics import calendar_words
from cswo_eval.record.checked_texts import keep_clean, known_clean
from cswo_eval.record.history.older_states import faults_of_older_states
from cswo_eval.record.models import EvidenceRegister, Plan, Profile, ReviewRecord, Round
from cswo_eval.text.problems import CswoEvalError, ProblemsFound, UnknownId
from cswo_eval.text.words import counted

MOST_PLACES = 6
"""Places that are named where something was taken out; the rest are counted."""
HANDLINGS = ("stop", "take-out", "keep")
WHAT_TO_DO = """\
`cswo-eval guard check` shows what each is, why it matters and what to write instead. You can
- reword it where it stands;
- keep it, with a reason:  cswo-eval guard accept ID --reason TEXT
- or leave it out of this copy only:  add --findings take-out"""
"""The end of the sentence when an export stops."""


class Leaving(NamedTuple):
    """Copies of what the record holds, fit to leave it, and what was left out or taken out on the way."""

    profile: Profile
    round: Round | None
    register: EvidenceRegister
    plan: Plan | None
    reviews: tuple[ReviewRecord, ...]
    earlier: tuple[Round, ...]
    """Earlier rounds, for what is laid over the radar: their levels and titles, no other words."""
    others: dict[str, Any]
    """Whatever else was asked for, by part."""
    left_out: int
    """How many things are left out as private."""
    taken_out: int
    """In how many places the copy holds a mask."""
    accepted: int
    """How many findings stay, each with the owner's reason."""
    kept: int
    """How many stay because --findings said so."""
    names: int | None
    """How many names of the private table stood in the texts and were replaced; None where there is no table."""


def handling_from(text: str) -> Handling:
    """Return what --findings says. Raises UnknownId."""
    name = text.strip().lower()
    if name not in HANDLINGS:
        raise UnknownId(text, "way with findings", list(HANDLINGS), f"There are: {', '.join(HANDLINGS)}.")
    return cast("Handling", name)


def leaving_copy(
    setting: Setting,
    findings: str,
    include_private: bool = False,
    others: dict[str, Any] | None = None,
    earlier: Sequence[Round] = (),
    also_stopping: Sequence[Located] = (),
    shown: Callable[[Leaving], str] | None = None,
) -> Leaving:
    """Return the record's newest round and plan, its register, reviews and `others` as they may leave the record.

    `others`: further shapes by part, without what is private already. `earlier`: rounds before the newest.
    `also_stopping`: what was found elsewhere and stops this export too. `shown`: gives all words of what will be written,
    made from the copy it is given; it is asked only where something is found, and what does not stand in those words neither
    stops the export nor is told. The copy itself is without it all the same. Says what was taken out. Raises CswoEvalError
    where something of the certain kind is found and `findings` is 'stop': nothing may be written then.
    """
    handling = handling_from(findings)
    parts = _parts(setting, include_private, earlier, others or {})
    guard = _guard_at_the_door(setting)
    state = guard.state()
    clean = known_clean(setting.record.folder, state)
    copy = checked_copy(guard, parts.values, handling, clean)
    if shown is not None and (copy.stopping or copy.taken_out or copy.kept):
        whole = checked_copy(guard, parts.values, "keep", clean)
        copy = _only_shown(copy, shown(_leaving(parts, whole, guard)))
    if copy.stopping or also_stopping:
        raise stopped_by(guard, (*copy.stopping, *also_stopping))
    if not copy.clean <= clean:
        keep_clean(setting.record.folder, state, copy.clean | clean)
    _say_taken_out(setting, copy.taken_out)
    _say_left_in(setting, copy.kept)
    return _leaving(parts, copy, guard)


def _guard_at_the_door(setting: Setting) -> Guard:
    """Return the guard. Raises ProblemsFound where a file was put back to an earlier state: what was marked private since would leave."""
    guard, record = guard_with_names(setting), setting.record
    read = {name: digest for name, digest in record.read_checksums.items() if name in record.contents.files}
    older = faults_of_older_states(record.folder, read)
    if older:
        raise ProblemsFound([problem for one in older for problem in one.problems], "Nothing was written:")
    return guard


class _Parts(NamedTuple):
    """What would leave, before the guard has looked at it: by part, with the parts that are asked for besides."""

    values: dict[str, Any]
    others: tuple[str, ...]
    left_out: int
    """How many things are left out as private."""


def _parts(setting: Setting, include_private: bool, earlier: Sequence[Round], others: Mapping[str, Any]) -> _Parts:
    """Return what of the record would leave: without what is private, unless that was asked for."""
    plan = setting.plan
    reviews = setting.record.reviews(plan.start) if plan is not None else ()
    shared = Shareable(setting.round, setting.register._replace(entries=setting.register.present()), plan, reviews, 0)
    if not include_private:
        shared = without_private(setting.framework, shared.round, shared.register, plan, reviews)
    left_out = shared.left_out
    values: dict[str, Any] = {"profile": setting.profile, "evidence": shared.register, **others}
    if shared.round is not None:
        values["round"] = shared.round
    if shared.plan is not None:
        values["plan"] = shared.plan
    values.update({f"review/{one.number}": one for one in shared.reviews})
    private_now = private_items(setting.round, setting.framework)
    for one in earlier:
        opened = OpenRound(one, 0) if include_private else open_round(one, private_now)
        left_out += opened.left_out
        values[f"earlier/{one.started}"] = without_words(opened.round)
    return _Parts(values, tuple(others), left_out)


def _leaving(parts: _Parts, copy: CheckedCopy, guard: Guard) -> Leaving:
    """Return what leaves, with what was counted on the way."""
    made = copy.values
    return Leaving(
        cast("Profile", made["profile"]),
        cast("Round | None", made.get("round")),
        cast("EvidenceRegister", made["evidence"]),
        cast("Plan | None", made.get("plan")),
        tuple(cast("ReviewRecord", made[name]) for name in parts.values if name.startswith("review/")),
        tuple(cast("Round", made[name]) for name in parts.values if name.startswith("earlier/")),
        {name: made[name] for name in parts.others},
        parts.left_out,
        len(_places(copy.taken_out)),
        len({one.id for one in copy.kept if one.reason is not None}),
        len({one.id for one in copy.kept if one.reason is None}),
        len(copy.replaced) if guard.decisions.pseudonyms else None,
    )


def _only_shown(copy: CheckedCopy, words: str) -> CheckedCopy:
    """Return the copy with those findings alone that stand in the words of what will be written, blanks apart."""
    squeezed = "".join(words.split())

    def standing(found: Sequence[Located]) -> tuple[Located, ...]:
        return tuple(one for one in found if "".join(one.finding.found.split()) in squeezed)

    return copy._replace(stopping=standing(copy.stopping), taken_out=standing(copy.taken_out), kept=standing(copy.kept))


def leaving_plan(setting: Setting, findings: str) -> Plan:
    """Return the newest plan as it may leave the record in a calendar. Raises CswoEvalError as `leaving_copy` does.

    Only the plan is looked through, and only what a calendar shows of it stops one or is told.
    """
    plan = without_private(setting.framework, setting.round, setting.register, setting.plan, ()).plan
    values: dict[str, Shape] = {"plan": plan} if plan is not None else {}
    guard = _guard_at_the_door(setting)
    copy = checked_copy(guard, values, handling_from(findings))
    if copy.stopping or copy.taken_out or copy.kept:
        whole = checked_copy(guard, values, "keep")
        copy = _only_shown(copy, calendar_words(cast("Plan", whole.values["plan"]), setting.profile.record_id))
    if copy.stopping:
        raise stopped_by(guard, copy.stopping)
    _say_taken_out(setting, copy.taken_out)
    _say_left_in(setting, copy.kept)
    return cast("Plan", copy.values["plan"])


def leaving_answers(setting: Setting, findings: str, round_: Round) -> Round:
    """Return a round of which the answers may leave the record, to be filled in and taken in again.

    A text with a finding is left empty as a whole, so that no mask comes back as an answer; names of the private table are
    replaced. Says where. Raises CswoEvalError as `leaving_copy` does.
    """
    guard = _guard_at_the_door(setting)
    copy = checked_copy(guard, {"round": round_}, handling_from(findings))
    if copy.stopping:
        raise stopped_by(guard, copy.stopping)
    _say_left_in(setting, copy.kept)
    emptied = {one.place.id: one.place.said for one in copy.taken_out}
    if not emptied:
        return cast("Round", copy.values["round"])
    setting.terminal.say(
        f"Left empty in this worksheet, since it may tell who somebody is: {_shortened(emptied.values())}. Your record keeps it. "
        "`cswo-eval guard check` shows what and why; `cswo-eval guard accept` lets it stay.",
        "yellow",
    )

    def without(place: Place, text: str) -> str:
        return "" if place.id in emptied else text

    made = with_changed_texts(cast("Round", copy.values["round"]), place_of_part("round", round_), without)
    # 'Not applicable' is no answer without its reason, and would be refused when the worksheet comes back.
    answers = {name: one for name, one in made.answers.items() if one.reason or not round_.answers[name].reason}
    return made._replace(answers=answers)


def stopped_by(guard: Guard, found: Sequence[Located]) -> CswoEvalError:
    """Return the error that names each finding that stops an export: its place, kind and id, never its words."""
    different = {one.id: one for one in found}
    by_place: dict[str, list[str]] = {}
    for one in different.values():
        by_place.setdefault(one.place.said, []).append(f"{described(one.finding, guard.rules).name} ({one.id})")
    heading = (
        f"Nothing was written: {counted(len(different), 'thing')} in your record could tell a reader who somebody is."
    )
    lines = [f"  {place}: {', '.join(kinds)}" for place, kinds in by_place.items()]
    return CswoEvalError("\n".join([heading, *lines, WHAT_TO_DO]))


def _places(found: Sequence[Located]) -> tuple[str, ...]:
    """Return the places of findings in words, each once: what the owner is told, and what a portfolio states."""
    return tuple(dict.fromkeys(one.place.said for one in found))


def _say_taken_out(setting: Setting, found: Sequence[Located]) -> None:
    places = _places(found)
    if not places:
        return
    setting.terminal.say(
        f"In {counted(len(places), 'place')} of this copy something was taken out that may tell who somebody is, and a word such as "
        f"[name] stands there: {_shortened(places)}. `cswo-eval guard check` shows what and why; `cswo-eval guard accept` lets it stay.",
        "yellow",
    )


def _say_left_in(setting: Setting, kept: Sequence[Located]) -> None:
    count = len({one.id for one in kept if one.reason is None})
    if count:
        setting.terminal.say(
            f"Left in, as you asked with --findings keep: {counted(count, 'thing')} that may tell who somebody is.",
            "yellow",
        )


def _shortened(places: Collection[str]) -> str:
    """Return the first few places in words, and how many more there are."""
    more = len(places) - MOST_PLACES
    return "; ".join(list(places)[:MOST_PLACES]) + (f"; and {more} more" if more > 0 else "")
