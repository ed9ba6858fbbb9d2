"""`cswo-eval guard …` and what is said while typing: as the owner meets it, at a terminal and through a pipe."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import NOW, changed
from conftest import Finished
from guarded_records import DAY, a_few_of_each, put_file, save_owner
from processes import run_here
from reports import sample_owner

from cswo_eval.confidentiality.record_texts import Place
from cswo_eval.pages.guard_commands import command_that_changes
from cswo_eval.record.models import Attachment
from cswo_eval.record.store import Record

Run = Callable[..., Finished]

at_a_terminal = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals on Windows")


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """The sample as a record that a test may change."""
    return save_owner(tmp_path / "record", a_few_of_each())


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, record: Record) -> Run:
    """Run a command on that record within this process."""

    def run_one(*arguments: str | Path, **given: Any) -> Finished:
        return run_here(monkeypatch, *arguments, **{"record": record.folder, **given})

    return run_one


def say(record: Record, *texts: str) -> None:
    """Let the first entries of the register show this, one each."""
    register = record.register()
    for entry, text in zip(register.entries, texts, strict=False):
        register = register.with_entry(changed(entry, shows=text))
    with record.changing("test", lambda: NOW) as writer:
        writer.save_register(register)


def found_by(run: Run) -> list[dict[str, Any]]:
    """What `guard check --json` lists."""
    found: list[dict[str, Any]] = json.loads(run("guard", "check", "--json").stdout)["findings"]
    return found


def kept(record: Record) -> Any:
    """The owner's decisions, read by a plain YAML reader."""
    path = record.folder / "private" / "guard.yaml"
    return yaml.safe_load(path.read_bytes()) if path.exists() else {}


def said(done: Finished) -> str:
    """All that was said, without the line breaks of a narrow terminal."""
    return " ".join((done.stdout + done.stderr).split())


# --- accept ---------------------------------------------------------------------------------------------------------------


def test_what_is_accepted_stays_in_what_is_shared(record: Record, run: Run, tmp_path: Path) -> None:
    """The report is written, with the number as it was typed."""
    say(record, "Ring 07700 900123.")
    [found] = found_by(run)
    assert run("guard", "accept", found["id"], "--reason", "It is in the phone book.").status == 0
    assert run("report", "--format", "json", "--output", tmp_path / "r.json").status == 0
    assert b"07700 900123" in (tmp_path / "r.json").read_bytes()


def test_an_accepted_finding_is_shown_in_the_check_with_its_reason(record: Record, run: Run) -> None:
    """So that it can be thought over again."""
    say(record, "Ring 07700 900123.")
    run("guard", "accept", found_by(run)[0]["id"], "--reason", "It is in the phone book.")
    done = run("guard", "check")
    assert "Left as it is, with your reason" in done.stdout
    assert "It is in the phone book." in said(done)


def test_several_are_accepted_at_once(record: Record, run: Run) -> None:
    """With one reason, in whatever case their ids are typed."""
    say(record, "Ring 07700 900123.", "Ring 07700 900124.")
    ids = [one["id"] for one in found_by(run)]
    assert run("guard", "accept", ids[0].lower(), ids[1].upper(), ids[1], "--reason", "Public.").status == 0
    assert [one["accepted"] for one in found_by(run)] == ["Public."] * 2
    assert len(kept(record)["accepted"]) == 2


def test_where_one_id_is_unknown_none_is_accepted(record: Record, run: Run) -> None:
    """All or nothing, and the nearest id is named."""
    say(record, "Ring 07700 900123.")
    known = found_by(run)[0]["id"]
    wrong = known[:-1] + ("0" if known[-1] != "0" else "1")
    done = run("guard", "accept", known, wrong, "--reason", "Public.")
    assert done.status == 1
    assert f"There is no finding '{wrong}'. Did you mean {known}?" in said(done)
    assert not kept(record)


@pytest.mark.parametrize("wrong", ["", "F", "3", "F" * 500, "Fé"])
def test_whatever_is_typed_as_an_id_is_answered_in_words(wrong: str, record: Record, run: Run) -> None:
    """Never with a traceback."""
    done = run("guard", "accept", wrong, "--reason", "Public.")
    assert done.status == 1
    assert "There is no finding" in said(done)


