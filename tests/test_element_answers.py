"""An element answered as a whole: it speaks for those of its competencies that are not answered yet, until all are."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from building import rated
from conftest import examples
from gap_records import evidence, no_chance, not_applicable, standard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies_gaps import RandomRecord, records
from test_gap_analysis import analysis_of, ids, members

from cswo_eval.analysis.results import ElementResult, GapAnalysis, ItemResult
from cswo_eval.record.models import Answer

LAWS = settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def element_of(answers: Mapping[str, Answer], name: str) -> ElementResult:
    """The result of one element."""
    found = analysis_of(answers).element(name)
    assert found is not None
    return found


# --- its figure -------------------------------------------------------------------------------------------------------


def test_alone_it_gives_the_mean_and_covers_every_competency() -> None:
    """SD1 answered 2: its mean, from the answer on the whole, for six of six."""
    found = element_of({"SD1": rated(2)}, "SD1")
    assert (found.basis, found.mean, found.rated, found.covered) == ("element answer", 2, 0, 6)


def test_beside_rated_competencies_it_counts_once_for_each_that_is_open() -> None:
    """AO1 at 1 and AO1.1 at 3, of four: (3 + 1 × 3) ÷ 4 = 1.5, partly from the answer on the whole."""
    found = element_of({"AO1": rated(1), "AO1.1": rated(3)}, "AO1")
    assert (found.basis, found.mean) == ("both", Fraction(3, 2))
    assert (found.rated, found.from_whole, found.covered, found.applicable) == (1, 3, 4, 4)
    assert (found.lowest_level, found.lowest) == (1, ("AO1",))


def test_no_chance_yet_is_neither_in_the_sum_nor_in_its_number() -> None:
    """AO1 at 1, AO1.1 at 4, AO1.2 no chance yet: (4 + 1 × 2) ÷ 3 = 2, covering 3 of 4."""
    found = element_of({"AO1": rated(1), "AO1.1": rated(4), "AO1.2": no_chance()}, "AO1")
    assert (found.mean, found.covered, found.applicable, found.no_chance) == (2, 3, 4, 1)


def test_not_applicable_is_left_out_of_it() -> None:
    """AO1 at 1, AO1.1 at 4, AO1.2 not applicable: (4 + 1 × 2) ÷ 3 = 2, covering 3 of 3."""
    found = element_of({"AO1": rated(1), "AO1.1": rated(4), "AO1.2": not_applicable()}, "AO1")
    assert (found.mean, found.covered, found.applicable) == (2, 3, 3)


def test_once_each_competency_is_answered_it_counts_for_nothing() -> None:
    """SD3 at 1 and its three competencies answered: their mean alone, and neither need nor cell of its own."""
    answers = {"SD3": rated(1, importance=3), "SD3.1": rated(4), "SD3.2": no_chance(), "SD3.3": rated(4)}
    analysis = analysis_of(answers)
    found = analysis.element("SD3")
    assert found is not None
    assert (found.basis, found.mean, found.covered) == ("competencies", 4, 2)
    assert analysis.item("SD3") is None
    assert "SD3" not in [name for cell in analysis.quadrants for name in cell.items]


def test_below_half_coverage_no_mean_is_given_also_with_it() -> None:
    """SD3 at 2, two of its three competencies no chance yet: it covers one of three."""
    found = element_of({"SD3": rated(2), "SD3.1": no_chance(), "SD3.2": no_chance()}, "SD3")
    assert (found.mean, found.covered, found.applicable) == (None, 1, 3)


def test_an_aspect_counts_what_it_covers() -> None:
    """WO with WO1 (three) and WO2 (four) answered as a whole: the mean of 2 and 4, over 7 of 14."""
    aspect = next(one for one in analysis_of({"WO1": rated(2), "WO2": rated(4)}).aspects if one.id == "WO")
    assert (aspect.mean, aspect.rated, aspect.covered, aspect.applicable) == (3, 0, 7, 14)


def test_no_chance_said_of_it_stands_for_the_open_ones_without_a_level() -> None:
    """AO1 no chance yet, AO1.1 rated 3: three more without a chance, one chance of its own, and no mean from 1 of 4."""
    answers = {"AO1": no_chance(importance=2), "AO1.1": rated(3)}
    found = element_of(answers, "AO1")
    assert (found.mean, found.rated, found.applicable, found.no_chance) == (None, 1, 4, 3)
    assert ids(analysis_of(answers).exposures) == ["AO1"]


def test_not_applicable_said_of_it_leaves_the_open_ones_out() -> None:
    """AO1 not applicable, AO1.1 rated 3 all the same: the mean of what applies, 1 of 1."""
    found = element_of({"AO1": not_applicable(), "AO1.1": rated(3)}, "AO1")
    assert (found.mean, found.rated, found.applicable, found.not_applicable) == (3, 1, 1, 3)


def test_it_is_never_copied_down() -> None:
    """Its competencies stay unanswered and count as such in the coverage."""
    analysis = analysis_of({"SD1": rated(2)})
    assert {one.standing for one in analysis.items} == {"unanswered"}
    assert (analysis.coverage.answered, analysis.element_coverage.answered) == (0, 1)


def test_what_it_speaks_for_is_told() -> None:
    """The planner and the pages ask for the competencies that are not answered; those that are begun are among them."""
    answers = {"AO1": rated(1), "AO1.1": rated(3), "AO1.2": Answer(importance=3, passed=("evidence",))}
    analysis = analysis_of(answers)
    assert [one.id for one in analysis.spoken_for("AO1")] == ["AO1.2", "AO1.3", "AO1.4"]
    assert analysis.spoken_for("AO2") == ()


# --- its own need -----------------------------------------------------------------------------------------------------


def test_it_has_one_need_of_its_own_which_a_rated_competency_does_not_take_away() -> None:
    """AO1 at 1, importance 3: a need of 24; AO1.1 then at 3 has none and leaves it as it was."""
    before = analysis_of({"AO1": rated(1, importance=3)})
    after = analysis_of({"AO1": rated(1, importance=3), "AO1.1": rated(3)})
    assert [(one.id, one.need) for one in after.needs] == [(one.id, one.need) for one in before.needs] == [("AO1", 24)]
    assert after.checks == before.checks


def test_it_keeps_its_strength_its_doubt_and_its_cell() -> None:
    """SD1 at 5, unsure, beside SD1.2 at 2: still a strength, still unsure, still in its cell, before its competency."""
    analysis = analysis_of({"SD1": rated(5, importance=3, confidence="low"), "SD1.2": rated(2)})
    assert ids(analysis.strengths) == ["SD1"]
    assert ids(analysis.used) == ["SD1", "SD1.2"]
    found, own = analysis.element("SD1"), analysis.item("SD1")
    assert own is not None
    assert own.unsure
    assert found is not None
    assert found.low_confidence == 1
    assert [cell.id for cell in analysis.quadrants if "SD1" in cell.items] == ["important-met"]


@pytest.mark.parametrize("said", [no_chance, not_applicable])
def test_what_is_said_of_it_and_of_each_competency_is_not_counted_twice(said: Any) -> None:
    """Once each competency of SD3 is answered so, the element's own answer gives way: three, not four."""
    analysis = analysis_of({"SD3": said(), **{name: said() for name in members("SD3")}})
    assert ids((*analysis.exposures, *analysis.not_applicable)) == members("SD3")


