"""What the guard found: one place in a text, and the kind of identifier it is."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One identifier in a text as it was given."""

    kind: str
    """The id of a FindingKind."""
    certain: bool
    """Whether this very match is of the certain kind, which stops an export; otherwise it is a warning."""
    start: int
    """The place of its first character in the text as given, counted in code points from 0."""
    end: int
    """The place after its last character."""
    found: str
    """The text from `start` to `end`, as it stands there. The owner's words: never for an error."""


class Match(NamedTuple):
    """What one rule saw in a normalised text, before it is weighed against the others."""

    kind: str
    certain: bool
    start: int
    end: int
