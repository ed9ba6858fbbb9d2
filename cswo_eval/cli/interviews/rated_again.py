"""A level asked again beside what was done: by the walk, with all that the walk asks of a level, the earlier one not shown."""

from __future__ import annotations

from collections.abc import Callable

from cswo_eval.cli.interviews.asking import Asking
from cswo_eval.cli.interviews.begun_walk import begun_walk
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.walk_prompt import WalkHost
from cswo_eval.cli.setting import Setting
from cswo_eval.forms.engine import Kept
from cswo_eval.framework.models import Competency, Element
from cswo_eval.pages.blocks import Facts
from cswo_eval.record.fitted import refuse_another_standard
from cswo_eval.record.models import Depth
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.walk import machine
from cswo_eval.walk.machine import Walk
from cswo_eval.walk.script import WalkScript


class RatedAgain(WalkHost):
    """Asks one level again. Where the owner stopped in the walk stays as it was."""

    def __init__(
        self,
        setting: Setting,
        writer: RecordWriter,
        keyboard: Keyboard,
        walk: Walk,
        after_level: Callable[[], None] | None = None,
    ) -> None:
        """`after_level` is called when a level was given, and saved."""
        super().__init__(setting, writer, keyboard, walk)
        self._after_level = after_level

    def show_item(self, item: Competency | Element) -> None:
        """Show what is rated, and the evidence there is."""
        entries = self.walk.register.linked_to(item.id)
        evidence = "; ".join(f"{one.id} {one.title.rstrip('.')}" for one in entries) or "none in the register"
        self.terminal.say("")
        self.terminal.say(f"== {item.id}  {item.statement}", "bold cyan")
        self.terminal.tell(Facts((("Evidence", evidence),)))

    def keep(self, kept: Kept) -> WalkScript:
        """Save an answer; of a level, let whoever asked for it know at once: what follows it may be broken off."""
        script = super().keep(kept)
        if self._after_level is not None and kept.question.field == "level" and kept.value is not None:
            self._after_level()
        return script

    def summarise(self, element: str) -> None:
        """Say nothing of the element: its levels are those that may be asked next."""

    def save(self, changed: Walk) -> None:
        """Save, with the place in the walk as it was."""
        before = self.walk.round
        kept = changed.round._replace(position=before.position, entry_open=before.entry_open)
        super().save(changed._replace(round=before if kept == before else kept))
        self.setting.round, self.setting.register = self.walk.round, self.walk.register


def rate_again(
    setting: Setting,
    writer: RecordWriter,
    keyboard: Keyboard,
    item: str,
    private: bool,
    after_level: Callable[[], None] | None = None,
) -> None:
    """Ask the level of a competency or element again, with the questions that follow from it. `private` marks the answer.

    Enter leaves it as it is; `after_level` is called each time that one was given. Raises Stopped and what `Asking.run` raises: all
    is saved.
    """
    round_ = setting.round
    if round_ is None:
        return
    depth: Depth = "usual" if "." in item else "element"
    walk = machine.rate_again(begun_walk(setting, round_, depth, (item,), private), item)
    host = RatedAgain(setting, writer, keyboard, walk, after_level)
    Asking(setting.terminal, keyboard, host, writer).run(WalkScript(walk))


def takes_levels(setting: Setting) -> bool:
    """Return whether a level may be given again; says why not where the round was answered against another Standard."""
    try:
        refuse_another_standard(setting.round, setting.framework)
    except CswoEvalError as problem:
        setting.terminal.say(f"Levels are not asked. {problem}", "yellow")
        return False
    return True
