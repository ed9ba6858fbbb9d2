"""`cswo-eval worksheet export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.leaving import agree_to_private, handling_from, leaving, show_preview, watch_at_the_door
from cswo_eval.cli.options import FindingsOption, IncludePrivateOption, PreviewOption, YesOption
from cswo_eval.cli.output_file import format_of, refuse_output, write_output
from cswo_eval.cli.sent_log import note_sent
from cswo_eval.cli.setting import Setting
from cswo_eval.confidentiality.record_texts import bare_texts
from cswo_eval.disclosure.door import DisclosedCopy, Wanted
from cswo_eval.exchange.worksheet.as_document import worksheet_docx
from cswo_eval.exchange.worksheet.as_workbook import worksheet_xlsx
from cswo_eval.files.typed_paths import path_given
from cswo_eval.pages.report import audience_of
from cswo_eval.record.fitted import refuse_another_standard
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
    include_private: IncludePrivateOption = False,
    yes: YesOption = False,
    findings: FindingsOption = "stop",
    preview: PreviewOption = False,
) -> None:
    """Write the questions to a file, with the answers already given. The record is not changed."""
    kind = _kind(format_, output)
    target = path_given(output) if output else Path(f"cswo-worksheet-{setting.today}.{kind}")
    refuse_output(target, force, f"worksheet.{kind}", setting.record.folder)
    refuse_another_standard(setting.round, setting.framework)
    wanted = _wanted(setting, findings, elements, aspect, include_private)
    watch = watch_at_the_door(setting)
    if preview:
        show_preview(setting, wanted, watch, "worksheet", _written)
        return
    if include_private:
        agree_to_private(setting, yes)
    make = worksheet_xlsx if kind == "xlsx" else worksheet_docx
    found = leaving(setting, wanted, watch, _written)
    data = make(
        setting.framework,
        found.copy.record.round,
        elements,
        record_id=setting.profile.record_id,
        aspect=aspect,
        with_private=include_private,
    )
    write_output(target, data)
    note_sent(
        setting,
        audience="self",
        what="worksheet",
        format_=kind,
        files={target.name: data},
        ids=found.ids,
        with_private=include_private,
    )
    note = "with what is marked private" if include_private else "without what is marked private"
    setting.terminal.say(
        f"Written: {target} ({note}). When it is filled in: cswo-eval worksheet import FILE. Entries of your register are "
        "not in it; an id such as E4 in 'What you did' refers to one."
    )


def _wanted(setting: Setting, findings: str, elements: bool, aspect: str | None, include_private: bool) -> Wanted:
    """Return what a worksheet asks of the door: those answers that it shows. Raises CswoEvalError."""
    within = setting.framework.item(aspect).id if aspect is not None else ""
    names = (*setting.framework.elements, *setting.framework.competencies)
    return Wanted(
        audience_of(setting.framework, "self"),
        ("worksheet",),
        setting.today,
        handling_from(findings),
        include_private,
        items=frozenset(name for name in names if ("." not in name) == elements and name.startswith(within)),
        empty=True,  # a mask would come back as an answer
    )


def _written(copy: DisclosedCopy) -> str:
    """Return the words of the answers: nothing else of the record is in a worksheet."""
    round_ = copy.record.round
    return "\n".join(bare_texts(round_.answers)) if round_ is not None else ""


def _kind(given: str | None, output: str | None) -> str:
    kind = format_of(given, output, {f".{one}": one for one in FORMATS}, FORMATS[0])
    if kind not in FORMATS:
        raise UnknownId(given or "", "format of a worksheet", FORMATS, f"There are: {', '.join(FORMATS)}.")
    return kind
