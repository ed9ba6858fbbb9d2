"""The few words that any prompt takes, and how a text that looks like one is written."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from cswo_eval.framework.form_models import CONTROL_WORDS

WordName = Literal["?", "??", "back", "skip", "go", "save", "quit", "private", "public", "list", "editor"]

WORDS_HELP: tuple[tuple[str, str], ...] = (
    ("?", "explain this question; in `assess`, ?? tells practice examples and duties whole"),
    ("back", "the question before"),
    ("skip", "leave this one for now"),
    ("go SD3.2", "to another competency, or go 4 to another question; `go` alone lists them"),
    ("private", "keep what is asked about here to yourself, with the evidence you give for it"),
    ("public", "take that mark back"),
    ("list", "the evidence you have recorded"),
    ("editor", "write a long text in your own editor ($EDITOR)"),
    ("save or quit", "stop here; everything is kept"),
)
"""In the walk over the Standard."""

WORDS_OF_A_FORM: tuple[tuple[str, str], ...] = (
    ("?", "explain the question"),
    ("back", "the question before"),
    ("skip", "leave this question for now"),
    ("go 4", "to another question; `go` alone lists them"),
    ("private", "keep what is asked about here to yourself"),
    ("public", "take that mark back"),
    ("list", "the evidence you have recorded"),
    ("editor", "write a long text in your own editor ($EDITOR)"),
    ("save or quit", "stop here; everything is kept"),
)
"""In an interview about one thing."""

WORDS_OF_ONE_QUESTION = (("save or quit", "stop here; what was answered before is kept"),)
"""At a question that stands alone: the others lead nowhere from there."""

WORDS_SHOWN = "? explains; back, skip, go, list, private, public, editor, save or quit."
"""The same in a line."""

MARKS = ("private", "public")
"""The words that mark what one is asked about, and take the mark back. A closing full stop does not make text of them."""

_FORMS = {"go": r"go(?:\s+\S{1,40})?", **{word: rf"{word}\.?" for word in MARKS}}
_WORDS = "|".join(_FORMS.get(word, re.escape(word)) for word in CONTROL_WORDS)
_WORD = re.compile(_WORDS)
_ESCAPED = re.compile(rf"\\+(?:\.|{_WORDS})")
_SAME = {"help": "?", "exit": "quit"}


class Word(NamedTuple):
    """A control word, with what `go` names."""

    name: WordName
    target: str = ""


def word_in(line: str) -> Word | None:
    """Return the control word that this whole line is (any case, spaces around it), or None."""
    match = _WORD.fullmatch(line.strip().lower())
    if match is None:
        return None
    name, *target = match.group().split()  # any space: a tab, or the no-break space of a pasted line
    name = name.rstrip(".")
    return Word(_SAME.get(name, name), "".join(target).upper())  # type: ignore[arg-type]


def unescaped(line: str) -> str:
    """Return the line as meant: `\\back` is the text 'back', `\\\\back` the text '\\back', and `\\.` a full stop."""
    return line.replace("\\", "", 1) if _ESCAPED.fullmatch(line.strip().lower()) else line
