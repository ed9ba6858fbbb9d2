"""The Markdown report: what an independent reader of Markdown makes of it, and that every text in it is only text."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest
from building import AWKWARD_TEXTS, typed_texts
from hypothesis import example, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token
from reports import AUDIENCES, HOSTILE, hostile_report, sample_report

from cswo_eval.formats.markdown import markdown_bytes, markdown_text
from cswo_eval.formats.markdown.texts import in_cell, in_heading, in_lines
from cswo_eval.pages.blocks import (
    Bullets,
    Column,
    Document,
    Entry,
    Facts,
    Field,
    Paragraph,
    RadarData,
    Scale,
    Section,
    Table,
)
from cswo_eval.pages.blocks import Picture as PictureBlock
from cswo_eval.text.visible import visible

pytestmark = pytest.mark.installed

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
"""As GitHub reads: pipe tables, struck text, and HTML obeyed."""


def tokens_of(text: str) -> list[Token]:
    """Every token of a text, those within a line too."""
    return [one for token in READER.parse(text) for one in (token, *(token.children or ()))]


def kinds_of(text: str) -> Counter[str]:
    return Counter(token.type for token in tokens_of(text))


class Page(HTMLParser):
    """The tags of a rendered page, and what each heading, cell and paragraph says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.feed(READER.render(text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A line break within a text is white space."""
        self.tags.append(tag)
        if tag == "br":
            self.handle_data("\n")
        elif tag not in ("strong", "a"):
            self.said.append((tag, ""))

    def handle_data(self, data: str) -> None:
        """Add to what is open."""
        if self.said:
            tag, before = self.said[-1]
            self.said[-1] = (tag, before + data)

    def of(self, *tags: str) -> list[str]:
        """What the elements of these kinds say."""
        return [" ".join(text.split()) for tag, text in self.said if tag in tags]


def of_blocks(*blocks: Any, title: str = "") -> str:
    """What is written of these blocks in one section."""
    return markdown_text(Document("", "", (Section("one", title, blocks),)))


def page_of(*blocks: Any, title: str = "Part") -> Page:
    return Page(of_blocks(*blocks, title=title))


def seen(text: str) -> str:
    """A text as it should be read: what a terminal might obey has become a mark, white space is one space."""
    return " ".join(visible(text).split())


# --- blocks -------------------------------------------------------------------------------------------------------------


def test_titles_are_headings_of_three_levels() -> None:
    document = Document("Whole", "Below it", (Section("one", "Part", (Entry("Thing", "A line."),)),))
    page = Page(markdown_text(document))
    assert (page.of("h1"), page.of("h2"), page.of("h3")) == (["Whole"], ["Part"], ["Thing"])
    assert page.of("p") == ["Below it", "A line."]


def test_pairs_are_a_list_with_bold_names() -> None:
    text = of_blocks(Facts((("Level", "3"), ("Note", "Two\nlines"))))
    assert text == "- **Level:** 3\n- **Note:** Two\\\n  lines\n"
    assert Page(text).tags == ["ul", "li", "strong", "li", "strong", "br"]


def test_two_lists_of_pairs_in_a_row_are_one() -> None:
    page = page_of(Facts((("A", "1"),)), Facts((("B", "2"),)))
    assert Counter(page.tags)["ul"] == 1
    assert page.of("li") == ["A: 1", "B: 2"]


def test_numbered_items_are_numbered() -> None:
    page = page_of(Bullets(tuple(f"Item {number}\nand more" for number in range(1, 12)), numbered=True))
    assert Counter(page.tags)["ol"] == 1
    assert page.of("li")[10] == "Item 11 and more"


def test_a_table_has_a_cell_for_each_cell_and_numbers_to_the_right() -> None:
    columns = (Column("Item"), Column("What", main=True), Column("Of", "right"))
    table = Table("Needs", columns, (("A|1", "one\ntwo", "3"), ("", "x" * 300, "")))
    page = page_of(table)
    assert page.of("h3") == ["Needs"]
    assert page.of("th") == ["Item", "What", "Of"]
    assert page.of("td") == ["A|1", "one two", "3", "", "x" * 300, ""]
    assert Counter(re.findall(r"text-align:right", READER.render(of_blocks(table)))) == {"text-align:right": 3}


def test_a_small_table_lines_up_as_it_stands() -> None:
    table = Table("", (Column("Id"), Column("What")), (("A", "one"), ("BBB", "seventeen")))
    assert of_blocks(table) == ("| Id  | What      |\n| --- | --------- |\n| A   | one       |\n| BBB | seventeen |\n")


def test_a_table_without_rows_says_so() -> None:
    page = page_of(Table("Needs", (Column("Item"),), (), "None yet."))
    assert (page.of("h3"), page.of("p"), page.of("td")) == (["Needs"], ["None yet."], [])


def test_a_number_on_a_scale_stands_before_its_bar() -> None:
    page = page_of(Table("", (Column("Level"),), ((Scale(2, 5, "2"),), (Scale(None, 5, "no chance yet"),))))
    assert page.of("td") == ["2 ●●○○○", "no chance yet"]


def test_a_picture_is_its_description_and_its_table_and_no_title_is_said_twice() -> None:
    data = RadarData(("MV1",), (("Self", (3.0,)),))
    table = Table("Elements", (Column("Element"), Column("Mean")), (("MV1", "3.0"),))
    page = page_of(PictureBlock("radar", "Elements", "One element.", data, table))
    assert (page.of("h3"), page.of("p"), page.of("td")) == (["Elements"], ["One element."], ["MV1", "3.0"])
    assert page_of(PictureBlock("radar", "Part", "One.", data, table._replace(title="Part"))).of("h3") == []


def test_a_field_is_a_label_and_a_line_to_write_on() -> None:
    page = page_of(Field("Your view"))
    assert page.of("p") == ["Your view: " + "_" * 40]
    assert "em" not in page.tags


def test_a_warning_says_that_it_is_one_and_quiet_lines_are_a_quotation() -> None:
    page = page_of(Paragraph("Mind this.", "warning"), Paragraph("One.", "quiet"), Paragraph("Two.", "quiet"))
    assert page.of("p") == ["Note: Mind this.", "One.", "Two."]
    assert Counter(page.tags)["blockquote"] == 1


def test_every_line_of_a_strong_text_is_bold() -> None:
    assert Counter(page_of(Paragraph("One\\\ntwo\n\nthree", "strong")).tags)["strong"] == 3


# --- the whole report ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_section_is_a_heading_in_its_order_and_in_the_contents(audience: str) -> None:
    report = sample_report(audience)
    text = markdown_bytes(report).decode()
    page = Page(text)
    titles = [section.title for section in report.document.sections]
    assert page.of("h2") == titles
    links = [token.attrs["href"] for token in tokens_of(text) if token.type == "link_open"]
    assert links == ["#" + re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in titles]
    assert len(set(links)) == len(links)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_table_keeps_all_its_cells(audience: str) -> None:
    report = sample_report(audience)
    blocks = [block for section in report.document.sections for block in section.blocks]
    tables = [getattr(block, "table", block) for block in blocks if isinstance(block, Table | PictureBlock)]
    cells = sum(len(row) for table in tables for row in table.rows)
    assert cells > 50
    assert len(Page(markdown_bytes(report).decode()).of("td")) == cells


def test_the_first_screen_says_what_it_is_how_sure_and_the_three_greatest_needs() -> None:
    report = sample_report("coach")
    opening = "\n".join(markdown_bytes(report).decode().splitlines()[:36])
    assert "This is self-evaluation." in opening
    assert "**How sure:**" in opening
    for item in report.analysis.planned[:3]:
        assert item.title in opening


def test_a_coach_has_a_line_to_write_on_for_each_competency() -> None:
    """Of which something is told: the others stand in one list. None for an answer that counts for nothing: one that is set aside,
    or one to an element as a whole beside those to its competencies."""
    told = next(one for one in sample_report("coach").document.sections if one.id == "competencies").blocks
    entries = sum(isinstance(one, Entry) and not one.heading.endswith(("(set aside)", ", as a whole")) for one in told)
    assert entries > 70
    assert markdown_bytes(sample_report("coach")).decode().count("**Your view:** ___") == entries
    assert "**Your view:**" not in markdown_bytes(sample_report("self")).decode()


def test_the_same_report_gives_the_same_bytes() -> None:
    report = sample_report("coach")
    assert markdown_bytes(report) == markdown_bytes(report)


def test_it_is_plain_utf_8_with_one_line_break_at_its_end_and_none_that_editors_strip() -> None:
    text = markdown_bytes(hostile_report("coach")).decode("utf-8")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\r" not in text
    assert [line for line in text.split("\n") if line != line.rstrip()] == []


# --- only text ----------------------------------------------------------------------------------------------------------

HARMLESS = {"paragraph_open", "paragraph_close", "inline", "text", "hardbreak"}
OURS = {
    *HARMLESS,
    *(
        f"{kind}_{end}"
        for kind in ("heading", "bullet_list", "ordered_list", "list_item", "strong")
        for end in ("open", "close")
    ),
    *(
        f"{kind}_{end}"
        for kind in ("table", "thead", "tbody", "tr", "th", "td", "blockquote", "link")
        for end in ("open", "close")
    ),
    "html_inline",
}


def assert_only_text(text: str) -> None:
    """As paragraphs, in a heading, a cell and a pair it is nothing but itself."""
    lines = "\n".join(in_lines(text))
    assert set(kinds_of(lines)) <= HARMLESS
    assert " ".join(" ".join(Page(lines).of("p")).split()) == seen(text)
    heading = f"# {in_heading(text)}"
    assert set(kinds_of(heading)) <= {"heading_open", "inline", "text", "heading_close"}
    assert " ".join(Page(heading).of("h1")) == seen(text)
    table = f"| {in_cell(text)} | two |\n| --- | --- |\n| {in_cell(text)} | {in_cell(text)} |\n"
    page = Page(table)
    cells = page.of("th", "td")
    assert cells == [seen(text), "two", seen(text), seen(text)]
    assert set(page.tags) <= {"table", "thead", "tbody", "tr", "th", "td", "br"}
    pairs = page_of(Facts(((text, text), ("After", "it"))), title="")
    assert set(pairs.tags) <= {"ul", "li", "p", "strong", "br"}
    assert Counter(pairs.tags)["li"] == 2


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_only_text(name: str) -> None:
    assert_only_text(HOSTILE[name])


SLOW_TO_READ = {"fifty thousand brackets", "fifty thousand dashes"}
"""Some seconds for the reader, as there are so many escapes in one line; fewer of the same tell as much."""


@pytest.mark.parametrize("name", AWKWARD_TEXTS)
def test_an_awkward_text_is_only_text(name: str) -> None:
    assert_only_text(AWKWARD_TEXTS[name][: 2_000 if name in SLOW_TO_READ else None])


@settings(max_examples=150, deadline=None)
@given(typed_texts(80))
@example("*a* _b_ `c` ~d~ [e](f) <g> &amp; \\")
def test_any_text_is_only_text(text: str) -> None:
    assert_only_text(text)


def test_no_bare_address_becomes_a_link_where_a_viewer_makes_links() -> None:
    pytest.importorskip("linkify_it", reason="making links of addresses needs linkify-it-py")
    reader = MarkdownIt("gfm-like")
    assert "<a " in reader.render(HOSTILE["an address"])
    assert "<a " not in reader.render("\n".join(in_lines(HOSTILE["an address"])))


@pytest.mark.parametrize("audience", ["coach", "employer"])
def test_a_report_with_hostile_texts_in_every_field_holds_only_our_own_marks(audience: str) -> None:
    """No code, no image, no rule, no HTML but line breaks in cells, and no link but those of the contents."""
    text = markdown_bytes(hostile_report(audience)).decode()
    assert audience == "employer" or "w" * 50_000 in text
    kinds = kinds_of(text)
    assert set(kinds) <= OURS
    tokens = tokens_of(text)
    assert {token.content for token in tokens if token.type == "html_inline"} <= {"<br>"}
    assert all(str(token.attrs["href"]).startswith("#") for token in tokens if token.type == "link_open")
    assert kinds["link_open"] == len(hostile_report(audience).document.sections)


def test_no_template_language_finds_its_signs() -> None:
    """Sites made from Markdown run these before they read it."""
    text = markdown_bytes(hostile_report("coach")).decode()
    assert "7\\*7" in text
    assert [sign for sign in ("{{", "{%", "{#", "${", "<%", "<?", "[[") if sign in text] == []


def test_nothing_that_a_terminal_would_obey_is_in_it() -> None:
    text = markdown_bytes(hostile_report("coach")).decode()
    assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]", text) == []
