"""The plan through the command line: make, follow, change, review, and the next one; a refusal changes not one byte."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import NOW, never_had
from conftest import Finished
from portfolios import claims, reflections
from processes import Program, contents, run_here

from cswo_eval.framework.framework import Framework
from cswo_eval.record.history.sittings import read_history
from cswo_eval.record.layout import SENT
from cswo_eval.record.store import Record

TODAY = "2026-11-21"
START = date(2026, 11, 23)
PLAN = f"plans/{START}.yaml"
ROUND = f"assessments/{TODAY}.yaml"
FIRST_ASPECT = "SD"
AWKWARD = '[bold]It[/bold] worked: \'= # \té 😀\n\n  - "twice"'


def read(folder: Path, name: str) -> Any:
    """A file of a record, read by a plain YAML reader."""
    return yaml.safe_load((folder / name).read_bytes())


def action_of(folder: Path, name: str, plan: str = PLAN) -> dict[str, Any]:
    """An action as it stands in the plan's file."""
    return next(action for action in read(folder, plan)["actions"] if action["id"] == name)


@pytest.fixture(scope="module")
def template(program: Program, tmp_path_factory: pytest.TempPathFactory, framework: Framework) -> Path:
    """A record whose competencies of one aspect are all at 2, a year and more in post, with the plan that `plan make` makes."""
    folder = tmp_path_factory.mktemp("plans") / "record"
    aspect = next(one for one in framework.aspects if one.id == FIRST_ASPECT)
    typed = "2\n\n" * sum(len(element.competencies) for element in aspect.elements)
    with pytest.MonkeyPatch.context() as monkeypatch:
        walked = run_here(
            monkeypatch, "assess", "--depth", "quick", "--aspect", FIRST_ASPECT, "--today", TODAY,
            record=folder, typed=typed.encode(),
        )  # fmt: skip
    assert walked.status == 0
    record = Record(folder)
    with record.changing("test", lambda: NOW) as writer:
        writer.save_profile(record.profile()._replace(in_post="one-to-two"))
    made = program("plan", "make", "--today", TODAY, record=folder)
    assert made.status == 0
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """A copy of that record, to change."""
    return Path(shutil.copytree(template, tmp_path / "record"))


@pytest.fixture
def plan(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finished]:
    """Runs `plan …` on the record; `typed` are lines through the pipe. The status must be as told, 0 unless told."""

    def run_plan(*given: str, typed: tuple[str, ...] = (), today: str = TODAY, status: int = 0) -> Finished:
        dated = () if given[0] == "calendar" else ("--today", today)
        data = "".join(f"{line}\n" for line in typed).encode()
        finished = run_here(monkeypatch, "plan", *given, *dated, record=folder, typed=data)
        assert finished.status == status, finished.stderr
        return finished

    return run_plan


@pytest.mark.parametrize(
    ("typed", "days_ago"),
    [("yesterday", 1), ("the day before yesterday", 2), ("last Saturday", 7), ("three days ago", 3)],
)
def test_done_takes_the_day_in_words_and_never_one_to_come(
    folder: Path, plan: Callable[..., Finished], typed: str, days_ago: int
) -> None:
    """Today is a Saturday; a weekday is the last such."""
    plan("done", "A1", "--on", typed, "--no-questions")
    assert action_of(folder, "A1")["finished"] == date.fromisoformat(TODAY) - timedelta(days=days_ago)
    assert "is still to come" in plan("done", "A2", "--on", "tomorrow", "--no-questions", status=1).stderr


@pytest.mark.parametrize(
    "typed", ["21/12/2026-5/1/2027", "21/12/2026–5/1/2027", "21 Dec to 5 Jan", "from 21 December until 5 January 2027"]
)
def test_leave_is_read_in_each_way_of_writing_a_stretch_of_days(
    folder: Path, plan: Callable[..., Finished], typed: str
) -> None:
    plan("make", "--leave", typed)
    assert read(folder, PLAN)["leave"] == [{"first": date(2026, 12, 21), "last": date(2027, 1, 5)}]


@pytest.mark.parametrize("typed", ["2026-12-21..", "..2027-01-05", "from 21 Dec"])
def test_leave_with_an_end_missing_is_no_single_day_but_refused_with_an_example(
    folder: Path, plan: Callable[..., Finished], typed: str
) -> None:
    before = (folder / PLAN).read_bytes()
    said = " ".join(plan("make", "--leave", typed, status=1).stderr.split())
    assert "One end is missing. Write its first and last day, such as 21/12/2026 to 5/1/2027" in said
    assert (folder / PLAN).read_bytes() == before


