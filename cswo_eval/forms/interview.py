"""An interview as it stands, what its lines come to, and how its owner is asked about those that are in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from cswo_eval.files.yaml_text import writable
from cswo_eval.forms.control_words import Word, unescaped, word_in
from cswo_eval.forms.happenings import Ask, Happening
from cswo_eval.forms.questions import LONGEST_SHOWN
from cswo_eval.forms.script import Script
from cswo_eval.text.words import counted

AnyScript = TypeVar("AnyScript", bound=Script)

LONGEST_TEXT = 200_000
NOT_TEXT = "This line could not be read as text: it is not in UTF-8."
TOO_LONG = f"That is longer than {LONGEST_TEXT:,} characters. Keep it as a document and describe it here."
MOST_SHOWN = 5
"""Lines left over from a paste that are shown; of more the number is said."""


class Interview(NamedTuple, Generic[AnyScript]):
    """An interview as it stands: the script, and what has been typed of the answer to its present question."""

    script: AnyScript
    lines: tuple[str, ...] = ()
    """The lines of the text that is being typed."""
    typing: bool = False
    """Whether a text is being typed: what comes next is a further line of it."""
    adds: bool = False
    """Whether the text is added to what is there: a + alone came first."""
    ended: bool = False
    """Whether its end was typed."""
    doubts: tuple[int, ...] = ()
    """The places of those of its lines that are a word of the program alone, and not yet asked about."""
    rest: tuple[str, ...] = ()
    """Lines that came with a paste and answer nothing."""
    dropping: bool = False
    """Whether its owner has said that the rest is no part of the text: one more yes drops it."""
    then: Word | None = None
    """What is done once all about the text has been asked and it is saved: the word that ended it."""
    broken: bool = False
    """Whether there is no more input, or none that can be read: nothing can be asked any more."""
    problem: str = ""
    """Why the interview ends once the answer is saved: what could not be read in a pipe."""


class Turn(NamedTuple, Generic[AnyScript]):
    """What one batch of lines made of an interview."""

    interview: Interview[AnyScript]
    happenings: tuple[Happening, ...] = ()


# --- its lines ---------------------------------------------------------------------------------------------------------


def lines_so_far(interview: Interview[AnyScript]) -> tuple[str, ...]:
    """Return the lines of a text that is broken off now; none where all they hold is words that nobody said are text."""
    lines, words = (*interview.lines, *map(unescaped, interview.rest)), set(interview.doubts)
    words |= {place for place, line in enumerate(interview.rest, len(interview.lines)) if word_in(line) is not None}
    holds = any(line.strip() for place, line in enumerate(lines) if place not in words)
    return lines if interview.typing and holds else ()


def with_lines(interview: Interview[AnyScript], further: Iterable[str]) -> Interview[AnyScript]:
    """Return the interview with further lines of its text, as they were meant; a word among them is in doubt."""
    lines, doubts = list(interview.lines), list(interview.doubts)
    for line in further:
        in_doubt = word_in(line) is not None
        if in_doubt:
            doubts.append(len(lines))
        lines.append(line if in_doubt else unescaped(line))
    return interview._replace(lines=tuple(lines), doubts=tuple(doubts))


def whole_text(interview: Interview[AnyScript]) -> str:
    """Return the text as its lines make it; behind what is there, where it adds to that."""
    text = "\n".join(interview.lines)
    question = interview.script.question() if interview.adds and interview.lines else None
    return f"{question.present}\n{text}" if question is not None else text


def without_text(interview: Interview[AnyScript]) -> Interview[AnyScript]:
    """Return the interview with nothing typed of a text. Lines left over from a paste stay."""
    return interview._replace(lines=(), typing=False, adds=False, ended=False, doubts=(), then=None)


def says_nothing(line: str) -> bool:
    """Return whether a line is blank, or the full stop alone that ends the longer texts."""
    return line.strip() in ("", ".")


def refusal_of(batch: Sequence[str], there: int = 0) -> str:
    """Return why lines cannot be taken, with `there` characters before them; '' where they can."""
    if not all(map(writable, batch)):
        return NOT_TEXT
    return TOO_LONG if there + sum(map(len, batch)) + len(batch) - 1 > LONGEST_TEXT else ""


def lost_with(rest: Sequence[str]) -> str:
    """Return what is said of the lines that came with one that was refused; '' where none did."""
    return f" {counted(len(rest), 'more line')} came with it, of which nothing was taken." if rest else ""


def is_entry_id(line: str) -> bool:
    """Return whether a line is the id of an entry alone, such as E3, and no sentence."""
    given = line.strip().rstrip(".")
    return given[:1] in ("E", "e") and given[1:].isascii() and given[1:].isdecimal() and len(given) < 8


# --- what is asked about them -----------------------------------------------------------------------------------------


def about_word(interview: Interview[AnyScript]) -> Ask:
    """Return the question whether the first word in doubt is one."""
    word = interview.lines[interview.doubts[0]].strip()
    return Ask(
        f"`{word}` stands alone on a line. Is it meant for the program?",
        "Enter for yes: it is done, and is no part of your text. t: it is text.",
    )


def about_rest(interview: Interview[AnyScript]) -> Ask:
    """Return the question whether the lines left over belong to the text or, where there is none, whether they may go."""
    rest = interview.rest[1:] if interview.rest[0].strip() == "." else interview.rest
    shown = "\n".join(line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]} …" for line in rest[:MOST_SHOWN])
    shown += f"\n… and {len(rest) - MOST_SHOWN} more" if len(rest) > MOST_SHOWN else ""
    came = f"{counted(len(rest), 'more line')} came with that paste, and {'answers' if len(rest) == 1 else 'answer'} nothing:"
    if interview.typing and not interview.dropping:
        return Ask(f"{came}\n{shown}\nIs this part of your text?", "Enter for yes; no leaves it out.")
    return Ask(f"{came}\n{shown}\nDrop this?", "Type yes to drop it; copy what you need of it first.")
