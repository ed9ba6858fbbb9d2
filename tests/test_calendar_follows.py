"""A calendar file follows on those before it: what changed has a higher SEQUENCE, what is gone leaves as cancelled and says nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from conftest import Finished
from processes import run_here

from cswo_eval.cli.commands.plan import sent_calendar
from cswo_eval.formats.ics.revisions import Naming
from cswo_eval.record.layout import SENT, SENT_LOCK
from cswo_eval.record.sample import sample_folder
from cswo_eval.record.sent import SaidEvent, moment_of
from cswo_eval.record.store import Record
from cswo_eval.record.survey import all_faults

OWN = Naming("0123456789abcdef")
RECORD_UID = "sample-record-0001-2026-09-07-"
Run = Callable[..., Finished]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample record, to change."""
    return Path(shutil.copytree(sample_folder(), tmp_path / "record"))


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on it, on a day within its plan."""

    def run_one(*given: object) -> Finished:
        done = run_here(monkeypatch, *map(str, given), "--today", "2026-10-12", record=folder)
        assert done.status == 0, done.stderr
        return done

    return run_one


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets an hour go by for calendar files."""
    hours = [0]

    def an_hour() -> None:
        hours[0] += 1

    real = datetime.now(UTC)
    at = lambda: f"{real + timedelta(hours=hours[0]):%Y-%m-%dT%H:%M:%SZ}"  # noqa: E731
    monkeypatch.setattr(sent_calendar, "now", at)
    return an_hour


Exported = dict[str, Any]


@pytest.fixture
def exported(run: Run, tmp_path: Path) -> Callable[..., Exported]:
    """Writes a calendar file for a reader, and gives its events and to-dos by UID."""

    def export(audience: str = "self", *more: str) -> Exported:
        target = tmp_path / "out.ics"
        run("report", "--for", audience, "--format", "ics", "--output", target, "--force", *more)
        return parts_of(target.read_bytes())

    return export


def parts_of(data: bytes) -> Exported:
    """The events and to-dos of a file by their UID."""
    parts = [one for one in icalendar.Calendar.from_ical(data).walk() if one.name in ("VEVENT", "VTODO")]
    found = {str(one["uid"]): one for one in parts}
    assert len(found) == len(parts)
    return found


def is_live(part: Any) -> bool:
    """Whether an event still stands."""
    return str(part["status"]) != "CANCELLED"


def differing(before: Exported, after: Exported) -> set[str]:
    """The short names of what has another SEQUENCE than before; none may have a lower one."""
    assert before.keys() <= after.keys(), "whatever was in a file is in every later one, if only as cancelled"
    assert all(after[uid]["sequence"] >= before[uid]["sequence"] for uid in before)
    same = {uid for uid in before if after[uid]["sequence"] == before[uid]["sequence"]}
    assert all(before[uid].to_ical() == after[uid].to_ical() for uid in same), "a change without a higher SEQUENCE"
    return {uid.removeprefix(RECORD_UID).partition("@")[0] for uid in after.keys() - same}


# --- after each change --------------------------------------------------------------------------------------------


def test_an_unchanged_plan_is_said_again_in_the_same_bytes(run: Run) -> None:
    """Stamps and all: opened twice, a calendar has nothing to do."""
    assert run("plan", "calendar").stdout == run("plan", "calendar").stdout


@pytest.mark.parametrize(
    "change",
    [
        ("edit", "A7", "--title", "Another title"),
        ("edit", "A7", "--due", "2026-11-20"),
        ("edit", "A7", "--helper", "the head of finance"),
        ("done", "A7", "--no-questions"),
        ("drop", "A7", "--reason", "Not now"),
        ("edit", "A7", "--private"),
        ("edit", "A7", "--pin"),
        ("defer", "A7", "--until", "2026-11-16"),
    ],
)
def test_after_a_change_of_one_action_its_event_alone_has_a_higher_sequence(
    change: tuple[str, ...], run: Run, exported: Callable[..., Exported]
) -> None:
    before = exported()
    run("plan", *change)
    assert differing(before, exported()) == {"A7"}


def test_what_a_calendar_does_not_show_counts_for_the_owner_and_is_not_told_to_others(
    run: Run, exported: Callable[..., Exported]
) -> None:
    """A coach who saw a higher SEQUENCE and the same words would know that something changed behind them."""
    own, coach = exported(), exported("coach")
    run("plan", "edit", "A7", "--note", "For me alone")
    assert differing(own, exported()) == {"A7"}
    assert differing(coach, exported("coach")) == set()


