"""A sitting of an interview without a terminal: it does what a turn says, as `cli/interviews/asking.py` does, and writes it down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from building import NOW, TODAY

from cswo_eval.forms.control_words import Word
from cswo_eval.forms.engine import (
    Ask,
    Edit,
    Found,
    Happening,
    Interview,
    Kept,
    Moved,
    Obey,
    Refused,
    Said,
    Stop,
    Turn,
    broken_off,
    edited,
    obeyed,
    typed,
    went_on,
)
from cswo_eval.forms.filling import Filling, Known, Step
from cswo_eval.forms.known import known_from
from cswo_eval.forms.questions import Choice, Question
from cswo_eval.forms.script import At
from cswo_eval.framework.form_models import AskedWhen, Form, FormChoice, FormField
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Source
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.walk.machine import set_private
from cswo_eval.walk.script import WalkScript

FORMS = tuple(sorted(one.stem for one in (Path(__file__).parent.parent / "standards" / "forms").glob("*.yaml")))
"""Every form that there is, by its name: a new one is tried as soon as its file lies there."""

MADE_UP = Form(
    id="made-up",
    version=1,
    title="Every kind of question",
    source=Source(document="own"),
    fields=tuple(
        FormField(id=name, wording=f"Your {name}?", help="Whatever you like.", **given)
        for name, given in {
            "title": {"kind": "line", "one_line": True, "needed": "Give it a title."},
            "day": {"kind": "date", "enter": "today"},
            "story": {"kind": "text", "needed": "Say something."},
            "usual": {"kind": "text", "enter": "Nothing new."},
            "level": {"kind": "level"},
            "sure": {"kind": "yes-no", "enter": "no"},
            "hours": {"kind": "number", "least": 1, "most": 40},
            "sort": {
                "kind": "choice",
                "choices": (FormChoice(key="a", name="Alpha"), FormChoice(key="b", name="Beta")),
            },
            "links": {"kind": "ids", "of": "standard", "more": True},
            "telling": {"kind": "text", "for_each": "links"},
            "weight": {"kind": "number", "for_each": "links", "needed": "How much?"},
            "word": {"kind": "line", "for_each": "links", "needed": "A word on it."},
            "papers": {"kind": "file", "more": True},
            "last": {"kind": "line", "when": AskedWhen(field="sure", is_one_of=("yes",))},
        }.items()
    ),
)
"""A form with what no other has yet: each kind of question needed, with an answer for Enter, or asked for each of several ids."""

SPELLINGS = ("?", "??", "help", "back", "skip", "save", "quit", "exit", "private", "public", "list", "editor", "go", "go 2",
             "go SD3.2", "Private.", "PUBLIC", "public.", " back ", "\tprivate", "\u00a0private\u00a0", "QUIT ", "Go\u00a0SD3.2",
             "  private.  ", "HELP")  # fmt: skip
"""Every control word, as people write it."""

ANSWERS = {"line": "A line", "text": "A text", "date": "3/9/2026", "level": "4", "yes-no": "yes", "number": "3",
           "file": "/tmp/a paper.pdf", "days": "21/12/2026 to 23/12/2026"}  # fmt: skip
IDS = {"standard": "SD1.3", "competencies": "SD1.3", "evidence": "E1", "headings": "1", "services": "1"}


class Sitting:
    """One interview, its happenings, and what they did."""

    def __init__(
        self,
        script: Any,
        *,
        interactive: bool = True,
        editor: Callable[[str], str | None] = lambda _text: None,
        interview: Interview[Any] | None = None,
    ) -> None:
        self.interview: Interview[Any] = interview if interview is not None else Interview(script)
        self.at = At(TODAY, NOW, interactive)
        self.editor = editor
        self.happened: list[Happening] = []
        self.stored: list[tuple[str, Any]] = []
        """What was saved, in order: the field and the value. Enter saves nothing."""
        self.obeyed: list[Word] = []
        self.moves = 0
        self.stopped = False
        self.problem = ""
        """Why it stopped, where it did not stop at its owner's wish."""

    # --- what a person or a pipe does ---------------------------------------------------------------------------------------

    def type(self, *batch: str) -> tuple[Happening, ...]:
        """Type a line, or paste several. Returns what that made happen, with all that followed from it."""
        assert not self.stopped, f"It has stopped: {self.problem}"
        return self._do(typed(self.interview, batch, self.at))

    def break_off(self) -> tuple[Happening, ...]:
        """Ctrl-C, Ctrl-D, a closed window, the end of a pipe."""
        return self._do(broken_off(self.interview, self.at))

    def fork(self) -> Sitting:
        """The same sitting once more, to see what would happen."""
        return Sitting(None, interactive=self.at.interactive, editor=self.editor, interview=self.interview)

    # --- what can be seen of it -----------------------------------------------------------------------------------------------

    @property
    def question(self) -> Question | None:
        """What is asked now."""
        asked: Question | None = self.interview.script.question()
        return asked

    @property
    def over(self) -> bool:
        """Whether nothing can be typed any more."""
        return self.stopped or (self.question is None and not self.interview.rest)

    @property
    def asks_between(self) -> bool:
        """Whether it wants to know something about what was typed."""
        return bool(self.interview.doubts or self.interview.rest)

    @property
    def texts(self) -> list[Any]:
        """What was saved, without the fields."""
        return [value for _, value in self.stored]

    @property
    def marks(self) -> list[str]:
        """The marks that were set or taken back."""
        return [word.name for word in self.obeyed if word.name in ("private", "public")]

    # --- doing what a turn says -------------------------------------------------------------------------------------------

    def _do(self, turn: Turn[Any]) -> tuple[Happening, ...]:
        first = len(self.happened)
        self._done(turn)
        return tuple(self.happened[first:])

    def _done(self, turn: Turn[Any]) -> None:
        self.interview = turn.interview
        for one in turn.happenings:
            if self.stopped:
                return
            self.happened.append(one)
            match one:
                case Kept() | Moved():
                    script = self._kept(one) if isinstance(one, Kept) else one.script
                    self.moves += isinstance(one, Moved)
                    self._done(went_on(self.interview, script))
                case Obey(word):
                    self.obeyed.append(word)
                    self._done(obeyed(self.interview, self._marked(word), self.at))
                case Edit(text):
                    self._done(edited(self.interview, self.editor(text), self.at))
                case Stop(problem):
                    self.stopped, self.problem = True, problem
                case Refused(sentence) if not self.at.interactive:
                    self.stopped, self.problem = True, sentence
                case _:
                    pass

    def _kept(self, kept: Kept) -> Any:
        if kept.value is None:
            return kept.script
        self.stored.append((kept.question.field, kept.value))
        return kept.script.on_again() if isinstance(kept.script, Filling) else kept.script

    def _marked(self, word: Word) -> Any:
        script = self.interview.script
        if isinstance(script, WalkScript) and word.name in ("private", "public"):
            return WalkScript(set_private(script.walk, word.name == "private"))
        return script


