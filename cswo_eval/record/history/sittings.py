"""The files of the history: one for each sitting that changed something, a line for each thing that happened in it.

A line is JSON: the head, a step that is about to be taken (with all that is needed to go back), that it was taken, the end. A
step is written and synced before the first file is touched. A line without its end is a write that broke off, and is no line.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple

from cswo_eval.files.limits import HISTORY_BYTES, HISTORY_DAYS, HISTORY_LEAST_SITTINGS
from cswo_eval.files.safe_names import is_safe_name
from cswo_eval.files.whole_files import sync_folder
from cswo_eval.record.history.changes import FileChange, as_plain, from_plain
from cswo_eval.record.history.log_files import name_of, number_of, sitting_files
from cswo_eval.record.layout import ATTACHMENTS, HISTORY, TAKEN_BACK, shape_of
from cswo_eval.record.seal import checksum

_DIGEST = re.compile(r"[0-9a-f]{64}")

State = Literal["open", "done", "given up"]


class StepId(NamedTuple):
    """Which step is meant: the number of its sitting, and its own in it."""

    sitting: int
    number: int


class Step(NamedTuple):
    """One saved change: what it was about, and what it did to each file."""

    id: StepId
    at: str
    """When, as a UTC moment."""
    command: str
    about: tuple[str, ...]
    changes: tuple[FileChange, ...]
    takes_back: tuple[StepId, ...] = ()
    """The steps that this one took back."""
    brings_again: tuple[StepId, ...] = ()
    """The steps that had been taken back and that this one brought again."""
    begins: bool = False
    """The step that began the record."""
    state: State = "open"
    emptied: bool = False
    """What it did was destroyed for good with what it was about: when and about what is all that is left of it."""


class Sitting(NamedTuple):
    """What one command did to the record, from its start to its end."""

    number: int
    path: Path
    command: str
    began: str
    steps: tuple[Step, ...] = ()
    ended: bool = False
    whole: bool = True
    """Whether every line reads: one that broke off at the end is no fault while the sitting has no end."""


class History(NamedTuple):
    """All sittings that are kept, the oldest first."""

    sittings: tuple[Sitting, ...]

    def steps(self) -> Iterable[Step]:
        """Give every step that was taken, the oldest first."""
        for sitting in self.sittings:
            for step in sitting.steps:
                if step.state == "done":
                    yield step

    def latest_text(self, name: str) -> str | None:
        """Return a file's text as the latest step left it; None where there was none or it is no longer kept."""
        text: str | None = None
        for step in self.steps():
            for change in step.changes:
                if change.name != name or change.attached:
                    continue
                if change.whole is not None:
                    text = change.whole
                elif change.before is None:
                    text = ""
                text = change.forward(text) if text is not None and change.after is not None else None
        return text

    def latest_digest(self, name: str) -> str | None:
        """Return the SHA-256 of a file as the latest step left it, None where no step touched it or it was taken away."""
        digest = None
        for step in self.steps():
            digest = next((change.after for change in step.changes if change.name == name), digest)
        return digest


def read_history(folder: Path) -> History:
    """Return the history of the record in a folder. What does not read is left out of it. Raises OSError."""
    return History(tuple(read_sitting(path) for path in sitting_files(folder)))


