"""The evidence matrix, competency by evidence, and the register, as tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from cswo_eval.analysis.sufficiency import Sufficiency
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import Element
from cswo_eval.pages.blocks import Block, Column, Paragraph, Table
from cswo_eval.record.models import Evidence, EvidenceRegister
from cswo_eval.text.days_in_words import month_and_year

WIDEST = 8
"""Entries beside each other in one table: more do not fit a page, or a terminal of 80 columns."""
AS_A_WHOLE = "as a whole"
KEY = "S: the entry supports the competency. C: it speaks against it."


class MatrixRow(NamedTuple):
    """A competency, or an element as a whole, and the entries (ids) that bear on it."""

    id: str
    title: str
    supports: tuple[str, ...]
    contradicts: tuple[str, ...]
    bare: str
    """What is said where no entry bears on it."""


def element_rows(
    framework: Framework, sufficiency: Sufficiency, register: EvidenceRegister, items: Collection[str]
) -> Iterator[tuple[Element, list[MatrixRow]]]:
    """Give each element that has a competency among `items`: itself as a whole where entries are tied to it, then those."""
    entries = register.present()
    for element in framework.elements.values():
        found = [one for one in sufficiency.competencies if one.id in items and one.id.startswith(f"{element.id}.")]
        if not found:
            continue
        rows = [
            MatrixRow(
                one.id, one.title, one.supports, one.contradicts, "none yet" if one.applicable else "not applicable"
            )
            for one in found
        ]
        supports, contradicts = tied_to(entries, element.id)
        if supports or contradicts:
            rows.insert(0, MatrixRow(element.id, f"{element.title}, {AS_A_WHOLE}", supports, contradicts, ""))
        yield element, rows


def tied_to(entries: Iterable[Evidence], item: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the entries that support an item itself, and of those that speak against it."""
    pairs = [(link.bearing, entry.id) for entry in entries for link in entry.links if link.item == item]
    supports, contradicts = (
        tuple(dict.fromkeys(name for bearing, name in pairs if (bearing == "supports") is wanted))
        for wanted in (True, False)
    )
    return supports, contradicts


def matrix_tables(
    framework: Framework, sufficiency: Sufficiency, register: EvidenceRegister, items: Collection[str]
) -> tuple[Block, ...]:
    """Return a table an element: its competencies by the entries that bear on them, `items` only. Bare ones stay in it."""
    blocks: list[Block] = [Paragraph(KEY, "quiet")]
    for element, rows in element_rows(framework, sufficiency, register, items):
        blocks += _element(f"{element.id} {element.title}", rows)
    return tuple(blocks)


def _element(title: str, rows: list[MatrixRow]) -> Iterator[Table]:
    names = dict.fromkeys(name for one in rows for name in (*one.supports, *one.contradicts))
    entries = sorted(names, key=lambda name: int(name[1:]))
    if not entries:
        bare = tuple((one.id, one.title, one.bare) for one in rows)
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


def register_table(framework: Framework, register: EvidenceRegister, appendix_of: dict[str, str]) -> Table:
    """Return all entries of the register, with their appendices."""
    kinds = {kind.id: kind.name for kind in framework.evidence_kinds.kinds}
    columns = (Column("Id"), Column("Evidence", main=True), Column("Kind"), Column("When"), Column("File"))
    rows = tuple(
        (one.id, one.title, kinds.get(one.kind, one.kind), month_and_year(one.effective), appendix_of.get(one.id, ""))
        for one in register.present()
    )
    return Table("The evidence", columns, rows, "No evidence is recorded yet.")
