"""The 100-day plan as sections: by phase and week, load against hours, reviews, what did not fit; and one action whole."""

from __future__ import annotations

from datetime import date, timedelta

from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Bullets, Column, Document, Entry, Facts, Paragraph, Scale, Section, Table
from cswo_eval.pages.gone_ids import gone_ids
from cswo_eval.pages.told_fields import told_pairs
from cswo_eval.planning.time_in_words import time_in_words
from cswo_eval.planning.week_loads import WeekLoad, week_loads
from cswo_eval.planning.working_days import PlanCalendar, calendar_of
from cswo_eval.record.plan_models import Action, Goal, Plan
from cswo_eval.text.days_in_words import plain_day, said_day, short_day
from cswo_eval.text.words import counted, hours_text, listed

_GOAL_KINDS = {"quick-win": "quick win", "learning-need": "learning need", "longer-term": "longer-term goal"}


def plan_document(framework: Framework, plan: Plan, today: date) -> Document:
    """Return the whole plan as one document."""
    calendar = calendar_of(framework, plan)
    last = plan.start + timedelta(days=99)
    subtitle = (
        f"{plain_day(plan.start)} to {plain_day(last)}, {hours_text(plan.hours_per_week)} a week. "
        f"Today is {_where(plan, today)}."
    )
    sections = (
        time_section(plan, calendar),
        overview_section(framework, plan),
        first_steps_section(framework, plan, calendar, today),
        *phase_sections(framework, plan, calendar, today),
        reviews_section(plan),
        load_section(framework, plan, calendar),
        broken_rules_section(plan),
        left_out_section(plan),
        closed_section(plan),
    )
    return Document("Your 100-day plan", subtitle, tuple(section for section in sections if section.blocks))


def _where(plan: Plan, today: date) -> str:
    day = (today - plan.start).days + 1
    if day < 1:
        return f"{counted(1 - day, 'day')} before it begins"
    return f"day {day}" if day <= 100 else f"{counted(day - 100, 'day')} after its end"


def time_section(plan: Plan, calendar: PlanCalendar) -> Section:
    """The hours and the leave that the plan was made for, as they were taken."""
    pairs = time_in_words(calendar, plan.hours_per_week, plan.local_holidays)
    return Section("time", "What it keeps to", (Facts(pairs),))


def overview_section(framework: Framework, plan: Plan) -> Section:
    """What the plan works on, and what the owner should know about how it was made."""
    blocks: list[Block] = []
    if plan.goals:
        rows = tuple(
            (goal.item, framework.title_of(goal.item), goal.why, listed(_action_ids(plan, goal)) or "none left")
            for goal in plan.goals
        )
        columns = (Column("Goal"), Column("What"), Column("Why", main=True), Column("Actions"))
        blocks.append(Table("", columns, rows))
    else:
        blocks.append(
            Paragraph("No goal is open: no level lies below its target, and there is no chance still to find.")
        )
    kinds: dict[str, int] = {}
    for action in current_actions(plan):
        kinds[action.kind] = kinds.get(action.kind, 0) + 1
    if kinds:
        variety = listed(f"{number} {kind.replace('-', ' ')}" for kind, number in sorted(kinds.items()))
        hours = hours_text(sum(action.hours for action in current_actions(plan)))
        blocks.append(
            Facts(
                (("Actions", f"{counted(len(current_actions(plan)), 'action')}, {hours} in all"), ("Variety", variety))
            )
        )
    own_goals = {goal.item for goal in plan.goals} | {name for goal in plan.goals for name in goal.members}
    also: dict[str, list[str]] = {}
    for action in current_actions(plan):
        for name in action.serves:
            if name not in own_goals:
                also.setdefault(name, []).append(action.id)
    if also:
        served = "; ".join(f"{name} {framework.title_of(name)} ({listed(ids)})" for name, ids in sorted(also.items()))
        blocks.append(Facts((("Also served", served),)))
    if plan.remarks:
        blocks.append(Bullets(plan.remarks))
    named = (*(name for goal in plan.goals for name in goal.members), *(one.item for one in plan.left_out))
    blocks += gone_ids(framework, (name for name in named if name not in {goal.item for goal in plan.goals}))
    return Section("goals", "What it works on", tuple(blocks))


