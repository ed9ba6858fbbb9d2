"""What the record's files are called, how much stands in them and when they were written, in words for their owner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cswo_eval.files.shapes import plain
from cswo_eval.record.layout import (
    COMPANIONS,
    CONTENTS,
    DRAFT,
    GUARD_DECISIONS,
    PLAN_REVIEWS,
    PLANS,
    PORTFOLIO_DETAILS,
    PRIOR_LEARNING,
    PROFILE,
    REFLECTIONS,
    REGISTER,
    REPORT_PROFILES,
    ROUNDS,
    SENT,
    shape_of,
)
from cswo_eval.record.models import EvidenceRegister, RecordFile, ReviewRecord, Round
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import PriorLearning, Reflection
from cswo_eval.record.sent import SentLog
from cswo_eval.record.tool_models import ToolRun
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.moments import plain_moment
from cswo_eval.text.words import counted

_CALLED: Mapping[str, str] = {
    PROFILE: "your profile",
    REGISTER: "your register of evidence",
    REPORT_PROFILES: "your report profiles",
    PRIOR_LEARNING: "your claims for prior learning",
    PORTFOLIO_DETAILS: "your portfolio's title page and limits",
    GUARD_DECISIONS: "your pseudonyms and what you decided about names",
    SENT: "the log of what has left your record",
    CONTENTS: "the list of what your record has had",
    DRAFT: "the lines you were typing when it broke off",
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def called(name: str) -> str:
    """Return what a file of the record is, with its name: 'your account R3 (reflections/R3.yaml)'."""
    folder, _, last = name.rpartition("/")
    if name in _CALLED:
        return f"{_CALLED[name]} ({name})"
    if shape_of(name) is None:
        return name
    if folder == REFLECTIONS:
        return f"your account {last.removesuffix('.yaml')} ({name})"
    if folder == COMPANIONS:
        tool, day = last.removesuffix(".yaml")[11:], plain_day(date.fromisoformat(last[:10]))
        return f"your answers to {tool} of {day} ({name})"
    what = {ROUNDS: "your round of", PLANS: "your plan from", PLAN_REVIEWS: "your review of the plan from"}[folder]
    return f"{what} {plain_day(date.fromisoformat(last[:10]))} ({name})"


def begun(sentence: str) -> str:
    """Return a sentence that begins with a capital, unless it begins with the name of a file."""
    first = sentence.split(" ")[0]
    is_name = "." in first or "/" in first or first[1:] != first[1:].lower()  # a file, or such as iCloud
    return sentence if is_name else sentence[:1].upper() + sentence[1:]


def size_of(value: RecordFile) -> int | None:
    """Return how many things stand in a file, of the kind that `counted_in` names; None where nothing in it is counted."""
    if isinstance(value, EvidenceRegister):
        return len(value.entries)
    if isinstance(value, Round | ToolRun):
        return len(value.answers)
    if isinstance(value, Plan):
        return len(value.actions)
    if isinstance(value, PriorLearning):
        return len(value.claims)
    if isinstance(value, SentLog):
        return len(value.exports)
    if isinstance(value, Reflection):
        return sum(len(text.split()) for text in value.parts.values())
    if isinstance(value, ReviewRecord):
        texts = (value.what_worked, value.what_got_in_the_way, value.what_changed_for_people, value.next_step)
        return sum(len(text.split()) for text in texts)
    return None


def counted_in(value: RecordFile, number: int) -> str:
    """Return a number of what stands in a file of this kind: '19 entries', '418 words'."""
    if isinstance(value, EvidenceRegister):
        return counted(number, "entry", "entries")
    kinds = {Round: "answer", ToolRun: "answer", Plan: "action", PriorLearning: "claim", SentLog: "export"}
    return counted(number, kinds.get(type(value), "word"))


def said_size(value: RecordFile) -> str:
    """Return how much stands in a file, '36 entries'; '' where nothing in it is counted."""
    size = size_of(value)
    return counted_in(value, size) if size is not None else ""


def said_time_of(path: Path) -> str:
    """Return when a file was last written, in local words; '' where the system does not tell."""
    try:
        return plain_moment(datetime.fromtimestamp(path.lstat().st_mtime, UTC).isoformat())
    except (OSError, ValueError, OverflowError):
        return ""


def latest_moment(value: RecordFile) -> str:
    """Return the latest UTC moment that stands in a file; '' where none does."""
    return max(_moments(plain(value)), default="")


def _moments(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if _MOMENT.fullmatch(value):
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _moments(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _moments(one)
