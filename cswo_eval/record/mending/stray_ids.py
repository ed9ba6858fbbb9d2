"""Where a record names what the Standard in use has no more: each place, what became of the id, and what its owner can do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cswo_eval.framework.fitted_ids import Fitting, fitting_of
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import EvidenceRegister, Link, Profile, ReviewRecord
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import PriorLearningClaim, Reflection
from cswo_eval.record.tool_models import ToolRun


class Stray(NamedTuple):
    """One place that names such an id, as it is said to the owner."""

    where: str
    item: str
    became: str
    """What became of it, as the end of a sentence that begins with the id, with the Standard's reason."""
    remedy: str


class StraysIn(NamedTuple):
    """The parts of a record that are looked through, fitted to the Standard in use."""

    profile: Profile
    register: EvidenceRegister
    plans: Sequence[Plan]
    reviews: Sequence[ReviewRecord]
    accounts: Sequence[Reflection]
    claims: Sequence[PriorLearningClaim]
    tool_runs: Sequence[ToolRun]


def strays(framework: Framework, parts: StraysIn) -> tuple[Stray, ...]:
    """Return every place of a record that names what the Standard in use has no more, in the order of the record's parts.

    Answers that are set aside are not among them: the round itself says so.
    """
    looking = _Looking(framework)
    return tuple(
        stray
        for found in (
            looking.targets(parts.profile),
            *(looking.links(one.id, one.links) for one in parts.register.present()),
            *(looking.plan(one) for one in parts.plans),
            *(looking.review(one) for one in parts.reviews),
            *(looking.links(one.id, one.links) for one in parts.accounts if one.removed is None),
            *(looking.claim(one) for one in parts.claims if one.removed is None),
            *(looking.tool_run(one) for one in parts.tool_runs),
        )
        for stray in found
    )


class _Looking:
    """Looks for strays in one part of a record at a time."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework

    def _gone(self, names: Iterable[str]) -> Iterator[Fitting]:
        for name in dict.fromkeys(names):
            if name not in self._framework.ids:
                yield fitting_of(name, self._framework)

    def targets(self, profile: Profile) -> Iterator[Stray]:
        for move in self._gone(profile.targets):
            remedy = f"Take {move.was} out of 'targets' in profile.yaml"
            if move.now is not None:
                remedy += f": both had a target, and the higher counts for {move.now}"
            elif move.successors:
                remedy += f", and give {_either(move)} a target of its own there"
            yield _stray(f"Your target for {move.was}", move, f"{remedy}.")

    def links(self, holder: str, links: Sequence[Link]) -> Iterator[Stray]:
        for move in self._gone(link.item for link in links):
            off = f"`cswo-eval evidence link {holder} {move.was} --remove` takes this link off."
            if (
                move.now is not None
            ):  # it points the other way than the link to what that is now, so it could not be carried
                off = f"{holder} is linked to {move.now} the other way as well: keep one. {off}"
            elif move.successors:
                each = " or ".join(f"`cswo-eval evidence link {holder} {name}`" for name in move.successors)
                off = f"{each} ties it to what is meant; {off}"
            yield _stray(holder, move, off)

    def plan(self, plan: Plan) -> Iterator[Stray]:
        whose = f"the plan of {plan.start}"
        for goal in plan.goals:
            for move in self._gone((goal.item, *goal.members)):
                where = f"The goal {goal.item} of {whose}"
                yield _stray(where, move, f"`cswo-eval plan make` plans anew{_for_what_it_is(move)}.")
        for action in plan.actions:
            for move in self._gone((action.goal, *action.serves)):
                remedy = f"Go on with it; or `cswo-eval plan drop {action.id}`"
                if move.successors:
                    remedy += f" and `cswo-eval plan add TITLE --for {move.successors[0]}`"
                    remedy += f" (or {' or '.join(move.successors[1:])})" if len(move.successors) > 1 else ""
                yield _stray(f"{action.id} of {whose}", move, f"{remedy}.")
        for move in self._gone(one.item for one in plan.left_out):
            yield _stray(f"What {whose} leaves out", move, f"`cswo-eval plan make` plans anew{_for_what_it_is(move)}.")

    def review(self, review: ReviewRecord) -> Iterator[Stray]:
        for move in self._gone(one.item for one in review.ratings):
            where = f"The review of day {review.number} of the plan of {review.plan}"
            yield _stray(where, move, "Nothing: it stays as what you said then.")

    def claim(self, claim: PriorLearningClaim) -> Iterator[Stray]:
        for move in self._gone(claim.items):
            remedy = f"`cswo-eval portfolio claim {claim.id} --not-for {move.was}` takes it off, or leave it."
            if move.successors:
                each = " or ".join(f"`cswo-eval portfolio claim {claim.id} --for {name}`" for name in move.successors)
                remedy = f"{each} ties it to what is meant. {remedy}"
            yield _stray(claim.id, move, remedy)

    def tool_run(self, run: ToolRun) -> Iterator[Stray]:
        for move in self._gone(run.items()):
            where = f"Your answers to {run.tool} of {run.begun}"
            remedy = f"Nothing: it stays as what you said then. `cswo-eval tool run {run.tool}` asks it again"
            yield _stray(where, move, f"{remedy}{_for_what_it_is(move).replace(' too once you have rated that', '')}.")


def _stray(where: str, move: Fitting, remedy: str) -> Stray:
    if move.is_former:
        return Stray(where, move.was, f"{move.became}: {move.reason}", remedy)
    return Stray(
        where, move.was, f"{move.became}.", f"Use the Standard that has it (--standards). Where it is a slip: {remedy}"
    )


def _either(move: Fitting) -> str:
    return " or ".join(move.successors)


def _for_what_it_is(move: Fitting) -> str:
    return f", for {_either(move)} too once you have rated that" if move.successors else ""
