"""The sections of the gap analysis, in the order of every report (design: Reports, Gap analysis)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cswo_eval.analysis.results import (
    AspectResult,
    Check,
    Coverage,
    ElementResult,
    GapAnalysis,
    ItemResult,
    one_decimal,
)
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Column, Document, Facts, Paragraph, Scale, Section, Table
from cswo_eval.record.models import Profile, Round
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.words import counted, listed

if TYPE_CHECKING:
    from cswo_eval.analysis.explanation import Explanation


IN_ORDER = "importance, evidence against, low confidence, an aspect not yet named, the Standard's order"
"""What settles the place of needs of the same weight, as `analysis/gaps.py` ranks them."""
_SEVERITIES = {"serious": "Mend first", "look": "Look again", "note": "Note"}
MOST_FIRST = 3
MOST_OTHERS = 5
"""Needs as great as those that come first: named where there are no more."""


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
        sections.append(set_aside_section(round_))
    sections.append(checks_section(analysis))
    return Document("Gap analysis", subtitle, tuple(section for section in sections if section.blocks))


def limits_section(framework: Framework) -> Section:
    """What this is and is not."""
    texts = (*framework.method.limits, *framework.outline.standing)
    return Section("limits", "What this is, and is not", tuple(Paragraph(text, "quiet") for text in texts))


def reading_section(framework: Framework, analysis: GapAnalysis, for_owner: bool = True) -> Section:
    """What the levels claim and what they are measured against, for a reader who has not seen the scale."""
    levels = framework.levels
    rows = tuple((str(one.level), one.name, one.description) for one in levels.levels)
    said = "as you read them" if for_owner else "as the owner read them"
    table = Table(
        f"The five levels, {said}", (Column("Level"), Column("Name"), Column("What it claims", main=True)), rows
    )
    own = "you may" if for_owner else "the owner may"
    method = framework.method
    pairs = (
        ("Target", f"that of the profile '{analysis.target_profile}'; {own} have set another for a competency"),
        ("Importance", " ".join(f"{one.name} ({one.id}): {one.description}" for one in reversed(levels.importance))),
        ("How sure", " ".join(f"{one.name}: {one.description}" for one in levels.confidence)),
        (
            "Need",
            f"grows with importance, and faster than the gap between level and target: high from {method.high_need}, "
            f"medium from {method.medium_need}, low above 0",
        ),
        (levels.no_chance.name, levels.no_chance.description),
    )
    return Section("reading", "How to read this", (table, Facts(pairs)))


def summary_section(framework: Framework, analysis: GapAnalysis, for_owner: bool = True) -> Section:
    """How far, how sure, the greatest needs, the strengths, what comes next. Commands are for the owner only."""
    coverage, elements = analysis.coverage, analysis.element_coverage
    pairs = [("Competencies", _coverage_text(coverage))]
    as_a_whole = rated_as_a_whole(analysis)
    if elements.answered and as_a_whole:  # once its competencies are rated, an element's own answer says no more
        pairs.append(
            (
                "Elements as a whole",
                f"{elements.answered} of {elements.total} answered; {counted(as_a_whole, 'rating')} in use",
            )
        )
    if not analysis.used and not analysis.exposures:
        blocks: tuple[Block, ...] = (Facts(tuple(pairs)),)
        if analysis.not_applicable:
            return Section(
                "summary",
                "Summary",
                (
                    *blocks,
                    Paragraph(
                        "Everything answered so far is marked not applicable, so there is nothing to average and no need to plan for."
                        + (" If that was not meant, `cswo-eval assess` leads back to each." if for_owner else "")
                    ),
                ),
            )
        return Section(
            "summary",
            "Summary",
            (
                *blocks,
                Paragraph(
                    "There is nothing to analyse yet."
                    + (
                        " `cswo-eval assess` begins: about half an hour for the 18 elements gives a first picture and a "
                        "first plan."
                        if for_owner
                        else ""
                    )
                ),
            ),
        )
    bands = {band: [item for item in analysis.needs if item.band == band] for band in ("high", "medium", "low")}
    sure = [item.confidence for item in analysis.used if item.confidence]
    pairs.append(
        (
            "Needs",
            f"{len(bands['high'])} high{_by_aspect(analysis, bands['high'])}, {len(bands['medium'])} medium, {len(bands['low'])} low"
            + (f"; and {counted(len(analysis.exposures), 'chance')} still to find" if analysis.exposures else ""),
        )
    )
    if sure:
        pairs.append(
            (
                "How sure",
                f"asked about {len(sure)} of {counted(len(analysis.used), 'rating')}: sure of {sure.count('high')}, fairly sure of "
                f"{sure.count('medium')}, unsure of {sure.count('low')}",
            )
        )
    supported = sum(bool(item.supports) for item in analysis.used)
    without = len(analysis.used) - supported
    rest = f"; {without} have none" if 1 < without < len(analysis.used) else "; 1 has none" if without == 1 else ""
    pairs.append(
        ("Evidence", f"{supported} of {counted(len(analysis.used), 'rating')} have some in the register{rest}")
    )
    blocks = (Facts(tuple(pairs)),)
    top = analysis.planned[:MOST_FIRST]
    if top:
        blocks += (
            Table(
                "Greatest needs",
                (
                    Column("Item"),
                    Column("What", main=True),
                    Column("Level of 5"),
                    Column("Shown by"),
                    Column("Sure"),
                ),
                tuple(
                    (
                        item.id,
                        item.title,
                        _level_in_words(framework, item).said,
                        _evidence_text(item),
                        _confidence_text(item),
                    )
                    for item in top
                ),
            ),
            *_tied(analysis, MOST_FIRST),
        )
    elif analysis.used:
        blocks += (
            Paragraph("No level lies below its target: no needs. Strengths to use, checks and exposure are below."),
        )
    if analysis.strengths:
        names = listed((f"{item.id} {item.title} (level {item.level})" for item in analysis.strengths), 3)
        blocks += (Paragraph(f"Strengths to use: {names}."),)
    return Section("summary", "Summary", blocks)


def rated_as_a_whole(analysis: GapAnalysis) -> int:
    """Return how many elements stand in for their competencies with a level of their own."""
    return sum(item.level is not None for item in analysis.element_items)


def _tied(analysis: GapAnalysis, shown: int) -> tuple[Block, ...]:
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


def aspects_section(analysis: GapAnalysis) -> Section:
    """Every aspect and element: mean, coverage, lowest member, how sure."""
    rows: list[tuple[str | Scale, ...]] = []
    for aspect in analysis.aspects:
        rows.append(
            (
                aspect.id,
                aspect.title.upper(),
                _mean_cell(aspect),
                _aspect_coverage(aspect),
                _lowest(aspect),
                _low_confidence(aspect),
            )
        )
        for element in aspect.elements:
            rows.append(
                (
                    element.id,
                    element.title,
                    _mean_cell(element),
                    _element_coverage(element),
                    _lowest(element),
                    _low_confidence(element),
                )
            )
    columns = (
        Column(""),
        Column("Aspect or element", main=True),
        Column("Mean"),
        Column("Rated"),
        Column("Lowest"),
        Column("Unsure"),
    )
    note = (
        "Each mean stands with how many applicable competencies are rated and the lowest of them; below half, none is "
        "printed. As a whole, and +: competencies that stand on their element's answer as a whole. Unsure: ratings given "
        "with low confidence."
    )
    return Section("aspects", "Aspects and elements", (Table("", columns, tuple(rows)), Paragraph(note, "quiet")))


def _mean_cell(result: AspectResult | ElementResult) -> Scale:
    if result.mean is None:
        return Scale(None, 5, "n/a" if result.applicable == 0 else "-")
    return Scale(float(result.mean), 5, one_decimal(result.mean))


def _element_coverage(element: ElementResult) -> str:
    if element.basis == "element answer":
        return "as a whole"
    return f"{element.rated} of {element.applicable}" if element.applicable else "none apply"


def _aspect_coverage(aspect: AspectResult) -> str:
    if not aspect.applicable:
        return "none apply"
    if aspect.covered > aspect.rated:
        return (
            "as a whole"
            if not aspect.rated
            else f"{aspect.rated} +{aspect.covered - aspect.rated} of {aspect.applicable}"
        )
    return f"{aspect.rated} of {aspect.applicable}"


def _lowest(result: AspectResult | ElementResult) -> str:
    if result.lowest_level is None:
        return ""
    return f"{result.lowest_level}: {listed(result.lowest, 2)}"


def _low_confidence(result: AspectResult | ElementResult) -> str:
    return str(result.low_confidence) if result.low_confidence else ""


def quadrants_section(framework: Framework, analysis: GapAnalysis, for_owner: bool = True) -> Section:
    """Importance against level, in four groups, with what each means."""
    meanings: dict[str, str] = {
        one.id: one.advice if for_owner else one.to_others for one in framework.method.quadrants
    }
    rows = tuple(
        (group.name, meanings[group.id], str(len(group.items)), listed(group.items) or "none")
        for group in analysis.quadrants
    )
    columns = (
        Column(""),
        Column("What it means", main=True),
        Column("Items", "right"),
        Column("Which", main=True),
    )
    note = "Matters most: importance 3. Below: the level is under its target."
    return Section("quadrants", "Importance against level", (Table("", columns, rows), Paragraph(note, "quiet")))


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
            _level_cell(item),
            str(item.target),
            str(item.importance),
            _need_text(item),
            _confidence_text(item),
        )
        for item in analysis.needs
    )
    method = framework.method
    note = (
        f"Greatest first. A need grows with how much it matters and faster than the gap: high from {method.high_need}, medium from {method.medium_need}. "
        "Mixed: evidence points both ways."
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


def _level_cell(item: ItemResult) -> Scale:
    if item.level is None:
        return Scale(None, 5, "no chance yet" if item.exposure else "-")
    return Scale(item.level, 5, str(item.level))


def _level_in_words(framework: Framework, item: ItemResult) -> Scale:
    """A level with its name, for those who have not seen the scale."""
    cell = _level_cell(item)
    names = {entry.level: entry.name for entry in framework.levels.levels}
    return cell if item.level is None else cell._replace(said=f"{cell.said} {names[item.level]}")


def _need_text(item: ItemResult) -> str:
    if item.exposure:
        return f"{item.planned_need} exposure"
    return f"{item.need} {item.band}"


def _confidence_text(item: ItemResult) -> str:
    both = " (mixed)" if item.supports and item.contradicts else ""
    return (item.confidence or "not asked") + both


def strengths_section(analysis: GapAnalysis) -> Section:
    """What the owner can rely on and lend to others."""
    columns = (Column("Item"), Column("What", main=True), Column("Level"), Column("Supported by"), Column("Sure"))
    rows = tuple(
        (item.id, item.title, _level_cell(item), listed(item.supports, 4) or "nothing yet", item.confidence or "")
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


def not_applicable_section(analysis: GapAnalysis) -> Section:
    """What cannot arise in the owner's post, with the reason."""
    if not analysis.not_applicable:
        return Section("not-applicable", "Not applicable", ())
    rows = tuple((item.id, item.title, item.reason) for item in analysis.not_applicable)
    columns = (Column("Item"), Column("What"), Column("Reason", main=True))
    return Section("not-applicable", "Not applicable", (Table("", columns, rows),))


