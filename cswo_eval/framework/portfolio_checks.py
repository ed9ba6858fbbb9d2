"""Cross-checks of the files that evidence, reflection, the guard and the portfolio rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cswo_eval.files.shapes import Shape
from cswo_eval.files.strict_yaml import YamlDocument
from cswo_eval.framework.portfolio_models import (
    PortfolioProfiles,
    ReflectionModels,
    SufficiencyRules,
)
from cswo_eval.text.problems import Problem, nearest_sentence

TESTS = ("valid", "authentic", "reliable", "current", "sufficient")
Path = tuple[str | int, ...]


def portfolio_problems(values: dict[str, Shape], documents: dict[str, YamlDocument]) -> Iterator[Problem]:
    """Give every problem in those of these files that read, by file name."""
    for name, value in values.items():
        document = documents[name]
        for path, what, remedy in _problems_of(value):
            yield Problem(document.name, document.line_of(path), what, remedy)


def _problems_of(value: Shape) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, ReflectionModels):
        for place, model in enumerate(value.models):
            # An account keeps its words by the stage's id, those of level eleven beside the model's own.
            yield from _twice(("models", place, "stages"), model.stages, {one.id for one in value.level_eleven})
    elif isinstance(value, SufficiencyRules):
        given = tuple(one.id for one in value.tests)
        if given != TESTS:
            yield ("tests",), f"the five tests are {', '.join(TESTS)}, in this order.", "Put them so."
    elif isinstance(value, PortfolioProfiles):
        yield from _profile_problems(value)


def _twice(path: Path, entries: Sequence[Any], taken: set[str] | None = None) -> Iterator[tuple[Path, str, str]]:
    seen = set(taken or ())
    for place, entry in enumerate(entries):
        if entry.id in seen:
            yield (*path, place, "id"), f"the id '{entry.id}' is used already.", "Give one of them another id."
        seen.add(entry.id)


def _profile_problems(value: PortfolioProfiles) -> Iterator[tuple[Path, str, str]]:
    known = [one.id for one in value.sections]
    for p, profile in enumerate(value.profiles):
        named = [part.section for part in profile.parts]
        for place, section in enumerate(named):
            path = ("profiles", p, "parts", place, "section")
            if section not in known:
                what = f"there is no section '{section}'.{nearest_sentence(section, known)}"
                yield path, what, "Correct the reference, or add the section."
            elif section in named[:place]:
                yield path, f"the section '{section}' stands here twice.", "Take one of them out."
    for place, question in enumerate(value.discussion):
        whole = question.when == "always"
        if whole == ("{item}" in question.question):
            what = (
                "a question for 'always' is about the whole, so it names no {item}."
                if whole
                else "the question lacks {item}, which stands for the competency."
            )
            yield ("discussion", place, "question"), what, "Reword it."
