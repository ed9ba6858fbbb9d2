"""Pieces of WordprocessingML as text. Whatever comes from a person is cleaned and escaped here, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from cswo_eval.text.visible import visible

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
"""The prefixes that the pieces use, for the element that holds them."""

_NOT_CHARACTERS = re.compile("[\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Return the text as XML can hold it: controls, direction marks and non-characters as \N{REPLACEMENT CHARACTER}."""
    return _NOT_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", visible(text))


def attribute(text: str) -> str:
    """Return a text as the value of an attribute, with its quotation marks."""
    return f'"{escape(" ".join(clean(text).split()))}"'


def run(text: str, properties: str = "") -> str:
    """Return a run of text; its line breaks stay line breaks."""
    marked = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    lines = "<w:br/>".join(
        f"<w:t{_kept_spaces(line)}>{escape(line, quote=False)}</w:t>" if line else ""
        for line in clean(text).split("\n")
    )
    return f"<w:r>{marked}{lines}</w:r>"


def _kept_spaces(line: str) -> str:
    """Spaces at the ends and double ones are dropped by a reader unless it is told to keep them."""
    return ' xml:space="preserve"' if line != " ".join(line.split()) else ""


BOLD = "<w:b/><w:bCs/>"
TAB = "<w:r><w:tab/></w:r>"
LINE_BREAK = "<w:r><w:br/></w:r>"


def paragraph(style: str, content: str = "", properties: str = "") -> str:
    """Return a paragraph in a style (its id), with what else its properties say, in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def text_paragraph(style: str, text: str, properties: str = "", marks: str = "") -> str:
    """Return a paragraph of one text."""
    return paragraph(style, run(text, marks) if text else "", properties)


def linked(anchor: str, content: str) -> str:
    """Return runs as a link to a bookmark of the same document."""
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{content}</w:hyperlink>'


def bookmarked(number: int, name: str, content: str) -> str:
    """Return runs with a bookmark round them."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def field(instruction: str, shown: str) -> str:
    """Return a field that shows `shown` until the reader's program works it out."""
    return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>'


def joined(parts: Iterable[str]) -> str:
    """Return pieces one after the other."""
    return "".join(parts)
