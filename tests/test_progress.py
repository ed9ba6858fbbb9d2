"""How far the owner has come, and an honest estimate of what is left."""

from __future__ import annotations

import pytest
from building import a_round, rated
from hypothesis import given, settings
from hypothesis import strategies as st

from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Answer
from cswo_eval.walk.progress import progress_of, rounded_minutes, said_minutes, seconds_each

LAWS = settings(max_examples=100, deadline=None)
STANDINGS = [
    Answer(),
    Answer(note="begun"),
    rated(1),
    rated(5),
    Answer(standing="no-chance"),
    Answer(standing="not-applicable", reason="none"),
]


def competencies(framework: Framework, count: int) -> list[str]:
    return list(framework.competencies)[:count]


@pytest.mark.parametrize(("present", "counts"), list(zip(STANDINGS, [0, 0, 1, 1, 1, 1], strict=True)), ids=range(6))
def test_an_item_counts_when_it_has_a_level_or_is_set_apart(framework: Framework, present: Answer, counts: int) -> None:
    """A started answer is not an answered one; no chance yet and not applicable are."""
    place = progress_of(framework, a_round(framework, {"SD1.3": present}), ["SD1.3"], "usual", "All")
    assert (place.title, place.total, place.answered, place.complete) == ("All", 1, counts, counts == 1)


def test_without_a_round_nothing_is_answered(framework: Framework) -> None:
    place = progress_of(framework, None, list(framework.competencies), "usual", "All")
    assert (place.total, place.answered, place.complete) == (80, 0, False)


def test_progress_counts_only_what_is_in_its_scope(framework: Framework) -> None:
    round_ = a_round(framework, {"SD1.1": rated(3), "MV1.1": rated(3), "SD1": rated(3)})
    assert progress_of(framework, round_, ["SD1.1", "SD1.2"], "usual", "").answered == 1


def test_how_good_the_answers_are_changes_nothing(framework: Framework) -> None:
    """Have I finished? is kept apart from How good am I?"""
    items = competencies(framework, 10)
    low, high = ({item: rated(level) for item in items[:6]} for level in (1, 5))
    assert progress_of(framework, a_round(framework, low), items, "usual", "") == progress_of(
        framework, a_round(framework, high), items, "usual", ""
    )


def test_when_all_is_answered_nothing_is_left(framework: Framework) -> None:
    items = competencies(framework, 10)
    place = progress_of(framework, a_round(framework, dict.fromkeys(items, rated(3))), items, "usual", "")
    assert (place.complete, place.minutes_left) == (True, 0)


@LAWS
@given(answered=st.sets(st.integers(0, 79)), depth=st.sampled_from(["usual", "full", "quick"]))
def test_every_item_is_either_answered_or_still_costs_time(
    framework: Framework, answered: set[int], depth: str
) -> None:
    items = competencies(framework, 80)
    round_ = a_round(framework, {items[number]: rated(3) for number in sorted(answered)}, depth=depth)
    place = progress_of(framework, round_, items, depth, "")
    assert place.answered == len(answered)
    assert (place.minutes_left == 0) == (len(answered) == 80)


@pytest.mark.parametrize("depth", ["usual", "full", "quick", "element"])
def test_before_the_owner_has_a_pace_the_constant_of_the_depth_is_used(framework: Framework, depth: str) -> None:
    expected = getattr(framework.method, f"seconds_{depth}")
    four = {item: rated(3, seconds=1) for item in competencies(framework, 4)}
    assert seconds_each(framework, None, depth) == expected
    assert seconds_each(framework, a_round(framework, four, depth=depth), depth) == expected


def test_deeper_depths_are_expected_to_take_longer(framework: Framework) -> None:
    quick, usual, full = (seconds_each(framework, None, depth) for depth in ("quick", "usual", "full"))
    assert quick < usual < full


