"""The Standard and its companions as pages: the list, one entry whole, search results, the result of a check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cswo_eval.framework.activity_models import Activity
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.models import (
    Aspect,
    Competency,
    Element,
    GuidanceEntry,
    PracticeExample,
    Source,
    WorkedCase,
)
from cswo_eval.framework.schema import SUBJECTS
from cswo_eval.framework.search import Hit
from cswo_eval.pages.blocks import Block, Bullets, Column, Document, Entry, Facts, Paragraph, Section, Table
from cswo_eval.text.problems import UnknownId
from cswo_eval.text.words import counted, hours_text, listed

AnyEntry = Aspect | Element | Competency | GuidanceEntry | PracticeExample | Activity | WorkedCase

_ONLY_SOME = (
    "Nothing holds all these words. These hold some of them, in this form or another, the nearest first; 'Without' names the "
    "words that each does not hold."
)
_SOME_ONLY_SOME = "Some of these hold only some of the words, in this form or another; 'Without' names the words that each does not hold."
_NO_HITS = "Nothing holds any of these words. Other words, or only their beginnings, may find more."


def list_document(framework: Framework, full: bool) -> Document:
    """Return the aspects with their elements and competencies, with the statements where `full`."""
    sections = []
    for aspect in framework.aspects:
        rows: list[tuple[str, ...]] = []
        for element in aspect.elements:
            rows.append((element.id, element.title.upper(), *([element.statement] if full else [])))
            rows.extend((one.id, one.title, *([one.statement] if full else [])) for one in element.competencies)
        columns = (Column("Id"), Column("Title", main=not full), *((Column("Statement", main=True),) if full else ()))
        blocks: tuple[Block, ...] = (Paragraph(aspect.summary), Table("", columns, tuple(rows)))
        sections.append(Section(aspect.id, f"{aspect.id} {aspect.title}", blocks))
    standing = tuple(Paragraph(text, "quiet") for text in framework.outline.standing)
    sections.append(Section("standing", "Whose words these are", standing))
    count = f"{len(framework.aspects)} aspects, {len(framework.elements)} elements, {len(framework.competencies)} competencies"
    return Document(framework.outline.title, count, tuple(sections))


def list_values(framework: Framework) -> dict[str, Any]:
    """Return the list for --json."""
    return {
        "id": framework.outline.id,
        "version": framework.outline.version,
        "content_hash": framework.content_hash,
        "aspects": [
            {
                "id": aspect.id,
                "title": aspect.title,
                "elements": [
                    {
                        "id": element.id,
                        "title": element.title,
                        "statement": element.statement,
                        "competencies": [
                            {"id": one.id, "title": one.title, "statement": one.statement}
                            for one in element.competencies
                        ],
                    }
                    for element in aspect.elements
                ],
            }
            for aspect in framework.aspects
        ],
    }


def find_entry(framework: Framework, given: str) -> AnyEntry:
    """Return the entry of any kind with this id (any case), or with the one that it is called now. Raises UnknownId as `item` does."""
    name = framework.id_now(given).casefold()
    everything: dict[str, AnyEntry] = {}
    for aspect in framework.aspects:
        everything[aspect.id] = aspect
    everything.update(framework.elements)
    everything.update(framework.competencies)
    found = next((entry for key, entry in everything.items() if key.casefold() == name), None)
    if found is not None:
        return found
    everything.update({entry.id: entry for entry in framework.guidance.entries})
    everything.update({example.id: example for example in framework.practice_examples.examples})
    everything.update(framework.activities)
    everything.update({case.id: case for case in framework.worked_cases.cases})
    found = next((entry for key, entry in everything.items() if key.casefold() == name), None)
    if found is None:
        raise UnknownId(
            given, "entry", list(everything), "`cswo-eval standard search WORD` finds entries by their words."
        )
    return found


def entry_document(framework: Framework, entry: AnyEntry) -> Document:
    """Return one entry whole."""
    if isinstance(entry, Aspect):
        rows = tuple((element.id, element.title, element.statement) for element in entry.elements)
        columns = (Column("Id"), Column("Element"), Column("Statement", main=True))
        return Document(
            f"{entry.id} {entry.title}",
            "",
            (
                Section("meaning", "", (Paragraph(entry.summary),)),
                Section("elements", "Elements", (Table("", columns, rows),)),
            ),
        )
    if isinstance(entry, Element | Competency):
        return _item_document(framework, entry)
    if isinstance(entry, GuidanceEntry):
        edition = next(one for one in framework.guidance.editions if one.id == entry.edition)
        pairs = [("Asks", entry.text)]
        if entry.changed_2016:
            pairs.append(("In the 2016 edition", entry.changed_2016))
        pairs.append(("Reserved", "yes, to the post or to a registered social worker" if entry.reserved else "no"))
        pairs.append(("Edition", f"{edition.title} ({edition.status})"))
        return Document(
            f"{entry.id} {entry.title}", "", (Section("guidance", "", (Facts(tuple(pairs)), _source(entry.source))),)
        )
    if isinstance(entry, PracticeExample):
        elements = listed(f"{name} {framework.elements[name].title}" for name in entry.elements)
        return Document(
            f"{entry.id} {entry.title}",
            "",
            (Section("example", "", (Paragraph(entry.text), Facts((("Elements", elements),)), _source(entry.source))),),
        )
    if isinstance(entry, WorkedCase):
        pairs = [
            ("Evidence", entry.evidence),
            ("Level", str(entry.level)),
            ("Why", entry.why),
            ("The slip to watch for", entry.trap),
        ]
        return Document(
            f"{entry.id} {entry.title}",
            f"Rated on {entry.competency}",
            (Section("case", "", (Paragraph(entry.story), Facts(tuple(pairs)))),),
        )
    return _activity_document(framework, entry)


def _item_document(framework: Framework, item: Element | Competency) -> Document:
    sections = [
        Section("statement", "", (Paragraph(item.statement, "strong"), Paragraph(item.meaning))),
        Section("illustrations", "What it looks like", illustrations(item)),
    ]
    if isinstance(item, Competency):
        sections.append(Section("evidence", "What would show it", (Bullets(item.evidence),)))
    sections.append(Section("question", "To think about", (Paragraph(item.question),)))
    if isinstance(item, Element):
        rows = tuple((one.id, one.title, one.statement) for one in item.competencies)
        columns = (Column("Id"), Column("Competency"), Column("Statement", main=True))
        sections.append(Section("competencies", "Competencies", (Table("", columns, rows),)))
    sections += [
        Section("guidance", "Guidance", guidance_blocks(framework, item)),
        Section("examples", "From practice", example_blocks(framework, item)),
        Section("activities", "Activities that build it", _activity_blocks(framework, item)),
        Section("source", "Source", (_source(item.source),)),
    ]
    return Document(f"{item.id} {item.title}", "", tuple(section for section in sections if section.blocks))


def illustrations(item: Element | Competency) -> tuple[Block, ...]:
    """Return the two anchors: what 2 and 4 look like."""
    return (Facts((("Weak (a 2)", item.weak), ("Strong (a 4)", item.strong))),)


def guidance_blocks(framework: Framework, item: Element | Competency) -> tuple[Block, ...]:
    """Return the duties and guidance that bear on an item, each with its edition and whether that still stands."""
    editions = {edition.id: edition for edition in framework.guidance.editions}
    blocks = []
    for entry in framework.guidance_for(item):
        edition = editions[entry.edition]
        marks = f"{edition.id} edition, {edition.status}{'; reserved' if entry.reserved else ''}"
        pairs = (("2016", entry.changed_2016),) if entry.changed_2016 else ()
        blocks.append(Entry(f"{entry.id} {entry.title} ({marks})", entry.text, pairs))
    return tuple(blocks)


def example_blocks(framework: Framework, item: Element | Competency) -> tuple[Block, ...]:
    """Return what other CSWOs did that bears on an item's element."""
    return tuple(
        Entry(f"{example.id} {example.title}", example.text) for example in framework.practice_examples_for(item.id)
    )


