"""The last line of a saved file: a mark that the rest is as this version of the program wrote it."""

from __future__ import annotations

import hashlib

from cswo_eval import __version__

_SEAL = "# Untouched since cswo-eval {version} saved it: {digest} (an edit is fine; this line then no longer counts)\n"


def seal_of(text: str) -> str:
    """Return the last line of a saved file: a mark that the rest is as this version of the program wrote it."""
    return _SEAL.format(version=__version__, digest=checksum(text.encode("utf-8")))


def is_untouched(text: str) -> bool:
    """Return whether a file's text ends with the seal of exactly what stands before it."""
    body, _, last = text.rstrip("\n").rpartition("\n")
    return text.endswith("\n") and f"{last}\n" == seal_of(f"{body}\n")


def checksum(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
