"""`cswo-eval plan add`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.plan.changed_plan import HelpersOption, change_plan, present_plan
from cswo_eval.cli.options import PrivateOption
from cswo_eval.cli.setting import Setting
from cswo_eval.framework.models import Aspect
from cswo_eval.planning.changes import add
from cswo_eval.record.given_ids import ACTION
from cswo_eval.text.problems import CswoEvalError


@command()
def plan_add(
    setting: Setting,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="Your own idea, in a line.")],
    for_: Annotated[str, typer.Option("--for", metavar="ID", help="The competency or element it works on.")],
    hours: Annotated[float, typer.Option("--hours", metavar="N", help="Your own time in all.")] = 2,
    start: Annotated[date | None, typer.Option("--start", metavar="DATE", help="Else the planner finds room.")] = None,
    due: Annotated[date | None, typer.Option("--due", metavar="DATE", help="Else the planner finds room.")] = None,
    first_step: Annotated[str, typer.Option(metavar="TEXT", help="The first small thing to do.")] = "",
    cue: Annotated[str, typer.Option(metavar="TEXT", help="When …, then I …")] = "",
    helpers: HelpersOption = (),
    measure: Annotated[str, typer.Option(metavar="TEXT", help="How you will know.")] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help="Anything else. It is shown in reports to a coach.")] = "",
    private: PrivateOption = False,
) -> None:
    """Add an action of your own."""
    item = setting.framework.item(for_)
    if isinstance(item, Aspect):
        raise CswoEvalError(
            f"{item.id} is a whole aspect: name one of its elements or competencies, such as {item.elements[0].id}."
        )
    given: dict[str, Any] = {
        "first_step": first_step,
        "cue": cue,
        "helpers": helpers,
        "measure": measure,
        "note": note,
        "private": private,
    }
    fields = {name: value for name, value in given.items() if value}
    change_plan(
        setting,
        present_plan(setting).next_action_id(setting.record.given(ACTION)),
        lambda plan, _: add(
            setting.framework,
            plan,
            title=title,
            item=item.id,
            hours=hours,
            start=start,
            due=due,
            fields=fields,
            today=setting.today,
            actions_given=setting.record.given(ACTION),
        ),
    )
