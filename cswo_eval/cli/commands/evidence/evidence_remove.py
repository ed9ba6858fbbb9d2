"""`cswo-eval evidence remove`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.analysis.register_views import left_without
from cswo_eval.cli.command import command
from cswo_eval.cli.commands.evidence.kept import show_kept
from cswo_eval.cli.interviews.entry_changes import take_file_out, take_out
from cswo_eval.cli.setting import Setting
from cswo_eval.cli.ways_back import UNDO_NOW
from cswo_eval.record.models import Evidence
from cswo_eval.text.words import listed


@command()
def evidence_remove(
    setting: Setting,
    name: Annotated[str, typer.Argument(metavar="ID", help="An entry such as E3, or an account such as R1.")],
    file: Annotated[
        str | None, typer.Option("--file", metavar="ID", help="Only this file of the entry, such as T1.")
    ] = None,
    bring_back: Annotated[bool, typer.Option("--bring-back", help="Bring back what was taken out.")] = False,
) -> None:
    """Take an entry, an account or one file of an entry out. It stays in the record, and --bring-back brings it back."""
    if file is not None:
        entry = take_file_out(setting, name, file, bring_back)
        again = f"`cswo-eval evidence remove {entry.id} --file {file.strip().upper()} --bring-back`"
        setting.terminal.say(
            "It is back."
            if bring_back
            else f"Taken out of all you share; it stays in your record. {UNDO_NOW} Later {again} does."
        )
        show_kept(setting, entry)
        return
    value = take_out(setting, name, bring_back)
    if bring_back:
        show_kept(setting, value)
        return
    setting.terminal.say(f"{value.id} is taken out: {value.title}", "bold")
    bare = left_without(value, setting.register.present()) if isinstance(value, Evidence) else ()
    if bare:
        setting.terminal.say(f"Nothing else in your register supports {listed(bare, 8)} now.")
    setting.terminal.say(
        f"It stays in your record. {UNDO_NOW} Later `cswo-eval evidence remove {value.id} --bring-back` does."
    )
