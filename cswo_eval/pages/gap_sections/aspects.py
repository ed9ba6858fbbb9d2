"""How every aspect and element stands, and importance against level."""

from __future__ import annotations

from cswo_eval.analysis.results import AspectResult, ElementResult, GapAnalysis, one_decimal
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Column, Paragraph, Scale, Section, Table
from cswo_eval.text.words import listed


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
