"""Attached files of which no clean copy can be made: each is named, and goes only where its owner says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from cswo_eval.cli.interviews.conversation import Conversation, Stopped
from cswo_eval.cli.interviews.keyboard import Keyboard
from cswo_eval.cli.setting import Setting
from cswo_eval.exchange.portfolio.appendices import AttachedFile, CheckedAppendices
from cswo_eval.text.problems import CswoEvalError, Problem, ProblemsFound
from cswo_eval.text.words import listed, listed_with_and

MOST_NAMED = 6
"""Files that are named with what was taken out of them; the rest are counted."""
_BETWEEN = re.compile(r"[,;\s]+")


def leave_for_uncleaned(setting: Setting, attached: Sequence[AttachedFile], given: Sequence[str]) -> frozenset[str]:
    """Return the ids (E3/T1) of the files that may go uncleaned: those `given` as typed, and those a person says yes to.

    Says which stay behind. Raises ProblemsFound for ids that name no file that could go with the portfolio, CswoEvalError
    where the owner stops at a question.
    """
    leave = _given_leave(setting, attached, given)
    asked = [one for one in attached if one.copy.uncleaned and one.id not in leave]
    if not asked:
        return leave
    keyboard = Keyboard()
    if keyboard.interactive:
        ask = Conversation(setting, keyboard)
        leave |= {one.id for one in asked if _let_go(ask, one)}
    left = [one for one in asked if one.id not in leave]
    if left:
        reasons = "; ".join(f"{one.id}: {one.copy.uncleaned}" for one in left)
        setting.terminal.say(
            f"Held back, since no clean copy can be made: {reasons}. To let one go as it is, add "
            f"--with-uncleaned {','.join(one.id for one in left)}.",
            "yellow",
        )
    return leave


def say_cleaned(setting: Setting, attached: Sequence[AttachedFile], checked: CheckedAppendices) -> None:
    """Say of what the files that go with the portfolio were cleaned, and which: their owner may miss some of it."""
    going = {(one.entry, one.attachment) for one in checked.appendices if not one.left_out}
    by_kind: dict[str, list[str]] = {}
    for one in attached:
        for kind in one.copy.removed if (one.entry.id, one.attachment.id) in going else ():
            by_kind.setdefault(kind, []).append(one.id)
    if by_kind:
        said = "; ".join(f"{kind} ({listed(ids, MOST_NAMED)})" for kind, ids in by_kind.items())
        setting.terminal.say(f"Appendices go as cleaned copies; your own files are as they were. Taken out: {said}.")


def uncleaned_in(attached: Sequence[AttachedFile], leave: Collection[str]) -> frozenset[str]:
    """Return the ids of the files that stay behind because no clean copy of them can be made."""
    return frozenset(one.id for one in attached if one.copy.uncleaned and one.id not in leave)


def _given_leave(setting: Setting, attached: Sequence[AttachedFile], given: Sequence[str]) -> frozenset[str]:
    by_id = {one.id.casefold(): one for one in attached}
    typed = [one for text in given for one in _BETWEEN.split(text) if one]
    unknown = [one for one in dict.fromkeys(typed) if one.casefold() not in by_id]
    if unknown:
        known = ", ".join(one.id for one in attached if one.copy.uncleaned)
        advice = f"Those that need it are: {known}." if known else "No file of this portfolio needs it."
        raise ProblemsFound(
            [
                Problem(f"--with-uncleaned {one[:40]}", 0, "names no file that could go with this portfolio.", "")
                for one in unknown
            ],
            "Nothing was written:",
            advice,
        )
    named = [by_id[one.casefold()] for one in dict.fromkeys(typed)]
    clean = [one.id for one in named if not one.copy.uncleaned]
    if clean:
        setting.terminal.say(
            f"{listed_with_and(clean)}: a clean copy can be made, and it is the copy that goes; --with-uncleaned was not needed."
        )
    return frozenset(one.id for one in named if one.copy.uncleaned)


def _let_go(ask: Conversation, one: AttachedFile) -> bool:
    """Ask whether a file may go as it is: only the word yes lets it. Raises CswoEvalError where the owner stops."""
    what = "Let it go all the same?" if one.copy.data is not None else "Let it go as it is?"
    try:
        return ask.line(
            f"{one.id} ({one.attachment.name}): {one.copy.uncleaned}. {what}",
            "Type yes to let it go, or press Enter to hold it back.",
            "It may tell who made it, where and when, and what was remarked on or taken out. Held back, it is no part of the "
            "portfolio, and the list of appendices says so.",
            lambda text: text.strip().casefold() == "yes",
        )
    except Stopped:
        raise CswoEvalError("Stopped, and nothing was written.") from None
