"""Put an interview's questions to a person or a pipe: read what is typed, do what the engine says, save after every answer."""

from __future__ import annotations

import contextlib
import time
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from cswo_eval.cli.interviews import interruptions
from cswo_eval.cli.interviews.editor import text_from_editor
from cswo_eval.cli.interviews.keyboard import EndOfInput, Keyboard, LineCut
from cswo_eval.cli.interviews.unfinished_texts import keep_lines_aside, left_over, lines_left_over
from cswo_eval.cli.setting import now
from cswo_eval.cli.terminal import Terminal
from cswo_eval.forms.control_words import MARKS, WORDS_HELP, Word, word_in
from cswo_eval.forms.engine import (
    Ask,
    Edit,
    Found,
    Interview,
    Kept,
    Moved,
    Obey,
    Refused,
    Said,
    Stop,
    Turn,
    broken_off,
    edited,
    may_be_private,
    not_kept,
    obeyed,
    typed,
    unfinished,
    went_on,
)
from cswo_eval.forms.questions import NotAnAnswer, Question, hint_of
from cswo_eval.forms.script import At, Script
from cswo_eval.pages.blocks import Facts
from cswo_eval.record.draft import Draft
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError

AnyScript = TypeVar("AnyScript", bound=Script)


class Stopped(Exception):
    """The owner asked to stop, or the input ended: all that was typed on finished lines is saved."""


class Host(Generic[AnyScript]):
    """What an interview is about: it saves the answers, sets marks and tells of them. Each interview has its own."""

    terminal: Terminal
    today: date
    words_help = WORDS_HELP
    """What `?` says of the words that its questions take."""

    def keep(self, kept: Kept) -> AnyScript:
        """Save an answer. Returns the script as it goes on: that of `kept`, or one that fits what was saved.

        Raises NotAnAnswer where it cannot be taken, CswoEvalError where it cannot be saved.
        """
        raise NotImplementedError

    def moved(self, script: AnyScript) -> AnyScript:
        """Save where the owner is now. Returns the script as it goes on."""
        return script

    def mark(self, script: AnyScript, private: bool) -> AnyScript:
        """Set or take back the mark on what is asked about, save that, and say what is private now."""
        raise NotImplementedError

    def begun_again(self, script: AnyScript) -> AnyScript:
        """Return the script over what is saved now: an unfinished text of another sitting was put where it belongs."""
        return script

    def unfinished(self, question: Question, script: AnyScript, text: str) -> Draft | None:
        """Return what is kept of a text that is being typed; None where there is no place for it yet."""
        return None

    def put(self, question: Question, script: AnyScript) -> None:
        """Show what stands above a question."""
        if question.heading:
            self.terminal.say("")
            self.terminal.say(question.heading, "bold cyan")

    def explain(self, question: Question, script: AnyScript, whole: bool) -> None:
        """Explain a question; `whole`: with all there is to say."""
        self.terminal.say(question.help)

    def list(self) -> None:
        """Tell what `list` asks for."""
        self.terminal.say("There is no register of evidence here to list.")


