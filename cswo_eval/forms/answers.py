"""How a typed line becomes an answer, by the kind of its question. What is not understood is refused with what would be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from cswo_eval.forms.control_words import unescaped
from cswo_eval.forms.questions import Names, NotAnAnswer, Question
from cswo_eval.framework.form_choices import Choice, choice_meant
from cswo_eval.text.days_as_typed import NotADate, read_exact_day
from cswo_eval.text.days_in_words import said_day
from cswo_eval.text.numbers_as_typed import read_number
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.stretches_of_days import NotAStretch, read_stretches, said_stretch
from cswo_eval.text.when_as_typed import read_when, taken_as


class Taken(NamedTuple):
    """What a line says. `value` None is Enter: what is there is kept, or the question passed.

    `said` is what the owner is told of how it was taken; `wrong` what of it was not; `found` what a search shows instead.
    """

    value: Any = None
    said: str = ""
    wrong: tuple[str, ...] = ()
    found: tuple[tuple[str, str], ...] = ()
    more: int = 0


def read_answer(question: Question, text: str, today: date) -> Taken:
    """Return what a text says in answer to a question: as it was written, not as it was typed. Raises NotAnAnswer."""
    if not text.strip() and not question.present and question.enter:
        return _READERS[question.kind](question, question.enter, today)._replace(said="")
    if not text.strip():
        if question.needed and not question.present:
            raise NotAnAnswer(question.needed)
        return Taken()
    return _READERS[question.kind](question, text, today)


def as_meant(line: str) -> str:
    """Return a typed line as meant: a full stop alone, which ends the longer texts, says nothing; a word may be escaped."""
    return "" if line.strip() == "." else unescaped(line)


def _line(_question: Question, line: str, _today: date) -> Taken:
    return Taken(line)


def _date(question: Question, line: str, today: date) -> Taken:
    """Take when something happened as precisely as it is said; what may be still to come, as an exact day."""
    try:
        if question.past:
            return Taken(read_when(line, today), taken_as(line, today))
        day = read_exact_day(line, today)
    except NotADate as problem:
        raise NotAnAnswer(str(problem)) from None
    return Taken(day, f"Taken as {said_day(day)}.")


def _choice(question: Question, line: str, _today: date) -> Taken:
    meant = choice_meant(question.choices, line)
    if meant is None:
        raise NotAnAnswer(f"That is not one of the answers: {_listed_choices(question.choices)}.")
    return Taken(meant.key)


def _listed_choices(choices: Sequence[Choice]) -> str:
    """Return '1 to 5, n (no chance yet) or x (not applicable)'."""
    keys = [one.key for one in choices]
    figures = [one for one in keys if one.isdecimal()]
    run = len(figures) > 3 and [int(one) for one in figures] == list(range(int(figures[0]), int(figures[-1]) + 1))
    all_figures = run and len(figures) == len(keys)
    said = [f"{'a number from ' if all_figures else ''}{figures[0]} to {figures[-1]}"] if run else []
    said += [f"{one.key} ({one.name.lower()})" for one in choices if not (run and one.key in figures)]
    return f"{', '.join(said[:-1])} or {said[-1]}" if len(said) > 1 else said[0]


def _yes_or_no(_question: Question, line: str, _today: date) -> Taken:
    given = line.strip().rstrip(".").lower()
    if given in ("y", "yes"):
        return Taken(True)
    if given in ("n", "no"):
        return Taken(False)
    raise NotAnAnswer("Type yes or no.")


def _number(question: Question, line: str, _today: date) -> Taken:
    number = read_number(line)
    if number is None:
        raise NotAnAnswer("A number is meant, such as 3 or 2.5.")
    low, high = question.least, question.most
    if (low is not None and number < low) or (high is not None and number > high):
        bounds = f"{low:g} or more" if high is None else f"{high:g} or less" if low is None else f"{low:g} to {high:g}"
        raise NotAnAnswer(f"The number must be {bounds}.")
    return Taken(int(number) if number == int(number) else number)


def _ids(question: Question, line: str, _today: date) -> Taken:
    assert question.names is not None  # whoever makes a question of ids says how they are read
    try:
        meant = question.names(line)
    except CswoEvalError as problem:
        raise NotAnAnswer(str(problem)) from None
    return Taken(meant.names or None, "", meant.wrong, meant.found, meant.more)


def _days(_question: Question, line: str, today: date) -> Taken:
    """Take stretches of days; what was understood is said back, since a year or an end may have been worked out."""
    try:
        stretches = read_stretches(line, today)
    except NotAStretch as problem:
        raise NotAnAnswer(str(problem)) from None
    return Taken(stretches, f"{'; '.join(map(said_stretch, stretches)) or 'No days'}.")


_READERS: dict[str, Callable[[Question, str, date], Taken]] = {
    "line": _line,
    "text": _line,
    "file": _line,
    "date": _date,
    "choice": _choice,
    "level": _choice,
    "yes-no": _yes_or_no,
    "number": _number,
    "ids": _ids,
    "days": _days,
}


def ids_in(line: str, known: Callable[[str], str], written: re.Pattern[str], example: str) -> Names:
    """Return the ids in a line, each by `known` (which raises CswoEvalError), where all of it is written as ids are.

    Raises NotAnAnswer, with the example, where it is not: what was typed may be a sentence, and is not repeated.
    """
    given = [one for one in re.split(r"[\s,;]+", line.strip().rstrip(".")) if one]
    if not all(written.fullmatch(one) for one in given):
        raise NotAnAnswer(example)
    names, wrong = dict[str, None](), []
    for one in given:
        try:
            names[known(one)] = None
        except CswoEvalError as problem:
            wrong.append(str(problem))
    return Names(tuple(names), tuple(dict.fromkeys(wrong)))
