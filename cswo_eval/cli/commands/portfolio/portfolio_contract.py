"""`cswo-eval portfolio contract`."""

from __future__ import annotations

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.portfolio.one_section import OutputOption, show_or_write
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.portfolio_questions import CONTRACT, asks_about_portfolio
from cswo_eval.cli.options import FindingsOption, ForceOption, PreviewOption
from cswo_eval.cli.setting import Setting
from cswo_eval.disclosure.door import StoppedByGuard
from cswo_eval.text.problems import CswoEvalError


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
    if output is not None or preview:
        show_or_write(setting, "learning-contract", output, force, findings, preview)
        return
    stopped = None
    try:
        show_or_write(setting, "learning-contract", None, force, findings, False)
    except StoppedByGuard as problem:  # what stops it may be what is asked here: it could be reworded nowhere else
        stopped = problem
        if not Keyboard().interactive:
            raise
        setting.terminal.say(str(problem), "yellow")
    if asks_about_portfolio(setting, CONTRACT):
        show_or_write(setting, "learning-contract", None, force, findings, False)
    elif stopped is not None:
        raise CswoEvalError("The contract is not shown while that stands in it.")
