"""The shapes of the catalogue of activities: what an entry says, and what a calendar must know of it."""

from typing import Annotated

from annotated_types import Ge, Gt, Le, Len, MinLen

from cswo_eval.files.shapes import Shape
from cswo_eval.framework.models import (
    ActivityKind,
    CompetencyId,
    GoalKind,
    Identifier,
    Line,
    Passage,
    PhaseId,
    PlanDay,
    Source,
    StandardsFile,
)


class Builds(Shape):
    """What an activity builds: each competency of `mainly` by a level, each of `also` by half of one."""

    mainly: Annotated[tuple[CompetencyId, ...], Len(1, 3)]
    also: Annotated[tuple[CompetencyId, ...], Len(0, 6)] = ()

    @property
    def all(self) -> tuple[CompetencyId, ...]:
        """Return every competency that it builds, what it is mainly for first."""
        return (*self.mainly, *self.also)


class Activity(Shape):
    """An entry of the catalogue, with what a calendar must know of it. Hours are the owner's own; days are calendar days."""

    id: Identifier
    title: Line
    kind: ActivityKind
    goal: GoalKind
    builds: Builds
    hours: Annotated[float, Gt(0), Le(40)]
    """What an honest person needs for all of it, in working hours."""
    sitting_hours: Annotated[float, Gt(0), Le(10)]
    """The longest sitting, in hours; the planner may spread the rest."""
    whole_sitting: bool
    """True where a sitting is never cut: a training, a visit, a meeting. Then each is `sitting_hours` long, the last one
    what is left."""
    span_days: Annotated[int, Ge(1), Le(90)]
    """The least number of days from the first sitting to the last, both counted: 1 is a single day, 42 six weeks."""
    days_between: Annotated[int, Ge(1), Le(60)] = 1
    """The least number of days from one sitting to the next: 1 is the day after."""
    notice_days: Annotated[int, Ge(0), Le(80)]
    """Days from asking to doing, in a real council."""
    earliest_day: PlanDay | None = None
    """The first day of the 100 on which it may begin; from 91 on it lies among the reviews."""
    latest_day: PlanDay | None = None
    """The last day of the 100 on which it may be due."""
    starter: bool
    """Whether somebody new in post does it first."""
    relational: bool = False
    """Whether it builds a working relationship over weeks: a mentor, shadowing, induction talks, supervision for the post."""
    asks_several: bool = False
    """Whether it asks several people how the owner is doing: what comes first where most ratings are unsure."""
    phase: PhaseId
    after: tuple[Identifier, ...] = ()
    """Activities that must be finished first."""
    first_step: Line
    cue: Line
    helpers: Annotated[tuple[Line, ...], MinLen(1)]
    helpers_hours: Annotated[float, Ge(0), Le(100)] = 0.0
    """About how long it takes all who help, together, in hours."""
    barrier: Line
    answer: Line
    measure: Passage
    measure_after_days: Annotated[int, Ge(0), Le(200)] = 0
    """How many days after the last sitting the measure can be read."""
    benefit: Line
    ethical_check: Line
    finds_out: bool
    """True where the activity is to learn how things stand, before effort is spent."""
    evidence_left: Line
    source: Source


class ActivityList(StandardsFile):
    """One file of the catalogue."""

    activities: Annotated[tuple[Activity, ...], MinLen(1)]
