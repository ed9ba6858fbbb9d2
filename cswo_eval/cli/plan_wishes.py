"""Read what a plan is made from, make it, and save it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from cswo_eval.cli.setting import Setting, day_from, now
from cswo_eval.record.models import Leave, Plan
from cswo_eval.text.problems import CswoEvalError

if TYPE_CHECKING:
    from cswo_eval.record.writer import RecordWriter


def hours_from(text: str) -> float:
    """Return hours typed as 3, 2.5 or 2,5. Raises CswoEvalError where that is no number above nought."""
    try:
        hours = float(text.strip().replace(",", "."))
    except ValueError:
        raise CswoEvalError("Hours must be a number, such as 3 or 2.5.") from None
    if not math.isfinite(hours) or hours <= 0:
        raise CswoEvalError("With no hours there is no plan. Even half an hour a week (0.5) gives one.")
    return hours


def leave_from(given: Sequence[str], today: date) -> tuple[Leave, ...]:
    """Return leave written as FIRST..LAST, FIRST to LAST, or one day, each. Raises CswoEvalError."""
    leave = []
    for text in given:
        ends = [one for one in re.split(r"\.\.|\s+(?:to|until)\s+|\s+[-–]\s+", text.strip()) if one.strip()]
        if len(ends) not in (1, 2):
            raise CswoEvalError("Write leave as its first and last day, such as 21/12/2026 to 5/1/2027.")
        first, last = day_from(ends[0], "The leave", today), day_from(ends[-1], "The leave", today)
        if last < first:
            raise CswoEvalError(f"Leave from {first} to {last} ends before it begins. Put the earlier day first.")
        leave.append(Leave(first=first, last=last))
    return tuple(leave)


def leave_from_text(text: str, today: date) -> tuple[Leave, ...]:
    """Return the stretches of leave in one line, with commas between them; none for an empty line. Raises CswoEvalError."""
    if text.strip().lower() in ("", "none", "no"):
        return ()
    return leave_from([one for one in re.split(r"[,;]", text) if one.strip()], today)


def make_and_save(
    setting: Setting,
    writer: RecordWriter,
    start: date,
    hours: float,
    leave: Sequence[Leave],
    local_holidays: Sequence[date],
) -> Plan:
    """Make the plan from the newest round, save it, and remember the hours and the leave. Raises CswoEvalError."""
    from cswo_eval.planning.new_plan import make_plan

    if setting.round is None:
        raise CswoEvalError(
            "There is nothing to plan from yet. `cswo-eval assess` comes first: 18 questions are enough."
        )
    earlier = setting.record.plan(start) if start in setting.record.plan_days() else setting.plan
    plan = make_plan(
        setting.framework,
        setting.analysis,
        setting.round.started,
        start=start,
        hours_per_week=hours,
        leave=leave,
        local_holidays=local_holidays,
        today=setting.today,
        now=now(),
        earlier=earlier,
    )
    writer.save_plan(plan)
    profile = setting.profile.with_changes(
        {"hours_per_week": hours, "leave": tuple(leave), "local_holidays": tuple(local_holidays)}
    )
    if profile != setting.profile:
        writer.save_profile(profile)
        setting.profile = profile
    setting.plan = plan
    setting.__dict__.pop("analysis", None)  # its checks look at the plan
    return plan
