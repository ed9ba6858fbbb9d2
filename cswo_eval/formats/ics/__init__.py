"""The plan as an iCalendar file: actions as free all-day events, reviews as timed events with an alarm.

`entries.py` says what a plan tells, `revisions.py` how that follows on earlier files, `writing.py` makes the bytes.
"""

from __future__ import annotations

import re

from cswo_eval.formats.ics.entries import entries_of
from cswo_eval.formats.ics.revisions import CalendarFile, Naming, calendar_file
from cswo_eval.formats.ics.writing import file_bytes
from cswo_eval.formats.registry import Wishes
from cswo_eval.pages.report import Report
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.sent import sequence_at
from cswo_eval.text.problems import CswoEvalError

NO_PLAN = "There is no plan yet, so no calendar file. `cswo-eval plan make` makes one."


def write_report(report: Report, wishes: Wishes) -> dict[str, bytes]:
    """Return the calendar file of a report's plan. Raises CswoEvalError where there is none."""
    if wishes.calendar is not None:
        return {"": file_bytes(wishes.calendar)}
    if report.plan is None:
        raise CswoEvalError(NO_PLAN)
    return {"": calendar_bytes(report.plan, report.profile.record_id, wishes.todos)}


def words_written(report: Report) -> str:
    """Return all words of the calendar file of a report, '' where it has no plan."""
    return calendar_words(report.plan, report.profile.record_id) if report.plan is not None else ""


def calendar_words(plan: Plan, record_id: str) -> str:
    """Return all words of the calendar file of a plan, its lines unfolded and its signs as they were typed."""
    text = calendar_bytes(plan, record_id).decode().replace("\r\n ", "").replace("\\n", "\n")
    return re.sub(r"\\([\\,;])", r"\1", text)


def calendar_bytes(plan: Plan, record_id: str, todos: bool = False) -> bytes:
    """Return the first file of a plan: one that follows on no other.

    `todos`: a to-do beside each action's event, for programs that show them (Outlook and Google Calendar do not).
    """
    return file_bytes(first_file(plan, record_id, todos))


def first_file(plan: Plan, record_id: str, todos: bool = False) -> CalendarFile:
    """Return what the first file of a plan is to hold."""
    return calendar_file(entries_of(plan, todos, {}), Naming(record_id), {}, sequence_at(plan.made), todos)
