"""The history's own files: cut off anywhere they harm nothing, and two at once lose nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from building import a_profile, a_register, a_round, an_entry, changed
from saving_process import JOBS, NOW, begin, save_on
from test_record_crash import files_of

from cswo_eval.framework.framework import Framework
from cswo_eval.record.history import sittings
from cswo_eval.record.history.log_files import sitting_files
from cswo_eval.record.history.sittings import read_history
from cswo_eval.record.history.undo import take_back, to_take_back
from cswo_eval.record.seal import checksum
from cswo_eval.record.store import Record
from cswo_eval.record.survey import faults_of
from cswo_eval.text.problems import CswoEvalError


def do(job: str, folder: Path, framework: Framework, most: int = 1) -> None:
    """Do a job of the saving process here."""
    JOBS[job](folder, framework, most, lambda _number: None)


@pytest.fixture
def states(tmp_path: Path, framework: Framework) -> list[dict[str, bytes]]:
    """A record in tmp_path/record with three sittings of one step each, and its files after each."""
    folder = tmp_path / "record"
    begin(folder, framework)
    found = [files_of(folder)]
    for _ in range(3):
        save_on(folder, framework, 1, lambda _number: None)
        found.append(files_of(folder))
    return found


@pytest.mark.parametrize("which", [-1, -2])
@pytest.mark.parametrize("end", ["line", "half a line"])
def test_a_history_file_cut_anywhere_corrupts_nothing(
    tmp_path: Path, framework: Framework, states: list[dict[str, bytes]], which: int, end: str
) -> None:
    """The record reads as it stands; undo goes to a state that was, or refuses and changes nothing."""
    whole = sitting_files(tmp_path / "record")[which].read_bytes()
    lines = whole.splitlines(keepends=True)
    ends = [sum(map(len, lines[:count])) for count in range(len(lines))]
    for size in ends if end == "line" else [at + len(line) // 2 for at, line in zip(ends, lines, strict=True)]:
        folder = tmp_path / f"cut-{size}"
        shutil.copytree(tmp_path / "record", folder)
        path = sitting_files(folder)[which]
        path.write_bytes(whole[:size])
        record = Record(folder)
        record.put_right(lambda: NOW)
        assert files_of(folder) == states[-1]
        assert [fault for fault in faults_of(record) if fault.kind != "history"] == []
        for _ in range(3):
            try:
                do("undo", folder, framework)
            except CswoEvalError:
                break
            assert files_of(folder) in states
        assert files_of(folder) in states
        shutil.rmtree(folder)


def test_a_part_of_the_history_that_was_cut_off_is_told_by_check(
    tmp_path: Path, states: list[dict[str, bytes]]
) -> None:
    path = sitting_files(tmp_path / "record")[1]
    path.write_bytes(path.read_bytes()[:-30])
    (fault,) = faults_of(Record(tmp_path / "record"))
    assert fault.name == f"history/{path.name}"


def test_lines_that_are_no_json_or_of_another_form_are_no_steps(
    tmp_path: Path, framework: Framework, states: list[dict[str, bytes]]
) -> None:
    for place, line in enumerate(
        (
            b"{}\n",
            b"null\n",
            b"[1]\n",
            b'{"step": "x"}\n',
            b'{"done": 99}\n',
            b"\xff\xfe\n",
            b'{"step": 9, "at": "", "about": [], "changes": [{}]}\n',
        )
    ):
        folder = tmp_path / f"form-{place}"
        shutil.copytree(tmp_path / "record", folder)
        path = sitting_files(folder)[-1]
        path.write_bytes(path.read_bytes() + line)
        Record(folder).put_right(lambda: NOW)
        assert files_of(folder) == states[-1]
        with_undo_or_refused(folder, framework)
        assert files_of(folder) in states


def with_undo_or_refused(folder: Path, framework: Framework) -> None:
    try:
        do("undo", folder, framework)
    except CswoEvalError:
        return


def test_an_undo_while_another_window_holds_the_record_is_refused(
    tmp_path: Path, framework: Framework, states: list[dict[str, bytes]]
) -> None:
    folder = tmp_path / "record"
    with Record(folder).changing("test", lambda: NOW):
        code = "import sys\nfrom cswo_eval.cli.main import run\nsys.exit(run(['undo', '--record', sys.argv[1]]))"
        done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "another window" in done.stderr
    assert files_of(folder) == states[-1]


ADDING = """
import sys, time
from pathlib import Path
from building import an_entry
from cswo_eval.record.seal import checksum
from cswo_eval.record.store import Record
from cswo_eval.text.problems import CswoEvalError

