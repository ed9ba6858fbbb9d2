"""Answers given under an older Standard: carried where an id was renamed, else set aside whole; never dropped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from building import BASELINE, NOW, a_profile, a_register, a_round, an_entry, rated
from gap_records import write_record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from processes import run_here
from standards_folders import copy_of_ours, problems_of, rename_everywhere, say_renamed, take_out_everywhere

from cswo_eval.framework.fitted_ids import fit_ids
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework
from cswo_eval.record.models import Answer, Round
from cswo_eval.record.store import Record

RENAMED = "It was counted anew."
SPLIT = "It is now asked in two places: which half was meant?"
RETIRED = "Nobody could say what it was about."


@pytest.fixture(scope="module")
def newer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second version of the Standard, in which five things are no longer what they were.

    MV1.5 is MV1.9; the element WO4, with its three competencies, is WO5; SD2.1 was split into SD2.2 and SD2.3; SL2.4
    was retired; AO1.4 is now part of AO1.3.
    """
    folder = copy_of_ours(tmp_path_factory.mktemp("newer") / "standards")
    rename_everywhere(folder, "MV1.5", "MV1.9")
    for number in ("", ".1", ".2", ".3"):
        rename_everywhere(folder, f"WO4{number}", f"WO5{number}")
    for gone in ("SD2.1", "SL2.4", "AO1.4"):
        take_out_everywhere(folder, gone)
    say_renamed(
        folder,
        ("MV1.5", ["MV1.9"], RENAMED),
        ("WO4", ["WO5"], RENAMED),
        *((f"WO4.{number}", [f"WO5.{number}"], RENAMED) for number in (1, 2, 3)),
        ("SD2.1", ["SD2.2", "SD2.3"], SPLIT),
        ("SL2.4", [], RETIRED),
        ("AO1.4", ["AO1.3"], RENAMED),
    )
    return folder


@pytest.fixture(scope="module")
def newer(newer_folder: Path) -> Framework:
    """The second version, read."""
    assert problems_of(newer_folder) == []
    return load_framework(newer_folder)


def wordy(number: int, **given: Any) -> Answer:
    """An answer with everything in it that an owner can say, recognisable by its number."""
    return rated(
        1 + number % 5,
        importance=1 + number % 3,
        confidence="low",
        opposite=f"Someone: 'no' #{number}\n  = [bold] Gàidhlig \t🙂 ",
        learning=f"{number}: learn",
        note=" kept ",
        private=number % 2 == 0,
        passed=("evidence", "level"),
        seconds=number,
        first_answered="2026-11-02T09:30:00Z",
        changed="2026-11-03T09:30:00Z",
        **given,
    )


def kept(folder: Path, framework: Framework, answers: dict[str, Answer], **given: Any) -> Path:
    """Save a record with these answers, given under the first version, and return its folder."""
    return write_record(folder, round_=a_round(framework, answers, **given))


def read(folder: Path, framework: Framework) -> Round:
    """The round as it is read under a Standard."""
    return Record(folder).round(BASELINE, framework)


def aside(round_: Round) -> dict[str, tuple[str, Answer]]:
    """What was set aside: id, reason, answer."""
    return {one.id: (one.reason, one.answer) for one in round_.set_aside}


@pytest.mark.parametrize(("was", "now"), [("MV1.5", "MV1.9"), ("WO4.2", "WO5.2"), ("WO4", "WO5"), ("AO1.4", "AO1.3")])
def test_an_answer_to_what_was_renamed_is_carried_whole(
    was: str, now: str, tmp_path: Path, framework: Framework, newer: Framework
) -> None:
    """A competency, one of a renamed element, the element itself, and one that became part of an unanswered other."""
    fitted = read(kept(tmp_path, framework, {was: wordy(7)}), newer)
    assert fitted.answers == {now: wordy(7)}
    assert fitted.set_aside == ()


@pytest.mark.parametrize(("was", "reason"), [("SD2.1", SPLIT), ("SL2.4", RETIRED)])
def test_an_answer_to_what_was_split_or_retired_is_set_aside_whole_with_the_reason(
    was: str, reason: str, tmp_path: Path, framework: Framework, newer: Framework
) -> None:
    fitted = read(kept(tmp_path, framework, {was: wordy(8), "SD1.1": wordy(9)}), newer)
    assert fitted.answers == {"SD1.1": wordy(9)}
    assert aside(fitted) == {was: (reason, wordy(8))}


