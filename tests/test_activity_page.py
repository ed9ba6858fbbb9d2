"""What `standard show` says of an activity: all that a calendar knows of it, in words, and nothing that is not so."""

from __future__ import annotations

import re
from typing import Any

import pytest
from processes import run_here
from standards_folders import OWN_ACTIVITY

from cswo_eval.files.shapes import built
from cswo_eval.framework.activity_models import Activity
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Facts, Table
from cswo_eval.pages.standard_sections import entry_document


def facts(framework: Framework, activity: Activity) -> dict[str, str]:
    """The page of an activity, by its labels."""
    (section,) = entry_document(framework, activity).sections
    (block,) = [one for one in section.blocks if isinstance(one, Facts)]
    return dict(block.pairs)


def own(**changes: Any) -> Activity:
    """An activity of somebody's own with these fields."""
    return built(Activity, OWN_ACTIVITY | changes)


SAID = [
    ({"whole_sitting": False, "hours": 6, "sitting_hours": 1.5}, "Sittings", "at most 1.5 h each"),
    ({"whole_sitting": True, "hours": 6, "sitting_hours": 1.5}, "Sittings", "4 of 1.5 h, never cut"),
    ({"whole_sitting": True, "hours": 8, "sitting_hours": 8}, "Sittings", "one of 8 h, never cut"),
    ({"whole_sitting": True, "hours": 9.5, "sitting_hours": 8}, "Sittings", "2, never cut: 8 h, the last 1.5 h"),
    ({"whole_sitting": True, "hours": 5, "sitting_hours": 2}, "Sittings", "3, never cut: 2 h each, the last 1 h"),
    ({"whole_sitting": True, "hours": 0.9, "sitting_hours": 0.3}, "Sittings", "3 of 0.3 h, never cut"),
    ({"span_days": 42}, "Takes", "42 days or more from the first sitting to the last"),
    (
        {"span_days": 43, "days_between": 14},
        "Takes",
        "43 days or more from the first sitting to the last; 14 days or more from one sitting to the next",
    ),
    ({"span_days": 1}, "Takes", None),
    ({"notice_days": 1}, "Arrange ahead", "1 day"),
    ({"notice_days": 0}, "Arrange ahead", "nothing to arrange"),
    ({"latest_day": 14}, "Days of the 100", "is done by day 14"),
    ({"earliest_day": 91, "latest_day": 100}, "Days of the 100", "begins on day 91 or later and is done by day 100"),
    ({}, "Days of the 100", None),
    ({"starter": True}, "Good to know", "among the first things for somebody new in post"),
    ({"relational": True}, "Good to know", "builds a working relationship over weeks"),
    (
        {"asks_several": True, "finds_out": True},
        "Good to know",
        "asks several people how you are doing; finds out how things stand before effort is spent",
    ),
    ({}, "Good to know", None),
    ({"helpers_hours": 6}, "Their time, about", "6 h in all"),
    ({"helpers_hours": 0}, "Their time, about", None),
    ({"measure_after_days": 30}, "Known from", "30 days after the last sitting"),
    ({}, "Known from", None),
    ({"builds": {"mainly": ["SD1.1"]}}, "Builds also", None),
]


@pytest.mark.parametrize(("fields", "label", "words"), SAID, ids=[f"{label}: {words}" for _, label, words in SAID])
def test_a_field_is_said_in_words_or_left_out(
    fields: dict[str, Any], label: str, words: str | None, framework: Framework
) -> None:
    assert facts(framework, own(**fields)).get(label) == words


def test_what_it_is_mainly_for_and_what_it_builds_beside_stand_apart(framework: Framework) -> None:
    shown = facts(framework, own(builds={"mainly": ["SD1.1"], "also": ["SD1.2", "MV1.1"]}))
    title = framework.title_of
    assert shown["Builds mainly"] == f"SD1.1 {title('SD1.1')}"
    assert shown["Builds also"] == f"SD1.2 {title('SD1.2')}, MV1.1 {title('MV1.1')}"


def test_the_sittings_that_are_said_make_up_the_hours(framework: Framework) -> None:
    """Of every activity of the catalogue with sittings that are never cut."""
    whole = [one for one in framework.activities.values() if one.whole_sitting]
    assert len(whole) > 40
    for activity in whole:
        said = facts(framework, activity)["Sittings"].replace("one of", "1 of")
        number, longest = int(said.split()[0].rstrip(",")), float(re.findall(r"([\d.]+) h", said)[0])
        last = re.search(r"the last ([\d.]+) h", said)
        hours = (number - 1) * longest + float(last[1]) if last else number * longest
        assert hours == pytest.approx(activity.hours), activity.id


def test_what_is_mainly_for_a_competency_stands_first_on_its_page(framework: Framework) -> None:
    """And says so of each."""
    for competency in framework.competencies.values():
        table = next(
            block
            for section in entry_document(framework, competency).sections
            if section.id == "activities"
            for block in section.blocks
            if isinstance(block, Table)
        )
        said = [(row[0], row[2]) for row in table.rows]
        assert [how for _, how in said] == sorted((how for _, how in said), reverse=True)
        for name, how in said:
            assert (competency.id in framework.activities[name].builds.mainly) == (how == "mainly")


def test_the_command_shows_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    done = run_here(monkeypatch, "standard", "show", "hundred-day-look-back", "--plain")
    assert done.status == 0, done
    assert "Days of the 100: begins on day 91 or later and is done by day 100" in done.stdout