# --- make and show ---------------------------------------------------------------------------------------------------


def test_without_options_the_plan_begins_next_monday_with_three_hours(template: Path) -> None:
    """`plan make` alone: day 1 is the Monday after today, and the hours are the usual ones."""
    plan = read(template, PLAN)
    assert plan["start"] == START
    assert START.weekday() == 0
    assert plan["hours_per_week"] == 3
    assert [review["number"] for review in plan["reviews"]] == [30, 60, 100]
    assert len(plan["actions"]) > 6


def test_hours_leave_and_local_holidays_are_kept_for_the_next_time(folder: Path, plan: Callable[..., Finished]) -> None:
    """Said once, they hold when the plan is made again without them; --no-leave forgets the days."""
    plan("make", "--hours", "2,5", "--leave", "21/12/2026 to 5/1/2027", "--holiday", "15 February 2027")
    first = read(folder, PLAN)
    plan("make")
    again = read(folder, PLAN)
    for made in (first, again):
        assert made["hours_per_week"] == 2.5
        assert made["leave"] == [{"first": date(2026, 12, 21), "last": date(2027, 1, 5)}]
        assert made["local_holidays"] == [date(2027, 2, 15)]
    plan("make", "--no-leave")
    assert not read(folder, PLAN).get("leave")
    assert not read(folder, "profile.yaml").get("local_holidays")


def test_hours_and_leave_are_said_back_as_they_were_taken(plan: Callable[..., Finished]) -> None:
    """By the plan as it is made, by one made again without them, and by `plan show`."""
    given = ("--hours", "2,5", "--leave", "21/12/2026 to 5/1/2027", "--holiday", "15 February 2027")
    for command in (("make", *given), ("make",), ("show",)):
        said = " ".join(plan(*command, "--plain").stdout.split())
        assert "Hours: 2.5 hours a week" in said
        assert (
            "Leave: Monday 21 December 2026 to Tuesday 5 January 2027 (12 working days, 4 of them bank holidays" in said
        )
        assert "Local holidays: Monday 15 February 2027" in said
    assert "Leave: none given" in " ".join(plan("make", "--no-leave", "--plain").stdout.split())


def test_nothing_is_placed_on_leave(folder: Path, plan: Callable[..., Finished]) -> None:
    """No action starts, sits or ends on a day of the leave that was given on the command line."""
    plan("make", "--leave", "30/11/2026..11/12/2026")
    days = [
        day
        for action in read(folder, PLAN)["actions"]
        for day in (action["start"], action["due"], *(one["day"] for one in action["sittings"]))
    ]
    assert len(days) > 20
    assert [day for day in days if date(2026, 11, 30) <= day <= date(2026, 12, 11)] == []


def test_made_again_the_plan_before_is_kept_and_the_sequence_rises(folder: Path, plan: Callable[..., Finished]) -> None:
    """The earlier form of the same start can be had from the history, byte for byte."""
    before = (folder / PLAN).read_bytes()
    plan("make", "--hours", "2")
    change = next(one for one in [*read_history(folder).steps()][-1].changes if one.name == PLAN)
    assert change.backward((folder / PLAN).read_text(encoding="utf-8")).encode() == before
    assert read(folder, PLAN)["sequence"] == 1


def test_the_same_record_and_day_give_the_same_plan(folder: Path, plan: Callable[..., Finished]) -> None:
    """Made again from the same answers, only the moment and the sequence differ."""
    first = read(folder, PLAN)
    plan("make")
    again = read(folder, PLAN)
    assert {**again, "made": "", "sequence": 0} == {**first, "made": "", "sequence": 0}


def test_show_json_is_the_plan_of_the_file(folder: Path, plan: Callable[..., Finished]) -> None:
    """`plan show --json` and `plan show ID --json` give what stands in the file, ids in any case."""
    shown = json.loads(plan("show", "--json").stdout)
    kept = read(folder, PLAN)
    assert [action["id"] for action in shown["actions"]] == [action["id"] for action in kept["actions"]]
    one = json.loads(plan("show", "a2", "--json").stdout)
    assert one == next(action for action in shown["actions"] if action["id"] == "A2")
    assert one["title"] == action_of(folder, "A2")["title"]


