"""Look through the whole record: every file read, and whatever else lies there, with what is wrong.

What lies beside the record's own files is never read as data; here it is named.
"""

from __future__ import annotations

import os
import unicodedata
from typing import NamedTuple

from cswo_eval.files.by_the_way import is_by_the_way
from cswo_eval.files.whole_files import TEMPORARY_PREFIX
from cswo_eval.record.attachments import verify
from cswo_eval.record.faults import DOWNLOAD, MEND, Fault, FaultFound, Kind, elsewhere, names_in
from cswo_eval.record.history.log_files import is_ended, sitting_files
from cswo_eval.record.history.older_states import faults_of_older_states
from cswo_eval.record.history.sittings import read_sitting
from cswo_eval.record.layout import (
    ATTACHMENTS,
    CHECKED,
    CONTENTS,
    DRAFT,
    FOLDERS,
    FORGETTING,
    GUARD_DECISIONS,
    HISTORY,
    LOCK,
    PROFILE,
    SENT,
    SENT_LOCK,
    SINGLE_FILES,
    UNFINISHED_TEXT,
    shape_of,
)
from cswo_eval.record.models import Contents, EvidenceRegister
from cswo_eval.record.reader import RecordReader
from cswo_eval.record.sent import said_numbers
from cswo_eval.record.sent_log import missing_numbers
from cswo_eval.text.problems import Problem, ProblemsFound

PRIVATE_FOLDER = GUARD_DECISIONS.partition("/")[0]
_PROGRAMS_OWN = (LOCK, SENT_LOCK, CHECKED, DRAFT, FORGETTING)
"""Files that this program puts there, and that are no copies of anything."""


def faults_of(record: RecordReader, *, reading: bool = True) -> list[Fault]:
    """Return everything that is wrong with the record's files, in order of their names. Empty where all reads.

    `reading`: each file is read; without, only what can be seen from the names is told.
    """
    found: list[Fault] = []
    contents = _contents(record, found)
    listed = {part: _listed(record, part, found) for part in ("", *FOLDERS, PRIVATE_FOLDER)}
    at_fault = {fault.name for fault in found}
    names = {*contents.files, *_present(listed), *((PROFILE,) if record.was_begun() else ())}
    names |= {SENT} if os.path.lexists(record.folder / SENT) else set()
    for name in sorted(names):
        if name.rpartition("/")[0] in at_fault:
            continue  # its folder is told already
        fault = _fault_of(record, name) if reading else _fault_of_name(record, name, contents)
        if fault is not None and fault not in found:  # where the list is lost, that is what is wrong with each
            found.append(fault)
    for part, last_names in listed.items():
        found += _copies(record, part, last_names, contents)
    found += _copies_of_folders(record, listed[""])
    if reading:
        found += _history_faults(record)
        if not any(fault.name in (SENT, CONTENTS, HISTORY) for fault in found):
            found += _sent_faults(record)
        if record.has_draft() and record.draft() is None:
            what = "the lines you were typing when it broke off cannot be read."
            found.append(Fault(DRAFT, "content", (Problem(str(record.folder / DRAFT), 0, what, MEND),)))
    at_fault = {fault.name for fault in found}
    whole = {name: digest for name, digest in record.digests().items() if name not in at_fault}
    found += faults_of_older_states(record.folder, whole)
    return sorted(found, key=lambda fault: fault.name)


def all_faults(record: RecordReader) -> list[Fault]:
    """Return everything that is wrong with the record's files, attached ones among them."""
    return [*faults_of(record), *attached_in(record).faults]


def attached_in(record: RecordReader) -> Attached:
    """Return what is wrong with attached files, as far as the register reads."""
    try:
        return survey_attached(record, record.register())
    except ProblemsFound:
        return Attached((), ())  # the register itself is at fault


class Attached(NamedTuple):
    """What is wrong with attached files, and what is only worth knowing of them."""

    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


def survey_attached(record: RecordReader, register: EvidenceRegister) -> Attached:
    """Return what is wrong with attached files that count now, and what lies among them and is none of them. Reads each once.

    Only noted: a file that a newer one replaced or that was taken out, and what the owner knows to be gone.
    """
    unknown = _unknown_attachments(record, register)
    if any(fault.kind == "folder" and fault.name == ATTACHMENTS for fault in unknown):
        return Attached(tuple(unknown), ())  # said once, and not for each file in it
    found, notes = list[Fault](), list[str]()
    current = {
        (entry.id, one.id): f"{ATTACHMENTS}/{one.stored}"
        for entry in register.present()
        for one in entry.current_attachments()
    }
    for wrong in verify(record, register):
        name = current.get((wrong.entry, wrong.attachment))
        where = f"{wrong.entry}, {wrong.attachment} ({wrong.name})"
        if name is None:
            notes.append(f"{where}: {wrong.what} It was replaced or taken out, so nothing rests on it.")
        elif name in record.contents.missed and wrong.kind == "missing":
            notes.append(f"{where}: {wrong.what} You said that you know.")
        elif _is_elsewhere(record, name):
            what = "iCloud keeps its file and has taken it off this machine."
            found.append(Fault(name, "elsewhere", (Problem(where, 0, what, DOWNLOAD),)))
        else:
            found.append(Fault(name, "attachment", (Problem(where, 0, wrong.what, wrong.remedy),)))
    return Attached((*found, *unknown), tuple(notes))


