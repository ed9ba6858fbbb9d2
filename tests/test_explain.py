"""`gaps --explain ID`: from what is printed, and nothing else, a coach can redo the number by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from building import a_profile, a_register, a_round, rated
from gap_records import evidence, no_chance, not_applicable, standard
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from processes import Program
from strategies_gaps import DAY, RandomRecord, records

from cswo_eval.analysis.explanation import explain
from cswo_eval.analysis.gaps import analyse
from cswo_eval.analysis.results import ElementResult, GapAnalysis
from cswo_eval.formats.terminal.plain import plain_text
from cswo_eval.pages.gap_sections.gap_document import explanation_document
from cswo_eval.record.models import Answer, Evidence
from cswo_eval.record.sample import sample_folder
from cswo_eval.text.problems import UnknownId

Steps = dict[str, str]


def steps_in(printed: str) -> Steps:
    """The named steps of a printed explanation: 'Need: …' with its further lines, white space folded."""
    steps: Steps = {}
    name = ""
    for line in printed.split("\n")[3:]:
        named = re.match(r"([A-Z][A-Za-z ]+?)(?::|  +) *(?=\S)(.*)", line)
        if named and not line.startswith(" "):
            name = named[1]
            steps[name] = named[2]
        elif name and line.strip():
            steps[name] += " " + line.strip()
    return {name: " ".join(text.split()) for name, text in steps.items()}


def printed(analysis: GapAnalysis, answers: Mapping[str, Answer], item: str, **profile: Any) -> Steps:
    """The steps that are printed for one item."""
    given_profile, round_ = a_profile(**profile), a_round(standard(), answers)
    return steps_in(plain_text(explanation_document(explain(standard(), given_profile, round_, analysis, item)), 100))


def explained(answers: Mapping[str, Answer], item: str, *entries: Evidence, **profile: Any) -> Steps:
    """The steps that are printed for one item of a record with these answers."""
    round_ = a_round(standard(), answers)
    analysis = analyse(standard(), a_profile(**profile), round_, a_register(entries), DAY)
    return printed(analysis, answers, item, **profile)


def arithmetic(text: str) -> list[Fraction]:
    """Work out each side of a printed sum such as '3 × ((1 + 2)² − 1) = 3 × (9 − 1) = 24.'"""
    sides = []
    for side in re.sub(r"\.$", "", text.strip()).split("="):
        plain = side.replace("×", "*").replace("−", "-").replace("²", "**2").replace("÷", "/")
        assert re.fullmatch(r"[\d+\-*/(). ]+", plain), f"{side!r} is no sum"
        whole = re.sub(r"(?<![*\d])(\d+(?:\.\d+)?)", r"Fraction('\1')", plain)
        sides.append(Fraction(eval(whole, {"Fraction": Fraction})))
    return sides


def number(text: str) -> int:
    """The number that a step begins with."""
    found = re.match(r"(\d+)\b", text)
    assert found, text
    return int(found[1])


def halves_up(value: Fraction) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def redo_need(steps: Steps) -> tuple[int, str]:
    """The need and the band, from the level, the target, the importance and the thresholds that are printed."""
    level, target, importance = number(steps["Level"]), number(steps["Target"]), number(steps["Importance"])
    gap = max(target - level, 0)
    need = importance * ((1 + gap) * (1 + gap) - 1)
    high, medium = (int(one) for one in re.findall(r"(?:high|medium) from (\d+)", steps["Band"]))
    band = "high" if need >= high else "medium" if need >= medium else "low" if need else "none"
    if importance == 1 and band == "high":
        assert "with importance 1 never above medium" in steps["Band"]
        band = "medium"
    return need, band


# --- a competency -----------------------------------------------------------------------------------------------------


def test_the_reader_of_sums_works_them_out() -> None:
    """The tests below can fail: a printed sum whose sides differ gives different numbers."""
    assert arithmetic("3 × ((1 + 2)² − 1) = 3 × (9 − 1) = 24.") == [24, 24, 24]
    assert arithmetic("3 − 1 = 3") == [2, 3]
    assert arithmetic("9.5 ÷ 2 = 4.75") == [Fraction("4.75"), Fraction("4.75")]


@pytest.mark.parametrize("importance", [1, 2, 3])
@pytest.mark.parametrize("target", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_the_need_and_the_band_follow_from_what_is_printed(level: int, target: int, importance: int) -> None:
    """From the printed level, target and importance the printed gap, need and band come out again; every sum is right."""
    steps = explained({"SD1.3": rated(level, importance=importance)}, "SD1.3", targets={"SD1.3": target})
    difference, said = arithmetic(re.split(r"[.,]", steps["Gap"])[0])
    assert difference == said == target - level
    sides = arithmetic(steps["Need"])
    need, band = redo_need(steps)
    assert set(sides) == {need}
    assert steps["Band"].split()[0] == band


def test_a_target_that_is_met_is_said_to_count_as_no_gap() -> None:
    """Level 5 against 3: the difference is shown, and that it counts as 0."""
    steps = explained({"SD1.3": rated(5)}, "SD1.3")
    assert re.fullmatch(r"3 − 5 = [−-]2, counted as 0: the target is met\.", steps["Gap"])
    assert arithmetic(steps["Need"]) == [0, 0, 0]
    assert "Place" not in steps


def test_where_each_number_comes_from_is_said() -> None:
    """The owner's own importance and target are told from those of the preset and the profile."""
    own = explained({"SD1.3": rated(2, importance=2)}, "SD1.3", targets={"SD1.3": 4})
    preset = explained({"SD1.3": rated(2)}, "SD1.3")
    assert own["Target"] == "4 Strong (your own)."
    assert own["Importance"] == "2 (your answer)."
    assert preset["Target"] == "3 Dependable (from the profile 'New in post')."
    assert preset["Importance"] == "3 (not answered; from the preset 'New in post')."


