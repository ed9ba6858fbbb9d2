"""The file that comes back: what other programs do to it, and what is no worksheet, damaged, or made to do harm."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from building import a_round, rated
from gap_records import not_applicable, standard
from standards_folders import copy_of_ours
from worksheets import (
    HEADING,
    KINDS,
    PLACE,
    applied,
    docx,
    field_beside,
    filled,
    made,
    openpyxl,
    problems_of,
    question_in,
    read,
    repacked,
    row_of,
    saved,
)

from cswo_eval.exchange.worksheet.columns import choice_from
from cswo_eval.exchange.worksheet.marks import printed_mark
from cswo_eval.files.limits import MOST_XML_NODES, OFFICE_ZIP
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework
from cswo_eval.record.models import Round
from cswo_eval.text.problems import ProblemsFound

FIRST_PART = {"xlsx": "xl/worksheets/sheet1.xml", "docx": "word/document.xml"}


def a_zip(**parts: str | bytes) -> bytes:
    """An archive of these parts; two underscores in a name stand for a slash."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def with_part(kind: str, change: Callable[[str], str]) -> bytes:
    """A worksheet whose main text was changed."""
    return repacked(made(kind, None), lambda name, text: change(text) if name == FIRST_PART[kind] else text)


# --- not a worksheet --------------------------------------------------------------------------------------------

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
NO_FILES = {
    "nothing": (b"", "this file is empty"),
    "CSV": (b"Id,Level\r\nSD1,3\r\n", "plain text, such as CSV"),
    "a page of the web": (b"\n<html><table></table></html>", "a page of the web, XML or RTF"),
    "RTF": (b"{\\rtf1 words}", "a page of the web, XML or RTF"),
    "PDF": (b"%PDF-1.7\n\x00", "this is a PDF file"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "neither an Excel workbook (.xlsx) nor a Word document"),
    "XLS": (OLD_OFFICE, "the format of Office before 2007"),
    "a password": (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "ODS": (a_zip(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "an OpenDocument file"),
    "XLSB": (a_zip(xl__workbook_bin="x").replace(b"workbook_bin", b"workbook.bin"), "a binary workbook (.xlsb)"),
    "another archive": (a_zip(a="words"), "neither an Excel workbook (.xlsx) nor a Word document"),
    "cut off at once": (b"PK\x03\x04", "damaged, or only part of it is there"),
}


@pytest.mark.parametrize("what", NO_FILES)
def test_what_is_no_worksheet_is_said_to_be_what_it_is(what: str) -> None:
    data, sentence = NO_FILES[what]
    (problem,) = problems_of("xlsx", data)
    assert sentence in problem


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_said_to_be_damaged(kind: str, share: float) -> None:
    data = made(kind, None)
    assert "damaged, or only part of it is there" in problems_of(kind, data[: int(len(data) * share)])[0]


@pytest.mark.parametrize("kind", ["xlsx", pytest.param("docx", marks=pytest.mark.long)])
def test_bytes_that_were_changed_on_the_way_never_end_in_anything_but_words(kind: str) -> None:
    """A byte at every two hundredth place turned: read as it was, or refused, and never a traceback."""
    data = made(kind, None, aspect="MV")
    for place in range(0, len(data), max(1, len(data) // 200)):
        spoiled = data[:place] + bytes([data[place] ^ 0x5A]) + data[place + 1 :]
        with contextlib.suppress(ProblemsFound):
            assert read(kind, spoiled).rows


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_that_is_missing_never_ends_in_anything_but_words(kind: str) -> None:
    data = made(kind, None, aspect="MV")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    refused = []
    for gone in names:
        without = repacked(data, lambda name, text, gone=gone: None if name == gone else text)  # type: ignore[misc]
        try:
            assert read(kind, without).rows
        except ProblemsFound:
            refused.append(gone)
    assert {"[Content_Types].xml", "_rels/.rels", FIRST_PART[kind]} <= set(refused)


@pytest.mark.parametrize(
    "cell", ["<c r='1A'/>", "<c r='A1' t='s'><v>999999</v></c>", "<c r='A1' t='s'><v>x</v></c>"], ids=str
)
def test_a_cell_that_makes_no_sense_is_damage(cell: str) -> None:
    data = with_part("xlsx", lambda text: text.replace("<sheetData>", f"<sheetData><row>{cell}</row>"))
    assert "damaged" in problems_of("xlsx", data)[0]


# --- made to do harm --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_would_unpack_to_more_than_a_worksheet_is_not_unpacked(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = with_part(kind, lambda text: text + " " * (OFFICE_ZIP.file + 1))
    assert len(bomb) < 1_000_000
    unpack = zipfile.ZipFile.open

    def others_only(archive: zipfile.ZipFile, entry: Any, *rest: Any, **named: Any) -> Any:
        assert getattr(entry, "filename", entry) != FIRST_PART[kind], "it was unpacked"
        return unpack(archive, entry, *rest, **named)

    monkeypatch.setattr(zipfile.ZipFile, "open", others_only)
    assert "too large for a worksheet" in problems_of(kind, bomb)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_says_less_than_it_unpacks_to_is_damaged(kind: str) -> None:
    """The sizes in an archive are what its maker wrote there: no more than that is ever read."""
    data = bytearray(with_part(kind, lambda text: text + " " * 5_000_000))
    name = FIRST_PART[kind].encode()
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(name))
    data[place + 24 : place + 28] = struct.pack("<I", 1000)
    assert "damaged" in problems_of(kind, bytes(data))[0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_definitions_that_grow_when_they_are_read_are_refused(kind: str, encoding: str) -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><x>&a9;</x>'
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made(kind, None))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb.encode(encoding) if name == FIRST_PART[kind] else old.read(name))
    assert "it holds definitions (DOCTYPE)" in problems_of(kind, stream.getvalue())[0]


@pytest.mark.parametrize("kind", KINDS)
def test_elements_within_one_another_without_end_are_refused(kind: str) -> None:
    data = with_part(kind, lambda _: "<a>" * 100_000 + "</a>" * 100_000)
    assert "far more in it than a worksheet" in problems_of(kind, data)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_elements_without_number_are_refused(kind: str) -> None:
    data = with_part(kind, lambda _: "<a>" + "<b/>" * MOST_XML_NODES + "</a>")
    assert "far more in it than a worksheet" in problems_of(kind, data)[0]


def test_a_sheet_that_claims_to_be_huge_is_read_by_what_is_in_it() -> None:
    data = with_part("xlsx", lambda text: text.replace('<dimension ref="A1:K20"/>', '<dimension ref="A1:XFD1048576"/>'))
    far = with_part(
        "xlsx",
        lambda text: text.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'),
    )
    assert len(read("xlsx", data).rows) == len(read("xlsx", far).rows) == 18


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_outside_that_a_part_names_is_not_looked_for(kind: str) -> None:
    def outward(name: str, text: str) -> str:
        relation = (
            '<Relationship Id="x" TargetMode="External" Type="a/styles" Target="file:///etc/passwd"/></Relationships>'
        )
        return text.replace("</Relationships>", relation) if name.endswith(".rels") else text

    assert len(read(kind, repacked(made(kind, None), outward)).rows) == 18


# --- what people and programs do to a workbook ------------------------------------------------------------------


def changed_book(change: Callable[[Any], None], round_: Round | None = None) -> bytes:
    """A worksheet that somebody has worked on in a spreadsheet."""
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", round_)))
    change(book)
    return saved(book)


@pytest.fixture
def answered(framework: Framework) -> Round:
    """A round with an answer to four elements."""
    return a_round(
        framework,
        {
            "MV1": rated(3, importance=2, confidence="low", opposite="The audit, “2025”.", learning="Ask.\nTwice."),
            "SD1": rated(1, importance=3),
            "SD2": not_applicable("The board’s duty – not ours."),
            "WO4": rated(5, importance=1, confidence="high"),
        },
    )


def unchanged(data: bytes, round_: Round) -> bool:
    """Whether a worksheet, taken in again, leaves the round as it was, and says nothing."""
    done = applied(read("xlsx", data).rows, round_)
    return done.round == round_ and not (done.conflicts or done.replaced or done.emptied)


def sorted_by_level(book: Any) -> None:
    sheet = book["Worksheet"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    rows.sort(key=lambda row: (str(row[PLACE["level"] - 1]), row[0]))
    for number, row in enumerate(rows, start=3):
        for place, value in enumerate(row, start=1):
            sheet.cell(number, place).value = value


def columns_turned_round(book: Any) -> None:
    sheet = book["Worksheet"]
    for row in sheet.iter_rows(min_row=1):
        for cell, value in zip(row, [cell.value for cell in row][::-1], strict=True):
            cell.value = value


def extra_sheet_first(book: Any) -> None:
    book.create_sheet("Notes", 0)["A1"] = "Id"


def first_row_deleted(book: Any) -> None:
    book["Worksheet"].delete_rows(1)


def rows_pushed_down(book: Any) -> None:
    book["Worksheet"].insert_rows(1, 3)


def headings_with_spaces(book: Any) -> None:
    for cell in book["Worksheet"][2]:
        cell.value = f"  {str(cell.value).upper()} \n".replace(" ", "\xa0", 1)


def an_answered_row_deleted(book: Any) -> None:
    book["Worksheet"].delete_rows(4)


def blank_rows_added(book: Any) -> None:
    book["Worksheet"].insert_rows(5, 2)
    book["Worksheet"].cell(6, 5).value = "  "


def numbers_with_decimals(book: Any) -> None:
    for row in book["Worksheet"].iter_rows(min_row=3):
        for cell in row:
            if isinstance(cell.value, int):
                cell.value = float(cell.value)


def choices_as_they_are_typed(book: Any) -> None:
    shown = {3: " 3 ", 1: "’1’", "x": "X", "high": "High.", "low": "“Low”", 5: "5 Others learn from it", 2: "2\xa0"}
    for row in book["Worksheet"].iter_rows(min_row=3, min_col=PLACE["level"], max_col=PLACE["confidence"]):
        for cell in row:
            cell.value = shown.get(cell.value, cell.value)


def renamed_sheet(book: Any) -> None:
    book["Worksheet"].title = "Mine"


def statement_column_deleted(book: Any) -> None:
    book["Worksheet"].delete_cols(2, 3)


@pytest.mark.parametrize(
    "change",
    [
        sorted_by_level,
        columns_turned_round,
        extra_sheet_first,
        first_row_deleted,
        rows_pushed_down,
        headings_with_spaces,
        an_answered_row_deleted,
        blank_rows_added,
        numbers_with_decimals,
        choices_as_they_are_typed,
        renamed_sheet,
        statement_column_deleted,
    ],
    ids=lambda change: change.__name__,
)
def test_what_is_usually_done_to_a_workbook_changes_no_answer(change: Callable[[Any], None], answered: Round) -> None:
    assert unchanged(changed_book(change, answered), answered)


def test_a_row_of_ones_own_with_an_id_is_taken(framework: Framework) -> None:
    """An aspect was exported, and an element of another was added by hand."""
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", None, aspect="MV")))
    book["Worksheet"].cell(9, 1).value = " wo4 "
    book["Worksheet"].cell(9, PLACE["level"]).value = 2
    done = applied(read("xlsx", saved(book)).rows, a_round(framework))
    assert done.round.answers["WO4"].level == 2


def test_two_copies_of_the_sheet_are_refused_by_name() -> None:
    data = changed_book(lambda book: book.copy_worksheet(book["Worksheet"]))
    assert "2 sheets are worksheets: 'Worksheet', 'Worksheet Copy'." in problems_of("xlsx", data)[0]


def test_a_sheet_without_its_headings_is_refused() -> None:
    data = changed_book(lambda book: book["Worksheet"].delete_rows(2))
    assert "the row of headings ('Id', 'Statement' and so on) is missing" in problems_of("xlsx", data)[0]


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ('<c r="I3"><v>3.0</v></c>', "3"),
        ('<c r="I3"><v>1E3</v></c>', "1000"),
        ('<c r="I3" t="inlineStr"><is><r><t>in </t></r><rPh><t>x</t></rPh><r><t>parts</t></r></is></c>', "in parts"),
        ('<c r="I3" t="str"><v>as text</v></c>', "as text"),
        ("<c/><c/><c/><c/><c/><c/><c/><c/><c t='inlineStr'><is><t>no place</t></is></c>", "no place"),
    ],
)
def test_a_cell_may_be_written_in_several_ways(shape: str, said: str) -> None:
    head = '<c r="A3" t="inlineStr"><is><t>MV1</t></is></c>' if "r=" in shape else ""
    shape = shape if head else shape.replace("<c/>", "<c t='inlineStr'><is><t>MV1</t></is></c>", 1)

    def change(text: str) -> str:
        before, _, rest = text.partition('<row r="3"')
        return f'{before}<row r="3">{head}{shape}</row>{rest[rest.index("</row>") + 6 :]}'

    assert row_of(read("xlsx", with_part("xlsx", change)), "MV1").opposite == said


def test_a_whole_number_that_is_shown_as_a_date_is_no_text() -> None:
    from datetime import date

    data = filled("xlsx", made("xlsx", None), {"SD1": {"learning": date(2026, 3, 4)}})
    assert "number or a date" in problems_of("xlsx", data)[0]


def test_the_cells_that_are_filled_in_can_be_and_the_others_are_protected_without_a_password() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made("xlsx", None)))["Worksheet"]
    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
    assert {cell.column for cell in sheet[3] if not cell.protection.locked} == set(range(5, 12))
    assert len({cell.fill.fgColor.rgb for cell in sheet[3]}) == 2


