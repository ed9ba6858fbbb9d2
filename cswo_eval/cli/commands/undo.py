"""`cswo-eval undo`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.interviews.conversation import Conversation, Stopped
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.moved_steps import tell_moved
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.history_sections import said_steps
from cswo_eval.record.history.sittings import Step, read_history
from cswo_eval.record.history.undo import take_back, to_take_back
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.moments import said_moment
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import counted

_FEW = 3
"""So many changes are taken back without a question: `redo` brings them again."""


@command(json=True)
def undo(
    setting: Setting,
    sitting: Annotated[
        bool, typer.Option("--sitting", help="All that the latest command changed, from its start to its end.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first, however much it is.")] = False,
) -> None:
    """Take back the last answer or change that was saved. `redo` brings it again."""
    with setting.changing() as writer:
        steps = to_take_back(read_history(setting.record.folder), sitting)
        if not yes and not _agreed(setting, writer, steps):
            setting.terminal.say("Nothing was taken back.")
            return
        texts = take_back(writer, steps)
    tell_moved(setting, steps, texts, again=False)


def _agreed(setting: Setting, writer: RecordWriter, steps: Sequence[Step]) -> bool:
    """Return whether the owner wants so much taken back; asked only at a terminal, and only where it is more than a few changes."""
    conversation = Conversation(setting, Keyboard(), writer)
    changes = [step for step in steps if step.about]
    if len(changes) <= _FEW or not conversation.keyboard.interactive:
        return True
    when = said_moment(steps[-1].at, setting.today)
    what = f"{counted(len(changes), 'change')} of {when} ({steps[-1].command})"

    def read(text: str) -> bool:
        given = text.strip().lower()
        if given in ("y", "yes"):
            return True
        if given in ("", "n", "no"):
            return False
        raise CswoEvalError("Type yes, or press Enter for no.")

    try:
        return conversation.line(
            f"Take back {what}: {said_steps(steps)}?",
            "Type yes; Enter leaves all as it is.",
            "All of it is taken back at once, and `cswo-eval redo` brings all of it again.",
            read,
        )
    except Stopped:
        return False
