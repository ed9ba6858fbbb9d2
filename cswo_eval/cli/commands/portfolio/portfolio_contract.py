"""`cswo-eval portfolio contract`."""

from __future__ import annotations

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.portfolio.one_section import OutputOption, show_or_write
from cswo_eval.cli.interviews.portfolio_questions import CONTRACT, asks_about_portfolio
from cswo_eval.cli.options import FindingsOption, ForceOption, PreviewOption
from cswo_eval.cli.setting import Setting


@command(keeps_answers=True)
def portfolio_contract(
    setting: Setting,
    output: OutputOption = None,
    force: ForceOption = False,
    findings: FindingsOption = "stop",
    preview: PreviewOption = False,
) -> None:
    """The learning contract from your gaps and plan; with --output as Word (.docx) or HTML, to be signed.

    Without, it is shown, and you are offered the questions on help, time and the end of it.
    """
    show_or_write(setting, "learning-contract", output, force, findings, preview)
    if output is None and not preview and asks_about_portfolio(setting, CONTRACT):
        show_or_write(setting, "learning-contract", None, force, findings, preview)
