"""Every command and option as a process: exit statuses, both streams, sentences for what is at fault, nothing changed."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import Finished, clean_environment
from processes import Program, contents, run_here, together, whole_command

from cswo_eval.record.sample import sample_folder

TODAY = "2026-11-21"
COMMANDS = ("assess", "gaps", "plan", "standard", "check", "demo")
"""The commands of which this file knows; another command brings tests of its own."""


@pytest.fixture
def run(run_inside: Callable[..., Finished]) -> Callable[..., Finished]:
    """Run the program within this process, where nothing is said of a process of its own."""
    return run_inside


def sample(folder: Path) -> Path:
    """The sample record, copied."""
    shutil.copytree(sample_folder(), folder)
    return folder


WORKS: tuple[tuple[str, ...], ...] = (
    (),
    ("--json",),
    ("--plain", "--today", TODAY),
    ("--version",),
    ("--help",),
    ("-h",),
    ("assess",),
    ("assess", "--depth", "quick", "--aspect", "MV", "--plain", "--private", "--today", TODAY),
    ("assess", "--go", "sd3.2", "--cases"),
    ("assess", "--about-you"),
    ("gaps",),
    ("gaps", "--explain", "sd1.3", "--plain"),
    ("gaps", "--explain", "SD1", "--json", "--today", TODAY),
    ("plan", "show"),
    ("plan", "show", "a1", "--json"),
    ("plan", "show", "--plain", "--today", TODAY),
    ("plan", "done", "A4", "--on", "2026-10-01", "--note", "Sat in.", "--no-questions", "--private", "--plain",
     "--today", "2026-10-02"),
    ("plan", "defer", "A5", "--until", "2026-11-09", "--reason", "cancelled", "--plain", "--today", "2026-10-02"),
    ("plan", "edit", "A6", "--title", "Mine", "--hours", "3", "--start", "5/10/2026", "--due", "9/10/2026",
     "--first-step", "Ring.", "--cue", "When", "--helper", "the clerk", "--helper", "finance", "--barrier", "none",
     "--answer", "none", "--measure", "a note", "--note", "mine", "--pin", "--private", "--plain", "--today",
     "2026-10-02"),
    ("plan", "edit", "A6", "--unpin", "--not-private"),
    ("plan", "drop", "A7", "--reason", "not for me", "--plain", "--today", "2026-10-02"),
    ("plan", "edit", "A7", "--reopen"),
    ("plan", "add", "Ask three carers", "--for", "sd2.1", "--hours", "1.5", "--start", "12/10/2026", "--due",
     "16/10/2026", "--first-step", "Ring.", "--cue", "When", "--helper", "the clerk", "--measure", "notes", "--note",
     "mine", "--private", "--plain", "--today", "2026-10-02"),
    ("plan", "review", "30", "--private", "--plain", "--today", "2026-10-02"),
    ("plan", "make", "--start", "23 November 2026", "--hours", "2,5", "--today", TODAY, "--plain",
     "--leave", "21/12/2026..5/1/2027", "--leave", "1 February 2027", "--holiday", "30/11/2026", "--json"),
    ("plan", "make", "--no-leave", "--today", "2026-11-23"),
    ("plan", "make", "--day", "9/12/2026", "--day", "2026-12-10", "--over-new-year", "--today", "2026-11-23"),
    ("plan", "make", "--no-days", "--no-over-new-year", "--plain", "--today", "2026-11-23"),
    ("plan", "calendar"),
    ("plan", "calendar", "--output", "plan.ics", "--plain", "--today", "2026-10-02"),
    ("plan", "calendar", "--output", "plan.ics", "--force", "--findings", "take-out", "--todos"),
    ("plan", "calendar", "--preview"),
    ("standard", "list", "--full", "--plain"),
    ("standard", "list", "--json"),
    ("standard", "show", "SD1.3", "--plain"),
    ("standard", "show", "9.2", "--json"),
    ("standard", "search", "public", "protection", "--plain"),
    ("standard", "search", "zzzz", "--json"),
    ("standard", "check", "--plain"),
    ("standard", "check", "--json"),
    ("standard", "schema", "--plain"),
    ("standard", "schema", "--json"),
    ("standard", "schema", "--of", "guidance"),
    ("check", "--plain", "--today", TODAY),
    ("check", "--json"),
    ("assess", "--depth", "full", "--element", "wo1", "--new-round", "--today", TODAY),
)  # fmt: skip
"""Invocations that work on the sample record, in this order on one record."""
WITHOUT_RECORD = ("standard", "--version", "--help", "-h")
DEMOS: tuple[tuple[str, ...], ...] = (("demo",), ("demo", "--plain"))


@dataclass(frozen=True)
class Worked:
    """What each invocation gave."""

    results: dict[tuple[str, ...], Finished]
    home: Path


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Worked:
    """Every invocation that works, run once each, in order: the first of each command as a process, the rest in here."""
    home = tmp_path_factory.mktemp("commands")
    program, changed = Program(home), sample(home / "my récord" / "with spaces")
    read = sample(home / "read")

    firsts = {given[: 2 if given[:1] in (("plan",), ("standard",)) else 1]: given for given in reversed(WORKS)}
    results: dict[tuple[str, ...], Finished] = {}
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(home)
        for given in WORKS:
            needs = given[:1] not in [(one,) for one in WITHOUT_RECORD]
            record = None if not needs else changed if given[:1] in (("assess",), ("plan",)) else read
            as_process = given in firsts.values()
            results[given] = (
                program(*given, record=record) if as_process else run_here(monkeypatch, *given, record=record)
            )
    demos = [(given, program(*given, record=home / f"demo {place}")) for place, given in enumerate(DEMOS)]
    return Worked(results | dict(demos), home)


def test_every_option_of_every_command_is_tried() -> None:
    """The invocations below name each option of each command at least once; --record is added to all that take it."""
    tried = {(" ".join(one for one in given[:2] if not one.startswith("-")), one) for given in WORKS for one in given}
    names = {
        (name.split(" ")[0] if name.split(" ")[0] not in ("plan", "standard") else name, one) for name, one in tried
    }
    missing, seen = [], 0
    root = whole_command()
    for command_name in COMMANDS:
        command = root.commands[command_name]
        parts = getattr(command, "commands", {"": command})
        for part, one in parts.items():
            name = f"{command_name} {part}".strip()
            for option in one.params:
                flags = [flag for flag in (*option.opts, *option.secondary_opts) if flag.startswith("--")]
                for flag in flags:
                    seen += 1
                    if flag not in ("--record", "--standards", "--help") and (name, flag) not in names:
                        missing.append((name, flag))
    assert seen > 80
    with_faults = {("check", "--mend"), ("check", "--accept")}  # tried on records that have some
    assert [one for one in missing if one != ("demo", "--plain") and one not in with_faults] == []


@pytest.mark.parametrize("given", [*WORKS, *DEMOS], ids=lambda given: " ".join(given)[:60] or "home")
def test_a_command_that_works_ends_with_0_and_says_nothing_wrong(worked: Worked, given: tuple[str, ...]) -> None:
    """Exit status 0, no traceback, and its results on standard output unless it only asks or writes a file."""
    finished = worked.results[given]
    assert (finished.status, "Traceback" in finished.stderr, "Something went wrong" in finished.stderr) == (
        0, False, False,
    ), finished.stderr  # fmt: skip
    only_talks = given[:1] == ("assess",) or given[:2] in (("plan", "done"),) or "--output" in given
    assert bool(finished.stdout) != only_talks


@pytest.mark.parametrize(
    "given", [given for given in WORKS if "--json" in given], ids=lambda given: " ".join(given)[:60]
)
def test_json_is_alone_on_standard_output(worked: Worked, given: tuple[str, ...]) -> None:
    """What is printed with --json is one JSON document."""
    assert json.loads(worked.results[given].stdout) is not None


def test_a_record_whose_path_has_spaces_and_accents_is_read_and_written(worked: Worked) -> None:
    """All of the above was done in such a folder: what was edited stands in it, and nothing that was never said."""
    record = worked.home / "my récord" / "with spaces"
    assert (record / "assessments/2026-08-31.yaml").exists()
    assert not (record / f"assessments/{TODAY}.yaml").exists()  # a later round that was begun and left at once
    assert not (record / "plan-reviews").exists()  # a review at which nothing was said
    assert "Ask three carers" in (record / "plans/2026-09-07.yaml").read_text(encoding="utf-8")


def test_results_go_to_standard_output_and_conversation_to_standard_error(worked: Worked) -> None:
    """A gap analysis can be sent to a file; the questions of a review cannot get into it."""
    assert "Gap analysis" in worked.results["gaps",].stdout
    assert worked.results["gaps",].stderr == ""
    review = next(one for given, one in worked.results.items() if given[:2] == ("plan", "review"))
    assert "What worked, and what would you keep?" in review.stderr
    assert "What worked" not in review.stdout
    assert "Review of day 30" in review.stdout


# --- usage: status 2 -------------------------------------------------------------------------------------------------

WRONG_USAGE: dict[tuple[str, ...], str] = {
    ("gapz",): "No such command 'gapz'. Did you mean 'gaps'?",
    ("plan", "shw"): "No such command 'shw'. Did you mean 'show'?",
    ("gaps", "--explian", "SD1.3"): "--explain",
    ("gaps", "--explain"): "--explain",
    ("gaps", "SD1.3"): "SD1.3",
    ("plan", "done"): "Missing argument",
    ("plan", "add", "An idea"): "--for",
    ("plan",): "Usage: cswo-eval plan",
    ("standard",): "Usage: cswo-eval standard",
    ("standard", "search"): "Missing argument",
    ("--record", "somewhere", "gapz"): "No such command 'gapz'. Did you mean 'gaps'?",
    ("--json", "assess"): "No such option: --json",
    ("--plain", "plan"): "Usage: cswo-eval plan",
    ("--record",): "--record",
}


@pytest.fixture(scope="module")
def misused(program: Program) -> dict[tuple[str, ...], Finished]:
    """Each wrong usage: two of them as processes, the others in this one, which is quicker and takes the same way."""
    results = {given: program(*given) for given in tuple(WRONG_USAGE)[:2]}
    with pytest.MonkeyPatch.context() as monkeypatch:
        return results | {given: run_here(monkeypatch, *given) for given in WRONG_USAGE if given not in results}


@pytest.mark.parametrize("given", WRONG_USAGE, ids=" ".join)
def test_wrong_usage_ends_with_2_and_says_how(misused: dict[tuple[str, ...], Finished], given: tuple[str, ...]) -> None:
    """Status 2, nothing on standard output, what is wrong, and where the usage is shown."""
    finished = misused[given]
    assert (finished.status, finished.stdout) == (2, "")
    assert WRONG_USAGE[given] in finished.stderr
    assert "requires an argument" in finished.stderr or re.search(r"See `cswo-eval[a-z ]*--help`\.", finished.stderr)


# --- options before the command --------------------------------------------------------------------------------------

BEFORE = {
    ("--json", "gaps"): ("gaps", "--json"),
    ("--plain", "--today", TODAY, "check"): ("check", "--plain", "--today", TODAY),
    (f"--today={TODAY}", "plan", "--json", "show", "A1"): ("plan", "show", "A1", "--today", TODAY, "--json"),
    ("evidence", "--plain", "show", "E1"): ("evidence", "show", "E1", "--plain"),
    ("--today", "1/1/2020", "gaps", "--today", TODAY): ("gaps", "--today", TODAY),
}


@pytest.mark.parametrize("given", BEFORE, ids=" ".join)
def test_options_before_the_command_count_as_those_behind_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: tuple[str, ...]
) -> None:
    """The same output, also where --record itself stands first; what stands behind the command wins."""
    record = sample(tmp_path / "r")
    expected = run_here(monkeypatch, *BEFORE[given], record=record)
    assert expected.status == 0
    assert run_here(monkeypatch, *given, record=record) == expected
    assert run_here(monkeypatch, "--record", str(record), *given) == expected


# --- the user's input at fault: status 1 -----------------------------------------------------------------------------

AT_FAULT: dict[tuple[str, ...], str] = {
    ("gaps", "--explain", "SD33"): "There is no aspect, element or competency 'SD33'. Did you mean SD3",
    ("gaps", "--explain", ""): "There is no",
    ("gaps", "--today", "2026-02-30"): "--today: There is no such day in the calendar",
    ("gaps", "--today", "soon"): "--today: That is not a date that can be read",
    ("--today", "31/11/2026"): "--today: There is no such day in the calendar",
    ("check", "--today", "2026-13-01"): "--today: There is no such day",
    ("assess", "--depth", "deep"): "There is no depth 'deep'. Choose one of: usual, full, quick, element.",
    ("assess", "--aspect", "SX"): "Did you mean",
    ("assess", "--aspect", "MV1"): "MV1 is not an aspect; the aspects are MV, SD, AO, SL, WO.",
    ("assess", "--element", "MV"): "MV is not an element",
    ("assess", "--aspect", "MV", "--element", "MV1"): "Name either --aspect or --element, not both.",
    ("assess", "--go", "SD3.22"): "Did you mean SD3.2",
    ("assess", "--new-round", "--today", "2026-08-31"): "A round began on 2026-08-31 already.",
    ("assess", "--new-round", "--today", "2026-08-01"): "a new one must begin later",
    ("plan", "show", "A99"): "There is no action 'A99'. Did you mean A9?",
    ("plan", "make", "--hours", "0"): "With no hours there is no plan. Even half an hour a week (0.5) gives one.",
    ("plan", "make", "--hours", "-3"): "With no hours there is no plan.",
    ("plan", "make", "--hours", "nan"): "Hours must be a number, such as 3 or 2.5.",
    ("plan", "make", "--hours", "lots"): "Hours must be a number, such as 3 or 2.5.",
    ("plan", "make", "--hours", "60"): "more than a working week holds",
    ("plan", "make", "--start", "2027-02-29"): "--start: There is no such day in the calendar",
    ("plan", "make", "--start", "2020-01-06"): "All 100 days from Monday 6 January 2020 are past",
    ("plan", "make", "--leave", "2027-01-05..2026-12-21"): "ends before it begins. Put the earlier day first.",
    ("plan", "make", "--leave", "2026-12-32"): "The leave: There is no such day",
    ("plan", "make", "--leave", "a..b..c"): "Write its first and last day, such as 21/12/2026 to 5/1/2027",
    ("plan", "make", "--leave", "2026-01-01..2028-01-01"): "No working day is left",
    ("plan", "make", "--holiday", "St Andrew's Day"): "--holiday: That is not a date",
    ("plan", "make", "--day", "one day"): "--day: That is not a date",
    ("plan", "make", "--day", "2026-10-03"): "3 October 2026 is a Saturday. Give another day.",
    ("plan", "make", "--day", "2026-10-20", "--no-days"): "Name either --day or --no-days, not both.",
    ("plan", "done", "B1"): "There is no action 'B1'",
    ("plan", "done", "A4", "--on", "2030-01-01"): "is still to come",
    ("plan", "done", "A1"): "is done already",
    ("plan", "defer", "A4", "--until", "2026-09-01"): "is past",
    ("plan", "defer", "A4", "--until", "2027-03-01"): "No working day is left",
    ("plan", "edit", "A4"): "Say what to change",
    ("plan", "edit", "A4", "--hours", "0"): "With no hours",
    ("plan", "edit", "A4", "--due", "2062-01-01"): "more than a year from the start of the plan",
    ("plan", "edit", "A4", "--pin", "--unpin"): "Name either --pin or --unpin, not both.",
    ("plan", "edit", "A4", "--reopen"): "A4 is planned already.",
    ("plan", "edit", "A1", "--reopen", "--note", "x"): "--reopen stands alone",
    ("plan", "edit", "A4", "--title", " "): "An action needs a title",
    ("plan", "add", "Idea", "--for", "SD"): "SD is a whole aspect",
    ("plan", "add", "Idea", "--for", "SD9"): "There is no",
    ("plan", "add", "  ", "--for", "SD1"): "An action needs a title",
    ("plan", "review", "45"): "There is no such review: those of this plan are on days 30, 60, 100.",
    ("plan", "review", "thirty"): "There is no such review",
    ("standard", "show", "SD1.33"): "There is no entry 'SD1.33'. Did you mean SD1.3",
    ("standard", "schema", "--of", "outlines"): "There is no kind of file 'outlines'",
    ("standard", "check", "no-such-folder"): "is not there",
    ("standard", "list", "--standards", "no-such-folder"): "is not there",
}


AS_PROCESSES = tuple(AT_FAULT)[::16]
"""Of these a whole process is run; the others run in this one, which is quicker and takes the same way."""


@pytest.fixture(scope="module")
def at_fault(
    program: Program, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[tuple[str, ...], Finished], dict[str, bytes], dict[str, bytes]]:
    """Each of these on one record, and that record's bytes before and after all of them."""
    folder = sample(tmp_path_factory.mktemp("at-fault") / "record")
    before = contents(folder)
    record = {given: None if given[0] == "standard" else folder for given in AT_FAULT}
    # One after the other: two at a time would find the record open in another window.
    results = {given: program(*given, record=record[given]) for given in AS_PROCESSES}
    with pytest.MonkeyPatch.context() as monkeypatch:
        results |= {
            given: run_here(monkeypatch, *given, record=record[given]) for given in AT_FAULT if given not in results
        }
    return results, before, contents(folder)


