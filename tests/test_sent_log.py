"""The log of what has left: what is noted, that nothing takes it back, what is said where it is lost, and how it is shown."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from building import a_plan, a_profile, a_register, a_round, an_action, an_entry, rated
from conftest import Finished, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import on_posix, run_here
from terminals import Window

from cswo_eval.cli.sent_log import note_sent
from cswo_eval.cli.setting import Setting
from cswo_eval.exchange.record_backup import put_back, read_backup, write_backup
from cswo_eval.framework.framework import Framework
from cswo_eval.record.forgotten import forget
from cswo_eval.record.history.sittings import read_history
from cswo_eval.record.layout import CONTENTS, SENT, SENT_LOCK
from cswo_eval.record.models import KeptReportProfiles
from cswo_eval.record.purge import purge
from cswo_eval.record.sent import Sent, SentLog, noted, said_numbers, sent_files, sent_of, things_among
from cswo_eval.record.sent_log import missing_numbers, note, text_of_log
from cswo_eval.record.store import Record
from cswo_eval.record.survey import all_faults, faults_of

NOW = "2026-11-03T10:00:00Z"
TODAY = "2026-12-01"
Run = Callable[..., Finished]
COACH = Sent(id="S1", when=NOW, audience="coach", what="report", format="html", ids="SD1.3 E1 E1/T1 2026-11-23/A1")


@pytest.fixture
def folder(tmp_path: Path, framework: Framework) -> Path:
    """A record with an answer, an entry and a plan."""
    folder = tmp_path / "record"
    with Record(folder).changing("assess", lambda: NOW) as writer:
        writer.save_profile(a_profile())
        writer.save_round(a_round(framework, {"SD1.3": rated(2)}))
        writer.save_register(a_register([an_entry(1, "SD1.3"), an_entry(2, "SD1.3")]))
        writer.save_plan(a_plan(an_action(1)))
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Run:
    """Run a command on the record, in UTC."""

    def run_one(*arguments: str | Path) -> Finished:
        return run_here(monkeypatch, *arguments, "--today", TODAY, record=folder, environment={"TZ": "UTC"})

    return run_one


def note_some(folder: Path, number: int = 3) -> Record:
    """Note exports of files 1.html, 2.html …"""
    record = Record(folder)
    for one in range(1, number + 1):
        note(record, COACH._replace(files=sent_files({f"{one}.html": str(one).encode()})))
    return record


def said(text: str) -> str:
    """A text without its line ends."""
    return " ".join(text.split())


@pytest.mark.parametrize(("section", "kinds"), [("contract", "SA"), ("brief", "SE")])
def test_of_one_section_of_a_portfolio_the_log_knows_what_was_in_it_alone(
    folder: Path, run: Run, tmp_path: Path, section: str, kinds: str
) -> None:
    """Its other sections did not leave: a contract names no entry, and a brief no action."""
    assert run("portfolio", section, "--output", tmp_path / "one.docx").status == 0
    (kept,) = Record(folder).sent().exports
    assert kept.what == section
    assert {one.rpartition("/")[2][0] for one in kept.things} == set(kinds)


# --- noting -------------------------------------------------------------------------------------------------------


def test_an_export_is_noted_with_whom_it_was_for_its_files_and_the_ids_that_were_in_it(folder: Path) -> None:
    setting = Setting(record=str(folder))
    sent = note_sent(
        setting, audience="portfolio", what="portfolio", format_="zip", with_private=False,
        files={"/home/me/Private case/mine.zip": b"bytes"}, ids=["E1", "E1/T1", "E1"],
    )  # fmt: skip
    (kept,) = Record(folder).sent().exports
    assert kept == sent
    assert (kept.id, kept.audience, kept.things) == ("S1", "portfolio", ("E1", "E1/T1"))
    (file,) = kept.files
    assert (file.name, file.sha256) == ("mine.zip", hashlib.sha256(b"bytes").hexdigest())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"C:\\Users\\me\\r.html": b""}, ["r.html"]),
        ({"": b""}, [""]),
        ({"a/index.html": b"", "a/E1/x.pdf": b""}, ["a/index.html", "a/E1/x.pdf"]),
        ({"/tmp/a.csv": b"", "/tmp/b.csv": b""}, ["a.csv", "b.csv"]),
    ],
)
def test_of_a_name_the_folder_that_it_was_written_to_is_not_kept(given: dict[str, bytes], kept: list[str]) -> None:
    assert [one.name for one in sent_files(given)] == kept


def test_a_file_may_be_given_by_its_fingerprint() -> None:
    (one,) = sent_files({"r.pdf": "ab" * 32})
    assert one.sha256 == "ab" * 32


def test_nothing_is_noted_where_there_is_no_record(tmp_path: Path) -> None:
    setting = Setting(record=str(tmp_path / "none"))
    assert note_sent(setting, audience="self", what="worksheet", format_="xlsx", files={"a": b""}, ids=()) is None
    assert not (tmp_path / "none").exists()


def test_it_goes_on_at_the_end_as_the_whole_would_be_written_anew(folder: Path) -> None:
    record = note_some(folder)
    assert (folder / SENT).read_text(encoding="utf-8") == text_of_log(record.sent())
    assert [one.id for one in record.sent().exports] == ["S1", "S2", "S3"]


def test_it_goes_on_after_an_edit_by_hand_with_what_was_edited(folder: Path) -> None:
    note_some(folder)
    text = (folder / SENT).read_text(encoding="utf-8").replace("audience: coach", "audience: employer", 1)
    (folder / SENT).write_text(text, encoding="utf-8", newline="\n")
    record = note_some(folder, 1)
    assert [(one.id, one.audience) for one in record.sent().exports][:2] == [("S1", "employer"), ("S2", "coach")]
    assert len(record.sent().exports) == 4


def test_it_is_noted_while_the_record_is_open_in_another_window_and_that_windows_saves_leave_it(
    folder: Path, framework: Framework
) -> None:
    other = Record(folder)
    with other.changing("assess", lambda: NOW) as writer:
        other.latest_round(framework)
        assert note(Record(folder), COACH).id == "S1"
        writer.save_round(a_round(framework, {"SD1.3": rated(4)}))
        assert note(Record(folder), COACH).id == "S2"
        writer.save_report_profiles(KeptReportProfiles())
    assert note(Record(folder), COACH).id == "S3"
    record = Record(folder)
    assert all_faults(record) == []
    assert SENT in record.contents.files
    assert record.contents.given["S"] == 3


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that can be refused")
def test_where_the_record_cannot_be_written_it_is_said_and_the_export_stands(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "history").chmod(0o500)
    try:
        setting = Setting(record=str(folder))
        assert note_sent(setting, audience="self", what="report", format_="pdf", files={"a": b""}, ids=()) is None
    finally:
        (folder / "history").chmod(0o700)
    assert "could not be noted" in said(capsys.readouterr().err)


def test_where_the_log_does_not_read_it_is_said_and_the_log_is_left(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note_some(folder)
    data = (folder / SENT).read_bytes()[:-4]
    (folder / SENT).write_bytes(data)
    setting = Setting(record=str(folder))
    assert note_sent(setting, audience="self", what="report", format_="pdf", files={"a": b""}, ids=()) is None
    told = said(capsys.readouterr().err)
    assert "could not be noted in the log of what has left your record" in told
    assert "check --mend" in told
    assert (folder / SENT).read_bytes() == data


IDS = st.lists(
    st.sampled_from(["SD1.3", "E1", "E1/T1", "E10", "R1", "L2", "2026-09-07/A3", "2026-09-07/day-30"]), unique=True
)


@given(st.lists(IDS, max_size=6), IDS)
@settings(max_examples=examples(100))
def test_what_of_things_has_left_is_each_export_that_held_one_of_them_or_a_part_of_one(
    exports: list[list[str]], asked: list[str]
) -> None:
    log = SentLog()
    for ids in exports:
        log = noted(log, COACH._replace(ids=" ".join(ids)))
    parts = {"E1": {"E1", "E1/T1"}}
    expected = [
        f"S{number}"
        for number, ids in enumerate(exports, start=1)
        if any(parts.get(one, {one}) & set(ids) for one in asked)
    ]
    assert [one.id for one in sent_of(log, asked)] == expected
    assert all(things_among(one, asked) for one in sent_of(log, asked))


def test_numbers_are_said_in_runs() -> None:
    assert said_numbers([4, 5, 6, 9]) == "S4 to S6, S9"


# --- nothing takes it back ----------------------------------------------------------------------------------------


def test_it_is_no_step_of_the_history_and_undo_and_redo_leave_it(folder: Path, run: Run) -> None:
    steps = len(list(read_history(folder).steps()))
    note_some(folder)
    assert len(list(read_history(folder).steps())) == steps
    run("evidence", "edit", "E1", "--title", "Anew")
    kept = (folder / SENT).read_bytes()
    assert run("undo").status == 0
    assert run("redo").status == 0
    assert (folder / SENT).read_bytes() == kept


def test_its_numbers_are_never_given_twice(folder: Path, run: Run) -> None:
    note_some(folder)
    (folder / SENT).unlink()
    assert run("check", "--accept", SENT).status == 0
    assert note(Record(folder), COACH).id == "S4"
    assert all_faults(Record(folder)) == []


def test_a_backup_holds_it_and_it_comes_back_from_there(folder: Path, tmp_path: Path) -> None:
    note_some(folder)
    record = Record(folder)
    with record.locked():
        write_backup(record, tmp_path / "b.zip", NOW)
    put_back(read_backup(tmp_path / "b.zip"), tmp_path / "back")
    assert Record(tmp_path / "back").sent() == record.sent()
    assert not (tmp_path / "back" / SENT_LOCK).exists()


def test_forget_deletes_it_and_its_lock(folder: Path) -> None:
    note_some(folder)
    assert (folder / SENT_LOCK).exists() or os.name == "nt"
    forget(Record(folder))
    assert not folder.exists()


def test_destroying_an_entry_leaves_its_id_in_the_log(folder: Path) -> None:
    record = note_some(folder)
    with record.changing("evidence purge", lambda: NOW) as writer:
        purge(writer, ["E1"])
    assert len(sent_of(Record(folder).sent(), ["E1"])) == 3


# --- lost ---------------------------------------------------------------------------------------------------------


def test_a_log_that_was_put_back_to_an_earlier_state_is_named_with_what_is_missing(folder: Path, run: Run) -> None:
    note_some(folder, 1)
    older = (folder / SENT).read_bytes()
    note_some(folder, 3)
    (folder / SENT).write_bytes(older)
    (fault,) = faults_of(Record(folder))
    assert (fault.name, fault.kind) == (SENT, "older")
    assert "S2 to S4" in fault.problems[0].what
    assert run("check").status == 1


def test_what_is_missing_stays_named_when_more_has_left_since(folder: Path) -> None:
    note_some(folder, 1)
    older = (folder / SENT).read_bytes()
    note_some(folder, 1)
    (folder / SENT).write_bytes(older)
    note_some(folder, 1)
    assert missing_numbers(Record(folder)) == (2,)


@pytest.mark.skipif(not on_posix(), reason="needs a pseudo-terminal")
@pytest.mark.parametrize("lost", ["gone", "cut off", "put back", "an id twice", "copied"])
def test_check_mend_mends_it_without_a_step_in_the_history(lost: str, folder: Path, tmp_path: Path) -> None:
    note_some(folder, 1)
    older = (folder / SENT).read_bytes()
    note_some(folder, 2)
    path = folder / SENT
    if lost == "gone":
        path.unlink()
    elif lost == "cut off":
        path.write_bytes(path.read_bytes()[:-300])
    elif lost == "put back":
        path.write_bytes(older)
    elif lost == "an id twice":
        path.write_text(path.read_text("utf-8").replace("id: S3", "id: S2"), encoding="utf-8")
    else:
        shutil.copy(path, path.with_name("sent (1).yaml"))
    assert {one.name.rpartition("/")[2][:4] for one in all_faults(Record(folder))} == {"sent"}
    steps = len(list(read_history(folder).steps()))
    window = Window(tmp_path / "home", "check", "--mend", "--record", folder, "--today", TODAY, columns=200)
    try:
        for _ in range(4):
            if window.kind is not None:
                window.type("1")
        assert window.kind is None
    finally:
        window.end()
    assert all_faults(Record(folder)) == []
    assert len(list(read_history(folder).steps())) == steps
    assert note(Record(folder), COACH).id in ("S4", "S5")
    assert all_faults(Record(folder)) == []


def test_where_the_list_of_files_is_made_again_the_log_and_its_numbers_are_in_it(folder: Path) -> None:
    from cswo_eval.record.mending.mender import Mender

    note_some(folder)
    (folder / CONTENTS).unlink()
    record = Record(folder)
    with record.changing("check", lambda: NOW) as writer:
        Mender(writer, NOW).make_list_again()
    assert SENT in Record(folder).contents.files
    assert Record(folder).contents.given["S"] == 3


# --- shown --------------------------------------------------------------------------------------------------------


def test_history_sent_says_in_words_when_nothing_has_left(run: Run) -> None:
    assert "Nothing has left this record" in said(run("history", "--sent").stdout)
    assert "Nothing of E1 has left" in said(run("history", "--sent", "E1").stdout)
    assert json.loads(run("history", "--sent", "--json").stdout) == {"earlier": 0, "exports": []}


def test_history_sent_shows_when_for_whom_as_which_file_and_how_many_things(folder: Path, run: Run) -> None:
    note_some(folder, 1)
    told = said(run("history", "--sent").stdout)
    digest = hashlib.sha256(b"1").hexdigest()
    assert f"S1 3 Nov 2026 10:00 a coach report: 1.html ({digest[:8]}) 4" in told
    (one,) = json.loads(run("history", "--sent", "--json").stdout)["exports"]
    assert one["files"] == [{"name": "1.html", "sha256": digest}]
    assert one["ids"] == ["SD1.3", "E1", "E1/T1", "2026-11-23/A1"]


@pytest.mark.parametrize("name", ["e1", "E1/T1", "a1", "2026-11-23/A1", "2026-11-23", "sd1.3"])
def test_history_sent_of_one_thing_shows_what_it_was_in(name: str, folder: Path, run: Run) -> None:
    note_some(folder, 1)
    note(Record(folder), COACH._replace(ids="E2"))
    assert [one["id"] for one in json.loads(run("history", "--sent", name, "--json").stdout)["exports"]] == ["S1"]


def test_history_sent_of_what_never_was_is_refused_with_the_nearest(run: Run) -> None:
    done = run("history", "--sent", "E99")
    assert done.status == 1
    assert "There is no thing in your record 'E99'" in done.stderr


def test_a_file_on_the_disk_is_told_by_its_bytes(folder: Path, run: Run, tmp_path: Path) -> None:
    note_some(folder, 2)
    (tmp_path / "renamed.html").write_bytes(b"2")
    told = said(run("history", "--sent", "--file", tmp_path / "renamed.html").stdout)
    assert "renamed.html is the report of 3 November 2026, 10:00 for a coach (S2, then called 2.html)" in told
    (tmp_path / "renamed.html").write_bytes(b"changed")
    told = said(run("history", "--sent", "--file", tmp_path / "renamed.html").stdout)
    assert "is none of the files that the log of this record knows" in told


@pytest.mark.parametrize(
    "words", [("--file", "x"), ("--sent", "--texts"), ("--sent", "E1", "--file", "x"), ("--sent", "--file", "nowhere")]
)
def test_what_does_not_go_together_is_refused_in_words(words: tuple[str, ...], run: Run) -> None:
    done = run("history", *words)
    assert done.status == 1
    assert done.stderr.strip()
    assert done.stdout == ""
