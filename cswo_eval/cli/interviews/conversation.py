"""Ask a person something outside the walk: `?` explains, `quit` stops, and nothing that is not understood is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cswo_eval.cli.interviews.keyboard import EndOfInput, Keyboard, LineCut
from cswo_eval.cli.terminal import Terminal
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.walk.control_words import MARKS, unescaped, word_in

Answered = TypeVar("Answered")


class Stopped(Exception):
    """The owner asked to stop, or the input ended. `interrupted`: by Ctrl-C or a closed window."""

    def __init__(self, interrupted: bool = False) -> None:
        super().__init__()
        self.interrupted = interrupted


class Conversation:
    """Questions put one at a time. A piped answer that cannot be read ends the command with its line's number."""

    def __init__(self, terminal: Terminal, keyboard: Keyboard) -> None:
        self.terminal = terminal
        self.keyboard = keyboard
        self.mark: Callable[[bool], None] | None = None
        """Sets the mark on what is asked about, saves it and says what is private now: what `private` and `public` call.
        None where there is nothing to mark."""

    def line(self, wording: str, hint: str, explained: str, read: Callable[[str], Answered]) -> Answered:
        """Ask until `read` takes the line; it raises CswoEvalError, in words, for what it cannot. Raises Stopped."""
        self._put(wording, hint)
        while True:
            try:
                text = self.keyboard.line("> ")
            except EndOfInput:
                raise Stopped from None
            except LineCut as cut:
                self.terminal.say(str(cut), "yellow")
                continue
            word = word_in(text)
            if word is not None and word.name in ("quit", "save"):
                raise Stopped
            if word is not None and word.name in ("?", "??"):
                self.terminal.say(f"{explained} `quit` stops here; what was answered before is saved.")
                self._put(wording, hint)
                continue
            if word is not None and word.name in MARKS and self.mark is not None:
                self.mark(word.name == "private")
                if word.name == "public":  # it may have been meant as an answer, or as a word to look for
                    self.terminal.say("`private` marks it again; \\public is the word as text.", "dim")
                continue
            try:
                return read(text)
            except CswoEvalError as problem:
                if not self.keyboard.interactive:
                    sentence = f"Line {self.keyboard.line_number} of the input: {problem} Everything before it is kept."
                    raise CswoEvalError(sentence) from None
                self.terminal.say(str(problem), "yellow")

    def passage(self, wording: str, hint: str, explained: str) -> str:
        """Ask for a text of any number of lines, ended by a full stop alone; '' where Enter or `skip` passed it.

        Raises Stopped; what had been typed by then is in its `partial`.
        """
        first = self.line(wording, hint, explained, lambda text: text)
        word = word_in(first)
        if not first.strip() or first.strip() == "." or (word is not None and word.name == "skip"):
            return ""
        try:
            return self.keyboard.passage(". ends > ", unescaped(first))
        except EndOfInput as end:
            raise PassageStopped(end.partial, end.interrupted) from None

    def agreed(self, wording: str, explained: str) -> bool:
        """Ask a question of yes (Enter) or no. Raises Stopped."""

        def read(text: str) -> bool:
            answer = text.strip().lower()
            if answer in ("", "y", "yes"):
                return True
            if answer in ("n", "no", "skip"):
                return False
            raise CswoEvalError("Enter for yes, or type no.")

        return self.line(wording, "Enter for yes, or no.", explained, read)

    def _put(self, wording: str, hint: str) -> None:
        self.terminal.say("")
        self.terminal.say(wording, "bold")
        if hint:
            self.terminal.say(hint, "dim")


class PassageStopped(Stopped):
    """Stopped in the middle of a text: `partial` is what had been typed, to be kept."""

    def __init__(self, partial: str, interrupted: bool) -> None:
        super().__init__(interrupted)
        self.partial = partial
