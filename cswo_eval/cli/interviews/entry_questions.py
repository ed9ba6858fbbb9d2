"""The questions about an entry of the register, each answer saved before the next is asked."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cswo_eval.cli.interviews.asking import Stopped
from cswo_eval.cli.interviews.conversation import Conversation
from cswo_eval.cli.interviews.entry_files import (
    FileWish,
    asked_wish,
    copies_only_if_saved,
    path_typed,
    tell_of_files,
    with_files,
)
from cswo_eval.cli.interviews.form_host import FormHost, read_as_answer
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.said_marks import tell_mark
from cswo_eval.cli.mistakes import Mistakes
from cswo_eval.cli.setting import Setting
from cswo_eval.forms.filling import Filling, Known, Step
from cswo_eval.forms.known import elements_told
from cswo_eval.forms.questions import NotAnAnswer
from cswo_eval.framework.form_models import Form
from cswo_eval.framework.framework import Framework
from cswo_eval.record.fields import said_field
from cswo_eval.record.models import Bearing, Evidence, Link
from cswo_eval.record.register_changes import (
    LinkWish,
    edited,
    linked,
    present_entry,
    refuse_blank_title,
    tagged,
)
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.says_nothing import SAY_IT, says_nothing
from cswo_eval.text.words import listed

ALL_QUESTIONS = ("title", "date", "kind", "shows", "my_part", "confirmer", "links", "tags", "files")
"""In the order they are asked."""
NEEDED = ("title", "date", "shows", "my_part", "confirmer", "links")
"""Where all of these were given, nothing more is asked."""
QUICK = ("title", "date", "shows", "links")
"""What `--quick` asks: the rest can be said another day."""
OF_A_LINK = ("bearing", "reason")
"""Asked for each id named at `links`."""
PURPOSES = {"cpl": "CPL", "annual-report": "Annual report"}
BEARINGS: Mapping[str, Bearing] = {"f": "supports", "a": "contradicts"}
"""Which way a link points, by what is typed."""
_TEXTS = ("title", "shows", "my_part", "confirmer")


class EntryQuestions(FormHost):
    """Asks about one entry. One that is not in the register yet is saved with its title, by `save_new`."""

    form_name = "evidence"

    def __init__(
        self,
        setting: Setting,
        writer: RecordWriter,
        keyboard: Keyboard,
        entry: Evidence,
        save_new: Callable[[Evidence], Evidence] | None = None,
        quick: bool = False,
    ) -> None:
        """`quick`: what it bears on is asked once, and nothing more of each."""
        super().__init__(setting, writer, keyboard, entry.id)
        self.quick = quick
        self._entry = entry
        self._save_new = save_new

    @property
    def entry(self) -> Evidence:
        """The entry as it is saved now, or as it would be."""
        return self._entry if self._save_new is not None else present_entry(self.setting.register, self.subject)

    @property
    def is_saved(self) -> bool:
        """Whether the entry is in the register."""
        return self._save_new is None

    def begin_with(self, entry: Evidence) -> None:
        """Ask about this entry, which is saved now."""
        self._save_new, self._entry = None, entry

    def form(self) -> Form:
        """Return the form; the quick one asks once what it bears on."""
        form = super().form()
        if not self.quick:
            return form
        return form._replace(fields=tuple(one._replace(more=one.more and one.id != "links") for one in form.fields))

    def answers(self) -> Mapping[str, Any]:
        """Return what the entry says already."""
        entry = self.entry
        kinds = [one.id for one in self.setting.framework.evidence_kinds.kinds]
        said: dict[str, Any] = {name: getattr(entry, name) for name in _TEXTS}
        said["date"] = "today" if entry.effective == self.today else entry.effective
        said["kind"] = str(kinds.index(entry.kind) + 1) if entry.kind in kinds else None
        return said | link_answers(entry.links)

    def known(self) -> Known:
        """Return what its questions take from elsewhere, and what the entry has."""
        known, entry = super().known(), self.entry
        return known._replace(
            words={
                "bears_on": said_bears_on(entry.links),
                "tagged": f"It has {listed(entry.tags)}; a number again takes it off. " if entry.tags else "",
                "attached": self._attached(entry),
                "ask_file": "Another file to keep with it?" if self._attached(entry) else "A file to keep with it?",
            },
        )

    def _attached(self, entry: Evidence) -> str:
        files = listed(f"{one.id} {one.name}" for one in entry.attachments)
        return f"It has {files}. " if files else ""

    def put(self, question: Any, script: Filling) -> None:
        """Show the headings above the question that takes their numbers."""
        super().put(question, script)
        if question.field == "tags":
            self.terminal.say("")
            self.terminal.say("\n".join(headings_listed(self.setting.framework)), "dim")

    def explain(self, question: Any, script: Filling, whole: bool) -> None:
        """Explain a question; of the headings, what each means."""
        super().explain(question, script, whole)
        if question.field == "tags":
            self.terminal.say("\n".join(headings_explained(self.setting.framework)))
        elif question.field == "links":
            self.terminal.say(elements_told(self.setting.framework))

    def place_of_text(self, step: Step) -> str:
        """Return where a text of the entry stands, in words."""
        if step.field == "reason":
            return f"{self.subject}, why it bears on {step.of}"
        return f"{self.subject}, {said_field(Evidence, step.field)}"

    def is_marked(self, step: Step) -> bool:
        """Return whether the entry is marked."""
        return self.entry.private

    def set_private(self, private: bool) -> None:
        """Mark the entry, or take that back."""
        if self.entry.private != private:
            self._put(self.entry._replace(private=private))
        tell_mark(self.setting, self.subject, private)

    def store(self, step: Step, value: Any) -> None:
        """Save an answer in the entry."""
        entry = self.entry
        if step.field == "links":
            self._put(linked(entry, [LinkWish(item) for item in value]))
        elif step.field in OF_A_LINK:
            self._put(linked(entry, [link_wish_of(step, value)]))
        elif step.field == "tags":
            self._put(tagged(entry, value, [tag for tag in value if tag in entry.tags]))
        elif step.field == "files":
            self._attach(value)
        else:
            self._store_field(step.field, value)

    def _store_field(self, field: str, value: Any) -> None:
        if field == "title":
            read_as_answer(refuse_blank_title, value)
        if field == "shows" and says_nothing(value):
            raise NotAnAnswer(SAY_IT)
        if field == "kind":
            value = self.setting.framework.evidence_kinds.kinds[int(value) - 1].id
        changes = {"effective" if field == "date" else field: value}
        if self._save_new is not None:
            self._entry = self._entry._replace(**changes)
            if field == "title":
                self.begin_with(self._save_new(self._entry))
            return
        self._put(present_entry(edited(self.setting.register, self.subject, changes, self.today), self.subject))

    def _put(self, entry: Evidence) -> None:
        if self._save_new is not None:
            self._entry = entry
            return
        self.setting.register = self.setting.register.with_entry(entry)
        self.writer.save_register(self.setting.register)

    def _wish(self, source: Path) -> FileWish:
        try:
            return asked_wish(Conversation(self.setting, self.keyboard, self.writer), self.entry, source)
        except (Stopped, KeyboardInterrupt):
            with contextlib.suppress(OSError):  # the window may be gone
                self.terminal.say("The file was not copied in.", "yellow")
            raise

    def _attach(self, typed: str) -> None:
        """Copy a file in and save. Raises NotAnAnswer where it cannot be read."""
        source = path_typed(typed)
        if source is None:
            return
        wish = self._wish(source)
        mistakes = Mistakes()
        entry, added = with_files(self.setting, self.writer, self.entry, [wish], mistakes)
        try:
            with copies_only_if_saved(self.writer):
                mistakes.refuse()
                self._put(entry)
        except CswoEvalError as problem:
            raise NotAnAnswer(str(problem)) from None
        tell_of_files(self.setting, entry, added)


def link_answers(links: Sequence[Link]) -> dict[str, Any]:
    """Return what links say, by the fields of a form that asks for them."""
    said: dict[str, Any] = {"links": tuple(one.item for one in links)}
    for one in links:
        said[f"bearing/{one.item}"] = "a" if one.bearing == "contradicts" else "f"
        said[f"reason/{one.item}"] = one.own_reason
    return said


def link_wish_of(step: Step, value: str) -> LinkWish:
    """Return the link that an answer at `bearing` or `reason` asks for."""
    if step.field == "bearing":
        return LinkWish(step.of, BEARINGS[value])
    return LinkWish(step.of, None, value)


def said_bears_on(links: Sequence[Link]) -> str:
    """Return 'It bears on SD1.3; AO4.2 (against). ', or '' of no links."""
    has = "; ".join(f"{one.item}{' (against)' if one.bearing == 'contradicts' else ''}" for one in links)
    return f"It bears on {has}. " if has else ""


def headings_listed(framework: Framework) -> list[str]:
    """Return every heading that an entry can serve, with its number, a line each under its purpose."""
    lines, number = [], 0
    for purpose, file in framework.headings.items():
        lines.append(f"{PURPOSES[purpose]}:")
        for heading in file.headings:
            number += 1
            lines.append(f"{number:>4} {heading.name}")
    return lines


def headings_explained(framework: Framework) -> list[str]:
    """Return what each heading means, by its number."""
    headings = [one for file in framework.headings.values() for one in file.headings]
    return [f"{number} {one.name}: {one.description}" for number, one in enumerate(headings, start=1)]
