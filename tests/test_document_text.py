"""The text of attached files: every place in which a document can hold a name, and what is named as unchecked."""

from __future__ import annotations

import email.message
import io
import logging
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import docx
import openpyxl
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from cswo_eval.confidentiality.documents import DocumentText, document_text

pytestmark = pytest.mark.installed

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
NAME = "Morag Sinclair"
PHONE = "01632 960123"


def texts(read: DocumentText, kind: str | None = None) -> list[str]:
    return [part.text for part in read.parts if kind in (None, part.kind)]


def all_text(read: DocumentText) -> str:
    return "\n".join(texts(read))


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def word_file(body: str, **others: str | bytes) -> bytes:
    """A Word file with this body; other parts by name, with `__` for a slash and `_` for a dot."""
    parts: dict[str, str | bytes] = {"word/document.xml": f"<w:document {W} {A}><w:body>{body}</w:body></w:document>"}
    return zipped({**parts, **{name.replace("__", "/").replace("_", "."): data for name, data in others.items()}})


def read_word(body: str, **others: str | bytes) -> DocumentText:
    return document_text("minute.docx", word_file(body, **others))


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


# --- Word: what it says -----------------------------------------------------------------------------------------


def test_a_word_file_made_by_another_library_is_read_with_its_properties() -> None:
    made = docx.Document()
    made.add_heading("Case review")
    made.add_paragraph(f"A call from {PHONE}.")
    table = made.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Number", "01632 960124"
    made.sections[0].header.paragraphs[0].text = "In the header"
    made.sections[0].footer.paragraphs[0].text = "In the footer"
    made.core_properties.author = NAME
    made.core_properties.last_modified_by = "Iain Ross"
    made.core_properties.title = "Title of the file"
    made.core_properties.keywords = "keyword of the file"
    saved = io.BytesIO()
    made.save(saved)
    read = document_text("review.docx", saved.getvalue())
    found = {part.where: (part.kind, part.text) for part in read.parts}
    assert found["paragraphs 1 to 2"] == ("text", f"Case review\nA call from {PHONE}.")
    assert found["table 1"] == ("text", "Number\t01632 960124")
    assert found["a header"] == ("text", "In the header")
    assert found["a footer"] == ("text", "In the footer")
    assert found["author in the file's properties"] == ("author", NAME)
    assert found["who saved it last, in the file's properties"] == ("author", "Iain Ross")
    assert found["title in the file's properties"] == ("property", "Title of the file")
    assert found["keywords in the file's properties"] == ("property", "keyword of the file")


def test_an_identifier_in_several_runs_is_whole() -> None:
    read = read_word(paragraph(run("call 0163"), run("2 96"), "<w:proofErr/>", run("0123"), run(" today")))
    assert f"call {PHONE} today" in all_text(read)


def test_a_tab_and_a_line_break_stand_where_they_are() -> None:
    read = read_word(
        paragraph("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>")
    )
    assert "a\tb\nc-d" in texts(read)


def test_tab_stops_of_a_paragraph_are_no_text() -> None:
    read = read_word(paragraph('<w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>', run("x")))
    assert texts(read) == ["x"]


