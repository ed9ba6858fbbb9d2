"""`cswo-eval private list`."""

from __future__ import annotations

from cswo_eval.cli.command import command
from cswo_eval.cli.setting import Setting
from cswo_eval.disclosure.private_marks import all_private
from cswo_eval.disclosure.telling_texts import telling_texts
from cswo_eval.disclosure.whole_record import whole_record
from cswo_eval.pages.private_sections import private_document, private_values


@command(json=True)
def private_list(setting: Setting) -> None:
    """Show all that is private now, with why, and what tells of it."""
    whole = whole_record(setting.record, setting.framework)
    private = all_private(whole)
    telling = telling_texts(whole, private)
    setting.give(lambda: private_values(whole, private, telling), lambda: private_document(whole, private, telling))
