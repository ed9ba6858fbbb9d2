"""`cswo-eval plan …`: make the 100-day plan, follow it, change it, review it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cswo_eval.cli.leaving import FindingsOption
from cswo_eval.cli.options import JsonOption, PlainOption, PrivateOption, RecordOption, StandardsOption, TodayOption
from cswo_eval.cli.typer_private_parts import PlainCommand, PlainGroup

if TYPE_CHECKING:
    from cswo_eval.cli.setting import Setting
    from cswo_eval.record.models import Plan

plan_app = typer.Typer(
    cls=PlainGroup,
    help="Make, follow, change and review the 100-day plan.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

ActionArgument = Annotated[str, typer.Argument(metavar="ID", help="The action, such as A3.")]


@plan_app.command("make", cls=PlainCommand)
def make(
    start: Annotated[
        str | None, typer.Option("--start", metavar="DATE", help="Day 1 (else: the plan you have, or next Monday).")
    ] = None,
    hours: Annotated[
        str | None, typer.Option("--hours", metavar="N", help="Hours a week that you can keep for it.")
    ] = None,
    leave: Annotated[
        list[str] | None, typer.Option("--leave", metavar="FIRST..LAST", help="Days away; may be repeated.")
    ] = None,
    holiday: Annotated[
        list[str] | None, typer.Option("--holiday", metavar="DATE", help="A local holiday; may be repeated.")
    ] = None,
    no_leave: Annotated[
        bool, typer.Option("--no-leave", help="Forget the leave and local holidays kept from before.")
    ] = False,
    record: RecordOption = None,
    standards: StandardsOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Make the plan, or make it again: what is done, pinned, edited or your own stays as it is."""
    from datetime import timedelta

    from cswo_eval.cli.plan_wishes import hours_from, leave_from, make_and_save
    from cswo_eval.cli.setting import day_from, open_setting

    setting = open_setting(record, standards, today, plain)
    profile, present = setting.profile, setting.plan
    per_week = (
        hours_from(hours)
        if hours is not None
        else profile.hours_per_week or setting.framework.method.plan.usual_hours_a_week
    )
    away = leave_from(leave, setting.today) if leave else () if no_leave else profile.leave
    local = (
        tuple(day_from(one, "--holiday", setting.today) for one in holiday)
        if holiday
        else ()
        if no_leave
        else profile.local_holidays
    )
    if start is not None:
        first = day_from(start, "--start", setting.today)
    elif present is not None and setting.today <= present.start + timedelta(days=99):
        first = present.start
    else:
        first = setting.today + timedelta(days=7 - setting.today.weekday())
    with setting.record.changing() as writer:
        plan = make_and_save(setting, writer, first, per_week, away, local)
    _show_plan(setting, plan, json)


