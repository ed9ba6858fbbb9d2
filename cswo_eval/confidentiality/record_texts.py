"""Every text of the owner's in a record's values: where it stands, in words, and a copy with each text changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar, get_args, get_origin

from cswo_eval.files.shapes import Shape
from cswo_eval.record.fields import said_field
from cswo_eval.record.models import Text

ShapeType = TypeVar("ShapeType", bound=Shape)


class Place(NamedTuple):
    """Where a text stands: `id` is stable ('evidence/E3/shows'), `said` is for a person ('E3, what it shows')."""

    id: str
    said: str

    def inside(self, name: str, said: str) -> Place:
        """Return the place of a part of this one."""
        return Place(f"{self.id}/{name}", f"{self.said}, {said}" if self.said and said else self.said or said)


SEVERAL = {"Link": "why it bears on {}", "Attachment": "file {}"}
"""What one of several is called, where its id alone says too little."""

TYPED_BY_HAND = frozenset({"tags"})
"""Fields that are not the owner's own words, but in which somebody who edits the file may have put anything."""


def with_changed_texts(value: ShapeType, place: Place, change: Callable[[Place, str], str]) -> ShapeType:
    """Return a copy in which every text of the owner's is what `change` makes of it; the same value where nothing changed.

    `change` is told the place and the text; empty texts are not put to it.
    """
    changes = {}
    for name in _fields_with_text(type(value)):
        held = getattr(value, name)
        inside = place.inside(name, said_field(type(value), name))
        made = _changed(held, inside, change)
        if made is not held:
            changes[name] = made
    return value._replace(**changes) if changes else value


def texts_in(value: Shape, place: Place) -> tuple[tuple[str, str], ...]:
    """Return every text of the owner's in a value, each after where it stands in words; empty ones left out."""
    found: list[tuple[str, str]] = []

    def keep(where: Place, text: str) -> str:
        found.append((where.said, text))
        return text

    with_changed_texts(value, place, keep)
    return tuple(found)


def bare_texts(value: Any) -> Iterator[str]:
    """Give every text that `with_changed_texts` would put to its function, without saying where it stands: much faster."""
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, Shape):
        for name in _fields_with_text(type(value)):
            yield from bare_texts(getattr(value, name))
    elif isinstance(value, (tuple, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from bare_texts(one)


def _changed(held: Any, place: Place, change: Callable[[Place, str], str]) -> Any:
    if isinstance(held, str):
        made = change(place, held) if held else held
        return held if made == held else made
    if isinstance(held, Shape):
        return with_changed_texts(held, place, change)
    if isinstance(held, tuple):
        several = tuple(_changed(one, _place_of(place, one, count), change) for count, one in enumerate(held, start=1))
        return several if any(new is not old for new, old in zip(several, held, strict=True)) else held
    if isinstance(held, dict):
        by_name = {name: _changed(one, place.inside(str(name), str(name)), change) for name, one in held.items()}
        return by_name if any(by_name[name] is not one for name, one in held.items()) else held
    return held


def _place_of(place: Place, one: Any, count: int) -> Place:
    """Return the place of one of several: by its id or the competency it names, else by its number."""
    name = getattr(one, "id", None) or getattr(one, "item", None)
    if name is not None:
        return place.inside(str(name), SEVERAL.get(type(one).__name__, "{}").format(name))
    return place.inside(str(count), f"no. {count}" if count > 1 else "")


_known: dict[type[Shape], tuple[str, ...]] = {}


def _fields_with_text(shape: type[Shape]) -> tuple[str, ...]:
    """Return the fields of a shape that hold the owner's text, or something in which there is some; found out once."""
    if shape not in _known:
        _known[shape] = tuple(name for name, kind in shape._types.items() if holds_text(kind) or name in TYPED_BY_HAND)
    return _known[shape]


def holds_text(kind: Any) -> bool:
    """Return whether a field of this type is a text of the owner's, or something in which there is some."""
    if kind == Text:
        return True
    if isinstance(kind, type) and issubclass(kind, Shape):
        return bool(_fields_with_text(kind))
    return get_origin(kind) is not None and any(holds_text(one) for one in get_args(kind))
