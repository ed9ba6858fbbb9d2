"""Each check of the gap analysis fires exactly when it should, says how serious and why, and names what mends it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from building import PLAN_START, a_plan, a_profile, a_register, a_round, an_action, rated
from gap_records import evidence, no_chance, not_applicable, standard, write_record
from processes import Program, whole_command

from cswo_eval.analysis.gaps import analyse
from cswo_eval.analysis.results import Check
from cswo_eval.record.models import Answer, Evidence
from cswo_eval.record.plan_models import Plan
from cswo_eval.text.days_in_words import plain_day

DAY = date(2026, 11, 21)
RECENT = date(2026, 9, 1)
NAMES = list(standard().competencies)


def checks_of(
    answers: Mapping[str, Answer], *entries: Evidence, plan: Plan | None = None, today: date = DAY, **profile: Any
) -> tuple[Check, ...]:
    """Every check that finds something."""
    analysis = analyse(standard(), a_profile(**profile), a_round(standard(), answers), a_register(entries), today, plan)
    return analysis.checks


def found(code: str, *given: Any, **named: Any) -> list[Check]:
    """The checks of one kind."""
    return [check for check in checks_of(*given, **named) if check.code == code]


def says(check: Check, *parts: str) -> bool:
    """Whether the reason names all of these."""
    return all(part in check.reason for part in parts)


# --- ratings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "fires"), [(3, False), (4, True), (5, True)])
def test_a_high_level_without_evidence_is_remarked_on(level: int, fires: bool) -> None:
    """At 4 and 5 nothing in the register is serious; at 3 it is not remarked on."""
    checks = found("high-level-without-evidence", {"SD1.3": rated(level)})
    assert bool(checks) is fires
    for check in checks:
        assert (check.severity, check.items) == ("serious", ("SD1.3",))
        assert says(check, "SD1.3", str(level), "nothing in the register")
        assert check.command == "cswo-eval assess --go SD1.3"


def test_evidence_that_supports_it_answers_that_check() -> None:
    """One supporting entry is enough."""
    assert found("high-level-without-evidence", {"SD1.3": rated(5)}, evidence("E1", ["SD1.3"])) == []


@pytest.mark.parametrize(
    "entry",
    [
        evidence("E1", [], ["SD1.3"]),
        evidence("E1", ["SD1.4"]),
        evidence("E1", ["SD1.3"], removed="2026-11-20T10:00:00Z"),
    ],
    ids=["speaks against", "for another", "taken out"],
)
def test_evidence_against_or_for_another_or_taken_out_does_not(entry: Evidence) -> None:
    """Only a present entry that supports this very competency counts."""
    assert found("high-level-without-evidence", {"SD1.3": rated(5)}, entry)


@pytest.mark.parametrize(
    ("level", "confidence", "fires"),
    [(5, "low", True), (5, "medium", False), (5, "high", False), (5, None, False), (4, "low", False)],
)
def test_the_top_level_with_low_confidence_is_remarked_on(level: int, confidence: Any, fires: bool) -> None:
    """Only 5 and only 'low'."""
    checks = found("top-level-low-confidence", {"SD1.3": rated(level, confidence=confidence)})
    assert bool(checks) is fires
    for check in checks:
        assert (check.severity, check.items) == ("look", ("SD1.3",))
        assert says(check, "SD1.3", "top level", "low confidence")
        assert check.command == "cswo-eval assess --go SD1.3"


@pytest.mark.parametrize(("number", "fires"), [(7, False), (8, True), (80, True)])
def test_every_answer_the_same_is_remarked_on_from_eight_ratings(number: int, fires: bool) -> None:
    """Seven alike may be chance; eight are worth a look, and the number and the level are said."""
    checks = found("every-answer-the-same", {name: rated(3) for name in NAMES[:number]})
    assert bool(checks) is fires
    for check in checks:
        assert (check.severity, check.items) == ("look", ())
        assert says(check, f"All {number} ratings are 3")
        assert check.command == "cswo-eval assess --cases"


def test_one_different_rating_is_enough_to_tell_them_apart() -> None:
    """Seventy-nine threes and a two are not all the same."""
    answers = {name: rated(3) for name in NAMES}
    assert found("every-answer-the-same", {**answers, NAMES[40]: rated(2)}) == []


def test_all_no_chance_or_all_not_applicable_are_not_ratings_that_are_the_same() -> None:
    """Without levels there is nothing to be the same."""
    assert found("every-answer-the-same", {name: no_chance() for name in NAMES}) == []
    assert found("every-answer-the-same", {name: not_applicable() for name in NAMES}) == []


# --- targets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("target", "fires"), [(2, True), (3, False), (4, False), (None, False)])
def test_an_own_target_below_the_level_is_remarked_on(target: int | None, fires: bool) -> None:
    """Level 3 against an own target of 2 does not fit; equal, higher or none does."""
    checks = found("target-below-level", {"SD1.3": rated(3)}, targets={"SD1.3": target})
    assert bool(checks) is fires
    for check in checks:
        assert (check.severity, check.items) == ("look", ("SD1.3",))
        assert says(check, "own target", "SD1.3", "2", "below the level 3")


def test_a_level_above_the_profiles_target_is_no_fault() -> None:
    """Being better than 'new in post' aims at needs no remark."""
    assert found("target-below-level", {"SD1.3": rated(5)}) == []


# --- evidence ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "fires"), [(730, False), (731, True)])
def test_evidence_is_out_of_date_after_two_years(days: int, fires: bool) -> None:
    """At 730 days it is still current; a day more and it is asked about, with its date."""
    effective = DAY - timedelta(days=days)
    checks = found("evidence-out-of-date", {"SD1.3": rated(3)}, evidence("E1", ["SD1.3"], effective=effective))
    assert bool(checks) is fires
    for check in checks:
        assert (check.severity, check.items) == ("look", ("SD1.3",))
        assert says(check, "SD1.3", plain_day(effective))
        assert check.command == "cswo-eval assess --go SD1.3"


def test_newer_evidence_beside_the_old_is_enough() -> None:
    """One current entry that supports it, and the old one is no matter; one that speaks against it is not enough."""
    old = evidence("E1", ["SD1.3"], effective=date(2023, 1, 1))
    newer = evidence("E2", ["SD1.3"], effective=RECENT)
    against = evidence("E2", [], ["SD1.3"], effective=RECENT)
    assert found("evidence-out-of-date", {"SD1.3": rated(3)}, old, newer) == []
    assert found("evidence-out-of-date", {"SD1.3": rated(3)}, old, against)


def test_evidence_tied_to_nothing_is_remarked_on() -> None:
    """An entry without links, or linked only to what the Standard does not have, is named."""
    stray, unknown = evidence("E1"), evidence("E2", ["ZZ9.9"])
    checks = found("evidence-tied-to-nothing", {"SD1.3": rated(3)}, stray, unknown)
    assert [check.items for check in checks] == [("E1", "E2")]
    for check in checks:
        assert check.severity == "note"
        assert says(check, "2 entries", "tied to no competency: E1, E2.")
        assert check.command == "cswo-eval evidence link E1 COMPETENCY --why TEXT"


@pytest.mark.parametrize(
    "entry",
    [
        evidence("E1", ["SD1.3"]),
        evidence("E1", [], ["SD1.3"]),
        evidence("E1", ["SD1"]),
        evidence("E1", removed="2026-11-20T10:00:00Z"),
    ],
    ids=["supports", "speaks against", "an element", "taken out"],
)
def test_evidence_tied_to_something_or_taken_out_is_not(entry: Evidence) -> None:
    """A link of either bearing to a competency or an element ties it."""
    assert found("evidence-tied-to-nothing", {"SD1.3": rated(3)}, entry) == []


@pytest.mark.parametrize(("days", "fires"), [(0, False), (1, True)])
def test_evidence_dated_in_the_future_is_remarked_on(days: int, fires: bool) -> None:
    """Today's is fine; tomorrow's is a slip."""
    entry = evidence("E1", ["SD1.3"], effective=DAY + timedelta(days=days))
    checks = found("evidence-in-the-future", {"SD1.3": rated(3)}, entry)
    assert bool(checks) is fires
    for check in checks:
        assert (check.severity, check.items) == ("look", ("E1",))
        assert says(check, "E1", "22 November 2026", "still to come")
        assert check.command == "cswo-eval evidence edit E1 --date DATE"


# --- plan -------------------------------------------------------------------------------------------------------------


def test_needs_without_any_plan_are_remarked_on_once() -> None:
    """High and medium needs and no plan: one note that counts them."""
    answers = {"SD1.3": rated(1, importance=3), "SD1.4": rated(1, importance=2), "SD1.5": rated(2, importance=2)}
    (check,) = found("no-plan", answers)
    assert (check.severity, check.items) == ("note", ("SD1.3", "SD1.4"))
    assert says(check, "2 high or medium needs", "no plan")
    assert check.command == "cswo-eval plan make"
    assert found("gap-without-action", answers) == []


def test_with_low_needs_only_no_plan_is_asked_for() -> None:
    """A need of 6 alone does not call for a plan."""
    assert found("no-plan", {"SD1.5": rated(2, importance=2)}) == []


HIGH_AND_MEDIUM = {"SD1.3": rated(1, importance=3), "WO1.1": rated(1, importance=2)}


@pytest.mark.parametrize("status", ["dropped", "deferred"])
def test_a_gap_without_an_action_is_remarked_on(status: Any) -> None:
    """With a plan, each high or medium need that no planned or finished action serves is named."""
    plan = a_plan(an_action(1, goal="SD1.3", status=status))
    (check,) = found("gap-without-action", HIGH_AND_MEDIUM, plan=plan)
    assert (check.severity, check.items) == ("look", ("SD1.3", "WO1.1"))
    assert says(check, "2 high or medium needs", "without an action", "SD1.3, WO1.1")
    assert found("no-plan", HIGH_AND_MEDIUM, plan=plan) == []


@pytest.mark.parametrize("status", ["planned", "done"])
def test_an_action_for_it_as_goal_or_beside_its_goal_answers_that(status: Any) -> None:
    """An action's goal and everything it serves count as having an action."""
    plan = a_plan(an_action(1, goal="SD1.3", serves=("WO1.1",), status=status))
    assert found("gap-without-action", HIGH_AND_MEDIUM, plan=plan) == []