@pytest.mark.parametrize("given", AT_FAULT, ids=" ".join)
def test_input_at_fault_ends_with_1_and_a_sentence(at_fault: Any, given: tuple[str, ...]) -> None:
    """Status 1, nothing on standard output, and in words what is wrong and what to do."""
    finished = at_fault[0][given]
    assert (finished.status, finished.stdout) == (1, ""), finished.stderr
    assert AT_FAULT[given] in " ".join(finished.stderr.split())


def test_input_at_fault_changes_not_one_byte_of_the_record(at_fault: Any) -> None:
    """After all of them the record's files are the same, byte for byte, and there is none more."""
    _, before, after = at_fault
    assert len(before) >= 4
    assert after == before


def test_level_7_is_refused_and_the_answer_before_stays(tmp_path: Path, run: Callable[..., Finished]) -> None:
    """A level outside the scale is told with the scale; the competency stays open."""
    finished = run("assess", "--record", tmp_path / "r", "--today", TODAY, "--depth", "quick", typed="7\n")
    assert finished.status == 1
    assert "1 to 5, n (no chance yet) or x (not applicable)" in " ".join(finished.stderr.split())
    assert "Line 1 of the input" in finished.stderr


def test_a_start_in_the_past_is_allowed_and_said(tmp_path: Path, run: Callable[..., Finished]) -> None:
    """A plan whose day 1 is past plans from today, and the page says so."""
    folder = tmp_path / "r"
    run("assess", "--depth", "quick", "--aspect", "SD", "--today", TODAY, "--record", folder, typed="2\n\n" * 21)
    finished = run("plan", "make", "--start", "2026-11-02", "--today", TODAY, "--json", "--record", folder)
    assert finished.status == 0
    plan = json.loads(finished.stdout)
    assert "The start, Monday 2 November 2026, is past" in plan["remarks"][0]
    assert plan["actions"]
    assert min(action["start"] for action in plan["actions"]) >= TODAY
    page = run("plan", "show", "--today", TODAY, "--record", folder).stdout
    assert "The start, Monday 2 November 2026, is past" in " ".join(page.split())


