"""Days as people in Scotland write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cswo_eval.text.days_as_typed import NotADate, read_date

TODAY = date(2026, 11, 21)
LAWS = settings(max_examples=200, deadline=None)
DAYS = st.dates(min_value=date(1000, 1, 1))
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
WAYS = {
    "2026-09-04": "{0.year:04}-{0.month:02}-{0.day:02}",
    "2026-9-4": "{0.year:04}-{0.month}-{0.day}",
    "4/9/2026": "{0.day}/{0.month}/{0.year:04}",
    "04/09/2026": "{0.day:02}/{0.month:02}/{0.year:04}",
    "4.9.2026": "{0.day}.{0.month}.{0.year:04}",
    "4 9 2026": "{0.day} {0.month} {0.year:04}",
    "4 September 2026": "{0.day} {1} {0.year:04}",
    "4 sep 2026": "{0.day} {2} {0.year:04}",
    "4 SEP. 2026": "{0.day} {3}. {0.year:04}",
    "4th September 2026": "{0.day}th {1} {0.year:04}",
    "4/9/26": "{0.day}/{0.month}/{4:02}",
    "4 September 26": "{0.day} {1} {4:02}",
    "4 September, 2026": "{0.day} {1}, {0.year:04}",
    "spaces": "  {0.day}   {1}   {0.year:04} ",
}


def written(day: date, way: str) -> str:
    name = MONTHS[day.month - 1]
    return WAYS[way].format(day, name, name[:3].lower(), name[:3].upper(), day.year % 100)


@pytest.mark.parametrize("way", WAYS)
@LAWS
@given(day=DAYS)
def test_every_day_is_read_in_each_way_of_writing_it(way: str, day: date) -> None:
    if "{4:02}" in WAYS[way]:  # two figures are a year of this century
        day = date(2000 + day.year % 100, day.month, min(day.day, 28))
    assert read_date(written(day, way), TODAY) == day


@pytest.mark.parametrize("text", ["2026-09", "2026-9", "9/2026", "09/2026", "9.2026", "September 2026", "sept 2026",
                                  "Sep 2026", "SEPTEMBER, 2026"])  # fmt: skip
def test_a_month_is_its_first_day(text: str) -> None:
    assert read_date(text, TODAY) == date(2026, 9, 1)


def test_the_day_stands_before_the_month() -> None:
    """4/9 is the fourth of September here, not the ninth of April."""
    assert read_date("4/9/2026", TODAY) == date(2026, 9, 4)


@LAWS
@given(day=DAYS, today=st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_a_day_and_month_without_a_year_are_the_nearest_or_the_last(day: date, today: date) -> None:
    """Half a year away at most; of the past where only that makes sense. The 29th of February may be farther."""
    text = f"{day.day} {MONTHS[day.month - 1]}"
    if (day.month, day.day) == (2, 29):
        return
    nearest, last = read_date(text, today), read_date(text, today, past=True)
    assert (nearest.day, nearest.month, last.day, last.month) == (day.day, day.month, day.day, day.month)
    assert abs((nearest - today).days) <= 183
    assert 0 <= (today - last).days <= 366


@pytest.mark.parametrize("text", ["4/10", "1/12", "04.11", "9 10"])
def test_a_day_and_month_in_figures_are_never_taken_for_a_month_of_long_ago(text: str) -> None:
    """4/10 is the fourth of October or needs its year; April 2010 it is not."""
    day, month = (int(part) for part in text.replace(".", "/").replace(" ", "/").split("/"))
    found = day_or_refusal(text)
    assert isinstance(found, str) or (found.day, found.month) == (day, month)


@pytest.mark.parametrize(("text", "days"), [("today", 0), ("Yesterday", -1), (" TOMORROW ", 1)])
def test_the_days_around_today_have_names(text: str, days: int) -> None:
    assert read_date(text, TODAY) == TODAY + timedelta(days=days)


@pytest.mark.parametrize("text", ["2026-02-30", "31/4/2026", "31 June 2026", "29 February 2027", "0/9/2026", "4/13/2026",
                                  "2026-13", "29/2/26", "0000-01-01", "32 May 2026"])  # fmt: skip
def test_a_day_that_does_not_exist_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NotADate, match=r"There is no such day in the calendar\. Write it as"):
        read_date(text, TODAY)


def test_a_leap_day_exists_in_a_leap_year_only() -> None:
    assert read_date("29/2/2028", TODAY) == date(2028, 2, 29)
    with pytest.raises(NotADate, match="There is no such day"):
        read_date("29/2/2026", TODAY)


@pytest.mark.parametrize(
    "text",
    ["", " ", "soon", "4/9/6", "2026-00-01", "2026", "9", "4 Se 2026", "4 Ju 2026", "4 Juvember 2026", "2026-09-04T10:00",
     "next week", "-2026-09-04", "4/9/20266", "2026-09-04 2026-09-05", "\x00", "٤ سبتمبر ٢٠٢٦"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(NotADate, match=r"not a date that can be read\. Write it as .*2026-11-21"):
        read_date(text, TODAY)


@LAWS
@given(
    text=st.one_of(
        st.text(max_size=30), st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,2}([-/. ][0-9]{1,4})?", fullmatch=True)
    )
)
def test_any_text_is_a_day_or_is_refused(text: str) -> None:
    found = day_or_refusal(text)
    assert isinstance(found, date) or "Write it as" in found


def day_or_refusal(text: str) -> date | str:
    try:
        return read_date(text, TODAY)
    except NotADate as refused:
        return str(refused)


@LAWS
@given(day=DAYS, today=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_full_date_does_not_depend_on_today(day: date, today: date) -> None:
    assert read_date(str(day), today) == day
