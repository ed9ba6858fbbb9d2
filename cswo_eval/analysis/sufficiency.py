"""The five portfolio tests, competency by competency: stated rules with stated reasons, never a verdict on quality.

Rules and thresholds: standards/sufficiency.yaml (valid, authentic, reliable, current, sufficient).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from cswo_eval.framework.framework import Framework
from cswo_eval.framework.portfolio_models import SufficiencyRules, TestId
from cswo_eval.record.models import Answer, Bearing, Evidence, EvidenceRegister, Round
from cswo_eval.record.portfolio_models import PriorLearningClaim, Reflection
from cswo_eval.text.days_in_words import said_when
from cswo_eval.text.when_kept import When, fewest_days
from cswo_eval.text.words import listed

Outcome = Literal["met", "not-met", "nothing"]
"""'nothing' where there is no supporting entry that the rule could look at."""


class RuleResult(NamedTuple):
    """What one test's rule found for one competency: the outcome, why, and the command that mends it ('' where met)."""

    test: TestId
    outcome: Outcome
    reason: str
    command: str


class CompetencySufficiency(NamedTuple):
    """One competency with its supporting and contradicting entries (ids), its accounts and claims, and the five tests."""

    id: str
    title: str
    applicable: bool
    """False where the newest round marks it not applicable, by itself or with the whole of its element."""
    supports: tuple[str, ...]
    contradicts: tuple[str, ...]
    reflections: tuple[str, ...]
    claims: tuple[str, ...]
    newest: When | None
    """When the newest supporting entry happened, as precisely as it was said."""
    kinds: tuple[str, ...]
    """Kinds of its supporting entries, each once, in the register's order."""
    occasions: int
    """On how many different days they happened, at least: what is said as a month may be of any day in it."""
    tests: tuple[RuleResult, ...]

    @property
    def met(self) -> int:
        """How many of the five tests are met."""
        return sum(one.outcome == "met" for one in self.tests)

    @property
    def not_met(self) -> tuple[RuleResult, ...]:
        """The tests that are not met, those with nothing to look at among them."""
        return tuple(one for one in self.tests if one.outcome != "met")

    @property
    def complete(self) -> bool:
        """Whether all five are met."""
        return self.met == len(self.tests)


class Sufficiency(NamedTuple):
    """The evidence of a record against the five tests, and what stands out across competencies."""

    competencies: tuple[CompetencySufficiency, ...]
    """All applicable ones and those not applicable, in the Standard's order."""
    carrying_many: tuple[tuple[str, int], ...]
    """Entries that support many competencies: (entry, how many), the most first."""
    unlinked: tuple[str, ...]
    """Entries that bear on no competency."""
    by_element_only: tuple[str, ...]
    """Entries linked to elements, and to none of their competencies: a portfolio asks for the competency."""

    @property
    def counted(self) -> tuple[CompetencySufficiency, ...]:
        """Those that are applicable."""
        return tuple(one for one in self.competencies if one.applicable)

    @property
    def evidenced(self) -> tuple[CompetencySufficiency, ...]:
        """The applicable ones with at least one supporting entry."""
        return tuple(one for one in self.counted if one.supports)


def sufficiency_of(
    framework: Framework,
    register: EvidenceRegister,
    round_: Round | None,
    reflections: Sequence[Reflection],
    claims: Sequence[PriorLearningClaim],
    today: date,
) -> Sufficiency:
    """Return every competency against the five tests as of `today`. Removed entries, accounts and claims do not count."""
    present = register.present()
    supports = _bearing(present, "supports")
    contradicts = _bearing(present, "contradicts")
    accounts = _by_item((one.id, [link.item for link in one.links]) for one in reflections if one.removed is None)
    claimed = _by_item((one.id, one.items) for one in claims if one.removed is None)
    answers = round_.answers if round_ is not None else {}
    competencies = []
    for item in framework.competencies.values():
        entries = list(supports.get(item.id, {}).values())
        competencies.append(
            CompetencySufficiency(
                id=item.id,
                title=item.title,
                applicable=_standing(answers, item.id) != "not-applicable",
                supports=tuple(one.id for one in entries),
                contradicts=tuple(contradicts.get(item.id, {})),
                reflections=tuple(accounts.get(item.id, ())),
                claims=tuple(claimed.get(item.id, ())),
                newest=_newest(entries).effective if entries else None,
                kinds=tuple(dict.fromkeys(one.kind for one in entries)),
                occasions=fewest_days(one.effective for one in entries),
                tests=_tests(framework.sufficiency, item.id, entries, today),
            )
        )
    return Sufficiency(
        competencies=tuple(competencies),
        carrying_many=_carrying_many(present, framework.sufficiency.many_competencies_from),
        unlinked=_unlinked(present, framework),
        by_element_only=tuple(one.id for one in present if _only_elements(one, framework)),
    )


def _bearing(entries: Iterable[Evidence], bearing: Bearing) -> dict[str, dict[str, Evidence]]:
    """Return by item the entries that bear on it so, by id: one that was tied twice by hand is still one entry."""
    found: dict[str, dict[str, Evidence]] = {}
    for entry in entries:
        for link in entry.links:
            if link.bearing == bearing:
                found.setdefault(link.item, {})[entry.id] = entry
    return found


def _carrying_many(entries: Iterable[Evidence], least: int) -> tuple[tuple[str, int], ...]:
    counts = [(entry.id, _competencies_supported(entry)) for entry in entries]
    return tuple(sorted((one for one in counts if one[1] >= least), key=lambda one: -one[1]))


