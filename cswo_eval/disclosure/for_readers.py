"""What of a record's fields is for whom, by the table of fields: the words that pages are made from, and what is listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from cswo_eval.confidentiality.record_texts import TYPED_BY_HAND, holds_text
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.files.shapes import Shape
from cswo_eval.record.fields import KINDS, Field, fields_of
from cswo_eval.record.models import Text


class Asking(NamedTuple):
    """Who asks, and for what: an audience's id, whether it is shown single levels, and the sections."""

    reader: str
    levels: bool
    sections: frozenset[str]

    def is_told(self, field: Field) -> bool:
        """Whether a field is for this reader, in one of these sections."""
        return self._is_for(field) and (not field.where or bool(field.where & self.sections))

    def is_listed(self, shape: type[Shape]) -> bool:
        """Whether things of a kind are told whole: then spreadsheets and JSON list them."""
        kind = KINDS[shape]
        told = any(self._is_for(field) for field in kind.fields)
        return told and (not kind.listed_in or bool(kind.listed_in & self.sections))

    def may_have(self, shape: type[Shape]) -> bool:
        """Whether anything about things of a kind is for this reader, if only what is worked out from them."""
        return any(self.reader in field.readers for field in KINDS[shape].fields)

    def shows(self, shape: type[Shape], name: str) -> bool:
        """Whether a field of listed things is told: what a column or a line is made for."""
        return self.is_listed(shape) and self.is_told(fields_of(shape)[name])

    def _is_for(self, field: Field) -> bool:
        return self.reader in field.readers and (self.levels or not field.tells_level)


def told_record(whole: WholeRecord, asking: Asking) -> WholeRecord:
    """Return the record with those texts alone that this reader may have, in the sections that are asked for.

    Levels and what orders things stay in it: what is told of them is worked out from them first.
    """
    return _changed(whole, lambda value: _told(value, asking))


def listed_record(whole: WholeRecord, asking: Asking) -> WholeRecord:
    """Return the record with those things alone that are told whole to this reader, and of them what is for it."""
    return _changed(whole, lambda value: _listed(value, asking))


def _changed(whole: WholeRecord, change: Callable[[Any], Any]) -> WholeRecord:
    """Return the record with each of its files changed; one that becomes None is as if it were not there."""
    nothing = WholeRecord(whole.framework, whole.profile)
    made: dict[str, Any] = {}
    for name in WholeRecord._fields[1:]:
        held = getattr(whole, name)
        if isinstance(held, tuple):
            made[name] = tuple(one for one in map(change, held) if one is not None)
        elif held is not None:
            made[name] = changed if (changed := change(held)) is not None else getattr(nothing, name)
    return whole._replace(**made)


def _told(value: Any, asking: Asking) -> Any:
    """Return a value with the texts that are told; None for what is not for this reader at all."""
    if not isinstance(value, Shape):
        return _each(value, lambda one: _told(one, asking))
    if type(value) not in KINDS:
        return value
    if not asking.may_have(type(value)):
        return None
    changes = {}
    for name, field in fields_of(type(value)).items():
        held = getattr(value, name)
        if not held or not (holds_text(type(value)._types[name]) or name in TYPED_BY_HAND):
            continue
        made = _told(held, asking) if asking.is_told(field) or _holds_things(held) else _nothing(value, name)
        if made is not held:
            changes[name] = made
    return value._replace(**changes) if changes else value


def _listed(value: Any, asking: Asking) -> Any:
    """Return a value with what is told of things that are listed; None for the others."""
    if not isinstance(value, Shape):
        return _each(value, lambda one: _listed(one, asking))
    if type(value) not in KINDS:
        return value
    if not asking.is_listed(type(value)):
        return None
    changes = {}
    for name, field in fields_of(type(value)).items():
        held = getattr(value, name)
        made = _listed(held, asking) if asking.is_told(field) else _nothing(value, name)
        if made is not held:
            changes[name] = made
    return value._replace(**changes) if changes else value


def _each(held: Any, change: Callable[[Any], Any]) -> Any:
    """Return a list or mapping with each member changed and without those that become None; anything else as it is."""
    if isinstance(held, tuple):
        made = tuple(one for one in map(change, held) if one is not None)
        return held if len(made) == len(held) and all(new is old for new, old in zip(made, held, strict=True)) else made
    if isinstance(held, dict):
        by_name = {name: new for name, one in held.items() if (new := change(one)) is not None}
        return held if all(by_name.get(name) is one for name, one in held.items()) else by_name
    return held


def _holds_things(held: Any) -> bool:
    """Whether a field holds things with fields of their own, which say for themselves what is told of them."""
    inner = held.values() if isinstance(held, dict) else held if isinstance(held, tuple) else (held,)
    return any(isinstance(one, Shape) for one in inner)


def _nothing(value: Shape, name: str) -> Any:
    """Return what a field holds of which nothing is told. What every thing of its kind must have, and is no text, stays."""
    if name not in value._defaults:
        return "" if value._types[name] == Text else getattr(value, name)
    default = value._defaults[name]
    return {} if isinstance(default, dict) else default
