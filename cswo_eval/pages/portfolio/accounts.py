"""Reflective accounts and claims for prior learning, as sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cswo_eval.analysis.sufficiency import word_count
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Block, Entry, Paragraph, Section
from cswo_eval.record.models import EvidenceRegister
from cswo_eval.record.portfolio_models import PriorLearningClaim, Reflection
from cswo_eval.text.days_in_words import month_and_year
from cswo_eval.text.words import counted


def accounts_section(
    framework: Framework, reflections: Sequence[Reflection], register: EvidenceRegister, lead: tuple[str, ...]
) -> Section:
    """Return the reflective accounts, each under its title with its model, its words, and what it bears on."""
    titles = {one.id: one.title for one in register.present()}
    blocks: list[Block] = [Paragraph(text) for text in lead]
    for one in reflections:
        blocks.append(account_entry(framework, one, titles))
    if not reflections:
        blocks.append(Paragraph("No reflective account is part of this portfolio.", "quiet"))
    return Section("reflective-accounts", "Reflective accounts", tuple(blocks))


def account_entry(framework: Framework, account: Reflection, titles: Mapping[str, str]) -> Entry:
    """Return one account whole, its parts in the model's order. `titles`: the entries that may be named, by id."""
    models = {one.id: one for one in framework.reflection_models.models}
    model = models.get(account.model)
    name = model.name if model is not None else account.model
    words = account_words(account)
    said = f"{words:,} of {account.word_limit:,} words" if account.word_limit is not None else counted(words, "word")
    pairs = [("Under", f"{name}. {month_and_year(account.effective)}. {said}.")]
    parts = dict(account.parts)
    for stage in (*(model.stages if model is not None else ()), *framework.reflection_models.level_eleven):
        if parts.get(stage.id, "").strip():
            pairs.append((stage.name, parts[stage.id]))
        parts.pop(stage.id, None)
    pairs += [(name, text) for name, text in parts.items() if text.strip()]  # of a model that is no longer there
    bearing = [
        f"{link.item} {framework.title_of(link.item)}{f': {link.own_reason}' if link.own_reason else ''}"
        for link in account.links
    ]
    evidence = [f"{name} {titles[name]}" for name in account.evidence if name in titles]
    pairs += [("Bears on", "\n".join(bearing)), ("Evidence", "\n".join(evidence))]
    return Entry(f"{account.id} {account.title}", "", tuple(pair for pair in pairs if pair[1]))


def account_words(account: Reflection) -> int:
    """Return the number of words of an account: of its parts, not of its title."""
    return sum(word_count(text) for text in account.parts.values())


def claims_section(
    framework: Framework, claims: Sequence[PriorLearningClaim], register: EvidenceRegister, lead: tuple[str, ...]
) -> Section:
    """Return the claims for prior learning: what was learned, where, the evidence, the competencies."""
    entries = {one.id: one for one in register.present()}
    blocks: list[Block] = [Paragraph(text) for text in lead]
    for claim in claims:
        evidence = [f"{name} {entries[name].title}" for name in claim.evidence if name in entries]
        pairs = (
            ("What was learned", claim.learned),
            ("Where", claim.where),
            ("When", claim.when),
            ("Competencies", "\n".join(f"{name} {framework.title_of(name)}" for name in claim.items)),
            ("Evidence", "\n".join(evidence)),
        )
        blocks.append(Entry(f"{claim.id} {claim.title}", "", tuple(pair for pair in pairs if pair[1].strip())))
    if not claims:
        blocks.append(Paragraph("Nothing is claimed for prior learning.", "quiet"))
    return Section("prior-learning", "Claims for prior learning", tuple(blocks))


def claim_texts(claims: Sequence[PriorLearningClaim]) -> tuple[str, ...]:
    """Return the owner's own words in the claims."""
    return tuple(text for one in claims for text in (one.learned, one.where))
