"""The values that the gap analysis gives. Frozen records: nothing here computes."""

from fractions import Fraction
from typing import Literal

from cswo_eval.files.shapes import Shape

Band = Literal["high", "medium", "low", "none"]
Basis = Literal["competencies", "element answer", "none"]
Severity = Literal["serious", "look", "note"]
ResultStanding = Literal["rated", "no-chance", "not-applicable", "started", "unanswered"]


class ItemResult(Shape):
    """One competency, or one element that is answered as a whole.

    `level`, `target` 1–5; `gap` levels (0 where met, None where there is no level or no target);
    `need` = importance × ((1 + gap)² − 1), None where there is no gap to speak of; `planned_need` is what the plan
    weighs: the need, or for an exposure that of a gap of `exposure_gap`.
    """

    id: str
    title: str
    aspect: str
    element: str
    is_element: bool
    standing: ResultStanding
    level: int | None
    target: int | None
    importance: int
    importance_given: bool
    confidence: str | None
    gap: int | None
    need: int | None
    band: Band
    planned_need: int
    quadrant: str | None
    supports: tuple[str, ...]
    """Ids of evidence that supports it."""
    contradicts: tuple[str, ...]
    reason: str
    """Why it is not applicable, in the owner's words."""
    learning: str
    opposite: str
    private: bool

    @property
    def unsure(self) -> bool:
        """Whether finding out comes first: low confidence, or evidence that points both ways."""
        return self.confidence == "low" or bool(self.supports and self.contradicts)

    @property
    def exposure(self) -> bool:
        """Whether it is a need for a first chance, not a score."""
        return self.standing == "no-chance"


class ElementResult(Shape):
    """An element: its mean with coverage and lowest members.

    `mean` is exact and None below half coverage; `rated` of `applicable` competencies have a level.
    """

    id: str
    title: str
    aspect: str
    basis: Basis
    mean: Fraction | None
    rated: int
    applicable: int
    no_chance: int
    not_applicable: int
    lowest: tuple[str, ...]
    lowest_level: int | None
    target: int | None
    low_confidence: int
    """How many ratings are given with low confidence."""


class AspectResult(Shape):
    """An aspect: the mean of its elements' means. `covered` of `applicable` competencies have a level, or lie in an
    element answered as a whole."""

    id: str
    title: str
    mean: Fraction | None
    rated: int
    covered: int
    applicable: int
    lowest: tuple[str, ...]
    lowest_level: int | None
    elements: tuple[ElementResult, ...]
    low_confidence: int


class QuadrantResult(Shape):
    """One of the four cells of importance against target."""

    id: str
    name: str
    advice: str
    items: tuple[str, ...]


class Check(Shape):
    """Something worth a second look: why, and the command that mends it."""

    severity: Severity
    code: str
    items: tuple[str, ...]
    reason: str
    command: str


class Coverage(Shape):
    """How far the owner has come: numbers of competencies (or of elements)."""

    total: int
    answered: int
    rated: int
    no_chance: int
    not_applicable: int
    started: int

    @property
    def applicable(self) -> int:
        """Return how many are not marked not applicable."""
        return self.total - self.not_applicable


class GapAnalysis(Shape):
    """The whole gap analysis of one round.

    `items` are all competencies in the Standard's order; `element_items` the elements that stand in by their own answer.
    `needs` (greatest first), `exposures`, `strengths`, `not_applicable` hold both kinds.
    """

    items: tuple[ItemResult, ...]
    element_items: tuple[ItemResult, ...]
    coverage: Coverage
    element_coverage: Coverage
    aspects: tuple[AspectResult, ...]
    quadrants: tuple[QuadrantResult, ...]
    needs: tuple[ItemResult, ...]
    exposures: tuple[ItemResult, ...]
    strengths: tuple[ItemResult, ...]
    not_applicable: tuple[ItemResult, ...]
    checks: tuple[Check, ...]
    target_profile: str
    tells_evidence: bool = True
    """Whether its readers are told of evidence at all. Where they are not, nothing may be said of how much there is."""

    @property
    def used(self) -> tuple[ItemResult, ...]:
        """Every result that counts: rated competencies, and elements that stand in for theirs."""
        return tuple(item for item in (*self.items, *self.element_items) if item.standing == "rated")

    @property
    def says_something(self) -> bool:
        """Whether anything was rated, had no chance yet or is not applicable: else there is nothing to show of it."""
        return bool(self.used or self.exposures or self.not_applicable)

    def item(self, identifier: str) -> ItemResult | None:
        """Return the result for a competency, or for an element that stands in by its own answer."""
        return next((item for item in (*self.items, *self.element_items) if item.id == identifier), None)

    def element(self, identifier: str) -> ElementResult | None:
        """Return the result for an element."""
        found = (element for aspect in self.aspects for element in aspect.elements if element.id == identifier)
        return next(found, None)

    @property
    def planned(self) -> tuple[ItemResult, ...]:
        """What the plan weighs: needs and exposures together, greatest planned need first."""
        return rank_together(self.needs, self.exposures)


def rank_together(needs: tuple[ItemResult, ...], exposures: tuple[ItemResult, ...]) -> tuple[ItemResult, ...]:
    """Merge two lists, each already ranked, by planned need; a need goes before an exposure of the same weight."""
    return tuple(sorted((*needs, *exposures), key=lambda item: -item.planned_need))


def one_decimal(value: Fraction) -> str:
    """Return a mean with one decimal, halves up: 2.25 is 2.3."""
    tenths = (value * 10 + Fraction(1, 2)).__floor__()
    return f"{tenths // 10}.{tenths % 10}"
