"""Numbers of nine and ten figures as people write them: in one piece, in the usual groups, or in groups of their own.

In the usual groups a number is seen wherever it stands. In any other grouping it is seen only where it is the whole
of a row of figures: a table of figures holds a number of every kind if one may begin and end at will.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_GAP = r"(?: ?[-./)] ?| )"
_NOT_MONEY = r"(?<![\d£$€])"
_USUAL = re.compile(
    _NOT_MONEY
    + r"(?=("
    + r"\d{9,10}"
    + rf"|\d{{5,6}}{_GAP}\d{{4}}"
    + rf"|\d{{2,3}}{_GAP}\d{{3}}{_GAP}\d{{4}}"
    + rf"|\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}"
    + rf"|\d{{1,2}}{_GAP}\d\d{_GAP}\d\d{_GAP}\d{{4}}"
    + r")(?!\d))",
    re.ASCII,
)
_ROW = re.compile(rf"{_NOT_MONEY}\d++(?:{_GAP}\d++)*+", re.ASCII)
_FIGURES = re.compile(r"\d+", re.ASCII)
_LONGEST_ROW = 48
"""Ten figures, each with the widest gap after it; a longer row holds more than ten."""


class Number(NamedTuple):
    """A number of nine or ten figures, with the way it was grouped."""

    figures: str
    start: int
    end: int
    sizes: tuple[int, ...]
    """How many figures each group has."""
    gaps: frozenset[str]
    """The signs between the groups: a blank, or '-', '.', ')' or '/'."""

    @property
    def evenly_grouped(self) -> bool:
        """Whether it has one and the same sign between all groups, and that not the one of dates."""
        return len(self.gaps) <= 1 and "/" not in self.gaps


def numbers_in(text: str) -> Iterator[Number]:
    """Give every number of nine or ten figures in a normalised text; the same one may come more than once."""
    for match in _USUAL.finditer(text):
        yield _number(match[1], match.start(1))
    for match in _ROW.finditer(text):
        if match.end() - match.start() <= _LONGEST_ROW:
            number = _number(match[0], match.start())
            if len(number.figures) in (9, 10):
                yield number


def _number(written: str, start: int) -> Number:
    groups = _FIGURES.findall(written)
    gaps = frozenset(gap.strip() or " " for gap in _FIGURES.split(written)[1:-1])
    return Number("".join(groups), start, start + len(written), tuple(map(len, groups)), gaps)
