"""The register looked at in several ways: filtered, and grouped under the headings of each purpose it serves."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cswo_eval.confidentiality.record_texts import bare_texts
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Evidence
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.text.problems import CswoEvalError


class EntryFilter(NamedTuple):
    """What to show of the register; every part that is given must hold."""

    aspect: str = ""
    element: str = ""
    """Linked to this element or to a competency in it."""
    item: str = ""
    """Linked to this very competency or element."""
    kind: str = ""
    before: date | None = None
    """Happened before this day for certain: a month or a year with all its days."""
    unlinked: bool = False
    """Bears on nothing that the Standard has."""
    contradicts: bool = False
    """Speaks against something; with an aspect, element or item, against that."""
    tag: str = ""
    private: bool = False
    removed: bool = False
    """Those that were taken out, instead of those that are there."""

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return self != EntryFilter()


def chosen(entries: Iterable[Evidence], wanted: EntryFilter, known: frozenset[str]) -> tuple[Evidence, ...]:
    """Return the entries that a filter lets through, in their order. `known`: every id that the Standard has."""
    return tuple(entry for entry in entries if _passes(entry, wanted, known))


def _passes(entry: Evidence, wanted: EntryFilter, known: frozenset[str]) -> bool:
    return _is_as_wanted(entry, wanted) and _bears_as_wanted(entry, wanted, known)


def _is_as_wanted(entry: Evidence, wanted: EntryFilter) -> bool:
    """Whether an entry by itself, whatever it bears on, is as wanted."""
    return (
        (entry.removed is not None) == wanted.removed
        and (not wanted.kind or entry.kind == wanted.kind)
        and (wanted.before is None or entry.last_day < wanted.before)
        and (not wanted.tag or wanted.tag in entry.tags)
        and (not wanted.private or entry.private)
    )


def _bears_as_wanted(entry: Evidence, wanted: EntryFilter, known: frozenset[str]) -> bool:
    """Whether an entry bears on what is wanted, and in the way that is wanted."""
    if wanted.unlinked and any(link.item in known for link in entry.links):
        return False
    links = [link for link in entry.links if _lies_in(link.item, wanted)]
    if not links and (wanted.aspect or wanted.element or wanted.item):
        return False
    return not wanted.contradicts or any(link.bearing == "contradicts" for link in links)


def _lies_in(item: str, wanted: EntryFilter) -> bool:
    """Whether a competency or element lies in the aspect and the element that are wanted, and is the one that is."""
    return (
        (not wanted.aspect or item[:2] == wanted.aspect)
        and (not wanted.element or item.split(".")[0] == wanted.element)
        and (not wanted.item or item == wanted.item)
    )


def day_of_age(text: str, today: date) -> date:
    """Return the day that lies '2y', '18m', '6w' or '730' (days) before `today`. Raises CswoEvalError, in words."""
    match = re.fullmatch(r"(\d{1,5})\s*(d|days?|w|weeks?|m|months?|y|years?)?", text.strip().lower())
    if match is None:
        raise CswoEvalError("That is no age. Write it as 2y (years), 18m (months), 6w (weeks) or 730 (days).")
    number, unit = int(match[1]), (match[2] or "d")[0]
    try:
        if unit in "dw":
            return today - timedelta(days=number * (7 if unit == "w" else 1))
        months = today.year * 12 + today.month - 1 - number * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        raise CswoEvalError("That is longer than a calendar reaches. Write it as 2y (years) or 730 (days).") from None


# --- groups -------------------------------------------------------------------------------------------------------


class Group(NamedTuple):
    """A heading with the entries under it, and the command that would fill it."""

    id: str
    name: str
    description: str
    entries: tuple[Evidence, ...]
    command: str


class Grouping(NamedTuple):
    """Entries under headings. `rest` stand under none; `note` says where the headings come from."""

    by: str
    title: str
    note: str
    groups: tuple[Group, ...]
    rest: tuple[Evidence, ...]

    @property
    def empty(self) -> tuple[Group, ...]:
        """The headings under which nothing stands yet."""
        return tuple(group for group in self.groups if not group.entries)


GROUPINGS = ("cpl", "annual-report", "element", "kind")


def grouped(framework: Framework, entries: Sequence[Evidence], by: str) -> Grouping:
    """Return entries grouped `by` one of GROUPINGS. An entry stands under each heading that it serves."""
    if by == "element":
        members = _under(entries, lambda one: (link.item.split(".")[0] for link in one.links))
        groups = [
            Group(one.id, one.title, "", members.pop(one.id, ()), f"cswo-eval evidence add --for {one.id}")
            for one in framework.elements.values()
        ]
        return Grouping(by, "The elements of the Standard", "", tuple(groups), _outside(entries, groups))
    if by == "kind":
        members = _under(entries, lambda one: (one.kind,))
        groups = [
            Group(one.id, one.name, one.description, members.pop(one.id, ()), f"cswo-eval evidence add --kind {one.id}")
            for one in framework.evidence_kinds.kinds
        ]
        return Grouping(by, "Kinds of evidence", "", tuple(groups), _outside(entries, groups))
    file = framework.headings[by]
    members = _under(entries, lambda one: (tag for tag in one.tags if tag.startswith(f"{by}:")))
    groups = []
    for heading in file.headings:
        tag = f"{by}:{heading.id}"
        name = heading.name + (" (social workers)" if heading.social_workers_only else "")
        command = f"cswo-eval evidence edit ENTRY --tag {tag}"
        groups.append(Group(tag, name, heading.description, members.pop(tag, ()), command))
    # A heading that was taken off the list keeps what was filed under it.
    former = "Not among the headings now: file these anew, or leave them."
    groups += [Group(tag, tag.partition(":")[2], former, held, "") for tag, held in members.items()]
    return Grouping(by, file.title, file.note, tuple(groups), _outside(entries, groups))


def _under(entries: Iterable[Evidence], names: Callable[[Evidence], Iterable[str]]) -> dict[str, tuple[Evidence, ...]]:
    """Return the entries by the names each stands under, once under each."""
    found: dict[str, list[Evidence]] = {}
    for entry in entries:
        for name in dict.fromkeys(names(entry)):
            found.setdefault(name, []).append(entry)
    return {name: tuple(held) for name, held in found.items()}


def _outside(entries: Iterable[Evidence], groups: Iterable[Group]) -> tuple[Evidence, ...]:
    inside = {entry.id for group in groups for entry in group.entries}
    return tuple(entry for entry in entries if entry.id not in inside)


# --- where an entry occurs ----------------------------------------------------------------------------------------


class Occurrences(NamedTuple):
    """Where an entry of the register is used: actions of the plan and reflective accounts, by id."""

    actions: tuple[str, ...]
    accounts: tuple[str, ...]


def occurrences_of(entry: Evidence, plan: Plan | None, accounts: Iterable[Reflection]) -> Occurrences:
    """Return where an entry occurs: the action that left it, actions whose words name it, accounts that reflect on it."""
    left_by = {entry.left_by, *(link.left_by for link in entry.links)}
    named = re.compile(rf"\b{entry.id}\b", re.IGNORECASE)
    actions = []
    start = plan.start if plan is not None else None
    for action in plan.actions if plan is not None else ():
        if {action.id, f"{start}/{action.id}"} & left_by or any(named.search(text) for text in bare_texts(action)):
            actions.append(action.id)
    about = tuple(one.id for one in accounts if one.removed is None and entry.id in one.evidence)
    return Occurrences(tuple(actions), about)


def left_without(entry: Evidence, entries: Iterable[Evidence]) -> tuple[str, ...]:
    """Return the items that this entry supports and none of the other entries does."""
    others = {link.item for one in entries if one.id != entry.id for link in one.links if link.bearing == "supports"}
    return tuple(link.item for link in entry.links if link.bearing == "supports" and link.item not in others)
