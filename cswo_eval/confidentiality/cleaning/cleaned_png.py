"""PNG pictures: the chunks that show the picture stay as they are, all others and what stands behind its end go."""

from __future__ import annotations

import struct
import zlib

from cswo_eval.confidentiality.cleaning.colour_profiles import plain_profile
from cswo_eval.confidentiality.cleaning.picture_properties import told_in
from cswo_eval.confidentiality.cleaning.what_was_cleaned import DAMAGED, TOO_LARGE, Cleaning, NotCleanable
from cswo_eval.files.limits import MOST_PICTURE_UNPACKED, MOST_POINTS

_START = b"\x89PNG\r\n\x1a\n"
_SHOWN = frozenset(
    {
        *(b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"cICP"),
        *(b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT"),
    }
)
"""What shows the picture: its size, colours, points, and how a moving one moves."""
_KINDS = {b"tEXt": "texts", b"zTXt": "texts", b"iTXt": "texts", b"tIME": "time"}
_PIECE = 1 << 20


def clean_png(cleaning: Cleaning, data: bytes) -> bytes:
    """Return a PNG that shows the same, point for point, without anything besides. Raises NotCleanable."""
    kept = [_START]
    points: list[bytes] = []
    at, size, place = len(_START), (0, 0), 0
    while True:
        kind, held, after = _chunk(data, at)
        if kind == b"IEND":
            at = after
            break
        if at == len(_START):
            size = _size(kind, held)
        if kind == b"IDAT":
            points.append(held)
            place = place or len(kept)
        elif kind == b"iCCP":
            kept.append(_profile(held))
        elif kind in _SHOWN:
            kept.append(_written(kind, held))
        elif kind == b"eXIf":
            cleaning.took(*told_in(held).kinds)
        else:
            cleaning.took(_KINDS.get(kind, "properties"))
        at = after
    if not points:
        raise NotCleanable(DAMAGED)
    if at != len(data):
        cleaning.took("what stood behind the picture")
    kept.insert(place, _written(b"IDAT", _without_rest(cleaning, b"".join(points), size)))
    return b"".join((*kept, _written(b"IEND", b"")))


def _chunk(data: bytes, at: int) -> tuple[bytes, bytes, int]:
    """Return a chunk's kind, what it holds, and where the next begins. Raises NotCleanable for one that is not whole."""
    if at + 12 > len(data):
        raise NotCleanable(DAMAGED)
    size, kind = struct.unpack_from(">I4s", data, at)
    after = at + 12 + size
    if after > len(data) or zlib.crc32(data[at + 4 : after - 4]) != int.from_bytes(data[after - 4 : after], "big"):
        raise NotCleanable(DAMAGED)
    return kind, data[at + 8 : after - 4], after


def _size(kind: bytes, held: bytes) -> tuple[int, int]:
    """Return how many points the picture has, and the bits of each. Raises NotCleanable."""
    if kind != b"IHDR" or len(held) != 13:
        raise NotCleanable(DAMAGED)
    width, height, depth, colour = struct.unpack_from(">IIBB", held)
    if width * height > MOST_POINTS:
        raise NotCleanable(TOO_LARGE)
    return width * height + 8 * (width + height), depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colour, 4)


def _without_rest(cleaning: Cleaning, packed: bytes, size: tuple[int, int]) -> bytes:
    """Return the packed points without what stands behind them: of a picture that was cut, some programs leave the rest there."""
    points, bits = size
    most = points * bits // 8 + points + _PIECE
    unpacking = zlib.decompressobj()
    unpacked, rest = 0, packed
    try:
        while not unpacking.eof:
            piece = unpacking.decompress(rest, _PIECE)
            rest = unpacking.unconsumed_tail
            unpacked += len(piece)
            if unpacked > most:
                raise NotCleanable(DAMAGED)
            if not piece and not rest:
                raise NotCleanable(DAMAGED)
    except zlib.error:
        raise NotCleanable(DAMAGED) from None
    if unpacking.unused_data:
        cleaning.took("what stood behind the picture")
        return packed[: -len(unpacking.unused_data)]
    return packed


def _profile(held: bytes) -> bytes:
    """Return a chunk with the numbers of a colour profile; nothing where there are none that can be read."""
    packed = held.partition(b"\0")[2][1:]
    try:
        profile = zlib.decompressobj().decompress(packed, 4 * MOST_PICTURE_UNPACKED)
    except zlib.error:
        return b""
    plain = plain_profile(profile)
    if plain is None:
        return b""
    return _written(b"iCCP", b"Colour profile\0\0" + zlib.compress(plain, 9))


def _written(kind: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))
