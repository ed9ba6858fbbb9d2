"""The Word report: what python-docx, the XML itself and LibreOffice find in it."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
import sys
import tracemalloc
import weakref
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

import docx
import lxml.etree
import openpyxl  # type: ignore[import-untyped]
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import RGBColor
from hypothesis import given, settings
from hypothesis import strategies as st
from reports import report_of

from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.formats import html as html_report
from cswo_eval.formats.word import word_bytes
from cswo_eval.formats.word.markup import clean
from cswo_eval.formats.word.tables import LEVEL_FILLS, SOFT_FILLS
from cswo_eval.formats.word.template_parts import left_out_of_template, template_parts
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import (
    Block,
    Bullets,
    Column,
    CoverageData,
    Document,
    Entry,
    Facts,
    Field,
    GridData,
    MapData,
    Paragraph,
    Picture,
    RadarData,
    Scale,
    Section,
    Table,
    TimelineData,
)
from cswo_eval.pages.report import Report
from cswo_eval.record.sample import sample_folder
from cswo_eval.record.store import Record
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.visible import visible

pytestmark = pytest.mark.installed

SAMPLE = sample_folder()
TODAY = date(2026, 10, 2)
HOSTILE = (
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "]]>&amp;<w:p/>&#x41;",
    "{{7*7}} ${7*7} #raw[x] $x$",
    '=HYPERLINK("http://example.org","x")',
    "[link=https://example.org]x[/link]",
    "\x1b[31mred\x1b[0m \x00\x07\x9b",
    "\u202eabc\u2066 \ufeff",
    "\ufffe\uffff",
    "a\tb\r\nc\n\nd\x0be\x85",
    "\"quoted\" 'single' ` % \\",
    "😀 é ﷽ " + "W" * 50_000,
)


def sample_report(framework: Framework, audience: str) -> Report:
    """The report of the sample record."""
    record = Record(SAMPLE)
    plan = record.latest_plan()
    assert plan is not None
    return report_of(
        WholeRecord(
            framework,
            record.profile(),
            record.latest_round(framework),
            record.register(),
            plan,
            record.reviews(plan.start),
        ),
        audience,
        today=TODAY,
    )


@pytest.fixture(scope="module")
def report(framework: Framework) -> Report:
    return sample_report(framework, "coach")


@pytest.fixture(scope="module")
def written(report: Report) -> bytes:
    return word_bytes(report)


@pytest.fixture(scope="module")
def read(written: bytes) -> WordDocument:
    return opened(written)


def opened(written: bytes) -> WordDocument:
    """The file as python-docx reads it."""
    return docx.Document(io.BytesIO(written))


def with_blocks(report: Report, *blocks: Block, title: str = "T", heading: str = "One") -> Report:
    """The same report with these blocks only, in one section."""
    return report._replace(document=Document(title, "", (Section("one", heading, blocks),)))


def texts_of(block: Block) -> Iterator[str]:
    """Every text of a block, but what a picture says again in its own way."""
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Bullets):
        yield from block.items
    elif isinstance(block, Facts):
        yield from (text for pair in block.pairs for text in pair)
    elif isinstance(block, Entry):
        yield from (block.heading, block.lead, *(text for pair in block.pairs for text in pair))
    elif isinstance(block, Table):
        yield from (block.title, *(column.heading for column in block.columns))
        yield from (cell.said if isinstance(cell, Scale) else cell for row in block.rows for cell in row)
        if not block.rows:
            yield block.empty
    elif isinstance(block, Picture):
        yield from (block.title, block.description)
        if isinstance(block.data, MapData):
            yield from (str(row[1]) for row in block.table.rows)
            yield from (text for _, cells in block.data.rows for code, _, said in cells for text in (code, said))
        elif isinstance(block.data, TimelineData):
            yield from (text for name, title, *_ in block.data.bars for text in (name, title))
        else:
            yield from texts_of(block.table._replace(title=""))
        if isinstance(block.data, TimelineData):
            yield from (name for _, name in block.data.marks)
    else:
        yield block.label


def paragraph_texts(document: WordDocument) -> list[str]:
    """The text of every paragraph, in tables too, in order."""
    found = []
    for paragraph in document.element.body.iter(qn("w:p")):
        found.append(docx.text.paragraph.Paragraph(paragraph, document).text)
    return found


def headings(document: WordDocument, level: int) -> list[str]:
    return [one.text for one in document.paragraphs if one.style is not None and one.style.name == f"Heading {level}"]


def part(written: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        return archive.read(name).decode()


# --- everything is in it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "audience", ["coach", "employer", *(pytest.param(one, marks=pytest.mark.long) for one in ("self", "portfolio"))]
)
def test_every_text_of_the_report_is_in_the_document_in_order_of_sections(framework: Framework, audience: str) -> None:
    report = sample_report(framework, audience)
    document = opened(word_bytes(report))
    whole = "\n".join(paragraph_texts(document))
    wanted = [report.document.title, report.document.subtitle]
    for section in report.document.sections:
        wanted += [section.title, *(text for block in section.blocks for text in texts_of(block))]
    assert len(wanted) > 100
    assert [text for text in wanted if clean(text) not in whole] == []
    assert headings(document, 1) == [section.title for section in report.document.sections]


def test_every_row_of_every_table_is_a_row_in_order(report: Report, read: WordDocument) -> None:
    found = [[cell.text for cell in row.cells] for table in read.tables for row in table.rows]
    tables = [b for s in report.document.sections for b in s.blocks if isinstance(b, Table)]
    assert len(tables) > 8
    for table in tables:
        rows = [[c.said if isinstance(c, Scale) else c for c in row] for row in table.rows]
        shown = [[text.rstrip("\n") for text in row] for row in found]  # a bar is an empty paragraph
        assert all([clean(text) for text in row] in shown for row in rows), table.title


def test_every_entry_is_a_heading_of_the_second_level(report: Report, read: WordDocument) -> None:
    entries = [b.heading for s in report.document.sections for b in s.blocks if isinstance(b, Entry)]
    assert headings(read, 2) == entries
    assert len(entries) > 120


def test_the_headings_skip_no_level(read: WordDocument) -> None:
    levels = [int(one.style.name[-1]) for one in read.paragraphs if one.style and one.style.name[:8] == "Heading "]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_the_map_has_a_cell_for_each_competency_with_its_id_and_its_level_in_words(
    report: Report, read: WordDocument
) -> None:
    cells = {cell.text for table in read.tables for row in table.rows for cell in row.cells}
    picture = next(b for s in report.document.sections for b in s.blocks if isinstance(b, Picture) and b.kind == "map")
    assert isinstance(picture.data, MapData)
    wanted = {f"{code}\n{said}" for _, row in picture.data.rows for code, _, said in row}
    assert len(wanted) == 80
    assert wanted <= cells


# --- what a reader's program needs --------------------------------------------------------------------------------


def test_each_table_of_columns_has_one_header_row_marked_as_such_and_rows_that_do_not_split(
    report: Report, read: WordDocument
) -> None:
    fields = charts = 0
    for table in read.tables:
        rows = table._tbl.findall(qn("w:tr"))
        marked = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        if len(rows) == 1:
            fields += 1
            continue
        assert marked == [True, *[False] * (len(rows) - 1)]
        whole = [row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows]
        charts += not any(whole)
        assert all(whole) or not any(whole)
        assert table.style is not None
        assert table.style.name == "Report Table"
    assert fields == sum(isinstance(block, Field) for section in report.document.sections for block in section.blocks)
    assert charts == 1  # the one below the radar: see TableWriter.grid


def test_no_table_leaves_a_row_alone_on_a_page(read: WordDocument) -> None:
    """The heading stays with the first two rows, the last two rows together; the map is all on one page."""
    long = [
        rows
        for table in read.tables
        if len(rows := table._tbl.findall(qn("w:tr"))) > 10 and table._tbl is not the_map(read)._tbl
    ]
    assert len(long) > 5
    for rows in long:
        kept = [next(row.iter(qn("w:p"))).find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for row in rows]
        assert (kept[:2], kept[-2:], any(kept[2:-2])) == ([True, True], [True, False], False)


def test_the_map_stays_on_one_page(read: WordDocument) -> None:
    *first, last = the_map(read)._tbl.findall(qn("w:tr"))
    tied = [[one.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for one in row.iter(qn("w:p"))] for row in first]
    assert len(first) == 18
    assert all(all(row) for row in tied)
    assert last.find(f".//{qn('w:keepNext')}") is None


def the_map(document: WordDocument) -> Any:
    """The one table of all competencies: the figures beside the picture are not printed a second time."""
    [found] = [table for table in document.tables if [cell.text for cell in table.rows[0].cells][-7:-5] == [".1", ".2"]]
    return found


def test_a_level_stands_alone_in_its_cell_in_the_soft_shade_of_the_level(report: Report, read: WordDocument) -> None:
    """A bar below it would make every row of the needs twice as high."""
    table = next(one for one in read.tables if [cell.text for cell in one.rows[0].cells][2:4] == ["Level", "Target"])
    cells = [row.cells[2]._tc for row in table.rows[1:]]
    fills = {
        "".join(t.text for t in one.iter(qn("w:t"))): one.find(f".//{qn('w:shd')}").get(qn("w:fill")) for one in cells
    }
    assert fills == {"1": SOFT_FILLS[1], "2": SOFT_FILLS[2]}
    assert {len(one.findall(qn("w:p"))) for one in cells} == {1}


def test_every_table_has_a_title_and_a_description_for_who_cannot_see_it(report: Report, read: WordDocument) -> None:
    for table in read.tables:
        properties = table._tbl.tblPr
        assert properties.find(qn("w:tblCaption")).get(qn("w:val")).strip()
        assert properties.find(qn("w:tblDescription")).get(qn("w:val")).strip()
    said = {one.get(qn("w:val")) for one in read.element.body.iter(qn("w:tblDescription"))}
    pictures = [b for s in report.document.sections for b in s.blocks if isinstance(b, Picture)]
    assert len(pictures) == 5
    assert {picture.description for picture in pictures} <= said


def test_the_radar_is_a_chart_of_the_same_figures_with_alternative_text(report: Report, written: bytes) -> None:
    picture = next(
        b for s in report.document.sections for b in s.blocks if isinstance(b, Picture) and b.kind == "radar"
    )
    assert isinstance(picture.data, RadarData)
    drawn = [one.get("descr") for one in opened(written).element.body.iter(qn("wp:docPr"))]
    assert drawn == [picture.description]
    chart = docx.oxml.parser.parse_xml(part(written, "word/charts/chart1.xml").encode())
    values = [[float(v.text) for v in one.iter(qn("c:v"))] for one in chart.iter(qn("c:val"))]
    figures = [[value for value in series if value is not None] for _, series in picture.data.series]
    assert values == [pytest.approx(one, abs=1e-4) for one in figures]
    assert [v.text for v in next(chart.iter(qn("c:cat"))).iter(qn("c:v"))] == list(picture.data.codes)


def workbook_of(written: bytes) -> list[list[Any]]:
    """The rows of the workbook that the chart is tied to, as openpyxl reads it."""
    chart = docx.oxml.parser.parse_xml(part(written, "word/charts/chart1.xml").encode())
    [tie] = chart.iter(qn("c:externalData"))
    relations = docx.oxml.parser.parse_xml(part(written, "word/charts/_rels/chart1.xml.rels").encode())
    targets = {one.get("Id"): one.get("Target") for one in relations}
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        book = openpyxl.load_workbook(
            io.BytesIO(archive.read(f"word/{targets[tie.get(qn('r:id'))].removeprefix('../')}"))
        )
    assert book.sheetnames == ["Radar"]
    return [[cell.value for cell in row] for row in book["Radar"]]


@pytest.mark.parametrize("templated", [False, True], ids=["own file", "template"])
def test_the_chart_can_be_edited_since_every_figure_it_shows_stands_in_its_workbook(
    report: Report, templated: bool
) -> None:
    """In the cells that it names: Word reads the chart again from them when somebody chooses Edit Data."""
    made = word_bytes(report, an_organisation() if templated else None)
    rows = workbook_of(made)
    chart = docx.oxml.parser.parse_xml(part(made, "word/charts/chart1.xml").encode())
    shown: list[list[Any]] = [[None] * len(rows[0]) for _ in rows]
    for reference in (*chart.iter(qn("c:strRef")), *chart.iter(qn("c:numRef"))):
        cells = re.fullmatch(r"Radar!\$([A-Z])\$(\d+)(?::\$\1\$(\d+))?", reference.find(qn("c:f")).text)
        assert cells is not None
        column, first, last = "ABCDEF".index(cells[1]), int(cells[2]) - 1, int(cells[3] or cells[2])
        [count] = reference.iter(qn("c:ptCount"))
        assert int(count.get("val")) == last - first
        for point in reference.iter(qn("c:pt")):
            value = point.find(qn("c:v")).text
            shown[first + int(point.get("idx"))][column] = float(value) if reference.tag == qn("c:numRef") else value
    assert len(rows) == 19
    assert shown == rows


def test_the_workbook_says_nothing_of_when_it_was_made(report: Report, written: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        [name] = [one for one in archive.namelist() if one.endswith(".xlsx")]
        book = zipfile.ZipFile(io.BytesIO(archive.read(name)))
    assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", book.read("docProps/core.xml").decode())) == {"1980-01-01T"}


def test_five_series_differ_in_their_dashes_and_their_markers(report: Report) -> None:
    """So that nobody needs to see their colours."""
    codes = ("A", "B", "C")
    series = tuple((f"View {number}", (1.0, 2.0, None)) for number in range(5))
    table = Table("", (Column("A"),), (("1",),))
    made = word_bytes(with_blocks(report, Picture("radar", "t", "d", RadarData(codes, series), table)))
    chart = docx.oxml.parser.parse_xml(part(made, "word/charts/chart1.xml").encode())
    lines = [one.find(f"{qn('c:spPr')}/{qn('a:ln')}/{qn('a:prstDash')}") for one in chart.iter(qn("c:ser"))]
    assert len({one.get("val") for one in lines}) == 5
    assert len({one.get("val") for one in chart.iter(qn("c:symbol"))} - {"none"}) == 5


@pytest.mark.parametrize("text", [one for one in HOSTILE if one.strip()], ids=str.__len__)
def test_a_hostile_name_is_only_ever_text_in_the_workbook(report: Report, text: str) -> None:
    data = RadarData((text, "B", "C"), ((text, (1.0, None, 3.0)),))
    made = word_bytes(with_blocks(report, Picture("radar", "t", "d", data, Table("", (Column("A"),), (("1",),)))))
    rows = workbook_of(made)
    line = " ".join(clean(text).split())
    kept = line if len(line) <= 255 else line[:254] + "…"
    assert [rows[0][1], rows[1][0]] == [kept, kept]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        [name] = [one for one in archive.namelist() if one.endswith(".xlsx")]
        book = zipfile.ZipFile(io.BytesIO(archive.read(name)))
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    assert not any("hyperlink" in book.read(one).decode() for one in book.namelist())


def test_a_field_is_a_box_of_one_cell_with_its_label_and_empty_lines(report: Report, read: WordDocument) -> None:
    boxes = [table for table in read.tables if len(table.rows) == 1]
    labels = {b.label for s in report.document.sections for b in s.blocks if isinstance(b, Field)}
    assert {box.cell(0, 0).paragraphs[0].text for box in boxes} == labels
    assert all([one.text for one in box.cell(0, 0).paragraphs[1:]] == ["", "", ""] for box in boxes)


def test_the_contents_list_has_a_link_to_each_section_and_each_link_leads_somewhere(
    report: Report, read: WordDocument
) -> None:
    lines = [one.text for one in read.paragraphs if one.style is not None and one.style.name.lower() == "toc 1"]
    entries = [entry for line in lines for entry in line.split("\t")]
    assert entries == [section.title for section in report.document.sections]
    body = read.element.body
    names = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    numbers = [one.get(qn("w:id")) for one in body.iter(qn("w:bookmarkStart"))]
    assert len(set(names)) == len(names)
    assert len(set(numbers)) == len(numbers)
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    told = next(one for one in report.document.sections if one.id == "competencies").blocks
    competencies = [one for one in told if isinstance(one, Entry) and "." in one.heading.partition(" ")[0]]
    assert len(links) == len(entries) + len(competencies)  # and from each cell of the map
    assert set(links) <= set(names)
    places = {
        one.get(qn("w:name")): docx.text.paragraph.Paragraph(one.getparent(), read).text
        for one in body.iter(qn("w:bookmarkStart"))
    }
    assert [places[link] for link in links[: len(entries)]] == entries
    codes = [next(one.iter(qn("w:t"))).text for one in body.iter(qn("w:hyperlink"))][len(entries) :]
    assert all(places[link].startswith(f"{code} ") for code, link in zip(codes, links[len(entries) :], strict=True))


def test_the_contents_take_few_lines_and_stand_on_the_first_page(report: Report, read: WordDocument) -> None:
    """The first page says what this is, what it comes to, and where to find more."""
    lines = [one for one in read.paragraphs if one.style is not None and one.style.name.lower() == "toc 1"]
    assert len(lines) <= len(report.document.sections) // 3 + 1
    before = list(read.element.body)[: list(read.element.body).index(lines[-1]._p)]
    assert not any(list(one.iter(qn("w:pageBreakBefore"))) for one in before)


def test_long_titles_have_lines_of_their_own_in_the_contents(report: Report) -> None:
    sections = tuple(Section(f"s{number}", f"{number} " + "long " * 30, (Paragraph("x"),)) for number in range(4))
    made = opened(word_bytes(report._replace(document=Document("T", "", sections))))
    lines = [one.text for one in made.paragraphs if one.style is not None and one.style.name.lower() == "toc 1"]
    assert lines == [section.title for section in sections]


def test_only_sections_to_be_used_by_themselves_begin_a_page(read: WordDocument) -> None:
    breaks = [one.text for one in read.paragraphs if one.paragraph_format.page_break_before]
    assert breaks == [
        "Every competency with its evidence",
        "The register of evidence",
        "Agenda for the first conversation",
    ]


def test_a_first_short_paragraph_stays_with_what_follows_it(report: Report) -> None:
    table = Table("", (Column("A"),), (("1",),))
    made = opened(word_bytes(with_blocks(report, Paragraph("first", "quiet"), table, Paragraph("last", "quiet"))))
    kept = {one.text: one.paragraph_format.keep_with_next for one in made.paragraphs if one.text in ("first", "last")}
    assert kept == {"first": True, "last": None}


def test_room_to_write_stays_with_its_question(read: WordDocument) -> None:
    questions = [one for one in read.paragraphs if one.text.startswith("Question")]
    assert len(questions) > 60
    assert all(one.paragraph_format.keep_with_next for one in questions)


def test_no_field_asks_to_be_updated_when_the_file_is_opened(written: bytes) -> None:
    assert "updateFields" not in part(written, "word/settings.xml")
    assert "w:dirty" not in part(written, "word/document.xml")
    marks = re.findall(r'fldCharType="(\w+)"', part(written, "word/document.xml"))
    assert marks == ["begin", "separate", "end"]


def test_the_footer_numbers_the_pages(read: WordDocument) -> None:
    footer = read.sections[0].footer
    instructions = [one.get(qn("w:instr")).strip() for one in footer._element.iter(qn("w:fldSimple"))]
    assert instructions == ["PAGE", "NUMPAGES"]


def test_the_footer_says_whose_report_it_is_for_whom_and_from_when(report: Report, read: WordDocument) -> None:
    assert report.document.subtitle
    assert read.sections[0].footer.paragraphs[0].text == f"{report.document.subtitle}\tPage  of "


def test_the_footer_of_a_document_without_a_subtitle_has_its_title(report: Report) -> None:
    made = opened(word_bytes(with_blocks(report, Paragraph("x"), title="A title")))
    assert made.sections[0].footer.paragraphs[0].text == "A title\tPage  of "


def test_a_footer_too_long_for_its_line_is_cut(report: Report) -> None:
    made = opened(word_bytes(with_blocks(report, Paragraph("x"), title="word " * 60)))
    text = made.sections[0].footer.paragraphs[0].text
    assert re.fullmatch(r"(word )+(w|wo|wor|word)…\tPage  of ", text)
    assert len(text) < 105


def test_the_language_is_british_english(written: bytes, read: WordDocument) -> None:
    styles = read.styles.element
    language = styles.find("/".join(qn(name) for name in ("w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang")))
    assert language.get(qn("w:val")) == "en-GB"
    assert {one.get(qn("w:val")) for one in styles.iter(qn("w:lang"))} == {"en-GB"}
    assert 'themeFontLang w:val="en-GB"' in part(written, "word/settings.xml")


def test_the_properties_say_what_it_is_and_when_it_was_made(read: WordDocument) -> None:
    properties = read.core_properties
    assert properties.title == "Self-evaluation against the Standard for Chief Social Work Officers"
    assert (properties.author, properties.last_modified_by, properties.language) == ("cswo-eval", "cswo-eval", "en-GB")
    assert {one.replace(tzinfo=UTC) for one in (properties.created, properties.modified)} == {
        datetime(2026, 10, 2, tzinfo=UTC)
    }


def test_a_title_too_long_for_a_property_is_cut_there_and_whole_on_the_page(report: Report) -> None:
    document = opened(word_bytes(with_blocks(report, Paragraph("x"), title="t" * 3000)))
    assert document.core_properties.title == "t" * 255
    assert document.paragraphs[0].text == "t" * 3000


def test_the_styles_are_those_that_every_program_knows(read: WordDocument) -> None:
    used = {one.style.name for one in read.paragraphs if one.style is not None}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "List Number", "Caption", "TOC Heading"} <= used
    known = {style.name for style in read.styles}
    assert {"Heading 3", "List Bullet", "Hyperlink", "Footer"} <= {name for name in known if name} | {"Footer"}


def test_each_numbered_list_begins_at_one(report: Report) -> None:
    block = Bullets(("a", "b"), numbered=True)
    document = opened(word_bytes(with_blocks(report, block, Paragraph("between"), block, Bullets(("c",)))))
    numbers = [one.get(qn("w:val")) for one in document.element.body.iter(qn("w:numId"))]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    root = document.part.numbering_part.element
    starts = {
        one.get(qn("w:numId")): one.find(f"{qn('w:lvlOverride')}/{qn('w:startOverride')}").get(qn("w:val"))
        for one in root.findall(qn("w:num"))
        if one.find(qn("w:lvlOverride")) is not None
    }
    assert starts == {numbers[0]: "1", numbers[2]: "1"}


def test_two_tables_in_a_row_stay_apart(report: Report) -> None:
    """Word joins tables that have nothing between them."""
    table = Table("", (Column("A"),), (("1",),))
    document = opened(word_bytes(with_blocks(report, table, Field("f"), Field("g"), table)))
    names = [child.tag for child in document.element.body]
    assert names.count(qn("w:tbl")) == 4
    assert not any(one == two == qn("w:tbl") for one, two in pairwise(names))
    assert names[-2:] == [qn("w:p"), qn("w:sectPr")]


def bars_of(cell: Any) -> list[tuple[str, int, int]]:
    """The bars of a cell: colour, and the room in twips before and after."""
    found = []
    for one in cell._tc.iter(qn("w:pPr")):
        shade, room = one.find(qn("w:shd")), one.find(qn("w:ind"))
        if shade is not None:
            found.append((shade.get(qn("w:fill")), int(room.get(qn("w:left"))), int(room.get(qn("w:right")))))
    return found


def test_what_is_more_than_the_whole_has_a_second_bar_of_another_colour(report: Report) -> None:
    """In form and colour unlike a full bar, and in words."""
    rows = ((Scale(10, 10, "3 h of 3 h"),), (Scale(15, 10, "4.5 h of 3 h, 1.5 h over"),))
    made = opened(word_bytes(with_blocks(report, Table("", (Column("Planned"),), rows))))
    full, over = (bars_of(row.cells[0]) for row in made.tables[0].rows[1:])
    assert len(full) == 1
    assert over[0] == full[0]
    assert (over[1][0] != full[0][0], over[1][1], over[1][2] > 4000) == (True, 0, True)
    assert made.tables[0].rows[2].cells[0].text.startswith("4.5 h of 3 h, 1.5 h over")


def a_timeline(report: Report, today: int | None = 26) -> Any:
    """The table of a small timeline."""
    columns = (Column("Id"), Column("What", main=True), Column("From"), Column("To"), Column("Status"))
    lines = (
        ("A1", "Read", "10 Sep", "11 Sep", "done"),
        ("A2", "Sit in", "6 Oct", "9 Oct", "planned"),
    )
    data = TimelineData(
        (("A1", "Read", 4, 5, "done"), ("A2", "Sit in", 30, 33, "planned")), ((31, "Review 30"),), today
    )
    made = opened(word_bytes(with_blocks(report, Picture("timeline", "t", "d", data, Table("t", columns, lines)))))
    return made.tables[0]


def timeline_rows(report: Report, today: int | None = 26) -> list[list[str]]:
    """The cells of the rows of a small timeline."""
    return [[cell.text.strip() for cell in row.cells] for row in a_timeline(report, today).rows]


def test_the_timeline_has_short_dates_and_a_status_only_where_it_is_not_the_usual_one(report: Report) -> None:
    rows = timeline_rows(report, None)
    assert rows[:3] == [
        ["Id", "What", "From", "To", "Days 1 to 100 of the plan"],
        ["A1", "Read", "10 Sep", "11 Sep", "days 4 to 5, done"],
        ["A2", "Sit in", "6 Oct", "9 Oct", "days 30 to 33"],
    ]


def test_the_timeline_says_what_the_usual_status_is(report: Report, read: WordDocument) -> None:
    assert "Status: planned, where nothing else is said." in paragraph_texts(read)


def test_today_and_the_reviews_stand_in_the_timeline_in_words_by_their_day(report: Report) -> None:
    rows = timeline_rows(report)
    assert [(row[0], row[-1]) for row in rows[1:]] == [
        ("A1", "days 4 to 5, done"),
        ("Today: day 26", "day 26"),
        ("A2", "days 30 to 33"),
        ("Review 30", "day 31"),
    ]


def test_a_day_outside_the_hundred_is_no_today(report: Report) -> None:
    assert not any("Today" in row[0] for row in timeline_rows(report, None))


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_levels_have_the_colours_of_the_html_report() -> None:
    style = (Path(html_report.__file__).parent / "style.css").read_text(encoding="utf-8")
    shades = {int(level): colour.upper() for level, colour in re.findall(r"^\.l([1-5])\{fill:#(\w{6})\}", style, re.M)}
    assert shades == LEVEL_FILLS


def test_the_bars_of_the_timeline_have_the_colours_of_the_html_report(report: Report) -> None:
    """Done is full; planned is pale and has an edge of the same blue, for alone it is hardly seen on paper."""
    style = (Path(html_report.__file__).parent / "style.css").read_text(encoding="utf-8")
    lead, soft = (re.findall(rf"--{name}:#(\w{{6}})", style)[0].upper() for name in ("lead", "lead-soft"))
    done, planned = (row.cells[-1] for row in a_timeline(report, None).rows[1:3])
    assert [bars_of(cell)[0][0] for cell in (done, planned)] == [lead, soft]
    assert {side.get(qn("w:color")) for edge in planned._tc.iter(qn("w:pBdr")) for side in edge} == {lead}


def test_the_grid_has_one_tint_for_all_that_holds_something(report: Report) -> None:
    """As in the other reports: what a cell holds is told by its place, not by a shade."""
    columns = (Column("Importance"), *(Column(f"Level {level}") for level in range(1, 6)))
    table = Table("t", columns, (("3", "MV1", "-", "MV2", "", "MV3"),))
    data = GridData(((3, 1, ("MV1",)), (3, 3, ("MV2",)), (3, 5, ("MV3",))))
    made = opened(word_bytes(with_blocks(report, Picture("grid", "t", "d", data, table))))
    shades = [cell._tc.find(f".//{qn('w:shd')}") for cell in made.tables[0].rows[1].cells]
    fills = [None if one is None else one.get(qn("w:fill")) for one in shades]
    assert fills == [None, "EFF4F8", None, "EFF4F8", None, "EFF4F8"]


def test_all_text_on_a_shade_is_read_at_a_contrast_of_four_and_a_half(report: Report) -> None:
    """The full shades of the map and the soft ones of every level in a table."""
    levels = Table("", (Column("Level"),), tuple((Scale(level, 5, str(level)),) for level in SOFT_FILLS))
    section = Section("levels", "Levels", (levels,))
    document = report.document._replace(sections=(*report.document.sections, section))
    made = opened(word_bytes(report._replace(document=document)))
    seen = set()
    for shade in made.element.body.iter(qn("w:shd")):
        holder = shade.getparent()
        if holder.tag == qn("w:pPr"):
            continue  # a bar, which has no text
        runs = [holder.getparent()] if holder.tag == qn("w:rPr") else list(holder.getparent().iter(qn("w:r")))
        for one in runs:
            colour = one.find(f"{qn('w:rPr')}/{qn('w:color')}")
            low, high = sorted((luminance(colour.get(qn("w:val"))), luminance(shade.get(qn("w:fill")))))
            assert (high + 0.05) / (low + 0.05) >= 4.5
            seen.add(shade.get(qn("w:fill")))
    assert {*LEVEL_FILLS.values(), *SOFT_FILLS.values()} <= seen


def test_a_warning_says_so_in_a_word(report: Report) -> None:
    document = opened(word_bytes(with_blocks(report, Paragraph("mind the step", "warning"))))
    assert "Note: mind the step" in paragraph_texts(document)


def test_a_table_without_rows_says_so(report: Report) -> None:
    document = opened(word_bytes(with_blocks(report, Table("Things", (Column("A"),), (), "There are none."))))
    assert paragraph_texts(document)[-2:] == ["Things", "There are none."]
    assert document.tables == []


def test_a_picture_whose_table_does_not_fit_its_drawing_is_its_table(report: Report) -> None:
    table = Table("t", (Column("A"), Column("B")), (("1", "2"),))
    data = (RadarData(("a",), ()), MapData(()), TimelineData((), ()), CoverageData(()), GridData(()))
    pictures = tuple(Picture("map", f"p{number}", "d", one, table) for number, one in enumerate(data))
    document = opened(word_bytes(with_blocks(report, *pictures)))
    assert [[cell.text for cell in one.rows[1].cells] for one in document.tables] == [["1", "2"]] * 5


# --- hostile text -------------------------------------------------------------------------------------------------


def every_block(text: str) -> tuple[Block, ...]:
    """Every kind of block with this text in every place."""
    table = Table(text, (Column(text), Column(text, main=True), Column(text)), ((text, text, Scale(2.5, 5, text)),))
    return (
        Paragraph(text),
        Paragraph(text, "warning"),
        Bullets((text, text)),
        Bullets((text,), numbered=True),
        table,
        Facts(((text, text),)),
        Entry(text, text, ((text, text), ("b", text))),
        Field(text),
        Picture("radar", text, text, RadarData((text, text, text), ((text, (1.0, None, 3.0)),)), table),
        Picture("map", text, text, MapData(((text, ((text, 3, text), (text, None, text))),)), table),
        Picture("grid", text, text, GridData(((3, 1, (text,)),)), table),
        Picture("timeline", text, text, TimelineData(((text, text, 1, 400, text),), ((30, text),)), table),
        Picture("coverage", text, text, CoverageData(((text, text, 1, 0),)), table),
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_ever_text(report: Report, text: str) -> None:
    """It is found word for word (but for what no document can hold), and makes no element, link or part of its own."""
    document = Document(text, text, (Section("competencies", text, every_block(text)),))
    hostile = word_bytes(report._replace(document=document))
    harmless = word_bytes(
        report._replace(document=Document("a", "a", (Section("competencies", "a", every_block("a")),)))
    )
    found = paragraph_texts(opened(hostile))
    assert sum(clean(text) in one for one in found) >= 30
    assert outline(hostile) == outline(harmless)
    with zipfile.ZipFile(io.BytesIO(hostile)) as one, zipfile.ZipFile(io.BytesIO(harmless)) as other:
        assert one.namelist() == other.namelist()
        links = [dict(link.attrib) for link in opened(hostile).element.body.iter(qn("w:hyperlink"))]
        assert all(set(link) == {qn("w:anchor"), qn("w:history")} for link in links)  # within the document only
        assert all(re.fullmatch(r"(entry|_Toc|_)\w*", link[qn("w:anchor")]) for link in links)
        for name in one.namelist():
            if name.endswith(".xlsx"):
                continue  # an archive itself: see the test of its cells
            content = one.read(name).decode()
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ufffe\uffff]", content)
            if name.endswith(".rels"):
                assert content == other.read(name).decode()


def outline(written: bytes) -> list[str]:
    """The elements of the body but those that lay out a text: runs of it, its line breaks, what keeps it together."""
    layout = {
        qn(name) for name in ("w:br", "w:t", "w:keepNext", "w:keepLines", "w:cantSplit", "w:trPr", "w:tab", "w:r")
    }
    layout |= {qn("w:rPr"), qn("w:b"), qn("w:bCs"), qn("w:hyperlink")}  # links are looked at by themselves
    found = [str(one.tag) for one in opened(written).element.body.iter() if one.tag not in layout]
    return [name for name in found if name not in (qn("w:pPr"), qn("w:pStyle"), qn("w:p"), qn("w:tabs"), qn("w:ind"))]


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_makes_a_document_that_opens_and_holds_it(text: str) -> None:
    """Through the body alone, since the rest of a file does not depend on it."""
    from cswo_eval.formats.word.markup import NAMESPACES, attribute, text_paragraph

    element = docx.oxml.parser.parse_xml(
        f"<w:body {NAMESPACES} w:x={attribute(text)}>{text_paragraph('Normal', text)}</w:body>"
    )
    shown = docx.text.paragraph.Paragraph(element[0], None).text
    assert shown == re.sub("[\ufffe\uffff]", "\N{REPLACEMENT CHARACTER}", visible(text))


# --- templates ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def short(report: Report) -> Report:
    """The report with its first sections alone, the radar among them: quick to write, and all that a template can meet."""
    sections = report.document.sections
    until = next(number for number, one in enumerate(sections) if _has_a_radar(one))
    return report._replace(document=report.document._replace(sections=sections[: until + 1]))


def _has_a_radar(section: Section) -> bool:
    return any(isinstance(one, Picture) and isinstance(one.data, RadarData) for one in section.blocks)


def an_organisation(change: Any = None) -> bytes:
    """A council's own document: python-docx's default styles, a purple heading, a header, some text of its own."""
    document = docx.Document()
    heading: Any = document.styles["Heading 1"]
    heading.font.color.rgb = RGBColor(0x7A, 0x00, 0x3C)
    document.sections[0].header.paragraphs[0].text = "Firth Council"
    document.add_heading("Old heading", 1)
    document.add_paragraph("Lorem ipsum")
    if change is not None:
        change(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_a_template_keeps_its_styles_header_and_page_and_loses_its_text(short: Report) -> None:
    template = an_organisation()
    made = opened(word_bytes(short, template))
    before = opened(template)
    for name in ("Title", "Heading 1", "Heading 2", "List Bullet", "List Number", "Caption", "Normal"):
        was = re.sub(r"\s*<w:rsid [^>]*>", "", before.styles[name].element.xml)  # which sitting it was written in
        assert made.styles[name].element.xml == was.replace("en-US", "en-GB")
    assert made.sections[0].header.paragraphs[0].text == "Firth Council"
    assert (made.sections[0].page_width, made.sections[0].left_margin) == (
        before.sections[0].page_width,
        before.sections[0].left_margin,
    )
    assert not {"Old heading", "Lorem ipsum"} & set(paragraph_texts(made))
    assert headings(made, 1) == [section.title for section in short.document.sections]


def test_what_a_template_lacks_is_added(short: Report) -> None:
    made = opened(word_bytes(short, an_organisation()))
    names = {style.name for style in made.styles}
    assert {"Report Table", "Report Pair", "toc 1"} <= names
    language = made.styles.element.find("/".join(qn(n) for n in ("w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang")))
    assert language.get(qn("w:val")) == "en-GB"
    width = sum(int(one.get(qn("w:w"))) for one in made.tables[0]._tbl.tblGrid.findall(qn("w:gridCol")))
    assert width == 8640  # its own margins


def test_a_template_in_another_language_has_other_style_ids(short: Report) -> None:
    """Word in German writes the id berschrift1 for the style that is named heading 1 in every file."""

    def german(document: WordDocument) -> None:
        document.styles["Heading 1"].element.set(qn("w:styleId"), "berschrift1")
        document.paragraphs[0]._p.pPr.find(qn("w:pStyle")).set(qn("w:val"), "berschrift1")

    made = opened(word_bytes(short, an_organisation(german)))
    assert [style.name for style in made.styles].count("Heading 1") == 1
    assert headings(made, 1) == [section.title for section in short.document.sections]


def test_a_template_with_page_numbers_gets_no_second_ones(short: Report) -> None:
    def numbered(document: WordDocument) -> None:
        line = document.sections[0].footer.paragraphs[0]._p
        line.append(
            docx.oxml.parser.parse_xml(
                f'<w:fldSimple xmlns:w="{docx.oxml.ns.nsmap["w"]}" w:instr=" PAGE \\* MERGEFORMAT "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            )
        )

    footer = opened(word_bytes(short, an_organisation(numbered))).sections[0].footer
    assert [one.get(qn("w:instr")).strip() for one in footer._element.iter(qn("w:fldSimple"))] == [
        "PAGE \\* MERGEFORMAT"
    ]


def test_a_template_without_lists_gets_ours(short: Report) -> None:
    def bare(document: WordDocument) -> None:
        relation = next(name for name, one in document.part.rels.items() if one.reltype.endswith("/numbering"))
        del document.part.rels[relation]
        for style in document.styles.element.iter(qn("w:style")):
            properties = style.find(qn("w:pPr"))
            if properties is not None and properties.find(qn("w:numPr")) is not None:
                properties.remove(properties.find(qn("w:numPr")))

    given = with_blocks(short, Bullets(("a",)), Bullets(("b",), numbered=True))
    made = opened(word_bytes(given, an_organisation(bare)))
    root = made.part.numbering_part.element
    kinds = {
        one.get(qn("w:abstractNumId")): next(one.iter(qn("w:numFmt"))).get(qn("w:val"))
        for one in root.iter(qn("w:abstractNum"))
    }
    lists = {
        one.get(qn("w:numId")): kinds[one.find(qn("w:abstractNumId")).get(qn("w:val"))]
        for one in root.iter(qn("w:num"))
    }
    assert [lists[one.get(qn("w:val"))] for one in made.element.body.iter(qn("w:numId"))] == ["bullet", "decimal"]
    assert [child.tag for child in root] == [*[qn("w:abstractNum")] * 2, *[qn("w:num")] * 2]


def test_a_word_template_file_is_taken_too(short: Report) -> None:
    """A .dotx differs from a .docx in one word of its list of parts."""
    with zipfile.ZipFile(io.BytesIO(an_organisation())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    main = b"wordprocessingml.document.main+xml"
    assert main in parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(main, main.replace(b"document", b"template"))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert headings(opened(word_bytes(short, written.getvalue())), 1)


@pytest.mark.parametrize("wrong", [b"", b"not a file", b"PK\x03\x04" + b"\x00" * 40])
def test_what_is_no_template_is_refused_in_a_sentence(short: Report, wrong: bytes) -> None:
    with pytest.raises(CswoEvalError, match="cannot be read as a Word document"):
        word_bytes(short, wrong)


def test_a_spreadsheet_is_no_template(short: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(an_organisation())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(CswoEvalError, match="cannot be read as a Word document"):
        word_bytes(short, written.getvalue())


# --- what must not come out of a template -------------------------------------------------------------------------

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SECRET = "jbloggs"
"""Stands in everything of a template that a report must not hold."""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed_again(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def related(parts: dict[str, bytes], owner: str, kind: str, target: str, *, external: bool = False) -> str:
    """Let one part point at another, and return the id."""
    folder, _, base = owner.rpartition("/")
    name = f"{folder}/_rels/{base}.rels".lstrip("/")
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    listed = parts.get(name, empty)
    id_ = f"rIdPlanted{listed.count(b'<Relationship ')}"
    mode = ' TargetMode="External"' if external else ""
    one = f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    parts[name] = listed.replace(b"</Relationships>", one.encode() + b"</Relationships>")
    return id_


def picture(blip: str) -> str:
    return (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="9525" cy="9525"/><wp:docPr id="1" name="Picture 1" descr="C:\\Users\\jbloggs\\logo.png"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="Picture 1"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{OFFICE}" {blip}/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9525" cy="9525"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def with_header(more: Any) -> bytes:
    """The organisation's template with this markup in its header; `more` gets the parts and gives the markup."""
    parts = unpacked(an_organisation())
    [header] = [name for name in parts if re.fullmatch(r"word/header\d*\.xml", name)]
    markup = more(parts, header)
    parts[header] = parts[header].replace(b"</w:hdr>", markup.encode() + b"</w:hdr>")
    return packed_again(parts)


