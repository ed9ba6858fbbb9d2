"""The shapes of the files in `standards/`. Each class is one file or one entry of it.

All are frozen; lists are tuples. A JSON Schema of each file is made from these (`cswo-eval standard schema`).
"""

from datetime import date
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le, Len, MinLen

from cswo_eval.files.shapes import OneOf, Pattern, Published, Shape, TakenFor, UniqueIds, fresh
from cswo_eval.text.when_kept import as_kept

# Lengths are generous bounds against slips (an empty text, a chapter pasted in), not a style guide.
Line = Annotated[str, Len(1, 240), Pattern(r"\S")]
"""One sentence or a title, at most 240 characters."""
Passage = Annotated[str, Len(1, 1500), Pattern(r"\S")]
"""A few sentences, at most 1,500 characters."""
Identifier = Annotated[str, Len(1, 60), Pattern(r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Level = Annotated[int, Ge(1), Le(5)]
"""1 Not yet, 2 Beginning, 3 Dependable, 4 Strong, 5 Others learn from it (design: Words)."""
Importance = Annotated[int, Ge(1), Le(3)]
"""How much it matters in the owner's role now: 1 little, 2 ordinary, 3 high."""
Day = Annotated[
    date,
    Ge(date(1950, 1, 1)),
    Le(date(2200, 12, 31)),
    Published(pattern="^(19[5-9][0-9]|2[01][0-9]{2}|2200)-"),
]
"""A local calendar day."""
When = Annotated[
    Day | Annotated[str, Pattern(r"^(19[5-9][0-9]|2[01][0-9]{2}|2200)(-(0[1-9]|1[0-2]))?$")],
    OneOf("no_time"),
    TakenFor(as_kept),
    Published(description='A day (2026-11-21), a month ("2026-11") or a year ("2026"): as precisely as it was said.'),
]
"""When something happened, as precisely as it was said: a local calendar day, a month as text, or a year as text."""
Number = Annotated[float, Ge(0), Le(1000)]
AspectId = Annotated[str, Pattern(r"^[A-Z]{2}$")]
ElementId = Annotated[str, Pattern(r"^[A-Z]{2}[0-9]{1,2}$")]
CompetencyId = Annotated[str, Pattern(r"^[A-Z]{2}[0-9]{1,2}\.[0-9]{1,2}$")]
RatedId = Annotated[str, Pattern(r"^[A-Z]{2}[0-9]{1,2}(\.[0-9]{1,2})?$")]
"""What is rated: a competency, or an element as a whole."""

ActivityKind = Literal["on-the-job", "with-others", "formal", "self-directed"]
GoalKind = Literal["quick-win", "learning-need", "longer-term"]
PlanDay = Annotated[int, Ge(1), Le(100)]
"""A day of the 100, counted from 1."""
PhaseId = Literal["listen", "try", "embed", "review"]


class Source(Shape):
    """Where a fact or an idea stands: a document of `sources.yaml`, and the place in it."""

    document: Identifier
    place: Line | None = None


class StandardsFile(Shape):
    """What every file in `standards/` begins with."""

    id: Identifier
    version: Annotated[int, Ge(1)]
    title: Line
    source: Source


class Competency(Shape):
    """One of the 80: a first-person statement and what gives a rating its frame of reference."""

    id: CompetencyId
    title: Line
    statement: Line
    meaning: Passage
    weak: Passage
    """What level 2 looks like."""
    strong: Passage
    """What level 4 looks like."""
    evidence: Annotated[tuple[Line, ...], Len(2, 8)]
    question: Line
    guidance: tuple[Identifier, ...]
    source: Source


class Element(Shape):
    """One of the 18, rated as a whole at element depth."""

    id: ElementId
    title: Line
    statement: Line
    meaning: Passage
    weak: Passage
    strong: Passage
    question: Line
    guidance: tuple[Identifier, ...]
    source: Source
    competencies: Annotated[tuple[Competency, ...], MinLen(1)]


class Aspect(StandardsFile):
    """One of the five, a file of its own."""

    id: AspectId
    summary: Passage
    elements: Annotated[tuple[Element, ...], MinLen(1)]


class Renamed(Shape):
    """A competency or element that a newer version of the Standard calls something else, split or retired."""

    was: Identifier
    now: tuple[Identifier, ...] = ()
    """Empty where retired; one where renamed; several where split."""
    reason: Line


class StandardOutline(StandardsFile):
    """The Standard as a whole: its aspects in order, what it is, and what became of older ids."""

    aspects: Annotated[tuple[AspectId, ...], MinLen(1)]
    standing: Annotated[tuple[Passage, ...], MinLen(1)]
    """What this is and is not: shown on the first page of every output."""
    renamed: tuple[Renamed, ...] = ()


class LevelDescription(Shape):
    """One step of the scale, in words."""

    level: Level
    name: Line
    description: Passage


class NamedChoice(Shape):
    """A small choice that the walk offers, with the sentence that explains it."""

    id: Identifier
    name: Line
    description: Passage


class Levels(StandardsFile):
    """The level scale and the two choices beside it, and the words for confidence and importance."""

    levels: Annotated[tuple[LevelDescription, ...], Len(5, 5)]
    no_chance: NamedChoice
    not_applicable: NamedChoice
    confidence: Annotated[tuple[NamedChoice, ...], Len(3, 3)]
    importance: Annotated[tuple[NamedChoice, ...], Len(3, 3)]


class TargetProfile(Shape):
    """The level aimed for in every competency, for one kind of owner."""

    id: Identifier
    title: Line
    text: Passage
    level: Level
    importance: Identifier
    """The importance preset that goes with it."""
    new_in_post: bool = False
    """Whether it is the profile of somebody new in post, whose plan begins with starters."""


class Targets(StandardsFile):
    """The target profiles; the first is the default."""

    profiles: Annotated[tuple[TargetProfile, ...], MinLen(1)]


class ImportancePreset(Shape):
    """Importance for each element and competency until the owner says otherwise, with the reason for every 3 and 1."""

    id: Identifier
    title: Line
    text: Passage
    levels: dict[RatedId, Importance]
    reasons: dict[RatedId, Line] = fresh(dict)


class Circumstance(Shape):
    """Something about the owner's post that makes elements or competencies matter more than the preset says: each is then 3."""

    id: Identifier
    title: Line
    service: bool = False
    """Whether it is one of the services that the other half of the job may cover."""
    unless: tuple[Identifier, ...] = ()
    """Other services: where one of them is covered too, nothing is raised."""
    raises: Annotated[dict[RatedId, Line], MinLen(1)]
    """Each of them with the reason. An element is raised only where it is named itself."""


class ImportancePresets(StandardsFile):
    """All importance presets, and the circumstances that raise single items above them."""

    presets: Annotated[tuple[ImportancePreset, ...], MinLen(1)]
    circumstances: Annotated[tuple[Circumstance, ...], UniqueIds()] = ()


class GuidanceEdition(Shape):
    """One edition of the statutory guidance on the post."""

    id: Identifier
    title: Line
    status: Literal["current", "superseded"]
    text: Passage
    source: Source


class GuidanceEntry(Shape):
    """One responsibility, arrangement or area of guidance, retold."""

    id: Identifier
    edition: Identifier
    title: Line
    text: Passage
    changed_2016: Passage | None = None
    reserved: bool
    source: Source


class Guidance(StandardsFile):
    """Guidance on the post and on social work practice."""

    editions: Annotated[tuple[GuidanceEdition, ...], MinLen(1)]
    entries: Annotated[tuple[GuidanceEntry, ...], MinLen(1)]


class PracticeExample(Shape):
    """What a CSWO did, retold."""

    id: Identifier
    title: Line
    aspect: AspectId
    elements: Annotated[tuple[ElementId, ...], MinLen(1)]
    text: Passage
    source: Source


class PracticeExamples(StandardsFile):
    """All practice examples."""

    examples: Annotated[tuple[PracticeExample, ...], MinLen(1)]


class WorkedCase(Shape):
    """A short fictional case with its rating, read before the first level is given."""

    id: Identifier
    title: Line
    competency: CompetencyId
    story: Passage
    evidence: Passage
    level: Level
    why: Passage
    trap: Passage


class WorkedCases(StandardsFile):
    """The worked cases, in the order they are read."""

    cases: Annotated[tuple[WorkedCase, ...], MinLen(2)]


class BankHoliday(Shape):
    """A bank holiday in Scotland."""

    date: Day
    name: Line


class BankHolidays(StandardsFile):
    """The bank holidays of Scotland for the calendar years that are published."""

    years: Annotated[tuple[int, ...], MinLen(1)]
    holidays: Annotated[tuple[BankHoliday, ...], MinLen(1)]


class EvidenceKind(Shape):
    """One kind of evidence, for the register."""

    id: Identifier
    name: Line
    description: Line


class EvidenceKinds(StandardsFile):
    """The kinds of evidence; the first is the default where the owner says nothing."""

    kinds: Annotated[tuple[EvidenceKind, ...], MinLen(1)]


class SourceDocument(Shape):
    """A document that content may name as its source."""

    id: Identifier
    title: Line
    note: Passage | None = None


class SourceDocuments(StandardsFile):
    """All documents that `source` may name."""

    documents: Annotated[tuple[SourceDocument, ...], MinLen(1)]


class Quadrant(Shape):
    """One group of importance against level: what it means, said to the owner and, in reports for others, of the owner."""

    id: Literal["important-below", "important-met", "ordinary-below", "ordinary-met"]
    name: Line
    advice: Line
    to_others: Line


class Phase(Shape):
    """Part of the 100 days; days are counted from 1, both ends inclusive."""

    id: PhaseId
    name: Line
    text: Line
    first_day: Annotated[int, Ge(1), Le(100)]
    last_day: Annotated[int, Ge(1), Le(100)]
    activities_from: Annotated[int, Ge(1), Le(90)]
    """The first day on which an activity of this phase may begin."""
    activities_by: Annotated[int, Ge(1), Le(100)] | None = None
    """The last day on which one begins, or a fortnight after its notice is over where that is later; None: no such day."""


class PlanRules(Shape):
    """The constants of the 100-day plan. Hours are a week's; days are plan days, counted from 1."""

    last_action_day: Annotated[int, Ge(1), Le(100)]
    review_days: Annotated[tuple[int, ...], MinLen(1)]
    most_open_goals: Annotated[int, Ge(1)]
    mainly_half_levels: Annotated[int, Ge(1), Le(8)]
    """How many half levels an activity takes away from a need that it is mainly for."""
    also_half_levels: Annotated[int, Ge(0), Le(8)]
    """How many it takes away from one that it builds beside."""
    quiet_from: Annotated[str, Pattern(r"^[0-9]{2}-[0-9]{2}$")]
    """The first day of the turn of the year, month and day, on which nothing is placed unless the owner wishes."""
    quiet_to: Annotated[str, Pattern(r"^[0-9]{2}-[0-9]{2}$")]
    """The last of those days."""
    fortnight_days: Annotated[int, Ge(1), Le(60)]
    """How long an activity of a phase that ends may still begin once its notice is over."""
    day_hours: Annotated[float, Gt(0), Le(24)]
    """What a day holds that the owner sets aside outside the weekly hours."""
    least_starters: Annotated[int, Ge(0)]
    """How many starters the first weeks of somebody new in post hold."""
    starters_from_hours: Annotated[float, Ge(0)]
    """From so many hours a week it is so many; below, one starter is enough."""
    relation_from_hours: Annotated[float, Ge(0)]
    """From so many hours a week their plan holds a longer piece of work with somebody, and something to embed."""
    starters_by: PlanDay
    """The day by which they begin."""
    relation_by: PlanDay
    """The day by which their longer piece of work with somebody begins."""
    ask_several_by: PlanDay
    """The day by which several people are asked where most ratings are unsure."""
    mostly_unsure: Annotated[float, Ge(0), Le(1)]
    """Above this share of unsure ratings, several people are asked first."""
    smallest_sitting_hours: Annotated[float, Gt(0)]
    most_hours_a_week: Annotated[float, Gt(0)]
    usual_hours_a_week: Annotated[float, Gt(0)]
    phases: Annotated[tuple[Phase, ...], Len(4, 4)]


class Method(StandardsFile):
    """Every constant of the gap analysis, the checks, the walk's estimates and the plan."""

    high_need: Annotated[int, Ge(1)]
    medium_need: Annotated[int, Ge(1)]
    exposure_gap: Annotated[int, Ge(1), Le(4)]
    """No chance yet is planned for as a gap of this many levels."""
    important_from: Importance
    high_level_from: Level
    least_coverage: Annotated[float, Ge(0), Le(1)]
    """Below this share of applicable competencies rated, no mean is printed."""
    evidence_current_days: Annotated[int, Ge(1)]
    same_answer_from: Annotated[int, Ge(2)]
    """From this many ratings, all alike is worth a remark."""
    seconds_usual: Annotated[int, Ge(1)]
    seconds_full: Annotated[int, Ge(1)]
    seconds_quick: Annotated[int, Ge(1)]
    seconds_element: Annotated[int, Ge(1)]
    quadrants: Annotated[tuple[Quadrant, ...], Len(4, 4)]
    limits: Annotated[tuple[Passage, ...], MinLen(1)]
    """What a self-evaluation is and is not, for the first page."""
    plan: PlanRules


class Audience(Shape):
    """Whom a report is for, and the sections it holds. `levels`: whether levels of single competencies are shown."""

    id: Identifier
    title: Line
    text: Passage
    levels: bool
    sections: Annotated[tuple[Identifier, ...], MinLen(1)]


class ReadyReportProfile(Shape):
    """A report for an occasion: an audience, and those of its sections that serve it. `text` says when to use it."""

    id: Identifier
    title: Line
    text: Passage
    audience: Identifier
    sections: Annotated[tuple[Identifier, ...], MinLen(1)]


class ReportProfiles(StandardsFile):
    """All sections in the order of every report, the audiences, and the profiles that come with the program."""

    sections: Annotated[tuple[Identifier, ...], MinLen(1)]
    audiences: Annotated[tuple[Audience, ...], MinLen(1)]
    profiles: tuple[ReadyReportProfile, ...] = ()
