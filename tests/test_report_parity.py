"""Every format that holds a whole report says the same: each title, rating, need, action and piece of evidence.

The Report is walked; what a file says is read by something that did not write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pytest
from gap_records import changed
from reports import FULL, sample_owner, sample_report, squeezed, words_of

from cswo_eval.analysis.results import ItemResult
from cswo_eval.pages.blocks import Block, Bullets, Entry, Facts, Field, MapData, Paragraph, Picture, Scale, Table
from cswo_eval.pages.report import Report
from cswo_eval.text.days_in_words import plain_day

pytestmark = pytest.mark.installed

WHOLE = ("self", "coach", "portfolio")
"""The audiences that see every competency."""


def each(names: Iterable[str], audiences: Iterable[str]) -> list[Any]:
    """Every format for every audience; reading a PDF takes seconds, so by default one for all who see every competency."""
    return [
        pytest.param(name, one, marks=pytest.mark.long if name == "pdf" and one in ("self", "portfolio") else ())
        for name in names
        for one in audiences
    ]


@cache
def said(name: str, audience: str) -> str:
    """What a format says to an audience, squeezed."""
    return words_of(name, FULL[name](sample_report(audience)))


def texts_of(block: Block) -> Iterator[str]:
    """Every text of a block; of a picture those of its table, which every format has."""
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Bullets):
        yield from block.items
    elif isinstance(block, Facts):
        yield from (text for pair in block.pairs for text in pair)
    elif isinstance(block, Entry):
        yield from (block.heading, block.lead)
        yield from (text for pair in block.pairs for text in pair)
    elif isinstance(block, Table):
        yield from (column.heading for column in block.columns)
        yield from (cell.said if isinstance(cell, Scale) else cell for row in block.rows for cell in row)
        yield from () if block.rows else (block.empty,)
    elif isinstance(block, Picture):
        yield from texts_of(block.table)
    elif isinstance(block, Field):
        yield block.label


def shown_as_a_map(block: Block, text: str) -> bool:
    """Whether a format draws the map of all competencies as a table of its own, each code with its level."""
    if not isinstance(block, Picture) or not isinstance(block.data, MapData):
        return False
    return all(squeezed(code + said) in text for _, cells in block.data.rows for code, _, said in cells)


def level_of(report: Report, item: ItemResult) -> str:
    """A rating as a reader sees it."""
    names = {one.level: one.name for one in report.framework.levels.levels}
    unrated = {"no-chance": "no chance yet", "not-applicable": "not applicable"}
    nothing = "not answered"
    return (
        f"{item.level} {names[item.level]}"
        if item.level is not None
        else f"none: {unrated.get(item.standing, nothing)}"
    )


def entry_has(text: str, heading: str, level: str, more: str = "") -> bool:
    """Whether a heading opens an entry with this level, which comes first in it, and then with more (a pattern)."""
    pattern = f"{re.escape(squeezed(heading))}{UNTIL_LEVEL}{re.escape(squeezed(level))}{more}"
    return re.search(pattern, text, re.DOTALL) is not None


UNTIL_LEVEL = r"(?:(?!Level:?[\dn]).){0,900}Level:?"
UNTIL_NEED = r"(?:(?!Need:?\d|Level:?[\dn]).){0,300}Need:?"


def test_what_is_looked_for_is_there_to_be_found() -> None:
    """80 competencies of every standing, needs of each band, actions, evidence."""
    report = sample_report()
    assert {item.standing for item in report.analysis.items} == {"rated", "no-chance", "not-applicable", "unanswered"}
    assert {item.band for item in report.analysis.needs} == {"high", "medium", "low"}
    assert len(report.analysis.items) == 80
    assert report.plan is not None
    assert {one.status for one in report.plan.actions} == {"planned", "done", "deferred", "dropped"}
    assert len(report.register.present()) > 30


def test_it_is_not_found_in_another_report() -> None:
    """A format that left something out would be seen."""
    heading = "SD1.5 Seeing the money coming"
    assert entry_has(said("terminal, plain", "self"), heading, "1 Not yet", f"{UNTIL_NEED}24high")
    assert not entry_has(said("terminal, plain", "self"), heading, "2 Beginning")
    assert not entry_has(said("terminal, plain", "employer"), heading, "1 Not yet")


@pytest.mark.parametrize(("name", "audience"), each(FULL, WHOLE))
def test_every_competency_has_its_title_and_its_own_rating(name: str, audience: str) -> None:
    """Of what has no level, words or evidence the title stands in one list."""
    report, text = sample_report(audience), said(name, audience)
    listed = text.rpartition(squeezed("Not answered yet:"))[2]
    for item in report.analysis.items:
        heading = f"{item.id} {item.title}"
        told = entry_has(text, heading, level_of(report, item))
        assert told or (item.level is None and squeezed(heading) in listed), item.id


@pytest.mark.parametrize(("name", "audience"), each(FULL, WHOLE))
def test_every_need_stands_with_its_number_and_band(name: str, audience: str) -> None:
    report, text = sample_report(audience), said(name, audience)
    for item in report.analysis.needs:
        more = f"{UNTIL_NEED}{item.need}{item.band}"
        assert entry_has(text, f"{item.id} {item.title}", level_of(report, item), more), item.id


@pytest.mark.parametrize(("name", "audience"), each(FULL, WHOLE))
def test_every_piece_of_evidence_has_its_title_and_its_day(name: str, audience: str) -> None:
    report, text = sample_report(audience), said(name, audience)
    for entry in report.register.present():
        heading = re.escape(squeezed(f"{entry.id} {entry.title}"))
        day = re.escape(squeezed(plain_day(entry.effective)))
        assert re.search(heading + rf"(?:(?!When).){{0,200}}When:?{day}", text, re.DOTALL), entry.id


@pytest.mark.parametrize(("name", "audience"), each(FULL, [*WHOLE, "employer"]))
def test_every_action_is_there_with_its_title(name: str, audience: str) -> None:
    report, text = sample_report(audience), said(name, audience)
    assert report.plan is not None
    for action in report.plan.actions:
        if action.status in ("planned", "done"):
            assert squeezed(f"{action.id} {action.title}") in text, action.id
        else:  # in a table: its words may lie in lines that are apart
            assert action.id in text
            assert [word for word in action.title.split() if squeezed(word) not in text] == [], action.id


WRAPPED = {"terminal, wide": "cells stand side by side, their lines apart", "pdf": "its pages break within cells"}


@pytest.mark.parametrize(
    ("name", "audience"), each([name for name in FULL if name not in WRAPPED], [*WHOLE, "employer"])
)
def test_every_text_of_every_block_is_there(name: str, audience: str) -> None:
    """Not only those that have tests of their own; where lines of cells lie apart, tests/test_output_parity.py looks."""
    report, text = sample_report(audience), said(name, audience)
    blocks = [block for section in report.document.sections for block in section.blocks]
    texts = [one for block in blocks if not shown_as_a_map(block, text) for one in texts_of(block)]
    assert len(texts) > 300
    # One column does not name the second cell of a row, which the first one names.
    skipped = {"What", "Title", "Item", "Element", "Aspect or element", "Goal", "Action", "Aspect", "How much", "Cell"}
    skipped |= {"Id", "Review", "Week", "Importance", "Competency"}
    missing = [one for one in texts if squeezed(one) not in text and one not in skipped]
    assert missing == []
    assert all(squeezed(section.title) in text for section in report.document.sections)


@pytest.mark.parametrize("name", FULL)
def test_an_element_answered_as_a_whole_is_there_with_its_rating(name: str) -> None:
    owner = sample_owner()
    own = {key: answer for key, answer in owner.round.answers.items() if not key.startswith("WO2.")}
    report = owner._replace(round=changed(owner.round, answers=own)).report(sections=["competencies"])
    item = report.analysis.item("WO2")
    assert item is not None
    text = words_of(name, FULL[name](report))
    assert entry_has(text, f"WO2 {item.title}", level_of(report, item))


@pytest.mark.parametrize("name", FULL)
def test_an_empty_record_makes_a_report_in_every_format(name: str) -> None:
    owner = sample_owner()._replace(round=None, plan=None, reviews=())  # type: ignore[arg-type]
    report = owner._replace(register=changed(owner.register, entries=())).report("coach")
    text = words_of(name, FULL[name](report))
    assert squeezed("There is nothing to analyse yet.") in text
    assert squeezed("SD1.5 Seeing the money coming") in text
