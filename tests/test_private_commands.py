"""`private list`, `private set` and `private unset` as their user sees them: what is shown, asked, saved in one step and told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from building import a_plan, a_profile, a_register, a_review, a_round, an_action, an_entry, rated
from conftest import Finished
from processes import on_posix, run_here
from terminals import Window
from test_undo_machine import files_of

from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Attachment
from cswo_eval.record.portfolio_models import PriorLearning, PriorLearningClaim, Reflection
from cswo_eval.record.sent import Sent, sent_files
from cswo_eval.record.sent_log import note
from cswo_eval.record.store import Record

TODAY = "2026-12-23"
NOW = "2026-11-02T09:30:00Z"
Run = Callable[..., Finished]


@pytest.fixture
def folder(tmp_path: Path, framework: Framework) -> Path:
    """A record with answers, three entries, a plan with a review, an account and a claim; nothing of it is private."""
    folder = tmp_path / "record"
    record = Record(folder)
    file = Attachment(id="T1", name="minute.txt", stored="E1/T1-minute.txt", sha256="0" * 64, size=1, added=NOW)
    account = Reflection(
        id="R1", title="On a hard day", model="gibbs", effective=a_review().held, written=NOW, evidence=("E1",)
    )
    claim = PriorLearningClaim(id="L1", title="The course before", recorded=NOW, items=("WO1.3",))
    with record.changing("assess", lambda: NOW) as writer:
        writer.save_profile(a_profile())
        writer.save_round(
            a_round(framework, {"SD2": rated(2), "SD2.1": rated(2), "SD1.3": rated(2), "WO1.3": rated(4)})
        )
        writer.save_register(
            a_register([an_entry(1, "SD2.1", attachments=(file,)), an_entry(2, "SD2.1", "WO1.3"), an_entry(3, "WO1.3")])
        )
        writer.save_plan(a_plan(an_action(1), an_action(2, goal="WO1.3")))
        writer.save_review(a_review(what_worked="Asking."))
        writer.save_reflection(account)
        writer.save_prior_learning(PriorLearning(claims=(claim,)))
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Run:
    """Run a command on the record, in UTC."""

    def run_one(*arguments: str | Path, columns: int = 80) -> Finished:
        return run_here(
            monkeypatch, *arguments, "--today", TODAY, record=folder, columns=columns, environment={"TZ": "UTC"}
        )

    return run_one


@pytest.fixture
def window(tmp_path: Path, folder: Path) -> Iterator[Callable[..., Window]]:
    """Open a terminal window in which a command runs on the record."""
    opened: list[Window] = []

    def open_one(*words: str) -> Window:
        opened.append(Window(tmp_path / "home", *words, "--record", folder, "--today", TODAY, columns=100))
        return opened[-1]

    yield open_one
    for one in opened:
        one.end()


def said(text: str) -> str:
    """A text without its line ends."""
    return " ".join(text.split())


def listed(run: Run) -> dict[str, dict[str, object]]:
    """All that is private, by id, as `private list --json` gives it."""
    return {one["id"]: one for one in json.loads(run("private", "list", "--json").stdout)["private"]}


EVERY_KIND = ("SD1.3", "E1", "E1/T1", "A1", "R1", "L1", "day-30")


# --- set ----------------------------------------------------------------------------------------------------------


def test_anything_is_marked_by_its_name_in_any_case_with_commas_and_in_one_step(folder: Path, run: Run) -> None:
    start = files_of(folder)
    done = run("private", "set", "sd1.3,e1", "E1/t1", "a1", "2026-11-23/A2", "r1", "c1", "DAY-30", "--yes")
    assert done.status == 0, done.stderr
    assert "Now private: SD1.3, E1, A1, A2, R1, L1, day-30" in said(done.stderr).replace("E1/T1, ", "")
    assert all(one["marked"] for one in listed(run).values())
    assert len(listed(run)) == 8
    assert run("undo").status == 0
    assert files_of(folder) == start


def test_what_a_mark_takes_with_it_and_what_tells_of_it_is_shown(run: Run) -> None:
    told = said(run("private", "set", "SD2.1", "--yes").stderr)
    assert "To be marked as private: SD2.1 your answer:" in told
    assert "E1 Entry 1: serves SD2.1 only, which is private" in told
    assert "E2 Entry 2: it serves SD2.1, and WO1.3, which is not private" in told
    assert "These tell of it and are not marked; look whether they should be: R1 On a hard day: names E1" in told
    assert "Now private: SD2.1, E1, E2." in told
    assert "`cswo-eval private unset E2` lets it leave" in told


def test_a_mark_on_an_element_says_that_its_competencies_are_not_private(run: Run) -> None:
    told = said(run("private", "set", "SD2", "--yes").stderr)
    assert "Its competencies keep their own, and are not private: SD2.1" in told
    assert listed(run).keys() == {"SD2"}


def test_all_about_one_part_is_marked_at_once(run: Run) -> None:
    assert run("private", "set", "--all-about", "wo1", "--yes").status == 0
    assert listed(run).keys() == {"WO1.3", "E2", "E3", "2026-11-23/A2", "R1", "L1"} - {"R1"}
    assert run("private", "set", "--all-about", "SD", "--yes").status == 0
    assert {"SD2", "SD2.1", "SD1.3", "E1", "R1", "2026-11-23/A1"} <= listed(run).keys()


def test_what_has_left_already_is_told_by_name_day_and_file(folder: Path, run: Run) -> None:
    sent = Sent(
        id="S1", when="2026-11-03T10:00:00Z", audience="coach", what="report", format="html", ids="SD2.1 E1 E1/T1"
    )
    note(Record(folder), sent._replace(files=sent_files({"cswo-report-coach-2026-11-03.html": b"page"})))
    told = said(run("private", "set", "E1", "--yes").stderr)
    assert "E1 went to a coach on 3 November 2026 (report, cswo-report-coach-2026-11-03.html)." in told
    told = said(run("private", "set", "WO1.3", "--yes").stderr)
    assert "knows of none of it" in told


def test_what_is_marked_already_is_said_and_changes_nothing(folder: Path, run: Run) -> None:
    run("private", "set", "E1", "--yes")
    before = files_of(folder)
    done = run("private", "set", "E1")
    assert (done.status, said(done.stderr)) == (0, "E1 is marked as private already.")
    assert files_of(folder) == before


def test_without_a_terminal_it_wants_a_yes_and_changes_nothing(folder: Path, run: Run) -> None:
    before = files_of(folder)
    for words in (("set", "E1"), ("set", "--all-about", "SD2")):
        done = run("private", *words)
        assert done.status == 1
        assert "add --yes" in said(done.stderr)
    assert files_of(folder) == before


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_changed(folder: Path, run: Run) -> None:
    before = files_of(folder)
    done = run("private", "set", "E1", "E9", "A7", "influence.12", "WO2.1", "--all-about", "MV4", "--yes")
    assert done.status == 1
    for words in ("no entry 'E9'", "no action 'A7'", "no other self-evaluations", "WO2.1 is not answered yet", "MV4"):
        assert words in done.stderr, words
    assert files_of(folder) == before


@pytest.mark.parametrize("words", [("set",), ("set", ","), ("unset", ",")])
def test_no_name_at_all_is_refused_in_words(words: tuple[str, ...], run: Run) -> None:
    done = run("private", *words, "--yes")
    assert done.status == 1
    assert "Name what is to be private" in done.stderr


def test_as_json_it_gives_ids_and_reasons_and_no_word_of_the_owners(run: Run) -> None:
    done = run("private", "set", "SD2.1", "R1", "--yes", "--json")
    values = json.loads(done.stdout)
    assert values["changed"] == ["SD2.1", "R1"]
    assert [one["id"] for one in values["now_private"]] == ["SD2.1", "E1", "E2", "R1"]
    assert values["now_private"][2]["besides"] == ["WO1.3"]
    assert values["sent"] == []
    assert not any(words in done.stdout + done.stderr for words in ("Entry", "hard day"))


def test_an_answer_of_an_earlier_round_is_marked_there_and_stays_until_it_is_asked_again(
    folder: Path, framework: Framework, run: Run
) -> None:
    record = Record(folder)
    later = a_round(framework, {"WO1.3": rated(3)}, started=a_review().held, title="Day 30")
    with record.changing("assess", lambda: NOW) as writer:
        writer.save_round(later)
    assert "marked there, and private until it is asked again" in said(run("private", "set", "SD1.3", "--yes").stderr)
    assert listed(run).keys() == {"SD1.3", "2026-11-23/A1"}
    assert "marked in the round of 2 November 2026" in said(run("private", "list").stdout)
    assert run("private", "unset", "SD1.3", "--yes").status == 0
    assert listed(run) == {}


# --- unset --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY_KIND)
def test_a_mark_set_and_taken_back_leaves_every_byte_as_it_was(name: str, folder: Path, run: Run) -> None:
    before = {one: text for one, text in files_of(folder).items() if not one.startswith("history/")}
    assert run("private", "set", name, "--yes").status == 0
    assert listed(run)
    assert run("private", "unset", name, "--yes").status == 0
    assert {one: text for one, text in files_of(folder).items() if not one.startswith("history/")} == before


def test_an_entry_that_serves_both_may_leave_once_it_is_named_and_it_is_said_what_a_reader_sees(run: Run) -> None:
    run("private", "set", "SD2.1", "--yes")
    told = said(run("private", "unset", "E2", "--yes").stderr)
    assert "A reader would see that E2 bears on SD2.1, too" in told
    assert "No longer private: E2." in told
    assert listed(run).keys() == {"SD2.1", "E1"}


def test_an_entry_that_serves_only_what_is_private_is_refused_with_what_would_open_it(folder: Path, run: Run) -> None:
    run("private", "set", "SD2.1", "--yes")
    before = files_of(folder)
    done = run("private", "unset", "E1", "--yes")
    assert done.status == 1
    assert "E1 carries no mark of its own: it serves SD2.1 only" in said(done.stderr)
    assert "Take the mark off SD2.1, or link E1" in said(done.stderr)
    assert files_of(folder) == before
    assert run("private", "unset", "E1", "SD2.1", "--yes").status == 0
    assert listed(run) == {}


def test_an_action_whose_goal_is_private_is_refused_and_one_that_was_marked_too_is_said_to_stay(run: Run) -> None:
    run("private", "set", "WO1.3", "--yes")
    refused = run("private", "unset", "A2", "--yes")
    assert refused.status == 1
    assert "`cswo-eval private unset WO1.3` takes that mark back" in said(refused.stderr)
    run("private", "set", "A2", "--yes")
    done = run("private", "unset", "A2", "--yes")
    assert done.status == 0
    assert "its goal WO1.3 is private" in said(done.stderr)
    assert "No longer private" not in said(done.stderr)


def test_a_file_of_a_private_entry_stays_with_it(run: Run) -> None:
    run("private", "set", "E1", "E1/T1", "--yes")
    done = run("private", "unset", "E1/T1", "--yes")
    assert "it goes with E1" in said(done.stderr)
    assert "No longer private" not in said(done.stderr)


def test_what_is_not_private_is_said_to_be_so(run: Run) -> None:
    done = run("private", "unset", "E3")
    assert (done.status, said(done.stderr)) == (0, "E3 is not private.")


# --- at a terminal ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not on_posix(), reason="needs a pseudo-terminal")
def test_at_a_terminal_enter_marks_and_each_entry_that_serves_both_is_asked_about_once(
    folder: Path, window: Callable[..., Window]
) -> None:
    shown = window("private", "set", "SD2.1")
    assert "Mark these as private?" in shown.seen
    assert "E2 serves SD2.1, and also WO1.3. May it leave all the same?" in said(shown.type(""))
    assert "Now private: SD2.1, E1." in said(shown.type("yes"))
    assert shown.status() == 0
    entry = Record(folder).register().find("E2")
    assert entry is not None
    assert entry.may_leave


@pytest.mark.skipif(not on_posix(), reason="needs a pseudo-terminal")
def test_at_a_terminal_no_marks_nothing_and_taking_a_mark_back_wants_the_word_yes(
    folder: Path, window: Callable[..., Window], run: Run
) -> None:
    before = files_of(folder)
    shown = window("private", "set", "E1", "E3")
    assert "Nothing was marked." in shown.type("no")
    assert files_of(folder) == before
    run("private", "set", "E1", "--yes")
    marked = files_of(folder)
    shown = window("private", "unset", "E1")
    assert "Take these marks back?" in shown.seen
    assert "No mark was taken back." in shown.type("")
    assert files_of(folder) == marked
    shown = window("private", "unset", "E1")
    assert "No longer private: E1." in said(shown.type("yes"))


# --- list ---------------------------------------------------------------------------------------------------------


def test_the_list_of_a_record_without_anything_private_says_so(run: Run) -> None:
    assert "Nothing in your record is private" in run("private", "list").stdout
    assert json.loads(run("private", "list", "--json").stdout) == {"private": [], "telling": []}


def test_the_list_works_on_a_record_that_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record(tmp_path / "empty")
    with record.changing("assess", lambda: NOW) as writer:
        writer.save_profile(a_profile())
    done = run_here(monkeypatch, "private", "list", record=tmp_path / "empty")
    assert done.status == 0
    assert "Nothing in your record is private" in done.stdout


def test_the_list_tells_each_thing_by_kind_with_why_and_json_without_the_owners_words(run: Run) -> None:
    run("private", "set", "SD2.1", "WO1.3", "day-30", "--yes")
    told = said(run("private", "list", "--plain").stdout)
    for words in (
        "E1 Entry 1 Why: serves SD2.1 only, which is private", "E2 Entry 2 Why: serves SD2.1 and WO1.3 only, which are private",
        "A2 Action 2 Why: its goal WO1.3 is private", "day-30 the review held on 22 December 2026 Why: marked",
        "L1: The course before: names WO1.3",
    ):  # fmt: skip
        assert words in told, told
    raw = run("private", "list", "--json").stdout
    assert not any(words in raw for words in ("Entry", "Action 2", "course before"))


def test_check_names_what_is_private_and_what_is_so_with_it(run: Run) -> None:
    run("private", "set", "SD2.1", "day-30", "--yes")
    told = said(run("check", columns=200).stdout)
    assert "Marked private SD2.1, E1 (with SD2.1), E2 (with SD2.1), review of day 30 (22 December 2026)" in told


def test_the_words_on_an_action_with_a_private_goal_stay_out_of_json(run: Run, folder: Path) -> None:
    """As those of one that is marked itself do: it leaves no more than that one."""
    assert run("plan", "add", "Ask the carers", "--for", "WO1.3", "--hours", "1").status == 0
    shown = json.loads(run("plan", "show", "--json").stdout)["actions"][-1]
    assert shown["title"] == "Ask the carers"
    assert run("private", "set", "WO1.3", "--yes").status == 0
    assert "Ask the carers" not in run("plan", "show", "--json").stdout
    assert "Ask the carers" not in run("plan", "show", shown["id"], "--json").stdout
    assert "Ask the carers" in run("plan", "show", shown["id"]).stdout
