"""`cswo-eval standard list`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.bare_setting import BareSetting
from cswo_eval.cli.command import command
from cswo_eval.pages.standard_sections import list_document, list_values


@command(record="none", json=True)
def standard_list(
    setting: BareSetting, full: Annotated[bool, typer.Option("--full", help="The statements too.")] = False
) -> None:
    """List the aspects, elements and competencies."""
    setting.give(lambda: list_values(setting.framework), lambda: list_document(setting.framework, full))
