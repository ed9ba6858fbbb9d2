"""`cswo-eval evidence add`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.evidence.entry_options import (
    NO_TEXTS,
    AgainstOption,
    AttachOption,
    DateOption,
    EntryTexts,
    ForOption,
    KindOption,
    TagOption,
    WhyOption,
)
from cswo_eval.cli.commands.evidence.kept import show_kept
from cswo_eval.cli.interviews.entry_changes import Given, add_entry
from cswo_eval.cli.options import PrivateOption
from cswo_eval.cli.setting import Setting


@command(record="begun", keeps_answers=True)
def evidence_add(
    setting: Setting,
    title: Annotated[str | None, typer.Argument(metavar="[TITLE]", help="What it is, in a line.")] = None,
    kind: KindOption = None,
    date: DateOption = None,
    texts: EntryTexts = NO_TEXTS,
    for_: ForOption = (),
    against: AgainstOption = (),
    why: WhyOption = None,
    tag: TagOption = (),
    attach: AttachOption = (),
    no_questions: Annotated[
        bool, typer.Option("--no-questions", help="Save what is given, and ask for nothing more.")
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Four questions: what, when, what it shows, what it bears on.")
    ] = False,
    private: PrivateOption = False,
) -> None:
    """Add an entry. What you do not give is asked, one question at a time; each answer is saved at once."""
    given = Given(
        title=title,
        kind=kind,
        date=date,
        texts=texts.given,
        supports=for_,
        against=against,
        why=why,
        tags=tag,
        attach=attach,
        private=private or None,
    )
    entry = add_entry(setting, given, no_questions, quick)
    if entry is not None:
        show_kept(setting, entry)
