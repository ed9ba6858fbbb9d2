"""The 100-day plan as sections: what it keeps to and works on, by phase and week, its reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Bullets, Column, Document, Facts, Paragraph, Section, Table
from cswo_eval.pages.gone_ids import gone_ids
from cswo_eval.pages.one_action import has_days, title_of, works_on
from cswo_eval.pages.plan_gaps import left_out_section, partly_section, served_in_words
from cswo_eval.pages.plan_load import load_section
from cswo_eval.planning.left_out import DEFERRED
from cswo_eval.planning.time_in_words import DAYS_SET_ASIDE, time_in_words
from cswo_eval.planning.week_loads import counted_sittings, is_whole
from cswo_eval.planning.working_days import PlanCalendar, calendar_of
from cswo_eval.record.plan_models import Action, Goal, Plan
from cswo_eval.text.days_in_words import plain_day, said_day, short_day
from cswo_eval.text.words import counted, hours_text, listed


def plan_document(framework: Framework, plan: Plan, today: date) -> Document:
    """Return the whole plan as one document."""
    calendar = calendar_of(framework, plan)
    last = plan.start + timedelta(days=99)
    subtitle = (
        f"{plain_day(plan.start)} to {plain_day(last)}, {hours_text(plan.hours_per_week)} a week. "
        f"Today is {_where(plan, today)}."
    )
    sections = (
        time_section(framework, plan, calendar),
        overview_section(framework, plan),
        first_steps_section(framework, plan, calendar, today),
        *phase_sections(framework, plan, calendar, today),
        reviews_section(plan),
        load_section(framework, plan, calendar),
        broken_rules_section(plan),
        partly_section(framework, plan),
        left_out_section(framework, plan),
        closed_section(plan),
    )
    return Document("Your 100-day plan", subtitle, tuple(section for section in sections if section.blocks))


def _where(plan: Plan, today: date) -> str:
    day = (today - plan.start).days + 1
    if day < 1:
        return f"{counted(1 - day, 'day')} before it begins"
    return f"day {day}" if day <= 100 else f"{counted(day - 100, 'day')} after its end"


def time_section(framework: Framework, plan: Plan, calendar: PlanCalendar) -> Section:
    """The hours, the leave and the single days that the plan was made for, as they were taken."""
    pairs = [*time_in_words(framework.method.plan, calendar, plan.hours_per_week, plan.local_holidays)]
    if plan.set_aside:
        place = next(place for place, (name, _) in enumerate(pairs, start=1) if name == DAYS_SET_ASIDE)
        pairs.insert(place, ("On those days", days_set_aside(framework, plan)))
    return Section("time", "What it keeps to", (Facts(tuple(pairs)),))


def days_set_aside(framework: Framework, plan: Plan) -> str:
    """Return what lies on each day outside the weekly hours: 'Tue 20 Oct: A5 6 h; Wed 4 Nov: nothing'."""
    there: dict[date, list[str]] = {day: [] for day in plan.set_aside}
    for action in current_actions(plan):
        for sitting in action.sittings if is_whole(framework, action) else ():
            if sitting.day in there:
                there[sitting.day].append(f"{action.id} {hours_text(sitting.hours)}")
    return "; ".join(f"{short_day(day)}: {listed(said) or 'nothing'}" for day, said in there.items())


def overview_section(framework: Framework, plan: Plan) -> Section:
    """What the plan works on, and what the owner should know about how it was made."""
    blocks: list[Block] = []
    goals = shown_goals(plan)
    if goals:
        rows = tuple(
            (goal.item, goal_title(framework, goal), goal.why, listed(_action_ids(plan, goal)) or "none left")
            for goal in goals
        )
        columns = (Column("Goal"), Column("What"), Column("Why", main=True), Column("Actions"))
        blocks.append(Table("", columns, rows))
    elif plan.left_out:
        blocks.append(Paragraph("No goal is open: what is needed did not fit; the reasons are below."))
    else:
        blocks.append(
            Paragraph("No goal is open: no level lies below its target, and there is no chance still to find.")
        )
    pairs = _in_figures(plan)
    if pairs:
        blocks.append(Facts(pairs))
    own_goals = {name for goal in goals for name in (goal.item, *goal.members)}
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
    named = (*(name for goal in goals for name in goal.members), *(one.item for one in plan.left_out))
    blocks += gone_ids(framework, (name for name in named if name not in {goal.item for goal in goals}))
    return Section("goals", "What it works on", tuple(blocks))


def _in_figures(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return how many actions there are, of which kinds, and how many needs are not served in full."""
    actions, pairs = current_actions(plan), []
    kinds: dict[str, int] = {}
    for action in actions:
        kinds[action.kind] = kinds.get(action.kind, 0) + 1
    if kinds:
        hours = hours_text(sum(action.hours for action in actions))
        variety = listed(f"{number} {kind.replace('-', ' ')}" for kind, number in sorted(kinds.items()))
        pairs += [("Actions", f"{counted(len(actions), 'action')}, {hours} in all"), ("Variety", variety)]
    not_in_full = served_in_words(plan)
    return (*pairs, ("Not in full", f"{not_in_full}; see below")) if not_in_full else tuple(pairs)