def test_the_workbook_prints_one_page_wide_with_its_headings_on_each() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made("xlsx", None)))["Worksheet"]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$2:$2", "C3")


def test_a_row_grows_while_it_is_written_in() -> None:
    """A height that is fixed would not."""
    with zipfile.ZipFile(io.BytesIO(made("xlsx", None))) as archive:
        text = archive.read(FIRST_PART["xlsx"]).decode()
    assert text.count(" ht=") == 19
    assert "customHeight" not in text


@pytest.mark.parametrize(
    ("column", "text", "choice"),
    [
        ("level", "3", "3"),
        ("level", " 3 Dependable ", "3"),
        ("level", "dependable.", "3"),
        ("level", "N", "n"),
        ("level", "No chance yet", "n"),
        ("level", "Level 3", "3"),
        ("level", "LEVEL  3:  dependable", "3"),
        ("level", "level3:Dependable", "3"),
        ("level", "3 - Dependable", "3"),
        ("level", "3: Dependable", "3"),
        ("level", "Level n: No chance yet", "n"),
        ("level", "x Not  applicable.", "x"),
        ("level", "Level 3: Strong", None),
        ("level", "3 Strong", None),
        ("level", "Level", None),
        ("level", "3 4", None),
        ("level", "3, 4", None),
        ("level", "Level 3 or 4", None),
        ("level", "Importance 3", None),
        ("importance", "Importance 3: High", "3"),
        ("importance", "level 3", None),
        ("confidence", "Confidence: low", "low"),
        ("confidence", "Confidence", None),
        ("level", "Choose", ""),
        ("level", "Choose an item.", ""),
        ("level", "-3", None),
        ("level", "3?", None),
        ("level", "2-3", None),
        ("importance", "3 high", "3"),
        ("confidence", "‘Medium’", "medium"),
        ("confidence", "m", None),
    ],
)
def test_a_choice_is_what_it_says_and_nothing_near_it(column: str, text: str, choice: str | None) -> None:
    assert choice_from(standard(), column, text) == choice


