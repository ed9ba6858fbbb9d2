"""A mark of an earlier round holds in the next, whichever way an answer comes in, until its owner opens it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from building import a_profile, a_round, rated
from conftest import Finished
from processes import run_here
from test_private_things import hidden
from worksheets import filled

from cswo_eval.disclosure.private_things import private_things
from cswo_eval.disclosure.whole_record import whole_record
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Answer
from cswo_eval.record.store import Record

NOW = "2026-11-03T10:00:00Z"
Run = Callable[..., Finished]


@pytest.fixture
def folder(tmp_path: Path, framework: Framework) -> Path:
    """A record with a private answer and an open one in its first round."""
    folder = tmp_path / "record"
    with Record(folder).changing("assess", lambda: NOW) as writer:
        writer.save_profile(a_profile())
        writer.save_round(a_round(framework, {"SD1.3": hidden(), "WO1.3": rated(2)}))
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Run:
    """Run a command on the record, half a year later."""

    def run_one(*arguments: str | Path, typed: str = "") -> Finished:
        return run_here(monkeypatch, *arguments, "--today", "2027-05-03", record=folder, typed=typed.encode())

    return run_one


def answer_now(folder: Path, framework: Framework, item: str = "SD1.3") -> Answer:
    """The newest answer on an item."""
    round_ = Record(folder).latest_round(framework)
    assert round_ is not None
    return round_.answers.get(item, Answer())


def is_private(folder: Path, framework: Framework) -> bool:
    return "SD1.3" in private_things(whole_record(Record(folder), framework)).items


def test_a_prompt_that_is_passed_in_a_new_round_opens_nothing(folder: Path, framework: Framework, run: Run) -> None:
    run("assess", "--new-round", "--go", "SD1.3", typed="\n")
    assert answer_now(folder, framework).passed
    assert is_private(folder, framework)


def test_what_is_said_in_a_new_round_of_something_private_is_private_and_that_is_told(
    folder: Path, framework: Framework, run: Run
) -> None:
    done = run("assess", "--new-round", "--go", "SD1.3", typed="\n4\n")
    assert (answer_now(folder, framework).level, answer_now(folder, framework).private) == (4, True)
    assert "Private since an earlier round" in done.stderr + done.stdout


def test_the_word_public_opens_it_before_anything_is_said(folder: Path, framework: Framework, run: Run) -> None:
    run("assess", "--new-round", "--go", "SD1.3", typed="public\n\n4\n")
    assert (answer_now(folder, framework).level, answer_now(folder, framework).private) == (4, False)
    assert not is_private(folder, framework)


def test_a_level_from_a_worksheet_is_as_private_as_the_answer_before(
    folder: Path, framework: Framework, run: Run, tmp_path: Path
) -> None:
    run("assess", "--new-round", "--go", "WO1.3", typed="\n3\n")
    file = tmp_path / "sheet.xlsx"
    assert run("worksheet", "export", "--output", file).status == 0
    file.write_bytes(filled("xlsx", file.read_bytes(), {"SD1.3": {"level": 4}}))
    done = run("worksheet", "import", file)
    assert done.status == 0, done.stderr
    assert (answer_now(folder, framework).level, answer_now(folder, framework).private) == (4, True)