def read_sitting(path: Path) -> Sitting:
    """Return what a sitting's file says, as far as it reads. Raises OSError."""
    if not path.is_file():
        return Sitting(number_of(path.name), path, "", "", whole=False)
    lines = path.read_bytes().split(b"\n")
    broken_off = lines.pop()
    sitting = Sitting(number_of(path.name), path, "", "", whole=not broken_off)
    steps: dict[int, Step] = {}
    for line in lines:
        try:
            value = json.loads(line)
            if "sitting" in value:
                if name_of(value["sitting"], str(value["began"])) != path.name:
                    raise ValueError("a copy under another sitting's name")
                sitting = sitting._replace(command=str(value["command"]), began=str(value["began"]))
            elif "step" in value:
                step = _step_from(sitting, value)
                steps[step.id.number] = step
            elif "done" in value or "given up" in value:
                state: State = "done" if "done" in value else "given up"
                steps[value[state]] = steps[value[state]]._replace(state=state)
            elif "end" in value:
                sitting = sitting._replace(ended=True)
        except (ValueError, KeyError, TypeError, AttributeError):
            sitting = sitting._replace(whole=False)
            break  # what stands behind a line that does not read may rest on it
    return sitting._replace(steps=tuple(steps.values()), whole=sitting.whole and bool(sitting.began))


def _step_from(sitting: Sitting, value: dict[str, Any]) -> Step:
    changes = tuple(from_plain(one) for one in value["changes"])
    if not all(map(_is_of_the_record, changes)):
        raise ValueError("a step changes the record's own files only")
    return Step(
        StepId(sitting.number, int(value["step"])),
        str(value["at"]),
        sitting.command,
        tuple(map(str, value["about"])),
        changes,
        tuple(StepId(*one) for one in value.get("takes back", ())),
        tuple(StepId(*one) for one in value.get("brings again", ())),
        value.get("begins") is True,
        emptied=value.get("emptied") is True,
    )


def _is_of_the_record(change: FileChange) -> bool:
    """Return whether a change is of a file that the record gives such a name: another hand may have written the line."""
    digests = [one for one in (change.before, change.after) if one is not None]
    if not all(isinstance(one, str) and _DIGEST.fullmatch(one) for one in digests):
        return False
    if not change.attached:
        return shape_of(change.name) is not None
    parts = change.name.split("/")
    return parts[0] == ATTACHMENTS and len(parts) > 1 and all(map(is_safe_name, parts))


class SittingLog:
    """Writes the file of one sitting. It is made with the first step: a command that changed nothing leaves none."""

    def __init__(self, folder: Path, command: str) -> None:
        self.command = command
        self._folder = folder
        self._descriptor: int | None = None
        self._path: Path | None = None
        self._steps = 0
        self._open_step = False
        """Whether the last step has no line yet that says what became of it."""
        self._unwritten: dict[str, Any] | None = None
        """That line, where it could not be written: the next line waits for it."""
        self.seen: set[str] = set()
        """Files whose whole text before is kept in this sitting."""

    def begin_step(self, step: Step) -> int:
        """Write and sync what is about to be done; return the step's number in this sitting. Raises OSError."""
        if self._descriptor is None:
            self._open(step.at)
        self._write_what_waits()
        number = self._steps + 1
        value: dict[str, Any] = {"step": number, "at": step.at, "about": list(step.about)}
        if step.takes_back:
            value["takes back"] = [list(one) for one in step.takes_back]
        if step.brings_again:
            value["brings again"] = [list(one) for one in step.brings_again]
        if step.begins:
            value["begins"] = True
        value["changes"] = [as_plain(change) for change in step.changes]
        assert self._descriptor is not None
        before = os.fstat(self._descriptor).st_size
        self._write(value)
        try:
            os.fsync(self._descriptor)
        except BaseException:
            self._cut_to(before)
            raise
        self._open_step = True
        self._steps = number
        self.seen |= {change.name for change in step.changes}
        return number

    def close_step(self, number: int, state: State) -> None:
        """Note that a step was taken or given up. Not synced: where it is lost, the files themselves tell."""
        self._unwritten = {state: number}
        with contextlib.suppress(OSError):
            self._write_what_waits()

    def end(self, at: str) -> None:
        """Note the end of the sitting and close its file.

        A sitting of which a step broke off gets no end: the next start looks at the files, and says what became of it.
        """
        if self._descriptor is None:
            return
        with contextlib.suppress(OSError):
            self._write_what_waits()
            if not self._open_step:
                self._write({"end": at})
        os.close(self._descriptor)
        self._descriptor = None
        if not self._steps and self._path is not None:
            with contextlib.suppress(OSError):  # nothing came of it
                self._path.unlink()

    def _write_what_waits(self) -> None:
        if self._unwritten is not None and self._descriptor is not None:
            self._write(self._unwritten)
            self._unwritten, self._open_step = None, False

    def _open(self, at: str) -> None:
        folder = self._folder / HISTORY
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        earlier = sitting_files(self._folder)
        number = number_of(earlier[-1].name) + 1 if earlier else 1
        self._path = folder / name_of(number, at)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(self._path, flags, 0o600)
        try:
            self._write({"sitting": number, "command": self.command, "began": at})
        except BaseException:  # without its head the file would say nothing, whatever came behind
            self._begin_anew()
            raise
        sync_folder(folder)
        _forget_the_oldest(self._folder, earlier, at)

    def _write(self, value: dict[str, Any]) -> None:
        assert self._descriptor is not None
        before = os.fstat(self._descriptor).st_size
        view = memoryview(json.dumps(value, ensure_ascii=False).encode("utf-8") + b"\n")
        try:
            while view:
                view = view[os.write(self._descriptor, view) :]
        except BaseException:
            self._cut_to(before)
            raise

    def _cut_to(self, size: int) -> None:
        """Take half a line away again: it would hide those that come behind it."""
        assert self._descriptor is not None
        try:
            os.ftruncate(self._descriptor, size)
        except OSError:
            self._begin_anew()

    def _begin_anew(self) -> None:
        """Let go of the file: the next step begins another."""
        assert self._descriptor is not None
        os.close(self._descriptor)
        if not self._steps and self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink()
        self._descriptor, self._steps, self.seen = None, 0, set()


