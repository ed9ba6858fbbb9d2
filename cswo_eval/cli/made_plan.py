"""Make a plan from what is wished of it, save it, and remember the hours and the leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cswo_eval.cli.setting import Setting, now
from cswo_eval.planning.new_plan import make_plan
from cswo_eval.record.given_ids import ACTION
from cswo_eval.record.models import Leave
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError


def make_and_save(
    setting: Setting,
    writer: RecordWriter,
    start: date,
    hours: float,
    leave: Sequence[Leave],
    local_holidays: Sequence[date],
) -> Plan:
    """Make the plan from the newest round, save it, and remember the hours and the leave. Raises CswoEvalError."""
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
        actions_given=setting.record.given(ACTION),
    )
    profile = setting.profile._replace(hours_per_week=hours, leave=tuple(leave), local_holidays=tuple(local_holidays))
    with writer.together():
        writer.save_plan(plan)
        if profile != setting.profile:
            writer.save_profile(profile)
    setting.profile = profile
    setting.plan = plan
    return plan
