"""`cswo-eval worksheet export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.leaving import handling_from, leaving_answers
from cswo_eval.cli.options import FindingsOption
from cswo_eval.cli.output_file import format_of, refuse_output, write_output
from cswo_eval.cli.setting import Setting
from cswo_eval.exchange.worksheet.as_document import worksheet_docx
from cswo_eval.exchange.worksheet.as_workbook import worksheet_xlsx
from cswo_eval.files.typed_paths import path_given
from cswo_eval.record.fitted import refuse_another_standard
from cswo_eval.record.models import Round
from cswo_eval.text.problems import UnknownId

FORMATS = ("xlsx", "docx")


@command()
def worksheet_export(
    setting: Setting,
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
) -> None:
    """Write the questions to a file, with the answers already given. The record is not changed."""
    kind = _kind(format_, output)
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


def _leaving_round(
    setting: Setting, findings: str, elements: bool, aspect: str | None, include_private: bool
) -> Round | None:
    """Return the newest round with those answers that the worksheet shows, as they may leave the record; None without one.

    Raises CswoEvalError where something that may identify somebody stops it, or nothing could be taken in again.
    """
    handling_from(findings)  # a slip is said whether or not there is anything to find
    refuse_another_standard(setting.round, setting.framework)
    if setting.round is None:
        return None
    within = setting.framework.item(aspect).id if aspect is not None else ""
    shown = {
        name: answer
        for name, answer in setting.round.answers.items()
        if (include_private or not answer.private) and ("." not in name) == elements and name.startswith(within)
    }
    # The title and what was set aside are no part of a worksheet: nothing in them stops one.
    bare = setting.round._replace(title="", set_aside=(), answers=shown)
    return leaving_answers(setting, findings, bare)


def _kind(given: str | None, output: str | None) -> str:
    kind = format_of(given, output, {f".{one}": one for one in FORMATS}, FORMATS[0])
    if kind not in FORMATS:
        raise UnknownId(given or "", "format of a worksheet", FORMATS, f"There are: {', '.join(FORMATS)}.")
    return kind