@plan_app.command("show", cls=PlainCommand)
def show(
    action: Annotated[str | None, typer.Argument(metavar="[ID]", help="One action whole, such as A3.")] = None,
    record: RecordOption = None,
    standards: StandardsOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Show the plan by phase and week, or one action whole."""
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.pages.json_values import action_values
    from cswo_eval.pages.plan_sections import action_document
    from cswo_eval.text.problems import UnknownId

    setting = open_setting(record, standards, today, plain)
    plan = _plan(setting)
    if action is None:
        _show_plan(setting, plan, json)
        return
    found = plan.action(action)
    if found is None:
        raise UnknownId(action, "action", [one.id for one in plan.actions], "`cswo-eval plan show` lists them.")
    if json:
        setting.terminal.data(action_values(found))
    else:
        setting.terminal.show(action_document(setting.framework, plan, found))


@plan_app.command("done", cls=PlainCommand)
def done(
    action: ActionArgument,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="When it was finished (else today).")] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What came of it.")] = "",
    no_questions: Annotated[
        bool, typer.Option("--no-questions", help="Do not ask for evidence and level now.")
    ] = False,
    private: PrivateOption = False,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Mark an action done; then the level is asked again beside the evidence it left."""
    from cswo_eval.cli.guard_remarks import remark_on_changes
    from cswo_eval.cli.interviews.plan_review import ask_after
    from cswo_eval.cli.setting import day_from, open_setting
    from cswo_eval.planning.changes import finish
    from cswo_eval.text.problems import CswoEvalError

    setting = open_setting(record, standards, today, plain)
    day = day_from(on, "--on", setting.today) if on is not None else setting.today
    if day > setting.today:
        raise CswoEvalError(
            f"{day} is still to come: an action is done on the day it was finished, or earlier than today."
        )
    before = _plan(setting).action(action)
    with setting.record.changing() as writer:
        plan = finish(setting.framework, _plan(setting), action, day, note, private)
        writer.save_plan(plan)
        finished = plan.action(action)
        assert finished is not None
        setting.terminal.say(f"{finished.id} is done, on {day}: {finished.title}")
        remark_on_changes(setting, finished.id, before, finished)
        if not no_questions:
            ask_after(setting, writer, finished, private)


@plan_app.command("defer", cls=PlainCommand)
def defer(
    action: ActionArgument,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Not before this day (else: the next 100 days).")
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why. It is shown in reports to a coach.")
    ] = "",
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Put an action off: to a day, or to the next 100 days."""
    from cswo_eval.cli.setting import day_from, open_setting
    from cswo_eval.planning.changes import defer as put_off

    setting = open_setting(record, standards, today, plain)
    day = day_from(until, "--until", setting.today) if until is not None else None
    _change(setting, lambda plan: put_off(setting.framework, plan, action, day, reason, setting.today), action)


@plan_app.command("drop", cls=PlainCommand)
def drop(
    action: ActionArgument,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why. It is shown in reports to a coach.")
    ] = "",
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Take an action out; it is not chosen again when the plan is made again."""
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.planning.changes import drop as take_out

    setting = open_setting(record, standards, today, plain)
    _change(setting, lambda plan: take_out(setting.framework, plan, action, reason), action)


@plan_app.command("edit", cls=PlainCommand)
def edit(
    action: ActionArgument,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What it is, in a line.")] = None,
    hours: Annotated[str | None, typer.Option("--hours", metavar="N", help="Your own time in all.")] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="DATE", help="When you begin it.")] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="DATE", help="When it is to be finished.")] = None,
    first_step: Annotated[
        str | None, typer.Option("--first-step", metavar="TEXT", help="The first small thing to do.")
    ] = None,
    cue: Annotated[str | None, typer.Option("--cue", metavar="TEXT", help="When …, then I …")] = None,
    helpers: Annotated[
        list[str] | None, typer.Option("--helper", metavar="ROLE", help="Who helps, by role; may be repeated.")
    ] = None,
    barrier: Annotated[str | None, typer.Option("--barrier", metavar="TEXT", help="What may get in the way.")] = None,
    answer: Annotated[str | None, typer.Option("--answer", metavar="TEXT", help="What you do if it does.")] = None,
    measure: Annotated[str | None, typer.Option("--measure", metavar="TEXT", help="How you will know.")] = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="Anything else. It is shown in reports to a coach.")
    ] = None,
    reopen: Annotated[
        bool, typer.Option("--reopen", help="Plan it again after done, dropped or put off by mistake.")
    ] = False,
    pin: Annotated[bool, typer.Option("--pin", help="Keep it as it is when the plan is made again.")] = False,
    unpin: Annotated[bool, typer.Option("--unpin", help="Let the planner move it again.")] = False,
    private: Annotated[
        bool | None,
        typer.Option("--private/--not-private", help="Whether the whole action is left out of what you share."),
    ] = None,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Change an action. Your own dates and hours win, and are flagged where they break a rule of the plan."""
    from cswo_eval.cli.plan_wishes import hours_from
    from cswo_eval.cli.setting import day_from, open_setting
    from cswo_eval.planning.changes import edit as change
    from cswo_eval.planning.changes import reopen as open_again
    from cswo_eval.text.problems import CswoEvalError

    setting = open_setting(record, standards, today, plain)
    given = {
        "title": title,
        "first_step": first_step,
        "cue": cue,
        "barrier": barrier,
        "answer": answer,
        "measure": measure,
        "note": note,
    }
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if hours is not None:
        changes["hours"] = hours_from(hours)
    for name, value in (("start", start), ("due", due)):
        if value is not None:
            changes[name] = day_from(value, f"--{name}", setting.today)
    if helpers:
        changes["helpers"] = tuple(helpers)
    if pin and unpin:
        raise CswoEvalError("Name either --pin or --unpin, not both.")
    if pin or unpin:
        changes["pinned"] = pin
    if private is not None:
        changes["private"] = private
    if reopen:
        if changes:
            raise CswoEvalError("--reopen stands alone: change the rest in a second step.")
        _change(setting, lambda plan: open_again(setting.framework, plan, action), action)
        return
    if not changes:
        raise CswoEvalError("Say what to change, for example --due 2026-12-18. `cswo-eval plan edit --help` lists all.")
    _change(setting, lambda plan: change(setting.framework, plan, action, changes, setting.today), action)


@plan_app.command("add", cls=PlainCommand)
def add(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="Your own idea, in a line.")],
    for_: Annotated[str, typer.Option("--for", metavar="ID", help="The competency or element it works on.")],
    hours: Annotated[str, typer.Option("--hours", metavar="N", help="Your own time in all.")] = "2",
    start: Annotated[str | None, typer.Option("--start", metavar="DATE", help="Else the planner finds room.")] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="DATE", help="Else the planner finds room.")] = None,
    first_step: Annotated[str, typer.Option(metavar="TEXT", help="The first small thing to do.")] = "",
    cue: Annotated[str, typer.Option(metavar="TEXT", help="When …, then I …")] = "",
    helpers: Annotated[
        list[str] | None, typer.Option("--helper", metavar="ROLE", help="Who helps, by role; may be repeated.")
    ] = None,
    measure: Annotated[str, typer.Option(metavar="TEXT", help="How you will know.")] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help="Anything else. It is shown in reports to a coach.")] = "",
    private: PrivateOption = False,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Add an action of your own."""
    from cswo_eval.cli.plan_wishes import hours_from
    from cswo_eval.cli.setting import day_from, open_setting
    from cswo_eval.framework.models import Aspect
    from cswo_eval.planning.changes import add as add_own
    from cswo_eval.text.problems import CswoEvalError

    setting = open_setting(record, standards, today, plain)
    item = setting.framework.item(for_)
    if isinstance(item, Aspect):
        raise CswoEvalError(
            f"{item.id} is a whole aspect: name one of its elements or competencies, such as {item.elements[0].id}."
        )
    given = {"first_step": first_step, "cue": cue, "helpers": tuple(helpers or ()), "measure": measure, "note": note}
    fields: dict[str, Any] = {name: value for name, value in given.items() if value}
    if private:
        fields["private"] = True
    first = day_from(start, "--start", setting.today) if start is not None else None
    last = day_from(due, "--due", setting.today) if due is not None else None
    new_id = _plan(setting).next_action_id()
    _change(
        setting,
        lambda plan: add_own(
            setting.framework,
            plan,
            title=title,
            item=item.id,
            hours=hours_from(hours),
            start=first,
            due=last,
            fields=fields,
            today=setting.today,
        ),
        new_id,
    )


