"""`standard check` finds what is wrong with the catalogue: what builds each competency, and what no calendar could hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from standards_folders import (
    builds_without,
    copy_of_ours,
    edit_values,
    line_of,
    own_activities,
    problems_of,
    spoil,
    write_files,
)

from cswo_eval.framework.activity_checks import LEAST_ACTIVITIES, LEAST_KINDS
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.standards_folder import StandardsFolder

OWN = "activities/own.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of our standards, to spoil."""
    return copy_of_ours(tmp_path / "ours")


# --- what builds a competency ------------------------------------------------------------------------------------


def builders(folder: Path, competency: str) -> list[str]:
    """The ids of the activities that build a competency, those that are mainly for it first."""
    found = Framework(StandardsFolder(folder)).activities.values()
    named = [activity for activity in found if competency in activity.builds.all]
    return [one.id for one in sorted(named, key=lambda one: competency not in one.builds.mainly)]


def keep_builders(folder: Path, competency: str, kept: list[str]) -> None:
    """Let only these activities build the competency."""

    def change(catalogue: Any) -> None:
        for activity in catalogue["activities"]:
            if activity["id"] not in kept:
                activity["builds"] = builds_without(activity["builds"], competency)

    for path in (folder / "activities").glob("*.yaml"):
        edit_values(path, change)