def test_show_tells_one_action_whole(folder: Path, plan: Callable[..., Finished]) -> None:
    """`plan show A1` tells all that makes it SMARTER: every text of the action stands on the page, and none of them twice."""
    action, page = action_of(folder, "A1"), " ".join(plan("show", "A1").stdout.split())
    assert page.count(action["benefit"]) == 1
    assert action["why"].removesuffix(action["benefit"]).strip() in page
    for name in ("title", "first_step", "cue", "barrier", "answer", "measure", "ethical_check", "evidence_left"):
        assert action[name]
        assert " ".join(action[name].split()) in page, name


@pytest.mark.parametrize("given", [("show",), ("done", "A1"), ("add", "Idea", "--for", "SD1"), ("review",)])
def test_without_a_plan_it_says_how_to_make_one(
    folder: Path, plan: Callable[..., Finished], given: tuple[str, ...]
) -> None:
    """Status 1, the command that makes one, and nothing changed."""
    never_had(folder, "plans")
    before = contents(folder)
    finished = plan(*given, status=1)
    assert "There is no plan yet. `cswo-eval plan make` makes one" in finished.stderr
    assert contents(folder) == before


# --- done, defer, drop, reopen ---------------------------------------------------------------------------------------


def test_done_asks_for_evidence_and_the_level_and_links_what_was_said(
    folder: Path, plan: Callable[..., Finished]
) -> None:
    """The text, several lines of it, becomes an entry linked to all that the action was for; the level is as typed."""
    served = action_of(folder, "A1")["serves"]
    first, *rest = AWKWARD.split("\n")
    asked = plan(
        "done", "a1", "--on", "2026-11-20", typed=(first, *rest, ".", "the team leader", *rated_at(4), *[""] * 9)
    )
    action = action_of(folder, "A1")
    assert (action["status"], action["finished"]) == ("done", date(2026, 11, 20))
    (entry,) = read(folder, "evidence.yaml")["entries"]
    assert (entry["shows"], entry["confirmer"], entry["effective"]) == (AWKWARD, "the team leader", date(2026, 11, 20))
    assert [link["item"] for link in entry["links"]] == served
    assert read(folder, ROUND)["answers"][served[0]]["level"] == 4
    assert asked.stderr.count("Which level describes you now?") == len(served)


def test_done_suggests_no_level_and_enter_leaves_it(folder: Path, plan: Callable[..., Finished]) -> None:
    """Enter everywhere: the levels stay, no evidence is made up, and the earlier level is not on the page."""
    before = (folder / ROUND).read_bytes()
    asked = plan("done", "A1", typed=("", "", "", "", "", ""))
    assert (folder / ROUND).read_bytes() == before
    assert not (folder / "evidence.yaml").exists()
    assert "Your earlier level is not shown" in " ".join(asked.stderr.split())


@pytest.mark.parametrize("private", [True, False])
def test_private_marks_the_action_and_the_evidence_it_left(
    folder: Path, plan: Callable[..., Finished], private: bool
) -> None:
    """`plan done --private`: the action with its note, and the entry made of what is said; without it neither."""
    flag = ("--private",) if private else ()
    plan("done", "A1", "--note", "between us", *flag, typed=("Seen by two.", ".", "", ""))
    assert action_of(folder, "A1")["note"] == "between us"
    assert action_of(folder, "A1").get("private", False) is private
    assert read(folder, "evidence.yaml")["entries"][0].get("private", False) is private


def test_no_questions_asks_none(folder: Path, plan: Callable[..., Finished]) -> None:
    """`--no-questions` marks it done and reads nothing."""
    finished = plan("done", "A1", "--no-questions", typed=("not read",))
    assert action_of(folder, "A1")["status"] == "done"
    assert "What evidence did it leave?" not in finished.stderr


def test_an_unreadable_level_after_done_stops_with_its_line_and_keeps_the_rest(
    folder: Path, plan: Callable[..., Finished]
) -> None:
    """Level 7 through a pipe: status 1 with the line; the action is done and its evidence kept."""
    finished = plan("done", "A1", typed=("Two lines", "of it", ".", "", "7"), status=1)
    assert "Line 5 of the input: That is not one of the answers: 1 to 5" in " ".join(finished.stderr.split())
    assert action_of(folder, "A1")["status"] == "done"
    assert read(folder, "evidence.yaml")["entries"][0]["shows"] == "Two lines\nof it"