# --- what people and programs do to a document ------------------------------------------------------------------


def test_each_question_has_a_header_row_and_lists_to_choose_from() -> None:
    document = docx.Document(io.BytesIO(made("docx", None)))
    table = question_in(document, "SD1")
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert table._tbl.xpath(".//w:sdt//w:alias/@w:val") == ["Level of SD1", "Importance of SD1", "Confidence of SD1"]
    labels = table._tbl.xpath(".//w:sdt//w:listItem/@w:displayText")
    assert {"3 Dependable", "x Not applicable", "low"} <= set(labels)


def test_a_choice_made_from_the_list_is_the_choice() -> None:
    """Word puts the words of the list into the field, and the mark of an empty one goes."""
    document = docx.Document(io.BytesIO(made("docx", None)))
    table = question_in(document, "SD1")._tbl
    (mark,) = table.xpath("(.//w:sdt)[1]//w:showingPlcHdr")
    mark.getparent().remove(mark)
    table.xpath("(.//w:sdt)[1]//w:t")[0].text = "4 Strong"
    assert row_of(read("docx", saved(document)), "SD1").level == "4"


def test_lines_are_kept_however_they_were_made() -> None:
    document = docx.Document(io.BytesIO(made("docx", None)))
    field = field_beside(question_in(document, "SD1"), "evidence")
    field.text = "one\ntwo\tand"
    field.add_paragraph("three")
    assert row_of(read("docx", saved(document)), "SD1").evidence == "one\ntwo\tand\nthree"