@plan_app.command("review", cls=PlainCommand)
def review(
    number: Annotated[
        str | None, typer.Argument(metavar="[DAY]", help="30, 60 or 100; else the one that is due.")
    ] = None,
    private: PrivateOption = False,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Hold a review: what worked, what got in the way; at day 100 rate again what was planned and see what changed."""
    from cswo_eval.cli.interviews.plan_review import hold_review
    from cswo_eval.cli.setting import open_setting

    setting = open_setting(record, standards, today, plain)
    plan = _plan(setting)
    with setting.record.changing() as writer:
        hold_review(setting, writer, plan, number, private)


@plan_app.command("calendar", cls=PlainCommand)
def calendar(
    output: Annotated[
        str | None, typer.Option("--output", metavar="FILE", help="The file to write (else: standard output).")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    findings: FindingsOption = "stop",
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Write the plan as an iCalendar file for Outlook, Google or Apple: actions as free all-day events, reviews with alarms."""
    import sys

    from cswo_eval.cli.leaving import leaving_plan
    from cswo_eval.cli.output_file import format_of, refuse_output, write_output
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.files.typed_paths import path_given
    from cswo_eval.formats.ics import calendar_bytes
    from cswo_eval.text.problems import CswoEvalError

    setting = open_setting(record, standards, today, plain)
    format_of(None, output, {".ics": "ics"}, "ics")
    target = path_given(output) if output is not None else None
    if target is None and sys.stdout.isatty():
        raise CswoEvalError("Name the file to write, for example --output plan.ics, and open that with your calendar.")
    if target is not None:
        refuse_output(target, force, "plan.ics", setting.record.folder)
    _plan(setting)
    data = calendar_bytes(leaving_plan(setting, findings), setting.profile.record_id)
    if target is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    write_output(target, data)
    setting.terminal.say(f"Written: {target}. Every event is marked private; actions marked private are left out.")


def _plan(setting: Setting) -> Plan:
    from cswo_eval.text.problems import CswoEvalError

    if setting.plan is None:
        raise CswoEvalError("There is no plan yet. `cswo-eval plan make` makes one from your answers.")
    return setting.plan


def _show_plan(setting: Setting, plan: Plan, json: bool) -> None:
    from cswo_eval.pages.json_values import plan_values
    from cswo_eval.pages.plan_sections import plan_document

    if json:
        setting.terminal.data(plan_values(plan))
    else:
        setting.terminal.show(plan_document(setting.framework, plan, setting.today))


def _change(setting: Setting, change: Any, action: str) -> None:
    """Change the plan under the record's lock, save it, and show the action as it now is."""
    from cswo_eval.cli.guard_remarks import remark_on_changes
    from cswo_eval.pages.plan_sections import change_document

    with setting.record.changing() as writer:
        before = _plan(setting)
        plan = change(before)
        writer.save_plan(plan)
    found = plan.action(action)
    assert found is not None  # the change would have raised UnknownId
    setting.terminal.show(change_document(before.action(action), found))
    remark_on_changes(setting, found.id, before.action(action), found)