def test_what_the_post_makes_more_of_is_said_with_why() -> None:
    """Only where it is more than the preset has: of a competency, and of an element as a whole."""
    of_children = {"services": ("children",)}
    competency = explained({"SD1.1": rated(2)}, "SD1.1", **of_children)["Importance"]
    begins = "3 (not answered; from the preset 'New in post', which has 2, and raised by what you said of your post). You manage "
    assert competency.startswith(begins)
    assert explained({"AO4.2": rated(2)}, "AO4.2", **of_children)["Importance"].endswith("'New in post').")
    element = explained({"SL2": rated(2)}, "SL2", has_deputy=False, target_profile="established")["Importance"]
    assert "which has 2, and raised by what you said of your post). Until somebody can act for you" in element
    assert explained({"SD1.1": rated(2, importance=2)}, "SD1.1", **of_children)["Importance"] == "2 (your answer)."


@pytest.mark.parametrize("profile", ["new-in-post", "established", "diploma"])
@pytest.mark.parametrize("item", [*standard().elements])
def test_an_importance_that_is_said_to_be_from_the_preset_is(item: str, profile: str) -> None:
    """Of every element: what is printed is what stands under its id in the preset."""
    preset = next(one for one in standard().importance.presets if one.id == profile)
    said = explained({item: rated(2)}, item, target_profile=profile)["Importance"]
    assert said == f"{preset.levels[item]} (not answered; from the preset '{preset.title}')."


def test_importance_1_is_said_to_cap_the_band() -> None:
    """A need of 24 with importance 1 is medium, and the rule that makes it so is printed."""
    steps = explained({"SD1.3": rated(1, importance=1)}, "SD1.3", targets={"SD1.3": 5})
    assert arithmetic(steps["Need"])[-1] == 24
    assert steps["Band"].startswith("medium (")
    assert "with importance 1 never above medium" in steps["Band"]


def test_without_a_target_there_is_no_sum() -> None:
    """The owner's choice of no target is said, and no need is printed."""
    steps = explained({"SD1.3": rated(1)}, "SD1.3", targets={"SD1.3": None})
    assert steps["Target"] == "none, by your own choice: so no gap."
    assert not {"Gap", "Need", "Band"} & set(steps)


