"""The shapes of a record's files for a portfolio: reflective accounts, prior learning, its details, the guard's decisions."""

from typing import Annotated, Literal

from annotated_types import Ge, Le, Len

from cswo_eval.files.shapes import Pattern, Shape, UniqueIds, fresh
from cswo_eval.framework.models import Day, When
from cswo_eval.record.models import EvidenceId, ItemId, Link, Moment, RecordFile, Text
from cswo_eval.text.when_kept import Happened

ReflectionId = Annotated[str, Pattern(r"^R[0-9]{1,4}$")]
ClaimId = Annotated[str, Pattern(r"^L[0-9]{1,4}$")]
Words = Annotated[int, Ge(0), Le(1_000_000)]


class Reflection(Happened, RecordFile):
    """A reflective account under a model, a file of its own: reflections/R1.yaml."""

    format: Literal["cswo-eval/reflection"] = "cswo-eval/reflection"
    id: ReflectionId
    title: Text
    model: str
    """A model of reflection-models.yaml."""
    effective: When
    """When what it reflects on happened: a day, or a month or a year kept as such."""
    written: Moment
    changed: Moment | None = None
    parts: dict[str, Text] = fresh(dict)
    """The owner's words, by the id of the stage."""
    word_limit: Words | None = None
    """The most words, as the owner set it; None for no limit."""
    links: tuple[Link, ...] = ()
    """The competencies it bears on."""
    evidence: tuple[EvidenceId, ...] = ()
    """The entries of the register it reflects on."""
    private: bool = False
    removed: Moment | None = None


class PriorLearningClaim(Shape):
    """Learning from before, claimed for the award: what was learned, where, the evidence, the competencies."""

    id: ClaimId
    title: Text
    learned: Text = ""
    where: Text = ""
    """Where and how it was learned: the post, course or project, by role and not by name."""
    when: Text = ""
    """In the owner's words: '2019 to 2021'."""
    items: tuple[ItemId, ...] = ()
    evidence: tuple[EvidenceId, ...] = ()
    private: bool = False
    recorded: Moment
    removed: Moment | None = None


class PriorLearning(RecordFile):
    """All claims for prior learning."""

    format: Literal["cswo-eval/prior-learning"] = "cswo-eval/prior-learning"
    claims: Annotated[tuple[PriorLearningClaim, ...], UniqueIds()] = ()

    def present(self) -> tuple[PriorLearningClaim, ...]:
        """Return the claims that the owner has not taken out."""
        return tuple(claim for claim in self.claims if claim.removed is None)


class PortfolioDetails(RecordFile):
    """What the title page says, and the profile and limits of the owner's own programme."""

    format: Literal["cswo-eval/portfolio"] = "cswo-eval/portfolio"
    profile: str = ""
    """A profile of portfolio-profiles.yaml; empty for the first."""
    student: Text = ""
    programme: Text = ""
    module: Text = ""
    adviser: Text = ""
    """By role or name: it stands on the title page."""
    contract_help: Text = ""
    """For the learning contract: with whose help, by role, and with what."""
    contract_time: Text = ""
    """What time has been agreed, and with whom."""
    contract_ends: Day | None = None
    """The last day of the contract."""
    limits: dict[str, Words] = fresh(dict)
    """The owner's own limits in words, by section; they win over the profile's. 'whole' is the whole portfolio's."""


class AcceptedFinding(Shape):
    """Something the guard found and the owner leaves as it is, with the reason."""

    id: Annotated[str, Pattern(r"^F[0-9a-f]{6,16}$")]
    kind: str
    where: Text
    reason: Text
    accepted: Moment


class Pseudonym(Shape):
    """A name and what stands for it in everything that leaves the record."""

    name: Annotated[str, Len(1, 200), Pattern(r"\S")]
    instead: Annotated[str, Len(1, 200), Pattern(r"\S")]


class GuardDecisions(RecordFile):
    """What the owner decided about the guard's findings: private/guard.yaml, never exported."""

    format: Literal["cswo-eval/guard"] = "cswo-eval/guard"
    accepted: Annotated[tuple[AcceptedFinding, ...], UniqueIds()] = ()
    pseudonyms: Annotated[tuple[Pseudonym, ...], UniqueIds("name")] = ()
    public_items: tuple[Annotated[str, Len(1, 200), Pattern(r"\S")], ...] = ()
    """Text that is public and not a finding, such as the council's own switchboard."""
