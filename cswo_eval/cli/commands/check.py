"""`cswo-eval check`: whether the record reads, and what in it is worth a second look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Annotated, NamedTuple, TypeVar

import typer

from cswo_eval.analysis.results import Check
from cswo_eval.cli.command import command
from cswo_eval.cli.guard_findings import found_in_texts
from cswo_eval.cli.interviews.mending_questions import mend as mend_record
from cswo_eval.cli.not_in_standard import not_in_standard, sections_of
from cswo_eval.cli.setting import Setting
from cswo_eval.disclosure.private_marks import all_private
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.pages.blocks import Bullets, Document, Facts, Section
from cswo_eval.pages.gap_sections.checks_table import checks_table
from cswo_eval.pages.json_values import plain_value
from cswo_eval.pages.private_sections import private_line
from cswo_eval.record.draft import NOT_FINISHED
from cswo_eval.record.faults import Fault
from cswo_eval.record.layout import CONTENTS
from cswo_eval.record.loose_references import loose_references
from cswo_eval.record.mending.accepted import accept as accept_files
from cswo_eval.record.mending.stray_ids import Stray
from cswo_eval.record.mending.words import called
from cswo_eval.record.models import EvidenceRegister, Profile
from cswo_eval.record.place import synced_by
from cswo_eval.record.portfolio_models import PriorLearning
from cswo_eval.record.survey import attached_in, faults_of
from cswo_eval.text.problems import CswoEvalError, ProblemsFound
from cswo_eval.text.words import counted, listed_with_and

Read = TypeVar("Read")

_NO_PROFILE = Profile(record_id="not read", created="1970-01-01T00:00:00Z")
"""Stands where none is asked for: what is private does not rest on it."""


@command(record="taken", json=True)
def check(
    setting: Setting,
    files: Annotated[
        tuple[str, ...], typer.Argument(metavar="[FILE]...", help="With --accept: files that you deleted on purpose.")
    ] = (),
    mend: Annotated[bool, typer.Option("--mend", help="Ask about each thing that is wrong, and mend it.")] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="You deleted these files on purpose: go on without them.")
    ] = False,
) -> None:
    """Read every file of your record and list what does not fit together, with what mends it."""
    where = setting.record
    if where.exists() or not where.was_begun():
        where.require()
    if where.is_earlier():
        _tell_of_bringing_over(setting)
        return
    _refuse_what_does_not_go_together(files, mend, accept)
    if accept:
        _accept(setting, files)
        return
    if mend:
        mend_record(setting)
    faults, attached = faults_of(where), attached_in(where)
    faults += attached.faults
    problems = [problem for fault in faults for problem in fault.problems]
    found = _Found(
        faults,
        (*attached.notes, *loose_references(where)),
        _as_far_as_it_reads(faults, lambda: _counts(setting)),
        _as_far_as_it_reads(faults, lambda: _checks(setting)),
        _as_far_as_it_reads(faults, lambda: not_in_standard(setting)) or (),
    )
    if setting.as_json:
        values = {"problems": plain_value(problems), "faults": [{"file": one.name, "kind": one.kind} for one in faults]}
        values |= {
            "notes": list(found.notes),
            "unfinished_text": where.has_draft(),
            "checks": plain_value(found.checks or ()),
        }
        values["not_in_standard"] = plain_value(found.gone)
        setting.terminal.data(values if found.counts is None else {**values, "identifying": found.counts})
    else:
        setting.terminal.show(_document(setting, found))
    if problems:
        raise ProblemsFound(problems)


class _Found(NamedTuple):
    """What is wrong with files, what is only worth knowing, and the rest as far as it reads."""

    faults: list[Fault]
    notes: tuple[str, ...]
    counts: dict[str, int] | None
    checks: tuple[Check, ...] | None
    gone: tuple[Stray, ...]
    """What the Standard in use no longer has."""


def _refuse_what_does_not_go_together(files: Sequence[str], mend: bool, accept: bool) -> None:
    if mend and accept:
        raise CswoEvalError("--mend asks about each thing, and --accept says it without asking: give one of the two.")
    if files and not accept:
        raise CswoEvalError("`cswo-eval check` looks through the whole record. A file is named with --accept only.")
    if accept and not files:
        raise CswoEvalError(
            "Name the files that you deleted on purpose, such as `cswo-eval check --accept reflections/R3.yaml`."
        )


def _accept(setting: Setting, files: Sequence[str]) -> None:
    """Take files that were deleted on purpose off the list, and say what names them. Raises CswoEvalError."""
    with setting.changing() as writer:
        accepted = accept_files(writer, files)
    if setting.as_json:
        setting.terminal.data({"accepted": list(accepted.names), "notes": list(accepted.loose)})
        return
    setting.terminal.say(
        f"Your record goes on without {listed_with_and([called(name) for name in accepted.names])}. No number that stood there is "
        "given again."
    )
    for sentence in accepted.loose:
        setting.terminal.say(sentence, "yellow")


def _as_far_as_it_reads(faults: Sequence[Fault], read: Callable[[], Read]) -> Read | None:
    """Return what is read; None where what is wrong with the files keeps it from being known."""
    try:
        return read()
    except CswoEvalError:
        if not faults:
            raise
        return None


def _checks(setting: Setting) -> tuple[Check, ...]:
    setting.take_day_of_sample()
    return setting.analysis.checks


def _tell_of_bringing_over(setting: Setting) -> None:
    """Say what the next command will do with a record of an earlier format. Raises ProblemsFound where something is in its way."""
    from cswo_eval.record.migration import BACKUP, brought_over  # once in the life of a record

    names = sorted(brought_over(setting.record.folder))
    if setting.as_json:
        setting.terminal.data({"problems": [], "checks": [], "to_bring_over": names})
        return
    setting.terminal.say(
        f"This record was kept by an earlier cswo-eval. All of it reads. The next command, such as `cswo-eval gaps`, brings it over: "
        f"{counted(sum(name != CONTENTS for name in names), 'file')} get a line that shows they are whole, and none of your words is touched. How it was is kept in "
        f"{setting.record.folder / BACKUP}. Nothing has been changed yet."
    )


def _counts(setting: Setting) -> dict[str, int]:
    """Return how many things in the texts may identify somebody: certainly, perhaps, accepted by the owner."""
    found = found_in_texts(setting)
    certain = sum(one.reason is None and one.finding.certain for one in found)
    accepted = sum(one.reason is not None for one in found)
    return {"found": certain, "perhaps": len(found) - certain - accepted, "accepted": accepted}


def _document(setting: Setting, found: _Found) -> Document:
    where, faults = setting.record, found.faults
    reads = "every file reads" if not faults else f"{counted(len(faults), 'thing')} to mend, told below"
    pairs = [("Record", str(where.folder)), ("Files", reads), ("Marked private", _private(setting, faults))]
    if found.counts is not None:
        pairs.append(("May identify somebody", _said(**found.counts)))
    if where.draft() is not None:
        pairs.append(("Not finished", NOT_FINISHED))
    service = synced_by(where.folder)
    if service is not None:
        pairs.append(("Place", f"under '{service}', which is probably copied elsewhere"))
    sections = [Section("files", "", (Facts(tuple(pairs)),))]
    if found.notes:
        sections.append(Section("notes", "To know", (Bullets(found.notes),)))
    sections += sections_of(found.gone)
    if found.checks is not None:
        sections.append(Section("checks", "Worth a second look", (checks_table(found.checks),)))
    return Document("Check", "", tuple(sections))


def _private(setting: Setting, faults: Sequence[Fault]) -> str:
    """Return the ids of what is private, with why where no mark says it, in the files that read."""
    where, framework = setting.record, setting.framework

    def readable(read: Callable[[], Read]) -> Read | None:
        return _as_far_as_it_reads(faults, read)

    def each(days: Callable[[], Sequence[date]], read: Callable[[date], Read]) -> tuple[Read, ...]:
        found = (readable(partial(read, day)) for day in readable(days) or ())
        return tuple(one for one in found if one is not None)

    rounds = each(where.round_days, lambda day: where.round(day, framework))
    plans = each(where.plan_days, where.plan)
    reviews = tuple(review for several in each(where.plan_days, where.reviews) for review in several)
    newest = plans[-1].start if plans else None
    whole = WholeRecord(
        framework,
        _NO_PROFILE,
        rounds[-1] if rounds else None,
        readable(lambda: setting.register) or EvidenceRegister(),
        plans[-1] if plans else None,
        tuple(one for one in reviews if one.plan == newest),
        readable(where.reflections) or (),
        readable(where.prior_learning) or PriorLearning(),
        earlier_rounds=rounds[:-1],
        earlier_plans=plans[:-1],
        earlier_reviews=tuple(one for one in reviews if one.plan != newest),
        tool_runs=readable(where.tool_runs) or (),
    )
    shown = private_line(whole, all_private(whole)) or "nothing"
    unread = any(fault.kind not in ("copy", "attachment", "history") for fault in faults)
    return f"{shown}, in the files that read" if unread else shown


def _said(found: int, perhaps: int, accepted: int) -> str:
    """Return one line on what the guard finds in the texts. Files are left to the guard's own command: they take longer."""
    said = "nothing found in your texts that a rule knows"
    if found or perhaps:
        more = f" and {perhaps} perhaps" if perhaps else ""
        said = (
            f"{found or 'none'} found{more} in your texts; `cswo-eval guard check` shows them, and looks in files too"
        )
    return f"{said}; {accepted} accepted by you" if accepted else said
