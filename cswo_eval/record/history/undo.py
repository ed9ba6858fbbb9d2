"""Which steps can be taken back or brought again, and doing it: every file byte for byte as it was, or nothing changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from cswo_eval.record.history.changes import FileChange, digest_of
from cswo_eval.record.history.sittings import History, Step, StepId, kept_place
from cswo_eval.record.history.transaction import Move, NewText
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError


class Standing(NamedTuple):
    """What can be taken back, the latest last, and what was taken back and can be brought again, the latest last."""

    taken: tuple[Step, ...]
    taken_back: tuple[Step, ...]
    """The steps that took others back."""


def standing(history: History) -> Standing:
    """Return what can be taken back and brought again. What began the record cannot: `forget` is for that. Nor can what was before
    something was destroyed for good.
    """
    known: dict[object, Step] = {}
    taken: list[Step] = []
    taken_back: list[Step] = []
    for step in history.steps():
        known[step.id] = step
        if step.begins or step.emptied:
            taken.clear()
            taken_back.clear()
        elif step.takes_back:
            taken = [one for one in taken if one.id not in step.takes_back]
            taken_back.append(step)
        elif step.brings_again:
            taken += [known[one] for one in step.brings_again if one in known]
            taken_back = taken_back[:-1]
        else:
            taken.append(step)
            taken_back.clear()
    return Standing(tuple(taken), tuple(taken_back))


def ids_taken_back(history: History) -> frozenset[StepId]:
    """Return which steps are taken back now."""
    gone: set[StepId] = set()
    for step in history.steps():
        gone |= {*step.takes_back}
        gone -= {*step.brings_again}
    return frozenset(gone)


def to_take_back(history: History, whole_sitting: bool) -> tuple[Step, ...]:
    """Return the steps that `undo` takes back, the latest first: one saved answer or change, or all of the latest sitting.

    A step that only moved the place at which the owner stopped goes with the one before it. Raises CswoEvalError where there is
    none.
    """
    taken = standing(history).taken
    if not taken and any(step.emptied for step in history.steps()):
        raise CswoEvalError(
            "There is nothing to take back: with what was destroyed for good, all that was changed before it left the history."
        )
    if not taken:
        raise CswoEvalError("There is nothing to take back: the history holds no change that could be.")
    chosen = [taken[-1]]
    for step in reversed(taken[:-1]):
        same_sitting = step.id.sitting == taken[-1].id.sitting
        if not (same_sitting if whole_sitting else same_sitting and not any(one.about for one in chosen)):
            break
        chosen.append(step)
    return tuple(chosen)


def to_bring_again(history: History) -> tuple[Step, ...]:
    """Return the steps that `redo` brings again, the earliest first. Raises CswoEvalError where there is none."""
    taken_back = standing(history).taken_back
    known = {step.id: step for step in history.steps()}
    steps = [known[one] for one in reversed(taken_back[-1].takes_back) if one in known] if taken_back else []
    if not steps:
        raise CswoEvalError("There is nothing to bring again: nothing was taken back since your last change.")
    return tuple(steps)


def take_back(writer: RecordWriter, steps: Sequence[Step]) -> list[NewText]:
    """Take these steps back, the latest first. Returns what each file held, and holds now.

    Raises CswoEvalError, and changes nothing, where a file is not as they left it.
    """
    texts, moves = _together(writer.record.folder, steps, back=True)
    writer.list_again([one.name for one in texts])  # the ids in what goes stay given
    writer.take_step(texts, moves, about_all(steps), takes_back=[step.id for step in steps])
    return texts


def bring_again(writer: RecordWriter, steps: Sequence[Step]) -> list[NewText]:
    """Bring these steps again, the earliest first. Returns what each file held, and holds now.

    Raises CswoEvalError, and changes nothing, where a file is not as it was.
    """
    texts, moves = _together(writer.record.folder, steps, back=False)
    writer.take_step(texts, moves, about_all(steps), brings_again=[step.id for step in steps])
    return texts


def about_all(steps: Iterable[Step]) -> list[str]:
    """Return what these steps were about, each once, in the order in which they were taken."""
    return list(dict.fromkeys(one for step in sorted(steps, key=lambda step: step.id) for one in step.about))


def _together(folder: Path, steps: Sequence[Step], back: bool) -> tuple[list[NewText], list[Move]]:
    """Return what each file is to hold after all these steps, and where each attached file is to lie."""
    present: dict[str, str | None] = {}
    wanted: dict[str, str | None] = {}
    attached: dict[str, FileChange] = {}
    for step in steps:
        for change in reversed(step.changes) if back else step.changes:
            if change.attached:
                attached[change.name] = change
                continue
            if change.name not in present:
                present[change.name] = wanted[change.name] = _text(folder, change.name)
            wanted[change.name] = _gone_over(folder, change, wanted[change.name], back)
    texts = [NewText(name, present[name], text) for name, text in wanted.items() if text != present[name]]
    moves = [move for change in attached.values() if (move := _move(folder, change, back)) is not None]
    return texts, moves


def _text(folder: Path, name: str) -> str | None:
    try:
        return (folder / name).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise _not_as_left(folder, name) from None


def _gone_over(folder: Path, change: FileChange, text: str | None, back: bool) -> str | None:
    before, after = (change.after, change.before) if back else (change.before, change.after)
    if digest_of(text) != before:
        raise _not_as_left(folder, change.name)
    made = change.backward(text or "") if back else change.forward(text or "")
    result = made if after is not None else None
    if digest_of(result) != after:
        raise CswoEvalError(
            f"The history of {change.name} does not fit together, so nothing was changed. What you have now is safe."
        )
    return result


def _move(folder: Path, change: FileChange, back: bool) -> Move | None:
    """Return where an attached file is to go; None where it is there already."""
    digest = change.before or change.after or ""
    into = (change.before if back else change.after) is not None
    place, kept = folder / change.name, kept_place(folder, change.name, digest)
    source = kept if into else place
    if not source.exists():
        if into and not place.exists():
            raise _not_as_left(folder, change.name)
        return None
    return Move(change.name, digest, source, into)


def _not_as_left(folder: Path, name: str) -> CswoEvalError:
    return CswoEvalError(
        f"{folder / name} is not as that change left it: another program, or you in an editor, changed it since. Nothing was "
        "taken back or brought again, so that no words are lost. `cswo-eval check` looks at it; `cswo-eval history` shows what was changed when."
    )