def test_after_the_plan_was_made_again_all_of_it_has_a_higher_sequence(
    run: Run, exported: Callable[..., Exported]
) -> None:
    before = exported()
    run("plan", "make", "--start", "2026-09-07", "--hours", "2")
    after = exported()
    assert {one for one in differing(before, after) if one.startswith("review-")} == {
        "review-30", "review-60", "review-100",
    }  # fmt: skip
    assert differing(before, after) >= {uid.removeprefix(RECORD_UID).partition("@")[0] for uid in before}


def test_an_edit_of_the_file_by_hand_counts(
    folder: Path, run: Run, exported: Callable[..., Exported]
) -> None:  # fmt: skip
    before = exported()
    path = folder / "plans/2026-09-07.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("due: 2026-10-30") == 1
    path.write_text(text.replace("due: 2026-10-30", "due: 2026-10-29"), encoding="utf-8", newline="\n")
    assert len(differing(before, exported())) == 1


def test_what_was_undone_comes_back_as_it_was_with_a_still_higher_sequence(
    run: Run, exported: Callable[..., Exported]
) -> None:
    first = exported()
    run("plan", "drop", "A7", "--reason", "Not now")
    dropped = exported()
    run("undo")
    back = exported()
    uid = f"{RECORD_UID}A7@cswo-eval"
    assert [is_live(one[uid]) for one in (first, dropped, back)] == [True, False, True]
    assert first[uid]["sequence"] < dropped[uid]["sequence"] < back[uid]["sequence"]
    assert str(back[uid]["description"]) == str(first[uid]["description"])
    run("redo")
    assert not is_live(exported()[uid])


def test_the_stamp_of_an_event_says_when_it_changed_last(run: Run, exported: Callable[..., Exported]) -> None:
    """DTSTAMP and LAST-MODIFIED of what did not change stay; they never run ahead of the clock by more than the changes made."""
    before = exported()
    run("plan", "edit", "A7", "--title", "Another title")
    after = exported()
    for uid, one in after.items():
        assert one["dtstamp"].dt == one["last-modified"].dt == moment_of(one["sequence"])
        assert (one["dtstamp"].dt > before[uid]["dtstamp"].dt) == ("-A7@" in uid)
        assert one["dtstamp"].dt <= datetime.now(UTC) + timedelta(seconds=2)


# --- what is gone -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("todos", [(), ("--todos",)])
def test_what_was_taken_out_says_nothing_of_what_it_was(
    todos: tuple[str, ...], run: Run, exported: Callable[..., Exported]
) -> None:
    """A summary, a status, no words, and a day that is the same for all: the standard asks for one of an event."""
    exported("self", *todos)
    run("plan", "edit", "A7", "--private")
    gone = {uid: one for uid, one in exported("self", *todos).items() if not is_live(one)}
    assert len(gone) == 1 + len(todos)
    for one in gone.values():
        told = {name: one.decoded(name) for name in one if name not in ("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE")}
        said = {"SUMMARY": "Taken out", "STATUS": "CANCELLED", "CLASS": "PRIVATE"}
        of_an_event = {"DTSTART": date(2000, 1, 1), "TRANSP": "TRANSPARENT"}
        assert told == said | (of_an_event if one.name == "VEVENT" else {})
        assert one.subcomponents == []


def test_a_plan_that_is_followed_by_another_is_taken_out(run: Run, exported: Callable[..., Exported]) -> None:
    before = exported()
    run("plan", "make", "--start", "2026-12-21", "--hours", "2")
    after = exported()
    assert all(is_live(after[uid]) == uid.startswith("sample-record-0001-2026-12-21") for uid in after)
    assert before.keys() < after.keys()