@pytest.mark.parametrize("reason", [(), ("--reason", ""), ("--reason", "  ")])
def test_without_a_reason_nothing_is_accepted(reason: tuple[str, ...], record: Record, run: Run) -> None:
    """Why it may stay is what a reader of the check needs."""
    say(record, "Ring 07700 900123.")
    done = run("guard", "accept", found_by(run)[0]["id"], *reason)
    assert done.status == 1
    assert "Say why it may stay" in said(done)
    assert not kept(record)


def test_an_acceptance_can_be_undone(record: Record, run: Run, tmp_path: Path) -> None:
    """Then it stops an export again."""
    say(record, "Ring 07700 900123.")
    [found] = found_by(run)
    run("guard", "accept", found["id"], "--reason", "Public.")
    assert run("guard", "accept", found["id"], "--withdraw").status == 0
    assert run("report", "--output", tmp_path / "r.html").status == 1
    assert run("guard", "accept", found["id"], "--withdraw").status == 1  # there is nothing to undo any more


def test_an_acceptance_of_what_is_gone_can_be_undone(record: Record, run: Run) -> None:
    """What the text holds by now does not matter for that."""
    say(record, "Ring 07700 900123.")
    [found] = found_by(run)
    run("guard", "accept", found["id"], "--reason", "Public.")
    say(record, "Rang.")
    assert run("guard", "accept", found["id"], "--withdraw").status == 0
    assert not kept(record).get("accepted")


def test_accepting_again_replaces_the_reason(record: Record, run: Run) -> None:
    """One finding has one reason: the last."""
    say(record, "Ring 07700 900123.")
    [found] = found_by(run)
    for reason in ("First.", "Second."):
        run("guard", "accept", found["id"], "--reason", reason)
    assert [one["reason"] for one in kept(record)["accepted"]] == ["Second."]


# --- pseudonyms -----------------------------------------------------------------------------------------------------------


def shared(run: Run, tmp_path: Path) -> str:
    """What the report says as JSON."""
    target = tmp_path / "shared.json"
    done = run("report", "--format", "json", "--output", target, "--force", "--today", DAY)
    assert done.status == 0, done.stderr
    return target.read_text(encoding="utf-8")


def test_a_pseudonym_stands_in_what_is_shared_and_the_name_in_the_record(
    record: Record, run: Run, tmp_path: Path
) -> None:
    """In every case, with a possessive, without its accents; not within another word."""
    say(record, "Zoë came; ZOE’s aunt and zoe. Zoetrope.")
    assert run("guard", "pseudonym", "Zoë", "Child A").status == 0
    assert "Child A came; Child A’s aunt and Child A. Zoetrope." in shared(run, tmp_path)
    assert record.register().entries[0].shows == "Zoë came; ZOE’s aunt and zoe. Zoetrope."


def test_a_name_given_again_has_its_new_pseudonym(record: Record, run: Run, tmp_path: Path) -> None:
    """In whatever case it is given."""
    say(record, "Zebedee came.")
    run("guard", "pseudonym", "Zebedee", "Child A")
    run("guard", "pseudonym", " zebedee ", "Child B")
    assert "Child B came." in shared(run, tmp_path)
    assert len(kept(record)["pseudonyms"]) == 1


def test_a_name_taken_out_of_the_table_leaves_as_it_is(record: Record, run: Run, tmp_path: Path) -> None:
    """--remove ends it."""
    say(record, "Zebedee came.")
    run("guard", "pseudonym", "Zebedee", "Child A")
    assert run("guard", "pseudonym", "--remove", "ZEBEDEE").status == 0
    assert "Zebedee came." in shared(run, tmp_path)


def test_a_name_that_is_not_in_the_table_cannot_be_taken_out(record: Record, run: Run) -> None:
    """And it is not repeated: it is somebody's name."""
    done = run("guard", "pseudonym", "--remove", "Zebedee")
    assert done.status == 1
    assert "Zebedee" not in said(done)


