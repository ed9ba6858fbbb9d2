"""The report as a web page: two independent parsers and a real browser read it, and none meets more than text."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import lxml.html
import pytest
from lxml import etree
from reports import report_of

import cswo_eval.formats.html
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.formats.html import html_bytes
from cswo_eval.formats.html.charts import drawing
from cswo_eval.formats.html.markup import Markup, filled, said, shortened, shown
from cswo_eval.framework.framework import Framework
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

TODAY = date(2026, 10, 2)
AUDIENCES = ("self", "coach", "portfolio", "employer")

HOSTILE = {
    "a script": "<script>document.title='run'</script><img src=x onerror=alert(1)><svg onload=alert(1)>",
    "links": "javascript:alert(1) https://example.org/x <a href='javascript:alert(1)'>y</a> [link=https://example.org]z",
    "ends of things": "]]> --> </style></title></textarea></main></body></html> </table></dl></div></svg>",
    "templates": '{{7*7}} {% raw %} {0} {} {x!r} %s ${7*7} #raw[x] $ x $ =HYPERLINK("https://example.org")',
    "references": "&lt;b&gt; &amp;amp; &#39; &nbsp &copy &#0; &#x1f;",
    "quotes": '"double" \'single\' `back` " onmouseover=alert(1) x="',
    "escapes": "\x1b[31mred\x1b[0m \x1b]8;;https://example.org\x1b\\link \x9b31m",
    "direction": "\u202eevil\u202c \u2066x\u2069 \u200fy\u200e",
    "controls": "nul\x00 bell\x07 back\x08 vt\x0b ff\x0c us\x1f del\x7f c1\x85 nothing\ufffe\uffff\ufdd0\U0001ffff",
    "lines": "first\nsecond\r\nthird\n\n   fourth\tfifth\u2028sixth",
    "a long word": "w" * 50_000,
    "codes": "SD1.5",
    "letters": "社会福祉 👩‍👩‍👧‍👦 é Àrd-Oifigear",
}
"""Texts that a browser, a template engine or a parser might obey."""

KEPT = {"radar", "map", "grid", "timeline", "coverage", "left", "right", "plain", "quiet", "warning", "strong"}
"""Words of the blocks themselves, which no user can fill."""


@cache
def report_for(name: str) -> Report:
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
        name,
        today=TODAY,
    )


@cache
def page_for(name: str) -> str:
    """The sample report as a page."""
    return html_bytes(report_for(name)).decode("utf-8")


def with_document(document: Document) -> bytes:
    """A page of another document."""
    return html_bytes(report_for("self")._replace(document=document))


def read(page: str) -> Any:
    """The page as lxml reads it."""
    return lxml.html.document_fromstring(page)


def strictly(page: str) -> Any:
    """The page as html5lib reads it, which raises at the first error of the HTML standard."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def plain(text: str) -> str:
    """Without the differences of white space that a browser does not show."""
    return " ".join(text.split())


def text_of(element: Any) -> str:
    """What an element says."""
    return plain("".join(element.itertext()))


def texts_in(block: Any) -> Iterator[str]:
    """Every text of a block that a reader should find in the page, in order, the data of drawings left out."""
    if isinstance(block, str):
        yield block
    elif isinstance(block, Scale):
        yield block.said
    elif isinstance(block, Table):
        yield block.title
        yield from (column.heading for column in block.columns if block.rows)
        yield from (text for row in block.rows for cell in row for text in texts_in(cell))
        if not block.rows:
            yield block.empty
    elif isinstance(block, Picture):
        yield block.title
        yield block.description
        yield from texts_in(block.table._replace(title="" if block.table.title == block.title else block.table.title))
    elif isinstance(block, Section):
        yield block.title
        yield from (text for one in block.blocks for text in texts_in(one))
    elif isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, tuple):
        yield from (text for one in block for text in texts_in(one))


