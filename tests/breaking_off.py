"""A process that forks others, each of which does one thing to a record and kills itself just before its N-th call to the system.

It reads a line of JSON for each: {"act": NAME, "call": N, "given": [TEXT, ...]}, does ACTS[NAME](*given) in a fork, and writes how
that ended: its exit status, 0 for a fork that came to its end. `call` 0: it is not killed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest

NOW = "2026-11-30T09:30:00Z"
CALLS = ("open", "write", "fsync", "close", "replace", "rename", "link", "mkdir", "unlink", "rmdir", "ftruncate")
MOST_CALLS = 2000
EVERY = [pytest.param(1, marks=pytest.mark.long), 19]
"""How many calls lie between two kills: each call takes long, and each nineteenth shows most of it."""
write_out = os.write  # before any call is counted


def purge(folder: str, *names: str) -> None:
    """Destroy these ids for good."""
    from cswo_eval.record.purge import purge
    from cswo_eval.record.store import Record

    with Record(Path(folder)).changing("evidence purge", lambda: NOW) as writer:
        purge(writer, names)


def restore(file: str, folder: str) -> None:
    """Put a record back from its backup."""
    from cswo_eval.exchange.record_backup import put_back, read_backup

    put_back(read_backup(Path(file)), Path(folder))


def backup(folder: str, file: str) -> None:
    """Write a backup."""
    from cswo_eval.exchange.record_backup import write_backup
    from cswo_eval.record.store import Record

    record = Record(Path(folder))
    with record.locked():
        write_backup(record, Path(file), NOW)


def forget(folder: str) -> None:
    """Delete a record."""
    from cswo_eval.record.forgotten import forget
    from cswo_eval.record.store import Record

    forget(Record(Path(folder)))


def bring_over(folder: str) -> None:
    """Bring a record of an earlier format over."""
    from cswo_eval.record.store import Record

    Record(Path(folder)).bring_over()


ACTS: dict[str, Callable[..., None]] = {
    "purge": purge,
    "restore": restore,
    "backup": backup,
    "forget": forget,
    "bring over": bring_over,
}


class Breaker:
    """The process, as a test speaks with it."""

    def __init__(self) -> None:
        command = [sys.executable, __file__]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def does(self, act: str, *given: str | Path, call: int = 0) -> int:
        """Do one thing, killed before its N-th call. Returns the exit status."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(
            json.dumps({"act": act, "call": call, "given": list(map(str, given))}), file=self._process.stdin, flush=True
        )
        return int(self._process.stdout.readline())

    def each_call(self, act: str, given: Callable[[int], Sequence[str | Path]], every: int = 1) -> Iterator[int]:
        """Do it again and again, killed `every` calls later each time, until it comes to its end; give the number after each.

        `given` makes what it is done to, afresh for each number.
        """
        for number in range(1, MOST_CALLS, every):
            status = self.does(act, *given(number), call=number)
            assert status in (0, -signal.SIGKILL)
            yield number
            if status == 0:
                return
        raise AssertionError("it never came to its end")

    def end(self) -> None:
        """Let the process end."""
        with self._process:  # closes both ends, and waits
            pass


def die_before_call(number: int) -> None:
    """Arrange for this process to be killed just before its N-th call to the system that touches files."""
    calls = count(1)

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*given: Any, **named: Any) -> Any:
            if next(calls) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **named)

        return instead

    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))


def main() -> None:
    """Do what each line asks for, until there are no more."""
    import filelock  # all that is imported later would be counted

    import cswo_eval.exchange.record_backup
    import cswo_eval.record.forgotten
    import cswo_eval.record.migration
    import cswo_eval.record.purge

    assert filelock
    assert cswo_eval
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if child == 0:
            status = 1
            try:
                if wanted["call"]:
                    die_before_call(wanted["call"])
                ACTS[wanted["act"]](*wanted["given"])
                status = 0
            finally:
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        write_out(1, f"{status}\n".encode())


if __name__ == "__main__":
    main()
