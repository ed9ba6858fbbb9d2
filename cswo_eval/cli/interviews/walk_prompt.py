"""The walk put to a person or a pipe: each competency or element shown, each answer saved at once."""

from __future__ import annotations

from cswo_eval.analysis.gaps import analyse
from cswo_eval.cli.guard_remarks import remark_on_texts
from cswo_eval.cli.interviews.asking import Host
from cswo_eval.cli.interviews.begun_walk import begun_walk
from cswo_eval.cli.interviews.form_host import tell_register
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.said_marks import tell_mark, tell_of_entry
from cswo_eval.cli.setting import Setting, now
from cswo_eval.forms.control_words import WORDS_SHOWN
from cswo_eval.forms.engine import Kept
from cswo_eval.forms.questions import NotAnAnswer, Question
from cswo_eval.framework.fitted_ids import fitting_of
from cswo_eval.framework.models import Competency, Element
from cswo_eval.pages.blocks import Facts
from cswo_eval.pages.gap_sections.sitting_results import element_summary
from cswo_eval.pages.standard_sections import example_blocks, guidance_blocks, illustrations
from cswo_eval.record.draft import Draft, with_lines
from cswo_eval.record.fitted import with_note_set_aside
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.walk.machine import Walk, answer_of, answered, is_complete, item_of, marks_private, set_private
from cswo_eval.walk.progress import progress_of, said_minutes
from cswo_eval.walk.script import WalkScript
from cswo_eval.walk.state import Step


