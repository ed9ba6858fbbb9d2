"""What was said under another version of the Standard, fitted to the one in use: carried to the id it has now, or kept as it is.

A renamed id is followed everywhere. Where two became one, the first in the order of the Standard goes on under the id they have
now. What was divided or taken out keeps its old id: which part was meant is never guessed. Fitting changes no file: the first
save of one does. Done twice it gives the same again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from cswo_eval.framework.fitted_ids import Fitting, fit_ids
from cswo_eval.framework.framework import Framework
from cswo_eval.record.draft import Draft
from cswo_eval.record.models import (
    LONGEST_KEPT,
    PROGRAM_REASONS,
    Answer,
    EvidenceRegister,
    Link,
    Profile,
    Rating,
    RecordFile,
    ReviewRecord,
    Round,
    SetAside,
    StandardUsed,
)
from cswo_eval.record.plan_models import Action, Goal, Plan
from cswo_eval.record.portfolio_models import PriorLearning, Reflection
from cswo_eval.record.tool_models import ToolRun, carried
from cswo_eval.text.problems import CswoEvalError

FileType = TypeVar("FileType", bound=RecordFile)


def fitted_file(value: FileType, framework: Framework) -> FileType:
    """Return a file of the record fitted to the Standard in use. A round is fitted by `fitted`: it knows its own Standard."""
    fit = _FITS.get(type(value))
    return value if fit is None else fit(value, framework)


def _carried(names: Iterable[str], framework: Framework) -> dict[str, str]:
    """Return the ids of these that are called otherwise now, with what each is called."""
    if not framework.renamed:  # nothing can be called otherwise, and no more of the Standard is read
        return {}
    return {was: move.now for was, move in fit_ids(names, framework).items() if move.now is not None}


def _once(names: Iterable[str], carried: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(carried.get(name, name) for name in names))


# --- a round --------------------------------------------------------------------------------------------------------


def standard_used(framework: Framework) -> StandardUsed:
    """Return the mark of the Standard in use, as a round keeps it."""
    outline = framework.outline
    return StandardUsed(id=outline.id, version=outline.version, content_hash=framework.content_hash)


def is_of_another_standard(round_: Round, framework: Framework) -> bool:
    """Return whether a round was answered against another Standard, not an older version of the one in use."""
    return round_.standard.id != framework.outline.id


def refuse_another_standard(round_: Round | None, framework: Framework) -> None:
    """Raise CswoEvalError where nothing may be written into a round, because it was answered against another Standard."""
    if round_ is not None and is_of_another_standard(round_, framework):
        raise CswoEvalError(
            f"The round of {round_.started} was answered against another Standard, '{round_.standard.id}', and the one in use is "
            f"'{framework.outline.id}', so nothing was written into it. Use the Standard it was answered against (--standards), or "
            "begin a round with this one: `cswo-eval assess --new-round`."
        )


def marked(round_: Round, framework: Framework) -> Round:
    """Return a round as it may be saved: with the mark of the Standard in use, whose ids its answers have now.

    Raises CswoEvalError for a round of another Standard.
    """
    refuse_another_standard(round_, framework)
    return round_._replace(standard=standard_used(framework))


def fitted(round_: Round, framework: Framework) -> Round:
    """Return the round fitted to the Standard in use: an answer is carried to a renamed id, or set aside whole.

    Of a round that was answered against another Standard all answers are set aside, and nothing is written into it.
    """
    whole = {name: answer.made_whole() for name, answer in round_.answers.items()}
    if whole != round_.answers:
        round_ = round_._replace(answers=whole)
    if is_of_another_standard(round_, framework):
        reason = f"It was answered against another Standard, '{round_.standard.id}'."
        aside = (SetAside(id=name, reason=reason, answer=answer) for name, answer in round_.answers.items())
        return round_._replace(answers={}, set_aside=(*round_.set_aside, *aside), position=None)
    moves = fit_ids((*round_.answers, *(one.id for one in round_.set_aside)), framework)
    position = round_.position
    if position is not None:
        position = _carried((position,), framework).get(position, position)
        position = position if position in framework.ids else None
    if not moves and not round_.set_aside:
        return round_ if position == round_.position else round_._replace(position=position)
    answers, losing = _answers_now(round_.answers, moves, framework)
    kept: list[SetAside] = []
    for one in round_.set_aside:
        move = moves.get(one.id)
        now = one.id if move is None else move.now
        if now is not None and now not in answers:
            answers[now] = one.answer
        else:
            kept.append(one if move is None or not move.is_former else one._replace(reason=move.reason))
    kept += [SetAside(id=name, reason=moves[name].reason, answer=round_.answers[name]) for name in losing]
    return round_._replace(answers=answers, set_aside=tuple(kept), position=position)


def _answers_now(
    answers: Mapping[str, Answer], moves: Mapping[str, Fitting], framework: Framework
) -> tuple[dict[str, Answer], list[str]]:
    """Return the answers by the ids they have now, and the older ids of those that go under none.

    An id that is in the Standard keeps its own answer; of several that are one now, the first in the older order that is finished
    is taken, else the first.
    """
    names = sorted((name for name in answers if name in moves), key=lambda name: _place(name, framework))
    names.sort(key=lambda name: answers[name].standing is None)
    winners: dict[str, str] = {}
    for name in names:
        now = moves[name].now
        if now is not None and now not in answers:
            winners.setdefault(now, name)
    won = {was: now for now, was in winners.items()}
    carried = {won.get(name, name): answer for name, answer in answers.items() if name not in moves or name in won}
    return carried, [name for name in answers if name in moves and name not in won]


def _place(name: str, framework: Framework) -> tuple[int, tuple[int, ...], str]:
    """Return where an older id stood: by its aspect, then by its numbers."""
    aspects = framework.outline.aspects
    numbers = "".join(one if one.isdecimal() else " " for one in name).split()
    return (
        aspects.index(name[:2]) if name[:2] in aspects else len(aspects),
        tuple(int(one) for one in numbers),
        name,
    )


def with_note_set_aside(round_: Round, item: str, text: str, reason: str, private: bool) -> Round:
    """Return a round with words kept in the note of an answer that is set aside, or of a new one where there is none.

    A new one is private: nobody can say any more whether its words were meant to be. `private` marks one that is there.
    """
    new = SetAside(id=item, reason=reason, answer=Answer(private=True))
    found = next((one for one in round_.set_aside if one.id == item), new)
    note = f"{found.answer.note}\n{text}" if found.answer.note else text
    changed = found._replace(answer=found.answer._replace(note=note, private=found.answer.private or private))
    if found in round_.set_aside:
        return round_._replace(set_aside=tuple(changed if one is found else one for one in round_.set_aside))
    return round_._replace(set_aside=(*round_.set_aside, changed))


# --- evidence, accounts, claims -------------------------------------------------------------------------------------


def fitted_links(links: tuple[Link, ...], framework: Framework) -> tuple[Link, ...]:
    """Return links carried to renamed ids. Two to what is one now are one where they point the same way, with both reasons.

    Where they point different ways, one of them cannot be said of it as well: it stays under its old id.
    """
    carried = _carried((link.item for link in links), framework)
    if not carried:
        return links
    made: list[Link | None] = [None if link.item in carried else link for link in links]
    where: dict[str, int] = {}
    for place, link in enumerate(links):
        if link.item not in carried:
            where.setdefault(link.item, place)
    for place, link in enumerate(links):
        if link.item not in carried:
            continue
        moved = link._replace(item=carried[link.item])
        first = made[where.setdefault(moved.item, place)]
        joined = _joined_links(first, moved) if first is not None else moved
        made[place if joined is None else where[moved.item]] = joined or link
    return tuple(link for link in made if link is not None)


def _joined_links(first: Link, second: Link) -> Link | None:
    """Return two links as one that says what both say; None where they point different ways, or say too much for one."""
    if first.bearing != second.bearing:
        return None
    reasons = dict.fromkeys(one.reason for one in (first, second) if one.reason)
    # The owner's own words come first: what begins with the program's line counts as not yet said by the owner.
    reason = "\n".join(sorted(reasons, key=lambda text: text.startswith(PROGRAM_REASONS)))
    return first._replace(reason=reason) if len(reason) <= LONGEST_KEPT else None


def fitted_register(register: EvidenceRegister, framework: Framework) -> EvidenceRegister:
    """Return the register with its links carried to renamed ids. Other unknown links stay as they are."""
    if not _carried((link.item for entry in register.entries for link in entry.links), framework):
        return register
    entries = []
    for entry in register.entries:
        links = fitted_links(entry.links, framework)
        entries.append(entry if links == entry.links else entry._replace(links=links))
    return register._replace(entries=tuple(entries))


def fitted_account(account: Reflection, framework: Framework) -> Reflection:
    """Return a reflective account with its links carried to renamed ids."""
    links = fitted_links(account.links, framework)
    return account if links is account.links else account._replace(links=links)


def fitted_claims(claims: PriorLearning, framework: Framework) -> PriorLearning:
    """Return the claims for prior learning with their competencies carried to renamed ids, each named once."""
    carried = _carried((name for claim in claims.claims for name in claim.items), framework)
    if not carried:
        return claims
    return claims._replace(claims=tuple(one._replace(items=_once(one.items, carried)) for one in claims.claims))


def fitted_profile(profile: Profile, framework: Framework) -> Profile:
    """Return the profile with the owner's own targets carried to renamed ids.

    Where several are for what is one now, the highest counts; those after the first stay under their old ids, to be told of.
    """
    carried = _carried(profile.targets, framework)
    if not carried:
        return profile
    targets = {name: level for name, level in profile.targets.items() if name not in carried}
    for name in sorted(carried, key=lambda name: _place(name, framework)):
        now, level = carried[name], profile.targets[name]
        if now in targets:
            targets[name] = level
            targets[now] = max(targets[now], level, key=lambda one: one or 0)
        else:
            targets[now] = level
    return profile._replace(targets=targets)


# --- plans ----------------------------------------------------------------------------------------------------------


def fitted_plan(plan: Plan, framework: Framework) -> Plan:
    """Return a plan with its goals, actions and what it leaves out carried to renamed ids. Two goals for what is one now are one."""
    named = {name for goal in plan.goals for name in (goal.item, *goal.members)}
    named |= {name for action in plan.actions for name in (action.goal, *action.serves)}
    carried = _carried(named | {one.item for one in plan.left_out}, framework)
    if not carried:
        return plan
    goals: dict[str, Goal] = {}
    for goal in plan.goals:
        moved = goal._replace(item=carried.get(goal.item, goal.item), members=_once(goal.members, carried))
        goals[moved.item] = _joined_goals(goals[moved.item], moved) if moved.item in goals else moved
    return plan._replace(
        goals=tuple(goals.values()),
        actions=tuple(_fitted_action(action, carried) for action in plan.actions),
        left_out=tuple(one._replace(item=carried.get(one.item, one.item)) for one in plan.left_out),
    )


def _joined_goals(first: Goal, second: Goal) -> Goal:
    members = tuple(dict.fromkeys((*first.members, *second.members)))
    if "beginning" in (first.reason, second.reason) and first.reason != second.reason:
        asked_for = (
            second if first.reason == "beginning" else first
        )  # that no need asked for one of them is not so any more
        return asked_for._replace(item=first.item, members=members)
    return first._replace(
        reason=first.reason if first.reason == second.reason else "need",
        members=members,
        why=" ".join(dict.fromkeys(text for text in (first.why, second.why) if text)),
    )


def _fitted_action(action: Action, carried: Mapping[str, str]) -> Action:
    goal, serves = carried.get(action.goal, action.goal), _once(action.serves, carried)
    return action if (goal, serves) == (action.goal, action.serves) else action._replace(goal=goal, serves=serves)


def fitted_review(review: ReviewRecord, framework: Framework) -> ReviewRecord:
    """Return a review with its ratings carried to renamed ids. Of two of what is one now the second stays under its old id."""
    carried = _carried((one.item for one in review.ratings), framework)
    if not carried:
        return review
    taken = {one.item for one in review.ratings if one.item not in carried}
    ratings: list[Rating] = []
    for one in review.ratings:
        now = carried.get(one.item, one.item)
        if now != one.item and now not in taken:
            taken.add(now)
            one = one._replace(item=now)
        ratings.append(one)
    return review._replace(ratings=tuple(ratings))


def fitted_tool_run(run: ToolRun, framework: Framework) -> ToolRun:
    """Return what was answered in a tool with what it names of the Standard carried to renamed ids."""
    now = _carried(run.items(), framework)
    return carried(run, now) if now else run


def fitted_draft(draft: Draft, framework: Framework) -> Draft:
    """Return what was being typed, on the id that its question has now."""
    field, _, of = draft.question.partition("/")
    carried = _carried(filter(None, (draft.item, of)), framework)
    if draft.item in carried:
        draft = draft._replace(item=carried[draft.item])
    return draft._replace(question=f"{field}/{carried[of]}") if of in carried else draft


_FITS: Mapping[type[RecordFile], Callable[[Any, Framework], Any]] = {
    Profile: fitted_profile,
    EvidenceRegister: fitted_register,
    Reflection: fitted_account,
    PriorLearning: fitted_claims,
    Plan: fitted_plan,
    ReviewRecord: fitted_review,
    ToolRun: fitted_tool_run,
    Draft: fitted_draft,
}
"""How each kind of file that names competencies is fitted."""
