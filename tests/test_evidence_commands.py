"""The register through the command line: add, show, edit, link, remove; a refusal changes not one byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from building import AWKWARD_TEXTS, NOW, TODAY, a_plan, a_register, an_action, an_entry
from conftest import Finished
from gap_records import standard, write_record
from processes import on_posix, run_here
from test_plan_commands import contents, read

from cswo_eval.record.store import Record

DAY = str(TODAY)
REGISTER = "evidence.yaml"
WHOLE = (
    "Advice on kinship care", "--date", "14/9/2026", "--kind", "document", "--my-part", "I wrote the advice.",
    "--shows", "The advice was taken.", "--confirmer", "the committee clerk", "--for", "sd1.3: I read the context first",
    "--against", "SD1.4=Nobody asked carers", "--tag", "protection", "--tag", "annual-report:summary",
)  # fmt: skip
"""Everything that is needed and more, as options."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record with one entry, E1."""
    return write_record(tmp_path / "record", register=a_register([an_entry(1, "SD1.3", kind="document")]))


@pytest.fixture
def ev(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finished]:
    """Runs `evidence …` on the record; `typed` are lines through the pipe. The status must be as told, 0 unless told."""

    def run(*given: str | Path, typed: tuple[str, ...] = (), status: int = 0) -> Finished:
        data = "".join(f"{line}\n" for line in typed).encode()
        done = run_here(monkeypatch, "evidence", *given, "--today", DAY, record=folder, typed=data)
        assert done.status == status, done.stderr
        return done

    return run


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    """A file of the owner's, outside the record."""
    path = tmp_path / "my papers" / "minutes of May.txt"
    path.parent.mkdir()
    path.write_bytes(b"The committee agreed.\n")
    return path


def entry_of(folder: Path, name: str) -> dict[str, Any]:
    """An entry as it stands in the register's file."""
    return next(entry for entry in read(folder, REGISTER)["entries"] if entry["id"] == name)


# --- the day ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("September", "Taken as September 2026."),
        ("three weeks ago", "Taken as October 2026."),
        ("early 2023", "Taken as 2023."),
        ("yesterday", "Taken as 20 November 2026."),
        ("14/9", "Taken as 14 September 2026."),
        ("3rd September", "Taken as 3 September 2026."),
        ("14/9/2026", ""),
        ("September 2026", ""),
        ("9/2026", ""),
        ("in 2023", ""),
        ("3rd September 2026", ""),
    ],
)
def test_what_was_taken_is_said_where_it_was_not_said_in_full(
    ev: Callable[..., Finished], given: str, said: str
) -> None:
    """By option and at the question alike."""
    assert " ".join(ev("add", "T", "--date", given, "--no-questions").stderr.split()) == said
    asked = " ".join(ev("add", "T", typed=(given, "quit")).stderr.split())
    assert said in asked
    assert ("Taken as" in asked) == bool(said)


# --- add --------------------------------------------------------------------------------------------------------------


def test_with_everything_given_nothing_is_asked(folder: Path, ev: Callable[..., Finished]) -> None:
    """The lines that wait on standard input stay unread; every option is in the entry."""
    done = ev("add", *WHOLE, typed=("not an answer",))
    assert done.stderr == ""
    entry = entry_of(folder, "E2")
    assert (entry["title"], entry["kind"], entry["effective"]) == (
        "Advice on kinship care",
        "document",
        date(2026, 9, 14),
    )
    assert (entry["my_part"], entry["shows"], entry["confirmer"]) == (
        "I wrote the advice.",
        "The advice was taken.",
        "the committee clerk",
    )
    assert entry["links"] == [
        {"item": "SD1.3", "reason": "I read the context first"},
        {"item": "SD1.4", "bearing": "contradicts", "reason": "Nobody asked carers"},
    ]
    assert entry["tags"] == ["cpl:protection", "annual-report:summary"]
    assert "E2: Advice on kinship care" in done.stdout


