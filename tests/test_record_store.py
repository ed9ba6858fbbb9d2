"""A record on disk: its layout, what is refused and in which words, and that nothing saved is ever lost."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from building import (
    BASELINE,
    NOW,
    PLAN_START,
    a_plan,
    a_profile,
    a_register,
    a_review,
    a_round,
    an_action,
    an_entry,
    changed,
    rated,
)

from cswo_eval.framework.framework import Framework
from cswo_eval.record.history.sittings import read_history
from cswo_eval.record.place import record_folder, synced_by
from cswo_eval.record.sample import sample_folder
from cswo_eval.record.store import Record, new_profile
from cswo_eval.record.survey import faults_of
from cswo_eval.text.problems import CswoEvalError, ProblemsFound

pytestmark = pytest.mark.installed

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights, links or mounts")
ROUND = f"assessments/{BASELINE}.yaml"
PLAN = f"plans/{PLAN_START}.yaml"
REVIEW = f"plan-reviews/{PLAN_START}-day-30.yaml"


def write_record(folder: Path, framework: Framework) -> Record:
    """A small record with a file of every kind."""
    record = Record(folder)
    with record.changing("test", lambda: NOW) as writer:
        writer.save_profile(a_profile(name="Morag"))
        writer.save_round(a_round(framework, {"SD1": rated(3), "SD1.3": rated(2, note="first words")}))
        writer.save_register(a_register([an_entry(1, "SD1.3")]))
        writer.save_plan(a_plan(an_action(1)))
        writer.save_review(a_review(what_worked="Asking."))
    return record


@pytest.fixture
def run(run_inside: Callable[..., Any]) -> Callable[..., Any]:
    """Run the program within this process: one of its own would prove no more here."""
    return run_inside


@pytest.fixture
def folder(tmp_path: Path, framework: Framework) -> Path:
    """A folder with a small record."""
    return write_record(tmp_path / "record", framework).folder


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a record by its path in it, but for the empty lock and the logs of what was done."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock" and path.suffix != ".jsonl"
    }


def read_all(folder: Path, framework: Framework) -> None:
    record = Record(folder)
    record.profile(), record.latest_round(framework), record.register(), record.latest_plan()
    record.reviews(PLAN_START)


def change(path: Path, old: str, new: str) -> None:
    """Edit a file as its owner might in an editor."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


# --- layout ----------------------------------------------------------------------------------------------------------


def test_the_files_lie_where_the_design_says(folder: Path) -> None:
    own = {name for name in files_of(folder) if not name.startswith(".")}
    assert own == {"profile.yaml", ROUND, "evidence.yaml", PLAN, REVIEW, "history/contents.yaml"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("profile.yaml", "profile"),
        (ROUND, "round"),
        ("evidence.yaml", "evidence"),
        (PLAN, "plan"),
        (REVIEW, "review"),
        ("history/contents.yaml", "contents"),
    ],
)
def test_every_file_says_its_kind_its_format_version_and_where_it_ends(folder: Path, name: str, kind: str) -> None:
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert lines[1:3] == [f"format: cswo-eval/{kind}", "format_version: 2"]
    assert lines[-1] == "..."
    assert ("..." in lines[0]) == (kind != "contents")


def test_a_round_says_which_standard_it_was_answered_against(folder: Path, framework: Framework) -> None:
    used = Record(folder).round(BASELINE, framework).standard
    assert (used.id, used.version) == (framework.outline.id, framework.outline.version)
    assert used.content_hash == framework.content_hash
    assert framework.content_hash in (folder / ROUND).read_text(encoding="utf-8")


def test_two_new_records_have_different_ids() -> None:
    assert new_profile(NOW).record_id != new_profile(NOW).record_id


def test_the_answers_lie_in_the_file_in_the_order_of_the_round(folder: Path) -> None:
    text = (folder / ROUND).read_text(encoding="utf-8")
    assert text.index("\n  SD1:") < text.index("\n  SD1.3:")


