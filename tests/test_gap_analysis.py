"""What each answer comes to, and what the answers add up to (design: Gap analysis)."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from building import a_profile, a_register, a_round, rated
from conftest import examples
from gap_records import changed, evidence, no_chance, not_applicable, standard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies_gaps import RandomRecord, records

from cswo_eval.analysis.gaps import analyse, band_of, need_of
from cswo_eval.analysis.results import GapAnalysis, ItemResult, one_decimal
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Answer, Evidence
from cswo_eval.text.problems import CswoEvalError

DAY = date(2026, 11, 21)
LAWS = settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def analysis_of(answers: Mapping[str, Answer], *entries: Evidence, **profile: Any) -> GapAnalysis:
    """The gap analysis of these answers, with this evidence."""
    return analyse(standard(), a_profile(**profile), a_round(standard(), answers), a_register(entries), DAY)


def item_of(answers: Mapping[str, Answer], name: str, **profile: Any) -> ItemResult:
    """The result for one competency or element."""
    found = analysis_of(answers, **profile).item(name)
    assert found is not None
    return found


def members(element: str) -> list[str]:
    return [one.id for one in standard().elements[element].competencies]


def ids(items: tuple[ItemResult, ...]) -> list[str]:
    return [item.id for item in items]


# --- one answer ---------------------------------------------------------------------------------------------------

# importance, gap, need, band: worked out by hand from importance x ((1 + gap)^2 - 1); high from 24, medium from 9.
BY_HAND = [
    (1, 0, 0, "none"), (1, 1, 3, "low"), (1, 2, 8, "low"), (1, 3, 15, "medium"), (1, 4, 24, "medium"),
    (2, 0, 0, "none"), (2, 1, 6, "low"), (2, 2, 16, "medium"), (2, 3, 30, "high"), (2, 4, 48, "high"),
    (3, 0, 0, "none"), (3, 1, 9, "medium"), (3, 2, 24, "high"), (3, 3, 45, "high"), (3, 4, 72, "high"),
]  # fmt: skip


@pytest.mark.parametrize(("importance", "gap", "need", "band"), BY_HAND)
def test_need_and_band_are_those_worked_out_by_hand(importance: int, gap: int, need: int, band: str) -> None:
    """A rated competency has the need and the band of the design's formula, through the whole analysis."""
    found = item_of({"SD1.3": rated(5 - gap, importance=importance)}, "SD1.3", targets={"SD1.3": 5})
    assert (found.gap, found.need, found.band) == (gap, need, band)


def test_with_importance_1_no_need_however_great_is_above_medium(framework: Framework) -> None:
    """The cap holds beyond any need that five levels can give."""
    assert band_of(1000, 1, framework.method) == "medium"
    assert band_of(1000, 2, framework.method) == "high"


def test_a_gap_counts_more_than_in_proportion() -> None:
    """Each further level of gap adds more need than the one before."""
    for importance in (1, 2, 3):
        steps = [need_of(importance, gap + 1) - need_of(importance, gap) for gap in range(4)]
        assert steps == sorted(set(steps))


def test_a_level_above_the_target_is_no_gap_and_never_a_negative_one() -> None:
    """Level 5 against target 3 has gap 0, need 0 and is not among the needs."""
    analysis = analysis_of({"SD1.3": rated(5)})
    found = analysis.item("SD1.3")
    assert found is not None
    assert (found.gap, found.need, found.band) == (0, 0, "none")
    assert analysis.needs == ()


def test_without_a_target_there_is_no_gap() -> None:
    """A competency whose owner wants no target has neither gap nor need, yet keeps its level in the mean."""
    analysis = analysis_of({"SD1.3": rated(1)}, targets={"SD1.3": None})
    found = analysis.item("SD1.3")
    assert found is not None
    assert (found.level, found.target, found.gap, found.need) == (1, None, None, None)
    assert analysis.needs == ()


def test_the_owners_own_target_goes_before_the_profiles() -> None:
    """With an own target of 5 a level 3 has a gap of 2; its neighbour keeps the profile's 3."""
    answers = {"SD1.3": rated(3), "SD1.4": rated(2)}
    assert item_of(answers, "SD1.3", targets={"SD1.3": 5}).gap == 2
    assert item_of(answers, "SD1.4", targets={"SD1.3": 5}).gap == 1


