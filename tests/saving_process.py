"""A process that forks savers, so that a test can kill many of them without starting Python for each.

It reads commands from standard input, one a line: `loop FOLDER` forks a saver that saves answers without end, `kill N JOB FOLDER`
one that does a job and is killed at its N-th call to the system that changes files: before the call, or in the middle of a write.
It writes, one a line: `ready`, `pid N` of the saver, `saved N` after each finished save, `done`, `ended STATUS`.
"""

from __future__ import annotations

import builtins
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework
from cswo_eval.record.attachments import copy_in, with_attachment
from cswo_eval.record.fitted import standard_used
from cswo_eval.record.history.sittings import read_history
from cswo_eval.record.history.undo import bring_again, take_back, to_bring_again, to_take_back
from cswo_eval.record.models import Answer, Evidence, EvidenceRegister, Link, Profile, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.store import Record

DAY = date(2026, 11, 2)
NOW = "2026-11-02T09:30:00Z"
CALLS = (
    *(
        "open",
        "write",
        "fsync",
        "ftruncate",
        "close",
        "replace",
        "rename",
        "link",
        "mkdir",
        "rmdir",
        "unlink",
        "remove",
    ),
    *("truncate", "chmod", "scandir", "listdir"),
)
"""The functions of `os` by which files are changed or looked for; what a file object writes is counted besides."""
write_out = os.write  # before any call is counted


def text_of(number: int) -> str:
    """The words of the N-th save: two lines, with characters that need care."""
    return f"Save {number}: “words”, # and \u2028 more\n" + "A second line, long enough to take a while. " * 40


def round_after(present: Round, framework: Framework, number: int) -> Round:
    """The round after the N-th save: the title and one answer say so."""
    items = list(framework.competencies)
    answer = Answer(standing="rated", level=number % 5 + 1, note=text_of(number), changed=NOW)
    answers = {**present.answers, items[number % len(items)]: answer}
    return present._replace(title=f"Save {number}", answers=answers)


def register_after(register: EvidenceRegister, number: int) -> EvidenceRegister:
    """The register after the N-th save: it has an entry of that number."""
    entry = Evidence(
        id=f"E{number}", title=f"Save {number}", kind="account", effective=DAY, recorded=NOW, shows=text_of(number),
        links=(Link(item="SD1", reason="It shows it."),),
    )  # fmt: skip
    return register.with_entry(entry)


def begin(folder: Path, framework: Framework) -> None:
    """Save a record with nothing in it."""
    with Record(folder).changing("test", lambda: NOW) as writer:
        writer.save_profile(Profile(record_id="0123456789abcdef", created=NOW))
        writer.save_round(Round(title="Save 0", started=DAY, standard=standard_used(framework)))
        writer.save_register(EvidenceRegister())


def save_on(folder: Path, framework: Framework, most: int | None, saved: Callable[[int], None]) -> None:
    """Go on from what the record holds: an entry with a file and an answer in one step; `most` times, or without end."""
    record = Record(folder)
    with record.changing("test", lambda: NOW) as writer:
        present, register = record.round(DAY, framework), record.register()
        first = int(present.title.split()[1]) + 1
        for number in count(first) if most is None else range(first, first + most):
            register = register_after(register, number)
            entry = register.entries[-1]
            attached = copy_in(writer, entry, source_beside(folder, number), NOW)
            register = register.with_entry(with_attachment(entry, attached))
            present = round_after(present, framework, number)
            with writer.together():
                writer.save_register(register)
                writer.save_round(present)
                if number % 2:
                    writer.save_plan(
                        Plan(start=date(2026, 11, number), made=NOW, made_on=DAY, round=DAY, hours_per_week=2.0)
                    )
            saved(number)


def source_beside(folder: Path, number: int) -> Path:
    """The file that the N-th entry gets: every third has the same bytes as another."""
    source = folder.parent / f"source-{number % 3}.txt"
    if not source.exists():
        source.write_text(f"{number % 3}" * 5000)
    return source


def undo(folder: Path, _framework: Framework, _most: int | None, saved: Callable[[int], None]) -> None:
    """Take the last step back."""
    with Record(folder).changing("undo", lambda: NOW) as writer:
        take_back(writer, to_take_back(read_history(folder), whole_sitting=False))
        saved(1)


