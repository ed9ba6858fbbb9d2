"""Word, Excel, PowerPoint and OpenDocument files are zip archives of XML parts: opened here, within limits, for all who read one."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import NamedTuple

from cswo_eval.files.xml_parts import Element, Refused, attribute, parsed

MOST_PARTS = 5_000
"""A Word file of 300 pages has some 50 parts, a large workbook some hundreds."""
LARGEST_PART = 30_000_000
"""Bytes unpacked: the text of 300 pages of Word is some 5 million."""
LARGEST_TOTAL = 100_000_000
"""Bytes unpacked, of all parts that are read: a file can name one large part many times, and it counts each time."""
MOST_TIMES = 250
"""How much larger a part may be unpacked than packed. Office's own XML reaches some 50; deflate itself ends at 1,032."""
SMALL_PART = 1_000_000
"""Bytes: below this a part may be packed as well as it can."""


class Relation(NamedTuple):
    """What a part points at: by which id, as what ('styles'), and the name of the other part."""

    id: str
    kind: str
    target: str


class Package:
    """A document that is a zip archive of parts. Raises Refused for what cannot or should not be unpacked."""

    def __init__(self, data: bytes) -> None:
        # Counted before the list is read: each entry of it takes memory.
        if data.count(b"PK\x01\x02") > MOST_PARTS:
            raise Refused("too many parts")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise Refused("damaged") from None
        # Names of parts are the same whatever their capitals.
        self._entries = {entry.filename.casefold(): entry for entry in entries}
        self.names = tuple(sorted(entry.filename for entry in entries))
        self._left = LARGEST_TOTAL
        if any(entry.flag_bits & 1 for entry in entries):
            raise Refused("password")
        if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
            raise Refused("unusual packing")
        if len(self._entries) != len(entries):
            raise Refused("two of one name")

    def has(self, name: str) -> bool:
        """Return whether there is such a part."""
        return name.casefold() in self._entries

    def read(self, name: str) -> bytes:
        """Return the bytes of a part. Raises Refused where it is missing, damaged or would be too large unpacked."""
        entry = self._entries.get(name.casefold())
        if entry is None:
            raise Refused("damaged")
        most = min(LARGEST_PART, self._left)
        if entry.file_size > most:
            raise Refused("too large")
        if entry.file_size > SMALL_PART and entry.file_size > MOST_TIMES * max(entry.compress_size, 1):
            raise Refused("packed too well")
        try:
            with self._archive.open(entry) as part:
                data = part.read(most + 1)  # no more than the size that the list names is ever given
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
            raise Refused("damaged") from None
        self._left -= len(data)
        return data

    def tree(self, name: str) -> Element:
        """Return a part as a tree of elements. Raises Refused as `read` and `parsed` do."""
        return parsed(self.read(name))

    def relations(self, name: str) -> tuple[Relation, ...]:
        """Return what a part ('' for the file as a whole) points at within the file. Raises Refused."""
        folder = posixpath.dirname(name)
        listed = list_of_relations(name)
        if not self.has(listed):
            return ()
        return tuple(
            Relation(
                attribute(one, "Id"),
                attribute(one, "Type").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, attribute(one, "Target"))).lstrip("/"),
            )
            for one in self.tree(listed)
            if attribute(one, "TargetMode").casefold() != "external"
        )

    def related(self, name: str, kind: str) -> str | None:
        """Return the part of one kind that a part points at, or None. Raises Refused."""
        return next((one.target for one in self.relations(name) if one.kind == kind and self.has(one.target)), None)


def list_of_relations(name: str) -> str:
    """Return the name of the part that lists what a part points at."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")
