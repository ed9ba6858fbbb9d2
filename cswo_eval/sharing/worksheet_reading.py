"""A worksheet that was filled in: its rows, or every problem by row; and what the rows change in a record."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from cswo_eval.framework.loading import Framework
from cswo_eval.framework.problems import Problem, ProblemsFound, nearest_sentence
from cswo_eval.record.models import Answer, EvidenceRegister, Link, Round
from cswo_eval.report.worksheet import (
    ASKED,
    CHOICES,
    COLUMNS,
    FORMAT,
    HEAD_PARTS,
    UNHOLDABLE,
    VERSION,
    WORKBOOK_ESCAPE,
    choice_of,
)
from cswo_eval.walk.machine import LONGEST_TEXT
from cswo_eval.walk.state import NotAnAnswer, Step, Walk, answer_of, with_answer
from cswo_eval.walk.taking import SAYS_NOTHING, take

LARGEST_UNPACKED = 60_000_000
"""Bytes: a worksheet unpacks to a hundredth of it."""
_MOST_EXACT = 10**15
_HEADINGS = {column.heading.casefold(): column.name for column in COLUMNS}
_HEADING_OF = {column.name: column.heading for column in COLUMNS}
_GO_ON = "Mend that and import again; nothing was changed."


class RowProblem(Problem):
    """A problem of one row of a workbook, or of one question of a Word document."""

    def __str__(self) -> str:
        word = "question" if self.file.lower().endswith(".docx") else "row"
        place = f"{self.file}, {word} {self.line}" if self.line else self.file
        return f"{place}: {self.what} {self.remedy}".rstrip()


class WorksheetRow(NamedTuple):
    """What one row says. Empty text says nothing."""

    number: int
    """Its row in the workbook, or its question in the Word document, from 1."""
    item: str
    evidence: str = ""
    level: str = ""
    """1 to 5, n, x."""
    importance: str = ""
    confidence: str = ""
    opposite: str = ""
    learning: str = ""
    reason: str = ""


@dataclass(frozen=True)
class FilledWorksheet:
    """A worksheet as it was read."""

    id: str
    round: date | None
    """The round it was made for, by its first day; None where it was made before the first."""
    elements: bool
    rows: tuple[WorksheetRow, ...]


class Conflict(NamedTuple):
    """An answer of the record that the worksheet gives otherwise. Short answers are named, texts are not."""

    row: int
    item: str
    field: str
    present: str
    given: str


@dataclass(frozen=True)
class Applied:
    """The record with what a worksheet says; `conflicts` were replaced where that was asked for, else kept."""

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
    conflicts: tuple[Conflict, ...]


class _Raw(NamedTuple):
    """The fields of a row as text, with what is wrong with single ones."""

    number: int
    fields: Mapping[str, str]
    wrong: tuple[str, ...]


def read_worksheet(data: bytes, name: str, framework: Framework, record_id: str) -> FilledWorksheet:
    """Return what a filled worksheet says. `name` is the file's. Raises ProblemsFound with all problems, by row."""
    parts = _parts_of(data, name)
    if "xl/workbook.xml" in parts:
        head, raws = _read_workbook(data, name)
    elif "word/document.xml" in parts:
        head, raws = _read_word(data, name)
    else:
        raise _wrong_kind(name)
    day, elements = _checked_head(head, name, record_id)
    known = framework.elements if elements else framework.competencies
    problems: list[Problem] = []
    rows = []
    for raw in raws:
        row, wrong = _typed(raw, tuple(known), "element" if elements else "competency")
        problems += [RowProblem(name, raw.number, one, "") for one in (*raw.wrong, *wrong)]
        rows.append(row)
    places: dict[str, list[int]] = {}
    for row in rows:
        places.setdefault(row.item, []).append(row.number)
    for item, numbers in places.items():
        others = ", ".join(map(str, numbers))
        if len(numbers) > 1 and item:
            problems += [RowProblem(name, one, f"{item} stands here more than once ({others}).", "") for one in numbers]
    if not rows and not problems:
        problems.append(Problem(name, 0, "there is no question in it.", "Export a new worksheet."))
    if problems:
        raise ProblemsFound(problems, advice=_GO_ON)
    return FilledWorksheet(head[3], day, elements, tuple(rows))


