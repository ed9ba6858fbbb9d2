"""One entry of the register: whole, and what it holds after a change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cswo_eval.analysis.register_views import Occurrences
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Column, Document, Entry, Facts, Paragraph, Section, Table
from cswo_eval.pages.evidence_sections.days_and_links import bearings, links_section, listed_day_of, plain_day_of
from cswo_eval.pages.told_fields import field_text, told_pairs
from cswo_eval.record.fields import fields_of, own_words
from cswo_eval.record.models import Attachment, Evidence
from cswo_eval.text.words import listed, size_text


class FileState(NamedTuple):
    """How one file of an entry stands: the newest of its line or an earlier version, and what is wrong ('' where nothing)."""

    file: Attachment
    newest: bool
    wrong: str


def entry_document(
    framework: Framework, entry: Evidence, files: Sequence[FileState], occurs: Occurrences | None = None
) -> Document:
    """Return one entry whole: what it says, what it bears on and why, its files, where it is used."""
    pairs = [
        (
            "Taken out",
            f"{plain_day_of(entry.removed)}; `cswo-eval evidence remove {entry.id} --bring-back` brings it back",
        )
        if entry.removed is not None
        else ("", ""),
        ("Recorded", plain_day_of(entry.recorded)),
        *told_pairs(framework, entry, without=("id", "title", "links", "attachments", "private")),
        ("Private", "yes: left out of what you share" if entry.private else ""),
        ("In the plan", listed(occurs.actions) if occurs is not None else ""),
        ("Reflected on in", listed(occurs.accounts) if occurs is not None else ""),
    ]
    sections = [
        Section("entry", "", (Entry(entry.title, "", tuple(pair for pair in pairs if pair[1])),)),
        links_section(framework, entry.links),
    ]
    if files:
        sections.append(_files_section(entry, files))
    missing = _missing(entry)
    if missing and entry.removed is None:
        sections.append(Section("missing", "Not said yet", (Facts(missing),)))
    return Document(f"Evidence {entry.id}", "", tuple(sections))


def _files_section(entry: Evidence, files: Sequence[FileState]) -> Section:
    rows = tuple(
        (
            one.file.id,
            one.file.name,
            size_text(one.file.size),
            listed_day_of(one.file.added),
            "taken out" if one.file.removed is not None else "newest" if one.newest else "earlier version",
            one.wrong or "unchanged since it was added",
        )
        for one in files
    )
    columns = (
        Column("File"),
        Column("Title", main=True),
        Column("Size", "right"),
        Column("Added"),
        Column("Version"),
        Column("Checked", main=True),
    )
    newest = next((one.file for one in files if one.newest), None)
    edit = f"cswo-eval evidence edit {entry.id}"
    newer = (
        f"A newer version: {edit} --replace {newest.id} FILE. The earlier one is kept." if newest is not None else ""
    )
    out = [one.file for one in files if one.file.removed is not None]
    back = f"Back again: cswo-eval evidence remove {entry.id} --file {out[0].id} --bring-back" if out else ""
    remarks = tuple(Paragraph(text, "quiet") for text in (newer, back) if text)
    return Section("files", "Files", (Table("", columns, rows), *remarks))


def _missing(entry: Evidence) -> tuple[tuple[str, str], ...]:
    edit = f"cswo-eval evidence edit {entry.id}"
    words = {name: field for name, field in fields_of(Evidence).items() if name in own_words(Evidence)}
    gaps = [
        (field.label, f"{edit} --{name.replace('_', '-')} TEXT", not getattr(entry, name).strip())
        for name, field in words.items()
    ]
    gaps.append(("What it bears on", f"cswo-eval evidence link {entry.id} COMPETENCY --why TEXT", not entry.links))
    bare = [link.item for link in entry.links if not link.own_reason.strip()]
    if bare:
        gaps.append(
            (f"Why it bears on {listed(bare, 3)}", f"cswo-eval evidence link {entry.id} {bare[0]} --why TEXT", True)
        )
    return tuple((name, command) for name, command, open_ in gaps if open_)


def kept_document(framework: Framework, entry: Evidence) -> Document:
    """Return what an entry holds after a change, in short, and what is not said yet."""
    pairs = [
        *((fields_of(Evidence)[name].label, field_text(framework, entry, name)) for name in ("effective", "kind")),
        ("Bears on", bearings(entry.links) or "nothing yet"),
        ("Serves as well", field_text(framework, entry, "tags")),
        ("Files", listed(f"{one.id} {one.name}" for one in entry.current_attachments())),
        ("Private", "yes" if entry.private else ""),
        ("See it whole", f"cswo-eval evidence show {entry.id}"),
    ]
    blocks: list[Block] = [Facts(tuple(pair for pair in pairs if pair[1]))]
    missing = _missing(entry)
    if missing:
        blocks += [Paragraph("Not said yet:"), Facts(missing)]
    return Document(f"{entry.id}: {entry.title}", "", (Section("entry", "", tuple(blocks)),))
