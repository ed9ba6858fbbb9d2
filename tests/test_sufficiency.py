"""The five portfolio tests: each rule at its threshold and on both sides of it, and what holds of them all."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from building import NOW, TODAY, a_register, a_round, an_entry, rated
from gap_records import changed, not_applicable, standard
from hypothesis import given
from hypothesis import strategies as st
from portfolios import MY_PART, WHY, an_evidenced
from processes import whole_command

from cswo_eval.analysis.sufficiency import CompetencySufficiency, RuleResult, Sufficiency, sufficiency_of, word_count
from cswo_eval.record.models import PROGRAM_REASONS, Answer, Evidence, Link
from cswo_eval.record.portfolio_models import PriorLearningClaim, Reflection

ITEM = "SD1.3"
RULES = standard().sufficiency


def words(number: int) -> str:
    """A text of so many words."""
    return " ".join(["word"] * number)


def found(
    entries: Sequence[Evidence],
    answers: dict[str, Answer] | None = None,
    accounts: Sequence[Reflection] = (),
    claims: Sequence[PriorLearningClaim] = (),
) -> Sufficiency:
    """What is found in a register with these entries."""
    return sufficiency_of(standard(), a_register(entries), a_round(standard(), answers or {}), accounts, claims, TODAY)


def of_item(*entries: Evidence, item: str = ITEM) -> CompetencySufficiency:
    """What is found for one competency."""
    return next(one for one in found(entries).competencies if one.id == item)


def outcome(test: str, *entries: Evidence) -> RuleResult:
    """What one test says of ITEM."""
    return next(one for one in of_item(*entries).tests if one.test == test)


def one(number: int, **given_: Any) -> Evidence:
    """An entry for ITEM that meets all that a single entry can."""
    return an_evidenced(number, ITEM, **given_)


# --- each rule at, below and above its threshold ------------------------------------------------------------------------


@pytest.mark.parametrize(("extra", "expected"), [(-1, "not-met"), (0, "met"), (1, "met")])
def test_valid_asks_a_reason_of_so_many_words(extra: int, expected: str) -> None:
    link = Link(item=ITEM, reason=words(RULES.least_reason_words + extra))
    assert outcome("valid", one(1, links=(link,))).outcome == expected


@pytest.mark.parametrize("beginning", PROGRAM_REASONS)
def test_a_reason_that_the_program_wrote_counts_for_nothing(beginning: str) -> None:
    link = Link(item=ITEM, reason=f"{beginning}{ITEM} on the second of November, and more words.")
    assert outcome("valid", one(1, links=(link,))).outcome == "not-met"


def test_valid_asks_it_of_every_entry_and_names_the_one_that_lacks_it() -> None:
    result = outcome("valid", one(1), one(2, links=(Link(item=ITEM, reason="Too short."),)))
    assert result.outcome == "not-met"
    assert "E2" in result.reason
    assert "E1" not in result.reason
    assert "E2" in result.command


def test_the_reason_for_another_competency_does_not_count_here() -> None:
    links = (Link(item=ITEM), Link(item="AO4.2", reason=WHY))
    assert outcome("valid", one(1, links=links)).outcome == "not-met"


@pytest.mark.parametrize(("extra", "expected"), [(-1, "not-met"), (0, "met"), (1, "met")])
def test_authentic_asks_the_owners_part_in_so_many_words(extra: int, expected: str) -> None:
    assert outcome("authentic", one(1, my_part=words(RULES.least_part_words + extra))).outcome == expected


@pytest.mark.parametrize(("confirmable", "expected"), [(0, "not-met"), (1, "met"), (2, "met")])
def test_reliable_asks_for_somebody_who_could_confirm_it(confirmable: int, expected: str) -> None:
    assert RULES.least_confirmable == 1
    entries = [
        one(number, kind=kind, confirmer="A team manager" if number <= confirmable else "  ")
        for number, kind in ((1, "document"), (2, "feedback"))
    ]
    assert outcome("reliable", *entries).outcome == expected


@pytest.mark.parametrize(("kinds", "expected"), [(1, "not-met"), (2, "met"), (3, "met")])
def test_reliable_asks_for_so_many_kinds(kinds: int, expected: str) -> None:
    assert RULES.least_kinds == 2
    names = ("document", "feedback", "reflection")[:kinds]
    entries = [one(number, kind=names[number % kinds]) for number in range(1, 4)]
    assert outcome("reliable", *entries).outcome == expected


@pytest.mark.parametrize(("extra", "expected"), [(-1, "met"), (0, "met"), (1, "not-met")])
def test_current_asks_that_the_newest_is_at_most_so_many_days_old(extra: int, expected: str) -> None:
    newest = TODAY - timedelta(days=RULES.current_days + extra)
    older = one(2, effective=date(2015, 1, 1))
    assert outcome("current", one(1, effective=newest), older).outcome == expected


@pytest.mark.parametrize(("number", "expected"), [(1, "not-met"), (2, "met"), (3, "met")])
def test_sufficient_asks_for_so_many_entries(number: int, expected: str) -> None:
    assert RULES.least_entries == 2
    entries = [one(count, effective=TODAY - timedelta(days=count)) for count in range(1, number + 1)]
    assert outcome("sufficient", *entries).outcome == expected


@pytest.mark.parametrize(("days", "expected"), [(1, "not-met"), (2, "met"), (3, "met")])
def test_sufficient_asks_for_so_many_days(days: int, expected: str) -> None:
    assert RULES.least_occasions == 2
    entries = [one(count, effective=TODAY - timedelta(days=count % days)) for count in range(1, 5)]
    assert outcome("sufficient", *entries).outcome == expected


@pytest.mark.parametrize(("extra", "named"), [(-1, False), (0, True), (1, True)])
def test_an_entry_that_carries_many_competencies_is_named(extra: int, named: bool) -> None:
    items = list(standard().competencies)[: RULES.many_competencies_from + extra]
    many = found([an_evidenced(1, *items), an_evidenced(2, "SD1.3")]).carrying_many
    assert many == ((("E1", len(items)),) if named else ())


def test_what_speaks_against_it_and_elements_carry_nothing() -> None:
    links = tuple(Link(item=item, bearing="contradicts") for item in standard().competencies)
    elements = tuple(Link(item=item) for item in standard().elements)
    assert found([one(1, links=links), one(2, links=elements)]).carrying_many == ()


def test_all_five_can_be_met_by_two_entries() -> None:
    result = of_item(one(1, kind="document"), one(2, kind="feedback", effective=date(2026, 5, 1)))
    assert result.complete
    assert result.met == 5
    assert result.not_met == ()


# --- what counts --------------------------------------------------------------------------------------------------------


def test_removed_entries_accounts_and_claims_do_not_count() -> None:
    account = Reflection(
        id="R1", title="A", model="gibbs", effective=TODAY, written=NOW, links=(Link(item=ITEM),), removed=NOW
    )
    claim = PriorLearningClaim(id="L1", title="A", items=(ITEM,), recorded=NOW, removed=NOW)
    result = next(one_ for one_ in found([one(1, removed=NOW)], {}, [account], [claim]).competencies if one_.id == ITEM)
    assert (result.supports, result.reflections, result.claims) == ((), (), ())
    assert {test.outcome for test in result.tests} == {"nothing"}


def test_accounts_and_claims_that_are_there_are_named() -> None:
    account = Reflection(id="R1", title="A", model="gibbs", effective=TODAY, written=NOW, links=(Link(item=ITEM),))
    claim = PriorLearningClaim(id="L1", title="A", items=(ITEM,), recorded=NOW)
    result = next(one_ for one_ in found([], {}, [account], [claim]).competencies if one_.id == ITEM)
    assert (result.reflections, result.claims) == (("R1",), ("L1",))


def test_what_speaks_against_it_supports_nothing() -> None:
    result = of_item(one(1, links=(Link(item=ITEM, bearing="contradicts", reason=WHY),)))
    assert (result.supports, result.contradicts) == ((), ("E1",))
    assert {test.outcome for test in result.tests} == {"nothing"}


def test_an_entry_tied_twice_by_hand_is_one_entry() -> None:
    result = of_item(one(1, links=(Link(item=ITEM, reason=WHY), Link(item=ITEM, reason="Again."))))
    assert result.supports == ("E1",)
    assert "sufficient" in {test.test for test in result.not_met}


def test_what_is_not_applicable_is_left_out() -> None:
    result = found([one(1)], {ITEM: not_applicable()})
    assert len(result.counted) == len(result.competencies) - 1
    assert ITEM not in {one_.id for one_ in result.counted}
    assert result.evidenced == ()


def test_an_element_that_is_not_applicable_as_a_whole_takes_its_competencies_along_but_not_those_with_a_level() -> None:
    result = found([], {"SD1": not_applicable(), ITEM: rated(3)})
    counted = {one_.id for one_ in result.counted if one_.id.startswith("SD1.")}
    assert counted == {ITEM}


def test_entries_that_bear_on_nothing_or_on_an_element_only_are_named() -> None:
    lost = an_entry(3, links=(Link(item="ZZ9.9"),))
    result = found([an_entry(1), an_evidenced(2, "SD1"), lost, an_evidenced(4, "SD1", ITEM)])
    assert result.unlinked == ("E1", "E3")
    assert result.by_element_only == ("E2",)


def test_all_competencies_are_there_in_the_standards_order_each_with_the_five_tests() -> None:
    result = found([])
    assert [one_.id for one_ in result.competencies] == list(standard().competencies)
    for one_ in result.competencies:
        assert [test.test for test in one_.tests] == ["valid", "authentic", "reliable", "current", "sufficient"]


@pytest.mark.parametrize(
    ("text", "number"), [("", 0), ("  \n", 0), ("one", 1), ("one\ntwo\tthree", 3), ("child-centred work", 2)]
)
def test_words_are_counted_as_a_word_processor_counts_them(text: str, number: int) -> None:
    assert word_count(text) == number


# --- laws ---------------------------------------------------------------------------------------------------------------

KINDS = [kind.id for kind in standard().evidence_kinds.kinds]


@st.composite
def an_entry_for_it(draw: st.DrawFn) -> Evidence:
    """Any entry that supports ITEM."""
    return one(
        draw(st.integers(1, 900)),
        kind=draw(st.sampled_from(KINDS)),
        effective=TODAY - timedelta(days=draw(st.integers(-30, 2000))),
        my_part=draw(st.sampled_from(["", "Chair.", MY_PART])),
        confirmer=draw(st.sampled_from(["", "A team manager"])),
        links=(Link(item=ITEM, reason=draw(st.sampled_from(["", "Short.", "Given in answer to it all now.", WHY]))),),
    )


several = st.lists(an_entry_for_it(), max_size=6, unique_by=lambda entry: entry.id)


@given(several, an_entry_for_it())
def test_one_more_entry_never_makes_reliable_current_or_sufficient_worse(
    entries: list[Evidence], more: Evidence
) -> None:
    more = changed(more, id="E999")
    for test in ("reliable", "current", "sufficient"):
        if outcome(test, *entries).outcome == "met":
            assert outcome(test, *entries, more).outcome == "met"


@given(several)
def test_everything_that_is_not_met_has_a_reason_and_a_command_and_what_is_met_has_no_command(
    entries: list[Evidence],
) -> None:
    for result in of_item(*entries).tests:
        assert result.reason.endswith(".")
        assert bool(result.command) == (result.outcome != "met")


@given(several)
def test_the_order_of_the_register_changes_no_outcome(entries: list[Evidence]) -> None:
    there = [test.outcome for test in of_item(*entries).tests]
    assert [test.outcome for test in of_item(*reversed(entries)).tests] == there


@given(several)
def test_no_word_of_the_owners_stands_in_a_reason(entries: list[Evidence]) -> None:
    told = " ".join(test.reason for test in of_item(*(changed(entry, title="Quillwort") for entry in entries)).tests)
    assert "Quillwort" not in told
    assert "team manager" not in told


def all_commands() -> set[str]:
    """A command of each form that a test can name."""
    entries = [
        one(1, links=(Link(item=ITEM),), my_part="", confirmer="", effective=date(2015, 1, 1)),
        one(2, links=(Link(item=ITEM),), my_part="", confirmer="", effective=date(2015, 1, 1)),
    ]
    sets = ([], entries[:1], entries, [one(1)])
    return {test.command for entries in sets for test in of_item(*entries).tests if test.command}


def test_every_command_is_one_that_the_program_takes() -> None:
    commands = all_commands()
    assert len(commands) >= 4
    for line in commands:
        name, group, command, *rest = shlex.split(line)
        assert name == "cswo-eval"
        whole_command().commands[group].commands[command].make_context(command, rest, resilient_parsing=False)
    with pytest.raises(Exception, match="nonsense"):
        whole_command().commands["evidence"].commands["link"].make_context("link", ["E1", ITEM, "--nonsense", "x"])


def test_the_words_of_the_rules_name_the_thresholds_that_are_used() -> None:
    """The file says each number twice: in words for the reader, as a number for the program."""
    said = {test.id: test.checked for test in RULES.tests}
    numbers = {"five": 5, "eight": 8, "one": 1, "two": 2, "six": 6}

    def told(test: str) -> set[int]:
        return {numbers[word] for word in re.findall(r"[a-z]+", said[test]) if word in numbers}

    assert RULES.least_reason_words in told("valid")
    assert RULES.least_part_words in told("authentic")
    assert {RULES.least_confirmable, RULES.least_kinds} <= told("reliable")
    assert str(RULES.current_days) in said["current"]
    assert {RULES.least_entries, RULES.least_occasions, RULES.many_competencies_from} <= told("sufficient")
