"""Every interview of `interview_table`, broken off in every way: what was typed on finished lines is there, and what is said is true."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

if os.name == "nt":
    pytest.skip("there are no pseudo-terminals on Windows", allow_module_level=True)

from interview_table import (
    INTERVIEWS,
    MARKED,
    USUAL,
    WITH_LINE,
    WITH_TEXT,
    Text,
    Windows,
    read,
    things_of,
    usual_or_long,
)
from processes import contents
from terminals import Window

from cswo_eval.record.draft import with_lines

CTRL_C, CTRL_D = "\x03", "\x04"
STOPPED = "Stopped. All that you had entered is saved; only a line not ended with Enter is lost."
BROKE_OFF = "The lines you were typing when it broke off"
LINES = ("first: 'line' # é", "second line")
ANOTHER = ("portfolio", "claim")
"""A command that begins an interview about something else."""


def words(text: str) -> str:
    """A text as it would be on one long line."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what all records begin from lies."""
    return tmp_path_factory.mktemp("shared")


@pytest.fixture
def windows(tmp_path: Path, shared: Path) -> Iterator[Windows]:
    """Opens interviews, each in a window of its own."""
    opened = Windows(tmp_path, shared)
    yield opened
    opened.end()


@pytest.fixture
def folder(windows: Windows) -> Path:
    """Where the record lies."""
    return windows.folder


def text_of(name: str) -> Text:
    """The text that an interview asks for."""
    text = INTERVIEWS[name].text
    assert text is not None
    return text


def whole(text: Text, *lines: str) -> str:
    """What is to be found where lines landed behind what stood there already."""
    typed = "\n".join(lines)
    return f"{text.before}\n\n{typed}" if text.before else typed


def set_aside(folder: Path) -> list[str]:
    """The lines that were kept where nothing reads them, a text for each time."""
    return [path.read_text("utf-8") for path in sorted(folder.glob("history/set-aside/*/unfinished-lines.txt"))]


@pytest.mark.parametrize(
    ("present", "lines", "expected"),
    [
        ("", "a\nb", "a\nb"),
        ("old", "a\nb", "old\n\na\nb"),
        ("old", "old\na", "old\na"),
        ("a\nb\nc", "a\nb", "a\nb\nc"),
        ("old\n\na\nb", "a\nb", "old\n\na\nb"),
        ("yesterday", "yes", "yesterday\n\nyes"),
    ],
)
def test_lines_stand_behind_what_is_there_and_never_twice(present: str, lines: str, expected: str) -> None:
    assert with_lines(present, lines) == expected


# --- a crash ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "again"),
    [
        *((name, "another") for name in USUAL),
        *(pytest.param(name, "another", marks=pytest.mark.long) for name in WITH_TEXT if name not in USUAL),
        *(pytest.param(name, "the same", marks=pytest.mark.long) for name in WITH_TEXT),
    ],
)
def test_after_a_crash_the_next_interview_puts_the_lines_where_they_belong(
    windows: Windows, folder: Path, name: str, again: str
) -> None:
    """Once, and says where; the interview after that says nothing of them."""
    interview, text = INTERVIEWS[name], text_of(name)
    windows(interview, *text.reach, *LINES).killed()
    assert (folder / ".unfinished.yaml").exists()
    command = interview.command if again == "the same" else ANOTHER
    window = windows.run(*command)
    assert f"{BROKE_OFF} are kept: " in words(window.seen)
    assert text.where in words(window.seen)
    assert text.lands(folder) == whole(text, *LINES)
    assert not (folder / ".unfinished.yaml").exists()
    assert set_aside(folder) == []
    if again == "the same":
        window.end()
        window = windows.run(*ANOTHER)
        assert BROKE_OFF not in words(window.seen)
        assert text.lands(folder) == whole(text, *LINES)
    assert interview.marks is None or not interview.marks(things_of(folder))


@pytest.mark.parametrize("name", ["plan review"])
def test_it_is_said_once_where_lines_cannot_be_kept_as_they_are_typed(
    windows: Windows, folder: Path, name: str
) -> None:
    """The disk may be full: whoever writes a long text relies on its lines, and the text itself may be saved all the same."""
    interview, text = INTERVIEWS[name], text_of(name)
    window = windows(interview, *text.reach)
    (folder / ".unfinished.yaml").mkdir()
    said = [words(window.type(line)) for line in (*LINES, "third")]
    assert ["its lines are nowhere but in this window" in one for one in said] == [True, False, False]
    (folder / ".unfinished.yaml").rmdir()
    window.type(".")
    assert text.lands(folder) == whole(text, *LINES, "third")


