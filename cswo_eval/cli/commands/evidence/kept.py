"""What was kept, as the commands of `evidence` show it."""

from __future__ import annotations

from cswo_eval.cli.interviews.said_marks import tell_of_entry
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.evidence_sections.one_entry import kept_document
from cswo_eval.pages.evidence_sections.reflective_accounts import kept_account_document
from cswo_eval.record.models import Evidence
from cswo_eval.record.portfolio_models import Reflection


def show_kept(setting: Setting, value: Evidence | Reflection) -> None:
    """Show an entry or an account as it is kept now; also that it is private by what it serves."""
    if isinstance(value, Evidence):
        setting.terminal.show(kept_document(setting.framework, value))
        if not value.private:
            tell_of_entry(setting, value.id)
    else:
        setting.terminal.show(kept_account_document(value))
