"""`portfolio check`: what is missing, old, or rests on one thing, which entries carry much, and what mends each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from building import a_register, a_round, an_entry
from conftest import Finished
from gap_records import standard
from portfolios import PRIVATE, TODAY, a_file, a_student, an_evidenced, answers, attach, entries
from processes import run_here

from cswo_eval.record.attachments import path_of
from cswo_eval.record.models import Evidence
from cswo_eval.record.store import Record

Check = Callable[..., Finished]


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Check:
    """`portfolio check` of a record."""

    def run(record: Path, *options: str, columns: int = 200) -> Finished:
        return run_here(monkeypatch, "portfolio", "check", "--today", TODAY, *options, record=record, columns=columns)

    return run


def shown(check: Check, tmp_path: Path, register: Sequence[Evidence], *options: str) -> str:
    """What is shown for these entries."""
    record = a_student(tmp_path / "record", register=a_register(register))
    done = check(record, "--plain", *options)
    assert done.status == 0
    return " ".join(done.stdout.split())


def test_it_counts_what_has_evidence_of_what_is_applicable(check: Check, tmp_path: Path) -> None:
    said = shown(check, tmp_path, entries())
    assert "2 of 79 have evidence that supports them" in said
    assert "Not applicable: 1, left out" in said


def test_what_has_no_evidence_is_listed_and_what_is_not_applicable_is_not(check: Check, tmp_path: Path) -> None:
    said = shown(check, tmp_path, entries())
    missing = said.partition("Nothing supports these yet")[2].partition("What would strengthen")[0]
    assert "SL1.3" in missing
    assert "SL1.3 (against it E4)" in missing
    assert "SL2 (all 4)" in missing
    assert "SL2.1" not in missing
    assert "SD1.6" not in missing
    assert "SD1.3" not in missing
    assert "Begin with: cswo-eval evidence add --for MV1.1" in said


def test_what_rests_on_one_entry_is_listed_with_that_entry(check: Check, tmp_path: Path) -> None:
    said = shown(check, tmp_path, [an_evidenced(12, "SD1.3"), an_evidenced(13, "AO4.2"), an_evidenced(14, "AO4.2")])
    single = said.partition("Resting on one entry:")[2].partition("A second of another kind")[0]
    assert "SD1.3 (E12)" in single
    assert "AO4.2" not in single


def test_what_is_of_one_kind_of_one_day_old_or_spoken_against_is_named(check: Check, tmp_path: Path) -> None:
    same = [an_evidenced(number, "SD1.3", effective=date(2019, 2, 3)) for number in (1, 2)]
    said = shown(check, tmp_path, [*same, entries()[3]]).partition("Worth a look")[2]
    assert "Several entries, one kind: SD1.3 (" in said
    assert "Several entries, one day: SD1.3" in said
    assert "Old: SD1.3" in said
    assert "Spoken against: SL1.3 (E4)" in said


def test_what_carries_many_bears_on_nothing_or_on_an_element_is_named_with_what_to_do(
    check: Check, tmp_path: Path
) -> None:
    many = an_evidenced(1, *list(standard().competencies)[:7])
    said = shown(check, tmp_path, [many, an_entry(2), an_evidenced(3, "WO1")]).partition("Worth a look")[2]
    assert "E1 What entry 1 tells: 7 competencies (cswo-eval evidence show E1)" in said
    assert "Bear on nothing: E2: cswo-eval evidence link E2 COMPETENCY --why TEXT" in said
    assert "Tied to an element: E3 (WO1). " in said
    assert "cswo-eval evidence link E3 COMPETENCY --why TEXT" in said


def test_an_entry_tied_to_an_element_beside_a_competency_is_named_too(check: Check, tmp_path: Path) -> None:
    said = shown(check, tmp_path, [an_evidenced(1, "SL4", "SD1.3"), an_evidenced(2, "SD1.3")])
    assert "Tied to an element: E1 (SL4). " in said
    matrix = said.partition("Competency by evidence")[2].partition("Nothing supports")[0]
    assert f"{standard().elements['SL4'].title}, as a whole" in matrix


def test_the_command_that_mends_each_stands_beside_it(check: Check, tmp_path: Path) -> None:
    bare = [an_entry(1, "SD1.3"), an_entry(2, "SD1.3", effective=date(2026, 10, 1))]
    mends = shown(check, tmp_path, bare).partition("What would strengthen the others")[2].partition("Worth a look")[0]
    for command in (
        "cswo-eval evidence link E1 SD1.3 --why TEXT",
        "cswo-eval evidence edit E1 --my-part TEXT",
        "cswo-eval evidence edit E1 --confirmer ROLE",
    ):
        assert command in mends


def rows_of(text: str) -> dict[str, list[str]]:
    """The rows of a matrix, in words, by the competency or element."""
    lines = [line.split() for line in text.splitlines() if re.match(r" *[A-Z]{2}\d(\.\d)? ", line)]
    return {words[0]: words for words in lines}


def test_the_matrix_of_an_aspect_has_a_mark_for_each_entry_and_a_row_for_each_competency(
    check: Check, tmp_path: Path
) -> None:
    record = a_student(tmp_path / "record")
    rows = rows_of(check(record, "SD").stdout.partition("Nothing supports")[0])
    assert len([name for name in rows if "." in name]) == 21
    assert rows["SD1.3"][-3:] == ["communities", "S", "S"]
    assert rows_of(check(record, "SL").stdout.partition("Nothing supports")[0])["SL1.3"][-1] == "C"
    assert rows_of(check(record, "WO1").stdout.partition("Nothing supports")[0])["WO1"][-1] == "S"


def test_the_matrix_of_the_whole_names_the_entries_and_the_tests_of_what_has_any(check: Check, tmp_path: Path) -> None:
    said = check(a_student(tmp_path / "record")).stdout.partition("Nothing supports")[0]
    rows = rows_of(said)
    assert list(rows) == ["SD1.3", "AO4.2", "SL1.3", "WO1"]
    assert rows["SD1.3"][-5:] == ["E1,", "E2", "5", "of", "5"]
    assert rows["SL1.3"][-3:] == ["-", "E4", "-"]
    assert "Without any evidence: MV1, SD2, " in said


def test_the_summary_is_what_is_left_on_the_screen(check: Check, tmp_path: Path) -> None:
    last = check(a_student(tmp_path / "record")).stdout.strip().splitlines()[-6:]
    assert "Summary" in last[0]
    assert "evidence add --for MV1.1" in last[-1]


def test_a_wide_matrix_goes_on_in_another_table_with_what_it_marks_only(check: Check, tmp_path: Path) -> None:
    ten = [an_evidenced(number, "SD1.3") for number in range(1, 11)]
    said = shown(check, tmp_path, ten, "SD1")
    rest = said.partition("SD1 Reading the context (continued)")[2].partition("Nothing supports")[0]
    assert "E9: S" in rest
    assert "E10: S" in rest
    assert "SD1.1" not in rest


def test_one_aspect_or_element_shows_only_its_own(check: Check, tmp_path: Path) -> None:
    for given, number in (("SD1", 6), ("sd", 21)):
        done = check(a_student(tmp_path / given), given, "--json")
        assert len(json.loads(done.stdout)["competencies"]) == number


def test_one_competency_shows_each_test_what_was_looked_at_and_what_is_left_to_readers(
    check: Check, tmp_path: Path
) -> None:
    said = shown(check, tmp_path, entries(), "SD1.3")
    for test in standard().sufficiency.tests:
        assert f"{test.name}: " in said
        assert " ".join(test.left_to_readers.split()) in said
    assert "Supports it: E1 What entry 1 tells" in said


def test_an_unknown_id_is_refused_with_what_there_is(check: Check, tmp_path: Path) -> None:
    done = check(a_student(tmp_path / "record"), "SD9.9")
    assert (done.status, done.stdout) == (1, "")
    assert "SD9.9" in done.stderr


def test_a_file_that_is_gone_or_changed_is_said(check: Check, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record")
    attach(record, "E1", a_file(tmp_path, "one.txt", "One."))
    attach(record, "E2", a_file(tmp_path, "two.txt", "Two."))
    assert "Files that are not" not in check(record).stdout
    first, second = (path_of(Record(record), entry.attachments[0]) for entry in Record(record).register().present()[:2])
    first.unlink()
    second.write_text("Too.")
    said = " ".join(check(record, "--plain").stdout.partition("Files that are not")[2].split())
    assert "E1, one.txt: its file is no longer in the record" in said
    assert "E2, two.txt: its file is not as it was" in said


def test_private_evidence_does_not_count_as_it_is_in_no_portfolio(check: Check, tmp_path: Path) -> None:
    """What `portfolio build` leaves out, the check does not count."""
    done = check(a_student(tmp_path / "record"), "SD1.3")
    assert "E1 What entry 1 tells" in done.stdout
    assert "E6" not in done.stdout
    assert PRIVATE not in done.stdout


def test_an_empty_record_is_told_where_to_begin(check: Check, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record", round_=a_round(standard()), register=a_register(), accounts=(), files={})
    done = check(record)
    assert done.status == 0
    assert "0 of 80" in done.stdout
    assert "cswo-eval evidence add --for MV1.1" in done.stdout


def test_no_record_and_no_round_are_no_fault_of_the_program(check: Check, tmp_path: Path) -> None:
    done = check(tmp_path / "nowhere")
    assert done.status == 1
    assert "There is no record" in done.stderr


def test_narrow_and_plain_hold_the_same_words(check: Check, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record")
    wide = set(re.findall(r"[A-Z]{2}\d\.\d|E\d+", check(record, columns=120).stdout))
    narrow = set(re.findall(r"[A-Z]{2}\d\.\d|E\d+", check(record, columns=60).stdout))
    plain = set(re.findall(r"[A-Z]{2}\d\.\d|E\d+", check(record, "--plain").stdout))
    assert len(wide) > 15
    assert wide == narrow == plain


def test_json_holds_every_reason_and_command(check: Check, tmp_path: Path) -> None:
    value = json.loads(check(a_student(tmp_path / "record"), "--json").stdout)
    assert len(value["competencies"]) == 80
    one = next(one for one in value["competencies"] if one["id"] == "SD1.3")
    assert [test["outcome"] for test in one["tests"]] == ["met"] * 5
    assert value["by_element_only"] == ["E5"]
    assert len(answers()) == 6
