"""The workbook, as openpyxl and LibreOffice read it: three sheets, typed cells, and no text that is run."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from building import typed_texts
from conftest import examples
from gap_records import changed
from hypothesis import given, settings
from reports import AUDIENCES, HOSTILE, LONG_WORD, Owner, hostile_report, sample_owner, sample_report

from cswo_eval.pages.rows import row_tables
from cswo_eval.text.visible import visible

pytest.importorskip("xlsxwriter", reason="workbooks need XlsxWriter")
openpyxl = pytest.importorskip("openpyxl", reason="reading a workbook needs openpyxl")

from cswo_eval.formats.xlsx import xlsx_bytes  # noqa: E402

pytestmark = pytest.mark.installed


def book_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


@cache
def sample_book(audience: str = "self") -> Any:
    return book_of(xlsx_bytes(sample_report(audience)))


@cache
def hostile_bytes() -> bytes:
    return xlsx_bytes(hostile_report())


def test_there_is_a_sheet_for_each_kind_of_thing() -> None:
    assert sample_book().sheetnames == ["Competencies", "Evidence", "Actions", "Plan", "Reviews", "About"]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_cell_holds_what_the_rows_hold_in_its_own_type(audience: str) -> None:
    for table in row_tables(sample_report(audience)):
        sheet = sample_book(audience)[table.name]
        read = list(sheet.iter_rows(values_only=True))
        assert read[0] == tuple(column.name for column in table.columns)
        assert len(read) == len(table.rows) + 1
        for row, cells in zip(table.rows, read[1:], strict=True):
            for value, cell in zip(row, cells, strict=True):
                expected = datetime(value.year, value.month, value.day) if isinstance(value, date) else value
                assert cell == (None if expected == "" else expected)


def test_dates_and_numbers_are_dates_and_numbers() -> None:
    sheet = sample_book()["Actions"]
    heads = [cell.value for cell in sheet[1]]
    first = sheet[2]
    assert first[heads.index("Start")].is_date
    assert first[heads.index("Start")].number_format == "d mmm yyyy"
    assert first[heads.index("Hours")].data_type == "n"
    assert sample_book()["Competencies"].cell(2, 8).data_type == "n"


def test_headings_stay_in_view_and_can_be_filtered() -> None:
    for sheet in sample_book():
        assert sheet.freeze_panes == "C2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.auto_filter.ref.endswith(str(sheet.max_row))
        assert sheet.print_title_rows == "$1:$1"


def test_columns_have_their_widths_and_long_texts_wrap() -> None:
    sheet = sample_book()["Evidence"]
    assert 40 <= sheet.column_dimensions["B"].width <= 50
    assert sheet["E2"].alignment.wrap_text
    assert sheet.row_dimensions[2].height > 20


def test_its_properties_say_what_it_is_and_the_day_of_the_report() -> None:
    about = sample_book().properties
    assert about.title == sample_report().document.title
    assert about.created == about.modified == datetime(2026, 10, 2)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert xlsx_bytes(hostile_report()) == hostile_bytes()


# --- only text ----------------------------------------------------------------------------------------------------------


def test_no_cell_is_a_formula_or_a_link() -> None:
    book = book_of(hostile_bytes())
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 1000
    assert len([cell for cell in cells if str(cell.value).startswith("=HYPERLINK")]) > 5
    # openpyxl names a text a formula for its first sign: what the file itself says is looked at below.
    assert [cell.coordinate for cell in cells if cell.hyperlink] == []
    assert [cell.coordinate for cell in cells if cell.comment] == []
    with zipfile.ZipFile(io.BytesIO(hostile_bytes())) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) >= 3
        for name in sheets:
            text = parts.read(name).decode()
            assert re.findall(r"<f[ >]|<hyperlink", text) == []
            assert set(re.findall(r'<c [^>]*t="(\w+)"', text)) == {"s"}
        assert [name for name in parts.namelist() if "external" in name.lower() or "vba" in name.lower()] == []


def with_title(text: str) -> Owner:
    owner = sample_owner()
    first, *others = owner.register.entries
    return owner._replace(register=changed(owner.register, entries=(changed(first, title=text), *others)))


def texts_in(data: bytes) -> list[str]:
    """Every text in a workbook, from its own list of them, with the escapes of characters read as the standard says.

    openpyxl leaves some of those escapes as they stand.
    """
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        texts = ElementTree.fromstring(parts.read("xl/sharedStrings.xml")).iter(f"{space}t")
        escape = re.compile("_x([0-9A-Fa-f]{4})_")
        return [escape.sub(lambda found: chr(int(found[1], 16)), text.text or "") for text in texts]


SHORT = sorted(name for name in HOSTILE if name != "a long word")


@pytest.mark.parametrize("name", SHORT)
def test_a_hostile_text_arrives_whole_in_its_cell(name: str) -> None:
    data = xlsx_bytes(with_title(HOSTILE[name]).report(sections=["evidence"]))
    assert visible(HOSTILE[name]) in texts_in(data)
    assert book_of(data)["Evidence"]["A2"].value == "E1"


@settings(max_examples=examples(25), deadline=None)
@given(typed_texts(60))
def test_any_text_arrives_whole_in_its_cell(text: str) -> None:
    data = xlsx_bytes(with_title(text).report(sections=["evidence"]))
    assert not text or visible(text) in texts_in(data)
    assert book_of(data)["Evidence"]["A2"].value == "E1"


@pytest.mark.parametrize("text", [LONG_WORD, "👩🏽‍⚖️" * 12_000, "one\n" * 20_000], ids=["one word", "emoji", "lines"])
def test_a_text_too_long_for_a_cell_goes_on_in_a_sheet_of_its_own(text: str) -> None:
    book = book_of(xlsx_bytes(with_title(text).report(sections=["evidence"])))
    first = book["Evidence"]["B2"].value
    rest = list(book["Long texts"].iter_rows(min_row=2, values_only=True))
    assert first.endswith("… (goes on in the sheet Long texts)")
    assert {row[:3] for row in rest} == {("E1", "Evidence", "Title")}
    assert [row[3] for row in rest] == list(range(2, len(rest) + 2))
    parts = [first.removesuffix("… (goes on in the sheet Long texts)"), *(row[4] for row in rest)]
    assert "".join(parts) == visible(text)
    assert max(len(part.encode("utf-16-le")) // 2 for part in (first, *parts)) <= 32_767


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_reads_every_sheet_and_finds_no_formula(tmp_path: Path) -> None:
    (tmp_path / "report.xlsx").write_bytes(hostile_bytes())
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    options = (
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"  # every sheet; formulas as such
    )
    command = ["soffice", home, "--headless", "--convert-to", options, "--outdir", str(tmp_path), "report.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    for table in row_tables(hostile_report()):
        text = (tmp_path / f"report-{table.name}.csv").read_text("utf-8-sig")
        read = list(csv.reader(io.StringIO(text, newline="")))
        assert read[0] == [column.name for column in table.columns]
        assert len(read) == len(table.rows) + 1
        assert [row[0] for row in read[1:]] == [row[0] for row in table.rows]
