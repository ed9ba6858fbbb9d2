"""The one Report: built once from a record for an audience, then only written by a renderer a format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cswo_eval.analysis.gaps import analyse
from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.disclosure.earlier_rounds import open_round
from cswo_eval.disclosure.sharing_copy import private_items, without_false_checks, without_levels, without_private
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Audience
from cswo_eval.pages import plan_sections
from cswo_eval.pages.blocks import Document, Section
from cswo_eval.pages.gap_sections.checks_table import checks_section
from cswo_eval.pages.gap_sections.frame import not_applicable_section, reading_section
from cswo_eval.pages.gap_sections.needs import exposure_section, needs_section, strengths_section
from cswo_eval.pages.gap_sections.summary import summary_section
from cswo_eval.pages.radar import overlaid
from cswo_eval.pages.report_sections.about_report import limits_of_report, method_section, what_happens_next
from cswo_eval.pages.report_sections.bands import strengths_without_levels, summary_of_bands
from cswo_eval.pages.report_sections.competencies import agenda_section, competencies_section, evidence_section
from cswo_eval.pages.report_sections.overview import aspects_with_radar, map_section, quadrants_with_grid
from cswo_eval.pages.report_sections.plan_in_report import actions_section, held_reviews, plan_with_timeline
from cswo_eval.pages.report_sections.report_material import ReportMaterial
from cswo_eval.pages.third_person import checks_for_others, plan_for_others
from cswo_eval.planning.working_days import calendar_for
from cswo_eval.record.models import EvidenceRegister, Plan, Profile, ReviewRecord, Round
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.problems import CswoEvalError, UnknownId
from cswo_eval.text.words import listed

LANGUAGE = "en-GB"
OF_RATINGS = ("reading", "quadrants", "needs", "strengths")
"""Sections that say something only where something was answered."""


class Report(NamedTuple):
    """Everything that a renderer writes. `document` holds the sections; the rest is what the typed formats need.

    Nothing private is in it unless it was asked for. `made` is the day it is told from.
    """

    document: Document
    audience: Audience
    made: date
    framework: Framework
    profile: Profile
    round: Round | None
    register: EvidenceRegister
    plan: Plan | None
    reviews: tuple[ReviewRecord, ...]
    analysis: GapAnalysis
    left_out: int
    """How many answers, entries, actions and reviews are left out as private."""


def audience_of(framework: Framework, name: str) -> Audience:
    """Return the audience with this id. Raises UnknownId."""
    found = next((one for one in framework.report_profiles.audiences if one.id == name.strip().lower()), None)
    if found is None:
        known = [one.id for one in framework.report_profiles.audiences]
        raise UnknownId(name, "audience", known, f"There are: {', '.join(known)}.")
    return found


def chosen_sections(framework: Framework, audience: Audience, given: Sequence[str]) -> tuple[str, ...]:
    """Return the sections of a report, in the order of every report: those given, else the audience's. Raises CswoEvalError."""
    known = framework.report_profiles.sections
    unknown = [name for name in given if name not in known]
    if unknown:
        raise CswoEvalError(
            f"There is no section {listed(repr(name[:40]) for name in unknown)}. There are: {', '.join(known)}."
        )
    wanted = given or audience.sections
    return tuple(name for name in known if name in wanted)