def _activity_blocks(framework: Framework, item: Element | Competency) -> tuple[Block, ...]:
    """Return what builds an item, what is mainly for it first."""
    names = {item.id} if isinstance(item, Competency) else {one.id for one in item.competencies}
    building = [one for one in framework.activities.values() if names & set(one.builds.all)]
    building.sort(key=lambda one: not names & set(one.builds.mainly))
    rows = tuple(
        (one.id, one.title, "mainly" if names & set(one.builds.mainly) else "also", one.kind, hours_text(one.hours))
        for one in building
    )
    columns = (
        Column("Id"),
        Column("Activity", main=True),
        Column("Builds it"),
        Column("Kind"),
        Column("Hours", "right"),
    )
    return (Table("", columns, rows),) if rows else ()


def _words_for_an_action(activity: Activity) -> Iterator[tuple[str, str]]:
    """Give the texts that become an action's when the activity is planned, as the table of fields calls them; with who helps how
    long it takes them, and with the measure when it can be read.
    """
    from cswo_eval.record.fields import (  # only for an activity: the Standard itself needs no record
        fields_of,
        own_words,
    )
    from cswo_eval.record.plan_models import Action

    fields = fields_of(Action)
    for name, field in fields.items():
        held = getattr(activity, name, "")
        if name in (*own_words(Action), "helpers") and name != "title" and held:
            yield field.label, held if isinstance(held, str) else listed(held)
            if name == "helpers" and activity.helpers_hours:
                yield fields["helpers_hours"].label, f"{hours_text(activity.helpers_hours)} in all"
            if name == "measure" and activity.measure_after_days:
                yield (
                    fields["measure_from"].label,
                    f"{counted(activity.measure_after_days, 'day')} after the last sitting",
                )


