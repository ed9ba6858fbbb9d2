"""References of case systems, courts, the police and the Reporter, and other numbers: known by the word before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cswo_eval.confidentiality.findings import Match
from cswo_eval.confidentiality.nearness import words_pattern
from cswo_eval.framework.portfolio_models import GuardWords

_NUMBER = (
    r"(?P<number>(?-i:[A-Z]{1,4} )?(?=[A-Z/-]{0,8}\d)[A-Z0-9](?:[A-Z0-9]|[/-](?=[A-Z0-9])|[ ](?=\d{3})){1,23})"
    r"(?![A-Z0-9]|[.,]\d|%)"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:[/-](?:\d\d|(?:19|20)\d\d))?")
_DATE = re.compile(r"\d{1,2}([/ -])\d{1,2}\1(?:\d\d|\d{4})")
_DRIVER = re.compile(r"(?<![A-Z0-9])[A-Z9]{5}\d{6}[A-Z9]{2}\d[A-Z0-9]{2}(?![A-Z0-9])", re.ASCII)
_FIGURES_AFTER_A_NAME = 6
"""How many figures make a number of what stands straight after the name of a system: 'Swift 2016' is a version."""
_FIGURES_AFTER_A_WORD = 3
"""The same after a word such as 'ref'."""


def references(text: str, words: GuardWords) -> Iterator[Match]:
    """Give the references of a normalised text; a driver number, which has a form of its own, wherever it stands.

    There is no check digit to go by: what stands after the name of a case system, a court or the police where a
    number would is certain, save for years and dates.
    """
    families = (
        ("case-reference", words.case_systems),
        ("court-reference", words.court),
        ("police-reference", words.police),
        ("reporter-reference", words.reporter),
        ("other-number", words.other_numbers),
    )
    for kind, names in families:
        for name in words_pattern(names).finditer(text):
            match = _after_name(words.number_words).match(text, name.end())
            if match and _is_number(match, name[0], words.number_words):
                yield Match(kind, True, *match.span("number"))
    for match in _DRIVER.finditer(text):
        yield Match("other-number", False, *match.span())


@lru_cache(maxsize=8)
def _after_name(number_words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for what may follow a name: up to three number words, then the number itself."""
    word = "|".join(re.escape(one).replace(r"\ ", " ") for one in sorted(number_words, key=len, reverse=True))
    word = word or "(?!)"
    return re.compile(
        rf"\.?(?P<words>(?:[ :#=(]{{0,3}}(?:{word})\b\.?){{0,3}})(?: (?:is|was))?[ :#=(-]{{0,3}}{_NUMBER}",
        re.IGNORECASE,
    )


def _is_number(match: re.Match[str], name: str, number_words: tuple[str, ...]) -> bool:
    number: str = match["number"]
    figures = sum(one.isdigit() for one in number)
    if _YEARS.fullmatch(number) or _DATE.fullmatch(number):
        return False
    said = bool(match["words"]) or bool(words_pattern(number_words).search(name))
    return figures >= (_FIGURES_AFTER_A_WORD if said else _FIGURES_AFTER_A_NAME)
