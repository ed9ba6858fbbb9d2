"""What an activity says of days and weeks never contradicts its fields: `standard check` refuses it, and nothing that is true."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes import run_here
from standards_folders import OWN_ACTIVITY, copy_of_ours, line_of, own_activities, problems_of, write_files

from cswo_eval.files.shapes import built
from cswo_eval.framework.activity_models import Activity
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.time_checks import TEXTS, time_problems
from cswo_eval.framework.time_in_texts import NUMBERS

OWN = "activities/own.yaml"


class Told(NamedTuple):
    """A text with time in it, fields that contradict it, the words that are said to, and fields that agree with it."""

    field: str
    text: str
    wrong: dict[str, Any]
    said: str
    right: dict[str, Any]


LONG = {"hours": 4, "sitting_hours": 1}

TOLD = [
    # How long it goes on.
    Told("title", "Keep a diary of calls for six weeks", {"span_days": 1}, "'for six weeks' in 'title', and 'span_days' is 1",
         {"span_days": 36}),
    Told("title", "Keep a diary of calls for 6 weeks", {"span_days": 28}, "'for 6 weeks' in 'title'", {"span_days": 42}),
    Told("title", "Keep a diary of calls for a fortnight", {"span_days": 29}, "'for a fortnight'", {"span_days": 14}),
    Told("title", "Have two teams share one duty desk for a month", {"span_days": 8}, "'for a month'", {"span_days": 28}),
    Told("title", "Stand in for two weeks", {"span_days": 43}, "'span_days' is 43. Make it 8 to 28", {"span_days": 15}),
    Told("title", "Hand over the post for three days", {"span_days": 2}, "'for three days'", {"span_days": 3}),
    Told("title", "Try it in the hospital team within six weeks", {"span_days": 57}, "'within six weeks'", {"span_days": 40}),
    Told("first_step", "Tell the chairs that for the next six weeks you will ask it first.", {"span_days": 15},
         "'for the next six weeks' in 'first_step'", {"span_days": 42}),
    Told("first_step", "Choose a change that can end in six weeks.", {"span_days": 15, "notice_days": 40}, "'can end in six weeks'",
         {"span_days": 43}),
    Told("cue", "When a case is closed, then I note for one month what was thanked.", {"span_days": 63, "phase": "listen"}, "'for one month' in 'cue'",
         {"span_days": 28}),
    Told("cue", "When I park, then I ask about it every fortnight for two months.", {"span_days": 22, "days_between": 7},
         "'for two months' in 'cue', and 'span_days' is 22", {"span_days": 57, "days_between": 14}),
    Told("title", "Meet the team every fortnight for two months", {"span_days": 57, "days_between": 1},
         "'every fortnight for two months' in 'title', and 'days_between' is 1", {"days_between": 14, "span_days": 43}),
    Told("title", "Sit with the team once a week for six weeks", {"span_days": 36, "days_between": 1},
         "'once a week for six weeks' in 'title', and 'days_between' is 1. Make it 4 to 7", {"days_between": 7}),
    Told("title", "Work in another office one day a fortnight", {"span_days": 29}, "'one day a fortnight'", {"days_between": 14}),
    Told("title", "Hold four open doors, a fortnight apart", {"span_days": 29, "days_between": 7}, "'a fortnight apart'",
         {"days_between": 14}),
    Told("measure", "The note shows for six weeks running that the time was kept.", {"span_days": 15}, "'six weeks running'",
         {"span_days": 36, "days_between": 7}),
    Told("benefit", "Six weeks running a child sees the same face.", {"span_days": 15}, "'Six weeks running' in 'benefit'",
         {"span_days": 40}),
    Told("evidence_left", "The six-week diary", {"span_days": 15}, "'six-week diary' in 'evidence_left'", {"span_days": 42}),
    Told("answer", "Aim at ten entries in a month, and let the rest go.", {"span_days": 8}, "'Aim at ten entries in a month'",
         {"span_days": 28}),
    Told("measure", "It was said five times in a month.", {"span_days": 8}, "'times in a month'", {"span_days": 25}),
    Told("measure", "By the sixth week somebody else asks it first.", {"span_days": 22}, "'By the sixth week'", {"span_days": 36}),
    Told("barrier", "By the third week the pages are blank.", {"span_days": 8}, "'By the third week' in 'barrier'",
         {"span_days": 15}),
    # Days of the 100.
    Told("measure", "By day 60 the form has changed.", {}, "'By day 60' in 'measure', and it may be due as late as day 90. Make 'latest_day' 60",
         {"latest_day": 60}),
    Told("measure", "By the end of week two the sheet is agreed.", {"phase": "listen", "latest_day": 20}, "'By the end of week two'",
         {"latest_day": 14}),
    Told("title", "Agree the targets by week 2", {"phase": "listen"}, "'by week 2' in 'title'", {"latest_day": 12}),
    Told("title", "Agree the targets within week six", {}, "'within week six'", {"latest_day": 42}),
    Told("first_step", "Ring before day forty.", {"latest_day": 41}, "'before day forty'", {"latest_day": 40}),
    Told("cue", "When day 95 comes, then I take out the sheet.", {}, "'day 95' in 'cue', and it may begin on day 31 and be due on day 90",
         {"earliest_day": 91, "latest_day": 100}),
    Told("barrier", "In week three everybody is away.", {"phase": "listen"}, "'In week three' in 'barrier'",
         {"earliest_day": 10, "latest_day": 28}),
    Told("barrier", "By week three the pages are blank.", {"phase": "listen"}, "'By week three' in 'barrier'", {"span_days": 28}),
    Told("answer", "From day 45 the new form is in use.", {}, "'From day 45' in 'answer', and it may begin on day 31",
         {"earliest_day": 45}),
    Told("ethical_check", "Everybody hears of it between days 40 and 50.", {}, "'days 40 and 50'",
         {"earliest_day": 38, "latest_day": 55}),
    Told("evidence_left", "The form as it stands on day 60", {"phase": "listen"}, "'on day 60' in 'evidence_left'",
         {"earliest_day": 55, "latest_day": 60, "phase": "try"}),
    Told("measure", "By day 60 the form has changed.", {"latest_day": 60, "measure_after_days": 30}, "'By day 60'",
         {"latest_day": 60, "measure_after_days": 0}),
    Told("measure", "In the first two weeks in post each has been met.", {"phase": "listen"}, "'In the first two weeks in post'",
         {"latest_day": 14}),
    Told("first_step", "Book an hour in the last ten of the hundred days.", {"phase": "review"}, "'last ten of the hundred'",
         {"earliest_day": 91, "latest_day": 100}),
    # What is asked for, and when.
    Told("first_step", "Ask the leader for two dates in three weeks.", {"notice_days": 0}, "'in three weeks' in 'first_step', and 'notice_days' is 0. Make it about 21",
         {"notice_days": 14}),
    Told("first_step", "Ask the clerk for a date in ten days' time.", {"notice_days": 42}, "'in ten days' time'", {"notice_days": 10}),
    Told("first_step", "Offer two dates, a fortnight or more ahead.", {"notice_days": 3}, "'a fortnight or more ahead'",
         {"notice_days": 14}),
    Told("first_step", "Ask for an hour two to four weeks from now.", {"notice_days": 42}, "'two to four weeks from now'",
         {"notice_days": 21}),
    Told("first_step", "Offer two dates from five weeks on.", {"notice_days": 7}, "'from five weeks on'", {"notice_days": 35}),
    Told("first_step", "Ask the councillor for an hour next month.", {"notice_days": 0}, "'next month'", {"notice_days": 28}),
    Told("first_step", "Ask for ten minutes next week.", {"notice_days": 28}, "'next week'", {"notice_days": 7}),
    Told("first_step", "Ask which days in the third week from now would suit.", {"notice_days": 42}, "'the third week from now'",
         {"notice_days": 14}),
    Told("cue", "When I park, then I ask for a slot two weeks off or later.", {"notice_days": 35}, "'two weeks off' in 'cue'",
         {"notice_days": 14}),
    # When the measure can be read.
    Told("measure", "Within a month two teams use it.", {}, "'Within a month' in 'measure', and 'measure_after_days' is 0. Make it 30",
         {"measure_after_days": 30}),
    Told("measure", "Within a month two teams use it.", {"measure_after_days": 60}, "'Within a month'", {"measure_after_days": 28}),
    Told("measure", "Six weeks later two teams use it.", {"measure_after_days": 14}, "'Six weeks later'", {"measure_after_days": 42}),
    Told("measure", "Two months later the minute has it.", {"measure_after_days": 30}, "'Two months later'",
         {"measure_after_days": 60}),
    Told("measure", "Asked three weeks on, two teams say so.", {}, "'three weeks on'", {"measure_after_days": 21}),
    Told("measure", "After a month two teams use it.", {}, "'After a month'", {"measure_after_days": 30}),
    Told("measure", "The calls of the month that follows show it.", {}, "'the month that follows'", {"measure_after_days": 30}),
    Told("measure", "Each has a reply within ten working days.", {}, "'within ten working days'", {"measure_after_days": 14}),
    Told("measure", "The chairs have read it within a fortnight.", {}, "'within a fortnight'", {"measure_after_days": 14}),
    Told("measure", "The paper goes forward within the month.", {}, "'within the month'", {"measure_after_days": 28}),
    Told("measure", "Within 14 days it is sent, and a month later it is in use.", {"measure_after_days": 14}, "'a month later'",
         {"measure_after_days": 30}),
    Told("answer", "Six weeks later you ask after it.", {"span_days": 8}, "'Six weeks later' in 'answer', and nothing of it comes later than 8 days",
         {"span_days": 43}),
    Told("evidence_left", "Three accounts a month later", {}, "'a month later'", {"measure_after_days": 28}),
    Told("evidence_left", "The list, and the check at three weeks", {}, "'at three weeks'", {"span_days": 22}),
]  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    """A file with every text beside fields that contradict it, and beside fields that agree, and what one check says of it."""
    folder = copy_of_ours(tmp_path_factory.mktemp("told") / "ours")
    changes: list[dict[str, Any]] = []
    for number, told in enumerate(TOLD):
        same = LONG | {told.field: told.text}
        changes += [same | told.wrong | {"id": f"wrong-{number}"}]
        changes += [same | told.wrong | told.right | {"id": f"right-{number}"}]
    text = own_activities(*changes)
    write_files(folder, {OWN: text})
    return text, problems_of(folder)


numbered = pytest.mark.parametrize(
    "number", range(len(TOLD)), ids=[f"{number}: {told.said[:30]}" for number, told in enumerate(TOLD)]
)


@numbered
def test_a_text_that_the_fields_contradict_is_refused_where_it_stands(
    number: int, found: tuple[str, list[str]]
) -> None:
    """File, line, the words, the field they go against, and what to do."""
    text, problems = found
    told = TOLD[number]
    place = f"{OWN}, line {line_of(text, f'wrong-{number}', told.field)}: 'wrong-{number}' says "
    fitting = [one for one in problems if one.startswith(place) and told.said in one]
    assert fitting, [one for one in problems if f"'wrong-{number}'" in one]
    assert fitting[0].endswith(", or change the words.")


@numbered
def test_the_same_text_beside_fields_that_agree_is_in_order(number: int, found: tuple[str, list[str]]) -> None:
    assert [one for one in found[1] if f"'right-{number}'" in one] == []


TRUE_OF_ANY = [
    ("title", "Trace your own advice through six months of change papers"),
    ("title", "Set a year of complaints beside the figures for the same service"),
    ("title", "List every promise you made in a month and what came of each"),
    ("title", "Set hundred-day targets: what to learn, and quick wins"),
    ("title", "Agree what staff get in the first week after a death"),
    ("title", "See what a worker carries in the second week of a placement"),
    ("first_step", "Ask the analyst for six weeks of figures."),
    ("first_step", "Ask for two weeks' notice of each meeting."),
    ("first_step", "Pick a package that was set up about six months ago."),
    ("first_step", "Choose a decision from the past half year that still nags."),
    ("first_step", "Ask the chair for last quarter's figures."),
    ("first_step", "Look for somebody who has waited for six weeks."),
    ("first_step", "Write down five decisions that were made in a month."),
    ("first_step", "Open the review that is due after six weeks of care."),
    ("first_step", "Tell the chairs of next week's meetings."),
    ("first_step", "Ask a foster carer what next month holds."),
    ("cue", "When a family has been on the list for three months, then I ring the team."),
    ("cue", "When the same worry comes home twice in a week, then I write it down."),
    ("cue", "When the monthly statement shows it again, then I hold two hours for it."),
    ("cue", "When next month's diary is laid out, then I mark one day."),
    ("cue", "When I come back from two days off, then I read the log."),
    ("title", "Follow a child's plan over the six months before a placement ended"),
    ("first_step", "Ask whose review is due in six weeks."),
    ("first_step", "Ring the manager of the service whose contract ends in two months."),
    ("first_step", "Ask HR who has been off sick for three weeks or more."),
    ("cue", "When a worker is off for two weeks, then I ring their manager."),
    ("cue", "When a child stays for six weeks in a hotel, then I ask to see the plan."),
    ("barrier", "It goes well for two weeks running and then stops."),
    ("answer", "Start small, and say that it ends after a month."),
    ("answer", "A month later is soon enough."),
    ("measure", "Reviews held within six weeks rise from half to two thirds."),
    ("measure", "Assessments are finished within 28 days in eight of ten cases."),
    ("measure", "The report shows how many waited more than six weeks."),
    ("measure", "On day 1 of the month the list is out."),
    ("evidence_left", "The minute of day 3 of the hearing"),
    ("barrier", "Three weeks later nobody remembers it."),
    ("barrier", "From day one there is too much to read."),
    ("barrier", "Your predecessor left months ago."),
    ("answer", "Ask for little and for six months, and say which line it comes from."),
    ("answer", "Put the date into rotas six weeks ahead."),
    ("answer", "Read it a page a day, 7 days a week if need be."),
    ("answer", "With four or five cases a year, take five years together."),
    ("measure", "Each row shows what may break within two years."),
    ("measure", "It says what they decided in the two days, and what they spent two weeks on this year."),
    ("measure", "There are two counts of a fortnight each."),
    ("measure", "The plan says what happens by day 28 of a placement, and who reads it in week two of the course."),
    ("measure", "It is no more than a week later than was promised."),
    ("benefit", "Nobody stays in secure care a day longer than the law allows."),
    ("benefit", "A child is seen every week for a year."),
    ("ethical_check", "Anybody you let down in the hundred days hears it from you."),
    ("evidence_left", "The dated sheet, kept so that it can be held against day 100"),
    ("evidence_left", "The sheet, brought to the day-100 review"),
]


def activity_with(**changes: Any) -> Activity:
    """An activity of somebody's own with these fields."""
    return built(Activity, OWN_ACTIVITY | LONG | changes)


