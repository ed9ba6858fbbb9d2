"""`backup` and `restore`: the whole record in one zip, and byte for byte the same record from it, or nothing."""

from __future__ import annotations

import json
import os
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from breaking_off import EVERY, Breaker
from building import NOW, a_profile, an_entry
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import on_posix

from cswo_eval.exchange.manifest import MANIFEST
from cswo_eval.exchange.record_backup import FORMAT, put_back, read_backup, write_backup
from cswo_eval.framework.framework import Framework
from cswo_eval.record.draft import Draft
from cswo_eval.record.history.sittings import read_history
from cswo_eval.record.history.undo import take_back, to_take_back
from cswo_eval.record.sample import write_sample
from cswo_eval.record.store import Record
from cswo_eval.record.survey import faults_of
from cswo_eval.text.problems import CswoEvalError

FORMAT_1 = Path(__file__).parent / "records" / "format-1"
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, framework: Framework) -> Path:
    """A record with every kind of file, and a change that can be taken back."""
    record = write_sample(tmp_path_factory.mktemp("backup") / "record", framework, lambda: NOW)
    with record.changing("evidence add", lambda: NOW) as writer:
        writer.save_register(record.register().with_entry(an_entry(99, "SD1.3", title="Ünïcode, “quoted”")))
        writer.save_draft(Draft(item="SD1.3", question="note", text="half a text"))
    (record.folder / "history/set-aside").mkdir()
    (record.folder / "history/set-aside/R1-LAPTOP.yaml").write_bytes(b"set aside")
    return record.folder


@pytest.fixture
def folder(tmp_path: Path, made: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "record"))


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory, made: Path) -> Path:
    """A backup of the record."""
    path = tmp_path_factory.mktemp("zipped") / "b.zip"
    write_backup(Record(made), path, NOW)
    return path


@pytest.fixture(scope="module")
def breaker() -> Iterator[Breaker]:
    if not on_posix():
        pytest.skip("Windows has no fork and no SIGKILL")
    made = Breaker()
    yield made
    made.end()


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file in a record's folder, but for the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def rewritten(source: Path, target: Path, changes: Mapping[str, bytes | None], **manifest: Any) -> Path:
    """A copy of a zip with files changed, added or (None) left out, and fields of its manifest changed."""
    with zipfile.ZipFile(source) as archive:
        files: dict[str, bytes | None] = {one: archive.read(one) for one in archive.namelist()}
    files.update(changes)
    if manifest:
        files[MANIFEST] = json.dumps({**json.loads(files[MANIFEST] or b""), **manifest}).encode()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            if data is not None:
                archive.writestr(name, data)
    return target


# --- there and back ----------------------------------------------------------------------------------------------


def test_what_comes_back_is_byte_for_byte_the_same_record(folder: Path, tmp_path: Path, run_inside: Run) -> None:
    """With its attachments, its history, an unfinished text, and through a place with spaces and accents."""
    place = tmp_path / "Sgrìobhainnean agam"
    place.mkdir()
    assert run_inside("backup", place / "my record.zip", "--record", folder).status == 0
    assert run_inside("restore", place / "my record.zip", "--record", place / "new one").status == 0
    assert files_of(place / "new one") == files_of(folder)


def test_what_came_back_can_be_taken_back_as_before(zipped: Path, tmp_path: Path) -> None:
    put_back(read_backup(zipped), tmp_path / "new")
    record = Record(tmp_path / "new")
    with record.changing("undo", lambda: NOW) as writer:
        take_back(writer, to_take_back(read_history(record.folder), False))
    assert Record(record.folder).register().find("E99") is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_what_came_back_is_the_owners_alone_and_so_is_the_zip(zipped: Path, tmp_path: Path) -> None:
    put_back(read_backup(zipped), tmp_path / "new")
    rights = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in [tmp_path / "new", *(tmp_path / "new").rglob("*/")]}
    assert (rights, folders) == ({0o600}, {0o700})
    assert stat.S_IMODE(zipped.stat().st_mode) == 0o600


