"""The body of the document: every block of the report in its order, headings with bookmarks, and the contents list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from cswo_eval.formats.word.charts import Chart, drawing, radar_chart
from cswo_eval.formats.word.markup import (
    BOLD,
    LINE_BREAK,
    TAB,
    attribute,
    bookmarked,
    clean,
    joined,
    linked,
    paragraph,
    run,
    text_paragraph,
)
from cswo_eval.formats.word.pictures import picture_table
from cswo_eval.formats.word.styles import StyleIds
from cswo_eval.formats.word.tables import LEVEL_FILLS, TableWriter, ink_on
from cswo_eval.pages.blocks import (
    Block,
    Bullets,
    Document,
    Entry,
    Facts,
    Field,
    MapData,
    Paragraph,
    Picture,
    RadarData,
    Section,
    Table,
)

TITLE_PAGE = "title-page"
"""A section that is a page by itself: where a document has one, the contents begin the page after it."""
OPENING = (TITLE_PAGE, "limits", "summary")
"""Sections that come before the contents list: the first page says what this is and what it comes to."""
TOLD_IN = "competencies"
"""The section that tells each competency whole: the map leads there."""
OWN_PAGE = frozenset({"competencies", "evidence", "agenda", "statements"})
"""Sections that begin a page, to be used by themselves."""

_TONES = {"plain": "Normal", "quiet": "Report Quiet", "warning": "Report Warning", "strong": "Report Strong"}
_LABELS = 2240
"""Twips that names beside values take at least, so that one stands below the other over the whole report."""
_SHORT_NAME, _SHORT_VALUE, _WIDE_NAME = 14, 30, 23
_SHORT_ENTRY, _SHORT_CARD = 450, 200
"""An entry of so few characters stays on one page, or of so few with a question and room to write below it.

