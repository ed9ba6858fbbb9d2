"""The markup of a part of a template without what fetches, names a person or a place, or belonged to its old text."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Any

from cswo_eval.formats.word.template_elements import drop, drop_remarks, unwrap

MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OFFICE, _VECTOR = "{urn:schemas-microsoft-com:office:office}", "{urn:schemas-microsoft-com:vml}"
_KNOWN = (
    "{http://schemas.openxmlformats.org/",
    "{http://schemas.microsoft.com/",
    "{urn:schemas-microsoft-com:",
    "{http://www.w3.org/XML/",
)
"""How the names of Office's own elements and attributes begin: any other is somebody's own, and no program shows it."""

_OUT = frozenset(
    f"{MAIN}{name}"
    for name in (
        *("del", "moveFrom", "cellIns", "cellDel", "cellMerge"),  # text that was taken out, with who did it
        *("bookmarkStart", "bookmarkEnd", "permStart", "permEnd", "proofErr", "lastRenderedPageBreak"),
        *("commentReference", "annotationRef", "footnoteReference", "endnoteReference"),
        *("sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr", "fldData", "ffData", "rsid", "rsids"),
        *("object", "control", "altChunk", "subDoc", "contentPart", "printerSettings"),
    )
)
_OUT_ENDINGS = ("Change", "RangeStart", "RangeEnd")
"""Of revisions, which name who made them, of comments, and of marks round them."""
_UNWRAPPED = frozenset(f"{MAIN}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
"""What stands round text that stays: content controls with their lists and bindings, revisions that are accepted."""
_WHOLE = frozenset(f"{MAIN}{name}" for name in ("drawing", "pict"))

_LIVE = frozenset({"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "IF", "=", "SYMBOL", "EQ", "ADVANCE"})
_RENEWED = frozenset({"TITLE", "STYLEREF"})
"""Fields that a program works out again: what they last showed was of the old text."""
_EMPTIED = frozenset(
    (
        *("AUTHOR", "LASTSAVEDBY", "USERNAME", "USERINITIALS", "USERADDRESS", "FILENAME", "TEMPLATE"),
        *("SUBJECT", "KEYWORDS", "COMMENTS", "INFO", "SAVEDATE", "CREATEDATE", "PRINTDATE", "EDITTIME"),
        *("REVNUM", "FILESIZE", "NUMWORDS", "NUMCHARS", "DOCVARIABLE", "MERGEFIELD", "INCLUDETEXT", "INCLUDE"),
        *("IMPORT", "LINK", "DDE", "DDEAUTO", "DATABASE", "RD", "ASK", "FILLIN", "SET"),
    )
)
"""Fields that go with what they show: the old file's history, or what another file holds."""

_WEB = re.compile(r"(?:https?://|mailto:)[^\\\s]+", re.IGNORECASE)
_PLACE = re.compile(r"\bfile:|\\\\|[a-z]:\\|/home/|/users/", re.IGNORECASE)
"""A place on somebody's disk or server, in an alternative text or a name."""

OBJECT, FIELD = "embedded objects", "fields that fetch another file or tell of the old one"


def is_web_link(target: str) -> bool:
    """Return whether a reader may click this: http, https and mailto only."""
    return _WEB.fullmatch(target.strip()) is not None


def clean_markup(root: Any, kept: Set[str]) -> set[str]:
    """Clean the markup of one part in place, by python-docx's elements, and return what was left out, in words.

    `kept`: the ids of those relationships that the part still has. What uses another one goes, so that no program
    finds a hole: the whole of a drawing, but of a link only the link.
    """
    left: set[str] = set()
    remarks = []
    for one in list(root.iter()):
        if not isinstance(one.tag, str):
            remarks.append(one)
        elif one is not root and not one.tag.startswith(_KNOWN):
            drop(one)
        else:
            _clean_attributes(one)
    drop_remarks(remarks)
    if root.find(f".//{MAIN}object") is not None:
        left.add(OBJECT)
    _empty_bound(root)
    for one in list(root.iter()):
        local = one.tag.rpartition("}")[2]
        if one.tag in _OUT or (one.tag.startswith(MAIN) and local.endswith(_OUT_ENDINGS)):
            drop(one)
    for one in list(root.iter(*_UNWRAPPED)):
        unwrap(one)
    left |= _clean_fields(root)
    _mend(root, kept)
    for cell in root.iter(f"{MAIN}tc"):  # each has to end with a paragraph
        if len(cell) == 0 or cell[-1].tag != f"{MAIN}p":
            cell.append(root.makeelement(f"{MAIN}p"))
    return left


def _clean_attributes(one: Any) -> None:
    attributes = one.items()
    drawn = bool(attributes) and one.tag.startswith(_VECTOR)
    for name, value in attributes:
        foreign = name.startswith("{") and not name.startswith(_KNOWN)
        if foreign or name.startswith(f"{MAIN}rsid"):
            del one.attrib[name]
        elif drawn and name in ("src", f"{_OFFICE}href", f"{_OFFICE}althref"):
            del one.attrib[name]  # where a picture is, beside the one in the file or in its place
        elif drawn and name == "href" and not is_web_link(value):
            del one.attrib[name]
        elif _PLACE.search(value) and name != f"{MAIN}instr":
            one.set(name, "")


def _empty_bound(root: Any) -> None:
    """Take the text out of what shows a property of the old document: its title, its author."""
    for control in root.iter(f"{MAIN}sdt"):
        binding = control.find(f"{MAIN}sdtPr/{MAIN}dataBinding")
        if binding is not None and "coreproperties" in "".join(binding.attrib.values()).replace("-", "").lower():
            for text in list(control.iter(f"{MAIN}t")):
                drop(text)


# --- fields -------------------------------------------------------------------------------------------------------


