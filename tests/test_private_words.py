"""The words `private` and `public` in every interview: what is marked, what is covered by that, and what is said of it."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Finished
from gap_records import standard
from processes import on_posix, run_here

from cswo_eval.disclosure.private_things import PrivateThings, private_things
from cswo_eval.disclosure.whole_record import whole_record
from cswo_eval.record.store import Record

TODAY = "2026-11-30"
ITEM = "WO1.3"
CTRL_C = "\x03"
AT_EACH_PROMPT = (
    ("evidence", ("I sat in.", ".")),
    ("evidence-kind", ("1",)),
    ("evidence-date", ("14/9/2026",)),
    ("evidence-part", ("I asked.",)),
    ("evidence-confirmer", ("The clerk.",)),
    ("evidence-bearing", ("f",)),
    ("evidence-reason", ("It was joint work.",)),
    ("evidence-more", ("",)),
    ("level", ("4",)),
    ("importance", ("2",)),
    ("opposite", ("Too few.", ".")),
    ("confidence", ("m",)),
    ("learning", ("To ask first.", ".")),
    ("note", ("",)),
)
"""Every question on a competency at full depth, with the lines that answer it."""


def things_of(folder: Path) -> PrivateThings:
    """What the door takes as private in a record, as it lies on the disk."""
    return private_things(whole_record(Record(folder, standard()), standard()))


def read(folder: Path, name: str) -> Any:
    """A file of a record, read by a plain YAML reader."""
    return yaml.safe_load((folder / name).read_bytes())


def words(text: str) -> str:
    """A text as it would be on one long line."""
    return " ".join(text.split())


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a window in which a command runs, with `tmp_path/record` as the record; all are closed at the end."""
    if not on_posix():
        pytest.skip("needs a pseudo-terminal")
    from terminals import Window

    opened: list[Any] = []

    def start(*given: str) -> Any:
        opened.append(Window(tmp_path / "home", *given, "--record", tmp_path / "record", "--today", TODAY))
        return opened[-1]

    yield start
    for window in opened:
        window.end()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the record of `windows` and `command` lies."""
    return tmp_path / "record"


@pytest.fixture
def command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finished]:
    """Runs a command on the record; `typed` are lines through the pipe. The status must be 0."""

    def run(*given: str, typed: tuple[str, ...] = ()) -> Finished:
        lines = "".join(f"{line}\n" for line in typed).encode()
        done = run_here(monkeypatch, *given, "--today", TODAY, record=folder, typed=lines)
        assert done.status == 0, done.stderr
        return done

    return run


# --- the walk --------------------------------------------------------------------------------------------------------


class Walked:
    """What was private after the word at each prompt of one competency."""

    def __init__(self) -> None:
        self.private: dict[str, PrivateThings] = {}
        self.opened: dict[str, PrivateThings] = {}
        self.entry: dict[str, bool] = {}
        self.said: dict[str, str] = {}
        self.said_open: dict[str, str] = {}
        self.end: PrivateThings | None = None


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    """At each prompt `Private.` and then `PUBLIC`, and `private` at the last; all in one window."""
    if not on_posix():
        pytest.skip("needs a pseudo-terminal")
    from terminals import Window

    home, found = tmp_path_factory.mktemp("walked"), Walked()
    folder = home / "record"
    window = Window(home, "assess", "--depth", "full", "--go", ITEM, "--record", folder, "--today", TODAY)
    try:
        for name, lines in AT_EACH_PROMPT:
            assert window.question == name
            found.said[name] = words(window.type("Private."))
            found.private[name] = things_of(folder)
            found.entry[name] = (folder / "evidence.yaml").exists()
            found.said_open[name] = words(window.type("PUBLIC"))
            found.opened[name] = things_of(folder)
            if name == "note":
                window.type("private")
            for line in lines:
                window.type(line)
        window.type("quit")
        found.end = things_of(folder)
        yield found
    finally:
        window.end()


PROMPTS = [name for name, _ in AT_EACH_PROMPT]


@pytest.mark.parametrize("name", PROMPTS)
def test_private_at_any_prompt_marks_the_answer_and_covers_its_evidence(walked: Walked, name: str) -> None:
    things = walked.private[name]
    assert things.answers == (ITEM,)
    assert dict(things.covered) == ({"E1": (ITEM,)} if walked.entry[name] else {})
    assert not things.marked_entries


@pytest.mark.parametrize("name", PROMPTS)
def test_public_at_any_prompt_opens_all_of_it_again(walked: Walked, name: str) -> None:
    things = walked.opened[name]
    assert (things.answers, things.entries) == ((), frozenset())
    assert f"{ITEM} is not private" in walked.said_open[name]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("evidence", "WO1.3: what you say here is now private, with evidence that you add here."),
        ("evidence-date", "WO1.3: E1 is now private. So is what you add here."),
        ("importance", "WO1.3: your level and E1 are now private. So is what you add here."),
        ("learning", "WO1.3: your level, what you wrote here and E1 are now private. So is what you add here."),
    ],
)
def test_the_reply_names_what_is_private_now(walked: Walked, name: str, said: str) -> None:
    assert said in walked.said[name]


def test_at_the_end_of_the_sitting_the_rule_holds(walked: Walked) -> None:
    assert walked.end is not None
    assert (walked.end.answers, dict(walked.end.covered)) == ((ITEM,), {"E1": (ITEM,)})


@pytest.mark.parametrize("prompts", [1, 3, 6])
def test_evidence_given_before_and_after_the_word_is_covered_also_in_the_next_sitting(
    windows: Callable[..., Any], folder: Path, prompts: int
) -> None:
    """The word after so many answers, Ctrl-C there; the next sitting says that it is private, and takes another entry."""
    window = windows("assess", "--depth", "usual", "--go", ITEM)
    for line in ("One.", ".", "", "", "", "")[:prompts]:
        window.type(line)
    if prompts == 1:
        window.type(".")
    window.type("private")
    window.press(CTRL_C)
    assert window.status() == 130
    window = windows("assess", "--go", ITEM)
    assert "Marked private." in window.seen
    while not window.question.startswith("evidence") or "-" in window.question.removesuffix("-more"):
        window.type("back")
    for line in ("Two.", "."):
        window.type(line)
    assert dict(things_of(folder).covered) == {"E1": (ITEM,), "E2": (ITEM,)}


def test_an_entry_that_serves_something_open_too_is_said_to_be_asked_about(
    command: Callable[..., Finished], folder: Path
) -> None:
    command("evidence", "add", "A visit", "--date", "today", "--for", "SD1.2", "--no-questions")
    linked_after = words(command("assess", "--go", ITEM, typed=("private", "E1")).stderr)
    assert "E1 serves WO1.3, which is private, and SD1.2, which is not: you are asked about it" in linked_after
    again = words(command("assess", "--go", ITEM, typed=("private",)).stderr)
    assert "E1 serves SD1.2 too, which is not private: you are asked about it before anything leaves" in again
    assert [one.entry for one in things_of(folder).divided] == ["E1"]


def test_public_names_the_entry_that_is_marked_itself(command: Callable[..., Finished], folder: Path) -> None:
    command("evidence", "add", "A visit", "--date", "today", "--for", ITEM, "--private", "--no-questions")
    said = words(command("assess", "--go", ITEM, typed=("private", "public")).stderr)
    assert "E1 is marked itself and stays private; `cswo-eval private unset E1` opens it." in said
    assert things_of(folder).entries == {"E1"}


def test_a_mark_on_an_element_says_that_its_competencies_are_not_marked(command: Callable[..., Finished]) -> None:
    said = words(command("assess", "--go", "SD2", typed=("private",)).stderr)
    assert "This does not mark its competencies." in said


def test_a_private_sitting_covers_its_evidence_and_one_answer_can_be_opened(
    command: Callable[..., Finished], folder: Path
) -> None:
    """`public` there holds for that answer to the end of the sitting, and for no other."""
    typed = ("One.", ".", "", "", "", "", "", "public", "3", "2")
    command(
        "assess", "--depth", "usual", "--aspect", "WO", "--go", ITEM, "--private", typed=(*typed, "go SD1.1", "Two.")
    )
    things = things_of(folder)
    assert (things.answers, things.entries) == (("SD1.1",), {"E2"})


@pytest.mark.parametrize("given", [("assess", "--go", ITEM), ("assess",), ("evidence", "add")])
def test_lines_that_a_crash_broke_off_in_a_private_sitting_are_private(
    windows: Callable[..., Any], folder: Path, given: tuple[str, ...]
) -> None:
    """The answer that they become is marked, though the next sitting is not private, whichever it is."""
    window = windows("assess", "--depth", "usual", "--go", ITEM, "--private")
    window.type("first line")
    window.type("second line")
    window.child.kill(signal.SIGKILL)
    window.wait()
    window = windows(*given)
    assert f"when it broke off are kept: they are your answer on {ITEM}" in words(window.seen)
    assert things_of(folder).answers == (ITEM,)


@pytest.mark.parametrize(
    ("reply", "kept", "marked"), [("", "first\nlast", True), ("t", "first\nPrivate.\nlast", False)]
)
def test_a_line_of_a_text_that_is_the_word_is_asked_about(
    windows: Callable[..., Any], folder: Path, reply: str, kept: str, marked: bool
) -> None:
    """It is done and is no part of the text, or it is text: the owner says which, and the text goes on."""
    window = windows("assess", "--depth", "usual", "--go", ITEM)
    window.type("first")
    assert "`Private.` stands alone on a line. Is it meant for the program?" in words(window.type("Private."))
    for line in (reply, "last", "."):
        window.type(line)
    assert read(folder, "evidence.yaml")["entries"][0]["shows"] == kept
    assert bool(things_of(folder).answers) is marked


@pytest.mark.parametrize("text", ["private", "public", "Private.", "PUBLIC."])
def test_a_backslash_makes_text_of_the_word(command: Callable[..., Finished], folder: Path, text: str) -> None:
    command("assess", "--depth", "usual", "--go", ITEM, typed=(f"\\{text}", "."))
    assert read(folder, "evidence.yaml")["entries"][0]["shows"] == text
    assert not things_of(folder).answers


@pytest.mark.parametrize("word", ["private", "Private.", "PRIVATE", " private "])
def test_the_word_counts_in_any_case_and_with_a_full_stop(
    command: Callable[..., Finished], folder: Path, word: str
) -> None:
    command("assess", "--depth", "usual", "--go", ITEM, typed=(word, word))
    assert things_of(folder).answers == (ITEM,)


# --- entries, accounts, claims ---------------------------------------------------------------------------------------


QUESTIONS_OF_AN_ENTRY = (
    "A visit",
    "today",
    "1",
    "It shows.\n.",
    "I asked.",
    "The clerk.",
    "SD1.3",
    "f",
    "Why not.",
    "",
)
"""The lines that answer the questions of `evidence add`, in order, up to where it bears on nothing more."""


@pytest.mark.parametrize("before", range(len(QUESTIONS_OF_AN_ENTRY)))
def test_the_word_at_any_question_of_an_entry_marks_it_and_skips_nothing(
    command: Callable[..., Finished], folder: Path, before: int
) -> None:
    """From its title to why it bears on something: each answer after the word is still taken."""
    typed = [*QUESTIONS_OF_AN_ENTRY]
    typed.insert(before, "private")
    done = command("evidence", "add", typed=tuple(typed))
    (entry,) = read(folder, "evidence.yaml")["entries"]
    assert entry["private"] is True
    assert (entry["title"], entry["my_part"], entry["shows"]) == ("A visit", "I asked.", "It shows.")
    assert [(link["item"], link["reason"]) for link in entry["links"]] == [("SD1.3", "Why not.")]
    assert "E1 is now private." in words(done.stderr)


def test_an_entry_that_was_private_stays_so_when_the_word_is_typed_to_be_safe(
    command: Callable[..., Finished], folder: Path
) -> None:
    command("evidence", "add", "--private", typed=("A visit", "private", "", "private", "quit"))
    assert things_of(folder).marked_entries == {"E1"}


def test_public_opens_an_entry_and_says_where_it_stays_by_what_it_serves(
    command: Callable[..., Finished], folder: Path
) -> None:
    command("evidence", "add", "A visit", "--date", "today", "--for", ITEM, "--private", "--no-questions")
    assert "E1 is not private: it may go" in words(command("evidence", "edit", "E1", typed=("public",)).stderr)
    assert not things_of(folder).entries
    command("assess", "--go", ITEM, typed=("private",))
    said = words(command("evidence", "edit", "E1", typed=("public",)).stderr)
    assert "E1 carries no mark of its own. It stays private, since it serves WO1.3 only" in said
    assert things_of(folder).entries == {"E1"}


def test_a_link_taken_off_says_that_the_entry_is_private_no_more(
    command: Callable[..., Finished], folder: Path
) -> None:
    command("assess", "--go", ITEM, typed=("private", "One.", ".", "quit"))
    done = command("evidence", "link", "E1", ITEM, "--remove")
    assert "E1 is not private any more" in words(done.stderr)
    assert not things_of(folder).entries


def test_an_entry_that_is_added_for_a_private_answer_is_said_to_be_private(command: Callable[..., Finished]) -> None:
    command("assess", "--go", ITEM, typed=("private",))
    done = command("evidence", "add", "A visit", "--date", "today", "--for", ITEM, "--no-questions")
    assert "E1 is private, since it serves WO1.3 only." in words(done.stderr)


@pytest.mark.parametrize("given", [("list",), ("show", "E1"), ("list", "--removed")], ids=" ".join)
def test_no_words_on_an_entry_that_a_private_answer_covers_are_in_the_json(
    command: Callable[..., Finished], given: tuple[str, ...]
) -> None:
    command("assess", "--go", ITEM, typed=("private", "Zqxj held it.", ".", "quit"))
    if "--removed" in given:
        command("evidence", "remove", "E1")
    shown = command("evidence", *given, "--json").stdout
    assert '"E1"' in shown
    assert "Zqxj" not in shown


def test_where_the_marks_do_not_read_the_list_is_shown_and_its_json_refused(
    command: Callable[..., Finished], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A round that was edited into something else does not take the register from its owner, and opens nothing."""
    command("assess", "--go", ITEM, typed=("private", "Zqxj held it.", ".", "quit"))
    path = folder / f"assessments/{TODAY}.yaml"
    path.write_text(path.read_text("utf-8").replace("private: true", "private: perhaps"), "utf-8")
    assert "Zqxj held it." in command("evidence", "list").stdout
    refused = run_here(monkeypatch, "evidence", "list", "--json", record=folder)
    assert (refused.status, "Zqxj" in refused.stdout) == (1, False)


