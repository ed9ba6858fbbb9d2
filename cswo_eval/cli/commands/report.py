"""`cswo-eval report`: the record as a file for a person or a program."""

from __future__ import annotations

import shutil
import webbrowser
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.plan.sent_calendar import following_calendar, say_what_would_be_taken_out
from cswo_eval.cli.leaving import (
    agree_to_private,
    decide_divided,
    handling_from,
    leaving,
    show_preview,
    watch_at_the_door,
)
from cswo_eval.cli.mistakes import Mistakes
from cswo_eval.cli.options import (
    FindingsOption,
    ForceOption,
    IncludePrivateOption,
    PreviewOption,
    TemplateOption,
    TodosOption,
    YesOption,
)
from cswo_eval.cli.output_file import format_of, refuse_output, refuse_parent, refuse_present, write_output
from cswo_eval.cli.report_profiles import ProfileChoice, keep_profile, profile_named, profiles_document, refuse_name
from cswo_eval.cli.sent_log import NO_CALENDAR, note_sent
from cswo_eval.cli.setting import Setting
from cswo_eval.cli.word_template import read_template, say_left_out
from cswo_eval.disclosure.door import FOR_SELF_ONLY, DisclosedCopy, Wanted
from cswo_eval.disclosure.levels import STILL_TOLD
from cswo_eval.files.by_the_way import is_as_good_as_empty
from cswo_eval.files.typed_paths import path_given
from cswo_eval.formats.registry import BY_ENDING, BY_OTHER_NAME, FORMATS, USUAL, Wishes, words_written, write_report
from cswo_eval.framework.models import Audience
from cswo_eval.pages.report import Report, audience_of, build_report, chosen_sections
from cswo_eval.text.problems import CswoEvalError, UnknownId

FRAME = ("limits", "reading", "method")
"""Sections that say nothing of the owner: a report of these alone is a report of nothing."""
_NAMES = list(FORMATS)


@command(record="taken")
def report(
    setting: Setting,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"{', '.join(_NAMES[:-1])} or {_NAMES[-1]}; else as --output ends, else {USUAL}.",
        ),
    ] = None,
    for_: Annotated[
        str | None, typer.Option("--for", metavar="WHO", help="self (the default), coach, portfolio or employer.")
    ] = None,
    sections: Annotated[
        str | None, typer.Option("--sections", metavar="NAMES", help="Only these, with commas between.")
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option("--profile", metavar="NAME", help="A ready choice, such as two-pages, or one that you kept."),
    ] = None,
    list_profiles: Annotated[
        bool, typer.Option("--list-profiles", help="Show the profiles, audiences and sections there are.")
    ] = False,
    save_profile: Annotated[
        str | None, typer.Option("--save-profile", metavar="NAME", help="Keep this --for and --sections under a name.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", metavar="PATH", help="Where to write (else here, named by profile or reader, and day)."
        ),
    ] = None,
    force: ForceOption = False,
    open_: Annotated[bool, typer.Option("--open", help="Open the HTML report afterwards.")] = False,
    template: TemplateOption = None,
    todos: TodosOption = False,
    include_private: IncludePrivateOption = False,
    yes: YesOption = False,
    with_levels: Annotated[
        bool, typer.Option("--with-levels", help="With single levels, for an audience that gets none.")
    ] = False,
    findings: FindingsOption = "stop",
    preview: PreviewOption = False,
) -> None:
    """Write a report for yourself, a coach, a portfolio or an employer. What is marked private stays out."""
    if list_profiles:
        setting.terminal.show(profiles_document(setting))
        return
    kind = _format_named(format_, output)
    _refuse_what_it_cannot(kind, {"open": open_, "template": template is not None, "todos": todos}, [sections, profile])
    setting.record.require()
    setting.take_day_of_sample()
    if save_profile is not None:
        refuse_name(save_profile, setting.framework)
    choice = _choice(setting, for_, sections, profile)
    if include_private and choice.audience.id != "self":
        raise CswoEvalError(FOR_SELF_ONLY)
    wanted = Wanted(
        choice.audience._replace(levels=choice.audience.levels or with_levels),
        _sections_for(setting, kind, choice),
        setting.today,
        handling_from(findings),
        include_private,
    )
    watch = watch_at_the_door(setting)

    def written(copy: DisclosedCopy) -> str:
        return words_written(kind, build_report(copy))

    if preview:
        shown = show_preview(setting, wanted, watch, "report", written)
        if kind == "ics":
            say_what_would_be_taken_out(setting, choice.audience.id, shown, shown.copy.record.plan)
        return
    called = f"{choice.called}-with-private" if include_private else choice.called
    target = path_given(output) if output else Path(f"cswo-report-{called}-{setting.today}{FORMATS[kind].ending}")
    _refuse_target(target, kind, force, setting.record.folder)
    wishes = Wishes(read_template(template), todos)
    if include_private:
        agree_to_private(setting, yes)
    decide_divided(setting, wanted)
    found = leaving(setting, wanted, watch, written)
    made = build_report(found.copy)
    _refuse_nothing(made, choice.sections)
    with following_calendar(setting, choice.audience.id) if kind == "ics" else nullcontext() as calendar:
        if calendar is not None and made.plan is not None:  # without a plan `plan calendar` takes out what left earlier
            wishes = wishes._replace(calendar=calendar.file(made.plan, found, todos))
        files = write_report(kind, made, wishes)
        if save_profile is not None:  # before the file: where it cannot be kept, nothing else is done
            keep_profile(setting, save_profile, ProfileChoice(choice.audience.id, choice.sections))
        _write(target, files)
        note_sent(
            setting,
            audience=choice.audience.id,
            what="report",
            format_=kind,
            files={str(Path(target.name, name)) if name else target.name: data for name, data in files.items()},
            ids=found.ids,
            with_private=include_private,
            calendar=calendar.to_note() if calendar is not None else NO_CALENDAR,
        )
    note = "with what is marked private" if include_private else "without what is marked private"
    setting.terminal.say(f"Written: {target} ({choice.audience.title.lower()}, {note}).")
    say_left_out(setting.terminal, wishes.template)
    if calendar is not None:
        calendar.say_taken_out()
    if not made.audience.levels and {one.id for one in made.document.sections} & {"strengths", "plan"}:
        setting.terminal.say(f"No single level is in it, but some can still be told: {STILL_TOLD}")
    if open_ and not webbrowser.open(target.resolve().as_uri()):
        setting.terminal.say("No browser could be opened from here. Open the file yourself.")


