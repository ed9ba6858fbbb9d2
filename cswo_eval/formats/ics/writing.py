"""The bytes of a calendar file (RFC 5545). It says no METHOD: it is a file to open, and no message from an organiser."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from cswo_eval.formats.ics.entries import Entry, end_of
from cswo_eval.formats.ics.london import ZONE, london
from cswo_eval.formats.ics.revisions import CalendarFile, Numbered
from cswo_eval.record.sent import moment_of

if TYPE_CHECKING:
    from icalendar import Component

REVIEW_HOUR = 9
REVIEW_MINUTES = 60
TAKEN_OUT = "Taken out"
SOME_DAY = date(2000, 1, 1)
"""The day of an event that was taken out. The standard asks for one, and the real one would tell who never had it when it was; a program
that keeps such an event shows it out of the way."""


def file_bytes(file: CalendarFile) -> bytes:
    """Return the file."""
    from icalendar import Calendar, Event, Todo  # only for this file

    calendar = Calendar()
    calendar.add("prodid", "-//cswo-eval//100-day plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "100-day plan")
    if any(one.entry is not None and one.entry.timed for one in file.entries):
        calendar.add_component(london())
    for one in file.entries:
        part: Component = Todo() if one.is_todo else Event()
        _say_which(part, one)
        if one.entry is None:
            _say_gone(part, one)
        elif one.is_todo:
            _say_todo(part, one.entry)
        else:
            _say_event(part, one.entry)
        calendar.add_component(part)
    result: bytes = calendar.to_ical()
    return result


def _say_which(part: Component, one: Numbered) -> None:
    part.add("uid", one.uid)
    at = moment_of(one.sequence)  # when it was changed last: without a METHOD a stamp means that
    part.add("dtstamp", at)
    part.add("last-modified", at)
    part.add("sequence", one.sequence)
    part.add("summary", one.entry.summary if one.entry is not None else TAKEN_OUT)
    part.add("class", "PRIVATE")  # a diary is read by others


def _say_gone(part: Component, one: Numbered) -> None:
    part.add("status", "CANCELLED")
    if not one.is_todo:
        part.add("dtstart", SOME_DAY)
        part.add("transp", "TRANSPARENT")


def _say_todo(part: Component, entry: Entry) -> None:
    part.add("dtstart", entry.first)
    part.add("due", entry.last)
    part.add("status", "COMPLETED" if entry.done else "NEEDS-ACTION")


def _say_event(part: Component, entry: Entry) -> None:
    part.add("description", entry.description)
    if entry.timed:
        from zoneinfo import ZoneInfo

        starts = datetime.combine(entry.first, time(REVIEW_HOUR), tzinfo=ZoneInfo(ZONE))
        part.add("dtstart", starts)
        part.add("dtend", starts + timedelta(minutes=REVIEW_MINUTES))
    else:
        part.add("dtstart", entry.first)
        part.add("dtend", end_of(entry))  # all-day events end on the day after
        part.add("transp", "TRANSPARENT")  # free: it must not block the diary
    part.add("status", "CONFIRMED")
    if entry.done:
        part.add("categories", ["Done"])
    if entry.alarm:
        from icalendar import Alarm

        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.alarm)
        alarm.add("trigger", timedelta(days=-1))
        part.add_component(alarm)
