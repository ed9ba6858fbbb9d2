"""A record on disk, as it is read: each file checked where another than this program wrote it, and no file begun anew by mistake."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from cswo_eval.files.file_data import read_data, text_of
from cswo_eval.files.shapes import built
from cswo_eval.files.strict_yaml import YamlDocument, parse_yaml, validate
from cswo_eval.framework.framework import Framework
from cswo_eval.record.fitted import fitted
from cswo_eval.record.layout import (
    DRAFT,
    FOLDERS,
    GUARD_DECISIONS,
    PLAN_REVIEWS,
    PLANS,
    PORTFOLIO_DETAILS,
    PREVIOUS,
    PRIOR_LEARNING,
    PROFILE,
    REFLECTIONS,
    REGISTER,
    REPORT_PROFILES,
    ROUNDS,
    files_in,
    plan_file,
    round_file,
)
from cswo_eval.record.models import (
    FORMAT_VERSION,
    Draft,
    EvidenceRegister,
    KeptReportProfiles,
    Plan,
    Profile,
    RecordFile,
    ReviewRecord,
    Round,
)
from cswo_eval.record.portfolio_models import GuardDecisions, PortfolioDetails, PriorLearning, Reflection
from cswo_eval.record.seal import checksum, is_untouched
from cswo_eval.text.problems import CswoEvalError, Problem, ProblemsFound

FileType = TypeVar("FileType", bound=RecordFile)


class RecordReader:
    """The files of one record, as they can be read without its lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read_checksums: dict[Path, str] = {}
        """What each file held when it was last read or saved: another program's change is noticed by it."""
        self.beginning: Profile | None = None
        """The profile of a record that is not there yet: saved with the first file that is."""

    @property
    def profile_path(self) -> Path:
        """Where the profile lies."""
        return self.folder / PROFILE

    def exists(self) -> bool:
        """Return whether there is a record here. Raises CswoEvalError where the place is a file."""
        if self.folder.exists() and not self.folder.is_dir():
            raise CswoEvalError(f"{self.folder} is a file, and a record is a folder. Name another place with --record.")
        return self.profile_path.exists()

    def refuse_foreign_folder(self) -> None:
        """Raise CswoEvalError where a new record would be begun among files that belong to something else."""
        if self.exists() or not self.folder.is_dir():
            return
        self._refuse_without_profile()
        if any(not path.name.startswith(".") for path in self.folder.iterdir()):
            raise CswoEvalError(
                f"{self.folder} holds other files and no record, so none was begun there. Name a new or empty folder with "
                "--record."
            )

    def _refuse_without_profile(self) -> None:
        """Raise CswoEvalError where this is a record whose profile.yaml is gone."""
        if (self.folder / ROUNDS).is_dir() or (self.folder / REGISTER).exists():
            copy = self.earlier_copy(self.profile_path)
            where = f" A copy from before its last save is {copy}." if copy is not None else ""
            raise CswoEvalError(
                f"This is a record, but {self.profile_path} is missing. Put it back from a backup.{where}"
            )

    def require(self) -> None:
        """Raise CswoEvalError, with what to do, where there is no record here."""
        if not self.exists():
            self._refuse_without_profile()
            raise CswoEvalError(
                f"There is no record in {self.folder} yet. Begin one with `cswo-eval assess`, see a complete sample with "
                "`cswo-eval demo`, or name another folder with --record."
            )

    def profile(self) -> Profile:
        """Return the profile. Raises ProblemsFound."""
        return self._read(self.profile_path, Profile)

    def round_days(self) -> tuple[date, ...]:
        """Return the days on which rounds began, oldest first."""
        return self._days(ROUNDS)

    def round(self, day: date, framework: Framework) -> Round:
        """Return the round that began on `day`, fitted to the Standard in use. Raises ProblemsFound."""
        return fitted(self._read(self.folder / round_file(day), Round), framework)

    def latest_round(self, framework: Framework) -> Round | None:
        """Return the newest round, fitted to the Standard in use; None where there is none."""
        days = self.round_days()
        return self.round(days[-1], framework) if days else None

    def register(self) -> EvidenceRegister:
        """Return the register of evidence; an empty one where there is none yet. Raises ProblemsFound."""
        return self._read_or_new(REGISTER, EvidenceRegister)

    def draft(self) -> Draft | None:
        """Return what was being typed when a sitting broke off, or None. One that does not read is passed over."""
        path = self.folder / DRAFT
        try:
            return self._read(path, Draft) if path.exists() else None
        except ProblemsFound:
            return None

    def report_profiles(self) -> KeptReportProfiles:
        """Return the report profiles that the owner keeps; none where there is no such file. Raises ProblemsFound."""
        return self._read_or_new(REPORT_PROFILES, KeptReportProfiles)

    def reflections(self) -> tuple[Reflection, ...]:
        """Return all reflective accounts, taken out or not, in the order of their numbers. Raises ProblemsFound."""
        paths = files_in(self.folder, REFLECTIONS, "R*.yaml")
        return tuple(sorted((self._read(path, Reflection) for path in paths), key=lambda one: int(one.id[1:])))

    def prior_learning(self) -> PriorLearning:
        """Return the claims for prior learning; none where there is no such file. Raises ProblemsFound."""
        return self._read_or_new(PRIOR_LEARNING, PriorLearning)

    def portfolio_details(self) -> PortfolioDetails:
        """Return what the title page says and the owner's own limits. Raises ProblemsFound."""
        return self._read_or_new(PORTFOLIO_DETAILS, PortfolioDetails)

    def guard_decisions(self) -> GuardDecisions:
        """Return what the owner decided about the guard's findings. Raises ProblemsFound."""
        return self._read_or_new(GUARD_DECISIONS, GuardDecisions)

    def plan_days(self) -> tuple[date, ...]:
        """Return the start days of all plans, oldest first."""
        return self._days(PLANS)

    def plan(self, start: date) -> Plan:
        """Return the plan that starts on `start`. Raises ProblemsFound."""
        return self._read(self.folder / plan_file(start), Plan)

    def latest_plan(self) -> Plan | None:
        """Return the plan with the latest start, or None."""
        days = self.plan_days()
        return self.plan(days[-1]) if days else None

    def reviews(self, start: date) -> tuple[ReviewRecord, ...]:
        """Return the reviews held of the plan that starts on `start`, in the order of their plan day."""
        paths = files_in(self.folder, PLAN_REVIEWS, f"{start}-day-*.yaml")
        return tuple(sorted((self._read(path, ReviewRecord) for path in paths), key=lambda review: review.number))

    def problems(self) -> list[Problem]:
        """Return everything wrong with any file of the record, in order. Empty where all reads."""
        found: list[Problem] = []
        readers: list[Any] = [self.profile, self.register, self.report_profiles, self.prior_learning]
        readers += [self.portfolio_details, self.guard_decisions]
        readers += [lambda path=path, model=model: self._read(path, model) for path, model in self._dated_files()]
        for path, model in self._dated_files():
            if model in (Round, Plan) and not _is_day(path.stem):
                what = "the name of this file is not a date, so it is passed over."
                found.append(Problem(str(path), 0, what, "Rename it to the date it began, or move it away."))
        for read in readers:
            try:
                read()
            except ProblemsFound as problems:
                found.extend(problems.problems)
        return sorted(set(found))

    def _dated_files(self) -> Iterator[tuple[Path, type[RecordFile]]]:
        for name, shape in FOLDERS.items():
            for path in files_in(self.folder, name):
                if not path.name.startswith("."):
                    yield path, shape

    def _days(self, name: str) -> tuple[date, ...]:
        """Return the days that files of a folder are called by; `check` names those that do not belong."""
        return tuple(
            sorted(date.fromisoformat(path.stem) for path in files_in(self.folder, name) if _is_day(path.stem))
        )

    def _read_or_new(self, name: str, model: type[FileType]) -> FileType:
        path = self.folder / name
        # A link that leads nowhere is not a missing file: what it led to must not be begun anew.
        return self._read(path, model) if os.path.lexists(path) else built(model, {})

    def _read(self, path: Path, model: type[FileType]) -> FileType:
        try:
            return self._read_file(path, model)
        except ProblemsFound as found:
            copy = self.earlier_copy(path)
            if copy is None:
                raise
            advice = f"The version before the last save is kept, should you want it back: {copy}"
            raise ProblemsFound(found.problems, found.heading, advice) from None

    def _read_file(self, path: Path, model: type[FileType]) -> FileType:
        data = read_data(path, str(path))
        self.read_checksums[path.resolve() if path.is_symlink() else path] = checksum(data)
        text = text_of(data, str(path))
        document = parse_yaml(text, str(path))
        _refuse_other_versions(document, model)
        # What this very program wrote and nobody has touched is known to be good: checking it again costs more than
        # all the rest of a command.
        return built(model, document.value) if is_untouched(text) else validate(document, model)

    def earlier_copy(self, path: Path) -> Path | None:
        """Return where the version before the last save of a file lies, or None."""
        copy = self.folder / PREVIOUS / path.relative_to(self.folder)
        return copy if copy.exists() else None


def _refuse_other_versions(document: YamlDocument, model: type[RecordFile]) -> None:
    value = document.value
    if not isinstance(value, dict):
        return
    version = value.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        what = f"it was written by a newer cswo-eval (format {version}; this one reads up to {FORMAT_VERSION})."
        raise ProblemsFound(
            [
                Problem(
                    document.name,
                    document.line_of(("format_version",)),
                    what,
                    "Install the newer version. Nothing was changed.",
                )
            ]
        )
    expected = model.default_of("format")
    given = value.get("format")
    if isinstance(given, str) and given != expected:
        what = f"this is a file of the kind '{given[:40]}', and '{expected}' was expected."
        raise ProblemsFound(
            [Problem(document.name, document.line_of(("format",)), what, "Check that it is the right file.")]
        )


def _is_day(text: str) -> bool:
    try:
        return str(date.fromisoformat(text)) == text
    except ValueError:
        return False
