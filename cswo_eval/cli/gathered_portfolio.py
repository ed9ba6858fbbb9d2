"""Gather what a portfolio is made from: the copy of the record that may leave it, and the files that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cswo_eval.analysis.sufficiency import Sufficiency, sufficiency_of
from cswo_eval.cli.cleaned_appendices import leave_for_uncleaned, say_cleaned, uncleaned_in
from cswo_eval.cli.guard_remarks import own_names
from cswo_eval.cli.leaving import decide_divided, handling_from, leaving, show_preview, watch_at_the_door
from cswo_eval.cli.setting import Setting
from cswo_eval.disclosure.door import Disclosure, Wanted
from cswo_eval.disclosure.numbering import Numbers
from cswo_eval.disclosure.open_record import open_record, present_record
from cswo_eval.disclosure.private_things import private_things
from cswo_eval.disclosure.watch import Watch
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.exchange.portfolio.appendices import (
    NO_APPENDICES,
    AppendixFile,
    CheckedAppendices,
    attached_files,
    checked_appendices,
)
from cswo_eval.framework.portfolio_models import PortfolioProfile
from cswo_eval.pages.portfolio.portfolio_material import GuardResult, PortfolioMaterial, numbers_by_entry
from cswo_eval.pages.report import audience_of, build_report

SELF_EVALUATION = (
    "limits", "summary", "aspects", "map", "quadrants", "needs", "strengths", "exposure", "not-applicable", "method",
)  # fmt: skip
"""The sections of the report that a portfolio's self-evaluation holds: plan and evidence stand in its own sections."""


class Gathered(NamedTuple):
    """What a portfolio is made from, the files that go with it, and what its owner should know of the copy."""

    material: PortfolioMaterial
    files: tuple[AppendixFile, ...]
    disclosure: Disclosure
    ids: tuple[str, ...]
    """The record's own ids of all that is in it, files too."""


def open_now(setting: Setting) -> WholeRecord:
    """Return the record as a portfolio counts it: without what is private, under the record's own numbers."""
    whole = setting.whole
    return open_record(present_record(whole), private_things(whole))


def sufficiency_now(setting: Setting, open_: WholeRecord) -> Sufficiency:
    """Return the evidence that a portfolio may show against the five tests: what `portfolio build` counts."""
    return sufficiency_of(
        setting.framework, open_.register, open_.round, open_.accounts, open_.claims.claims, setting.today
    )


def wanted_of(setting: Setting, profile: PortfolioProfile, findings: str) -> Wanted:
    """Return what a portfolio asks of the door: the sections that its parts tell. Raises UnknownId."""
    parts = {part.section for part in profile.parts}
    own = SELF_EVALUATION if "self-evaluation" in parts else ()
    # Who it is of stands over every part. In a report "competencies" tells less of each entry than a portfolio's does.
    others = ("portfolio-competencies" if one == "competencies" else one for one in sorted(parts | {"title-page"}))
    audience = audience_of(setting.framework, "portfolio")
    return Wanted(audience, (*own, *others), setting.today, handling_from(findings))


