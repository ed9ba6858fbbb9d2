"""The file of the log of what has left: read, and gone on with at its end, whatever else is open on the record.

It has a lock of its own, because an export is made while an interview waits in another window. It is no part of the history: what
has left cannot be taken back.
"""

from __future__ import annotations

import contextlib
import os
import re

from cswo_eval.files.limits import LARGEST_OWN_FILE
from cswo_eval.files.whole_files import could_not_write, write_whole
from cswo_eval.record.faults import read_whole
from cswo_eval.record.layout import SENT, SENT_LOCK
from cswo_eval.record.reader import RecordReader
from cswo_eval.record.seal import closed, is_untouched
from cswo_eval.record.sent import SENT_LETTER, Sent, SentLog, export_text, noted
from cswo_eval.record.store import Record
from cswo_eval.record.writer import RecordWriter, as_yaml
from cswo_eval.text.problems import CswoEvalError

_WAITED_FOR = 10.0
"""Seconds for another export to be noted: that takes moments."""
_NUMBER = re.compile(rf"^  - id: {SENT_LETTER}(\d{{1,6}})$", re.MULTILINE)


def note(record: Record, sent: Sent) -> Sent:
    """Add an export to the log, and return it with the id that it got.

    What was noted before is not made out anew: that would take longer with each export. Raises CswoEvalError where the log cannot be
    written, or is not as it should be; then it is as it was.
    """
    from filelock import FileLock, Timeout  # only where something is written

    try:
        with FileLock(record.folder / SENT_LOCK, timeout=_WAITED_FOR, mode=0o600):
            name, text = _with(record, sent)
            if len(text.encode("utf-8")) > LARGEST_OWN_FILE:
                raise CswoEvalError(f"{record.folder / SENT} would be larger than this program reads.")
            write_whole(record.folder / SENT, text.encode("utf-8"))
    except Timeout:
        raise CswoEvalError(f"{record.folder / SENT} is being written by another window.") from None
    except OSError as error:
        raise CswoEvalError(could_not_write(record.folder / SENT, error)) from None
    _list(record, int(name[1:]))
    return sent._replace(id=name)


def _with(record: Record, sent: Sent) -> tuple[str, str]:
    """Return the id of an export, and the text of the log with it. Raises ProblemsFound where the log does not read."""
    text = read_whole(record.folder, SENT, known=True)[1] if os.path.lexists(record.folder / SENT) else ""
    given = record.contents.given.get(SENT_LETTER, 0)
    numbers = [int(one) for one in _NUMBER.findall(text)]
    if numbers and is_untouched(text):
        new = noted(SentLog(), sent, max(given, *numbers)).exports[-1]
        body = "".join(text.splitlines(keepends=True)[:-2])
        return new.id, closed(f"{body}{export_text(new)}")
    log = record.sent()
    if not log.exports:  # what there was before was given up by its owner, where there was anything
        log = log._replace(lost_up_to=max(given, log.lost_up_to))
    log = noted(log, sent, given)
    return log.exports[-1].id, text_of_log(log)


def text_of_log(log: SentLog) -> str:
    """Return the whole text of the log's file."""
    head = as_yaml(log._replace(exports=()))
    return closed("".join([head, "exports:\n" if log.exports else "", *map(export_text, log.exports)]))


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
