"""What a plan serves in part, and what it leaves out, each with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Column, Paragraph, Section, Table
from cswo_eval.pages.one_action import title_of
from cswo_eval.planning.left_out import DEFERRED, missing_levels
from cswo_eval.record.plan_models import LeftOut, Plan
from cswo_eval.text.words import counted

_SHARED_BY = 3
"""From so many on, a reason is not said of each."""
PUT_OFF = "put off"
"""What is said in place of a need's weight for an action that was put off."""


def partly_section(framework: Framework, plan: Plan) -> Section:
    """Return the needs that the plan answers in part: what is missing of each, and why."""
    columns = (Column("Item"), Column("What", main=True), Column("Need"), Column("Missing"))
    rows = [
        (one.reason, (one.item, _what(framework, one), one.band, missing_levels(one)))
        for one in plan.left_out
        if one.partly
    ]
    return Section("partly", "Served in part", tuple(_with_reasons(columns, rows)))


def left_out_section(framework: Framework, plan: Plan) -> Section:
    """Return what the plan does not hold at all, with the reason, for the next 100 days."""
    left = [one for one in plan.left_out if not one.partly]
    if not plan.left_out:
        return Section("left-out", "What did not fit", (Paragraph("Everything fitted."),))
    if not left:
        return Section("left-out", "What did not fit", (Paragraph("No need is left out altogether."),))
    ids = {one.title: one.id for one in plan.actions if one.status == "deferred"}
    columns = (Column("Item"), Column("What", main=True), Column("Need"))
    rows = [
        (
            one.reason,
            (
                ids.get(one.title, one.item) if one.band == DEFERRED else one.item,
                _what(framework, one),
                PUT_OFF if one.band == DEFERRED else one.band,
            ),
        )
        for one in left
    ]
    return Section("left-out", "What did not fit, for the next 100 days", tuple(_with_reasons(columns, rows)))


def _with_reasons(columns: tuple[Column, ...], rows: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[Block]:
    """Give the rows with their reasons beside them; a reason that several share stands once, above a table of theirs."""
    number = Counter(reason for reason, _ in rows)
    shared = [reason for reason, count in number.items() if count >= _SHARED_BY]
    alone = tuple((*row, reason) for reason, row in rows if reason not in shared)
    if alone:
        yield Table("", (*columns, Column("Why", main=True)), alone)
    for reason in shared:
        yield Paragraph(reason)
        yield Table("", columns, tuple(row for why, row in rows if why == reason))


def partly_and_left_out(framework: Framework, plan: Plan) -> tuple[Block, ...]:
    """Return both as they stand within the plan of a report, each under its title."""
    blocks: list[Block] = []
    for section in (partly_section(framework, plan), left_out_section(framework, plan)):
        if section.blocks and plan.left_out:
            blocks.append(Paragraph(section.title, "strong"))
        blocks += section.blocks
    return tuple(blocks)


def served_in_words(plan: Plan) -> str:
    """Return how many needs are not served in full: '3 needs are served in part, 12 are left out'; '' where there are none."""
    partly = sum(one.partly for one in plan.left_out)
    left = sum(not one.partly and one.band != DEFERRED for one in plan.left_out)
    said = []
    if partly:
        said.append(f"{counted(partly, 'need')} {'is' if partly == 1 else 'are'} served in part")
    if left:
        said.append(f"{counted(left, 'need') if not said else left} {'is' if left == 1 else 'are'} left out")
    return ", ".join(said)


def _what(framework: Framework, entry: LeftOut) -> str:
    """Return what is not served; of an element that its answer as a whole is meant."""
    return title_of(framework, entry.item) if entry.title == framework.title_of(entry.item) else entry.title
