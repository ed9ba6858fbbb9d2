"""Texts as report.typ sets them: every one safe to show, cut where it must be, broken where it may be.

A text of one line is a string. Any other is a list of paragraphs, each a list of lines, each a list of pieces between
which the line may break.
"""

from __future__ import annotations

import re
import unicodedata

from cswo_eval.formats.pdf.widths import width_of
from cswo_eval.text.visible import visible

Text = str | list[list[list[str]]]

HEAD = 90
"""The foot of a page and a label in a drawing are cut to this many characters."""
LONG_WORD, PIECE = 25, 8
"""A word of so many characters may break after each so many."""

_LONG = re.compile(rf"\S{{{LONG_WORD},}}")
_NO_CHARACTER = re.compile(
    "[\ufdd0-\ufdef\ud800-\udfff"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def safe(text: str) -> str:
    """Return the text as it is shown; what Unicode says is no character, as what cannot be shown."""
    if text.isascii() and text.isprintable():
        return text
    return _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", visible(text))


def one_line(text: str) -> str:
    """Return a text on one line, safe to show."""
    return " ".join(safe(text).split())


def cut(text: str) -> str:
    """Return a text on one line of at most HEAD characters."""
    line = one_line(text[: HEAD * 2])
    return line if len(line) <= HEAD else line[: HEAD - 1].rstrip() + "…"


def text_data(text: str) -> Text:
    """Return a text for setting, its line ends kept."""
    shown = safe(text).strip("\n")
    if "\n" not in shown and not _LONG.search(shown):
        return shown
    return [[_pieces(line) for line in paragraph.split("\n")] for paragraph in re.split(r"\n(?:[ ]*\n)+", shown)]


def heading_data(text: str) -> Text:
    """Return a text for a heading; empty where it shows nothing, for then there is to be none."""
    return text_data(text) if any(unicodedata.category(character)[0] not in "ZC" for character in safe(text)) else ""


def _pieces(line: str) -> list[str]:
    """Return a line cut within its long words, never between a letter and its marks."""
    pieces: list[str] = []
    end = 0
    for word in _LONG.finditer(line):
        start = word.start()
        for place in range(start + PIECE, word.end(), PIECE):
            while place < word.end() and _belongs_to_the_last(line, place):
                place += 1
            if place > start and place > end:
                pieces.append(line[end:place])
                end = place
    pieces.append(line[end:])
    return [piece for piece in pieces if piece]


def _belongs_to_the_last(line: str, place: int) -> bool:
    """Whether the character here is a mark, a joiner or joined to the one before."""
    character = line[place]
    return unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf", "Sk") or line[place - 1] == "\u200d"


def wide_of(text: str, size: float) -> float:
    """Return how wide a label is at most; a letter of which that is not known counts as a whole em."""
    width = width_of(text)
    return size * (len(text) if width is None else width)


def fitted(text: str, room: float, size: float) -> str:
    """Return a label on one line, cut to what fits."""
    line = cut(text)
    if wide_of(line, size) <= room:
        return line
    while line and wide_of(f"{line}…", size) > room:
        line = line[:-1].rstrip()
    return f"{line}…"