def test_no_chance_yet_is_planned_for_as_a_gap_that_can_be_redone() -> None:
    """Importance and the planned weight are printed; the sum is right; it is called exposure and no score."""
    steps = explained({"SD1.3": no_chance(importance=2)}, "SD1.3")
    assert steps["Answer"] == "no chance yet: a need for exposure, not a score."
    found = re.fullmatch(r"a gap of (\d): (.*), labelled exposure\.", steps["Planned for as"])
    assert found
    importance, gap = number(steps["Importance"]), int(found[1])
    assert set(arithmetic(found[2])) == {importance * ((1 + gap) ** 2 - 1)} == {6}
    assert not {"Level", "Need", "Band"} & set(steps)


def test_not_applicable_is_said_to_be_left_out() -> None:
    """No number is printed for what cannot arise, and the owner's reason stands beside it."""
    steps = explained({"SD1.3": not_applicable()}, "SD1.3")
    assert steps["Answer"] == "not applicable, so left out of every mean and of the needs."
    assert set(steps) == {"Answer", "Reason"}
    assert steps["Reason"] == not_applicable().reason


def test_an_unanswered_competency_has_no_sum_and_says_what_stands_in() -> None:
    """Without a level there is no need; where the element was answered as a whole, what was said there is named."""
    assert explained({}, "SD1.3") == {"Answer": "no level yet, so no gap and no need of its own."}
    said = explained({"SD1": rated(2), "SD1.1": rated(4)}, "SD1.3")["Answer"]
    assert said.endswith("Until it is answered, the answer on SD1 as a whole speaks for it: level 2.")
    assert explained({"SD1": no_chance()}, "SD1.3")["Answer"].endswith("speaks for it: no chance yet.")


def test_confidence_and_evidence_are_shown_and_said_not_to_be_in_the_sum() -> None:
    """Both stand beside the sum, with the ids of the entries."""
    steps = explained(
        {"SD1.3": rated(2, confidence="low")}, "SD1.3", evidence("E1", ["SD1.3"]), evidence("E2", [], ["SD1.3"])
    )
    assert steps["Confidence"].startswith("low: shown beside the level, never part of the sum")
    assert "supports it: E1; speaks against it: E2" in steps["Evidence"]


# --- an element and an aspect -----------------------------------------------------------------------------------------


def test_an_elements_mean_follows_from_the_levels_that_are_printed() -> None:
    """Levels, what has none and why, coverage, the division and the lowest: redone from the page."""
    answers = {
        "SD1.1": rated(2), "SD1.2": rated(3), "SD1.3": rated(2), "SD1.4": rated(2), "SD1.5": no_chance(),
        "SD1.6": not_applicable(),
    }  # fmt: skip
    steps = explained(answers, "SD1")
    levels = {name: int(level) for name, level in re.findall(r"(\S+) (\d)\b", steps["Levels"])}
    assert levels == {"SD1.1": 2, "SD1.2": 3, "SD1.3": 2, "SD1.4": 2}
    assert steps["Without a level"] == "SD1.5 no chance yet, SD1.6 not applicable"
    assert steps["Coverage"] == "4 rated of 5 applicable."
    assert steps["Mean"] == "9 ÷ 4 = 2.3 (one decimal, halves up)."
    assert halves_up(Fraction(sum(levels.values()), len(levels))) == "2.3"
    assert steps["Lowest"] == "2: SD1.1, SD1.3, SD1.4."


def test_below_half_coverage_the_page_says_why_there_is_no_mean() -> None:
    """One of six rated: the coverage, and that fewer than half have a level."""
    steps = explained({"SD1.1": rated(2)}, "SD1")
    assert steps["Coverage"] == "1 rated of 6 applicable."
    assert steps["Mean"] == "not printed: fewer than 50% of the applicable competencies have a level."


