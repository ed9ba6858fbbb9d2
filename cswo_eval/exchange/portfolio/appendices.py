"""The files that go with a portfolio: each numbered, named anew, cleaned, and looked through by the guard."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from cswo_eval.confidentiality.checked_files import checked_file, place_of_attachment
from cswo_eval.confidentiality.cleaning import CleanedCopy, cleaned_copy
from cswo_eval.confidentiality.guard import Guard, Handling, Located
from cswo_eval.exchange.portfolio.portfolio_files import CopiedFile
from cswo_eval.pages.portfolio.portfolio_material import Appendix
from cswo_eval.record.attachments import path_of, read_attachment
from cswo_eval.record.models import Attachment, Evidence, EvidenceRegister
from cswo_eval.record.store import Record
from cswo_eval.text.problems import CswoEvalError, Problem, ProblemsFound
from cswo_eval.text.words import counted


class AppendixFile(NamedTuple):
    """A file that goes with the portfolio: its name there, its bytes or where they lie, and its SHA-256 in the register."""

    name: str
    content: bytes | CopiedFile
    register_sha256: str


class AttachedFile(NamedTuple):
    """A current file of an open entry, and the copy of it that may leave."""

    number: int
    """Of the appendix."""
    entry: Evidence
    attachment: Attachment
    original: CopiedFile
    copy: CleanedCopy

    @property
    def id(self) -> str:
        """What it is called on the command line: E3/T1."""
        return f"{self.entry.id}/{self.attachment.id}"


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
    uncleaned: tuple[str, ...] = ()
    """Appendices that go although they could not be cleaned, or not wholly: their owner said so."""

    @property
    def left_out(self) -> tuple[Appendix, ...]:
        """Those that stay behind, since something in them may identify somebody."""
        return tuple(one for one in self.appendices if one.left_out)


NO_APPENDICES = CheckedAppendices((), (), (), (), 0)


def attached_files(record: Record, register: EvidenceRegister) -> tuple[AttachedFile, ...]:
    """Return the current files of all entries of a register without what is private, each with its cleaned copy, in the order
    they were attached in.

    Raises ProblemsFound, with every one of them, for files that are not as they were attached.
    """
    pairs = [(entry, one) for entry in register.present() for one in entry.current_attachments()]
    # By the moment it was attached: a file added later gets the next number, the earlier ones keep theirs, and a
    # revision takes over that of the file it replaces.
    pairs.sort(key=lambda pair: _attached(*pair))
    problems: list[Problem] = []
    files: list[AttachedFile] = []
    for number, (entry, attachment) in enumerate(pairs, start=1):
        try:
            data = read_attachment(record, attachment)
        except CswoEvalError as error:
            problems.append(Problem(entry.id, 0, str(error), ""))
            continue
        copy = cleaned_copy(attachment.name, data)
        if copy.data == data:
            copy = copy._replace(data=None)  # not kept in memory: the record has it
        original = CopiedFile(path_of(record, attachment), attachment.sha256)
        files.append(AttachedFile(number, entry, attachment, original, copy))
    if problems:
        raise ProblemsFound(
            problems,
            "Nothing was written: these files are not as you attached them.",
            "Attach them again with `cswo-eval evidence edit`, or take the entry out.",
        )
    return tuple(files)


def checked_appendices(
    record: Record,
    attached: Sequence[AttachedFile],
    guard: Guard,
    own_names: Collection[str],
    handling: Handling,
    with_uncleaned: Collection[str] = (),
) -> CheckedAppendices:
    """Return what may go with a portfolio of these files: the guard looks through each as it would leave.

    `own_names`: the owner's, in small letters. `with_uncleaned`: the ids (E3/T1) of those that may go although they are not
    clean; without leave they stay behind, and nothing in them stops anything. Raises CswoEvalError for a file that was
    changed meanwhile.
    """
    appendices: list[Appendix] = []
    files: list[AppendixFile] = []
    stopping: list[Located] = []
    unchecked: list[tuple[str, str]] = []
    uncleaned: list[str] = []
    accepted = 0
    for one in attached:
        name, left_out = _file_name(one.number, one.entry, one.attachment), ""
        if one.copy.uncleaned and one.id not in with_uncleaned:
            left_out = f"no clean copy of it can be made: {one.copy.uncleaned}"
        else:
            place = place_of_attachment(one.entry.id, one.attachment.id)
            data = one.copy.data if one.copy.data is not None else read_attachment(record, one.attachment)
            checked = checked_file(guard, place, one.attachment.name, data, own_names, one.copy.read)
            accepted += sum(found.reason is not None for found in checked.found)
            if handling == "stop":
                # Where in the file may hold words of its own, such as the name of a sheet: no error repeats those.
                stopping += [found._replace(place=place) for found in checked.open if found.finding.certain]
            if checked.open and handling != "keep":
                left_out = f"{counted(len(checked.open), 'thing')} in it may identify somebody"
            elif checked.unchecked:
                unchecked.append((f"Appendix {one.number}", checked.unchecked))
        appendices.append(Appendix(one.number, one.entry.id, one.attachment.id, name, one.attachment.name, left_out))
        if not left_out:
            content = one.copy.data if one.copy.data is not None else one.original
            files.append(AppendixFile(name, content, one.attachment.sha256))
            if one.copy.uncleaned:
                uncleaned.append(f"Appendix {one.number}")
    return CheckedAppendices(
        tuple(appendices), tuple(files), tuple(stopping), tuple(unchecked), accepted, tuple(uncleaned)
    )


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
