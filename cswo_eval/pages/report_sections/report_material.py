"""What the sections of a report are made from: a record as its readers may see it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cswo_eval.analysis.results import GapAnalysis, ItemResult
from cswo_eval.disclosure.door import DisclosedCopy
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Audience
from cswo_eval.record.models import Answer, EvidenceRegister, Profile, ReviewRecord, Round
from cswo_eval.record.plan_models import Plan


class ReportMaterial(NamedTuple):
    """The copy for one audience as of one day, with its plan and analysis told to that audience."""

    copy: DisclosedCopy
    plan: Plan | None
    analysis: GapAnalysis

    @property
    def framework(self) -> Framework:
        """The Standard in use."""
        return self.copy.framework

    @property
    def profile(self) -> Profile:
        """Of whom it is."""
        return self.copy.record.profile

    @property
    def round(self) -> Round | None:
        """The newest round."""
        return self.copy.record.round

    @property
    def register(self) -> EvidenceRegister:
        """The register of evidence."""
        return self.copy.record.register

    @property
    def reviews(self) -> tuple[ReviewRecord, ...]:
        """The reviews of the plan."""
        return self.copy.record.reviews

    @property
    def earlier(self) -> tuple[Round, ...]:
        """The rounds that are laid over the radar."""
        return self.copy.record.earlier_rounds

    @property
    def audience(self) -> Audience:
        """Whom it is for."""
        return self.copy.audience

    @property
    def levels(self) -> bool:
        """Whether single levels are shown."""
        return self.copy.audience.levels

    @property
    def today(self) -> date:
        """The day that it is told from."""
        return self.copy.today

    @property
    def for_owner(self) -> bool:
        """Whether it is said to the owner, with commands, or to others, of the owner."""
        return self.copy.audience.id == "self"

    def answer(self, name: str) -> Answer | None:
        """Return the answer to a competency or element, None where there is none."""
        return self.round.answers.get(name) if self.round is not None else None

    def standing(self, item: ItemResult) -> str:
        """The level, or what is said where there is none."""
        if item.level is not None:
            return str(item.level)
        return {"no-chance": "no chance yet", "not-applicable": "not applicable"}.get(item.standing, "not answered")
