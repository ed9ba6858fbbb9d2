"""Colour profiles with their numbers and none of their words: a profile of a screen may name its owner, its model and its number.

The numbers are kept rather than every picture turned into the usual colours: a photograph of a telephone has more colours
than those, and turning them would mean packing it again, with losses.
"""

from __future__ import annotations

import struct

_NUMBERS = frozenset(
    {
        *(b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"wtpt", b"bkpt", b"chad"),
        *(b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt"),
    }
)
"""The entries of a profile that say how its colours are shown."""
_KINDS = frozenset({b"XYZ ", b"curv", b"para", b"sf32", b"mft1", b"mft2", b"mAB ", b"mBA "})
"""The forms of an entry that hold numbers only."""
_SHOWING = frozenset({b"rTRC", b"kTRC", b"A2B0"})
_HEADER = 128
_NAME = "Colour profile"
_DAY = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)


def plain_profile(profile: bytes) -> bytes | None:
    """Return the profile with its numbers only, the same for the same numbers; None where it is damaged or of another kind."""
    if len(profile) < _HEADER + 4 or profile[36:40] != b"acsp":
        return None
    (count,) = struct.unpack_from(">I", profile, _HEADER)
    if count > 200 or len(profile) < _HEADER + 4 + 12 * count:
        return None
    kept: dict[bytes, bytes] = {}
    for number in range(count):
        tag, offset, size = struct.unpack_from(">4sII", profile, _HEADER + 4 + 12 * number)
        held = profile[offset : offset + size]
        if tag in _NUMBERS:
            if len(held) != size or held[:4] not in _KINDS:
                return None
            kept[tag] = held
    if not _SHOWING & kept.keys():
        return None
    newer = profile[8] >= 4
    kept[b"desc"] = _in_letters_of_all(_NAME) if newer else _description(_NAME)
    kept[b"cprt"] = _in_letters_of_all("None") if newer else b"text\0\0\0\0None\0"
    return _written(profile, kept)


def _written(profile: bytes, entries: dict[bytes, bytes]) -> bytes:
    places: dict[bytes, int] = {}
    table, body = b"", b""
    start = _HEADER + 4 + 12 * len(entries)
    for tag in sorted(entries):
        held = entries[tag]
        if held not in places:  # the three colours may share one curve
            places[held] = start + len(body)
            body += held + b"\0" * (-len(held) % 4)
        table += struct.pack(">4sII", tag, places[held], len(held))
    header = b"".join(
        (
            struct.pack(">I", start + len(body)),
            bytes(4),
            profile[8:24],  # version, class, colours of the picture and of the profile
            _DAY,
            b"acsp",
            bytes(24),
            profile[64:80],  # intent and light
            bytes(48),
        )
    )
    return header + struct.pack(">I", len(entries)) + table + body


def _description(text: str) -> bytes:
    letters = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(letters)) + letters + bytes(4 + 4 + 2 + 1 + 67)


def _in_letters_of_all(text: str) -> bytes:
    letters = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", len(letters), 28) + letters
