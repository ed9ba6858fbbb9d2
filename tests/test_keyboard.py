"""What `Keyboard.typed` makes of keys, pastes and pipes: every line whole and in order, what came at once as one batch."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cswo_eval.cli.interviews import keyboard as keyboard_module
from cswo_eval.cli.interviews.keyboard import EndOfInput, Keyboard
from cswo_eval.cli.interviews.waiting_keys import divided

on_posix = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")
CTRL_C, CTRL_D, BACKSPACE = "\x03", "\x04", "\x7f"
FIFTY_THOUSAND = "x" * 50_000
TWO_THOUSAND_LINES = [f"{number:05} {'é' * 30}{'z' * 44}" for number in range(2000)]

TERMINALS: dict[str, dict[str, Any]] = {
    "a line editor": {},
    "a dumb terminal": {"term": "dumb"},
    "no line editor": {"shell": "{} > /dev/null"},
}
each_terminal = pytest.mark.parametrize("terminal", TERMINALS)
with_line_editor = pytest.mark.parametrize("terminal", ["a line editor", "a dumb terminal"])


class Reading:
    """The reading program in a window, and what it has read."""

    def __init__(self, folder: Path, terminal: str = "a line editor", *words: str, **given: Any) -> None:
        from terminals import Window

        script = Path(__file__).with_name("typed_batches.py")
        self._file = folder / "batches"
        self.window = Window(folder, self._file, *words, script=script, **TERMINALS[terminal], **given)

    @property
    def results(self) -> list[Any]:
        """Each batch as a list, each refusal and the end as a text."""
        return [json.loads(line) for line in self._file.read_text("ascii").splitlines()]

    def press(self, keys: str) -> str:
        """Send keys as a terminal does that marks no paste, and wait for the next prompt. Returns what is seen."""
        data = keys.replace("\n", "\r")
        if len(data) < 1000:
            self.window.child.send(data)
            return self.window.wait()
        self.window.send(data)
        return self.window.seen

    def press_until(self, keys: str, seen: str) -> None:
        """Send keys, and wait until something is seen that is not the prompt alone."""
        self.window.child.send(keys.replace("\n", "\r"))
        self.window.child.expect_exact(seen)

    def while_busy(self, keys: str, *seen: str) -> None:
        """Send keys while the program does something else, and let it go on once the terminal has shown them, one after another."""
        self.window.child.send("busy\r")
        self.window.child.expect_exact("busy")
        while self.results[-1:] != [["busy"]]:
            pass
        self.window.child.send(keys)
        for one in seen:
            self.window.child.expect_exact(one, searchwindowsize=None)
        self._file.with_suffix(".go").touch()

    def ended(self) -> list[Any]:
        """End the input, and return all results but that."""
        self.window.press(CTRL_D)
        assert self.results[-1] == "EndOfInput"
        return self.results[:-1]


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Callable[..., Reading]]:
    """Opens a window in which the reading program runs."""
    opened: list[Reading] = []

    def open_reading(*words: str, **given: Any) -> Reading:
        opened.append(Reading(tmp_path, *words, **given))
        return opened[-1]

    yield open_reading
    for one in opened:
        one.window.end()


# --- what comes at once ------------------------------------------------------------------------------------------------


@on_posix
@each_terminal
def test_lines_that_are_typed_are_a_batch_each(reading: Callable[..., Reading], terminal: str) -> None:
    """What is typed after the prompt is one line, with its spaces; Enter alone is an empty one."""
    here = reading(terminal)
    for line in ("  Chaired it: 'twice' # é ", "", "4"):
        here.press(f"{line}\n")
    assert here.ended() == [["  Chaired it: 'twice' # é "], [""], ["4"]]


@on_posix
@each_terminal
def test_lines_that_come_at_once_are_one_batch(reading: Callable[..., Reading], terminal: str) -> None:
    """A paste that is not marked, blank lines among it; a batch is shown once, and no prompt stands among its lines."""
    here = reading(terminal)
    seen = here.press("3/9/2026\nalpha\n\n  4é\n")
    here.press("5\n")
    assert here.ended() == [["3/9/2026", "alpha", "", "  4é"], ["5"]]
    if terminal != "no line editor":  # there the terminal shows the keys, whenever they come
        assert seen.rstrip("\n") == "3/9/2026\nalpha\n\n  4é"


@on_posix
@pytest.mark.parametrize(
    ("text", "batch"),
    [
        ("alpha\nbeta\n\ngamma", ["alpha", "beta", "", "gamma"]),
        ("alpha\n", ["alpha"]),
        ("alpha\n\n", ["alpha", ""]),
        ("tab\there", ["tab\there"]),
    ],
)
def test_a_marked_paste_is_one_batch(reading: Callable[..., Reading], text: str, batch: list[str]) -> None:
    """The line end at the end of what was copied and the Enter after it are one: no line is made that nobody typed."""
    here = reading()
    here.window.paste(text)
    assert here.ended() == [batch]


@on_posix
@with_line_editor
def test_a_last_line_without_enter_stands_at_the_next_prompt(reading: Callable[..., Reading], terminal: str) -> None:
    """It is not waited for; it can be gone on with, and taken back letter by letter."""
    here = reading(terminal)
    here.press_until("alpha\nbeta\ngammé", "> gammé")
    assert here.results == [["alpha", "beta"]]
    here.press(f"{BACKSPACE}a, and more\n")
    assert here.ended() == [["alpha", "beta"], ["gamma, and more"]]


@on_posix
def test_a_last_line_without_enter_waits_where_there_is_no_line_editor(reading: Callable[..., Reading]) -> None:
    """The terminal itself keeps it until its Enter."""
    here = reading("no line editor")
    here.press_until("alpha\nbeta\ngamma", "gamma> ")
    assert here.results == [["alpha", "beta"]]
    here.press(" and more\n")
    assert here.ended() == [["alpha", "beta"], ["gamma and more"]]


@on_posix
@with_line_editor
@pytest.mark.parametrize(
    "lines",
    [[FIFTY_THOUSAND], [FIFTY_THOUSAND, "y" * 5000, "", "z"], TWO_THOUSAND_LINES],
    ids=["one line", "long lines", "many lines"],
)
def test_a_paste_of_any_size_arrives_whole(reading: Callable[..., Reading], terminal: str, lines: list[str]) -> None:
    """A terminal holds 4,096 bytes: what is more waits until it is read."""
    here = reading(terminal)
    here.press("".join(f"{line}\n" for line in lines))
    assert here.ended() == [lines]


@on_posix
def test_a_large_marked_paste_arrives_whole(reading: Callable[..., Reading]) -> None:
    """2,000 lines of 80 letters."""
    here = reading()
    here.window.paste("\n".join(TWO_THOUSAND_LINES))
    assert here.ended() == [TWO_THOUSAND_LINES]


@on_posix
def test_many_lines_arrive_whole_where_there_is_no_line_editor(reading: Callable[..., Reading]) -> None:
    """The terminal gives them line by line."""
    here = reading("no line editor")
    here.press("".join(f"{line}\n" for line in TWO_THOUSAND_LINES[:500]))
    assert here.ended() == [TWO_THOUSAND_LINES[:500]]


@on_posix
@pytest.mark.parametrize(
    ("pasted", "told"),
    [
        (f"{'x' * 5000}\n", "that line was not taken"),
        (f"alpha\n{'x' * 5000}\nbeta\nand", "nothing of what you pasted was taken"),
    ],
)
def test_a_paste_with_a_line_that_the_terminal_cuts_is_not_taken_at_all(
    reading: Callable[..., Reading], pasted: str, told: str
) -> None:
    """Where there is no line editor: told in words, and neither what stood before it nor after it is left."""
    here = reading("no line editor")
    here.press_until(pasted, "> ")
    here.press("next\n")
    refused, batch = here.ended()
    assert told in refused
    assert batch == ["next"]


@on_posix
@with_line_editor
def test_what_is_typed_while_the_program_is_busy_is_waiting_already(
    reading: Callable[..., Reading], terminal: str
) -> None:
    """Whole lines are a batch, as the terminal's own Backspace left them; what has no Enter stands at the prompt after it."""
    here = reading(terminal)
    here.while_busy(f"alphabx{BACKSPACE}\rbeta\rgam", "beta", "gam")
    here.press_until("", "> gam")
    here.press("ma\n")
    assert here.ended() == [["busy"], ["alphab", "beta"], ["gamma"]]