def test_one_why_holds_for_all_that_has_none_of_its_own(folder: Path, ev: Callable[..., Finished]) -> None:
    """--why beside --for and --against."""
    ev("add", "T", "--for", "SD1.3", "--for", "SD2: its own", "--against", "MV1.1", "--why", "the same", "--no-questions",
       "--date", "today")  # fmt: skip
    reasons = {link["item"]: link["reason"] for link in entry_of(folder, "E2")["links"]}
    assert reasons == {"SD1.3": "the same", "SD2": "its own", "MV1.1": "the same"}


QUESTIONS = (
    "A review", "3 September", "2", "first", "", "  third ", ".", "I chaired it", "the clerk",
    "SD1.3 sd3", "f", "Because I did", "a", "No one was asked", "", "4 10", "",
)  # fmt: skip
"""An answer to each question, in their order: title, day, kind, what it shows, own part, confirmer, two links, tags, file."""


def test_what_is_not_given_is_asked_line_by_line(folder: Path, ev: Callable[..., Finished]) -> None:
    """The same questions as at a terminal, through a pipe."""
    ev("add", typed=QUESTIONS)
    entry = entry_of(folder, "E2")
    assert (entry["title"], entry["effective"], entry["kind"]) == ("A review", date(2026, 9, 3), "document")
    assert entry["shows"] == "first\n\n  third "
    assert (entry["my_part"], entry["confirmer"]) == ("I chaired it", "the clerk")
    assert entry["links"] == [
        {"item": "SD1.3", "reason": "Because I did"},
        {"item": "SD3", "bearing": "contradicts", "reason": "No one was asked"},
    ]
    assert entry["tags"] == ["cpl:protection", "annual-report:summary"]


@pytest.mark.parametrize("stopped_after", range(1, len(QUESTIONS)))
def test_where_the_input_ends_all_that_was_said_is_kept(
    folder: Path, ev: Callable[..., Finished], stopped_after: int
) -> None:
    """After each answer: the entry reads, and holds what was said by then. A text that was not ended is kept too."""
    ev("add", typed=QUESTIONS[:stopped_after])
    entry = entry_of(folder, "E2")
    assert entry["title"] == "A review"
    if stopped_after >= 2:
        assert entry["effective"] == date(2026, 9, 3)
    if stopped_after >= 4:
        assert entry["shows"].startswith("first")
    if stopped_after >= 10:
        assert [link["item"] for link in entry["links"]] == ["SD1.3", "SD3"]


def test_quit_stops_and_says_what_is_not_said_yet(folder: Path, ev: Callable[..., Finished]) -> None:
    """What was said before is kept; the commands that say the rest are named."""
    done = ev("add", "Half an entry", typed=("1/9/2026", "quit"))
    assert entry_of(folder, "E2")["effective"] == date(2026, 9, 1)
    for command in ("evidence edit E2 --shows", "evidence edit E2 --my-part", "evidence link E2 COMPETENCY --why"):
        assert command in " ".join(done.stdout.split())


@pytest.mark.parametrize("name", [name for name in AWKWARD_TEXTS if "fifty" not in name and "control" not in name])
def test_words_given_as_options_are_kept_letter_for_letter(
    folder: Path, ev: Callable[..., Finished], name: str
) -> None:
    """Whatever they hold; a process cannot be given a NUL."""
    text = AWKWARD_TEXTS[name].replace("\x00", "")
    ev("add", "T", "--shows", text, "--my-part", text, "--confirmer", text, "--for", f"SD1.3: {text}x", "--no-questions",
       "--date", "today")  # fmt: skip
    entry = entry_of(folder, "E2")
    assert [entry.get(field, "") for field in ("shows", "my_part", "confirmer")] == [text] * 3
    assert entry["links"][0]["reason"] == f"{text}x"


