"""`undo`, `redo` and `history` as a user sees them: what is told, what is refused, what stays private."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from building import a_profile, a_register, a_round, an_entry, changed, rated
from conftest import Finished
from processes import on_posix, run_here
from standards_folders import copy_of_ours, rename_everywhere, say_renamed
from test_undo_machine import files_of

from cswo_eval.framework.framework import Framework
from cswo_eval.pages.differences import differences
from cswo_eval.record.given_ids import about, named, place_of_id
from cswo_eval.record.history.lives import thing_in
from cswo_eval.record.history.log_files import sitting_files
from cswo_eval.record.history.sittings import read_history
from cswo_eval.record.layout import REGISTER
from cswo_eval.record.models import Answer, Evidence, RecordFile
from cswo_eval.record.store import Record

TODAY = "2026-12-01"
Run = Callable[..., Finished]


@pytest.fixture
def folder(tmp_path: Path, framework: Framework) -> Path:
    """A record with two answers, an entry, and nothing that undo can take back but the register and the round."""
    folder = tmp_path / "record"
    record = Record(folder)
    with record.changing("assess", lambda: "2026-11-02T09:30:00Z") as writer:
        writer.save_profile(a_profile())
        writer.save_round(a_round(framework, {"SD3.2": rated(2, importance=2)}))
        writer.save_register(a_register([an_entry(1, "SD3.2")]))
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Run:
    """Run a command on the record, today and in UTC."""

    def run_one(*arguments: str | Path, typed: str = "", columns: int = 80, **environment: str) -> Finished:
        given = {"TZ": "UTC", **environment}
        return run_here(
            monkeypatch, *arguments, "--today", TODAY, record=folder, typed=typed.encode(), columns=columns,
            environment=given,
        )  # fmt: skip

    return run_one


def answer(folder: Path, framework: Framework, at: str, command: str = "assess", **fields: Any) -> None:
    """Change the answer to SD3.2, at this moment."""
    record = Record(folder)
    with record.changing(command, lambda: at) as writer:
        round_ = record.latest_round(framework)
        assert round_ is not None
        present = changed(round_.answers["SD3.2"], **fields)
        writer.save_round(round_._replace(answers={**round_.answers, "SD3.2": present}))


def said(text: str) -> str:
    """A text without its line ends: what is said, however it is wrapped."""
    return " ".join(text.split())


# --- undo and redo -----------------------------------------------------------------------------------------------


def test_undo_says_what_it_took_back_and_when_that_was_done(folder: Path, framework: Framework, run: Run) -> None:
    answer(folder, framework, "2026-12-01T14:32:00Z", level=3)
    assert said(run("undo").stderr) == (
        "Taken back: SD3.2, level 2 → 3; done today 14:32 (assess). `cswo-eval redo` brings it again."
    )
    assert said(run("redo").stderr) == (
        "Brought again: SD3.2, level 2 → 3; done today 14:32 (assess). `cswo-eval undo` takes it back."
    )


def test_undo_of_what_was_done_long_ago_says_the_date(folder: Path, framework: Framework, run: Run) -> None:
    answer(folder, framework, "2026-11-23T08:05:00Z", confidence="high")
    assert "done Monday 23 November 2026, 08:05 (assess)" in said(run("undo").stderr)


def test_the_moment_is_that_of_the_owners_clock(
    folder: Path, framework: Framework, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In summer 23:30 in UTC is 00:30 of the next day in Scotland."""
    import time

    if not hasattr(time, "tzset"):
        pytest.skip("Windows has no such call")
    answer(folder, framework, "2026-07-01T23:30:00Z", level=4)
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/London")
        time.tzset()
        try:
            assert "2 Jul 2026 00:30" in run("history").stdout
        finally:
            patch.setenv("TZ", "UTC")
            time.tzset()


def test_undo_twice_goes_back_twice(folder: Path, framework: Framework, run: Run) -> None:
    start = files_of(folder)
    answer(folder, framework, "2026-12-01T10:00:00Z", level=3)
    answer(folder, framework, "2026-12-01T10:01:00Z", level=4)
    assert "level 3 → 4" in run("undo").stderr
    assert "level 2 → 3" in run("undo").stderr
    assert files_of(folder) == start
    run("redo")
    assert "level 3 → 4" in run("redo").stderr


