"""Gather what a portfolio is made from: the copy of the record that may leave it, and the files that go with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from cswo_eval.analysis.sufficiency import Sufficiency, sufficiency_of
from cswo_eval.cli.guard_finding import guard_with_names
from cswo_eval.cli.guarding import own_names
from cswo_eval.cli.leaving import handling_from, leaving_copy
from cswo_eval.cli.setting import Setting
from cswo_eval.confidentiality.files import checked_file, place_of_attachment
from cswo_eval.framework.portfolio_models import PortfolioProfile
from cswo_eval.framework.problems import CswoEvalError, Problem, ProblemsFound
from cswo_eval.record.attachments import path_of, read_attachment
from cswo_eval.record.models import Attachment, Evidence
from cswo_eval.record.portfolio_models import PortfolioDetails, PriorLearning, Reflection
from cswo_eval.report.portfolio.material import Appendix, GuardResult, Material, numbers_by_entry
from cswo_eval.report.report import audience_of, build_report
from cswo_eval.report.words import counted

if TYPE_CHECKING:
    from cswo_eval.confidentiality.guard import Located

SELF_EVALUATION = (
    "limits", "summary", "aspects", "map", "quadrants", "needs", "strengths", "exposure", "not-applicable", "method",
)  # fmt: skip
"""The sections of the report that a portfolio's self-evaluation holds: plan and evidence stand in its own sections."""


class Gathered(NamedTuple):
    """What a portfolio is made from, the files that go with it, and how many private things are left out of both."""

    material: Material
    files: tuple[AppendixFile, ...]
    left_out: int


class AppendixFile(NamedTuple):
    """A file that goes with the portfolio: its name there, where it lies, and the SHA-256 it must have."""

    name: str
    path: Path
    sha256: str


def sufficiency_now(setting: Setting) -> Sufficiency:
    """Return the evidence of the whole record, private things too, against the five tests."""
    return sufficiency_of(
        setting.framework,
        setting.register,
        setting.round,
        setting.record.reflections(),
        setting.record.prior_learning().claims,
        setting.today,
    )


def gathered(setting: Setting, profile: PortfolioProfile, findings: str) -> Gathered:
    """Return the material of a portfolio and its files, past the guard.

    Raises ProblemsFound for findings of the certain kind, in texts and files alike, and for files that are not as they
    were attached; nothing is written then.
    """
    record = setting.record
    accounts = [one for one in record.reflections() if one.removed is None]
    claims = record.prior_learning().present()
    others: dict[str, Any] = {f"reflection/{one.id}": one for one in accounts if not one.private}
    others["prior-learning"] = PriorLearning(claims=tuple(one for one in claims if not one.private))
    others["portfolio"] = record.portfolio_details()
    with_files = any(part.section == "appendices" for part in profile.parts)
    files, stopping, unchecked, accepted = _checked_files(setting, findings) if with_files else ([], [], [], 0)
    leaving = leaving_copy(setting, findings, others=others, also_stopping=stopping)
    made = leaving.others
    report = build_report(
        setting.framework,
        leaving.profile,
        leaving.round,
        leaving.register,
        leaving.plan,
        leaving.reviews,
        audience=audience_of(setting.framework, "portfolio"),
        today=setting.today,
        sections=SELF_EVALUATION,
        include_private=True,  # nothing private is in the copy any more
        left_out=0,  # that there is something private is for its owner to know, not for an assessor
    )
    reflections = tuple(cast("Reflection", one) for name, one in made.items() if name.startswith("reflection/"))
    open_claims = cast("PriorLearning", made["prior-learning"]).claims
    guard = GuardResult(leaving.taken_out, leaving.accepted + accepted, leaving.kept, leaving.names, tuple(unchecked))
    sufficiency = sufficiency_of(
        setting.framework, leaving.register, leaving.round, reflections, open_claims, setting.today
    )
    details = cast("PortfolioDetails", made["portfolio"])
    appendices = tuple(appendix for appendix, _ in files)
    numbers = numbers_by_entry(appendices)
    material = Material(report, profile, details, reflections, open_claims, sufficiency, appendices, numbers, guard)
    kept = tuple(
        AppendixFile(appendix.file, path_of(record, attachment), attachment.sha256)
        for appendix, attachment in files
        if not appendix.left_out
    )
    left_out = leaving.left_out + sum(one.private for one in accounts) + sum(one.private for one in claims)
    return Gathered(material, kept, left_out)


