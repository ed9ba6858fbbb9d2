"""The options that many commands share, each said once."""

from __future__ import annotations

from typing import Annotated

import typer

RecordOption = Annotated[
    str | None,
    typer.Option(
        "--record", metavar="DIR", help="The folder of your record (else CSWO_EVAL_RECORD, else your own data folder)."
    ),
]
StandardsOption = Annotated[
    str | None,
    typer.Option("--standards", metavar="DIR", help="A folder of standards of your own, laid over ours."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="The result as JSON on standard output.")]
PlainOption = Annotated[
    bool, typer.Option("--plain", help="No boxes, no colour, one column: for screen readers and logs.")
]
TodayOption = Annotated[
    str | None,
    typer.Option("--today", metavar="DATE", help="Take this as today, so that an output can be made again."),
]
PrivateOption = Annotated[
    bool, typer.Option("--private", help="Mark what is said now as private: it is left out of what you share.")
]