def every_byte(data: bytes) -> bytes:
    """The names and contents of all parts, and of archives within them."""
    found = []
    for name, content in unpacked(data).items():
        found += [name.encode(), every_byte(content) if content[:2] == b"PK" else content]
    return b"\n".join(found)


def outside(data: bytes) -> set[str]:
    """What the file points at outside itself."""
    return {
        one.get("Target")
        for name, content in unpacked(data).items()
        if name.endswith(".rels")
        for one in docx.oxml.parser.parse_xml(content)
        if one.get("TargetMode") == "External"
    }


def holes(data: bytes) -> list[tuple[str, str]]:
    """Each use of a relationship that the part does not have: Word says that such a file is damaged."""
    parts, found = unpacked(data), []
    for name, content in parts.items():
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        folder, _, base = name.rpartition("/")
        listed = parts.get(f"{folder}/_rels/{base}.rels")
        ids = {one.get("Id") for one in docx.oxml.parser.parse_xml(listed)} if listed else set()
        for one in docx.oxml.parser.parse_xml(content).iter():
            used = [value for key, value in one.attrib.items() if key.startswith(f"{{{OFFICE}}}")]
            found += [(name, value) for value in used if value not in ids]
    return found


@pytest.mark.parametrize(
    "place", ["http://example.org/jbloggs.dotm", r"\\server\users\jbloggs\t.dotm", "file:///C:/jbloggs"]
)
def test_the_template_of_a_template_is_neither_named_nor_pointed_at(short: Report, place: str) -> None:
    parts = unpacked(an_organisation())
    name = related(parts, "word/settings.xml", "attachedTemplate", place, external=True)
    attached = f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="{name}"/>'
    parts["word/settings.xml"] = re.sub(rb"(<w:settings[^>]*>)", rb"\1" + attached.encode(), parts["word/settings.xml"])
    made = word_bytes(short, packed_again(parts))
    assert (outside(made), SECRET.encode() in every_byte(made), holes(made)) == (set(), False, [])


