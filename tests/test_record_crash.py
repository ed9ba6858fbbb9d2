"""`kill -9` at any moment of saving: the record always reads, with every answer that was reported as saved."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import saving_process
from saving_process import DAY, begin, round_after, save_on, text_of

from cswo_eval.framework.framework import Framework
from cswo_eval.record.store import Record

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no fork and no SIGKILL")
KILLS = 45
MOST_CALLS = 200


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


@pytest.fixture(scope="module")
def savers() -> Iterator[Savers]:
    """The process that forks savers, ready."""
    command = [sys.executable, saving_process.__file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        made = Savers(process)
        assert made.heard() == ["ready"]
        yield made
        process.stdin.close()


def temporaries(folder: Path) -> list[str]:
    """Whatever lies in the record that is neither YAML nor the lock."""
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".yaml" and path.name != ".lock"
    ]


def assert_whole(folder: Path, framework: Framework, reported: int) -> int:
    """Every file reads and holds what each save up to `reported` saved. Returns the save that the round is at."""
    record = Record(folder)
    assert record.problems() == []
    round_, register = record.round(DAY, framework), record.register()
    at = int(round_.title.split()[1])
    assert reported <= at <= reported + 1
    assert [entry.shows for entry in register.entries[:at]] == [text_of(number) for number in range(1, at + 1)]
    assert len(register.entries) - at in (0, 1)
    expected = round_._replace(answers={})
    for number in range(1, at + 1):
        expected = round_after(expected, framework, number)
    assert round_.answers == expected.answers
    return at


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
            reported = int(words[1])
        while not saver:
            words = savers.heard()
            saver, reported = (int(words[1]), reported) if words[0] == "pid" else (0, int(words[1]))
        time.sleep(chance.random() * 0.006)
        os.kill(saver, signal.SIGKILL)
        last, status = savers.until_ended()
        assert status == -signal.SIGKILL
        killed += 1
        reported = assert_whole(folder, framework, max(last, reported))
        if reported > 60:  # a small record takes the next kills at another rate
            shutil.rmtree(folder)
            begin(folder, framework)
            reported = 0
    assert killed >= 40


def test_no_stray_file_of_a_killed_saver_survives_the_next_opening(
    savers: Savers, tmp_path: Path, framework: Framework
) -> None:
    """Killed just before each call to the system in turn, through two whole saves of register and round."""
    start = tmp_path / "start"
    begin(start, framework)
    save_on(start, framework, 1, lambda _number: None)
    strays: dict[int, list[str]] = {}
    before_sweeping = 0
    for call in range(1, MOST_CALLS):
        folder = tmp_path / str(call)
        shutil.copytree(start, folder)
        savers.begin(f"step {call} {folder}")
        last, status = savers.until_ended()
        before_sweeping += len(temporaries(folder))
        assert_whole(folder, framework, max(last, 1))
        save_on(folder, framework, 1, lambda _number: None)  # the next sitting
        if temporaries(folder):
            strays[call] = temporaries(folder)
        if status == 0:
            break
        assert status == -signal.SIGKILL
    assert status == 0, "the saver never came to its end"
    assert call > 20
    assert before_sweeping > 5
    assert strays == {}


@pytest.mark.parametrize("place", ["", "assessments", "plans", "plan-reviews", ".previous", ".previous/assessments",
                                   "plans/earlier"])  # fmt: skip
def test_a_stray_temporary_is_taken_away_wherever_files_are_saved(
    tmp_path: Path, framework: Framework, savers: Savers, place: str
) -> None:
    """What a killed saver leaves: found by killing one, so that its name is the real one."""
    donor = tmp_path / "donor"
    name = ""
    for call in range(1, 40):
        shutil.rmtree(donor, ignore_errors=True)
        begin(donor, framework)
        savers.begin(f"step {call} {donor}")
        savers.until_ended()
        if strays := temporaries(donor):
            name = Path(strays[0]).name
            break
    assert name
    folder = tmp_path / "record"
    begin(folder, framework)
    (folder / place).mkdir(parents=True, exist_ok=True)
    (folder / place / name).write_bytes(b"half a fi")
    save_on(folder, framework, 1, lambda _number: None)
    assert temporaries(folder) == []


@pytest.mark.long
def test_what_a_killed_saver_left_is_not_read_as_a_round(tmp_path: Path, framework: Framework, savers: Savers) -> None:
    folder = tmp_path / "record"
    begin(folder, framework)
    for call in range(1, 30):
        savers.begin(f"step {call} {folder}")
        savers.until_ended()
        assert Record(folder).round_days() == (DAY,)
