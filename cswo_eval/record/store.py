"""A record on disk: read it, and change it under a lock, with every save whole and the version before kept.

Layout: profile.yaml, assessments/<date>.yaml, evidence.yaml, attachments/, plans/<start>.yaml, reviews/<plan>-<day>.yaml,
reflections/R1.yaml, prior-learning.yaml, portfolio.yaml, private/guard.yaml.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cswo_eval.files.file_data import read_data, text_of
from cswo_eval.files.shapes import built
from cswo_eval.files.strict_yaml import YamlDocument, parse_yaml, validate
from cswo_eval.framework.fitted_ids import fit_ids
from cswo_eval.framework.loading import Framework
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
    SetAside,
    StandardUsed,
)
from cswo_eval.record.portfolio_models import GuardDecisions, PortfolioDetails, PriorLearning, Reflection
from cswo_eval.record.seal import checksum, is_untouched
from cswo_eval.text.problems import CswoEvalError, Problem, ProblemsFound

if TYPE_CHECKING:
    from cswo_eval.record.writer import RecordWriter

FileType = TypeVar("FileType", bound=RecordFile)

PREVIOUS = ".previous"
"""Folder, inside the record, that keeps each file as it was before its latest save."""


DRAFT = ".unfinished.yaml"
"""The lines of a text that is being typed."""


class Record:
    """The files of one record. Reading needs no lock; `changing()` gives a RecordWriter that holds one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read_checksums: dict[Path, str] = {}
        """What each file held when it was last read or saved: another program's change is noticed by it."""
        self.beginning: Profile | None = None
        """The profile of a record that is not there yet: saved with the first file that is."""

    @property
    def profile_path(self) -> Path:
        """Where the profile lies."""
        return self.folder / "profile.yaml"

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
        if (self.folder / "assessments").is_dir() or (self.folder / "evidence.yaml").exists():
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
        return self._days("assessments")

    def round(self, day: date, framework: Framework) -> Round:
        """Return the round that began on `day`, fitted to the Standard in use. Raises ProblemsFound."""
        return fitted(self._read(self.folder / "assessments" / f"{day}.yaml", Round), framework)

    def latest_round(self, framework: Framework) -> Round | None:
        """Return the newest round, fitted to the Standard in use; None where there is none."""
        days = self.round_days()
        return self.round(days[-1], framework) if days else None

    def register(self) -> EvidenceRegister:
        """Return the register of evidence; an empty one where there is none yet. Raises ProblemsFound."""
        return self._read_or_new("evidence.yaml", EvidenceRegister)

    def draft(self) -> Draft | None:
        """Return what was being typed when a sitting broke off, or None. One that does not read is passed over."""
        path = self.folder / DRAFT
        try:
            return self._read(path, Draft) if path.exists() else None
        except ProblemsFound:
            return None

    def report_profiles(self) -> KeptReportProfiles:
        """Return the report profiles that the owner keeps; none where there is no such file. Raises ProblemsFound."""
        return self._read_or_new("report-profiles.yaml", KeptReportProfiles)

    def reflections(self) -> tuple[Reflection, ...]:
        """Return all reflective accounts, taken out or not, in the order of their numbers. Raises ProblemsFound."""
        folder = self.folder / "reflections"
        paths = folder.glob("R*.yaml") if folder.is_dir() else ()
        return tuple(sorted((self._read(path, Reflection) for path in paths), key=lambda one: int(one.id[1:])))

    def prior_learning(self) -> PriorLearning:
        """Return the claims for prior learning; none where there is no such file. Raises ProblemsFound."""
        return self._read_or_new("prior-learning.yaml", PriorLearning)

    def portfolio_details(self) -> PortfolioDetails:
        """Return what the title page says and the owner's own limits. Raises ProblemsFound."""
        return self._read_or_new("portfolio.yaml", PortfolioDetails)

    def guard_decisions(self) -> GuardDecisions:
        """Return what the owner decided about the guard's findings. Raises ProblemsFound."""
        return self._read_or_new("private/guard.yaml", GuardDecisions)

    def plan_days(self) -> tuple[date, ...]:
        """Return the start days of all plans, oldest first."""
        return self._days("plans")

    def plan(self, start: date) -> Plan:
        """Return the plan that starts on `start`. Raises ProblemsFound."""
        return self._read(self.folder / "plans" / f"{start}.yaml", Plan)

    def latest_plan(self) -> Plan | None:
        """Return the plan with the latest start, or None."""
        days = self.plan_days()
        return self.plan(days[-1]) if days else None

    def reviews(self, start: date) -> tuple[ReviewRecord, ...]:
        """Return the reviews held of the plan that starts on `start`, in the order of their plan day."""
        folder = self.folder / "reviews"
        paths = sorted(folder.glob(f"{start}-day-*.yaml")) if folder.is_dir() else []
        return tuple(sorted((self._read(path, ReviewRecord) for path in paths), key=lambda review: review.number))

    def problems(self, framework: Framework) -> list[Problem]:
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

    @contextmanager
    def changing(self) -> Iterator[RecordWriter]:
        """Hold the record's lock and give its writer. Raises CswoEvalError where another window holds it."""
        from filelock import FileLock, Timeout  # only where something is written

        from cswo_eval.files.whole_files import could_not_write, sweep_temporaries
        from cswo_eval.record.writer import RecordWriter

        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(self.folder / ".lock", timeout=0)
            lock.acquire()
        except Timeout:
            raise CswoEvalError(
                f"The record in {self.folder} is open in another window. Nothing was changed here. Finish or close "
                "that window (`save` keeps everything), then try again."
            ) from None
        except NotADirectoryError as error:
            raise CswoEvalError(could_not_write(self.folder, error)) from None
        except FileExistsError:
            raise CswoEvalError(f"{self.folder} is a file, and a record is a folder. Name another place.") from None
        except OSError as error:
            raise CswoEvalError(could_not_write(self.folder, error)) from None
        try:
            sweep_temporaries(self.folder)
            yield RecordWriter(self)
        finally:
            lock.release()

    def _dated_files(self) -> Iterator[tuple[Path, type[RecordFile]]]:
        folders: Mapping[str, type[RecordFile]] = {
            "assessments": Round,
            "plans": Plan,
            "reviews": ReviewRecord,
            "reflections": Reflection,
        }
        for name, model in folders.items():
            folder = self.folder / name
            for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else []:
                if not path.name.startswith("."):
                    yield path, model

    def _days(self, name: str) -> tuple[date, ...]:
        days = []
        folder = self.folder / name
        for path in folder.glob("*.yaml") if folder.is_dir() else []:
            if _is_day(path.stem):  # `check` names files that do not belong
                days.append(date.fromisoformat(path.stem))
        return tuple(sorted(days))

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