def apply_rows(
    framework: Framework,
    round_: Round,
    register: EvidenceRegister,
    rows: Iterable[WorksheetRow],
    *,
    replace: bool,
    now: str,
    today: date,
    name: str = "The worksheet",
) -> Applied:
    """Return the round and register with what the rows say, as if it had been typed in the walk.

    An answer that is there and differs is a conflict: kept as it is, or replaced. Raises ProblemsFound by row.
    """
    walk = Walk(framework, round_, register, (), {}, {}, {}, depth=round_.depth)
    answered: list[str] = []
    linked: list[str] = []
    gone: list[str] = []
    conflicts: list[Conflict] = []
    problems: list[Problem] = []
    for row in rows:
        before = answer_of(walk, row.item)
        try:
            if row.evidence.strip():
                walk, link, removed = _with_evidence(walk, row, now, today)
                linked += link
                gone += removed
            walk, found = _with_answers(walk, row, replace, now, today)
        except NotAnAnswer as wrong:
            problems.append(RowProblem(name, row.number, f"{row.item}: {wrong}", ""))
            continue
        conflicts += found
        if answer_of(walk, row.item) != before:
            walk = with_answer(walk, row.item, changed=now)
            answered.append(row.item)
    if problems:
        raise ProblemsFound(problems, advice=_GO_ON)
    had = {entry.id for entry in register.entries}
    added = tuple(entry.id for entry in walk.register.entries if entry.id not in had)
    again = tuple(dict.fromkeys(one for one in linked if one in had))
    return Applied(walk.round, walk.register, tuple(answered), added, again, tuple(gone), tuple(conflicts))


# --- the file ---------------------------------------------------------------------------------------------------


def _wrong_kind(name: str) -> ProblemsFound:
    what = "this is neither an Excel workbook (.xlsx) nor a Word document (.docx) that can be read."
    return ProblemsFound([Problem(name, 0, what, "Save it as one of these, without a password, and import that file.")])


def _parts_of(data: bytes, name: str) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                what = f"unpacked it is larger than {LARGEST_UNPACKED // 1_000_000} million bytes, too large for a worksheet."
                raise ProblemsFound([Problem(name, 0, what, "Check that it is the right file.")])
            return {entry.filename for entry in entries}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _wrong_kind(name) from None


def _checked_head(head: tuple[str, ...], name: str, record_id: str) -> tuple[date | None, bool]:
    export = "Export a new one with `cswo-eval worksheet export`."
    if not head or head[0] != FORMAT:
        what = (
            f"its first line does not say '{FORMAT}', so it is not a worksheet of this program, or that line was lost."
        )
        raise ProblemsFound([Problem(name, 0, what, export)])
    if len(head) > 1 and head[1] != VERSION and head[1].isdigit():
        what = f"it has version {head[1][:8]} of the worksheet; this cswo-eval reads version {VERSION}."
        raise ProblemsFound([Problem(name, 0, what, "Use the cswo-eval that made it, or export a new one.")])
    if len(head) > 2 and head[2] != record_id:
        what = "it was made from another record, and its answers do not belong in this one."
        raise ProblemsFound([Problem(name, 0, what, "Name the right record with --record. Nothing was changed.")])
    whole = len(head) == HEAD_PARTS and head[1] == VERSION and re.fullmatch("[0-9a-f]{16}", head[3])
    try:
        day = None if whole and head[4] == "-" else date.fromisoformat(head[4])
    except (IndexError, ValueError):
        whole = None
    if not whole or head[5] not in ("elements", "competencies"):
        raise ProblemsFound([Problem(name, 0, "its first line was changed and cannot be read.", export)])
    return day, head[5] == "elements"


# --- a workbook -------------------------------------------------------------------------------------------------


def _read_workbook(data: bytes, name: str) -> tuple[tuple[str, ...], list[_Raw]]:
    import openpyxl  # type: ignore[import-untyped]  # only where a workbook is read

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        strings = [one for one in archive.namelist() if one.lower() == "xl/sharedstrings.xml"]
        # openpyxl drops these letters wherever they stand, so that a text with them would come back changed.
        coded = any(re.sub(rb"_x005F_x[0-9A-Fa-f]{4}_", b"", archive.read(one)).count(b"x005F_") for one in strings)
    if coded:
        what = "somewhere it holds the letters x005F_, which are a code in a workbook and cannot be read letter for letter."
        raise ProblemsFound([Problem(name, 0, what, _GO_ON)])
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=False)
        sheets = book.worksheets
    except Exception:  # whatever a broken or hostile file makes of the library: it cannot be read
        raise _wrong_kind(name) from None
    sheet = next((one for one in sheets if one.cell(1, 1).value == FORMAT), sheets[0] if sheets else None)
    if sheet is None:
        raise _wrong_kind(name)
    head = tuple(str(cell.value) for cell in sheet[1] if cell.value is not None) if sheet.max_row else ()
    if head[:1] != (FORMAT,):
        return head, []
    # Only cells that hold something: a sheet can claim a million rows.
    lines: dict[int, dict[int, Any]] = {}
    for (row, column), cell in sorted(sheet._cells.items()):
        if cell.value is not None and row > 1:
            lines.setdefault(row, {})[column] = cell
    headings = {column: str(cell.value).strip().casefold() for column, cell in lines.pop(2, {}).items()}
    columns = {column: _HEADINGS[heading] for column, heading in headings.items() if heading in _HEADINGS}
    problems = _heading_problems(Counter(columns.values()), name, 2)
    if problems:
        raise ProblemsFound(problems, advice=_GO_ON)
    return head, [_raw_row(number, cells, columns) for number, cells in lines.items()]


