"""One section of a portfolio by itself: shown, or written with --output."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.built_portfolio import section_document, write_document
from cswo_eval.cli.not_in_standard import remark_on_them
from cswo_eval.cli.setting import Setting
from cswo_eval.files.typed_paths import path_given

OutputOption = Annotated[str | None, typer.Option("--output", metavar="PATH", help="Where to write it.")]


def show_or_write(setting: Setting, section: str, output: str | None, force: bool, findings: str) -> None:
    """Show a section, or write it where `output` says, as it may leave the record. Raises CswoEvalError."""
    remark_on_them(setting)
    document = section_document(setting, section, findings)
    if output is None:
        setting.terminal.show(document)
    else:
        write_document(setting, document, path_given(output), force)
