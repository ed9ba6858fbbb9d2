"""What stands round the gap analysis: what it is and is not, how to read it, and what it leaves out of account."""

from __future__ import annotations

from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.framework.fitted_ids import fitting_of
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Column, Facts, Paragraph, Section, Table
from cswo_eval.record.fitted import is_of_another_standard
from cswo_eval.record.models import Round


def limits_section(framework: Framework) -> Section:
    """What this is and is not."""
    texts = (*framework.method.limits, *framework.outline.standing)
    return Section("limits", "What this is, and is not", tuple(Paragraph(text, "quiet") for text in texts))


def reading_section(framework: Framework, analysis: GapAnalysis, for_owner: bool = True) -> Section:
    """What the levels claim and what they are measured against, for a reader who has not seen the scale."""
    levels = framework.levels
    rows = tuple((str(one.level), one.name, one.description) for one in levels.levels)
    said = "as you read them" if for_owner else "as the owner read them"
    table = Table(
        f"The five levels, {said}", (Column("Level"), Column("Name"), Column("What it claims", main=True)), rows
    )
    own = "you may" if for_owner else "the owner may"
    method = framework.method
    pairs = (
        ("Target", f"that of the profile '{analysis.target_profile}'; {own} have set another for a competency"),
        ("Importance", " ".join(f"{one.name} ({one.id}): {one.description}" for one in reversed(levels.importance))),
        ("How sure", " ".join(f"{one.name}: {one.description}" for one in levels.confidence)),
        (
            "Need",
            f"grows with importance, and faster than the gap between level and target: high from {method.high_need}, "
            f"medium from {method.medium_need}, low above 0",
        ),
        (levels.no_chance.name, levels.no_chance.description),
    )
    return Section("reading", "How to read this", (table, Facts(pairs)))


def not_applicable_section(analysis: GapAnalysis) -> Section:
    """What cannot arise in the owner's post, with the reason."""
    if not analysis.not_applicable:
        return Section("not-applicable", "Not applicable", ())
    rows = tuple((item.id, item.title, item.reason) for item in analysis.not_applicable)
    columns = (Column("Item"), Column("What"), Column("Reason", main=True))
    return Section("not-applicable", "Not applicable", (Table("", columns, rows),))


def set_aside_because(framework: Framework, round_: Round, item: str) -> str:
    """Return what became of an id whose answer in a round is set aside, as the end of a sentence that begins with the id."""
    if is_of_another_standard(round_, framework):
        return "was answered against another Standard"
    if item in framework.ids:
        return "has an answer of its own now"
    move = fitting_of(item, framework)
    return f"{move.became}, which has an answer of its own" if move.now is not None else move.became


def set_aside_section(framework: Framework, round_: Round) -> Section:
    """Answers to what the Standard in use no longer has."""
    rows = tuple((one.id, set_aside_because(framework, round_, one.id), one.reason) for one in round_.set_aside)
    columns = (Column("Was"), Column("What became of it", main=True), Column("Why", main=True))
    return Section("set-aside", "Set aside, nothing lost", (Table("", columns, rows),))


def set_aside_values(framework: Framework, round_: Round | None) -> list[dict[str, str]]:
    """Return the answers that are set aside for --json, without the owner's words."""
    if round_ is None:
        return []
    return [
        {"id": one.id, "became": set_aside_because(framework, round_, one.id), "reason": one.reason}
        for one in round_.set_aside
    ]
