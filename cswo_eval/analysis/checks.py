"""Remarks on a gap analysis: what does not fit together, why, and the command that mends it (design: Checks)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cswo_eval.analysis.results import Check, GapAnalysis, ItemResult, Severity
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Evidence, EvidenceRegister, Profile
from cswo_eval.record.plan_models import Action, Plan
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
) -> tuple[Check, ...]:
    """Return every check that finds something as of `today`, the most serious first: one of a kind, however many it names."""
    found = [
        *_about_ratings(framework, analysis),
        *_about_targets(profile, analysis),
        *_about_dates_of_evidence(framework, analysis, register, today),
        *_about_entries(framework, register, today),
        *_about_needs(analysis, plan),
        *(_about_actions(plan, today) if plan is not None else ()),
    ]
    return tuple(sorted(found, key=lambda check: _ORDER[check.severity]))


ON_EVIDENCE = frozenset(
    {"high-level-without-evidence", "evidence-out-of-date", "evidence-tied-to-nothing", "evidence-in-the-future"}
)
"""The checks that say what evidence there is: by their codes."""

MOST_NAMED = 8
"""Ids that a sentence names where there are more."""


class _Kind(NamedTuple):
    """One kind of check: what it says of one thing, of several, and what mends it."""

    severity: Severity
    code: str
    of_one: str
    """A whole sentence, where it holds of one thing only."""
    of_several: str
    """How the sentence begins where it holds of several; their ids follow."""
    command: str
    """What mends the first of them."""

    def check(self, items: Sequence[str], after: str = "") -> Check:
        """Return the check of these things, at least one. `after`: what is said behind the ids of several."""
        one = len(items) == 1
        reason = self.of_one if one else f"{self.of_several}: {listed(items, MOST_NAMED)}.{after}"
        return Check(severity=self.severity, code=self.code, items=tuple(items), reason=reason, command=self.command)


def _go(item: str) -> str:
    return f"cswo-eval assess --go {item}"


def _about_ratings(framework: Framework, analysis: GapAnalysis) -> Iterator[Check]:
    method, rated = framework.method, analysis.used
    bare = [one for one in rated if (one.level or 0) >= method.high_level_from and not one.supports]
    if bare:
        yield _Kind(
            "serious",
            "high-level-without-evidence",
            f"{bare[0].id} is rated {bare[0].level}, and nothing in the register shows it yet.",
            f"{len(bare)} ratings of {_from_level(method.high_level_from)} have nothing in the register that shows them yet",
            _go(bare[0].id),
        ).check(_ids(bare))
    unsure = [one for one in rated if one.level == TOP_LEVEL and one.confidence == "low"]
    if unsure:
        yield _Kind(
            "look",
            "top-level-low-confidence",
            f"{unsure[0].id} has the top level, with low confidence in it.",
            f"{len(unsure)} ratings have the top level, with low confidence in it",
            _go(unsure[0].id),
        ).check(_ids(unsure))
    if len(rated) >= method.same_answer_from and len({item.level for item in rated}) == 1:
        reason = (
            f"All {len(rated)} ratings are {rated[0].level}. Few people are equally good at everything: reading the two "
            "illustrations again for a handful may tell them apart."
        )
        yield Check(
            severity="look",
            code="every-answer-the-same",
            items=(),
            reason=reason,
            command="cswo-eval assess --cases",
        )


TOP_LEVEL = 5


def _from_level(least: int) -> str:
    """Return '4 or 5'."""
    return " or ".join(str(level) for level in range(least, TOP_LEVEL + 1))


def _ids(items: Iterable[ItemResult | Evidence | Action]) -> list[str]:
    return [item.id for item in items]


def _about_targets(profile: Profile, analysis: GapAnalysis) -> Iterator[Check]:
    def own(item: ItemResult) -> int | None:
        return profile.targets.get(item.id)

    low = [one for one in analysis.used if own(one) is not None and (own(one) or 0) < (one.level or 0)]
    if low:
        first = low[0]
        yield _Kind(
            "look",
            "target-below-level",
            f"Your own target for {first.id} is {own(first)}, below the level {first.level} that you give yourself.",
            f"{len(low)} of your own targets are below the level that you give yourself",
            "edit 'targets' in profile.yaml",
        ).check(_ids(low))


def _about_dates_of_evidence(
    framework: Framework, analysis: GapAnalysis, register: EvidenceRegister, today: date
) -> Iterator[Check]:
    days = framework.method.evidence_current_days
    oldest = today - timedelta(days=days)
    entries = {entry.id: entry for entry in register.present()}

    def outdated(item: ItemResult) -> bool:
        return bool(item.supports) and all(entries[name].last_day < oldest for name in item.supports)

    found = [one for one in analysis.used if outdated(one)]
    if found:
        when = "more than two years ago" if days == TWO_YEARS else f"before {plain_day(oldest)}"
        supporting = [entries[name] for name in found[0].supports]
        newest = said_when(max(supporting, key=lambda entry: (entry.last_day, entry.first_day)).effective)
        yield _Kind(
            "look",
            "evidence-out-of-date",
            f"The newest evidence for {found[0].id} is of {newest}, {when}.",
            f"{len(found)} ratings have only evidence of {when}",
            _go(found[0].id),
        ).check(_ids(found))


TWO_YEARS = 730
"""Days: a span that is said as years."""


def _about_entries(framework: Framework, register: EvidenceRegister, today: date) -> Iterator[Check]:
    known = framework.competencies.keys() | framework.elements.keys()
    stray = [entry for entry in register.present() if not any(link.item in known for link in entry.links)]
    if stray:
        yield _Kind(
            "note",
            "evidence-tied-to-nothing",
            f"{stray[0].id} in the register is tied to no competency.",
            f"{len(stray)} entries in the register are tied to no competency",
            f"cswo-eval evidence link {stray[0].id} COMPETENCY --why TEXT",
        ).check(_ids(stray))
    coming = [entry for entry in register.present() if entry.first_day > today]
    if coming:
        yield _Kind(
            "look",
            "evidence-in-the-future",
            f"{coming[0].id} is dated {said_when(coming[0].effective)}, which is still to come.",
            f"{len(coming)} entries have a date that is still to come",
            f"cswo-eval evidence edit {coming[0].id} --date DATE",
        ).check(_ids(coming))


def _about_needs(analysis: GapAnalysis, plan: Plan | None) -> Iterator[Check]:
    serious = [item for item in analysis.needs if item.band in ("high", "medium")]
    if plan is not None:
        served = served_by(plan)
        serious = [item for item in serious if item.id not in served]
    if not serious:
        return
    number = counted(len(serious), "high or medium need")
    if plan is None:
        yield Check(
            severity="note",
            code="no-plan",
            items=tuple(_ids(serious)),
            reason=f"{number} and no plan yet.",
            command="cswo-eval plan make",
        )
        return
    begins = f"{number} without an action in the plan"
    yield _Kind("look", "gap-without-action", f"{begins}: {serious[0].id}.", begins, "cswo-eval plan show").check(
        _ids(serious)
    )


def _about_actions(plan: Plan, today: date) -> Iterator[Check]:
    planned = [action for action in plan.actions if action.status == "planned"]
    late = [action for action in planned if action.due < today]
    if late:
        first = late[0].id
        yield _Kind(
            "look",
            "overdue-action",
            f"Action {first} was due on {late[0].due}.",
            f"{len(late)} actions are overdue",
            f"cswo-eval plan done {first}   or   plan defer {first}",
        ).check(_ids(late), f" The first was due on {late[0].due}.")
    broken = [action for action in planned if action.flags and action not in late]
    if broken:
        rules = " ".join(broken[0].flags)
        yield _Kind(
            "note",
            "action-breaks-rule",
            f"Action {broken[0].id} breaks a rule of the plan: {rules}",
            f"{len(broken)} actions break a rule of the plan",
            f"cswo-eval plan show {broken[0].id}",
        ).check(_ids(broken), f" Of {broken[0].id}: {rules}")


def served_by(plan: Plan) -> frozenset[str]:
    """Return every competency and element for which the plan holds an action that is planned or done."""
    served: set[str] = set()
    for action in plan.actions:
        if action.status in ("planned", "done"):
            served.update((action.goal, *action.serves))
    return frozenset(served)
