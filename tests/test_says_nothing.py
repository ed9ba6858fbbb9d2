"""What says nothing never becomes an entry of evidence, whichever way it is given; a worksheet says where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from building import TODAY, a_plan, a_register, a_round, an_action, an_entry, rated
from conftest import Finished, examples
from gap_records import write_record
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import on_posix, run_here
from worksheets import KINDS, applied, filled, made, problems_of, read

from cswo_eval.exchange.worksheet.columns import HEADING_OF
from cswo_eval.exchange.worksheet.told import nothing_in_words
from cswo_eval.framework.framework import Framework
from cswo_eval.record.store import Record
from cswo_eval.text.says_nothing import Nothing, entries_alone, ids_alone, kind_of_nothing, says_nothing

SAYS_NOTHING: dict[str, Nothing] = {
    **dict.fromkeys(("-", ".", "?", "…", "--", "???", "( )", "=", "\N{EM DASH}", "✓", "_"), "sign"),
    **dict.fromkeys(("n", "x", "X.", "k"), "letter"),
    **dict.fromkeys(("4", " 4 ", "4.", "level 4", "Level: 4", "4/5", "4 out of 5", "2023", "14/9/2026", "3.5", "80%"), "number"),
    **dict.fromkeys(("E3", "see e3", "E3, E4 and E5.", "SD1.3", "sd1", "E7/T1", "A3", "R1; SD1.3"), "id"),
    **dict.fromkeys(("n/a", "N/A.", "n.a.", "NA", "none", "None!", "Nothing yet", "nothing, yet", "not  yet", "nil", "No"), "none"),
    **dict.fromkeys(("not applicable", "No evidence yet", "no chance yet", "Nothing\nto add"), "none"),
    **dict.fromkeys(("tbc", "TBC.", "t.b.c.", "to be confirmed", "To follow…", "later", "don't know", "don’t know", "not sure"), "later"),
    **dict.fromkeys(("as above", "As above.", "(see above)", "ditto", "same as before"), "elsewhere"),
}  # fmt: skip
SAYS_SOMETHING = (
    "I led the review", "Audit", "4 visits", "E4, which I led", "E4 or E5", "Nothing was agreed", "none of the staff had been told",
    "As above, and I wrote the paper", "later in May I met the board", "level 4 course", "SSSC", "MAPPA", "N/A: no such service here",
    "Ná", "一", "IJB 14/9", "No surprises", "Same day response", "TBC by the board: the lead role",
)  # fmt: skip


@pytest.mark.parametrize(("text", "how"), SAYS_NOTHING.items())
def test_what_says_nothing_is_known_and_how_it_does(text: str, how: Nothing) -> None:
    assert (kind_of_nothing(text), says_nothing(text)) == (how, True)


@pytest.mark.parametrize("text", SAYS_SOMETHING)
def test_what_says_something_is_let_through(text: str) -> None:
    assert kind_of_nothing(text) is None


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_text_is_no_answer_at_all(text: str) -> None:
    assert not says_nothing(text)


@settings(deadline=None, max_examples=examples(200))
@given(st.text(max_size=60))
def test_capitals_and_spaces_around_it_make_no_difference(text: str) -> None:
    assert kind_of_nothing(f"  {text.strip()}\n") == kind_of_nothing(text)
    assert set(entries_alone(text)) <= set(ids_alone(text))


@settings(deadline=None, max_examples=examples(100))
@given(st.lists(st.sampled_from(["reviewed", "the", "board", "nothing", "with", "staff"]), min_size=5, max_size=12))
def test_a_sentence_always_says_something(words: list[str]) -> None:
    assert not says_nothing(" ".join(words))


def test_ids_of_entries_are_told_from_others() -> None:
    assert entries_alone("see e4, E5 and E4.") == ("E4", "E5")
    assert entries_alone("E4, SD1.3") == ()
    assert ids_alone("E4, SD1.3") == ("E4", "SD1.3")
    assert ids_alone("E4 was mine") == ()


# --- a worksheet --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["-", "?", "4", "n/a", "tbc", "as above", "SD1.3", "x", "Nothing yet."])
def test_it_becomes_no_entry_and_all_else_in_its_row_is_taken(framework: Framework, kind: str, text: str) -> None:
    row = {"evidence": text, "level": "3", "importance": "2", "learning": "How panels decide"}
    rows = read(kind, filled(kind, made(kind, None), {"SD1": row, "SD2": {"evidence": "I led the review."}})).rows
    done = applied(rows, a_round(framework))
    assert [entry.shows for entry in done.register.entries] == ["I led the review."]
    answer = done.round.answers["SD1"]
    assert (answer.level, answer.importance, answer.learning) == (3, 2, "How panels decide")
    said = nothing_in_words(rows)
    assert f"'{HEADING_OF['evidence']}' of SD1" in said
    assert "Say there in words what is meant and import it again, or leave it empty." in said
    assert "SD2" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_every_such_field_is_named_with_why(kind: str) -> None:
    filling = {
        "SD1": {"evidence": "-", "opposite": "?", "level": "3"},
        "SD2": {"evidence": "-", "learning": "tbc"},
        "SD3": {"evidence": "4"},
        "SD4": {"reason": "n/a", "level": "-", "importance": "n/a", "confidence": "?"},
    }
    said = nothing_in_words(read(kind, filled(kind, made(kind, None), filling)).rows)
    for part in (
        f"'{HEADING_OF['evidence']}' of SD1 and SD2 (no word stands there)",
        f"'{HEADING_OF['evidence']}' of SD3 (a number stands there alone)",
        f"'{HEADING_OF['opposite']}' of SD1 (no word stands there)",
        f"'{HEADING_OF['learning']}' of SD2 (it leaves it for later)",
        f"'{HEADING_OF['level']}' of SD4 (no word stands there)",
        f"'{HEADING_OF['importance']}' of SD4 (it says that there is nothing)",
        f"'{HEADING_OF['confidence']}' of SD4 (no word stands there)",
        f"'{HEADING_OF['reason']}' of SD4 (it says that there is nothing)",
    ):
        assert part in said, part


def test_where_every_field_says_something_nothing_is_told() -> None:
    assert nothing_in_words(read("xlsx", filled("xlsx", made("xlsx", None), {"SD1": {"evidence": "E4"}})).rows) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_choice_with_spaces_is_that_choice(kind: str) -> None:
    rows = read(kind, filled(kind, made(kind, None), {"SD1": {"level": " 4 ", "importance": "2 "}})).rows
    (row,) = [one for one in rows if one.item == "SD1"]
    assert (row.level, row.importance, dict(row.nothing)) == ("4", "2", {})


@pytest.mark.parametrize("text", ["n/a", "none", "no"])
def test_at_the_level_it_may_mean_an_answer_and_is_asked_about(text: str) -> None:
    (found,) = problems_of("docx", filled("docx", made("docx", None), {"SD1": {"level": text}}))
    assert "may mean n (no chance yet), x (not applicable, with a reason) or that you have not decided" in found


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_no_reason_why_a_thing_is_not_applicable(kind: str) -> None:
    (found,) = problems_of(kind, filled(kind, made(kind, None), {"SD1": {"level": "x", "reason": "-"}}))
    assert "not applicable (x) needs a reason" in found


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_that_the_record_has_stays_and_is_told_once(framework: Framework, kind: str) -> None:
    """A sign in its place takes it away as little as an empty field does."""
    before = a_round(framework, {"SD1": rated(2, learning="How panels decide", opposite="The audit")})
    data = filled(kind, made(kind, before), {"SD1": {"learning": "-", "level": "?", "opposite": ""}})
    rows = read(kind, data).rows
    done = applied(rows, before)
    assert done.round == before
    assert [one.field for one in done.emptied] == ["opposite"]
    assert "'What to learn, see or try next' of SD1" in nothing_in_words(rows)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_exported_so_is_nobodys_mistake(framework: Framework, kind: str) -> None:
    before = a_round(framework, {"SD1": rated(2, learning="tbc", opposite="-")})
    rows = read(kind, made(kind, before)).rows
    assert nothing_in_words(rows) == ""
    assert applied(rows, before).round == before


@pytest.mark.parametrize("text", ["E4", "see e4.", "E4,"])
def test_the_id_of_an_entry_links_it(framework: Framework, text: str) -> None:
    rows = read("docx", filled("docx", made("docx", None), {"SD1": {"evidence": text}})).rows
    done = applied(rows, a_round(framework), a_register([an_entry(4, "SD2")]))
    assert [link.item for link in done.register.entries[0].links] == ["SD2", "SD1"]
    assert done.added == ()


# --- asked and typed ----------------------------------------------------------------------------------------------

TYPED = ("-", "4", "n/a", "tbc", "as above", "level 3", "SD1.3")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record with one entry, E1, and a plan of one action."""
    register = a_register([an_entry(1, "SD2")])
    return write_record(tmp_path / "record", register=register, plan=a_plan(an_action()))


