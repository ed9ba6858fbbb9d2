"""`cswo-eval plan make`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.plan.changed_plan import show_plan
from cswo_eval.cli.made_plan import make_and_save
from cswo_eval.cli.setting import Setting
from cswo_eval.record.models import Leave


@command(json=True)
def plan_make(
    setting: Setting,
    start: Annotated[
        date | None, typer.Option("--start", metavar="DATE", help="Day 1 (else: the plan you have, or next Monday).")
    ] = None,
    hours: Annotated[
        float | None, typer.Option("--hours", metavar="N", help="Hours a week that you can keep for it.")
    ] = None,
    leave: Annotated[
        tuple[Leave, ...],
        typer.Option("--leave", metavar="FIRST..LAST", help="Days away, also as 21 Dec to 5 Jan; may be repeated."),
    ] = (),
    holiday: Annotated[
        tuple[date, ...], typer.Option("--holiday", metavar="DATE", help="A local holiday; may be repeated.")
    ] = (),
    no_leave: Annotated[
        bool, typer.Option("--no-leave", help="Forget the leave and local holidays kept from before.")
    ] = False,
) -> None:
    """Make the plan, or make it again: what is done, pinned, edited or your own stays as it is."""
    profile, usual = setting.profile, setting.framework.method.plan.usual_hours_a_week
    with setting.changing() as writer:
        had = setting.record.plan_days()
        plan = make_and_save(
            setting,
            writer,
            start or _usual_start(setting),
            hours or profile.hours_per_week or usual,
            leave or (() if no_leave else profile.leave),
            holiday or (() if no_leave else profile.local_holidays),
        )
    show_plan(setting, plan)
    if plan.start in had and not setting.as_json:
        setting.terminal.say("`cswo-eval undo` goes back to the plan as it was.", "dim")


def _usual_start(setting: Setting) -> date:
    """Return day 1 of the plan that runs now; where none does, next Monday."""
    present, today = setting.plan, setting.today
    if present is not None and today <= present.start + timedelta(days=99):
        return present.start
    return today + timedelta(days=7 - today.weekday())
