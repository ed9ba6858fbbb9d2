"""A record on disk, as it is read: by exact names, whole, each file checked where another than this program wrote it.

What the record has had and is not there is a fault, not an empty beginning.
"""

from __future__ import annotations

import contextlib
import os
import re
from datetime import date
from pathlib import Path
from typing import TypeVar

from cswo_eval.files.by_the_way import is_as_good_as_empty
from cswo_eval.files.checked_yaml import taken
from cswo_eval.files.shapes import built
from cswo_eval.files.strict_yaml import YamlDocument, parse_yaml
from cswo_eval.framework.framework import Framework
from cswo_eval.record.draft import Draft
from cswo_eval.record.faults import fault, names_in, read_whole
from cswo_eval.record.fitted import fitted, fitted_file
from cswo_eval.record.history.log_files import sitting_files
from cswo_eval.record.kinds import record_file_kind
from cswo_eval.record.layout import (
    COMPANIONS,
    CONTENTS,
    DRAFT,
    FORGETTING,
    GUARD_DECISIONS,
    HISTORY,
    PLAN_REVIEWS,
    PLANS,
    PORTFOLIO_DETAILS,
    PRIOR_LEARNING,
    PROFILE,
    REFLECTIONS,
    REGISTER,
    REPORT_PROFILES,
    ROUNDS,
    SENT,
    place_of,
    plan_file,
    round_file,
    shape_of,
)
from cswo_eval.record.models import (
    FORMAT_VERSION,
    Contents,
    EvidenceRegister,
    KeptReportProfiles,
    Profile,
    RecordFile,
    ReviewRecord,
    Round,
)
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import GuardDecisions, PortfolioDetails, PriorLearning, Reflection
from cswo_eval.record.seal import checksum, is_untouched
from cswo_eval.record.sent import SentLog
from cswo_eval.record.tool_models import ToolRun
from cswo_eval.text.problems import CswoEvalError, Problem, ProblemsFound

_EARLIER = re.compile(r"^format_version:[ \t]*1[ \t]*(#.*)?$", re.MULTILINE)

FileType = TypeVar("FileType", bound=RecordFile)

_AS_LAST_SAVED = "`cswo-eval check --mend` can put the file back as it was last saved."


