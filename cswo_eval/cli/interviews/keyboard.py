"""Read what is typed, pasted or piped, line by line and letter for letter."""

from __future__ import annotations

import io
import os
import sys
from collections import deque
from collections.abc import Callable

from cswo_eval.files.yaml_text import writable
from cswo_eval.forms.control_words import MARKS, word_in

TERMINAL_LINE = 4095
"""A plain terminal read cuts a line here, without a word; `readline` does not."""


class EndOfInput(Exception):
    """No more input: a closed pipe, Ctrl-D, or (`interrupted`) Ctrl-C or a closed window.

    `partial` holds the lines of a text that had not been ended.
    """

    def __init__(self, partial: str = "", interrupted: bool = False, unreadable: bool = False) -> None:
        super().__init__()
        self.partial = partial
        self.interrupted = interrupted
        self.unreadable = unreadable
        """Whether the next line of the text was no text: what stands before it is in `partial`."""


class LineCut(Exception):
    """The terminal cut a line short; the sentence says what to do."""


class Keyboard:
    """Standard input. `interactive` is whether a person sits at it; `line_number` counts the lines read."""

    def __init__(self) -> None:
        if sys.stdin is None:  # started with none at all: the same as one that has ended
            sys.stdin = io.StringIO()
        self.interactive = sys.stdin.isatty()
        self.line_number = 0
        self._waiting: deque[str] = deque()
        self._edits_lines = self.interactive and sys.stdout.isatty() and _prepare_readline()
        if not self.interactive:
            # Bytes that are no UTF-8 become marks that the walk refuses in words, with the line's number.
            reconfigure = getattr(sys.stdin, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(encoding="utf-8-sig", errors="surrogateescape", newline="\n")

    def line(self, prompt: str) -> str:
        """Return the next line without its end. Raises EndOfInput, LineCut, KeyboardInterrupt."""
        if not self._waiting:
            # A bracketed paste of several lines arrives as one read.
            self._waiting.extend(self._read(prompt).split("\n"))
        self.line_number += 1
        return self._waiting.popleft()

    prompt_of_text = "… "

    def typed(self, prompt: str) -> tuple[str, ...]:
        first = self.line(prompt)
        rest = list(self._waiting)
        self._waiting.clear()
        return (first, *rest)

    def passage(self, prompt: str, first: str, keep: Callable[[str], None] = lambda _text: None) -> str:
        """Return `first` and the lines after it up to a lone full stop. Raises EndOfInput with what there was.

        `keep` is given the text so far before each further line, so that not even a crash loses it.
        """
        lines = [first]
        while True:
            # While a paste is arriving every moment counts: a plain terminal holds 4,096 bytes and drops the rest.
            if not self._more_is_waiting():
                keep("\n".join(lines))
            try:
                line = self.line(prompt)
            except (EndOfInput, KeyboardInterrupt) as end:
                raise EndOfInput("\n".join(lines), interrupted=isinstance(end, KeyboardInterrupt)) from None
            if line.strip() == ".":
                return "\n".join(lines)
            if not self.interactive and not writable(line):
                raise EndOfInput("\n".join(lines), unreadable=True)
            word = word_in(line)
            if self.interactive and word is not None and word.name in ("quit", "save", "back", "skip", "?", *MARKS):
                sys.stderr.write(
                    f"('{line.strip()}' is kept as part of your text. A full stop alone ends the text first.)\n"
                )
            lines.append(_unescaped_stop(line))

    def _more_is_waiting(self) -> bool:
        if self._waiting:
            return True
        if not self.interactive or sys.platform == "win32":
            return False
        import select

        return bool(select.select([sys.stdin], [], [], 0)[0])

    def _read(self, prompt: str) -> str:
        if self._edits_lines:
            try:
                return input(prompt)
            except EOFError:
                raise EndOfInput from None
        if self.interactive:
            sys.stderr.write(prompt)
            sys.stderr.flush()
        text = sys.stdin.readline()
        if text == "":
            raise EndOfInput
        cut = (
            self.interactive
            and sys.platform != "win32"
            and len(text.encode("utf-8", "surrogateescape")) >= TERMINAL_LINE
        )
        text = text[:-1] if text.endswith("\n") else text
        text = text[:-1] if text.endswith("\r") else text
        if cut:
            raise LineCut(
                "This terminal cuts a line at about 4,000 characters, so that line was not taken. Paste it in shorter lines, "
                "or use `editor`."
            )
        return text


def _unescaped_stop(line: str) -> str:
    """A text line of backslashes and a full stop loses one backslash: that is how a lone full stop is written."""
    return line[1:] if line.startswith("\\") and line.lstrip("\\") == "." else line


def _prepare_readline() -> bool:
    """Use the system's line editor where there is one: long lines arrive whole. Nothing typed is remembered."""
    try:
        import readline
    except ImportError:  # Windows: its console reads long lines by itself
        return sys.platform == "win32"
    if "libedit" in (readline.__doc__ or ""):
        readline.parse_and_bind("bind ^I ed-insert")
    else:
        readline.parse_and_bind("tab: self-insert")  # a pasted tab is a tab, not a request to complete file names
        # A dumb terminal would show the codes that mark a paste.
        marks_pastes = "off" if os.environ.get("TERM", "dumb") == "dumb" else "on"
        readline.parse_and_bind(f"set enable-bracketed-paste {marks_pastes}")
        readline.parse_and_bind("set bell-style none")
    set_history = getattr(readline, "set_auto_history", None)
    if set_history is not None:
        set_history(False)  # private words must not come back at another prompt
    return True