def test_hidden_text_is_read() -> None:
    read = read_word(paragraph(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{NAME}</w:t></w:r>"))
    assert texts(read, "text") == [NAME]


TEXT_BOX = f"<w:r><w:pict><v:textbox xmlns:v='urn:v'><w:txbxContent>{paragraph(run(NAME))}</w:txbxContent></v:textbox></w:pict></w:r>"


def test_a_text_box_is_read_and_does_not_cut_the_paragraph_around_it() -> None:
    read = read_word(paragraph(run("0163"), TEXT_BOX, run("2 960123")))
    assert sorted(all_text(read).split("\n")) == [PHONE, NAME]


def test_what_is_drawn_in_two_ways_for_old_and_new_programs_is_given_once() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:AlternateContent {mc}><mc:Choice>{TEXT_BOX}</mc:Choice><mc:Fallback>{TEXT_BOX}</mc:Fallback></mc:AlternateContent>"
    other = both.replace(NAME, "Only in old programs").replace("Only in old programs", NAME, 1)
    assert all_text(read_word(paragraph(both))).count(NAME) == 1
    assert "Only in old programs" in all_text(read_word(paragraph(other)))


def test_a_field_code_is_read() -> None:
    code = '<w:r><w:instrText> HYPERLINK "mailto:morag@</w:instrText></w:r><w:r><w:instrText>example.org"</w:instrText></w:r>'
    read = read_word(paragraph(code) + paragraph(f'<w:fldSimple w:instr="AUTHOR {NAME}">{run("shown")}</w:fldSimple>'))
    assert 'HYPERLINK "mailto:morag@example.org"' in all_text(read)
    assert f"AUTHOR {NAME}" in all_text(read)


def test_descriptions_of_pictures_and_the_names_of_their_files_are_read() -> None:
    picture = f'<w:r><w:drawing><x:docPr xmlns:x="urn:x" id="1" name="morag.jpg" descr="A photograph of {NAME}" title="At home"/></w:drawing></w:r>'
    read = read_word(paragraph(picture))
    assert texts(read, "property") == [f"morag.jpg\nA photograph of {NAME}\nAt home"]


def test_labels_of_form_fields_and_values_kept_in_the_settings_are_read() -> None:
    control = f'<w:sdt><w:sdtPr><w:alias w:val="{NAME}"/><w:tag w:val="client"/></w:sdtPr><w:sdtContent>{paragraph(run("x"))}</w:sdtContent></w:sdt>'
    settings = f'<w:settings {W}><w:docVars><w:docVar w:name="phone" w:val="{PHONE}"/></w:docVars></w:settings>'
    read = read_word(control, word__settings_xml=settings)
    assert NAME in all_text(read)
    assert PHONE in all_text(read)


STORIES = {
    "word__header2_xml": ("hdr", "a header"),
    "word__footer1_xml": ("ftr", "a footer"),
    "word__footnotes_xml": ("footnotes", "the footnotes"),
    "word__endnotes_xml": ("endnotes", "the endnotes"),
    "word__glossary__document_xml": ("glossaryDocument", "building blocks kept in the file"),
}


@pytest.mark.parametrize(("part", "root", "where"), [(part, *both) for part, both in STORIES.items()], ids=STORIES)
def test_every_story_of_the_package_is_read(part: str, root: str, where: str) -> None:
    read = read_word("", **{part: f"<w:{root} {W}>{paragraph(run('call 0163'), run('2 960123'))}</w:{root}>"})
    assert [(one.where, one.text) for one in read.parts] == [(where, f"call {PHONE}")]


def test_where_a_link_leads_is_read_with_its_signs_as_characters() -> None:
    rels = '<Relationships><Relationship Id="r1" TargetMode="External" Target="file:///C:/Users/Morag%20Sinclair/x.docx"/></Relationships>'
    read = read_word("", word___rels__document_xml_rels=rels)
    assert ("where a link leads", "file:///C:/Users/Morag Sinclair/x.docx") in [
        (one.where, one.text) for one in read.parts
    ]


def test_custom_and_application_properties_are_read() -> None:
    custom = f'<Properties><property name="Client"><lpwstr>{NAME}</lpwstr></property><property name="Case"><i4>4711</i4></property></Properties>'
    app = "<Properties><Application>Word</Application><Manager>Iain Ross</Manager><Company>A council</Company><Pages>3</Pages></Properties>"
    read = read_word("", docProps__custom_xml=custom, docProps__app_xml=app)
    assert f"Client: {NAME}" in texts(read, "property")
    assert "Case: 4711" in texts(read, "property")
    assert "A council" in texts(read, "property")
    assert texts(read, "author") == ["Iain Ross"]
    assert "3" not in texts(read)


def test_data_kept_with_the_document_is_read() -> None:
    read = read_word("", customXml__item1_xml=f'<data who="{NAME}"><phone>{PHONE}</phone></data>')
    assert texts(read) == [f"{PHONE}\n{NAME}"]


def test_charts_and_diagrams_are_read() -> None:
    chart = f"<c xmlns:c='urn:c' {A}><a:p><a:r><a:t>Mor</a:t></a:r><a:r><a:t>ag</a:t></a:r></a:p><c:v>Elgin</c:v></c>"
    read = read_word("", word__charts__chart1_xml=chart)
    assert [(one.where, one.text) for one in read.parts] == [("a chart", "Morag\nElgin")]


def test_the_strict_form_of_word_files_is_read() -> None:
    body = f"<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'><w:body>{paragraph(run(NAME))}</w:body></w:document>"
    assert texts(document_text("x.docx", zipped({"word/document.xml": body}))) == [NAME]


def test_a_cell_is_seen_together_with_the_one_beside_it() -> None:
    row = "".join(f"<w:tc>{paragraph(run(text))}</w:tc>" for text in ("Date of birth", "4 May 1987"))
    read = read_word(f"<w:tbl><w:tr>{row}</w:tr><w:tr>{row}</w:tr></w:tbl>")
    assert texts(read) == ["Date of birth\t4 May 1987\nDate of birth\t4 May 1987"]
    assert read.parts[0].where == "table 1"


def test_a_long_text_is_in_parts_whose_places_follow_one_another() -> None:
    read = read_word(
        "".join(paragraph(run(f"line {number}")) + (paragraph() if number % 5 == 0 else "") for number in range(50))
    )
    assert [one.where for one in read.parts] == ["paragraphs 1 to 25", "paragraphs 26 to 49", "paragraphs 50 to 60"]
    assert all_text(read).count("line") == 50


# --- Word: changes and remarks ----------------------------------------------------------------------------------

MARK = f'w:id="1" w:author="{NAME}" w:date="2026-05-04T09:00:00Z"'


def test_a_tracked_deletion_is_read_as_it_stood_and_with_its_author() -> None:
    gone = f"<w:del {MARK}><w:r><w:delText>2 960</w:delText></w:r></w:del>"
    read = read_word(paragraph(run("call 0163"), gone, run("123")))
    assert texts(read, "text") == ["call 0163123"]
    assert texts(read, "tracked-change") == [f"call {PHONE}"]
    assert texts(read, "author") == [NAME]


def test_a_tracked_insertion_is_read_within_its_paragraph_and_by_itself() -> None:
    read = read_word(paragraph(run("call 0163"), f"<w:ins {MARK}>{run('2 960123')}</w:ins>"))
    assert texts(read, "text") == [f"call {PHONE}"]
    assert texts(read, "tracked-change") == ["2 960123"]


def test_text_that_was_moved_is_read_where_it_was_and_where_it_is() -> None:
    read = read_word(
        paragraph(f"<w:moveFrom {MARK}>{run('moved words')}</w:moveFrom>")
        + paragraph(f"<w:moveTo {MARK}>{run('moved words')}</w:moveTo>")
    )
    assert texts(read, "text") == ["\nmoved words"]
    assert texts(read, "tracked-change") == ["moved words", "moved words"]


def test_what_was_put_in_and_taken_out_again_is_read() -> None:
    read = read_word(
        paragraph(run("x"), f"<w:ins {MARK}><w:del {MARK}><w:r><w:delText>secret</w:delText></w:r></w:del></w:ins>")
    )
    assert "secret" in texts(read, "tracked-change")


def test_who_changed_only_the_look_of_something_is_named() -> None:
    read = read_word(paragraph(f"<w:r><w:rPr><w:rPrChange {MARK}/></w:rPr><w:t>x</w:t></w:r>"))
    assert texts(read, "author") == [NAME]


def test_a_document_without_changes_has_none() -> None:
    read = read_word(paragraph(run("x")))
    assert {one.kind for one in read.parts} == {"text"}
    assert read.unchecked == ""


def test_each_comment_is_read_with_who_wrote_it() -> None:
    comments = f'<w:comments {W}><w:comment w:author="{NAME}">{paragraph(run("Is this "), run("Elgin?"))}</w:comment><w:comment w:author="{NAME}">{paragraph(run("Yes."))}</w:comment></w:comments>'
    read = read_word("", word__comments_xml=comments)
    found = [(one.where, one.kind, one.text) for one in read.parts]
    assert found == [
        ("comment 1", "comment", "Is this Elgin?"),
        ("comment 2", "comment", "Yes."),
        ("who wrote a comment", "author", NAME),
    ]


# --- what is within a Word file and cannot be read --------------------------------------------------------------


def test_pictures_macros_and_thumbnails_are_named_as_unchecked() -> None:
    read = read_word(
        paragraph(run("x")),
        word__media__image1_png=b"\x89PNG",
        word__media__image2_jpeg=b"\xff\xd8",
        word__vbaProject_bin=b"macro",
        docProps__thumbnail_jpeg=b"\xff\xd8",
    )
    assert "2 pictures in it: look at them yourself" in read.unchecked
    assert "macros" in read.unchecked
    assert "a small picture of its first page is kept in it" in read.unchecked
    assert texts(read) == ["x"]


def test_a_part_that_no_text_can_be_read_from_is_named() -> None:
    assert "1 part in it that no text can be read from (oddity.dat)" in read_word("", word__oddity_dat=b"?").unchecked


def test_a_file_within_the_file_is_read() -> None:
    inner = word_file(paragraph(run(NAME)))
    read = read_word("", word__embeddings__inner_docx=inner)
    assert [(one.where, one.text) for one in read.parts][-1] == (
        "paragraph 1, in the file 'inner.docx' within it",
        NAME,
    )


def test_files_within_files_are_read_to_a_depth_and_then_named() -> None:
    data = word_file(paragraph(run("the innermost")))
    for _ in range(6):
        data = word_file("", word__embeddings__inner_docx=data)
    read = document_text("x.docx", data)
    assert "the innermost" not in all_text(read)
    assert "a file within a file within a file (inner.docx) was not read" in read.unchecked


# --- damaged and hostile packages -------------------------------------------------------------------------------

BILLION = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declaration", [BILLION, OUTSIDE, "<!DOCTYPE x>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_declaration_in_a_part_is_refused(declaration: str, encoding: str) -> None:
    part = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}<w:document {W}><w:p/></w:document>'
    read = document_text("x.docx", zipped({"word/document.xml": part.encode(encoding)}))
    assert read.unchecked == "a part of it declares a document type, which no document of this kind does"
    assert read.parts == ()


def test_one_bad_part_does_not_hide_the_others() -> None:
    read = read_word(paragraph(run(NAME)), word__footnotes_xml="<broken")
    assert texts(read) == [NAME]
    assert "a part of it is damaged and was not read" in read.unchecked


def test_a_part_that_explodes_is_not_unpacked() -> None:
    read = read_word("", word__header1_xml=b" " * 20_000_000)
    assert "unpacks to very many times its size" in read.unchecked


def test_a_part_that_is_too_large_is_not_read_and_the_others_are() -> None:
    noise = random.Random(1).randbytes(15_500_000).hex()
    read = read_word(paragraph(run(NAME)), word__header1_xml=noise)
    assert read.unchecked == "a part of it is too large to be looked through"
    assert texts(read) == [NAME]


def test_more_parts_than_any_document_has_are_refused() -> None:
    parts: dict[str, str | bytes] = {f"word/{number}.xml": b"" for number in range(5_100)}
    assert "more than 5,000 parts" in document_text("x.docx", zipped(parts)).unchecked


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        archive.writestr("word/document.xml", "<b/>")
    assert "two parts with one name" in document_text("x.docx", made.getvalue()).unchecked


def test_elements_nested_without_end_are_refused() -> None:
    assert "nested more deeply" in read_word("<w:p>" * 100_000).unchecked


def test_a_password_is_said() -> None:
    data = bytearray(word_file(""))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "protected by a password" in document_text("x.docx", bytes(data)).unchecked
    old = document_text("x.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "Office file with a password" in old.unchecked
    assert ".doc, .xls, .ppt" in old.unchecked


def test_an_archive_that_is_no_document_is_unchecked() -> None:
    assert (
        document_text("x.zip", zipped({"a.txt": NAME})).unchecked
        == "it is a zip archive: attach the files in it one by one"
    )
    assert "compressed archive" in document_text("x.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50)).unchecked


@given(st.data())
def test_a_damaged_word_file_never_breaks_the_reader(data: st.DataObject) -> None:
    whole = bytearray(word_file(paragraph(run(NAME)), docProps__core_xml="<a><creator>x</creator></a>"))
    at = data.draw(st.integers(0, len(whole)))
    whole[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=30))
    document_text("x.docx", bytes(whole))


@given(
    st.sampled_from(["x", "x.docx", "x.pdf", "x.html", "x.rtf", "x.eml", "x.jpg", "x.txt", "x.xlsx"]),
    st.binary(max_size=400),
)
def test_any_bytes_under_any_name_are_read_or_named(name: str, data: bytes) -> None:
    read = document_text(name, data)
    assert read.unchecked or read.parts


BEGINNINGS = [
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"{\\rtf1 ",
    b"\xff\xd8\xff\xe1",
    b"\x89PNG\r\n\x1a\n",
    b"II*\x00",
    b"<html>",
    b"\xff\xfe",
]


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=400))
def test_whatever_follows_a_known_beginning_never_breaks_the_reader(beginning: bytes, data: bytes) -> None:
    document_text("x", beginning + data)


