"""Names that stand somewhere with a title, looked for everywhere else without it: 'Mr John Smith', then 'Smith'.

A title is what gives a name away. Taken out there and left in the next text, the name would leave after all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from cswo_eval.confidentiality.findings import Finding, Match
from cswo_eval.confidentiality.known_names import places_of_names
from cswo_eval.confidentiality.overlaps import without_overlaps
from cswo_eval.confidentiality.plain_form import NormalisedText, normalised
from cswo_eval.confidentiality.public_items import without_public
from cswo_eval.framework.portfolio_models import Confidentiality

KIND = "name-again"
_INITIAL = re.compile(r"[A-Z]\.?")
_FEWEST_IN_CAPITALS = 4
"""Letters of a surname that is looked for in capitals too: 'HO' is the Home Office."""


class HeardName(NamedTuple):
    """A name that stood after a title."""

    full: str
    """All of it, without title and initials: 'John Smith'. '' where it is a surname alone."""
    surname: str
    """The last part of it; '' where it is an everyday word, a place, or the owner's own."""
    plain: bool
    """Whether all of the full name are everyday words: then it is looked for with capitals only."""


def heard_names(findings: Iterable[Finding], rules: Confidentiality, owner: str) -> tuple[HeardName, ...]:
    """Return the names in these findings of the kind 'titled-name', each once; the owner's own is none.

    `owner`: the owner's name as they wrote it, '' where they did not.
    """
    everyday = frozenset((*rules.words.everyday, *rules.words.not_names))
    titles = frozenset(rules.words.titles)
    own = _words(owner)
    heard: dict[HeardName, None] = {}
    for finding in findings:
        if finding.kind != "titled-name":
            continue
        words = normalised(finding.found).text.replace(".", ". ").split()
        while words and (words[0].strip(".").lower() in titles or _INITIAL.fullmatch(words[0])):
            words.pop(0)
        if not words or set(_words(" ".join(words))) <= set(own):
            continue
        surname = words[-1]
        known = surname.lower() in everyday or set(_words(surname)) <= set(own)
        full = " ".join(words) if len(words) > 1 else ""
        if full or not known:
            plain = all(one.lower() in everyday for one in words)
            heard[HeardName(full, "" if known else surname, plain)] = None
    return tuple(heard)


def names_again(
    text: str, names: Collection[HeardName], rules: Confidentiality, public_items: Collection[str]
) -> tuple[Finding, ...]:
    """Return where names that were heard elsewhere stand in a text, in order; no two overlap. All are warnings.

    A full name counts in any case, a surname alone with a capital only. `public_items` are the owner's own and, with
    them, the owner's name. Rules without the kind 'name-again' find none.
    """
    if not names or not any(kind.id == KIND for kind in rules.kinds):
        return ()
    folded, view = normalised(text, folded=True), normalised(text)
    if len(folded.text) != len(view.text):  # a letter such as 'ß' is two when folded: then capitals are not told apart
        view = folded
    matches = sorted(_places(folded, view, names), key=lambda one: (one.start - one.end, one.start))
    private = without_public(matches, view, text, (*rules.public_items, *public_items))
    places = [view.place(match.start, match.end) for match in without_overlaps(private, len(view.text))]
    return tuple(Finding(KIND, False, start, end, text[start:end]) for start, end in sorted(places, key=itemgetter(0)))


def _places(folded: NormalisedText, view: NormalisedText, names: Collection[HeardName]) -> Iterator[Match]:
    """Give every place of a name in the normalised text, some of them more than once."""
    listed = tuple(names)
    for full in places_of_names(folded, [one.full for one in listed]):
        if view is folded or not listed[full.name].plain or _is_capital(view.text[full.start : full.end]):
            yield Match(KIND, False, full.start, full.end)
    for alone in places_of_names(folded, [one.surname for one in listed]):
        written = view.text[alone.start : alone.end]
        loud = written.isupper() and len(written) < _FEWEST_IN_CAPITALS
        if view is folded or (_is_capital(written) and not loud):
            yield Match(KIND, False, alone.start, alone.end)


def _is_capital(written: str) -> bool:
    """Whether a name begins with a capital, after a "d'" or not."""
    return any(letter.isupper() for letter in written[:3])


def _words(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", normalised(name, folded=True).text))
