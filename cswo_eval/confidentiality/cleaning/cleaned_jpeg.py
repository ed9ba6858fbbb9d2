"""JPEG photographs: everything that is not needed to show the picture is dropped, and the picture is turned upright.

A picture that stands upright is not packed again: not one of its points changes.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
from typing import Any

from cswo_eval.confidentiality.cleaning.colour_profiles import plain_profile
from cswo_eval.confidentiality.cleaning.picture_properties import told_in
from cswo_eval.confidentiality.cleaning.what_was_cleaned import DAMAGED, TOO_LARGE, Cleaning, NotCleanable
from cswo_eval.files.limits import MOST_POINTS

_SHOWN = frozenset({*range(0xC0, 0xC8), *range(0xC9, 0xD0), 0xDB, 0xDC, 0xDD})
"""Markers of what a reader needs: the size, tables, and how often it begins anew."""
_JFIF, _EXIF, _PROFILE, _PHOTOSHOP, _ADOBE, _REMARK = 0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xFE
_SCAN, _END = 0xDA, 0xD9
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""What ends the points of a scan: a marker that is none of those within one."""
_PROFILE_NAME = b"ICC_PROFILE\x00"


def clean_jpeg(cleaning: Cleaning, data: bytes) -> bytes:
    """Return a photograph without its properties, upright. Raises NotCleanable."""
    bare, turned = without_properties(cleaning, data)
    from PIL import Image, UnidentifiedImageError  # only where a photograph is cleaned

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(bare), formats=("JPEG",)) as image:
                if turned == 1:
                    return bare
                if image.width * image.height > MOST_POINTS:
                    raise NotCleanable(TOO_LARGE)
                upright = _turned(image, turned)
    except Image.DecompressionBombError:
        raise NotCleanable(TOO_LARGE) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error):
        raise NotCleanable(DAMAGED) from None
    return without_properties(cleaning, upright)[0]


def without_properties(cleaning: Cleaning, data: bytes) -> tuple[bytes, int]:
    """Return a JPEG without all that is not needed to show it, and how it says it is turned (1 for upright). Raises NotCleanable."""
    first: list[bytes] = [b"\xff\xd8"]
    profile: dict[int, bytes] = {}
    shown: list[bytes] = []
    turned, scans, at = 1, 0, 2
    while True:
        at = _marker(data, at)
        marker = data[at + 1]
        if marker == _END:
            break
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + size
        if size < 2 or end > len(data):
            raise NotCleanable(DAMAGED)
        held = data[at + 4 : end]
        if marker == _SCAN:
            found = _NEXT.search(data, end)
            if found is None:
                raise NotCleanable(DAMAGED)
            shown.append(data[at : found.start()])
            scans, end = scans + 1, found.start()
        elif marker in _SHOWN:
            shown.append(data[at:end])
        elif marker == _JFIF and held[:5] == b"JFIF\0" and len(held) >= 14 and len(first) == 1:
            first.append(_segment(_JFIF, held[:12] + b"\0\0"))  # without its small picture
            if held[12:14] != b"\0\0":
                cleaning.took("thumbnail")
        elif marker == _ADOBE and held[:5] == b"Adobe" and len(held) >= 12:
            shown.append(_segment(_ADOBE, held[:12]))  # without it some colours would be read wrongly
        elif marker == _PROFILE and held.startswith(_PROFILE_NAME) and len(held) > 14:
            profile.setdefault(held[12], held[14:])
        else:
            turned = _note(cleaning, marker, held, turned)
        at = end
    if not scans:
        raise NotCleanable(DAMAGED)
    if len(data) > at + 2:
        cleaning.took("what stood behind the picture")
    plain = plain_profile(b"".join(profile[number] for number in sorted(profile))) if profile else None
    if plain is not None:
        pieces = [plain[start : start + 65_000] for start in range(0, len(plain), 65_000)]
        first += [
            _segment(_PROFILE, _PROFILE_NAME + bytes((number, len(pieces))) + piece)
            for number, piece in enumerate(pieces, 1)
        ]
    return b"".join((*first, *shown, b"\xff\xd9")), turned


def _marker(data: bytes, at: int) -> int:
    """Return where the next marker stands: bytes that fill up may stand before it. Raises NotCleanable."""
    while data[at : at + 2] == b"\xff\xff":
        at += 1
    if data[at : at + 1] != b"\xff" or at + 2 > len(data):
        raise NotCleanable(DAMAGED)
    return at


def _note(cleaning: Cleaning, marker: int, held: bytes, turned: int) -> int:
    """Note what is dropped with a segment. Returns how the picture says it is turned."""
    if marker == _EXIF and held[:6] == b"Exif\0\0":
        told = told_in(held)
        cleaning.took(*told.kinds)
        return told.turned if turned == 1 else turned
    if marker == _REMARK:
        cleaning.took("comments")
    elif marker == _JFIF:
        cleaning.took("thumbnail")
    else:
        cleaning.took("properties")
    return turned


def _segment(marker: int, held: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(held) + 2) + held


def _turned(image: Any, turned: int) -> bytes:
    """Return the picture turned upright, packed with the tables it had: as little as can be is lost."""
    from PIL import Image, JpegImagePlugin

    way = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }[turned]
    wished: dict[str, Any] = {"qtables": image.quantization, "optimize": False}
    sampling = JpegImagePlugin.get_sampling(image)
    if sampling >= 0:
        wished["subsampling"] = sampling
    if profile := image.info.get("icc_profile"):
        wished["icc_profile"] = profile
    written = io.BytesIO()
    image.transpose(way).save(written, "JPEG", **wished)
    return written.getvalue()