def test_undo_tells_each_thing_of_a_step_on_a_line_of_its_own(folder: Path, run: Run) -> None:
    run("assess", "--go", "SD3.2", typed="I did it\n.\n")
    told = run("undo").stderr
    assert "E2" in told
    assert "new: title" in said(told)
    assert "SD3.2" in told


def test_what_undo_tells_of_something_private_says_that_it_is(folder: Path, run: Run) -> None:
    run("evidence", "edit", "E1", "--private", "--shows", "Secret words")
    told = run("undo").stderr
    assert "E1 (private)" in said(told)
    assert "marked private" in said(told)
    assert "Secret" not in told


def test_undo_says_what_is_no_longer_private_with_it(folder: Path, run: Run) -> None:
    assert run("evidence", "edit", "E1", "--private").status == 0
    assert "E1 is no longer private" in " ".join(run("undo").stderr.split())
    assert "no longer private" not in run("redo").stderr
    assert json.loads(run("undo", "--json").stdout)["no_longer_private"] == ["E1"]
    run("redo")
    assert run("evidence", "edit", "E1", "--title", "Another").status == 0
    assert "no longer private" not in run("undo").stderr


def test_undo_as_json_gives_what_changed_without_private_words(folder: Path, run: Run) -> None:
    run("evidence", "edit", "E1", "--private", "--shows", "Secret words", "--title", "Secret title")
    done = run("undo", "--json")
    values = json.loads(done.stdout)
    assert [one["about"] for one in values["taken_back"]] == [["E1"]]
    fields = {one["field"]: one for one in values["changes"][0]["changes"]}
    assert set(fields) == {"title", "shows", "private"}
    assert (fields["private"]["before"], fields["private"]["after"]) == (False, True)
    assert "Secret" not in done.stdout + done.stderr
    assert "brought_again" in json.loads(run("redo", "--json").stdout)


def test_undo_sitting_takes_back_the_whole_command_and_says_how_much(
    folder: Path, framework: Framework, run: Run
) -> None:
    """Without a terminal it does not ask. Many things are counted."""
    before = files_of(folder)
    record = Record(folder)
    with record.changing("assess", lambda: "2026-12-01T10:00:00Z") as writer:
        round_ = record.latest_round(framework)
        assert round_ is not None
        for name in list(framework.competencies)[:9]:
            round_ = round_._replace(answers={**round_.answers, name: rated(3)}, position=name)
            writer.save_round(round_)
    assert "9 answers: MV1.1" in said(run("undo", "--sitting").stderr)
    assert files_of(folder) == before
    assert "9 answers: MV1.1" in said(run("redo").stderr)
    assert len(Record(folder).latest_round(framework).answers) == 10  # type: ignore[union-attr]


def test_a_step_that_only_moved_the_place_goes_with_the_answer_before_it(
    folder: Path, framework: Framework, run: Run
) -> None:
    before = files_of(folder)
    record = Record(folder)
    with record.changing("assess", lambda: "2026-12-01T10:00:00Z") as writer:
        round_ = record.latest_round(framework)
        assert round_ is not None
        round_ = round_._replace(answers={**round_.answers, "SD1.3": rated(3)})
        writer.save_round(round_)
        writer.save_round(round_._replace(position="SD1.4"))
    assert "SD1.3" in run("undo").stderr
    assert files_of(folder) == before


def test_a_walk_goes_on_where_it_was_before_what_was_taken_back(run: Run) -> None:
    """The question whose answer was taken back is asked again."""
    first = run("assess", "--go", "SD1.3", typed="\n4\n2\n")
    assert first.status == 0
    told = run("undo").stderr
    assert "importance" in told
    again = run("assess", typed="1\n")
    assert "How much does it matter" in again.stderr
    assert "importance 1" in said(run("undo").stderr)


