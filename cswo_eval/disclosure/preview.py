"""What would leave, what would stay and why, by ids alone: for the owner, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cswo_eval.confidentiality.guard import Located
from cswo_eval.disclosure.door import Disclosure, Wanted
from cswo_eval.disclosure.numbering import Mention
from cswo_eval.disclosure.open_record import present_record
from cswo_eval.disclosure.private_things import Divided, PrivateThings
from cswo_eval.disclosure.telling_texts import Telling
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.files.shapes import Shape
from cswo_eval.framework.models import Audience
from cswo_eval.record.fields import KINDS, NEVER_LEAVES, fields_of
from cswo_eval.record.models import Answer, Attachment, Evidence, ReviewRecord
from cswo_eval.record.plan_models import Action, Plan
from cswo_eval.record.portfolio_models import PortfolioDetails, PriorLearningClaim, Reflection
from cswo_eval.record.tool_models import ToolRun

CALLED: Mapping[type[Shape], str] = {
    Answer: "answers",
    Evidence: "entries of evidence",
    Attachment: "attached files",
    Action: "actions",
    ReviewRecord: "reviews",
    Reflection: "reflective accounts",
    PriorLearningClaim: "claims for prior learning",
    PortfolioDetails: "the title page of the portfolio",
    Plan: "the plan",
    ToolRun: "answers in tools",
}
"""The kinds that a preview tells apart, as it calls them."""


class Staying(NamedTuple):
    """Things of one kind that stay, by the record's ids, and why in words."""

    kind: str
    ids: tuple[str, ...]
    why: str


class Preview(NamedTuple):
    """What would become of a record. No word of the owner's is in it."""

    audience: Audience
    sections: tuple[str, ...]
    with_private: bool
    going: tuple[tuple[str, tuple[str, ...]], ...]
    """Each kind with the ids of the record that would go."""
    renumbered: bool
    """Whether the copy has numbers of its own."""
    staying: tuple[Staying, ...]
    not_told: tuple[tuple[str, tuple[str, ...]], ...]
    """Of each kind that would go, the fields that are not for this reader, by their names."""
    stopping: tuple[Located, ...]
    taken_out: tuple[Located, ...]
    kept: tuple[Located, ...]
    replaced: int | None
    undecided: tuple[Divided, ...]
    telling: tuple[Telling, ...]
    mentions: tuple[Mention, ...]


def preview_of(whole: WholeRecord, wanted: Wanted, found: Disclosure, files: bool = False) -> Preview:
    """Return what a copy would hold of a record, and what would stay. `files`: whether attached files are told of elsewhere."""
    present = present_record(whole)
    going = _by_kind(found.ids)
    gone = set(found.ids)
    private = {} if wanted.include_private else _private_reasons(present, found.private)
    staying: dict[tuple[str, str], list[str]] = {}
    for kind, name in _everything(present):
        if name in gone or (files and kind is Attachment):
            continue
        why = private.get(name) or _other_reason(kind, wanted)
        staying.setdefault((CALLED[kind], why), []).append(name)
    return Preview(
        wanted.audience,
        wanted.sections,
        wanted.include_private,
        tuple((CALLED[kind], tuple(names)) for kind, names in going.items()),
        bool(found.numbers.entries or found.numbers.actions),
        tuple(Staying(kind, tuple(ids), why) for (kind, why), ids in staying.items()),
        tuple((CALLED[kind], labels) for kind in going if (labels := _not_told(kind, wanted))),
        found.stopping,
        found.taken_out,
        found.kept,
        found.replaced,
        found.undecided,
        found.telling,
        found.mentions,
    )


def _by_kind(ids: Iterable[str]) -> dict[type[Shape], list[str]]:
    found: dict[type[Shape], list[str]] = {}
    for name in ids:
        found.setdefault(_kind_of(name), []).append(name)
    return found


def _kind_of(name: str) -> type[Shape]:
    """Return of which kind an id of the record is."""
    last = name.rpartition("/")[2]
    if name[:1].isdigit():
        return ReviewRecord if last.startswith("day-") else Action
    if "/" in name:
        return Attachment
    known: dict[str, type[Shape]] = {"E": Evidence, "R": Reflection, "L": PriorLearningClaim}
    return known[name[0]] if name[1:].isdecimal() and name[0] in known else Answer


def _everything(present: WholeRecord) -> Iterable[tuple[type[Shape], str]]:
    """Give the record's ids of all that is in it, in the order of its files."""
    for name in present.round.answers if present.round is not None else ():
        yield Answer, name
    for entry in present.register.entries:
        yield Evidence, entry.id
        for file in entry.current_attachments():
            yield Attachment, f"{entry.id}/{file.id}"
    for action in present.plan.actions if present.plan is not None else ():
        yield Action, f"{present.plan.start}/{action.id}" if present.plan is not None else action.id
    for review in present.reviews:
        yield ReviewRecord, f"{review.plan}/day-{review.number}"
    for account in present.accounts:
        yield Reflection, account.id
    for claim in present.claims.claims:
        yield PriorLearningClaim, claim.id
    for run in present.tool_runs:
        yield ToolRun, f"{run.begun}/{run.tool}"


def _private_reasons(present: WholeRecord, private: PrivateThings) -> dict[str, str]:
    """Return why each private thing is so, by its id."""
    marked = "marked private"
    found = dict.fromkeys((*private.items, *private.marked_entries, *private.accounts, *private.claims), marked)
    found |= dict.fromkeys(private.covered, "all that it serves is private")
    found |= {one.entry: "it serves something private: not decided yet" for one in private.divided}
    found |= dict.fromkeys(private.files, marked)
    for entry in present.register.entries:
        if entry.id in found:
            found |= {f"{entry.id}/{one.id}": "its entry stays" for one in entry.attachments}
    if present.plan is not None:
        start = present.plan.start
        found |= {f"{start}/{name}": "its goal is private" for name in private.actions}
        found |= {f"{start}/{name}": marked for name in private.marked_actions}
        found |= {f"{start}/day-{number}": marked for number in private.reviews}
    return found


def _other_reason(kind: type[Shape], wanted: Wanted) -> str:
    if kind is Attachment:
        return "no files go with it"
    if kind in NEVER_LEAVES:
        return "no copy takes them"
    readers = {reader for field in KINDS[kind].fields for reader in field.readers}
    if wanted.audience.id not in readers:
        return f"not {wanted.audience.title[:1].lower()}{wanted.audience.title[1:]}"
    return "not in what you asked for"


def _not_told(kind: type[Shape], wanted: Wanted) -> tuple[str, ...]:
    """Return the names of a kind's fields that its readers do not get, whatever the sections."""
    reader, levels = wanted.audience.id, wanted.audience.levels
    hidden = (
        one
        for one in fields_of(kind).values()
        if one.label and one.readers and (reader not in one.readers or (one.tells_level and not levels))
    )
    return tuple(one.label for one in hidden if one.name != "private")
