"""What the rows of a worksheet change in a record: three are compared, the field as exported, as it came back, and the record's.

A field that nobody touched keeps the record's answer; one that was changed in the worksheet alone is taken; one that was
changed in both, to something else, is a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from cswo_eval.exchange.worksheet.columns import CHOICES, FILLED, said
from cswo_eval.exchange.worksheet.marks import field_mark
from cswo_eval.exchange.worksheet.stages import GO_ON, RowProblem, WorksheetRow
from cswo_eval.forms.questions import NotAnAnswer
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import Evidence, EvidenceRegister, Round
from cswo_eval.text.problems import Problem, ProblemsFound
from cswo_eval.text.says_nothing import entries_alone
from cswo_eval.walk.state import Step, Walk, answer_of, with_answer
from cswo_eval.walk.taken_answers import take

_OF_THE_LEVEL = ("reason", "opposite", "confidence")
"""They speak of a level: where the worksheet's level is not taken, neither are they."""

_FEW = 5
"""Unknown ids that one sentence names."""


class Difference(NamedTuple):
    """A field of the worksheet that is not what the record has. Short answers are named, texts are not."""

    row: int
    item: str
    field: str
    present: str
    given: str


class Applied(NamedTuple):
    """The record with what a worksheet says."""

    round: Round
    register: EvidenceRegister
    answered: tuple[str, ...]
    """Items of which something was answered or replaced."""
    added: tuple[str, ...]
    """New entries of the register."""
    linked: tuple[str, ...]
    """Entries that were there already and now bear on one more item."""
    removed_before: tuple[str, ...]
    """Entries that the owner had taken out: the same text did not bring them back."""
    replaced: tuple[Difference, ...]
    """Answers of the record that gave way: since the export they were changed in the worksheet alone."""
    conflicts: tuple[Difference, ...]
    """Answers that differ, and were perhaps changed in both: replaced where that was asked for, else kept."""
    emptied: tuple[Difference, ...]
    """Fields that held an answer when they were exported and came back empty: the record's was kept."""
    carried: tuple[tuple[int, str, str], ...]
    """Rows of those answered that were exported under another id: the row, the id then, and now."""


def apply_rows(
    framework: Framework,
    round_: Round,
    register: EvidenceRegister,
    rows: Iterable[WorksheetRow],
    *,
    record_id: str,
    replace: bool,
    now: str,
    today: date,
    entries_given: int = 0,
    name: str = "The worksheet",
) -> Applied:
    """Return the round and register with what the rows say, as if it had been typed in the walk.

    `replace`: conflicts are decided for the worksheet. `entries_given`: the highest number that an entry was given. Raises ProblemsFound by row.
    """
    walk = Walk(framework, round_, register, (), {}, {}, {}, depth=round_.depth, entries_given=entries_given)
    rows = tuple(rows)
    answered: list[str] = []
    linked: list[str] = []
    gone: list[str] = []
    noted = _Noted()
    problems: list[Problem] = []
    for row in rows:
        before = answer_of(walk, row.item)
        try:
            if row.evidence.strip():
                walk, link, removed = _with_evidence(walk, row, now, today)
                linked += link
                gone += removed
            walk = _with_answers(walk, row, record_id, replace, now, today, noted)
        except NotAnAnswer as wrong:
            problems.append(RowProblem(name, row.number, f"{row.item}: {wrong}", ""))
            continue
        if answer_of(walk, row.item) != before:
            walk = with_answer(walk, row.item, changed=now)
            answered.append(row.item)
    if problems:
        raise ProblemsFound(problems, advice=GO_ON)
    had = {entry.id for entry in register.entries}
    return Applied(
        round=walk.round,
        register=walk.register,
        answered=tuple(answered),
        added=tuple(entry.id for entry in walk.register.entries if entry.id not in had),
        linked=tuple(dict.fromkeys(one for one in linked if one in had)),
        removed_before=tuple(gone),
        replaced=tuple(noted.replaced),
        conflicts=tuple(noted.conflicts),
        emptied=tuple(noted.emptied),
        carried=tuple((row.number, row.was, row.item) for row in rows if row.was and row.item in answered),
    )


_Became = Literal["left alone", "left empty", "emptied", "changed", "conflict"]
"""Of a field: as it was exported; empty, as it may have been; empty, though it held an answer that the record still has;
changed in the worksheet alone; changed in both, or nobody knows."""


class _Noted:
    """What is told of the fields, row after row."""

    def __init__(self) -> None:
        self.replaced: list[Difference] = []
        self.conflicts: list[Difference] = []
        self.emptied: list[Difference] = []


