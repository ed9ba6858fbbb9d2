"""A save that is broken off at any call to the system, by a kill, Ctrl-C or an error: all the files of a step, or none."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import saving_process
from saving_process import DAY, JOBS, at_each_call, begin, half_of, round_after, save_on, text_of

from cswo_eval.framework.framework import Framework
from cswo_eval.record.given_ids import ENTRY
from cswo_eval.record.layout import CONTENTS
from cswo_eval.record.store import Record
from cswo_eval.record.survey import attached_in, faults_of
from cswo_eval.text.problems import CswoEvalError

pytestmark = pytest.mark.long

needs_kills = pytest.mark.skipif(os.name == "nt", reason="Windows has no fork and no SIGKILL")
KILLS = 25
MOST_CALLS = 400
CHANGING = ("save", "undo", "undo-sitting", "redo")
"""The jobs that change a record by a step."""


def each_job(*at_once: str) -> pytest.MarkDecorator:
    """Try every job: these always, the others in CI."""
    params = [pytest.param(one, marks=() if one in at_once else pytest.mark.long) for one in CHANGING]
    return pytest.mark.parametrize("job", params)


class Savers:
    """The process that forks savers; what it says, line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def begin(self, command: str) -> None:
        print(command, file=self.process.stdin, flush=True)

    def heard(self) -> list[str]:
        """The words of the next line."""
        return self.process.stdout.readline().split()

    def until_ended(self) -> tuple[int, int]:
        """The number of the last save that was reported, 0 for none, and the status that the saver ended with."""
        last = 0
        while True:
            words = self.heard()
            assert words, "the process that forks savers has ended"
            if words[0] == "saved":
                last = int(words[1])
            elif words[0] == "ended":
                return last, int(words[1])

    def killed(self, number: int, job: str, folder: Path) -> tuple[int, int]:
        """Do a job that is killed at its N-th call: the last save that was reported, and the status."""
        self.begin(f"kill {number} {job} {folder}")
        return self.until_ended()


@pytest.fixture(scope="module")
def savers() -> Iterator[Savers]:
    """The process that forks savers, ready."""
    command = [sys.executable, saving_process.__file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        made = Savers(process)
        assert made.heard() == ["ready"]
        yield made
        process.stdin.close()


@pytest.fixture(autouse=True, scope="module")
def _no_waiting_for_the_disk() -> Iterator[None]:
    """What is broken off here leaves what was written: only a power cut does not, and it cannot be tried."""
    real, os.fsync = os.fsync, lambda _descriptor: None
    yield
    os.fsync = real


# --- what is compared -------------------------------------------------------------------------------------------


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of the record byte for byte, without its history and lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock" and not path.is_relative_to(folder / "history")
    }


def temporaries(folder: Path) -> list[str]:
    """Whatever lies in the record that a save left half done."""
    return [path.relative_to(folder).as_posix() for path in folder.rglob(".saving-*")]


class Course(NamedTuple):
    """A job of the record: the folder it begins from, and its files before it and after each of its saves."""

    start: Path
    states: list[dict[str, bytes]]


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory, framework: Framework) -> dict[str, Course]:
    """Each job, done once without a fault."""
    base = tmp_path_factory.mktemp("courses")
    made: dict[str, Course] = {}
    folder = base / "begun"
    begin(folder, framework)
    save_on(folder, framework, 1, lambda _number: None)
    for job, then in (("save", "save"), ("undo", "undo"), ("redo", "undo"), ("undo-sitting", "undo-sitting")):
        start = base / f"before-{job}"
        shutil.copytree(folder, start)
        after = base / f"after-{job}"
        shutil.copytree(folder, after)
        states = [files_of(after)]
        JOBS[job](after, framework, 2, lambda _number, after=after, states=states: states.append(files_of(after)))  # type: ignore[misc]
        made[job] = Course(start, states)
        if job == "redo":
            folder = base / "after-save"
        elif then == job:
            folder = after
    return made


