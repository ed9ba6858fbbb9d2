"""The CSV report: three files as Python's own reader and LibreOffice take them, and no text that is run as a formula."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from building import typed_texts
from gap_records import changed
from hypothesis import given, settings
from reports import AUDIENCES, HOSTILE, Owner, hostile_report, sample_owner, sample_report

from cswo_eval.formats.csv import csv_files
from cswo_eval.pages.report import Report
from cswo_eval.pages.rows import RowTable, row_tables
from cswo_eval.text.visible import visible

pytestmark = pytest.mark.installed

NAMES = ["competencies.csv", "evidence.csv", "actions.csv", "plan.csv", "reviews.csv", "about.csv"]


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def tables_of(report: Report) -> dict[str, list[dict[str, str]]]:
    return {name: rows_of(data) for name, data in csv_files(report).items()}


def test_there_is_a_file_for_each_kind_of_thing_that_excel_knows_for_utf_8() -> None:
    files = csv_files(sample_report())
    assert list(files) == NAMES
    for data in files.values():
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")


def test_there_is_a_row_for_each_competency_answer_set_aside_entry_and_action() -> None:
    report = sample_report()
    tables = tables_of(report)
    aside = [one.id for one in report.round.set_aside]
    assert aside
    elements = [name for name in report.round.answers if name in report.framework.elements]
    told = [one for one in elements if words_said(report, one) or report.analysis.item(one) is not None]
    assert sorted(row["Id"] for row in tables["competencies.csv"]) == sorted(
        [*report.framework.competencies, *told, *aside]
    )
    assert [row["Id"] for row in tables["evidence.csv"]] == [one.id for one in report.register.present()]
    assert report.plan is not None
    assert sorted(row["Id"] for row in tables["actions.csv"]) == sorted(one.id for one in report.plan.actions)


def test_an_element_answered_as_a_whole_has_a_row_before_its_competencies() -> None:
    owner = sample_owner()
    own = {name: answer for name, answer in owner.round.answers.items() if not name.startswith("WO2.")}
    report = owner._replace(round=changed(owner.round, answers=own)).report()
    rows = tables_of(report)["competencies.csv"]
    assert [row["Id"] for row in rows if row["Element"] == "WO2"][:2] == ["WO2", "WO2.1"]
    whole = next(row for row in rows if row["Id"] == "WO2")
    assert (whole["Answered as"], whole["Level"]) == ("element as a whole", str(own["WO2"].level))
    counted = [row for row in rows if row["Answered as"] and row["Standing"] not in ("set aside", "not in use")]
    assert len(counted) == 80 + len(report.analysis.element_items)


def words_said(report: Report, name: str) -> bool:
    """Whether anything was said of an item in words."""
    assert report.round is not None
    answer = report.round.answers[name]
    return any(text.strip() for text in (answer.reason, answer.opposite, answer.learning, answer.note))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_cell_is_of_its_columns_kind(audience: str) -> None:
    kinds = {"text": (str,), "number": (int, float, type(None)), "date": (date, type(None))}
    for table in row_tables(sample_report(audience)):
        for row in table.rows:
            for column, value in zip(table.columns, row, strict=True):
                assert isinstance(value, kinds[column.kind]), (table.name, column.name, value)
                assert not isinstance(value, bool)


def test_the_cells_say_what_the_report_says() -> None:
    report = sample_report()
    tables = tables_of(report)
    item = report.analysis.planned[0]
    row = next(row for row in tables["competencies.csv"] if row["Id"] == item.id)
    assert (row["Level"], row["Target"], row["Need"], row["Band"]) == (
        str(item.level),
        str(item.target),
        str(item.need),
        item.band,
    )
    entry = report.register.present()[0]
    first = tables["evidence.csv"][0]
    assert (first["Title"], first["When"], first["Files"]) == (entry.title, entry.effective.isoformat(), "minute.pdf")
    assert report.plan is not None
    done = next(one for one in report.plan.actions if one.status == "done")
    row = next(row for row in tables["actions.csv"] if row["Id"] == done.id)
    assert (row["Hours"], row["Start"], row["Finished"]) == (f"{done.hours:g}", str(done.start), str(done.finished))


def test_columns_do_not_depend_on_what_is_in_them() -> None:
    """So that files of two rounds can be laid side by side."""
    nothing = sample_owner()._replace(round=None, plan=None)  # type: ignore[arg-type]
    assert [table.columns for table in row_tables(nothing.report())[:2]] == [
        table.columns for table in row_tables(sample_report())[:2]
    ]


# --- what an audience sees ------------------------------------------------------------------------------------------------


def names_of(table: RowTable) -> set[str]:
    return {column.name for column in table.columns}


def test_an_employer_has_no_column_for_a_level_or_what_follows_from_one_and_no_register() -> None:
    competencies, entries, actions, *others = row_tables(sample_report("employer"))
    assert [one.name for one in others] == ["About"]
    assert names_of(competencies) == {"Id", "Title", "Aspect", "Element", "Element title"}
    assert len(competencies.rows) == 80
    assert entries.rows == ()
    assert len(actions.rows) > 5
    assert names_of(actions) & {"Why", "Reason", "Note"} == set()


def test_sections_that_were_not_chosen_leave_out_their_columns_and_rows() -> None:
    owner = sample_owner()
    some = row_tables(owner.report("coach", sections=["summary", "map"]))
    assert "Level" in names_of(some[0])
    assert "To learn" not in names_of(some[0])
    assert (some[1].rows, some[2].rows) == ((), ())
    assert len(row_tables(owner.report("coach", sections=["evidence"]))[1].rows) > 20


# --- only text ----------------------------------------------------------------------------------------------------------

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def said(text: str) -> str:
    """A text as a cell should say it."""
    opening = text.lstrip(" \u00a0\u3000")
    return ("'" if opening.startswith(SIGNS) else "") + visible(text)


def with_title(text: str) -> Owner:
    owner = sample_owner()
    first, *others = owner.register.entries
    return owner._replace(register=changed(owner.register, entries=(changed(first, title=text), *others)))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_arrives_whole_in_its_cell(name: str) -> None:
    row = tables_of(with_title(HOSTILE[name]).report())["evidence.csv"][0]
    assert row["Title"] == said(HOSTILE[name])
    assert row["Id"] == "E1"


@settings(max_examples=40, deadline=None)
@given(typed_texts(60))
def test_any_text_arrives_whole_in_its_cell_and_moves_no_other(text: str) -> None:
    row = tables_of(with_title(text).report(sections=["evidence"]))["evidence.csv"][0]
    assert row["Title"] == said(text)
    assert row["When"] == sample_owner().register.entries[0].effective.isoformat()


def test_no_cell_begins_like_a_formula() -> None:
    cells = [cell for rows in tables_of(hostile_report()).values() for row in rows for cell in row.values()]
    assert len(cells) > 1000
    assert len([cell for cell in cells if cell.startswith("'=HYPERLINK")]) > 5
    assert [cell for cell in cells if cell.strip().startswith(SIGNS)] == []


def test_a_number_and_a_date_have_no_sign_before_them() -> None:
    for row in tables_of(sample_report())["actions.csv"]:
        assert float(row["Hours"]) >= 0
        assert not row["Start"] or date.fromisoformat(row["Start"])


def test_the_same_report_gives_the_same_bytes() -> None:
    report = hostile_report()
    assert csv_files(report) == csv_files(report)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.long
def test_libreoffice_reads_every_row_and_runs_nothing(tmp_path: Path) -> None:
    """Formulas are looked for as it looks for them in a file of a person who clicks on it."""
    data = csv_files(hostile_report())["actions.csv"]
    (tmp_path / "actions.csv").write_bytes(data)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,true"  # save formulas as they stand
    command = ["soffice", home, "--headless", "--convert-to", options, "--outdir", str(tmp_path / "out"), "actions.csv"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    read = list(csv.reader((tmp_path / "out" / "actions.csv").read_text("utf-8-sig").splitlines(keepends=True)))
    assert len(read) == len(rows_of(data)) + 1
    assert [cell for row in read for cell in row if cell.startswith("=")] == []
