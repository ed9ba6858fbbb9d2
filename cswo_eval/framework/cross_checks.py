"""Check a folder of standards whole: every file against its model, every reference against its target.

All problems are gathered; each says file, line, what is wrong and what to do.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

from cswo_eval.files.checked_yaml import validate
from cswo_eval.files.shapes import Shape, all_fields
from cswo_eval.files.strict_yaml import YamlDocument
from cswo_eval.framework.activity_checks import activity_problems
from cswo_eval.framework.fitted_ids import circle_from
from cswo_eval.framework.form_checks import form_problems
from cswo_eval.framework.form_models import Form
from cswo_eval.framework.framework import Framework, read_document
from cswo_eval.framework.models import (
    Aspect,
    BankHolidays,
    ImportancePresets,
    Levels,
    Method,
    StandardOutline,
)
from cswo_eval.framework.portfolio_checks import portfolio_problems
from cswo_eval.framework.references import NAMED, REFERENCES, Place, at_path, sources_in
from cswo_eval.framework.standards_files import SINGLE_FILES, ShapeType, shape_of
from cswo_eval.text.problems import Problem, ProblemsFound, nearest_sentence


def check_standards(framework: Framework) -> list[Problem]:
    """Return every problem of the folder, in file and line order; an empty list where there is none."""
    read = _ReadFiles(framework)
    problems = list(read.problems)
    problems.extend(_duplicate_ids(read))
    problems.extend(_outline_problems(read))
    problems.extend(_scale_problems(read))
    problems.extend(_aspect_problems(read))
    problems.extend(_reference_problems(read))
    problems.extend(_preset_problems(read))
    problems.extend(_method_problems(read))
    problems.extend(portfolio_problems(read.values, read.documents))
    problems.extend(form_problems(framework, read.values, read.documents))
    if not read.problems:  # where a file could not be read, its entries would all be reported as missing
        problems.extend(activity_problems(read.values, read.documents))
    return sorted(set(problems))


class _ReadFiles:
    """Every file of the folder, parsed; those that fit their model, as that model."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.problems: list[Problem] = []
        self.documents: dict[str, YamlDocument] = {}
        self.values: dict[str, Shape] = {}
        self.spoilt_ids: set[str] = set()
        """Ids that stand in files with a problem of their own: one slip must not make every reference to them another."""
        for name in framework.folder.files:
            self._read(name)
        expected = {*SINGLE_FILES} | {
            f"standard/{aspect}.yaml" for outline in self.of(StandardOutline).values() for aspect in outline.aspects
        }
        for name in sorted(expected - set(framework.folder.files)):
            remedy = "Put it back." if name in SINGLE_FILES else "Write it, or take it out of 'aspects'."
            self.problems.append(Problem(name, 0, "this file is missing.", remedy))

    def _read(self, name: str) -> None:
        model = shape_of(name)
        shown = self.framework.folder.shown_name(name)
        if model is None:
            remedy = "`cswo-eval standard schema` lists the files; rename it or take it away."
            self.problems.append(Problem(shown, 0, "no file of this name belongs in a folder of standards.", remedy))
            return
        try:
            document = read_document(self.framework, name)
            self.documents[name] = document
            self.values[name] = validate(document, model)
        except ProblemsFound as found:
            self.problems.extend(found.problems)
            self._note_spoilt(name)

    def _note_spoilt(self, name: str) -> None:
        with contextlib.suppress(OSError):
            text = self.framework.folder.files[name].read_text(encoding="utf-8", errors="replace")
            self.spoilt_ids.update(re.findall(r"\bid:\s*[\"']?([A-Za-z0-9._-]+)", text))

    def of(self, model: type[ShapeType]) -> dict[str, ShapeType]:
        """Return the files that hold this model, by name."""
        return {name: value for name, value in self.values.items() if isinstance(value, model)}

    def problem(self, name: str, path: tuple[str | int, ...], what: str, remedy: str) -> Problem:
        document = self.documents[name]
        return Problem(document.name, document.line_of(path), what, remedy)

    def entries(self) -> Iterator[tuple[str, tuple[str | int, ...], str, str]]:
        """Give (file, path, space of names, id) for everything that has an id."""
        for name, value in self.values.items():
            if isinstance(value, Aspect):
                yield name, ("id",), "the Standard", value.id
                for e, element in enumerate(value.elements):
                    yield name, ("elements", e, "id"), "the Standard", element.id
                    for c, competency in enumerate(element.competencies):
                        yield name, ("elements", e, "competencies", c, "id"), "the Standard", competency.id
                continue
            if isinstance(value, Form):
                continue  # its fields are its own: two forms may ask for a title each
            for path, entries in _lists_with_ids(value):
                for position, entry in enumerate(entries):
                    yield name, (*path, position, "id"), f"{type(value).__name__}.{'.'.join(path)}", entry.id