def test_no_such_words_are_in_the_json_of_the_history_and_of_undo(command: Callable[..., Finished]) -> None:
    """Also where what is taken back is the answer's mark together with its evidence."""
    command("assess", "--go", ITEM, typed=("quit",))
    command("assess", "--go", ITEM, "--private", typed=("Zqxj held it.", ".", "quit"))
    for given in (("history", "E1", "--json"), ("undo", "--json"), ("redo", "--json")):
        shown = command(*given).stdout
        assert '"E1"' in shown
        assert "Zqxj" not in shown


def test_undo_of_the_word_names_the_evidence_that_is_open_with_the_answer(command: Callable[..., Finished]) -> None:
    command("assess", "--go", ITEM, typed=("Held it.", ".", "quit"))
    command("assess", "--go", ITEM, typed=("private", "quit"))
    said = words(command("undo").stderr)
    assert "WO1.3; E1 are no longer private" in said


@pytest.mark.parametrize("before", [0, 1, 2, 3, 4, 7])
def test_the_word_at_any_question_of_an_account_marks_it(
    command: Callable[..., Finished], folder: Path, before: int
) -> None:
    typed = ["The decision", "2", "today", "", "One.", ".", "", "SD1.3", "Why not.", "", ""]
    typed.insert(before, "private")
    done = command("evidence", "reflect", typed=tuple(typed))
    account = read(folder, "reflections/R1.yaml")
    assert (account["private"], account["title"]) == (True, "The decision")
    assert "R1 is now private." in words(done.stderr)
    command("evidence", "reflect", "R1", typed=("private", "Public."))
    assert not things_of(folder).accounts


