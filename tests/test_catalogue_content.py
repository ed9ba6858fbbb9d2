"""Facts about the catalogue of activities: complete, honest about time, and each thought through by itself."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from standards_texts import activities, building, competencies


def test_there_are_at_least_ninety_activities_each_with_an_id_and_a_title_of_its_own() -> None:
    ids = [one["id"] for one in activities()]
    assert len(ids) >= 90
    assert len(set(ids)) == len(ids)
    assert len({one["title"].casefold() for one in activities()}) == len(ids)


def test_every_competency_is_built_by_three_activities_of_two_kinds() -> None:
    for one in competencies():
        by = building(one["id"])
        assert len(by) >= 3, one["id"]
        assert len({activity["kind"] for activity in by}) >= 2, one["id"]


def test_every_competency_has_an_activity_that_is_mainly_for_it() -> None:
    mainly = {name for one in activities() for name in one["builds"]["mainly"]}
    assert [one["id"] for one in competencies() if one["id"] not in mainly] == []


def test_what_an_activity_is_mainly_for_is_one_or_two_things() -> None:
    """Three only where they truly weigh the same; and it builds six at most."""
    sizes = Counter(len(one["builds"]["mainly"]) for one in activities())
    assert sizes[1] + sizes[2] >= 0.97 * len(activities())
    assert max(len(one["builds"]["mainly"]) + len(one["builds"].get("also", [])) for one in activities()) <= 6


def test_every_competency_has_an_activity_that_finds_out_and_one_that_does() -> None:
    """Where the owner is unsure, finding out comes first; then something must be left to do."""
    for one in competencies():
        assert {activity["finds_out"] for activity in building(one["id"])} == {True, False}, one["id"]


@pytest.mark.parametrize(
    "field",
    ["title", "first_step", "cue", "barrier", "answer", "measure", "benefit", "ethical_check", "evidence_left"],
)
def test_every_activity_has_its_text_and_no_two_share_it(field: str) -> None:
    """Each is thought through by itself: no formula stands in two of them."""
    said = Counter(one[field].strip().casefold() for one in activities())
    assert min(len(text) for text in said) >= 5
    assert [text for text, times in said.items() if times > 1] == []


def test_every_cue_is_a_when_then() -> None:
    """A moment that comes by itself, and what is done at it."""
    assert [one["id"] for one in activities() if not re.match(r"When .+, then .+[.?]['\"]?$", one["cue"])] == []


def test_every_activity_names_who_helps_and_fits_into_a_hundred_days() -> None:
    for one in activities():
        assert one["helpers"], one["id"]
        assert 0 < one["sitting_hours"] <= one["hours"] <= 20, one["id"]
        assert 0 <= one["notice_days"] <= 60, one["id"]


# --- time ---------------------------------------------------------------------------------------------------------


def test_the_catalogue_takes_the_hours_that_an_honest_person_would_need() -> None:
    """Between five and six hours each, with those of the people who help about seven more."""
    number = len(activities())
    assert 5 <= sum(one["hours"] for one in activities()) / number <= 6.5
    assert 5 <= sum(one["helpers_hours"] for one in activities()) / number <= 9


def test_hours_and_sittings_are_full_quarters_and_no_sitting_is_a_scrap() -> None:
    """What is left for the last sitting that is never cut is half an hour or more."""
    for one in activities():
        assert one["hours"] * 4 % 1 == 0, one["id"]
        assert one["sitting_hours"] * 4 % 1 == 0, one["id"]
        rest = one["hours"] % one["sitting_hours"]
        assert not one["whole_sitting"] or rest == 0 or rest >= 0.5, one["id"]


def test_nearly_every_training_visit_and_meeting_is_never_cut() -> None:
    """Of what is done with others or is formal, most; of what is done at one's own desk, none or nearly none."""
    share = {
        kind: sum(one["whole_sitting"] for one in activities() if one["kind"] == kind)
        / sum(one["kind"] == kind for one in activities())
        for kind in ("with-others", "formal", "self-directed")
    }
    assert share["with-others"] > share["self-directed"]
    assert share["formal"] > 0.5
    assert share["self-directed"] < 0.1


def test_all_that_is_done_with_others_says_how_long_it_takes_them() -> None:
    assert [one["id"] for one in activities() if one["kind"] == "with-others" and not one["helpers_hours"] > 0] == []


