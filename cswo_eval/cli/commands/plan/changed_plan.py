"""What the commands of `plan` have in common: the plan that is there, a change of it, and showing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from cswo_eval.cli.guard_remarks import remark_on_changes
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.json_values import plan_values
from cswo_eval.pages.plan_sections import change_document, plan_document
from cswo_eval.record.models import Plan
from cswo_eval.text.problems import CswoEvalError

ActionArgument = Annotated[str, typer.Argument(metavar="ID", help="The action, such as A3.")]
HelpersOption = Annotated[
    tuple[str, ...], typer.Option("--helper", metavar="ROLE", help="Who helps, by role; may be repeated.")
]


def present_plan(setting: Setting) -> Plan:
    """Return the newest plan. Raises CswoEvalError where there is none."""
    if setting.plan is None:
        raise CswoEvalError("There is no plan yet. `cswo-eval plan make` makes one from your answers.")
    return setting.plan


def show_plan(setting: Setting, plan: Plan) -> None:
    """Show a plan by phase and week, or give it as JSON."""
    setting.give(lambda: plan_values(plan), lambda: plan_document(setting.framework, plan, setting.today))


def change_plan(setting: Setting, action: str, change: Callable[[Plan], Plan]) -> None:
    """Change the plan under the record's lock, save it, and show the action as it now is."""
    with setting.changing() as writer:
        before = present_plan(setting)
        plan = change(before)
        writer.save_plan(plan)
    found = plan.action(action)
    assert found is not None  # the change would have raised UnknownId
    setting.terminal.show(change_document(before.action(action), found))
    remark_on_changes(setting, found.id, before.action(action), found)
