"""The walk as a state machine: which question comes next, and what an answer changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from building import NOW, TODAY, a_walk, an_entry, rated, typed_texts
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from cswo_eval.forms.questions import Question
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Answer
from cswo_eval.text.problems import UnknownId
from cswo_eval.walk.machine import (
    NotAnAnswer,
    Walk,
    answer,
    answer_of,
    back,
    begin,
    go,
    is_complete,
    item_of,
    question,
    set_private,
    skip,
)
from cswo_eval.walk.question_names import Finished
from cswo_eval.walk.state import Step

LATER = "2026-11-21T10:00:00Z"
ITEM = "SD1.3"
ENTRY_AT_USUAL = [
    "evidence",
    "evidence-date",
    "evidence-part",
    "evidence-confirmer",
    "evidence-bearing",
    "evidence-more",
]
ENTRY_AT_FULL = [
    "evidence", "evidence-kind", "evidence-date", "evidence-part", "evidence-confirmer", "evidence-bearing",
    "evidence-reason", "evidence-more",
]  # fmt: skip


def typed(walk: Walk, text: str, seconds: int = 0) -> Walk:
    """The walk after this was typed at the present question."""
    return answer(walk, text, LATER, TODAY, seconds)


def asked(walk: Walk) -> Question:
    """The present question, which must not be the end."""
    present = question(walk)
    assert isinstance(present, Question)
    return present


def drive(walk: Walk, replies: Mapping[str, str]) -> tuple[Walk, list[str]]:
    """Answer by the name of each question (Enter where none is given) to the end; returns the names asked."""
    names: list[str] = []
    given = dict(replies)
    while isinstance(present := question(walk), Question):
        names.append(present.field)
        walk = typed(walk, given.pop(present.field, ""))
        assert len(names) < 2000
    return walk, names


def at(walk: Walk, item: str, name: str, replies: Mapping[str, str]) -> Walk:
    """The walk at the question of this item and name, having answered by name what came before it."""
    for _ in range(2000):
        present = asked(walk)
        if (present.group, present.field) == (item, name):
            return walk
        walk = typed(walk, replies.get(present.field, ""))
    raise AssertionError("that question never came")


def names_asked(framework: Framework, replies: Mapping[str, str], **given: Any) -> list[str]:
    """The questions asked on one competency."""
    walk = begin(a_walk(framework, **{"order": [ITEM], **given}))
    return drive(walk, replies)[1]


def resumed(walk: Walk) -> Walk:
    """A new sitting over what was saved: nothing but the round and the register is carried over."""
    fresh = a_walk(walk.framework, depth=walk.depth, order=walk.order)
    return begin(fresh._replace(round=walk.round, register=walk.register, targets=walk.targets, presets=walk.presets))


# --- which prompts, in which order -----------------------------------------------------------------------------------


def test_evidence_comes_before_the_level_and_the_level_before_its_importance(framework: Framework) -> None:
    names = names_asked(framework, {"evidence": "I did it.", "level": "3"})
    assert names == [*ENTRY_AT_USUAL, "level", "importance"]


def test_without_evidence_the_owner_is_asked_how_sure_they_are(framework: Framework) -> None:
    assert names_asked(framework, {"level": "3", "confidence": "m"}) == [
        "evidence",
        "level",
        "importance",
        "confidence",
    ]


@pytest.mark.parametrize("level", ["4", "5"])
def test_a_high_level_is_asked_for_the_opposite_and_for_confidence(framework: Framework, level: str) -> None:
    names = names_asked(framework, {"evidence": "I did it.", "level": level, "confidence": "h"})
    assert names == [*ENTRY_AT_USUAL, "level", "importance", "opposite", "confidence"]


@pytest.mark.parametrize("level", ["1", "2", "3"])
def test_a_lower_level_is_not_asked_for_the_opposite(framework: Framework, level: str) -> None:
    assert "opposite" not in names_asked(framework, {"level": level, "confidence": "m"})


def test_high_importance_asks_for_confidence(framework: Framework) -> None:
    names = names_asked(framework, {"evidence": "I did it.", "level": "3", "importance": "3", "confidence": "h"})
    assert names == [*ENTRY_AT_USUAL, "level", "importance", "confidence"]


def test_high_importance_from_the_preset_asks_for_confidence_as_well(framework: Framework) -> None:
    names = names_asked(framework, {"evidence": "I did it.", "level": "3", "confidence": "h"}, importance=3)
    assert names[-1] == "confidence"


def test_a_gap_asks_what_the_owner_needs_to_learn(framework: Framework) -> None:
    names = names_asked(framework, {"evidence": "I did it.", "level": "2"})
    assert names == [*ENTRY_AT_USUAL, "level", "importance", "learning"]


@pytest.mark.parametrize(("level", "target"), [("3", 3), ("4", 3), ("1", None)])
def test_where_there_is_no_gap_learning_is_not_asked(framework: Framework, level: str, target: int | None) -> None:
    """At the target, above it, and without a target."""
    assert "learning" not in names_asked(framework, {"level": level, "confidence": "m"}, target=target)


def test_a_high_level_below_a_higher_target_asks_all_three(framework: Framework) -> None:
    names = names_asked(framework, {"level": "4", "confidence": "l"}, target=5)
    assert names == ["evidence", "level", "importance", "opposite", "confidence", "learning"]


@pytest.mark.parametrize("key", ["n", "N", "no chance yet"])
def test_no_chance_yet_asks_importance_and_which_occasion_to_look_for(framework: Framework, key: str) -> None:
    walk = begin(a_walk(framework, order=[ITEM]))
    assert names_asked(framework, {"level": key}) == ["evidence", "level", "importance", "learning"]
    walk = at(walk, ITEM, "learning", {"level": key})
    assert "occasion" in asked(walk).wording
    assert (answer_of(walk, ITEM).standing, answer_of(walk, ITEM).level) == ("no-chance", None)


def test_not_applicable_asks_for_its_reason_and_nothing_more(framework: Framework) -> None:
    replies = {"level": "x", "reason": "The council has no such service."}
    assert names_asked(framework, replies) == ["evidence", "level", "reason"]
    walk, _ = drive(begin(a_walk(framework, order=[ITEM])), replies)
    present = answer_of(walk, ITEM)
    assert (present.standing, present.level, present.reason) == ("not-applicable", None, replies["reason"])


@pytest.mark.parametrize("blank", ["", "   ", "\t"])
def test_not_applicable_without_a_reason_is_asked_again(framework: Framework, blank: str) -> None:
    walk = at(begin(a_walk(framework, order=[ITEM])), ITEM, "reason", {"level": "x"})
    with pytest.raises(NotAnAnswer, match="needs a reason"):
        typed(walk, blank)


def test_full_depth_asks_everything(framework: Framework) -> None:
    names = names_asked(framework, {"evidence": "I did it.", "level": "3", "confidence": "m"}, depth="full")
    assert names == [*ENTRY_AT_FULL, "level", "importance", "opposite", "confidence", "learning", "note"]


def test_full_depth_without_a_level_asks_what_still_makes_sense(framework: Framework) -> None:
    assert names_asked(framework, {"level": "n"}, depth="full") == [
        "evidence",
        "level",
        "importance",
        "learning",
        "note",
    ]
    assert names_asked(framework, {"level": "x", "reason": "none"}, depth="full")[:3] == ["evidence", "level", "reason"]


@pytest.mark.parametrize("level", ["1", "3", "5", "n"])
def test_quick_depth_asks_level_and_importance_only(framework: Framework, level: str) -> None:
    assert names_asked(framework, {"level": level}, depth="quick") == ["level", "importance"]


def test_quick_depth_still_needs_the_reason_of_not_applicable(framework: Framework) -> None:
    assert names_asked(framework, {"level": "x", "reason": "none"}, depth="quick") == ["level", "reason"]


def test_element_depth_asks_one_set_of_questions_an_element(framework: Framework) -> None:
    names = names_asked(framework, {"evidence": "I did it.", "level": "2"}, depth="element", order=["SD1"])
    assert names == ["evidence", "evidence-date", "level", "importance", "learning"]


def test_element_depth_goes_through_the_eighteen_elements_in_order(framework: Framework) -> None:
    walk, seen = begin(a_walk(framework, depth="element")), []
    while isinstance(present := question(walk), Question):
        seen += [] if present.group in seen else [present.group]
        walk = typed(walk, {"level": "3", "confidence": "m"}.get(present.field, ""))
    assert seen == list(framework.elements)
    assert len(seen) == 18


def test_the_walk_goes_through_all_competencies_in_the_order_given(framework: Framework) -> None:
    order = list(reversed(framework.competencies))
    walk, seen = begin(a_walk(framework, depth="quick", order=order)), []
    while isinstance(present := question(walk), Question):
        seen += [] if present.group in seen else [present.group]
        walk = typed(walk, "3")
    assert seen == order
    assert len(seen) == 80


def test_both_illustrations_are_named_where_the_level_is_asked(framework: Framework) -> None:
    present = asked(at(begin(a_walk(framework, order=[ITEM])), ITEM, "level", {}))
    assert [choice.key for choice in present.choices] == ["1", "2", "3", "4", "5", "n", "x"]
    assert "2 is the weak illustration, 4 the strong one" in present.hint


def test_the_preset_importance_is_offered_and_enter_takes_it(framework: Framework) -> None:
    walk = at(begin(a_walk(framework, order=[ITEM], importance=3)), ITEM, "importance", {"level": "3"})
    assert asked(walk).present == "3"
    assert answer_of(typed(walk, ""), ITEM).importance == 3


def test_only_the_first_question_on_an_item_opens_it(framework: Framework) -> None:
    walk = begin(a_walk(framework, depth="quick", order=["SD1.1", "SD1.2"]))
    opens = []
    while isinstance(present := question(walk), Question):
        opens.append((present.group, present.field, walk.opened))
        walk = typed(walk, "3")
    assert opens == [("SD1.1", "level", True), ("SD1.1", "importance", False), ("SD1.2", "level", True),
                     ("SD1.2", "importance", False)]  # fmt: skip


def test_another_level_asks_the_prompts_that_it_calls_for(framework: Framework) -> None:
    """From 3 to 4 on second thoughts: the opposite is asked, and what was said before stays."""
    walk = at(begin(a_walk(framework, order=[ITEM])), ITEM, "confidence", {"level": "3"})
    walk, names = drive(typed(back(back(walk)), "4"), {"confidence": "m"})
    assert names == ["importance", "opposite", "confidence"]
    assert answer_of(walk, ITEM).level == 4


@pytest.mark.parametrize(("first", "second"), [("4", "x"), ("x", "4"), ("4", "n"), ("n", "2"), ("1", "x")])
def test_changing_the_kind_of_answer_keeps_every_text(framework: Framework, first: str, second: str) -> None:
    replies = {"reason": "a reason", "opposite": "an opposite", "learning": "a lesson", "confidence": "m"}
    walk, _ = drive(begin(a_walk(framework, order=[ITEM], target=5)), {**replies, "level": first})
    before = answer_of(walk, ITEM)
    walk, _ = drive(go(walk, ITEM), {**replies, "level": second})
    after = answer_of(walk, ITEM)
    for field in ("reason", "opposite", "learning"):
        assert getattr(after, field) == (getattr(before, field) or getattr(after, field))
    assert is_complete(walk, ITEM)


# --- what is no answer -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("level", "7", "1 to 5, n"),
        ("level", "0", "1 to 5, n"),
        ("level", "3.5", "1 to 5, n"),
        ("level", "", "skip leaves it for now"),
        ("level", "three", "1 to 5, n"),
        ("level", "³", "1 to 5, n"),
        ("importance", "4", "1 .*, 2 .* or 3"),
        ("importance", "huge", "1 .*, 2 .* or 3"),
        ("confidence", "", "low, medium or high"),
        ("confidence", "very", r"l \(low\), m \(medium\) or h \(high\)"),
        ("evidence-date", "31/2/2026", "no such day"),
        ("evidence-date", "soon", "not a date"),
        ("evidence-date", "tomorrow", "still to come"),
        ("evidence-bearing", "maybe", r"f \(for\) or a \(against\)"),
        ("evidence-kind", "99", "a number from 1 to"),
        ("evidence", "E9", "There is no E9 in your register"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_what_would_be(
    framework: Framework, name: str, text: str, said: str
) -> None:
    replies = {"level": "4"} if name.startswith(("evidence", "level")) else {"level": "4", "evidence": ""}
    if name.startswith("evidence-"):
        replies["evidence"] = "I did it."
    walk = at(begin(a_walk(framework, order=[ITEM], depth="full")), ITEM, name, replies)
    with pytest.raises(NotAnAnswer, match=said):
        typed(walk, text)


def test_an_entry_is_told_when_its_day_is_still_to_come(framework: Framework) -> None:
    walk = at(begin(a_walk(framework, order=[ITEM])), ITEM, "evidence-date", {"evidence": "I did it."})
    assert typed(walk, str(TODAY)).register.entries[0].effective == TODAY
    with pytest.raises(
        NotAnAnswer, match=r"still to come: 22 November 2026\. This asks for something that has happened"
    ):
        typed(walk, "22/11/2026")


def test_bytes_that_are_no_text_are_refused(framework: Framework) -> None:
    walk = begin(a_walk(framework, order=[ITEM]))
    with pytest.raises(NotAnAnswer, match="could not be read as text"):
        typed(walk, "half a \udce2 sign")


def test_a_text_of_fifty_thousand_characters_is_taken_and_one_beyond_the_bound_refused(framework: Framework) -> None:
    walk = begin(a_walk(framework, order=[ITEM]))
    long = "x" * 50_000
    assert typed(walk, long).register.entries[0].shows == long
    with pytest.raises(NotAnAnswer, match=r"longer than [\d,]+ characters"):
        typed(walk, "x" * 1_000_001)


# --- evidence --------------------------------------------------------------------------------------------------------


def test_a_new_entry_holds_the_whole_text_and_what_is_said_about_it(framework: Framework) -> None:
    text = 'Chaired the case conference.\nWrote it up: "fairly" # 3\t'
    replies = {"evidence": text, "evidence-date": "14/9/2026", "evidence-part": "I chaired.",
               "evidence-confirmer": "the lead officer", "level": "3"}  # fmt: skip
    walk, _ = drive(begin(a_walk(framework, order=[ITEM])), replies)
    (entry,) = walk.register.entries
    assert (entry.id, entry.shows, entry.title) == ("E1", text, "Chaired the case conference.")
    assert (str(entry.effective), entry.recorded) == ("2026-09-14", LATER)
    assert (entry.my_part, entry.confirmer) == ("I chaired.", "the lead officer")
    (link,) = entry.links
    assert (link.item, link.bearing) == (ITEM, "supports")
    assert ITEM in link.reason


def test_an_entry_that_speaks_against_is_linked_as_such(framework: Framework) -> None:
    walk, _ = drive(begin(a_walk(framework, order=[ITEM])), {"evidence": "It failed.", "evidence-bearing": "a",
                                                            "level": "2"})  # fmt: skip
    assert [entry.id for entry in walk.register.linked_to(ITEM, "contradicts")] == ["E1"]
    assert walk.register.linked_to(ITEM, "supports") == ()


def test_more_than_one_entry_can_be_given_at_once(framework: Framework) -> None:
    walk, _ = drive(begin(a_walk(framework, order=[ITEM])), {"evidence": "One.", "evidence-more": "Two.", "level": "3"})
    assert [entry.shows for entry in walk.register.linked_to(ITEM)] == ["One.", "Two."]


def test_a_long_first_line_gives_a_short_title(framework: Framework) -> None:
    walk = typed(begin(a_walk(framework, order=[ITEM])), "word " * 40)
    (entry,) = walk.register.entries
    assert len(entry.title) <= 80
    assert entry.title.endswith("…")
    assert entry.shows == "word " * 40


@pytest.mark.parametrize("given", ["E1", "e1", " E1 "])
def test_linking_an_entry_from_the_register_asks_why(framework: Framework, given: str) -> None:
    entry = an_entry(1, "MV1.1", title="The conference")
    walk = typed(begin(a_walk(framework, order=[ITEM], entries=[entry])), given)
    present = asked(walk)
    assert walk.step == Step(ITEM, "evidence-reason", "E1")
    assert present.field == "evidence-reason"
    assert f"why does it bear on {ITEM}?" in present.wording
    walk = typed(walk, "It was about the same duty.")
    assert asked(walk).field == "evidence-more"
    (kept,) = walk.register.entries
    assert [(link.item, link.reason) for link in kept.links] == [
        ("MV1.1", "It shows it."),
        (ITEM, "It was about the same duty."),
    ]


@pytest.mark.parametrize("blank", ["", "   "])
def test_a_link_without_a_reason_is_asked_again(framework: Framework, blank: str) -> None:
    walk = typed(begin(a_walk(framework, order=[ITEM], entries=[an_entry(1, "MV1.1")])), "E1")
    with pytest.raises(NotAnAnswer, match="why it bears on this"):
        typed(walk, blank)


def test_an_entry_linked_already_is_not_linked_twice(framework: Framework) -> None:
    walk = typed(begin(a_walk(framework, order=[ITEM], entries=[an_entry(1, ITEM)])), "E1")
    assert [link.item for link in walk.register.entries[0].links] == [ITEM]


def test_entries_that_are_there_already_are_shown_and_count_as_evidence(framework: Framework) -> None:
    walk = begin(a_walk(framework, order=[ITEM], entries=[an_entry(1, ITEM, title="The conference")]))
    assert "E1 The conference" in asked(walk).hint
    assert drive(walk, {"level": "3"})[1] == ["evidence", "level", "importance"]


# --- back, skip, go --------------------------------------------------------------------------------------------------

SCRIPT: Sequence[tuple[str, str]] = (
    ("evidence", "I did it."), ("evidence-kind", "2"), ("evidence-date", "2026-09-14"), ("evidence-part", "I chaired."),
    ("evidence-confirmer", "a head of service"), ("evidence-bearing", "a"), ("evidence-reason", "It went wrong."),
    ("evidence-more", ""), ("level", "4"), ("importance", "3"), ("opposite", "A partner would disagree."),
    ("confidence", "l"), ("learning", "To listen first."), ("note", "A note."),
)  # fmt: skip


def scripted(framework: Framework) -> list[Walk]:
    """The states of a walk at full depth over one competency and into the next, before each answer of SCRIPT."""
    states = [begin(a_walk(framework, order=["SD1.3", "SD1.4"], depth="full"))]
    for name, text in SCRIPT:
        assert asked(states[-1]).field == name
        states.append(typed(states[-1], text))
    assert asked(states[-1]).group == "SD1.4"
    return states


@pytest.mark.parametrize("number", range(1, len(SCRIPT) + 1))
def test_back_returns_to_the_question_before_with_its_answer(framework: Framework, number: int) -> None:
    states = scripted(framework)
    went_back = back(states[number])
    returned = asked(went_back)
    name, text = SCRIPT[number - 1]
    assert went_back.step == states[number - 1].step
    if name == "evidence":
        assert "E1 I did it." in returned.hint
    elif name == "evidence-date":
        assert returned.present == "14 September 2026"
    elif name != "evidence-more":
        assert returned.present == text


@pytest.mark.parametrize("number", range(1, len(SCRIPT) + 1))
def test_enter_after_back_changes_no_word(framework: Framework, number: int) -> None:
    states = scripted(framework)
    again = typed(back(states[number]), "")
    assert again.register == states[number].register
    assert answer_of(again, ITEM) == answer_of(states[number], ITEM)


def test_back_leads_all_the_way_to_the_first_question_and_no_further(framework: Framework) -> None:
    walk = scripted(framework)[-1]
    seen = []
    for _ in SCRIPT:
        walk = back(walk)
        seen.append(asked(walk).field)
    assert seen == [name for name, _ in reversed(SCRIPT)]
    with pytest.raises(NotAnAnswer, match="This is the first question; there is nothing before it"):
        back(walk)


def test_back_from_the_end_returns_to_the_last_question(framework: Framework) -> None:
    walk, names = drive(begin(a_walk(framework, order=[ITEM], depth="quick")), {"level": "2"})
    assert isinstance(question(walk), Finished)
    assert asked(back(walk)).field == names[-1]


def test_back_after_go_returns_to_where_go_was_said(framework: Framework) -> None:
    walk = at(begin(a_walk(framework)), "MV1.1", "importance", {"level": "3"})
    returned = back(go(walk, "SD3.2"))
    assert (asked(returned).group, asked(returned).field) == ("MV1.1", "importance")


def test_back_after_skip_returns_to_what_was_skipped(framework: Framework) -> None:
    walk = at(begin(a_walk(framework)), "MV1.1", "level", {})
    returned = back(skip(walk))
    assert (asked(returned).group, asked(returned).field) == ("MV1.1", "level")


def test_an_item_that_was_skipped_and_then_answered_is_not_called_skipped(framework: Framework) -> None:
    walk = begin(a_walk(framework, order=["SD1.1"], depth="quick"))
    walk, _ = drive(back(skip(walk)), {"level": "3"})
    assert question(walk) == Finished(())


def test_back_in_a_new_sitting_returns_to_the_question_before_on_the_same_item(framework: Framework) -> None:
    walk = at(
        begin(a_walk(framework, order=["SD1.1", "SD1.2"])), "SD1.2", "importance", {"level": "3", "confidence": "m"}
    )
    returned = asked(back(resumed(walk)))
    assert (returned.group, returned.field, returned.present) == ("SD1.2", "level", "3")


def test_back_at_the_first_question_of_a_new_sitting_returns_to_the_item_before(framework: Framework) -> None:
    walk = at(begin(a_walk(framework, order=["SD1.1", "SD1.2"], depth="quick")), "SD1.2", "level", {"level": "4"})
    returned = asked(back(resumed(walk)))
    assert returned.group == "SD1.1"
    assert returned.present in ("4", "2")


@pytest.mark.parametrize("part", ["one", "competencies", "elements"])
def test_go_leads_to_any_id(framework: Framework, part: str) -> None:
    ids = {"one": ["SD3.2"], "competencies": framework.competencies, "elements": framework.elements}[part]
    walk = begin(a_walk(framework))
    for name in ids:
        assert asked(go(walk, name)).group == name
        assert asked(go(walk, f" {name.lower()} ")).group == name
        assert item_of(go(walk, name)).id == name


def test_go_to_an_aspect_leads_to_its_first_item(framework: Framework) -> None:
    walk = begin(a_walk(framework))
    for aspect in framework.aspects:
        assert asked(go(walk, aspect.id)).group == aspect.elements[0].competencies[0].id


def test_go_to_an_aspect_outside_the_sitting_leads_there_or_is_refused_in_words(framework: Framework) -> None:
    walk = begin(a_walk(framework, order=[name for name in framework.competencies if name.startswith("SD")]))
    assert asked(go(walk, "MV")).group.startswith("MV")


@pytest.mark.parametrize(("given", "near"), [("SD3.22", "SD3.2"), ("SDD1.3", "SD1.3"), ("sd99", "SD"), ("AO11", "AO1")])
def test_an_unknown_id_is_told_with_the_nearest_match(framework: Framework, given: str, near: str) -> None:
    walk = begin(a_walk(framework))
    with pytest.raises(UnknownId, match=rf"There is no competency or element '{given}'\. Did you mean {near}"):
        go(walk, given)


def test_after_go_the_walk_goes_on_behind_the_item(framework: Framework) -> None:
    walk = go(begin(a_walk(framework, depth="quick")), "SD3.2")
    following = list(framework.competencies)[list(framework.competencies).index("SD3.2") + 1]
    assert asked(typed(typed(walk, "3"), "2")).group == following


def test_go_from_the_elements_asks_a_competency_at_the_usual_depth(framework: Framework) -> None:
    walk = go(begin(a_walk(framework, depth="element")), ITEM)
    assert asked(typed(typed(walk, "I did it."), "")).field == "evidence-part"


def test_going_back_to_an_answered_item_asks_everything_again_and_enter_keeps_it(framework: Framework) -> None:
    states = scripted(framework)
    before = answer_of(states[-1], ITEM)
    walk, names = go(states[-1], ITEM), []
    while asked(walk).group == ITEM:
        names.append(asked(walk).field)
        walk = typed(walk, "")
    assert names == ["evidence", "level", "importance", "opposite", "confidence", "learning", "note"]
    assert answer_of(walk, ITEM) == before
    assert walk.register == states[-1].register


def test_skip_leaves_the_item_and_it_is_named_at_the_end(framework: Framework) -> None:
    walk = skip(begin(a_walk(framework, order=["SD1.1", "SD1.2"], depth="quick")))
    assert asked(walk).group == "SD1.2"
    walk, _ = drive(walk, {"level": "3"})
    assert question(walk) == Finished(("SD1.1",))
    assert "SD1.1" not in walk.round.answers


def test_what_was_skipped_is_asked_again_in_the_next_sitting(framework: Framework) -> None:
    walk, _ = drive(skip(begin(a_walk(framework, order=["SD1.1", "SD1.2"], depth="quick"))), {"level": "3"})
    assert asked(resumed(walk)).group == "SD1.1"


def test_skipping_in_the_middle_keeps_what_was_said(framework: Framework) -> None:
    walk = at(begin(a_walk(framework)), "MV1.1", "importance", {"evidence": "I did it.", "level": "4"})
    walk = skip(walk)
    assert answer_of(walk, "MV1.1").level == 4
    assert [entry.shows for entry in walk.register.linked_to("MV1.1")] == ["I did it."]


# --- private ---------------------------------------------------------------------------------------------------------


def test_private_marks_the_answer_and_public_takes_that_back(framework: Framework) -> None:
    walk = at(begin(a_walk(framework, order=[ITEM])), ITEM, "importance", {"level": "2"})
    marked = set_private(walk, True)
    assert answer_of(marked, ITEM).private
    assert answer_of(set_private(marked, False), ITEM) == answer_of(walk, ITEM)


def test_private_twice_is_private(framework: Framework) -> None:
    for walk in scripted(framework):
        marked = set_private(walk, True)
        assert set_private(marked, True) == marked


def test_the_mark_stays_while_the_rest_is_answered(framework: Framework) -> None:
    walk = set_private(begin(a_walk(framework, order=[ITEM])), True)
    walk, _ = drive(walk, {"level": "2", "confidence": "m"})
    assert answer_of(walk, ITEM).private


def test_private_at_a_question_on_an_entry_marks_the_answer_and_not_the_entry(framework: Framework) -> None:
    walk = at(begin(a_walk(framework, order=[ITEM])), ITEM, "evidence-part", {"evidence": "I did it."})
    marked = set_private(walk, True)
    assert marked.register == walk.register
    assert answer_of(marked, ITEM).private


def test_public_where_nothing_was_said_says_nothing(framework: Framework) -> None:
    walk = begin(a_walk(framework, order=[ITEM]))
    assert set_private(walk, False).round == walk.round


def test_marking_private_leaves_the_question_on_the_table(framework: Framework) -> None:
    for walk in scripted(framework):
        marked = set_private(walk, True)
        assert (asked(marked).group, asked(marked).field) == (asked(walk).group, asked(walk).field)


def test_a_private_sitting_marks_answers_and_no_entries(framework: Framework) -> None:
    """What an answer covers is worked out where something leaves."""
    walk = begin(a_walk(framework, order=["SD1.1", "SD1.2"], private_sitting=True))
    walk = at(walk, "SD1.2", "importance", {"evidence": "I did it.", "level": "3", "confidence": "m"})
    assert [entry.private for entry in walk.register.entries] == [False, False]
    assert [present.private for present in walk.round.answers.values()] == [True, True]


def test_what_is_opened_in_a_private_sitting_stays_open_in_it(framework: Framework) -> None:
    walk = at(begin(a_walk(framework, order=[ITEM], private_sitting=True)), ITEM, "importance", {"level": "2"})
    walk, _ = drive(set_private(walk, False), {"confidence": "m"})
    assert not answer_of(walk, ITEM).private


# --- what is stored, and resuming ------------------------------------------------------------------------------------


def test_an_elements_answer_is_stored_under_the_element_and_never_copied_down(framework: Framework) -> None:
    walk, _ = drive_all(begin(a_walk(framework, depth="element")), {"level": "2", "confidence": "m", "learning": "x"})
    assert list(walk.round.answers) == list(framework.elements)
    later = begin(a_walk(framework)._replace(round=walk.round._replace(depth="usual"), register=walk.register))
    for name in framework.competencies:
        present = asked(at(go(later, name), name, "level", {}))
        assert (present.present, answer_of(later, name)) == ("", Answer())


def drive_all(walk: Walk, replies: Mapping[str, str]) -> tuple[Walk, int]:
    """Answer by name, every time the same, to the end."""
    count = 0
    while isinstance(present := question(walk), Question):
        walk = typed(walk, replies.get(present.field, ""))
        count += 1
        assert count < 5000
    return walk, count


def test_an_answer_without_a_level_is_started_and_not_finished(framework: Framework) -> None:
    walk = typed(begin(a_walk(framework, order=[ITEM])), "")
    assert ITEM in walk.round.answers
    assert answer_of(walk, ITEM).standing is None
    assert not is_complete(walk, ITEM)


def test_answers_stand_in_the_order_of_the_standard_whatever_the_order_asked(framework: Framework) -> None:
    order = ["WO4.1", "SD1.3", "MV1.2", "SD1.1"]
    walk, _ = drive_all(begin(a_walk(framework, depth="quick", order=order)), {"level": "3"})
    assert list(walk.round.answers) == ["MV1.2", "SD1.1", "SD1.3", "WO4.1"]


def test_the_time_at_each_prompt_is_added_up(framework: Framework) -> None:
    walk = begin(a_walk(framework, order=[ITEM], depth="quick"))
    walk = typed(typed(walk, "3", seconds=40), "2", seconds=25)
    assert answer_of(walk, ITEM).seconds == 65


def test_an_answer_says_when_it_was_first_given_and_last_changed(framework: Framework) -> None:
    walk = begin(a_walk(framework, order=[ITEM], depth="quick"))
    walk = answer(answer(walk, "3", NOW, TODAY), "2", LATER, TODAY)
    assert (answer_of(walk, ITEM).first_answered, answer_of(walk, ITEM).changed) == (NOW, LATER)


MAIN = [number for number, (name, _) in enumerate(SCRIPT) if not name.startswith("evidence-")]
DETAILS = [
    number for number, (name, _) in enumerate(SCRIPT) if name.startswith("evidence-") and name != "evidence-more"
]


@pytest.mark.parametrize("number", MAIN, ids=lambda number: SCRIPT[number][0])
def test_a_new_sitting_resumes_at_the_very_prompt(framework: Framework, number: int) -> None:
    walk = scripted(framework)[number]
    again = resumed(walk)
    assert (asked(again).group, asked(again).field) == (asked(walk).group, asked(walk).field)


@pytest.mark.parametrize("number", DETAILS, ids=lambda number: SCRIPT[number][0])
def test_what_was_not_yet_asked_about_an_entry_is_asked_in_the_next_sitting(framework: Framework, number: int) -> None:
    """Stopped between the words of an entry and who could confirm it: Enter leads to the rest before the level."""
    walk = resumed(scripted(framework)[number])
    names = []
    while asked(walk).field != "level":
        names.append(asked(walk).field)
        walk = typed(walk, "")
    rest = [name for name, _ in SCRIPT[number:] if name.startswith("evidence-")]
    assert names[-len(rest) :] == rest
    assert [entry.shows for entry in walk.register.entries] == ["I did it."]


def test_a_link_whose_reason_was_not_given_yet_is_asked_for_in_the_next_sitting(framework: Framework) -> None:
    walk = typed(begin(a_walk(framework, order=[ITEM], entries=[an_entry(1, "MV1.1")])), "E1")
    assert asked(walk).field == "evidence-reason"
    walk = resumed(walk)
    walk = typed(walk, "") if asked(walk).field == "evidence" else walk
    assert asked(walk).field == "evidence-reason"


def test_a_sitting_that_begins_at_an_item_asks_that_one(framework: Framework) -> None:
    assert asked(begin(a_walk(framework), "SL2.1")).group == "SL2.1"
    with pytest.raises(UnknownId, match="There is no competency or element 'SL22'"):
        begin(a_walk(framework), "SL22")


def test_a_sitting_with_nothing_left_is_finished_at_once(framework: Framework) -> None:
    done = rated(3, passed=("level", "importance"), importance=2)
    walk = a_walk(framework, depth="quick", order=["SD1.1", "SD1.2"], answers={"SD1.1": done, "SD1.2": done})
    assert question(begin(walk)) == Finished(())
    assert question(begin(a_walk(framework, order=[]))) == Finished(())


@pytest.mark.parametrize(
    "edited",
    [
        Answer(passed=("evidence", "level", "importance")),
        Answer(standing="rated", passed=("evidence", "level", "importance", "confidence")),
        Answer(level=3),
        Answer(standing="not-applicable", passed=("evidence", "level", "reason")),
    ],
    ids=["level taken out", "rated without a level", "level without a standing", "no reason"],
)
def test_an_answer_that_was_edited_by_hand_into_half_an_answer_is_asked_again(
    framework: Framework, edited: Answer
) -> None:
    """The owner took a line out of the file in an editor: the walk asks for what is missing."""
    walk, _ = drive_all(begin(a_walk(framework, order=[ITEM], answers={ITEM: edited})), VALID)
    present = answer_of(walk, ITEM)
    assert (present.standing == "rated", present.level is not None) in [(True, True), (False, False)]
    assert present.standing is not None
    assert present.reason.strip() or present.standing != "not-applicable"


# --- laws ------------------------------------------------------------------------------------------------------------

TEXTS = typed_texts(30).filter(lambda text: text == "" or bool(text.strip()))
CHOICES = st.sampled_from(
    ["1", "2", "3", "4", "5", "n", "x", "l", "m", "h", "low", "f", "a", "E1", "E2", "today", "1/9/2026"]
)
WORDS = st.one_of(
    st.sampled_from([("back", ""), ("skip", ""), ("private", ""), ("public", ""), ("new sitting", "")]),
    st.tuples(
        st.just("go"), st.sampled_from(["SD1.1", "sd1.3", "SD1", "SD", "AO", "MV2", "ZZ9", "", "SD1.33", "x" * 200])
    ),
)
ANSWERS = st.tuples(st.just("type"), st.one_of(TEXTS, CHOICES))
MOVES = st.lists(st.one_of(ANSWERS, ANSWERS, ANSWERS, WORDS), max_size=60)
SMALL = ("SD1.1", "SD1.2", "SD1.3", "MV2", "MV2.1")
DOCUMENTED = (NotAnAnswer, UnknownId)
FIELDS = {"reason": "reason", "opposite": "opposite", "learning": "learning", "note": "note"}
DETAIL_FIELDS = {"evidence-part": "my_part", "evidence-confirmer": "confirmer"}


def move(walk: Walk, kind: str, text: str) -> Walk:
    """The walk after one answer or one control word."""
    if kind == "type":
        return typed(walk, text)
    if kind == "back":
        return back(walk)
    if kind == "skip":
        return skip(walk)
    if kind in ("private", "public"):
        return set_private(walk, kind == "private")
    if kind == "go":
        return go(walk, text)
    return resumed(walk)


def attempt(walk: Walk, kind: str, text: str) -> tuple[Walk, str | None]:
    """The walk after a move, or as it was with the sentence of the refusal."""
    try:
        return move(walk, kind, text), None
    except DOCUMENTED as refused:
        return walk, str(refused)


@settings(max_examples=examples(250), deadline=None)
@given(
    depth=st.sampled_from(["usual", "full", "quick", "element"]),
    target=st.sampled_from([None, 3, 5]),
    importance=st.sampled_from([1, 2, 3]),
    moves=MOVES,
)
def test_whatever_is_typed_only_the_documented_exceptions_come_and_no_text_is_lost(
    framework: Framework, depth: str, target: int | None, importance: int, moves: list[tuple[str, str]]
) -> None:
    """Every text stays as it was typed, until another is typed in its place."""
    walk = begin(a_walk(framework, depth=depth, order=SMALL, target=target, importance=importance))
    said: dict[tuple[str, str], str] = {}
    for kind, text in moves:
        before, step = question(walk), walk.step
        entries = len(walk.register.entries)
        walk, refused = attempt(walk, kind, text)
        if kind == "type" and text and refused is None and isinstance(before, Question):
            if before.field in FIELDS:
                said[(before.group, FIELDS[before.field])] = text
            elif before.field in DETAIL_FIELDS:
                said[(str(step and step.evidence), DETAIL_FIELDS[before.field])] = text
            elif before.field in ("evidence", "evidence-more") and len(walk.register.entries) > entries:
                said[(walk.register.entries[-1].id, "shows")] = text
        for (where, field), words in said.items():
            holder = walk.register.find(where) or answer_of(walk, where)
            assert getattr(holder, field) == words


@settings(max_examples=examples(100), deadline=None)
@given(depth=st.sampled_from(["usual", "full", "quick", "element"]), moves=MOVES)
def test_every_refusal_is_a_sentence_that_quotes_no_long_text(
    framework: Framework, depth: str, moves: list[tuple[str, str]]
) -> None:
    walk = begin(a_walk(framework, depth=depth, order=SMALL))
    for kind, text in moves:
        walk, refused = attempt(walk, kind, text)
        if refused is not None:
            assert refused[0].isupper()
            assert len(refused) < 300


@settings(max_examples=examples(100), deadline=None)
@given(depth=st.sampled_from(["usual", "full", "quick", "element"]), moves=MOVES)
def test_wherever_the_walk_has_been_led_it_ends_when_each_question_is_answered(
    framework: Framework, depth: str, moves: list[tuple[str, str]]
) -> None:
    walk = begin(a_walk(framework, depth=depth, order=SMALL, target=5))
    for kind, text in moves:
        walk, _ = attempt(walk, kind, text)
    walk, _ = drive_all(walk, VALID)
    assert isinstance(question(walk), Finished)
    assert all(is_complete(walk, item) or item in walk.skipped for item in SMALL)


VALID = {"level": "4", "confidence": "m", "reason": "a reason", "evidence-reason": "a reason", "learning": "a lesson"}


@settings(max_examples=8, deadline=None)
@given(data=st.data(), depth=st.sampled_from(["usual", "full", "quick", "element"]))
def test_the_walk_over_all_items_ends_with_each_of_them_complete(
    framework: Framework, data: st.DataObject, depth: str
) -> None:
    walk = begin(a_walk(framework, depth=depth))
    levels = data.draw(st.lists(st.sampled_from("12345nx"), min_size=80, max_size=80))
    words = data.draw(st.lists(st.sampled_from(["", "I did it.", "E1"]), min_size=80, max_size=80))
    count = 0
    while isinstance(present := question(walk), Question):
        place = walk.order.index(present.group)
        replies = {**VALID, "level": levels[place], "evidence": words[place] if walk.register.find("E1") else "I did."}
        walk = typed(walk, replies.get(present.field, ""))
        count += 1
        assert count <= 15 * len(walk.order)
    assert question(walk) == Finished(())
    assert all(is_complete(walk, item) for item in walk.order)
    assert list(walk.round.answers) == list(walk.order)


@settings(max_examples=60, deadline=None)
@given(depth=st.sampled_from(["usual", "full", "quick", "element"]), moves=MOVES)
def test_the_state_before_is_never_changed(framework: Framework, depth: str, moves: list[tuple[str, str]]) -> None:
    """A move, also a refused one, leaves the old state as it was, so that a front end may keep it."""
    walk = begin(a_walk(framework, depth=depth, order=SMALL))
    kept = []
    for kind, text in moves[:20]:
        kept.append((walk, question(walk), dict(walk.round.answers), walk.register.entries))
        walk, _ = attempt(walk, kind, text)
    for state, asked_then, answers_then, entries_then in kept:
        assert question(state) == asked_then
        assert (state.round.answers, state.register.entries) == (answers_then, entries_then)


@settings(max_examples=examples(150), deadline=None)
@given(depth=st.sampled_from(["usual", "full", "quick", "element"]), moves=MOVES, private_sitting=st.booleans())
def test_an_answer_is_as_the_last_word_on_it_says_and_no_entry_is_ever_marked(
    framework: Framework, depth: str, moves: list[tuple[str, str]], private_sitting: bool
) -> None:
    """Whatever is typed in between, and over as many sittings: `private` sets, `public` takes back, at any question."""
    walk = begin(a_walk(framework, depth=depth, order=SMALL, private_sitting=private_sitting))
    last: dict[str, bool] = {}
    for kind, text in moves:
        asked_now = question(walk)
        if kind in ("private", "public") and isinstance(asked_now, Question):
            last[asked_now.group] = kind == "private"
        walk, _ = attempt(walk, kind, text)
        assert all(answer_of(walk, item).private == private for item, private in last.items())
        assert not any(entry.private for entry in walk.register.entries)
