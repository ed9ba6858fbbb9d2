"""Each competency with its claim and what the claim rests on: the index from claim to evidence."""

from __future__ import annotations

from collections.abc import Iterator, Set

from cswo_eval.analysis.sufficiency import CompetencySufficiency
from cswo_eval.pages.blocks import Block, Column, Entry, Paragraph, Section, Table
from cswo_eval.pages.portfolio.evidence_matrix import AS_A_WHOLE, tied_to
from cswo_eval.pages.portfolio.portfolio_material import PortfolioMaterial
from cswo_eval.record.fields import field_of, own_words
from cswo_eval.record.models import Answer, Evidence, EvidenceRegister
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.text.days_in_words import month_and_year

_BESIDE_TITLE = tuple(name for name in own_words(Evidence) if name != "title")
"""What is told of an entry where it comes first."""


def claims_index(material: PortfolioMaterial, lead: tuple[str, ...]) -> Section:
    """Return every competency that has anything to show, whole, and the others by name: a gap is shown, not hidden.

    What is tied to an element as a whole stands before the competencies of that element.
    """
    blocks: list[Block] = [Paragraph(text) for text in lead]
    bare: list[tuple[str, str]] = []
    told: set[str] = set()
    entries = {entry.id: entry for entry in material.record.register.present()}
    elements = dict.fromkeys(one.id.split(".")[0] for one in material.sufficiency.counted)
    for one in material.sufficiency.counted:
        element = one.id.split(".")[0]
        if element in elements:
            del elements[element]
            blocks += _whole(material, element, entries, told)
        if _has_something(one):
            blocks.append(_claim(material, one, entries, told))
        else:
            bare.append((one.id, one.title))
    if bare:
        columns = (Column("Id"), Column("Competency", main=True))
        blocks.append(Table(f"No evidence is offered here for {len(bare)}", columns, tuple(bare)))
    return Section("competencies", "Evidence by competency", tuple(blocks))


def _whole(material: PortfolioMaterial, element: str, entries: dict[str, Evidence], told: set[str]) -> Iterator[Entry]:
    """Give what is tied to an element as a whole; nothing where nothing is."""
    report = material.report
    supports, contradicts = tied_to(entries.values(), element)
    accounts = [one for one in material.reflections if any(link.item == element for link in one.links)]
    if not (supports or contradicts or accounts):
        return
    pairs = []
    for name in (*supports, *contradicts):
        pairs.append(_evidence(material, entries[name], element, first=name not in told))
        told.add(name)
    pairs += [(f"Account {one.id}", _account(one, element)) for one in accounts]
    item = report.framework.elements[element]
    yield Entry(f"{element} {item.title}, {AS_A_WHOLE}", item.statement, tuple(pairs))


def _claim(
    material: PortfolioMaterial, one: CompetencySufficiency, entries: dict[str, Evidence], told: set[str]
) -> Entry:
    report = material.report
    competency = report.framework.competencies[one.id]
    answer = material.record.round.answers.get(one.id, Answer()) if material.record.round is not None else Answer()
    pairs = [("Claim", _level(material, one.id))]
    for name in (*one.supports, *one.contradicts):
        pairs.append(_evidence(material, entries[name], one.id, first=name not in told))
        told.add(name)
    accounts = {account.id: account for account in material.reflections}
    pairs += [(f"Account {name}", _account(accounts[name], one.id)) for name in one.reflections]
    claims = {claim.id: claim for claim in material.claims}
    pairs += [(f"Prior learning {name}", claims[name].title) for name in one.claims]
    pairs += [("A reader might object", answer.opposite), ("Still to learn", answer.learning)]
    return Entry(f"{one.id} {one.title}", competency.statement, tuple(pair for pair in pairs if pair[1].strip()))


def _account(account: Reflection, item: str) -> str:
    reason = next(link.own_reason for link in account.links if link.item == item)
    return f"{account.title}\nWhy: {reason}" if reason.strip() else account.title


def _level(material: PortfolioMaterial, name: str) -> str:
    """Return the level that counts: the competency's own, else that of its element where it was answered as a whole."""
    names = {one.level: one.name for one in material.report.framework.levels.levels}
    found = material.result_for(name)
    if found is None or found.standing not in ("rated", "no-chance"):
        return "not rated"
    whole = f", for {found.id} as a whole" if found.is_element else ""
    if found.level is None:
        return f"no chance yet{whole}"
    sure = f"; how sure: {found.confidence}" if found.confidence is not None else ""
    return f"level {found.level}, {names[found.level]}{whole}{sure}"


def _evidence(material: PortfolioMaterial, entry: Evidence, item: str, first: bool) -> tuple[str, str]:
    """Return one entry: told whole where it comes first, by its title and its reason afterwards."""
    link = next(one for one in entry.links if one.item == item)
    against = ", against" if link.bearing == "contradicts" else ""
    files = material.appendices_of(entry.id)
    lines = [f"{entry.title} ({month_and_year(entry.effective)}){f': {files}' if files else ''}"]
    parts = [("Why", link.own_reason)]
    if first:
        parts += [(field_of(Evidence, name).label, getattr(entry, name)) for name in _BESIDE_TITLE]
    lines += [f"{name}: {text}" for name, text in parts if text.strip()]
    return f"Evidence {entry.id}{against}", "\n".join(lines)


def claimed_texts(material: PortfolioMaterial) -> tuple[str, ...]:
    """Return the owner's own words in the index, each entry once and each reason where it stands."""
    shown = {name for one in material.sufficiency.counted for name in (one.id, one.id.split(".")[0])}
    accounts = (link.own_reason for account in material.reflections for link in account.links if link.item in shown)
    return (*_words_of_entries(material.record.register, shown), *accounts, *_words_of_answers(material))


def _words_of_entries(register: EvidenceRegister, shown: Set[str]) -> Iterator[str]:
    for entry in register.present():
        reasons = [link.own_reason for link in entry.links if link.item in shown]
        if reasons:
            yield from (*(getattr(entry, name) for name in own_words(Evidence)), *reasons)


def _words_of_answers(material: PortfolioMaterial) -> Iterator[str]:
    answers = material.record.round.answers if material.record.round is not None else {}
    for one in material.sufficiency.counted:
        if _has_something(one) and one.id in answers:
            yield from (answers[one.id].opposite, answers[one.id].learning)


def _has_something(one: CompetencySufficiency) -> bool:
    """Whether a competency has anything to show."""
    return bool(one.supports or one.contradicts or one.reflections or one.claims)
