"""What the owner or the data calls public: the council's switchboard, an office's address, the name of a convener."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from cswo_eval.confidentiality.findings import Match
from cswo_eval.confidentiality.known_names import places_of_names
from cswo_eval.confidentiality.plain_form import NormalisedText, normalised

_SIGNS = re.compile(r"[\W_]+")
_ABROAD = re.compile(r"^(?:00)?44(?:0)?(?=\d{9,10}$)")


def without_public(
    matches: Iterable[Match], view: NormalisedText, text: str, public_items: Collection[str]
) -> Iterator[Match]:
    """Give the matches that are not public: neither equal to a public item, whatever its grouping, nor within one.

    A titled name is public too where a public item is what follows the title.
    """
    if not public_items:
        yield from matches
        return
    compact = {_compact(item) for item in public_items}
    folded = normalised(text, folded=True)
    places = sorted(folded.place(place.start, place.end) for place in places_of_names(folded, public_items))
    for match in matches:
        start, end = view.place(match.start, match.end)
        if _compact(view.text[match.start : match.end]) in compact:
            continue
        inside = any(first <= start and end <= last for first, last in places)
        titled = match.kind == "titled-name" and any(start < first and last == end for first, last in places)
        if not inside and not titled:
            yield match


def _compact(item: str) -> str:
    """Return the letters and figures of an item, a telephone number of ours as it is dialled at home."""
    plain = _SIGNS.sub("", normalised(item, folded=True).text)
    return _ABROAD.sub("0", plain)
