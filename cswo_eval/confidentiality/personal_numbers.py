"""CHI numbers, NHS numbers and Scottish Candidate Numbers: nine or ten figures with a check digit."""

from __future__ import annotations

from collections.abc import Iterator

from cswo_eval.confidentiality.check_digits import begins_with_a_date, is_candidate_number, is_chi, is_nhs
from cswo_eval.confidentiality.findings import Match
from cswo_eval.confidentiality.nearness import Nearby
from cswo_eval.confidentiality.number_groups import Number, numbers_in
from cswo_eval.framework.portfolio_models import GuardWords

_CHI_GROUPS = {(10,), (6, 4), (3, 3, 4)}
_CHI_EVEN_GROUPS = {(2, 2, 2, 4), (5, 5)}
"""Usual too, with the same sign throughout: '12.03.24 1400' is a date and a time."""
_CHI_GROUPS_WITHOUT_ZERO = {(5, 4), (2, 3, 4)}
_NHS_GROUPS = {(10,), (3, 3, 4)}


def personal_numbers(text: str, words: GuardWords) -> Iterator[Match]:
    """Give the CHI, NHS and candidate numbers of a normalised text.

    A number that passes its check, in a form that it is written in, is certain. One that fails it is a warning, and
    only where a word near it says what it was meant to be.
    """
    chi, nhs, candidate = Nearby(text, words.chi), Nearby(text, words.nhs), Nearby(text, words.candidate)
    public = Nearby(text, words.public_numbers)
    for number in numbers_in(text):
        if public.before(number.start, within=12):
            continue  # an ISBN has the same check as an NHS number
        called_chi = chi.near(number.start, number.end)
        if len(number.figures) == 9:
            yield from _nine_figures(number, called_chi, candidate.near(number.start, number.end))
        else:
            yield from _ten_figures(number, called_chi, nhs.near(number.start, number.end))


def _ten_figures(number: Number, called_chi: bool, called_nhs: bool) -> Iterator[Match]:
    dated = begins_with_a_date(number.figures)
    if is_chi(number.figures):
        # In any other groups it may be a row of small figures, such as scores.
        usual = number.sizes in _CHI_GROUPS and "/" not in number.gaps
        even = number.sizes in _CHI_EVEN_GROUPS and number.evenly_grouped
        yield _match("chi", number, called_chi or usual or even)
    elif called_chi and dated:
        yield _match("chi", number, False)
    if is_nhs(number.figures):
        certain = called_nhs or (number.sizes in _NHS_GROUPS and number.evenly_grouped)
        if certain or number.evenly_grouped:
            yield _match("nhs", number, certain)
    elif called_nhs:
        yield _match("nhs", number, False)


def _nine_figures(number: Number, called_chi: bool, called_candidate: bool) -> Iterator[Match]:
    if called_candidate:
        yield _match("candidate-number", number, is_candidate_number(number.figures))
    if is_chi("0" + number.figures):  # a spreadsheet takes the first 0 off
        shown = number.sizes in _CHI_GROUPS_WITHOUT_ZERO and number.evenly_grouped
        if called_chi or shown or number.sizes == (9,):
            yield _match("chi", number, called_chi or shown)
    elif called_chi and begins_with_a_date("0" + number.figures):
        yield _match("chi", number, False)


def _match(kind: str, number: Number, certain: bool) -> Match:
    return Match(kind, certain, number.start, number.end)
