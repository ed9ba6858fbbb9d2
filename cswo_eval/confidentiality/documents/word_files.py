"""The texts of a Word document: what it says, what was said before its tracked changes, remarks, hidden text, field codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from cswo_eval.confidentiality.documents.collected import Collected
from cswo_eval.confidentiality.documents.drawn_texts import labels_in
from cswo_eval.confidentiality.documents.part_trees import trees
from cswo_eval.files.office_package import Package
from cswo_eval.files.xml_parts import Element, attribute, local

_STORIES = re.compile(r"word/(glossary/)?(document|header|footer|footnotes|endnotes|comments)\d*\.xml$", re.IGNORECASE)
_NAMES = {"header": "a header", "footer": "a footer", "footnotes": "the footnotes", "endnotes": "the endnotes"}
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_TAKEN_OUT = frozenset({"del", "moveFrom"})
_PUT_IN = frozenset({"ins", "moveTo"})
_OFFICE, _ISO = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
_NAMESPACES = frozenset(
    {
        *(
            f"{_OFFICE}/{name}"
            for name in ("wordprocessingml/2006/main", "drawingml/2006/main", "officeDocument/2006/math")
        ),
        *(f"{_ISO}/{name}" for name in ("wordprocessingml/main", "drawingml/main", "officeDocument/math")),
    }
)
"""Where an element called p is a paragraph and one called t is text; the second three in Word's 'strict' files."""
FEWEST = 20
"""Paragraphs in one part, so that what stands in two neighbouring ones is seen together."""


class _Line:
    """One paragraph, its runs joined: as it reads now, as it was, and what was put in, taken out or hidden in codes."""

    def __init__(self, number: int, table: int, row: int) -> None:
        self.number, self.table, self.row = number, table, row
        self.now: list[str] = []
        self.before: list[str] = []
        self.put_in: list[str] = []
        self.codes: list[str] = []
        self.taken_out = False
        self.heading = False


class _Change(NamedTuple):
    """Whether what is being walked over stands within a tracked insertion or deletion."""

    put_in: bool = False
    taken_out: bool = False


