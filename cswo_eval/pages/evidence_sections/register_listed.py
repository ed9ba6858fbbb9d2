"""The register listed, and grouped under the headings it serves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cswo_eval.analysis.register_views import Group, Grouping
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Bullets, Column, Document, Facts, Paragraph, Section, Table
from cswo_eval.pages.evidence_sections.days_and_links import bearings, listed_day_of
from cswo_eval.pages.evidence_sections.reflective_accounts import accounts_table
from cswo_eval.pages.gone_ids import gone_links
from cswo_eval.record.models import Evidence
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.text.days_in_words import short_when
from cswo_eval.text.words import counted, listed

PURPOSES = {"cpl": "Continuous professional learning", "annual-report": "The annual report"}

_COLUMNS = (
    Column("Id"),
    Column("Title", main=True),
    Column("Happened"),
    Column("Kind"),
    Column("Bears on"),
    Column("Marks"),
)


def list_document(
    framework: Framework, entries: Sequence[Evidence], total: int, narrowed: bool, accounts: Sequence[Reflection] = ()
) -> Document:
    """Return entries as a table. `total`: how many the register holds; `accounts`: those taken out, where they are asked for."""
    shown = (
        f"{len(entries)} of {counted(total, 'entry', 'entries')}" if narrowed else counted(total, "entry", "entries")
    )
    empty = "Nothing in your register is like that." if narrowed else ""
    if not total:
        empty = "Your register is empty. `cswo-eval evidence add` begins it."
    sections = [
        Section("entries", "", (Table("", _COLUMNS, _rows(framework, entries), empty), *gone_links(framework, entries)))
    ]
    if accounts:
        sections.append(Section("accounts", "Reflective accounts", (accounts_table(framework, accounts),)))
    return Document("Your evidence", shown, tuple(sections))


def _rows(framework: Framework, entries: Iterable[Evidence]) -> tuple[tuple[str, ...], ...]:
    kinds = {kind.id: kind.name for kind in framework.evidence_kinds.kinds}
    return tuple(
        (
            one.id,
            one.title,
            short_when(one.effective),
            kinds.get(one.kind, one.kind),
            bearings(one.links) or "nothing yet",
            _marks(one),
        )
        for one in entries
    )


def _marks(entry: Evidence) -> str:
    marks = ["private"] if entry.private else []
    files = len(entry.current_attachments())
    if files:
        marks.append(counted(files, "file"))
    if entry.removed is not None:
        marks.append(f"taken out {listed_day_of(entry.removed)}")
    return listed(marks)


def grouped_document(framework: Framework, grouping: Grouping, narrowed: bool) -> Document:
    """Return entries under their headings; what is still empty is named with the command that fills it."""
    columns = (Column("Id"), Column("Title", main=True), Column("Happened"), Column("Bears on"))
    sections = [Section("about", "", (Paragraph(grouping.note, "quiet"),) if grouping.note else ())]
    for group in grouping.groups:
        if group.entries:
            rows = tuple(
                (one.id, one.title, short_when(one.effective), bearings(one.links) or "nothing yet")
                for one in group.entries
            )
            title = f"{group.name} ({counted(len(group.entries), 'entry', 'entries')})"
            said: tuple[Block, ...] = () if group.command else (Paragraph(group.description, "quiet"),)
            sections.append(Section(group.id.replace(":", "-"), title, (*said, Table("", columns, rows))))
    if grouping.empty:
        sections.append(_empty_section(grouping.empty, grouping.by, narrowed))
    if grouping.rest:
        rest = Table("", _COLUMNS, _rows(framework, grouping.rest))
        sections.append(Section("rest", f"Under none of these ({len(grouping.rest)})", (rest,)))
    listed_entries = (
        one for entries in (*(group.entries for group in grouping.groups), grouping.rest) for one in entries
    )
    sections.append(Section("gone", "", gone_links(framework, listed_entries)))
    filled = sum(bool(group.entries) for group in grouping.groups)
    subtitle = f"{filled} of {counted(len(grouping.groups), 'heading')} with evidence"
    title = PURPOSES.get(grouping.by, grouping.title)
    return Document(
        f"Your evidence: {title[0].lower() + title[1:]}", subtitle, tuple(one for one in sections if one.blocks)
    )


def _empty_section(groups: Sequence[Group], by: str, narrowed: bool) -> Section:
    title = "Empty among those you chose" if narrowed else "Still empty"
    blocks: list[Block] = [Facts(tuple((group.name, group.command) for group in groups))]
    if by in PURPOSES:
        blocks.insert(
            0, Paragraph("Put the entry's id, such as E3, in place of ENTRY; `evidence add --tag …` begins a new one.")
        )
        blocks.append(Bullets(tuple(f"{group.name}: {group.description}" for group in groups if group.description)))
    return Section("empty", title, tuple(blocks))
