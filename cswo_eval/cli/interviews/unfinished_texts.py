"""A text that was being typed when a sitting broke off: put where it belongs before any interview begins, and said."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib import import_module

from cswo_eval.cli.setting import Setting, now
from cswo_eval.record.draft import Draft
from cswo_eval.record.layout import DRAFT
from cswo_eval.record.mending.set_aside import move_aside
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError

_WHERE: Mapping[str, str] = {
    "assess": "walk_prompt",
    "evidence": "entry_changes",
    "account": "account",
    "claim": "claim",
    "finished-action": "plan_review",
    "plan-review": "plan_review",
    "contract": "portfolio_questions",
}
"""For each interview that asks for texts, the module here whose `put_unfinished(setting, writer, draft)` puts one where it belongs.

It returns where that is, in words; raises CswoEvalError where there is no such place any more.
"""


def settle_unfinished(setting: Setting, writer: RecordWriter) -> None:
    """Put the text of a sitting that broke off where it belongs, and say so. Every interview begins with this.

    Where there is no place for it any more, or it cannot be read, it is kept aside: nothing that was typed is lost.
    """
    folder, say = setting.record.folder, setting.terminal.say
    if not os.path.lexists(folder / DRAFT):
        return
    draft = setting.record.draft()
    if draft is not None and not draft.text.strip():
        writer.drop_draft()
        return
    try:
        if draft is None:
            raise CswoEvalError("It does not read.")
        where = _put(draft.form)(setting, writer, draft)
    except CswoEvalError:
        name = move_aside(folder, DRAFT, now())
        say(
            f"The lines you were typing when it broke off have no place any more. They are kept in {name} of your record.",
            "bold",
        )
    else:
        writer.drop_draft()
        say(f"The lines you were typing when it broke off are kept: {where}.", "bold")


def _put(form: str) -> Callable[[Setting, RecordWriter, Draft], str]:
    module = import_module(f"cswo_eval.cli.interviews.{_WHERE.get(form, 'tool_run')}")
    found: Callable[[Setting, RecordWriter, Draft], str] = module.put_unfinished
    return found
