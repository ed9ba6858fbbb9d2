"""Reflective accounts: asked part by part, saved part by part, counted in words and never cut."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from building import AWKWARD_TEXTS, TODAY, a_register, an_entry
from conftest import Finished
from gap_records import standard, write_record
from processes import on_posix, run_here
from test_plan_commands import contents, read

from cswo_eval.analysis.sufficiency import word_count

DAY = str(TODAY)
MODELS = standard().reflection_models
ACCOUNT = "reflections/R1.yaml"
BEGIN = ("--title", "The decision in May", "--date", "14/5/2026", "--limit", "20", "--no-level-eleven")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record with the entries E1 and E2."""
    return write_record(tmp_path / "record", register=a_register([an_entry(1, "SD1.3"), an_entry(2)]))


@pytest.fixture
def ev(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finished]:
    """Runs `evidence …` on the record; `typed` are lines through the pipe. The status must be as told, 0 unless told."""

    def run(*given: str, typed: tuple[str, ...] = (), status: int = 0) -> Finished:
        data = "".join(f"{line}\n" for line in typed).encode()
        done = run_here(monkeypatch, "evidence", *given, "--today", DAY, record=folder, typed=data)
        assert done.status == status, done.stderr
        return done

    return run


def account(folder: Path, name: str = ACCOUNT) -> dict[str, Any]:
    """An account as it stands in its file."""
    found: dict[str, Any] = read(folder, name)
    return found


def stages(model: str) -> list[str]:
    """The ids of a model's stages."""
    return [stage.id for stage in next(one for one in MODELS.models if one.id == model).stages]


DEEPER = [stage.id for stage in MODELS.level_eleven]


# --- the questions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [one.id for one in MODELS.models])
def test_each_stage_of_a_model_is_asked_by_its_first_prompt_and_kept(
    folder: Path, ev: Callable[..., Finished], model: str
) -> None:
    """Gibbs, Driscoll, Rolfe and the short form; every part under the stage's id, in the model's order."""
    lines = [line for name in stages(model) for line in (f"text of {name}", "second line", ".")]
    done = ev("reflect", "--model", model, *BEGIN, typed=tuple(lines))
    kept = account(folder)
    assert list(kept["parts"]) == stages(model)
    assert kept["parts"] == {name: f"text of {name}\nsecond line" for name in stages(model)}
    assert (kept["model"], kept["effective"], kept["word_limit"]) == (model, date(2026, 5, 14), 20)
    said = " ".join(done.stderr.split())
    place = 0
    for stage in next(one for one in MODELS.models if one.id == model).stages:
        place = said.index(" ".join(stage.prompts[0].split()), place)


def test_the_prompts_at_level_eleven_follow_where_they_are_wanted(folder: Path, ev: Callable[..., Finished]) -> None:
    """Asked for by option, or by Enter at the question; without them the model's own parts are all."""
    given = [line for name in (*stages("plain"), *DEEPER) for line in (name, ".")]
    ev("reflect", "--model", "plain", *BEGIN[:-1], "--level-eleven", typed=tuple(given))
    assert list(account(folder)["parts"]) == [*stages("plain"), *DEEPER]
    asked = [line for name in stages("plain") for line in (name, ".")]
    ev("reflect", "--model", "plain", *BEGIN[:-1], typed=(*asked, "", "deeper", "."))
    assert list(account(folder, "reflections/R2.yaml")["parts"]) == [*stages("plain"), DEEPER[0]]
    ev("reflect", "--model", "plain", *BEGIN[:-1], typed=(*asked, "no", "SD1.3", "It shows it"))
    assert account(folder, "reflections/R3.yaml")["links"] == [{"item": "SD1.3", "reason": "It shows it"}]


def test_what_is_not_given_is_asked_first(folder: Path, ev: Callable[..., Finished]) -> None:
    """Title, model by number, day and limit; then the parts, what it bears on, and the entries it is about."""
    ev("reflect", typed=("A day in court", "2", "May 2026", "1,200", "what", ".", "", "", "no", "SD1.3 WO1", "one", "two", "",
                         "e1 E2"))  # fmt: skip
    kept = account(folder)
    assert (kept["title"], kept["model"], kept["effective"], kept["word_limit"]) == (
        "A day in court",
        "driscoll",
        "2026-05",
        1200,
    )
    assert kept["links"] == [{"item": "SD1.3", "reason": "one"}, {"item": "WO1", "reason": "two"}]
    assert kept["evidence"] == ["E1", "E2"]


