"""The report as JSON for other programs: the exchange format, checked against its published schema as it is written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from cswo_eval import __version__
from cswo_eval.analysis.results import AspectResult, ItemResult, one_decimal
from cswo_eval.disclosure.sharing_copy import OWNERS_ALONE, band_of_mean
from cswo_eval.files.shapes import Shape, adapter_of, validated
from cswo_eval.formats.json.report_shapes import (
    FORMAT,
    FORMAT_VERSION,
    ActionTold,
    AnswerGiven,
    CheckTold,
    CoverageTold,
    ElementTold,
    EvidenceTold,
    ItemTold,
    LinkTold,
    ReportFile,
    ReviewTold,
)
from cswo_eval.formats.registry import Wishes
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.schema import DIALECT
from cswo_eval.pages.gap_sections.frame import set_aside_because
from cswo_eval.pages.report import LANGUAGE, Report
from cswo_eval.pages.rows import Shown, shown_in, shown_results
from cswo_eval.record.models import Answer, Evidence, Plan, Round
from cswo_eval.text.visible import escaped_json


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the exchange format."""
    schema: dict[str, Any] = adapter_of(ReportFile).json_schema()
    about = f"{FORMAT}, version {FORMAT_VERSION}: a self-evaluation with its evidence, analysis and plan."
    return {"$schema": DIALECT, "$id": f"urn:{FORMAT.replace('/', ':')}:{FORMAT_VERSION}", **schema, "$comment": about}


def write_report(report: Report, _wishes: Wishes) -> dict[str, bytes]:
    """Return the one file of a report, as `registry.py` asks for it."""
    return {"": json_bytes(report)}


def json_bytes(report: Report) -> bytes:
    """Return the report in the exchange format, in UTF-8.

    Raises pydantic's ValidationError where the report does not fit the schema: a defect, not the owner's fault.
    """
    values = report_values(report)
    validated(ReportFile, values)
    text = json.dumps(values, ensure_ascii=False, indent=2, default=date.isoformat)
    return (escaped_json(text) + "\n").encode("utf-8")


def report_values(report: Report) -> dict[str, Any]:
    """Return the report as plain values, dates as dates: what its readers may see and no more."""
    shown = shown_in(report)
    outline = report.framework.outline
    audience = report.audience
    standard = {"id": outline.id, "version": outline.version, "content_hash": report.framework.content_hash}
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "program": {"name": "cswo-eval", "version": __version__},
        "record_id": report.profile.record_id,
        "made": report.made,
        "language": LANGUAGE,
        "owner": report.profile.name,
        "sample": report.profile.sample,
        "audience": {
            "id": audience.id,
            "title": audience.title,
            "levels": audience.levels,
            "sections": [section.id for section in report.document.sections],
        },
        "standard": standard,
        "left_out": report.left_out,
        "round": _round(report.framework, report.round, shown) if report.round is not None else None,
        "evidence": [_evidence(one) for one in report.register.present()] if shown.evidence else [],
        "plan": _plan(report.plan, audience.levels, shown) if report.plan is not None and shown.plan else None,
        "reviews": [_without_levels(_values(one, ReviewTold), audience.levels, "ratings") for one in report.reviews]
        if shown.reviews
        else [],
        "analysis": _analysis(report, shown),
        "extensions": {},
    }


def _values(source: Shape, shape: type[Shape]) -> dict[str, Any]:
    """Return what a shape of the exchange format has in common with a value of ours, by the names of its fields."""
    return {name: _plain(getattr(source, name)) for name in shape._types if hasattr(source, name)}


def _plain(value: Any) -> Any:
    if isinstance(value, Shape):
        return {name: _plain(getattr(value, name)) for name in value._types}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _without_levels(values: dict[str, Any], levels: bool, *names: str) -> dict[str, Any]:
    """Leave these fields out where no levels are shown: they may name one."""
    return values if levels else {name: held for name, held in values.items() if name not in names}


