"""The brief for the structured professional discussion: strongest claims, where more work is needed, likely questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cswo_eval.analysis.results import ItemResult
from cswo_eval.analysis.sufficiency import CompetencySufficiency
from cswo_eval.framework.portfolio_models import TestId
from cswo_eval.pages.blocks import Block, Bullets, Column, Entry, Paragraph, Section, Table
from cswo_eval.pages.portfolio.portfolio_material import PortfolioMaterial
from cswo_eval.text.words import listed

STRENGTHENS: dict[TestId, str] = {
    "valid": "why it bears on this",
    "authentic": "my own part",
    "reliable": "another kind of evidence, or somebody who could confirm it",
    "current": "something newer",
    "sufficient": "a second entry, from another day",
}
"""What would make a claim stronger, by the portfolio test that its evidence does not meet yet."""
MOST_CLAIMS = 8
MOST_QUESTIONS = 12
MOST_OF_A_KIND = 3
"""Competencies that one kind of question is asked about: a brief is read on the way in."""


def brief_section(material: PortfolioMaterial, lead: tuple[str, ...]) -> Section:
    """Return the brief. Strong means a high level that evidence supports; the order says by how much, and no more."""
    blocks: list[Block] = [Paragraph(text) for text in lead]
    blocks += [
        Table(
            "Strongest claims",
            (
                Column("Id"),
                Column("Competency", main=True),
                Column("Level", "right"),
                Column("Evidence"),
                Column("What would strengthen it", main=True),
            ),
            tuple(_strong_row(material, one) for one in strongest(material)),
            "No claim yet with a high level and evidence for it.",
        ),
        Table(
            "Where more work is needed",
            (Column("Id"), Column("Competency"), Column("Why", main=True)),
            tuple(_work_rows(material)),
            "Nothing stands out.",
        ),
        Entry("Questions that are likely", "Prepare two sentences for each, and the entry you would open."),
        Bullets(tuple(likely_questions(material)), numbered=True),
    ]
    return Section("discussion-brief", "Brief for the professional discussion", tuple(blocks))


def strongest(material: PortfolioMaterial) -> list[CompetencySufficiency]:
    """Return the competencies with a high level and supporting evidence, the best founded first."""
    high = material.report.framework.method.high_level_from
    levels = {one.id: _level(material, one.id) for one in material.sufficiency.counted if one.supports}
    found = [one for one in material.sufficiency.counted if levels.get(one.id, 0) >= high]
    found.sort(key=lambda one: (-one.met, len(one.contradicts), -levels[one.id], -len(one.supports)))
    return found[:MOST_CLAIMS]


def _level(material: PortfolioMaterial, name: str) -> int:
    result = material.result_for(name)
    return result.level or 0 if result is not None else 0


def _strong_row(material: PortfolioMaterial, one: CompetencySufficiency) -> tuple[str, ...]:
    result = material.result_for(one.id)
    assert result is not None  # it has a level, or it would not be here
    level = f"{result.level} for {result.id}" if result.is_element else str(result.level)
    return one.id, one.title, level, listed(one.supports, 5), _strengthening(one) or "-"


def _strengthening(one: CompetencySufficiency) -> str:
    """Return what would make the evidence stronger; '' where all five tests are met."""
    return "; ".join(STRENGTHENS[test.test] for test in one.not_met)


def _work_rows(material: PortfolioMaterial) -> Iterator[tuple[str, str, str]]:
    by_id = {one.id: one for one in material.sufficiency.counted}
    for need in material.report.analysis.planned[:MOST_CLAIMS]:
        found = by_id.get(need.id)
        why = "no chance yet" if need.exposure else f"level {need.level}, target {need.target}, need {need.band}"
        if found is not None and not found.supports:
            why += "; no evidence yet"
        elif found is not None and not found.complete:
            why += f"; stronger with {_strengthening(found)}"
        yield need.id, need.title, why


def likely_questions(material: PortfolioMaterial) -> list[str]:
    """Return the questions of the data that fit this portfolio, those about the whole last."""
    questions: dict[str, list[str]] = {}
    for one in material.report.framework.portfolio_profiles.discussion:
        questions.setdefault(one.when, []).append(one.question)
    asked: list[str] = []
    for when, items in _states(material).items():
        wordings = questions.get(when, [])
        for place, item in enumerate(items[:MOST_OF_A_KIND] if wordings else ()):
            asked.append(wordings[place % len(wordings)].replace("{item}", item))
    return [*asked[:MOST_QUESTIONS], *questions.get("always", [])]


def _states(material: PortfolioMaterial) -> dict[str, list[str]]:
    """Return what is in each state that a question may be about, by id and title, the weightiest first."""
    counted = material.sufficiency.counted
    planned = material.report.analysis.planned  # elements too, where they were answered as a whole
    states: dict[str, Iterable[CompetencySufficiency | ItemResult]] = {
        "contradicted": [one for one in counted if one.contradicts],
        "strong": strongest(material),
        "gap": [one for one in planned if not one.exposure],
        "single-source": [one for one in counted if len(one.supports) == 1],
        "old": [one for one in counted if "current" in (test.test for test in one.not_met) and one.supports],
        "no-chance": [one for one in planned if one.exposure],
    }
    return {when: [f"{one.id} ({one.title})" for one in found] for when, found in states.items()}