def refused(framework: Framework, **changes: Any) -> list[tuple[str, str, str]]:
    """What is refused of an activity with these fields."""
    return list(time_problems(activity_with(**changes), framework.method.plan))


@pytest.mark.parametrize(("field", "text"), TRUE_OF_ANY, ids=[text for _, text in TRUE_OF_ANY])
@pytest.mark.parametrize(
    "fields", [{"span_days": 1}, {"span_days": 29, "days_between": 7, "notice_days": 28}], ids=["short", "long"]
)
def test_how_old_something_is_and_what_others_take_is_never_refused(
    field: str, text: str, fields: dict[str, Any], framework: Framework
) -> None:
    """Whatever the fields say of the activity itself."""
    assert refused(framework, **{field: text}, **fields) == []


KNOWN = [
    ("deputy-holds-the-post", "first_step", "the third week from now", "notice_days", 42),
    ("what-their-profession-puts-first", "first_step", "two to four weeks from now", "notice_days", 0),
    ("what-i-felt-before-deciding", "answer", "aim at ten entries in a month", "span_days", 8),
    ("one-change-in-your-name", "first_step", "end in six weeks", "span_days", 15),
    ("two-agencies-one-visit", "title", "for six weeks", "span_days", 15),
    ("ask-what-the-person-hopes-for", "title", "for six weeks", "span_days", 8),
    ("staff-event-with-speaker", "measure", "three weeks on", "days_between", 1),
    ("first-hundred-day-targets", "measure", "By the end of week two", "latest_day", None),
]


