"""The brief for the professional discussion: strongest claims, where more work is needed, likely questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from building import TODAY as DAY
from building import a_profile, a_register, a_round, rated
from gap_records import no_chance, standard
from portfolios import DETAILS, PRIVATE, TODAY, a_student, an_evidenced, answers, entries
from processes import run_here
from reports import report_of

from cswo_eval.analysis.sufficiency import sufficiency_of
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.pages.blocks import Bullets, Section, Table
from cswo_eval.pages.portfolio.discussion_brief import (
    MOST_CLAIMS,
    MOST_OF_A_KIND,
    MOST_QUESTIONS,
    STRENGTHENS,
    brief_section,
    likely_questions,
    strongest,
)
from cswo_eval.pages.portfolio.portfolio_material import GuardResult, PortfolioMaterial
from cswo_eval.record.models import Answer, Evidence, Link

IDS = list(standard().competencies)
QUESTIONS = standard().portfolio_profiles.discussion


def material(given: dict[str, Answer], register: Sequence[Evidence]) -> PortfolioMaterial:
    """What a portfolio of these answers and entries is made from."""
    framework, round_, kept = standard(), a_round(standard(), given), a_register(register)
    report = report_of(
        WholeRecord(framework, a_profile(target_profile="diploma"), round_, kept, None, ()), "portfolio", today=DAY
    )
    sufficiency = sufficiency_of(framework, kept, round_, (), (), DAY)
    guard = GuardResult(0, 0, 0, None, ())
    return PortfolioMaterial(
        report, framework.portfolio_profiles.profiles[0], DETAILS, (), (), sufficiency, (), {}, guard
    )


def table(section: Section, title: str) -> Table:
    return next(block for block in section.blocks if isinstance(block, Table) and block.title == title)


def asked(when: str, item: str) -> set[str]:
    """The questions of one kind about one competency or element."""
    about = f"{item} ({standard().title_of(item)})"
    return {one.question.replace("{item}", about) for one in QUESTIONS if one.when == when}


# --- strongest claims ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "there"), [(3, False), (4, True), (5, True)])
def test_a_strong_claim_has_a_high_level(level: int, there: bool) -> None:
    found = strongest(material({"SD1.3": rated(level)}, [an_evidenced(1, "SD1.3")]))
    assert [one.id for one in found] == (["SD1.3"] if there else [])


def test_and_evidence_that_supports_it() -> None:
    against = an_evidenced(1)._replace(links=(Link(item="SD1.3", bearing="contradicts"),))
    assert strongest(material({"SD1.3": rated(5)}, [])) == []
    assert strongest(material({"SD1.3": rated(5)}, [against])) == []


def test_the_best_founded_comes_first_and_a_few_are_enough() -> None:
    given = dict.fromkeys(IDS[:12], rated(4))
    register = [an_evidenced(number, item) for number, item in enumerate(IDS[:12], start=1)]
    more = [an_evidenced(99, IDS[7], kind="feedback", effective=date(2026, 1, 1))]
    found = strongest(material(given, [*register, *more]))
    assert found[0].id == IDS[7]
    assert len(found) == MOST_CLAIMS


def test_the_level_of_an_element_as_a_whole_counts_for_its_competencies_and_is_told_as_such() -> None:
    made = brief_section(material({"SD1": rated(4)}, [an_evidenced(1, "SD1.3")]), ())
    (row,) = table(made, "Strongest claims").rows
    assert row[0] == "SD1.3"
    assert row[2] == "4 for SD1"


# --- where more work is needed ------------------------------------------------------------------------------------------


def test_it_names_the_greatest_needs_with_what_their_evidence_lacks() -> None:
    given = {"AO4.2": rated(1, importance=3), "SD1.3": rated(2, importance=3), "WO1.2": no_chance()}
    rows = {
        row[0]: str(row[2])
        for row in table(brief_section(material(given, entries()), ()), "Where more work is needed").rows
    }
    assert rows["AO4.2"].startswith("level 1, target 4, need high")
    assert "no chance yet" in rows["WO1.2"]
    assert rows["WO1.2"].endswith("no evidence yet")


def test_where_nothing_stands_out_it_says_so() -> None:
    made = brief_section(material({}, []), ())
    assert table(made, "Where more work is needed").empty == "Nothing stands out."
    assert table(made, "Strongest claims").rows == ()


def test_what_evidence_lacks_is_said_as_what_would_strengthen_it_and_not_as_a_verdict() -> None:
    bare = an_evidenced(1, "SD1.3", my_part="", confirmer="")
    made = brief_section(material({"SD1.3": rated(4)}, [bare]), ())
    (row,) = table(made, "Strongest claims").rows
    assert row[4] == f"{STRENGTHENS['authentic']}; {STRENGTHENS['reliable']}; {STRENGTHENS['sufficient']}"
    assert "not yet" not in str(made)


# --- likely questions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "given", "register"),
    [
        ("strong", {"SD1.3": rated(5)}, [an_evidenced(1, "SD1.3")]),
        ("gap", {"SD1.3": rated(1)}, []),
        ("no-chance", {"SD1.3": no_chance()}, []),
        ("contradicted", {}, [an_evidenced(1)._replace(links=(Link(item="SD1.3", bearing="contradicts"),))]),
        ("single-source", {}, [an_evidenced(1, "SD1.3")]),
        ("old", {}, [an_evidenced(1, "SD1.3", effective=date(2019, 1, 1))]),
    ],
)
def test_each_state_of_a_competency_has_a_question_of_its_own(
    when: str, given: dict[str, Answer], register: list[Evidence]
) -> None:
    assert set(likely_questions(material(given, register))) & asked(when, "SD1.3")
    assert not set(likely_questions(material({}, []))) & asked(when, "SD1.3")


def test_a_need_of_an_element_as_a_whole_is_asked_about_as_such() -> None:
    assert set(likely_questions(material({"SD1": rated(1)}, []))) & asked("gap", "SD1")


def test_the_questions_about_the_whole_are_always_there_and_come_last() -> None:
    whole = [one.question for one in QUESTIONS if one.when == "always"]
    for given in ({}, dict.fromkeys(IDS, rated(1))):
        questions = likely_questions(material(given, entries()))
        assert questions[-len(whole) :] == whole
        assert len(questions) - len(whole) <= MOST_QUESTIONS


def test_one_kind_of_question_does_not_crowd_out_the_others() -> None:
    questions = likely_questions(material(dict.fromkeys(IDS, rated(1)), []))
    gaps = {text for item in IDS for text in asked("gap", item)}
    assert len([one for one in questions if one in gaps]) == MOST_OF_A_KIND


def test_no_question_holds_a_place_that_was_not_filled() -> None:
    made = brief_section(material(answers(), entries()), ())
    (bullets,) = [block for block in made.blocks if isinstance(block, Bullets)]
    assert bullets.numbered
    assert len(bullets.items) > 5
    assert not any("{" in one for one in bullets.items)


# --- the command --------------------------------------------------------------------------------------------------------


def test_the_command_shows_it_without_what_is_private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record")
    done = run_here(monkeypatch, "portfolio", "brief", "--today", TODAY, record=record, columns=120)
    assert done.status == 0
    assert "SD1.3" in done.stdout
    assert "Questions that are likely" in done.stdout
    assert PRIVATE not in done.stdout
