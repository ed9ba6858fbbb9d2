"""Vehicle registrations: of the present form in capitals anywhere, of the older forms only near a word for a vehicle."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cswo_eval.confidentiality.findings import Match
from cswo_eval.confidentiality.nearness import Nearby
from cswo_eval.framework.portfolio_models import GuardWords

_PRESENT = re.compile(r"(?<![A-Z0-9])[A-HJ-PR-Y]{2}\d\d ?[A-HJ-PR-Z]{3}(?![A-Z0-9])", re.IGNORECASE | re.ASCII)
_OLDER = re.compile(r"(?<![A-Z0-9])(?:[A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3} ?[A-Z])(?![A-Z0-9])", re.ASCII)


def vehicle_registrations(text: str, words: GuardWords) -> Iterator[Match]:
    """Give the vehicle registrations of a normalised text: certain near a word for a vehicle, else a warning."""
    called = Nearby(text, words.vehicle)
    for match in _PRESENT.finditer(text):
        certain = called.near(*match.span())
        if certain or match[0].isupper():
            yield Match("vehicle", certain, *match.span())
    for match in _OLDER.finditer(text):
        if called.near(*match.span()):
            yield Match("vehicle", True, *match.span())
