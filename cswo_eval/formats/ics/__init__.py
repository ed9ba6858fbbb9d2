"""The plan as an iCalendar file: actions as free all-day events, reviews as timed events with an alarm."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from cswo_eval.formats.registry import Wishes
from cswo_eval.pages.report import Report
from cswo_eval.record.models import Action, Plan
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.visible import visible

if TYPE_CHECKING:
    from icalendar import Event, Todo

ZONE = "Europe/London"
REVIEW_HOUR = 9
REVIEW_MINUTES = 60


def write_report(report: Report, wishes: Wishes) -> dict[str, bytes]:
    """Return the calendar file of a report's plan. Raises CswoEvalError where there is none."""
    if report.plan is None:
        raise CswoEvalError("There is no plan yet, so no calendar file. `cswo-eval plan make` makes one.")
    return {"": calendar_bytes(report.plan, report.profile.record_id, wishes.todos)}


def words_written(report: Report) -> str:
    """Return all words of the calendar file of a report, '' where it has no plan."""
    return calendar_words(report.plan, report.profile.record_id) if report.plan is not None else ""


def calendar_words(plan: Plan, record_id: str) -> str:
    """Return all words of the calendar file of a plan, its lines unfolded and its signs as they were typed."""
    text = calendar_bytes(plan, record_id).decode().replace("\r\n ", "").replace("\\n", "\n")
    return re.sub(r"\\([\\,;])", r"\1", text)


def calendar_bytes(plan: Plan, record_id: str, todos: bool = False) -> bytes:
    """Return the file. Actions that are dropped, deferred away or marked private are left out.

    `todos`: a to-do beside each action's event, for programs that show them (Outlook and Google Calendar do not).
    UIDs stay the same when it is made again and SEQUENCE rises, so that a calendar program replaces rather than doubles.
    """
    from zoneinfo import ZoneInfo

    from icalendar import Alarm, Calendar, Event, Todo  # only for this file

    calendar = Calendar()
    calendar.add("prodid", "-//cswo-eval//100-day plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "100-day plan")
    stamp = datetime.strptime(plan.made, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    for action in plan.actions:
        if action.status not in ("planned", "done") or action.private:
            continue
        event = _event(Event(), f"{record_id}-{plan.start}-{action.id}", action.title, stamp, plan.sequence)
        event.add("description", visible(_description(action)))
        event.add("dtstart", action.start)
        last = action.finished if action.finished is not None and action.finished >= action.start else action.due
        event.add("dtend", last + timedelta(days=1))  # all-day events end on the day after
        event.add("transp", "TRANSPARENT")  # free: it must not block the diary
        event.add("status", "CONFIRMED")
        if action.status == "done":
            event.add("categories", ["Done"])
        calendar.add_component(event)
        if todos:
            calendar.add_component(_todo(Todo(), record_id, plan, action, stamp))
    zone = ZoneInfo(ZONE)
    for review in plan.reviews:
        starts = datetime.combine(review.day, time(REVIEW_HOUR), tzinfo=zone)
        event = _event(
            Event(),
            f"{record_id}-{plan.start}-review-{review.number}",
            f"Review of my 100-day plan, day {review.number}",
            stamp,
            plan.sequence,
        )
        event.add("dtstart", starts)
        event.add("dtend", starts + timedelta(minutes=REVIEW_MINUTES))
        event.add("description", f"cswo-eval plan review {review.number}")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Review of day {review.number}")
        alarm.add("trigger", timedelta(days=-1))
        event.add_component(alarm)
        calendar.add_component(event)
    if plan.reviews:
        first = min(review.day for review in plan.reviews)
        calendar.add_missing_timezones(first_date=date(first.year, 1, 1), last_date=date(first.year + 2, 1, 1))
    result: bytes = calendar.to_ical()
    return result


def _todo(todo: Todo, record_id: str, plan: Plan, action: Action, stamp: datetime) -> Todo:
    todo.add("uid", f"{record_id}-{plan.start}-{action.id}-todo@cswo-eval")
    todo.add("dtstamp", stamp)
    todo.add("sequence", plan.sequence)
    todo.add("summary", visible(action.title))
    todo.add("class", "PRIVATE")
    todo.add("dtstart", action.start)
    todo.add("due", action.due)
    todo.add("status", "COMPLETED" if action.status == "done" else "NEEDS-ACTION")
    return todo


def _event(event: Event, name: str, title: str, stamp: datetime, sequence: int) -> Event:
    event.add("uid", f"{name}@cswo-eval")
    event.add("dtstamp", stamp)
    event.add("sequence", sequence)
    event.add("summary", visible(title))
    event.add("class", "PRIVATE")  # a diary is read by others
    return event


def _description(action: Action) -> str:
    parts = (
        ("First step", action.first_step),
        ("Cue", action.cue),
        ("Who helps", ", ".join(action.helpers)),
        ("How you will know", action.measure),
        ("For people", action.benefit),
    )
    return "\n".join(f"{name}: {text}" for name, text in parts if text)
