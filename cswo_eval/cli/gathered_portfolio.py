"""Gather what a portfolio is made from: the copy of the record that may leave it, and the files that go with it."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from cswo_eval.analysis.sufficiency import Sufficiency, sufficiency_of
from cswo_eval.cli.guard_findings import guard_with_names
from cswo_eval.cli.guard_remarks import own_names
from cswo_eval.cli.leaving import handling_from, leaving_copy
from cswo_eval.cli.setting import Setting
from cswo_eval.exchange.portfolio.appendices import NO_APPENDICES, AppendixFile, CheckedAppendices, checked_appendices
from cswo_eval.framework.portfolio_models import PortfolioProfile
from cswo_eval.pages.portfolio.portfolio_material import GuardResult, PortfolioMaterial, numbers_by_entry
from cswo_eval.pages.report import audience_of, build_report
from cswo_eval.record.portfolio_models import PortfolioDetails, PriorLearning, Reflection

SELF_EVALUATION = (
    "limits", "summary", "aspects", "map", "quadrants", "needs", "strengths", "exposure", "not-applicable", "method",
)  # fmt: skip
"""The sections of the report that a portfolio's self-evaluation holds: plan and evidence stand in its own sections."""


class Gathered(NamedTuple):
    """What a portfolio is made from, the files that go with it, and how many private things are left out of both."""

    material: PortfolioMaterial
    files: tuple[AppendixFile, ...]
    left_out: int


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
    checked = _appendices(setting, findings) if with_files else NO_APPENDICES
    leaving = leaving_copy(setting, findings, others=others, also_stopping=checked.stopping)
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
    accepted = leaving.accepted + checked.accepted
    guard = GuardResult(leaving.taken_out, accepted, leaving.kept, leaving.names, checked.unchecked)
    sufficiency = sufficiency_of(
        setting.framework, leaving.register, leaving.round, reflections, open_claims, setting.today
    )
    details = cast("PortfolioDetails", made["portfolio"])
    numbers = numbers_by_entry(checked.appendices)
    material = PortfolioMaterial(
        report, profile, details, reflections, open_claims, sufficiency, checked.appendices, numbers, guard
    )
    left_out = leaving.left_out + sum(one.private for one in accounts) + sum(one.private for one in claims)
    return Gathered(material, checked.files, left_out)


def _appendices(setting: Setting, findings: str) -> CheckedAppendices:
    """Return every file that may go with a portfolio, checked, and say which stay behind."""
    handling = handling_from(findings)
    checked = checked_appendices(
        setting.record, setting.register, guard_with_names(setting), own_names(setting), handling
    )
    if checked.left_out and not checked.stopping:
        names = "; ".join(f"{one.entry}: {one.left_out}" for one in checked.left_out)
        setting.terminal.say(
            f"Left out of the appendices: {names}. `cswo-eval guard check` shows what; `guard accept` lets it in.",
            "yellow",
        )
    return checked
