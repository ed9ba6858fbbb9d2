"""The sheets of a workbook as openpyxl reads them: what stands in each cell, or why that is not certainly what was typed."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from itertools import pairwise
from string import digits
from typing import Any, NamedTuple
from xml.etree import ElementTree

from cswo_eval.exchange.worksheet.columns import WORKBOOK_ESCAPE
from cswo_eval.exchange.worksheet.opened_file import OpenedFile
from cswo_eval.files.office_package import list_of_relations
from cswo_eval.files.xml_parts import Element, Refused, attribute, children, local

_LAST_ROW = 1_048_576
"""Excel's."""
_MOST_CELLS = 2_000_000
"""Of all sheets, with the empty ones before the last of a row: the 80 rows of a worksheet, each to Excel's last column, have
1.3 million."""
_LONGEST_FORMAT = 255
"""Characters by which a workbook may describe how a number is shown: Excel's limit."""
_MOST_EXACT = 10**15
_LINE_END = re.compile(r"(?<!_x005F)_x000D_\n|\r\n")
"""How some programs write the end of a line; where _x005F stands before it, the letters _x000D_ were typed."""
_APOSTROPHE = "Put an apostrophe (') before it."

_NEEDED: dict[str, tuple[str, ...]] = {
    "workbook": ("sheets",),
    "worksheet": ("sheetData",),
    "styleSheet": ("numFmts", "cellXfs"),
    "xf": (),
    "si": ("t", "r"),
    "is": ("t", "r"),
    "r": ("t",),
}
"""What openpyxl is given of the elements in these: enough for texts, numbers, and whether a number is a date."""
_STRICT = {
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
"""The names of Excel's 'Strict Open XML' by those of all other workbooks, which are all that openpyxl knows."""


class Cell(NamedTuple):
    """What stands in a cell."""

    text: str
    problem: str = ""
    """What is wrong where it is no text, or not certainly the one that was typed."""
    kind: str = ""
    """What it is instead of a text."""


class Sheet(NamedTuple):
    """A sheet: its name, and the cells that hold something, by row and column, each from 1."""

    name: str
    rows: dict[int, dict[int, Cell]]


def sheets_of(file: OpenedFile) -> list[Sheet]:
    """Return what stands in the sheets of a workbook. Raises Refused."""
    import openpyxl  # type: ignore[import-untyped]  # takes long
    from openpyxl.utils import exceptions  # type: ignore[import-untyped]

    # Each is raised somewhere in its readers, SyntaxError by the parsers of XML that it uses.
    faults = (
        *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, OSError, SyntaxError),
        zipfile.BadZipFile,
        exceptions.CellCoordinatesException,
        exceptions.IllegalCharacterError,
        exceptions.InvalidFileException,
        exceptions.NamedRangeException,
        exceptions.SheetTitleException,
    )
    copy = _checked_copy(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out, which is not asked for
            # Not `data_only`: a formula is refused, and its last result would pass for a text.
            book = openpyxl.load_workbook(copy, read_only=True, keep_links=False)
            return _read(book)
    except faults:
        raise Refused("damaged") from None


# --- what openpyxl is given -------------------------------------------------------------------------------------


def _checked_copy(file: OpenedFile) -> io.BytesIO:
    """The workbook with nothing in it but what is asked of openpyxl, each part opened and parsed within limits.

    openpyxl has no limits of its own, and stumbles over parts that Excel forgives and nobody needs here.
    """
    package, main = file.package, file.main
    relations = package.relations(main)
    sheets = {one.id: one.target for one in relations if one.kind == "worksheet"}
    listed = [sheet for group in children(package.tree(main), "sheets") for sheet in children(group, "sheet")]
    named = [sheets[link] for link in (attribute(sheet, "id") for sheet in listed) if link in sheets]
    if len(set(named)) != len(named):  # it would be read again for each
        raise Refused("damaged")
    others = {one.kind: one.target for one in relations if package.has(one.target)}
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as archive:
        for name in ("[Content_Types].xml", main, list_of_relations(main), others.get("sharedStrings"), *named):
            if name is not None:
                archive.writestr(name, _plain(package.tree(name)))
        if "styles" in others:
            # openpyxl looks for them by this name alone.
            archive.writestr("xl/styles.xml", _plain(package.tree(others["styles"])))
    return copy


def _plain(tree: Element) -> bytes:
    """A part without what is not needed, and with nothing that openpyxl would read otherwise than it was meant."""
    shared_texts = local(tree.tag) == "sst"
    for one in tree.iter():
        _name_as_usual(one)
        name = local(one.tag)
        if name in _NEEDED:
            one[:] = children(one, *_NEEDED[name])
        if name in ("sheetData", "row"):
            _refuse_disorder(one)
        elif name == "f":
            # That there is one is all that counts. openpyxl would work it out anew for each cell that shares it.
            one.text = None
            one.attrib.clear()
        elif name == "t" and shared_texts and one.text:
            # openpyxl takes these letters out of every text, once; what it then leaves is what was typed.
            one.text = one.text.replace("x005F_", "x005x005F_F_")
        elif name == "numFmt" and len(one.get("formatCode", "")) > _LONGEST_FORMAT:
            raise Refused("damaged")
    written: bytes = ElementTree.tostring(tree, "utf-8", xml_declaration=True)
    return written


def _refuse_disorder(holder: Element) -> None:
    """openpyxl passes over rows and cells that stand before one it has read already. No program writes that."""
    after_letters = digits if local(holder.tag) == "row" else ""
    places = [inner.get("r", "").rstrip(after_letters) for inner in holder if inner.get("r")]
    if any((len(second), second) <= (len(first), first) for first, second in pairwise(places)):
        raise Refused("damaged")


def _name_as_usual(one: Element) -> None:
    """Name an element and its attributes as in all but 'strict' workbooks."""
    one.tag = _usual(one.tag)
    for key in [key for key in one.attrib if key.startswith("{")]:
        one.set(_usual(key), one.attrib.pop(key))


def _usual(name: str) -> str:
    """The name of an element or attribute as it is in all but 'strict' workbooks."""
    namespace, _, rest = name[1:].rpartition("}")
    return f"{{{_STRICT[namespace]}}}{rest}" if namespace in _STRICT else name


# --- what openpyxl gives ----------------------------------------------------------------------------------------


def _read(book: Any) -> list[Sheet]:
    sheets = []
    seen = 0
    for sheet in book.worksheets:
        rows: dict[int, dict[int, Cell]] = {}
        for number, row in enumerate(sheet.iter_rows(max_row=_LAST_ROW), start=1):
            seen += len(row)
            if seen > _MOST_CELLS:
                raise Refused("too many elements")
            for place, cell in enumerate(row, start=1):
                found = _cell(cell) if cell.value is not None else Cell("")
                if found.text or found.problem:
                    rows.setdefault(number, {})[place] = found
        sheets.append(Sheet(sheet.title, rows))
    return sheets


def _cell(cell: Any) -> Cell:
    if cell.data_type == "s":
        return _checked(str(cell.value))
    if cell.data_type == "f":
        return Cell("", f"this is a formula, and only text is taken. {_APOSTROPHE}", "a formula")
    if cell.data_type == "e":
        return Cell("", "this is an error of the spreadsheet. Write the text again.", "an error of the spreadsheet")
    # A whole number may be written 3.0 or 3E0.
    if cell.data_type == "n" and cell.value == cell.value // 1 and abs(cell.value) < _MOST_EXACT:
        return Cell(str(int(cell.value)))
    kinds = {"b": "TRUE or FALSE", "n": "a number with decimals or of many figures"}
    what = f"this is a number or a date, and the text as you typed it is lost. {_APOSTROPHE}"
    return Cell("", what, kinds.get(cell.data_type, "a date or a time"))


def _checked(text: str) -> Cell:
    """A text as it was typed, or what is wrong with it."""
    text = _LINE_END.sub("\n", text)
    if WORKBOOK_ESCAPE.search(text):
        what = "it holds a control character, or letters such as _x0041_ that are a code in a workbook. Take them out."
        return Cell("", what)
    return Cell(text)
