"""The engine of every interview: lines in, a new state and what is to be done about it out. Nothing else; it asks and saves nothing.

    turn = typed(interview, ("3/9/2026", "alpha"), at)

A batch is what arrived at once: one line that was typed, the lines of one paste, one line of a pipe. Whoever runs an interview does
what the happenings of a turn say, in order, and answers `Kept` and `Moved` with `went_on`, once that state is saved.

Rules (the design, *The walk, and every other interview*): a word that stands alone on a later line of a text is asked about; lines
that were left over from one paste answer nothing until their owner says so; in a pipe both stop the interview, all before them kept.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from cswo_eval.files.yaml_text import writable
from cswo_eval.forms.answers import Taken, as_meant, read_answer
from cswo_eval.forms.control_words import MARKS, Word, unescaped, word_in
from cswo_eval.forms.questions import NotAnAnswer, Question
from cswo_eval.forms.script import At, Script
from cswo_eval.text.words import counted

AnyScript = TypeVar("AnyScript", bound=Script)

LONGEST_TEXT = 200_000
NOT_TEXT = "This line could not be read as text: it is not in UTF-8."
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
    """What is done once the text is saved: the word that ended it."""
    problem: str = ""
    """Why the interview ends once the text is saved: what could not be read in a pipe."""


class Said(NamedTuple):
    """Something to tell; `warns`: because something was not taken."""

    text: str
    warns: bool = True


class Found(NamedTuple):
    """What a search found in place of an answer."""

    rows: tuple[tuple[str, str], ...]
    more: int = 0


class Refused(NamedTuple):
    """A line that is no answer: a person is told and asked again, a pipe ends here."""

    sentence: str


class Kept(NamedTuple):
    """An answer, and the script as it makes it: to be saved now. `text` is what was typed where that is the owner's words."""

    question: Question
    value: Any
    text: str
    script: Any


class Moved(NamedTuple):
    """The script at another question: `back`, `skip` or `go`."""

    script: Any


class Obey(NamedTuple):
    """A word that whoever runs the interview does: explain, list, mark, say where `go` leads."""

    word: Word


class Edit(NamedTuple):
    """The owner's own editor is wanted, beginning from `text`; what it gives goes to `edited`."""

    text: str


class Ask(NamedTuple):
    """A question between: is this line a word or text, does the rest of a paste belong here?"""

    wording: str
    hint: str


class Stop(NamedTuple):
    """The interview stops here. `problem` says what could not be read, where that is why."""

    problem: str = ""


Happening = Said | Found | Refused | Kept | Moved | Obey | Edit | Ask | Stop


class Turn(NamedTuple, Generic[AnyScript]):
    """What one batch of lines made of an interview."""

    interview: Interview[AnyScript]
    happenings: tuple[Happening, ...] = ()


def typed(interview: Interview[AnyScript], batch: Sequence[str], at: At) -> Turn[AnyScript]:
    """Return the turn after these lines arrived at once. Whatever was typed is in its state or in its happenings."""
    if interview.doubts or interview.rest:
        return _between_answered(interview, batch, at)
    if interview.typing:
        return _text_taken(interview, batch, at)
    question = interview.script.question()
    if question is None:
        return Turn(interview, (Stop(),))
    return _answer_begun(interview, question, tuple(batch), at)


def unfinished(interview: Interview[AnyScript]) -> str:
    """Return the text that is being typed, as it would be kept now; '' where none is."""
    return _whole_text(interview) if interview.typing else ""


def edited(interview: Interview[AnyScript], text: str | None, at: At) -> Turn[AnyScript]:
    """Return the turn after the owner's editor gave a text; None, or a blank one: it gave none."""
    if text is None or not text.strip():
        return Turn(interview)
    lines = tuple(text.split("\n"))
    return _text_ended(interview._replace(lines=lines, typing=True, adds=False, doubts=(), rest=(), ended=True), at)


def broken_off(interview: Interview[AnyScript], at: At, problem: str = "") -> Turn[AnyScript]:
    """Return the turn after the input ended, or was broken off: the lines of a text are its answer, whatever was asked about them.

    Where `private` among them had not been asked about, it counts as both: a word too much is better than a leak.
    """
    lines = (*interview.lines, *interview.rest) if interview.typing else ()
    question = interview.script.question()
    if lines and question is not None and question.present and question.kind == "text" and not interview.adds:
        lines = (question.present, "", *lines)  # until its end, the new text does not take the place of the old
    asked = {word_in(interview.lines[place]) for place in interview.doubts}
    marks = tuple(Obey(word) for word in asked if word is not None and word.name == "private")
    if not lines:
        return Turn(interview._replace(rest=()), (*marks, Stop(problem)))
    whole = interview._replace(lines=lines, rest=(), doubts=(), then=Word("quit"), problem=problem)
    turn = _text_ended(whole, at)
    if any(isinstance(one, Refused) for one in turn.happenings):
        return Turn(_without_text(whole), (*marks, Stop(problem)))
    return turn._replace(happenings=(*marks, *turn.happenings))