@pytest.mark.parametrize("name", usual_or_long(MARKED, ("portfolio claim", "plan review")))
def test_lines_that_a_crash_broke_off_have_the_mark_that_was_set_before_them(
    windows: Windows, folder: Path, name: str
) -> None:
    """Also where nothing was saved yet that could carry it."""
    interview, text = INTERVIEWS[name], text_of(name)
    windows(interview, *text.reach, "private", *LINES).killed()
    windows.run(*ANOTHER)
    assert text.lands(folder) == whole(text, *LINES)
    assert interview.marks is not None
    assert interview.marks(things_of(folder))


@pytest.mark.parametrize("name", usual_or_long(MARKED, ("evidence add",)))
def test_private_that_was_not_asked_about_before_a_crash_counts(windows: Windows, folder: Path, name: str) -> None:
    """A word too much is better than a leak: it stands in the text, and marks it."""
    interview, text = INTERVIEWS[name], text_of(name)
    windows(interview, *text.reach, "first", "private").killed()
    windows.run(*ANOTHER)
    assert text.lands(folder) == whole(text, "first", "private")
    assert interview.marks is not None
    assert interview.marks(things_of(folder))


@pytest.mark.parametrize("name", ["evidence edit", pytest.param("portfolio claim L1", marks=pytest.mark.long)])
def test_lines_being_added_to_what_is_there_do_not_double_it(windows: Windows, folder: Path, name: str) -> None:
    text = text_of(name)
    windows(INTERVIEWS[name], *text.reach, "+", *LINES).killed()
    windows.run(*ANOTHER)
    assert text.lands(folder) == "\n".join((text.before, *LINES))


@pytest.mark.parametrize(
    ("name", "lines"), [("evidence add", ("none",)), ("evidence add --quick", ("n/a",)), ("plan done", ("E99",))]
)
def test_lines_that_no_question_takes_are_kept_aside_and_stop_nothing(
    windows: Windows, folder: Path, name: str, lines: tuple[str, ...]
) -> None:
    """What is no answer to its question when its owner gives it is none after a crash either."""
    windows(INTERVIEWS[name], *text_of(name).reach, *lines).killed()
    window = windows.run(*ANOTHER)
    assert f"{BROKE_OFF} have no place any more. They are kept in" in words(window.seen)
    assert set_aside(folder) == ["\n".join((*lines, ""))]
    assert window.question == "claim title"


def test_lines_that_say_who_could_confirm_what_an_action_left_are_said_of_that(windows: Windows, folder: Path) -> None:
    """Not of an entry of their own."""
    window = windows(INTERVIEWS["plan done"], "Seen by two.", ".")
    window.paste("the clerk\nand the chair")
    assert window.question == "text?"
    window.killed()
    windows.run(*ANOTHER)
    (_, left) = read(folder, "evidence.yaml")["entries"]
    assert (left["shows"], left["confirmer"]) == ("Seen by two.", "the clerk\nand the chair")


# --- Ctrl-C, a closed window, a stopped process, the end of the input ------------------------------------------------------

WAYS = ("Ctrl-C", "SIGTERM", "closed window", "Ctrl-D", "SIGHUP")


def broken_off(window: Window, how: str) -> int:
    """End a sitting in one of WAYS, and return its exit status."""
    if how == "closed window":
        return window.hang_up()
    if how.startswith("Ctrl"):
        window.press(CTRL_C if how == "Ctrl-C" else CTRL_D)
    else:
        window.told(signal.Signals[how])
    return window.status()


@pytest.mark.parametrize(
    ("name", "how"),
    [
        pytest.param(
            *(name, how), marks=[] if name in USUAL and WAYS[USUAL.index(name) % 4] == how else pytest.mark.long
        )
        for name in WITH_TEXT
        for how in WAYS
    ],
)
def test_a_text_that_is_broken_off_is_kept_and_what_is_said_is_true(
    windows: Windows, folder: Path, name: str, how: str
) -> None:
    """With half a line behind it, which alone is lost."""
    interview, text = INTERVIEWS[name], text_of(name)
    window = windows(interview, *text.reach, *LINES)
    if how != "Ctrl-D":
        window.child.send("half a li")
    status = broken_off(window, how)
    assert status == (0 if how == "Ctrl-D" else 130)
    assert text.lands(folder) == whole(text, *LINES)
    assert not (folder / ".unfinished.yaml").exists()
    if how == "closed window":
        return
    assert (STOPPED in words(window.seen)) == (how != "Ctrl-D")