def changed(value: Any, words: str) -> Any:
    """A document with every text that anybody can fill replaced."""
    if isinstance(value, str):
        return value if value in KEPT or not value else words
    if isinstance(value, Section):
        return Section(value.id, words, tuple(changed(one, words) for one in value.blocks))
    if isinstance(value, tuple):
        parts = [changed(one, words) for one in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def thinned(block: Any) -> Any:
    """A block with at most two rows and four pairs."""
    if isinstance(block, Table):
        return block._replace(rows=block.rows[:2])
    if isinstance(block, Facts | Entry):
        return block._replace(pairs=block.pairs[:4])
    return block


@cache
def thin_document() -> Document:
    """The report for a coach with at most two blocks of a kind in a section: every kind of everything, and quick to read."""
    document = report_for("coach").document
    sections = []
    for section in document.sections:
        blocks: list[Any] = []
        for block in section.blocks:
            if sum(type(one) is type(block) for one in blocks) < 2:
                blocks.append(thinned(block))
        sections.append(section._replace(blocks=tuple(blocks)))
    return document._replace(sections=tuple(sections))


def filled_with(words: str, *, few: bool = False) -> Document:
    """A document of every kind of block whose every text is the same; of a few sections, since long words fill many pages."""
    document = thin_document()
    if few:
        sections = tuple(one for one in document.sections if one.id in ("summary", "plan", "evidence"))
        document = document._replace(sections=sections)
    return changed(document, words)  # type: ignore[no-any-return]


# --- a page that every browser reads alike -----------------------------------------------------------------------


@pytest.mark.parametrize("name", AUDIENCES)
def test_a_strict_parser_finds_no_error(name: str) -> None:
    root = strictly(page_for(name))
    assert root.tag == "html"
    with pytest.raises(html5lib.html5parser.ParseError):
        strictly(page_for(name).replace("</h1>", "</h2>"))


@pytest.mark.parametrize("name", AUDIENCES)
def test_everything_in_the_document_is_in_the_page_in_order(name: str) -> None:
    report = report_for(name)
    body = read(page_for(name)).find("body")
    for drawn in body.iter("svg"):
        drawn.drop_tree()
    said_there, at, count = text_of(body), 0, 0
    for wanted in (report.document.title, report.document.subtitle):
        assert plain(wanted) in said_there
    main = text_of(body.find(".//main"))
    squeezed = re.sub(r"\s", "", main)
    for section in report.document.sections:
        for text in texts_in(section):
            found = squeezed.find(re.sub(r"\s", "", shown(text)), at)
            assert found >= 0, text
            at, count = found, count + 1
    assert count > 100


@pytest.mark.parametrize("name", AUDIENCES)
def test_each_text_is_a_text_of_its_own(name: str) -> None:
    """A heading, a cell, the value of a pair is found whole in one element, not spread over several."""
    root = read(page_for(name))
    whole = Counter(text_of(one) for one in root.iter("h2", "h3", "td", "th", "dt", "dd", "p", "li", "caption"))
    blocks = [block for section in report_for(name).document.sections for block in section.blocks]
    for block in blocks:
        if isinstance(block, Entry):
            assert whole[plain(block.heading)]
        pairs = block.pairs if isinstance(block, Entry | Facts) else ()
        assert all(whole[plain(text)] for pair in pairs for text in pair)
        items = block.items if isinstance(block, Bullets) else ()
        assert all(whole[plain(text)] for text in items)
        table = block.table if isinstance(block, Picture) else block if isinstance(block, Table) else None
        if table is not None:
            assert all(whole[plain(next(texts_in(cell)))] for row in table.rows for cell in row)
    assert len(blocks) > 20


def test_ids_are_unique_and_every_link_leads_to_one() -> None:
    for name in AUDIENCES:
        root = read(page_for(name))
        ids = root.xpath("//@id")
        assert len(ids) == len(set(ids)) > 10
        links = root.xpath("//@href")
        assert len(links) > 10
        assert {link[:1] for link in links} == {"#"}
        assert {link[1:] for link in links} <= set(ids)
        named = " ".join(root.xpath("//@aria-labelledby")).split()
        assert named
        assert set(named) <= set(ids)


def test_a_competency_in_the_needs_leads_to_its_entry_and_its_evidence_to_the_register() -> None:
    root = read(page_for("coach"))
    place = root.xpath("//h2[.='Needs']/following::th/a/@href")[0][1:]
    entry = root.get_element_by_id(place)
    assert entry.tag == "h3"
    assert text_of(entry).startswith(place)
    evidence = root.xpath("//dt[starts-with(., 'Evidence E')]/a/@href")
    assert len(evidence) > 20
    assert {root.get_element_by_id(one[1:]).tag for one in evidence} == {"h3"}


@pytest.mark.parametrize("name", AUDIENCES)
def test_nothing_is_fetched_and_nothing_runs(name: str) -> None:
    """No script, no address, no handler; and the page's own policy forbids what a browser might still do."""
    page, root = page_for(name), read(page_for(name))
    assert not list(root.iter("script", "link", "img", "iframe", "object", "embed", "base", "form", "image", "use"))
    assert not root.xpath("//@src | //@srcset | //@action | //@*[starts-with(name(), 'on')]")
    style = text_of(root.find(".//style"))
    assert len(style) > 1000
    assert "url(" not in style
    assert "@import" not in style
    assert "http:" not in page
    assert "https:" not in page
    assert "default-src 'none'" in root.xpath("//meta[@http-equiv]/@content")[0]


def test_the_page_says_its_language_and_has_landmarks_and_headings_in_order() -> None:
    for name in AUDIENCES:
        root = read(page_for(name))
        assert root.get("lang") == "en-GB"
        assert text_of(root.find(".//title")) == report_for(name).document.title
        assert [len(list(root.iter(tag))) for tag in ("header", "nav", "main", "h1")] == [1, 1, 1, 1]
        levels = [int(one.tag[1]) for one in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_the_first_link_skips_to_the_report() -> None:
    root = read(page_for("coach"))
    first = next(root.iter("a"))
    assert first.get("href") == "#main"
    assert root.get_element_by_id("main").tag == "main"


def test_what_this_is_and_the_summary_come_before_the_contents() -> None:
    """Whoever hears the page, or holds it in one hand, learns what it says first. All else comes after the contents."""
    for name in AUDIENCES:
        root = read(page_for(name))
        before = [text_of(one) for one in root.xpath("//nav/preceding::h2")]
        assert before == ["What this is, and is not", "Summary"]
        sections = report_for(name).document.sections
        assert [text_of(one) for one in root.xpath("//nav/following::h2")] == [one.title for one in sections[2:]]


def test_without_a_summary_the_contents_come_first() -> None:
    sections = report_for("self").document.sections[2:]
    root = read(with_document(Document("T", "", sections)).decode("utf-8"))
    assert root.xpath("//nav/preceding::h2") == []
    assert len(root.xpath("//nav/following::h2")) == len(sections)


def test_the_contents_name_every_section_in_order() -> None:
    for name in AUDIENCES:
        entries = [text_of(one) for one in read(page_for(name)).find(".//nav").iter("a")]
        assert entries == [section.title for section in report_for(name).document.sections]


@pytest.mark.parametrize("name", AUDIENCES)
def test_every_table_has_column_headings_a_name_for_each_row_and_no_missing_cell(name: str) -> None:
    """Read by html5lib, so that an end tag left out cannot hide a cell in another."""
    tables = [
        block.table if isinstance(block, Picture) else block
        for section in report_for(name).document.sections
        for block in section.blocks
        if isinstance(block, Picture | Table)
    ]
    expected = [table for table in tables if table.rows]
    found = list(strictly(page_for(name)).iter("table"))
    assert len(found) == len(expected) > 3
    for table, markup in zip(expected, found, strict=True):
        heads = [("".join(one.itertext()), one.get("scope")) for one in markup.find("thead/tr")]
        assert heads == [(column.heading, "col" if column.heading else None) for column in table.columns]
        rows = markup.findall("tbody/tr")
        assert len(rows) == len(table.rows)
        for row in rows:
            assert [cell.tag for cell in row] == ["th"] + ["td"] * (len(table.columns) - 1)


def test_a_coach_has_a_labelled_box_for_each_view() -> None:
    fields = [
        block.label
        for section in report_for("coach").document.sections
        for block in section.blocks
        if isinstance(block, Field)
    ]
    boxes = [text_of(one) for one in read(page_for("coach")).find_class("f")]
    assert boxes == fields
    assert len(boxes) > 70


def test_the_report_for_a_coach_is_under_150_kilobytes() -> None:
    assert len(html_bytes(report_for("coach"))) < 150_000


@pytest.mark.long
def test_the_same_report_gives_the_same_bytes_in_another_process_too() -> None:
    """Whatever order that process keeps its sets in."""
    first = html_bytes(report_for("coach"))
    assert html_bytes(report_for("coach")) == first
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_html_report as t;"
        "sys.stdout.buffer.write(t.html_bytes(t.report_for('coach')))"
    )
    command = [sys.executable, "-c", program, str(Path(__file__).parent)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60, env={"PYTHONHASHSEED": "7"})
    assert done.stdout == first


# --- charts --------------------------------------------------------------------------------------------------------


def pictures() -> list[Picture]:
    """The pictures of the coach's report."""
    found = [one for section in report_for("coach").document.sections for one in section.blocks]
    return [one for one in found if isinstance(one, Picture)]


def test_every_chart_has_a_name_and_words_of_its_own_and_stands_beside_its_figures() -> None:
    root = read(page_for("coach"))
    figures = list(root.iter("figure"))
    assert len(figures) == len(pictures()) == 5
    for figure, picture in zip(figures, pictures(), strict=True):
        (chart,) = figure.iter("svg")
        assert chart.get("role") == "img"
        named = [root.get_element_by_id(one) for one in chart.get("aria-labelledby").split()]
        assert [one.tag for one in named] == ["title", "desc"]
        assert [text_of(one) for one in named] == [picture.title, picture.description]
        (table,) = figure.iter("table")
        cells = [text_of(one) for one in table.xpath(".//tbody//th | .//tbody//td")]
        assert cells == [plain(text) for row in picture.table.rows for cell in row for text in texts_in(cell)]


def drawn(picture: Picture) -> Any:
    """The drawing as XML, by a strict XML parser: attributes without quotes are put in quotes first."""
    markup = re.sub(r"=([\w.%-]+)(?=[\s>])", r'="\1"', drawing(picture, 1))
    return etree.fromstring(markup)


def words_in(picture: Picture) -> list[str]:
    """The lines of text in a drawing."""
    return ["".join(one.itertext()) for one in drawn(picture).iter("text")]


def of_kind(kind: str) -> Picture:
    """One picture of the coach's report."""
    return next(one for one in pictures() if one.kind == kind)


def test_the_radar_names_every_element_with_its_mean_and_every_series() -> None:
    picture = of_kind("radar")
    said_there = words_in(picture)
    assert {row[0] + row[2] for row in picture.table.rows} <= set(said_there)  # type: ignore[operator]
    assert {"Self", "Target"} <= set(said_there)


def test_a_radar_breaks_its_line_where_a_mean_is_missing() -> None:
    """Neither drawn across nor through the middle; and it draws what little there is."""
    codes = ("A1", "A2", "A3", "A4", "A5")
    empty = Table("", (), ())
    for values in ((1.0, None, 3.0, 4.0, 5.0), (None,) * 5, (2.0, 2.0, 2.0, 2.0, 2.0)):
        data = RadarData(codes, (("Self", values),))
        lines = [
            one.get("d")
            for one in drawn(Picture("radar", "t", "d", data, empty)).iter("path")
            if "s0" in one.get("class").split()
        ]
        around = lines[0] if len(lines) > 1 else ""
        known = sum(value is not None for value in values)
        closed = known == len(values)
        assert len(re.findall("[ML]", around)) == (known + 1 if known else 0)
        assert around.count("M") == (1 if closed else 2 if known else 0)


def test_a_radar_fills_nothing_where_a_mean_is_missing() -> None:
    """A fill closes the gap with a straight line, as though somebody had given a value there."""
    style = (Path(cswo_eval.formats.html.__file__).parent / "style.css").read_text(encoding="utf-8")
    assert style.index(".o{fill:none}") > style.index(".s0{")  # of two rules as exact, the later holds
    for values, kinds in (((1.0, None, 3.0), "s s0 o"), ((1.0, 2.0, 3.0), "s s0")):
        data = RadarData(("A1", "A2", "A3"), (("Self", values),))
        chart = drawn(Picture("radar", "t", "d", data, Table("", (), ())))
        (around, _) = (one for one in chart.iter("path") if "s0" in one.get("class").split())
        assert around.get("class") == kinds


def test_six_series_have_a_line_and_a_mark_each() -> None:
    values = tuple(float(one % 5 + 1) for one in range(18))
    codes = tuple(f"E{one}" for one in range(18))
    series = tuple((f"Round {one}", values) for one in range(6))
    picture = Picture("radar", "t", "d", RadarData(codes, series), Table("", (), ()))
    kinds = Counter(one.get("class") for one in drawn(picture).iter("path"))
    assert all(kinds[f"s s{one}"] and kinds[f"k{one}"] for one in range(5))
    assert {name for name, _ in series} <= set(words_in(picture))


def test_the_map_has_each_level_in_its_cell_and_says_what_the_letters_mean() -> None:
    picture = of_kind("map")
    data = picture.data
    assert isinstance(data, MapData)
    levels = Counter(level for _, cells in data.rows for _, level, _ in cells)
    letters = {one.get("class"): one.text for one in drawn(picture).iter("text")}
    for level in range(1, 6):
        assert letters[f"m x{level}"] == str(level) * (levels[level] + 1)  # and once in the key
    assert len(letters["m x0"]) == levels[None] + 3
    assert {"no chance yet", "not applicable", "not answered"} <= set(words_in(picture))


def test_the_grid_has_the_number_of_items_in_each_cell() -> None:
    picture = of_kind("grid")
    data = picture.data
    assert isinstance(data, GridData)
    assert words_in(picture)[-15:] == [str(len(ids)) for _, _, ids in data.cells]


def test_a_cell_of_the_grid_is_not_darker_for_having_more_in_it() -> None:
    """All that have any look the same; those that have none differ from them."""
    cells = tuple((1, level, tuple("x" * level * (level - 1))) for level in range(1, 6))
    chart = drawn(Picture("grid", "t", "d", GridData(cells), Table("", (), ())))
    boxes = {one.get("class"): one.get("d").count("M") for one in chart.iter("path")}
    assert boxes == {"g": 1, "p": 4}


def test_a_number_over_its_scale_has_a_bar_of_another_form() -> None:
    rows = tuple((str(value), Scale(value, 3, f"{value} h of 3 h")) for value in (2.0, 3.0, 4.5, 30.0))
    table = Table("", (Column("Week"), Column("Hours")), rows)
    root = read(with_document(Document("T", "", (Section("a", "A", (table,)),))).decode("utf-8"))
    cells = [(one.get("class"), one.get("style")) for one in root.iter("td")]
    assert cells == [(None, "--v:67%"), (None, "--v:100%"), ("over", "--v:1.5"), ("over", "--v:2.0")]


def test_the_timeline_names_every_action_and_review_and_says_what_is_done() -> None:
    picture = of_kind("timeline")
    data = picture.data
    assert isinstance(data, TimelineData)
    said_there = words_in(picture)
    assert {bar[0] for bar in data.bars} <= set(said_there)
    assert {name for _, name in data.marks} <= set(said_there)
    statuses = Counter(bar[4] for bar in data.bars)
    assert statuses["done"] > 0
    # Once beside each bar and once in the key; what is planned is only in the key.
    assert said_there.count("done") == statuses["done"] + 1
    assert said_there.count("planned") == 1
    wide = float(drawn(picture).get("viewBox").split()[2])
    edges = [float(one) for path in drawn(picture).iter("path") for one in re.findall(r"M(\S+) ", path.get("d"))]
    assert max(edges) <= wide


def timeline_of(data: TimelineData) -> Any:
    """The timeline of these data."""
    return drawn(Picture("timeline", "t", "d", data, Table("", (), ())))


BARS = (
    ("A1", "Short", 3, 5, "planned"),
    ("A2", "Go through the whole of the social work budget line by line with accountants", 40, 90, "planned"),
    ("A3", "w" * 200, 95, 100, "put off"),
)


def test_ids_and_titles_of_the_timeline_stand_in_columns_left_of_every_bar() -> None:
    chart = timeline_of(TimelineData(BARS, ()))
    begins = [one.get("x") for one in chart.iter("text", "tspan") if "".join(one.itertext())[:5] in ("Short", "Go th")]
    begins += [one.get("x") for one in chart.iter("tspan")]
    assert len(begins) == 4
    assert len(set(begins)) == 1
    assert len({one.get("x") for one in chart.iter("text") if one.text in ("A1", "A2", "A3")}) == 1
    bars = [one.get("d") for one in chart.iter("path") if one.get("class") in ("planned", "other")]
    edges = [float(found) for steps in bars for found in re.findall(r"M(\S+) ", steps)]
    assert len(edges) == len(BARS) + 2  # and two in the key
    assert min(edges) > float(begins[0]) + 240


def test_a_title_too_long_for_one_line_of_the_timeline_has_two_and_loses_no_word() -> None:
    (title,) = (one for one in timeline_of(TimelineData(BARS, ())).iter("text") if (one.text or "").startswith("Go th"))
    assert " ".join(plain(text) for text in title.itertext()) == BARS[1][1]


@pytest.mark.parametrize(
    ("title", "most"),
    [
        ("PREPARE THE ANNUAL REPORT OF THE CHIEF SOCIAL WORK OFFICER", 32),
        ("W" * 80, 24),
        ("m" * 80, 30),
        ("社" * 80, 21),
    ],
)
def test_a_title_of_wide_letters_has_fewer_in_a_line(title: str, most: int) -> None:
    """Capitals do not run under the bars: as many letters as of the small ones would."""
    chart = timeline_of(TimelineData((("A1", title, 3, 5, "planned"),), ()))
    (found,) = (one for one in chart.iter("text") if (one.text or "")[:5] == title[:5])
    lines = [plain(line) for line in found.itertext()]
    assert len(lines) == 2
    assert all(len(line) <= most for line in lines)


def test_every_title_of_the_catalogue_is_whole_in_the_timeline(framework: Framework) -> None:
    for one in framework.activities.values():
        chart = timeline_of(TimelineData((("A1", one.title, 3, 5, "planned"),), ()))
        said = [" ".join(plain(line) for line in text.itertext()) for text in chart.iter("text")]
        assert one.title in said


def test_the_timeline_has_a_line_for_today_that_says_what_it_is() -> None:
    chart = timeline_of(TimelineData(BARS, ((30, "Review 30"),), 26))
    assert [one.get("class") for one in chart.iter("path")].count("now") == 1
    assert "Today, day 26" in [one.text for one in chart.iter("text")]


def test_a_timeline_made_outside_the_hundred_days_has_no_line_for_today() -> None:
    chart = timeline_of(TimelineData(BARS, ((30, "Review 30"),)))
    assert "now" not in [one.get("class") for one in chart.iter("path")]
    assert not [one.text for one in chart.iter("text") if (one.text or "").startswith("Today")]


@pytest.mark.parametrize("days", [(30, 60, 100), (30, 31, 32), (1, 5, 9), (95, 99, 100)])
def test_no_name_of_a_review_stands_upon_another_or_outside(days: tuple[int, ...]) -> None:
    names = {f"Review {day}": day for day in days}
    chart = timeline_of(TimelineData(BARS, tuple((day, name) for name, day in names.items()), days[0]))
    wide = float(chart.get("viewBox").split()[2])
    found = [(float(one.get("y")), float(one.get("x"))) for one in chart.iter("text") if one.text in names]
    assert len(found) == len(days)
    assert all(x + 30 < wide for _, x in found)
    assert all(later[1] - earlier[1] > 60 for earlier, later in pairwise(sorted(found)) if earlier[0] == later[0])


def test_coverage_draws_as_many_boxes_as_there_are_competencies() -> None:
    picture = of_kind("coverage")
    data = picture.data
    assert isinstance(data, CoverageData)
    boxes = {one.get("class"): one.get("d").count("M") for one in drawn(picture).iter("path")}
    have, of = sum(bar[2] for bar in data.bars), sum(bar[3] for bar in data.bars)
    assert boxes == {"done": have, "y": of - have}
    assert {f"{bar[2]} of {bar[3]}" for bar in data.bars} <= set(words_in(picture))


@pytest.mark.parametrize(
    "data",
    [RadarData((), ()), RadarData(("A",), (("Self", (None,)),)), MapData(()), MapData((("A", ()),)), GridData(()),
     TimelineData((), ()), TimelineData((("A1", "x", -5, 400, "put off"),), ((0, "r"), (200, "s"))),
     CoverageData(()), CoverageData((("A", "x", 0, 0),))],
)  # fmt: skip
def test_a_chart_of_next_to_nothing_is_still_a_chart(data: Any) -> None:
    kind = {RadarData: "radar", MapData: "map", GridData: "grid", TimelineData: "timeline", CoverageData: "coverage"}
    picture = Picture(kind[type(data)], "t", "d", data, Table("t", (), (), "Nothing."))  # type: ignore[arg-type]
    assert drawn(picture).get("role") == "img"
    page = with_document(Document("T", "", (Section("one", "One", (picture,)),)))
    assert "Nothing." in text_of(strictly(page.decode("utf-8")))


# --- colours -------------------------------------------------------------------------------------------------------


def brightness(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    long = colour[1:] if len(colour) == 7 else "".join(one * 2 for one in colour[1:])
    parts = [int(long[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, 1 to 21."""
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_contrast_measured_here_is_that_of_the_guidelines() -> None:
    assert contrast("#fff", "#000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_text_in_charts_and_their_lines_stand_out_in_light_and_in_dark() -> None:
    """4.5 to 1 for text, 3 to 1 for shapes; axe does not measure drawings."""
    style = (Path(cswo_eval.formats.html.__file__).parent / "style.css").read_text(encoding="utf-8")
    modes = [dict(re.findall(r"--([\w-]+):(#\w+)", root)) for root in re.findall(r":root\{[^}]*\}", style)]
    assert len(modes) == 2
    for mode in modes:
        full = {**modes[0], **mode}
        assert (
            min(contrast(full[text], full[under]) for text in ("ink", "quiet", "lead") for under in ("paper", "tint"))
            >= 4.5
        )
        shapes = ("lead", "warm", "third", "fourth", "fifth", "edge")
        assert min(contrast(full[shape], full["paper"]) for shape in shapes) >= 3
        assert contrast(full["edge"], full["tint"]) >= 3


def levels_in(mode: str) -> tuple[dict[str, str], dict[str, str], str]:
    """The fill and the letters of each level, and the paper below them, in the light or in the dark."""
    style = (Path(cswo_eval.formats.html.__file__).parent / "style.css").read_text(encoding="utf-8")
    light = "".join(line for line in style.splitlines() if not line.startswith("@media"))
    dark = "".join(line for line in style.splitlines() if "prefers-color-scheme:dark" in line)
    chosen = {"light": light, "dark": dark}[mode]
    fills = dict(re.findall(r"\.(l[1-5])\{fill:(#\w+)", chosen))
    letters = {
        name: colour
        for names, colour in re.findall(r"((?:svg \.x\d,?)+)\{fill:(#\w+)\}", chosen)
        for name in re.findall(r"x\d", names)
    }
    assert sorted(fills) == ["l1", "l2", "l3", "l4", "l5"]
    paper = re.search(r"--paper:(#\w+)", chosen)
    assert paper is not None
    return fills, letters, paper[1]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_letters_on_every_level_stand_out(mode: str) -> None:
    fills, letters, _ = levels_in(mode)
    assert all(contrast(fills[f"l{level}"], letters[f"x{level}"]) >= 4.5 for level in range(1, 6))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_level_stands_out_the_more_the_further_it_is_from_the_middle(mode: str) -> None:
    """So that neither by day nor by night the middle is what is seen first."""
    fills, _, paper = levels_in(mode)
    apart = [contrast(fills[f"l{level}"], paper) for level in range(1, 6)]
    assert apart[0] > apart[1] > apart[2] < apart[3] < apart[4]


# --- hostile text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(words, id=name, marks=pytest.mark.long if name == "a long word" else ())
        for name, words in HOSTILE.items()
    ],
)
def test_hostile_text_is_only_ever_text(words: str) -> None:
    """In every field at once: the page has the elements it has with the word x, and says the text as it is."""
    few = len(words) > 1000
    page = with_document(filled_with(words, few=few)).decode("utf-8")
    root = strictly(page)
    tame = strictly(with_document(filled_with("x" * min(len(words), 100), few=few)).decode("utf-8"))
    loose = {"a", "tspan"}
    elements = [Counter(one.tag for one in tree.iter() if one.tag not in loose) for tree in (root, tame)]
    # Where a value is short it stands in a line: a list more or less.
    assert {tag: count for tag, count in elements[0].items() if tag != "dl"} == {
        tag: count for tag, count in elements[1].items() if tag != "dl"
    }
    attributes = {name for one in root.iter() for name in one.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in ("src", "srcset", "action")}
    assert {one.get("href")[0] for one in root.iter("a")} == {"#"}
    assert "".join(root.find(".//h1").itertext()) == shown(words)
    cells = ["".join(one.itertext()) for one in root.iter() if one.tag in ("td", "dd", "h3", "li", "figcaption")]
    assert len([text for text in cells if shown(words) in text]) > 25


def test_what_is_no_character_is_shown_as_a_mark_and_nothing_else_is_changed() -> None:
    for words in HOSTILE.values():
        page = with_document(Document(words, words, (Section("a", words, (Paragraph(words),)),))).decode("utf-8")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ufdd0]", page)
    harmless = "“Ceart gu leòr” – 社会 👩‍👩‍👧‍👦 £5 <b> & 'x'"
    assert shown(harmless) == harmless


def test_a_section_with_an_odd_or_repeated_id_has_a_place_of_its_own() -> None:
    ids = ("main", "contents", "x", "x", 'X y"><script>', "", "t1")
    sections = tuple(Section(one, f"Section {place}", (Paragraph("words"),)) for place, one in enumerate(ids))
    root = strictly(with_document(Document("T", "", sections)).decode("utf-8"))
    places = [one.get("id") for one in root.iter("h2")]
    assert len(set(places)) == len(places) == len(ids) + 1
    assert all(re.fullmatch(r"[a-z0-9-]+", one) for one in places)


def test_whatever_is_not_markup_is_escaped_when_it_is_set_into_markup() -> None:
    """The law that the renderer rests on."""
    assert filled("<p>{}", '<b>&"') == "<p>&lt;b&gt;&amp;&quot;"
    assert filled("<p>{}", Markup("<b>")) == "<p><b>"
    assert filled("{}{}", said("<"), said(said("<"))) == "&lt;&lt;"
    assert isinstance(filled("{}", 3), Markup)


def test_a_text_is_shortened_to_its_room() -> None:
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdefg", 6) == "abcde…"
    assert shortened("社会福祉", 6) == "社会…"
    assert shortened("w" * 50_000, 10) == "wwwwwwwww…"
    assert shortened("a\n b", 10) == "a b"


# --- a real browser ------------------------------------------------------------------------------------------------

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's package chromium")


@dataclass
class Browser:
    """A real Chromium with one window at a time, and the folder that its pages lie in."""

    chromium: Any
    folder: Path
    window: Any = None

    def opened(self, page: bytes, *, scheme: str = "light", media: str = "screen", wide: int = 1280) -> Any:
        """A page in a new window. It fails if the page asks for anything but itself."""
        path = self.folder / "report.html"
        path.write_bytes(page)
        if self.window is not None:
            self.window.close()
        self.window = self.chromium.new_context(viewport={"width": wide, "height": 900})
        tab = self.window.new_page()
        tab.asked = []
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.emulate_media(media=media, color_scheme=scheme)
        tab.goto(path.as_uri())
        assert tab.asked == [path.as_uri()]
        return tab


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Browser(chromium, tmp_path_factory.mktemp("pages"))
        chromium.close()


LOOKS = {
    "light": ("light", "screen", 1280),
    "dark": ("dark", "screen", 1280),
    "narrow": ("light", "screen", 320),
    "print": ("light", "print", 800),
}


@in_a_browser
@pytest.mark.parametrize(
    "look", [pytest.param(look, marks=() if look == "light" else pytest.mark.long) for look in LOOKS]
)
def test_axe_finds_nothing_to_mend(browser: Browser, look: str) -> None:
    """Every rule of axe, the size of targets too where there is something to press."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    scheme, media, wide = LOOKS[look]
    tab = browser.opened(with_document(thin_document()), scheme=scheme, media=media, wide=wide)
    rules = {"target-size": {"enabled": media == "screen"}}
    found = axe.Axe().run(tab, options={"resultTypes": ["violations", "passes"], "rules": rules}).response
    assert len(found["passes"]) > 20
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@in_a_browser
def test_axe_finds_what_is_wrong(browser: Browser) -> None:
    """The reader is awake: a page without its language, with faint text, is told of."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    quiet = Document("T", "", (Section("a", "A", (Paragraph("words", "quiet"),)),))
    page = with_document(quiet).decode("utf-8").replace(' lang="en-GB"', "").replace("--quiet:#4d5968", "--quiet:#ccc")
    found = axe.Axe().run(browser.opened(page.encode("utf-8"))).response
    assert {"html-has-lang", "color-contrast"} <= {one["id"] for one in found["violations"]}


@in_a_browser
def test_light_and_dark_differ_and_paper_is_always_light(browser: Browser) -> None:
    page = with_document(Document("T", "", (Section("a", "A", (Paragraph("words"),)),)))
    seen = {}
    for look, (scheme, media, wide) in {**LOOKS, "print from dark": ("dark", "print", 800)}.items():
        tab = browser.opened(page, scheme=scheme, media=media, wide=wide)
        seen[look] = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert seen["light"] == seen["narrow"] == seen["print"] == seen["print from dark"] == "rgb(255, 255, 255)"
    assert seen["dark"] != seen["light"]


@in_a_browser
@pytest.mark.parametrize("wide", [320, *(pytest.param(wide, marks=pytest.mark.long) for wide in (360, 480))])
def test_a_telephone_shows_the_summary_first_and_only_tables_go_sideways(browser: Browser, wide: int) -> None:
    """The whole page for a coach. A table that goes sideways can be reached with the keyboard; the greatest needs do not."""
    tab = browser.opened(page_for("coach").encode("utf-8"), wide=wide)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bottom = "document.getElementById('summary').parentNode.getBoundingClientRect().bottom"
    assert tab.evaluate(f"{bottom} <= document.querySelector('nav').getBoundingClientRect().top")
    moved = tab.evaluate(
        "[...document.querySelectorAll('main *')].filter(one => getComputedStyle(one).overflowX == 'auto' && "
        "one.scrollWidth > one.clientWidth).map(one => [one.className, one.tabIndex, one.closest('section').innerText])"
    )
    assert len(moved) > 3 or wide > 320
    assert {(kind, reached) for kind, reached, _ in moved} <= {("w", 0)}
    assert [text for _, _, text in moved if text.startswith("Summary")] == []


@in_a_browser
def test_a_telephone_shows_every_column_of_the_needs(browser: Browser) -> None:
    """Need and how sure stand at the right, where they would be the first to be out of sight."""
    tab = browser.opened(page_for("coach").encode("utf-8"), wide=390)
    rights = tab.evaluate(
        "[...document.getElementById('needs').parentNode.querySelectorAll('thead th')]"
        ".map(one => one.getBoundingClientRect().right)"
    )
    assert len(rights) == 7
    assert max(rights) <= 390


@in_a_browser
@pytest.mark.parametrize("wide", [320, *(pytest.param(wide, marks=pytest.mark.long) for wide in (390, 1280))])
def test_no_word_in_a_table_is_broken(browser: Browser, wide: int) -> None:
    """Each stands in one line, but for the hyphens that a browser may know where to set."""
    tab = browser.opened(page_for("coach").encode("utf-8"), wide=wide)
    tab.add_style_tag(content="*{hyphens:manual!important}")
    broken = tab.evaluate(
        """() => {
            const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
            let count = 0
            for (let node; (node = walker.nextNode());) {
                if (!node.parentElement.closest('td, th')) continue
                for (const word of node.data.matchAll(/[\\p{L}\\d.]+/gu)) {
                    const range = document.createRange()
                    range.setStart(node, word.index)
                    range.setEnd(node, word.index + word[0].length)
                    count += 1
                    if (range.getClientRects().length > 1) found.push(word[0])
                }
            }
            return [count, found]
        }"""
    )
    assert broken[0] > 1000
    assert broken[1] == []


@in_a_browser
def test_a_long_word_in_a_table_is_held_by_its_column(browser: Browser) -> None:
    """Broken wherever it must be: the columns beside it stay in sight."""
    long = Table("", (Column("Item"), Column("What", main=True), Column("Level")), (("A", "w" * 50_000, "last"),))
    first = Table("", (Column("Item"), Column("Level")), (("w" * 50_000, "last"),))
    tab = browser.opened(with_document(Document("T", "", (Section("a", "A", (long, first)),))), wide=390)
    rights = tab.evaluate("[...document.querySelectorAll('td')].map(one => one.getBoundingClientRect().right)")
    assert len(rights) == 3
    assert max(rights) <= 390


@in_a_browser
def test_a_telephone_has_the_table_of_the_timeline_without_the_drawing(browser: Browser) -> None:
    """On so little paper nobody could read it."""
    for wide, shown_there in ((390, [False, True]), (800, [True, True])):
        tab = browser.opened(page_for("coach").encode("utf-8"), wide=wide)
        seen = "[...document.querySelectorAll('.timeline svg, .timeline table')].map(one => one.checkVisibility())"
        assert tab.evaluate(seen) == shown_there


@in_a_browser
def test_a_wide_window_has_the_contents_beside_the_report(browser: Browser) -> None:
    """And they stay in view while one reads on."""
    tab = browser.opened(page_for("employer").encode("utf-8"), wide=1280)
    sides = (
        "[document.querySelector('nav').getBoundingClientRect().right, "
        "document.getElementById('summary').getBoundingClientRect().left]"
    )
    right, left = tab.evaluate(sides)
    assert 0 < right < left
    tab.evaluate("document.getElementById('method').scrollIntoView()")
    assert tab.evaluate("document.querySelector('nav').getBoundingClientRect().top >= 0")


@in_a_browser
@pytest.mark.parametrize(
    ("words", "wide"), [("a script", 1280), pytest.param("a long word", 320, marks=pytest.mark.long)]
)
def test_hostile_text_runs_nothing_and_breaks_no_line(browser: Browser, words: str, wide: int) -> None:
    tab = browser.opened(with_document(filled_with(HOSTILE[words], few=True)._replace(title="T")), wide=wide)
    assert tab.evaluate("document.title") == "T"
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@in_a_browser
def test_the_keyboard_reaches_the_report_first(browser: Browser) -> None:
    tab = browser.opened(html_bytes(report_for("employer")))
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the report"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


@in_a_browser
def test_it_prints_on_a4_with_the_summary_on_page_one_and_no_heading_left_behind(browser: Browser) -> None:
    """Page numbers too, and the heads of a table again on its next page."""
    pypdf = pytest.importorskip("pypdf", reason="needs the package pypdf")
    full = {section.id: section for section in report_for("coach").document.sections}
    chosen = tuple(full[name] for name in ("limits", "summary", "aspects", "needs", "plan", "actions", "agenda"))
    tab = browser.opened(with_document(thin_document()._replace(sections=chosen)), media="print")
    path = browser.folder / "report.pdf"
    tab.pdf(path=str(path), prefer_css_page_size=True)
    pages = pypdf.PdfReader(path).pages
    assert [round(float(one) / 72 * 25.4) for one in pages[0].mediabox[2:]] == [210, 297]
    texts = [unicodedata.normalize("NFKC", page.extract_text()) for page in pages]
    assert len(texts) > 5
    for words in ("What this is, and is not", "Summary", "How sure", "Greatest needs", "What happens next", "Contents"):
        assert words in texts[0]
    headings = {section.title for section in chosen}
    headings |= {plain(one.heading) for section in chosen for one in section.blocks if isinstance(one, Entry)}
    headings |= {plain(one.title) for section in chosen for one in section.blocks if isinstance(one, Picture)}
    for number, text in enumerate(texts, start=1):
        lines = [plain(line) for line in text.splitlines() if line.strip()]
        lines.remove(f"Page {number} of {len(pages)}")
        # The first page ends with the contents, whose last line names the last section.
        assert (lines[-1] == chosen[-1].title) if number == 1 else (lines[-1] not in headings)
    assert sum("Aspect or element" in text for text in texts) == 2


@in_a_browser
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "coach" else pytest.mark.long) for name in AUDIENCES]
)
def test_the_whole_of_the_contents_is_printed_on_page_one(browser: Browser, name: str) -> None:
    """Else they would stand alone on the second, since the report begins on a new page after them."""
    pypdf = pytest.importorskip("pypdf", reason="needs the package pypdf")
    tab = browser.opened(page_for(name).encode("utf-8"), media="print")
    path = browser.folder / "whole.pdf"
    tab.pdf(path=str(path), prefer_css_page_size=True, page_ranges="1")
    first = unicodedata.normalize("NFKC", pypdf.PdfReader(path).pages[0].extract_text())
    lines = [plain(line) for line in first.splitlines()]
    assert {section.title for section in report_for(name).document.sections} <= set(lines)
