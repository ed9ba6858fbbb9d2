"""Read YAML strictly: no silent coercion, no duplicate keys, no aliases, bounded size and depth, lines kept.

Used for the Standard and, by the rooms below, for the record. `CSafeLoader` is eight to ten times faster than
the loader written in Python but crashes the whole process on very deep nesting, so depth is bounded first.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from cswo_eval.files.file_data import read_data, text_of
from cswo_eval.files.limits import DEEPEST_YAML
from cswo_eval.text.problems import Problem, ProblemsFound

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class FileKind(NamedTuple):
    """What the problems of one kind of file may repeat of it, and where they point."""

    schema: str = ""
    """How `standard schema --of` calls the kind; empty where it has none."""
    may_be_said: Callable[[str], bool] = lambda _word: True
    """Whether a word that stands in the file may stand in a problem: of private words none may."""
    mend_twice: str = "Keep one of the two."
    """What to do where two entries have the same id."""


ANY_KIND = FileKind()


class YamlDocument:
    """A parsed file: its text and values, and for any path into them the node, with its lines."""

    def __init__(
        self, name: str, text: str, value: Any, root: yaml.Node | None, problems: list[Problem], kind: FileKind
    ) -> None:
        self.name = name
        self.text = text
        self.value = value
        self.root = root
        self.problems = problems
        self.kind = kind

    def node_at(self, path: tuple[str | int, ...]) -> yaml.Node | None:
        """Return the node nearest to `path`: the value itself, or the innermost parent that exists."""
        return self._nodes_at(path)[1]

    def line_of(self, path: tuple[str | int, ...]) -> int:
        """Return the 1-based line of the value at `path`, or of the innermost parent that exists."""
        return _line_of(self.node_at(path))

    def line_of_name(self, path: tuple[str | int, ...]) -> int:
        """Return the 1-based line of the name before the value at `path`; of an entry in a list, of the entry itself."""
        key, value = self._nodes_at(path)
        return _line_of(key or value)

    def _nodes_at(self, path: tuple[str | int, ...]) -> tuple[yaml.Node | None, yaml.Node | None]:
        """Return the innermost node on `path` that exists, and before it the one that names it."""
        name, node = None, self.root
        for step in path:
            found: tuple[yaml.Node | None, yaml.Node] | None = None
            if isinstance(node, yaml.MappingNode):
                found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                found = (None, node.value[step])
            if found is None:
                break
            name, node = found
        return name, node


def _line_of(node: yaml.Node | None) -> int:
    return node.start_mark.line + 1 if node is not None else 1


def parse_yaml(text: str, name: str, kind: FileKind = ANY_KIND) -> YamlDocument:
    """Parse one YAML document of this kind. Problems of form (duplicate key, alias, odd tag) are kept in `.problems`.

    Raises ProblemsFound where it cannot be parsed at all: broken YAML, nested too deep, more than one document.
    """
    _refuse_too_deep(text, name)
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        unclosed = "quoted scalar" in (error.context or "")  # noticed at the end of the file, made where it began
        mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        why = _why_broken(error, kind)
        what = f"the YAML is broken here ({why})." if why else "the YAML is broken here."
        remedy = "Look at this line and the one above for a missing quotation mark, colon or space."
        raise ProblemsFound([Problem(name, line, what, remedy)]) from None
    except (yaml.YAMLError, ValueError) as error:
        position = getattr(error, "position", None)
        line = text[:position].count("\n") + 1 if isinstance(position, int) else 1
        what = "there is a character that YAML does not allow."
        raise ProblemsFound(
            [Problem(name, line, what, "Take it out, or write it as an escape in double quotes.")]
        ) from None
    finally:
        loader.dispose()
    problems: list[Problem] = []
    construction = _Construction(name, problems, kind)
    value = construction.value_of(root) if root is not None else None
    if construction.met_alias:
        problems.extend(_alias_problems(text, name))
    return YamlDocument(name, text, value, root, problems, kind)


def read_yaml(path: Path, name: str | None = None, kind: FileKind = ANY_KIND) -> YamlDocument:
    """Read and parse the file at `path`; `name` is what problems call it. Raises ProblemsFound."""
    shown = name if name is not None else str(path)
    return parse_yaml(text_of(read_data(path, shown), shown), shown, kind)


_BROKEN = {
    "mapping values are not allowed": "a colon and a blank stand in a text without quotation marks",
    "another document": "a second document begins, after '---'",
    "document start": "something stands behind the line that ends the file, '...'",
    "undefined alias": "a text without quotation marks begins with '*'",
    "duplicate anchor": "a text without quotation marks begins with '&'",
    "end of stream": "a quotation mark or a bracket is never closed",
    "document indicator": "a quotation mark or a bracket is never closed",
    "cannot start any token": "a tab, or a character that needs quotation marks around the text",
    "escape": "in double quotes, a backslash begins nothing that YAML knows",
    "expected ':'": "a name has no colon and blank behind it",
    "expected key": "a line is indented further or less than it must be, or what precedes it was not closed",
    "block end": "a line is indented further or less than it must be, or what precedes it was not closed",
    "indicator": "an entry of a list is indented further or less than the one before, or has no '- '",
}
"""What YAML's reader complains of, by a part of its sentence, in plain words."""


