"""What is told of a block of a picture's properties that is taken out: of which kinds it was, and how the picture is turned."""

from __future__ import annotations

import warnings
from typing import NamedTuple

_ORIENTATION, _DETAILS, _PLACE, _SMALL = 0x0112, 0x8769, 0x8825, 1
_PEOPLE = frozenset({0x013B, 0x8298, 0x9C9D})
_OWNER = 0xA430


class Told(NamedTuple):
    """What a block of properties held, in words by kind, and the way the picture is turned (1 to 8, 1 for upright)."""

    kinds: tuple[str, ...]
    turned: int


def told_in(block: bytes) -> Told:
    """Return what a block of properties (Exif) held. Never raises: what cannot be read is 'properties', and upright."""
    from PIL import Image  # only where a picture has properties

    kinds, turned = ["properties"], 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif = Image.Exif()
            exif.load(block)
            given = exif.get(_ORIENTATION, 1)
            turned = given if isinstance(given, int) and 1 <= given <= 8 else 1
            if _PEOPLE & set(exif) or _OWNER in exif.get_ifd(_DETAILS):
                kinds.append("author")
            if exif.get_ifd(_PLACE):
                kinds.append("place")
            if exif.get_ifd(_SMALL):
                kinds.append("thumbnail")
    except Exception:  # whatever a damaged block makes of the reader: it is taken out all the same
        return Told(tuple(kinds), turned)
    return Told(tuple(kinds), turned)
