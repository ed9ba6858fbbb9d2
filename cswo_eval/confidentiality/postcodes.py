"""Postcodes, whole and by their first half alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cswo_eval.confidentiality.findings import Match
from cswo_eval.confidentiality.nearness import Nearby
from cswo_eval.framework.portfolio_models import GuardWords

# The letters that Royal Mail's rules allow in each place; P in the third is in use, whatever the published rules say.
_FIRST, _SECOND = "[A-PR-UWYZ]", "[A-HK-Y]"
_OUTWARD = rf"(?:{_FIRST}(?:\d\d?|\d[A-HJKPSTUW]|{_SECOND}\d\d?|{_SECOND}\d[ABEHMNPRVWXY]))"
_WHOLE = re.compile(
    rf"(?<![A-Z0-9])(?:(?P<out>{_OUTWARD})[ -]?(?P<in>\d[ABD-HJLNP-UW-Z]{{2}})|GIR[ -]?0AA)(?![A-Z0-9])",
    re.IGNORECASE | re.ASCII,
)
_ORDINALS = ("st", "nd", "rd", "th", "hr", "yr")
"""Letters after a figure that make 'E12 1st' a first draft of E12: only postcodes in capitals end so."""
_HALF = re.compile(r"(?<![A-Za-z0-9./-])(?P<area>[A-Z]{1,2})\d[\dA-Z]?(?![A-Za-z0-9]|[./-]\d)", re.ASCII)
_HALF_ALONE = re.compile(_OUTWARD, re.ASCII)


def postcodes(text: str, words: GuardWords) -> Iterator[Match]:
    """Give the whole postcodes of a normalised text, and as warnings first halves such as 'EH11'.

    A first half must have the letters of an area of Scotland, or stand by the word 'postcode': our own ids, motorways
    and school years look the same.
    """
    for match in _WHOLE.finditer(text):
        ending = (match["in"] or "")[1:]
        if ending.lower() not in _ORDINALS or ending.isupper():
            yield Match("postcode", True, *match.span())
    called = Nearby(text, words.postcode)
    for match in _HALF.finditer(text):
        if not _HALF_ALONE.fullmatch(match[0]):
            continue
        if match["area"].lower() in words.postcode_areas or called.near(*match.span()):
            yield Match("postcode-district", False, *match.span())
