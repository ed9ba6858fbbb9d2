"""Pictures of the kind JPEG 2000, as scanners put them into PDF files: what shows them stays, what tells of them goes."""

from __future__ import annotations

import struct

from cswo_eval.confidentiality.cleaning.what_was_cleaned import DAMAGED, Cleaning, NotCleanable

_SHOWN = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c", b"rreq"})
_START, _TILE, _REMARK = b"\xff\x4f\xff\x51", 0xFF90, 0xFF64


def without_boxes(cleaning: Cleaning, data: bytes) -> bytes:
    """Return the picture without its properties and remarks. Raises NotCleanable."""
    if data.startswith(_START):
        return _without_remarks(cleaning, data)
    kept, at = [], 0
    while at < len(data):
        if at + 8 > len(data):
            raise NotCleanable(DAMAGED)
        size, kind = struct.unpack_from(">I4s", data, at)
        begins = at + 8
        if size == 1:  # its size is written in the long form
            size, begins = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        end = at + size if size else len(data)
        if end > len(data) or end < begins:
            raise NotCleanable(DAMAGED)
        held = data[begins:end]
        if kind in _SHOWN:
            held = _without_remarks(cleaning, held) if kind == b"jp2c" else held
            kept.append(struct.pack(">I4s", len(held) + 8, kind) + held)
        else:
            cleaning.took("properties")
        at = end
    if not any(one[4:8] == b"jp2c" for one in kept):
        raise NotCleanable(DAMAGED)
    return b"".join(kept)


def _without_remarks(cleaning: Cleaning, points: bytes) -> bytes:
    """Return the points of the picture without the remarks at their head."""
    kept, at = [points[:2]], 2
    while True:
        if at + 4 > len(points):
            raise NotCleanable(DAMAGED)
        marker, size = struct.unpack_from(">HH", points, at)
        if marker == _TILE:
            return b"".join((*kept, points[at:]))
        if marker < 0xFF00 or size < 2:
            raise NotCleanable(DAMAGED)
        if marker == _REMARK:
            cleaning.took("comments")
        else:
            kept.append(points[at : at + 2 + size])
        at += 2 + size