@pytest.mark.parametrize(
    "piece",
    [
        "<w:del w:id='1' w:author='a'><w:r><w:delText>gone</w:delText></w:r></w:del>",
        "<w:r><w:drawing/></w:r>",
        "<w:r><w:footnoteReference w:id='2'/></w:r>",
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>",
    ],
    ids=["tracked", "picture", "footnote", "field"],
)
def test_more_than_plain_text_is_never_lost_in_silence(piece: str) -> None:
    def change(text: str) -> str:
        before, label, after = text.partition(HEADING["learning"])
        return before + label + after.replace("<w:r>", f"{piece}<w:r>", 1)

    assert "more than plain text" in problems_of("docx", with_part("docx", change))[0]


def test_a_table_within_a_field_is_never_lost_in_silence() -> None:
    document = docx.Document(io.BytesIO(made("docx", None)))
    field_beside(question_in(document, "SD1"), "learning").add_table(1, 1).cell(0, 0).text = "lost?"
    assert "more than plain text" in problems_of("docx", saved(document))[0]


def test_questions_deleted_moved_and_commented_on_change_no_answer(answered: Round) -> None:
    document = docx.Document(io.BytesIO(made("docx", answered)))
    body = document.element.body
    body.remove(question_in(document, "AO1")._tbl)
    body.insert(0, question_in(document, "WO4")._tbl)
    body.remove(next(one for one in document.paragraphs if one.text.startswith("cswo-eval/worksheet"))._p)
    document.paragraphs[0].insert_paragraph_before(" ")
    document.add_comment(document.paragraphs[1].runs[0], "A note of mine.")
    done = applied(read("docx", saved(document)).rows, answered)
    assert (done.round, done.conflicts, done.replaced) == (answered, (), ())


