"""Load the Standard and its companions from a folder, reading only the files that are asked for.

Our own folder is checked by the tests, so at run time each of its files is only checked against its model. A folder
of the user's (`--standards DIR`) is laid over ours, file by file, and checked whole before anything is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from cswo_eval.files.shapes import Shape, built
from cswo_eval.files.strict_yaml import YamlDocument, read_yaml, validate
from cswo_eval.framework.models import (
    Activity,
    ActivityList,
    Aspect,
    BankHolidays,
    Competency,
    Element,
    EvidenceKinds,
    Guidance,
    GuidanceEntry,
    ImportancePresets,
    Levels,
    Method,
    PracticeExample,
    PracticeExamples,
    ReportProfiles,
    SourceDocuments,
    StandardOutline,
    Targets,
    WorkedCases,
)
from cswo_eval.framework.portfolio_models import (
    Confidentiality,
    Headings,
    PortfolioProfiles,
    ReflectionModels,
    SufficiencyRules,
)
from cswo_eval.text.problems import CswoEvalError, Problem, ProblemsFound, UnknownId

ShapeType = TypeVar("ShapeType", bound=Shape)

SINGLE_FILES: Mapping[str, type[Shape]] = {
    "standard/standard.yaml": StandardOutline,
    "levels.yaml": Levels,
    "targets.yaml": Targets,
    "importance.yaml": ImportancePresets,
    "guidance.yaml": Guidance,
    "practice-examples.yaml": PracticeExamples,
    "worked-cases.yaml": WorkedCases,
    "bank-holidays.yaml": BankHolidays,
    "evidence-kinds.yaml": EvidenceKinds,
    "sources.yaml": SourceDocuments,
    "method.yaml": Method,
    "report-profiles.yaml": ReportProfiles,
    "cpl-headings.yaml": Headings,
    "annual-report-headings.yaml": Headings,
    "reflection-models.yaml": ReflectionModels,
    "sufficiency.yaml": SufficiencyRules,
    "portfolio-profiles.yaml": PortfolioProfiles,
    "confidentiality.yaml": Confidentiality,
}
"""Every file that stands alone, by its path inside the folder, and its model."""


def model_for(name: str) -> type[Shape] | None:
    """Return the model of the file with this path inside a standards folder, None where none belongs there."""
    if name in SINGLE_FILES:
        return SINGLE_FILES[name]
    folder, _, file = name.rpartition("/")
    if folder == "standard" and file.endswith(".yaml"):
        return Aspect
    if folder == "activities" and file.endswith(".yaml"):
        return ActivityList
    return None


def own_standards_folder() -> Path:
    """Return the folder of the Standard that comes with the program: in the wheel, or in the repository."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "standards"
    return packed if packed.is_dir() else package.parent / "standards"


class StandardsFolder:
    """The files to read: our own, with those of the user's folder laid over them by the same path."""

    def __init__(self, own: Path, overlay: Path | None = None) -> None:
        self.own = own
        self.overlay = overlay
        self.files: dict[str, Path] = dict(_yaml_files(own))
        self.foreign: tuple[str, ...] = ()
        if overlay is None:
            return
        if not overlay.is_dir():
            kind = "a file" if overlay.exists() else "not there"
            raise CswoEvalError(f"{overlay} is {kind}: the folder of standards must be a folder. Check its name.")
        theirs = dict(_yaml_files(overlay))
        self.foreign = tuple(sorted(theirs))
        if not any(model_for(name) for name in theirs):
            raise CswoEvalError(
                f"{overlay} holds no standards: a file such as 'standard/SD.yaml' or 'targets.yaml' was expected. "
                "Start from a copy of ours: `cswo-eval standard schema` names the files."
            )
        if "standard/standard.yaml" in theirs:
            # A whole Standard of their own: none of our aspects may slip in.
            # Nor may our activities, which build ours.
            ours = ("standard/", "activities/")
            self.files = {name: path for name, path in self.files.items() if not name.startswith(ours)}
        # An activity file of another name adds to the catalogue; one of the same name replaces ours.
        self.files.update(theirs)

    def shown_name(self, name: str) -> str:
        """Return what problems call the file: its path inside the folder, with the user's folder before it."""
        return str(self.overlay / name) if self.overlay is not None and name in self.foreign else name


