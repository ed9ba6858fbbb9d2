"""The log of what has left the record: the shape of its file, and what is asked of it. No word of the owner's stands in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, NamedTuple

from annotated_types import Ge, Len, MaxLen

from cswo_eval.files.shapes import Pattern, Shape, UniqueIds, plain
from cswo_eval.files.yaml_text import dump_yaml
from cswo_eval.record.models import Moment, RecordFile
from cswo_eval.text.words import listed

SENT_LETTER = "S"
"""The letter that ids of exports begin with."""
SentId = Annotated[str, Pattern(r"^S[0-9]{1,6}$")]
SentWord = Annotated[str, Len(1, 40), Pattern(r"^[a-z][a-z0-9-]*$")]
"""A word of the program's: 'coach', 'report', 'html'."""
Digest = Annotated[str, Pattern(r"^[0-9a-f]{64}$")]
LONGEST_NAME = 1000
_EVENT_NAME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}/[A-Za-z0-9-]{1,40}"
_EVENT = rf"{_EVENT_NAME}:[0-9]{{1,10}}:([0-9a-f]{{16}}|gone)"
"""One event: which it is, its SEQUENCE, and the digest of what it said, or that it was taken out."""
GONE = "gone"
UNSURE = "0" * 16
"""In the place of a digest: it is not certain what left last, so the next file says it anew."""
HIGHEST_SEQUENCE = 2_147_483_647
"""The largest number that a calendar file may hold (RFC 5545, 3.3.8)."""
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_ID = r"[0-9A-Za-z][0-9A-Za-z./-]*"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class SentFile(Shape):
    """One file that left: what it was called, and the SHA-256 of its bytes."""

    name: Annotated[str, MaxLen(LONGEST_NAME)] = ""
    """Without the folder that it was written to; empty where it went to standard output."""
    sha256: Digest


class Sent(Shape):
    """One export: when, for whom, as what, and what was in it."""

    id: SentId
    when: Moment
    audience: SentWord
    what: SentWord
    """'report', 'portfolio', 'worksheet', 'calendar', 'brief', 'contract'."""
    format: SentWord
    with_private: bool = False
    """Whether what is marked private was in it, because its owner wished so."""
    files: tuple[SentFile, ...] = ()
    ids: Annotated[str, Pattern(rf"^({_ID}( {_ID})*)?$")] = ""
    """The record's own ids of all that was in it, with blanks between them: one line, and quick to read among thousands."""
    events: Annotated[str, Pattern(rf"^({_EVENT}( {_EVENT})*)?$")] = ""
    """For a calendar file: what it said of each event, in one line, as `events_text` writes it."""

    @property
    def things(self) -> tuple[str, ...]:
        """The ids one by one: 'SD1.3', 'E7', 'E7/T1', '2026-09-07/A3', 'R1', 'L2', '2026-09-07/day-30'."""
        return tuple(self.ids.split())


class SentLog(RecordFile):
    """All exports, the oldest first."""

    format: Literal["cswo-eval/sent"] = "cswo-eval/sent"
    lost_up_to: Annotated[int, Ge(0)] = 0
    """Up to this number an export may be missing, and the owner knows."""
    restored_up_to: Annotated[int, Ge(0)] = 0
    """Up to this number the log came from a backup: what left after the backup was made is not in it."""
    calendar_key: Annotated[str, Pattern(r"^([0-9a-f]{32})?$")] = ""
    """What the names of events in calendar files for others are made with: no reader can tell the record's own numbers from them."""
    exports: Annotated[tuple[Sent, ...], UniqueIds()] = ()

    def highest(self) -> int:
        """Return the highest number of an export that stands in it; 0 for none."""
        return max((int(one.id[1:]) for one in self.exports), default=0)


def sent_files(files: Mapping[str, bytes | str]) -> tuple[SentFile, ...]:
    """Return what is noted of files, each given by its bytes or by their SHA-256.

    A name that is a whole path, or the only one, keeps its last part; of several files each keeps the path in their folder.
    """
    return tuple(
        SentFile(name=_noted_name(name, alone=len(files) == 1), sha256=_digest(held)) for name, held in files.items()
    )


def _noted_name(name: str, alone: bool) -> str:
    plain_name = name.encode("utf-8", "replace").decode("utf-8").replace("\\", "/")
    whole_path = plain_name.startswith("/") or plain_name[1:2] == ":"
    return (plain_name.rpartition("/")[2] if alone or whole_path else plain_name)[-LONGEST_NAME:]


