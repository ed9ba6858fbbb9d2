"""Make a plan from what is wished of it, save it, remember the hours and the leave, and say what is new in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from cswo_eval.analysis.gaps import target_profile_of
from cswo_eval.cli.setting import Setting, now
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.made_plan_sections import what_is_new
from cswo_eval.planning.new_plan import make_plan
from cswo_eval.planning.working_days import calendar_for
from cswo_eval.record.given_ids import ACTION
from cswo_eval.record.models import Leave, Profile, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.days_in_words import said_day
from cswo_eval.text.problems import CswoEvalError


class TimeWished(NamedTuple):
    """What is wished of a plan's time. For the last two, None: as in the plan of the same start, if there is one."""

    start: date
    hours: float
    leave: Sequence[Leave] = ()
    local_holidays: Sequence[date] = ()
    set_aside: Sequence[date] | None = None
    """Days outside the weekly hours."""
    over_new_year: bool | None = None


def make_and_save(setting: Setting, writer: RecordWriter, wished: TimeWished) -> Plan:
    """Make the plan from the newest round, save it, and remember the hours and the leave. Raises CswoEvalError."""
    if setting.round is None:
        raise CswoEvalError(
            "There is nothing to plan from yet. `cswo-eval assess` comes first: 18 questions are enough."
        )
    again = wished.start in setting.record.plan_days()
    earlier = setting.record.plan(wished.start) if again else setting.plan
    before = earlier if again else None
    plan = make_plan(
        setting.framework,
        setting.analysis,
        setting.round.started,
        start=wished.start,
        hours_per_week=wished.hours,
        leave=wished.leave,
        local_holidays=wished.local_holidays,
        set_aside=_kept_days(setting, wished, before) if wished.set_aside is None else wished.set_aside,
        over_new_year=_kept_wish(before) if wished.over_new_year is None else wished.over_new_year,
        new_in_post=is_new_in_post(setting.framework, setting.profile),
        asked=when_asked(setting.round),
        today=setting.today,
        now=now(),
        earlier=earlier,
        actions_given=setting.record.given(ACTION),
    )
    leave, local_holidays = tuple(wished.leave), tuple(wished.local_holidays)
    profile = setting.profile._replace(hours_per_week=wished.hours, leave=leave, local_holidays=local_holidays)
    with writer.together():
        writer.save_plan(plan)
        if profile != setting.profile:
            writer.save_profile(profile)
    setting.profile = profile
    setting.plan = plan
    return plan


def say_what_is_new(setting: Setting, before: Plan | None, plan: Plan) -> None:
    """Say how a plan begins for somebody new in post, or what became of the one that it takes the place of."""
    framework, profile = setting.framework, setting.profile
    new_in_post, said = is_new_in_post(framework, profile), profile.in_post is not None
    blocks = what_is_new(framework, before, plan, setting.analysis, new_in_post, said)
    if blocks:
        setting.terminal.say("")
        setting.terminal.tell(*blocks)


def is_new_in_post(framework: Framework, profile: Profile) -> bool:
    """Return whether somebody has held the post for less than a year; where they did not say, whether they aim as if so."""
    if profile.in_post is not None:
        return profile.in_post == "under-a-year"
    return target_profile_of(framework, profile).new_in_post


def when_asked(round_: Round) -> dict[str, datetime]:
    """Return when each level of a round was last given, a UTC moment."""
    return {
        name: datetime.fromisoformat(answer.changed)
        for name, answer in round_.answers.items()
        if answer.changed is not None and answer.said is not None
    }


def _kept_wish(before: Plan | None) -> bool:
    return before is not None and before.over_new_year


def _kept_days(setting: Setting, wished: TimeWished, before: Plan | None) -> tuple[date, ...]:
    """Return the days set aside before, without those that cannot be worked any more: each of them is told."""
    if before is None or not before.set_aside:
        return ()
    calendar = calendar_for(setting.framework, wished.start, wished.leave, wished.local_holidays)
    kept = []
    for day in before.set_aside:
        reason = calendar.why_not_working(day)
        if reason is None:
            kept.append(day)
        else:
            setting.terminal.say(f"{said_day(day)} is {reason} now, so it is not set aside any more.", "yellow")
    return tuple(kept)
