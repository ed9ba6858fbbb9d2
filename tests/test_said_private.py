"""What is said after a mark is set or taken back: everything that is private now, and nothing that is not there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from building import BASELINE, a_plan, a_profile, a_register, a_round, an_action, an_entry, rated
from gap_records import changed, standard
from hypothesis import given
from hypothesis import strategies as st

from cswo_eval.disclosure.private_things import private_things
from cswo_eval.disclosure.said_private import said_mark, said_of_entry
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.record.models import Answer, Evidence, ReviewRecord, SetAside
from cswo_eval.record.plan_models import PlanReview
from cswo_eval.record.portfolio_models import PriorLearning, PriorLearningClaim, Reflection

ITEM = "SD1.3"
LATER = date(2027, 9, 1)


def a_whole(answers: dict[str, Answer], *entries: Evidence, **given: Any) -> WholeRecord:
    """A record with these answers and entries."""
    return WholeRecord(
        standard(), a_profile(), **{"round": a_round(standard(), answers), "register": a_register(entries), **given}
    )


def private(level: int = 2, **given: Any) -> Answer:
    """A rated answer that is marked."""
    return rated(level, private=True, **given)


def test_level_words_and_evidence_are_named_in_one_sentence() -> None:
    whole = a_whole({"SD2": private(learning="It.")}, an_entry(7, "SD2"))
    assert said_mark(whole, "SD2", True) == (
        "SD2: your level, what you wrote here and E7 are now private. So is what you add here. This does not mark its "
        "competencies."
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(private=True), "SD1.3: what you say here is now private, with evidence that you add here."),
        (private(), "SD1.3: your level is now private. So is what you add here."),
        (Answer(standing="no-chance", private=True), "SD1.3: your answer is now private. So is what you add here."),
        (Answer(note="x", private=True), "SD1.3: what you wrote here is now private. So is what you add here."),
    ],
)
def test_only_what_is_there_is_named(answer: Answer, said: str) -> None:
    assert said_mark(a_whole({ITEM: answer}), ITEM, True) == said


def test_an_action_whose_goal_it_is_is_named() -> None:
    whole = a_whole({ITEM: private()}, plan=a_plan(an_action(4)))
    assert "SD1.3: your level and A4 of your plan are now private." in said_mark(whole, ITEM, True)


def test_an_entry_that_may_leave_all_the_same_is_named_as_such() -> None:
    whole = a_whole({ITEM: private()}, changed(an_entry(1, ITEM, "SD1.1"), may_leave=True))
    said = said_mark(whole, ITEM, True)
    assert (
        "E1 may leave all the same, as you said. It serves SD1.1 too. `cswo-eval private set E1` keeps it back." in said
    )


def test_after_public_what_an_answer_of_the_other_kind_keeps_back_is_named() -> None:
    """Another private answer that the same entry serves, a mark of the entry's own and one of the action's."""
    whole = a_whole(
        {ITEM: rated(2), "SD1.1": private()},
        an_entry(1, ITEM),
        an_entry(2, ITEM, "SD1.1"),
        changed(an_entry(3, ITEM), private=True),
        plan=a_plan(changed(an_action(1), private=True), an_action(2)),
    )
    said = said_mark(whole, ITEM, False)
    assert said.startswith("SD1.3 is not private: your level, E1 and A2 of your plan may go into what you share.")
    assert "E2 serves SD1.1 too, which is private: you are asked about it before anything leaves" in said
    assert "E3 is marked itself and stays private" in said
    assert "A1 is marked itself and stays private" in said


def test_after_public_a_mark_of_an_earlier_round_that_still_counts_is_named() -> None:
    earlier = a_round(standard(), {ITEM: private()})
    whole = a_whole({}, round=a_round(standard(), started=LATER), earlier_rounds=(earlier,))
    assert said_mark(whole, ITEM, False) == (
        "SD1.3 stays private until you have answered here: your answer of an earlier round is marked."
    )


def test_after_public_a_mark_on_an_answer_that_is_set_aside_is_named() -> None:
    aside = (SetAside(id=ITEM, reason="It was.", answer=private()),)
    whole = a_whole({}, round=a_round(standard(), {ITEM: rated(2)}, set_aside=aside))
    assert "an answer that is set aside" in said_mark(whole, ITEM, False)


def test_an_account_and_a_claim_that_name_a_private_entry_are_pointed_out() -> None:
    account = Reflection(
        id="R1", title="T", model="gibbs", effective=BASELINE, written="2026-09-07T10:00:00Z", evidence=("E1",)
    )
    claim = PriorLearningClaim(id="L1", title="T", recorded="2026-09-07T10:00:00Z", evidence=("E1",))
    whole = a_whole(
        {}, changed(an_entry(1, ITEM), private=True), accounts=(account,), claims=PriorLearning(claims=(claim,))
    )
    assert said_mark(whole, "E1", True) == "E1 is now private. R1 and L1 name it and are not private."


def test_an_action_whose_goal_is_private_says_so_after_public() -> None:
    whole = a_whole({ITEM: private()}, plan=a_plan(an_action(1)))
    assert said_mark(whole, "A1", False) == (
        "A1 carries no mark of its own. It stays private, since its goal SD1.3 is private."
    )


def test_the_last_review_says_that_a_level_is_an_answers() -> None:
    reviews = (PlanReview(number=30, day=BASELINE), PlanReview(number=100, day=LATER))
    whole = a_whole({}, plan=a_plan(reviews=reviews), reviews=(ReviewRecord(plan=BASELINE, number=30, held=BASELINE),))
    assert "`private` at its question marks that" in said_mark(whole, "day-100", True)
    assert "at its question" not in said_mark(whole, "day-30", True)


@pytest.mark.parametrize("name", ["E9", "R9", "L9", "A9", "2026-01-05/A9", "day-30", ITEM])
@pytest.mark.parametrize("is_private", [True, False])
def test_what_is_not_saved_yet_can_be_named(name: str, is_private: bool) -> None:
    assert "private" in said_mark(a_whole({}), name, is_private)


ENTRIES = st.lists(
    st.builds(
        lambda number, items, marked, may: changed(an_entry(number, *items), private=marked, may_leave=may),
        st.integers(1, 6),
        st.lists(st.sampled_from([ITEM, "SD1.1", "SD2"]), unique=True, max_size=3),
        st.booleans(),
        st.booleans(),
    ),
    unique_by=lambda one: one.id,
    max_size=6,
)


@given(entries=ENTRIES, marked=st.sets(st.sampled_from([ITEM, "SD1.1", "SD2"])), word=st.booleans())
def test_every_entry_is_named_on_the_side_on_which_the_door_has_it(
    entries: list[Evidence], marked: set[str], word: bool
) -> None:
    """Of those that serve the answer: private, to be asked about, or open."""
    answers = {name: rated(2, private=name in marked) for name in (ITEM, "SD1.1", "SD2")}
    answers[ITEM] = rated(2, private=word)
    whole = a_whole(answers, *entries)
    things = private_things(whole)
    first, _, rest = said_mark(whole, ITEM, word).partition(". ")
    for entry in whole.register.linked_to(ITEM):
        hidden = entry.id in things.marked_entries | things.covered.keys()
        asked = entry.id in {one.entry for one in things.divided}
        assert (entry.id in first) == (hidden if word else entry.id not in things.entries)
        assert (f"{entry.id} serves" in rest) == asked
        assert bool(said_of_entry(whole, entry.id)) == (entry.id in things.entries)
