"""`cswo-eval plan edit`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.plan.changed_plan import ActionArgument, HelpersOption, change_plan
from cswo_eval.cli.setting import Setting
from cswo_eval.planning.changes import edit, reopen
from cswo_eval.text.problems import CswoEvalError


@command()
def plan_edit(
    setting: Setting,
    action: ActionArgument,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What it is, in a line.")] = None,
    hours: Annotated[float | None, typer.Option("--hours", metavar="N", help="Your own time in all.")] = None,
    start: Annotated[date | None, typer.Option("--start", metavar="DATE", help="When you begin it.")] = None,
    due: Annotated[date | None, typer.Option("--due", metavar="DATE", help="When it is to be finished.")] = None,
    first_step: Annotated[
        str | None, typer.Option("--first-step", metavar="TEXT", help="The first small thing to do.")
    ] = None,
    cue: Annotated[str | None, typer.Option("--cue", metavar="TEXT", help="When …, then I …")] = None,
    helpers: HelpersOption = (),
    barrier: Annotated[str | None, typer.Option("--barrier", metavar="TEXT", help="What may get in the way.")] = None,
    answer: Annotated[str | None, typer.Option("--answer", metavar="TEXT", help="What you do if it does.")] = None,
    measure: Annotated[str | None, typer.Option("--measure", metavar="TEXT", help="How you will know.")] = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="Anything else. It is shown in reports to a coach.")
    ] = None,
    reopen_: Annotated[
        bool, typer.Option("--reopen", help="Plan it again after done, dropped or put off by mistake.")
    ] = False,
    pin: Annotated[bool, typer.Option("--pin", help="Keep it as it is when the plan is made again.")] = False,
    unpin: Annotated[bool, typer.Option("--unpin", help="Let the planner move it again.")] = False,
    private: Annotated[
        bool | None,
        typer.Option("--private/--not-private", help="Whether the whole action is left out of what you share."),
    ] = None,
) -> None:
    """Change an action. Your own dates and hours win, and are flagged where they break a rule of the plan."""
    if pin and unpin:
        raise CswoEvalError("Name either --pin or --unpin, not both.")
    given: dict[str, Any] = {
        "title": title,
        "hours": hours,
        "start": start,
        "due": due,
        "first_step": first_step,
        "cue": cue,
        "helpers": helpers or None,
        "barrier": barrier,
        "answer": answer,
        "measure": measure,
        "note": note,
        "pinned": pin if pin or unpin else None,
        "private": private,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    if reopen_:
        if changes:
            raise CswoEvalError("--reopen stands alone: change the rest in a second step.")
        change_plan(setting, action, lambda plan, name: reopen(setting.framework, plan, name))
        return
    if not changes:
        raise CswoEvalError("Say what to change, for example --due 2026-12-18. `cswo-eval plan edit --help` lists all.")
    change_plan(setting, action, lambda plan, name: edit(setting.framework, plan, name, changes, setting.today))