class Asking(Generic[AnyScript]):
    """One sitting of one interview."""

    def __init__(
        self, terminal: Terminal, keyboard: Keyboard, host: Host[AnyScript], writer: RecordWriter | None = None
    ) -> None:
        """`writer` keeps the lines of a text that is being typed; without it, none are kept before they are an answer."""
        self._terminal = terminal
        self._keyboard = keyboard
        self._host = host
        self._writer = writer
        self._draft: Draft | None = None
        """What lies in the record of what is being typed."""
        self._began = 0.0
        self._said_unkept = False

    def run(self, script: AnyScript) -> AnyScript:
        """Ask until nothing is left. Returns the script at its end.

        Raises Stopped where the owner stops or the input ends, KeyboardInterrupt after Ctrl-C or a closed window: all that was
        typed on finished lines is saved. CswoEvalError where a piped line cannot be taken, with its number: all before it is kept.
        """
        with interruptions.held():
            interview = Interview(script)
            self._put(interview)
            while interview.rest or interview.script.question() is not None:
                interview = self._done(self._read(interview))
                self._keep_draft(interview)
            return interview.script

    # --- reading ----------------------------------------------------------------------------------------------------------

    def _at(self) -> At:
        seconds = min(round(time.monotonic() - self._began), 3600) if self._keyboard.interactive else 0
        return At(self._host.today, now(), self._keyboard.interactive, self._keyboard.line_number, seconds)

    def _read(self, interview: Interview[AnyScript]) -> Turn[AnyScript]:
        while True:
            try:
                with interruptions.let_through():
                    batch = self._keyboard.typed(self._prompt(interview))
            except LineCut as cut:
                self._terminal.say(str(cut), "yellow")
            except EndOfInput:
                return broken_off(interview, self._at())
            except KeyboardInterrupt:
                self._break_off(interview)
                raise
            else:
                return typed(interview, self._with_begun(interview, batch), self._at())

    def _with_begun(self, interview: Interview[AnyScript], batch: tuple[str, ...]) -> tuple[str, ...]:
        """Return a batch with the last line of its paste, which had no Enter, where that would stand at the next question."""
        question = interview.script.question()
        goes_on = interview.typing or (question is not None and question.kind == "text")
        if len(batch) == 1 or (goes_on and not any(line.strip() == "." for line in batch)):
            return batch
        begun = self._keyboard.take_begun()
        return (*batch, begun) if begun else batch

    def _prompt(self, interview: Interview[AnyScript]) -> str:
        question = interview.script.question()
        asks_between = interview.doubts or interview.rest
        as_text = interview.typing or (question is not None and question.kind == "text")
        return self._keyboard.prompt_of_text if as_text and not asks_between else "> "

    def _break_off(self, interview: Interview[AnyScript]) -> None:
        with contextlib.suppress(Stopped):
            self._done(broken_off(interview, self._at()))

    # --- doing what the engine says -------------------------------------------------------------------------------------

    def _done(self, turn: Turn[AnyScript]) -> Interview[AnyScript]:
        """Do what a turn says, in order. Returns the interview as it stands then."""
        interview = turn.interview
        for one in turn.happenings:
            if isinstance(one, Kept | Moved):
                interview = self._saved(interview, one)
            elif isinstance(one, Obey):
                script = self._obeyed(interview, one.word)
                interview = self._done(obeyed(interview, script, self._at()))
            elif isinstance(one, Edit):
                interview = self._done(edited(interview, self._written(interview, one.text), self._at()))
            elif isinstance(one, Stop):
                self._stop(one.problem)
            elif isinstance(one, Refused):
                self._refused(one.sentence)
            elif isinstance(one, Ask):
                self._terminal.say("")
                self._terminal.say(one.wording, "bold")
                self._terminal.say(one.hint, "dim")
            elif isinstance(one, Found):
                self._terminal.tell(Facts(one.rows))
                if one.more:
                    self._terminal.say(f"And {one.more} more. Another word makes it fewer.", "dim")
                self._put_question(interview.script.question())
            elif isinstance(one, Said):
                self._terminal.say(one.text, "yellow" if one.warns else "dim")
        return interview

    def _saved(self, interview: Interview[AnyScript], done: Kept | Moved) -> Interview[AnyScript]:
        try:
            script = self._save(done)
        except NotAnAnswer as problem:
            return self._done(not_kept(interview, str(problem), self._at()))
        self._drop_draft()
        turn = went_on(interview, script)
        going = self._done(turn)
        asked_between = any(isinstance(one, Ask) for one in turn.happenings)
        moves_on = any(isinstance(one, Kept | Moved) for one in turn.happenings)
        if not asked_between and not moves_on:
            self._put(going)
        return going

    def _save(self, done: Kept | Moved) -> AnyScript:
        """Save; where that fails and a person sits here, say why and try again until it works or they stop."""
        while True:
            try:
                return self._host.keep(done) if isinstance(done, Kept) else self._host.moved(done.script)
            except CswoEvalError as problem:
                if not self._keyboard.interactive:
                    raise
                self._terminal.say(str(problem), "yellow")
                self._terminal.say(
                    "What you typed last is still here. Enter tries again; quit stops without it.", "bold"
                )
                if not self._tries_again():
                    unsaved = "" if self._draft is not None else " What you typed last was not saved."
                    raise CswoEvalError(f"{problem}{unsaved}") from None

    def _tries_again(self) -> bool:
        """Wait for Enter; `quit`, the end of the input and whatever interrupts it are a no."""
        while True:
            try:
                with interruptions.let_through():
                    word = word_in(self._keyboard.typed("> ")[0])
            except LineCut:
                continue
            except (EndOfInput, KeyboardInterrupt):
                return False
            return word is None or word.name not in ("quit", "save")

    def _obeyed(self, interview: Interview[AnyScript], word: Word) -> AnyScript:
        """Do what a word says. Returns the script as it goes on."""
        question = interview.script.question()
        if word.name in MARKS:
            return self._host.mark(interview.script, word.name == "private")
        if word.name == "list":
            self._host.list()
        elif word.name == "go":
            self._tell_places(interview.script.places())
        elif question is not None:
            self._host.explain(question, interview.script, word.name == "??")
            self._terminal.say("")
            self._terminal.tell(Facts(self._host.words_help))
        if not interview.typing:
            self._put_question(question)
        return interview.script

    def _tell_places(self, places: tuple[tuple[str, str], ...]) -> None:
        if places:
            self._terminal.tell(Facts(places))
        else:
            self._terminal.say("There is nowhere to go to from this question.", "dim")

    def _refused(self, sentence: str) -> None:
        if not self._keyboard.interactive:
            line = f"Line {self._keyboard.line_number} of the input"
            raise CswoEvalError(f"{line}: {sentence} Everything before it is kept.")
        self._terminal.say(sentence, "yellow")

    def _stop(self, problem: str) -> None:
        self._set_left_over_aside()
        if problem:
            self._refused(problem)
        raise Stopped

    def _written(self, interview: Interview[AnyScript], text: str) -> str | None:
        """Return what the owner's editor makes of a text, None where that cannot be had. Raises KeyboardInterrupt: all is kept."""
        try:
            with interruptions.let_through():
                return text_from_editor(text, self._folder())
        except CswoEvalError as problem:
            self._terminal.say(str(problem), "yellow")
            return None
        except KeyboardInterrupt:
            self._break_off(interview)
            raise

    def _folder(self) -> Path:
        assert self._writer is not None  # only texts are edited, and those have a record to go to
        return self._writer.record.folder

    # --- a text that is being typed ---------------------------------------------------------------------------------------

    def _keep_draft(self, interview: Interview[AnyScript]) -> None:
        """Keep the lines of a text that has no end yet, or that answer nothing, so that not even a crash loses them."""
        if self._writer is None or not self._keyboard.interactive:
            return
        draft = self._draft_of(interview)
        if draft is None:  # nothing of it is left: it was refused as a whole, or all there was of it was a word
            self._drop_draft()
        elif draft != self._draft:
            try:
                self._writer.save_draft(draft)
                self._draft = draft
            except CswoEvalError as problem:  # the text itself may be saved all the same, once it has its end
                self._say_unkept(str(problem))

    def _say_unkept(self, problem: str) -> None:
        """Say once that the lines of a text are not kept as they are typed: somebody relies on it."""
        if not self._said_unkept:
            self._said_unkept = True
            self._terminal.say(
                f"{problem} Until this text has its end, its lines are nowhere but in this window.", "yellow"
            )

    def _draft_of(self, interview: Interview[AnyScript]) -> Draft | None:
        text, question = unfinished(interview), interview.script.question()
        if not text or question is None:
            return left_over(interview.rest) if interview.rest else None
        draft = self._host.unfinished(question, interview.script, text)
        if draft is not None and may_be_private(interview):
            return draft._replace(private=True)  # a word too much is better than a leak
        return draft

    def _drop_draft(self) -> None:
        if self._draft is not None and self._writer is not None:
            self._writer.drop_draft()
            self._draft = None

    def _set_left_over_aside(self) -> None:
        """Keep lines that answer nothing where their owner finds them: nobody has said that they may go."""
        lines = lines_left_over(self._draft)
        if lines and self._writer is not None:
            name = keep_lines_aside(self._writer, lines)
            self._drop_draft()
            with contextlib.suppress(OSError):  # the window may be gone
                self._terminal.say(f"The lines that were left over are kept in {name} of your record.", "bold")

    # --- showing --------------------------------------------------------------------------------------------------------

    def _put(self, interview: Interview[AnyScript]) -> None:
        question = interview.script.question()
        self._began = time.monotonic()
        if question is not None:
            self._host.put(question, interview.script)
        self._put_question(question)

    def _put_question(self, question: Question | None) -> None:
        if question is None:
            return
        self._terminal.say("")
        self._terminal.say(question.wording, "bold")
        if question.choices:
            self._terminal.say_beside([f"{one.key} {one.name}" for one in question.choices], "cyan")
        hint = hint_of(question)
        if hint:
            self._terminal.say(hint, "dim")
