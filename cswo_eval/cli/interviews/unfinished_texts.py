"""A text that was being typed when a sitting broke off: put where it belongs before any interview begins, and said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from cswo_eval.cli.setting import Setting, now
from cswo_eval.forms.questions import NotAnAnswer
from cswo_eval.record.draft import Draft
from cswo_eval.record.layout import DRAFT
from cswo_eval.record.mending.set_aside import keep_aside, move_aside
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError

LINES = "unfinished-lines.txt"
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

It returns where that is, in words; raises CswoEvalError where there is no such place any more, NotAnAnswer where the text says nothing.
"""


def settle_unfinished(setting: Setting, writer: RecordWriter) -> None:
    """Put the text of a sitting that broke off where it belongs, and say so. Every interview begins with this.

    Where there is no place for it any more, or it cannot be read, it is kept aside: nothing that was typed is lost.
    """
    folder, say = setting.record.folder, setting.terminal.say
    if not setting.record.has_draft():
        return
    draft = setting.record.draft()
    if draft is None:
        name = move_aside(folder, DRAFT, now())
        say(f"The lines you were typing when it broke off do not read any more. They are kept in {name}.", "bold")
        return
    said = _settled(setting, writer, draft) if draft.text.strip() else ""
    writer.drop_draft()
    if said:
        say(said, "bold")


def _settled(setting: Setting, writer: RecordWriter, draft: Draft) -> str:
    """Put the lines where they belong, or aside. Returns where they are, in a sentence."""
    lines = lines_left_over(draft)
    if lines:
        return f"Lines of a paste that answered nothing are kept in {keep_lines_aside(writer, lines)} of your record."
    try:
        where = _put(draft.form)(setting, writer, draft)
    except (CswoEvalError, NotAnAnswer):
        name = keep_lines_aside(writer, draft.text)
        return f"The lines you were typing when it broke off have no place any more. They are kept in {name} of your record."
    return f"The lines you were typing when it broke off are kept: {where}."


def left_over(lines: Sequence[str]) -> Draft:
    """Return what is kept of the lines of a paste that answer nothing, until their owner says what becomes of them."""
    return Draft(form="", question="", text="\n".join(lines))


def lines_left_over(draft: Draft | None) -> str:
    """Return the lines that answer nothing, where that is what was kept; else ''."""
    return draft.text if draft is not None and not draft.question else ""


def keep_lines_aside(writer: RecordWriter, text: str) -> str:
    """Keep lines as they were typed, in a file of their own that nothing reads. Returns its name in the record."""
    return keep_aside(writer.record.folder, LINES, now(), f"{text}\n".encode())


def _put(form: str) -> Callable[[Setting, RecordWriter, Draft], str]:
    module = import_module(f"cswo_eval.cli.interviews.{_WHERE.get(form, 'tool_run')}")
    found: Callable[[Setting, RecordWriter, Draft], str] = module.put_unfinished
    return found
