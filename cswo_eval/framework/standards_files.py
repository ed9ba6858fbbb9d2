"""The files of a folder of standards: one line each, by its place in the folder, its subject and its shape.

A new file is a line here, a shape in the models, and a property of `Framework`. What in it names something that stands elsewhere is
declared in `references.py`.
"""

from __future__ import annotations

from typing import Any, Generic, NamedTuple, TypeVar

from cswo_eval.files.shapes import Shape
from cswo_eval.framework.activity_models import ActivityList
from cswo_eval.framework.form_models import Form
from cswo_eval.framework.models import (
    Aspect,
    BankHolidays,
    EvidenceKinds,
    Guidance,
    ImportancePresets,
    Levels,
    Method,
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

ShapeType = TypeVar("ShapeType", bound=Shape)


class StandardsFile(NamedTuple, Generic[ShapeType]):
    """A file, or a kind of which there are several: its path in the folder, '<…>' where its own name stands, and its shape."""

    path: str
    shape: type[ShapeType]
    called: str = ""
    """Its subject where the file's name does not say it."""

    @property
    def subject(self) -> str:
        """How `standard schema --of` calls it."""
        return self.called or self.path.rpartition("/")[2].removesuffix(".yaml")

    @property
    def several(self) -> bool:
        """Whether there are several of its kind."""
        return "<" in self.path


ASPECT = StandardsFile("standard/<ASPECT>.yaml", Aspect, "aspect")
ACTIVITIES = StandardsFile("activities/<name>.yaml", ActivityList, "activities")
OUTLINE = StandardsFile("standard/standard.yaml", StandardOutline)
LEVELS = StandardsFile("levels.yaml", Levels)
TARGETS = StandardsFile("targets.yaml", Targets)
IMPORTANCE = StandardsFile("importance.yaml", ImportancePresets)
GUIDANCE = StandardsFile("guidance.yaml", Guidance)
PRACTICE_EXAMPLES = StandardsFile("practice-examples.yaml", PracticeExamples)
WORKED_CASES = StandardsFile("worked-cases.yaml", WorkedCases)
BANK_HOLIDAYS = StandardsFile("bank-holidays.yaml", BankHolidays)
EVIDENCE_KINDS = StandardsFile("evidence-kinds.yaml", EvidenceKinds)
SOURCES = StandardsFile("sources.yaml", SourceDocuments)
METHOD = StandardsFile("method.yaml", Method)
REPORT_PROFILES = StandardsFile("report-profiles.yaml", ReportProfiles)
CPL_HEADINGS = StandardsFile("cpl-headings.yaml", Headings)
ANNUAL_REPORT_HEADINGS = StandardsFile("annual-report-headings.yaml", Headings)
REFLECTION_MODELS = StandardsFile("reflection-models.yaml", ReflectionModels)
SUFFICIENCY = StandardsFile("sufficiency.yaml", SufficiencyRules)
PORTFOLIO_PROFILES = StandardsFile("portfolio-profiles.yaml", PortfolioProfiles)
CONFIDENTIALITY = StandardsFile("confidentiality.yaml", Confidentiality)
FORMS = StandardsFile("forms/<name>.yaml", Form, "form")
COMPANIONS = StandardsFile("companions/<name>.yaml", Form, "companion")

FILES: tuple[StandardsFile[Any], ...] = (
    *(
        ASPECT,
        ACTIVITIES,
        OUTLINE,
        LEVELS,
        TARGETS,
        IMPORTANCE,
        GUIDANCE,
        PRACTICE_EXAMPLES,
        WORKED_CASES,
        BANK_HOLIDAYS,
    ),
    *(EVIDENCE_KINDS, SOURCES, METHOD, REPORT_PROFILES, CPL_HEADINGS, ANNUAL_REPORT_HEADINGS, REFLECTION_MODELS),
    *(SUFFICIENCY, PORTFOLIO_PROFILES, CONFIDENTIALITY, FORMS, COMPANIONS),
)
SINGLE_FILES: dict[str, type[Shape]] = {one.path: one.shape for one in FILES if not one.several}
"""Every file that stands alone, by its path inside the folder, and its shape."""


def shape_of(path: str) -> type[Shape] | None:
    """Return the shape of the file with this path inside a standards folder, None where none belongs there."""
    found = _file_at(path)
    return found.shape if found is not None else None


def subject_of(path: str) -> str:
    """Return how `standard schema --of` calls the file with this path inside a standards folder, '' where none belongs there."""
    found = _file_at(path)
    return found.subject if found is not None else ""


def _file_at(path: str) -> StandardsFile[Any] | None:
    folder, _, name = path.rpartition("/")
    several = (one for one in FILES if one.several and one.path.rpartition("/")[0] == folder and name.endswith(".yaml"))
    return next((one for one in FILES if one.path == path), None) or next(several, None)