class Framework:
    """The Standard and its companions. Each part is read when it is first asked for.

    Every property raises ProblemsFound where its file is missing or wrong.
    """

    def __init__(self, folder: StandardsFolder) -> None:
        self.folder = folder

    def _read(self, name: str, model: type[ShapeType]) -> ShapeType:
        path = self.folder.files.get(name)
        if path is None:
            problem = Problem(name, 0, "this file is missing.", "Put it back, or install the program again.")
            raise ProblemsFound([problem])
        document = read_yaml(path, self.folder.shown_name(name))
        # Our own files are checked by the tests before they are shipped; a user's by load_framework, whole.
        return validate(document, model) if name in self.folder.foreign else built(model, document.value)

    @cached_property
    def outline(self) -> StandardOutline:
        """The Standard as a whole."""
        return self._read("standard/standard.yaml", StandardOutline)

    @cached_property
    def aspects(self) -> tuple[Aspect, ...]:
        """The aspects in the Standard's order."""
        return tuple(self._read(f"standard/{name}.yaml", Aspect) for name in self.outline.aspects)

    @cached_property
    def elements(self) -> Mapping[str, Element]:
        """Every element by its id, in the Standard's order."""
        return {element.id: element for aspect in self.aspects for element in aspect.elements}

    @cached_property
    def competencies(self) -> Mapping[str, Competency]:
        """Every competency by its id, in the Standard's order."""
        return {item.id: item for element in self.elements.values() for item in element.competencies}

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
    def levels(self) -> Levels:
        """The level scale."""
        return self._read("levels.yaml", Levels)

    @cached_property
    def targets(self) -> Targets:
        """The target profiles."""
        return self._read("targets.yaml", Targets)

    @cached_property
    def importance(self) -> ImportancePresets:
        """The importance presets."""
        return self._read("importance.yaml", ImportancePresets)

    @cached_property
    def guidance(self) -> Guidance:
        """Guidance, by edition and entry."""
        return self._read("guidance.yaml", Guidance)

    @cached_property
    def practice_examples(self) -> PracticeExamples:
        """The practice examples."""
        return self._read("practice-examples.yaml", PracticeExamples)

    @cached_property
    def worked_cases(self) -> WorkedCases:
        """The worked cases."""
        return self._read("worked-cases.yaml", WorkedCases)

    @cached_property
    def bank_holidays(self) -> BankHolidays:
        """The bank holidays of Scotland."""
        return self._read("bank-holidays.yaml", BankHolidays)

    @cached_property
    def evidence_kinds(self) -> EvidenceKinds:
        """The kinds of evidence."""
        return self._read("evidence-kinds.yaml", EvidenceKinds)

    @cached_property
    def sources(self) -> SourceDocuments:
        """The documents that content names as its source."""
        return self._read("sources.yaml", SourceDocuments)

    @cached_property
    def report_profiles(self) -> ReportProfiles:
        """What a report holds, by audience."""
        return self._read("report-profiles.yaml", ReportProfiles)

    @cached_property
    def headings(self) -> Mapping[str, Headings]:
        """The headings of each other purpose that evidence serves, by the purpose: 'cpl' and 'annual-report'."""
        files = ("cpl-headings.yaml", "annual-report-headings.yaml")
        return {one.purpose: one for one in (self._read(name, Headings) for name in files)}

    @cached_property
    def reflection_models(self) -> ReflectionModels:
        """The models of reflection, with their prompts."""
        return self._read("reflection-models.yaml", ReflectionModels)

    @cached_property
    def sufficiency(self) -> SufficiencyRules:
        """The five portfolio tests and their thresholds."""
        return self._read("sufficiency.yaml", SufficiencyRules)

    @cached_property
    def portfolio_profiles(self) -> PortfolioProfiles:
        """What a portfolio holds, by programme."""
        return self._read("portfolio-profiles.yaml", PortfolioProfiles)

    @cached_property
    def confidentiality(self) -> Confidentiality:
        """What the confidentiality guard looks for, and its words."""
        return self._read("confidentiality.yaml", Confidentiality)

    @cached_property
    def method(self) -> Method:
        """The constants of every calculation."""
        return self._read("method.yaml", Method)

    @cached_property
    def activities(self) -> Mapping[str, Activity]:
        """The catalogue by id, in file and then list order."""
        return {entry.id: entry for _, entry in self.activity_lists()}

    def activity_lists(self) -> Iterable[tuple[str, Activity]]:
        """Give each activity with the path of its file."""
        for name in sorted(self.folder.files):
            if name.startswith("activities/"):
                for entry in self._read(name, ActivityList).activities:
                    yield name, entry

    def title_of(self, item: str) -> str:
        """Return the title of a competency, an element or an aspect; of an id that the Standard lacks, that it does."""
        try:
            return self.item(item).title
        except UnknownId:
            return "(not in the Standard in use)"

    def item(self, given: str) -> Aspect | Element | Competency:
        """Return the aspect, element or competency with this id (any case). Raises UnknownId with the nearest."""
        name = given.strip().upper()
        for aspect in self.aspects:
            if aspect.id == name:
                return aspect
        found = self.elements.get(name) or self.competencies.get(name)
        if found is None:
            known = [*self.outline.aspects, *self.elements, *self.competencies]
            raise UnknownId(given, "aspect, element or competency", known, "`cswo-eval standard list` shows all.")
        return found

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


def load_framework(overlay: Path | None = None) -> Framework:
    """Return our Standard, or ours with the user's folder laid over it, checked whole.

    Raises ProblemsFound with every problem of the user's folder, CswoEvalError where it is no folder of standards.
    """
    folder = StandardsFolder(own_standards_folder(), overlay)
    framework = Framework(folder)
    if overlay is not None:
        from cswo_eval.framework.cross_checks import check_standards  # only where a folder of the user's is in play

        problems = check_standards(framework)
        if problems:
            raise ProblemsFound(problems, f"The standards in {overlay} need mending before they can be used:")
    return framework


def read_document(framework: Framework, name: str) -> YamlDocument:
    """Return one file of the folder as parsed YAML, with its lines. Raises ProblemsFound."""
    return read_yaml(framework.folder.files[name], framework.folder.shown_name(name))


def _yaml_files(folder: Path) -> Iterable[tuple[str, Path]]:
    for path in sorted(folder.rglob("*.y*ml")):  # '.yml' is taken for one of ours too: the check names it
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path.relative_to(folder).as_posix(), path