def test_a_marked_account_says_that_the_entries_it_names_are_not_marked(command: Callable[..., Finished]) -> None:
    command("evidence", "add", "A visit", "--date", "today", "--no-questions")
    begin = ("evidence", "reflect", "--title", "T", "--model", "plain", "--date", "today", "--about", "E1")
    said = words(command(*begin, typed=("", "private")).stderr)
    assert "R1 is now private. This does not mark E1, which it names." in said
    assert "E1 is now private. R1" not in words(command("evidence", "edit", "E1", typed=("private",)).stderr)


def test_the_word_at_any_question_of_a_claim_marks_it(command: Callable[..., Finished], folder: Path) -> None:
    done = command("portfolio", "claim", typed=("private", "Chairing", "To hear.", ".", "", "", "AO4.2", ""))
    assert "L1 is now private." in words(done.stderr)
    assert things_of(folder).claims == {"L1"}
    command("portfolio", "claim", "L1", typed=("private", "", "public"))
    assert not things_of(folder).claims


# --- the plan --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with two levels below their targets, and the plan that is made of them."""
    folder = tmp_path_factory.mktemp("planned") / "record"
    with pytest.MonkeyPatch.context() as monkeypatch:
        run = partial(run_here, monkeypatch, record=folder)
        assert run("assess", "--depth", "quick", "--element", "WO1", "--today", TODAY, typed=b"2\n\n" * 9).status == 0
        record = Record(folder)
        with record.changing(
            "test", lambda: f"{TODAY}T09:00:00Z"
        ) as writer:  # whose plan holds what is a need, no more
            writer.save_profile(record.profile()._replace(in_post="two-or-more"))
        assert run("plan", "make", "--start", "2026-12-07", "--hours", "3", "--today", TODAY).status == 0
    return folder


