"""Entries, accounts and attached files destroyed for good: out of the record, its attached files and its history.

What is to go is written down first, by its ids alone. From then on it goes, whenever that breaks off: the next opening goes on.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from cswo_eval.files.whole_files import could_not_write, sweep_temporaries, sync_folder, write_whole
from cswo_eval.record.fields import own_words
from cswo_eval.record.history.emptied import empty_history, left_of_what_was
from cswo_eval.record.layout import (
    ATTACHMENTS,
    CHECKED,
    PURGING,
    REGISTER,
    reflection_file,
    round_file,
)
from cswo_eval.record.migration import EARLIER_PLANS, PREVIOUS
from cswo_eval.record.models import Attachment, Evidence, EvidenceRegister, Round
from cswo_eval.record.portfolio_models import GuardDecisions, PriorLearning, PriorLearningClaim, Reflection
from cswo_eval.record.reader import RecordReader
from cswo_eval.record.register_changes import any_account, any_entry, attachment_named, is_account_id
from cswo_eval.record.tool_models import ToolRun, without_entries
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError

COMMAND = "evidence purge"
_OWN_WORDS_AT_LEAST = 3
"""Characters below which a text is too short to tell whose it is."""

Naming = TypeVar("Naming", Reflection, PriorLearningClaim)
"""What may name entries of the register."""

Named = TypeVar("Named", Reflection, Evidence)


class Purge(NamedTuple):
    """What is to be destroyed, and what else is touched by it."""

    names: tuple[str, ...]
    """The ids, as the record writes them: 'E7', 'R1', 'E7/T1'."""
    entries: tuple[Evidence, ...]
    accounts: tuple[Reflection, ...]
    files: tuple[tuple[str, Attachment], ...]
    """Every attached file that goes, each with its entry's id: alone, or with its entry."""
    named_by: tuple[str, ...]
    """The accounts, claims and runs of tools that name an entry that goes, by id: they no longer will."""
    answers: tuple[str, ...]
    """What was answered in tools about an entry that goes, by the record's ids: it goes with it."""
    kept_aside: tuple[str, ...]
    """What the history keeps besides its texts, by name: it goes too, because it may hold the same words."""


def to_purge(record: RecordReader, given: Iterable[str]) -> Purge:
    """Return what these ids name. Raises CswoEvalError with every id that is none, and where something does not read."""
    register, accounts = record.register(), record.reflections()
    entries: dict[str, Evidence] = {}
    gone: dict[str, Reflection] = {}
    files: dict[tuple[str, str], Attachment] = {}
    wrong: list[str] = []
    for one in given:
        try:
            entry_id, _, file = one.strip().partition("/")
            if is_account_id(one):
                account = any_account(accounts, one)
                gone[account.id] = account
            elif file:
                entry = any_entry(register, entry_id)
                attachment = attachment_named(entry, file)
                files[entry.id, attachment.id] = attachment
            else:
                entry = any_entry(register, one)
                entries[entry.id] = entry
        except CswoEvalError as problem:
            wrong.append(str(problem))
    if wrong:
        raise CswoEvalError("\n".join([*dict.fromkeys(wrong), "Nothing was destroyed."]))
    alone = [f"{entry}/{file}" for entry, file in files if entry not in entries]
    files.update({(entry.id, one.id): one for entry in entries.values() for one in entry.attachments})
    named_by = [one.id for one in accounts if one.id not in gone and entries.keys() & set(one.evidence)]
    named_by += [one.id for one in record.prior_learning().claims if entries.keys() & set(one.evidence)]
    runs = [(one, without_entries(one, entries)) for one in record.tool_runs()]
    named_by += [f"{one.begun}/{one.tool}" for one, new in runs if new != one]
    return Purge(
        (*entries, *gone, *alone),
        tuple(entries.values()),
        tuple(gone.values()),
        tuple((entry, one) for (entry, _), one in files.items()),
        tuple(named_by),
        tuple(one.said_id(key) for one, new in runs for key in one.answers if key not in new.answers and "/" in key),
        left_of_what_was(record.folder),
    )