class WalkHost(Host[WalkScript]):
    """One sitting of the walk. `walk` is as it is saved now."""

    def __init__(self, setting: Setting, writer: RecordWriter, keyboard: Keyboard, walk: Walk) -> None:
        self.setting = setting
        self.terminal = setting.terminal
        self.today = setting.today
        self.walk = walk
        self._writer = writer
        self._keyboard = keyboard
        self._shown_words = False

    # --- showing ----------------------------------------------------------------------------------------------------------

    def put(self, question: Question, script: WalkScript) -> None:
        """Show the item before its first question, and both illustrations before the level."""
        item = item_of(script.walk)
        if item is None:
            return
        if script.walk.opened:
            self.show_item(item)
        if question.field == "level":
            self.terminal.say("")
            self.terminal.tell(*illustrations(item))

    def show_item(self, item: Competency | Element) -> None:
        """Show a competency or an element, and how far the owner has come."""
        walk, terminal = self.walk, self.terminal
        place = progress_of(walk.framework, walk.round, walk.order, walk.depth, "")
        said = f"{place.answered} of {place.total} answered"
        if place.minutes_left:
            said += f", about {said_minutes(place.minutes_left)} left"
        terminal.say("")
        terminal.say(f"== {item.id}  {item.title}   ({said})", "bold cyan")
        terminal.say("")
        terminal.say(item.statement, "bold")
        terminal.say(item.meaning)
        terminal.say(item.question, "italic")
        if answer_of(walk, item.id).private:
            terminal.say("Marked private.", "dim")
        elif item.id in walk.kept_private - walk.kept_open:
            terminal.say("Private since an earlier round, and so is what you say here, unless you type public.", "dim")
        if not self._shown_words and self._keyboard.interactive:
            terminal.say("")
            terminal.say(f"At any prompt: {WORDS_SHOWN} All is saved as you go.", "dim")
            self._shown_words = True

    def explain(self, question: Question, script: WalkScript, whole: bool) -> None:
        """Explain the question; on the level and the evidence for it, what is asked about too: its stories and duties `whole`."""
        terminal, item = self.terminal, item_of(script.walk)
        if any(choice.description for choice in question.choices):
            terminal.tell(Facts(tuple((f"{one.key} {one.name}", one.description) for one in question.choices)))
            terminal.say("")
        terminal.say(question.help)
        step = script.walk.step
        if item is None or (step is not None and step.evidence is not None and not whole):
            return  # an entry is asked about: the competency is no answer to what that means
        terminal.say("")
        terminal.tell(*illustrations(item))
        if isinstance(item, Competency):
            terminal.say("")
            terminal.tell(Facts((("What would show it", "; ".join(item.evidence)),)))
        terminal.say("")
        if whole:
            self._tell_whole(item)
            return
        examples = "; ".join(one.title for one in self.walk.framework.practice_examples_for(item.id))
        duties = "; ".join(f"{one.id} {one.title}" for one in self.walk.framework.guidance_for(item))
        pairs = (("From practice", examples), ("Duties and guidance", duties))
        terminal.tell(Facts(tuple((name, f"{text}. (?? tells them)") for name, text in pairs if text)))

    def _tell_whole(self, item: Competency | Element) -> None:
        framework = self.walk.framework
        for title, blocks in (
            ("From practice", example_blocks(framework, item)),
            ("Duties and guidance", guidance_blocks(framework, item)),
        ):
            if blocks:
                self.terminal.say(title, "bold")
                self.terminal.tell(*blocks)
                self.terminal.say("")

    def list(self) -> None:
        """Tell the register as the walk has it."""
        self.setting.register = self.walk.register
        tell_register(self.setting)

    # --- saving -----------------------------------------------------------------------------------------------------------

    def keep(self, kept: Kept) -> WalkScript:
        """Save what an answer made of the walk, and say what in it may identify somebody."""
        before, step, script = self.walk, self.walk.step, kept.script
        assert step is not None  # an answer was given at a question
        assert isinstance(script, WalkScript)
        self.save(script.walk)
        if kept.text.strip():
            remark_on_texts(self.setting, [(f"what you wrote on {step.item}", kept.text)], short=True)
        self._say_if_divided(before, step)
        element = step.item.split(".")[0]
        if "." in step.item and self._completes(before, self.walk, element):
            self.summarise(element)
        return script

    def moved(self, script: WalkScript) -> WalkScript:
        """Save where the owner is now; an entry whose day was passed over is dated all the same, and that is said."""
        passed = self.walk.step
        self.save(script.walk)
        if passed is not None and passed.name == "evidence-date" and _goes_on_with(passed, script.walk):
            self.terminal.say(
                f"{passed.evidence} counts as of today until you say when it was: `cswo-eval evidence edit {passed.evidence}`.",
                "dim",
            )
        return script

    def mark(self, script: WalkScript, private: bool) -> WalkScript:
        """Mark the answer on the present item, or take that back, and say what is private now."""
        item = item_of(script.walk)
        assert item is not None  # a question is on the table
        self.save(set_private(self.walk, private))
        tell_mark(self.setting, item.id, private, self.walk.round, self.walk.register)
        return WalkScript(self.walk)

    def save(self, changed: Walk) -> None:
        """Save what differs and keep the new state. Raises CswoEvalError where it cannot be written."""
        with self._writer.together():
            if changed.register is not self.walk.register:
                self._writer.save_register(changed.register)
            if changed.round is not self.walk.round:
                self._writer.save_round(changed.round)
        self.walk = changed

    def unfinished(self, question: Question, script: WalkScript, text: str) -> Draft | None:
        """Return what is kept of a text that is being typed, for the next sitting after a crash."""
        step = script.walk.step
        assert step is not None  # a text is typed at a question
        marked = marks_private(script.walk, step.item) or answer_of(script.walk, step.item).private
        return Draft(item=step.item, question=step.name, evidence=step.evidence, text=text, private=marked)

    def _say_if_divided(self, before: Walk, step: Step) -> None:
        """Where an entry that was there was just linked to a private answer, say that its owner is asked about it."""
        entry = self.walk.step.evidence if self.walk.step is not None else None
        present = before.register.find(entry) if entry is not None else None
        if present is None or present == self.walk.register.find(present.id):
            return
        if step.name in ("evidence", "evidence-more") and answer_of(self.walk, step.item).private:
            tell_of_entry(self.setting, present.id, self.walk.round, self.walk.register)

    def _completes(self, before: Walk, after: Walk, element: str) -> bool:
        members = [one.id for one in after.framework.elements[element].competencies]
        return all(is_complete(after, one) for one in members) and not all(is_complete(before, one) for one in members)

    def summarise(self, element: str) -> None:
        """Show how an element stands whose competencies are all answered now."""
        setting = self.setting
        result = analyse(setting.framework, setting.profile, self.walk.round, self.walk.register, self.today)
        self.terminal.say("")
        self.terminal.tell(*element_summary(result, element))