# --- Excel, PowerPoint, OpenDocument ----------------------------------------------------------------------------


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Costs"
    return book


def read_book(book: openpyxl.Workbook) -> DocumentText:
    saved = io.BytesIO()
    book.save(saved)
    return document_text("costs.xlsx", saved.getvalue())


def test_rows_of_a_sheet_are_read_with_numbers_dates_and_formulas() -> None:
    import datetime

    book = workbook()
    book["Costs"].append([NAME, 1632960123, datetime.date(1987, 5, 4), f'=CONCATENATE("{PHONE}")'])
    read = read_book(book)
    rows = next(part for part in read.parts if part.where == "sheet 'Costs'")
    assert rows.text == f'{NAME}\t1632960123\t04/05/1987\t =CONCATENATE("{PHONE}")'


def test_a_hidden_sheet_and_its_name_are_read() -> None:
    book = workbook()
    hidden = book.create_sheet(f"About {NAME}")
    hidden.sheet_state = "hidden"
    hidden["A1"] = PHONE
    read = read_book(book)
    assert (f"sheet 'About {NAME}'", PHONE) in [(part.where, part.text) for part in read.parts]
    assert any(f"About {NAME}" in text for text in texts(read, "property"))


def test_comments_on_cells_are_read_with_who_wrote_them() -> None:
    book = workbook()
    book["Costs"]["A1"] = 1
    book["Costs"]["A1"].comment = Comment(f"Ask on {PHONE}", "Iain Ross")
    read = read_book(book)
    assert ("a comment on A1", "comment", f"Ask on {PHONE}") in [tuple(part) for part in read.parts]
    assert texts(read, "author").count("Iain Ross") == 1