def _activity_document(framework: Framework, activity: Activity) -> Document:
    pairs = [
        ("Builds mainly", _titled(framework, activity.builds.mainly)),
        ("Builds also", _titled(framework, activity.builds.also)),
        ("Kind", activity.kind),
        ("Goal", activity.goal),
        ("Phase", activity.phase),
        ("Hours", hours_text(activity.hours)),
        ("Sittings", _sittings_text(activity)),
        ("Takes", _span_text(activity)),
        ("Arrange ahead", counted(activity.notice_days, "day") if activity.notice_days else "nothing to arrange"),
        ("Days of the 100", _days_text(activity)),
        ("After", listed(framework.activities[name].title for name in activity.after) or "nothing"),
        ("Good to know", _marks_text(activity)),
        *_words_for_an_action(activity),
    ]
    facts = Facts(tuple((label, text) for label, text in pairs if text))
    return Document(activity.title, activity.id, (Section("activity", "", (facts, _source(activity.source))),))


def _titled(framework: Framework, names: Sequence[str]) -> str:
    return listed(f"{name} {framework.title_of(name)}" for name in names)


def _sittings_text(activity: Activity) -> str:
    """Return 'at most 1.5 h each', 'one of 8 h, never cut', '4 of 1.5 h, never cut' or '2, never cut: 8 h, the last 1.5 h'."""
    longest = hours_text(activity.sitting_hours)
    if not activity.whole_sitting:
        return f"at most {longest} each"
    full = int(round(activity.hours / activity.sitting_hours, 6))
    rest = round(activity.hours - full * activity.sitting_hours, 6)
    if rest > 0:
        return f"{full + 1}, never cut: {longest}{' each' if full > 1 else ''}, the last {hours_text(rest)}"
    return f"{full} of {longest}, never cut" if full > 1 else f"one of {longest}, never cut"


def _span_text(activity: Activity) -> str:
    """Return how many days lie between its sittings and from the first to the last; '' where one day is enough."""
    parts = []
    if activity.span_days > 1:
        parts.append(f"{counted(activity.span_days, 'day')} or more from the first sitting to the last")
    if activity.days_between > 1:
        parts.append(f"{counted(activity.days_between, 'day')} or more from one sitting to the next")
    return "; ".join(parts)


def _days_text(activity: Activity) -> str:
    parts = []
    if activity.earliest_day is not None:
        parts.append(f"begins on day {activity.earliest_day} or later")
    if activity.latest_day is not None:
        parts.append(f"is done by day {activity.latest_day}")
    return " and ".join(parts)


def _marks_text(activity: Activity) -> str:
    """Return what marks an activity out when a plan is made."""
    marks = {
        "among the first things for somebody new in post": activity.starter,
        "builds a working relationship over weeks": activity.relational,
        "asks several people how you are doing": activity.asks_several,
        "finds out how things stand before effort is spent": activity.finds_out,
    }
    return "; ".join(said for said, holds in marks.items() if holds)


def _source(source: Source) -> Paragraph:
    place = f", {source.place}" if source.place else ""
    return Paragraph("Source: our own." if source.document == "own" else f"Source: {source.document}{place}.", "quiet")


def hits_document(query: str, hits: list[Hit]) -> Document:
    """Return what a search found; where some of it holds only some of the words, with which it lacks."""
    columns = [Column("Id"), Column("Kind"), Column("Title"), Column("Where", main=True)]
    rows: list[tuple[str, ...]] = [(hit.id, hit.kind, hit.title, hit.excerpt) for hit in hits]
    blocks: list[Block] = []
    if any(hit.missing for hit in hits):
        columns.append(Column("Without"))
        rows = [(*row, listed(hit.missing)) for row, hit in zip(rows, hits, strict=True)]
        blocks.append(Paragraph(_ONLY_SOME if all(hit.missing for hit in hits) else _SOME_ONLY_SOME))
    blocks.append(Table("", tuple(columns), tuple(rows), _NO_HITS))
    return Document(
        f"Search: {query}",
        f"{counted(len(hits), 'entry', 'entries')}",
        (Section("hits", "", tuple(blocks)),),
    )


def check_document(framework: Framework) -> Document:
    """Return the result of a check that found nothing, with what was looked at."""
    activities = framework.activities
    pairs = (
        ("Files read", str(len(framework.folder.files))),
        ("Of your own", listed(framework.folder.foreign) or "none"),
        (
            "Standard",
            f"{len(framework.aspects)} aspects, {len(framework.elements)} elements, "
            f"{len(framework.competencies)} competencies",
        ),
        ("Activities", str(len(activities))),
        ("Guidance", f"{len(framework.guidance.entries)} entries"),
        ("Practice examples", str(len(framework.practice_examples.examples))),
        ("Content hash", framework.content_hash),
    )
    return Document("Standards check", "No problems found.", (Section("check", "", (Facts(pairs),)),))


def schema_document() -> Document:
    """Return the kinds of file, and where each stands."""
    rows = tuple((subject, f"standards/{file}") for subject, (_, file) in SUBJECTS.items())
    table = Table("", (Column("Kind"), Column("File", main=True)), rows)
    return Document(
        "Kinds of file",
        "cswo-eval standard schema --of KIND prints its JSON Schema.",
        (Section("kinds", "", (table,)),),
    )