@pytest.mark.parametrize("place", ["http://example.org/jbloggs.png", r"\\server\users\jbloggs\logo.png"])
def test_a_picture_that_would_be_fetched_goes_whole(short: Report, place: str) -> None:
    template = with_header(
        lambda parts, header: picture(f'r:link="{related(parts, header, "image", place, external=True)}"')
    )
    made = word_bytes(short, template)
    header = opened(made).sections[0].header
    assert [one.text for one in header.paragraphs] == ["Firth Council", ""]
    assert list(header._element.iter(qn("w:drawing"))) == []
    assert (outside(made), SECRET.encode() in every_byte(made), holes(made)) == (set(), False, [])


def test_an_old_form_of_picture_that_would_be_fetched_goes_whole(short: Report) -> None:
    def linked(parts: dict[str, bytes], header: str) -> str:
        name = related(parts, header, "image", "http://example.org/jbloggs.png", external=True)
        shape = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:9pt;height:9pt">'
        shapes = [
            f'{shape}<v:imagedata xmlns:r="{OFFICE}" {how}/></v:shape></w:pict></w:r></w:p>'
            for how in (f'r:id="{name}"', f'r:href="{name}"', 'src="http://example.org/jbloggs.png"')
        ]
        return "".join(shapes)

    made = word_bytes(short, with_header(linked))
    assert list(opened(made).sections[0].header._element.iter(qn("w:pict"))) == []
    assert (outside(made), SECRET.encode() in every_byte(made), holes(made)) == (set(), False, [])


