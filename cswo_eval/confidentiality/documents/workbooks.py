"""The texts of an Excel workbook: each sheet's rows, hidden ones too, with dates as dates and formulas as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cswo_eval.confidentiality.documents.collected import Collected
from cswo_eval.confidentiality.documents.drawn_texts import labels_in
from cswo_eval.confidentiality.documents.part_trees import trees
from cswo_eval.files.office_package import Package
from cswo_eval.files.xml_parts import Element, Unreadable, attribute, children, local

_SHEET = re.compile(r"xl/(work|chart|dialog|macro)sheets/[^/]+\.xml$", re.IGNORECASE)
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Excel's own number formats that show a date or a time."""
_OTHER_TEXT = frozenset(
    {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter", "formula1", "formula2"}
)


def read_workbook(collected: Collected, package: Package) -> set[str]:
    """Gather the texts of all sheets. Returns the names of the parts that were read."""
    taken = {name for name in package.names if name.casefold() in ("xl/sharedstrings.xml", "xl/styles.xml")}
    strings: list[str] = []
    dates: list[bool] = []
    for name, root in trees(collected, package, sorted(taken)):
        if "strings" in name.casefold():
            strings = [_joined_text(item) for item in children(root, "si")]
        else:
            dates = list(_date_styles(root))
    shown: set[str] = set()
    sheets = [name for name in package.names if _SHEET.match(name)]
    titles = _titles(package)
    for name, root in trees(collected, package, sheets):
        where = f"sheet '{titles[name.casefold()][:40]}'" if name.casefold() in titles else "a sheet"
        collected.add(where, "text", "\n".join(_rows(root, strings, dates, shown)))
        others = [element.text or "" for element in root.iter() if local(element.tag) in _OTHER_TEXT]
        collected.add(f"headers, footers and rules of {where}", "text", "\n".join(others))
        labels, _ = labels_in(root)
        collected.add("descriptions, names and labels in it", "property", "\n".join(labels))
    left = [text for text in strings if text not in shown]
    collected.add("texts kept in the workbook that no sheet shows", "text", "\n".join(left))
    if any(name.casefold().endswith("sheet1.bin") for name in package.names):
        collected.unread("it is a binary workbook (.xlsb): save it as .xlsx and attach that")
    return taken | set(sheets)


def _titles(package: Package) -> dict[str, str]:
    """Return what each sheet's tab says, by the name of its part in lower case."""
    try:
        book, links = package.tree("xl/workbook.xml"), package.relations("xl/workbook.xml")
    except Unreadable:
        return {}
    targets = {link.id: link.target.casefold() for link in links}
    titles = {}
    for sheet in book.iter():
        if local(sheet.tag) == "sheet":
            titles[targets.get(attribute(sheet, "id"), "")] = sheet.get("name", "")
    return titles


def _rows(root: Element, strings: Sequence[str], dates: Sequence[bool], shown: set[str]) -> Iterator[str]:
    for row in root.iter():
        if local(row.tag) != "row":
            continue
        cells = []
        for cell in row:
            text = _cell_text(cell, strings, dates)
            shown.add(text)
            formula = next((one.text for one in cell if local(one.tag) == "f" and one.text), "")
            cells.append(f"{text} ={formula}" if formula else text)
        if any(cells):
            yield "\t".join(cells)


def _cell_text(cell: Element, strings: Sequence[str], dates: Sequence[bool]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _joined_text(cell)
    value = next((one.text or "" for one in cell if local(one.tag) == "v"), "")
    style = cell.get("s", "")
    if kind == "s":
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1
        return strings[number] if 0 <= number < len(strings) else ""
    if kind == "n" and style.isascii() and style.isdigit() and int(style[:6]) < len(dates) and dates[int(style[:6])]:
        return _as_date(value)
    return value


def _as_date(value: str) -> str:
    """Return a date's number as a person would read it; as it is where it is none."""
    try:
        # Day 1 is 1 January 1900, and Excel counts a 29 February 1900 that never was: right from March 1900.
        return (date(1899, 12, 30) + timedelta(days=int(float(value)))).strftime("%d/%m/%Y")
    except (ValueError, OverflowError):
        return value


def _date_styles(root: Element) -> Iterator[bool]:
    """Yield for each cell style whether it shows a date."""
    own = {
        one.get("numFmtId"): one.get("formatCode", "")
        for one in root.iter()
        if local(one.tag) == "numFmt" and one.get("numFmtId")
    }
    styles = next((one for one in root.iter() if local(one.tag) == "cellXfs"), ())
    for style in styles:
        number = style.get("numFmtId", "0")
        code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", own.get(number, "")).casefold()
        usual = number.isascii() and number.isdigit() and int(number[:6]) in _DATE_FORMATS
        yield usual or "y" in code or "d" in code


def _joined_text(item: Element) -> str:
    """Return a text with its runs joined, without the reading aids of Asian scripts."""
    pieces = []
    for element in item:
        if local(element.tag) == "t":
            pieces.append(element.text or "")
        elif local(element.tag) in ("r", "is"):
            pieces.append(_joined_text(element))
    return "".join(pieces)