def test_comments_are_not_taken_in_and_noticed() -> None:
    def comment(book: Any) -> None:
        book["Worksheet"]["E3"].comment = openpyxl.comments.Comment("Is this so?", "A coach")

    document = docx.Document(io.BytesIO(made("docx", None)))
    document.add_comment(document.paragraphs[0].runs[0], "Is this so?", "A coach")
    assert read("xlsx", changed_book(comment)).comments
    assert read("docx", saved(document)).comments
    assert not read("xlsx", made("xlsx", None)).comments
    assert not read("docx", made("docx", None)).comments


def test_a_part_that_is_named_as_many_sheets_is_not_read_for_each() -> None:
    data = repacked(
        made("xlsx", None, aspect="MV"),
        lambda name, text: (
            text.replace("</sheets>", '<sheet name="a" sheetId="9" r:id="rId1"/>' * 1000 + "</sheets>")
            if name == "xl/workbook.xml"
            else text
        ),
    )
    assert "damaged" in problems_of("xlsx", data)[0]


STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def test_a_workbook_saved_as_strict_open_xml_is_the_same_worksheet(answered: Round) -> None:
    def renamed(_: str, text: str) -> str:
        for usual, strict in STRICT.items():
            text = text.replace(usual, strict)
        return text

    assert unchanged(repacked(made("xlsx", answered), renamed), answered)


@pytest.mark.parametrize("text", ["x005F_", "a x005F_b", "x005x005F_F_"])
def test_letters_that_look_like_part_of_a_code_are_kept(text: str) -> None:
    data = filled("xlsx", made("xlsx", None), {"SD1": {"learning": text}})
    assert row_of(read("xlsx", data), "SD1").learning == text


def test_typed_letters_of_a_code_before_the_end_of_a_line_are_not_lost_in_silence() -> None:
    data = filled("xlsx", made("xlsx", None), {"SD1": {"learning": "_x005F_x000D_\ntyped"}})
    assert "letters such as _x0041_" in problems_of("xlsx", data)[0]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="900"/><row r="899"><c r="A899" t="str"><v>SD1</v></c></row>',
        '<row r="900"><c r="B900" t="str"><v>b</v></c><c r="A900" t="str"><v>SD1</v></c></row>',
        '<row r="900"><c r="A900" t="str"><v>SD1</v></c><c r="A900" t="str"><v>SD2</v></c></row>',
    ],
    ids=["rows", "cells", "twice"],
)
def test_cells_out_of_their_order_are_damage_and_not_passed_over(rows: str) -> None:
    data = with_part("xlsx", lambda text: text.replace("</sheetData>", f"{rows}</sheetData>"))
    assert "damaged" in problems_of("xlsx", data)[0]


def test_a_long_formula_shared_by_many_cells_is_not_worked_out() -> None:
    """It is a formula, whatever it says: that it makes no sense is never found out."""
    cells = '<c r="A900"><f t="shared" si="0">"(</f></c><c r="B900"><f t="shared" si="0"/></c>'
    data = with_part("xlsx", lambda text: text.replace("</sheetData>", f'<row r="900">{cells}</row></sheetData>'))
    assert "what stands there is a formula" in problems_of("xlsx", data)[0]