@pytest.mark.parametrize(("profile", "target"), [("new-in-post", 3), ("established", 4), ("diploma", 4)])
def test_each_target_profile_aims_at_its_own_level(profile: str, target: int) -> None:
    """New in post aims at 3, established and diploma at 4."""
    assert item_of({"SD1.3": rated(2)}, "SD1.3", target_profile=profile).target == target


def test_a_target_profile_that_the_standards_do_not_have_is_said_in_words() -> None:
    """The sentence names the file and those there are, and does not repeat what stands there."""
    with pytest.raises(CswoEvalError, match=r"profile\.yaml .*new-in-post, established, diploma"):
        analysis_of({}, target_profile="expert")


def test_importance_not_answered_comes_from_the_preset_and_says_so() -> None:
    """SD1.3 is 3 in the preset for the new in post; the owner's own 1 goes before it."""
    preset = item_of({"SD1.3": rated(2)}, "SD1.3")
    own = item_of({"SD1.3": rated(2, importance=1)}, "SD1.3")
    assert (preset.importance, preset.importance_given) == (3, False)
    assert (own.importance, own.importance_given) == (1, True)


def test_no_chance_yet_has_no_need_and_is_planned_for_as_a_gap_of_one() -> None:
    """It has no level, no gap, no need and no band; its planned need is importance x 3; it is an exposure."""
    analysis = analysis_of({"SD1.3": no_chance(importance=2)})
    (found,) = analysis.exposures
    assert (found.id, found.level, found.gap, found.need, found.band) == ("SD1.3", None, None, None, "none")
    assert found.planned_need == 6
    assert analysis.needs == ()
    assert ids(analysis.planned) == ["SD1.3"]


def test_no_chance_yet_without_a_target_is_not_planned_for() -> None:
    """The owner who wants no target for it is not given a weight for it."""
    (found,) = analysis_of({"SD1.3": no_chance()}, targets={"SD1.3": None}).exposures
    assert found.planned_need == 0


def test_an_answer_that_is_only_started_has_no_level_and_no_need() -> None:
    """An answer without a level is 'started': neither rated nor answered."""
    analysis = analysis_of({"SD1.3": Answer(importance=3, passed=("evidence",))})
    found = analysis.item("SD1.3")
    assert found is not None
    assert (found.standing, found.level, found.need) == ("started", None, None)
    assert (analysis.coverage.started, analysis.coverage.answered) == (1, 0)


def test_a_learning_or_a_reason_is_carried_letter_for_letter() -> None:
    """The owner's words come through the analysis unchanged."""
    words = "  Money: [bold] who decides?\n\n– the IJB…  "
    assert item_of({"SD1.3": rated(2, learning=words)}, "SD1.3").learning == words
    assert item_of({"SD1.3": not_applicable(words)}, "SD1.3").reason == words


# --- means, coverage, lowest ----------------------------------------------------------------------------------------


def test_an_elements_mean_is_that_of_its_rated_competencies_with_coverage_and_lowest() -> None:
    """AO4 with 5, 5, 5, 1 of seven: mean 4, 4 of 7 rated, and the 1 is named."""
    names = members("AO4")
    answers = dict(zip(names, [rated(5), rated(5), rated(1), rated(5)], strict=False))
    found = analysis_of(answers).element("AO4")
    assert found is not None
    assert (found.mean, found.rated, found.applicable) == (Fraction(4), 4, 7)
    assert (found.lowest_level, found.lowest) == (1, (names[2],))


def test_below_half_coverage_no_mean_and_at_half_a_mean() -> None:
    """Of six competencies, two rated give no mean and three do; the lowest is named either way."""
    names = members("SD1")
    assert len(names) == 6
    two = analysis_of({name: rated(4) for name in names[:2]}).element("SD1")
    three = analysis_of({name: rated(4) for name in names[:3]}).element("SD1")
    assert two is not None
    assert three is not None
    assert (two.mean, two.lowest_level) == (None, 4)
    assert three.mean == 4


def test_what_is_not_applicable_is_left_out_of_the_mean_and_of_the_coverage() -> None:
    """Of four competencies, two not applicable and one rated: 1 of 2, and half is enough for a mean."""
    one, two, three, _four = members("AO1")
    found = analysis_of({one: rated(2), two: not_applicable(), three: not_applicable()}).element("AO1")
    assert found is not None
    assert (found.mean, found.rated, found.applicable, found.not_applicable) == (2, 1, 2, 2)


