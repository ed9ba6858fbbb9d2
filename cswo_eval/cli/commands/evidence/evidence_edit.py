"""`cswo-eval evidence edit`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.evidence.entry_options import (
    NO_TEXTS,
    AttachOption,
    DateOption,
    EntryArgument,
    EntryTexts,
    KindOption,
    PrivateOrNot,
    TagOption,
    TitleOption,
)
from cswo_eval.cli.commands.evidence.kept import show_kept
from cswo_eval.cli.interviews.entry_changes import Given, edit_entry
from cswo_eval.cli.setting import Setting


@command(keeps_answers=True)
def evidence_edit(
    setting: Setting,
    name: EntryArgument,
    title: TitleOption = None,
    kind: KindOption = None,
    date: DateOption = None,
    texts: EntryTexts = NO_TEXTS,
    tag: TagOption = (),
    untag: Annotated[
        tuple[str, ...], typer.Option("--untag", metavar="TAG", help="A heading it no longer serves; may be repeated.")
    ] = (),
    attach: AttachOption = (),
    replace: Annotated[
        tuple[str, str] | None,
        typer.Option("--replace", metavar="T1 FILE", help="A newer version of a file it has; the earlier one is kept."),
    ] = None,
    editor: Annotated[bool, typer.Option("--editor", help="Write what it shows in your own editor.")] = False,
    private: PrivateOrNot = None,
) -> None:
    """Change an entry. Without options you are asked question by question, and Enter keeps what is there."""
    given = Given(
        title=title,
        kind=kind,
        date=date,
        texts=texts.given,
        tags=tag,
        untags=untag,
        attach=attach,
        replace=replace,
        private=private,
    )
    show_kept(setting, edit_entry(setting, name, given, editor))