@pytest.mark.parametrize("instead", ["Zebedee", "old ZEBEDEE", "the friend of Zebedee's", "Zébedee"])
def test_what_stands_for_a_name_cannot_hold_it(instead: str, record: Record, run: Run) -> None:
    """However it is written."""
    done = run("guard", "pseudonym", "Zebedee", instead)
    assert done.status == 1
    assert "cannot hold a name of the table" in said(done)
    assert not kept(record)


def test_what_stands_for_a_name_cannot_hold_another_of_the_table(record: Record, run: Run) -> None:
    """Whichever of the two is named first."""
    assert run("guard", "pseudonym", "Zebedee", "Florence's friend").status == 0
    assert run("guard", "pseudonym", "Florence", "the aunt").status == 1
    assert run("guard", "pseudonym", "Zebedee", "the friend").status == 0
    assert run("guard", "pseudonym", "Florence", "the aunt").status == 0
    assert run("guard", "pseudonym", "Zebedee", "Florence's friend").status == 1


def test_a_name_within_another_word_is_no_hindrance(record: Record, run: Run) -> None:
    """'the planner' does not hold Ann."""
    assert run("guard", "pseudonym", "Ann", "the planner").status == 0


@pytest.mark.parametrize(
    ("name", "instead"), [("", "x"), ("  ", "x"), ("Zebedee", " "), ("Z" * 201, "x"), ("Zeb", "x" * 201)]
)
def test_an_entry_that_is_empty_or_endless_is_refused(name: str, instead: str, record: Record, run: Run) -> None:
    """In words, and nothing is changed."""
    done = run("guard", "pseudonym", name, instead)
    assert done.status == 1
    assert "nothing was changed" in said(done)
    assert not kept(record)


@at_a_terminal
def test_a_name_can_be_typed_where_no_shell_remembers_it(record: Record, tmp_path: Path) -> None:
    """Without arguments both are asked; the shell's history holds neither."""
    from terminals import Window

    window = Window(tmp_path / "home", "guard", "pseudonym", "--record", str(record.folder))
    assert "Which name?" in window.seen
    window.type("")
    assert "nothing was changed" in window.seen
    window.type("Zebedee Quill")
    assert "What should stand for it?" in window.seen
    window.type("the aunt")
    assert window.status() == 0
    assert kept(record)["pseudonyms"] == [{"name": "Zebedee Quill", "instead": "the aunt"}]


@at_a_terminal
@pytest.mark.parametrize("lines", [("quit",), ("Zebedee", "quit")])
def test_stopping_on_the_way_changes_nothing(lines: tuple[str, ...], record: Record, tmp_path: Path) -> None:
    """`quit` at either question."""
    from terminals import Window

    window = Window(tmp_path / "home", "guard", "pseudonym", "--record", str(record.folder))
    for line in lines:
        window.type(line)
    assert window.status() == 0
    assert "Stopped. Nothing was changed." in window.seen
    assert not kept(record)


@at_a_terminal
def test_all_that_is_open_is_one_interview_in_which_one_can_go_back_and_about(record: Record, tmp_path: Path) -> None:
    """A reason is put right with `back`, each finding has its place in the list of `go`, and what is left stays open."""
    from terminals import Window

    say(record, "Rang 07700 900123.", "Wrote to ZE9 9ZZ.", "Dr Quill came.")
    window = Window(tmp_path / "home", "guard", "accept", "--record", str(record.folder))
    try:
        number = int(window.seen.partition("(1 of ")[2].partition(")")[0])
        assert number >= 3
        assert f"(2 of {number})" in window.type("In the phone bok.")
        again = window.type("back")
        assert f"(1 of {number})" in again
        assert "Enter keeps: In the phone bok." in again
        window.type("In the phone book.")
        assert f"(3 of {number})" in window.type("skip")
        assert window.type("go").count(": why may it stay as it is?") >= number
        assert f"(2 of {number})" in window.type("go 2")
        window.type("It is ours.")
        window.type("quit")
        assert window.status() == 0
        assert f"2 kept, with your reason: as you wrote it in all you share. {number - 2} left open." in " ".join(
            window.seen.split()
        )
    finally:
        window.end()
    assert [one["reason"] for one in kept(record)["accepted"]] == ["In the phone book.", "It is ours."]


