"""The engine of every interview: lines in, a new state and what is to be done about it out. Nothing else; it asks and saves nothing.

    turn = typed(interview, ("3/9/2026", "alpha"), at)

A batch is what arrived at once: one line that was typed, the lines of one paste, one line of a pipe. Whoever runs an interview does
what the happenings of a turn say, in order, and answers `Kept` and `Moved` with `went_on` (or `not_kept`), `Obey` with `obeyed` and
`Edit` with `edited`, once that is done and saved. What such a step leads to is worked out then, never before: an answer that was made
before a mark was set would be saved without it.

Rules (the design, *The walk, and every other interview*): a word that stands alone on a later line of a text is asked about; lines
that were left over from one paste answer nothing until their owner says so; in a pipe both stop the interview, all before them kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cswo_eval.files.yaml_text import writable
from cswo_eval.forms.answers import Taken, as_meant, read_answer
from cswo_eval.forms.control_words import MARKS, Word, unescaped, word_in
from cswo_eval.forms.happenings import Ask, Edit, Found, Happening, Kept, Moved, Obey, Refused, Said, Stop
from cswo_eval.forms.interview import (
    LONGEST_TEXT,
    NOT_TEXT,
    TOO_LONG,
    AnyScript,
    Interview,
    Turn,
    about_rest,
    about_word,
    is_entry_id,
    lines_so_far,
    lost_with,
    refusal_of,
    says_nothing,
    whole_text,
    with_lines,
    without_text,
)
from cswo_eval.forms.questions import LONGEST_SHOWN, NotAnAnswer, Question
from cswo_eval.forms.script import At
from cswo_eval.text.words import counted

__all__ = [
    "LONGEST_TEXT",
    "Ask",
    "Edit",
    "Found",
    "Happening",
    "Interview",
    "Kept",
    "Moved",
    "Obey",
    "Refused",
    "Said",
    "Stop",
    "Turn",
    "broken_off",
    "edited",
    "may_be_private",
    "not_kept",
    "obeyed",
    "typed",
    "unfinished",
    "went_on",
]

_STILL_HERE = "What you typed is still here: `editor` opens it, and a full stop alone ends it again."
_GOES_ON = "Your text goes on. A full stop alone on a line ends it."
_HOW_IT_ENDS = "To end your text, type a full stop alone on a line."
_BEFORE_IS_HERE = "What you typed before it is here: go on with the next line, or end it with a full stop alone."
_PRIVATE = Word("private")


def typed(interview: Interview[AnyScript], batch: Sequence[str], at: At) -> Turn[AnyScript]:
    """Return the turn after these lines arrived at once. Whatever was typed is in its state or in its happenings."""
    if not batch:
        return Turn(interview)
    if interview.doubts or interview.rest:
        return _between_answered(interview, batch, at)
    if interview.typing:
        return _text_taken(interview, batch, at)
    question = interview.script.question()
    if question is None:
        return Turn(interview, (Stop(),))
    return _answer_begun(interview, question, tuple(batch), at)


def unfinished(interview: Interview[AnyScript]) -> str:
    """Return the text that is being typed, as it would be kept if it were broken off now; '' where none is."""
    return whole_text(interview._replace(lines=lines_so_far(interview)))


def edited(interview: Interview[AnyScript], text: str | None, at: At) -> Turn[AnyScript]:
    """Return the turn after the owner's editor gave a text; None, or a blank one: it gave none, and all is as it was.

    A word of the program alone on one of its lines is asked about, unless that line was in what the editor began from.
    """
    if text is None or not text.strip():
        said = f"The editor gave no text. {_GOES_ON}" if interview.typing else "The editor gave no text."
        return Turn(interview, (Said(said, warns=False),))
    if not writable(text):
        return Turn(interview, (Refused(NOT_TEXT),))
    question = interview.script.question()
    present = question.present if question is not None else ""
    known, lines = {*interview.lines, *present.split("\n")}, tuple(text.split("\n"))
    doubts = tuple(place for place, line in enumerate(lines) if line not in known and word_in(line) is not None)
    whole = interview._replace(lines=lines, typing=True, adds=False, doubts=doubts, rest=(), ended=True, then=None)
    return _asked(whole, at)


def broken_off(interview: Interview[AnyScript], at: At, problem: str = "") -> Turn[AnyScript]:
    """Return the turn after the input ended, or was broken off: the lines of a text are its answer, whatever was asked about them.

    Where `private` among them had not been asked about, it counts as both: a word too much is better than a leak.
    """
    return _broken_off(interview, at, problem, may_be_private(interview))


def may_be_private(interview: Interview[AnyScript]) -> bool:
    """Return whether `private` stands among what was typed of a text, and its owner has not said yet whether that is the word."""
    undecided = (*(interview.lines[place] for place in interview.doubts), *interview.rest)
    return any(word_in(line) == _PRIVATE for line in undecided)


def went_on(interview: Interview[AnyScript], script: AnyScript) -> Turn[AnyScript]:
    """Return the turn after what `Kept` or `Moved` said was done and saved: `script` is how it stands then."""
    then, before = interview.then, interview.script.question()
    if interview.broken or interview.problem:
        return Turn(Interview(script), (Stop(interview.problem),))
    going = Interview(script, rest=interview.rest)
    if then is None:
        return Turn(going, (about_rest(going),) if going.rest else ())
    if then.name in ("save", "quit"):
        return Turn(going, (Stop(),))
    if then.name == "back":
        return _moved_back_from_answer(going)
    now = script.question()
    if then.name == "skip" and (now is None or before is None or not now.group or now.group != before.group):
        return Turn(going)  # the answer led on by itself
    return _moved(going, then)


def not_kept(interview: Interview[AnyScript], sentence: str, at: At) -> Turn[AnyScript]:
    """Return the turn after an answer was refused, by the script or by what saves it: a text stays open with all its lines.

    A text of one short line is no more than any other answer that was refused: it is asked for again.
    """
    if interview.broken:
        return Turn(without_text(interview), (Stop(interview.problem or sentence),))
    if interview.typing and (len(interview.lines) > 1 or len(interview.lines[0]) > LONGEST_SHOWN):
        said = f"{sentence} {_STILL_HERE}" if at.interactive else sentence
        return Turn(interview._replace(ended=False, then=None), (Refused(said),))
    return Turn(without_text(interview)._replace(rest=()), (Refused(f"{sentence}{lost_with(interview.rest)}"),))


def obeyed(interview: Interview[AnyScript], script: AnyScript, at: At) -> Turn[AnyScript]:
    """Return the turn after what `Obey` said was done: `script` is how it stands then. What was being asked or typed goes on."""
    going = interview._replace(script=script)
    asked = _asked(going, at)
    return asked if asked.happenings or not going.typing else Turn(going, (Said(_GOES_ON, warns=False),))


def _broken_off(interview: Interview[AnyScript], at: At, problem: str, marks: bool) -> Turn[AnyScript]:
    lines = lines_so_far(interview)
    if not lines:
        marked: tuple[Happening, ...] = (Obey(_PRIVATE),) if marks else ()
        left = sum(not says_nothing(line) for line in interview.rest)
        lost = (Said(f"{counted(left, 'line')} left over from that paste answered nothing."),) if left else ()
        return Turn(without_text(interview)._replace(rest=()), (*marked, *lost, Stop(problem)))
    question = interview.script.question()
    if question is not None and question.present and question.kind == "text" and not interview.adds:
        lines = (question.present, "", *lines)  # until its end, the new text does not take the place of the old
    whole = interview._replace(lines=lines, rest=(), doubts=(), then=None, broken=True, problem=problem)
    return Turn(whole, (Obey(_PRIVATE),)) if marks else _asked(whole, at)


# --- the first line of an answer ----------------------------------------------------------------------------------------


def _answer_begun(
    interview: Interview[AnyScript], question: Question, batch: tuple[str, ...], at: At
) -> Turn[AnyScript]:
    if not question.takes_text:  # the blank lines before its line are none
        batch = batch[next((place for place, line in enumerate(batch) if not says_nothing(line)), 0) :]
    first, rest = batch[0], batch[1:]
    if all(map(says_nothing, rest)) and (word_in(first) is not None or question.kind != "text"):
        rest = ()
    word = word_in(first)
    if word is not None and not (rest and question.kind == "text"):
        if rest:
            with_it = counted(len(rest), "more line")
            sentence = f"A paste that begins with `{word.name}`, with {with_it}: none of it was taken."
            return Turn(interview, (Refused(sentence),))
        return _obeyed(interview, question, word, at)
    refusal = refusal_of((first, *rest))
    if refusal:
        return Turn(interview, (Refused(f"{refusal}{lost_with(rest)}"),))
    if first.strip() == "." and not all(map(says_nothing, rest)):
        return Turn(interview, (Refused("A paste that begins with a full stop alone: none of it was taken."),))
    names_entry = question.takes_entries and all(map(says_nothing, rest)) and is_entry_id(first)
    if question.kind == "text" and not names_entry:
        return _text_begun(interview, question, batch, at)
    if rest and question.takes_text and not names_entry:
        whole = interview._replace(lines=(unescaped(first),), typing=True, ended=True, rest=rest)
        return Turn(whole, (about_rest(whole),))
    try:
        taken = Taken(first.strip().rstrip(".")) if names_entry else read_answer(question, as_meant(first), at.today)
    except NotAnAnswer as problem:
        return Turn(interview, (Refused(f"{problem}{lost_with(rest)}"),))
    return _line_taken(interview._replace(rest=() if names_entry else rest), question, taken, at)


def _line_taken(interview: Interview[AnyScript], question: Question, taken: Taken, at: At) -> Turn[AnyScript]:
    wrong: tuple[Happening, ...] = tuple(Said(one) for one in taken.wrong)
    if taken.value is None and (taken.found or taken.wrong):
        if taken.wrong and not at.interactive:
            return Turn(interview._replace(rest=()), (Refused(" ".join(taken.wrong)),))
        found: tuple[Happening, ...] = (Found(taken.found, taken.more),) if taken.found else ()
        lost: tuple[Happening, ...] = (Said(lost_with(interview.rest).strip()),) if interview.rest else ()
        return Turn(interview._replace(rest=()), (*found, *wrong, *lost))
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
        return not_kept(interview, str(problem), at)
    return Turn(interview, (Kept(question, value, words, script),))


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
    if _leads_away(word):
        return _moved(interview, word)
    return Turn(interview, (Obey(word),))


def _leads_away(word: Word) -> bool:
    return word.name in ("back", "skip") or (word.name == "go" and word.target != "")


def _moved(interview: Interview[AnyScript], word: Word) -> Turn[AnyScript]:
    script, question = interview.script, interview.script.question()
    try:
        to = script.back() if word.name == "back" else script.skip() if word.name == "skip" else script.go(word.target)
    except NotAnAnswer as problem:
        may_be_text = word.name == "go" and question is not None and question.takes_text
        hint = " If it is your text, write a backslash before it: \\go." if may_be_text else ""
        return Turn(interview, (Refused(f"{problem}{hint}"),))
    return Turn(interview, (Moved(to),))


def _moved_back_from_answer(interview: Interview[AnyScript]) -> Turn[AnyScript]:
    """Go back to the question that was just answered, and from it to the one before; where there is none, it is asked again."""
    said: tuple[Happening, ...] = ()
    script = interview.script
    try:
        script = script.back()
        script = script.back()
    except NotAnAnswer as problem:
        said = (Said(str(problem)),)
    return Turn(interview, (*said, Moved(script)))


# --- texts ----------------------------------------------------------------------------------------------------------------


def _text_begun(interview: Interview[AnyScript], question: Question, batch: tuple[str, ...], at: At) -> Turn[AnyScript]:
    first, rest = batch[0], batch[1:]
    if all(map(says_nothing, batch)):
        return _nothing_given(interview, question, at)
    begun = interview._replace(typing=True)
    if first.strip() == "+" and (question.present or question.adds):
        return _text_taken(begun._replace(adds=bool(question.present)), rest, at)
    if word_in(first) is not None:  # of a paste: asked about like one in its middle
        return _text_taken(begun, batch, at)
    return _text_taken(begun._replace(lines=(unescaped(first),)), rest, at)


def _nothing_given(interview: Interview[AnyScript], question: Question, at: At) -> Turn[AnyScript]:
    """Take Enter, or blank lines, for what they stand for: what is there is kept, or the question passed."""
    try:
        taken = read_answer(question, "", at.today)
    except NotAnAnswer as problem:
        return Turn(interview, (Refused(str(problem)),))
    return _line_taken(interview, question, taken, at)


def _text_taken(interview: Interview[AnyScript], batch: Sequence[str], at: At) -> Turn[AnyScript]:
    """Take further lines of a text, up to a lone full stop; what a paste holds behind that answers nothing."""
    grows = any(
        word_in(line) is None and line.strip() != "." for line in batch
    )  # an end, and `editor`, are always taken
    refusal = refusal_of(batch, len(whole_text(interview)) + 1) if grows else ""
    if refusal and not at.interactive:
        return broken_off(interview, at, refusal)
    if refusal:
        lost = " None of that paste was taken." if len(batch) > 1 else ""
        return Turn(interview, (Refused(f"{refusal}{lost} {_BEFORE_IS_HERE}"),))
    stop = next((place for place, line in enumerate(batch) if line.strip() == "."), len(batch))
    behind = tuple(batch[stop:])
    if not at.interactive:
        word = next((place for place, line in enumerate(batch[:stop]) if word_in(line) is not None), None)
        if word is not None:
            return _stopped_by_word(with_lines(interview, batch[:word]), batch[word], at)
    taken = with_lines(interview, batch[:stop])
    if behind:
        taken = taken._replace(ended=True, rest=() if all(map(says_nothing, behind)) else behind)
    elif at.interactive and len(batch) == 1 and _seeks_end(taken.lines):
        return Turn(taken, (Said(_HOW_IT_ENDS, warns=False),))
    return _asked(taken, at)


def _seeks_end(lines: Sequence[str]) -> bool:
    """Whether two blank lines just followed what was typed: somebody presses Enter, and the text does not end."""
    written = [bool(line.strip()) for line in lines[-3:]]
    return written in ([True, False, False], [False, False])


def _stopped_by_word(interview: Interview[AnyScript], line: str, at: At) -> Turn[AnyScript]:
    """Stop a pipe at a word that stands alone on a later line of a text. `private` marks what is kept: it may have been meant."""
    name = line.split()[0].rstrip(".").lower()
    problem = (
        f"`{name}` stands alone on a line of a text, and may be a word to the program. Write \\{name} if it is your text, "
        "or end the text before it with a full stop alone."
    )
    return _broken_off(interview, at, problem, word_in(line) == _PRIVATE)


def _asked(interview: Interview[AnyScript], at: At) -> Turn[AnyScript]:
    """Ask about the first word that stands alone, then about the rest of a paste; an ended text with neither is an answer."""
    if interview.doubts:
        return Turn(interview, (about_word(interview),))
    if interview.rest:
        return Turn(interview, (about_rest(interview),))
    if interview.typing and (interview.ended or interview.broken or interview.then is not None):
        return _text_ended(interview, at)
    return Turn(interview)


def _text_ended(interview: Interview[AnyScript], at: At) -> Turn[AnyScript]:
    question, then = interview.script.question(), interview.then
    assert question is not None  # a text is typed at a question
    if not any(line.strip() for line in interview.lines):  # blank lines are no text
        without = without_text(interview)
        return _nothing_given(without, question, at) if then is None else _obeyed(without, question, then, at)
    text = whole_text(interview)
    if then is not None and then.name == "editor":
        return Turn(interview._replace(ended=False, then=None), (Edit(text),))
    return not_kept(interview, TOO_LONG, at) if len(text) > LONGEST_TEXT else _kept(interview, question, text, text, at)


# --- questions between ------------------------------------------------------------------------------------------------


def _between_answered(interview: Interview[AnyScript], batch: Sequence[str], at: At) -> Turn[AnyScript]:
    """Take the reply to a question between. The words of the program work here too; what is not understood is asked again."""
    asked = about_word(interview) if interview.doubts else about_rest(interview)
    if not all(map(says_nothing, batch[1:])):
        lost = f"A paste is no reply to this: none of its {len(batch)} lines was taken."
        return Turn(interview, (Said(lost), asked))
    reply = batch[0].strip().rstrip(".").lower()
    word = word_in(reply)
    in_doubt = word_in(interview.lines[interview.doubts[0]]) if interview.doubts else None
    if word is not None and word != in_doubt:
        if word.name in ("save", "quit"):
            return broken_off(interview, at)
        if word.name in ("list", *MARKS):
            return Turn(interview, (Obey(word),))
        return Turn(interview, (Said("First this one thing:", warns=False), asked))
    if in_doubt is not None:
        return _doubt_answered(interview, in_doubt, reply, asked, at)
    return _rest_answered(interview, reply, asked, at)


def _rest_answered(interview: Interview[AnyScript], reply: str, asked: Ask, at: At) -> Turn[AnyScript]:
    yes, no = reply in ("y", "yes"), reply in ("n", "no")
    understood = yes or no or not reply
    if not interview.typing or interview.dropping:
        if not yes:
            again = interview._replace(dropping=False)
            said = () if understood else (Said("That was not taken: only yes drops this."),)
            return Turn(again, (*said, about_rest(again)))
        dropped = interview._replace(rest=(), dropping=False)
        return _asked(dropped, at) if dropped.typing else Turn(dropped, (Moved(dropped.script),))
    if no:
        asking = interview._replace(dropping=True)
        return Turn(asking, (about_rest(asking),))
    if not understood:
        return Turn(interview, (Said("That was not taken: press Enter for yes, or type no."), asked))
    return _asked(with_lines(interview, interview.rest)._replace(rest=()), at)


def _doubt_answered(interview: Interview[AnyScript], word: Word, reply: str, asked: Ask, at: At) -> Turn[AnyScript]:
    place, later = interview.doubts[0], interview.doubts[1:]
    if reply in ("t", "text", "n", "no"):
        return _asked(interview._replace(doubts=later), at)
    if reply not in ("", "y", "yes") and word_in(reply) != word:
        said = "That was not taken: press Enter if it is meant for the program, or type t if it is text."
        return Turn(interview, (Said(said), asked))
    lines = (*interview.lines[:place], *interview.lines[place + 1 :])
    without = interview._replace(lines=lines, doubts=tuple(one - 1 for one in later))
    if word.target:
        try:
            interview.script.go(word.target)
        except NotAnAnswer as problem:  # it leads nowhere, so that the text must not end for it
            going = _asked(without, at)
            return going._replace(
                happenings=(Said(str(problem)), *(going.happenings or (Said(_GOES_ON, warns=False),)))
            )
    if _leads_away(word) or word.name in ("save", "quit", "editor"):
        return _asked(without._replace(then=word), at)  # of several, the last one is done
    return Turn(without, (Obey(word),))
