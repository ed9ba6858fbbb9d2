"""`cswo-eval portfolio contract`."""

from __future__ import annotations

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.portfolio.one_section import OutputOption, show_or_write
from cswo_eval.cli.options import FindingsOption, ForceOption, PreviewOption
from cswo_eval.cli.setting import Setting


@command()
def portfolio_contract(
    setting: Setting,
    output: OutputOption = None,
    force: ForceOption = False,
    findings: FindingsOption = "stop",
    preview: PreviewOption = False,
) -> None:
    """The learning contract from your gaps and plan; with --output as Word (.docx) or HTML, to be signed."""
    show_or_write(setting, "learning-contract", output, force, findings, preview)
