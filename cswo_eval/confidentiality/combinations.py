"""An age, a place and a condition close together: none identifies anybody, all three may."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from cswo_eval.confidentiality.findings import Match
from cswo_eval.confidentiality.nearness import Nearby, words_pattern
from cswo_eval.framework.portfolio_models import GuardWords

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_IN_WORDS = rf"(?:(?:{_TENS})(?:[ -](?:{_ONES}))?|{_ONES}|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)"
_NUMBER = rf"(?:\d{{1,3}}|{_IN_WORDS})"
_AGE = re.compile(
    rf"(?<![\w.-])(?:(?:aged|age|age of) {_NUMBER}(?![\w/]|[.,]\d|%)|{_NUMBER}[ -]?(?:year|yr|month|week)s?[ -]?old(?!\w|s))",
    re.IGNORECASE,
)
_AND_OVER = re.compile(r" ?(?:\+|-|to \d|and (?:over|above|under|older|younger|\d)|or (?:over|under|older|younger|\d))")
_PLACE = re.compile(r"(?<!\w)(?:in|from|at|near|on|of|to) (?:the )?(?P<name>[A-Z][a-z'-]+(?: [A-Z][a-z'-]+)*)")
_SENTENCE = re.compile(r"[.!?]\"? (?=[A-Z\"'])|\n")
_REACH = 240
"""How far on either side of an age, in characters, its own and its neighbouring sentences are read."""


def rare_combinations(text: str, words: GuardWords) -> Iterator[Match]:
    """Give each age of one person that has a small place and a condition beside it, in one sentence or the next.

    The match is the age: without it the other two say little.
    """
    ages = [match for match in _AGE.finditer(text) if _of_one_person(text, match, words)]
    if not ages:
        return
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    names = [match.start() for match in _PLACE.finditer(text) if match["name"].lower() not in words.wide_places]
    places, conditions = Nearby(text, words.places), Nearby(text, words.conditions)
    for match in ages:
        first, last = _two_sentences(text, match, ends)
        next_name = bisect_left(names, first)
        named = next_name < len(names) and names[next_name] < last
        if conditions.within(first, last) and (named or places.within(first, last)):
            yield Match("rare-combination", False, *match.span())


def _of_one_person(text: str, age: re.Match[str], words: GuardWords) -> bool:
    before = text[max(0, age.start() - 24) : age.start()]
    group = any(found.end() >= len(before) - 1 for found in words_pattern(words.groups).finditer(before))
    return not group and not _AND_OVER.match(text, age.end())


def _two_sentences(text: str, age: re.Match[str], ends: list[int]) -> tuple[int, int]:
    """Return from where to where to read: the sentence before that of the age, its own, and the one after."""
    position = bisect_left(ends, age.start() + 1)
    first = ends[position - 2] if position >= 2 else 0
    last = ends[position + 1] if position + 1 < len(ends) else len(text)
    return max(first, age.start() - _REACH), min(last, age.end() + _REACH)
