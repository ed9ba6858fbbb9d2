"""A calendar file follows on those that left before it: what the log knows of them, held until the new one is noted too."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from cswo_eval.cli.sent_log import CalendarNote, is_logged
from cswo_eval.cli.setting import Setting, now
from cswo_eval.disclosure.door import Disclosure
from cswo_eval.formats.ics import NO_PLAN
from cswo_eval.formats.ics.entries import entries_of
from cswo_eval.formats.ics.revisions import CalendarFile, Naming, calendar_file
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.sent import SaidEvent, events_text, sequence_at
from cswo_eval.record.sent_log import events_sent, log_held
from cswo_eval.text.problems import CswoEvalError, ProblemsFound
from cswo_eval.text.words import counted

_OF_NO_LOG = "no log"
"""The secret of names where nothing is ever noted, as of the sample that comes with the program: the same at every start."""


class SentCalendar:
    """What earlier calendar files for a reader said, and the one that now follows on them."""

    def __init__(self, setting: Setting, audience: str, held: bool) -> None:
        self._setting, self._audience, self._held = setting, audience, held
        self._said: Mapping[str, SaidEvent] = {}
        self._key, self._new_key = _OF_NO_LOG, ""
        self._logged = is_logged(setting)
        self._file: CalendarFile | None = None
        self._unread = False
        if self._logged:
            self._read()

    def _read(self) -> None:
        record = self._setting.record
        self._new_key = os.urandom(16).hex()
        try:
            self._said = events_sent(record, self._audience)
            kept = record.sent().calendar_key
        except ProblemsFound:
            kept, self._unread = "", True  # what is wrong with the log is said when this file is to be noted in it
        if kept or self._audience == "self":
            self._new_key = ""
        self._key = kept or self._new_key

    def require_something(self, plan: Plan | None) -> None:
        """Raise CswoEvalError where there is neither a plan nor anything of an earlier one to be taken out."""
        if plan is None and not self._said:
            raise CswoEvalError(NO_PLAN)

    def file(self, plan: Plan | None, found: Disclosure, todos: bool = False) -> CalendarFile:
        """Return what the calendar file of a plan is to hold, None being no plan. `found`: the copy that the plan is of.

        Raises CswoEvalError where there is neither a plan nor anything to be taken out.
        """
        self.require_something(plan)
        own_ids = {new: old for old, new in found.numbers.actions.items()}
        naming = Naming(self._setting.profile.record_id, self._audience, self._key)
        at = now() if self._logged or plan is None else plan.made  # the sample's file is the same whenever it is made
        entries = entries_of(plan, todos, own_ids, self._audience == "self") if plan is not None else ()
        self._file = calendar_file(entries, naming, self._said, sequence_at(at), todos)
        return self._file

    def to_note(self) -> CalendarNote:
        """Return what the log is to keep of the file, once it is written."""
        assert self._file is not None
        return CalendarNote(events_text(self._file.said), self._new_key, self._held)

    def say_taken_out(self) -> None:
        """Say how many entries of an earlier file this one takes out, where it does, or that this is not known."""
        if self._unread:
            self._setting.terminal.say(
                "What earlier calendar files held could not be read, so this one takes nothing of theirs out of your calendar.",
                "yellow",
            )
        elif self._file is not None and self._file.taken_out:
            count = self._file.taken_out
            self._setting.terminal.say(
                f"{counted(count, 'entry', 'entries')} of an earlier file {'is' if count == 1 else 'are'} marked as cancelled in this one, "
                "with the title 'Taken out' and nothing else. Not every calendar takes them away by itself: look whether they are gone."
            )


def say_what_would_be_taken_out(setting: Setting, audience: str, found: Disclosure, plan: Plan | None) -> None:
    """Say beside a preview how many entries of an earlier file the next one would take out. Nothing is noted, and no lock is held."""
    calendar = SentCalendar(setting, audience, False)
    if plan is None:
        return
    count = calendar.file(plan, found).taken_out
    if count:
        setting.terminal.say(
            f"{counted(count, 'entry', 'entries')} of an earlier calendar file would be in this one as cancelled, with the title 'Taken out' "
            "and nothing else."
        )


@contextmanager
def following_calendar(setting: Setting, audience: str) -> Iterator[SentCalendar]:
    """Give what a calendar file for an audience follows on, and let no other window note one before this one is noted."""
    if not is_logged(setting):
        yield SentCalendar(setting, audience, False)
        return
    with log_held(setting.record) as held:
        yield SentCalendar(setting, audience, held)
