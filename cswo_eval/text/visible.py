"""Make any text safe to show on a terminal: what would move the cursor or turn the line is shown as a mark, not obeyed."""

from __future__ import annotations

import codecs
import re

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")

_NEAREST = {
    "×": "x",
    "−": "-",
    "–": "-",
    "—": "-",
    "…": "...",
    "²": "^2",
    "·": "-",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "→": "->",
    "≥": ">=",
    "≤": "<=",
    "÷": "/",
    "•": "-",
    "●": "#",
    "○": ".",
    "✓": "v",
    "£": "GBP ",
    "━": "-",
    "─": "-",
    "\N{REPLACEMENT CHARACTER}": "?",
}


def visible(text: str) -> str:
    """Return the text with control characters, direction marks and the like shown as \N{REPLACEMENT CHARACTER}; tabs as spaces.

    Only what is shown changes; the record keeps every character.
    """
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\t", "    "))


def escaped_json(text: str) -> str:
    """Return JSON text with the characters that `visible` hides written as escapes: the same values, safe to show."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_NEAREST.get(character, "?") for character in error.object[error.start : error.end]), error.end


NEAREST_HANDLER = "cswo-eval-nearest"
codecs.register_error(NEAREST_HANDLER, _nearest)
"""Error handler for consoles with few characters (cp1252, cp437): the nearest that they have, so that sums still read."""
