"""What a workbook keeps beside its cells: who has it open, where it lay, who sees it how, and texts that no cell shows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cswo_eval.confidentiality.cleaning.edited_xml import Node, elements, take_attributes, take_out, take_out_each
from cswo_eval.files.xml_parts import local

_SHEET = re.compile(r"xl/(work|chart|dialog|macro)sheets/[^/]+\.xml$", re.IGNORECASE)
_LEFTOVERS = (
    *("absPath", "fileSharing", "revisionPtr", "customWorkbookViews", "customSheetViews", "alternateUrls"),
    *("smartTagPr", "smartTagTypes", "webPublishItems", "webPublishObjects"),
)


def take_leftovers(root: Node) -> tuple[str, ...]:
    """Take out of a part of a workbook what tells of people and machines. Returns what it was, in words by kind."""
    kinds = []
    if take_out_each(root, _LEFTOVERS):
        kinds.append("who had it open, and where it lay")
    for scenario in elements(root, "scenario"):
        if take_attributes(scenario, frozenset({"user", "comment"})):
            kinds.append("author")
    for element in elements(root, "AlternateContent"):
        if not any(len(way) or (way.text or "").strip() for way in element):
            take_out(element)
    return tuple(dict.fromkeys(kinds))


def take_notes(root: Node) -> bool:
    """Take the boxes of comments out of a drawing. Returns whether anything else is left in it."""
    for shape in elements(root, "shape"):
        if any(one.get("ObjectType") == "Note" for one in elements(shape, "ClientData")):
            take_out(shape)
    return any(local(one.tag) not in ("shapelayout", "shapetype") for one in root)


def empty_unused_texts(trees: Mapping[str, Node]) -> bool:
    """Empty each text of the common list that no cell shows: it was deleted. Returns whether there was one."""
    shared = next((root for name, root in trees.items() if name.casefold() == "xl/sharedstrings.xml"), None)
    if shared is None:
        return False
    used: set[str] = set()
    for name, root in trees.items():
        if _SHEET.match(name):
            used.update(root.xpath("descendant::*[local-name() = 'c'][@t = 's']/*[local-name() = 'v']/text()"))
    emptied = False
    used = {one.strip() for one in used}
    items = [one for one in shared if local(one.tag) == "si"]
    for number, item in enumerate(items):
        if str(number) not in used and "".join(item.itertext()).strip():
            namespace = item.tag.rpartition("}")[0] + "}" if "}" in item.tag else ""
            for one in list(item):
                item.remove(one)
            text = item.makeelement(f"{namespace}t")
            item.append(text)
            emptied = True
    return emptied
