"""The engine of every interview: every word at every field of every form, typed, pasted and piped; and its laws for any lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from building import a_walk, typed_texts
from conftest import examples
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from interviews import (
    FORMS,
    MADE_UP,
    SPELLINGS,
    Place,
    Sitting,
    answer_to,
    asked,
    field_at,
    filling_at,
    form_named,
    told,
)

from cswo_eval.forms.control_words import unescaped, word_in
from cswo_eval.forms.engine import LONGEST_TEXT, Edit, Found, Moved, Refused, Said, unfinished
from cswo_eval.forms.filling import Filling
from cswo_eval.forms.questions import Question, hint_of
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework
from cswo_eval.record.draft import with_lines
from cswo_eval.text.says_nothing import says_nothing
from cswo_eval.walk.machine import begin, question
from cswo_eval.walk.question_words import question_for
from cswo_eval.walk.script import WalkScript
from cswo_eval.walk.state import Step as WalkStep
from cswo_eval.walk.state import answer_of

LAWS = settings(max_examples=examples(300), deadline=None)
STANDARD = load_framework()
NAMES = (*FORMS, MADE_UP.id)
PLACES = tuple(Place(name, one.id) for name in NAMES for one in form_named(STANDARD, name).fields)
WALKED = tuple(one.id for one in STANDARD.form("competency").fields if one.id != "occasion")
"""The questions of the walk; `occasion` is the words of one of them."""
EVERYWHERE = [*PLACES, *(Place("walk", one) for one in WALKED)]
everywhere = pytest.mark.parametrize("place", EVERYWHERE, ids=str)


def walk_at(framework: Framework, name: str) -> WalkScript:
    """A walk at one of its questions on SD1.3, with an entry given there already."""
    script = WalkScript(begin(a_walk(framework), "SD1.3"))
    sitting = Sitting(script)
    sitting.type("I chaired it.")
    sitting.type(".")
    walk = sitting.interview.script.walk
    entry = "E1" if name.startswith("evidence-") and name != "evidence-more" else None
    return WalkScript(walk._replace(step=WalkStep("SD1.3", name, entry)))  # type: ignore[arg-type]


def sitting_at(place: Place, present: str = "", **given: Any) -> Sitting:
    """A sitting at a place, with this answer there already."""
    if place.form == "walk":
        return Sitting(walk_at(STANDARD, place.field), **given)
    script = filling_at(STANDARD, place)
    return Sitting(script._replace(answers={script.step.key: present} if present else {}), **given)


def begun_at(place: Place, **given: Any) -> tuple[Sitting, Question]:
    """A sitting at a place, and its question."""
    sitting = sitting_at(place, **given)
    assert sitting.question is not None
    return sitting, sitting.question


def an_answer(place: Place, question: Question) -> str:
    """A line that answers the question at a place."""
    return answer_to(question, None if place.form == "walk" else field_at(STANDARD, place))


def as_it_stands(sitting: Sitting) -> Any:
    """All that has been answered, without when and for how long."""
    script = sitting.interview.script
    if isinstance(script, Filling):
        return {**script.answers}
    walk = script.walk
    answers = {name: one._replace(seconds=0, changed=None) for name, one in walk.round.answers.items()}
    return answers, walk.register


def is_at(sitting: Sitting, asks: Question | None) -> bool:
    """Whether this is what it asks: the words are the same, whatever reads the answer."""
    now = sitting.question
    return (
        (now.field, now.wording) == (asks.field, asks.wording) if now is not None and asks is not None else now is asks
    )


def is_private(sitting: Sitting) -> bool:
    """Whether the answer of the walk on SD1.3 is marked."""
    return answer_of(sitting.interview.script.walk, "SD1.3").private


# --- a word at the first line of an answer --------------------------------------------------------------------------------


@everywhere
@pytest.mark.parametrize("interactive", [True, False], ids=["typed", "piped"])
def test_a_word_at_the_first_line_is_done_and_never_an_answer(place: Place, interactive: bool) -> None:
    for spelling in SPELLINGS:
        sitting, asks = begun_at(place, interactive=interactive)
        before, word = as_it_stands(sitting), word_in(spelling)
        assert word is not None
        happened = sitting.type(spelling)
        assert happened, spelling
        assert sitting.stored == []
        assert as_it_stands(sitting) == before or sitting.marks
        assert not sitting.interview.typing
        if word.name in ("private", "public", "?", "??", "list") or word == ("go", ""):
            assert sitting.obeyed == [word]
            assert is_at(sitting, asks)
        elif word.name in ("save", "quit"):
            assert sitting.stopped
            assert not sitting.problem
        elif word.name == "editor" and interactive and asks.kind == "text":
            assert isinstance(happened[0], Edit)
        elif word.name == "editor":
            assert told(happened)
        else:
            assert any(isinstance(one, Moved | Refused) for one in happened)


@everywhere
@pytest.mark.parametrize("behind", [("",), (".",), ("", "  ", "")], ids=repr)
def test_blank_lines_that_come_with_a_word_do_not_make_a_paste_of_it(place: Place, behind: tuple[str, ...]) -> None:
    """Whoever copies a line copies its end with it."""
    for spelling in ("private", "PUBLIC.", "?", "list"):
        sitting = sitting_at(place)
        sitting.type(spelling, *behind)
        assert sitting.obeyed == [word_in(spelling)]
        assert sitting.stored == []


@everywhere
def test_an_escaped_word_is_never_obeyed_and_is_stored_as_the_word(place: Place) -> None:
    for spelling in SPELLINGS:
        sitting, asks = begun_at(place)
        start = len(spelling) - len(spelling.lstrip())
        happened = sitting.type(f"{spelling[:start]}\\{spelling[start:]}")
        if asks.kind == "text":
            sitting.type(".")
        assert sitting.obeyed == []
        assert not any(isinstance(one, Moved | Edit) for one in happened)
        if asks.takes_entries and says_nothing(spelling):
            assert sitting.texts == []  # as evidence it is refused in words
        elif asks.kind in ("text", "line"):
            assert sitting.texts == [spelling]
        else:
            assert sitting.stored or told(happened) or any(isinstance(one, Found) for one in happened)


@everywhere
def test_a_sentence_that_begins_with_go_is_text_and_one_word_behind_it_is_refused_with_the_way_out(
    place: Place,
) -> None:
    sitting, asks = begun_at(place)
    happened = sitting.type("go home")
    assert sitting.stored == []
    (refused,) = happened
    assert isinstance(refused, Refused)
    assert ("\\go" in refused.sentence) == asks.takes_text
    if asks.kind == "text":
        sitting.type("Go ahead with the plan")
        sitting.type(".")
        assert sitting.texts == ["Go ahead with the plan"]


# --- a word in a text -----------------------------------------------------------------------------------------------------

TEXTS = tuple(one for one in EVERYWHERE if sitting_at(one).question.kind == "text")  # type: ignore[union-attr]
LINES = tuple(
    one
    for one in EVERYWHERE
    if sitting_at(one).question.kind == "line" and not sitting_at(one).question.one_line  # type: ignore[union-attr]
)
ONE_LINERS = tuple(one for one in EVERYWHERE if one not in (*TEXTS, *LINES))
at_every_text = pytest.mark.parametrize("place", TEXTS, ids=str)
at_every_line = pytest.mark.parametrize("place", LINES, ids=str)
at_every_one_liner = pytest.mark.parametrize("place", ONE_LINERS, ids=str)

WAYS: dict[str, Callable[[Sitting, str], Any]] = {
    "typed": lambda sitting, word: [sitting.type("alpha"), sitting.type(word)],
    "pasted first": lambda sitting, word: sitting.type(word, "alpha"),
    "pasted within": lambda sitting, word: sitting.type("alpha", word, "beta"),
    "pasted last": lambda sitting, word: sitting.type("alpha", word),
    "pasted behind a typed line": lambda sitting, word: [sitting.type("alpha"), sitting.type("beta", word, "gamma")],
    "pasted with its end": lambda sitting, word: sitting.type("alpha", word, "."),
    "pasted with its end and a blank line": lambda sitting, word: sitting.type("alpha", word, ".", ""),
}
TEXT_OF = {
    "typed": ("alpha", None),
    "pasted first": (None, "alpha"),
    "pasted within": ("alpha", None, "beta"),
    "pasted last": ("alpha", None),
    "pasted behind a typed line": ("alpha", "beta", None, "gamma"),
    "pasted with its end": ("alpha", None),
    "pasted with its end and a blank line": ("alpha", None),
}
"""The lines of the text in each way; None where the word stands."""


def text_with(way: str, word: str | None) -> str:
    """The text of a way, with the word as text or without it."""
    return "\n".join(word if line is None else line for line in TEXT_OF[way] if line is not None or word is not None)


def ended(sitting: Sitting) -> Sitting:
    """The sitting once a text that is still open has its end."""
    if sitting.interview.typing and not sitting.asks_between and not sitting.stopped:
        sitting.type(".")
    return sitting


def places_of_words() -> Iterator[tuple[str, str]]:
    """Every way in which a word can stand in a text, with every word."""
    return ((way, spelling) for way in WAYS for spelling in SPELLINGS)


@at_every_text
def test_a_word_alone_in_a_text_is_asked_about_and_nothing_is_stored_before(place: Place) -> None:
    for way, spelling in places_of_words():
        sitting = sitting_at(place)
        WAYS[way](sitting, spelling)
        assert sitting.stored == []
        assert sitting.obeyed == []
        assert len(asked(tuple(sitting.happened))) == 1
        assert sitting.interview.doubts


@at_every_text
def test_a_word_that_its_owner_calls_text_is_text_letter_for_letter(place: Place) -> None:
    for way, spelling in places_of_words():
        for reply in ("t", "no"):
            sitting = sitting_at(place)
            WAYS[way](sitting, spelling)
            sitting.type(reply)
            assert ended(sitting).texts == [text_with(way, spelling)]
            assert sitting.obeyed == []


@at_every_text
def test_a_word_that_is_meant_is_done_once_and_is_no_part_of_the_text(place: Place) -> None:
    for way, spelling in places_of_words():
        for reply in ("", "y", spelling):
            sitting, word = sitting_at(place), word_in(spelling)
            assert word is not None
            WAYS[way](sitting, spelling)
            sitting.type(reply)
            if word.name in ("private", "public", "?", "??", "list") or word == ("go", ""):
                assert sitting.obeyed == [word]
                assert not sitting.stopped
                if sitting.interview.typing:
                    assert "Your text goes on" in str(sitting.happened[-1])
            elif word.name in ("save", "quit"):
                assert sitting.stopped
                assert not sitting.problem
            elif word.name == "editor":
                assert isinstance(next(one for one in sitting.happened if isinstance(one, Edit)), Edit)
                assert sitting.interview.typing  # the editor gave nothing: the text is as it was
            elif sitting.asks_between:  # `go` leads nowhere here: said, and asked again
                assert told(tuple(sitting.happened))
                sitting.type("t")
                assert ended(sitting).texts == [text_with(way, spelling)]
                continue
            assert ended(sitting).texts == [text_with(way, None)]


@at_every_text
def test_in_a_pipe_a_word_on_a_later_line_stops_with_all_before_it_kept(place: Place) -> None:
    """`private` marks it as well: whoever wrote the file may have meant it, and a mark too much is better than a leak."""
    for spelling in SPELLINGS:
        sitting, word = sitting_at(place, interactive=False), word_in(spelling)
        assert word is not None
        sitting.type("alpha")
        sitting.type("beta ")
        sitting.type(spelling)
        assert sitting.stopped
        assert "Write \\" in sitting.problem
        assert sitting.texts == ["alpha\nbeta "]
        assert sitting.marks == (["private"] if word.name == "private" else [])


@at_every_text
def test_a_word_behind_the_end_of_a_pasted_text_answers_nothing_until_its_owner_says_so(place: Place) -> None:
    for spelling in SPELLINGS:
        left_out, part = sitting_at(place), sitting_at(place)
        for sitting in (left_out, part):
            sitting.type("alpha", ".", spelling)
            assert sitting.stored == []
            assert sitting.obeyed == []
        left_out.type("no")
        assert left_out.stored == []
        left_out.type("yes")
        assert left_out.texts == ["alpha"]
        part.type("")
        assert part.stored == []  # it is asked about like any word in a text
        part.type("t")
        assert part.texts == [f"alpha\n.\n{spelling}"]


@at_every_text
@pytest.mark.parametrize("away", ["back", "skip", "quit", "save", "editor", "go 2"])
def test_private_behind_a_word_that_leads_away_is_asked_about_before_that_leads_away(place: Place, away: str) -> None:
    sitting = sitting_at(place, editor=lambda text: text)
    sitting.type("alpha", away, "beta", "private", "gamma")
    sitting.type("")
    leads_away = sitting.interview.then is not None  # `go 2` leads nowhere where there is one question
    assert sitting.stored == []
    sitting.type("")
    assert sitting.marks == ["private"]
    if not leads_away:
        assert away == "go 2"
        sitting.type(".")
    assert sitting.texts == ["alpha\nbeta\ngamma"]


@at_every_text
def test_every_word_of_a_paste_is_asked_about_for_itself(place: Place) -> None:
    sitting = sitting_at(place)
    sitting.type("alpha", "private", "list", "private", "beta", ".")
    for _ in range(3):
        assert sitting.stored == []
        sitting.type("")
    assert sitting.texts == ["alpha\nbeta"]
    assert [word.name for word in sitting.obeyed] == ["private", "list", "private"]


@at_every_text
def test_a_paste_of_nothing_but_private_is_no_text(place: Place) -> None:
    for lines in (("private", "."), ("private",), ("", "private", "."), ("private", "private", ".")):
        sitting = sitting_at(place)
        sitting.type(*lines)
        while sitting.asks_between:
            sitting.type("private")  # the reply is the word itself
        assert set(sitting.marks) == {"private"}
        assert not any("private" in text for text in ended(sitting).texts)
        broken = sitting_at(place)
        broken.type(*lines)
        if not broken.stopped and broken.asks_between:
            broken.break_off()
            assert broken.marks == ["private"]
        assert not any("private" in text for text in broken.texts)


@at_every_text
def test_a_question_between_takes_no_paste_and_no_sentence_for_a_reply_and_says_so(place: Place) -> None:
    for paste in (("alpha", "list"), ("alpha", ".", "beta")):
        for reply in (("yes", "no"), ("and then we met",), ("back",), ("?",), ("nothing\ud800",)):
            sitting = sitting_at(place)
            sitting.type(*paste)
            stood = sitting.interview
            happened = sitting.type(*reply)
            assert sitting.interview == stood
            assert asked(happened)
            assert any(isinstance(one, Said) for one in happened)
            assert told(happened) or word_in(reply[0]) is not None


@at_every_text
@pytest.mark.parametrize("mark", ["private", "public.", "list"])
def test_the_marks_work_at_a_question_between_too(place: Place, mark: str) -> None:
    sitting = sitting_at(place)
    sitting.type("alpha", "?", "beta")
    happened = sitting.type(mark)
    assert sitting.obeyed == [word_in(mark)]
    assert asked(happened)
    sitting.type("t")
    assert ended(sitting).texts == ["alpha\n?\nbeta"]


@at_every_text
def test_how_a_text_ends_is_said_once(place: Place) -> None:
    for sitting in (sitting_at(place), sitting_at(place, present="before")):
        assert sitting.question is not None
        assert hint_of(sitting.question).lower().count("a full stop alone on a line ends it") == 1


@everywhere
def test_what_enter_does_is_said_once_and_of_the_answer_that_is_there(place: Place) -> None:
    """'Enter to leave it open' is not true any more once something is there."""
    _, asks = begun_at(place)
    assert hint_of(asks).count("Enter") <= 1
    if not asks.more:
        there = hint_of(asks._replace(present="6 words"))
        assert there.count("Enter") == 1
        assert "6 words" in there


@everywhere
def test_an_answer_that_enter_stands_for_is_said(place: Place) -> None:
    _, asks = begun_at(place)
    asks = asks._replace(present="")
    if asks.enter and asks.kind != "text":
        assert "Enter" in hint_of(asks)


# --- lines left over from a paste -----------------------------------------------------------------------------------------


@at_every_one_liner
def test_a_question_of_one_line_takes_no_more_than_its_line_of_a_paste(place: Place) -> None:
    sitting, asks = begun_at(place)
    line = an_answer(place, asks)
    one = sitting_at(place)
    one.type(line)
    happened = sitting.type(line, "alpha", "private", "4")
    assert sitting.stored == one.stored != []
    assert is_at(sitting, one.question)
    assert len(asked(happened)) == 1
    for reply in ("no", "", "perhaps", "back"):
        assert asked(sitting.type(reply))
    sitting.type("yes")
    assert sitting.stored == one.stored
    assert is_at(sitting, one.question)
    assert sitting.obeyed == []


@at_every_one_liner
def test_blank_lines_around_a_pasted_answer_are_none(place: Place) -> None:
    sitting, asks = begun_at(place)
    line = an_answer(place, asks)
    happened = sitting.type("", " ", line, "", ".")
    one = sitting_at(place)
    one.type(line)
    assert sitting.stored == one.stored != []
    assert not asked(happened)


@everywhere
def test_lines_that_come_with_a_refused_one_are_said_to_be_lost(place: Place) -> None:
    refused = {
        "date": "soon or so",
        "choice": "zz",
        "level": "9",
        "yes-no": "perhaps",
        "number": "many",
        "days": "soon",
    }
    for kind, line in (*refused.items(), ("ids", "E99"), ("ids", "SD9.9"), ("ids", "qqqq")):
        sitting, asks = begun_at(place)
        if asks.kind == kind:
            happened = sitting.type(line, "alpha", "beta")
            assert sitting.stored == []
            assert "2 more lines came with it" in str(happened)


@at_every_line
def test_a_paste_at_a_line_is_offered_as_its_text(place: Place) -> None:
    whole, first = sitting_at(place), sitting_at(place)
    for sitting in (whole, first):
        sitting.type("alpha ", "\\back", "", "beta")
        assert sitting.stored == []
    whole.type("")
    assert whole.texts == ["alpha \nback\n\nbeta"]
    first.type("no")
    first.type("yes")
    assert first.texts == ["alpha "]


@at_every_line
def test_a_word_in_a_paste_at_a_line_is_asked_about(place: Place) -> None:
    for spelling in SPELLINGS:
        sitting = sitting_at(place)
        sitting.type("alpha", spelling)
        sitting.type("yes")
        assert sitting.stored == []
        sitting.type("t")
        assert sitting.texts == [f"alpha\n{spelling}"]


@at_every_line
def test_a_paste_at_a_line_that_begins_blank_does_not_pass_the_question(place: Place) -> None:
    sitting = sitting_at(place)
    sitting.type("", "alpha", "beta")
    assert sitting.moves == 0
    sitting.type("")
    assert sitting.texts == ["\nalpha\nbeta"]


@everywhere
def test_a_paste_that_begins_with_a_word_is_asked_about_or_refused(place: Place) -> None:
    for spelling in SPELLINGS:
        sitting, asks = begun_at(place)
        happened = sitting.type(spelling, "alpha")
        assert sitting.stored == []
        assert sitting.obeyed == []
        assert sitting.question == asks
        assert bool(asked(happened)) == (asks.kind == "text")
        assert told(happened) == (asks.kind != "text")


@at_every_text
def test_a_paste_with_two_ends_is_one_text_and_a_rest(place: Place) -> None:
    whole, first = sitting_at(place), sitting_at(place)
    for sitting in (whole, first):
        sitting.type("alpha", ".", "beta", ".", "gamma")
    whole.type("yes")
    assert whole.texts == ["alpha\n.\nbeta\n.\ngamma"]
    first.type("no")
    first.type("no")  # not dropped after all
    first.type("no")
    first.type("yes")
    assert first.texts == ["alpha"]


@everywhere
def test_of_lines_left_over_only_the_beginning_is_shown(place: Place) -> None:
    sitting, asks = begun_at(place)
    line = an_answer(place, asks)
    paste = (line, *([] if asks.kind != "text" else ["."]), *("x" * 5000 for _ in range(9)))
    (ask,) = asked(sitting.type(*paste))
    assert "9 more lines" in ask.wording
    assert "and 4 more" in ask.wording
    assert len(ask.wording) < 2000


# --- broken off -----------------------------------------------------------------------------------------------------------


@at_every_text
def test_whatever_is_open_when_it_is_broken_off_is_kept_and_private_marks_it(place: Place) -> None:
    for way, spelling in places_of_words():
        sitting, word = sitting_at(place), word_in(spelling)
        assert word is not None
        WAYS[way](sitting, spelling)
        sitting.break_off()
        assert sitting.stopped
        assert sitting.texts == [text_with(way, spelling)]
        assert sitting.marks == (["private"] if word.name == "private" else [])


@at_every_text
def test_quit_at_a_question_between_keeps_all_that_was_typed(place: Place) -> None:
    for spelling in ("quit", "save", "exit"):
        sitting = sitting_at(place)
        sitting.type("alpha", "list", "beta", ".", "gamma \\", "\\back", "private")
        sitting.type(spelling)
        assert sitting.stopped
        assert sitting.texts == ["alpha\nlist\nbeta\n.\ngamma \\\nback\nprivate"]
        assert sitting.marks == ["private"]


@everywhere
def test_broken_off_before_anything_was_typed_changes_nothing(place: Place) -> None:
    sitting = sitting_at(place)
    before = as_it_stands(sitting)
    sitting.break_off()
    assert sitting.stopped
    assert as_it_stands(sitting) == before
    assert sitting.stored == []


@pytest.mark.parametrize("interactive", [True, False], ids=["typed", "piped"])
def test_a_text_that_its_script_refuses_at_the_end_of_the_input_is_refused_in_words(interactive: bool) -> None:
    sitting = sitting_at(Place("walk", "evidence"), interactive=interactive)
    sitting.type("Nothing yet.")
    sitting.break_off()
    assert sitting.stored == []
    assert "press Enter" in sitting.problem


@pytest.mark.parametrize("spelling", ["back", "skip", "go SD1.4", "quit", "editor"])
def test_a_text_that_its_script_refuses_stays_open_whatever_word_ended_it(spelling: str) -> None:
    """A single short line is asked for again instead, which is said."""
    sitting = sitting_at(Place("walk", "evidence"), editor=lambda _text: "none")
    sitting.type("Nothing yet.")
    sitting.type(spelling)
    happened = sitting.type("")
    assert told(happened)
    assert not sitting.stopped
    assert sitting.stored == []
    assert sitting.question == sitting_at(Place("walk", "evidence")).question


# --- a mark set within a text holds ---------------------------------------------------------------------------------------

WALKED_TEXTS = tuple(one for one in TEXTS if one.form == "walk")


@pytest.mark.parametrize("place", WALKED_TEXTS, ids=str)
@pytest.mark.parametrize("way", WAYS)
def test_a_mark_set_within_a_text_of_the_walk_is_there_once_the_text_is(place: Place, way: str) -> None:
    """The answer that is saved after the mark must not be one that was made before it."""
    meant, broken = sitting_at(place), sitting_at(place)
    for sitting in (meant, broken):
        WAYS[way](sitting, "private")
    meant.type("")
    assert ended(meant).texts == [text_with(way, None)]
    assert is_private(meant)
    broken.break_off()
    assert broken.texts == [text_with(way, "private")]
    assert is_private(broken)


@pytest.mark.parametrize("place", WALKED_TEXTS, ids=str)
def test_a_mark_in_a_pipe_is_there_once_what_stood_before_it_is(place: Place) -> None:
    sitting = sitting_at(place, interactive=False)
    sitting.type("alpha")
    sitting.type("Private.")
    assert sitting.texts == ["alpha"]
    assert is_private(sitting)


# --- back, skip -----------------------------------------------------------------------------------------------------------


def stretch(name: str) -> Sitting:
    """A sitting at the beginning of a form, or of the walk."""
    if name == "walk":
        return Sitting(WalkScript(begin(a_walk(STANDARD, order=("SD1.3", "SD1.4")))))
    form = form_named(STANDARD, name)
    return Sitting(filling_at(STANDARD, Place(name, form.fields[0].id)).begun())


def answer_here(sitting: Sitting, name: str, seen: set[str]) -> None:
    """Answer the present question; one that is asked until Enter only once."""
    asks = sitting.question
    assert asks is not None
    again, field = asks.field in seen, asks.field.partition("/")[0]
    seen.add(asks.field)
    if again:
        sitting.type("")
        return
    line = an_answer(Place(name, field), asks)
    sitting.type(line)
    if asks.kind == "text":
        sitting.type(".")


@pytest.mark.parametrize("name", [*NAMES, "walk"])
def test_back_and_enter_anywhere_changes_nothing_and_leads_to_the_question_it_came_from(name: str) -> None:
    sitting, seen, steps = stretch(name), set[str](), 0
    while not sitting.over and steps < 60:
        answer_here(sitting, name, seen)
        steps += 1
        if sitting.over:
            break
        there, before, stored = sitting.question, as_it_stands(sitting), len(sitting.stored)
        aside = sitting.fork()
        for times in (1, 2, 3):
            moved = sum(any(isinstance(one, Moved) for one in aside.type("back")) for _ in range(times))
            for _ in range(moved):
                aside.type("")
        assert as_it_stands(aside) == before
        assert aside.stored == []
        assert aside.question is not None
        assert there is not None
        if name != "walk":
            assert aside.question.field == there.field
        assert len(sitting.stored) == stored
    assert steps >= len(seen) - 1


@pytest.mark.parametrize("name", [*NAMES, "walk"])
def test_skip_anywhere_changes_nothing(name: str) -> None:
    sitting, seen = stretch(name), set[str]()
    for _ in range(40):
        if sitting.over:
            break
        aside, before = sitting.fork(), as_it_stands(sitting)
        aside.type("skip")
        assert as_it_stands(aside) == before
        assert aside.stored == []
        assert aside.question != sitting.question
        answer_here(sitting, name, seen)


def test_back_after_a_text_at_the_very_first_question_stays_there_and_says_why() -> None:
    sitting = stretch("plan-review")
    first = sitting.question
    sitting.type("alpha")
    sitting.type("back")
    happened = sitting.type("")
    assert sitting.texts == ["alpha"]
    assert told(happened)
    assert sitting.question is not None
    assert first is not None
    assert sitting.question.field == first.field


# --- texts, letter for letter ---------------------------------------------------------------------------------------------

ANY_LINES = st.lists(typed_texts(30).map(lambda text: text.replace("\n", "")), min_size=1, max_size=6)
WORDY_LINES = st.lists(st.sampled_from([*SPELLINGS, ".", "\\.", "\\back", "\\\\quit", " . ", "", " ", "+", "x"]), min_size=1, max_size=6)  # fmt: skip
SHOWS = Place("evidence", "shows")


def as_typed(line: str) -> str:
    """The line as the help says that it is typed: with a backslash before what would be a word or an end."""
    start = len(line) - len(line.lstrip())
    meant = word_in(line) is not None or line.strip() == "." or unescaped(line) != line
    return f"{line[:start]}\\{line[start:]}" if meant else line


@LAWS
@given(
    lines=st.one_of(ANY_LINES, WORDY_LINES),
    way=st.sampled_from(["typed", "pasted", "pasted with its end", "piped", "broken off"]),
)
def test_a_text_is_its_lines_letter_for_letter(lines: list[str], way: str) -> None:
    assume(lines[0].strip())  # Enter, where it is typed
    sitting = sitting_at(SHOWS, interactive=way != "piped")
    meant = [as_typed(line) for line in lines]
    if way == "pasted":
        sitting.type(*meant)
    elif way == "pasted with its end":
        sitting.type(*meant, ".")
    else:
        for line in meant:
            sitting.type(line)
    if way == "broken off":
        sitting.break_off()
    assert ended(sitting).texts == ["\n".join(lines)]


@LAWS
@given(line=typed_texts(40).map(lambda text: text.replace("\n", "")), piped=st.booleans())
def test_a_line_is_kept_letter_for_letter(line: str, piped: bool) -> None:
    assume(line.strip())
    sitting = sitting_at(Place("evidence", "title"), interactive=not piped)
    sitting.type(as_typed(line))
    assert sitting.texts == [line]


@pytest.mark.parametrize("way", ["typed", "pasted"])
def test_a_plus_first_adds_to_what_is_there(way: str) -> None:
    sitting = sitting_at(SHOWS, present="before ")
    if way == "typed":
        for line in ("+", "alpha", "."):
            sitting.type(line)
    else:
        sitting.type("+", "alpha", ".")
    assert sitting.texts == ["before \nalpha"]


@pytest.mark.parametrize(
    "lines", [("+", "."), ("+", "", "."), ("", "", "."), (".",), ("",), ("+", " "), ("  ", "\t")], ids=repr
)
@pytest.mark.parametrize("pasted", [True, False])
def test_blank_lines_are_no_text_and_change_nothing(lines: tuple[str, ...], pasted: bool) -> None:
    sitting = sitting_at(SHOWS, present="before")
    for batch in [lines] if pasted else [(line,) for line in lines]:
        sitting.type(*batch)
    if not sitting.over:
        sitting.fork().break_off()
    assert sitting.stored == []


def test_a_plus_where_nothing_is_there_is_text() -> None:
    sitting = sitting_at(SHOWS)
    sitting.type("+", "alpha", ".")
    assert sitting.texts == ["+\nalpha"]


@pytest.mark.parametrize("way", ["typed", "pasted"])
@pytest.mark.parametrize("name", ["evidence", "evidence-more"])
def test_a_plus_where_what_is_said_adds_anyway_is_no_part_of_it(name: str, way: str) -> None:
    """Who learned it at another question types it here too, and had an entry called '+'."""
    sitting = sitting_at(Place("walk", name))
    for batch in [("+",), ("alpha",), (".",)] if way == "typed" else [("+", "alpha", ".")]:
        sitting.type(*batch)
    assert sitting.texts == ["alpha"]


@at_every_text
def test_who_presses_enter_to_get_out_of_a_text_is_told_once_how_it_ends(place: Place) -> None:
    """Blank lines are part of a text: without a word, they look like a program that hangs."""
    sitting = sitting_at(place)
    said = [sitting.type(line) for line in ("alpha", "", "", "", "")]
    assert [any(isinstance(one, Said) and "To end your text" in one.text for one in happened) for happened in said] == [
        False,
        False,
        True,
        False,
        False,
    ]
    assert ended(sitting).texts == ["alpha\n\n\n\n"]


def test_a_pipe_and_a_paste_are_not_told_how_a_text_ends() -> None:
    piped, pasted = sitting_at(SHOWS, interactive=False), sitting_at(SHOWS)
    assert not any(piped.type(line) for line in ("alpha", "", "", "beta"))
    assert not pasted.type("alpha", "", "", "beta")


# --- what cannot be kept is refused ---------------------------------------------------------------------------------------


@everywhere
@pytest.mark.parametrize("interactive", [True, False], ids=["typed", "piped"])
@pytest.mark.parametrize("line", ["x" * (LONGEST_TEXT + 1), "caf\ud8e9"], ids=["too long", "no text"])
def test_a_first_line_that_cannot_be_kept_is_refused_in_words(place: Place, interactive: bool, line: str) -> None:
    sitting = sitting_at(place, interactive=interactive)
    assert told(sitting.type(line))
    assert sitting.stored == []
    assert not sitting.interview.typing


@at_every_text
@pytest.mark.parametrize("line", ["x" * (LONGEST_TEXT - 4), "caf\ud8e9"], ids=["too long", "no text"])
def test_a_later_line_that_cannot_be_kept_is_refused_and_those_before_it_stay(place: Place, line: str) -> None:
    pasted, piped = sitting_at(place), sitting_at(place, interactive=False)
    pasted.type("alpha")
    assert told(pasted.type("beta", line, "gamma"))
    assert told(pasted.type(line))
    assert ended(pasted).texts == ["alpha"]
    piped.type("alpha")
    piped.type(line)
    assert piped.texts == ["alpha"]
    assert piped.problem


@at_every_text
def test_a_text_of_the_greatest_length_is_kept_whole(place: Place) -> None:
    sitting = sitting_at(place)
    sitting.type("x" * (LONGEST_TEXT - 2))
    sitting.type("y")
    assert [len(text) for text in ended(sitting).texts] == [LONGEST_TEXT]


# --- the editor -----------------------------------------------------------------------------------------------------------


@at_every_text
@pytest.mark.parametrize("gave", [None, "", " \n\t\n"], ids=repr)
def test_an_editor_that_gives_nothing_changes_nothing(place: Place, gave: str | None) -> None:
    first, later = sitting_at(place, editor=lambda _text: gave), sitting_at(place, editor=lambda _text: gave)
    asks = first.question
    assert first.type("editor")
    assert (first.stored, first.question) == ([], asks)
    later.type("alpha", "editor", ".")
    later.type("")
    assert later.stored == []
    later.type("beta")
    assert ended(later).texts == ["alpha\nbeta"]


@LAWS
@given(text=typed_texts(80))
def test_the_text_of_the_editor_is_kept_letter_for_letter(text: str) -> None:
    assume(text.strip() and not any(word_in(line) for line in text.split("\n")))
    sitting = sitting_at(SHOWS, editor=lambda _text: text)
    sitting.type("editor")
    assert sitting.texts == [text]


def test_a_word_alone_on_a_line_of_the_editor_is_asked_about_unless_it_was_there_before() -> None:
    sitting = sitting_at(SHOWS, present="before\nback", editor=lambda text: f"{text}\nprivate")
    sitting.type("editor")
    assert sitting.stored == []
    assert sitting.interview.doubts == (2,)
    sitting.type("")
    assert sitting.marks == ["private"]
    assert sitting.texts == ["before\nback"]


def test_a_text_too_long_from_the_editor_stays_and_can_be_opened_again() -> None:
    texts = iter(["x" * (LONGEST_TEXT + 1), "short"])
    began: list[str] = []
    sitting = sitting_at(SHOWS, editor=lambda text: began.append(text) or next(texts))  # type: ignore[func-returns-value]
    assert told(sitting.type("editor"))
    assert told(sitting.type("more"))
    sitting.type("editor")
    sitting.type("")
    assert [len(text) for text in began] == [0, LONGEST_TEXT + 1]
    assert sitting.texts == ["short"]


# --- the walk asks what the form says ---------------------------------------------------------------------------------------


def test_every_question_of_the_walk_was_tried() -> None:
    walk = walk_at(STANDARD, "level").walk
    assert question(walk) == question_for(walk, WalkStep("SD1.3", "level"))
    assert len(WALKED) + 1 == len(STANDARD.form("competency").fields)


def test_what_would_be_kept_is_what_is_kept_as_unfinished() -> None:
    sitting = sitting_at(SHOWS, present="before")
    sitting.type("+", "alpha", "private", ".", "\\back")
    text = unfinished(sitting.interview)
    sitting.break_off()
    assert sitting.texts == [text] == ["before\nalpha\nprivate\n.\nback"]


def test_a_text_that_adds_to_what_is_there_is_not_put_behind_it_once_more() -> None:
    sitting = sitting_at(SHOWS, present="before")
    sitting.type("+", "alpha")
    assert with_lines("before", unfinished(sitting.interview)) == "before\nalpha"
    assert with_lines("before", "alpha") == "before\n\nalpha"
    assert with_lines("", "alpha") == "alpha"


def test_an_id_that_is_wrong_twice_is_spoken_of_once() -> None:
    for place, line in ((Place("account", "about"), "E77 E77"), (Place("evidence", "links"), "SD9.9 SD9.9 SD1.3")):
        happened = sitting_at(place).type(line)
        assert len([one for one in happened if isinstance(one, Said)]) == 1
