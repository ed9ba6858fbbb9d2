"""`cswo-eval guard allow`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.guard.owners_lists import owners_entry
from cswo_eval.cli.setting import Setting
from cswo_eval.text.problems import CswoEvalError


@command()
def guard_allow(
    setting: Setting,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A public number, address or name, as it is written.")],
    remove: Annotated[bool, typer.Option("--remove", help="No longer public.")] = False,
) -> None:
    """Say that something is public, such as the council's switchboard, and so not a finding."""
    with setting.changing() as writer:
        decisions = setting.record.guard_decisions()
        others = tuple(one for one in decisions.public_items if one.casefold() != text.strip().casefold())
        if remove and len(others) == len(decisions.public_items):
            raise CswoEvalError("That is not among the public items. `cswo-eval guard list` shows them.")
        fresh = () if remove else (owners_entry(text),)
        writer.save_guard_decisions(decisions._replace(public_items=(*others, *fresh)))
    setting.terminal.say("No longer public." if remove else "Kept as public: it is no finding any more.")
