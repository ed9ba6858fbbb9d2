"""The exchange format 'cswo-eval/report', version 2, as shapes: what another program may count on finding.

What a thing of the record says stands here as the table of fields has it (`record/fields.py`): what the program keeps for itself
is in no row of it that somebody may read, and so is no part of the format.

A field with a default may be missing: its readers may not see it, or there is nothing. Ids are those of the Standard, the
catalogue and the record, and permanent. A later version adds fields with defaults, or raises `format_version`.
"""

from typing import Annotated, Any, Literal

from annotated_types import Ge, Len

from cswo_eval.files.shapes import Pattern, Shape, fresh
from cswo_eval.framework.models import Day, Identifier, Importance, Level
from cswo_eval.record.fields import fields_of
from cswo_eval.record.models import (
    Answer,
    Attachment,
    Confidence,
    Depth,
    Evidence,
    EvidenceId,
    Hours,
    ItemId,
    Link,
    ReviewRecord,
    Text,
)
from cswo_eval.record.plan_models import Action, Goal, GoalReason
from cswo_eval.record.portfolio_models import PortfolioDetails, PriorLearningClaim, Reflection

FORMAT = "cswo-eval/report"
FORMAT_VERSION = 2
"""2: how many things are kept private is no longer told, and what is private looks like what was not answered; reflective accounts,
prior learning and the title page of the portfolio are told."""

Count = Annotated[int, Ge(0)]
Hash = Annotated[str, Pattern(r"^[0-9a-f]{64}$")]
AspectId = Annotated[str, Pattern(r"^[A-Z]{2}$")]
Exact = Annotated[str, Pattern(r"^[0-9]+(/[0-9]+)?$")]
Rounded = Annotated[str, Pattern(r"^[0-9]\.[0-9]$")]


class Told(Shape):
    """What is told of a thing of the record: those of its fields that are for anybody. What a class says itself stands as it says."""

    def __init_subclass__(cls, of: type[Shape] | None = None) -> None:
        super().__init_subclass__()
        if of is None:
            return
        names = [name for name, field in fields_of(of).items() if field.readers]
        cls._types = {name: cls._types.get(name, of._types[name]) for name in names}
        cls._defaults = {**{name: one for name, one in of._defaults.items() if name in names}, **cls._defaults}
        cls._fresh = {**{name: one for name, one in of._fresh.items() if name in names}, **cls._fresh}


class ProgramUsed(Shape):
    """What wrote the file."""

    name: Literal["cswo-eval"]
    version: str


class ReadBy(Shape):
    """Whom the file is for. `levels`: whether levels of single competencies are in it; `sections`: what the report holds."""

    id: Identifier
    title: str
    levels: bool
    sections: tuple[str, ...]


class StandardNamed(Shape):
    """A version of the Standard, and the hash of its content."""

    id: str
    version: int
    content_hash: str


class AnswerGiven(Told, of=Answer):
    """What the owner said about one competency or element. Without a standing it is begun, not finished."""


class AnswerSetAside(Shape):
    """An answer to something that the Standard in use no longer has: what became of that, and the Standard's reason."""

    id: str
    became: str = ""
    reason: Text
    answer: AnswerGiven


class RoundTold(Shape):
    """One self-evaluation. `standard` is what it was answered against."""

    title: Text
    started: Day
    depth: Depth
    standard: StandardNamed
    answers: dict[ItemId, AnswerGiven] = fresh(dict)
    set_aside: tuple[AnswerSetAside, ...] = ()


class LinkTold(Told, of=Link):
    """Why a piece of evidence bears on a competency or element, and which way it points."""


class FileNamed(Told, of=Attachment):
    """A file kept with a piece of evidence: its fingerprint, not the file. Its name is told to its owner only."""

    name: Text = ""


class EvidenceTold(Told, of=Evidence):
    """A piece of evidence. `effective` is when it happened."""

    links: tuple[LinkTold, ...] = ()
    attachments: tuple[FileNamed, ...] = ()


class GoalTold(Told, of=Goal):
    """One competency or element that the plan works on. Only its id where no levels are shown: the rest may tell one."""

    reason: GoalReason | None = None
    members: tuple[ItemId, ...] = ()
    why: Text = ""


class ActionTold(Told, of=Action):
    """An action of the plan."""


class ReviewPlanned(Shape):
    """A review as an event."""

    number: Count
    day: Day


class NeedLeftOut(Shape):
    """A need or an action that the plan does not hold, or a need that it answers in part, with the reason.

    `gap`: the levels that there are to take away, 0 for an action that was put off; `taken`: those that the plan takes away, in
    halves. Above 0 the need is served in part.
    """

    item: ItemId
    title: Text
    band: str
    reason: Text
    taken: Annotated[float, Ge(0)] = 0.0
    gap: Annotated[float, Ge(0)] = 0.0


