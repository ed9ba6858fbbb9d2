"""Mend one thing in a record, under its lock: put back, put in place, take out of the way. Each gives the sentence of what was done.

A file that is put back as the last save left it is no step of the history: what came before can still be taken back. Anything
else that takes a file's place is a step, and can itself be taken back.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cswo_eval.files.strict_yaml import parse_yaml
from cswo_eval.files.whole_files import could_not_write, write_whole
from cswo_eval.record.given_ids import ACCOUNT, about, file_of_entry
from cswo_eval.record.history.sittings import History, read_history
from cswo_eval.record.history.transaction import NewText
from cswo_eval.record.layout import CONTENTS, HISTORY, PROFILE, SENT, reflection_file
from cswo_eval.record.mending.doubled_in_text import (
    FILES_OF_AN_ENTRY,
    DoubledInFile,
    with_id_at,
    with_new_id,
    without_one,
)
from cswo_eval.record.mending.kept_texts import KeptText, kept_text, read_as, read_of_kind, text_of_file
from cswo_eval.record.mending.list_made_again import list_made_again
from cswo_eval.record.mending.set_aside import keep_aside, move_aside
from cswo_eval.record.mending.words import called
from cswo_eval.record.models import Contents, RecordFile
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.record.seal import closed
from cswo_eval.record.sent import said_numbers
from cswo_eval.record.sent_log import missing_numbers, text_of_log
from cswo_eval.record.store import new_profile
from cswo_eval.record.writer import RecordWriter, as_yaml
from cswo_eval.text.moments import plain_moment
from cswo_eval.text.problems import CswoEvalError


class Mender:
    """Mends the record whose lock `writer` holds. `at` is the UTC moment, by which what is set aside is found again."""

    def __init__(self, writer: RecordWriter, at: str) -> None:
        self.writer = writer
        self.record = writer.record
        self.folder: Path = writer.record.folder
        self.at = at
        self._history: History | None = None
        self._kept: dict[str, KeptText | None] = {}

    @property
    def history(self) -> History:
        """What the history says. Empty where it cannot be read."""
        if self._history is None:
            try:
                self._history = read_history(self.folder)
            except OSError:
                self._history = History(())
        return self._history

    def kept(self, name: str) -> KeptText | None:
        """Return a file's text as the last save left it, or None."""
        if name not in self._kept:
            self._kept[name] = kept_text(self.history, name)
        return self._kept[name]

    # --- out of the way ---------------------------------------------------------------------------------------------

    def set_aside(self, name: str) -> str:
        """Take a file, folder or link out of the way. Raises CswoEvalError."""
        kept = self.moved_aside(name)
        return f"Set aside whole, as {kept} in your record's folder. It is not read there."

    def moved_aside(self, name: str) -> str:
        """Move what lies under a name to where it is kept; of a link to a file, the bytes of that file. Returns its name there.

        Raises CswoEvalError.
        """
        path = self.folder / name
        self.record.read_checksums.pop(name, None)
        self.record.read_values.pop(name, None)
        if path.is_symlink() and path.is_file():
            try:
                return keep_aside(self.folder, name, self.at, path.read_bytes())
            except OSError as error:
                raise CswoEvalError(could_not_write(path, error)) from None
        return move_aside(self.folder, name, self.at)

    def _cleared(self, name: str) -> str:
        """Take out of the way whatever lies under a name; return what is to be said of it."""
        told = ""
        if os.path.lexists(self.folder / name):
            told = f" What lay there is kept as {self.moved_aside(name)}."
        folder, _, last = name.rpartition("/")
        placeholder = f"{folder}/.{last}.icloud" if folder else f".{last}.icloud"
        if os.path.lexists(self.folder / placeholder):
            told += f" The placeholder is kept as {self.moved_aside(placeholder)}."
        return told

    def allow(self, name: str) -> str:
        """Let the owner read and write a file, or look into a folder. Raises CswoEvalError where the system refuses."""
        path = self.folder / name
        rights = stat.S_IRWXU if path.is_dir() else stat.S_IRUSR | stat.S_IWUSR
        try:
            path.chmod(path.stat().st_mode | rights)
        except OSError as error:
            raise CswoEvalError(
                f"{path} could not be opened to you ({error.strerror}). Ask whoever looks after this machine."
            ) from None
        return f"You may use {name or 'the folder'} again."

    # --- a file in its place ----------------------------------------------------------------------------------------

    def put_back(self, name: str, kept: KeptText) -> str:
        """Put a file back as the last save left it. Raises CswoEvalError."""
        told = self._cleared(name)
        self._write(name, kept.text)
        return f"Put back {called(name)} as it was saved on {plain_moment(kept.at)}.{told}"

    def go_on_with(self, name: str, kept: KeptText | None) -> str:
        """Go on with a file as it lies there, though the last save left it otherwise: `kept`, where that is known. Raises CswoEvalError."""
        present = text_of_file(self.folder / name)
        value = read_as(name, present) if present is not None else None
        if present is None or value is None:
            raise CswoEvalError(f"{self.folder / name} was changed meanwhile, so it was left as it is.")
        self._step(name, kept.text if kept is not None else present, present, value)
        return f"{called(name)} stays as it is now."

    def put_in_place(self, name: str, text: str, value: RecordFile, what: str) -> str:
        """Let a file hold another text that reads as it should; `what` begins the sentence. Raises CswoEvalError."""
        path, kept = self.folder / name, self.kept(name)
        present = text_of_file(path)
        if present is not None and read_as(name, present) is not None:
            told = f" What it held is kept as {keep_aside(self.folder, name, self.at, path.read_bytes())}."
        else:
            told = self._cleared(name)
            present = kept.text if kept is not None else None  # so that `undo` goes back to what was saved
            if present is not None:
                self._write(name, present)
        if present is None:
            self._write(name, text)
        else:
            self._step(name, present, text, value)
        return f"{what}{told}"

    def put_under_own_name(self, name: str, right: str, text: str, value: RecordFile) -> str:
        """Give what lies under a wrong name its right one, which is free. Raises CswoEvalError."""
        kept = self.moved_aside(name)
        self._step(right, None, text, value)
        return f"It is {called(right)} now. As it was, it is kept as {kept}."

    def keep_as_own_account(self, name: str, text: str) -> str:
        """Keep what lies under a wrong name as an account of its own, with a number that none has had. Raises CswoEvalError."""
        given = f"{ACCOUNT}{self._next_account()}"
        changed = with_id_at(text, (), given)
        value = read_of_kind(Reflection, changed) if changed is not None else None
        if changed is None or value is None:
            raise CswoEvalError(f"{name} is not written plainly enough for that. Nothing was changed.")
        kept = self.moved_aside(name)
        self._step(reflection_file(given), None, changed, value)
        return f"It is your account {given} now, and every other account keeps its number. As it was, it is kept as {kept}."

    def _next_account(self) -> int:
        number = self.record.given(ACCOUNT) + 1
        while os.path.lexists(self.folder / reflection_file(f"{ACCOUNT}{number}")):
            number += 1
        return number

    def make_profile(self) -> str:
        """Begin the profile anew where nothing of it is left. Raises CswoEvalError."""
        told = self._cleared(PROFILE)
        self._write(PROFILE, closed(as_yaml(new_profile(self.at))))
        return f"Your profile is made again. Your name, targets, hours and leave are not in it any more: say them again.{told}"

    def part_doubled(self, name: str, found: DoubledInFile) -> str:
        """Let both things of one id be things of their own: the second gets a number that none has had. Raises CswoEvalError."""
        one = found.one
        kind = one.id[0] if one.path[-1] != FILES_OF_AN_ENTRY else ""
        number = self._next_number(name, found, kind)
        given = f"{one.id[0]}{number}"
        text = with_new_id(found, given)
        if text is None:
            raise CswoEvalError(f"{called(name)} is not written plainly enough for that. Nothing was changed.")
        self._change_text(name, found.text, text, (one.id, given))
        return f"Both stay. The second is {given} now; whatever names {one.id} means the first."

    def _next_number(self, name: str, found: DoubledInFile, kind: str) -> int:
        value = parse_yaml(found.text, name).value
        held, entry = value, ""
        for step in found.one.path:
            entry = held[step].get("id", "") if isinstance(step, int) else entry
            held = held[step]
        given = self.record.given(kind or file_of_entry(entry))
        numbers = [int(one["id"][1:]) for one in held if isinstance(one, dict) and str(one.get("id"))[1:].isdecimal()]
        return max(given, *numbers) + 1

    def keep_one_of_doubled(self, name: str, found: DoubledInFile, second: bool) -> str:
        """Keep the second (or the first) of two things of one id, and set the other aside. Raises CswoEvalError."""
        split = without_one(found, second=not second)
        if split is None:
            raise CswoEvalError(f"{called(name)} is not written plainly enough for that. Nothing was changed.")
        aside = f"{name.removesuffix('.yaml')}-{found.one.id}.yaml"
        kept = keep_aside(self.folder, aside, self.at, split.taken_out.encode("utf-8"))
        self._change_text(name, found.text, split.text, (found.one.id,))
        return f"The {'second' if second else 'first'} {found.one.id} stays. The other is kept as {kept}."

    def make_list_again(self) -> str:
        """Make the list of what the record has had again. Raises CswoEvalError."""
        self.record.contents = Contents()  # for reading until it is there
        try:
            made = list_made_again(self.record, self.history)
            told = self._cleared(HISTORY) if not (self.folder / HISTORY).is_dir() else ""
            told += self._cleared(CONTENTS)
            self.writer.keep_list(made)
        except BaseException:
            self.record.forget_contents()
            raise
        return f"The list is made again: {len(self.record.contents.files)} files.{told}"

    # --- what is gone for good --------------------------------------------------------------------------------------

    def accept(self, name: str) -> str:
        """Take a file that is gone off the list of what the record has. Its ids stay given. Raises CswoEvalError."""
        told = self._cleared(name)
        self.writer.list_again([name])
        return f"Your record goes on without {called(name)}. The numbers in it are not given again.{told}"

    # --- how it is written ------------------------------------------------------------------------------------------

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        write_whole(path.resolve() if path.is_symlink() else path, text.encode("utf-8"))
        self.writer.list_again([name])

    def know_lost_exports(self) -> str:
        """Keep that the owner knows which exports are missing from the log of what has left. Raises CswoEvalError."""
        missing, log = missing_numbers(self.record), self.record.sent()
        self._write(SENT, text_of_log(log._replace(lost_up_to=max(missing, default=log.lost_up_to))))
        return f"{called(SENT)} goes on without {said_numbers(missing)}. No number is given again."

    def _step(self, name: str, before: str | None, text: str, value: RecordFile) -> None:
        if name == SENT:  # what has left cannot be taken back
            self._write(name, text)
            return
        ids = about(read_as(name, before) if before is not None else None, value)
        self.writer.take_step([NewText(name, before, text)], [], list(ids), values=[value])
        self._forget_history()

    def _change_text(self, name: str, before: str, text: str, ids: tuple[str, ...]) -> None:
        value = read_as(name, text)  # None where another id in it stands twice: that is asked about next
        if text_of_file(self.folder / name) != before:
            raise CswoEvalError(f"{self.folder / name} was changed meanwhile, so it was left as it is.")
        if name == SENT:
            self._write(name, text)
            return
        self.writer.take_step([NewText(name, before, text)], [], list(ids), values=[value] if value is not None else [])
        self._forget_history()

    def _forget_history(self) -> None:
        self._history = None
        self._kept = {}
