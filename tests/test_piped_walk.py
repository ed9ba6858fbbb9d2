"""Answers through a pipe: every end of the input keeps all, and what cannot be read stops the walk with its line."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import AWKWARD_TEXTS, typed_texts
from conftest import Finished, clean_environment, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import contents, run_here

from cswo_eval.framework.framework import Framework
from cswo_eval.record.survey import faults_of

pytestmark = pytest.mark.installed

TODAY = "2026-11-21"
ROUND = f"assessments/{TODAY}.yaml"

WHOLE = (
    "Chaired the panel: 'twice' # and a half",
    "= second line",
    ".",
    "14/9/2026",
    "I chaired it",
    "the team leader",
    "against",
    "",
    "4",
    "3",
    "someone would say: \t it was luck",
    ".",
    "high",
)
"""The answers about the first competency, MV1.1: two lines of evidence and what is asked about it, then level 4."""


def read(folder: Path, name: str) -> Any:
    """A file of a record, read by a plain YAML reader; None where it is not there."""
    path = folder / name
    return yaml.safe_load(path.read_bytes()) if path.exists() else None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the record lies."""
    return tmp_path / "record"


@pytest.fixture
def piped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finished]:
    """Runs `assess` in this process with these bytes, or these lines, through the pipe."""

    def run_assess(typed: bytes | tuple[str, ...], *arguments: str) -> Finished:
        data = typed if isinstance(typed, bytes) else "".join(f"{line}\n" for line in typed).encode()
        return run_here(monkeypatch, "assess", "--today", TODAY, *arguments, record=folder, typed=data)

    return run_assess


def test_a_pipe_of_answers_is_walked_to_its_end_and_all_is_kept(folder: Path, run: Callable[..., Finished]) -> None:
    """A whole process with its input through a pipe: no welcome to answer, status 0, every answer in the files."""
    typed = "".join(f"{line}\n" for line in WHOLE).encode()
    finished = run("assess", "--record", folder, "--today", TODAY, typed=typed)
    assert finished.status == 0
    assert finished.stdout == ""
    assert "1 of 80 competencies answered" in finished.stderr
    answer = read(folder, ROUND)["answers"]["MV1.1"]
    assert (answer["level"], answer["importance"], answer["confidence"]) == (4, 3, "high")
    assert answer["opposite"] == WHOLE[10]
    (entry,) = read(folder, "evidence.yaml")["entries"]
    assert entry["shows"] == "\n".join(WHOLE[:2])
    assert (entry["my_part"], entry["confirmer"]) == WHOLE[4:6]
    assert entry["links"][0]["bearing"] == "contradicts"


@pytest.mark.parametrize("lines", range(len(WHOLE) + 1))
def test_the_end_of_the_input_after_any_line_keeps_every_line_before(
    folder: Path, piped: Callable[..., Finished], lines: int
) -> None:
    """Cut after any number of lines, the run ends with 0 and each line given is in the files."""
    finished = piped(WHOLE[:lines])
    assert finished.status == 0
    assert "Saved in" in finished.stderr
    answer = read(folder, ROUND).get("answers", {}).get("MV1.1", {})
    entries = (read(folder, "evidence.yaml") or {"entries": [{}]})["entries"]
    kept = [
        *entries[0].get("shows", "").split("\n"),
        entries[0].get("my_part", ""),
        entries[0].get("confirmer", ""),
        entries[0].get("links", [{}])[0].get("bearing", ""),
        answer.get("level"),
        answer.get("importance"),
        answer.get("opposite", ""),
        answer.get("confidence"),
    ]
    expected = {0: WHOLE[0], 1: WHOLE[1], 4: WHOLE[4], 5: WHOLE[5], 6: "contradicts", 8: 4, 9: 3, 10: WHOLE[10]}
    expected[12] = "high"
    assert [value for place, value in expected.items() if place < lines and value not in kept] == []