def _digest(held: bytes | str) -> str:
    if isinstance(held, str) and _DIGEST.fullmatch(held):
        return held
    if isinstance(held, str):
        raise ValueError("a file is given by its bytes or by their SHA-256 in hexadecimal")
    return hashlib.sha256(held).hexdigest()


def noted(log: SentLog, sent: Sent, given: int = 0) -> SentLog:
    """Return the log with this export under an id that none has had. `given`: the highest number that the record says it gave."""
    return log._replace(exports=(*log.exports, sent._replace(id=f"{SENT_LETTER}{max(given, log.highest()) + 1}")))


def joined_ids(ids: Iterable[str]) -> str:
    """Return ids as they stand in the log: each once, in the order in which they were given."""
    return " ".join(dict.fromkeys(ids))


def sent_of(log: SentLog, ids: Collection[str]) -> tuple[Sent, ...]:
    """Return the exports that one of these things was in, the oldest first.

    A file of an entry is of the entry, too, and an action or a review of its plan ('2026-09-07').
    """
    wanted, within = frozenset(ids), tuple(f"{one}/" for one in ids)
    return tuple(one for one in log.exports if any(name in wanted or name.startswith(within) for name in one.things))


def things_among(sent: Sent, ids: Iterable[str]) -> tuple[str, ...]:
    """Return those of these things that were in an export."""
    held = sent.things
    return tuple(one for one in ids if any(name == one or name.startswith(f"{one}/") for name in held))


def with_file(log: SentLog, sha256: str) -> tuple[tuple[Sent, SentFile], ...]:
    """Return the exports in which a file had these bytes, each with that file, the oldest first."""
    return tuple((one, file) for one in log.exports for file in one.files if file.sha256 == sha256)


def export_text(sent: Sent) -> str:
    """Return one export as it stands in the file."""
    return re.sub(r"^(?=.)", "  ", dump_yaml([plain(sent)]), flags=re.MULTILINE)


def said_numbers(numbers: Sequence[int]) -> str:
    """Return numbers of exports in words: 'S4', 'S4 to S7', 'S2, S4 to S7'."""
    runs: list[list[int]] = []
    for one in numbers:
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    said = [f"{SENT_LETTER}{run[0]}" + (f" to {SENT_LETTER}{run[-1]}" if len(run) > 1 else "") for run in runs]
    return listed(said, 5)


# --- what calendar files said -------------------------------------------------------------------------------------


class SaidEvent(NamedTuple):
    """What a calendar file said of an event last: its SEQUENCE, by which a calendar program knows what is newer, and a digest.

    SEQUENCE is a moment, in seconds since the year 2020: where a record came back from an old backup, what is made from it is higher all
    the same than what left since that backup.
    """

    sequence: int
    digest: str
    """GONE where it was taken out; UNSURE where that is not certain."""


def sequence_at(moment: str) -> int:
    """Return the SEQUENCE of what changes at a moment such as '2026-12-01T09:30:00Z'."""
    at = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return min(max(1, int((at - _BEGINNING).total_seconds())), HIGHEST_SEQUENCE)


def moment_of(sequence: int) -> datetime:
    """Return when an event with this SEQUENCE was said last, in UTC."""
    return _BEGINNING + timedelta(seconds=sequence)


def events_text(said: Mapping[str, SaidEvent]) -> str:
    """Return what was said of events as one line of the log. `said`: by '2026-09-07/A3', '2026-09-07/A3-todo', '2026-09-07/day-30'."""
    return " ".join(f"{name}:{one.sequence}:{one.digest}" for name, one in said.items())


def said_before(exports: Iterable[tuple[str, bool]]) -> dict[str, SaidEvent]:
    """Return what was said last of each event that was ever in a calendar file.

    `exports`: the line of each file, the oldest first, and whether it is certain that nothing left after it that the log does not know.
    No SEQUENCE falls, whatever somebody changed in the log.
    """
    found: dict[str, SaidEvent] = {}
    for line, certain in exports:
        for name, number, digest in re.findall(rf"({_EVENT_NAME}):([0-9]+):([0-9a-z]+)", line):
            sequence = min(int(number), HIGHEST_SEQUENCE)
            before = found.get(name)
            if before is not None and before.sequence > sequence:
                found[name] = SaidEvent(before.sequence, UNSURE)
            else:
                found[name] = SaidEvent(sequence, digest if certain else UNSURE)
    return found
