"""Street addresses: a house number, a name and a street word; and, as a warning, a name and a street word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cswo_eval.confidentiality.findings import Match
from cswo_eval.framework.portfolio_models import GuardWords

_NAME = r"[A-Z][A-Za-z'-]{1,30}"
_HOUSE = r"(?<![\w£$€])(?<!\d\.)(?P<house>(?:[Ff]lat )?\d{1,4}[A-Za-z]?(?:[/-]\d{1,3}[A-Za-z]?)?,? )"


def street_addresses(text: str, words: GuardWords) -> Iterator[Match]:
    """Give the streets of a normalised text. With a house number they are certain, without one a warning.

    Words such as 'place' and 'loan' count only after a house number, and 'High Street' is every town's.
    """
    not_names = frozenset(words.not_names)
    for match in _streets(words.streets, words.numbered_streets).finditer(text):
        names = match["names"].split()
        while names and names[0].lower() in not_names and len(names) > 1:
            names.pop(0)
        plain = all(name.lower() in not_names for name in names)
        house = match["house"]
        numbered = house is not None and not _is_year(house)
        if match["street"].lower() in words.streets:
            if numbered:
                yield Match("street", True, *match.span())
            elif not plain:
                start = match.end() - len(" ".join([*names, match["street"]]))
                yield Match("street", False, start, match.end())
        elif numbered and not plain:
            yield Match("street", True, *match.span())


@lru_cache(maxsize=8)
def _streets(streets: tuple[str, ...], numbered: tuple[str, ...]) -> re.Pattern[str]:
    if not streets and not numbered:
        return re.compile(r"(?!)")  # nothing is ever found
    word = "|".join(rf"{re.escape(one.capitalize())}|{re.escape(one.upper())}" for one in (*streets, *numbered))
    return re.compile(
        rf"{_HOUSE}?(?<![\w'-])(?P<names>{_NAME}(?: {_NAME}){{0,2}}) (?P<street>{word})(?![\w-])", re.ASCII
    )


def _is_year(house: str) -> bool:
    figures = house.strip(" ,")
    return len(figures) == 4 and figures[:2] in ("19", "20")
