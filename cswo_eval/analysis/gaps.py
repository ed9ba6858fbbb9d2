"""The gap analysis: what each answer comes to, and what it adds up to (design: Gap analysis)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from cswo_eval.analysis.checks import find_checks
from cswo_eval.analysis.results import (
    AspectResult,
    Band,
    Coverage,
    ElementResult,
    GapAnalysis,
    ItemResult,
    QuadrantResult,
    ResultStanding,
)
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Competency, Element, ImportancePreset, Method, TargetProfile
from cswo_eval.record.models import Answer, EvidenceRegister, Plan, Profile, Round
from cswo_eval.text.problems import CswoEvalError


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
            f"profile.yaml names the target profile '{profile.target_profile}', which the standards do not have. "
            f"Write one of these there: {names}."
        )
    return found


def preset_of(framework: Framework, target_profile: TargetProfile) -> ImportancePreset:
    """Return the importance preset that goes with a target profile."""
    return next(preset for preset in framework.importance.presets if preset.id == target_profile.importance)


def preset_importance(framework: Framework, preset: ImportancePreset, item: str) -> int:
    """Return the preset importance (1–3) of a competency; of an element, the highest of its competencies'."""
    if item in preset.levels:
        return preset.levels[item]
    element = framework.elements.get(item)
    return max((preset.levels.get(one.id, 2) for one in element.competencies), default=2) if element else 2


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
) -> GapAnalysis:
    """Return the gap analysis of a round (None: nothing answered yet) as of `today`, a local date.

    An element's own answer is used only while no competency in it has a level, and is never counted with them.
    Raises CswoEvalError where the profile names a target profile that does not exist.
    """
    target_profile = target_profile_of(framework, profile)
    preset = preset_of(framework, target_profile)
    answers: Mapping[str, Answer] = round_.answers if round_ is not None else {}

    def result(item: Competency | Element, aspect: str, element: str) -> ItemResult:
        answer = answers.get(item.id)
        return _item_result(framework, item, aspect, element, answer, register, profile, target_profile, preset)

    items: list[ItemResult] = []
    element_items: list[ItemResult] = []
    element_answers: list[ItemResult] = []
    aspects: list[AspectResult] = []
    for aspect in framework.aspects:
        element_results: list[ElementResult] = []
        for element in aspect.elements:
            members = [result(one, aspect.id, element.id) for one in element.competencies]
            items.extend(members)
            own = result(element, aspect.id, element.id)
            element_answers.append(own)
            said = ("rated", "no-chance", "not-applicable")
            all_said = all(one.standing in said for one in members)  # then each speaks for itself, level or not
            stands_in = own.standing in said and not all_said and not any(one.level is not None for one in members)
            if stands_in:
                element_items.append(own)
            element_results.append(
                _element_result(
                    element, aspect.id, members, own if stands_in else None, framework, profile, target_profile
                )
            )
        mine = [one for one in (*items, *element_items) if one.aspect == aspect.id]
        aspects.append(_aspect_result(aspect.id, aspect.title, element_results, mine, framework))

    # A competency marked "no chance yet" inside an element that stands in by its own rating is still an exposure.
    counted = [*items, *element_items]
    order = {one.id: position for position, one in enumerate(counted)}
    needs = _rank([one for one in counted if one.need], order)
    exposures = _rank([one for one in counted if one.exposure], order)
    strengths = sorted(
        (one for one in counted if one.level is not None and one.level >= framework.method.high_level_from),
        key=lambda one: (-(one.level or 0), -one.importance, order[one.id]),
    )
    analysis = GapAnalysis(
        items=tuple(items),
        element_items=tuple(element_items),
        coverage=_coverage(items),
        element_coverage=_coverage(element_answers),
        aspects=tuple(aspects),
        quadrants=_quadrants(counted, framework.method),
        needs=tuple(needs),
        exposures=tuple(exposures),
        strengths=tuple(strengths),
        not_applicable=tuple(one for one in counted if one.standing == "not-applicable"),
        checks=(),
        target_profile=target_profile.title,
    )
    as_a_whole = {one.id: one.level for one in element_answers if one.level is not None}
    checks = find_checks(framework, profile, analysis, register, plan, today, as_a_whole)
    return analysis._replace(checks=checks)


