"""Days, months, years and stretches of days as people in Scotland write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cswo_eval.text.days_as_typed import NotADate, read_date, read_exact_day
from cswo_eval.text.days_in_words import said_when
from cswo_eval.text.stretches_of_days import NotAStretch, Stretch, read_stretch, read_stretches
from cswo_eval.text.when_as_typed import HOW_TO_SAY_WHEN, read_when, taken_as
from cswo_eval.text.when_kept import When, fewest_days, first_day_of, last_day_of

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


MONTH_ALONE = pytest.mark.parametrize("text", ["2026-09", "2026-9", "9/2026", "09/2026", "9.2026", "September 2026", "sept 2026",
                                               "Sep 2026", "SEPTEMBER, 2026"])  # fmt: skip


@MONTH_ALONE
def test_a_month_is_its_first_day(text: str) -> None:
    assert read_date(text, TODAY) == date(2026, 9, 1)


@MONTH_ALONE
def test_where_one_day_is_asked_for_a_month_is_none(text: str) -> None:
    """A contract that ends in June 2027 does not end on the first of it."""
    with pytest.raises(NotADate, match="whole month, and one day is meant"):
        read_exact_day(text, TODAY)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_writing_a_day_is_a_day_where_one_is_asked_for(way: str) -> None:
    day = date(2026, 9, 4)
    assert read_exact_day(written(day, way), TODAY) == day


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


@pytest.mark.parametrize(
    ("text", "nearest", "last"),
    [
        ("day before yesterday", date(2026, 11, 19), date(2026, 11, 19)),
        ("three days ago", date(2026, 11, 18), date(2026, 11, 18)),
        ("last Tuesday", date(2026, 11, 17), date(2026, 11, 17)),
        ("Tuesday last week", date(2026, 11, 10), date(2026, 11, 10)),
        ("Friday", date(2026, 11, 27), date(2026, 11, 20)),
        ("on Saturday", date(2026, 11, 28), date(2026, 11, 14)),
        ("next Friday", date(2026, 11, 27), date(2026, 11, 27)),
        ("the 25th", date(2026, 11, 25), date(2026, 10, 25)),
        ("Monday 14th of September", date(2026, 9, 14), date(2026, 9, 14)),
        ("4-9-26", date(2026, 9, 4), date(2026, 9, 4)),
    ],
)
def test_where_one_day_must_be_named_the_same_words_name_it(text: str, nearest: date, last: date) -> None:
    """What was done is the last such, what is planned the nearest; a weekday is never today, which is a Saturday here."""
    assert (read_date(text, TODAY), read_date(text, TODAY, past=True)) == (nearest, last)


# --- when it happened: a day, a month or a year ---------------------------------------------------------------------------

SEPTEMBER_14 = date(2026, 9, 14)
READ: dict[str, When] = {
    # days
    "14/9/2026": SEPTEMBER_14, "14.9.26": SEPTEMBER_14, "14-9-2026": SEPTEMBER_14, "14 / 9 / 2026": SEPTEMBER_14,
    "2026-09-14": SEPTEMBER_14, "2026/9/14": SEPTEMBER_14, "14 Sept 2026": SEPTEMBER_14, "14sept2026": SEPTEMBER_14,
    "14th of September 2026": SEPTEMBER_14, "the 14th of September, 2026.": SEPTEMBER_14, "14-Sep-26": SEPTEMBER_14,
    "Monday 14 September": SEPTEMBER_14, "Mon., 14 Sep 2026": SEPTEMBER_14, "September 14 2026": SEPTEMBER_14,
    "Sept 14th": SEPTEMBER_14, "SEPTEMBER 14TH, 2026": SEPTEMBER_14, "14 Sep": SEPTEMBER_14, "14/9": SEPTEMBER_14,
    "on 14 Septmber 2026": SEPTEMBER_14, "22/11": date(2025, 11, 22), "14 September last year": date(2025, 9, 14),
    "14/9/97": date(1997, 9, 14), "29 February": date(2024, 2, 29), "the 14th": date(2026, 11, 14), "the 25th": date(2026, 10, 25),
    "the 14th of last month": date(2026, 10, 14), "today": TODAY, "This morning": TODAY, "yesterday": date(2026, 11, 20),
    "last night": date(2026, 11, 20), "the day before yesterday": date(2026, 11, 19), "three days ago": date(2026, 11, 18),
    "last Tuesday": date(2026, 11, 17), "on Friday": date(2026, 11, 20), "weds": date(2026, 11, 18),
    "Saturday": date(2026, 11, 14), "Tuesday last week": date(2026, 11, 10), "tuesday of last week": date(2026, 11, 10),
    # months
    "Sept 2026": "2026-09", "September, 2026": "2026-09", "September '26": "2026-09", "September ’26": "2026-09",
    "9/2026": "2026-09", "2026-09": "2026-09", "2026-9": "2026-09", "09.2026": "2026-09", "2026 September": "2026-09",
    "November": "2026-11", "in November": "2026-11", "December": "2025-12", "last November": "2025-11", "November last": "2025-11",
    "November last year": "2025-11", "last year in November": "2025-11", "this month": "2026-11", "last month": "2026-10",
    "the month before last": "2026-09", "at the end of last month": "2026-10", "mid-September": "2026-09",
    "early in September 2026": "2026-09", "a week ago": "2026-11", "last week": "2026-11", "at the weekend": "2026-11",
    "three weeks ago": "2026-10", "about three weeks ago": "2026-10", "3 weeks back": "2026-10", "twelve weeks ago": "2026-08",
    "a fortnight ago": "2026-11", "two months ago": "2026-09", "a couple of months ago": "2026-09", "twelve months ago": "2025-11",
    "half a year ago": "2026-05", "a month or so ago": "2026-10", "a year and a half ago": "2025-05",
    # a day that was said to be no exact one is the month that it lies in
    "about 14 September 2026": "2026-09", "ca. 14/9/2026": "2026-09", "w/c 14/9/2026": "2026-09", "around the 14th": "2026-11",
    "about 3 days ago": "2026-11", "approx. Sept 2026": "2026-09", "roughly last month": "2026-10", "~9/2026": "2026-09",
    # years
    "2023": "2023", "in 2023": "2023", "the year 2023": "2023", "'23": "2023", "early 2023": "2023", "late 2023": "2023",
    "mid-2023": "2023", "the end of 2023": "2023", "spring 2024": "2024", "in the summer of 2025": "2025", "winter 2024": "2024",
    "last summer": "2026", "this year": "2026", "earlier this year": "2026", "last year": "2025", "the year before last": "2024",
    "two years ago": "2024", "about ten years ago": "2016", "a decade ago": "2016", "ca. 2023": "2023", "c. 2023": "2023",
    "approximately 2023": "2023", "2023?": "2023",
}  # fmt: skip
REFUSED = {
    "31/2/2026": "no such day in the calendar", "13/13/2026": "no such day in the calendar", "31 June": "no such day in the calendar",
    "13/2026": "no such month in the calendar", "2026-00": "no such month in the calendar",
    "Tuesday 14 September 2026": "14 September 2026 is a Monday", "Sept 14": "may be the day or the year",
    "soon": "not a date", "": "not a date", "14": "not a date", "a few weeks ago": "not a date", "last winter": "not a date",
    "nothing": "not a date", "14/9/20266": "not a date", "2026-09-14T10:00": "not a date", "x" * 50_000: "not a date",
    "9" * 5_000: "not a date", "private": "not a date",
    "tomorrow": "still to come: 22 November 2026", "22/11/2026": "still to come: 22 November 2026", "next week": "still to come",
    "in two weeks": "still to come", "next Tuesday": "still to come: 24 November 2026", "next November": "still to come",
    "December 2026": "still to come: December 2026", "2027": "still to come: 2027", "winter 2027": "still to come",
    "14/9/1949": "The year 1949 cannot be meant", "1949": "before 1950", "90 years ago": "before 1950", "0000-09": "cannot be meant",
    "2025/26": "a stretch of time", "2019 to 2021": "a stretch of time", "1-3 March 2026": "a stretch of time",
    "May to July 2025": "a stretch of time",
}  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_when_it_happened_is_read_as_precisely_as_it_was_said(text: str) -> None:
    assert read_when(text, TODAY) == READ[text]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:30])
def test_what_is_no_time_in_the_past_is_refused_with_examples_of_what_is_understood(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        read_when(text, TODAY)
    assert REFUSED[text] in str(refused.value)
    assert str(refused.value).endswith(HOW_TO_SAY_WHEN)
    assert len(str(refused.value)) < 250, "nothing that was typed stands in it"


def test_the_examples_in_a_refusal_are_read() -> None:
    """All six, so that nobody is sent in circles."""
    examples = HOW_TO_SAY_WHEN.removeprefix("Write it as ").removesuffix(".").replace(" or ", ", ").split(", ")
    assert len(examples) == 6
    assert all(read_when(one, TODAY) for one in examples)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("14/9/2026", ""), ("14.9.26", ""), ("Monday 14 September 2026", ""), ("on 14 Sept 2026", ""), ("Sept 2026", ""),
        ("9/2026", ""), ("2023", ""), ("in 2023", ""), ("", ""), ("soon", ""),
        ("14 Sep", "Taken as 14 September 2026."), ("yesterday", "Taken as 20 November 2026."), ("November", "Taken as November 2026."),
        ("three weeks ago", "Taken as October 2026."), ("about 14/9/2026", "Taken as September 2026."), ("late 2023", "Taken as 2023."),
        ("November last year", "Taken as November 2025."), ("14/9/97", "Taken as 14 September 1997."),
    ],
)  # fmt: skip
def test_what_was_worked_out_is_said_and_what_was_said_in_full_is_not(text: str, said: str) -> None:
    assert taken_as(text, TODAY) == said


PIECES = (
    "last", "next", "this", "about", "early", "of", "in", "the", "a", "3", "14", "14th", "2026", "'26", "Sept", "May", "week", "weeks",
    "month", "year", "ago", "-", "/", ".", "Friday",
)  # fmt: skip
"""Of which times are made, in any order."""
WHENS = st.one_of(
    st.dates(date(1950, 1, 1), TODAY),
    st.builds("{:04}-{:02}".format, st.integers(1950, 2025), st.integers(1, 12)),
    st.integers(1950, 2026).map(str),
)


@LAWS
@given(when=WHENS)
def test_what_is_said_of_a_time_reads_back_as_the_same(when: When) -> None:
    """As pages say it, and as it is kept; in full, so that nothing is said of how it was taken."""
    assert read_when(said_when(when), TODAY) == when
    assert read_when(str(when), TODAY) == when
    assert taken_as(said_when(when), TODAY) == ""


@LAWS
@given(
    when=WHENS.filter(lambda one: isinstance(one, str)), before=st.sampled_from(["", "in ", "about ", "early ", "c. "])
)
def test_no_day_comes_out_of_a_month_and_no_month_out_of_a_year(when: str, before: str) -> None:
    assert read_when(f"{before}{said_when(when)}", TODAY) == when


@LAWS
@given(
    number=st.integers(1, 60),
    unit=st.sampled_from(["week", "fortnight", "month", "year"]),
    today=st.dates(date(2020, 2, 1), date(2090, 1, 1)),
)
def test_what_was_counted_in_weeks_months_or_years_is_no_day(number: int, unit: str, today: date) -> None:
    """And it lies where it was said to lie, to within the unit."""
    found = read_when(f"{number} {unit}s ago", today)
    days = number * {"week": 7, "fortnight": 14, "month": 30.44, "year": 365.25}[unit]
    assert isinstance(found, str)
    assert len(found) == (4 if unit == "year" else 7)
    assert (today - last_day_of(found)).days - 2 <= days <= (today - first_day_of(found)).days + 2


@LAWS
@given(
    text=st.one_of(
        st.text(max_size=30),
        st.lists(
            st.sampled_from(PIECES),
            max_size=6,
        ).map(" ".join),
    ),
    today=st.dates(date(1960, 1, 1), date(2190, 1, 1)),
)
def test_any_text_is_a_time_that_has_begun_or_is_refused(text: str, today: date) -> None:
    try:
        found = read_when(text, today)
    except NotADate as refusal:
        found, refused = "1950", str(refusal)
    else:
        refused = HOW_TO_SAY_WHEN
    assert refused.endswith(HOW_TO_SAY_WHEN)
    assert date(1950, 1, 1) <= first_day_of(found) <= today


def test_two_times_are_two_days_only_where_they_cannot_be_one() -> None:
    """The same month said twice, and a day in it, may all be one day; two days in it are two."""
    assert fewest_days(["2026-09", "2026-09"]) == 1
    assert fewest_days([SEPTEMBER_14, "2026-09", "2026"]) == 1
    assert fewest_days([SEPTEMBER_14, date(2026, 9, 15), "2026-09"]) == 2
    assert fewest_days(["2026-08", "2026-09", "2025"]) == 3
    assert fewest_days([]) == 0


# --- stretches of days ----------------------------------------------------------------------------------------------------

CHRISTMAS = Stretch(date(2026, 12, 21), date(2027, 1, 5))
STRETCHES = {
    **dict.fromkeys(
        (
            "21/12/2026-5/1/2027", "21/12/2026 - 5/1/2027", "21/12/2026–5/1/2027", "21 Dec to 5 Jan", "from 21 December until 5 January",
            "2026-12-21..2027-01-05", "2026-12-21 .. 2027-01-05", "2026-12-21-2027-01-05", "21-12-2026-5-1-2027", "21/12-5/1/2027",
            "21/12/2026 to 5/1", "between 21 Dec and 5 Jan", "Monday 21 Dec – Tuesday 5 Jan", "Dec 21st to Jan 5th", "21 Dec … 5 Jan",
        ),
        CHRISTMAS,
    ),
    **dict.fromkeys(("21-24 December 2026", "21 - 24 Dec", "21st to 24th December"), Stretch(date(2026, 12, 21), date(2026, 12, 24))),
    **dict.fromkeys(("21/12/2026", "21 Dec", "2026-12-21"), Stretch(date(2026, 12, 21), date(2026, 12, 21))),
    "tomorrow to next Friday": Stretch(date(2026, 11, 22), date(2026, 11, 27)),
    "December 2026": Stretch(date(2026, 12, 1), date(2026, 12, 31)),
    "12/10 to 16/10": Stretch(date(2026, 10, 12), date(2026, 10, 16)),
    "1-5 April": Stretch(date(2027, 4, 1), date(2027, 4, 5)),
}  # fmt: skip


@pytest.mark.parametrize("text", STRETCHES)
def test_a_stretch_of_days_is_read_in_each_way_of_writing_it(text: str) -> None:
    assert read_stretch(text, TODAY) == STRETCHES[text]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-12-21..", "One end is missing."), ("..2027-01-05", "One end is missing."), ("21 Dec -", "One end is missing."),
        ("21/12/2026 to", "One end is missing."), ("until 5 Jan", "One end is missing."), ("from 21 Dec", "One end is missing."),
        ("2027-01-05..2026-12-21", "5 January 2027 to 21 December 2026 ends before it begins. Put the earlier day first."),
        ("31/2/2027 to 3/3/2027", "no such day"), ("a..b..c", "no stretch of days"), ("soon", "no stretch of days"), ("", "no stretch"),
        ("2026", "no stretch of days"), ("21-24", "no stretch of days"), ("1/1/1900", "The year 1900 cannot be meant"),
        ("x" * 50_000, "no stretch of days"),
    ],
)  # fmt: skip
def test_what_is_no_stretch_of_days_is_refused_with_how_one_is_written(text: str, said: str) -> None:
    with pytest.raises(NotAStretch) as refused:
        read_stretch(text, TODAY)
    assert said in str(refused.value)
    assert "such as 21/12/2026 to 5/1/2027 or 21-24 December 2026" in str(refused.value)


def test_several_stretches_stand_in_one_line_and_a_comma_before_a_year_divides_none() -> None:
    text = "21 December, 2026 to 5 January, 2027, 3/2/2027; 15-19 February"
    days = (date(2027, 2, 3), date(2027, 2, 15), date(2027, 2, 19))
    assert read_stretches(text, TODAY) == (CHRISTMAS, Stretch(days[0], days[0]), Stretch(*days[1:]))
    assert read_stretches(" None. ", TODAY) == ()


@LAWS
@given(
    first=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    length=st.integers(0, 300),
    between=st.sampled_from(["-", " - ", "–", " to ", "..", " until "]),
    way=st.sampled_from(
        [
            "{0.day}/{0.month}/{0.year}",
            "{0.year}-{0.month:02}-{0.day:02}",
            "{0.day} {0:%B} {0.year}",
            "{0.day}-{0.month}-{0.year}",
        ]
    ),
)
def test_two_days_with_something_between_them_are_read_back(first: date, length: int, between: str, way: str) -> None:
    last = first + timedelta(days=length)
    assert read_stretch(f"{way.format(first)}{between}{way.format(last)}", TODAY) == (first, last)


@LAWS
@given(first=st.dates(date(2026, 9, 1), date(2027, 5, 31)), length=st.integers(0, 60))
def test_without_years_the_same_days_are_meant_that_go_on_come_next_or_have_just_ended(
    first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    assert read_stretch(f"{first.day}/{first.month} - {last.day}/{last.month}", TODAY) == (first, last)


@pytest.mark.parametrize(
    "text", ["w/c 21 December", "week commencing 21/12/2026", "Week beginning Monday 21 December", "the week of 21 Dec"]
)
def test_a_week_is_said_by_the_day_on_which_it_begins(text: str) -> None:
    """As council diaries have it."""
    assert read_stretch(text, TODAY) == (date(2026, 12, 21), date(2026, 12, 27))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "none",
        "No",
        "no leave",
        "None planned",
        "nothing booked yet",
        "n/a",
        "N/A.",
        "nil",
        "no leave so far",
    ],
)
def test_no_leave_is_said_in_many_ways(text: str) -> None:
    assert read_stretches(text, TODAY) == ()


@pytest.mark.parametrize(
    "text", ["w/c", "w/c September", "w/c September or so", "not sure", "no idea", "none of your business"]
)
def test_what_is_neither_a_week_nor_none_is_refused_in_words(text: str) -> None:
    with pytest.raises(NotAStretch, match="first and last day"):
        read_stretches(text, TODAY)
