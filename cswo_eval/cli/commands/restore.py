"""`cswo-eval restore`: a record from its backup, on a new laptop or after a loss."""

from __future__ import annotations

import contextlib
import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.setting import Setting
from cswo_eval.exchange.record_backup import ReadBackup, identity_in, put_back, read_backup
from cswo_eval.files.typed_paths import path_given
from cswo_eval.pages.blocks import Document, Facts, Section
from cswo_eval.pages.evidence_sections.days_and_links import plain_day_of
from cswo_eval.record.holdings import Holdings, holdings_of
from cswo_eval.record.layout import HISTORY, PROFILE
from cswo_eval.record.models import FORMAT_VERSION
from cswo_eval.record.sent_log import keep_that_it_was_restored
from cswo_eval.record.store import Record
from cswo_eval.record.survey import faults_of
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import counted, listed, size_text


@command(record="taken", json=True, without=("standards", "today"))
def restore(
    setting: Setting,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The zip that `cswo-eval backup` wrote.")],
) -> None:
    """Put a record back from its backup, into a folder where there is none yet: all of it as it was, or nothing."""
    backup = read_backup(path_given(file))
    folder = setting.record.folder
    _refuse_what_is_there(setting.record, backup)
    put_back(backup, folder)
    with contextlib.suppress(CswoEvalError):  # the log does not read: that is told as a fault
        keep_that_it_was_restored(Record(folder))
    at_fault = _faults(Record(folder), backup)
    size = sum(one.size for one in backup.manifest.files.values())
    pairs = [
        ("Record", str(folder)),
        ("Backup of", _day(backup)),
        ("Holds", f"{counted(len(backup.manifest.files), 'file')}, {size_text(size)}, each as it was"),
    ]
    if backup.record_format < FORMAT_VERSION:
        pairs.append(("Format", "of an earlier cswo-eval: the next command brings it over, and says so"))
    if at_fault:
        pairs.append(("To mend", f"{listed(at_fault, 10)}, as it was when the backup was made: see `cswo-eval check`"))
    setting.give(
        lambda: {
            "record": str(folder),
            "made": backup.made,
            "files": len(backup.manifest.files),
            "bytes": size,
            "at_fault": at_fault,
        },
        lambda: Document("Put back", "", (Section("restored", "", (Facts(tuple(pairs)),)),)),
    )
    setting.remark_on_place()


def _faults(record: Record, backup: ReadBackup) -> list[str]:
    return sorted({fault.name for fault in faults_of(record)}) if backup.record_format == FORMAT_VERSION else []


def _refuse_what_is_there(record: Record, backup: ReadBackup) -> None:
    """Raise CswoEvalError where the place is a file, a record, or a folder with something else in it."""
    record.exists()  # says so where the place is a file
    record.refuse_place_within_another()
    found = holdings_of(record)
    folder = record.folder
    if found.own:
        raise CswoEvalError(_both(folder, found, backup))
    there = [name for name in os.listdir(folder) if name not in found.passing] if folder.is_dir() else []
    if there:
        raise CswoEvalError(
            f"{folder} is not empty: it holds {listed(sorted(there), 5)}. Nothing was put back. Name a new or empty folder with "
            "--record."
        )


def _both(folder: Path, found: Holdings, backup: ReadBackup) -> str:
    """Return the refusal where a record is there already: which of the two is newer, and what to do."""
    latest = _last_changed(folder, found)
    try:
        identity = identity_in((folder / PROFILE).read_bytes())
    except OSError:
        identity = identity_in(b"")
    same = "the same record" if identity.record_id and identity.record_id == backup.record_id else "another record"
    made = backup.made[:10]
    newer = (
        "the record in the folder is newer"
        if latest > made
        else "the backup is newer"
        if made > latest
        else "both are of one day"
    )
    return (
        f"There is a record in {folder} already, last changed on {plain_day_of(latest)}. The backup is of {same}, made on {_day(backup)}: "
        f"{newer}. Nothing was changed. To look at the backup beside it, name a new folder with --record. To put it in the place "
        "of the record that is there, delete that one first, with `cswo-eval forget`."
    )


def _last_changed(folder: Path, found: Holdings) -> str:
    """Return the day on which the record was changed last, as '2026-11-30': by its history, else by the files themselves."""
    sittings = [name for name in found.own if name.startswith(f"{HISTORY}/") and name.endswith(".jsonl")]
    if sittings:
        return max(sittings)[-len("2026-11-30.jsonl") : -len(".jsonl")]
    times = [0.0]
    for name in found.own:
        with contextlib.suppress(OSError):
            times.append((folder / name).stat().st_mtime)
    return str(date.fromtimestamp(max(times)))


def _day(backup: ReadBackup) -> str:
    try:
        return plain_day_of(backup.made)
    except ValueError:
        return "an unknown day"
