"""Telephone numbers. The numbers that anybody may ring, 03 and 08 among them, are nobody's and are not given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cswo_eval.confidentiality.findings import Match
from cswo_eval.confidentiality.nearness import Nearby, words_pattern
from cswo_eval.framework.portfolio_models import GuardWords

_GAP = r" ?[-.)]? ?"
_STARTS = r"(?<![\d+£$€])(?<!\d[.,/])"
_BRITISH = re.compile(
    rf"{_STARTS}(?=[+(0])(?=((?P<abroad>\(?(?:\+|00) ?44\)?{_GAP}(?:\(0\) ?|0(?=[1-9]))?)?(?P<inland>(?:\(?0{_GAP})?\(?[1-9](?:{_GAP}\d){{8,9}})(?!\d)))",
    re.ASCII,
)
_ABROAD = re.compile(r"(?<![\w+])\+(?!44)[1-9](?: ?[-.()]? ?\d){9,14}(?!\d)", re.ASCII)
_WITHOUT_AREA = re.compile(
    r"[^\d\n]{0,8}(?<![\d+£])(?P<number>(?!20\d\d)[2-9]\d{2,3}[ -]?\d{3,4})(?!\d|[ -]?\d|[./,]\d)", re.ASCII
)
_FIGURES = re.compile(r"\d+", re.ASCII)
_ROW_GOES_ON = re.compile(r" ?[-./]? ?\d", re.ASCII)
_ROW_GOES_BACK = re.compile(r"\d ?[-./]? ?$", re.ASCII)


def phone_numbers(text: str, words: GuardWords) -> Iterator[Match]:
    """Give the telephone numbers of a normalised text.

    Certain: a number of another country, after its +, and a British one in the groups that numbers are written in. A
    warning: one in other groups, one short of a figure, and one without its area code after a word such as 'tel'.
    """
    called = Nearby(text, words.phone)
    for match in _BRITISH.finditer(text):
        start, end = match.span(1)
        certain = _certainty(text, match, called.near(start, end))
        if certain is not None:
            start += text[start] == "(" and ")" not in match[1]  # a bracket that opens an aside is no part of it
            yield Match("phone", certain, start, end)
    for match in _ABROAD.finditer(text):
        yield Match("phone", True, *match.span())
    for word in words_pattern(words.phone).finditer(text):
        short = _WITHOUT_AREA.match(text, word.end())
        if short:
            yield Match("phone", False, *short.span("number"))


def _certainty(text: str, match: re.Match[str], called: bool) -> bool | None:
    """Return whether a match is certain; None where it is no number of a person."""
    groups = _groups_after_the_zero(match)
    if groups is None:
        return None
    figures = "".join(groups)
    if figures[0] not in "1257" or len(figures) not in (9, 10):
        return None  # 03 and 08 are bodies' numbers, 09 is paid for by the minute, 04 and 06 are nobody's
    usual = len(groups) <= 4 and (len(groups[0]) >= 2 or match["abroad"] is not None) and min(map(len, groups)) >= 2
    if not usual and not called:
        return False if _stands_alone(text, match) and _evenly_grouped(match) else None
    if len(figures) == 9 and (figures[0] != "1" or not called):
        return False if figures[0] == "1" else None
    return figures[0] != "5"


def _groups_after_the_zero(match: re.Match[str]) -> list[str] | None:
    """Return the figures as they are grouped, without the 0 that is dialled at home only; None where it is there wrongly
    or lacking."""
    groups = _FIGURES.findall(match["inland"])
    at_home = match["abroad"] is None
    if groups[0].startswith("0") != at_home:
        return None
    if at_home:
        groups[0] = groups[0][1:] or groups.pop(1)
    return groups


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether it is the whole of a row of figures: nothing goes on before or after it."""
    before = text[max(0, match.start(1) - 4) : match.start(1)]
    return not _ROW_GOES_ON.match(text, match.end(1)) and not _ROW_GOES_BACK.search(before)


def _evenly_grouped(match: re.Match[str]) -> bool:
    """Whether one and the same sign stands between all its groups."""
    return len({gap.strip() for gap in _FIGURES.split(match["inland"])[1:-1]}) == 1