def test_an_answer_to_an_id_that_no_version_knows_is_set_aside_and_said_so(
    tmp_path: Path, framework: Framework, newer: Framework
) -> None:
    fitted = read(kept(tmp_path, framework, {"ZZ9.9": wordy(1)}), newer)
    assert fitted.answers == {}
    assert aside(fitted) == {"ZZ9.9": ("The Standard in use has no such id.", wordy(1))}


def test_an_answer_never_takes_the_place_of_another(tmp_path: Path, framework: Framework, newer: Framework) -> None:
    """AO1.4 is now part of AO1.3, which has an answer of its own: that stays, and the other is set aside."""
    fitted = read(kept(tmp_path, framework, {"AO1.4": wordy(2), "AO1.3": wordy(3)}), newer)
    assert fitted.answers == {"AO1.3": wordy(3)}
    assert aside(fitted) == {"AO1.4": (RENAMED, wordy(2))}


def test_the_place_where_the_owner_stopped_moves_with_the_name(
    tmp_path: Path, framework: Framework, newer: Framework
) -> None:
    fitted = read(kept(tmp_path, framework, {"MV1.5": wordy(4)}, position="MV1.5"), newer)
    assert fitted.position == "MV1.9"


def test_the_place_where_the_owner_stopped_moves_with_the_name_before_it_is_answered(
    tmp_path: Path, framework: Framework, newer: Framework
) -> None:
    fitted = read(kept(tmp_path, framework, {"SD1.1": wordy(4)}, position="WO4.1"), newer)
    assert fitted.position == "WO5.1"


