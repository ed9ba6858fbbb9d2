"""What the walk shows of the analysis: an element when it is complete, the greatest needs when a sitting ends."""

from __future__ import annotations

from cswo_eval.analysis.results import GapAnalysis, one_decimal
from cswo_eval.pages.blocks import Block, Column, Paragraph, Table
from cswo_eval.pages.gap_sections.needs import level_cell, need_text, tied_needs
from cswo_eval.text.words import listed


def element_summary(analysis: GapAnalysis, element_id: str) -> tuple[Block, ...]:
    """Return the few lines that the walk shows when an element is complete."""
    element = analysis.element(element_id)
    if element is None:
        return ()
    members = [item for item in analysis.items if item.element == element_id]
    rows = tuple(
        (item.id, item.title, level_cell(item), need_text(item) if item.need or item.exposure else "")
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
    rows = tuple((item.id, item.title, level_cell(item), need_text(item)) for item in analysis.planned[:most])
    columns = (Column("Item"), Column("What", main=True), Column("Level"), Column("Need"))
    table = Table("Your greatest needs so far", columns, rows, "No level lies below its target.")
    return (table, *tied_needs(analysis, most))
