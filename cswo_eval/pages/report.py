"""The one Report: built once from the copy for an audience, then only written by a renderer a format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.disclosure.door import DisclosedCopy
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Audience
from cswo_eval.pages import plan_sections
from cswo_eval.pages.blocks import Document, Section
from cswo_eval.pages.gap_sections.checks_table import checks_section
from cswo_eval.pages.gap_sections.frame import not_applicable_section, reading_section
from cswo_eval.pages.gap_sections.needs import exposure_section, needs_section, strengths_section
from cswo_eval.pages.gap_sections.summary import summary_section
from cswo_eval.pages.plan_load import load_section
from cswo_eval.pages.portfolio.accounts import accounts_section, claims_section
from cswo_eval.pages.report_sections.about_report import (
    WITH_PRIVATE,
    limits_of_report,
    method_section,
    title_page_section,
    what_happens_next,
)
from cswo_eval.pages.report_sections.bands import strengths_without_levels, summary_of_bands
from cswo_eval.pages.report_sections.competencies import agenda_section, competencies_section, evidence_section
from cswo_eval.pages.report_sections.overview import aspects_with_radar, map_section, quadrants_with_grid
from cswo_eval.pages.report_sections.plan_in_report import actions_section, held_reviews, plan_with_timeline
from cswo_eval.pages.report_sections.report_material import ReportMaterial
from cswo_eval.pages.third_person import checks_for_others, plan_for_others
from cswo_eval.planning.working_days import calendar_of
from cswo_eval.record.models import EvidenceRegister, Profile, ReviewRecord, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import PortfolioDetails, PriorLearningClaim, Reflection
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.problems import CswoEvalError, UnknownId
from cswo_eval.text.words import listed

LANGUAGE = "en-GB"
OF_RATINGS = ("reading", "quadrants", "needs", "strengths")
"""Sections that say something only where something was answered."""


class Report(NamedTuple):
    """Everything that a renderer writes. `document` holds the sections; `copy` is what may leave the record, and the rest of it
    what spreadsheets and JSON list: the things that the sections tell whole.
    """

    document: Document
    copy: DisclosedCopy
    plan: Plan | None
    """Told in the third person to others than the owner."""
    analysis: GapAnalysis

    @property
    def audience(self) -> Audience:
        """Whom it is for. Its `levels`: whether they are shown single levels."""
        return self.copy.audience

    @property
    def made(self) -> date:
        """The day that it is told from."""
        return self.copy.today

    @property
    def framework(self) -> Framework:
        """The Standard in use."""
        return self.copy.framework

    @property
    def profile(self) -> Profile:
        """Of whom it is."""
        return self.copy.record.profile

    @property
    def round(self) -> Round | None:
        """The newest round, with the answers that are told whole."""
        return self.copy.listed.round

    @property
    def register(self) -> EvidenceRegister:
        """The entries that are told whole."""
        return self.copy.listed.register

    @property
    def reviews(self) -> tuple[ReviewRecord, ...]:
        """The reviews of the plan."""
        return self.copy.listed.reviews

    @property
    def accounts(self) -> tuple[Reflection, ...]:
        """The reflective accounts."""
        return self.copy.listed.accounts

    @property
    def claims(self) -> tuple[PriorLearningClaim, ...]:
        """The claims for prior learning."""
        return self.copy.listed.claims.claims

    @property
    def details(self) -> PortfolioDetails:
        """What the title page of the portfolio says."""
        return self.copy.listed.details


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


def build_report(copy: DisclosedCopy, sections: Sequence[str] | None = None) -> Report:
    """Return the report of a copy that came through the door: to others than the owner in the third person.

    `sections`: those of the copy's that its document holds; None: all.
    """
    record, analysis = copy.record, copy.analysis
    plan, listed_plan = record.plan, copy.listed.plan
    if copy.audience.id != "self":
        analysis = checks_for_others(analysis)
        plan = plan_for_others(plan) if plan is not None else None
        listed_plan = plan_for_others(listed_plan) if listed_plan is not None else None
    document = _document(ReportMaterial(copy, plan, analysis), copy.sections if sections is None else sections)
    return Report(document, copy, listed_plan, analysis)


def _document(material: ReportMaterial, wanted: Sequence[str]) -> Document:
    owner = material.profile.name.strip() or "A Chief Social Work Officer"
    subtitle = f"{owner}. {material.audience.title}. {plain_day(material.today)}."
    if material.profile.sample and "fictional" not in owner:
        subtitle += " A fictional sample."
    if material.copy.with_private:
        subtitle += f" {WITH_PRIVATE}"  # on the first page, whatever the sections
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
        "checks": lambda: checks_section(analysis, for_owner),
        "agenda": lambda: agenda_section(material),
    }
    if name in only_with_levels:
        return [only_with_levels[name]()] if material.levels else []
    if name == "method":
        return [method_section(material)]
    if name in ("reflective-accounts", "prior-learning", "title-page"):
        return _of_the_portfolio(material, name)
    if plan is None:
        return []
    calendar = calendar_of(framework, plan)
    if name == "plan":
        return [plan_with_timeline(material, plan)]
    if name == "actions":
        return [actions_section(material, plan)]
    if name == "load":
        return [load_section(framework, plan, calendar)]
    if name == "reviews":
        return [plan_sections.reviews_section(plan, for_owner), *held_reviews(material)]
    return []


def _of_the_portfolio(material: ReportMaterial, name: str) -> list[Section]:
    """Return what was written for a portfolio: nothing where there is none of it."""
    record, framework = material.copy.record, material.framework
    if name == "title-page":
        return [title_page_section(framework, material.copy.listed.details)]
    if name == "reflective-accounts":
        return [accounts_section(framework, record.accounts, record.register, ())] if record.accounts else []
    claims = record.claims.claims
    return [claims_section(framework, claims, record.register, ())] if claims else []
