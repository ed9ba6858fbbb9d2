"""A form being filled in, without a terminal: which question comes next, where `back` and `go` lead, where it is gone on with."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cswo_eval.forms.filling import Filling, as_typed
from cswo_eval.forms.level_questions import with_level_questions
from cswo_eval.forms.questions import NotAnAnswer
from cswo_eval.forms.script import At
from cswo_eval.framework.form_models import AskedWhen, Form, FormField
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Source
from cswo_eval.text.stretches_of_days import Stretch

AT = At(date(2026, 10, 2), "2026-10-02T09:00:00Z")


def a_field(name: str, kind: Any = "line", **more: Any) -> FormField:
    """A field, as far as it matters here."""
    return FormField(id=name, kind=kind, wording=f"{name}?", help="Help.", **more)


def a_form(*fields: FormField) -> Form:
    """A form of these fields."""
    return Form(id="made", version=1, title="Made", source=Source(document="own"), fields=fields)


def answered(filling: Filling, *values: Any) -> Filling:
    """The form after these answers."""
    for value in values:
        question = filling.question()
        assert question is not None
        filling = filling.answer(question, value, AT)
    return filling


def at(filling: Filling) -> str | None:
    """The key of the question on the table."""
    return filling.step.key if filling.step is not None else None


ONCE = a_form(
    a_field("first"),
    a_field("ids", "ids", of="standard"),
    a_field("between"),
    a_field("one", for_each="ids"),
    a_field("two", for_each="ids", when=AskedWhen(field="one", is_one_of=("yes",))),
    a_field("last"),
)
AGAIN = a_form(a_field("ids", "ids", of="standard", more=True), a_field("one", for_each="ids"), a_field("last"))


def test_what_is_asked_of_each_id_follows_the_ids_and_then_what_stands_behind_them() -> None:
    filling = Filling(ONCE).begun()
    keys = []
    for value in ("words", ("A", "B"), "yes", "more", "no", "between", "last"):
        keys.append(at(filling))
        filling = answered(filling, value)
    assert keys == ["first", "ids", "one/A", "two/A", "one/B", "between", "last"]
    assert at(filling) is None
    assert filling.answers == {
        "first": "words",
        "ids": ("A", "B"),
        "one/A": "yes",
        "two/A": "more",
        "one/B": "no",
        "between": "between",
        "last": "last",
    }


def test_back_among_what_is_asked_of_each_loses_none_of_it() -> None:
    """Neither within the ids nor from the first of them to the question that named them."""
    there = answered(Filling(ONCE).begun(), "words", ("A", "B"), "no")
    assert at(there) == "one/B"
    back = there.back()
    assert at(back) == "one/A"
    assert at(answered(back, None)) == "one/B"
    to_ids = back.back()
    assert at(to_ids) == "ids"
    assert at(answered(to_ids, None)) == "one/A"
    assert at(answered(to_ids, ("C",))) == "one/C"
    assert at(answered(to_ids, ("C",), "no")) == "between"


def test_enter_at_ids_that_are_there_goes_through_what_was_asked_of_each() -> None:
    filling = Filling(ONCE, answers={"ids": ("A",), "one/A": "no"}).begun("ids")
    assert at(answered(filling, None)) == "one/A"
    assert at(answered(filling, None, None)) == "between"
    assert at(filling.skip()) == "between"


def test_ids_that_may_be_added_to_are_asked_again_until_enter() -> None:
    filling = answered(Filling(AGAIN).begun(), ("A",))
    assert at(filling) == "one/A"
    filling = answered(filling, "why", ("B", "A"), "why B", "why A")
    assert (at(filling), filling.answers["ids"]) == ("ids", ("A", "B"))
    assert at(answered(filling, None)) == "last"
    back = answered(Filling(AGAIN).begun(), ("A", "B")).back()
    assert at(back) == "ids"
    keys, again = [], answered(back, ("C",))
    while again.step is not None:
        keys.append(at(again))
        again = answered(again, None)
    assert keys == ["one/C", "one/A", "one/B", "ids", "last"]


@pytest.mark.parametrize(
    ("answers", "key", "goes_on_at"),
    [
        ({}, None, "first"),
        ({"first": "x"}, None, "ids"),
        ({"first": "x", "ids": ("A", "B"), "one/A": "no"}, "one/B", "one/B"),
        ({"first": "x", "ids": ("A",), "one/A": "no", "last": "x"}, None, "between"),
        ({"ids": ("A",), "one/A": "no"}, "between", "between"),  # what was passed before is not asked again first
        ({"ids": ("A",), "one/A": "no", "between": "x", "last": "x"}, "last", "first"),
        ({"first": "x"}, "gone", "ids"),  # a question that is asked no more
        ({"first": "x", "ids": ("A",), "one/A": "no", "between": "x", "last": "x"}, "last", "last"),
    ],
)
def test_it_is_gone_on_with_at_the_first_question_left_open(
    answers: dict[str, Any], key: str | None, goes_on_at: str
) -> None:
    filling = Filling(ONCE, answers=answers).gone_on_with(key)
    assert at(filling) == goes_on_at
    asked = [at(filling)]
    while filling.step is not None:
        filling = filling.skip()
        asked.append(at(filling))
    assert asked[-2:] == ["last", None] or goes_on_at == "last"


def test_back_from_where_it_was_gone_on_with_leads_to_the_questions_before() -> None:
    filling = Filling(ONCE, answers={"first": "x", "ids": ("A", "B"), "one/A": "no"}).gone_on_with("one/B")
    assert at(filling.back()) == "ids"
    with pytest.raises(NotAnAnswer, match="This is the first question"):
        Filling(ONCE).begun().back()


def test_a_question_has_the_number_that_go_takes() -> None:
    filling = answered(Filling(ONCE).begun(), "words", ("A",))
    assert (at(filling), filling.place()) == ("one/A", (2, 4))
    assert at(filling.go("3")) == "between"
    assert filling.go("LAST").place() == (4, 4)
    assert [number for number, _ in filling.places()] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(("number", "asked"), [("2.5", True), ("2", False), ("-3", False), ("many", False)])
def test_a_number_is_compared_as_one(number: str, asked: bool) -> None:
    form = a_form(a_field("number", "number"), a_field("then", when=AskedWhen(field="number", at_least=2.5)))
    assert Filling(form, answers={"number": number}).is_asked(form.fields[1]) is asked


def test_days_stand_as_they_would_be_typed() -> None:
    first, last = date(2026, 12, 21), date(2027, 1, 3)
    assert as_typed((Stretch(first, last), Stretch(last, last))) == "2026-12-21 to 2027-01-03; 2027-01-03"


def test_a_level_has_behind_it_what_the_walk_asks_of_one(framework: Framework) -> None:
    """In the words of the walk's own form, for each id where the level is asked for each; a form without levels stays itself."""
    walk = framework.form("competency")
    form = a_form(a_field("ids", "ids"), a_field("mine", "level", for_each="ids"), a_field("last"))
    whole = with_level_questions(form, walk, 4)
    assert [one.id for one in whole.fields] == [
        "ids",
        "mine",
        "mine-reason",
        "mine-opposite",
        "mine-confidence",
        "last",
    ]
    assert {one.for_each for one in whole.fields[1:5]} == {"ids"}
    words = {one.id: one.wording for one in walk.fields}
    assert [one.wording for one in whole.fields[2:5]] == [words[name] for name in ("reason", "opposite", "confidence")]
    plain = a_form(a_field("first"))
    assert with_level_questions(plain, walk, 4) is plain
