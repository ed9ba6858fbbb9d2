"""What `private set` and `private unset` share: asking about an entry that serves both, saving all of it as one step."""

from __future__ import annotations

from cswo_eval.cli.interviews.confirmed import said_yes
from cswo_eval.cli.interviews.conversation import Conversation
from cswo_eval.cli.setting import Setting
from cswo_eval.disclosure.private_marks import Change, with_replies
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.record.writer import RecordWriter


def with_asked(setting: Setting, change: Change, ask: Conversation | None) -> Change:
    """Return a change with its owner's replies on entries that serve something open besides; without a person they stay."""
    if ask is None:
        return change
    explained = (
        "What you marked is left out of the entry, and the entry itself would be read by whoever gets it. Enter keeps it back; `cswo-eval "
        "private unset` lets it leave another day."
    )
    may_leave = [
        one.thing.id
        for one in change.to_ask
        if said_yes(
            ask,
            f"{one.thing.id} serves {', '.join(one.serves)}, and also {', '.join(one.besides)}. May it leave all the same?",
            explained,
        )
    ]
    return with_replies(change, may_leave) if may_leave else change


def save_marks(setting: Setting, writer: RecordWriter, before: WholeRecord, after: WholeRecord) -> None:
    """Save what differs, as one step. Raises CswoEvalError, and then nothing is changed."""
    with writer.together():
        for was, now in zip(before.rounds, after.rounds, strict=True):
            if now != was:
                writer.save_round(now)
        if after.register != before.register:
            writer.save_register(after.register)
        for plan, planned in zip(before.plans, after.plans, strict=True):
            if planned != plan:
                writer.save_plan(planned)
        for review, held in zip(before.all_reviews, after.all_reviews, strict=True):
            if held != review:
                writer.save_review(held)
        for account, told in zip(before.accounts, after.accounts, strict=True):
            if told != account:
                writer.save_reflection(told)
        for run, answered in zip(before.tool_runs, after.tool_runs, strict=True):
            if answered != run:
                writer.save_tool_run(answered)
        if after.claims != before.claims:
            writer.save_prior_learning(after.claims)
