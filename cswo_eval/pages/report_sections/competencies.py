"""Every competency with its evidence, the register, and what a coach is given beside them."""

from __future__ import annotations

from collections.abc import Iterator

from cswo_eval.analysis.results import ItemResult
from cswo_eval.framework.models import Element
from cswo_eval.pages.blocks import (
    Block,
    Bullets,
    Column,
    CoverageData,
    Entry,
    Facts,
    Field,
    Paragraph,
    Picture,
    Section,
    Table,
)
from cswo_eval.pages.gap_sections.frame import set_aside_because
from cswo_eval.pages.gone_ids import gone_links
from cswo_eval.pages.report_sections.report_material import ReportMaterial
from cswo_eval.pages.told_fields import told_pairs
from cswo_eval.record.fields import field_of, own_words
from cswo_eval.record.models import Answer, Bearing, Evidence
from cswo_eval.text.days_in_words import said_when


def competencies_section(material: ReportMaterial) -> Section:
    """In full what something is said of; the others by their titles, so that a first hour is no book of blanks."""
    blocks: list[Block] = []
    others: list[str] = []
    for element in material.framework.elements.values():
        blocks += _element(material, element)
        for competency in element.competencies:
            item = material.analysis.item(competency.id)
            assert item is not None  # every competency has a result
            answer = material.answer(competency.id) or Answer()
            if not _something_said(item, answer):
                others.append(f"{item.id} {item.title}")
                continue
            blocks.append(_entry(material, item, answer, competency.statement))
            blocks += _beside_for_coach(material, competency.question)
    if others:
        blocks.append(Paragraph(f"Not answered yet: {'; '.join(others)}."))
    blocks += _set_aside(material)
    return Section("competencies", "Every competency with its evidence", tuple(blocks))


def _element(material: ReportMaterial, element: Element) -> tuple[Block, ...]:
    """Return what was said of an element as a whole, and the evidence for it: also where it counts no longer. Nothing where
    nothing was said. A coach is asked about it where no competency of it is answered: else about those."""
    result, own = material.analysis.item(element.id), material.answer(element.id)
    if result is not None and own is not None:
        if any(one.answered for one in material.analysis.items if one.element == element.id):
            return (_entry(material, result, own, ""),)  # its sense stands with its competencies
        return (_entry(material, result, own, element.statement), *_beside_for_coach(material, element.question))
    own = own or Answer()
    level = _level_of(material, own) if own.level is not None else ""
    pairs = (("Level on the whole", level), *_words(own), *_tied_to(material, element.id))
    told = tuple(pair for pair in pairs if pair[1].strip())
    return (Entry(f"{element.id} {element.title}, as a whole", "", told),) if told[bool(level) :] else ()


def _set_aside(material: ReportMaterial) -> Iterator[Entry]:
    """Give the answers to what the Standard in use has no more, whole and counted for nothing."""
    round_ = material.round
    if round_ is None:
        return
    for one in round_.set_aside:
        answer = one.answer
        level = _level_of(material, answer)
        pairs = (("Why", one.reason), ("Level", level), ("How sure", answer.confidence or ""), *_words(answer))
        said = f"{one.id} {set_aside_because(material.framework, round_, one.id)}."
        yield Entry(f"{one.id} (set aside)", said, tuple(pair for pair in pairs if pair[1].strip()))


def _level_of(material: ReportMaterial, answer: Answer) -> str:
    """Return the level of an answer in words, or what it says in place of one."""
    names = {entry.level: entry.name for entry in material.framework.levels.levels}
    level = answer.level
    return f"{level} {names[level]}" if level is not None else (answer.standing or "").replace("-", " ")


def _words(answer: Answer) -> tuple[tuple[str, str], ...]:
    return tuple((field_of(Answer, name).label, getattr(answer, name)) for name in own_words(Answer))


def _entry(material: ReportMaterial, item: ItemResult, answer: Answer, statement: str) -> Entry:
    pairs = (*_rating(material, item), *_words(answer), *_evidence_of(material, item))
    title = f"{item.id} {item.title}" + (", as a whole" if item.is_element else "")
    return Entry(title, statement, tuple(pair for pair in pairs if pair[1].strip()))


def _rating(material: ReportMaterial, item: ItemResult) -> tuple[tuple[str, str], ...]:
    """Return the level of an item, and what goes with a level; '' for what does not hold of it."""
    names = {entry.level: entry.name for entry in material.framework.levels.levels}
    rated = item.level is not None
    return (
        (
            "Level",
            f"{item.level} {names[item.level]}" if item.level is not None else f"none: {material.standing(item)}",
        ),
        ("Target", f"{item.target} {names[item.target]}" if item.target is not None else "none"),
        ("Importance", f"{item.importance}{'' if item.importance_given else ' (preset)'}"),
        ("How sure", (item.confidence or "") if rated else ""),
        ("Need", f"{item.need} {item.band}" if item.need else ""),
    )


def _evidence_of(material: ReportMaterial, item: ItemResult) -> Iterator[tuple[str, str]]:
    yield from _tied_to(material, item.id)
    # An element needs none of its own: entries are tied to its competencies.
    if not item.is_element and not item.supports and not item.contradicts and material.register.present():
        yield "Evidence", "none"