def test_a_record_of_an_earlier_format_comes_back_and_is_brought_over_by_the_next_command(
    tmp_path: Path, run_inside: Run
) -> None:
    old = Path(shutil.copytree(FORMAT_1, tmp_path / "old"))
    assert run_inside("backup", tmp_path / "b.zip", "--record", old).status == 0
    assert files_of(old) == files_of(FORMAT_1)
    done = run_inside("restore", tmp_path / "b.zip", "--record", tmp_path / "new")
    assert (done.status, "the next command brings it over" in " ".join(done.stdout.split())) == (0, True)
    assert files_of(tmp_path / "new") == files_of(FORMAT_1)
    assert "is brought over" in " ".join(run_inside("gaps", "--record", tmp_path / "new").stderr.split())
    assert not Record(tmp_path / "new").is_earlier()


# --- where a backup goes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("b.zip", "b.zip"),
        ("b", "b.zip"),
        ("B.ZIP", "B.ZIP"),
        ("of 30.11", "of 30.11.zip"),
        (".", "cswo-record-2026-11-30.zip"),
    ],
)
def test_its_name_ends_in_zip_and_has_the_day_where_a_folder_is_named(
    made: Path, tmp_path: Path, run_inside: Run, given: str, name: str
) -> None:
    done = run_inside("backup", given, "--record", made, "--today", "2026-11-30", folder=tmp_path)
    assert (done.status, os.listdir(tmp_path)) == (0, [name])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("b.docx", "End its name in .zip"), ("con.zip", "not every system takes"), ("a:b.zip", "not every system takes"),
        ("none/b.zip", "no folder"), ("taken.zip", "--force"), ("record/b.zip", "inside your record"),
        ("record", "inside your record"),
    ],
)  # fmt: skip
def test_a_place_where_it_cannot_or_should_not_go_is_said_and_nothing_is_written(
    folder: Path, tmp_path: Path, run_inside: Run, given: str, said: str
) -> None:
    (tmp_path / "taken.zip").write_bytes(b"mine")
    before = files_of(tmp_path)
    done = run_inside("backup", given, "--record", folder, folder=tmp_path)
    assert (done.status, said in done.stderr) == (1, True), done.stderr
    assert files_of(tmp_path) == before


def test_with_force_it_is_written_over(made: Path, tmp_path: Path, run_inside: Run) -> None:
    (tmp_path / "b.zip").write_bytes(b"old")
    assert run_inside("backup", tmp_path / "b.zip", "--force", "--record", made).status == 0
    assert read_backup(tmp_path / "b.zip").made


def test_without_a_record_it_says_so(tmp_path: Path, run_inside: Run) -> None:
    done = run_inside("backup", tmp_path / "b.zip", "--record", tmp_path / "none")
    assert (done.status, "no record" in done.stderr, os.listdir(tmp_path)) == (1, True, [])


def test_while_another_window_saves_there_is_none(folder: Path, tmp_path: Path, run_inside: Run) -> None:
    with Record(folder).locked():
        done = run_inside("backup", tmp_path / "b.zip", "--record", folder)
    assert (done.status, "another window" in done.stderr, (tmp_path / "b.zip").exists()) == (1, True, False)


# --- what it says and holds --------------------------------------------------------------------------------------


def test_it_says_what_it_holds_that_it_can_be_read_and_that_it_has_no_password(
    made: Path, tmp_path: Path, run_inside: Run
) -> None:
    said = " ".join(run_inside("backup", tmp_path / "b.zip", "--record", made).stdout.split())
    number = len(files_of(made))
    assert f"{number} files" in said
    assert "what is private too; it is not locked with a password" in said
    assert "read back" in said


