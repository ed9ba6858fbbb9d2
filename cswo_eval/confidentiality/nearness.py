"""Whether one of a list of words stands near a place in a text: what tells a number's kind where its form does not."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

BEFORE = 30
"""How many characters may stand between a word and what follows it."""
AFTER = 15
"""The same for a word that follows, as in '12/03/14 (DOB)'."""


@lru_cache(maxsize=64)
def words_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of these words as a whole word, capitals or not, the longest first.

    A blank in a word stands for any of a blank, a hyphen or nothing. No words make a pattern that is never found.
    """
    longest_first = sorted(words, key=len, reverse=True)
    written = "|".join(re.escape(word).replace(r"\ ", "[ -]?") for word in longest_first)
    return re.compile(rf"(?<![^\W_])(?:{written})(?![^\W\d_])" if words else r"(?!)", re.IGNORECASE)


class Nearby:
    """Where a list of words stands in one text. The text is not read until somebody asks."""

    def __init__(self, text: str, words: tuple[str, ...]) -> None:
        self._text, self._words = text, words
        self._starts: list[int] | None = None
        self._ends: list[int] = []

    def _read(self) -> list[int]:
        if self._starts is None:
            places = [match.span() for match in words_pattern(self._words).finditer(self._text)]
            self._starts = [start for start, _ in places]
            self._ends = [end for _, end in places]
        return self._starts

    def before(self, start: int, within: int = BEFORE) -> bool:
        """Whether one of the words ends at most `within` characters before `start`."""
        self._read()
        position = bisect_left(self._ends, start - within)
        return position < len(self._ends) and self._ends[position] <= start

    def within(self, start: int, end: int) -> bool:
        """Whether one of the words begins between `start` and `end`."""
        starts = self._read()
        position = bisect_left(starts, start)
        return position < len(starts) and starts[position] < end

    def near(self, start: int, end: int, before: int = BEFORE, after: int = AFTER) -> bool:
        """Whether one of the words stands shortly before `start` or shortly after `end`."""
        return self.before(start, before) or self.within(end, end + after + 1)
