"""What every command works in: the Standard, the record, the day, and the terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cswo_eval.analysis.gaps import analyse
from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.cli.bare_setting import BareSetting, RecordNeed
from cswo_eval.cli.option_readers import day_from
from cswo_eval.record.models import EvidenceRegister, Profile, Round
from cswo_eval.record.place import record_folder, synced_by
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.store import Record, new_profile
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import listed_with_and

if TYPE_CHECKING:
    from cswo_eval.disclosure.whole_record import WholeRecord
    from cswo_eval.record.writer import RecordWriter


class Setting(BareSetting):
    """The Standard, the record, the day and the terminal of one run of one command. Each is read when it is first asked for.

    `record` and `today` are what the options say, None where they were not given.
    """

    def __init__(self, *, record: str | None = None, today: str | None = None, command: str = "", **bare: Any) -> None:
        super().__init__(**bare)
        self.command = command
        """What the history calls what is done now: 'plan done'."""
        self.record_given = record
        self.today_given = today is not None
        self.today = day_from(today, "--today", date.today()) if today is not None else date.today()
        self._whole: WholeRecord | None = None
        self._analysis: tuple[tuple[object, ...], GapAnalysis] | None = None

    @cached_property
    def record(self) -> Record:
        """The record, which need not be there, read as it fits the Standard in use. Raises CswoEvalError where it is named wrongly."""
        return Record(record_folder(self.record_given, os.environ), self.framework)

    @cached_property
    def profile(self) -> Profile:
        """The owner's profile. Raises CswoEvalError where there is no record."""
        self.record.require()
        return self.record.profile()

    @cached_property
    def round(self) -> Round | None:
        """The newest round, or None."""
        return self.record.latest_round(self.framework)

    @cached_property
    def register(self) -> EvidenceRegister:
        """The register of evidence."""
        return self.record.register()

    @cached_property
    def plan(self) -> Plan | None:
        """The newest plan, or None."""
        return self.record.latest_plan()

    @property
    def whole(self) -> WholeRecord:
        """All that the record holds, with what this command changed: as the door takes it. Raises CswoEvalError."""
        from cswo_eval.disclosure.whole_record import whole_record  # only where something is to leave

        own: dict[str, Any] = {
            "profile": self.profile,
            "round": self.round,
            "register": self.register,
            "plan": self.plan,
        }
        if self._whole is None:
            self._whole = whole_record(self.record, self.framework, **own)
        return self._whole._replace(**own)

    def plan_of(self, start: date) -> Plan:
        """Return the plan that starts on this day, an earlier one too. Raises CswoEvalError."""
        return self.record.plan(start)

    @property
    def analysis(self) -> GapAnalysis:
        """The gap analysis of what the round, register, plan and profile hold now: made again where one of them is another."""
        made_from = (self.framework, self.profile, self.round, self.register, self.today, self.plan)
        if self._analysis is None or any(a is not b for a, b in zip(self._analysis[0], made_from, strict=True)):
            self._analysis = (made_from, analyse(*made_from))
        return self._analysis[1]

    @contextmanager
    def changing(self) -> Iterator[RecordWriter]:
        """Hold the record's lock and give its writer, for one sitting of this command. Raises CswoEvalError."""
        try:
            with self.record.changing(self.command, now) as writer:
                yield writer
        finally:
            self._whole = None  # read anew where the command goes on to show what it changed

    def take_day_of_sample(self) -> None:
        """Take the fixed day of a sample as today: looked at later, everything in it would be overdue. Not where one is given."""
        if not self.today_given:
            self.today = self.profile.as_of or self.today

    def remark_on_place(self) -> None:
        """Say so where the record lies in a folder that a service copies elsewhere, and where it is the sample."""
        service = synced_by(self.record.folder)
        if service is not None:
            self.terminal.say(
                f"Your record lies under '{service}', which is probably copied to a cloud or to other people. If that was not "
                "meant, move the folder and name its new place with --record.",
                "yellow",
            )


_LEAVE_AN_EARLIER_ONE = ("check", "backup", "restore", "forget")
"""Commands that take a record of an earlier format as it is: `check` says what would be done."""


def open_setting(need: RecordNeed, given: dict[str, Any]) -> Setting:
    """Return the setting of a command from what the shared options say.

    Raises CswoEvalError where something named does not exist or is wrong.
    """
    setting = Setting(**given)
    _put_right(setting)
    begins = need == "begun" and not setting.record.exists()
    if begins:
        setting.record.refuse_foreign_folder()
    elif need != "taken":
        setting.record.require()
    _ = setting.framework  # what is wrong with it is said before anything else is done
    if need == "taken":
        return setting
    if begins:
        setting.record.beginning = setting.profile = new_profile(now())
        setting.terminal.say(f"You have no record yet: this begins one in {setting.record.folder}.", "dim")
        setting.remark_on_place()
    else:
        setting.take_day_of_sample()
    return setting


def _put_right(setting: Setting) -> None:
    """Bring a record of an earlier format over, and put right what an earlier sitting left half done; say so."""
    if setting.record.is_being_forgotten() and setting.command != "forget":
        raise CswoEvalError(
            f"The record in {setting.record.folder} was being deleted when that broke off, and a part of it is gone. "
            "`cswo-eval forget` goes on with it."
        )
    if setting.record.is_earlier():
        if setting.command in _LEAVE_AN_EARLIER_ONE:
            return
        from cswo_eval.record.migration import BACKUP  # once in the life of a record

        setting.record.bring_over()
        setting.terminal.say(
            "Your record was kept by an earlier cswo-eval and is brought over to this one. Nothing of it was changed or dropped; how "
            f"it was is kept in {setting.record.folder / BACKUP}.",
            "yellow",
        )
    setting.record.put_right(now)
    if setting.record.put_back:
        files = listed_with_and(setting.record.put_back)
        setting.terminal.say(
            f"The last command broke off while it was saving, and what it had half done was put back as it was: {files}.",
            "yellow",
        )
    if setting.record.purged:
        setting.terminal.say(
            f"What was being destroyed for good when that broke off is gone now: {listed_with_and(setting.record.purged)}.",
            "yellow",
        )
    elif setting.record.is_being_purged():
        setting.terminal.say(
            "Something of your record is being destroyed for good, and is not wholly gone yet: another window is at it, or a file "
            "cannot be read or changed. `cswo-eval check` says what is wrong; the next command goes on with it.",
            "yellow",
        )


def now() -> str:
    """Return the present moment in UTC, as records write it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
