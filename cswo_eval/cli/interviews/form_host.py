"""What the interviews that fill in a form share: one thing of the record, saved after every answer."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cswo_eval.cli.guard_remarks import remark_on_texts
from cswo_eval.cli.interviews.asking import Asking, Host
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.setting import Setting
from cswo_eval.forms.control_words import WORDS_OF_A_FORM, WORDS_SHOWN
from cswo_eval.forms.engine import Kept
from cswo_eval.forms.filling import Filling, Known, Step
from cswo_eval.forms.known import known_from
from cswo_eval.forms.questions import NotAnAnswer, Question
from cswo_eval.framework.form_models import Form
from cswo_eval.pages.blocks import Facts
from cswo_eval.record.draft import Draft, with_lines
from cswo_eval.record.register_changes import present_entry
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.days_in_words import said_when
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import listed

NEEDED_FIRST = "This comes first: a few words are enough, and can be changed later. `quit` stops, and keeps nothing."


class FormHost(Host[Filling]):
    """Asks a form about one thing of the record. A subclass says what is there (`answers`), and saves (`store`)."""

    form_name: str
    """The form in `standards/forms/`."""
    words_help = WORDS_OF_A_FORM
    names_are_meant = False
    """Whether names belong into its texts, as on a title page: the guard then remarks only on what is certain."""

    def __init__(self, setting: Setting, writer: RecordWriter, keyboard: Keyboard, subject: str = "") -> None:
        """`subject`: what it is about, by its id, as a text that is broken off is kept under."""
        self.setting = setting
        self.writer = writer
        self.keyboard = keyboard
        self.terminal = setting.terminal
        self.today = setting.today
        self.subject = subject
        self.only: Callable[[], tuple[str, ...]] | None = None
        """The fields of this sitting where an answer can change which they are."""

    # --- what an interview says for itself --------------------------------------------------------------------------------

    def answers(self) -> Mapping[str, Any]:
        """Return what is there already, and the form's facts, by field."""
        raise NotImplementedError

    def store(self, step: Step, value: Any) -> None:
        """Save an answer. Raises NotAnAnswer, CswoEvalError."""
        raise NotImplementedError

    def is_marked(self, step: Step) -> bool:
        """Return whether the answer at a place is marked, or will be once there is one; never where there is nothing to mark."""
        return False

    def set_private(self, private: bool) -> None:
        """Save the mark, and say what is private now. Not called where the form says why there is nothing to mark."""
        raise NotImplementedError

    def form(self) -> Form:
        """Return the form that is asked."""
        return self.setting.framework.form(self.form_name)

    def known(self) -> Known:
        """Return what its questions take from elsewhere."""
        setting = self.setting
        return known_from(setting.framework, lambda given: present_entry(setting.register, given).id)

    def place_of_text(self, step: Step) -> str:
        """Return where a text stands, in words, for the guard's remark; '' where nothing is remarked on."""
        return ""

    # --- what they share -----------------------------------------------------------------------------------------------------

    def ask(
        self, only: tuple[str, ...] | None = None, first: str | None = None, each: tuple[Step, ...] = ()
    ) -> Filling:
        """Ask the form's fields, all or `only` these, from `first`; `each` before all else. Returns it as it then is.

        Raises Stopped and whatever `Asking.run` does.
        """
        script = Filling(self.form(), self.known(), self.answers(), only).begun(first, each)
        return Asking(self.terminal, self.keyboard, self, self.writer).run(script)

    def tell_about(self) -> None:
        """Say what the form is for, where it says so."""
        about = self.form().about
        if about is not None:
            self.terminal.say("")
            self.terminal.say(about)

    def tell_words(self, what: str) -> None:
        """Say what is asked about, and which words any question takes: to a person, once."""
        if self.keyboard.interactive:
            self.terminal.say(f"{what} At any question: {WORDS_SHOWN} All is saved as you go.".strip(), "dim")
        elif what:
            self.terminal.say(what, "dim")

    def keep(self, kept: Kept) -> Filling:
        """Save an answer; of Enter there is nothing to save."""
        script: Filling = kept.script
        if kept.value is None:
            return script
        step = step_of(kept.question)
        self.store(step, kept.value)
        place = self.place_of_text(step) if kept.text else ""
        if place:
            remark_on_texts(self.setting, [(place, kept.text)], names_are_meant=self.names_are_meant)
        return self.begun_again(script).on_again()

    @property
    def is_saved(self) -> bool:
        """Whether what is asked about is in the record: what can only begin with an answer is not before that."""
        return True

    def moved(self, script: Filling) -> Filling:
        """Go to another question: not past the one with which all begins, or what is said there had no place."""
        if not self.is_saved:
            raise NotAnAnswer(NEEDED_FIRST)
        return script

    def begun_again(self, script: Filling) -> Filling:
        """Return the script over what is saved now."""
        only = self.only() if self.only is not None else script.only
        answers = {**script.answers, **self.answers()}
        return script._replace(form=self.form(), known=self.known(), answers=answers, only=only)

    def mark(self, script: Filling, private: bool) -> Filling:
        """Mark what is asked about, or take that back; where there is nothing to mark, say why."""
        why = script.form.private
        if why is not None:
            self.terminal.say(why, "dim")
        else:
            self.set_private(private)
        return self.begun_again(script)

    def unfinished(self, question: Question, script: Filling, text: str) -> Draft | None:
        """Return what is kept of a text that is being typed, with the mark on what it is about: that may not be saved yet."""
        marked = self.is_marked(step_of(question))
        return Draft(form=self.form_name, subject=self.subject, question=question.field, text=text, private=marked)

    def put_unfinished(self, draft: Draft) -> str:
        """Put a text that was broken off where it belongs, behind what is there. Returns where that is, in words.

        Its mark is set first. Raises CswoEvalError where that is not asked any more, NotAnAnswer where the text says nothing.
        """
        form, answers = self.form(), self.answers()
        field, _, of = draft.question.partition("/")
        step = Step(field, of)
        asked = next((one for one in form.fields if one.id == field and one.kind in ("line", "text")), None)
        if asked is None or (of not in (answers.get(asked.for_each) or ()) if asked.for_each else of):
            raise CswoEvalError(f"{form.title}: this is not asked any more.")
        script = Filling(form, self.known(), answers, step=step)
        if draft.private and not self.is_marked(step):
            script = self.mark(script, True)
        present = str(answers.get(step.key) or "")
        whole = with_lines(present, draft.text)
        if whole != present:
            self.store(step, whole)
        return self.place_of_text(step)

    def explain(self, question: Question, script: Filling, whole: bool) -> None:
        """Explain a question: what each choice means, and what is asked."""
        if any(one.description for one in question.choices):
            self.terminal.tell(Facts(tuple((f"{one.key} {one.name}", one.description) for one in question.choices)))
        super().explain(question, script, whole)

    def list(self) -> None:
        """Tell the register."""
        tell_register(self.setting)