def test_rounds_are_listed_oldest_first_and_the_newest_is_the_latest(folder: Path, framework: Framework) -> None:
    record = Record(folder)
    days = [BASELINE.replace(year=2027), BASELINE, BASELINE.replace(month=3)]
    with record.changing("test", lambda: NOW) as writer:
        for day in (days[0], days[2]):
            writer.save_round(a_round(framework, title=str(day), started=day))
    assert record.round_days() == tuple(sorted(days))
    assert record.latest_round(framework).title == str(days[0])


def test_the_sample_record_reads_whole(framework: Framework) -> None:
    record = Record(sample_folder())
    assert record.round_days()
    assert faults_of(record) == []


def test_an_empty_folder_is_no_record_and_the_sentence_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(CswoEvalError, match=r"There is no record in .* yet\. Begin one with `cswo-eval assess`"):
        Record(tmp_path).require()


def test_looking_at_a_place_without_a_record_makes_nothing(tmp_path: Path, run: Callable[..., Any]) -> None:
    for arguments in ((), ("gaps",), ("plan", "show"), ("check",)):
        run(*arguments, "--record", tmp_path / "nothing")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["Clàr-fhaighinn Mòrag’s “own” record", "записи 記録", "a'b;c&d"])
def test_a_record_may_lie_under_any_name(
    tmp_path: Path, framework: Framework, run: Callable[..., Any], name: str
) -> None:
    write_record(tmp_path / name / "inner", framework)
    done = run("check", "--plain", "--record", tmp_path / name / "inner")
    assert (done.status, "every file reads" in done.stdout) == (0, True)


def test_the_option_wins_over_the_variable_which_wins_over_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    named = {"CSWO_EVAL_RECORD": str(tmp_path / "named")}
    assert record_folder(str(tmp_path / "given"), named) == tmp_path / "given"
    assert record_folder(None, named) == tmp_path / "named"
    fallback = record_folder(None, {})
    assert fallback.name == "record"
    assert "documents" not in str(fallback).lower()
    if sys.platform == "linux":
        assert fallback == tmp_path / "data" / "cswo-eval" / "record"


@posix_only
def test_a_tilde_in_the_name_of_the_place_is_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert record_folder("~/mine", {}) == tmp_path / "mine"
    assert record_folder(None, {"CSWO_EVAL_RECORD": "~/mine"}) == tmp_path / "mine"


def test_an_empty_name_of_the_place_is_told(run: Callable[..., Any]) -> None:
    done = run("--record", "")
    assert done.status == 1
    assert "--record is empty. Name a folder" in done.stderr


def test_no_record_is_begun_among_files_that_are_not_its_own(tmp_path: Path, run: Callable[..., Any]) -> None:
    (tmp_path / "budget.xlsx").write_bytes(b"figures")
    done = run("assess", "--record", tmp_path, "--depth", "quick", typed="3\n2\n")
    assert done.status == 1
    assert "holds other files and no record, so none was begun there" in done.stderr.replace("\n", " ")
    assert files_of(tmp_path) == {"budget.xlsx": b"figures"}


# --- what cannot be read ---------------------------------------------------------------------------------------------

