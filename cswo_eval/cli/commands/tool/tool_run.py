"""`cswo-eval tool run`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.interviews.tool_run import run_tool
from cswo_eval.cli.interviews.unfinished_texts import settle_unfinished
from cswo_eval.cli.setting import Setting
from cswo_eval.framework.given_names import tool_named


@command(record="begun", keeps_answers=True)
def tool_run(
    setting: Setting,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which tool: `cswo-eval tool list` shows them.")],
    new: Annotated[bool, typer.Option("--new", help="Begin another run; the earlier one stays as it is.")] = False,
) -> None:
    """Answer a tool, question by question, or go on where you stopped. Each answer is saved before the next is asked."""
    form = tool_named(setting.framework, name)
    with setting.changing() as writer:
        settle_unfinished(setting, writer)
        run_tool(setting, writer, form, new)