def test_an_action_for_the_whole_element_answers_for_its_competencies() -> None:
    """The plan works on the element SD1 as a whole: SD1.3, a member of that goal, is not left without an action."""
    from cswo_eval.record.plan_models import Goal

    goal = Goal(item="SD1", reason="need", members=("SD1.3",), why="One piece of work.")
    plan = a_plan(an_action(1, goal="SD1", serves=("SD1.3",)), goals=(goal,))
    assert found("gap-without-action", {"SD1.3": rated(1, importance=3)}, plan=plan) == []


@pytest.mark.parametrize(("late", "fires"), [(-1, False), (0, False), (1, True)])
def test_an_action_is_overdue_on_the_day_after_it_was_due(late: int, fires: bool) -> None:
    """On its due day it is not."""
    action = an_action(4)
    checks = found("overdue-action", {}, plan=a_plan(action), today=action.due + timedelta(days=late))
    assert bool(checks) is fires
    for check in checks:
        assert (check.severity, check.items) == ("look", ("A4",))
        assert says(check, "A4", str(action.due))
        assert "cswo-eval plan done A4" in check.command
        assert "plan defer A4" in check.command


@pytest.mark.parametrize("status", ["done", "deferred", "dropped"])
def test_an_action_that_is_done_deferred_or_dropped_is_not_overdue(status: Any) -> None:
    """Only a planned one can be late."""
    assert found("overdue-action", {}, plan=a_plan(an_action(1, status=status)), today=date(2027, 6, 1)) == []


