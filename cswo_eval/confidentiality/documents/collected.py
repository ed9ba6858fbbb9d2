"""What a file says, as it is gathered: its texts with their places in words, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from cswo_eval.files.limits import DEEPEST_FILE_WITHIN_FILES, MOST_CHARACTERS_OF_A_FILE
from cswo_eval.text.words import listed_with_and

PartKind = Literal["text", "author", "tracked-change", "comment", "property"]


_LONE = re.compile("[\ud800-\udfff]")
"""Halves of a character, which some files hold and no file of ours could."""


class TextPart(NamedTuple):
    """One text of a file. `where` is its place in words, such as 'page 2' or 'a comment'."""

    where: str
    kind: PartKind
    text: str


class DocumentText(NamedTuple):
    """All texts of a file. `unchecked` is '' or says in words what of it could not be read as text, and why."""

    parts: tuple[TextPart, ...]
    unchecked: str


class Collected:
    """Gathers the texts of one file, and the reasons why something in it was not read."""

    def __init__(self, read: Callable[[Collected, str, bytes], None], place: str = "", depth: int = 0) -> None:
        self.parts: list[TextPart] = []
        self.reasons: list[str] = []
        self._read, self._place, self._depth = read, place, depth
        self._left = MOST_CHARACTERS_OF_A_FILE

    def add(self, where: str, kind: PartKind, text: str) -> None:
        """Keep a text that is more than white space. What exceeds the most that is read is named as unchecked."""
        if not text.strip():
            return
        where, text = (_LONE.sub("\N{REPLACEMENT CHARACTER}", one) for one in (where, text))
        if len(text) > self._left:
            self.unread(
                f"it holds more than {MOST_CHARACTERS_OF_A_FILE // 1_000_000} million characters, and the rest was not read"
            )
        kept = text[: self._left]
        self._left -= len(kept)
        if kept.strip():
            self.parts.append(TextPart(f"{where}{self._place}", kind, kept))

    def add_each(self, where: str, kind: PartKind, texts: Iterable[str]) -> None:
        """Keep each different text once, with the same place."""
        for text in dict.fromkeys(texts):
            self.add(where, kind, text)

    def unread(self, reason: str) -> None:
        """Note, once, why something was not read."""
        reason = f"{reason}{self._place}"
        if reason not in self.reasons:
            self.reasons.append(reason)

    def add_file(self, name: str, data: bytes) -> None:
        """Read a file that lies within this one, as if it had been given by itself."""
        self.add("the name of a file in it", "property", name)
        if self._depth + 1 >= DEEPEST_FILE_WITHIN_FILES:
            self.unread(f"a file within a file within a file ({_short(name)}) was not read")
            return
        inner = Collected(self._read, f", in the file '{_short(name)}' within it{self._place}", self._depth + 1)
        inner._left = self._left
        self._read(inner, name, data)
        self._left = inner._left
        self.parts += inner.parts
        self.reasons += [reason for reason in inner.reasons if reason not in self.reasons]

    def result(self) -> DocumentText:
        """Return what was gathered."""
        return DocumentText(tuple(self.parts), "; ".join(self.reasons))


def numbers_in_words(numbers: Iterable[int], one: str, many: str) -> str:
    """Return 'page 3' or 'pages 3 to 5, 9 and 12' for numbers in rising order."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said: list[str] = []
    for run in runs:
        said += [str(number) for number in run] if len(run) < 3 else [f"{run[0]} to {run[-1]}"]
    alone = len(runs) == 1 and len(runs[0]) == 1
    return f"{one if alone else many} {listed_with_and(said)}"


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:59]}…"
