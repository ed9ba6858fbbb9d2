"""The list of what the record has had, made again where it is lost: from what is there, and from what the history knows."""

from __future__ import annotations

import contextlib
import os
import re

from cswo_eval.record.faults import FaultFound, names_in
from cswo_eval.record.given_ids import file_of_entry, higher, highest_ids
from cswo_eval.record.history.sittings import History
from cswo_eval.record.layout import ATTACHMENTS, FOLDERS, GUARD_DECISIONS, PROFILE, SENT, shape_of
from cswo_eval.record.mending.kept_texts import is_of_earlier_format, kept_text, text_of_file
from cswo_eval.record.models import Contents
from cswo_eval.record.reader import RecordReader
from cswo_eval.text.problems import CswoEvalError, ProblemsFound

_ID = re.compile(r"(?:\d{4}-\d\d-\d\d/)?([EARL])([1-9]\d{0,5})")
_PRIVATE = GUARD_DECISIONS.partition("/")[0]


def list_made_again(record: RecordReader, history: History) -> Contents:
    """Return the list: every file that is there, every one that the history says should be, and every id that either names.

    Raises CswoEvalError for a record of an earlier format: that never had such a list, and gets one when it is brought over.
    """
    names, given = set[str](), dict[str, int]()
    for part in ("", *FOLDERS, _PRIVATE):
        with contextlib.suppress(FaultFound):
            names |= {name for last in names_in(record.folder, part) if shape_of(name := _joined(part, last))}
    names |= {SENT} if (record.folder / SENT).is_file() else set()
    if not history.sittings and any(is_of_earlier_format(text_of_file(record.folder / name) or "") for name in names):
        raise CswoEvalError(
            f"This record was kept by an earlier cswo-eval. Put its {PROFILE} back from a backup: the next command then brings all "
            "of it over. Nothing was changed."
        )
    for name in list(names):
        try:
            given = higher(given, highest_ids(record.read(name)))
        except ProblemsFound:
            if not _is_in_history(history, name) and name != SENT:  # another's copy, perhaps: not taken for one of ours
                names.discard(name)
    for name in _names_in(history):
        kept = kept_text(history, name)
        if kept is not None:
            names.add(name)
            given = higher(given, highest_ids(kept.value))
    if os.path.lexists(record.folder / PROFILE):
        names.add(PROFILE)
    given = higher(given, _ids_in(history))
    return Contents(files=tuple(sorted(names)), given=higher(given, _ids_of_attached(record)))


def _joined(part: str, last: str) -> str:
    return f"{part}/{last}" if part else last


def _names_in(history: History) -> set[str]:
    return {change.name for step in history.steps() for change in step.changes if not change.attached}


def _is_in_history(history: History, name: str) -> bool:
    return name in _names_in(history)


def _ids_in(history: History) -> dict[str, int]:
    """Return the highest ids that steps were about, taken back or not: none of them is given again."""
    given: dict[str, int] = {}
    for step in history.steps():
        for one in step.about:
            if found := _ID.fullmatch(one):
                given = higher(given, {found[1]: int(found[2])})
        for change in step.changes:
            if change.attached:
                given = higher(given, _id_of_attached(change.name))
    return given


def _ids_of_attached(record: RecordReader) -> dict[str, int]:
    """Return the highest ids that the folders and names of attached files show."""
    given: dict[str, int] = {}
    with contextlib.suppress(FaultFound):
        for part in names_in(record.folder, ATTACHMENTS):
            if found := _ID.fullmatch(part):
                given = higher(given, {found[1]: int(found[2])})
            if (record.folder / ATTACHMENTS / part).is_dir():
                for last in names_in(record.folder, f"{ATTACHMENTS}/{part}"):
                    given = higher(given, _id_of_attached(f"{ATTACHMENTS}/{part}/{last}"))
    return given


def _id_of_attached(name: str) -> dict[str, int]:
    found = re.fullmatch(rf"{ATTACHMENTS}/(E\d{{1,6}})/T(\d{{1,9}})-.*", name, re.DOTALL)
    return {file_of_entry(found[1]): int(found[2]), "E": int(found[1][1:])} if found else {}
