"""Names after a title: 'Mr Smith'. Always a warning: no rule knows a councillor from a client."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cswo_eval.confidentiality.findings import Match
from cswo_eval.framework.portfolio_models import GuardWords

_WORD = r"[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_]))*+"
_PARTICLES = r"(?:(?:van|von|de|del|der|den|da|di|du|la|al|el|bin|ibn|mac|nic|ni) |(?:al|el)-|[od]'){0,2}"
_INITIALS = r"(?:[A-Z](?:\. ?| )){0,3}"


def titled_names(text: str, words: GuardWords) -> Iterator[Match]:
    """Give the titled names of a normalised text. A title alone and a letter in place of a name ('Ms B') are none."""
    not_names = frozenset(words.not_names)
    for match in _titled(words.titles).finditer(text):
        title, name = match["title"], match["name"]
        small = title.islower()
        if small and title not in words.small_titles:
            continue
        bare = name.removesuffix("'s")
        if bare.lower() in not_names or len(bare) < 2 or (len(bare) == 2 and bare.isupper()):
            continue
        if name[0].isupper() or (small and len(bare) > 2):
            yield Match("titled-name", False, match.start(), _end_of_name(text, match, not_names))


@lru_cache(maxsize=8)
def _titled(titles: tuple[str, ...]) -> re.Pattern[str]:
    if not titles:
        return re.compile(r"(?!)")  # nothing is ever found
    title = "|".join(
        rf"{re.escape(one)}|{re.escape(one.capitalize())}|{re.escape(one.upper())}"
        for one in sorted(titles, key=len, reverse=True)
    )
    # 'Ms B. Mr Smith rang' are two people: a title is never the name of the one before.
    name = rf"(?!(?:{title})(?![^\W_])){_WORD}"
    return re.compile(rf"(?<![^\W_])(?P<title>{title})(?:\. ?| ){_INITIALS}{_PARTICLES}(?P<name>{name})")


_MORE = re.compile(rf" (?P<name>{_PARTICLES}{_WORD})")
_MOST_NAMES = 3


def _end_of_name(text: str, match: re.Match[str], not_names: frozenset[str]) -> int:
    """Return where the name ends: with the capitalised words that follow, without a possessive 's."""
    end = match.end()
    for _ in range(_MOST_NAMES - 1):
        more = _MORE.match(text, end)
        if not more or more["name"].lower() in not_names or not more["name"][-2:].islower() or more["name"].islower():
            break
        if not more["name"].split()[-1][0].isupper():
            break
        end = more.end()
    return end - 2 if text.endswith("'s", 0, end) else end
