"""The home screen: where the record lies, how far the owner has come, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Column, Document, Facts, Paragraph, Scale, Section, Table
from cswo_eval.pages.evidence_sections.account_progress import unfinished
from cswo_eval.record.models import EvidenceRegister, Profile, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.text.days_in_words import plain_day, short_day
from cswo_eval.text.words import counted, listed
from cswo_eval.walk.progress import Progress, progress_of, said_minutes

SOON_DAYS = 14


class Collected(NamedTuple):
    """What the owner has collected: numbers, and the ids of accounts that have a part to write, the latest last."""

    entries: int = 0
    competencies: int = 0
    """Those that some entry bears on, of all that the Standard has."""
    of_competencies: int = 0
    files: int = 0
    accounts: int = 0
    unfinished: tuple[str, ...] = ()
    claims: int = 0
    portfolio: bool = False
    """Whether anything here is for a portfolio: an account, a claim, or its title page."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing yet."""
        return not (self.entries or self.accounts or self.claims)


NOTHING_COLLECTED = Collected()


def collected(
    framework: Framework,
    register: EvidenceRegister,
    accounts: Sequence[Reflection],
    claims: int,
    details: bool,
) -> Collected:
    """Return what there is. `claims`: how many; `details`: whether the portfolio's title page says anything."""
    entries = register.present()
    present = [one for one in accounts if one.removed is None]
    linked = {link.item for entry in entries for link in entry.links} & framework.competencies.keys()
    return Collected(
        entries=len(entries),
        competencies=len(linked),
        of_competencies=len(framework.competencies),
        files=sum(len(entry.current_attachments()) for entry in entries),
        accounts=len(present),
        unfinished=tuple(one.id for one in unfinished(framework, present)),
        claims=claims,
        portfolio=bool(present or claims or details),
    )


def first_screen(folder: str) -> Document:
    """Return the screen of someone who has no record yet."""
    steps = (
        ("cswo-eval assess", "begin: two short cases, then 18 questions, about half an hour; then a first plan"),
        ("cswo-eval evidence add", "or begin with your evidence, such as for a portfolio on the Diploma"),
        ("cswo-eval demo", "look first at a complete, fictional record with its gap analysis and plan"),
        ("cswo-eval standard list", "read the Standard: 5 aspects, 18 elements, 80 competencies"),
    )
    blocks: tuple[Block, ...] = (
        Paragraph(
            "Evaluate yourself against the Standard for Chief Social Work Officers: privately, on this machine, at your "
            "own pace. Nothing is sent anywhere."
        ),
        Facts(steps),
        Paragraph(f"Your record will be a folder that you can read, copy and delete: {folder}", "quiet"),
    )
    return Document("cswo-eval", "", (Section("start", "To begin", blocks),))


def aspect_progress(framework: Framework, round_: Round | None) -> tuple[Progress, ...]:
    """Return the progress over the competencies of each aspect, with the time the rest is likely to take."""
    depth = round_.depth if round_ is not None and round_.depth != "element" else "usual"
    return tuple(
        progress_of(
            framework,
            round_,
            [one.id for element in aspect.elements for one in element.competencies],
            depth,
            f"{aspect.id} {aspect.title}",
        )
        for aspect in framework.aspects
    )


def element_progress(framework: Framework, round_: Round | None) -> Progress:
    """Return the progress over the 18 elements."""
    return progress_of(framework, round_, list(framework.elements), "element", "The elements as a whole")