@on_posix
@with_line_editor
@pytest.mark.parametrize("end", ["\r", ""])
def test_a_line_that_was_cut_while_the_program_was_busy_is_refused(
    reading: Callable[..., Reading], terminal: str, end: str
) -> None:
    """The terminal dropped its end without a word: it is told, and none of it is taken."""
    here = reading(terminal)
    here.while_busy(f"{'x' * 6000}{end}", "x" * 4095)
    here.window.wait()
    here.press("next\n")
    busy, refused, batch = here.ended()
    assert "nothing of what you pasted was taken" in refused
    assert (busy, batch) == (["busy"], ["next"])


# --- broken off --------------------------------------------------------------------------------------------------------


@on_posix
@each_terminal
@pytest.mark.parametrize("how", [CTRL_C, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_leaves_what_was_typed_before(
    reading: Callable[..., Reading], terminal: str, how: str | signal.Signals
) -> None:
    """Ctrl-C, a stopped program, a closed window: each ends it, and only a line not ended with Enter is lost."""
    if terminal == "no line editor" and how != CTRL_C:
        pytest.skip("the shell in between would get the signal")
    here = reading(terminal)
    here.press("alpha\nbeta\n")
    here.window.child.send("half")
    here.window.press(how) if isinstance(how, str) else here.window.told(how)
    assert here.results == [["alpha", "beta"], "KeyboardInterrupt"]


@on_posix
def test_a_window_that_is_closed_ends_it(reading: Callable[..., Reading]) -> None:
    """What was typed before is there."""
    here = reading()
    here.press("alpha\nbeta\n")
    assert here.window.hang_up() == 0
    assert here.results == [["alpha", "beta"], "KeyboardInterrupt"]


@on_posix
@each_terminal
def test_ctrl_d_among_waiting_lines_ends_the_input_after_them(reading: Callable[..., Reading], terminal: str) -> None:
    """The lines before it are a batch, and the next call says that there is no more."""
    here = reading(terminal)
    here.press(f"alpha\nbeta\n{CTRL_D}")
    assert here.results == [["alpha", "beta"], "EndOfInput"]


@on_posix
@with_line_editor
def test_ctrl_d_after_letters_is_no_end(reading: Callable[..., Reading], terminal: str) -> None:
    """It deletes the letter under the cursor, of which there is none."""
    here = reading(terminal)
    here.press(f"alpha{CTRL_D}bet\n")
    assert here.ended() == [["alphabet"]]


class Typist:
    """A terminal that is only thought: its first line, then its keys, then whatever breaks it off."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return a number that is no terminal's."""
        return 1_000_000

    def reconfigure(self, **_: Any) -> None:
        """Do nothing."""


@on_posix
def test_lines_that_were_read_before_ctrl_c_are_given_out_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Broken off while the rest of a paste is read: the whole lines so far are a batch, and the next call, of any keyboard, ends."""
    arriving = iter([(b"", None), (b"beta\rgamma\rdel", KeyboardInterrupt)])

    def collect(_descriptor: int, keys: bytearray, _patience: float) -> bool:
        some, end = next(arriving)
        keys.extend(some)
        if end is not None:
            raise end
        return True

    monkeypatch.setattr(sys, "stdin", Typist())
    monkeypatch.setattr(keyboard_module, "_prepare_readline", lambda: True)
    monkeypatch.setattr(keyboard_module, "collect", collect)
    monkeypatch.setattr("builtins.input", lambda _prompt: "alpha")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    keyboard = Keyboard()
    assert keyboard.typed("> ") == ("alpha", "beta", "gamma")
    assert (keyboard.take_begun(), keyboard.take_begun()) == ("del", "")
    with pytest.raises(KeyboardInterrupt):
        Keyboard().typed("> ")
    assert capsys.readouterr().out == "beta\ngamma\n"


# --- letters -----------------------------------------------------------------------------------------------------------


@on_posix
@pytest.mark.parametrize("terminal", ["a line editor", "a dumb terminal"])
@pytest.mark.parametrize(
    ("settings", "prompt"),
    [
        ({"LC_ALL": "C"}, ". > "),
        ({"LC_ALL": "POSIX"}, ". > "),
        ({"LC_ALL": "en_GB.ISO-8859-1"}, ". > "),  # not there on this machine: the system falls back to C
        ({"LC_ALL": "", "LANG": "", "LC_CTYPE": ""}, "… "),
        ({"LC_ALL": "", "LANG": "en_GB.no-such-thing", "LC_CTYPE": ""}, "… "),
    ],
)
def test_a_letter_that_is_typed_deleted_and_typed_again_is_whole(
    reading: Callable[..., Reading], terminal: str, settings: dict[str, str], prompt: str
) -> None:
    """Whatever language the system was told, Backspace takes a letter and not one of its bytes."""
    if prompt == ". > " and not (sys.prefix + keyboard_module.__file__).isascii():
        pytest.skip("in such a language Python itself does not start where its folder has an accent in its name")
    here = reading(terminal, "text", environment=settings)
    assert here.window.kind == prompt
    here.press(f"é{BACKSPACE}é còmhla 😀{BACKSPACE}\n")
    assert here.ended() == [["é còmhla "]]


@on_posix
def test_a_text_is_prompted_for_with_the_letters_that_the_terminal_has(reading: Callable[..., Reading]) -> None:
    """An ellipsis where it can be shown; cp437 and ASCII have none."""
    assert reading("a line editor", "text").window.kind == "… "
    assert reading("a line editor", "text", environment={"PYTHONIOENCODING": "cp437"}).window.kind == ". > "


@on_posix
def test_a_letter_that_cannot_be_read_is_refused_and_all_else_is_kept(reading: Callable[..., Reading]) -> None:
    """A terminal that sends Latin-1: the lines before are given out, the line stands at the prompt without it, those after follow."""
    here = reading()
    os.write(here.window.child.child_fd, b"alpha\rcaf\xe9 noir\rgamma\rdel")
    here.press_until("", "> caf noir")
    here.press_until("!\n", "> del")
    here.press("ta\n")
    before, refused, after, last = here.ended()
    assert before == ["alpha"]
    assert "your terminal sends something other than UTF-8" in refused
    assert (after, last) == (["caf noir!", "gamma"], ["delta"])


# --- pipes -------------------------------------------------------------------------------------------------------------


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> Keyboard:
    """A keyboard at the end of a pipe through which these bytes come."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="cp1252"))
    return Keyboard()


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"alpha\nbeta\n", ["alpha", "beta"]),
        (b"alpha\n\nbeta", ["alpha", "", "beta"]),
        (b"\xef\xbb\xbfalpha\r\nbeta\r\n", ["alpha", "beta"]),
        (b"a\xe9b\nbeta\n", ["a\udce9b", "beta"]),
        (b"a\0b\rc\x0bd\x0ce\n", ["a\0b\rc\x0bd\x0ce"]),
        ("a\x85b\u2028c\n".encode(), ["a\x85b\u2028c"]),
        (b"x" * 50_000 + b"\n.\n", ["x" * 50_000, "."]),
        (b"", []),
    ],
)
def test_a_pipe_gives_one_line_at_a_time(monkeypatch: pytest.MonkeyPatch, data: bytes, lines: list[str]) -> None:
    """Divided at line feeds alone, letter for letter; `line_number` is that of the line, and at the end of the last."""
    keyboard = piped(monkeypatch, data)
    for number, line in enumerate(lines, start=1):
        assert keyboard.typed("> ") == (line,)
        assert keyboard.line_number == number
    for _ in range(2):
        with pytest.raises(EndOfInput):
            keyboard.typed("> ")
    assert keyboard.line_number == len(lines)


