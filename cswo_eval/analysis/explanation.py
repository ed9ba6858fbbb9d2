"""How one number came about, step by step, so that a coach could redo it by hand (`gaps --explain`)."""

from __future__ import annotations

from typing import NamedTuple

from cswo_eval.analysis.gaps import preset_importance, preset_of, raised_by_the_post, target_profile_of
from cswo_eval.analysis.results import AspectResult, ElementResult, GapAnalysis, ItemResult, one_decimal
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Aspect, Competency, Method
from cswo_eval.record.models import Profile, Round

Step = tuple[str, str]
"""A short name, and what holds there."""


class Explanation(NamedTuple):
    """The item, and the steps from the answer to the band (or from the levels to the mean), in order."""

    id: str
    title: str
    steps: tuple[Step, ...]


def explain(
    framework: Framework, profile: Profile, round_: Round | None, analysis: GapAnalysis, given: str
) -> Explanation:
    """Return how the result of an aspect, element or competency came about. Raises UnknownId."""
    item = framework.item(given)
    if isinstance(item, Aspect):
        aspect = next(one for one in analysis.aspects if one.id == item.id)
        return Explanation(item.id, item.title, tuple(_aspect_steps(aspect)))
    if isinstance(item, Competency):
        result = analysis.item(item.id)
        assert result is not None  # every competency has a result
        return Explanation(item.id, item.title, tuple(_item_steps(framework, profile, analysis, result)))
    element = analysis.element(item.id)
    assert element is not None
    steps = _element_steps(analysis, element, framework)
    own = analysis.item(item.id)
    if own is not None:
        steps += _item_steps(framework, profile, analysis, own)
    elif round_ is not None and item.id in round_.answers and round_.answers[item.id].standing:
        steps.append(("Your answer on the element", "no longer counted: its competencies have answers of their own."))
    return Explanation(item.id, item.title, tuple(steps))


def _item_steps(framework: Framework, profile: Profile, analysis: GapAnalysis, item: ItemResult) -> list[Step]:
    if item.standing == "not-applicable":
        return _not_applicable_steps(item)
    if item.standing in ("unanswered", "started"):
        return [_unanswered_step(analysis, item)]
    if item.exposure:
        return _exposure_steps(framework, profile, item)
    return _level_steps(framework, profile, analysis, item)


def _not_applicable_steps(item: ItemResult) -> list[Step]:
    reason = item.reason.strip() if not item.private else "marked private"
    return [
        ("Answer", "not applicable, so left out of every mean and of the needs."),
        *((("Reason", reason),) if reason else ()),
    ]


def _unanswered_step(analysis: GapAnalysis, item: ItemResult) -> Step:
    stand_in = analysis.item(item.element)
    text = "no level yet, so no gap and no need."
    if stand_in is not None and stand_in.level is not None:
        text += f" Until then the answer on {item.element} as a whole stands in (level {stand_in.level})."
    return "Answer", text


def _exposure_steps(framework: Framework, profile: Profile, item: ItemResult) -> list[Step]:
    steps = [
        ("Answer", "no chance yet: a need for exposure, not a score."),
        _importance_step(framework, profile, item),
    ]
    if item.target is None:
        return [*steps, ("Target", "none, by your own choice: not planned for.")]
    gap = framework.method.exposure_gap
    planned = f"a gap of {gap}: {item.importance} × ((1 + {gap})² − 1) = {item.planned_need}, labelled exposure."
    return [*steps, ("Planned for as", planned), _evidence_step(item)]


def _level_steps(framework: Framework, profile: Profile, analysis: GapAnalysis, item: ItemResult) -> list[Step]:
    """Return the steps from a level to its band and its place among the needs."""
    assert item.level is not None
    names = {entry.level: entry.name for entry in framework.levels.levels}
    level = ("Level", f"{item.level} {names[item.level]} (your answer).")
    if item.target is None:
        return [level, ("Target", "none, by your own choice: so no gap.")]
    target_profile = target_profile_of(framework, profile)
    own_target = "your own" if item.id in profile.targets else f"from the profile '{target_profile.title}'"
    gap = item.gap or 0
    need = f"{item.importance} × ((1 + {gap})² − 1) = {item.importance} × ({(1 + gap) ** 2} − 1) = {item.need}."
    confidence = item.confidence or "not asked"
    return [
        level,
        ("Target", f"{item.target} {names[item.target]} ({own_target})."),
        _gap_step(item.target, item.level),
        _importance_step(framework, profile, item),
        ("Need", need),
        _band_step(framework.method, item),
        *([_place_step(analysis, item)] if item.need else []),
        ("Confidence", f"{confidence}: shown beside the level, never part of the sum."),
        _evidence_step(item),
    ]


