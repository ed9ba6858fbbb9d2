"""What the confidentiality guard found, what was accepted, and what was not checked, as sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from cswo_eval.confidentiality.finding_words import described
from cswo_eval.confidentiality.guard import Located
from cswo_eval.framework.portfolio_models import Confidentiality
from cswo_eval.pages.blocks import Block, Bullets, Column, Document, Entry, Paragraph, Section, Table
from cswo_eval.pages.guard_commands import command_that_changes
from cswo_eval.record.portfolio_models import GuardDecisions
from cswo_eval.text.words import counted

_LONGEST_SHOWN = 80


def guard_document(
    rules: Confidentiality,
    found: Sequence[Located],
    unchecked: Sequence[tuple[str, str]],
    checked: str,
    pseudonyms: int,
) -> Document:
    """Return what the guard found: certain, perhaps, accepted. `unchecked`: places that could not be read, with why.

    `checked` says in words what was looked at.
    """
    still_open = [one for one in found if one.reason is None]
    certain = [one for one in still_open if one.finding.certain]
    perhaps = [one for one in still_open if not one.finding.certain]
    accepted = [one for one in found if one.reason is not None]
    sections = [
        Section("result", "", tuple(_result(certain, perhaps, accepted, pseudonyms))),
        Section("certain", "Found: nothing you share is written until you decide", _entries(certain, rules)),
        Section("perhaps", "Perhaps: taken out of what you share, unless you keep it", _entries(perhaps, rules)),
        Section("accepted", "Left as it is, with your reason", (_accepted(accepted, rules),) if accepted else ()),
        Section("unchecked", "Not checked: look at these yourself", _unchecked(unchecked)),
        Section("limits", "What this can and cannot see", tuple(Paragraph(text) for text in rules.advice)),
    ]
    return Document("What may identify somebody", checked, tuple(one for one in sections if one.blocks))


def _result(
    certain: Sequence[Located], perhaps: Sequence[Located], accepted: Sequence[Located], pseudonyms: int
) -> list[Block]:
    if not certain and not perhaps:
        lines: list[Block] = [
            Paragraph("Nothing was found that you have not accepted. That is not a promise: see below.", "strong")
        ]
    else:
        said = f"{len(certain)} found, {len(perhaps)} perhaps"
        lines = [Paragraph(f"{said}{f', {len(accepted)} accepted by you' if accepted else ''}.", "strong")]
        lines.append(
            Paragraph(
                "You can reword each where it stands, with the command beside it. Or keep it: `cswo-eval guard accept ID "
                "--reason TEXT`. Or let something else stand for a name in all you share: `cswo-eval guard pseudonym`.",
                "quiet",
            )
        )
    if pseudonyms:
        lines.append(
            Paragraph(
                f"{counted(pseudonyms, 'name')} of your private table {'is' if pseudonyms == 1 else 'are'} replaced in all you share.",
                "quiet",
            )
        )
    return lines


def _entries(found: Sequence[Located], rules: Confidentiality) -> tuple[Block, ...]:
    """Return the findings by kind, in the order of the rules: why and what instead once, then a line for each."""
    order = {kind.id: place for place, kind in enumerate(rules.kinds)}
    by_kind: dict[str, list[Located]] = {}
    for one in sorted(found, key=lambda one: order.get(one.finding.kind, len(order))):
        by_kind.setdefault(one.finding.kind, []).append(one)
    blocks: list[Block] = []
    for several in by_kind.values():
        kind = described(several[0].finding, rules)
        times = Counter(one.id for one in several)  # the same thing again in the same place is one finding
        count = f" ({len(times)})" if len(times) > 1 else ""
        heading = f"{kind.name[:1].upper()}{kind.name[1:]}{count}"
        blocks.append(Entry(heading, "", (("Why", kind.why), ("Instead", kind.instead))))
        once = {one.id: one for one in reversed(several)}
        blocks.append(Bullets(tuple(_line(once[name], often) for name, often in times.items())))
    return tuple(blocks)


def _line(one: Located, count: int) -> str:
    command = command_that_changes(one.place)
    often = f" ({count} times)" if count > 1 else ""
    return f"{one.id}  {one.place.said}: {_shown(one.finding.found)}{often}{f'  `{command}`' if command else ''}"


def _accepted(found: Sequence[Located], rules: Confidentiality) -> Table:
    rows = tuple(
        (one.id, one.place.said, described(one.finding, rules).name, _shown(one.finding.found), one.reason or "")
        for one in found
    )
    columns = (Column("Id"), Column("Where"), Column("Kind"), Column("What"), Column("Your reason", main=True))
    return Table("", columns, rows)


def _unchecked(places: Sequence[tuple[str, str]]) -> tuple[Block, ...]:
    return (Bullets(tuple(f"{where}: {why}" for where, why in places)),) if places else ()


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]} …"


def guard_values(
    rules: Confidentiality, found: Sequence[Located], unchecked: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """Return the same for --json."""
    return {
        "findings": [
            {
                "id": one.id,
                "kind": one.finding.kind,
                "certain": one.finding.certain,
                "where": one.place.said,
                "found": one.finding.found,
                "why": described(one.finding, rules).why,
                "instead": described(one.finding, rules).instead,
                "command": command_that_changes(one.place) or None,
                "accepted": one.reason,
            }
            for one in found
        ],
        "unchecked": [{"where": where, "why": why} for where, why in unchecked],
    }


def decisions_document(decisions: GuardDecisions) -> Document:
    """Return the owner's own table of pseudonyms, public items and accepted findings."""
    names = tuple((one.name, one.instead) for one in decisions.pseudonyms)
    accepted = tuple((one.id, one.where, one.reason) for one in decisions.accepted)
    return Document(
        "What you decided",
        "Kept in private/guard.yaml in your record, and never part of anything you share.",
        (
            Section(
                "pseudonyms",
                "Names, and what stands for them",
                (Table("", (Column("Name"), Column("Instead", main=True)), names, "None yet."),),
            ),
            Section(
                "public",
                "Public, so not a finding",
                (Bullets(decisions.public_items) if decisions.public_items else Paragraph("None yet."),),
            ),
            Section(
                "accepted",
                "Left as it is",
                (Table("", (Column("Id"), Column("Where"), Column("Reason", main=True)), accepted, "None yet."),),
            ),
        ),
    )