def test_nothing_to_take_back_and_nothing_to_bring_again_are_said(folder: Path, run: Run) -> None:
    run("undo")
    run("undo")
    before = files_of(folder)
    refused = run("undo")
    assert refused.status == 1
    assert "nothing to take back" in refused.stderr
    assert files_of(folder) == before
    assert [run("redo").status for _ in range(2)] == [0, 0]
    refused = run("redo")
    assert refused.status == 1
    assert "nothing to bring again" in refused.stderr


def test_undo_of_a_file_that_was_changed_by_hand_is_refused_and_names_it(folder: Path, run: Run) -> None:
    run("evidence", "edit", "E1", "--shows", "More")
    path = folder / REGISTER
    path.write_text(path.read_text(encoding="utf-8").replace("More", "By hand"), encoding="utf-8")
    before = files_of(folder)
    done = run("undo")
    assert done.status == 1
    assert str(path) in said(done.stderr)
    assert "By hand" not in done.stderr
    assert files_of(folder) == before


@pytest.mark.skipif(not on_posix(), reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("typed", "goes"), [("", False), ("no", False), ("yes", True), ("quit", False)])
def test_at_a_terminal_much_is_taken_back_only_on_a_yes(
    folder: Path, framework: Framework, tmp_path: Path, typed: str, goes: bool
) -> None:
    """Enter is no."""
    from terminals import Window

    record = Record(folder)
    with record.changing("assess", lambda: "2026-12-01T10:00:00Z") as writer:
        round_ = record.latest_round(framework)
        assert round_ is not None
        for name in list(framework.competencies)[:5]:
            round_ = round_._replace(answers={**round_.answers, name: rated(3)})
            writer.save_round(round_)
    before = files_of(folder)
    window = Window(tmp_path, "undo", "--sitting", "--record", str(folder))
    try:
        assert "Take back 5 changes" in said(window.seen)
        assert "Enter leaves all as it is" in said(window.seen)
        window.type(typed)
        assert window.status() == 0
    finally:
        window.end()
    assert (files_of(folder) != before) is goes


def test_yes_and_a_few_changes_are_not_asked_about(folder: Path, framework: Framework, run: Run) -> None:
    answer(folder, framework, "2026-12-01T10:00:00Z", level=3)
    assert run("undo", "--sitting", "--yes").status == 0


# --- history: sitting by sitting ---------------------------------------------------------------------------------


def test_history_shows_the_latest_sitting_first_with_its_command_and_what_it_was_about(
    folder: Path, framework: Framework, run: Run
) -> None:
    run("evidence", "edit", "E1", "--shows", "More")
    run("undo")
    lines = run("history", columns=100).stdout.splitlines()
    commands = [line[18:32].strip() for line in lines if " 2026 " in line[:18]]
    assert commands == ["undo", "evidence edit", "assess"]
    text = said("\n".join(lines))
    assert "took back E1" in text
    assert "taken back: E1" in text
    assert "the record was begun" in text


def test_history_is_bounded_and_says_how_to_see_the_rest(folder: Path, framework: Framework, run: Run) -> None:
    for minute in range(25):
        answer(folder, framework, f"2026-12-01T10:{minute:02}:00Z", seconds=minute + 1)
    shown, whole = run("history").stdout, run("history", "--all").stdout
    assert "And 6 earlier sittings: `cswo-eval history --all`." in said(shown)
    assert shown.count("1 Dec 2026 10:") == 20
    assert whole.count("1 Dec 2026 10:") == 25
    values = json.loads(run("history", "--json").stdout)
    assert values["earlier"] == 6
    assert len(values["sittings"]) == 20


def test_history_that_does_not_go_back_to_the_beginning_says_since_when(
    folder: Path, framework: Framework, run: Run
) -> None:
    answer(folder, framework, "2026-11-20T10:00:00Z", level=3)
    sitting_files(folder)[0].unlink()
    assert "The history goes back to 20 November 2026" in said(run("history").stdout)
    life = said(run("history", "SD3.2").stdout)
    assert "level 2 → 3" in life
    assert "It was there before the history begins." in life


