"""`cswo-eval tool run`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.interviews.tool_run import run_tool
from cswo_eval.cli.interviews.unfinished_texts import settle_unfinished
from cswo_eval.cli.setting import Setting
from cswo_eval.framework.form_models import Form
from cswo_eval.framework.given_names import tool_named
from cswo_eval.text.problems import CswoEvalError, UnknownId


@command(record="begun", keeps_answers=True)
def tool_run(
    setting: Setting,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which tool: `cswo-eval tool list` shows them.")],
    new: Annotated[bool, typer.Option("--new", help="Begin another run; the earlier one stays as it is.")] = False,
) -> None:
    """Answer a tool, question by question, or go on where you stopped. Each answer is saved before the next is asked."""
    form = _named(setting, name)
    with setting.changing() as writer:
        settle_unfinished(setting, writer)
        run_tool(setting, writer, form, new)


def _named(setting: Setting, name: str) -> Form:
    """Return the tool that is meant. Raises CswoEvalError; of one that was answered before, with what is missing now."""
    try:
        return tool_named(setting.framework, name)
    except UnknownId:
        known = setting.record.exists() and setting.record.tool_runs(name.strip().lower())
        if not known:
            raise
        raise CswoEvalError(
            f"You answered {known[-1].tool} before, but its questions are not in the standards in use. Name the folder that they lie in: "
            f"`cswo-eval tool run {known[-1].tool} --standards DIR`."
        ) from None