def test_an_action_that_breaks_a_rule_is_remarked_on_with_the_rule() -> None:
    """The flag's own words are given."""
    plan = a_plan(an_action(1, flags=("It is due on a Saturday.",)), an_action(2))
    (check,) = found("action-breaks-rule", {}, plan=plan)
    assert (check.severity, check.items) == ("note", ("A1",))
    assert says(check, "A1", "breaks a rule", "It is due on a Saturday.")


# --- all of them --------------------------------------------------------------------------------------------------------


def everything() -> tuple[Check, ...]:
    """A record that sets off every check there is, in two analyses: one with a plan, one without."""
    answers = {
        **{name: rated(5, confidence="low") for name in NAMES[:9]},
        "SD1.3": rated(5, confidence="low"),
    }
    entries = (
        evidence("E1"),
        evidence("E2", ["SD1.3"], effective=date(2021, 1, 1)),
        evidence("E3", ["SD1.4"], effective=date(2027, 1, 1)),
    )
    late = an_action(1, start=PLAN_START, due=PLAN_START)
    broken = an_action(2, due=date(2027, 2, 1), flags=("It is due on a Saturday.",))
    with_plan = checks_of(
        answers, *entries, plan=a_plan(late, broken), today=PLAN_START + timedelta(days=1), targets={NAMES[0]: 4}
    )
    needs = {"SD1.3": rated(1, importance=3)}
    return (
        *with_plan,
        *checks_of(needs, plan=a_plan(an_action(1, goal="WO1"))),
        *checks_of(needs),
    )


