"""A Word document as rows: a table for each question, whichever program saved it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cswo_eval.exchange.worksheet.columns import ASKED, COLUMNS, GIVEN, HEADING_OF
from cswo_eval.exchange.worksheet.marks import FORMAT, HEAD_PARTS, MARKS_FORMAT
from cswo_eval.exchange.worksheet.opened_file import OpenedFile
from cswo_eval.exchange.worksheet.stages import Beside, RawRow, RawWorksheet
from cswo_eval.files.xml_parts import Element, children, local

_HEADINGS = {column.heading.casefold(): column.name for column in COLUMNS}
_ASKED = {column.name for column in ASKED}
_GIVEN = {column.name for column in GIVEN}
_TRANSPARENT = {"sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "bdo", "dir"}
"""What other things merely stand in."""
_UNSEEN = {
    *("pPr", "rPr", "tcPr", "trPr", "tblPr", "tblGrid", "tblPrEx", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr"),
    *("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "lastRenderedPageBreak"),
    *("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"),
}
"""What shows no letter of its own."""
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_NOT_PLAIN = "it holds more than plain text (a tracked change, a box, a picture, a table). Accept the changes and keep plain text."


class _Text(NamedTuple):
    text: str
    plain: bool
    """Whether that is all there is."""


class _Field(NamedTuple):
    label: str
    cell: Element | None
    """None where the cell beside the label is gone."""


def read_word(file: OpenedFile) -> RawWorksheet:
    """Return what stands in the questions of a Word document. Raises Refused where it cannot be read."""
    body = next(children(file.package.tree(file.main), "body"), Element("body"))
    marks_head, marks, printed = _marks(file)
    head = _head(body) or marks_head
    found = tuple(_found(body)) if head else ()
    rows = tuple(one for one in found if isinstance(one, RawRow))
    beside = tuple(one for one in found if isinstance(one, Beside))
    known = head == marks_head
    return RawWorksheet(head, rows, marks if known else {}, printed if known else frozenset(), beside)


def _head(body: Element) -> tuple[str, ...]:
    """The line by which a worksheet is known, wherever it has been moved to."""
    for paragraph in _within(body, "p"):
        parts = _text_of((paragraph,)).text.split()
        if parts[:1] == [FORMAT]:
            return tuple(parts)
    return ()


def _marks(file: OpenedFile) -> tuple[tuple[str, ...], dict[str, str], frozenset[str]]:
    """The head, the marks of the questions, and those of what is printed, carried along; nothing where they were lost."""
    for relation in file.package.relations(file.main):
        if relation.kind == "customXml" and file.package.has(relation.target):
            tree = file.package.tree(relation.target)
            if tree.tag == f"{{{MARKS_FORMAT}}}worksheet":
                items = {one.get("id", ""): one.text or "" for one in tree}
                return tuple(tree.get("head", "").split()), items, frozenset(tree.get("printed", "").split())
    return (), {}, frozenset()


def _within(holder: Element, *names: str) -> Iterator[Element]:
    """Give the elements of these names, through what they merely stand in, in order."""
    for one in holder:
        if local(one.tag) in names:
            yield one
        elif local(one.tag) in _TRANSPARENT:
            yield from _within(one, *names)


def _found(body: Element) -> Iterator[RawRow | Beside]:
    """Give the questions, and the texts outside them, in order."""
    number = 0
    for block in _within(body, "p", "tbl"):
        lines = [list(_within(row, "tc")) for row in _within(block, "tr")]
        fields = [field for cells in lines for field in _fields(cells)]
        columns = {_HEADINGS.get(field.label.casefold()) for field in fields}
        if not columns & _ASKED:
            pieces = [_all_words(one) for cells in lines for one in cells] if lines else [_all_words(block)]
            yield from (Beside(number, text) for text in pieces if text.strip() and not _is_head(text))
            continue
        number += 1
        if "evidence" not in columns:
            yield RawRow(number, {"id": fields[0].label}, ("part of its table is missing.",))
        else:
            yield _raw_question(number, fields)


def _all_words(holder: Element) -> str:
    """Every word within, also those in a box or in a tracked change: whether they are the owner's is asked, not what they say."""
    return "".join(one.text or "" for one in holder.iter() if local(one.tag) == "t")


def _is_head(text: str) -> bool:
    """Whether a text is the line by which a worksheet is known, and no more."""
    parts = text.split()
    return parts[:1] == [FORMAT] and len(parts) == HEAD_PARTS


def _fields(cells: list[Element]) -> Iterator[_Field]:
    """Labels and what stands beside them, by twos."""
    for place in range(0, len(cells), 2):
        label = " ".join(_text_of(cells[place]).text.split())
        beside = cells[place + 1] if place + 1 < len(cells) else None
        if label or beside is not None:
            yield _Field(label, beside)


def _raw_question(number: int, fields: list[_Field]) -> RawRow:
    given = {"id": fields[0].label}
    wrong = []
    not_text = []
    statement = fields[0].cell
    if statement is not None:
        given["statement"], plain = _text_of(statement)
        not_text += [] if plain else ["statement"]
    counted: Counter[str] = Counter()
    for field in fields[1:]:
        column = _HEADINGS.get(field.label.casefold())
        if column is None:
            wrong.append("a field of its table has another heading than was exported. Put the headings back.")
            continue
        counted[column] += 1
        if column in _GIVEN and field.cell is not None:
            text, plain = _text_of(field.cell)
            # Where the same field stands again, none of what is said in it is passed over.
            not_text += [column] if not plain or counted[column] > 1 else []
            given[column] = text
        if column not in _ASKED:
            continue
        if field.cell is None:
            wrong.append(f"'{HEADING_OF[column]}': the field beside it is gone.")
            continue
        text, plain = _text_of(field.cell)
        if not plain:
            wrong.append(f"'{HEADING_OF[column]}': {_NOT_PLAIN}")
        given[column] = text
    for one in ASKED:
        if counted[one.name] != 1:
            wrong.append(f"the field '{one.heading}' {'is missing' if not counted[one.name] else 'stands twice'}.")
    return RawRow(number, given, tuple(wrong), tuple(not_text))


def _text_of(holder: Iterable[Element]) -> _Text:
    """The text of a cell or a paragraph as it was typed: a line for each paragraph, and whether that is all."""
    paragraphs: list[str] = []
    plain = True
    for one in holder:
        name = local(one.tag)
        if name == "p":
            text, whole = _line(one)
            paragraphs.append(text)
            plain = plain and whole
        elif name in _TRANSPARENT:
            if not _waits_for_a_choice(one):
                text, whole = _text_of(one)
                paragraphs += [text] if any(True for _ in _within(one, "p")) else []
                plain = plain and whole
        elif name not in _UNSEEN:
            plain = False
    return _Text("\n".join(paragraphs), plain)


def _line(paragraph: Element) -> _Text:
    pieces: list[str] = []
    plain = True
    for one in paragraph:
        name = local(one.tag)
        if name == "t":
            pieces.append(one.text or "")
        elif name in _SIGNS:
            pieces.append(_SIGNS[name])
        elif name == "r" or name in _TRANSPARENT:
            if not _waits_for_a_choice(one):
                text, whole = _line(one)
                pieces.append(text)
                plain = plain and whole
        elif name not in _UNSEEN:
            plain = False
    return _Text("".join(pieces), plain)


def _waits_for_a_choice(holder: Element) -> bool:
    """Whether a list shows the word that stands there until something is chosen."""
    return any(True for settings in children(holder, "sdtPr") for _ in children(settings, "showingPlcHdr"))