def told(happened: tuple[Happening, ...]) -> bool:
    """Whether it was said that something was not taken, or shown what was found in its place."""
    return any(isinstance(one, Refused | Found) or (isinstance(one, Said) and one.warns) for one in happened)


def asked(happened: tuple[Happening, ...]) -> list[Ask]:
    """What was asked between."""
    return [one for one in happened if isinstance(one, Ask)]


# --- forms ------------------------------------------------------------------------------------------------------------------


class Place(NamedTuple):
    """A field of a form."""

    form: str
    field: str

    def __str__(self) -> str:
        return f"{self.form}.{self.field}"


def form_named(framework: Framework, name: str) -> Form:
    """A form of the standards, or the made-up one."""
    return MADE_UP if name == MADE_UP.id else framework.form(name)


def entry_named(given: str) -> str:
    """The id of an entry: a register of nine."""
    if given.upper() not in {f"E{number}" for number in range(1, 10)}:
        raise CswoEvalError(f"There is no {given.upper()} in your register; `list` shows what there is.")
    return given.upper()


def known_for(framework: Framework, form: Form) -> Known:
    """What the questions of a form take from elsewhere; choices that only their interview knows are made up."""
    known = known_from(framework, entry_named)
    sources = known.choices
    made_up = (Choice("a", "Alpha"), Choice("b", "Beta"))
    unknown = [
        one.id
        for one in form.fields
        if one.kind == "choice" and not one.choices and (one.choices_from or "") not in sources
    ]
    return known._replace(choices={**sources, **dict.fromkeys(unknown, made_up)})


def filling_at(framework: Framework, place: Place, answers: dict[str, Any] | None = None) -> Filling:
    """A form at one of its fields, with these answers there already."""
    form = form_named(framework, place.form)
    step = Step(place.field, "SD1.3" if field_at(framework, place).for_each else "")
    return Filling(form, known_for(framework, form), answers or {}, step=step)


def field_at(framework: Framework, place: Place) -> FormField:
    """The field at a place."""
    return next(one for one in form_named(framework, place.form).fields if one.id == place.field)


def answer_to(question: Question, field: FormField | None = None) -> str:
    """A line that answers a question."""
    if question.kind in ("choice", "level"):
        return question.choices[-1].key
    if question.kind == "ids":
        return IDS[field.of or "evidence"] if field is not None else "E1"
    return ANSWERS[question.kind]
