"""A whole record in one zip, as it lies on disk, and back from it: byte for byte the same, or nothing at all."""

from __future__ import annotations

import contextlib
import errno
import glob
import hashlib
import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from cswo_eval.exchange.manifest import (
    MANIFEST,
    VERSION,
    ListedFile,
    Manifest,
    differences,
    manifest_bytes,
    manifest_from,
    version_of,
)
from cswo_eval.exchange.portfolio.portfolio_files import FORMAT as PORTFOLIO
from cswo_eval.files.by_the_way import is_by_the_way
from cswo_eval.files.limits import LARGEST_MANIFEST, RECORD_ZIP
from cswo_eval.files.whole_files import TEMPORARY_PREFIX, could_not_write, replace_file, sync_folder
from cswo_eval.files.zip_files import ZipContents, name_fault, read_zip, write_zip
from cswo_eval.record.holdings import holdings_of, is_own_name
from cswo_eval.record.layout import CHECKED, LOCK, PROFILE, SENT_LOCK
from cswo_eval.record.models import FORMAT_VERSION
from cswo_eval.record.reader import RecordReader
from cswo_eval.text.problems import CswoEvalError, Problem, ProblemsFound

FORMAT = "cswo-eval/record-backup"
_PIECE = 1 << 20
_FORMAT_VERSION = re.compile(r"^format_version: (\d{1,6})\s*$", re.MULTILINE)
_RECORD_ID = re.compile(r"^record_id: ['\"]?([0-9A-Za-z_-]{8,64})['\"]?\s*$", re.MULTILINE)


class WrittenBackup(NamedTuple):
    """A backup that was written and read back: where, how many files, how many bytes the zip has."""

    path: Path
    files: int
    size: int
    not_taken: tuple[str, ...]
    """What lies in the record's folder and is none of its own."""
    unreadable: tuple[str, ...]
    """The record's own files and folders that could not be read, so that they are not in it."""


class ReadBackup(NamedTuple):
    """A backup that was read through and is whole."""

    contents: ZipContents
    manifest: Manifest
    made: str
    """When, as a UTC moment."""
    record_id: str
    """Which record's; '' where its profile did not say."""
    record_format: int
    """The format of the record's files."""


class Identity(NamedTuple):
    """Which record it is, and the format of its files: as far as its profile says so."""

    record_id: str
    record_format: int


def identity_in(profile: bytes) -> Identity:
    """Return what a profile's text says of whose it is, also where it does not read as a whole."""
    text = profile.decode("utf-8", "replace")
    version, given = _FORMAT_VERSION.search(text), _RECORD_ID.search(text)
    return Identity(given[1] if given else "", int(version[1]) if version else FORMAT_VERSION)


# --- written ------------------------------------------------------------------------------------------------------


def write_backup(record: RecordReader, target: Path, made: str) -> WrittenBackup:
    """Write all that is the record's own into one zip, read it back, and only then let it have its name.

    For the holder of the record's lock. `made` is the UTC moment. Raises CswoEvalError, and then what had that name is untouched.
    """
    found = holdings_of(record)
    files: dict[str, bytes | Path] = {}
    listed: dict[str, ListedFile] = {}
    not_taken, unreadable = list(found.other), list(found.shut)
    for name in found.own:
        if name_fault(name):  # it could not be unpacked on every system
            not_taken.append(name)
            continue
        try:
            listed[name] = _listed(record.folder / name)
        except OSError:
            unreadable.append(name)
            continue
        files[name] = record.folder / name
    identity = identity_in(_bytes_or_none(record.folder / PROFILE))
    files[MANIFEST] = manifest_bytes(
        FORMAT, listed, made=made, record_id=identity.record_id, record_format=identity.record_format
    )
    target = Path(os.path.realpath(target))
    fresh = target.with_name(f"{TEMPORARY_PREFIX}{os.urandom(6).hex()}")
    try:
        write_zip(files, fresh, RECORD_ZIP, shown=target.name, elsewhere="another name")
        _require_same(fresh, listed)
        replace_file(fresh, target)
    except OSError as error:
        raise CswoEvalError(could_not_write(target, error, "another name")) from None
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()
    sync_folder(target.parent)
    return WrittenBackup(target, len(listed), target.stat().st_size, tuple(sorted(not_taken)), tuple(unreadable))


def _listed(path: Path) -> ListedFile:
    if not path.is_file():  # a pipe might never end
        raise FileNotFoundError
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return ListedFile(file.tell(), digest)