NEWER = ("format_version: 2", "format_version: 3")
BROKEN: dict[str, tuple[str, Callable[[Path], Any], tuple[str, ...]]] = {
    "a newer round": (
        ROUND,
        lambda path: change(path, *NEWER),
        (f"{BASELINE}.yaml, line 3", "newer cswo-eval (format 3; this one reads 2)", "Install the newer version"),
    ),
    "a newer profile": (
        "profile.yaml",
        lambda path: change(path, *NEWER),
        ("profile.yaml, line 3", "newer cswo-eval", "Nothing was changed"),
    ),
    "a newer plan": (PLAN, lambda path: change(path, *NEWER), (f"{PLAN_START}.yaml, line 3", "newer cswo-eval")),
    "a newer register": (
        "evidence.yaml",
        lambda path: change(path, *NEWER),
        ("evidence.yaml, line 3", "newer cswo-eval"),
    ),
    "a newer round with fields of its own": (
        ROUND,
        lambda path: change(path, *NEWER) or change(path, "title: ", "heading: new\ntitle: "),
        ("newer cswo-eval",),
    ),
    "another kind of file": (
        "evidence.yaml",
        lambda path: shutil.copy(path.parent / PLAN, path),
        ("evidence.yaml, line 2", "another kind, and 'cswo-eval/evidence' was expected"),
    ),
    "broken YAML": (
        ROUND,
        lambda path: change(path, "title: Baseline", 'title: "Baseline'),
        (f"{BASELINE}.yaml, line", "the YAML is broken here", "Look at this line and the one above"),
    ),
    "a tab for indentation": (
        ROUND,
        lambda path: change(path, "\n  SD1:", "\n\tSD1:"),
        (f"{BASELINE}.yaml, line 11", "the YAML is broken here"),
    ),
    "level 7": (
        ROUND,
        lambda path: change(path, "level: 2", "level: 7"),
        ("'answers.SD1.3.level' must be 5 or less", "Correct the number"),
    ),
    "level in words": (
        ROUND,
        lambda path: change(path, "level: 2", "level: two"),
        ("'answers.SD1.3.level' must be a whole number",),
    ),
    "level true": (
        ROUND,
        lambda path: change(path, "level: 2", "level: true"),
        ("'answers.SD1.3.level' must be a whole number",),
    ),
    "an empty file": (ROUND, lambda path: path.write_bytes(b""), ("this file is empty", "check --mend")),
    "a file of blank lines": (ROUND, lambda path: path.write_bytes(b"\n\n  \n"), ("this file is empty",)),
    "a folder for a file": (
        "evidence.yaml",
        lambda path: path.unlink() or path.mkdir(),
        ("evidence.yaml", "a folder lies in the place of this file"),
    ),
    "an unknown key": (
        "profile.yaml",
        lambda path: change(path, "name: Morag", "name: Morag\nnickname: Mo"),
        ("profile.yaml, line 7", "a name stands here that does not belong here", "Check its spelling"),
    ),
    "a key twice": (
        "profile.yaml",
        lambda path: change(path, "name: Morag", "name: Morag\nname: Mo"),
        ("profile.yaml, line 7", "the key 'name' stands here a second time"),
    ),
    "an unquoted No": (
        "profile.yaml",
        lambda path: change(path, "name: Morag", "name: No"),
        ("profile.yaml, line 6", "something other than text", "quotation marks"),
    ),
    "a date that does not exist": (
        PLAN,
        lambda path: change(path, f"start: {PLAN_START}", "start: 2026-02-30"),
        ("'start' must be a date", "2026-11-21"),
    ),
    "an id that is none": (
        ROUND,
        lambda path: change(path, "\n  SD1.3:", "\n  Sd1,3:"),
        ("is not written the way it must be",),
    ),
    "text that is not UTF-8": (
        "profile.yaml",
        lambda path: path.write_bytes(path.read_bytes().replace(b"Morag", b"M\xf2rag")),
        ("profile.yaml, line 6", "not text in UTF-8", "encoding UTF-8"),
    ),
    "a program's file": (
        "profile.yaml",
        lambda path: path.write_bytes(b"\x7fELF\x00\x01\x02\xff"),
        ("profile.yaml", "not text in UTF-8"),
    ),
    "an alias": (
        "profile.yaml",
        lambda path: change(path, "name: Morag", "name: &a Morag\ntarget_profile: *a"),
        ("profile.yaml, line 6", "alias"),
    ),
    "a list for a file": ("profile.yaml", lambda path: path.write_bytes(b"- one\n...\n"), ("must have named parts",)),
    "two documents": (
        "profile.yaml",
        lambda path: path.write_bytes(path.read_bytes() + b"---\nname: x\n...\n"),
        ("profile.yaml", "the YAML is broken here"),
    ),
    "a deep nest": (
        "profile.yaml",
        lambda path: path.write_text("name: " + "[" * 100_000 + "\n...\n", encoding="utf-8"),
        ("nested more than 40 levels deep",),
    ),
    "far too large": (
        "profile.yaml",
        lambda path: path.write_bytes(b"#" * 24_000_001),
        ("larger than 24 million bytes",),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read_is_refused_with_its_place_and_what_to_do(
    folder: Path, framework: Framework, name: str
) -> None:
    file, spoil, said = BROKEN[name]
    read_all(folder, framework)
    spoil(folder / file)
    with pytest.raises(ProblemsFound) as caught:
        read_all(folder, framework)
    for part in (file.rpartition("/")[2], *said):
        assert part in str(caught.value)


@pytest.mark.parametrize("name", ["a newer round", "a newer profile", "a newer register", "broken YAML", "level 7",
                                  "an empty file", "a folder for a file", "a key twice"])  # fmt: skip
def test_the_program_refuses_such_a_record_in_words_and_changes_nothing(
    folder: Path, run: Callable[..., Any], name: str
) -> None:
    """`assess` with answers waiting: exit status 1, the reason on standard error, every file as it was."""
    file, spoil, said = BROKEN[name]
    spoil(folder / file)
    before = files_of(folder)
    done = run("assess", "--record", folder, "--depth", "quick", "--today", "2026-11-21", typed="3\n2\n4\n")
    assert done.status == 1
    for part in said:
        assert part in done.stderr.replace("\n", " ")
    assert "Something went wrong" not in done.stderr
    assert files_of(folder) == before


def test_all_broken_files_are_named_at_once(folder: Path, run: Callable[..., Any]) -> None:
    for name in ("level 7", "a newer plan", "an unknown key", "a folder for a file"):
        file, spoil, _ = BROKEN[name]
        spoil(folder / file)
    done = run("check", "--record", folder)
    assert done.status == 1
    for part in ("4 things need mending", "profile.yaml", f"{BASELINE}.yaml", f"{PLAN_START}.yaml", "evidence.yaml"):
        assert part in done.stderr


def test_a_file_that_does_not_read_is_told_together_with_how_to_have_it_back(
    folder: Path, framework: Framework
) -> None:
    for name in ("broken YAML", "level 7"):
        file, spoil, _ = BROKEN[name]
        spoil(folder / file)
        with pytest.raises(ProblemsFound, match="`cswo-eval check --mend` can put the file back as it was last saved"):
            Record(folder).round(BASELINE, framework)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    standing: rated\n    level: 2\n", ""),
        ("    level: 2\n", ""),
        ("standing: rated\n    level: 2", "standing: not-applicable"),
    ],
    ids=["no level", "rated without a level", "no reason"],
)
@pytest.mark.parametrize("command", [("gaps",), ("assess", "--depth", "quick", "--go", "SD1.3")])
def test_half_an_answer_left_by_an_editor_is_no_fault_inside_the_program(
    folder: Path, run: Callable[..., Any], old: str, new: str, command: tuple[str, ...]
) -> None:
    """The owner took lines out of an answer: it is asked again, or the file is refused in words."""
    change(folder / ROUND, "    level: 2\n", "    level: 2\n    passed: [level, importance]\n")
    change(folder / ROUND, old, new)
    done = run(*command, "--plain", "--record", folder, typed="")
    assert "Something went wrong" not in done.stderr


