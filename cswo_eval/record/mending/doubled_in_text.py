"""An id that stands twice in a file, taken apart in the text itself: all the rest of it stays letter for letter."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from cswo_eval.files.shape_check import repeated
from cswo_eval.files.strict_yaml import YamlDocument, parse_yaml
from cswo_eval.record.layout import shape_of
from cswo_eval.record.seal import END, without_seal
from cswo_eval.text.problems import ProblemsFound

FILES_OF_AN_ENTRY = "attachments"
"""The field of an entry in which its files stand, numbered by themselves."""


class Doubled(NamedTuple):
    """One id that stands twice in a list: where the list is, and the first two places in it."""

    path: tuple[str | int, ...]
    first: int
    second: int
    id: str


class DoubledInFile(NamedTuple):
    """The first id of a file that stands twice, with the file's text as it was read."""

    one: Doubled
    text: str
    titles: tuple[str, str]
    """Of the first and the second, '' for what is marked private."""


def doubled_in(name: str, text: str) -> DoubledInFile | None:
    """Return the first doubled id of a file that is otherwise sound, or None."""
    shape = shape_of(name)
    if shape is None:
        return None
    try:
        document = parse_yaml(text, name)
    except ProblemsFound:
        return None
    doubled = [
        Doubled(one.path, one.places[0], one.places[1], str(one.value))
        for one in repeated(shape, document.value)
        if one.by == "id" and re.fullmatch("[A-Z][0-9]+", str(one.value))
    ]
    if not doubled:
        return None
    held = _at(document.value, doubled[0].path)
    titles = tuple(_title(held[number]) for number in (doubled[0].first, doubled[0].second))
    return DoubledInFile(doubled[0], text, (titles[0], titles[1]))


def _title(one: Any) -> str:
    title = one.get("title") or one.get("name") if isinstance(one, dict) else None
    return title if isinstance(title, str) and not one.get("private") else ""


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def with_new_id(found: DoubledInFile, given: str) -> str | None:
    """Return the text with another id for the second of the two; None where the text is not written plainly enough for that."""
    return with_id_at(found.text, (*found.one.path, found.one.second), given)


def with_id_at(text: str, path: tuple[str | int, ...], given: str) -> str | None:
    """Return the text with another id for the thing at `path`; None where it is not written plainly enough for that."""
    node = parse_yaml(text, "").node_at((*path, "id"))
    if not isinstance(node, yaml.ScalarNode):
        return None
    start, end = _offset(text, node.start_mark), _offset(text, node.end_mark)
    if text[start:end].strip("'\"") != node.value:
        return None
    changed = without_seal(text[:start] + text[start:end].replace(node.value, given) + text[end:])
    wanted = parse_yaml(text, "").value
    _at(wanted, path)["id"] = given
    return changed if _value_of(changed) == wanted else None


class Split(NamedTuple):
    """The text of a file without one of the two, and that one as a text of its own."""

    text: str
    taken_out: str


def without_one(found: DoubledInFile, second: bool) -> Split | None:
    """Return the text without the second, or the first, of the two; None where it is not written plainly enough for that."""
    number = found.one.second if second else found.one.first
    document = parse_yaml(found.text, "")
    lines = found.text.splitlines(keepends=True)
    ends = _lines_of(document, found.one.path, number)
    if ends is None:
        return None
    first, last = ends
    while last > first and (lines[last - 1].startswith(("#", END)) or not lines[last - 1].strip()):
        last -= 1  # what stands behind the last of a list is not part of it
    text = without_seal("".join([*lines[:first], *lines[last:]]))
    wanted = parse_yaml(found.text, "").value
    taken = _at(wanted, found.one.path).pop(number)
    taken_out = "".join(lines[first:last])
    if _value_of(text) != wanted or _value_of(taken_out) != [taken]:
        return None
    return Split(text, f"{taken_out}{END}\n")


def _lines_of(document: YamlDocument, path: tuple[str | int, ...], number: int) -> tuple[int, int] | None:
    """Return the first line of one thing in a list and the line after its last, from 0; None for a list within a line."""
    held = document.node_at(path)
    if not isinstance(held, yaml.SequenceNode) or held.flow_style:
        return None
    first = held.value[number].start_mark.line
    following = held.value[number + 1].start_mark if number + 1 < len(held.value) else held.end_mark
    return first, following.line


def _offset(text: str, mark: Any) -> int:
    """Return where in a text a mark of YAML's lies."""
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: mark.line])) + int(mark.column)


def _value_of(text: str) -> Any:
    try:
        return parse_yaml(text, "").value
    except ProblemsFound:
        return None