def _item_result(
    framework: Framework,
    item: Competency | Element,
    aspect: str,
    element: str,
    answer: Answer | None,
    register: EvidenceRegister,
    profile: Profile,
    target_profile: TargetProfile,
    preset: ImportancePreset,
) -> ItemResult:
    method = framework.method
    answer = answer or Answer()
    level = answer.level if answer.standing == "rated" else None
    target = target_of(profile, target_profile, item.id)
    importance = answer.importance or preset_importance(framework, preset, item.id)
    gap = max(target - level, 0) if level is not None and target is not None else None
    need = need_of(importance, gap) if gap is not None else None
    exposure = answer.standing == "no-chance"
    planned = need_of(importance, method.exposure_gap) if exposure and target is not None else need or 0
    standing: ResultStanding = answer.standing or ("started" if answer.passed else "unanswered")
    quadrant = None
    if level is not None:
        important = "important" if importance >= method.important_from else "ordinary"
        quadrant = f"{important}-{'below' if gap else 'met'}"
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
        quadrant=quadrant,
        supports=tuple(entry.id for entry in register.linked_to(item.id, "supports")),
        contradicts=tuple(entry.id for entry in register.linked_to(item.id, "contradicts")),
        reason=answer.reason,
        learning=answer.learning,
        opposite=answer.opposite,
        private=answer.private,
    )


def _element_result(
    element: Element,
    aspect: str,
    members: Sequence[ItemResult],
    own: ItemResult | None,
    framework: Framework,
    profile: Profile,
    target_profile: TargetProfile,
) -> ElementResult:
    applicable = [one for one in members if one.standing != "not-applicable"]
    if own is not None and own.standing == "not-applicable":
        applicable = []
    levels = [(one.level, one.id) for one in applicable if one.level is not None]
    mean: Fraction | None = None
    basis = "none"
    if levels:
        basis = "competencies"
        if Fraction(len(levels), len(applicable)) >= Fraction(framework.method.least_coverage):
            mean = Fraction(sum(level for level, _ in levels), len(levels))
    elif own is not None and own.level is not None:
        basis, mean, levels = "element answer", Fraction(own.level), [(own.level, own.id)]
    lowest_level = min((level for level, _ in levels), default=None)
    rated = [*members, *([own] if own is not None else [])]
    return ElementResult(
        id=element.id,
        title=element.title,
        aspect=aspect,
        basis=basis,  # type: ignore[arg-type]
        mean=mean,
        rated=len(levels) if basis == "competencies" else 0,
        applicable=len(applicable),
        no_chance=sum(one.exposure for one in applicable),
        not_applicable=len(members) - len(applicable),
        lowest=tuple(name for level, name in levels if level == lowest_level),
        lowest_level=lowest_level,
        target=target_of(profile, target_profile, element.id),
        low_confidence=sum(one.level is not None and one.confidence == "low" for one in rated),
    )


def _aspect_result(
    identifier: str, title: str, elements: Sequence[ElementResult], items: Iterable[ItemResult], framework: Framework
) -> AspectResult:
    applicable = sum(element.applicable for element in elements)
    covered = sum(element.applicable if element.basis == "element answer" else element.rated for element in elements)
    means = [element.mean for element in elements if element.mean is not None]
    enough = applicable > 0 and Fraction(covered, applicable) >= Fraction(framework.method.least_coverage)
    levels = [(one.level, one.id) for one in items if one.level is not None]
    lowest_level = min((level for level, _ in levels), default=None)
    return AspectResult(
        id=identifier,
        title=title,
        mean=sum(means, Fraction(0)) / len(means) if means and enough else None,
        rated=sum(element.rated for element in elements),
        covered=covered,
        applicable=applicable,
        lowest=tuple(name for level, name in levels if level == lowest_level),
        lowest_level=lowest_level,
        elements=tuple(elements),
        low_confidence=sum(element.low_confidence for element in elements),
    )


def _rank(items: Sequence[ItemResult], order: Mapping[str, int]) -> list[ItemResult]:
    """Greatest planned need first; ties by importance, evidence against, low confidence, the aspect least served so
    far, then the Standard's order."""
    waiting = list(items)
    served: Counter[str] = Counter()
    ranked: list[ItemResult] = []
    while waiting:
        first = min(
            waiting,
            key=lambda one: (
                -one.planned_need,
                -one.importance,
                -len(one.contradicts),
                one.confidence != "low",
                served[one.aspect],
                order[one.id],
            ),
        )
        waiting.remove(first)
        served[first.aspect] += 1
        ranked.append(first)
    return ranked


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
