"""`cswo-eval guard check`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.guard_findings import found_in_files, found_in_record
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.guard_sections import guard_document, guard_values


@command(json=True)
def guard_check(
    setting: Setting,
    files: Annotated[
        tuple[str, ...], typer.Argument(metavar="[FILE]...", help="Files to check, in place of the record.")
    ] = (),
) -> None:
    """Show what may identify somebody: where, what, why, and what to write instead."""
    if files:
        found = found_in_files(setting, files)
        said = "In the files you named."
    else:
        found = found_in_record(setting)
        said = "In every text of your record and in the files you attached."
    rules = setting.framework.confidentiality
    names = len(setting.record.guard_decisions().pseudonyms)
    setting.give(
        lambda: guard_values(rules, found.findings, found.unchecked),
        lambda: guard_document(rules, found.findings, found.unchecked, said, names),
    )
