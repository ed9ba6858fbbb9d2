"""What the questions of any form take from the standards: choices, and how a line of ids is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

from cswo_eval.forms.answers import ids_in
from cswo_eval.forms.filling import Known
from cswo_eval.forms.questions import Names, NotAnAnswer
from cswo_eval.framework.form_choices import choices_from
from cswo_eval.framework.form_models import ChoiceSource, Form
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.given_names import competency_named, competency_or_element, looks_like_id, tag_named
from cswo_eval.framework.models import Circumstance
from cswo_eval.framework.search import search
from cswo_eval.text.problems import CswoEvalError

MOST_FOUND = 8
_SOURCES: tuple[ChoiceSource | Literal["level"], ...] = (
    "level",
    "importance",
    "confidence",
    "bearing",
    "evidence-kinds",
)
"""What most interviews choose from; the others are read where a form names them."""
_ENTRY = re.compile(r"[Ee]\d{1,6}")
_NUMBER = re.compile(r"\d{1,2}")
_TAG = re.compile(r"\d{1,3}|[\w:-]+")


def known_from(framework: Framework, entry_named: Callable[[str], str] | None = None) -> Known:
    """Return what a form's questions take from the standards. `entry_named` gives the id of an entry; raises CswoEvalError."""
    names: dict[str, Callable[[str], Names]] = {
        "standard": lambda line: standard_named(framework, line, competency_or_element, ("competency", "element")),
        "competencies": lambda line: standard_named(framework, line, competency_named, ("competency",)),
        "headings": lambda line: headings_named(framework, line),
        "services": lambda line: services_named(framework, line),
    }
    if entry_named is not None:
        named = entry_named
        names["evidence"] = lambda line: ids_in(
            line, named, _ENTRY, "Give ids such as E3, with spaces between them; `list` shows your register."
        )
    return Known(
        choices={source: choices_from(framework, source) for source in _SOURCES},
        names=names,
        title_of=framework.title_of,
    )


def known_for(framework: Framework, form: Form, entry_named: Callable[[str], str]) -> Known:
    """Return what the questions of a form take from the standards: of the choices also those that it alone names."""
    known = known_from(framework, entry_named)
    named = {one.choices_from for one in form.fields if one.choices_from is not None} - known.choices.keys()
    return known._replace(choices={**known.choices, **{one: choices_from(framework, one) for one in named}})


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
        return Names(tuple(names), tuple(dict.fromkeys(wrong)))
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


def services(framework: Framework) -> tuple[Circumstance, ...]:
    """Return the services that the other half of the job may cover, in the order of their numbers."""
    return tuple(one for one in framework.importance.circumstances if one.service)


def services_named(framework: Framework, line: str) -> Names:
    """Return the ids of services that a line names by their numbers."""
    known = services(framework)

    def service(given: str) -> str:
        if 1 <= int(given) <= len(known):
            return known[int(given) - 1].id
        raise CswoEvalError(f"The services have the numbers 1 to {len(known)}.")

    return ids_in(line, service, _NUMBER, f"Give numbers from 1 to {len(known)}, such as 1 3.")


def elements_told(framework: Framework) -> str:
    """Return every element with its title, a line each: what `?` says where ids are asked for."""
    return "\n".join(f"{one.id} {one.title}" for one in framework.elements.values())
