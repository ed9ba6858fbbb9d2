"""The shapes of a plan's file: its goals, its actions with their sittings, its reviews, and what it does not hold."""

from typing import Annotated, Literal

from annotated_types import Ge

from cswo_eval.files.shapes import Shape, UniqueIds
from cswo_eval.framework.models import Day
from cswo_eval.record.models import ActionId, Hours, ItemId, Leave, Moment, RecordFile, Text

ActionStatus = Literal["planned", "done", "deferred", "dropped"]
GoalReason = Literal["need", "exposure", "own", "beginning"]


class Sitting(Shape):
    """Hours on one day."""

    day: Day
    hours: Hours


class Goal(Shape):
    """One competency or one element that the plan works on."""

    item: ItemId
    reason: GoalReason
    members: tuple[ItemId, ...]
    """The competencies (or the element itself) whose needs it answers, greatest need first."""
    why: Text


class Action(Shape):
    """An activity, or the owner's own idea, made concrete."""

    id: ActionId
    activity: str | None = None
    """The catalogue's activity; None for the owner's own idea."""
    title: Text
    goal: ItemId
    serves: tuple[ItemId, ...] = ()
    """The competencies or elements whose need it answers, at most one level each."""
    kind: str = "on-the-job"
    goal_kind: str = "learning-need"
    phase: str = "listen"
    hours: Hours
    sittings: tuple[Sitting, ...] = ()
    start: Day
    due: Day
    status: ActionStatus = "planned"
    pinned: bool = False
    own_fields: tuple[str, ...] = ()
    """The fields that the owner set: they win when the plan is made again."""
    why: Text = ""
    first_step: Text = ""
    cue: Text = ""
    helpers: tuple[Text, ...] = ()
    helpers_hours: Annotated[float, Ge(0)] = 0.0
    """About how long it takes all who help, together; 0 where nothing is known."""
    barrier: Text = ""
    answer: Text = ""
    measure: Text = ""
    measure_from: Day | None = None
    """From when the measure can be read; None: as soon as it is done."""
    benefit: Text = ""
    ethical_check: Text = ""
    evidence_left: Text = ""
    review_on: Day | None = None
    flags: tuple[Text, ...] = ()
    """Rules that the owner's own dates or hours break, in words."""
    finished: Day | None = None
    marked_done: Moment | None = None
    """When the owner said that it is done: a level given after this is a level asked again."""
    deferred_to: Day | None = None
    """Not before this day; None with status 'deferred' for the next 100 days."""
    reason: Text = ""
    """Why it was deferred or dropped."""
    note: Text = ""
    private: bool = False

    @property
    def to_be_shown(self) -> str:
        """What will show that it was done: the evidence it leaves, else its measure."""
        return self.evidence_left or self.measure


class PlanReview(Shape):
    """A review as an event: the plan day it is named for, and the working day it falls on."""

    number: int
    day: Day


class LeftOut(Shape):
    """A need or an action that the plan does not hold, or a need that it answers in part, with the reason."""

    item: ItemId
    title: Text
    band: str
    reason: Text
    taken: Annotated[float, Ge(0)] = 0.0
    """The levels that the plan takes away all the same, in halves; above 0 the need is partly served."""
    gap: Annotated[float, Ge(0)] = 0.0
    """The levels that there are to take away; 0 for an action that was put off."""

    @property
    def partly(self) -> bool:
        """Return whether the plan answers it in part."""
        return self.taken > 0


class Plan(RecordFile):
    """One 100-day plan. Day 1 is `start`; day 100 is `start` + 99."""

    format: Literal["cswo-eval/plan"] = "cswo-eval/plan"
    start: Day
    made: Moment
    made_on: Day
    """Nothing new is placed before this day."""
    round: Day
    """The round it was made from, by the day that round began."""
    hours_per_week: Hours
    leave: tuple[Leave, ...] = ()
    local_holidays: tuple[Day, ...] = ()
    set_aside: tuple[Day, ...] = ()
    """Days that the owner gives to it outside the weekly hours."""
    over_new_year: bool = False
    """Whether the owner wishes to work at the turn of the year."""
    sequence: Annotated[int, Ge(0)] = 0
    """How often it has been made again: the calendar file's SEQUENCE."""
    goals: Annotated[tuple[Goal, ...], UniqueIds("item")] = ()
    actions: Annotated[tuple[Action, ...], UniqueIds()] = ()
    reviews: Annotated[tuple[PlanReview, ...], UniqueIds("number")] = ()
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[Text, ...] = ()
    """What the owner should know about how it was made."""

    def action(self, given: str) -> Action | None:
        """Return the action with this id (any case), or None."""
        return next((action for action in self.actions if action.id == given.strip().upper()), None)

    def with_action(self, action: Action) -> "Plan":
        """Return the plan with this action added, or in place of the one with its id."""
        if any(other.id == action.id for other in self.actions):
            actions = tuple(action if other.id == action.id else other for other in self.actions)
        else:
            actions = (*self.actions, action)
        return self._replace(actions=actions)

    def next_action_id(self, given: int = 0) -> str:
        """Return an id that no action of this plan has had. `given`: the highest number the record says it gave."""
        return f"A{max(given, 0, *(int(action.id[1:]) for action in self.actions)) + 1}"
