"""The register as pages: listed, grouped under the headings it serves, one entry whole; and reflective accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cswo_eval.analysis.register_views import Group, Grouping, Occurrences
from cswo_eval.analysis.sufficiency import word_count
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.portfolio_models import ReflectionStage
from cswo_eval.pages.blocks import Block, Bullets, Column, Document, Entry, Facts, Paragraph, Section, Table
from cswo_eval.record.models import Attachment, Evidence, Link
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.text.days_in_words import plain_day, short_day
from cswo_eval.text.words import counted, listed

if TYPE_CHECKING:
    from datetime import date

    from cswo_eval.record.attachments import AttachmentProblem

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
    sections = [Section("entries", "", (Table("", _COLUMNS, _rows(framework, entries), empty),))]
    if accounts:
        sections.append(Section("accounts", "Reflective accounts", (_accounts_table(framework, accounts),)))
    return Document("Your evidence", shown, tuple(sections))


def _rows(framework: Framework, entries: Iterable[Evidence]) -> tuple[tuple[str, ...], ...]:
    kinds = {kind.id: kind.name for kind in framework.evidence_kinds.kinds}
    return tuple(
        (
            one.id,
            one.title,
            listed_day(one.effective),
            kinds.get(one.kind, one.kind),
            bearings(one.links) or "nothing yet",
            _marks(one),
        )
        for one in entries
    )


def listed_day(day: date) -> str:
    """Return '14 Sep 2026', as a table has room for it."""
    return f"{short_day(day).partition(' ')[2]} {day.year}"


def _day_of(moment: str) -> str:
    from datetime import date

    return listed_day(date.fromisoformat(moment[:10]))


def bearings(links: Iterable[Link]) -> str:
    """Return what links lead to: 'SD1.3, SD1.4 (against)'."""
    return listed(f"{link.item} (against)" if link.bearing == "contradicts" else link.item for link in links)


def _marks(entry: Evidence) -> str:
    marks = ["private"] if entry.private else []
    files = len(entry.current_attachments())
    if files:
        marks.append(counted(files, "file"))
    if entry.removed is not None:
        marks.append(f"taken out {_day_of(entry.removed)}")
    return listed(marks)


# --- grouped ------------------------------------------------------------------------------------------------------


def grouped_document(framework: Framework, grouping: Grouping, narrowed: bool) -> Document:
    """Return entries under their headings; what is still empty is named with the command that fills it."""
    columns = (Column("Id"), Column("Title", main=True), Column("Happened"), Column("Bears on"))
    sections = [Section("about", "", (Paragraph(grouping.note, "quiet"),) if grouping.note else ())]
    for group in grouping.groups:
        if group.entries:
            rows = tuple(
                (one.id, one.title, listed_day(one.effective), bearings(one.links) or "nothing yet")
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


# --- one entry ----------------------------------------------------------------------------------------------------


class FileState(NamedTuple):
    """How one file of an entry stands: the newest of its line or an earlier version, and what is wrong ('' where nothing)."""

    file: Attachment
    newest: bool
    wrong: str


def entry_document(
    framework: Framework, entry: Evidence, files: Sequence[FileState], occurs: Occurrences | None = None
) -> Document:
    """Return one entry whole: what it says, what it bears on and why, its files, where it is used."""
    kind = next((one.name for one in framework.evidence_kinds.kinds if one.id == entry.kind), entry.kind)
    pairs = [
        ("Taken out", f"{plain_day_of(entry.removed)}; `cswo-eval evidence remove {entry.id} --undo` brings it back")
        if entry.removed is not None
        else ("", ""),
        ("Happened", plain_day(entry.effective)),
        ("Recorded", plain_day_of(entry.recorded)),
        ("Kind", kind),
        ("What it shows", entry.shows),
        ("Your own part", entry.my_part),
        ("Who could confirm it", entry.confirmer),
        ("Private", "yes: left out of what you share" if entry.private else ""),
        ("Serves as well", "; ".join(heading_name(framework, tag) for tag in entry.tags)),
        ("In the plan", listed(occurs.actions) if occurs is not None else ""),
        ("Reflected on in", listed(occurs.accounts) if occurs is not None else ""),
    ]
    sections = [
        Section("entry", "", (Entry(entry.title, "", tuple(pair for pair in pairs if pair[1])),)),
        _links_section(framework, entry.links),
    ]
    if files:
        sections.append(_files_section(entry, files))
    missing = _missing(entry)
    if missing and entry.removed is None:
        sections.append(Section("missing", "Not said yet", (Facts(missing),)))
    return Document(f"Evidence {entry.id}", "", tuple(sections))


def plain_day_of(moment: str) -> str:
    """Return the day of a moment as '2 November 2026'."""
    from datetime import date

    return plain_day(date.fromisoformat(moment[:10]))


def heading_name(framework: Framework, tag: str) -> str:
    """Return a tag with the name of its heading: 'Protection (cpl:protection)'."""
    purpose, _, name = tag.partition(":")
    file = framework.headings.get(purpose)
    heading = next((one.name for one in file.headings if one.id == name), "") if file is not None else ""
    return f"{heading} ({tag})" if heading else f"{tag} (not among the headings now)"


def _links_section(framework: Framework, links: Sequence[Link]) -> Section:
    rows = tuple(
        (
            link.item,
            framework.title_of(link.item),
            "against" if link.bearing == "contradicts" else "for",
            link.reason or "no line on why yet",
        )
        for link in links
    )
    columns = (Column("Item"), Column("What"), Column("Speaks"), Column("Why", main=True))
    return Section("links", "What it bears on", (Table("", columns, rows, "Nothing yet."),))


def _files_section(entry: Evidence, files: Sequence[FileState]) -> Section:
    rows = tuple(
        (
            one.file.id,
            one.file.name,
            size_text(one.file.size),
            _day_of(one.file.added),
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
    back = f"Back again: cswo-eval evidence remove {entry.id} --file {out[0].id} --undo" if out else ""
    remarks = tuple(Paragraph(text, "quiet") for text in (newer, back) if text)
    return Section("files", "Files", (Table("", columns, rows), *remarks))


def size_text(size: int) -> str:
    """Return a size in bytes as '512 bytes', '24 kB' or '1.3 MB'."""
    if size < 1000:
        return counted(size, "byte")
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _missing(entry: Evidence) -> tuple[tuple[str, str], ...]:
    edit = f"cswo-eval evidence edit {entry.id}"
    gaps = [
        ("What it shows", f"{edit} --shows TEXT", not entry.shows.strip()),
        ("Your own part", f"{edit} --my-part TEXT", not entry.my_part.strip()),
        ("Who could confirm it", f"{edit} --confirmer ROLE", not entry.confirmer.strip()),
        ("What it bears on", f"cswo-eval evidence link {entry.id} COMPETENCY --why TEXT", not entry.links),
    ]
    bare = [link.item for link in entry.links if not link.own_reason.strip()]
    if bare:
        gaps.append(
            (f"Why it bears on {listed(bare, 3)}", f"cswo-eval evidence link {entry.id} {bare[0]} --why TEXT", True)
        )
    return tuple((name, command) for name, command, open_ in gaps if open_)


def kept_document(framework: Framework, entry: Evidence) -> Document:
    """Return what an entry holds after a change, in short, and what is not said yet."""
    kind = next((one.name for one in framework.evidence_kinds.kinds if one.id == entry.kind), entry.kind)
    pairs = [
        ("Happened", plain_day(entry.effective)),
        ("Kind", kind),
        ("Bears on", bearings(entry.links) or "nothing yet"),
        ("Serves as well", "; ".join(heading_name(framework, tag) for tag in entry.tags)),
        ("Files", listed(f"{one.id} {one.name}" for one in entry.current_attachments())),
        ("Private", "yes" if entry.private else ""),
        ("See it whole", f"cswo-eval evidence show {entry.id}"),
    ]
    blocks: list[Block] = [Facts(tuple(pair for pair in pairs if pair[1]))]
    missing = _missing(entry)
    if missing:
        blocks += [Paragraph("Not said yet:"), Facts(missing)]
    return Document(f"{entry.id}: {entry.title}", "", (Section("entry", "", tuple(blocks)),))


def attachment_problem_blocks(problems: Sequence[AttachmentProblem]) -> tuple[Block, ...]:
    """Return files of the register that are not as they were attached, each with what to do; one line where all are."""
    columns = (Column("Entry"), Column("File"), Column("Title", main=True), Column("What is wrong", main=True))
    rows = tuple((one.entry, one.attachment, one.name, f"{one.what} {one.remedy}") for one in problems)
    return (Table("", columns, rows, "Every attached file is as it was when it was added."),)


# --- reflective accounts ------------------------------------------------------------------------------------------


def stages_of(framework: Framework, account: Reflection) -> tuple[ReflectionStage, ...]:
    """Return the stages of an account's model, and those at SCQF level 11 where the owner chose these or has words there."""
    models = framework.reflection_models
    model = next((one for one in models.models if one.id == account.model), None)
    deeper = models.level_eleven if wants_level_eleven(framework, account) else ()
    return (*(model.stages if model is not None else ()), *deeper)