def went_on(interview: Interview[AnyScript], script: AnyScript, at: At) -> Turn[AnyScript]:
    """Return the turn after what `Kept` or `Moved` said was done and saved: `script` is how it stands then."""
    then, before = interview.then, interview.script.question()
    going = Interview(script, rest=interview.rest)
    if interview.problem:
        return Turn(going, (Stop(interview.problem),))
    if then is None:
        return Turn(going, (_about_rest(going),) if going.rest else ())
    if then.name in ("save", "quit"):
        return Turn(going, (Stop(),))
    if then.name == "back":
        with contextlib.suppress(NotAnAnswer):  # to the question that was answered, and from it to the one before
            script = script.back().back()
        return Turn(going, (Moved(script),))
    now = script.question()
    if then.name == "skip" and (now is None or before is None or not now.group or now.group != before.group):
        return Turn(going)  # the answer led on by itself
    return _moved(going, then)


# --- the first line of an answer ----------------------------------------------------------------------------------------


def _answer_begun(
    interview: Interview[AnyScript], question: Question, batch: tuple[str, ...], at: At
) -> Turn[AnyScript]:
    first, rest = batch[0], batch[1:]
    word = word_in(first)
    if word is not None and not (rest and question.kind == "text"):
        if rest:
            with_it = counted(len(rest), "more line")
            sentence = f"A paste that begins with `{word.name}`, with {with_it}: none of it was taken."
            return Turn(interview, (Refused(sentence),))
        return _obeyed(interview, question, word, at)
    if not all(map(writable, batch)):
        return Turn(interview, (Refused(NOT_TEXT),))
    names_entry = question.takes_entries and not rest and is_entry_id(first)
    if question.kind == "text" and not names_entry:
        return _text_begun(interview, question, batch, at)
    try:
        taken = Taken(first.strip().rstrip(".")) if names_entry else read_answer(question, as_meant(first), at.today)
    except NotAnAnswer as problem:
        lost = f" {counted(len(rest), 'more line')} came with it, of which nothing was taken." if rest else ""
        return Turn(interview, (Refused(f"{problem}{lost}"),))
    if rest and question.takes_text and taken.value is not None:
        whole = interview._replace(lines=(taken.value,), typing=True, ended=True, rest=rest)
        return Turn(whole, (_about_rest(whole),))
    return _line_taken(interview._replace(rest=rest), question, taken, at)


def is_entry_id(line: str) -> bool:
    """Return whether a line is the id of an entry alone, such as E3, and no sentence."""
    given = line.strip().rstrip(".")
    return given[:1] in ("E", "e") and given[1:].isascii() and given[1:].isdecimal() and len(given) < 8


def _line_taken(interview: Interview[AnyScript], question: Question, taken: Taken, at: At) -> Turn[AnyScript]:
    wrong: tuple[Happening, ...] = tuple(Said(one) for one in taken.wrong)
    if taken.value is None and (taken.found or taken.wrong):
        if taken.wrong and not at.interactive:
            return Turn(interview._replace(rest=()), (Refused(" ".join(taken.wrong)),))
        found: tuple[Happening, ...] = (Found(taken.found, taken.more),) if taken.found else ()
        return Turn(interview._replace(rest=()), (*found, *wrong))
    if wrong and not at.interactive:  # what is right of the line is saved first
        interview, wrong = interview._replace(problem=" ".join(taken.wrong)), ()
    said: tuple[Happening, ...] = (Said(taken.said, warns=False),) if taken.said else ()
    words = taken.value if question.kind == "line" and taken.value is not None else ""
    kept = _kept(interview, question, taken.value, words, at)
    return kept._replace(happenings=(*wrong, *said, *kept.happenings))


def _kept(interview: Interview[AnyScript], question: Question, value: Any, words: str, at: At) -> Turn[AnyScript]:
    try:
        script = interview.script.answer(question, value, at)
    except NotAnAnswer as problem:
        if len(interview.lines) > 1 and interview.typing:
            return Turn(interview._replace(ended=False, then=None), (Refused(f"{problem} {_STILL_HERE}"),))
        return Turn(_without_text(interview)._replace(rest=()), (Refused(str(problem)),))
    return Turn(interview, (Kept(question, value, words, script),))