def purge(writer: RecordWriter, names: Sequence[str]) -> None:
    """Destroy what these ids name, as `to_purge` gives them. It ends the writer's sitting: nothing is saved with it afterwards.

    Raises CswoEvalError: nothing was changed where it was refused, and `pending` names what is still to be gone on with.
    """
    folder = writer.record.folder
    _changed(writer.record, names)  # whatever does not read is said before anything is done
    write_whole(folder / PURGING, json.dumps({"purge": list(names)}).encode("ascii"))
    try:
        _take_out(writer, names)
    except CswoEvalError:
        with contextlib.suppress(OSError):  # a step is taken whole or not at all
            (folder / PURGING).unlink()
        raise
    _finish(writer, names)


def pending(folder: Path) -> tuple[str, ...]:
    """Return the ids of what is being destroyed and is not gone yet; none where nothing is. Raises CswoEvalError."""
    try:
        value = json.loads((folder / PURGING).read_bytes())
        return tuple(map(str, value["purge"]))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError):
        raise CswoEvalError(
            f"Something of this record was being destroyed for good, and {folder / PURGING}, which says what, does not read. Delete that "
            "file, and run `cswo-eval evidence purge` again."
        ) from None


def go_on(writer: RecordWriter) -> tuple[str, ...]:
    """Go on with what broke off, with a writer of its own; return the ids of what is gone now. Raises CswoEvalError."""
    names = pending(writer.record.folder)
    if names:
        _take_out(writer, names)
        _finish(writer, names)
    return names


# --- out of the record's files ------------------------------------------------------------------------------------


class _Changed(NamedTuple):
    """The record's files as they will be: what is to be saved, and the accounts that are to be taken away."""

    register: EvidenceRegister | None
    accounts: tuple[Reflection, ...]
    claims: PriorLearning | None
    rounds: tuple[Round, ...]
    decisions: GuardDecisions | None
    tool_runs: tuple[ToolRun, ...]
    gone: tuple[Reflection, ...]


def _changed(record: RecordReader, names: Sequence[str]) -> _Changed:
    """Return what is to be saved so that nothing names or holds these ids; each None or empty where nothing is. Raises ProblemsFound."""
    going = set(names)
    register, claims, decisions = record.register(), record.prior_learning(), record.guard_decisions()
    accounts = record.reflections()
    without = [_without_files(entry, going) for entry in register.entries if entry.id not in going]
    new_register = register._replace(entries=tuple(without))
    new_claims = claims._replace(claims=tuple(_unnamed(one, going) for one in claims.claims))
    new_decisions = decisions._replace(
        accepted=tuple(one for one in decisions.accepted if not any(_is_about(one.where, name) for name in names))
    )
    rounds = [record.read(round_file(day)) for day in record.round_days()]
    kept = [(one, _unnamed(one, going)) for one in accounts if one.id not in going]
    return _Changed(
        new_register if new_register != register else None,
        tuple(new for old, new in kept if new != old),
        new_claims if new_claims != claims else None,
        tuple(one._replace(entry_open=None) for one in rounds if isinstance(one, Round) and one.entry_open in going),
        new_decisions if new_decisions != decisions else None,
        tuple(new for one in record.tool_runs() if (new := without_entries(one, going)) != one),
        tuple(one for one in accounts if one.id in going),
    )


def _without_files(entry: Evidence, going: set[str]) -> Evidence:
    out = {one.id for one in entry.attachments if f"{entry.id}/{one.id}" in going}
    if not out:
        return entry
    kept = [one for one in entry.attachments if one.id not in out]
    return entry._replace(
        attachments=tuple(one._replace(replaces=None) if one.replaces in out else one for one in kept)
    )