def _is_elsewhere(record: RecordReader, name: str) -> bool:
    place = record.folder / name
    return not os.path.lexists(place) and os.path.lexists(place.with_name(f".{place.name}.icloud"))


def _unknown_attachments(record: RecordReader, register: EvidenceRegister) -> list[Fault]:
    known = {one.stored for entry in register.entries for one in entry.attachments}
    found: list[Fault] = []
    try:
        for part in names_in(record.folder, ATTACHMENTS):
            if not (record.folder / ATTACHMENTS / part).is_dir():
                if not _is_systems_own(part):
                    what = "this is no file of an entry: those lie in a folder of their own."
                    found.append(_copy(record, f"{ATTACHMENTS}/{part}", "", what))
                continue
            for last in names_in(record.folder, f"{ATTACHMENTS}/{part}"):
                stands_for = last[1:-7] if _is_placeholder(last) else last
                if stands_for != last and os.path.lexists(record.folder / ATTACHMENTS / part / stands_for):
                    stands_for = last  # the file itself is there
                if f"{part}/{unicodedata.normalize('NFC', stands_for)}" not in known and not _is_systems_own(last):
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
    as_known = name in contents.files and (record.folder / name).is_file()
    return None if as_known else _fault_of(record, name)


def _is_systems_own(last: str) -> bool:
    return is_by_the_way(last) or last in _PROGRAMS_OWN or last.startswith(TEMPORARY_PREFIX)


def _is_placeholder(last: str) -> bool:
    """Return whether iCloud left this in the place of a file that it took off the machine."""
    return last.startswith(".") and last.endswith(".icloud")


def _copies(record: RecordReader, part: str, names: list[str], contents: Contents) -> list[Fault]:
    """Return what lies in a folder and is no file of the record: left there by a sync service, an editor or a hand."""
    own = [name.rpartition("/")[2] for name in contents.files if name.rpartition("/")[0] == part]
    own += [name for name in SINGLE_FILES if not part and name not in own]
    found = []
    for last in names:
        name = f"{part}/{last}" if part else last
        if shape_of(name) is not None or _is_systems_own(last) or (record.folder / name).is_dir():
            continue
        if _is_placeholder(last) and last[1:-7] not in names and shape_of(meant := name.replace(last, last[1:-7])):
            if meant not in contents.files:  # one that the record has had is told already
                found += [_as_fault(meant, elsewhere(record.folder, meant))]
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


def _copies_of_folders(record: RecordReader, names: list[str]) -> list[Fault]:
    """Return the folders that a sync service left beside those of the record, and texts of an editor that were not taken."""
    own = [*FOLDERS, ATTACHMENTS, HISTORY]
    unfinished = [name for name in names if name.startswith(UNFINISHED_TEXT)]
    others = [name for name in names if name not in own and name not in unfinished]
    like = {name: [one for one in own if one in name.casefold()] for name in others}
    what = (
        "a text that you wrote in your editor lies here, and is not in your record. An editor may be open with it now."
    )
    return [_copy(record, name, "", what) for name in unfinished if (record.folder / name).is_dir()] + [
        _copy(record, name, "", f"this folder is like '{meant[0]}', and not it. Nothing in it is read.")
        for name, meant in like.items()
        if meant and (record.folder / name).is_dir()
    ]


def _history_faults(record: RecordReader) -> list[Fault]:
    """Return what is broken in the history, and what was left beside its files."""
    found = []
    try:
        files = sitting_files(record.folder)
        own = [CONTENTS.rpartition("/")[2], SENT.rpartition("/")[2], *(path.name for path in files)]
        beside = {last: _beside(last, own) for last in names_in(record.folder, HISTORY) if last not in own}
    except (OSError, FaultFound):
        return []  # its folder is told by the list of contents
    for last, one in beside.items():
        if one and not _is_systems_own(last) and not (_is_placeholder(last) and last[1:-7] not in own):
            what = f"this copy was left beside {one} by a sync service or an editor. It is not read."
            found.append(_copy(record, f"{HISTORY}/{last}", f"{HISTORY}/{one}", what))
    for path in files:
        name = path.relative_to(record.folder).as_posix()
        try:
            sitting = read_sitting(path)
            if sitting.whole and sitting.ended:
                continue
            if path == files[-1] and not is_ended(path):
                continue  # another window may be at it; if not, the next command puts it right
            what = "a part of the history was cut off: what it held cannot be taken back any more. Your record itself is whole."
        except OSError as error:
            what = f"a part of the history cannot be read ({error.strerror}). Your record itself is whole."
        found.append(Fault(name, "history", (Problem(str(path), 0, what, MEND),)))
    return found


def _sent_faults(record: RecordReader) -> list[Fault]:
    """Return that exports are missing from the log of what has left, where some are that their owner does not know of."""
    missing = missing_numbers(record)
    if not missing:
        return []
    what = (
        f"{said_numbers(missing)} stood in it and {'does' if len(missing) == 1 else 'do'} no more. A sync service or a backup may have put an "
        "earlier one in its place."
    )
    return [Fault(SENT, "older", (Problem(str(record.folder / SENT), 0, what, MEND),))]