@pytest.mark.parametrize(
    "arguments", [("history",), ("history", "E1"), ("history", "E1", "--texts"), ("history", "SD3.2")]
)
def test_history_keeps_to_the_width_and_says_the_same_in_plain(
    folder: Path, framework: Framework, run: Run, arguments: tuple[str, ...]
) -> None:
    answer(folder, framework, "2026-12-01T10:00:00Z", level=3, learning="a word and another " * 20)
    run("evidence", "edit", "E1", "--shows", "long words and many of them " * 20, "--private")
    for columns in (40, 80):
        done = run(*arguments, columns=columns)
        plain = run(*arguments, "--plain", columns=columns)
        assert max(map(len, done.stdout.splitlines())) <= columns
        assert max(map(len, plain.stdout.splitlines())) <= columns
        assert "\x1b" not in done.stdout + plain.stdout
        words = (
            set(said(plain.stdout).replace(":", " ").split())
            - {"=" * n for n in range(90)}
            - {"-" * n for n in range(90)}
        )
        missing = {word for word in words if word not in done.stdout} - {"When", "What", "Command"}
        assert len(missing) <= 2, missing  # a word may be cut in the middle by a narrow column


# --- history: the life of one thing ------------------------------------------------------------------------------


def test_the_life_of_an_answer_tells_each_field_that_changed(folder: Path, framework: Framework, run: Run) -> None:
    answer(folder, framework, "2026-12-01T10:00:00Z", level=3, confidence="low", importance=3)
    answer(folder, framework, "2026-12-01T10:01:00Z", learning="twelve " * 12)
    answer(folder, framework, "2026-12-01T10:02:00Z", learning="forty " * 40, private=True)
    answer(folder, framework, "2026-12-01T10:03:00Z", private=False, standing="no-chance", level=None)
    life = said(run("history", "sd3.2", columns=300).stdout)
    for words in (
        "new: level 2; importance 2",
        "level 2 → 3; importance 2 → 3; confidence low",
        "what you need to learn: 12 words",
        "what you need to learn: 12 words → 40 words; marked private",
        "level 3 → no chance yet; no longer private",
    ):
        assert words in life
    assert "twelve" not in life


def test_with_texts_the_earlier_words_are_printed(folder: Path, framework: Framework, run: Run) -> None:
    answer(folder, framework, "2026-12-01T10:00:00Z", learning="My first thought")
    answer(folder, framework, "2026-12-01T10:01:00Z", learning="My second thought")
    life = said(run("history", "SD3.2", "--texts").stdout)
    assert "what you need to learn, before My first thought" in life
    assert "what you need to learn, after My second thought" in life


