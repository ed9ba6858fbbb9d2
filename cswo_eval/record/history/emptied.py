"""The history without its texts: when something was changed, by which command and about which ids, and nothing of what it was.

The checksums of the files stay, so that a file which something puts back to how it was, with what was destroyed, is noticed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

from cswo_eval.files.whole_files import TEMPORARY_PREFIX, sync_folder, write_whole
from cswo_eval.record.history.log_files import sitting_files
from cswo_eval.record.history.sittings import Sitting, read_sitting
from cswo_eval.record.layout import HISTORY, SET_ASIDE, TAKEN_BACK, UNFINISHED_TEXT

_LEFT_BESIDE = re.compile(r"before-format-\d+\.zip|\d{6,9}-.*")
"""The record as it was before it was brought over, and copies of sittings that a sync service left."""


def left_of_what_was(folder: Path) -> tuple[str, ...]:
    """Return the names of what `empty_history` deletes besides texts: what was set aside, taken back or kept as it was before,
    and texts of an editor that were not taken.

    Raises OSError where the history cannot be listed.
    """
    kept = {path.name for path in sitting_files(folder)}
    names = [name for name in _listed(folder / HISTORY) if _LEFT_BESIDE.fullmatch(name) and name not in kept]
    for part in (SET_ASIDE, TAKEN_BACK):
        names += [f"{part.rpartition('/')[2]}/{name}" for name in _listed(folder / part)]
    unfinished = [name for name in _listed(folder) if name.startswith(UNFINISHED_TEXT)]
    return (*(f"{HISTORY}/{name}" for name in sorted(names)), *sorted(unfinished))


def empty_history(folder: Path) -> None:
    """Take every text out of the history, and delete what it kept besides. Nothing of before can be taken back then.

    For the holder of the record's lock, between two sittings. Broken off, it is to be done again. Raises OSError, CswoEvalError.
    """
    for path in sitting_files(folder):
        sitting = read_sitting(path)
        if not sitting.whole or not all(step.emptied for step in sitting.steps):
            write_whole(path, _without_texts(sitting))
    for name in left_of_what_was(folder):
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    for part in (SET_ASIDE, TAKEN_BACK, HISTORY):
        sync_folder(folder / part)


def _without_texts(sitting: Sitting) -> bytes:
    lines: list[dict[str, Any]] = [{"sitting": sitting.number, "command": sitting.command, "began": sitting.began}]
    for step in sitting.steps:
        if step.state != "done":
            continue
        left = [
            {"name": one.name, "before": one.before, "after": one.after} for one in step.changes if not one.attached
        ]
        lines.append(
            {"step": step.id.number, "at": step.at, "about": list(step.about), "emptied": True, "changes": left}
        )
        if step.begins:
            lines[-1]["begins"] = True
        lines.append({"done": step.id.number})
    lines.append({"end": sitting.steps[-1].at if sitting.steps else sitting.began})
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode("utf-8")


def _listed(place: Path) -> list[str]:
    try:
        return [name for name in os.listdir(place) if not name.startswith(TEMPORARY_PREFIX)]
    except FileNotFoundError:
        return []