folder, name = Path(sys.argv[1]), sys.argv[2]
done = 0
while done < 100:
    record = Record(folder)
    try:
        with record.changing(name, lambda: "2026-11-02T09:30:00Z") as writer:
            register = record.register()
            number = int(register.next_id(record.given("E"))[1:])
            writer.save_register(register.with_entry(an_entry(number, title=f"{name} {done}")))
        done += 1
    except CswoEvalError as problem:
        assert "another window" in str(problem), problem
        time.sleep(0.002)
"""


@pytest.mark.long
def test_two_windows_that_change_a_hundred_things_each_lose_nothing(tmp_path: Path, framework: Framework) -> None:
    """Each entry is there, under an id of its own; each can be taken back, to an empty register."""
    folder = tmp_path / "record"
    begin(folder, framework)
    tests = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])])}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", ADDING, str(folder), name], env={**os.environ, **tests}, stderr=subprocess.PIPE
        )
        for name in ("one", "two")
    ]
    for process in both:
        _, told = process.communicate(timeout=500)
        assert process.returncode == 0, told
    register = Record(folder).register()
    assert sorted(entry.title for entry in register.entries) == sorted(
        f"{name} {number}" for name in ("one", "two") for number in range(100)
    )
    assert len({entry.id for entry in register.entries}) == 200
    assert faults_of(Record(folder)) == []
    for left in range(199, 189, -1):
        do("undo", folder, framework)
        assert len(Record(folder).register().entries) == left


def test_the_oldest_sittings_go_first_and_the_last_ones_can_still_be_taken_back(
    tmp_path: Path, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the bound of size; an attached file that only a forgotten sitting knew goes with it."""
    monkeypatch.setattr(sittings, "HISTORY_BYTES", 20_000)
    monkeypatch.setattr(sittings, "HISTORY_LEAST_SITTINGS", 3)
    folder = tmp_path / "record"
    begin(folder, framework)
    save_on(folder, framework, 1, lambda _number: None)
    do("undo", folder, framework)
    assert len(list((folder / "history/files").iterdir())) == 1
    for _ in range(12):
        before = files_of(folder)
        save_on(folder, framework, 1, lambda _number: None)
    assert len(sitting_files(folder)) <= 6
    assert read_history(folder).sittings[0].number > 1
    assert list((folder / "history/files").iterdir()) == []
    do("undo", folder, framework)
    assert files_of(folder) == before


def test_what_another_program_changed_is_not_taken_back(
    tmp_path: Path, framework: Framework, states: list[dict[str, bytes]]
) -> None:
    """The file is named, and no file is touched, the others of the step neither."""
    folder = tmp_path / "record"
    path = folder / "evidence.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Save 1", "My own words"), encoding="utf-8")
    before = files_of(folder)
    with pytest.raises(CswoEvalError, match=r"evidence\.yaml"):
        do("undo", folder, framework)
    assert files_of(folder) == before


def test_the_step_that_began_the_record_is_not_taken_back(tmp_path: Path, framework: Framework) -> None:
    folder = tmp_path / "record"
    begin(folder, framework)
    do("undo", folder, framework)  # the round and the register that were begun
    with pytest.raises(CswoEvalError, match="nothing to take back"):
        do("undo", folder, framework)
    assert Record(folder).exists()