def _checked_files(
    setting: Setting, findings: str
) -> tuple[list[tuple[Appendix, Attachment]], list[Located], list[tuple[str, str]], int]:
    """Number and check every attachment that may leave: appendices, findings that stop, what was unchecked, accepted."""
    handling = handling_from(findings)
    guard = guard_with_names(setting)
    own = own_names(setting)
    pairs = [
        (entry, one) for entry in setting.register.present() if not entry.private for one in entry.current_attachments()
    ]
    # By the moment it was attached: a file added later gets the next number, the earlier ones keep theirs, and a
    # revision takes over that of the file it replaces.
    pairs.sort(key=lambda pair: _order(*pair))
    problems: list[Problem] = []
    stopping: list[Located] = []
    unchecked: list[tuple[str, str]] = []
    files: list[tuple[Appendix, Attachment]] = []
    accepted = 0
    for number, (entry, attachment) in enumerate(pairs, start=1):
        place = place_of_attachment(entry.id, attachment.id)
        try:
            data = read_attachment(setting.record, attachment)
        except CswoEvalError as error:
            problems.append(Problem(entry.id, 0, str(error), ""))
            continue
        checked = checked_file(guard, place, attachment.name, data, own)
        left_out = ""
        if handling != "keep":
            if handling == "stop":
                # Where in the file may hold words of its own, such as the name of a sheet: no error repeats those.
                stopping += [one._replace(place=place) for one in checked.open if one.finding.certain]
            if checked.open:
                left_out = f"{counted(len(checked.open), 'thing')} in it may identify somebody"
        accepted += sum(one.reason is not None for one in checked.found)
        if checked.unchecked and not left_out:
            unchecked.append((f"Appendix {number}", checked.unchecked))
        files.append(
            (
                Appendix(number, entry.id, attachment.id, _name(number, entry, attachment), attachment.name, left_out),
                attachment,
            )
        )
    if problems:
        raise ProblemsFound(
            problems, "Nothing was written: these files are not as you attached them.",
            "Attach them again with `cswo-eval evidence edit`, or take the entry out.",
        )  # fmt: skip
    left = [appendix for appendix, _ in files if appendix.left_out]
    if left and not stopping:
        names = "; ".join(f"{one.entry}: {one.left_out}" for one in left)
        setting.terminal.say(
            f"Left out of the appendices: {names}. `cswo-eval guard check` shows what; `guard accept` lets it in.",
            "yellow",
        )
    return files, stopping, unchecked, accepted


def _order(entry: Evidence, attachment: Attachment) -> tuple[str, int, int]:
    """Return by what an appendix is put in order: when its file, or the first that it is a revision of, was attached."""
    by_id = {one.id: one for one in entry.attachments}
    seen = {attachment.id}
    while attachment.replaces in by_id and attachment.replaces not in seen:  # a file edited by hand may go in a ring
        seen.add(attachment.replaces)
        attachment = by_id[attachment.replaces]
    return attachment.added, int(entry.id[1:]), int(attachment.id[1:])


def _name(number: int, entry: Evidence, attachment: Attachment) -> str:
    """Return the file's name in the portfolio. Of its own name only the ending is kept: the rest may tell too much."""
    ending = Path(attachment.stored).suffix.lower()
    ending = ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 6 else ""
    return f"appendix-{number:02}-{entry.id}-{attachment.id}{ending}"
