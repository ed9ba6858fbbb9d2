"""The learning contract: from gaps and plan, or from the gaps alone; who signs; what it does not show."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import html5lib
import pytest
from building import PLAN_START, a_plan, a_profile, a_register, a_round, an_action, rated
from building import TODAY as DAY
from conftest import Finished
from gap_records import changed, no_chance, not_applicable, standard
from portfolios import DETAILS, PRIVATE, TODAY, a_student, a_students_plan, answers, entries
from processes import on_posix, run_here
from reports import squeezed, words_of

from cswo_eval.analysis.gaps import analyse
from cswo_eval.pages.blocks import Entry, Facts, Field, Paragraph, Section, Table
from cswo_eval.pages.portfolio.learning_contract import MOST_NEEDS, contract_section, contract_texts
from cswo_eval.record.models import Answer
from cswo_eval.record.plan_models import Goal, Plan, PlanReview
from cswo_eval.record.portfolio_models import PortfolioDetails
from cswo_eval.record.store import Record

Contract = Callable[..., Finished]


def section(given: dict[str, Answer], plan: Plan | None = None, levels: bool = True) -> Section:
    """The contract of a student with these answers."""
    round_, register = a_round(standard(), given), a_register(entries())
    analysis = analyse(standard(), a_profile(target_profile="diploma"), round_, register, DAY, plan)
    return contract_section(standard(), analysis, round_, plan, PortfolioDetails(), ("A lead.",), levels)


def tables(made: Section) -> dict[str, Table]:
    return {block.title: block for block in made.blocks if isinstance(block, Table)}


def goals(made: Section) -> dict[str, dict[str, str]]:
    return {block.heading.split()[0]: dict(block.pairs) for block in made.blocks if isinstance(block, Entry)}


REVIEWS = (PlanReview(number=30, day=PLAN_START), PlanReview(number=100, day=PLAN_START.replace(year=2027, month=3)))


# --- with a plan --------------------------------------------------------------------------------------------------------


def test_each_goal_has_its_need_where_the_student_is_what_is_to_be_learned_and_the_activities() -> None:
    made = section(answers(), a_students_plan())
    told = goals(made)["AO4.2"]
    assert told["Need"] == "I am at level 2 and aim for level 4; it matters highly in my role now."
    assert told["Intended learning"] == "The law on capacity."
    row = tables(made)["Activities for AO4.2"].rows[0]
    assert row == ("A1", "Sit beside the duty officer", "2 h", "4 December 2026", "A page of what I learned")


def test_a_goal_that_is_an_element_tells_it_of_each_competency_it_is_for() -> None:
    goal = Goal(item="AO4", reason="need", members=("AO4.2", "AO4.3"), why="Both.")
    given = {
        "AO4.2": rated(2, importance=3, learning="The law."),
        "AO4.3": rated(1, importance=1, learning="The system."),
    }
    told = goals(section(given, a_plan(goals=(goal,))))["AO4"]
    assert told["Need"].splitlines() == [
        "AO4.2: I am at level 2 and aim for level 4; it matters highly in my role now.",
        "AO4.3: I am at level 1 and aim for level 4; it matters little in my role now.",
    ]
    assert told["Intended learning"] == "The law.\nThe system."


def test_without_words_of_the_owners_the_standards_statement_says_what_is_to_be_learned() -> None:
    told = goals(section({"AO4.2": rated(2)}, a_students_plan()))["AO4.2"]
    assert told["Intended learning"] == f"To be able to say: {standard().competencies['AO4.2'].statement}"


def test_what_an_action_leaves_else_how_it_is_measured_else_nothing_agreed_is_the_evidence() -> None:
    plan = a_plan(
        an_action(1, goal="AO4.2", evidence_left="A page", measure="A count"),
        an_action(2, goal="AO4.2", measure="A count"),
        an_action(3, goal="AO4.2"),
        goals=a_students_plan().goals,
    )
    rows = tables(section(answers(), plan))["Activities for AO4.2"].rows
    assert [row[-1] for row in rows] == ["A page", "A count", "to be agreed"]


def test_what_was_dropped_is_no_part_of_it() -> None:
    plan = a_plan(an_action(1, goal="AO4.2", status="dropped"), goals=a_students_plan().goals)
    table = tables(section(answers(), plan))["Activities for AO4.2"]
    assert (table.rows, table.empty) == ((), "No activity is planned for it yet.")


def test_term_hours_and_review_dates_are_those_of_the_plan() -> None:
    made = section(answers(), a_students_plan(reviews=REVIEWS))
    facts = dict(next(block for block in made.blocks if isinstance(block, Facts)).pairs)
    assert facts == {"Term": "23 November 2026 to 23 March 2027", "Time": "3 h a week"}
    assert tables(made)["Review dates"].rows == (("Day 30", "23 November 2026"), ("Day 100", "23 March 2027"))


# --- without a plan -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            rated(4, importance=2),
            "I am at level 4, which is what I aimed for (4); it matters as much as most things in my role now.",
        ),
        (
            no_chance(importance=2),
            "I have had no chance yet to show this; it matters as much as most things in my role now.",
        ),
    ],
)
def test_a_goal_that_is_reached_and_one_without_a_level_are_told_as_such(answer: Answer, said: str) -> None:
    assert goals(section({"AO4.2": answer}, a_students_plan()))["AO4.2"]["Need"] == said


def test_without_a_plan_it_lists_the_greatest_needs_and_names_no_command() -> None:
    given = dict.fromkeys(list(standard().competencies)[:20], rated(1))
    made = section(given)
    table = tables(made)["Needs"]
    assert len(table.rows) == MOST_NEEDS
    assert table.rows[0][2] == "level 1; aim 4"
    said = [block.text for block in made.blocks if isinstance(block, Paragraph)]
    assert said == ["A lead.", "No plan is part of this portfolio."]


def test_no_chance_yet_is_a_need_and_not_applicable_is_none() -> None:
    table = tables(section(answers()))["Needs"]
    by_id = {row[0]: row for row in table.rows}
    assert str(by_id["WO1.2"][2]).startswith("no chance yet; aim")
    assert "SD1.6" not in by_id


def test_a_student_with_no_answers_gets_an_empty_form_to_sign() -> None:
    made = section({})
    assert tables(made)["Needs"].empty == "No needs yet."
    assert len([block for block in made.blocks if isinstance(block, Field)]) == 3


def test_answers_for_elements_alone_are_needs_too() -> None:
    table = tables(section({"SD1": rated(1, learning="To look ahead."), "MV1": not_applicable()}))["Needs"]
    assert [(row[0], row[3]) for row in table.rows] == [("SD1", "To look ahead.")]


# --- who signs, what is not shown ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", [None, a_students_plan()])
def test_there_is_room_for_three_to_sign(plan: Plan | None) -> None:
    fields = [block.label for block in section(answers(), plan).blocks if isinstance(block, Field)]
    assert [label.partition(":")[0] for label in fields] == ["Student", "Academic adviser or mentor", "Line manager"]
    assert all("signature, date" in label for label in fields)


def told(value: Any) -> str:
    return value if isinstance(value, str) else " ".join(map(told, value)) if isinstance(value, tuple) else ""


@pytest.mark.parametrize("plan", [None, a_students_plan()])
def test_without_levels_it_says_nowhere_where_the_student_is(plan: Plan | None) -> None:
    with_levels, without = (told(section(answers(), plan, levels)) for levels in (True, False))
    assert "level 2" in with_levels
    for words in ("level 2", "target", "aim 4", "aim for", "no chance"):
        assert words not in without
    assert "The law on capacity." in without


def test_its_words_are_the_owners_own() -> None:
    round_ = a_round(standard(), answers())
    analysis = analyse(standard(), a_profile(), round_, a_register(), DAY, None)
    assert "The law on capacity." in contract_texts(analysis, round_, a_students_plan(), PortfolioDetails())
    assert "A joint board that is new." not in contract_texts(analysis, round_, a_students_plan(), PortfolioDetails())
    assert "".join(contract_texts(analysis, None, None, PortfolioDetails())) == ""


# --- the command --------------------------------------------------------------------------------------------------------


@pytest.fixture
def contract(monkeypatch: pytest.MonkeyPatch) -> Contract:
    """`portfolio contract`."""

    def run(record: Path, *options: str | Path) -> Finished:
        return run_here(monkeypatch, "portfolio", "contract", "--today", TODAY, *options, record=record, columns=120)

    return run


def test_it_is_shown_without_what_is_private(contract: Contract, tmp_path: Path) -> None:
    done = contract(a_student(tmp_path / "record", plan=a_students_plan()))
    assert done.status == 0
    assert "Sit beside the duty officer" in done.stdout
    assert PRIVATE not in done.stdout
    assert "SL1.2" not in done.stdout  # its answer is private, and a goal for it would tell it


def test_the_command_says_what_would_fill_it_and_the_contract_does_not(contract: Contract, tmp_path: Path) -> None:
    done = contract(a_student(tmp_path / "record"))
    assert "cswo-eval plan make" in done.stderr
    assert "cswo-eval" not in done.stdout


def test_it_is_written_as_word_and_as_html_to_be_signed(contract: Contract, tmp_path: Path) -> None:
    record = a_student(tmp_path / "record", plan=a_students_plan())
    for ending, kind in ((".docx", "word"), (".html", "html")):
        target = tmp_path / f"My contract{ending}"
        assert contract(record, "--output", target).status == 0
        data = target.read_bytes()
        assert squeezed("Academic adviser or mentor: name, signature, date") in words_of(kind, data)
        if kind == "html":
            html5lib.HTMLParser(strict=True).parse(data.decode("utf-8"))
        else:
            assert docx.Document(io.BytesIO(data)).tables
        before = target.read_bytes()
        assert contract(record, "--output", target).status == 1
        assert contract(record, "--output", target, "--force").status == 0
        assert target.read_bytes() == before


@pytest.mark.parametrize("name", ["contract.pdf", "contract", "no/contract.docx"])
def test_another_ending_or_folder_is_refused_in_words(contract: Contract, tmp_path: Path, name: str) -> None:
    done = contract(a_student(tmp_path / "record"), "--output", tmp_path / name)
    assert done.status == 1
    assert "should end in" in done.stderr or "There is no folder" in done.stderr


def test_under_a_profile_without_levels_it_shows_none(contract: Contract, tmp_path: Path) -> None:
    details = changed(DETAILS, profile="employer-file")
    record = a_student(tmp_path / "record", plan=a_students_plan(), details=details)
    shown = contract(record).stdout
    assert "level 2" not in shown
    assert "The law on capacity." in shown


# --- asked at a terminal --------------------------------------------------------------------------------------------------


def test_what_was_just_agreed_stands_in_the_contract_that_is_shown_behind_the_questions(tmp_path: Path) -> None:
    """The one above them was made from the record as it was."""
    if not on_posix():
        pytest.skip("needs a pseudo-terminal")
    from terminals import Window

    record = a_student(tmp_path / "record")
    window = Window(tmp_path / "home", "portfolio", "contract", "--record", record, "--findings", "keep")
    try:
        for line in ("yes", "A mentor, once a month.", ".", "Half a day a fortnight"):
            window.type(line)
        shown = " ".join(window.type("30 June 2027").split())
        assert window.status() == 0
    finally:
        window.end()
    assert "A mentor, once a month." in shown
    assert "Half a day a fortnight" in shown
    assert shown.count("30 June 2027") > 2  # typed, said back, and in the contract


def test_what_keeps_the_contract_from_being_shown_can_be_reworded_where_it_was_typed(tmp_path: Path) -> None:
    """The guard stops it for what its own questions took, and says the command that asks them."""
    if not on_posix():
        pytest.skip("needs a pseudo-terminal")
    from terminals import Window

    record = a_student(tmp_path / "record")
    with Record(record).changing("test", lambda: "2026-09-01T09:00:00Z") as writer:
        details = writer.record.portfolio_details()
        writer.save_portfolio_details(details._replace(contract_help="Ring 07700 900123."))
    window = Window(tmp_path / "home", "portfolio", "contract", "--record", record)
    try:
        assert "Nothing was written: 1 thing" in window.seen
        for line in ("yes", "A mentor, once a month.", ".", "", ""):
            window.type(line)
        assert "A mentor, once a month." in window.seen
        assert window.status() == 0
    finally:
        window.end()


def test_what_the_contract_says_is_looked_at_as_any_other_text(contract: Contract, tmp_path: Path) -> None:
    """A name on the title page is meant to be read; one among what was agreed is not."""
    record = a_student(tmp_path / "record")
    with Record(record).changing("test", lambda: "2026-09-01T09:00:00Z") as writer:
        details = writer.record.portfolio_details()
        words = {"adviser": "Mrs Mary Quillfeather", "contract_time": "Mr Angus Fenwick gives me Tuesdays."}
        writer.save_portfolio_details(details._replace(**words))
    taken_out = contract(record, "--findings", "take-out").stdout
    assert "Fenwick" not in taken_out
    assert "gives me Tuesdays." in taken_out


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")
def test_names_are_remarked_on_in_the_contract_once_and_on_the_title_page_not_at_all(tmp_path: Path) -> None:
    """The title page is for names; with whose help one learns is said by role."""
    from terminals import Window

    record = tmp_path / "record"
    window = Window(tmp_path / "home", "portfolio", "set", "--record", record)
    window.type("yes")
    told = window.type("Mrs Una Cattanach")
    window.type("quit")
    window = Window(tmp_path / "home", "portfolio", "contract", "--record", record)
    for line in ("yes", "Mrs Una Cattanach meets me monthly."):
        window.type(line)
    remarked = window.type(".")
    window.end()
    assert "Cattanach" not in told.removeprefix("Mrs Una Cattanach")
    assert remarked.count("Cattanach") == 1
