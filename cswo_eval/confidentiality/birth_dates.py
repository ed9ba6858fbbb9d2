"""Dates of birth: a date near a word such as 'born', or beside a name or a number. Those of meetings are nobody's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cswo_eval.confidentiality.check_digits import begins_with_a_date
from cswo_eval.confidentiality.findings import Match
from cswo_eval.confidentiality.nearness import AFTER, BEFORE, words_pattern
from cswo_eval.framework.portfolio_models import GuardWords

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?<![a-z])(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_YEAR = r"'?(?P<{0}>(?:18|19|20)\d\d|\d\d)"
_SIGN = r" ?[-./ ] ?"
_FORMS = (
    rf"(?P<d1>\d\d?){_SIGN}(?P<m1>\d\d?){_SIGN}" + _YEAR.format("y1"),
    rf"(?P<y2>(?:18|19|20)\d\d){_SIGN}(?P<m2>\d\d?){_SIGN}(?P<d2>\d\d?)",
    rf"(?P<d3>\d\d?) ?(?:st|nd|rd|th)?(?: of)?[ -]?{_MONTH.format('m3')},?[ -]?" + _YEAR.format("y3"),
    rf"{_MONTH.format('m4')} ?(?P<d4>\d\d?)(?:st|nd|rd|th)?,? " + _YEAR.format("y4"),
    r"(?P<run>\d{8}|\d{6})",
    rf"{_MONTH.format('m5')},? (?P<y5>(?:18|19|20)\d\d)",
)
_DATE = re.compile(rf"(?<![\d£$€])(?:{'|'.join(_FORMS)})(?!\w)(?![./-]\d|,\d{{3}})", re.IGNORECASE | re.ASCII)
_SENTENCE_ENDS = re.compile(r"[.!?;] +[A-Z]|\n")
_UP_TO_WORD = re.compile(r"\W*(?:(?:is|was|as|being|his|her|their|the|my) )*\W*", re.IGNORECASE)
"""What may stand between a date and a word for birth after it, as in '12/03/14 (DOB)'."""
_LAST_WORD = re.compile(r"([a-z]+)\W*$", re.IGNORECASE)
_WIDEST_DATE = 24
_BESIDE = 40
"""How many characters may stand between a name or number and a date in figures beside it."""
_STRAIGHT_AFTER = 3
"""The same before a date with its month as a word, which is mostly the day of a meeting."""
_OF_A_PERSON = frozenset(
    {"titled-name", "chi", "nhs", "candidate-number", "national-insurance", "case-reference", "reporter-reference"}
)
_NAME_AND_BRACKET = re.compile(r"(?<![^\W_])(?P<name>[A-Z][a-z'-]+(?: [A-Z][A-Za-z'-]+){0,3}) ?\(")


def birth_dates(text: str, words: GuardWords) -> Iterator[Match]:
    """Give the dates of a normalised text that stand near a word for birth.

    A whole date is certain, a month and year a warning, and so is any date that only stands near a word for age. A date
    after 'born after' or the like is the rule of a scheme.
    """
    for names, sure in ((words.birth, True), (words.age, False)):
        for word in words_pattern(names).finditer(text):
            for date in _dates_about(text, word.start(), word.end(), words.not_birth):
                whole = _is_whole_date(date)
                if whole is not None:
                    yield Match("birth-date", whole and sure, *date.span())


def dates_beside(text: str, words: GuardWords, identifiers: Iterable[Match]) -> Iterator[Match]:
    """Give the whole dates that stand beside somebody's name or number without a word for birth: always warnings.

    After a titled name or a number (`identifiers`), in its sentence, and no word such as 'on' or 'met' between; or in
    brackets straight after a capitalised name.
    """
    for one in identifiers:
        date = _date_after(text, words, one.end) if one.kind in _OF_A_PERSON else None
        if date:
            yield Match("birth-date", False, *date.span())
    for date in _dates_in_brackets(text, words):
        yield Match("birth-date", False, *date.span())


def _date_after(text: str, words: GuardWords, end: int) -> re.Match[str] | None:
    """Return the date beside a name or number that ends at `end`, unless it is that of something else, as of a meeting."""
    date = _DATE.search(text, end, end + _BESIDE + _WIDEST_DATE)
    if not date or date.start() > end + _BESIDE or not _is_told_in_full(date):
        return None
    between = text[end : date.start()]
    last = _LAST_WORD.search(between)
    other = words_pattern(words.dated).search(between) or (last and last[1].lower() in words.not_birth)
    close = date["m1"] or date["m2"] or len(between) <= _STRAIGHT_AFTER
    return date if close and not other and not _SENTENCE_ENDS.search(between) else None


def _dates_in_brackets(text: str, words: GuardWords) -> Iterator[re.Match[str]]:
    """Give the dates that stand in brackets straight after a capitalised name, which is no place and no paper."""
    nobody = frozenset((*words.not_names, *words.papers, *words.wide_places))
    for name in _NAME_AND_BRACKET.finditer(text):
        date = _DATE.match(text, name.end())
        small = name["name"].lower()
        known = small in nobody or not nobody.isdisjoint(small.split())
        if date and not known and text.startswith(")", date.end()) and _is_told_in_full(date):
            yield date


def _is_told_in_full(date: re.Match[str]) -> bool:
    """Whether a date has a day, a month and a year, and signs between them: six figures may be any number."""
    return date["run"] is None and _is_whole_date(date) is True


def _dates_about(text: str, start: int, end: int, not_birth: tuple[str, ...]) -> Iterator[re.Match[str]]:
    """Give the dates shortly after and shortly before a word, in its own sentence."""
    following = _DATE.search(text, end, end + BEFORE + _WIDEST_DATE)
    if following and following.start() <= end + BEFORE:
        between = text[end : following.start()]
        last = _LAST_WORD.search(between)
        if not _SENTENCE_ENDS.search(between) and not (last and last[1].lower() in not_birth):
            yield following
    for preceding in _DATE.finditer(text, max(0, start - AFTER - _WIDEST_DATE), start):
        if preceding.end() >= start - AFTER and _UP_TO_WORD.fullmatch(text, preceding.end(), start):
            yield preceding


def _is_whole_date(date: re.Match[str]) -> bool | None:
    """Return True for a day, month and year, False for a month and year; None where there is no such day."""
    if date["run"]:
        run = date["run"]
        shortened = run if len(run) == 6 else run[:4] + run[6:]
        other_way = run[6:] + run[4:6] + run[2:4]  # yyyymmdd
        plausible = begins_with_a_date(shortened) and (len(run) == 6 or run[4:6] in ("18", "19", "20"))
        return True if plausible or (len(run) == 8 and begins_with_a_date(other_way)) else None
    for day, month, year in (("d1", "m1", "y1"), ("d2", "m2", "y2"), ("d3", "m3", "y3"), ("d4", "m4", "y4")):
        if date[month]:
            return True if begins_with_a_date(f"{date[day]:0>2}{_month_number(date[month])}{date[year][-2:]}") else None
    return False


def _month_number(written: str) -> str:
    if written.isdigit():
        return f"{written:0>2}"
    return f"{_MONTHS.index(written[:3].lower()) + 1:02}"
