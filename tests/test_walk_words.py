"""The control words, and how a text that looks like one is written all the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from building import typed_texts
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from cswo_eval.forms.control_words import WORDS_HELP, Word, WordName, unescaped, word_in
from cswo_eval.framework.framework import Framework
from cswo_eval.record.store import Record

LAWS = settings(max_examples=examples(300), deadline=None)
PROMISED = {"?": "?", "??": "??", "back": "back", "skip": "skip", "save": "save", "quit": "quit", "private": "private",
            "public": "public", "private.": "private", "public.": "public",
            "list": "list", "editor": "editor", "help": "?", "exit": "quit"}  # fmt: skip
ONE_LINE = typed_texts(40).map(lambda text: "".join(text.split("\n")))
SPACES = st.text(st.sampled_from(" \t\u00a0"), max_size=3)


@st.composite
def word_lines(draw: st.DrawFn) -> str:
    """Lines that are control words, in any case and with spaces around them."""
    word = draw(st.sampled_from([*PROMISED, "go", "go SD3.2", "go  sd1", "go MV"]))
    cased = "".join(letter.upper() if draw(st.booleans()) else letter for letter in word)
    return draw(SPACES) + cased + draw(SPACES)


LINES = st.one_of(
    ONE_LINE, word_lines(), st.builds("\\{}".format, word_lines()), st.builds("\\\\{}".format, word_lines())
)


@pytest.mark.parametrize(("typed", "name"), PROMISED.items(), ids=PROMISED)
def test_each_promised_word_is_one(typed: str, name: str) -> None:
    assert word_in(typed) == Word(name)


def test_every_word_that_help_names_is_one() -> None:
    named = [word.strip() for words, _ in WORDS_HELP for word in words.split(" or ")]
    assert len(named) >= 8
    for word in named:
        assert word_in(word) is not None


@LAWS
@given(line=word_lines())
def test_a_word_counts_in_any_case_and_with_spaces_around_it(line: str) -> None:
    found = word_in(line)
    assert found is not None
    assert found.name in get_args(WordName)


@pytest.mark.parametrize("between", [" ", "   ", "\t", "\u00a0", " \t "], ids=repr)
@pytest.mark.parametrize("given", ["SD3.2", "sd3.2"])
def test_go_names_where_to_whatever_the_space_between(between: str, given: str) -> None:
    assert word_in(f"go{between}{given}") == Word("go", "SD3.2")


def test_go_alone_names_nowhere() -> None:
    assert word_in(" Go ") == Word("go", "")


@pytest.mark.parametrize(
    "line",
    ["back to basics", "go to the conference", "I skip", "quit smoking group", "go1", "going", "???", "", "  ", "saved",
     "back.", "-back", "\\back", "list:", "private matter", "private..", "in private", "public!"],
)  # fmt: skip
def test_a_sentence_that_begins_with_a_word_is_text(line: str) -> None:
    assert word_in(line) is None
    assert unescaped(line) == ("back" if line == "\\back" else line)


@LAWS
@given(line=LINES)
def test_whatever_is_typed_is_one_of_the_words_or_none(line: str) -> None:
    found = word_in(line)
    assert found is None or found.name in get_args(WordName)


@pytest.mark.parametrize("line", ["li\u017ft", "\u017fkip", "ba\u212ack", "sk\u0131p", "l\u0131st", "ſave", "ꞈback"])
def test_a_letter_that_only_looks_like_another_does_not_break_the_prompt(line: str) -> None:
    """Long s, the Kelvin sign, dotless i: the line is one of the words or it is text."""
    found = word_in(line)
    assert found is None or found.name in get_args(WordName)


@LAWS
@given(line=ONE_LINE.filter(lambda line: word_in(line) is None and not line.lstrip().startswith("\\")))
def test_an_ordinary_line_is_left_as_it_is(line: str) -> None:
    assert unescaped(line) == line


def escaped(line: str) -> str:
    """The line with a backslash before its first letter: how the help says that a word is written as text."""
    start = len(line) - len(line.lstrip())
    return line[:start] + "\\" + line[start:]


@LAWS
@given(line=word_lines())
def test_a_backslash_before_a_word_makes_it_text_letter_for_letter(line: str) -> None:
    assert word_in(escaped(line)) is None
    assert unescaped(escaped(line)) == line


@LAWS
@given(line=LINES)
def test_every_line_can_be_written_as_text(line: str) -> None:
    """As it is, or with one backslash more where it is a word or an escaped one."""
    written = line if word_in(line) is None and unescaped(line) == line else escaped(line)
    assert word_in(written) is None
    assert unescaped(written) == line


@pytest.mark.parametrize("line", [".", "\\.", "\\\\."])
def test_a_lone_full_stop_is_written_with_a_backslash(line: str) -> None:
    assert unescaped("\\" + line) == line


# --- through the program: what is typed is found in the file ---------------------------------------------------------


@pytest.fixture
def run(run_inside: Callable[..., Any]) -> Callable[..., Any]:
    """Run the program within this process: one of its own would prove no more here."""
    return run_inside


def learning_after(run: Callable[..., Any], folder: Path, framework: Framework, *lines: str) -> str:
    """What the file holds after these lines were typed as the learning on SD1.3, at quick reach of it."""
    before = ["", "2", "2", "m"]  # no evidence, level, importance, confidence
    done = run(
        "assess", "--record", folder, "--depth", "usual", "--go", "SD1.3", typed="\n".join([*before, *lines, "."])
    )
    assert done.status == 0, done.stderr
    return Record(folder).latest_round(framework).answers["SD1.3"].learning


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["\\back"], "back"),
        (["\\\\back"], "\\back"),
        (["first", "\\back", "\\go SD1.1", "\\?", "\\quit"], "first\nback\ngo SD1.1\n?\nquit"),
        (["\\.", "\\.", "end"], ".\n.\nend"),
        (["first", "\\\\.", "end"], "first\n\\.\nend"),
        (["\\go SD1.1"], "go SD1.1"),
        (["one", "", "three", ""], "one\n\nthree\n"),
        (["  leading and trailing  ", "\ttab"], "  leading and trailing  \n\ttab"),
        (["x" * 50_000], "x" * 50_000),
    ],
    ids=["word", "escaped word", "words in later lines", "full stops", "escaped full stop", "go", "blank lines", "spaces",
         "fifty thousand"],
)  # fmt: skip
def test_a_text_of_words_and_full_stops_arrives_as_it_was_meant(
    run: Callable[..., Any], tmp_path: Path, framework: Framework, lines: list[str], text: str
) -> None:
    """A backslash before a word that stands alone on a line, or before a lone full stop, makes text of it."""
    assert learning_after(run, tmp_path / "record", framework, *lines) == text


def test_private_on_a_later_line_of_a_pipe_stops_it_and_marks_what_stood_before(
    run: Callable[..., Any], tmp_path: Path, framework: Framework
) -> None:
    lines = ["", "2", "2", "m", "alpha", "beta", "Private.", "gamma", "."]
    done = run("assess", "--record", tmp_path, "--depth", "usual", "--go", "SD1.3", typed="\n".join(lines))
    said = " ".join(done.stderr.split())
    assert done.status == 1
    assert "Line 7 of the input: `private` stands alone on a line of a text" in said
    assert "Write \\private if it is your text" in said
    answer = Record(tmp_path).latest_round(framework).answers["SD1.3"]
    assert (answer.learning, answer.private) == ("alpha\nbeta", True)


@pytest.mark.parametrize("line", ["go\tSD1.2", "go\u00a0SD1.2", "l\u0131st", "\u017fkip"])
def test_a_word_with_an_odd_space_or_letter_is_no_fault_inside_the_program(
    run: Callable[..., Any], tmp_path: Path, line: str
) -> None:
    done = run("assess", "--record", tmp_path / "record", "--depth", "usual", typed=f"{line}\n.\n")
    assert "Something went wrong" not in done.stderr
    assert done.status == 0
