"""Twenty realistic records, as data for the analysis: who they are, what they answered, how much time they have.

The answers are written as people would fill in a sheet: an element's id, then one mark for each of its competencies.
A mark is a level 1 to 5, `n` (no chance yet), `x` (not applicable) or `-` (not answered); behind it may stand `?` (not sure of
it), `&` (evidence for it and against it), `!` (evidence against it) and `:3` (importance in the owner's own view).
`= 2` straight after the element's id is the answer to the element as a whole.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from cswo_eval.analysis.gaps import analyse
from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import (
    Answer,
    Evidence,
    EvidenceRegister,
    Leave,
    Link,
    Profile,
    Round,
    StandardUsed,
)

MOMENT = "2026-08-01T09:00:00Z"
ROUND_DAY = date(2026, 8, 1)


class PlannedRecord(NamedTuple):
    """One record: its answers as marks, and what the plan is asked for."""

    id: str
    who: str
    start: date
    hours: float
    marks: str
    target_profile: str = "new-in-post"
    leave: tuple[tuple[date, date], ...] = ()
    local_holidays: tuple[date, ...] = ()
    has_deputy: bool | None = True
    services: tuple[str, ...] = ()
    targets: tuple[tuple[str, int], ...] = ()

    @property
    def away(self) -> tuple[Leave, ...]:
        """Return the leave as the plan keeps it."""
        return tuple(Leave(first=first, last=last) for first, last in self.leave)

    @property
    def new_in_post(self) -> bool:
        """Whether the rules for somebody new in post hold for it."""
        return self.target_profile == "new-in-post"

    def analysis(self, framework: Framework) -> GapAnalysis:
        """Return the gap analysis of the record."""
        answers, entries = read_marks(framework, self.marks)
        profile = Profile(
            record_id="12345678",
            created=MOMENT,
            target_profile=self.target_profile,
            has_deputy=self.has_deputy,
            services=self.services,
            targets=dict(self.targets),
        )
        standard = StandardUsed(id="cswo", version=1, content_hash="x")
        round_ = Round(title="Baseline", started=ROUND_DAY, standard=standard, answers=answers)
        return analyse(framework, profile, round_, EvidenceRegister(entries=entries), ROUND_DAY)


_MARK = re.compile(r"^([1-5nx-])([?&!]*)(?::([1-3]))?$")


def read_marks(framework: Framework, marks: str) -> tuple[dict[str, Answer], tuple[Evidence, ...]]:
    """Return the answers and the evidence that the marks stand for. Raises ValueError where a mark says nothing."""
    answers: dict[str, Answer] = {}
    links: list[tuple[str, str]] = []
    for line in re.split(r"[;\n]", marks):
        words = line.split()
        if not words:
            continue
        element = framework.elements[words.pop(0)]
        given = [(element.id, words[1])] if words[0] == "=" else []
        rest = words[2:] if words[0] == "=" else words
        if len(rest) > len(element.competencies):
            raise ValueError(f"{element.id} has {len(element.competencies)} competencies, and {len(rest)} marks")
        given += [(one.id, mark) for one, mark in zip(element.competencies, rest, strict=False)]
        for item, mark in given:
            found = _MARK.match(mark)
            if found is None:
                raise ValueError(f"{item} has a mark that says nothing: {mark}")
            level, signs, importance = found.groups()
            if level != "-":
                answers[item] = _answer(level, signs, importance)
            links += [(item, "supports")] * ("&" in signs)
            links += [(item, "contradicts")] * ("&" in signs or "!" in signs)
    entries = tuple(
        Evidence(
            id=f"E{number}",
            title=f"Entry {number}",
            kind="document",
            effective=date(2026, 5, 1),
            recorded=MOMENT,
            links=(Link(item=item, bearing=bearing),),  # type: ignore[arg-type]
        )
        for number, (item, bearing) in enumerate(links, 1)
    )
    return answers, entries


def _answer(level: str, signs: str, importance: str | None) -> Answer:
    own = int(importance) if importance else None
    if level == "n":
        return Answer(standing="no-chance", importance=own)
    if level == "x":
        return Answer(standing="not-applicable", reason="The health board has this duty here.", importance=own)
    return Answer(standing="rated", level=int(level), importance=own, confidence="low" if "?" in signs else "medium")


RECORDS: tuple[PlannedRecord, ...] = (
    PlannedRecord(
        "new-weak-on-money",
        "Two days in post, a strong practitioner who has never held a budget.",
        date(2026, 9, 7),
        3.0,
        """
        MV1 4 3 3 3 3 3; SD1 2 3 2? 3 2 3; SD2 2 2 3 3; SD3 3 3 3; SD4 3 3 3; SD5 3 2 3 3 3
        AO1 1:3 1:3 1! 2:3; AO2 3 3 2 3; AO3 2? 2 3; AO4 3 3 2 3 4 3 2?
        SL1 4 3 3 3 3 3; SL2 3 2 3 3; SL3 4 4 3 3 3; SL4 3 3 2 3 3 3
        WO1 2 3 n; WO2 2 3 3 3; WO3 4 3 3 3; WO4 3 3 3
        """,
        leave=((date(2026, 10, 12), date(2026, 10, 16)),),
    ),
    PlannedRecord(
        "acting-little-time",
        "Acting up for six months on an hour and a half a week, with much leave to use, and unsure of most levels.",
        date(2026, 9, 21),
        1.5,
        """
        MV1 3? 2? 3 2? 3? 3; SD1 2? 2? 2?:3 3? 2 2?; SD2 2? 3? 2? 2?; SD3 3? 3 3?; SD4 2? 3? 3; SD5 2? 2? 3? 2 3?
        AO1 2? 2? 2?:3 1?; AO2 2? 3? 2? 3; AO3 2? 1?:3 2?; AO4 2? 3? 2? 2?:3 3 3? 2?
        SL1 3? 3? 3 2? 3? 3; SL2 2? 2? 3? 3; SL3 3 3? 3? 3 2?; SL4 3? 2? 3 3? 2? 3
        WO1 2? 3? 2?; WO2 2? 2? 3? 3; WO3 3 3? 3 3; WO4 3? 2? 2?
        """,
        leave=((date(2026, 10, 5), date(2026, 10, 16)), (date(2026, 11, 16), date(2026, 11, 27))),
    ),
    PlannedRecord(
        "ten-years-few-gaps",
        "Ten years in post, strong nearly everywhere, with three things left that matter.",
        date(2026, 9, 14),
        2.0,
        """
        MV1 4 4 5 4 4 4; SD1 4 4 3:3 4 4 4; SD2 4 4 4 4; SD3 4 4 4; SD4 4 5 4; SD5 4 4 4 4 4
        AO1 4 4 4 3; AO2 4 4 2:3 4; AO3 4 4 4; AO4 4 4 4 5 4 4 4
        SL1 4 4 4 4 4 4; SL2 3 3:3 4 4; SL3 5 4 4 4 4; SL4 4 3 4 4 4 3
        WO1 4 4 4; WO2 4 4 4 4; WO3 4 4 4 4; WO4 2? 4 4
        """,
        target_profile="established",
    ),
    PlannedRecord(
        "island-no-deputy",
        "New in post in an island council, nobody to act in their place, half of the job is justice.",
        date(2027, 1, 11),
        4.0,
        """
        MV1 3 3 3 2 3 3; SD1 2 2 2 3 3 3; SD2 3 3 2 3; SD3 3 3 2; SD4 3 3 3; SD5 2 2 3 2 3
        AO1 2 2 2 1; AO2 2:3 2 1:3 3; AO3 2 2 2; AO4 3 2 2:3 1:3 2 3 2
        SL1 3 3 3 3 2 3; SL2 1:3 1:3 2 2; SL3 3 3 3 3 3; SL4 2 1 2 2 3 1
        WO1 1:3 2 n; WO2 3 3 3 2; WO3 3 3 3 3; WO4 2 3 n
        """,
        has_deputy=False,
        services=("justice",),
        leave=((date(2027, 2, 15), date(2027, 2, 17)),),
    ),
    PlannedRecord(
        "all-answered-middling",
        "Four months in post, all eighty answered, a little short of dependable in most.",
        date(2026, 10, 5),
        3.0,
        """
        MV1 2 3 2 2 3 2; SD1 2 2 2 2 3 2; SD2 2 2 3 2; SD3 3 2 2; SD4 2 2 3; SD5 2 2 2 3 2
        AO1 2 2 2 2; AO2 2 3 2 2; AO3 2 2 3; AO4 2 2 2 3 2 2 2
        SL1 3 2 2 3 2 2; SL2 2 2 2 3; SL3 3 3 2 2 2; SL4 2 2 3 2 2 2
        WO1 2 2 2; WO2 2 2 3 2; WO3 3 2 2 2; WO4 2 2 2
        """,
    ),
    PlannedRecord(
        "elements-only",
        "A week in post, the first hour done: the eighteen elements and nothing more.",
        date(2026, 9, 28),
        3.0,
        """
        MV1 = 3; SD1 = 2:3; SD2 = 2; SD3 = 3; SD4 = 3; SD5 = 2?
        AO1 = 1:3; AO2 = 2; AO3 = 2:3; AO4 = 2?:3
        SL1 = 3; SL2 = 2:3; SL3 = 4; SL4 = 2
        WO1 = 1:3; WO2 = 2; WO3 = 3; WO4 = n
        """,
    ),
    PlannedRecord(
        "first-hour-mixture",
        "The eighteen elements, then the competencies of the four that matter most.",
        date(2026, 8, 24),
        3.0,
        """
        MV1 = 3; SD1 = 2 2 3 1:3 2 2 -; SD2 = 2; SD3 = 3; SD4 = 2; SD5 = 3
        AO1 = 2 2 1:3 2:3 -; AO2 = 3; AO3 = 2:3 2 1! 2; AO4 = 2:3 2 3 1:3 2 2 - -
        SL1 = 3; SL2 = 2; SL3 = 4; SL4 = 2
        WO1 = 2; WO2 = 2:3; WO3 = 3; WO4 = 2
        """,
        leave=((date(2026, 9, 21), date(2026, 9, 25)),),
    ),
    PlannedRecord(
        "many-exposures",
        "Came from another profession's management: no chance yet at a third of it.",
        date(2026, 11, 2),
        3.0,
        """
        MV1 3 n 3 n 3 3; SD1 3 n n 3 2 3; SD2 3 3 n 3; SD3 3 n 3; SD4 n 3 3; SD5 3 3 3 3 n
        AO1 3 3 n 3; AO2 3 3 n 2; AO3 n n 2; AO4 n 2 n n 3 3 n
        SL1 3 3 3 n 3 3; SL2 3 3 3 3; SL3 3 3 3 n 3; SL4 3 3 n 3 3 n
        WO1 n 3 n; WO2 3 n 3 3; WO3 3 3 3 n; WO4 3 3 n
        """,
    ),
    PlannedRecord(
        "heavy-gaps-eight-hours",
        "A day a week set aside by the chief executive, and a great deal to learn.",
        date(2026, 9, 7),
        8.0,
        """
        MV1 2 2 1 1 2 2; SD1 1 2 1:3 2 1 2; SD2 1 2 2 2; SD3 2 2 1; SD4 2 2 2; SD5 1 1 2 2 1
        AO1 1 1:3 1:3 1; AO2 2 1 1:3 2; AO3 1:3 1:3 2; AO4 1 2 1:3 1:3 2 1 1:3
        SL1 2 2 2 2 1 2; SL2 2 1:3 2 2; SL3 3 2 2 2 1:3; SL4 2 1 1 2 2 2
        WO1 1 1 2; WO2 1:3 2 2 1; WO3 2 2 2 2; WO4 1 2 1
        """,
    ),
    PlannedRecord(
        "half-hour-weeks",
        "Half an hour a week is all there is, before an inspection.",
        date(2026, 9, 14),
        0.5,
        """
        SD1 2 3 2 3 3 3; AO1 2 2 2 3; AO2 3 3 2 3; AO3 1:3 2:3 3; AO4 3 3 2:3 3 3 3 2:3
        SL2 3 2 3 3; WO2 2 3 3 3; MV1 3 3 3 2:3 3 3
        """,
        target_profile="new-in-post",
    ),
    PlannedRecord(
        "mid-december-start",
        "Takes up the post in the middle of December, over the turn of the year.",
        date(2026, 12, 14),
        3.0,
        """
        MV1 3 3 2 3 3 3; SD1 2 2 1:3 2 3 3; SD2 2 3 3 2; SD3 3 3 3; SD4 3 2 3; SD5 3 3 2 3 3
        AO1 2 1 2:3 2; AO2 2 3 2 3; AO3 2 2 3; AO4 3 2 2? 2? 3 3 3
        SL1 3 3 3 2 3 3; SL2 3 2 2 3; SL3 3 3 3 3 2; SL4 2 3 3 2 3 2
        WO1 2 2 2; WO2 2:3 3 2 3; WO3 3 3 3 3; WO4 3 2 2
        """,
        leave=((date(2026, 12, 21), date(2027, 1, 5)),),
    ),
    PlannedRecord(
        "summer-start",
        "Starts in June, with three weeks away in July and committees in recess.",
        date(2026, 6, 8),
        2.5,
        """
        MV1 3 2 3 3 2 3; SD1 3 2 2 3 2:3 2; SD2 3 2 2 3; SD3 2 3 3; SD4 3 3 2; SD5 2 2 1 3 2
        AO1 2 2 3 3; AO2 3 2 2 2; AO3 3 2:3 2; AO4 2 3 3 2 2 3 1:3
        SL1 3 3 2? 3 3 2?; SL2 2 3 3 2; SL3 3 3 3 2 3; SL4 3 2? 3 3 2? 3
        WO1 3 2 2; WO2 2 2 1:3 3; WO3 3 3 2 3; WO4 3 3 2
        """,
        leave=((date(2026, 7, 6), date(2026, 7, 24)),),
        local_holidays=(date(2026, 8, 17),),
    ),
    PlannedRecord(
        "diploma-student",
        "On the Postgraduate Diploma, working at a target of 4, with evidence that points both ways in places.",
        date(2026, 9, 21),
        4.0,
        """
        MV1 3 3 4 3 3 4; SD1 3 3& 2:3 3 3 3; SD2 3 2 3 3; SD3 4 3 3; SD4 3 3 4; SD5 3 3 2 3 3
        AO1 2 2 2&:3 3; AO2 3 3 3 4; AO3 2 3& 3; AO4 3 3 3 2:3 3 3 3
        SL1 4 3 3 3 4 3; SL2 3 3 3 2; SL3 4 4 3 3 3; SL4 3 3 3& 4 3 2:3
        WO1 2 3 3; WO2 3 3 2:3 3; WO3 3 4 3 3; WO4 3 2 3
        """,
        target_profile="diploma",
        leave=((date(2026, 10, 12), date(2026, 10, 16)),),
    ),
    PlannedRecord(
        "three-urgent-needs",
        "Few answers yet: only the three things that keep them awake.",
        date(2026, 10, 19),
        2.0,
        "AO1 1:3 - - -; AO4 - - 1:3 - - - -; WO2 1:3 - - -",
    ),
    PlannedRecord(
        "evidence-both-ways",
        "Two years in post and well documented: half of the evidence contradicts the levels.",
        date(2027, 2, 1),
        3.0,
        """
        MV1 4 4& 3 3! 4 4; SD1 4 3& 3&:3 3 4 4; SD2 3 4 3& 4; SD3 4 4 4; SD4 4 3& 3; SD5 3& 3 4 4 3!
        AO1 3 3& 2&:3 2&; AO2 4 3 2& 4; AO3 2&:3 3& 4; AO4 4 3& 3 4 4 3& 2&
        SL1 4 4 3& 4 4 3; SL2 3 3& 4 4; SL3 4 4 4 3 4; SL4 4 3 4 4 3& 3
        WO1 3& 4 4; WO2 2&:3 3 3& 4; WO3 4 4 3 4; WO4 3 3& 4
        """,
        target_profile="established",
        leave=((date(2027, 3, 29), date(2027, 4, 9)),),
    ),
    PlannedRecord(
        "people-not-figures",
        "A director of finance's opposite: values and people strong, direction and risk thin; commissioning in the job.",
        date(2027, 4, 5),
        3.5,
        """
        MV1 4 4 4 4 3 4; SD1 1 2 2 1:3 2 2; SD2 1:3 1:3 2 2; SD3 2 3 2; SD4 3 2 2; SD5 1 2 2 3 2
        AO1 2 2 2 2; AO2 4 4 3 4; AO3 1:3 1:3 2; AO4 2 2 1:3 2 3 2 1:3
        SL1 4 3 4 3 3 3; SL2 3 3 3 4; SL3 4 4 4 3 3; SL4 3 3 3 3 2 3
        WO1 3 2 3; WO2 3 3 2 2; WO3 4 4 3 3; WO4 2 2 3
        """,
        services=("commissioning",),
        local_holidays=(date(2027, 5, 31),),
    ),
    PlannedRecord(
        "elements-mostly-unsure",
        "Promoted last month: an answer to each element, most of them guesses.",
        date(2026, 11, 9),
        2.0,
        """
        MV1 = 3?; SD1 = 2?:3; SD2 = 2?; SD3 = 3?; SD4 = 2?; SD5 = 2?
        AO1 = 2?:3; AO2 = 2?; AO3 = 1?:3; AO4 = 2:3
        SL1 = 3?; SL2 = 2?; SL3 = 3; SL4 = 2?
        WO1 = 2; WO2 = 2?:3; WO3 = 3?; WO4 = 2?
        """,
    ),
    PlannedRecord(
        "started-on-a-thursday",
        "Begins on a Thursday, works school weeks, uneven: some things strong and some not begun.",
        date(2026, 8, 13),
        3.0,
        """
        MV1 4 2 3 1 4 3; SD1 3 1:3 2 4 3 1; SD2 4 2 3 1; SD3 3 4 2; SD4 4 2 1; SD5 3 1 4 2 3
        AO1 4 1 2:3 3; AO2 1 3 2 4; AO3 3 1:3 4; AO4 2 4 3 1:3 4 2 3
        SL1 3 4 1 3 2 4; SL2 4 1 3 2; SL3 4 3 2 4 1; SL4 2 4 3 1 3 2
        WO1 1 3 4; WO2 4 1 3 2; WO3 3 4 1 3; WO4 2 3 4
        """,
        leave=((date(2026, 10, 12), date(2026, 10, 23)),),
    ),
    PlannedRecord(
        "own-targets-five-hours",
        "Five years in post, wants to be a person others learn from in four things; some things are not theirs.",
        date(2027, 1, 18),
        5.0,
        """
        MV1 4 4 4 4 4 4; SD1 4 3 4 4 x 4; SD2 4 3 3 4; SD3 4 3 4; SD4 4 4 3; SD5 4 3 4 3 4
        AO1 3 3 4 2:3; AO2 4 4 3 3; AO3 3 4 3; AO4 4 x 3 4 4 x 3
        SL1 4 4 3 4 4 3; SL2 2:3 3 4 3; SL3 4 4 4 4 4; SL4 3 4 4 4 4 3
        WO1 3 4 x; WO2 4 3 4 4; WO3 4 4 4 3; WO4 3 3 4
        """,
        target_profile="established",
        targets=(("MV1.1", 5), ("SL1.1", 5), ("AO2.1", 5), ("WO3.1", 5)),
    ),
    PlannedRecord(
        "two-hours-half-rated",
        "Three weeks in post, two aspects answered, no chance yet at the courts and the ministers.",
        date(2026, 10, 26),
        2.0,
        """
        SD1 2 2 n 2 3 2; SD2 2 3 2 2; SD3 3 2 3; SD4 3 3 n; SD5 2 3 2 2 3
        AO1 1 2:3 2 2; AO2 2 2 n 3; AO3 2 1:3 2; AO4 2 2 1:3 n 2 3 2
        """,
        leave=((date(2026, 12, 21), date(2027, 1, 1)), (date(2026, 11, 13), date(2026, 11, 13))),
        has_deputy=False,
    ),
)
"""In an order that the command keeps."""


def record_of(identifier: str) -> PlannedRecord:
    """Return the record with this id. Raises KeyError where there is none."""
    return {one.id: one for one in RECORDS}[identifier]
