"""Find what somebody means by an id, a name or a number in a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cswo_eval.text.problems import UnknownId


class Named(Protocol):
    """What has an id and a name."""

    @property
    def id(self) -> str:
        """How files and options say it."""

    @property
    def name(self) -> str:
        """How it is called on a screen."""


def id_named(listed: Sequence[Named], given: str, what: str) -> str:
    """Return the id of that one of `listed` which is given by its id, its name or its place, 1 for the first.

    `what` is what one of them is called, for the error. Raises UnknownId.
    """
    wanted = given.strip().casefold()
    for place, one in enumerate(listed, start=1):
        if wanted in (one.id.casefold(), one.name.casefold(), str(place)):
            return one.id
    known = [one.id for one in listed]
    raise UnknownId(given, what, known, f"There are: {', '.join(known)}.")
