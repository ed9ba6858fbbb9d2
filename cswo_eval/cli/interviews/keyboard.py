"""Read what is typed, pasted or piped, line by line and letter for letter."""

from __future__ import annotations

import codecs
import contextlib
import io
import locale
import os
import sys
from collections import deque
from collections.abc import Sequence
from typing import TextIO
from weakref import WeakKeyDictionary

from cswo_eval.cli.interviews.waiting_keys import PATIENCE, bytes_waiting, collect, divided, drop, line_waits, unbounded
from cswo_eval.text.visible import visible

TERMINAL_LINE = 1023 if sys.platform == "darwin" else 4095
"""A plain terminal read cuts a line here, without a word; `readline` does not."""
PROMPT_OF_LINE = "> "
_PROMPT_OF_TEXT, _PLAIN_PROMPT_OF_TEXT = "… ", ". > "
_UTF_8_LOCALES = ("C.UTF-8", "C.utf8", "en_GB.UTF-8", "en_US.UTF-8", "UTF-8")
_CUTS = f"This terminal cuts a line at about {TERMINAL_LINE // 1000},000 characters, so"
_SHORTER = "Paste it in shorter lines, or use `editor`."
_CUT = f"{_CUTS} that line was not taken. {_SHORTER}"
_CUT_IN_PASTE = f"{_CUTS} nothing of what you pasted was taken. {_SHORTER}"
_NOT_READ = (
    "One line held a letter that could not be read: your terminal sends something other than UTF-8, which its settings can "
    "change."
)


class EndOfInput(Exception):
    """No more input: a closed pipe, or Ctrl-D."""


class LineCut(Exception):
    """A line did not arrive as it was typed, such as one that the terminal cut short; the sentence says what to do."""


class _Source:
    """What was read of standard input and not given out yet: one for all keyboards of a process, as there is one terminal."""

    def __init__(self) -> None:
        self.line_number = 0
        self.waiting: deque[str] = deque()
        """Whole lines that `typed` has yet to give out."""
        self.begun = ""
        """A line not ended with Enter: it stands at the next prompt, to be gone on with."""
        self.after: tuple[str, ...] = ()
        """The lines of a paste after the one that is to be typed anew."""
        self.begun_after = ""
        """What was begun after these."""
        self.end: EndOfInput | KeyboardInterrupt | None = None
        """What came after lines that had to be given out first."""


_SOURCES: WeakKeyDictionary[TextIO, _Source] = WeakKeyDictionary()


