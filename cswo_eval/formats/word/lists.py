"""The lists of a document: its own where its styles number, ours where they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cswo_eval.formats.word.markup import NAMESPACES
from cswo_eval.formats.word.own_file import BULLETS, LISTS, NUMBERS
from cswo_eval.formats.word.styles import StyleIds

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


class Numbering:
    """The lists of a document: bullets by their style, and a new run of numbers for each numbered list."""

    def __init__(self, document: WordDocument, styles: StyleIds) -> None:
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.oxml.ns import qn
        from docx.oxml.parser import parse_xml
        from docx.parts.numbering import NumberingPart

        self._qn, self._parse = qn, parse_xml
        own = next((one.target_part for one in document.part.rels.values() if one.reltype.endswith("/numbering")), None)
        if own is None:
            element: Any = parse_xml(f"<w:numbering {NAMESPACES}/>")
            name = PackURI("/word/numbering.xml")
            own = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, element, document.part.package)
            document.part.relate_to(own, RELATIONSHIP_TYPE.NUMBERING)
        self._root: Any = own.element
        self._document = document
        self._own: dict[int, int] = {}
        self.bullets = "" if self._of_style(styles["List Bullet"]) else self._properties(self._new_list(BULLETS))
        self._numbers = self._of_style(styles["List Number"])

    def new_numbered(self) -> str:
        """Return the properties of the paragraphs of one more numbered list, which begins at 1."""
        return self._properties(self._new_list(NUMBERS, self._numbers))

    def _properties(self, number: int) -> str:
        return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'

    def _of_style(self, style_id: str) -> int:
        """The abstract list that a style of the document numbers by; 0 where there is none in it."""
        qn = self._qn
        number = None
        for style in self._document.styles.element.findall(qn("w:style")):
            if style.get(qn("w:styleId")) == style_id:
                number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        for one in self._root.findall(qn("w:num")):
            if number is not None and one.get(qn("w:numId")) == number.get(qn("w:val")):
                return int(one.find(qn("w:abstractNumId")).get(qn("w:val")))
        return 0

    def _new_list(self, which: int, abstract: int = 0) -> int:
        qn = self._qn
        abstract = abstract or self._own_abstract(which)
        number = max((int(one.get(qn("w:numId"))) for one in self._root.findall(qn("w:num"))), default=0) + 1
        start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if which == NUMBERS else ""
        new = self._parse(
            f'<w:num {NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{start}</w:num>'
        )
        others = self._root.findall(qn("w:num"))
        if others:
            others[-1].addnext(new)
        else:
            self._root.append(new)
        return number

    def _own_abstract(self, which: int) -> int:
        """Our own list in a template that has none: added once, before every w:num as the schema asks."""
        if which in self._own:
            return self._own[which]
        qn = self._qn
        lists = self._root.findall(qn("w:abstractNum"))
        name = max((int(one.get(qn("w:abstractNumId"))) for one in lists), default=0) + 1
        element = self._parse(f"<w:numbering {NAMESPACES}>{LISTS}</w:numbering>").findall(qn("w:abstractNum"))[
            which - 1
        ]
        element.set(qn("w:abstractNumId"), str(name))
        if lists:
            lists[-1].addnext(element)
        else:
            self._root.insert(0, element)
        self._own[which] = name
        return name
