"""A record without what was taken out of it, and without what is private: nothing that is left rests on the latter."""

from __future__ import annotations

import re
from collections.abc import Set

from cswo_eval.disclosure.private_things import PrivateThings, left_by, private_goals, versions_of
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Evidence, Round
from cswo_eval.record.plan_models import Plan


def present_record(whole: WholeRecord) -> WholeRecord:
    """Return the record without what its owner took out, and without what says nothing yet. Of a file, every version is in it
    still."""
    return whole._replace(
        round=_said_only(whole.round) if whole.round is not None else None,
        earlier_rounds=tuple(_said_only(one) for one in whole.earlier_rounds),
        register=whole.register._replace(entries=whole.register.present()),
        accounts=tuple(one for one in whole.accounts if one.removed is None),
        claims=whole.claims._replace(claims=whole.claims.present()),
    )


def _said_only(round_: Round) -> Round:
    """Return a round in which what is marked not applicable without its reason is not answered yet.

    It is settled here, before reasons that are not for a reader are left out.
    """
    answers = {
        name: one if one.said == one.standing else one._replace(standing=None) for name, one in round_.answers.items()
    }
    return round_ if answers == round_.answers else round_._replace(answers=answers)


def open_record(whole: WholeRecord, private: PrivateThings) -> WholeRecord:
    """Return a record, without what was taken out, also without what is private.

    It is as one in which the private things were never said: a private answer looks like one that was not given.
    """
    entries = [one for one in whole.register.entries if one.id not in private.entries]
    kept = {one.id for one in entries}
    plan = whole.plan
    return whole._replace(
        round=_round_without(whole.round, private.items) if whole.round is not None else None,
        register=whole.register._replace(entries=tuple(_entry_without(whole, one, private) for one in entries)),
        plan=_plan_without(plan, private, whole.framework) if plan is not None else None,
        reviews=tuple(
            one._replace(ratings=tuple(rating for rating in one.ratings if rating.item not in private.in_plan))
            for one in whole.reviews
            if one.number not in private.reviews
        ),
        accounts=tuple(
            one._replace(evidence=tuple(name for name in one.evidence if name in kept))
            for one in whole.accounts
            if one.id not in private.accounts
        ),
        claims=whole.claims._replace(
            claims=tuple(
                one._replace(evidence=tuple(name for name in one.evidence if name in kept))
                for one in whole.claims.claims
                if one.id not in private.claims
            )
        ),
        earlier_rounds=tuple(_round_without(one, private.items) for one in whole.earlier_rounds),
    )


def _round_without(round_: Round, items: Set[str]) -> Round:
    """Return a round without its private answers and without those to items that are private now.

    What an item was in an earlier round would tell what it is: who marks an answer private may have left an older one open.
    """
    return round_._replace(
        answers={name: one for name, one in round_.answers.items() if not one.private and name not in items},
        set_aside=tuple(one for one in round_.set_aside if not one.answer.private),
    )


def _entry_without(whole: WholeRecord, entry: Evidence, private: PrivateThings) -> Evidence:
    """Return an open entry without its private files, and without the line that names a private action."""
    links = entry.links
    if any(one.private or one.goal in private_goals(plan, private.items) for _, plan, one in left_by(whole, entry)):
        links = tuple(one._replace(reason=one.own_reason) for one in links)
    # With all versions of it: one that a private version replaced would else pass for the newest.
    hidden = {
        version.id
        for one in entry.current_attachments()
        if f"{entry.id}/{one.id}" in private.files
        for version in versions_of(entry, one.id)
    }
    return entry._replace(links=links, attachments=tuple(one for one in entry.attachments if one.id not in hidden))


def _plan_without(plan: Plan, private: PrivateThings, framework: Framework) -> Plan:
    """Return the plan without private actions, and without what would tell what a private answer was.

    Choice and dates of the other actions stay.
    """
    items = private.items
    told = private.in_plan
    before = {older for name in told for older in framework.earlier_ids.get(name, ())}
    titles = {
        f"'{one.title}'" for one in plan.actions if one.id in private.actions
    }  # as the plan's sentences name them
    plan = _without_sentences_about(told | before | private.actions, titles, plan)
    return plan._replace(
        actions=tuple(
            one._replace(serves=tuple(name for name in one.serves if name not in items))
            for one in plan.actions
            if one.id not in private.actions
        ),
        goals=tuple(
            goal._replace(members=tuple(one for one in goal.members if one not in items))
            for goal in plan.goals
            if goal.item not in private.goals
        ),
        left_out=tuple(one for one in plan.left_out if one.item not in told),
    )


_LEANS = re.compile(r"^It also helps with |beside it as one piece of work\.$")
"""Sentences of the plan's that follow one on its greatest need, and make no sense without it."""


def _without_sentences_about(names: Set[str], titles: Set[str], plan: Plan) -> Plan:
    """Return the plan without its own sentences that name these: one made before they were private names their levels."""
    if not names:
        return plan
    ids = "|".join(re.escape(one) for one in sorted(names))
    told = re.compile(rf"(?<![\w.])(?:{ids})(?![\w]|\.\d)")

    def open_part(text: str) -> str:
        parts = re.split(r"(?<=[.!?]) ", text)
        left = [part for part in parts if not _tells(part)]
        if len(left) < len(parts):  # what leans on a sentence before it would tell that one is gone
            left = [part for part in left if not _LEANS.search(part)]
        return " ".join(left)

    def _tells(part: str) -> bool:
        return told.search(part) is not None or any(title in part for title in titles)

    return plan._replace(
        goals=tuple(one._replace(why=open_part(one.why)) for one in plan.goals),
        actions=tuple(
            one._replace(why=open_part(one.why), flags=tuple(flag for flag in one.flags if not _tells(flag)))
            for one in plan.actions
        ),
        left_out=tuple(one for one in plan.left_out if not _tells(one.reason)),
        remarks=tuple(one for one in plan.remarks if not _tells(one)),
    )