def test_what_is_not_the_records_is_not_taken_and_that_is_said(folder: Path, tmp_path: Path, run_inside: Run) -> None:
    (folder / "reflections/R3-DESKTOP-ABC.yaml").write_bytes(b"copy")
    (folder / "attachments/E3/T1-supervision-of-six-managers (1).csv").write_bytes(b"copy")
    (folder / "holiday.jpg").write_bytes(b"other")
    done = run_inside("backup", tmp_path / "b.zip", "--record", folder, "--json")
    told = json.loads(done.stdout)
    other = {"reflections/R3-DESKTOP-ABC.yaml", "attachments/E3/T1-supervision-of-six-managers (1).csv", "holiday.jpg"}
    assert set(told["not_taken"]) == other
    assert not other & read_backup(tmp_path / "b.zip").manifest.files.keys()
    shown = run_inside("backup", tmp_path / "c.zip", "--record", folder).stdout
    assert "R3-DESKTOP-ABC.yaml" in shown


@pytest.mark.parametrize("damaged", ["profile.yaml", "evidence.yaml", "history/contents.yaml", "plans/2026-09-07.yaml"])
def test_of_a_record_with_faults_it_holds_all_as_it_is_and_says_so(
    folder: Path, tmp_path: Path, run_inside: Run, damaged: str
) -> None:
    (folder / damaged).write_bytes((folder / damaged).read_bytes()[:200])
    done = run_inside("backup", tmp_path / "b.zip", "--record", folder)
    said = " ".join(done.stdout.split())
    assert (done.status, damaged in said, "something is wrong with it" in said) == (0, True, True), said
    put_back(read_backup(tmp_path / "b.zip"), tmp_path / "new")
    assert files_of(tmp_path / "new") == files_of(folder)


@pytest.mark.parametrize(
    "gone", ["profile.yaml", "evidence.yaml", "attachments/E34/T1-what-the-mental-health-officers-said.md"]
)
def test_what_is_gone_from_the_record_is_named(folder: Path, tmp_path: Path, run_inside: Run, gone: str) -> None:
    (folder / gone).unlink()
    done = run_inside("backup", tmp_path / "b.zip", "--record", folder)
    assert (done.status, Path(gone).name in "".join(done.stdout.split())) == (0, True), done.stdout
    assert gone not in read_backup(tmp_path / "b.zip").manifest.files


