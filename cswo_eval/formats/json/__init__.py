"""The report as JSON for other programs: the exchange format, checked against its published schema as it is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from cswo_eval import __version__
from cswo_eval.analysis.results import AspectResult, one_decimal
from cswo_eval.disclosure.for_readers import Asking
from cswo_eval.disclosure.levels import band_of_mean, whole_results
from cswo_eval.disclosure.shown import Shown
from cswo_eval.files.shapes import Shape, adapter_of, validated
from cswo_eval.formats.json.report_shapes import (
    FORMAT,
    FORMAT_VERSION,
    CheckTold,
    CoverageTold,
    ElementTold,
    ItemTold,
    PlanTold,
    ReportFile,
)
from cswo_eval.formats.registry import Wishes
from cswo_eval.framework.schema import DIALECT
from cswo_eval.pages.gap_sections.frame import set_aside_because
from cswo_eval.pages.report import LANGUAGE, Report
from cswo_eval.record.fields import KINDS, fields_of
from cswo_eval.record.models import Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import PortfolioDetails
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
    outline = report.framework.outline
    audience, asking = report.audience, report.copy.asking
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
        "with_private": report.copy.with_private,
        "audience": {
            "id": audience.id,
            "title": audience.title,
            "levels": audience.levels,
            "sections": [section.id for section in report.document.sections],
        },
        "standard": standard,
        "round": _round(report, report.round) if report.round is not None else None,
        "evidence": _all_told(asking, report.register.entries),
        "plan": _plan(asking, report.plan) if report.plan is not None else None,
        "reviews": _all_told(asking, report.reviews),
        "accounts": _all_told(asking, report.accounts),
        "prior_learning": _all_told(asking, report.claims),
        "title_page": _told(asking, report.details) if asking.is_listed(PortfolioDetails) else None,
        "analysis": _analysis(report, report.copy.shown),
        "extensions": {},
    }


def words_written(report: Report) -> str:
    """Return all words of the file of a report."""
    return "\n".join(_texts_in(report_values(report)))


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(one)


def _all_told(asking: Asking, things: Iterable[Shape]) -> list[dict[str, Any]]:
    return [_told(asking, one) for one in things]


def _told(asking: Asking, thing: Shape) -> dict[str, Any]:
    """Return what of a thing is told to these readers, by the names of its fields."""
    fields = fields_of(type(thing)).values()
    return {one.name: _plain(asking, getattr(thing, one.name)) for one in fields if asking.is_told(one)}


def _plain(asking: Asking, value: Any) -> Any:
    if isinstance(value, Shape):
        if type(value) in KINDS:
            return _told(asking, value)
        return {name: _plain(asking, getattr(value, name)) for name in value._types}
    if isinstance(value, tuple):
        return [_plain(asking, one) for one in value]
    return value


def _values(source: Shape, shape: type[Shape]) -> dict[str, Any]:
    """Return what a shape of the exchange format has in common with a result, by the names of its fields."""
    return {name: getattr(source, name) for name in shape._types if hasattr(source, name)}


def _round(report: Report, round_: Round) -> dict[str, Any]:
    asking = report.copy.asking
    return {
        "title": round_.title,
        "started": round_.started,
        "depth": round_.depth,
        "standard": _plain(asking, round_.standard),
        "answers": {name: _told(asking, answer) for name, answer in round_.answers.items()},
        "set_aside": [
            {
                "id": one.id,
                "became": set_aside_because(report.framework, round_, one.id),
                "reason": one.reason,
                "answer": _told(asking, one.answer),
            }
            for one in round_.set_aside
        ],
    }


def _plan(asking: Asking, plan: Plan) -> dict[str, Any]:
    return {name: held for name, held in _told(asking, plan).items() if name in PlanTold._types}


def _analysis(report: Report, shown: Shown) -> dict[str, Any]:
    analysis = report.analysis
    return {
        "target_profile": analysis.target_profile,
        "coverage": _values(analysis.coverage, CoverageTold),
        "aspects": [_aspect(one, report.audience.levels) for one in analysis.aspects] if shown.means else [],
        "items": [_values(one, ItemTold) for one in whole_results(report.framework, analysis)] if shown.levels else [],
        "needs": _ids(analysis.needs) if shown.needs else [],
        "exposures": _ids(analysis.exposures) if shown.levels else [],
        "strengths": _ids(analysis.strengths) if shown.strengths else [],
        "not_applicable": _ids(analysis.not_applicable) if shown.levels else [],
        "checks": [_values(one, CheckTold) for one in analysis.checks] if shown.checks else [],
    }


def _ids(items: Iterable[Any]) -> list[str]:
    return [item.id for item in items]


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
