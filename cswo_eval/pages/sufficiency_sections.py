"""What `portfolio check` shows: the matrix, what is missing, what is old, what rests on one thing, and what mends it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from cswo_eval.analysis.sufficiency import CompetencySufficiency, Sufficiency
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Bullets, Column, Document, Entry, Facts, Paragraph, Section, Table
from cswo_eval.pages.json_values import plain_value
from cswo_eval.pages.portfolio.evidence_matrix import element_rows, matrix_tables
from cswo_eval.record.models import EvidenceRegister
from cswo_eval.text.words import counted, listed

EXPLAINED = "`cswo-eval portfolio check ID` explains the five tests for one competency, such as SD1.3."


def sufficiency_document(
    framework: Framework, sufficiency: Sufficiency, register: EvidenceRegister, items: Collection[str], files: list[str]
) -> Document:
    """Return the check of the evidence for these competencies. `files`: what is wrong with attachments, in words.

    The summary comes last: that is what a terminal still shows of a long page. A choice of competencies, one element or
    aspect, shows the matrix with a mark for each entry; the whole, too long for that, names the entries.
    """
    found = [one for one in sufficiency.counted if one.id in items]
    with_evidence = [one for one in found if one.supports]
    matrix = _marked if len(items) < len(sufficiency.competencies) else _named
    sections = (
        Section("matrix", "Competency by evidence", matrix(framework, sufficiency, register, items)),
        Section("missing", "Nothing supports these yet", _missing(framework, sufficiency, found)),
        Section("mend", "What would strengthen the others", _to_mend(framework, with_evidence)),
        Section("standing-out", "Worth a look", _standing_out(framework, sufficiency, found, register)),
        Section("files", "Files that are not as you attached them", (Bullets(tuple(files)),) if files else ()),
        Section("summary", "Summary", _summary(sufficiency, found, register)),
    )
    title = "Your evidence against the five portfolio tests"
    said = "Rules that a program can check; whether the evidence is good is for you and your readers to say."
    return Document(title, said, tuple(one for one in sections if one.blocks))


def _marked(
    framework: Framework, sufficiency: Sufficiency, register: EvidenceRegister, items: Collection[str]
) -> tuple[Block, ...]:
    return (*matrix_tables(framework, sufficiency, register, items), Paragraph(EXPLAINED, "quiet"))


def _named(
    framework: Framework, sufficiency: Sufficiency, register: EvidenceRegister, items: Collection[str]
) -> tuple[Block, ...]:
    """One table: what has evidence, with the ids of the entries, and how many of the five tests that meets."""
    tests = {one.id: f"{one.met} of {len(one.tests)}" for one in sufficiency.competencies if one.supports}
    rows: list[tuple[str, ...]] = []
    bare = []
    for element, found in element_rows(framework, sufficiency, register, items):
        shown = [one for one in found if one.supports or one.contradicts]
        if not shown:
            bare.append(element.id)
        rows += [
            (one.id, one.title, ", ".join(one.supports) or "-", ", ".join(one.contradicts), tests.get(one.id, "-"))
            for one in shown
        ]
    columns = [Column("Id"), Column("Competency", main=True), Column("Supports"), Column("Against"), Column("Tests")]
    if not any(row[3] for row in rows):  # an empty column tells nothing
        del columns[3]
        rows = [(*row[:3], row[4]) for row in rows]
    blocks: list[Block] = [Table("", tuple(columns), tuple(rows), "No evidence yet.")]
    if bare and rows:
        blocks.append(Paragraph(f"Without any evidence: {', '.join(bare)}."))
    blocks.append(Paragraph(f"Tests: how many of the five are met. {EXPLAINED}", "quiet"))
    return tuple(blocks)


def _summary(
    sufficiency: Sufficiency, found: list[CompetencySufficiency], register: EvidenceRegister
) -> tuple[Block, ...]:
    supported = [one for one in found if one.supports]
    complete = [one for one in found if one.complete]
    pairs = [
        ("Competencies", f"{len(supported)} of {len(found)} have evidence that supports them"),
        ("All five tests", f"met for {len(complete)} of {len(found)}"),
        ("Register", counted(len(register.present()), "entry", "entries")),
    ]
    not_applicable = len(sufficiency.competencies) - len(sufficiency.counted)
    if not_applicable:
        pairs.append(("Not applicable", f"{not_applicable}, left out"))
    bare = next((one.id for one in found if not one.supports), None)
    single = next((one.id for one in supported if len(one.supports) == 1), None)
    open_tests = (test.command for one in supported for test in one.not_met)
    if bare is not None:
        pairs.append(("Begin with", f"cswo-eval evidence add --for {bare} (one entry can serve several)"))
    elif single is not None:
        pairs.append(("Begin with", f"cswo-eval evidence add --for {single}"))
    elif command := next(open_tests, ""):
        pairs.append(("Begin with", command))
    return (Facts(tuple(pairs)),)


def _missing(framework: Framework, sufficiency: Sufficiency, found: list[CompetencySufficiency]) -> tuple[Block, ...]:
    """One paragraph, and one on what there is for some of these all the same."""
    bare = [one for one in found if not one.supports]
    if not bare:
        return ()
    blocks = [Paragraph(f"{'; '.join(_by_element(framework, sufficiency, bare))}.")]
    told = [f"{one.id} ({_there_all_the_same(one)})" for one in bare if one.contradicts or one.reflections]
    if told:
        blocks.append(Paragraph(f"Evidence against it, or an account, is there for: {listed(told)}."))
    return tuple(blocks)


def _by_element(framework: Framework, sufficiency: Sufficiency, bare: list[CompetencySufficiency]) -> Iterator[str]:
    """Give the competencies element by element; an element that lacks all of its own is named, and not each of these."""
    for element in framework.elements:
        there = [one for one in sufficiency.counted if one.id.startswith(f"{element}.")]
        lacking = [one.id for one in bare if one.id.startswith(f"{element}.")]
        if lacking and len(lacking) == len(there):
            yield f"{element} (all {len(there)})"
        elif lacking:
            yield listed(lacking)


def _there_all_the_same(one: CompetencySufficiency) -> str:
    against = f"against it {listed(one.contradicts)}" if one.contradicts else ""
    return "; ".join(part for part in (against, listed(one.reflections)) if part)


def _to_mend(framework: Framework, found: list[CompetencySufficiency]) -> tuple[Block, ...]:
    """What rests on one entry, together: a second, of another kind and day, meets two tests. Then what else, row by row."""
    blocks: list[Block] = []
    single = [one for one in found if len(one.supports) == 1]
    if single:
        names = listed(f"{one.id} ({one.supports[0]})" for one in single)
        blocks.append(
            Paragraph(
                f"Resting on one entry: {names}. A second of another kind, from another day, meets 'reliable' and "
                f"'sufficient' at once: cswo-eval evidence add --for {single[0].id}, or link one you have."
            )
        )
    columns = (Column("Id", main=True), Column("Not yet"), Column("Why", main=True), Column("What mends it", main=True))
    rows = _rows_to_mend(framework, found)
    if rows:
        blocks.append(Table("", columns, rows))
    return tuple(blocks)


def _rows_to_mend(framework: Framework, found: list[CompetencySufficiency]) -> tuple[tuple[str, ...], ...]:
    """Competencies that lack the same for the same reason share a row."""
    names_of = {test.id: test.name for test in framework.sufficiency.tests}
    rows: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for one in found:
        # What is old is told together below, and what one entry alone cannot meet was told above.
        said_already = {"current", "sufficient", "reliable"} if len(one.supports) == 1 else {"current"}
        failing = [test for test in one.tests if test.outcome == "not-met" and test.test not in said_already]
        if failing:
            commands = "; ".join(dict.fromkeys(test.command for test in failing))
            tests = listed(names_of[test.test] for test in failing)
            alike = (tests, " ".join(test.reason for test in failing), commands.replace(one.id, "ID"))
            rows.setdefault(alike, []).append((one.id, commands))
    return tuple(
        (listed(name for name, _ in those), tests, why, those[0][1]) for (tests, why, _), those in rows.items()
    )


def _standing_out(
    framework: Framework, sufficiency: Sufficiency, found: list[CompetencySufficiency], register: EvidenceRegister
) -> tuple[Block, ...]:
    several = [one for one in found if len(one.supports) > 1]
    pairs = (
        ("Several entries, one kind", _of_one_kind(framework, several)),
        ("Several entries, one day", listed(one.id for one in several if one.occasions == 1)),
        ("Old", _old(found)),
        ("Spoken against", listed(f"{one.id} ({listed(one.contradicts)})" for one in found if one.contradicts)),
        ("Carry many", _carrying_many(sufficiency, register)),
        ("Bear on nothing", _unlinked(sufficiency)),
        ("Tied to an element", _tied_to_elements(framework, found, register)),
    )
    kept = tuple(pair for pair in pairs if pair[1])
    return (Facts(kept),) if kept else ()


def _of_one_kind(framework: Framework, several: list[CompetencySufficiency]) -> str:
    kinds = {kind.id: kind.name.lower() for kind in framework.evidence_kinds.kinds}
    return listed(f"{one.id} ({kinds.get(one.kinds[0], one.kinds[0])})" for one in several if len(one.kinds) == 1)


def _old(found: list[CompetencySufficiency]) -> str:
    """Return what rests on old evidence alone, and what would be newer; '' where nothing does."""
    old = [one.id for one in found if any(t.test == "current" and t.outcome == "not-met" for t in one.tests)]
    return f"{listed(old)}. Something newer: cswo-eval evidence add --for {old[0]}" if old else ""


def _carrying_many(sufficiency: Sufficiency, register: EvidenceRegister) -> str:
    titles = {one.id: one.title for one in register.present()}
    return "; ".join(
        f"{name} {titles[name]}: {count} competencies (cswo-eval evidence show {name})"
        for name, count in sufficiency.carrying_many
    )


def _unlinked(sufficiency: Sufficiency) -> str:
    names = sufficiency.unlinked
    return f"{listed(names)}: cswo-eval evidence link {names[0]} COMPETENCY --why TEXT" if names else ""


def _tied_to_elements(framework: Framework, found: list[CompetencySufficiency], register: EvidenceRegister) -> str:
    """Return the entries with a link to an element as a whole, and what would count; '' where there are none."""
    elements = {one.id.split(".")[0] for one in found}
    tied = []
    for entry in register.present():
        there = dict.fromkeys(
            link.item for link in entry.links if link.item in elements and link.item in framework.elements
        )
        if there:
            tied.append((entry.id, listed(there)))
    if not tied:
        return ""
    names = listed(f"{name} ({items})" for name, items in tied)
    return f"{names}. The five tests look at competencies: cswo-eval evidence link {tied[0][0]} COMPETENCY --why TEXT"


def competency_document(framework: Framework, one: CompetencySufficiency, register: EvidenceRegister) -> Document:
    """Return one competency against the five tests: what each asks, what was found, what is left to readers."""
    titles = {entry.id: entry.title for entry in register.present()}
    evidence = [f"{name} {titles[name]}" for name in one.supports]
    against = [f"{name} {titles[name]}" for name in one.contradicts]
    facts = Facts(
        tuple(
            pair
            for pair in (
                ("Not applicable", "" if one.applicable else "so you said: it is left out of every count"),
                ("Supports it", "; ".join(evidence) or "nothing yet"),
                ("Speaks against it", "; ".join(against)),
            )
            if pair[1]
        )
    )
    entries = []
    for test, found in zip(framework.sufficiency.tests, one.tests, strict=True):
        said = {"met": "met", "not-met": "not met", "nothing": "nothing to look at"}[found.outcome]
        pairs = (
            ("Asks", test.asks),
            ("Found", found.reason),
            ("Looked at", test.checked),
            ("Why", test.reason),
            ("For readers", test.left_to_readers),
            ("What mends it", found.command),
        )
        entries.append(Entry(f"{test.name}: {said}", "", tuple(pair for pair in pairs if pair[1])))
    return Document(f"{one.id} {one.title}", "", (Section("tests", "", (facts, *entries)),))


def sufficiency_values(sufficiency: Sufficiency, items: Collection[str]) -> dict[str, Any]:
    """Return the same for --json."""
    values: dict[str, Any] = plain_value(sufficiency)
    values["competencies"] = [one for one in values["competencies"] if one["id"] in items]
    return values
