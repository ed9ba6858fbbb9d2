"""What is done with python-docx to a document round its body: opening, filling, numbering pages, saving."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from cswo_eval.files.office_archive import packed
from cswo_eval.formats.word.markup import NAMESPACES
from cswo_eval.formats.word.own_file import OwnFile, property_text
from cswo_eval.formats.word.template_elements import drop
from cswo_eval.formats.word.template_parts import template_parts

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


def empty_document() -> WordDocument:
    """Return an empty document of the project's own: A4, its styles, its lists, page numbers."""
    import docx

    return docx.Document(io.BytesIO(OwnFile().written("", "", "", date(1980, 1, 1))))


def template_document(template: bytes) -> WordDocument:
    """Return the template without its text: its styles, headers, footers and page. Raises NotATemplate, TemplateTooLarge."""
    import docx

    return docx.Document(io.BytesIO(template_parts(template).file))


def text_width(document: WordDocument) -> int:
    """Return the width of the text in twips."""
    page = document.sections[-1]
    width = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0) - (page.gutter or 0)
    return max(round(width / 635), 4000)


def fill(document: WordDocument, body: str) -> None:
    """Put the body into the document, before the properties of its one section."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import parse_xml

    holder: Any = document.element.body
    last = holder.find(qn("w:sectPr"))
    for child in list(parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>")):
        last.addprevious(child)


def add_page_numbers(document: WordDocument, line: str) -> None:
    """Put a line with the page number into each footer in use whose pages are not numbered already."""
    from docx.oxml.parser import parse_xml

    section = document.sections[-1]
    pairs = [(section.header, section.footer)]
    if section.different_first_page_header_footer:
        pairs.append((section.first_page_header, section.first_page_footer))
    if document.settings.odd_and_even_pages_header_footer:
        pairs.append((section.even_page_header, section.even_page_footer))
    for header, footer in pairs:
        if _numbers_pages(header) or _numbers_pages(footer):
            continue
        element: Any = footer._element
        for empty in footer.paragraphs:
            if not empty.text and not empty._p.xpath(".//w:drawing|.//w:pict"):
                drop(empty._p)
        element.append(parse_xml(line.replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))


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
    properties.title = property_text(title)
    properties.author = properties.last_modified_by = "cswo-eval"
    properties.subject = properties.keywords = properties.comments = properties.category = ""
    properties.language = "en-GB"
    properties.created = properties.modified = moment
    properties.revision = 1
    settings: Any = document.settings.element
    language = settings.find(qn("w:themeFontLang"))
    if language is not None:
        language.set(qn("w:val"), "en-GB")


def saved(document: WordDocument, made: date) -> bytes:
    """Return the file, the same for the same document: every part in one order, at midnight of the day it is made for."""
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()}, made)