def shown_goals(plan: Plan) -> list[Goal]:
    """Return the goals of a plan without those of which nothing is left but what stands among what did not fit."""
    left = {one.item for one in plan.left_out if not one.partly and one.band != DEFERRED}
    return [one for one in plan.goals if one.reason in ("own", "beginning") or not set(one.members) <= left]


def goal_title(framework: Framework, goal: Goal) -> str:
    """Return the title of a goal; of an element that is answered as a whole it says so."""
    return title_of(framework, goal.item, goal.item in goal.members and goal.reason in ("need", "exposure"))


def time_and_help(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return what the actions still planned ask of others: hours by when, days besides, and whose help for how long."""
    coming = [one for one in current_actions(plan) if one.status == "planned"]
    if not coming:
        return (("Time asked for", "none: no action is left"),)
    hours, last = hours_text(sum(one.hours for one in coming)), max(one.due for one in coming)
    whom = dict.fromkeys(helper for one in coming for helper in one.helpers)
    pairs = [("Time asked for", f"{hours} of working time by {plain_day(last)}, for {counted(len(coming), 'action')}")]
    if plan.set_aside:
        pairs.append((DAYS_SET_ASIDE, f"{listed(map(short_day, plan.set_aside))}, outside the weekly hours"))
    if whom:
        pairs.append(("Help asked of", "; ".join(whom)))
    theirs = sum(one.helpers_hours for one in coming)
    if theirs:
        pairs.append(("Their time", f"about {hours_text(theirs)} in all"))
    return tuple(pairs)


def _action_ids(plan: Plan, goal: Goal) -> list[str]:
    """Return the actions of a goal, and those of others that serve one of its competencies."""
    members = {goal.item, *goal.members}
    return [action.id for action in current_actions(plan) if action.goal == goal.item or members & set(action.serves)]


def ask_by(framework: Framework, plan: Plan, action: Action, calendar: PlanCalendar) -> date | None:
    """Return the working day by which an action must be arranged, where one is left before it starts.

    It is not before day 1, nor before the day on which the plan was made.
    """
    activity = framework.activities.get(action.activity) if action.activity else None
    if activity is None or not activity.notice_days or action.status != "planned":
        return None
    begin = max(plan.start, plan.made_on)
    day = max(action.start - timedelta(days=activity.notice_days), begin)
    before = calendar.working_days(begin, day)
    after = calendar.working_days(day, action.start - timedelta(days=1))
    return before[-1] if before else after[0] if after else None


def first_steps_section(framework: Framework, plan: Plan, calendar: PlanCalendar, today: date) -> Section:
    """What must be arranged ahead, by the day: an action that needs notice fails where its first step waits for its week."""
    rows = []
    for action in current_actions(plan):
        day = ask_by(framework, plan, action, calendar)
        if day is not None and action.start >= today:
            rows.append((day, action.id, action.first_step or action.title))
    shown = tuple((short_day(day) if day > today else "now", name, step) for day, name, step in sorted(rows))
    columns = (Column("Arrange by"), Column("Action"), Column("First step", main=True))
    return Section("ahead", "To arrange ahead", (Table("", columns, shown),) if shown else ())


def current_actions(plan: Plan) -> list[Action]:
    """Return the actions that are planned or done, by date."""
    return sorted((one for one in plan.actions if has_days(one)), key=lambda one: (one.start, one.due, one.id))


def phase_sections(framework: Framework, plan: Plan, calendar: PlanCalendar, today: date) -> list[Section]:
    """The actions by the phase and week in which they begin; in the last one also the review, and what goes on in its days."""
    sections = []
    for phase in framework.method.plan.phases:
        first, last = calendar.date_of(phase.first_day), calendar.date_of(phase.last_day)
        actions = [one for one in current_actions(plan) if _in_phase(one, phase.first_day, phase.last_day, plan)]
        blocks: list[Block] = [Paragraph(f"{phase.text} ({short_day(first)} to {short_day(last)})", "quiet")]
        closing = phase.first_day > calendar.last_action_day
        if not actions and not closing:
            blocks.append(Paragraph("No action begins in these weeks."))
        for monday in sorted({_monday(one) for one in actions}):
            blocks += _week(framework, plan, monday, [one for one in actions if _monday(one) == monday], today)
        if closing:
            also = (*_going_on(plan, actions, first, last), *_reviews_between(plan, first, last))
            blocks += [Facts(also)] if also else []
        sections.append(Section(phase.id, phase.name, tuple(blocks)))
    return sections


def _monday(action: Action) -> date:
    return action.start - timedelta(days=action.start.weekday())


def _week(framework: Framework, plan: Plan, monday: date, actions: list[Action], today: date) -> Iterator[Block]:
    """Give what begins in a week, and the first step of each."""
    columns = (
        Column("Id"),
        Column("Action", main=True),
        Column("Works on"),
        Column("Hours", "right"),
        Column("Due"),
    )
    yield Table(f"Week of {plain_day(monday)}", columns, tuple(_row(framework, plan, one, today) for one in actions))
    steps = tuple(_first_step(one) for one in actions if one.status == "planned")
    if steps:
        yield Facts(steps)


def _going_on(plan: Plan, begun: list[Action], first: date, last: date) -> Iterator[tuple[str, str]]:
    """Give what began before these days and is still worked on in them."""
    for action in current_actions(plan):
        there = [one for one in counted_sittings(action) if first <= one.day <= last]
        if there and action not in begun:
            yield f"{action.id} goes on", listed(f"{short_day(one.day)} {hours_text(one.hours)}" for one in there)


def _reviews_between(plan: Plan, first: date, last: date) -> Iterator[tuple[str, str]]:
    for review in plan.reviews:
        if first <= review.day <= last:
            yield f"Day {review.number}", f"the review, on {said_day(review.day)}"


def _in_phase(action: Action, first: int, last: int, plan: Plan) -> bool:
    day = (action.start - plan.start).days + 1
    return first <= day <= last or (first == 1 and day < 1) or (last == 100 and day > 100)


def _row(framework: Framework, plan: Plan, action: Action, today: date) -> tuple[str, ...]:
    state = short_day(action.due)
    if action.status == "done" and action.finished is not None:
        state = f"done {short_day(action.finished)}"
    elif action.due < today:
        state += " overdue"
    title = action.title + (" (pinned)" if action.pinned else "") + (" (see below)" if action.flags else "")
    return (action.id, title, listed(works_on(framework, plan, action)), hours_text(action.hours), state)


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


def broken_rules_section(plan: Plan) -> Section:
    """Where the owner's own dates and hours break a rule of the plan: they win, and are told."""
    pairs = tuple((one.id, " ".join(one.flags)) for one in current_actions(plan) if one.flags)
    return Section("rules", "Where dates or hours break a rule", (Facts(pairs),) if pairs else ())


def closed_section(plan: Plan) -> Section:
    """Actions that the owner took out or put off."""
    closed = [one for one in plan.actions if one.status in ("dropped", "deferred")]
    columns = [Column("Id"), Column("Action", main=True), Column("Status")]
    rows: list[tuple[str, ...]] = [(one.id, one.title, one.status) for one in closed]
    if any(one.reason for one in closed):  # none where none was given, or these readers may not see it
        columns.append(Column("Reason", main=True))
        rows = [(*row, one.reason) for row, one in zip(rows, closed, strict=True)]
    return Section("closed", "Taken out or put off", (Table("", tuple(columns), tuple(rows)),) if rows else ())
