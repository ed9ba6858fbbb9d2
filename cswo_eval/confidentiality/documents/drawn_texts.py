"""Texts in drawings, charts and diagrams, and in the attributes of any part of an Office file."""

from __future__ import annotations

from collections.abc import Iterator

from cswo_eval.files.xml_parts import Element, local

_LABELS = frozenset(
    {"descr", "title", "tooltip", "alt", "displayText", "caption", "prompt", "promptTitle", "error", "errorTitle"}
)
"""Attributes that hold words a person wrote, on whatever element they stand."""
_NAMED = frozenset({"docPr", "cNvPr", "bookmarkStart", "definedName", "sheet"})
"""Elements whose name a person or a picture's file gave."""
_VALUED = frozenset({"alias", "tag", "docVar", "listItem", "helpText", "statusText", "s"})
"""Elements that hold a person's words as a value."""
_AUTHORS = frozenset({"author", "userName"})


def drawn_texts(root: Element) -> Iterator[str]:
    """Yield each paragraph with its runs joined, and every text that stands in none."""
    within: set[Element] = set()
    for element in root.iter():
        if local(element.tag) == "p":
            pieces = []
            for inner in element.iter():
                within.add(inner)
                if local(inner.tag) == "br":
                    pieces.append("\n")
                if inner.text and inner.text.strip("\n"):
                    pieces.append(inner.text)
            if "".join(pieces).strip():
                yield "".join(pieces)
        elif element not in within and element.text and element.text.strip():
            yield element.text


def labels_in(root: Element) -> tuple[list[str], list[str]]:
    """Return the words in attributes, each once: labels of all kinds, and the names of authors."""
    labels: dict[str, None] = {}
    authors: dict[str, None] = {}
    for element in root.iter():
        if not element.attrib:
            continue
        tag = local(element.tag)
        for name, value in element.attrib.items():
            name = local(name)
            # A table of a workbook has a name to be shown, too: only that of a person is somebody.
            person = (tag, name) in (("cmAuthor", "name"), ("person", "displayName"))
            if (name in _AUTHORS and value.strip()) or person:
                authors[value] = None
            elif (
                name in _LABELS
                or (name == "name" and tag in _NAMED and not value.startswith("_"))
                or (tag in _VALUED and name in ("val", "value", "v", "name", "alt"))
            ):
                labels[value] = None
    return [label for label in labels if label.strip()], list(authors)
