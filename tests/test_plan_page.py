"""What the plan's page says: weeks that borrow, the last ten days, what is served in part, what to arrange, whole sittings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from building import a_plan, an_action
from gap_records import standard

from cswo_eval.formats.terminal.plain import plain_text
from cswo_eval.framework.activity_models import Activity
from cswo_eval.pages.blocks import Document, Paragraph, Scale, Table
from cswo_eval.pages.one_action import action_document
from cswo_eval.pages.plan_gaps import left_out_section, partly_section
from cswo_eval.pages.plan_load import load_section
from cswo_eval.pages.plan_sections import plan_document, shown_goals
from cswo_eval.planning.working_days import calendar_of
from cswo_eval.record.plan_models import Action, Goal, LeftOut, Plan, PlanReview, Sitting

MONDAY = date(2026, 9, 7)
WHOLE = next(one for one in standard().activities.values() if one.whole_sitting)
CUT = next(one for one in standard().activities.values() if not one.whole_sitting)
NOTICE = next(one for one in standard().activities.values() if one.notice_days >= 10)
PARTLY = LeftOut(item="SD1.3", title="Councillors and communities", band="high", reason="No room.", taken=1.5, gap=3)
WANTING = LeftOut(item="SD2.1", title="A vision from our values", band="low", reason="It is long.", gap=1)


def planned(*actions: Action, **given: Any) -> Plan:
    return a_plan(*actions, start=MONDAY, made_on=MONDAY, **given)


def worked(number: int, activity: Activity, *sittings: tuple[date, float], **given: Any) -> Action:
    """An action of an activity with these sittings."""
    days = [day for day, _ in sittings]
    values = {
        "activity": activity.id,
        "hours": sum(hours for _, hours in sittings),
        "start": min(days),
        "due": max(days),
    }
    held = tuple(Sitting(day=day, hours=hours) for day, hours in sittings)
    return an_action(number, sittings=held, **{**values, **given})


def page(plan: Plan, today: date = MONDAY) -> str:
    return said(plan_document(standard(), plan, today))


def said(document: Document) -> str:
    return plain_text(document, 100)


def weeks(plan: Plan) -> dict[date, tuple[str, str]]:
    """What is said of each week's hours, and what besides, by its Monday."""
    table = load_section(standard(), plan, calendar_of(standard(), plan)).blocks[0]
    assert isinstance(table, Table)
    found = {}
    for place, row in enumerate(table.rows):
        hours = row[1]
        assert isinstance(hours, Scale)
        found[MONDAY + timedelta(days=7 * place)] = (hours.said, str(row[2]) if len(row) > 3 else "")
    return found


# --- weeks ----------------------------------------------------------------------------------------------------------------


def test_a_week_that_borrows_and_the_one_that_lends_say_so() -> None:
    told = weeks(planned(worked(1, WHOLE, (MONDAY, 4.0))))
    assert told[MONDAY] == ("4 h of 3 h", "1 h borrowed from the week beside it")
    assert told[MONDAY + timedelta(days=7)] == ("0 h of 3 h", "1 h lent to the week beside it")


def test_what_may_be_cut_borrows_nothing_and_is_over() -> None:
    assert weeks(planned(worked(1, CUT, (MONDAY, 4.0))))[MONDAY] == ("4 h of 3 h, 1 h over", "")


def test_hours_on_a_day_set_aside_are_told_beside_those_of_the_week() -> None:
    told = weeks(planned(worked(1, WHOLE, (MONDAY, 6.0)), set_aside=(MONDAY,)))
    assert told[MONDAY] == ("0 h of 3 h", "6 h on a day set aside")


def test_where_no_week_has_anything_besides_there_is_no_column_for_it() -> None:
    table = load_section(standard(), planned(), calendar_of(standard(), planned())).blocks[0]
    assert isinstance(table, Table)
    assert [column.heading for column in table.columns] == ["Week", "Planned", "Actions"]


# --- the last ten days ----------------------------------------------------------------------------------------------------


def test_the_last_ten_days_hold_their_review_what_begins_in_them_and_what_goes_on() -> None:
    closing = MONDAY + timedelta(days=92)
    plan = planned(
        worked(1, CUT, (closing, 1.0)),
        worked(2, CUT, (MONDAY + timedelta(days=80), 1.0), (closing, 2.0)),
        reviews=(
            PlanReview(number=60, day=MONDAY + timedelta(days=59)),
            PlanReview(number=100, day=date(2026, 12, 15)),
        ),
    )
    told = page(plan).split("Review and rate again")[1].split("\nReviews\n")[0]
    assert "A1" in told
    assert "A2 goes on: Tue 8 Dec 2 h" in told
    assert "Day 100: the review, on Tuesday 15 December 2026" in told
    assert "Day 60" not in told


# --- served in part, and left out -----------------------------------------------------------------------------------------


def test_a_need_served_in_part_says_what_is_missing_and_why_and_is_not_among_what_did_not_fit() -> None:
    plan = planned(left_out=(PARTLY, WANTING))
    (table,) = partly_section(standard(), plan).blocks
    assert isinstance(table, Table)
    assert table.rows == (("SD1.3", "Councillors and communities", "high", "1½ of 3 levels", "No room."),)
    (rest,) = left_out_section(standard(), plan).blocks
    assert isinstance(rest, Table)
    assert rest.rows == (("SD2.1", "A vision from our values", "low", "It is long."),)


