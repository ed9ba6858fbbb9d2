"""XML of documents that others made, taken apart to be written again: with the prefixes it had, without remarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from cswo_eval.files.limits import LONGEST_PATH
from cswo_eval.files.xml_parts import Refused, local, parsed

Node = Any
"""An element as lxml has it."""
_FOLDERS = re.compile(
    r"(?:file:/{2,}"
    r"|(?<![A-Za-z])[A-Za-z]:[\\/]"
    r"|\\\\"
    r"|(?<![\w./:])/(?:Users|home|Volumes)/"
    r"|\.\.[\\/](?:[^\"'|<>*?\r\n]*[\\/])?(?:Users|home|Volumes|Documents and Settings)[\\/])"
    r"[^\"'|<>*?\r\n]*[\\/]",
    re.IGNORECASE,
)
"""Folders of somebody's machine, which are often named after them: `C:\\Users\\…\\`, `\\\\server\\…\\`, `file:///…/`."""
_WITH_FOLDERS = frozenset({"instrText", "odcFile", "sourceFile", "desc", "title"})
"""Elements whose own text may name a file with the folder it was in: field codes, and descriptions of pictures."""


def tree_of(data: bytes) -> Node:
    """Return XML as a tree that keeps its prefixes. Raises Refused as `parsed` does: what that refuses never gets here."""
    from lxml import etree  # type: ignore[import-untyped]  # python-docx brings it; only where a document is cleaned

    parsed(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused("damaged") from None


def bytes_of(root: Node) -> bytes:
    """Return a tree as XML in UTF-8."""
    from lxml import etree

    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def take_out(element: Node) -> None:
    """Take an element out with all within it; the text that stands behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    _keep_text(element, parent, element.tail or "")
    parent.remove(element)


def unwrap(element: Node) -> None:
    """Put what is within an element in its place."""
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    inner = list(element)
    _keep_text(element, parent, element.text or "")
    if inner:
        inner[-1].tail = (inner[-1].tail or "") + (element.tail or "")
    else:
        _keep_text(element, parent, element.tail or "")
    parent[place : place + 1] = inner


def _keep_text(element: Node, parent: Node, text: str) -> None:
    """Add a text before an element."""
    if not text:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def elements(root: Node, *names: str) -> list[Node]:
    """Return the elements below a root, and itself, that have one of these names, whatever their namespace."""
    return list(root.iter(*(f"{{*}}{name}" for name in names)))


def take_out_each(root: Node, names: Iterable[str], when: Callable[[Node], bool] = lambda _: True) -> bool:
    """Take out every element of these names for which `when` holds. Returns whether there was one."""
    found = [one for one in elements(root, *names) if when(one)]
    for one in found:
        take_out(one)
    return bool(found)


def take_attributes(root: Node, names: frozenset[str]) -> frozenset[str]:
    """Take out every attribute of these names, whatever its namespace. Returns the names of those that there were."""
    wanted = " or ".join(f"local-name() = '{name}'" for name in sorted(names))
    found = set()
    for element in root.xpath(f"descendant-or-self::*[@*[{wanted}]]"):
        for name in [one for one in element.attrib if local(one) in names]:
            del element.attrib[name]
            found.add(local(name))
    return frozenset(found)


def without_folders(text: str) -> str:
    """Return a text with the names of files in it, but not the folders of the machine they lie on."""
    if len(text) > LONGEST_PATH or ("\\" not in text and "/" not in text):  # a longer text is a picture, or prose
        return text
    return _FOLDERS.sub("", text)


def take_folders(root: Node) -> bool:
    """Take the folders of somebody's machine out of attributes, field codes and descriptions. Returns whether there were any."""
    found = False
    for element in root.xpath("descendant-or-self::*[@*[contains(., '\\') or contains(., '/')]]"):
        for name, value in element.attrib.items():
            if (shorter := without_folders(value)) != value:
                element.attrib[name] = shorter
                found = True
    for element in elements(root, *_WITH_FOLDERS):
        if element.text and (shorter := without_folders(element.text)) != element.text:
            element.text = shorter
            found = True
    return found