def test_a_private_word_is_not_quoted_in_an_error(folder: Path, framework: Framework) -> None:
    change(folder / "profile.yaml", "name: Morag", "name: [a private word]")
    with pytest.raises(ProblemsFound, match="'name' must be text") as caught:
        read_all(folder, framework)
    assert "private word" not in str(caught.value)


def test_a_file_whose_name_is_no_date_is_passed_over_and_check_says_so(folder: Path) -> None:
    shutil.copy(folder / ROUND, folder / "assessments" / "copy of baseline.yaml")
    record = Record(folder)
    assert record.round_days() == (BASELINE,)
    assert [fault.name for fault in faults_of(record)] == ["assessments/copy of baseline.yaml"]


def test_a_file_for_a_folder_is_told_and_left_alone(folder: Path, framework: Framework) -> None:
    shutil.rmtree(folder / "assessments")
    (folder / "assessments").write_bytes(b"notes of my own")
    with (
        Record(folder).changing("test", lambda: NOW) as writer,
        pytest.raises(CswoEvalError, match="part of that path is a file, and a folder is needed"),
    ):
        writer.save_round(a_round(framework))
    assert (folder / "assessments").read_bytes() == b"notes of my own"


def test_a_file_in_the_place_of_the_record_is_told_and_left_alone(tmp_path: Path, run: Callable[..., Any]) -> None:
    place = tmp_path / "notes.txt"
    place.write_bytes(b"notes of my own")
    for arguments in ((), ("assess",), ("check",), ("demo",)):
        done = run(*arguments, "--record", place)
        assert (done.status, "Something went wrong" in done.stderr) == (1, False)
        assert str(place) in done.stderr.replace("\n", "")
    assert place.read_bytes() == b"notes of my own"


