"""XML from files that others made: parsed without anything that it can make a reader do, and asked in the simplest words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal
from xml.etree import ElementTree

from cswo_eval.files.limits import DEEPEST_XML, MOST_XML_NODES

Element = ElementTree.Element
Fault = Literal[
    "damaged",
    "password",
    "unusual packing",
    "too many parts",
    "two of one name",
    "too large",
    "packed too well",
    "definitions",
    "nested too deeply",
    "too many elements",
]
_REASONS: dict[Fault, str] = {
    "damaged": "a part of it is damaged and was not read",
    "password": "it is protected by a password: save it without one and attach that",
    "unusual packing": "it is packed in a way that no program for documents uses",
    "too many parts": "it has more than 5,000 parts, which no document needs",
    "two of one name": "it holds two parts with one name, and programs differ in which of them they show",
    "too large": "a part of it is too large to be looked through",
    "packed too well": "a part of it unpacks to very many times its size, as no document does",
    "definitions": "a part of it declares a document type, which no document of this kind does",
    "nested too deeply": "a part of it is nested more deeply than any document is",
    "too many elements": "a part of it has more in it than can be looked through",
}


class Unreadable(Exception):
    """A file or a part of one cannot be read as text. `str()` is the reason, in words that follow a name."""


class Refused(Unreadable):
    """A file of parts, or one of its parts, is not read. `fault` says why, for those who put it in words of their own."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(_REASONS[fault])
        self.fault = fault


class _PlainBuilder(ElementTree.TreeBuilder):
    """Refuses declarations, which can make a few bytes into gigabytes or name other files, and what grows without end."""

    _depth = _nodes = 0

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Refuse: neither Office nor OpenDocument files have one."""
        raise Refused("definitions")

    def start(self, tag: Any, attributes: Any) -> Element:
        """Begin an element."""
        self._depth += 1
        self._nodes += 1 + len(attributes)
        if self._depth > DEEPEST_XML:
            raise Refused("nested too deeply")
        if self._nodes > MOST_XML_NODES:
            raise Refused("too many elements")
        return super().start(tag, attributes)

    def end(self, tag: Any) -> Element:
        """End one."""
        self._depth -= 1
        return super().end(tag)


def parsed(data: bytes) -> Element:
    """Return XML as a tree of elements, without comments. Raises Refused where it is broken, too much or declares a type."""
    parser = ElementTree.XMLParser(target=_PlainBuilder())
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ElementTree.ParseError, LookupError, ValueError):  # broken, or in letters that it does not name rightly
        raise Refused("damaged") from None
    return root


def local(name: str) -> str:
    """Return the name of an element or attribute without its namespace: Office has two sets of these for the same names."""
    return name.rpartition("}")[2]


def children(element: Element, *names: str) -> Iterator[Element]:
    """Yield the elements directly within one that have one of these names."""
    return (one for one in element if local(one.tag) in names)


def attribute(element: Element, name: str) -> str:
    """Return the value of an attribute, whatever its namespace; '' where there is none."""
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


def leaf_texts(root: Element) -> Iterator[str]:
    """Yield every text in a tree, element by element, however the elements are named."""
    for element in root.iter():
        if element.text and element.text.strip():
            yield element.text
        if element.tail and element.tail.strip():
            yield element.tail
