"""Say in an interview what `private` or `public` has just done."""

from __future__ import annotations

import re

from cswo_eval.cli.setting import Setting
from cswo_eval.disclosure.private_things import private_things
from cswo_eval.disclosure.said_private import said_mark, said_of_entry
from cswo_eval.disclosure.whole_record import WholeRecord, whole_record
from cswo_eval.pages.sent_sections import said_went
from cswo_eval.record.models import EvidenceRegister, Round
from cswo_eval.record.sent import sent_of
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import listed_with_and


def tell_mark(
    setting: Setting,
    name: str,
    private: bool,
    round_: Round | None = None,
    register: EvidenceRegister | None = None,
) -> None:
    """Say what is private now, or open again, with the mark on `name`. `round_`, `register`: as an interview has them now.

    The mark is saved by then: where the rest of the record does not read, the mark alone is said.
    """
    whole = None
    try:
        whole = _whole_now(setting, round_, register)
        said = said_mark(whole, name, private)
    except CswoEvalError:
        said = f"{name} is {'now' if private else 'not'} private."
    setting.terminal.say(said, "dim")
    if private and whole is not None:
        _tell_what_has_gone(setting, whole, name)


def _tell_what_has_gone(setting: Setting, whole: WholeRecord, name: str) -> None:
    """Say of what was just marked, and of the evidence given with it, where it has gone already: that cannot be called back."""
    of_plan = whole.plan is not None and re.fullmatch(r"A\d+|day-\d+", name) is not None
    full = f"{whole.plan.start}/{name}" if of_plan and whole.plan is not None else name
    covered = private_things(whole).covered
    ids = [full, *(entry for entry, served in covered.items() if name in served)]
    try:
        exports = sent_of(setting.record.sent(), ids)
    except CswoEvalError:
        return  # `check` says what is wrong with the log
    if exports:
        last = exports[-1]
        gone = listed_with_and([one.rpartition("/")[2] if one == full else one for one in ids if one in last.things])
        setting.terminal.say(
            f"{gone} went {said_went(last)}, and cannot be called back. `cswo-eval history --sent {name}` shows all of it.",
            "yellow",
        )


def tell_of_entry(
    setting: Setting, name: str, round_: Round | None = None, register: EvidenceRegister | None = None
) -> None:
    """Say that an entry is private, and why, or that its owner is asked about it before anything leaves. Not of an open one."""
    try:
        said = said_of_entry(_whole_now(setting, round_, register), name)
    except CswoEvalError:
        return
    if said:
        setting.terminal.say(said, "dim")


def stays(setting: Setting, name: str) -> bool:
    """Return whether an entry stays, by its own mark or by what it serves. Raises CswoEvalError where the record does not read."""
    return name in private_things(whole_record(setting.record, setting.framework)).entries


def _whole_now(setting: Setting, round_: Round | None, register: EvidenceRegister | None) -> WholeRecord:
    whole = whole_record(setting.record, setting.framework)
    if register is not None:
        whole = whole._replace(register=register)
    if round_ is None:
        return whole
    # A later round becomes a file with its first answer.
    earlier = whole.earlier_rounds
    if whole.round is not None and whole.round.started != round_.started:
        earlier = whole.rounds
    return whole._replace(round=round_, earlier_rounds=earlier)
