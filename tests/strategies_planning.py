"""Random records for the plan's properties, and short ways to make an analysis and a plan from one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from conftest import examples
from gap_records import evidence
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

from cswo_eval.analysis.gaps import analyse
from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework
from cswo_eval.planning.new_plan import make_plan
from cswo_eval.planning.working_days import calendar_for
from cswo_eval.record.models import Answer, Evidence, EvidenceRegister, Leave, Profile, Round, StandardUsed
from cswo_eval.record.plan_models import Action, Plan
from cswo_eval.text.problems import CswoEvalError

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
    return make_plan(values.pop("standards", framework()), analysis, BASE, **values)


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

    def __init__(
        self, answers: Mapping[str, Answer], profile: str, unclear: Sequence[str], given: dict[str, Any]
    ) -> None:
        self.answers, self.profile, self.unclear, self.given = answers, profile, unclear, given
        self.analysis = self.analysis_with({})

    def __repr__(self) -> str:
        needs = [(one.id, one.level, one.target, one.importance, one.confidence) for one in self.analysis.planned]
        leave = [(one.first, one.last) for one in self.given["leave"]]
        return f"Case({needs}, {self.unclear}, {self.given | {'leave': leave}})"

    def analysis_with(self, changed: Mapping[str, Answer]) -> GapAnalysis:
        """Make the owner's analysis after some answers have changed."""
        both = [(f"E{number}", item) for number, item in enumerate(self.unclear, 1)]
        entries = [evidence(name, supports=[item]) for name, item in both]
        entries += [evidence(f"{name}1", supports=[], contradicts=[item]) for name, item in both]
        return analysis_of({**self.answers, **changed}, self.profile, tuple(entries))

    def plan(self, **changed: Any) -> Plan:
        """Make the owner's plan. Leaves a case aside that has no day to work on."""
        try:
            return plan_of(changed.pop("analysis", self.analysis), **{**self.given, **changed})
        except CswoEvalError as error:
            assume("working day is left" not in str(error))
            raise

    def made(self) -> Plan:
        """Give the owner's plan; the one that was made before, where another law has asked for it."""
        known = repr(self)
        if known not in _MADE:
            _MADE[known] = self.plan()
        return _MADE[known]


_MADE: dict[str, Plan] = {}


def tried(number: int) -> settings:
    """Return settings that try a property so many times, or half as often outside CI.

    A case that fails is not made smaller: that would be hundreds of plans, and minutes.
    """
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    phases = [Phase.explicit, Phase.reuse, Phase.generate]
    return settings(max_examples=examples(number), deadline=None, suppress_health_check=slow, phases=phases)


def law(number: int = 40) -> Callable[[Callable[[Case], None]], Any]:
    """Try a law on the plans of so many invented owners: the same for every law, so that each plan is made only once.

    `--hypothesis-profile explore` tries others each time.
    """

    def of_cases(test: Callable[[Case], None]) -> Any:
        ready = tried(number)(given(case=cases())(test))
        steady = settings.default is not None and settings.default.derandomize
        return seed(13)(ready) if steady else ready

    return of_cases


def planned(plan: Plan) -> Iterator[Action]:
    """Give the actions of a plan that are to be done, each of the catalogue."""
    return (action for action in plan.actions if action.activity and action.status == "planned")


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
    local_holidays = tuple(start + timedelta(days=day) for day in draw(st.lists(st.integers(0, 99), max_size=2)))
    over_new_year = draw(st.sampled_from([False, False, True]))
    calendar = calendar_for(framework(), start, leave, local_holidays, (), over_new_year)
    today = start + timedelta(days=draw(st.sampled_from([-7, -7, -1, 0, 0, 3, 20, 50, 95])))
    aside = {start + timedelta(days=day) for day in draw(st.lists(st.integers(0, 99), max_size=2))}
    profile = draw(st.sampled_from(["new-in-post", "established", "diploma"]))
    unclear = [name for name in list(answers)[:: draw(st.sampled_from([2, 9, 99]))] if draw(st.booleans())]
    return Case(
        answers,
        profile,
        unclear,
        {
            "start": start,
            "today": today,
            "hours_per_week": draw(st.sampled_from([3.0, 0.5, 1.0, 1.75, 2.0, 3.3, 4.0, 6.0, 10.0, 0.25])),
            "leave": leave,
            "local_holidays": local_holidays,
            "set_aside": tuple(sorted(day for day in aside if calendar.is_working(day) and day >= today)),
            "over_new_year": over_new_year,
            "new_in_post": profile == "new-in-post" and draw(st.booleans()),
        },
    )
