"""The plan as a calendar file, read back by two independent readers and, for its bytes, by hand."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
import yaml
from building import AWKWARD_TEXTS, PLAN_START, a_plan, an_action
from conftest import Finished
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import Program, run_here

from cswo_eval.formats.ics import calendar_bytes
from cswo_eval.record.plan_models import PlanReview
from cswo_eval.record.sample import sample_folder

pytestmark = pytest.mark.installed

PLAN = "plans/2026-09-07.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample record, to change."""
    return Path(shutil.copytree(sample_folder(), tmp_path / "record"))


@pytest.fixture
def calendar(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Finished]:
    """Runs `plan calendar` on it."""
    return lambda *given: run_here(monkeypatch, "plan", "calendar", *given, record=folder)


@pytest.fixture(scope="module")
def data() -> bytes:
    """The calendar file of the sample's plan."""
    from cswo_eval.record.store import Record

    plan = Record(sample_folder()).latest_plan()
    assert plan is not None
    return calendar_bytes(plan, "0123456789abcdef")


def plan_of_the_sample() -> Any:
    """The sample's plan as a plain YAML reader reads it."""
    return yaml.safe_load((sample_folder() / PLAN).read_bytes())


def unfolded(data: bytes) -> list[str]:
    """The content lines of a file, put together again by hand (RFC 5545, 3.1)."""
    assert data.endswith(b"\r\n")
    return data.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode().removesuffix("\r\n").split("\r\n")


def events_of(data: bytes) -> dict[str, Any]:
    """The events by their UID, read by icalendar."""
    events = {str(event["uid"]): event for event in icalendar.Calendar.from_ical(data).walk("VEVENT")}
    assert len(events) == data.count(b"BEGIN:VEVENT")
    return events


def second_reading(data: bytes) -> dict[str, Any]:
    """The events by their UID, read by vobject, which shares no code with the writer."""
    return {event.uid.value: event for event in vobject.readOne(data.decode()).vevent_list}


def test_a_process_writes_the_file_and_says_so(folder: Path, program: Program, tmp_path: Path) -> None:
    """`--output` with spaces and accents in its path: the bytes are those that standard output gets."""
    target = tmp_path / "my càlendar.ics"
    written = program("plan", "calendar", "--output", target, record=folder)
    assert (written.status, written.stdout) == (0, "")
    assert "Every event is marked private" in " ".join(written.stderr.split())
    printed = program("plan", "calendar", record=folder)
    assert printed.stderr == ""
    assert target.read_bytes().replace(b"\r\n", b"\n").decode() == printed.stdout
    assert b"\r\n" in target.read_bytes()


def test_both_readers_find_an_event_for_each_action_and_each_review(data: bytes) -> None:
    """Every planned or done action and the three reviews, no more; both readers agree on which."""
    plan = plan_of_the_sample()
    expected = {
        f"0123456789abcdef-2026-09-07-{action['id']}@cswo-eval"
        for action in plan["actions"]
        if action.get("status", "planned") in ("planned", "done") and not action.get("private")
    }
    assert len(expected) > 8
    reviews = {f"0123456789abcdef-2026-09-07-review-{number}@cswo-eval" for number in (30, 60, 100)}
    assert set(events_of(data)) == expected | reviews
    assert set(second_reading(data)) == expected | reviews


def test_actions_are_free_all_day_events_from_start_to_due(data: bytes) -> None:
    """Whole days, the end being the day after (as calendars count), and free, so that the diary is not blocked."""
    events, again = events_of(data), second_reading(data)
    for action in plan_of_the_sample()["actions"]:
        if action.get("status", "planned") != "planned" or action.get("private"):
            continue
        uid = f"0123456789abcdef-2026-09-07-{action['id']}@cswo-eval"
        event = events[uid]
        assert (event["dtstart"].dt, event["dtend"].dt) == (action["start"], action["due"] + timedelta(days=1))
        assert type(event["dtstart"].dt) is date
        assert event["transp"] == "TRANSPARENT"
        assert again[uid].dtstart.value == action["start"]
        assert again[uid].dtend.value == action["due"] + timedelta(days=1)
        assert again[uid].transp.value == "TRANSPARENT"


