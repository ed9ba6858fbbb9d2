"""The gap analysis: what each answer comes to, and what it adds up to (design: Gap analysis)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from cswo_eval.analysis.checks import find_checks
from cswo_eval.analysis.ranking import ranked
from cswo_eval.analysis.results import (
    AspectResult,
    Band,
    Basis,
    Coverage,
    ElementResult,
    GapAnalysis,
    ItemResult,
    QuadrantResult,
    ResultStanding,
)
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import (
    Aspect,
    Circumstance,
    Competency,
    Element,
    ImportancePreset,
    Method,
    TargetProfile,
)
from cswo_eval.record.models import Answer, EvidenceRegister, Profile, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.text.problems import CswoEvalError

HIGHEST_IMPORTANCE = 3
ORDINARY_IMPORTANCE = 2


def need_of(importance: int, gap: int) -> int:
    """Return importance × ((1 + gap)² − 1): a gap counts more than in proportion. 0 where there is no gap."""
    return importance * ((1 + gap) ** 2 - 1)


def band_of(need: int, importance: int, method: Method) -> Band:
    """Return the band of a need; with importance 1 never above medium."""
    if need >= method.high_need and importance > 1:
        return "high"
    if need >= method.medium_need:
        return "medium"
    return "low" if need > 0 else "none"


def target_profile_of(framework: Framework, profile: Profile) -> TargetProfile:
    """Return the owner's target profile. Raises CswoEvalError where the standards have none of that name."""
    found = next((one for one in framework.targets.profiles if one.id == profile.target_profile), None)
    if found is None:
        names = ", ".join(one.id for one in framework.targets.profiles)
        raise CswoEvalError(
            f"profile.yaml names a target profile that the standards do not have. Write one of these behind target_profile: {names}."
        )
    return found


def preset_of(framework: Framework, target_profile: TargetProfile, profile: Profile) -> ImportancePreset:
    """Return the importance preset that goes with a target profile, raised where the owner's post makes more of something."""
    preset = next(preset for preset in framework.importance.presets if preset.id == target_profile.importance)
    raised = raised_by_the_post(framework, profile)
    if not raised:
        return preset
    levels = {**preset.levels, **dict.fromkeys(raised, HIGHEST_IMPORTANCE)}
    return preset._replace(levels=levels, reasons={**preset.reasons, **raised})


def raised_by_the_post(framework: Framework, profile: Profile) -> Mapping[str, str]:
    """Return what matters highly because of what the owner said of their post, by id, each with why."""
    return {item: why for one in circumstances_of(framework, profile) for item, why in one.raises.items()}


def circumstances_of(framework: Framework, profile: Profile) -> tuple[Circumstance, ...]:
    """Return what of the owner's post, as far as they said, makes competencies matter more."""
    if not profile.services and profile.has_deputy is not False:
        return ()
    holds = {*profile.services, *(("no-deputy",) if profile.has_deputy is False else ())}
    return tuple(
        one for one in framework.importance.circumstances if one.id in holds and not holds.intersection(one.unless)
    )


def preset_importance(preset: ImportancePreset, item: str) -> int:
    """Return the preset importance (1–3) of a competency or an element."""
    return preset.levels.get(item, ORDINARY_IMPORTANCE)


def target_of(profile: Profile, target_profile: TargetProfile, item: str) -> int | None:
    """Return the level aimed for: the owner's own, else the profile's. None where the owner wants none."""
    return profile.targets[item] if item in profile.targets else target_profile.level


def analyse(
    framework: Framework,
    profile: Profile,
    round_: Round | None,
    register: EvidenceRegister,
    today: date,
    plan: Plan | None = None,
    reasons_told: bool = True,
) -> GapAnalysis:
    """Return the gap analysis of a round (None: nothing answered yet) as of `today`, a local date.

    An element's own answer speaks for those of its competencies that are not answered yet. `reasons_told`: whether the
    round has the reasons of what is not applicable; where a copy leaves them out, what it marks so counts without.
    Raises CswoEvalError where the profile names a target profile that does not exist.
    """
    given = _given(framework, profile, round_, register, reasons_told)
    answered: list[_AnsweredElement] = []
    aspects: list[AspectResult] = []
    for aspect in framework.aspects:
        elements = [_answered(given, aspect.id, element) for element in aspect.elements]
        aspects.append(_aspect_result(given, aspect, elements))
        answered += elements

    items = [member for element in answered for member in element.members]
    element_items = [element.own for element in answered if element.speaks]
    counted = [one for element in answered for one in (*([element.own] if element.speaks else []), *element.members)]
    needs, exposures = [one for one in counted if one.need], [one for one in counted if one.exposure]
    analysis = GapAnalysis(
        items=tuple(items),
        element_items=tuple(element_items),
        coverage=_coverage(items),
        element_coverage=_coverage([element.own for element in answered]),
        aspects=tuple(aspects),
        quadrants=_quadrants(counted, framework.method),
        needs=ranked(needs),
        exposures=ranked(exposures),
        planned=ranked((*needs, *exposures)),
        strengths=_strengths(counted, framework.method),
        not_applicable=tuple(one for one in counted if one.standing == "not-applicable"),
        checks=(),
        target_profile=given.target_profile.title,
    )
    return analysis._replace(checks=find_checks(framework, profile, analysis, register, plan, today))