def place_of(folder: Path, competency: str) -> str:
    """Where the competency stands in the Standard, as a problem says it."""
    lines = (folder / "standard" / f"{competency[:2]}.yaml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, line in enumerate(lines, start=1) if line.strip() == f"- id: {competency}")
    return f"standard/{competency[:2]}.yaml, line {line}: "


def test_a_competency_that_no_activity_builds_is_a_problem_where_it_stands(folder: Path) -> None:
    keep_builders(folder, "SL2.4", [])
    assert problems_of(folder) == [
        f"{place_of(folder, 'SL2.4')}no activity builds SL2.4. Name SL2.4 under 'builds' of more activities."
    ]


def test_a_competency_that_too_few_activities_build_is_a_problem(folder: Path) -> None:
    """One fewer than are needed."""
    keep_builders(folder, "SL2.4", builders(folder, "SL2.4")[: LEAST_ACTIVITIES - 1])
    (problem,) = problems_of(folder)
    assert problem.startswith(
        f"{place_of(folder, 'SL2.4')}only {LEAST_ACTIVITIES - 1} of the {LEAST_ACTIVITIES} activities needed"
    )


def test_a_competency_that_activities_of_one_kind_alone_build_is_a_problem(folder: Path) -> None:
    assert LEAST_KINDS == 2
    named = builders(folder, "SL2.4")

    def change(catalogue: Any) -> None:
        for activity in catalogue["activities"]:
            if activity["id"] in named:
                activity["kind"] = "formal"

    for path in (folder / "activities").glob("*.yaml"):
        edit_values(path, change)
    place = place_of(folder, "SL2.4")
    assert [one for one in problems_of(folder) if one.startswith(place)] == [
        f"{place}all activities that build SL2.4 are of one kind, formal. Name SL2.4 under 'builds' of more activities."
    ]


def test_a_competency_that_no_activity_is_mainly_for_is_a_problem(folder: Path) -> None:
    """However many build it beside something else."""
    number = len(builders(folder, "SL2.4"))

    def change(catalogue: Any) -> None:
        for activity in catalogue["activities"]:
            mainly, also = activity["builds"]["mainly"], activity["builds"].get("also", [])
            if "SL2.4" in mainly:
                activity["builds"] = builds_without(activity["builds"], "SL2.4")
                activity["builds"]["also"] = [*also, "SL2.4"]

    for path in (folder / "activities").glob("*.yaml"):
        edit_values(path, change)
    (problem,) = [one for one in problems_of(folder) if one.startswith(place_of(folder, "SL2.4"))]
    assert f"{number} activities build SL2.4, and none is mainly for it. Name SL2.4 under 'mainly'" in problem


def test_a_circle_of_prerequisites_over_two_files_is_found_at_both_ends(folder: Path) -> None:
    first = builders(folder, "SD1.1")[0]
    file = next(
        path.relative_to(folder).as_posix()
        for path in (folder / "activities").glob("*.yaml")
        if f"- id: {first}\n" in path.read_text(encoding="utf-8")
    )
    spoil(folder, file, rf"(- id: {first}\n(?:.*\n)*?    after: )\[.*?\]", r"\1[own-1]")
    write_files(folder, {OWN: own_activities({"after": [first]})})
    circles = [one for one in problems_of(folder) if "must come after itself" in one]
    assert {one.partition("' must")[0].rpartition("'")[2] for one in circles} == {first, "own-1"}


# --- what no calendar could hold -----------------------------------------------------------------------------------


class Slip(NamedTuple):
    """Fields that do not go together, the field at which it is said, the words, and the same made right."""

    what: str
    wrong: dict[str, Any]
    field: str
    says: str
    right: dict[str, Any]


SLIPS = [
    Slip("sittings longer than the whole", {"hours": 2, "sitting_hours": 3}, "sitting_hours",
         "has sittings longer than the whole activity. Make it no more than 'hours'.", {"sitting_hours": 2}),
    Slip("a competency both mainly and beside", {"builds": {"mainly": ["SD1.1"], "also": ["SD1.2", "SD1.1"]}}, "builds",
         "builds the same competency twice (SD1.1). Take one out.", {"builds": {"mainly": ["SD1.1"], "also": ["SD1.2"]}}),
    Slip("a competency mainly twice", {"builds": {"mainly": ["SD1.1", "SD1.1"]}}, "builds", "twice (SD1.1).",
         {"builds": {"mainly": ["SD1.1"]}}),
    Slip("one sitting that is never cut over two weeks", {"whole_sitting": True, "span_days": 15}, "span_days",
         "is one sitting that is never cut, and is to last 15 days. Make 'span_days' 1, or", {"span_days": 1}),
    Slip("one sitting that may be cut over two weeks is two", {"whole_sitting": False, "span_days": 61}, "span_days",
         "has no place in the 100 days: it begins on day 31", {"span_days": 60}),
    Slip("sittings too far apart", {"hours": 6, "sitting_hours": 1, "days_between": 14}, "days_between",
         "begins on day 31 at the earliest, 6 sittings 14 days apart take 71 days, and it must be due by day 90.",
         {"days_between": 11}),
    Slip("days in the wrong order", {"earliest_day": 60, "latest_day": 50}, "latest_day",
         "begins on day 60 at the earliest and is due by day 50. Correct one of the two.", {"earliest_day": 40}),
    Slip("among the reviews without an end", {"earliest_day": 91}, "earliest_day",
         "begins after day 90, among the reviews, and has no 'latest_day'. Say by which day it is due, 100 at the latest.",
         {"latest_day": 100}),
    Slip("more notice than there are days", {"notice_days": 80, "span_days": 15, "phase": "try"}, "span_days",
         "begins on day 81 at the earliest, it takes 15 days, and it must be due by day 90.", {"notice_days": 75}),
    Slip("due before its notice is over", {"notice_days": 40, "latest_day": 35}, "notice_days",
         "begins on day 41 at the earliest, it takes 1 day, and it must be due by day 35.", {"latest_day": 41}),
    Slip("a phase too late for its span", {"phase": "embed", "hours": 4, "span_days": 31}, "span_days",
         "begins on day 61 at the earliest, it takes 31 days", {"span_days": 30}),
    Slip("due before its phase begins", {"phase": "embed", "latest_day": 60}, "notice_days",
         "begins on day 61 at the earliest", {"latest_day": 61}),
    Slip("too long to lie among the reviews", {"earliest_day": 91, "latest_day": 100, "hours": 4, "span_days": 11},
         "span_days", "it must be due by day 100", {"span_days": 10}),
    Slip("after something that ends too late", {"after": ["before"], "span_days": 15}, "span_days",
         "begins on day 80 at the earliest", {"span_days": 11}),
    Slip("listening when the first month is long over", {"phase": "listen", "earliest_day": 40}, "phase",
         "has no place in the phase 'listen', in which it begins by day 30: it begins on day 40 at the earliest.",
         {"earliest_day": 30}),
    Slip("listening after notice of six weeks", {"phase": "listen", "notice_days": 42, "after": ["before"]}, "phase",
         "in which it begins by day 56: it begins on day 80", {"after": []}),
    Slip("a starter in another phase", {"starter": True, "phase": "try"}, "starter",
         "is a starter in the phase 'try'. Make it false, or the phase 'listen'.", {"phase": "listen"}),
    Slip("a starter that needs long notice", {"starter": True, "phase": "listen", "notice_days": 29}, "starter",
         "is a starter that needs 29 days of notice. Make it false, or 'notice_days' 28 or less.", {"notice_days": 28}),
    Slip("several people asked and nothing found out", {"asks_several": True}, "asks_several",
         "asks several people and finds nothing out. Make 'finds_out' true", {"finds_out": True}),
    Slip("a relationship in a week", {"relational": True, "span_days": 8}, "relational",
         "is to build a working relationship in 8 days. Make 'span_days' 14 or more", {"span_days": 14}),
]  # fmt: skip

BEFORE = {"id": "before", "notice_days": 50, "span_days": 29}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    """A file with every slip and every slip made right, and all that one check says of it."""
    folder = copy_of_ours(tmp_path_factory.mktemp("slips") / "ours")
    changes = [BEFORE]
    for number, slip in enumerate(SLIPS):
        changes += [slip.wrong | {"id": f"wrong-{number}"}, slip.wrong | slip.right | {"id": f"right-{number}"}]
    text = own_activities(*changes)
    write_files(folder, {OWN: text})
    return text, problems_of(folder)


numbered = pytest.mark.parametrize("number", range(len(SLIPS)), ids=[slip.what for slip in SLIPS])


@numbered
def test_a_slip_is_said_once_at_its_field_with_what_to_do(number: int, found: tuple[str, list[str]]) -> None:
    text, problems = found
    slip = SLIPS[number]
    (problem,) = [one for one in problems if f"'wrong-{number}'" in one]
    assert problem.startswith(f"{OWN}, line {line_of(text, f'wrong-{number}', slip.field)}: 'wrong-{number}' ")
    assert slip.says in problem


@numbered
def test_the_same_made_right_is_no_problem(number: int, found: tuple[str, list[str]]) -> None:
    assert [one for one in found[1] if f"'right-{number}'" in one] == []


def test_a_phase_that_is_missing_is_the_only_problem_said(folder: Path) -> None:
    """What lies in it is not called wrong as well, and nothing breaks."""
    spoil(folder, "method.yaml", r"id: embed\b", "id: try")
    assert [one.partition(", line")[0] for one in problems_of(folder)] == ["method.yaml"]
