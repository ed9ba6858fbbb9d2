"""Look through the whole record: every file read, and whatever else lies there, with what is wrong.

What lies beside the record's own files is never read as data; here it is named.
"""

from __future__ import annotations

import os

from cswo_eval.files.whole_files import TEMPORARY_PREFIX
from cswo_eval.record.attachments import verify
from cswo_eval.record.faults import MEND, Fault, FaultFound, Kind, names_in
from cswo_eval.record.history.sittings import read_sitting, sitting_files
from cswo_eval.record.layout import (
    ATTACHMENTS,
    CHECKED,
    CONTENTS,
    DRAFT,
    FOLDERS,
    GUARD_DECISIONS,
    LOCK,
    PROFILE,
    SINGLE_FILES,
    shape_of,
)
from cswo_eval.record.models import Contents, EvidenceRegister
from cswo_eval.record.reader import RecordReader
from cswo_eval.text.problems import Problem, ProblemsFound

PRIVATE_FOLDER = GUARD_DECISIONS.partition("/")[0]
_SYSTEMS_OWN = ("desktop.ini", "thumbs.db", ".ds_store", ".directory", "icon\r", LOCK, CHECKED, DRAFT)
"""Files that the system or this program puts there, and that are no copies of anything."""


def faults_of(record: RecordReader, *, reading: bool = True) -> list[Fault]:
    """Return everything that is wrong with the record's files, in order of their names. Empty where all reads.

    `reading`: each file is read; without, only what can be seen from the names is told.
    """
    found: list[Fault] = []
    contents = _contents(record, found)
    listed = {part: _listed(record, part, found) for part in ("", *FOLDERS, PRIVATE_FOLDER)}
    at_fault = {fault.name for fault in found}
    names = {PROFILE, *contents.files, *_present(listed)} if record.exists() else set(contents.files)
    for name in sorted(names):
        if name.rpartition("/")[0] in at_fault:
            continue  # its folder is told already
        fault = _fault_of(record, name) if reading else _fault_of_name(record, name, contents)
        if fault is not None:
            found.append(fault)
    for part, last_names in listed.items():
        found += _copies(record, part, last_names, contents)
    if reading:
        found += _broken_history(record)
        if os.path.lexists(record.folder / DRAFT) and record.draft() is None:
            what = "the lines you were typing when it broke off cannot be read."
            found.append(Fault(DRAFT, "content", (Problem(str(record.folder / DRAFT), 0, what, MEND),)))
    return sorted(found, key=lambda fault: fault.name)


def attachment_faults(record: RecordReader, register: EvidenceRegister) -> list[Fault]:
    """Return what is wrong with attached files that count now, and what lies among them and is none of them.

    Not told: a file that a newer one replaced or that was taken out, and what the owner knows to be gone.
    """
    found = []
    current = {
        (entry.id, one.id): f"{ATTACHMENTS}/{one.stored}"
        for entry in register.present()
        for one in entry.current_attachments()
    }
    for wrong in verify(record, register):
        name = current.get((wrong.entry, wrong.attachment))
        if name is not None and name not in record.contents.missed:
            where = f"{wrong.entry}, {wrong.attachment} ({wrong.name})"
            found.append(Fault(name, "attachment", (Problem(where, 0, wrong.what, wrong.remedy),)))
    return found + _unknown_attachments(record, register)


def _unknown_attachments(record: RecordReader, register: EvidenceRegister) -> list[Fault]:
    known = {one.stored for entry in register.entries for one in entry.attachments}
    found: list[Fault] = []
    try:
        folders = names_in(record.folder, ATTACHMENTS)
        for part in folders:
            if not (record.folder / ATTACHMENTS / part).is_dir():
                continue
            for last in names_in(record.folder, f"{ATTACHMENTS}/{part}"):
                if f"{part}/{last}" not in known and not _is_systems_own(last):
                    name = f"{ATTACHMENTS}/{part}/{last}"
                    found.append(_copy(record, name, "", "no entry of your register names this file."))
    except FaultFound as fault:
        found.append(fault.fault)
    return found


def _contents(record: RecordReader, found: list[Fault]) -> Contents:
    try:
        return record.contents
    except ProblemsFound as problems:
        found.append(_as_fault(CONTENTS, problems))
        return Contents()


def _as_fault(name: str, problems: ProblemsFound) -> Fault:
    return problems.fault if isinstance(problems, FaultFound) else Fault(name, "content", problems.problems)


def _listed(record: RecordReader, part: str, found: list[Fault]) -> list[str]:
    try:
        return names_in(record.folder, part)
    except FaultFound as problem:
        found.append(problem.fault)
        return []


def _present(listed: dict[str, list[str]]) -> set[str]:
    names = {f"{part}/{last}" if part else last for part, lasts in listed.items() for last in lasts}
    return {name for name in names if shape_of(name) is not None}


def _fault_of(record: RecordReader, name: str) -> Fault | None:
    try:
        record.read(name)
    except ProblemsFound as problems:
        return _as_fault(name, problems)
    return None


def _fault_of_name(record: RecordReader, name: str, contents: Contents) -> Fault | None:
    gone = name in contents.files and not (record.folder / name).is_file()
    return _fault_of(record, name) if gone else None


def _is_systems_own(last: str) -> bool:
    return last.casefold() in _SYSTEMS_OWN or last.startswith(TEMPORARY_PREFIX)


def _copies(record: RecordReader, part: str, names: list[str], contents: Contents) -> list[Fault]:
    """Return what lies in a folder and is no file of the record: left there by a sync service, an editor or a hand."""
    own = [name.rpartition("/")[2] for name in contents.files if name.rpartition("/")[0] == part]
    own += [name for name in SINGLE_FILES if not part and name not in own]
    found = []
    for last in names:
        name = f"{part}/{last}" if part else last
        if shape_of(name) is not None or _is_systems_own(last) or (record.folder / name).is_dir():
            continue
        beside = _beside(last, own)
        if part or beside or last.casefold().endswith((".yaml", ".yml")):
            what = (
                f"this copy was left beside {beside} by a sync service or an editor. It is not read."
                if beside
                else "this is no file of the record by its name, so it is not read."
            )
            found.append(_copy(record, name, beside and (f"{part}/{beside}" if part else beside), what))
    return found


def _copy(record: RecordReader, name: str, beside: str, what: str) -> Fault:
    remedy = f"Look whether it holds anything that you miss. {MEND}"
    kind: Kind = "copy"
    return Fault(name, kind, (Problem(str(record.folder / name), 0, what, remedy),), beside)


def _beside(last: str, own: list[str]) -> str:
    """Return which of the record's files a name is like: the longest whose stem it holds; '' for none."""
    plain = last.casefold()
    like = [name for name in own if name.rpartition(".")[0].casefold() in plain]
    return max(like, key=len, default="")


def _broken_history(record: RecordReader) -> list[Fault]:
    found = []
    try:
        files = sitting_files(record.folder)
    except OSError:
        return []  # its folder is told by the list of contents
    for path in files[:-1]:  # the last may be another window's
        name = path.relative_to(record.folder).as_posix()
        try:
            sitting = read_sitting(path)
            if sitting.whole and sitting.ended:
                continue
            what = "a part of the history was cut off: what it held cannot be taken back any more. Your record itself is whole."
        except OSError as error:
            what = f"a part of the history cannot be read ({error.strerror}). Your record itself is whole."
        found.append(Fault(name, "history", (Problem(str(path), 0, what, MEND),)))
    return found
