"""The last two lines of a saved file: a seal that spares checking it anew, and YAML's own mark that it ends here.

A file without the end mark was cut off, and is not read. The seal says that all before it is as this version of the program
wrote it; an edit by hand may leave it, and it no longer counts then.
"""

from __future__ import annotations

import hashlib

from cswo_eval import __version__

END = "..."
_SEAL = "# Untouched since cswo-eval {version} saved it: {digest} (an edit is fine; this line then no longer counts)\n"


def closed(text: str) -> str:
    """Return the text of a file as it is saved: with the seal and the end mark behind it."""
    digest = checksum(text.encode("utf-8"))
    return f"{text}{_SEAL.format(version=__version__, digest=digest)}{END}\n"


def without_seal(text: str) -> str:
    """Return the text of a file without its seal: what is changed in it by hand keeps the end mark only."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(_SEAL[: _SEAL.index("{")]))


def is_whole(text: str) -> bool:
    """Return whether the last line is the end mark, comments and blank lines apart: nothing of the file was cut off."""
    rest = text
    while rest:
        rest, _, line = rest.rstrip().rpartition("\n")
        if not line.startswith("#"):
            return line.rstrip() == END
    return False


def is_untouched(text: str) -> bool:
    """Return whether a file is exactly as this version of the program saved it."""
    end = f"{END}\n"
    if not text.endswith(end):
        return False
    body = text[: -len(end)].rstrip("\n").rpartition("\n")[0]
    return text == closed(f"{body}\n")


def checksum(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
