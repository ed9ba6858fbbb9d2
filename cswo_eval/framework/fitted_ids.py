"""Fit answers given under an older version of the Standard to the one in use: carried, or kept aside, never dropped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cswo_eval.framework.framework import Framework


class Fitting(NamedTuple):
    """What becomes of one id that the Standard in use does not have.

    `now` is the id that takes the answer over (only for a plain rename), None where it is kept aside.
    """

    was: str
    now: str | None
    reason: str


def fit_ids(given: Iterable[str], framework: Framework) -> dict[str, Fitting]:
    """Return a Fitting for every id that the Standard in use does not have. A split is kept aside: which half was meant?"""
    known = {*framework.elements, *framework.competencies}
    renamed = {entry.was: entry for entry in framework.outline.renamed}
    fitted: dict[str, Fitting] = {}
    for name in given:
        if name in known:
            continue
        entry = renamed.get(name)
        if entry is None:
            fitted[name] = Fitting(name, None, "The Standard in use has no such id.")
        elif len(entry.now) == 1:
            fitted[name] = Fitting(name, entry.now[0], entry.reason)
        else:
            fitted[name] = Fitting(name, None, entry.reason)
    return fitted
