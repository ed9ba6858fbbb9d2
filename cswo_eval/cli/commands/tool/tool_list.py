"""`cswo-eval tool list`."""

from __future__ import annotations

from cswo_eval.cli.command import command
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.tool_sections import tools_document, tools_values


@command(record="taken", json=True)
def tool_list(setting: Setting) -> None:
    """Show the tools there are, yours among them, with how far you have come in each."""
    runs = setting.record.tool_runs()
    setting.give(lambda: tools_values(setting.framework, runs), lambda: tools_document(setting.framework, runs))