def test_reviews_are_at_nine_in_london_with_an_alarm_the_day_before(data: bytes) -> None:
    """09:00 by the clock in London, in summer time and out of it; an hour; busy; and an alarm."""
    days = {review["number"]: review["day"] for review in plan_of_the_sample()["reviews"]}
    offsets = set()
    for number, day in days.items():
        uid = f"0123456789abcdef-2026-09-07-review-{number}@cswo-eval"
        event, again = events_of(data)[uid], second_reading(data)[uid]
        expected = datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/London"))
        for starts in (event["dtstart"].dt, again.dtstart.value):
            assert starts.astimezone(UTC) == expected.astimezone(UTC)
            assert (starts.hour, starts.minute) == (9, 0)
        offsets.add(expected.utcoffset())
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)
        assert event.get("transp", "OPAQUE") == "OPAQUE"
        (alarm,) = event.walk("VALARM")
        assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", timedelta(days=-1))
        assert again.valarm.action.value == "DISPLAY"
    assert "TZID=Europe/London" in data.decode()
    assert data.count(b"BEGIN:VTIMEZONE") == 1
    assert len(offsets) == 2, "the sample's reviews lie on both sides of the change of the clocks"


def test_every_event_is_private_and_says_what_it_must(data: bytes) -> None:
    """CLASS:PRIVATE, a stamp, a sequence and a UID on each; the file says version and maker."""
    lines = unfolded(data)
    for needed in ("CLASS:PRIVATE", "BEGIN:VEVENT", "END:VEVENT"):
        assert lines.count(needed) == len(events_of(data))
    for name in ("UID", "DTSTAMP", "SEQUENCE", "SUMMARY"):
        assert sum(line.startswith(f"{name}:") for line in lines) == len(events_of(data))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert "VERSION:2.0" in lines
    assert any(line.startswith("PRODID:") for line in lines)


def test_an_event_tells_the_first_step_and_who_helps(data: bytes) -> None:
    """The texts of an action are in its event's description, commas and all, by both readers."""
    events, again = events_of(data), second_reading(data)
    for action in plan_of_the_sample()["actions"]:
        uid = f"0123456789abcdef-2026-09-07-{action['id']}@cswo-eval"
        if uid not in events:
            continue
        for told in (str(events[uid]["description"]), again[uid].description.value):
            for name in ("first_step", "cue", "measure"):
                assert action.get(name, "") in told
            assert ", ".join(action.get("helpers", ())) in told


def test_no_line_is_longer_than_75_octets_and_none_is_cut_within_a_character(data: bytes) -> None:
    """Folding as RFC 5545 asks, counted in octets; each folded line is whole UTF-8."""
    lines = data.split(b"\r\n")
    assert any(line.startswith(b" ") for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
    assert b"\n" not in data.replace(b"\r\n", b"")


HOSTILE = (
    "END:VEVENT\r\nBEGIN:VALARM\nATTACH:file:///etc/passwd;x,y\\n\\;é😀: \"q\"\t\x07\u2028=cmd|' /C calc'!A0 "
    + "é" * 200
)


@pytest.mark.parametrize("name", ["title", "first_step", "cue", "measure", "benefit", "helpers"])
def test_hostile_words_are_words_and_nothing_else(name: str) -> None:
    """Line ends, separators and control characters in any text add no property and no part; the words are read back."""
    words = (HOSTILE,) if name == "helpers" else HOSTILE
    data = calendar_bytes(a_plan(an_action(**{name: words})), "0123456789abcdef")
    lines = unfolded(data)
    (event,), (again,) = events_of(data).values(), second_reading(data).values()
    assert lines.count("BEGIN:VEVENT") == 1
    assert "BEGIN:VALARM" not in lines
    assert not any(line.startswith("ATTACH") for line in lines)
    field = "summary" if name == "title" else "description"
    for told in (str(event[field]), getattr(again, field).value):
        for part in ("END:VEVENT", "BEGIN:VALARM", 'file:///etc/passwd;x,y\\n\\;é😀: "q"', "é" * 200):
            assert part in told
    assert re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data) is None
    assert max(map(len, data.split(b"\r\n"))) <= 75


@settings(max_examples=40, deadline=None)
@given(title=st.one_of(st.sampled_from(sorted(AWKWARD_TEXTS.values(), key=len)[:-5]), st.text(max_size=80)))
def test_any_title_is_read_back_by_both_readers(title: str) -> None:
    """Whatever letters a title has: one event, folded lines, and the letters again (what cannot be shown, as a mark)."""
    title = title.encode("utf-8", "ignore").decode()
    data = calendar_bytes(a_plan(an_action(title=title)), "0123456789abcdef")
    (event,), (again,) = events_of(data).values(), second_reading(data).values()
    assert max(map(len, data.split(b"\r\n"))) <= 75
    letters = [one for one in title if one.isalnum()]
    assert [one for one in str(event["summary"]) if one.isalnum()] == letters
    assert [one for one in again.summary.value if one.isalnum()] == letters


