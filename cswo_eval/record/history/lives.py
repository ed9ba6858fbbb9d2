"""The life of one thing in the record: each change of it, as it was before and after, made out from the steps.

A file's texts are made one from the other, step by step; only what is about the thing is read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from cswo_eval.files.checked_yaml import taken
from cswo_eval.files.shapes import Shape
from cswo_eval.files.strict_yaml import parse_yaml
from cswo_eval.record.given_ids import named, place_of_id
from cswo_eval.record.history.changes import FileChange, digest_of
from cswo_eval.record.history.sittings import History, Step
from cswo_eval.record.history.transaction import NewText
from cswo_eval.record.layout import REGISTER, shape_of
from cswo_eval.record.models import EvidenceRegister, RecordFile
from cswo_eval.record.reader import value_in
from cswo_eval.record.seal import is_untouched
from cswo_eval.text.problems import ProblemsFound


class Event(NamedTuple):
    """One change of one thing. `step` is None where somebody changed the file itself, some time before the next event."""

    id: str
    name: str
    """The file that it stands in."""
    step: Step | None
    before: Shape | None
    after: Shape | None
    known: bool = True
    """False where the history that led up to it is lost, so that what changed cannot be told."""


def life_of(history: History, ids: Sequence[str]) -> tuple[Event, ...]:
    """Return each change of the thing with these ids (what it is called now and was called before), the oldest first."""
    places = {place_of_id(one) for one in ids} - {""}
    wanted = {
        *ids,
        *(one.partition("/")[0] for one in ids if re.match(r"\d", one)),
    }  # a plan made again changes its actions
    last: dict[str, tuple[str | None, str | None]] = {}
    """What each file last held, with its digest: the text None where it is not known."""
    found: list[Event] = []
    for sitting in history.sittings:
        for step in sitting.steps:
            for change in _changes_of(step, places):
                digest, text = last.get(change.name, (change.before, None))
                before = _text_before(change, text if digest == change.before else None)
                if digest != change.before:
                    found += _event(ids, change.name, None, (text, digest), (before, change.before))
                after = None
                if before is not None and change.after is not None:
                    after = change.forward(before)
                if wanted & {*step.about}:
                    found += _event(ids, change.name, step, (before, change.before), (after, change.after))
                last[change.name] = (change.after, after)
    return tuple(found)


def _changes_of(step: Step, places: Collection[str]) -> Iterator[FileChange]:
    if step.state == "done":
        for change in step.changes:
            if not change.attached and any(_stands_in(change.name, place) for place in places):
                yield change


def _stands_in(name: str, place: str) -> bool:
    return name.startswith(place) if place.endswith("/") else name == place


def _text_before(change: FileChange, carried: str | None) -> str | None:
    if change.whole is not None:
        return change.whole
    return "" if change.before is None else carried


_Held = tuple[str | None, str | None]
"""A file's text and its digest; both None for no file, the text alone None where it is not known."""


def _event(ids: Sequence[str], name: str, step: Step | None, before: _Held, after: _Held) -> list[Event]:
    was, was_known = _thing(name, before, ids)
    now, now_known = _thing(name, after, ids)
    known = was_known and now_known
    if known and was == now:
        return []
    return [Event(ids[0], name, step, was, now, known)]


def _thing(name: str, held: _Held, ids: Sequence[str]) -> tuple[Shape | None, bool]:
    """Return what stands under one of these ids in a file, and whether that is known."""
    text, digest = held
    if digest is None:
        return None, True
    if text is None or digest_of(text) != digest:
        return None, False
    try:
        return next((one for given in ids if (one := thing_in(name, text, given)) is not None), None), True
    except ProblemsFound:  # somebody had edited it into something that did not read
        return None, False


def events_between(texts: Sequence[NewText], ids: Sequence[str]) -> tuple[Event, ...]:
    """Return what each of these ids was and is where files came to hold other texts: without a step, in order of the ids."""
    found: list[Event] = []
    for given in ids:
        place = place_of_id(given)
        for one in texts:
            if place and _stands_in(one.name, place):
                held = [(text, digest_of(text)) for text in (one.before, one.after)]
                found += _event((given,), one.name, None, held[0], held[1])
    return tuple(found)


def thing_in(name: str, text: str, given: str) -> Shape | None:
    """Return what an id means in a text of one of the record's files; None where there is none. Raises ProblemsFound."""
    value = _entry_alone(text, given) if name == REGISTER else None
    return named(value if value is not None else _value_of(name, text), given)


def _value_of(name: str, text: str) -> RecordFile:
    shape = shape_of(name)
    assert shape is not None
    return value_in(text, name, shape)


def _entry_alone(text: str, given: str) -> EvidenceRegister | None:
    """Return the register with one entry only, where the program itself wrote it: reading 2,000 for one takes seconds.

    None where another hand did, who may have laid it out in another way.
    """
    if not is_untouched(text):
        return None
    found = re.search(rf"^( *)- id: {re.escape(given)}\n(?:\1 .*\n|\n)*", text, re.MULTILINE)
    if found is None:
        return EvidenceRegister()
    return taken(parse_yaml(f"entries:\n{found[0]}", REGISTER), EvidenceRegister, sealed=True)