def set_aside_section(round_: Round) -> Section:
    """Answers to what the Standard in use no longer has."""
    rows = tuple((entry.id, entry.reason) for entry in round_.set_aside)
    columns = (Column("Was"), Column("Why it is set aside", main=True))
    return Section("set-aside", "Set aside, nothing lost", (Table("", columns, rows),))


def checks_section(analysis: GapAnalysis, for_owner: bool = True, left_out: int = 0) -> Section:
    """Remarks, most serious first. `left_out`: how many private things they could not take into account."""
    note = "They are made from what is shown here: what was left out as private may answer some of them."
    notes = (Paragraph(note, "quiet"),) if left_out and analysis.checks else ()
    return Section("checks", "Worth a second look", (checks_table(analysis.checks, for_owner), *notes))


def checks_table(checks: tuple[Check, ...], for_owner: bool = True) -> Table:
    """Return the checks as a table: to the owner each with the command that mends it."""
    empty = "Nothing stands out."
    if for_owner:
        rows = tuple((_SEVERITIES[check.severity], check.reason, check.command) for check in checks)
        columns = (Column("How much"), Column("What", main=True), Column("To mend it", main=True))
        return Table("", columns, rows, empty)
    others = tuple((_SEVERITIES[check.severity], check.reason) for check in checks)
    return Table("", (Column("How much"), Column("What", main=True)), others, empty)


