"""What is gathered while a copy of a file is cleaned: what was taken out of it, and what in it could not be cleaned."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cswo_eval.confidentiality.documents.collected import DocumentText
from cswo_eval.files.limits import DEEPEST_FILE_WITHIN_FILES
from cswo_eval.files.xml_parts import Unreadable


class CleanedCopy(NamedTuple):
    """A copy of a file without what it tells beside its content."""

    data: bytes | None
    """The copy; None where none can be made. Where only a part within it could not be cleaned, all else is clean."""
    removed: tuple[str, ...]
    """What was taken out, in words by kind: 'author', 'place', 'comments'."""
    uncleaned: str
    """Why it is not, or not wholly, clean, in words that follow the file's name; '' where it is."""
    read: DocumentText | None = None
    """The texts of the copy, where it was read again to prove that it is clean: reading takes longer than cleaning."""


class NotCleanable(Unreadable):
    """No clean copy can be made. `str()` is the reason, in words that follow a name."""


DAMAGED = "it is damaged or not whole, so no clean copy can be made"
TOO_LARGE = "it is a picture with more points than can be worked on"


class Cleaning:
    """Gathers, for one file, what was taken out and what could not be; cleans the files within it."""

    def __init__(self, clean: Callable[[Cleaning, str, bytes], bytes], depth: int = 0) -> None:
        self.removed: dict[str, None] = {}
        self.left: dict[str, None] = {}
        self._clean, self._depth = clean, depth

    def took(self, *kinds: str) -> None:
        """Note what was taken out, in words by kind."""
        self.removed.update(dict.fromkeys(kinds))

    def leave(self, reason: str) -> None:
        """Note what stays in it as it is, in words that follow the file's name."""
        self.left[reason] = None

    def within(self, name: str, data: bytes, what: str) -> bytes:
        """Return a file that lies within this one, cleaned; as it is, and noted, where it cannot be. `what`: 'a picture'."""
        inner = Cleaning(self._clean, self._depth + 1)
        named = f"{what} in it ({name.rpartition('/')[2][:40]}) is not clean"
        try:
            if inner._depth >= DEEPEST_FILE_WITHIN_FILES:
                raise NotCleanable("it is a file within a file within a file")
            cleaned = self._clean(inner, name, data)
        except Unreadable as reason:
            self.leave(f"{named}: {reason}")
            return data
        self.took(*inner.removed)
        for reason_within in inner.left:
            self.leave(f"{named}: {reason_within}")
        return cleaned
