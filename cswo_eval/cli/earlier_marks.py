"""A mark set in an earlier round holds in the next: what is said there is private too, until its owner opens it."""

from __future__ import annotations

from cswo_eval.cli.setting import Setting
from cswo_eval.disclosure.named_things import says
from cswo_eval.disclosure.private_things import private_things
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.record.models import Answer, Round


def private_before(setting: Setting, round_: Round) -> frozenset[str]:
    """Return what the rounds before this one keep private, and this one says nothing of. Raises CswoEvalError."""
    days = [day for day in setting.record.round_days() if day < round_.started]
    if not days:
        return frozenset()
    earlier = tuple(setting.record.round(day, setting.framework) for day in days)
    return private_things(WholeRecord(setting.framework, setting.profile, round_, earlier_rounds=earlier)).items


def with_marks_kept(setting: Setting, before: Round, after: Round) -> Round:
    """Return a round as it was changed, with the mark on what it says now of things that were private. Raises CswoEvalError."""
    kept = private_before(setting, before)
    marked = {
        name: one._replace(private=True)
        for name, one in after.answers.items()
        if name in kept and says(one) and not says(before.answers.get(name, Answer()))
    }
    return after._replace(answers={**after.answers, **marked}) if marked else after