def undo_sitting(folder: Path, _framework: Framework, _most: int | None, saved: Callable[[int], None]) -> None:
    """Take all of the last sitting back."""
    with Record(folder).changing("undo", lambda: NOW) as writer:
        take_back(writer, to_take_back(read_history(folder), whole_sitting=True))
        saved(1)


def redo(folder: Path, _framework: Framework, _most: int | None, saved: Callable[[int], None]) -> None:
    """Bring again what was taken back last."""
    with Record(folder).changing("redo", lambda: NOW) as writer:
        bring_again(writer, to_bring_again(read_history(folder)))
        saved(1)


def put_right(folder: Path, _framework: Framework, _most: int | None, saved: Callable[[int], None]) -> None:
    """Open the record as every command does: what broke off is put right."""
    Record(folder).put_right(lambda: NOW)
    saved(1)


JOBS: dict[str, Callable[[Path, Framework, int | None, Callable[[int], None]], None]] = {
    "save": save_on,
    "undo": undo,
    "undo-sitting": undo_sitting,
    "redo": redo,
    "open": put_right,
}


def say(line: str) -> None:
    """Write one line at once: what was said before a kill has arrived."""
    write_out(1, f"{line}\n".encode())


class _Counted:
    """A file object whose writes are counted as calls to the system."""

    def __init__(self, file: Any, write: Callable[..., Any]) -> None:
        self._file = file
        self._write = write

    def __enter__(self) -> _Counted:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: Any) -> Any:
        return self._write(self._file.write, data)


@contextmanager
def at_each_call(
    happens: Callable[[str, Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any],
) -> Iterator[None]:
    """Put `happens(name, call, given, named)` in the place of every call to the system that changes files."""
    real = {name: getattr(os, name) for name in CALLS if hasattr(os, name)}
    real_open = builtins.open

    def instead(name: str) -> Callable[..., Any]:
        return lambda *given, **named: happens(name, real[name], given, named)

    def opened(*given: Any, **named: Any) -> Any:
        file = real_open(*given, **named)
        mode = named.get("mode", given[1] if len(given) > 1 else "r")
        if "b" not in mode or not set(mode) & set("wxa+"):
            return file
        return _Counted(file, lambda write, data: happens("file.write", write, (data,), {}))

    for name in real:
        setattr(os, name, instead(name))
    builtins.open = opened  # type: ignore[assignment]
    try:
        yield
    finally:
        for name, call in real.items():
            setattr(os, name, call)
        builtins.open = real_open


def half_of(name: str, call: Callable[..., Any], given: tuple[Any, ...]) -> None:
    """Write half of what was to be written, if it is a write."""
    if name in ("write", "file.write"):
        data = bytes(given[-1])
        call(*given[:-1], data[: len(data) // 2])


def killed_at(number: int) -> Any:
    """Kill this process at its N-th call: before it, or in the middle where it writes."""
    calls = count(1)

    def happens(name: str, call: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if next(calls) == number:
            half_of(name, call, given)
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*given, **named)

    return at_each_call(happens)


def fork_saver(framework: Framework, command: str, rest: str) -> None:
    """Fork a saver, say which process it is, wait for its end and say that."""
    child = os.fork()
    if child == 0:
        try:
            if command == "kill":
                number, job, folder = rest.split(" ", 2)
                with killed_at(int(number)):
                    JOBS[job](Path(folder), framework, 2, lambda number: say(f"saved {number}"))
            else:
                save_on(Path(rest), framework, None, lambda number: say(f"saved {number}"))
            say("done")
        finally:
            os._exit(0)
    say(f"pid {child}")
    say(f"ended {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}")


def main() -> NoReturn:
    """Obey commands until standard input ends."""
    os.fsync = lambda _descriptor: None  # a kill leaves what was written; it is the time of a slow disk only
    framework = load_framework()
    with tempfile.TemporaryDirectory() as scratch:  # all that saving imports is imported before the first fork
        folder = Path(scratch) / "record"
        begin(folder, framework)
        for job in ("save", "undo", "redo", "open"):
            JOBS[job](folder, framework, 1, lambda _number: None)
    say("ready")
    for line in sys.stdin:
        command, _, rest = line.rstrip("\n").partition(" ")
        fork_saver(framework, command, rest)
    sys.exit(0)


if __name__ == "__main__":
    main()
