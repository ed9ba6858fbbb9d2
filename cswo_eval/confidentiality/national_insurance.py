"""National Insurance numbers: two letters, six figures, a letter from A to D. They have no check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cswo_eval.confidentiality.findings import Match
from cswo_eval.confidentiality.nearness import Nearby
from cswo_eval.framework.portfolio_models import GuardWords

_SIGN = r"(?: ?[./-] ?| )?"
# Between the pairs of figures stands the same sign or none: 'by 2016-17 a new…' is prose.
_FIGURES = r"\d\d(?P<sign>(?: ?[./-] ?| )?)\d\d(?P=sign)\d\d"
_ALONE = r"(?<![A-Z0-9])"
_ENDS = r"(?![A-Z0-9])"
_GIVEN_OUT = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]", re.IGNORECASE | re.ASCII)
"""The first two letters that are in use (HMRC, National Insurance Manual)."""
_WHOLE = re.compile(rf"{_ALONE}(?P<prefix>[A-Z]{{2}}){_SIGN}{_FIGURES}{_SIGN}[A-D]{_ENDS}", re.IGNORECASE | re.ASCII)
_NEAR_WORDS = re.compile(
    rf"{_ALONE}(?:[A-Z]{{2}}{_SIGN}{_FIGURES}(?:{_SIGN}[A-Z]{_ENDS})?|\d\d{_SIGN}[A-Z]{_SIGN}\d{_SIGN}\d\d{_SIGN}\d\d){_ENDS}",
    re.IGNORECASE | re.ASCII,
)
"""A number without its last letter, with a wrong one, or a temporary one, which begins with figures."""


def national_insurance_numbers(text: str, words: GuardWords) -> Iterator[Match]:
    """Give the National Insurance numbers of a normalised text; those that were never given out as warnings."""
    for match in _WHOLE.finditer(text):
        yield Match("national-insurance", bool(_GIVEN_OUT.match(match["prefix"])), *match.span())
    called = Nearby(text, words.national_insurance)
    for match in _NEAR_WORDS.finditer(text):
        if called.near(*match.span()):
            yield Match("national-insurance", False, *match.span())
