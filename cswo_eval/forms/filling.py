"""A form being filled in: which of its questions is next, and what an answer makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cswo_eval.forms.questions import Choice, Names, NotAnAnswer, Question
from cswo_eval.forms.script import At
from cswo_eval.framework.form_models import Form, FormField


class Step(NamedTuple):
    """A place in a form: a field and, where it is asked for each of several ids, the id."""

    field: str
    of: str = ""

    @property
    def key(self) -> str:
        """The name under which its answer stands: 'reason/SD1.3'."""
        return f"{self.field}/{self.of}" if self.of else self.field


class Known(NamedTuple):
    """What a form's questions take from elsewhere, besides its own words."""

    choices: Mapping[str, tuple[Choice, ...]] = {}
    """By the source that a field names, or by the field."""
    names: Mapping[str, Callable[[str], Names]] = {}
    """What reads a line of ids, by their kind or by the field."""
    words: Mapping[str, str] = {}
    """What stands for `{…}` in its words."""
    title_of: Callable[[str], str] = str
    """The title of an id: what stands for `{title}`; `{of}` is the id."""
    headings: Mapping[str, str] = {}
    """What stands above the question on a field."""


class Filling(NamedTuple):
    """A form as it stands. `answers` holds what is there already, too, and what the form's facts are, by the name of each."""

    form: Form
    known: Known = Known()
    answers: Mapping[str, Any] = {}
    only: tuple[str, ...] | None = None
    """The fields that are asked in this sitting; None for all."""
    step: Step | None = None
    queue: tuple[Step, ...] = ()
    """What is asked before it goes on with the form: the fields for each of the ids just named."""
    trail: tuple[Step, ...] = ()
    """Where `back` leads, the latest last."""

    def question(self) -> Question | None:
        """Return what to ask now; None at the end."""
        return self._put(self.step) if self.step is not None else None

    def answer(self, question: Question, value: Any, at: At) -> Filling:
        """Return the form after an answer to its present question; None keeps what is there."""
        step = self.step
        if step is None:
            return self
        field = self.field_of(step)
        present = self.answers.get(step.key)
        new = value
        if field.kind == "ids" and field.more:
            new = tuple(dict.fromkeys((*(present or ()), *(value or ())))) or None
        answers = self.answers if value is None else {**self.answers, step.key: new}
        answered = self._replace(answers=answers, trail=(*self.trail, step))
        if value is not None and field.more:
            each = [one for one in self.fields() if one.for_each == field.id]
            asked = [Step(one.id, name) for name in _as_ids(value) for one in each]
            return answered._with_queue((*asked, Step(field.id)))
        return answered._with_queue(self.queue)

    def back(self) -> Filling:
        """Return the form at the question before. Raises NotAnAnswer at the first."""
        if self.trail:
            return self._replace(step=self.trail[-1], trail=self.trail[:-1], queue=())
        fields = self.fields()
        here = next((place for place, one in enumerate(fields) if self.step and one.id == self.step.field), len(fields))
        earlier = [one for one in fields[:here] if not one.for_each and self.is_asked(one)]
        if not earlier:
            raise NotAnAnswer("This is the first question; there is nothing before it.")
        return self._replace(step=Step(earlier[-1].id), queue=())

    def skip(self) -> Filling:
        """Return the form at the next question; the present one stays as it is."""
        if self.step is None:
            return self
        return self._replace(trail=(*self.trail, self.step))._with_queue(self.queue)

    def go(self, target: str) -> Filling:
        """Return the form at a question, by its number or its id. Raises NotAnAnswer."""
        fields = [one for one in self.fields() if not one.for_each and self.is_asked(one)]
        given = target.strip().lower()
        found = next((one for one in fields if one.id.lower() == given), None)
        if given.isdecimal() and 1 <= int(given) <= len(fields):
            found = fields[int(given) - 1]
        if found is None:
            raise NotAnAnswer(f"There is no such question here: `go` alone lists them, 1 to {len(fields)}.")
        trail = (*self.trail, self.step) if self.step is not None else self.trail
        return self._replace(step=Step(found.id), trail=trail, queue=())

    def places(self) -> tuple[tuple[str, str], ...]:
        """Return every question by its number."""
        fields = [one for one in self.fields() if not one.for_each and self.is_asked(one)]
        return tuple((str(number), self._filled(one.wording, "")) for number, one in enumerate(fields, start=1))

    def on_again(self) -> Filling:
        """Return the form at the question that follows the last one answered, where that made its fields others."""
        if not self.trail or self.queue:
            return self
        last = next((one for one in self.fields() if one.id == self.trail[-1].field), None)
        if last is None or last.more or last.for_each is not None:
            return self
        return self._replace(step=self._first_from(self.fields().index(last) + 1))

    # --- of the form ----------------------------------------------------------------------------------------------------

    def fields(self) -> tuple[FormField, ...]:
        """Return the fields of this sitting, in order."""
        return tuple(one for one in self.form.fields if self.only is None or one.id in self.only)

    def field_of(self, step: Step) -> FormField:
        """Return the field that a step is on."""
        return next(one for one in self.form.fields if one.id == step.field)

    def is_asked(self, field: FormField) -> bool:
        """Return whether what has been answered so far calls for a field."""
        when = field.when
        if when is None:
            return True
        there = self.answers.get(when.field)
        if when.is_one_of:
            return as_typed(there) in when.is_one_of
        if when.at_least is not None:
            return as_typed(there).replace(".", "", 1).isdecimal() and float(as_typed(there)) >= when.at_least
        return there not in (None, "", ())

    def begun(self, first: str | None = None, each: tuple[Step, ...] = ()) -> Filling:
        """Return the form at its first question, or at the field named; `each` is asked before all else."""
        if each:
            return self._replace(step=each[0], queue=each[1:])
        fields = self.fields()
        place = next((place for place, one in enumerate(fields) if one.id == first), 0)
        return self._replace(step=self._first_from(place))

    def _with_queue(self, queue: tuple[Step, ...]) -> Filling:
        while queue:
            step, queue = queue[0], queue[1:]
            if self.is_asked(self.field_of(step)):
                return self._replace(step=step, queue=queue)
        here = [one.id for one in self.fields()]
        place = here.index(self.step.field) + 1 if self.step is not None and self.step.field in here else len(here)
        return self._replace(step=self._first_from(place), queue=())

    def _first_from(self, place: int) -> Step | None:
        left = (one for one in self.fields()[place:] if one.for_each is None and self.is_asked(one))
        return next((Step(one.id) for one in left), None)

    def _put(self, step: Step) -> Question:
        field, present = self.field_of(step), self.answers.get(step.key)
        has = present not in (None, "", ())
        choices = self.known.choices.get(field.id) or self.known.choices.get(field.choices_from or field.kind, ())
        if field.choices:
            choices = tuple(Choice(one.key, one.name, one.description or "") for one in field.choices)
        wording = field.again if field.again is not None and has else field.wording
        return Question(
            field=step.key,
            kind=field.kind,
            wording=self._filled(wording, step.of),
            hint=self._filled(field.hint or "", step.of) if not has or field.more or field.kind != "text" else "",
            help=self._filled(field.help, step.of),
            choices=choices,
            present=self._present(field, present, choices),
            enter=field.enter or "",
            needed=field.needed or "",
            names=self.known.names.get(field.id) or self.known.names.get(field.of or ""),
            past=field.past,
            least=field.least,
            most=field.most,
            one_line=field.one_line,
            heading=self.known.headings.get(field.id, ""),
        )

    def _present(self, field: FormField, present: Any, choices: tuple[Choice, ...]) -> str:
        if field.kind == "file" or present in (None, "", ()):
            return ""
        return as_typed(present)

    def _filled(self, words: str, of: str) -> str:
        known = {**self.known.words, "of": of, "title": self.known.title_of(of) if of else ""}
        return re.sub(r"\{([a-z_]+)\}", lambda found: known.get(found[1], ""), words).strip()


def _as_ids(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) and all(isinstance(one, str) for one in value) else ()


def as_typed(value: Any) -> str:
    """Return an answer as it would be typed: what `when` compares, and what stands as the answer already there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return ", ".join(map(as_typed, value))
    return str(value)
