"""A level asked again beside what was done, in `plan done` and at the last review: with all that the walk asks of a level."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from building import NOW, TODAY, a_walk, an_entry, rated
from conftest import Finished
from interview_table import BASELINE, INTERVIEWS, PLAN, read, record_for, things_of
from interview_table import TODAY as DAY
from processes import run_here

from cswo_eval.forms.questions import Question
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Answer
from cswo_eval.walk.machine import NotAnAnswer, Walk, answer, back, begin, question, rate_again
from cswo_eval.walk.script import WalkScript

ITEM = "SD1.3"
REVIEW = f"plan-reviews/{PLAN}-day-100.yaml"
REPLIES = {"reason": "Never.", "confidence": "m", "importance": "2"}
EARLIER = {
    "a high level": rated(5, importance=2, confidence="high", opposite="Too few."),
    "a low level": rated(1, importance=2, learning="To ask."),
    "no chance yet": Answer(standing="no-chance", importance=2),
    "not applicable": Answer(standing="not-applicable", reason="Never."),
}


def asked_after(walk: Walk, level: str) -> list[str]:
    """The questions that follow on this level, each answered in one way, in the order in which they are put."""
    names: list[str] = []
    walk = answer(walk, level, NOW, TODAY)
    while walk.step is not None and walk.step.item == ITEM:
        names.append(walk.step.name)
        walk = answer(walk, REPLIES.get(walk.step.name, "Words."), NOW, TODAY)
    return names


@pytest.mark.parametrize("level", list("12345nx"))
@pytest.mark.parametrize("earlier", EARLIER)
@pytest.mark.parametrize("entries", [0, 1])
def test_a_level_asked_again_asks_what_the_walk_asks_of_it(
    framework: Framework, level: str, earlier: str, entries: int
) -> None:
    """But its importance where that was given before: whatever was said earlier, as it would of a first answer."""
    register = [an_entry(1, ITEM)] * entries
    fresh = answer(begin(a_walk(framework, order=[ITEM], entries=register), ITEM), "", NOW, TODAY)
    again = rate_again(a_walk(framework, order=[ITEM], entries=register, answers={ITEM: EARLIER[earlier]}), ITEM)
    expected = asked_after(fresh, level)
    if EARLIER[earlier].importance is not None:
        expected = [name for name in expected if name != "importance"]
    assert asked_after(again, level) == expected


@pytest.mark.parametrize("earlier", EARLIER)
def test_the_earlier_level_is_not_shown_and_enter_leaves_it(framework: Framework, earlier: str) -> None:
    walk = rate_again(a_walk(framework, answers={ITEM: EARLIER[earlier]}), ITEM)
    asked = question(walk)
    assert isinstance(asked, Question)
    assert asked.present == ""
    assert "not shown" in asked.hint
    passed = answer(walk, "", NOW, TODAY)
    assert (passed.step, passed.round.answers) == (None, walk.round.answers)


def test_nothing_else_is_asked_there(framework: Framework) -> None:
    """Neither by `back` from the level, nor by `go`."""
    walk = rate_again(a_walk(framework, answers={ITEM: rated(2)}), ITEM)
    with pytest.raises(NotAnAnswer, match="nothing before it"):
        back(walk)
    for target in ("SD1.1", "SD2", "1"):
        with pytest.raises(NotAnAnswer, match="assess --go"):
            WalkScript(walk).go(target)
    assert WalkScript(walk).places() == ()


# --- in `plan done` and `plan review` ---------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of the table of interviews: A2 serves WO1.1; WO1.1 to WO1.3 are at 2."""
    shared = tmp_path_factory.getbasetemp() / "rated-again"
    shared.mkdir(exist_ok=True)
    return record_for(INTERVIEWS["plan done"], shared, tmp_path / "record")


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finished]:
    """Runs a command on the record; `typed` are lines through the pipe. The status must be 0."""

    def start(*given: str, typed: tuple[str, ...] = ()) -> Finished:
        lines = "".join(f"{line}\n" for line in typed).encode()
        done = run_here(monkeypatch, *given, "--today", DAY, record=folder, typed=lines)
        assert done.status == 0, done.stderr
        return done

    return start


