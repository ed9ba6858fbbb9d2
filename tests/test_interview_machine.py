"""An interview under any sequence of lines, pastes, texts from the editor and ends of the input: nothing typed is lost unsaid."""

from __future__ import annotations

from typing import Any

from building import a_walk
from conftest import examples
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from interviews import FORMS, MADE_UP, SPELLINGS, Place, Sitting, filling_at, form_named, told

from cswo_eval.forms.control_words import word_in
from cswo_eval.forms.engine import Ask, unfinished
from cswo_eval.forms.filling import Filling
from cswo_eval.framework.load import load_framework
from cswo_eval.walk.machine import begin
from cswo_eval.walk.script import WalkScript

STANDARD = load_framework()
NAMES = (*FORMS, MADE_UP.id, "walk")
ANSWERS = (
    "3/9/2026",
    "last month",
    "4",
    "n",
    "x",
    "yes",
    "y",
    "no",
    "t",
    "SD1.3",
    "SD1.3 AO1",
    "E1",
    "E99",
    "kinship",
    "a",
    "f",
    "1",
)
MARKED = ("+", ".", " . ", "", " ", "\\.", "\\private", "\\back", "\\\\quit", "go home", "caf\ud8e9", "long")
lines = st.one_of(
    st.just("words"), st.just("words"), st.sampled_from(SPELLINGS), st.sampled_from(ANSWERS), st.sampled_from(MARKED)
)
"""`words`: a line that is like no other, so that it can be found again."""


def begun(name: str) -> Any:
    """The script of an interview at its beginning."""
    if name == "walk":
        return WalkScript(begin(a_walk(STANDARD, order=("SD1.3", "SD1.4"))))
    form = form_named(STANDARD, name)
    return filling_at(STANDARD, Place(name, form.fields[0].id)).begun()


