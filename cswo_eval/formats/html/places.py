"""Places in the page, and what leads where: a code such as SD1.5, E3 or A2 leads to the entry that tells of it."""

from __future__ import annotations

import re

from cswo_eval.formats.html.markup import Markup, filled, joined, said
from cswo_eval.pages.blocks import Document, Entry, Section

_CODE = re.compile(r"[A-Z]{1,3}\d{1,4}(?:\.\d{1,3})?")
"""What names an element, a competency, a piece of evidence or an action: safe as the name of a place."""
_MOST_LINKED = 4
"""A longer list of codes is easier to read without links."""


class Places:
    """The places of one document: each section, and each entry that begins with a code."""

    def __init__(self, document: Document) -> None:
        taken = {"main", "contents"}
        self.sections: list[tuple[str, Section]] = [(_new(section.id, taken), section) for section in document.sections]
        entries = (block for section in document.sections for block in section.blocks if isinstance(block, Entry))
        self._known = {found[0] for entry in entries if (found := _CODE.match(entry.heading))}
        self._given: set[str] = set()

    def of_entry(self, entry: Entry) -> str:
        """Return the place that an entry is: of entries with the same code, only the first is one."""
        found = _CODE.match(entry.heading)
        if found is None or found[0] in self._given:
            return ""
        self._given.add(found[0])
        return found[0]

    def linked(self, text: str) -> Markup:
        """Return a text; where it is nothing but a few codes with commas, each leads to its entry."""
        codes = text.split(", ") if text[:1].isupper() and len(text) < 60 else []
        if not 0 < len(codes) <= _MOST_LINKED or not all(map(_CODE.fullmatch, codes)):
            return said(text)
        return joined(filled("{}{}", ", " if place else "", self._link(code)) for place, code in enumerate(codes))

    def linked_name(self, name: str) -> Markup:
        """Return the name of a pair; a code in it leads to its entry."""
        found = _CODE.search(name)
        if found is None or found[0] not in self._known:
            return said(name)
        return filled("{}{}{}", name[: found.start()], self._link(found[0]), name[found.end() :])

    def _link(self, code: str) -> Markup:
        return filled("<a href=#{}>{}</a>", code, code) if code in self._known else said(code)


def _new(wanted: str, taken: set[str]) -> str:
    """Return a name for a place that no other has, and take it."""
    base = re.sub(r"[^a-z0-9-]", "-", wanted.lower()) or "part"
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    taken.add(name)
    return name
