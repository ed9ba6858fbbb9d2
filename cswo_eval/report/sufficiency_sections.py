"""What `portfolio check` shows: the matrix, what is missing, what is old, what rests on one thing, and what mends it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from cswo_eval.analysis.sufficiency import CompetencySufficiency, Sufficiency
from cswo_eval.framework.loading import Framework
from cswo_eval.record.models import EvidenceRegister
from cswo_eval.report.blocks import Block, Bullets, Column, Document, Entry, Facts, Paragraph, Section, Table
from cswo_eval.report.portfolio.evidence_matrix import matrix_tables, tests_explained, tests_table
from cswo_eval.report.values import plain_value
from cswo_eval.report.words import counted, listed


def sufficiency_document(
    framework: Framework, sufficiency: Sufficiency, register: EvidenceRegister, items: Collection[str], files: list[str]
) -> Document:
    """Return the check of the evidence for these competencies. `files`: what is wrong with attachments, in words."""
    found = [one for one in sufficiency.counted if one.id in items]
    with_evidence = [one for one in found if one.supports]
    sections = (
        Section("summary", "", _summary(sufficiency, found, register)),
        Section("missing", "Nothing supports these yet", _missing(found)),
        Section("single", "These rest on one entry: one kind, one event", _single(with_evidence)),
        Section("mend", "What else would strengthen them", (_to_mend(framework, with_evidence),)),
        Section("standing-out", "Worth a look", _standing_out(framework, sufficiency, found, register)),
        Section("files", "Files that are not as you attached them", (Bullets(tuple(files)),) if files else ()),
        Section("matrix", "The matrix: competency by evidence", matrix_tables(framework, sufficiency, items)),
        Section("tests", "The five tests", (tests_table(framework, with_evidence), *tests_explained(framework))),
    )
    title = "Your evidence against the five portfolio tests"
    said = "Rules that a program can check; whether the evidence is good is for you and your readers to say."
    return Document(title, said, tuple(one for one in sections if one.blocks))


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
    return (Facts(tuple(pairs)),)


def _missing(found: list[CompetencySufficiency]) -> tuple[Block, ...]:
    bare = [one for one in found if not one.supports]
    if not bare:
        return ()
    columns = [Column("Id"), Column("Competency", main=True)]
    cells = [[one.id for one in bare], [one.title for one in bare]]
    for heading, found_there in (
        ("Against it", [listed(one.contradicts, 3) for one in bare]),
        ("Account", [listed(one.reflections, 3) for one in bare]),
    ):
        if any(found_there):  # an empty column on eighty rows tells nothing
            columns.append(Column(heading))
            cells.append([text or "-" for text in found_there])
    rows = tuple(zip(*cells, strict=True))
    advice = f"One entry can serve several. Begin with: cswo-eval evidence add --for {bare[0].id}"
    return (Table("", tuple(columns), rows), Paragraph(advice, "quiet"))


def _single(found: list[CompetencySufficiency]) -> tuple[Block, ...]:
    """Those with one entry: a second of another kind, from another day, meets two tests at once."""
    single = [one for one in found if len(one.supports) == 1]
    if not single:
        return ()
    columns = (Column("Id"), Column("Competency", main=True), Column("Rests on"))
    rows = tuple((one.id, one.title, one.supports[0]) for one in single)
    advice = (
        "A second entry of another kind, from another day, meets 'reliable' and 'sufficient' at once: "
        f"cswo-eval evidence add --for {single[0].id}, or link one you have."
    )
    return Table("", columns, rows), Paragraph(advice, "quiet")


def _to_mend(framework: Framework, found: list[CompetencySufficiency]) -> Table:
    """A row a competency: the tests it does not meet, why, and each command that mends one of them, once.

    What one entry alone cannot meet was said for all of those together.
    """
    names = {test.id: test.name for test in framework.sufficiency.tests}
    rows = []
    for one in found:
        said_already = {"sufficient", "reliable"} if len(one.supports) == 1 else set()
        failing = [test for test in one.tests if test.outcome == "not-met" and test.test not in said_already]
        if failing:
            commands = "; ".join(dict.fromkeys(test.command for test in failing))
            tests = listed(names[test.test] for test in failing)
            rows.append((one.id, tests, " ".join(test.reason for test in failing), commands))
    columns = (Column("Id"), Column("Not yet"), Column("Why", main=True), Column("What mends it", main=True))
    return Table("", columns, tuple(rows), "Nothing else." if found else "No evidence yet.")


def _standing_out(
    framework: Framework, sufficiency: Sufficiency, found: list[CompetencySufficiency], register: EvidenceRegister
) -> tuple[Block, ...]:
    titles = {one.id: one.title for one in register.present()}
    kinds = {kind.id: kind.name.lower() for kind in framework.evidence_kinds.kinds}
    several = [one for one in found if len(one.supports) > 1]
    pairs = []
    single_kind = [f"{one.id} ({kinds.get(one.kinds[0], one.kinds[0])})" for one in several if len(one.kinds) == 1]
    single_event = [one.id for one in several if one.occasions == 1]
    old = [one.id for one in found if any(t.test == "current" and t.outcome == "not-met" for t in one.tests)]
    against = [f"{one.id} ({listed(one.contradicts)})" for one in found if one.contradicts]
    pairs.append(("Several entries, one kind", listed(single_kind)))
    pairs.append(("Several entries, one day", listed(single_event)))
    pairs.append(("Old", listed(old)))
    pairs.append(("Spoken against", listed(against)))
    many = [
        f"{name} {titles[name]}: {count} competencies (cswo-eval evidence show {name})"
        for name, count in sufficiency.carrying_many
    ]
    pairs.append(("Carry many", "; ".join(many)))
    unlinked = (
        f"{listed(sufficiency.unlinked)}: cswo-eval evidence link {sufficiency.unlinked[0]} COMPETENCY --why TEXT"
        if sufficiency.unlinked
        else ""
    )
    pairs.append(("Bear on nothing", unlinked))
    by_element = sufficiency.by_element_only
    said = f"{listed(by_element)}: cswo-eval evidence link {by_element[0]} COMPETENCY --why TEXT" if by_element else ""
    pairs.append(("Tied to an element only", said))
    kept = tuple(pair for pair in pairs if pair[1])
    return (Facts(kept),) if kept else ()


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