def test_deferred_to_a_day_it_lies_after_that_day(folder: Path, plan: Callable[..., Finished]) -> None:
    """`plan defer --until`: not before that day, with the reason kept; made again, it stays there."""
    plan("defer", "A1", "--until", "18 January 2027", "--reason", "the clerk is away: # until then")
    for _ in range(2):
        action = action_of(folder, "A1")
        assert action["start"] >= date(2027, 1, 18)
        assert (action.get("status", "planned"), action["reason"]) == ("planned", "the clerk is away: # until then")
        plan("make")


def test_deferred_without_a_day_it_is_for_the_next_hundred_days(folder: Path, plan: Callable[..., Finished]) -> None:
    """Listed among what is left out, and planned in the next plan."""
    title = action_of(folder, "A1")["title"]
    plan("defer", "A1")
    assert action_of(folder, "A1")["status"] == "deferred"
    assert [one["band"] for one in read(folder, PLAN)["left_out"] if one["band"] == "deferred"] == ["deferred"]
    plan("make", "--start", "2027-03-08", today="2027-03-05")
    following = read(folder, "plans/2027-03-08.yaml")["actions"]
    assert title in [action["title"] for action in following if action.get("status", "planned") == "planned"]


def test_dropped_it_is_not_chosen_again(folder: Path, plan: Callable[..., Finished]) -> None:
    """`plan drop` keeps it listed as dropped; the plan made again has another in its place, or none."""
    activity = action_of(folder, "A1")["activity"]
    plan("drop", "A1", "--reason", "not in this council")
    plan("make")
    actions = read(folder, PLAN)["actions"]
    assert [action["status"] for action in actions if action["activity"] == activity] == ["dropped"]


@pytest.mark.parametrize("how", [("done", "A1", "--no-questions"), ("drop", "A1"), ("defer", "A1")])
def test_reopen_takes_back_a_slip(folder: Path, plan: Callable[..., Finished], how: tuple[str, ...]) -> None:
    """After done, drop or defer by mistake, --reopen leaves the plan's file as it was before."""
    before = read(folder, PLAN)
    plan(*how)
    assert read(folder, PLAN) != before
    plan("edit", "A1", "--reopen")
    after = read(folder, PLAN)
    assert action_of(folder, "A1") == next(one for one in before["actions"] if one["id"] == "A1")
    assert {**after, "left_out": ()} == {**before, "left_out": ()}


# --- edit and add ----------------------------------------------------------------------------------------------------