def test_no_chance_yet_counts_in_the_coverage_and_not_in_the_mean() -> None:
    """Of three competencies, one no chance yet and two rated 4: mean 4, 2 of 3."""
    one, two, three = members("SD3")
    found = analysis_of({one: no_chance(), two: rated(4), three: rated(4)}).element("SD3")
    assert found is not None
    assert (found.mean, found.rated, found.applicable, found.no_chance) == (4, 2, 3, 1)


def test_an_aspects_mean_is_that_of_its_elements_not_of_its_competencies() -> None:
    """WO with WO1 (three) all 5, WO2 and WO3 (four each) all 1, WO4 (three) all 5: the mean of 5, 1, 1, 5 is 3."""
    levels = {"WO1": 5, "WO2": 1, "WO3": 1, "WO4": 5}
    answers = {name: rated(level) for element, level in levels.items() for name in members(element)}
    aspect = next(one for one in analysis_of(answers).aspects if one.id == "WO")
    assert aspect.mean == 3
    assert Fraction(sum(answers[name].level or 0 for name in answers), len(answers)) != 3


def test_an_aspects_mean_needs_half_of_its_applicable_competencies() -> None:
    """One element whole (WO2, 4 of 14) gives the element a mean and the aspect none."""
    analysis = analysis_of({name: rated(3) for name in members("WO2")})
    aspect = next(one for one in analysis.aspects if one.id == "WO")
    assert next(one for one in aspect.elements if one.id == "WO2").mean == 3
    assert (aspect.mean, aspect.covered, aspect.applicable) == (None, 4, 14)


def test_a_high_mean_never_hides_a_1() -> None:
    """All of SL at 5 but one at 1: the aspect names that one as its lowest."""
    answers = {
        one.id: rated(5) for name in ("SL1", "SL2", "SL3", "SL4") for one in standard().elements[name].competencies
    }
    answers["SL3.2"] = rated(1)
    aspect = next(one for one in analysis_of(answers).aspects if one.id == "SL")
    assert (aspect.lowest_level, aspect.lowest) == (1, ("SL3.2",))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("9/4", "2.3"),
        ("5/2", "2.5"),
        ("47/20", "2.4"),
        ("10/3", "3.3"),
        ("59/20", "3.0"),
        ("1", "1.0"),
        ("17/4", "4.3"),
    ],
)
def test_a_mean_is_said_with_one_decimal_halves_up(value: str, said: str) -> None:
    """2.25 is 2.3, 2.35 is 2.4, 2.95 is 3.0: never the nearest even, never a slip of floating point."""
    assert one_decimal(Fraction(value)) == said


@given(value=st.fractions(min_value=1, max_value=5, max_denominator=210))
@settings(deadline=None, max_examples=100)
def test_rounding_agrees_with_decimal_arithmetic(value: Fraction) -> None:
    """Any mean rounds as Decimal's ROUND_HALF_UP does."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    assert one_decimal(value) == str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


@LAWS
@given(record=records())
def test_every_mean_lies_between_its_lowest_member_and_5(record: RandomRecord) -> None:
    """No element's or aspect's mean is below its lowest member, and none is printed below half coverage."""
    for aspect in record.analysis().aspects:
        for one in (aspect, *aspect.elements):
            if one.mean is not None:
                assert one.lowest_level is not None
                assert one.lowest_level <= one.mean <= 5
        assert aspect.mean is None or 2 * aspect.covered >= aspect.applicable > 0


# --- order ------------------------------------------------------------------------------------------------------------


def test_the_greatest_need_comes_first() -> None:
    """Needs 72, 30, 9 and 3 in that order, wherever in the Standard they stand."""
    answers = {
        "MV1.1": rated(4, importance=1), "SD2.1": rated(2, importance=2),
        "AO1.1": rated(4, importance=3), "WO4.3": rated(1, importance=3),
    }  # fmt: skip
    analysis = analysis_of(answers, targets=dict.fromkeys(answers, 5))
    assert [(one.id, one.need) for one in analysis.needs] == [("WO4.3", 72), ("SD2.1", 30), ("AO1.1", 9), ("MV1.1", 3)]


def test_ties_go_by_importance_first() -> None:
    """A need of 24 from importance 3 goes before one from importance 1, though that one is contradicted and unsure."""
    answers = {"MV1.1": rated(1, importance=1, confidence="low"), "SD1.1": rated(3, importance=3)}
    analysis = analysis_of(answers, evidence("E1", [], ["MV1.1"]), targets=dict.fromkeys(answers, 5))
    assert [(one.id, one.need) for one in analysis.needs] == [("SD1.1", 24), ("MV1.1", 24)]


def test_then_by_evidence_against() -> None:
    """With equal need and importance, the contradicted one goes before an unsure one of an earlier place."""
    answers = {"MV1.1": rated(2, importance=2, confidence="low"), "MV1.2": rated(2, importance=2)}
    assert ids(analysis_of(answers, evidence("E1", [], ["MV1.2"])).needs) == ["MV1.2", "MV1.1"]


def test_how_much_evidence_there_is_against_it_is_no_matter() -> None:
    """One entry against the first and two against the second leave the Standard's order: only whether there is any counts."""
    answers = {"MV1.1": rated(2, importance=2), "MV1.2": rated(2, importance=2)}
    entries = (evidence("E1", [], ["MV1.1", "MV1.2"]), evidence("E2", [], ["MV1.2"]))
    assert ids(analysis_of(answers, *entries).needs) == ["MV1.1", "MV1.2"]