def _unlinked(entries: Iterable[Evidence], framework: Framework) -> tuple[str, ...]:
    known = {*framework.competencies, *framework.elements}
    return tuple(one.id for one in entries if not any(link.item in known for link in one.links))


def _standing(answers: Mapping[str, Answer], name: str) -> str | None:
    """Return the standing of a competency; that of its element as a whole where it has none of its own."""
    own = answers.get(name)
    if own is not None and own.standing is not None:
        return own.standing
    whole = answers.get(name.split(".")[0])
    return whole.standing if whole is not None else None


def _by_item(pairs: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, items in pairs:
        for item in items:
            found.setdefault(item, []).append(name)
    return found


def _competencies_supported(entry: Evidence) -> int:
    return len({link.item for link in entry.links if "." in link.item and link.bearing == "supports"})


def _only_elements(entry: Evidence, framework: Framework) -> bool:
    elements = {link.item for link in entry.links if link.item in framework.elements}
    return bool(elements) and not any(link.item in framework.competencies for link in entry.links)


def _tests(rules: SufficiencyRules, item: str, entries: list[Evidence], today: date) -> tuple[RuleResult, ...]:
    if not entries:
        command = f"cswo-eval evidence add --for {item}"
        return tuple(RuleResult(test.id, "nothing", "No entry supports it yet.", command) for test in rules.tests)
    by_test = {
        "valid": _valid(rules, item, entries),
        "authentic": _authentic(rules, entries),
        "reliable": _reliable(rules, item, entries),
        "current": _current(rules, item, entries, today),
        "sufficient": _sufficient(rules, item, entries),
    }
    return tuple(RuleResult(test.id, *by_test[test.id]) for test in rules.tests)


_Found = tuple[Outcome, str, str]


def word_count(text: str) -> int:
    """Return the number of words, as a word processor counts them: runs of characters between spaces."""
    return len(text.split())


def _valid(rules: SufficiencyRules, item: str, entries: list[Evidence]) -> _Found:
    bare = [
        one.id
        for one in entries
        if not any(link.item == item and word_count(link.own_reason) >= rules.least_reason_words for link in one.links)
    ]
    if not bare:
        return "met", "Each entry says why it bears on this.", ""
    said = f"{listed(bare, 4)}: no line of {rules.least_reason_words} words or more on why it bears on this."
    return "not-met", said, f"cswo-eval evidence link {bare[0]} {item} --why TEXT"


def _authentic(rules: SufficiencyRules, entries: list[Evidence]) -> _Found:
    bare = [one.id for one in entries if word_count(one.my_part) < rules.least_part_words]
    if not bare:
        return "met", "Each entry says what your own part was.", ""
    said = f"{listed(bare, 4)}: your own part is not told in {rules.least_part_words} words or more."
    return "not-met", said, f"cswo-eval evidence edit {bare[0]} --my-part TEXT"


def _reliable(rules: SufficiencyRules, item: str, entries: list[Evidence]) -> _Found:
    confirmable = [one.id for one in entries if one.confirmer.strip()]
    kinds = {one.kind for one in entries}
    problems = []
    command = ""
    if len(confirmable) < rules.least_confirmable:
        problems.append(f"{len(confirmable)} of {len(entries)} entries name who could confirm them")
        command = f"cswo-eval evidence edit {entries[0].id} --confirmer ROLE"
    if len(kinds) < rules.least_kinds:
        problems.append("all of it is of one kind" if len(kinds) == 1 else f"it is of {len(kinds)} kinds only")
        command = command or f"cswo-eval evidence add --for {item}"
    if not problems:
        return "met", f"{len(kinds)} kinds; {len(confirmable)} of {len(entries)} can be confirmed by somebody.", ""
    return "not-met", f"{'; '.join(problems).capitalize()}.", command


def _newest(entries: Sequence[Evidence]) -> Evidence:
    """Return the entry that may be the newest: by the last day that is meant, then by how late that is known to be."""
    return max(entries, key=lambda one: (one.last_day, one.first_day))


def _current(rules: SufficiencyRules, item: str, entries: list[Evidence], today: date) -> _Found:
    newest = _newest(entries)
    said = f"The newest is of {said_when(newest.effective)}"
    if newest.last_day >= today - timedelta(days=rules.current_days):
        return "met", f"{said}.", ""
    said = f"{said}, more than {rules.current_days} days ago."
    return "not-met", said, f"cswo-eval evidence add --for {item}"


def _sufficient(rules: SufficiencyRules, item: str, entries: list[Evidence]) -> _Found:
    occasions = fewest_days(one.effective for one in entries)
    to_the_day = all(one.first_day == one.last_day for one in entries)
    problems = []
    if len(entries) < rules.least_entries:
        problems.append("one entry only" if len(entries) == 1 else f"{len(entries)} entries only")
    if occasions < rules.least_occasions and len(entries) > 1:
        if occasions == 1:
            problems.append(f"all of it {'' if to_the_day else 'perhaps '}from one day")
        else:
            problems.append(f"from {occasions} days only" if to_the_day else f"perhaps from {occasions} days only")
    if not problems:
        days = f"{'' if to_the_day else 'at least '}{occasions} different days"
        return "met", f"{len(entries)} entries from {days}.", ""
    return "not-met", f"{'; '.join(problems).capitalize()}.", f"cswo-eval evidence add --for {item}"
