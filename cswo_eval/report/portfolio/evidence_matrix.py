"""The evidence matrix, competency by evidence, and the five tests of each competency, as tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cswo_eval.analysis.sufficiency import CompetencySufficiency, Sufficiency
from cswo_eval.framework.loading import Framework
from cswo_eval.record.models import EvidenceRegister
from cswo_eval.report.blocks import Block, Bullets, Column, Paragraph, Table
from cswo_eval.report.words import listed, month_and_year

WIDEST = 8
"""Entries beside each other in one table: more do not fit a page, or a terminal of 80 columns."""
KEY = "S: the entry supports the competency. C: it speaks against it."


def matrix_tables(framework: Framework, sufficiency: Sufficiency, items: Collection[str]) -> tuple[Block, ...]:
    """Return a table an element: its competencies by the entries that bear on them, `items` only. Bare ones stay in it."""
    blocks: list[Block] = [Paragraph(KEY, "quiet")]
    for element in framework.elements.values():
        rows = [one for one in sufficiency.competencies if one.id in items and one.id.startswith(f"{element.id}.")]
        if rows:
            blocks += _element(f"{element.id} {element.title}", rows)
    return tuple(blocks)


def _element(title: str, rows: list[CompetencySufficiency]) -> Iterator[Table]:
    names = dict.fromkeys(name for one in rows for name in (*one.supports, *one.contradicts))
    entries = sorted(names, key=lambda name: int(name[1:]))
    if not entries:
        bare = tuple((one.id, one.title, _bare(one)) for one in rows)
        yield Table(title, (Column("Id"), Column("Competency", main=True), Column("Evidence")), bare)
        return
    marks = {one.id: dict.fromkeys(one.contradicts, "C") | dict.fromkeys(one.supports, "S") for one in rows}
    for first in range(0, len(entries), WIDEST):
        shown = entries[first : first + WIDEST]
        columns = (Column("Id"), Column("Competency", main=True), *(Column(name) for name in shown))
        # What goes on to another table names those competencies only that something in it bears on.
        told = [one for one in rows if first == 0 or any(name in marks[one.id] for name in shown)]
        cells = tuple((one.id, one.title, *(marks[one.id].get(name, "") for name in shown)) for one in told)
        yield Table(title if first == 0 else f"{title} (continued)", columns, cells)


def _bare(one: CompetencySufficiency) -> str:
    return "none yet" if one.applicable else "not applicable"


def tests_table(framework: Framework, found: Collection[CompetencySufficiency]) -> Table:
    """Return the five tests by competency: how many are met and which are not. A column each would not fit a page."""
    names = {test.id: test.name.lower() for test in framework.sufficiency.tests}
    columns = (
        Column("Id"),
        Column("Competency", main=True),
        Column("Newest"),
        Column("Met"),
        Column("Not yet met", main=True),
    )
    rows = tuple(
        (
            one.id,
            one.title,
            month_and_year(one.newest) if one.newest is not None else "-",
            f"{one.met} of {len(one.tests)}",
            listed(names[test.test] for test in one.not_met) or "-",
        )
        for one in found
    )
    return Table("The five tests", columns, rows, "Nothing to look at yet.")


def tests_explained(framework: Framework) -> tuple[Block, ...]:
    """Return what each test asks, what the program looks at for it, and what it leaves to readers."""
    items = tuple(f"{one.name}: {one.checked} {one.left_to_readers}" for one in framework.sufficiency.tests)
    return (Bullets(items),)


def register_table(framework: Framework, register: EvidenceRegister, appendix_of: dict[str, str]) -> Table:
    """Return all entries of the register, with their appendices."""
    kinds = {kind.id: kind.name for kind in framework.evidence_kinds.kinds}
    columns = (Column("Id"), Column("Evidence", main=True), Column("Kind"), Column("When"), Column("File"))
    rows = tuple(
        (one.id, one.title, kinds.get(one.kind, one.kind), month_and_year(one.effective), appendix_of.get(one.id, ""))
        for one in register.present()
    )
    return Table("The evidence", columns, rows, "No evidence is recorded yet.")