class _Given(NamedTuple):
    """All that one result is worked out from."""

    framework: Framework
    profile: Profile
    target_profile: TargetProfile
    preset: ImportancePreset
    answers: Mapping[str, Answer]
    register: EvidenceRegister
    places: Mapping[str, int]
    """Where each element and competency stands in the Standard, an element before its competencies."""
    reasons_told: bool

    def target_of(self, item: str) -> int | None:
        """Return the level that the owner aims for."""
        return target_of(self.profile, self.target_profile, item)

    def enough(self, covered: int, applicable: int) -> bool:
        """Whether so many with a level, of so many that apply, are enough for a mean."""
        return applicable > 0 and Fraction(covered, applicable) >= Fraction(self.framework.method.least_coverage)


def _given(
    framework: Framework, profile: Profile, round_: Round | None, register: EvidenceRegister, reasons_told: bool
) -> _Given:
    target_profile = target_profile_of(framework, profile)
    answers = round_.answers if round_ is not None else {}
    preset = preset_of(framework, target_profile, profile)
    names = (name for one in framework.elements.values() for name in (one.id, *(each.id for each in one.competencies)))
    places = {name: place for place, name in enumerate(names)}
    return _Given(framework, profile, target_profile, preset, answers, register, places, reasons_told)


class _AnsweredElement(NamedTuple):
    """An element with what the answers to it come to."""

    element: Element
    members: list[ItemResult]
    """The results of its competencies."""
    own: ItemResult
    """The result of the answer on the element as a whole."""

    @property
    def open(self) -> list[ItemResult]:
        """The competencies that are not answered yet."""
        return [one for one in self.members if not one.answered]

    @property
    def speaks(self) -> bool:
        """Whether the answer on the whole counts: until each competency is answered, it speaks for those that are not."""
        return self.own.answered and bool(self.open)

    @property
    def applicable(self) -> list[ItemResult]:
        """The competencies that are not marked not applicable, by themselves or with the element as a whole."""
        left_out = self.open if self.speaks and self.own.standing == "not-applicable" else []
        return [one for one in self.members if one.standing != "not-applicable" and one not in left_out]


def _answered(given: _Given, aspect: str, element: Element) -> _AnsweredElement:
    members = [_item_result(given, one, aspect, element.id) for one in element.competencies]
    return _AnsweredElement(element, members, _item_result(given, element, aspect, element.id))


def _item_result(given: _Given, item: Competency | Element, aspect: str, element: str) -> ItemResult:
    method = given.framework.method
    answer = given.answers.get(item.id) or Answer()
    said = answer.standing if not given.reasons_told else answer.said
    level = answer.level if said == "rated" else None
    target = given.target_of(item.id)
    importance = answer.importance or preset_importance(given.preset, item.id)
    gap = max(target - level, 0) if level is not None and target is not None else None
    need = need_of(importance, gap) if gap is not None else None
    exposure = said == "no-chance"
    planned = need_of(importance, method.exposure_gap) if exposure and target is not None else need or 0
    standing: ResultStanding = said or ("started" if answer.passed or answer.standing else "unanswered")
    return ItemResult(
        id=item.id,
        title=item.title,
        aspect=aspect,
        element=element,
        is_element=isinstance(item, Element),
        standing=standing,
        level=level,
        target=target,
        importance=importance,
        importance_given=answer.importance is not None,
        confidence=answer.confidence,
        gap=gap,
        need=need,
        band=band_of(need, importance, method) if need is not None else "none",
        planned_need=planned,
        quadrant=_quadrant_of(importance, gap, method) if level is not None else None,
        supports=tuple(entry.id for entry in given.register.linked_to(item.id, "supports")),
        contradicts=tuple(entry.id for entry in given.register.linked_to(item.id, "contradicts")),
        reason=answer.reason,
        learning=answer.learning,
        opposite=answer.opposite,
        private=answer.private,
        place=given.places[item.id],
    )