def test_headers_links_and_properties_of_a_workbook_are_read() -> None:
    book = workbook()
    sheet = book["Costs"]
    sheet["A1"] = "x"
    sheet["A1"].hyperlink = "mailto:morag@example.org"
    sheet.oddHeader.center.text = "In the header"
    book.properties.creator = NAME
    read = read_book(book)
    assert "mailto:morag@example.org" in texts(read, "property")
    assert "In the header" in all_text(read)
    assert NAME in texts(read, "author")


def test_a_text_that_no_cell_shows_any_more_is_read() -> None:
    strings = "<sst><si><t>shown</t></si><si><r><t>0163</t></r><r><t>2 960123</t></r></si></sst>"
    sheet = '<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>9</v></c></row></sheetData></worksheet>'
    data = zipped({"xl/workbook.xml": "<w/>", "xl/sharedStrings.xml": strings, "xl/worksheets/sheet1.xml": sheet})
    read = document_text("x.xlsx", data)
    assert ("texts kept in the workbook that no sheet shows", PHONE) in [(part.where, part.text) for part in read.parts]


def test_data_kept_for_a_pivot_table_is_read() -> None:
    cache = f'<pivotCacheDefinition><sharedItems><s v="{NAME}"/></sharedItems></pivotCacheDefinition>'
    data = zipped({"xl/workbook.xml": "<w/>", "xl/pivotCache/pivotCacheDefinition1.xml": cache})
    assert NAME in all_text(document_text("x.xlsx", data))


def test_slides_notes_and_remarks_of_a_presentation_are_read() -> None:
    slide = (
        f"<p:sld xmlns:p='urn:p' {A}><a:p><a:r><a:t>call 0163</a:t></a:r><a:r><a:t>2 960123</a:t></a:r></a:p></p:sld>"
    )
    notes = f"<p:notes xmlns:p='urn:p' {A}><a:p><a:r><a:t>{NAME}</a:t></a:r></a:p></p:notes>"
    comments = "<p:cmLst xmlns:p='urn:p'><p:cm><p:text>a remark</p:text></p:cm></p:cmLst>"
    authors = f'<p:cmAuthorLst xmlns:p="urn:p"><p:cmAuthor name="{NAME}" initials="MS"/></p:cmAuthorLst>'
    parts = {
        "ppt/slides/slide2.xml": slide,
        "ppt/notesSlides/notesSlide2.xml": notes,
        "ppt/comments/comment1.xml": comments,
        "ppt/commentAuthors.xml": authors,
    }
    found = [(part.where, part.kind, part.text) for part in document_text("x.pptx", zipped(parts)).parts]
    assert ("slide 2", "text", f"call {PHONE}") in found
    assert ("notes page 2", "text", NAME) in found
    assert ("a comment", "comment", "a remark") in found
    assert ("someone who wrote or changed something in it", "author", NAME) in found


