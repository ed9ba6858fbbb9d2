"""Zip files that go to others and come back: written the same from the same content, read only where nothing in them is amiss.

Nothing is ever unpacked to disk, so that no name in an archive can reach out of a folder.
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cswo_eval.files.bounded_zip import FAULTS, ZipFault, packing_fault, pieces_of, size_fault
from cswo_eval.files.limits import LONGEST_NAME_IN_ZIP, PORTFOLIO_ZIP, ZipLimits
from cswo_eval.files.safe_names import is_safe_name
from cswo_eval.files.whole_files import writing_whole
from cswo_eval.text.problems import CswoEvalError, Problem, ProblemsFound

_MOST_SHOWN = 50
_BYTES_IN_LIST = 1_000
"""The most bytes for one file in the list of files at an archive's end: it is read at once, so bounded first."""
_PIECE = 1 << 20
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can hold: each file's, so that the archive tells nothing of when it was made."""
_AGAIN = "Ask whoever sent it to make it again."


def _said_of(fault: ZipFault, limits: ZipLimits) -> str:
    return {
        "password": "is protected by a password",
        "unusual packing": "is packed in a way that few programs know",
        "too large": f"would be larger than {_millions(limits.file)} unpacked",
        "packed too well": f"would be more than {limits.times} times its size unpacked, as no document is",
    }[fault]


class Member(NamedTuple):
    """A file in an archive: its size in bytes, unpacked, and its SHA-256."""

    size: int
    sha256: str


class ZipContents(NamedTuple):
    """An archive that was read through: its files by name, each of them whole."""

    path: Path
    members: Mapping[str, Member]

    def read(self, name: str) -> bytes:
        """Return the bytes of a file. Raises CswoEvalError where the archive is no longer as it was, KeyError for no such file."""
        member = self.members[name]
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(name) as file:
                data = file.read(member.size + 1)
        except (*FAULTS, OSError):
            data = b""
        if hashlib.sha256(data).hexdigest() != member.sha256:
            raise CswoEvalError(
                f"{self.path} was changed while it was being read. Try again when nothing else has it open."
            )
        return data

    def copy_to(self, name: str, target: BinaryIO) -> None:
        """Write a file's bytes to `target` piece by piece. Raises CswoEvalError where the archive is no longer as it was.

        Raises OSError where `target` does not take them.
        """
        digest = hashlib.sha256()
        try:
            with zipfile.ZipFile(self.path) as archive:
                for piece in pieces_of(archive, archive.getinfo(name)):
                    digest.update(piece)
                    target.write(piece)
        except FAULTS:
            digest = hashlib.sha256()
        if digest.hexdigest() != self.members[name].sha256:
            raise CswoEvalError(
                f"{self.path} was changed while it was being read. Try again when nothing else has it open."
            )


# --- writing ----------------------------------------------------------------------------------------------------


def write_zip(
    files: Mapping[str, bytes | Path],
    path: Path,
    limits: ZipLimits | None = None,
    *,
    shown: str = "",
    elsewhere: str = "--output",
) -> None:
    """Write an archive of these files, by their names with `/` between folders: the same bytes for the same content.

    A Path is read piece by piece. What has the name `path` is replaced once the new archive is whole, and kept on any
    error. `limits`: None for those of a portfolio; `shown`: what it is called in an error, where that is not its own name;
    `elsewhere`: what names another place. Raises CswoEvalError, in words, for names that `read_zip` would refuse, for a file that is gone or too large, and
    where the disk does not take it.
    """
    limits = limits or PORTFOLIO_ZIP
    wrong = (*_wrong_names(files), *_wrong_sizes(files, limits))
    if wrong:
        problems = [Problem(shown or path.name, 0, what, "") for what in wrong]
        raise ProblemsFound(problems, advice="No archive was written.")
    with writing_whole(path, elsewhere=elsewhere, shown=shown) as target, zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            _write_member(archive, name, files[name], limits)


def name_fault(name: str) -> str:
    """Return what is wrong with the name of a file in an archive, in words; '' where every system takes it."""
    return next(_wrong_names([name]), "")


def _wrong_sizes(files: Mapping[str, bytes | Path], limits: ZipLimits) -> Iterator[str]:
    total = 0
    for name, content in files.items():
        try:
            size = len(content) if isinstance(content, bytes) else content.stat().st_size
        except OSError:
            continue  # said when it is read
        total += size
        if name.endswith("/"):
            yield f"{_shown(name)} is the name of a folder."
        if size > limits.file:
            yield f"{_shown(name)} would be larger than {_millions(limits.file)}."
    if total > limits.total:
        yield f"all its files together would be larger than {_millions(limits.total)}. Leave out the largest attachments."
    if len(files) > limits.files:
        yield f"it would hold more than {limits.files:,} files. Leave some attachments out."


