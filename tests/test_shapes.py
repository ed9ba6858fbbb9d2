"""Shapes: plain to read, and as strict as what they stand for asks."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import pytest
from annotated_types import Ge, Le, Len, MinLen
from pydantic import ValidationError

from cswo_eval.files.checked_yaml import validate
from cswo_eval.files.shapes import Pattern, Shape, built, fresh, plain, validated
from cswo_eval.files.strict_yaml import parse_yaml
from cswo_eval.text.problems import ProblemsFound

pytestmark = pytest.mark.installed

SECRET = "Mrs Morag Bell of 4 Harbour Row"


class Part(Shape):
    """A shape within another."""

    id: Annotated[str, Pattern("^P[0-9]+$")]
    words: str = ""


class Whole(Shape):
    """A shape with a field of each kind."""

    title: Annotated[str, Len(1, 40)]
    level: Annotated[int, Ge(1), Le(5)]
    hours: Annotated[float, Ge(0)] = 1.0
    private: bool = False
    day: Annotated[date, Ge(date(2000, 1, 1))] = date(2026, 9, 7)
    parts: Annotated[tuple[Part, ...], MinLen(0)] = ()
    targets: dict[str, int] = fresh(dict)


GOOD: dict[str, Any] = {"title": "A title", "level": 3, "parts": [{"id": "P1"}], "targets": {"SD1": 4}}


def refused(**changes: Any) -> str:
    """The sentence of pydantic's about a value with these changes, which must be refused."""
    with pytest.raises(ValidationError) as caught:
        validated(Whole, {**GOOD, **changes})
    return str(caught.value)


def test_a_value_as_yaml_gives_it_becomes_a_shape_with_tuples() -> None:
    whole = validated(Whole, GOOD)
    assert whole.parts == (Part(id="P1"),)
    assert whole == built(Whole, GOOD)


@pytest.mark.parametrize("wrong", [True, "3", 3.0, None, 0, 6])
def test_a_whole_number_is_only_that_and_within_its_bounds(wrong: Any) -> None:
    """`True` is no 1, and `'3'` no 3."""
    refused(level=wrong)


@pytest.mark.parametrize("wrong", [True, "2.5", float("nan"), float("inf"), -1])
def test_a_number_is_only_that(wrong: Any) -> None:
    refused(hours=wrong)


@pytest.mark.parametrize("wrong", [1, 0, "true", "yes", None])
def test_a_truth_value_is_only_that(wrong: Any) -> None:
    refused(private=wrong)


@pytest.mark.parametrize("wrong", ["2026-09-07", 20260907, date(1999, 12, 31)])
def test_a_date_is_only_that_and_within_its_bounds(wrong: Any) -> None:
    refused(day=wrong)


@pytest.mark.parametrize("wrong", [3, True, b"text", None, "", "x" * 41])
def test_a_text_is_only_that_and_of_its_length(wrong: Any) -> None:
    refused(title=wrong)


def test_a_pattern_must_occur() -> None:
    refused(parts=[{"id": "Q1"}])


def test_a_name_that_is_not_a_field_is_an_error_at_any_depth() -> None:
    refused(colour="red")
    refused(parts=[{"id": "P1", "colour": "red"}])


def test_a_missing_field_is_an_error() -> None:
    with pytest.raises(ValidationError, match="level"):
        validated(Whole, {"title": "A title"})


def test_a_ready_instance_is_not_taken_unchecked() -> None:
    """`built` checks nothing, so an object may hold anything: it is no proof."""
    refused(parts=[built(Part, {"id": "nonsense"})])


def test_a_default_that_all_records_would_share_is_refused() -> None:
    for default in ({}, [], set()):
        with pytest.raises(TypeError, match=r"all records would share this default"):
            type("Shared", (Shape,), {"__annotations__": {"held": dict[str, int]}, "held": default})


def test_each_record_has_a_fresh_default_of_its_own() -> None:
    one, other = Whole(title="One", level=1), Whole(title="Other", level=1)
    one.targets["SD1"] = 4
    assert other.targets == {}
    assert Whole.default_of("targets") == {}


def test_what_is_at_its_default_is_not_written() -> None:
    assert plain(Whole(title="One", level=1)) == {"title": "One", "level": 1}


def test_a_shape_cannot_be_changed_but_copied_with_changes() -> None:
    whole = validated(Whole, GOOD)
    with pytest.raises(AttributeError, match="make another with _replace"):
        whole.level = 4  # type: ignore[misc]
    assert whole._replace(level=4) == validated(Whole, {**GOOD, "level": 4})
    assert whole.level == 3


def test_a_field_that_does_not_exist_can_neither_be_given_nor_changed() -> None:
    with pytest.raises(TypeError, match="colour"):
        Whole(title="One", level=1, colour="red")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        validated(Whole, GOOD)._replace(colour="red")


def test_neither_repr_nor_an_error_holds_the_owners_words() -> None:
    """Whichever field is wrong, and whatever was written in it."""
    assert SECRET not in repr(built(Whole, {**GOOD, "title": SECRET, "parts": [{"id": "P1", "words": SECRET}]}))
    for changes in ({"level": SECRET}, {"day": SECRET}, {"title": SECRET * 3}, {"parts": [{"id": SECRET}]}):
        assert SECRET not in refused(**changes)


def test_the_sentences_for_a_user_do_not_hold_them_either() -> None:
    """Said by line, for a file edited by hand."""
    text = f"title: One\nlevel: {SECRET}\nparts:\n  - id: {SECRET}\n    words: 4\n"
    with pytest.raises(ProblemsFound) as caught:
        validate(parse_yaml(text, "f"), Whole)
    assert len(caught.value.problems) == 3
    assert "Morag" not in str(caught.value)
    assert "f, line 2: 'level' must be a whole number" in str(caught.value)
