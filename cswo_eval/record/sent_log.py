"""The file of the log of what has left: read, and gone on with at its end, whatever else is open on the record.

It has a lock of its own, because an export is made while an interview waits in another window. It is no part of the history: what
has left cannot be taken back.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator

from cswo_eval.files.limits import LARGEST_OWN_FILE
from cswo_eval.files.whole_files import could_not_write, write_whole
from cswo_eval.record.faults import read_whole
from cswo_eval.record.layout import SENT, SENT_LOCK
from cswo_eval.record.reader import RecordReader
from cswo_eval.record.seal import closed, is_untouched
from cswo_eval.record.sent import SENT_LETTER, SaidEvent, Sent, SentLog, export_text, noted, said_before
from cswo_eval.record.store import Record
from cswo_eval.record.writer import RecordWriter, as_yaml
from cswo_eval.text.problems import CswoEvalError

_WAITED_FOR = 10.0
"""Seconds for another export to be noted: that takes moments."""
_NUMBER = re.compile(rf"^  - id: {SENT_LETTER}(\d{{1,6}})$", re.MULTILINE)


@contextlib.contextmanager
def log_held(record: Record) -> Iterator[bool]:
    """Keep other windows from noting an export until what is made from the log is noted in it. Gives False where that cannot be."""
    from filelock import FileLock, Timeout  # only where something is written

    lock = FileLock(record.folder / SENT_LOCK, timeout=_WAITED_FOR, mode=0o600)
    try:
        lock.acquire()
    except (Timeout, OSError):
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def note(record: Record, sent: Sent, *, held: bool = False, calendar_key: str = "") -> Sent:
    """Add an export to the log, and return it with the id that it got.

    What was noted before is not made out anew: that would take longer with each export. `held`: the log is held already, by `log_held`.
    `calendar_key`: what the log keeps as such from now on, where it has none. Raises CswoEvalError where the log cannot be written, or
    is not as it should be; then it is as it was.
    """
    from filelock import FileLock, Timeout  # only where something is written

    try:
        with contextlib.nullcontext() if held else FileLock(record.folder / SENT_LOCK, timeout=_WAITED_FOR, mode=0o600):
            name, text = _with(record, sent, calendar_key)
            if len(text.encode("utf-8")) > LARGEST_OWN_FILE:
                raise CswoEvalError(f"{record.folder / SENT} would be larger than this program reads.")
            write_whole(record.folder / SENT, text.encode("utf-8"))
    except Timeout:
        raise CswoEvalError(f"{record.folder / SENT} is being written by another window.") from None
    except OSError as error:
        raise CswoEvalError(could_not_write(record.folder / SENT, error)) from None
    _list(record, int(name[1:]))
    return sent._replace(id=name)


def _with(record: Record, sent: Sent, calendar_key: str) -> tuple[str, str]:
    """Return the id of an export, and the text of the log with it. Raises ProblemsFound where the log does not read."""
    text = read_whole(record.folder, SENT, known=True)[1] if os.path.lexists(record.folder / SENT) else ""
    given = record.contents.given.get(SENT_LETTER, 0)
    numbers = [int(one) for one in _NUMBER.findall(text)]
    if numbers and is_untouched(text) and not calendar_key:
        new = noted(SentLog(), sent, max(given, *numbers)).exports[-1]
        body = "".join(text.splitlines(keepends=True)[:-2])
        return new.id, closed(f"{body}{export_text(new)}")
    log = record.sent()
    if not log.exports:  # what there was before was given up by its owner, where there was anything
        log = log._replace(lost_up_to=max(given, log.lost_up_to))
    if calendar_key and not log.calendar_key:
        log = log._replace(calendar_key=calendar_key)
    log = noted(log, sent, given)
    return log.exports[-1].id, text_of_log(log)


def text_of_log(log: SentLog) -> str:
    """Return the whole text of the log's file."""
    head = as_yaml(log._replace(exports=()))
    return closed("".join([head, "exports:\n" if log.exports else "", *map(export_text, log.exports)]))


def events_sent(record: RecordReader, audience: str) -> dict[str, SaidEvent]:
    """Return what the calendar files for an audience said last of each event that was ever in one. Raises ProblemsFound."""
    log = record.sent()
    # What left and is not in the log, as where it came from a backup, may have said something else than what stands in it last.
    unsure = max(log.lost_up_to, log.restored_up_to, *missing_numbers(record), 0)
    return said_before((one.events, int(one.id[1:]) > unsure) for one in log.exports if one.audience == audience)


def keep_that_it_was_restored(record: Record) -> None:
    """Keep in the log of a record that was put back from a backup that more may have left than it knows of; nothing where there is none.

    Only where a calendar file left: nothing else is made from what left before. Raises CswoEvalError, or OSError, where that cannot be.
    """
    if not os.path.lexists(record.folder / SENT):
        return
    log = record.sent()
    if any(one.events for one in log.exports):
        text = text_of_log(log._replace(restored_up_to=log.highest()))
        write_whole(record.folder / SENT, text.encode("utf-8"))


def _list(record: Record, number: int) -> None:
    """Keep in the list of what the record has had that the log goes so far.

    Where an interview in another window holds the list it stays as it is: the next export puts that right.
    """
    with contextlib.suppress(CswoEvalError), record.locked():
        record.forget_contents()
        had = record.contents
        given = {**had.given, SENT_LETTER: max(number, had.given.get(SENT_LETTER, 0))}
        files = tuple(sorted({*had.files, SENT}))
        RecordWriter(record, "", lambda: "").keep_list(had._replace(files=files, given=given))


def missing_numbers(record: RecordReader) -> tuple[int, ...]:
    """Return the numbers of exports that were noted and do not stand in the log any more, without those whose loss the owner knows.

    Raises ProblemsFound where the log or the list of what the record has had does not read.
    """
    log = record.sent()
    if not log.exports and not os.path.lexists(record.folder / SENT):
        return ()  # it is no part of the record: never there, or given up
    last = max(log.highest(), record.contents.given.get(SENT_LETTER, 0))
    return tuple(sorted(set(range(log.lost_up_to + 1, last + 1)) - {int(one.id[1:]) for one in log.exports}))
