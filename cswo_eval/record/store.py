"""A record on disk: read it, and change it under a lock, with every step whole and kept in the history.

`layout.py` says where each file lies, `reader.py` reads them, `writer.py` saves them, `history/` keeps what was.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cswo_eval.files.whole_files import could_not_write, sweep_temporaries
from cswo_eval.record.history.log_files import broke_off
from cswo_eval.record.layout import LOCK, PURGING
from cswo_eval.record.models import Profile
from cswo_eval.record.reader import RecordReader
from cswo_eval.text.problems import CswoEvalError, ProblemsFound

if TYPE_CHECKING:
    from cswo_eval.record.writer import RecordWriter


class Record(RecordReader):
    """The files of one record. Reading needs no lock; `changing()` gives a RecordWriter that holds one."""

    put_back: tuple[str, ...] = ()
    """The files that were put back as they were before a step that broke off: for the owner to be told."""
    purged: tuple[str, ...] = ()
    """The ids of what was being destroyed for good when that broke off, and is gone now."""

    @contextmanager
    def changing(self, command: str, moment: Callable[[], str]) -> Iterator[RecordWriter]:
        """Hold the record's lock and give its writer: one sitting in the history, called `command`.

        `moment` gives the present one, in UTC. What an earlier sitting left half done is put right first. Raises CswoEvalError where another
        window holds the lock.
        """
        from cswo_eval.record.writer import RecordWriter  # only where something is written

        with self.locked():
            writer = RecordWriter(self, command, moment)
            try:
                self._recover(writer, moment())
                sweep_temporaries(self.folder)
                yield writer
            finally:
                writer.end()

    def put_right(self, moment: Callable[[], str]) -> None:
        """Put right what a sitting left half done, where one did and no other window is at it. `put_back` says what came of it."""
        if not broke_off(self.folder) and not self.is_being_purged():
            return
        try:
            with self.changing("", moment):
                pass
        except CswoEvalError:
            return  # another window is at work, or nothing can be written here: reading goes on

    def is_being_purged(self) -> bool:
        """Return whether something of the record was being destroyed for good, and is not wholly gone yet."""
        return os.path.lexists(self.folder / PURGING)

    def bring_over(self) -> None:
        """Bring a record of an earlier format over to the present one. Raises CswoEvalError, and then it is as it was."""
        from cswo_eval.record.migration import bring_over  # once in the life of a record

        with self.locked():
            sweep_temporaries(self.folder)
            bring_over(self.folder)

    def _recover(self, writer: RecordWriter, at: str) -> None:
        from cswo_eval.record.history.transaction import recovered

        try:
            done = recovered(self.folder, at)
        except OSError as error:
            raise CswoEvalError(could_not_write(self.folder, error)) from None
        self.put_back = done.put_back
        if done.present or done.absent:
            with contextlib.suppress(ProblemsFound):  # the list itself is at fault: `check` tells, and makes it again
                writer.list_again([*done.present, *done.absent])
        if self.is_being_purged():
            from cswo_eval.record.purge import COMMAND, go_on  # hardly ever
            from cswo_eval.record.writer import RecordWriter

            with contextlib.suppress(ProblemsFound):  # a file does not read: it is gone on with once that is mended
                self.purged = go_on(RecordWriter(self, COMMAND, lambda: at))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the record's lock and change nothing else. Raises CswoEvalError where another window holds it, or none can be had."""
        from filelock import FileLock, Timeout  # only where something is written

        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(self.folder / LOCK, timeout=0, mode=0o600)
            lock.acquire()
        except Timeout:
            raise CswoEvalError(
                f"The record in {self.folder} is open in another window. Nothing was changed here. Finish or close "
                "that window (`save` keeps everything), then try again."
            ) from None
        except NotADirectoryError as error:
            raise CswoEvalError(could_not_write(self.folder, error)) from None
        except FileExistsError:
            raise CswoEvalError(f"{self.folder} is a file, and a record is a folder. Name another place.") from None
        except OSError as error:
            raise CswoEvalError(could_not_write(self.folder, error)) from None
        try:
            yield
        finally:
            lock.release()


def new_profile(now: str) -> Profile:
    """Return the profile of a new record, with a random id."""
    return Profile(record_id=os.urandom(8).hex(), created=now)
