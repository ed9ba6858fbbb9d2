"""The texts of an OpenDocument file (.odt, .ods, .odp): what it says, what was taken out of it, and remarks."""

from __future__ import annotations

from collections.abc import Iterator

from cswo_eval.confidentiality.documents.collected import Collected
from cswo_eval.confidentiality.documents.part_trees import trees
from cswo_eval.files.office_package import Package
from cswo_eval.files.xml_parts import Element, Unreadable, attribute, local

_LABELS = frozenset({"href", "title", "name", "description", "formula", "date-value", "string-value", "display-name"})
_CHARACTERS = {"tab": "\t", "line-break": "\n", "soft-page-break": ""}


def read_open_document(collected: Collected, package: Package) -> set[str]:
    """Gather the texts of the document and of its headers and footers. Returns the names of the parts that were read."""
    if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Unreadable("it is protected by a password: save it without one and attach that")
    parts = [name for name in package.names if name.rpartition("/")[2] in ("content.xml", "styles.xml")]
    for name, root in trees(collected, package, parts):
        where = "the text" if name == "content.xml" else "headers, footers and embedded objects"
        _add(collected, root, where)
    return set(parts)


def _add(collected: Collected, root: Element, where: str) -> None:
    apart = [element for element in root.iter() if local(element.tag) in ("annotation", "tracked-changes")]
    for element in apart:
        text = "\n".join(_paragraphs(element, frozenset()))
        if local(element.tag) == "annotation":
            collected.add("a comment", "comment", text)
        else:
            collected.add("text taken out in a tracked change", "tracked-change", text)
        authors = [one.text or "" for one in element.iter() if local(one.tag) == "creator"]
        collected.add_each("who wrote a comment or made a tracked change", "author", authors)
    collected.add(where, "text", "\n".join(_paragraphs(root, frozenset(map(id, apart)))))
    labels = {
        value: None
        for element in root.iter()
        for key, value in element.attrib.items()
        if local(key) in _LABELS and local(element.tag) not in ("style", "font-face", "list-style")
    }
    collected.add(f"links, names and values in {where}", "property", "\n".join(labels))
    described = [one.text or "" for one in root.iter() if local(one.tag) in ("title", "desc")]
    collected.add("descriptions of pictures", "property", "\n".join(described))


def _paragraphs(element: Element, apart: frozenset[int]) -> Iterator[str]:
    """Yield each paragraph and heading with its spans joined; one within another (a text box, a note) by itself."""
    nested: list[Element] = []

    def pieces(one: Element) -> Iterator[str]:
        yield one.text or ""
        for child in one:
            name = local(child.tag)
            if id(child) in apart:
                pass
            elif name in ("p", "h"):
                nested.append(child)
            elif name == "s":
                count = attribute(child, "c") or "1"
                yield " " * (min(int(count[:4]), 1000) if count.isascii() and count.isdigit() else 1)
            elif name in _CHARACTERS:
                yield _CHARACTERS[name]
            else:
                yield from pieces(child)
            yield child.tail or ""

    def find(one: Element) -> Iterator[str]:
        for child in one:
            if id(child) in apart:
                continue
            if local(child.tag) in ("p", "h"):
                yield "".join(pieces(child))
                while nested:
                    yield "".join(pieces(nested.pop(0)))
            else:
                yield from find(child)

    yield from find(element)