def test_the_table_can_be_typed_through_a_pipe(record: Record, run: Run) -> None:
    """As a script would."""
    assert run("guard", "pseudonym", typed=b"Zebedee\nthe aunt\n").status == 0
    assert kept(record)["pseudonyms"] == [{"name": "Zebedee", "instead": "the aunt"}]


def test_the_end_of_the_input_changes_nothing(record: Record, run: Run) -> None:
    """Before the second answer, nothing is decided."""
    done = run("guard", "pseudonym", typed=b"Zebedee\n")
    assert (done.status, kept(record)) == (0, {})
    assert "Nothing was changed" in done.stderr


# --- public items and the list --------------------------------------------------------------------------------------------


def test_what_is_public_is_no_finding(record: Record, run: Run) -> None:
    """However it is spaced; another number is one."""
    say(record, "Ring 01632 960123 or +44 1632 960123, not 01632 960124.")
    assert run("guard", "allow", "01632 960 123").status == 0
    assert [one["found"] for one in found_by(run)] == ["01632 960124"]


def test_what_is_no_longer_public_is_found_again(record: Record, run: Run) -> None:
    """--remove ends it; a second time there is nothing to remove."""
    say(record, "Ring 01632 960123.")
    run("guard", "allow", "01632 960123")
    assert run("guard", "allow", "01632 960123", "--remove").status == 0
    assert len(found_by(run)) == 1
    assert run("guard", "allow", "01632 960123", "--remove").status == 1


def test_the_list_has_all_that_was_decided(record: Record, run: Run) -> None:
    """The owner's own screen: the names as well."""
    say(record, "Ring 07700 900123.")
    run("guard", "accept", found_by(run)[0]["id"], "--reason", "In the book.")
    run("guard", "pseudonym", "Zebedee", "the aunt")
    run("guard", "allow", "01632 960123")
    done = run("guard", "list")
    assert all(one in done.stdout for one in ("Zebedee", "the aunt", "01632 960123", "In the book."))


def test_the_list_of_nothing_says_so(run: Run) -> None:
    """Three times, once for each list."""
    assert run("guard", "list").stdout.count("None yet.") == 3


def test_the_list_as_json_has_all_three_lists(run: Run) -> None:
    """Empty ones too."""
    assert json.loads(run("guard", "list", "--json").stdout) == {"pseudonyms": [], "public_items": [], "accepted": []}


# --- files anywhere -------------------------------------------------------------------------------------------------------


def test_a_file_anywhere_can_be_checked(run: Run, tmp_path: Path) -> None:
    """Before it is attached, or sent by other means; its name is looked at too."""
    file = tmp_path / "for ZE9 9ZZ.txt"
    file.write_text("Ring 07700 900123.", encoding="utf-8")
    found = json.loads(run("guard", "check", file, "--json").stdout)["findings"]
    assert {(one["kind"], one["where"]) for one in found} == {
        ("postcode", "for ZE9 9ZZ.txt, its name"),
        ("phone", "for ZE9 9ZZ.txt, the text"),
    }


@pytest.mark.parametrize("name", ["gone.txt", "."])
def test_a_file_that_is_none_is_said_in_words(name: str, run: Run, tmp_path: Path) -> None:
    """With the name that was typed."""
    done = run("guard", "check", tmp_path / name)
    assert done.status == 1
    assert "inside cswo-eval" not in done.stderr


# --- while typing ---------------------------------------------------------------------------------------------------------


def test_what_is_typed_through_a_pipe_is_remarked_on(run: Run, tmp_path: Path) -> None:
    """What, on which competency, what to write instead; and it is saved."""
    folder = tmp_path / "new"
    done = run("assess", "--today", DAY, record=folder, typed=b"I rang 07700 900123.\n.\n")
    assert "Found a telephone number in what you wrote on MV1.1: 07700 900123. Instead: " in said(done)
    assert Record(folder).register().entries[0].shows == "I rang 07700 900123."


def test_one_answer_has_one_remark(run: Run, tmp_path: Path) -> None:
    """Every kind is named, with how often: the questions go on."""
    done = run("assess", "--today", DAY, record=tmp_path / "new", typed=b"ZE9 9ZZ, ZE9 9ZY and 07700 900123.\n.\n")
    assert said(done).count("It is saved as it is") == 1
    assert "Found a telephone number, a postcode (2) in what you wrote on MV1.1." in said(done)