def test_a_backup_that_cannot_be_read_back_is_none(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that keeps other bytes than it was given."""
    from cswo_eval.exchange import record_backup

    (tmp_path / "b.zip").write_bytes(b"the one before")
    real = record_backup.write_zip

    def bad(files: Any, path: Path, *given: Any, **named: Any) -> None:
        real({**files, "evidence.yaml": b"other"}, path, *given, **named)

    monkeypatch.setattr(record_backup, "write_zip", bad)
    with pytest.raises(CswoEvalError, match="no backup was made"):
        write_backup(Record(made), tmp_path / "b.zip", NOW)
    assert files_of(tmp_path) == {"b.zip": b"the one before"}


# --- what is refused ---------------------------------------------------------------------------------------------


def refused(run_inside: Run, file: Path, target: Path) -> str:
    """Try to put back; return what is said. Nothing must be there then."""
    done = run_inside("restore", file, "--record", target)
    assert done.status == 1, done.stdout
    assert not target.exists()
    assert sorted(path.name for path in target.parent.iterdir() if "being-put-back" in path.name) == []
    return " ".join(done.stderr.split())


def test_bytes_turned_over_on_the_way_are_found_or_change_nothing(zipped: Path, made: Path, tmp_path: Path) -> None:
    """A time or a right in the zip's own list may differ; no byte of the record ever does."""
    data, whole = zipped.read_bytes(), files_of(made)
    refusals = 0

    @settings(max_examples=examples(120))
    @given(st.integers(0, len(data) - 1), st.integers(0, 7))
    def law(at: int, bit: int) -> None:
        nonlocal refusals
        path = tmp_path / "bad.zip"
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :])
        try:
            backup = read_backup(path)
        except CswoEvalError:
            refusals += 1
            return
        assert {name: backup.contents.read(name) for name in backup.manifest.files} == whole

    law()
    assert refusals > examples(120) / 2


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.99, 0.9999])
def test_a_zip_that_did_not_come_whole_is_refused(zipped: Path, tmp_path: Path, run_inside: Run, share: float) -> None:
    data = zipped.read_bytes()
    (tmp_path / "cut.zip").write_bytes(data[: int(len(data) * share)])
    assert "may not have been sent whole" in refused(run_inside, tmp_path / "cut.zip", tmp_path / "new")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"evidence.yaml": b"other"}, "evidence.yaml: was changed"),
        ({"evidence.yaml": None}, "evidence.yaml: is missing"),
        ({"reflections/R9.yaml": b"x"}, "R9.yaml: was not part"),
        ({"../evil.yaml": b"x"}, "leads out"),
        ({"/etc/evil": b"x"}, "place on a disk"),
        ({"C:\\evil": b"x"}, "place on a disk"),
        ({"EVIDENCE.yaml": b"x"}, "one name on some systems"),
        ({"nul.yaml": b"x"}, "not every system takes"),
        ({MANIFEST: None}, "no list of its files"),
        ({MANIFEST: b"{}"}, "the list of its files was changed"),
        ({MANIFEST: b"[1"}, "the list of its files was changed"),
    ],
)
def test_a_zip_that_was_changed_is_refused_whole(
    zipped: Path, tmp_path: Path, run_inside: Run, changes: Mapping[str, bytes | None], said: str
) -> None:
    path = rewritten(zipped, tmp_path / "other.zip", changes)
    assert said in refused(run_inside, path, tmp_path / "new")


