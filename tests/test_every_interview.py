"""Each of the few words, typed once at a question for a line and once within a text, in every interview of `interview_table`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("there are no pseudo-terminals on Windows", allow_module_level=True)

from interview_table import (
    INTERVIEWS,
    SINGLE,
    USUAL,
    WITH_LINE,
    WITH_TEXT,
    Windows,
    all_bytes,
    things_of,
    usual_or_long,
)
from processes import contents
from terminals import Window

FEW = ("?", "go", "Private.", "public")
STAYING = ("?", "??", "help", "list", "go", "editor", "private", "Private.", "PUBLIC", "private", "public")
"""Words at a question for a line that leave its answer open; `editor` is for texts, and says so."""
LEAVING = ("save", "quit", "exit")
NO_ANSWER = ("not one of the answers", "Type yes or no", "is not a date", "Something went wrong", "No such file")
"""What is said of an answer that is none: nothing of the kind is said of a word."""


def words(text: str) -> str:
    """A text as it would be on one long line."""
    return " ".join(text.split())


def nothing_refused(window: Window) -> None:
    """The word was not taken for an answer that cannot be read."""
    assert not any(one in words(window.seen) for one in NO_ANSWER), window.seen


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


def own_files(folder: Path) -> dict[str, bytes]:
    """The files of a record without those of its history and without the lines that are being typed."""
    return {name: data for name, data in contents(folder).items() if not name.startswith(("history/", ".unfinished"))}


# --- at a question for a line -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "those"),
    [
        *((name, FEW) for name in WITH_LINE if name in (*USUAL, *SINGLE)),
        *(pytest.param(name, STAYING, marks=pytest.mark.long) for name in WITH_LINE),
    ],
)
def test_no_word_answers_a_question_for_a_line(
    windows: Windows, folder: Path, name: str, those: tuple[str, ...]
) -> None:
    """Each that leaves the question open: it stays on the table, no file changes but by a mark, and no answer is refused."""
    interview = WITH_LINE[name]
    assert interview.line is not None
    question, reach = interview.line
    window = windows(interview, *reach)
    assert window.question == question
    before = own_files(folder)
    for word in those:
        said = words(window.type(word))
        nothing_refused(window)
        assert (window.kind, window.question) == ("> ", question), (word, said)
        if word in ("?", "??", "help"):
            assert "save or quit" in said
        if word in ("go", "editor", "list") or word.lower().startswith(("private", "public")):
            assert said != word, f"nothing is said of `{word}`"
        if interview.marks is None:
            assert own_files(folder) == before, word
        elif word.lower().startswith("private"):
            assert interview.marks(things_of(folder)) or "is now private" in said, word
        elif word.lower().startswith("public"):
            assert not interview.marks(things_of(folder)), word
    window.type(interview.answer)
    nothing_refused(window)
    if window.kind is not None:
        window.type("quit")
    assert window.status() == interview.status
    assert b"editor" not in b"".join(own_files(folder).values())


@pytest.mark.parametrize("name", usual_or_long(WITH_LINE, ("assess", "evidence add", "plan done")))
def test_back_skip_and_go_lead_on_or_say_why_not(windows: Windows, folder: Path, name: str) -> None:
    """From wherever they lead, the interview goes on."""
    interview = WITH_LINE[name]
    assert interview.line is not None
    window = windows(interview, *interview.line[1])
    for word in ("back", "go 1", "go SD1.3", "skip"):
        if window.kind is None:
            break
        was = window.question
        said = words(window.type(word))
        nothing_refused(window)
        assert window.kind is None or said != word, (word, was)
    assert not any(word.encode() in b"".join(own_files(folder).values()) for word in ("go 1", "go SD1.3"))
    while window.kind is not None:
        window.type("quit")
    assert window.status() == interview.status


@pytest.mark.parametrize(
    ("name", "word"),
    [
        pytest.param(name, word, marks=[] if (name, word) == ("guard pseudonym", "quit") else pytest.mark.long)
        for name in WITH_LINE
        for word in LEAVING
    ],
)
def test_save_quit_and_exit_stop_at_a_question_for_a_line(windows: Windows, folder: Path, name: str, word: str) -> None:
    interview = WITH_LINE[name]
    assert interview.line is not None
    window = windows(interview, *interview.line[1])
    before = own_files(folder)
    window.type(word)
    nothing_refused(window)
    assert window.status() == interview.status
    assert own_files(folder) == before


# --- within a text --------------------------------------------------------------------------------------------------------

TELLING = ("?", "??", "list", "private", "Private.", "public", "go")
"""Words within a text that leave it open."""
LEADING = ("back", "skip", "go 1", "save", "quit", "exit", "editor")
"""Words that keep the text first, and then lead away."""


@pytest.mark.parametrize("name", usual_or_long(WITH_TEXT, ("portfolio claim",)))
def test_a_word_within_a_text_is_done_or_is_text_as_its_owner_says(windows: Windows, folder: Path, name: str) -> None:
    """Each that leaves the text open: done at Enter and no part of it; text at `t`."""
    interview = WITH_TEXT[name]
    text = interview.text
    assert text is not None
    window = windows(interview, *text.reach)
    assert window.question == text.name
    window.type("first")
    for word in TELLING:
        assert f"`{word}` stands alone on a line. Is it meant for the program?" in words(window.type(word))
        assert "Your text goes on." in words(window.type("")), word
        nothing_refused(window)
    window.type("between")
    for word in (*TELLING, *LEADING):
        assert "Is it meant for the program?" in words(window.type(word))
        window.type("t")
        assert window.question in (text.name, "a word?")
    window.type(".")
    assert text.lands(folder) == "\n".join(("first", "between", *TELLING, *LEADING))
    if interview.marks is not None:
        assert not interview.marks(things_of(folder)), "`public` came last"
    window.type("quit")
    assert window.status() == 0


@pytest.mark.parametrize(
    ("name", "word"),
    [
        pytest.param(name, word, marks=[] if word == "back" and name in USUAL[:3] else pytest.mark.long)
        for name in WITH_TEXT
        for word in LEADING
    ],
)
def test_a_word_that_leads_away_from_a_text_keeps_it_first(
    windows: Windows, folder: Path, name: str, word: str
) -> None:
    """And with it the mark that was set within it."""
    interview = WITH_TEXT[name]
    text = interview.text
    assert text is not None
    window = windows(interview, *text.reach, "first", "private")
    assert ("now private" if interview.marks is not None else "in no other copy") in words(window.type(""))
    for line in ("second", word):
        window.type(line)
    assert window.question == "a word?"
    said = words(window.type(""))
    nothing_refused(window)
    if "Your text goes on" in said:  # `go` led nowhere
        window.type(".")
    assert text.lands(folder) == ("from the editor" if word == "editor" else "first\nsecond"), said
    assert interview.marks is None or interview.marks(things_of(folder))
    if word in ("save", "quit", "exit"):
        assert window.status() == 0


def test_each_word_is_nowhere_in_a_record_after_all_interviews(windows: Windows, folder: Path) -> None:
    """Not even in its history: what is a word was never an answer."""
    for name in ("portfolio claim", "plan review"):
        interview = INTERVIEWS[name]
        assert interview.text is not None
        window = windows(interview, *interview.text.reach, "first")
        for word in ("LIST", "Private.", "??"):
            window.type(word)
            window.type("")
        for line in ("quit", ""):
            if window.kind is not None:
                window.type(line)
        window.end()
    assert not any(word in all_bytes(folder) for word in (b"LIST", b"Private.", b"??"))
