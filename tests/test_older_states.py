"""A file of the record that something put back to how it was before a later save: nothing leaves, nothing is written over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Finished
from faulty_records import GIVEN, NOW, everything, fresh_record, own_names, put_back_to_earlier, some_at_once
from test_record_faults import LEAVING, NEEDING, QUICK

from cswo_eval.record.layout import CONTENTS, SENT
from cswo_eval.record.store import Record
from cswo_eval.record.survey import all_faults, faults_of

pytestmark = pytest.mark.long

Run = Callable[..., Finished]


@pytest.fixture
def record(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A fresh whole record."""
    return fresh_record(tmp_path_factory.mktemp("whole"), tmp_path / "record")


def test_every_file_put_back_to_its_earlier_state_is_told(record: Path) -> None:
    """Also by the home screen, which does not read every file; and not once the last save is there again."""
    for name in own_names(record):
        if name in (CONTENTS, SENT):  # no step of the history changes them
            continue
        last = put_back_to_earlier(record, name)
        for reading in (True, False):
            assert [(one.name, one.kind) for one in faults_of(Record(record), reading=reading)] == [(name, "older")]
        (record / name).write_bytes(last)
        assert all_faults(Record(record)) == []


@pytest.mark.parametrize("name", some_at_once(LEAVING, QUICK))
def test_nothing_leaves_while_a_mark_may_have_been_put_back(
    name: str, record: Path, tmp_path: Path, run_inside: Run
) -> None:
    put_back_to_earlier(record, "evidence.yaml")
    target = tmp_path / "out" / (name if "." in name else "target")
    target.parent.mkdir()
    done = run_inside(*LEAVING[name], "--record", record, "--output", str(target))
    assert done.status == 1
    assert "check --mend" in done.stderr
    assert list(target.parent.iterdir()) == []


SAVED_BY = (
    "evidence.yaml",
    "assessments/2026-08-31.yaml",
    "plans/2026-09-07.yaml",
    "prior-learning.yaml",
    "portfolio.yaml",
    "private/guard.yaml",
)
"""Files that one command saves without many questions: the one that needs them."""


@pytest.mark.parametrize("name", SAVED_BY)
def test_a_save_does_not_bury_what_was_saved_later(name: str, record: Path, run_inside: Run) -> None:
    put_back_to_earlier(record, name)
    before = everything(record)
    words = ("assess", "--go", "SD1.1") if name.startswith("assessments") else NEEDING[name]
    done = run_inside(*words, "--record", record, typed="What I did.\n.\n3\n3\n3\n")
    assert done.status == 1, done
    assert "check --mend" in done.stderr
    assert everything(record) == before


def test_what_undo_and_redo_leave_is_no_earlier_state(record: Path, run_inside: Run) -> None:
    assert run_inside("evidence", "edit", "E4", "--title", "Another title", "--record", record).status == 0
    for words in (("undo",), ("redo",), ("undo",)):
        assert run_inside(*words, "--record", record).status == 0
        assert all_faults(Record(record)) == []
        assert run_inside("evidence", "edit", "E5", "--date", "2025-06-24", "--record", record).status == 0
        assert run_inside("undo", "--record", record).status in (0, 1)


def test_a_text_written_by_hand_over_a_save_is_no_earlier_state(record: Path) -> None:
    last = put_back_to_earlier(record, "evidence.yaml")
    (record / "evidence.yaml").write_bytes(last.replace(b"# edited", b"# edited by hand"))
    assert all_faults(Record(record)) == []
    with Record(record).changing("test", lambda: NOW) as writer:
        writer.save_register(writer.record.register())
    assert all_faults(Record(record)) == []


ADDING = {
    "E": ("evidence", "add", "Another", "--kind", "document", "--date", "2026-09-30", "--no-questions"),
    "L": ("portfolio", "claim", "--title", "Another", "--for", "SD1.3"),
    "A": ("plan", "add", "Another", "--for", "SD1.5", "--hours", "1", "--due", "2026-10-09"),
}


@pytest.mark.parametrize("kind", ADDING)
def test_no_number_is_given_twice_where_the_list_was_put_back_to_an_older_state(
    kind: str, record: Path, run_inside: Run
) -> None:
    """Neither in the same kind of file nor after an undo, which leaves no other trace of the number than the history."""
    older = (record / CONTENTS).read_bytes()
    dated = () if kind == "L" else ("--today", "2026-10-02")
    done = run_inside(*ADDING[kind], "--record", record, *dated)
    assert done.status == 0, done
    first = Record(record).contents.given[kind]
    assert first == GIVEN[kind] + 1
    assert run_inside("undo", "--record", record).status == 0
    (record / CONTENTS).write_bytes(older)
    done = run_inside(*ADDING[kind], "--record", record, *dated)
    assert done.status == 0, done
    assert Record(record).contents.given[kind] == first + 1


@pytest.mark.parametrize("name", ["profile.yaml", CONTENTS])
def test_what_a_record_cannot_go_on_without_is_not_offered_to_be_accepted(
    name: str, record: Path, run_inside: Run
) -> None:
    (record / name).unlink()
    done = run_inside("check", "--record", record)
    assert done.status == 1
    assert "--accept" not in done.stderr
    assert "check --mend" in done.stderr


def test_a_register_that_brings_back_what_was_destroyed_is_told(record: Path, run_inside: Run) -> None:
    """The history no longer holds the text of any save then."""
    before = (record / "evidence.yaml").read_bytes()
    assert run_inside("evidence", "purge", "E4", "--yes", "--record", record).status == 0
    (record / "evidence.yaml").write_bytes(before)
    assert "evidence.yaml" in [one.name for one in all_faults(Record(record)) if one.kind == "older"]
    done = run_inside("report", "--for", "coach", "--record", record, "--output", record.parent / "coach.html")
    assert done.status == 1
    assert not (record.parent / "coach.html").exists()


def test_an_interview_says_so_before_it_asks_anything(record: Path, run_inside: Run) -> None:
    """What would be typed could not be saved."""
    put_back_to_earlier(record, "evidence.yaml")
    done = run_inside("assess", "--go", "SD1.1", "--record", record, typed="What I did.\n.\n")
    assert done.status == 1
    assert "evidence.yaml" in done.stderr
    assert "SD1.1" not in done.stderr + done.stdout
