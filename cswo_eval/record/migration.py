"""Bring a record of an earlier format over to the present one: tried first, kept as it was in a zip, nothing dropped.

From format 1: files had no end mark, the record kept no list of what it had had and no history, the version before each
save lay in `.previous`, earlier forms of a plan in `plans/earlier`, plan reviews at first in `reviews`.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from cswo_eval.files.checked_yaml import validate
from cswo_eval.files.file_data import read_data, text_of
from cswo_eval.files.strict_yaml import parse_yaml
from cswo_eval.files.whole_files import could_not_write, write_whole, writing_whole
from cswo_eval.record.draft import Draft
from cswo_eval.record.given_ids import higher, highest_ids
from cswo_eval.record.kinds import record_file_kind
from cswo_eval.record.layout import (
    CHECKED,
    CONTENTS,
    DRAFT,
    FOLDERS,
    HISTORY,
    LOCK,
    PLAN_REVIEWS,
    PLANS,
    PROFILE,
    SENT_LOCK,
    place_of,
    shape_of,
)
from cswo_eval.record.models import FORMAT_VERSION, Contents, RecordFile
from cswo_eval.record.seal import END, closed, is_whole
from cswo_eval.record.writer import as_yaml
from cswo_eval.text.problems import CswoEvalError, Problem, ProblemsFound

BACKUP = f"{HISTORY}/before-format-{FORMAT_VERSION}.zip"
"""The record as it was, whole."""
PREVIOUS = ".previous"
EARLIER_PLANS = f"{PLANS}/earlier"
REVIEWS_BEFORE = "reviews"
_FORMAT_BEFORE = re.compile(r"^(format_version:[ \t]*)1\b", re.MULTILINE)
_SEAL_BEFORE = re.compile(r"\n# Untouched since cswo-eval \S+ saved it: [0-9a-f]{64} \([^)\n]*\)\n\Z")


def brought_over(folder: Path) -> dict[str, str]:
    """Return the text that each file will have, by its name, without changing anything.

    Raises ProblemsFound with all that does not read: then nothing can be brought over before it is mended.
    """
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    values: list[RecordFile] = []
    for name, path in _files(folder).items():
        try:
            text, value = _file_brought_over(name, path)
        except ProblemsFound as found:
            problems += found.problems
            continue
        texts[name] = text
        values.append(value)
    if problems:
        raise ProblemsFound(problems)
    given: dict[str, int] = {}
    for value in values:
        given = higher(given, highest_ids(value))
    names = sorted(name for name in texts if name != DRAFT)
    texts[CONTENTS] = closed(as_yaml(Contents(files=tuple(names), given=given)))
    return texts


def bring_over(folder: Path) -> None:
    """Bring a record over: a zip of all that is there first, then each file, the profile at the very end.

    By the profile the next command knows that it broke off, and begins again. Raises CswoEvalError.
    """
    texts = brought_over(folder)
    _keep_as_it_was(folder)
    profile = {PROFILE: texts.pop(PROFILE)} if PROFILE in texts else {}
    _write(folder, texts)
    _take_away_what_was(folder)
    _write(folder, profile)


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        path = folder / name
        write_whole(path.resolve() if path.is_symlink() else path, text.encode("utf-8"))


def _take_away_what_was(folder: Path) -> None:
    for name in (PREVIOUS, EARLIER_PLANS):  # kept in the zip: what cannot be taken away now does no harm
        shutil.rmtree(folder / name, ignore_errors=True)
    with contextlib.suppress(OSError):
        for last in os.listdir(folder / REVIEWS_BEFORE):
            if shape_of(f"{PLAN_REVIEWS}/{last}") is not None:
                (folder / REVIEWS_BEFORE / last).unlink()
        (folder / REVIEWS_BEFORE).rmdir()  # where nothing else lies in it


def _files(folder: Path) -> dict[str, Path]:
    """Return where the record's files lie, by the names that they have now. What lies beside them is no part of it."""
    found: dict[str, Path] = {}
    for part in ("", *FOLDERS, "private"):
        with contextlib.suppress(FileNotFoundError):
            for last in sorted(_listed(folder / part)):
                name = f"{part}/{last}" if part else last
                if shape_of(name) is not None:
                    found[name] = folder / name
    with contextlib.suppress(FileNotFoundError):
        for last in sorted(_listed(folder / REVIEWS_BEFORE)):
            if shape_of(f"{PLAN_REVIEWS}/{last}") is not None:
                found.setdefault(f"{PLAN_REVIEWS}/{last}", folder / REVIEWS_BEFORE / last)
    if os.path.lexists(folder / DRAFT):
        found[DRAFT] = folder / DRAFT
    return found


