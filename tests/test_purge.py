"""`evidence purge`: what is destroyed is nowhere in the record's folder any more, whenever it breaks off."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from breaking_off import EVERY, Breaker
from building import BASELINE, NOW, a_profile, a_register, a_round, an_entry, rated
from processes import on_posix
from terminals import Window

from cswo_eval.framework.framework import Framework
from cswo_eval.record.attachments import copy_in, with_attachment
from cswo_eval.record.draft import Draft
from cswo_eval.record.history.sittings import read_history
from cswo_eval.record.history.undo import take_back, to_take_back
from cswo_eval.record.layout import PURGING
from cswo_eval.record.models import Evidence
from cswo_eval.record.portfolio_models import (
    AcceptedFinding,
    GuardDecisions,
    PriorLearning,
    PriorLearningClaim,
    Reflection,
)
from cswo_eval.record.purge import go_on, purge, to_purge
from cswo_eval.record.store import Record
from cswo_eval.record.survey import all_faults, faults_of
from cswo_eval.text.problems import CswoEvalError

SECRETS = (b"quagmire", b"zephyr", b"obsidian", b"marzipan")
"""Words of the entry as it is, as it was before, of the account, and in the attached files and their names."""


def account(number: int, words: str, *evidence: str) -> Reflection:
    return Reflection(
        id=f"R{number}", title=f"Account {number}", model="gibbs", effective=BASELINE, written=NOW,
        parts={"description": words}, evidence=evidence,
    )  # fmt: skip


def attached(writer: Any, entry: Evidence, source: Path, replaces: str | None = None) -> Evidence:
    return with_attachment(entry, copy_in(writer, entry, source, NOW, replaces))


def write_record(folder: Path, framework: Framework, sources: Path) -> Record:
    """A record in several sittings: E2 and R1 are to be destroyed, the rest is not."""
    sources.mkdir()
    for name, words in (("marzipan.txt", "marzipan one"), ("marzipan-2.txt", "marzipan two"), ("kept.txt", "kept")):
        (sources / name).write_text(words, encoding="utf-8")
    record = Record(folder)
    with record.changing("assess", lambda: NOW) as writer:
        writer.save_profile(a_profile(name="Morag"))
        writer.save_round(a_round(framework, {"SD1.3": rated(2, note="first words")}, entry_open="E2"))
        old = an_entry(2, "SD1.3", shows="It was a zephyr.")
        register = a_register([an_entry(1, "SD1.3", shows="kept words"), old, an_entry(3, "SD1.4")])
        writer.save_register(register)
    with record.changing("evidence edit", lambda: NOW) as writer:
        entry = attached(writer, old._replace(shows="It was a quagmire of words."), sources / "marzipan.txt")
        other = attached(writer, register.entries[0], sources / "kept.txt")
        register = register.with_entry(entry).with_entry(other)
        writer.save_register(register)
        entry = attached(writer, entry, sources / "marzipan-2.txt", "T1")
        register = register.with_entry(entry)
        writer.save_register(register)
        third = attached(writer, register.entries[2], sources / "marzipan.txt")
        writer.save_register(register.with_entry(third))
        take_back(writer, to_take_back(read_history(folder), False))  # a copy in history/files
    with record.changing("evidence reflect", lambda: NOW) as writer:
        writer.save_reflection(account(1, "obsidian thoughts", "E1"))
        writer.save_reflection(account(2, "other thoughts", "E2", "E1"))
        claim = PriorLearningClaim(id="L1", title="A course", evidence=("E2",), recorded=NOW)
        writer.save_prior_learning(PriorLearning(claims=(claim,)))
        accepted = [
            AcceptedFinding(id=f"F{number:06}", kind="name", where=where, reason=f"about {where}", accepted=NOW)
            for number, where in enumerate(("E2, what it shows", "E2, file T1 (marzipan.txt)", "E1, title"))
        ]
        writer.save_guard_decisions(GuardDecisions(accepted=tuple(accepted)))
        writer.save_draft(Draft(item="SD1.3", question="shows", evidence="E2", text="It was a quagm"))
    (folder / "history/set-aside").mkdir()
    (folder / "history/set-aside/evidence-LAPTOP.yaml").write_bytes(b"an older zephyr")
    with zipfile.ZipFile(folder / "history/before-format-2.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("evidence.yaml", "zephyr " * 500)
    (folder / ".previous").mkdir()
    (folder / ".previous/evidence.yaml").write_bytes(b"zephyr")
    (folder / "reflections/.saving-0123456789ab").write_bytes(b"obsidian")
    return record


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, framework: Framework) -> Path:
    """The record, to be copied by each test."""
    place = tmp_path_factory.mktemp("purge")
    return write_record(place / "record", framework, place / "sources").folder


@pytest.fixture
def folder(tmp_path: Path, made: Path) -> Path:
    """A copy of the record."""
    return Path(shutil.copytree(made, tmp_path / "record"))


@pytest.fixture(scope="module")
def breaker() -> Iterator[Breaker]:
    """What does a thing and is killed in the middle of it."""
    if not on_posix():
        pytest.skip("Windows has no fork and no SIGKILL")
    made = Breaker()
    yield made
    made.end()


def found(folder: Path, words: tuple[bytes, ...] = SECRETS) -> list[str]:
    """Every file under a folder whose name or bytes hold one of the words, zips opened."""
    hits = []
    for path in folder.rglob("*"):
        name, data = str(path.relative_to(folder)), b""
        if path.is_file():
            data = path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    data += b"".join(one.encode() + archive.read(one) for one in archive.namelist())
        hits += [f"{name}: {word!r}" for word in words if word in data or word in name.encode()]
    return hits


def destroy(folder: Path, *names: str) -> Record:
    record = Record(folder)
    with record.changing("evidence purge", lambda: NOW) as writer:
        purge(writer, names)
    return record


def test_what_is_searched_for_is_found_in_the_record_before(folder: Path) -> None:
    """In each kind of place: register, history, attached files, what was taken back, set aside, kept from before, and a draft."""
    hits = "\n".join(found(folder))
    for place in (
        *(
            "evidence.yaml",
            "history/000001",
            "attachments/E2",
            "history/files",
            "history/set-aside",
            "before-format-2.zip",
        ),
        *(".previous", "reflections/R1.yaml", "private/guard.yaml", ".saving-"),
    ):
        assert place in hits, place
    assert (folder / ".unfinished.yaml").exists()


def test_no_byte_of_it_is_left_under_the_records_folder(folder: Path) -> None:
    destroy(folder, "E2", "R1")
    assert found(folder) == []
    assert not (folder / ".unfinished.yaml").exists()


@pytest.mark.parametrize(("form", "name"), [("evidence", "E2"), ("account", "R1")])
def test_lines_that_were_being_typed_of_it_are_destroyed_with_it(folder: Path, form: str, name: str) -> None:
    """Though none of them stands in it yet."""
    with Record(folder).changing("evidence edit", lambda: NOW) as writer:
        writer.save_draft(Draft(form=form, subject=name, question="shows", text="Quite other words."))
    destroy(folder, name)
    assert not (folder / ".unfinished.yaml").exists()


def test_one_file_of_an_entry_is_destroyed_and_the_rest_of_the_entry_stays(folder: Path) -> None:
    destroy(folder, "E2/T1")
    entry = Record(folder).register().find("E2")
    assert entry is not None
    assert [(one.id, one.replaces) for one in entry.attachments] == [("T2", None)]
    assert found(folder, (b"marzipan one", b"marzipan.txt")) == []
    assert found(folder, (b"marzipan two",)) != []


def test_all_else_stays_as_it_was(folder: Path, framework: Framework) -> None:
    before = Record(folder)
    kept = [one for one in before.register().entries if one.id != "E2"]
    answers = before.round(BASELINE, framework).answers
    after = destroy(folder, "E2", "R1")
    assert list(after.register().entries) == kept
    assert after.round(BASELINE, framework).answers == answers
    assert (folder / "attachments/E1/T1-kept.txt").read_bytes() == b"kept"
    assert [one.parts for one in after.reflections()] == [{"description": "other thoughts"}]


def test_references_to_it_are_taken_out_in_the_same_step(folder: Path, framework: Framework) -> None:
    record = destroy(folder, "E2", "R1")
    assert record.reflections()[0].evidence == ("E1",)
    assert record.prior_learning().claims[0].evidence == ()
    assert record.round(BASELINE, framework).entry_open is None
    assert [one.where for one in record.guard_decisions().accepted] == ["E1, title"]
    last = list(read_history(folder).steps())[-1]
    assert {"E2", "R1", "R2", "L1"} <= set(last.about)


def test_the_record_reads_afterwards_and_nothing_is_missed(folder: Path) -> None:
    record = Record(destroy(folder, "E2", "R1").folder)
    assert faults_of(record) == []
    assert all_faults(record) == []


def test_its_numbers_are_not_given_again(folder: Path) -> None:
    destroy(folder, "E3", "E2/T2", "R2", "R1")
    record = Record(folder)
    assert (record.given("E"), record.given("E2/T"), record.given("R")) == (3, 2, 2)


def test_the_history_still_says_what_was_changed_when_and_holds_no_text(folder: Path) -> None:
    before = [(step.at, step.command, step.about) for step in read_history(folder).steps()]
    destroy(folder, "E2")
    steps = list(read_history(folder).steps())
    assert [(step.at, step.command, step.about) for step in steps][: len(before)] == before
    assert len(steps) == len(before) + 1
    assert all(step.emptied for step in steps)
    assert not any(change.hunks or change.whole or change.attached for step in steps for change in step.changes)


def test_nothing_from_before_can_be_taken_back_and_it_is_said_why(folder: Path) -> None:
    destroy(folder, "E2")
    with pytest.raises(CswoEvalError, match="destroyed for good"):
        to_take_back(read_history(folder), False)


def test_what_is_changed_afterwards_can_be_taken_back(folder: Path) -> None:
    record = destroy(folder, "E2")
    with record.changing("evidence edit", lambda: NOW) as writer:
        register = record.register()
        writer.save_register(register.with_entry(register.entries[0]._replace(shows="new words")))
    with record.changing("undo", lambda: NOW) as writer:
        take_back(writer, to_take_back(read_history(folder), False))
    assert Record(folder).register() == register


@pytest.mark.parametrize("names", [("E9",), ("E2", "R7"), ("E2/T9",), ("E",), ("",)])
def test_an_id_that_is_none_is_said_and_nothing_is_destroyed(
    folder: Path, run_inside: Callable[..., Any], names: tuple[str, ...]
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".saving" not in path.name}
    done = run_inside("evidence", "purge", *names, "--yes", "--record", folder)
    assert (done.status, "Nothing was destroyed." in done.stderr) == (1, True)
    assert {path: path.read_bytes() for path in before} == before


def test_all_that_is_wrong_is_said_at_once(folder: Path) -> None:
    with pytest.raises(CswoEvalError, match=r"(?s)E8.*R9.*T7"):
        to_purge(Record(folder), ["E8", "E2", "R9", "E1/T7"])


def test_nothing_is_done_where_a_file_does_not_read(folder: Path) -> None:
    path = folder / "reflections/R2.yaml"
    path.write_bytes(path.read_bytes()[:-60])
    record = Record(folder)
    with record.changing("evidence purge", lambda: NOW) as writer, pytest.raises(CswoEvalError, match="R2"):
        purge(writer, ["E2"])
    assert not (folder / PURGING).exists()
    assert Record(folder).register().find("E2") is not None


def test_without_a_terminal_it_wants_a_yes(folder: Path, run_inside: Callable[..., Any]) -> None:
    done = run_inside("evidence", "purge", "E2", "--record", folder, typed="yes\nE2\n")
    assert (done.status, "--yes" in done.stderr) == (1, True)
    assert Record(folder).register().find("E2") is not None


def test_it_says_before_what_goes_what_changes_and_what_stays_elsewhere(
    folder: Path, run_inside: Callable[..., Any]
) -> None:
    (folder / "evidence-DESKTOP.yaml").write_bytes(b"x")
    said = " ".join(run_inside("evidence", "purge", "E2", "--record", folder).stderr.split())
    for words in (
        *(
            "Entry 2",
            "marzipan.txt",
            "marzipan-2.txt",
            "R2 and L1 will no longer name it",
            "cannot go back behind this",
        ),
        *("before-format-2.zip", "evidence-LAPTOP.yaml", "what you sent to others", "backups", "evidence-DESKTOP.yaml"),
    ):
        assert words in said, words


def test_as_json_it_gives_what_changed(folder: Path, run_inside: Callable[..., Any]) -> None:
    done = run_inside("evidence", "purge", "e2", "--yes", "--json", "--record", folder)
    told = json.loads(done.stdout)
    assert (done.status, told["purged"], told["no_longer_named_by"]) == (0, ["E2"], ["R2", "L1"])
    assert told["files"] == ["E2/T1", "E2/T2"]


@pytest.mark.skipif(not on_posix(), reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(
    ("typed", "gone"), [(["", None], False), (["no", None], False), (["yes", "yes"], False), (["yes", "e2"], True)]
)
def test_it_is_asked_twice_and_only_the_id_itself_is_taken(
    folder: Path, tmp_path: Path, typed: list[str | None], gone: bool
) -> None:
    window = Window(tmp_path / "home", "evidence", "purge", "E2", "--record", folder)
    try:
        for line in typed:
            if line is not None:
                window.type(line)
        assert window.status() == 0
    finally:
        window.end()
    assert (Record(folder).register().find("E2") is None) == gone


@pytest.mark.parametrize("every", EVERY)
def test_killed_at_any_moment_it_is_wholly_there_or_gone_on_with_at_the_next_opening(
    breaker: Breaker, made: Path, tmp_path: Path, every: int
) -> None:
    """Before each call to the system in turn; the next opening is any command's."""

    def fresh(number: int) -> list[str | Path]:
        return [shutil.copytree(made, tmp_path / str(number)), "E2", "R1"]

    whole = gone = pending = 0
    for number in breaker.each_call("purge", fresh, every):
        folder = tmp_path / str(number)
        begun = (folder / PURGING).exists()
        record = Record(folder)
        record.put_right(lambda: NOW)
        assert faults_of(Record(folder)) == []
        if Record(folder).register().find("E2") is not None:
            assert not begun
            assert b"quagmire" in (folder / "evidence.yaml").read_bytes()
            assert (folder / "reflections/R1.yaml").exists()
            whole += 1
        else:
            assert found(folder) == [], number
            gone += 1
            pending += begun
        shutil.rmtree(folder)
    assert whole >= 5 // every
    assert pending >= 100 // every


