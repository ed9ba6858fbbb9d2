"""`cswo-eval standard show`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.bare_setting import BareSetting
from cswo_eval.cli.command import command
from cswo_eval.pages.json_values import plain_value
from cswo_eval.pages.standard_sections import entry_document, find_entry


@command(record="none", json=True)
def standard_show(
    setting: BareSetting,
    item: Annotated[
        str, typer.Argument(metavar="ID", help="An aspect, element, competency, guidance entry, example or activity.")
    ],
) -> None:
    """Show one entry whole."""
    entry = find_entry(setting.framework, item)
    setting.give(lambda: plain_value(entry), lambda: entry_document(setting.framework, entry))
