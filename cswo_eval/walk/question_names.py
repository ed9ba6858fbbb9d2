"""What the walk asks: the questions on one competency or element, and which fields of an entry they fill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

QuestionName = Literal[
    "evidence",
    "evidence-kind",
    "evidence-date",
    "evidence-part",
    "evidence-confirmer",
    "evidence-bearing",
    "evidence-reason",
    "evidence-more",
    "level",
    "reason",
    "importance",
    "opposite",
    "confidence",
    "learning",
    "note",
]
"""Each is a field of the form `competency`."""
LINES_OF_AN_ENTRY: Mapping[QuestionName, str] = {"evidence-part": "my_part", "evidence-confirmer": "confirmer"}
"""Questions on an entry whose answer becomes a field of it as it was typed, in the order in which they are asked."""


class Finished(NamedTuple):
    """Nothing is left to ask in this sitting's scope. `skipped` items were passed over in it."""

    skipped: tuple[str, ...]