def close_broken(sitting: Sitting, number: int, state: State, at: str) -> None:
    """Write the end of a sitting that broke off, with what became of its last step (0: none was open). Raises OSError."""
    data = sitting.path.read_bytes()
    if not data:  # it broke off before its first line
        sitting.path.unlink()
        return
    kept = data[: data.rfind(b"\n") + 1]
    lines = [{state: number}] if number else []
    text = "".join(json.dumps(one) + "\n" for one in [*lines, {"end": at}])
    with open(sitting.path, "r+b") as file:
        file.truncate(len(kept))
        file.seek(len(kept))
        file.write(text.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def _forget_the_oldest(folder: Path, files: list[Path], at: str) -> None:
    """Take away the oldest sittings beyond the bounds of age and size, and the attached files that only they know."""
    oldest = str(date.fromisoformat(at[:10]) - timedelta(days=HISTORY_DAYS))
    removed, total = False, 0
    for kept, path in enumerate(reversed(files), start=1):
        with contextlib.suppress(OSError):
            total += path.stat().st_size
        too_much = total > HISTORY_BYTES or path.name.partition("-")[2][:10] < oldest
        if kept > HISTORY_LEAST_SITTINGS and too_much:
            with contextlib.suppress(OSError):
                path.unlink()
                removed = True
    if removed:
        forget_unknown_files(folder)


def forget_unknown_files(folder: Path) -> None:
    """Take away attached files that were taken back and that no kept step can bring again."""
    with contextlib.suppress(OSError):
        history = read_history(folder)
        known = {
            kept_place(folder, change.name, digest).name
            for step in history.steps()
            for change in step.changes
            if change.attached and (digest := change.before or change.after) is not None
        }
        for entry in list(os.scandir(folder / TAKEN_BACK)):
            if entry.name not in known:
                os.unlink(entry.path)


def kept_place(folder: Path, name: str, digest: str) -> Path:
    """Return where an attached file lies while it is taken back: two of the same bytes lie apart."""
    return folder / TAKEN_BACK / f"{digest}-{checksum(name.encode('utf-8'))[:16]}"
