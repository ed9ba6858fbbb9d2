"""What the rows of a worksheet say: fields understood one by one, ids fitted to the Standard in use, problems by row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from datetime import date
from typing import NamedTuple

from cswo_eval.exchange.worksheet.columns import ASKED, CHOICES, FILLED, HEADING_OF, UNHOLDABLE, choice_from
from cswo_eval.exchange.worksheet.marks import (
    FORMAT,
    HEAD_PARTS,
    VERSION,
    WorksheetHead,
    field_mark,
    marks_from,
    record_mark,
)
from cswo_eval.exchange.worksheet.stages import (
    GO_ON,
    FilledWorksheet,
    RawRow,
    RawWorksheet,
    RowProblem,
    WorksheetRow,
    row_word,
)
from cswo_eval.exchange.worksheet.strays import (
    stray_sentence,
    strays_beside,
    strays_elsewhere,
    strays_of,
    what_is_printed,
)
from cswo_eval.forms.engine import LONGEST_TEXT
from cswo_eval.framework.fitted_ids import Fitting, fit_ids
from cswo_eval.framework.framework import Framework
from cswo_eval.text.problems import Problem, ProblemsFound, nearest_sentence
from cswo_eval.text.says_nothing import Nothing, entries_alone, kind_of_nothing
from cswo_eval.text.words import listed_with_and

_LIKE_AN_ID = re.compile(r"[A-Z]{2}[0-9]{1,3}(?:\.[0-9]{1,3})?")
_LIKE_A_NUMBER = re.compile(r"[-+]?[0-9]{1,4}(?:[.,/-][0-9]{1,2})?%?")
"""What alone is repeated in an error: anything else may be the owner's words."""
_NO_LEVEL = "this may mean n (no chance yet), x (not applicable, with a reason) or that you have not decided."


def understood(raw: RawWorksheet, name: str, framework: Framework, record_id: str) -> FilledWorksheet:
    """Return a worksheet as it is meant. A row whose id the Standard in use has no more, and that nobody wrote in, is left out.

    Raises ProblemsFound with all problems, by row.
    """
    head = _checked_head(raw.head, name, record_id)
    reader = _RowReader(raw, head, name, framework, record_id)
    problems: list[Problem] = [
        *strays_beside(raw, name, reader.is_printed),
        *strays_elsewhere(raw, name, reader.is_printed),
    ]
    rows: list[WorksheetRow] = []
    for one in raw.rows:
        row, wrong = reader.row(one)
        problems += [RowProblem(name, one.number, what, "") for what in wrong]
        if row is not None:
            rows.append(row)
    problems += _doubled(rows, name)
    if not raw.rows:
        problems.append(Problem(name, 0, "there is no question in it.", "Export a new worksheet."))
    if problems:
        raise ProblemsFound(problems, advice=GO_ON)
    day = None if head.day == "-" else date.fromisoformat(head.day)
    return FilledWorksheet(head.id, day, head.kind == "elements", tuple(rows))


class _RowReader:
    """Understands the rows of one worksheet, each by itself."""

    def __init__(self, raw: RawWorksheet, head: WorksheetHead, name: str, framework: Framework, record_id: str) -> None:
        self.is_printed = what_is_printed(raw, head, framework, record_id)
        self._marks = raw.marks
        self._name = name
        self._framework = framework
        self._record_id = record_id
        self._ids = _ids_of(raw, head, framework)

    def row(self, raw: RawRow) -> tuple[WorksheetRow | None, list[str]]:
        """Return the row, None where there is nothing to take in, and what is wrong with it."""
        said: list[str] = []
        strays = strays_of(raw, self.is_printed)
        if strays:
            said.append(_named(_id_of(raw), ": ") + stray_sentence(strays, self._name))
        if not raw.wrong and not _says_anything(raw):
            return None, said
        row, wrong = _row(raw, self._framework, self._marks, self._record_id)
        problem = self._ids.problem(row.item, self._name)
        if problem and not raw.wrong and not strays and self._was_left_alone(row):
            return None, said
        unread = [_named(row.item, ", " if what.startswith("'") else ": ") + what for what in raw.wrong]
        said += [what for what in (problem, *unread, *wrong) if what]
        move = self._ids.move_of(row.item)
        if move is not None and move.now is not None and not problem:
            row = row._replace(item=move.now, was=row.item)
        return row, said

    def _was_left_alone(self, row: WorksheetRow) -> bool:
        """Whether a row is as it was exported, though perhaps by an older Standard."""
        exported = row.item in self._marks or row.item in self._ids.older
        return exported and not _written_in(row, self._record_id)


