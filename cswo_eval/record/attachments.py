"""Files kept with an entry of the register: copied in whole, never written over, and looked at again on request.

Layout: attachments/<entry>/<attachment id>-<safe name>, below the record's folder and nowhere else.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from cswo_eval.files.limits import LARGEST_ATTACHMENT as LARGEST
from cswo_eval.files.safe_names import is_safe_name, safe_name
from cswo_eval.files.whole_files import could_not_write, opened_beside
from cswo_eval.record.given_ids import file_of_entry
from cswo_eval.record.layout import ATTACHMENTS as FOLDER
from cswo_eval.record.models import Attachment, Evidence, EvidenceRegister
from cswo_eval.record.reader import RecordReader
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError

_PIECE = 1 << 20
"""Bytes in memory at a time."""
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A link put there at the last moment is not followed, and a pipe does not hold us up."""


State = Literal["missing", "changed", "outside", "unreadable"]


class AttachmentProblem(NamedTuple):
    """A stored file that is not as it was attached: which one, what is wrong, and what to do, in words."""

    entry: str
    attachment: str
    name: str
    """As the owner's file was called."""
    kind: State
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.entry}, {self.attachment} ({self.name}): {self.what} {self.remedy}"


class _Wrong(CswoEvalError):
    """A stored file that cannot be used, with the parts of what a problem says."""

    def __init__(self, attachment: Attachment, kind: State, path: Path) -> None:
        self.kind = kind
        back = f"Put it back from a backup, as {path}"
        self.what, self.remedy = {
            "missing": ("its file is no longer in the record.", f"{back}, or attach the same file again."),
            "changed": (
                "its file is not as it was when you attached it.",
                f"{back}. If the change was meant, copy the file elsewhere and attach that copy as a revision.",
            ),
            "outside": (
                "the record names a place for it that is no file of its own in the attachments folder, so it was not opened.",
                f"Correct `stored` in evidence.yaml; where there is a link in {path}, put the file itself in its place.",
            ),
            "unreadable": (
                "its file could not be read.",
                f"Close it in other programs, or allow it to be read: {path}",
            ),
        }[kind]
        super().__init__(f"{attachment.id} ({attachment.name}): {self.what} {self.remedy}")


def with_attachment(entry: Evidence, attachment: Attachment) -> Evidence:
    """Return the entry with this attachment added; as it is where it has it already, its file having been put back."""
    if attachment in entry.attachments:
        return entry
    return entry._replace(attachments=(*entry.attachments, attachment))


# --- putting a file in ------------------------------------------------------------------------------------------


def copy_in(writer: RecordWriter, entry: Evidence, source: Path, now: str, replaces: str | None = None) -> Attachment:
    """Copy a file into the record and return its attachment, for `with_attachment`.

    The copy takes its place with the step that saves the register, or with none. `replaces` is the id of the attachment that
    it revises, whose file stays. Where the same bytes were attached and their file is gone, it is put back and their
    attachment returned. Raises CswoEvalError, and leaves nothing behind, for what is no file of 1 to LARGEST bytes, what is
    attached already, what changes meanwhile, and what the disk does not take.
    """
    record = writer.record
    _require_replaceable(entry, replaces)
    folder = _place(record, (entry.id,))
    if folder is None:
        raise CswoEvalError(
            f"{record.folder / FOLDER / entry.id}, or a folder above it, is a link, and the record keeps its files in folders "
            "of its own. Nothing was attached. Put a folder in its place and try again."
        )
    _require_file(record, source)
    with _opened(source) as file:
        before = os.fstat(file.fileno())
        digest, size = _read_through(file, source)
        same = [one for one in entry.attachments if one.sha256 == digest and one.removed is None]
        states = [None if writer.is_attaching(f"{FOLDER}/{one.stored}") else _state(record, one) for one in same]
        if None in states:
            there = same[states.index(None)]
            raise CswoEvalError(
                f"{source.name} is attached to {entry.id} already, as {there.id} ({there.name}), letter for letter. "
                "Nothing was changed."
            )
        lost = same[states.index("missing")] if "missing" in states else None
        number = _next_number(entry, folder, record.given(file_of_entry(entry.id)))
        path = path_of(record, lost) if lost is not None else folder / safe_name(f"T{number}-{source.name}")
        file.seek(0)
        try:
            with opened_beside(path) as (written, copy):
                again = _read_through(file, source, copy)
                if again != (digest, size) or not size or not _is_unchanged(source, file, before):
                    raise CswoEvalError(
                        f"{source} was changed while it was being copied, so nothing was attached. Save it and close it in the "
                        "program that has it open, wait until a cloud folder has finished with it, and try again."
                    )
        except OSError as error:
            raise CswoEvalError(could_not_write(path, error)) from None
        writer.attach(path.relative_to(record.folder).as_posix(), digest, written)
    if lost is not None:
        return lost
    name = os.fsencode(source.name).decode("utf-8", "replace") if os.name != "nt" else source.name
    stored = f"{entry.id}/{path.name}"
    return Attachment(id=f"T{number}", name=name, stored=stored, sha256=digest, size=size, added=now, replaces=replaces)


