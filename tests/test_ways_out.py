"""Every way out of a record, run as its owner runs it: nothing private is in it, and each word is where the table says.

The record has a word of its own in every text; some of its things are private.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import Finished
from guarded_records import DAY, files_in, held, save_owner
from planted import Words, leave_beside, never, places, planted
from processes import run_here
from reports import AUDIENCES, Owner, squeezed, text_of, words_of
from test_door import kept_private, says_the_end_of_the_contract

from cswo_eval.disclosure.for_readers import Asking
from cswo_eval.formats.registry import FORMATS
from cswo_eval.record.models import Profile
from cswo_eval.record.plan_models import Action

pytestmark = pytest.mark.long

REPORTS = {f"{name} for {who}": ("report", "--format", name, "--for", who) for name in FORMATS for who in AUDIENCES}
OTHERS: dict[str, tuple[str, ...]] = {
    "calendar": ("plan", "calendar"),
    "portfolio": ("portfolio", "build"),
    "contract": ("portfolio", "contract"),
    "brief": ("portfolio", "brief"),
    "worksheet": ("worksheet", "export", "--format", "docx"),
    "worksheet of elements": ("worksheet", "export", "--elements", "--format", "xlsx"),
}
WAYS = {**REPORTS, **OTHERS}
ENDINGS = {
    "calendar": ".ics",
    "contract": ".docx",
    "brief": ".html",
    "worksheet": ".docx",
    "worksheet of elements": ".xlsx",
}
QUICK = {"html for coach", "csv for portfolio", "json for employer", "docx for self", *OTHERS} - {"brief"}
"""Of the reports one of each kind; the others take long, and `test_door.py` has each of them without a command."""


def each(names: dict[str, tuple[str, ...]]) -> list[object]:
    """These ways as parameters."""
    return [pytest.param(name, marks=() if name in QUICK else pytest.mark.long) for name in names]


BESIDE = "Zqbesidejx"
"""What lies in the record and is no answer yet, or none any more: in no copy, whoever asks."""


class Left(NamedTuple):
    """What a command said, and where it was to write."""

    done: Finished
    target: Path


Leave = Callable[..., Left]


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The record with some of it private, and one that says something else there."""
    folder = tmp_path_factory.mktemp("records")
    for mark in ("p", "q"):
        save(folder / mark, kept_private(mark)[0])
    save(folder / "open", planted()[0])
    return {name: folder / name for name in ("p", "q", "open")}


def save(folder: Path, owner: Owner) -> None:
    """Write everything that an owner has said as a record."""
    # What the guard would find in a date or a name is not what is tried here.
    save_owner(folder, owner, owner.accounts, owner.claims.claims, owner.details)
    leave_beside(folder, BESIDE)


@pytest.fixture
def leave(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Leave:
    """Run one way out of a record."""

    def run(name: str, record: Path, *arguments: str) -> Left:
        target = tmp_path / f"out{len(list(tmp_path.iterdir()))}{ENDINGS.get(name, '')}"
        output = () if "--preview" in arguments else ("--output", str(target))
        words = (*WAYS[name], *output, "--today", DAY, "--findings", "keep", *arguments)
        return Left(run_here(monkeypatch, *words, record=record), target)

    return run


@pytest.mark.parametrize("name", each(WAYS))
def test_no_word_of_what_is_private_leaves_by_any_way(name: str, leave: Leave, records: dict[str, Path]) -> None:
    """Neither in a byte of a file nor on the screen."""
    left = leave(name, records["p"])
    assert left.done.status == 0, left.done.stderr
    words = [*kept_private("p")[1].all, BESIDE, *never()]
    assert not held(left.target, words)
    assert [word for word in words if word in left.done.stdout + left.done.stderr] == []


@pytest.mark.parametrize("name", each(WAYS))
def test_a_preview_writes_nothing_and_holds_no_word_of_the_owners(
    name: str, leave: Leave, records: dict[str, Path], tmp_path: Path
) -> None:
    left = leave(name, records["p"], "--preview")
    assert left.done.status == 0, left.done.stderr
    said = left.done.stdout + left.done.stderr
    assert "Nothing was written." in said
    assert [word for word in (*kept_private("p")[1].all, *planted()[1].all, BESIDE) if word in said] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", each(WAYS))
def test_what_is_private_changes_no_byte(name: str, leave: Leave, records: dict[str, Path]) -> None:
    one, other = (leave(name, records[mark]) for mark in ("p", "q"))
    assert (one.done.status, other.done.status) == (0, 0)
    first, second = (bytes_of(left.target) for left in (one, other))
    assert first == second


def bytes_of(target: Path) -> dict[str, bytes]:
    """Every file that was written, by its name within the target, and the zip beside a folder."""
    return {name.removeprefix(target.name): without_moment(data) for name, data in files_in(target).items()}


def without_moment(data: bytes) -> bytes:
    """What was written, of a calendar file without when that was, and without the names that each record draws for its events."""
    if not data.startswith(b"BEGIN:VCALENDAR"):
        return data
    unfolded = data.replace(b"\r\n ", b"")
    return re.sub(rb"(?m)^(DTSTAMP|LAST-MODIFIED|SEQUENCE|UID):[^\r\n]*", rb"\1:", unfolded)


# --- each word where the table says -----------------------------------------------------------------------------------------

PORTFOLIO = ("portfolio", True, {
    *("limits", "summary", "aspects", "map", "quadrants", "needs", "strengths", "exposure", "not-applicable", "method"),
    *("title-page", "learning-contract", "prior-learning", "evidence-matrix", "portfolio-competencies"),
    *("reflective-accounts", "discussion-brief", "appendices"),
})  # fmt: skip
TOLD = {
    "portfolio": PORTFOLIO,
    "calendar": ("self", True, {"calendar"}),
    "worksheet": ("self", True, {"worksheet"}),
}
"""Who is asked of the table for each, whether they see levels, and the sections."""


STANDS_IN = {("portfolio", Action, "measure"), ("portfolio", Profile, "name")}
"""Fields that are told only where another one says nothing: of an action in the contract, the evidence that it leaves comes first.
So does the student's name on the title page before the owner's in reports."""


@cache
def open_words() -> Words:
    """The words of the record that keeps nothing private."""
    return planted()[1]


@pytest.mark.parametrize("name", TOLD)
def test_each_word_is_exactly_where_the_table_says(name: str, leave: Leave, records: dict[str, Path]) -> None:
    reader, levels, sections = TOLD[name]
    asking = Asking(reader, levels, frozenset(sections))
    left = leave(name, records["open"])
    assert left.done.status == 0, left.done.stderr
    text = told(name, left.target)
    wrong = []
    for shape, field in places():
        word = open_words().of(shape, field)
        expected = asking.may_have(shape) and asking.is_told(field) and (name, shape, field.name) not in STANDS_IN
        if word is not None and (word in text) != expected:
            wrong.append(f"{shape.__name__}.{field.name}{' is not' if word not in text else ' is'} in it")
    assert wrong == []
    assert says_the_end_of_the_contract(text) == ("learning-contract" in sections)


def told(name: str, target: Path) -> str:
    """What a reader finds in what was written."""
    if name == "portfolio":
        files = bytes_of(target)
        return words_of("word", files["/portfolio.docx"]) + words_of("html", files["/portfolio.html"])
    return squeezed(text_of(target.suffix[1:], target.read_bytes()))
