"""The few words that any prompt takes, and how a text that looks like one is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

WordName = Literal["?", "back", "skip", "go", "save", "quit", "private", "list", "editor"]

WORDS_HELP: tuple[tuple[str, str], ...] = (
    ("?", "explain: both illustrations, practice examples, duties"),
    ("back", "the question before"),
    ("skip", "leave this one for now"),
    ("go SD3.2", "to any competency or element; `go` alone lists them"),
    ("private", "mark (or unmark) what this is about as private"),
    ("list", "the evidence you have recorded"),
    ("editor", "write a long text in your own editor ($EDITOR)"),
    ("save or quit", "stop here; everything is kept"),
)

_WORD = re.compile(r"(\?|help|back|skip|save|quit|exit|private|list|editor|go(?:\s+\S{1,40})?)", re.IGNORECASE)
_ESCAPED = re.compile(
    r"\\+(?:\?|\.|help|back|skip|save|quit|exit|private|list|editor|go(?:\s+\S{1,40})?)", re.IGNORECASE
)
_SAME = {"help": "?", "exit": "quit"}


@dataclass(frozen=True)
class Word:
    """A control word, with what `go` names."""

    name: WordName
    target: str = ""


def word_in(line: str) -> Word | None:
    """Return the control word that this whole line is (any case, spaces around it), or None."""
    match = _WORD.fullmatch(line.strip())
    if match is None:
        return None
    name, _, target = match.group().lower().partition(" ")
    return Word(_SAME.get(name, name), target.strip().upper())  # type: ignore[arg-type]


def unescaped(line: str) -> str:
    """Return the line as meant: `\\back` is the text 'back', `\\\\back` the text '\\back', and `\\.` a full stop."""
    return line[1:] if _ESCAPED.fullmatch(line) else line