@pytest.fixture
def command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finished]:
    """Runs a command on the record; `typed` are lines through the pipe."""

    def run(*given: str, typed: tuple[str, ...] = ()) -> Finished:
        lines = "".join(f"{line}\n" for line in typed).encode()
        return run_here(monkeypatch, *given, "--today", str(TODAY), record=folder, typed=lines)

    return run


def ids_of(folder: Path) -> list[str]:
    """The ids of the register's entries."""
    return [entry.id for entry in Record(folder).register().entries]


@pytest.mark.parametrize("text", TYPED)
def test_in_assess_it_becomes_no_entry_and_what_to_do_is_said(
    command: Callable[..., Finished], folder: Path, text: str
) -> None:
    done = command("assess", "--depth", "usual", "--go", "SD1.3", typed=(text, "."))
    assert done.status == 1
    assert "say in a few words what happened" in " ".join(done.stderr.split())
    assert ids_of(folder) == ["E1"]


@pytest.mark.parametrize("text", ["e1", "E1.", "see E1"])
def test_in_assess_the_id_of_an_entry_links_it(command: Callable[..., Finished], folder: Path, text: str) -> None:
    command("assess", "--depth", "usual", "--go", "SD1.3", typed=(text, "."))
    (entry,) = Record(folder).register().entries
    assert [link.item for link in entry.links] == ["SD2", "SD1.3"]