def _lists_with_ids(value: Shape, within: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], tuple[Any, ...]]]:
    """Give every list of a file whose entries have ids, with the fields that lead to it: those in the file itself or in a part
    of it. What stands in an entry of a list has ids of its own.
    """
    for name, held in all_fields(value).items():
        if isinstance(held, Shape):
            yield from _lists_with_ids(held, (*within, name))
        elif isinstance(held, tuple) and held and "id" in getattr(held[0], "_types", ()):
            yield (*within, name), held


def _duplicate_ids(read: _ReadFiles) -> Iterator[Problem]:
    first: dict[tuple[str, str], str] = {}
    for name, path, space, given in read.entries():
        place = f"{name}, line {read.documents[name].line_of(path)}"
        earlier = first.setdefault((space, given), place)
        if earlier != place:
            yield read.problem(
                name, path, f"the id '{given}' is used already ({earlier}).", "Give one of them another id."
            )
    titles: dict[str, str] = {}
    for name, value in read.of(Aspect).items():
        for e, element in enumerate(value.elements):
            for c, competency in enumerate(element.competencies):
                other = titles.setdefault(competency.title.casefold(), competency.id)
                if other != competency.id:
                    path = ("elements", e, "competencies", c, "title")
                    what = f"the title of {competency.id} is the same as that of {other}."
                    yield read.problem(name, path, what, "Give each its own: lists show only the title.")


def _outline_problems(read: _ReadFiles) -> Iterator[Problem]:
    """What is listed twice, or listed and not there."""
    standard = _names_of(read, "competency or element")
    for name, outline in read.of(StandardOutline).items():
        was = [renamed.was for renamed in outline.renamed]
        for position, given in enumerate(was):
            path = ("renamed", position, "was")
            if given in standard:
                what = f"'{given}' is listed as renamed or retired, and it is still there."
                yield read.problem(name, path, what, "Take one of the two out.")
            circle = circle_from(given, {one.was: one for one in outline.renamed})
            if circle:
                what = f"'{given}' comes back to itself: {' is now '.join(circle)}."
                yield read.problem(name, path, what, "Name what it is called in this version of the Standard.")
            for after, now in enumerate(outline.renamed[position].now):
                if _kind_of(now) != _kind_of(given):
                    what = f"'{given}' is {_kind_of(given)}, and what it is called now, '{now}', is {_kind_of(now)}."
                    path_now = ("renamed", position, "now", after)
                    yield read.problem(
                        name, path_now, what, "Name what takes its answers over as they are, or nothing."
                    )
            if given in was[:position]:
                yield read.problem(name, path, f"'{given}' is listed as renamed twice.", "Keep one of the two.")
        for position, aspect_id in enumerate(outline.aspects):
            if aspect_id in outline.aspects[:position]:
                what = f"'{aspect_id}' is listed twice."
                yield read.problem(name, ("aspects", position), what, "Keep one of the two.")


def _kind_of(name: str) -> str:
    """Return what an id of the Standard is the id of, as it is written."""
    return "a competency" if "." in name else "an element" if name[-1:].isdigit() else "an aspect"


def _scale_problems(read: _ReadFiles) -> Iterator[Problem]:
    for name, scale in read.of(Levels).items():
        for position, entry in enumerate(scale.levels):
            if entry.level != position + 1:
                what = f"level {entry.level} stands where level {position + 1} belongs."
                yield read.problem(name, ("levels", position, "level"), what, "List the levels 1 to 5, each once.")


