"""Ask after a finished action, and hold a review. Levels are asked beside the evidence, and never suggested."""

from __future__ import annotations

from datetime import date
from typing import Any

from cswo_eval.cli.earlier_marks import with_marks_kept
from cswo_eval.cli.guard_remarks import remark_on_texts
from cswo_eval.cli.interviews.conversation import Conversation, PassageStopped, Stopped
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.said_marks import tell_mark, tell_of_entry
from cswo_eval.cli.setting import Setting, now
from cswo_eval.pages.blocks import Column, Document, Facts, Section, Table
from cswo_eval.record.fields import for_whom
from cswo_eval.record.fitted import refuse_another_standard
from cswo_eval.record.given_ids import ENTRY
from cswo_eval.record.models import Action, Answer, Evidence, Link, Plan, Rating, ReviewRecord
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.days_in_words import plain_day, said_day
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import counted, listed
from cswo_eval.walk.control_words import unescaped

LEVELS = ("1", "2", "3", "4", "5")


def ask_after(setting: Setting, writer: RecordWriter, plan: Plan, action: Action, private: bool) -> None:
    """After an action of `plan` is done: what evidence it left, then the level again for what it served. Enter passes each.

    `private`: all that is said now is marked. The words `private` and `public` mark the action with what it leaves.
    """
    conversation = Conversation(setting.terminal, Keyboard())
    items = tuple(name for name in (action.serves or (action.goal,)) if _known(setting, name))
    left = _LeftByAction(setting, writer, plan, action, items, private)
    conversation.mark = left.mark
    planned = f"Planned: {action.evidence_left.rstrip('.')}. " if action.evidence_left else ""
    interrupted = False
    try:
        text = conversation.passage(
            "What evidence did it leave?",
            f"{planned}A full stop alone on a line ends it. Enter for nothing.",
            "What you could show or who saw it: it goes into your register, linked to what the action was for.",
        )
        if text.strip():
            left.keep(text)  # before anything more is asked
            confirmer = conversation.line(
                "Who could confirm it, by role?",
                "Enter to say it later.",
                "A post, such as the team leader, never a name.",
                unescaped,
            )
            if confirmer.strip():
                left.confirm(confirmer)
        for name in items if _takes_levels(setting) else ():
            _ask_level_again(setting, writer, conversation, name, private)
    except PassageStopped as stop:
        left.keep(stop.partial)
        interrupted = stop.interrupted
    except Stopped:
        pass
    if interrupted:
        raise KeyboardInterrupt
    setting.terminal.say("")
    setting.terminal.say("Saved.", "bold")


class _LeftByAction:
    """The entry of evidence that a finished action leaves, saved as it is said, and the mark on both."""

    def __init__(
        self, setting: Setting, writer: RecordWriter, plan: Plan, action: Action, items: tuple[str, ...], private: bool
    ) -> None:
        self._setting = setting
        self._writer = writer
        self._plan = plan
        self._action = action
        self._items = items
        self._private = private
        self._entry: Evidence | None = None

    @property
    def _name(self) -> str:
        """The action as the record names it: with its plan where that is an earlier one."""
        newest = self._setting.record.plan_days()[-1] == self._plan.start
        return self._action.id if newest else f"{self._plan.start}/{self._action.id}"

    def mark(self, private: bool) -> None:
        """Mark the action and what it leaves private, or take that back; say what is private then."""
        self._private = private
        with self._writer.together():
            if self._action.private != private:
                self._action = self._action._replace(private=private)
                self._plan = self._plan.with_action(self._action)
                self._writer.save_plan(self._plan)
            if self._entry is not None and self._entry.private != private:
                self._save(self._entry._replace(private=private))
        tell_mark(self._setting, self._name, private)
        if self._entry is not None:
            tell_of_entry(self._setting, self._entry.id)

    def keep(self, text: str) -> None:
        """Keep what it left as an entry linked to what it was for, and say where that is private."""
        setting, action = self._setting, self._action
        reason = f"Left by action {self._name} of the plan: {action.title}"
        entry = Evidence(
            id=setting.register.next_id(setting.record.given(ENTRY)),
            title=action.title,
            kind=setting.framework.evidence_kinds.kinds[0].id,
            effective=action.finished or setting.today,
            recorded=now(),
            shows=text,
            private=self._private,
            left_by=f"{self._plan.start}/{action.id}",
            links=tuple(Link(item=name, reason=reason) for name in self._items),
        )
        self._save(entry)
        setting.terminal.say(f"Kept as {entry.id}, linked to {listed(self._items)}.", "dim")
        tell_of_entry(setting, entry.id)
        remark_on_texts(setting, [(f"{entry.id}, what it shows", text)], short=True)

    def confirm(self, confirmer: str) -> None:
        """Keep who could confirm it."""
        assert self._entry is not None  # it is asked of an entry that is kept
        self._save(self._entry._replace(confirmer=confirmer))
        remark_on_texts(self._setting, [(f"{self._entry.id}, who could confirm it", confirmer)], short=True)

    def _save(self, entry: Evidence) -> None:
        self._entry = entry
        self._setting.register = self._setting.register.with_entry(entry)
        self._writer.save_register(self._setting.register)


QUESTIONS = (
    ("what_worked", "What worked, and what would you keep?"),
    ("what_got_in_the_way", "What got in the way?"),
    ("what_changed_for_people", "What is different for people who use services, or for staff? How do you know?"),
    ("next_step", "What is the one next step?"),
)


def hold_review(setting: Setting, writer: RecordWriter, plan: Plan, day: str | None, private: bool) -> None:
    """Hold the review of a plan day: show what was planned and done, ask, save. Raises CswoEvalError for a day that is none."""
    number = _review_number(setting, plan, day)
    last = max(review.number for review in plan.reviews)
    terminal, keyboard = setting.terminal, Keyboard()
    conversation = Conversation(terminal, keyboard)
    terminal.show(_review_document(setting, plan, number))
    due = next(review.day for review in plan.reviews if review.number == number)
    present = next((one for one in setting.record.reviews(plan.start) if one.number == number), None)
    review = present or ReviewRecord(plan=plan.start, number=number, held=setting.today)
    if private:
        review = review._replace(private=True)

    def mark(private: bool) -> None:
        nonlocal review
        review = review._replace(private=private)
        if _says_something(review):
            writer.save_review(review)
        tell_mark(setting, f"day-{number}", private)

    conversation.mark = mark
    interrupted = False
    try:
        if (
            due > setting.today
            and keyboard.interactive
            and not conversation.agreed(
                f"The review of day {number} is due on {said_day(due)}. Hold it now?",
                "Held early, it counts as held; `cswo-eval plan review` later opens it again.",
            )
        ):
            return
        for name, wording in QUESTIONS:
            earlier = getattr(review, name)
            keeps = f"keeps: {earlier[:300]}" if earlier else "passes."
            text = conversation.passage(
                wording,
                f"A full stop alone on a line ends it. Enter {keeps}",
                f"Your own words, {for_whom(ReviewRecord, name)}.",
            )
            if text.strip():
                review = review._replace(**{name: text})
                writer.save_review(review)
                remark_on_texts(setting, [("what you wrote", text)], short=True)
        if number == last:
            review = _rate_again(setting, writer, conversation, plan, review, private)
    except PassageStopped as stop:
        review = review._replace(**{_first_open(review): stop.partial})
        interrupted = stop.interrupted
    except Stopped:
        pass
    if not _says_something(review):
        terminal.say("Nothing was said, so no review is saved.")
        return
    writer.save_review(review)
    if interrupted:
        raise KeyboardInterrupt
    terminal.say("")
    terminal.say("The review is saved.", "bold")
    if number == last:
        terminal.show(_changes_document(setting, plan, review))
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


def _says_something(review: ReviewRecord) -> bool:
    return bool(review.ratings) or any(getattr(review, name) for name, _ in QUESTIONS)


def _first_open(review: ReviewRecord) -> str:
    return next((name for name, _ in QUESTIONS if not getattr(review, name)), QUESTIONS[-1][0])


def _rate_again(
    setting: Setting, writer: RecordWriter, conversation: Conversation, plan: Plan, review: ReviewRecord, private: bool
) -> ReviewRecord:
    """Ask the level of everything that was planned, without showing the earlier one first. `private` marks those given."""
    if not _takes_levels(setting):
        return review
    setting.terminal.say("")
    setting.terminal.say("Now the levels again, for what was planned. The earlier ones are shown afterwards.", "bold")
    served = dict.fromkeys(
        name for action in plan.actions if action.status != "dropped" for name in (action.serves or (action.goal,))
    )
    before = {rating.item: rating for rating in review.ratings}
    for name in served:
        if not _known(setting, name):
            continue
        earlier = before[name].before if name in before else _level_of(setting, name)
        try:
            new = _ask_level_again(setting, writer, conversation, name, private)
        except Stopped:
            break  # the levels given by then stand
        if new is not None:
            before[name] = Rating(item=name, before=earlier, now=new)
            review = review._replace(ratings=tuple(before.values()))
            writer.save_review(review)
    return review


def _ask_level_again(
    setting: Setting, writer: RecordWriter, conversation: Conversation, name: str, private: bool
) -> int | None:
    """Show the evidence, then ask the level; returns the level given, None where it was passed.

    The level is the owner's answer on `name`: `private` at the question, or all along, marks that.
    """
    terminal, framework = setting.terminal, setting.framework
    item = framework.competencies.get(name) or framework.elements[name]
    entries = setting.register.linked_to(name)
    terminal.say("")
    terminal.say(f"== {item.id}  {item.statement}", "bold cyan")
    evidence = "; ".join(f"{one.id} {one.title}" for one in entries) or "none in the register"
    terminal.tell(Facts((("Weak (a 2)", item.weak), ("Strong (a 4)", item.strong), ("Evidence", evidence))))

    def read(text: str) -> int | None:
        if text.strip() in LEVELS:
            return int(text)
        if text.strip().lower() in ("", "skip"):
            return None
        raise CswoEvalError("A level is 1 to 5; Enter leaves it as it is.")

    def mark(private: bool) -> None:
        _change_answer(setting, writer, name, private=private)
        tell_mark(setting, name, private, setting.round, setting.register)

    if setting.round is not None:
        conversation.mark = mark
    level = conversation.line(
        "Which level describes you now?",
        "1 to 5; Enter leaves it as it is. Your earlier level is not shown, so that you judge afresh.",
        "A 2 is what the weak illustration shows, a 4 what the strong one shows; 1, 3 and 5 lie around them.",
        read,
    )
    if level is None or setting.round is None:
        return None
    _change_answer(setting, writer, name, standing="rated", level=level, changed=now())
    if private and not setting.round.answers[name].private:
        mark(True)
    return level


def _change_answer(setting: Setting, writer: RecordWriter, name: str, **changes: Any) -> None:
    """Save the round with an answer changed; not where that changes nothing."""
    assert setting.round is not None  # the levels of a record without a round are not taken
    present = setting.round.answers.get(name, Answer())
    changed = present._replace(**changes)
    if changed != present:
        round_ = setting.round._replace(answers={**setting.round.answers, name: changed})
        setting.round = with_marks_kept(setting, setting.round, round_)
        writer.save_round(setting.round)


def _takes_levels(setting: Setting) -> bool:
    """Return whether a level may be given again; says why not where the round was answered against another Standard."""
    try:
        refuse_another_standard(setting.round, setting.framework)
    except CswoEvalError as problem:
        setting.terminal.say(f"Levels are not asked. {problem}", "yellow")
        return False
    return True


def _known(setting: Setting, name: str) -> bool:
    return name in setting.framework.competencies or name in setting.framework.elements


def _level_of(setting: Setting, name: str) -> int | None:
    answer = setting.round.answers.get(name) if setting.round is not None else None
    return answer.level if answer is not None else None


def _review_document(setting: Setting, plan: Plan, number: int) -> Document:
    rows = tuple(
        (action.id, action.title, _status(action, setting.today), listed(action.serves or (action.goal,)))
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
        entries = [one for one in setting.register.linked_to(rating.item) if one.effective >= plan.start]
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
