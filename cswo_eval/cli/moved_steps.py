"""What `undo` took back or `redo` brought again, as it is told."""

from __future__ import annotations

from collections.abc import Sequence

from cswo_eval.cli.setting import Setting
from cswo_eval.cli.ways_back import TAKES_BACK
from cswo_eval.disclosure.private_things import private_things
from cswo_eval.disclosure.whole_record import WholeRecord, whole_record
from cswo_eval.files.shapes import Shape
from cswo_eval.pages.history_sections import event_values, moved_blocks, said_about
from cswo_eval.record.history.lives import events_between
from cswo_eval.record.history.sittings import Step
from cswo_eval.record.history.transaction import NewText
from cswo_eval.record.history.undo import about_all
from cswo_eval.text.problems import CswoEvalError


def tell_moved(setting: Setting, steps: Sequence[Step], texts: Sequence[NewText], *, again: bool) -> None:
    """Say what was taken back or (`again`) brought again, and how to go the other way; as JSON where that is wanted.

    What changed is told as it had been done, whichever way it has gone now: 'level 2 → 3'.
    """
    events = events_between(texts if again else [_turned(one) for one in texts], about_all(steps))
    opened = [one.id for one in events if _is_opened(*((one.before, one.after) if again else (one.after, one.before)))]
    whole = _whole(setting)
    opened += _covered_before(whole, opened) if whole is not None else []
    if setting.as_json:
        done = [{"at": step.at, "command": step.command, "about": list(step.about)} for step in steps]
        private = {one.id for one in events if any(getattr(side, "private", False) for side in (one.before, one.after))}
        # Where the rest does not read, nobody can say what is private: the words on no item are told.
        private |= private_things(whole).items if whole is not None else setting.framework.ids
        changes = [event_values(one, private) for one in events]
        values = {"brought_again" if again else "taken_back": done, "changes": changes}
        setting.terminal.data({**values, "no_longer_private": opened})
        return
    setting.terminal.tell(*moved_blocks("Brought again" if again else "Taken back", steps, events, setting.today))
    if opened:
        verb, it = ("is", "it") if len(opened) == 1 else ("are", "they")
        setting.terminal.say(
            f"With that, {said_about(opened)} {verb} no longer private: {it} can be in what you share from now on.",
            "yellow",
        )
    way_back = TAKES_BACK if again else "`cswo-eval redo` brings it again."
    setting.terminal.say(way_back, "dim")


def _is_opened(was: Shape | None, now: Shape | None) -> bool:
    """Return whether something that is still there has lost its private mark."""
    return now is not None and getattr(was, "private", False) and not getattr(now, "private", False)


def _whole(setting: Setting) -> WholeRecord | None:
    """Return the record as it is now, or None where something in it does not read: what was done is told all the same."""
    try:
        return whole_record(setting.record, setting.framework)
    except CswoEvalError:
        return None


def _covered_before(whole: WholeRecord, opened: Sequence[str]) -> list[str]:
    """Return the entries that stayed for an answer that lost its mark, and stay no more."""
    stay = private_things(whole).entries
    found = []
    for entry in whole.register.present():
        served = [link.item for link in entry.links]
        left_before = entry.may_leave and not set(served) <= set(opened)
        if set(served) & set(opened) and entry.id not in stay and entry.id not in opened and not left_before:
            found.append(entry.id)
    return found


def _turned(text: NewText) -> NewText:
    return text._replace(before=text.after, after=text.before)
