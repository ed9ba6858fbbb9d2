"""The texts of a PDF: its pages, properties, remarks, form fields and bookmarks, within limits so that none holds us up."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cswo_eval.confidentiality.documents.bounded_pdf import FAULTS, LIMITS, quietly
from cswo_eval.confidentiality.documents.collected import Collected, numbers_in_words
from cswo_eval.files.limits import MOST_PDF_ITEMS, MOST_PDF_PAGES, MOST_PDF_WORK
from cswo_eval.files.xml_parts import Unreadable, local, parsed

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_PROTECTED = "it is protected: save or print it to a PDF without a password or restrictions, and attach that"


class _TooMuchWork(Exception):
    """A page is drawn with more than is worth reading."""


def read_pdf(collected: Collected, data: bytes) -> None:
    """Gather the texts of a PDF. Raises Unreadable for one that is encrypted or broken."""
    from pypdf import PdfReader, apply_configuration  # only where a PDF is read
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError, WrongPasswordError

    with quietly() as said, apply_configuration(**LIMITS):
        try:
            reader = PdfReader(io.BytesIO(data))
            number_of_pages = len(reader.pages)
        except (DependencyError, FileNotDecryptedError, WrongPasswordError):
            raise Unreadable(_PROTECTED) from None
        except (PyPdfError, *FAULTS):
            raise Unreadable("it is damaged: its pages cannot be found") from None
        _read_pages(collected, reader, number_of_pages)
        for read in (_read_properties, _read_fields, _read_bookmarks, _read_structure, _read_files):
            try:
                read(collected, reader)
            except (PyPdfError, *FAULTS):
                collected.unread("a part of it is damaged and was not read")
    if any(word in line for line in said for word in ("xceed", "skipp", "imit")):
        collected.unread("a part of it is drawn in a way that could not be read to its end")
    if _layers(data) > 1:
        collected.unread(
            "it was changed after it was made, and what was taken out may still be in it: print it to a new PDF"
        )


# --- pages ------------------------------------------------------------------------------------------------------


def _read_pages(collected: Collected, reader: PdfReader, number_of_pages: int) -> None:
    from pypdf.errors import PyPdfError

    left = MOST_PDF_WORK
    empty: list[int] = []
    with_pictures: list[int] = []
    unread: list[int] = []
    for number, page in enumerate(reader.pages, 1):
        if number > MOST_PDF_PAGES or left <= 0:
            unread += range(number, number_of_pages + 1)
            break
        text = ""
        try:
            if _has_pictures(page):
                with_pictures.append(number)
            text, left = _text_of(page, left)
            collected.add(f"page {number}", "text", text)
            if not text.strip():
                empty.append(number)
        except _TooMuchWork:
            left = 0
            unread.append(number)
        except (PyPdfError, *FAULTS):
            unread.append(number)
        try:
            _read_remarks(collected, page, number)
        except (PyPdfError, *FAULTS):
            collected.unread(f"the remarks on page {number} are damaged and were not read")
    if empty:
        holds = "holds" if len(empty) == 1 else "hold"
        collected.unread(f"{numbers_in_words(empty, 'page', 'pages')} {holds} no text: a scan or a picture")
    pictured = [number for number in with_pictures if number not in set(empty)]
    if pictured:
        collected.unread(f"pictures on {numbers_in_words(pictured, 'page', 'pages')}: look at them yourself")
    if unread:
        collected.unread(
            f"{numbers_in_words(unread, 'page', 'pages')} could not be read: damaged, or more than is looked through"
        )


def _text_of(page: PageObject, left: int) -> tuple[str, int]:
    """Return a page's text, and how much work is left for the others. Raises _TooMuchWork.

    The library reads a form as often as the page draws it, forms within forms too: each time is counted.
    """
    contents = page.get_contents()
    left -= len(contents.get_data()) if contents is not None else 0
    sizes = _form_sizes(page)

    def count(operator: bytes, operands: list[Any], *_: Any) -> None:
        nonlocal left
        left -= 1
        if operator == b"Do" and operands:
            left -= sizes.get(str(operands[0]), 0)
        if left <= 0:
            raise _TooMuchWork

    if left <= 0:
        raise _TooMuchWork
    return page.extract_text(visitor_operand_before=count), left


def _form_sizes(page: PageObject) -> dict[str, int]:
    """Return the largest size of any form that goes by a name on this page or in a form on it."""
    sizes: dict[str, int] = {}
    seen: set[int] = set()
    todo = [_got(page, "/Resources")]
    while todo and len(seen) < MOST_PDF_ITEMS:
        for name, given in _items(_got(todo.pop(), "/XObject")):
            form = given.get_object()
            if _got(form, "/Subtype") == "/Form" and id(form) not in seen:
                seen.add(id(form))
                todo.append(_got(form, "/Resources"))
                sizes[str(name)] = max(sizes.get(str(name), 0), len(form.get_data()))
    return sizes


def _has_pictures(page: PageObject) -> bool:
    drawn = _items(_got(_got(page, "/Resources"), "/XObject"))
    return any(_got(given.get_object(), "/Subtype") == "/Image" for _, given in drawn)


def _read_remarks(collected: Collected, page: PageObject, number: int) -> None:
    remarks = _got(page, "/Annots")
    for given in list(remarks)[:MOST_PDF_ITEMS] if isinstance(remarks, list) else []:
        remark = given.get_object()
        field = _got(remark, "/Subtype") == "/Widget"
        if not field:
            collected.add(f"a comment on page {number}", "comment", _text(_got(remark, "/Contents")))
            collected.add(f"a comment on page {number}", "comment", _text(_got(remark, "/Subj")))
            collected.add(f"who wrote a comment on page {number}", "author", _text(_got(remark, "/T")))
        collected.add(f"where a link on page {number} leads", "property", _text(_got(_got(remark, "/A"), "/URI")))


# --- the rest ---------------------------------------------------------------------------------------------------


def _read_properties(collected: Collected, reader: PdfReader) -> None:
    for name, value in _items(reader.metadata):
        name = str(name).removeprefix("/")
        if name == "Author":
            collected.add("author in the file's properties", "author", _text(value))
        elif name not in ("CreationDate", "ModDate", "Trapped"):
            collected.add(f"{name.casefold()[:40]} in the file's properties", "property", _text(value))
    stream = _got(reader.trailer["/Root"], "/Metadata")
    if stream is None:
        return
    for element in parsed(stream.get_data()).iter():
        name = local(element.tag)
        inner = "\n".join(one for one in element.itertext() if one.strip())
        if name == "creator":
            collected.add("author in the file's properties", "author", inner)
        elif not len(element) and not name.endswith(("Date", "ID")) and name != "li":
            collected.add(f"{name.casefold()[:40]} in the file's properties", "property", inner)
        elif name in ("title", "description", "subject", "rights"):
            collected.add(f"{name} in the file's properties", "property", inner)
        for key, value in element.attrib.items():
            if local(key) in ("creator", "author", "Author"):
                collected.add("author in the file's properties", "author", value)


def _read_fields(collected: Collected, reader: PdfReader) -> None:
    form = _got(reader.trailer["/Root"], "/AcroForm")
    todo, seen = [(_got(form, "/Fields"), "")], 0
    while todo and seen < MOST_PDF_ITEMS:
        fields, above = todo.pop()
        for given in fields if isinstance(fields, list) else ():
            seen += 1
            if seen > MOST_PDF_ITEMS:
                collected.unread(f"it has more than {MOST_PDF_ITEMS:,} form fields, and the rest were not read")
                return
            field = given.get_object()
            name = ".".join(one for one in (above, _text(_got(field, "/T"))) if one)[:500]
            values = [_text(_got(field, key)) for key in ("/V", "/DV", "/TU")]
            said = " ".join(dict.fromkeys(value for value in values if value.strip()))
            collected.add("a form field", "text", f"{name}: {said}" if said else name)
            todo.append((_got(field, "/Kids"), name))
    data = _got(form, "/XFA")
    if data is not None:
        collected.unread("it is a form of an old kind (XFA), which was not read: print it to a new PDF")


def _read_bookmarks(collected: Collected, reader: PdfReader) -> None:
    titles: list[str] = []
    todo: list[Any] = [_got(_got(reader.trailer["/Root"], "/Outlines"), "/First")]
    seen: set[int] = set()
    while todo and len(seen) < MOST_PDF_ITEMS:
        mark = todo.pop()
        if mark is None or id(mark) in seen:
            continue
        seen.add(id(mark))
        titles.append(_text(_got(mark, "/Title")))
        todo += [_got(mark, "/Next"), _got(mark, "/First")]
    collected.add("bookmarks", "text", "\n".join(titles))


def _read_structure(collected: Collected, reader: PdfReader) -> None:
    """Gather what a screen reader is told: descriptions of pictures, and texts that stand for what is drawn."""
    words: dict[str, None] = {}
    todo: list[Any] = [_got(reader.trailer["/Root"], "/StructTreeRoot")]
    seen: set[int] = set()
    while todo and len(seen) < 5 * MOST_PDF_ITEMS:
        part = todo.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, list):
            todo += [one.get_object() for one in part]
        elif isinstance(part, Mapping):
            words.update(
                {text: None for key in ("/Alt", "/ActualText", "/E", "/T") if (text := _text(_got(part, key)))}
            )
            todo.append(_got(part, "/K"))
    collected.add("descriptions of pictures", "property", "\n".join(words))


def _read_files(collected: Collected, reader: PdfReader) -> None:
    for number, file in enumerate(reader.attachment_list):
        if number >= 50:
            collected.unread("more than 50 files lie within it, and the rest were not read")
            return
        collected.add_file(str(file.alternative_name or file.name), file.content)


def _layers(data: bytes) -> int:
    """Return how often the file was saved on top of itself. One that is laid out for the web has a mark more."""
    ends = data.count(b"%%EOF")
    return ends - 1 if b"/Linearized" in data[:2048] else ends


def _got(holder: Any, key: str) -> Any:
    """Return what a dictionary of the file holds under a key, or None."""
    if not isinstance(holder, Mapping):
        return None
    value = holder.get(key)
    return value.get_object() if value is not None else None


def _items(holder: Any) -> list[tuple[Any, Any]]:
    return list(holder.items())[:MOST_PDF_ITEMS] if isinstance(holder, Mapping) else []


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list):
        return " ".join(_text(one.get_object() if hasattr(one, "get_object") else one) for one in value[:1000])
    return value if isinstance(value, str) else ""