@pytest.mark.parametrize(("limit", "kept"), [("", MODELS.usual_words), ("none", None), ("2000 words", 2000)])
def test_the_limit_is_the_owners_to_set(
    folder: Path, ev: Callable[..., Finished], limit: str, kept: int | None
) -> None:
    """Enter takes the usual one; there need be none."""
    ev("reflect", typed=("T", "", "", limit))
    assert account(folder).get("word_limit") == kept


def test_after_each_part_the_words_so_far_are_told_and_nothing_is_cut(
    folder: Path, ev: Callable[..., Finished]
) -> None:
    """Against the limit, also beyond it."""
    long = "word " * 30
    done = ev("reflect", "--model", "plain", *BEGIN, typed=("three words here", ".", long, "."))
    assert "3 of 20 words." in done.stderr
    assert "33 of 20 words: 13 over the limit." in done.stderr
    assert account(folder)["parts"][stages("plain")[1]] == long
    ev("reflect", "R1", "--limit", "none")
    assert "33 words" in ev("show", "R1").stdout


CANNOT_BE_PIPED = {
    "carriage returns",
    *(name for name, text in AWKWARD_TEXTS.items() if not text.split("\n")[0].strip()),
}
"""Texts whose first line is Enter, and one with the line ends of another system."""


@pytest.mark.parametrize("name", [name for name in AWKWARD_TEXTS if name not in CANNOT_BE_PIPED])
def test_words_are_kept_letter_for_letter(folder: Path, ev: Callable[..., Finished], name: str) -> None:
    """Whatever they hold, as a pipe gives them: lines end at a line feed only."""
    text = AWKWARD_TEXTS[name]
    ev("reflect", "--title", "T", "--model", "plain", "--limit", "none", typed=("today", *text.split("\n"), "."))
    assert account(folder)["parts"][stages("plain")[0]] == text


def test_back_skip_and_plus_move_and_add(folder: Path, ev: Callable[..., Finished]) -> None:
    """back to the part before, skip over one, + adds to what is there, a new text replaces it."""
    first, second, third = stages("plain")[:3]
    ev("reflect", "--model", "plain", *BEGIN, typed=("one", ".", "back", "+", "and more", ".", "skip", "three", "."))
    assert account(folder)["parts"] == {first: "one\nand more", third: "three"}
    ev("reflect", "R1", "--no-level-eleven", typed=("back", "replaced", ".", "two", "."))
    assert account(folder)["parts"] == {first: "replaced", second: "two", third: "three"}


def test_enter_at_every_part_keeps_an_account_as_it_is(folder: Path, ev: Callable[..., Finished]) -> None:
    """Not one byte of it is changed."""
    ev("reflect", "--model", "plain", *BEGIN, typed=("one", ".", "two", ".", "three", "."))
    before = contents(folder)
    ev("reflect", "R1", "--no-level-eleven", typed=("",) * 12)
    assert contents(folder) == before


@pytest.mark.parametrize("stopped_after", range(1, 9))
def test_where_the_input_ends_all_that_was_said_is_kept(
    folder: Path, ev: Callable[..., Finished], stopped_after: int
) -> None:
    """After each line from the title on: an unended text too."""
    typed = ("T", "plain", "today", "none", "one", "more", ".", "two")
    ev("reflect", typed=typed[:stopped_after])
    assert (account(folder)["title"], account(folder)["model"]) == ("T", "gibbs" if stopped_after < 2 else "plain")
    expected = {5: {"what": "one"}, 6: {"what": "one\nmore"}, 7: {"what": "one\nmore"}}
    parts = account(folder).get("parts", {})
    if stopped_after == 8:
        assert list(parts.values()) == ["one\nmore", "two"]
    else:
        assert list(parts.values()) == list(expected.get(stopped_after, {}).values())


