"""GIF and WebP pictures: what shows the picture and how it moves stays as it is, all else goes."""

from __future__ import annotations

import struct

from cswo_eval.confidentiality.cleaning.colour_profiles import plain_profile
from cswo_eval.confidentiality.cleaning.picture_properties import told_in
from cswo_eval.confidentiality.cleaning.what_was_cleaned import DAMAGED, Cleaning, NotCleanable

_PICTURE, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_HOW_SHOWN, _OF_A_PROGRAM, _REMARK = 0xF9, 0xFF, 0xFE
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_WEBP_SHOWN = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})
_HAS_PROFILE, _HAS_PROPERTIES = 0x20, 0x0C


def clean_gif(cleaning: Cleaning, data: bytes) -> bytes:
    """Return a GIF that shows the same, without remarks and what programs left in it. Raises NotCleanable."""
    if len(data) < 13:
        raise NotCleanable(DAMAGED)
    at = 13 + _table(data[10])
    kept, pictures = [data[:at]], 0
    while at < len(data) and data[at] != _END:
        if data[at] == _PICTURE:
            if at + 10 > len(data):
                raise NotCleanable(DAMAGED)
            end = _after_blocks(data, at + 10 + _table(data[at + 9]) + 1)
            kept.append(data[at:end])
            pictures += 1
        elif data[at] == _EXTENSION and at + 2 < len(data):
            end = _after_blocks(data, at + 2)
            kind = data[at + 1]
            loops = kind == _OF_A_PROGRAM and data[at + 3 : at + 14] in _LOOPS and end - at == 19
            if kind == _HOW_SHOWN or loops:
                kept.append(data[at:end])
            else:
                cleaning.took("comments" if kind == _REMARK else "properties")
        else:
            raise NotCleanable(DAMAGED)
        at = end
    if at >= len(data) or not pictures:
        raise NotCleanable(DAMAGED)
    if at + 1 != len(data):
        cleaning.took("what stood behind the picture")
    return b"".join((*kept, b";"))


def _table(flags: int) -> int:
    """Return the size of the table of colours that these flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    """Return where a row of blocks ends, each with its size before it, the last of size 0. Raises NotCleanable."""
    while at < len(data):
        if data[at] == 0:
            return at + 1
        at += 1 + data[at]
    raise NotCleanable(DAMAGED)


def clean_webp(cleaning: Cleaning, data: bytes) -> bytes:
    """Return a WebP picture that shows the same, without its properties. Raises NotCleanable."""
    (size,) = struct.unpack_from("<I", data, 4)
    if size + 8 > len(data):
        raise NotCleanable(DAMAGED)
    if size + 8 + size % 2 < len(data):
        cleaning.took("what stood behind the picture")
    kept: list[bytes] = []
    shown, head, profile = 0, b"", b""
    for kind, held in _chunks(data[12 : size + 8]):
        if kind == b"VP8X" and len(held) == 10:
            head = held
        elif kind == b"ICCP":
            profile = plain_profile(held) or b""
        elif kind in _WEBP_SHOWN:
            moving = kind == b"ANMF"
            kept.append(_chunk(kind, _frame(held) if moving else held))
            shown += kind in (b"VP8 ", b"VP8L", b"ANMF")
        elif kind == b"EXIF":
            told = told_in(held)
            if told.turned != 1:
                raise NotCleanable("it is a WebP picture that lies on its side: save a copy of it as JPEG")
            cleaning.took(*told.kinds)
        else:
            cleaning.took("properties")
    if not shown:
        raise NotCleanable(DAMAGED)
    if head:
        flags = head[0] & ~_HAS_PROPERTIES & ~_HAS_PROFILE | (_HAS_PROFILE if profile else 0)
        kept.insert(0, _chunk(b"VP8X", bytes((flags,)) + head[1:]))
        if profile:
            kept.insert(1, _chunk(b"ICCP", profile))
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _frame(held: bytes) -> bytes:
    """Return one frame of a moving picture: its place and its points."""
    if len(held) < 16:
        raise NotCleanable(DAMAGED)
    return held[:16] + b"".join(_chunk(kind, one) for kind, one in _chunks(held[16:]) if kind in _WEBP_SHOWN)


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 0
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        if at + 8 + size > len(data):
            raise NotCleanable(DAMAGED)
        found.append((kind, data[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    return found


def _chunk(kind: bytes, held: bytes) -> bytes:
    return kind + struct.pack("<I", len(held)) + held + b"\0" * (len(held) % 2)
