"""The file round the body: the empty document or the template, lists, sections, footer, properties, and the archive."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from cswo_eval.framework.problems import CswoEvalError
from cswo_eval.report.word.base import LISTS, NUMBERING_PART, NUMBERS, PARTS, SECTION
from cswo_eval.report.word.charts import CHART_TYPE
from cswo_eval.report.word.markup import NAMESPACES, clean, field, paragraph, run
from cswo_eval.report.word.styles import StyleIds

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_PROPERTY = 255
"""The longest text that a core property may hold."""
_FOOTER_TITLE = 80
_LEAVE = ("/image", "/hyperlink", "/chart", "/oleObject", "/package", "/comments", "/commentsExtended", "/commentsIds")
"""What the body of a template pointed at, and nothing points at once it is empty."""
_TEMPLATE, _DOCUMENT = b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"


class NotATemplate(CswoEvalError):
    """The file given as a template is not a Word document."""

    def __init__(self) -> None:
        super().__init__(
            "The template cannot be read as a Word document. Open it in Word, save it as .docx (no macros, no password) "
            "and give that file."
        )


def empty_document() -> WordDocument:
    """Return an empty document of the project's own: A4, its styles, its lists."""
    import docx

    return docx.Document(io.BytesIO(packed(PARTS, date(1980, 1, 1))))


def template_document(template: bytes) -> WordDocument:
    """Return the template without its text: its styles, headers, footers and page. Raises NotATemplate."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.oxml.ns import qn
    from docx.oxml.parser import parse_xml

    try:
        document = docx.Document(io.BytesIO(_as_document(template)))
        body: Any = document.element.body
        _ = document.styles.element
    except (
        ValueError,
        KeyError,
        AttributeError,
        SyntaxError,
        OSError,
        zipfile.BadZipFile,
        PackageNotFoundError,
    ) as wrong:
        raise NotATemplate from wrong
    last = body.find(qn("w:sectPr"))
    for child in list(body):
        if child is not last:
            body.remove(child)
    if last is None:
        body.append(parse_xml(SECTION))
    for name, relation in list(document.part.rels.items()):
        if relation.reltype.endswith(_LEAVE):
            del document.part.rels[name]
    return document


def _as_document(template: bytes) -> bytes:
    """A template file (.dotx) differs from a document by one word in its list of parts."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        if _TEMPLATE not in archive.read("[Content_Types].xml"):
            return template
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(_TEMPLATE, _DOCUMENT)
    return packed(parts, date(1980, 1, 1))


def text_width(document: WordDocument) -> int:
    """Return the width of the text in twips."""
    page = document.sections[-1]
    width = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0) - (page.gutter or 0)
    return max(round(width / 635), 4000)


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
            element: Any = parse_xml(NUMBERING_PART.encode())
            for number in element.findall(qn("w:num")):
                element.remove(number)
            for abstract in element.findall(qn("w:abstractNum")):
                element.remove(abstract)
            name = PackURI("/word/numbering.xml")
            own = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, element, document.part.package)
            document.part.relate_to(own, RELATIONSHIP_TYPE.NUMBERING)
        self._root: Any = own.element
        self._document = document
        self._own: dict[int, int] = {}
        self.bullets = "" if self._of_style(styles["List Bullet"]) else self._properties(self._new_list(1))
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


def fill(document: WordDocument, body: str) -> None:
    """Put the body into the document, before the properties of its one section."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import parse_xml

    holder: Any = document.element.body
    last = holder.find(qn("w:sectPr"))
    for child in list(parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>")):
        last.addprevious(child)


def add_chart(document: WordDocument, chart: str) -> str:
    """Add a chart to the file and return the name by which the body shows it."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.part import Part

    package = document.part.package
    name = package.next_partname("/word/charts/chart%d.xml")
    return document.part.relate_to(Part(name, CHART_TYPE, chart.encode(), package), RELATIONSHIP_TYPE.CHART)


def add_page_numbers(document: WordDocument, title: str, styles: StyleIds, width: int) -> None:
    """Put the title and the page number into each footer in use that does not number its pages already."""
    from docx.oxml.parser import parse_xml

    section = document.sections[-1]
    pairs = [(section.header, section.footer)]
    if section.different_first_page_header_footer:
        pairs.append((section.first_page_header, section.first_page_footer))
    if document.settings.odd_and_even_pages_header_footer:
        pairs.append((section.even_page_header, section.even_page_footer))
    short = clean(title)
    short = short if len(short) <= _FOOTER_TITLE else short[: _FOOTER_TITLE - 1] + "…"
    stops = f'<w:tabs><w:tab w:val="clear" w:pos="4513"/><w:tab w:val="clear" w:pos="9026"/><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    content = (
        run(short) + "<w:r><w:tab/></w:r>" + run("Page ") + field("PAGE", "1") + run(" of ") + field("NUMPAGES", "1")
    )
    line = paragraph(styles["Report Footer"], content, stops).replace("<w:p>", f"<w:p {NAMESPACES}>", 1)
    for header, footer in pairs:
        if _numbers_pages(header) or _numbers_pages(footer):
            continue
        element: Any = footer._element
        for empty in footer.paragraphs:
            if not empty.text and not empty._p.xpath(".//w:drawing|.//w:pict"):
                element.remove(empty._p)
        element.append(parse_xml(line))


def _numbers_pages(part: Any) -> bool:
    """Whether a header or footer has a field that shows the page number."""
    if part.is_linked_to_previous:
        return False
    instructions = " ".join(
        ("".join(part._element.xpath(".//w:instrText/text()")), *part._element.xpath(".//w:fldSimple/@w:instr"))
    )
    return "PAGE" in instructions.upper().replace("NUMPAGES", "").replace("SECTIONPAGES", "").split()


def set_properties(document: WordDocument, title: str, made: date) -> None:
    """Say what the document is, for a reader's program and for search. Nothing of a template's own history is kept."""
    from docx.oxml.ns import qn

    moment = datetime(made.year, made.month, made.day, tzinfo=UTC)
    properties = document.core_properties
    properties.title = " ".join(clean(title).split())[:_PROPERTY]
    properties.author = properties.last_modified_by = "cswo-eval"
    properties.subject = properties.keywords = properties.comments = properties.category = ""
    properties.language = "en-GB"
    properties.created = properties.modified = moment
    properties.revision = 1
    settings: Any = document.settings.element
    for attached in settings.findall(qn("w:attachedTemplate")):
        settings.remove(attached)
    language = settings.find(qn("w:themeFontLang"))
    if language is not None:
        language.set(qn("w:val"), "en-GB")
    for update in settings.findall(qn("w:updateFields")):
        settings.remove(update)


def saved(document: WordDocument, made: date) -> bytes:
    """Return the file, the same for the same document: every part in one order, at midnight of the day it is made for."""
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()}, made)


def packed(parts: dict[str, str] | dict[str, bytes], made: date) -> bytes:
    """Return an archive of the parts, the list of them first, with no trace of when or where it was written."""
    written = io.BytesIO()
    first = {"[Content_Types].xml": 0, "_rels/.rels": 1}
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (first.get(name, 2), name)):
            entry = zipfile.ZipInfo(name, (max(made.year, 1980), made.month, made.day, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            archive.writestr(entry, parts[name])
    return written.getvalue()
