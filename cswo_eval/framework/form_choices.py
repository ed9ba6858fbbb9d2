"""What there is to choose from at a question: the choices that stand elsewhere in the standards, and which of them a line means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from cswo_eval.framework.form_models import ChoiceSource

if TYPE_CHECKING:
    from cswo_eval.framework.framework import Framework


class Choice(NamedTuple):
    """One of the answers to choose from: what to type, and what it means. `also` are other ways to say it."""

    key: str
    name: str
    description: str = ""
    also: tuple[str, ...] = ()


def choices_from(framework: Framework, source: ChoiceSource | Literal["level"]) -> tuple[Choice, ...]:
    """Return the choices that stand elsewhere in the standards: only the file they stand in is read. Raises ProblemsFound."""
    if source == "level":
        levels = framework.levels
        scale = [Choice(str(one.level), one.name, one.description) for one in levels.levels]
        scale.append(Choice("n", levels.no_chance.name, levels.no_chance.description, ("no chance",)))
        scale.append(Choice("x", levels.not_applicable.name, levels.not_applicable.description))
        return tuple(scale)
    if source == "importance":
        return tuple(Choice(one.id, one.name, one.description) for one in framework.levels.importance)
    if source == "confidence":
        return tuple(
            Choice(one.name[0].lower(), one.name, one.description, (str(place),))
            for place, one in enumerate(framework.levels.confidence, start=1)
        )
    if source == "bearing":
        return Choice("f", "For"), Choice("a", "Against")
    if source == "target-profiles":
        profiles = enumerate(framework.targets.profiles, start=1)
        return tuple(Choice(str(place), one.title, one.text, (one.id,)) for place, one in profiles)
    if source == "reflection-models":
        models = enumerate(framework.reflection_models.models, start=1)
        return tuple(Choice(str(place), one.name, one.description, (one.id,)) for place, one in models)
    if source == "portfolio-profiles":
        portfolios = enumerate(framework.portfolio_profiles.profiles, start=1)
        return tuple(Choice(str(place), one.title, one.text, (one.id,)) for place, one in portfolios)
    kinds = enumerate(framework.evidence_kinds.kinds, start=1)
    return tuple(Choice(str(place), one.name, one.description, (one.id,)) for place, one in kinds)


def choice_meant(choices: Sequence[Choice], line: str) -> Choice | None:
    """Return the choice that a line means by its key, its name or another way to say it: any case, a closing full stop or none."""
    given = line.strip().rstrip(".").strip().casefold()
    ways = ((one, (one.key, one.name, *one.also)) for one in choices)
    return next((one for one, said in ways if given in [each.casefold() for each in said]), None)