def test_what_is_not_asked_for_may_be_beyond_openpyxl(answered: Round) -> None:
    """Rules, styles and links that it cannot make sense of do not keep anybody from taking the answers in."""
    odd = '</sheetData><conditionalFormatting sqref="?"/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'

    def change(name: str, text: str) -> str:
        return text.replace("</sheetData>", odd) if name == FIRST_PART["xlsx"] else text.replace("<fill>", "<fill><a/>")

    assert unchanged(repacked(made("xlsx", answered), change), answered)


@pytest.mark.long
def test_rows_that_are_all_but_empty_and_very_wide_are_refused() -> None:
    wide = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(100, 300))
    data = with_part("xlsx", lambda text: text.replace("</sheetData>", f"{wide}</sheetData>"))
    assert "far more in it than a worksheet" in problems_of("xlsx", data)[0]


# --- words where nothing is taken in ------------------------------------------------------------------------------

STRAY = "you wrote in a field that is not taken in"


@pytest.fixture(scope="module")
def reworded(tmp_path_factory: pytest.TempPathFactory) -> Framework:
    """A later version of the Standard, in which every statement and every title has other words."""
    folder: Path = copy_of_ours(tmp_path_factory.mktemp("reworded") / "standards")
    for path in sorted((folder / "standard").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"((?:statement|title): (?:>-\n *)?[\"']?)(?=[^>\"'\s])", r"\1Indeed, ", text)
        path.write_text(text, encoding="utf-8")
    later = load_framework(folder)
    assert {one.statement[:7] for one in (*later.elements.values(), *later.competencies.values())} == {"Indeed,"}
    assert {one.title[:7] for one in (*later.aspects, *later.elements.values())} == {"Indeed,"}
    return later


def with_words(kind: str, column: str, change: Callable[[str], str], data: bytes | None = None) -> bytes:
    """A worksheet in which somebody wrote in the Standard's own words about SD1."""
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data or made(kind, None)))
        cell = book["Worksheet"].cell(4, PLACE[column])
        assert book["Worksheet"].cell(4, 1).value == "SD1"
        cell.value = change(cell.value)
        return saved(book)
    document = docx.Document(io.BytesIO(data or made(kind, None)))
    table = question_in(document, "SD1")
    field = table.cell(0, 3) if column == "statement" else field_beside(table, column)
    field.text = change(field.text)
    return saved(document)


def without_marks(kind: str, data: bytes) -> bytes:
    """The worksheet as some programs save it: what is hidden in it is gone."""
    if kind == "docx":
        return repacked(data, lambda name, text: None if name.startswith("customXml/") else text)
    book = openpyxl.load_workbook(io.BytesIO(data))
    del book["cswo-eval"]
    return saved(book)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("column", ["statement", "weak", "strong"])
@pytest.mark.parametrize("marks", [True, False], ids=["marks", "no marks"])
def test_words_in_a_field_that_is_not_asked_are_told_by_question(kind: str, column: str, marks: bool) -> None:
    data = with_words(kind, column, lambda text: f"{text} I led the review.")
    (found,) = problems_of(kind, data if marks else without_marks(kind, data))
    place = "w.docx, question 2: SD1: " if kind == "docx" else "w.xlsx, row 4: SD1: "
    named = "beside the id" if (kind, column) == ("docx", "statement") else f"'{HEADING[column]}'"
    assert found.startswith(f"{place}{STRAY} ({named}). Move your words to a yellow field or leave them out.")
    assert "review" not in found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: text.replace(" ", "\n", 3).replace(" ", "\xa0", 2) + " \n",
        lambda text: text.replace(" ", "  "),
        lambda text: text[:5] + "\u00ad" + text[5:],
    ],
    ids=["emptied", "wrapped", "spaced", "hyphenated"],
)
def test_the_standards_words_emptied_or_spaced_otherwise_are_no_problem(
    kind: str, change: Callable[[str], str]
) -> None:
    assert len(read(kind, with_words(kind, "weak", change)).rows) == 18


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("marks", [True, False], ids=["marks", "no marks"])
@pytest.mark.parametrize("elements", [True, False])
def test_a_worksheet_of_an_earlier_version_of_the_standard_is_taken(
    kind: str, marks: bool, elements: bool, reworded: Framework
) -> None:
    data = made(kind, None, elements)
    assert read(kind, data if marks else without_marks(kind, data), framework=reworded).rows


@pytest.mark.parametrize("kind", KINDS)
def test_words_written_into_a_worksheet_of_an_earlier_version_are_told(kind: str, reworded: Framework) -> None:
    data = with_words(kind, "statement", lambda text: f"{text} Mine.")
    (found,) = problems_of(kind, data, framework=reworded)
    assert STRAY in found