def new_profile(now: str) -> Profile:
    """Return the profile of a new record, with a random id."""
    return Profile(record_id=os.urandom(8).hex(), created=now)


def standard_used(framework: Framework) -> StandardUsed:
    """Return the mark of the Standard in use, as a round keeps it."""
    outline = framework.outline
    return StandardUsed(id=outline.id, version=outline.version, content_hash=framework.content_hash)


def fitted_register(register: EvidenceRegister, framework: Framework) -> EvidenceRegister:
    """Return the register with its links carried to renamed ids. Other unknown links stay as they are."""
    moves = fit_ids({link.item for entry in register.entries for link in entry.links}, framework)
    carried = {was: move.now for was, move in moves.items() if move.now is not None}
    if not carried:
        return register
    entries = []
    for entry in register.entries:
        links = tuple(link._replace(item=carried.get(link.item, link.item)) for link in entry.links)
        entries.append(entry if links == entry.links else entry._replace(links=links))
    return register._replace(entries=tuple(entries))


def fitted_profile(profile: Profile, framework: Framework) -> Profile:
    """Return the profile with the owner's own targets carried to renamed ids."""
    moves = fit_ids(profile.targets, framework)
    carried = {was: move.now for was, move in moves.items() if move.now is not None}
    if not carried:
        return profile
    return profile._replace(targets={carried.get(name, name): level for name, level in profile.targets.items()})


def fitted(round_: Round, framework: Framework) -> Round:
    """Return the round fitted to the Standard in use: an answer is carried to a renamed id, or set aside whole."""
    whole = {name: answer.made_whole() for name, answer in round_.answers.items()}
    if whole != round_.answers:
        round_ = round_._replace(answers=whole)
    moves = fit_ids(round_.answers, framework)
    back = {one.id for one in round_.set_aside} & {*framework.elements, *framework.competencies}
    if not moves and not back:
        return round_
    answers = {name: answer for name, answer in round_.answers.items() if name not in moves}
    aside = [one for one in round_.set_aside if one.id not in back or one.id in answers]
    answers.update({one.id: one.answer for one in round_.set_aside if one.id in back and one.id not in answers})
    for name, move in moves.items():
        if move.now is not None and move.now not in answers:
            answers[move.now] = round_.answers[name]
        else:
            aside.append(SetAside(id=name, reason=move.reason, answer=round_.answers[name]))
    position = round_.position
    if position in moves:
        position = moves[position].now
    return round_._replace(answers=answers, set_aside=tuple(aside), position=position)


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