def taken_as_revision(writer: RecordWriter, entry: Evidence, changed: Attachment, now: str) -> Attachment:
    """Copy what an attachment's changed file holds now and return it as a new attachment that replaces that one.

    The copy takes its place with the step that saves the register. Raises CswoEvalError where the file cannot be read or copied.
    """
    record = writer.record
    source, folder = path_of(record, changed), record.folder / FOLDER / entry.id
    number = _next_number(entry, folder, record.given(file_of_entry(entry.id)))
    path = folder / safe_name(f"T{number}-{changed.name}")
    with _opened(source) as file:
        try:
            with opened_beside(path) as (written, copy):
                digest, size = _read_through(file, source, copy)
        except OSError as error:
            raise CswoEvalError(could_not_write(path, error)) from None
    writer.attach(path.relative_to(record.folder).as_posix(), digest, written)
    return Attachment(
        id=f"T{number}",
        name=changed.name,
        stored=f"{entry.id}/{path.name}",
        sha256=digest,
        size=size,
        added=now,
        replaces=changed.id,
    )


def _require_replaceable(entry: Evidence, replaces: str | None) -> None:
    """Raise CswoEvalError where there is nothing of that id to revise, or a later revision of it."""
    if replaces is None or replaces in {one.id for one in entry.current_attachments()}:
        return
    later = next((one for one in reversed(entry.attachments) if one.replaces == replaces), None)
    if later is not None:
        raise CswoEvalError(f"{replaces} of {entry.id} was replaced by {later.id} already. Replace {later.id} instead.")
    has = ", ".join(one.id for one in entry.current_attachments())
    raise CswoEvalError(
        f"{entry.id} has no attachment {replaces[:20]} to replace. "
        + (f"It has {has}." if has else "It has none yet: attach the file as a new one.")
    )


def _require_file(record: RecordReader, source: Path) -> None:
    """Raise CswoEvalError, in words, for what is no file that can be attached."""
    try:
        found = os.lstat(source)
    except (FileNotFoundError, NotADirectoryError):
        raise CswoEvalError(
            f"There is no file {source}. Check its name and folder; a name with spaces in it needs quotation marks around it."
        ) from None
    except (OSError, ValueError) as error:
        raise _could_not_read(source, error) from None
    if stat.S_ISLNK(found.st_mode):
        raise CswoEvalError(_link_sentence(source))
    if stat.S_ISDIR(found.st_mode):
        raise CswoEvalError(f"{source} is a folder. Attach the files in it one by one.")
    if not stat.S_ISREG(found.st_mode):
        raise CswoEvalError(
            f"{source} is a device or a connection to a program, not a file. Attach a file that is on the disk."
        )
    if source.suffix.casefold() == ".lnk":
        raise CswoEvalError(
            f"{source} is a shortcut. Attach the file that it leads to: its properties say where that is."
        )
    if found.st_size == 0:
        raise CswoEvalError(
            f"{source} is empty (0 bytes). Save it again in the program it was made with, and attach it then."
        )
    if found.st_size > LARGEST:
        raise CswoEvalError(_too_large(source, found.st_size))
    with contextlib.suppress(OSError, RuntimeError):
        if source.resolve().is_relative_to(record.folder.resolve()):
            raise CswoEvalError(
                f"{source} lies in the record's own folder. Copy it to another folder, and attach it from there."
            )


def _link_sentence(source: Path) -> str:
    try:
        target = source.resolve(strict=True)
    except (OSError, RuntimeError):
        return f"{source} is a link that leads nowhere. Attach the file itself."
    return f"{source} is a link. Name the file that it leads to: {target}"


def _too_large(source: Path, size: int) -> str:
    return (
        f"{source} has {-(-size // 1_000_000)} million bytes, and an attachment may have {LARGEST // 1_000_000} million. Save it smaller "
        "(as a PDF, with smaller pictures, or only the pages that show it), or keep it where it is and write in the entry where it can be seen."
    )


def _could_not_read(source: Path, error: Exception) -> CswoEvalError:
    if isinstance(error, PermissionError):
        return CswoEvalError(
            f"{source} may not be read. If it is open in another program, close it there, or ask whoever it belongs to."
        )
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return CswoEvalError(_link_sentence(source))
    reason = (isinstance(error, OSError) and error.strerror) or "the system refused"
    return CswoEvalError(f"{source} could not be read: {reason}. Copy it to another folder and attach that copy.")


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    try:
        file = _open_file(source)
    except (OSError, ValueError) as error:
        raise _could_not_read(source, error) from None
    if file is None:
        raise CswoEvalError(f"{source} is not a file any more. Attach a file that is on the disk.")
    with file:
        yield file


def _open_file(path: Path) -> BinaryIO | None:
    """Open a file to read its bytes; None for a folder, pipe or device."""
    descriptor = os.open(path, os.O_RDONLY | _NO_FOLLOW)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return open(descriptor, "rb", buffering=0)


