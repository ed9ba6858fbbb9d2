"""`cswo-eval guard accept`."""

from __future__ import annotations

from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.guard_findings import found_in_record
from cswo_eval.cli.setting import Setting, now
from cswo_eval.cli.ways_back import UNDO_NOW
from cswo_eval.record.portfolio_models import AcceptedFinding
from cswo_eval.text.problems import CswoEvalError, UnknownId


@command()
def guard_accept(
    setting: Setting,
    findings: Annotated[tuple[str, ...], typer.Argument(metavar="ID...", help="Findings, such as F3a9c01de.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it may stay.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="No longer accept them.")] = False,
) -> None:
    """Leave findings as they are, with a reason that is kept and shown in the check."""
    given = list(dict.fromkeys(f"F{one.strip()[1:].lower()}" for one in findings))
    if not withdraw and not reason.strip():
        raise CswoEvalError("Say why it may stay, with --reason TEXT: the reason is shown beside it in the check.")
    with setting.changing() as writer:
        decisions = setting.record.guard_decisions()
        others = tuple(one for one in decisions.accepted if one.id not in given)
        if withdraw:
            known = [one.id for one in decisions.accepted]
            fresh: tuple[AcceptedFinding, ...] = ()
        else:
            found = {one.id: one for one in found_in_record(setting).findings}
            known = list(found)
            fresh = tuple(
                AcceptedFinding(id=one.id, kind=one.finding.kind, where=one.place.said, reason=reason, accepted=now())
                for name in given
                if (one := found.get(name)) is not None
            )
        for name in given:
            if name not in known:
                raise UnknownId(name, "finding", known, "`cswo-eval guard check` lists them. Nothing was changed.")
        writer.save_guard_decisions(decisions._replace(accepted=(*others, *fresh)))
    setting.terminal.say(
        f"No longer accepted. {UNDO_NOW}"
        if withdraw
        else "Kept, with your reason: it stays as you wrote it in all you share."
    )