class _Story:
    """The paragraphs of one part of the package, in order."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.tables = 0
        self.rows = 0

    def walk(self, element: Element, line: _Line | None, change: _Change, table: int = 0, row: int = 0) -> None:
        """Add the paragraphs below an element. `line` is the paragraph it stands in."""
        for child in element:
            namespace, _, name = child.tag.rpartition("}")
            if name == "AlternateContent":
                self._walk_alternatives(child, line, change, table, row)
            elif namespace[1:] not in _NAMESPACES:
                self.walk(child, line, change, table, row)  # a shape: a text box in it holds paragraphs again
            elif name == "p":
                made = _Line(len(self.lines) + 1, table, row)
                self.lines.append(made)
                self.walk(child, made, change, table, row)
            elif name == "tbl":
                self.tables += 1
                self.walk(child, line, change, table or self.tables, row)
            elif name == "tr":
                self.rows += 1
                self.walk(child, line, change, table, row or self.rows)
            elif name in _TAKEN_OUT:
                self.walk(child, line, change._replace(taken_out=True), table, row)
            elif name in _PUT_IN:
                self.walk(child, line, change._replace(put_in=True), table, row)
            elif line is None or not _taken_into(line, element, child, change):
                self.walk(child, line, change, table, row)

    def _walk_alternatives(self, element: Element, line: _Line | None, change: _Change, table: int, row: int) -> None:
        """Walk over one thing drawn in two ways, for newer programs and older ones: the second only where it differs."""
        first = len(self.lines)
        for way in element:
            if local(way.tag) == "Choice":
                self.walk(way, line, change, table, row)
        said = {"".join(one.now) for one in self.lines[first:]}
        for way in element:
            if local(way.tag) == "Fallback":
                other = _Story()
                loose = _Line(0, table, row)
                other.walk(way, loose, change, table, row)
                for one in (loose, *other.lines):
                    if "".join(one.now) not in said and "".join(one.now + one.before).strip():
                        one.number, one.table, one.row = len(self.lines) + 1, table, row
                        self.lines.append(one)


def _taken_into(line: _Line, parent: Element, element: Element, change: _Change) -> bool:
    """Add to a paragraph what an element says by itself. Returns whether that was all of it; else more stands below it."""
    name = local(element.tag)
    if name in ("t", "delText"):
        _write(line, element.text or "", change)
    elif name in _CHARACTERS and local(parent.tag) == "r":  # elsewhere a tab is a tab stop
        _write(line, _CHARACTERS[name], change)
    elif name in ("instrText", "delInstrText"):
        line.codes.append(element.text or "")
    elif name == "pStyle":
        line.heading = attribute(element, "val").casefold().startswith(("heading", "title"))
    elif name == "fldSimple":
        line.codes.append(f"{attribute(element, 'instr')} ")
        return False
    else:
        return False
    return True


def _write(line: _Line, text: str, change: _Change) -> None:
    if not change.taken_out:
        line.now.append(text)
    if not change.put_in:
        line.before.append(text)
    if change.put_in:  # also what was put in and taken out again: it is still in the file
        line.put_in.append(text)
    line.taken_out |= change.taken_out


def read_word(collected: Collected, package: Package) -> set[str]:
    """Gather the texts of the document's own parts. Returns the names of those parts."""
    stories = [name for name in package.names if _STORIES.match(name)]
    for name, root in trees(collected, package, sorted(stories, key=lambda name: "document" not in name)):
        matched = _STORIES.match(name)
        kind = matched[2].casefold() if matched else ""
        if kind == "comments":
            for number, comment in enumerate(root, 1):
                text = "\n".join("".join(line.now) for line in _lines_of(comment))
                collected.add(f"comment {number}", "comment", text)
        elif matched and matched[1]:
            _add_lines(collected, _lines_of(root), "building blocks kept in the file")
        else:
            _add_lines(collected, _lines_of(root), _NAMES.get(kind, ""))
        labels, authors = labels_in(root)
        collected.add("descriptions, names and labels in it", "property", "\n".join(labels))
        who = "who wrote a comment" if kind == "comments" else "who made a tracked change or a comment"
        collected.add_each(who, "author", authors)
    return set(stories)


def _lines_of(root: Element) -> list[_Line]:
    story = _Story()
    story.walk(root, None, _Change())
    return story.lines


def _add_lines(collected: Collected, lines: list[_Line], where: str) -> None:
    for group in _groups(lines):
        place = _place(group, where)
        collected.add(place, "text", _joined(group, [line.now for line in group]))
        collected.add(
            f"a field's code in {place}", "text", "\n".join("".join(line.codes) for line in group if line.codes)
        )
        for line in group:
            if line.taken_out:
                collected.add(
                    f"{_place([line], where)}, before a tracked change", "tracked-change", "".join(line.before)
                )
            if line.put_in:
                collected.add(
                    f"{_place([line], where)}, put in as a tracked change", "tracked-change", "".join(line.put_in)
                )


def _groups(lines: Iterable[_Line]) -> Iterable[list[_Line]]:
    """Yield the paragraphs of each table together, and those between tables in groups that end before a heading or a gap."""
    group: list[_Line] = []
    for line in lines:
        gap = line.heading or not "".join(line.now).strip()
        if group and (line.table != group[-1].table or (not line.table and len(group) >= FEWEST and gap)):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _place(group: list[_Line], where: str) -> str:
    first, last = group[0], group[-1]
    if where:
        return where
    if first.table:
        return f"table {first.table}"
    return f"paragraph {first.number}" if first is last else f"paragraphs {first.number} to {last.number}"


def _joined(group: list[_Line], texts: list[list[str]]) -> str:
    """Return the paragraphs as lines, those of one row of a table with tabs between them."""
    pieces = []
    for number, line in enumerate(group):
        if number:
            pieces.append("\t" if line.row and line.row == group[number - 1].row else "\n")
        pieces.append("".join(texts[number]))
    return "".join(pieces)
