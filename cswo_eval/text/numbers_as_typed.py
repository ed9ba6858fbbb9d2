"""Read a number as people write one: 3, 2.5, 2,5, 2½, 1,500, three, about 3 hours a week."""

from __future__ import annotations

import re

from cswo_eval.text.days_as_typed import NUMBERS

_ABOUT = r"(?:(?:about|around|roughly|approx\.?|up to|maybe|perhaps|~) ?)?"
_HOURS = r"(?: ?(?:hours?|hrs?|h)\.?)?(?: ?(?:a|per|each|every|/) ?week| weekly)?"
_THOUSANDS = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,12})?"
_FIGURES = r"[+-]?\d{1,12}(?:[.,]\d{1,12})?"
_HALVES = ("half", "half an", "1/2", "½")
_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75, " 1/2": 0.5, " and a half": 0.5}


def read_number(text: str) -> float | None:
    """Return the number that a text is, also of hours; None where it is something else."""
    given = re.sub(r"\s+", " ", text.strip().lower()).rstrip(".")
    match = re.fullmatch(f"{_ABOUT}(.+?){_HOURS}", given)
    bare = match[1] if match is not None else ""
    if bare in _HALVES:
        return 0.5
    end = next((one for one in _PARTS if bare.endswith(one)), "")
    whole, part = bare.removesuffix(end).strip(), _PARTS.get(end, 0.0)
    if whole in NUMBERS and whole not in ("a", "an"):
        return NUMBERS[whole] + part
    if re.fullmatch(_THOUSANDS, whole):
        return float(whole.replace(",", "")) + part
    return float(whole.replace(",", ".")) + part if re.fullmatch(_FIGURES, whole) else None