def _aspect_problems(read: _ReadFiles) -> Iterator[Problem]:
    """Each aspect is listed and in the file of its name, and ids begin with those of what they are part of."""
    if not read.of(StandardOutline):
        return  # its own problem is told; what it lists is not known
    listed = {aspect for outline in read.of(StandardOutline).values() for aspect in outline.aspects}
    for name, aspect in read.of(Aspect).items():
        if aspect.id not in listed:
            what = f"the aspect '{aspect.id}' is not among the aspects of standard/standard.yaml."
            yield read.problem(name, ("id",), what, "Add it there, or take the file away.")
        if name != f"standard/{aspect.id}.yaml":
            what = f"this file holds the aspect '{aspect.id}', and its name says otherwise."
            yield read.problem(name, ("id",), what, f"Rename it {aspect.id}.yaml.")
        for e, element in enumerate(aspect.elements):
            if not element.id.startswith(aspect.id):
                what = f"the element '{element.id}' does not begin with its aspect's id, {aspect.id}."
                yield read.problem(name, ("elements", e, "id"), what, f"Begin it with {aspect.id}.")
            for c, competency in enumerate(element.competencies):
                if not competency.id.startswith(element.id + "."):
                    what = f"the competency '{competency.id}' does not begin with its element's id, {element.id}."
                    path = ("elements", e, "competencies", c, "id")
                    yield read.problem(name, path, what, f"Begin it with {element.id} and a full stop.")


def _names_of(read: _ReadFiles, kind: str) -> list[str]:
    """Return the names of all things of one kind."""
    named = NAMED[kind]
    return [
        given for value in read.of(named.shape).values() for path in named.paths for _, given in at_path(value, path)
    ]


def _reference_problems(read: _ReadFiles) -> Iterator[Problem]:
    """What names nothing. Where nothing of a kind is known, its own file's problem is told instead."""
    names = {kind: _names_of(read, kind) for kind in NAMED}
    older = {one.was for outline in read.of(StandardOutline).values() for one in outline.renamed}

    def unknown(file: str, place: Place, given: str, kind: str) -> Iterator[Problem]:
        # An id in a file with a problem of its own may be the one that is named.
        if names[kind] and given not in names[kind] and given not in read.spoilt_ids:
            what = f"there is no {kind} '{given}'.{nearest_sentence(given, names[kind])}"
            yield read.problem(file, place, what, "Correct the reference, or add what it names.")

    for file, value in read.values.items():
        for place, given in sources_in(read.documents[file].value):
            yield from unknown(file, place, given, "source document")
        for reference in REFERENCES:
            if isinstance(value, reference.shape):
                for place, given in at_path(value, reference.path):
                    if reference.shape is StandardOutline and given in older:
                        continue  # renamed once more since: its own entry says what it is called now
                    yield from unknown(file, place, given, reference.to)


def _preset_problems(read: _ReadFiles) -> Iterator[Problem]:
    rated = _names_of(read, "element or competency")
    for name, value in read.of(ImportancePresets).items():
        for p, preset in enumerate(value.presets):
            missing = [wanted for wanted in rated if wanted not in preset.levels]
            if missing:
                what = f"the preset '{preset.id}' says nothing of {', '.join(missing[:6])}{' …' if len(missing) > 6 else ''}."
                yield read.problem(name, ("presets", p, "levels"), what, "Give each an importance from 1 to 3.")
            for given, importance in preset.levels.items():
                if importance != 2 and given not in preset.reasons:
                    what = f"the preset '{preset.id}' gives {given} an importance of {importance} without a reason."
                    yield read.problem(
                        name, ("presets", p, "levels", given), what, "Say why under 'reasons', or make it 2."
                    )


def _method_problems(read: _ReadFiles) -> Iterator[Problem]:
    for name, value in read.of(Method).items():
        if value.medium_need > value.high_need:
            yield read.problem(name, ("medium_need",), "'medium_need' is above 'high_need'.", "Correct one of the two.")
        for p, phase in enumerate(value.plan.phases):
            if phase.first_day > phase.last_day:
                what = f"the phase '{phase.id}' ends before it begins."
                yield read.problem(name, ("plan", "phases", p, "last_day"), what, "Correct its days.")
    for name, calendar in read.of(BankHolidays).items():
        for h, holiday in enumerate(calendar.holidays):
            if holiday.date.year not in calendar.years:
                what = f"{holiday.date} is not in one of the 'years' that this file covers."
                yield read.problem(
                    name, ("holidays", h, "date"), what, "Add the year with all its days, or correct the date."
                )
