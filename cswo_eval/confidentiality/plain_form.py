"""A text in the plain form that the rules read, and the way back to the places of the text as given.

People paste from Word, web pages and case systems: figures of other scripts, no-break spaces, long dashes, characters
without width, and numbers split by the end of a line. The rules see none of that.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from functools import lru_cache
from typing import NamedTuple

_UNUSUAL = re.compile(r"[^!-~ ][^!-~]*+| [^!-~]++")
"""Every run that may need changing: all but printable ASCII with single blanks. A run of blanks lies in one whole."""

_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_LIKE_DASH = frozenset("\u2212\u2043\u02d7\u2796")
_LIKE_APOSTROPHE = frozenset("\u2018\u2019\u201b\u02bc\u02b9\u02bb\u2032\u00b4\u0060\uff07")
_LIKE_STOP = frozenset("\u00b7\u2024\u2027\u2219\u22c5\u30fb\u3002")
_LIKE_SLASH = frozenset("\u2044\u2215\u29f8")
_LIKE_BLANK = frozenset("\u2800")
_WITHOUT_WIDTH = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters to Unicode, nothing to the eye. What Unicode itself calls format characters needs no list."""


class NormalisedText(NamedTuple):
    """A text in plain form: every character of it knows where in the text as given it comes from."""

    text: str
    """Plain blanks, one at a time, dashes, apostrophes and figures; no accents. A blank line is one line end."""
    starts: array[int]
    ends: array[int]
    line_ends: tuple[int, ...]
    """The places in `text` where a blank stands for the single end of a line."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from `start` up to `end` (at least one) stand in the text as given."""
        return self.starts[start], self.ends[end - 1]


class JoinedText(NamedTuple):
    """A normalised text with what the end of a line had split put together again."""

    view: NormalisedText
    joins: tuple[int, ...]
    """The places in `view.text` that follow directly on an end of line that was taken out."""


def normalised(text: str, folded: bool = False) -> NormalisedText:
    """Return the plain form of a text; `folded` makes capitals and small letters the same as well."""
    parts: list[str] = []
    starts, ends = array("l"), array("l")
    line_ends: list[int] = []
    done = 0
    for match in _UNUSUAL.finditer(text):
        _copy(text, done, match.start(), folded, parts, starts, ends)
        _take_unusual(text, match.start(), match.end(), folded, parts, starts, ends, line_ends)
        done = match.end()
    _copy(text, done, len(text), folded, parts, starts, ends)
    return NormalisedText("".join(parts), starts, ends, tuple(line_ends))


def joined_over_lines(view: NormalisedText) -> JoinedText | None:
    """Return the text with numbers that an end of line split in two made whole; None where no line ends that way.

    Two lines are put together where a letter or figure stands on either side and one of them is a figure; a hyphen at
    the end of the line goes with it.
    """
    kept: list[tuple[int, int]] = []
    done = 0
    for place in view.line_ends:
        before = place - 1 if place and view.text[place - 1] != "-" else place - 2
        after = place + 1
        if before < 0 or after >= len(view.text):
            continue
        left, right = view.text[before], view.text[after]
        if left.isalnum() and right.isalnum() and (left.isdigit() or right.isdigit()):
            kept.append((done, before + 1))
            done = after
    if not kept:
        return None
    kept.append((done, len(view.text)))
    text, starts, ends, joins = [], array("l"), array("l"), []
    length = 0
    for start, end in kept:
        text.append(view.text[start:end])
        starts.extend(view.starts[start:end])
        ends.extend(view.ends[start:end])
        length += end - start
        joins.append(length)
    return JoinedText(NormalisedText("".join(text), starts, ends, ()), tuple(joins[:-1]))


def _copy(
    text: str, start: int, end: int, folded: bool, parts: list[str], starts: array[int], ends: array[int]
) -> None:
    """Take over a stretch of printable ASCII as it is; the backtick alone is one of the apostrophes people type."""
    if start < end:
        chunk = text[start:end].replace("`", "'")
        parts.append(chunk.lower() if folded else chunk)
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))


def _take_unusual(
    text: str,
    start: int,
    end: int,
    folded: bool,
    parts: list[str],
    starts: array[int],
    ends: array[int],
    line_ends: list[int],
) -> None:
    blank_from = -1
    lines = 0
    for place in range(start, end):
        character = text[place]
        if character in _LINE_ENDS or character.isspace() or character in _LIKE_BLANK:
            blank_from = place if blank_from < 0 else blank_from
            if character in _LINE_ENDS and not (character == "\n" and place and text[place - 1] == "\r"):
                lines += 1
            continue
        plain = _plain(character)
        if not plain:
            if blank_from < 0 and ends and unicodedata.combining(character):
                ends[-1] = place + 1  # an accent of its own belongs to the letter before it
            continue
        if blank_from >= 0:
            _take_blank(blank_from, place, lines, parts, starts, ends, line_ends)
            blank_from, lines = -1, 0
        plain = plain.casefold() if folded else plain
        parts.append(plain)
        starts.extend([place] * len(plain))
        ends.extend([place + 1] * len(plain))
    if blank_from >= 0:
        _take_blank(blank_from, end, lines, parts, starts, ends, line_ends)


def _take_blank(
    start: int, end: int, lines: int, parts: list[str], starts: array[int], ends: array[int], line_ends: list[int]
) -> None:
    """A run of blanks is one blank; with an empty line in it, the end of a paragraph."""
    if lines == 1:
        line_ends.append(len(starts))
    parts.append("\n" if lines > 1 else " ")
    starts.append(start)
    ends.append(end)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """Return what a character is to the rules: '' for one without width, an accent or a control character."""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in ("Cf", "Cc", "Mn", "Me") or character in _WITHOUT_WIDTH:
        return ""
    if category == "Pd" or character in _LIKE_DASH:
        return "-"
    if character in _LIKE_APOSTROPHE:
        return "'"
    if character in _LIKE_STOP:
        return "."
    if character in _LIKE_SLASH:
        return "/"
    if category in ("No", "Nl"):
        return character  # a raised 1 after a number is a footnote, no figure of it
    apart = unicodedata.normalize("NFKD", character)
    if apart == character:
        return character
    return "".join(_plain(one) for one in apart)
