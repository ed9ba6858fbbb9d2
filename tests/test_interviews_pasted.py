"""Several lines at once, at every kind of question: none answers another one, and none goes without a word."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("there are no pseudo-terminals on Windows", allow_module_level=True)

from interview_table import BASELINE, INTERVIEWS, Windows, read, usual_or_long
from terminals import Window

TERMS = ["xterm-256color", pytest.param("dumb", marks=pytest.mark.long)]
"""One that marks what is pasted, and one that does not."""


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


def paste(window: Window, term: str, text: str) -> str:
    """Paste as a terminal of this kind does, and press Enter."""
    return window.paste(text) if term != "dumb" else window.type(text.replace("\n", "\r"))


def level(folder: Path) -> object:
    """The level of SD1.3, where the walk is."""
    return read(folder, f"assessments/{BASELINE}.yaml")["answers"]["SD1.3"].get("level")


@pytest.mark.parametrize("term", TERMS)
def test_what_comes_after_a_date_answers_no_later_question(windows: Windows, folder: Path, term: str) -> None:
    """The day is taken; of the rest nothing, until its owner drops it, and then the next question is asked."""
    window = windows(INTERVIEWS["assess"], "One.", ".", term=term)
    said = words(paste(window, term, "3/9/2026\nalpha\n4"))
    assert "2 more lines came with that paste, and answer nothing: alpha 4 Drop this?" in said
    assert str(read(folder, "evidence.yaml")["entries"][-1]["effective"]) == "2026-09-03"
    assert window.question == "drop?"
    window.type("yes")
    assert window.question == "evidence-part"
    assert level(folder) is None
    assert "alpha" not in (folder / "evidence.yaml").read_text("utf-8")


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize(
    ("name", "lines", "asked"),
    [
        ("assess, what speaks against", "3\n5\nn", "importance"),
        ("evidence reflect R1", "no\nalpha\nyes", "links"),
        ("evidence add", "A visit\ntoday\n2", "date"),
        *(
            pytest.param(*one, marks=pytest.mark.long)
            for one in (
                ("portfolio claim", "Chairing\nalpha\nbeta", "learned"),
                ("evidence reflect", "The decision\n4\ntoday", "model"),
                ("plan review, the levels", "3\n5\n1", "confidence"),
                ("an account to go on with", "new\nThe decision\n4", "account title"),
                ("guard pseudonym", "Jean Bell\nMs B\nyes", "instead"),
            )
        ),
    ],
)
def test_what_comes_after_a_line_is_shown_and_goes_on_a_yes(
    windows: Windows, folder: Path, name: str, lines: str, asked: str, term: str
) -> None:
    """At a level, a yes or no, a title, a model, a name: only the first line answers, whatever the others say."""
    interview = INTERVIEWS[name]
    assert interview.line is not None
    window = windows(interview, *interview.line[1], term=term)
    said = words(paste(window, term, lines))
    rest = lines.split("\n")[1:]
    assert f"2 more lines came with that paste, and answer nothing: {' '.join(rest)} Drop this?" in said
    assert "Drop this?" in words(window.type("no"))
    window.type("yes")
    assert window.question == asked
    assert window.kind in ("> ", "… ", ". > ")
    if name == "assess, what speaks against":
        assert level(folder) == 3


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("reply", ["", "no"])
def test_several_lines_at_a_question_for_a_line_are_one_answer_or_its_first_line(
    windows: Windows, folder: Path, reply: str, term: str
) -> None:
    """Who could confirm it: the owner says whether the rest belongs there; the first line stays either way."""
    window = windows(INTERVIEWS["plan done"], "Seen by two.", ".", term=term)
    assert "Is this part of your text?" in words(paste(window, term, "the clerk\nand the chair"))
    window.type(reply)
    if reply:
        assert window.question == "drop?"
        window.type("yes")
    confirmer = read(folder, "evidence.yaml")["entries"][-1]["confirmer"]
    assert confirmer == ("the clerk" if reply else "the clerk\nand the chair")
    assert window.question == "level"


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize(
    "name", usual_or_long(("portfolio claim", "evidence add", "plan review"), ("portfolio claim",))
)
@pytest.mark.parametrize("reply", ["", "no"])
def test_a_lone_full_stop_within_a_paste_is_asked_about(
    windows: Windows, folder: Path, name: str, reply: str, term: str
) -> None:
    """What stands behind it belongs to the text where its owner says so, the full stop with it; and answers nothing otherwise."""
    text = INTERVIEWS[name].text
    assert text is not None
    window = windows(INTERVIEWS[name], *text.reach, term=term)
    said = words(paste(window, term, "first\n.\n4\nlast"))
    assert "2 more lines came with that paste, and answer nothing: 4 last Is this part of your text?" in said
    window.type(reply)
    if reply:
        window.type("yes")
    assert text.lands(folder) == ("first" if reply else "first\n.\n4\nlast")


@pytest.mark.parametrize("name", usual_or_long(("portfolio claim", "evidence add", "plan review"), ("plan review",)))
def test_a_paste_without_its_last_enter_is_gone_on_with(windows: Windows, folder: Path, name: str) -> None:
    """Its last line stands at the prompt, as if it were being typed."""
    text = INTERVIEWS[name].text
    assert text is not None
    window = windows(INTERVIEWS[name], *text.reach)
    window.child.send("first\rsecond\rhalf")  # what a terminal without marks gives
    window.wait()
    time.sleep(0.2)
    window.type(" and whole")
    window.type(".")
    assert text.lands(folder) == "first\nsecond\nhalf and whole"


def test_a_paste_of_words_and_lines_is_no_command(windows: Windows, folder: Path) -> None:
    """A paste that begins with a word is refused whole at a question for a line; within a text each word is asked about."""
    window = windows(INTERVIEWS["evidence add"])
    assert "none of it was taken" in words(window.paste("quit\nThe visit"))
    assert window.question == "title"
    window.type("A visit")
    for line in ("", ""):
        window.type(line)
    window.paste("one\nquit\ntwo\nprivate")
    for reply in ("t", ""):
        assert window.question == "a word?"
        window.type(reply)
    window.type(".")
    entry = read(folder, "evidence.yaml")["entries"][-1]
    assert (entry["shows"], entry["private"]) == ("one\nquit\ntwo", True)
