"""Reflective accounts: all of them, one whole, and what one holds after a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Column, Document, Facts, Paragraph, Section, Table
from cswo_eval.pages.evidence_sections.account_progress import (
    left_to_write,
    stages_of,
    stages_without_words,
    words_said,
)
from cswo_eval.pages.evidence_sections.days_and_links import (
    bearings,
    links_section,
    listed_day_of,
    plain_day_of,
)
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.text.days_in_words import said_when, short_when
from cswo_eval.text.words import counted, listed


def accounts_document(framework: Framework, accounts: Sequence[Reflection]) -> Document:
    """Return all reflective accounts that were not taken out."""
    shown = tuple(one for one in accounts if one.removed is None)
    sections = [Section("accounts", "", (accounts_table(framework, shown),))]
    going_on = tuple(
        (f"{one.id}, {left_to_write(framework, one)}", f"cswo-eval evidence reflect {one.id}")
        for one in shown
        if stages_without_words(framework, one)
    )
    if going_on:
        sections.append(Section("unfinished", "To go on with", (Facts(going_on),)))
    return Document("Reflective accounts", counted(len(shown), "account"), tuple(sections))


def accounts_table(framework: Framework, accounts: Sequence[Reflection]) -> Table:
    """Return accounts as a table."""
    names = {model.id: model.name for model in framework.reflection_models.models}
    rows = tuple(
        (
            one.id,
            one.title,
            short_when(one.effective),
            names.get(one.model, one.model),
            words_said(one),
            bearings(one.links) or "nothing yet",
            listed(one.evidence),
            listed(
                [
                    *(["private"] if one.private else []),
                    *([f"taken out {listed_day_of(one.removed)}"] if one.removed else []),
                ]
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
            f"{plain_day_of(account.removed)}; `cswo-eval evidence remove {account.id} --bring-back` brings it back",
        )
        if account.removed is not None
        else ("", ""),
        ("Happened", said_when(account.effective)),
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
    sections.append(links_section(framework, account.links))
    return Document(f"{account.id}: {account.title}", "", tuple(sections))


def kept_account_document(account: Reflection) -> Document:
    """Return what an account holds after a change, in short."""
    pairs = [
        ("Happened", said_when(account.effective)),
        ("Length", words_said(account)),
        ("Bears on", bearings(account.links) or "nothing yet"),
        ("About", listed(account.evidence)),
        ("Private", "yes" if account.private else ""),
        ("Go on", f"cswo-eval evidence reflect {account.id}"),
        ("See it whole", f"cswo-eval evidence show {account.id}"),
    ]
    facts = Facts(tuple(pair for pair in pairs if pair[1]))
    return Document(f"{account.id}: {account.title}", "", (Section("account", "", (facts,)),))
