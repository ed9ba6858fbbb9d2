"""What a report says of itself: what it is and is not, what comes next, and by which method it was made."""

from __future__ import annotations

from datetime import date

from cswo_eval import __version__
from cswo_eval.disclosure.levels import STILL_TOLD
from cswo_eval.framework.framework import Framework
from cswo_eval.pages import plan_sections
from cswo_eval.pages.blocks import Block, Column, Facts, Paragraph, Section, Table
from cswo_eval.pages.gap_sections.frame import limits_section
from cswo_eval.pages.gap_sections.needs import IN_ORDER
from cswo_eval.pages.report_sections.report_material import ReportMaterial
from cswo_eval.pages.told_fields import told_pairs
from cswo_eval.record.models import Round
from cswo_eval.record.portfolio_models import PortfolioDetails
from cswo_eval.text.days_in_words import plain_day, short_day

WITH_PRIVATE = "This copy also holds what is marked private. It is for its owner alone: do not hand it on."
_KEPT_BACK = {
    "self": "What is marked private is not in this copy, and no number rests on it.",
    "coach": "Nothing private is in this copy or behind its figures; the numbers of what was taken out stay empty.",
}
"""What a copy says of what is not in it: the same in every record, whether there is something or not."""


def limits_of_report(material: ReportMaterial) -> Section:
    """Return what this is and is not, what was left out, and what a coach will find in it."""
    section = limits_section(material.framework)
    extra = []
    if not material.levels:
        extra.append(Paragraph(f"No level of a single competency is shown. Some can still be told: {STILL_TOLD}"))
    kept_back = _KEPT_BACK.get(material.audience.id)
    if kept_back is not None and not material.copy.with_private:
        extra.append(Paragraph(kept_back, "quiet"))
    if "agenda" in material.audience.sections:
        extra.append(
            Paragraph(
                "An agenda for the first conversation is at the end; the Word copy has room to type in.",
                "quiet",
            )
        )
    return section._replace(blocks=(*section.blocks, *extra))


def what_happens_next(material: ReportMaterial) -> tuple[Block, ...]:
    """The next actions and the next review, so that the first page says what comes of it all."""
    if material.plan is None:
        how = "; `cswo-eval plan make` makes one" if material.for_owner else ""
        return (Paragraph(f"What happens next: no plan has been made yet{how}."),) if material.analysis.planned else ()
    coming = [one for one in plan_sections.current_actions(material.plan) if one.status == "planned"]
    coming.sort(key=lambda one: (one.due, one.id))
    rows = [(one.due, one.id, f"{one.title} ({one.goal})") for one in coming[:3]]
    reviews = [review for review in material.plan.reviews if review.day >= material.today]
    rows += [(review.day, f"Day {review.number}", "Review of the plan") for review in reviews[:1]]
    columns = (Column("Item"), Column("What", main=True), Column("By"))
    shown = tuple((name, what, _day_from(day, material.today)) for day, name, what in sorted(rows))
    return (Table("What happens next", columns, shown),) if shown else ()


def _day_from(day: date, today: date) -> str:
    when = ", today" if day == today else ", overdue" if day < today else ""
    return f"{short_day(day)}{when}"


def title_page_section(framework: Framework, details: PortfolioDetails) -> Section:
    """Return what the title page of the owner's portfolio says; no blocks where nothing was said."""
    pairs = told_pairs(framework, details)
    return Section("title-page", "The title page of the portfolio", (Facts(pairs),) if pairs else ())


def method_section(material: ReportMaterial) -> Section:
    """Return by which method, Standard and program it was made, and for whom."""
    method, outline = material.framework.method, material.framework.outline
    pairs = [
        (
            "Need",
            f"importance × ((1 + gap)² − 1); high from {method.high_need}, medium from {method.medium_need}, and with importance 1 "
            "never above medium",
        ),
        ("Order", f"needs of the same weight come by {IN_ORDER}"),
        (
            "Means",
            "an element's is that of its competencies, those not answered as the element is; an aspect's that "
            "of its elements; one decimal, halves up; none below "
            f"{method.least_coverage:.0%} coverage",
        ),
        ("Levels", "; ".join(f"{one.level} {one.name}" for one in material.framework.levels.levels)),
        ("Standard", f"{outline.id}, version {outline.version}, content {material.framework.content_hash[:12]}"),
        ("Program", f"cswo-eval {__version__}"),
        ("Made for", f"{material.audience.title}: {material.audience.text}"),
    ]
    if material.round is not None:
        pairs.insert(0, ("Round", _told_round(material.round)))
    if material.earlier:
        pairs.insert(1, ("Earlier rounds in the radar", "; ".join(_told_round(one) for one in material.earlier)))
    return Section("method", "Method and versions", (Facts(tuple(pairs)),))


def _told_round(round_: Round) -> str:
    return f"{round_.title}, begun {plain_day(round_.started)}"