def build_report(
    framework: Framework,
    profile: Profile,
    round_: Round | None,
    register: EvidenceRegister,
    plan: Plan | None,
    reviews: tuple[ReviewRecord, ...],
    *,
    audience: Audience,
    today: date,
    sections: Sequence[str] = (),
    include_private: bool = False,
    levels: bool | None = None,
    earlier: Sequence[Round] = (),
    left_out: int = 0,
) -> Report:
    """Return the report of a record for an audience as of `today`.

    `sections`: ids, else the audience's own. `levels`: whether single levels are shown, else as the audience says.
    `earlier`: the rounds before `round_`, oldest first; some are laid over the radar. `left_out`: how many private things
    were left out before, where what is given is such a copy already (then with `include_private`).
    Raises CswoEvalError for an unknown section.
    """
    private_now = private_items(round_, framework)
    if not include_private:
        round_, register, plan, reviews, left_out_here = without_private(framework, round_, register, plan, reviews)
        left_out += left_out_here
    analysis = analyse(framework, profile, round_, register, today, plan)
    if left_out:
        analysis = without_false_checks(analysis)
    if audience.id != "self":
        analysis = checks_for_others(analysis)
        plan = plan_for_others(plan) if plan is not None else None
    shown_levels = audience.levels if levels is None else levels
    audience = audience._replace(levels=shown_levels)  # every renderer asks the audience
    if not shown_levels:
        plan, reviews, analysis = without_levels(framework, plan, reviews, analysis)
    wanted = chosen_sections(framework, audience, sections)
    beside = overlaid(earlier) if shown_levels and "aspects" in wanted else ()
    left_out_beside = 0
    if not include_private:
        copies = [open_round(one, private_now) for one in beside]
        beside, left_out_beside = tuple(one.round for one in copies), sum(one.left_out for one in copies)
    material = ReportMaterial(
        framework=framework,
        profile=profile,
        round=round_,
        register=register,
        plan=plan,
        reviews=reviews,
        analysis=analysis,
        audience=audience,
        today=today,
        levels=shown_levels,
        left_out=left_out + left_out_beside,
        earlier=beside,
    )
    document = _document(material, wanted)
    return Report(document, audience, today, framework, profile, round_, register, plan, reviews, analysis, left_out)


def _document(material: ReportMaterial, wanted: Sequence[str]) -> Document:
    owner = material.profile.name.strip() or "A Chief Social Work Officer"
    subtitle = f"{owner}. {material.audience.title}. {plain_day(material.today)}."
    if material.profile.sample and "fictional" not in owner:
        subtitle += " A fictional sample."
    made = tuple(section for name in wanted for section in _sections(material, name) if section.blocks)
    return Document("Self-evaluation against the Standard for Chief Social Work Officers", subtitle, made)


def _sections(material: ReportMaterial, name: str) -> list[Section]:
    """Return the section or sections that one id stands for."""
    framework, analysis, plan, for_owner = material.framework, material.analysis, material.plan, material.for_owner
    if name == "limits":
        return [limits_of_report(material)]
    if name == "summary":
        section = summary_section(framework, analysis, for_owner) if material.levels else summary_of_bands(material)
        return [section._replace(blocks=(*section.blocks, *what_happens_next(material)))]
    if (
        name in OF_RATINGS and not analysis.says_something
    ):  # "no needs" would not be true, and a grid of dashes says nothing
        return []
    if name == "aspects":
        return [aspects_with_radar(material)]
    if name == "strengths":
        return [strengths_section(analysis) if material.levels else strengths_without_levels(material)]
    only_with_levels = {
        "reading": lambda: reading_section(framework, analysis, for_owner),
        "quadrants": lambda: quadrants_with_grid(material),
        "needs": lambda: needs_section(framework, analysis, for_owner),
        "exposure": lambda: exposure_section(analysis, for_owner),
        "not-applicable": lambda: not_applicable_section(analysis),
        "map": lambda: map_section(material),
        "competencies": lambda: competencies_section(material),
        "evidence": lambda: evidence_section(material),
        "checks": lambda: checks_section(analysis, for_owner, material.left_out),
        "agenda": lambda: agenda_section(material),
    }
    if name in only_with_levels:
        return [only_with_levels[name]()] if material.levels else []
    if name == "method":
        return [method_section(material)]
    if plan is None:
        return []
    calendar = calendar_for(framework, plan.start, plan.leave, plan.local_holidays)
    if name == "plan":
        return [plan_with_timeline(material, plan)]
    if name == "actions":
        return [actions_section(material, plan)]
    if name == "load":
        return [plan_sections.load_section(plan, calendar)]
    if name == "reviews":
        return [plan_sections.reviews_section(plan, for_owner), *held_reviews(material)]
    return []
