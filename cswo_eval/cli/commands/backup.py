"""`cswo-eval backup`: the whole record in one zip."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.made_backup import backup_document, backup_values, make_backup
from cswo_eval.cli.options import ForceOption
from cswo_eval.cli.setting import Setting
from cswo_eval.record.holdings import holdings_of


@command(record="taken", json=True, without=("standards",))
def backup(
    setting: Setting,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The zip to write, or a folder: it gets a name with the day then.")
    ],
    force: ForceOption = False,
) -> None:
    """Put all of your record into one zip file, and check that it can be read back. It is not locked with a password."""
    if not holdings_of(setting.record).own:
        setting.record.require()
    made = make_backup(setting, file, force)
    setting.give(lambda: backup_values(made), lambda: backup_document(made))
