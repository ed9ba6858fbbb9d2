"""`cswo-eval plan drop`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.plan.changed_plan import ActionArgument, change_plan
from cswo_eval.cli.setting import Setting
from cswo_eval.cli.ways_back import UNDO_NOW
from cswo_eval.planning.changes import drop


@command()
def plan_drop(
    setting: Setting,
    action: ActionArgument,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why. It is shown in reports to a coach.")
    ] = "",
) -> None:
    """Take an action out; it is not chosen again when the plan is made again."""
    change_plan(setting, action, lambda plan, name: drop(setting.framework, plan, name, reason))
    setting.terminal.say(UNDO_NOW, "dim")