def test_evidence_taken_out_of_the_register_orders_nothing() -> None:
    """A removed entry against the second leaves the Standard's order."""
    answers = {"MV1.1": rated(2, importance=2), "MV1.2": rated(2, importance=2)}
    removed = evidence("E1", [], ["MV1.2"], removed="2026-11-20T10:00:00Z")
    assert ids(analysis_of(answers, removed).needs) == ["MV1.1", "MV1.2"]


def test_then_by_low_confidence() -> None:
    """The unsure one goes first though its aspect has been served and the other's has not."""
    answers = {
        "MV1.1": rated(1, importance=2),
        "MV1.2": rated(2, importance=2, confidence="low"),
        "SD1.1": rated(2, importance=2, confidence="medium"),
    }
    assert ids(analysis_of(answers).needs) == ["MV1.1", "MV1.2", "SD1.1"]


def test_then_by_the_aspect_least_served_so_far() -> None:
    """Of equals, each aspect has one before any has two."""
    answers = {name: rated(2, importance=2) for name in ("MV1.1", "MV1.2", "MV1.3", "SD1.1", "WO1.1", "WO1.2")}
    assert ids(analysis_of(answers).needs) == ["MV1.1", "SD1.1", "WO1.1", "MV1.2", "WO1.2", "MV1.3"]


def test_then_by_the_standards_order() -> None:
    """Full equals of one aspect stand as in the Standard, SD2 before SD10-like ids being no matter of spelling."""
    names = members("SD5")
    assert ids(analysis_of({name: rated(2, importance=2) for name in reversed(names)}).needs) == names


def test_an_element_stands_before_its_competencies() -> None:
    """Full equals: SD1, answered as a whole, then its own SD1.1, though SD1.1 has no later place in the file."""
    assert ids(analysis_of({"SD1.1": rated(2, importance=2), "SD1": rated(2, importance=2)}).needs) == ["SD1", "SD1.1"]


def test_needs_and_exposures_of_one_weight_are_ranked_by_the_same_rules() -> None:
    """A chance to find and a need that weigh 6: the unsure need goes first, and else the Standard's order decides."""
    answers = {"SD1.1": no_chance(importance=2), "SD1.2": rated(2, importance=2)}
    assert ids(analysis_of(answers).planned) == ["SD1.1", "SD1.2"]
    unsure = {**answers, "SD1.2": rated(2, importance=2, confidence="low")}
    assert ids(analysis_of(unsure).planned) == ["SD1.2", "SD1.1"]


def test_what_the_plan_weighs_is_needs_and_exposures_by_weight() -> None:
    """An exposure of weight 9 stands between a need of 24 and one of 6."""
    answers = {"MV1.1": no_chance(importance=3), "SD1.1": rated(2, importance=2), "WO1.1": rated(1, importance=3)}
    analysis = analysis_of(answers)
    assert ids(analysis.planned) == ["WO1.1", "MV1.1", "SD1.1"]
    assert ids(analysis.needs) == ["WO1.1", "SD1.1"]