def _heading_problems(counted: Counter[str], name: str, row: int) -> list[Problem]:
    remedy = "Put the headings back as they were exported."
    return [
        RowProblem(name, row, f"the column '{column.heading}' {'is missing' if not count else 'stands twice'}.", remedy)
        for column in COLUMNS
        if (column.asks or column.name == "id") and (count := counted[column.name]) != 1
    ]


def _raw_row(number: int, cells: Mapping[int, Any], columns: Mapping[int, str]) -> _Raw:
    fields: dict[str, str] = {}
    wrong = []
    for place, cell in cells.items():
        column = columns.get(place)
        if column is None:
            wrong.append(
                f"column {cell.column_letter} is none of the worksheet's, so what it says would be lost. Move or delete it."
            )
            continue
        text, problem = _text_of_cell(cell)
        fields[column] = text
        if problem and column in ("id", *(one.name for one in ASKED)):
            wrong.append(f"'{_HEADING_OF[column]}': {problem}")
    return _Raw(number, fields, tuple(wrong))


def _text_of_cell(cell: Any) -> tuple[str, str]:
    """Return a cell's text, and what is wrong where it is no text or not certainly the one that was typed."""
    value = cell.value
    if cell.data_type == "f":
        return "", "this is a formula, and only text is taken. Put an apostrophe (') before it."
    if cell.data_type == "e":
        return "", "this is an error of the spreadsheet. Write the text again."
    if isinstance(value, str):
        value = value.replace("_x000D_\n", "\n")  # how some programs write a line's end
        if WORKBOOK_ESCAPE.search(value):
            return (
                "",
                "it holds a control character, or letters such as _x0041_ that are a code in a workbook. Take them out.",
            )
        return value, ""
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and value == int(value)
        and abs(value) < _MOST_EXACT
    ):
        return str(int(value)), ""
    return "", "this is a number or a date, and the text as you typed it is lost. Put an apostrophe (') before it."


# --- a Word document --------------------------------------------------------------------------------------------


def _read_word(data: bytes, name: str) -> tuple[tuple[str, ...], list[_Raw]]:
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        head: tuple[str, ...] = ()
        for paragraph in document.paragraphs[:10]:
            if FORMAT in paragraph.text:
                head = tuple(paragraph.text.split())
                break
        return head, list(_questions(document)) if head else []
    except Exception:  # whatever a broken or hostile file makes of the library: it cannot be read
        raise _wrong_kind(name) from None


def _questions(document: Any) -> Iterator[_Raw]:
    from docx.table import _Cell

    number = 0
    for table in document.tables:
        pairs = [(_Cell(cells[0], table).text.strip(), cells) for line in table._tbl.tr_lst if (cells := line.tc_lst)]
        if not any(_HEADINGS.get(label.casefold()) == "evidence" for label, _ in pairs):
            if any(label.casefold() in _HEADINGS for label, _ in pairs):
                number += 1
                yield _Raw(number, {"id": pairs[0][0]}, ("part of its table is missing.",))
            continue
        number += 1
        yield _raw_question(number, table, pairs)


def _raw_question(number: int, table: Any, pairs: list[tuple[str, Any]]) -> _Raw:
    from docx.table import _Cell

    fields = {"id": pairs[0][0]}
    wrong = []
    counted: Counter[str] = Counter()
    for label, cells in pairs[1:]:
        column = _HEADINGS.get(label.casefold())
        if column is None:
            wrong.append("a line of its table has another heading than was exported. Put the headings back.")
            continue
        counted[column] += 1
        if column not in {one.name for one in ASKED}:
            continue
        if len(cells) != 2:
            wrong.append(f"'{_HEADING_OF[column]}': two cells were exported, and there are {len(cells)}.")
            continue
        text = _Cell(cells[1], table).text
        written = "".join(node.text or "" for node in cells[1].xpath(".//w:t"))
        if re.sub("[\n\t-]", "", text) != re.sub("[\n\t-]", "", written) or cells[1].xpath(".//w:del|.//w:drawing"):
            wrong.append(
                f"'{_HEADING_OF[column]}': it holds more than plain text (a tracked change, a box, a picture, a table). "
                "Accept the changes and keep plain text."
            )
        fields[column] = text
    for one in ASKED:
        if counted[one.name] != 1:
            wrong.append(f"the line '{one.heading}' {'is missing' if not counted[one.name] else 'stands twice'}.")
    return _Raw(number, fields, tuple(wrong))