def _quadrant_of(importance: int, gap: int | None, method: Method) -> str:
    """Return the cell of importance against target; what has no target counts as met."""
    important = "important" if importance >= method.important_from else "ordinary"
    return f"{important}-{'below' if gap else 'met'}"


def _element_result(given: _Given, aspect: str, answered: _AnsweredElement) -> ElementResult:
    element, applicable = answered.element, answered.applicable
    own = answered.own if answered.speaks else None
    rated = [one for one in applicable if one.level is not None]
    # What is answered "no chance yet" has no level and gets none from the element.
    from_whole = len(answered.open) if own is not None and own.level is not None else 0
    level = own.level if own is not None and own.level is not None else 0
    covered = len(rated) + from_whole
    total = sum(one.level or 0 for one in rated) + level * from_whole
    counted = [*([own] if own is not None and from_whole else []), *rated]
    lowest_level, lowest = _lowest(_levels_in(counted))
    exposures = sum(one.exposure for one in applicable)
    return ElementResult(
        id=element.id,
        title=element.title,
        aspect=aspect,
        basis=_basis(bool(rated), bool(from_whole)),
        mean=Fraction(total, covered) if covered and given.enough(covered, len(applicable)) else None,
        rated=len(rated),
        from_whole=from_whole,
        applicable=len(applicable),
        no_chance=exposures + (len(answered.open) if own is not None and own.exposure else 0),
        not_applicable=len(answered.members) - len(applicable),
        lowest=lowest,
        lowest_level=lowest_level,
        target=given.target_of(element.id),
        low_confidence=sum(one.confidence == "low" for one in counted),
    )


def _basis(rated: bool, from_whole: bool) -> Basis:
    if rated:
        return "both" if from_whole else "competencies"
    return "element answer" if from_whole else "none"


_Level = tuple[int, str]
"""A level, and the item that has it."""


def _levels_in(items: Iterable[ItemResult]) -> list[_Level]:
    return [(one.level, one.id) for one in items if one.level is not None]


def _lowest(levels: Sequence[_Level]) -> tuple[int | None, tuple[str, ...]]:
    """Return the lowest level, None where there is none, and what has it."""
    lowest = min((level for level, _ in levels), default=None)
    return lowest, tuple(name for level, name in levels if level == lowest)


def _aspect_result(given: _Given, aspect: Aspect, answered: Sequence[_AnsweredElement]) -> AspectResult:
    elements = [_element_result(given, aspect.id, one) for one in answered]
    applicable = sum(element.applicable for element in elements)
    covered = sum(element.covered for element in elements)
    means = [element.mean for element in elements if element.mean is not None]
    counted = [one for each in answered for one in (*([each.own] if each.speaks else []), *each.members)]
    lowest_level, lowest = _lowest(_levels_in(counted))
    return AspectResult(
        id=aspect.id,
        title=aspect.title,
        mean=sum(means, Fraction(0)) / len(means) if means and given.enough(covered, applicable) else None,
        rated=sum(element.rated for element in elements),
        covered=covered,
        applicable=applicable,
        lowest=lowest,
        lowest_level=lowest_level,
        elements=tuple(elements),
        low_confidence=sum(element.low_confidence for element in elements),
    )


def _strengths(items: Iterable[ItemResult], method: Method) -> tuple[ItemResult, ...]:
    """Return what has a high level: the highest first, then the most important, then the Standard's order."""
    high = (one for one in items if one.level is not None and one.level >= method.high_level_from)
    return tuple(sorted(high, key=lambda one: (-(one.level or 0), -one.importance, one.place)))


def _coverage(items: Sequence[ItemResult]) -> Coverage:
    standings = Counter(one.standing for one in items)
    return Coverage(
        total=len(items),
        answered=standings["rated"] + standings["no-chance"] + standings["not-applicable"],
        rated=standings["rated"],
        no_chance=standings["no-chance"],
        not_applicable=standings["not-applicable"],
        started=standings["started"],
    )


def _quadrants(items: Sequence[ItemResult], method: Method) -> tuple[QuadrantResult, ...]:
    return tuple(
        QuadrantResult(
            id=cell.id,
            name=cell.name,
            advice=cell.advice,
            items=tuple(one.id for one in items if one.quadrant == cell.id),
        )
        for cell in method.quadrants
    )
