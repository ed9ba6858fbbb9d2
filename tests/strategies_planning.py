"""Random records for the plan's properties, and short ways to make an analysis and a plan from one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from cswo_eval.analysis.gaps import analyse
from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework
from cswo_eval.planning.new_plan import make_plan
from cswo_eval.record.models import Answer, Evidence, EvidenceRegister, Leave, Profile, Round, StandardUsed
from cswo_eval.record.plan_models import Plan

BASE = date(2026, 11, 2)
NOW = "2026-11-01T09:00:00Z"
MONDAY = date(2026, 11, 23)
BEFORE = date(2026, 11, 21)


@cache
def framework() -> Framework:
    """The real standards, read once."""
    return load_framework()


def rated(level: int, importance: int | None = None, confidence: Any = None) -> Answer:
    """A finished answer with a level."""
    return Answer(standing="rated", level=level, importance=importance, confidence=confidence)


NO_CHANCE = Answer(standing="no-chance")
NOT_APPLICABLE = Answer(standing="not-applicable", reason="not in this council")


def analysis_of(
    answers: Mapping[str, Answer], target_profile: str = "new-in-post", entries: tuple[Evidence, ...] = ()
) -> GapAnalysis:
    """The gap analysis of a round with these answers and entries, and nothing else."""
    profile = Profile(record_id="12345678", created=NOW, target_profile=target_profile)
    standard = StandardUsed(id="cswo", version=1, content_hash="x")
    round_ = Round(title="Baseline", started=BASE, standard=standard, answers=dict(answers))
    return analyse(framework(), profile, round_, EvidenceRegister(entries=entries), BASE)


def plan_of(analysis: GapAnalysis, **given: Any) -> Plan:
    """The plan of an analysis: three hours a week from Monday 23 November 2026, unless told otherwise."""
    values: dict[str, Any] = {
        "start": MONDAY,
        "hours_per_week": 3.0,
        "leave": (),
        "local_holidays": (),
        "today": BEFORE,
        "now": NOW,
        **given,
    }
    return make_plan(framework(), analysis, BASE, **values)


def mixed_answers() -> dict[str, Answer]:
    """Eighty answers with every level, importance and confidence, the same each time."""
    answers: dict[str, Answer] = {}
    for number, name in enumerate(framework().competencies):
        if number % 11 == 3:
            answers[name] = NO_CHANCE
        else:
            confidence = ("low", "medium", "high", None)[number * 5 % 4]
            answers[name] = rated((1, 2, 3, 2, 4)[number * 7 % 5], (None, 3, 2, 1)[number * 3 % 4], confidence)
    return answers


class Case:
    """One invented owner. Not a dataclass: hypothesis would print the whole analysis with every failure."""

    def __init__(self, analysis: GapAnalysis, given: dict[str, Any]) -> None:
        self.analysis = analysis
        self.given = given

    def __repr__(self) -> str:
        needs = [(one.id, one.level, one.target, one.importance, one.confidence) for one in self.analysis.planned]
        return f"Case({needs}, {self.given})"

    def plan(self, **changed: Any) -> Plan:
        """Make the owner's plan."""
        return plan_of(self.analysis, **{**self.given, **changed})


_ANSWERS = [
    *(
        rated(level, importance, confidence)
        for level in (1, 1, 2, 2, 3, 4)
        for importance in (None, 2, 3)
        for confidence in ("low", "high", None)
    ),
    NO_CHANCE,
    NO_CHANCE,
    NOT_APPLICABLE,
]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any record with at least one answer, on competencies or elements, any sensible calendar and hours."""
    names = [*framework().competencies, *framework().elements]
    size = draw(st.sampled_from([1, 5, 20, 40, 60]))
    # A stride over the list instead of a drawn set: quick, and still any mixture of competencies and elements.
    begin, stride = draw(st.integers(0, len(names) - 1)), draw(st.sampled_from([1, 3, 5, 9, 11]))
    chosen = list(dict.fromkeys((begin + number * stride) % len(names) for number in range(size)))
    picked = draw(st.lists(st.integers(0, len(_ANSWERS) - 1), min_size=len(chosen), max_size=len(chosen)))
    answers = {names[which]: _ANSWERS[answer] for which, answer in zip(chosen, picked, strict=True)}
    start = BASE + timedelta(days=draw(st.integers(0, 380)))
    leave = tuple(
        Leave(first=start + timedelta(days=first), last=start + timedelta(days=first + length))
        for first, length in draw(st.lists(st.tuples(st.integers(-5, 95), st.integers(0, 20)), max_size=2))
    )
    return Case(
        analysis_of(answers, draw(st.sampled_from(["new-in-post", "established", "diploma"]))),
        {
            "start": start,
            "today": start + timedelta(days=draw(st.sampled_from([-7, -7, -1, 0, 0, 3, 20, 50, 95]))),
            "hours_per_week": draw(st.sampled_from([3.0, 0.5, 1.0, 1.75, 2.0, 3.3, 4.0, 6.0, 10.0, 0.25])),
            "leave": leave,
            "local_holidays": tuple(
                start + timedelta(days=day) for day in draw(st.lists(st.integers(0, 99), max_size=2))
            ),
        },
    )
