"""How one number came about, step by step, so that a coach could redo it by hand (`gaps --explain`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cswo_eval.analysis.gaps import preset_importance, preset_of, raised_by_the_post, target_profile_of
from cswo_eval.analysis.ranking import Rule, Tie, tie_between
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
        steps.append(
            ("Its own result", "your answer on the whole counts as one besides, until each competency is answered.")
        )
        steps += _item_steps(framework, profile, analysis, own)
    elif round_ is not None and item.id in round_.answers and round_.answers[item.id].said:
        steps.append(("Your answer on the whole", "no longer counted: each competency has an answer of its own."))
    return Explanation(item.id, item.title, tuple(steps))


def _item_steps(framework: Framework, profile: Profile, analysis: GapAnalysis, item: ItemResult) -> list[Step]:
    if item.standing == "not-applicable":
        return _not_applicable_steps(item)
    if item.standing in ("unanswered", "started"):
        return [_unanswered_step(analysis, item)]
    if item.exposure:
        return _exposure_steps(framework, profile, analysis, item)
    return _level_steps(framework, profile, analysis, item)


def _not_applicable_steps(item: ItemResult) -> list[Step]:
    reason = item.reason.strip() if not item.private else "marked private"
    return [
        ("Answer", "not applicable, so left out of every mean and of the needs."),
        *((("Reason", reason),) if reason else ()),
    ]


def _unanswered_step(analysis: GapAnalysis, item: ItemResult) -> Step:
    """Return what counts in place of an answer that was not given."""
    text = "no level yet, so no gap and no need of its own."
    whole = analysis.item(item.element)
    if whole is not None:
        text += f" Until it is answered, the answer on {whole.id} as a whole speaks for it: "
        text += f"level {whole.level}." if whole.level is not None else f"{_said(whole)}."
    return "Answer", text


def _said(item: ItemResult) -> str:
    """Return how an item without a level is answered, in words."""
    words = {"no-chance": "no chance yet", "not-applicable": "not applicable", "started": "begun without a level"}
    return words.get(item.standing, "not answered")


def _exposure_steps(framework: Framework, profile: Profile, analysis: GapAnalysis, item: ItemResult) -> list[Step]:
    steps = [
        ("Answer", "no chance yet: a need for exposure, not a score."),
        _importance_step(framework, profile, item),
    ]
    if item.target is None:
        return [*steps, ("Target", "none, by your own choice: not planned for.")]
    gap = framework.method.exposure_gap
    planned = f"a gap of {gap}: {item.importance} × ((1 + {gap})² − 1) = {item.planned_need}, labelled exposure."
    place = _place_step(analysis.exposures, item, "chances to find")
    return [*steps, ("Planned for as", planned), place, _evidence_step(item)]


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
        *([_place_step(analysis.needs, item, "needs")] if item.need else []),
        ("Confidence", f"{confidence}: shown beside the level, never part of the sum."),
        _evidence_step(item),
    ]


def _importance_step(framework: Framework, profile: Profile, item: ItemResult) -> Step:
    if item.importance_given:
        return "Importance", f"{item.importance} (your answer)."
    raised = raised_by_the_post(framework, profile)
    preset = preset_of(framework, target_profile_of(framework, profile), profile._replace(services=(), has_deputy=None))
    said = f"not answered; from the preset '{preset.title}'"
    usual = preset_importance(preset, item.id)
    if usual == item.importance:
        return "Importance", f"{item.importance} ({said})."
    return (
        "Importance",
        f"{item.importance} ({said}, which has {usual}, and raised by what you said of your post). {raised[item.id]}",
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


def _place_step(ranking: Sequence[ItemResult], item: ItemResult, what: str) -> Step:
    """Return which place an item has among all of its kind, and what decided between it and its neighbours of the same weight."""
    place = next(position for position, one in enumerate(ranking) if one.id == item.id)
    text = f"{place + 1} of {len(ranking)} {what}."
    parts = []
    if place and ranking[place - 1].planned_need == item.planned_need:
        before = ranking[place - 1]
        tie = tie_between(ranking, place - 1, place)
        parts.append(f"as {before.id}, which comes first because {_tie_in_words(tie, before, item, 'it', item.id)}")
    if place + 1 < len(ranking) and ranking[place + 1].planned_need == item.planned_need:
        after = ranking[place + 1]
        tie = tie_between(ranking, place, place + 1)
        parts.append(f"as {after.id}, which comes after because {_tie_in_words(tie, item, after, item.id, 'it')}")
    if parts:
        text += f" The same need {', and '.join(parts)}."
    others = sum(one.planned_need == item.planned_need for one in ranking) - 1 - len(parts)
    if others:
        text += f" {others} more {'weighs' if others == 1 else 'weigh'} the same."
    return "Place", text


def _tie_in_words(tie: Tie, first: ItemResult, second: ItemResult, one: str, other: str) -> str:
    """Return what put one of two needs of the same weight first. `one`, `other`: how the sentence calls the first and second."""
    words: dict[Rule, str] = {
        "importance": f"{one} matters more (importance {tie.first} against {tie.second})",
        "evidence against": f"evidence speaks against {one} and none against {other}",
        "low confidence": f"you are unsure of {one} and did not say so of {other}",
        "aspect": f"fewer places before {one} went to its aspect ({first.aspect} {tie.first}, {second.aspect} {tie.second})",
        "order": f"{one} stands earlier in the Standard",
    }
    return words[tie.rule]


def _evidence_step(item: ItemResult) -> Step:
    parts = []
    if item.supports:
        parts.append(f"supports it: {', '.join(item.supports)}")
    if item.contradicts:
        parts.append(f"speaks against it: {', '.join(item.contradicts)}")
    return "Evidence", (
        "; ".join(parts) or "none in the register"
    ) + ". It orders ties and checks, and never sets a level."


PARTLY_FROM_WHOLE = "partly from your answer on the whole"
FROM_WHOLE = "from your answer on the whole"


def _element_steps(analysis: GapAnalysis, element: ElementResult, framework: Framework) -> list[Step]:
    members = [item for item in analysis.items if item.element == element.id]
    own = analysis.item(element.id)
    levels = [f"{item.id} {item.level}" for item in members if item.level is not None]
    without = [f"{item.id} {_said(item)}" for item in members if item.level is None]
    steps = [("Levels", ", ".join(levels) or "none yet")]
    if without:
        steps.append(("Without a level", ", ".join(without)))
    if own is not None:
        said = f"level {own.level}" if own.level is not None else _said(own)
        spoken_for = ", ".join(one.id for one in analysis.spoken_for(element.id))
        steps.append(("On the whole", f"{said}, for what is not answered yet: {spoken_for}."))
    steps.append(("Coverage", _coverage_text(element)))
    if element.mean is not None:
        steps.append(("Mean", _mean_text(members, own, element, one_decimal(element.mean))))
        steps.append(("Lowest", f"{element.lowest_level}: {', '.join(element.lowest)}."))
    elif element.covered:
        share = f"{framework.method.least_coverage:.0%}"
        steps.append(("Mean", f"not printed: fewer than {share} of the applicable competencies have a level."))
    return steps


def _coverage_text(element: ElementResult) -> str:
    if not element.applicable:
        return "no competency in it applies."
    if not element.from_whole:
        return f"{element.rated} rated of {element.applicable} applicable."
    rated = f"{element.rated} rated, " if element.rated else ""
    return f"{element.covered} of {element.applicable} applicable: {rated}{element.from_whole} {FROM_WHOLE}."


def _mean_text(members: Sequence[ItemResult], own: ItemResult | None, element: ElementResult, mean: str) -> str:
    """Return the division: the levels of competencies, and the level on the whole once for each that is not answered yet."""
    total = sum(item.level for item in members if item.level is not None)
    rounded = "one decimal, halves up"
    if own is None or own.level is None:
        return f"{total} ÷ {element.rated} = {mean} ({rounded})."
    from_whole = f"{own.level} × {element.from_whole}"
    if not element.rated:
        return f"{from_whole} ÷ {element.from_whole} = {mean}, {FROM_WHOLE} alone ({rounded})."
    both = total + own.level * element.from_whole
    division = f"({total} + {from_whole}) ÷ ({element.rated} + {element.from_whole}) = {both} ÷ {element.covered}"
    return f"{division} = {mean}, {PARTLY_FROM_WHOLE} ({rounded})."


def _aspect_steps(aspect: AspectResult) -> list[Step]:
    sources = {"element answer": f" ({FROM_WHOLE})", "both": f" ({PARTLY_FROM_WHOLE})"}
    means = [
        f"{element.id} {one_decimal(element.mean)}{sources.get(element.basis, '')}"
        for element in aspect.elements
        if element.mean is not None
    ]
    without = [element.id for element in aspect.elements if element.mean is None]
    steps = [("Elements", ", ".join(means) or "none with a mean yet")]
    if without:
        steps.append(("Without a mean", ", ".join(without)))
    covered = f"{aspect.covered} of {aspect.applicable} applicable competencies"
    if aspect.covered > aspect.rated:
        covered += f": {aspect.rated} rated, {aspect.covered - aspect.rated} from your answers on their elements"
    steps.append(("Coverage", f"{covered}." if aspect.applicable else "no competency in it applies."))
    if aspect.mean is not None:
        # Over what was counted, not the rounded means: 9.0 ÷ 4 would give 2.3 where the exact mean is 2.2.
        sums = [
            f"{element.mean * element.covered} ÷ {element.covered}"
            for element in aspect.elements
            if element.mean is not None
        ]
        division = f"({' + '.join(sums)}) ÷ {len(sums)}"
        steps.append(("Mean", f"of the elements' means, none rounded first: {division} = {one_decimal(aspect.mean)}."))
        steps.append(("Lowest", f"{aspect.lowest_level}: {', '.join(aspect.lowest)}."))
    else:
        steps.append(("Mean", "not printed: too little of the aspect has a level."))
    return steps