def test_an_elements_own_answer_alone_is_explained_like_a_competency() -> None:
    """What it speaks for, the mean from it alone, and its own need, which can be redone."""
    steps = explained({"SD1": rated(1, importance=3)}, "SD1")
    assert steps["On the whole"] == "level 1, for what is not answered yet: SD1.1, SD1.2, SD1.3, SD1.4, SD1.5, SD1.6."
    assert steps["Mean"] == "1 × 6 ÷ 6 = 1.0, from your answer on the whole alone (one decimal, halves up)."
    assert redo_need(steps) == (24, "high")
    assert arithmetic(steps["Need"])[-1] == 24


def test_a_mean_with_an_answer_on_the_whole_can_be_redone() -> None:
    """AO1 at 1 and AO1.1 at 3: the levels, the answer on the whole for three, the division, and the need it keeps."""
    steps = explained({"AO1": rated(1, importance=3), "AO1.1": rated(3)}, "AO1")
    assert steps["Levels"] == "AO1.1 3"
    assert steps["On the whole"] == "level 1, for what is not answered yet: AO1.2, AO1.3, AO1.4."
    assert steps["Coverage"] == "4 of 4 applicable: 1 rated, 3 from your answer on the whole."
    assert steps["Mean"].startswith("(3 + 1 × 3) ÷ (1 + 3) = 6 ÷ 4 = 1.5, partly from your answer on the whole")
    assert arithmetic(sums_in(steps["Mean"]).rsplit("=", 1)[0]) == [Fraction(3, 2)] * 2
    assert (redo_need(steps), steps["Importance"]) == ((24, "high"), "3 (your answer).")


def test_what_is_said_of_an_element_without_a_level_is_explained() -> None:
    """No chance yet and not applicable: what it is said for, and what that comes to."""
    chance = explained({"AO1": no_chance(importance=2), "AO1.1": rated(3)}, "AO1")
    assert chance["On the whole"] == "no chance yet, for what is not answered yet: AO1.2, AO1.3, AO1.4."
    assert "= 6, labelled exposure" in chance["Planned for as"]
    left_out = explained({"AO1": not_applicable(), "AO1.1": rated(3)}, "AO1")
    assert left_out["Coverage"] == "1 rated of 1 applicable."
    assert left_out["Mean"].startswith("3 ÷ 1 = 3.0")
    assert explained({"AO1": not_applicable()}, "AO1")["Coverage"] == "no competency in it applies."


def test_an_elements_own_answer_that_gave_way_is_said_to_be_no_longer_counted() -> None:
    """Each competency of SD3 is answered: the mean is theirs, and the answer on the whole is named as out of use."""
    steps = explained({"SD3": rated(1), "SD3.1": rated(4), "SD3.2": rated(4), "SD3.3": no_chance()}, "SD3")
    assert steps["Mean"].startswith("8 ÷ 2 = 4.0")
    assert steps["Your answer on the whole"].startswith("no longer counted")
    assert "Need" not in steps


def check_element(element: ElementResult, steps: Steps) -> None:
    """The element's printed mean follows from the printed levels, and from the level on the whole for each that is named."""
    levels = [int(level) for level in re.findall(r"\S+ (\d)\b", steps["Levels"])]
    on_the_whole = re.match(r"level (\d), for what is not answered yet: (.*)\.", steps.get("On the whole", ""))
    if on_the_whole:
        levels += [int(on_the_whole[1])] * len(on_the_whole[2].split(", "))
    mean = Fraction(sum(levels), len(levels))
    division, said = re.split(r"[,(](?=[^,(]*(?:whole|decimal))", steps["Mean"])[0].strip().rsplit(" = ", 1)
    assert set(arithmetic(division)) == {mean} == {element.mean}
    assert said == halves_up(mean)
    assert ("partly from your answer on the whole" in steps["Mean"]) == (element.basis == "both")
    assert ("from your answer on the whole alone" in steps["Mean"]) == (element.basis == "element answer")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(record=records())
def test_every_elements_mean_can_be_redone_from_its_page(record: RandomRecord) -> None:
    """For any record, each element with a mean prints levels that give that mean, and what it rests on."""
    analysis = record.analysis()
    for aspect in analysis.aspects:
        for element in aspect.elements:
            if element.mean is not None:
                explanation = explain(standard(), record.profile, record.round, analysis, element.id)
                check_element(element, steps_in(plain_text(explanation_document(explanation), 100)))


