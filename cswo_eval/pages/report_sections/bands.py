"""What stands in a report in place of levels, for readers who see none: bands, and strengths in no order."""

from __future__ import annotations

from cswo_eval.disclosure.levels import band_of_mean
from cswo_eval.pages.blocks import Column, Facts, Section, Table
from cswo_eval.pages.report_sections.report_material import ReportMaterial


def summary_of_bands(material: ReportMaterial) -> Section:
    """Return how much was answered, and a band for the mean of each aspect."""
    coverage, elements = material.analysis.coverage, material.analysis.element_coverage
    pairs = []
    if material.analysis.element_items:
        pairs.append(("Elements answered as a whole", f"{elements.answered} of {elements.total}"))
    if coverage.answered or not pairs:
        pairs.append(("Competencies answered", f"{coverage.answered} of {coverage.total}"))
    pairs += [
        (f"{one.id} {one.title}", f"mean {band_of_mean(one.mean)}, of 5")
        for one in material.analysis.aspects
        if one.mean is not None
    ]
    return Section("summary", "Summary", (Facts(tuple(pairs)),))


def strengths_without_levels(material: ReportMaterial) -> Section:
    """Return the strengths in the Standard's order."""
    names = tuple((one.id, one.title) for one in material.analysis.strengths)
    table = Table("", (Column("Item"), Column("What", main=True)), names, "None named yet.")
    return Section("strengths", "Strengths to use", (table,))