def _with_answers(
    walk: Walk, row: WorksheetRow, record_id: str, replace: bool, now: str, today: date, noted: _Noted
) -> Walk:
    """Return the walk with those answers of a row that are taken; what gave way, differs or came back empty is noted."""
    present = said(answer_of(walk, row.item))
    held: tuple[str, ...] = ()
    for column in FILLED:
        given, has = str(getattr(row, column)), present[column]
        if given == has:
            continue
        became = _became(row, column, given, has, column in held, record_id)
        difference = _difference(row, column, given, has)
        if became == "emptied" and column not in row.nothing:
            noted.emptied.append(difference)
        elif became == "conflict":
            noted.conflicts.append(difference)
        elif became == "changed" and has:
            noted.replaced.append(difference)
        taken = became == "changed" or (became == "conflict" and replace)
        if column == "level" and given and not taken:
            held = _OF_THE_LEVEL
        if taken:
            walk = take(walk, Step(row.item, column), given, now, today)  # type: ignore[arg-type]
    return walk


def _became(row: WorksheetRow, column: str, given: str, has: str, held: bool, record_id: str) -> _Became:
    """Return what became of a field that is not what the record has. `held`: it waits for a level that is not taken."""

    def as_exported(text: str) -> bool:
        return row.marks.get(column) == field_mark(record_id, row.exported_as, column, text)

    if not given:
        # Only where it is known that something stood there, and it is the record's still.
        return "emptied" if has.strip() and as_exported(has) else "left empty"
    if as_exported(given):
        return "left alone"
    # Without a mark, an answer of the record may have been there before or be newer: it is not given up unasked.
    same_in_record = as_exported(has) if row.marks else not has.strip()
    return "changed" if same_in_record and not held else "conflict"


def _difference(row: WorksheetRow, column: str, given: str, has: str) -> Difference:
    short = column in CHOICES
    return Difference(row.number, row.item, column, has if short else "", given if short else "")


def _with_evidence(walk: Walk, row: WorksheetRow, now: str, today: date) -> tuple[Walk, list[str], list[str]]:
    """Return the walk with a new entry, or the one of the same text linked; with entries linked, and those taken out before."""
    text = row.evidence
    same = [
        entry for entry in walk.register.entries if text == entry.shows or (not entry.shows and text == entry.title)
    ]
    present = next((entry for entry in same if entry.removed is None), None)
    if present is None:
        # Ids of the register, such as E4, link those entries; so does a text that stands there already.
        ids = entries_alone(text)
        if ids:
            return _with_links(walk, row, ids, now, today)
        if same:
            return walk, [], [same[0].id]
    elif any(link.item == row.item for link in present.links):
        return walk, [], []
    return _with_entry(walk, row, present.id if present is not None else text, now, today)


def _with_entry(walk: Walk, row: WorksheetRow, given: str, now: str, today: date) -> tuple[Walk, list[str], list[str]]:
    """Return what `_with_evidence` does, for one entry: by its text, or by its id where it is there."""
    had = {entry.id for entry in walk.register.entries}
    walk = take(walk, Step(row.item, "evidence"), given, now, today)
    fresh = walk.step.evidence if walk.step is not None else None
    entry = walk.register.find(fresh) if fresh is not None else None
    if entry is None or entry.id not in had:
        return walk, [], []
    return _explained(walk, entry, row.item), [entry.id], []


def _with_links(
    walk: Walk, row: WorksheetRow, ids: tuple[str, ...], now: str, today: date
) -> tuple[Walk, list[str], list[str]]:
    """Return what `_with_evidence` does, for entries that are named by their ids. Raises NotAnAnswer for unknown ones."""
    unknown = [one for one in ids if walk.register.find(one) is None]
    if unknown:
        short = all(len(one) < 8 for one in unknown)
        shown = " or ".join(unknown) if short and len(unknown) <= _FEW else "such entry"
        raise NotAnAnswer(f"There is no {shown} in your register; `cswo-eval evidence list` shows what there is.")
    for one in ids:
        walk = take(walk, Step(row.item, "evidence"), one, now, today)
        entry = walk.register.find(one)
        assert entry is not None
        walk = _explained(walk, entry, row.item)
    return walk, list(ids), []


def _explained(walk: Walk, entry: Evidence, item: str) -> Walk:
    """Return the walk with a reason for the link of an entry to an item, where it has none."""
    reason = f"Given in answer to {item}, {walk.framework.title_of(item)}."
    links = tuple(
        link._replace(reason=reason) if link.item == item and not link.reason else link for link in entry.links
    )
    return walk._replace(register=walk.register.with_entry(entry._replace(links=links)))