def time_and_help(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return what the actions still planned ask of others: hours by when, and whose help."""
    coming = [one for one in current_actions(plan) if one.status == "planned"]
    if not coming:
        return (("Time asked for", "none: no action is left"),)
    hours, last = hours_text(sum(one.hours for one in coming)), max(one.due for one in coming)
    whom = dict.fromkeys(helper for one in coming for helper in one.helpers)
    pairs = [("Time asked for", f"{hours} of working time by {plain_day(last)}, for {counted(len(coming), 'action')}")]
    if whom:
        pairs.append(("Help asked of", "; ".join(whom)))
    return tuple(pairs)


def _action_ids(plan: Plan, goal: Goal) -> list[str]:
    """Return the actions of a goal, and those of others that serve one of its competencies."""
    members = {goal.item, *goal.members}
    return [action.id for action in current_actions(plan) if action.goal == goal.item or members & set(action.serves)]


def ask_by(framework: Framework, plan: Plan, action: Action, calendar: PlanCalendar) -> date | None:
    """Return the working day by which an action must be arranged, where one is left before it starts; not before day 1."""
    activity = framework.activities.get(action.activity) if action.activity else None
    if activity is None or not activity.notice_days or action.status != "planned":
        return None
    day = max(action.start - timedelta(days=activity.notice_days), plan.start)
    before = calendar.working_days(plan.start, day)
    after = calendar.working_days(day, action.start - timedelta(days=1))
    return before[-1] if before else after[0] if after else None


def first_steps_section(framework: Framework, plan: Plan, calendar: PlanCalendar, today: date) -> Section:
    """What must be arranged ahead, by the day: an action that needs notice fails where its first step waits for its week."""
    rows = []
    for action in current_actions(plan):
        day = ask_by(framework, plan, action, calendar)
        if day is not None and action.start >= today:
            rows.append((day, action.id, action.first_step or action.title))
    shown = tuple((short_day(day), name, step) for day, name, step in sorted(rows))
    columns = (Column("Arrange by"), Column("Action"), Column("First step", main=True))
    return Section("ahead", "To arrange ahead", (Table("", columns, shown),) if shown else ())


def current_actions(plan: Plan) -> list[Action]:
    """Return the actions that are planned or done, by date."""
    return sorted((one for one in plan.actions if _has_days(one)), key=lambda one: (one.start, one.due, one.id))


def phase_sections(framework: Framework, plan: Plan, calendar: PlanCalendar, today: date) -> list[Section]:
    """The actions by the phase and week in which they begin."""
    sections = []
    for phase in framework.method.plan.phases:
        first, last = calendar.date_of(phase.first_day), calendar.date_of(phase.last_day)
        actions = [one for one in current_actions(plan) if _in_phase(one, phase.first_day, phase.last_day, plan)]
        span = f"{short_day(first)} to {short_day(last)}"
        lead = Paragraph(f"{phase.text} ({span})", "quiet")
        if not actions:
            if phase.id != "review":
                sections.append(Section(phase.id, phase.name, (lead, Paragraph("No action begins in these weeks."))))
            continue
        blocks: list[Block] = [lead]
        for monday in sorted({one.start - timedelta(days=one.start.weekday()) for one in actions}):
            rows = tuple(
                _row(one, today) for one in actions if one.start - timedelta(days=one.start.weekday()) == monday
            )
            columns = (
                Column("Id"),
                Column("Action", main=True),
                Column("Works on"),
                Column("Hours", "right"),
                Column("Due"),
            )
            blocks.append(Table(f"Week of {plain_day(monday)}", columns, rows))
            begins = [one for one in actions if one.start - timedelta(days=one.start.weekday()) == monday]
            steps = tuple(_first_step(one) for one in begins if one.status == "planned")
            if steps:
                blocks.append(Facts(steps))
        sections.append(Section(phase.id, phase.name, tuple(blocks)))
    return sections


def _in_phase(action: Action, first: int, last: int, plan: Plan) -> bool:
    day = (action.start - plan.start).days + 1
    return first <= day <= last or (first == 1 and day < 1) or (last == 100 and day > 100)


def _row(action: Action, today: date) -> tuple[str, ...]:
    state = short_day(action.due)
    if action.status == "done" and action.finished is not None:
        state = f"done {short_day(action.finished)}"
    elif action.due < today:
        state += " overdue"
    title = action.title + (" (pinned)" if action.pinned else "") + (" (see below)" if action.flags else "")
    return (action.id, title, listed(action.serves or (action.goal,)), hours_text(action.hours), state)


def _first_step(action: Action) -> tuple[str, str]:
    text = action.first_step or action.title
    return (f"{action.id} first step", text)


def reviews_section(plan: Plan, for_owner: bool = True) -> Section:
    """The three reviews. How one is held is for the owner only."""
    columns = (Column("Review"), Column("Day", main=not for_owner), *((Column("How", main=True),) if for_owner else ()))
    rows = tuple(
        (
            f"Day {review.number}",
            said_day(review.day),
            *((f"cswo-eval plan review {review.number}",) if for_owner else ()),
        )
        for review in plan.reviews
    )
    whose = "no working day for you" if for_owner else "no working day for the owner"
    notes = ["About an hour each, besides the weekly hours."]
    for review in plan.reviews:
        named = plan.start + timedelta(days=review.number - 1)
        if named != review.day:
            notes.append(f"Day {review.number} itself, {said_day(named)}, is {whose}, so it is the one before.")
    return Section("reviews", "Reviews", (Table("", columns, rows), *(Paragraph(note, "quiet") for note in notes)))


def load_section(framework: Framework, plan: Plan, calendar: PlanCalendar) -> Section:
    """Hours planned in each week against the hours there are."""
    rows = []
    for week in week_loads(framework, plan, calendar):
        share = (
            10 * week.planned_hours / week.capacity_hours
            if week.capacity_hours
            else (20.0 if week.planned_hours else 0.0)  # all of it is over
        )
        said = f"{hours_text(week.planned_hours)} of {hours_text(week.capacity_hours)}"
        if week.excess_hours:
            said += f", {hours_text(week.excess_hours)} over"
        elif not week.capacity_hours:
            said = "no hours this week"
        rows.append(
            (
                _week_name(week),
                Scale(share, 10, said),
                listed(week.actions),
            )
        )
    columns = (Column("Week"), Column("Planned"), Column("Actions", main=True))
    return Section("load", "Hours by week", (Table("", columns, tuple(rows)),))


def broken_rules_section(plan: Plan) -> Section:
    """Where the owner's own dates and hours break a rule of the plan: they win, and are told."""
    pairs = tuple((one.id, " ".join(one.flags)) for one in current_actions(plan) if one.flags)
    return Section("rules", "Where dates or hours break a rule", (Facts(pairs),) if pairs else ())


def _week_name(week: WeekLoad) -> str:
    if not 1 <= week.first_plan_day <= week.last_plan_day:
        return f"{short_day(week.monday)} (outside the plan)"
    return f"{short_day(week.monday)} (days {week.first_plan_day}-{week.last_plan_day})"


def left_out_section(plan: Plan) -> Section:
    """What did not fit, with the reason, for the next 100 days."""
    if not plan.left_out:
        return Section("left-out", "What did not fit", (Paragraph("Everything fitted."),))
    blocks: list[Block] = []
    columns = (Column("Item"), Column("What", main=True), Column("Need"))
    for reason in dict.fromkeys(one.reason for one in plan.left_out):
        rows = tuple((one.item, one.title, one.band) for one in plan.left_out if one.reason == reason)
        blocks += [Paragraph(reason), Table("", columns, rows)]
    return Section("left-out", "What did not fit, for the next 100 days", tuple(blocks))


def closed_section(plan: Plan) -> Section:
    """Actions that the owner took out or put off."""
    closed = [one for one in plan.actions if one.status in ("dropped", "deferred")]
    columns = [Column("Id"), Column("Action", main=True), Column("Status")]
    rows: list[tuple[str, ...]] = [(one.id, one.title, one.status) for one in closed]
    if any(one.reason for one in closed):  # none where none was given, or these readers may not see it
        columns.append(Column("Reason", main=True))
        rows = [(*row, one.reason) for row, one in zip(rows, closed, strict=True)]
    return Section("closed", "Taken out or put off", (Table("", tuple(columns), tuple(rows)),) if rows else ())


def action_document(framework: Framework, plan: Plan, action: Action, for_owner: bool = True) -> Document:
    """Return one action whole, told to its owner or to others."""
    works_on = "; ".join(f"{name} {framework.title_of(name)}" for name in (action.serves or (action.goal,)))
    own = ("hours", "start", "due", "review_on", "kind", "goal_kind", "sittings", "serves", "goal", "why", "status")
    pairs = (
        ("Status", _status_text(action)),
        ("Hours", hours_text(action.hours)),
        *_days_of(action),
        ("Kind", f"{action.kind.replace('-', ' ')}, {_GOAL_KINDS.get(action.goal_kind, action.goal_kind)}"),
        ("Sittings", _sittings_text(action)),
        ("Works on", works_on),
        ("Why", action.why.removesuffix(action.benefit).rstrip()),  # what it changes for people has a line of its own
        *told_pairs(framework, action, without=("id", "title", "pinned", "private", "finished", "deferred_to", *own)),
    )
    entry = Entry(action.title, "", tuple((name, text) for name, text in pairs if text))
    return Document(f"Action {action.id}", f"Plan from {plain_day(plan.start)}", (Section("action", "", (entry,)),))


def _status_text(action: Action) -> str:
    """Return 'planned', 'done on 2 November 2026, pinned, private'."""
    said: str = action.status
    if action.status == "done" and action.finished is not None:
        said = f"done on {plain_day(action.finished)}"
    elif action.status == "deferred":
        until = f"until {plain_day(action.deferred_to)}" if action.deferred_to else "to the next 100 days"
        said = f"put off {until}"
    return said + (", pinned" if action.pinned else "") + (", private" if action.private else "")


def _has_days(action: Action) -> bool:
    """Whether an action has its place in the plan: one taken out or put off has lost it."""
    return action.status in ("planned", "done")


def _days_of(action: Action) -> tuple[tuple[str, str], ...]:
    if not _has_days(action):
        return ()
    review = short_day(action.review_on) if action.review_on else ""
    return (("Start", short_day(action.start)), ("Due", short_day(action.due)), ("Review", review))


def _sittings_text(action: Action) -> str:
    """Nothing where there is one: that is the action itself."""
    if not _has_days(action) or len(action.sittings) < 2:
        return ""
    return listed(f"{short_day(one.day)} {hours_text(one.hours)}" for one in action.sittings)


_SHOWN_CHANGES = {
    "title": "Title",
    "status": "Status",
    "start": "Start",
    "due": "Due",
    "hours": "Hours",
    "first_step": "First step",
    "cue": "Cue",
    "helpers": "Who helps",
    "barrier": "Likely barrier",
    "answer": "Answer to it",
    "measure": "How you will know",
    "note": "Note",
    "reason": "Reason",
    "pinned": "Pinned",
    "private": "Private",
    "deferred_to": "Not before",
}


def change_document(before: Action | None, after: Action) -> Document:
    """Return what a change came to: each field as it was and as it is, and the rules it breaks."""
    pairs = []
    for name, said in _SHOWN_CHANGES.items():
        new = _said_value(getattr(after, name))
        old = _said_value(getattr(before, name)) if before is not None else _said_value(False) if new == "no" else ""
        if new != old:
            pairs.append((said, f"{old} → {new}" if old and new else new or f"{old} taken out"))
    if after.flags:
        pairs.append(("Breaks a rule", " ".join(after.flags)))
    pairs.append(("See it whole", f"cswo-eval plan show {after.id}"))
    return Document(f"{after.id}: {after.title}", "", (Section("change", "", (Facts(tuple(pairs)),)),))


def _said_value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return said_day(value)
    if isinstance(value, float):
        return hours_text(value)
    if isinstance(value, tuple):
        return listed(str(one) for one in value)
    return "" if value is None else str(value)
