"""A YAML file against its shape: as that shape, or every problem at once, in words and with its line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import yaml

from cswo_eval.files.cut_texts import cut_texts
from cswo_eval.files.limits import MOST_PROBLEMS_TOLD
from cswo_eval.files.shape_check import fits, repeated
from cswo_eval.files.shapes import Shape, built, validated
from cswo_eval.files.strict_yaml import YamlDocument
from cswo_eval.text.problems import Problem, ProblemsFound
from cswo_eval.text.words import listed_with_and

if TYPE_CHECKING:
    from pydantic import ValidationError

ShapeType = TypeVar("ShapeType", bound=Shape)


def taken(document: YamlDocument, shape: type[ShapeType], sealed: bool) -> ShapeType:
    """Return the document as this shape; one with its seal is only looked over, which is quicker. Raises ProblemsFound.

    A seal says who wrote the file last, not that what it wrote was right: an earlier version may have had another rule.
    """
    if sealed and not document.problems and fits(shape, document.value) and not any(cut_texts(document, shape)):
        return built(shape, document.value)
    return validate(document, shape)


def validate(document: YamlDocument, shape: type[ShapeType]) -> ShapeType:
    """Return the document as this shape. Raises ProblemsFound with every problem, each with its line."""
    from pydantic import ValidationError  # only where a file is not known to be good

    if document.value is None:
        empty = Problem(document.name, 0, "this file is empty.", "Put its content back, or restore a copy.")
        raise ProblemsFound([*document.problems, empty])
    problems = [*document.problems, *cut_texts(document, shape)]
    try:
        result = validated(shape, document.value)
    except ValidationError as error:
        problems.extend(_problems_of(error, document))
        problems.extend(_told_twice(document, shape))
    else:
        if not problems:
            return result
    raise ProblemsFound(problems)


def _told_twice(document: YamlDocument, shape: type[Shape]) -> Iterator[Problem]:
    """Give a problem for each id or name that several entries of one list have, with the lines of all of them."""
    for one in repeated(shape, document.value):
        lines = [document.line_of((*one.path, place, one.by)) for place in one.places]
        value = str(one.value)
        what = value if document.kind.may_be_said(value) else f"the same {one.by}"
        times = "twice" if len(lines) == 2 else f"{len(lines)} times"
        where = listed_with_and([str(line) for line in lines])
        yield Problem(
            document.name, lines[-1], f"{what} stands here {times}, on lines {where}.", document.kind.mend_twice
        )


def _problems_of(error: ValidationError, document: YamlDocument) -> Iterator[Problem]:
    """Say pydantic's findings in plain words, without the values: those may be the owner's private text."""
    findings = error.errors(include_url=False, include_context=True, include_input=False)
    if len(findings) > MOST_PROBLEMS_TOLD:
        more = f"and {len(findings) - MOST_PROBLEMS_TOLD:,} more problems."
        yield Problem(document.name, 0, more, "Check that it is the right file.")
    for finding in findings[:MOST_PROBLEMS_TOLD]:
        kind, about_name = finding["type"], finding["loc"][-1:] == ("[key]",)
        path = finding["loc"][:-1] if about_name else finding["loc"]
        node = document.node_at(path)
        if kind == "repeated" or (
            kind == "too_short" and len(getattr(node, "value", ())) >= finding["ctx"]["min_length"]
        ):
            continue  # told with its lines; or the entries are there, and what is wrong with them is said
        about_name = about_name or kind == "extra_forbidden"
        line = document.line_of_name(path) if about_name else document.line_of(path)
        what, remedy = _words_for(_Finding(kind, finding.get("ctx", {}), _place(path, document), document.kind.schema))
        if kind == "string_type" and isinstance(node, yaml.ScalarNode) and not node.style and node.value:
            what = f"in {_place(path, document)}, YAML reads an unquoted value as a number, date or truth value, and text is meant."
            remedy = "Put it in quotation marks."
        yield Problem(document.name, line, what, remedy)


def _place(path: tuple[str | int, ...], document: YamlDocument) -> str:
    """Return "'entries.3.title'", as far as the words on the path may be said."""
    said: list[str] = []
    for step in path:
        if isinstance(step, str) and not document.kind.may_be_said(step):
            return f"something in '{'.'.join(said)}'" if said else "something"
        said.append(str(step))
    return f"'{'.'.join(said) or 'the file'}'"


class _Finding(NamedTuple):
    """What pydantic found: its kind, its bounds, where in words, and the kind of file as `standard schema` has it."""

    kind: str
    context: dict[str, Any]
    place: str
    schema: str


def _words_for(finding: _Finding) -> tuple[str, str]:
    """Return what is wrong and what to do."""
    context, place, kind = finding.context, finding.place, finding.kind
    see = f"See `cswo-eval standard schema{f' --of {finding.schema}' if finding.schema else ''}`."
    if kind == "extra_forbidden" and place.startswith("something"):
        within = place.removeprefix("something").removeprefix(" in ")
        what = f"a name stands here that does not belong {f'in {within}' if within else 'here'}."
        return what, f"Check its spelling and how far the line is indented, or take it out. {see}"
    wrong_form = (f"{place} is not written the way it must be.", see)
    words: dict[str, tuple[str, str]] = {
        "missing": (f"{place} is missing.", "Add it."),
        "extra_forbidden": (f"{place} is not a name that belongs here.", "Check its spelling, or take it out."),
        "string_type": (f"{place} must be text.", "Write it as text."),
        "string_too_short": (f"{place} is empty.", "Write its text."),
        "string_too_long": (
            f"{place} is far too long (at most {context.get('max_length')} characters).",
            "Shorten it.",
        ),
        "too_short": (f"{place} needs at least {context.get('min_length')} entries.", "Add what is missing."),
        "too_long": (f"{place} has more than {context.get('max_length')} entries.", "Take some out."),
        "int_type": (f"{place} must be a whole number, without quotation marks.", "Write the number."),
        "float_type": (f"{place} must be a number, without quotation marks.", "Write the number."),
        "bool_type": (f"{place} must be true or false.", "Write one of the two, without quotation marks."),
        "less_than_equal": (f"{place} must be {context.get('le')} or less.", "Correct the number."),
        "greater_than_equal": (f"{place} must be {context.get('ge')} or more.", "Correct the number."),
        "greater_than": (f"{place} must be more than {context.get('gt')}.", "Correct the number."),
        "literal_error": (f"{place} must be one of {context.get('expected')}.", "Write one of these."),
        "enum": (f"{place} must be one of {context.get('expected')}.", "Write one of these."),
        "date_type": (f"{place} must be a date.", "Write it as 2026-11-21, without quotation marks."),
        "no_time": (
            f"{place} must be a day, a month or a year.",
            'Write it as 2026-11-21, "2026-11" or "2026": a month and a year in quotation marks.',
        ),
        "string_pattern_mismatch": wrong_form,
        "predicate_failed": wrong_form,
        "list_type": (f"{place} must be a list.", "Write one entry a line, each after '- '."),
        "tuple_type": (f"{place} must be a list.", "Write one entry a line, each after '- '."),
        "dict_type": (f"{place} must have named parts.", "Write 'name: value', one a line."),
    }
    if kind == "string_pattern_mismatch" and context.get("pattern") == r"\S":
        kind = "string_too_short"  # nothing but blanks
    if kind.startswith(("date_", "datetime_", "timezone_")):
        kind = "date_type"
    return words.get(kind, (f"{place} cannot be read ({kind.replace('_', ' ')}).", "Correct it."))
