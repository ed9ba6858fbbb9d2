"""What systems and programs leave in a folder that somebody looks at or works in, and a folder that holds nothing else."""

from __future__ import annotations

import os
from pathlib import Path

_NAMES = frozenset({"desktop.ini", "thumbs.db", "ehthumbs.db", ".ds_store", ".directory", "icon\r"})
"""How Windows, macOS and KDE keep the look of a folder, in small letters."""
_BEGINNINGS = ("~$", ".~lock.", "._")
"""Of the names that Word, LibreOffice and macOS give to what they keep beside a file."""


def is_by_the_way(name: str) -> bool:
    """Return whether a file with this name (its folders may stand before it) is nobody's work: it is remade where it is missing."""
    last = name.rpartition("/")[2]
    return last.casefold() in _NAMES or last.startswith(_BEGINNINGS)


def is_as_good_as_empty(folder: Path, *own: str) -> bool:
    """Return whether something can be begun in a folder: it holds only hidden files, what is by the way, and `own` names.

    Raises OSError.
    """
    return all(name.startswith(".") or name in own or is_by_the_way(name) for name in os.listdir(folder))
