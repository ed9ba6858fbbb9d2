"""Names that are known beforehand, found in a text however they are written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from cswo_eval.confidentiality.plain_form import NormalisedText, normalised

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"[ '.,_-]{1,3}"
_FEWEST_LETTERS_TOGETHER = 6
"""A name of two words may be written as one ('Mary-Anne', 'Maryanne') where it has this many letters or more."""
_PREFIXES = ("o", "d", "mc", "mac")
"""Beginnings after which a name may have an apostrophe, a hyphen or a blank, or none: O'Neil, Mc Donald."""


class NamePlace(NamedTuple):
    """One place where a known name stands in the folded text."""

    name: int
    """Which of the names, by its position."""
    start: int
    end: int


def places_of_names(view: NormalisedText, names: Collection[str]) -> Iterator[NamePlace]:
    """Give every place where one of the names stands as whole words, in a text normalised and folded.

    Capitals, accents, and blanks, hyphens and apostrophes between the parts of a name make no difference. An "'s" after
    a name is no part of it. Places of different names may overlap.
    """
    for position, name in enumerate(names):
        pattern = _pattern(name)
        if pattern is not None:
            for match in pattern.finditer(view.text):
                yield NamePlace(position, *match.span())


@lru_cache(maxsize=1024)
def _pattern(name: str) -> re.Pattern[str] | None:
    """Return a pattern for a name in a folded text; None where nothing of it can be seen."""
    plain = normalised(name.strip(), folded=True).text.strip()
    words = _WORD.findall(plain)
    if not words:
        return re.compile(re.escape(plain)) if plain else None
    joined = sum(map(len, words)) >= _FEWEST_LETTERS_TOGETHER and min(map(len, words)) > 1
    apostrophe = re.search(r"[^\W_]'[^\W_]", plain) is not None
    between = _BETWEEN.replace("{1,", "{0,") if joined or apostrophe else _BETWEEN
    written = between.join(map(_written, words))
    # A letter must not go on before or after; nor a figure, where the name itself has one there. A name after an
    # apostrophe is part of another: Neil in O'Neil.
    before = r"(?<![^\W_])" if words[0][0].isdigit() else r"(?<![^\W\d_])(?<![^\W\d_]')"
    after = r"(?![^\W_])" if words[-1][-1].isdigit() else r"(?![^\W\d_])"
    return re.compile(before + written + after)


def _written(word: str) -> str:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            return f"{prefix}[ '-]?{re.escape(word[len(prefix) :])}"
    return re.escape(word)
