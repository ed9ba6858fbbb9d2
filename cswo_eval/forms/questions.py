"""What any interview asks: one question at a time, complete enough for any front end to put it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from cswo_eval.framework.form_choices import Choice
from cswo_eval.framework.form_models import AnswerKind

LONGEST_SHOWN = 300
"""Characters of an earlier answer that are shown before Enter keeps it."""

ENDS_TEXT = "A full stop alone on a line ends it."
"""What is said of every text."""


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
    more: bool = False
    """Whether it is asked again until Enter."""
    takes_entries: bool = False
    """Whether the id of an entry alone, such as E3, answers a text: it names that entry."""
    adds: bool = False
    """Whether a text adds to what stands there without a + before it: the sign alone is no part of it."""
    group: str = ""
    """What else is asked with it and left with it by `skip`: the competency that a question of the walk is on."""
    heading: str = ""
    """What stands above the question: the part of a whole that begins with it."""

    @property
    def takes_text(self) -> bool:
        """Whether more lines can belong to the answer."""
        return self.kind == "text" or (self.kind == "line" and not self.one_line)


def hint_of(question: Question) -> str:
    """Return what is shown beneath a question: its hint, how the answer ends, and what Enter does, each once and as it is now."""
    shown = question.present if len(question.present) <= LONGEST_SHOWN else f"{question.present[:LONGEST_SHOWN]} …"
    if question.kind == "text":
        if question.present:
            keeps = "Enter keeps what is there; what you type replaces it; a + alone first adds to it."
            return f"{ENDS_TEXT} {keeps} There is:\n{shown}"
        ends = "" if ENDS_TEXT.lower().strip(".") in question.hint.lower() else ENDS_TEXT
        return " ".join(filter(None, (question.hint, ends)))
    if question.present and question.kind in ("line", "file"):
        return f"Enter keeps: {shown}"
    stands_for = question.present or question.enter
    says_it_itself = question.more if question.present else "Enter" in question.hint
    if not stands_for or says_it_itself:
        return question.hint
    # What a form says of Enter holds where nothing is there.
    hint = [one for one in re.split(r"(?<=[.;])\s+", question.hint) if "Enter" not in one]
    if question.kind == "ids":
        hint.append(f"Enter keeps: {shown}.")
    elif question.kind == "date" and stands_for == "today":
        hint.append("Enter if it was today.")
    else:
        hint.append(f"Enter for {shown or question.enter}.")
    return " ".join(filter(None, hint))