def test_a_text_that_looks_like_a_word_of_the_walk_is_written_with_a_backslash(
    folder: Path, ev: Callable[..., Finished]
) -> None:
    r"""\back is the text 'back'; \. the text '.'."""
    ev("add", typed=("\\skip", "today", "", "\\back", "\\.", ".", "\\quit"))
    entry = entry_of(folder, "E2")
    assert (entry["title"], entry["shows"], entry["my_part"]) == ("skip", "back\n.", "quit")


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (("T", "1/1/2027"), 2),
        (("T", "31/11/2026"), 2),
        (("T", "", "99"), 3),
        (("T", "", "", "", "", "", "XX9.9"), 7),
        (("T", "", "", "", "", "", "SD"), 7),
        (("T", "", "", "", "", "", "xyzzy"), 7),
        (("T", "", "", "", "", "", "SD1.3", "x"), 8),
        (("T", "", "", "", "", "", "", "99"), 8),
        (("T", "", "", "", "", "", "", "", "no such file"), 9),
        (("T", "", "", "x\udcff"), 4),
    ],
)
def test_a_piped_answer_that_cannot_be_read_stops_with_its_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...], line: int
) -> None:
    """Status 1; what was said before is kept."""
    data = "".join(f"{one}\n" for one in typed).encode("utf-8", "surrogateescape")
    done = run_here(monkeypatch, "evidence", "add", "--today", DAY, record=folder, typed=data)
    assert done.status == 1
    assert f"Line {line} of the input: " in done.stderr
    assert "Everything before it is kept." in done.stderr
    assert entry_of(folder, "E2")["title"] == "T"


def test_a_script_that_gives_no_title_and_no_input_is_told_so(folder: Path, ev: Callable[..., Finished]) -> None:
    """Nothing is added."""
    before = contents(folder)
    assert "evidence add" in ev("add", "--for", "SD1.3", status=1).stderr
    assert contents(folder) == before


def test_quick_asks_four_questions_and_no_more(folder: Path, ev: Callable[..., Finished]) -> None:
    """What, when, what it shows, what it bears on: several ids on one line, and nothing is asked of each."""
    done = ev("add", "--quick", typed=("A visit", "", "It went well.", ".", "SD1.3 AO4.2"))
    assert done.status == 0
    assert done.stderr.count("?\n") == 4
    kept = read(folder, "evidence.yaml")["entries"][-1]
    assert (kept["title"], kept["shows"]) == ("A visit", "It went well.")
    assert [one["item"] for one in kept["links"]] == ["SD1.3", "AO4.2"]


def test_a_word_finds_competencies_to_link_to(ev: Callable[..., Finished]) -> None:
    """At the question what it bears on, the titles that have the word are listed, and the question is put again."""
    done = ev("add", typed=("T", "", "", "", "", "", "risk", "quit"))
    shown = done.stderr.split("What does it bear on?")
    assert len(shown) == 3
    assert "AO4.1" in shown[1]
    assert standard().title_of("AO4.1") in " ".join(shown[1].split())


def test_what_may_identify_somebody_is_remarked_on_when_it_is_saved(folder: Path, ev: Callable[..., Finished]) -> None:
    """Where it stands is said, and it is saved as it was written."""
    done = ev("edit", "E1", "--shows", "Her number is 07700 900123.")
    assert "E1, what it shows" in " ".join(done.stderr.split())
    assert entry_of(folder, "E1")["shows"] == "Her number is 07700 900123."


@pytest.mark.parametrize(
    "command", [("add", "T", "--private", "--no-questions", "--date", "today"), ("edit", "E1", "--private")]
)
def test_an_entry_is_marked_private_and_can_be_unmarked(
    folder: Path, ev: Callable[..., Finished], command: tuple[str, ...]
) -> None:
    """By add and by edit; --not-private takes the mark off; the word `private` at a question sets it, however often."""
    ev(*command)
    name = "E2" if command[0] == "add" else "E1"
    assert entry_of(folder, name)["private"] is True
    ev("edit", name, "--not-private")
    assert "private" not in entry_of(folder, name)
    ev("edit", name, typed=("private", "Private."))
    assert entry_of(folder, name)["private"] is True
    ev("edit", name, typed=("public",))
    assert "private" not in entry_of(folder, name)


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_file_is_copied_into_the_record_with_its_hash(
    folder: Path, ev: Callable[..., Finished], minutes: Path
) -> None:
    """The copy is the same bytes; the register names its SHA-256 and size; taking the original away harms nothing."""
    ev("add", *WHOLE, "--attach", minutes)
    (file,) = entry_of(folder, "E2")["attachments"]
    data = minutes.read_bytes()
    assert (file["id"], file["name"], file["size"]) == ("T1", minutes.name, len(data))
    assert file["sha256"] == hashlib.sha256(data).hexdigest()
    minutes.unlink()
    assert (folder / "attachments" / file["stored"]).read_bytes() == data
    assert "unchanged since it was added" in " ".join(ev("show", "E2", "--plain").stdout.split())


