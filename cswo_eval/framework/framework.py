"""The Standard and its companions, each part read when it is first asked for.

Our own folder is checked by the tests, so at run time each of its files is only built. A file of a folder of the user's
(`--standards DIR`), which is laid over ours, is checked against its shape; `load.py` has the folder checked whole before that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from cswo_eval.files.checked_yaml import validate
from cswo_eval.files.shapes import built
from cswo_eval.files.strict_yaml import FileKind, YamlDocument, read_yaml
from cswo_eval.framework.activity_models import Activity
from cswo_eval.framework.fitted_ids import Fitting, fit_ids, fitting_of
from cswo_eval.framework.form_models import Form, FormField
from cswo_eval.framework.models import Aspect, Competency, Element, GuidanceEntry, PracticeExample, Renamed
from cswo_eval.framework.portfolio_models import Headings
from cswo_eval.framework.standards_files import (
    ACTIVITIES,
    ANNUAL_REPORT_HEADINGS,
    ASPECT,
    BANK_HOLIDAYS,
    COMPANIONS,
    CONFIDENTIALITY,
    CPL_HEADINGS,
    EVIDENCE_KINDS,
    FORMS,
    GUIDANCE,
    IMPORTANCE,
    LEVELS,
    METHOD,
    OUTLINE,
    PORTFOLIO_PROFILES,
    PRACTICE_EXAMPLES,
    REFLECTION_MODELS,
    REPORT_PROFILES,
    SUFFICIENCY,
    TARGETS,
    WORKED_CASES,
    ShapeType,
    StandardsFile,
    subject_of,
)
from cswo_eval.framework.standards_folder import StandardsFolder
from cswo_eval.text.problems import FormerId, Problem, ProblemsFound, UnknownId


def _part(file: StandardsFile[ShapeType]) -> cached_property[ShapeType]:
    """Return a property of a framework that reads one file when it is first asked for."""
    return cached_property(lambda framework: framework._read(file.path, file.shape))


class Framework:
    """The Standard and its companions. Each part is read when it is first asked for.

    Every property raises ProblemsFound where its file is missing or wrong.
    """

    outline = _part(OUTLINE)
    """The Standard as a whole."""
    levels = _part(LEVELS)
    """The level scale."""
    targets = _part(TARGETS)
    """The target profiles."""
    importance = _part(IMPORTANCE)
    """The importance presets."""
    guidance = _part(GUIDANCE)
    """Guidance, by edition and entry."""
    practice_examples = _part(PRACTICE_EXAMPLES)
    """The practice examples."""
    worked_cases = _part(WORKED_CASES)
    """The worked cases."""
    bank_holidays = _part(BANK_HOLIDAYS)
    """The bank holidays of Scotland."""
    evidence_kinds = _part(EVIDENCE_KINDS)
    """The kinds of evidence."""
    report_profiles = _part(REPORT_PROFILES)
    """What a report holds, by audience."""
    reflection_models = _part(REFLECTION_MODELS)
    """The models of reflection, with their prompts."""
    sufficiency = _part(SUFFICIENCY)
    """The five portfolio tests and their thresholds."""
    portfolio_profiles = _part(PORTFOLIO_PROFILES)
    """What a portfolio holds, by programme."""
    confidentiality = _part(CONFIDENTIALITY)
    """What the confidentiality guard looks for, and its words."""
    method = _part(METHOD)
    """The constants of every calculation."""

    def __init__(self, folder: StandardsFolder) -> None:
        self.folder = folder
        self._forms: dict[str, Form] = {}
        self._forms_as_written: dict[str, Form] = {}
        self.on_followed: Callable[[Fitting], None] = lambda _: None
        """Told of each older id that was given and followed to what it is called now: who asked is to know."""

    def _read(self, name: str, shape: type[ShapeType]) -> ShapeType:
        path = self.folder.files.get(name)
        if path is None:
            problem = Problem(name, 0, "this file is missing.", "Put it back, or install the program again.")
            raise ProblemsFound([problem])
        document = read_document(self, name)
        # Our own files are checked by the tests before they are shipped; a user's by load_framework, whole.
        return validate(document, shape) if name in self.folder.foreign else built(shape, document.value)

    @cached_property
    def aspects(self) -> tuple[Aspect, ...]:
        """The aspects in the Standard's order."""
        return tuple(self._read(f"standard/{name}.yaml", ASPECT.shape) for name in self.outline.aspects)

    @cached_property
    def elements(self) -> Mapping[str, Element]:
        """Every element by its id, in the Standard's order."""
        return {element.id: element for aspect in self.aspects for element in aspect.elements}

    @cached_property
    def competencies(self) -> Mapping[str, Competency]:
        """Every competency by its id, in the Standard's order."""
        return {item.id: item for element in self.elements.values() for item in element.competencies}

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all aspects, elements and competencies."""
        return frozenset((*self.outline.aspects, *self.elements, *self.competencies))

    @cached_property
    def renamed(self) -> Mapping[str, Renamed]:
        """What became of older ids, by the older id."""
        return {entry.was: entry for entry in self.outline.renamed}

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over the files of the Standard itself, by name and bytes: what a round was answered against."""
        digest = hashlib.sha256()
        for name in sorted(self.folder.files):
            if name.startswith("standard/"):
                data = self.folder.files[name].read_bytes().replace(b"\r\n", b"\n")
                digest.update(name.encode() + b"\0" + data + b"\0")
        return digest.hexdigest()

    @cached_property
    def headings(self) -> Mapping[str, Headings]:
        """The headings of each other purpose that evidence serves, by the purpose: 'cpl' and 'annual-report'."""
        both = (CPL_HEADINGS, ANNUAL_REPORT_HEADINGS)
        return {one.purpose: one for one in (self._read(file.path, file.shape) for file in both)}

    @cached_property
    def activities(self) -> Mapping[str, Activity]:
        """The catalogue by id, in file and then list order."""
        return {entry.id: entry for _, entry in self.activity_lists()}

    def activity_lists(self) -> Iterable[tuple[str, Activity]]:
        """Give each activity with the path of its file."""
        for name in sorted(self.folder.files):
            if name.startswith("activities/"):
                for entry in self._read(name, ACTIVITIES.shape).activities:
                    yield name, entry

    def form(self, name: str) -> Form:
        """Return a form or companion by its id. Only its own file is read, and those whose words it takes. Raises UnknownId."""
        form, name = self.form_as_written(name), name.strip().lower()
        if name not in self._forms:
            self._forms[name] = form._replace(fields=tuple(map(self._worded, form.fields)))
        return self._forms[name]

    def form_as_written(self, name: str) -> Form:
        """Return a form or companion without the words that it takes from fields of others. Raises UnknownId."""
        for kind in (FORMS, COMPANIONS):
            path = kind.path.replace("<name>", name.strip().lower())
            if path in self.folder.files:
                if path not in self._forms_as_written:
                    self._forms_as_written[path] = self._read(path, kind.shape)
                return self._forms_as_written[path]
        raise UnknownId(name, "form", self.form_names(), "`cswo-eval tool list` shows them.")

    def _worded(self, field: FormField) -> FormField:
        """Return a field with the words of the one that it is like: that has its own. One that leads nowhere is told by the check."""
        if field.like is None:
            return field
        name, _, other = field.like.partition(".")
        found = (one for one in self.form_as_written(name).fields if one.id == other)
        return field.worded_like(next(found, field))

    def form_names(self) -> tuple[str, ...]:
        """Return the ids of all forms and companions, in the order of their files."""
        folders = tuple(one.path.rpartition("/")[0] + "/" for one in (FORMS, COMPANIONS))
        return tuple(
            name.rpartition("/")[2].removesuffix(".yaml") for name in self.folder.files if name.startswith(folders)
        )

    def tools(self) -> tuple[Form, ...]:
        """Return what `tool run` asks, in the order of their files: every companion, and every form that no command asks."""
        companions = COMPANIONS.path.rpartition("/")[0] + "/"
        forms = ((name, self.form(name)) for name in self.form_names())
        return tuple(
            form for name, form in forms if form.asked_by is None or f"{companions}{name}.yaml" in self.folder.files
        )

    @cached_property
    def earlier_ids(self) -> Mapping[str, tuple[str, ...]]:
        """For each id that something was renamed to, the older ids that lead to it."""
        found: dict[str, list[str]] = {}
        for move in fit_ids(self.renamed, self).values():
            if move.now is not None:
                found.setdefault(move.now, []).append(move.was)
        return {now: tuple(older) for now, older in found.items()}

    def title_of(self, item: str) -> str:
        """Return the title of a competency, an element or an aspect; of an id that the Standard lacks, what became of it."""
        found = self._found(item)
        return found.title if found is not None else f"({fitting_of(item, self).became})"

    def item(self, given: str) -> Aspect | Element | Competency:
        """Return the aspect, element or competency with this id (any case), or with the one that it is called now.

        Raises FormerId, which says what became of it, for one that was divided or taken out; UnknownId with the nearest.
        """
        name = self.id_now(given)
        found = self._found(name)
        if found is None:
            known = [*self.outline.aspects, *self.elements, *self.competencies]
            raise UnknownId(given, "aspect, element or competency", known, "`cswo-eval standard list` shows all.")
        return found

    def id_now(self, given: str) -> str:
        """Return what is called by this id (any case) now: the id itself, unless it was renamed.

        Raises FormerId for one that was divided or taken out. An id that no version had is given back.
        """
        name = given.strip().upper()
        if name in self.ids or name not in self.renamed:
            return name
        fitting = fitting_of(name, self)
        if fitting.now is None:
            which = " Name the one that is meant." if len(fitting.successors) > 1 else ""
            raise FormerId(f"{name} {fitting.became}: {fitting.reason}{which}")
        self.on_followed(fitting)
        return fitting.now

    def _found(self, name: str) -> Aspect | Element | Competency | None:
        aspect = next((one for one in self.aspects if one.id == name), None)
        return aspect or self.elements.get(name) or self.competencies.get(name)

    def element_of(self, item: str) -> Element:
        """Return the element that an element's or a competency's id belongs to. Raises UnknownId."""
        name = item.split(".")[0]
        if name not in self.elements:
            raise UnknownId(item, "element", list(self.elements), "`cswo-eval standard list` shows all.")
        return self.elements[name]

    def aspect_of(self, item: str) -> Aspect:
        """Return the aspect that holds an element or a competency. Raises UnknownId."""
        element = self.element_of(item)
        return next(aspect for aspect in self.aspects if element in aspect.elements)

    def guidance_for(self, item: Element | Competency) -> tuple[GuidanceEntry, ...]:
        """Return the guidance entries that an element or a competency links to."""
        by_id = {entry.id: entry for entry in self.guidance.entries}
        return tuple(by_id[name] for name in item.guidance if name in by_id)

    def practice_examples_for(self, item: str) -> tuple[PracticeExample, ...]:
        """Return the practice examples of the element that `item` is or belongs to."""
        element = item.split(".")[0]
        return tuple(entry for entry in self.practice_examples.examples if element in entry.elements)


def read_document(framework: Framework, name: str) -> YamlDocument:
    """Return one file of the folder as parsed YAML, with its lines. Raises ProblemsFound."""
    kind = FileKind(schema=subject_of(name))
    return read_yaml(framework.folder.files[name], framework.folder.shown_name(name), kind)
