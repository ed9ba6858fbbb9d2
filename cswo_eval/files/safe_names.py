"""File names that every system takes."""

from __future__ import annotations

import os
import re
import unicodedata

from cswo_eval.files.limits import LONGEST_STORED_NAME

_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever follows the dot."""
_FORBIDDEN = frozenset('<>:"/\\|?*')


def safe_name(name: str) -> str:
    """Return a file name that every system takes, as near to the given one as that allows, of at most LONGEST_STORED_NAME bytes.

    Letters of any script stay, composed (NFC). Separators, control and direction marks, what Windows forbids, and dots and
    spaces at either end do not; the extension is kept where the name is cut.
    """
    name = os.fsencode(name).decode("utf-8", "replace") if os.name != "nt" else name
    name = "".join(map(_safe_character, unicodedata.normalize("NFC", name))).strip(". ")
    if _RESERVED.match(name):
        name = f"_{name}"
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > 20:
        stem, extension = name, ""
    room = LONGEST_STORED_NAME - len(extension.encode()) - len(dot)
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return (f"{stem}.{extension}" if extension else stem) or "file"


def is_safe_name(name: str) -> bool:
    """Return whether every system takes a file name as it is, whatever its length, and none takes it for more than a name."""
    plain = name.strip(". ") == name and not _RESERVED.match(name)
    return (
        bool(name) and plain and all(_safe_character(one) == one or unicodedata.category(one) == "Zs" for one in name)
    )


def _safe_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if character in _FORBIDDEN or category[0] == "C" or category in ("Zl", "Zp"):
        return "_"
    return character
