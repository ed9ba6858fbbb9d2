"""What a command works in that opens no record: the Standard and the terminal."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from functools import cached_property
from typing import Any, Literal

from cswo_eval.cli.folders import standards_folder
from cswo_eval.cli.terminal import Terminal
from cswo_eval.framework.fitted_ids import Fitting
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework
from cswo_eval.pages.blocks import Document

RecordNeed = Literal["needed", "begun", "taken", "none"]
"""What a command wants of the record: it must be there; one is begun with the first save where there is none; it is taken if
there is one; none is opened."""


class BareSetting:
    """The Standard and the terminal of one run of one command.

    `standards` is what the option says, None where it was not given; `as_json`: whether the result is wanted as JSON.
    """

    def __init__(self, *, standards: str | None = None, plain: bool = False, as_json: bool = False) -> None:
        self._standards_given = standards
        self.terminal = Terminal(plain)
        self.as_json = as_json
        self._followed: set[str] = set()

    @cached_property
    def framework(self) -> Framework:
        """The Standard in use, with a folder of the user's laid over it where one is named. Raises CswoEvalError.

        Where an older id is given and followed, it is said once.
        """
        framework = load_framework(standards_folder(self._standards_given))
        framework.on_followed = self._say_followed
        return framework

    @property
    def with_standards(self) -> str:
        """What a command that is named has to say besides, so that it finds the same standards: ' --standards DIR', or ''."""
        return f" --standards {shlex.quote(self._standards_given)}" if self._standards_given is not None else ""

    def _say_followed(self, move: Fitting) -> None:
        if move.was not in self._followed:
            self._followed.add(move.was)
            self.terminal.say(f"{move.was} {move.became}.", "dim")

    def give(self, value: Callable[[], Any], document: Callable[[], Document]) -> None:
        """Show a result: `value()` as JSON where that is wanted, else `document()`. Each is made only where it is shown."""
        if self.as_json:
            self.terminal.data(value())
        else:
            self.terminal.show(document())
