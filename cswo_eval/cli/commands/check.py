"""`cswo-eval check`: whether the record reads, and what in it is worth a second look."""

from __future__ import annotations

from cswo_eval.cli.command import command
from cswo_eval.cli.guard_findings import found_in_texts
from cswo_eval.cli.not_in_standard import not_in_standard, sections_of
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.blocks import Document, Facts, Section
from cswo_eval.pages.gap_sections.checks_table import checks_table
from cswo_eval.pages.home_sections import private_things
from cswo_eval.pages.json_values import plain_value
from cswo_eval.record.faults import Fault
from cswo_eval.record.place import synced_by
from cswo_eval.record.stray_ids import Stray
from cswo_eval.record.survey import attachment_faults, faults_of
from cswo_eval.text.problems import CswoEvalError, ProblemsFound
from cswo_eval.text.words import counted


@command(record="taken", json=True)
def check(setting: Setting) -> None:
    """Read every file of your record and list what does not fit together, with what mends it."""
    where = setting.record
    where.require()
    if where.is_earlier():
        _tell_of_bringing_over(setting)
        return
    faults = all_faults(setting)
    problems = [problem for fault in faults for problem in fault.problems]
    try:
        setting.take_day_of_sample()
        found = _counts(setting)
        gone = not_in_standard(setting)
        values = {
            "checks": plain_value(setting.analysis.checks),
            "identifying": found,
            "not_in_standard": plain_value(gone),
        }
        document = _document(setting, faults, found, gone)
    except CswoEvalError:
        if not problems:
            raise
        values, document = {"checks": []}, None  # what is wrong with the files keeps the rest from being known
    if setting.as_json:
        setting.terminal.data({"problems": plain_value(problems), **values})
    elif document is not None:
        setting.terminal.show(document)
    if problems:
        raise ProblemsFound(problems)


def _tell_of_bringing_over(setting: Setting) -> None:
    """Say what the next command will do with a record of an earlier format. Raises ProblemsFound where something is in its way."""
    from cswo_eval.record.migration import BACKUP, brought_over  # once in the life of a record

    names = sorted(brought_over(setting.record.folder))
    if setting.as_json:
        setting.terminal.data({"problems": [], "checks": [], "to_bring_over": names})
        return
    setting.terminal.say(
        f"This record was kept by an earlier cswo-eval. All of it reads. The next command, such as `cswo-eval gaps`, brings it over: "
        f"{counted(len(names), 'file')} get a line that shows they are whole, and none of your words is touched. How it was is kept in "
        f"{setting.record.folder / BACKUP}. Nothing has been changed yet."
    )


def all_faults(setting: Setting) -> list[Fault]:
    """Return all that is wrong with the record's files, attached ones among them."""
    faults = faults_of(setting.record)
    try:
        return [*faults, *attachment_faults(setting.record, setting.record.register())]
    except CswoEvalError:
        return faults  # the register itself is at fault


def _counts(setting: Setting) -> dict[str, int]:
    """Return how many things in the texts may identify somebody: certainly, perhaps, accepted by the owner."""
    found = found_in_texts(setting, quick=True).findings
    certain = sum(one.reason is None and one.finding.certain for one in found)
    accepted = sum(one.reason is not None for one in found)
    return {"found": certain, "perhaps": len(found) - certain - accepted, "accepted": accepted}


def _document(setting: Setting, faults: list[Fault], counts: dict[str, int], gone: tuple[Stray, ...]) -> Document:
    where = setting.record
    reads = "every file reads" if not faults else f"{counted(len(faults), 'thing')} to mend, told below"
    pairs = [("Record", str(where.folder)), ("Files", reads)]
    reviews = [review for day in where.plan_days() for review in where.reviews(day)]
    private = private_things(
        setting.round, setting.register, setting.plan, reviews, where.reflections(), where.prior_learning().claims
    )
    pairs.append(("Marked private", private or "nothing"))
    pairs.append(("May identify somebody", _said(**counts)))
    service = synced_by(where.folder)
    if service is not None:
        pairs.append(("Place", f"under '{service}', which is probably copied elsewhere"))
    return Document(
        "Check",
        "",
        (
            Section("files", "", (Facts(tuple(pairs)),)),
            *sections_of(gone),
            Section("checks", "Worth a second look", (checks_table(setting.analysis.checks),)),
        ),
    )


def _said(found: int, perhaps: int, accepted: int) -> str:
    """Return one line on what the guard finds in the texts. Files are left to the guard's own command: they take longer."""
    said = "nothing found in your texts that a rule knows"
    if found or perhaps:
        more = f" and {perhaps} perhaps" if perhaps else ""
        said = (
            f"{found or 'none'} found{more} in your texts; `cswo-eval guard check` shows them, and looks in files too"
        )
    return f"{said}; {accepted} accepted by you" if accepted else said