def test_going_on_begins_at_the_first_part_without_words(folder: Path, ev: Callable[..., Finished]) -> None:
    """What is written before it is not asked again; the model is asked only while there are no words."""
    first, second, third = stages("plain")
    ev("reflect", "--model", "plain", *BEGIN, typed=("one", ".", "skip", "three", ".", "quit"))
    done = ev("reflect", "R1", "--no-level-eleven", typed=("two", "."))
    assert account(folder)["parts"] == {first: "one", second: "two", third: "three"}
    assert "Under which model" not in done.stderr


def test_an_account_without_words_may_still_change_its_model(folder: Path, ev: Callable[..., Finished]) -> None:
    """It was saved with its title, before the model was said; the limit that was set stays."""
    ev("reflect", typed=("T",))
    ev("reflect", "R1", typed=("driscoll", "today", "900", "what", "."))
    assert (account(folder)["model"], account(folder)["word_limit"]) == ("driscoll", 900)
    assert list(account(folder)["parts"]) == ["what"]


def test_the_wish_for_the_parts_at_level_eleven_is_remembered(folder: Path, ev: Callable[..., Finished]) -> None:
    """Going on asks them without the question whether; --no-level-eleven takes the wish back, and never words."""
    given = [line for name in stages("plain") for line in (name, ".")]
    ev("reflect", "--model", "plain", *BEGIN[:-1], typed=(*given, "yes", "quit"))
    assert "5 of 8 parts to write" in " ".join(ev("reflect", "--list").stdout.split())
    done = ev("reflect", "R1", typed=("first of these", "."))
    assert "Go on with the prompts at SCQF level 11?" not in done.stderr
    assert account(folder)["parts"][DEEPER[0]] == "first of these"
    done = ev("reflect", "R1", "--no-level-eleven", typed=("", "", ""))
    assert MODELS.level_eleven[0].prompts[0] not in " ".join(done.stderr.split())
    assert account(folder)["parts"][DEEPER[0]] == "first of these"


def test_a_wish_that_is_taken_back_leaves_nothing_of_it(folder: Path, ev: Callable[..., Finished]) -> None:
    """The empty part goes; the account has the model's parts only."""
    ev("reflect", "--model", "plain", *BEGIN[:-1], "--level-eleven", typed=("one", ".", "quit"))
    ev("reflect", "R1", "--no-level-eleven", typed=("quit",))
    assert list(account(folder)["parts"]) == stages("plain")[:1]
    assert "2 of 3 parts to write" in " ".join(ev("reflect", "--list").stdout.split())


def test_the_list_names_the_command_that_goes_on(ev: Callable[..., Finished]) -> None:
    """Of an account that has a part without words, and of no other."""
    ev("reflect", "--model", "plain", *BEGIN, typed=("one", ".", "two", ".", "three", "."))
    assert "evidence reflect R1" not in ev("reflect", "--list").stdout
    ev("reflect", "--model", "plain", *BEGIN, typed=("one", ".", "quit"))
    shown = ev("reflect", "--list").stdout
    assert "cswo-eval evidence reflect R2" in shown
    assert "14 May 2026" in shown


def test_a_day_that_was_not_said_in_full_is_told_as_it_is_taken(ev: Callable[..., Finished]) -> None:
    """A month without its year is the last such."""
    done = ev("reflect", typed=("T", "", "in May"))
    assert "Taken as May 2026." in " ".join(done.stderr.split())


# --- by options, and shown --------------------------------------------------------------------------------------------


def test_options_about_an_account_change_those_and_ask_nothing(folder: Path, ev: Callable[..., Finished]) -> None:
    """Title, day, limit, links, entries, private; its words stay."""
    ev("reflect", "--model", "plain", *BEGIN, "--about", "E1", typed=("one", ".", "quit"))
    done = ev("reflect", "r1", "--title", "New", "--date", "1/5/2026", "--limit", "900", "--for", "SD1.3: why", "--about",
              "E2", "--private", typed=("not an answer",))  # fmt: skip
    assert done.stderr == ""
    kept = account(folder)
    assert (kept["title"], kept["effective"], kept["word_limit"], kept["private"]) == (
        "New",
        date(2026, 5, 1),
        900,
        True,
    )
    assert kept["links"] == [{"item": "SD1.3", "reason": "why"}]
    assert kept["evidence"] == ["E1", "E2"]
    assert list(kept["parts"].values()) == ["one"]