def test_two_keyboards_read_one_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second goes on where the first stopped, in the text and in its line numbers."""
    first = piped(monkeypatch, b"alpha\nb\xc3\xa9ta\n")
    assert first.typed("> ") == ("alpha",)
    second = Keyboard()
    assert (second.typed("> "), second.line_number) == (("béta",), 2)


# --- keys as lines -----------------------------------------------------------------------------------------------------

LETTERS = st.text(st.characters(exclude_characters="\x00\x04\b\x7f\x15\x1b\r", codec="utf-8"))


@given(LETTERS, st.integers(min_value=0))
def test_lines_are_the_same_however_the_keys_arrive(text: str, cut: int) -> None:
    """Every letter is kept, a form feed and U+2028 too; where the reading was broken off makes no difference."""
    whole = divided(text)
    assert "\n".join([*whole.lines, whole.begun]) == text
    first = divided(text[: cut % (len(text) + 1)])
    second = divided(first.begun + text[cut % (len(text) + 1) :])
    assert (*first.lines, *second.lines, second.begun) == (*whole.lines, whole.begun)


@pytest.mark.parametrize(
    ("keys", "lines", "begun", "ended"),
    [
        ("a\rb\r\nc\n", ("a", "b", "c"), "", False),
        ("ab\x7f\x7f\x7fc\bd\r", ("d",), "", False),
        ("wrong\x15right\r\x15", ("right",), "", False),
        ("a\x1b[Ab\x1bOAc\x1b[200~d\x1b[201~\0\r", ("abcd",), "", False),
        ("a\rb\x04c\r\x04d\r", ("a", "bc"), "", True),
        ("a\rb", ("a",), "b", False),
    ],
)
def test_keys_that_are_no_letters_do_what_they_do_at_a_prompt(
    keys: str, lines: tuple[str, ...], begun: str, ended: bool
) -> None:
    """Enter, Backspace, Ctrl-U, arrows, the marks of a paste, Ctrl-D."""
    assert divided(keys) == (lines, begun, ended)
