"""`cswo-eval plan calendar`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.plan.changed_plan import present_plan
from cswo_eval.cli.commands.plan.sent_calendar import following_calendar, say_what_would_be_taken_out
from cswo_eval.cli.leaving import handling_from, leaving, show_preview, watch_at_the_door
from cswo_eval.cli.options import FindingsOption, PreviewOption, TodosOption
from cswo_eval.cli.output_file import format_of, refuse_output, write_output
from cswo_eval.cli.sent_log import note_sent
from cswo_eval.cli.setting import Setting
from cswo_eval.disclosure.door import DisclosedCopy, Wanted
from cswo_eval.files.typed_paths import path_given
from cswo_eval.formats.ics import calendar_words
from cswo_eval.formats.ics.writing import file_bytes
from cswo_eval.pages.report import audience_of
from cswo_eval.text.problems import CswoEvalError


@command()
def plan_calendar(
    setting: Setting,
    output: Annotated[
        str | None, typer.Option("--output", metavar="FILE", help="The file to write (else: standard output).")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    todos: TodosOption = False,
    findings: FindingsOption = "stop",
    preview: PreviewOption = False,
) -> None:
    """Write the plan as an iCalendar file for Outlook, Google or Apple: actions as free all-day events, reviews with alarms."""
    format_of(None, output, {".ics": "ics"}, "ics")
    target = path_given(output) if output is not None else None
    if target is None and sys.stdout.isatty() and not preview:
        raise CswoEvalError("Name the file to write, for example --output plan.ics, and open that with your calendar.")
    if target is not None:
        refuse_output(target, force, "plan.ics", setting.record.folder)
    wanted = Wanted(audience_of(setting.framework, "self"), ("calendar",), setting.today, handling_from(findings))
    watch = watch_at_the_door(setting)
    if preview:
        present_plan(setting)
        shown = show_preview(setting, wanted, watch, "calendar file", _written)
        say_what_would_be_taken_out(setting, "self", shown, shown.copy.record.plan)
        return
    with following_calendar(setting, "self") as calendar:
        calendar.require_something(setting.plan)
        found = leaving(setting, wanted, watch, _written)
        data = file_bytes(calendar.file(found.copy.record.plan, found, todos))
        if target is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            write_output(target, data)
        name = target.name if target is not None else ""
        note_sent(
            setting,
            audience="self",
            what="calendar",
            format_="ics",
            files={name: data},
            ids=found.ids,
            calendar=calendar.to_note(),
        )
    if target is not None:
        setting.terminal.say(f"Written: {target}. Every event is marked private; actions marked private are left out.")
    calendar.say_taken_out()


def _written(copy: DisclosedCopy) -> str:
    plan = copy.record.plan
    return calendar_words(plan, copy.record.profile.record_id) if plan is not None else ""
