"""What is meant by a name as its owner gives it: an id in any case, a kind by its number, a heading."""

from __future__ import annotations

import re

from cswo_eval.framework.form_models import Form
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Aspect
from cswo_eval.text.ids_by_name import id_named
from cswo_eval.text.problems import CswoEvalError, UnknownId

_ID = re.compile(r"[A-Za-z]{1,3}\d{1,3}(\.\d{1,3})?")


def looks_like_id(text: str) -> bool:
    """Return whether this could be meant as the id of a competency or element: 'sd1.3', 'XX9'."""
    return _ID.fullmatch(text.strip()) is not None


def competency_or_element(framework: Framework, given: str) -> str:
    """Return the id that is meant (any case). Raises UnknownId with the nearest, CswoEvalError for a whole aspect."""
    item = framework.item(given)
    if isinstance(item, Aspect):
        raise CswoEvalError(
            f"{item.id} is a whole aspect: name one of its elements or competencies, such as {item.elements[0].id} or "
            f"{item.elements[0].competencies[0].id}."
        )
    return item.id


def tool_named(framework: Framework, given: str) -> Form:
    """Return the form of the tool that is meant (any case). Raises UnknownId; CswoEvalError for a form that a command asks."""
    name = given.strip().lower()
    tools = {one.id: one for one in framework.tools()}
    if name in tools:
        return tools[name]
    if name in framework.form_names():
        raise CswoEvalError(f"`{name}` is asked by `{framework.form(name).asked_by}`.")
    how = "shows them" if tools else "says how one gets one"
    raise UnknownId(given, "tool", list(tools), f"`cswo-eval tool list` {how}.")


def kind_named(framework: Framework, given: str) -> str:
    """Return the id of a kind of evidence, given by id, by name or by its number in the list. Raises UnknownId."""
    return id_named(framework.evidence_kinds.kinds, given, "kind of evidence")


def tag_named(framework: Framework, given: str) -> str:
    """Return the tag 'PURPOSE:HEADING' that is meant; the heading alone where only one purpose has it. Raises UnknownId."""
    tags = [f"{purpose}:{one.id}" for purpose, file in framework.headings.items() for one in file.headings]
    wanted = given.strip().casefold()
    found = [tag for tag in tags if wanted in (tag.casefold(), tag.split(":")[1].casefold())]
    if len(found) == 1:
        return found[0]
    if found:
        raise CswoEvalError(f"'{found[0].split(':')[1]}' is a heading twice: name {' or '.join(found)}.")
    raise UnknownId(given, "heading", tags, "`cswo-eval evidence list --by cpl` and `--by annual-report` show all.")


def competency_named(framework: Framework, given: str) -> str:
    """Return the id of the competency that is meant (any case). Raises UnknownId; CswoEvalError for an element or aspect."""
    name = competency_or_element(framework, given)
    if name in framework.elements:
        own = framework.elements[name].competencies
        raise CswoEvalError(
            f"{name} is an element: name the competencies in it that are meant, {own[0].id} to {own[-1].id}."
        )
    return name
