"""`cswo-eval evidence purge`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.interviews.confirmed import questions_for, said_yes, typed_word
from cswo_eval.cli.setting import Setting
from cswo_eval.pages.blocks import Block, Bullets, Facts, Paragraph
from cswo_eval.pages.forgetting import what_stays
from cswo_eval.record.holdings import holdings_of
from cswo_eval.record.layout import TAKEN_BACK
from cswo_eval.record.place import synced_by
from cswo_eval.record.purge import Purge, purge, to_purge
from cswo_eval.text.words import counted, listed, listed_with_and, size_text


@command(json=True)
def evidence_purge(
    setting: Setting,
    names: Annotated[
        tuple[str, ...],
        typer.Argument(metavar="ID...", help="Entries such as E7, accounts such as R1, one file such as E7/T1."),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: destroy it.")] = False,
) -> None:
    """Destroy an entry, an account or one attached file for good: out of the history too. It cannot be taken back."""
    with setting.changing() as writer:
        wanted = to_purge(setting.record, names)
        beside = _copies(setting)
        if not (yes and setting.as_json):  # where nobody is asked, the result says it all
            setting.terminal.tell(*_said_before(setting, wanted, beside))
        ask = questions_for(setting, yes, "Nothing was destroyed.")
        if ask is not None:
            explained = (
                "`cswo-eval evidence remove` takes something out of all you share and keeps it; this destroys it."
            )
            ids = " ".join(wanted.names)
            if not said_yes(ask, f"Destroy {listed_with_and(wanted.names)} for good?", explained) or not typed_word(
                ask, "It cannot be taken back. Are you sure?", ids, explained
            ):
                setting.terminal.say("Nothing was destroyed.")
                return
        purge(writer, wanted.names)
    if setting.as_json:
        setting.terminal.data(
            {
                "purged": list(wanted.names),
                "files": [f"{entry}/{one.id}" for entry, one in wanted.files],
                "no_longer_named_by": list(wanted.named_by),
                "answers_in_tools": list(wanted.answers),
                "kept_aside_deleted": list(wanted.kept_aside),
                "copies_left_beside": list(beside),
            }
        )
        return
    numbers = "Its number is not" if len(wanted.names) == 1 else "Their numbers are not"
    setting.terminal.say(f"Destroyed for good: {listed_with_and(wanted.names)}. {numbers} given again.", "bold")
    setting.terminal.say(
        "The history still says when something was changed and by which command, without any of your words; nothing from before now can "
        "be taken back."
    )
    if beside:
        said = _said_of_copies(beside)
        setting.terminal.say(f"{said[0].upper()}{said[1:]}.", "yellow")


def _copies(setting: Setting) -> tuple[str, ...]:
    """Return what lies beside the record's files and is none of them: copies that may hold the same words."""
    return holdings_of(setting.record).other


def _said_before(setting: Setting, wanted: Purge, beside: tuple[str, ...]) -> list[Block]:
    """Return what goes, what changes with it, and what stays elsewhere."""
    pairs = [(one.id, one.title) for one in wanted.entries] + [(one.id, one.title) for one in wanted.accounts]
    pairs += [(f"{entry}/{one.id}", f"{one.name}, {size_text(one.size)}") for entry, one in wanted.files]
    changes = []
    if wanted.named_by:
        changes.append(
            f"{listed_with_and(wanted.named_by)} will no longer name it. What you wrote there about it, in your own words, stays"
        )
    if wanted.answers:
        changes.append(f"what tools asked you about it alone goes too: {listed(wanted.answers, 10)}")
    changes.append("all your earlier changes leave the history: `cswo-eval undo` cannot go back behind this")
    taken_back = [name for name in wanted.kept_aside if name.startswith(f"{TAKEN_BACK}/")]
    aside = [name for name in wanted.kept_aside if name not in taken_back]
    if aside:
        changes.append(f"what was kept besides goes too, whatever else is in it: {listed(aside, 10)}")
    if taken_back:
        changes.append(f"{counted(len(taken_back), 'attached file')} that `undo` took out cannot be brought again")
    stays = what_stays(synced_by(setting.record.folder))
    if beside:
        stays.append(_said_of_copies(beside))
    return [
        Paragraph(f"{counted(len(pairs), 'thing')} to be destroyed for good:"),
        Facts(tuple(pairs)),
        Paragraph("What changes with it:"),
        Bullets(tuple(changes)),
        Paragraph("What stays, and this program cannot reach:"),
        Bullets(tuple(stays)),
    ]


def _said_of_copies(beside: tuple[str, ...]) -> str:
    return (
        f"these lie in your record's folder and are no part of it: {listed(beside, 10)}. They may hold the same words; look, and delete "
        "them yourself"
    )