# --- where the record lies -------------------------------------------------------------------------------------------


def test_the_variable_names_the_record_and_the_option_wins(tmp_path: Path, run: Callable[..., Finished]) -> None:
    """CSWO_EVAL_RECORD is used where --record is not given, spaces and accents included."""
    named, other = sample(tmp_path / "née here"), tmp_path / "other"
    variable = {"CSWO_EVAL_RECORD": str(named)}
    assert json.loads(run("--json", environment=variable).stdout)["record"] == str(named)
    assert json.loads(run("--json", "--record", other, environment=variable).stdout) == {
        "record": str(other),
        "exists": False,
    }


def test_a_file_in_the_place_of_a_record_is_told_by_every_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is no record: said in words by reading and by writing commands, and left as it is."""
    file = tmp_path / "record.yaml"
    file.write_text("mine", encoding="utf-8")
    for given in ((), ("gaps",), ("assess",), ("plan", "make"), ("check",), ("demo",)):
        finished = run_here(monkeypatch, *given, record=file)
        assert (finished.status, finished.stdout) == (1, ""), given
        assert str(file) in finished.stderr
        assert file.read_text(encoding="utf-8") == "mine"


def test_a_folder_of_other_files_is_not_taken_for_a_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No command begins a record, or writes the sample, among other files; not even a lock is left there."""
    folder = tmp_path / "photographs"
    folder.mkdir()
    (folder / "one.txt").write_text("mine", encoding="utf-8")
    for given in (("assess",), ("gaps",), ("plan", "make"), ("demo",)):
        finished = run_here(monkeypatch, *given, record=folder)
        assert (finished.status, finished.stdout) == (1, ""), given
        assert "--record" in finished.stderr
        assert [path.name for path in folder.iterdir()] == ["one.txt"]