def wants_level_eleven(framework: Framework, account: Reflection) -> bool:
    """Return whether the prompts at SCQF level 11 belong to an account: it has one of these parts, if only an empty one."""
    return any(one.id in account.parts for one in framework.reflection_models.level_eleven)


def stages_without_words(framework: Framework, account: Reflection) -> tuple[ReflectionStage, ...]:
    """Return the stages under which nothing is written yet."""
    return tuple(one for one in stages_of(framework, account) if not account.parts.get(one.id, "").strip())


def unfinished(framework: Framework, accounts: Iterable[Reflection]) -> tuple[Reflection, ...]:
    """Return the accounts, not taken out, that have a part without words; the one that was changed last comes last."""
    left = [one for one in accounts if one.removed is None and stages_without_words(framework, one)]
    return tuple(sorted(left, key=lambda one: one.changed or one.written))


def left_to_write(framework: Framework, account: Reflection) -> str:
    """Return '3 of 6 parts to write'."""
    return (
        f"{len(stages_without_words(framework, account))} of "
        f"{counted(len(stages_of(framework, account)), 'part')} to write"
    )


def words_said(account: Reflection) -> str:
    """Return '412 of 1,500 words', with how far it is over its limit; without a limit '412 words'."""
    count = sum(word_count(text) for text in account.parts.values())
    if account.word_limit is None:
        return counted(count, "word") if count < 1000 else f"{count:,} words"
    said = f"{count:,} of {account.word_limit:,} words"
    over = count - account.word_limit
    return f"{said}: {over:,} over the limit" if over > 0 else said


