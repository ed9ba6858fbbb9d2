"""The owner's private table of names at work: what leaves the record has the pseudonyms."""

from __future__ import annotations

from collections.abc import Sequence

from cswo_eval.confidentiality.known_names import NamePlace, places_of_names
from cswo_eval.confidentiality.overlaps import without_overlaps
from cswo_eval.confidentiality.plain_form import NormalisedText, normalised
from cswo_eval.record.portfolio_models import Pseudonym


def with_pseudonyms(text: str, pseudonyms: Sequence[Pseudonym]) -> str:
    """Return the text with every name of the table replaced by what stands for it.

    Whole words only, the longest name first, and in one pass: a pseudonym that is another entry's name stays. All
    besides the names is as it was, to the character.
    """
    view = normalised(text, folded=True)
    parts, done = [], 0
    for place in _places(view, pseudonyms):
        start, end = view.place(place.start, place.end)
        parts += [text[done:start], pseudonyms[place.name].instead]
        done = end
    return "".join([*parts, text[done:]])


def names_replaced(text: str, pseudonyms: Sequence[Pseudonym]) -> frozenset[str]:
    """Return those names of the table that `with_pseudonyms` replaces in this text."""
    return frozenset(pseudonyms[place.name].name for place in _places(normalised(text, folded=True), pseudonyms))


def _places(view: NormalisedText, pseudonyms: Sequence[Pseudonym]) -> list[NamePlace]:
    """Return the places of names in the order of the text; where two overlap, the longer one."""
    places = places_of_names(view, [entry.name for entry in pseudonyms])
    longest_first = sorted(places, key=lambda one: (one.start - one.end, one.start, one.name))
    return sorted(without_overlaps(longest_first, len(view.text)), key=lambda one: one.start)
