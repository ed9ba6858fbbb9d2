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
from cswo_eval.forms.questions import Question
from cswo_eval.framework.form_models import Form
from cswo_eval.record.writer import RecordWriter


def ask_reasons(
    setting: Setting,
    writer: RecordWriter,
    keyboard: Keyboard,
    findings: Sequence[Located],
    accept: Callable[[Located, str], None],
) -> int:
    """Ask of each finding why it may stay; `accept` saves a reason. Returns of how many one was given; quitting leaves the rest."""
    host = FindingQuestions(setting, writer, keyboard, findings, accept)
    with contextlib.suppress(Stopped):
        host.ask()
    return len(host.reasons)


class FindingQuestions(FormHost):
    """Asks about one finding after another."""

    form_name = "finding"

    def __init__(
        self,
        setting: Setting,
        writer: RecordWriter,
        keyboard: Keyboard,
        findings: Sequence[Located],
        accept: Callable[[Located, str], None],
    ) -> None:
        super().__init__(setting, writer, keyboard)
        self._findings = {one.id: one for one in findings}
        self._accept = accept
        self.reasons: dict[str, str] = {}
        """The reasons that were given, by the finding."""

    def form(self) -> Form:
        """Return the form with its question for each of the findings."""
        form = super().form()
        (asked,) = form.fields
        why = f"{asked.wording[0].lower()}{asked.wording[1:]}"
        # What stands in braces would be taken for a word of the form's.
        places = {
            name: one.place.said.translate({ord("{"): "(", ord("}"): ")"}) for name, one in self._findings.items()
        }
        return form._replace(
            fields=tuple(asked._replace(id=name, wording=f"{place}: {why}") for name, place in places.items())
        )

    def answers(self) -> Mapping[str, Any]:
        """Return the reasons that were given: of what has none yet there is none."""
        return self.reasons

    def put(self, question: Question, script: Filling) -> None:
        """Show what was found and where, and what to write instead."""
        one = self._findings[question.field]
        kind = described(one.finding, self.setting.framework.confidentiality)
        sure = "Found" if one.finding.certain else "Perhaps"
        place = f"{list(self._findings).index(one.id) + 1} of {len(self._findings)}"
        say = self.terminal.say
        say("")
        say(f"== {one.id}  {sure} {kind.name.removeprefix('perhaps ')}   ({place})", "bold cyan")
        say(f"{one.place.said}: {one.finding.found[:80]}")
        say(f"{kind.why} Instead: {kind.instead}", "dim")

    def store(self, step: Step, value: Any) -> None:
        """Save the reason."""
        self._accept(self._findings[step.field], value)
        self.reasons = {**self.reasons, step.field: value}
