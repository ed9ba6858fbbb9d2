"""Files that are kept with an entry: copied into the record, a newer version beside the earlier one."""

from __future__ import annotations

import contextlib
import os
import shlex
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cswo_eval.cli.guard_remarks import remark_on_file
from cswo_eval.cli.interviews.conversation import Conversation, Stopped
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.mistakes import Mistakes
from cswo_eval.cli.setting import Setting, now
from cswo_eval.files.typed_paths import path_given
from cswo_eval.pages.evidence_sections.one_entry import FileState
from cswo_eval.record.attachments import copy_in, path_of, verify, with_attachment
from cswo_eval.record.models import Attachment, Evidence, EvidenceRegister
from cswo_eval.record.register_changes import newest_wanted, replaced_by
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.moments import local_day
from cswo_eval.text.problems import CswoEvalError


class FileWish(NamedTuple):
    """A file to attach, and the id of the attachment that it is the newer version of."""

    source: Path
    replaces: str | None = None


def path_typed(text: str) -> Path | None:
    """Return the place of a file as it was typed, pasted or dropped on a window (in quotes, or with escaped spaces)."""
    given = text.strip()
    if not given:
        return None
    if len(given) > 1 and given[0] == given[-1] and given[0] in "\"'":
        given = given[1:-1]
    elif "\\ " in given and os.name == "posix" and not Path(given).exists():
        with contextlib.suppress(ValueError):  # an open quote: then it is a name as it stands
            given = " ".join(shlex.split(given))
    return path_given(given)


def with_files(
    setting: Setting, writer: RecordWriter, entry: Evidence, wishes: Iterable[FileWish], mistakes: Mistakes
) -> tuple[Evidence, tuple[Attachment, ...]]:
    """Copy files, to be in the record when the entry is saved. Returns the entry with them, and what was added.

    What is wrong goes to `mistakes`. Save within `copies_only_if_saved`.
    """
    added = []
    for wish in wishes:
        file = mistakes.reading("", copy_in, writer, entry, wish.source, now(), wish.replaces)
        if file is not None:
            if file in entry.attachments:
                setting.terminal.say(f"{file.id} {file.name} was gone from your record, and is put back.")
            else:
                added.append(file)
            entry = with_attachment(entry, file)
    return entry, tuple(added)


@contextlib.contextmanager
def copies_only_if_saved(writer: RecordWriter) -> Iterator[None]:
    """Take away the copies that wait for their entry where what is done within is refused or cannot be saved."""
    try:
        yield
    except CswoEvalError:
        writer.drop_attached()
        raise


def tell_of_files(setting: Setting, entry: Evidence, files: Iterable[Attachment]) -> None:
    """Say what was copied in and what stands in it that may identify somebody. The entry is saved by then."""
    now_current = {one.id for one in entry.current_attachments()}
    for file in files:
        said = f"{entry.id}, {file.name}"
        before = next((one for one in entry.attachments if one.id == file.replaces), None)
        kept = f"Copied into your record: {file.name}, as {file.id} of {entry.id}"
        if before is not None:
            kept += f", the newer version of {before.id} {before.name}, which is kept too"
        setting.terminal.say(f"{kept}.", "dim")
        same = [
            one
            for one in entry.attachments
            if one.id != file.id and one.id in now_current and _same_name(one, file.name) and file.id in now_current
        ]
        if same:
            setting.terminal.say(
                f"{entry.id} has two files of this name now. Where {file.id} is the newer version of {same[0].id}, say so: "
                f"cswo-eval evidence edit {entry.id} --replace {same[0].id} {file.id}"
            )
        remark_on_file(setting, said, path_of(setting.record, file))


def same_named(entry: Evidence, source: Path) -> Attachment | None:
    """Return the file of this entry that has the same name and no newer version, or None."""
    return next((one for one in entry.current_attachments() if _same_name(one, source.name)), None)


def _same_name(file: Attachment, name: str) -> bool:

    return unicodedata.normalize("NFC", file.name).casefold() == unicodedata.normalize("NFC", name).casefold()


def asked_wish(conversation: Conversation, entry: Evidence, source: Path) -> FileWish:
    """Return the file to attach; where the entry has one of the same name, ask whether this is its newer version."""
    earlier = same_named(entry, source)
    if earlier is None or not source.is_file():
        return FileWish(source)
    newer = conversation.agreed(
        f"{entry.id} has {earlier.name} already ({earlier.id}, added {local_day(earlier.added)}). Is this its newer version?",
        "Yes keeps both and shows the newer; no keeps them as two files.",
    )
    return FileWish(source, earlier.id if newer else None)


def asked_wishes(setting: Setting, writer: RecordWriter, entry: Evidence, wishes: Iterable[FileWish]) -> list[FileWish]:
    """Return the files to attach; at a terminal, whether each is the newer version of one of the same name is asked."""
    conversation = Conversation(setting, Keyboard(), writer)
    if not conversation.keyboard.interactive:
        return list(wishes)
    try:
        return [asked_wish(conversation, entry, wish.source) for wish in wishes]
    except Stopped:
        raise CswoEvalError("Stopped, and nothing was changed.") from None


def newer_version(
    entry: Evidence, given: tuple[str, str] | None, mistakes: Mistakes
) -> tuple[Evidence, list[FileWish]]:
    """Return what `--replace T1 FILE` asks for: the file to copy in; where it names a file of the entry, the entry changed.

    What is wrong goes to `mistakes`.
    """
    if given is None:
        return entry, []
    earlier, later = given
    if later.strip().upper() in {one.id for one in entry.attachments}:
        return mistakes.reading("--replace", replaced_by, entry, earlier, later) or entry, []
    file = mistakes.reading("--replace", newest_wanted, entry, earlier)
    path = mistakes.reading("--replace", path_given, later)
    return entry, [FileWish(path, file.id)] if file is not None and path is not None else []


def states_of(setting: Setting, entry: Evidence) -> tuple[FileState, ...]:
    """Return how each file of an entry stands, after reading it: the newest of its line or not, and what is wrong with it."""
    problems = verify(setting.record, EvidenceRegister(entries=(entry._replace(removed=None),)))
    wrong = {one.attachment: f"{one.what} {one.remedy}" for one in problems}
    newest = {one.id for one in entry.current_attachments()}
    return tuple(FileState(one, one.id in newest, wrong.get(one.id, "")) for one in entry.attachments)
