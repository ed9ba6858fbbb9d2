"""`cswo-eval evidence show`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.analysis.register_views import occurrences_of
from cswo_eval.cli.command import command
from cswo_eval.cli.commands.evidence.kept import register_shown
from cswo_eval.cli.interviews.entry_files import states_of
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.evidence_sections.one_entry import entry_document
from cswo_eval.pages.evidence_sections.reflective_accounts import account_document
from cswo_eval.pages.evidence_values import account_values, whole_entry_values
from cswo_eval.record.register_changes import any_account, any_entry, is_account_id


@command(json=True)
def evidence_show(
    setting: Setting,
    name: Annotated[str, typer.Argument(metavar="ID", help="An entry such as E3, or an account such as R1.")],
) -> None:
    """Show an entry or account whole. Its files are read, to see that they are unchanged."""
    if is_account_id(name):
        account = any_account(setting.record.reflections(), name)
        titles = {
            one.id: one.title + (" (taken out)" if one.removed is not None else "") for one in setting.register.entries
        }
        setting.give(lambda: account_values(account), lambda: account_document(setting.framework, account, titles))
        return
    entry = any_entry(register_shown(setting), name)
    occurs = occurrences_of(entry, setting.plan, setting.record.reflections())
    files = states_of(setting, entry) if entry.attachments else ()
    setting.give(
        lambda: whole_entry_values(entry, files, occurs),
        lambda: entry_document(setting.framework, entry, files, occurs),
    )
