"""Numbers as people write them: the hours of a week, how many there were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cswo_eval.text.numbers_as_typed import read_number

READ = {
    "3": 3, " 3 ": 3, "3.": 3, "2.5": 2.5, "2,5": 2.5, "0.5": 0.5, "2½": 2.5, "½": 0.5, "2 1/2": 2.5, "1/2": 0.5, "2¼": 2.25,
    "three": 3, "Three": 3, "two and a half": 2.5, "3 and a half": 3.5, "half": 0.5, "half an hour": 0.5, "a couple": 2,
    "3h": 3, "3 h": 3, "7.5h": 7.5, "3 hrs": 3, "3 hours": 3, "1 hour": 1, "3 hours a week": 3, "3 hours per week": 3,
    "3h/week": 3, "3 a week": 3, "3 hours weekly": 3, "about 3": 3, "about 3 hours": 3, "around three hours": 3, "~3": 3,
    "up to 4 hours": 4, "1,500": 1500, "12,345.5": 12345.5, "1,234,567": 1234567, "-1": -1, "+2": 2, "0": 0,
}  # fmt: skip
NONE = ["", " ", ".", "-", "a", "an", "h", "hours", "some", "a few hours", "3 days", "30 minutes", "3 or 4", "3-4", "2 to 3", "nan",
        "inf", "1e3", "0x10", "3 4", "1.2.3", "1,2,3", "½½", "it depends", "3 hours on Fridays", "x" * 5000]  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_a_number_is_read_as_people_write_it(text: str) -> None:
    assert read_number(text) == READ[text]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_one_number_is_none(text: str) -> None:
    """Half an answer is worse than none: '3 or 4' is neither, and 3 days are no 3 hours."""
    assert read_number(text) is None


@given(number=st.floats(0, 10_000).map(lambda one: round(one, 2)))
def test_every_number_is_read_as_it_is_printed(number: float) -> None:
    assert read_number(f"{number:.2f}") == number
    assert read_number(f"{number:,.2f}") == number
