"""The title page of a portfolio, and what has been agreed for its learning contract: asked, where their owner wishes it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from cswo_eval.cli.interviews.asking import Stopped
from cswo_eval.cli.interviews.form_host import FormHost
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.unfinished_texts import settle_unfinished
from cswo_eval.cli.setting import Setting
from cswo_eval.forms.filling import Known, Step
from cswo_eval.forms.known import known_for
from cswo_eval.record.draft import Draft
from cswo_eval.record.fields import said_field
from cswo_eval.record.portfolio_models import PortfolioDetails
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.says_nothing import says_nothing

DETAILS, CONTRACT = "portfolio-details", "contract"


def asks_about_portfolio(setting: Setting, form: str) -> bool:
    """Ask a person, never a pipe, whether they want to fill in DETAILS or CONTRACT, and ask it. Returns whether it changed.

    Raises KeyboardInterrupt after Ctrl-C: all is saved.
    """
    keyboard = Keyboard()
    if not keyboard.interactive:
        return False
    before = setting.record.portfolio_details()
    with setting.changing() as writer:
        settle_unfinished(setting, writer)
        with contextlib.suppress(Stopped):
            PortfolioQuestions(setting, writer, keyboard, form).ask()
    return setting.record.portfolio_details() != before


class PortfolioQuestions(FormHost):
    """Asks one of the two forms, and saves the details after each answer."""

    def __init__(self, setting: Setting, writer: RecordWriter, keyboard: Keyboard, form: str) -> None:
        super().__init__(setting, writer, keyboard)
        self.form_name = form
        self.names_are_meant = form == DETAILS
        self._details = setting.record.portfolio_details()

    def known(self) -> Known:
        """Return what its questions take from elsewhere."""
        return known_for(self.setting.framework, self.form(), str)

    def answers(self) -> Mapping[str, Any]:
        """Return what is set already."""
        profiles = [one.id for one in self.setting.framework.portfolio_profiles.profiles]
        here = self._details.profile or profiles[0]
        said = {name: getattr(self._details, name) for name in PortfolioDetails._types if name != "limits"}
        return said | {"profile": str(profiles.index(here) + 1) if here in profiles else None}

    def store(self, step: Step, value: Any) -> None:
        """Save an answer; what says nothing empties a text again."""
        if step.field == "change":
            return
        if step.field == "profile":
            value = self.setting.framework.portfolio_profiles.profiles[int(value) - 1].id
        elif isinstance(value, str) and says_nothing(value):
            value = ""
        self._details = self._details._replace(**{step.field: value})
        self.writer.save_portfolio_details(self._details)

    def place_of_text(self, step: Step) -> str:
        """Return where a text stands, in words."""
        return said_field(PortfolioDetails, step.field)


def put_unfinished(setting: Setting, writer: RecordWriter, draft: Draft) -> str:
    """Put a text that was broken off where it belongs. Returns where it is, in words."""
    return PortfolioQuestions(setting, writer, Keyboard(), draft.form).put_unfinished(draft)