def assert_at_a_step(folder: Path, states: list[dict[str, bytes]], least: int, most: int, when: str) -> int:
    """The files are those after one of the steps `least` to `most`, all of them, and nothing is wrong with the record."""
    record = Record(folder)
    record.put_right(lambda: saving_process.NOW)
    present = files_of(folder)
    swept = {name: data for name, data in present.items() if ".saving-" not in name}
    at = [number for number, state in enumerate(states) if state == swept]
    assert at, f"{when}: neither as before nor as after a step: {differing(states, swept)}"
    assert any(least <= one <= most for one in at), f"{when}: at {at}, and {least} to {most} were saved"
    assert [fault for fault in faults_of(record) if fault.kind != "history"] == [], when
    assert attached_in(record).faults == (), when
    with record.changing("test", lambda: saving_process.NOW):
        pass
    assert temporaries(folder) == [], when
    assert set(record.contents.files) <= set(present), when
    return at[-1]


def differing(states: list[dict[str, bytes]], present: dict[str, bytes]) -> list[list[str]]:
    """Which files differ from those of each step."""
    names = [{*state, *present} for state in states]
    return [
        sorted(one for one in several if state.get(one) != present.get(one))
        for state, several in zip(states, names, strict=True)
    ]


def assert_goes_on(folder: Path, states: list[dict[str, bytes]], at: int, framework: Framework, when: str) -> None:
    """What stands can be taken back, brought again and gone on from, and no id is given twice."""
    record = Record(folder)
    before = max([int(entry.id[1:]) for entry in record.register().entries], default=0)
    stands = files_of(folder)
    if at:
        JOBS["undo"](folder, framework, None, lambda _number: None)
        assert files_of(folder) == states[at - 1], when
        JOBS["redo"](folder, framework, None, lambda _number: None)
        assert files_of(folder) == stands, when
    again = Record(folder)
    assert max(before, again.given(ENTRY)) >= before
    with again.changing("test", lambda: saving_process.NOW) as writer:
        entry = again.register().next_id(again.given(ENTRY))
        assert int(entry[1:]) > before, when
        writer.save_register(again.register())


# --- killed -----------------------------------------------------------------------------------------------------


@needs_kills
@each_job("save")
def test_killed_at_any_call_all_files_of_a_step_are_old_or_new(
    savers: Savers, tmp_path: Path, framework: Framework, courses: dict[str, Course], job: str
) -> None:
    """Register, round, plan and an attached file in one step; what was reported is there, and can be taken back."""
    course = courses[job]
    left_over = 0
    for call in range(1, MOST_CALLS):
        folder = tmp_path / f"{call}" / "record"
        shutil.copytree(course.start, folder)
        last, status = savers.killed(call, job, folder)
        when = f"killed at call {call}"
        left_over += bool(temporaries(folder))
        saved = max(0, last - 1) if job == "save" else last
        at = assert_at_a_step(folder, course.states, saved, saved + 1, when)
        if job == "save":
            assert_goes_on(folder, course.states, at, framework, when)
        shutil.rmtree(tmp_path / f"{call}")
        if status == 0:
            break
        assert status == -signal.SIGKILL
    assert status == 0, "the job never came to its end"
    assert call > 20
    assert left_over or job != "save"


@needs_kills
@pytest.mark.long
def test_killed_while_it_is_put_right_it_is_put_right_the_next_time(
    savers: Savers, tmp_path: Path, framework: Framework, courses: dict[str, Course]
) -> None:
    """The save is killed between its files, and the opening that puts that right is killed at each of its calls."""
    course = courses["save"]
    broken: list[Path] = []
    for call in range(1, MOST_CALLS):
        folder = tmp_path / f"broken-{call}" / "record"
        shutil.copytree(course.start, folder)
        _, status = savers.killed(call, "save", folder)
        if status == 0:
            break
        swept = {name: data for name, data in files_of(folder).items() if ".saving-" not in name}
        if swept not in course.states:
            broken.append(folder)
    assert len(broken) >= 3, "no save was killed between its files"
    for place, folder in enumerate(broken[:4]):
        for call in range(1, MOST_CALLS):
            again = tmp_path / f"again-{place}-{call}" / "record"
            shutil.copytree(folder, again)
            _, status = savers.killed(call, "open", again)
            assert_at_a_step(
                again, course.states, 0, 2, f"{folder.parent.name}, killed at call {call} of putting it right"
            )
            if status == 0:
                break
        assert status == 0