ODF = "".join(
    f' xmlns:{name}="urn:{name}"' for name in ("office", "text", "dc", "meta", "draw", "svg", "xlink", "table")
)


def open_document(body: str, meta: str = "", **others: str | bytes) -> DocumentText:
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content{ODF}><office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "meta.xml": f"<office:document-meta{ODF}><office:meta>{meta}</office:meta></office:document-meta>",
    }
    return document_text("x.odt", zipped({**parts, **others}))


def test_an_open_document_is_read_with_spans_joined_and_spaces_counted() -> None:
    read = open_document(
        '<text:h>Title</text:h><text:p>call 0163<text:span>2</text:span><text:s text:c="2"/>960<text:tab/>123</text:p>'
    )
    assert texts(read, "text") == ["Title\ncall 01632  960\t123"]


def test_changes_remarks_and_properties_of_an_open_document_are_read() -> None:
    read = open_document(
        f"<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>{NAME}</dc:creator></office:change-info>"
        "<text:p>taken out</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>before <office:annotation><dc:creator>Iain Ross</dc:creator><text:p>a remark</text:p></office:annotation>after</text:p>"
        '<draw:frame draw:name="map"><svg:desc>a map of Elgin</svg:desc></draw:frame><text:a xlink:href="mailto:x@example.org"/>',
        f'<dc:creator>Ann Bain</dc:creator><meta:user-defined meta:name="Client">{NAME}</meta:user-defined>',
    )
    assert texts(read, "tracked-change") == ["taken out"]
    assert texts(read, "comment") == ["a remark"]
    assert set(texts(read, "author")) == {NAME, "Iain Ross", "Ann Bain"}
    assert texts(read, "text") == ["before after"]
    assert f"Client: {NAME}" in texts(read, "property")
    assert "a map of Elgin" in all_text(read)
    assert "mailto:x@example.org" in all_text(read)


def test_an_open_document_with_a_password_is_said() -> None:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    assert "protected by a password" in open_document("", **{"META-INF/manifest.xml": manifest}).unchecked


# --- PDF --------------------------------------------------------------------------------------------------------


class Pdf:
    """A PDF in the making."""

    def __init__(self) -> None:
        self.writer = pypdf.PdfWriter()
        self.font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )

    def page(
        self, text: str = "", objects: Mapping[str, DictionaryObject] | None = None, more: bytes = b""
    ) -> pypdf.PageObject:
        """Add a page with a line of text, and what else is drawn."""
        page = self.writer.add_blank_page(200, 200)
        stream = DecodedStreamObject()
        shown = b"BT /F1 12 Tf 20 100 Td (%s) Tj ET " % text.encode("latin-1") if text else b""
        stream.set_data(shown + more)
        page[NameObject("/Contents")] = self.writer._add_object(stream)
        drawn = DictionaryObject(
            {NameObject(f"/{name}"): self.writer._add_object(one) for name, one in (objects or {}).items()}
        )
        fonts = DictionaryObject({NameObject("/F1"): self.font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts, NameObject("/XObject"): drawn})
        return page

    def read(self) -> DocumentText:
        return document_text("x.pdf", self.data())

    def data(self) -> bytes:
        saved = io.BytesIO()
        self.writer.write(saved)
        return saved.getvalue()


def form(data: bytes, resources: DictionaryObject | None = None) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(data)
    made.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
    made[NameObject("/BBox")] = ArrayObject([NumberObject(0)] * 4)
    made[NameObject("/Resources")] = resources or DictionaryObject()
    return made


def picture() -> DecodedStreamObject:
    made = form(b"\x00")
    made[NameObject("/Subtype")] = NameObject("/Image")
    return made


def test_each_page_of_a_pdf_is_read() -> None:
    pdf = Pdf()
    pdf.page(f"call {PHONE}")
    pdf.page(NAME)
    read = pdf.read()
    assert [(part.where, part.text) for part in read.parts if part.kind == "text"] == [
        ("page 1", f"call {PHONE}"),
        ("page 2", NAME),
    ]
    assert read.unchecked == ""


def test_pages_without_text_are_named_as_scans() -> None:
    pdf = Pdf()
    for text in ("a", "", "b", "", "", ""):
        pdf.page(text)
    assert pdf.read().unchecked == "pages 2 and 4 to 6 hold no text: a scan or a picture"
    pdf = Pdf()
    pdf.page("a")
    pdf.page("")
    assert pdf.read().unchecked == "page 2 holds no text: a scan or a picture"


def test_pictures_on_a_page_of_text_are_named() -> None:
    pdf = Pdf()
    pdf.page("a", {"Im1": picture()})
    assert pdf.read().unchecked == "pictures on page 1: look at them yourself"


def test_properties_of_a_pdf_are_read() -> None:
    pdf = Pdf()
    pdf.page("a")
    pdf.writer.add_metadata({"/Author": NAME, "/Title": "the title", "/Keywords": PHONE, "/CreationDate": "D:20260504"})
    read = pdf.read()
    assert texts(read, "author") == [NAME]
    assert {"the title", PHONE} <= set(texts(read, "property"))
    assert "D:20260504" not in all_text(read)