@pytest.mark.parametrize("text", TYPED)
def test_what_an_action_left_becomes_no_entry_by_it(command: Callable[..., Finished], folder: Path, text: str) -> None:
    done = command("plan", "done", "A1", typed=(text, "."))
    assert done.status == 1
    assert "Line 2 of the input: If that means nothing yet, press Enter." in " ".join(done.stderr.split())
    assert ids_of(folder) == ["E1"]


def test_what_an_action_left_may_be_an_entry_that_is_there(command: Callable[..., Finished], folder: Path) -> None:
    done = command("plan", "done", "A1", typed=("e1", "."))
    assert done.status == 0
    (entry,) = Record(folder).register().entries
    assert [(link.item, link.reason) for link in entry.links][1:] == [
        ("SD1.3", "Left by action A1 of the plan: Action 1")
    ]


def test_what_an_action_left_is_no_entry_that_is_not_there(command: Callable[..., Finished], folder: Path) -> None:
    done = command("plan", "done", "A1", typed=("E9", "."))
    assert done.status == 1
    assert "There is no E9 in your register" in " ".join(done.stderr.split())
    assert ids_of(folder) == ["E1"]


@pytest.mark.parametrize("text", TYPED)
@pytest.mark.parametrize("asked", [True, False], ids=["asked", "as an option"])
def test_it_is_no_title_of_an_entry(command: Callable[..., Finished], folder: Path, text: str, asked: bool) -> None:
    options = () if asked else (text, "--date", "today", "--no-questions")
    done = command("evidence", "add", *options, typed=(text,))
    assert done.status == 1
    assert "A title needs a word or more" in " ".join(done.stderr.split())
    assert ids_of(folder) == ["E1"]


@pytest.mark.parametrize("text", TYPED)
def test_at_the_question_what_an_entry_shows_it_is_not_kept(
    command: Callable[..., Finished], folder: Path, text: str
) -> None:
    done = command("evidence", "add", "Advice on kinship care", "--date", "today", typed=("", text, "."))
    assert done.status == 1
    assert "say in a few words what happened" in " ".join(done.stderr.split())
    assert [entry.shows for entry in Record(folder).register().entries] == [an_entry(1, "SD2").shows, ""]


@pytest.mark.skipif(not on_posix(), reason="needs a pseudo-terminal")
def test_a_person_is_told_and_asked_again(folder: Path, tmp_path: Path) -> None:
    """At a terminal nothing ends by it: the same question stands."""
    from terminals import Window

    window = Window(tmp_path / "home", "plan", "done", "A1", "--record", folder, "--today", str(TODAY))
    try:
        for text in ("-", "as above"):
            window.type(text)
            window.type(".")
            assert "say in a few words what happened" in " ".join(window.seen.split())
            assert window.question == "left"
        window.type("Two carers said that letters are plainer now")
        window.type(".")
        assert window.question == "confirmer"
    finally:
        window.end()
    assert ids_of(folder) == ["E1", "E2"]
