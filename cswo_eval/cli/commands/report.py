"""`cswo-eval report`: the record as a file for a person or a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cswo_eval.cli.leaving import FindingsOption
from cswo_eval.cli.options import PlainOption, RecordOption, StandardsOption, TodayOption

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cswo_eval.cli.leaving import Leaving
    from cswo_eval.cli.setting import Setting
    from cswo_eval.pages.report import Report
    from cswo_eval.record.models import Round

ENDINGS = {
    "html": ".html",
    "docx": ".docx",
    "pdf": ".pdf",
    "markdown": ".md",
    "csv": "",
    "xlsx": ".xlsx",
    "json": ".json",
    "ics": ".ics",
}
"""Format → the ending of its file; CSV is a folder of three."""
OTHER_ENDINGS = {".htm": "html", ".markdown": "markdown"}
OTHER_NAMES = {"word": "docx", "md": "markdown", "excel": "xlsx", "calendar": "ics"}
"""What people call a format besides."""
FRAME = ("limits", "reading", "method")
"""Sections that say nothing of the owner: a report of these alone is a report of nothing."""
DRAWN = ("html", "docx", "pdf", "markdown")
"""Formats that tell the whole report: earlier rounds are laid over its radar, so only these read them."""


def report(
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="html, docx, pdf, markdown, csv, xlsx, json or ics; else as --output ends, else html.",
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
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open the HTML report afterwards.")] = False,
    template: Annotated[
        str | None, typer.Option("--template", metavar="FILE", help="A Word file whose styles to use.")
    ] = None,
    todos: Annotated[bool, typer.Option("--todos", help="For ics: to-dos beside the events.")] = False,
    include_private: Annotated[
        bool, typer.Option("--include-private", help="With what you marked private. Think of who will read it.")
    ] = False,
    with_levels: Annotated[
        bool, typer.Option("--with-levels", help="With single levels, for an audience that gets none.")
    ] = False,
    findings: FindingsOption = "stop",
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Write a report for yourself, a coach, a portfolio or an employer. What is marked private stays out."""
    from pathlib import Path

    from cswo_eval.cli.leaving import calendar_words, leaving_copy
    from cswo_eval.cli.output_file import format_of
    from cswo_eval.cli.report_profiles import ProfileChoice, keep_profile, profile_named, profiles_document, refuse_name
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.cli.word_template import read_template, say_left_out
    from cswo_eval.files.typed_paths import path_given
    from cswo_eval.pages.report import audience_of, build_report, chosen_sections
    from cswo_eval.text.problems import CswoEvalError, UnknownId

    if list_profiles:
        setting = open_setting(record, standards, today, plain, needs_record=False)
        setting.terminal.show(profiles_document(setting))
        return
    named = OTHER_NAMES.get(format_.strip().lower(), format_) if format_ is not None else None
    by_ending = {ending: one for one, ending in ENDINGS.items() if ending} | OTHER_ENDINGS
    if output is not None and output.lower().endswith(".csv"):
        raise CswoEvalError("CSV is a folder of three files: --format csv --output FOLDER, without an ending.")
    kind = format_of(named, output, by_ending, "html")
    if kind not in ENDINGS:
        raise UnknownId(format_ or "", "format", list(ENDINGS), f"There are: {', '.join(ENDINGS)}.")
    if open_ and kind != "html":
        raise CswoEvalError("--open is for HTML reports. Leave it out, or use --format html.")
    if template is not None and kind != "docx":
        raise CswoEvalError("--template is for Word reports. Leave it out, or use --format docx.")
    if todos and kind != "ics":
        raise CswoEvalError("--todos is for calendar files. Leave it out, or use --format ics.")
    if kind == "ics" and (sections is not None or profile is not None):
        raise CswoEvalError("A calendar file holds the whole plan: leave out --sections and --profile.")
    setting = open_setting(record, standards, today, plain)
    if save_profile is not None:
        refuse_name(save_profile, setting.framework)
    kept = profile_named(setting, profile) if profile is not None else None
    audience = audience_of(setting.framework, for_ or (kept.audience if kept is not None else "self"))
    wanted = [one.strip().lower() for one in sections.split(",") if one.strip()] if sections is not None else []
    if sections is None and kept is not None:
        wanted = list(kept.sections)
    if sections is not None and not wanted:
        raise CswoEvalError("--sections names none. Leave it out for all of them, or name some with commas between.")
    chosen_sections(setting.framework, audience, wanted)  # a slip is said before anything else is
    called = audience.id
    if (
        kept is not None and kept.id
    ):  # for somebody else than it is made for, both are named: else one could pass for the other
        called = kept.id if audience.id == kept.audience else f"{kept.id}-{audience.id}"
    target = path_given(output) if output else Path(f"cswo-report-{called}-{setting.today}{ENDINGS[kind]}")
    _refuse_target(target, kind, force, setting.record.folder)

    def made_from(leaving: Leaving) -> Report:
        return build_report(
            setting.framework,
            leaving.profile,
            leaving.round,
            leaving.register,
            leaving.plan,
            leaving.reviews,
            audience=audience,
            today=setting.today,
            sections=wanted,
            include_private=True,  # what is private is left out of the copy, unless it was asked for
            levels=True if with_levels else None,
            earlier=leaving.earlier,
            left_out=leaving.left_out,
        )

    def words_of(leaving: Leaving) -> str:
        if kind == "ics":
            return calendar_words(leaving.plan, leaving.profile.record_id) if leaving.plan is not None else ""
        return "\n".join(_texts_in(made_from(leaving).document))

    leaving = leaving_copy(
        setting,
        findings,
        include_private,
        earlier=_earlier_rounds(setting) if kind in DRAWN else (),
        shown=words_of if kind in (*DRAWN, "ics") else None,  # the other formats hold texts that no block has
    )
    made = made_from(leaving)
    if wanted and not any(section.blocks for section in made.document.sections if section.id not in FRAME):
        why = "your record has nothing for it yet" if made.audience.levels else "these readers see no single level"
        raise CswoEvalError(f"Nothing was written: of {', '.join(wanted)} there is nothing to show, since {why}.")
    styles = read_template(template)
    files = _rendered(made, kind, styles, todos)
    if save_profile is not None:  # before the file: where it cannot be kept, nothing else is done
        keep_profile(setting, save_profile, ProfileChoice(audience.id, tuple(wanted)))
    _write(target, files)
    note = "with what is marked private" if include_private else "without what is marked private"
    setting.terminal.say(f"Written: {target} ({audience.title.lower()}, {note}).")
    say_left_out(setting.terminal, styles)
    if not made.audience.levels and {one.id for one in made.document.sections} & {"strengths", "plan"}:
        from cswo_eval.disclosure.sharing_copy import STILL_TOLD

        setting.terminal.say(f"No single level is in it, but some can still be told: {STILL_TOLD}")
    if open_:
        import webbrowser

        if not webbrowser.open(target.resolve().as_uri()):
            setting.terminal.say("No browser could be opened from here. Open the file yourself.")