def test_today_makes_an_output_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same record and the same --today give the same page, and another --today another one."""
    folder = sample(tmp_path / "r")
    for given in ((), ("gaps",), ("plan", "show"), ("check",)):
        first, second = (run_here(monkeypatch, *given, "--today", "2026-10-05", record=folder) for _ in range(2))
        assert first.stdout == second.stdout != ""
    homes = [run_here(monkeypatch, "--today", day, record=folder).stdout for day in ("2026-09-14", "2026-12-01")]
    assert "day 8 of 100" in homes[0]
    assert "day 86 of 100" in homes[1]


# --- demo and home ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(program: Program, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Finished]:
    """The sample, written by `demo` to a new folder."""
    folder = tmp_path_factory.mktemp("demo") / "a demo"
    return folder, program("demo", record=folder)


def test_demo_shows_the_gap_analysis_and_the_plan_of_a_complete_record(demo: tuple[Path, Finished]) -> None:
    """All 80 answered, evidence and a plan; results on standard output, the next commands on standard error."""
    folder, finished = demo
    assert finished.status == 0
    assert "Gap analysis" in finished.stdout
    assert "Your 100-day plan" in finished.stdout
    assert f'cswo-eval plan show A1 --record "{folder}"' in finished.stderr
    assert {path.split("/")[0] for path in contents(folder)} >= {
        "profile.yaml",
        "evidence.yaml",
        "assessments",
        "plans",
    }


def test_the_demos_record_is_whole_and_says_that_it_is_fictional(demo: tuple[Path, Finished], program: Program) -> None:
    """`check` reads every file of it; the home screen says 80 of 80 and that it is a sample."""
    check, home = together([lambda: program("check", record=demo[0]), lambda: program(record=demo[0])])
    assert "every file reads" in check.stdout
    assert "80 of 80" in home.stdout
    assert "a fictional sample" in home.stdout


def test_demo_refuses_a_folder_that_holds_anything(demo: tuple[Path, Finished], program: Program) -> None:
    """Written once, it is not written over: status 1, and not one byte changes."""
    before = contents(demo[0])
    finished = program("demo", record=demo[0])
    assert (finished.status, finished.stdout) == (1, "")
    assert "is not empty, so the sample was not written there" in finished.stderr
    assert contents(demo[0]) == before


def test_demo_without_a_folder_makes_a_new_one_each_time_and_says_where(
    tmp_path: Path, run: Callable[..., Finished]
) -> None:
    """Two runs, two folders in the user's own data folder, neither of them the user's own record."""
    data = {"XDG_DATA_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path), "HOME": str(tmp_path)}
    told = [" ".join(run("demo", environment=data).stderr.split()) for _ in range(2)]
    folders = sorted(path.parent for path in tmp_path.rglob("profile.yaml"))
    assert len(folders) == 2
    assert [any(folder.name in one for one in told) for folder in folders] == [True, True]
    assert json.loads(run("--json", environment=data).stdout)["exists"] is False


def test_the_home_screen_without_a_record_says_how_to_begin_and_makes_nothing(
    tmp_path: Path, run: Callable[..., Finished]
) -> None:
    """The first screen names the commands to begin with and the folder that will be, without making it."""
    finished = run("--record", tmp_path / "new")
    assert finished.status == 0
    for command in ("cswo-eval assess", "cswo-eval evidence add", "cswo-eval demo", "cswo-eval standard list"):
        assert command in finished.stdout
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("typed", "depth", "seen", "following"),
    [
        ("", "element", ["0 of 80"], ["cswo-eval assess", "18 questions of the first hour"]),
        ("\n2\n\nm\n\n" * 9, "element", ["9 of 18", "0 of 80"], ["9 questions of the first hour", "cswo-eval gaps"]),
        ("\n2\n\nm\n\n" * 18, "element", ["18 of 18"], ["cswo-eval assess", "cswo-eval plan make"]),
        ("2\n\n" * 40, "quick", ["40 of 80"], ["the shortest sitting", "cswo-eval gaps", "cswo-eval plan make"]),
        ("2\n\n" * 80, "quick", ["80 of 80"], ["cswo-eval gaps", "cswo-eval plan make"]),
    ],
)
def test_the_home_screen_says_how_far_one_is_and_what_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, depth: str, seen: list[str], following: list[str]
) -> None:
    """Empty, half and full records: the numbers answered and the next commands fit each."""
    folder = tmp_path / "r"
    walked = run_here(
        monkeypatch,
        "assess",
        "--depth",
        depth,
        "--today",
        TODAY,
        record=folder,
        typed=typed.replace("2\n\nm", "2\n2\nm").encode(),
    )
    assert walked.status == 0, walked.stderr[-500:]
    home = " ".join(run_here(monkeypatch, "--today", TODAY, record=folder, columns=120).stdout.split())
    assert [one for one in (*seen, *following) if one not in home] == []


def test_the_home_screen_tells_what_is_collected(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Entries and what they bear on, files, accounts with those to go on with, claims; and the commands that go on."""
    record = sample(tmp_path / "r")
    began = ("evidence", "reflect", "--title", "T", "--model", "plain")
    assert run_here(monkeypatch, *began, record=record, typed=b"quit\n").status == 0
    has = json.loads(run_here(monkeypatch, "--json", record=record).stdout)["evidence"]
    (account,) = has["unfinished_accounts"]
    shown = " ".join(run_here(monkeypatch, record=record, columns=120).stdout.split())
    assert f"{has['entries']} entries for {has['competencies']} of 80 competencies" in shown
    assert f"Files {has['files']} kept with them" in shown
    assert f"Reflective accounts {has['accounts']}; not finished: {account}" in shown
    assert f"Prior learning {has['claims']} claims" in shown
    for command in ("evidence add", f"evidence reflect {account}", "portfolio check", "portfolio build"):
        assert f"cswo-eval {command} " in shown


