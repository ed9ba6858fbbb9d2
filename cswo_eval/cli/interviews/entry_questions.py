"""The questions about an entry of the register, one at a time, each answer saved before the next is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cswo_eval.cli.guard_remarks import remark_on_texts
from cswo_eval.cli.interviews.entry_files import asked_wish, copies_only_if_saved, path_typed, tell_of_files, with_files
from cswo_eval.cli.interviews.entry_options import day_said, past_day
from cswo_eval.cli.interviews.guide import Guide, enter_keeps, walk_through
from cswo_eval.cli.interviews.link_questions import ask_links, ask_reason
from cswo_eval.cli.interviews.said_marks import tell_mark
from cswo_eval.cli.mistakes import Mistakes
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.blocks import Facts
from cswo_eval.record.fields import said_field
from cswo_eval.record.models import Evidence
from cswo_eval.record.register_changes import (
    edited,
    kind_named,
    present_entry,
    refuse_blank_title,
    tag_named,
    tagged,
)
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.problems import CswoEvalError, UnknownId
from cswo_eval.text.words import listed
from cswo_eval.walk.control_words import Word

ALL_QUESTIONS = ("title", "date", "kind", "shows", "my_part", "confirmer", "links", "tags", "files")
"""In the order they are asked."""
NEEDED = ("title", "date", "shows", "my_part", "confirmer", "links")
"""Where all of these were given, nothing more is asked."""
WAYS = (
    "`back` goes to the question before, `skip` leaves it, `private` marks the entry and `public` takes that back, `list` shows "
    "your register."
)


def ask_title(guide: Guide) -> str:
    """Ask what an entry is called. Raises Stopped."""
    return guide.needed(
        "What is it, in a line?",
        "Such as: Advice to committee on kinship care.",
        "The title by which you and others will find it. No names of people.",
        _title,
    )


def _title(text: str) -> str:
    refuse_blank_title(text)
    return text


class EvidenceQuestions:
    """Asks about one entry that is saved already, and saves it after each answer."""

    def __init__(self, setting: Setting, writer: RecordWriter, guide: Guide, name: str) -> None:
        self._setting = setting
        self._writer = writer
        self._guide = guide
        self._name = name
        guide.mark = self._mark

    @property
    def entry(self) -> Evidence:
        """The entry as it is saved now."""
        return present_entry(self._setting.register, self._name)

    def run(self, questions: Sequence[str]) -> None:
        """Ask these of ALL_QUESTIONS in order. Raises Stopped where the owner stops: what was said is saved."""
        ask: dict[str, Callable[[], Word | None]] = {
            "title": self._ask_title,
            "date": self._ask_date,
            "kind": self._ask_kind,
            "shows": self._ask_shows,
            "my_part": lambda: self._ask_line("my_part", "What was your own part in it?", _PART),
            "confirmer": lambda: self._ask_line("confirmer", "Who could confirm it? By role, not by name.", _CONFIRMER),
            "links": lambda: ask_links(self._guide, self._setting, lambda: self.entry, self._put),
            "reasons": self._ask_reasons,
            "tags": self._ask_tags,
            "files": self._ask_files,
        }
        walk_through(lambda: questions, lambda question: ask[question](), lambda: tell_register(self._setting))

    def _mark(self, private: bool) -> None:
        if self.entry.private != private:
            self._save({"private": private})
        tell_mark(self._setting, self._name, private)

    def _save(self, changes: dict[str, Any]) -> None:
        self._put(present_entry(edited(self._setting.register, self._name, changes, self._setting.today), self._name))

    def _put(self, entry: Evidence) -> None:
        self._setting.register = self._setting.register.with_entry(entry)
        self._writer.save_register(self._setting.register)

    def _save_text(self, field: str, text: str) -> None:
        self._save({field: text})
        remark_on_texts(self._setting, [(f"{self._name}, {said_field(Evidence, field)}", text)])

    def _ask_title(self) -> Word | None:
        present = self.entry.title
        answer = self._guide.ask(
            "What is it called?",
            enter_keeps(present),
            "The title by which you and others will find it.",
            lambda text: text,
        )
        if isinstance(answer, Word):
            return answer
        if answer.strip():
            self._save_text("title", answer)
        return None

    def _ask_date(self) -> Word | None:
        explained = f"The day it happened, not the day you write it down: a reader asks how recent it is. {WAYS}"
        answer = ask_day(self._guide, self._setting, self.entry.effective, explained)
        if isinstance(answer, Word):
            return answer
        self._save({"effective": answer})
        return None

    def _ask_kind(self) -> Word | None:
        framework, entry = self._setting.framework, self.entry
        kinds = framework.evidence_kinds.kinds
        there = next((one.name for one in kinds if one.id == entry.kind), entry.kind)
        choices = "  ".join(f"{place} {one.name}" for place, one in enumerate(kinds, start=1))

        def read(text: str) -> str:
            try:
                return kind_named(framework, text) if text.strip() else entry.kind
            except UnknownId:  # what was typed may be the answer to another question: it is not repeated
                raise CswoEvalError(f"Choose a number from 1 to {len(kinds)}; Enter for {there}.") from None

        answer = self._guide.ask(
            "What kind of evidence is it?",
            f"{choices}. Enter for {there}.",
            "\n".join(f"{place} {one.name}: {one.description}" for place, one in enumerate(kinds, start=1))
            + f"\n{WAYS}",
            read,
        )
        if isinstance(answer, Word):
            return answer
        self._save({"kind": answer})
        return None

    def _ask_shows(self) -> Word | None:
        answer = self._guide.text(
            "What does it show?",
            "" if self.entry.shows else "As many lines as you like; Enter to say it later.",
            f"What you did or decided, what came of it for people, and how you know. {WAYS}",
            self.entry.shows,
            lambda text: self._save({"shows": text}),
        )
        if isinstance(answer, str):
            self._save_text("shows", answer)
            return None
        return answer

    def _ask_line(self, field: str, wording: str, explained: str) -> Word | None:
        present = getattr(self.entry, field)
        hint = enter_keeps(present) if present else "One line. Enter to say it later."
        answer = self._guide.ask(wording, hint, f"{explained} {WAYS}", lambda text: text)
        if isinstance(answer, Word):
            return answer
        if answer.strip():
            self._save_text(field, answer)
        return None

    def _ask_reasons(self) -> Word | None:
        """Ask why it bears on what was named without a reason."""
        for item in [link.item for link in self.entry.links if not link.own_reason.strip()]:
            word = ask_reason(self._guide, self._setting, lambda: self.entry, item, self._put)
            if word is not None:
                return word
        return None

    def _ask_tags(self) -> Word | None:
        framework, entry = self._setting.framework, self.entry
        tags: list[str] = []
        shown, told = [], []
        for purpose, file in framework.headings.items():
            shown.append(f"{PURPOSES[purpose]}:")
            for heading in file.headings:
                tags.append(f"{purpose}:{heading.id}")
                shown.append(f"{len(tags):>4} {heading.name}")
                told.append(f"{len(tags)} {heading.name}: {heading.description}")
        self._setting.terminal.say("")
        self._setting.terminal.say("\n".join(shown), "dim")
        has = f"It has {listed(entry.tags)}; a number again takes it off. " if entry.tags else ""
        answer = self._guide.ask(
            "Which headings of your CPL or the annual report does it serve as well?",
            f"{has}Numbers, such as 4 10. Enter for no more.",
            "\n".join(told) + f"\n{WAYS}",
            lambda text: [_tag(self._setting, one, tags) for one in re.split(r"[\s,;]+", text.strip()) if one],
        )
        if isinstance(answer, Word):
            return answer
        if answer:
            again = [tag for tag in answer if tag in entry.tags]
            self._put(tagged(self.entry, answer, again))  # it may have been marked since it was asked
        return None

    def _ask_files(self) -> Word | None:

        while True:
            has = listed(f"{one.id} {one.name}" for one in self.entry.attachments)
            answer = self._guide.ask(
                "Another file to keep with it?" if has else "A file to keep with it?",
                (f"It has {has}. " if has else "") + "Type its place, or drop it on this window. Enter for none.",
                "It is copied into your record, so the copy stays as it is now. A newer version takes the place of an "
                f"earlier one, which is kept as well. {WAYS}",
                path_typed,
            )
            if isinstance(answer, Word):
                return answer
            if answer is None:
                return None
            self._attach(answer)

    def _attach(self, source: Path) -> None:
        """Copy a file in and save; where it is refused, say why to a person, and stop a pipe with its line's number."""

        wish, mistakes = asked_wish(self._guide, self.entry, source), Mistakes()
        entry, added = with_files(self._setting, self._writer, self.entry, [wish], mistakes)
        try:
            with copies_only_if_saved(self._writer):
                mistakes.refuse()
                self._put(entry)
        except CswoEvalError as problem:
            if not self._guide.keyboard.interactive:
                line = f"Line {self._guide.keyboard.line_number} of the input"
                raise CswoEvalError(f"{line}: {problem} Everything before it is kept.") from None
            self._setting.terminal.say(str(problem), "yellow")
            return
        tell_of_files(self._setting, entry, added)