def test_the_logo_in_a_header_stays_without_the_path_it_came_from(short: Report) -> None:
    """Also where it is linked as well as held in the file."""

    def logo(parts: dict[str, bytes], header: str) -> str:
        parts["word/media/jbloggs.png"] = PIXEL
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"</Types>", b'<Override PartName="/word/media/jbloggs.png" ContentType="image/png"/></Types>'
        )
        held = related(parts, header, "image", "media/jbloggs.png")
        link = related(parts, header, "image", "file:///C:/Users/jbloggs/logo.png", external=True)
        return picture(f'r:embed="{held}" r:link="{link}"')

    made = word_bytes(short, with_header(logo))
    header = opened(made).sections[0].header
    [blip] = header._element.iter(qn("a:blip"))
    assert header.part.related_parts[blip.get(qn("r:embed"))].blob == PIXEL
    assert blip.get(qn("r:link")) is None
    assert (outside(made), SECRET.encode() in every_byte(made), holes(made)) == (set(), False, [])


@pytest.mark.parametrize(
    ("place", "stays"),
    [
        ("https://example.org/", True),
        ("mailto:office@example.org", True),
        ("file:///C:/Users/jbloggs/a.docx", False),
        (r"\\server\users\jbloggs", False),
        ("ftp://example.org/jbloggs", False),
    ],
)
def test_of_links_in_a_header_those_that_lead_to_the_web_or_a_mailbox_stay(
    short: Report, place: str, stays: bool
) -> None:
    template = with_header(
        lambda parts, header: (
            f'<w:p><w:hyperlink xmlns:r="{OFFICE}" '
            f'r:id="{related(parts, header, "hyperlink", place, external=True)}"><w:r><w:t>Ask us</w:t></w:r></w:hyperlink></w:p>'
        )
    )
    made = word_bytes(short, template)
    assert outside(made) == ({place} if stays else set())
    assert opened(made).sections[0].header.paragraphs[1].text == "Ask us"
    assert (SECRET.encode() in every_byte(made), holes(made)) == (False, [])