def test_the_home_screen_of_who_has_no_portfolio_does_not_speak_of_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without an account, claim or title page; the register is offered."""
    folder = tmp_path / "r"
    run_here(monkeypatch, "assess", "--depth", "element", record=folder, typed=b"\n2\n")
    shown = run_here(monkeypatch, record=folder).stdout
    assert "portfolio" not in shown
    assert "Your evidence" not in shown
    assert "cswo-eval evidence add" in shown


# --- streams and signals ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has no /bin/sh, no /dev/full and no SIGINT to a process")
class TestPosixStreams:
    """What a shell can do to the streams of a process."""

    def shell(self, folder: Path, line: str) -> subprocess.CompletedProcess[str]:
        """Run a line of shell in which {} stands for the program."""
        program = f"'{sys.executable}' -m cswo_eval"
        return subprocess.run(
            ["/bin/sh", "-c", line.replace("{}", program)],
            capture_output=True,
            text=True,
            env=clean_environment(folder),
            cwd=folder,
            timeout=60,
            check=False,
        )

    @pytest.mark.parametrize("command", ["standard list --full", "standard list --json", "standard search a"])
    def test_a_reader_that_has_enough_ends_it_quietly(self, tmp_path: Path, command: str) -> None:
        """`| head -1`: the first line arrives, nothing on standard error, status 0."""
        done = self.shell(tmp_path, f"{{ {{}} {command}; echo $? > status; }} | head -c 20")
        assert len(done.stdout) == 20
        assert done.stderr == ""
        assert (tmp_path / "status").read_text().strip() == "0"

    def test_a_reader_that_is_gone_before_the_first_line_ends_it_quietly(self, tmp_path: Path) -> None:
        """The pipe is closed before anything is written: still quiet, status 0."""
        done = self.shell(tmp_path, "{ sleep 0.05; {} standard list --full; echo $? > status; } | true")
        assert done.stderr == ""
        assert (tmp_path / "status").read_text().strip() == "0"

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
    def test_a_full_disk_behind_the_output_is_said_in_words(self, tmp_path: Path) -> None:
        """`> file` on a full disk: status 1 and a sentence, no talk of an error inside the program."""
        done = self.shell(tmp_path, "{} standard list > /dev/full")
        assert done.returncode == 1
        assert "No space left on device" in done.stderr
        assert "Something went wrong inside" not in done.stderr

    @pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
    def test_a_process_started_without_a_stream_does_its_work(self, tmp_path: Path, closed: str) -> None:
        """No standard output or error at all: the command does what it does; status 0."""
        done = self.shell(tmp_path, f"{{}} demo --record demo {closed}")
        assert (done.returncode, done.stdout, "Something went wrong" in done.stderr) == (
            0, done.stdout if ">&-" not in closed.replace("2>&-", "") else "", False,
        )  # fmt: skip
        assert (tmp_path / "demo" / "profile.yaml").exists()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_an_interrupted_command_ends_with_130_and_a_sentence(self, tmp_path: Path, number: signal.Signals) -> None:
        """Interrupted while it waits for input through a pipe: 130, what is kept is said, no traceback."""
        process = subprocess.Popen(
            [sys.executable, "-m", "cswo_eval", "assess", "--record", "r", "--today", TODAY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=clean_environment(tmp_path),
            cwd=tmp_path,
        )
        with process:
            process.stdin.write(b"first line\nsecond line\n")
            process.stdin.flush()
            seen = b""
            while b"Enter for" not in seen:
                seen += os.read(process.stderr.fileno(), 4096)
            time.sleep(0.3)
            process.send_signal(number)
            said = process.stderr.read().decode()
            process.stdin.close()
            status = process.wait(30)
        assert status == 130
        assert "Stopped. All that you had entered is saved" in said
        assert "Traceback" not in said
        assert "first line\n" in (tmp_path / "r" / "evidence.yaml").read_text(encoding="utf-8")
