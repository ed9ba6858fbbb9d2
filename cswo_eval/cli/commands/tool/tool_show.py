"""`cswo-eval tool show`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.setting import Setting
from cswo_eval.framework.form_models import Form
from cswo_eval.framework.given_names import tool_named
from cswo_eval.pages.tool_sections import tool_document, tool_values
from cswo_eval.record.tool_models import ToolRun
from cswo_eval.text.problems import CswoEvalError, UnknownId


@command(record="taken", json=True)
def tool_show(
    setting: Setting,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which tool: `cswo-eval tool list` shows them.")],
    run: Annotated[
        date | None,
        typer.Option("--run", metavar="DATE", help="The run that began on this day (else: the newest)."),
    ] = None,
) -> None:
    """Show what you answered in a tool, or what it asks where you have not begun it."""
    form, runs = _tool(setting, name)
    answered = _run(runs, form, run)
    setting.give(
        lambda: tool_values(setting.framework, form, answered),
        lambda: tool_document(setting.framework, form, answered, len(runs)),
    )


def _tool(setting: Setting, name: str) -> tuple[Form | str, tuple[ToolRun, ...]]:
    """Return a tool's form with its runs; its name alone where it was answered and its form is not in use now."""
    try:
        form = tool_named(setting.framework, name)
    except UnknownId:
        tool = name.strip().lower()
        runs = setting.record.tool_runs(tool)
        if not runs:
            raise
        return tool, runs
    return form, setting.record.tool_runs(form.id)


def _run(runs: tuple[ToolRun, ...], form: Form | str, day: date | None) -> ToolRun | None:
    if day is None:
        return runs[-1] if runs else None
    found = next((one for one in runs if one.begun == day), None)
    if found is None:
        name = form if isinstance(form, str) else form.id
        days = ", ".join(f"{one.begun}" for one in runs)
        which = f"There are: {days}." if days else "You have not begun it yet."
        raise CswoEvalError(f"No run of {name} began on {day}. {which}")
    return found