def test_an_activity_that_lasts_weeks_has_sittings_enough_to_last_them() -> None:
    """Two or more, as far apart as it says."""
    for one in activities():
        number = -(-one["hours"] // one["sitting_hours"])
        assert one["span_days"] == 1 or number >= 2, one["id"]
        assert one.get("days_between", 1) <= max(1, one["span_days"] - 1), one["id"]


def test_a_measure_that_is_read_later_says_when() -> None:
    """In a length of time, or by an occasion to come."""
    when = r"within|later|after|that follows|weeks on|next meets"
    late = [one for one in activities() if one.get("measure_after_days")]
    assert len(late) > 50
    assert [one["id"] for one in late if not re.search(when, one["measure"], re.IGNORECASE)] == []


def test_every_phase_has_activities_enough_to_choose_from() -> None:
    phases = Counter(one["phase"] for one in activities())
    assert all(phases[name] >= least for name, least in (("listen", 50), ("try", 40), ("embed", 15), ("review", 5)))


def test_every_kind_goal_and_phase_of_activity_occurs() -> None:
    assert {one["kind"] for one in activities()} == {"on-the-job", "with-others", "formal", "self-directed"}
    assert {one["goal"] for one in activities()} == {"quick-win", "learning-need", "longer-term"}
    assert {one["phase"] for one in activities()} == {"listen", "try", "embed", "review"}
    assert max(Counter(one["kind"] for one in activities()).values()) <= 0.5 * len(activities())


def test_prerequisites_are_there_and_never_go_in_a_circle() -> None:
    """Taking out, again and again, what waits for nothing that is left takes out all."""
    waiting = {one["id"]: set(one["after"]) for one in activities()}
    assert any(waiting.values())
    while free := [name for name, after in waiting.items() if not after & set(waiting)]:
        for name in free:
            del waiting[name]
    assert waiting == {}


ORIENTATION = {
    "induction meetings": "induction", "horizon scan": "horizon|what lies ahead", "100-day targets": "target",
    "the diploma": "diploma", "a small self-evaluation": "self-evaluation", "mentors": "mentor", "shadowing": "shadow",
    "role models": "role model|admire|borrow", "own job descriptor": "descri", "national bodies": "national body",
    "Social Work Scotland's meetings": "Social Work Scotland",
}  # fmt: skip
VISIBILITY = {
    "team meetings": "team meeting", "briefings": "briefing", "an online forum": "online", "students and new workers": "student",
    "open door": "open|door", "contact on a case": "allocated|case", "walkabouts": "walk", "other offices": "office|desk|locality",
    "a practitioner forum": "practitioner", "staff events": "event", "yearly sessions": "session", "an ideas wall": "idea",
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "place"),
    [(words, "ways of orienting oneself") for words in ORIENTATION.values()]
    + [(words, "communication methods") for words in VISIBILITY.values()],
    ids=[*ORIENTATION, *VISIBILITY],
)
def test_each_way_of_orienting_oneself_and_of_being_seen_is_an_activity(words: str, place: str) -> None:
    """The eleven and the twelve that the resource lists."""
    from_there = [one for one in activities() if place in one["source"].get("place", "")]
    assert [one for one in from_there if re.search(words, f"{one['title']} {one['first_step']}", re.IGNORECASE)]


def test_each_way_has_an_activity_to_itself() -> None:
    places = Counter(
        way
        for one in activities()
        for way in ("ways of orienting oneself", "communication methods")
        if way in one["source"].get("place", "")
    )
    assert places["ways of orienting oneself"] >= len(ORIENTATION)
    assert places["communication methods"] >= len(VISIBILITY)


# --- how somebody new in post begins --------------------------------------------------------------------------------


def starters() -> list[dict[str, Any]]:
    """What somebody new in post does first."""
    return [one for one in activities() if one["starter"]]


def test_there_are_a_dozen_starters_or_more_and_not_more_than_twenty() -> None:
    assert 12 <= len(starters()) <= 20


@pytest.mark.parametrize("words", ORIENTATION.values(), ids=ORIENTATION)
def test_each_of_the_eleven_ways_to_begin_is_a_starter(words: str) -> None:
    ways = [one for one in starters() if "ways of orienting oneself" in one["source"].get("place", "")]
    assert [one for one in ways if re.search(words, f"{one['title']} {one['first_step']}", re.IGNORECASE)]


@pytest.mark.parametrize("words", ["supervis", "deputy", "out-of-hours", "decision"])
def test_what_else_cannot_wait_is_a_starter(words: str) -> None:
    """Supervision for the post, somebody who stands in, the night, and the decisions that come by name."""
    assert [one["id"] for one in starters() if re.search(words, one["title"], re.IGNORECASE)]


def test_every_starter_can_begin_in_the_first_four_weeks() -> None:
    for one in starters():
        assert one["phase"] == "listen", one["id"]
        assert one["notice_days"] <= 21, one["id"]
        assert one.get("earliest_day", 1) <= 28, one["id"]


def test_four_working_relationships_or_more_grow_over_three_weeks_or_more() -> None:
    """Mentors, shadowing, talks with those who were there before, supervision for the post."""
    growing = {one["id"]: one["span_days"] for one in activities() if one.get("relational")}
    assert len(growing) >= 4
    assert {"two-mentors-agreed", "shadow-the-predecessor", "induction-talks-in-and-out"} <= set(growing)
    assert "supervision-for-the-cswo-half" in growing
    assert min(growing.values()) >= 21


def test_several_people_can_be_asked_at_once_where_most_is_unsure() -> None:
    """Two ways or more, each ready within a week, and each finds out."""
    asking = [one for one in activities() if one.get("asks_several")]
    assert len(asking) >= 2
    assert all(one["finds_out"] and one["phase"] == "listen" and one["notice_days"] <= 7 for one in asking)


def test_what_is_dated_in_the_hundred_days_is_dated_by_its_own_words() -> None:
    """The targets in the first fortnight, and the look back in the last ten days."""
    dated = {
        one["id"]: (one.get("earliest_day"), one.get("latest_day"))
        for one in activities()
        if "earliest_day" in one or "latest_day" in one
    }
    assert dated["first-hundred-day-targets"] == (None, 14)
    assert dated["hundred-day-look-back"] == (91, 100)