def test_the_second_set_of_properties_is_read() -> None:
    pdf = Pdf()
    pdf.page("a")
    xmp = DecodedStreamObject()
    xmp.set_data(
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:dc="urn:dc" xmlns:rdf="urn:rdf"><dc:creator><rdf:Seq><rdf:li>{NAME}</rdf:li></rdf:Seq></dc:creator>'
        "<dc:description>about Elgin</dc:description></x:xmpmeta>".encode()
    )
    pdf.writer._root_object[NameObject("/Metadata")] = pdf.writer._add_object(xmp)
    read = pdf.read()
    assert NAME in texts(read, "author")
    assert "about Elgin" in texts(read, "property")


def test_remarks_and_links_on_a_page_are_read() -> None:
    pdf = Pdf()
    page = pdf.page("a")
    remark = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Text"),
            NameObject("/Rect"): ArrayObject([FloatObject(0)] * 4),
            NameObject("/Contents"): TextStringObject("Is this Elgin?"),
            NameObject("/T"): TextStringObject(NAME),
        }
    )
    link = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/A"): DictionaryObject({NameObject("/URI"): TextStringObject("mailto:x@example.org")}),
        }
    )
    page[NameObject("/Annots")] = ArrayObject([remark, link])
    found = [(part.where, part.kind, part.text) for part in pdf.read().parts]
    assert ("a comment on page 1", "comment", "Is this Elgin?") in found
    assert ("who wrote a comment on page 1", "author", NAME) in found
    assert ("where a link on page 1 leads", "property", "mailto:x@example.org") in found


def test_form_fields_bookmarks_and_descriptions_are_read() -> None:
    pdf = Pdf()
    pdf.page("a")
    pdf.writer.add_outline_item(title="About Elgin", page_number=0)
    child = DictionaryObject({NameObject("/T"): TextStringObject("phone"), NameObject("/V"): TextStringObject(PHONE)})
    parent = DictionaryObject({NameObject("/T"): TextStringObject("client"), NameObject("/Kids"): ArrayObject([child])})
    root = pdf.writer._root_object
    root[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([parent])})
    figure = DictionaryObject({NameObject("/Alt"): TextStringObject(f"A photograph of {NAME}")})
    root[NameObject("/StructTreeRoot")] = DictionaryObject({NameObject("/K"): ArrayObject([figure])})
    found = [(part.where, part.text) for part in pdf.read().parts]
    assert ("a form field", f"client.phone: {PHONE}") in found
    assert ("bookmarks", "About Elgin") in found
    assert ("descriptions of pictures", f"A photograph of {NAME}") in found


def test_a_file_within_a_pdf_is_named_and_read() -> None:
    pdf = Pdf()
    pdf.page("a")
    pdf.writer.add_attachment("about-morag.txt", PHONE.encode())
    found = [(part.where, part.text) for part in pdf.read().parts]
    assert ("the name of a file in it", "about-morag.txt") in found
    assert ("the text, in the file 'about-morag.txt' within it", PHONE) in found


def test_an_encrypted_pdf_is_unchecked() -> None:
    pdf = Pdf()
    pdf.page(NAME)
    pdf.writer.encrypt("secret", algorithm="RC4-128")
    read = pdf.read()
    assert "it is protected" in read.unchecked
    assert NAME not in all_text(read)


def test_a_pdf_that_was_changed_afterwards_may_hold_what_was_taken_out() -> None:
    pdf = Pdf()
    pdf.page("a")
    first = pdf.data()
    again = pypdf.PdfWriter(io.BytesIO(first), incremental=True)
    again.add_metadata({"/Title": "b"})
    saved = io.BytesIO()
    again.write(saved)
    assert "what was taken out may still be in it" in document_text("x.pdf", saved.getvalue()).unchecked


def test_text_in_a_form_that_a_page_draws_is_read() -> None:
    pdf = Pdf()
    fonts = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): pdf.font})})
    pdf.page("a", {"Fm1": form(b"BT /F1 12 Tf 20 50 Td (%s) Tj ET" % NAME.encode(), fonts)}, b"/Fm1 Do")
    assert NAME in all_text(pdf.read())


def test_forms_that_draw_one_another_without_end_are_given_up() -> None:
    """Ten forms, each drawn ten times by the next: ten thousand million times altogether."""
    pdf = Pdf()
    inner = pdf.writer._add_object(form(b"0 0 m " * 20))
    for _ in range(10):
        drawn = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/Fm"): inner})})
        inner = pdf.writer._add_object(form(b"/Fm Do " * 10, drawn))
    page = pdf.page("a", more=b"/Fm Do")
    resources = page["/Resources"]
    assert isinstance(resources, DictionaryObject)
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Fm"): inner})
    assert "could not be read" in pdf.read().unchecked


def test_more_pages_than_are_looked_through_are_named() -> None:
    pdf = Pdf()
    for _ in range(603):
        pdf.page("a")
    read = pdf.read()
    assert len(texts(read, "text")) == 600
    assert read.unchecked.startswith("pages 601 to 603 could not be read")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF"]
)
def test_a_broken_pdf_is_unchecked(data: bytes) -> None:
    assert document_text("x.pdf", data).unchecked == "it is damaged: its pages cannot be found"


