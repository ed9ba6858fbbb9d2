"""What `plan make` takes besides hours and leave, what it keeps when it is run again, and what it says is new."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from building import NOW, a_profile, a_round
from conftest import Finished
from gap_records import standard, write_record
from processes import contents, run_here
from strategies_planning import BASE, mixed_answers, rated

from cswo_eval.cli.made_plan import is_new_in_post, when_asked
from cswo_eval.record.models import Answer, InPost
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.store import Record

TODAY = "2026-11-21"
START = date(2026, 11, 23)
WEDNESDAY, THURSDAY = date(2026, 12, 9), date(2027, 1, 14)

Make = Callable[..., Finished]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record of somebody less than a year in post with every competency answered."""
    return recorded(tmp_path / "record", mixed_answers(), "under-a-year")


def recorded(folder: Path, answers: dict[str, Answer], in_post: InPost | None) -> Path:
    profile = a_profile(in_post=in_post, worked_cases_seen=True)
    return write_record(folder, profile=profile, round_=a_round(standard(), answers, started=BASE))


@pytest.fixture
def make(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Runs `plan make` on it; the status must be as told, 0 unless told."""

    def run_make(*given: str, today: str = TODAY, status: int = 0) -> Finished:
        done = run_here(monkeypatch, "plan", "make", *given, "--today", today, record=folder)
        assert done.status == status, done.stderr
        return done

    return run_make


def plan_in(folder: Path) -> Plan:
    plan = Record(folder).latest_plan()
    assert plan is not None
    return plan


def words(text: str) -> str:
    return " ".join(text.split())


# --- days outside the weekly hours, and the turn of the year --------------------------------------------------------------


def test_a_day_outside_the_weekly_hours_is_kept_said_and_kept_when_the_plan_is_made_again(
    folder: Path, make: Make
) -> None:
    for given in (("--day", "9/12/2026", "--day", "2027-01-14"), (), ("--hours", "2")):
        shown = words(make(*given).stdout)
        assert plan_in(folder).set_aside == (WEDNESDAY, THURSDAY)
        assert "Days set aside Wednesday 9 December 2026; Thursday 14 January 2027 (outside the weekly hours)" in shown


def test_what_lies_on_such_a_day_is_said_or_that_nothing_does(folder: Path, make: Make) -> None:
    shown = words(make("--day", "9/12/2026", "--day", "2027-01-14").stdout)
    told = shown.split("On those days ")[1].split(" Turn of the year")[0].split("; ")
    assert [one.split(":")[0] for one in told] == ["Wed 9 Dec", "Thu 14 Jan"]
    for day, said in zip((WEDNESDAY, THURSDAY), told, strict=True):
        there = [one for one in plan_in(folder).actions if day in {sitting.day for sitting in one.sittings}]
        assert all(one.id in said for one in there if standard().activities[one.activity or ""].whole_sitting)


def test_days_given_take_the_place_of_those_before_and_can_be_forgotten(folder: Path, make: Make) -> None:
    make("--day", "2026-12-09")
    make("--day", "2027-01-14")
    assert plan_in(folder).set_aside == (THURSDAY,)
    make("--no-days")
    assert plan_in(folder).set_aside == ()


def test_a_plan_of_other_days_takes_none_over(folder: Path, make: Make) -> None:
    make("--day", "2026-12-09", "--over-new-year")
    make("--start", "2026-11-30")
    assert (plan_in(folder).set_aside, plan_in(folder).over_new_year) == ((), False)


def test_all_days_that_cannot_be_set_aside_are_refused_at_once_and_nothing_is_changed(folder: Path, make: Make) -> None:
    make()
    before = contents(folder)
    given = ("2026-12-12", "2026-12-25", "2027-06-01", "2026-11-24")
    said = words(make(*(word for day in given for word in ("--day", day)), today="2026-11-30", status=1).stderr)
    assert said == (
        "A day set aside must be a working day of the plan. 24 November 2026 is past. 12 December 2026 is a Saturday. "
        "25 December 2026 is Christmas Day. 1 June 2027 is outside the 100 days of the plan. Give another day."
    )
    assert contents(folder) == before


def test_one_that_is_leave_by_now_is_no_longer_set_aside_and_that_is_said(folder: Path, make: Make) -> None:
    make("--day", "2026-12-09", "--day", "2027-01-14")
    done = make("--leave", "2026-12-07..2026-12-11")
    assert plan_in(folder).set_aside == (THURSDAY,)
    assert "Wednesday 9 December 2026 is leave now, so it is not set aside any more." in words(done.stderr)


def test_one_that_is_past_by_now_stays(folder: Path, make: Make) -> None:
    make("--day", "2026-12-09")
    make(today="2026-12-14")
    assert plan_in(folder).set_aside == (WEDNESDAY,)


def test_work_at_the_turn_of_the_year_is_wished_kept_and_taken_back(folder: Path, make: Make) -> None:
    for given, wished, said in (
        ((), False, "nothing lies on Thursday 24 December 2026 to Saturday 2 January 2027"),
        (("--over-new-year",), True, "work may lie on Thursday 24 December 2026 to Saturday 2 January 2027"),
        ((), True, "work may lie on"),
        (("--no-over-new-year",), False, "nothing lies on"),
    ):
        shown = words(make(*given).stdout)
        assert plan_in(folder).over_new_year is wished
        assert f"Turn of the year {said}" in shown


# --- somebody new in post -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("in_post", "target_profile", "new"),
    [
        ("under-a-year", "new-in-post", True),
        ("under-a-year", "established", True),
        ("one-to-two", "new-in-post", False),
        ("two-or-more", "new-in-post", False),
        (None, "new-in-post", True),
        (None, "established", False),
    ],
)
def test_who_is_new_in_post_is_what_they_said_else_what_they_aim_for(
    in_post: InPost | None, target_profile: str, new: bool
) -> None:
    assert is_new_in_post(standard(), a_profile(in_post=in_post, target_profile=target_profile)) is new


def test_a_first_plan_says_what_somebody_new_does_first_and_a_second_does_not_say_it_again(
    folder: Path, make: Make
) -> None:
    said = words(make().stderr)
    starters = [one for one in plan_in(folder).actions if standard().activities[one.activity or ""].starter]
    first = min(starters, key=lambda one: one.start)
    assert "You are new in post, so its first weeks hold what helps most" in said
    assert f"- {first.id} {first.title} (from " in said
    assert "new in post" not in make().stderr


def test_somebody_long_in_post_is_told_of_no_beginnings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = recorded(tmp_path / "long", mixed_answers(), "two-or-more")
    done = run_here(monkeypatch, "plan", "make", "--today", TODAY, record=folder)
    assert "new in post" not in done.stdout + done.stderr


def test_a_beginning_that_no_level_asks_for_is_told_by_what_it_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing is a need: the goal says that it is how one begins, and the page names competencies."""
    answers = {name: rated(5) for name in standard().competencies}
    folder = recorded(tmp_path / "fives", answers, "under-a-year")
    shown = run_here(monkeypatch, "plan", "make", "--plain", "--today", TODAY, record=folder).stdout
    plan = plan_in(folder)
    assert {goal.reason for goal in plan.goals} == {"beginning"}
    assert "it is how somebody new in post begins" in words(shown)
    assert "no more is placed than what somebody new in post begins with" in words(shown)
    for action in plan.actions:
        for name in standard().activities[action.activity or ""].builds.mainly:
            assert name in shown


def test_a_beginning_that_is_done_has_its_evidence_linked_to_what_it_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = recorded(tmp_path / "fives", {name: rated(5) for name in standard().competencies}, "under-a-year")
    run_here(monkeypatch, "plan", "make", "--today", TODAY, record=folder)
    (action, *_) = plan_in(folder).actions
    done = run_here(
        monkeypatch, "plan", "done", action.id, "--today", TODAY, record=folder, typed=b"It stands.\n.\n\nquit\n"
    )
    assert done.status == 0
    (entry,) = Record(folder).register().entries
    assert tuple(link.item for link in entry.links) == standard().activities[action.activity or ""].builds.mainly


# --- made again -----------------------------------------------------------------------------------------------------------


def test_a_plan_made_again_of_the_same_says_that_nothing_changed(folder: Path, make: Make) -> None:
    make()
    assert "Made again, the plan holds what it held before, on the same days." in words(make().stderr)


def test_a_plan_made_again_says_what_moved_what_went_and_what_is_new(folder: Path, make: Make) -> None:
    make()
    before = plan_in(folder)
    done = make("--hours", "1.5")
    after = plan_in(folder)
    said = words(done.stderr)
    gone = [one for one in before.actions if after.action(one.id) is None]
    new = [one.id for one in after.actions if before.action(one.id) is None]
    assert gone
    for one in gone:
        assert f"{one.id} {one.title}" in said.split("Taken out ")[1]
    assert not new or ", ".join(new) in said.split("New ")[1]
    assert "`cswo-eval undo` goes back to the plan as it was." in said
    assert "Taken out" not in done.stdout


def test_a_plan_that_follows_on_an_action_pinned_before_its_first_day_is_made(folder: Path, make: Make) -> None:
    """Each action in turn: what it is for is still wanted, and its days are those of the plan before."""
    make()
    for action in plan_in(folder).actions:
        other = Path(shutil.copytree(folder, folder.parent / action.id))
        record = Record(other)
        with record.changing("test", lambda: NOW) as writer:
            plan = record.latest_plan()
            assert plan is not None
            writer.save_plan(plan.with_action(action._replace(pinned=True)))
        with pytest.MonkeyPatch.context() as monkeypatch:
            done = run_here(monkeypatch, "plan", "make", "--start", "2027-02-22", "--today", "2027-02-19", record=other)
        assert done.status == 0, done.stderr


def test_with_json_nothing_is_said_beside_it(folder: Path, make: Make) -> None:
    make()
    done = make("--hours", "1", "--day", "2026-12-09", "--json")
    assert done.stderr == ""
    assert json.loads(done.stdout)["set_aside"] == ["2026-12-09"]


def test_when_a_level_was_asked_is_the_moment_its_answer_was_saved_and_none_is_made_up() -> None:
    answers = {
        "SD1.1": Answer(standing="rated", level=2, changed="2026-11-02T09:30:00Z"),
        "SD1.2": Answer(standing="rated", level=2),
        "SD1.3": Answer(changed="2026-11-02T09:30:00Z"),
    }
    asked = when_asked(a_round(standard(), answers))
    assert asked == {"SD1.1": datetime(2026, 11, 2, 9, 30, tzinfo=UTC)}


def test_a_finished_action_is_noted_with_the_moment_and_counts_until_its_level_is_asked_again(
    folder: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made again at once, what it took away is still taken; asked again, the new level tells, and the need is not lost."""
    make()
    first = next(one for one in plan_in(folder).actions if one.serves)
    need = first.serves[0]
    run_here(monkeypatch, "plan", "done", first.id, "--no-questions", "--today", TODAY, record=folder)
    done = plan_in(folder).action(first.id)
    assert done is not None
    assert done.marked_done is not None
    asked_again = Path(shutil.copytree(folder, folder.parent / "asked again"))
    make()
    assert taken_of(plan_in(folder), need) > 0
    run_here(
        monkeypatch, "assess", "--depth", "quick", "--go", need, "--today", TODAY, record=asked_again, typed=b"1\n\n"
    )
    assert Record(asked_again).latest_round(standard()).answers[need].level == 1  # type: ignore[union-attr]
    run_here(monkeypatch, "plan", "make", "--today", TODAY, record=asked_again)
    plan = plan_in(asked_again)
    working = [one.id for one in plan.actions if one.status == "planned" and need in one.serves]
    assert working or need in {one.item for one in plan.left_out}


def taken_of(plan: Plan, need: str) -> float:
    """The levels of a need that a plan takes away; half a level for one that is served and not left out in part."""
    left: dict[str, Any] = {one.item: one.taken for one in plan.left_out}
    served = any(need in one.serves for one in plan.actions if one.status in ("planned", "done"))
    return float(left.get(need, 0.5 if served else 0.0))