def test_one_remark_names_what_is_certain_before_what_may_be_nothing(run: Run, tmp_path: Path) -> None:
    """Whatever comes first in the text."""
    text = b"Mr Quill, born 03/04/1987, at ZE9 9ZZ, 07700 900123, a@example.org, AB123456C.\n.\n"
    done = run("assess", "--today", DAY, record=tmp_path / "new", typed=text)
    assert (
        "Found a National Insurance number, a telephone number, an e-mail address, a postcode, a date of birth; "
        "perhaps a name with a title in what you wrote"
    ) in said(done)


def test_a_remark_on_many_findings_names_the_kinds_of_the_rest(record: Record, run: Run) -> None:
    """Where no question follows, five are told one by one, the certain ones first."""
    numbers = ", ".join(f"07700 90012{number}" for number in range(5))
    done = run("plan", "edit", "A1", "--note", f"Mr Quill, {numbers}, ZE9 9ZZ")
    assert "And 2 more. Found a postcode; perhaps a name with a title." in said(done)


def test_what_a_worksheet_brings_is_remarked_on(record: Record, run: Run, tmp_path: Path) -> None:
    """As if it had been typed here: an answer and a new entry of the register."""
    from worksheets import filled

    sheet = tmp_path / "w.xlsx"
    assert run("worksheet", "export", "--output", sheet, "--today", DAY).status == 0
    texts = {"learning": "Ring 07700 900123.", "evidence": "She lives at ZE9 9ZZ."}
    sheet.write_bytes(filled("xlsx", sheet.read_bytes(), {"SD1.5": texts}))
    done = run("worksheet", "import", sheet, "--replace", "--today", DAY)
    assert done.status == 0, done.stderr
    assert "Found a telephone number, a postcode in SD1.5, what you need to learn; E" in said(done)


def test_the_title_page_is_remarked_on_for_what_is_certain(run: Run) -> None:
    """The adviser is meant to be named; the number beside the name is not."""
    done = run("portfolio", "set", "--adviser", "Professor Brown, 07700 900123")
    assert "Found a telephone number in the title page, adviser: 07700 900123." in said(done)
    assert "Perhaps" not in said(done)


def test_the_remark_is_on_what_is_certain(run: Run, tmp_path: Path) -> None:
    """What stops an export comes before what may be nothing."""
    done = run("assess", "--today", DAY, record=tmp_path / "new", typed=b"Mr Quill lives at ZE9 9ZZ.\n.\n")
    assert "Found a postcode" in said(done)


def test_an_answer_in_which_nothing_is_found_has_no_remark(run: Run, tmp_path: Path) -> None:
    """Nor has a level."""
    done = run("assess", "--today", DAY, record=tmp_path / "new", typed=b"I rang the carer.\n.\n")
    assert "guard" not in done.stderr


def test_a_name_of_the_table_is_not_remarked_on(record: Record, run: Run) -> None:
    """It is replaced in all that is shared: there is nothing to do."""
    run("guard", "pseudonym", "Mr Zebedee", "the convener")
    done = run("plan", "edit", "A1", "--note", "Ask Mr Zebedee.")
    assert "Perhaps" not in done.stderr


@at_a_terminal
def test_a_remark_at_a_terminal_stands_before_the_next_question(tmp_path: Path) -> None:
    """It interrupts nothing."""
    from terminals import Window

    window = Window(tmp_path / "home", "assess", "--today", DAY, "--depth", "usual", "--record", str(tmp_path / "new"))
    while window.question != "evidence":
        window.type("skip" if window.question != "cases" else "no")
    window.type("I rang 07700 900123.")
    window.type(".")
    assert "Found a telephone number in what you wrote on MV1.1" in window.seen
    assert window.seen.index("Found a telephone") < window.seen.rindex("?")
    window.type("quit")
    assert window.status() == 0