class AnyInterview(RuleBasedStateMachine):
    """One sitting. Every line of words carries a number; `open` are those of which nothing has been heard yet."""

    def __init__(self) -> None:
        super().__init__()
        self.sitting = Sitting(None)
        self.count = 0
        self.typed: list[str] = []
        self.told: set[str] = set()
        """Lines that were refused in words, or shown and dropped at their owner's wish."""
        self.called_text = False
        """Whether it was said of a word that it is text: with a backslash, or in reply."""

    @initialize(name=st.sampled_from(NAMES), interactive=st.sampled_from([True, True, True, False]))
    def begins(self, name: str, interactive: bool) -> None:
        self.sitting = Sitting(begun(name), interactive=interactive, editor=self._edited)
        self.typed, self.told, self.called_text = [], set(), False

    @precondition(lambda self: self.sitting.over)
    @rule(name=st.sampled_from(NAMES))
    def begins_anew(self, name: str) -> None:
        self.begins(name, True)

    gave: str | None = None

    def _edited(self, text: str) -> str | None:
        if self.gave is None:
            return None
        return self._written(f"{text}\n{self.gave}" if text else self.gave)

    def _written(self, text: str) -> str:
        return "\n".join(map(self._line, text.split("\n")))

    def _line(self, line: str) -> str:
        if line != "words":
            return "x" * 120_000 if line == "long" else line
        self.count += 1
        self.typed.append(f"words {self.count:04}")
        return self.typed[-1]

    # --- what is typed --------------------------------------------------------------------------------------------------------

    @precondition(lambda self: not self.sitting.over)
    @rule(
        batch=st.lists(lines, min_size=1, max_size=6),
        gave=st.sampled_from([None, "", "words\nwords", "back\nwords", "private"]),
    )
    def type(self, batch: list[str], gave: str | None) -> None:
        self._type([self._line(one) for one in (batch if self.sitting.at.interactive else batch[:1])], gave)

    @precondition(lambda self: not self.sitting.over)
    @rule(line=lines)
    def type_a_line(self, line: str) -> None:
        self._type([self._line(line)], None)

    @precondition(lambda self: not self.sitting.over and self.sitting.asks_between)
    @rule(reply=st.sampled_from(["", "yes", "no", "t", "private", "quit"]))
    def reply(self, reply: str) -> None:
        self._type([reply], None)

    def _type(self, batch: list[str], gave: str | None) -> None:
        before, self.gave = self.sitting.interview, gave
        happened = self.sitting.type(*batch)
        self._keeps_what_it_should(before, batch, happened)

    def _keeps_what_it_should(self, before: Any, batch: list[str], happened: tuple[Any, ...]) -> None:
        sitting = self.sitting
        content = [line for line in batch if line.strip() not in ("", ".")]
        if not sitting.interview.typing or content == [] or sitting.interview == before:
            # whatever was typed made something happen, but a blank line or an end within a text
            assert happened or not content, batch
        self.called_text |= any(line.strip().startswith("\\") or line in ("t", "no", "n") for line in batch)
        if told(happened):
            self.told.update((*batch, *(() if self.sitting.interview.rest else before.rest)))
        if before.rest and not sitting.interview.rest and batch[0].strip().rstrip(".") in ("y", "yes"):
            self.told.update(before.rest)  # shown, and dropped at a yes (or kept)

    # --- what holds whatever was typed ----------------------------------------------------------------------------------------

    @invariant()
    def every_line_typed_is_stored_or_open_or_was_spoken_of(self) -> None:
        interview = self.sitting.interview
        if interview.script is None:
            return
        places = [*map(str, self.sitting.texts), unfinished(interview), *interview.rest]
        there = "\n".join(places)
        lost = [line for line in self.typed if line not in there and line not in self.told]
        assert lost == []

    @invariant()
    def what_is_unfinished_is_what_would_be_kept(self) -> None:
        if self.sitting.over or self.sitting.interview.script is None:
            return
        """Of a text that takes the place of another, that one is kept before it until the new one is ended."""
        text, aside = unfinished(self.sitting.interview), self.sitting.fork()
        asked = self.sitting.question
        if text and asked is not None and asked.present and asked.kind == "text" and not self.sitting.interview.adds:
            text = f"{asked.present}\n\n{text}"
        aside.break_off()
        assert aside.stopped
        if aside.problem:
            assert not aside.texts
        else:
            assert aside.texts == ([text] if text else [])

    @invariant()
    def no_word_is_an_answer_unless_somebody_said_so(self) -> None:
        """`t`, `no` and a backslash say so; a text that is broken off keeps its words among other lines."""
        for text in self.sitting.texts:
            if isinstance(text, str) and "\n" not in text and word_in(text) is not None:
                assert self.called_text

    @invariant()
    def doubts_are_places_of_words_in_order(self) -> None:
        interview = self.sitting.interview
        assert list(interview.doubts) == sorted(set(interview.doubts))
        assert all(word_in(interview.lines[place]) is not None for place in interview.doubts)
        assert not interview.doubts or interview.typing

    @invariant()
    def what_waits_is_asked_about(self) -> None:
        """Whoever looks at the screen knows that something is wanted of them."""
        sitting = self.sitting
        if sitting.over or not sitting.happened or not sitting.asks_between:
            return
        assert isinstance(sitting.happened[-1], Ask)

    @invariant()
    def answers_are_where_they_were_put(self) -> None:
        script = self.sitting.interview.script
        if isinstance(script, Filling):
            singles = {one.id for one in script.form.fields if not (one.kind == "ids" and one.more)}
            last = dict(self.sitting.stored)
            assert {name: value for name, value in last.items() if name.partition("/")[0] in singles} == {
                name: value for name, value in script.answers.items() if name.partition("/")[0] in singles
            }


AnyInterview.TestCase.settings = settings(max_examples=examples(400), stateful_step_count=25, deadline=None)
TestAnyInterview = AnyInterview.TestCase
