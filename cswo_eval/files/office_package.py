"""Word, Excel, PowerPoint and OpenDocument files are zip archives of XML parts: opened here, within limits, for all who read one."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import NamedTuple

from cswo_eval.files.bounded_zip import FAULTS, packing_fault, pieces_of, size_fault
from cswo_eval.files.limits import OFFICE_ZIP
from cswo_eval.files.xml_parts import Element, Refused, attribute, parsed


class Relation(NamedTuple):
    """What a part points at: by which id, as what ('styles'), and the name of the other part."""

    id: str
    kind: str
    target: str


class Package:
    """A document that is a zip archive of parts. Raises Refused for what cannot or should not be unpacked."""

    def __init__(self, data: bytes) -> None:
        # Counted before the list is read: each entry of it takes memory.
        if data.count(b"PK\x01\x02") > OFFICE_ZIP.files:
            raise Refused("too many parts")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise Refused("damaged") from None
        # Names of parts are the same whatever their capitals.
        self._entries = {entry.filename.casefold(): entry for entry in entries}
        self.names = tuple(sorted(entry.filename for entry in entries))
        self._left = OFFICE_ZIP.total
        for fault in map(packing_fault, entries):
            if fault is not None:
                raise Refused(fault)
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
        fault = size_fault(entry, OFFICE_ZIP, self._left)
        if fault is not None:
            raise Refused(fault)
        try:
            data = b"".join(pieces_of(self._archive, entry))
        except (*FAULTS, OSError):
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