@pytest.mark.parametrize("kind", KINDS)
def test_an_aspect_whose_marks_were_lost_is_still_compared_with_the_standard(kind: str) -> None:
    whole = made(kind, None, aspect="SD")
    assert read(kind, without_marks(kind, whole)).rows
    written = filled(kind, whole, {"SD1": {"weak": "Mine."}})
    assert STRAY in problems_of(kind, without_marks(kind, written))[0]


@pytest.mark.parametrize(
    ("place", "value"), [("B900", "A note."), ("C1", "My notes for Monday"), ("B4", "=1+1"), ("D4", 7)], ids=str
)
def test_words_in_the_columns_of_the_standard_are_told_wherever_they_stand(place: str, value: object) -> None:
    def write(book: Any) -> None:
        book["Worksheet"].insert_rows(1)
        book["Worksheet"][place] = value

    (found,) = problems_of("xlsx", changed_book(write))
    assert (f"row {place[1:]}: " in found, STRAY in found) == (True, True)


def test_several_fields_of_a_question_are_one_problem() -> None:
    data = with_words("docx", "weak", lambda text: f"{text} Mine.")
    (found,) = problems_of("docx", with_words("docx", "strong", lambda text: f"Mine. {text}", data))
    assert "fields that are not taken in ('What level 2 looks like', 'What level 4 looks like')" in found


def test_a_tracked_change_in_the_standards_words_is_told() -> None:
    element = standard().elements["MV1"]
    tracked = "<w:ins w:id='1' w:author='a'><w:r><w:t>Mine.</w:t></w:r></w:ins>"

    def change(text: str) -> str:
        before, words, after = text.partition(element.weak[:40])
        return before + words + after.replace("</w:p>", f"{tracked}</w:p>", 1)

    assert STRAY in problems_of("docx", with_part("docx", change))[0]


@pytest.mark.parametrize(("item", "where"), [("MV1", "before the first question"), ("SD2", "after this question")])
@pytest.mark.parametrize("marks", [True, False], ids=["marks", "no marks"])
def test_a_paragraph_between_the_questions_is_told_by_the_question_before_it(
    item: str, where: str, marks: bool
) -> None:
    document = docx.Document(io.BytesIO(made("docx", None)))
    for text in ("I led the review.", "Twice."):
        paragraph = document.add_paragraph(text)._p
        question_in(document, item)._tbl.addprevious(paragraph)
    data = saved(document)
    (found,) = problems_of("docx", data if marks else without_marks("docx", data))
    place = "w.docx: " if item == "MV1" else "w.docx, question 2: "
    assert found.startswith(f"{place}you wrote {where}, outside its fields, where nothing is taken in. Move it")


def test_words_in_a_table_or_a_box_of_their_own_or_after_a_printed_line_are_told() -> None:
    document = docx.Document(io.BytesIO(made("docx", None)))
    document.add_table(1, 1).cell(0, 0).text = "Mine."
    assert "question 18: you wrote after" in problems_of("docx", saved(document))[0]
    document = docx.Document(io.BytesIO(made("docx", None)))
    document.paragraphs[0].add_run(" and mine")
    assert "before the first question" in problems_of("docx", saved(document))[0]
    box = "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Mine.</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    data = with_part("docx", lambda text: text.replace("<w:sectPr", f"{box}<w:sectPr", 1))
    assert "question 18: you wrote after" in problems_of("docx", data)[0]


def test_the_name_that_an_owner_gave_a_sheet_is_not_repeated() -> None:
    def copy(book: Any) -> None:
        book.copy_worksheet(book["Worksheet"]).title = "John Smith"

    (found,) = problems_of("xlsx", changed_book(copy))
    assert "2 sheets are worksheets: 'Worksheet', number 4 in the file." in found


def as_word_writes_it(kind: str, data: bytes) -> bytes:
    """The worksheet after every apostrophe, quotation mark and hyphen in its texts was set as a printer would."""

    def change(text: str) -> str:
        words = re.sub(r"&quot;([^<&]*)&quot;", "“\\1”", text.replace("&apos;", "'"))
        # Marks and the line by which a worksheet is known hold hyphens too, and are no sentences.
        return words.replace("'", "’").replace("-", "‑").replace("...", "…") if " the " in words else text

    def change_texts(name: str, text: str) -> str:
        if name not in ("word/document.xml", "xl/sharedStrings.xml"):
            return text
        return re.sub(r"(<(?:w:)?t(?: [^>]*)?>)([^<]*)", lambda one: one[1] + change(one[2]), text)

    return repacked(data, change_texts)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("marks", [True, False], ids=["marks", "no marks"])