def test_a_sitting_cut_off_anywhere_is_gone_on_with_and_ends_the_same(
    folder: Path, piped: Callable[..., Finished]
) -> None:
    """One answer a run, each run resuming where the one before ended: the same answers as in one go."""
    for line in (WHOLE[:3], *((one,) for one in WHOLE[8:10]), WHOLE[10:12], WHOLE[12:]):
        # After a text the questions about its entry are still open: Enter takes them up, Enter passes each.
        resumed = ("", *WHOLE[3:8], *line) if line == ("4",) else line
        assert piped(resumed).status == 0
    answer = read(folder, ROUND)["answers"]["MV1.1"]
    assert (answer["level"], answer["importance"], answer["confidence"]) == (4, 3, "high")
    assert answer["opposite"] == WHOLE[10]
    (entry,) = read(folder, "evidence.yaml")["entries"]
    assert (entry["shows"], entry["my_part"]) == ("\n".join(WHOLE[:2]), WHOLE[4])


@pytest.mark.parametrize(
    ("before", "line", "told"),
    [
        (0, "E7", "There is no E7 in your register"),
        (3, "31/2/2026", "There is no such day in the calendar"),
        (3, "1/1/2031", "That day is still to come"),
        (6, "perhaps", "f (for) or a (against)"),
        (8, "7", "1 to 5, n (no chance yet) or x (not applicable)"),
        (8, "3.5", "1 to 5, n (no chance yet) or x (not applicable)"),
        (8, "", "Choose 1 to 5"),
        (9, "4", "1 (little), 2 (ordinary) or 3 (high)"),
        (12, "very", "l (low), m (medium) or h (high)"),
        (12, "go SD33", "There is no competency or element 'SD33'. Did you mean SD3"),
        (0, "back", "This is the first question"),
        (8, "editor", "here a line is enough"),
        (0, "editor", "There is no editor without a terminal"),
        (9, "é" * 5 + "?", "1 (little), 2 (ordinary) or 3 (high)"),
    ],
)
def test_an_answer_that_cannot_be_read_stops_with_its_line_and_keeps_all_before(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int, line: str, told: str
) -> None:
    """Status 1, the line's number, what would be an answer; the files are as if the input had ended just before."""

    def run_assess(where: Path, *lines: str) -> Finished:
        typed = "".join(f"{one}\n" for one in lines).encode()
        return run_here(monkeypatch, "assess", "--today", TODAY, record=where, typed=typed)

    finished = run_assess(folder, *WHOLE[:before], line, "later lines", "are not read")
    run_assess(tmp_path / "cut", *WHOLE[:before])
    said = " ".join(finished.stderr.split())
    if line == "editor" and before == 8:
        assert told in said
        return  # said, and the next line is the answer to the same question
    assert finished.status == 1
    assert told in said
    assert f"Line {before + 1} of the input: " in said
    assert "Everything before it is kept." in said
    kept, cut = (read(where, ROUND) for where in (folder, tmp_path / "cut"))
    for one in (kept, cut):
        for answer in one.get("answers", {}).values():
            answer.pop("first_answered", None), answer.pop("changed", None)
    assert kept == cut
    assert (folder / "evidence.yaml").exists() == (tmp_path / "cut" / "evidence.yaml").exists()


def test_the_line_named_counts_the_lines_of_texts_too(folder: Path, piped: Callable[..., Finished]) -> None:
    """The number is that of the line in the input, which an editor shows."""
    finished = piped(("one", "", "three", "", "five", ".", "yesterday", "", "", "", "", "9"))
    assert finished.status == 1
    assert "Line 12 of the input" in finished.stderr
    assert read(folder, "evidence.yaml")["entries"][0]["shows"] == "one\n\nthree\n\nfive"


def test_an_explanation_asked_for_in_a_pipe_is_no_answer(folder: Path, piped: Callable[..., Finished]) -> None:
    """? explains, list lists, and the next line answers the same question."""
    finished = piped(("?", "", "??", "list", "3", "?", "2", "?", "m", "quit", "5"))
    assert finished.status == 0
    answer = read(folder, ROUND)["answers"]["MV1.1"]
    assert (answer["level"], answer["importance"], answer["confidence"]) == (3, 2, "medium")
    assert finished.stderr.count("Strong (a 4)") >= 4


def test_back_skip_and_go_work_in_a_pipe(folder: Path, piped: Callable[..., Finished]) -> None:
    """The control words lead to other questions, and answers go where the walk then is."""
    finished = piped(("", "3", "back", "4", "skip", "go WO1.2", "", "n", "", "an occasion", "."))
    assert finished.status == 0
    answers = read(folder, ROUND)["answers"]
    assert answers["MV1.1"]["level"] == 4
    assert (answers["WO1.2"]["standing"], answers["WO1.2"]["learning"]) == ("no-chance", "an occasion")


