"""Worksheets for the tests: made, filled in by other programs, changed beneath them, and read back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest
from building import NOW, TODAY, a_profile, a_register
from gap_records import standard

from cswo_eval.confidentiality.guard import Guard
from cswo_eval.disclosure.door import Wanted, disclosed
from cswo_eval.disclosure.watch import Watch
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.exchange.worksheet.as_document import worksheet_docx
from cswo_eval.exchange.worksheet.as_workbook import worksheet_xlsx
from cswo_eval.exchange.worksheet.columns import COLUMNS
from cswo_eval.exchange.worksheet.filled_worksheet import read_worksheet
from cswo_eval.exchange.worksheet.merged import Applied, apply_rows
from cswo_eval.exchange.worksheet.stages import FilledWorksheet, WorksheetRow
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.report import audience_of
from cswo_eval.record.models import EvidenceRegister, Round
from cswo_eval.record.portfolio_models import GuardDecisions
from cswo_eval.text.problems import ProblemsFound

pytest.importorskip("xlsxwriter", reason="workbooks need XlsxWriter")
openpyxl = pytest.importorskip("openpyxl", reason="filling in a workbook needs openpyxl")
docx = pytest.importorskip("docx", reason="Word documents need python-docx")

RECORD = "0123456789abcdef"
PLACE = {column.name: number for number, column in enumerate(COLUMNS, start=1)}
HEADING = {column.name: column.heading for column in COLUMNS}
KINDS = ("xlsx", "docx")
Filling = Mapping[str, Mapping[str, object]]


def repacked(data: bytes, change: Callable[[str, str], str | None]) -> bytes:
    """The file with the text of its parts changed, by their names; None takes a part out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = change(name, old.read(name).decode())
            if text is not None:
                new.writestr(name, text)
    return stream.getvalue()


def made(
    kind: str, round_: Round | None, elements: bool = True, framework: Framework | None = None, **given: Any
) -> bytes:
    """A worksheet of the record of these tests. One without answers, of which many tests begin, is made once."""
    if round_ is None and framework is None:
        return _blank(kind, elements, **given)
    make = worksheet_xlsx if kind == "xlsx" else worksheet_docx
    standards = framework or standard()
    private = given.pop("include_private", False)
    answers = {"record_id": RECORD, "with_private": private, **given}
    return make(standards, through_the_door(standards, round_, private), elements, **answers)


def through_the_door(framework: Framework, round_: Round | None, include_private: bool) -> Round | None:
    """The round as it may leave the record in a worksheet."""
    wanted = Wanted(audience_of(framework, "self"), ("worksheet",), TODAY, "keep", include_private, empty=True)
    guard = Guard(framework.confidentiality, GuardDecisions(), RECORD)
    whole = WholeRecord(framework, a_profile(record_id=RECORD), round_)
    return disclosed(whole, wanted, Watch(guard, frozenset())).copy.record.round


@cache
def _blank(kind: str, elements: bool, **given: Any) -> bytes:
    make = worksheet_xlsx if kind == "xlsx" else worksheet_docx
    return make(standard(), None, elements, **{"record_id": RECORD, **given})


def filled(kind: str, data: bytes, filling: Filling) -> bytes:
    """The worksheet with these fields written by another program: openpyxl or python-docx."""
    stream = io.BytesIO()
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        for row in book["Worksheet"].iter_rows(min_row=3):
            for name, value in filling.get(row[0].value, {}).items():
                cell = row[PLACE[name] - 1]
                cell.value = value
                if isinstance(value, str) and name != "learning":  # openpyxl would make a formula of a leading =
                    cell.data_type = "s"
        book.save(stream)
    else:
        document = docx.Document(io.BytesIO(data))
        for table in document.tables:
            for name, value in filling.get(table.cell(0, 0).text, {}).items():
                field_beside(table, name).text = str(value)
        document.save(stream)
    return stream.getvalue()


def field_beside(table: Any, name: str) -> Any:
    """The cell of a question in which this field is filled in."""
    from docx.table import _Cell

    for row in table.rows:
        cells = [_Cell(one, table) for one in row._tr.tc_lst]
        for label, field in zip(cells[::2], cells[1::2], strict=True):
            if label.text == HEADING[name]:
                return field
    raise AssertionError(f"there is no field {name}")


def question_in(document: Any, item: str) -> Any:
    """The table of one question."""
    return next(one for one in document.tables if one.cell(0, 0).text == item)


def saved(file: Any) -> bytes:
    """What another program writes: openpyxl's book or python-docx's document."""
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def read(kind: str, data: bytes, record_id: str = RECORD, framework: Framework | None = None) -> FilledWorksheet:
    """What a worksheet says."""
    return read_worksheet(data, f"w.{kind}", framework or standard(), record_id)


def problems_of(kind: str, data: bytes, record_id: str = RECORD, framework: Framework | None = None) -> list[str]:
    """What is wrong with a worksheet, as the sentences a user reads."""
    with pytest.raises(ProblemsFound) as found:
        read(kind, data, record_id, framework)
    return [str(one) for one in found.value.problems]


def applied(
    rows: Any,
    round_: Round,
    register: EvidenceRegister | None = None,
    replace: bool = False,
    framework: Framework | None = None,
) -> Applied:
    """The round and the register with these rows."""
    return apply_rows(
        framework or standard(),
        round_,
        register or a_register(),
        rows,
        record_id=RECORD,
        replace=replace,
        now=NOW,
        today=TODAY,
    )


def row_of(sheet: FilledWorksheet, item: str) -> WorksheetRow:
    """The row of one item."""
    return next(one for one in sheet.rows if one.item == item)
