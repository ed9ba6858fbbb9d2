"""Which files of the record are as they were before a later save: no owner's edit, but something put them back.

A sync service that restores yesterday's file takes back private marks and answers without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from cswo_eval.record.faults import MEND, Fault, FaultFound
from cswo_eval.record.history.log_files import sitting_files
from cswo_eval.record.layout import SENT
from cswo_eval.text.moments import plain_moment
from cswo_eval.text.problems import Problem

_AFTER = re.compile(rb'(?:null|"[0-9a-f]{64}"), "after": "([0-9a-f]{64})"')


class OlderState(NamedTuple):
    """A file that is as it was before it was saved on `until`, a UTC moment; `last` is the moment of its last save."""

    name: str
    until: str
    last: str


def older_states(folder: Path, digests: Mapping[str, str]) -> list[OlderState]:
    """Return which of these files, each with the SHA-256 of what it holds, are as they were before a later save.

    What the latest save left, and what the owner wrote by hand, is none. Reads no more of the history than it needs. Raises OSError.
    """
    # No step changes the log of what has left: all of the history would be read for it.
    open_names, last_saved = {name: one for name, one in digests.items() if name != SENT}, dict[str, str]()
    found = []
    for path in reversed(sitting_files(folder)):
        if not open_names:
            break
        data = path.read_bytes() if path.is_file() else b""
        for name, after in _last_left(data, open_names).items():
            if name not in last_saved and after == open_names[name]:
                del open_names[name]  # as it was saved last: nothing of this need be read
        if not any(_mark_of(name) in data for name in open_names):
            continue
        from cswo_eval.record.history.sittings import read_sitting  # where a file is not as it was saved last

        for step in reversed(read_sitting(path).steps):
            for change in step.changes if step.state == "done" else ():
                digest = open_names.get(change.name)
                if digest is None:
                    continue
                if change.name not in last_saved and change.after == digest:
                    del open_names[change.name]
                    continue
                last_saved.setdefault(change.name, step.at)
                if change.before == digest:
                    found.append(OlderState(change.name, step.at, last_saved[change.name]))
                    del open_names[change.name]
    return found


def _mark_of(name: str) -> bytes:
    """Return how a change of this file begins in a line of the history; in the owner's texts quotation marks stand behind strokes."""
    return f'"name": "{name}", "before": '.encode()


def _last_left(data: bytes, names: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 that the last change of each file left, as the bytes of a sitting say; without those it took away."""
    found = {}
    for name in names:
        mark = _mark_of(name)
        at = data.rfind(mark)
        after = _AFTER.match(data, at + len(mark)) if at >= 0 else None
        if after is not None:
            found[name] = after[1].decode()
    return found


def faults_of_older_states(folder: Path, digests: Mapping[str, str]) -> list[Fault]:
    """Return `older_states` as what is wrong with these files; none where the history cannot be read, which is told as its own fault."""
    try:
        older = older_states(folder, digests)
    except OSError:
        return []
    return [Fault(one.name, "older", (Problem(str(folder / one.name), 0, _told(one), MEND),)) for one in older]


def refuse_older_states(folder: Path, digests: Mapping[str, str]) -> None:
    """Raise FaultFound for the first of these files that is as it was before a later save."""
    for one in faults_of_older_states(folder, digests):
        raise FaultFound(one)


def _told(one: OlderState) -> str:
    again = "" if one.until == one.last else f", and saved again on {plain_moment(one.last)}"
    return (
        f"it is as it was before it was saved on {plain_moment(one.until)}{again}. A sync service or a backup may have put the earlier "
        "one in its place, without what you answered or marked private since."
    )