def home_screen(
    framework: Framework,
    folder: str,
    profile: Profile,
    round_: Round | None,
    analysis: GapAnalysis,
    plan: Plan | None,
    today: date,
    held: frozenset[int] = frozenset(),
    has: Collected = NOTHING_COLLECTED,
) -> Document:
    """Return the home screen of a record. `held`: the days of the plan's reviews that have been held."""
    aspects = aspect_progress(framework, round_)
    elements = element_progress(framework, round_)
    rows = [
        (progress.title, *_progress_cells(progress))
        for progress in (*([elements] if elements.answered else []), *aspects)
    ]
    total = Progress(
        "All competencies",
        sum(one.total for one in aspects),
        sum(one.answered for one in aspects),
        sum(one.minutes_left for one in aspects),
    )
    rows.append((total.title, *_progress_cells(total)))
    columns = (Column("Part", main=True), Column("Answered"), Column("Likely to take"))
    pairs = [("Record", folder)]
    if round_ is not None:
        pairs.append(("Round", f"{round_.title}, begun {plain_day(round_.started)}"))
    if round_ is not None and round_.set_aside:
        pairs.append(("Set aside", f"{counted(len(round_.set_aside), 'answer')}; `cswo-eval check` says why"))
    if profile.sample:
        pairs.append(("Note", "a fictional sample, seen as of " + plain_day(today)))
    sections = [
        Section("place", "", (Facts(tuple(pairs)),)),
        Section("progress", "Have I finished?", (Table("", columns, tuple(rows)),)),
    ]
    if not has.is_empty:
        sections.append(_evidence_section(has))
    if plan is not None:
        sections.append(_plan_section(plan, today))
    steps = (*_next_steps(analysis, plan, aspects, elements, today, held), *_evidence_steps(has))
    sections.append(Section("next", "What comes next", (Facts(steps),)))
    return Document("cswo-eval", "", tuple(sections))


def _progress_cells(progress: Progress) -> tuple[Scale, str]:
    share = 10 * progress.answered / progress.total if progress.total else 0
    left = "done" if progress.complete else f"about {said_minutes(progress.minutes_left)}"
    return Scale(share, 10, f"{progress.answered} of {progress.total}"), left


def _evidence_section(has: Collected) -> Section:
    pairs = [
        (
            "Register",
            f"{counted(has.entries, 'entry', 'entries')} for {has.competencies} of {has.of_competencies} competencies",
        )
    ]
    if has.files:
        pairs.append(("Files", f"{has.files} kept with them"))
    if has.accounts:
        to_write = f"; not finished: {listed(has.unfinished, 5)}" if has.unfinished else ", each part written"
        pairs.append(("Reflective accounts", f"{has.accounts}{to_write}"))
    if has.claims:
        pairs.append(("Prior learning", counted(has.claims, "claim")))
    return Section("evidence", "Your evidence", (Facts(tuple(pairs)),))


def _evidence_steps(has: Collected) -> tuple[tuple[str, str], ...]:
    """Return what comes next in the register and, for who has begun a portfolio, in that."""
    steps = []
    if has.unfinished:
        steps.append((f"cswo-eval evidence reflect {has.unfinished[-1]}", "go on with this account"))
    if has.competencies < has.of_competencies or not has.entries:
        without = has.of_competencies - has.competencies
        steps.append(
            (
                "cswo-eval evidence add",
                f"{without} of {has.of_competencies} competencies have no entry yet"
                if has.entries
                else "begin your register of evidence",
            )
        )
    if has.portfolio and has.entries:
        steps.append(("cswo-eval portfolio check", "what your portfolio still needs"))
        if has.accounts > len(has.unfinished):
            steps.append(("cswo-eval portfolio build", "the portfolio as it stands now"))
    return tuple(steps)


def _plan_section(plan: Plan, today: date) -> Section:
    day = (today - plan.start).days + 1
    said = (
        f"day {day} of 100"
        if 1 <= day <= 100
        else ("begins " + plain_day(plan.start) if day < 1 else "its 100 days are over")
    )
    soon = [one for one in plan.actions if one.status == "planned" and one.due <= today + timedelta(days=SOON_DAYS)]
    rows = tuple(
        (action.id, action.title, short_day(action.due) + (" overdue" if action.due < today else ""))
        for action in sorted(soon, key=lambda action: (action.due, action.id))
    )
    columns = (Column("Action"), Column("What", main=True), Column("Due"))
    done = sum(action.status == "done" for action in plan.actions)
    total = sum(action.status in ("planned", "done") for action in plan.actions)
    return Section(
        "plan",
        "Your 100-day plan",
        (
            Facts((("Where", said), ("Done", f"{done} of {counted(total, 'action')}"))),
            Table("Due within two weeks, or overdue", columns, rows, "nothing."),
        ),
    )


