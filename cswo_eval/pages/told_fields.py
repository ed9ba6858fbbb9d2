"""What a thing says, field by field: each under the name that the table of fields has for it, for details and for rows.

A new field of a thing needs no word here, unless what it holds is no plain text, number or date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from cswo_eval.files.shapes import Shape
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import When
from cswo_eval.pages.evidence_sections.days_and_links import bearings
from cswo_eval.record.fields import fields_of
from cswo_eval.record.models import Attachment, Evidence, Link
from cswo_eval.record.plan_models import Action
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.text.days_in_words import said_when
from cswo_eval.text.words import hours_text, listed, size_text


def told_pairs(framework: Framework, thing: Shape, without: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """Return each field of a thing that has a name and holds something, with that name, in the table's order."""
    pairs = []
    for name, field in fields_of(type(thing)).items():
        if field.label and name not in without:
            pairs.append((field.label, field_text(framework, thing, name)))
    return tuple(pair for pair in pairs if pair[1].strip())


def field_text(framework: Framework, thing: Shape, name: str) -> str:
    """Return what a field holds, as a line of text; '' where it holds nothing."""
    value = getattr(thing, name)
    said = _SAID.get((type(thing), name))
    if said is not None:
        return said(framework, thing)
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, date) or type(thing)._types[name] == When:
        return said_when(value)
    if isinstance(value, tuple):
        return listed(map(str, value))
    return "" if value is None else str(value)


def _kind_of_evidence(framework: Framework, entry: Any) -> str:
    return next((one.name for one in framework.evidence_kinds.kinds if one.id == entry.kind), entry.kind)


def _bears_on(_: Framework, thing: Any) -> str:
    """Return what an entry or account bears on; where something says why, each with that on a line of its own."""
    if not any(link.reason.strip() for link in thing.links):
        return bearings(thing.links)
    return "\n".join(_link_text(link) for link in thing.links)


def _link_text(link: Link) -> str:
    return f"{bearings([link])}{': ' if link.reason.strip() else ''}{link.reason}"


def _files(_: Framework, entry: Any) -> str:
    return listed(map(file_text, entry.current_attachments()))


def file_text(file: Attachment) -> str:
    """Return what a file is called: by its name, or where that is not told by its number, ending and size."""
    ending = PurePosixPath(file.stored).suffix.lower()
    kind = f"{ending[1:]} file, " if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 6 else ""
    return file.name or f"{file.id} ({kind}{size_text(file.size)})"


def helpers_time(action: Action) -> str:
    """Return how long it takes those who help, together; '' where nothing is known."""
    return f"{hours_text(action.helpers_hours)} in all" if action.helpers_hours else ""


def tag_text(framework: Framework, tag: str) -> str:
    """Return a tag with the name of its heading: 'Protection (cpl:protection)'."""
    purpose, _, name = tag.partition(":")
    file = framework.headings.get(purpose)
    heading = next((one.name for one in file.headings if one.id == name), "") if file is not None else ""
    return f"{heading} ({tag})" if heading else f"{tag} (not among the headings now)"


_SAID: Mapping[tuple[type[Shape], str], Callable[[Framework, Any], str]] = {
    (Evidence, "kind"): _kind_of_evidence,
    (Evidence, "links"): _bears_on,
    (Evidence, "tags"): lambda framework, entry: "; ".join(tag_text(framework, tag) for tag in entry.tags),
    (Evidence, "attachments"): _files,
    (Reflection, "links"): _bears_on,
    (Action, "helpers_hours"): lambda _, action: helpers_time(action),
    (Action, "flags"): lambda _, action: " ".join(action.flags),
    (Action, "own_fields"): lambda _, action: listed(name.replace("_", " ") for name in action.own_fields),
}
"""How a field is said whose value is no plain text, number or date."""
