"""Any text as Markdown that is only that text: no markup, no HTML, no link, no template is left in it."""

from __future__ import annotations

import re

from cswo_eval.text.visible import visible

_ALWAYS = re.compile(r"[\\`*_\[{|~^$]")
"""What begins or ends something in one flavour of Markdown or another, wherever in a line it stands."""
_ENTITY = re.compile(r"&(?=[#A-Za-z0-9])")
_ADDRESS = re.compile(r"(?<=[A-Za-z])(:)(?=//)|(?<=www)(\.)(?=\S)|(?<=\S)(@)(?=\S)", re.IGNORECASE)
"""What makes a viewer turn a bare address into a link."""
_DOUBLE = re.compile(r"(?<==)(?==)|(?<=[%{])(?=%)|(?<=\{)(?=#)|(?<!\S)(?=#\w)")
"""Highlights, comments and tags of note programs and templates: broken up by a backslash."""
_LINE_START = re.compile(r"^(?:(\d{1,9})([.)])|([#>+\-=:%]))")


_ANY = re.compile(r"[\\`*_\[{|~^$&<:.@=%#]")
"""Any sign that one of these looks for: most lines have none, and are done with."""


def inline(text: str) -> str:
    """Return one line of text, escaped, for any place but the beginning of a line."""
    if not _ANY.search(text):
        return text
    text = _ALWAYS.sub(lambda found: "\\" + found.group(), text)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    text = _ADDRESS.sub(lambda found: "\\" + found.group(), text)
    return _DOUBLE.sub(r"\\", text)


def in_lines(text: str) -> list[str]:
    """Return a text as the lines of one or more paragraphs: its own line breaks are kept, its own indents are not.

    A line that another follows within its paragraph ends with a backslash, which is a line break in Markdown.
    """
    lines: list[str] = []
    for line in visible(text).split("\n"):
        said = _LINE_START.sub(_escaped_start, inline(line.strip()))
        if not said and (not lines or not lines[-1]):
            continue
        if said and lines and lines[-1]:
            lines[-1] += "\\"
        lines.append(said)
    return lines[:-1] if lines and not lines[-1] else lines


def _escaped_start(found: re.Match[str]) -> str:
    number, sign, other = found.groups()
    return f"{number}\\{sign}" if number else f"\\{other}"


def in_heading(text: str) -> str:
    """Return a text on one line, for a heading or a label: a last # would be taken for its end."""
    said = inline(" ".join(visible(text).split()))
    return re.sub(r"(?<!\\)#(?=#*$)", r"\\#", said)


def in_cell(text: str) -> str:
    """Return a text for a cell of a table, its line breaks as the one tag that Markdown has for them there."""
    return "<br>".join(inline(line.strip()) for line in visible(text).strip().split("\n"))


def anchor_of(title: str) -> str:
    """Return the name that viewers give to a heading: small letters and hyphens."""
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")