@pytest.mark.parametrize(
    ("arguments", "typed", "remark"),
    [
        (("plan", "add", "Ring 07700 900123", "--for", "SD1.3"), "", "Found a telephone number in A"),
        (("plan", "edit", "A1", "--cue", "When at ZE9 9ZZ"), "", "Found a postcode in A1, when and then: ZE9 9ZZ."),
        (("plan", "defer", "A5", "--reason", "Mr Quill rang"), "", "Perhaps a name with a title in A5, why it was put off"),
        (("plan", "drop", "A5", "--reason", "Mr Quill rang"), "", "Perhaps a name with a title in A5, why it was put off"),
        (("plan", "done", "A5", "--note", "At ZE9 9ZZ", "--no-questions"), "", "Found a postcode in A5, note: ZE9 9ZZ."),
        (("plan", "done", "A5"), "Rang 07700 900123.\n.\nDr Quill\n", "Found a telephone number in E37, what it shows"),
        (("plan", "done", "A5"), "Rang.\n.\nDr Quill\n", "Perhaps a name with a title in E37, who could confirm it"),
        (("plan", "review", "30"), "Rang 07700 900123.\n.\n", "Found a telephone number in what you wrote: 07700 900123."),
    ],
)  # fmt: skip
def test_what_is_said_of_the_plan_is_remarked_on(arguments: tuple[str, ...], typed: str, remark: str, run: Run) -> None:
    """With its place in words; what was there before is not mentioned."""
    done = run(*arguments, "--today", DAY, typed=typed.encode())
    assert done.status == 0, done.stderr
    assert remark in said(done)


def test_decisions_that_cannot_be_read_do_not_hold_up_an_answer(record: Record, run: Run) -> None:
    """It is saved by then; that it was not checked is said."""
    run("guard", "allow", "x")
    (record.folder / "private" / "guard.yaml").write_text("pseudonyms: [", encoding="utf-8")
    done = run("plan", "edit", "A1", "--note", "At ZE9 9ZZ")
    assert done.status == 0
    assert "Saved, but not checked" in said(done)
    plan = record.latest_plan()
    assert plan is not None
    assert plan.actions[0].note == "At ZE9 9ZZ"


def test_decisions_that_cannot_be_read_let_nothing_out(record: Record, run: Run, tmp_path: Path) -> None:
    """Without the table of names no copy can be made."""
    run("guard", "allow", "x")
    (record.folder / "private" / "guard.yaml").write_text("pseudonyms: [", encoding="utf-8")
    assert run("report", "--output", tmp_path / "r.html").status == 1
    assert not (tmp_path / "r.html").exists()


# --- check ----------------------------------------------------------------------------------------------------------------


def test_findings_stand_by_kind_with_the_reason_once(record: Record, run: Run) -> None:
    """However many there are; what is certain comes first."""
    say(record, "Mr Quill rang.", "Ring 07700 900123.", "Ring 07700 900124.")
    shown = run("guard", "check").stdout
    assert "A telephone number (2)" in shown
    assert " ".join(shown.split()).count("Anybody can ring it") == 1
    assert shown.index("07700 900124") < shown.index("Mr Quill")


def test_the_same_thing_again_in_one_place_has_one_line(record: Record, run: Run) -> None:
    """With how often it stands there: it is one finding to accept."""
    say(record, "Ring 07700 900123, or 07700900123.")
    assert "07700 900123 (2 times)" in said(run("guard", "check"))


@pytest.mark.parametrize(
    ("field", "command"),
    [("shows", "cswo-eval evidence edit E1"), ("title", "cswo-eval evidence edit E1")],
)
def test_beside_a_finding_stands_the_command_that_changes_it(
    field: str, command: str, record: Record, run: Run
) -> None:
    """Of an entry of the register."""
    register = record.register()
    with record.changing("test", lambda: NOW) as writer:
        writer.save_register(register.with_entry(changed(register.entries[0], **{field: "Ring 07700 900123."})))
    assert f"`{command}`" in said(run("guard", "check"))


