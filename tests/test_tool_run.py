"""A tool is one YAML file and no code: dropped into a folder of standards, it is asked, resumed, kept and shown like any interview."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from building import NOW
from conftest import Finished
from made_up_tools import folder_of_tools
from renamed_records import second_framework, second_version
from terminals import Window

from cswo_eval.disclosure.door import Wanted, looked_at
from cswo_eval.disclosure.watch import watch_over
from cswo_eval.disclosure.whole_record import whole_record
from cswo_eval.framework.framework import Framework
from cswo_eval.record.layout import DRAFT
from cswo_eval.record.purge import purge
from cswo_eval.record.sample import sample_folder
from cswo_eval.record.store import Record
from cswo_eval.record.tool_models import ToolAnswer, ToolRun

TODAY = "2026-10-02"
Run = Callable[..., Finished]

SCRIPT: tuple[tuple[str, tuple[str, ...], ToolAnswer], ...] = (
    ("name", (" The  name ",), ToolAnswer(said=" The  name ")),
    ("story", ("First line", "", "  \\back", "Ünd so — weiter ", "."),
     ToolAnswer(said="First line\n\n  back\nÜnd so — weiter ")),
    ("happened", ("3/9/2026",), ToolAnswer(said="2026-09-03")),
    ("rating", ("5",), ToolAnswer(said="5")),
    ("rating-opposite", ("The carers would not agree.", "."), ToolAnswer(said="The carers would not agree.")),
    ("rating-confidence", ("medium",), ToolAnswer(said="m")),
    ("colour", ("Red.",), ToolAnswer(said="r")),
    ("weight", ("3",), ToolAnswer(said="3")),
    ("entries", ("e3 E4", "E5", ""), ToolAnswer(several=("E3", "E4", "E5"))),
    ("items", ("sd1.3, SD2",), ToolAnswer(several=("SD1.3", "SD2"))),
    ("grade/SD1.3", ("4",), ToolAnswer(said="4")),
    ("grade-opposite/SD1.3", ("Somebody.", "."), ToolAnswer(said="Somebody.")),
    ("grade-confidence/SD1.3", ("l",), ToolAnswer(said="l")),
    ("why/SD1.3", ("Because: it was.",), ToolAnswer(said="Because: it was.")),
    ("grade/SD2", ("x",), ToolAnswer(said="x")),
    ("grade-reason/SD2", ("There is none here.",), ToolAnswer(said="There is none here.")),
    ("skills", ("AO4.2",), ToolAnswer(several=("AO4.2",))),
    ("tags", ("1 4",), ToolAnswer(several=("cpl:rights-and-ethics", "cpl:protection"))),
    ("agreed", ("Y",), ToolAnswer(said="yes")),
    ("hours", ("2,50",), ToolAnswer(said="2.5")),
    ("away", ("21/12/2026-3/1/2027, 1 Feb 2027",),
     ToolAnswer(several=("2026-12-21 to 2027-01-03", "2027-02-01"))),
    ("paper", ("C:\\my papers\\a#b.docx",), ToolAnswer(said="C:\\my papers\\a#b.docx")),
    ("papers", ("/tmp/one", "/tmp/two", ""), ToolAnswer(said="/tmp/one\n/tmp/two")),
    ("red", ("Red, since…", "."), ToolAnswer(said="Red, since…")),
    ("heavy", ("- it does",), ToolAnswer(said="- it does")),
    ("after", ("yes",), ToolAnswer(said="yes")),
)  # fmt: skip
"""Every question of the made-up tool in its order, what is typed at it, and how that is kept."""
EXPECTED = {key: answer for key, _, answer in SCRIPT}
NEEDS_PTY = pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is needed")


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of standards with the made-up tool in it."""
    return folder_of_tools(tmp_path / "standards")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A copy of the sample record, whose register the made-up tool asks about."""
    return Path(shutil.copytree(sample_folder(), tmp_path / "record"))


@pytest.fixture
def run(run_inside: Run, tools: Path, record: Path) -> Run:
    """Run the program over both."""
    return lambda *words, typed="": run_inside(
        *words, "--standards", tools, "--record", record, "--today", TODAY, typed=typed
    )


@pytest.fixture
def window(tools: Path, record: Path, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """The program in a real terminal over both."""
    opened: list[Window] = []

    def at(*words: str) -> Window:
        given = (*words, "--standards", tools, "--record", record, "--today", TODAY)
        opened.append(Window(tmp_path / "home", *given))
        return opened[-1]

    yield at
    for one in opened:
        one.end()


def newest(record: Path) -> ToolRun:
    """The newest run in a record, read from its file."""
    return Record(record).tool_runs()[-1]


def typed(until: str | None = None) -> str:
    """What is typed at the questions of the made-up tool, all or up to and without one."""
    lines = []
    for key, of_question, _ in SCRIPT:
        if key == until:
            break
        lines += of_question
    return "".join(f"{line}\n" for line in lines)


# --- from the first question to the last ----------------------------------------------------------------------------


def test_every_kind_of_question_is_asked_in_a_pipe_and_every_answer_kept_letter_for_letter(
    run: Run, record: Path
) -> None:
    """One YAML file, no code: every kind of field, one asked for each of several ids, and what only some answers call for."""
    done = run("tool", "run", "mine", typed=typed())
    assert done.status == 0, done.stderr
    kept = newest(record)
    assert dict(kept.answers) == EXPECTED
    assert (kept.finished is not None, kept.position, kept.version, kept.begun) == (True, None, 1, date(2026, 10, 2))
    assert "Question 1 of " in done.stderr
    assert "What keeps it green?" not in done.stderr  # asked of what is green alone
    assert "21 December 2026 to 3 January 2027; 1 February 2027." in done.stderr  # what was understood is said back


@NEEDS_PTY
def test_it_is_asked_at_a_terminal_quit_resumed_an_answer_changed_and_one_made_private(
    window: Callable[..., Window], record: Path, run: Run
) -> None:
    first = window("tool", "run", "mine")
    for key, lines, _ in SCRIPT:
        assert first.kind == ("… " if key in ("story", "rating-opposite", "red") or "opposite" in key else "> "), key
        if key == "colour":
            first.type("quit")
            break
        for line in lines:
            first.type(line)
    assert first.status() == 0
    assert re.search(r"`cswo-eval tool run mine --standards\s[^`]+` goes on where you stopped", first.seen)
    assert newest(record).position == "colour"

    second = window("tool", "run", "mine")
    assert "It goes on at question 7 of 18" in second.seen
    assert "Which colour has it?" in second.seen
    here = [key for key, _, _ in SCRIPT].index("colour")
    for key, lines, _ in SCRIPT[here:]:
        if key == "hours":
            assert "mine.hours: your answer here is now private." in second.type("private")
        for line in lines:
            second.type(line)
    assert second.status() == 0
    assert "is answered to its end" in second.seen
    expected = {**EXPECTED, "hours": EXPECTED["hours"]._replace(private=True)}
    assert dict(newest(record).answers) == expected

    third = window("tool", "run", "mine")
    assert "It is asked again from the beginning, and Enter keeps each answer." in " ".join(third.seen.split())
    assert "Enter keeps:  The  name" in third.seen
    third.type("")
    third.type("go 4")
    assert "Where are you with it?" in third.seen
    third.type("2")
    assert "How sure are you of this level?" in third.seen  # and nobody disagrees with a 2
    third.type("save")
    assert third.status() == 0
    assert dict(newest(record).answers) == {**expected, "rating": ToolAnswer(said="2")}

    shown = run("tool", "show", "mine").stdout
    assert "hours: How many hours did it take? (private)" in shown
    for words in ("Ünd so — weiter", "2 Beginning", "r Red", "3 September 2026", "21 December 2026 to 3 January 2027"):
        assert words in shown
    values = json.loads(run("tool", "show", "mine", "--json").stdout)
    by_name = {one["name"]: one for one in values["questions"]}
    assert by_name["items"]["several"] == ["SD1.3", "SD2"]
    assert (by_name["hours"]["private"], by_name["hours"]["answered"], by_name["hours"]["said"]) == (True, True, None)


def test_a_run_that_was_finished_is_gone_through_with_enter_and_stays_as_it_is(run: Run, record: Path) -> None:
    run("tool", "run", "mine", typed=typed())
    before = newest(record)
    done = run("tool", "run", "mine", typed="\n" * 40)
    assert done.status == 0
    assert "Why can it not arise in your post?" in done.stderr  # what is asked for each id is gone through too
    assert newest(record) == before


def test_another_run_is_a_file_of_its_own_and_keeps_what_was_private_so(
    run_inside: Run, run: Run, tools: Path, record: Path
) -> None:
    run("tool", "run", "mine", typed="private\nThe name\nquit\n")
    refused = run("tool", "run", "mine", "--new")
    assert (refused.status, "You began a run of mine today already." in refused.stderr) == (1, True)
    later = ("--standards", tools, "--record", record, "--today", "2026-11-02")
    nothing = run_inside("tool", "run", "mine", "--new", *later, typed="quit\n")
    assert "Nothing was answered, so nothing is saved." in nothing.stderr
    run_inside("tool", "run", "mine", "--new", *later, typed="Another\nquit\n")
    assert [path.name for path in sorted((record / "companions").iterdir())] == [
        "2026-10-02-mine.yaml",
        "2026-11-02-mine.yaml",
    ]
    assert newest(record).answers["name"] == ToolAnswer(said="Another", private=True)
    assert "The name" in run_inside("tool", "show", "mine", "--run", "2/10/2026", *later).stdout
    wrong = run_inside("tool", "show", "mine", "--run", "3/10/2026", *later)
    assert (wrong.status, wrong.stderr.strip()) == (
        1,
        "No run of mine began on 2026-10-03. There are: 2026-10-02, 2026-11-02.",
    )


# --- the words of any prompt ----------------------------------------------------------------------------------------


def test_the_words_of_any_prompt_do_here_what_they_do_elsewhere(run: Run, record: Path) -> None:
    """?, go with and without a number, back, skip and list; none of them is kept as an answer."""
    done = run("tool", "run", "mine", typed="?\nThe name\ngo\nback\nskip\ngo 3\nlist\nskip\nback\nsave\n")
    assert done.status == 0, done.stderr
    said = done.stderr
    assert "A few words." in said  # what ? says
    assert "3   When was it?" in said  # what go lists
    assert "E3 " in said  # the register
    assert dict(newest(record).answers) == {"name": ToolAnswer(said="The name")}
    assert newest(record).position == "happened"


def test_what_cannot_be_read_in_a_pipe_stops_it_with_its_line_and_all_before_is_kept(run: Run, record: Path) -> None:
    done = run("tool", "run", "mine", typed="The name\nA story\n.\nsome day\n")
    assert done.status == 1
    assert "Line 4 of the input" in done.stderr
    assert list(newest(record).answers) == ["name", "story"]
    again = run("tool", "run", "mine", typed="3/9/2026\n")
    assert "It goes on at question 3 of " in again.stderr


@NEEDS_PTY
@pytest.mark.parametrize("how", ["kill", "ctrl-c"])
def test_what_was_typed_of_a_text_is_there_after_it_broke_off(
    how: str, window: Callable[..., Window], record: Path, run: Run
) -> None:
    """The lines that were ended with Enter, with the mark of their question, in a run that had no file yet."""
    first = window("tool", "run", "mine")
    first.type("skip")
    first.type("private")
    first.type("One line")
    first.type("and another")
    if how == "kill":
        first.child.kill(signal.SIGKILL)
        first.child.wait()
        assert (record / DRAFT).exists()
        again = run("tool", "run", "mine", typed="quit\n")
        assert "The lines you were typing when it broke off are kept: in mine.story." in again.stderr
    else:
        first.press("\x03")
        assert re.search(r"`cswo-eval tool run mine --standards\s[^`]+` goes on with it.", first.seen)
    assert newest(record).answers == {"story": ToolAnswer(said="One line\nand another", private=True)}
    assert not (record / DRAFT).exists()


def test_a_text_whose_tool_is_not_there_any_more_is_kept_aside(run_inside: Run, run: Run, record: Path) -> None:
    run("tool", "run", "mine", typed="The name\nquit\n")
    (record / DRAFT).write_text(
        "format: cswo-eval/draft\nformat_version: 2\nform: mine\nsubject: 2026-10-02/mine\nquestion: story\ntext: Words\n...\n"
    )
    done = run_inside("evidence", "add", "--record", record, "--today", TODAY, typed="quit\n")
    assert "have no place any more. They are kept in history/set-aside" in " ".join(done.stderr.split())


# --- levels ---------------------------------------------------------------------------------------------------------

LEVEL = """\
id: level
version: 1
title: A level
source: {document: own}
fields:
  - {id: mine, kind: level, wording: "Where are you?", help: "Now.", needed: "Choose one."}
