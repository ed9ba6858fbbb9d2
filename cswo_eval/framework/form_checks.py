"""Cross-checks of a form: an interview that somebody wrote without having seen the engine must not surprise whoever answers it."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from cswo_eval.files.shapes import Shape
from cswo_eval.files.strict_yaml import YamlDocument
from cswo_eval.framework.form_choices import Choice, choice_meant, choices_from
from cswo_eval.framework.form_models import AFTER_A_LEVEL, CONTROL_WORDS, Form, FormField
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.given_names import competency_named, competency_or_element, tag_named
from cswo_eval.framework.standards_files import COMPANIONS, FORMS
from cswo_eval.framework.standards_folder import StandardsFolder
from cswo_eval.text.days_as_typed import NotADate, read_date, read_exact_day
from cswo_eval.text.numbers_as_typed import read_number
from cswo_eval.text.problems import CswoEvalError, Problem, nearest_sentence
from cswo_eval.text.stretches_of_days import NotAStretch, read_stretches

Path = tuple[str | int, ...]
Found = tuple[Path, str, str]
"""Where in a form something is wrong, what, and what to do."""

_TOOL_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_OTHER_NAMES = re.compile(r"assess|day-\d+|[a-z]{1,2}\d+")
"""What names something else in a record: an entry, an action, an element, a review; and the walk, under whose name a text is kept."""
_ASKED_FOR_EACH = frozenset({"of", "title"})
"""What `{…}` stands for where a question is asked for each of several ids."""
_ANY_DAY = date(2026, 1, 1)
"""What 'today' is while a form is looked through: whether a date reads does not depend on it."""


class _Around(NamedTuple):
    """What a form is looked at beside."""

    framework: Framework
    ours: Form | None
    """Our own form of this name, which a command asks: its words and fields are what that command knows."""
    others: tuple[str, ...]
    """The other files that hold a form of the same name."""
    path: str


def form_problems(
    framework: Framework, values: Mapping[str, Shape], documents: Mapping[str, YamlDocument]
) -> Iterator[Problem]:
    """Give every problem of the forms and companions that read, by file name."""
    forms = {name: value for name, value in values.items() if isinstance(value, Form)}
    names: dict[str, list[str]] = {}
    for path in forms:
        names.setdefault(_name_in(path), []).append(path)
    ours = Framework(StandardsFolder(framework.folder.own)) if framework.folder.overlay is not None else framework
    for path, form in forms.items():
        own = ours.form(form.id) if path in ours.folder.files and _name_in(path) == form.id else None
        own = own if own is not None and own.asked_by is not None else None
        others = tuple(one for one in names[_name_in(path)] if one != path)
        for place, what, remedy in _problems_of(form, _Around(framework, own, others, path)):
            yield Problem(documents[path].name, documents[path].line_of(place), what, remedy)


def _name_in(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml")


def _problems_of(form: Form, around: _Around) -> Iterator[Found]:
    yield from _of_whole(form, around)
    yield from _of_our_own(form, around.ours)
    for place, field in enumerate(form.fields):
        for path, what, remedy in (
            *_of_name(form, field, around),
            *_of_like(field, around),
            *_of_choices(field),
            *_of_kind(field),
            *_of_enter(field, around.framework),
            *_of_words(field, around.ours),
            *_of_each(form, place, field),
            *_of_when(form, place, field),
        ):
            yield ("fields", place, *path), f"'{field.id}': {what}", remedy


def _of_like(field: FormField, around: _Around) -> Iterator[Found]:
    """Find words that are missing, and a `like` that leads nowhere."""
    if field.like is None:
        for name in ("wording", "help"):
            if not getattr(field, name).strip():
                yield (
                    (name,),
                    f"it has no '{name}'.",
                    "Write one, or name with 'like' the field of another form that has it.",
                )
        return
    name, _, other = field.like.partition(".")
    forms = [
        one
        for kind in (FORMS, COMPANIONS)
        if (one := kind.path.replace("<name>", name)) in around.framework.folder.files
    ]
    fields = around.framework.form_as_written(name).fields if forms and name != _name_in(around.path) else ()
    if not any(one.id == other and one.like is None for one in fields):
        what = f"'like' names '{field.like}', and no other form has such a field with words of its own."
        yield ("like",), what, "Write it as FORM.FIELD, such as evidence.date."


# --- the form as a whole ----------------------------------------------------------------------------------------------


def _of_whole(form: Form, around: _Around) -> Iterator[Found]:
    if _name_in(around.path) != form.id:
        what = f"this file holds the form '{form.id}', and its name says otherwise."
        yield ("id",), what, f"Rename it {form.id}.yaml, or give the form the id '{_name_in(around.path)}'."
    for other in around.others:
        what = f"there is a form of this name already ({other})."
        yield ("id",), what, "Give one of them another name, and its file too."
    asks_itself = around.path.startswith(COMPANIONS.path.partition("<")[0]) or form.asked_by is None
    if around.ours is not None:
        if form.asked_by != around.ours.asked_by:
            what = f"'{form.id}' is asked by `{around.ours.asked_by}`, and this says otherwise."
            yield ("asked_by",), what, f"Write 'asked_by: {around.ours.asked_by}'."
        return
    if form.asked_by is not None:
        what = "'asked_by' names a command, and no command of the program asks this form."
        yield ("asked_by",), what, f"Take it out: `cswo-eval tool run {form.id}` asks it."
    if asks_itself and (not _TOOL_NAME.fullmatch(form.id) or _OTHER_NAMES.fullmatch(form.id)):
        what = f"'{form.id}' cannot be the name of a tool."
        yield (
            ("id",),
            what,
            "Take small letters, figures and hyphens, 40 at most, and nothing like 'e3', 'sd1' or 'day-30'.",
        )
    if form.facts:
        what = "'facts' are what a command knows of itself, and `tool run` knows none."
        yield ("facts",), what, "Take them out, or ask for each in a field of its own."


def _of_our_own(form: Form, ours: Form | None) -> Iterator[Found]:
    """Find what a command of ours would miss in a form that somebody worded anew."""
    if ours is None or form == ours:
        return
    kinds = {one.id: one.kind for one in form.fields}
    for field in ours.fields:
        if field.id not in kinds:
            what = f"the field '{field.id}' is missing, which `{ours.asked_by}` asks."
            yield ("fields",), what, "Put it back; its words are yours to change."
        elif kinds[field.id] != field.kind:
            place = list(kinds).index(field.id)
            what = f"'{field.id}': `{ours.asked_by}` reads its answer as kind {field.kind}, and here it is {kinds[field.id]}."
            yield ("fields", place, "kind"), what, f"Write 'kind: {field.kind}'."
    for place, one in enumerate(form.fields):
        if one.id not in {field.id for field in ours.fields}:
            what = f"'{one.id}': `{ours.asked_by}` has no place for its answer."
            yield ("fields", place, "id"), what, "Take it out, or make a tool of your own that asks it."


# --- one field ----------------------------------------------------------------------------------------------------


def _of_name(form: Form, field: FormField, around: _Around) -> Iterator[Found]:
    if field.id.casefold() in CONTROL_WORDS:
        what = f"`{field.id}` is a word to the program at every prompt, so no field can have that name."
        yield ("id",), what, "Give it another."
    same = [one.id for one in form.fields if one.id.casefold() == field.id.casefold()]
    if len(same) > 1 and same[0] != field.id:
        yield ("id",), f"its name differs from '{same[0]}' in capitals only.", "Give it another."
    if around.ours is None:
        for name in AFTER_A_LEVEL:
            level = field.id.removesuffix(f"-{name}")
            if level != field.id and any(one.id == level and one.kind == "level" for one in form.fields):
                what = f"after the level '{level}' the program asks a question of this name itself."
                yield ("id",), what, "Take it out, or give it another name."


def _of_choices(field: FormField) -> Iterator[Found]:
    if field.kind != "choice":
        for name in ("choices", "choices_from"):
            if getattr(field, name):
                yield (
                    (name,),
                    f"a field of kind {field.kind} has no choices.",
                    "Take them out, or write 'kind: choice'.",
                )
        return
    if bool(field.choices) == (field.choices_from is not None):
        has = "both 'choices' and 'choices_from'" if field.choices else "no choices"
        yield ("kind",), f"a field of kind choice with {has}.", "Give it either 'choices' or 'choices_from'."
        return
    if len(field.choices) == 1:
        yield ("choices",), "there is one answer only to choose from.", "Give it two or more."
    choices = tuple(Choice(one.key, one.name) for one in field.choices)
    for place, choice in enumerate(field.choices):
        path: Path = ("choices", place, "key")
        if choice.key.casefold().rstrip(".") in CONTROL_WORDS:
            what = f"`{choice.key}` is a word to the program at every prompt, so it is no answer to choose."
            yield path, what, "Give it another key."
        elif (meant := choice_meant(choices, choice.key)) is None or meant.key != choice.key:
            other = f" It says '{meant.key}'." if meant is not None else ""
            yield path, f"'{choice.key}' cannot be typed to choose this answer.{other}", "Give it another key."


def _of_kind(field: FormField) -> Iterator[Found]:
    only = {
        "of": (field.of is not None, ("ids",)),
        "least": (field.least is not None, ("number",)),
        "most": (field.most is not None, ("number",)),
        "more": (field.more, ("ids", "file")),
        "past": (field.past, ("date",)),
        "one_line": (field.one_line, ("line",)),
    }
    for name, (said, kinds) in only.items():
        if said and field.kind not in kinds:
            what = f"'{name}' means nothing in a field of kind {field.kind}."
            yield (name,), what, f"Take it out: it goes with kind {' or '.join(kinds)}."
    if field.kind == "ids" and field.of is None:
        yield (
            ("kind",),
            "it does not say what its ids are of.",
            "Add 'of': standard, competencies, evidence or headings.",
        )
    if field.least is not None and field.most is not None and field.least > field.most:
        yield ("least",), f"'least' {field.least:g} is above 'most' {field.most:g}.", "Correct one of the two."


def _of_words(field: FormField, ours: Form | None) -> Iterator[Found]:
    known = _ASKED_FOR_EACH if field.for_each is not None else frozenset[str]()
    if ours is not None:
        theirs = (one.wording + (one.again or "") + (one.hint or "") + one.help for one in ours.fields)
        known = frozenset(re.findall(r"\{(\w+)\}", "".join(theirs)))
    for name in ("wording", "again", "hint", "help"):
        for found in re.findall(r"\{([^{}\n]{0,40})\}", getattr(field, name) or ""):
            if found not in known:
                what = f"{{{found}}} in '{name}' stands for nothing here.{nearest_sentence(found, sorted(known))}"
                yield (
                    (name,),
                    what,
                    "In a field with 'for_each', {of} is the id and {title} its title; else write it out.",
                )


# --- what one field has to do with another --------------------------------------------------------------------------


def _of_each(form: Form, place: int, field: FormField) -> Iterator[Found]:
    if field.for_each is None:
        return
    ids = [one.id for one in form.fields if one.kind == "ids" and one.for_each is None]
    earlier = [one.id for one in form.fields[:place]]
    if field.for_each not in ids:
        what = f"there is no field of ids '{field.for_each}'.{nearest_sentence(field.for_each, ids)}"
        yield ("for_each",), what, "Name one of kind ids that is not itself asked for each of others."
    elif field.for_each not in earlier:
        yield ("for_each",), f"'{field.for_each}' stands after it.", "Put the field of ids first."
    if field.more:
        yield ("more",), "what is asked for each of several ids is asked once for each.", "Take 'more' out."


def _of_when(form: Form, place: int, field: FormField) -> Iterator[Found]:
    when = field.when
    if when is None:
        return
    fields = {one.id: one for one in form.fields}
    other = fields.get(when.field)
    if other is None and when.field not in form.facts:
        known = [*fields, *form.facts]
        what = f"there is no field '{when.field}'.{nearest_sentence(when.field, known)}"
        yield ("when", "field"), what, "Name a field of this form."
    if when.is_one_of and when.at_least is not None:
        yield ("when",), "'is_one_of' and 'at_least' exclude each other.", "Keep one of the two."
    if other is None:
        return
    circle = _circle(field.id, fields)
    if circle:
        yield ("when", "field"), f"it waits for itself: {' waits for '.join(circle)}.", "Break the circle."
    elif list(fields).index(other.id) > place:
        yield ("when", "field"), f"'{other.id}' stands after it, so it is not known yet.", "Put that field first."
    if other.for_each is not None and other.for_each != field.for_each:
        what = f"'{other.id}' is asked for each of '{other.for_each}', and this is not."
        yield ("when", "field"), what, f"Add 'for_each: {other.for_each}', or rest it on another field."
    if when.at_least is not None and other.kind not in ("number", "level", "choice"):
        what = f"'at_least' compares numbers, and '{other.id}' is of kind {other.kind}."
        yield ("when", "at_least"), what, "Write 'is_one_of', or neither where any answer will do."
    keys = [one.key for one in other.choices] or _KEYS.get(other.kind, [])
    for number, answer in enumerate(when.is_one_of):
        if keys and answer not in keys:
            what = f"'{answer}' is none of the keys of '{other.id}'.{nearest_sentence(answer, keys)}"
            yield ("when", "is_one_of", number), what, "Write the key as it stands there."


_KEYS: Mapping[str, list[str]] = {"yes-no": ["yes", "no"], "level": ["1", "2", "3", "4", "5", "n", "x"]}
"""How answers of these kinds are kept, whatever was typed for them."""


def _circle(start: str, fields: Mapping[str, FormField]) -> list[str]:
    """Return the way from a field by what it waits for back to itself; nothing where it does not come back."""
    way, name = [start], start
    while (when := fields[name].when) is not None and when.field in fields:
        name = when.field
        if name == start:
            return [*way, start]
        if name in way:
            return []
        way.append(name)
    return []


# --- what Enter stands for ------------------------------------------------------------------------------------------


def _of_enter(field: FormField, framework: Framework) -> Iterator[Found]:
    if field.enter is None:
        return
    reads = _READS.get(field.kind)
    if reads is None:
        what = f"Enter cannot stand for an answer to a field of kind {field.kind}."
        yield ("enter",), what, "Take 'enter' out: Enter passes the question."
    elif not reads(field, field.enter, framework):
        yield ("enter",), "what Enter stands for is no answer to it.", "Write it as it would be typed there."


def _reads_line(field: FormField, text: str, framework: Framework) -> bool:
    return bool(text.strip())


def _reads_choice(field: FormField, text: str, framework: Framework) -> bool:
    choices = tuple(Choice(one.key, one.name) for one in field.choices)
    with contextlib.suppress(CswoEvalError):  # a file that does not read is told itself
        if field.kind == "level":
            choices = choices_from(framework, "level")
        elif field.choices_from is not None:
            choices = choices_from(framework, field.choices_from)
        return choice_meant(choices, text) is not None
    return True


def _reads_yes_or_no(field: FormField, text: str, framework: Framework) -> bool:
    return text.strip().rstrip(".").lower() in ("y", "yes", "n", "no")


def _reads_number(field: FormField, text: str, framework: Framework) -> bool:
    number = read_number(text)
    low = -math.inf if field.least is None else field.least
    high = math.inf if field.most is None else field.most
    return number is not None and low <= number <= high


def _reads_date(field: FormField, text: str, framework: Framework) -> bool:
    try:
        return bool(read_date(text, _ANY_DAY, past=True) if field.past else read_exact_day(text, _ANY_DAY))
    except NotADate:
        return False


def _reads_days(field: FormField, text: str, framework: Framework) -> bool:
    try:
        read_stretches(text, _ANY_DAY)
    except NotAStretch:
        return False
    return True


def _reads_ids(field: FormField, text: str, framework: Framework) -> bool:
    """Return whether a line names what stands in the standards; an entry of somebody's register no form can name."""
    named: dict[str | None, Callable[[Framework, str], Any]] = {
        "standard": competency_or_element,
        "competencies": competency_named,
        "headings": tag_named,
    }
    if field.of not in named:
        return False
    try:
        return all(named[field.of](framework, one) for one in re.split(r"[\s,;]+", text.strip()))
    except CswoEvalError:
        return False


_READS: Mapping[str, Callable[[FormField, str, Framework], bool]] = {
    "line": _reads_line,
    "date": _reads_date,
    "level": _reads_choice,
    "choice": _reads_choice,
    "yes-no": _reads_yes_or_no,
    "number": _reads_number,
    "days": _reads_days,
    "ids": _reads_ids,
}
"""What tells whether a text reads as an answer, by kind; at a text and a file Enter only passes, or keeps what is there."""