def test_its_importance_is_that_of_the_preset_and_not_of_a_competency() -> None:
    """AO1.3 is 3 for the new in post, and AO1 is 2; SD4 is 1."""
    analysis = analysis_of({"AO1": rated(2), "SD4": rated(2), "AO4": rated(2)})
    assert [(one.id, one.importance) for one in analysis.element_items] == [("SD4", 1), ("AO1", 2), ("AO4", 3)]


def test_a_post_raises_an_element_only_where_it_is_named() -> None:
    """Mental health: AO4.2 and WO2.1 are raised, and no element; children's services: SD1.1 and SD1 as a whole."""
    answers = {"SD1": rated(2), "SD1.1": rated(2), "SL2": rated(2), "SL2.2": rated(2)}

    def importance(**post: Any) -> list[int]:
        analysis = analysis_of(answers, target_profile="established", **post)
        return [one.importance for one in analysis.in_order if one.id in answers]

    assert importance() == [2, 2, 2, 2]
    assert importance(services=("mental-health",)) == [2, 2, 2, 2]
    assert importance(services=("children",)) == [3, 3, 2, 2]
    assert importance(has_deputy=False) == [2, 2, 3, 3]


def test_evidence_on_it_is_no_evidence_on_its_competencies() -> None:
    """An entry tied to SD1 supports SD1 and not SD1.1, which is high without any."""
    analysis = analysis_of({"SD1": rated(4), "SD1.1": rated(4)}, evidence("E1", ["SD1"]))
    own, competency = analysis.item("SD1"), analysis.item("SD1.1")
    assert own is not None
    assert own.supports == ("E1",)
    assert competency is not None
    assert competency.supports == ()
    assert [one.items for one in analysis.checks if one.code == "high-level-without-evidence"] == [("SD1.1",)]