def complex_field(instruction: str, shown: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return f"<w:p>{mark('begin')}{code}{mark('separate')}<w:r><w:t>{shown}</w:t></w:r>{mark('end')}</w:p>"


@pytest.mark.parametrize("simple", [True, False], ids=["simple", "complex"])
@pytest.mark.parametrize(
    ("instruction", "shown", "left"),
    [
        (r'INCLUDEPICTURE "http://example.org/jbloggs.png" \d', "", ""),
        (r'INCLUDETEXT "\\\\server\\jbloggs.docx"', "Dear jbloggs", ""),
        (r"FILENAME \p", r"C:\Users\jbloggs\case.docx", ""),
        ("AUTHOR", "jbloggs", ""),
        ("TITLE", "The case of jbloggs", ""),
        ("DOCPROPERTY jbloggs", "OFFICIAL", "OFFICIAL"),
        (r'HYPERLINK "file:///C:/Users/jbloggs"', "See here", "See here"),
    ],
)
def test_a_field_that_fetches_or_tells_of_the_old_file_is_gone(
    short: Report, instruction: str, shown: str, left: str, simple: bool
) -> None:
    quoted = instruction.replace('"', "&quot;")
    field = f'<w:p><w:fldSimple w:instr=" {quoted} "><w:r><w:t>{shown}</w:t></w:r></w:fldSimple></w:p>'
    made = word_bytes(short, with_header(lambda *_: field if simple else complex_field(instruction, shown)))
    assert opened(made).sections[0].header.paragraphs[1].text == left
    everything = every_byte(made)
    assert SECRET.encode() not in everything
    assert b"INCLUDE" not in everything


def test_page_numbers_in_a_header_stay_fields(short: Report) -> None:
    made = word_bytes(short, with_header(lambda *_: complex_field("PAGE", "1")))
    header = opened(made).sections[0].header._element
    assert [one.text.strip() for one in header.iter(qn("w:instrText"))] == ["PAGE"]
    assert [one.get(qn("w:fldCharType")) for one in header.iter(qn("w:fldChar"))] == ["begin", "separate", "end"]


def test_revisions_and_controls_in_a_header_become_plain_text(short: Report) -> None:
    """Their names, the text that was deleted and the choices that a control offered are gone; what shows stays."""
    who = 'w:id="1" w:author="jbloggs" w:date="2020-01-01T00:00:00Z"'
    made = word_bytes(
        short,
        with_header(
            lambda *_: (
                f"<w:p><w:ins {who}><w:r><w:t>Adult </w:t></w:r></w:ins><w:del {who}><w:r><w:delText>jbloggs"
                '</w:delText></w:r></w:del><w:sdt><w:sdtPr><w:alias w:val="jbloggs"/><w:comboBox><w:listItem '
                'w:value="jbloggs"/></w:comboBox></w:sdtPr><w:sdtContent><w:r><w:t>services</w:t></w:r></w:sdtContent></w:sdt></w:p>'
            )
        ),
    )
    assert opened(made).sections[0].header.paragraphs[1].text == "Adult services"
    assert SECRET.encode() not in every_byte(made)


def laden() -> bytes:
    """A template with all that Word and its add-ins may keep beside the text, each part with the same name in it."""
    parts = unpacked(an_organisation(lambda document: setattr(document.core_properties, "content_status", SECRET)))
    word = (
        *(("comments", "word/comments.xml"), ("people", "word/people.xml"), ("oleObject", "word/embeddings/o.bin")),
        *(("customXml", "customXml/item1.xml"), ("printerSettings", "word/printerSettings1.bin")),
        *(("glossaryDocument", "word/glossary/document.xml"), ("footnotes", "word/footnotes.xml")),
        *(("webSettings", "word/webSettings.xml"), ("vbaProject", "word/vbaProject.bin")),
    )
    whole = (
        *(("thumbnail", "docProps/thumbnail.jpeg"), ("extended-properties", "docProps/app.xml")),
        ("custom-properties", "docProps/custom.xml"),
    )
    for owner, several in (("word/document.xml", word), ("", whole)):
        for kind, name in several:
            parts[name] = b"<Properties><Company>jbloggs</Company></Properties>"
            related(parts, owner, kind, f"/{name}")
            parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
                b"</Types>", f'<Override PartName="/{name}" ContentType="application/xml"/></Types>'.encode()
            )
    parts["word/settings.xml"] = re.sub(
        rb"(<w:settings[^>]*>)",
        rb'\1<w:docVars><w:docVar w:name="a" w:val="jbloggs"/></w:docVars><w:documentProtection w:edit="forms"/>',
        parts["word/settings.xml"],
    )
    return packed_again(parts)


