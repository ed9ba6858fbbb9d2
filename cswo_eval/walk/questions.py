"""What the walk asks: one Question at a time, complete enough for any front end to put it."""

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
LINES_OF_AN_ENTRY: Mapping[QuestionName, str] = {"evidence-part": "my_part", "evidence-confirmer": "confirmer"}
"""Questions on an entry whose answer becomes a field of it as it was typed, in the order in which they are asked."""
AnswerForm = Literal["passage", "line", "choice", "date"]


class Choice(NamedTuple):
    """One of the answers to choose from: what to type, and what it means."""

    key: str
    name: str
    description: str = ""


class Question(NamedTuple):
    """One prompt about one competency or element.

    `form`: a passage ends with a lone full stop; a line is one line; a choice is one of `choices`; a date is a day.
    `present` is the answer already there, in the form it would be typed (Enter keeps it).
    """

    item: str
    name: QuestionName
    form: AnswerForm
    wording: str
    hint: str
    choices: tuple[Choice, ...] = ()
    present: str = ""
    evidence: str | None = None
    """The entry of the register that a question about evidence is on."""
    opens_item: bool = False
    """Whether this is the first question on its item, so that the item itself should be shown."""


class Finished(NamedTuple):
    """Nothing is left to ask in this sitting's scope. `skipped` items were passed over in it."""

    skipped: tuple[str, ...]
