"""`cswo-eval portfolio brief`."""

from __future__ import annotations

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.portfolio.one_section import OutputOption, show_or_write
from cswo_eval.cli.options import FindingsOption, ForceOption, PreviewOption
from cswo_eval.cli.setting import Setting


@command()
def portfolio_brief(
    setting: Setting,
    output: OutputOption = None,
    force: ForceOption = False,
    findings: FindingsOption = "stop",
    preview: PreviewOption = False,
) -> None:
    """A brief for the professional discussion: strongest claims, where more work is needed, likely questions."""
    show_or_write(setting, "discussion-brief", output, force, findings, preview)