Of a longer one the first two pairs stay together, and the last with what is below it or before it.
"""
_FIELD_LINES = 3
_ENTRIES_ACROSS, _ENTRY_CHARACTER, _ENTRY_GAP = 3, 88, 160
"""Of the contents: entries on a line at most, and the twips of a character and between two."""
_LEAD = 400
"""A first paragraph of so few characters stays with what follows it."""


class WordFile(Protocol):
    """The file round the body: what it offers, and how it is written in the end."""

    styles: StyleIds
    width: int
    """Of the text, in twips."""
    bullets: str
    """The numbering that a bullet names for itself, where its style has none."""

    def new_numbered(self) -> str:
        """Return the numbering of one more numbered list."""

    def add_chart(self, chart: Chart) -> str:
        """Add a chart, and return the name by which to show it."""

    def written(self, body: str, title: str, foot: str, made: date) -> bytes:
        """Return the file with this body; `foot` says at the foot of a page what the document is."""


class BodyWriter:
    """Writes one document."""

    def __init__(self, document: Document, file: WordFile, levels: tuple[tuple[int, str], ...]) -> None:
        """`levels`: each with its name, to explain the shades."""
        self.document = document
        self.file = file
        self.levels = levels
        self.styles, self.width = file.styles, file.width
        self.tables = TableWriter(file.styles, file.width)
        self._charts = 0
        self._bookmarks = 0
        self._entries = self._name_entries()
        self._given: set[str] = set()
        self._about = ""

    def body(self) -> str:
        """Return the whole body, without its last section's properties."""
        sections = self.document.sections
        opening = 0
        while opening < len(sections) and sections[opening].id in OPENING:
            opening += 1
        parts = [text_paragraph(self.styles["Title"], self.document.title)]
        if self.document.subtitle:
            parts.append(text_paragraph(self.styles["Subtitle"], self.document.subtitle))
        written = [self._section(section, f"_Toc{number:06d}") for number, section in enumerate(sections, start=1)]
        parts += [
            *written[:opening],
            self._contents(any(one.id == TITLE_PAGE for one in sections[:opening])),
            *written[opening:],
        ]
        return joined(parts)

    # --- headings and the contents list ---------------------------------------------------------------------------

    def _name_entries(self) -> dict[str, str]:
        """A bookmark for what is told of each competency, by the id that its heading begins with."""
        entries = (
            _first_word(block)
            for section in self.document.sections
            for block in section.blocks
            if section.id == TOLD_IN and isinstance(block, Entry)
        )
        return {name: f"entry_{number:06d}" for number, name in enumerate(dict.fromkeys(entries), start=1)}

    def _heading(self, style: str, text: str, anchor: str, properties: str = "") -> str:
        content = run(text)
        if anchor:
            self._bookmarks += 1
            content = bookmarked(self._bookmarks, anchor, content)
        return paragraph(self.styles[style], content, properties)

    def _contents(self, new_page: bool) -> str:
        """Real entries, each a link to its heading, within a contents field: a reader may update it, none has to.

        Several stand on a line: without page numbers, which only a program that lays out pages knows, one would be
        mostly empty. To mark the field as out of date makes Word ask about "other files" at every opening.
        """
        titled = [
            (section.title, linked(f"_Toc{number:06d}", run(section.title)))
            for number, section in enumerate(self.document.sections, start=1)
            if section.title
        ]
        if len(titled) < 2:
            return ""
        longest = max(len(clean(title)) for title, _ in titled) * _ENTRY_CHARACTER + _ENTRY_GAP
        across = max(1, min(self.width // longest, _ENTRIES_ACROSS))
        stops = joined(f'<w:tab w:val="left" w:pos="{self.width * stop // across}"/>' for stop in range(1, across))
        properties = f"<w:tabs>{stops}</w:tabs>" if stops else ""
        entries = [entry for _, entry in titled]
        lines = [TAB.join(entries[place : place + across]) for place in range(0, len(entries), across)]
        lines[0] = _mark("begin") + _INSTRUCTION + _mark("separate") + lines[0]
        lines[-1] += _mark("end")
        heading = text_paragraph(self.styles["TOC Heading"], "Contents", "<w:pageBreakBefore/>" if new_page else "")
        return heading + joined(paragraph(self.styles["toc 1"], line, properties) for line in lines)

    # --- blocks ---------------------------------------------------------------------------------------------------

    def _section(self, section: Section, anchor: str) -> str:
        self._about = section.title
        heading = ""
        if section.title:
            breaks = "<w:pageBreakBefore/>" if section.id in OWN_PAGE else ""
            heading = self._heading("heading 1", section.title, anchor, breaks)
        blocks = section.blocks
        parts = []
        for position, block in enumerate(blocks):
            if isinstance(block, Table) and not block.title and position and isinstance(blocks[position - 1], Entry):
                parts.append(self.tables.gap())
            kept = _leads_to_field(blocks[position + 1 : position + 3]) or _leads_in(blocks, position)
            parts.append(self._block(block, section, kept))
        return heading + joined(parts)

    def _block(self, block: Block, section: Section, kept: bool) -> str:
        """Return one block; where `kept`, on one page with the block after it."""
        if isinstance(block, Paragraph):
            prefix = "Note: " if block.tone == "warning" else ""
            return text_paragraph(self.styles[_TONES[block.tone]], prefix + block.text, _KEEP if kept else "")
        if isinstance(block, Bullets):
            return self._bullets(block)
        if isinstance(block, Facts):
            return joined(self._pairs(block.pairs, kept=kept, joins=False))
        if isinstance(block, Entry):
            return self._entry(block, section, kept)
        if isinstance(block, Table):
            return self._table(block, section.title)
        if isinstance(block, Picture):
            return self._picture(block)
        return self._field(block)

    def _bullets(self, block: Bullets) -> str:
        style = self.styles["List Number" if block.numbered else "List Bullet"]
        numbering = self.file.new_numbered() if block.numbered else self.file.bullets
        return joined(text_paragraph(style, item, numbering) for item in block.items)

    def _entry(self, entry: Entry, section: Section, kept: bool) -> str:
        self._about = entry.heading
        anchor = self._entries.get(_first_word(entry), "") if section.id == TOLD_IN else ""
        if anchor in self._given:
            anchor = ""
        self._given.add(anchor)
        lead = text_paragraph(self.styles["Report Lead"], entry.lead) if entry.lead else ""
        return self._heading("heading 2", entry.heading, anchor) + lead + joined(self._pairs(entry.pairs, kept=kept))

    def _pairs(self, pairs: tuple[tuple[str, str], ...], *, kept: bool, joins: bool = True) -> Iterator[str]:
        """Names with what holds for each, the values under one another; where `joins`, short ones share a line."""
        groups = _grouped(pairs) if joins else [[pair] for pair in pairs]
        names = [len(group[0][0]) for group in groups if len(group[0][0]) <= _WIDE_NAME]
        hang = max(max(names, default=0) * 112 + 320, _LABELS)
        hanging = f'<w:tabs><w:tab w:val="left" w:pos="{hang}"/></w:tabs><w:ind w:left="{hang}" w:hanging="{hang}"/>'
        whole = sum(len(value) for _, value in pairs) < (_SHORT_CARD if kept and joins else _SHORT_ENTRY)
        for position, group in enumerate(groups):
            left = len(groups) - 1 - position
            tied = whole or (joins and (not position or left <= (not kept)))
            together = _KEEP if tied and (kept or left) and len(group[0][1]) < _SHORT_ENTRY else ""
            yield paragraph(self.styles["Report Pair"], _line_of(group), together + hanging)

    def _table(self, table: Table, title: str) -> str:
        caption = text_paragraph(self.styles["caption"], table.title, _KEEP) if table.title else ""
        if not table.rows:
            return caption + text_paragraph(self.styles["Normal"], table.empty)
        return caption + self.tables.table(table, table.title or title)

    def _picture(self, picture: Picture) -> str:
        caption = text_paragraph(self.styles["caption"], picture.title, _KEEP)
        about = text_paragraph(self.styles["Report Quiet"], picture.description, _KEEP)
        if not picture.table.rows:
            return caption + about + text_paragraph(self.styles["Normal"], picture.table.empty)
        return (
            caption
            + about
            + self._chart(picture)
            + picture_table(picture, self.tables, self._entries)
            + self._legend(picture)
        )

    def _chart(self, picture: Picture) -> str:
        """The radar, drawn. The other pictures are drawn in their tables."""
        if not isinstance(picture.data, RadarData) or len(picture.data.codes) < 3 or not picture.data.series:
            return ""
        self._charts += 1
        relation = self.file.add_chart(radar_chart(picture.data))
        shown = drawing(relation, self._charts, picture.title, picture.description, self.width)
        return paragraph(self.styles["Normal"], shown, '<w:jc w:val="center"/>')

    def _legend(self, picture: Picture) -> str:
        """What the shades stand for, below the pictures that use them."""
        if not isinstance(picture.data, MapData):
            return ""
        words = joined(
            run(
                f" {level} {name} ",
                f'{ink_on(fill)}<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>',
            )
            + run("  ")
            for level, name in self.levels
            for fill in (LEVEL_FILLS.get(level, "FFFFFF"),)
        )
        return paragraph(self.styles["Report Cell"], words, '<w:spacing w:before="60" w:after="160"/>')

    def _field(self, block: Field) -> str:
        """A box of one cell with its label and empty lines."""
        sides = joined(
            f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="8A97A6"/>'
            for side in ("top", "left", "bottom", "right")
        )
        label = text_paragraph(self.styles["Report Field Label"], block.label)
        lines = (
            paragraph(self.styles["Normal"], "", '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>')
            * _FIELD_LINES
        )
        about = f"Room to write. {self._about}"
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{self.width}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="113" w:type="dxa"/>'
            '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="113" w:type="dxa"/></w:tblCellMar>'
            f"<w:tblCaption w:val={attribute(block.label)}/><w:tblDescription w:val={attribute(about)}/></w:tblPr>"
            f'<w:tblGrid><w:gridCol w:w="{self.width}"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>'
            f'<w:tcW w:w="{self.width}" w:type="dxa"/></w:tcPr>{label}{lines}</w:tc></w:tr></w:tbl>{self.tables.gap()}'
        )


def _line_of(group: list[tuple[str, str]]) -> str:
    """The first name with its value after it, or below it where the name is wide; then the others on the same line."""
    (name, value), *others = group
    content = run(name, BOLD) + (TAB if len(name) <= _WIDE_NAME else LINE_BREAK) + run(value)
    return content + joined(run("  ·  ") + run(f"{other}: ", BOLD) + run(said) for other, said in others)


_INSTRUCTION = '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z </w:instrText></w:r>'


_KEEP = "<w:keepNext/>"


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _first_word(entry: Entry) -> str:
    return entry.heading.split(" ", 1)[0]


def _leads_to_field(after: tuple[Block, ...]) -> bool:
    """Whether room to write comes next, at once or below a question."""
    return bool(after) and (
        isinstance(after[0], Field) or (isinstance(after[0], Facts) and isinstance(after[-1], Field))
    )


def _leads_in(blocks: tuple[Block, ...], position: int) -> bool:
    """Whether a block is a short paragraph that opens its section: no heading is left with that alone."""
    block = blocks[position]
    return isinstance(block, Paragraph) and position == 0 and len(blocks) > 1 and len(block.text) <= _LEAD


def _grouped(pairs: tuple[tuple[str, str], ...]) -> list[list[tuple[str, str]]]:
    """Short pairs that follow one another together, every other pair by itself."""
    groups: list[list[tuple[str, str]]] = []
    open_group = False
    for name, value in pairs:
        short = len(name) <= _SHORT_NAME and len(value) <= _SHORT_VALUE and "\n" not in value
        if short and open_group:
            groups[-1].append((name, value))
        else:
            groups.append([(name, value)])
        open_group = short
    return groups