def _write_member(archive: zipfile.ZipFile, name: str, content: bytes | Path, limits: ZipLimits) -> None:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.create_system, entry.external_attr = 3, (stat.S_IFREG | 0o644) << 16  # whatever system it is written on
    if isinstance(content, bytes):
        # What packs too well would be refused as a bomb when it comes back.
        packs_well = len(content) > limits.small and len(content) > limits.times * len(zlib.compress(content)) // 2
        entry.compress_type = zipfile.ZIP_STORED if packs_well else zipfile.ZIP_DEFLATED
        entry.file_size = len(content)
        archive.writestr(entry, content)
        return
    try:
        source = open(content, "rb")  # noqa: SIM115 - closed below
        entry.file_size = os.fstat(source.fileno()).st_size
        # Large files go in as they are: Word files, PDFs and pictures are packed already, and others may pack too well.
        entry.compress_type = zipfile.ZIP_STORED if entry.file_size > limits.small // 2 else zipfile.ZIP_DEFLATED
    except OSError as error:
        raise _gone(content, error) from None
    with source, archive.open(entry, "w") as target:
        for piece in _pieces(source, content, limits.file):
            target.write(piece)


def _pieces(source: BinaryIO, path: Path, most: int) -> Iterator[bytes]:
    size = 0
    while True:
        try:
            piece = source.read(_PIECE)
        except OSError as error:
            raise _gone(path, error) from None
        if not piece:
            return
        size += len(piece)
        if size > most:
            raise CswoEvalError(
                f"{path} grows as it is read, so no archive was written. Close it where it is open and try again."
            )
        yield piece


def _gone(path: Path, error: OSError) -> CswoEvalError:
    return CswoEvalError(
        f"{path} could not be read: {error.strerror or 'the system refused'}. No archive was written. Put it back, or leave it out."
    )


# --- reading ----------------------------------------------------------------------------------------------------


def read_zip(path: Path, limits: ZipLimits | None = None) -> ZipContents:
    """Read an archive through, without unpacking it, and return its files with their SHA-256.

    `limits`: None for those of a portfolio. Raises ProblemsFound with everything that is amiss: names that lead elsewhere or that two files share, links, passwords,
    sizes as of a bomb, files over one another, damage. CswoEvalError where there is no such file.
    """
    try:
        with open(path, "rb") as file:
            return ZipContents(path, _members(file, path.name, limits or PORTFOLIO_ZIP))
    except FileNotFoundError:
        raise CswoEvalError(f"There is no file {path}. Check its name and folder.") from None
    except IsADirectoryError:
        raise CswoEvalError(f"{path} is a folder. Name the archive (.zip) itself.") from None
    except OSError as error:
        raise CswoEvalError(f"{path} could not be read: {error.strerror or 'the system refused'}.") from None


def _members(file: BinaryIO, name: str, limits: ZipLimits) -> dict[str, Member]:
    start, count = _list_of_files(file, name, limits)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            wrong = [*_wrong_names(entry.orig_filename for entry in entries), *_wrong_entries(entries, limits)]
            wrong += _wrong_places(file, entries, start)
            if len(entries) != count:
                wrong.append("it does not hold as many files as it says.")
            if wrong:  # not read further: it may be a bomb
                raise _refused(name, wrong)
            members = {}
            for entry in entries:
                if not entry.is_dir():
                    try:
                        members[entry.filename] = _member(archive, entry)
                    except FAULTS:
                        wrong.append(
                            f"{_shown(entry.filename)} is damaged: its bytes are not those that its check sum was made of."
                        )
    except FAULTS:
        raise _refused(name, ["the list of its files is damaged."]) from None
    if wrong:
        raise _refused(name, wrong)
    return members


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Member:
    digest = hashlib.sha256()
    for piece in pieces_of(archive, entry):
        digest.update(piece)
    return Member(entry.file_size, digest.hexdigest())