@pytest.mark.parametrize(
    ("place", "command"),
    [
        (Place("round/2026-08-31/answers/MV1/learning", "MV1, what you need to learn"), "cswo-eval assess --go MV1"),
        (Place("round/2026-01-05/title", "the round of 2026-01-05, the round's title"), ""),
        (Place("round/2026-01-05/answers/MV1/note", "the round of 2026-01-05, MV1, note"), ""),
        (Place("evidence/entries/E2/attachments/T1/name", "E2, file T1, its name"), "cswo-eval evidence edit E2 --replace T1 FILE"),
        (Place("evidence/entries/E2/links/SD1.3/reason", "-"), "cswo-eval evidence link E2 SD1.3 --why TEXT"),
        (Place("plan/2026-09-01/actions/A2/note", "the plan, A2, note"), "cswo-eval plan edit A2"),
        (Place("plan/2026-09-01/remarks/1", "the plan, remarks"), ""),
        (Place("review/2026-09-01/30/what_worked", "the review of day 30, what worked"), "cswo-eval plan review 30"),
        (Place("reflection/R1/parts/feelings", "R1, feelings"), "cswo-eval evidence reflect R1"),
        (Place("prior-learning/claims/L1/learned", "L1, what was learned"), "cswo-eval portfolio claim L1"),
        (Place("portfolio/adviser", "the title page, adviser"), "cswo-eval portfolio set --adviser TEXT"),
        (Place("file/a.txt/text", "a.txt, the text"), ""),
    ],
)  # fmt: skip
def test_each_place_has_the_command_that_changes_it(place: Place, command: str) -> None:
    """Where there is one: what an earlier round says stays as it was said."""
    assert command_that_changes(place) == command


def test_the_check_of_a_record_has_a_line_on_the_guard(record: Record, run: Run) -> None:
    """How many are found, how many perhaps, how many accepted, and where to see them."""
    say(record, "Ring 07700 900123.", "Mr Quill rang.", "Ring 07700 900124.")
    run("guard", "accept", found_by(run)[0]["id"], "--reason", "Public.")
    assert "1 found and 1 perhaps in your texts; `cswo-eval guard check` shows them" in said(run("check"))
    assert "1 accepted by you" in said(run("check"))


def test_the_check_says_that_nothing_was_found_and_no_more(run: Run) -> None:
    """Not that all is well."""
    assert "nothing found in your texts that a rule knows" in said(run("check"))


def test_the_check_as_json_counts_them(record: Record, run: Run) -> None:
    """Beside the problems and checks."""
    say(record, "Ring 07700 900123.")
    assert json.loads(run("check", "--json").stdout)["identifying"] == {"found": 1, "perhaps": 0, "accepted": 0}


def test_a_file_that_is_not_as_it_was_attached_is_a_problem(record: Record, run: Run) -> None:
    """Named with its entry and what to do; exit status 1."""
    register = record.register()
    file = Attachment(id="T1", name="m.txt", stored="-", sha256="0" * 64, size=0, added="2026-09-01T09:00:00Z")
    with record.changing("test", lambda: NOW) as writer:
        file = put_file(record, "E2", file)
        writer.save_register(register.with_entry(changed(register.entries[1], attachments=(file,))))
    assert run("check").status == 0
    (record.folder / "attachments" / "E2" / "T1.txt").write_bytes(b"Changed since.")
    done = run("check")
    assert done.status == 1
    assert "E2, T1 (m.txt): its file is not as it was when you attached it." in said(done)


# --- the message when an export stops -------------------------------------------------------------------------------------


def test_the_message_has_a_line_for_each_place_and_ends_with_what_to_do(run: Run, tmp_path: Path) -> None:
    """Several findings of one place share its line; with many, what can be done is still on the screen."""
    texts = [f"Ring 07700 900{number} or write to n{number}@example.org." for number in range(100, 120)]
    whole = save_owner(tmp_path / "whole", sample_owner())
    say(whole, *texts)
    done = run("report", "--output", tmp_path / "r.html", record=whole.folder)
    first, *lines = done.stderr.splitlines()
    assert first == "Nothing was written: 40 things in your record could tell a reader who somebody is."
    places = [
        line for line in lines if re.match(r"  E\d+, what it shows: a telephone number \(F\w+\), an e-mail", line)
    ]
    assert len(places) == 20
    assert "guard accept ID --reason TEXT" in lines[-2]
    assert "--findings take-out" in lines[-1]
