"""Ask whether an entry may leave that serves something private and something open: once, and the reply stands on the entry."""

from __future__ import annotations

from collections.abc import Sequence

from cswo_eval.cli.interviews.conversation import Conversation, Stopped
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.setting import Setting
from cswo_eval.disclosure.private_things import Divided
from cswo_eval.text.words import listed


def ask_about_divided(setting: Setting, divided: Sequence[Divided]) -> None:
    """Ask of each entry, and save each reply. Nothing is asked where nobody is at the terminal; quitting leaves the rest open."""
    keyboard = Keyboard()
    if not keyboard.interactive:
        return
    with setting.changing() as writer:
        conversation = Conversation(setting, keyboard, writer)
        for one in divided:
            entry = setting.register.find(one.entry)
            if entry is None:
                continue
            try:
                keeps = conversation.agreed(
                    f"{entry.id} {entry.title}: it serves {listed(one.private)}, which is private, and {listed(one.open)}, which "
                    "is not. Keep it to yourself?",
                    f"With no, a reader sees the whole of it, and that it bears on {listed(one.private)}. With yes, it is marked "
                    f"private. You are asked this once; `cswo-eval private set {entry.id}` and `private unset {entry.id}` change it.",
                )
            except Stopped:
                return
            changed = entry._replace(may_leave=not keeps, private=keeps)
            setting.register = setting.register.with_entry(changed)
            writer.save_register(setting.register)