def test_nothing_that_lies_beside_the_text_of_a_template_comes_into_a_report(short: Report) -> None:
    """Thumbnail, properties, comments, people, embedded objects, custom XML, printer settings, macros, building blocks."""
    template = laden()
    assert every_byte(template).count(SECRET.encode()) > 10
    made = word_bytes(short, template)
    assert SECRET.encode() not in every_byte(made)
    assert headings(opened(made), 1)


def test_a_report_in_a_template_has_these_parts_and_no_others(short: Report) -> None:
    names = {re.sub(r"\d+", "", name) for name in unpacked(word_bytes(short, laden()))}
    assert names == {
        *("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml"),
        *("word/_rels/document.xml.rels", "word/styles.xml", "word/settings.xml", "word/numbering.xml"),
        *("word/fontTable.xml", "word/theme.xml", "word/header.xml", "word/footer.xml"),
        *("word/charts/chart.xml", "word/charts/_rels/chart.xml.rels", "word/embeddings/Microsoft_Excel_Sheet.xlsx"),
    }


def test_a_protected_template_gives_a_report_that_can_be_edited(short: Report) -> None:
    assert b"documentProtection" not in every_byte(word_bytes(short, laden()))


def test_what_is_left_out_of_a_template_is_said_in_one_sentence() -> None:
    said = left_out_of_template(laden())
    for words in ("comments", "embedded objects", "macros", "printer settings", "the picture of its first page"):
        assert words in said
    assert said.startswith("Left out of the template, beside its text: ")
    assert SECRET not in said


