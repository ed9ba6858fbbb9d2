"""What of a plan is in a copy for others: time asked of helpers, when a measure is known, days besides; and no level by any of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from gap_records import changed
from reports import AUDIENCES, FORMATS, Owner, sample_owner, squeezed, words_of

from cswo_eval.formats.json import json_bytes
from cswo_eval.pages.blocks import Facts
from cswo_eval.pages.rows import row_tables
from cswo_eval.record.plan_models import Goal, LeftOut

DAY = date(2026, 11, 4)
PARTLY = LeftOut(item="MV1.1", title="A need", band="high", reason="No room is left.", taken=1.5, gap=3)
BEGINNING = "No level of yours asks for this: it is how somebody new in post begins."


def owner_with(**plan: Any) -> Owner:
    owner = sample_owner()
    return owner._replace(plan=changed(owner.plan, **plan))


def helped() -> Owner:
    """The sample, of which the first action that is planned has helpers, their time, and a day from which it is known."""
    owner = sample_owner()
    action = next(one for one in owner.plan.actions if one.status == "planned" and not one.private)
    more = changed(action, helpers=("the clerk",), helpers_hours=2.5, measure="It is.", measure_from=DAY)
    return owner._replace(plan=owner.plan.with_action(more))


def planned(owner: Owner, audience: str) -> list[dict[str, Any]]:
    """The actions as JSON tells them."""
    return list(json.loads(json_bytes(owner.report(audience)))["plan"]["actions"])


@pytest.mark.parametrize("audience", AUDIENCES)
def test_whoever_is_told_who_helps_and_what_shows_it_is_told_for_how_long_and_from_when(audience: str) -> None:
    for action in planned(helped(), audience):
        assert ("helpers" in action) == ("helpers_hours" in action)
        assert ("measure" in action) == ("measure_from" in action)
    told = [one for one in planned(helped(), audience) if one.get("helpers") == ["the clerk"]]
    assert [(one["helpers_hours"], one["measure_from"]) for one in told] == [(2.5, str(DAY))]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_when_it_was_said_that_an_action_is_done_is_for_nobody(audience: str) -> None:
    assert [one for one in planned(sample_owner(), audience) if "marked_done" in one] == []


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("ics", "json")])
def test_every_format_tells_an_employer_how_long_it_takes_those_who_help(name: str) -> None:
    shown = squeezed(words_of(name, FORMATS[name](helped().report("employer"))))
    assert squeezed("2.5 h in all") in shown or squeezed("Their time, about") in shown


def test_an_employer_is_told_the_time_of_all_who_help_and_the_days_besides() -> None:
    owner = helped()
    report = owner._replace(plan=changed(owner.plan, set_aside=(DAY,))).report("employer")
    section = next(one for one in report.document.sections if one.id == "plan")
    pairs = dict(pair for block in section.blocks if isinstance(block, Facts) for pair in block.pairs)
    assert pairs["Their time"].startswith("about ")
    assert pairs["Days set aside"] == "Wed 4 Nov, outside the weekly hours"


def test_where_nothing_is_known_of_helpers_time_the_cell_is_empty() -> None:
    owner = owner_with(actions=tuple(one._replace(helpers_hours=0.0) for one in sample_owner().plan.actions))
    table = row_tables(owner.report("self"))[2]
    place = [column.name for column in table.columns].index("Their time, about")
    assert {row[place] for row in table.rows} == {None}


@pytest.mark.parametrize("name", FORMATS)
def test_an_employer_sees_nothing_of_how_far_a_need_is_served(name: str) -> None:
    whole = FORMATS[name](owner_with(left_out=(PARTLY,)).report("employer"))
    assert whole == FORMATS[name](owner_with(left_out=()).report("employer"))


def test_a_coach_is_told_what_is_missing_of_a_need_in_the_report_and_in_both_kinds_of_rows() -> None:
    report = owner_with(left_out=(PARTLY,)).report("coach")
    shown = squeezed(words_of("markdown", FORMATS["markdown"](report)))
    assert squeezed("1½ of 3 levels") in shown
    (told,) = json.loads(json_bytes(report))["plan"]["left_out"]
    assert (told["taken"], told["gap"]) == (1.5, 3.0)
    plan = next(table for table in row_tables(report) if table.name == "Plan")
    assert ("MV1.1", "A need", "served in part (high)", "1½ of 3 levels missing. No room is left.") in plan.rows


def test_a_goal_that_no_need_asks_for_tells_a_coach_nothing_of_levels() -> None:
    """That no level asks for it is said to its owner alone."""
    goals = (*sample_owner().plan.goals, Goal(item="SL4", reason="beginning", members=("SL4",), why=BEGINNING))
    owner = owner_with(goals=goals)
    own = squeezed(words_of("markdown", FORMATS["markdown"](owner.report("self"))))
    told = squeezed(words_of("markdown", FORMATS["markdown"](owner.report("coach"))))
    assert squeezed(BEGINNING) in own
    assert squeezed("No level of") not in told
    assert squeezed("It is how somebody new in post begins.") in told
