"""What every export calls once its files are written: it is noted in the record's log of what has left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cswo_eval.cli.setting import Setting, now
from cswo_eval.record.sample import sample_folder
from cswo_eval.record.sent import Sent, joined_ids, sent_files
from cswo_eval.record.sent_log import note
from cswo_eval.text.problems import CswoEvalError


class CalendarNote(NamedTuple):
    """What the log keeps of a calendar file besides: see `commands/plan/sent_calendar.py`."""

    events: str = ""
    """What it said of each event, in one line."""
    new_key: str = ""
    """The secret of the names of its events, where the log has none yet."""
    held: bool = False
    """Whether the log is held for it."""


NO_CALENDAR = CalendarNote()


def note_sent(
    setting: Setting,
    *,
    audience: str,
    what: str,
    format_: str,
    files: Mapping[str, bytes | str],
    ids: Iterable[str],
    with_private: bool = False,
    calendar: CalendarNote = NO_CALENDAR,
) -> Sent | None:
    """Note in the record's log that these files have left it; return what was noted, None where it could not be, which is said.

    `audience`: 'coach'; `what`: 'report', 'portfolio', 'worksheet', 'calendar', 'brief', 'contract'; `format_`: 'html'. `files`: what
    each is called, '' for standard output, with its bytes or their SHA-256 in hexadecimal. `ids`: the record's own ids of all that is in
    them: 'SD1.3', 'E7', 'E7/T1', '2026-09-07/A3', 'R1', 'L2', '2026-09-07/day-30'. `calendar`: what is kept of a calendar file besides.
    Where there is no record nothing of it has left.
    """
    if not is_logged(setting):
        return None
    sent = Sent(
        id="S1",  # until the log gives it its own
        when=now(),
        audience=audience,
        what=what,
        format=format_,
        with_private=with_private,
        files=sent_files(files),
        ids=joined_ids(ids),
        events=calendar.events,
    )
    try:
        return note(setting.record, sent, held=calendar.held, calendar_key=calendar.new_key)
    except CswoEvalError as problem:
        setting.terminal.say(
            f"It is written, but could not be noted in the log of what has left your record, so `cswo-eval history --sent` will not tell of "
            f"it. {problem}",
            "yellow",
        )
        return None


def is_logged(setting: Setting) -> bool:
    """Return whether what leaves is noted: there is a record, and it is not the sample that comes with the program, which stays as it is."""
    return setting.record.exists() and setting.record.folder != sample_folder()