def _goes_on_with(passed: Step, walk: Walk) -> bool:
    """Return whether the walk is at another question on the same item, having passed one over."""
    return walk.step is not None and walk.step.item == passed.item and walk.trail[-1:] == (passed,)


def put_unfinished(setting: Setting, writer: RecordWriter, draft: Draft) -> str:
    """Answer the question that a crash broke off with the lines that had been typed. Returns where they are, in words.

    Where it is not asked any more, they stand in the note of the answer. Raises CswoEvalError where there is no round.
    """
    if setting.round is None or draft.item is None:
        raise CswoEvalError("There is no round that these lines could belong to.")
    framework, item = setting.framework, draft.item
    if item not in framework.ids:
        move = fitting_of(item, framework)
        round_ = with_note_set_aside(setting.round, item, draft.text, move.reason, draft.private)
        setting.round = round_
        writer.save_round(round_)
        return f"{item} {move.became}, and they are in the note of your answer to it, which is set aside"
    walk = begun_walk(setting, setting.round, "usual" if "." in item else "element", (item,), private=False)
    walk = walk._replace(step=Step(item, draft.question, draft.evidence))  # type: ignore[arg-type]
    host = WalkHost(setting, writer, Keyboard(), walk)
    try:
        if not _is_asked(walk, draft):
            raise NotAnAnswer("This is not asked any more.")
        present = _what_is_there(walk, draft)
        text = with_lines(present, draft.text)
        changed = answered(walk, text, now(), setting.today) if text != present else walk
        where = f"they are your answer on {item}{_kept_as(draft, changed)}"
    except (NotAnAnswer, CswoEvalError):
        there = answer_of(walk, item)
        answers = {**walk.round.answers, item: there._replace(note=with_lines(there.note, draft.text))}
        changed = walk._replace(round=walk.round._replace(answers=answers))
        where = f"they are in the note of your answer on {item}"
    if draft.private:
        changed = set_private(changed._replace(step=walk.step), True)
    position = setting.round.position
    host.save(changed._replace(round=changed.round._replace(position=position or item)))
    setting.round, setting.register = host.walk.round, host.walk.register
    if draft.private:
        tell_mark(setting, item, True)
    return where


def _is_asked(walk: Walk, draft: Draft) -> bool:
    """Return whether a question still takes a text, and the entry that it is on is there and bears on the item."""
    field = next((one for one in walk.framework.form("competency").fields if one.id == draft.question), None)
    if field is None or field.kind not in ("line", "text"):
        return False
    if not draft.question.startswith("evidence-") or draft.question == "evidence-more":
        return draft.evidence is None
    return any(one.id == draft.evidence for one in walk.register.linked_to(draft.item or ""))


def _kept_as(draft: Draft, walk: Walk) -> str:
    entries = walk.register.linked_to(draft.item or "") if draft.question in ("evidence", "evidence-more") else ()
    return f", kept as {entries[-1].id} of your register" if entries else ""


def _what_is_there(walk: Walk, draft: Draft) -> str:
    """Return the answer to the question that a crash broke off; of evidence, which each time is a new entry, the latest."""
    if draft.question in ("evidence", "evidence-more"):
        entries = walk.register.linked_to(draft.item or "")
        shows = entries[-1].shows if entries else ""
        return shows if with_lines(shows, draft.text) == shows else ""
    if draft.evidence is not None:
        return ""
    return str(getattr(answer_of(walk, draft.item or ""), draft.question, ""))
