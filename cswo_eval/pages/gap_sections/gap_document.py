"""The gap analysis as a page: all its sections in the order of every report, and how one number of it came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Document, Facts, Section
from cswo_eval.pages.gap_sections.aspects import aspects_section, quadrants_section
from cswo_eval.pages.gap_sections.checks_table import checks_section
from cswo_eval.pages.gap_sections.frame import limits_section, not_applicable_section, set_aside_section
from cswo_eval.pages.gap_sections.needs import exposure_section, needs_section, strengths_section
from cswo_eval.pages.gap_sections.summary import summary_section
from cswo_eval.record.models import Profile, Round
from cswo_eval.text.days_in_words import plain_day

if TYPE_CHECKING:
    from cswo_eval.analysis.explanation import Explanation


def gap_document(framework: Framework, profile: Profile, round_: Round | None, analysis: GapAnalysis) -> Document:
    """Return the whole gap analysis as one document."""
    subtitle = "Nothing answered yet."
    if round_ is not None:
        subtitle = f"{round_.title}, begun {plain_day(round_.started)}. Measured against: {analysis.target_profile}."
    if profile.sample:
        subtitle += " A fictional sample."
    sections = [limits_section(framework), summary_section(framework, analysis)]
    if analysis.says_something:
        sections += [
            aspects_section(analysis),
            quadrants_section(framework, analysis),
            needs_section(framework, analysis),
            strengths_section(analysis),
            exposure_section(analysis),
            not_applicable_section(analysis),
        ]
    if round_ is not None and round_.set_aside:
        sections.append(set_aside_section(framework, round_))
    sections.append(checks_section(analysis))
    return Document("Gap analysis", subtitle, tuple(section for section in sections if section.blocks))


def explanation_document(explanation: Explanation) -> Document:
    """Return how one number came about."""
    steps = Section("explain", "", (Facts(explanation.steps),))
    return Document(f"{explanation.id} {explanation.title}", "How this number came about", (steps,))
