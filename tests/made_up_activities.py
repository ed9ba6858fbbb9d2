"""Made-up activities, and the real standards with these and no others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cswo_eval.framework.activity_models import Activity, Builds
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework


def an_activity(name: str, **given: Any) -> Activity:
    """Two hours in one sitting that may be cut, mainly for AO1.1, at any time."""
    values: dict[str, Any] = {
        "builds": Builds(mainly=("AO1.1",)),
        "hours": 2.0,
        "sitting_hours": 2.0,
        "whole_sitting": False,
        "span_days": 1,
        "days_between": 1,
        "notice_days": 0,
        "earliest_day": None,
        "latest_day": None,
        "starter": False,
        "relational": False,
        "asks_several": False,
        "phase": "listen",
        "after": (),
        "finds_out": False,
    }
    base = next(iter(load_framework().activities.values()))
    return base._replace(id=name, **{"title": name, **values, **given})


def with_activities(activities: Iterable[Activity]) -> Framework:
    """The real standards with these activities only."""
    small = load_framework()
    small.__dict__["activities"] = {one.id: one for one in activities}
    return small
