"""Read YAML strictly: no silent coercion, no duplicate keys, no aliases, bounded size and depth, lines kept.

Used for the Standard and, by the rooms below, for the record. `CSafeLoader` is eight to ten times faster than
the loader written in Python but crashes the whole process on very deep nesting, so depth is bounded first.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from cswo_eval.files.file_data import read_data, text_of
from cswo_eval.files.limits import DEEPEST_YAML, MOST_PROBLEMS_TOLD
from cswo_eval.files.shapes import Shape, validated
from cswo_eval.text.problems import Problem, ProblemsFound

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


if TYPE_CHECKING:
    from pydantic import ValidationError

ShapeType = TypeVar("ShapeType", bound=Shape)


class YamlDocument:
    """A parsed file: its values, and for any path into them the line and the text as written."""

    def __init__(self, name: str, value: Any, root: yaml.Node | None, problems: list[Problem]) -> None:
        self.name = name
        self.value = value
        self.problems = problems
        self._root = root

    def node_at(self, path: tuple[str | int, ...]) -> yaml.Node | None:
        """Return the node nearest to `path`: the value itself, or the innermost parent that exists."""
        node = self._root
        for step in path:
            found = None
            if isinstance(node, yaml.MappingNode):
                found = next((value for key, value in node.value if key.value == str(step)), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                found = node.value[step]
            if found is None:
                break
            node = found
        return node

    def line_of(self, path: tuple[str | int, ...]) -> int:
        """Return the 1-based line of the value at `path`, or of the innermost parent that exists."""
        node = self.node_at(path)
        return node.start_mark.line + 1 if node is not None else 1


def parse_yaml(text: str, name: str) -> YamlDocument:
    """Parse one YAML document. Problems of form (duplicate key, alias, odd tag) are kept in `.problems`.

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
        what = f"the YAML is broken here ({error.problem or error.context})."
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
    construction = _Construction(name, problems)
    value = construction.value_of(root) if root is not None else None
    if construction.met_alias:
        problems.extend(_alias_problems(text, name))
    return YamlDocument(name, value, root, problems)


def read_yaml(path: Path, name: str | None = None) -> YamlDocument:
    """Read and parse the file at `path`; `name` is what problems call it. Raises ProblemsFound."""
    shown = name if name is not None else str(path)
    return parse_yaml(text_of(read_data(path, shown), shown), shown)


def validate(document: YamlDocument, shape: type[ShapeType]) -> ShapeType:
    """Return the document as this shape. Raises ProblemsFound with every problem, each with its line."""
    from pydantic import ValidationError  # only where a file is not known to be good

    problems = list(document.problems)
    if document.value is None:
        empty = Problem(document.name, 0, "this file is empty.", "Put its content back, or restore a copy.")
        raise ProblemsFound([*problems, empty])
    try:
        result = validated(shape, document.value)
    except ValidationError as error:
        problems.extend(_problems_of(error, document))
    else:
        if not problems:
            return result
    raise ProblemsFound(problems)


class _Construction:
    """Turns nodes into values, keeping numbers and truth values only where the text plainly is one."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self._name = name
        self._problems = problems
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
                self._note(key_node, f"the key '{_short(key)}' stands here a second time.", "Keep one of the two.")
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
            remedy = "Put it in quotation marks if it is meant as text."
            self._note(node, f"YAML reads '{_short(node.value)}' as something other than text.", remedy)
        else:
            self._note(node, "this has a YAML tag (!…), which these files do not use.", "Take the tag out.")
        return node.value

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


def _problems_of(error: ValidationError, document: YamlDocument) -> Iterator[Problem]:
    """Say pydantic's findings in plain words, without the values: those may be the owner's private text."""
    findings = error.errors(include_url=False, include_context=True, include_input=False)
    if len(findings) > MOST_PROBLEMS_TOLD:
        more = f"and {len(findings) - MOST_PROBLEMS_TOLD:,} more problems."
        yield Problem(document.name, 0, more, "Check that it is the right file.")
    for finding in findings[:MOST_PROBLEMS_TOLD]:
        path = tuple(step for step in finding["loc"] if step != "[key]")
        node = document.node_at(path)
        if finding["type"] == "too_short" and len(getattr(node, "value", ())) >= finding["ctx"]["min_length"]:
            continue  # the entries are there, and what is wrong with them is said
        line = node.start_mark.line + 1 if node is not None else 1
        field = ".".join(str(step) for step in path) or "the file"
        what, remedy = _words_for(finding["type"], finding.get("ctx", {}), field, finding["msg"])
        if finding["type"] == "string_type" and isinstance(node, yaml.ScalarNode) and not node.style and node.value:
            what = f"in '{field}', YAML reads an unquoted value as a number, date or truth value, and text is meant."
            remedy = "Put it in quotation marks."
        yield Problem(document.name, line, what, remedy)


def _words_for(kind: str, context: dict[str, Any], field: str, message: str) -> tuple[str, str]:
    quoted = f"'{field}'"
    words: dict[str, tuple[str, str]] = {
        "missing": (f"{quoted} is missing.", "Add it."),
        "extra_forbidden": (f"{quoted} is not a name that belongs here.", "Check its spelling, or take it out."),
        "string_type": (f"{quoted} must be text.", "Write it as text."),
        "string_too_short": (f"{quoted} is empty.", "Write its text."),
        "string_too_long": (
            f"{quoted} is far too long (at most {context.get('max_length')} characters).",
            "Shorten it.",
        ),
        "too_short": (f"{quoted} needs at least {context.get('min_length')} entries.", "Add what is missing."),
        "too_long": (f"{quoted} has more than {context.get('max_length')} entries.", "Take some out."),
        "int_type": (f"{quoted} must be a whole number, without quotation marks.", "Write the number."),
        "float_type": (f"{quoted} must be a number, without quotation marks.", "Write the number."),
        "bool_type": (f"{quoted} must be true or false.", "Write one of the two, without quotation marks."),
        "less_than_equal": (f"{quoted} must be {context.get('le')} or less.", "Correct the number."),
        "greater_than_equal": (f"{quoted} must be {context.get('ge')} or more.", "Correct the number."),
        "greater_than": (f"{quoted} must be more than {context.get('gt')}.", "Correct the number."),
        "literal_error": (f"{quoted} must be one of {context.get('expected')}.", "Write one of these."),
        "enum": (f"{quoted} must be one of {context.get('expected')}.", "Write one of these."),
        "date_type": (f"{quoted} must be a date.", "Write it as 2026-11-21, without quotation marks."),
        "string_pattern_mismatch": (f"{quoted} is not written the way it must be.", "See `cswo-eval standard schema`."),
        "list_type": (f"{quoted} must be a list.", "Write one entry a line, each after '- '."),
        "tuple_type": (f"{quoted} must be a list.", "Write one entry a line, each after '- '."),
        "dict_type": (f"{quoted} must have named parts.", "Write 'name: value', one a line."),
        "value_error": (f"{quoted}: {context.get('error', message)!s}", ""),
    }
    if kind == "string_pattern_mismatch" and context.get("pattern") == r"\S":
        kind = "string_too_short"  # nothing but blanks
    if kind.startswith(("date_", "datetime_", "timezone_")):
        kind = "date_type"
    return words.get(kind, (f"{quoted} cannot be read ({kind.replace('_', ' ')}).", "Correct it."))
