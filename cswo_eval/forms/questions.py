"""What any interview asks: one question at a time, complete enough for any front end to put it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cswo_eval.framework.form_choices import Choice
from cswo_eval.framework.form_models import AnswerKind

LONGEST_SHOWN = 300
"""Characters of an earlier answer that are shown before Enter keeps it."""


class NotAnAnswer(Exception):
    """What was typed does not answer the question: the sentence says what would. The state is unchanged."""


class Names(NamedTuple):
    """The ids that a line names, a sentence for each that cannot be taken, and what a search for its words found instead."""

    names: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    found: tuple[tuple[str, str], ...] = ()
    more: int = 0
    """How many more were found than are shown."""


class Question(NamedTuple):
    """One prompt.

    `field` says where the answer belongs: 'shows', or 'reason/SD1.3' for one that is asked for each id.
    `present` is the answer already there, in the form it would be typed: Enter keeps it.
    """

    field: str
    kind: AnswerKind
    wording: str
    hint: str = ""
    help: str = ""
    choices: tuple[Choice, ...] = ()
    present: str = ""
    enter: str = ""
    """The answer that Enter alone stands for where nothing is present; '': it passes."""
    needed: str = ""
    """What is said where Enter alone is no answer; '': it is one."""
    names: Callable[[str], Names] | None = None
    """Reads a line of ids."""
    past: bool = False
    """Whether a date must have come already."""
    least: float | None = None
    most: float | None = None
    one_line: bool = False
    """Whether a line may not hold several."""
    takes_entries: bool = False
    """Whether the id of an entry alone, such as E3, answers a text: it names that entry."""
    group: str = ""
    """What else is asked with it and left with it by `skip`: the competency that a question of the walk is on."""
    heading: str = ""
    """What stands above the question: the part of a whole that begins with it."""

    @property
    def takes_text(self) -> bool:
        """Whether more lines can belong to the answer."""
        return self.kind == "text" or (self.kind == "line" and not self.one_line)


def hint_of(question: Question) -> str:
    """Return what is shown beneath a question: its hint, how the answer ends, and what Enter does."""
    shown = question.present if len(question.present) <= LONGEST_SHOWN else f"{question.present[:LONGEST_SHOWN]} …"
    parts = [question.hint]
    if question.kind == "text":
        ends = "A full stop alone on a line ends it."
        if question.present:
            keeps = "Enter keeps what is there; what you type replaces it; a + alone first adds to it."
            parts = [ends, f"{keeps} There is:\n{shown}"]
        elif ends.lower().strip(".") not in question.hint.lower():
            parts.append(ends)
    elif question.present and question.kind in ("line", "file"):
        parts = [f"Enter keeps: {shown}"]
    elif question.kind == "date" and (question.present or question.enter) == "today":
        parts.append("Enter if it was today.")
    elif question.present and question.kind != "ids":
        parts.append(f"Enter for {shown}.")
    return " ".join(part for part in parts if part)
