"""What every reader of a zip archive from outside asks of its entries: what is wrong with one, and no more bytes than allowed."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Literal

from cswo_eval.files.limits import ZipLimits

ZipFault = Literal["password", "unusual packing", "too large", "packed too well"]
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    KeyError,
    struct.error,
)
"""What the library raises on an archive that is not as it should be; OSError besides where it is read from a disk."""
_WITH_PASSWORD = 0x2041
"""The flags of an entry whose bytes, or whose name, are encrypted."""


def packing_fault(entry: zipfile.ZipInfo) -> ZipFault | None:
    """Return why an entry's bytes cannot be unpacked at all, or None."""
    if entry.flag_bits & _WITH_PASSWORD:
        return "password"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "unusual packing"
    return None


def size_fault(entry: zipfile.ZipInfo, limits: ZipLimits, left: int | None = None) -> ZipFault | None:
    """Return why an entry should not be unpacked, from the sizes that the list of files gives; None where it may.

    `left`: how many bytes may still be unpacked of the archive as a whole.
    """
    if entry.file_size > (limits.file if left is None else min(limits.file, left)):
        return "too large"
    if entry.file_size > limits.small and entry.file_size > limits.times * max(entry.compress_size, 1):
        return "packed too well"
    return None


def pieces_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, size: int = 1 << 20) -> Iterator[bytes]:
    """Yield the bytes of an entry piece by piece: never more than the list of files says, compared with its check sum at the end.

    Raises BadZipFile where there are fewer; one of FAULTS or OSError where they cannot be read.
    """
    read = 0
    with archive.open(entry) as file:
        while piece := file.read(size):
            read += len(piece)
            yield piece
    if read != entry.file_size:
        raise zipfile.BadZipFile
