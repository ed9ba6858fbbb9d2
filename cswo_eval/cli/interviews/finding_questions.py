"""What is to become of things that may identify somebody: one question for each, saved before the next is asked."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cswo_eval.cli.interviews.asking import Stopped
from cswo_eval.cli.interviews.form_host import FormHost
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.setting import Setting
from cswo_eval.confidentiality.finding_words import described
from cswo_eval.confidentiality.guard import Located
from cswo_eval.forms.filling import Filling, Step
from cswo_eval.record.writer import RecordWriter


def ask_reasons(
    setting: Setting,
    writer: RecordWriter,
    keyboard: Keyboard,
    findings: Sequence[Located],
    accept: Callable[[Located, str], None],
) -> int:
    """Ask of each finding why it may stay; `accept` saves a reason. Returns of how many one was given; quitting leaves the rest."""
    accepted = 0
    with contextlib.suppress(Stopped):
        for place, one in enumerate(findings, start=1):
            host = FindingQuestions(setting, writer, keyboard, one, f"{place} of {len(findings)}", accept)
            host.ask()
            accepted += host.accepted
    return accepted


class FindingQuestions(FormHost):
    """Asks about one finding."""

    form_name = "finding"

    def __init__(
        self,
        setting: Setting,
        writer: RecordWriter,
        keyboard: Keyboard,
        finding: Located,
        place: str,
        accept: Callable[[Located, str], None],
    ) -> None:
        super().__init__(setting, writer, keyboard, finding.id)
        self._finding = finding
        self._place = place
        self._accept = accept
        self.accepted = False
        """Whether a reason was given."""

    def answers(self) -> Mapping[str, Any]:
        """Return nothing: only what has no reason yet is asked about."""
        return {}

    def put(self, question: Any, script: Filling) -> None:
        """Show what was found and where, and what to write instead."""
        kind = described(self._finding.finding, self.setting.framework.confidentiality)
        sure = "Found" if self._finding.finding.certain else "Perhaps"
        say = self.terminal.say
        say("")
        say(f"== {self._finding.id}  {sure} {kind.name.removeprefix('perhaps ')}   ({self._place})", "bold cyan")
        say(f"{self._finding.place.said}: {self._finding.finding.found[:80]}")
        say(f"{kind.why} Instead: {kind.instead}", "dim")

    def store(self, step: Step, value: Any, script: Filling) -> None:
        """Save the reason."""
        self._accept(self._finding, value)
        self.accepted = True
