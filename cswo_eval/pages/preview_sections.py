"""A preview of what would leave: by ids and the names of fields, without a word of the owner's."""

from __future__ import annotations

from collections.abc import Sequence

from cswo_eval.confidentiality.finding_words import described
from cswo_eval.confidentiality.guard import Located
from cswo_eval.disclosure.preview import Preview
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Bullets, Column, Document, Facts, Paragraph, Section, Table
from cswo_eval.text.words import counted, listed

MOST_IDS = 40
"""Ids of one kind that are named; the rest are counted."""


def preview_document(framework: Framework, preview: Preview, what: str, more: Sequence[str] = ()) -> Document:
    """Return what would go, what would stay and why. `what`: what would be made, such as 'report'; `more`: further sentences."""
    sections = (
        Section("going", "What would go", _going(preview, more)),
        Section("staying", "What would stay", _staying(preview)),
        Section("guard", "What may tell who somebody is", _guard(framework, preview)),
    )
    title = preview.audience.title
    whom = "" if preview.audience.id == what else f", {title[:1].lower()}{title[1:]}"
    subtitle = f"{what[:1].upper()}{what[1:]}{whom}. Nothing was written."
    return Document("Before it leaves", subtitle, tuple(one for one in sections if one.blocks))


def _going(preview: Preview, more: Sequence[str]) -> tuple[Block, ...]:
    columns = (Column("What"), Column("How many", "right"), Column("Which", main=True))
    rows = tuple(
        (_as_told(preview, kind), str(len(ids)), listed(map(_short, ids), MOST_IDS)) for kind, ids in preview.going
    )
    blocks: list[Block] = [Table("", columns, rows, "Nothing that you said.")]
    if preview.with_private:
        blocks.append(Paragraph("With what is marked private, as you asked: its first page says so.", "strong"))
    if preview.renumbered:
        blocks.append(
            Paragraph("These are the numbers of your record. The copy counts afresh, so that no gap shows.", "quiet")
        )
    if more:
        blocks.append(Bullets(tuple(more)))
    if preview.mentions:
        blocks += [
            Paragraph("Your own words name numbers that this copy counts afresh; they are not changed:"),
            _mentions(preview),
        ]
    return tuple(blocks)


def _mentions(preview: Preview) -> Bullets:
    return Bullets(tuple(f"{one.where} names {one.said}, which is {one.now} here" for one in preview.mentions))


def _as_told(preview: Preview, kind: str) -> str:
    """Return what a kind of thing is called, with how little is told of it to who sees no levels."""
    return f"{kind}, as bands and strengths only" if kind == "answers" and not preview.audience.levels else kind


def _short(name: str) -> str:
    """Return an id without the plan it is of: a copy holds the newest only."""
    return name.partition("/")[2] if name[:1].isdigit() else name


def _staying(preview: Preview) -> tuple[Block, ...]:
    columns = (Column("What"), Column("Why"), Column("Which", main=True))
    rows = tuple((one.kind, one.why, listed(map(_short, one.ids), MOST_IDS)) for one in preview.staying)
    blocks: list[Block] = [Table("", columns, rows, "Nothing: all of it would go.")]
    if preview.not_told:
        pairs = tuple((f"Of {kind}", f"without {listed(labels)}") for kind, labels in preview.not_told)
        blocks.append(Facts(pairs))
    for one in preview.undecided:
        blocks.append(
            Paragraph(
                f"{one.entry} waits for you to decide: `cswo-eval private unset {one.entry}` lets it leave, "
                f"`cswo-eval private set {one.entry}` keeps it to yourself."
            )
        )
    if preview.telling:
        names = tuple(f"{_short(one.thing.id)} names {listed(map(_short, one.names))}" for one in preview.telling)
        blocks += [Paragraph("These would go, and name what stays. Read whether they tell of it:"), Bullets(names)]
    return tuple(blocks)


def _guard(framework: Framework, preview: Preview) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for heading, found in (
        ("This would stop it: nothing would be written.", preview.stopping),
        ("In its place a word such as [name] would stand.", preview.taken_out),
        ("It would stay as it is.", preview.kept),
    ):
        if found:
            blocks += [Paragraph(heading, "strong"), Bullets(_places(framework, found))]
    if preview.replaced:
        blocks.append(Paragraph(f"{counted(preview.replaced, 'name')} of your private table would be replaced."))
    return tuple(blocks) or (Paragraph("No rule found anything in what would go."),)


def _places(framework: Framework, found: Sequence[Located]) -> tuple[str, ...]:
    different = {one.id: one for one in found}
    return tuple(
        f"{one.place.said}: {described(one.finding, framework.confidentiality).name} ({one.id})"
        for one in different.values()
    )
