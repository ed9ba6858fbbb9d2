"""`cswo-eval private unset`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.private.changed_marks import save_marks, with_asked
from cswo_eval.cli.interviews.confirmed import questions_for, said_yes
from cswo_eval.cli.setting import Setting
from cswo_eval.cli.ways_back import TAKES_BACK
from cswo_eval.disclosure.named_things import things_named
from cswo_eval.disclosure.private_marks import Change, Private, marks_taken_back
from cswo_eval.disclosure.whole_record import WholeRecord, whole_record
from cswo_eval.pages.blocks import Block, Paragraph
from cswo_eval.pages.private_sections import (
    change_values,
    marks_to_take_back,
    no_longer_private,
    said_why,
    shown_id,
    so_already,
)
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import listed_with_and


@command(json=True)
def private_unset(
    setting: Setting,
    what: Annotated[
        tuple[str, ...],
        typer.Argument(metavar="WHAT...", help="As for `private set`: SD2.3, E7, E7/T1, A3, R1, L2, day-30."),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: take the marks back.")] = False,
) -> None:
    """Take private marks back, or let an entry leave that serves something private and something else."""
    with setting.changing() as writer:
        whole = whole_record(setting.record, setting.framework)
        things = things_named(whole, what)
        if not things:
            raise CswoEvalError("Name what is to be private no longer, such as `cswo-eval private unset SD2.3`.")
        change, refused = marks_taken_back(whole, things)
        if refused:
            raise CswoEvalError("\n".join([*(_refused(whole, one.private) for one in refused), "Nothing was changed."]))
        if change.changed:
            ask = questions_for(setting, yes, "No mark was taken back.")
            if not (yes and setting.as_json):  # where nobody is asked, the result says it all
                setting.terminal.tell(*marks_to_take_back(whole, change))
            explained = (
                "What has no mark can be in every report, portfolio, worksheet and calendar that you make from now on."
            )
            if ask is not None and not said_yes(ask, "Take these marks back?", explained):
                setting.terminal.say("No mark was taken back.")
                return
            change = with_asked(setting, change, ask)
            save_marks(setting, writer, whole, change.whole)
    _tell(setting, change)


def _refused(whole: WholeRecord, private: Private) -> str:
    """Return why something cannot be opened by its own name, and what would open it."""
    name = shown_id(whole, private.thing)
    why = said_why(whole, private)
    if private.thing.kind == "entry":
        return (
            f"{name} carries no mark of its own: it {why}. Take the mark off {listed_with_and(private.serves)}, or link {name} to something that "
            f"is not private: `cswo-eval evidence link {name} ID`."
        )
    return f"{name} carries no mark of its own: {why}. `cswo-eval private unset {private.by}` takes that mark back."


def _tell(setting: Setting, change: Change) -> None:
    if setting.as_json:
        setting.terminal.data(change_values(change))
        return
    blocks: Sequence[Block] = so_already(change.whole, change.same, marked=False)
    if change.changed:
        blocks = [*no_longer_private(change), *blocks, Paragraph(TAKES_BACK, "quiet")]
    setting.terminal.tell(*blocks)
