"""What of the gap analysis is told in which sections: for formats that list what the pages say."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple


class Shown(NamedTuple):
    """Which results of the analysis the sections of a copy tell."""

    means: bool
    levels: bool
    """The level of every competency, and what follows from it: gap, need, band."""
    needs: bool
    strengths: bool
    checks: bool


def shown_in(sections: Collection[str], levels: bool) -> Shown:
    """Return what sections tell. `levels`: whether their readers are shown single levels."""
    held = set(sections)
    return Shown(
        means=bool(held & {"summary", "aspects"}),
        levels=levels and bool(held & {"map", "quadrants", "competencies"}),
        needs=levels and "needs" in held,
        strengths="strengths" in held,
        checks=levels and "checks" in held,
    )
