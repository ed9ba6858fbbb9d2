"""A calendar file as it follows on those before it: what changed is said anew, and what is gone leaves as taken out. Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cswo_eval.formats.ics.entries import TODO, Entry
from cswo_eval.record.sent import GONE, HIGHEST_SEQUENCE, SaidEvent


class Numbered(NamedTuple):
    """One entry of a calendar file."""

    name: str
    uid: str
    sequence: int
    entry: Entry | None
    """None where it was in an earlier file and no longer may be."""

    @property
    def is_todo(self) -> bool:
        """Whether it is a to-do and no event."""
        return self.name.endswith(TODO)


class CalendarFile(NamedTuple):
    """All that a calendar file is to hold, and what the log keeps of it."""

    entries: tuple[Numbered, ...]
    said: Mapping[str, SaidEvent]
    """What has now been said last of each event that was ever in a file for this reader."""
    taken_out: int = 0
    """How many events and to-dos leave as taken out in this file for the first time."""


class Naming(NamedTuple):
    """What the UIDs of a file are made from."""

    record_id: str
    audience: str = "self"
    key: str = ""
    """A secret of the record's: an event's UID tells others nothing, not even whether two files are of one record."""

    def uid(self, name: str) -> str:
        """Return the UID of an event, the same in every file for this reader."""
        if self.audience == "self":
            return f"{self.record_id}-{name.replace('/', '-').replace('-day-', '-review-')}@cswo-eval"
        made = hmac.new(self.key.encode(), f"{self.audience} {name}".encode(), hashlib.sha256)
        return f"{made.hexdigest()[:32]}@cswo-eval"


def calendar_file(
    entries: Iterable[Entry], naming: Naming, said: Mapping[str, SaidEvent], sequence: int, todos: bool
) -> CalendarFile:
    """Return the file that follows on what was said before to the same reader.

    `sequence`: that of what changes now. What did not change keeps the one that it left with. A to-do that is not asked for now (`todos`)
    and could still be is not spoken of: only where its action is gone it is taken out.
    """
    now: dict[str, SaidEvent] = {}
    numbered: list[Numbered] = []

    def say(name: str, digest: str, entry: Entry | None) -> None:
        before = said.get(name)
        now[name] = before if before is not None and before.digest == digest else SaidEvent(_next(before), digest)
        numbered.append(Numbered(name, naming.uid(name), now[name].sequence, entry))

    def _next(before: SaidEvent | None) -> int:
        return sequence if before is None else min(max(sequence, before.sequence + 1), HIGHEST_SEQUENCE)

    for entry in entries:
        say(entry.name, entry.digest, entry)
    live = frozenset(now)
    for name, before in said.items():
        if name in live:
            continue
        if name.endswith(TODO) and not todos and name.removesuffix(TODO) in live and before.digest != GONE:
            now[name] = before
        else:
            say(name, GONE, None)
    taken_out = [one for one in numbered if one.entry is None and said[one.name].sequence != one.sequence]
    return CalendarFile(tuple(numbered), now, len(taken_out))