def test_a_newer_version_stands_beside_the_earlier_one(
    folder: Path, ev: Callable[..., Finished], minutes: Path
) -> None:
    """Both files are there whole; show says which is the newest."""
    ev("edit", "E1", "--attach", minutes)
    first = minutes.read_bytes()
    minutes.write_bytes(b"The committee agreed, after a vote.\n")
    ev("edit", "E1", "--replace", "t1", minutes)
    old, new = entry_of(folder, "E1")["attachments"]
    assert new["replaces"] == "T1"
    assert (folder / "attachments" / old["stored"]).read_bytes() == first
    assert (folder / "attachments" / new["stored"]).read_bytes() == minutes.read_bytes()
    states = {file["id"]: file["newest"] for file in json.loads(ev("show", "E1", "--json").stdout)["attachments"]}
    assert states == {"T1": False, "T2": True}
    assert "earlier version" in ev("show", "E1").stdout


def test_two_files_of_one_name_are_both_kept_and_can_be_made_versions_afterwards(
    folder: Path, ev: Callable[..., Finished], minutes: Path
) -> None:
    """Without a terminal nothing is guessed; the command that is named does it."""
    ev("edit", "E1", "--attach", minutes)
    minutes.write_bytes(b"Another meeting.\n")
    done = ev("edit", "E1", "--attach", minutes)
    assert "evidence edit E1 --replace T1 T2" in " ".join(done.stderr.split())
    assert [file.get("replaces") for file in entry_of(folder, "E1")["attachments"]] == [None, None]
    ev("edit", "E1", "--replace", "T1", "T2")
    assert [file.get("replaces") for file in entry_of(folder, "E1")["attachments"]] == [None, "T1"]


def test_asked_for_a_file_a_newer_version_is_offered_by_its_name(
    folder: Path, ev: Callable[..., Finished], minutes: Path
) -> None:
    """Its place may stand in quotes, as dropped on a window; Enter says that it is the newer version."""
    ev("edit", "E1", "--attach", minutes)
    minutes.write_bytes(b"After the vote.\n")
    ev("edit", "E1", typed=("", "", "", "", "", "", "", "", f'"{minutes}"', "", ""))
    assert [file.get("replaces") for file in entry_of(folder, "E1")["attachments"]] == [None, "T1"]


def test_a_file_that_was_lost_is_put_back_by_attaching_it_again(
    folder: Path, ev: Callable[..., Finished], minutes: Path
) -> None:
    """As the same attachment; the register is as it was."""
    ev("edit", "E1", "--attach", minutes)
    (file,) = entry_of(folder, "E1")["attachments"]
    (folder / "attachments" / file["stored"]).unlink()
    assert "is put back" in ev("edit", "E1", "--attach", minutes).stderr
    assert entry_of(folder, "E1")["attachments"] == [file]
    assert (folder / "attachments" / file["stored"]).read_bytes() == minutes.read_bytes()


def test_what_may_identify_somebody_in_a_file_is_remarked_on(ev: Callable[..., Finished], minutes: Path) -> None:
    """With the entry and the name of the file."""
    minutes.write_text("Ring her on 07700 900123.\n")
    said = " ".join(ev("edit", "E1", "--attach", minutes).stderr.split())
    assert f"E1, {minutes.name}" in said
    assert "07700 900123" in said


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_show_says_what_is_wrong_with_a_file(
    folder: Path, ev: Callable[..., Finished], minutes: Path, harm: str
) -> None:
    """Changed or gone, in words; the rest of the entry is shown."""
    ev("edit", "E1", "--attach", minutes)
    path = folder / "attachments" / entry_of(folder, "E1")["attachments"][0]["stored"]
    if harm == "changed":
        path.write_bytes(b"The committee refused\n")
    else:
        path.unlink()
    shown = ev("show", "E1").stdout
    assert "unchanged since" not in shown
    assert json.loads(ev("show", "E1", "--json").stdout)["attachments"][0]["wrong"]