# --- other hands on the same files -----------------------------------------------------------------------------------


def test_a_file_that_another_program_changed_meanwhile_is_not_written_over(folder: Path, framework: Framework) -> None:
    record = Record(folder)
    present = record.round(BASELINE, framework)
    with record.changing("test", lambda: NOW) as writer:
        change(folder / ROUND, "first words", "words from an editor")
        edited = (folder / ROUND).read_bytes()
        with pytest.raises(CswoEvalError, match=r"was changed by another program, so it was not written over"):
            writer.save_round(changed(present, title="Other"))
    assert (folder / ROUND).read_bytes() == edited


def test_a_change_between_two_saves_of_one_sitting_is_not_written_over(folder: Path, framework: Framework) -> None:
    record = Record(folder)
    present = record.round(BASELINE, framework)
    with record.changing("test", lambda: NOW) as writer:
        writer.save_round(changed(present, title="Second"))
        change(folder / ROUND, "Second", "From an editor")
        with pytest.raises(CswoEvalError, match="was changed by another program"):
            writer.save_round(changed(present, title="Third"))
    assert "From an editor" in (folder / ROUND).read_text(encoding="utf-8")


def test_a_file_that_was_never_read_is_not_written_over(folder: Path, framework: Framework) -> None:
    before = files_of(folder)
    with (
        Record(folder).changing("test", lambda: NOW) as writer,
        pytest.raises(CswoEvalError, match="is there already and was not read"),
    ):
        writer.save_round(a_round(framework))
    assert files_of(folder) == before


def test_an_edit_made_before_the_sitting_is_taken_up(folder: Path, framework: Framework) -> None:
    change(folder / ROUND, "first words", "words from an editor")
    record = Record(folder)
    present = record.round(BASELINE, framework)
    assert present.answers["SD1.3"].note == "words from an editor"
    with record.changing("test", lambda: NOW) as writer:
        writer.save_round(changed(present, title="Other"))
    assert Record(folder).round(BASELINE, framework).answers["SD1.3"].note == "words from an editor"


def test_a_file_that_a_windows_editor_saved_can_be_saved_again(folder: Path, framework: Framework) -> None:
    """With a byte order mark and Windows line ends it is read, and then it is not taken for changed meanwhile."""
    path = folder / ROUND
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    record = Record(folder)
    present = record.round(BASELINE, framework)
    with record.changing("test", lambda: NOW) as writer:
        writer.save_round(changed(present, title="Other"))
    assert Record(folder).round(BASELINE, framework).title == "Other"


