"""Files that their owner deleted on purpose: taken off the list of what the record has, and what then names nothing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cswo_eval.record.faults import DOWNLOAD, names_in
from cswo_eval.record.layout import ATTACHMENTS, FOLDERS, PROFILE
from cswo_eval.record.loose_references import loose_references
from cswo_eval.record.mending.words import called
from cswo_eval.record.reader import RecordReader
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import Problem, ProblemsFound


class Accepted(NamedTuple):
    """The names that were taken off the list, and a sentence for each thing that names what is not there any more."""

    names: tuple[str, ...]
    loose: tuple[str, ...]


def accept(writer: RecordWriter, given: Sequence[str]) -> Accepted:
    """Take these files, as their names were typed, off the list of what the record has. Ids stay given.

    Raises CswoEvalError, with all that is wrong, where one of them is not gone or was never the record's: nothing is changed then.
    """
    record = writer.record
    loose = set(loose_references(record))
    names, attached, problems = list[str](), list[str](), list[Problem]()
    for one in given:
        name = name_meant(record, one)
        for each in _files_meant(record, name):
            try:
                _refuse_what_is_not_gone(record, each)
            except ProblemsFound as found:
                problems += found.problems
            else:
                (attached if each.startswith(f"{ATTACHMENTS}/") else names).append(each)
    if problems:
        heading = (
            "Nothing was changed:"
            if len(problems) == 1
            else f"{len(problems)} names cannot be accepted, and nothing was changed:"
        )
        raise ProblemsFound(problems, heading)
    if names:
        writer.list_again(names)
    if attached:
        writer.know_missing(attached)
    after = [one for one in loose_references(record) if one not in loose]
    return Accepted((*names, *attached), tuple(after))


def name_meant(record: RecordReader, given: str) -> str:
    """Return the name in the record that a path means: with either stroke, from the record's folder or from where one is."""
    text = given.strip().strip("'\"").replace("\\", "/").rstrip("/")
    folders = {record.folder.as_posix(), record.folder.absolute().as_posix()}
    for folder in folders:
        if text.casefold().startswith(f"{folder}/".casefold()):
            return text[len(folder) + 1 :]
    text = text.removeprefix("./")
    if not _is_known(record, text):
        from_here = Path(text).absolute()
        if from_here.is_relative_to(record.folder.absolute()):
            return from_here.relative_to(record.folder.absolute()).as_posix()
        within = text.partition("/")
        if within[0] == record.folder.name and _is_known(record, within[2]):
            return within[2]
    return text


def _is_known(record: RecordReader, name: str) -> bool:
    return name in record.contents.files or name.split("/")[0] in (*FOLDERS, ATTACHMENTS)


def _files_meant(record: RecordReader, name: str) -> list[str]:
    """Return the files that a folder that is gone held, or the one of this name."""
    held = [one for one in record.contents.files if one.startswith(f"{name}/")]
    if name == ATTACHMENTS or name.startswith(f"{ATTACHMENTS}/"):
        held = [one for one in _attached(record) if one.startswith(f"{name}/")]
    return held or [name]


def _attached(record: RecordReader) -> list[str]:
    return [f"{ATTACHMENTS}/{one.stored}" for entry in record.register().entries for one in entry.attachments]


def _refuse_what_is_not_gone(record: RecordReader, name: str) -> None:
    """Raise ProblemsFound where a file is there, is elsewhere, may be, or was never the record's."""
    if name == PROFILE:
        raise _refused(name, "without it there is no record.", "Put it back: `cswo-eval check --mend` asks how.")
    known = name in _attached(record) if name.startswith(f"{ATTACHMENTS}/") else name in record.contents.files
    if not known:
        what = "your record has had no such file."
        raise _refused(name[:100], what, "`cswo-eval check` names the files that are missing, as they are typed here.")
    part, _, last = name.rpartition("/")
    if f".{last}.icloud" in names_in(record.folder, part):
        raise _refused(name, "it is not gone: iCloud keeps it and has taken it off this machine.", DOWNLOAD)
    if os.path.lexists(record.folder / name):
        remedy = "`cswo-eval check` says whether it reads. Delete it first, if that is what you want."
        raise _refused(called(name), "it is not gone.", remedy)


def _refused(name: str, what: str, remedy: str) -> ProblemsFound:
    return ProblemsFound([Problem(name, 0, what, remedy)])