def read_as_answer(read: Callable[[str], Any], text: str) -> Any:
    """Return what `read` makes of a text. Raises NotAnAnswer where it refuses it in words."""
    try:
        return read(text)
    except CswoEvalError as problem:
        raise NotAnAnswer(str(problem)) from None


def step_of(question: Question) -> Step:
    """Return the place in a form that a question is on."""
    field, _, of = question.field.partition("/")
    return Step(field, of)


def tell_register(setting: Setting) -> None:
    """Tell the owner what is in the register: ids, titles, days, and what each bears on."""
    entries = setting.register.present()
    if not entries:
        setting.terminal.say("Your register is empty.")
        return
    rows = tuple(
        (one.id, f"{one.title} ({said_when(one.effective)}; {listed(link.item for link in one.links) or 'unlinked'})")
        for one in entries
    )
    setting.terminal.tell(Facts(rows))


@contextlib.contextmanager
def saying_how_to_go_on(setting: Setting, command: str, kept: Callable[[], bool] = lambda: True) -> Iterator[None]:
    """Say with which command one goes on where Ctrl-C or a closed window breaks off what is asked within, if it is `kept`."""
    try:
        yield
    except KeyboardInterrupt:
        if kept():
            with contextlib.suppress(OSError):  # the window may be gone
                setting.terminal.say(f"\n`{command}` goes on with it.")
        raise
