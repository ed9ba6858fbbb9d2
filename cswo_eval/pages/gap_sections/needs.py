"""Needs, strengths, and what there was no chance to do yet: each competency with its level, and what that comes to."""

from __future__ import annotations

from cswo_eval.analysis.results import GapAnalysis, ItemResult
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Column, Facts, Paragraph, Scale, Section, Table
from cswo_eval.text.words import listed

IN_ORDER = "importance, evidence against, low confidence, aspects less named, the Standard's order"
"""What settles the place of needs of the same weight, as `analysis/ranking.py` ranks them."""
MOST_OTHERS = 4
"""Needs as great as those that come first: named where there are no more."""


def needs_section(framework: Framework, analysis: GapAnalysis, for_owner: bool = True) -> Section:
    """Every need, greatest first, with the reason for its place; the command that explains one is for its owner only."""
    columns = (
        Column("Item"),
        Column("What", main=True),
        Column("Level"),
        Column("Target", "right"),
        Column("Matters", "right"),
        Column("Need"),
        Column("Sure"),
    )
    rows = tuple(
        (
            item.id,
            item.title,
            level_cell(item),
            str(item.target),
            str(item.importance),
            need_text(item),
            confidence_text(item),
        )
        for item in analysis.needs
    )
    method = framework.method
    note = (
        f"Greatest first. A need grows with how much it matters and faster than the gap: high from {method.high_need}, medium from {method.medium_need}."
        + (" Mixed: evidence points both ways." if analysis.tells_evidence else "")
    )
    if for_owner:
        note += " `cswo-eval gaps --explain ID` shows any of them step by step."
    empty = "No level lies below its target."
    return Section(
        "needs", "Needs", (Table("", columns, rows, empty), Paragraph(note, "quiet"), *_own_words(analysis, for_owner))
    )


def _own_words(analysis: GapAnalysis, for_owner: bool) -> tuple[Block, ...]:
    """What the owner said they need to learn, beside the needs it belongs to."""
    said = [item for item in analysis.needs if item.learning.strip() and item.band in ("high", "medium")]
    if not said:
        return ()
    whose = "In your words" if for_owner else "In the owner's words"
    return (Paragraph(f"{whose}, what to learn", "strong"), Facts(tuple((item.id, item.learning) for item in said)))


def tied_needs(analysis: GapAnalysis, shown: int) -> tuple[Block, ...]:
    """Where the last of those shown weighs as much as others that are not: how many, and what put these first."""
    if len(analysis.planned) <= shown:
        return ()
    weight = analysis.planned[shown - 1].planned_need
    alike = sum(item.planned_need == weight for item in analysis.planned)
    named = sum(item.planned_need == weight for item in analysis.planned[:shown])
    if alike == named:
        return ()
    first = "this one comes" if named == 1 else f"these {named} come"
    others = [f"{item.id} {item.title}" for item in analysis.planned[shown:] if item.planned_need == weight]
    if len(others) <= MOST_OTHERS:
        rest = "the other is" if len(others) == 1 else "the others are"
        return (Paragraph(f"{alike} needs weigh the same; {rest} {'; '.join(others)}.", "quiet"),)
    return (Paragraph(f"{alike} needs weigh the same; {first} first by {IN_ORDER}.", "quiet"),)


def strengths_section(analysis: GapAnalysis) -> Section:
    """What the owner can rely on and lend to others."""
    shown = (Column("Supported by"),) if analysis.tells_evidence else ()
    columns = (Column("Item"), Column("What", main=True), Column("Level"), *shown, Column("Sure"))
    rows = tuple(
        (
            item.id,
            item.title,
            level_cell(item),
            *((listed(item.supports, 4) or "nothing yet",) if shown else ()),
            item.confidence or "",
        )
        for item in analysis.strengths
    )
    return Section("strengths", "Strengths to use", (Table("", columns, rows, "None rated 4 or 5 yet."),))


def exposure_section(analysis: GapAnalysis, for_owner: bool = True) -> Section:
    """What the owner has had no chance to do."""
    if not analysis.exposures:
        return Section("exposure", "No chance yet", ())
    columns = (
        Column("Item"),
        Column("What", main=True),
        Column("Matters", "right"),
        Column("The occasion you look for" if for_owner else "The occasion to look for", main=True),
    )
    rows = tuple((item.id, item.title, str(item.importance), item.learning) for item in analysis.exposures)
    note = "Not a low level: an occasion to look for. The plan counts each as a gap of one."
    return Section("exposure", "No chance yet", (Table("", columns, rows), Paragraph(note, "quiet")))


def level_cell(item: ItemResult) -> Scale:
    """Return a level on the scale of five, or what is said where there is none."""
    if item.level is None:
        return Scale(None, 5, "no chance yet" if item.exposure else "-")
    return Scale(item.level, 5, str(item.level))


def need_text(item: ItemResult) -> str:
    """Return '24 high', or for what there was no chance to do '6 exposure'."""
    if item.exposure:
        return f"{item.planned_need} exposure"
    return f"{item.need} {item.band}"


def confidence_text(item: ItemResult) -> str:
    """Return how sure the owner is, and whether the evidence points both ways: 'low (mixed)'."""
    both = " (mixed)" if item.supports and item.contradicts else ""
    return (item.confidence or "not asked") + both
