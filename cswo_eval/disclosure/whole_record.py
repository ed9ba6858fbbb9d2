"""Everything that one person has said, as the door takes it: read once, and nothing of it is decided here."""

from __future__ import annotations

from typing import Any, NamedTuple

from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import EvidenceRegister, Profile, ReviewRecord, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import PortfolioDetails, PriorLearning, Reflection
from cswo_eval.record.reader import RecordReader
from cswo_eval.record.tool_models import ToolRun


class WholeRecord(NamedTuple):
    """All that a record holds of one person's words, private things too. What was taken out is in it, as in the files."""

    framework: Framework
    profile: Profile
    round: Round | None = None
    """The newest round."""
    register: EvidenceRegister = EvidenceRegister()
    plan: Plan | None = None
    """The newest plan."""
    reviews: tuple[ReviewRecord, ...] = ()
    """The reviews of the newest plan."""
    accounts: tuple[Reflection, ...] = ()
    claims: PriorLearning = PriorLearning()
    details: PortfolioDetails = PortfolioDetails()
    earlier_rounds: tuple[Round, ...] = ()
    """The rounds before the newest, oldest first."""
    earlier_plans: tuple[Plan, ...] = ()
    """The plans before the newest, oldest first."""
    earlier_reviews: tuple[ReviewRecord, ...] = ()
    """The reviews of the plans before the newest."""
    tool_runs: tuple[ToolRun, ...] = ()
    """What was answered in tools, the oldest run first: for the owner's eyes only, nothing of it passes the door."""

    @property
    def plans(self) -> tuple[Plan, ...]:
        """Every plan, oldest first."""
        return (*self.earlier_plans, *((self.plan,) if self.plan is not None else ()))

    @property
    def all_reviews(self) -> tuple[ReviewRecord, ...]:
        """The reviews of every plan, the oldest plan's first."""
        return (*self.earlier_reviews, *self.reviews)

    @property
    def rounds(self) -> tuple[Round, ...]:
        """Every round, oldest first."""
        return (*self.earlier_rounds, *((self.round,) if self.round is not None else ()))


def whole_record(record: RecordReader, framework: Framework, **known: Any) -> WholeRecord:
    """Return all that a record holds, as it fits the Standard. Raises CswoEvalError where a file cannot be read.

    `known`: parts that were read already (profile, round, register, plan), which are not read again.
    """
    plan = known["plan"] if "plan" in known else record.latest_plan()
    return WholeRecord(
        framework,
        known["profile"] if "profile" in known else record.profile(),
        known["round"] if "round" in known else record.latest_round(framework),
        known["register"] if "register" in known else record.register(),
        plan,
        record.reviews(plan.start) if plan is not None else (),
        record.reflections(),
        record.prior_learning(),
        record.portfolio_details(),
        tuple(record.round(day, framework) for day in record.round_days()[:-1]),
        tuple(record.plan(start) for start in record.plan_days()[:-1]),
        tuple(review for start in record.plan_days()[:-1] for review in record.reviews(start)),
        record.tool_runs(),
    )
