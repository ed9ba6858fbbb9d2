"""Texts without quotation marks that end at a blank and '#': YAML takes what follows for a remark, and it would be lost."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any

import yaml

from cswo_eval.files.shape_check import Path, kind_at
from cswo_eval.files.shapes import Pattern, Shape
from cswo_eval.files.strict_yaml import YamlDocument
from cswo_eval.text.problems import Problem

_REMARK = re.compile(r"[ \t]#")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]*")
_WHAT = "a blank and '#' begin a remark here, so the words after them would not be read as part of the text."
_REMEDY = "Put the whole text in quotation marks, or the remark on a line of its own."


def cut_texts(document: YamlDocument, shape: type[Shape]) -> Iterator[Problem]:
    """Give a problem for every text of the document that a remark cuts short. Behind a number, a date or an id one is fine."""
    text, root = document.text, document.root
    if root is None or not (" #" in text or "\t#" in text):
        return
    for path, node in _cut_off(root, list(_remarks(text))):
        if _is_text(*kind_at(shape, path), node.value):
            yield Problem(document.name, node.end_mark.line + 1, _WHAT, _REMEDY)


def _remarks(text: str) -> Iterator[int]:
    """Give where the blanks before each '#' begin, in order: where a value that is cut off there ends."""
    for found in _REMARK.finditer(text):
        start = found.start()
        while start and text[start - 1] in " \t":
            start -= 1
        yield start


def _cut_off(root: yaml.Node, remarks: list[int]) -> Iterator[tuple[Path, yaml.ScalarNode]]:
    """Give every value without quotation marks that a remark ends, with its path. What holds no remark is passed by."""
    seen: set[int] = set()  # a file may hold itself
    waiting: list[tuple[Path, yaml.Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        first = bisect_left(remarks, node.end_mark.index if plain else node.start_mark.index)
        if id(node) in seen or first == bisect_right(remarks, node.end_mark.index):
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += [((*path, place), entry) for place, entry in enumerate(node.value)]
        elif isinstance(node, yaml.MappingNode):
            waiting += [((*path, str(name.value)), value) for name, value in node.value]
        elif isinstance(node, yaml.ScalarNode) and plain:
            yield path, node


def _is_text(kind: Any, constraints: tuple[Any, ...], written: str) -> bool:
    """Return whether words are meant: no number or date, and no id, which a pattern or its own form tells."""
    if kind is not str:
        return False
    if constraints:
        return not any(isinstance(one, Pattern) and one.expression.startswith("^") for one in constraints)
    return not _NAME.fullmatch(written)  # what a bare `str` holds is the name of something
