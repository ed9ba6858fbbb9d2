"""What a step did to one file: small enough to keep for each saved answer, and enough to go either way.

Texts are those of whole files. A step keeps the places in which they differ; the first step of a sitting that touches a file
keeps the whole text before it as well, so that a file that is lost or cut off can be put back.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from cswo_eval.record.seal import checksum

_LAST_LINES = 2
"""The seal and the end mark: the seal differs at every save, and would else make one difference of all that is between."""
_LOOK_AHEAD = 12
"""Lines looked ahead for a place where two texts are alike again."""
_ALIKE = 3
"""Lines that must be alike for texts to be taken as alike again."""


class Hunk(NamedTuple):
    """One place in which two texts differ: `at` counts characters in the text before."""

    at: int
    old: str
    new: str


class FileChange(NamedTuple):
    """What a step did to one file. `before` and `after` are SHA-256 in hexadecimal, None where there was no such file."""

    name: str
    before: str | None
    after: str | None
    hunks: tuple[Hunk, ...] = ()
    whole: str | None = None
    """The whole text before, in the first step of a sitting that touches the file."""
    attached: bool = False
    """An attached file: its bytes are not kept here; it is moved to and fro."""

    def forward(self, before: str) -> str:
        """Return the text after, from the text before."""
        parts, at = [], 0
        for hunk in self.hunks:
            parts += [before[at : hunk.at], hunk.new]
            at = hunk.at + len(hunk.old)
        return "".join([*parts, before[at:]])

    def backward(self, after: str) -> str:
        """Return the text before, from the text after."""
        parts, at, moved = [], 0, 0
        for hunk in self.hunks:
            start = hunk.at + moved
            parts += [after[at:start], hunk.old]
            at = start + len(hunk.new)
            moved += len(hunk.new) - len(hunk.old)
        return "".join([*parts, after[at:]])


def digest_of(text: str | None) -> str | None:
    """Return the SHA-256 of a file with this text; None for no file."""
    return None if text is None else checksum(text.encode("utf-8"))


def change_of(name: str, before: str | None, after: str | None, first: bool) -> FileChange:
    """Return what makes one text of a file into the other. `first`: the whole text before is kept with it."""
    whole = before if first else None
    return FileChange(name, digest_of(before), digest_of(after), hunks_between(before or "", after or ""), whole)


def hunks_between(before: str, after: str) -> tuple[Hunk, ...]:
    """Return the places in which two texts differ, in order."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    tail_old, tail_new = "".join(old[-_LAST_LINES:]), "".join(new[-_LAST_LINES:])
    old, new = old[:-_LAST_LINES], new[:-_LAST_LINES]
    shared = _alike_at_end(old, new)
    middle_old, middle_new = old[: len(old) - shared], new[: len(new) - shared]
    found: list[Hunk] = []
    at = i = j = 0
    while i < len(middle_old) or j < len(middle_new):
        same = _alike_from(middle_old, middle_new, i, j)
        at += sum(map(len, middle_old[i : i + same]))
        i, j = i + same, j + same
        if i == len(middle_old) and j == len(middle_new):
            break
        to_i, to_j = _alike_again(middle_old, middle_new, i, j)
        hunk = Hunk(at, "".join(middle_old[i:to_i]), "".join(middle_new[j:to_j]))
        found.append(hunk)
        at += len(hunk.old)
        i, j = to_i, to_j
    if tail_old != tail_new:
        found.append(Hunk(len(before) - len(tail_old), tail_old, tail_new))
    return tuple(found)


def _alike_from(old: list[str], new: list[str], i: int, j: int) -> int:
    """Return how many lines are alike from these two on."""
    most = min(len(old) - i, len(new) - j)
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if old[i + low : i + middle] == new[j + low : j + middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _alike_at_end(old: list[str], new: list[str]) -> int:
    """Return how many lines at the end are alike."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _alike_again(old: list[str], new: list[str], i: int, j: int) -> tuple[int, int]:
    """Return the next lines from which the texts are alike again; their ends where that is not near."""
    for together in range(1, 2 * _LOOK_AHEAD):
        for over in range(max(0, together - _LOOK_AHEAD), min(together, _LOOK_AHEAD) + 1):
            a, b = i + over, j + together - over
            if a + _ALIKE <= len(old) and old[a : a + _ALIKE] == new[b : b + _ALIKE]:
                return a, b
    return len(old), len(new)


def as_plain(change: FileChange) -> dict[str, Any]:
    """Return a change as it is written in a line of the history."""
    value: dict[str, Any] = {"name": change.name, "before": change.before, "after": change.after}
    if change.hunks:
        value["hunks"] = [list(hunk) for hunk in change.hunks]
    if change.whole is not None:
        value["whole"] = change.whole
    if change.attached:
        value["attached"] = True
    return value


def from_plain(value: dict[str, Any]) -> FileChange:
    """Return a change as it was written. Raises KeyError, TypeError, ValueError where it is none."""
    hunks = tuple(Hunk(int(at), str(old), str(new)) for at, old, new in value.get("hunks", ()))
    whole = value.get("whole")
    return FileChange(
        str(value["name"]),
        value["before"],
        value["after"],
        hunks,
        whole if isinstance(whole, str) else None,
        value.get("attached") is True,
    )