@pytest.mark.parametrize("status", ["dropped", "deferred"])
def test_what_is_no_longer_planned_is_left_out(status: str) -> None:
    """A dropped or deferred action has no event."""
    data = calendar_bytes(a_plan(an_action(1), an_action(2, status=status)), "0123456789abcdef")
    assert [uid.split("@")[0].rsplit("-", 1)[1] for uid in events_of(data)] == ["A1"]


def test_private_actions_are_left_out_of_the_file(
    folder: Path, calendar: Callable[..., Finished], program: Program
) -> None:
    """Marked private on the command line, an action's words are nowhere in the calendar's bytes: its event is taken out."""
    title = next(one for one in plan_of_the_sample()["actions"] if one["id"] == "A5")["title"]
    before = calendar().stdout
    assert program("plan", "edit", "A5", "--note", "x", "--private", record=folder).status == 0
    after = calendar().stdout
    flat = [one.replace("\r\n ", "") for one in (before, after)]
    assert "-A5@cswo-eval" in flat[0]
    assert title.split(",")[0] in flat[0]
    assert title.split(",")[0] not in flat[1]
    (taken_out,) = [event for uid, event in events_of(after.encode()).items() if uid.endswith("-A5@cswo-eval")]
    assert taken_out["summary"] == "Taken out"


def test_made_again_the_uids_stay_and_the_sequence_rises(
    folder: Path, calendar: Callable[..., Finished], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A calendar program that reads the new file replaces the events it has: same UIDs, a higher SEQUENCE."""

    def events() -> dict[str, Any]:
        return events_of(calendar().stdout.encode())

    first = events()
    made = run_here(monkeypatch, "plan", "make", "--start", "2026-09-07", "--hours", "2", "--today", "2026-10-05",
                    record=folder)  # fmt: skip
    assert made.status == 0
    second = events()
    both = set(first) & set(second)
    assert {uid for uid in first if "-review-" in uid} <= both
    assert len(both) > 5
    for uid in both:
        assert second[uid]["sequence"] > first[uid]["sequence"]


def test_a_done_action_ends_on_the_day_it_was_done() -> None:
    """The event of a finished action runs to the day on which it was finished, and says Done."""
    plan = a_plan(an_action(status="done", finished=PLAN_START + timedelta(days=2)))
    (event,) = events_of(calendar_bytes(plan, "0123456789abcdef")).values()
    assert event["dtend"].dt == PLAN_START + timedelta(days=3)
    assert "Done" in event.to_ical().decode()


def test_two_records_do_not_overwrite_one_anothers_events() -> None:
    """UIDs hold the record's own id."""
    plan = a_plan(an_action(), reviews=(PlanReview(number=30, day=PLAN_START + timedelta(days=29)),))
    uids = [set(events_of(calendar_bytes(plan, name))) for name in ("0123456789abcdef", "fedcba9876543210")]
    assert len(uids[0]) == 2
    assert uids[0].isdisjoint(uids[1])


# --- where it is written ---------------------------------------------------------------------------------------------


def test_a_file_that_is_there_is_not_written_over_without_force(
    calendar: Callable[..., Finished], tmp_path: Path
) -> None:
    """Refused with the option that would; with it, the new file takes the place of the old one."""
    target = tmp_path / "plan.ics"
    target.write_bytes(b"mine")
    refused = calendar("--output", str(target))
    assert (refused.status, refused.stdout) == (1, "")
    assert "is there already. Use another name with --output, or --force to write over it." in " ".join(
        refused.stderr.split()
    )
    assert target.read_bytes() == b"mine"
    assert calendar("--output", str(target), "--force").status == 0
    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize("where", ["no/such/plan.ics", ".", "a file/plan.ics"])
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_place_that_cannot_be_is_refused_and_nothing_is_made(
    calendar: Callable[..., Finished], tmp_path: Path, where: str, force: tuple[str, ...]
) -> None:
    """A missing folder is not made, a folder is no file, and a file is no folder: said in words, nothing written."""
    (tmp_path / "a file").write_bytes(b"mine")
    before = sorted(path.name for path in tmp_path.iterdir())
    refused = calendar("--output", str(tmp_path / where), *force)
    assert (refused.status, refused.stdout) == (1, "")
    assert re.search(r"There is no folder|is a folder\. Name a file", refused.stderr)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