def test_of_a_plain_template_nothing_but_its_thumbnail_is_said_to_be_left_out() -> None:
    """python-docx's own template has one."""
    said = left_out_of_template(an_organisation())
    assert said.removeprefix("Left out of the template, beside its text: ") in (
        "the picture of its first page.",
        "data kept behind its text and the picture of its first page.",
    )


def an_annexed(first_landscape: bool = False) -> bytes:
    """A council's document with an annex: its own header, two columns, the other orientation."""

    def annexed(document: WordDocument) -> None:
        annex = document.add_section()
        first = document.sections[0]
        annex.header.is_linked_to_previous = False
        annex.header.paragraphs[0].text = "Annex jbloggs"
        turned = first if first_landscape else annex
        turned.orientation = WD_ORIENT.LANDSCAPE
        turned.page_width, turned.page_height = turned.page_height, turned.page_width
        for section in document.sections:
            for columns in section._sectPr.findall(qn("w:cols")):
                columns.set(qn("w:num"), "2")

    return an_organisation(annexed)


@pytest.mark.parametrize("landscape", [False, True], ids=["portrait", "landscape"])
def test_of_several_sections_the_first_gives_the_page(short: Report, landscape: bool) -> None:
    made = opened(word_bytes(short, an_annexed(landscape)))
    [section] = made.sections
    assert section.page_width is not None
    assert section.page_height is not None
    assert (section.page_width > section.page_height) == landscape
    assert [one.text for one in section.header.paragraphs] == ["Firth Council"]


def test_of_several_sections_the_headers_of_the_others_are_left_behind(short: Report) -> None:
    assert SECRET.encode() not in every_byte(word_bytes(short, an_annexed()))


def test_a_report_has_one_column_whatever_its_template_has(short: Report) -> None:
    [columns] = opened(word_bytes(short, an_annexed())).element.body.iter(qn("w:cols"))
    assert columns.get(qn("w:num"), "1") == "1"


@pytest.mark.parametrize(
    "part_name",
    [
        "word/styles.xml",
        *(pytest.param(one, marks=pytest.mark.long) for one in ("word/document.xml", "word/theme/theme1.xml")),
    ],
)
def test_a_template_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(short: Report, part_name: str) -> None:
    parts = unpacked(an_organisation())
    parts[part_name] = parts[part_name] + b" " * 60_000_000
    template = packed_again(parts)
    del parts
    tracemalloc.start()
    try:
        with pytest.raises(CswoEvalError, match="unpacks to more than can be read safely"):
            word_bytes(short, template)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_template_of_very_many_elements_is_refused_before_it_is_parsed(short: Report) -> None:
    """Each takes far more memory than the four bytes that it is written in."""
    parts = unpacked(an_organisation())
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", b"<a/>" * 700_000 + b"</w:styles>")
    with pytest.raises(CswoEvalError, match="unpacks to more than can be read safely"):
        word_bytes(short, packed_again(parts))


def test_a_template_that_declares_a_document_type_is_refused(short: Report) -> None:
    parts = unpacked(an_organisation())
    declared = b'<!DOCTYPE w:styles [<!ENTITY a SYSTEM "file:///etc/hostname">]><w:styles '
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"<w:styles ", declared, 1)
    with pytest.raises(CswoEvalError, match="cannot be read as a Word document"):
        word_bytes(short, packed_again(parts))


@pytest.mark.parametrize(
    ("part_name", "old", "new"),
    [
        ("word/styles.xml", rb"<w:styles .*", b"<broken"),
        ("word/styles.xml", rb"<w:styles .*", b"<other/>"),
        ("word/numbering.xml", rb'w:abstractNumId="\d+"', b'w:abstractNumId="one"'),
        ("word/document.xml", rb'w:w="\d+"', b'w:w="wide"'),
        ("word/_rels/document.xml.rels", rb".*", b""),
    ],
)
def test_a_damaged_template_is_refused_or_used_but_never_breaks_the_report(
    short: Report, part_name: str, old: bytes, new: bytes
) -> None:
    parts = unpacked(an_organisation())
    parts[part_name] = re.sub(old, new, parts[part_name], flags=re.DOTALL)
    with contextlib.suppress(CswoEvalError):
        assert headings(opened(word_bytes(short, packed_again(parts))), 1)


