"""`cswo-eval plan done`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.plan.changed_plan import ActionArgument, plan_of_action
from cswo_eval.cli.guard_remarks import remark_on_changes
from cswo_eval.cli.interviews.plan_review import ask_after
from cswo_eval.cli.interviews.unfinished_texts import settle_unfinished
from cswo_eval.cli.option_readers import past_day_read
from cswo_eval.cli.options import PrivateOption, ReadBy
from cswo_eval.cli.setting import Setting, now
from cswo_eval.planning.changes import finish


@command(keeps_answers=True)
def plan_done(
    setting: Setting,
    action: ActionArgument,
    on: Annotated[
        date | None,
        typer.Option(
            "--on", metavar="DATE", help="The day it was finished, also as yesterday or last Tuesday (else today)."
        ),
        ReadBy(past_day_read),
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What came of it.")] = "",
    no_questions: Annotated[
        bool, typer.Option("--no-questions", help="Do not ask for evidence and level now.")
    ] = False,
    private: PrivateOption = False,
) -> None:
    """Mark an action done; then the level is asked again beside the evidence it left."""
    day = on or setting.today
    with setting.changing() as writer:
        settle_unfinished(setting, writer)
        meant, name = plan_of_action(setting, action)
        before = meant.action(name)
        plan = finish(setting.framework, meant, name, day, note, private, now())
        writer.save_plan(plan)
        finished = plan.action(name)
        assert finished is not None
        setting.terminal.say(f"{finished.id} is done, on {day}: {finished.title}")
        remark_on_changes(setting, finished.id, before, finished)
        if not no_questions:
            ask_after(setting, writer, plan, finished, private)