def test_a_plan_that_is_taken_back_is_taken_out_though_there_is_none_left(
    framework: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from building import a_profile, a_round, rated

    with Record(tmp_path / "new").changing("assess", lambda: "2026-11-02T09:30:00Z") as writer:
        writer.save_profile(a_profile())
        writer.save_round(a_round(framework, {"SD1.3": rated(1, importance=3)}))

    def plan(*words: str) -> Finished:
        return run_here(monkeypatch, *words, "--today", "2026-11-21", record=tmp_path / "new")

    nothing = plan("plan", "calendar")
    assert (nothing.status, nothing.stdout) == (1, "")
    assert "There is no plan yet" in nothing.stderr
    assert plan("plan", "make", "--start", "2026-11-23", "--hours", "3").status == 0
    first = parts_of(plan("plan", "calendar").stdout.encode())
    assert plan("undo").status == 0
    after = parts_of(plan("plan", "calendar").stdout.encode())
    assert after.keys() == first.keys()
    assert not any(map(is_live, after.values()))


def test_it_is_said_how_many_are_taken_out_and_once(run: Run, tmp_path: Path) -> None:
    run("plan", "calendar", "--output", tmp_path / "1.ics")
    run("plan", "drop", "A7", "--reason", "Not now")
    second = " ".join(run("plan", "calendar", "--output", tmp_path / "2.ics").stderr.split())
    assert "1 entry of an earlier file is marked as cancelled in this one, with the title 'Taken out'" in second
    third = run("plan", "calendar", "--output", tmp_path / "3.ics").stderr
    assert "earlier file" not in third


def test_a_todo_that_is_not_asked_for_is_left_as_it_is_until_its_action_is_gone(
    run: Run, exported: Callable[..., Exported]
) -> None:
    first = exported("self", "--todos")
    todo = f"{RECORD_UID}A7-todo@cswo-eval"
    assert first[todo].name == "VTODO"
    assert todo not in exported()
    run("plan", "drop", "A7", "--reason", "Not now")
    gone = exported()
    assert (gone[todo].name, is_live(gone[todo])) == ("VTODO", False)
    assert gone[todo]["sequence"] > first[todo]["sequence"]


def test_plan_calendar_writes_todos_too(run: Run) -> None:
    parts = parts_of(run("plan", "calendar", "--todos").stdout.encode())
    assert parts[f"{RECORD_UID}A7-todo@cswo-eval"]["sequence"] == parts[f"{RECORD_UID}A7@cswo-eval"]["sequence"]


# --- for others ---------------------------------------------------------------------------------------------------


def test_what_was_sent_to_one_reader_is_not_told_to_another(run: Run, exported: Callable[..., Exported]) -> None:
    """No UID in common, and none taken out that this reader never had."""
    own, coach = exported(), exported("coach")
    assert own.keys().isdisjoint(coach)
    run("plan", "drop", "A7", "--reason", "Not now")
    assert sum(not is_live(one) for one in exported("coach").values()) == 1
    employer = exported("employer")
    assert all(map(is_live, employer.values()))
    assert employer.keys().isdisjoint(coach)


def test_an_employers_copy_counts_afresh_and_its_events_keep_their_names(
    run: Run, exported: Callable[..., Exported]
) -> None:
    """Where an action before them is gone, the numbers of the others shift in the copy, and no UID does."""
    before = exported("employer")
    run("private", "set", "A2", "--yes")
    after = exported("employer")
    assert len(differing(before, after)) == 1
    assert {str(one["summary"]) for uid, one in after.items() if is_live(one)} < {
        str(one["summary"]) for one in before.values()
    }


def test_a_name_for_others_tells_neither_record_nor_number(exported: Callable[..., Exported]) -> None:
    """It is made with a secret that stays in the log: who knows the record's id cannot make it."""
    for uid in exported("employer"):
        name, _, rest = uid.partition("@")
        assert rest == "cswo-eval"
        assert len(name) == 32
        assert set(name) <= set("0123456789abcdef")
    names = [f"2026-09-07/A{number}" for number in range(1, 40)]
    guessed = {
        Naming("sample-record-0001", "employer", key).uid(one) for one in names for key in ("", "sample-record-0001")
    }
    assert guessed.isdisjoint(exported("employer"))


# --- what the record keeps ----------------------------------------------------------------------------------------


def test_a_preview_and_a_refused_file_change_nothing(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("plan", "calendar")
    kept = (folder / SENT).read_bytes()
    run("plan", "edit", "A7", "--title", "Another title")
    shown = run("plan", "calendar", "--preview")
    assert "earlier" not in shown.stderr
    run("plan", "drop", "A8", "--reason", "Not now")
    assert "1 entry of an earlier calendar file would be in this one as cancelled" in " ".join(
        run("plan", "calendar", "--preview").stderr.split()
    )
    run("report", "--for", "self", "--format", "ics", "--preview")
    refused = run_here(monkeypatch, "plan", "calendar", "--output", "/no/such/folder/plan.ics", record=folder)
    assert refused.status == 1
    assert (folder / SENT).read_bytes() == kept


def test_the_log_holds_no_word_of_it_and_reads(folder: Path, run: Run) -> None:
    run("plan", "calendar", "--todos")
    line = next(one for one in (folder / SENT).read_text("utf-8").splitlines() if "events:" in one)
    assert all(part.split(":")[0].startswith("2026-09-07/") for part in line.partition("events: ")[2].split())
    assert all_faults(Record(folder)) == []
    assert "events" not in json.loads(run("history", "--sent", "--json").stdout)["exports"][0]


def test_with_the_log_given_up_everything_is_said_anew(
    folder: Path, run: Run, exported: Callable[..., Exported], later: Callable[[], None]
) -> None:
    before = exported()
    later()
    (folder / SENT).unlink()
    run("check", "--accept", SENT)
    after = exported()
    assert before.keys() == after.keys()
    assert all(after[uid]["sequence"] > before[uid]["sequence"] for uid in before)


def test_after_a_restore_from_before_a_change_every_sequence_is_higher_than_before(
    run: Run,
    exported: Callable[..., Exported],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    later: Callable[[], None],
) -> None:
    """The log in the backup does not know what left since: an event that is again as it was then is said anew all the same."""
    exported()
    run("backup", tmp_path / "b.zip")
    run("plan", "edit", "A7", "--title", "Another title")
    since = exported()
    later()
    restored = tmp_path / "restored"
    assert run_here(monkeypatch, "restore", str(tmp_path / "b.zip"), record=restored).status == 0
    assert all_faults(Record(restored)) == []
    done = run_here(monkeypatch, "plan", "calendar", "--today", "2026-10-12", record=restored)
    back = parts_of(done.stdout.encode())
    assert back.keys() == since.keys()
    assert all(back[uid]["sequence"] > since[uid]["sequence"] for uid in since)
    later()
    again = run_here(monkeypatch, "plan", "calendar", "--today", "2026-10-12", record=restored)
    assert again.stdout == done.stdout


def test_a_log_that_does_not_read_is_said_and_the_file_is_written(
    folder: Path, run: Run, exported: Callable[..., Exported], tmp_path: Path
) -> None:
    before = exported()
    data = (folder / SENT).read_bytes()[:-4]
    (folder / SENT).write_bytes(data)
    done = run("plan", "calendar", "--output", tmp_path / "2.ics")
    told = " ".join(done.stderr.split())
    assert "could not be noted in the log" in told
    assert "takes nothing of theirs out of your calendar" in told
    assert (folder / SENT).read_bytes() == data
    after = parts_of((tmp_path / "2.ics").read_bytes())
    assert all(after[uid]["sequence"] >= before[uid]["sequence"] for uid in before)


def test_a_log_changed_by_hand_makes_no_sequence_fall(
    folder: Path, run: Run, exported: Callable[..., Exported]
) -> None:  # fmt: skip
    before = exported()
    exported()
    text = (folder / SENT).read_text("utf-8")
    head, _, last = text.rpartition("events: ")
    number = str(before[f"{RECORD_UID}A7@cswo-eval"]["sequence"])
    (folder / SENT).write_text(f"{head}events: {last.replace(number, '5')}", encoding="utf-8", newline="\n")
    after = exported()
    assert all(after[uid]["sequence"] > before[uid]["sequence"] for uid in before)


def test_where_nothing_can_be_noted_the_file_is_written_and_that_is_said(
    folder: Path, run: Run, tmp_path: Path
) -> None:
    """As of a record on a disk that cannot be written: here the place of the log's lock is taken."""
    (folder / SENT_LOCK).mkdir()
    done = run("plan", "calendar", "--output", tmp_path / "1.ics")
    assert "could not be noted" in done.stderr
    assert len(parts_of((tmp_path / "1.ics").read_bytes())) > 10
    assert not (folder / SENT).exists()


def test_the_sample_that_comes_with_the_program_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is noted of it, and its file is the same each time."""
    first, second = (run_here(monkeypatch, "plan", "calendar", record=sample_folder()).stdout for _ in range(2))
    assert first == second
    assert first
    assert not (sample_folder() / SENT).exists()


def test_no_other_window_notes_an_export_between_the_reading_of_the_log_and_its_noting(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log is held while a file is made from it."""
    from filelock import FileLock, Timeout

    held: list[bool] = []
    events_sent = sent_calendar.events_sent

    def look(*given: Any) -> dict[str, SaidEvent]:
        try:
            with FileLock(folder / SENT_LOCK, timeout=0):
                held.append(False)
        except Timeout:
            held.append(True)
        return events_sent(*given)

    monkeypatch.setattr(sent_calendar, "events_sent", look)
    run("plan", "calendar")
    assert held == [True]