def test_what_was_gone_on_with_is_told(folder: Path, run_inside: Callable[..., Any]) -> None:
    (folder / PURGING).write_text('{"purge": ["E2", "R1"]}', encoding="ascii")
    done = run_inside("evidence", "list", "--record", folder)
    assert "is gone now: E2 and R1" in done.stderr
    assert found(folder) == []


def test_where_it_cannot_be_gone_on_with_that_is_told_and_it_is_once_it_can(
    folder: Path, run_inside: Callable[..., Any]
) -> None:
    """A file that does not read keeps it waiting; put back, the next command goes on."""
    (folder / PURGING).write_text('{"purge": ["E2"]}', encoding="ascii")
    whole = (folder / "reflections/R2.yaml").read_bytes()
    (folder / "reflections/R2.yaml").write_bytes(whole[:-60])
    done = run_inside("gaps", "--record", folder)
    assert "not wholly gone yet" in " ".join(done.stderr.split())
    (folder / "reflections/R2.yaml").write_bytes(whole)
    run_inside("gaps", "--record", folder)
    assert found(folder, (b"quagmire",)) == []


def test_going_on_twice_does_no_more_than_once(folder: Path) -> None:
    record = destroy(folder, "E2", "R1")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (folder / PURGING).write_text('{"purge": ["E2", "R1"]}', encoding="ascii")
    with record.changing("test", lambda: NOW) as writer:
        assert go_on(writer) == ()
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that can be refused")
def test_an_attached_file_that_cannot_be_deleted_is_said_and_gone_on_with(folder: Path) -> None:
    place = folder / "attachments/E2"
    place.chmod(0o500)
    try:
        with pytest.raises(CswoEvalError, match="the next command goes on with it"):
            destroy(folder, "E2")
    finally:
        place.chmod(0o700)
    Record(folder).put_right(lambda: NOW)
    assert found(folder, (b"quagmire", b"marzipan two")) == []