@pytest.mark.parametrize(
    ("name", "field", "words", "changed", "value"), KNOWN, ids=[f"{one[0]}: {one[2]}" for one in KNOWN]
)
def test_a_text_of_ours_is_refused_once_its_field_is_changed(
    name: str, field: str, words: str, changed: str, value: object, framework: Framework
) -> None:
    """So the catalogue passes because its texts are true, and not because they are not read."""
    activity = framework.activities[name]
    rules = framework.method.plan
    assert words in getattr(activity, field)
    assert list(time_problems(activity, rules)) == []
    spoilt = activity._replace(
        **{
            changed: value,
            "span_days": value if changed == "span_days" else 1 if changed == "days_between" else activity.span_days,
        }
    )
    assert [one for one in time_problems(spoilt, rules) if one[0] == field and words in one[1]] != []


@given(
    number=st.integers(1, 12),
    in_words=st.booleans(),
    unit=st.sampled_from([("week", 7, 7), ("month", 28, 31), ("fortnight", 14, 14)]),
    wait=st.integers(0, 200),
)
def test_a_measure_agrees_with_its_wait_within_three_days_and_not_otherwise(
    number: int, in_words: bool, unit: tuple[str, int, int], wait: int, framework: Framework
) -> None:
    """For every length, in words and in figures."""
    name, least, most = unit
    written = next(word for word, held in NUMBERS.items() if held == number) if in_words else str(number)
    text = f"{written.capitalize()} {name}{'s' if number > 1 else ''} later it is in use."
    agrees = least * number - 3 <= wait <= most * number + 3
    assert (refused(framework, measure=text, measure_after_days=wait) == []) == agrees