@pytest.mark.parametrize(
    ("name", "how"),
    [
        pytest.param(name, how, marks=[] if (name, how) in (("assess", "Ctrl-C"), ("undo", "Ctrl-D")) else pytest.mark.long)
        for name in WITH_LINE
        for how in ("Ctrl-C", "Ctrl-D", "SIGTERM")
    ],
)  # fmt: skip
def test_half_a_line_is_no_answer(windows: Windows, folder: Path, name: str, how: str) -> None:
    """At a question for a line: nothing is changed by what had no Enter. Nothing is said to be saved where nothing could be."""
    interview = INTERVIEWS[name]
    assert interview.line is not None
    window = windows(interview, *interview.line[1])
    before = contents(folder)
    if how != "Ctrl-D":
        window.child.send("half a li")
    status = broken_off(window, how)
    assert status == (interview.status if how == "Ctrl-D" else 130)
    assert contents(folder) == before
    keeps = name not in ("undo", "guard pseudonym", "check --mend")
    assert (STOPPED in words(window.seen)) == (keeps and how != "Ctrl-D")


@pytest.mark.parametrize("how", ["Ctrl-C", *(pytest.param(one, marks=pytest.mark.long) for one in WAYS[1:]), "crash"])
def test_broken_off_where_a_word_is_asked_about_the_line_is_text(windows: Windows, folder: Path, how: str) -> None:
    text = text_of("portfolio claim")
    window = windows(INTERVIEWS["portfolio claim"], *text.reach, "first", "skip")
    assert window.question == "a word?"
    if how == "crash":
        window.killed()
        windows.run("evidence", "add")
    else:
        broken_off(window, how)
    assert text.lands(folder) == "first\nskip"


@pytest.mark.parametrize("how", ["Ctrl-C", *(pytest.param(one, marks=pytest.mark.long) for one in WAYS[1:]), "crash"])
def test_broken_off_where_the_rest_of_a_paste_is_asked_about_it_is_part_of_the_text(
    windows: Windows, folder: Path, how: str
) -> None:
    text = text_of("portfolio claim")
    window = windows(INTERVIEWS["portfolio claim"], *text.reach)
    window.paste("first\n.\nsecond\nthird")
    assert window.question == "text?"
    if how == "crash":
        window.killed()
        windows.run("evidence", "add")
    else:
        broken_off(window, how)
    assert [one for one in text.lands(folder).split("\n") if one != "."] == ["first", "second", "third"]


@pytest.mark.parametrize(
    ("name", "how"),
    [
        pytest.param(name, how, marks=[] if (how, name) in (("Ctrl-C", "assess"), ("crash", "evidence add")) else pytest.mark.long)
        for name in WITH_LINE
        if name not in ("evidence edit", "evidence link", "plan done", "check --mend")
        for how in (*WAYS, "quit", "crash")
    ],
)  # fmt: skip
def test_lines_left_over_are_kept_aside_until_their_owner_drops_them(
    windows: Windows, folder: Path, name: str, how: str
) -> None:
    """Broken off where that is asked: they answer nothing, and are not lost either. What is said where there is no record yet is so."""
    interview = INTERVIEWS[name]
    assert interview.line is not None
    window = windows(interview, *interview.line[1])
    answer = interview.answer or {"deeper": "no", "claim title": "A claim"}.get(interview.line[0], "today")
    window.paste(f"{answer}\nalpha\nbeta")
    assert window.question == "drop?"
    if how == "crash":
        window.killed()
        window = windows.run(*ANOTHER)
    elif how == "quit":
        window.type("quit")
    else:
        broken_off(window, how)
    if name == "guard pseudonym":
        assert not set_aside(folder)
        assert STOPPED not in words(window.seen)
        return
    assert set_aside(folder) == ["alpha\nbeta\n"]
    if how != "closed window":
        assert "unfinished-lines.txt of your record" in words(window.seen)


# --- a disk that refuses ----------------------------------------------------------------------------------------------------