def test_an_account_with_words_keeps_its_model(folder: Path, ev: Callable[..., Finished]) -> None:
    """They stand under that model's parts."""
    ev("reflect", "--model", "plain", *BEGIN, typed=("one", ".", "quit"))
    before = contents(folder)
    assert "Begin another account" in ev("reflect", "R1", "--model", "gibbs", status=1).stderr
    assert contents(folder) == before


def test_show_tells_an_account_whole(ev: Callable[..., Finished]) -> None:
    """Every part under its name, the length against the limit, the entries by title, and the entry names the account."""
    ev("reflect", "--model", "driscoll", *BEGIN, "--about", "E1", typed=("one [bold]two", ".", "quit"))
    shown = " ".join(ev("show", "r1", "--plain").stdout.split())
    for part in ("The decision in May", "14 May 2026", "2 of 20 words", "E1 Entry 1", "one [bold]two", "Nothing yet."):
        assert part in shown
    assert "Reflected on in: R1" in " ".join(ev("show", "E1", "--plain").stdout.split())


def test_words_marked_private_are_not_in_the_json(ev: Callable[..., Finished]) -> None:
    """Neither in show nor in the list; the number of words is."""
    ev("reflect", "--model", "plain", *BEGIN, "--private", typed=("secret words", ".", "quit"))
    shown, listed = ev("show", "R1", "--json").stdout, ev("reflect", "--list", "--json").stdout
    for text in (shown, listed):
        assert "secret" not in text
        assert "May" not in text
    assert json.loads(shown)["words"] == 2


def test_taken_out_it_is_listed_with_what_was_removed_and_comes_back_as_it_was(
    folder: Path, ev: Callable[..., Finished]
) -> None:
    """`evidence remove R1` and --bring-back; its file stays."""
    ev("reflect", "--model", "plain", *BEGIN, typed=("one", ".", "quit"))
    before = account(folder)
    ev("remove", "R1")
    assert "None yet." in ev("reflect", "--list").stdout
    assert "R1" in ev("list", "--removed").stdout
    assert "remove R1 --bring-back" in ev("reflect", "R1", status=1).stderr
    ev("remove", "r1", "--bring-back")
    assert account(folder) == before


def test_a_link_of_an_account_is_made_and_taken_off(folder: Path, ev: Callable[..., Finished]) -> None:
    """`evidence link R1` as for an entry."""
    ev("reflect", "--model", "plain", *BEGIN)
    ev("link", "R1", "SD1.3", "WO1", "--why", "Both")
    ev("link", "R1", "WO1", "--remove")
    assert account(folder)["links"] == [{"item": "SD1.3", "reason": "Both"}]


def test_words_under_a_part_that_a_model_no_longer_has_are_still_shown(
    folder: Path, ev: Callable[..., Finished]
) -> None:
    """Someone may change the models in the standards; the owner's words stay theirs."""
    ev("reflect", "--model", "plain", *BEGIN, typed=("one", ".", "quit"))
    path = folder / ACCOUNT
    path.write_text(path.read_text("utf-8").replace("model: plain", "model: former"), "utf-8")
    assert "one" in ev("show", "R1").stdout
    assert "a model that the standards in use do not have" in ev("reflect", "R1", status=1).stderr


def test_words_are_counted_as_a_word_processor_counts_them() -> None:
    """Runs of characters between spaces, whatever the spaces are."""
    assert word_count(" It’s two-fold,\n\nsee\u00a0SD1.3 – then 9.3.a ") == 7


# --- at a terminal ----------------------------------------------------------------------------------------------------