class PlanTold(Shape):
    """The 100-day plan. Day 1 is `start`; `round` is the day on which the round began that it was made from.

    `set_aside` are days outside the weekly hours; `over_new_year` says whether work may lie at the turn of the year.
    """

    start: Day
    made_on: Day
    round: Day
    hours_per_week: Hours
    set_aside: tuple[Day, ...] = ()
    over_new_year: bool = False
    sequence: Count = 0
    goals: tuple[GoalTold, ...] = ()
    actions: tuple[ActionTold, ...] = ()
    reviews: tuple[ReviewPlanned, ...] = ()
    left_out: tuple[NeedLeftOut, ...] = ()
    remarks: tuple[Text, ...] = ()


class ReviewTold(Told, of=ReviewRecord):
    """What the owner said at a review. `ratings` are missing where no levels are shown."""


class AccountTold(Told, of=Reflection):
    """A reflective account: the owner's words by the part of the model that it follows."""

    links: tuple[LinkTold, ...] = ()


class ClaimTold(Told, of=PriorLearningClaim):
    """A claim for learning from before."""


class TitlePageTold(Told, of=PortfolioDetails):
    """What the title page of the owner's portfolio says."""


class Mean(Shape):
    """A mean with one decimal, halves up, and as a fraction. None is told where no levels are shown."""

    rounded: Rounded
    exact: Exact | None = None


class CoverageTold(Shape):
    """How many competencies, or elements, are answered, and how."""

    total: Count
    answered: Count
    rated: Count
    no_chance: Count
    not_applicable: Count


class ElementTold(Shape):
    """An element's mean, with how many of its competencies have a level and the lowest of them.

    `from_whole`: how many are not answered yet and count at the level of the answer on the element as a whole; `basis` is then
    "element answer", or "both" where others have a level of their own.
    """

    id: ItemId
    title: str
    mean: Mean | None
    basis: Literal["competencies", "element answer", "both", "none"]
    rated: Count
    applicable: Count
    from_whole: Count = 0
    lowest: tuple[ItemId, ...] = ()
    target: Level | None = None


class AspectTold(Shape):
    """An aspect's mean. Where no levels are shown `band` stands in its place, and `elements` are missing.

    A mean of 1.0, or an element of one answer, would tell single levels.
    """

    id: AspectId
    title: str
    mean: Mean | None
    covered: Count
    applicable: Count
    elements: tuple[ElementTold, ...] = ()
    band: Literal["below 2.5", "2.5 to 3.5", "above 3.5"] | None = None


class ItemTold(Shape):
    """What an answer comes to: `gap` = target - level where positive, `need` = importance x ((1 + gap)^2 - 1)."""

    id: ItemId
    title: str
    aspect: AspectId
    element: ItemId
    is_element: bool
    standing: Literal["rated", "no-chance", "not-applicable", "started", "unanswered"]
    level: Level | None
    target: Level | None
    importance: Importance
    importance_given: bool
    confidence: Confidence | None
    gap: Count | None
    need: Count | None
    planned_need: Count
    band: Literal["high", "medium", "low", "none"]
    quadrant: str | None
    supports: tuple[EvidenceId, ...] = ()
    contradicts: tuple[EvidenceId, ...] = ()


class CheckTold(Shape):
    """Something worth a second look."""

    severity: Literal["serious", "look", "note"]
    code: str
    items: tuple[str, ...]
    reason: Text


class AnalysisTold(Shape):
    """The gap analysis. Items and what orders them are missing where no levels are shown."""

    target_profile: str
    coverage: CoverageTold
    aspects: tuple[AspectTold, ...] = ()
    items: tuple[ItemTold, ...] = ()
    needs: tuple[ItemId, ...] = ()
    """Greatest first."""
    exposures: tuple[ItemId, ...] = ()
    strengths: tuple[ItemId, ...] = ()
    not_applicable: tuple[ItemId, ...] = ()
    checks: tuple[CheckTold, ...] = ()


class ReportFile(Shape):
    """A self-evaluation as it goes to somebody else, in full or in part."""

    format: Literal["cswo-eval/report"]
    format_version: Literal[2]
    program: ProgramUsed
    record_id: Annotated[str, Len(8, 64)]
    """Random, the same in every file from one record: it says which files belong together, not whose they are."""
    made: Day
    language: str
    owner: Text = ""
    sample: bool = False
    with_private: bool = False
    """Whether what its owner keeps private is in it: for the owner alone."""
    audience: ReadBy
    standard: StandardNamed
    """What the analysis was made with."""
    round: RoundTold | None = None
    evidence: tuple[EvidenceTold, ...] = ()
    plan: PlanTold | None = None
    reviews: tuple[ReviewTold, ...] = ()
    accounts: tuple[AccountTold, ...] = ()
    prior_learning: tuple[ClaimTold, ...] = ()
    title_page: TitlePageTold | None = None
    analysis: AnalysisTold
    extensions: dict[Identifier, dict[str, Any]] = fresh(dict)
    """Room for what other programs add, each under its own name. A reader keeps what it does not know."""