def test_a_reason_that_several_share_stands_once_above_them() -> None:
    several = tuple(
        WANTING._replace(item=name, title=standard().title_of(name)) for name in ("SD2.1", "SD2.2", "SD2.3")
    )
    alone, paragraph, table = left_out_section(
        standard(), planned(left_out=(*several, WANTING._replace(item="SD3.1", reason="Another.")))
    ).blocks
    assert isinstance(alone, Table)
    assert isinstance(paragraph, Paragraph)
    assert isinstance(table, Table)
    assert [row[0] for row in alone.rows] == ["SD3.1"]
    assert paragraph.text == WANTING.reason
    assert [row[0] for row in table.rows] == ["SD2.1", "SD2.2", "SD2.3"]


def test_that_everything_fitted_is_said_only_where_it_did() -> None:
    for left_out in ((PARTLY,), (WANTING,), (PARTLY, WANTING)):
        assert "Everything fitted" not in page(planned(left_out=left_out))
    assert "Everything fitted." in page(planned())


def test_how_many_needs_are_not_served_in_full_is_said_at_the_beginning() -> None:
    told = page(planned(worked(1, CUT, (MONDAY, 1.0)), left_out=(PARTLY, WANTING)))
    assert "Not in full: 1 need is served in part, 1 is left out; see below" in told


def test_without_a_goal_it_is_not_said_that_no_level_is_below_its_target_where_one_is_left_out() -> None:
    told = page(planned(goals=(), left_out=(WANTING,)))
    assert "No goal is open: what is needed did not fit" in told
    assert "no level lies below" not in told


def test_an_action_put_off_is_told_by_its_own_id() -> None:
    off = worked(1, CUT, (MONDAY, 1.0), status="deferred", title="Later")
    entry = LeftOut(item=off.goal, title="Later", band="deferred", reason="You put A1 off to the next 100 days.")
    (table,) = left_out_section(standard(), planned(off, left_out=(entry,))).blocks
    assert isinstance(table, Table)
    assert table.rows == (("A1", "Later", "put off", "You put A1 off to the next 100 days."),)


def test_a_goal_all_of_which_is_left_out_is_in_no_list_of_goals() -> None:
    goals = tuple(Goal(item=name, reason="need", members=(name,), why="") for name in ("SD1.3", "SD2.1"))
    assert [one.item for one in shown_goals(planned(goals=goals, left_out=(PARTLY, WANTING)))] == ["SD1.3"]


def test_an_element_that_is_itself_a_need_is_told_as_a_whole_and_one_that_gathers_needs_is_not() -> None:
    goals = (
        Goal(item="AO1", reason="need", members=("AO1",), why=""),
        Goal(item="SD1", reason="need", members=("SD1.3", "SD1.4"), why=""),
        Goal(item="SL1", reason="beginning", members=("SL1",), why=""),
    )
    told = page(planned(goals=goals, left_out=(WANTING._replace(item="WO1", title="Developing networks"),)))
    assert "Managing resources (as a whole)" in told
    assert "Developing networks (as a whole)" in told
    for name in ("SD1", "SL1"):
        assert f"{standard().title_of(name)} (as a whole)" not in told


# --- what must be arranged ------------------------------------------------------------------------------------------------


def test_what_had_to_be_arranged_before_the_plan_was_made_is_arranged_now() -> None:
    soon = MONDAY + timedelta(days=NOTICE.notice_days - 3)
    told = page(planned(worked(1, NOTICE, (soon, 1.0), first_step="Ring them."))).split("To arrange ahead")[1]
    ahead = told.split("Listen and take stock")[0].split()
    assert "now" in ahead
    assert "Sep" not in ahead


def test_what_is_to_be_arranged_later_has_its_day() -> None:
    later = MONDAY + timedelta(days=NOTICE.notice_days + 7)
    told = page(planned(worked(1, NOTICE, (later, 1.0)))).split("To arrange ahead")[1]
    assert "Mon 14 Sep" in told.split("Listen and take stock")[0]


# --- one action -----------------------------------------------------------------------------------------------------------


def action_page(action: Action, **given: Any) -> dict[str, str]:
    (section,) = action_document(standard(), planned(action, **given), action).sections
    return dict(section.blocks[0].pairs)  # type: ignore[union-attr]


def test_sittings_that_are_not_cut_say_so_and_which_of_them_is_outside_the_weekly_hours() -> None:
    second = MONDAY + timedelta(days=8)
    told = action_page(worked(1, WHOLE, (MONDAY, 2.0), (second, 2.0)), set_aside=(second,))
    assert told["Sittings"] == "Mon 7 Sep 2 h, Tue 15 Sep 2 h outside the weekly hours, whole"


def test_a_single_sitting_is_told_only_where_it_is_not_cut() -> None:
    assert action_page(worked(1, WHOLE, (MONDAY, 2.0)))["Sittings"] == "Mon 7 Sep 2 h, whole"
    assert "Sittings" not in action_page(worked(1, CUT, (MONDAY, 2.0)))


def test_how_long_it_takes_those_who_help_and_from_when_its_measure_is_known_are_told() -> None:
    told = action_page(
        worked(1, CUT, (MONDAY, 2.0), helpers=("the clerk",), helpers_hours=2.5, measure_from=date(2026, 10, 5))
    )
    assert told["Their time, about"] == "2.5 h in all"
    assert told["Known from"] == "5 October 2026"


def test_where_nothing_is_known_of_either_neither_is_told() -> None:
    assert {"Their time, about", "Known from"} & set(action_page(worked(1, CUT, (MONDAY, 2.0)))) == set()


def test_a_beginning_is_told_by_what_it_mainly_builds() -> None:
    beginning = Goal(item="SD1", reason="beginning", members=("SD1",), why="")
    told = action_page(worked(1, WHOLE, (MONDAY, 2.0), goal="SD1", serves=()), goals=(beginning,))
    assert told["Works on"] == "; ".join(f"{name} {standard().title_of(name)}" for name in WHOLE.builds.mainly)