EDITS: dict[str, tuple[str, str, Any]] = {
    "title": ("--title", "Mine: 'now' # é", "Mine: 'now' # é"),
    "hours": ("--hours", "1,5", 1.5),
    "due": ("--due", "12 February 2027", date(2027, 2, 12)),
    "start": ("--start", "25/11/2026", date(2026, 11, 25)),
    "first_step": ("--first-step", "[bold]Ring[/bold]", "[bold]Ring[/bold]"),
    "cue": ("--cue", "= when, then", "= when, then"),
    "helpers": ("--helper", "the clerk", ["the clerk"]),
    "barrier": ("--barrier", "no: time", "no: time"),
    "answer": ("--answer", "- make some", "- make some"),
    "measure": ("--measure", "two\nlines", "two\nlines"),
    "note": ("--note", "😀", "😀"),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_is_edited_stands_as_typed_and_survives_a_remake(
    folder: Path, plan: Callable[..., Finished], name: str
) -> None:
    """Each field that can be edited: kept to the letter, told on the page, and the owner's when the plan is made again."""
    option, typed, kept = EDITS[name]
    shown = plan("edit", "A1", option, typed)
    told = {"hours": "1.5 h", "due": "Friday 12 February 2027", "start": "Wednesday 25 November 2026"}
    assert told.get(name, typed.split("\n")[0]) in " ".join(shown.stdout.split())
    assert action_of(folder, "A1")[name] == kept
    plan("make", "--hours", "2")
    assert action_of(folder, "A1")[name] == kept


def test_own_dates_win_and_are_flagged_where_they_break_a_rule(folder: Path, plan: Callable[..., Finished]) -> None:
    """Due on a Saturday and forty hours in a week: taken as typed, and said, by edit and by show."""
    shown = plan("edit", "A1", "--start", "2026-11-30", "--due", "2026-12-05", "--hours", "40")
    flags = " ".join(action_of(folder, "A1")["flags"])
    assert "Saturday" in flags
    assert "over what it holds" in flags
    for page in (shown, plan("show", "A1")):
        assert "Breaks a rule" in page.stdout


def test_pinned_it_stays_and_unpinned_it_may_move(folder: Path, plan: Callable[..., Finished]) -> None:
    """A pinned action keeps its days when leave falls on the rest; unpinned again, the flag is gone."""
    plan("edit", "A1", "--pin")
    before = action_of(folder, "A1")
    plan("make", "--hours", "1", "--leave", "4/1/2027..8/1/2027")
    after = action_of(folder, "A1")
    assert after["pinned"] is True
    assert (after["start"], after["due"], after["hours"]) == (before["start"], before["due"], before["hours"])
    plan("edit", "A1", "--unpin")
    assert action_of(folder, "A1").get("pinned", False) is False


def test_an_idea_of_ones_own_is_added_dated_and_kept(folder: Path, plan: Callable[..., Finished]) -> None:
    """`plan add` finds room for it, gives it the next id, and a remake keeps every word."""
    number = len(read(folder, PLAN)["actions"]) + 1
    plan("add", AWKWARD.split("\n")[0], "--for", "sd2.1", "--hours", "1", "--helper", "the clerk", "--note", "why: not")
    for _ in range(2):
        action = action_of(folder, f"A{number}")
        assert (action["title"], action["note"]) == (AWKWARD.split("\n")[0], "why: not")
        assert (action["helpers"], action["serves"]) == (["the clerk"], ["SD2.1"])
        assert START <= action["start"] <= action["due"]
        plan("make")


@pytest.mark.parametrize("given", [("add", "Mine", "--for", "SD1", "--private"), ("edit", "A1", "--private")])
def test_what_is_marked_private_is_named_by_check_and_can_be_unmarked(
    folder: Path, plan: Callable[..., Finished], monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...]
) -> None:
    """--private marks the action; `check` lists its id; --not-private takes the mark off."""
    plan(*given)
    name = "A1" if given[0] == "edit" else f"A{len(read(folder, PLAN)['actions'])}"
    assert action_of(folder, name)["private"] is True
    checked = " ".join(run_here(monkeypatch, "check", "--today", TODAY, record=folder).stdout.split())
    assert f"Marked private {name}" in checked
    plan("edit", name, "--not-private")
    assert action_of(folder, name).get("private", False) is False


# --- reviews ---------------------------------------------------------------------------------------------------------

SAID = ("what_worked", "what_got_in_the_way", "what_changed_for_people", "next_step")


def test_a_review_keeps_what_is_said_letter_for_letter(folder: Path, plan: Callable[..., Finished]) -> None:
    """Four questions, each with a text of several lines; all in plan-reviews/<plan>-day-30.yaml."""
    texts = [f"{name}: {AWKWARD}" for name in SAID]
    lines = [line for text in texts for line in (*text.split("\n"), ".")]
    plan("review", "30", typed=tuple(lines), today="2026-12-22")
    review = read(folder, f"plan-reviews/{START}-day-30.yaml")
    assert [review[name] for name in SAID] == texts
    assert review["held"] == date(2026, 12, 22)


def test_a_review_held_again_keeps_what_enter_passes(folder: Path, plan: Callable[..., Finished]) -> None:
    """Enter keeps the earlier words, which the prompt shows; a new text takes the place of one."""
    plan("review", "30", typed=("first", ".", "second", ".", "", ""), today="2026-12-22")
    shown = plan("review", "30", typed=("", "another", ".", "", ""), today="2026-12-23")
    assert (
        "Enter keeps what is there; what you type replaces it; a + alone first adds to it. There is: first"
        in words_of(shown.stderr)
    )
    review = read(folder, f"plan-reviews/{START}-day-30.yaml")
    assert (review["what_worked"], review["what_got_in_the_way"]) == ("first", "another")


@pytest.mark.parametrize(
    ("today", "number"), [("2026-11-25", 30), ("2026-12-22", 30), ("2027-01-25", 60), ("2027-03-02", 100)]
)
def test_without_a_number_the_review_that_is_due_is_held(
    folder: Path, plan: Callable[..., Finished], today: str, number: int
) -> None:
    """`plan review` takes the newest that is due, before the first day the first."""
    shown = plan("review", today=today)
    assert f"Review of day {number}" in shown.stdout


