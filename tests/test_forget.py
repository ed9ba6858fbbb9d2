"""`forget`: all of a record is deleted and nothing else, after two questions, and gone on with where it broke off."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from breaking_off import EVERY, Breaker
from building import BASELINE, NOW, a_plan, a_profile, a_register, a_round, an_action, an_entry, rated
from processes import on_posix
from terminals import Window

from cswo_eval.exchange.record_backup import read_backup
from cswo_eval.framework.framework import Framework
from cswo_eval.record.attachments import copy_in, with_attachment
from cswo_eval.record.draft import Draft
from cswo_eval.record.layout import FORGETTING
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.record.store import Record

FORMAT_1 = Path(__file__).parent / "records" / "format-1"
OTHER = ("holiday.jpg", "reflections/R1-DESKTOP.yaml", "attachments/E1/T1-note (1).txt", "mine/notes.txt")
pty_only = pytest.mark.skipif(not on_posix(), reason="Windows has no pseudo-terminals")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, framework: Framework) -> Path:
    """A record with something of every kind."""
    place = tmp_path_factory.mktemp("forget")
    (place / "note.txt").write_bytes(b"a note")
    record = Record(place / "record")
    with record.changing("test", lambda: NOW) as writer:
        writer.save_profile(a_profile(name="Morag"))
        writer.save_round(a_round(framework, {"SD1.3": rated(2)}))
        entry = an_entry(1, "SD1.3")
        entry = with_attachment(entry, copy_in(writer, entry, place / "note.txt", NOW))
        writer.save_register(a_register([entry, an_entry(2, "SD1.4")]))
        writer.save_plan(a_plan(an_action(1)))
        writer.save_reflection(Reflection(id="R1", title="One", model="gibbs", effective=BASELINE, written=NOW))
        writer.save_draft(Draft(item="SD1.3", question="note", text="half"))
    for name in (".checked", "reflections/.saving-0123456789ab", "attachments/Thumbs.db"):
        (record.folder / name).write_bytes(b"passing")
    (record.folder / "history/set-aside").mkdir()
    (record.folder / "history/set-aside/R9.yaml").write_bytes(b"aside")
    return record.folder


@pytest.fixture
def folder(tmp_path: Path, made: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "record"))


@pytest.fixture(scope="module")
def breaker() -> Iterator[Breaker]:
    if not on_posix():
        pytest.skip("Windows has no fork and no SIGKILL")
    made = Breaker()
    yield made
    made.end()


def with_other_files(folder: Path) -> None:
    for name in OTHER:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"not the record's")


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_of_the_record_is_left_not_even_its_folder(folder: Path, run_inside: Callable[..., Any]) -> None:
    assert run_inside("forget", "--yes", "--record", folder).status == 0
    assert not folder.exists()
    assert folder.parent.exists()


def test_what_is_not_the_records_stays_and_is_named(folder: Path, run_inside: Callable[..., Any]) -> None:
    with_other_files(folder)
    done = run_inside("forget", "--yes", "--record", folder)
    assert set(files_of(folder)) == set(OTHER)
    assert all(name in "".join(done.stderr.split()) for name in ("holiday.jpg", "R1-DESKTOP.yaml", "mine/notes.txt"))


def test_it_says_what_goes_and_what_stays_elsewhere(folder: Path, run_inside: Callable[..., Any]) -> None:
    said = " ".join(run_inside("forget", "--record", folder).stderr.split())
    for words in (
        *("1 round", "2 entries", "1 reflective account", "1 plan", "1 attached file", "2 November 2026"),
        *("a text that you were typing", "reports", "sent to others", "backups", "worksheets"),
    ):
        assert words in said, words


def test_the_service_that_copies_the_folder_is_named(
    made: Path, tmp_path: Path, run_inside: Callable[..., Any]
) -> None:
    folder = Path(shutil.copytree(made, tmp_path / "OneDrive - Council" / "record"))
    said = " ".join(run_inside("forget", "--record", folder).stderr.split())
    assert "'OneDrive - Council' keeps" in said


def test_without_a_terminal_it_wants_a_yes(folder: Path, run_inside: Callable[..., Any]) -> None:
    before = files_of(folder)
    done = run_inside("forget", "--record", folder, typed="\nyes\nforget\n")
    assert (done.status, "Nothing was deleted" in done.stderr, files_of(folder)) == (1, True, before)


def test_without_a_record_it_says_so(tmp_path: Path, run_inside: Callable[..., Any]) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    done = run_inside("forget", "--yes", "--record", tmp_path)
    assert (done.status, "no record" in done.stderr, set(files_of(tmp_path))) == (1, True, {"holiday.jpg"})


@pty_only
@pytest.mark.parametrize(
    ("typed", "gone"),
    [
        (["", ""], False), (["", "no"], False), (["", "yes", ""], False), (["", "yes", "yes"], False),
        (["quit"], False), (["", "yes", "Forget"], True),
    ],
)  # fmt: skip
def test_it_is_asked_twice_and_only_the_word_itself_is_taken(
    folder: Path, tmp_path: Path, typed: list[str], gone: bool
) -> None:
    before = files_of(folder)
    window = Window(tmp_path / "home", "forget", "--record", folder)
    try:
        for line in typed:
            window.type(line)
        assert window.status() == 0
    finally:
        window.end()
    assert (files_of(folder) if folder.exists() else None) == (None if gone else before)


@pty_only
def test_a_backup_can_be_made_first(folder: Path, tmp_path: Path) -> None:
    window = Window(tmp_path / "home", "forget", "--record", folder)
    try:
        assert "is no folder" in " ".join(window.type(str(tmp_path / "none" / "b.zip")).split())
        assert "not locked with a password" in " ".join(window.type(f'"{tmp_path / "b.zip"}"').split())
        window.type("yes")
        window.type("forget")
        assert window.status() == 0
    finally:
        window.end()
    assert not folder.exists()
    assert "profile.yaml" in read_backup(tmp_path / "b.zip").manifest.files


@pty_only
def test_a_sample_needs_one_yes_only(tmp_path: Path, run_inside: Callable[..., Any]) -> None:
    run_inside("demo", "--record", tmp_path / "sample")
    window = Window(tmp_path / "home", "forget", "--record", tmp_path / "sample")
    try:
        window.type("yes")
        assert window.status() == 0
    finally:
        window.end()
    assert not (tmp_path / "sample").exists()


@pytest.mark.parametrize("damaged", ["profile.yaml", "evidence.yaml", "history/contents.yaml"])
@pytest.mark.parametrize("gone", [False, True])
def test_a_record_with_faults_can_be_forgotten_too(
    folder: Path, run_inside: Callable[..., Any], damaged: str, gone: bool
) -> None:
    if gone:
        (folder / damaged).unlink()
    else:
        (folder / damaged).write_bytes(b"not yaml: [")
    done = run_inside("forget", "--yes", "--record", folder)
    assert (done.status, folder.exists()) == (0, False), done.stderr


def test_a_record_of_an_earlier_format_can_be_forgotten_too(tmp_path: Path, run_inside: Callable[..., Any]) -> None:
    old = Path(shutil.copytree(FORMAT_1, tmp_path / "old"))
    assert run_inside("forget", "--yes", "--record", old).status == 0
    assert not old.exists()


def test_while_another_window_is_at_work_nothing_is_deleted(folder: Path, run_inside: Callable[..., Any]) -> None:
    before = files_of(folder)
    with Record(folder).locked():
        done = run_inside("forget", "--yes", "--record", folder)
    assert (done.status, "another window" in done.stderr) == (1, True)
    assert files_of(folder).items() >= {name: data for name, data in before.items() if name != ".lock"}.items()


@pytest.mark.skipif(not on_posix(), reason="Windows makes no links for everyone")
def test_what_a_link_leads_to_stays_and_is_named(folder: Path, tmp_path: Path, run_inside: Callable[..., Any]) -> None:
    (folder / "evidence.yaml").rename(tmp_path / "elsewhere.yaml")
    (folder / "evidence.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    done = run_inside("forget", "--yes", "--record", folder, "--json")
    assert json.loads(done.stdout)["left"] == [str(tmp_path / "elsewhere.yaml")]
    assert (tmp_path / "elsewhere.yaml").exists()
    assert not folder.exists()


@pytest.mark.parametrize("command", [("gaps",), ("assess",), ("check",), (), ("backup", "b.zip"), ("restore", "b.zip")])
def test_until_it_is_gone_on_with_every_command_says_what_happened(
    folder: Path, run_inside: Callable[..., Any], command: tuple[str, ...]
) -> None:
    (folder / FORGETTING).write_bytes(b"")
    (folder / "profile.yaml").unlink()
    before = files_of(folder)
    done = run_inside(*command, "--record", folder)
    assert (done.status, "was being deleted" in done.stderr, files_of(folder)) == (1, True, before)


@pytest.mark.parametrize("every", EVERY)
def test_killed_at_any_moment_the_record_is_whole_or_the_next_forget_goes_on(
    breaker: Breaker, made: Path, tmp_path: Path, run_inside: Callable[..., Any], every: int
) -> None:
    whole = files_of(made)

    def fresh(number: int) -> list[str | Path]:
        folder = Path(shutil.copytree(made, tmp_path / str(number)))
        (folder / "holiday.jpg").write_bytes(b"mine")
        return [folder]

    begun = 0
    for number in breaker.each_call("forget", fresh, every):
        folder = tmp_path / str(number)
        if (folder / FORGETTING).exists():
            begun += 1
            assert run_inside("forget", "--record", folder).status == 0  # asks nothing again
            assert set(files_of(folder)) == {"holiday.jpg"}
        elif (folder / "profile.yaml").exists():
            assert files_of(folder).items() >= {one: data for one, data in whole.items() if one != ".lock"}.items()
        else:
            assert set(files_of(folder)) == {"holiday.jpg"}
        shutil.rmtree(folder)
    assert begun >= 20 // every
