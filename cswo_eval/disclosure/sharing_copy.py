"""What of a record may leave it: copies without what its owner marked private, and without what tells a single level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from fractions import Fraction
from typing import NamedTuple

from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.framework.fitted_ids import fit_ids
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import EvidenceRegister, Plan, ReviewRecord, Round

LEAST_IN_A_MEAN = 3
"""Where no levels are shown, a mean of fewer answers is not either: of two, who knows one knows the other."""

MIDDLE_BAND = (Fraction(5, 2), Fraction(7, 2))
"""The least and the greatest mean of the middle of three bands. Where no levels are shown a band stands in place of a mean:
a mean of 1.0 or 5.0 would tell every level that it is made of, one near them nearly so."""
BANDS = ("below 2.5", "2.5 to 3.5", "above 3.5")
"""The bands in words, lowest first."""
STILL_TOLD = (
    "a strength is rated 4 or 5, and a goal of the plan lies below its target, has had no chance yet or was added by the "
    "owner."
)
"""What strengths and goals tell of levels where none is shown: said to who reads such a copy and to who makes it."""
NO_LEVEL = "no level shown"
"""The one word, in a copy without what is private, for what is unanswered and for what is private: not told apart."""

OWNERS_ALONE = ("why", "reason", "note", "cue", "barrier", "answer")
"""The fields of an action that are not for readers without levels: the first three may name one, in our words or in the
owner's; the others tell of doubts and habits, and no time or help is given for them."""


class Shareable(NamedTuple):
    """A round, register, plan and reviews without what is private, and how many things were left out."""

    round: Round | None
    register: EvidenceRegister
    plan: Plan | None
    reviews: tuple[ReviewRecord, ...]
    left_out: int


def private_items(round_: Round | None, framework: Framework) -> frozenset[str]:
    """Return what is private by an answer's mark: also by that of an answer that is set aside, under the id it has now too.

    What was one with a private answer before the Standard changed may not tell now what that was.
    """
    if round_ is None:
        return frozenset()
    answers = {name for name, answer in round_.answers.items() if answer.private}
    aside = {one.id for one in round_.set_aside if one.answer.private}
    now = {move.now for move in fit_ids(aside, framework).values() if move.now is not None}
    return frozenset(answers | aside | now)


def without_private(
    framework: Framework,
    round_: Round | None,
    register: EvidenceRegister,
    plan: Plan | None,
    reviews: tuple[ReviewRecord, ...],
) -> Shareable:
    """Return copies without private answers, entries, actions and reviews. A number that rests on them changes with them."""
    hidden = private_items(round_, framework)
    left_out = 0
    if round_ is not None:
        shown_round = round_without_private(round_)
        left_out += len(round_.answers) - len(shown_round.answers)
        round_ = shown_round
    entries = tuple(entry for entry in register.entries if not entry.private)
    left_out += len(register.present()) - sum(entry.removed is None for entry in entries)
    if plan is not None:
        shown_plan = _plan_without(hidden, plan, framework)
        left_out += len(plan.actions) - len(shown_plan.actions)
        plan = shown_plan
    shown = tuple(_review_without(hidden, review) for review in reviews if not review.private)
    left_out += len(reviews) - len(shown)
    return Shareable(round_, register._replace(entries=entries), plan, shown, left_out)


def round_without_private(round_: Round) -> Round:
    """Return a round without the answers that are marked private, those that are set aside among them."""
    return round_._replace(
        answers={name: answer for name, answer in round_.answers.items() if not answer.private},
        set_aside=tuple(one for one in round_.set_aside if not one.answer.private),
    )


def _plan_without(private_items: Set[str], plan: Plan, framework: Framework) -> Plan:
    """Return the plan without private actions, and without what would tell what a private answer was."""
    before = {older for name in private_items for older in framework.earlier_ids.get(name, ())}
    plan = _without_sentences_about(private_items | before, plan)
    return plan._replace(
        actions=tuple(
            one._replace(serves=tuple(name for name in one.serves if name not in private_items))
            for one in plan.actions
            if not one.private and one.goal not in private_items
        ),
        goals=tuple(
            goal._replace(members=tuple(one for one in goal.members if one not in private_items))
            for goal in plan.goals
            if goal.item not in private_items
        ),
        left_out=tuple(one for one in plan.left_out if one.item not in private_items),
    )


def _without_sentences_about(private_items: Set[str], plan: Plan) -> Plan:
    """Return the plan without its own sentences on these items: one made before they were private names their levels."""
    if not private_items:
        return plan
    names = "|".join(re.escape(one) for one in private_items)
    told = re.compile(rf"(?<![\w.])(?:{names})(?![\w]|\.\d)")

    def open_part(text: str) -> str:
        return " ".join(part for part in re.split(r"(?<=[.!?]) ", text) if not told.search(part))

    return plan._replace(
        goals=tuple(one._replace(why=open_part(one.why)) for one in plan.goals),
        actions=tuple(one._replace(why=open_part(one.why)) for one in plan.actions),
        remarks=tuple(one for one in plan.remarks if not told.search(one)),
    )


def _review_without(private_items: Set[str], review: ReviewRecord) -> ReviewRecord:
    return review._replace(ratings=tuple(one for one in review.ratings if one.item not in private_items))


class WithoutLevels(NamedTuple):
    """A plan, reviews and an analysis from which the level of no single competency can be told."""

    plan: Plan | None
    reviews: tuple[ReviewRecord, ...]
    analysis: GapAnalysis


def without_levels(
    framework: Framework, plan: Plan | None, reviews: tuple[ReviewRecord, ...], analysis: GapAnalysis
) -> WithoutLevels:
    """Return copies for readers who see no single level: no reason that names one, no order by need, no mean of a few answers,
    and of an action nothing that is for its owner alone.

    Goals, and what an action serves, stand in the Standard's order: greatest need first would tell which level is lower.
    """
    aspects = tuple(
        one if sum(item.aspect == one.id for item in analysis.used) >= LEAST_IN_A_MEAN else one._replace(mean=None)
        for one in analysis.aspects
    )
    analysis = analysis._replace(aspects=aspects)
    reviews = tuple(review._replace(ratings=(), what_got_in_the_way="") for review in reviews)
    if plan is None:
        return WithoutLevels(None, reviews, analysis)
    order = {name: place for place, name in enumerate(_in_order(framework))}

    def ordered(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(names, key=lambda name: order.get(name, len(order))))

    goals = {goal.item: goal._replace(why="", members=()) for goal in plan.goals}
    actions = tuple(
        action._replace(**dict.fromkeys(OWNERS_ALONE, ""), serves=ordered(action.serves), own_fields=(), flags=())
        for action in plan.actions
    )
    plan = plan._replace(
        goals=tuple(goals[name] for name in ordered(tuple(goals))), actions=actions, left_out=(), remarks=()
    )
    return WithoutLevels(plan, reviews, analysis)


def band_of_mean(mean: Fraction) -> str:
    """Return the band in which a mean (1 to 5) lies, in words: one of BANDS."""
    least, greatest = MIDDLE_BAND
    return BANDS[0] if mean < least else BANDS[2] if mean > greatest else BANDS[1]


def without_false_checks(analysis: GapAnalysis) -> GapAnalysis:
    """Return the analysis of a copy that lacks private things without the check that takes a private answer for a missing one."""
    return analysis._replace(checks=tuple(one for one in analysis.checks if one.code != "element-half-answered"))


def _in_order(framework: Framework) -> Iterator[str]:
    for element in framework.elements.values():
        yield element.id
        yield from (one.id for one in element.competencies)