# --- how long a template takes ------------------------------------------------------------------------------------


class Watched(lxml.etree.ElementBase):
    """An element that counts what is done with it, as lxml's time goes: see `work_on`."""

    work = 0
    known: ClassVar[weakref.WeakSet[Watched]] = weakref.WeakSet()
    """Those that Python knows of now."""

    def _init(self) -> None:
        Watched.work += 1
        Watched.known.add(self)

    def getparent(self) -> Any:
        Watched.work += 1
        return super().getparent()

    def get(self, *name: Any) -> Any:
        Watched.work += 1
        return super().get(*name)

    def remove(self, element: Any) -> None:
        Watched.work += int(element.xpath("count(descendant-or-self::node())")) ** 2
        super().remove(element)

    def __delitem__(self, which: Any) -> None:
        known_in_it = [one for one in Watched.known if any(above is self for above in one.iterancestors())]
        Watched.work += int(self.xpath("count(descendant::node())")) ** (2 if known_in_it else 1)
        super().__delitem__(which)

    @property
    def tail(self) -> Any:
        return lxml.etree.ElementBase.tail.__get__(self)

    @tail.setter
    def tail(self, text: str) -> None:
        Watched.work += len(text)
        lxml.etree.ElementBase.tail.__set__(self, text)  # type: ignore[attr-defined]


@cache
def small_template() -> dict[str, bytes]:
    """The parts of a template with a header, in which each but the list of parts holds next to nothing."""
    parts = unpacked(with_header(lambda *_: ""))
    for name in ("word/styles.xml", "word/numbering.xml", "word/settings.xml"):
        parts[name] = re.sub(rb"(<w:[a-z]+\b[^>]*>).*(</w:[a-z]+>)", rb"\1\2", parts[name], flags=re.DOTALL)
    return parts


def work_on(monkeypatch: pytest.MonkeyPatch, part_name: str, markup: str) -> int:
    """How much is done to take a template with this markup at the end of a part.

    Counted are elements that come to be known to Python, questions for what they stand in and for their attributes,
    characters that are written again, and the square of what an element holds that is taken out: lxml goes through all
    of it, and each time through what it has seen, unless nothing in it is known to Python.
    """
    parts = dict(small_template())
    name = next(name for name in parts if re.fullmatch(rf"word/{part_name}\d*\.xml", name))
    before, end, after = parts[name].decode().rpartition("<w:sectPr" if part_name == "document" else "</w:")
    parts[name] = f"{before}{markup}{end}{after}".encode()
    parser = lxml.etree.XMLParser(remove_blank_text=True, resolve_entities=False)
    parser.set_element_class_lookup(lxml.etree.ElementDefaultClassLookup(element=Watched))
    Watched.work = 0
    with monkeypatch.context() as patched:
        patched.setattr(docx.oxml.parser, "oxml_parser", parser)
        assert template_parts(packed_again(parts)).file
    assert Watched.work > 20
    return Watched.work


RUN = "<w:r><w:t>word</w:t></w:r>"
MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
OPENING = MARK("begin") + "<w:r><w:instrText>AUTHOR</w:instrText></w:r>" + MARK("separate")
ROW = f"<w:tr><w:tc><w:p>{RUN}</w:p></w:tc></w:tr>"
CONTROL = ("<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>")
PICTURE = '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata/></v:shape></w:pict>'
MANY: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda number: f"<w:p>{RUN}</w:p>" * number,
    "runs": lambda number: f"<w:p>{RUN * number}</w:p>",
    "rows": lambda number: f"<w:tbl>{ROW * number}</w:tbl>",
    "bookmarks": lambda number: f"<w:p>{'<w:bookmarkStart/><w:bookmarkEnd/>' * number}</w:p>",
    "simple fields": lambda number: f'<w:p>{f"""<w:fldSimple w:instr="AUTHOR">{RUN}</w:fldSimple>""" * number}</w:p>',
    "fields": lambda number: complex_field("AUTHOR", "jbloggs") * number,
    "fields in fields": lambda number: f"<w:p>{OPENING * number}{RUN * number}{MARK('end') * number}</w:p>",
    "controls in controls": lambda number: f"{CONTROL[0] * 20}<w:p>{RUN}</w:p>{CONTROL[1] * 20}" * (number // 20),
    "text that was taken out": lambda number: f"<w:p><w:del>{RUN * number}</w:del></w:p>",
    "an object": lambda number: f"<w:p><w:r><w:object><w:p>{RUN * number}</w:p></w:object></w:r></w:p>",
    "pictures that are gone": lambda number: f"<w:p>{f'<w:r>{PICTURE}</w:r>' * number}</w:p>",
    "remarks": lambda number: f"<w:p>{RUN}{'<!--a-->b' * number}</w:p>",
}


def lists(number: int) -> str:
    """Lists that have so many pictures for bullets."""
    bullets = (f'<w:numPicBullet w:numPicBulletId="{one}">{PICTURE}</w:numPicBullet>' for one in range(number))
    levels = (f'<w:lvl><w:lvlPicBulletId w:val="{one}"/></w:lvl>' for one in range(number))
    return "".join((*bullets, *levels))


@pytest.mark.parametrize(
    ("part_name", "many"),
    [
        *(pytest.param("document", many, id=f"{name} in the text") for name, many in MANY.items()),
        *(pytest.param("header", many, id=f"{name} in the header") for name, many in MANY.items()),
        pytest.param("numbering", lists, id="pictures for bullets"),
    ],
)
def test_a_template_of_twice_as_much_takes_twice_the_work(
    monkeypatch: pytest.MonkeyPatch, part_name: str, many: Callable[[int], str]
) -> None:
    """Where it grows as the square it takes four times."""
    once, twice = (work_on(monkeypatch, part_name, many(number)) for number in (200, 400))
    assert twice < 2.2 * once


# --- the file -----------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_the_same_report_gives_the_same_bytes_in_another_process(
    report: Report, written: bytes, tmp_path: Path
) -> None:
    """Another start of Python orders its sets in another way."""
    assert word_bytes(report) == written
    program = (
        "import sys; from datetime import date; from pathlib import Path\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_word_report import sample_report, word_bytes\n"
        "from cswo_eval.framework.load import load_framework\n"
        "sys.stdout.buffer.write(word_bytes(sample_report(load_framework(), 'coach')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=tmp_path, timeout=60)
    assert done.stdout == written
    template = an_organisation()
    assert word_bytes(report, template) == word_bytes(report, template)


def test_every_part_bears_the_day_the_report_is_made_for(written: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 10, 2, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert archive.testzip() is None


def test_the_file_is_small(written: bytes) -> None:
    """A coach gets it by email."""
    assert 20_000 < len(written) < 90_000


@pytest.mark.long
def test_libreoffice_opens_it_and_shows_every_row(report: Report, tmp_path: Path) -> None:
    """Each need, action, competency and piece of evidence is on its pages, and each mention of an element."""
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if office is None or reader is None:
        pytest.skip("LibreOffice or pdftotext is not installed: apt-get install libreoffice-writer poppler-utils")
    (tmp_path / "own.docx").write_bytes(word_bytes(report))
    (tmp_path / "council.docx").write_bytes(word_bytes(report, an_organisation()))
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={(tmp_path / 'office').as_uri()}",
            "--headless",
            *("--convert-to", "pdf", "--outdir", str(tmp_path)),
            *(str(tmp_path / name) for name in ("own.docx", "council.docx")),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    for name in ("own", "council"):
        shown = subprocess.run(
            [reader, "-raw", str(tmp_path / f"{name}.pdf"), "-"], capture_output=True, text=True, check=True, timeout=60
        ).stdout
        together = re.sub(r"\s+", "", shown)
        for section in report.document.sections:
            assert re.sub(r"\s+", "", section.title) in together
            for block in section.blocks:
                if isinstance(block, Entry):
                    assert re.sub(r"\s+", "", block.heading) in together, block.heading
        written = "\n".join(paragraph_texts(opened((tmp_path / f"{name}.docx").read_bytes())))
        codes = set(re.findall(r"\b[A-Z]{2}\d\b", written))
        assert len(codes) == 18
        assert [code for code in codes if together.count(code) < re.sub(r"\s+", "", written).count(code)] == []