CODES = {
    "high-level-without-evidence", "top-level-low-confidence", "every-answer-the-same", "target-below-level",
    "evidence-out-of-date", "evidence-tied-to-nothing", "evidence-in-the-future", "no-plan", "gap-without-action",
    "overdue-action", "action-breaks-rule",
}  # fmt: skip


def test_that_record_sets_off_every_check() -> None:
    """The tests below look at every kind of check, and at no kind that this file does not know."""
    assert {check.code for check in everything()} == CODES


def commands_in(text: str) -> list[list[str]]:
    """The commands that a text names, as words without the program's name; 'or' joins several."""
    if "cswo-eval" not in text:
        return []
    parts = re.split(r"\s+or\s+", text[text.index("cswo-eval") :])
    return [re.split(r"[,;`]", part)[0].removeprefix("cswo-eval").split() for part in parts]


def parse(words: list[str]) -> None:
    """Let the program's own parser read a command, without running it. Fails on an unknown command or option."""
    command: Any = whole_command()
    left = list(words)
    while hasattr(command, "commands"):
        assert left, f"{words} names a group of commands, not a command"
        assert left[0] in command.commands, f"there is no command {words}"
        command = command.commands[left.pop(0)]
    command.make_context("cswo-eval", left)


def test_the_parser_refuses_commands_that_do_not_exist() -> None:
    """The test below can fail: an unknown command, and an unknown option, are noticed."""
    with pytest.raises(AssertionError, match="no command"):
        parse(["mend"])
    with pytest.raises(Exception, match="No such option"):
        parse(["gaps", "--mend"])


@pytest.mark.parametrize("code", sorted(CODES))
def test_what_mends_it_is_a_command_that_exists_or_a_file_of_the_record(code: str) -> None:
    """Every command that a check names is one the program reads; a check without one names the file to correct."""
    mends = {check.command for check in everything() if check.code == code}
    assert mends
    for text in mends:
        commands = commands_in(text)
        for words in commands:
            parse(words)
        assert commands or re.search(r"\b(profile|evidence)\.yaml\b", text), f"{code}: {text!r} says no command"


def test_every_reason_is_a_sentence_and_every_severity_is_known() -> None:
    """Each check says why, from its first capital to its full stop, and how much it matters."""
    for check in everything():
        assert check.severity in ("serious", "look", "note")
        assert re.fullmatch(r"[A-Z0-9].*\.", check.reason), check.reason


def test_the_most_serious_stand_first() -> None:
    """Serious, then look again, then notes."""
    rank = {"serious": 0, "look": 1, "note": 2}
    answers = {**{name: rated(4, confidence="low") for name in NAMES[:9]}, NAMES[0]: rated(1, importance=3)}
    ranks = [rank[check.severity] for check in checks_of(answers, evidence("E1"), targets={NAMES[1]: 2})]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}