def test_a_change_after_an_undo_ends_what_redo_could_bring(
    tmp_path: Path, framework: Framework, states: list[dict[str, bytes]]
) -> None:
    folder = tmp_path / "record"
    do("undo", folder, framework)
    save_on(folder, framework, 1, lambda _number: None)
    with pytest.raises(CswoEvalError, match="nothing to bring again"):
        do("redo", folder, framework)


def test_an_id_that_was_taken_back_is_not_given_again(tmp_path: Path, framework: Framework) -> None:
    """Neither an entry's nor a file's."""
    folder = tmp_path / "record"
    begin(folder, framework)
    save_on(folder, framework, 2, lambda _number: None)
    do("undo-sitting", folder, framework)
    record = Record(folder)
    assert record.register().entries == ()
    assert record.register().next_id(record.given("E")) == "E3"
    assert record.given("E1/T") == 1


def test_history_goes_back_over_a_file_that_a_hand_had_changed_before_the_step(
    tmp_path: Path, framework: Framework
) -> None:
    """What was taken back is what the program did: the hand's words stay."""
    folder = tmp_path / "record"
    with Record(folder).changing("test", lambda: NOW) as writer:
        writer.save_profile(a_profile())
        writer.save_round(a_round(framework))
        writer.save_register(a_register([an_entry(1, title="As saved")]))
    path = folder / "evidence.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("As saved", "By hand"), encoding="utf-8")
    by_hand = path.read_bytes()
    record = Record(folder)
    with record.changing("test", lambda: NOW) as writer:
        register = record.register()
        writer.save_register(register.with_entry(changed(register.entries[0], title="Saved again")))
    with record.changing("undo", lambda: NOW) as writer:
        take_back(writer, to_take_back(read_history(folder), whole_sitting=False))
    assert path.read_bytes() == by_hand


def test_every_line_of_the_history_is_json_by_itself(tmp_path: Path, states: list[dict[str, bytes]]) -> None:
    for path in sitting_files(tmp_path / "record"):
        assert all(isinstance(json.loads(line), dict) for line in path.read_bytes().splitlines())


def test_the_history_is_the_owners_alone(tmp_path: Path, states: list[dict[str, bytes]]) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no such rights")
    paths = list((tmp_path / "record").rglob("*"))
    assert {oct(path.stat().st_mode & 0o777) for path in paths if path.is_file()} == {"0o600"}
    assert {oct(path.stat().st_mode & 0o777) for path in paths if path.is_dir()} == {"0o700"}


@pytest.mark.parametrize(
    "name",
    ["../outside.yaml", "/etc/hosts", "notes.yaml", "plans/x.yaml", "attachments/../../x", "history/contents.yaml"],
)
@pytest.mark.parametrize("attached", [False, True])
def test_a_line_of_another_hand_leads_to_no_file_outside_the_record(
    tmp_path: Path, framework: Framework, states: list[dict[str, bytes]], name: str, attached: bool
) -> None:
    """Neither written, nor taken away, nor read as a step."""
    folder = tmp_path / "record"
    outside = tmp_path / "outside.yaml"
    outside.write_text("Somebody's own", encoding="utf-8")
    digest = checksum(b"Somebody's own")
    step = {
        "step": 1, "at": NOW, "about": ["E9"],
        "changes": [{"name": name, "before": None, "after": digest, "hunks": [[0, "", "Somebody's own"]], "attached": attached}],
    }  # fmt: skip
    lines = [{"sitting": 9, "command": "test", "began": NOW}, step, {"done": 1}, {"end": NOW}]
    path = folder / "history/000009-2026-11-02.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in lines), encoding="utf-8")
    assert read_history(folder).sittings[-1].steps == ()
    do("undo", folder, framework)  # the last step that the program took
    assert files_of(folder) == states[-2]
    assert outside.read_text(encoding="utf-8") == "Somebody's own"
