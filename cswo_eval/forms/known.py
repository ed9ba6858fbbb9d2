"""What the questions of any form take from the standards: choices, and how a line of ids is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cswo_eval.forms.answers import ids_in
from cswo_eval.forms.filling import Known
from cswo_eval.forms.questions import Choice, Names, NotAnAnswer
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.given_names import competency_named, competency_or_element, looks_like_id, tag_named
from cswo_eval.framework.search import search
from cswo_eval.text.problems import CswoEvalError

MOST_FOUND = 8
_ENTRY = re.compile(r"[Ee]\d{1,6}")
SERVICES_WRITTEN = re.compile(r"\d{1,2}")
"""How services are named: by their numbers."""
_TAG = re.compile(r"\d{1,3}|[\w:-]+")


def known_from(framework: Framework, entry_named: Callable[[str], str] | None = None) -> Known:
    """Return what a form's questions take from the standards. `entry_named` gives the id of an entry; raises CswoEvalError."""
    levels = framework.levels
    scale = [Choice(str(one.level), one.name, one.description) for one in levels.levels]
    scale.append(Choice("n", levels.no_chance.name, levels.no_chance.description, ("no chance",)))
    scale.append(Choice("x", levels.not_applicable.name, levels.not_applicable.description))
    sure = tuple(
        Choice(one.name[0].lower(), one.name, one.description, (str(place),))
        for place, one in enumerate(levels.confidence, start=1)
    )
    kinds = framework.evidence_kinds.kinds
    names: dict[str, Callable[[str], Names]] = {
        "standard": lambda line: standard_named(framework, line, competency_or_element, ("competency", "element")),
        "competencies": lambda line: standard_named(framework, line, competency_named, ("competency",)),
        "headings": lambda line: headings_named(framework, line),
    }
    if entry_named is not None:
        named = entry_named
        names["evidence"] = lambda line: ids_in(
            line, named, _ENTRY, "Give ids such as E3, with spaces between them; `list` shows your register."
        )
    return Known(
        choices={
            "level": tuple(scale),
            "importance": tuple(Choice(one.id, one.name, one.description) for one in levels.importance),
            "confidence": sure,
            "bearing": (Choice("f", "For"), Choice("a", "Against")),
            "evidence-kinds": tuple(
                Choice(str(place), one.name, one.description, (one.id,)) for place, one in enumerate(kinds, start=1)
            ),
        },
        names=names,
        title_of=framework.title_of,
    )


def standard_named(
    framework: Framework, line: str, named: Callable[[Framework, str], str], kinds: Sequence[str]
) -> Names:
    """Return the competencies and elements that a line names; where it is words, what the Standard has of them.

    `named` gives the id of one; `kinds` is what a search finds. Raises NotAnAnswer where it finds nothing.
    """
    given = [one for one in re.split(r"[\s,;]+", line.strip().rstrip(".")) if one]
    if all(looks_like_id(one) or one.upper() in framework.outline.aspects for one in given):
        names, wrong = dict[str, None](), []
        for one in given:
            try:
                names[named(framework, one)] = None
            except CswoEvalError as problem:
                wrong.append(str(problem))
        return Names(tuple(names), tuple(wrong))
    hits = [one for one in search(framework, line[:200]) if one.kind in kinds]
    if not hits:
        raise NotAnAnswer("Nothing in the Standard has these words. Try one word, or ? for the elements.")
    rows = tuple((one.id, one.title) for one in hits[:MOST_FOUND])
    return Names(found=rows, more=max(len(hits) - MOST_FOUND, 0))


def headings_named(framework: Framework, line: str) -> Names:
    """Return the tags of headings that a line names, each by its number in the list of all or by its id."""
    tags = [f"{purpose}:{one.id}" for purpose, file in framework.headings.items() for one in file.headings]

    def tag(given: str) -> str:
        if given.isdecimal():
            if 1 <= int(given) <= len(tags):
                return tags[int(given) - 1]
            raise CswoEvalError(f"The headings have the numbers 1 to {len(tags)}.")
        return tag_named(framework, given)

    return ids_in(line, tag, _TAG, "Give the numbers of headings, such as 4 10.")


def elements_told(framework: Framework) -> str:
    """Return every element with its title, a line each: what `?` says where ids are asked for."""
    return "\n".join(f"{one.id} {one.title}" for one in framework.elements.values())