@pytest.fixture
def open_window(folder: Path, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens `evidence reflect …` in a terminal window on the record; all are closed at the end."""
    if not on_posix():
        pytest.skip("needs a pseudo-terminal")
    from terminals import Window

    opened: list[Any] = []

    def start(*given: str, **named: Any) -> Any:
        words = ("evidence", "reflect", *given, "--today", DAY, "--record", folder)
        opened.append(Window(tmp_path / "home", *words, **named))
        return opened[-1]

    yield start
    for window in opened:
        window.end()


def test_the_question_mark_shows_the_deeper_prompts(open_window: Callable[..., Any]) -> None:
    """The first prompt is the question; all others come on `?`, and the question is put again."""
    window = open_window("--model", "gibbs", *BEGIN)
    stage = MODELS.models[0].stages[0]
    first = " ".join(window.seen.split())
    assert stage.prompts[0] in first
    deeper = " ".join(window.type("?").split())
    for prompt in stage.prompts[1:]:
        assert " ".join(prompt.split()) not in first
        assert " ".join(prompt.split()) in deeper
    assert deeper.count(stage.prompts[0]) == 1


def test_ctrl_c_in_the_middle_of_a_part_keeps_its_lines(folder: Path, open_window: Callable[..., Any]) -> None:
    """Status 130; the parts before it and the lines ended with Enter are kept."""
    window = open_window("--model", "plain", *BEGIN)
    window.type("the first part")
    assert "3 of 20 words." in window.type(".")
    window.type("half of")
    window.type("the second")
    window.press("\x03")
    assert window.status() == 130
    assert list(account(folder)["parts"].values()) == ["the first part", "half of\nthe second"]


def test_ctrl_c_at_the_model_keeps_the_title_and_says_how_to_go_on(
    folder: Path, open_window: Callable[..., Any]
) -> None:
    """The account is there as soon as its title is."""
    window = open_window()
    assert "Under which model" in window.type("A day in court")
    window.press("\x03")
    assert "cswo-eval evidence reflect R1" in window.seen
    assert window.status() == 130
    assert account(folder)["title"] == "A day in court"


def test_an_unfinished_account_is_offered_first(
    folder: Path, ev: Callable[..., Finished], open_window: Callable[..., Any]
) -> None:
    """Enter goes on with it, at its first part without words; new begins another."""
    ev("reflect", "--model", "plain", *BEGIN, typed=("one", ".", "quit"))
    window = open_window("--no-level-eleven")
    assert "Go on with R1?" in window.seen
    assert "part 2 of 3" in window.type("")
    window.type("quit")
    window = open_window()
    assert "What do you want to reflect on" in window.type("new")
    window.type("Another")
    window.type("quit")
    assert account(folder, "reflections/R2.yaml")["title"] == "Another"


def test_a_window_that_is_closed_keeps_the_lines_too(folder: Path, open_window: Callable[..., Any]) -> None:
    """As a killed terminal closes it."""
    window = open_window("--model", "plain", *BEGIN)
    window.type("half of it")
    window.hang_up()
    assert list(account(folder)["parts"].values()) == ["half of it"]


def test_a_killed_program_loses_only_the_line_being_typed(folder: Path, open_window: Callable[..., Any]) -> None:
    """Each line of a text is on disk before the next is typed, and in its account when that is opened again."""
    import signal

    window = open_window("--model", "plain", *BEGIN)
    window.type("a line")
    window.type("another")
    window.child.kill(signal.SIGKILL)
    window = open_window("R1")
    assert "The lines you were typing when it broke off are kept: R1" in " ".join(window.seen.split())
    assert list(account(folder)["parts"].values()) == ["a line\nanother"]


def test_a_part_is_written_in_ones_own_editor(folder: Path, open_window: Callable[..., Any], tmp_path: Path) -> None:
    """`editor` opens what is there; without an editor that works, the question stays."""
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\nprintf "from the editor\\n" >> "$1"\n')
    script.chmod(0o755)
    window = open_window("--model", "plain", *BEGIN, environment={"EDITOR": str(script)})
    window.type("editor")
    window.type("quit")
    assert window.status() == 0
    assert list(account(folder)["parts"].values()) == ["from the editor"]
    window = open_window("R1", environment={"EDITOR": "/no/such/editor"})
    assert "could not be started" in " ".join(window.type("editor").split())
    window.type("quit")
    assert list(account(folder)["parts"].values()) == ["from the editor"]