def test_a_private_sitting_marks_all_that_is_said_in_it(folder: Path, piped: Callable[..., Finished]) -> None:
    """`assess --private` marks each answer; the entries are private by that, and carry no mark of their own."""
    assert piped(WHOLE, "--private").status == 0
    assert read(folder, ROUND)["answers"]["MV1.1"]["private"] is True
    assert "private" not in read(folder, "evidence.yaml")["entries"][0]


# --- what pipes carry ------------------------------------------------------------------------------------------------


def same_but_for_times(folder: Path) -> dict[str, Any]:
    """A record's round and register without moments, to compare two of them."""

    def without_times(value: Any) -> Any:
        if isinstance(value, dict):
            times = ("first_answered", "changed", "recorded")
            return {key: without_times(one) for key, one in value.items() if key not in times}
        return [without_times(one) for one in value] if isinstance(value, list) else value

    return {name: without_times(read(folder, name)) for name in (ROUND, "evidence.yaml")}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("lines of Windows", "".join(f"{line}\r\n" for line in WHOLE).encode()),
        ("a byte order mark", b"\xef\xbb\xbf" + "".join(f"{line}\n" for line in WHOLE).encode()),
        ("both", b"\xef\xbb\xbf" + "".join(f"{line}\r\n" for line in WHOLE).encode()),
        ("no end to the last line", "\n".join(WHOLE).encode()),
    ],
)
def test_files_of_windows_are_read_as_meant(
    folder: Path, tmp_path: Path, run: Callable[..., Finished], name: str, data: bytes
) -> None:
    """CRLF, a byte order mark and a last line without an end give the same record as plain lines."""
    plain = "".join(f"{line}\n" for line in WHOLE).encode()
    for where, typed in ((folder, data), (tmp_path / "plain", plain)):
        assert run("assess", "--record", where, "--today", TODAY, typed=typed).status == 0, name
    assert same_but_for_times(folder) == same_but_for_times(tmp_path / "plain")


def test_nul_and_other_control_characters_are_kept(folder: Path, piped: Callable[..., Finished]) -> None:
    """Bytes that are text, if odd text, arrive in the file: NUL, escape, form feed, delete, U+0085, U+2028."""
    odd = "a\x00b\x1b[31mc\x0cd\x7fe\x85f\u2028g\x0bh\x1ci"
    finished = piped((odd, f"second {odd}", "."))
    assert finished.status == 0
    assert read(folder, "evidence.yaml")["entries"][0]["shows"] == f"{odd}\nsecond {odd}"
    assert "\x1b" not in finished.stderr


@pytest.mark.parametrize("data", [b"caf\xe9", b"\xff\xfeh\x00i\x00", b"\xed\xa0\x80", b"\xc0\xaf", b"ok\n\x80 not ok"])
def test_bytes_that_are_no_text_are_refused_with_their_line_and_never_kept(
    folder: Path, run: Callable[..., Finished], data: bytes
) -> None:
    """A text in another encoding is refused in words, not kept as something that nobody wrote."""
    finished = run("assess", "--record", folder, "--today", TODAY, typed=b"\n3\n\nm\n" + data + b"\n.\n")
    assert finished.status == 1
    said = " ".join(finished.stderr.split())
    assert "could not be read as text" in said
    good = data.startswith(b"ok")
    assert f"Line {6 if good else 5} of the input" in said
    assert (folder / "evidence.yaml").exists() == good
    assert not good or read(folder, "evidence.yaml")["entries"][0]["shows"] == "ok"
    assert read(folder, ROUND)["answers"]["MV1.1"]["level"] == 3


@pytest.mark.parametrize("length", [50_000, 200_000])
def test_a_huge_line_arrives_whole(folder: Path, run: Callable[..., Finished], length: int) -> None:
    """A single line of 50,000 characters, and of as many as a text may have, is found again to the letter."""
    line = (AWKWARD_TEXTS["fifty thousand"] * 4)[:length]
    assert run("assess", "--record", folder, "--today", TODAY, typed=f"{line}\n.\n").status == 0
    assert read(folder, "evidence.yaml")["entries"][0]["shows"] == line


