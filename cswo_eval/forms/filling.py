"""A form being filled in: which of its questions is next, and what an answer makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cswo_eval.forms.questions import Names, NotAnAnswer, Question
from cswo_eval.forms.script import At
from cswo_eval.framework.form_choices import Choice
from cswo_eval.framework.form_models import Form, FormField
from cswo_eval.text.days_in_words import said_when
from cswo_eval.text.stretches_of_days import Stretch, said_stretch
from cswo_eval.text.when_kept import as_kept


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
        if field.more:
            new = tuple(dict.fromkeys((*(present or ()), *(value if isinstance(value, tuple) else (value,)))))
        answers = self.answers if value is None else {**self.answers, step.key: new}
        answered = self._replace(answers=answers, trail=(*self.trail, step))
        if value is not None and field.more:
            # What was still to be asked of others, when `back` led here, is asked after what is named now.
            left = (one for one in self.queue if one.of and one.of not in _as_ids(value))
            return answered._with_queue((*self._each_of(field, _as_ids(value)), *left, Step(field.id)))
        if field.kind == "ids" and not field.more and (value is not None or not self.queue):
            return answered._with_queue(self._each_of(field, _as_ids(answers.get(step.key))))
        return answered._with_queue(self.queue)

    def back(self) -> Filling:
        """Return the form at the question before; from there Enter leads here again. Raises NotAnAnswer at the first.

        Of a question that is asked until Enter, the one before is not the same once more, which would look like no step at all.
        """
        trail = self.trail
        while trail and trail[-1] == self.step:
            trail = trail[:-1]
        if trail:
            step, left = trail[-1], self.step
            within = left is not None and (self.queue or left.of or step.of)  # the questions on the ids just named
            queue = (left, *self.queue) if left is not None and within else ()
            return self._replace(step=step, trail=trail[:-1], queue=queue)
        fields = self.fields()
        name = self.step.field if self.step is not None else ""
        if self.step is not None and self.step.of:
            name = self.field_of(self.step).for_each or ""
        here = next((place for place, one in enumerate(fields) if one.id == name), len(fields))
        here += 1 if self.step is not None and self.step.of else 0
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
        fields = self._numbered()
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
        fields = self._numbered()
        return tuple((str(number), self._filled(one.wording, "")) for number, one in enumerate(fields, start=1))

    def place(self) -> tuple[int, int]:
        """Return the number of the present question, as `go` takes it, and how many there are now; of one for each id, that of the ids."""
        fields = self._numbered()
        field = self.field_of(self.step) if self.step is not None else None
        name = (field.for_each or field.id) if field is not None else ""
        return next((number for number, one in enumerate(fields, start=1) if one.id == name), len(fields)), len(fields)

    def on_again(self) -> Filling:
        """Return the form at the question that follows the last one answered, where that made its fields others."""
        if not self.trail or self.queue or (self.step is not None and self.step.of):
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

    def is_asked(self, field: FormField, of: str = "") -> bool:
        """Return whether what has been answered so far calls for a field; `of`: of the id that it is asked for."""
        when = field.when
        if when is None:
            return True
        other = next((one for one in self.form.fields if one.id == when.field), None)
        there = self.answers.get(Step(when.field, of if other is not None and other.for_each else "").key)
        if when.is_one_of:
            return as_typed(there) in when.is_one_of
        if when.at_least is not None:
            number = _number_in(as_typed(there))
            return number is not None and number >= when.at_least
        return there not in (None, "", ())

    def steps(self) -> tuple[Step, ...]:
        """Return every question that is asked now, in order: after one that names ids, those on each of them."""
        found: list[Step] = []
        for field in self.fields():
            if field.for_each is None and self.is_asked(field):
                found.append(Step(field.id))
                each = self._each_of(field, _as_ids(self.answers.get(field.id))) if field.kind == "ids" else ()
                found += (one for one in each if self.is_asked(self.field_of(one), one.of))
        return tuple(found)

    def is_answered(self, step: Step) -> bool:
        """Return whether there is an answer at a place."""
        return self.answers.get(step.key) not in (None, "", ())

    def gone_on_with(self, key: str | None) -> Filling:
        """Return the form at the first question without an answer from the one with this key on, or from the beginning."""
        steps = self.steps()
        at = next((place for place, one in enumerate(steps) if one.key == key), 0)
        left = [place for place, one in enumerate(steps) if not self.is_answered(one)]
        at = next((place for place in left if place >= at), next(iter(left), at))
        if not steps or not steps[at].of:
            return self._replace(step=steps[at] if steps else None, queue=())
        ids = self.field_of(steps[at]).for_each or ""
        rest = tuple(one for one in steps[at + 1 :] if self.field_of(one).for_each == ids)
        again = (Step(ids),) if self.field_of(Step(ids)).more else ()
        return self._replace(step=steps[at], queue=(*rest, *again))

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
            if self.is_asked(self.field_of(step), step.of):
                return self._replace(step=step, queue=queue)
        here = [one.id for one in self.fields()]
        last = (self.field_of(self.step).for_each if self.step.of else None) or self.step.field if self.step else ""
        place = here.index(last) + 1 if last in here else len(here)
        return self._replace(step=self._first_from(place), queue=())

    def _each_of(self, field: FormField, ids: tuple[str, ...]) -> tuple[Step, ...]:
        """Return what is asked for each of these ids that a field names."""
        each = [one for one in self.fields() if one.for_each == field.id]
        return tuple(Step(one.id, name) for name in ids for one in each)

    def _numbered(self) -> list[FormField]:
        return [one for one in self.fields() if not one.for_each and self.is_asked(one)]

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
            present=self._present(field, present),
            enter=field.enter or "",
            needed=field.needed or "",
            names=self.known.names.get(field.id) or self.known.names.get(field.of or ""),
            past=field.past,
            least=field.least,
            most=field.most,
            one_line=field.one_line,
            more=field.more,
            heading=self.known.headings.get(field.id, ""),
        )

    def _present(self, field: FormField, present: Any) -> str:
        if field.kind == "file" or present in (None, "", ()):
            return ""
        if field.kind == "date" and present != "today":
            return said_when(as_kept(present))
        if field.kind == "days" and isinstance(present, tuple):
            return "; ".join(said_stretch(Stretch(one.first, one.last)) for one in present)
        return as_typed(present)

    def _filled(self, words: str, of: str) -> str:
        known = {**self.known.words, "of": of, "title": self.known.title_of(of) if of else ""}
        return re.sub(r"\{([a-z_]+)\}", lambda found: known.get(found[1], ""), words).strip()


def _as_ids(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) and all(isinstance(one, str) for one in value) else ()


def _number_in(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def as_typed(value: Any) -> str:
    """Return an answer as it would be typed: what `when` compares, and what stands as the answer already there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Stretch):
        return str(value.first) if value.first == value.last else f"{value.first} to {value.last}"
    if isinstance(value, tuple):
        between = "; " if value and isinstance(value[0], Stretch) else ", "
        return between.join(map(as_typed, value))
    return str(value)