class RecordReader:
    """The files of one record, as they can be read without its lock."""

    def __init__(self, folder: Path, framework: Framework | None = None) -> None:
        self.folder = folder
        self.framework = framework
        """The Standard in use, to which what is read is fitted; None: what is read is given as it stands in the files."""
        self.read_checksums: dict[str, str] = {}
        """What each file held when it was last read or saved: another program's change is noticed by it."""
        self.read_values: dict[str, RecordFile] = {}
        """What stood in each file when it was last read or saved, as it stands there."""
        self.beginning: Profile | None = None
        """The profile of a record that is not there yet: saved with the first file that is."""
        self._contents: Contents | None = None
        self._given_before: dict[str, int] | None = None
        """The highest ids that the history names: read with the first id that is to be given."""

    # --- whether there is one ---------------------------------------------------------------------------------------

    def exists(self) -> bool:
        """Return whether there is a record here. Raises CswoEvalError where the place is a file."""
        if self.folder.exists() and not self.folder.is_dir():
            raise CswoEvalError(f"{self.folder} is a file, and a record is a folder. Name another place with --record.")
        return os.path.lexists(self.folder / PROFILE)

    def is_earlier(self) -> bool:
        """Return whether this is a record in an earlier format, to be brought over before it is used.

        Its profile is the last that is brought over. A record that has saved anything since is none, whatever its profile is.
        """
        if not (self.folder / PROFILE).is_file():  # a pipe would never end
            return False
        try:
            with open(self.folder / PROFILE, encoding="utf-8-sig") as file:
                return _EARLIER.search(file.read(4000)) is not None and not sitting_files(self.folder)
        except (OSError, ValueError):
            return False

    def is_being_forgotten(self) -> bool:
        """Return whether this is a record that was being deleted when that broke off."""
        return os.path.lexists(self.folder / FORGETTING)

    def refuse_foreign_folder(self) -> None:
        """Raise CswoEvalError where a new record would be begun among files that belong to something else."""
        if not self.exists():
            self.refuse_place_within_another()
        if self.exists() or not self.folder.is_dir():
            return
        self._refuse_without_profile()
        own = (HISTORY,) if self._was_never_begun() else ()
        if not is_as_good_as_empty(self.folder, *own):
            raise CswoEvalError(
                f"{self.folder} holds other files and no record, so none was begun there. Name a new or empty folder with "
                "--record."
            )

    def refuse_place_within_another(self) -> None:
        """Raise CswoEvalError where this place is within the folder of another record, where only that one's own files belong."""
        for parent in self.folder.absolute().parents:
            if all(os.path.lexists(parent / name) for name in (PROFILE, CONTENTS)):
                raise CswoEvalError(
                    f"{self.folder} is inside the record {parent}, where only that record's own files belong. Nothing was changed. Name a "
                    "place outside it with --record."
                )

    def _was_never_begun(self) -> bool:
        """Return whether a first save broke off before there was anything to lose."""
        return os.path.lexists(self.folder / CONTENTS) and not self.contents.files

    def _refuse_without_profile(self) -> None:
        """Raise ProblemsFound where this is a record whose profile.yaml is gone."""
        if self.was_begun():
            read_whole(self.folder, PROFILE, known=True)

    def was_begun(self) -> bool:
        """Return whether there is a record here or was one, even if its profile.yaml is gone."""
        if self._has_signs_of_one():
            return True
        try:
            return os.path.lexists(self.folder / CONTENTS) and bool(self.contents.files)
        except ProblemsFound:
            return True  # the list of what it has had is there, whatever stands in it

    def _has_signs_of_one(self) -> bool:
        signs = (PROFILE, f".{PROFILE}.icloud", ROUNDS, REGISTER)
        if any(os.path.lexists(self.folder / name) for name in signs):
            return True
        try:
            return not os.path.lexists(self.folder / CONTENTS) and bool(sitting_files(self.folder))
        except OSError:
            return True  # something lies in the place of the history

    def require(self) -> None:
        """Raise CswoEvalError, with what to do, where there is no record here."""
        if not self.exists():
            self._refuse_without_profile()
            raise CswoEvalError(
                f"There is no record in {self.folder} yet. Begin one with `cswo-eval assess`, see a complete sample with "
                "`cswo-eval demo`, or name another folder with --record."
            )

    # --- what it has had --------------------------------------------------------------------------------------------

    @property
    def contents(self) -> Contents:
        """The list of what the record has had; empty before there is one. Raises ProblemsFound where it is lost."""
        if self._contents is None:
            self._contents = self._read_contents()
        return self._contents

    @contents.setter
    def contents(self, contents: Contents) -> None:
        self._contents = contents

    def forget_contents(self) -> None:
        """Let the list be read again when it is next asked for."""
        self._contents = None

    def _read_contents(self) -> Contents:
        if not os.path.lexists(self.folder / CONTENTS):
            if not self.exists() and not self._has_signs_of_one():
                return Contents()
            read_whole(self.folder, CONTENTS, known=True)
        contents = self._read(CONTENTS, Contents)
        if any(shape_of(name) is None for name in contents.files):
            raise fault(self.folder, CONTENTS, "content", "it names a file that is none of a record's.")
        return contents

    def given(self, kind: str) -> int:
        """Return the highest number that an id of this kind ('E', 'A', 'R', 'L', 'E3/T') has been given, also by what was undone."""
        if self._given_before is None:
            from cswo_eval.record.history.named_ids import highest_ids_named  # only where an id is to be given

            self._given_before = highest_ids_named(self.folder)
        return max(self.contents.given.get(kind, 0), self._given_before.get(kind, 0))

    # --- each file --------------------------------------------------------------------------------------------------

    def profile(self) -> Profile:
        """Return the profile. Raises ProblemsFound."""
        return self._read(PROFILE, Profile)

    def round_days(self) -> tuple[date, ...]:
        """Return the days on which rounds began, oldest first. Raises ProblemsFound."""
        return self._days(ROUNDS)

    def round(self, day: date, framework: Framework) -> Round:
        """Return the round that began on `day`, fitted to the Standard in use. Raises ProblemsFound."""
        return fitted(self._read(round_file(day), Round), framework)

    def latest_round(self, framework: Framework) -> Round | None:
        """Return the newest round, fitted to the Standard in use; None where there is none. Raises ProblemsFound."""
        days = self.round_days()
        return self.round(days[-1], framework) if days else None

    def register(self) -> EvidenceRegister:
        """Return the register of evidence; an empty one where there has been none. Raises ProblemsFound."""
        return self._read_or_new(REGISTER, EvidenceRegister)

    def draft(self) -> Draft | None:
        """Return what was being typed when a sitting broke off, or None. One that does not read is passed over."""
        try:
            return self._read(DRAFT, Draft) if self.has_draft() else None
        except ProblemsFound:
            return None

    def has_draft(self) -> bool:
        """Return whether a text is being typed, or was when a command broke off: also one that does not read."""
        return os.path.lexists(self.folder / DRAFT)

    def report_profiles(self) -> KeptReportProfiles:
        """Return the report profiles that the owner keeps; none where there is no such file. Raises ProblemsFound."""
        return self._read_or_new(REPORT_PROFILES, KeptReportProfiles)

    def reflections(self) -> tuple[Reflection, ...]:
        """Return all reflective accounts, taken out or not, in the order of their numbers. Raises ProblemsFound."""
        accounts = [self._read(name, Reflection) for name in self.files_in(REFLECTIONS)]
        return tuple(sorted(accounts, key=lambda one: int(one.id[1:])))

    def prior_learning(self) -> PriorLearning:
        """Return the claims for prior learning; none where there is no such file. Raises ProblemsFound."""
        return self._read_or_new(PRIOR_LEARNING, PriorLearning)

    def portfolio_details(self) -> PortfolioDetails:
        """Return what the title page says and the owner's own limits. Raises ProblemsFound."""
        return self._read_or_new(PORTFOLIO_DETAILS, PortfolioDetails)

    def guard_decisions(self) -> GuardDecisions:
        """Return what the owner decided about the guard's findings. Raises ProblemsFound."""
        return self._read_or_new(GUARD_DECISIONS, GuardDecisions)

    def sent(self) -> SentLog:
        """Return the log of what has left the record; an empty one where nothing has. Raises ProblemsFound."""
        return self._read_or_new(SENT, SentLog)

    def plan_days(self) -> tuple[date, ...]:
        """Return the start days of all plans, oldest first. Raises ProblemsFound."""
        return self._days(PLANS)

    def plan(self, start: date) -> Plan:
        """Return the plan that starts on `start`. Raises ProblemsFound."""
        return self._read(plan_file(start), Plan)

    def latest_plan(self) -> Plan | None:
        """Return the plan with the latest start, or None. Raises ProblemsFound."""
        days = self.plan_days()
        return self.plan(days[-1]) if days else None

    def reviews(self, start: date) -> tuple[ReviewRecord, ...]:
        """Return the reviews held of the plan that starts on `start`, in the order of their plan day. Raises ProblemsFound."""
        names = [name for name in self.files_in(PLAN_REVIEWS) if name.startswith(f"{PLAN_REVIEWS}/{start}-day-")]
        return tuple(sorted((self._read(name, ReviewRecord) for name in names), key=lambda review: review.number))

    def tool_runs(self, tool: str | None = None) -> tuple[ToolRun, ...]:
        """Return what was answered in tools, or in one of them, run by run, the oldest first. Raises ProblemsFound."""
        names = [name for name in self.files_in(COMPANIONS) if tool is None or name.endswith(f"-{tool}.yaml")]
        runs = (self._read(name, ToolRun) for name in names)
        return tuple(one for one in runs if tool is None or one.tool == tool)

    # --- how they are found and read --------------------------------------------------------------------------------

    def files_in(self, part: str) -> list[str]:
        """Return the names of the record's files in one of its folders: those it has had, and those that are rightly named.

        Whatever else lies there is no part of the record. Raises ProblemsFound where the folder cannot be listed.
        """
        had = {name for name in self.contents.files if name.rpartition("/")[0] == part}
        present = {name for last in names_in(self.folder, part) if shape_of(name := f"{part}/{last}") is not None}
        return sorted(had | {name for name in present - had if self._belongs(name)})

    def _belongs(self, name: str) -> bool:
        """Return whether what lies under a name that the record has not had is what the name says: put there by its owner."""
        shape = shape_of(name)
        assert shape is not None
        try:
            self._read(name, shape)
        except ProblemsFound:
            self.read_checksums.pop(name, None)  # not read: it must not be written over
            return False
        return True

    def read(self, name: str) -> RecordFile:
        """Return what stands in a file of the record, by its name. Raises ProblemsFound."""
        shape = shape_of(name)
        assert shape is not None
        return self._read(name, shape)

    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of what each file of the record holds now, by name; without those that cannot be read, which are told elsewhere."""
        found: dict[str, str] = {}
        with contextlib.suppress(ProblemsFound):
            for name in self.contents.files:
                with contextlib.suppress(ProblemsFound):
                    found[name] = checksum(read_whole(self.folder, name, known=True)[0])
        return found

    def _days(self, part: str) -> tuple[date, ...]:
        """Return the days that files of a folder are called by, oldest first."""
        return tuple(sorted(date.fromisoformat(Path(name).stem) for name in self.files_in(part)))

    def _read_or_new(self, name: str, shape: type[FileType]) -> FileType:
        # A link that leads nowhere is not a missing file, nor is one that the record has had: neither is begun anew.
        if os.path.lexists(self.folder / name) or name in self.contents.files:
            return self._read(name, shape)
        part, _, last = name.rpartition("/")
        if f".{last}.icloud" in names_in(self.folder, part):
            read_whole(self.folder, name, known=True)
        return built(shape, {})

    def _read(self, name: str, shape: type[FileType]) -> FileType:
        known = name in (CONTENTS, PROFILE) or name in self.contents.files
        data, text = read_whole(self.folder, name, known)
        try:
            value = value_in(text, str(self.folder / name), shape)
        except ProblemsFound as found:
            raise ProblemsFound(found.problems, found.heading, _AS_LAST_SAVED) from None
        if name != DRAFT and place_of(value) != name:
            what = f"what stands in it belongs under the name {place_of(value)}."
            raise fault(self.folder, name, "misnamed", what)
        self.read_checksums[name] = checksum(data)
        self.read_values[name] = value
        return value if self.framework is None else fitted_file(value, self.framework)


def value_in(text: str, path: str, shape: type[FileType]) -> FileType:
    """Return what stands in the text of a file; `path` is what problems call it. Raises ProblemsFound."""
    document = parse_yaml(text, path, record_file_kind(shape))
    _refuse_other_versions(document, shape)
    # What this very program wrote and nobody has touched is looked over, not checked: that costs more than all the rest of a
    # command.
    return taken(document, shape, sealed=is_untouched(text))


def _refuse_other_versions(document: YamlDocument, shape: type[RecordFile]) -> None:
    value = document.value
    if not isinstance(value, dict):
        return
    version = value.get("format_version")
    if isinstance(version, int) and version != FORMAT_VERSION:
        newer = version > FORMAT_VERSION
        what = (
            f"it was written by a {'newer' if newer else 'much earlier'} cswo-eval (format {version}; this one reads "
            f"{FORMAT_VERSION})."
        )
        remedy = (
            "Install the newer version. Nothing was changed."
            if newer
            else "It does not belong to this record as it is now: put it back from a backup of today's record."
        )
        raise ProblemsFound([Problem(document.name, document.line_of(("format_version",)), what, remedy)])
    expected = shape.default_of("format")
    given = value.get("format")
    if isinstance(given, str) and given != expected:
        what = f"this is a file of another kind, and '{expected}' was expected."
        raise ProblemsFound(
            [Problem(document.name, document.line_of(("format",)), what, "Check that it is the right file.")]
        )