def test_a_text_longer_than_can_be_kept_is_refused_in_words(folder: Path, piped: Callable[..., Finished]) -> None:
    """Beyond the bound: status 1, the bound, what to do instead, and nothing of it is kept."""
    finished = piped(("x" * 2_000_000, "."))
    assert finished.status == 1
    assert "That is longer than 200,000 characters. Keep it as a document" in " ".join(finished.stderr.split())
    assert len(finished.stderr) < 10_000
    assert not (folder / "evidence.yaml").exists()


@settings(max_examples=examples(25), deadline=None)
@given(texts=st.lists(typed_texts(), min_size=1, max_size=3))
def test_any_lines_through_a_pipe_are_kept_letter_for_letter(texts: list[str]) -> None:
    """Whatever lines a text has (words escaped, a lone full stop escaped), the file gives them back."""
    lines = [line for text in texts for line in text.split("\n") if not line.endswith("\r")]
    lines = ["begins", *(f"\\{line}" if line.lstrip("\\") == "." else line for line in lines)]
    lines = [line for line in lines if line.strip() != "."]
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as monkeypatch:
        typed = "".join(f"{line}\n" for line in (*lines, ".")).encode()
        finished = run_here(monkeypatch, "assess", "--today", TODAY, record=Path(name) / "record", typed=typed)
        assert finished.status == 0
        expected = "\n".join(line[1:] if line.lstrip("\\") == "." and line != "." else line for line in lines)
        assert read(Path(name) / "record", "evidence.yaml")["entries"][0]["shows"] == expected


@settings(max_examples=examples(40), deadline=None)
@given(
    lines=st.lists(
        st.one_of(
            st.sampled_from(
                ["", ".", "1", "4", "5", "n", "x", "m", "a", "back", "skip", "?", "list", "private", "Public.", "E1"]
            ),
            st.sampled_from(["go WO1.1", "go", "yesterday", "some words", "quit", "editor", "\\back", "go SD9"]),
            typed_texts(12),
        ),
        max_size=14,
    )
)
def test_no_input_makes_it_crash_and_every_record_left_behind_reads(lines: list[str], framework: Framework) -> None:
    """Any lines at all: the run ends with 0, or with 1 and a line's number, and `check` finds nothing wrong."""
    from cswo_eval.record.store import Record

    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as monkeypatch:
        where = Path(name) / "record"
        typed = "".join(f"{line}\n" for line in lines).encode()
        finished = run_here(monkeypatch, "assess", "--today", TODAY, record=where, typed=typed)
        assert finished.status in (0, 1)
        assert "Something went wrong" not in finished.stderr
        if finished.status == 1:
            assert "of the input" in finished.stderr
        assert faults_of(Record(where)) == []


def test_no_input_at_all_begins_a_record_and_ends_in_order(folder: Path, piped: Callable[..., Finished]) -> None:
    """Standard input that is empty: status 0, the record exists, nothing is answered."""
    finished = piped(b"")
    assert finished.status == 0
    assert "0 of 80 competencies answered" in finished.stderr
    assert sorted(contents(folder)) == [ROUND, "history/contents.yaml", "profile.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="a shell of Windows cannot close standard input")
def test_a_closed_standard_input_is_the_end_of_the_input(folder: Path, tmp_path: Path) -> None:
    """`assess <&-`: no traceback; it ends as at the end of the input, or says in words that it cannot ask."""
    done = subprocess.run(
        f"'{sys.executable}' -m cswo_eval assess --record '{folder}' --today {TODAY} <&-",
        shell=True,
        capture_output=True,
        text=True,
        env=clean_environment(tmp_path),
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert done.returncode in (0, 1)
    assert "Something went wrong" not in done.stderr
    assert "Traceback" not in done.stderr


def test_the_cases_can_be_read_in_a_pipe(folder: Path, piped: Callable[..., Finished]) -> None:
    """`assess --cases` with a guess that cannot be read: its line, status 1; with readable ones, the walk follows."""
    finished = piped(("y", "nine"), "--cases")
    assert finished.status == 1
    assert "Line 2 of the input: That is not one of the answers: a number from 1 to 5" in " ".join(
        finished.stderr.split()
    )
    finished = piped(("y", "2", "skip", "", "5"), "--cases")
    assert finished.status == 0
    assert read(folder, ROUND)["answers"]["MV1.1"]["level"] == 5
