"""What the rows of a worksheet say: fields understood one by one, ids fitted to the Standard in use, problems by row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

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
from cswo_eval.framework.fitted_ids import Fitting, fit_ids
from cswo_eval.framework.framework import Framework
from cswo_eval.text.problems import Problem, ProblemsFound, nearest_sentence
from cswo_eval.walk.machine import LONGEST_TEXT
from cswo_eval.walk.taken_answers import SAYS_NOTHING

_LIKE_AN_ID = re.compile(r"[A-Z]{2}[0-9]{1,3}(?:\.[0-9]{1,3})?")
_LIKE_A_NUMBER = re.compile(r"[-+]?[0-9]{1,4}(?:[.,/-][0-9]{1,2})?%?")
"""What alone is repeated in an error: anything else may be the owner's words."""


def understood(raw: RawWorksheet, name: str, framework: Framework, record_id: str) -> FilledWorksheet:
    """Return a worksheet as it is meant. A row whose id the Standard in use has no more, and that nobody wrote in, is left out.

    Raises ProblemsFound with all problems, by row.
    """
    head = _checked_head(raw.head, name, record_id)
    elements = head.kind == "elements"
    known = tuple(framework.elements if elements else framework.competencies)
    ids = {_id_of(one) for one in raw.rows}
    moves = fit_ids(ids, framework)
    older = {entry.was: entry.now for entry in framework.outline.renamed}
    is_printed = what_is_printed(raw, head, framework, record_id)
    problems: list[Problem] = [
        *strays_beside(raw, name, is_printed),
        *strays_elsewhere(raw, name, is_printed),
    ]
    rows: list[WorksheetRow] = []
    for one in raw.rows:
        strays = strays_of(one, is_printed)
        if strays:
            what = _named(_id_of(one), ": ") + stray_sentence(strays, name)
            problems.append(RowProblem(name, one.number, what, ""))
        if not one.wrong and not _says_anything(one):
            continue
        row, wrong = _row(one, framework, raw.marks, record_id)
        move = moves.get(row.item) if row.item in older else None
        problem = _problem_of_id(row.item, known, head.kind, move, older, ids, name)
        exported = row.item in raw.marks or row.item in older
        if problem and exported and not one.wrong and not strays and not _written_in(row, record_id):
            continue
        unread = [_named(row.item, ", " if what.startswith("'") else ": ") + what for what in one.wrong]
        problems += [RowProblem(name, one.number, what, "") for what in (problem, *unread, *wrong) if what]
        if move is not None and move.now is not None and not problem:
            row = row._replace(item=move.now, was=row.item)
        rows.append(row)
    problems += _doubled(rows, name)
    if not raw.rows:
        problems.append(Problem(name, 0, "there is no question in it.", "Export a new worksheet."))
    if problems:
        raise ProblemsFound(problems, advice=GO_ON)
    day = None if head.day == "-" else date.fromisoformat(head.day)
    return FilledWorksheet(head.id, day, elements, tuple(rows))


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


def _problem_of_id(
    item: str,
    known: tuple[str, ...],
    kind: str,
    move: Fitting | None,
    older: Mapping[str, tuple[str, ...]],
    ids: set[str],
    name: str,
) -> str:
    """What is wrong with a row's id, or ''. `move`: what became of an older id; `ids`: of all rows of the worksheet."""
    if not item:
        return "there are words here, but no id. Write the id again, or empty the row."
    if item in known:
        return ""
    if move is None or (move.now is not None and move.now not in known):
        return _no_such(item, kind, known, name)
    if move.now is None:
        now = " and ".join(older[item])
        became = f"is now asked as {now}" if now else "is no longer asked"
        where = "Write it there" if now else "Keep what you wrote elsewhere"
        return f"{item} {became}: {move.reason} {where}, and empty this row."
    if move.now in ids:
        return f"{item} is part of {move.now} now, which has a row of its own here. Write it there, and empty this row."
    return ""


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
    for column in ASKED:
        text = raw.fields.get(column.name, "")
        given[column.name], problem = _field(framework, column.name, text)
        if problem:
            wrong.append(f"{_named(item, ', ')}'{column.heading}': {problem}")
    row = WorksheetRow(number=raw.number, item=item, marks=marks_from(marks.get(item, "")), **given)
    unread = {name for name in ("level", "reason") if any(one.startswith(f"'{HEADING_OF[name]}'") for one in raw.wrong)}
    if not unread:
        wrong += _wrong_about_reason(row, record_id)
    return row, wrong


def _field(framework: Framework, column: str, text: str) -> tuple[str, str]:
    """Return what a field says, and what is wrong with it or ''."""
    if not text.strip():
        return "", ""
    if column in CHOICES:
        choice = choice_from(framework, column, text)
        if choice is not None:
            return choice, ""
        bare = text.strip()
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
    if column == "evidence" and text.strip().strip(".").lower() in SAYS_NOTHING:
        return text, "this would count as evidence. Leave it empty where there is none yet."
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