def test_nothing_of_what_the_library_remarks_reaches_the_screen(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    pdf = Pdf()
    pdf.page(NAME)
    broken = re.sub(rb"startxref\s+\d+", b"startxref\n7", pdf.data())
    read = document_text("x.pdf", broken)
    assert NAME in all_text(read)
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []
    assert logging.getLogger("pypdf").propagate
    assert logging.getLogger("pypdf").handlers == []


@given(st.data())
def test_a_damaged_pdf_never_breaks_the_reader(data: st.DataObject) -> None:
    pdf = Pdf()
    pdf.page(NAME)
    pdf.writer.add_metadata({"/Author": NAME})
    whole = bytearray(pdf.data())
    at = data.draw(st.integers(0, len(whole)))
    whole[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=30))
    document_text("x.pdf", bytes(whole))


# --- plain text and its kin -------------------------------------------------------------------------------------

GAELIC = "Bha mi còmhla ris a’ Chomhairle — £5"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_is_read_in_whatever_characters_it_was_written(encoding: str) -> None:
    read = document_text("x.txt", GAELIC.encode(encoding))
    assert texts(read) == [GAELIC]
    assert read.unchecked == ""


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.csv", "x.json", "x.yaml", "x.log", "x", "README"])
def test_every_kind_of_plain_text_is_read_letter_for_letter(name: str) -> None:
    text = f"  {NAME},\t{PHONE}\r\n\n"
    assert [tuple(part) for part in document_text(name, text.encode()).parts] == [("the text", "text", text)]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_any_text_in_utf_8_comes_back_as_it_was(text: str) -> None:
    data = text.encode()
    if text.startswith("\ufeff") or b"<" in data:
        return
    assert texts(document_text("x.txt", data)) == [text]


def test_bytes_that_are_no_text_are_unchecked() -> None:
    assert "not a kind of file that text can be read from" in document_text("x.dat", bytes(range(256)) * 10).unchecked


def test_an_empty_file_is_said() -> None:
    assert document_text("x.txt", b"") == ((), "it is empty")


def test_a_text_that_is_too_long_is_read_as_far_as_that_goes_and_said() -> None:
    read = document_text("x.txt", b"w" * 21_000_000)
    assert len(all_text(read)) == 20_000_000
    assert "more than 20 million characters" in read.unchecked


def test_a_text_file_that_is_too_large_is_said() -> None:
    assert "larger than 50 million bytes" in document_text("x.html", b" " * 50_000_001).unchecked


def test_a_web_page_is_read_with_what_its_tags_say() -> None:
    page = (
        f'<!DOCTYPE html><html><head><meta name="Author" content="{NAME}"><title>The title</title>'
        "<style>p { color: red }</style><script>var who = 'Iain';</script></head>"
        '<body><p>call 0163<b>2 96</b>0123 &amp; ask</p><img src="a.png" alt="a map of Elgin" title=\'hover\'>'
        '<a href="mailto:x@example.org">write</a><!-- a hidden note --></body></html>'
    )
    read = document_text("x.html", page.encode())
    assert f"call {PHONE} & ask" in all_text(read)
    assert texts(read, "author") == [NAME]
    (attributes,) = texts(read, "property")
    assert set(attributes.split("\n")) >= {"a map of Elgin", "hover", "mailto:x@example.org"}
    assert "a hidden note" in all_text(read)
    assert "var who = 'Iain';" in all_text(read)


HOSTILE_PAGES = {
    "tags": "<a",
    "comments": "<!--",
    "data": "<![CDATA[",
    "signs": "< ",
    "attributes": '<a b="',
    "scripts": "<script>",
    "characters": "&#",
    "a long name": "a",
}


@pytest.mark.parametrize("piece", HOSTILE_PAGES.values(), ids=HOSTILE_PAGES)
@pytest.mark.parametrize("end", ["-->", *(pytest.param(end, marks=pytest.mark.long) for end in ("", ">"))])
def test_a_page_made_to_hold_a_reader_up_is_read_to_its_end(piece: str, end: str) -> None:
    page = "<html>" + piece * 200_000 + end + f" {NAME}"
    assert NAME in all_text(document_text("x.html", page.encode()))


def test_a_number_of_a_character_with_thousands_of_digits_is_left_as_it_is() -> None:
    assert NAME in all_text(document_text("x.html", f"<p>&#{'9' * 5000}; {NAME}</p>".encode()))


RICH = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\author "
    + NAME
    + r"}{\operator Iain Ross}{\title The title}}"
    r"{\*\revtbl{Unknown;}{Ann Bain;}}"
    r"\pard call 0163{\b 2 96}0123\par {\*\bkmkstart elgin}c\'f2mhla \u8217?s \emdash  x\tab y\par"
    r"{\header in the header\par}{\*\annotation a remark}{\field{\*\fldinst HYPERLINK mailto:x@example.org}{\fldrslt write}}}"
)


def test_a_rich_text_file_is_read() -> None:
    read = document_text("x.rtf", RICH.encode())
    text = next(part.text for part in read.parts if part.where == "the text")
    assert f"call {PHONE}\n" in text
    assert "còmhla ’s — x\ty" in text
    assert "Arial" not in all_text(read)
    assert set(texts(read, "author")) == {NAME, "Iain Ross", "Ann Bain"}
    assert [one.strip() for one in texts(read, "comment")] == ["a remark"]
    assert "HYPERLINK mailto:x@example.org" in all_text(read)
    assert "in the header" in all_text(read)
    assert "elgin" in all_text(read)