def test_quotation_marks_and_dashes_that_a_program_set_otherwise_are_no_problem(kind: str, marks: bool) -> None:
    data = as_word_writes_it(kind, made(kind, None, elements=False))
    assert data != repacked(made(kind, None, elements=False), lambda _, text: text)
    assert read(kind, data if marks else without_marks(kind, data)).rows


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_whose_marks_counted_each_quotation_mark_is_still_known(
    kind: str, monkeypatch: pytest.MonkeyPatch, reworded: Framework
) -> None:
    """Made before signs were taken as one: also with another Standard, or without its marks."""
    with monkeypatch.context() as patch:
        patch.setattr(
            "cswo_eval.exchange.worksheet.content.printed_mark",
            lambda record, text, **_: printed_mark(record, text, one_sign=False),
        )
        data = made(kind, None, elements=False)
        written = filled(kind, made(kind, None), {"SD1": {"weak": "Mine."}})
    assert read(kind, data, framework=reworded).rows
    assert read(kind, as_word_writes_it(kind, data)).rows
    assert STRAY in problems_of(kind, without_marks(kind, written))[0]


@pytest.mark.parametrize(
    ("sheet", "cell", "said"),
    [
        ("Worksheet", "L2", "w.xlsx, row 2: you wrote beside the headings, where nothing is taken in. Move it"),
        ("Worksheet", "C1", "w.xlsx, row 1: you wrote beside the line that begins with 'cswo-eval/worksheet', where"),
        ("How to fill it in", "C3", "w.xlsx: you wrote on the sheet 'How to fill it in', where nothing is taken in."),
        ("How to fill it in", "A90", "w.xlsx: you wrote on the sheet 'How to fill it in', where nothing is taken in."),
        ("Notes", "B2", "w.xlsx: you wrote on another sheet, where nothing is taken in. Move it to a yellow field"),
    ],
)
@pytest.mark.parametrize("marks", [True, False], ids=["marks", "no marks"])
def test_words_outside_the_questions_of_a_workbook_are_told(sheet: str, cell: str, said: str, marks: bool) -> None:
    def write(book: Any) -> None:
        (book[sheet] if sheet in book.sheetnames else book.create_sheet(sheet))[cell] = "I led the review."

    data = changed_book(write)
    (found,) = problems_of("xlsx", data if marks else without_marks("xlsx", data))
    assert found.startswith(said)
    assert "review" not in found


def test_a_sheet_that_is_empty_copied_or_only_reckons_is_no_problem(answered: Round) -> None:
    def add(book: Any) -> None:
        book.create_sheet("Empty")
        book.copy_worksheet(book["Worksheet"]).delete_rows(1)
        book.copy_worksheet(book["How to fill it in"])
        book.create_sheet("Sums").append(["=1+1", 3, 2.5, " "])

    assert unchanged(changed_book(add, answered), answered)


# --- another program ----------------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("kind", ["docx", pytest.param("xlsx", marks=pytest.mark.long)])
def test_what_libreoffice_opened_and_saved_is_the_same_worksheet(kind: str, answered: Round, tmp_path: Path) -> None:
    """Opened, saved, and taken in by a record that has changed since: only what was changed in the worksheet comes in."""
    texts = {"learning": "Fìor mhath – “quoted”.\n\n  indented\tand tabbed ", "evidence": "=1+1, as they say here"}
    name, out = f"w.{kind}", tmp_path / "out"
    filters = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "docx": "docx:MS Word 2007 XML"}
    (tmp_path / name).write_bytes(filled(kind, made(kind, answered), {"SD1": {**texts, "level": "2"}}))
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", filters[kind], "--outdir", str(out), str(tmp_path / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    now = answered._replace(answers={**answered.answers, "MV1": rated(5, importance=2)})
    done = applied(read(kind, (out / name).read_bytes()).rows, now)
    assert done.round.answers["MV1"] == now.answers["MV1"]
    assert (done.round.answers["SD1"].learning, done.round.answers["SD1"].level) == (texts["learning"], 2)
    assert [(one.item, one.field) for one in done.replaced] == [("SD1", "level")]
    assert ([entry.shows for entry in done.register.entries], done.conflicts, done.emptied) == (
        [texts["evidence"]],
        (),
        (),
    )