# --- a row ------------------------------------------------------------------------------------------------------


def _typed(raw: _Raw, known: tuple[str, ...], kind: str) -> tuple[WorksheetRow, list[str]]:
    """Return the row, and what is wrong with it."""
    item = raw.fields.get("id", "").strip().upper()
    wrong = []
    if not item:
        wrong.append("there are words here, but no id. Write the id again, or empty the row.")
    elif item not in known:
        shown = f"{item[:12]}…" if len(item) > 12 else item
        wrong.append(f"there is no {kind} '{shown}'.{nearest_sentence(item, known)}")
    given: dict[str, str] = {}
    for column in ASKED:
        text = raw.fields.get(column.name, "")
        text = text if text.strip() else ""
        where = f"{item}, '{column.heading}':"
        if column.name in CHOICES:
            text = text.strip().lower()
            if text and text not in CHOICES[column.name]:
                shown = f"'{text}'" if len(text) <= 8 else "what stands there"
                wrong.append(f"{where} {shown} is none of {', '.join(CHOICES[column.name])}.")
        elif UNHOLDABLE.search(text):
            wrong.append(f"{where} it holds a control character. Take it out.")
        elif len(text) > LONGEST_TEXT:
            wrong.append(
                f"{where} it is longer than {LONGEST_TEXT:,} characters. Keep it as a document and describe it here."
            )
        given[column.name] = text
    if given["evidence"].strip().strip(".").lower() in SAYS_NOTHING:
        wrong.append(
            f"{item}, '{_HEADING_OF['evidence']}': this would count as evidence. Leave it empty where there is none yet."
        )
    if not any(one.startswith(f"'{_HEADING_OF[field]}'") for one in raw.wrong for field in ("level", "reason")):
        if given["level"] == "x" and not given["reason"]:
            wrong.append(f"{item}: not applicable (x) needs a reason.")
        if given["reason"] and given["level"] != "x":
            wrong.append(f"{item}: there is a reason why it is not applicable, but the level is not x.")
    return WorksheetRow(number=raw.number, item=item, **given), wrong


# --- what it changes --------------------------------------------------------------------------------------------


def _with_evidence(walk: Walk, row: WorksheetRow, now: str, today: date) -> tuple[Walk, list[str], list[str]]:
    """Return the walk with a new entry, or the one of the same text linked; with entries linked, and those taken out before."""
    text = row.evidence
    same = [
        entry for entry in walk.register.entries if text == entry.shows or (not entry.shows and text == entry.title)
    ]
    present = next((entry for entry in same if entry.removed is None), None)
    if present is None and same:
        return walk, [], [same[0].id]
    if present is not None and any(link.item == row.item for link in present.links):
        return walk, [], []
    had = {entry.id for entry in walk.register.entries}
    # An id of the register, such as E4, links that entry; so does a text that stands there already.
    walk = take(walk, Step(row.item, "evidence"), present.id if present is not None else text, now, today)
    fresh = walk.step.evidence if walk.step is not None else None
    entry = walk.register.find(fresh) if fresh is not None else None
    if entry is None or entry.id not in had:
        return walk, [], []
    reason = f"Given in answer to {row.item}, {walk.framework.title_of(row.item)}."
    links: tuple[Link, ...] = tuple(
        link.with_changes({"reason": reason}) if link.item == row.item and not link.reason else link
        for link in entry.links
    )
    return _replace_entry(walk, entry.with_changes({"links": links})), [entry.id], []


def _replace_entry(walk: Walk, entry: Any) -> Walk:
    from dataclasses import replace

    return replace(walk, register=walk.register.with_entry(entry))


def _said(answer: Answer) -> dict[str, str]:
    """What an answer says, by column."""
    return {
        "level": choice_of(answer),
        "reason": answer.reason if answer.standing == "not-applicable" else "",
        "importance": str(answer.importance or ""),
        "opposite": answer.opposite,
        "confidence": answer.confidence or "",
        "learning": answer.learning,
    }


def _with_answers(walk: Walk, row: WorksheetRow, replace: bool, now: str, today: date) -> tuple[Walk, list[Conflict]]:
    present = _said(answer_of(walk, row.item))
    given = {name: str(getattr(row, name)) for name in present}
    conflicts = []
    held: set[str] = set()
    if not replace and given["level"] and present["level"] not in ("", given["level"]):
        held = {"reason", "opposite", "confidence"}  # they speak of the level that is not taken over
    for name, text in given.items():
        if not text or text == present[name]:
            continue
        if present[name] or name in held:
            short = name in CHOICES
            conflicts.append(
                Conflict(row.number, row.item, name, present[name] if short else "", text if short else "")
            )
            if not replace:
                continue
        walk = take(walk, Step(row.item, name), text, now, today)  # type: ignore[arg-type]
    return walk, conflicts
