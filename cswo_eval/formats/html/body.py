"""The blocks of a report as HTML. Optional end tags are left out: HTML allows it, and the page is a good deal shorter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cswo_eval.formats.html.charts import drawing
from cswo_eval.formats.html.markup import Markup, filled, joined, said
from cswo_eval.formats.html.places import Places
from cswo_eval.formats.html.tables import table_markup
from cswo_eval.pages.blocks import Block, Bullets, Entry, Facts, Field, Paragraph, Picture, Table

_SHORT_NAME, _SHORT_VALUE = 14, 26
"""Pairs up to this length are short."""
_FEWEST_IN_A_LINE = 2
Pairs = tuple[tuple[str, str], ...]


class BlockWriter:
    """Writes blocks one after the other: it counts the pictures and gives each place once."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._pictures = 0

    def blocks(self, blocks: tuple[Block, ...], section_place: str) -> Markup:
        """Return the blocks of a section. An entry stands together with the pairs and the room to write that follow it."""
        written = []
        for group in _gathered(blocks):
            inside = joined(self._block(block, section_place) for block in group)
            written.append(filled("<div>{}</div>", inside) if isinstance(group[0], Entry) else inside)
        return joined(written)

    def _block(self, block: Block, section_place: str) -> Markup:
        if isinstance(block, Paragraph):
            return _paragraph(block)
        if isinstance(block, Bullets):
            kind = Markup("ol" if block.numbered else "ul")
            return filled("<{}>{}</{}>", kind, joined(filled("<li>{}", item) for item in block.items), kind)
        if isinstance(block, Facts):
            return self._pairs(block.pairs)
        if isinstance(block, Entry):
            place = self._places.of_entry(block)
            head = filled("<h3 id={}>{}</h3>", place, block.heading) if place else filled("<h3>{}</h3>", block.heading)
            lead = filled("<p>{}", block.lead) if block.lead else ""
            return filled("{}{}{}", head, lead, self._entry_pairs(block.pairs))
        if isinstance(block, Table):
            return table_markup(block, block.title, section_place, self._places.linked)
        if isinstance(block, Picture):
            return self._picture(block)
        return filled("<p class=f>{}", block.label)

    def _picture(self, picture: Picture) -> Markup:
        """A chart, named and told in words, beside the same figures in its table."""
        self._pictures += 1
        title = "" if picture.table.title == picture.title else picture.table.title
        # The same codes stand in the drawing: links here too would be too many.
        table = table_markup(picture.table, title, f"f{self._pictures}", said)
        return filled(
            "<figure class={}><figcaption id=f{}><b>{}</b> {}</figcaption>{}{}</figure>\n",
            picture.kind,
            self._pictures,
            picture.title,
            picture.description,
            drawing(picture, self._pictures),
            table,
        )

    def _pairs(self, pairs: Pairs) -> Markup:
        if not pairs:
            return Markup()
        inside = joined(
            filled("<dt>{}<dd>{}", self._places.linked_name(name), self._places.linked(value)) for name, value in pairs
        )
        return filled("<dl>{}</dl>", inside)

    def _entry_pairs(self, pairs: Pairs) -> Markup:
        """The pairs of an entry. Short ones at its beginning are a list of their own, which the style sheet sets in a line."""
        short = 0
        while short < len(pairs) and _is_short(pairs[short]):
            short += 1
        if short < _FEWEST_IN_A_LINE or short == len(pairs):
            return self._pairs(pairs)
        return filled("{}{}", self._pairs(pairs[:short]), self._pairs(pairs[short:]))


def _paragraph(block: Paragraph) -> Markup:
    if block.tone == "warning":
        return filled("<p class=warning><b>Note:</b> {}", block.text)
    return filled("<p{}>{}", Markup("" if block.tone == "plain" else f" class={block.tone}"), block.text)


def _gathered(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Give the blocks in order, each entry with what follows it; pairs after an entry go on with the entry's own."""
    group: list[Block] = []
    for block in blocks:
        first = group[0] if group else None
        if isinstance(first, Entry) and len(group) == 1 and isinstance(block, Facts):
            group[0] = first._replace(pairs=first.pairs + block.pairs)
        elif isinstance(first, Entry) and isinstance(block, Facts | Field):
            group.append(block)
        else:
            if group:
                yield group
            group = [block]
    if group:
        yield group


def _is_short(pair: tuple[str, str]) -> bool:
    name, value = pair
    return len(name) <= _SHORT_NAME and len(value) <= _SHORT_VALUE and "\n" not in value