_STILL_HERE = "What you typed is still here: `editor` opens it, and a full stop alone ends it again."


def _without_text(interview: Interview[AnyScript]) -> Interview[AnyScript]:
    return interview._replace(lines=(), typing=False, adds=False, ended=False, doubts=(), then=None)


def _obeyed(interview: Interview[AnyScript], question: Question, word: Word, at: At) -> Turn[AnyScript]:
    """Do what a word says at the first line of an answer."""
    if word.name in ("save", "quit"):
        return Turn(interview, (Stop(),))
    if word.name == "editor":
        if question.kind != "text":
            return Turn(interview, (Refused("`editor` is for longer texts; here a line is enough."),))
        if not at.interactive:
            return Turn(interview, (Refused("There is no editor without a terminal."),))
        return Turn(interview, (Edit(question.present),))
    if word.name in ("back", "skip") or (word.name == "go" and word.target):
        return _moved(interview, word)
    return Turn(interview, (Obey(word),))


def _moved(interview: Interview[AnyScript], word: Word) -> Turn[AnyScript]:
    script = interview.script
    try:
        to = script.back() if word.name == "back" else script.skip() if word.name == "skip" else script.go(word.target)
    except NotAnAnswer as problem:
        return Turn(interview, (Refused(str(problem)),))
    return Turn(interview, (Moved(to),))


# --- texts ----------------------------------------------------------------------------------------------------------------


def _text_begun(interview: Interview[AnyScript], question: Question, batch: tuple[str, ...], at: At) -> Turn[AnyScript]:
    first, rest = batch[0], batch[1:]
    if not rest and (not first.strip() or first.strip() == "."):
        if question.needed and not question.present:
            return Turn(interview, (Refused(question.needed),))
        return _kept(interview, question, None, "", at)
    begun = interview._replace(typing=True)
    if question.present and first.strip() == "+":
        return _text_taken(begun._replace(adds=True), rest, at)
    if first.strip() == ".":
        return Turn(interview, (Refused("A paste that begins with a full stop alone: none of it was taken."),))
    if word_in(first) is not None:  # of a paste: asked about like one in its middle
        return _text_taken(begun, batch, at)
    return _text_taken(begun._replace(lines=(unescaped(first),)), rest, at)


def _text_taken(interview: Interview[AnyScript], batch: Sequence[str], at: At) -> Turn[AnyScript]:
    """Take further lines of a text, up to a lone full stop; what a paste holds behind that answers nothing."""
    lines, doubts = list(interview.lines), list(interview.doubts)
    for place, line in enumerate(batch):
        if line.strip() == ".":
            rest = tuple(batch[place:]) if batch[place + 1 :] else ()
            return _asked(
                interview._replace(lines=tuple(lines), doubts=tuple(doubts), ended=True, rest=rest),
                at,
            )
        word, kept = word_in(line), interview._replace(lines=tuple(lines), doubts=tuple(doubts))
        if not writable(line):
            if not at.interactive:
                return broken_off(kept, at, NOT_TEXT)
            return Turn(kept, (Refused(f"{NOT_TEXT} The lines before it are here: go on with the next."),))
        if word is not None and not at.interactive:
            name = word.name if word.name != "go" else "go"
            problem = (
                f"`{name}` stands alone on a line of a text, and may be a word to the program. Write \\{name} if it is your text, "
                "or end the text before it with a full stop alone."
            )
            return broken_off(kept, at, problem)
        if word is not None:
            doubts.append(len(lines))
        lines.append(line if word is not None else unescaped(line))
    return _asked(interview._replace(lines=tuple(lines), doubts=tuple(doubts)), at)


def _whole_text(interview: Interview[AnyScript]) -> str:
    question, text = interview.script.question(), "\n".join(interview.lines)
    return f"{question.present}\n{text}" if interview.adds and text and question is not None else text


def _asked(interview: Interview[AnyScript], at: At) -> Turn[AnyScript]:
    """Ask about the first word that stands alone, then about the rest of a paste; an ended text with neither is an answer."""
    if interview.doubts:
        return Turn(interview, (_about_word(interview),))
    if interview.rest:
        return Turn(interview, (_about_rest(interview),))
    return _text_ended(interview, at) if interview.ended else Turn(interview)


def _text_ended(interview: Interview[AnyScript], at: At) -> Turn[AnyScript]:
    question = interview.script.question()
    assert question is not None  # a text is typed at a question
    text = _whole_text(interview)
    if not interview.lines:
        return _kept(_without_text(interview), question, None, "", at)
    if len(text) > LONGEST_TEXT:
        sentence = f"That is longer than {LONGEST_TEXT:,} characters. Keep it as a document and describe it here."
        return Turn(interview._replace(ended=False), (Refused(f"{sentence} {_STILL_HERE}"),))
    return _kept(interview, question, text, text, at)


