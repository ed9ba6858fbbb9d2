"""Questions about something that is written piece by piece: `back`, `skip`, `editor`, and nothing typed is lost."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from cswo_eval.cli.interviews.conversation import Conversation, Stopped
from cswo_eval.cli.interviews.editor import text_from_editor
from cswo_eval.cli.interviews.keyboard import EndOfInput, Keyboard
from cswo_eval.cli.setting import Setting
from cswo_eval.files.yaml_text import writable
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.walk.control_words import Word, unescaped, word_in

Answered = TypeVar("Answered")

LONGEST_SHOWN = 300
"""Characters of an earlier answer that are shown before Enter keeps it."""
WORDS = ("back", "skip", "list")
"""What any question takes besides `?`, `quit`, `save`, `private` and `public`."""
NOT_TEXT = "This line could not be read as text: it is not in UTF-8."


def enter_keeps(present: str) -> str:
    """Return the hint that Enter keeps what is there, of which the beginning is shown."""
    return f"Enter keeps: {present if len(present) <= LONGEST_SHOWN else present[:LONGEST_SHOWN] + ' …'}"


class Guide(Conversation):
    """A conversation that also takes WORDS, and gives them back to the caller, who knows where one goes."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting.terminal, Keyboard())
        self._folder = setting.record.folder

    def ask(self, wording: str, hint: str, explained: str, read: Callable[[str], Answered]) -> Answered | Word:
        """Ask until `read` takes the line, or one of WORDS is typed: then the word. Raises Stopped, CswoEvalError."""
        return self.line(
            wording, hint, explained, lambda line: self._taken(line, WORDS, lambda text: read(_line_meant(text)))
        )

    def needed(self, wording: str, hint: str, explained: str, read: Callable[[str], Answered]) -> Answered:
        """Ask what there is no way round: until `read` takes the line. Raises Stopped, CswoEvalError."""

        def taken(line: str) -> Answered:
            answer = self._taken(line, (), lambda text: read(unescaped(text)))
            assert not isinstance(answer, Word)  # no word is let through
            return answer

        return self.line(wording, hint, explained, taken)

    def _taken(self, line: str, words: tuple[str, ...], read: Callable[[str], Answered]) -> Answered | Word:
        word = word_in(line)
        if word is not None and word.name in words:
            return word
        if word is not None:
            raise CswoEvalError(f"`{word.name}` is not for this question. \\{word.name} is the word as text.")
        if not writable(line):
            raise CswoEvalError(NOT_TEXT)
        return read(line)

    def text(
        self, wording: str, hint: str, explained: str, present: str, keep: Callable[[str], None]
    ) -> str | Word | None:
        """Ask for a text of any number of lines, ended by a full stop alone. None where Enter keeps what is there.

        What is typed takes the place of `present`; below a lone + it is added to it. `keep` is given what there is to
        keep, before each further line and where the text breaks off: until its end nothing of `present` is given up.
        Raises Stopped; CswoEvalError where a piped line is no text.
        """
        shown = present if len(present) <= LONGEST_SHOWN else present[:LONGEST_SHOWN] + " …"
        ways = "A full stop alone on a line ends it; `back` and then `editor` take a line out again."
        if present:
            ways += f" Enter keeps it; what you type replaces it; a + alone first adds to it. There is:\n{shown}"
        while True:
            taken = self.line(
                wording,
                f"{hint} {ways}".strip(),
                explained,
                lambda line: self._taken(line, (*WORDS, "editor"), lambda text: text),
            )
            if isinstance(taken, str):
                return self._typed(taken, present, keep)
            if taken.name != "editor":
                return taken
            written = self._written(present)
            if written is not None:
                return written if written.strip() else None

    def _typed(self, first: str, present: str, keep: Callable[[str], None]) -> str | None:
        """Return the text that begins with `first`, or None where that is Enter."""

        def keep_with_present(text: str) -> None:
            if text.strip():
                keep(f"{present}\n\n{text}" if present else text)

        def keep_so_far(text: str) -> None:
            with contextlib.suppress(CswoEvalError):  # a full disk is told when the text itself is saved
                keep_with_present(text)

        adds = bool(present) and first.strip() == "+"
        try:
            first = self.keyboard.line(". ends > ") if adds else first
            if not first.strip() or first.strip() == ".":
                return None
            typed = self.keyboard.passage(". ends > ", unescaped(first), keep_so_far)
        except EndOfInput as end:
            keep_with_present(end.partial)
            if end.unreadable:
                line = f"Line {self.keyboard.line_number} of the input"
                raise CswoEvalError(f"{line}: {NOT_TEXT} Everything before it is kept.") from None
            raise Stopped(end.interrupted) from None
        return f"{present}\n{typed}" if adds else typed

    def _written(self, present: str) -> str | None:
        """Return the text as the owner's editor left it; None where there was no editor, said in words."""
        if not self.keyboard.interactive:
            raise CswoEvalError(
                f"Line {self.keyboard.line_number} of the input: there is no editor without a terminal. Everything "
                "before it is kept."
            )

        try:
            return text_from_editor(present, self._folder)
        except CswoEvalError as problem:
            self.terminal.say(str(problem), "yellow")
            return None


@contextlib.contextmanager
def saying_how_to_go_on(setting: Setting, command: str, kept: Callable[[], bool] = lambda: True) -> Iterator[None]:
    """Say with which command one goes on where Ctrl-C or a closed window breaks off what is asked within, if it is `kept`."""
    try:
        yield
    except (Stopped, KeyboardInterrupt) as stop:
        if (isinstance(stop, KeyboardInterrupt) or stop.interrupted) and kept():
            with contextlib.suppress(OSError):  # the window may be gone
                setting.terminal.say(f"\n`{command}` goes on with it.")
        raise


def _line_meant(text: str) -> str:
    """Return a line as meant: a full stop alone, which ends the longer texts, says nothing here."""
    return "" if text.strip() == "." else unescaped(text)


def walk_through(
    questions: Callable[[], Sequence[str]],
    ask: Callable[[str], Word | None],
    tell_list: Callable[[], None],
    place: int = 0,
) -> None:
    """Ask one question after another from a place, 0 for the first; `back` and `skip` go about in them. Raises Stopped.

    `questions` may change with an answer. `tell_list` says what `list` asks for.
    """
    while place < len(asked := questions()):
        word = ask(asked[place])
        if word is None or word.name == "skip":
            place += 1
        elif word.name == "back":
            place = max(place - 1, 0)
        else:
            tell_list()
