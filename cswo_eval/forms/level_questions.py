"""What is asked after a level, wherever one is asked: the same as in the walk, in the same words."""

from __future__ import annotations

from cswo_eval.framework.form_models import AFTER_A_LEVEL, AskedWhen, Form, FormField

_RATED = ("1", "2", "3", "4", "5")


def with_level_questions(form: Form, walk: Form, high_from: int) -> Form:
    """Return a form with the questions that follow a level after each of its own.

    `walk`: the form `competency`, whose words they have. `high_from`: the level from which somebody may disagree (method.yaml).
    """
    words = {one.id: one for one in walk.fields if one.id in AFTER_A_LEVEL}
    fields: list[FormField] = []
    for field in form.fields:
        fields.append(field)
        if field.kind == "level":
            fields += [_after(field, words[name], high_from) for name in AFTER_A_LEVEL]
    return form if len(fields) == len(form.fields) else form._replace(fields=tuple(fields))


def _after(level: FormField, words: FormField, high_from: int) -> FormField:
    when = {
        "reason": AskedWhen(field=level.id, is_one_of=("x",)),
        "opposite": AskedWhen(field=level.id, at_least=high_from),
        "confidence": AskedWhen(field=level.id, is_one_of=_RATED),
    }
    return words._replace(
        id=f"{level.id}-{words.id}", for_each=level.for_each, when=when[words.id], readers=level.readers
    )