def test_a_sound_record_sets_off_none() -> None:
    """Levels that differ, evidence that is current, a plan that serves the need: nothing stands out."""
    answers = {"SD1.3": rated(1, importance=3), "SD1.4": rated(4, confidence="high"), "SD1.5": rated(3)}
    plan = a_plan(an_action(1, goal="SD1.3", due=date(2026, 12, 4)))
    assert checks_of(answers, evidence("E1", ["SD1.4"]), plan=plan) == ()


def test_an_element_that_stands_in_is_checked_like_a_competency() -> None:
    """An element rated 5 without evidence is remarked on while it speaks for a competency, and no longer once it does not."""
    answers = {"SD3": rated(5), "SD3.1": rated(3)}
    assert [one.items for one in found("high-level-without-evidence", {"SD3": rated(5)})] == [("SD3",)]
    assert [one.items for one in found("high-level-without-evidence", answers)] == [("SD3",)]
    assert found("high-level-without-evidence", {**answers, "SD3.2": rated(2), "SD3.3": no_chance()}) == []


# --- many of one kind -------------------------------------------------------------------------------------------------


def test_many_of_one_kind_are_one_line_that_names_eight_and_counts_the_rest() -> None:
    """Thirty high levels without evidence: one check with thirty items, and the command that mends the first."""
    (check,) = found("high-level-without-evidence", {name: rated(4) for name in NAMES[:30]})
    assert check.items == tuple(NAMES[:30])
    assert says(check, "30 ratings of 4 or 5", f"{', '.join(NAMES[:8])} and 22 more.")
    assert NAMES[8] not in check.reason
    assert check.command == f"cswo-eval assess --go {NAMES[0]}"


def of_several() -> tuple[Check, ...]:
    """A record in which every check on single things holds of three: one analysis with evidence and one with a plan."""
    high = {name: rated(5, confidence="low") for name in NAMES[:3]}
    old = {name: rated(3) for name in NAMES[3:6]}
    entries = [
        *(evidence(f"E{number}") for number in (1, 2, 3)),
        *(evidence(f"E{number + 1}", [NAMES[number]], effective=date(2021, 1, 1)) for number in (3, 4, 5)),
        *(evidence(f"E{number}", ["WO1.1"], effective=date(2027, 1, 1)) for number in (7, 8, 9)),
    ]
    late = [an_action(number, start=PLAN_START, due=PLAN_START) for number in (1, 2, 3)]
    broken = [an_action(number, due=date(2027, 2, 1), flags=("It is due on a Saturday.",)) for number in (4, 5, 6)]
    plan = a_plan(*late, *broken)
    targets = dict.fromkeys(NAMES[:3], 4)
    return checks_of({**high, **old}, *entries, plan=plan, today=PLAN_START + timedelta(days=1), targets=targets)


def test_each_kind_of_check_that_holds_of_several_names_them_all_in_one_line() -> None:
    """Nine kinds but those that are about the whole, each once, with its three items in the sentence."""
    checks = [check for check in of_several() if check.items]
    assert sorted(check.code for check in checks) == sorted(
        CODES - {"every-answer-the-same", "no-plan", "gap-without-action"}
    )
    for check in checks:
        assert len(check.items) == 3
        assert says(check, "3 ", f": {', '.join(check.items)}.")


def test_what_mends_several_is_what_mends_the_first() -> None:
    """The command names the first item, wherever it names one at all."""
    for check in of_several():
        if check.items and "profile.yaml" not in check.command:
            assert check.items[0] in check.command
            assert not any(item in check.command for item in check.items[1:])


def test_check_shows_them_with_their_severity_and_what_mends_them(program: Program, tmp_path: Any) -> None:
    """`cswo-eval check` prints severity, reason and command of each."""
    record = write_record(tmp_path / "record", round_=a_round(standard(), {"SD1.3": rated(5, confidence="low")}))
    done = program("check", "--plain", "--today", "2026-11-21", record=record)
    assert done.status == 0
    said = " ".join(done.stdout.partition("Worth a second look")[2].split())
    checks = checks_of({"SD1.3": rated(5, confidence="low")}, today=date(2026, 11, 21))
    assert len(checks) == 2
    place = 0
    for check in checks:
        for text in (check.reason, check.command):
            assert text in said[place:]
            place = said.index(text, place) + len(text)