def test_a_file_that_no_record_has_is_refused_though_it_is_listed(
    zipped: Path, tmp_path: Path, run_inside: Run
) -> None:
    import hashlib

    with zipfile.ZipFile(zipped) as archive:
        files = json.loads(archive.read(MANIFEST))["files"]
    listed = [*files, {"name": "run-me.exe", "size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}]
    path = rewritten(zipped, tmp_path / "other.zip", {"run-me.exe": b"x"}, files=listed)
    assert "run-me.exe: is no file that a record has" in refused(run_inside, path, tmp_path / "new")


@pytest.mark.parametrize("fields", [{"format_version": 2}, {"record_format": 3}])
def test_a_newer_programs_backup_is_refused_in_words(
    zipped: Path, tmp_path: Path, run_inside: Run, fields: dict[str, Any]
) -> None:
    path = rewritten(zipped, tmp_path / "other.zip", {}, **fields)
    assert "newer cswo-eval" in refused(run_inside, path, tmp_path / "new")


def test_a_portfolio_given_by_mistake_is_told_from_a_backup(zipped: Path, tmp_path: Path, run_inside: Run) -> None:
    path = rewritten(zipped, tmp_path / "other.zip", {}, format="cswo-eval/portfolio-manifest")
    assert "is a portfolio" in refused(run_inside, path, tmp_path / "new")


def test_a_zip_of_something_else_is_told_from_a_backup(tmp_path: Path, run_inside: Run) -> None:
    with zipfile.ZipFile(tmp_path / "holiday.zip", "w") as archive:
        archive.writestr("one.jpg", b"x")
    assert "no backup of a record" in refused(run_inside, tmp_path / "holiday.zip", tmp_path / "new")


def test_a_bomb_is_not_unpacked(zipped: Path, tmp_path: Path, run_inside: Run) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("evidence.yaml", b"\0" * 30_000_000)
    assert "times its size" in refused(run_inside, tmp_path / "bomb.zip", tmp_path / "new")


def test_a_zip_that_says_it_is_larger_than_any_record_is_refused(zipped: Path, tmp_path: Path, run_inside: Run) -> None:
    data = zipped.read_bytes()
    at = data.rfind(b"PK\x05\x06")
    lied = data[: at + 8] + struct.pack("<HH", 30_000, 30_000) + data[at + 12 :]
    (tmp_path / "many.zip").write_bytes(lied)
    assert "lists more than" in refused(run_inside, tmp_path / "many.zip", tmp_path / "new")


def test_what_is_no_file_is_said(tmp_path: Path, run_inside: Run) -> None:
    (tmp_path / "sub").mkdir()
    assert "There is no file" in refused(run_inside, tmp_path / "gone.zip", tmp_path / "new")
    assert "is a folder" in refused(run_inside, tmp_path / "sub", tmp_path / "new")


# --- where it is put back ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("present", [(), ("desktop.ini",), ("Thumbs.db", ".DS_Store"), (".lock",)])
def test_an_empty_folder_is_filled_whatever_a_system_noted_in_it(
    zipped: Path, made: Path, tmp_path: Path, run_inside: Run, present: tuple[str, ...]
) -> None:
    (tmp_path / "new").mkdir()
    for name in present:
        (tmp_path / "new" / name).write_bytes(b"")
    done = run_inside("restore", zipped, "--record", tmp_path / "new")
    assert done.status == 0, done.stderr
    assert files_of(made).items() <= files_of(tmp_path / "new").items()


def test_a_record_that_is_there_is_never_written_over_and_both_are_named(
    zipped: Path, folder: Path, run_inside: Run
) -> None:
    before = files_of(folder)
    with Record(folder).changing("test", lambda: "2026-12-24T10:00:00Z") as writer:
        writer.record.profile()
        writer.save_profile(writer.record.profile()._replace(name="New"))
    before = files_of(folder)
    done = run_inside("restore", zipped, "--record", folder)
    said = " ".join(done.stderr.split())
    assert (done.status, files_of(folder)) == (1, before)
    for words in (
        "24 December 2026",
        "2 November 2026",
        "the same record",
        "the record in the folder is newer",
        "forget",
    ):
        assert words in said, said


def test_another_persons_record_is_told_from_the_same_one(zipped: Path, tmp_path: Path, run_inside: Run) -> None:
    with Record(tmp_path / "other").changing("test", lambda: NOW) as writer:
        writer.save_profile(a_profile(record_id="fedcba9876543210"))
    assert "another record" in run_inside("restore", zipped, "--record", tmp_path / "other").stderr


@pytest.mark.parametrize("present", ["holiday.jpg", "sub/", "reflections/R3-DESKTOP.yaml", "evidence.yaml"])
def test_a_folder_with_anything_in_it_is_left_alone(
    zipped: Path, tmp_path: Path, run_inside: Run, present: str
) -> None:
    place = tmp_path / "new" / present
    if present.endswith("/"):
        place.mkdir(parents=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"mine")
    before = files_of(tmp_path / "new")
    done = run_inside("restore", zipped, "--record", tmp_path / "new")
    assert (done.status, files_of(tmp_path / "new")) == (1, before)
    assert "Nothing was" in done.stderr


@pytest.mark.parametrize("words", [("restore",), ("assess",), ("evidence", "add", "One", "--no-questions")])
def test_no_record_is_put_or_begun_within_another(
    words: tuple[str, ...], zipped: Path, folder: Path, run_inside: Run
) -> None:
    before = files_of(folder)
    named = (str(zipped),) if words == ("restore",) else ()
    done = run_inside(*words, *named, "--record", folder / "attachments/within", typed="quit\n")
    assert done.status == 1
    assert "is inside the record" in done.stderr
    assert files_of(folder) == before


def test_a_file_in_the_place_of_the_folder_is_said(zipped: Path, tmp_path: Path, run_inside: Run) -> None:
    (tmp_path / "new").write_bytes(b"mine")
    done = run_inside("restore", zipped, "--record", tmp_path / "new")
    assert (done.status, "is a file" in done.stderr, (tmp_path / "new").read_bytes()) == (1, True, b"mine")


def test_as_json_both_give_what_they_did(made: Path, tmp_path: Path, run_inside: Run) -> None:
    told = json.loads(run_inside("backup", tmp_path / "b.zip", "--record", made, "--json").stdout)
    back = json.loads(run_inside("restore", tmp_path / "b.zip", "--record", tmp_path / "new", "--json").stdout)
    assert told["bytes"] == (tmp_path / "b.zip").stat().st_size
    assert told["files"] == back["files"] == len(files_of(made))
    assert back["record"] == str(tmp_path / "new")


# --- broken off --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("every", EVERY)
@pytest.mark.parametrize("empty", [False, True])
def test_killed_at_any_moment_nothing_half_is_put_back_and_the_next_try_works(
    breaker: Breaker, zipped: Path, made: Path, tmp_path: Path, every: int, empty: bool
) -> None:
    """Into a folder that is missing, and into one with a system's note in it."""
    whole = files_of(made)

    def fresh(number: int) -> list[str | Path]:
        (tmp_path / str(number)).mkdir()
        if empty:
            (tmp_path / str(number) / "new").mkdir()
        return [zipped, tmp_path / str(number) / "new"]

    killed = 0
    for number in breaker.each_call("restore", fresh, every):
        target = tmp_path / str(number) / "new"
        there = files_of(target) if target.exists() else {}
        assert there in ({}, whole), number
        if there == {}:
            killed += 1
            assert breaker.does("restore", zipped, target) == 0
        assert files_of(target) == whole
        assert faults_of(Record(target)) == []
        assert [path for path in target.parent.iterdir() if path != target] == []
        shutil.rmtree(target.parent)
    assert killed >= 60 // every


@pytest.mark.parametrize("every", EVERY)
def test_a_backup_killed_at_any_moment_leaves_the_one_before_or_the_new_one(
    breaker: Breaker, made: Path, tmp_path: Path, every: int
) -> None:
    def fresh(number: int) -> list[str | Path]:
        (tmp_path / f"{number}.zip").write_bytes(b"the one before")
        return [made, tmp_path / f"{number}.zip"]

    for number in breaker.each_call("backup", fresh, every):
        path = tmp_path / f"{number}.zip"
        if path.read_bytes() != b"the one before":
            assert read_backup(path).manifest.format == FORMAT
    assert number > every


def test_without_a_named_folder_it_is_put_where_a_record_is_looked_for(
    zipped: Path, made: Path, tmp_path: Path, run_inside: Run
) -> None:
    """The place of a new machine, of which not even the folder above is there yet."""
    place = {"XDG_DATA_HOME": str(tmp_path / "none" / "data"), "LOCALAPPDATA": str(tmp_path / "none" / "data")}
    done = run_inside("restore", zipped, environment=place)
    assert done.status == 0, done.stderr
    assert run_inside("evidence", "show", "E99", environment=place).status == 0


def test_a_backup_in_a_folder_that_a_service_copies_is_pointed_out(made: Path, tmp_path: Path, run_inside: Run) -> None:
    (tmp_path / "Dropbox").mkdir()
    said = run_inside("backup", tmp_path / "Dropbox", "--record", made).stdout
    assert "under 'Dropbox'" in " ".join(said.split())


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that can be refused")
def test_of_a_folder_that_may_only_be_read_there_is_a_backup_too(folder: Path, tmp_path: Path, run_inside: Run) -> None:
    (folder / ".lock").unlink(missing_ok=True)
    folder.chmod(0o500)
    try:
        done = run_inside("backup", tmp_path / "b.zip", "--record", folder)
    finally:
        folder.chmod(0o700)
    assert done.status == 0, done.stderr
    assert "profile.yaml" in read_backup(tmp_path / "b.zip").manifest.files
