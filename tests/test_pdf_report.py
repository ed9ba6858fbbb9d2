"""The PDF: read back by pypdf and pdftotext. Tagged, titled, in British English, the same bytes, any text only text."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from reports import report_of

from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.formats.pdf import pdf_bytes
from cswo_eval.formats.pdf.widths import width_of
from cswo_eval.framework.load import load_framework
from cswo_eval.pages.blocks import (
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

TODAY = date(2026, 10, 2)

HOSTILE = {
    "typst markup": "#raw('a') #read(\"report.typ\") $x^2$ *bold* _it_ `code` @ref <label> = Head \\ // no /* no */ ~",
    "markup": "<script>alert(1)</script> javascript:alert(1) ]]> {{7*7}} [link=https://example.org]x[/link] <b>&amp;",
    "formulas": '=HYPERLINK("https://example.org") +1 -1 @SUM(1) %s {0}',
    "quotes": "\"double\" 'single' \\u0041 \\n -- --- ... (c)",
    "Gaelic": "Bha mi ag obair còmhla ris a’ Chomhairle; Àrd-Oifigear na h-Obrach Sòisealta",
}
"""Texts that a typesetter, a browser or a spreadsheet might obey: each must be found whole."""

ODD = {
    "escapes": "\x1b[31mred\x1b[0m \x1b]0;title\x07 nul\x00 bell\x07 \x9b31m delete\x7f",
    "direction": "\u202eevil\u202c \u2066x\u2069 \u200fy\u200e",
    "no characters": "\ufffe \uffff \ufdd0 \U0010ffff \ufeff",
    "private use": "\ue000 \U000f0000",
    "a long word": "w" * 10_000,
    "long text": "word " * 5_000,
    "combining": "Z̴͙̈́a̷l̶g̵o̶" * 30,
    "empty": "",
    "blank": " \t\u200b\xa0",
    "lines": "first\nsecond\n\n\n   fourth, indented\n",
}
"""Texts that may break a page: the file must stand, tagged."""


@cache
def sample_report(audience: str = "self") -> Report:
    """The report of the sample record."""
    framework, record = load_framework(), Record(sample_folder())
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


@cache
def sample_pdf(audience: str = "self") -> bytes:
    """Its bytes."""
    pytest.importorskip("typst", reason="the extra [pdf] is not installed")
    return pdf_bytes(sample_report(audience))


def pdf_of(*blocks: Any, title: str = "A report", subtitle: str = "", section: str = "A section") -> bytes:
    """The PDF of a report of one section with these blocks."""
    pytest.importorskip("typst", reason="the extra [pdf] is not installed")
    document = Document(title, subtitle, (Section("a-section", section, blocks),))
    return pdf_bytes(sample_report()._replace(document=document))


def every_block(text: str) -> tuple[Any, ...]:
    """One of each kind of block, with a text in every place where the owner's or a coach's words may stand."""
    columns = (Column("Item"), Column("What", main=True), Column("Level", "right"))
    table = Table(text, columns, ((text, text, Scale(7, 5, "7")), ("x", "", Scale(None, 5, "-"))), "None.")
    return (
        *(Paragraph(text, tone) for tone in ("plain", "quiet", "warning", "strong")),
        Bullets((text, "b")),
        Bullets((text, "b"), numbered=True),
        table,
        table._replace(rows=(), empty=text),
        Facts((("Note", text), (text, "value"))),
        Entry(text, text, (("Level", "3"), ("Target", "3"), ("Sure", "low"), ("Note", text))),
        Field(text),
        Picture("timeline", text, text, TimelineData((("A1", text, 1, 100, "planned"),), ((30, "Review 30"),)), table),
        Picture("radar", "Radar", text, RadarData(("A", "B", "C"), ((text[:40], (1.0, None, 3.0)),)), table),
    )


@cache
def reader_of(pdf: bytes) -> Any:
    """The file as pypdf reads it."""
    return pytest.importorskip("pypdf", reason="pypdf reads the file back").PdfReader(io.BytesIO(pdf))


def elements(pdf: bytes) -> Iterator[Any]:
    """Every element of the structure tree, in order."""

    def below(node: Any) -> Iterator[Any]:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                yield from below(child)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from below(node["/K"])

    yield from below(reader_of(pdf).trailer["/Root"]["/StructTreeRoot"])


def text_of(pdf: bytes, folder: Path) -> str:
    """What pdftotext reads, without any space: lines may break anywhere."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    file = folder / "report.pdf"
    file.write_bytes(pdf)
    read = subprocess.run(
        [program, "-raw", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True, timeout=60
    )
    return packed(read.stdout.decode())


def packed(text: str) -> str:
    """A text without spaces and invisible joiners."""
    return "".join(text.replace("\u2060", "").split())


class Piece(NamedTuple):
    """A piece of text on a page: what it says, how far right and up it stands, its size; in points."""

    text: str
    x: float
    y: float
    size: float


@cache
def read_page(pdf: bytes, page: int) -> tuple[str, list[Piece]]:
    """The text of a page, counted from 0, as pypdf reads it, and its pieces. Read once: it takes long."""
    found: list[Piece] = []

    def take(text: str, page: list[float], line: list[float], _: Any, size: float) -> None:
        if text.strip():
            x = line[4] * page[0] + line[5] * page[2] + page[4]
            y = line[4] * page[1] + line[5] * page[3] + page[5]
            found.append(Piece(text.strip(), x, y, abs(size * line[3])))

    return reader_of(pdf).pages[page].extract_text(visitor_text=take), found


def page_texts(pdf: bytes) -> list[str]:
    """The text of every page."""
    return [read_page(pdf, number)[0] for number in range(len(reader_of(pdf).pages))]


def places(pdf: bytes, page: int) -> list[Piece]:
    """The pieces of text of a page, counted from 0."""
    return read_page(pdf, page)[1]


def colours(file: Path, pattern: str) -> list[str]:
    """What a pattern finds in a file, in order."""
    return re.findall(pattern, file.read_text("utf-8"))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours such as 1b2430, by WCAG 2.2."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def sample_timeline() -> tuple[Picture, TimelineData]:
    """The timeline of the sample, as it is on day 26."""
    sections = sample_report().document.sections
    found = next(one for part in sections for one in part.blocks if isinstance(one, Picture) and one.kind == "timeline")
    assert isinstance(found.data, TimelineData)
    data = found.data._replace(today=26)
    return found._replace(data=data), data


# --- what the file says of itself ---------------------------------------------------------------------------------------


def test_it_says_its_title_language_and_that_it_is_tagged() -> None:
    """A screen reader announces the title, speaks British English and finds tags; the file claims PDF/UA-1."""
    reader = reader_of(sample_pdf())
    root = reader.trailer["/Root"]
    assert reader.metadata["/Title"] == sample_report().document.title
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_its_dates_are_the_day_of_the_report() -> None:
    """Creation and change are the day that the report is told from, at midnight."""
    metadata = reader_of(sample_pdf()).metadata
    assert {metadata["/CreationDate"], metadata["/ModDate"]} == {"D:20261002000000Z"}


@pytest.mark.long
def test_the_same_report_gives_the_same_bytes_in_another_process() -> None:
    """No clock, no chance: a fresh process with another hash seed and another time zone writes the same bytes."""
    here = sample_pdf("employer")
    program = (
        "import hashlib, test_pdf_report as tests; print(hashlib.sha256(tests.sample_pdf('employer')).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parent,
        env={"PYTHONHASHSEED": "2", "PATH": "", "TZ": "Asia/Tokyo"},
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    ).stdout
    assert there.strip() == hashlib.sha256(here).hexdigest()
    assert pdf_bytes(sample_report("coach")) == sample_pdf("coach")


# --- structure ------------------------------------------------------------------------------------------------------------


def test_every_section_is_a_heading_and_a_bookmark() -> None:
    """The first level of the outline and the first headings are the sections, in order."""
    titles = [section.title for section in sample_report().document.sections]
    outline = reader_of(sample_pdf()).outline
    assert [one.title for one in outline if not isinstance(one, list)] == titles
    assert [one["/T"] for one in elements(sample_pdf()) if one["/S"] == "/H1"] == titles


def test_every_entry_is_a_heading_and_a_bookmark() -> None:
    """Each competency, action and piece of evidence can be jumped to."""
    entries = {
        one.heading for section in sample_report().document.sections for one in section.blocks if isinstance(one, Entry)
    }
    assert len(entries) > 100
    assert entries <= {one["/T"] for one in elements(sample_pdf()) if one["/S"] == "/H2"}
    outline = reader_of(sample_pdf()).outline
    assert entries <= {leaf.title for branch in outline if isinstance(branch, list) for leaf in branch}


def test_every_table_with_rows_has_header_cells_for_its_columns() -> None:
    """As many tables and header cells as the document has, every header cell for its column."""
    blocks = [block for section in sample_report().document.sections for block in section.blocks]
    tables = [one.table if isinstance(one, Picture) else one for one in blocks if isinstance(one, Table | Picture)]
    columns = sum(len(table.columns) for table in tables if table.rows)
    found = list(elements(sample_pdf()))
    assert columns > 50
    assert sum(one["/S"] == "/Table" for one in found) == sum(bool(table.rows) for table in tables)
    headers = [one for one in found if one["/S"] == "/TH"]
    assert len(headers) == columns
    assert all(any(part.get("/Scope") == "/Column" for part in one["/A"]) for one in headers)


def test_every_data_cell_stands_once() -> None:
    """No row is lost and no cell is split in two."""
    blocks = [block for section in sample_report().document.sections for block in section.blocks]
    tables = [one.table if isinstance(one, Picture) else one for one in blocks if isinstance(one, Table | Picture)]
    cells = sum(len(row) for table in tables for row in table.rows)
    assert sum(one["/S"] == "/TD" for one in elements(sample_pdf())) == cells


def test_every_drawing_has_its_description_as_alternative_text() -> None:
    """Radar, map, grid, timeline and coverage are figures, each with the words that the report gives it."""
    pictures = [
        block for section in sample_report().document.sections for block in section.blocks if isinstance(block, Picture)
    ]
    assert {one.kind for one in pictures} == {"radar", "map", "grid", "timeline", "coverage"}
    alternatives = [one["/Alt"] for one in elements(sample_pdf()) if one["/S"] == "/Figure"]
    assert alternatives == [f"{one.title}. {one.description}" for one in pictures]


def test_the_first_page_says_what_it_is_how_sure_and_the_greatest_needs() -> None:
    """What a busy reader sees first: limits, summary, the three greatest needs, contents."""
    said = packed(read_page(sample_pdf(), 0)[0])
    report = sample_report()
    for text in (
        report.document.title,
        report.document.subtitle,
        "What this is, and is not",
        "How sure",
        *(f"{one.id}{one.title}" for one in report.analysis.needs[:3]),
        "Contents",
    ):
        assert packed(text) in said, text


def test_every_page_has_its_number() -> None:
    """Page 2 of so many, on page 2."""
    pages = page_texts(sample_pdf())
    assert 25 < len(pages) < 60
    for number, said in enumerate(pages, start=1):
        assert packed(f"Page {number} of {len(pages)}") in packed(said)


# --- content --------------------------------------------------------------------------------------------------------------


def test_every_competency_action_and_evidence_title_is_in_the_text(tmp_path: Path) -> None:
    """What pdftotext reads holds every title, statement and word of the owner."""
    report, said = sample_report(), text_of(sample_pdf(), tmp_path)
    texts = [one.title for one in report.framework.competencies.values()]
    blocks = [block for section in report.document.sections for block in section.blocks]
    texts += [one.lead for one in blocks if isinstance(one, Entry) and one.lead]
    texts += [one.title for one in report.register.present()]
    assert report.plan is not None
    texts += [one.title for one in report.plan.actions]
    assert len(texts) > 200
    assert [text for text in texts if packed(text) not in said] == []


def test_every_text_of_the_document_is_in_the_text(tmp_path: Path) -> None:
    """Paragraphs, lists, pairs and entries are found whole, in every audience's report."""
    for audience in ("coach", "employer"):
        said, texts = text_of(sample_pdf(audience), tmp_path), []
        for section in sample_report(audience).document.sections:
            texts.append(section.title)
            for block in section.blocks:
                if isinstance(block, Paragraph):
                    texts.append(block.text)
                elif isinstance(block, Bullets):
                    texts += block.items
                elif isinstance(block, Facts | Entry):
                    texts += [part for pair in block.pairs for part in pair]
                    texts += [block.heading, block.lead] if isinstance(block, Entry) else []
                elif isinstance(block, Field):
                    texts.append(block.label)
        assert len(texts) > 50
        # A text that runs over a page has the foot and the head of the page within it.
        lost = [
            text for text in texts if not all(packed(word) in said for word in text.split("\n")) and len(text) < 400
        ]
        assert len([text for text in lost if not all(packed(word) in said for word in text.split())]) == 0
        assert len(lost) <= 5, lost


# --- drawings and pages ---------------------------------------------------------------------------------------------------


def test_levels_have_the_colours_of_the_html_report() -> None:
    """Whoever sees both sees one palette: fills of 1 to 5 and what is written on them."""
    rooms = Path(sys.modules[pdf_bytes.__module__].__file__ or "").parent
    look = colours(rooms / "look.typ", r"#let (?:on-)?steps = .*")
    fills, inks = ([*re.findall(r"#(\w{6})", line)] for line in look)
    style = rooms.parent / "html" / "style.css"
    # The first five are for paper; what follows them is for a dark screen.
    assert fills == colours(style, r"\.l[1-5]\{fill:#(\w{6})")[:5]
    assert inks == ["ffffff", "1b2430", "1b2430", "1b2430", "ffffff"]


def test_what_is_written_on_a_level_can_be_read() -> None:
    """At least 4.5 to 1 for every level (WCAG 2.2, 1.4.3)."""
    look = Path(sys.modules[pdf_bytes.__module__].__file__ or "").parent / "look.typ"
    fills, inks = (re.findall(r"#(\w{6})", line) for line in colours(look, r"#let (?:on-)?steps = .*"))
    assert len(fills) == len(inks) == 5
    assert [round(contrast(*pair), 1) for pair in zip(fills, inks, strict=True) if contrast(*pair) < 4.5] == []


def test_a_cell_of_the_map_says_in_words_why_it_has_no_level() -> None:
    """No letter to look up where there is room for the words."""
    rows = (("AB1", (("AB1.1", 3, "3"), ("AB1.2", None, "no chance yet"), ("AB1.3", None, "not applicable"))),)
    table = Table("", (Column("Code"),), (("AB1",),))
    said = [text for text, *_ in places(pdf_of(Picture("map", "Map", "A map.", MapData(rows), table)), 1)]
    assert said.count("no chance yet") == said.count("not applicable") == 1


def test_a_narrow_cell_of_the_map_has_a_sign_that_is_explained() -> None:
    """Fifteen in a row leave no room for words: a letter, and below what it stands for."""
    rows = (("AB1", tuple((f"AB1.{number}", None, "no chance yet") for number in range(1, 16))),)
    table = Table("", (Column("Code"),), (("AB1",),))
    said = [text for text, *_ in places(pdf_of(Picture("map", "Map", "A map.", MapData(rows), table)), 1)]
    assert said.count("n") == 16
    assert said.count("no chance yet") == 1


def test_a_short_table_stands_on_one_page() -> None:
    """Fifteen rows that would run over the foot of a page begin the next."""
    table = Table("Short", (Column("Item"), Column("What")), tuple((f"row {number}", "x") for number in range(15)))
    for lines in range(20, 50, 5):
        pages = [page.extract_text() for page in reader_of(pdf_of(Paragraph("line\n" * lines), table)).pages]
        assert sorted({page.count("row ") for page in pages} - {0}) == [15], lines


def test_bars_of_a_column_begin_together() -> None:
    """However long what is said before them: the bar of half and the bar of more begin at the same place."""
    rows = (("a", Scale(1, 2, "1 h of 2 h")), ("b", Scale(3, 2, "3 h of 2 h, 1 h over")), ("c", Scale(2, 2, "2")))
    pdf = pdf_of(Table("", (Column("Week"), Column("Hours")), rows))
    drawn = reader_of(pdf).pages[1].get_contents().get_data().decode("latin-1")
    # A bar is one or two paths, each moved to its place and 4.8 points high: the first of each row is where it begins.
    paths = re.findall(r"1 0 0 -1 ([\d.]+) ([\d.]+) cm\s*/\S+ cs [^/]*? scn 0 0 m [\d.]+ 0 l [\d.]+ 4\.8 l", drawn)
    begun = {up: min(float(x) for x, other in paths if other == up) for _, up in paths}
    assert len(begun) == 3
    assert len(set(begun.values())) == 1


def test_ids_in_the_grid_are_large_enough_and_within_their_cell() -> None:
    """Seven and a half points, no line of ids wider than its cell, every id said."""
    ids = tuple(f"MV{number}.{number}" for number in range(10, 40))
    table = Table("", (Column("Importance"),), (("3",),))
    grid = Picture("grid", "Grid", "A grid.", GridData(((3, 1, ids), (3, 2, ("AO1.1",)))), table)
    found = [one for one in places(pdf_of(grid), 1) if re.match("MV|AO", one[0])]
    assert " ".join(text for text, *_ in found[:-1]).split() == list(ids)
    assert {round(size, 1) for *_, size in found} == {7.5}
    assert all((width_of(text) or 0) * 7.5 <= 76 for text, *_ in found)


def test_more_ids_than_a_cell_of_the_grid_holds_are_left_to_the_table() -> None:
    """A thousand in one cell: the drawing stays on its page and says where the rest is."""
    ids = tuple(f"MV{number}" for number in range(1000))
    table = Table("", (Column("Importance"), Column("Ids", main=True)), (("3", ", ".join(ids)),))
    pdf = pdf_of(Picture("grid", "Grid", "A grid.", GridData(((3, 1, ids),)), table))
    said = [text for text, *_ in places(pdf, 1)]
    assert said.count("and more, see below") == 1
    assert "Level 5" in said


def test_the_timeline_names_every_action_in_one_column() -> None:
    """Each title, cut to what fits, begins at the same place, left of every bar; each id before it."""
    picture, data = sample_timeline()
    found = places(pdf_of(picture), 1)
    for name, title, *_ in data.bars:
        begun = [(text, x) for text, x, *_ in found if title.startswith(text.rstrip("…")) and len(text) > 10]
        assert round(begun[0][1], 1) == 80.1, name
        assert (name, 54.1) in [(text, round(x, 1)) for text, x, *_ in found]


def test_the_timeline_says_a_status_only_where_it_is_not_planned() -> None:
    """Planned is what a bar is; done is said."""
    picture, data = sample_timeline()
    empty = picture._replace(table=Table("", (Column("Action"),), (("x",),)))
    said = [text for text, *_ in places(pdf_of(empty), 1)]
    assert "planned" not in said
    assert said.count("done") == sum(bar[4] == "done" for bar in data.bars) > 0


def test_the_timeline_has_a_line_for_today_with_its_name() -> None:
    """Day 26 is said; without a day there is no such line."""
    picture, data = sample_timeline()
    assert "Today, day 26" in [text for text, *_ in places(pdf_of(picture), 1)]
    without = picture._replace(data=data._replace(today=None))
    assert not any(text.startswith("Today, day") for text, *_ in places(pdf_of(without), 1))


@pytest.mark.parametrize(
    ("actions", "said"),
    [(40, []), (41, ["1 more stands in the table."]), (60, ["20 more stand in the table."])],
)
def test_a_timeline_of_many_actions_stays_on_its_page(actions: int, said: list[str]) -> None:
    """The first forty by date are drawn; below them stands how many more the table has."""
    bars = tuple((f"A{number}", f"Something {number}", number, number, "planned") for number in range(1, actions + 1))
    table = Table("", (Column("Action"),), (("x",),))
    data = TimelineData(bars, ((30, "Review 30"), (60, "Review 60")), 26)
    found = places(pdf_of(Picture("timeline", "Days", "A hundred.", data, table)), 1)
    drawn = [text for text, *_ in found if text.startswith("Something")]
    assert drawn == [f"Something {number}" for number in range(1, 41)]
    assert [text for text, *_ in found if text.endswith("in the table.")] == said
    assert all(40 < y < 800 for text, _, y, _ in found if text in (*drawn, *said, "Review 30"))


def test_labels_of_the_timeline_do_not_touch() -> None:
    """Today and reviews on the same and neighbouring days stand clear of each other and within the page."""
    marks = tuple((day, f"Review {day}") for day in (26, 27, 30, 99, 100))
    table = Table("", (Column("Action"),), (("x",),))
    data = TimelineData((("A1", "Something", 1, 9, "planned"),), marks, 26)
    found = places(pdf_of(Picture("timeline", "Days", "A hundred.", data, table)), 1)
    labels = [(x, x + (width_of(text) or 0) * 7.5, y) for text, x, y, _ in found if re.match("Today|Review", text)]
    assert len(labels) == 6
    assert all(start >= 54 and end <= 542 for start, end, _ in labels)
    for number, (start, end, y) in enumerate(labels):
        assert all(end < left or right < start or abs(y - up) > 8 for left, right, up in labels[number + 1 :])


def test_how_far_to_trust_the_ratings_is_as_large_as_the_text() -> None:
    """What this is, and is not, is no small print."""
    limits = sample_report().document.sections[0]
    assert limits.id == "limits"
    first = next(one.text for one in limits.blocks if isinstance(one, Paragraph))
    sizes = {round(size, 1) for text, _, _, size in places(sample_pdf(), 0) if text.startswith(first[:15])}
    assert sizes == {10.0}


@pytest.mark.parametrize("audience", ["self", "coach", "portfolio"])
def test_the_first_page_ends_with_the_contents(audience: str) -> None:
    """Limits, summary and contents stand on one page: the last section is named on it."""
    said = packed(read_page(sample_pdf(audience), 0)[0])
    assert packed(sample_report(audience).document.sections[-1].title) in said[said.index("Contents") :]


def test_a_competency_its_question_and_its_box_stand_on_one_page() -> None:
    """In a coach's report every page has as many questions, and as many boxes, as competencies."""
    titles = {one.title for one in sample_report("coach").framework.competencies.values()}
    seen = 0
    for said in page_texts(sample_pdf("coach")):
        lines = [line.strip() for line in said.splitlines()]
        asked = sum(line.startswith("Question") for line in lines)
        assert lines.count("Your view") == asked
        if asked:
            begun = sum(line.partition(" ")[2] in titles for line in lines if re.match(r"[A-Z]{2}\d\.\d ", line))
            assert begun == asked
        seen += asked
    assert seen > 60


@pytest.mark.parametrize(
    "audience", ["coach", *(pytest.param(one, marks=pytest.mark.long) for one in ("self", "portfolio"))]
)
def test_no_page_is_nearly_blank(audience: str) -> None:
    """A third of every page is filled, but where the plan or the whole report ends."""
    pdf = sample_pdf(audience)
    pages = page_texts(pdf)
    ends = {number for number, said in enumerate(pages) if said.lstrip().startswith("Every competency with")}
    lowest = [min(y for _, _, y, _ in places(pdf, number) if y > 54) for number in range(len(pages))]
    assert len(ends) == 1
    assert [
        number for number, low in enumerate(lowest, 1) if low > 842 * 2 / 3 and number not in {*ends, len(pages)}
    ] == []


def test_a_table_of_few_long_cells_runs_over_pages(tmp_path: Path) -> None:
    """Three cells, each nearly a page high in its narrow column, are whole."""
    texts = [" ".join(f"<{row}.{number}>" for number in range(90)) for row in range(3)]
    columns = tuple(Column(f"Column {number}", main=True) for number in range(6))
    said = text_of(pdf_of(Table("", columns, tuple((text, *"abcde") for text in texts))), tmp_path)
    assert [text for text in texts if any(word not in said for word in text.split())] == []


# --- hostile texts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_text_is_only_ever_text(text: str, tmp_path: Path) -> None:
    """Nothing in it is obeyed: it is found as it was written, and the file holds no link out and no script."""
    pdf = pdf_of(*every_block(text), title=text, subtitle=text, section=text)
    assert text_of(pdf, tmp_path).count(packed(text)) >= 15
    reader = reader_of(pdf)
    assert reader.metadata["/Title"] == text
    actions = [
        annotation.get_object()
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object().get("/A", {}).get("/S") not in (None, "/GoTo")
    ]
    assert actions == []
    assert not {"/JavaScript", "/OpenAction", "/AA"} & set(reader.trailer["/Root"])


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_an_odd_text_leaves_a_tagged_file(text: str) -> None:
    """Control characters, very long words and nothing at all: the file stands and claims PDF/UA."""
    reader = reader_of(pdf_of(*every_block(text), title=text, subtitle=text, section=text))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_a_word_of_50_000_characters_stays_on_the_page_and_is_whole(tmp_path: Path) -> None:
    """It breaks over lines and pages; no character is lost."""
    pdf = pdf_of(Paragraph("w" * 50_000), Table("", (Column("a"), Column("b", main=True)), (("x" * 50_000, "b"),)))
    said = text_of(pdf, tmp_path)
    assert said.count("w") >= 50_000
    assert said.count("x") >= 50_000
    assert len(reader_of(pdf).pages) > 10


def test_a_control_character_is_shown_as_a_mark_and_not_obeyed(tmp_path: Path) -> None:
    """Escapes and direction marks become the replacement character, as on the terminal."""
    said = text_of(pdf_of(Paragraph("a\x1bb \u202ec\x00d")), tmp_path)
    assert "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c\N{REPLACEMENT CHARACTER}d" in said


def test_a_sign_that_no_font_can_draw_is_named(tmp_path: Path) -> None:
    """An emoji is named, a letter of another script numbered, and what can be drawn is left as it is."""
    said = text_of(pdf_of(Paragraph("Thanks 👍 社 ✓ Ωμ Привет")), tmp_path)
    assert "Thanks[thumbsupsign][U+793E]✓ΩμПривет" in said


def test_letters_of_other_scripts_are_drawn_or_numbered(tmp_path: Path) -> None:
    """Gaelic, Polish, Greek, Russian, Hebrew, Arabic and Hindi are drawn, Chinese and Thai numbered; PDF/UA all the same."""
    drawn = (HOSTILE["Gaelic"], "Zażółć gęślą jaźń, Łódź", "Ωμέγα", "Привет", "שלום", "مرحبا", "नमस्ते")
    texts = (*drawn, "社会", "สวัสดี")
    pdf = pdf_of(*every_block("x"), *(Paragraph(text) for text in texts), Facts(tuple((text, text) for text in texts)))
    said = text_of(pdf, tmp_path)
    for text in drawn[:4]:
        assert said.count(packed(text)) == 3, text
    for text in drawn[4:]:
        # Right to left, or ordered as it is drawn: the letters are there.
        assert not {"[", *text} - set(said), text
    assert said.count("[U+793E][U+4F1A]") == 3
    assert said.count("[U+0E2A][U+0E27][U+0E31]") == 3
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader_of(pdf).trailer["/Root"]["/Metadata"].get_data()


def lines_of(pdf: bytes) -> list[str]:
    """The lines that pypdf reads on the pages after the first."""
    return [line.rstrip() for page in reader_of(pdf).pages[1:] for line in page.extract_text().splitlines()]


def test_lines_stay_as_they_are_typed() -> None:
    """A line end is a line end, however long the line; room within a line and before it stays."""
    text = "a" * 20 + " word" * 8 + "\nand on\n- one\n   -  two"
    for block in (Paragraph(text), Bullets((text,)), Table("", (Column("a"),), ((text,),)), Facts((("n", text),))):
        said = [line.removeprefix("• ").removeprefix("n ") for line in lines_of(pdf_of(block))]
        assert text.split("\n") == said[said.index(text.split("\n")[0]) :][:4], block


def test_an_empty_line_begins_a_new_paragraph() -> None:
    """Wherever a text stands, what follows an empty line stands on a line of its own."""
    text = "One.\n\nTwo.\n\n\n  Three."
    blocks = (
        *(Paragraph(text, tone) for tone in ("plain", "quiet", "warning", "strong")),
        Bullets((text,)),
        Facts((("Name", text),)),
        Entry("Heading", text, (("Name", text),)),
        Table("", (Column("a"),), ((text,),)),
    )
    said = [line.strip() for line in lines_of(pdf_of(*blocks))]
    assert said.count("Two.") == said.count("Three.") == 9


def test_a_long_word_is_found_as_it_is_written() -> None:
    """The places at which an address may break add nothing to it."""
    address = "https://www.example.org/a/very/long/address/that/goes/on/2026/index.html"
    said = lines_of(pdf_of(Paragraph(address), Table("", (Column("a"), Column("b")), ((address, "x"),))))
    assert said.count(address) == 1
    assert f"{address} x" in said


def test_many_short_lines_run_over_to_the_next_page(tmp_path: Path) -> None:
    """An entry, a pair and a row of three hundred lines lose none at the foot of a page."""
    text = "\n".join(f"<{number}>" for number in range(300))
    entry = Entry("Heading", "Lead", (("One", "a"), ("Two", "b"), ("Name", text), ("Other", "c")))
    said = text_of(pdf_of(entry, Table("", (Column("a"), Column("b")), ((text, "x"),))), tmp_path)
    assert [number for number in range(300) if said.count(f"<{number}>") != 2] == []


def test_the_widths_that_are_known_are_no_less_than_they_are() -> None:
    """Columns and rows are as wide and high as the letters need: no letter is wider than its entry says, in either weight."""
    typst = pytest.importorskip("typst", reason="the extra [pdf] is not installed")
    letters = "".join(chr(number) for number in range(0x20, 0x250) if width_of(chr(number)) is not None) + "‘’“”…–—−"
    assert len(letters) > 300
    source = """
        #set text(font: "Libertinus Serif", size: 1000pt, weight: sys.inputs.weight, kerning: false, fallback: false)
        #context [#metadata(sys.inputs.letters.clusters().map(one => measure(one).width.pt())) <widths>]"""
    for weight in ("regular", "semibold"):
        measured = json.loads(
            typst.query(
                source.encode(),
                "<widths>",
                field="value",
                one=True,
                ignore_system_fonts=True,
                sys_inputs={"letters": letters, "weight": weight},
            )
        )
        known = [width_of(letter) for letter in letters]
        wider = [
            letter for letter, at_most, real in zip(letters, known, measured, strict=True) if real > 1000 * at_most
        ]
        assert wider == [], weight


# --- edges ----------------------------------------------------------------------------------------------------------------


def test_drawings_of_nothing_are_drawn() -> None:
    """No codes, no cells, no bars, no levels, nothing of nothing."""
    table = Table("Nothing", (), (), "Nothing.")
    pdf = pdf_of(
        Picture("radar", "a", "b", RadarData((), ()), table),
        Picture("radar", "a", "b", RadarData(("x",), (("Self", (None,)),)), table),
        Picture("map", "a", "b", MapData(()), table),
        Picture("grid", "a", "b", GridData(()), table),
        Picture("timeline", "a", "b", TimelineData((), ()), table),
        Picture("coverage", "a", "b", CoverageData((("A", "a", 0, 0),)), table),
    )
    assert sum(one["/S"] == "/Figure" for one in elements(pdf)) == 6


def test_more_views_can_be_drawn_over_the_radar() -> None:
    """Six series, some with gaps, are drawn and named."""
    series = tuple((f"View {number}", (1.0, None, 3.0, 4.0, 5.0)) for number in range(6))
    table = Table("", (Column("Code"),), (("A",),))
    pdf = pdf_of(Picture("radar", "Views", "Six views.", RadarData(("A", "B", "C", "D", "E"), series), table))
    said = packed(reader_of(pdf).pages[1].extract_text())
    assert all(f"View{number}" in said for number in range(6))


def test_without_typst_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra to install, and the way without it."""
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(CswoEvalError, match=r'pip install "cswo-eval\[pdf\]".*HTML report.*print'):
        pdf_bytes(sample_report())


def test_nothing_is_read_but_the_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working folder is left empty, and the sources name no package from a network."""
    sample_pdf()
    monkeypatch.chdir(tmp_path)
    pdf_of(Paragraph("x"))
    assert list(tmp_path.iterdir()) == []
    sources = list((Path(sys.modules[pdf_bytes.__module__].__file__ or "").parent).glob("*.typ"))
    assert len(sources) == 3
    assert all("@preview" not in source.read_text("utf-8") for source in sources)