_PART = "Most of a CSWO's work is done through others: say what you yourself decided, wrote, asked or stopped."
_CONFIRMER = "A post, such as the head of service or the committee clerk: never a name."
PURPOSES = {"cpl": "CPL", "annual-report": "Annual report"}


def _tag(setting: Setting, given: str, tags: Sequence[str]) -> str:
    if given.isascii() and given.isdigit():
        if 1 <= int(given) <= len(tags):
            return tags[int(given) - 1]
        raise CswoEvalError(f"The headings have the numbers 1 to {len(tags)}.")
    return tag_named(setting.framework, given)


def tell_register(setting: Setting) -> None:
    """Tell the owner what is in the register: ids, titles, days, and what each bears on."""
    entries = setting.register.present()
    if not entries:
        setting.terminal.say("Your register is empty.")
        return
    rows = tuple(
        (one.id, f"{one.title} ({plain_day(one.effective)}; {listed(link.item for link in one.links) or 'unlinked'})")
        for one in entries
    )
    setting.terminal.tell(Facts(rows))


def ask_day(guide: Guide, setting: Setting, present: date, explained: str) -> date | Word:
    """Ask on which day something happened; a day that was not written in full is said as it is taken. Raises Stopped."""
    today = setting.today
    typed = ""

    def read(text: str) -> date:
        nonlocal typed
        typed = text
        return past_day(text, today) if text.strip() else present

    answer = guide.ask(
        "When did it happen?",
        "A day or a month, such as 14/9/2026 or September 2026. Enter "
        + ("if it was today." if present == today else f"for {plain_day(present)}."),
        explained,
        read,
    )
    if not isinstance(answer, Word) and (said := day_said(typed, answer)):
        setting.terminal.say(said, "dim")
    return answer
