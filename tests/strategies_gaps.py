"""Random records for the laws of the gap analysis: any mixture of answers on competencies and elements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from building import a_profile, a_register, a_round, rated
from gap_records import changed, evidence, no_chance, not_applicable, standard
from hypothesis import strategies as st

from cswo_eval.analysis.gaps import analyse
from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.record.models import Answer, EvidenceRegister, Profile, Round

DAY = date(2026, 11, 2)


@dataclass(frozen=True)
class RandomRecord:
    """One invented owner's record."""

    profile: Profile
    round: Round
    register: EvidenceRegister

    def analysis(self) -> GapAnalysis:
        """What the product makes of it."""
        return analyse(standard(), self.profile, self.round, self.register, DAY)

    def with_answers(self, answers: dict[str, Answer]) -> RandomRecord:
        """The same owner with other answers."""
        return RandomRecord(self.profile, changed(self.round, answers=answers), self.register)


# Few different values, so that needs tie often and every rule for ties is tried.
_RATED = [
    rated(level, importance=importance, confidence=confidence)
    for level in (1, 2, 3, 4, 5)
    for importance in (None, 1, 3)
    for confidence in ("low", "high", None)
]
_STARTED = Answer(importance=3, passed=("evidence", "importance"))
_POOLS: tuple[tuple[Answer | None, ...], ...] = (
    (*_RATED,),
    (*_RATED[:9], no_chance(importance=2)),
    (*_RATED, *[None] * 45, no_chance(), no_chance(importance=3), not_applicable(), not_applicable(""), _STARTED),
    (*_RATED[:6], *[None] * 40, *[not_applicable()] * 6, *[no_chance(importance=1)] * 6, not_applicable("")),
)
_TARGETS = (None, 1, 2, 3, 4, 5)


@st.composite
def records(draw: st.DrawFn) -> RandomRecord:
    """Any record: sparse or full, with own targets, evidence for and against, elements answered as a whole."""
    names = [*standard().competencies, *standard().elements]
    pool = draw(st.sampled_from(_POOLS))
    with_elements = draw(st.booleans())
    picked = draw(st.lists(st.integers(0, len(pool) - 1), min_size=len(names), max_size=len(names)))
    answers: dict[str, Answer] = {}
    for name, which in zip(names, picked, strict=True):
        given = pool[which]
        if given is not None and ("." in name or with_elements):
            answers[name] = given
    targets = draw(st.dictionaries(st.sampled_from(names), st.sampled_from(_TARGETS), max_size=12))
    profile = a_profile(
        target_profile=draw(st.sampled_from(["new-in-post", "established", "diploma"])), targets=targets
    )
    entries = []
    for number in range(draw(st.integers(0, 6))):
        supports = draw(st.lists(st.sampled_from(names), max_size=4, unique=True))
        contradicts = draw(st.lists(st.sampled_from(names), max_size=4, unique=True))
        removed = draw(st.sampled_from([None, None, None, "2026-10-20T10:00:00Z"]))
        effective = DAY - timedelta(days=draw(st.integers(0, 1500)))
        entries.append(evidence(f"E{number + 1}", supports, contradicts, effective=effective, removed=removed))
    return RandomRecord(profile, a_round(standard(), answers), a_register(entries))
