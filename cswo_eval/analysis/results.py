"""The values that the gap analysis gives. Frozen records: nothing here computes."""

from fractions import Fraction
from typing import Literal

from cswo_eval.files.shapes import Shape

Band = Literal["high", "medium", "low", "none"]
Basis = Literal["competencies", "element answer", "both", "none"]
"""What an element's mean rests on: levels of its competencies, the answer on the whole, or both of them."""
Severity = Literal["serious", "look", "note"]
ResultStanding = Literal["rated", "no-chance", "not-applicable", "started", "unanswered"]


class ItemResult(Shape):
    """One competency, or one element that is answered as a whole.

    `level`, `target` 1–5; `gap` levels (0 where met, None where there is no level or no target);
    `need` = importance × ((1 + gap)² − 1), None where there is no gap to speak of; `planned_need` is what the plan
    weighs: the need, or for an exposure that of a gap of `exposure_gap`. `standing` is what counts: what is marked not
    applicable without a reason is only started.
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
    place: int
    """Its place in the Standard, counted from 0, an element before its competencies."""

    @property
    def answered(self) -> bool:
        """Whether something was said of it that counts: a level, no chance yet, or not applicable with a reason."""
        return self.standing in ("rated", "no-chance", "not-applicable")

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

    `mean` is exact and None below half coverage. Of `applicable` competencies `rated` have a level, and `from_whole` are not
    answered yet and stand at the level of the answer on the element as a whole.
    """

    id: str
    title: str
    aspect: str
    basis: Basis
    mean: Fraction | None
    rated: int
    from_whole: int
    applicable: int
    no_chance: int
    not_applicable: int
    lowest: tuple[str, ...]
    lowest_level: int | None
    target: int | None
    low_confidence: int
    """How many ratings are given with low confidence."""

    @property
    def covered(self) -> int:
        """How many competencies have a level, by themselves or from the answer on the whole."""
        return self.rated + self.from_whole


class AspectResult(Shape):
    """An aspect: the mean of its elements' means. Of `applicable` competencies `covered` have a level: `rated` by themselves,
    the others from the answer on their element as a whole."""

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
    """Something worth a second look, in all the items where it holds: why, and the command that mends it, or the first of it."""

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

    `items` are all competencies in the Standard's order; `element_items` the elements whose own answer still speaks for some
    of theirs. `needs` (greatest first), `exposures`, `planned`, `strengths`, `not_applicable` hold both kinds.
    """

    items: tuple[ItemResult, ...]
    element_items: tuple[ItemResult, ...]
    coverage: Coverage
    element_coverage: Coverage
    aspects: tuple[AspectResult, ...]
    quadrants: tuple[QuadrantResult, ...]
    needs: tuple[ItemResult, ...]
    exposures: tuple[ItemResult, ...]
    planned: tuple[ItemResult, ...]
    """What the plan weighs: needs and exposures ranked together, greatest planned need first."""
    strengths: tuple[ItemResult, ...]
    not_applicable: tuple[ItemResult, ...]
    checks: tuple[Check, ...]
    target_profile: str
    tells_evidence: bool = True
    """Whether its readers are told of evidence at all. Where they are not, nothing may be said of how much there is."""

    @property
    def in_order(self) -> tuple[ItemResult, ...]:
        """Every result in the Standard's order, an element before its competencies."""
        return tuple(sorted((*self.items, *self.element_items), key=lambda item: item.place))

    @property
    def used(self) -> tuple[ItemResult, ...]:
        """Every result with a level, in the Standard's order: competencies, and elements whose own answer still speaks."""
        return tuple(item for item in self.in_order if item.standing == "rated")

    @property
    def says_something(self) -> bool:
        """Whether anything was rated, had no chance yet or is not applicable: else there is nothing to show of it."""
        return bool(self.used or self.exposures or self.not_applicable)

    def item(self, identifier: str) -> ItemResult | None:
        """Return the result for a competency, or for an element whose own answer still speaks."""
        return next((item for item in (*self.items, *self.element_items) if item.id == identifier), None)

    def spoken_for(self, element: str) -> tuple[ItemResult, ...]:
        """Return the competencies for which the answer on their element as a whole speaks; () where there is none that does."""
        own = self.item(element)
        if own is None or not own.is_element:
            return ()
        return tuple(item for item in self.items if item.element == element and not item.answered)

    def element(self, identifier: str) -> ElementResult | None:
        """Return the result for an element."""
        found = (element for aspect in self.aspects for element in aspect.elements if element.id == identifier)
        return next(found, None)


def one_decimal(value: Fraction) -> str:
    """Return a mean with one decimal, halves up: 2.25 is 2.3."""
    tenths = (value * 10 + Fraction(1, 2)).__floor__()
    return f"{tenths // 10}.{tenths % 10}"
