"""The planner's own plan for a record, beside the best that there could be."""

from __future__ import annotations

from cswo_eval.framework.framework import Framework
from cswo_eval.planning.new_plan import make_plan
from cswo_eval.record.plan_models import Plan

from .records import MOMENT, ROUND_DAY, PlannedRecord


def planned(framework: Framework, record: PlannedRecord) -> Plan:
    """The planner's plan for a record, made on the day it starts."""
    return make_plan(
        framework,
        record.analysis(framework),
        ROUND_DAY,
        start=record.start,
        hours_per_week=record.hours,
        leave=record.away,
        local_holidays=record.local_holidays,
        today=record.start,
        now=MOMENT,
        new_in_post=record.new_in_post,
    )
