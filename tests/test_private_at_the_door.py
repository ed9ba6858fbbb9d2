"""What is private stays at the door also where it is the newer of two things, a part of a whole, or was private once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from building import a_plan, a_profile, a_review, a_round, an_action, an_entry, changed, rated
from gap_records import standard
from reports import sample_owner
from test_private_things import a_file, a_record, hidden, later_round

from cswo_eval.analysis.gaps import analyse
from cswo_eval.disclosure.open_record import open_record, present_record
from cswo_eval.disclosure.private_marks import all_private
from cswo_eval.disclosure.private_things import private_things
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.formats.terminal.plain import plain_text
from cswo_eval.planning.new_plan import make_plan
from cswo_eval.record.models import EvidenceRegister, Rating
from cswo_eval.record.plan_models import Goal


def opened(whole: WholeRecord) -> WholeRecord:
    """The record as it may leave."""
    return open_record(present_record(whole), private_things(whole))


# --- files --------------------------------------------------------------------------------------------------------


def test_what_a_private_version_of_a_file_replaced_does_not_leave_in_its_place() -> None:
    """Neither where the mark is on the newer one nor where it is on the one that was replaced."""
    for first, second in ((False, True), (True, False), (True, True)):
        files = (a_file(1, private=first), a_file(2, private=second, replaces="T1"), a_file(3))
        (entry,) = opened(a_record(None, (an_entry(1, "WO1.3", attachments=files),))).register.entries
        assert [one.id for one in entry.current_attachments()] == ["T3"]


# --- evidence, for who is told of none ---------------------------------------------------------------------------


@pytest.mark.parametrize("sections", [(), ("summary", "needs", "strengths", "checks", "agenda", "evidence")])
def test_who_is_told_of_no_evidence_is_not_told_that_there_is_none(sections: tuple[str, ...]) -> None:
    """An employer's copy holds no register, so nothing in it may say that a level has nothing to show for it."""
    owner = sample_owner()
    assert owner.register.entries
    told = plain_text(owner.report("employer", levels=True, sections=sections).document, 100)
    for words in (
        "the register",
        "nothing yet",
        "Shown by",
        "Supported by",
        "without evidence",
        "evidence points both",
    ):
        assert words not in told


# --- the plan -----------------------------------------------------------------------------------------------------

TWO = Goal(
    item="SD2",
    reason="need",
    members=("SD2.1", "SD2.2"),
    why="SD2.1 is at 1 against a target of 3, and matters highly in your role now. SD2.2 stands beside it as one piece of work.",
)


def of_one_goal(private: set[str]) -> WholeRecord:
    """A record with a goal of two needs, an action for it, and an entry that the action left."""
    answers = {name: hidden() if name in private else rated(2) for name in ("SD2.1", "SD2.2", "WO1.3")}
    why = "SD2.1 is at 1 against a target of 3. It also helps with SD2.2. People are heard."
    action = an_action(1, activity="x", goal="SD2", serves=("SD2.1", "SD2.2"), why=why)
    entry = an_entry(1, "SD2.1", recorded="2026-12-04T09:00:00Z", left_by="2026-11-23/A1")
    return a_record(answers, (entry,), plan=a_plan(action, goals=(TWO,)))


def test_a_goal_of_nothing_but_private_needs_is_private_with_its_actions() -> None:
    whole = of_one_goal({"SD2.1", "SD2.2"})
    plan = opened(whole).plan
    assert plan is not None
    assert (plan.goals, plan.actions) == ((), ())
    assert [(one.thing.id, one.by) for one in all_private(whole) if one.thing.kind == "action"] == [
        ("2026-11-23/A1", "SD2")
    ]
    assert "A1" in private_things(whole).covered["E1"]


def test_a_goal_with_an_open_need_stays_and_no_sentence_leans_on_one_that_is_gone() -> None:
    plan = opened(of_one_goal({"SD2.1"})).plan
    assert plan is not None
    assert [(one.members, one.why) for one in plan.goals] == [(("SD2.2",), "")]
    assert [one.why for one in plan.actions] == ["People are heard."]


def test_a_plan_tells_no_level_that_was_private_when_it_was_made_although_it_was_asked_again_openly() -> None:
    goal = Goal(item="SD1.3", reason="need", members=("SD1.3",), why="SD1.3 is at 1 against a target of 3.")
    review = a_review(ratings=(Rating(item="SD1.3", before=1, now=3), Rating(item="WO1.3", before=2, now=3)))
    whole = WholeRecord(
        standard(), a_profile(), later_round({"SD1.3": rated(3)}),
        plan=a_plan(an_action(1, activity="x", why=goal.why), goals=(goal,)), reviews=(review,),
        earlier_rounds=(a_round(standard(), {"SD1.3": hidden(1), "WO1.3": rated(2)}),),
    )  # fmt: skip
    found = opened(whole)
    assert found.plan is not None
    assert [one.why for one in found.plan.goals] == [""]
    assert [one.why for one in found.plan.actions] == [""]
    assert [one.item for one in found.reviews[0].ratings] == ["WO1.3"]


def test_an_action_that_is_marked_keeps_its_mark_when_the_plan_is_made_again() -> None:
    """And when a plan for the next 100 days is made: what is taken over is as private as it was."""
    owner = sample_owner()
    framework = standard()
    actions = tuple(changed(one, private=one.status == "planned") for one in owner.plan.actions)
    marked = {one.activity for one in actions if one.private}
    assert len(marked) > 5
    plan = changed(owner.plan, actions=actions)
    today = owner.plan.start + timedelta(days=20)
    analysis = analyse(framework, owner.profile, owner.round, EvidenceRegister(), today)
    for start, on in ((plan.start, today), (plan.start + timedelta(days=100), plan.start + timedelta(days=99))):
        again = make_plan(
            framework, analysis, owner.round.started, start=start, hours_per_week=5.0, leave=(), local_holidays=(), today=on,
            now="2026-09-27T09:00:00Z", earlier=plan,
        )  # fmt: skip
        same = [one for one in again.actions if one.activity in marked]
        assert same
        assert all(one.private for one in same)


def test_an_open_file_keeps_its_earlier_versions_by_which_appendices_are_numbered() -> None:
    files = (a_file(1), a_file(2, replaces="T1"))
    (entry,) = opened(a_record(None, (an_entry(1, "WO1.3", attachments=files),))).register.entries
    assert [one.id for one in entry.attachments] == ["T1", "T2"]