# --- not applicable without a reason ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["AO1", "AO1.2"])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_not_applicable_without_a_reason_is_no_answer(name: str, reason: str) -> None:
    """As a file edited by hand may have it: no mean, coverage or list knows of it."""
    answers = {"AO1.1": rated(3), "AO1.3": rated(2)}
    without = analysis_of(answers)
    with_one = analysis_of({**answers, name: not_applicable(reason)})
    assert with_one.not_applicable == ()
    assert with_one.aspects == without.aspects
    assert (with_one.coverage.answered, with_one.coverage.not_applicable) == (2, 0)
    assert with_one.element_coverage.answered == 0


def test_an_element_still_speaks_for_what_is_marked_without_a_reason() -> None:
    """SD3 at 1; two of three rated, the third marked not applicable and no more: its need stays."""
    answers = {"SD3": rated(1), "SD3.1": rated(4), "SD3.2": rated(4), "SD3.3": not_applicable("")}
    assert ids(analysis_of(answers).needs) == ["SD3"]


# --- the law ----------------------------------------------------------------------------------------------------------

ANSWERS = [rated(1), rated(3, importance=1, confidence="low"), rated(5, importance=3), no_chance(), not_applicable()]


def told_of_others(analysis: GapAnalysis, ours: set[str]) -> dict[str, Any]:
    """All that an analysis gives of each single thing, but for these two and what is added up from all."""

    def by_id(items: tuple[ItemResult, ...]) -> dict[str, ItemResult]:
        return {one.id: one for one in items if one.id not in ours}

    elements = [element for aspect in analysis.aspects for element in aspect.elements]
    aspect = next(iter(ours))[:2]
    return {
        "items": [one for one in analysis.items if one.id not in ours],
        "element items": [one for one in analysis.element_items if one.id not in ours],
        "needs": by_id(analysis.needs),
        "exposures": by_id(analysis.exposures),
        "planned": by_id(analysis.planned),
        "strengths": by_id(analysis.strengths),
        "not applicable": by_id(analysis.not_applicable),
        "cells": [[name for name in cell.items if name not in ours] for cell in analysis.quadrants],
        "elements": [one for one in elements if one.id not in ours],
        "aspects": [one for one in analysis.aspects if one.id != aspect],
        "elements as a whole": analysis.element_coverage,
        "checks": {
            one.code: left
            for one in analysis.checks
            if one.code != "every-answer-the-same" and (left := set(one.items) - ours)
        },
    }


@LAWS
@given(record=records(), data=st.data())
def test_answering_one_competency_changes_that_its_elements_row_its_aspects_mean_and_totals(
    record: RandomRecord, data: st.DataObject
) -> None:
    """Every other item, need, chance, strength, cell, element, aspect and check stays as it was, whatever was there before."""
    name = data.draw(st.sampled_from(list(standard().competencies)))
    given_answer = data.draw(st.sampled_from(ANSWERS))
    ours = {name, name.split(".")[0]}
    before = record.analysis()
    after = record.with_answers({**record.round.answers, name: given_answer}).analysis()
    assert told_of_others(after, ours) == told_of_others(before, ours)


@LAWS
@given(record=records(), data=st.data())
def test_of_the_element_itself_only_the_figure_changes_until_all_is_answered(
    record: RandomRecord, data: st.DataObject
) -> None:
    """Its own need, band, cell and doubt are the same after a competency is answered; with the last one it gives way."""
    name = data.draw(st.sampled_from(list(standard().competencies)))
    element = name.split(".")[0]
    answers = {**record.round.answers, element: rated(data.draw(st.integers(1, 5)), importance=3)}
    answers.pop(name, None)
    before = record.with_answers(answers).analysis()
    after = record.with_answers({**answers, name: data.draw(st.sampled_from(ANSWERS))}).analysis()
    others_open = any(not one.answered for one in after.items if one.element == element)
    assert after.item(element) == (before.item(element) if others_open else None)
    assert before.item(element) is not None


@LAWS
@given(record=records())
def test_a_figure_with_the_answer_on_the_whole_lies_between_the_levels_it_is_made_of(record: RandomRecord) -> None:
    """And covers each competency once: rated, spoken for, or without a level."""
    for aspect in record.analysis().aspects:
        for one in aspect.elements:
            assert one.covered <= one.applicable
            assert one.from_whole in (0, one.applicable - one.rated - one.no_chance)
            if one.mean is not None:
                assert one.lowest_level is not None
                assert one.lowest_level <= one.mean <= 5
                assert one.basis != "none"
