"""The PDF: read back by pypdf and pdftotext. Tagged, titled, in British English, the same bytes, any text only text."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cswo_eval.framework.loading import load_framework
from cswo_eval.framework.problems import CswoEvalError
from cswo_eval.record.sample import sample_folder
from cswo_eval.record.store import Record
from cswo_eval.report.blocks import (
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
from cswo_eval.report.pdf import pdf_bytes
from cswo_eval.report.pdf.widths import width_of
from cswo_eval.report.report import Report, audience_of, build_report

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
    return build_report(
        framework,
        record.profile(),
        record.latest_round(framework),
        record.register(),
        plan,
        record.reviews(plan.start),
        audience=audience_of(framework, audience),
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


def test_the_same_report_gives_the_same_bytes_in_another_process() -> None:
    """No clock, no chance: a fresh process with another hash seed writes the same bytes."""
    program = (
        "import hashlib, test_pdf_report as tests; print(hashlib.sha256(tests.sample_pdf('employer')).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parent,
            env={"PYTHONHASHSEED": seed, "PATH": "", "TZ": zone},
            capture_output=True,
            check=True,
            text=True,
            timeout=60,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    sample_pdf()  # skips where typst is missing
    assert len(seen) == 1
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
    said = packed(reader_of(sample_pdf()).pages[0].extract_text())
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
    pages = reader_of(sample_pdf()).pages
    assert 25 < len(pages) < 60
    for number, page in enumerate(pages, start=1):
        assert packed(f"Page {number} of {len(pages)}") in packed(page.extract_text())


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
