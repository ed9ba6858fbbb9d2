"""`cswo-eval plan show`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.plan.changed_plan import plan_of_action, present_plan, show_plan
from cswo_eval.cli.setting import Setting
from cswo_eval.disclosure.things_with_marks import plan_with_marks
from cswo_eval.pages.json_values import action_values
from cswo_eval.pages.one_action import action_document
from cswo_eval.text.problems import UnknownId


@command(json=True)
def plan_show(
    setting: Setting,
    action: Annotated[str | None, typer.Argument(metavar="[ID]", help="One action whole, such as A3.")] = None,
) -> None:
    """Show the plan by phase and week, or one action whole."""
    if action is None:
        show_plan(setting, present_plan(setting))
        return
    plan, name = plan_of_action(setting, action)
    found = plan.action(name)
    if found is None:
        raise UnknownId(action, "action", [one.id for one in plan.actions], "`cswo-eval plan show` lists them.")
    setting.give(
        lambda: action_values(plan_with_marks(setting.whole, plan).action(name) or found),
        lambda: action_document(setting.framework, plan, found),
    )
