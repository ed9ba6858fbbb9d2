"""Put the walk's questions to a person or a pipe, and save after every answer."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable
from datetime import date

from cswo_eval.analysis.gaps import analyse
from cswo_eval.cli.guard_remarks import remark_on_texts
from cswo_eval.cli.interviews.editor import text_from_editor
from cswo_eval.cli.interviews.keyboard import EndOfInput, Keyboard, LineCut
from cswo_eval.cli.interviews.said_marks import tell_mark, tell_of_entry
from cswo_eval.cli.setting import Setting, now
from cswo_eval.framework.fitted_ids import fitting_of
from cswo_eval.framework.models import Competency, Element
from cswo_eval.pages.blocks import Facts, Paragraph
from cswo_eval.pages.gap_sections.sitting_results import element_summary
from cswo_eval.pages.standard_sections import example_blocks, guidance_blocks, illustrations
from cswo_eval.record.fitted import with_note_set_aside
from cswo_eval.record.models import Draft
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError, UnknownId
from cswo_eval.walk.control_words import MARKS, WORDS_HELP, Word, unescaped, word_in
from cswo_eval.walk.machine import (
    NotAnAnswer,
    Walk,
    answer,
    answer_of,
    back,
    go,
    is_complete,
    item_of,
    marks_private,
    question,
    set_private,
    skip,
)
from cswo_eval.walk.progress import progress_of, said_minutes
from cswo_eval.walk.questions import Finished, Question

LONGEST_SHOWN = 300
"""Characters of an earlier answer that are shown before Enter keeps it."""


class WalkPrompt:
    """One sitting: asks until the scope is finished, the owner stops, or the input ends."""

    def __init__(self, setting: Setting, writer: RecordWriter, keyboard: Keyboard, walk: Walk) -> None:
        self._setting = setting
        self._terminal = setting.terminal
        self._writer = writer
        self._keyboard = keyboard
        self._today: date = setting.today
        self._shown_words = False
        self.walk = walk
        self.stopped = False

    def run(self) -> Walk:
        """Ask and save until nothing is left or the owner stops. Returns the walk as it then is, all saved.

        Raises CswoEvalError where a piped answer cannot be read, with its line; all before it is kept.
        """
        self._take_up_draft()
        while True:
            asked = question(self.walk)
            if isinstance(asked, Finished):
                return self.walk
            self._put(asked)
            try:
                self._answered(asked)
            except _Stop:
                self.stopped = True
                return self.walk

    # --- asking ------------------------------------------------------------------------------------------------------

    def _put(self, asked: Question) -> None:
        if asked.opens_item:
            self._show_item(asked)
        if asked.name == "level":
            item = item_of(self.walk)
            if item is not None:
                self._terminal.say("")
                self._terminal.tell(*illustrations(item))
        self._put_question(asked)

    def _put_question(self, asked: Question) -> None:
        self._terminal.say("")
        self._terminal.say(asked.wording, "bold")
        if asked.choices:
            self._terminal.say("  ".join(f"{choice.key} {choice.name}" for choice in asked.choices), "cyan")
        hint = asked.hint
        if asked.present and asked.form != "date":  # the hint of a date says what Enter means
            shown = asked.present if len(asked.present) <= LONGEST_SHOWN else asked.present[:LONGEST_SHOWN] + " …"
            keeps = "Enter keeps:" if asked.form in ("passage", "line") else "Enter for"
            hint = f"{hint} {keeps} {shown}".strip()
        if hint:
            self._terminal.say(hint, "dim")

    def _show_item(self, asked: Question) -> None:
        item = item_of(self.walk)
        if item is None:
            return
        walk = self.walk
        place = progress_of(walk.framework, walk.round, walk.order, walk.depth, "")
        said = f"{place.answered} of {place.total} answered"
        if place.minutes_left:
            said += f", about {said_minutes(place.minutes_left)} left"
        terminal = self._terminal
        terminal.say("")
        terminal.say(f"== {item.id}  {item.title}   ({said})", "bold cyan")
        terminal.say("")
        terminal.say(item.statement, "bold")
        terminal.say(item.meaning)
        terminal.say(item.question, "italic")
        if answer_of(walk, item.id).private:
            terminal.say("Marked private.", "dim")
        elif item.id in self.walk.kept_private - self.walk.kept_open:
            terminal.say("Private since an earlier round, and so is what you say here, unless you type public.", "dim")
        if not self._shown_words and self._keyboard.interactive:
            terminal.say("")
            terminal.say(
                "At any prompt: ? explains; back, skip, go SD3.2, list, private, public, save or quit. All is saved as you "
                "go.",
                "dim",
            )
            self._shown_words = True

    # --- taking the answer -------------------------------------------------------------------------------------------

    def _answered(self, asked: Question) -> None:
        started = time.monotonic()
        while True:
            try:
                text = self._read(asked)
            except LineCut as cut:
                self._terminal.say(str(cut), "yellow")
                continue
            if isinstance(text, Word):
                if self._obey(text, asked):
                    return
                continue
            try:
                seconds = min(round(time.monotonic() - started), 3600) if self._keyboard.interactive else 0
                changed = answer(self.walk, text, now(), self._today, seconds)
            except NotAnAnswer as problem:
                self._not_understood(str(problem))
                continue
            self._take(changed, asked, text)
            return

    def _read(self, asked: Question) -> str | Word:
        """Return what was typed: a control word, or the answer as text."""
        try:
            first = self._keyboard.line("> ")
        except EndOfInput:
            raise _Stop from None
        word = word_in(first)
        if word is not None:
            if word.name == "editor":
                written = self._from_editor(asked)
                return written if written is not None else Word("?")
            return word
        if asked.name in ("evidence", "evidence-more") and re.fullmatch(r"\s*[Ee][0-9]{1,6}\s*", first):
            return first  # an entry of the register: nothing more to say
        if asked.form != "passage" or not first.strip():
            return unescaped(first) if first.strip() else ""
        if first.strip() == ".":
            return ""
        try:
            keep = self._keep_draft(asked) if self._keyboard.interactive else lambda _text: None
            return self._keyboard.passage(". ends > ", unescaped(first), keep)
        except EndOfInput as end:
            with contextlib.suppress(NotAnAnswer):  # such as 'nothing': there is nothing to keep
                # What was said is kept; in a window that is being closed nobody reads a remark on it.
                remarked = "" if end.interrupted else end.partial
                self._take(answer(self.walk, end.partial, now(), self._today), asked, remarked)
            if end.interrupted:
                raise KeyboardInterrupt from None
            if end.unreadable:
                self._not_understood("This line could not be read as text: it is not in UTF-8.")
            raise _Stop from None

    def _not_understood(self, sentence: str) -> None:
        if not self._keyboard.interactive:
            raise CswoEvalError(
                f"Line {self._keyboard.line_number} of the input: {sentence} Everything before it is kept."
            )
        self._terminal.say(sentence, "yellow")

    def _keep_draft(self, asked: Question) -> Callable[[str], None]:
        """Return what keeps the lines of a text that is still being typed, for the next sitting after a crash."""

        def keep(text: str) -> None:
            with contextlib.suppress(CswoEvalError):  # a full disk is told when the text itself is saved
                draft = Draft(
                    item=asked.item,
                    question=asked.name,
                    evidence=asked.evidence,
                    text=text,
                    private=marks_private(self.walk, asked.item),
                )
                self._writer.save_draft(draft)

        return keep

    def _take_up_draft(self) -> None:
        """Answer the question that a crash broke off with the lines that had been typed, and say so."""
        draft = self._setting.record.draft()
        asked = question(self.walk)
        if draft is None:
            return
        if draft.text.strip() and draft.item not in self.walk.framework.ids:
            move = fitting_of(draft.item, self.walk.framework)
            self._terminal.say(
                f"{draft.item} {move.became}. The lines you were typing on it when it broke off are kept in the note of your "
                "answer to it, which is set aside.",
                "bold",
            )
            round_ = with_note_set_aside(self.walk.round, draft.item, draft.text, move.reason, draft.private)
            self.save(self.walk._replace(round=round_))
            self._writer.drop_draft()
            return
        if not isinstance(asked, Finished) and (asked.item, asked.name) == (draft.item, draft.question):
            self._terminal.say(
                f"The lines you were typing on {draft.item} when it broke off are kept as your answer.", "bold"
            )
            walk = set_private(self.walk, True) if draft.private else self.walk
            with contextlib.suppress(NotAnAnswer):
                self._take(answer(walk, draft.text, now(), self._today), asked, draft.text)
        elif draft.text.strip():
            present = answer_of(self.walk, draft.item)
            self._terminal.say(
                f"The lines you were typing on {draft.item} when it broke off are kept in its note.", "bold"
            )
            note = f"{present.note}\n{draft.text}" if present.note else draft.text
            kept = present._replace(note=note, private=present.private or draft.private)
            answers = {**self.walk.round.answers, draft.item: kept}
            self.save(self.walk._replace(round=self.walk.round._replace(answers=answers)))
        self._writer.drop_draft()

    def _take(self, changed: Walk, asked: Question, text: str) -> None:
        """Save what `text` made of the walk, and say what in it may identify somebody."""
        before = self.walk
        self._save_or_ask(changed)
        if asked.form == "passage":
            self._writer.drop_draft()
        if asked.form in ("passage", "line") and text.strip():
            remark_on_texts(self._setting, [(f"what you wrote on {asked.item}", text)], short=True)
        self._say_if_divided(before, asked)
        element = asked.item.split(".")[0]
        if "." in asked.item and self._completes(before, changed, element):
            self._summarise(element)

    def _say_if_divided(self, before: Walk, asked: Question) -> None:
        """Where an entry that was there was just linked to a private answer, say that its owner is asked about it."""
        entry = self.walk.step.evidence if self.walk.step is not None else None
        present = before.register.find(entry) if entry is not None else None
        if present is None or present == self.walk.register.find(present.id):
            return
        if asked.name in ("evidence", "evidence-more") and answer_of(self.walk, asked.item).private:
            tell_of_entry(self._setting, present.id, self.walk.round, self.walk.register)

    def _save_or_ask(self, changed: Walk) -> None:
        """Save; where that fails and a person sits here, say why and try again until it works or they stop."""
        while True:
            try:
                self.save(changed)
            except CswoEvalError as problem:
                if not self._keyboard.interactive:
                    raise
                self._terminal.say(str(problem), "yellow")
                self._terminal.say(
                    "What you typed last is still here. Enter tries again; quit stops without it.", "bold"
                )
                try:
                    word = word_in(self._keyboard.line("> "))
                except EndOfInput:
                    raise problem from None
                if word is not None and word.name in ("quit", "save"):
                    raise
            else:
                return

    def save(self, changed: Walk) -> None:
        """Save what differs and keep the new state. Raises CswoEvalError where it cannot be written."""
        with self._writer.together():
            if changed.register is not self.walk.register:
                self._writer.save_register(changed.register)
            if changed.round is not self.walk.round:
                self._writer.save_round(changed.round)
        self.walk = changed

    def _completes(self, before: Walk, after: Walk, element: str) -> bool:
        members = [one.id for one in after.framework.elements[element].competencies]
        return all(is_complete(after, one) for one in members) and not all(is_complete(before, one) for one in members)

    def _summarise(self, element: str) -> None:
        setting = self._setting
        result = analyse(setting.framework, setting.profile, self.walk.round, self.walk.register, self._today)
        self._terminal.say("")
        self._terminal.tell(*element_summary(result, element))

    # --- control words -----------------------------------------------------------------------------------------------

    def _obey(self, word: Word, asked: Question) -> bool:
        """Do what a control word says. Returns whether the question on the table is another one now."""
        moves: dict[str, Callable[[], Walk]] = {
            "back": lambda: back(self.walk),
            "skip": lambda: skip(self.walk),
            "go": lambda: go(self.walk, word.target),
        }
        if word.name in ("save", "quit"):
            raise _Stop
        if word.name in ("?", "??"):
            self._explain(asked, whole=word.name == "??")
            return False
        if word.name == "list":
            self._list_evidence()
            return False
        if word.name in MARKS:
            private = word.name == "private"
            self._save_or_ask(set_private(self.walk, private))
            tell_mark(self._setting, asked.item, private, self.walk.round, self.walk.register)
            return False
        if word.name == "go" and not word.target:
            framework = self.walk.framework
            rows = tuple(
                (one.id, f"{one.title} ({one.competencies[0].id} to {one.competencies[-1].id})")
                for one in framework.elements.values()
            )
            self._terminal.tell(Facts(rows))
            return False
        try:
            changed = moves[word.name]()
        except (NotAnAnswer, UnknownId) as problem:
            self._not_understood(str(problem))
            return False
        self.save(changed._replace(opened=True) if word.name != "back" else changed)
        return True

    def _explain(self, asked: Question, whole: bool) -> None:
        """Explain the question; the stories and duties by their titles, or `whole`."""
        terminal, item = self._terminal, item_of(self.walk)
        if asked.choices and any(choice.description for choice in asked.choices):
            terminal.tell(Facts(tuple((f"{one.key} {one.name}", one.description) for one in asked.choices)))
            terminal.say("")
        if item is not None:
            terminal.tell(*illustrations(item))
            if isinstance(item, Competency):
                terminal.say("")
                terminal.tell(Facts((("What would show it", "; ".join(item.evidence)),)))
            terminal.say("")
            if whole:
                self._tell_whole(item)
            else:
                examples = "; ".join(one.title for one in self.walk.framework.practice_examples_for(item.id))
                duties = "; ".join(f"{one.id} {one.title}" for one in self.walk.framework.guidance_for(item))
                pairs = (("From practice", examples), ("Duties and guidance", duties))
                terminal.tell(Facts(tuple((name, f"{text}. (?? tells them)") for name, text in pairs if text)))
        terminal.say("")
        terminal.tell(Facts(WORDS_HELP))
        self._put_question(asked)

    def _tell_whole(self, item: Competency | Element) -> None:
        framework = self.walk.framework
        for title, blocks in (
            ("From practice", example_blocks(framework, item)),
            ("Duties and guidance", guidance_blocks(framework, item)),
        ):
            if blocks:
                self._terminal.say(title, "bold")
                self._terminal.tell(*blocks)
                self._terminal.say("")

    def _list_evidence(self) -> None:
        entries = self.walk.register.present()
        if not entries:
            self._terminal.tell(Paragraph("Your register is empty."))
            return
        rows = tuple(
            (
                entry.id,
                f"{entry.title} ({entry.effective}; {', '.join(link.item for link in entry.links) or 'unlinked'})",
            )
            for entry in entries
        )
        self._terminal.tell(Facts(rows))

    def _from_editor(self, asked: Question) -> str | None:
        if asked.form != "passage":
            self._terminal.say("`editor` is for longer texts; here a line is enough.", "yellow")
            return None
        if not self._keyboard.interactive:
            raise CswoEvalError(
                f"Line {self._keyboard.line_number} of the input: there is no editor without a terminal. "
                "Everything before it is kept."
            )

        try:
            return text_from_editor(asked.present, self._setting.record.folder)
        except CswoEvalError as problem:
            self._terminal.say(str(problem), "yellow")
            return None


class _Stop(Exception):
    """The owner asked to stop, or the input ended."""