# --- questions between ------------------------------------------------------------------------------------------------


def _about_word(interview: Interview[AnyScript]) -> Ask:
    word = interview.lines[interview.doubts[0]].strip()
    return Ask(
        f"`{word}` stands alone on a line. Is it meant for the program?",
        "Enter for yes: it is done, and is no part of your text. t: it is text.",
    )


def _about_rest(interview: Interview[AnyScript]) -> Ask:
    rest = interview.rest[1:] if interview.rest[0].strip() == "." else interview.rest
    shown = "\n".join(rest[:MOST_SHOWN]) + (f"\n… and {len(rest) - MOST_SHOWN} more" if len(rest) > MOST_SHOWN else "")
    came = f"{counted(len(rest), 'more line')} came with that paste, and {'answers' if len(rest) == 1 else 'answer'} nothing:"
    if interview.typing and not interview.dropping:
        return Ask(f"{came}\n{shown}\nIs this part of your text?", "Enter for yes; no leaves it out.")
    return Ask(f"{came}\n{shown}\nDrop this?", "Type yes to drop it; copy what you need of it first.")


def _between_answered(interview: Interview[AnyScript], batch: Sequence[str], at: At) -> Turn[AnyScript]:
    """Take the reply to a question between. The words of the program work here too; what is not understood is asked again."""
    reply = batch[0].strip().rstrip(".").lower() if len(batch) == 1 else "?"  # a paste is no reply
    word = word_in(reply)
    asked = _about_word(interview) if interview.doubts else _about_rest(interview)
    in_doubt = word_in(interview.lines[interview.doubts[0]]) if interview.doubts else None
    if word is not None and word != in_doubt:
        if word.name in ("save", "quit"):
            return broken_off(interview, at)
        if word.name in ("list", *MARKS):
            return Turn(interview, (Obey(word), asked))
        return Turn(interview, (Said("First this one thing:", warns=False), asked))
    if interview.doubts:
        return _doubt_answered(interview, reply, asked, at)
    yes, no = reply in ("y", "yes"), reply in ("n", "no")
    if not interview.typing or interview.dropping:
        if not yes:
            again = interview._replace(dropping=False)
            return Turn(again, (_about_rest(again),))
        dropped = interview._replace(rest=(), dropping=False)
        return _asked(dropped, at) if dropped.typing else Turn(dropped, (Moved(dropped.script),))
    if yes or not reply:
        rest = map(unescaped, interview.rest[1:])
        lines = (*interview.lines, interview.rest[0], *rest)
        return _asked(interview._replace(lines=lines, rest=()), at)
    if no:
        asking = interview._replace(dropping=True)
        return Turn(asking, (_about_rest(asking),))
    return Turn(interview, (Said("Press Enter for yes, or type no."), asked))


def _doubt_answered(interview: Interview[AnyScript], reply: str, asked: Ask, at: At) -> Turn[AnyScript]:
    place = interview.doubts[0]
    word = word_in(interview.lines[place])
    assert word is not None
    if reply in ("t", "text", "n", "no"):
        return _asked(interview._replace(doubts=interview.doubts[1:]), at)
    if reply not in ("", "y", "yes") and word_in(reply) != word:
        return Turn(interview, (Said("Press Enter if it is meant for the program, or type t if it is text."), asked))
    lines = (*interview.lines[:place], *interview.lines[place + 1 :])
    later = tuple(one - 1 for one in interview.doubts[1:])
    return _word_within_text(interview._replace(lines=lines, doubts=later), word, at)


def _word_within_text(interview: Interview[AnyScript], word: Word, at: At) -> Turn[AnyScript]:
    """Do what a word within a text says: what only tells or marks leaves the text open, what leads away keeps it first."""
    question = interview.script.question()
    assert question is not None
    if word.name == "editor":
        whole = interview._replace(lines=(*interview.lines, *interview.rest), rest=(), doubts=())
        return Turn(whole, (Edit(_whole_text(whole)),))
    if word.name in ("?", "??", "list", *MARKS) or (word.name == "go" and not word.target):
        asked = _asked(interview, at)
        going_on = Said("Your text goes on. A full stop alone on a line ends it.", warns=False)
        return asked._replace(happenings=(Obey(word), *(asked.happenings or (going_on,))))
    if not interview.lines:
        return _obeyed(_without_text(interview), question, word, at)
    whole = interview._replace(lines=(*interview.lines, *interview.rest), rest=(), doubts=(), then=word)
    return _text_ended(whole, at)
