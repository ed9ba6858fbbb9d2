"""What is asked about an attached file that is gone, changed or no file any more, and doing it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from cswo_eval.files.limits import LARGEST_ATTACHMENT
from cswo_eval.files.typed_paths import path_given
from cswo_eval.files.whole_files import could_not_write, opened_beside, replace_file, sync_folder
from cswo_eval.record.attachments import taken_as_revision
from cswo_eval.record.faults import Fault
from cswo_eval.record.layout import ATTACHMENTS, SET_ASIDE, TAKEN_BACK
from cswo_eval.record.mending.mender import Mender
from cswo_eval.record.mending.questions import Choice, Question
from cswo_eval.record.mending.words import begun
from cswo_eval.record.models import Attachment, Evidence
from cswo_eval.text.problems import CswoEvalError, ProblemsFound

_PIECE = 1 << 20


def is_attached(fault: Fault) -> bool:
    """Return whether a fault is one of an attached file that an entry names."""
    return fault.kind in ("attachment", "elsewhere") and fault.name.startswith(f"{ATTACHMENTS}/")


def question_about_attached(mender: Mender, fault: Fault) -> Question:
    """Return what is asked about an attached file. Raises ProblemsFound where the register does not read."""
    entry, one = _named(mender, fault.name)
    path = mender.folder / fault.name
    where = f"{one.name}, the file {one.id} of {entry.id}"
    told = tuple(begun(problem.what) for problem in fault.problems)
    if fault.kind == "elsewhere":
        told += (
            "To have it back, open the folder in the Finder and choose 'Download Now' on it; leave this as it is.",
        )
    choices: list[Choice] = []
    lost = not os.path.lexists(path)
    plain = path.is_file() and not path.is_symlink()
    if plain and not os.access(path, os.R_OK):
        choices.append(Choice("Allow yourself to read it.", lambda _: mender.allow(fault.name)))
    elif not _way_is_clear(mender, path):
        way = next(one for one in _way(mender, path) if one.is_symlink() or not one.is_dir())
        name = way.relative_to(mender.folder).as_posix()
        choices.append(
            Choice(f"Set aside what lies in the place of the folder '{name}'.", lambda _: mender.set_aside(name))
        )
    else:
        found = next(_same_bytes(mender, one), None)
        if found is not None:
            says = f"Put it back: {found.relative_to(mender.folder).as_posix()} holds the same, letter for letter."
            choices.append(Choice(says, lambda _: _put_back(mender, fault.name, one, found)))
        choices.append(
            Choice(
                "Put it back from a file that you name, such as a backup.",
                lambda given: _put_back(mender, fault.name, one, path_given(given)),
                "Which file? Its whole path, as you would type it.",
            )
        )
        if plain and 0 < path.stat().st_size <= LARGEST_ATTACHMENT:
            choices.append(
                Choice(
                    "The change was meant: take what it holds now as a new version of it.",
                    lambda _: _as_revision(mender, entry.id, one),
                )
            )
    if _way_is_clear(mender, path):
        aside = "" if lost else "What lies there is set aside, and the"
        says = f"{aside or 'The'} file itself is gone, I know. The entry stays and says so."
        choices.append(Choice(says, lambda _: _known_to_be_gone(mender, fault.name)))
    return Question(f"{where}, is not as it was attached.", told, tuple(choices))


def _named(mender: Mender, name: str) -> tuple[Evidence, Attachment]:
    for entry in mender.record.register().entries:
        for one in entry.attachments:
            if f"{ATTACHMENTS}/{one.stored}" == name:
                return entry, one
    raise ProblemsFound([])


def _way(mender: Mender, path: Path) -> Iterator[Path]:
    """Give the folders in which an attached file lies, the outermost first."""
    for parent in reversed(path.parents):
        if parent != mender.folder and parent.is_relative_to(mender.folder):
            yield parent


def _way_is_clear(mender: Mender, path: Path) -> bool:
    return all(not os.path.lexists(one) or (one.is_dir() and not one.is_symlink()) for one in _way(mender, path))


def _same_bytes(mender: Mender, wanted: Attachment) -> Iterator[Path]:
    """Give the files that hold the attached bytes: taken back by `undo`, set aside, or lying somewhere in the attachments."""
    for part in (TAKEN_BACK, SET_ASIDE, ATTACHMENTS):
        for place, _, names in os.walk(mender.folder / part):
            for name in sorted(names):
                path = Path(place, name)
                if _digest(path, wanted.size) == wanted.sha256:
                    yield path


def _digest(path: Path, size: int | None = None) -> str:
    """Return the SHA-256 of an ordinary file; '' for what is none, cannot be read, or has another size than this one."""
    try:
        if path.is_symlink() or not path.is_file() or (size is not None and path.stat().st_size != size):
            return ""
        digest = hashlib.sha256()
        with open(path, "rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
        return digest.hexdigest()
    except OSError:
        return ""


def _put_back(mender: Mender, name: str, wanted: Attachment, source: Path) -> str:
    """Put the attached bytes back in their place. Raises CswoEvalError where the source holds others."""
    if not source.is_file():
        raise CswoEvalError(f"There is no file {source}. Check its name and folder. Nothing was changed.")
    if _digest(source) != wanted.sha256:
        raise CswoEvalError(
            f"{source} is not the file that was attached: it holds something else. Nothing was changed. Name another, or attach "
            "it as a file of its own with `cswo-eval evidence edit`."
        )
    target = mender.folder / name
    told = f" What lay there is kept as {mender.moved_aside(name)}." if os.path.lexists(target) else ""
    try:
        with opened_beside(target) as (written, copy), open(source, "rb") as file:
            while piece := file.read(_PIECE):
                copy.write(piece)
        replace_file(written, target)
    except OSError as error:
        raise CswoEvalError(could_not_write(target, error)) from None
    sync_folder(target.parent)
    return f"Put back, letter for letter as it was attached.{told}"


def _as_revision(mender: Mender, entry: str, one: Attachment) -> str:
    """Take what a changed file holds now as a new version of it; the changed file itself is set aside."""
    register = mender.record.register()
    found = next(held for held in register.entries if held.id == entry)
    revision = taken_as_revision(mender.writer, found, one, mender.at)
    register = register.with_entry(found._replace(attachments=(*found.attachments, revision)))
    mender.writer.save_register(register)
    kept = mender.moved_aside(f"{ATTACHMENTS}/{one.stored}")
    return f"It is {revision.id} of {entry} now, a new version of {one.id}. The changed file is kept as {kept} as well."


def _known_to_be_gone(mender: Mender, name: str) -> str:
    told = ""
    if os.path.lexists(mender.folder / name):
        told = f" What lay there is kept as {mender.moved_aside(name)}."
    mender.writer.know_missing([name])
    return f"Noted. The entry stays, and says that its file is gone.{told}"