def round_of(folder: Path) -> Any:
    """The round as it lies on the disk."""
    return read(folder, f"assessments/{BASELINE}.yaml")


def words(text: str) -> str:
    """A text as it would be on one long line."""
    return " ".join(text.split())


def test_at_4_it_asks_who_would_disagree_and_how_sure(run: Callable[..., Finished], folder: Path) -> None:
    said = words(run("plan", "done", "A2", typed=("", "4", "The board.", ".", "m")).stderr)
    assert "What would someone who disagrees with that level point to?" in said
    assert "How much does it matter" not in said
    assert "Enter for 2." not in said
    answered = round_of(folder)["answers"]["WO1.1"]
    assert (answered["level"], answered["opposite"], answered["confidence"]) == (4, "The board.", "medium")


@pytest.mark.parametrize("command", [("plan", "done", "A2"), ("plan", "review", "100")])
def test_where_assess_goes_on_is_as_it_was(
    run: Callable[..., Finished], folder: Path, command: tuple[str, ...]
) -> None:
    """The competency, and the entry whose questions were broken off."""
    run("assess", "--depth", "usual", "--go", "SD2.2", typed=("I went.", "."))
    before = round_of(folder)
    assert before["position"], before["entry_open"]
    run(*command, typed=("", *("", "", "") * ("review" in command), "3", "h", "3", "h", "3", "h"))
    after = round_of(folder)
    assert (after["position"], after["entry_open"]) == (before["position"], before["entry_open"])
    assert after["answers"]["WO1.1"] != before["answers"]["WO1.1"]


@pytest.mark.parametrize("command", [("plan", "done", "A2"), ("plan", "review", "100")])
def test_private_there_marks_the_answer_and_says_so(
    run: Callable[..., Finished], folder: Path, command: tuple[str, ...]
) -> None:
    """Not the action, and not the review."""
    said = words(run(*command, typed=("", *("", "", "") * ("review" in command), "private", "3")).stderr)
    things = things_of(folder)
    (item,) = things.answers
    assert f"{item}: your level" in said
    assert "is now private" in said or "are now private" in said
    assert (things.marked_actions, things.reviews) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    "then", [(), ("quit",), ("The board.", ".")], ids=["end of input", "quit", "a text, and the end"]
)
def test_a_review_knows_each_level_that_was_given_whatever_broke_it_off(
    run: Callable[..., Finished], folder: Path, then: tuple[str, ...]
) -> None:
    """Also where that was in the questions after the level: else the level before would be forgotten."""
    run("plan", "review", "100", typed=("", "", "", "", "4", *then))
    (rating,) = read(folder, REVIEW)["ratings"]
    assert (rating["before"], rating["now"]) == (2, 4)
    run("plan", "review", "100", typed=("", "", "", "", "5", "quit"))
    (rating,) = read(folder, REVIEW)["ratings"]
    assert (rating["before"], rating["now"]) == (2, 5)


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_review_knows_it_after_ctrl_c_and_says_how_to_go_on(folder: Path, tmp_path: Path) -> None:
    from terminals import Window

    open_window = partial(Window, tmp_path / "home", "plan", "review", "100", "--record", folder, "--today", DAY)
    window = open_window()
    try:
        for line in ("", "", "", "", "4"):
            window.type(line)
        assert "`cswo-eval plan review 100` goes on with it." in words(window.press("\x03"))
    finally:
        window.end()
    (rating,) = read(folder, REVIEW)["ratings"]
    assert (rating["before"], rating["now"]) == (2, 4)


def test_no_earlier_level_is_shown_by_the_summary_of_an_element(run: Callable[..., Finished], folder: Path) -> None:
    """Completing one competency would show the levels of its neighbours, which are asked next."""
    for name in ("WO1.2", "WO1.3"):
        run("assess", "--depth", "usual", "--go", name, typed=("", "m", "", "quit"))
    run("assess", "--depth", "usual", "--go", "WO1.1", typed=("", "quit"))
    said = words(run("plan", "done", "A2", typed=("", "3", "h", "")).stderr)
    assert "WO1.2" not in said
    assert "2.3" not in said
