"""A record of format 1 is brought over: tried first, kept as it was, nothing dropped, and gone on with where it broke off."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from breaking_off import EVERY, Breaker
from building import NOW
from processes import on_posix

from cswo_eval.framework.framework import Framework
from cswo_eval.record.layout import CONTENTS
from cswo_eval.record.migration import BACKUP, bring_over, brought_over
from cswo_eval.record.seal import is_untouched, is_whole
from cswo_eval.record.store import Record
from cswo_eval.record.survey import all_faults, faults_of
from cswo_eval.text.problems import CswoEvalError, ProblemsFound

FORMAT_1 = Path(__file__).parent / "records" / "format-1"
REVIEW = "plan-reviews/2026-09-07-day-30.yaml"
Run = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the record of format 1."""
    return Path(shutil.copytree(FORMAT_1, tmp_path / "record"))


@pytest.fixture(scope="module")
def breaker() -> Iterator[Breaker]:
    if not on_posix():
        pytest.skip("Windows has no fork and no SIGKILL")
    made = Breaker()
    yield made
    made.end()


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file, but for the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def read_by_another(data: bytes) -> Any:
    """What stands in a file, read by a library of YAML and not by us, without the version of its format."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # makes texts only
    value = yaml.load(data, Loader=loader)
    return {name: one for name, one in value.items() if name != "format_version"}


def values_of(folder: Path) -> dict[str, Any]:
    """What stands in every file that is a part of the record, by the name that it has in format 2."""
    found = {}
    for name, data in files_of(folder).items():
        if name.endswith(".yaml") and not name.startswith((".previous/", "plans/earlier/", "history/")):
            found[re.sub("^reviews/", "plan-reviews/", name)] = read_by_another(data)
    return found


BEFORE = values_of(FORMAT_1)


def assert_brought_over(folder: Path, before: dict[str, Any] = BEFORE) -> None:
    """All of it reads in format 2, and holds what it held before."""
    record = Record(folder)
    assert not record.is_earlier()
    assert faults_of(record) == []
    assert all_faults(record) == []
    assert values_of(folder) == before


# --- brought over ------------------------------------------------------------------------------------------------


def test_every_value_is_the_one_that_was_there(folder: Path) -> None:
    bring_over(folder)
    assert len(BEFORE) == 11
    assert_brought_over(folder)


def test_every_file_ends_with_the_end_mark_and_its_seal_fits(folder: Path) -> None:
    bring_over(folder)
    files = {name: data.decode() for name, data in files_of(folder).items() if name.endswith(".yaml")}
    assert len(files) == 12
    assert [name for name, text in files.items() if not (is_whole(text) and is_untouched(text))] == []


def test_attached_files_stay_byte_for_byte(folder: Path) -> None:
    before = {name: data for name, data in files_of(folder).items() if name.startswith("attachments/")}
    bring_over(folder)
    assert len(before) == 4
    assert {name: data for name, data in files_of(folder).items() if name.startswith("attachments/")} == before


def test_the_list_of_what_it_has_had_holds_every_file_and_the_highest_number_of_each_kind(folder: Path) -> None:
    bring_over(folder)
    record = Record(folder)
    assert set(record.contents.files) == values_of(folder).keys()
    highest = max(int(one.id[1:]) for one in record.register().entries)
    assert (record.given("E"), record.given("R"), record.given("L"), record.given("E21/T")) == (highest, 3, 2, 2)


def test_the_zip_holds_every_byte_of_before(folder: Path) -> None:
    before = files_of(folder)
    bring_over(folder)
    with zipfile.ZipFile(folder / BACKUP) as archive:
        assert {one: archive.read(one) for one in archive.namelist()} == before


def test_what_only_format_1_had_is_in_the_zip_and_gone(folder: Path) -> None:
    bring_over(folder)
    assert [one for one in (".previous", "plans/earlier", "reviews") if (folder / one).exists()] == []
    assert (folder / REVIEW).exists()


def test_what_lies_in_the_old_folder_of_reviews_and_is_none_stays(folder: Path) -> None:
    (folder / "reviews/notes.txt").write_bytes(b"mine")
    bring_over(folder)
    assert (folder / "reviews/notes.txt").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "name", ["evidence.yaml", "reflections/R1.yaml", "profile.yaml", "reviews/2026-09-07-day-30.yaml"]
)
def test_the_comments_of_somebody_who_edits_files_stay(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text("# my own remark\n" + path.read_text(encoding="utf-8") + "# and one at the end\n", encoding="utf-8")
    bring_over(folder)
    text = (folder / name.replace("reviews/", "plan-reviews/", 1)).read_text(encoding="utf-8")
    assert text.startswith("# my own remark\n")
    assert "# and one at the end\n" in text
    assert_brought_over(folder)


def test_files_with_the_line_ends_of_windows_are_brought_over(folder: Path) -> None:
    for path in folder.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert Record(folder).is_earlier()
    bring_over(folder)
    assert_brought_over(folder)


@pytest.mark.parametrize("how", ["no seal", "no last line end", "no seal and no last line end", "byte order mark"])
def test_files_edited_in_other_ways_are_brought_over(folder: Path, how: str) -> None:
    for path in folder.rglob("*.yaml"):
        data = path.read_bytes()
        if "no seal" in how:
            data = b"".join(line for line in data.splitlines(keepends=True) if not line.startswith(b"# Untouched"))
        if "line end" in how:
            data = data.rstrip(b"\n")
        if "mark" in how:
            data = b"\xef\xbb\xbf" + data
        path.write_bytes(data)
    bring_over(folder)
    assert_brought_over(folder)


@pytest.mark.parametrize("ending", ["|+\n    words\n\n\n", "|\n    words", "|-\n    words\n\n", '"words\\n\\n"\n'])
def test_a_text_at_the_end_of_a_file_keeps_every_line_end(folder: Path, ending: str) -> None:
    path = folder / "reflections/R3.yaml"
    head = path.read_text(encoding="utf-8").partition("parts:")[0]
    path.write_text(f"{head}parts:\n  description: {ending}", encoding="utf-8", newline="\n")
    before = read_by_another(path.read_bytes())["parts"]
    bring_over(folder)
    assert read_by_another(path.read_bytes())["parts"] == before
    assert Record(folder).reflections()[2].parts == before


@pytest.mark.parametrize("line", ["format_version:   1", "format_version: 1  # mine"])
def test_the_line_of_the_version_may_have_been_touched(folder: Path, line: str) -> None:
    path = folder / "profile.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("format_version: 1", line), encoding="utf-8")
    assert Record(folder).is_earlier()
    bring_over(folder)
    assert_brought_over(folder)


def test_a_copy_that_a_sync_service_left_is_not_brought_over_and_is_named(folder: Path, run_inside: Run) -> None:
    (folder / "reflections/R3-DESKTOP-ABC.yaml").write_bytes((folder / "reflections/R3.yaml").read_bytes())
    bring_over(folder)
    assert (folder / "reflections/R3-DESKTOP-ABC.yaml").read_bytes() == (FORMAT_1 / "reflections/R3.yaml").read_bytes()
    assert "reflections/R3-DESKTOP-ABC.yaml" not in Record(folder).contents.files
    assert [one.name for one in faults_of(Record(folder))] == ["reflections/R3-DESKTOP-ABC.yaml"]
    assert "R3-DESKTOP-ABC.yaml" in run_inside("check", "--record", folder).stderr
    with zipfile.ZipFile(folder / BACKUP) as archive:
        assert "reflections/R3-DESKTOP-ABC.yaml" in archive.namelist()


def test_a_file_from_before_1980_is_kept_too(folder: Path) -> None:
    os.utime(folder / "evidence.yaml", (0, 0))
    bring_over(folder)
    assert_brought_over(folder)


# --- tried first, and refused whole ------------------------------------------------------------------------------


def test_check_says_what_would_be_done_and_changes_no_byte(folder: Path, run_inside: Run) -> None:
    done = run_inside("check", "--record", folder)
    said = " ".join(done.stderr.split())
    assert (done.status, files_of(folder)) == (0, files_of(FORMAT_1))
    assert "All of it reads" in said
    assert re.search(r"\d+ files get a line", said)


def test_check_says_all_that_is_in_the_way_and_changes_no_byte(folder: Path, run_inside: Run) -> None:
    (folder / "evidence.yaml").write_bytes(b"entries: [")
    (folder / "reflections/R2.yaml").write_bytes(b"title: no")
    before = files_of(folder)
    done = run_inside("check", "--record", folder)
    assert (done.status, files_of(folder)) == (1, before)
    assert "evidence.yaml" in done.stderr
    assert "R2.yaml" in done.stderr


def test_what_check_says_will_stand_there_is_what_then_stands_there(folder: Path) -> None:
    wanted = brought_over(folder)
    bring_over(folder)
    assert {name: (folder / name).read_text(encoding="utf-8") for name in wanted} == wanted


@pytest.mark.parametrize("name", sorted(one for one in files_of(FORMAT_1) if one.endswith(".yaml") and one[0] != "."))
def test_a_record_with_a_file_that_does_not_read_is_refused_whole(folder: Path, run_inside: Run, name: str) -> None:
    if name.startswith("plans/earlier/"):
        pytest.skip("kept in the zip as it is, and never read")
    (folder / name).write_bytes((folder / name).read_bytes()[:300] + b"\n: [ \n")
    before = files_of(folder)
    done = run_inside("gaps", "--record", folder)
    assert (done.status, Path(name).name in done.stderr, files_of(folder)) == (1, True, before)


def test_all_files_that_do_not_read_are_said_at_once(folder: Path) -> None:
    for name in ("evidence.yaml", "reflections/R2.yaml", "plans/2026-09-07.yaml"):
        (folder / name).write_bytes(b"x: [")
    with pytest.raises(ProblemsFound) as refused:
        bring_over(folder)
    assert len(refused.value.problems) == 3


def test_a_file_under_another_files_name_is_refused(folder: Path) -> None:
    (folder / "reflections/R1.yaml").rename(folder / "reflections/R4.yaml")
    with pytest.raises(ProblemsFound, match=r"R1\.yaml"):
        bring_over(folder)
    assert not (folder / BACKUP).exists()


def test_a_file_of_a_newer_format_is_refused_in_words(folder: Path) -> None:
    path = folder / "evidence.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("format_version: 1", "format_version: 3"), encoding="utf-8"
    )
    with pytest.raises(ProblemsFound, match="newer"):
        bring_over(folder)


def test_a_disk_that_is_full_is_said_and_the_next_command_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, run_inside: Run
) -> None:
    """Full after the zip and two files."""
    from cswo_eval.files import whole_files

    real, left = whole_files.replace_file, [3]

    def full(*given: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        real(*given)

    with monkeypatch.context() as patch:
        patch.setattr(whole_files, "replace_file", full)
        done = run_inside("gaps", "--record", folder)
    assert (done.status, "the disk is full" in done.stderr) == (1, True)
    assert run_inside("gaps", "--record", folder).status == 0
    assert_brought_over(folder)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that can be refused")
def test_a_folder_that_may_not_be_written_is_said(folder: Path, run_inside: Run) -> None:
    folder.chmod(0o500)
    try:
        done = run_inside("gaps", "--record", folder)
    finally:
        folder.chmod(0o700)
    assert (done.status, "may not be written" in done.stderr, files_of(folder)) == (1, True, files_of(FORMAT_1))


def test_while_another_window_has_it_open_nothing_is_brought_over(folder: Path) -> None:
    with Record(folder).locked(), pytest.raises(CswoEvalError, match="another window"):
        Record(folder).bring_over()


# --- and then ----------------------------------------------------------------------------------------------------


def test_the_first_command_brings_it_over_and_says_where_it_is_kept(folder: Path, run_inside: Run) -> None:
    first, second = (" ".join(run_inside("gaps", "--record", folder).stderr.split()) for _ in range(2))
    assert "brought over" in first
    assert "before-format-2.zip" in "".join(first.split())
    assert "brought over" not in second


@pytest.mark.parametrize(
    "command",
    [("gaps",), ("plan", "show"), ("evidence", "list"), ("evidence", "show", "E21"), ("report", "--for", "coach"),
     ("portfolio", "check"), ("check",), ()],
)  # fmt: skip
def test_every_command_works_on_it(folder: Path, tmp_path: Path, run_inside: Run, command: tuple[str, ...]) -> None:
    bring_over(folder)
    done = run_inside(*command, "--record", folder, folder=tmp_path)
    assert done.status == 0, done.stderr


def test_what_is_changed_then_can_be_taken_back(folder: Path, framework: Framework) -> None:
    from cswo_eval.record.history.sittings import read_history
    from cswo_eval.record.history.undo import take_back, to_take_back

    bring_over(folder)
    before = files_of(folder)
    record = Record(folder)
    with record.changing("test", lambda: NOW) as writer:
        writer.save_register(record.register()._replace(entries=()))
    with record.changing("undo", lambda: NOW) as writer:
        take_back(writer, to_take_back(read_history(folder), False))
    after = {name: data for name, data in files_of(folder).items() if not name.endswith(".jsonl")}
    assert after == before


def test_a_record_that_has_saved_since_is_not_brought_over_again(folder: Path) -> None:
    """Whoever puts an old profile back by hand is told that it is an old one; the list of what the record has had stays."""
    bring_over(folder)
    record = Record(folder)
    with record.changing("test", lambda: NOW) as writer:
        writer.save_profile(record.profile()._replace(name="New"))
    contents = (folder / CONTENTS).read_bytes()
    shutil.copy(FORMAT_1 / "profile.yaml", folder / "profile.yaml")
    assert not Record(folder).is_earlier()
    assert [one.name for one in faults_of(Record(folder))] == ["profile.yaml"]
    assert (folder / CONTENTS).read_bytes() == contents


@pytest.mark.parametrize("every", EVERY)
def test_killed_at_any_moment_the_next_opening_finishes_it(breaker: Breaker, tmp_path: Path, every: int) -> None:
    """Of a record without its large files: those take long to read, and are saved as any other."""
    small = Path(shutil.copytree(FORMAT_1, tmp_path / "small", ignore=shutil.ignore_patterns("a*", "evidence.yaml")))
    (small / "plans/2026-09-07.yaml").unlink()
    before, values = files_of(small), values_of(small)

    def fresh(number: int) -> list[str | Path]:
        return [shutil.copytree(small, tmp_path / str(number))]

    begun = 0
    for number in breaker.each_call("bring over", fresh, every):
        folder = tmp_path / str(number)
        record = Record(folder)
        if record.is_earlier():
            begun += (folder / BACKUP).exists()
            record.bring_over()
        assert_brought_over(folder, values)
        assert [one for one in (".previous", "plans/earlier", "reviews") if (folder / one).exists()] == []
        with zipfile.ZipFile(folder / BACKUP) as archive:
            assert {one: archive.read(one) for one in archive.namelist()} == before
        shutil.rmtree(folder)
    assert begun >= 80 // every
