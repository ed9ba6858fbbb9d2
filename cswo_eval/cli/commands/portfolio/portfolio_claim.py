"""`cswo-eval portfolio claim`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.interviews.claim import ClaimWords, change_claim, new_claim, show_claims
from cswo_eval.cli.options import PrivateOption
from cswo_eval.cli.setting import Setting


@command(record="begun", keeps_answers=True)
def portfolio_claim(
    setting: Setting,
    claim_id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A claim you have, such as L1; left out: a new one.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What it is called.")] = None,
    learned: Annotated[
        str | None, typer.Option("--learned", metavar="TEXT", help="What you learned and can do.")
    ] = None,
    where: Annotated[str | None, typer.Option("--where", metavar="TEXT", help="Where and how, by role.")] = None,
    when: Annotated[str | None, typer.Option("--when", metavar="TEXT", help="When, such as '2019 to 2021'.")] = None,
    for_: Annotated[tuple[str, ...], typer.Option("--for", metavar="ID", help="A competency; may be repeated.")] = (),
    not_for: Annotated[
        tuple[str, ...], typer.Option("--not-for", metavar="ID", help="Not tied to this one any more; may be repeated.")
    ] = (),
    evidence: Annotated[
        tuple[str, ...], typer.Option("--evidence", metavar="ID", help="An entry of your register; may be repeated.")
    ] = (),
    remove: Annotated[bool, typer.Option("--remove", help="Take the claim out; --bring-back brings it back.")] = False,
    bring_back: Annotated[bool, typer.Option("--bring-back", help="Bring back a claim you took out.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="Show all claims.")] = False,
    private: PrivateOption = False,
) -> None:
    """Claim learning from before for the award: what was learned, where, the evidence, the competencies."""
    given = ClaimWords(title, learned, where, when, for_, evidence, private, not_for)
    if list_:
        show_claims(setting)
    elif claim_id is not None:
        change_claim(setting, claim_id, given, remove, bring_back)
    else:
        new_claim(setting, given)
