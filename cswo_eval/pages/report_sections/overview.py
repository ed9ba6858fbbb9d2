"""The pictures of a whole round: elements against targets, every competency, importance against level."""

from __future__ import annotations

from cswo_eval.disclosure.levels import LEAST_IN_A_MEAN, band_of_mean
from cswo_eval.pages.blocks import Column, GridData, MapData, Paragraph, Picture, Section, Table
from cswo_eval.pages.gap_sections.aspects import aspects_section, quadrants_section
from cswo_eval.pages.radar import elements_radar, round_overlay
from cswo_eval.pages.report_sections.report_material import ReportMaterial
from cswo_eval.text.words import listed

LEAST_IN_THE_MAP = 0.25
"""The share of competencies with a level from which the map is drawn."""


def aspects_with_radar(material: ReportMaterial) -> Section:
    """Return every aspect and element with the radar; aspects in bands where no levels are shown."""
    section = aspects_section(material.analysis, material.for_owner)
    if not material.levels:
        rows = tuple(
            (
                one.id,
                one.title,
                band_of_mean(one.mean) if one.mean is not None else "-",
                f"{one.covered} of {one.applicable}" if one.applicable else "none apply",
            )
            for one in material.analysis.aspects
        )
        columns = (Column("Aspect"), Column("Title", main=True), Column("Mean"), Column("Covered"))
        note = (
            f"A mean of levels from 1 to 5 is told by a band, and none that rests on fewer than {LEAST_IN_A_MEAN} "
            "answers: more would tell what single levels are. Covered: competencies that are rated, or not answered yet and "
            "spoken for by a rating of their element as a whole."
        )
        return Section("aspects", "Aspects", (Table("", columns, rows), Paragraph(note, "quiet")))
    earlier = [round_overlay(material.framework, material.profile, one) for one in material.earlier]
    radar = elements_radar(material.analysis, earlier)
    return section._replace(blocks=(radar, *section.blocks)) if radar is not None else section


def map_section(material: ReportMaterial) -> Section:
    """Return every competency at a glance; no blocks where so few have a level that it would be empty."""
    if material.analysis.coverage.rated < LEAST_IN_THE_MAP * len(material.analysis.items):  # empty cells say nothing
        return Section("map", "Every competency at a glance", ())
    cells: list[tuple[str, tuple[tuple[str, int | None, str], ...]]] = []
    rows = []
    most = max(len(element.competencies) for element in material.framework.elements.values())
    for element in material.framework.elements.values():
        items = [one for one in material.analysis.items if one.element == element.id]
        cells.append((element.id, tuple((one.id, one.level, material.standing(one)) for one in items)))
        by_number = {one.id.rpartition(".")[2]: material.standing(one) for one in items}
        rows.append((element.id, element.title, *(by_number.get(str(one), "") for one in range(1, most + 1))))
    numbers = (Column(f".{one}") for one in range(1, most + 1))
    columns = (Column("Element"), Column("Title", main=True), *numbers)
    rated = material.analysis.coverage.rated
    description = f"A cell for each of the {len(material.analysis.items)} competencies, by element, with its level; {rated} are rated."
    picture = Picture(
        "map",
        "All competencies",
        description,
        MapData(tuple(cells)),
        Table("All competencies", columns, tuple(rows)),
    )
    return Section("map", "Every competency at a glance", (picture,))


def quadrants_with_grid(material: ReportMaterial) -> Section:
    """Return importance against level as a grid, and its four groups with what each means."""
    section = quadrants_section(material.framework, material.analysis, material.for_owner)
    cells = []
    for importance in (3, 2, 1):
        for level in (1, 2, 3, 4, 5):
            ids = tuple(one.id for one in material.analysis.used if one.importance == importance and one.level == level)
            cells.append((importance, level, ids))
    rows = tuple(
        (str(importance), *(listed(ids) or "-" for one, _, ids in cells if one == importance))
        for importance in (3, 2, 1)
    )
    columns = (Column("Importance"), *(Column(f"Level {level}", main=True) for level in (1, 2, 3, 4, 5)))
    first = len(next((one.items for one in material.analysis.quadrants if one.id == "important-below"), ()))
    picture = Picture(
        "grid",
        "Importance against level",
        f"Grid of importance (3 to 1) against level (1 to 5). {first} are important and below their target.",
        GridData(tuple(cells)),
        Table("Importance against level", columns, rows),
    )
    return section._replace(blocks=(picture, *section.blocks))