def _round(framework: Framework, round_: Round, shown: Shown) -> dict[str, Any]:
    answers = round_.answers if shown.answers else {}
    aside = round_.set_aside if shown.answers else ()
    return {
        "title": round_.title,
        "started": round_.started,
        "depth": round_.depth,
        "standard": _plain(round_.standard),
        "answers": {name: _answer(answer) for name, answer in answers.items()},
        "set_aside": [
            {
                "id": one.id,
                "became": set_aside_because(framework, round_, one.id),
                "reason": one.reason,
                "answer": _answer(one.answer),
            }
            for one in aside
        ],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return _values(answer, AnswerGiven)


def _evidence(entry: Evidence) -> dict[str, Any]:
    files = [
        {"id": one.id, "name": one.name, "sha256": one.sha256, "size": one.size} for one in entry.current_attachments()
    ]
    return {
        **_values(entry, EvidenceTold),
        "links": [_values(link, LinkTold) for link in entry.links],
        "attachments": files,
    }


def _plan(plan: Plan, levels: bool, shown: Shown) -> dict[str, Any]:
    goals = [_without_levels(_plain(goal), levels, "reason", "members", "why") for goal in plan.goals]
    actions = [_without_levels(_values(one, ActionTold), levels, *OWNERS_ALONE, "flags") for one in plan.actions]
    return {
        "start": plan.start,
        "made_on": plan.made_on,
        "round": plan.round,
        "hours_per_week": plan.hours_per_week,
        "sequence": plan.sequence,
        "goals": goals,
        "actions": actions if shown.actions else [],
        "reviews": _plain(plan.reviews) if shown.reviews else [],
        "left_out": _plain(plan.left_out) if levels else [],
        "remarks": list(plan.remarks) if levels else [],
    }


def _analysis(report: Report, shown: Shown) -> dict[str, Any]:
    analysis = report.analysis
    return {
        "target_profile": analysis.target_profile,
        "coverage": _values(analysis.coverage, CoverageTold),
        "aspects": [_aspect(one, report.audience.levels) for one in analysis.aspects] if shown.means else [],
        "items": [_item(one, report) for one in shown_results(report)] if shown.levels else [],
        "needs": _ids(analysis.needs) if shown.needs else [],
        "exposures": _ids(analysis.exposures) if shown.levels else [],
        "strengths": _strengths(report) if shown.strengths else [],
        "not_applicable": _ids(analysis.not_applicable) if shown.levels else [],
        "checks": [_values(one, CheckTold) for one in analysis.checks] if shown.checks else [],
    }


def _strengths(report: Report) -> list[str]:
    """Return the strengths, greatest first; where no levels are shown in the Standard's order, which tells none."""
    names = _ids(report.analysis.strengths)
    if report.audience.levels:
        return names
    return [item.id for item in shown_results(report) if item.id in names]


def _ids(items: Iterable[Any]) -> list[str]:
    return [item.id for item in items]


def _item(item: ItemResult, report: Report) -> dict[str, Any]:
    """Return a result. Where private things are left out, what is private and what is unanswered are not told apart."""
    hidden = report.left_out and item.standing in ("unanswered", "started")
    return {**_values(item, ItemTold), **({"standing": "not-shown"} if hidden else {})}


def _aspect(aspect: AspectResult, levels: bool) -> dict[str, Any]:
    """Return an aspect: with its mean and elements, or with a band where no levels are shown."""
    elements = [{**_values(one, ElementTold), "mean": _mean(one.mean)} for one in aspect.elements]
    band = {} if levels or aspect.mean is None else {"band": band_of_mean(aspect.mean)}
    return {
        "id": aspect.id,
        "title": aspect.title,
        "mean": _mean(aspect.mean) if levels else None,
        **band,
        "covered": aspect.covered,
        "applicable": aspect.applicable,
        "elements": elements if levels else [],
    }


def _mean(mean: Fraction | None) -> dict[str, str] | None:
    return None if mean is None else {"rounded": one_decimal(mean), "exact": str(mean)}
