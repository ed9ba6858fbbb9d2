"""The quick look at a plain value says yes exactly where the full check finds nothing."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from record_files import JUNK, at, full_files, places_in, spoilt, values_of

from cswo_eval.files.shape_check import fits, repeated
from cswo_eval.files.shapes import Shape, validated
from cswo_eval.record.kinds import RECORD_KINDS
from cswo_eval.record.models import EvidenceRegister, RecordFile
from cswo_eval.record.plan_models import Plan

pytestmark = pytest.mark.long

SHAPES = [shape for shape, _ in RECORD_KINDS.values()]
by_kind = pytest.mark.parametrize("shape", SHAPES, ids=list(RECORD_KINDS))


def passes(shape: type[Shape], value: Any) -> bool:
    """Whether the full check raises nothing."""
    try:
        validated(shape, value)
    except ValidationError:
        return False
    return True


def test_there_is_a_full_file_of_every_kind() -> None:
    assert set(full_files()) == set(SHAPES)


@by_kind
def test_a_full_file_fits(shape: type[RecordFile]) -> None:
    assert fits(shape, values_of(shape))
    assert passes(shape, values_of(shape))


@by_kind
@settings(max_examples=examples(150))
@given(data=st.data())
def test_a_spoilt_file_fits_exactly_where_the_full_check_passes_it(
    shape: type[RecordFile], data: st.DataObject
) -> None:
    value = data.draw(spoilt(shape))
    assert fits(shape, value) == passes(shape, value)


def is_place(step: str | int) -> bool:
    """Whether a step of a path is one of many of a kind: the number of an entry, the id of an answer."""
    return isinstance(step, int) or re.fullmatch(r"[A-Z]{2}\d(\.\d+)?", step) is not None


@by_kind
def test_whatever_stands_in_a_field_is_judged_as_the_full_check_does(shape: type[RecordFile]) -> None:
    """Every kind of junk at the first place of every field, whatever list it stands in."""
    value = values_of(shape)
    fields: dict[tuple[str, ...], tuple[str | int, ...]] = {}
    for path in places_in(value):
        fields.setdefault(tuple("[]" if is_place(step) else step for step in path[-2:]), path)
    verdicts = set()
    for path in fields.values():
        parent, present = at(value, path[:-1]), at(value, path)
        for junk in JUNK:
            parent[path[-1]] = junk
            verdict = passes(shape, value)
            assert fits(shape, value) == verdict, (path, junk)
            verdicts.add(verdict)
        parent[path[-1]] = present
    assert verdicts == {True, False}


@by_kind
@pytest.mark.parametrize("value", [None, [], "x", 3, True, date(2026, 9, 7), {}])
def test_a_whole_file_that_is_something_else_is_judged_as_the_full_check_does(
    shape: type[RecordFile], value: Any
) -> None:
    assert fits(shape, value) == passes(shape, value)


def test_two_entries_with_one_id_do_not_fit_and_are_found_with_all_their_places() -> None:
    value = values_of(EvidenceRegister)
    value["entries"].append(value["entries"][3])
    value["entries"].append(value["entries"][3])
    assert not fits(EvidenceRegister, value)
    (one,) = repeated(EvidenceRegister, value)
    last = len(value["entries"]) - 1
    assert (one.path, one.by, one.value, one.places) == (("entries",), "id", "E4", (3, last - 1, last))


def test_what_stands_twice_is_found_in_a_file_that_is_wrong_otherwise() -> None:
    value = values_of(Plan)
    value["actions"].append(value["actions"][0])
    value["actions"][2] = "nonsense"
    value["goals"] = {"none": 1}
    assert [(one.by, one.value) for one in repeated(Plan, value)] == [("id", "A1")]