@pytest.fixture
def plan(planned: Path, folder: Path) -> Any:
    """The plan of that record, in a copy to change."""
    shutil.copytree(planned, folder)
    return Record(folder, standard()).latest_plan()


def test_evidence_that_an_action_left_is_covered_where_what_it_served_is_private(
    plan: Any, command: Callable[..., Finished], folder: Path
) -> None:
    """And the words after it say so."""
    action = next(one for one in plan.actions if one.serves)
    for item in action.serves:
        command("assess", "--go", item, typed=("private",))
    said = words(command("plan", "done", action.id, typed=("Seen by two.", ".", "")).stderr)
    assert "E1 is private, since it serves" in said
    things = things_of(folder)
    assert (set(things.covered), things.marked_entries) == ({"E1"}, frozenset())


@pytest.mark.parametrize("before", [0, 2, 3])
def test_the_word_after_a_finished_action_marks_it_with_what_it_leaves(
    plan: Any, command: Callable[..., Finished], folder: Path, before: int
) -> None:
    """At the question for evidence and at that for who could confirm it; `public` takes both back."""
    name = plan.actions[0].id
    typed = ["Seen by two.", ".", "The clerk."]
    typed.insert(before, "Private.")
    done = command("plan", "done", name, typed=tuple(typed))
    things = things_of(folder)
    expected = before < 3
    assert (things.marked_actions == {name}, things.marked_entries == {"E1"}) == (expected, expected)
    assert read(folder, "evidence.yaml")["entries"][0]["confirmer"] == "The clerk."
    assert (f"{name} is now private" in words(done.stderr)) == expected


