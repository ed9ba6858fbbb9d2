"""What is private is worked out from marks: laws over any record, and each way in which a mark reaches further than it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from building import (
    BASELINE,
    NOW,
    a_plan,
    a_profile,
    a_register,
    a_review,
    a_round,
    an_action,
    an_entry,
    changed,
    rated,
)
from conftest import examples
from gap_records import standard
from hypothesis import given, settings
from hypothesis import strategies as st
from renamed_records import full_record, second_framework, second_version

from cswo_eval.disclosure.named_things import NamedThing, things_named
from cswo_eval.disclosure.private_marks import Private, all_private, is_marked, marks_set, marks_taken_back, with_reply
from cswo_eval.disclosure.private_things import private_things
from cswo_eval.disclosure.telling_texts import telling_texts
from cswo_eval.disclosure.whole_record import WholeRecord, whole_record
from cswo_eval.record.models import Answer, Attachment, Evidence, Link
from cswo_eval.record.portfolio_models import PriorLearning, PriorLearningClaim, Reflection
from cswo_eval.record.store import Record
from cswo_eval.text.problems import CswoEvalError

ITEMS = ("SD1.3", "SD2", "SD2.1", "WO1.3")
LATER = date(2027, 2, 10)


def a_record(
    answers: Mapping[str, Answer] | None = None, entries: tuple[Evidence, ...] = (), **given: Any
) -> WholeRecord:
    """A record of one round, from values."""
    round_ = a_round(standard(), answers if answers is not None else {name: rated(2) for name in ITEMS})
    return WholeRecord(standard(), a_profile(), round_, a_register(entries), **given)


def hidden(level: int = 2) -> Answer:
    """An answer that is marked."""
    return rated(level, private=True)


def later_round(answers: Mapping[str, Answer]) -> Any:
    """A round after the baseline."""
    return a_round(standard(), answers, started=LATER, title="Day 100")


def a_file(number: int, **given: Any) -> Attachment:
    """A file of an entry."""
    values = {
        "name": f"file-{number}.txt",
        "stored": f"E1/T{number}-file.txt",
        "sha256": "0" * 64,
        "size": 1,
        "added": NOW,
    }
    return Attachment(**{"id": f"T{number}", **values, **given})


# --- laws ---------------------------------------------------------------------------------------------------------


@st.composite
def records(draw: st.DrawFn) -> WholeRecord:
    """A record with any marks on a few answers, entries, files, actions, accounts, claims and a review, over one round or two."""
    mark = st.booleans()
    rounds = []
    for started in draw(st.sampled_from([(BASELINE,), (BASELINE, LATER)])):
        answered = draw(st.sets(st.sampled_from(ITEMS)))
        answers = {name: rated(2, private=draw(mark)) for name in sorted(answered)}
        rounds.append(a_round(standard(), answers, started=started))
    entries = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        links = tuple(
            Link(
                item=name,
                reason=draw(st.sampled_from(["", f"Given in answer to {name}.", "Left by action A1 of the plan: X"])),
            )
            for name in sorted(draw(st.sets(st.sampled_from(ITEMS), max_size=3)))
        )
        files = tuple(a_file(one, private=draw(mark)) for one in range(1, draw(st.integers(0, 2)) + 1))
        kept = draw(st.sampled_from(["2026-10-01T09:00:00Z", NOW, "2027-02-11T09:00:00Z"]))
        entries.append(
            an_entry(number, private=draw(mark), may_leave=draw(mark), links=links, attachments=files, recorded=kept)
        )
    actions = tuple(
        an_action(one, private=draw(mark), goal=draw(st.sampled_from(ITEMS)))
        for one in range(1, draw(st.integers(0, 2)) + 1)
    )
    account = Reflection(id="R1", title="T", model="gibbs", effective=BASELINE, written=NOW, private=draw(mark))
    claim = PriorLearningClaim(id="L1", title="T", recorded=NOW, private=draw(mark))
    return WholeRecord(
        standard(), a_profile(), rounds[-1], a_register(entries), a_plan(*actions), (a_review(private=draw(mark)),),
        (account,), PriorLearning(claims=(claim,)), earlier_rounds=tuple(rounds[:-1]),
    )  # fmt: skip


def names_in(whole: WholeRecord) -> list[str]:
    """The name of everything that could be marked."""
    answered = {name for one in whole.rounds for name in one.answers}
    files = [f"{entry.id}/{one.id}" for entry in whole.register.entries for one in entry.attachments]
    actions = [one.id for one in whole.plan.actions] if whole.plan is not None else []
    return [*sorted(answered), *(one.id for one in whole.register.entries), *files, *actions, "R1", "L1", "day-30"]


@given(records())
@settings(max_examples=examples(200))
def test_an_entry_is_open_only_without_a_mark_and_where_it_serves_nothing_private_or_its_owner_let_it_leave(
    whole: WholeRecord,
) -> None:
    private = private_things(whole)
    for entry in whole.register.present():
        own = {link.item for link in entry.links}
        left = "A1" if any(link.reason.startswith("Left by") for link in entry.links) else ""
        serves_private = bool(own & private.items) or left in private.actions
        serves_open = bool(own - private.items)
        if entry.id not in private.entries:
            assert not entry.private
            assert not serves_private or (entry.may_leave and serves_open)
        if entry.private or (serves_private and not (entry.may_leave and serves_open)):
            assert entry.id in private.entries


@given(records(), st.data())
@settings(max_examples=examples(200))
def test_whatever_is_named_is_private_afterwards_and_setting_it_again_changes_nothing(
    whole: WholeRecord, data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from(names_in(whole)), min_size=1, max_size=4))
    things = things_named(whole, names)
    change = marks_set(whole, things)
    private = private_things(change.whole)
    held = {
        "answer": private.items, "entry": private.entries, "file": private.files, "account": private.accounts,
        "claim": private.claims, "action": {f"{whole.plan.start}/{one}" for one in private.actions} if whole.plan else set(),
        "review": {f"{whole.plan.start}/day-{one}" for one in private.reviews} if whole.plan else set(),
    }  # fmt: skip
    for one in things:
        assert one.id in held[one.kind]
        assert Private(one, True) in change.after
    again = marks_set(change.whole, things)
    assert again.whole == change.whole
    assert (again.changed, again.same) == ((), things)


@given(records(), st.data())
@settings(max_examples=examples(200))
def test_what_was_open_is_as_it_was_after_a_mark_is_set_and_taken_back(whole: WholeRecord, data: st.DataObject) -> None:
    """All of it, byte for byte, but for a reply on an entry that needed none: where it is needed again, its owner is asked again."""
    private = {one.thing for one in all_private(whole)}
    things = [one for one in things_named(whole, names_in(whole)) if one not in private]
    if not things:
        return
    one = data.draw(st.sampled_from(things))
    if one.kind == "entry":
        asked = with_reply(whole, one.id, may_leave=False)
        whole = asked if one.id not in private_things(asked).entries else whole
    change, refused = marks_taken_back(marks_set(whole, [one]).whole, [one])
    assert not refused
    assert change.whole == whole


@given(records(), st.data())
@settings(max_examples=examples(200))
def test_what_a_mark_is_taken_off_is_open_or_it_is_said_why_it_is_not(whole: WholeRecord, data: st.DataObject) -> None:
    things = things_named(whole, data.draw(st.lists(st.sampled_from(names_in(whole)), min_size=1, max_size=4)))
    change, refused = marks_taken_back(whole, things)
    told = {one.thing for one in change.stays} | {one.private.thing for one in refused}
    still = {one.thing for one in change.after}
    for one in things:
        assert not is_marked(change.whole, one)
        assert (one in still) == (one in told)


@given(records())
@settings(max_examples=examples(100))
def test_the_list_names_each_private_thing_once_and_all_that_the_door_keeps_back(whole: WholeRecord) -> None:
    listed = [one.thing for one in all_private(whole)]
    assert len(listed) == len(set(listed))
    private = private_things(whole)
    assert {one.id for one in listed if one.kind == "entry"} == private.entries
    assert {one.id for one in listed if one.kind == "answer"} == private.items
    assert {one.id for one in listed if one.kind == "file"} >= private.files
    assert {one.id.rpartition("/")[2] for one in listed if one.kind == "action"} == private.actions


# --- what a mark reaches ------------------------------------------------------------------------------------------


def test_a_mark_on_an_element_covers_what_was_given_for_the_element_and_no_competency_of_it() -> None:
    whole = a_record({"SD2": hidden(), "SD2.1": rated(2)}, (an_entry(1, "SD2"), an_entry(2, "SD2.1")))
    private = private_things(whole)
    assert private.items == {"SD2"}
    assert private.entries == {"E1"}


def test_an_entry_that_serves_something_open_besides_stays_until_its_owner_lets_it_leave() -> None:
    whole = a_record({"SD1.3": hidden(), "WO1.3": rated(2)}, (an_entry(1, "SD1.3", "WO1.3"),))
    (one,) = private_things(whole).divided
    assert one == ("E1", ("SD1.3",), ("WO1.3",))
    change, _ = marks_taken_back(whole, [NamedThing("entry", "E1")])
    assert private_things(change.whole).entries == frozenset()


def test_a_reply_that_it_may_leave_counts_no_more_once_all_that_it_serves_is_private() -> None:
    whole = a_record({"SD1.3": hidden(), "WO1.3": hidden()}, (an_entry(1, "SD1.3", "WO1.3", may_leave=True),))
    assert private_things(whole).covered == {"E1": ("SD1.3", "WO1.3")}


def test_what_was_marked_in_an_earlier_round_and_not_asked_since_is_private() -> None:
    whole = WholeRecord(
        standard(), a_profile(), later_round({"WO1.3": rated(3)}), a_register([an_entry(1, "SD1.3")]),
        earlier_rounds=(a_round(standard(), {"SD1.3": hidden(1)}),),
    )  # fmt: skip
    assert private_things(whole).items == {"SD1.3"}
    assert private_things(whole).entries == {"E1"}


def asked_again_and_open(*recorded: str) -> WholeRecord:
    """SD1.3 was private in the baseline and is open in a later round; an entry was kept at each of these moments."""
    entries = [an_entry(number, "SD1.3", recorded=one) for number, one in enumerate(recorded, start=1)]
    return WholeRecord(
        standard(), a_profile(), later_round({"SD1.3": rated(3)}), a_register(entries),
        earlier_rounds=(a_round(standard(), {"SD1.3": hidden(1)}),),
    )  # fmt: skip


def test_what_was_asked_again_openly_is_open_and_what_was_given_while_it_was_private_is_asked_about() -> None:
    private = private_things(asked_again_and_open(NOW, "2027-02-12T09:00:00Z"))
    assert private.items == frozenset()
    assert private.entries == {"E1"}


def test_a_round_in_which_something_was_not_asked_leaves_it_private_for_what_was_kept_then() -> None:
    """Marked in the first round, not asked in the second, when the entry was kept, and open in the third."""
    whole = WholeRecord(
        standard(), a_profile(), a_round(standard(), {"SD1.3": rated(3)}, started=date(2027, 6, 1)),
        a_register([an_entry(1, "SD1.3", recorded="2027-03-01T09:00:00Z")]),
        earlier_rounds=(a_round(standard(), {"SD1.3": hidden(1)}), later_round({"WO1.3": rated(2)})),
    )  # fmt: skip
    assert private_things(whole).entries == {"E1"}


def test_an_entry_kept_in_the_night_before_a_round_began_by_the_clock_of_utc_may_belong_to_that_round() -> None:
    """Half past midnight in Scotland is still the day before in UTC, in summer."""
    whole = WholeRecord(
        standard(), a_profile(), a_round(standard(), {"SD1.3": rated(3)}, started=date(2026, 12, 1)),
        a_register([an_entry(1, "SD1.3", recorded="2026-07-01T23:30:00Z")]),
        earlier_rounds=(a_round(standard(), {"SD1.3": hidden(1)}, started=date(2026, 7, 2)),),
    )  # fmt: skip
    assert private_things(whole).entries == {"E1"}


LEFT = "Left by action A1 of the plan: Sit in on a tribunal"


@pytest.mark.parametrize("why", ["marked", "its goal is private"])
@pytest.mark.parametrize("made_on", [date(2026, 11, 21), date(2027, 1, 15)])
def test_what_a_private_action_left_is_kept_back_also_after_the_plan_was_made_again(why: str, made_on: date) -> None:
    """Where the plan was made again after the entry was kept, the action is that of the same plan."""
    action = an_action(1, private=why == "marked", goal="SD1.3" if why != "marked" else "SD2.1")
    entry = an_entry(1, recorded="2026-12-04T09:00:00Z", links=(Link(item="WO1.3", reason=LEFT),))
    whole = a_record(
        {"SD1.3": hidden(), "WO1.3": rated(2), "SD2.1": rated(2)}, (entry,), plan=a_plan(action, made_on=made_on)
    )
    (one,) = private_things(whole).divided
    assert one == ("E1", ("A1",), ("WO1.3",))


def test_what_an_earlier_plans_private_action_left_is_kept_back() -> None:
    earlier = a_plan(an_action(1, private=True), start=date(2026, 6, 1), made_on=date(2026, 6, 1))
    entry = an_entry(1, links=(Link(item="WO1.3", reason=f"My own words.\n{LEFT}"),))
    whole = a_record(None, (entry,), plan=a_plan(an_action(2)), earlier_plans=(earlier,))
    assert private_things(whole).entries == {"E1"}


def test_a_newer_version_of_a_marked_file_is_private_and_taking_the_mark_off_it_opens_every_version() -> None:
    entry = an_entry(1, "WO1.3", attachments=(a_file(1, private=True), a_file(2, replaces="T1"), a_file(3)))
    whole = a_record(None, (entry,))
    assert private_things(whole).files == {"E1/T2"}
    change, refused = marks_taken_back(whole, things_named(whole, ["E1/T2"]))
    assert not refused
    assert private_things(change.whole).files == frozenset()


def test_what_was_set_aside_private_makes_private_what_it_is_called_now_and_is_opened_by_its_older_name(
    tmp_path: Path,
) -> None:
    """AO1.4, private, was joined with AO1.3, which was open."""
    second = second_framework(second_version(tmp_path / "standards"))
    whole = whole_record(Record(full_record(tmp_path / "record"), second), second)
    assert {"AO1.3", "AO1.4"} <= private_things(whole).items
    _, refused = marks_taken_back(whole, things_named(whole, ["AO1.3"]))
    assert [one.private.by for one in refused] == ["AO1.4"]
    change, refused = marks_taken_back(whole, things_named(whole, ["AO1.4"]))
    assert not refused
    assert not {"AO1.3", "AO1.4"} & private_things(change.whole).items


# --- what is named, and what tells of it --------------------------------------------------------------------------


def test_all_that_is_wrong_with_the_names_is_said_at_once() -> None:
    with pytest.raises(CswoEvalError) as found:
        things_named(a_record(), ["SD1.3,E9", "ZZ", "R1", "C4", "SD5.1", "SD", "influence.12", "day-30"])
    said = str(found.value)
    for words in (
        "Your register is empty", "'ZZ'", "no reflective account yet", "There is no claim 'C4'", "SD5.1 is not answered yet",
        "SD is a whole aspect", "there are no other self-evaluations in this record yet", "there is no plan yet",
        "Nothing was changed.",
    ):  # fmt: skip
        assert words in said


def test_an_account_claim_review_or_note_that_names_something_private_is_pointed_out_and_a_private_one_is_not() -> None:
    account = Reflection(
        id="R1",
        title="T",
        model="gibbs",
        effective=BASELINE,
        written=NOW,
        evidence=("E1",),
        parts={"x": "Of SD1.3 and SD1.30."},
    )
    claim = PriorLearningClaim(id="L1", title="T", recorded=NOW, learned="As in E1.")
    whole = a_record(
        {"SD1.3": hidden(), "WO1.3": rated(2, note="See SD1.3.")}, (an_entry(1, "SD1.3"), an_entry(2, "WO1.3")),
        accounts=(account, changed(account, id="R2", private=True)), claims=PriorLearning(claims=(claim,)),
        plan=a_plan(), reviews=(a_review(what_worked="E1 did."),),
    )  # fmt: skip
    found = telling_texts(whole, all_private(whole))
    assert [(one.thing.id, one.names) for one in found] == [
        ("WO1.3", ("SD1.3",)), ("R1", ("E1", "SD1.3")), ("L1", ("E1",)), ("2026-11-23/day-30", ("E1",)),
    ]  # fmt: skip
