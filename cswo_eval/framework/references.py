"""What in a folder of standards names something that stands elsewhere in it: declared here, checked in `cross_checks.py`.

A path leads through a value by the names of its fields: `*` is each entry of a list, `#` each key of a mapping.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cswo_eval.files.shapes import Shape
from cswo_eval.framework.activity_models import ActivityList
from cswo_eval.framework.models import (
    Aspect,
    Guidance,
    ImportancePresets,
    PracticeExamples,
    ReportProfiles,
    SourceDocuments,
    StandardOutline,
    Targets,
    WorkedCases,
)

Place = tuple[str | int, ...]
"""Where in a file something stands: names of fields, and positions from 0."""


class Named(NamedTuple):
    """Where the names of one kind of thing stand, each such path in files of one shape."""

    shape: type[Shape]
    paths: tuple[str, ...]


class Reference(NamedTuple):
    """In files of one shape, what stands at a path must be the name of a thing of this kind."""

    shape: type[Shape]
    path: str
    to: str


NAMED: Mapping[str, Named] = {
    "aspect": Named(Aspect, ("id",)),
    "element": Named(Aspect, ("elements.*.id",)),
    "competency": Named(Aspect, ("elements.*.competencies.*.id",)),
    "element or competency": Named(Aspect, ("elements.*.id", "elements.*.competencies.*.id")),
    "competency or element": Named(Aspect, ("id", "elements.*.id", "elements.*.competencies.*.id")),
    "guidance entry": Named(Guidance, ("entries.*.id",)),
    "guidance edition": Named(Guidance, ("editions.*.id",)),
    "source document": Named(SourceDocuments, ("documents.*.id",)),
    "activity": Named(ActivityList, ("activities.*.id",)),
    "importance preset": Named(ImportancePresets, ("presets.*.id",)),
    "circumstance of a post": Named(ImportancePresets, ("circumstances.*.id",)),
    "section": Named(ReportProfiles, ("sections.*",)),
    "audience": Named(ReportProfiles, ("audiences.*.id",)),
}
"""Kinds of things that have names, as a sentence calls them."""

REFERENCES = (
    Reference(StandardOutline, "renamed.*.now.*", "competency or element"),
    Reference(Aspect, "elements.*.guidance.*", "guidance entry"),
    Reference(Aspect, "elements.*.competencies.*.guidance.*", "guidance entry"),
    Reference(ActivityList, "activities.*.builds.mainly.*", "competency"),
    Reference(ActivityList, "activities.*.builds.also.*", "competency"),
    Reference(ActivityList, "activities.*.after.*", "activity"),
    Reference(PracticeExamples, "examples.*.aspect", "aspect"),
    Reference(PracticeExamples, "examples.*.elements.*", "element"),
    Reference(WorkedCases, "cases.*.competency", "competency"),
    Reference(Guidance, "entries.*.edition", "guidance edition"),
    Reference(Targets, "profiles.*.importance", "importance preset"),
    Reference(ImportancePresets, "presets.*.levels.#", "element or competency"),
    Reference(ImportancePresets, "presets.*.reasons.#", "element or competency"),
    Reference(ImportancePresets, "circumstances.*.raises.#", "element or competency"),
    Reference(ImportancePresets, "circumstances.*.unless.*", "circumstance of a post"),
    Reference(ReportProfiles, "audiences.*.sections.*", "section"),
    Reference(ReportProfiles, "profiles.*.sections.*", "section"),
    Reference(ReportProfiles, "profiles.*.audience", "audience"),
)
"""Every reference but `source.document`, which any entry of any file may have."""


def at_path(value: Any, path: str) -> Iterator[tuple[Place, Any]]:
    """Give everything that stands at a path in a value, with its place."""
    found: list[tuple[Place, Any]] = [((), value)]
    for step in path.split("."):
        found = [one for place, held in found for one in _taken(place, held, step)]
    yield from found


def _taken(place: Place, held: Any, step: str) -> Iterator[tuple[Place, Any]]:
    if step == "*":
        for position, entry in enumerate(held):
            yield (*place, position), entry
    elif step == "#":
        for key in held:
            yield (*place, key), key
    else:
        yield (*place, step), getattr(held, step)


def sources_in(value: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Give the id of every document that a file as it was parsed names as a source, with its place."""
    if isinstance(value, dict):
        for key, child in value.items():
            if key == "source" and isinstance(child, dict) and isinstance(child.get("document"), str):
                yield (*place, "source", "document"), child["document"]
            else:
                yield from sources_in(child, (*place, key))
    elif isinstance(value, list):
        for position, child in enumerate(value):
            yield from sources_in(child, (*place, position))