@needs_kills
def test_answers_reported_as_saved_survive_being_killed_at_any_instant(
    savers: Savers, tmp_path: Path, framework: Framework
) -> None:
    """One record, killed again and again in the middle of saving, and gone on with each time."""
    folder = tmp_path / "record"
    begin(folder, framework)
    chance = random.Random(20261121)
    reported = killed = 0
    while killed < KILLS:
        savers.begin(f"loop {folder}")
        saver = 0
        for _ in range(1 + chance.randrange(4)):  # a few saves, and then at some instant of the next ones
            words = savers.heard()
            while words[0] == "pid":
                saver, words = int(words[1]), savers.heard()
            assert words[0] == "saved", words
            reported = int(words[1])
        while not saver:
            words = savers.heard()
            saver, reported = (int(words[1]), reported) if words[0] == "pid" else (0, int(words[1]))
        time.sleep(chance.random() * 0.01)
        os.kill(saver, signal.SIGKILL)
        last, status = savers.until_ended()
        assert status == -signal.SIGKILL
        killed += 1
        reported = assert_whole(folder, framework, max(last, reported))
        if reported > 20:  # plans are dated by their number, and a small record takes the next kills at another rate
            shutil.rmtree(folder)
            begin(folder, framework)
            reported = 0


def assert_whole(folder: Path, framework: Framework, reported: int) -> int:
    """Every file reads and holds what each save up to `reported` saved, all of them the same. Returns the save it is at."""
    record = Record(folder)
    record.put_right(lambda: saving_process.NOW)
    assert faults_of(record) == []
    round_, register = record.round(DAY, framework), record.register()
    at = int(round_.title.split()[1])
    assert reported <= at <= reported + 1
    assert [entry.shows for entry in register.entries] == [text_of(number) for number in range(1, at + 1)]
    assert attached_in(record).faults == ()
    assert len(record.plan_days()) == (at + 1) // 2
    expected = round_._replace(answers={})
    for number in range(1, at + 1):
        expected = round_after(expected, framework, number)
    assert round_.answers == expected.answers
    return at


# --- interrupted, refused ---------------------------------------------------------------------------------------


class Happened(NamedTuple):
    """What came of a job at one of whose calls something happened."""

    reported: int
    """How many of its saves were reported."""
    raised: BaseException | None
    came: bool
    """Whether the job came to that call at all."""
    name: str
    """The call."""


