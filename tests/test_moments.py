"""A moment is kept in UTC and shown as the day that it was where the owner is, wherever a day is shown."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from building import a_walk, an_entry
from hypothesis import given
from hypothesis import strategies as st
from processes import on_posix, run_here

from cswo_eval.cli.interviews.entry_files import asked_wish
from cswo_eval.files.shapes import Shape
from cswo_eval.forms.questions import hint_of
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Attachment
from cswo_eval.record.sample import write_sample
from cswo_eval.text.moments import is_moment, local_day
from cswo_eval.walk.question_words import question_for
from cswo_eval.walk.state import Step

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not on_posix(), reason="needs a clock that can be set to another zone"),
]

ZONES = {
    "Europe/London": ("2026-06-30T23:30:00Z", date(2026, 7, 1)),
    "Pacific/Kiritimati": ("2026-06-30T10:30:00Z", date(2026, 7, 1)),
    "Pacific/Pago_Pago": ("2026-07-01T10:30:00Z", date(2026, 6, 30)),
    "UTC": ("2026-06-30T23:59:59Z", date(2026, 6, 30)),
}
"""A zone, a moment near midnight there, and the day that it was."""


@pytest.fixture
def clock_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets the clock of this process to another zone, until the test ends."""

    def set_clock(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield set_clock
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("zone", ZONES)
def test_the_local_day_is_the_day_that_it_was_there(zone: str, clock_in: Callable[[str], None]) -> None:
    clock_in(zone)
    moment, day = ZONES[zone]
    assert local_day(moment) == day


def test_in_winter_scotland_and_utc_have_the_same_day(clock_in: Callable[[str], None]) -> None:
    clock_in("Europe/London")
    assert local_day("2026-12-31T23:30:00Z") == date(2026, 12, 31)


@given(st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31, 23, 59, 59)))
def test_every_moment_has_a_day_at_most_one_from_that_of_utc(there: datetime) -> None:
    """At the ends of the calendar too."""
    text = there.replace(tzinfo=UTC, microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    assert is_moment(text)
    assert abs((local_day(text) - there.date()).days) <= 1


@pytest.mark.parametrize("text", ["2026-02-30T10:00:00Z", "2026-13-01T10:00:00Z", "0000-01-01T10:00:00Z"])
def test_there_is_no_moment_on_a_day_that_does_not_exist(text: str) -> None:
    assert not is_moment(text)


# --- wherever a day is shown ----------------------------------------------------------------------------------------------


def with_moments(value: Any, moment: str) -> Any:
    """The same value with every moment in it, and in what it holds, put to this one."""
    if isinstance(value, Shape):
        return value._replace(**{name: with_moments(held, moment) for name, held in value.__dict__.items()})
    if isinstance(value, tuple):
        return tuple(with_moments(one, moment) for one in value)
    if isinstance(value, dict):
        return {name: with_moments(held, moment) for name, held in value.items()}
    return moment if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value) else value


def record_of(folder: Path, framework: Framework, moment: str) -> Path:
    """The sample record with every moment put to this one, and something taken out of each kind that can be."""
    record = write_sample(folder, framework, lambda: moment)
    register, claims = with_moments(record.register(), moment), with_moments(record.prior_learning(), moment)
    gone = register.find("E5")._replace(removed=moment)
    held = register.find("E21")
    held = held._replace(attachments=(held.attachments[0]._replace(removed=moment), *held.attachments[1:]))
    with record.changing("test", lambda: moment) as writer:
        writer.save_profile(with_moments(record.profile(), moment))
        writer.save_register(register.with_entry(gone).with_entry(held))
        writer.save_prior_learning(claims)
        for account in record.reflections():
            changed = with_moments(account, moment)
            writer.save_reflection(changed._replace(removed=moment) if account.id == "R2" else changed)
        for day in record.round_days():
            writer.save_round(with_moments(record.round(day, framework), moment))
        for day in record.plan_days():
            writer.save_plan(with_moments(record.plan(day), moment))
    return folder