def test_a_private_review_is_marked(folder: Path, plan: Callable[..., Finished]) -> None:
    """`plan review --private`."""
    plan("review", "30", "--private", typed=("x", "."), today="2026-12-22")
    assert read(folder, f"plan-reviews/{START}-day-30.yaml")["private"] is True


def test_check_names_private_reviews_accounts_and_claims(
    folder: Path, plan: Callable[..., Finished], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only answers, evidence and actions; what was taken out is not named."""
    plan("review", "30", "--private", typed=("x", "."), today="2026-12-22")
    with Record(folder).changing("test", lambda: NOW) as writer:
        for account in reflections():
            writer.save_reflection(account._replace(private=account.id != "R1"))
        writer.save_prior_learning(
            claims()._replace(claims=tuple(one._replace(private=True) for one in claims().claims))
        )
    checked = " ".join(run_here(monkeypatch, "check", "--today", TODAY, record=folder).stdout.split())
    said = checked.split("Marked private ")[1].split(" May identify")[0]
    present = [one.id for one in (*reflections(), *claims().claims) if one.removed is None and one.id != "R1"]
    assert said == ", ".join([*present, "review of day 30 (22 December 2026)"])


# --- the page --------------------------------------------------------------------------------------------------------


def test_what_must_be_arranged_ahead_is_asked_for_on_working_days(folder: Path, plan: Callable[..., Finished]) -> None:
    """Whatever the day the plan begins: no Saturday, Sunday, bank holiday or day of leave."""
    days = []
    for start in ("2026-12-16", "2026-12-17", "2026-12-18"):
        shown = plan("make", "--start", start, "--leave", "2026-12-29..2026-12-31", "--plain").stdout
        ahead = shown.split("To arrange ahead\n")[1].split("Listen and take stock")[0]
        days += re.findall(r"^(\w{3} \d+ \w{3})\b", ahead, re.MULTILINE)
    assert len(days) > 5
    away = {"Fri 25 Dec", "Mon 28 Dec", "Fri 1 Jan", "Mon 4 Jan", "Tue 29 Dec", "Wed 30 Dec", "Thu 31 Dec"}
    assert [day for day in days if day[:3] in ("Sat", "Sun") or day in away] == []


@pytest.mark.parametrize("columns", [80, 70, 62])
def test_all_weeks_have_a_bar_or_none_has(folder: Path, program: Program, columns: int) -> None:
    """However long the hours of one of them are in words."""
    program("plan", "make", "--hours", "3", "--holiday", "2026-12-03", "--today", TODAY, record=folder)
    shown = program("plan", "show", "--today", TODAY, record=folder, columns=columns).stdout
    weeks = [line for line in shown.split("Hours by week")[1].splitlines() if " h of " in line]
    assert len(weeks) > 8
    assert any("." in line.split("h of")[1][:5] for line in weeks)
    assert len({bool(re.search("[●○#.]{10}", line)) for line in weeks}) == 1


# --- what the help says ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["drop", "defer"])
def test_the_help_says_who_sees_a_reason(folder: Path, plan: Callable[..., Finished], command: str) -> None:
    """It stands in the coach's report."""
    assert "It is shown in reports to a coach." in " ".join(plan(command, "--help").stdout.split())


def test_the_help_explains_every_option_of_edit(folder: Path, plan: Callable[..., Finished]) -> None:
    """A few words each; and that a private action is left out whole."""
    shown = plan("edit", "--help").stdout
    bare = [line for line in shown.splitlines() if re.fullmatch(r"\s+--[a-z-]+(?: [A-Z]+)?\s*", line)]
    assert bare == []
    assert "the whole action is left out of what you share" in " ".join(shown.split())


def rated_at(level: int) -> tuple[str, ...]:
    """What is typed for a level of something that nothing shows: the level, and what the walk asks of it."""
    opposite = ("",) if level >= 4 else ()
    learning = ("",) if level < 3 else ()
    return (str(level), *opposite, "m", *learning)


def words_of(text: str) -> str:
    """The words of a screen, however it was wrapped."""
    return " ".join(text.split())


@pytest.fixture
def served(folder: Path) -> list[str]:
    """What the plan works on, in the order in which day 100 asks for it again."""
    return list(dict.fromkeys(name for action in read(folder, PLAN)["actions"] for name in action["serves"]))


def test_day_100_rates_again_what_was_planned_and_keeps_both_levels(
    folder: Path, plan: Callable[..., Finished], served: list[str]
) -> None:
    """Each competency that was planned is asked once; before and now stand in the review, and now in the round."""
    levels = [str(1 + place % 5) for place in range(len(served))]
    shown = plan(
        "review",
        "100",
        typed=("", "", "", "", *chain.from_iterable(map(rated_at, map(int, levels)))),
        today="2027-03-02",
    )
    assert shown.stderr.count("Which level describes you now?") == len(served)
    ratings = read(folder, f"plan-reviews/{START}-day-100.yaml")["ratings"]
    assert [(one["item"], one["before"], str(one["now"])) for one in ratings] == [
        (name, 2, level) for name, level in zip(served, levels, strict=True)
    ]
    answers = read(folder, ROUND)["answers"]
    assert [str(answers[name]["level"]) for name in served] == levels
    assert "What changed" in shown.stdout
    assert "+1" in shown.stdout
    assert "the same" in shown.stdout


def test_day_100_stands_beside_the_evidence_gained_since(
    folder: Path, plan: Callable[..., Finished], served: list[str]
) -> None:
    """Evidence left by an action of the plan is shown at the level's question and beside the change."""
    plan("done", "A1", typed=("Seen by two.", ".", "", *[""] * 5), today="2026-12-04")
    title = action_of(folder, "A1")["title"]
    shown = plan("review", "100", typed=("", "", "", "", "4", "", "h"), today="2027-03-02")
    assert f"E1 {title}"[:40] in " ".join(shown.stderr.split())
    row = next(line for line in shown.stdout.split("What changed")[1].splitlines() if line.startswith(served[0]))
    assert "+2" in row
    assert "E1" in row


@pytest.mark.parametrize("last", ["quit", None, "9"])
def test_a_day_100_that_is_broken_off_keeps_the_ratings_and_is_gone_on_with(
    folder: Path, plan: Callable[..., Finished], served: list[str], last: str | None
) -> None:
    """`quit`, the end of the input or an unreadable level after two: both are kept with the level before, then and later."""
    typed = ("It worked", ".", "", "", "", *rated_at(3), *rated_at(4), *([last] if last else []))
    plan("review", "100", typed=typed, today="2027-03-02", status=1 if last == "9" else 0)
    name = f"plan-reviews/{START}-day-100.yaml"
    expected = [(served[0], 2, 3), (served[1], 2, 4)]
    assert [(one["item"], one["before"], one["now"]) for one in read(folder, name).get("ratings", [])] == expected
    plan("review", "100", typed=("", "", "", "", "", *rated_at(5), *rated_at(1)), today="2027-03-02")
    ratings = [(one["item"], one["before"], one["now"]) for one in read(folder, name)["ratings"]]
    assert ratings == [(served[0], 2, 3), (served[1], 2, 5), (served[2], 2, 1)]
    assert read(folder, name)["what_worked"] == "It worked"


def test_the_next_plan_is_drawn_up_from_the_levels_as_they_now_are(
    folder: Path, plan: Callable[..., Finished], served: list[str]
) -> None:
    """After day 100 `plan make` begins a new plan beside the first; what is met is planned no more."""
    met = served[:6]
    plan("review", "100", typed=("", "", "", "", *(rated_at(4) * len(met))), today="2027-03-02")
    first = (folder / PLAN).read_bytes()
    plan("make", today="2027-03-04")
    following = read(folder, "plans/2027-03-08.yaml")
    assert (folder / PLAN).read_bytes() == first
    again = {name for action in following["actions"] for name in action["serves"]}
    assert again
    assert again.isdisjoint(met)


# --- nothing changed on failure --------------------------------------------------------------------------------------

REFUSED: tuple[tuple[str, ...], ...] = (
    ("make", "--hours", "0"),
    ("make", "--hours", "100"),
    ("make", "--start", "2026-02-30"),
    ("make", "--start", "2020-01-06"),
    ("make", "--leave", "2027-01-05..2026-12-21"),
    ("make", "--leave", "2026-01-01..2028-01-01"),
    ("make", "--hours", "2", "--holiday", "never"),
    ("done", "A99"),
    ("done", "A1", "--on", "2030-01-01"),
    ("done", "A1", "--on", "31/11/2026"),
    ("defer", "A1", "--until", "2026-11-01"),
    ("defer", "A1", "--until", "2027-06-01"),
    ("defer", "A99"),
    ("drop", "B1"),
    ("edit", "A1"),
    ("edit", "A1", "--title", "Kept", "--hours", "none"),
    ("edit", "A1", "--note", "Kept", "--due", "2032-01-01"),
    ("edit", "A1", "--pin", "--unpin"),
    ("edit", "A1", "--reopen"),
    ("edit", "A1", "--hours", "2000"),
    ("add", "Idea", "--for", "SD"),
    ("add", "Idea", "--for", "SD99"),
    ("add", "Idea", "--for", "SD1", "--hours", "0"),
    ("add", "Idea", "--for", "SD1", "--due", "2026-02-30"),
    ("add", "Idea", "--for", "SD1", "--due", "2040-02-01"),
    ("add", " ", "--for", "SD1"),
    ("review", "31"),
    ("calendar", "--output", "no/such/folder/plan.ics"),
)


@pytest.mark.parametrize("given", REFUSED, ids=" ".join)
def test_a_refusal_changes_not_one_byte(folder: Path, plan: Callable[..., Finished], given: tuple[str, ...]) -> None:
    """Status 1, a sentence on standard error, nothing on standard output; every file is as before, and none is new."""
    before = contents(folder)
    assert len(before) >= 3
    finished = plan(*given, status=1)
    assert finished.stdout == ""
    assert finished.stderr.strip().endswith((".", "shows all.", "lists them.", "lists all.", "?"))
    assert contents(folder) == before


def test_while_another_window_holds_the_record_nothing_is_changed(
    folder: Path, plan: Callable[..., Finished], framework: Framework
) -> None:
    """Every command that would write is told; those that only show do their work."""
    with Record(folder).changing("test", lambda: NOW):
        before = contents(folder)
        for given in (
            ("make",),
            ("done", "A1"),
            ("defer", "A1"),
            ("drop", "A1"),
            ("edit", "A1", "--pin"),
            ("add", "Mine", "--for", "SD1"),
            ("review", "30"),
        ):
            assert "is open in another window" in plan(*given, status=1).stderr
        assert plan("show").stdout
        assert plan("calendar").stdout
        assert {name: data for name, data in contents(folder).items() if name not in (SENT, ".sent-lock")} == before


# --- actions of several plans ----------------------------------------------------------------------------------------

NEXT_START = "2027-03-08"
NEXT_DAY = "2027-03-03"


def test_a_new_plan_numbers_its_actions_on_from_the_one_before(folder: Path, plan: Callable[..., Finished]) -> None:
    """No id is given twice, whichever plan it was given in."""
    earlier = {action["id"] for action in read(folder, PLAN)["actions"]}
    plan("make", "--start", NEXT_START, today=NEXT_DAY)
    kept = {action["id"] for action in read(folder, PLAN)["actions"] if action.get("status") == "done"}
    new = {action["id"] for action in read(folder, f"plans/{NEXT_START}.yaml")["actions"]} - kept
    assert new
    assert not new & earlier


def test_an_action_of_an_earlier_plan_is_named_with_that_plans_first_day(
    folder: Path, plan: Callable[..., Finished]
) -> None:
    plan("make", "--start", NEXT_START, today=NEXT_DAY)
    title = action_of(folder, "A1")["title"]
    assert title in plan("show", f"{START}/A1", today=NEXT_DAY).stdout.replace("\n", " ")
    plan("edit", f"{START}/A1", "--note", "told late", today=NEXT_DAY)
    assert action_of(folder, "A1")["note"] == "told late"
    plan("done", f"{START}/a1", "--no-questions", today=NEXT_DAY)
    assert action_of(folder, "A1")["status"] == "done"


def test_a_plan_that_is_not_there_is_told_with_those_that_are(folder: Path, plan: Callable[..., Finished]) -> None:
    before = contents(folder)
    said = plan("show", "2026-01-05/A1", status=1).stderr.replace("\n", " ")
    assert "There is no plan that starts on 2026-01-05. There are plans from 2026-11-23." in said
    assert contents(folder) == before