def with_something_at(
    number: int, job: str, folder: Path, framework: Framework, does: Any, names: Any = None
) -> Happened:
    """Do a job and let `does(name, call, given)` happen at the N-th call (of these names)."""
    calls, saves = count(1), []
    came: list[str] = []

    def happens(name: str, call: Any, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if (names is None or name in names) and next(calls) == number:
            came.append(name)
            does(name, call, given)
        return call(*given, **named)

    raised: BaseException | None = None
    try:
        with at_each_call(happens):
            JOBS[job](folder, framework, 2, saves.append)
    except (KeyboardInterrupt, CswoEvalError, OSError) as error:
        raised = error
    return Happened(len(saves), raised, bool(came), came[0] if came else "")


def interrupt(_name: str, _call: Any, _given: tuple[Any, ...]) -> None:
    raise KeyboardInterrupt


@each_job("redo")
def test_interrupted_at_any_call_all_files_of_a_step_are_old_or_new(
    tmp_path: Path, framework: Framework, courses: dict[str, Course], job: str
) -> None:
    """Ctrl-C, a closed window and SIGTERM all end the same way: the attached copy is there where the register names it."""
    course = courses[job]
    for call in range(1, MOST_CALLS):
        folder = tmp_path / f"{call}" / "record"
        shutil.copytree(course.start, folder)
        what = with_something_at(call, job, folder, framework, interrupt)
        when = f"interrupted at call {call}, {what.name}"
        at = assert_at_a_step(folder, course.states, what.reported, what.reported + 1, when)
        if job == "save":
            assert_goes_on(folder, course.states, at, framework, when)
        shutil.rmtree(tmp_path / f"{call}")
        if not what.came:
            break
    assert not what.came
    assert call > 20


REFUSING = ("open", "write", "file.write", "fsync", "ftruncate", "replace", "rename", "link", "mkdir", "unlink")


@pytest.mark.parametrize("code", [errno.ENOSPC, *(pytest.param(one, marks=pytest.mark.long) for one in (errno.EIO, errno.EACCES))],
                         ids=["ENOSPC", "EIO", "EACCES"])  # fmt: skip
@each_job("undo")
def test_refused_at_any_call_what_is_told_is_so(
    tmp_path: Path, framework: Framework, courses: dict[str, Course], job: str, code: int
) -> None:
    """A save that is told as failed changed nothing, one that is not told so is there whole; and what is told is in words."""

    def refuse(name: str, call: Any, given: tuple[Any, ...]) -> None:
        half_of(name, call, given)  # a full disk takes a part
        raise OSError(code, os.strerror(code))

    course = courses[job]
    for call in range(1, MOST_CALLS):
        folder = tmp_path / f"{call}" / "record"
        shutil.copytree(course.start, folder)
        what = with_something_at(call, job, folder, framework, refuse, REFUSING)
        when = f"{errno.errorcode[code]} at call {call}, {what.name}"
        assert what.raised is None or isinstance(what.raised, CswoEvalError), f"{when}: {what.raised!r}"
        at = assert_at_a_step(folder, course.states, what.reported, what.reported, when)
        if job == "save":
            assert_goes_on(folder, course.states, at, framework, when)
        shutil.rmtree(tmp_path / f"{call}")
        if not what.came:
            break
    assert not what.came
    assert call > 10


def test_after_a_refused_save_the_same_sitting_goes_on_and_its_history_reads(
    tmp_path: Path, framework: Framework, courses: dict[str, Course]
) -> None:
    """The disk was full for a moment: the next answer is saved, and both can be told and taken back."""
    course = courses["save"]
    for call in range(1, MOST_CALLS):
        folder = tmp_path / f"{call}" / "record"
        shutil.copytree(course.start, folder)
        calls = count(1)
        came = []

        def happens(
            name: str,
            system: Any,
            given: tuple[Any, ...],
            named: dict[str, Any],
            call: int = call,
            calls: Any = calls,
            came: Any = came,
        ) -> Any:
            if name in ("write", "file.write", "fsync", "replace") and next(calls) == call:
                came.append(name)
                half_of(name, system, given)
                raise OSError(errno.ENOSPC, "full")
            return system(*given, **named)

        record = Record(folder)
        with record.changing("test", lambda: saving_process.NOW) as writer, at_each_call(happens):
            present = record.round(DAY, framework)
            for number in (3, 4):
                with suppress(CswoEvalError):
                    writer.save_round(round_after(present, framework, number))
        stands = files_of(folder)
        when = f"at call {call}"
        JOBS["undo"](folder, framework, None, lambda _number: None)
        assert files_of(folder) != stands, when
        JOBS["redo"](folder, framework, None, lambda _number: None)
        assert files_of(folder) == stands, when
        assert faults_of(Record(folder)) == [], when
        if not came:
            break
    assert not came


@pytest.mark.parametrize("place", ["", "assessments", "plans", "plan-reviews", "attachments/E1", "private", "history"])
def test_a_stray_temporary_is_taken_away_wherever_files_are_saved(
    tmp_path: Path, framework: Framework, place: str
) -> None:
    folder = tmp_path / "record"
    begin(folder, framework)
    (folder / place).mkdir(parents=True, exist_ok=True)
    (folder / place / ".saving-0123456789ab").write_bytes(b"half a fi")
    save_on(folder, framework, 1, lambda _number: None)
    assert temporaries(folder) == []


def test_contents_list_what_a_step_left(tmp_path: Path, framework: Framework) -> None:
    folder = tmp_path / "record"
    begin(folder, framework)
    save_on(folder, framework, 3, lambda _number: None)
    JOBS["undo-sitting"](folder, framework, None, lambda _number: None)
    listed = set(Record(folder).contents.files)
    assert listed == {name for name in files_of(folder) if name.endswith(".yaml")}
    assert CONTENTS not in listed
