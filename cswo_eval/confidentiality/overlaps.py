"""Places of a text of which none may overlap: whoever comes first has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar


class Placed(Protocol):
    """What stands somewhere in a text, with at least one character."""

    @property
    def start(self) -> int:
        """The place of its first character."""

    @property
    def end(self) -> int:
        """The place after its last character."""


PlacedType = TypeVar("PlacedType", bound=Placed)


def without_overlaps(placed: Iterable[PlacedType], length: int) -> Iterator[PlacedType]:
    """Give those that overlap none given before them. `length` is that of the text."""
    taken = bytearray(length)
    for one in placed:
        if taken.find(1, one.start, one.end) < 0:
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            yield one