def test_public_after_a_finished_action_opens_both(plan: Any, command: Callable[..., Finished], folder: Path) -> None:
    command("plan", "done", plan.actions[0].id, "--private", typed=("Seen by two.", ".", "public"))
    things = things_of(folder)
    assert (things.marked_actions, things.marked_entries) == (frozenset(), frozenset())


def test_private_at_the_level_marks_the_answer(plan: Any, command: Callable[..., Finished], folder: Path) -> None:
    """The level given again is the answer's: with the word at that question, or --private all along."""
    first, second = plan.actions[0], plan.actions[1]
    said = words(command("plan", "done", first.id, typed=("", "private", "3")).stderr)
    item = (first.serves or (first.goal,))[0]
    assert f"{item}: your level" in said
    assert item in things_of(folder).answers
    command("plan", "done", second.id, "--private", typed=("", "3"))
    assert (second.serves or (second.goal,))[0] in things_of(folder).answers


def test_the_word_at_any_question_of_a_review_marks_it(
    plan: Any, command: Callable[..., Finished], folder: Path
) -> None:
    said = words(command("plan", "review", "30", typed=("One.", ".", "private", "Two.", ".", "private")).stderr)
    assert "The review of day 30 is now private" in said
    assert things_of(folder).reviews == {30}
    assert read(folder, f"plan-reviews/{plan.start}-day-30.yaml")["what_got_in_the_way"] == "Two."
    command("plan", "review", "30", typed=("Public.",))
    assert not things_of(folder).reviews