@given(weeks=st.integers(2, 12), span=st.integers(1, 90))
def test_what_goes_on_for_weeks_takes_so_long_but_for_the_last_and_not_more_than_twice(
    weeks: int, span: int, framework: Framework
) -> None:
    agrees = 7 * weeks - 6 <= span <= 14 * weeks
    assert (refused(framework, title=f"Keep a diary for {weeks} weeks", span_days=span) == []) == agrees


@given(day=st.integers(1, 100), latest=st.integers(1, 90))
def test_what_is_to_be_so_by_a_day_is_due_by_then(day: int, latest: int, framework: Framework) -> None:
    found = refused(framework, measure=f"By day {day} it is agreed.", latest_day=latest, phase="listen")
    assert (found == []) == (latest <= day)


def test_every_text_of_an_activity_is_read() -> None:
    """Each text field but the id, and the helpers, who are named and not told."""
    texts = {name for name, held in OWN_ACTIVITY.items() if isinstance(held, str)}
    assert texts - {"id", "kind", "goal", "phase"} == set(TEXTS)


def test_the_problem_is_said_by_the_command_with_status_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {OWN: own_activities({"title": "Keep a diary for six weeks"})})
    done = run_here(monkeypatch, "standard", "check", tmp_path, "--plain")
    assert (done.status, done.stdout) == (1, "")
    assert "line 7: 'own-1' says 'for six weeks' in 'title', and 'span_days' is 1. Make it 36 to 84" in done.stderr