def _clean_fields(root: Any) -> set[str]:
    left = _clean_simple_fields(root)
    reader = _FieldReader()
    for one in list(root.iter(f"{MAIN}fldChar", f"{MAIN}instrText", f"{MAIN}t")):
        reader.read(one)
    reader.end()
    return left | reader.left


def _clean_simple_fields(root: Any) -> set[str]:
    """Those that are one element each, with what they show in it."""
    left: set[str] = set()
    for simple in list(root.iter(f"{MAIN}fldSimple")):
        live, shown = _fate(simple.get(f"{MAIN}instr") or "")
        if not shown:
            for text in list(simple.iter(f"{MAIN}t")):
                drop(text)
        if not live:
            unwrap(simple)
            left.add(FIELD)
    return left


class _Field:
    """A field that is open: its marks, its instruction so far, and from where among the texts it shows them, once it does."""

    def __init__(self, begin: Any) -> None:
        self.marks = [begin]
        self.instruction: list[str] = []
        self.shows_from: int | None = None


class _FieldReader:
    """Reads the fields of a part from its beginning, one within another, and cleans each at its end."""

    def __init__(self) -> None:
        self.left: set[str] = set()
        self._open: list[_Field] = []
        self._texts: list[Any] = []
        """That stand within open fields and were not taken out: each is in this one list, however many fields show it."""

    def read(self, one: Any) -> None:
        """Read the next mark, instruction or text."""
        kind = one.get(f"{MAIN}fldCharType") if one.tag == f"{MAIN}fldChar" else ""
        if kind == "begin":
            self._open.append(_Field(one))
        elif one.tag == f"{MAIN}t":
            if self._open:
                self._texts.append(one)
        elif not self._open:
            drop(one)  # the end of what has no beginning
        else:
            self._read_mark(one, kind)

    def _read_mark(self, one: Any, kind: str) -> None:
        field = self._open[-1]
        field.marks.append(one)
        if one.tag == f"{MAIN}instrText":
            field.instruction.append(one.text or "")
        elif kind != "separate":
            self._close(self._open.pop())
        elif field.shows_from is None:
            field.shows_from = len(self._texts)

    def _close(self, field: _Field) -> None:
        live, shown = _fate("".join(field.instruction))
        if not live:
            self.left.add(FIELD)
            for mark in field.marks:
                drop(mark)
        if not shown and field.shows_from is not None:
            for text in self._texts[field.shows_from :]:
                drop(text)
            del self._texts[field.shows_from :]
        if not self._open:
            self._texts.clear()

    def end(self) -> None:
        """Take out the marks of what was never closed."""
        for field in self._open:
            for mark in field.marks:
                drop(mark)


def _fate(instruction: str) -> tuple[bool, bool]:
    """Whether a field stays a field, and whether what it shows stays."""
    words = instruction.split(None, 1)
    name = words[0].upper() if words else ""
    if name == "HYPERLINK":
        target = re.match(r'"([^"]*)"|(\S+)', words[1] if len(words) > 1 else "")
        return target is not None and is_web_link(target[1] or target[2] or ""), True
    if name in _RENEWED:
        return True, False
    if name in _EMPTIED:
        return False, False
    return name in _LIVE and not _PLACE.search(instruction), True


# --- relationships that are gone ----------------------------------------------------------------------------------


def _mend(root: Any, kept: Set[str]) -> None:
    """Take out what uses a relationship that is not kept."""
    bullets = _bullets(root)
    for one in list(root.iter()):
        used = {name: value for name, value in one.items() if name.startswith(RELATION)}
        gone = [name for name, value in used.items() if value not in kept]
        for name in gone:
            del one.attrib[name]
        if one.tag == f"{MAIN}hyperlink":
            if gone or not used:  # one within the old text leads nowhere
                unwrap(one)
        elif (gone and len(gone) == len(used)) or (one.tag == f"{_VECTOR}imagedata" and not used):
            _drop_user(one, root)
    gone_bullets = bullets - _bullets(root)
    for level in [one for one in root.iter(f"{MAIN}lvlPicBulletId") if one.get(f"{MAIN}val") in gone_bullets]:
        drop(level)


def _bullets(root: Any) -> set[str]:
    """The numbers of the pictures that lists may have for bullets."""
    return {one.get(f"{MAIN}numPicBulletId") for one in root.iter(f"{MAIN}numPicBullet")}


def _drop_user(one: Any, root: Any) -> None:
    """Take out what cannot be without its relationship. A picture that is linked and held as well never comes here."""
    above = [one, *one.iterancestors()]
    extension = next((it for it in above if it.tag == f"{_DRAWING}ext" and it.get("uri")), None)
    whole = next((it for it in above if it.tag in _WHOLE), None)
    fill = next((it for it in above if it.tag == f"{_DRAWING}blipFill"), None)
    if one.tag.startswith(f"{_DRAWING}hlink"):  # a link on a picture
        drop(one)
    elif extension is not None:  # a picture in one more form
        drop(extension)
    elif whole is not None:
        _drop_whole(whole)
    elif fill is not None:  # of a theme, which needs as many fills as it has
        plain = root.makeelement(f"{_DRAWING}solidFill")
        plain.append(root.makeelement(f"{_DRAWING}schemeClr", {"val": "phClr"}))
        fill.addprevious(plain)
        drop(fill)
    else:
        drop(one)


def _drop_whole(whole: Any) -> None:
    parent = whole.getparent()
    if parent is None:
        return
    if parent.tag == f"{MAIN}numPicBullet":  # the levels that show it are mended in the end
        drop(parent)
    elif parent.tag in (f"{_COMPATIBILITY}Choice", f"{_COMPATIBILITY}Fallback"):
        drop(parent.getparent())
    else:
        drop(whole)