def _tied_to(material: ReportMaterial, item: str) -> Iterator[tuple[str, str]]:
    """Give the entries that are tied to an item, those that support it first, each with why.

    Where the register stands in the report too, the day of each is told there; of an entry that bears on an element and on
    competencies of it, the title stands with those.
    """
    with_day = "evidence" not in material.copy.sections
    bearings: tuple[tuple[Bearing, str], ...] = (("supports", ""), ("contradicts", ", speaks against"))
    for bearing, against in bearings:
        for entry in material.register.linked_to(item, bearing):
            link = next(link for link in entry.links if link.item == item and link.bearing == bearing)
            if link.reason.strip() and any(one.item.startswith(f"{item}.") for one in entry.links):
                yield (
                    f"Evidence {entry.id}{against}",
                    link.reason,
                )  # its title stands under a competency of this element
                continue
            day = f" ({said_when(entry.effective)})" if with_day else ""
            yield f"Evidence {entry.id}{against}", f"{entry.title}{day}. {link.reason}".strip()


def _beside_for_coach(material: ReportMaterial, question: str) -> tuple[Block, ...]:
    if material.audience.id != "coach":
        return ()
    return (Facts((("Question", question),)), Field("Your view"))


def evidence_section(material: ReportMaterial) -> Section:
    """Return how much of each element has evidence, and every entry of the register."""
    title = "The register of evidence"
    if not material.analysis.tells_evidence:
        return Section("evidence", title, ())
    if not material.register.present():  # a picture of nothing says no more
        return Section("evidence", title, (Paragraph("The register is empty."),))
    bars = []
    for element in material.framework.elements.values():
        items = [
            one for one in material.analysis.items if one.element == element.id and one.standing != "not-applicable"
        ]
        bars.append((element.id, element.title, sum(bool(one.supports) for one in items), len(items)))
    columns = (
        Column("Element"),
        Column("Title", main=True),
        Column("With evidence", "right"),
        Column("Of", "right"),
    )
    rows = tuple((code, title, str(have), str(of)) for code, title, have, of in bars)
    have, of = sum(bar[2] for bar in bars), sum(bar[3] for bar in bars)
    picture = Picture(
        "coverage",
        "Evidence by element",
        f"{have} of {of} applicable competencies have evidence that supports them.",
        CoverageData(tuple(bars)),
        Table("Evidence by element", columns, rows),
    )
    entries = [_evidence_entry(material, entry) for entry in material.register.present()]
    gone = gone_links(material.framework, material.register.present())
    return Section("evidence", title, (picture, *entries, *gone))


def _evidence_entry(material: ReportMaterial, entry: Evidence) -> Entry:
    """Return one entry whole. Why it bears on a competency stands there, where the report tells the competencies too."""
    framework = material.framework
    told_there = framework.ids if "competencies" in material.copy.sections else frozenset()
    links = tuple(link._replace(reason="") if link.item in told_there else link for link in entry.links)
    pairs = told_pairs(framework, entry._replace(links=links), without=("id", "title"))
    bare = () if entry.links else (("Bears on", "nothing yet"),)
    return Entry(f"{entry.id} {entry.title}", "", (*pairs, *bare))


def agenda_section(material: ReportMaterial) -> Section:
    """Return an agenda for the first conversation with a coach: greatest needs, doubts, high levels without evidence, the plan."""
    needs = material.analysis.planned[:3]
    points = ["What would you like from this conversation? (5 minutes)"]
    for item in needs:
        found = material.framework.competencies.get(item.id) or material.framework.elements[item.id]
        points.append(f"{item.id} {item.title}: {found.question} (10 minutes)")
    unsure = [f"{item.id} {item.title}" for item in material.analysis.used if item.unsure][:4]
    if unsure:
        or_both = " or the evidence points both ways" if material.analysis.tells_evidence else ""
        points.append(f"Where you are unsure{or_both}: {'; '.join(unsure)}. Who could tell you? (10 minutes)")
    high = [f"{one.id} {one.title}" for one in material.analysis.strengths if not one.supports][:3]
    if high and material.analysis.tells_evidence:
        points.append(
            f"High levels without evidence: {'; '.join(high)}. What would somebody else have seen? (5 minutes)"
        )
    if material.plan is not None:
        points.append("The plan: what is likeliest to be squeezed out, and what would you do then? (5 minutes)")
    points.append("What you will do before we meet again, and by when. (5 minutes)")
    return Section(
        "agenda",
        "Agenda for the first conversation",
        (
            Bullets(tuple(points), numbered=True),
            Field("What was agreed, who does it, by when"),
            Field("Date and next meeting"),
        ),
    )


def _something_said(item: ItemResult, answer: Answer) -> bool:
    """Whether a competency has a level, a standing, words or evidence."""
    words = [getattr(answer, name) for name in own_words(Answer)]
    standing = item.standing in ("rated", "no-chance", "not-applicable")
    return standing or bool(item.supports or item.contradicts) or any(text.strip() for text in words)
