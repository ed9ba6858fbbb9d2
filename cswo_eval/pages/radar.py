"""The radar of the elements: the newest round against its targets, and what is laid over it, such as earlier rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from cswo_eval.analysis.gaps import analyse
from cswo_eval.analysis.results import ElementResult, GapAnalysis, one_decimal
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Column, Picture, RadarData, Table
from cswo_eval.record.models import EvidenceRegister, Profile, Round
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.words import listed

_TITLE = "Elements against their targets"
_LONGEST_TITLE = 24
"""Letters of a round's title in the name of its line: the method section has the whole of it."""


class Overlay(NamedTuple):
    """What is laid over the newest round: its name, and the means that it gives, by element."""

    name: str
    means: Mapping[str, Fraction]
    partly: tuple[str, ...] = ()
    """The elements whose mean is partly from the answer on the whole."""


def round_overlay(framework: Framework, profile: Profile, round_: Round) -> Overlay:
    """Return an earlier round of a copy, without its words, as it stood on the day it began: no mean below half coverage."""
    analysis = analyse(framework, profile, round_, EvidenceRegister(), round_.started, reasons_told=False)
    means = {one.id: one.mean for one in _elements(analysis) if one.mean is not None}
    return Overlay(_name_of(round_), means, _partly(_elements(analysis)))


def elements_radar(analysis: GapAnalysis, overlays: Sequence[Overlay] = ()) -> Picture | None:
    """Return the radar with its table, a column for each line; None where there is no mean to draw."""
    elements = _elements(analysis)
    own = {one.id: one.mean for one in elements if one.mean is not None}
    if not own and not any(overlay.means for overlay in overlays):
        return None
    lines = [
        _Line("Self", [one.mean for one in elements]),
        _Line("Target", [one.target for one in elements]),
        *(_Line(overlay.name, [overlay.means.get(one.id) for one in elements]) for overlay in overlays),
    ]
    told = " ".join(
        (
            _below(elements),
            *(_against(overlay, own) for overlay in overlays),
            *_mixed("Self", _partly(elements)),
            *(text for overlay in overlays for text in _mixed(overlay.name, overlay.partly)),
        )
    )
    return Picture(
        "radar",
        _TITLE,
        f"Radar of the {len(elements)} elements. {told}",
        RadarData(tuple(one.id for one in elements), tuple(line.drawn() for line in lines)),
        _table(elements, lines),
    )


class _Line(NamedTuple):
    """One line of the radar: its name, and its value for each element; None where it has none there."""

    name: str
    values: Sequence[Fraction | int | None]

    def drawn(self) -> tuple[str, tuple[float | None, ...]]:
        return self.name, tuple(None if one is None else float(one) for one in self.values)


def _table(elements: Sequence[ElementResult], lines: Sequence[_Line]) -> Table:
    rows = tuple(
        (one.id, one.title, *(_said(line.values[place]) for line in lines)) for place, one in enumerate(elements)
    )
    return Table(_TITLE, (Column("Element"), Column("Title", main=True), *(Column(line.name) for line in lines)), rows)


def _elements(analysis: GapAnalysis) -> list[ElementResult]:
    return [element for aspect in analysis.aspects for element in aspect.elements]


def _name_of(round_: Round) -> str:
    """Its title, if it has one, and the day it began, so that two rounds of one title can be told apart."""
    title = " ".join(round_.title.split())
    if len(title) > _LONGEST_TITLE:
        title = f"{title[: _LONGEST_TITLE - 1].rstrip()}…"
    return f"{title} ({plain_day(round_.started)})" if title else plain_day(round_.started)


def _said(value: Fraction | int | None) -> str:
    """A mean has one decimal, a target none."""
    if value is None:
        return "-"
    return one_decimal(value) if isinstance(value, Fraction) else str(value)


def _below(elements: Sequence[ElementResult]) -> str:
    """How many means lie below their target, and how many elements have none."""
    rated = [one for one in elements if one.mean is not None]
    if not rated:
        return "None of them has a mean in this round yet."
    below = [one.id for one in rated if one.mean is not None and one.target is not None and one.mean < one.target]
    names = listed(below) or "none"
    if len(rated) == len(elements):
        return f"{len(below)} of {len(elements)} elements have a mean below their target: {names}."
    return f"{len(rated)} have a mean; {len(below)} of these lie below their target: {names}."


def _partly(elements: Sequence[ElementResult]) -> tuple[str, ...]:
    """Return the elements whose mean holds both levels of competencies and the answer on the whole."""
    return tuple(one.id for one in elements if one.basis == "both" and one.mean is not None)


def _mixed(line: str, partly: Sequence[str]) -> tuple[str, ...]:
    """Return the sentence that says so of one line of the radar; nothing where none is."""
    return (f"{line}, partly from whole answers: {listed(partly)}.",) if partly else ()


def _against(overlay: Overlay, own: Mapping[str, Fraction]) -> str:
    """How the means of this round lie to others, counted as they are printed, so that a reader can count them again."""
    pairs = [(own[name], mean) for name, mean in overlay.means.items() if name in own]
    if not pairs:
        return f"Against {overlay.name}: no element has a mean in both."
    moved = [Fraction(one_decimal(now)) - Fraction(one_decimal(then)) for now, then in pairs]
    higher, lower = sum(one > 0 for one in moved), sum(one < 0 for one in moved)
    return f"Against {overlay.name}: {higher} higher, {lower} lower, {len(moved) - higher - lower} the same."