def _next_steps(
    analysis: GapAnalysis,
    plan: Plan | None,
    aspects: tuple[Progress, ...],
    elements: Progress,
    today: date,
    held: frozenset[int],
) -> tuple[tuple[str, str], ...]:
    steps = [*_steps_of_the_walk(aspects, elements)]
    if analysis.used or analysis.exposures:
        steps.append(("cswo-eval gaps", "where you stand"))
    if plan is not None:
        steps += _steps_of_the_plan(plan, today, held)
    elif analysis.needs or analysis.exposures:
        steps.append(("cswo-eval plan make", "a dated 100-day plan from your needs"))
    if analysis.checks:
        steps.append(("cswo-eval check", f"{counted(len(analysis.checks), 'thing')} worth a second look"))
    return tuple(steps)


def _steps_of_the_walk(aspects: tuple[Progress, ...], elements: Progress) -> Iterator[tuple[str, str]]:
    """Give the first hour until a competency is answered, then the competencies until all are."""
    begun = any(one.answered for one in aspects)
    if not elements.complete and not begun:
        left = elements.total - elements.answered
        minutes = said_minutes(elements.minutes_left)
        yield "cswo-eval assess", f"{counted(left, 'question')} of the first hour, about {minutes}"
        return
    unfinished_aspects = [one for one in aspects if not one.complete]
    if unfinished_aspects:
        yield "cswo-eval assess", "go on with the competencies; stop whenever you like"
        part = min(unfinished_aspects, key=lambda one: one.minutes_left)
        yield (
            f"cswo-eval assess --aspect {part.title[:2]}",
            f"the shortest sitting: about {said_minutes(part.minutes_left)}",
        )


def _steps_of_the_plan(plan: Plan, today: date, held: frozenset[int]) -> Iterator[tuple[str, str]]:
    yield "cswo-eval plan show", "the plan by week"
    due = [review for review in plan.reviews if review.day <= today and review.number not in held]
    if due:
        yield f"cswo-eval plan review {due[-1].number}", f"the review of day {due[-1].number}"


def home_values(
    framework: Framework,
    folder: str,
    round_: Round | None,
    analysis: GapAnalysis,
    plan: Plan | None,
    today: date,
    held: frozenset[int] = frozenset(),
    has: Collected = NOTHING_COLLECTED,
) -> dict[str, Any]:
    """Return the home screen for --json."""
    aspects = aspect_progress(framework, round_)
    elements = element_progress(framework, round_)
    steps = (*_next_steps(analysis, plan, aspects, elements, today, held), *_evidence_steps(has))
    return {
        "record": folder,
        "exists": True,
        "today": today.isoformat(),
        "round": round_.started.isoformat() if round_ is not None else None,
        "set_aside": len(round_.set_aside) if round_ is not None else 0,
        "elements": {"answered": elements.answered, "total": elements.total, "minutes_left": elements.minutes_left},
        "aspects": [
            {"title": one.title, "answered": one.answered, "total": one.total, "minutes_left": one.minutes_left}
            for one in aspects
        ],
        "evidence": {
            "entries": has.entries,
            "competencies": has.competencies,
            "of_competencies": has.of_competencies,
            "files": has.files,
            "accounts": has.accounts,
            "unfinished_accounts": list(has.unfinished),
            "claims": has.claims,
        },
        "plan": plan.start.isoformat() if plan is not None else None,
        "next": [{"command": command, "why": why} for command, why in steps],
    }
