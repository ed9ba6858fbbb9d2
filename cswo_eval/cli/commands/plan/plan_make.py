"""`cswo-eval plan make`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.plan.changed_plan import show_plan
from cswo_eval.cli.made_plan import TimeWished, make_and_save, say_what_is_new
from cswo_eval.cli.setting import Setting
from cswo_eval.record.models import Leave
from cswo_eval.text.problems import CswoEvalError


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
    day: Annotated[
        tuple[date, ...],
        typer.Option(
            "--day",
            metavar="DATE",
            help="A working day outside the weekly hours, for a training or a visit that does not fit; may be repeated, "
            "and takes the place of those given before.",
        ),
    ] = (),
    no_days: Annotated[bool, typer.Option("--no-days", help="Forget the days given with --day before.")] = False,
    over_new_year: Annotated[
        bool | None,
        typer.Option("--over-new-year/--no-over-new-year", help="Whether work may lie on 24 December to 2 January."),
    ] = None,
) -> None:
    """Make the plan, or make it again: what is done, begun, pinned, edited or your own stays as it is."""
    if day and no_days:
        raise CswoEvalError("Name either --day or --no-days, not both.")
    profile, usual = setting.profile, setting.framework.method.plan.usual_hours_a_week
    wished = TimeWished(
        start=start or _usual_start(setting),
        hours=hours or profile.hours_per_week or usual,
        leave=leave or (() if no_leave else profile.leave),
        local_holidays=holiday or (() if no_leave else profile.local_holidays),
        set_aside=day or (() if no_days else None),
        over_new_year=over_new_year,
    )
    with setting.changing() as writer:
        had = wished.start in setting.record.plan_days()
        before = setting.record.plan(wished.start) if had else setting.plan
        plan = make_and_save(setting, writer, wished)
    show_plan(setting, plan)
    if setting.as_json:
        return
    say_what_is_new(setting, before, plan)
    if had:
        setting.terminal.say("`cswo-eval undo` goes back to the plan as it was.", "dim")


def _usual_start(setting: Setting) -> date:
    """Return day 1 of the plan that runs now; where none does, next Monday."""
    present, today = setting.plan, setting.today
    if present is not None and today <= present.start + timedelta(days=99):
        return present.start
    return today + timedelta(days=7 - today.weekday())
