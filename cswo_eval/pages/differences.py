"""What changed in one thing of the record, field by field, in words: level 2 → 3, what it shows: 12 words → 40 words.

Made from the fields of the Shapes: a new field is told without a word being added here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from cswo_eval.analysis.sufficiency import word_count
from cswo_eval.confidentiality.record_texts import holds_text
from cswo_eval.files.shapes import Shape
from cswo_eval.framework.models import When
from cswo_eval.pages.evidence_sections.days_and_links import bearings
from cswo_eval.record.fields import said_field
from cswo_eval.record.models import Answer, Attachment, Leave, Link
from cswo_eval.record.plan_models import Sitting
from cswo_eval.record.portfolio_models import Pseudonym
from cswo_eval.text.days_in_words import said_when
from cswo_eval.text.words import counted, hours_text, listed


class Difference(NamedTuple):
    """One field that changed: which, the change in words, and what it held before and after."""

    field: str
    """'level'; of a part 'links/SD1.3/reason'."""
    said: str
    before: Any
    after: Any
    is_text: bool = False
    """Whether it holds words of the owner's, of which `said` gives the number only."""


_KEPT_BY_THE_PROGRAM = (
    "format",
    "format_version",
    "id",
    "record_id",
    "sample",
    "as_of",
    "sequence",
    "own_fields",
    "sittings",
)
_WHEN_IT_WAS_SAVED = (
    "created",
    "made",
    "made_on",
    "marked_done",
    "recorded",
    "written",
    "changed",
    "added",
    "AcceptedFinding.accepted",
)
_OF_THE_WALK = ("first_answered", "seconds", "passed", "worked_cases_seen", "standing", "Answer.level")
_OF_A_FILE = ("stored", "sha256", "size")
_OF_THE_PLANNER = (
    "activity",
    "phase",
    "goal_kind",
    "left_out",
    "remarks",
    "flags",
    "members",
    "helpers_hours",
    "measure_from",
)
_NOT_TOLD = frozenset({*_KEPT_BY_THE_PROGRAM, *_WHEN_IT_WAS_SAVED, *_OF_THE_WALK, *_OF_A_FILE, *_OF_THE_PLANNER})
"""What the program keeps for itself, and what is told with another field: a standing with the level."""
_LABELS = {
    "effective": "when it happened",
    "items": "competencies",
    "goals": "goals",
    "actions": "actions",
    "targets": "target for",
    "limits": "words at most for",
    "due": "to be finished",
    "start": "begins",
    "hours_per_week": "hours a week",
    "deferred_to": "not before",
    "instead": "what stands for it",
    "public_items": "public texts",
    "pseudonyms": "names",
    "accepted": "findings left as they are",
    "has_deputy": "a deputy is named:",
    "ToolAnswer.said": "answer",
    "ToolAnswer.several": "named",
    "Link.bearing": "",
    "Link.reason": "why",
}
"""What a field is called here where the words for a text's place do not fit, or there are none."""
_VALUES = {
    "supports": "speaks for you",
    "contradicts": "speaks against you",
    "no-chance": "no chance yet",
    "not-applicable": "not applicable",
    "True": "yes",
    "False": "no",
}
_PARTS: Mapping[type[Shape], str] = {Link: "its link to {}", Attachment: "file {}"}
_UNNAMED = (Pseudonym, Leave, Sitting)
"""Parts that are only counted: they have no id, or one that is nobody's business on a screen."""
_COUNTED = frozenset({"public_items"})
"""Lists of which only the number is told: what the guard keeps to itself."""
_LONGEST_LISTED = 40
"""Characters of a text that is told itself where it is one of several, such as who helps."""
_MOST_PARTS = 3
"""Parts of one kind whose changes are told one by one."""


def differences(before: Shape | None, after: Shape | None, *, without_words: bool = False) -> tuple[Difference, ...]:
    """Return what changed from one state of a thing to another, None for none, in the order of its fields.

    `without_words`: no word of the owner's stands in what is said, not even a title.
    """
    if after is None:
        return (Difference("", "no longer there", None, None),) if before is not None else ()
    found = [] if not isinstance(after, Answer) else list(_level(before, after))
    for name, kind in type(after)._types.items():
        if {name, f"{type(after).__name__}.{name}"} & _NOT_TOLD:
            continue
        new = getattr(after, name)
        old = getattr(before, name) if before is not None else None
        nothing_said = before is None and new == after._defaults.get(name)
        if old != new and not nothing_said:
            found += _field(type(after), name, kind, old, new, without_words)
    return tuple(found)


def _level(before: Shape | None, after: Answer) -> Iterator[Difference]:
    old = _level_said(before) if isinstance(before, Answer) else ""
    new = _level_said(after)
    if old != new:
        yield _value("level", "level", old, new)


def _level_said(answer: Answer) -> str:
    if answer.standing in ("no-chance", "not-applicable"):
        return _VALUES[answer.standing]
    return "" if answer.level is None else str(answer.level)


def _label(shape: type[Shape], name: str) -> str:
    return next((_LABELS[one] for one in (f"{shape.__name__}.{name}", name) if one in _LABELS), said_field(shape, name))


