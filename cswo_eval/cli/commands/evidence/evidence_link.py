"""`cswo-eval evidence link`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.evidence.kept import show_kept
from cswo_eval.cli.interviews.entry_changes import change_links
from cswo_eval.cli.setting import Setting
from cswo_eval.record.models import Bearing


@command(keeps_answers=True)
def evidence_link(
    setting: Setting,
    name: Annotated[str, typer.Argument(metavar="ID", help="An entry such as E3, or an account such as R1.")],
    items: Annotated[
        tuple[str, ...], typer.Argument(metavar="COMPETENCY…", help="What it bears on, such as SD1.3 or SD1.")
    ],
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help="Why it bears on that, in a line.")] = None,
    contradicts: Annotated[
        bool | None, typer.Option("--contradicts/--supports", help="Whether it speaks against you there, or for you.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take these links off.")] = False,
) -> None:
    """Say what an entry bears on, and why. Named again, a link is changed."""
    bearing: Bearing | None = None if contradicts is None else "contradicts" if contradicts else "supports"
    show_kept(setting, change_links(setting, name, items, why, bearing, remove))