def test_where_one_of_several_files_is_refused_no_copy_is_left(
    folder: Path, ev: Callable[..., Finished], minutes: Path
) -> None:
    """All is said at once: both files and the date."""
    before = contents(folder)
    wrong = ("--attach", minutes.parent, "--attach", "nowhere.txt", "--date", "2030-01-01")
    done = ev("add", "T", "--attach", minutes, *wrong, "--no-questions", status=1)
    assert done.stderr.startswith("3 things need mending, and nothing was changed:")
    assert contents(folder) == before
    assert not (folder / "attachments").exists()


# --- edit -------------------------------------------------------------------------------------------------------------


def test_enter_at_every_question_of_edit_keeps_the_entry(folder: Path, ev: Callable[..., Finished]) -> None:
    """Nine times Enter; each question shows what is there."""
    before = entry_of(folder, "E1")
    done = ev("edit", "E1", typed=("",) * 12)
    assert entry_of(folder, "E1") == before
    assert "Enter keeps: Entry 1" in done.stderr


def test_questions_of_edit_change_what_is_answered(folder: Path, ev: Callable[..., Finished]) -> None:
    """back goes to the question before, skip passes one, + adds to a text."""
    ev("edit", "E1", "--shows", "first")
    ev("edit", "E1", typed=("New title", "skip", "3", "back", "", "+", "more", ".", "my part", ""))
    entry = entry_of(folder, "E1")
    assert (entry["title"], entry["kind"], entry["shows"], entry["my_part"]) == (
        "New title",
        "decision",
        "first\nmore",
        "my part",
    )


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        (("--title", " New "), "title", " New "),
        (("--kind", "feedback"), "kind", "feedback"),
        (("--date", "1 May 2026"), "effective", date(2026, 5, 1)),
        (("--my-part", "I led"), "my_part", "I led"),
        (("--shows", "a\nb"), "shows", "a\nb"),
        (("--confirmer", "the clerk"), "confirmer", "the clerk"),
        (("--tag", "wellbeing"), "tags", ["cpl:wellbeing"]),
    ],
)
def test_each_option_of_edit_changes_its_field(
    folder: Path, ev: Callable[..., Finished], given: tuple[str, ...], field: str, value: Any
) -> None:
    """And no other."""
    before = entry_of(folder, "E1")
    ev("edit", "e1", *given)
    assert entry_of(folder, "E1") == {**before, field: value}


def test_a_tag_is_taken_off(folder: Path, ev: Callable[..., Finished]) -> None:
    """--untag, with or without its purpose."""
    ev("edit", "E1", "--tag", "wellbeing", "--tag", "protection")
    ev("edit", "E1", "--untag", "cpl:protection")
    assert entry_of(folder, "E1")["tags"] == ["cpl:wellbeing"]