def _field(shape: type[Shape], name: str, kind: Any, old: Any, new: Any, without_words: bool) -> Iterable[Difference]:
    label = _label(shape, name)
    if name == "removed":
        return [Difference(name, "taken out" if new is not None else "brought back", old, new)]
    if kind is bool:  # of what may be left open, no is an answer too
        said = "marked private" if name == "private" else label
        return [Difference(name, said if new else f"no longer {label}", old, new)]
    if isinstance(new, dict):
        return _by_key(name, label, old or {}, new)
    if isinstance(new, tuple):
        if any(isinstance(one, Shape) for one in (*(old or ()), *new)):
            return _parts(name, label, old or (), new, without_words)
        wordy = holds_text(kind) and (without_words or any(len(one) > _LONGEST_LISTED for one in (*(old or ()), *new)))
        counts_only = name in _COUNTED or wordy
        return _listed(name, label, old or (), new, counts_only)
    if name == "title" and not without_words:
        return [_value(name, "title:", f"“{old}”" if old else "", f"“{new}”", old, new)]
    if holds_text(kind):
        return [_text(name, label, old or "", new or "")]
    return [_value(name, label, _said(old, kind), _said(new, kind), old, new)]


def _value(field: str, label: str, old: str, new: str, before: Any = None, after: Any = None) -> Difference:
    said = f"{old} → {new}" if old and new else new or f"no longer {old}"
    return Difference(
        field, f"{label} {said}".strip(), old if before is None else before, new if after is None else after
    )


def _said(value: Any, kind: Any = None) -> str:
    if value is None:
        return ""
    if isinstance(value, date) or kind == When:
        return said_when(value)
    if isinstance(value, float):
        return hours_text(value)
    return _VALUES.get(str(value), str(value).replace("-", " "))


def _text(field: str, label: str, old: str, new: str) -> Difference:
    was, now = (counted(word_count(one), "word") if one.strip() else "" for one in (old, new))
    if was and now:
        said = f"{was} → {now}" if was != now else f"changed, {now}"
    else:
        said = now or (f"taken out, {was}" if was else "changed")
    return Difference(field, f"{label}: {said}" if label else said, old, new, is_text=True)


def _by_key(name: str, label: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        called, field = f"{label} {key}".strip(), f"{name}/{key}"
        if isinstance(was, str) or isinstance(now, str):
            yield _text(field, called, was or "", now or "")
        else:
            yield _value(field, called, _said(was), _said(now), was, now)


def _listed(
    name: str, label: str, old: tuple[Any, ...], new: tuple[Any, ...], counts_only: bool
) -> Iterator[Difference]:
    """Give what came to a list of short words and what left it."""
    parts = []
    for several, said in (
        ([one for one in new if one not in old], "added"),
        ([one for one in old if one not in new], "taken off"),
    ):
        if several:
            parts.append(f"{len(several) if counts_only else listed(map(_said, several), 8)} {said}")
    yield Difference(name, f"{label}: {', '.join(parts) or 'in another order'}", list(old), list(new), is_text=True)


def _parts(
    name: str, label: str, old: tuple[Shape, ...], new: tuple[Shape, ...], without_words: bool
) -> Iterator[Difference]:
    """Give what changed among parts that are things themselves: links, files, actions, names."""
    shape = type((*new, *old)[0])
    was, now = {_key(one): one for one in old}, {_key(one): one for one in new}
    added, gone = [key for key in now if key not in was], [key for key in was if key not in now]
    changed = [key for key in now if key in was and now[key] != was[key]]
    for keys, values, said in ((added, now, "added"), (gone, was, "taken off")):
        if keys:
            several = _came_or_went(shape, label, keys, [values[key] for key in keys], said)
            held = (None, None) if shape in _UNNAMED else ([*was], [*now])
            yield Difference(name, several, *held)
    if len(changed) > _MOST_PARTS:
        yield Difference(name, f"{label or name}: {listed(changed, 8)} changed", None, None)
        return
    for key in changed:
        part = _PARTS.get(shape, "{}").format(key)
        for one in differences(was[key], now[key], without_words=without_words):
            yield one._replace(field=f"{name}/{key}/{one.field}", said=f"{part}, {one.said}")


def _key(part: Shape) -> str:
    """Return what tells one part from the others: its id, or what it names; of those that have none, the whole of it."""
    for name in ("id", "item", "number", "name"):
        if name in part._types and not isinstance(part, _UNNAMED):
            return str(getattr(part, name))
    return repr([getattr(part, name) for name in part._types])


def _came_or_went(shape: type[Shape], label: str, keys: list[str], parts: list[Any], said: str) -> str:
    if shape is Link:
        return f"{'' if said == 'added' else 'no longer '}linked to {bearings(parts)}"
    if shape is Attachment:
        return f"{'file' if len(keys) == 1 else 'files'} {listed(keys)} {'attached' if said == 'added' else said}"
    if shape in _UNNAMED:
        return f"{label}: {len(keys)} {said}"
    return f"{label}: {listed(keys, 8)} {said}"
