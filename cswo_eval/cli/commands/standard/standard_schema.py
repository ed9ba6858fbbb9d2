"""`cswo-eval standard schema`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.bare_setting import BareSetting
from cswo_eval.cli.command import command
from cswo_eval.formats.json import report_schema
from cswo_eval.framework.schema import SUBJECTS, schema_of, schema_of_shape
from cswo_eval.pages.blocks import Column, Document, Section, Table
from cswo_eval.pages.standard_sections import schema_document
from cswo_eval.record.kinds import RECORD_KINDS

REPORT = "report"
"""What the program writes for other programs: a kind of file beside those that stand in a folder of standards."""
REPORT_FROM = "cswo-eval report --format json"
_RECORD_PLACES = {kind: place for kind, (_, place) in RECORD_KINDS.items()}


@command(record="none", json=True, without=("standards",))
def standard_schema(
    setting: BareSetting,
    of: Annotated[
        str | None,
        typer.Option(
            "--of",
            metavar="KIND",
            help="The kind of file, such as 'aspect', 'record/evidence' or 'report'; without it, the list.",
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of a kind of file, those of your record and the JSON report among them, or list the kinds."""
    kind = of.strip().lower() if of is not None else None
    if kind == REPORT:
        setting.terminal.data(report_schema())
    elif kind is not None and kind in RECORD_KINDS:
        setting.terminal.data(schema_of_shape(*RECORD_KINDS[kind]))
    elif kind is not None:
        setting.terminal.data(schema_of(kind, others=(*RECORD_KINDS, REPORT)))
    else:
        files = {subject: f"standards/{file}" for subject, (_, file) in SUBJECTS.items()}
        setting.give(lambda: {**files, **_RECORD_PLACES, REPORT: REPORT_FROM}, _kinds)


def _kinds() -> Document:
    listed = schema_document()
    of_record = Table("", (Column("Kind"), Column("File", main=True)), tuple(_RECORD_PLACES.items()))
    by_program = Table("", (Column("Kind"), Column("Command", main=True)), ((REPORT, REPORT_FROM),))
    sections = (
        Section("record", "The files of your record, in its folder", (of_record,)),
        Section("written", "What the program writes for other programs", (by_program,)),
    )
    return listed._replace(sections=(*listed.sections, *sections))