HOLD = """
import sys
from pathlib import Path
from cswo_eval.record.store import Record
with Record(Path(sys.argv[1])).changing("test", lambda: "2026-11-02T09:30:00Z"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def other_window(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the record open."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder.parent
    ) as process:
        assert process.stdout.readline().strip() == b"held"
        yield process
        process.kill()


@pytest.mark.usefixtures("other_window")
def test_the_second_of_two_windows_is_told_and_changes_nothing(folder: Path, run: Callable[..., Any]) -> None:
    before = files_of(folder)
    done = run("assess", "--record", folder, "--depth", "quick", typed="3\n2\n")
    assert done.status == 1
    assert "is open in another window. Nothing was changed here." in done.stderr.replace("\n", " ")
    assert files_of(folder) == before


@pytest.mark.usefixtures("other_window")
def test_reading_needs_no_lock(folder: Path, run: Callable[..., Any]) -> None:
    assert run("gaps", "--plain", "--record", folder).status == 0


def test_a_window_that_was_killed_leaves_the_record_free(
    folder: Path, other_window: subprocess.Popen[bytes], framework: Framework
) -> None:
    with pytest.raises(CswoEvalError, match="open in another window"), Record(folder).changing("test", lambda: NOW):
        pass
    other_window.kill()
    other_window.wait()
    record = Record(folder)
    present = record.round(BASELINE, framework)
    with record.changing("test", lambda: NOW) as writer:
        writer.save_round(changed(present, title="Free"))
    assert Record(folder).round(BASELINE, framework).title == "Free"


def test_the_lock_is_given_back_when_a_sitting_fails(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), Record(folder).changing("test", lambda: NOW):
        raise ZeroDivisionError
    with Record(folder).changing("test", lambda: NOW):
        pass


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_the_text_before_each_save_can_be_had_from_the_history(folder: Path, framework: Framework) -> None:
    record = Record(folder)
    present = record.round(BASELINE, framework)
    before = []
    with record.changing("test", lambda: NOW) as writer:
        for title in ("Second", "Third"):
            before.append((folder / ROUND).read_text(encoding="utf-8"))
            writer.save_round(changed(present, title=title))
    after = (folder / ROUND).read_text(encoding="utf-8")
    steps = [step.changes[0] for step in read_history(folder).steps()][-2:]
    assert steps[1].backward(after) == before[1]
    assert steps[0].backward(before[1]) == before[0] == steps[0].whole
    assert read_history(folder).latest_text(ROUND) == after


def test_a_plan_with_another_start_lies_beside_the_first(folder: Path) -> None:
    record = Record(folder)
    with record.changing("test", lambda: NOW) as writer:
        writer.save_plan(a_plan(start=PLAN_START.replace(year=2027)))
    assert record.plan_days() == (PLAN_START, PLAN_START.replace(year=2027))
    assert record.latest_plan().start.year == 2027


def test_what_is_saved_can_be_read_again_or_is_refused_at_the_save(folder: Path) -> None:
    """A register larger than the program would read is not written in the place of one that it reads."""
    record = Record(folder)
    register = record.register()
    entries = [an_entry(number, "SD1.3", shows="words and " * 20_000) for number in range(1, 126)]
    with record.changing("test", lambda: NOW) as writer:
        try:
            writer.save_register(changed(register, entries=tuple(entries)))
        except CswoEvalError:
            assert Record(folder).register() == register
        else:
            assert Record(folder).register().entries == tuple(entries)


# --- rights, disks, links --------------------------------------------------------------------------------------------


@posix_only
def test_only_the_owner_may_enter_or_read(tmp_path: Path, framework: Framework) -> None:
    """Whatever the mask of new files is: folders 0700, files 0600."""
    before = os.umask(0)
    try:
        folder = write_record(tmp_path / "one" / "record", framework).folder
        record = Record(folder)
        present, plan = record.round(BASELINE, framework), record.latest_plan()
        with record.changing("test", lambda: NOW) as writer:
            writer.save_round(changed(present, title="Second"))
            writer.save_plan(changed(plan, sequence=1))
    finally:
        os.umask(before)
    rights = {path: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert {"history", "assessments", ".lock", "contents.yaml"} <= {path.name for path in rights}
    assert {mode for path, mode in rights.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in rights.items() if path.is_file()} == {0o600}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 128 kB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(place)], check=False)
    if mounted.returncode != 0:
        pytest.skip("this system does not let root mount a disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(path: Path) -> None:
    """Write until the disk has no room for one byte more."""
    with path.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)


def test_a_full_disk_is_told_in_words_and_loses_nothing(
    small_disk: Path, run: Callable[..., Any], framework: Framework
) -> None:
    folder = write_record(small_disk / "record", framework).folder
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"):
        fill(filler)
    before = files_of(folder)
    arguments = ("assess", "--record", folder, "--go", "SD1.3", "--depth", "full", "--today", "2026-11-21")
    typed = "\n3\n3\nsomeone would\n.\nh\nmuch to learn\n.\nnote\n.\n"
    done = run(*arguments, typed=typed)
    assert done.status == 1
    assert "the disk is full. Nothing already saved is lost. Free some space and try again." in done.stderr.replace(
        "\n", " "
    )
    assert files_of(folder) == before
    filler.unlink()
    assert run(*arguments, typed=typed).status == 0
    assert Record(folder).latest_round(framework).answers["SD1.3"].learning == "much to learn"


def test_a_save_that_fails_can_be_tried_again_in_the_same_sitting(
    folder: Path, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Record(folder)
    present = record.round(BASELINE, framework)
    before = files_of(folder)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with record.changing("test", lambda: NOW) as writer:
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(CswoEvalError, match=r"the disk is full\. Nothing already saved is lost\."):
                writer.save_round(changed(present, title="Second"))
        assert files_of(folder) == before
        writer.save_round(changed(present, title="Second"))
    assert Record(folder).round(BASELINE, framework).title == "Second"


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO, errno.EDQUOT])
def test_whatever_the_system_refuses_is_said_in_words_and_leaves_the_files_as_they_were(
    folder: Path, framework: Framework, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    if number == errno.EACCES and os.name == "nt":
        pytest.skip("Windows tries a refused replacement again for a while")
    record = Record(folder)
    present = record.round(BASELINE, framework)
    before = files_of(folder)

    def refuse(*_given: object, **_named: object) -> None:
        raise OSError(number, os.strerror(number))

    with record.changing("test", lambda: NOW) as writer, monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        with pytest.raises(CswoEvalError, match=r"Could not save .*Nothing already saved is lost"):
            writer.save_round(changed(present, title="Second"))
    assert files_of(folder) == before


@pytest.fixture
def read_only(folder: Path) -> Iterator[Path]:
    """The small record in a folder that may not be written to."""
    if os.name == "nt":
        pytest.skip("Windows has no such rights")
    if os.geteuid() != 0:
        places = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
        for path in places:
            path.chmod(0o500)
        yield folder
        for path in places:
            path.chmod(0o700)
        return
    # Root writes in spite of the rights: lay the folder over itself, read-only.
    mounts = (["mount", "--bind", str(folder), str(folder)], ["mount", "-o", "remount,bind,ro", str(folder)])
    if sys.platform != "linux" or subprocess.run(mounts[0], check=False, capture_output=True).returncode != 0:
        pytest.skip("root writes to any folder, and this system does not let it mount one read-only")
    try:
        if subprocess.run(mounts[1], check=False, capture_output=True).returncode != 0:
            pytest.skip("root writes to any folder, and this system does not let it mount one read-only")
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_read_only_record_is_told_in_words_and_loses_nothing(read_only: Path, run: Callable[..., Any]) -> None:
    before = files_of(read_only)
    done = run("assess", "--record", read_only, "--depth", "quick", typed="3\n2\n")
    assert done.status == 1
    said = done.stderr.replace("\n", " ")
    assert "may not be written to. Nothing already saved is lost. Choose another with --record" in said
    assert files_of(read_only) == before


def test_a_read_only_record_can_still_be_read(read_only: Path, run: Callable[..., Any]) -> None:
    for arguments in ((), ("gaps",), ("check",)):
        assert run(*arguments, "--plain", "--record", read_only).status == 0


@posix_only
def test_a_record_behind_a_link_is_read_and_saved_and_the_link_stays(
    folder: Path, tmp_path: Path, framework: Framework
) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder, target_is_directory=True)
    record = Record(link)
    present = record.round(BASELINE, framework)
    with record.changing("test", lambda: NOW) as writer:
        writer.save_round(changed(present, title="Through the link"))
    assert link.is_symlink()
    assert Record(folder).round(BASELINE, framework).title == "Through the link"


@posix_only
def test_a_file_that_is_a_link_keeps_its_place_and_loses_no_words(
    folder: Path, tmp_path: Path, framework: Framework
) -> None:
    """The owner keeps the register elsewhere: what is saved is found there, by them and by the program."""
    elsewhere = tmp_path / "elsewhere.yaml"
    (folder / "evidence.yaml").rename(elsewhere)
    (folder / "evidence.yaml").symlink_to(elsewhere)
    record = Record(folder)
    register = record.register()
    with record.changing("test", lambda: NOW) as writer:
        writer.save_register(register.with_entry(an_entry(2, "SD1.3", title="a new entry")))
    assert "a new entry" in elsewhere.read_text(encoding="utf-8")
    assert [entry.id for entry in Record(folder).register().entries] == ["E1", "E2"]


@posix_only
@pytest.mark.parametrize("target", ["nowhere", "evidence.yaml"])
def test_a_link_that_leads_nowhere_is_told_and_not_taken_for_an_empty_register(folder: Path, target: str) -> None:
    """A drive that is not connected now: the register behind it must not be begun anew."""
    (folder / "evidence.yaml").unlink()
    (folder / "evidence.yaml").symlink_to(folder / target)
    with pytest.raises(CswoEvalError, match=r"evidence\.yaml"):
        Record(folder).register()


@posix_only
def test_a_record_place_that_is_a_link_to_nowhere_is_told_in_words(tmp_path: Path, run: Callable[..., Any]) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    done = run("assess", "--record", tmp_path / "link", typed="")
    assert (done.status, "Something went wrong" in done.stderr) == (1, False)
    assert (tmp_path / "link").is_symlink()


# --- synced folders --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    ["OneDrive", "OneDrive - Aberdeenshire Council", "Dropbox (Personal)", "Google Drive", "My Drive", "Nextcloud",
     "Mobile Documents", "CloudStorage", "pCloud Drive"],
)  # fmt: skip
def test_a_synced_folder_is_named(tmp_path: Path, part: str) -> None:
    assert synced_by(tmp_path / part / "record") == part


@pytest.mark.parametrize("part", ["Documents", "private", "one drive away", "boxes", "cswo-eval"])
def test_an_ordinary_folder_is_not_called_synced(part: str) -> None:
    assert synced_by(Path("/home/morag") / part / "record") is None


def test_a_folder_under_the_variable_of_windows_is_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDrive", str(tmp_path / "Council files"))
    assert synced_by(tmp_path / "Council files" / "record") == "Council files"
    assert synced_by(tmp_path / "record") is None


def test_a_record_in_a_synced_folder_works_with_a_remark(
    tmp_path: Path, framework: Framework, run: Callable[..., Any]
) -> None:
    folder = write_record(tmp_path / "OneDrive - Council" / "record", framework).folder
    done = run("--record", folder, "--plain")
    assert done.status == 0
    assert "Your record lies under 'OneDrive - Council'" in done.stderr.replace("\n", " ")
    assert "OneDrive - Council" in run("check", "--plain", "--record", folder).stdout


def test_a_record_in_an_ordinary_folder_gets_no_remark(folder: Path, run: Callable[..., Any]) -> None:
    assert "probably copied" not in run("--record", folder, "--plain").stderr


@posix_only
def test_a_name_with_a_line_break_forges_no_line(folder: Path, run: Callable[..., Any]) -> None:
    """A copy whose name goes on in the next line, where it says that all is well."""
    (folder / "reflections").mkdir(exist_ok=True)
    (folder / "reflections" / "R1\nevery file reads").write_text("x", encoding="utf-8")
    done = run("check", "--record", folder)
    assert done.status == 1
    assert "\nevery file reads" not in done.stderr