class Keyboard:
    """Standard input. `interactive` is whether a person sits at it; `line_number` counts the lines read."""

    def __init__(self) -> None:
        if sys.stdin is None:  # started with none at all: the same as one that has ended
            sys.stdin = io.StringIO()
        self.interactive = sys.stdin.isatty()
        self._source = _SOURCES.setdefault(sys.stdin, _Source())
        self._edits_lines = self.interactive and sys.stdout.isatty() and _prepare_readline()
        # Bytes that cannot be read become marks that are refused in words, in a pipe with the line's number.
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure is not None and self.interactive:
            reconfigure(errors="surrogateescape")
        elif reconfigure is not None:
            with contextlib.suppress(io.UnsupportedOperation):  # another keyboard has begun to read, and set it before
                reconfigure(encoding="utf-8-sig", errors="surrogateescape", newline="\n")

    @property
    def line_number(self) -> int:
        """How many lines were given out: in a pipe the number of the last one."""
        return self._source.line_number

    @property
    def prompt_of_text(self) -> str:
        """The prompt for a text of any number of lines, in letters that this terminal has."""
        encoding = (sys.stdout if self._edits_lines else sys.stderr).encoding or "ascii"
        try:
            _PROMPT_OF_TEXT.encode(encoding)
        except UnicodeEncodeError:
            return _PLAIN_PROMPT_OF_TEXT
        return _PLAIN_PROMPT_OF_TEXT if _locale_has_no_letters() else _PROMPT_OF_TEXT

    def typed(self, prompt: str) -> tuple[str, ...]:
        """Return the line that was typed, and with it every further whole line that came in the same paste or was waiting already.

        In a pipe always exactly one. The line end at the end of a marked paste and the Enter after it are one. A last line
        without Enter stands at the next prompt. What ends the input after whole lines is raised by the next call.
        Raises EndOfInput, KeyboardInterrupt; LineCut where what was pasted could not be taken: then nothing of it was, but for
        the lines that its sentence says are kept.
        """
        source = self._source
        if not self.interactive:
            line = self._read(prompt)
            source.line_number += 1
            return (line,)
        lines = list(source.waiting)
        source.waiting.clear()
        if not lines and source.end is None:
            try:
                self._gather(prompt, lines)
            except (EndOfInput, KeyboardInterrupt) as ending:
                source.end = ending
        lines += source.after
        source.begun += source.begun_after
        source.after, source.begun_after = (), ""
        if not lines and source.end is not None:
            end, source.end = source.end, None
            raise end
        return self._readable(lines)

    def take_begun(self) -> str:
        """Return what was begun without its Enter, such as the last line of a paste, and let no prompt begin with it. '' for nothing."""
        begun, self._source.begun = self._source.begun, ""
        return begun

    def _gather(self, prompt: str, lines: list[str]) -> None:
        """Add to `lines` what is typed up to Enter and whatever is there with it. Raises EndOfInput, LineCut, KeyboardInterrupt."""
        if not self._edits_lines or sys.platform == "win32":
            self._gather_plainly(prompt, lines)
            return
        with unbounded(sys.stdin.fileno()):
            self._collect(prompt, lines, first=True)
            if not lines:
                # A paste that the terminal marks is one read.
                lines += self._read(prompt).removesuffix("\n").split("\n")
            self._collect("", lines)

    def _gather_plainly(self, prompt: str, lines: list[str]) -> None:
        """As `_gather`, where the terminal divides the lines itself."""
        try:
            lines += self._read(prompt).removesuffix("\n").split("\n")
            while line_waits(sys.stdin.fileno()):
                lines.append(self._read(""))
        except LineCut:
            several = bool(lines)
            lines.clear()
            try:
                while line_waits(sys.stdin.fileno()):
                    several = True
                    with contextlib.suppress(LineCut):
                        self._read("")
            except (EndOfInput, KeyboardInterrupt) as ending:
                self._source.end = ending
            drop(sys.stdin.fileno())
            raise LineCut(_CUT_IN_PASTE if several else _CUT) from None

    def _collect(self, prompt: str, lines: list[str], first: bool = False) -> None:
        """Add to `lines` what waits, and show it below the prompt. Raises as `_gather`."""
        keys, is_open = bytearray(), True
        before = bytes_waiting(sys.stdin.fileno()) if first else 0
        try:
            is_open = collect(sys.stdin.fileno(), keys, 0 if first else PATIENCE)
        finally:
            if keys:
                found = divided(self._source.begun + keys.decode(sys.stdin.encoding, "surrogateescape"))
                lines += found.lines
                self._source.begun = found.begun
                is_open = is_open and not found.ended
                if found.lines:
                    _show(prompt, found.lines)
        # What came between two prompts was under the terminal's own rules.
        if any(len(line) >= TERMINAL_LINE for line in keys[:before].split(b"\n")):
            lines.clear()
            self._source.begun = ""
            raise LineCut(_CUT_IN_PASTE)
        if not is_open:
            raise EndOfInput

    def _readable(self, lines: Sequence[str]) -> tuple[str, ...]:
        """Return the lines up to one that holds a letter which could not be read. Raises LineCut where that is the first."""
        marked = [place for place, line in enumerate(lines) if not _is_readable(line)]
        if not marked:
            self._source.line_number += len(lines)
            return tuple(lines)
        before, line, after = lines[: marked[0]], lines[marked[0]], lines[marked[0] + 1 :]
        if before:
            self._source.waiting.extend([line, *after])
            self._source.line_number += len(before)
            return tuple(before)
        self._source.after = tuple(after)
        if self._edits_lines and sys.platform != "win32":
            self._source.begun_after = self.take_begun()
            self._source.begun = "".join(letter for letter in line if _is_readable(letter))
            raise LineCut(f"{_NOT_READ} The line stands at the prompt without it: put it right, and press Enter.")
        raise LineCut(f"{_NOT_READ} Type that line again; the others are kept.")

    def _read(self, prompt: str) -> str:
        if self._edits_lines:
            try:
                return self._edited(prompt)
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
            raise LineCut(_CUT)
        return text

    def _edited(self, prompt: str) -> str:
        """Return what the system's line editor gives, beginning from the line that was begun. Raises EOFError."""
        begun = self.take_begun()
        if not begun or sys.platform == "win32":
            return begun + input(prompt)
        import readline

        stands: list[str] = []

        def put() -> None:
            readline.insert_text(begun)
            stands.append(begun)

        readline.set_startup_hook(put)
        try:
            text = input(prompt)
        finally:
            readline.set_startup_hook()
        return text if stands else begun + text  # a line editor may have no such hook


def _show(prompt: str, lines: Sequence[str]) -> None:
    """Show lines that no prompt was shown for when they arrived."""
    with contextlib.suppress(OSError, ValueError):  # the window may be gone: the lines are kept all the same
        sys.stdout.write("".join(f"{line}\n" for line in (prompt + visible(lines[0]), *map(visible, lines[1:]))))
        sys.stdout.flush()


def _is_readable(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _locale_has_no_letters() -> bool:
    """Whether the system was told to know no letters but ASCII, or of a language that it does not have (LC_ALL=C)."""
    try:
        return codecs.lookup(locale.getencoding()).name == "ascii"
    except LookupError:
        return False


def _let_letters_be_whole() -> None:
    """Let the line editor know letters of several bytes: else Backspace takes one byte of them, and the line cannot be read.

    Python itself reads UTF-8 in such a place; the line editor asks the environment.
    """
    if sys.platform == "win32" or not _locale_has_no_letters():
        return
    present = locale.setlocale(locale.LC_CTYPE)
    for name in _UTF_8_LOCALES:
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            locale.setlocale(locale.LC_CTYPE, present)
            os.environ["LC_ALL" if os.environ.get("LC_ALL") else "LC_CTYPE"] = name
            return


def _prepare_readline() -> bool:
    """Use the system's line editor where there is one: long lines arrive whole. Nothing typed is remembered."""
    _let_letters_be_whole()
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
