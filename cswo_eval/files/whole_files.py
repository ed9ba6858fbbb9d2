"""Put bytes on disk so that a crash at any instant leaves either the old file or the new one, whole."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cswo_eval.text.problems import CswoEvalError

TEMPORARY_PREFIX = ".saving-"
_REPLACE_TRIES = 20  # on Windows a virus scanner or an indexer may hold the file for a moment


def write_whole(path: Path, data: bytes, *, elsewhere: str = "--record") -> None:
    """Write `data` to `path`: sibling temporary file, flush, fsync, atomic replace.

    `elsewhere` is the option that names another place, for the sentence of an error. Interrupted, it leaves nothing behind.
    Raises CswoEvalError, in words, where the folder cannot be written or the disk is full; the old file is untouched.
    """
    temporary = None
    try:
        temporary = written_beside(path, data)
        replace_file(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        raise CswoEvalError(could_not_write(path, error, elsewhere)) from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def written_beside(path: Path, data: bytes) -> Path:
    """Write and sync a temporary file beside `path`, ready to take its name; return where. Raises OSError, and leaves nothing then."""
    make_private_folder(path.parent)
    temporary = _temporary_beside(path)
    try:
        # 0600: the record is the owner's alone; O_BINARY so that Windows does not turn line ends.
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(descriptor, "wb", buffering=0) as file:
            view = memoryview(data)
            while view:
                view = view[file.write(view) :]
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


@contextmanager
def opened_beside(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Give a temporary file beside `path`, to be written piece by piece, and where it lies; it is synced at the end.

    It stays, for `replace_file`; on any error it is gone. Raises OSError.
    """
    make_private_folder(path.parent)
    temporary = _temporary_beside(path)
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(temporary, flags, 0o600), "w+b") as file:
            yield temporary, file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _temporary_beside(path: Path) -> Path:
    return path.parent / f"{TEMPORARY_PREFIX}{os.urandom(6).hex()}"


@contextmanager
def writing_whole(path: Path, *, elsewhere: str = "--record", shown: str = "") -> Iterator[BinaryIO]:
    """Give a file to write piece by piece that takes the name `path`, synced, once it is whole; on any error it is gone.

    `elsewhere` is the option that names another place; `shown`: what the file is called in an error, where that is not its own name.

    Raises CswoEvalError, in words, where the folder cannot be written or the disk is full; what had that name is untouched.
    """
    temporary = None
    try:
        with opened_beside(path) as (temporary, file):
            yield file
        replace_file(temporary, path)
        sync_folder(path.parent)
        sync_folder(path.parent.parent)  # the folder itself may be new
    except OSError as error:
        raise CswoEvalError(could_not_write(path.with_name(shown or path.name), error, elsewhere)) from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def could_not_write(path: Path, error: OSError, elsewhere: str = "--record") -> str:
    """Return the sentence for a failed write: what, where, what to do. `elsewhere`: the option that names another place."""
    import errno

    where = f"Could not save {path}"
    kept = "Nothing already saved is lost."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{where}: the disk is full. {kept} Free some space and try again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{where}: this folder may not be written to. {kept} Choose another with {elsewhere}, or change its permissions."
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return f"{where}: part of that path is a file, and a folder is needed. Choose another place."
    if error.errno == errno.ENAMETOOLONG:
        return f"{where}: the name is too long for this disk. Choose a shorter one."
    return f"{where}: {error.strerror or 'the system refused'}. {kept} Mend that and try again."


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, that only the user may enter (where the system has such rights)."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder.parent == folder:
            break
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)


def replace_file(temporary: Path, path: Path) -> None:
    """Let a file take the name `path` in one step, whatever had it before. Raises OSError."""
    for attempt in range(_REPLACE_TRIES):
        try:
            os.replace(temporary, path)
            return
        except PermissionError:
            if os.name != "nt" or attempt == _REPLACE_TRIES - 1:
                raise
            time.sleep(0.05)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, as far as the system can.

    Windows has no such call, and some network folders refuse it. Nothing is said then: the files themselves are synced, and
    what a power cut could undo is the change of name, which leaves the file that was there before, whole.
    """
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep_temporaries(folder: Path) -> None:
    """Take away what an interrupted save left behind. Only for the holder of the record's lock."""
    for path in folder.rglob(f"{TEMPORARY_PREFIX}*"):  # also two folders down: attachments/E3/
        with contextlib.suppress(OSError):
            path.unlink()
