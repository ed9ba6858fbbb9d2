"""What the commands of `plan` have in common: the plan that is there, a change of it, and showing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated

import typer

from cswo_eval.cli.guard_remarks import remark_on_changes
from cswo_eval.cli.setting import Setting
from cswo_eval.disclosure.things_with_marks import plan_with_marks
from cswo_eval.pages.json_values import plan_values
from cswo_eval.pages.one_action import change_document
from cswo_eval.pages.plan_sections import plan_document
from cswo_eval.record.plan_models import Plan
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import listed_with_and

ActionArgument = Annotated[
    str, typer.Argument(metavar="ID", help="The action, such as A3; 2026-09-07/A3 is an earlier plan's.")
]
HelpersOption = Annotated[
    tuple[str, ...], typer.Option("--helper", metavar="ROLE", help="Who helps, by role; may be repeated.")
]


def present_plan(setting: Setting) -> Plan:
    """Return the newest plan. Raises CswoEvalError where there is none."""
    if setting.plan is None:
        raise CswoEvalError("There is no plan yet. `cswo-eval plan make` makes one from your answers.")
    return setting.plan


def plan_of_action(setting: Setting, given: str) -> tuple[Plan, str]:
    """Return the plan that an action's id means, and the id within it: A3 is the newest plan's, 2026-09-07/A3 that plan's.

    Raises CswoEvalError where there is no such plan.
    """
    start, _, name = given.strip().rpartition("/")
    if not start:
        return present_plan(setting), name
    days = [str(day) for day in setting.record.plan_days()]
    if start not in days:
        known = f"There are plans from {listed_with_and(days)}." if days else "There is no plan yet."
        raise CswoEvalError(f"There is no plan that starts on {start[:40]}. {known}")
    return setting.plan_of(date.fromisoformat(start)), name


def show_plan(setting: Setting, plan: Plan) -> None:
    """Show a plan by phase and week, or give it as JSON."""
    setting.give(
        lambda: plan_values(plan_with_marks(setting.whole, plan)),
        lambda: plan_document(setting.framework, plan, setting.today),
    )


def change_plan(setting: Setting, action: str, change: Callable[[Plan, str], Plan]) -> None:
    """Change the plan that an action is in, under the record's lock, save it, and show the action as it now is.

    `change` gets the plan and the action's id within it.
    """
    with setting.changing() as writer:
        before, name = plan_of_action(setting, action)
        plan = change(before, name)
        writer.save_plan(plan)
    found = plan.action(name)
    assert found is not None  # the change would have raised UnknownId
    setting.terminal.show(change_document(before.action(name), found))
    remark_on_changes(setting, found.id, before.action(name), found)
