"""`cswo-eval plan defer`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.plan.changed_plan import ActionArgument, change_plan
from cswo_eval.cli.setting import Setting
from cswo_eval.planning.changes import defer


@command()
def plan_defer(
    setting: Setting,
    action: ActionArgument,
    until: Annotated[
        date | None, typer.Option("--until", metavar="DATE", help="Not before this day (else: the next 100 days).")
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why. It is shown in reports to a coach.")
    ] = "",
) -> None:
    """Put an action off: to a day, or to the next 100 days."""
    change_plan(setting, action, lambda plan, name: defer(setting.framework, plan, name, until, reason, setting.today))
