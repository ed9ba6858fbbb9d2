"""Ask after a finished action, and hold a review. Levels are asked beside the evidence, and never suggested."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from cswo_eval.cli.guard_remarks import remark_on_texts
from cswo_eval.cli.interviews.asking import Stopped
from cswo_eval.cli.interviews.conversation import Conversation
from cswo_eval.cli.interviews.form_host import FormHost, saying_how_to_go_on
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.rated_again import rate_again, takes_levels
from cswo_eval.cli.interviews.said_marks import tell_mark, tell_of_entry
from cswo_eval.cli.setting import Setting, now
from cswo_eval.forms.filling import Known, Step
from cswo_eval.forms.questions import NotAnAnswer
from cswo_eval.pages.blocks import Column, Document, Section, Table
from cswo_eval.pages.one_action import works_on
from cswo_eval.record.draft import Draft
from cswo_eval.record.fields import for_whom
from cswo_eval.record.given_ids import ENTRY
from cswo_eval.record.models import Evidence, Link, Rating, ReviewRecord
from cswo_eval.record.plan_models import Action, Plan
from cswo_eval.record.register_changes import LinkWish, linked, present_entry
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.days_in_words import plain_day, said_day
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.says_nothing import SAY_IT, entries_alone, says_nothing
from cswo_eval.text.words import counted, listed


def ask_after(setting: Setting, writer: RecordWriter, plan: Plan, action: Action, private: bool) -> None:
    """After an action of `plan` is done: what evidence it left, then the level again for what it served. Enter passes each.

    `private`: all that is said now is marked. The words `private` and `public` mark the action with what it leaves.
    Raises KeyboardInterrupt after Ctrl-C: all is saved.
    """
    keyboard = Keyboard()
    asking = FinishedAction(setting, writer, keyboard, plan, action, private)
    with contextlib.suppress(Stopped):
        asking.tell_words("")
        asking.ask()
        for name in asking.items if takes_levels(setting) else ():
            with saying_how_to_go_on(setting, f"cswo-eval assess --go {name}"):
                rate_again(setting, writer, keyboard, name, private)
    setting.terminal.say("")
    setting.terminal.say("Saved.", "bold")


class FinishedAction(FormHost):
    """Asks what a finished action left: an entry of evidence, saved as it is said, and the mark on both."""

    form_name = "finished-action"

    def __init__(
        self, setting: Setting, writer: RecordWriter, keyboard: Keyboard, plan: Plan, action: Action, private: bool
    ) -> None:
        super().__init__(setting, writer, keyboard, f"{plan.start}/{action.id}")
        self._plan = plan
        self._action = action
        self.items = tuple(name for name in works_on(setting.framework, plan, action) if _known(setting, name))
        self._private = private
        self._entry: Evidence | None = None

    @property
    def _name(self) -> str:
        """The action as the record names it: with its plan where that is an earlier one."""
        newest = self.setting.record.plan_days()[-1] == self._plan.start
        return self._action.id if newest else self.subject

    def go_on_with_what_it_left(self) -> bool:
        """Take up the entry that this action left: what is said now is said of that. Returns whether there is one."""
        left = [one for one in self.setting.register.present() if one.left_by == self.subject]
        self._entry = left[-1] if left else None
        return bool(left)

    def answers(self) -> Mapping[str, Any]:
        """Return what has been said of what it left."""
        entry = self._entry
        return {
            "left": entry.shows if entry is not None else "",
            "confirmer": entry.confirmer if entry is not None else "",
        }

    def known(self) -> Known:
        """Return what its questions take from elsewhere."""
        planned = self._action.evidence_left.rstrip(".")
        return super().known()._replace(words={"planned": f"Planned: {planned}. " if planned else ""})

    def is_marked(self, step: Step) -> bool:
        """Return whether what it leaves is marked."""
        return self._entry.private if self._entry is not None else self._private

    def set_private(self, private: bool) -> None:
        """Mark the action and what it leaves private, or take that back; say what is private then."""
        self._private = private
        with self.writer.together():
            if self._action.private != private:
                self._action = self._action._replace(private=private)
                self._plan = self._plan.with_action(self._action)
                self.writer.save_plan(self._plan)
            if self._entry is not None and self._entry.private != private:
                self._save(self._entry._replace(private=private))
        tell_mark(self.setting, self._name, private)
        if self._entry is not None:
            tell_of_entry(self.setting, self._entry.id)

    def store(self, step: Step, value: Any) -> None:
        """Keep what it left as an entry linked to what it was for, or who could confirm that. Raises NotAnAnswer."""
        there = entries_alone(value) if step.field == "left" else ()
        unknown = [one for one in there if self.setting.register.find(one) is None]
        if unknown:
            raise NotAnAnswer(f"There is no {unknown[0][:12]} in your register; `list` shows what there is.")
        if step.field == "left" and says_nothing(value) and not there:
            raise NotAnAnswer(SAY_IT)
        if there:
            self._link(there)
            return
        if self._entry is None:
            self._save(self._new_entry(value))
            assert self._entry is not None
            self.terminal.say(f"Kept as {self._entry.id}, linked to {listed(self.items)}.", "dim")
            tell_of_entry(self.setting, self._entry.id)
        else:
            self._save(self._entry._replace(**{"shows" if step.field == "left" else step.field: value}))
        said = "what it shows" if step.field == "left" else "who could confirm it"
        remark_on_texts(self.setting, [(f"{self._entry.id}, {said}", value)], short=True)

    @property
    def _reason(self) -> str:
        return f"Left by action {self._name} of the plan: {self._action.title}"

    def _link(self, ids: tuple[str, ...]) -> None:
        """Link entries that are there already to what the action was for; a link that is there keeps its reason."""
        setting = self.setting
        for name in ids:
            entry = present_entry(setting.register, name)
            had = {link.item for link in entry.links}
            wishes = [LinkWish(item, None, self._reason) for item in self.items if item not in had]
            setting.register = setting.register.with_entry(linked(entry, wishes))
        self.writer.save_register(setting.register)
        self.terminal.say(f"{listed(ids)}: linked to {listed(self.items)}.", "dim")
        for name in ids:
            tell_of_entry(setting, name)

    def _new_entry(self, text: str) -> Evidence:
        setting, action = self.setting, self._action
        return Evidence(
            id=setting.register.next_id(setting.record.given(ENTRY)),
            title=action.title,
            kind=setting.framework.evidence_kinds.kinds[0].id,
            effective=action.finished or setting.today,
            recorded=now(),
            shows=text,
            private=self._private,
            left_by=self.subject,
            links=tuple(Link(item=name, reason=self._reason) for name in self.items),
        )

    def _save(self, entry: Evidence) -> None:
        self._entry = entry
        self.setting.register = self.setting.register.with_entry(entry)
        self.writer.save_register(self.setting.register)


QUESTIONS = ("what_worked", "what_got_in_the_way", "what_changed_for_people", "next_step")
"""The texts of a review, in the order in which they are asked."""


class ReviewQuestions(FormHost):
    """Asks the texts of a review, each saved as it is said."""

    form_name = "plan-review"

    def __init__(self, setting: Setting, writer: RecordWriter, keyboard: Keyboard, review: ReviewRecord) -> None:
        super().__init__(setting, writer, keyboard, f"{review.plan}/day-{review.number}")
        self.review = review

    def answers(self) -> Mapping[str, Any]:
        """Return what has been said already."""
        return {name: getattr(self.review, name) for name in QUESTIONS}

    def known(self) -> Known:
        """Return what its questions take from elsewhere."""
        words = {f"for_{name}": f"It is {for_whom(ReviewRecord, name)}." for name in QUESTIONS}
        return super().known()._replace(words=words)

    def is_marked(self, step: Step) -> bool:
        """Return whether the review is marked."""
        return self.review.private

    def set_private(self, private: bool) -> None:
        """Mark the review, or take that back."""
        self.review = self.review._replace(private=private)
        if says_something(self.review):
            self.writer.save_review(self.review)
        tell_mark(self.setting, f"day-{self.review.number}", private)

    def store(self, step: Step, value: Any) -> None:
        """Save a text."""
        self.save(self.review._replace(**{step.field: value}))
        remark_on_texts(self.setting, [("what you wrote", value)], short=True)

    def save(self, review: ReviewRecord) -> None:
        """Save the review as it now is."""
        self.review = review
        self.writer.save_review(review)


def hold_review(setting: Setting, writer: RecordWriter, plan: Plan, day: str | None, private: bool) -> None:
    """Hold the review of a plan day: show what was planned and done, ask, save. Raises CswoEvalError for a day that is none."""
    number = _review_number(setting, plan, day)
    last = max(review.number for review in plan.reviews)
    terminal, keyboard = setting.terminal, Keyboard()
    terminal.show(_review_document(setting, plan, number))
    due = next(review.day for review in plan.reviews if review.number == number)
    present = next((one for one in setting.record.reviews(plan.start) if one.number == number), None)
    review = present or ReviewRecord(plan=plan.start, number=number, held=setting.today)
    asking = ReviewQuestions(setting, writer, keyboard, review._replace(private=True) if private else review)
    with contextlib.suppress(Stopped):
        if (
            due > setting.today
            and keyboard.interactive
            and not Conversation(setting, keyboard, writer).agreed(
                f"The review of day {number} is due on {said_day(due)}. Hold it now?",
                "Held early, it counts as held; `cswo-eval plan review` later opens it again.",
            )
        ):
            return
        if keyboard.interactive:
            terminal.say("")
        asking.tell_words("")
        with saying_how_to_go_on(setting, f"cswo-eval plan review {number}"):
            asking.ask()
            if number == last:
                _rate_all_again(setting, asking, plan, private)
    if not says_something(asking.review):
        terminal.say("Nothing was said, so no review is saved.")
        return
    writer.save_review(asking.review)
    terminal.say("")
    terminal.say("The review is saved.", "bold")
    if number == last:
        terminal.say("")
        terminal.show(_changes_document(setting, plan, asking.review))
        terminal.say("")
        terminal.say("`cswo-eval plan make --start DATE` draws up the next plan from the levels as they now are.")


def _review_number(setting: Setting, plan: Plan, day: str | None) -> int:
    """Return the review that `day` names; None: the newest that is due and not held, else the next."""
    days = [review.number for review in plan.reviews]
    if day is None:
        held = {review.number for review in setting.record.reviews(plan.start)}
        due = [review.number for review in plan.reviews if review.day <= setting.today and review.number not in held]
        return due[-1] if due else next((one for one in days if one not in held), days[-1])
    if not day.strip().isdecimal() or int(day) not in days:
        raise CswoEvalError(f"There is no such review: those of this plan are on days {listed(map(str, days))}.")
    return int(day)


def says_something(review: ReviewRecord) -> bool:
    """Return whether anything was said at a review."""
    return bool(review.ratings) or any(getattr(review, name) for name in QUESTIONS)


def _rate_all_again(setting: Setting, asking: ReviewQuestions, plan: Plan, private: bool) -> None:
    """Ask the level of everything that was planned, without showing the earlier one first. `private` marks those given."""
    if not takes_levels(setting):
        return
    setting.terminal.say("")
    setting.terminal.say("Now the levels again, for what was planned. The earlier ones are shown afterwards.", "bold")
    served = dict.fromkeys(
        name
        for action in plan.actions
        if action.status != "dropped"
        for name in works_on(setting.framework, plan, action)
    )
    ratings = {rating.item: rating for rating in asking.review.ratings}
    for name in served:
        if not _known(setting, name):
            continue
        earlier = ratings[name].before if name in ratings else _level_of(setting, name)

        def note(name: str = name, earlier: int | None = earlier) -> None:
            ratings[name] = Rating(item=name, before=earlier, now=_level_of(setting, name))
            asking.save(asking.review._replace(ratings=tuple(ratings.values())))

        rate_again(setting, asking.writer, asking.keyboard, name, private, note)


def _known(setting: Setting, name: str) -> bool:
    return name in setting.framework.competencies or name in setting.framework.elements


def _level_of(setting: Setting, name: str) -> int | None:
    answer = setting.round.answers.get(name) if setting.round is not None else None
    return answer.level if answer is not None else None


def _review_document(setting: Setting, plan: Plan, number: int) -> Document:
    rows = tuple(
        (action.id, action.title, _status(action, setting.today), listed(works_on(setting.framework, plan, action)))
        for action in sorted(plan.actions, key=lambda one: (one.due, one.id))
    )
    columns = (Column("Action"), Column("What", main=True), Column("How it stands"), Column("Works on"))
    done = sum(action.status == "done" for action in plan.actions)
    current = sum(action.status in ("planned", "done") for action in plan.actions)
    return Document(
        f"Review of day {number}",
        f"{done} of {counted(current, 'action')} done",
        (Section("actions", "", (Table("", columns, rows),)),),
    )


def _status(action: Action, today: date) -> str:
    if action.status == "done" and action.finished is not None:
        return f"done {plain_day(action.finished)}"
    if action.status == "planned":
        return ("overdue since " if action.due < today else "due ") + plain_day(action.due)
    return action.status


def _changes_document(setting: Setting, plan: Plan, review: ReviewRecord) -> Document:
    rows = []
    for rating in review.ratings:
        entries = [one for one in setting.register.linked_to(rating.item) if one.last_day >= plan.start]
        change = ""
        if rating.before is not None and rating.now is not None:
            change = f"{rating.now - rating.before:+d}" if rating.now != rating.before else "the same"
        rows.append(
            (
                rating.item,
                setting.framework.title_of(rating.item),
                str(rating.before or "-"),
                str(rating.now or "-"),
                change,
                listed(one.id for one in entries) or "none",
            )
        )
    columns = (
        Column("Item"),
        Column("What", main=True),
        Column("Before", "right"),
        Column("Now", "right"),
        Column("Change"),
        Column("Evidence gained"),
    )
    table = Table("", columns, tuple(rows), "No level was given again.")
    return Document(
        "What changed", "Beside the evidence gained since the plan began", (Section("changes", "", (table,)),)
    )


def put_unfinished(setting: Setting, writer: RecordWriter, draft: Draft) -> str:
    """Put a text that was broken off in its review, or in the entry that a finished action left. Returns where it is.

    Raises CswoEvalError where there is no such review, or the action is not done any more; NotAnAnswer.
    """
    day, name = draft.day_and_name()
    plan = setting.plan_of(day)
    if draft.form == FinishedAction.form_name:
        action = plan.action(name)
        if action is None or action.status != "done":
            raise CswoEvalError(f"Nothing says any more that {name} of the plan of {day} is done.")
        finished = FinishedAction(setting, writer, Keyboard(), plan, action, action.private)
        if not finished.go_on_with_what_it_left() and draft.question != "left":
            raise CswoEvalError("There is no entry that this could be said of.")
        finished.put_unfinished(draft)
        return f"in your register, as left by {action.id}"
    number = next((one.number for one in plan.reviews if f"day-{one.number}" == name), None)
    if number is None:
        raise CswoEvalError(f"The plan of {day} has no such review any more.")
    present = next((one for one in setting.record.reviews(plan.start) if one.number == number), None)
    review = present or ReviewRecord(plan=plan.start, number=number, held=setting.today)
    ReviewQuestions(setting, writer, Keyboard(), review).put_unfinished(draft)
    return f"in the review of day {number}"