def test_from_five_answers_the_owners_own_pace_is_used(framework: Framework) -> None:
    """The median, so that one long thought does not count for all."""
    times = [30, 40, 50, 60, 4000]
    answers = {item: rated(3, seconds=time) for item, time in zip(competencies(framework, 5), times, strict=True)}
    assert seconds_each(framework, a_round(framework, answers), "usual") == 50


def test_a_pause_does_not_count_as_thought(framework: Framework) -> None:
    """Where every item was left open over lunch, an item counts for a quarter of an hour at most."""
    answers = {item: rated(3, seconds=9000) for item in competencies(framework, 6)}
    assert seconds_each(framework, a_round(framework, answers), "usual") == 900


def test_a_quick_start_is_no_promise_of_the_rest(framework: Framework) -> None:
    """Five answers given in a second each do not make eighty a matter of minutes."""
    answers = {item: rated(3, seconds=1) for item in competencies(framework, 5)}
    each = seconds_each(framework, a_round(framework, answers), "usual")
    assert framework.method.seconds_usual / 5 <= each <= framework.method.seconds_usual


def test_answers_from_a_pipe_took_no_time_and_set_no_pace(framework: Framework) -> None:
    answers = {item: rated(3, seconds=0) for item in competencies(framework, 20)}
    assert seconds_each(framework, a_round(framework, answers), "usual") == framework.method.seconds_usual


def test_what_was_only_started_sets_no_pace(framework: Framework) -> None:
    answers = {item: Answer(seconds=5) for item in competencies(framework, 20)}
    assert seconds_each(framework, a_round(framework, answers), "usual") == framework.method.seconds_usual


def test_the_pace_of_the_elements_says_nothing_about_the_competencies(framework: Framework) -> None:
    answers = {item: rated(3, seconds=300) for item in framework.elements}
    round_ = a_round(framework, answers, depth="element")
    assert seconds_each(framework, round_, "element") == 300
    assert seconds_each(framework, round_, "usual") == framework.method.seconds_usual


def test_the_pace_of_one_depth_says_nothing_about_another(framework: Framework) -> None:
    answers = {item: rated(3, seconds=10) for item in competencies(framework, 20)}
    round_ = a_round(framework, answers, depth="quick")
    assert seconds_each(framework, round_, "quick") == 10
    assert seconds_each(framework, round_, "full") == framework.method.seconds_full


def test_the_estimate_is_the_pace_times_what_is_left(framework: Framework) -> None:
    """Five answered at two minutes each, three left: six minutes."""
    items = competencies(framework, 8)
    answers = {item: rated(3, seconds=120) for item in items[:5]}
    assert progress_of(framework, a_round(framework, answers), items, "usual", "").minutes_left == 6


def test_the_first_hour_of_eighteen_elements_is_about_half_an_hour(framework: Framework) -> None:
    place = progress_of(framework, None, list(framework.elements), "element", "")
    assert place.total == 18
    assert 25 <= place.minutes_left <= 40


def test_all_eighty_take_two_to_three_hours(framework: Framework) -> None:
    assert 120 <= progress_of(framework, None, list(framework.competencies), "usual", "").minutes_left <= 180


@LAWS
@given(seconds=st.integers(0, 200_000))
def test_minutes_are_rounded_up_and_by_less_than_six(seconds: int) -> None:
    """Never less than it takes; above a quarter of an hour, in fives."""
    minutes = rounded_minutes(seconds)
    assert 0 <= minutes * 60 - seconds < 6 * 60
    assert minutes <= 15 or minutes % 5 == 0


@LAWS
@given(seconds=st.integers(0, 100_000), more=st.integers(0, 5000))
def test_more_work_is_never_said_to_take_less_time(seconds: int, more: int) -> None:
    assert rounded_minutes(seconds) <= rounded_minutes(seconds + more)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 minutes"), (1, "1 minute"), (2, "2 minutes"), (59, "59 minutes"), (60, "1 h"), (75, "1 h 15 min"),
     (120, "2 h"), (150, "2 h 30 min")],
)  # fmt: skip
def test_minutes_are_said_as_people_say_them(minutes: int, said: str) -> None:
    assert said_minutes(minutes) == said
