"""`cswo-eval redo`."""

from __future__ import annotations

from cswo_eval.cli.command import command
from cswo_eval.cli.moved_steps import tell_moved
from cswo_eval.cli.setting import Setting
from cswo_eval.record.history.sittings import read_history
from cswo_eval.record.history.undo import bring_again, to_bring_again


@command(json=True)
def redo(setting: Setting) -> None:
    """Bring again what `undo` took back last, as long as nothing was changed since."""
    with setting.changing() as writer:
        steps = to_bring_again(read_history(setting.record.folder))
        texts = bring_again(writer, steps)
    tell_moved(setting, steps, texts, again=True)