def _checked_head(parts: tuple[str, ...], name: str, record_id: str) -> WorksheetHead:
    export = "Export a new one with `cswo-eval worksheet export`."
    if not parts:
        what = f"the line that begins with '{FORMAT}' is not in it, so it is not a worksheet of this program, or it was lost."
        raise ProblemsFound([Problem(name, 0, what, export)])
    if len(parts) > 1 and parts[1] != VERSION and parts[1].isdigit():
        what = f"it has version {parts[1][:8]} of the worksheet; this cswo-eval reads version {VERSION}."
        raise ProblemsFound([Problem(name, 0, what, "Use the cswo-eval that made it, or export a new one.")])
    if len(parts) > 2 and parts[2] != record_mark(record_id):
        what = "it was made from another record, and its answers do not belong in this one."
        raise ProblemsFound([Problem(name, 0, what, "Name the right record with --record. Nothing was changed.")])
    head = WorksheetHead(*parts) if len(parts) == HEAD_PARTS else None
    whole = head is not None and re.fullmatch("[0-9a-f]{16}", head.id) and head.kind in ("elements", "competencies")
    if head is None or not whole or head.version != VERSION or not _is_day(head.day):
        what = f"the line that begins with '{FORMAT}' was changed and cannot be read."
        raise ProblemsFound([Problem(name, 0, what, export)])
    return head


def _is_day(text: str) -> bool:
    try:
        return text == "-" or bool(date.fromisoformat(text))
    except ValueError:
        return False


# --- ids --------------------------------------------------------------------------------------------------------


def _says_anything(raw: RawRow) -> bool:
    """Whether a row is meant as one of the worksheet's: a title or a blank line beside them is not."""
    return any(raw.fields.get(name, "").strip() for name in ("id", *(column.name for column in ASKED)))


def _id_of(raw: RawRow) -> str:
    return raw.fields.get("id", "").strip().upper()


def _named(item: str, end: str) -> str:
    """An id and what comes after it; '' for words that stand where an id should."""
    return f"{item}{end}" if _LIKE_AN_ID.fullmatch(item) else ""


class _Ids(NamedTuple):
    """The ids of a worksheet's rows against those of the Standard in use."""

    known: tuple[str, ...]
    """Those that this kind of worksheet may ask about."""
    kind: str
    """'elements' or 'competencies'."""
    older: Set[str]
    """Ids that the Standard had before."""
    moves: Mapping[str, Fitting]
    """What became of the ids of the rows."""
    here: Set[str]
    """The ids of all rows."""

    def move_of(self, item: str) -> Fitting | None:
        """Return what became of an older id; None for any other."""
        return self.moves.get(item) if item in self.older else None

    def problem(self, item: str, name: str) -> str:
        """Return what is wrong with a row's id, or ''. `name` is the file's."""
        move = self.move_of(item)
        if not item:
            return "there are words here, but no id. Write the id again, or empty the row."
        if item in self.known:
            return ""
        if move is None or (move.now is not None and move.now not in self.known):
            return _no_such(item, self.kind, self.known, name)
        if move.now is None:
            now = listed_with_and(move.successors)
            became = f"is now asked as {now}" if now else "is no longer asked"
            where = "Write it there" if now else "Keep what you wrote elsewhere"
            return f"{item} {became}: {move.reason} {where}, and empty this row."
        if move.now in self.here:
            return f"{item} is part of {move.now} now, which has a row of its own here. Write it there, and empty this row."
        return ""


def _ids_of(raw: RawWorksheet, head: WorksheetHead, framework: Framework) -> _Ids:
    here = {_id_of(one) for one in raw.rows}
    return _Ids(
        known=tuple(framework.elements if head.kind == "elements" else framework.competencies),
        kind=head.kind,
        older=framework.renamed.keys(),
        moves=fit_ids(here, framework),
        here=here,
    )


def _no_such(item: str, kind: str, known: tuple[str, ...], name: str) -> str:
    """`kind` is 'elements' or 'competencies'; `name` is the file's."""
    what, article = ("element", "an") if kind == "elements" else ("competency", "a")
    if _LIKE_AN_ID.fullmatch(item):
        return f"there is no {what} '{item}'.{nearest_sentence(item, known)}"
    where = "where its id was" if row_word(name) == "question" else "in the 'Id' column"
    first = item.split()[0].strip(".,;:()")
    if first in known:
        return f"more words than the id {first} stand {where}. Move them to a yellow field or leave them out."
    return (
        f"what stands {where} is not the id of {article} {what}, such as {known[0]}. Write the id there. "
        "A note is taken in from the yellow fields alone."
    )