def _importance_step(framework: Framework, profile: Profile, item: ItemResult) -> Step:
    if item.importance_given:
        return "Importance", f"{item.importance} (your answer)."
    raised = raised_by_the_post(framework, profile)
    preset = preset_of(framework, target_profile_of(framework, profile), profile._replace(services=(), has_deputy=None))
    said = f"not answered; from the preset '{preset.title}'"
    usual = preset_importance(framework, preset, item.id)
    if usual == item.importance:
        return "Importance", f"{item.importance} ({said})."
    # An element counts as the highest of its competencies.
    why = next(text for name, text in raised.items() if name == item.id or name.startswith(f"{item.id}."))
    return (
        "Importance",
        f"{item.importance} ({said}, which has {usual}, and raised by what you said of your post). {why}",
    )


def _gap_step(target: int, level: int) -> Step:
    difference = target - level
    text = f"{target} − {level} = {difference}".replace("-", "−")
    return "Gap", text + ("." if difference >= 0 else ", counted as 0: the target is met.")


def _band_step(method: Method, item: ItemResult) -> Step:
    rule = f"high from {method.high_need}, medium from {method.medium_need}, low above 0"
    if item.importance == 1 and (item.need or 0) >= method.high_need:
        rule += "; with importance 1 never above medium"
    return "Band", f"{item.band} ({rule})."


def _place_step(analysis: GapAnalysis, item: ItemResult) -> Step:
    """Return which place a need has among all, and what decides between it and equal ones."""
    position = [one.id for one in analysis.needs].index(item.id) + 1
    equal = [one.id for one in analysis.needs if one.need == item.need and one.id != item.id]
    text = f"{position} of {len(analysis.needs)} needs."
    if equal:
        text += (
            f" The same need as {', '.join(equal[:6])}{' …' if len(equal) > 6 else ''}; ties go by importance, evidence"
            " against, low confidence, the aspect least served so far, then the Standard's order."
        )
    return "Place", text


def _evidence_step(item: ItemResult) -> Step:
    parts = []
    if item.supports:
        parts.append(f"supports it: {', '.join(item.supports)}")
    if item.contradicts:
        parts.append(f"speaks against it: {', '.join(item.contradicts)}")
    return "Evidence", (
        "; ".join(parts) or "none in the register"
    ) + ". It orders ties and checks, and never sets a level."


def _element_steps(analysis: GapAnalysis, element: ElementResult, framework: Framework) -> list[Step]:
    if element.basis == "element answer":
        return [("Mean", "no competency in it has a level, so your answer on the element as a whole is used.")]
    members = [item for item in analysis.items if item.element == element.id]
    levels = [f"{item.id} {item.level}" for item in members if item.level is not None]
    without = [f"{item.id} {item.standing.replace('-', ' ')}" for item in members if item.level is None]
    steps = [("Levels", ", ".join(levels) or "none yet")]
    if without:
        steps.append(("Without a level", ", ".join(without)))
    steps.append(("Coverage", f"{element.rated} rated of {element.applicable} applicable."))
    if element.mean is not None:
        total = sum(item.level for item in members if item.level is not None)
        steps.append(("Mean", f"{total} ÷ {element.rated} = {one_decimal(element.mean)} (one decimal, halves up)."))
        steps.append(("Lowest", f"{element.lowest_level}: {', '.join(element.lowest)}."))
    elif element.rated:
        share = f"{framework.method.least_coverage:.0%}"
        steps.append(("Mean", f"not printed: fewer than {share} of the applicable competencies have a level."))
    return steps


def _aspect_steps(aspect: AspectResult) -> list[Step]:
    means = [
        f"{element.id} {one_decimal(element.mean)}{' (element answer)' if element.basis == 'element answer' else ''}"
        for element in aspect.elements
        if element.mean is not None
    ]
    without = [element.id for element in aspect.elements if element.mean is None]
    steps = [("Elements", ", ".join(means) or "none with a mean yet")]
    if without:
        steps.append(("Without a mean", ", ".join(without)))
    steps.append(
        (
            "Coverage",
            f"{aspect.covered} of {aspect.applicable} applicable competencies, by their own level or "
            "their element's answer.",
        )
    )
    if aspect.mean is not None:
        # Over what was counted, not the rounded means: 9.0 ÷ 4 would give 2.3 where the exact mean is 2.2.
        sums = [
            f"{element.mean * max(element.rated, 1)} ÷ {max(element.rated, 1)}"
            for element in aspect.elements
            if element.mean is not None
        ]
        division = f"({' + '.join(sums)}) ÷ {len(sums)}"
        steps.append(("Mean", f"of the elements' means, none rounded first: {division} = {one_decimal(aspect.mean)}."))
        steps.append(("Lowest", f"{aspect.lowest_level}: {', '.join(aspect.lowest)}."))
    else:
        steps.append(("Mean", "not printed: too little of the aspect has a level."))
    return steps