# --- laws -------------------------------------------------------------------------------------------------------------


def test_a_higher_level_never_raises_a_need() -> None:
    """For each importance and target, need falls or stays as the level rises."""
    for importance in (1, 2, 3):
        for target in (1, 2, 3, 4, 5):
            needs = [
                item_of({"SD1.3": rated(level, importance=importance)}, "SD1.3", targets={"SD1.3": target}).need or 0
                for level in (1, 2, 3, 4, 5)
            ]
            assert needs == sorted(needs, reverse=True)


@LAWS
@given(record=records())
def test_confidence_changes_no_number(record: RandomRecord) -> None:
    """However sure the owner is, every level, need, band, mean and cell stays; only order and the count of unsure may
    move."""
    answers = {name: changed(one, confidence="low") for name, one in record.round.answers.items()}
    before, after = record.analysis(), record.with_answers(answers).analysis()

    def numbers(analysis: GapAnalysis) -> list[Any]:
        items = [(one.id, one.level, one.need, one.band, one.planned_need) for one in analysis.items]
        means = [(one.id, one.mean) for aspect in analysis.aspects for one in (aspect, *aspect.elements)]
        return [items, means, analysis.quadrants, sorted(ids(analysis.needs))]

    assert numbers(after) == numbers(before)


@LAWS
@given(record=records())
def test_evidence_sets_no_level_and_no_need(record: RandomRecord) -> None:
    """Without its register a record has the same levels, needs and means."""
    bare = RandomRecord(record.profile, record.round, a_register())
    before, after = record.analysis(), bare.analysis()
    assert [(one.level, one.need) for one in after.items] == [(one.level, one.need) for one in before.items]
    assert [one.mean for one in after.aspects] == [one.mean for one in before.aspects]


@LAWS
@given(record=records(), seed=st.integers(0, 1000))
def test_the_order_of_the_answers_in_the_file_is_no_matter(record: RandomRecord, seed: int) -> None:
    """The same answers in another order give the same analysis."""
    answers = list(record.round.answers.items())
    random.Random(seed).shuffle(answers)
    assert record.with_answers(dict(answers)).analysis() == record.analysis()


@LAWS
@given(record=records())
def test_everything_used_lies_in_exactly_one_cell(record: RandomRecord) -> None:
    """The four cells of importance against target divide what has a level: nothing twice, nothing missing."""
    analysis = record.analysis()
    in_cells = [name for cell in analysis.quadrants for name in cell.items]
    assert sorted(in_cells) == sorted(ids(analysis.used))
    assert len(analysis.quadrants) == 4


@pytest.mark.parametrize(
    ("importance", "level", "cell"),
    [
        (3, 2, "important-below"), (3, 3, "important-met"), (2, 2, "ordinary-below"),
        (2, 4, "ordinary-met"), (1, 1, "ordinary-below"), (1, 3, "ordinary-met"),
    ],
)  # fmt: skip
def test_each_cell_holds_what_its_name_says(importance: int, level: int, cell: str) -> None:
    """Importance 3 is important, 2 and 1 ordinary; a level at the target is met."""
    analysis = analysis_of({"SD1.1": rated(level, importance=importance)})
    assert [one.id for one in analysis.quadrants if one.items] == [cell]


def test_strengths_are_what_is_rated_4_or_5_the_strongest_first() -> None:
    """A 3 is no strength; a 5 goes before a 4, and of equals the more important first."""
    answers = {
        "MV1.1": rated(4, importance=1), "MV1.2": rated(3), "SD1.1": rated(5, importance=1),
        "SD1.2": rated(4, importance=3),
    }  # fmt: skip
    assert ids(analysis_of(answers).strengths) == ["SD1.1", "SD1.2", "MV1.1"]


def test_a_record_without_a_round_has_nothing_of_anything() -> None:
    """Every competency has a result, all unanswered; no need, exposure, strength, mean or check."""
    analysis = analyse(standard(), a_profile(), None, a_register(), DAY)
    assert len(analysis.items) == 80
    assert {one.standing for one in analysis.items} == {"unanswered"}
    assert not any([analysis.needs, analysis.exposures, analysis.strengths, analysis.used, analysis.checks])
    assert all(one.mean is None for aspect in analysis.aspects for one in (aspect, *aspect.elements))