"""
OPPOSITE, SURE, REASON = (
    "What would someone who disagrees with that level point to?",
    "How sure are you of this level?",
    "Why can it not arise in your post?",
)


@pytest.mark.parametrize(
    ("level", "asked"),
    [("1", [SURE]), ("3", [SURE]), ("4", [OPPOSITE, SURE]), ("5", [OPPOSITE, SURE]), ("x", [REASON]), ("n", [])],
)
def test_a_level_asks_what_the_walk_asks_of_one(level: str, asked: list[str], run_inside: Run, tmp_path: Path) -> None:
    folder = folder_of_tools(tmp_path / "standards", level=LEVEL)
    typed = f"{level}\n" + {SURE: "h\n", OPPOSITE: "Words\n.\n", REASON: "None here\n"}.get("".join(asked[:1]), "")
    typed += "h\n" if len(asked) > 1 else ""
    done = run_inside("tool", "run", "level", "--standards", folder, "--record", tmp_path / "record", typed=typed)
    assert "is answered to its end" in done.stderr
    assert [one for one in (OPPOSITE, SURE, REASON) if one in done.stderr] == [
        one for one in (OPPOSITE, SURE, REASON) if one in asked
    ]


def test_not_applicable_needs_its_reason(run_inside: Run, tmp_path: Path) -> None:
    folder = folder_of_tools(tmp_path / "standards", level=LEVEL)
    done = run_inside("tool", "run", "level", "--standards", folder, "--record", tmp_path / "record", typed="x\n\n")
    assert (done.status, "Not applicable needs a reason" in done.stderr) == (1, True)


# --- which there are ------------------------------------------------------------------------------------------------


def test_without_a_tool_the_list_says_how_one_gets_one(run_inside: Run, tmp_path: Path) -> None:
    done = run_inside("tool", "list", "--record", tmp_path / "none")
    assert (done.status, "There is no tool in the standards in use." in done.stdout) == (0, True)
    assert "cswo-eval standard schema --of" in done.stdout
    assert json.loads(run_inside("tool", "list", "--json", "--record", tmp_path / "none").stdout) == {"tools": []}


def test_the_list_says_how_far_each_has_come(run: Run) -> None:
    assert "not begun" in run("tool", "list").stdout
    run("tool", "run", "mine", typed="The name\nA story\n.\nquit\n")
    values = json.loads(run("tool", "list", "--json").stdout)
    assert values["tools"] == [
        {
            "name": "mine",
            "title": "Everything that can be asked",
            "questions": 21,
            "runs": 1,
            "last_run": TODAY,
            "answered": 2,
            "asked": 16,
            "finished": None,
        }
    ]
    assert "2 of 16 answered" in run("tool", "list").stdout


def test_what_was_answered_is_shown_without_its_form_too(run: Run, run_inside: Run, record: Path) -> None:
    run("tool", "run", "mine", typed="The name\nquit\n")
    assert "not in the" in run_inside("tool", "list", "--record", record).stdout
    shown = run_inside("tool", "show", "mine", "--record", record)
    assert (shown.status, "The name" in shown.stdout) == (0, True)
    refused = run_inside("tool", "run", "mine", "--record", record)
    assert (refused.status, "its questions are not in the standards in use" in refused.stderr) == (1, True)


def test_the_command_that_goes_on_names_the_folder_that_the_questions_lie_in(
    run: Run, run_inside: Run, tmp_path: Path
) -> None:
    """Without it there is no such tool."""
    folder = folder_of_tools(tmp_path / "a folder", level=LEVEL)
    record = tmp_path / "begun"
    done = run_inside("tool", "run", "level", "--standards", folder, "--record", record, typed="4\n")
    (named,) = re.findall(r"`cswo-eval (tool run [^`]+)` goes on", " ".join(done.stderr.split()))
    assert shlex.split(named) == ["tool", "run", "level", "--standards", str(folder)]
    assert run_inside(*shlex.split(named), "--record", record, typed="quit\n").status == 0


def test_its_questions_are_shown_before_it_is_begun(run: Run) -> None:
    shown = run("tool", "show", "mine").stdout
    assert "What do you call it?" in shown
    assert "You have not begun it." in shown
    values = json.loads(run("tool", "show", "mine", "--json").stdout)
    assert (values["run"], len(values["questions"])) == (None, 21)


@pytest.mark.parametrize("command", ["run", "show"])
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nime", "There is no tool 'nime'. Did you mean mine?"),
        ("evidence", "`evidence` is asked by `cswo-eval evidence add`."),
        ("competency", "`competency` is asked by `cswo-eval assess`."),
        ("../levels", "There is no tool '../levels'."),
    ],
)
def test_a_name_that_is_no_tools_is_answered_in_words(command: str, name: str, says: str, run: Run) -> None:
    done = run("tool", command, name)
    assert (done.status, says in done.stderr) == (1, True), done.stderr


def test_a_form_of_ones_own_in_the_folder_of_forms_is_a_tool_too(run_inside: Run, tmp_path: Path) -> None:
    (tmp_path / "standards/forms").mkdir(parents=True)
    (tmp_path / "standards/forms/level.yaml").write_text(LEVEL, encoding="utf-8")
    where = ("--standards", tmp_path / "standards", "--record", tmp_path / "record")
    assert run_inside("tool", "run", "level", *where, typed="n\n").status == 0


# --- a file of the record like any other ----------------------------------------------------------------------------


def test_an_answer_is_marked_and_unmarked_by_its_name(run: Run, record: Path) -> None:
    run("tool", "run", "mine", typed=typed())
    assert run("private", "set", "MINE.Why/sd1.3", "mine.red", "--yes").status == 0
    assert [key for key, one in newest(record).answers.items() if one.private] == ["why/SD1.3", "red"]
    listed = run("private", "list").stdout
    assert "Answers in tools" in listed
    assert "mine.red" in listed
    assert "What makes it red?" in listed
    done = run("private", "unset", "2026-10-02/mine.red", "--yes")
    assert "No longer private: mine.red." in done.stderr
    assert "what you share" not in done.stderr  # nothing of a tool is in that, marked or not
    wrong = run("private", "set", "mine.rad", "--yes")
    assert (wrong.status, "Did you mean mine.red?" in wrong.stderr) == (1, True)


def test_an_answer_has_its_history_and_can_be_taken_back_and_brought_again(run: Run, record: Path) -> None:
    run("tool", "run", "mine", typed="The name\nquit\n")
    run("tool", "run", "mine", typed="go 1\nAnother name\nquit\n")
    assert "the answer mine.name (run of 2 October 2026)" in " ".join(run("history").stdout.split())
    life = run("history", "mine.name", "--texts").stdout
    assert "The name" in life
    assert "Another name" in life
    assert run("undo").status == 0
    assert newest(record).answers["name"].said == "The name"
    run("redo")
    assert newest(record).answers["name"].said == "Another name"


def test_nothing_of_a_tool_passes_the_door(run: Run, record: Path, framework: Framework) -> None:
    """For no reader, whatever is asked for, marked or not; not even for oneself with what is private."""
    run("tool", "run", "mine", typed=typed())
    whole = whole_record(Record(record, framework), framework)
    assert whole.tool_runs
    watch = watch_over(Record(record, framework), whole)
    profiles = framework.report_profiles
    for audience in profiles.audiences:
        wanted = Wanted(audience, tuple(profiles.sections), date(2026, 10, 2), "keep", audience.id == "self")
        copy = looked_at(whole, wanted, watch).copy
        assert copy.record.tool_runs == copy.listed.tool_runs == ()


def test_the_guard_looks_at_what_was_answered(run: Run) -> None:
    run("tool", "run", "mine", typed="Ring me at 07700 900123\nquit\n")
    found = run("guard", "check")
    assert "mine, name: 07700 900123" in found.stdout
    assert "cswo-eval tool run mine" in found.stdout


def test_an_entry_that_is_destroyed_is_named_nowhere_in_it(run: Run, record: Path) -> None:
    run("tool", "run", "mine", typed=typed())
    told = run("evidence", "purge", "E4", "--yes")
    assert "2026-10-02/mine" in told.stderr + told.stdout
    assert newest(record).answers["entries"].several == ("E3", "E5")
    assert "E4" not in (record / "companions/2026-10-02-mine.yaml").read_text(encoding="utf-8")


def test_what_was_asked_about_a_destroyed_entry_alone_goes_with_it(record: Path) -> None:
    asked = {
        "entries": ToolAnswer(several=("E4",)),
        "why/E4": ToolAnswer(said="Words."),
        "why/E3": ToolAnswer(said="More."),
    }
    held = ToolRun(tool="mine", version=1, begun=date(2026, 9, 7), changed=NOW, position="why/E4", answers=asked)
    with Record(record).changing("tool run", lambda: NOW) as writer:
        writer.save_tool_run(held)
    with Record(record).changing("evidence purge", lambda: NOW) as writer:
        purge(writer, ["E4"])
    assert newest(record) == held._replace(position=None, answers={"why/E3": ToolAnswer(said="More.")})


def test_what_it_names_of_the_standard_is_carried_to_a_renamed_id(record: Path, tmp_path: Path) -> None:
    """MV1.5 is MV1.9 in the second version, and SL1.1 and SL1.2 are one: what was said on the second stays under its old id."""
    framework = second_framework(second_version(tmp_path / "second"))
    said = {
        "items": ToolAnswer(several=("MV1.5", "SL1.1", "SL1.2", "E3", "SL2.4")),
        "why/MV1.5": ToolAnswer(said="First."),
        "why/SL1.1": ToolAnswer(said="Second."),
        "why/SL1.2": ToolAnswer(said="Third."),
    }
    held = ToolRun(tool="mine", version=1, begun=date(2026, 9, 7), changed=NOW, position="why/MV1.5", answers=said)
    with Record(record).changing("tool run", lambda: NOW) as writer:
        writer.save_tool_run(held)
    fitted = Record(record, framework).tool_runs()[0]
    assert dict(fitted.answers) == {
        "items": ToolAnswer(several=("MV1.9", "SL1.9", "E3", "SL2.4")),
        "why/MV1.9": ToolAnswer(said="First."),
        "why/SL1.9": ToolAnswer(said="Second."),
        "why/SL1.2": ToolAnswer(said="Third."),
    }
    assert fitted.position == "why/MV1.9"


def test_it_goes_into_a_backup_and_out_of_it(run_inside: Run, run: Run, record: Path, tmp_path: Path) -> None:
    run("tool", "run", "mine", typed=typed())
    run_inside("backup", tmp_path / "b.zip", "--record", record)
    assert run_inside("restore", tmp_path / "b.zip", "--record", tmp_path / "new").status == 0
    assert newest(tmp_path / "new") == newest(record)


def test_forgetting_a_record_names_the_runs_among_what_goes(run: Run, run_inside: Run, record: Path) -> None:
    run("tool", "run", "mine", typed="The name\nquit\n")
    told = run_inside("forget", "--record", record, "--yes")
    assert told.status == 0, told.stderr
    assert "1 run of a tool" in " ".join((told.stdout + told.stderr).split())
    assert not (record / "companions").exists()


# --- what does not need it --------------------------------------------------------------------------------------------

WATCHED = """
import os, sys
opened = []
sys.addaudithook(lambda event, given: opened.append(os.fspath(given[0])) if event == "open" and not isinstance(given[0], int) else None)
from cswo_eval.cli.main import main
try:
    main()
except SystemExit as end:
    status = end.code
names = [str(one).replace(os.sep, "/") for one in opened]
print(status or 0)
print(sorted({one.rpartition("/")[2] for one in names if one.endswith(".yaml") and ("/forms/" in one or "/companions/" in one)}))
print(sorted(one for one in sys.modules if one.startswith(("cswo_eval.forms", "cswo_eval.cli.interviews.")) and "interruptions" not in one))
print(any(one.endswith("/evidence.yaml") for one in names))
"""


@pytest.mark.parametrize("words", [("gaps",), ("gaps", "--explain", "SD1.3")], ids=" ".join)
def test_a_gap_analysis_reads_no_form_and_no_answers_in_tools(words: tuple[str, ...], run: Run, record: Path) -> None:
    """Nor is the engine of interviews loaded for it; it has read the record, so that not finding them says something."""
    run("tool", "run", "mine", typed="The name\nquit\n")
    given = [sys.executable, "-c", WATCHED, *words, "--record", str(record), "--today", TODAY]
    done = subprocess.run(given, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-4:] == ["0", "[]", "[]", "True"]
