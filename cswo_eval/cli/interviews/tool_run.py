"""A tool put to its owner: any form of the standards that no command asks by itself, each answer saved before the next."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from cswo_eval.cli.guard_remarks import remark_on_texts
from cswo_eval.cli.interviews.asking import Asking, Stopped
from cswo_eval.cli.interviews.entry_questions import headings_explained, headings_listed
from cswo_eval.cli.interviews.form_host import FormHost, saying_how_to_go_on, step_of
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.said_marks import tell_mark
from cswo_eval.cli.setting import Setting, now
from cswo_eval.forms.engine import Kept
from cswo_eval.forms.filling import Filling, Known, Step, as_typed
from cswo_eval.forms.known import elements_told, known_for
from cswo_eval.forms.level_questions import with_level_questions
from cswo_eval.forms.questions import Question
from cswo_eval.framework.form_models import Form
from cswo_eval.framework.given_names import tool_named
from cswo_eval.record.draft import Draft
from cswo_eval.record.register_changes import present_entry
from cswo_eval.record.tool_answers import answer_kept, values_kept
from cswo_eval.record.tool_models import ToolAnswer, ToolRun
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.moments import plain_local_day
from cswo_eval.text.problems import CswoEvalError


class ToolQuestions(FormHost):
    """Asks one run of a tool. A run of which nothing has been said yet is not saved."""

    def __init__(self, setting: Setting, writer: RecordWriter, keyboard: Keyboard, form: Form, run: ToolRun) -> None:
        super().__init__(setting, writer, keyboard, f"{run.begun}/{run.tool}")
        self.form_name = form.id
        self.run = run
        self._form = form
        self._saved: ToolRun | None = run if run in setting.record.tool_runs(run.tool) else None

    @cached_property
    def _whole_form(self) -> Form:
        framework = self.setting.framework
        return with_level_questions(self._form, framework.form("competency"), framework.method.high_level_from)

    @property
    def is_saved(self) -> bool:
        """Whether something of the run is in the record."""
        return self._saved is not None

    # --- the form ---------------------------------------------------------------------------------------------------------

    def form(self) -> Form:
        """Return the form with what is asked after each of its levels."""
        return self._whole_form

    def known(self) -> Known:
        """Return what its questions take from elsewhere."""
        setting = self.setting
        return known_for(setting.framework, self.form(), lambda given: present_entry(setting.register, given).id)

    def answers(self) -> Mapping[str, Any]:
        """Return what has been answered already."""
        return values_kept(self.form(), self.run)

    def script(self) -> Filling:
        """Return the form where it is gone on with: at the beginning of a finished run, else at the first question left open."""
        filling = Filling(self.form(), self.known(), self.answers())
        return filling.begun() if self.run.finished is not None else filling.gone_on_with(self.run.position)

    def ask_on(self, script: Filling) -> Filling:
        """Ask from there to the end. Returns it as it then is. Raises what `Asking.run` does."""
        return Asking(self.terminal, self.keyboard, self, self.writer).run(script)

    # --- showing ----------------------------------------------------------------------------------------------------------

    def put(self, question: Question, script: Filling) -> None:
        """Show how far one is, the mark, the headings to choose from, and what was named so far where Enter does not show it."""
        super().put(question, script)
        number, of = script.place()
        marked = self._present(question.field).private
        self.terminal.say("")
        self.terminal.say(f"Question {number} of {of}{', marked private' if marked else ''}", "dim")
        field = script.field_of(step_of(question))
        if field.of == "headings":
            self.terminal.say("\n".join(headings_listed(self.setting.framework)), "dim")
        present = script.answers.get(question.field)
        if isinstance(present, tuple) and present:
            self.terminal.say(f"So far: {as_typed(present)}.", "dim")

    def explain(self, question: Question, script: Filling, whole: bool) -> None:
        """Explain a question; of ids, what there is to name."""
        super().explain(question, script, whole)
        of = script.field_of(step_of(question)).of
        if of in ("standard", "competencies"):
            self.terminal.say(elements_told(self.setting.framework))
        elif of == "headings":
            self.terminal.say("\n".join(headings_explained(self.setting.framework)))

    def place_of_text(self, step: Step) -> str:
        """Return where a text stands, in words."""
        return f"your answer to {self._named(step.key)}"

    # --- saving -------------------------------------------------------------------------------------------------------------

    def keep(self, kept: Kept) -> Filling:
        """Save an answer and where it leads."""
        script: Filling = kept.script
        step = step_of(kept.question)
        if kept.value is not None:
            self._answered(step, script.answers[step.key])
            script = self.begun_again(script).on_again()
        self._save_at(script.step)
        if kept.text.strip():
            remark_on_texts(self.setting, [(self.place_of_text(step), kept.text)], short=True)
        return script

    def moved(self, script: Filling) -> Filling:
        """Save where the owner is now."""
        self._save_at(script.step)
        return script

    def mark(self, script: Filling, private: bool) -> Filling:
        """Mark the answer to the present question, or take that back, save it, and say what is private now."""
        if script.form.private is not None or script.step is None:
            return super().mark(script, private)
        self._mark(script.step, private)
        if private or self._is_worth_saving or self.is_saved:
            self._save()
        tell_mark(self.setting, self._named(script.step.key), private)
        return self.begun_again(script)

    def is_marked(self, step: Step) -> bool:
        """Return whether the answer at a place is marked."""
        return self._present(step.key).private

    def store(self, step: Step, value: Any) -> None:
        """Save a text that was broken off; a run that it begins goes on there."""
        self._answered(step, value)
        position = step.key if self.run.finished is None else None
        self.run = self.run._replace(position=self.run.position or position)
        self._save()

    def put_unfinished(self, draft: Draft) -> str:
        """Put a text that was broken off in the run. Raises CswoEvalError where it is asked no more."""
        super().put_unfinished(draft)
        return f"in {self._named(draft.question)}"

    def _named(self, key: str) -> str:
        return f"{self.form_name}.{key}"

    def _present(self, key: str) -> ToolAnswer:
        return self.run.answers.get(key, ToolAnswer())

    def _answered(self, step: Step, value: Any) -> None:
        field = next(one for one in self.form().fields if one.id == step.field)
        answer = answer_kept(field, value, self._present(step.key).private)
        answers = {**self.run.answers, step.key: answer}
        order = [one.id for one in self.form().fields]
        place = {one: number for number, one in enumerate(order)}
        keys = sorted(answers, key=lambda key: place.get(key.partition("/")[0], len(place)))
        self.run = self.run._replace(answers={key: answers[key] for key in keys})

    def _mark(self, step: Step, private: bool) -> None:
        self.run = self.run.with_answer(step.key, self._present(step.key)._replace(private=private))

    def _save_at(self, step: Step | None) -> None:
        """Save the run, at this question; with None it is finished."""
        run = self.run
        if run.finished is None:
            finished = now() if step is None else None
            run = run._replace(position=step.key if step is not None else None, finished=finished)
        changed = run._replace(version=self._form.version)
        if changed == self._saved:
            return
        self.run = changed
        if self._is_worth_saving or self.is_saved:
            self._save()

    @property
    def _is_worth_saving(self) -> bool:
        """Whether something was said; what an earlier run has marked says nothing by itself."""
        return any(one.says for one in self.run.answers.values())

    def _save(self) -> None:
        self.run = self.run._replace(changed=now())
        self.writer.save_tool_run(self.run)
        self._saved = self.run


def run_tool(setting: Setting, writer: RecordWriter, form: Form, new: bool) -> None:
    """Ask a tool: go on with its newest run, or begin one. Raises CswoEvalError where another cannot begin, or a piped line is no answer."""
    runs = setting.record.tool_runs(form.id)
    run = _begun(setting, form, runs) if new or not runs else runs[-1]
    asking = ToolQuestions(setting, writer, Keyboard(), form, run)
    script = asking.script()
    terminal, again = setting.terminal, f"cswo-eval tool run {form.id}{setting.with_standards}"
    terminal.say(form.title, "bold")
    if form.about is not None:
        terminal.say(form.about)
    asking.tell_words(_how_it_stands(asking, script, again))
    with saying_how_to_go_on(setting, again, lambda: asking.is_saved), contextlib.suppress(Stopped):
        script = asking.ask_on(script)
    terminal.say("")
    shows = f"`cswo-eval tool show {form.id}` shows what you answered."
    if not asking.is_saved:
        terminal.say("Nothing was answered, so nothing is saved.")
    elif asking.run.finished is not None:
        terminal.say(f"Saved: {form.title} is answered to its end. {shows}", "bold")
    else:
        terminal.say(f"Saved. `{again}` goes on where you stopped; {shows[0].lower()}{shows[1:]}", "bold")


def _begun(setting: Setting, form: Form, runs: tuple[ToolRun, ...]) -> ToolRun:
    """Return a run that begins today. Raises CswoEvalError where one has."""
    if any(one.begun == setting.today for one in runs):
        raise CswoEvalError(
            f"You began a run of {form.id} today already. `cswo-eval tool run {form.id}{setting.with_standards}` goes on with it; "
            "another can begin on another day."
        )
    return _new_run(form, setting.today, runs)


def _new_run(form: Form, begun: date, earlier: Sequence[ToolRun]) -> ToolRun:
    """Return a run without answers, with the marks of the newest before it: what was private stays so until it is opened."""
    marked = (
        {key: ToolAnswer(private=True) for key, one in earlier[-1].answers.items() if one.private} if earlier else {}
    )
    return ToolRun(tool=form.id, version=form.version, begun=begun, changed=now(), answers=marked)


def _how_it_stands(asking: ToolQuestions, script: Filling, again: str) -> str:
    """Return what the owner is told before the first question: how many there are, or where it is gone on with."""
    run, (number, of) = asking.run, script.place()
    if run.finished is not None:
        return (
            f"You answered it to its end on {plain_local_day(run.finished)}. It is asked again from the beginning, and Enter keeps each "
            f"answer. `{again} --new` begins another run."
        )
    if asking.is_saved:
        begun = "today" if run.begun == asking.today else f"on {plain_day(run.begun)}"
        return f"You began it {begun}. It goes on at question {number} of {of}; `back` and `go 1` lead to those before."
    return "Enter passes a question, unless it says otherwise."


def put_unfinished(setting: Setting, writer: RecordWriter, draft: Draft) -> str:
    """Put a text that was broken off in its run. Returns where it is. Raises CswoEvalError where there is no such tool any more."""
    form = tool_named(setting.framework, draft.form)
    day, _ = draft.day_and_name()
    runs = setting.record.tool_runs(form.id)
    present = next((one for one in runs if one.begun == day), None)
    run = present or _new_run(form, day, [one for one in runs if one.begun < day])
    return ToolQuestions(setting, writer, Keyboard(), form, run).put_unfinished(draft)