def _texts_in(value: object) -> Iterator[str]:
    """Give every text in blocks, which are tuples within tuples, titles and headings among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts_in(one)


def _earlier_rounds(setting: Setting) -> tuple[Round, ...]:
    """Return those rounds before the newest that the radar shows, oldest first."""
    from cswo_eval.pages.radar import overlaid

    return tuple(setting.record.round(day, setting.framework) for day in overlaid(setting.record.round_days()[:-1]))


def _rendered(report: Report, kind: str, template: bytes | None, todos: bool) -> dict[str, bytes]:
    """Return the files of a report: one under the name '', or several by name."""
    if kind == "html":
        from cswo_eval.formats.html import html_bytes

        return {"": html_bytes(report)}
    if kind == "docx":
        from cswo_eval.formats.word import word_bytes

        return {"": word_bytes(report, template)}
    if kind == "pdf":
        from cswo_eval.formats.pdf import pdf_bytes

        return {"": pdf_bytes(report)}
    if kind == "markdown":
        from cswo_eval.formats.markdown import markdown_bytes

        return {"": markdown_bytes(report)}
    if kind == "csv":
        from cswo_eval.formats.csv import csv_files

        return csv_files(report)
    if kind == "xlsx":
        from cswo_eval.formats.xlsx import xlsx_bytes

        return {"": xlsx_bytes(report)}
    if kind == "json":
        from cswo_eval.formats.json import json_bytes

        return {"": json_bytes(report)}
    from cswo_eval.formats.ics import calendar_bytes
    from cswo_eval.text.problems import CswoEvalError

    if report.plan is None:
        raise CswoEvalError("There is no plan yet, so no calendar file. `cswo-eval plan make` makes one.")
    return {"": calendar_bytes(report.plan, report.profile.record_id, todos)}


def _refuse_target(target: Path, kind: str, force: bool, record: Path) -> None:
    """Raise CswoEvalError where the file, or the folder of CSV files, cannot or should not be written."""
    from cswo_eval.cli.output_file import refuse_output, refuse_parent, refuse_present
    from cswo_eval.text.problems import CswoEvalError

    if kind != "csv":
        refuse_output(target, force, f"report{ENDINGS[kind]}", record)
        return
    refuse_parent(target, record)
    if target.exists() and not target.is_dir():
        raise CswoEvalError(f"{target} is a file, and CSV is a folder of three. Name another place.")
    if target.exists() and any(target.iterdir()):
        refuse_present(target, force)


def _write(target: Path, files: dict[str, bytes]) -> None:
    """Write the files whole. Where one of a folder cannot be, a folder that was not there before is taken away again."""
    import shutil

    from cswo_eval.cli.output_file import write_output

    fresh = not target.exists()
    try:
        for name, data in files.items():
            write_output(target / name if name else target, data)
    except BaseException:  # an interruption too
        if fresh:
            shutil.rmtree(target, ignore_errors=True)
        raise
