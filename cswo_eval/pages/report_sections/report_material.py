"""What the sections of a report are made from: a record as its readers may see it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cswo_eval.analysis.results import GapAnalysis, ItemResult
from cswo_eval.disclosure.sharing_copy import NO_LEVEL
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Audience
from cswo_eval.record.models import Answer, EvidenceRegister, Plan, Profile, ReviewRecord, Round


class ReportMaterial(NamedTuple):
    """A record for one audience as of one day. `levels`: whether single levels are shown; `left_out`: private things left out."""

    framework: Framework
    profile: Profile
    round: Round | None
    register: EvidenceRegister
    plan: Plan | None
    reviews: tuple[ReviewRecord, ...]
    analysis: GapAnalysis
    audience: Audience
    today: date
    levels: bool
    left_out: int
    earlier: tuple[Round, ...]
    """The rounds that are laid over the radar."""

    @property
    def for_owner(self) -> bool:
        """Whether it is said to the owner, with commands, or to others, of the owner."""
        return self.audience.id == "self"

    def answer(self, name: str) -> Answer | None:
        """Return the answer to a competency or element, None where there is none."""
        return self.round.answers.get(name) if self.round is not None else None

    def standing(self, item: ItemResult) -> str:
        """The level, or what is said where there is none; what is private and what is unanswered in the same words."""
        if item.level is not None:
            return str(item.level)
        known = {"no-chance": "no chance yet", "not-applicable": "not applicable"}
        return known.get(item.standing, NO_LEVEL if self.left_out else "not answered")
