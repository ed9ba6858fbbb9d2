"""`cswo-eval worksheet …`: the questions as a file to fill in away from the terminal, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cswo_eval.cli.leaving import FindingsOption
from cswo_eval.cli.options import PlainOption, RecordOption, StandardsOption, TodayOption
from cswo_eval.cli.typer_private_parts import PlainCommand, PlainGroup

if TYPE_CHECKING:
    from pathlib import Path

    from cswo_eval.cli.setting import Setting
    from cswo_eval.exchange.worksheet.merged import Applied, Difference
    from cswo_eval.exchange.worksheet.stages import FilledWorksheet
    from cswo_eval.record.models import Depth, Round

worksheet_app = typer.Typer(
    cls=PlainGroup,
    help="Fill in the questions in Excel or Word, and take the answers in.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

FORMATS = ("xlsx", "docx")


@worksheet_app.command("export", cls=PlainCommand)
def export(
    format_: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="xlsx or docx (else by the name of --output).")
    ] = None,
    output: Annotated[str | None, typer.Option("--output", metavar="PATH", help="The file to write.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    elements: Annotated[bool, typer.Option("--elements", help="The elements as a whole, not each competency.")] = False,
    aspect: Annotated[str | None, typer.Option("--aspect", metavar="ID", help="Only this aspect, such as SD.")] = None,
    include_private: Annotated[
        bool, typer.Option("--include-private", help="With answers you marked private. Think of where the file goes.")
    ] = False,
    findings: FindingsOption = "stop",
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Write the questions to a file, with the answers already given. The record is not changed."""
    from pathlib import Path

    from cswo_eval.cli.output_file import refuse_output, write_output
    from cswo_eval.cli.setting import open_setting
    from cswo_eval.exchange.worksheet.as_document import worksheet_docx
    from cswo_eval.exchange.worksheet.as_workbook import worksheet_xlsx
    from cswo_eval.files.typed_paths import path_given

    kind = _kind(format_, output)
    setting = open_setting(record, standards, today, plain)
    target = path_given(output) if output else Path(f"cswo-worksheet-{setting.today}.{kind}")
    refuse_output(target, force, f"worksheet.{kind}", setting.record.folder)
    make = worksheet_xlsx if kind == "xlsx" else worksheet_docx
    data = make(
        setting.framework,
        _leaving_round(setting, findings, elements, aspect, include_private),
        elements,
        record_id=setting.profile.record_id,
        aspect=aspect,
        include_private=True,  # what is private is left out of the round, unless it was asked for
    )
    write_output(target, data)
    note = "with what is marked private" if include_private else "without what is marked private"
    setting.terminal.say(
        f"Written: {target} ({note}). When it is filled in: cswo-eval worksheet import FILE. Entries of your register are "
        "not in it; an id such as E4 in 'What you did' refers to one."
    )


@worksheet_app.command("import", cls=PlainCommand)
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The worksheet, filled in.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Where an answer was changed in both, take the worksheet's.")
    ] = False,
    record: RecordOption = None,
    standards: StandardsOption = None,
    plain: PlainOption = False,
    today: TodayOption = None,
) -> None:
    """Take in a filled worksheet: all of it or, where anything in it is wrong, nothing.

    What you did not touch in it leaves your record as it is. What was changed in both is listed, and yours is kept.
    """

    from cswo_eval.cli.guard_remarks import changed_texts, remark_on_texts
    from cswo_eval.cli.setting import now, open_setting
    from cswo_eval.exchange.worksheet.filled_worksheet import read_worksheet
    from cswo_eval.exchange.worksheet.merged import apply_rows
    from cswo_eval.files.file_data import read_data
    from cswo_eval.files.typed_paths import path_given

    setting = open_setting(record, standards, today, plain)
    path = path_given(file)
    filled = read_worksheet(read_data(path, str(path)), path.name, setting.framework, setting.profile.record_id)
    with setting.record.changing() as writer:
        before, register = setting.round, setting.register
        round_ = _round(setting, filled, path)
        applied = apply_rows(
            setting.framework,
            round_,
            register,
            filled.rows,
            record_id=setting.profile.record_id,
            replace=replace,
            now=now(),
            today=setting.today,
            name=path.name,
        )
        if applied.register != register:
            writer.save_register(applied.register)
        if applied.round != round_ or (before is None and applied.added):
            try:
                writer.save_round(applied.round)
            except Exception:
                if applied.register != register:
                    writer.save_register(register)  # all of it or nothing
                raise
    _tell(setting, applied, replace, path.name)
    remark_on_texts(
        setting, [*changed_texts("", before, applied.round), *changed_texts("", register, applied.register)], short=True
    )
    if filled.comments:
        setting.terminal.say("It also holds comments. They are not taken in; read them in the file.", "yellow")