@pytest.mark.parametrize("gone", ["SL2.4", "SD2.1"])
def test_where_the_owner_stopped_at_something_that_is_gone_the_walk_goes_on_elsewhere(
    gone: str, tmp_path: Path, framework: Framework, newer_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next question is one that the Standard in use has."""
    folder = write_record(
        tmp_path,
        profile=a_profile(worked_cases_seen=True),
        round_=a_round(framework, {"SD1.1": wordy(4)}, position=gone),
    )
    asked = run_here(monkeypatch, "assess", "--plain", "--standards", newer_folder, record=folder)
    assert asked.status == 0, asked
    assert "MV1.1" in asked.stderr
    assert gone not in asked.stderr


def test_an_answer_that_fits_is_left_as_it_is(tmp_path: Path, framework: Framework, newer: Framework) -> None:
    folder = kept(tmp_path, framework, {"SD1.1": wordy(1), "SD1": wordy(2)})
    assert read(folder, newer) == read(folder, framework)


def test_reading_under_another_standard_changes_no_file(tmp_path: Path, framework: Framework, newer: Framework) -> None:
    folder = kept(tmp_path, framework, {"MV1.5": wordy(1), "SL2.4": wordy(2)})
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    read(folder, newer)
    assert before
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_what_was_set_aside_comes_back_with_the_standard_that_has_it(
    tmp_path: Path, framework: Framework, newer: Framework
) -> None:
    """Read under the newer, saved, and read under the older again: the retired answer is in its place as it was."""
    folder = kept(tmp_path, framework, {"SL2.4": wordy(5), "SD1.1": wordy(6)})
    save_as_read(folder, newer)
    again = read(folder, framework)
    assert again.answers == {"SL2.4": wordy(5), "SD1.1": wordy(6)}
    assert again.set_aside == ()


def save_as_read(folder: Path, framework: Framework) -> None:
    """Save the round as it is read under a Standard, as any command does that changes an answer."""
    record = Record(folder)
    with record.changing("test", lambda: NOW) as writer:
        writer.save_round(record.round(BASELINE, framework))


def test_a_newer_answer_is_not_pushed_out_by_one_that_comes_back(
    tmp_path: Path, framework: Framework, newer: Framework
) -> None:
    """Set aside under the newer; answered afresh under the older by hand: the fresh one stays, the other stays aside."""
    folder = kept(tmp_path, framework, {"SL2.4": wordy(5)})
    aside_now = read(folder, newer).set_aside
    record = Record(folder)
    with record.changing("test", lambda: NOW) as writer:
        present = record.round(BASELINE, framework)
        writer.save_round(a_round(framework, {"SL2.4": wordy(6)}, set_aside=aside_now, depth=present.depth))
    again = read(folder, framework)
    assert again.answers == {"SL2.4": wordy(6)}
    assert [one.answer for one in again.set_aside] == [wordy(5)]


OLD_AND_NEW = [
    "MV1.5", "MV1.9", "WO4", "WO4.1", "WO4.2", "WO4.3", "WO5", "WO5.2", "SD2.1", "SD2.2", "SD2.3", "SL2.4", "AO1.3", "AO1.4",
    "MV1.1", "SD1", "SL2", "ZZ1", "ZZ9.9",
]  # fmt: skip


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answered=st.sets(st.sampled_from(OLD_AND_NEW)), back_and_forth=st.lists(st.booleans(), max_size=3))
def test_nothing_is_ever_dropped_or_doubled(
    answered: set[str],
    back_and_forth: list[bool],
    tmp_path_factory: pytest.TempPathFactory,
    framework: Framework,
    newer: Framework,
) -> None:
    """Whatever was answered, and however often the Standard is changed and the round saved: each answer is there once."""
    answers = {name: wordy(number) for number, name in enumerate(sorted(answered), start=10)}
    folder = kept(tmp_path_factory.mktemp("record"), framework, answers)
    for use_newer in [*back_and_forth, True]:
        standard = newer if use_newer else framework
        fitted = read(folder, standard)
        everything = [*fitted.answers.values(), *(one.answer for one in fitted.set_aside)]
        assert sorted(everything, key=lambda one: one.seconds) == sorted(answers.values(), key=lambda one: one.seconds)
        assert set(fitted.answers) <= {*standard.elements, *standard.competencies}
        assert all(one.reason for one in fitted.set_aside)
        save_as_read(folder, standard)


@settings(deadline=None, max_examples=60)
@given(given_ids=st.sets(st.sampled_from(OLD_AND_NEW)))
def test_a_fitting_is_given_for_exactly_what_the_standard_lacks(given_ids: set[str], newer: Framework) -> None:
    """Never for an id that it has, always for one that it has not, and only ever to one that it has."""
    known = {*newer.elements, *newer.competencies}
    fittings = fit_ids(given_ids, newer)
    assert set(fittings) == given_ids - known
    assert all(one.now is None or one.now in known for one in fittings.values())


# --- what the owner sees ----------------------------------------------------------------------------------------


def test_the_gap_analysis_says_what_was_set_aside_and_why(
    tmp_path: Path, framework: Framework, newer_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = kept(tmp_path, framework, {"SD2.1": wordy(8), "SL2.4": wordy(9), "MV1.5": rated(2, importance=3)})
    shown = run_here(
        monkeypatch, "gaps", "--plain", "--standards", newer_folder, "--today", "2026-11-21", record=folder
    )  # fmt: skip
    text = " ".join(shown.stdout.split())
    assert shown.status == 0, shown
    for name, reason in (("SD2.1", SPLIT), ("SL2.4", RETIRED)):
        assert name in text
        assert reason in text
    assert "MV1.9" in text


def test_evidence_for_what_was_renamed_still_counts_for_it(
    tmp_path: Path, framework: Framework, newer_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A high level carried to its new id keeps the evidence under it, as its arithmetic shows."""
    folder = write_record(
        tmp_path,
        round_=a_round(framework, {"MV1.5": rated(4, importance=3, confidence="high")}),
        register=a_register([an_entry(1, "MV1.5")]),
    )
    shown = run_here(
        monkeypatch, "gaps", "--explain", "MV1.9", "--plain", "--standards", newer_folder, "--today", "2026-11-21",
        record=folder,
    )  # fmt: skip
    assert shown.status == 0, shown
    assert "E1" in shown.stdout


def test_an_own_target_for_what_was_renamed_still_holds(
    tmp_path: Path, framework: Framework, newer_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_record(
        tmp_path,
        profile=a_profile(targets={"MV1.5": 5}),
        round_=a_round(framework, {"MV1.5": rated(2, importance=3)}),
    )
    shown = run_here(
        monkeypatch, "gaps", "--json", "--standards", newer_folder, "--today", "2026-11-21", record=folder
    )  # fmt: skip
    items = [one for one in every_mapping(json.loads(shown.stdout)) if one.get("id") == "MV1.9" and "target" in one]
    assert items
    assert {one["target"] for one in items} == {5}


def every_mapping(value: Any) -> list[dict[str, Any]]:
    """Every mapping within a JSON value."""
    if isinstance(value, dict):
        return [value, *(found for one in value.values() for found in every_mapping(one))]
    if isinstance(value, list):
        return [found for one in value for found in every_mapping(one)]
    return []
