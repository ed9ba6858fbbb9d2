"""A process that forks savers, so that a test can kill many of them without starting Python for each.

It reads commands from standard input, one a line: `loop FOLDER` forks a saver that saves answers without end,
`step N FOLDER` one that saves twice and kills itself just before its N-th call to the system that touches files.
It writes, one a line: `ready`, `pid N` of the saver, `saved N` after each finished save, `done`, `ended STATUS`.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework
from cswo_eval.record.fitted import standard_used
from cswo_eval.record.models import Answer, Evidence, EvidenceRegister, Link, Profile, Round
from cswo_eval.record.store import Record

DAY = date(2026, 11, 2)
NOW = "2026-11-02T09:30:00Z"
CALLS = ("open", "write", "fsync", "close", "replace", "link", "mkdir", "unlink")
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
    """Go on from what the record holds: register, then round, then `saved`; `most` times, or without end."""
    record = Record(folder)
    with record.changing("test", lambda: NOW) as writer:
        present, register = record.round(DAY, framework), record.register()
        first = int(present.title.split()[1]) + 1
        for number in count(first) if most is None else range(first, first + most):
            register = register_after(register, number)
            writer.save_register(register)
            present = round_after(present, framework, number)
            writer.save_round(present)
            saved(number)


def say(line: str) -> None:
    """Write one line at once: what was said before a kill has arrived."""
    write_out(1, f"{line}\n".encode())


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


def fork_saver(framework: Framework, command: str, rest: str) -> None:
    """Fork a saver, say which process it is, wait for its end and say that."""
    child = os.fork()
    if child == 0:
        try:
            most = None
            if command == "step":
                number, _, rest = rest.partition(" ")
                die_before_call(int(number))
                most = 2
            save_on(Path(rest), framework, most, lambda number: say(f"saved {number}"))
            say("done")
        finally:
            os._exit(0)
    say(f"pid {child}")
    say(f"ended {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}")


def main() -> NoReturn:
    """Obey commands until standard input ends."""
    framework = load_framework()
    with tempfile.TemporaryDirectory() as scratch:  # all that saving imports is imported before the first fork
        begin(Path(scratch) / "record", framework)
        save_on(Path(scratch) / "record", framework, 1, lambda _number: None)
    say("ready")
    for line in sys.stdin:
        command, _, rest = line.rstrip("\n").partition(" ")
        fork_saver(framework, command, rest)
    sys.exit(0)


if __name__ == "__main__":
    main()
