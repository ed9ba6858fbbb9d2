"""The reviews in a calendar file begin at 09:00 in London, whoever reads the file and wherever: five readers that share no code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from building import a_plan, an_action

from cswo_eval.formats.ics import calendar_bytes
from cswo_eval.record.plan_models import PlanReview

pytestmark = pytest.mark.installed

RECORD = "0123456789abcdef"
DAYS = (
    date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30), date(2026, 7, 1), date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26),
    date(2026, 12, 31), date(2027, 3, 28), date(2027, 4, 6), date(2027, 11, 5), date(2034, 3, 26), date(2034, 10, 29),
)  # fmt: skip
"""On both sides of each change of the clocks and on its day, in years that begin on different days of the week."""
EXPECTED = {
    f"{RECORD}-2026-11-23-review-{number}@cswo-eval": datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/London"))
    .astimezone(UTC)
    for number, day in enumerate(DAYS, start=1)
}  # fmt: skip
Reader = Callable[[bytes, Path], dict[str, datetime]]


@pytest.fixture(scope="module")
def data() -> bytes:
    """A file with a review on each of these days, and an action."""
    reviews = tuple(PlanReview(number=number, day=day) for number, day in enumerate(DAYS, start=1))
    return calendar_bytes(a_plan(an_action(), reviews=reviews), RECORD)


def by_icalendar(data: bytes, _place: Path) -> dict[str, datetime]:
    """As Python's icalendar reads it."""
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return {str(one["uid"]): one["dtstart"].dt for one in events if isinstance(one["dtstart"].dt, datetime)}


def by_the_zone_in_the_file(data: bytes, _place: Path) -> dict[str, datetime]:
    """As the file's own rules say, whatever zone of that name the reader knows: under a name that none knows."""
    return by_icalendar(data.replace(b"Europe/London", b"Zone of this file"), _place)


def by_vobject(data: bytes, _place: Path) -> dict[str, datetime]:
    """As vobject reads it, which makes its zones from the file."""
    events = vobject.readOne(data.decode()).vevent_list
    return {one.uid.value: one.dtstart.value for one in events if isinstance(one.dtstart.value, datetime)}


KHAL = """\
[calendars]
[[none]]
path = {place}
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = UTC
local_timezone = UTC
"""


def by_khal(data: bytes, place: Path) -> dict[str, datetime]:
    """As the calendar program khal prints it for somebody in UTC."""
    program = Path(sys.executable).with_name("khal")
    if not program.exists():
        pytest.skip("khal is not installed, so this reader was not asked")
    (place / "plan.ics").write_bytes(data)
    (place / "khal.conf").write_text(KHAL.format(place=place / "none"), encoding="utf-8")
    (place / "none").mkdir()
    done = subprocess.run(
        [program, "-c", place / "khal.conf", "printics", "--format", "{uid} {start-long-full}", place / "plan.ics"],
        capture_output=True, encoding="utf-8", check=True,
        env={**os.environ, "HOME": str(place), "XDG_CACHE_HOME": str(place), "XDG_DATA_HOME": str(place)},
    )  # fmt: skip
    lines = [line.split(" ", 1) for line in done.stdout.splitlines() if "-review-" in line]
    return {uid: datetime.strptime(text.strip(), "%Y-%m-%d %H:%M").replace(tzinfo=UTC) for uid, text in lines}


def by_node(name: str) -> Reader:
    """As a JavaScript library reads it on a machine in New York."""

    def read(data: bytes, place: Path) -> dict[str, datetime]:
        node = shutil.which("node")
        if node is None:
            pytest.skip(f"Node.js is not installed, so {name} was not asked")
        (place / "plan.ics").write_bytes(data)
        done = subprocess.run(
            [node, Path(__file__).with_name("calendar_readers.cjs"), name, place / "plan.ics"],
            capture_output=True, encoding="utf-8", check=False, env={**os.environ, "TZ": "America/New_York"},
        )  # fmt: skip
        if done.returncode == 3:
            pytest.skip(f"{name} is not installed where NODE_PATH says, so it was not asked")
        assert done.returncode == 0, done.stderr
        return {uid: datetime.fromisoformat(text) for uid, text in json.loads(done.stdout).items()}

    return read


READERS: dict[str, Reader] = {
    "icalendar": by_icalendar,
    "icalendar by the zone in the file": by_the_zone_in_the_file,
    "vobject": by_vobject,
    "khal": by_khal,
    "ical.js": by_node("ical.js"),
    "node-ical": by_node("node-ical"),
}


@pytest.mark.parametrize("reader", READERS)
def test_nine_in_london_is_one_instant_for_each_reader(reader: str, data: bytes, tmp_path: Path) -> None:
    """In summer time and out of it, on the day of each change, this year and eight years on."""
    found = READERS[reader](data, tmp_path)
    assert {uid: one.astimezone(UTC) for uid, one in found.items()} == EXPECTED


def test_the_zone_is_two_rules_and_no_list_of_dates(data: bytes) -> None:
    """The last Sunday of March and of October, in each year: programs that read lists of dates an hour wrong read these right."""
    (zone,) = icalendar.Calendar.from_ical(data).walk("VTIMEZONE")
    assert b"RDATE" not in data
    rules = {part.name: dict(part["rrule"]) for part in zone.subcomponents}
    for name, month in (("DAYLIGHT", 3), ("STANDARD", 10)):
        assert rules[name] == {"FREQ": ["YEARLY"], "BYMONTH": [month], "BYDAY": ["-1SU"]}
    hours = {part.name: (part["tzoffsetfrom"].td, part["tzoffsetto"].td) for part in zone.subcomponents}
    assert hours == {"DAYLIGHT": (timedelta(), timedelta(hours=1)), "STANDARD": (timedelta(hours=1), timedelta())}


def test_a_file_without_a_timed_event_names_no_zone() -> None:
    assert b"VTIMEZONE" not in calendar_bytes(a_plan(an_action()), RECORD)