def gathered(
    setting: Setting,
    profile: PortfolioProfile,
    findings: str,
    with_uncleaned: Sequence[str] = (),
    levels_as_in: PortfolioProfile | None = None,
) -> Gathered:
    """Return the material of a portfolio and its files, past the guard.

    `with_uncleaned`: the files that may go although no clean copy of them can be made, as typed. `levels_as_in`: the profile that
    says whether levels are shown, where it is another. Raises ProblemsFound for findings of the certain kind, in texts and files
    alike, and for files that are not as they were attached; nothing is written then.
    """
    wanted = wanted_of(setting, profile, findings)
    watch = watch_at_the_door(setting)
    decide_divided(setting, wanted)
    with_files = any(part.section == "appendices" for part in profile.parts)
    checked = _appendices(setting, watch, wanted, with_uncleaned) if with_files else NO_APPENDICES
    found = leaving(setting, wanted, watch, also_stopping=checked.stopping)
    record = found.copy.record
    going = tuple(f"{one.entry}/{one.attachment}" for one in checked.appendices if not one.left_out)
    checked = _renumbered(checked, found.numbers)
    guard = GuardResult(
        len({one.place.said for one in found.taken_out}),
        len({one.id for one in found.kept if one.reason is not None}) + checked.accepted,
        len({one.id for one in found.kept if one.reason is None}),
        found.replaced,
        checked.unchecked,
        len(checked.files) - len(checked.uncleaned),
        checked.uncleaned,
    )
    claims = record.claims.claims
    material = PortfolioMaterial(
        build_report(found.copy, SELF_EVALUATION),
        profile,
        record.details,
        record.accounts,
        claims,
        sufficiency_of(setting.framework, record.register, record.round, record.accounts, claims, setting.today),
        checked.appendices,
        numbers_by_entry(checked.appendices),
        guard,
        any(part.section in ("self-evaluation", "competencies") for part in (levels_as_in or profile).parts),
    )
    return Gathered(material, checked.files, found, (*found.ids, *going))


def preview_portfolio(setting: Setting, profile: PortfolioProfile, findings: str, what: str) -> None:
    """Show what a portfolio, or a section of it, would hold, and what would stay. Raises CswoEvalError as `gathered` does."""
    wanted = wanted_of(setting, profile, findings)
    watch = watch_at_the_door(setting)
    more: list[str] = []
    if any(part.section == "appendices" for part in profile.parts):
        attached = attached_files(setting.record, open_now(setting).register)
        checked = checked_appendices(setting.record, attached, watch.guard, own_names(setting), wanted.findings)
        for one in checked.appendices:
            name = f"{one.entry}/{one.attachment}"
            more.append(
                f"File {name} would {f'be held back: {one.left_out}' if one.left_out else 'go as a cleaned copy'}."
            )
        more += [f"Something in {place} would stop it: nothing would be written." for place in stopped_in(checked)]
    show_preview(setting, wanted, watch, what, more=more)


def stopped_in(checked: CheckedAppendices) -> tuple[str, ...]:
    """Return the files in which something stops a portfolio, in words, each once."""
    return tuple(dict.fromkeys(one.place.said for one in checked.stopping))


def _appendices(setting: Setting, watch: Watch, wanted: Wanted, with_uncleaned: Sequence[str]) -> CheckedAppendices:
    """Return every file that may go with a portfolio, cleaned and checked, and say which stay behind."""
    attached = attached_files(setting.record, open_now(setting).register)
    leave = leave_for_uncleaned(setting, attached, with_uncleaned)
    checked = checked_appendices(setting.record, attached, watch.guard, own_names(setting), wanted.findings, leave)
    found = [one for one in checked.left_out if f"{one.entry}/{one.attachment}" not in uncleaned_in(attached, leave)]
    if found and not checked.stopping:
        names = "; ".join(f"{one.entry}: {one.left_out}" for one in found)
        setting.terminal.say(
            f"Left out of the appendices: {names}. `cswo-eval guard check` shows what; `guard accept` lets it in.",
            "yellow",
        )
    if not checked.stopping:
        say_cleaned(setting, attached, checked)
    return checked


def _renumbered(checked: CheckedAppendices, numbers: Numbers) -> CheckedAppendices:
    """Return the files under the numbers of the copy: their names in the portfolio say which entry they belong to."""
    names: dict[str, str] = {}
    appendices = []
    for one in checked.appendices:
        entry, file = numbers.of_file(one.entry, one.attachment)
        names[one.file] = one.file.replace(f"-{one.entry}-{one.attachment}", f"-{entry}-{file}")
        appendices.append(one._replace(entry=entry, attachment=file, file=names[one.file]))
    return checked._replace(
        appendices=tuple(appendices),
        files=tuple(one._replace(name=names[one.name]) for one in checked.files),
    )