@contextmanager
def refusing(folder: Path) -> Iterator[None]:
    """Nothing can be written into the record while this lasts."""
    places = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    if os.geteuid() != 0:
        for path in places:
            path.chmod(0o500)
        yield
        for path in places:
            path.chmod(0o700)
        return
    # Root writes in spite of the rights: lay the folder over itself, read-only.
    mounts = (["mount", "--bind", str(folder), str(folder)], ["mount", "-o", "remount,bind,ro", str(folder)])
    if sys.platform != "linux" or subprocess.run(mounts[0], check=False, capture_output=True).returncode != 0:
        pytest.skip("root writes to any folder, and this system does not let it mount one read-only")
    try:
        if subprocess.run(mounts[1], check=False, capture_output=True).returncode != 0:
            pytest.skip("root writes to any folder, and this system does not let it mount one read-only")
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("name", usual_or_long(WITH_TEXT, ("portfolio claim", "plan done")))
def test_what_cannot_be_saved_stays_and_enter_tries_again(windows: Windows, folder: Path, name: str) -> None:
    text = text_of(name)
    window = windows(INTERVIEWS[name], *text.reach)
    with refusing(folder):
        for line in (*LINES, "."):
            window.type(line)
        assert "What you typed last is still here. Enter tries again; quit stops without it." in words(window.seen)
        assert "still here" in words(window.type(""))
    window.type("")
    assert text.lands(folder) == "\n".join(LINES)
    window.type("quit")
    assert window.status() == 0


@pytest.mark.parametrize(
    ("name", "how"),
    [
        pytest.param(name, how, marks=[] if (name, how) == ("evidence add", "Ctrl-C") else pytest.mark.long)
        for name in USUAL
        for how in ("Ctrl-C", "Ctrl-D", "SIGTERM", "quit")
    ],
)
def test_stopped_where_nothing_can_be_saved_it_says_so(windows: Windows, folder: Path, name: str, how: str) -> None:
    """Never that all is saved."""
    text = text_of(name)
    window = windows(INTERVIEWS[name], *text.reach)
    before = contents(folder)
    with refusing(folder):
        for line in (*LINES, "."):
            window.type(line)
        if how == "quit":
            window.type("quit")
        else:
            broken_off(window, how)
    assert "What you typed last was not saved." in words(window.seen)
    assert "All that you had entered is saved" not in words(window.seen)
    assert window.status() == 1
    assert contents(folder) == before


@pytest.mark.parametrize("how", ["Ctrl-C", "SIGTERM"])
def test_half_of_a_text_that_cannot_be_saved_when_it_is_broken_off_is_not_said_to_be(
    windows: Windows, folder: Path, how: str
) -> None:
    """It asks whether to try again, and the end of that is told as it is."""
    text = text_of("evidence add")
    window = windows(INTERVIEWS["evidence add"], *text.reach)
    with refusing(folder):
        for line in LINES:
            window.type(line)
        assert window.kind == "… "
        if how == "Ctrl-C":
            window.press(CTRL_C)
        else:
            window.told(signal.SIGTERM)
        assert "Enter tries again" in words(window.seen)
        window.type("quit")
        assert "What you typed last was not saved." in words(window.seen)
        assert window.status() == 1


def test_nothing_of_an_answer_is_lost_to_what_interrupts_its_saving(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Ctrl-C, a closed window, a stopped process while it is being saved: it is saved, and then the program ends."""
    from cswo_eval.cli.interviews.conversation import Conversation
    from cswo_eval.cli.interviews.interruptions import take_signals
    from cswo_eval.cli.interviews.keyboard import Keyboard
    from cswo_eval.cli.setting import Setting

    saved: list[Any] = []

    class Talk(Conversation):
        """Saves an answer while the program is being stopped."""

        def keep(self, kept: Any) -> Any:
            """Be stopped, and save all the same."""
            os.kill(os.getpid(), signal.SIGTERM)
            saved.append(kept.value)
            return kept.script

    numbers = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT)
    before = {number: signal.getsignal(number) for number in numbers}
    keyboard = Keyboard()
    monkeypatch.setattr(keyboard, "interactive", True)
    monkeypatch.setattr(keyboard, "typed", lambda _prompt: ("an answer",))
    try:
        take_signals()
        with pytest.raises(KeyboardInterrupt):
            Talk(Setting(record=str(tmp_path / "record"), plain=True), keyboard).line("What?", "", "", str)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert saved == ["an answer"]
