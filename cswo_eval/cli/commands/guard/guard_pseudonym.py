"""`cswo-eval guard pseudonym`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.guard.owners_lists import owners_entry, refuse_names_in
from cswo_eval.cli.interviews.conversation import Conversation, Stopped
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.setting import Setting
from cswo_eval.record.portfolio_models import Pseudonym
from cswo_eval.text.problems import CswoEvalError


@command()
def guard_pseudonym(
    setting: Setting,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The name; asked where it is left out.")] = None,
    instead: Annotated[str | None, typer.Argument(metavar="[INSTEAD]", help="What stands for it.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the name out of the table.")] = False,
) -> None:
    """Let something else stand for a name in everything you share. The table is private and never shared itself."""
    conversation = Conversation(setting, Keyboard())
    try:
        if name is None:
            name = conversation.line(
                "Which name?",
                "As you write it, such as a first and last name.",
                "It is kept in your record only, in private/guard.yaml.",
                owners_entry,
            )
        if instead is None and not remove:
            instead = conversation.line(
                "What should stand for it?",
                "A role or a letter, such as 'the team leader' or 'Ms B'.",
                "It stands in reports, calendars, worksheets and portfolios; your record keeps the name.",
                owners_entry,
            )
    except Stopped:
        setting.terminal.say("Stopped. Nothing was changed.")
        return
    with setting.changing() as writer:
        decisions = setting.record.guard_decisions()
        key = name.strip().casefold()
        table = tuple(one for one in decisions.pseudonyms if one.name.strip().casefold() != key)
        if remove and len(table) == len(decisions.pseudonyms):
            raise CswoEvalError("That name is not in the table. `cswo-eval guard list` shows it.")
        if not remove:
            table = (*table, Pseudonym(name=owners_entry(name), instead=owners_entry(instead or "")))
            refuse_names_in(table)
        writer.save_guard_decisions(decisions._replace(pseudonyms=table))
    setting.terminal.say(
        "Taken out of the table." if remove else "Kept. It stands for the name in everything you share from now on."
    )
