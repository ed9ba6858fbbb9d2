"""The files that go with a portfolio: each numbered, named anew, and looked through by the guard."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from cswo_eval.confidentiality.checked_files import checked_file, place_of_attachment
from cswo_eval.confidentiality.guard import Guard, Handling, Located
from cswo_eval.pages.portfolio.portfolio_material import Appendix
from cswo_eval.record.attachments import path_of, read_attachment
from cswo_eval.record.models import Attachment, Evidence, EvidenceRegister
from cswo_eval.record.store import Record
from cswo_eval.text.problems import CswoEvalError, Problem, ProblemsFound
from cswo_eval.text.words import counted


class AppendixFile(NamedTuple):
    """A file that goes with the portfolio: its name there, where it lies, and the SHA-256 it must have."""

    name: str
    path: Path
    sha256: str


class CheckedAppendices(NamedTuple):
    """What may go with a portfolio, and what the guard says of it."""

    appendices: tuple[Appendix, ...]
    files: tuple[AppendixFile, ...]
    """Those of the appendices that are not left out, as files."""
    stopping: tuple[Located, ...]
    """What nobody accepted, of the certain kind, where the handling is 'stop': nothing may be written then."""
    unchecked: tuple[tuple[str, str], ...]
    """Appendices that could not be read as text, each with why."""
    accepted: int
    """How many findings in the files the owner accepted."""

    @property
    def left_out(self) -> tuple[Appendix, ...]:
        """Those that stay behind, since something in them may identify somebody."""
        return tuple(one for one in self.appendices if one.left_out)


NO_APPENDICES = CheckedAppendices((), (), (), (), 0)


def checked_appendices(
    record: Record, register: EvidenceRegister, guard: Guard, own_names: Collection[str], handling: Handling
) -> CheckedAppendices:
    """Return the current files of all entries that are neither private nor removed, in the order they were attached in.

    `own_names`: the owner's, in small letters. Raises ProblemsFound, with every one of them, for files that are not as they
    were attached.
    """
    pairs = [(entry, one) for entry in register.present() if not entry.private for one in entry.current_attachments()]
    # By the moment it was attached: a file added later gets the next number, the earlier ones keep theirs, and a
    # revision takes over that of the file it replaces.
    pairs.sort(key=lambda pair: _attached(*pair))
    problems: list[Problem] = []
    appendices: list[Appendix] = []
    files: list[AppendixFile] = []
    stopping: list[Located] = []
    unchecked: list[tuple[str, str]] = []
    accepted = 0
    for number, (entry, attachment) in enumerate(pairs, start=1):
        place = place_of_attachment(entry.id, attachment.id)
        try:
            data = read_attachment(record, attachment)
        except CswoEvalError as error:
            problems.append(Problem(entry.id, 0, str(error), ""))
            continue
        checked = checked_file(guard, place, attachment.name, data, own_names)
        accepted += sum(one.reason is not None for one in checked.found)
        if handling == "stop":
            # Where in the file may hold words of its own, such as the name of a sheet: no error repeats those.
            stopping += [one._replace(place=place) for one in checked.open if one.finding.certain]
        left_out = ""
        if checked.open and handling != "keep":
            left_out = f"{counted(len(checked.open), 'thing')} in it may identify somebody"
        elif checked.unchecked:
            unchecked.append((f"Appendix {number}", checked.unchecked))
        name = _file_name(number, entry, attachment)
        appendices.append(Appendix(number, entry.id, attachment.id, name, attachment.name, left_out))
        if not left_out:
            files.append(AppendixFile(name, path_of(record, attachment), attachment.sha256))
    if problems:
        raise ProblemsFound(
            problems,
            "Nothing was written: these files are not as you attached them.",
            "Attach them again with `cswo-eval evidence edit`, or take the entry out.",
        )
    return CheckedAppendices(tuple(appendices), tuple(files), tuple(stopping), tuple(unchecked), accepted)


def _attached(entry: Evidence, attachment: Attachment) -> tuple[str, int, int]:
    """Return when a file, or the first that it is a revision of, was attached, and what tells two of one moment apart."""
    by_id = {one.id: one for one in entry.attachments}
    seen = {attachment.id}
    while attachment.replaces in by_id and attachment.replaces not in seen:  # a file edited by hand may go in a ring
        seen.add(attachment.replaces)
        attachment = by_id[attachment.replaces]
    return attachment.added, int(entry.id[1:]), int(attachment.id[1:])


def _file_name(number: int, entry: Evidence, attachment: Attachment) -> str:
    """Return the file's name in the portfolio. Of its own name only the ending is kept: the rest may tell too much."""
    ending = Path(attachment.stored).suffix.lower()
    ending = ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 6 else ""
    return f"appendix-{number:02}-{entry.id}-{attachment.id}{ending}"
