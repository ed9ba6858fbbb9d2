"""One step taken whole: several files at once, or none of them, whenever it breaks off.

All that may fail for want of room is done first: the new files are written and synced beside the old ones. Then what is about to
be done is written and synced to the history. Then each file takes its name. What broke off in between is put right at the next
start by what the history says (`recovered`).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cswo_eval.files.whole_files import could_not_write, replace_file, sync_folder, written_beside
from cswo_eval.record.history.changes import FileChange, change_of
from cswo_eval.record.history.log_files import broke_off, is_before_its_first_step, sitting_files
from cswo_eval.record.history.sittings import (
    SittingLog,
    Step,
    StepId,
    close_broken,
    kept_place,
    read_sitting,
)
from cswo_eval.record.seal import checksum
from cswo_eval.text.problems import CswoEvalError


class NewText(NamedTuple):
    """What a file of the record is to hold: None where it is to be taken away. `before` likewise."""

    name: str
    before: str | None
    after: str | None


class Move(NamedTuple):
    """An attached file that is to lie elsewhere: put in, taken back (`after` None) or brought again."""

    name: str
    digest: str
    source: Path
    into: bool
    """True where it comes into the record, False where it leaves it for the history."""


class Recovered(NamedTuple):
    """What became of a sitting that broke off: which of the record's files are there now, which are not, what was put back."""

    present: tuple[str, ...]
    absent: tuple[str, ...]
    put_back: tuple[str, ...]


NOTHING_RECOVERED = Recovered((), (), ())


def take_step(
    folder: Path,
    log: SittingLog,
    texts: Sequence[NewText],
    moves: Sequence[Move],
    *,
    at: str,
    about: Sequence[str],
    takes_back: Sequence[StepId] = (),
    brings_again: Sequence[StepId] = (),
    begins: bool = False,
) -> None:
    """Change all these files, or none. `at` is the UTC moment.

    Raises CswoEvalError, in words, where the system refuses: then all is as it was.
    """
    acts: list[_Act] = []
    try:
        for one in texts:
            path = _true_path(folder / one.name)
            acts.append(_Written(path, one.before, _written(path, one.after)))
        changes = [change_of(one.name, one.before, one.after, one.name not in log.seen) for one in texts]
        for move in moves:
            place, kept = folder / move.name, kept_place(folder, move.name, move.digest)
            acts.append(_Moved(place, move.source, place) if move.into else _Moved(place, place, kept))
            before, after = (None, move.digest) if move.into else (move.digest, None)
            changes.append(FileChange(move.name, before, after, attached=True))
        step = Step(StepId(0, 0), at, "", tuple(about), tuple(changes), tuple(takes_back), tuple(brings_again), begins)
        number = _begun(folder, log, step)
    except BaseException:
        for act in acts:
            act.clean_up()
        raise
    _carry_out(log, number, acts)


def _written(path: Path, text: str | None) -> Path | None:
    if text is None:
        return None
    try:
        return written_beside(path, text.encode("utf-8"))
    except OSError as error:
        raise CswoEvalError(could_not_write(path, error)) from None


def _begun(folder: Path, log: SittingLog, step: Step) -> int:
    try:
        return log.begin_step(step)
    except OSError as error:
        raise CswoEvalError(could_not_write(folder / step.changes[0].name, error)) from None


def _carry_out(log: SittingLog, number: int, acts: Sequence[_Act]) -> None:
    done: list[_Act] = []
    try:
        for act in acts:
            act.do()
            done.append(act)
        for parent in {act.path.parent for act in acts}:
            sync_folder(parent)
    except OSError as error:
        for earlier in reversed(done):
            with contextlib.suppress(OSError):  # what cannot be put back now is at the next start
                earlier.take_back()
        for act in acts:
            act.clean_up()
        log.close_step(number, "given up")
        raise CswoEvalError(could_not_write(act.path, error)) from None
    except BaseException:  # an interruption: it is too late to go back, and a moment to go on
        for act in acts:
            with contextlib.suppress(OSError):
                act.do()
        log.close_step(number, "done")
        raise
    log.close_step(number, "done")