WINDOWS = [
    ("evidence", "show", "E4"),
    ("evidence", "show", "E5"),
    ("evidence", "show", "E21"),
    ("evidence", "list"),
    ("evidence", "list", "--removed"),
    ("evidence", "list", "--json"),
    ("evidence", "show", "E21", "--json"),
    ("evidence", "reflect", "--list"),
    ("evidence", "show", "R1"),
    ("evidence", "show", "R2"),
    ("plan", "show"),
    ("gaps",),
    ("check",),
    ("guard", "list"),
    ("portfolio", "check"),
    ("portfolio", "contract"),
    ("portfolio", "brief"),
    ("report", "--format", "markdown", "--output", "report"),
    ("report", "--format", "html", "--output", "report"),
    ("report", "--format", "json", "--output", "report"),
    ("report", "--format", "csv", "--output", "report-csv"),
    (),
]
"""Whatever shows something of a record."""
SHOWN = {
    ("evidence", "show", "E4"),
    ("evidence", "show", "E5"),
    ("evidence", "show", "E21"),
    ("evidence", "list", "--removed"),
}
"""Of these, what shows the day of a moment."""


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone != "UTC"])
def test_every_day_that_is_shown_is_the_local_one(
    zone: str,
    clock_in: Callable[[str], None],
    framework: Framework,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every moment of the record is near one midnight: the day of UTC stands nowhere but within a moment itself."""
    clock_in(zone)
    monkeypatch.chdir(tmp_path)
    moment, day = ZONES[zone]
    utc = date.fromisoformat(moment[:10])
    record = record_of(tmp_path / "record", framework, moment)

    def ways_to_say(one: date) -> str:
        names = "|".join([f"{one.day} {one:%b} {one.year}", f"{one.day} {one:%B} {one.year}"])
        return rf"(?<!\d)(?:{names}|{one.isoformat()}(?!T)|{one:%d/%m/%Y})"

    for window in WINDOWS:
        force = ("--force",) if "--output" in window else ()
        done = run_here(monkeypatch, *window, *force, record=record)
        assert done.status == 0, (window, done.stderr)
        written = list(Path().glob("report*")) if "--output" in window else []
        files = [one for path in written for one in ([path] if path.is_file() else path.iterdir())]
        said = done.stdout + "".join(one.read_bytes().decode("utf-8", "replace") for one in files)
        assert not re.search(ways_to_say(utc), said), (window, re.search(ways_to_say(utc), said))
        if window in SHOWN:
            assert re.search(ways_to_say(day), said), window
        if "--json" in window:
            assert moment in said


@pytest.mark.parametrize("zone", ZONES)
def test_an_entry_dated_the_day_it_was_recorded_is_taken_for_one_of_today(
    zone: str, clock_in: Callable[[str], None], framework: Framework
) -> None:
    clock_in(zone)
    moment, day = ZONES[zone]
    entry = an_entry(1, "SD1.3", recorded=moment, effective=day)
    question = question_for(a_walk(framework, entries=[entry]), Step("SD1.3", "evidence-date", "E1"))
    assert "Enter if it was today" in hint_of(question)


@pytest.mark.parametrize("zone", ZONES)
def test_the_file_of_the_same_name_is_said_with_its_local_day(
    zone: str, clock_in: Callable[[str], None], tmp_path: Path
) -> None:
    clock_in(zone)
    moment, day = ZONES[zone]
    source = tmp_path / "minute.txt"
    source.write_text("words", encoding="utf-8")
    file = Attachment(id="T1", name="minute.txt", stored="E1/T1-minute.txt", sha256="0" * 64, size=1, added=moment)
    asked: list[str] = []

    class Talk:
        """Somebody who says yes."""

        def agreed(self, question: str, _help: str) -> bool:
            asked.append(question)
            return True

    asked_wish(Talk(), an_entry(1, attachments=(file,)), source)  # type: ignore[arg-type]
    assert f"added {day})" in asked[0]
