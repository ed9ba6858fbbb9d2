"""A backup asked for by name: where it goes, made, and told."""

from __future__ import annotations

import os
import re
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

from cswo_eval.cli.output_file import refuse_output, sweep_left_behind
from cswo_eval.cli.setting import Setting, now
from cswo_eval.exchange.record_backup import WrittenBackup, write_backup
from cswo_eval.files.safe_names import is_safe_name
from cswo_eval.files.typed_paths import path_given
from cswo_eval.pages.blocks import Bullets, Document, Facts, Section
from cswo_eval.record.faults import Fault
from cswo_eval.record.place import synced_by
from cswo_eval.record.survey import all_faults
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import counted, listed, size_text

_LONGEST_LIST = 20


class MadeBackup(NamedTuple):
    """A backup, and what is wrong with the record that it is of: it is in it as it is."""

    written: WrittenBackup
    faults: tuple[Fault, ...]


def make_backup(setting: Setting, given: str, force: bool) -> MadeBackup:
    """Write a backup where the owner says. Raises CswoEvalError, and then nothing is written."""
    target = backup_target(setting, given, force)
    # One moment's state, whoever else has a window open. Where nothing can be written, nobody writes, and there can be no lock.
    writable = os.access(setting.record.folder, os.W_OK)
    with setting.record.locked() if writable else nullcontext():
        written = write_backup(setting.record, target, now())
        faults = _faults(setting)
    sweep_left_behind(target)
    return MadeBackup(written, faults)


def backup_target(setting: Setting, given: str, force: bool) -> Path:
    """Return the file that is meant: with its ending, and with a name of the day where a folder is named. Raises CswoEvalError."""
    target, example = path_given(given), f"cswo-record-{setting.today}.zip"
    if target.is_dir():
        target = target / example
    elif target.suffix.lower() != ".zip":
        if re.fullmatch(r"\.[a-z]{2,8}", target.suffix.lower()):
            raise CswoEvalError(f"A backup is a zip file. End its name in .zip, such as {example}.")
        target = target.with_name(f"{target.name}.zip")
    if not is_safe_name(target.name):
        raise CswoEvalError(
            f"{target.name} is a name that not every system takes, and a backup should open on any. Use another, such as {example}."
        )
    refuse_output(target, force, example, setting.record.folder, option="")
    return target


def _faults(setting: Setting) -> tuple[Fault, ...]:
    if setting.record.is_earlier():
        return ()  # the first command that uses it says what is wrong
    return tuple(all_faults(setting.record))


def backup_values(made: MadeBackup) -> dict[str, object]:
    """Return what was written, what is in it and what is not, for a program to read."""
    return {
        "file": str(made.written.path),
        "files": made.written.files,
        "bytes": made.written.size,
        "not_taken": list(made.written.not_taken),
        "unreadable": list(made.written.unreadable),
        "at_fault": sorted({fault.name for fault in made.faults if fault.kind != "copy"}),
    }


def backup_document(made: MadeBackup) -> Document:
    """Return what was written, what is in it and what is not, as a page."""
    written = made.written
    pairs = (
        ("File", str(written.path)),
        ("Holds", f"{counted(written.files, 'file')}: all of your record, with its attached files and its history"),
        ("Size", size_text(written.size)),
        ("Checked", "read back: every file in it is as it is in your record"),
        ("Take care", "everything in it can be read, what is private too; it is not locked with a password"),
        ("Back again", "`cswo-eval restore FILE`, on this machine or another"),
    )
    remarks = []
    service = synced_by(written.path)
    if service is not None:
        remarks.append(
            f"It lies under '{service}', which is probably copied to a cloud or to other people: if that is not meant, put it elsewhere."
        )
    if written.unreadable:
        remarks.append(f"Not in it, because it could not be read: {listed(written.unreadable, _LONGEST_LIST)}.")
    missing = [fault.name for fault in made.faults if fault.kind in ("missing", "elsewhere")]
    if missing:
        remarks.append(f"Not in it, because it is gone from your record: {listed(missing, _LONGEST_LIST)}.")
    wrong = sorted({fault.name for fault in made.faults if fault.kind != "copy"} - {*missing, *written.unreadable})
    if wrong:
        remarks.append(
            f"In it as it is, though something is wrong with it: {listed(wrong, _LONGEST_LIST)}. `cswo-eval check` says what."
        )
    if written.not_taken:
        remarks.append(
            f"Not in it, because it is no part of your record: {listed(written.not_taken, _LONGEST_LIST)}. `cswo-eval check` "
            "says what to do with such copies."
        )
    blocks = (Facts(pairs), *((Bullets(tuple(remarks)),) if remarks else ()))
    return Document("Backup made", "", (Section("backup", "", blocks),))