def _list_of_files(file: BinaryIO, name: str, limits: ZipLimits) -> tuple[int, int]:
    """Return where the list of files begins, which ends the archive, and their number. Raises ProblemsFound for no such list."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 22 - 65_535))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if len(tail) < 22 or at < 0 or at + 22 > len(tail):
        raise _refused(name, ["this is no zip archive, or its end is missing: it may not have been sent whole."])
    disk, _, here, count, length, start, comment = struct.unpack("<4xHHHHIIH", tail[at : at + 22])
    place = end - len(tail) + at
    if count > limits.files or length > limits.files * _BYTES_IN_LIST:
        raise _refused(name, [f"it lists more than {limits.files:,} files."])
    if (
        0xFFFF in (disk, here, count)
        or 0xFFFFFFFF in (length, start)
        or tail[max(0, at - 20) : at][:4] == b"PK\x06\x07"
    ):
        raise _refused(name, [f"it is in the form for archives larger than {_millions(limits.total)}."])
    if disk or here != count:
        raise _refused(name, ["it is one part of several."])
    if at + 22 + comment != len(tail) or start + length != place:
        raise _refused(name, ["something stands before, within or after it that is no part of a zip archive."])
    return start, count


def _wrong_entries(entries: list[zipfile.ZipInfo], limits: ZipLimits) -> Iterator[str]:
    for entry in entries:
        name, mode = _shown(entry.orig_filename), entry.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            yield f"{name} is a link or a device, not a file."
        for fault in (packing_fault(entry), size_fault(entry, limits)):
            if fault is not None:
                yield f"{name} {_said_of(fault, limits)}."
        if entry.is_dir() and entry.file_size:
            yield f"{name} is a folder that holds bytes of its own."
    if sum(entry.file_size for entry in entries) > limits.total:
        yield f"unpacked it would be larger than {_millions(limits.total)}."


def _wrong_places(file: BinaryIO, entries: list[zipfile.ZipInfo], start_of_list: int) -> Iterator[str]:
    """Yield what is wrong with where the files lie: each must begin after the one before it, under the same name."""
    previous = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        file.seek(min(entry.header_offset, start_of_list))  # an offset may be any number of 64 bits
        head = file.read(30)
        if len(head) < 30 or head[:4] != b"PK\x03\x04":
            yield f"{_shown(entry.orig_filename)} is not where the list of files says it is."
            continue
        name_length, extra_length = struct.unpack("<HH", head[26:30])
        if entry.header_offset < previous:
            yield f"{_shown(entry.orig_filename)} lies over another file, so that one would be unpacked as many."
        previous = entry.header_offset + 30 + name_length + extra_length + entry.compress_size
        if previous > start_of_list:
            yield f"{_shown(entry.orig_filename)} is cut off."


# --- names ------------------------------------------------------------------------------------------------------


def _wrong_names(names: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with the names of files and, with a `/` at their end, of folders."""
    seen: dict[str, str] = {}
    for name in names:
        shown, bare = _shown(name), name.removesuffix("/")
        parts = bare.split("/")
        if len(name) > LONGEST_NAME_IN_ZIP:
            yield f"{shown} is longer than {LONGEST_NAME_IN_ZIP} characters."
            continue
        if name.startswith(("/", "\\")) or name[1:2] == ":":
            yield f"{shown} names a place on a disk, and not one within the archive."
        elif ".." in parts or ".." in bare.split("\\"):
            yield f"{shown} leads out of the folder that it would be unpacked into."
        elif "\\" in name:
            yield f"{shown} has a backslash in it, which some systems take for a folder."
        elif not all(map(_is_plain, parts)):
            yield f"{shown} is a name that not every system takes."
        same = unicodedata.normalize("NFC", unicodedata.normalize("NFC", bare).casefold())
        if same in seen:
            other = "is there twice" if seen[same] == name else f"and {_shown(seen[same])} are one name on some systems"
            yield f"{shown} {other}, and programs differ in which of them they show."
        seen.setdefault(same, name)
    for same, name in seen.items():
        above = same
        while "/" in above:
            above = above.rpartition("/")[0]
            if not seen.get(above, "/").endswith("/"):
                yield f"{_shown(name)} lies in {_shown(seen[above])}, which is a file."


def _is_plain(part: str) -> bool:
    """Return whether a part of a path is a name; those that begin with a dot are, and a Mac adds some."""
    return is_safe_name(part.lstrip(".") if part[:1] == "." and part[1:2] not in ("", ".") else part)


def _refused(name: str, wrong: list[str]) -> ProblemsFound:
    found = [Problem(name, 0, what, "") for what in dict.fromkeys(wrong)]
    more = f"(and {len(found) - _MOST_SHOWN} more) " if len(found) > _MOST_SHOWN else ""
    heading = f"{name} was not read, because of what is in it:"
    return ProblemsFound(found[:_MOST_SHOWN], heading, f"{more}Nothing was changed. {_AGAIN}")


def _shown(name: str) -> str:
    return f"'{name}'" if len(name) <= 80 else f"'{name[:79]}…'"


def _millions(size: int) -> str:
    return f"{size // 1_000_000:,} million bytes"