def _read_through(file: BinaryIO, source: Path, copy: BinaryIO | None = None) -> tuple[str, int]:
    """Return the SHA-256 and the size of a file that is read from where it stands, copied where a copy is given."""
    digest, size = hashlib.sha256(), 0
    while True:
        try:
            piece = file.read(_PIECE)
        except OSError as error:
            raise _could_not_read(source, error) from None
        if not piece:
            return digest.hexdigest(), size
        size += len(piece)
        if size > LARGEST:  # it grows as it is read
            raise CswoEvalError(_too_large(source, size))
        digest.update(piece)
        if copy is not None:
            copy.write(piece)


def _is_unchanged(source: Path, file: BinaryIO, before: os.stat_result) -> bool:
    """Return whether the file is as it was when it was opened, and still the one of that name."""
    after = os.fstat(file.fileno())
    try:
        named = os.lstat(source)
    except OSError:
        return False
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return same and (named.st_ino, named.st_size) == (after.st_ino, after.st_size)


def _next_number(entry: Evidence, folder: Path, given: int) -> int:
    """Return a number that no attachment of the entry has had. `given`: the highest that the record says it gave."""
    taken = [f"T{given}", *(one.id for one in entry.attachments)]
    if folder.is_dir():
        taken += [path.name.partition("-")[0] for path in folder.iterdir()]
    numbers = [int(one[1:]) for one in taken if re.fullmatch("T[0-9]{1,9}", one)]
    return max(numbers, default=0) + 1


# --- looking at what is there -----------------------------------------------------------------------------------


def path_of(record: RecordReader, attachment: Attachment) -> Path:
    """Return where an attachment's file lies. Raises CswoEvalError where that is not below the attachments folder."""
    parts = tuple(attachment.stored.split("/"))
    # Someone may have written `stored` by hand: neither out of the folder, nor to another disk, nor to a device.
    place = _place(record, parts) if all(map(is_safe_name, parts)) else None
    if place is None:
        raise _Wrong(attachment, "outside", record.folder / FOLDER)
    if not os.path.lexists(
        place
    ):  # a Mac may have taken the accents off the letters on the way from one disk to another
        apart = place.with_name(unicodedata.normalize("NFD", place.name))
        return apart if apart.is_file() and not apart.is_symlink() else place
    return place


def read_attachment(record: RecordReader, attachment: Attachment) -> bytes:
    """Return an attachment's bytes as they were attached. Raises CswoEvalError where they are gone, changed or elsewhere."""
    pieces: list[bytes] = []
    _look(record, attachment, pieces)
    return b"".join(pieces)


def verify(record: RecordReader, register: EvidenceRegister) -> list[AttachmentProblem]:
    """Return every file of the entries present, earlier revisions too, that is not as it was attached. Reads each once."""
    found = []
    for entry in register.present():
        for attachment in entry.attachments:
            try:
                _look(record, attachment)
            except _Wrong as wrong:
                found.append(
                    AttachmentProblem(entry.id, attachment.id, attachment.name, wrong.kind, wrong.what, wrong.remedy)
                )
    return found


def _state(record: RecordReader, attachment: Attachment) -> State | None:
    """Return what is wrong with an attachment's file, or None."""
    try:
        _look(record, attachment)
    except _Wrong as wrong:
        return wrong.kind
    return None


def _look(record: RecordReader, attachment: Attachment, pieces: list[bytes] | None = None) -> None:
    """Read an attachment's file, into `pieces` where given. Raises _Wrong where it is not as it was attached."""
    path = path_of(record, attachment)
    try:
        file = _open_file(path)
        if file is None:
            raise _Wrong(attachment, "outside", path)
        with file:
            if os.fstat(file.fileno()).st_size != attachment.size:  # enough to know; the bytes need not be read
                raise _Wrong(attachment, "changed", path)
            digest, left = hashlib.sha256(), attachment.size
            while left > 0 and (piece := file.read(min(_PIECE, left))):
                left -= len(piece)
                digest.update(piece)
                if pieces is not None:
                    pieces.append(piece)
    except (FileNotFoundError, NotADirectoryError):
        raise _Wrong(attachment, "missing", path) from None
    except OSError as error:
        raise _Wrong(attachment, "outside" if error.errno == errno.ELOOP else "unreadable", path) from None
    if digest.hexdigest() != attachment.sha256:
        raise _Wrong(attachment, "changed", path)


def _place(record: RecordReader, parts: tuple[str, ...]) -> Path | None:
    """Return a place below the attachments folder, or None where a part of the way there is a link to somewhere else."""
    place = record.folder
    for part in (FOLDER, *parts):
        place = place / part
        try:
            found = os.lstat(place)
        except OSError:
            continue  # not there, or not to be entered: said when it is opened
        # On Windows a folder can also be joined to another one, which is no link to Python.
        joined = getattr(found, "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
        if stat.S_ISLNK(found.st_mode) or joined:
            return None
    return place