def _written_in(row: WorksheetRow, record_id: str) -> bool:
    """Whether a row holds anything that did not stand in it when it was exported."""
    return bool(row.evidence) or any(
        getattr(row, column) and row.marks.get(column) != field_mark(record_id, row.item, column, getattr(row, column))
        for column in FILLED
    )


def _doubled(rows: list[WorksheetRow], name: str) -> list[Problem]:
    places: dict[str, list[int]] = {}
    for row in rows:
        places.setdefault(row.item, []).append(row.number)
    return [
        RowProblem(name, one, f"{item} stands here more than once ({', '.join(map(str, numbers))}).", "")
        for item, numbers in places.items()
        if len(numbers) > 1 and _LIKE_AN_ID.fullmatch(item)
        for one in numbers
    ]


# --- fields -----------------------------------------------------------------------------------------------------


def _row(raw: RawRow, framework: Framework, marks: Mapping[str, str], record_id: str) -> tuple[WorksheetRow, list[str]]:
    """Return the row, and what is wrong with its fields."""
    item = _id_of(raw)
    wrong = []
    given: dict[str, str] = {}
    nothing: dict[str, Nothing] = {}
    of_row = marks_from(marks.get(item, ""))
    for column in ASKED:
        text = raw.fields.get(column.name, "")
        how = _how_it_says_nothing(framework, column.name, text)
        if how is not None and of_row.get(column.name) != field_mark(record_id, item, column.name, text):
            given[column.name], nothing[column.name] = "", how
            continue
        given[column.name], problem = _field(framework, column.name, text)
        if problem:
            wrong.append(f"{_named(item, ', ')}'{column.heading}': {problem}")
    row = WorksheetRow(number=raw.number, item=item, nothing=nothing, marks=of_row, **given)
    unread = {name for name in ("level", "reason") if any(one.startswith(f"'{HEADING_OF[name]}'") for one in raw.wrong)}
    if not unread:
        wrong += _wrong_about_reason(row, record_id)
    return row, wrong


def _how_it_says_nothing(framework: Framework, column: str, text: str) -> Nothing | None:
    """Return how what stands in a field says nothing that could be taken; None where it says something, or is empty.

    What may be meant in its column is left to the column: an entry's number is its evidence, and 'n/a' may be an x.
    """
    how = kind_of_nothing(text)
    if column == "evidence":
        return how if not entries_alone(text) else None
    if column not in CHOICES:  # a figure or an id may well be what somebody would point to, or wants to learn
        return how if how not in ("letter", "number", "id") else None
    if choice_from(framework, column, text) is not None:
        return None
    return how if how in ("sign", "later") or (how == "none" and column != "level") else None


def _field(framework: Framework, column: str, text: str) -> tuple[str, str]:
    """Return what a field says, and what is wrong with it or ''."""
    if not text.strip():
        return "", ""
    if column in CHOICES:
        choice = choice_from(framework, column, text)
        if choice is not None:
            return choice, ""
        bare = text.strip()
        if column == "level" and kind_of_nothing(text) == "none":
            return "", f"{_NO_LEVEL} Write one of {', '.join(CHOICES[column])}, or leave it empty."
        harmless = _LIKE_A_NUMBER.fullmatch(bare) or _LIKE_AN_ID.fullmatch(bare.upper())
        shown = f"'{bare}'" if harmless else "what stands there"
        return "", f"{shown} is none of {', '.join(CHOICES[column])}."
    if UNHOLDABLE.search(text):
        return text, "it holds a control character. Take it out."
    if len(text) > LONGEST_TEXT:
        return (
            text,
            f"it is longer than {LONGEST_TEXT:,} characters. Keep it as a document and describe it here.",
        )
    return text, ""


def _wrong_about_reason(row: WorksheetRow, record_id: str) -> list[str]:
    if row.level == "x" and not row.reason:
        return [f"{_named(row.item, ': ')}not applicable (x) needs a reason."]
    if not row.reason or row.level == "x":
        return []
    # A reason that was exported and left standing when the level was changed is no answer any more.
    if row.marks.get("reason") == field_mark(record_id, row.item, "reason", row.reason):
        return []
    return [f"{_named(row.item, ': ')}there is a reason why it is not applicable, but the level is not x."]