def _bytes_or_none(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError:
        return b""


def _require_same(path: Path, listed: dict[str, ListedFile]) -> None:
    """Raise CswoEvalError where a zip that was just written does not hold what was to be put into it."""
    present = read_zip(path, RECORD_ZIP).members
    if any(differences(present, listed, "", "")):
        raise CswoEvalError(
            "A file of your record was changed while it was being copied, or the disk did not keep what was written, so no backup was "
            "made. Close your record's files in other programs, and try again."
        )


# --- read back ----------------------------------------------------------------------------------------------------


def read_backup(path: Path) -> ReadBackup:
    """Read a backup through. Raises CswoEvalError, in words, where it is none, is not whole, or is a newer program's."""
    contents = read_zip(path, RECORD_ZIP)
    manifest = _manifest_in(contents, path)
    present = {name: one for name, one in contents.members.items() if name != MANIFEST}
    problems = list(differences(present, manifest.files, "the backup", "made"))
    problems += [
        Problem(name, 0, "is no file that a record has.", "")
        for name in sorted(present.keys() & manifest.files.keys())
        if not is_own_name(name)
    ]
    if problems:
        raise ProblemsFound(
            problems,
            f"{path} is not as it was made, so nothing was put back from it:",
            "Use another copy of it, or an earlier backup.",
        )
    made, given = str(manifest.value.get("made", "")), manifest.value.get("record_format")
    version = given if isinstance(given, int) else FORMAT_VERSION
    if version > FORMAT_VERSION:
        raise CswoEvalError(_newer(path))
    return ReadBackup(contents, manifest, made, str(manifest.value.get("record_id", "")), version)


def _manifest_in(contents: ZipContents, path: Path) -> Manifest:
    if MANIFEST not in contents.members:
        within = [name for name in contents.members if name.endswith(f"/{MANIFEST}")]
        what = (
            "It was packed again by hand, with its folder. Use the zip that `cswo-eval backup` wrote."
            if within
            else "Name the zip that `cswo-eval backup` wrote."
        )
        raise CswoEvalError(
            f"{path} is no backup of a record: it holds no list of its files. {what} Nothing was changed."
        )
    member = contents.members[MANIFEST]
    data = contents.read(MANIFEST) if member.size <= LARGEST_MANIFEST else b""
    try:
        manifest = manifest_from(data)
    except ValueError:
        if version_of(data) > VERSION:
            raise CswoEvalError(_newer(path)) from None
        raise CswoEvalError(
            f"{path} is no backup of a record that this cswo-eval can read: the list of its files was changed. Nothing was changed here."
        ) from None
    if manifest.format == PORTFOLIO:
        raise CswoEvalError(
            f"{path} is a portfolio, which was made to be handed in and holds only what may be shared. A record can only be put back "
            "from a zip that `cswo-eval backup` wrote."
        )
    if manifest.format != FORMAT:
        raise CswoEvalError(f"{path} is no backup of a record. Name the zip that `cswo-eval backup` wrote.")
    return manifest


def _newer(path: Path) -> str:
    return f"{path} was made by a newer cswo-eval. Install that version, and try again. Nothing was changed."


# --- put back -----------------------------------------------------------------------------------------------------


def put_back(backup: ReadBackup, folder: Path) -> None:
    """Let `folder`, which is missing or holds nothing but what systems leave, be the record of a backup: whole, or not at all.

    It is written beside, and then takes its name. What an earlier try that broke off left there is taken away. Raises CswoEvalError.
    """
    target = Path(os.path.realpath(folder))
    if not target.name:
        raise CswoEvalError(f"{target} is the top of a disk. Name a folder to make there with --record.")
    fresh = target.with_name(f"{_unfinished(target)}{os.urandom(4).hex()}")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        take_away_unfinished(target)
        fresh.mkdir(mode=0o700)
        for name in sorted(backup.manifest.files):
            _write(backup.contents, name, fresh)
        for place in sorted({(fresh / name).parent for name in backup.manifest.files}):
            sync_folder(place)
        _take_name(fresh, target)
    except OSError as error:
        raise CswoEvalError(_could_not_put_back(folder, error)) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def take_away_unfinished(folder: Path) -> None:
    """Take away what a try to put a record back into this folder left beside it when it broke off."""
    target = Path(os.path.realpath(folder))
    for left in target.parent.glob(f"{glob.escape(_unfinished(target))}*"):
        shutil.rmtree(left, ignore_errors=True)


def _unfinished(target: Path) -> str:
    return f".{target.name}.being-put-back-"


def _write(contents: ZipContents, name: str, fresh: Path) -> None:
    path = fresh / name
    for place in reversed(path.relative_to(fresh).parents[:-1]):
        (fresh / place).mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with open(descriptor, "wb") as file:
        contents.copy_to(name, file)
        file.flush()
        os.fsync(file.fileno())


def _take_name(fresh: Path, target: Path) -> None:
    if target.exists():
        for name in os.listdir(target):
            if is_by_the_way(name):
                replace_file(target / name, fresh / name)
            elif name in (LOCK, SENT_LOCK, CHECKED) or name.startswith(TEMPORARY_PREFIX):
                (target / name).unlink()
        target.rmdir()
    os.rename(fresh, target)
    sync_folder(target.parent)


def _could_not_put_back(folder: Path, error: OSError) -> str:
    if error.errno in (errno.EBUSY, errno.ENOTEMPTY, errno.EEXIST) or (os.name == "nt" and folder.exists()):
        return (
            f"{folder} could not be replaced: it is in use, or it is the top of a disk. Nothing was put back. Name a folder that does not "
            "exist yet with --record."
        )
    return could_not_write(folder, error)
