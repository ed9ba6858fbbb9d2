"""What `undo` took back or `redo` brought again, as it is told."""

from __future__ import annotations

from collections.abc import Sequence

from cswo_eval.cli.setting import Setting
from cswo_eval.cli.ways_back import TAKES_BACK
from cswo_eval.pages.history_sections import event_values, moved_blocks
from cswo_eval.record.history.lives import events_between
from cswo_eval.record.history.sittings import Step
from cswo_eval.record.history.transaction import NewText
from cswo_eval.record.history.undo import about_all


def tell_moved(setting: Setting, steps: Sequence[Step], texts: Sequence[NewText], *, again: bool) -> None:
    """Say what was taken back or (`again`) brought again, and how to go the other way; as JSON where that is wanted.

    What changed is told as it had been done, whichever way it has gone now: 'level 2 → 3'.
    """
    events = events_between(texts if again else [_turned(one) for one in texts], about_all(steps))
    if setting.as_json:
        done = [{"at": step.at, "command": step.command, "about": list(step.about)} for step in steps]
        changes = [event_values(one) for one in events]
        setting.terminal.data({"brought_again" if again else "taken_back": done, "changes": changes})
        return
    setting.terminal.tell(*moved_blocks("Brought again" if again else "Taken back", steps, events, setting.today))
    way_back = TAKES_BACK if again else "`cswo-eval redo` brings it again."
    setting.terminal.say(way_back, "dim")


def _turned(text: NewText) -> NewText:
    return text._replace(before=text.after, after=text.before)
