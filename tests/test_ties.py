"""In which order needs of the same weight come, and that `gaps --explain` names the rule that decided between neighbours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from building import a_profile, a_register, a_round, rated
from conftest import examples
from gap_records import evidence, no_chance, standard
from hypothesis import HealthCheck, given, settings
from strategies_gaps import DAY, RandomRecord, records

from cswo_eval.analysis.explanation import explain
from cswo_eval.analysis.gaps import analyse
from cswo_eval.analysis.results import GapAnalysis, ItemResult
from cswo_eval.record.models import Answer, Evidence

LAWS = settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
ORDER = [name for one in standard().elements.values() for name in (one.id, *(each.id for each in one.competencies))]

SAID = {
    "importance": r"matters more \(importance (\d) against (\d)\)",
    "evidence against": r"evidence speaks against \S+ and none against",
    "low confidence": r"you are unsure of \S+ and did not say so of",
    "aspect": r"went to its aspect \(([A-Z]{2}) (\d+), ([A-Z]{2}) (\d+)\)",
    "order": r"stands earlier in the Standard",
}
"""What the page says, by the rule that decided."""


def by_brute_force(items: Sequence[ItemResult]) -> list[tuple[str, Mapping[str, str]]]:
    """Take the first of all that wait, again and again; with each, by which rule it went before every other of its weight."""
    waiting, served = list(items), Counter[str]()
    ranking: list[tuple[str, Mapping[str, str]]] = []
    while waiting:
        rules: dict[str, Callable[[ItemResult], int]] = {
            "weight": lambda one: -one.planned_need,
            "importance": lambda one: -one.importance,
            "evidence against": lambda one: 0 if one.contradicts else 1,
            "low confidence": lambda one: 0 if one.confidence == "low" else 1,
            "aspect": lambda one: served[one.aspect],
            "order": lambda one: ORDER.index(one.id),
        }
        first = min(waiting, key=lambda one: [rule(one) for rule in rules.values()])
        waiting.remove(first)
        decided = {
            other.id: next(name for name, rule in rules.items() if rule(first) != rule(other)) for other in waiting
        }
        ranking.append((first.id, decided))
        served[first.aspect] += 1
    return ranking


def place_said(record: RandomRecord, analysis: GapAnalysis, item: str) -> str:
    """What the page of one item says of its place."""
    steps = dict(explain(standard(), record.profile, record.round, analysis, item).steps)
    return steps.get("Place", "")


def rule_said(text: str) -> list[str]:
    """The rules that a text names."""
    return [name for name, words in SAID.items() if re.search(words, text)]


@LAWS
@given(record=records())
def test_needs_chances_and_both_together_are_ranked_as_the_rules_say(record: RandomRecord) -> None:
    """Against the slow way: of all that wait, the first by every rule in turn."""
    analysis = record.analysis()
    assert [one.id for one in analysis.needs] == [name for name, _ in by_brute_force(analysis.needs)]
    assert [one.id for one in analysis.exposures] == [name for name, _ in by_brute_force(analysis.exposures)]
    together = (*analysis.needs, *analysis.exposures)
    assert [one.id for one in analysis.planned] == [name for name, _ in by_brute_force(together)]


@LAWS
@given(record=records())
def test_the_rule_that_decided_is_named_of_each_neighbour(record: RandomRecord) -> None:
    """Before and after, for every need, with its place: exactly where the weights are equal, and the rule of the slow way."""
    analysis = record.analysis()
    ranking = by_brute_force(analysis.needs)
    weights = {one.id: one.planned_need for one in analysis.needs}
    for place, (name, decided) in enumerate(ranking):
        said = place_said(record, analysis, name)
        assert said.startswith(f"{place + 1} of {len(ranking)} needs.")
        before, _, after = said.partition(", which comes after because ")
        if place and weights[ranking[place - 1][0]] == weights[name]:
            earlier, its = ranking[place - 1]
            assert f"as {earlier}, which comes first because " in before
            assert rule_said(before) == [its[name]]
        else:
            assert rule_said(before) == []
        if place + 1 < len(ranking) and weights[ranking[place + 1][0]] == weights[name]:
            assert before.endswith(f"as {ranking[place + 1][0]}")
            assert rule_said(after) == [decided[ranking[place + 1][0]]]
        else:
            assert after == ""


@pytest.mark.parametrize(
    ("answers", "entries", "item", "said"),
    [
        (
            {"SD1.1": rated(1, importance=1), "SD1.2": rated(3, importance=3)},
            [],
            "SD1.1",
            "2 of 2 needs. The same need as SD1.2, which comes first because it matters more (importance 3 against 1).",
        ),
        (
            {"SD1.1": rated(2, importance=2), "SD1.2": rated(2, importance=2)},
            [evidence("E1", [], ["SD1.2"])],
            "SD1.1",
            "2 of 2 needs. The same need as SD1.2, which comes first because evidence speaks against it and none against SD1.1.",
        ),
        (
            {"SD1.1": rated(2, importance=2), "SD1.2": rated(2, importance=2, confidence="low")},
            [],
            "SD1.2",
            "1 of 2 needs. The same need as SD1.1, which comes after because you are unsure of SD1.2 and did not say so of it.",
        ),
        (
            {"SD1.1": rated(2, importance=2), "SD1.2": rated(2, importance=2), "WO1.1": rated(2, importance=2)},
            [],
            "SD1.2",
            "3 of 3 needs. The same need as WO1.1, which comes first because fewer places before it went to its aspect (WO 0, SD 1). "
            "1 more weighs the same.",
        ),
        (
            {"SD1": rated(2, importance=2), "SD1.1": rated(2, importance=2)},
            [],
            "SD1",
            "1 of 2 needs. The same need as SD1.1, which comes after because SD1 stands earlier in the Standard.",
        ),
        ({"SD1.1": rated(2, importance=2), "SD1.2": rated(1, importance=2)}, [], "SD1.1", "2 of 2 needs."),
        (
            {"SD1.1": no_chance(importance=2), "SD1.2": no_chance(importance=2)},
            [],
            "SD1.2",
            "2 of 2 chances to find. The same need as SD1.1, which comes first because it stands earlier in the Standard.",
        ),
    ],
    ids=["importance", "evidence against", "low confidence", "aspect", "order", "no tie", "chances"],
)
def test_the_sentence_for_each_rule(answers: dict[str, Answer], entries: list[Evidence], item: str, said: str) -> None:
    """Each of the five, and where nothing had to be decided; the targets make the needs equal."""
    targets: dict[str, Any] = {"SD1.1": 5, "SD1.2": 5} if item == "SD1.1" and "matters" in said else {}
    profile, round_ = a_profile(targets=targets), a_round(standard(), answers)
    analysis = analyse(standard(), profile, round_, a_register(entries), DAY)
    assert place_said(RandomRecord(profile, round_, a_register(entries)), analysis, item) == said
