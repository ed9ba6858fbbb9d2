"""What can be wrong with a file or folder of the record as such, whatever stands in it: gone, elsewhere, cut off, no file at all.

Said in words, with what to do. Nothing is written in the place of what is at fault; `check --mend` asks about each.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Literal, NamedTuple

from cswo_eval.files.file_data import read_data, text_of
from cswo_eval.record.layout import CONTENTS, PROFILE
from cswo_eval.record.seal import is_whole
from cswo_eval.text.problems import Problem, ProblemsFound

MEND = "`cswo-eval check --mend` asks what to do."
DOWNLOAD = "Open the folder in the Finder, choose 'Download Now' on it, and run the command again."

Kind = Literal[
    "missing",
    "elsewhere",
    "folder",
    "not-a-file",
    "cut-off",
    "unreadable",
    "content",
    "misnamed",
    "copy",
    "attachment",
    "history",
    "older",
]
"""`elsewhere`: a service keeps it and left a placeholder. `folder`: the folder itself. `content`: what stands in it is wrong.
`misnamed`: another file's content under this name. `copy`: what lies beside a file of the record, and is none. `older`: as an earlier save left it."""


class Fault(NamedTuple):
    """One thing that is wrong with a file: its name in the record, what kind of thing, and the problems to be told."""

    name: str
    kind: Kind
    problems: tuple[Problem, ...]
    beside: str = ""
    """For a copy: the record's own file that it lies beside, '' where none is meant."""


class FaultFound(ProblemsFound):
    """A file of the record cannot be used, with which fault it has."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.problems)
        self.fault = fault


def fault(folder: Path, name: str, kind: Kind, what: str, remedy: str = MEND) -> FaultFound:
    """Return the error for one fault of a file."""
    return FaultFound(Fault(name, kind, (Problem(str(folder / name), 0, what, remedy),)))


def read_whole(folder: Path, name: str, known: bool) -> tuple[bytes, str]:
    """Return a file's bytes and its text. `known`: the record has had it. Raises FaultFound where it is not there, or not whole."""
    path = folder / name
    try:
        found = os.stat(path)
    except OSError:
        raise _not_there(folder, name, known) from None
    if not stat.S_ISREG(found.st_mode):
        what = "a folder" if stat.S_ISDIR(found.st_mode) else "a device or a connection to a program"
        raise fault(folder, name, "not-a-file", f"{what} lies in the place of this file.")
    try:
        data = read_data(path, str(path))
        text = text_of(data, str(path))
    except ProblemsFound as problems:
        kind: Kind = "cut-off" if "UTF-8" in str(problems) else "unreadable"
        raise FaultFound(Fault(name, kind, problems.problems)) from None
    if not data.strip(b"\0 \t\r\n"):
        raise fault(folder, name, "cut-off", "this file is empty: what stood in it is lost from here.")
    if not is_whole(text):
        raise fault(
            folder,
            name,
            "cut-off",
            "its last line, three dots, is missing, so the end of the file may be missing too. It is not read.",
            f"{MEND} If you took that line away yourself, write ... on a line of its own at the end.",
        )
    return data, text


def names_in(folder: Path, part: str) -> list[str]:
    """Return the names of what lies in one of the record's folders, in order; none where it is not there.

    Raises FaultFound where it cannot be listed: that is no empty folder.
    """
    place = folder / part
    try:
        return sorted(os.listdir(place))
    except FileNotFoundError:
        if not os.path.lexists(place):
            return []
        what = "it is a link that leads nowhere: what it led to may be on a disk or a share that is not connected."
    except NotADirectoryError:
        what = "a file lies here, and this is the place of a folder."
    except OSError as error:
        what = f"it cannot be looked into ({error.strerror})."
    raise fault(folder, part, "folder", what)


def elsewhere(folder: Path, name: str) -> FaultFound:
    """Return the error for a file that a service took off the machine, leaving a placeholder."""
    return fault(folder, name, "elsewhere", "iCloud keeps it and has taken it off this machine.", DOWNLOAD)


def _not_there(folder: Path, name: str, known: bool) -> FaultFound:
    """Return the error for a file that cannot be opened by its name."""
    part, _, last = name.rpartition("/")
    names = names_in(folder, part)  # a folder that cannot be listed is the fault
    if f".{last}.icloud" in names:
        return elsewhere(folder, name)
    if os.path.lexists(folder / name):
        try:
            os.stat(folder / name)
        except PermissionError:
            return fault(folder, name, "unreadable", "it may not be read.")
        except OSError:
            pass
        return fault(folder, name, "not-a-file", "it is a link that leads nowhere: what it led to is not there.")
    if part and not os.path.lexists(folder / part):
        what = f"it is gone, with the whole folder '{part}'; your record has had it."
    else:
        what = "it is gone; your record has had it."
    if not known:
        what = "there is no such file."
    # Without its profile or its list a record cannot go on: there is nothing to accept.
    accepted = (
        "" if name in (PROFILE, CONTENTS) else f" If you deleted it on purpose: `cswo-eval check --accept {name}`."
    )
    return fault(
        folder,
        name,
        "missing",
        what,
        f"Put it back from a backup, or: {MEND}{accepted}",
    )