def _listed(place: Path) -> list[str]:
    try:
        return os.listdir(place)
    except FileNotFoundError:
        if not os.path.lexists(place):
            raise
        what = "it is a link that leads nowhere."
    except OSError as error:
        what = f"it cannot be looked into ({error.strerror})."
    raise ProblemsFound([Problem(str(place), 0, what, "Put the folder back, and try again.")])


def _file_brought_over(name: str, path: Path) -> tuple[str, RecordFile]:
    """Return a file's text as it will be, with its comments where its owner wrote some, and what stands in it."""
    before = text_of(read_data(path, str(path)), str(path)).replace("\r\n", "\n")
    shape = shape_of(name) or Draft
    value = validate(parse_yaml(before, str(path), record_file_kind(shape)), shape)
    if value.format_version > FORMAT_VERSION:
        what = f"it was written by a newer cswo-eval (format {value.format_version})."
        raise ProblemsFound([Problem(str(path), 0, what, "Install the newer version. Nothing was changed.")])
    value = value._replace(format_version=FORMAT_VERSION)
    body = _SEAL_BEFORE.sub("\n", before)
    text = _FORMAT_BEFORE.sub(rf"\g<1>{FORMAT_VERSION}", body, count=1)
    if not is_whole(text):  # one that is was brought over before it broke off
        text = closed(text) if body != before else f"{text}{'' if text.endswith(chr(10)) else chr(10)}{END}\n"
    if not _holds(text, str(path), value):  # written in a way that it cannot be kept as it is
        text = closed(as_yaml(value))
    if name != DRAFT and place_of(value) != name:
        what = f"what stands in it belongs under the name {place_of(value)}."
        raise ProblemsFound([Problem(str(path), 0, what, "Rename it, or move it out of the record, and try again.")])
    return text, value


def _holds(text: str, path: str, value: RecordFile) -> bool:
    try:
        return validate(parse_yaml(text, path), type(value)) == value
    except ProblemsFound:
        return False


def _keep_as_it_was(folder: Path) -> None:
    """Put every file of the record into one zip, and look that it reads; an earlier try's stays as it is."""
    if (folder / BACKUP).exists():
        return
    try:
        with (
            writing_whole(folder / BACKUP) as target,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive,
        ):
            for path in sorted(
                {*folder.rglob("*"), *_files(folder).values()}
            ):  # also what lies behind a link to a folder
                name = path.relative_to(folder).as_posix()
                if path.is_file() and name not in (LOCK, SENT_LOCK, CHECKED) and not name.startswith(f"{HISTORY}/"):
                    _put_in(archive, path, os.fsencode(name).decode("utf-8", "replace"))
        with zipfile.ZipFile(folder / BACKUP) as archive:
            if archive.testzip() is not None:
                raise CswoEvalError(
                    f"{folder / BACKUP} could not be read back, so nothing was brought over. Delete it and try again."
                )
    except (OSError, zipfile.BadZipFile) as error:
        known = error if isinstance(error, OSError) else OSError("it could not be read back")
        raise CswoEvalError(could_not_write(folder / BACKUP, known)) from None


def _put_in(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    try:
        file = open(path, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise CswoEvalError(
            f"{path} could not be read ({error.strerror}), so nothing was brought over. Allow it to be read, or move it out of the record's "
            "folder, and try again."
        ) from None
    file.close()
    archive.write(path, name)