def test_a_long_text_is_written_in_ones_own_editor(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """--editor opens what is there; what is left in it is kept."""
    if not on_posix():
        pytest.skip("the editor of this test is a shell script")
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\nprintf "from the editor\\n" >> "$1"\n')
    script.chmod(0o755)
    done = run_here(
        monkeypatch, "evidence", "edit", "E1", "--editor", record=folder, environment={"EDITOR": str(script)}
    )  # fmt: skip
    assert done.status == 0, done.stderr
    assert entry_of(folder, "E1")["shows"] == "from the editor"


# --- link, show, remove -----------------------------------------------------------------------------------------------


def test_several_links_are_made_changed_and_taken_off(folder: Path, ev: Callable[..., Finished]) -> None:
    """To competencies and elements; without --why the reason there is stays."""
    ev("link", "E1", "sd1.4", "SD2", "--why", "Both", "--contradicts")
    ev("link", "E1", "SD2", "--supports")
    assert entry_of(folder, "E1")["links"][1:] == [
        {"item": "SD1.4", "bearing": "contradicts", "reason": "Both"},
        {"item": "SD2", "reason": "Both"},
    ]
    ev("link", "E1", "SD1.3", "SD1.4", "--remove")
    assert [link["item"] for link in entry_of(folder, "E1")["links"]] == ["SD2"]


def test_show_tells_an_entry_whole(folder: Path, ev: Callable[..., Finished]) -> None:
    """Words, day, links with reasons, headings by name, the action that names it."""
    ev("add", *WHOLE)
    with Record(folder).changing("test", lambda: NOW) as writer:
        writer.save_plan(a_plan(an_action(4, note="See E2.")))
    shown = " ".join(ev("show", "e2", "--plain").stdout.split())
    for part in (
        "Advice on kinship care", "14 September 2026", "I wrote the advice.", "The advice was taken.", "the committee clerk",
        "I read the context first", "Nobody asked carers", "Protection (cpl:protection)", "In the plan: A4",
        standard().title_of("SD1.3"),
    ):  # fmt: skip
        assert part in shown


def test_taken_out_it_is_shown_nowhere_and_undo_brings_it_back_whole(
    folder: Path, ev: Callable[..., Finished], minutes: Path
) -> None:
    """It stays in the file, its attachment stays; the register after --bring-back is as before."""
    ev("edit", "E1", "--attach", minutes)
    before = read(folder, REGISTER)
    done = ev("remove", "E1")
    assert "SD1.3" in done.stderr
    assert json.loads(ev("list", "--json").stdout)["entries"] == []
    assert entry_of(folder, "E1")["removed"]
    assert list((folder / "attachments" / "E1").iterdir())
    assert "remove E1 --bring-back" in " ".join(ev("show", "E1").stdout.split())
    ev("remove", "e1", "--bring-back")
    assert read(folder, REGISTER) == before


# --- nothing changed on failure ---------------------------------------------------------------------------------------

REFUSED: tuple[tuple[str, ...], ...] = (
    ("add", " "),
    ("add", "T", "--date", "2026-11-22"),
    ("add", "T", "--date", "31/11/2026"),
    ("add", "T", "--kind", "docment"),
    ("add", "T", "--for", "XX1.1"),
    ("add", "T", "--for", "SD"),
    ("add", "T", "--for", "it bears on everything"),
    ("add", "T", "--why", "because"),
    ("add", "T", "--tag", "cpl:nothing"),
    ("add", "T", "--attach", "nowhere.txt"),
    ("add", "--no-questions"),
    ("edit", "E9", "--title", "x"),
    ("edit", "E1"),
    ("edit", "E1", "--title", ""),
    ("edit", "E1", "--date", "2030-01-01", "--shows", "kept?"),
    ("edit", "E1", "--untag", "cpl:protection"),
    ("edit", "E1", "--replace", "T1", "nowhere.txt"),
    ("edit", "E1", "--shows", "x", "--editor"),
    ("edit", "R1", "--title", "x"),
    ("link", "E1", "SD99"),
    ("link", "E1", "SD1.4", "SD99", "--why", "x"),
    ("link", "E1", "SD1.4", "--remove"),
    ("link", "E1", "SD1.3", "--remove", "--why", "x"),
    ("link", "E9", "SD1.3"),
    ("link", "R1", "SD1.3"),
    ("remove", "E9"),
    ("remove", "E1", "--bring-back"),
    ("remove", "R1"),
    ("show", "E9"),
    ("show", "R1"),
    ("reflect", "R1"),
    ("reflect", "--title", "x", "--model", "gibs"),
    ("reflect", "--title", "x", "--model", "gibbs", "--limit", "many"),
    ("reflect", "--title", "x", "--model", "gibbs", "--about", "E9"),
    ("reflect", "--title", "x", "--model", "gibbs", "--for", "SD99"),
    ("reflect", "--title", "x", "--model", "gibbs", "--date", "2030-01-01"),
    ("reflect", "--title", "", "--model", "gibbs"),
    ("reflect", "--list", "--title", "x"),
    ("reflect", "--title", "x", "--json"),
    ("reflect",),
)


@pytest.mark.parametrize("given", REFUSED, ids=" ".join)
def test_a_refusal_changes_not_one_byte(folder: Path, ev: Callable[..., Finished], given: tuple[str, ...]) -> None:
    """Status 1, words on standard error, nothing on standard output; every file is as before, and none is new."""
    before = contents(folder)
    done = ev(*given, status=1)
    assert done.stdout == ""
    assert len(done.stderr.split()) > 5
    assert contents(folder) == before


def test_the_owners_words_are_not_in_a_refusal(ev: Callable[..., Finished]) -> None:
    """--for without an id: the text is not repeated."""
    done = ev("add", "T", "--for", "Mhairi told me in confidence", status=1)
    assert "Mhairi" not in done.stderr
    assert "confidence" not in done.stderr


def test_while_another_window_holds_the_record_nothing_is_changed(folder: Path, ev: Callable[..., Finished]) -> None:
    """What would write is told; list and show do their work."""
    with Record(folder).changing("test", lambda: NOW):
        before = contents(folder)
        for given in (("add", *WHOLE), ("edit", "E1", "--title", "x"), ("link", "E1", "SD2"), ("remove", "E1")):
            assert "is open in another window" in ev(*given, status=1).stderr
        assert ev("list").stdout
        assert ev("show", "E1").stdout
        assert contents(folder) == before


def test_without_a_record_the_first_entry_begins_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A student may begin with evidence: the record is said to be new, and reads."""
    folder = tmp_path / "none"
    done = run_here(monkeypatch, "evidence", "add", *WHOLE, record=folder)
    assert "this begins one in" in done.stderr
    assert Record(folder).profile().record_id
    assert [one.title for one in Record(folder).register().entries] == [WHOLE[0]]


def test_without_a_record_a_refused_entry_begins_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "none"
    done = run_here(monkeypatch, "evidence", "add", *WHOLE, "--kind", "rumour", record=folder)
    assert done.status == 1
    assert not (folder / "profile.yaml").exists()


def test_a_file_taken_out_stays_in_the_record_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, file = tmp_path / "record", tmp_path / "Mòrag's minute.txt"
    file.write_text("A minute.", encoding="utf-8")
    run_here(monkeypatch, "evidence", "add", *WHOLE, "--attach", str(file), record=folder)
    assert run_here(monkeypatch, "evidence", "remove", "E1", "--file", "t1", record=folder).status == 0
    entry = Record(folder).register().entries[0]
    assert entry.current_attachments() == ()
    assert (folder / "attachments" / entry.attachments[0].stored).read_bytes() == b"A minute."
    assert "taken out" in run_here(monkeypatch, "evidence", "show", "E1", record=folder).stdout
    assert run_here(monkeypatch, "evidence", "remove", "E1", "--file", "T1", record=folder).status == 1
    assert run_here(monkeypatch, "evidence", "remove", "E1", "--file", "T1", "--bring-back", record=folder).status == 0
    assert [one.id for one in Record(folder).register().entries[0].current_attachments()] == ["T1"]


def test_a_file_that_an_entry_does_not_have_cannot_be_taken_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "record"
    run_here(monkeypatch, "evidence", "add", *WHOLE, record=folder)
    done = run_here(monkeypatch, "evidence", "remove", "E1", "--file", "T9", record=folder)
    assert done.status == 1
    assert "There is no file of E1 'T9'" in done.stderr


# --- at a terminal ----------------------------------------------------------------------------------------------------


@pytest.fixture
def open_window(folder: Path, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens `evidence …` in a terminal window on the record; all are closed at the end."""
    if not on_posix():
        pytest.skip("needs a pseudo-terminal")
    from terminals import Window

    opened: list[Any] = []

    def start(*given: str) -> Any:
        opened.append(Window(tmp_path / "home", "evidence", *given, "--today", DAY, "--record", folder))
        return opened[-1]

    yield start
    for window in opened:
        window.end()


def test_at_a_terminal_one_question_at_a_time_and_help_for_each(folder: Path, open_window: Callable[..., Any]) -> None:
    """`?` explains and asks again; a day to come is refused and asked again; `back` returns; `quit` keeps."""
    window = open_window("add")
    assert "What is it, in a line?" in window.seen
    assert "When did it happen?" in window.type("A visit")
    assert "a reader asks how recent it is" in " ".join(window.type("?").split())
    assert "still to come" in window.type("1/1/2027")
    assert "What kind of evidence is it?" in window.type("yesterday")
    assert "When did it happen?" in window.type("back")
    window.type("")
    window.type("quit")
    assert window.status() == 0
    assert entry_of(folder, "E2")["effective"] == date(2026, 11, 20)


def test_ctrl_c_in_the_middle_of_a_text_keeps_its_lines(folder: Path, open_window: Callable[..., Any]) -> None:
    """Status 130; the lines ended with Enter are in the entry."""
    window = open_window("add", "A visit", "--date", "today", "--kind", "1")
    assert "What does it show?" in window.seen
    window.type("first line")
    window.type("second line")
    window.press("\x03")
    assert window.status() == 130
    assert entry_of(folder, "E2")["shows"] == "first line\nsecond line"


def test_ctrl_c_while_a_text_is_rewritten_loses_neither_text(folder: Path, open_window: Callable[..., Any]) -> None:
    """The earlier words stay, the new ones stand below."""
    window = open_window("edit", "E1")
    for _ in range(3):
        window.type("")
    window.type("earlier words")
    window.type(".")
    window.type("back")
    window.type("new words")
    window.press("\x03")
    assert window.status() == 130
    assert entry_of(folder, "E1")["shows"] == "earlier words\n\nnew words"


@pytest.mark.parametrize(("answer", "replaces"), [("", "T1"), ("no", None)])
def test_at_a_terminal_a_file_of_the_same_name_may_be_the_newer_version(
    folder: Path,
    open_window: Callable[..., Any],
    ev: Callable[..., Finished],
    minutes: Path,
    answer: str,
    replaces: Any,
) -> None:
    """--attach alone is enough: it is asked, and both are kept whatever is said."""
    ev("edit", "E1", "--attach", minutes)
    minutes.write_bytes(b"After the vote.\n")
    window = open_window("edit", "E1", "--attach", str(minutes))
    assert "Is this its newer version?" in " ".join(window.seen.split())
    window.type(answer)
    assert window.status() == 0
    assert [file.get("replaces") for file in entry_of(folder, "E1")["attachments"]] == [None, replaces]


def test_a_link_given_without_a_reason_is_asked_for_one_as_the_entry_is_added(
    folder: Path, open_window: Callable[..., Any]
) -> None:
    """One that has its reason is not."""
    given = ("--date", "1/9/2026", "--shows", "s", "--my-part", "p", "--confirmer", "c")
    window = open_window("add", "T", *given, "--for", "AO4.2", "--for", "SD2: said")
    assert "Why does it bear on AO4.2" in window.seen
    window.type("I asked the lawyer")
    while window.kind is not None:
        assert "Why does it bear on SD2" not in window.seen
        window.type("")
    reasons = {link["item"]: link["reason"] for link in entry_of(folder, "E2")["links"]}
    assert reasons == {"AO4.2": "I asked the lawyer", "SD2": "said"}


def test_one_id_that_is_wrong_does_not_drop_the_right_ones(folder: Path, open_window: Callable[..., Any]) -> None:
    """The right ones are linked, the wrong one is named."""
    given = ("--date", "1/9/2026", "--kind", "1", "--shows", "s", "--my-part", "p", "--confirmer", "c")
    window = open_window("add", "T", *given)
    assert "SD9.9" in window.type("SD1.3 SD9.9")
    window.type("quit")
    assert [link["item"] for link in entry_of(folder, "E2")["links"]] == ["SD1.3"]


def test_the_headings_to_choose_from_stand_one_on_a_line(open_window: Callable[..., Any]) -> None:
    """Each with its number."""
    window = open_window("edit", "E1")
    while "Which headings" not in window.seen:
        window.type("skip")
    for place, name in enumerate([one.name for file in standard().headings.values() for one in file.headings], start=1):
        assert f"{place} {name}" in [line.strip() for line in window.seen.splitlines()]


def test_a_link_without_a_reason_is_asked_for_one(folder: Path, open_window: Callable[..., Any]) -> None:
    """At a terminal only."""
    window = open_window("link", "E1", "SD2")
    assert "Why does it bear on SD2" in window.seen
    window.type("It set the direction")
    assert window.status() == 0
    assert entry_of(folder, "E1")["links"][1] == {"item": "SD2", "reason": "It set the direction"}