def accounts_document(framework: Framework, accounts: Sequence[Reflection]) -> Document:
    """Return all reflective accounts that were not taken out."""
    shown = tuple(one for one in accounts if one.removed is None)
    sections = [Section("accounts", "", (_accounts_table(framework, shown),))]
    going_on = tuple(
        (f"{one.id}, {left_to_write(framework, one)}", f"cswo-eval evidence reflect {one.id}")
        for one in shown
        if stages_without_words(framework, one)
    )
    if going_on:
        sections.append(Section("unfinished", "To go on with", (Facts(going_on),)))
    return Document("Reflective accounts", counted(len(shown), "account"), tuple(sections))


def _accounts_table(framework: Framework, accounts: Sequence[Reflection]) -> Table:
    names = {model.id: model.name for model in framework.reflection_models.models}
    rows = tuple(
        (
            one.id,
            one.title,
            listed_day(one.effective),
            names.get(one.model, one.model),
            words_said(one),
            bearings(one.links) or "nothing yet",
            listed(one.evidence),
            listed(
                [*(["private"] if one.private else []), *([f"taken out {_day_of(one.removed)}"] if one.removed else [])]
            ),
        )
        for one in accounts
    )
    columns = (
        Column("Id"),
        Column("Title", main=True),
        Column("Happened"),
        Column("Model"),
        Column("Words"),
        Column("Bears on"),
        Column("About"),
        Column("Marks"),
    )
    return Table("", columns, rows, "None yet. `cswo-eval evidence reflect` begins one.")


def account_document(framework: Framework, account: Reflection, titles: Mapping[str, str]) -> Document:
    """Return one account whole. `titles`: those of the register's entries by id, taken out or not."""
    names = {model.id: model.name for model in framework.reflection_models.models}
    stages = stages_of(framework, account)
    pairs = [
        (
            "Taken out",
            f"{plain_day_of(account.removed)}; `cswo-eval evidence remove {account.id} --undo` brings it back",
        )
        if account.removed is not None
        else ("", ""),
        ("Happened", plain_day(account.effective)),
        ("Model", names.get(account.model, account.model)),
        ("Length", words_said(account)),
        ("About", "; ".join(f"{name} {titles.get(name, '(not in the register)')}" for name in account.evidence)),
        ("Private", "yes: left out of what you share" if account.private else ""),
    ]
    sections = [Section("account", "", (Facts(tuple(pair for pair in pairs if pair[1])),))]
    told = {stage.id for stage in stages}
    for stage in stages:
        text = account.parts.get(stage.id, "")
        sections.append(
            Section(stage.id, stage.name, (Paragraph(text) if text else Paragraph("Nothing yet.", "quiet"),))
        )
    # Words under a stage that the model no longer has are still the owner's.
    sections += [Section(name, name, (Paragraph(text),)) for name, text in account.parts.items() if name not in told]
    sections.append(_links_section(framework, account.links))
    return Document(f"{account.id}: {account.title}", "", tuple(sections))


def kept_account_document(account: Reflection) -> Document:
    """Return what an account holds after a change, in short."""
    pairs = [
        ("Happened", plain_day(account.effective)),
        ("Length", words_said(account)),
        ("Bears on", bearings(account.links) or "nothing yet"),
        ("About", listed(account.evidence)),
        ("Private", "yes" if account.private else ""),
        ("Go on", f"cswo-eval evidence reflect {account.id}"),
        ("See it whole", f"cswo-eval evidence show {account.id}"),
    ]
    facts = Facts(tuple(pair for pair in pairs if pair[1]))
    return Document(f"{account.id}: {account.title}", "", (Section("account", "", (facts,)),))