def test_what_the_program_asks_of_no_one_thing_takes_no_mark(windows: Callable[..., Any]) -> None:
    """At a question that is on nothing of the record's it is said that nothing is told to anybody."""
    window = windows("assess")
    assert "These answers stay in your record: no copy tells them" in words(window.type("private"))


def test_evidence_of_an_earlier_plans_action_names_that_plan(
    plan: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is the earlier A1 whose mark counts for it, not the A1 of the plan in use."""
    run = partial(run_here, monkeypatch, record=folder)
    assert run("plan", "make", "--start", "2027-04-05", "--today", "2027-03-25").status == 0
    name = f"{plan.start}/A1"
    assert run("plan", "done", name, "--today", "2027-03-25", typed=b"Seen by two.\n.\n").status == 0
    assert not things_of(folder).entries
    assert run("plan", "edit", name, "--private", "--today", "2027-03-25").status == 0
    (divided,) = things_of(folder).divided
    assert (divided.entry, divided.private) == ("E1", (name,))


IN_A_WINDOW = {
    "evidence add": (("evidence", "add"), ("A visit",), "marked_entries", {"E1"}),
    "evidence reflect": (("evidence", "reflect", "--model", "plain"), ("The decision", ""), "accounts", {"R1"}),
    "portfolio claim": (("portfolio", "claim"), ("Chairing",), "claims", {"L1"}),
    "plan done": (("plan", "done", "A1"), (), "marked_actions", {"A1"}),
    "plan review": (("plan", "review", "30"), ("yes", "One.", "."), "reviews", {30}),
}
"""Each other interview, with what is typed first, and what the word then marks."""


@pytest.mark.parametrize("name", IN_A_WINDOW)
def test_at_a_terminal_private_sets_however_often_and_public_takes_back(
    plan: Any, windows: Callable[..., Any], folder: Path, name: str
) -> None:
    """At the question on the table, which stays; broken off by Ctrl-C there, the mark holds."""
    given, first, field, marked = IN_A_WINDOW[name]
    window = windows(*given)
    for line in first:
        window.type(line)
    for word in ("private", "Private.", "PRIVATE"):
        assert "now private" in words(window.type(word))
        assert getattr(things_of(folder), field) == marked
    assert "not private" in words(window.type("Public"))
    assert not getattr(things_of(folder), field)
    window.type("private")
    window.press(CTRL_C)
    assert getattr(things_of(folder), field) == marked


def test_what_has_gone_already_is_said_when_it_is_marked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With its day, its reader and its file; nothing is said of what has never left."""
    run = partial(run_here, monkeypatch, record=folder)
    add = ("evidence", "add", "A meeting", "--date", "1/12/2026", "--shows", "That I asked.", "--for", "WO1.3")
    assert run(*add, "--no-questions").status == 0
    edit = ("evidence", "edit", "E1")
    assert "went to a coach" not in run(*edit, typed=b"private\nquit\n").stderr
    assert run(*edit, typed=b"public\nquit\n").status == 0
    assert run("report", "--for", "coach", "--output", tmp_path / "coach.html").status == 0
    said = " ".join(run(*edit, typed=b"private\nquit\n").stderr.split())
    assert "E1 went to a coach on" in said
    assert "(report, coach.html), and cannot be called back." in said
