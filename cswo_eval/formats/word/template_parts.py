"""What is taken of an organisation's template, part by part: styles, lists, fonts, theme, the first page's headers and footers.

Everything else stays behind, known or not: the list names what is taken. No part keeps its name, since names tell of people too.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from cswo_eval.files.office_archive import packed
from cswo_eval.files.office_package import Package, list_of_relations
from cswo_eval.files.xml_parts import Refused, attribute
from cswo_eval.formats.word.own_file import SECTION
from cswo_eval.formats.word.template_elements import drop
from cswo_eval.formats.word.template_markup import MAIN, OBJECT, RELATION, clean_markup, is_web_link
from cswo_eval.formats.word.template_section import first_section, keep_page, keep_shown, references
from cswo_eval.text.problems import CswoEvalError
from cswo_eval.text.words import listed_with_and

LARGEST_MARKUP = 10_000_000
"""Bytes unpacked of one part of markup: the text of 300 pages is some 5 million."""
MOST_TAGS = 600_000
"""Of one part: each takes some 150 bytes of memory, however short it is."""
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = {
    "styles": f"{_TYPE}.styles+xml",
    "settings": f"{_TYPE}.settings+xml",
    "numbering": f"{_TYPE}.numbering+xml",
    "fontTable": f"{_TYPE}.fontTable+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "header": f"{_TYPE}.header+xml",
    "footer": f"{_TYPE}.footer+xml",
}
_ROOTS = {
    **{kind: f"{MAIN}{kind}" for kind in ("styles", "settings", "numbering")},
    "fontTable": f"{MAIN}fonts",
    "header": f"{MAIN}hdr",
    "footer": f"{MAIN}ftr",
    "theme": "{http://schemas.openxmlformats.org/drawingml/2006/main}theme",
}
_ONCE = ("styles", "settings", "numbering", "fontTable", "theme")
_MAIN_TYPES = (f"{_TYPE}.document.main+xml", f"{_TYPE}.template.main+xml")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PICTURES = (
    ("png", "image/png", b"\x89PNG", 0),
    ("jpeg", "image/jpeg", b"\xff\xd8\xff", 0),
    ("gif", "image/gif", b"GIF8", 0),
    ("bmp", "image/bmp", b"BM", 0),
    ("tiff", "image/tiff", b"II*\x00", 0),
    ("tiff", "image/tiff", b"MM\x00*", 0),
    ("emf", "image/x-emf", b" EMF", 40),
    ("wmf", "image/x-wmf", b"\xd7\xcd\xc6\x9a", 0),
    ("wmf", "image/x-wmf", b"\x01\x00\x09\x00", 0),
)
"""The forms of pictures, by what they begin with. SVG is not among them: it can fetch, and Word keeps a PNG beside it."""
_FONTS = {
    "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    "ttf": "application/x-font-ttf",
    "fntdata": "application/x-fontdata",
}
_SETTINGS = frozenset(
    (
        *("mirrorMargins", "alignBordersAndEdges", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter"),
        *("gutterAtTop", "evenAndOddHeaders", "displayBackgroundShape", "embedTrueTypeFonts"),
        *("embedSystemFonts", "saveSubsetFonts", "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit"),
        *("hyphenationZone", "doNotHyphenateCaps", "characterSpacingControl", "noPunctuationKerning"),
        *("strictFirstAndLastChars", "noLineBreaksAfter", "noLineBreaksBefore", "defaultTableStyle"),
        *("themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator", "compat"),
    )
)
"""The settings that change how styles and pages look. The rest are of the old text, its writers and places."""
_SAID = {
    "attachedTemplate": "the link to the template that it was made from",
    "thumbnail": "the picture of its first page",
    "custom-properties": "properties that somebody added",
    "customXml": "data kept behind its text",
    "printerSettings": "printer settings",
    "oleObject": OBJECT,
    "package": OBJECT,
    "control": OBJECT,
    "comments": "comments",
    "people": "the list of people who commented or changed it",
    "vbaProject": "macros",
    "mailMergeSource": "a mail merge",
    "glossaryDocument": "building blocks",
}
_FETCHED, _FILE_LINK, _UNUSUAL = (
    "pictures that are fetched from elsewhere",
    "links to files",
    "pictures and charts of a kind that is not taken",
)
_OTHER_SECTIONS = "the pages, headers and footers of its later sections"


class NotATemplate(CswoEvalError):
    """The file given as a template is not a Word document."""

    def __init__(self) -> None:
        super().__init__(
            "The template cannot be read as a Word document. Open it in Word, save it as .docx (no macros, no password) "
            "and give that file."
        )


class TemplateTooLarge(CswoEvalError):
    """The file given as a template unpacks to more than a template needs."""

    def __init__(self) -> None:
        super().__init__(
            "The template unpacks to more than can be read safely. Open it in Word, take its text and large pictures "
            "out, save it as a new .docx file and give that file."
        )


class TemplateParts(NamedTuple):
    """A file of what is taken of a template, and in words what was left out beside its text, in order of the alphabet."""

    file: bytes
    left_out: tuple[str, ...]


class _Relation(NamedTuple):
    id: str
    kind: str
    target: str
    external: bool


def left_out_of_template(template: bytes) -> str:
    """Return a sentence about what a report does not take from this template beside its text; '' where that is nothing.

    Raises NotATemplate and TemplateTooLarge, as `word_bytes` does.
    """
    left = template_parts(template).left_out
    if not left:
        return ""
    return f"Left out of the template, beside its text: {listed_with_and(left)}."


@lru_cache(maxsize=1)  # asked for what is taken and for what is left out, and by each part of a portfolio
def template_parts(template: bytes) -> TemplateParts:
    """Return what is taken of a template. Raises NotATemplate, TemplateTooLarge."""
    from docx.opc.exceptions import PackageNotFoundError

    try:
        taking = _Taking(Package(template))
        taking.take_document()
    except Refused as refused:
        if refused.fault in ("too large", "packed too well", "too many elements", "too many parts"):
            raise TemplateTooLarge from None
        raise NotATemplate from None
    except (ValueError, KeyError, AttributeError, SyntaxError, PackageNotFoundError) as wrong:
        raise NotATemplate from wrong
    return TemplateParts(taking.file(), tuple(sorted(taking.left)))


class _Taking:
    """Takes the parts one after another; `left` is what was left out, in words."""

    def __init__(self, package: Package) -> None:
        self.left: set[str] = set()
        self._package = package
        self._parts: dict[str, str | bytes] = {}
        self._types: dict[str, str] = {}
        self._media: dict[str, str] = {}
        self._named: Counter[str] = Counter()

    def take_document(self) -> None:
        """Take the document and all that it needs. Raises Refused, and what python-docx raises where it is broken."""
        root_relations = self._relations("")
        self._say(root_relations)
        main = next((one.target for one in root_relations if one.kind == "officeDocument" and not one.external), "")
        if self._type(main) not in _MAIN_TYPES:
            raise NotATemplate
        root = self._tree(main)
        body = root.find(f"{MAIN}body")
        if body is None:
            raise NotATemplate
        relations = self._relations(main)
        self._say(relations)
        settings = self._settings(relations)
        section = self._first_section(root, settings, relations)
        del body[:]  # at once: with nothing of it in a variable here, lxml goes through it only once
        for other in [one for one in root if one is not body]:
            drop(other)
        body.append(section)
        taken = [self._part(one, settings) for one in _needed(relations, section)]
        made = [(one.id, one.kind, name, False) for one, name in taken if name]
        self.left |= clean_markup(root, {name for name, *_ in made})
        self._write("word/document.xml", root, f"{_TYPE}.document.main+xml", made)

    def file(self) -> bytes:
        """Return the file of what was taken."""
        root = [("rId1", "officeDocument", "word/document.xml", False)]
        overrides = "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in self._types.items()
        )
        types = (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
        )
        return packed({**self._parts, "[Content_Types].xml": types, "_rels/.rels": _list_of(root)}, date(1980, 1, 1))

    # --- what is read ---------------------------------------------------------------------------------------------

    def _tree(self, name: str) -> Any:
        """A part as python-docx's elements. Raises Refused before it is parsed where that would take too much memory."""
        from docx.oxml.parser import parse_xml

        data = self._package.read(name)
        if len(data) > LARGEST_MARKUP:
            raise Refused("too large")
        if data.count(b"<") > MOST_TAGS:
            raise Refused("too many elements")
        if b"<!DOCTYPE" in data.replace(b"\x00", b""):  # in either of the encodings that Office reads
            raise Refused("definitions")
        return parse_xml(data)

    def _relations(self, name: str) -> list[_Relation]:
        """What a part points at, within the file or outside it, in its own order."""
        listed = list_of_relations(name)
        if not self._package.has(listed):
            return []
        found = []
        for one in self._package.tree(listed):
            target, external = attribute(one, "Target"), attribute(one, "TargetMode").casefold() == "external"
            if not external:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target)).lstrip("/")
            found.append(_Relation(attribute(one, "Id"), attribute(one, "Type").rpartition("/")[2], target, external))
        return found

    def _type(self, part: str) -> str:
        """What the list of parts says that one is."""
        named = f"/{part}".casefold()
        kinds = [
            attribute(one, "ContentType")
            for one in self._package.tree("[Content_Types].xml")
            if attribute(one, "PartName").casefold() == named
        ]
        return kinds[0] if part and kinds else ""

    def _say(self, relations: Iterable[_Relation]) -> None:
        self.left |= {_SAID[one.kind] for one in relations if one.kind in _SAID}

    # --- what is taken --------------------------------------------------------------------------------------------

    def _settings(self, relations: list[_Relation]) -> Any:
        """The settings that are taken, or None."""
        found = next((one for one in relations if one.kind == "settings" and not one.external), None)
        if found is None or not self._package.has(found.target):
            return None
        self._say(self._relations(found.target))
        root = self._tree(found.target)
        if root.find(f"{MAIN}attachedTemplate") is not None:
            self.left.add(_SAID["attachedTemplate"])
        for one in list(root):
            name = one.tag if isinstance(one.tag, str) else ""
            if not name.startswith(MAIN) or name.removeprefix(MAIN) not in _SETTINGS:
                drop(one)
        return root

    def _first_section(self, root: Any, settings: Any, relations: list[_Relation]) -> Any:
        """The first section, or our own page where there is none."""
        from docx.oxml.parser import parse_xml

        section, others = first_section(root)
        if others:
            self.left.add(_OTHER_SECTIONS)
        if section is None:
            section = parse_xml(SECTION)
        keep_page(section)
        keep_shown(section, settings, {one.id: one.kind for one in relations if not one.external})
        return section

    def _part(self, relation: _Relation, settings: Any) -> tuple[_Relation, str]:
        """Take a part that the document needs, under a name of ours; '' where there is none."""
        kind = relation.kind
        if not self._package.has(relation.target):
            return relation, ""
        name = f"word/{kind}.xml" if kind in _ONCE else self._free_name(f"word/{kind}", "xml")
        if name in self._parts:
            return relation, ""
        root = settings if kind == "settings" else self._tree(relation.target)
        if root.tag != _ROOTS[kind]:
            raise Refused("damaged")
        kept = self._taken_by(relation) if kind != "settings" else []
        self.left |= clean_markup(root, {one for one, *_ in kept})
        if kind in ("header", "footer") and (len(root) == 0 or root[-1].tag != f"{MAIN}p"):
            root.append(root.makeelement(f"{MAIN}p"))
        self._write(name, root, _TYPES[kind], kept)
        return relation, name

    def _taken_by(self, owner: _Relation) -> list[tuple[str, str, str, bool]]:
        """Those relationships of a part that stay: pictures and fonts in the file, links that a reader may click."""
        kept: list[tuple[str, str, str, bool]] = []
        for one in self._relations(owner.target):
            self._say([one])
            if one.external:
                if one.kind == "hyperlink" and is_web_link(one.target):
                    kept.append((one.id, one.kind, one.target, True))
                else:
                    self.left.add(_FILE_LINK if one.kind == "hyperlink" else _SAID.get(one.kind, _FETCHED))
            elif one.kind in ("image", "font") and (name := self._medium(one)):
                kept.append((one.id, one.kind, name, False))
            elif one.kind not in _SAID and not one.target.casefold().endswith(".svg"):
                self.left.add(_UNUSUAL)
        return kept

    def _medium(self, relation: _Relation) -> str:
        """Take a picture or a font, once; '' where it is missing or of no form that is taken."""
        if relation.target in self._media or not self._package.has(relation.target):
            return self._media.get(relation.target, "")
        ending = posixpath.splitext(relation.target)[1].lstrip(".").lower()
        if relation.kind == "image":
            data = self._package.read(relation.target)
            ending, kind = next(
                ((form, kind) for form, kind, mark, place in _PICTURES if data.startswith(mark, place)), ("", "")
            )
        else:
            kind = _FONTS.get(ending, "")
            data = self._package.read(relation.target) if kind else b""
        if not kind:
            return ""
        name = self._free_name(f"word/{'media/image' if relation.kind == 'image' else 'fonts/font'}", ending)
        self._media[relation.target] = name
        self._parts[name], self._types[name] = data, kind
        return name

    def _free_name(self, stem: str, ending: str) -> str:
        self._named[stem] += 1
        return f"{stem}{self._named[stem]}.{ending}"

    def _write(self, name: str, root: Any, kind: str, relations: list[tuple[str, str, str, bool]]) -> None:
        from docx.opc.oxml import serialize_part_xml

        self._parts[name], self._types[name] = serialize_part_xml(root), kind
        if relations:
            self._parts[list_of_relations(name)] = _list_of(relations)


def _needed(relations: list[_Relation], section: Any) -> list[_Relation]:
    """The document's styles and the like, and the headers and footers that its section names."""
    named = {one.get(f"{RELATION}id") for one in references(section)}
    return [
        one
        for one in relations
        if not one.external and (one.kind in _ONCE or (one.kind in ("header", "footer") and one.id in named))
    ]


def _list_of(relations: Iterable[tuple[str, str, str, bool]]) -> str:
    """The part that lists relationships. Targets within the file are whole names, from its root."""
    lines = "".join(
        f'<Relationship Id="{escape(name)}" Type="{_OFFICE}/{kind}" '
        + (f'Target="{escape(target)}" TargetMode="External"/>' if external else f'Target="/{target}"/>')
        for name, kind, target, external in relations
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )
