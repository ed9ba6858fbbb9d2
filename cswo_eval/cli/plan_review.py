"""Ask after a finished action, and hold a review. Levels are asked beside the evidence, and never suggested."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cswo_eval.cli.keyboard import EndOfInput, Keyboard
from cswo_eval.cli.setting import Setting, now
from cswo_eval.framework.problems import CswoEvalError
from cswo_eval.record.models import Action, Answer, Evidence, Link, Plan, Rating, ReviewRecord
from cswo_eval.report.blocks import Column, Document, Facts, Section, Table
from cswo_eval.report.words import counted, listed, plain_day
from cswo_eval.walk.words import unescaped, word_in

if TYPE_CHECKING:
    from cswo_eval.record.store import RecordWriter

LEVELS = ("1", "2", "3", "4", "5")


def ask_after(setting: Setting, writer: RecordWriter, action: Action, private: bool) -> None:
    """After an action is done: what evidence it left, then the level again for what it served. Enter passes each."""
    keyboard = Keyboard()
    terminal = setting.terminal
    items = tuple(name for name in (action.serves or (action.goal,)) if _known(setting, name))
    try:
        terminal.say("")
        terminal.say("What evidence did it leave? A full stop alone on a line ends it. Enter for nothing.", "bold")
        if action.evidence_left:
            terminal.say(f"Planned: {action.evidence_left}", "dim")
        text = _passage(keyboard)
        if text.strip():
            terminal.say("Who could confirm it, by role? Enter to say it later.", "bold")
            _add_evidence(setting, writer, action, items, text, keyboard.line("> "), private)
        for name in items:
            _ask_level_again(setting, writer, keyboard, name)
    except (EndOfInput, _Stopped):
        terminal.say("")
    terminal.say("Saved.", "bold")


def hold_review(setting: Setting, writer: RecordWriter, plan: Plan, day: str | None, private: bool) -> None:
    """Hold the review of a plan day: show what was planned and done, ask, save. Raises CswoEvalError for a day that is none."""
    days = [review.number for review in plan.reviews]
    number = int(day) if day is not None and day.strip().isdecimal() else None
    if day is None:
        held = {review.number for review in setting.record.reviews(plan.start)}
        due = [review.number for review in plan.reviews if review.day <= setting.today and review.number not in held]
        number = due[-1] if due else next((one for one in days if one not in held), days[-1])
    if number is None or number not in days:
        raise CswoEvalError(
            f"There is no review of day {number}: the reviews of this plan are on days {listed(map(str, days))}."
        )
    terminal, keyboard = setting.terminal, Keyboard()
    terminal.show(_review_document(setting, plan, number))
    present = next((one for one in setting.record.reviews(plan.start) if one.number == number), None)
    review = present or ReviewRecord(plan=plan.start, number=number, held=setting.today)
    if private:
        review = review.with_changes({"private": True})
    questions = (
        ("what_worked", "What worked, and what would you keep?"),
        ("what_got_in_the_way", "What got in the way?"),
        (
            "what_changed_for_people",
            "What, if anything, is different for people who use services or for staff? How do you know?",
        ),
        ("next_step", "What is the one next step?"),
    )
    try:
        for name, wording in questions:
            terminal.say("")
            terminal.say(wording, "bold")
            earlier = getattr(review, name)
            terminal.say(
                "A full stop alone on a line ends it. Enter " + (f"keeps: {earlier[:300]}" if earlier else "passes."),
                "dim",
            )
            text = _passage(keyboard)
            if text.strip():
                review = review.with_changes({name: text})
                writer.save_review(review)
        if number == max(days):
            review = _rate_again(setting, writer, keyboard, plan, review)
    except (EndOfInput, _Stopped):
        terminal.say("")
    writer.save_review(review)
    terminal.say("The review is saved.", "bold")
    if number == max(days):
        terminal.show(_changes_document(setting, plan, review))
        terminal.say("`cswo-eval plan make --start DATE` draws up the next plan from the levels as they now are.")


def _rate_again(
    setting: Setting, writer: RecordWriter, keyboard: Keyboard, plan: Plan, review: ReviewRecord
) -> ReviewRecord:
    """Ask the level of everything that was planned, without showing the earlier one first."""
    setting.terminal.say("")
    setting.terminal.say("Now the levels again, for what was planned. The earlier ones are shown afterwards.", "bold")
    served = tuple(
        dict.fromkeys(
            name for action in plan.actions if action.status != "dropped" for name in (action.serves or (action.goal,))
        )
    )
    before = {rating.item: rating for rating in review.ratings}
    for name in served:
        if not _known(setting, name):
            continue
        earlier = before[name].before if name in before else _level_of(setting, name)
        new = _ask_level_again(setting, writer, keyboard, name)
        if new is not None:
            before[name] = Rating(item=name, before=earlier, now=new)
            review = review.with_changes({"ratings": tuple(before.values())})
            writer.save_review(review)
    return review


def _ask_level_again(setting: Setting, writer: RecordWriter, keyboard: Keyboard, name: str) -> int | None:
    """Show the evidence, then ask the level; returns the level given, None where it was passed."""
    terminal, framework = setting.terminal, setting.framework
    item = framework.competencies.get(name) or framework.elements[name]
    entries = setting.register.linked_to(name)
    terminal.say("")
    terminal.say(f"== {item.id}  {item.statement}", "bold cyan")
    terminal.tell(
        Facts(
            (
                ("Weak (a 2)", item.weak),
                ("Strong (a 4)", item.strong),
                ("Evidence", listed(f"{one.id} {one.title}" for one in entries) or "none in the register"),
            )
        )
    )
    terminal.say("Which level describes you now? 1 to 5; Enter leaves it as it is.", "bold")
    while True:
        text = keyboard.line("> ").strip()
        word = word_in(text)
        if word is not None and word.name in ("quit", "save"):
            raise _Stopped
        if not text or (word is not None and word.name == "skip"):
            return None
        if text in LEVELS:
            break
        if not keyboard.interactive:
            raise CswoEvalError(
                f"Line {keyboard.line_number} of the input: a level is 1 to 5. Everything before it is kept."
            )
        terminal.say("A level is 1 to 5; Enter leaves it as it is.", "yellow")
    if setting.round is None:
        return None
    present = setting.round.answers.get(name, Answer())
    changed = present.with_changes({"standing": "rated", "level": int(text), "changed": now()})
    setting.round = setting.round.with_changes({"answers": {**setting.round.answers, name: changed}})
    writer.save_round(setting.round)
    return int(text)


def _add_evidence(
    setting: Setting,
    writer: RecordWriter,
    action: Action,
    items: tuple[str, ...],
    text: str,
    confirmer: str,
    private: bool,
) -> None:
    reason = f"Left by action {action.id} of the plan: {action.title}"
    entry = Evidence(
        id=setting.register.next_id(),
        title=action.title,
        kind=setting.framework.evidence_kinds.kinds[0].id,
        effective=action.finished or setting.today,
        recorded=now(),
        shows=text,
        confirmer=confirmer,
        private=private,
        links=tuple(Link(item=name, reason=reason) for name in items),
    )
    setting.register = setting.register.with_entry(entry)
    writer.save_register(setting.register)
    setting.terminal.say(f"Kept as {entry.id}, linked to {listed(items)}.", "dim")


def _passage(keyboard: Keyboard) -> str:
    first = keyboard.line("> ")
    word = word_in(first)
    if word is not None and word.name in ("quit", "save"):
        raise _Stopped
    if not first.strip() or (word is not None and word.name == "skip"):
        return ""
    return keyboard.passage(". ends > ", unescaped(first))


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
    return Document(
        f"Review of day {number}",
        f"{done} of {counted(len(plan.actions), 'action')} done",
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


class _Stopped(Exception):
    """The owner asked to stop; all that was answered is saved."""
