"""Text made safe for a web page, by type: whatever is not `Markup` is escaped wherever it is set into markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import escape

from cswo_eval.text.visible import visible

_NO_CHARACTERS = re.compile(
    "[\ufdd0-\ufdef\ud800-\udfff"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)
"""Code points that HTML forbids besides the control characters."""


class Markup(str):
    """Markup that may stand in the page as it is. Made by `filled`, `joined` and `said`, and of nothing but our own words."""

    __slots__ = ()


def shown(text: str) -> str:
    """Return the text with control characters, direction marks and what is no character shown as a mark."""
    return _NO_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", visible(text))


def said(text: str) -> Markup:
    """Return the markup that says just this text. Quotes are escaped too, so that it can stand in an attribute."""
    return text if isinstance(text, Markup) else Markup(escape(shown(text)).replace("&#x27;", "'"))


def filled(template: str, *values: str | int) -> Markup:
    """Return a template of ours with the values in its `{}`: each is escaped unless it is markup already."""
    return Markup(template.format(*[said(value) if isinstance(value, str) else value for value in values]))


def joined(parts: Iterable[Markup]) -> Markup:
    """Return the parts one after the other."""
    return Markup("".join(parts))


def shortened(text: str, room: float) -> str:
    """Return as much of the text, in one line, as fits into so many letters; letters of East Asia count double."""
    line, used = " ".join(shown(text[: int(room) * 4 + 40]).split()), 0.0
    for place, letter in enumerate(line):
        used += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if used > room:
            return line[: max(place - 1, 0)].rstrip() + "…"
    return line