def aspect_page(levels: Mapping[str, tuple[int, ...]], aspect: str) -> tuple[Fraction, Steps]:
    """The exact mean of an aspect whose competencies have these levels, and its page."""
    answers = {
        one.id: rated(level)
        for element, its_levels in levels.items()
        for one, level in zip(standard().elements[element].competencies, its_levels, strict=True)
    }
    means = [Fraction(sum(one), len(one)) for one in levels.values()]
    return sum(means, Fraction(0)) / len(means), explained(answers, aspect)


def sums_in(text: str) -> str:
    """The sum that a step holds: everything from its first number, sign or bracket to the result."""
    found = re.search(r"[\d(][\d+\-−×÷²(). /]*(?:=[\d+\-−×÷²(). /]+)+", text)
    assert found, f"{text!r} holds no sum"
    return found[0]


ALL_LEVELS = st.integers(1, 5)


@settings(max_examples=40, deadline=None)
@given(
    ao1=st.tuples(*[ALL_LEVELS] * 4), ao2=st.tuples(*[ALL_LEVELS] * 4), ao3=st.tuples(*[ALL_LEVELS] * 3),
    ao4=st.tuples(*[ALL_LEVELS] * 7),
)  # fmt: skip
@example(ao1=(1, 1, 1, 2), ao2=(2, 2, 2, 2), ao3=(2, 2, 3), ao4=(2, 2, 2, 2, 3, 3, 3))
@example(ao1=(2, 2, 2, 3), ao2=(2, 2, 2, 2), ao3=(2, 2, 2), ao4=(3, 3, 3, 3, 3, 3, 1))
def test_an_aspects_mean_can_be_redone_from_the_sum_that_is_printed(
    ao1: tuple[int, ...], ao2: tuple[int, ...], ao3: tuple[int, ...], ao4: tuple[int, ...]
) -> None:
    """Dividing as the page says gives, halves up, the mean that the page says; and that is the exact one."""
    exact, steps = aspect_page({"AO1": ao1, "AO2": ao2, "AO3": ao3, "AO4": ao4}, "AO")
    division, said = sums_in(steps["Mean"]).rsplit("=", 1)
    by_hand = arithmetic(division)[-1]
    assert said.strip(" .") == halves_up(exact)
    assert halves_up(by_hand) == said.strip(" .")


def test_an_aspects_page_names_its_coverage_its_lowest_and_what_stands_in() -> None:
    """WO with one element answered as a whole: it is labelled, and its competencies count as covered."""
    answers = {"WO1": rated(2), **{one.id: rated(4) for one in standard().elements["WO2"].competencies}}
    steps = explained(answers, "WO")
    assert "WO1 2.0 (from your answer on the whole)" in steps["Elements"]
    assert steps["Without a mean"] == "WO3, WO4"
    assert steps["Coverage"] == "7 of 14 applicable competencies: 4 rated, 3 from your answers on their elements."
    assert steps["Lowest"] == "2: WO1."


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [("--plain",), ()], ids=["plain", "rich"])
def test_the_command_prints_what_can_be_redone(program: Program, look: tuple[str, ...]) -> None:
    """`gaps --explain sd1.5`, any case, of the sample record: the need and band come out of the printed page."""
    done = program("gaps", "--explain", "sd1.5", *look, record=sample_folder())
    assert (done.status, done.stderr) == (0, "")
    assert done.stdout.startswith("SD1.5 ")
    steps = steps_in(done.stdout)
    need, band = redo_need(steps)
    assert need > 0
    assert set(arithmetic(steps["Need"])) == {need}
    assert steps["Band"].split()[0] == band


def test_an_unknown_id_is_refused_with_the_nearest() -> None:
    """SD1.33 is not an id; the sentence names the nearest."""
    with pytest.raises(UnknownId, match=r"'SD1\.33'.*Did you mean SD1\.3"):
        explained({}, "SD1.33")
