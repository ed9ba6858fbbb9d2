"""Remarks on a gap analysis: what does not fit together, why, and the command that mends it (design: Checks)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from cswo_eval.analysis.results import Check, GapAnalysis, Severity
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import EvidenceRegister, Plan, Profile
from cswo_eval.text.days_in_words import plain_day, said_when
from cswo_eval.text.words import counted, listed

_ORDER = {"serious": 0, "look": 1, "note": 2}


def find_checks(
    framework: Framework,
    profile: Profile,
    analysis: GapAnalysis,
    register: EvidenceRegister,
    plan: Plan | None,
    today: date,
    rated_as_a_whole: Mapping[str, int],
) -> tuple[Check, ...]:
    """Return every check that finds something as of `today`, the most serious first.

    `rated_as_a_whole`: the level that the owner gave each element, whether it is still in use or not.
    """
    found = [
        *_about_ratings(framework, analysis),
        *_about_elements(analysis, rated_as_a_whole),
        *_about_targets(profile, analysis),
        *_about_evidence(framework, analysis, register, today),
        *_about_plan(analysis, plan, today),
    ]
    return tuple(sorted(found, key=lambda check: _ORDER[check.severity]))


ON_EVIDENCE = frozenset(
    {"high-level-without-evidence", "evidence-out-of-date", "evidence-tied-to-nothing", "evidence-in-the-future"}
)
"""The checks that say what evidence there is: by their codes."""


def _check(severity: Severity, code: str, items: tuple[str, ...], reason: str, command: str) -> Check:
    return Check(severity=severity, code=code, items=items, reason=reason, command=command)


def _go(item: str) -> str:
    return f"cswo-eval assess --go {item}"


def _about_ratings(framework: Framework, analysis: GapAnalysis) -> Iterator[Check]:
    method = framework.method
    for item in analysis.used:
        level = item.level or 0
        if level >= method.high_level_from and not item.supports:
            reason = f"{item.id} is rated {level}, and nothing in the register shows it yet."
            yield _check("serious", "high-level-without-evidence", (item.id,), reason, _go(item.id))
        if level == 5 and item.confidence == "low":
            reason = f"{item.id} has the top level, with low confidence in it."
            yield _check("look", "top-level-low-confidence", (item.id,), reason, _go(item.id))
    rated = analysis.used
    if len(rated) >= method.same_answer_from and len({item.level for item in rated}) == 1:
        reason = (
            f"All {len(rated)} ratings are {rated[0].level}. Few people are equally good at everything: reading the two "
            "illustrations again for a handful may tell them apart."
        )
        yield _check("look", "every-answer-the-same", (), reason, "cswo-eval assess --cases")


def _about_elements(analysis: GapAnalysis, rated_as_a_whole: Mapping[str, int]) -> Iterator[Check]:
    """An element's answer gives way to its competencies': say so while some of them have no level, lest a need vanish."""
    for aspect in analysis.aspects:
        for element in aspect.elements:
            level = rated_as_a_whole.get(element.id)
            if (
                level is None
                or element.basis != "competencies"
                or element.rated + element.no_chance >= element.applicable
            ):
                continue
            reason = (
                f"You rated {element.id} as a whole {level}. Now that {element.rated} of its {element.applicable} "
                "competencies have a level, only those count; the rest are still to be answered."
            )
            command = f"cswo-eval assess --element {element.id}"
            yield _check("look", "element-half-answered", (element.id,), reason, command)


def _about_targets(profile: Profile, analysis: GapAnalysis) -> Iterator[Check]:
    for item in analysis.used:
        own = profile.targets.get(item.id)
        if own is not None and item.level is not None and own < item.level:
            reason = f"Your own target for {item.id} is {own}, below the level {item.level} that you give yourself."
            yield _check("look", "target-below-level", (item.id,), reason, "edit 'targets' in profile.yaml")


def _about_evidence(
    framework: Framework, analysis: GapAnalysis, register: EvidenceRegister, today: date
) -> Iterator[Check]:
    oldest = today - timedelta(days=framework.method.evidence_current_days)
    entries = {entry.id: entry for entry in register.present()}
    for item in analysis.used:
        supporting = [entries[name] for name in item.supports]
        if supporting and all(entry.last_day < oldest for entry in supporting):
            newest = said_when(max(supporting, key=lambda entry: (entry.last_day, entry.first_day)).effective)
            reason = f"The newest evidence for {item.id} is of {newest}, more than two years ago."
            if framework.method.evidence_current_days != 730:
                reason = f"The newest evidence for {item.id} is of {newest}, before {plain_day(oldest)}."
            yield _check("look", "evidence-out-of-date", (item.id,), reason, _go(item.id))
    known = {item.id for item in analysis.items} | set(framework.elements)
    for entry in register.present():
        if not any(link.item in known for link in entry.links):
            reason = f"{entry.id} in the register is tied to no competency."
            yield _check(
                "note",
                "evidence-tied-to-nothing",
                (entry.id,),
                reason,
                f"cswo-eval evidence link {entry.id} COMPETENCY --why TEXT",
            )
        if entry.first_day > today:
            reason = f"{entry.id} is dated {said_when(entry.effective)}, which is still to come."
            command = f"cswo-eval evidence edit {entry.id} --date DATE"
            yield _check("look", "evidence-in-the-future", (entry.id,), reason, command)


def _about_plan(analysis: GapAnalysis, plan: Plan | None, today: date) -> Iterator[Check]:
    serious = [item for item in analysis.needs if item.band in ("high", "medium")]
    if plan is None:
        if serious:
            reason = f"{counted(len(serious), 'high or medium need')} and no plan yet."
            yield _check("note", "no-plan", tuple(item.id for item in serious), reason, "cswo-eval plan make")
        return
    served = served_by(plan)
    bare = [item for item in serious if item.id not in served]
    if bare:
        names = listed((item.id for item in bare), 8)
        reason = f"{counted(len(bare), 'high or medium need')} without an action in the plan: {names}."
        yield _check("look", "gap-without-action", tuple(item.id for item in bare), reason, "cswo-eval plan show")
    for action in plan.actions:
        if action.status == "planned" and action.due < today:
            reason = f"Action {action.id} was due on {action.due}."
            command = f"cswo-eval plan done {action.id}   or   plan defer {action.id}"
            yield _check("look", "overdue-action", (action.id,), reason, command)
        elif action.flags and action.status == "planned":
            reason = f"Action {action.id} breaks a rule of the plan: {' '.join(action.flags)}"
            yield _check("note", "action-breaks-rule", (action.id,), reason, f"cswo-eval plan show {action.id}")


def served_by(plan: Plan) -> frozenset[str]:
    """Return every competency and element for which the plan holds an action that is planned or done."""
    served: set[str] = set()
    for action in plan.actions:
        if action.status in ("planned", "done"):
            served.update((action.goal, *action.serves))
    return frozenset(served)
