"""One section of a portfolio by itself: shown, or written with --output."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.built_portfolio import section_of, section_profile, write_section
from cswo_eval.cli.gathered_portfolio import preview_portfolio
from cswo_eval.cli.not_in_standard import remark_on_them
from cswo_eval.cli.setting import Setting
from cswo_eval.files.typed_paths import path_given

OutputOption = Annotated[str | None, typer.Option("--output", metavar="PATH", help="Where to write it.")]


def show_or_write(
    setting: Setting, section: str, output: str | None, force: bool, findings: str, preview: bool
) -> None:
    """Show a section, or write it where `output` says, as it may leave the record. Raises CswoEvalError."""
    remark_on_them(setting)
    if preview:
        preview_portfolio(setting, section_profile(setting, section), findings, section.replace("-", " "))
        return
    found = section_of(setting, section, findings)
    if output is None:
        setting.terminal.show(found.document)
    else:
        write_section(setting, found, path_given(output), force)
