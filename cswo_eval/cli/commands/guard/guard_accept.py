"""`cswo-eval guard accept`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.guard_findings import found_in_record
from cswo_eval.cli.interviews.finding_questions import ask_reasons
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.interviews.unfinished_texts import settle_unfinished
from cswo_eval.cli.setting import Setting, now
from cswo_eval.cli.ways_back import UNDO_NOW
from cswo_eval.confidentiality.guard import Located
from cswo_eval.record.portfolio_models import AcceptedFinding
from cswo_eval.record.writer import RecordWriter
from cswo_eval.text.problems import CswoEvalError, UnknownId


@command(keeps_answers=True)
def guard_accept(
    setting: Setting,
    findings: Annotated[
        tuple[str, ...],
        typer.Argument(
            metavar="[ID]...", help="Findings, such as F3a9c01de. At a terminal, without: all that are open."
        ),
    ] = (),
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why it may stay. At a terminal, without: you are asked.")
    ] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="No longer accept them.")] = False,
) -> None:
    """Leave findings as they are, with a reason that is kept and shown in the check."""
    given = list(dict.fromkeys(f"F{one.strip()[1:].lower()}" for one in findings))
    keyboard = Keyboard()
    asks = not withdraw and not reason.strip() and keyboard.interactive
    if not asks and not given:
        raise CswoEvalError("Name a finding, such as F3a9c01de: `cswo-eval guard check` lists them.")
    if not withdraw and not reason.strip() and not asks:
        raise CswoEvalError("Say why it may stay, with --reason TEXT: the reason is shown beside it in the check.")
    with setting.changing() as writer:
        settle_unfinished(setting, writer)
        decisions = setting.record.guard_decisions()
        if withdraw:
            _refuse_unknown(given, [one.id for one in decisions.accepted])
            others = tuple(one for one in decisions.accepted if one.id not in given)
            writer.save_guard_decisions(decisions._replace(accepted=others))
            setting.terminal.say(f"No longer accepted. {UNDO_NOW}")
            return
        found = {one.id: one for one in found_in_record(setting).findings}
        _refuse_unknown(given, list(found))
        accepted = {one.id for one in decisions.accepted}
        meant = [found[name] for name in given] or [one for one in found.values() if one.id not in accepted]
        if asks:
            number = ask_reasons(
                setting, writer, keyboard, meant, lambda one, why: _accept(setting, writer, [one], why)
            )
            _tell(setting, number, len(meant))
            return
        _accept(setting, writer, meant, reason)
    setting.terminal.say("Kept, with your reason: it stays as you wrote it in all you share.")


def _refuse_unknown(given: Sequence[str], known: Sequence[str]) -> None:
    for name in given:
        if name not in known:
            raise UnknownId(name, "finding", known, "`cswo-eval guard check` lists them. Nothing was changed.")


def _accept(setting: Setting, writer: RecordWriter, findings: Sequence[Located], reason: str) -> None:
    """Save that these may stay, with the reason."""
    decisions = setting.record.guard_decisions()
    names = {one.id for one in findings}
    others = tuple(one for one in decisions.accepted if one.id not in names)
    fresh = tuple(
        AcceptedFinding(id=one.id, kind=one.finding.kind, where=one.place.said, reason=reason, accepted=now())
        for one in findings
    )
    writer.save_guard_decisions(decisions._replace(accepted=(*others, *fresh)))


def _tell(setting: Setting, accepted: int, asked: int) -> None:
    say = setting.terminal.say
    say("")
    if not asked:
        say("Nothing is open: `cswo-eval guard check` shows what was found and accepted.")
    elif accepted:
        left = asked - accepted
        say(
            f"{accepted} kept, with your reason: as you wrote it in all you share.{f' {left} left open.' if left else ''}"
        )
    else:
        say("Nothing was changed.")