def explanation_document(explanation: Explanation) -> Document:
    """Return how one number came about."""
    steps = Section("explain", "", (Facts(explanation.steps),))
    return Document(f"{explanation.id} {explanation.title}", "How this number came about", (steps,))


def element_summary(analysis: GapAnalysis, element_id: str) -> tuple[Block, ...]:
    """Return the few lines that the walk shows when an element is complete."""
    element = analysis.element(element_id)
    if element is None:
        return ()
    members = [item for item in analysis.items if item.element == element_id]
    rows = tuple(
        (item.id, item.title, _level_cell(item), _need_text(item) if item.need or item.exposure else "")
        for item in members
    )
    columns = (Column("Item"), Column("What", main=True), Column("Level"), Column("Need"))
    table = Table(f"{element.id} {element.title}: complete", columns, rows)
    if element.mean is None:
        line = f"Rated {element.rated} of {element.applicable}: too few for a mean."
    else:
        line = (
            f"Mean {one_decimal(element.mean)} from {element.rated} of {element.applicable}; lowest "
            f"{element.lowest_level}: {listed(element.lowest)}."
        )
    return (table, Paragraph(line))


def top_needs_blocks(analysis: GapAnalysis, most: int = 5) -> tuple[Block, ...]:
    """Return the greatest needs as a short table, for the end of a sitting."""
    rows = tuple((item.id, item.title, _level_cell(item), _need_text(item)) for item in analysis.planned[:most])
    columns = (Column("Item"), Column("What", main=True), Column("Level"), Column("Need"))
    table = Table("Your greatest needs so far", columns, rows, "No level lies below its target.")
    return (table, *_tied(analysis, most))