def test_pictures_and_objects_in_rich_text_are_named() -> None:
    read = document_text("x.rtf", rb"{\rtf1 a{\pict\pngblip 89504e47}{\object{\*\objdata 0105}}}")
    assert (
        read.unchecked
        == "pictures in it: look at them yourself; objects of other programs lie within it, which were not read"
    )
    assert "89504e47" not in all_text(read)


def test_an_email_is_read_with_who_wrote_to_whom_and_what_is_attached() -> None:
    made = email.message.EmailMessage()
    made["From"], made["To"] = f"{NAME} <morag@example.org>", "Iain Ròs <iain@example.org>"
    made["Subject"] = "Còmhla"
    made.set_content(f"call {PHONE}")
    made.add_alternative("<p>in the <b>page</b></p>", subtype="html")
    made.add_attachment(
        word_file(paragraph(run("within the file"))), maintype="application", subtype="x", filename="a.docx"
    )
    read = document_text("x.eml", made.as_bytes())
    found = [(part.where, part.text.strip()) for part in read.parts]
    assert ("'From' in the email's head", f"{NAME} <morag@example.org>") in found
    assert any("Iain Ròs" in text for _, text in found)
    assert ("'Subject' in the email's head", "Còmhla") in found
    assert ("the text", f"call {PHONE}") in found
    assert ("the text", "in the page") in found
    assert ("paragraph 1, in the file 'a.docx' within it", "within the file") in found


# --- pictures and sound -----------------------------------------------------------------------------------------


def photograph(*, place: bool, order: str = "<") -> bytes:
    """A JPEG with who took it and, if asked for, where."""
    words = NAME.encode() + b"\x00"
    entries = [(0x013B, 2, len(words), 8 + 2 + 12 * 2 + 4), *([(0x8825, 4, 1, 90)] if place else [(0x0112, 3, 1, 1)])]
    tags = struct.pack(f"{order}H", len(entries)) + b"".join(struct.pack(f"{order}HHII", *one) for one in entries)
    block = (b"II*\x00" if order == "<" else b"MM\x00*") + struct.pack(f"{order}I", 8) + tags + bytes(4) + words
    segment = b"Exif\x00\x00" + block
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + b"\xff\xda" + bytes(100) + b"\xff\xd9"


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_says_who_took_it_and_that_it_holds_where(order: str) -> None:
    read = document_text("x.jpg", photograph(place=True, order=order))
    assert texts(read, "author") == [NAME]
    assert "its properties say where it was taken" in read.unchecked
    assert "look at it yourself" in read.unchecked


def test_a_photograph_without_a_place_says_what_such_a_file_may_hold() -> None:
    read = document_text("x.jpg", photograph(place=False))
    assert "a photograph may hold where and when it was taken" in read.unchecked


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_texts_kept_in_a_picture_are_read() -> None:
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"Author\x00" + NAME.encode())
    data += chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(PHONE.encode()))
    data += chunk(b"iTXt", b"Title\x00\x00\x00\x00\x00" + "Còmhla".encode()) + chunk(b"IEND", b"")
    read = document_text("x.png", data)
    assert texts(read) == [f"Author: {NAME}", f"Comment: {PHONE}", "Title: Còmhla"]


OTHERS: dict[str, tuple[bytes, str]] = {
    "x.gif": (b"GIF89a" + bytes(20), "it is a picture: look at it yourself"),
    "x.bmp": (b"BM" + bytes(20), "it is a picture: look at it yourself"),
    "x.heic": (b"\x00\x00\x00\x18ftypheic" + bytes(20), "where and when it was taken"),
    "x.webp": (b"RIFF\x00\x00\x00\x00WEBP" + bytes(20), "it is a picture: look at it yourself"),
    "call.mp3": (b"ID3" + bytes(20), "it is a sound recording: listen to it yourself"),
    "visit.mp4": (b"\x00\x00\x00\x18ftypmp42" + bytes(20), "it is a film: watch it yourself"),
    "x.rar": (b"Rar!\x1a\x07" + bytes(20), "compressed archive"),
}


@pytest.mark.parametrize(("name", "data", "said"), [(name, *both) for name, both in OTHERS.items()], ids=OTHERS)
def test_what_holds_no_text_is_named_in_words(name: str, data: bytes, said: str) -> None:
    read = document_text(name, data)
    assert said in read.unchecked
    assert read.parts == ()


def test_a_file_is_known_by_what_it_is_and_not_by_its_name() -> None:
    assert texts(document_text("notes.txt", word_file(paragraph(run(NAME))))) == [NAME]
    assert "look at it yourself" in document_text("notes.docx", photograph(place=False)).unchecked


def test_a_text_that_begins_with_the_letters_of_a_picture_is_a_text() -> None:
    for text in ("BM is short for benchmark.", "PK, the minute-taker."):
        assert texts(document_text("x.txt", text.encode())) == [text]


MAKERS: dict[str, Callable[[], DocumentText]] = {
    "word": lambda: read_word(paragraph(run("\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace")))),
    "rtf": lambda: document_text("x.rtf", rb"{\rtf1 a\u-10240?b}"),
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_every_text_can_be_written_down(make: Callable[[], DocumentText]) -> None:
    assert all_text(make()).encode("utf-8")
