"""How wide a text is in the letters of the report: known beforehand, no column is set only to be measured."""

from __future__ import annotations

import unicodedata

_LETTERS = {
    25: " ,.:;|",
    30: "!ijl‘’",
    35: "()/I\\ft{}·²°ľł",
    40: '"-J[]`“”ť',
    45: "*?crsz",
    50: "#$0123456789S_ae~£§'",
    55: "+<>FLP^bdghkopquvxy–×−÷±øþđ",
    60: "=ETnßď",
    65: "%BRYZ",
    70: "ACKUV",
    75: "&DGHNOQXØ—…",
    80: "wœ",
    85: "mæ",
    90: "MŒ",
    95: "Æ",
    100: "@W",
}
_WIDTH = {letter: width / 100 for width, letters in _LETTERS.items() for letter in letters}


def width_of(text: str) -> float | None:
    """Return how wide a line is at most, in em of Libertinus Serif, regular or semibold; None where a letter is unknown."""
    try:
        return sum(map(_WIDTH.__getitem__, text))
    except KeyError:
        widths = [_of_one(letter) for letter in text]
        return None if None in widths else sum(width for width in widths if width is not None)


def _of_one(letter: str) -> float | None:
    """A letter with an accent is as wide as without it; the accent alone takes no room."""
    if unicodedata.category(letter) == "Mn":
        return 0.0
    return _WIDTH.get(letter) or _WIDTH.get(unicodedata.normalize("NFD", letter)[0])