def _unnamed(value: Naming, going: set[str]) -> Naming:
    """Return an account or a claim that no longer names entries that go."""
    kept = tuple(one for one in value.evidence if one not in going)
    return value if kept == value.evidence else value._replace(evidence=kept)


def _is_about(where: str, name: str) -> bool:
    """Return whether a place in words ('E7, what it shows'; 'E7, file T1 (minute.pdf)') is that of an id."""
    entry, _, file = name.partition("/")
    said = f"{entry}, file {file}" if file else entry
    return where == said or where.startswith((f"{said},", f"{said} "))


def _take_out(writer: RecordWriter, names: Sequence[str]) -> None:
    record = writer.record
    changed = _changed(record, names)
    _drop_draft(writer, changed, names)
    files = [REGISTER] if changed.register is not None else []
    writer.list_again([*files, *(reflection_file(one.id) for one in changed.gone)])  # their numbers stay given
    with writer.together():
        if changed.register is not None:
            writer.save_register(changed.register)
        for account in changed.accounts:
            writer.save_reflection(account)
        if changed.claims is not None:
            writer.save_prior_learning(changed.claims)
        for round_ in changed.rounds:
            writer.save_round(round_)
        for run in changed.tool_runs:
            writer.save_tool_run(run)
        if changed.decisions is not None:
            writer.save_guard_decisions(changed.decisions)
        for account in changed.gone:
            writer.take_away(reflection_file(account.id))


def _drop_draft(writer: RecordWriter, changed: _Changed, names: Sequence[str]) -> None:
    """Forget what was being typed where it is of an entry that goes, or cannot be read."""
    record = writer.record
    if not record.has_draft():
        return
    draft = record.draft()
    words = [
        text.strip()
        for entry in record.register().entries
        if entry.id in names
        for text in (*(getattr(entry, name) for name in own_words(Evidence)), *(link.reason for link in entry.links))
    ]
    typed = draft.text.strip() if draft is not None else ""
    same = any(len(text) >= _OWN_WORDS_AT_LEAST and (text in typed or (typed and typed in text)) for text in words)
    if draft is None or draft.about & set(names) or same:
        writer.drop_draft()


# --- out of everything else ---------------------------------------------------------------------------------------


def _finish(writer: RecordWriter, names: Sequence[str]) -> None:
    folder = writer.record.folder
    try:
        for path in _attached(folder, names):
            _delete(path)
        for name in names:
            sync_folder((folder / ATTACHMENTS / name).parent)
        writer.drop_missed(lambda missed: any(_is_file_of(missed, name) for name in names))
        writer.end()  # what it did is in the history too, until the history is emptied
        empty_history(folder)
        for name in (PREVIOUS, EARLIER_PLANS, CHECKED):
            _delete(folder / name)
        sweep_temporaries(folder)
        (folder / PURGING).unlink()
        sync_folder((folder / PURGING).parent)
    except OSError as error:
        place = Path(error.filename) if isinstance(error.filename, str) else folder
        raise CswoEvalError(
            f"{could_not_write(place, error)} What was to be destroyed is not wholly gone yet: the next command goes on with it."
        ) from None


def _attached(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    for name in names:
        entry, _, file = name.partition("/")
        place = folder / ATTACHMENTS / entry
        if not re.fullmatch(r"E\d+", entry) or not os.path.lexists(place):
            continue
        if file:
            yield from (place / last for last in os.listdir(place) if last.startswith(f"{file}-"))
        else:
            yield place


def _is_file_of(stored: str, name: str) -> bool:
    """Return whether the name of an attached file in the record is that of an id: all of an entry's, or one."""
    entry, _, file = name.partition("/")
    return stored.startswith(f"{ATTACHMENTS}/{entry}/{f'{file}-' if file else ''}")


def _delete(path: Path) -> None:
    """Delete a file, or a folder with all in it; a link, and not what it leads to. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