def _why_broken(error: yaml.MarkedYAMLError, kind: FileKind) -> str:
    """Return why the file cannot be read. What is not in the table may repeat words of the file."""
    said = error.problem or error.context or ""
    known = next((words for part, words in _BROKEN.items() if part in said), "")
    return known or (said if kind.may_be_said(said) else "")


class _Construction:
    """Turns nodes into values, keeping numbers and truth values only where the text plainly is one."""

    def __init__(self, name: str, problems: list[Problem], kind: FileKind) -> None:
        self._name = name
        self._problems = problems
        self._kind = kind
        self._seen: set[int] = set()
        self.met_alias = False

    def value_of(self, node: yaml.Node) -> Any:
        if id(node) in self._seen:
            self.met_alias = True
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if node.tag not in ("tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"):
            self._note(node, "this has a YAML tag (!…), which these files do not use.", "Take the tag out.")
        if isinstance(node, yaml.SequenceNode):
            return [self.value_of(child) for child in node.value]
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._note(key_node, "a key must be a single word.", "Write it as plain text before the colon.")
                continue
            key = key_node.value
            if key in mapping:
                what = f"{self._said('the key', key) or 'a key'} stands here a second time."
                self._note(key_node, what, "Keep one of the two.")
                continue
            mapping[key] = self.value_of(value_node)
        return mapping

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        tag = node.tag
        if tag == "tag:yaml.org,2002:str":
            return node.value
        if tag == "tag:yaml.org,2002:null":
            return None
        if tag == "tag:yaml.org,2002:bool" and node.value in ("true", "false"):
            return node.value == "true"
        if tag == "tag:yaml.org,2002:int" and re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", node.value):
            return int(node.value)
        if tag == "tag:yaml.org,2002:float" and re.fullmatch(r"-?[0-9]+\.[0-9]+", node.value):
            return float(node.value)
        if tag == "tag:yaml.org,2002:timestamp":
            return _date_of(node.value)
        if tag.startswith("tag:yaml.org,2002:"):
            what = f"{self._said('YAML reads', node.value) or 'YAML reads this'} as something other than text."
            self._note(node, what, "Put it in quotation marks if it is meant as text.")
        else:
            self._note(node, "this has a YAML tag (!…), which these files do not use.", "Take the tag out.")
        return node.value

    def _said(self, what: str, word: str) -> str:
        """Return what it is with the word itself; nothing where that may not be said."""
        return f"{what} '{_short(word)}'" if self._kind.may_be_said(word) else ""

    def _note(self, node: yaml.Node, what: str, remedy: str) -> None:
        self._problems.append(Problem(self._name, node.start_mark.line + 1, what, remedy))


def _date_of(text: str) -> datetime.date | str:
    """Return a date for an unquoted `2026-11-21`; anything else stays the text it was."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return text


def _short(text: str) -> str:
    line = text.splitlines()[0] if text else ""
    return line if len(line) <= 40 else line[:40] + "…"


def _alias_problems(text: str, name: str) -> Iterator[Problem]:
    """Give a problem for each alias, on the line where it stands: the parsed values only know where its anchor is."""
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            line = getattr(event.start_mark, "line", 0) + 1
            what = "this uses an alias (*name), which these files do not."
            yield Problem(name, line, what, "Write the text out again here.")


def _refuse_too_deep(text: str, name: str) -> None:
    """Raise ProblemsFound where nesting is deeper than DEEPEST_YAML; most files pass on a cheap upper bound.

    The fast reader refuses very deep nesting itself from PyYAML 6.0.4 on, ahead of where its events have come to. The slow one
    has no such bound and reads only as far as it is asked, so it says the line whichever PyYAML there is.
    """
    if not _may_be_deep(text):
        return
    for loader in (_Loader, yaml.SafeLoader):
        try:
            line = _line_too_deep(text, loader)
        except yaml.MarkedYAMLError as error:
            stopped = error.problem_mark or error.context_mark
            if stopped is None or not _may_be_deep(text[: _end_of_line(text, stopped.line)]):
                return  # the parse that follows says what is broken
        except yaml.YAMLError:
            return
        else:
            if line is None:
                return
            what = f"this is nested more than {DEEPEST_YAML} levels deep."
            remedy = "None of these files is: check that it is the right file."
            raise ProblemsFound([Problem(name, line, what, remedy)])


def _may_be_deep(text: str) -> bool:
    brackets = text.count("[") + text.count("{")
    return brackets >= 400 or re.search(rf"^[ ?:-]{{{2 * DEEPEST_YAML},}}", text, re.MULTILINE) is not None


def _end_of_line(text: str, line: int) -> int:
    """Return where the line with this number, from 0, ends."""
    end = -1
    for _ in range(line + 1):
        end = text.find("\n", end + 1)
        if end < 0:
            return len(text)
    return end


def _line_too_deep(text: str, loader: Any) -> int | None:
    """Return the 1-based line on which nesting becomes deeper than DEEPEST_YAML, None where it never does. Raises YAMLError."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST_YAML:
                return int(getattr(event.start_mark, "line", 0)) + 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None
