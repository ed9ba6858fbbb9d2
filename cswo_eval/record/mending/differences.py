"""How a copy differs from the file that it lies beside, in words: by ids and counts, and no more of the owner's words than titles.

What is marked private in either is named by its id only: somebody may look over the owner's shoulder.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from cswo_eval.record.mending.words import latest_moment, said_size, said_time_of
from cswo_eval.record.models import EvidenceRegister, RecordFile, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import PriorLearning
from cswo_eval.text.moments import plain_moment
from cswo_eval.text.words import counted, listed

MOST_NAMED = 8


class Side(NamedTuple):
    """One of the two: what it is called in a sentence, where it lies, its bytes, and what stands in it where it reads."""

    called: str
    path: Path
    data: bytes
    value: RecordFile | None


def differences(own: Side, copy: Side) -> list[str]:
    """Return sentences on which is newer and how they differ."""
    if own.data == copy.data:
        return ["Both are the same, letter for letter."]
    told = []
    if copy.value is None:
        told.append(f"{copy.called} does not read as a whole file of this kind.")
    elif own.value is not None:
        told += ["Both say the same."] if own.value == copy.value else _told_of(own, copy)
    times = [(one.called, said_time_of(one.path)) for one in (own, copy)]
    if all(when for _, when in times):
        told.append(f"{'; '.join(f'{called} was last written on {when}' for called, when in times)}.")
    return told


def _told_of(own: Side, copy: Side) -> list[str]:
    assert own.value is not None
    assert copy.value is not None
    told = []
    ours, theirs = latest_moment(own.value), latest_moment(copy.value)
    if ours != theirs and ours and theirs:
        newer, older = (copy, own) if theirs > ours else (own, copy)
        latest = plain_moment(max(ours, theirs))
        told.append(f"{newer.called} is the newer by what stands in it: of {latest}; {older.called} ends earlier.")
    sizes = said_size(own.value), said_size(copy.value)
    if sizes[0] and sizes[0] != sizes[1]:
        told.append(f"{own.called} holds {sizes[0]}, {copy.called} {sizes[1]}.")
    ours_by_id, theirs_by_id = by_id(own.value), by_id(copy.value)
    groups = (
        (f"Only in {own.called}", [name for name in ours_by_id if name not in theirs_by_id]),
        (f"Only in {copy.called}", [name for name in theirs_by_id if name not in ours_by_id]),
        ("Different", [name for name in ours_by_id if theirs_by_id.get(name, ours_by_id[name]) != ours_by_id[name]]),
    )
    for heading, names in groups:
        if names:
            shown = [_titled(name, ours_by_id.get(name), theirs_by_id.get(name)) for name in names]
            told.append(f"{heading}: {listed(shown, MOST_NAMED)}.")
    return told + _private_marks(own, copy)


def _private_marks(own: Side, copy: Side) -> list[str]:
    told = []
    for side, other in ((own, copy), (copy, own)):
        theirs = by_id(other.value)
        lacking = [
            name
            for name, one in by_id(side.value).items()
            if _is_private(one) and name in theirs and not _is_private(theirs[name])
        ]
        if lacking:
            things = f"{counted(len(lacking), 'thing')} ({listed(lacking, MOST_NAMED)})"
            told.append(f"Marked private in {side.called} and not in {other.called}: {things}.")
        if _is_private(side.value) and not _is_private(other.value):
            told.append(f"{side.called} is marked private, {other.called} is not.")
    return told


def by_id(value: RecordFile | None) -> Mapping[str, Any]:
    """Return what has an id in a file, by its id; nothing where the whole file is one thing."""
    if isinstance(value, Round):
        return value.answers
    if isinstance(value, EvidenceRegister):
        return {one.id: one for one in value.entries}
    if isinstance(value, Plan):
        return {one.id: one for one in value.actions}
    if isinstance(value, PriorLearning):
        return {one.id: one for one in value.claims}
    return {}


def _is_private(one: Any) -> bool:
    return getattr(one, "private", False) is True


def _titled(name: str, *ones: Any) -> str:
    """Return an id with the title of what has it; of what is private in either, the id alone."""
    title = next((one.title for one in ones if getattr(one, "title", "")), "")
    if any(_is_private(one) for one in ones):
        return f"{name} (private)"
    return f"{name} '{title[:60]}'" if title else name
