"""A record on disk: read it, and change it under a lock, with every save whole and the version before kept.

`layout.py` says where each file lies, `reader.py` reads them, `writer.py` saves them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from cswo_eval.files.whole_files import could_not_write, sweep_temporaries
from cswo_eval.framework.framework import Framework
from cswo_eval.record.layout import LOCK, rename_earlier_folders
from cswo_eval.record.models import Profile, StandardUsed
from cswo_eval.record.reader import RecordReader
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError


class Record(RecordReader):
    """The files of one record. Reading needs no lock; `changing()` gives a RecordWriter that holds one."""

    @contextmanager
    def changing(self) -> Iterator[RecordWriter]:
        """Hold the record's lock and give its writer. Raises CswoEvalError where another window holds it."""
        from filelock import FileLock, Timeout  # only where something is written

        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(self.folder / LOCK, timeout=0)
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
            sweep_temporaries(self.folder)
            for was, now in rename_earlier_folders(self.folder).items():
                if was in self.read_checksums:
                    self.read_checksums[now] = self.read_checksums.pop(was)
            yield RecordWriter(self)
        finally:
            lock.release()


def new_profile(now: str) -> Profile:
    """Return the profile of a new record, with a random id."""
    return Profile(record_id=os.urandom(8).hex(), created=now)


def standard_used(framework: Framework) -> StandardUsed:
    """Return the mark of the Standard in use, as a round keeps it."""
    outline = framework.outline
    return StandardUsed(id=outline.id, version=outline.version, content_hash=framework.content_hash)
