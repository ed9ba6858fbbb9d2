"""`cswo-eval private set`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from cswo_eval.cli.command import command
from cswo_eval.cli.commands.private.changed_marks import save_marks, with_asked
from cswo_eval.cli.interviews.confirmed import questions_for
from cswo_eval.cli.interviews.conversation import Conversation, Stopped
from cswo_eval.cli.mistakes import Mistakes
from cswo_eval.cli.setting import Setting
from cswo_eval.cli.ways_back import TAKES_BACK
from cswo_eval.disclosure.named_things import NamedThing, all_about, things_named
from cswo_eval.disclosure.private_marks import Change, marks_set
from cswo_eval.disclosure.telling_texts import telling_texts
from cswo_eval.disclosure.whole_record import WholeRecord, whole_record
from cswo_eval.pages.blocks import Block, Paragraph
from cswo_eval.pages.private_sections import change_values, marks_to_set, now_private, so_already
from cswo_eval.pages.sent_sections import gone_already
from cswo_eval.record.sent import Sent, sent_of
from cswo_eval.text.problems import CswoEvalError


@command(json=True)
def private_set(
    setting: Setting,
    what: Annotated[
        tuple[str, ...],
        typer.Argument(
            metavar="[WHAT]...",
            help="SD2.3, an entry E7, its file E7/T1, an action A3, an account R1, a claim L2, a review day-30.",
        ),
    ] = (),
    about: Annotated[
        tuple[str, ...],
        typer.Option("--all-about", metavar="ID", help="All about an aspect, an element or a competency, such as SD2."),
    ] = (),
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: mark it.")] = False,
) -> None:
    """Mark things as private, so that they are left out of all you share. You are shown first what that takes with it."""
    if not any(one.strip(" ,") for one in (*what, *about)):
        raise CswoEvalError(
            "Name what is to be private, such as `cswo-eval private set SD2.3 E7`, or all about one part with --all-about SD2."
        )
    with setting.changing() as writer:
        whole = whole_record(setting.record, setting.framework)
        change = marks_set(whole, _things(whole, what, about))
        if change.changed:
            ask = questions_for(setting, yes, "Nothing was marked.")
            telling = telling_texts(change.whole, change.after, [one.thing.id for one in change.closed])
            if not (yes and setting.as_json):  # where nobody is asked, the result says it all
                setting.terminal.tell(*marks_to_set(whole, change, telling))
            if ask is not None and not _agreed(ask):
                setting.terminal.say("Nothing was marked.")
                return
            change = with_asked(setting, change, ask)
            save_marks(setting, writer, whole, change.whole)
    _tell(setting, change)


def _things(whole: WholeRecord, what: Sequence[str], about: Sequence[str]) -> tuple[NamedThing, ...]:
    """Return what is named, each once. Raises CswoEvalError with all that is wrong."""
    mistakes = Mistakes()
    named = mistakes.reading("", things_named, whole, what) or ()
    several = [mistakes.reading("--all-about", all_about, whole, one) or () for one in about]
    mistakes.refuse()
    return tuple(dict.fromkeys((*named, *(one for things in several for one in things))))


def _agreed(ask: Conversation) -> bool:
    explained = (
        "What is marked stays in your record, and is left out of every report, portfolio, worksheet and calendar."
    )
    try:
        return ask.agreed("Mark these as private?", explained)
    except Stopped:
        return False


def _tell(setting: Setting, change: Change) -> None:
    closed = _with_older_ids(setting, change)
    exports, unread = _sent(setting, closed)
    if setting.as_json:
        gone = None if unread else [one.id for one in exports]
        setting.terminal.data({**change_values(change), "sent": gone})
        return
    blocks: list[Block] = so_already(change.whole, change.same, marked=True)
    if change.changed:
        blocks = [*now_private(change), *blocks]
        blocks += [Paragraph(unread, "warning")] if unread else gone_already(exports, closed)
        blocks.append(Paragraph(TAKES_BACK, "quiet"))
    setting.terminal.tell(*blocks)


def _with_older_ids(setting: Setting, change: Change) -> list[str]:
    """Return the ids of what was named and of what is private with it, with those that an older Standard had for them."""
    names = dict.fromkeys((*(one.id for one in change.changed), *(one.thing.id for one in change.closed)))
    older = setting.framework.earlier_ids if setting.framework.renamed else {}
    return [each for one in names for each in (one, *older.get(one, ()))]


def _sent(setting: Setting, ids: Sequence[str]) -> tuple[tuple[Sent, ...], str]:
    """Return the exports in which something of this has left; where the log does not read, what is said of that."""
    try:
        return sent_of(setting.record.sent(), ids), ""
    except CswoEvalError:
        return (
            (),
            "What of it has left already cannot be told: the log of that does not read. `cswo-eval check` says why.",
        )