def test_the_life_of_an_entry_tells_links_and_files(folder: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("A note.")
    run("evidence", "edit", "E1", "--attach", file, "--tag", "cpl:protection")
    run("evidence", "link", "E1", "SD1.3", "--why", "it shows it", "--contradicts")
    run("evidence", "link", "E1", "SD1.3", "--supports")
    run("evidence", "link", "E1", "SD1.3", "--remove")
    run("evidence", "remove", "E1", "--file", "T1")
    run("evidence", "remove", "E1")
    run("evidence", "remove", "E1", "--bring-back")
    life = said(run("history", "e1", columns=300).stdout)
    for words in (
        "file T1 attached", "linked to SD1.3 (against)", "its link to SD1.3, speaks against you → speaks for you",
        "no longer linked to SD1.3", "file T1, taken out", "taken out", "brought back", "cpl:protection",
    ):  # fmt: skip
        assert words in life, words


def test_the_life_of_an_action_goes_by_its_id_alone_or_with_its_plan(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Also through a plan that was made again, and of the plan, the profile and the names themselves."""
    folder = tmp_path / "sample"
    assert run_here(monkeypatch, "demo", record=folder).status == 0
    for given in (
        ("plan", "drop", "A7", "--reason", "no time"),
        ("plan", "make", "--hours", "2"),
        ("guard", "pseudonym", "Anna Smith", "Ms B"),
    ):
        assert run_here(monkeypatch, *given, record=folder).status == 0
    short, long = (run_here(monkeypatch, "history", name, record=folder).stdout for name in ("a7", "2026-09-07/A7"))
    assert short == long
    assert "status planned → dropped" in said(short)
    assert "hours a week 3 h → 2 h" in said(run_here(monkeypatch, "history", "profile", record=folder).stdout)
    assert "hours a week 3 h → 2 h" in said(run_here(monkeypatch, "history", "2026-09-07", record=folder).stdout)
    names = run_here(monkeypatch, "history", "guard", record=folder).stdout
    assert "names: 1 added" in said(names)
    assert "Anna" not in names
    for name in ("R1", "L1", "E4", "SD1"):
        assert "demo" in run_here(monkeypatch, "history", name, record=folder).stdout
    assert "Anna" not in run_here(monkeypatch, "history", "guard", "--json", record=folder).stdout


def test_a_change_by_hand_is_an_event_of_its_own(folder: Path, run: Run) -> None:
    path = folder / REGISTER
    path.write_text(path.read_text(encoding="utf-8").replace("title: Entry 1", "title: By hand"), encoding="utf-8")
    run("evidence", "edit", "E1", "--kind", "document")
    life = said(run("history", "E1", columns=200).stdout)
    assert "in the file itself title: “Entry 1” → “By hand”" in life


def test_what_was_taken_back_is_marked_in_a_life(folder: Path, run: Run) -> None:
    run("evidence", "edit", "E1", "--kind", "document")
    run("undo")
    life = said(run("history", "E1", columns=200).stdout)
    assert "taken back since: kind own work → document" in life
    assert "undo kind document → own work" in life
    run("redo")
    assert "taken back since" not in run("history", "E1").stdout


def test_an_id_that_never_was_is_refused_with_the_nearest(run: Run) -> None:
    done = run("history", "SD9.2")
    assert done.status == 1
    assert "There is no thing in your record 'SD9.2'. Did you mean" in done.stderr


def test_what_nothing_was_ever_said_about_is_said_to_have_no_history(run: Run) -> None:
    done = run("history", "SD1.3")
    assert done.status == 0
    assert "nothing has been changed in it" in said(done.stderr)
    assert json.loads(run("history", "SD1.3", "--json").stdout)["events"] == []


def test_an_entry_that_was_taken_back_still_has_its_history(folder: Path, run: Run) -> None:
    run("evidence", "add", "New", "--kind", "document", "--date", "1/9/2026", "--no-questions")
    run("undo")
    assert "taken back since: new: title" in said(run("history", "E2").stdout)


def test_a_renamed_competency_keeps_its_history(folder: Path, framework: Framework, run: Run, tmp_path: Path) -> None:
    """By its old name and by its new one, through the step in which the answer was carried over."""
    standards = copy_of_ours(tmp_path / "standards")
    rename_everywhere(standards, "SD3.2", "SD3.9")
    say_renamed(standards, ("SD3.2", ["SD3.9"], "It was counted anew."))
    answer(folder, framework, "2026-11-03T09:30:00Z", level=1)
    done = run("assess", "--go", "SD3.9", "--depth", "quick", "--standards", standards, typed="4\n")
    assert done.status == 0, done.stderr
    lives = [run("history", name, "--standards", standards, columns=200) for name in ("SD3.2", "SD3.9")]
    for life in lives:
        assert life.status == 0, life.stderr
        assert "level 2 → 1" in said(life.stdout)
        assert "level 1 → 4" in said(life.stdout)
        assert "no longer there" not in life.stdout
    assert "It is SD3.9 now" in said(lives[0].stdout)


def test_no_word_of_the_owners_is_in_the_json_of_what_is_private(folder: Path, run: Run) -> None:
    run(
        "evidence",
        "edit",
        "E1",
        "--private",
        "--shows",
        "Zwischenruf",
        "--title",
        "Zwischentitel",
        "--my-part",
        "Zwischenteil",
    )
    run("evidence", "link", "E1", "SD1.3", "--why", "Zwischengrund")
    done = run("history", "E1", "--json")
    assert "Zwischen" not in done.stdout
    assert json.loads(done.stdout)["events"][-1]["private"] is True


# --- what it rests on --------------------------------------------------------------------------------------------


def everything_of(record: Record) -> list[tuple[str, RecordFile]]:
    return [(name, record.read(name)) for name in record.contents.files]


def test_every_id_that_a_change_is_about_leads_back_to_its_thing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of every file of the sample, from nothing: what `about` names, `place_of_id` and `named` find."""
    folder = tmp_path / "sample"
    assert run_here(monkeypatch, "demo", record=folder).status == 0
    count = 0
    for name, value in everything_of(Record(folder)):
        for given in about(None, value):
            place = place_of_id(given)
            assert name == place or (place.endswith("/") and name.startswith(place)), (name, given)
            assert named(value, given) is not None, (name, given)
            count += 1
    assert count > 100


def test_one_entry_of_a_register_is_read_alone_as_it_is_with_all_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The quick way of 2,000 entries gives what reading the whole file gives."""
    folder = tmp_path / "sample"
    assert run_here(monkeypatch, "demo", record=folder).status == 0
    texts = (
        "a\n- id: E3\n  title: no entry\n",
        "- id: E2",
        "x\n\n\n- id: E1\n",
        " - id: E4\n- id: E1",
        "...\n---\n",
        '"\n- id: E2\n',
    )
    record = Record(folder)
    with record.changing("test", lambda: "2026-11-02T09:30:00Z") as writer:
        register = record.register()
        entries = [entry._replace(shows=texts[place % len(texts)]) for place, entry in enumerate(register.entries)]
        writer.save_register(register._replace(entries=tuple(entries)))
    text = (folder / REGISTER).read_text(encoding="utf-8")
    for entry in entries:
        assert thing_in(REGISTER, text, entry.id) == entry
    assert thing_in(REGISTER, text, "E99") is None


def test_every_field_of_every_shape_has_words_for_its_change(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever stands in the sample can be told as new, and as gone; in no words of the program's own making."""
    folder = tmp_path / "sample"
    assert run_here(monkeypatch, "demo", record=folder).status == 0
    for _, value in everything_of(Record(folder)):
        for given in about(None, value):
            thing = named(value, given)
            told = [one.said for one in differences(None, thing)]
            assert told, given
            assert all(one.strip() == one and "_" not in one and one for one in told), told
            assert differences(thing, thing) == ()
            assert [one.said for one in differences(thing, None)] == ["no longer there"]


def test_differences_without_words_hold_none() -> None:
    entry = an_entry(1, "SD1", title="Secrettitle", shows="Secretwords", my_part="Secretpart", tags=("cpl:x",))
    told = [one.said for one in differences(None, entry, without_words=True)]
    assert not any("Secret" in one for one in told)
    assert isinstance(entry, Evidence)
    assert [one.said for one in differences(Answer(), Answer(passed=("evidence",)))] == []


def test_no_is_told_as_an_answer_where_the_question_may_be_left_open() -> None:
    """Whoever has no deputy, and never said that they had, is not told that they no longer have one."""
    for before, after, said in ((None, False, "no"), (False, True, "no → yes"), (None, True, "yes")):
        told = differences(a_profile(has_deputy=before), a_profile(has_deputy=after))
        assert [one.said for one in told] == [f"a deputy is named: {said}"]


def test_a_long_history_of_one_register_is_read_step_by_step(folder: Path, run: Run) -> None:
    record = Record(folder)
    with record.changing("evidence edit", lambda: "2026-12-01T10:00:00Z") as writer:
        register = record.register()
        for number in range(2, 60):
            register = register.with_entry(an_entry(number, title=f"Entry {number}"))
            writer.save_register(register)
        writer.save_register(register.with_entry(changed(register.entries[30], title="Changed")))
    assert len(list(read_history(folder).steps())) > 55
    life = said(run("history", "E31").stdout)
    assert "title: “Entry 31” → “Changed”" in life