def _sections_for(setting: Setting, kind: str, choice: _Choice) -> tuple[str, ...]:
    """Return the sections that the file tells: a calendar tells the plan, whatever the audience's are."""
    if FORMATS[kind].tells == "plan":
        return ("calendar",)
    return chosen_sections(setting.framework, choice.audience, choice.sections)


def _format_named(given: str | None, output: str | None) -> str:
    """Return the name of the format to write. Raises CswoEvalError."""
    named = BY_OTHER_NAME.get(given.strip().lower(), given) if given is not None else None
    if output is not None and output.lower().endswith(".csv"):
        raise CswoEvalError("CSV is a folder of files: --format csv --output FOLDER, without an ending.")
    kind = format_of(named, output, BY_ENDING, USUAL)
    if kind not in FORMATS:
        raise UnknownId(given or "", "format", list(FORMATS), f"There are: {', '.join(FORMATS)}.")
    return kind


def _refuse_what_it_cannot(kind: str, wished: dict[str, bool], choosing: list[str | None]) -> None:
    """Raise CswoEvalError for everything that was asked of a format that cannot do it."""
    mistakes = Mistakes()
    for wish, asked in wished.items():
        if asked and FORMATS[kind].grants != wish:
            name, granting = next((name, one) for name, one in FORMATS.items() if one.grants == wish)
            mistakes.note(f"--{wish} is for {granting.called}. Leave it out, or use --format {name}.")
    if FORMATS[kind].tells == "plan" and any(one is not None for one in choosing):
        mistakes.note("A calendar file holds the whole plan: leave out --sections and --profile.")
    mistakes.refuse()


class _Choice(NamedTuple):
    """Whom a report is for, the sections that were named (none: all), and what stands for both in the name of a file."""

    audience: Audience
    sections: tuple[str, ...]
    called: str


def _choice(setting: Setting, for_: str | None, sections: str | None, profile: str | None) -> _Choice:
    kept = profile_named(setting, profile) if profile is not None else None
    audience = audience_of(setting.framework, for_ or (kept.audience if kept is not None else "self"))
    wanted = kept.sections if kept is not None else ()
    if sections is not None:
        wanted = tuple(one.strip().lower() for one in sections.split(",") if one.strip())
        if not wanted:
            raise CswoEvalError(
                "--sections names none. Leave it out for all of them, or name some with commas between."
            )
    chosen_sections(setting.framework, audience, wanted)  # a slip is said before anything else is
    if kept is None or not kept.id:
        return _Choice(audience, wanted, audience.id)
    # For somebody else than it is made for, both are named: else one could pass for the other.
    return _Choice(audience, wanted, kept.id if audience.id == kept.audience else f"{kept.id}-{audience.id}")


def _refuse_nothing(made: Report, wanted: tuple[str, ...]) -> None:
    """Raise CswoEvalError where sections were named and none of them has anything to show."""
    if wanted and not any(section.blocks for section in made.document.sections if section.id not in FRAME):
        if set(wanted) <= set(FRAME):
            why = "it says nothing of you by itself. Name a section beside it, such as summary"
        elif set(wanted) - set(FRAME) == {"evidence"} and not made.analysis.tells_evidence:
            why = "these readers are not told of your evidence"
        elif not made.audience.levels:
            why = "these readers see no single level"
        else:
            why = "your record has nothing for it yet"
        raise CswoEvalError(f"Nothing was written: of {', '.join(wanted)} there is nothing to show, since {why}.")


def _refuse_target(target: Path, kind: str, force: bool, record: Path) -> None:
    """Raise CswoEvalError where the file, or the folder of files, cannot or should not be written."""
    ending = FORMATS[kind].ending
    if ending:
        refuse_output(target, force, f"report{ending}", record)
        return
    refuse_parent(target, record)
    if target.exists() and not target.is_dir():
        raise CswoEvalError(f"{target} is a file, and CSV is a folder of files. Name another place.")
    if target.exists() and not is_as_good_as_empty(target):
        refuse_present(target, force)


def _write(target: Path, files: dict[str, bytes]) -> None:
    """Write the files whole. Where one of a folder cannot be, a folder that was not there before is taken away again."""
    fresh = not target.exists()
    try:
        for name, data in files.items():
            write_output(target / name if name else target, data)
    except BaseException:  # an interruption too
        if fresh:
            shutil.rmtree(target, ignore_errors=True)
        raise