class _Act:
    """One file changing its content or its place. Doing it twice does no more than doing it once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def do(self) -> None:
        """Change it. Raises OSError."""
        raise NotImplementedError

    def take_back(self) -> None:
        """Let it be as it was. Raises OSError."""
        raise NotImplementedError

    def clean_up(self) -> None:
        """Take away what waited to take its place."""


class _Written(_Act):
    """A file gets another text, which lies written in `temporary` beside it; None where the file is taken away."""

    def __init__(self, path: Path, before: str | None, temporary: Path | None) -> None:
        super().__init__(path)
        self._before = before
        self._temporary = temporary

    def do(self) -> None:
        if self._temporary is None:
            self.path.unlink(missing_ok=True)
        elif self._temporary.exists():
            replace_file(self._temporary, self.path)

    def take_back(self) -> None:
        put_text(self.path, self._before)

    def clean_up(self) -> None:
        if self._temporary is not None:
            with contextlib.suppress(OSError):
                self._temporary.unlink()


class _Moved(_Act):
    """An attached file comes into the record from where it was written or kept, or leaves it for where it is kept."""

    def __init__(self, path: Path, source: Path, target: Path) -> None:
        super().__init__(path)
        self._source = source
        self._target = target

    def do(self) -> None:
        if self._source.exists():
            self._target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self._source, self._target)

    def take_back(self) -> None:
        replace_file(self._target, self._source)


def put_text(path: Path, text: str | None) -> None:
    """Let a file hold this text, or not be there. Raises OSError."""
    if text is None:
        path.unlink(missing_ok=True)
    else:
        replace_file(written_beside(path, text.encode("utf-8")), path)


def _true_path(path: Path) -> Path:
    """Return where a file really lies: a link stays a link, and what it leads to is written."""
    return path.resolve() if path.is_symlink() else path


# --- a sitting that broke off -----------------------------------------------------------------------------------


def recovered(folder: Path, at: str) -> Recovered:
    """Put right what a sitting that broke off left half done. Only for the holder of the record's lock.

    Its last step was taken whole, or is put back as it was before. A file that is neither as before nor as after was changed
    by another program since, and is left alone. Raises OSError where the system refuses.
    """
    if not broke_off(folder):
        return NOTHING_RECOVERED
    sitting = read_sitting(sitting_files(folder)[-1])
    step = sitting.steps[-1] if sitting.steps else None
    if is_before_its_first_step(sitting.path.read_bytes()):  # nothing came of it
        sitting.path.unlink()
        return NOTHING_RECOVERED
    if step is None or step.state != "open":
        close_broken(sitting, 0, "done", at)
        return _after(folder, step, ())
    states = {change.name: _state(folder, change) for change in step.changes}
    put_back: list[str] = []
    if "before" in states.values() and "other" not in states.values():
        for change in step.changes:
            if states[change.name] == "after":
                _put_back(folder, change)
                put_back.append(change.name)
        close_broken(sitting, step.id.number, "given up", at)
    else:
        close_broken(sitting, step.id.number, "done", at)
    return _after(folder, step, put_back)


def _after(folder: Path, step: Step | None, put_back: Sequence[str]) -> Recovered:
    names = [change.name for change in step.changes if not change.attached] if step is not None else []
    present = tuple(name for name in names if (folder / name).exists())
    return Recovered(present, tuple(name for name in names if name not in present), tuple(put_back))


def _state(folder: Path, change: FileChange) -> str:
    """Return whether a file is as it was before a step, as after it, or neither."""
    path = folder / change.name
    if change.attached:
        return "after" if path.exists() == (change.after is not None) else "before"
    try:
        present: str | None = checksum(path.read_bytes())
    except FileNotFoundError:
        present = None
    return "after" if present == change.after else "before" if present == change.before else "other"


def _put_back(folder: Path, change: FileChange) -> None:
    path = _true_path(folder / change.name)
    if not change.attached:
        text = change.backward(path.read_bytes().decode("utf-8")) if change.after is not None else change.backward("")
        put_text(path, text if change.before is not None else None)
    elif change.after is not None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
    else:
        replace_file(kept_place(folder, change.name, str(change.before)), path)
