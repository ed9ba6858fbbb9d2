"""What every command works in: the Standard, the record, the day, and the terminal."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from cswo_eval.analysis.gaps import analyse
from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.cli.folders import standards_folder
from cswo_eval.cli.terminal import Terminal
from cswo_eval.framework.loading import Framework, load_framework
from cswo_eval.record.models import EvidenceRegister, Plan, Profile, Round
from cswo_eval.record.place import record_folder, synced_by
from cswo_eval.record.store import Record, fitted_profile, fitted_register, new_profile
from cswo_eval.text.days_as_typed import NotADate, read_date
from cswo_eval.text.problems import CswoEvalError


@dataclass
class Setting:
    """The Standard, the record, the day and the terminal of one run of one command."""

    framework: Framework
    record: Record
    today: date
    terminal: Terminal
    today_given: bool = False

    @cached_property
    def profile(self) -> Profile:
        """The owner's profile. Raises CswoEvalError where there is no record."""
        self.record.require()
        return fitted_profile(self.record.profile(), self.framework)

    @cached_property
    def round(self) -> Round | None:
        """The newest round, or None."""
        return self.record.latest_round(self.framework)

    @cached_property
    def register(self) -> EvidenceRegister:
        """The register of evidence."""
        return fitted_register(self.record.register(), self.framework)

    @cached_property
    def plan(self) -> Plan | None:
        """The newest plan, or None."""
        return self.record.latest_plan()

    @cached_property
    def analysis(self) -> GapAnalysis:
        """The gap analysis of the newest round."""
        return analyse(self.framework, self.profile, self.round, self.register, self.today, self.plan)

    def remark_on_place(self) -> None:
        """Say so where the record lies in a folder that a service copies elsewhere, and where it is the sample."""
        service = synced_by(self.record.folder)
        if service is not None:
            self.terminal.say(
                f"Your record lies under '{service}', which is probably copied to a cloud or to other people. If that was not "
                "meant, move the folder and name its new place with --record.",
                "yellow",
            )


def open_setting(
    record: str | None,
    standards: str | None,
    today: str | None,
    plain: bool,
    *,
    needs_record: bool = True,
    begins_record: bool = False,
) -> Setting:
    """Return the setting of a command. `begins_record`: with its first save it begins a record where there is none. Raises
    CswoEvalError where something named does not exist or is wrong.
    """
    terminal = Terminal(plain)
    where = Record(record_folder(record, os.environ))
    begins = begins_record and not where.exists()
    if begins:
        where.refuse_foreign_folder()
    elif needs_record:
        where.require()
    framework = load_framework(standards_folder(standards))
    setting = Setting(framework, where, date.today(), terminal)
    if today is not None:
        setting.today = day_from(today, "--today", setting.today)
        setting.today_given = True
    elif needs_record and not begins:
        # The fictional sample is told from a fixed day; looked at later, everything in it would be overdue.
        setting.today = setting.profile.as_of or setting.today
    if begins:
        where.beginning = setting.profile = new_profile(now())
        terminal.say(f"You have no record yet: this begins one in {where.folder}.", "dim")
        setting.remark_on_place()
    return setting


def day_from(text: str, option: str, today: date) -> date:
    """Return the day that an option names. Raises CswoEvalError, in words."""
    try:
        day = read_date(text, today)
    except NotADate as error:
        raise CswoEvalError(f"{option}: {error}") from None
    if not 1950 <= day.year <= 2200:
        raise CswoEvalError(f"{option}: the year {day.year} cannot be meant. Check the date.")
    return day


def now() -> str:
    """Return the present moment in UTC, as records write it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
