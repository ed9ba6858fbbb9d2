"""The summary of a round: how far, how sure, the greatest needs, the strengths, what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from cswo_eval.analysis.results import Coverage, GapAnalysis, ItemResult
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Column, Facts, Paragraph, Scale, Section, Table
from cswo_eval.pages.gap_sections.needs import confidence_text, level_cell, tied_needs
from cswo_eval.text.words import counted, listed

MOST_FIRST = 3
"""Needs that stand in the summary."""


def summary_section(framework: Framework, analysis: GapAnalysis, for_owner: bool = True) -> Section:
    """How far, how sure, the greatest needs, the strengths, what comes next. Commands are for the owner only."""
    answered = _answered(analysis)
    if not analysis.used and not analysis.exposures:
        return Section("summary", "Summary", (Facts(answered), _nothing_to_analyse(analysis, for_owner)))
    facts = Facts((*answered, _needs(analysis), *_how_sure(analysis), *_evidence(analysis)))
    return Section("summary", "Summary", (facts, *_greatest_needs(framework, analysis), *_strengths_to_use(analysis)))


def _answered(analysis: GapAnalysis) -> tuple[tuple[str, str], ...]:
    """How many competencies were answered, and for how many more the answer on their element as a whole speaks."""
    competencies, elements = analysis.coverage, analysis.element_coverage
    # Once each of its competencies is answered, an element's own answer says no more.
    spoken_for = sum(len(analysis.spoken_for(one.id)) for one in analysis.element_items)
    if not spoken_for:
        return (("Competencies", _coverage_text(competencies)),)
    if competencies.answered:
        return (("Competencies", f"{_coverage_text(competencies)}; {spoken_for} by their element"),)
    said = f"{elements.answered} of {elements.total} answered, for {counted(spoken_for, 'competency', 'competencies')}"
    return ("Competencies", _coverage_text(competencies)), ("Elements as a whole", said)


def _nothing_to_analyse(analysis: GapAnalysis, for_owner: bool) -> Paragraph:
    if analysis.not_applicable:
        said = "Everything answered so far is marked not applicable, so there is nothing to average and no need to plan for."
        how = " If that was not meant, `cswo-eval assess` leads back to each."
    else:
        said = "There is nothing to analyse yet."
        how = (
            " `cswo-eval assess` begins: about half an hour for the 18 elements gives a first picture and a first plan."
        )
    return Paragraph(said + (how if for_owner else ""))


def _needs(analysis: GapAnalysis) -> tuple[str, str]:
    bands = {band: [item for item in analysis.needs if item.band == band] for band in ("high", "medium", "low")}
    said = (
        f"{len(bands['high'])} high{_by_aspect(analysis, bands['high'])}, {len(bands['medium'])} medium, "
        f"{len(bands['low'])} low"
    )
    if analysis.exposures:
        said += f"; and {counted(len(analysis.exposures), 'chance')} still to find"
    return "Needs", said


def _how_sure(analysis: GapAnalysis) -> tuple[tuple[str, str], ...]:
    """Nothing where that was never asked."""
    sure = [item.confidence for item in analysis.used if item.confidence]
    if not sure:
        return ()
    said = (
        f"asked about {len(sure)} of {counted(len(analysis.used), 'rating')}: sure of {sure.count('high')}, fairly sure of "
        f"{sure.count('medium')}, unsure of {sure.count('low')}"
    )
    return (("How sure", said),)


def _evidence(analysis: GapAnalysis) -> tuple[tuple[str, str], ...]:
    """Nothing for who is told of no evidence."""
    if not analysis.tells_evidence:
        return ()
    supported = sum(bool(item.supports) for item in analysis.used)
    without = len(analysis.used) - supported
    rest = f"; {without} have none" if 1 < without < len(analysis.used) else "; 1 has none" if without == 1 else ""
    return (("Evidence", f"{supported} of {counted(len(analysis.used), 'rating')} have some in the register{rest}"),)


def _greatest_needs(framework: Framework, analysis: GapAnalysis) -> tuple[Block, ...]:
    top = analysis.planned[:MOST_FIRST]
    if not top:
        none = "No level lies below its target: no needs. Strengths to use, checks and exposure are below."
        return (Paragraph(none),) if analysis.used else ()
    shown = (Column("Shown by"),) if analysis.tells_evidence else ()
    columns = (Column("Item"), Column("What", main=True), Column("Level of 5"), *shown, Column("Sure"))
    rows = tuple(
        (
            item.id,
            item.title,
            _level_in_words(framework, item).said,
            *((_evidence_text(item),) if shown else ()),
            confidence_text(item),
        )
        for item in top
    )
    return (Table("Greatest needs", columns, rows), *tied_needs(analysis, MOST_FIRST))


def _strengths_to_use(analysis: GapAnalysis) -> tuple[Block, ...]:
    if not analysis.strengths:
        return ()
    names = listed((f"{item.id} {item.title} (level {item.level})" for item in analysis.strengths), 3)
    return (Paragraph(f"Strengths to use: {names}."),)


def _coverage_text(coverage: Coverage) -> str:
    parts = [
        f"{number} {name}"
        for number, name in (
            (coverage.answered - coverage.no_chance - coverage.not_applicable, "rated"),
            (coverage.no_chance, "no chance yet"),
            (coverage.not_applicable, "not applicable"),
        )
        if number
    ]
    return f"{coverage.answered} of {coverage.total} answered" + (f": {', '.join(parts)}" if parts else "")


def _by_aspect(analysis: GapAnalysis, needs: Sequence[ItemResult]) -> str:
    """Where most of these needs lie: ' (3 in Achieving outcomes)'; '' where no aspect has more of them than another."""
    counts = sorted(
        ((sum(item.aspect == one.id for item in needs), one.title) for one in analysis.aspects), reverse=True
    )
    leads = len(counts) > 1 and counts[0][0] > max(counts[1][0], 1)
    return f" ({counts[0][0]} in {counts[0][1]})" if leads else ""


def _evidence_text(item: ItemResult) -> str:
    against = f"; against it: {listed(item.contradicts, 2)}" if item.contradicts else ""
    return f"{listed(item.supports, 2) or 'none'}{against}"


def _level_in_words(framework: Framework, item: ItemResult) -> Scale:
    """A level with its name, for those who have not seen the scale."""
    cell = level_cell(item)
    names = {entry.level: entry.name for entry in framework.levels.levels}
    return cell if item.level is None else cell._replace(said=f"{cell.said} {names[item.level]}")
