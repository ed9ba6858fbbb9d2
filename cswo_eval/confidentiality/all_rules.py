"""Everything the guard looks for in a text, weighed: what overlaps is said once, by its most telling name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator

from cswo_eval.confidentiality.birth_dates import birth_dates, dates_beside
from cswo_eval.confidentiality.combinations import rare_combinations
from cswo_eval.confidentiality.emails import email_addresses, spelled_addresses
from cswo_eval.confidentiality.findings import Finding, Match
from cswo_eval.confidentiality.known_names import places_of_names
from cswo_eval.confidentiality.national_insurance import national_insurance_numbers
from cswo_eval.confidentiality.overlaps import without_overlaps
from cswo_eval.confidentiality.personal_numbers import personal_numbers
from cswo_eval.confidentiality.phones import phone_numbers
from cswo_eval.confidentiality.plain_form import joined_over_lines, normalised
from cswo_eval.confidentiality.postcodes import postcodes
from cswo_eval.confidentiality.public_items import without_public
from cswo_eval.confidentiality.references import references
from cswo_eval.confidentiality.streets import street_addresses
from cswo_eval.confidentiality.titled_names import titled_names
from cswo_eval.confidentiality.vehicles import vehicle_registrations
from cswo_eval.framework.portfolio_models import Confidentiality, GuardWords


def findings_in(
    text: str, rules: Confidentiality, public_items: Collection[str] = (), names: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Return what identifies somebody in a text, in the order it stands there; no two overlap.

    `public_items` are the owner's own, beside those of the rules: they are no findings. `names` are those of the
    owner's private table: each is a finding of the kind 'table-name'. Where two matches overlap, a certain one goes
    before a warning, then the longer one, then the one whose kind stands first in the rules. An empty result says that
    nothing was found, and no more.
    """
    ranks = {kind.id: rank for rank, kind in enumerate(rules.kinds)}
    may_be_certain = {kind.id: kind.certain for kind in rules.kinds}
    candidates = [
        Finding(match.kind, match.certain and may_be_certain[match.kind], start, end, text[start:end])
        for match, start, end in _matches(text, rules, (*rules.public_items, *public_items), names)
        if match.kind in ranks
    ]
    candidates.sort(key=lambda one: (not one.certain, one.start - one.end, ranks[one.kind], one.start))
    return tuple(sorted(without_overlaps(candidates, len(text)), key=lambda one: one.start))


def _matches(
    text: str, rules: Confidentiality, public_items: Collection[str], names: Collection[str]
) -> Iterator[tuple[Match, int, int]]:
    """Give every match with its place in the text as given."""
    view = normalised(text)
    for match in without_public(_all_rules(view.text, rules.words), view, text, public_items):
        yield match, *view.place(match.start, match.end)
    joined = joined_over_lines(view)
    if joined is not None:
        split = (
            match
            for match in _number_rules(joined.view.text, rules.words)
            # What lies between two joins was seen before.
            if bisect_right(joined.joins, match.start) < bisect_right(joined.joins, match.end - 1)
        )
        for match in without_public(split, joined.view, text, public_items):
            yield match, *joined.view.place(match.start, match.end)
    if names:
        folded = normalised(text, folded=True)
        for place in places_of_names(folded, names):
            start, end = folded.place(place.start, place.end)
            yield Match("table-name", True, place.start, place.end), start, end


def _all_rules(text: str, words: GuardWords) -> Iterator[Match]:
    of_people = [*_number_rules(text, words), *references(text, words), *titled_names(text, words)]
    yield from of_people
    yield from birth_dates(text, words)
    yield from dates_beside(text, words, of_people)
    yield from vehicle_registrations(text, words)
    yield from email_addresses(text)
    yield from spelled_addresses(text, words)
    yield from street_addresses(text, words)
    yield from rare_combinations(text, words)


def _number_rules(text: str, words: GuardWords) -> Iterator[Match]:
    """Numbers whose form tells them: only these may be put together over two lines. 'Swift 2016' and '12' may not."""
    yield from personal_numbers(text, words)
    yield from national_insurance_numbers(text, words)
    yield from phone_numbers(text, words)
    yield from postcodes(text, words)
