"""How every aspect and element stands, and importance against level."""

from __future__ import annotations

from cswo_eval.analysis.results import AspectResult, ElementResult, GapAnalysis, one_decimal
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Column, Paragraph, Scale, Section, Table
from cswo_eval.text.words import listed, listed_with_and


def aspects_section(analysis: GapAnalysis, for_owner: bool = True) -> Section:
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
        "Each mean stands with how many applicable competencies are rated and the lowest of them; below half none is "
        "printed. As a whole, and +: not answered yet, counted as the element is. "
        "Unsure: ratings given with low confidence."
    )
    notes = (note, *partly_from_whole(analysis, "your" if for_owner else "the owner's"))
    table = Table("", columns, tuple(rows))
    return Section("aspects", "Aspects and elements", (table, *(Paragraph(text, "quiet") for text in notes)))


def partly_from_whole(analysis: GapAnalysis, whose: str) -> tuple[str, ...]:
    """Return the sentence that names the elements whose mean holds both levels of competencies and the answer on the whole."""
    elements = [element for aspect in analysis.aspects for element in aspect.elements]
    both = [element.id for element in elements if element.basis == "both" and element.mean is not None]
    if not both:
        return ()
    means = "The mean" if len(both) == 1 else "The means"
    rests = "is" if len(both) == 1 else "are"
    return (f"{means} of {listed_with_and(both)} {rests} partly from {whose} answer on the whole.",)


def _mean_cell(result: AspectResult | ElementResult) -> Scale:
    if result.mean is None:
        return Scale(None, 5, "n/a" if result.applicable == 0 else "-")
    return Scale(float(result.mean), 5, one_decimal(result.mean))


def _element_coverage(element: ElementResult) -> str:
    return _covered(element.rated, element.covered, element.applicable)


def _aspect_coverage(aspect: AspectResult) -> str:
    return _covered(aspect.rated, aspect.covered, aspect.applicable)


def _covered(rated: int, covered: int, applicable: int) -> str:
    """Return '3 of 4', '1 +3 of 4' where three stand at the level of an answer on the whole, or that all or none do."""
    if not applicable:
        return "none apply"
    if covered == rated:
        return f"{rated} of {applicable}"
    if not rated and covered == applicable:
        return "as a whole"
    return f"{rated} +{covered - rated} of {applicable}"


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
