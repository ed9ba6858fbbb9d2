"""Single questions on the way of a command, put by the same engine as every interview: yes or no, a day, a number in a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from cswo_eval.cli.interviews.asking import Asking, Host, Stopped
from cswo_eval.cli.interviews.form_host import tell_register
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.setting import Setting
from cswo_eval.forms.control_words import WORDS_OF_ONE_QUESTION
from cswo_eval.forms.engine import Kept
from cswo_eval.forms.questions import NotAnAnswer, Question
from cswo_eval.forms.script import At
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError

__all__ = ["Conversation", "Stopped"]

Answered = TypeVar("Answered")


class _OneQuestion(NamedTuple):
    """A script of one question. `read` makes a value of a line; it raises CswoEvalError, in words."""

    asked: Question
    read: Callable[[str], Any]
    answered: bool = False
    value: Any = None

    def question(self) -> Question | None:
        return None if self.answered else self.asked

    def answer(self, question: Question, value: Any, at: At) -> _OneQuestion:
        try:
            return self._replace(answered=True, value=self.read("" if value is None else value))
        except CswoEvalError as problem:
            raise NotAnAnswer(str(problem)) from None

    def back(self) -> _OneQuestion:
        raise NotAnAnswer("There is no question before this one.")

    def skip(self) -> _OneQuestion:
        """Take the word as the answer that it may be here: no, or the next case."""
        try:
            return self._replace(answered=True, value=self.read("skip"))
        except CswoEvalError:
            raise NotAnAnswer("This one cannot be left open: `quit` stops here.") from None

    def go(self, target: str) -> _OneQuestion:
        raise NotAnAnswer("There is nowhere to go to from this question.")

    def places(self) -> tuple[tuple[str, str], ...]:
        return ()


class Conversation(Host[_OneQuestion]):
    """Questions put one at a time. A piped answer that cannot be read ends the command with its line's number."""

    words_help = WORDS_OF_ONE_QUESTION

    def __init__(self, setting: Setting, keyboard: Keyboard, writer: RecordWriter | None = None) -> None:
        """`writer`, where the command has one, keeps what is left over of a paste."""
        self._writer = writer
        self._setting = setting
        self.terminal = setting.terminal
        self.keyboard = keyboard
        self.today = setting.today

    def line(self, wording: str, hint: str, explained: str, read: Callable[[str], Answered]) -> Answered:
        """Ask until `read` takes the line; it raises CswoEvalError, in words, for what it cannot. Raises Stopped."""
        asked = Question("", "line", wording, hint, explained, one_line=True)
        done = Asking(self.terminal, self.keyboard, self, self._writer).run(_OneQuestion(asked, read))
        value: Answered = done.value
        return value

    def agreed(self, wording: str, explained: str) -> bool:
        """Ask a question of yes (Enter) or no. Raises Stopped."""

        def read(text: str) -> bool:
            answer = text.strip().rstrip(".").lower()
            if answer in ("", "y", "yes"):
                return True
            if answer in ("n", "no", "skip"):
                return False
            raise CswoEvalError("Enter for yes, or type no.")

        return self.line(wording, "Enter for yes, or no.", explained, read)

    def keep(self, kept: Kept) -> _OneQuestion:
        """Give the answer back: whoever asked does with it what is to be done."""
        script: _OneQuestion = kept.script
        return script

    def mark(self, script: _OneQuestion, private: bool) -> _OneQuestion:
        """Say that there is nothing here to mark."""
        self.terminal.say("There is nothing to mark at this question: what you answer here is told to nobody.", "dim")
        return script

    def list(self) -> None:
        """Tell the register, where it reads."""
        try:
            tell_register(self._setting)
        except CswoEvalError as problem:
            self.terminal.say(str(problem), "yellow")
