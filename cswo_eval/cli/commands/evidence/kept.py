"""What was kept, and the register, as the commands of `evidence` show them."""

from __future__ import annotations

from cswo_eval.cli.interviews.said_marks import tell_of_entry
from cswo_eval.cli.setting import Setting
from cswo_eval.disclosure.things_with_marks import register_with_marks
from cswo_eval.disclosure.whole_record import whole_record
from cswo_eval.pages.evidence_sections.one_entry import kept_document
from cswo_eval.pages.evidence_sections.reflective_accounts import kept_account_document
from cswo_eval.record.models import Evidence, EvidenceRegister
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.text.problems import CswoEvalError


def show_kept(setting: Setting, value: Evidence | Reflection) -> None:
    """Show an entry or an account as it is kept now; also that it is private by what it serves."""
    if isinstance(value, Evidence):
        setting.terminal.show(kept_document(setting.framework, value))
        if not value.private:
            tell_of_entry(setting, value.id)
    else:
        setting.terminal.show(kept_account_document(value))


def register_shown(setting: Setting) -> EvidenceRegister:
    """Return the register with the mark on every entry that stays, for what it serves too.

    Where a file that says so does not read, a page shows the entries' own marks; JSON, which travels, raises CswoEvalError.
    """
    try:
        return register_with_marks(whole_record(setting.record, setting.framework))
    except CswoEvalError:
        if setting.as_json:
            raise
        return setting.register