def _leaving_round(
    setting: Setting, findings: str, elements: bool, aspect: str | None, include_private: bool
) -> Round | None:
    """Return the newest round with those answers that the worksheet shows, as they may leave the record; None without one.

    Raises CswoEvalError where something that may identify somebody stops it.
    """
    from cswo_eval.cli.leaving import handling_from, leaving_answers

    handling_from(findings)  # a slip is said whether or not there is anything to find
    if setting.round is None:
        return None
    within = setting.framework.item(aspect).id if aspect is not None else ""
    shown = {
        name: answer
        for name, answer in setting.round.answers.items()
        if (include_private or not answer.private) and ("." not in name) == elements and name.startswith(within)
    }
    # The title and what was set aside are no part of a worksheet: nothing in them stops one.
    bare = setting.round.with_changes({"title": "", "set_aside": (), "answers": shown})
    return leaving_answers(setting, findings, bare)


def _kind(given: str | None, output: str | None) -> str:
    from cswo_eval.cli.output_file import format_of
    from cswo_eval.text.problems import UnknownId

    kind = format_of(given, output, {f".{one}": one for one in FORMATS}, FORMATS[0])
    if kind not in FORMATS:
        raise UnknownId(given or "", "format of a worksheet", FORMATS, f"There are: {', '.join(FORMATS)}.")
    return kind


def _round(setting: Setting, filled: FilledWorksheet, path: Path) -> Round:
    """Return the round that the worksheet was made for, or a first one. Raises ProblemsFound where a newer one has begun."""
    from cswo_eval.record.models import Round
    from cswo_eval.record.store import standard_used
    from cswo_eval.text.problems import Problem, ProblemsFound

    present, days = setting.round, setting.record.round_days()
    if present is None and filled.round is None:
        depth: Depth = "element" if filled.elements else "usual"
        used = standard_used(setting.framework)
        return Round(title="Baseline", started=setting.today, standard=used, depth=depth)
    wanted = filled.round or days[0]
    if present is None or wanted != present.started:
        made = f"the round of {filled.round}" if filled.round is not None else "the first round"
        newest = f"the newest of this record began on {present.started}" if present is not None else "there is none now"
        what = f"it was made for {made}, and {newest}."
        raise ProblemsFound([Problem(path.name, 0, what, "Export a new worksheet. Nothing was changed.")])
    return present


def _tell(setting: Setting, applied: Applied, replaced: bool, name: str) -> None:
    from cswo_eval.exchange.worksheet.stages import row_word
    from cswo_eval.exchange.worksheet.told import emptied_in_words

    say = setting.terminal.say
    row = row_word(name).capitalize()
    for number, was, item in applied.carried:
        say(f"{row} {number}: {was} is called {item} in the Standard now, and was taken in as that.")
    for one in applied.replaced:
        how = f"{one.present} before, {one.given} now" if one.given else "the words were changed"
        say(f"{_place(row, one)}: {how}.")
    for one in applied.conflicts:
        was = (
            f"the record says {one.present or 'nothing'}, the worksheet {one.given}"
            if one.given
            else "the words differ"
        )
        what = "replaced by the worksheet's" if replaced else "the record's is kept"
        say(f"{_place(row, one)}: {was}; {what}.", "yellow")
    if applied.emptied:
        say(emptied_in_words(applied.emptied, name))
    for entry in applied.removed_before:
        say(f"{entry} has the same words and you took it out, so it was not added again.")
    if not (applied.answered or applied.added or applied.linked):
        say("Nothing new in it: the record is as it was.")
    else:
        say(_taken_in(setting, applied))
    if applied.conflicts and not replaced:
        say("Import it again with --replace where the worksheet should win.")


def _place(row: str, one: Difference) -> str:
    from cswo_eval.exchange.worksheet.columns import HEADING_OF

    return f"{row} {one.row}, {one.item}, '{HEADING_OF[one.field]}'"


def _taken_in(setting: Setting, applied: Applied) -> str:
    answers, entries = len(applied.answered), len(applied.added)
    which = (
        f" ({', '.join(applied.added[:10])}{' …' if entries > 10 else ''}, dated {setting.today})" if entries else ""
    )
    again = f"; linked once more: {', '.join(applied.linked)}" if applied.linked else ""
    return (
        f"Taken in: {answers} answer{'' if answers == 1 else 's'} and {entries} new entr{'y' if entries == 1 else 'ies'}"
        f"{which}{again}. `cswo-eval gaps` shows what it means."
    )
